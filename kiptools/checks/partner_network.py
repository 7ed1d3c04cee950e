"""The exercise on the partner network: from a list of names to who does what by when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from kiptools.checks.keys import (
    Exercise,
    Key,
    Mistake,
    Unreadable,
    choice,
    choices,
    number,
    percent_for_share,
    question,
    same,
    word,
)
from kiptools.dates import day_of, months_before
from kiptools.fields import plain
from kiptools.gaps import Reference, read_reference
from kiptools.lists import read_partners
from kiptools.messages import message
from kiptools.partners import Partner, Partners, Tie

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["PartnerNetworkExercise", "variant"]

QUIET = ("P05", "P07", "P08", "P12", "P14")
"""Employers with whom nothing was done for a year; in a variant there may be more, but of no other kind."""
MOST_RELATIONS, HOLDS_TOGETHER, CUT_OFF = "P16", "P29", {"P33", "P34", "P35"}
ORDINARY = ("P03", "P09", "P10", "P11", "P15", "P18", "P21", "P27", "P32", "P37", "P40", "P42")
"""Partners without whom the story is the same."""
EMPLOYERS_ENOUGH = 11
"""With fewer to compare, less than one would be expected in the support services."""
LOOSE = ("P09", "P10", "P11", "P32", "P36")
"""They did not report: what others said of them can be left out."""
MAY_GO_QUIET = ("P03", "P04", "P06", "P09", "P10", "P11", "P13")
TRADE = "G"


@dataclass(frozen=True, eq=False)
class PartnerNetworkExercise(Exercise):
    """The partner list of the demo network, in a variant: without some partners and relations, with other days.

    Parameters
    ----------
    network : Partners
    reference : Reference
        Jobs in the region by section of the economy.
    """

    network: Partners
    reference: Reference

    @property
    def jobs(self) -> pd.Series[Any]:
        """Thousands of jobs in the region, by the letter of the section."""
        import pandas as pd

        return pd.Series({row.category: row.value / 1000 for row in self.reference.rows})

    @property
    def relations(self) -> pd.Series[Any]:
        """With how many organisations each partner of today works."""
        import pandas as pd

        return pd.Series({partner.name: len(self.neighbours[partner.id]) for partner in self.network.members})

    def cut_off_without(self, name: str) -> list[str]:
        """Which organisations would lose every way to the others if one left; not those that have none today."""
        gone = {partner.id for partner in self.network.records if partner.name == name}
        (largest, *pieces) = _pieces(self.neighbours, gone)
        found = {id for piece in pieces for id in piece if self.neighbours[id]}
        return [partner.name for partner in self.network.records if partner.id in found]

    @cached_property
    def neighbours(self) -> dict[str, set[str]]:
        """By id, with whom each partner of today, and the convenor, works by what at least one side reported."""
        return _neighbours(self.network)

    def states(self, months: int) -> tuple[int, int, int]:
        """How many are active, inactive and unknown, if inactive means nothing done together for so many months."""
        since = months_before(self.network.as_of, months)
        active = inactive = unknown = 0
        for partner in self.network.members:
            if partner.last_activity is not None:
                active += partner.last_activity >= since
                inactive += partner.last_activity < since
            elif partner.activities and months >= 12:
                active += 1
            elif partner.activities == 0 and months <= 12:
                inactive += 1
            else:
                unknown += 1
        return active, inactive, unknown


def variant(seed: int) -> PartnerNetworkExercise:
    """What the learner is given."""
    network, reference = read_partners(), read_reference()
    if seed:
        dice = np.random.default_rng(seed)
        changed = _changed(network, dice)
        while not _story_holds(changed):
            changed = _changed(network, dice)
        network, jobs = changed, _other_jobs(reference, dice)
        while abs((expected := _expected(network, jobs)) - round(expected)) < 0.1:  # rounding it would be no mistake
            jobs = _other_jobs(reference, dice)
        reference = jobs
    return PartnerNetworkExercise("partner_network", seed, network, reference)


def _expected(network: Partners, reference: Reference) -> float:
    """How many employers in trade one would expect among those whose sector is known."""
    jobs = {row.category: row.value for row in reference.rows}
    return len(_compared(network)) * jobs[TRADE] / sum(jobs.values())


# --- variants ------------------------------------------------------------------------------------------


def _changed(network: Partners, dice: np.random.Generator) -> Partners:
    """Without a few ordinary partners and relations; the others were active on other days, and more or less often."""
    gone = set(dice.choice(ORDINARY, size=int(dice.integers(1, 6)), replace=False).tolist())
    loose = set(dice.choice(LOOSE, size=int(dice.integers(0, 3)), replace=False).tolist())
    newly_quiet = set(dice.choice(MAY_GO_QUIET, size=int(dice.integers(0, 3)), replace=False).tolist())
    records = tuple(_moved(each, each.id in newly_quiet, network, dice) for each in network.records)

    def stays(tie: Tie) -> bool:
        pair = {tie.one, tie.other}
        return not pair & gone and (not pair & loose or "P00" in pair)

    return replace(
        network,
        records=tuple(each for each in records if each.id not in gone),
        ties=tuple(tie for tie in network.ties if stays(tie)),
        cooperations=tuple(each for each in network.cooperations if each.partner not in gone),
    )


def _moved(partner: Partner, quiet: bool, network: Partners, dice: np.random.Generator) -> Partner:
    """A partner with another last day, and one activity more or less; the busiest stay as busy as they are."""
    days, less = int(dice.integers(-45, 16)), int(dice.integers(-1, 2))
    if partner.last_activity is None or partner.status != "current":
        return partner
    ago = (network.as_of - partner.last_activity).days - days
    count = partner.activities or 0
    if quiet:
        ago, count = int(dice.integers(380, 640)), 0
    elif partner.id in QUIET:
        ago = max(ago, 380)
    else:
        ago = min(max(ago, 3), 360)
        count = count if count > 5 else max(1, count + less)
    day = network.as_of - timedelta(days=ago)
    contact = partner.last_contact and max(partner.last_contact, day)
    return replace(partner, last_activity=day, activities=count, last_contact=contact)


def _other_jobs(reference: Reference, dice: np.random.Generator) -> Reference:
    """A few hundred jobs more or less in manufacturing and in trade."""
    more = {section: 100 * int(dice.integers(-9, 6)) for section in ("C", TRADE)}
    rows = tuple(replace(row, value=row.value + more.get(row.category, 0)) for row in reference.rows)
    return replace(reference, rows=rows)


def _story_holds(network: Partners) -> bool:
    """Whether what was planted for teaching is still there."""
    neighbours = _neighbours(network)
    held = [id for id in neighbours if len(_pieces(neighbours, {id})) > len(_pieces(neighbours, set()))]
    relations = {id: len(found) for id, found in neighbours.items() if id != "P00"}
    most = max(count for id, count in relations.items() if id != MOST_RELATIONS)
    cut_off = [piece for piece in _pieces(neighbours, {HOLDS_TOGETHER})[1:] if piece <= CUT_OFF]
    counts = sorted((each.activities for each in network.members if each.activities is not None), reverse=True)
    share = sum(counts[: -(-len(counts) // 5)]) / sum(counts)
    return (
        held == ["P00", HOLDS_TOGETHER]
        and cut_off == [CUT_OFF]
        and relations[MOST_RELATIONS] > most
        and all(neighbours[id] <= {"P00"} for id in QUIET)
        and len(_compared(network)) >= EMPLOYERS_ENOUGH
        and 0.6 < share < 0.72
        and _needs_differ(_answered(network))
    )


def _compared(network: Partners) -> list[Partner]:
    """Employers of today whose sector the list says."""
    return [partner for partner in network.members if partner.type == "employer" and partner.sector]


def _answered(network: Partners) -> list[int]:
    """For each need of users, how many partners of today answer it."""
    needs = dict.fromkeys((*network.needs, *(need for partner in network.records for need in partner.needs)))
    return [sum(need in partner.needs for partner in network.members) for need in needs]


def _needs_differ(counts: list[int]) -> bool:
    """Whether every way to count the needs with one partner makes another number."""
    nobody, single = counts.count(0), counts.count(1)
    several = len(counts) - nobody - single
    return len({nobody, single, several, nobody + single, len(counts)}) == 5


def _neighbours(network: Partners) -> dict[str, set[str]]:
    nodes = [each.id for each in network.records if each.status in ("current", "", "convenor")]
    found: dict[str, set[str]] = {id: set() for id in nodes}
    for tie in network.ties:
        if tie.one in found and tie.other in found and tie.one != tie.other and tie.level != 0:
            found[tie.one].add(tie.other)
            found[tie.other].add(tie.one)
    return found


def _pieces(neighbours: Mapping[str, set[str]], gone: set[str]) -> list[set[str]]:
    """The parts of a network without some organisations, largest first."""
    left, found = set(neighbours) - gone, []
    while left:
        piece, fresh = set(), {min(left)}
        while fresh:
            piece |= fresh
            fresh = set().union(*(neighbours[id] for id in fresh)) - piece - gone
        left -= piece
        found.append(piece)
    return sorted(found, key=lambda piece: (-len(piece), min(piece)))


# --- reading answers -----------------------------------------------------------------------------------


def _how_many(answer: object) -> float:
    """A number, also alone in a list; or as many as a list has."""
    if not isinstance(answer, (list, tuple, set, frozenset)):
        return number(answer)
    if len(answer) == 1:
        with suppress(Unreadable):
            return number(answer)
    return float(len(answer))


def _letter(answer: object) -> str:
    """One letter of a list; whoever gives a position in it is told."""
    if isinstance(answer, (int, float)):
        raise Unreadable(message("Is that one of the letters of the list?"))
    return word(answer)


def _rule_and_count(answer: object) -> tuple[int, float]:
    """Months of a rule, and how many partners are inactive by it."""
    if not isinstance(answer, (list, tuple)) or len(answer) != 2:
        raise Unreadable(message("Does your answer hold two numbers: the months of your rule, and how many partners?"))
    months = number(answer[0])
    if months != int(months) or not 1 <= months <= 120:
        raise Unreadable(message("Is your rule a whole number of months? It should be something like 6 or 18."))
    return int(months), _how_many(answer[1])


def _actions(answer: object) -> tuple[tuple[str, ...], ...]:
    """Actions in their parts: who, what, by when; from texts with semicolons, lines of one text, lists or a table."""
    if hasattr(answer, "to_numpy"):
        answer = answer.to_numpy().tolist()
    rows = answer.split("\n") if isinstance(answer, str) else list(answer) if isinstance(answer, Iterable) else []
    return tuple(_parts(row) for row in rows if not isinstance(row, str) or row.strip())


def _parts(row: object) -> tuple[str, ...]:
    if isinstance(row, Mapping):
        row = tuple(row.values())
    if not isinstance(row, (str, list, tuple)):
        raise Unreadable(message("Is each of your actions a text between quotation marks, with who; what; by when?"))
    parts = row.split(";") if isinstance(row, str) else [str(part) for part in row]
    found = tuple(" ".join(part.split()) for part in parts)
    return (found[0], "; ".join(found[1:-1]), found[-1]) if len(found) > 2 else found


def _day_in(text: str) -> date | None:
    """The day that a text names with other words around it, as in "by the end of May 2027"; a month is its last day."""
    if (day := day_of(text, last=True)) is not None:
        return day
    words = re.sub(r"\b[^\W\d]+['’](?=\d)", "", text).split()  # "entro l'8 maggio"
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size, -1, -1):
            part = " ".join(words[start : start + size])
            cut = re.search(r"\d", " ".join(words[max(0, start - 2) : start]))  # "June 2030" of "31 June 2030"
            if not cut and not re.fullmatch(r"\d{1,5}", part) and (day := day_of(part, last=True)) is not None:
                return day
    return None


# --- questions -----------------------------------------------------------------------------------------


@question(
    message("A partner list also keeps organisations that have left, and others that you would like to win."),
    message("Only one column of the table is about today. Its heading is the status of these partners."),
    message("Look at the last line of the table, in the column of the current partners."),
)
def p1(exercise: PartnerNetworkExercise) -> Key:
    """How many organisations on the list are partners today."""
    found = [partner.status for partner in exercise.network.records]
    today, potential, former = (found.count(status) for status in ("current", "potential", "former"))
    return Key(
        right=today,
        praise=message("The network has {n} partners today. Everything that follows is counted among them.", n=today),
        mistakes=(
            Mistake(
                "the whole list",
                message("Is every organisation on the list a partner today? Look at what the columns are called."),
                today + potential + former,
            ),
            Mistake(
                "potential partners too",
                message("Did you count organisations that have not joined yet?"),
                today + potential,
            ),
            Mistake("former partners too", message("Did you count organisations that have left?"), today + former),
            Mistake(
                "the Cité des métiers too",
                message("Did you count the Cité des métiers itself? It leads the network."),
                today + 1,
            ),
            Mistake(
                "employers only",
                message("Is that the number for one kind of organisation? Where does the table count all kinds?"),
                sum(partner.type == "employer" for partner in exercise.network.members),
            ),
        ),
        otherwise=message("Which column of the table is about the partners of today, and which line is about all?"),
        reads=_how_many,
    )


@question(
    message("The table has three columns of numbers before the total. Which one is about inactive partners?"),
    message(
        "If the list does not say when something was last done together, nobody knows whether a partner is inactive."
    ),
    message("Look at the last line of the first table, in the column of the inactive partners."),
)
def p2(exercise: PartnerNetworkExercise) -> Key:
    """How many partners are inactive by the learner's own rule."""
    active, inactive, unknown = exercise.states(12)
    everybody = len(exercise.network.members)

    def examine(value: tuple[int, float]) -> str:
        months, count = value
        active, inactive, unknown = exercise.states(months)
        cases = (
            (inactive, ""),
            (inactive + unknown, "unknown ones too"),
            (active, "the active ones"),
            (unknown, "the unknown ones"),
            (everybody, "everybody"),
        )
        of_other_rules = [(exercise.states(other)[1], "another rule") for other in range(1, 61)]
        return next((name for case, name in (*cases, *of_other_rules) if case == count), "otherwise")

    return Key(
        right=(12, inactive),
        praise=message(
            "This number follows from your rule; with other months it is another one. A report must state the rule."
        ),
        mistakes=(
            Mistake(
                "unknown ones too",
                message("Did you count partners of whom the list does not say when they were last active?"),
                (12, inactive + unknown),
            ),
            Mistake(
                "the active ones", message("Are these the partners who still do something with you?"), (12, active)
            ),
            Mistake(
                "the unknown ones",
                message("Are these the partners of whom it cannot be told? Who is inactive for certain?"),
                (12, unknown),
            ),
            Mistake("everybody", message("Is that the number of all partners of today?"), (12, everybody)),
            Mistake(
                "another rule",
                message(
                    "Is that the number for other months? If you change the rule, run the cell with the table again."
                ),
                (12, exercise.states(6)[1]),
            ),
        ),
        otherwise=message("Which column of the table tells how many partners are inactive by your rule?"),
        reads=_rule_and_count,
        examine=examine,
    )


