"""The command ``kip``: it parses, calls one function, and prints."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.language import LANGUAGES, Language
from kiptools.messages import KipError, Message, counted, message

if TYPE_CHECKING:
    from kiptools.responses import Responses

__all__ = ["main"]

TOOLS = "qualtrics, surveymonkey, limesurvey, kobo, microsoft_forms, google_forms, spss, plain"


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
    except KeyboardInterrupt:
        print(_say(message("Stopped; nothing was changed."), options.lang), file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kip", description="From a partnership survey to an honest report.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    report = commands.add_parser(
        "report",
        help="write a report as one HTML file",
        description="Write a report. Without --survey: of the demo network.",
    )
    report.add_argument("name", metavar="NAME", help="which report: evaluation")
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
    for command in (report, draft, inspect, facts):
        command.add_argument(
            "--lang", default="en", metavar="CODE", help=f"language of what you read: {', '.join(LANGUAGES)}"
        )
    return parser


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of partners; give a whole number above 0")
    return int(text)


def _report(options: argparse.Namespace) -> None:
    from kiptools.reading import read_responses
    from kiptools.report import write_report

    language = Language(options.lang)
    for name in ("codebook", "register", "before"):
        if getattr(options, name) and not options.survey:
            raise KipError(message("--{name} belongs to a survey export; give --survey as well.", name=name))
    print(
        language.say(
            message("Reading {file} …", file=options.survey.name)
            if options.survey
            else message("Reading the demo network …")
        ),
        flush=True,
    )
    responses = read_responses(
        options.survey, options.codebook, population=options.population, tool=options.tool, keep=options.keep
    )
    _refuse_few(responses)
    _read_the_rest(options, responses)
    for note in responses.notes + responses.to_decide:
        print("  " + language.say(note))
    parameters = {
        "lang": options.lang,
        "survey": _absolute(options.survey),
        "codebook": _absolute(options.codebook),
        "population": options.population,
        "tool": options.tool,
        "keep": options.keep,
        "register": _absolute(options.register),
        "before": _absolute(options.before),
        "group": options.group,
        "facts": _absolute(options.facts),
    }
    path = write_report(options.name, _report_path(options), parameters, progress=_progress(language))
    print(language.say(message("The report is in {file}", file=str(path.resolve()))))


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


def _report_path(options: argparse.Namespace) -> Path:
    """The file that ``--out`` names, or one in the folder that it names, called after report, survey and language."""
    out: Path = options.out
    if out.suffix.lower() == ".html":
        return out
    survey = options.survey.name if options.survey else "demo"
    source = re.sub(r"(\.csv|\.xlsx|\.tsv|\.txt)?(\.gz)?$", "", survey, flags=re.I)
    return out / f"{options.name}-{source}-{options.lang}.html"


def _codebook(options: argparse.Namespace) -> None:
    from kiptools.codebook import write_codebook
    from kiptools.draft import draft_codebook

    language = Language(options.lang)
    if options.out.suffix.lower() not in ("", ".xlsx"):
        raise KipError(
            message("{file}: give a name that ends in .xlsx, or a folder for CSV files.", file=str(options.out))
        )
    if options.out.exists():
        raise KipError(
            message("{file} exists already and may hold somebody's work; give another name.", file=str(options.out))
        )
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

    path = write_facts(options.out, lang=options.lang)
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
