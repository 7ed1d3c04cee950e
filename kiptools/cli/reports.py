"""``kip report``: which report, of which files, in which formats and languages."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from kiptools.cli.parsing import Commands, comma_list, count, counting_line, day, formats, months
from kiptools.jobs import CALENDAR, FORMATS, OPTIONS, WITH_CALENDAR, refuse_foreign
from kiptools.language import Language
from kiptools.messages import KipError, Message, message
from kiptools.places import file_name
from kiptools.pool import kept_pool

__all__ = ["add_report"]

_OTHER_FORMATS = ("htm", "doc", "odt", "rtf", "txt", "md", "csv", "xlsx", "pptx")
"""A name that ends so means a file, not a folder."""


def add_report(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    report = commands.add_parser(
        "report",
        help="write a report as a page, a Word document or a PDF",
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
        "--to", type=formats, default=[], metavar="FORMATS", help="html, docx, pdf, or several of them: docx,pdf (html)"
    )
    report.add_argument("--organisation", default="", metavar="NAME", help="whose report it is, for the title page")
    report.add_argument("--date", type=day, metavar="DAY", help="its day, for the title page, like 2026-03-31 (today)")
    report.add_argument("--template", type=Path, metavar="FILE", help="a Word document in your look, for the .docx")
    report.add_argument(
        "--out",
        type=Path,
        default=Path("reports"),
        metavar="DIR",
        help="folder for it, or a name ending in .html, .docx or .pdf (%(default)s)",
    )
    report.set_defaults(run=_report)
    return report


def _report(options: argparse.Namespace) -> None:
    kept_pool()  # it loads while the rest is read
    from kiptools.publishing.edition import TitlePage
    from kiptools.report import write_report

    languages = comma_list(options.lang) or ["en"]
    options.lang = languages[0]  # in which the command itself speaks
    language, *_ = map(Language, languages)
    named = _named(options)
    refuse_foreign(options.name, named)
    for lang in languages:
        outs = _outs(options, lang, alone=len(languages) == 1)
        source = next((value for value in named.values() if isinstance(value, Path)), None)
        print(
            language.say(
                message("Reading {file} …", file=file_name(source)) if source else message("Reading the demo network …")
            ),
            flush=True,
        )
        write_report(
            options.name,
            outs,
            {"lang": lang, **{name: _plain(value) for name, value in named.items()}},
            front=TitlePage(options.organisation, options.date),
            template=options.template,
            progress=_progress(language),
            say=lambda note: print("  " + language.say(note)),
        )
        for out in outs:
            if out.exists():
                print(language.say(_where(out, options.name)))


def _named(options: argparse.Namespace) -> dict[str, object]:
    """What was named on the command line, in the order in which the report reads it."""
    every = dict.fromkeys((*OPTIONS.get(options.name, ()), *(name for names in OPTIONS.values() for name in names)))
    return {name: value for name in every if name != "lang" and (value := getattr(options, name))}


def _outs(options: argparse.Namespace, lang: str, *, alone: bool) -> list[Path]:
    """The files to write: what ``--out`` names, or called after report, file and language in the folder it names."""
    out: Path = options.out
    ending = out.suffix.lower().removeprefix(".")
    if ending in _OTHER_FORMATS and not out.is_dir():
        raise KipError(message("{file}: give a name that ends in .html, .docx or .pdf.", file=str(out)))
    if ending in FORMATS:
        stem = out.with_suffix("") if alone else out.with_name(f"{out.stem}-{lang}")
    else:
        ending = FORMATS[0]
        stem = out / f"{options.name}-{_source(options)}-{lang}"
    endings = options.to or [ending]
    if options.name in WITH_CALENDAR:
        endings = [*endings, CALENDAR]
    return [stem.with_name(f"{stem.name}.{each}") for each in endings]


def _source(options: argparse.Namespace) -> str:
    files = [value for value in _named(options).values() if isinstance(value, Path)]
    name = file_name(files[0]) if files else "demo"
    return re.sub(r"(\.(csv|tsv|txt|md|xlsx|sav|zsav|docx|pdf))?(\.gz)?$", "", name, flags=re.I)


def _where(out: Path, report: str) -> Message:
    file = str(out.resolve())
    if out.suffix != f".{CALENDAR}":
        return message("The report is in {file}", file=file)
    if report == "swot":
        return message("The tasks for your calendar are in {file}", file=file)
    return message("The action list for your calendar is in {file}", file=file)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value


def _progress(language: Language) -> Callable[[int, int], None]:
    """One line that counts the notebook's cells."""
    counting = counting_line()

    def show(cell: int, cells: int) -> None:
        line = message("Running the notebook: cell {cell} of {cells}", cell=cell, cells=cells)
        counting(language.say(line), cell, cells)

    return show
