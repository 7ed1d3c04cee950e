"""A SWOT while a group works on it: one change at a time, and the way back.

A `Workshop` is frozen: every change is a function that returns a new one, which remembers the one before it. Ratings
are each person's own: only who gave one takes it back, only until having finished, and nobody is shown another's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import EllipsisType

from kiptools.confidentiality import FEWEST_TO_SHOW, may_show
from kiptools.dates import day_of
from kiptools.fields import plain
from kiptools.messages import KipError, Message, counted, cut, message, visible
from kiptools.swot import INTERACTIONS, LEVELS, QUADRANTS, SOURCES, Factor, Pair, Rater, Rating, Swot, next_id
from kiptools.tasks import Task, check_tasks

__all__ = [
    "Workshop",
    "changed_task",
    "finished",
    "open_workshop",
    "rated",
    "reopened",
    "taken_up",
    "undone",
    "why_closed",
    "with_evidence",
    "with_factor",
    "with_pair",
    "with_rater",
    "with_task",
    "with_text",
    "without_factor",
    "without_rater",
    "without_task",
]


@dataclass(frozen=True)
class Workshop:
    """A SWOT and how it came about.

    Parameters
    ----------
    swot : Swot
    before : Workshop or None
        What it was before the last change, if that can be taken back.
    rater : str
        Whose ratings the last change was about; empty if it was the group's.
    """

    swot: Swot
    before: Workshop | None = field(default=None, compare=False, repr=False)
    rater: str = field(default="", compare=False)


def open_workshop(swot: Swot) -> Workshop:
    """A SWOT to go on working on."""
    return Workshop(swot)


def undone(workshop: Workshop, rater: str = "") -> Workshop:
    """The workshop before the last change.

    Parameters
    ----------
    workshop : Workshop
    rater : str
        Who is rating, and takes back a rating of the own; empty for what the group did.

    Returns
    -------
    Workshop

    Raises
    ------
    KipError
        The last change was somebody's rating, and somebody else wants to take it back.

    Examples
    --------
    >>> workshop = with_factor(open_workshop(Swot()), "strength", "We know each other")
    >>> undone(workshop).swot.factors
    ()
    """
    if workshop.before is None:
        return workshop
    if workshop.rater == rater:
        return workshop.before
    if rater:
        raise KipError(message("The last change was not one of your ratings, so it stays."))
    raise KipError(message("The last change was a rating; only the person who gave it can undo it."))


def why_closed(swot: Swot) -> tuple[Message, ...]:
    """Why nobody may see yet what the room says; empty if everybody may.

    Parameters
    ----------
    swot : Swot

    Returns
    -------
    tuple of Message

    Examples
    --------
    >>> [str(reason) for reason in why_closed(Swot())]
    ['So far 0 people have finished rating; what the room says is shown once 5 have.']
    """
    begun = {rating.rater for rating in swot.ratings}
    rating = tuple(cut(each.name) for each in swot.raters if each.name in begun and not each.finished)
    done = sum(each.finished and each.name in begun for each in swot.raters)
    reasons = []
    if rating:
        reasons.append(message("These people have begun to rate and not finished yet: {names}.", names=rating))
    if not may_show(done):
        reasons.append(
            counted(
                "So far {count} person has finished rating; what the room says is shown once {fewest} have.",
                "So far {count} people have finished rating; what the room says is shown once {fewest} have.",
                done,
                fewest=FEWEST_TO_SHOW,
            )
        )
    return tuple(reasons)


# --- factors ------------------------------------------------------------------------------------------


def with_factor(workshop: Workshop, quadrant: str, text: str, source: str = "", evidence: str = "") -> Workshop:
    """A further factor, at the end of its quadrant.

    Parameters
    ----------
    workshop : Workshop
    quadrant : str
        One of `kiptools.swot.QUADRANTS`.
    text : str
    source, evidence : str
        What it rests on; without it the factor is an opinion.

    Returns
    -------
    Workshop

    Raises
    ------
    KipError
        It has no words, or stands in its quadrant already.
    """
    if quadrant not in QUADRANTS:
        raise KipError(message("Choose a quadrant: strength, weakness, opportunity or threat."))
    text = _new_text(workshop.swot, quadrant, text)
    letter = quadrant[0].upper()
    new = Factor(
        next_id(letter, (each.id for each in workshop.swot.factors)), quadrant, text, *_evidence(source, evidence)
    )
    return _changed(workshop, factors=(*workshop.swot.factors, new))


def with_text(workshop: Workshop, id: str, text: str) -> Workshop:
    """Word a factor differently; its ratings stay.

    Raises
    ------
    KipError
        It would have no words, or say what another says.
    """
    factor = _factor(workshop, id)
    return _with(workshop, replace(factor, text=_new_text(workshop.swot, factor.quadrant, text, id)))


def with_evidence(workshop: Workshop, id: str, source: str, text: str) -> Workshop:
    """Say what a factor rests on; without words it is an opinion.

    Raises
    ------
    KipError
        There is a source, but no words to look it up by.
    """
    source, text = _evidence(source, text)
    return _with(workshop, replace(_factor(workshop, id), source=source, evidence=text))


def taken_up(workshop: Workshop, id: str) -> Workshop:
    """Make a proposal a factor of the group's."""
    return _with(workshop, replace(_factor(workshop, id), proposed=False))


