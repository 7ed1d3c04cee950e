"""``kip report``: read what was named, so that faults are told in their own words, then run the notebook."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.cli.parsing import Commands, comma_list, count, months, option_name
from kiptools.language import Language
from kiptools.messages import KipError, counted, message, together

if TYPE_CHECKING:
    from kiptools.actions import Rules
    from kiptools.partners import Partners
    from kiptools.responses import Responses

__all__ = ["add_report"]

_OF_SURVEYS = ("survey", "codebook", "population", "register", "before", "group", "facts", "tool", "keep")
_OF_PARTNERS = ("partners", "columns", "as_of", "inactive_after", "reference", "among")
_OF_DESIGNS = ("questionnaire", "topics", "plan", "swot", "partners", "columns", "as_of", "ratings", "pilot")
_OF_SWOTS = ("swot",)
_OF_LEARNING = ("before", "then", "after", "followup", "key", "codebook")
_OF_OUTCOMES = ("outcomes", "needs", *_OF_LEARNING, "reaction", "reaction_codebook", "canvas")


def add_report(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    report = commands.add_parser(
        "report",
        help="write a report as one HTML file",
        description="Write a report. Without files of yours: of the demo network.",
    )
    report.add_argument(
        "name", metavar="NAME", help="which report: learning_outcomes, swot, survey_design, partner_network, evaluation"
    )
    report.add_argument("--partners", type=Path, metavar="FILE", help="your list of partners: XLSX or CSV")
    report.add_argument("--columns", type=Path, metavar="FILE", help="what its columns are, written by kip partners")
    report.add_argument("--as-of", metavar="DAY", help="the day for which the list is read, like 2026-03-31")
    report.add_argument(
        "--inactive-after", type=months, metavar="N", help="months without joint activity that make a partner inactive"
    )
    report.add_argument("--reference", type=Path, metavar="FILE", help="what the network is compared with, by sector")
    report.add_argument("--among", metavar="KIND", help="which kind of organisation is compared, e.g. employer")
    report.add_argument("--questionnaire", type=Path, metavar="FILE", help="your questionnaire, to be reviewed")
    report.add_argument(
        "--topics", type=comma_list, metavar="NAMES", help="else topics of the item bank: trust,results"
    )
    report.add_argument("--swot", type=Path, metavar="FILE", help="your SWOT: a workbook of kip swot, or a table")
    report.add_argument("--outcomes", type=Path, metavar="FILE", help="your learning outcomes, or the whole programme")
    report.add_argument("--needs", type=Path, metavar="FILE", help="what partners need to learn, by competence")
    report.add_argument("--then", type=Path, metavar="FILE", help="self-assessment after a training, about before")
    report.add_argument("--after", type=Path, metavar="FILE", help="self-assessment after a training, about now")
    report.add_argument("--followup", type=Path, metavar="FILE", help="the same some months later")
    report.add_argument("--key", metavar="NAME", help="the question that tells whose self-assessment it is (code)")
    report.add_argument("--reaction", type=Path, metavar="FILE", help="how the training was rated at its end")
    report.add_argument("--reaction-codebook", type=Path, metavar="FILE", help="its codebook")
    report.add_argument("--canvas", type=Path, metavar="FILE", help="your programme canvas, written by kip canvas")
    report.add_argument("--plan", type=Path, metavar="FILE", help="your survey plan, written by kip questionnaire")
    report.add_argument("--ratings", type=Path, metavar="FILE", help="what experts filled in: a file, or a folder")
    report.add_argument("--pilot", type=Path, metavar="FILE", help="the export of the pilot")
    report.add_argument("--survey", type=Path, metavar="FILE", help="your survey export: CSV, XLSX or SPSS")
    report.add_argument("--codebook", type=Path, metavar="FILE", help="its codebook, or the form's own definition")
    report.add_argument("--population", type=count, metavar="N", help="how many partners were asked")
    report.add_argument("--register", type=Path, metavar="FILE", help="the partners who were asked, and who answered")
    report.add_argument(
        "--before", type=Path, metavar="FILE", help="an earlier survey, or the self-assessment before a training"
    )
    report.add_argument("--group", metavar="NAME", help="the question by whose groups partners are compared")
    report.add_argument("--facts", type=Path, metavar="FILE", help="what only you can tell, written down by kip facts")
    report.add_argument(
        "--out",
        type=Path,
        default=Path("reports"),
        metavar="DIR",
        help="folder for it, or a name ending in .html (%(default)s)",
    )
    report.set_defaults(run=_report)
    return report


def _report(options: argparse.Namespace) -> None:
    reports: dict[str, tuple[Callable[[argparse.Namespace], None], Sequence[str]]] = {
        "partner_network": (_report_on_partners, _OF_PARTNERS),
        "survey_design": (_report_on_design, _OF_DESIGNS),
        "swot": (_report_on_swot, _OF_SWOTS),
        "learning_outcomes": (_report_on_outcomes, _OF_OUTCOMES),
    }
    write, own = reports.get(options.name, (_report_on_survey, _OF_SURVEYS))
    for name in (*_OF_SURVEYS, *_OF_PARTNERS, *_OF_DESIGNS, *_OF_OUTCOMES):
        if getattr(options, name) and name not in own:
            raise KipError(
                message("--{name} does not belong to the report {report}.", name=option_name(name), report=options.name)
            )
    write(options)


def _report_on_survey(options: argparse.Namespace) -> None:
    from kiptools.reading import read_responses

    language = Language(options.lang)
    for name in ("codebook", "register", "before"):
        if getattr(options, name) and not options.survey:
            raise KipError(message("--{name} belongs to a survey export; give --survey as well.", name=name))
    _say_what_is_read(options.survey, language)
    responses = read_responses(
        options.survey, options.codebook, population=options.population, tool=options.tool, keep=options.keep
    )
    _refuse_few(responses)
    _read_the_rest(options, responses)
    for note in responses.notes + responses.to_decide:
        print("  " + language.say(note))
    _write_report(options, options.survey, _OF_SURVEYS, language)


def _report_on_partners(options: argparse.Namespace) -> None:
    from kiptools.actions import action_list
    from kiptools.calendars import write_calendar
    from kiptools.lists import read_partners

    language = Language(options.lang)
    for name in ("columns", "as_of", "inactive_after", "reference", "among"):
        if getattr(options, name) and not options.partners:
            raise KipError(
                message("--{name} belongs to a list of partners; give --partners as well.", name=option_name(name))
            )
    if options.among and not options.reference:
        raise KipError(message("--{name} belongs to a reference; give --reference as well.", name="among"))
    _say_what_is_read(options.partners, language)
    partners = read_partners(options.partners, columns=options.columns, as_of=options.as_of)
    rules = _rules(options, partners)
    for note in (*partners.notes, *together(partners.faults)):
        print("  " + language.say(note))
    path = _write_report(options, options.partners, _OF_PARTNERS, language)
    actions = action_list(partners, rules)
    if actions.actions:
        calendar = write_calendar(actions, path.with_suffix(".ics"), lang=options.lang)
        print(language.say(message("The action list for your calendar is in {file}", file=str(calendar.resolve()))))


def _report_on_design(options: argparse.Namespace) -> None:
    """Read what was named, so that a fault is told in its own words and before the notebook runs."""
    from kiptools.experts import content_validity
    from kiptools.forms import read_codebook
    from kiptools.lists import read_partners
    from kiptools.plan import read_plan
    from kiptools.questionnaires import draft_questionnaire
    from kiptools.rating_sheets import read_ratings
    from kiptools.reading import read_responses
    from kiptools.swot_reading import read_swot

    language = Language(options.lang)
    if options.questionnaire and options.topics:
        raise KipError(message("--topics makes a draft from the item bank; with --questionnaire, leave it out."))
    for name in ("columns", "as_of"):
        if getattr(options, name) and not options.partners:
            raise KipError(
                message("--{name} belongs to a list of partners; give --partners as well.", name=option_name(name))
            )
    _say_what_is_read(options.questionnaire, language)
    draft = read_codebook(options.questionnaire) if options.questionnaire else draft_questionnaire(options.topics)
    if options.plan:
        read_plan(options.plan)
    if options.swot:
        read_swot(options.swot)
    if options.partners:
        read_partners(options.partners, columns=options.columns, as_of=options.as_of)
    if options.ratings:
        content_validity(read_ratings(options.ratings), draft)
    if options.pilot:
        read_responses(options.pilot, draft)
    options.topics = options.topics or []
    _write_report(options, options.questionnaire, _OF_DESIGNS, language)


def _report_on_swot(options: argparse.Namespace) -> None:
    from kiptools.calendars import due_days, write_calendar
    from kiptools.swot_reading import read_swot
    from kiptools.tasks import critical_path

    language = Language(options.lang)
    _say_what_is_read(options.swot, language)
    timetable = critical_path(read_swot(options.swot).action_sheet)
    path = _write_report(options, options.swot, _OF_SWOTS, language)
    if timetable.rows:
        calendar = write_calendar(due_days(timetable), path.with_suffix(".ics"), lang=options.lang)
        print(language.say(message("The tasks for your calendar are in {file}", file=str(calendar.resolve()))))


def _report_on_outcomes(options: argparse.Namespace) -> None:
    from kiptools.canvas import read_canvas
    from kiptools.needs import read_needs
    from kiptools.outcome_reading import read_outcomes
    from kiptools.reading import read_responses
    from kiptools.training import training_evaluation

    language = Language(options.lang)
    waves = [name for name in _OF_LEARNING[:4] if getattr(options, name)]
    for name, needed in (("key", waves), ("codebook", waves), ("reaction_codebook", options.reaction)):
        if getattr(options, name) and not needed:
            wanted = "reaction" if name == "reaction_codebook" else "before"
            raise KipError(message("--{name} needs --{needed} as well.", name=option_name(name), needed=wanted))
    files = [getattr(options, name) for name in _OF_OUTCOMES if isinstance(getattr(options, name), Path)]
    source = files[0] if files else None
    _say_what_is_read(source, language)
    notes = read_outcomes(options.outcomes, lang=options.lang).notes if options.outcomes else ()
    for note in (*notes, *(read_needs(options.needs).notes if options.needs else ())):
        print("  " + language.say(note))
    if options.canvas:
        read_canvas(options.canvas, lang=options.lang)
    options.key = options.key or "code"
    before, then, after, followup = (
        read_responses(path, options.codebook) if (path := getattr(options, name)) else None
        for name in _OF_LEARNING[:4]
    )
    reaction = read_responses(options.reaction, options.reaction_codebook) if options.reaction else None
    if before or then or after or followup or reaction:
        training_evaluation(before, then, after, followup=followup, reaction=reaction, key=options.key)
    _write_report(options, source, _OF_OUTCOMES, language)


def _rules(options: argparse.Namespace, partners: Partners) -> Rules:
    """The rules as the notebook has them, which for the demo network knows what is decided there."""
    from kiptools.actions import Rules, demo_rules
    from kiptools.gaps import read_reference, representation

    if not options.partners:
        return demo_rules(partners)
    found = options.reference and representation(partners, read_reference(options.reference), among=options.among)
    return Rules(options.inactive_after, representation=found)


def _say_what_is_read(path: Path | None, language: Language) -> None:
    text = message("Reading {file} …", file=path.name) if path else message("Reading the demo network …")
    print(language.say(text), flush=True)


def _write_report(options: argparse.Namespace, source: Path | None, names: Sequence[str], language: Language) -> Path:
    """Run the notebook with the options as its parameters, and say where the report is."""
    from kiptools.report import write_report

    values = {name: getattr(options, name) for name in names}
    parameters = {name: _absolute(value) if isinstance(value, Path) else value for name, value in values.items()}
    path = write_report(
        options.name, _report_path(options, source), {"lang": options.lang, **parameters}, progress=_progress(language)
    )
    print(language.say(message("The report is in {file}", file=str(path.resolve()))))
    return path


def _read_the_rest(options: argparse.Namespace, responses: Responses) -> None:
    """Read what else was named, so that a fault is told in its own words and before the notebook runs.

    Raises
    ------
    KipError
    """
    from kiptools.facts import read_facts
    from kiptools.groups import compare
    from kiptools.reading import read_responses
    from kiptools.register import read_register
    from kiptools.waves import change

    if options.group:
        compare(responses, [], by=options.group)
    if options.register:
        read_register(options.register)
    if options.before:
        change(read_responses(options.before, options.codebook), responses, [])
    if options.facts:
        read_facts(options.facts)


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


def _report_path(options: argparse.Namespace, file: Path | None) -> Path:
    """The file that ``--out`` names, or one in the folder that it names, called after report, file and language."""
    out: Path = options.out
    if out.suffix.lower() == ".html":
        return out
    source = re.sub(r"(\.csv|\.xlsx|\.tsv|\.txt)?(\.gz)?$", "", file.name if file else "demo", flags=re.I)
    return out / f"{options.name}-{source}-{options.lang}.html"


def _absolute(path: Path | None) -> str | None:
    return str(path.resolve()) if path else None


def _progress(language: Language) -> Callable[[int, int], None]:
    """One line that counts the notebook's cells."""

    def show(cell: int, cells: int) -> None:
        line = language.say(message("Running the notebook: cell {cell} of {cells}", cell=cell, cells=cells))
        print(f"\r{line}", end="\n" if cell == cells else "", file=sys.stderr, flush=True)

    return show
