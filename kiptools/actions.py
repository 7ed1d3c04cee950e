"""What follows from a partner list: strengths, weaknesses, decisions to take, and who does what by when.

Every line comes from a rule that is written here, with the counts that it rests on. The rules and their limits are the
kit's own; they say where to look, and people decide. Nothing is written that the list does not tell: a part that is not
recorded gives no line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kiptools.confidentiality import may_compare
from kiptools.dates import months_after, months_before, workday_until
from kiptools.fields import Category
from kiptools.gaps import NeedsCoverage, Representation, needs_coverage, read_reference, representation
from kiptools.involvement import classify_cooperation
from kiptools.messages import Message, counted, message, some
from kiptools.network import (
    Documents,
    Inactivity,
    Promise,
    completeness,
    concentration,
    contact_debt,
    documents,
    inactivity,
)
from kiptools.partners import Partner, Partners
from kiptools.relations import convenor_dependence, tie_network

__all__ = [
    "ASKED_BY",
    "Action",
    "ActionList",
    "Findings",
    "Rules",
    "action_list",
    "demo_rules",
    "findings",
    "findings_by_part",
    "weaknesses_by_part",
]

SOON, LATER, IN_TIME = 14, 1, 3
"""An action is due after so many days, or so many months."""

FEW_BROKEN = 0.2
"""Up to this share of contacts that are overdue or not recorded promises are kept, on the whole."""

MOSTLY = 0.75
"""From this share on, most of something is so."""

MOST_OF_A_KIND = 10
"""Of more actions of one kind for one person one is made: nobody works through a calendar full of the same."""

FEW_TO_COMPARE = 3
"""Of fewer inactive partners nothing is said that they have in common."""

FEWEST = 5
"""Shares of fewer are no finding."""

ASKED_BY = {
    "contacts": ("communication",),
    "activity": ("resources",),
    "cooperation": ("governance",),
    "needs": ("results",),
    "relations": ("leadership", "trust"),
    "documents": ("purpose",),
}
"""By the part of a partner list in which something was found, the topics that tell how partners see it."""


@dataclass(frozen=True)
class Rules:
    """What only a person can decide before findings and actions can be told.

    Parameters
    ----------
    inactive_after : int or None
        Months without joint activity after which a partner counts as inactive; None if that was not decided.
    ends_within : int
        Documents that end within so many months are to be looked at.
    representation : Representation or None
        The network against a reference, if one was chosen.
    """

    inactive_after: int | None = None
    ends_within: int = 6
    representation: Representation | None = None


NO_RULES = Rules()


def demo_rules(partners: Partners) -> Rules:
    """What the demo network has decided: twelve months, and its employers against employment in the region.

    Parameters
    ----------
    partners : Partners
        The demo network.

    Returns
    -------
    Rules
    """
    return Rules(12, representation=representation(partners, read_reference(), among="employer"))


@dataclass(frozen=True)
class Action:
    """One thing to do.

    Parameters
    ----------
    what, why : Message
    who : str
        Who looks after the partner; empty where the list does not say, or where it concerns all.
    until : date
    partners : tuple of Partner
        Whom it is about.
    """

    what: Message
    why: Message
    who: str
    until: date
    partners: tuple[Partner, ...] = ()


@dataclass(frozen=True)
class ActionList:
    """What to do, by the day until when.

    Parameters
    ----------
    as_of : date
    actions : tuple of Action
    """

    as_of: date
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Findings:
    """What the list shows of the network as a whole.

    Parameters
    ----------
    strengths, weaknesses, decisions : tuple of Message
    """

    strengths: tuple[Message, ...]
    weaknesses: tuple[Message, ...]
    decisions: tuple[Message, ...]


# --- actions -------------------------------------------------------------------------------------------


def action_list(partners: Partners, rules: Rules = NO_RULES) -> ActionList:
    """Who does what by when.

    Parameters
    ----------
    partners : Partners
    rules : Rules

    Returns
    -------
    ActionList
        By day; on one day in the list's order.

    Examples
    --------
    >>> from kiptools import read_partners
    >>> found = action_list(read_partners(), Rules(inactive_after=12))
    >>> found.actions[0].until > found.as_of
    True
    """
    found = [
        *_with_quiet_partners(partners, rules),
        *_with_documents(partners, rules),
        *_with_feedback(partners),
        *_for_needs(partners),
        *_for_missing(partners, rules),
        *_for_the_network(partners),
        *_for_the_list(partners),
    ]
    once = {(str(action.what), action.partners): action for action in reversed(found)}
    on_weekdays = [replace(action, until=_weekday(action.until, partners.as_of)) for action in reversed(once.values())]
    return ActionList(partners.as_of, tuple(sorted(on_weekdays, key=lambda action: action.until)))


def _weekday(day: date, today: date) -> date:
    """The Friday before a day of the weekend, if it is still to come; else the day itself."""
    before = workday_until(day)
    return before if before > today else day


def _quiet(partners: Partners, rules: Rules) -> Inactivity | None:
    return inactivity(partners, rules.inactive_after) if rules.inactive_after else None


def _with_quiet_partners(partners: Partners, rules: Rules) -> Iterator[Action]:
    """Contacts that are overdue, and partners without joint activity; one action where both hold."""
    debt, quiet = contact_debt(partners), _quiet(partners, rules)
    soon, later = partners.as_of + timedelta(SOON), months_after(partners.as_of, LATER)
    inactive = {partner.id: partner for partner in quiet.inactive} if quiet else {}
    overdue = [
        Action(_touch(promise.partner, promise.partner.id in inactive), _overdue(promise), promise.partner.owner, soon)
        for promise in debt.overdue
    ]
    yield from _gathered(
        [replace(action, partners=(promise.partner,)) for action, promise in zip(overdue, debt.overdue, strict=True)],
        lambda count: message("Get in touch with {count} partners who wait for a promised contact", count=count),
        lambda names: message("Those who have waited longest first: {names}.", names=names),
    )
    touched = {promise.partner.id for promise in debt.overdue}
    yield from _gathered(
        [
            Action(
                message("Agree with {name} on something to do together, or on an end", name=partner.name),
                _nothing_done(quiet, partner),
                partner.owner,
                later,
                (partner,),
            )
            for partner in inactive.values()
            if partner.id not in touched
        ],
        lambda count: message("Agree with {count} partners on something to do together, or on an end", count=count),
        lambda names: message("Nothing was done together with them for a long time: {names}.", names=names),
    )
    yield from _gathered(
        [
            Action(
                message("Find out when {name} was last contacted, and write it into the list", name=partner.name),
                message("Regular contact is promised, but no contact is recorded."),
                partner.owner,
                soon,
                (partner,),
            )
            for partner in debt.never
        ],
        lambda count: message(
            "Find out when {count} partners were last contacted, and write it into the list", count=count
        ),
        lambda names: message("Regular contact is promised, but no contact is recorded: {names}.", names=names),
    )


def _touch(partner: Partner, inactive: bool) -> Message:
    if inactive:
        return message("Get in touch with {name}, and ask whether and how to go on together", name=partner.name)
    return message("Get in touch with {name}", name=partner.name)


def _overdue(promise: Promise) -> Message:
    return message(
        "Last contact: {last}. Promised: {every}. Days overdue: {days}.",
        last=promise.last,
        every=Category("contact_every", promise.partner.contact_every),
        days=promise.overdue,
    )


def _nothing_done(quiet: Inactivity | None, partner: Partner) -> Message:
    last = partner.last_activity
    if quiet is None or last is None:
        return message("The list says that there was no joint activity in the last twelve months.")
    return message(
        "The last joint activity was on {last}, more than {months} months ago.", last=last, months=quiet.months
    )


def _gathered(
    actions: Sequence[Action], what: Callable[[int], Message], why: Callable[[tuple[str, ...]], Message]
) -> Iterator[Action]:
    """The actions; but where somebody has more than a few of one kind, one that names all partners."""
    owners: dict[str, list[Action]] = {}
    for action in actions:
        owners.setdefault(action.who, []).append(action)
    for owner, found in owners.items():
        if len(found) <= MOST_OF_A_KIND:
            yield from found
            continue
        partners = tuple(partner for action in found for partner in action.partners)
        names = tuple(partner.name for partner in partners)
        yield Action(what(len(partners)), why(names), owner, found[0].until, partners)


def _with_documents(partners: Partners, rules: Rules) -> Iterator[Action]:
    found = documents(partners, rules.ends_within)
    soon = partners.as_of + timedelta(SOON)
    due = [(partner, True) for partner in found.expired] + [(partner, False) for partner in found.ending]
    for partner, over in due:
        assert partner.document_end is not None
        day = partner.document_end
        why, until = message("It ends on {day}.", day=day), min(day, max(soon, months_before(day, 1)))
        if over:
            why, until = message("It ended on {day}.", day=day), soon
        what = (
            message("Renew the charter with {name}, or let it end", name=partner.name)
            if partner.document == "charter"
            else message("Renew the agreement with {name}, or let it end", name=partner.name)
        )
        yield Action(what, why, partner.owner, until, (partner,))


def _with_feedback(partners: Partners) -> Iterator[Action]:
    for row in classify_cooperation(partners).feedback_due:
        yield Action(
            message(
                "Tell {name} what became of its opinion ({function})",
                name=row.partner.name,
                function=row.cooperation.function or "–",
            ),
            message("It was asked before a decision, and no feedback is recorded."),
            row.partner.owner,
            partners.as_of + timedelta(SOON),
            (row.partner,),
        )


def _for_needs(partners: Partners) -> Iterator[Action]:
    coverage = needs_coverage(partners)
    later, in_time = months_after(partners.as_of, LATER), months_after(partners.as_of, IN_TIME)
    for closing in coverage.closing:
        yield Action(
            message("Win {name} as a partner", name=closing.partner.name),
            counted(
                "It would answer a need that no partner answers: {needs}.",
                "It would answer {count} needs that no partner answers: {needs}.",
                len(closing.needs),
                needs=some(closing.needs),
            ),
            closing.partner.owner,
            later,
            (closing.partner,),
        )
    for row in coverage.out_of_reach:
        yield Action(
            message('Look for a partner for "{need}"', need=row.need),
            message("No organisation of the list answers it."),
            "",
            in_time,
        )
    for row in coverage.single:
        partner = row.partners[0]
        candidates = [candidate.name for candidate in row.potential]
        yield Action(
            message('Look for a second partner for "{need}"', need=row.need),
            message(
                "Only {name} answers it. Potential partners who could: {names}.",
                name=partner.name,
                names=some(candidates),
            )
            if candidates
            else message("Only {name} answers it.", name=partner.name),
            partner.owner,
            in_time,
            (partner,),
        )


def _for_missing(partners: Partners, rules: Rules) -> Iterator[Action]:
    found = rules.representation
    if found is None:
        return
    until = months_after(partners.as_of, IN_TIME)
    for row in found.rows:
        category = Category(found.by, row.category)
        if row.verdict == "missing":
            yield Action(
                message("Look for a partner in: {category}", category=category),
                _who_could(row.potential),
                "",
                until,
            )
        elif row.verdict == "fewer":
            yield Action(
                message("Look for more partners in: {category}", category=category),
                counted(
                    "There is {count} partner; the reference would have {expected}.",
                    "There are {count} partners; the reference would have {expected}.",
                    row.partners,
                    expected=row.expected or row.target,
                ),
                "",
                until,
            )


def _who_could(potential: Sequence[Partner]) -> Message:
    if not potential:
        return message("None of the partners is there, though the reference has it.")
    return message(
        "None of the partners is there, though the reference has it. Potential partners who would be: {names}.",
        names=_names(potential),
    )


def _for_the_network(partners: Partners) -> Iterator[Action]:
    """Organisations that hold the network together, besides the convenor."""
    network = tie_network(partners)
    for point in network.cutpoints:
        if partners.convenor and point.partner.id == partners.convenor.id:
            continue
        cut_off = [member.name for piece in network.cut_off(point) for member in piece]
        yield Action(
            message("Bring {names} together with further partners", names=some(cut_off)),
            message("Their only way into the network leads through {name}.", name=point.partner.name),
            point.partner.owner,
            months_after(partners.as_of, IN_TIME),
            (point.partner,),
        )


def _for_the_list(partners: Partners) -> Iterator[Action]:
    soon, later = partners.as_of + timedelta(SOON), months_after(partners.as_of, LATER)
    if partners.faults:
        yield Action(
            message("Correct the list"),
            counted(
                "{count} entry needs correcting and was not used.",
                "{count} entries need correcting and were not used.",
                len(partners.faults),
            ),
            "",
            soon,
        )
    same: dict[str, list[Partner]] = {}
    for double in partners.doubles:
        same.setdefault(double.first, [partners.by_id[double.first]]).append(partners.by_id[double.second])
    for one, *others in same.values():
        yield Action(
            message(
                "Decide whether {one} and {other} are one organisation",
                one=one.name,
                other=some([other.name for other in others]),
            ),
            message(
                "Their names, in rows {one} and {other} of the list, may mean the same.",
                one=str(one.row),
                other=some([str(other.row) for other in others]),
            ),
            one.owner or others[0].owner,
            soon,
            (one, *others),
        )
    owners: dict[str, list[Partner]] = {}
    undecided = {double.second for double in partners.doubles}
    for record in completeness(partners).gaps:
        if record.partner.id in undecided:
            continue
        owners.setdefault(record.partner.owner, []).append(record.partner)
    for owner, records in owners.items():
        yield Action(
            counted(
                "Complete the record of {names}", "Complete the records of {names}", len(records), names=_names(records)
            ),
            counted(
                "{count} record has empty fields that should be filled in.",
                "{count} records have empty fields that should be filled in.",
                len(records),
            ),
            owner,
            later,
            tuple(records),
        )


def _names(records: Sequence[Partner]) -> tuple[str, ...]:
    return some([record.name for record in records])


# --- findings ------------------------------------------------------------------------------------------


def findings(partners: Partners, rules: Rules = NO_RULES) -> Findings:
    """Strengths and weaknesses of the network as a whole, and what has to be decided.

    Parameters
    ----------
    partners : Partners
    rules : Rules

    Returns
    -------
    Findings

    Examples
    --------
    >>> from kiptools import read_partners
    >>> found = findings(read_partners(), Rules(inactive_after=12))
    >>> bool(found.weaknesses and found.decisions)
    True
    """
    parts = findings_by_part(partners, rules).values()
    return Findings(
        tuple(line for part in parts for line in part.strengths),
        tuple(line for part in parts for line in part.weaknesses),
        tuple(line for part in parts for line in part.decisions),
    )


def findings_by_part(partners: Partners, rules: Rules = NO_RULES) -> dict[str, Findings]:
    """The `findings`, by what of the list they rest on.

    Parameters
    ----------
    partners : Partners
    rules : Rules

    Returns
    -------
    dict of str to Findings
        For each of contacts, activity, documents, cooperation, needs, representation, relations, list.
    """
    return {
        part: Findings(*(tuple(line for kind, line in lines if kind == wanted) for wanted in _KINDS))
        for part, lines in _parts(partners, rules).items()
    }


def weaknesses_by_part(partners: Partners, rules: Rules = NO_RULES) -> dict[str, tuple[Message, ...]]:
    """The weaknesses among the `findings_by_part`.

    Parameters
    ----------
    partners : Partners
    rules : Rules

    Returns
    -------
    dict of str to tuple of Message
    """
    return {part: found.weaknesses for part, found in findings_by_part(partners, rules).items()}


_KINDS = ("strength", "weakness", "decision")
Line = tuple[str, Message]


def _parts(partners: Partners, rules: Rules) -> dict[str, list[Line]]:
    return {
        "contacts": list(_of_contacts(partners)),
        "activity": list(_of_activity(partners, rules)),
        "documents": list(_of_documents(partners, rules)),
        "cooperation": list(_of_cooperation(partners)),
        "needs": list(_of_needs(needs_coverage(partners))),
        "representation": list(_of_representation(rules)),
        "relations": list(_of_relations(partners)),
        "list": list(_of_the_list(partners)),
    }


def _of_contacts(partners: Partners) -> Iterator[Line]:
    debt = contact_debt(partners)
    kept, promised = len(debt.rows) - len(debt.overdue), debt.promised
    if promised < FEWEST:
        return
    if kept >= (1 - FEW_BROKEN) * promised:
        yield "strength", message("Promised contacts are kept with {kept} of {all} partners.", kept=kept, all=promised)
        return
    if debt.overdue:
        yield (
            "weakness",
            message(
                "With {overdue} of {all} partners a promised contact is overdue.",
                overdue=len(debt.overdue),
                all=promised,
            ),
        )
    if debt.never:
        yield (
            "weakness",
            message(
                "With {never} of {all} partners contact was promised, and none is recorded.",
                never=len(debt.never),
                all=promised,
            ),
        )


def _of_activity(partners: Partners, rules: Rules) -> Iterator[Line]:
    shares, quiet = concentration(partners), _quiet(partners, rules)
    if shares.told and 2 * shares.busiest > shares.total:
        yield (
            "weakness",
            message(
                "Few carry much: {fifth} of {all} partners have {busiest} of {total} joint activities.",
                fifth=shares.fifth,
                all=len(shares.rows),
                busiest=shares.busiest,
                total=shares.total,
            ),
        )
        yield (
            "decision",
            message(
                "Do you want {fifth} of {all} partners to carry more than half of the joint activities?",
                fifth=shares.fifth,
                all=len(shares.rows),
            ),
        )
    if quiet is None or quiet.told < FEWEST:
        return
    if len(quiet.active) >= MOSTLY * quiet.told:
        yield (
            "strength",
            message(
                "In the last {months} months {active} of {all} partners did something together with you.",
                months=quiet.months,
                active=len(quiet.active),
                all=quiet.told,
            ),
        )
    if quiet.inactive:
        yield (
            "weakness",
            counted(
                "{count} of {all} partners has done nothing with you for {months} months: {names}.",
                "{count} of {all} partners have done nothing with you for {months} months: {names}.",
                len(quiet.inactive),
                all=quiet.told,
                months=quiet.months,
                names=_names(quiet.inactive),
            ),
        )
        yield from _in_common(partners, quiet)
        yield (
            "decision",
            counted(
                "Do you want to win back the {count} inactive partner, or does the partnership end?",
                "Which of the {count} inactive partners do you want to win back, and which partnerships end?",
                len(quiet.inactive),
            ),
        )


def _in_common(partners: Partners, quiet: Inactivity) -> Iterator[Line]:
    """That the inactive partners are of one kind, or that they have not heard of us as promised."""
    kinds = Counter(partner.type for partner in quiet.inactive if partner.type).most_common(1)
    late = {promise.partner.id for promise in contact_debt(partners).overdue}
    overdue = sum(partner.id in late for partner in quiet.inactive)
    count = len(quiet.inactive)
    if kinds and count >= FEW_TO_COMPARE and 2 * kinds[0][1] > count:
        yield (
            "weakness",
            message(
                "Of the {count} inactive partners {same} are of the kind: {kind}. With {overdue} of them a promised "
                "contact is overdue.",
                count=count,
                same=kinds[0][1],
                kind=Category("type", kinds[0][0]),
                overdue=overdue,
            ),
        )


def _of_documents(partners: Partners, rules: Rules) -> Iterator[Line]:
    found: Documents = documents(partners, rules.ends_within)
    due = (*found.expired, *found.ending)
    if due:
        yield (
            "weakness",
            message(
                "Charters and agreements: {signed}. Ended already: {expired}. Ending within {months} months: {ending}.",
                signed=found.signed,
                expired=len(found.expired),
                ending=len(found.ending),
                months=found.months,
            ),
        )
        yield "decision", message("Renew or end: {names}?", names=_names(due))
    elif len(found.later) >= FEWEST:
        yield (
            "strength",
            message(
                "None of the {dated} charters and agreements that have an end ends within {months} months.",
                dated=len(found.later),
                months=found.months,
            ),
        )


def _of_cooperation(partners: Partners) -> Iterator[Line]:
    found = classify_cooperation(partners)
    told = sum(found.counts)
    together = sum(found.counts[2:])
    if told >= FEWEST and 2 * together >= told:
        yield (
            "strength",
            message(
                "In {together} of {all} recorded cooperations both sides decide together.", together=together, all=told
            ),
        )
    if found.feedback_due:
        yield (
            "weakness",
            counted(
                "After {count} consultation no feedback is recorded, so nobody knows what became of the opinions.",
                "After {count} consultations no feedback is recorded, so nobody knows what became of the opinions.",
                len(found.feedback_due),
            ),
        )


def _of_needs(coverage: NeedsCoverage) -> Iterator[Line]:
    redundant = [row for row in coverage.rows if len(row.partners) > 1]
    if len(coverage.rows) >= FEWEST and 2 * len(redundant) >= len(coverage.rows):
        yield (
            "strength",
            message(
                "{count} of {all} needs of users are answered by two partners or more.",
                count=len(redundant),
                all=len(coverage.rows),
            ),
        )
    if coverage.uncovered:
        yield (
            "weakness",
            counted(
                "{count} need of users is answered by no partner: {needs}.",
                "{count} needs of users are answered by no partner: {needs}.",
                len(coverage.uncovered),
                needs=some([row.need for row in coverage.uncovered]),
            ),
        )
    if coverage.single:
        yield (
            "weakness",
            counted(
                "{count} need hangs on one partner alone: {needs}.",
                "{count} needs hang on one partner alone each: {needs}.",
                len(coverage.single),
                needs=some([row.need for row in coverage.single]),
            ),
        )
    if coverage.closing:
        yield (
            "decision",
            message(
                "Whom to win first? These potential partners would close the most gaps: {names}.",
                names=some([closing.partner.name for closing in coverage.closing]),
            ),
        )


def _of_representation(rules: Rules) -> Iterator[Line]:
    found = rules.representation
    if found is None:
        return
    missing = [row for row in found.rows if row.verdict == "missing"]
    fewer = [row for row in found.rows if row.verdict == "fewer"]
    if fewer:
        yield (
            "weakness",
            message(
                "Clearly fewer partners than the reference would have: {names}.",
                names=tuple(Category(found.by, row.category) for row in fewer),
            ),
        )
    if missing:
        yield (
            "weakness",
            counted(
                "No partner at all, though the reference has some: {names}. With {count} partner compared, this can be "
                "chance.",
                "No partner at all, though the reference has some: {names}. With {count} partners compared, this can "
                "be chance.",
                found.compared,
                names=tuple(Category(found.by, row.category) for row in missing),
            )
            if not may_compare(found.compared)
            else message(
                "No partner at all, though the reference has some: {names}.",
                names=tuple(Category(found.by, row.category) for row in missing),
            ),
        )
    if fewer or missing:
        yield (
            "decision",
            message(
                "In which of these do you want partners: {names}?",
                names=tuple(Category(found.by, row.category) for row in (*fewer, *missing)),
            ),
        )


def _of_relations(partners: Partners) -> Iterator[Line]:
    found = convenor_dependence(partners)
    if not found.whole.recorded or not found.whole.edges:
        return
    if found.convenor:
        if found.alone:
            yield (
                "weakness",
                counted(
                    "Without {convenor}, {count} organisation would have no recorded relation any more.",
                    "Without {convenor}, {count} organisations would have no recorded relation any more.",
                    len(found.alone),
                    convenor=found.convenor.name,
                ),
            )
        elif not found.without.isolates and not found.without.unknown:
            yield (
                "strength",
                message(
                    "Even without {convenor}, every organisation has a recorded relation.", convenor=found.convenor.name
                ),
            )
    for point in found.whole.cutpoints[:MOST_OF_A_KIND]:
        if point.partner == found.convenor:
            continue
        cut_off = [member for piece in found.whole.cut_off(point) for member in piece]
        yield (
            "weakness",
            counted(
                "Without {name}, {count} organisation would lose its only connection: {names}.",
                "Without {name}, {count} organisations would lose their only connection: {names}.",
                len(cut_off),
                name=point.partner.name,
                names=_names(cut_off),
            ),
        )


def _of_the_list(partners: Partners) -> Iterator[Line]:
    if partners.doubles:
        yield (
            "decision",
            counted(
                "Does {count} pair of rows mean one organisation? Until that is decided, both rows are counted.",
                "Do {count} pairs of rows mean one organisation each? Until that is decided, both rows are counted.",
                len(partners.doubles),
            ),
        )
    found = completeness(partners)
    if not found.expected or len(found.records) < FEWEST:
        return
    if found.complete >= MOSTLY * len(found.records):
        yield (
            "strength",
            message("{complete} of {all} records are complete.", complete=found.complete, all=len(found.records)),
        )
    elif not found.complete:
        yield (
            "weakness",
            message(
                "None of the {all} records is complete, so everything here rests on less than it seems.",
                all=len(found.records),
            ),
        )
    elif 2 * found.complete < len(found.records):
        yield (
            "weakness",
            message(
                "Only {complete} of {all} records are complete, so everything here rests on less than it seems.",
                complete=found.complete,
                all=len(found.records),
            ),
        )