def without_factor(workshop: Workshop, id: str) -> Workshop:
    """Leave a factor out, with its ratings, pairs and comparisons; a task keeps the words of its goal."""
    swot, factor = workshop.swot, _factor(workshop, id)
    gone = {pair.id for pair in swot.pairs if id in (pair.internal, pair.external)}
    return _changed(
        workshop,
        factors=tuple(each for each in swot.factors if each != factor),
        ratings=tuple(each for each in swot.ratings if each.factor != id),
        pairs=tuple(pair for pair in swot.pairs if pair.id not in gone),
        judgements=tuple(each for each in swot.judgements if id not in (each.first, each.second)),
        tasks=tuple(replace(task, goal=swot.goal(task)) if task.goal in gone else task for task in swot.tasks),
    )


def _factor(workshop: Workshop, id: str) -> Factor:
    for factor in workshop.swot.factors:
        if factor.id == id:
            return factor
    raise KipError(message('There is no factor "{id}"; it may have been removed.', id=cut(id)))


def _new_text(swot: Swot, quadrant: str, text: str, id: str = "") -> str:
    text = visible(text).strip()
    if not text:
        raise KipError(message("A factor needs words; write what it is."))
    for factor in swot.factors:
        if factor.id != id and factor.quadrant == quadrant and plain(factor.text) == plain(text):
            raise KipError(message('"{text}" stands there already, as {id}.', text=cut(text), id=factor.id))
    return text


def _evidence(source: str, text: str) -> tuple[str, str]:
    text = visible(text).strip()
    if source not in ("", *SOURCES):
        raise KipError(message("Evidence comes from a survey, the partner list or a document."))
    if source and not text:
        raise KipError(message("Write what the evidence is, so that others can look it up, or choose no source."))
    return source, text


def _with(workshop: Workshop, factor: Factor) -> Workshop:
    return _changed(workshop, factors=tuple(factor if each.id == factor.id else each for each in workshop.swot.factors))


# --- people and ratings -------------------------------------------------------------------------------


def with_rater(workshop: Workshop, name: str, kind: str = "") -> Workshop:
    """Somebody else who rates.

    Raises
    ------
    KipError
        There is no name, or somebody has it already.
    """
    name = visible(name).strip()
    if not name:
        raise KipError(message("Give a name or a sign, so that the person can be chosen from the list."))
    for rater in workshop.swot.raters:
        if plain(rater.name) == plain(name):
            raise KipError(
                message('Somebody is called "{name}" already; add a letter or a number.', name=cut(rater.name))
            )
    return _changed(workshop, raters=(*workshop.swot.raters, Rater(name, kind)))


def without_rater(workshop: Workshop, name: str) -> Workshop:
    """Take somebody off the list, with the ratings."""
    swot, rater = workshop.swot, _rater(workshop, name)
    return _changed(
        workshop,
        raters=tuple(each for each in swot.raters if each != rater),
        ratings=tuple(each for each in swot.ratings if each.rater != name),
    )


