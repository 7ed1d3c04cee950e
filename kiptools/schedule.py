"""From a survey plan to its days: pilot, opening, reminders, closing, report back, deletion.

Days that stand in the plan are kept. The others are proposed by a rule that is the kit's own: reminders one and two
weeks after the opening and the end a week after the last, because several short contacts at some distance bring more
answers than a single one (Dillman, Smyth & Christian 2014), but all of it before the days that the plan sets for what
follows. Proposed days are never on a weekend unless the plan leaves no other; holidays are not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kiptools.actions import Action, ActionList
from kiptools.dates import workday_until
from kiptools.messages import KipError, Message, counted, cut, message
from kiptools.plan import Plan

__all__ = ["fielding_calendar"]

PILOT = 3
"""Weeks before the opening."""
REMINDERS = (1, 2)
"""Weeks after the opening."""
OPEN = 3
"""Weeks from opening to closing."""
RESULTS = 3
"""Weeks from closing to report."""
SHOWN = 3
"""So many open questions of the plan are named."""

_PLANNED = message("This day stands in the plan.")
_CUT_SHORT = message("Proposed: as late as the other days of the plan allow.")


def fielding_calendar(plan: Plan) -> ActionList:
    """What to do on which day, from the pilot to the deletion of the answers.

    Parameters
    ----------
    plan : Plan
        With a day of opening; whatever other days it names are kept, even on a weekend.

    Returns
    -------
    ActionList
        By day, as of the first of them; `kiptools.write_calendar` makes a calendar file of it. The deletion is in it
        only if the plan says when: nothing may propose that.

    Raises
    ------
    KipError
        The plan has no day of opening.

    References
    ----------
    Dillman, D. A., Smyth, J. D. & Christian, L. M. (2014). Internet, Phone, Mail, and Mixed-Mode Surveys: The Tailored
    Design Method (4th ed.). Wiley.

    Examples
    --------
    >>> found = fielding_calendar(Plan((("opening", "2026-03-02"), ("closing", "2026-03-20"))))
    >>> [str(action.until) for action in found.actions if "reminder" in str(action.what)]
    ['2026-03-09', '2026-03-16']
    """
    opening = plan.day("opening")
    if opening is None:
        raise KipError(
            message("The plan does not say from which day partners can answer (opening): without it there are no days.")
        )
    actions = sorted(_actions(plan, opening), key=lambda action: action.until)
    return ActionList(actions[0].until, tuple(actions))


_ADDRESS = re.compile(r"\s*[<(]?\s*\b[^\s,;<>()]+@[^\s,;<>()]+\s*[>)]?")


def _actions(plan: Plan, opening: date) -> Iterator[Action]:
    who = _ADDRESS.sub("", plan["contact"]).strip(" ,;")  # the name; an address has no business in a list
    reminders = plan.reminders or _reminders(opening, plan)
    closing = plan.day("closing") or _closing(opening, reminders, plan)
    results = plan.day("results") or _results(closing, plan)
    yield Action(
        message("Start the pilot with a few partners"),
        counted(
            "Proposed: {count} week before the opening, so that there is time to mend what is not understood.",
            "Proposed: {count} weeks before the opening, so that there is time to mend what is not understood.",
            PILOT,
        ),
        who,
        _working_day(opening - timedelta(weeks=PILOT)),
    )
    if undecided := [question.text for question in plan.undecided]:
        yield Action(
            message("Decide what the survey plan leaves open"),
            counted(
                "{count} question of the plan has no answer yet: {questions}",
                "{count} questions of the plan have no answer yet, such as: {questions}",
                len(undecided),
                questions=tuple(undecided[:SHOWN]),
            ),
            who,
            workday_until(_working_day(opening - timedelta(weeks=PILOT)) - timedelta(1)),
        )
    yield Action(message("Open the survey and send the invitations"), _PLANNED, who, opening)
    for number, day in enumerate(reminders, start=1):
        yield Action(
            message("Send reminder {number} of {all}", number=number, all=len(reminders)),
            _PLANNED if plan.reminders else _after_the_opening(REMINDERS[number - 1]),
            who,
            day,
        )
    yield Action(
        message("Last day to answer: close the survey in the evening"),
        _why_then(closing, reminders, plan),
        who,
        closing,
    )
    yield Action(
        message("Send the results to all partners who were asked"),
        _why_results_then(results, closing, plan),
        who,
        results,
    )
    if decided := plan.day("decision_day"):
        yield Action(
            message("Take the decision that the survey was made for"),
            _decision(plan["decision"]),
            plan["users"],
            decided,
        )
    if deleted := plan.day("retention"):
        yield Action(
            message("Delete the answers of single respondents"),
            message("The privacy notice promises that they are deleted by {day}.", day=deleted),
            who,
            workday_until(deleted),
        )


def _reminders(opening: date, plan: Plan) -> tuple[date, ...]:
    """A week and two after the opening, as far as they come before the end."""
    end = plan.day("closing") or _latest(plan, "decision_day", "results", "retention")
    days = [_working_day(opening + timedelta(weeks=weeks)) for weeks in REMINDERS]
    return tuple(day for day in days if day < end)


def _closing(opening: date, reminders: tuple[date, ...], plan: Plan) -> date:
    """A week after the last reminder or three after the opening, as far as what follows leaves time."""
    last = reminders[-1] if reminders else opening
    day = _working_day(max(opening + timedelta(weeks=OPEN), last + timedelta(weeks=1)))
    return max(min(day, _latest(plan, "decision_day", "results", "retention")), last)


def _results(closing: date, plan: Plan) -> date:
    """Three weeks after the end, as long as there are answers."""
    return max(min(_working_day(closing + timedelta(weeks=RESULTS)), _latest(plan, "retention")), closing)


def _latest(plan: Plan, *keys: str) -> date:
    """The last working day before the days of the plan by these keys."""
    return min((workday_until(day - timedelta(1)) for key in keys if (day := plan.day(key))), default=date.max)


def _why_then(closing: date, reminders: tuple[date, ...], plan: Plan) -> Message:
    if plan["closing"]:
        return _PLANNED
    if not reminders or closing < reminders[-1] + timedelta(weeks=1):
        return _CUT_SHORT
    if plan["decision_day"]:
        return message("Proposed: some days after the last reminder, before the decision.")
    return message("Proposed: some days after the last reminder.")


def _why_results_then(results: date, closing: date, plan: Plan) -> Message:
    if plan["results"]:
        return _PLANNED
    if results < closing + timedelta(weeks=RESULTS):
        return _CUT_SHORT
    return counted("Proposed: {count} week after the end.", "Proposed: {count} weeks after the end.", RESULTS)


def _after_the_opening(weeks: int) -> Message:
    return counted("Proposed: {count} week after the opening.", "Proposed: {count} weeks after the opening.", weeks)


def _decision(text: str) -> Message:
    return message("It was to be decided: {decision}", decision=cut(text, 300)) if text else _PLANNED


def _working_day(day: date) -> date:
    """The day itself, or the Monday after a day of the weekend."""
    return day + timedelta((7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
