"""A SWOT while a group works on it: one change at a time, and the way back.

A `Workshop` is frozen: every change is a function that returns a new one, which remembers the one before it. Ratings
are each person's own: only who gave one takes it back, only until having finished, and nobody is shown another's. What
the room says is shown once everybody has finished; from then on no person comes, goes or rates again before a new
round, so that two looks at it never differ by one person.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import EllipsisType

from kiptools.confidentiality import FEWEST_TO_SHOW, may_show
from kiptools.dates import day_of
from kiptools.fields import plain
from kiptools.messages import KipError, Message, counted, cut, message, visible
from kiptools.rows import next_id
from kiptools.swot import INTERACTIONS, LEVELS, QUADRANTS, SOURCES, Factor, Pair, Rater, Rating, Swot
from kiptools.swot_fields import codes_of, days_of, headings_of_ratings, joined, listed
from kiptools.tables import fold
from kiptools.tasks import Task, check_tasks

__all__ = [
    "SEEN",
    "Workshop",
    "finished",
    "new_round",
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

SEEN = message(
    "What the room says can be seen already, so nobody's ratings can change any more. Begin a new round to rate again."
)
LONGEST = 2_000
"""A text of more signs is refused."""


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
    """A SWOT to go on working on.

    Parameters
    ----------
    swot : Swot
        If nobody in it is marked as finished, as in a workbook that was filled in by hand, everybody who has rated
        counts as finished.

    Returns
    -------
    Workshop

    Examples
    --------
    >>> factor = Factor("S1", "strength", "We know each other")
    >>> by_hand = Swot((factor,), (Rater("A"), Rater("B")), (Rating("A", "S1", 5, 4),))
    >>> [rater.finished for rater in open_workshop(by_hand).swot.raters]
    [True, False]
    """
    if any(rater.finished for rater in swot.raters):
        return Workshop(swot)
    rated = {rating.rater for rating in swot.ratings}
    return Workshop(replace(swot, raters=tuple(replace(each, finished=each.name in rated) for each in swot.raters)))


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
    """Why nobody may see yet what the room says; empty once at least five, and all who are listed, have finished.

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
    rated = {rating.rater for rating in swot.ratings}
    done = sum(each.finished and each.name in rated for each in swot.raters)
    waiting = sum(not each.finished for each in swot.raters)
    reasons = []
    if waiting:
        reasons.append(
            counted(
                "{count} person on the list has not finished rating; remove who will not rate.",
                "{count} people on the list have not finished rating; remove who will not rate.",
                waiting,
            )
        )
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
    text = _typed(text)
    if not text:
        raise KipError(message("A factor needs words; write what it is."))
    for factor in swot.factors:
        if factor.id != id and factor.quadrant == quadrant and plain(factor.text) == plain(text):
            raise KipError(message('"{text}" stands there already, as {id}.', text=cut(text), id=factor.id))
    return text


def _evidence(source: str, text: str) -> tuple[str, str]:
    text = _typed(text)
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
        There is no name, somebody has it already, it heads another column of the file, or what the room says can be
        seen already.
    """
    _refuse_if_seen(workshop)
    name = _typed(name)
    if not fold(name):
        raise KipError(message("Give a name or a letter, so that the person can be chosen from the list."))
    if fold(name) in headings_of_ratings():
        raise KipError(
            message(
                '"{name}" is the heading of another column in the file; call this person otherwise.', name=cut(name)
            )
        )
    for rater in workshop.swot.raters:
        if fold(rater.name) == fold(name):
            raise KipError(
                message('Somebody is called "{name}" already; add a letter or a number.', name=cut(rater.name))
            )
    return _changed(workshop, raters=(*workshop.swot.raters, Rater(name, kind)))


def without_rater(workshop: Workshop, name: str) -> Workshop:
    """Take somebody off the list, with the ratings.

    Raises
    ------
    KipError
        What the room says can be seen already.
    """
    _refuse_if_seen(workshop)
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
        The person has finished, the factor is only proposed, the rating lies outside 1 to 5, or what the room says can
        be seen already.
    """
    _refuse_if_seen(workshop)
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
    """Let somebody begin again, from nothing.

    Raises
    ------
    KipError
        What the room says can be seen already.
    """
    _refuse_if_seen(workshop)
    swot, person = workshop.swot, _rater(workshop, rater)
    return _changed(
        workshop,
        rater,
        raters=_people(swot, replace(person, finished=False)),
        ratings=tuple(each for each in swot.ratings if each.rater != rater),
    )