def rated(
    workshop: Workshop,
    rater: str,
    id: str,
    importance: int | EllipsisType | None = ...,
    degree: int | EllipsisType | None = ...,
) -> Workshop:
    """What somebody says of a factor.

    Parameters
    ----------
    workshop : Workshop
    rater, id : str
        Name, and id of the factor.
    importance, degree : int or None
        From 1 to 5, None to leave it open; what is not given stays as it is.

    Returns
    -------
    Workshop

    Raises
    ------
    KipError
        The person has finished, the factor is only proposed, or the rating lies outside 1 to 5.
    """
    swot, person, factor = workshop.swot, _rater(workshop, rater), _factor(workshop, id)
    if person.finished:
        raise KipError(message("{name} has finished; whoever wants to rate anew begins again.", name=cut(rater)))
    if factor.proposed:
        raise KipError(message("{id} is only proposed; take it up before rating it.", id=id))
    old = swot.rating(rater, id)
    new = Rating(
        rater,
        id,
        old.importance if isinstance(importance, EllipsisType) else importance,
        old.degree if isinstance(degree, EllipsisType) else degree,
    )
    for level in (new.importance, new.degree):
        if level is not None and level not in LEVELS:
            raise KipError(message('"{value}" is no rating; choose 1 to 5, or leave it open.', value=cut(str(level))))
    others = [each for each in swot.ratings if (each.rater, each.factor) != (rater, id)]
    given = [new] if (new.importance, new.degree) != (None, None) else []
    people = {each.name: place for place, each in enumerate(swot.raters)}
    factors = {each.id: place for place, each in enumerate(swot.factors)}
    ratings = sorted([*others, *given], key=lambda each: (people[each.rater], factors[each.factor]))
    return _changed(workshop, rater, ratings=tuple(ratings))


def finished(workshop: Workshop, rater: str) -> Workshop:
    """Close somebody's ratings; from now on nobody sees or undoes them.

    Raises
    ------
    KipError
        The person has not rated anything.
    """
    person = _rater(workshop, rater)
    if not any(each.rater == rater for each in workshop.swot.ratings):
        raise KipError(message("{name} has not rated anything yet.", name=cut(rater)))
    closed = _changed(workshop, raters=_people(workshop.swot, replace(person, finished=True)))
    return replace(closed, before=None)


def reopened(workshop: Workshop, rater: str) -> Workshop:
    """Let somebody begin again, from nothing."""
    swot, person = workshop.swot, _rater(workshop, rater)
    return _changed(
        workshop,
        rater,
        raters=_people(swot, replace(person, finished=False)),
        ratings=tuple(each for each in swot.ratings if each.rater != rater),
    )


def _rater(workshop: Workshop, name: str) -> Rater:
    for rater in workshop.swot.raters:
        if rater.name == name:
            return rater
    raise KipError(message('Nobody is called "{name}"; add the person first.', name=cut(name)))


def _people(swot: Swot, person: Rater) -> tuple[Rater, ...]:
    return tuple(person if each.name == person.name else each for each in swot.raters)


# --- strategies ---------------------------------------------------------------------------------------


def with_pair(
    workshop: Workshop,
    internal: str,
    external: str,
    interaction: int | EllipsisType | None = ...,
    accepted: bool | EllipsisType | None = ...,
    strategy: str | EllipsisType = ...,
) -> Workshop:
    """What the group makes of two factors.

    Parameters
    ----------
    workshop : Workshop
    internal, external : str
        Ids.
    interaction : int or None
        How far the two have to do with each other, 0 to 3.
    accepted : bool or None
    strategy : str
        What is not given stays as it is.

    Returns
    -------
    Workshop

    Raises
    ------
    KipError
        One of the factors is not there or stands on the wrong side, the interaction lies outside 0 to 3, or a strategy
        is accepted without words.
    """
    swot, inside, outside = workshop.swot, _factor(workshop, internal), _factor(workshop, external)
    if not inside.internal or outside.internal:
        raise KipError(message("A pair is a strength or weakness beside an opportunity or threat."))
    old = next((each for each in swot.pairs if (each.internal, each.external) == (internal, external)), None)
    old = old or Pair(internal, external)
    new = Pair(
        internal,
        external,
        old.interaction if isinstance(interaction, EllipsisType) else interaction,
        old.accepted if isinstance(accepted, EllipsisType) else accepted,
        old.strategy if isinstance(strategy, EllipsisType) else visible(strategy).strip(),
    )
    if new.interaction is not None and new.interaction not in INTERACTIONS:
        value = cut(str(new.interaction))
        raise KipError(message('"{value}" is no interaction; choose 0 to 3, or leave it open.', value=value))
    if new.accepted and not new.strategy:
        raise KipError(message("Write what follows from {id} before you accept it.", id=new.id))
    if any(pair.id == new.id for pair in swot.pairs):
        return _changed(workshop, pairs=tuple(new if pair.id == new.id else pair for pair in swot.pairs))
    return workshop if new == old else _changed(workshop, pairs=(*swot.pairs, new))


