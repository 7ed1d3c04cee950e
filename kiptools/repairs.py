"""What to mend in a programme, as one list, most important first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiptools.bloom import Classification, Reading
from kiptools.messages import Message, counted, cut, message, some
from kiptools.outcomes import LEVEL_NAMES
from kiptools.programme import Hole, SessionPlan, alignment, level_coverage, session_plans

__all__ = ["ORDER", "Repair", "Repairs", "repairs_of"]

ORDER = (
    "no text",
    "neither",
    "never practised",
    "never assessed",
    "assessed lower",
    "practised lower",
    "trainer",
    "minutes",
    "module",
    "assessment without outcome",
    "activity without outcome",
    "no verb",
    "unobservable",
    "two outcomes",
    "unknown verb",
    "unclear level",
    "no language",
    "untimed",
    "free",
    "too long",
)
"""What breaks a programme before what only makes it harder to read."""

_NOT_READ = ("no text", "no language", "no verb", "unknown verb", "unclear level")
"""One matter: the level cannot be told. The first of them says why."""

_FOR_THE_KIT = ("no language", "unknown verb", "unclear level")
"""No matter any more once a person has decided the level."""

_HOLES: dict[str, tuple[Message, Message]] = {
    "neither": (
        message("No activity practises it, and no assessment tests it."),
        message("Plan both, or do not promise it."),
    ),
    "never practised": (
        message("It is assessed, but no activity practises it."),
        message("Plan an activity in which learners do this themselves."),
    ),
    "never assessed": (
        message("It is practised, but nothing shows whether learners can do it in the end."),
        message("Plan a short task that shows it, or do not promise it."),
    ),
    "assessment without outcome": (
        message("It assesses none of the outcomes."),
        message("Name the outcome that it assesses, or write the one that is missing."),
    ),
    "activity without outcome": (
        message("It practises none of the outcomes."),
        message(
            "Name the outcome that it practises, write the one that is missing, or use the time for something else."
        ),
    ),
}


@dataclass(frozen=True)
class Repair:
    """One thing to mend.

    Parameters
    ----------
    place : str
        Id of the outcome, step or module.
    text : str
        As it stands there.
    what, how : Message
        What is the matter, and what may be done.
    """

    place: str
    text: str
    what: Message
    how: Message


@dataclass(frozen=True)
class Repairs:
    """What to mend, most important first.

    Parameters
    ----------
    repairs : tuple of Repair
    outcomes : int
        Of how many outcomes the programme has.
    """

    repairs: tuple[Repair, ...]
    outcomes: int


def repairs_of(classification: Classification) -> Repairs:
    """What to mend in a programme, most important first.

    Missing conditions and criteria are no repairs, and what the kit cannot read is none where a person has decided. A
    module without outcomes is none if one of its steps serves an outcome of another.

    Parameters
    ----------
    classification : Classification

    Returns
    -------
    Repairs

    References
    ----------
    The order is this kit's own. What is promised, practised and assessed: Biggs, J. (1996). Enhancing teaching
    through constructive alignment. Higher Education 32, 347-364.

    Examples
    --------
    >>> from kiptools.outcomes import Programme, TrainingModule
    >>> found = repairs_of(Classification(Programme((), (TrainingModule("A", "Partners"),)), ()))
    >>> [(repair.place, str(repair.what)) for repair in found.repairs]
    [('A', 'The module has neither outcomes nor a plan.')]
    """
    found = [
        *(each for reading in classification.outcomes for each in _of_findings(reading)),
        *_of_holes(alignment(classification).holes),
        *_of_modules(classification),
        *(each for plan in session_plans(classification.programme).plans for each in _of_time(plan)),
    ]
    found.sort(key=lambda each: ORDER.index(each[0]))
    return Repairs(tuple(dict.fromkeys(repair for _, repair in found)), len(classification.outcomes))


def _of_findings(reading: Reading) -> Iterator[tuple[str, Repair]]:
    findings = [finding for finding in reading.findings if not (reading.of.level and finding.kind in _FOR_THE_KIT)]
    unread = [kind for kind in _NOT_READ if any(finding.kind == kind for finding in findings)]
    for finding in findings:
        if finding.kind not in unread[1:]:
            yield finding.kind, Repair(reading.of.id, reading.of.text, finding.what, finding.how)


def _of_holes(holes: tuple[Hole, ...]) -> Iterator[tuple[str, Repair]]:
    missing = [{hole.outcome for hole in holes if hole.kind == kind} for kind in ("never practised", "never assessed")]
    neither = set.intersection(*missing)
    for hole in holes:
        if hole.promised:
            yield hole.kind, _of_level(hole)
            continue
        subject = hole.outcome or hole.step
        assert subject is not None
        kind = "neither" if hole.outcome in neither else hole.kind
        yield kind, Repair(subject.id, subject.text, *_HOLES[kind])


def _of_level(hole: Hole) -> Repair:
    assert hole.outcome is not None and hole.step is not None
    promised, found = LEVEL_NAMES[hole.promised], LEVEL_NAMES[hole.found]
    values = {"promised": promised, "found": found, "id": hole.step.id, "text": cut(hole.step.text)}
    if hole.kind == "assessed lower":
        what = message(
            'It promises the level "{promised}", but is assessed at the level "{found}" at most ({id}: {text}).',
            **values,
        )
        how = message('Assess it at the level "{promised}", or promise what is assessed.', promised=promised)
    else:
        what = message(
            'It promises the level "{promised}", but is practised at the level "{found}" at most ({id}: {text}).',
            **values,
        )
        how = message('Practise it at the level "{promised}", or promise what is practised.', promised=promised)
    return Repair(hole.outcome.id, hole.outcome.text, what, how)


def _of_modules(classification: Classification) -> Iterator[tuple[str, Repair]]:
    programme = classification.programme
    for row in level_coverage(classification).rows:
        if row.module is None:
            continue
        id, title, steps = row.module.id, row.module.title, programme.in_module(row.module.id)
        if not row.outcomes:
            if any(step.outcomes for step in steps):
                continue  # it serves those of other modules
            what = (
                message("The module has a plan, but no outcome.")
                if steps
                else message("The module has neither outcomes nor a plan.")
            )
            yield "module", Repair(id, title, what, message("Write what learners can do after it, or leave it out."))
        elif programme.steps and not steps:
            yield (
                "module",
                Repair(
                    id,
                    title,
                    message("The module has outcomes, but nothing is planned in it."),
                    message("Plan its steps, or move its outcomes to the modules that serve them."),
                ),
            )


def _of_time(plan: SessionPlan) -> Iterator[tuple[str, Repair]]:
    if plan.module is None or plan.left is None or not plan.steps:
        return
    id, title = plan.module.id, plan.module.title
    if plan.left < 0:
        what = counted(
            "Its steps take {count} minute more than it has ({minutes} of {slot}).",
            "Its steps take {count} minutes more than it has ({minutes} of {slot}).",
            -plan.left,
            minutes=plan.minutes,
            slot=plan.slot,
        )
        how = message("Shorten a step or move one to another module, or give the module more time.")
        yield "minutes", Repair(id, title, what, how)
    if plan.untimed:
        what = counted(
            "It is not said how long {count} of its steps takes: {ids}.",
            "It is not said how long {count} of its steps take: {ids}.",
            len(plan.untimed),
            ids=some([step.id for step in plan.untimed]),
        )
        yield "untimed", Repair(id, title, what, message("Write the minutes of each step into the plan."))
    elif plan.left > 0:
        what = counted(
            "For {count} of its {slot} minutes nothing is planned yet.",
            "For {count} of its {slot} minutes nothing is planned yet.",
            plan.left,
            slot=plan.slot,
        )
        how = message("Plan them, or write into the plan what they are kept free for.")
        yield "free", Repair(id, title, what, how)
