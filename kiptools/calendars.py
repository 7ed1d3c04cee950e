"""An action list as a calendar file, which calendar programs open (iCalendar, RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.actions import Action, ActionList
from kiptools.language import Language
from kiptools.messages import message
from kiptools.places import replacing

if TYPE_CHECKING:
    from icalendar import Event

__all__ = ["write_calendar"]


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
