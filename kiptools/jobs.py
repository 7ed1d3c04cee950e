"""One report to be made: what was named for it, and whether that can be read.

Everything that was named is read before the notebook runs, so that a fault is told in its own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kiptools.messages import KipError, Message, counted, message, together

if TYPE_CHECKING:
    from pathlib import Path

    from kiptools.actions import Rules
    from kiptools.partners import Partners
    from kiptools.responses import Responses

__all__ = [
    "CALENDAR",
    "FORMATS",
    "OPTIONS",
    "WITH_CALENDAR",
    "look_at",
    "option_name",
    "refuse_foreign",
    "write_calendar_of",
]

_WAVES = ("before", "then", "after", "followup")
DEFAULT_KEY = "code"
"""The question that links self-assessments, if none is named."""
OPTIONS: dict[str, tuple[str, ...]] = {
    "evaluation": (
        *("lang", "survey", "codebook", "population", "register", "before", "group", "facts", "tool", "keep"),
    ),
    "partner_network": ("lang", "partners", "columns", "as_of", "inactive_after", "reference", "among"),
    "survey_design": (
        *("lang", "questionnaire", "topics", "plan", "swot", "partners", "columns", "as_of", "ratings", "pilot"),
    ),
    "swot": ("lang", "swot"),
    "learning_outcomes": (
        *("lang", "outcomes", "needs", *_WAVES, "key", "codebook", "reaction", "reaction_codebook", "canvas"),
    ),
}
"""The reports, and what can be named for each: parameters of its notebook."""

FORMATS = ("html", "docx", "pdf")
"""What a report can be written as; each is the ending of its file too."""
CALENDAR = "ics"
"""The ending of the calendar that goes with a report that says what is to be done."""
WITH_CALENDAR = ("partner_network", "swot")

Named = Mapping[str, Any]
Say = Callable[[Message], object]


def look_at(report: str, named: Named, say: Say) -> None:
    """Read what was named for a report, so that a fault is told in its own words.

    Parameters
    ----------
    report : str
        One of `OPTIONS`.
    named : mapping of str to object
        What was named for it; what was not is None, or is missing.
    say : callable
        Told what should be known about what was read.

    Raises
    ------
    KipError
        Something cannot be read, is of use only beside something else, or is too little for any report.
    """
    _READERS[report]({**dict.fromkeys(OPTIONS[report]), **named}, say)


def refuse_foreign(report: str, names: Iterable[str]) -> None:
    """Refuse what does not belong to a report.

    Raises
    ------
    KipError
        Also if there is no such report.
    """
    if report not in OPTIONS:
        raise KipError(
            message('There is no report "{name}"; choose one of {names}.', name=report, names=tuple(sorted(OPTIONS)))
        )
    for name in names:
        if name not in OPTIONS[report]:
            raise KipError(
                message("--{name} does not belong to the report {report}.", name=option_name(name), report=report)
            )


def option_name(name: str) -> str:
    """A parameter as it is written on the command line."""
    return name.replace("_", "-")


def _survey(named: Named, say: Say) -> None:
    from kiptools.facts import read_facts
    from kiptools.groups import compare
    from kiptools.reading import read_responses
    from kiptools.register import read_register
    from kiptools.waves import change

    for name in ("codebook", "register", "before"):
        if named[name] and not named["survey"]:
            raise KipError(message("--{name} belongs to a survey export; give --survey as well.", name=name))
    responses = read_responses(
        named["survey"],
        named["codebook"],
        population=named["population"],
        tool=named["tool"],
        keep=named["keep"] or [],
    )
    _refuse_few(responses)
    if named["group"]:
        compare(responses, [], by=named["group"])
    if named["register"]:
        read_register(named["register"])
    if named["before"]:
        change(read_responses(named["before"], named["codebook"]), responses, [])
    if named["facts"]:
        read_facts(named["facts"])
    for note in responses.notes + responses.to_decide:
        say(note)


def _refuse_few(responses: Responses) -> None:
    from kiptools.confidentiality import FEWEST_TO_SHOW

    if len(responses) < FEWEST_TO_SHOW:
        raise KipError(
            counted(
                "{file} has {count} respondent; a report needs at least {fewest}, so that nobody's answers can be "
                "recognised.",
                "{file} has {count} respondents; a report needs at least {fewest}, so that nobody's answers "
                "can be recognised.",
                len(responses),
                file=responses.source,
                fewest=FEWEST_TO_SHOW,
            )
        )


def _partners(named: Named, say: Say) -> None:
    for name in ("columns", "as_of", "inactive_after", "reference", "among"):
        _needs_partners(name, named)
    if named["among"] and not named["reference"]:
        raise KipError(message("--{name} belongs to a reference; give --reference as well.", name="among"))
    partners, _ = _partners_and_rules(named)
    for note in (*partners.notes, *together(partners.faults)):
        say(note)


def _needs_partners(name: str, named: Named) -> None:
    if named[name] and not named["partners"]:
        raise KipError(
            message("--{name} belongs to a list of partners; give --partners as well.", name=option_name(name))
        )


def _partners_and_rules(named: Named) -> tuple[Partners, Rules]:
    """The list, and the rules as the notebook has them, which for the demo network knows what is decided there."""
    from kiptools.actions import Rules, demo_rules
    from kiptools.gaps import read_reference, representation
    from kiptools.lists import read_partners

    partners = read_partners(named["partners"], columns=named["columns"], as_of=named["as_of"])
    if not named["partners"]:
        return partners, demo_rules(partners)
    reference = named["reference"]
    found = reference and representation(partners, read_reference(reference), among=named["among"])
    return partners, Rules(named["inactive_after"], representation=found)


def _design(named: Named, say: Say) -> None:
    from kiptools.experts import content_validity
    from kiptools.forms import read_codebook
    from kiptools.lists import read_partners
    from kiptools.plan import read_plan
    from kiptools.questionnaires import draft_questionnaire
    from kiptools.rating_sheets import read_ratings
    from kiptools.reading import read_responses
    from kiptools.swot_reading import read_swot

    if named["questionnaire"] and named["topics"]:
        raise KipError(message("--topics makes a draft from the item bank; with --questionnaire, leave it out."))
    for name in ("columns", "as_of"):
        _needs_partners(name, named)
    draft = (
        read_codebook(named["questionnaire"])
        if named["questionnaire"]
        else draft_questionnaire(named["topics"] or None)
    )
    if named["plan"]:
        read_plan(named["plan"])
    if named["swot"]:
        read_swot(named["swot"])
    if named["partners"]:
        read_partners(named["partners"], columns=named["columns"], as_of=named["as_of"])
    if named["ratings"]:
        content_validity(read_ratings(named["ratings"]), draft)
    if named["pilot"]:
        read_responses(named["pilot"], draft)


def _swot(named: Named, say: Say) -> None:
    from kiptools.swot_reading import read_swot
    from kiptools.tasks import critical_path

    critical_path(read_swot(named["swot"]).action_sheet)


def _outcomes(named: Named, say: Say) -> None:
    from kiptools.canvas import read_canvas
    from kiptools.needs import read_needs
    from kiptools.outcome_reading import read_outcomes
    from kiptools.reading import read_responses
    from kiptools.training import training_evaluation

    waves = [name for name in _WAVES if named[name]]
    for name, needed in (("key", waves), ("codebook", waves), ("reaction_codebook", named["reaction"])):
        if named[name] and not needed:
            wanted = "reaction" if name == "reaction_codebook" else "before"
            raise KipError(message("--{name} needs --{needed} as well.", name=option_name(name), needed=wanted))
    notes = read_outcomes(named["outcomes"], lang=named["lang"]).notes if named["outcomes"] else ()
    for note in (*notes, *(read_needs(named["needs"]).notes if named["needs"] else ())):
        say(note)
    if named["canvas"]:
        read_canvas(named["canvas"], lang=named["lang"])
    before, then, after, followup = (
        read_responses(named[name], named["codebook"]) if named[name] else None for name in _WAVES
    )
    reaction = read_responses(named["reaction"], named["reaction_codebook"]) if named["reaction"] else None
    if before or then or after or followup or reaction:
        training_evaluation(before, then, after, followup=followup, reaction=reaction, key=named["key"] or DEFAULT_KEY)


_READERS: dict[str, Callable[[Named, Say], None]] = {
    "evaluation": _survey,
    "partner_network": _partners,
    "survey_design": _design,
    "swot": _swot,
    "learning_outcomes": _outcomes,
}


def write_calendar_of(report: str, named: Named, path: Path) -> bool:
    """Write what a report says is to be done as a calendar; whether there is anything.

    Parameters
    ----------
    report : str
        One of `WITH_CALENDAR`.
    named : mapping of str to object
    path : Path
    """
    from kiptools.actions import action_list
    from kiptools.calendars import due_days, write_calendar
    from kiptools.swot_reading import read_swot
    from kiptools.tasks import critical_path

    given = {**dict.fromkeys(OPTIONS[report]), **named}
    if report == "swot":
        timetable = critical_path(read_swot(given["swot"]).action_sheet)
        if timetable.rows:
            write_calendar(due_days(timetable), path, lang=given["lang"])
        return bool(timetable.rows)
    actions = action_list(*_partners_and_rules(given))
    if actions.actions:
        write_calendar(actions, path, lang=given["lang"])
    return bool(actions.actions)