# --- tasks --------------------------------------------------------------------------------------------


def with_task(
    workshop: Workshop,
    what: str,
    goal: str = "",
    who: str = "",
    start: str = "",
    until: str = "",
    days: str = "",
    after: str = "",
) -> Workshop:
    """A further task, as it is typed.

    Parameters
    ----------
    workshop : Workshop
    what : str
    goal : str
        The id of an accepted pair, or words.
    who : str
        People or organisations, separated by semicolons.
    start, until : str
        Days as people write them.
    days : str
        How many working days it takes.
    after : str
        Numbers of the tasks that must be finished before.

    Returns
    -------
    Workshop

    Raises
    ------
    KipError
        Something is no day, no number or no task, or the tasks do not fit together.
    """
    id = next_id("", (task.id for task in workshop.swot.tasks))
    return _with_tasks(workshop, (*workshop.swot.tasks, _task(id, what, goal, who, start, until, days, after)))


def changed_task(
    workshop: Workshop,
    id: str,
    what: str,
    goal: str = "",
    who: str = "",
    start: str = "",
    until: str = "",
    days: str = "",
    after: str = "",
) -> Workshop:
    """A task as it is typed now; see `with_task`."""
    _known_task(workshop, id)
    new = _task(id, what, goal, who, start, until, days, after)
    return _with_tasks(workshop, tuple(new if task.id == id else task for task in workshop.swot.tasks))


def without_task(workshop: Workshop, id: str) -> Workshop:
    """Leave a task out; others no longer wait for it."""
    _known_task(workshop, id)
    tasks = (
        replace(task, after=tuple(each for each in task.after if each != id))
        for task in workshop.swot.tasks
        if task.id != id
    )
    return _changed(workshop, tasks=tuple(tasks))


def _known_task(workshop: Workshop, id: str) -> None:
    if all(task.id != id for task in workshop.swot.tasks):
        raise KipError(message('There is no task "{id}"; it may have been removed.', id=cut(id)))


def _task(id: str, what: str, goal: str, who: str, start: str, until: str, days: str, after: str) -> Task:
    faults: list[Message] = []
    what, length = visible(what).strip(), days.strip()
    begin, end = (day_of(text, last=last) if text.strip() else None for text, last in ((start, False), (until, True)))
    if not what:
        faults.append(message("A task needs words; write what is to be done."))
    faults += [
        message('"{text}" is not a day; write it like 15 January 2027 or 15/01/2027.', text=cut(text))
        for text, day in ((start, begin), (until, end))
        if text.strip() and day is None
    ]
    if length and not re.fullmatch(r"[0-9]{1,4}", length):
        faults.append(message('"{text}" is not a number of working days; write a number like 5.', text=cut(days)))
    if faults:
        raise KipError(faults)
    people = dict.fromkeys(visible(part).strip() for part in re.split(r"[;\n]", who))
    return Task(
        id,
        what,
        visible(goal).strip(),
        tuple(filter(None, people)),
        begin,
        end,
        int(length) if length else None,
        tuple(dict.fromkeys(filter(None, re.split(r"[\s;,]+", visible(after))))),
    )


def _with_tasks(workshop: Workshop, tasks: tuple[Task, ...]) -> Workshop:
    if faults := check_tasks(tasks):
        raise KipError(faults)
    return _changed(workshop, tasks=tasks)


def _changed(workshop: Workshop, rater: str = "", **parts: object) -> Workshop:
    swot = replace(workshop.swot, **parts)  # type: ignore[arg-type]
    return workshop if swot == workshop.swot else Workshop(swot, workshop, rater)
