"""The command ``kip``: it parses, calls one function, and prints."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.language import LANGUAGES, Language
from kiptools.messages import KipError, Message, counted, message, together

if TYPE_CHECKING:
    from kiptools.actions import Rules
    from kiptools.codebook import Codebook
    from kiptools.partners import Partners
    from kiptools.responses import Responses
    from kiptools.show import Show

__all__ = ["main"]

TOOLS = "qualtrics, surveymonkey, limesurvey, kobo, microsoft_forms, google_forms, spss, simulated, plain"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it worked, 1 if something has to be put right, 130 if interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter still shows the rest
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except KipError as error:
        for fault in error.shown:
            print(_say(fault, options.lang), file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads the output has seen enough
        sys.stdout = None
        return 0
    except KeyboardInterrupt:
        print(_say(message("Stopped; nothing was changed."), options.lang), file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kip", description="From a partnership survey to an honest report.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    report, partners = _report_command(commands), _partners_command(commands)
    questionnaire = _questionnaire_command(commands)

    draft = commands.add_parser(
        "codebook",
        help="draft a codebook from a survey export",
        description="Draft a codebook from the answers, to review in a spreadsheet.",
    )
    draft.add_argument("export", type=Path, metavar="EXPORT", help="your survey export: CSV, XLSX or SPSS")
    draft.add_argument("--form", type=Path, metavar="FILE", help="the form's own definition: XLSForm, .qsf or .lss")
    draft.add_argument("--out", type=Path, required=True, metavar="FILE", help="codebook.xlsx, or a folder for CSV")
    draft.set_defaults(run=_codebook)

    inspect = commands.add_parser(
        "inspect",
        help="say what a survey export holds, and what was decided while reading it",
        description="Say what a survey export holds: tool, rows, questions, lists of answers, missing answers.",
    )
    inspect.add_argument("export", type=Path, metavar="EXPORT", help="your survey export: CSV, XLSX or SPSS")
    inspect.add_argument("--codebook", type=Path, metavar="FILE", help="its codebook, or the form's own definition")
    inspect.set_defaults(run=_inspect)

    facts = commands.add_parser(
        "facts",
        help="write a table that asks how the survey was made, for the report's appendix",
        description="Write a table that asks what only you can tell about a survey; give it to the report as --facts.",
    )
    facts.add_argument("--out", type=Path, required=True, metavar="FILE", help="facts.xlsx or facts.csv")
    facts.add_argument("--plan", type=Path, metavar="FILE", help="your survey plan, which answers some of it")
    facts.set_defaults(run=_facts)

    for command in (report, draft, inspect):
        command.add_argument("--tool", metavar="TOOL", help=f"the survey tool, if not recognised: {TOOLS}")
        command.add_argument(
            "--keep",
            action="append",
            default=[],
            metavar="WHAT",
            help='what is otherwise left out: "tests", "unfinished", or a column by its heading (may be repeated)',
        )
    for command in (report, draft, inspect, facts, partners, questionnaire):
        command.add_argument(
            "--lang", default="en", metavar="CODE", help=f"language of what you read: {', '.join(LANGUAGES)}"
        )
    return parser


Commands = argparse._SubParsersAction  # what add_subparsers gives; argparse has no public name for it


def _report_command(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    report = commands.add_parser(
        "report",
        help="write a report as one HTML file",
        description="Write a report. Without files of yours: of the demo network.",
    )
    report.add_argument("name", metavar="NAME", help="which report: evaluation, partner_network, survey_design")
    report.add_argument("--partners", type=Path, metavar="FILE", help="your list of partners: XLSX or CSV")
    report.add_argument("--columns", type=Path, metavar="FILE", help="what its columns are, written by kip partners")
    report.add_argument("--as-of", metavar="DAY", help="the day for which the list is read, like 2026-03-31")
    report.add_argument(
        "--inactive-after", type=_months, metavar="N", help="months without joint activity that make a partner inactive"
    )
    report.add_argument("--reference", type=Path, metavar="FILE", help="what the network is compared with, by sector")
    report.add_argument("--among", metavar="KIND", help="which kind of organisation is compared, e.g. employer")
    report.add_argument("--questionnaire", type=Path, metavar="FILE", help="your questionnaire, to be reviewed")
    report.add_argument("--topics", type=_names, metavar="NAMES", help="else topics of the item bank: trust,results")
    report.add_argument("--swot", type=Path, metavar="FILE", help="your SWOT: columns quadrant, factor, topics")
    report.add_argument("--plan", type=Path, metavar="FILE", help="your survey plan, written by kip questionnaire")
    report.add_argument("--ratings", type=Path, metavar="FILE", help="what experts filled in: a file, or a folder")
    report.add_argument("--pilot", type=Path, metavar="FILE", help="the export of the pilot")
    report.add_argument("--survey", type=Path, metavar="FILE", help="your survey export: CSV, XLSX or SPSS")
    report.add_argument("--codebook", type=Path, metavar="FILE", help="its codebook, or the form's own definition")
    report.add_argument("--population", type=_count, metavar="N", help="how many partners were asked")
    report.add_argument("--register", type=Path, metavar="FILE", help="the partners who were asked, and who answered")
    report.add_argument("--before", type=Path, metavar="FILE", help="the export of an earlier survey, to compare with")
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


def _partners_command(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    partners = commands.add_parser(
        "partners",
        help="write a partner workbook to fill in, or check and tidy the list that you have",
        description="Check a list of partners, and write it in other forms; or write an empty workbook to fill in.",
    )
    partners.add_argument("list", type=Path, nargs="?", metavar="LIST", help="your list of partners: XLSX or CSV")
    partners.add_argument(
        "--template", type=Path, metavar="FILE", help="write an empty partner workbook: partners.xlsx"
    )
    partners.add_argument(
        "--columns",
        type=Path,
        metavar="FILE",
        help="what the list's columns are (CSV); written for you to complete if there is no such file",
    )
    partners.add_argument("--out", type=Path, metavar="FILE", help="write the list as a partner workbook")
    partners.add_argument(
        "--frame", type=Path, metavar="FILE", help="write the partners whom a survey asks (XLSX, CSV)"
    )
    partners.add_argument(
        "--sample", type=_count, metavar="N", help="ask only so many of them, drawn by lot; without it, all are asked"
    )
    partners.add_argument(
        "--seed", type=_seed, metavar="N", help="any whole number: the same one draws the same partners"
    )
    partners.add_argument("--as-of", metavar="DAY", help="the day for which the list is read, like 2026-03-31")
    partners.set_defaults(run=_partners)
    return partners


def _questionnaire_command(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "questionnaire",
        help="draft a questionnaire, read it critically, and write everything that goes out with it",
        description="Draft a questionnaire from the item bank; or review one, and write what goes out with it.",
    )
    command.add_argument("form", type=Path, nargs="?", metavar="FORM", help="your questionnaire: XLSForm, .qsf or .lss")
    command.add_argument("--draft", type=Path, metavar="FILE", help="write a first one: questionnaire.xlsx")
    command.add_argument(
        "--topics", type=_names, metavar="NAMES", help="its topics, like trust,results; else all eight"
    )
    command.add_argument("--no-importance", action="store_true", help="do not ask how important each statement is")
    command.add_argument("--languages", type=_names, metavar="CODES", help="its languages, the first one first: fr,en")
    command.add_argument("--plan", type=Path, metavar="FILE", help="the survey plan; written if there is no such file")
    command.add_argument("--out", type=Path, metavar="DIR", help="a new folder for forms, letters, notice and days")
    command.add_argument(
        "--rating-sheet", type=Path, metavar="FILE", help="write the sheet that experts fill in (XLSX)"
    )
    command.add_argument("--ratings", type=Path, nargs="+", metavar="FILE", help="sheets that experts filled in")
    command.add_argument(
        "--rehearse",
        type=Path,
        metavar="FILE",
        help="write made-up answers to rehearse the analysis with: simulated.csv",
    )
    command.add_argument("--respondents", type=_count, metavar="N", help="how many answer in the rehearsal (30)")
    command.add_argument(
        "--assumptions", type=Path, metavar="FILE", help="what it assumes of them; written if there is no such file"
    )
    command.add_argument(
        "--seed", type=_seed, metavar="N", help="any whole number: the same one gives the same answers"
    )
    command.set_defaults(run=_questionnaire)
    return command


def _names(text: str) -> list[str]:
    return [name for name in (part.strip() for part in text.split(",")) if name]


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of partners; give a whole number above 0")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of 0 or more")
    return int(text)


_OF_SURVEYS = ("survey", "codebook", "population", "register", "before", "group", "facts", "tool", "keep")
_OF_PARTNERS = ("partners", "columns", "as_of", "inactive_after", "reference", "among")
_OF_QUESTIONNAIRES = ("out", "rating_sheet", "ratings", "rehearse", "assumptions")
_OF_DESIGNS = ("questionnaire", "topics", "plan", "swot", "partners", "columns", "as_of", "ratings", "pilot")


def _months(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of months; give a whole number above 0")
    return int(text)


def _report(options: argparse.Namespace) -> None:
    reports: dict[str, tuple[Callable[[argparse.Namespace], None], Sequence[str]]] = {
        "partner_network": (_report_on_partners, _OF_PARTNERS),
        "survey_design": (_report_on_design, _OF_DESIGNS),
    }
    write, own = reports.get(options.name, (_report_on_survey, _OF_SURVEYS))
    for name in (*_OF_SURVEYS, *_OF_PARTNERS, *_OF_DESIGNS):
        if getattr(options, name) and name not in own:
            raise KipError(
                message("--{name} does not belong to the report {report}.", name=_option(name), report=options.name)
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
                message("--{name} belongs to a list of partners; give --partners as well.", name=_option(name))
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
    from kiptools.concerns import read_swot
    from kiptools.experts import content_validity
    from kiptools.forms import read_codebook
    from kiptools.lists import read_partners
    from kiptools.plan import read_plan
    from kiptools.questionnaires import draft_questionnaire
    from kiptools.rating_sheets import read_ratings
    from kiptools.reading import read_responses

    language = Language(options.lang)
    if options.questionnaire and options.topics:
        raise KipError(message("--topics makes a draft from the item bank; with --questionnaire, leave it out."))
    for name in ("columns", "as_of"):
        if getattr(options, name) and not options.partners:
            raise KipError(
                message("--{name} belongs to a list of partners; give --partners as well.", name=_option(name))
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


def _rules(options: argparse.Namespace, partners: Partners) -> Rules:
    """The rules as the notebook has them, which for the demo network knows what is decided there."""
    from kiptools.actions import Rules, demo_rules
    from kiptools.gaps import read_reference, representation

    if not options.partners:
        return demo_rules(partners)
    found = options.reference and representation(partners, read_reference(options.reference), among=options.among)
    return Rules(options.inactive_after, representation=found)


def _option(name: str) -> str:
    return name.replace("_", "-")


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


def _partners(options: argparse.Namespace) -> None:
    from kiptools.workbook import write_partner_template

    language = Language(options.lang)
    if options.sample and not options.frame:
        raise KipError(message("--{name} needs --frame FILE, the list of whom to ask.", name="sample"))
    if (options.seed is not None) != bool(options.sample):
        raise KipError(message("--sample and --seed belong together: a draw must be repeatable."))
    if options.template:
        if any((options.list, options.out, options.frame, options.columns, options.as_of)):
            raise KipError(
                message(
                    "--template writes an empty workbook and needs no list; to write a list as a workbook, use --out."
                )
            )
        path = write_partner_template(options.template, lang=options.lang)
        print(language.say(message("{file} is ready to fill in.", file=str(path))))
    elif options.list:
        _check_partners(options, language)
    else:
        raise KipError(message("Give your list of partners, or --template FILE for an empty workbook."))


def _check_partners(options: argparse.Namespace, language: Language) -> None:
    """Say what a list holds and what to mend in it; write what was asked for."""
    from kiptools.lists import read_partners, write_columns
    from kiptools.samples import draw_sample
    from kiptools.show import Show
    from kiptools.workbook import write_partners, write_survey_frame

    _say_reading(options.list, options.lang)
    if options.columns and not options.columns.exists():
        unknown = write_columns(options.list, options.columns, lang=options.lang)
        print(
            language.say(
                counted(
                    "{file} says what each column was taken for; {count} is not known. Correct it, and give it again "
                    "with --columns.",
                    "{file} says what each column was taken for; {count} are not known. Correct it, and give it again "
                    "with --columns.",
                    unknown,
                    file=str(options.columns),
                )
            )
        )
        return
    partners = read_partners(options.list, columns=options.columns, as_of=options.as_of)
    show = Show(options.lang)
    print(show.sentence(partners).text)
    print()
    print(show.table(partners).text)
    if options.out:
        path = write_partners(partners, options.out, lang=options.lang)
        print(language.say(message("The list is in {file}", file=str(path))))
    if options.frame:
        sample = draw_sample(partners, options.sample, seed=options.seed) if options.sample else None
        if sample:
            print(show.sentence(sample).text)
        path = write_survey_frame(partners, options.frame, lang=options.lang, sample=sample)
        print(language.say(message("The partners to ask are in {file}", file=str(path))))


def _questionnaire(options: argparse.Namespace) -> None:
    language = Language(options.lang)
    if options.draft and options.form:
        raise KipError(message("--draft writes a first questionnaire; to review yours, leave it out."))
    for name in ("topics", "no_importance") if not options.draft else ():
        if getattr(options, name):
            raise KipError(message("--{name} belongs to --draft FILE.", name=_option(name)))
    for name in _OF_QUESTIONNAIRES if not options.form else ():
        if getattr(options, name):
            raise KipError(message("--{name} needs your questionnaire; give its file as well.", name=_option(name)))
    for name in ("respondents", "seed") if not options.rehearse else ():
        if getattr(options, name) is not None:
            raise KipError(message("--{name} belongs to --rehearse FILE.", name=name))
    if options.draft:
        _draft_questionnaire(options, language)
    planned = options.plan and not options.plan.exists()
    if planned:
        _write_plan(options, language)
    if options.form:
        _prepare_questionnaire(options, language)
    elif not options.draft and not planned:
        raise KipError(message("Give your questionnaire, or --draft FILE for a first one from the item bank."))


def _draft_questionnaire(options: argparse.Namespace, language: Language) -> None:
    from kiptools.codebook import write_codebook
    from kiptools.places import refuse_existing
    from kiptools.questionnaires import draft_questionnaire

    if options.draft.suffix.lower() not in ("", ".xlsx"):
        raise KipError(
            message("{file}: give a name that ends in .xlsx, or a folder for CSV files.", file=str(options.draft))
        )
    refuse_existing(options.draft)
    if options.topics == []:
        raise KipError(message("--topics names no topic; leave it out for all eight."))
    draft = draft_questionnaire(options.topics, importance=not options.no_importance, languages=options.languages)
    path = write_codebook(draft, options.draft)
    print(
        language.say(
            counted(
                "{file} is ready to edit, with {count} question.",
                "{file} is ready to edit, with {count} questions.",
                len(draft.items),
                file=str(path),
            )
        )
    )


def _write_plan(options: argparse.Namespace, language: Language) -> None:
    from kiptools.plan import write_plan

    path = write_plan(options.plan, lang=options.lang)
    print(
        language.say(
            message("{file} asks what only you can decide; fill it in, and give it again with --plan.", file=str(path))
        )
    )


def _prepare_questionnaire(options: argparse.Namespace, language: Language) -> None:
    """Review a questionnaire, and write what was asked for."""
    from kiptools.critique import review
    from kiptools.fielding.checks import check_xlsform, not_carried
    from kiptools.forms import read_codebook
    from kiptools.questionnaires import only_languages
    from kiptools.show import Show

    show = Show(options.lang)
    _say_reading(options.form, options.lang)
    codebook = read_codebook(options.form)
    if options.languages:
        codebook = only_languages(codebook, options.languages)
    found = review(codebook)
    print(show.sentence(codebook).text)
    print(show.sentence(found).text)
    print()
    print(show.table(found).text)
    if options.form.suffix.lower() not in (".qsf", ".lss"):
        for note in (*check_xlsform(options.form), *not_carried(options.form)):
            print("  " + language.say(note))
    if options.ratings:
        _say_ratings(options, codebook, show)
    if options.rating_sheet:
        from kiptools.rating_sheets import write_rating_sheet

        path = write_rating_sheet(codebook, options.rating_sheet, lang=options.lang)
        print(language.say(message("{file} is ready for the experts; send each a copy.", file=str(path))))
    if options.rehearse or options.assumptions:
        _rehearse(options, codebook, language)
    if options.out:
        from kiptools.packs import write_fielding_pack
        from kiptools.plan import read_plan

        plan = read_plan(options.plan) if options.plan else None
        pack = write_fielding_pack(codebook, options.out, plan, minutes=found.minutes.high)
        print(language.say(message("Everything that goes out is in {folder}", folder=str(pack.folder.resolve()))))
        for reason in pack.left_out:
            print("  " + language.say(reason))


def _say_ratings(options: argparse.Namespace, codebook: Codebook, show: Show) -> None:
    from kiptools.experts import content_validity
    from kiptools.rating_sheets import read_ratings

    validity = content_validity(read_ratings(options.ratings), codebook)
    print(show.sentence(validity).text)
    print()
    print(show.table(validity).text)


def _rehearse(options: argparse.Namespace, codebook: Codebook, language: Language) -> None:
    """Write made-up answers; or first what they assume, to be changed."""
    from kiptools.simulation import read_assumptions, simulate, write_answers, write_assumptions

    if options.assumptions and not options.assumptions.exists():
        path = write_assumptions(codebook, options.assumptions, lang=options.lang)
        print(
            language.say(
                message("{file} says what is assumed; change it, and give it again with --assumptions.", file=str(path))
            )
        )
        return
    if not options.rehearse:
        raise KipError(message("--assumptions belongs to --rehearse FILE, where the made-up answers go."))
    assumptions = read_assumptions(options.assumptions) if options.assumptions else None
    seed = 1 if options.seed is None else options.seed
    answers = simulate(codebook, options.respondents or 30, assumptions=assumptions, seed=seed)
    path = write_answers(answers, options.rehearse)
    print(
        language.say(
            counted(
                "{file} has the made-up answers of {count} respondent; nobody gave them.",
                "{file} has the made-up answers of {count} respondents; nobody gave them.",
                len(answers),
                file=str(path),
            )
        )
    )


def _codebook(options: argparse.Namespace) -> None:
    from kiptools.codebook import write_codebook
    from kiptools.draft import draft_codebook
    from kiptools.places import refuse_existing

    language = Language(options.lang)
    if options.out.suffix.lower() not in ("", ".xlsx"):
        raise KipError(
            message("{file}: give a name that ends in .xlsx, or a folder for CSV files.", file=str(options.out))
        )
    refuse_existing(options.out)
    _say_reading(options.export, options.lang)
    codebook, review = draft_codebook(options.export, options.form, tool=options.tool, keep=options.keep)
    for remark in review.pop("", []):
        print(language.say(remark))
    path = write_codebook(
        codebook, options.out, review={name: " ".join(map(language.say, remarks)) for name, remarks in review.items()}
    )
    print(
        language.say(
            counted(
                "{count} question drafted; {file} is ready to review.",
                "{count} questions drafted; {file} is ready to review.",
                len(codebook.items),
                file=str(path),
            )
        )
    )
    print(
        language.say(
            counted(
                "{count} needs a look: see the column review of the sheet survey.",
                "{count} need a look: see the column review of the sheet survey.",
                len(review),
            )
        )
    )


def _facts(options: argparse.Namespace) -> None:
    from kiptools.facts import write_facts
    from kiptools.plan import facts_of, read_plan

    known = facts_of(read_plan(options.plan), lang=options.lang) if options.plan else None
    path = write_facts(options.out, known, lang=options.lang)
    print(
        Language(options.lang).say(
            message("{file} is ready: write your answers into it and give it to the report as --facts.", file=str(path))
        )
    )


def _inspect(options: argparse.Namespace) -> None:
    from kiptools.reading import read_responses
    from kiptools.show import Show

    _say_reading(options.export, options.lang)
    responses = read_responses(options.export, options.codebook, tool=options.tool, keep=options.keep)
    print(Show(options.lang).table(responses).text)


def _say_reading(export: Path, lang: str) -> None:
    """Beside the output, so that a large file is no silence."""
    print(Language(lang).say(message("Reading {file} …", file=export.name)), file=sys.stderr, flush=True)


def _absolute(path: Path | None) -> str | None:
    return str(path.resolve()) if path else None


def _say(fault: Message, lang: str) -> str:
    """In the chosen language, if there is such a language."""
    return Language(lang if lang in LANGUAGES else "en").say(fault)


def _progress(language: Language) -> Callable[[int, int], None]:
    """One line that counts the notebook's cells."""

    def show(cell: int, cells: int) -> None:
        line = language.say(message("Running the notebook: cell {cell} of {cells}", cell=cell, cells=cells))
        print(f"\r{line}", end="\n" if cell == cells else "", file=sys.stderr, flush=True)

    return show


if __name__ == "__main__":
    sys.exit(main())