def new_round(workshop: Workshop) -> Workshop:
    """Everybody rates again, from nothing; there is no way back to the ratings of before."""
    raters = tuple(replace(each, finished=False) for each in workshop.swot.raters)
    return replace(_changed(workshop, raters=raters, ratings=()), before=None)


def _refuse_if_seen(workshop: Workshop) -> None:
    if not why_closed(workshop.swot):
        raise KipError(SEEN)


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
        How closely the two are related, 0 to 3.
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
        old.strategy if isinstance(strategy, EllipsisType) else _typed(strategy),
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
    id: str,
    what: str,
    goal: str = "",
    who: str = "",
    start: str = "",
    until: str = "",
    days: str = "",
    after: str = "",
) -> Workshop:
    """A task, as it is typed.

    Parameters
    ----------
    workshop : Workshop
    id : str
        Which task is typed anew; empty for a further one.
    what : str
    goal : str
        The id of an accepted pair, or words.
    who : str
        People or organisations, with semicolons between them; one that holds a semicolon in quotation marks.
    start, until : str
        Days as people write them.
    days : str
        How many working days it takes.
    after : str
        Codes of the tasks that must be finished before, with semicolons or commas between them.

    Returns
    -------
    Workshop

    Raises
    ------
    KipError
        Something is no day, no number or no task, or the tasks do not fit together.
    """
    tasks = workshop.swot.tasks
    old = _known_task(workshop, id) if id else Task(next_id("", (task.id for task in tasks)), "")
    ids = [*(task.id for task in tasks), *([] if id else [old.id])]
    what, people = _words(old.what, what), _names(old.who, who)
    begin, end, length = day_of(start), day_of(until, last=True), days_of(days)
    faults: list[Message] = []
    if not what:
        faults.append(message("A task needs words; write what is to be done."))
    faults += [
        message('"{text}" is not a day; write it like 15 January 2027 or 15/01/2027.', text=cut(text))
        for text, day in ((start, begin), (until, end))
        if text.strip() and day is None
    ]
    if days.strip() and length is None:
        faults.append(message('"{text}" is not a number of working days; write a number like 5.', text=cut(days)))
    if faults:
        raise KipError(faults)
    new = Task(old.id, what, _words(old.goal, goal), people, begin, end, length, codes_of(after, ids))
    every = tuple(new if task.id == id else task for task in tasks) if id else (*tasks, new)
    if faults := [*check_tasks(every)]:
        raise KipError(faults)
    return _changed(workshop, tasks=every)


def _words(old: str, typed: str) -> str:
    """What was typed, or the old text if they differ in nothing that can be seen."""
    return old if visible(typed).strip() == visible(old).strip() else _typed(typed)


def _names(old: tuple[str, ...], typed: str) -> tuple[str, ...]:
    return old if typed == joined(old) else tuple(dict.fromkeys(filter(None, map(_typed, listed(typed)))))


def without_task(workshop: Workshop, id: str) -> Workshop:
    """Leave a task out; others no longer wait for it."""
    _known_task(workshop, id)
    tasks = (
        replace(task, after=tuple(each for each in task.after if each != id))
        for task in workshop.swot.tasks
        if task.id != id
    )
    return _changed(workshop, tasks=tuple(tasks))


def _known_task(workshop: Workshop, id: str) -> Task:
    for task in workshop.swot.tasks:
        if task.id == id:
            return task
    raise KipError(message('There is no task "{id}"; it may have been removed.', id=cut(id)))


def _typed(text: str) -> str:
    """On one line, and not so long that the file could not hold it and nobody would read it."""
    text = visible(text).strip()
    if len(text) > LONGEST:
        raise KipError(
            message('"{text}" is longer than {most} characters; say it in fewer.', text=cut(text), most=LONGEST)
        )
    return text


def _changed(workshop: Workshop, rater: str = "", **parts: object) -> Workshop:
    """The next workshop; the way back ends where it would change whose ratings are seen."""
    old, new = workshop.swot, replace(workshop.swot, **parts)  # type: ignore[arg-type]
    if new == old:
        return workshop
    people = (old.raters, old.ratings) != (new.raters, new.ratings)
    seen = people and not (why_closed(old) and why_closed(new))
    return Workshop(new, None if seen else workshop, rater)
