"""An action list as a calendar file, which calendar programs open (iCalendar, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.actions import Action, ActionList
from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message
from kiptools.places import replacing
from kiptools.tasks import TaskTimes, Timetable

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["due_days", "write_calendar"]

LONGEST_TEXT = 300
"""So many signs of a task stand in a calendar."""


def write_calendar(actions: ActionList, path: str | Path, *, lang: str = "en") -> Path:
    """Write an action list as a calendar file: an entry of a whole day for each action, on the day until when.

    Parameters
    ----------
    actions : ActionList
    path : str or Path
        A name that ends in ``.ics``. The same actions give the same file, and the same entries, so that a calendar
        that has them already does not show them twice.
    lang : str
        One of `kiptools.LANGUAGES`.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        The file cannot be written.

    References
    ----------
    Desruisseaux, B. (2009). Internet Calendaring and Scheduling Core Object Specification (iCalendar). RFC 5545.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from datetime import date
    >>> with TemporaryDirectory() as folder:
    ...     write_calendar(ActionList(date(2026, 3, 31), ()), f"{folder}/actions.ics").name
    'actions.ics'
    """
    from icalendar import Calendar

    language = Language(lang)
    calendar = Calendar()
    calendar.add("prodid", "-//KIP kit//kiptools//EN")
    calendar.add("version", "2.0")
    for action in actions.actions:
        calendar.add_component(_entry(action, actions, language))
    path = Path(path)
    with replacing(path) as new:
        new.write_bytes(calendar.to_ical())
    return path


def due_days(timetable: Timetable) -> ActionList:
    """The days on which tasks are to be finished if all begin as early as they can; for `write_calendar`.

    Parameters
    ----------
    timetable : Timetable
        With one task at least.

    Returns
    -------
    ActionList
        By day, as of the first day of all; an action for each task.

    Examples
    --------
    >>> from datetime import date
    >>> from kiptools.tasks import Task, critical_path
    >>> timetable = critical_path([Task("1", "Ask employers", start=date(2026, 5, 4), days=5)])
    >>> [(str(action.what), str(action.until)) for action in due_days(timetable).actions]
    [('Finish task 1: Ask employers', '2026-05-08')]
    """
    rows = sorted(timetable.rows, key=lambda row: row.finish)
    return ActionList(timetable.begin, tuple(_due(row) for row in rows))


def _due(row: TaskTimes) -> Action:
    # The id as well: what two tasks of the same words are in a calendar must not be one entry.
    what = message("Finish task {id}: {task}", id=row.task.id, task=cut(row.task.what, LONGEST_TEXT))
    return Action(what, _why_then(row, cut(row.task.goal, LONGEST_TEXT)), ", ".join(row.task.who), row.finish)


def _why_then(row: TaskTimes, goal: str) -> Message:
    if row.critical and goal:
        return message(
            "This task is on the critical path: if it slips, the whole plan ends later. Goal: {goal}", goal=goal
        )
    if row.critical:
        return message("This task is on the critical path: if it slips, the whole plan ends later.")
    if goal:
        return counted(
            "The task can slip by {count} working day. Goal: {goal}",
            "The task can slip by {count} working days. Goal: {goal}",
            row.slack,
            goal=goal,
        )
    return counted("The task can slip by {count} working day.", "The task can slip by {count} working days.", row.slack)


def _entry(action: Action, actions: ActionList, language: Language) -> Event:
    from icalendar import Event

    what, why = language.say(action.what), language.say(action.why)
    who = language.say(message("Who: {name}", name=action.who)) if action.who else ""
    entry = Event()
    # Not the day: a later list may change it. What concerns nobody in particular comes again with every survey.
    about = (str(action.what), *([partner.id for partner in action.partners] or [str(actions.as_of.year)]))
    entry.add("uid", sha256("\n".join(about).encode()).hexdigest()[:32] + "@kip")
    entry.add("dtstamp", datetime.combine(actions.as_of, time(), UTC))
    entry.add("dtstart", action.until)
    entry.add("dtend", action.until + timedelta(1))
    entry.add("summary", what)
    entry.add("description", "\n".join(filter(None, (why, who))))
    entry.add("transp", "TRANSPARENT")  # a day with something to do is not a day without time
    return entry