@question(
    message("The table names the busiest fifth of the partners. Its last two lines tell what is left, and the total."),
    message("What the busiest fifth did is the total without what all others did."),
    message("Divide the activities of the busiest fifth by all joint activities."),
)
def p3(exercise: PartnerNetworkExercise) -> Key:
    """Which share of all joint activities the busiest fifth of the partners has."""
    told = (partner.activities for partner in exercise.network.members)
    counts = sorted((count for count in told if count is not None), reverse=True)
    fifth, total = -(-len(counts) // 5), sum(counts)
    busiest = sum(counts[:fifth])
    return Key(
        right=busiest / total,
        praise=message("If one of these few partners has no time next year, much of what is done together stops."),
        mistakes=(
            percent_for_share(busiest / total),
            Mistake(
                "the others",
                message("Is that the share of all others? Which part belongs to the busiest fifth?"),
                1 - busiest / total,
            ),
            Mistake(
                "partners, not activities",
                message("Did you divide numbers of partners? The question is about joint activities."),
                fifth / len(counts),
            ),
            Mistake(
                "compared with the others",
                message("Did you divide by the activities of the others? A share is a part of the whole."),
                busiest / (total - busiest),
            ),
            Mistake(
                "the busiest partner only",
                message(
                    "Is that the share of the busiest partner alone? The table names all partners of the busiest fifth."
                ),
                counts[0] / total,
            ),
        ),
        otherwise=message("What did the busiest fifth do together, and what did all partners do together?"),
        reads=number,
        decimals=2,
    )


@question(
    message(
        "If employers in the network were spread like the jobs in the region, trade would have the same share in both."
    ),
    message("The share of trade in the region is its jobs, divided by all jobs."),
    message("Multiply this share by the number of employers whose sector is known. jobs.sum() adds up all jobs."),
)
def p4(exercise: PartnerNetworkExercise) -> Key:
    """How many employers in trade one would expect."""
    jobs = {row.category: row.value for row in exercise.reference.rows}
    share, employers = jobs[TRADE] / sum(jobs.values()), len(_compared(exercise.network))
    everybody = len(exercise.network.members)
    all_employers = sum(partner.type == "employer" for partner in exercise.network.members)
    right = employers * share
    mistakes: tuple[Mistake, ...] = (
        Mistake(
            "all partners",
            message("Did you start from all partners? Schools and associations are not compared with jobs."),
            everybody * share,
        ),
        Mistake(
            "all employers",
            message("Did you count an employer whose sector the list does not say?"),
            all_employers * share,
        ),
        Mistake(
            "the share only",
            message("Is that the share of trade in the region? How many of your employers would that be?"),
            share,
            2,
        ),
        Mistake(
            "upside down",
            message("Did you divide all jobs by the jobs in trade? More employers than you have cannot be expected."),
            employers / share,
        ),
        Mistake(
            "those there are",
            message("Is that how many employers in trade there are? How many would one expect?"),
            0,
        ),
        Mistake(
            "percent of the jobs",
            message("Is that a percentage of the jobs? How many employers would that be?"),
            100 * share,
            0,
        ),
    )
    rounded = Mistake(
        "rounded",
        message("Did you round to a whole number? One decimal is asked for."),
        round(right),
    )
    if not any(same(round(right), value, 1) for value in (right, *(each.answer for each in mistakes))):
        mistakes = (*mistakes, rounded)
    return Key(
        right=right,
        praise=message(
            "This can be compared with a count of partners. With so few employers, a percentage would promise too much."
        ),
        mistakes=mistakes,
        otherwise=message("Which share of all jobs is in trade, and of how many employers do you take this share?"),
        reads=number,
        decimals=1,
    )


@question(
    message("First look for sectors without any partner."),
    message("A sector without a partner is no surprise if hardly any partner would be expected there."),
    message("Keep those sectors in which at least one partner would be expected, and none is there."),
)
def p5(exercise: PartnerNetworkExercise) -> Key:
    """In which sectors no partner is there although at least one would be expected."""
    sections = ("B", "C", TRADE, "K", "N")
    jobs = {row.category: row.value for row in exercise.reference.rows}
    there = [partner.sector for partner in _compared(exercise.network)]
    expected = {section: len(there) * count / sum(jobs.values()) for section, count in jobs.items()}
    right = [section for section in sections if section not in there and expected[section] >= 1]
    return choices(
        right,
        {
            "B": message("Mining and quarrying"),
            "C": message("Manufacturing"),
            "G": message("Wholesale and retail trade"),
            "K": message("Finance and insurance"),
            "N": message("Administrative and support services"),
        },
        (
            Mistake(
                "every sector without a partner",
                message("Does every sector without a partner need one? How many partners would be expected in mining?"),
                ("B", "G", "K", "N"),
            ),
            Mistake(
                "finance too",
                message("How many partners would be expected in finance? Is none really a surprise?"),
                ("G", "K", "N"),
            ),
            Mistake(
                "trade only",
                message("One sector is right. Is there another one with no partner where at least one is expected?"),
                ("G",),
            ),
            Mistake(
                "the sector with most partners",
                message("Is a partner missing there, or does this sector have more partners than expected?"),
                ("C",),
            ),
            Mistake(
                "sectors that differ",
                message("Did you look for every difference? Here the question is where nobody is."),
                ("C", "G", "N"),
            ),
        ),
        praise=message(
            "Compared with the region, somebody is missing in these sectors. Whether to change that is your decision."
        ),
        otherwise=message("In which sectors is the number of partners zero and the expected number at least one?"),
    )


@question(
    message("The table has a line for each need. Which column tells how many partners answer it?"),
    message("Only partners of today count. A potential partner does not answer a need yet."),
    message("Count the lines with a 1 in the column that tells how many partners answer the need."),
)
def p6(exercise: PartnerNetworkExercise) -> Key:
    """How many needs are answered by exactly one partner of today."""
    counts = _answered(exercise.network)
    single, nobody = counts.count(1), counts.count(0)
    return Key(
        right=single,
        praise=message(
            "Each of these needs is without an answer on the day on which one partner leaves. Who could be the second?"
        ),
        mistakes=(
            Mistake(
                "nobody too",
                message("Did you count needs that nobody answers? They are a gap already."),
                single + nobody,
            ),
            Mistake(
                "nobody",
                message("Are these the needs that nobody answers? Which needs have one partner?"),
                nobody,
            ),
            Mistake(
                "several partners",
                message("Do these needs have two partners or more? Which of them depend on one partner alone?"),
                len(counts) - single - nobody,
            ),
            Mistake("all needs", message("Is that the number of all needs?"), len(counts)),
        ),
        otherwise=message("How many lines of the table have one partner, neither none nor several?"),
        reads=_how_many,
    )


@question(
    message("Only the number of relations matters here, not how much is done together."),
    message("Look for the largest number in the list."),
)
def p7(exercise: PartnerNetworkExercise) -> Key:
    """Which partner works with most others."""
    by_id = exercise.network.by_id
    relations = {partner: len(exercise.neighbours[partner.id]) for partner in exercise.network.members}
    most = max(relations, key=lambda partner: relations[partner])
    fewest = min(relations, key=lambda partner: relations[partner])

    def reads(answer: object) -> str:
        given = plain(word(answer))
        return next((each.name for each in by_id.values() if given in (plain(each.name), plain(each.id))), given)

    return Key(
        right=most.name,
        praise=message(
            "{name} works with most others. Does the network depend on it most? The next figure tells.", name=most.name
        ),
        mistakes=(
            Mistake(
                "the Cité des métiers",
                message("The Cité des métiers leads the network. Which of its partners works with most others?"),
                by_id["P00"].name,
            ),
            Mistake(
                "most activities",
                message(
                    "Is that the partner with most joint activities? Count with how many organisations each one works."
                ),
                by_id[HOLDS_TOGETHER].name,
            ),
            Mistake(
                "fewest relations",
                message("Did you take the smallest number instead of the largest one?"),
                fewest.name,
            ),
            Mistake(
                "the first name",
                message("Did you take the first name? The list is in the order of the alphabet, not of the numbers."),
                by_id["P26"].name,
            ),
        ),
        otherwise=message("Which name stands beside the largest number of the list?"),
        reads=reads,
    )


@question(
    message("Compare the two columns of the table: with the Cité des métiers, and without it."),
    message("Look at the line about organisations without a known relation. One was without a relation before."),
    message("Take the number with the Cité des métiers away from the number without it."),
)
def p8(exercise: PartnerNetworkExercise) -> Key:
    """How many partners work with nobody but the convenor."""
    neighbours = exercise.neighbours
    alone = sum(found == {"P00"} for found in neighbours.values())
    without = sum(found <= {"P00"} for id, found in neighbours.items() if id != "P00")
    pieces = _pieces(neighbours, {"P00"})
    return Key(
        right=alone,
        praise=message("These partners belong to the network only as long as the Cité des métiers holds them."),
        mistakes=(
            Mistake(
                "also without a relation before",
                message("Did you count an organisation of which no relation is known even today?"),
                without,
            ),
            Mistake(
                "relations",
                message("Are these relations? The question is how many partners would be alone."),
                len(neighbours["P00"]),
            ),
            Mistake(
                "outside the largest part",
                message("Did you count small groups too? They would still have each other."),
                sum(map(len, pieces[1:])),
            ),
            Mistake(
                "parts",
                message("Is that the number of parts of the network? How many partners would be alone?"),
                sum(len(piece) > 1 for piece in pieces),
            ),
        ),
        otherwise=message("How many partners are without a relation only if the Cité des métiers is gone?"),
        reads=_how_many,
    )


@question(
    message("Both organisations told how they see it. Can one of them be mistaken about its own view?"),
    message("What is worth knowing here is in no table. Who could tell you?"),
)
def p9(exercise: PartnerNetworkExercise) -> Key:
    """What to do when two organisations see their relation very differently."""
    key = choice(
        "C",
        {
            "A": (
                message("Note the average of the two answers."),
                message("Would the average be true for either of the two? What would get lost?"),
            ),
            "B": (
                message("Note the higher level: the other organisation answered carelessly."),
                message("How do you know that one of them was careless? Could both be right from where they stand?"),
            ),
            "C": (
                message("Ask both, before the next meeting, what they see in the relation."),
                message(
                    "Two views of one relation are a reason to talk: one side may expect more than the other knows."
                ),
            ),
            "D": (
                message("Delete the relation, because the two answers do not agree."),
                message("Do the two organisations not work together at all? Both say that they do."),
            ),
        },
    )
    return replace(key, reads=_letter)


VAGUE = frozenset(
    map(
        plain,
        (
            "we",
            "us",
            "all",
            "everybody",
            "everyone",
            "somebody",
            "someone",
            "the team",
            "team",
            "partners",
            "nous",
            "tous",
            "tout le monde",
            "quelqu'un",
            "l'équipe",
            "noi",
            "tutti",
            "qualcuno",
            "il team",
            "la squadra",
            "mi",
            "svi",
            "netko",
            "tim",
            "nós",
            "todos",
            "alguém",
            "a equipa",
            "equipa",
        ),
    )
)
"""Words with which nobody in particular is meant."""
FEWEST_ACTIONS, FEWEST_WORDS = 3, 2
ARTICLES = frozenset(
    (
        "a",
        "an",
        "the",
        "le",
        "la",
        "les",
        "un",
        "une",
        "des",
        "il",
        "lo",
        "i",
        "gli",
        "uno",
        "una",
        "o",
        "os",
        "as",
        "um",
        "uma",
    )
)
"""They do not count as words of an action: some languages have none."""


def _fault_of(action: tuple[str, ...], today: date) -> str:
    """The name of the mistake in one action; "" if there is none."""
    if len(action) < 3 or not all(action):
        return "a part is missing"
    if plain(action[0]) in VAGUE:
        return "nobody in particular"
    if sum(each not in ARTICLES for each in action[1].casefold().split()) < FEWEST_WORDS:
        return "too short"
    day = _day_in(action[2])
    return "no day" if day is None else "a day in the past" if day <= today else ""


@dataclass(frozen=True)
class _PlanKey(Key):
    """A key that says in which of the actions the mistake is."""

    today: date = date.max

    def mistake_of(self, value: Any) -> Mistake | None:
        mistake = super().mistake_of(value)
        place = next((n for n, action in enumerate(value, start=1) if _fault_of(action, self.today)), None)
        if mistake is None or place is None:
            return mistake
        values = {**dict(mistake.said.values), "n": place}
        return replace(mistake, said=replace(mistake.said, values=tuple(values.items())))


@question(
    message("Each action has three parts with a semicolon between them: who; what; by when."),
    message("Name one person, begin the second part with what this person does, and give a day to come."),
    message(
        "For example: a name; invite a partner that you miss to the next steering meeting; a day in the next month."
    ),
)
def p10(exercise: PartnerNetworkExercise) -> Key:
    """Three actions: who does what by when."""
    today = exercise.network.as_of
    who, what, soon = "Maud", "ask the partner what it needs", str(today + timedelta(days=30))
    good = (
        (who, what, soon),
        ("Idris", "invite a shop owner to the steering meeting", soon),
        ("Salomé", "look for a second partner for housing advice", soon),
    )

    def examine(actions: tuple[tuple[str, ...], ...]) -> str:
        return next((fault for action in actions if (fault := _fault_of(action, today))), "") or (
            "fewer than three"
            if len(actions) < FEWEST_ACTIONS
            else "the same action twice"
            if len({plain(action[1]) for action in actions}) < len(actions)
            else ""
        )

    return _PlanKey(
        right=good,
        praise=message("Each of your actions says who does what by when: it can go to the next meeting as it is."),
        mistakes=(
            Mistake(
                "a part is missing",
                message("Does action {n} have three parts: who; what; by when? Write a semicolon between them.", n=1),
                ((who, what), *good[1:]),
            ),
            Mistake(
                "nobody in particular",
                message(
                    "Who exactly does action {n}? If all are meant, often nobody begins: can you name one person?", n=1
                ),
                (("We", what, soon), *good[1:]),
            ),
            Mistake(
                "too short",
                message(
                    "What exactly is to be done in action {n}, and with whom? Could a colleague begin without asking "
                    "you?",
                    n=1,
                ),
                ((who, "contact", soon), *good[1:]),
            ),
            Mistake(
                "no day",
                message(
                    "By which day is action {n} to be done? Write the day with month and year, as in a calendar.", n=1
                ),
                ((who, what, "soon"), *good[1:]),
            ),
            Mistake(
                "a day in the past",
                message(
                    "Is the day of action {n} in the past? The list shows the network as it was on {day}.",
                    n=1,
                    day=today,
                ),
                ((who, what, str(today - timedelta(days=30))), *good[1:]),
            ),
            Mistake(
                "fewer than three",
                message("Are there three actions? What else did you see in the network that somebody should do?"),
                good[:2],
            ),
            Mistake(
                "the same action twice",
                message("Is the same thing to be done twice? Which other weakness of the network could be next?"),
                (good[0], good[0], good[2]),
            ),
        ),
        otherwise=message("Does each action say who does what by when?"),
        reads=_actions,
        examine=examine,
        today=today,
        rubric=(
            message(
                "Does each action answer something that you saw in the list, and not only something you always do?"
            ),
            message("What does the partner gain from it?"),
            message("Has the person agreed to do it, and is there time enough until that day?"),
        ),
    )
