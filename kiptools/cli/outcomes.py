"""``kip outcomes``: learning outcomes read, a workbook to fill in. ``kip canvas``: a programme on one page."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.cli.parsing import Commands, say_reading
from kiptools.messages import KipError, counted, message

if TYPE_CHECKING:
    from kiptools.bloom import Classification
    from kiptools.show import Show

__all__ = ["add_canvas", "add_outcomes"]

MOST_SHOWN = 40
"""So many things to mend are read in a terminal."""


def add_outcomes(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "outcomes",
        help="read learning outcomes, or write a workbook for a programme",
        description="Read the learning outcomes of a training: their level, what is unclear, what is missing.",
    )
    command.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help="your outcomes: XLSX, CSV, DOCX, or a text, one a line"
    )
    command.add_argument("--template", type=Path, metavar="FILE", help="write a workbook to fill in: outcomes.xlsx")
    command.add_argument(
        "--needs-template", type=Path, metavar="FILE", help="write a workbook for training needs: needs.xlsx"
    )
    command.add_argument(
        "--out", type=Path, metavar="FILE", help="write your outcomes as that workbook, with what the kit reads"
    )
    command.add_argument("--accuracy", action="store_true", help="say how good the reading is, beside other ways")
    command.set_defaults(run=_outcomes)
    return command


def add_canvas(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "canvas",
        help="a training programme on one page: a workbook to fill in, and the document",
        description="Write an empty programme canvas, or make the document (.docx) of one that is filled in.",
    )
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help="your canvas: XLSX or CSV")
    command.add_argument("--template", type=Path, metavar="FILE", help="write a workbook to fill in: canvas.xlsx")
    command.add_argument("--outcomes", type=Path, metavar="FILE", help="the programme whose outcomes go into it")
    command.add_argument("--out", type=Path, metavar="FILE", help="the document: canvas.docx")
    command.set_defaults(run=_canvas)
    return command


def _outcomes(options: argparse.Namespace) -> None:
    from kiptools.bloom import classify
    from kiptools.needs_workbook import write_needs_template
    from kiptools.outcome_reading import read_outcomes
    from kiptools.outcome_workbook import write_outcomes, write_outcomes_template
    from kiptools.places import refuse_but_new_workbook
    from kiptools.programme import trainer_agreement
    from kiptools.show import Show
    from kiptools.validation import validate_classifier

    show = Show(options.lang)
    if not (options.files or options.template or options.needs_template or options.accuracy):
        raise KipError(message("Give your outcomes, or --template FILE for a workbook to fill in."))
    if options.out and len(options.files) != 1:
        raise KipError(message("--out writes the workbook of one file; name one."))
    if options.out:
        refuse_but_new_workbook(options.out)
    read = []
    for file in dict.fromkeys(options.files):
        say_reading(file, options.lang)
        read.append(classify(read_outcomes(file, lang=options.lang)))
        _say_reading(read[-1], show)
    for found in trainer_agreement(*read):
        print(show.sentence(found).text)
    if options.out:
        path = write_outcomes(read[0].programme, options.out, lang=options.lang, readings=read[0])
        print(show.language.say(message("What the kit reads stands beside each outcome in {file}", file=str(path))))
    for file, write in ((options.template, write_outcomes_template), (options.needs_template, write_needs_template)):
        if file:
            path = write(file, lang=options.lang)
            print(show.language.say(message("{file} is ready to fill in.", file=str(path))))
    if options.accuracy:
        print(show.language.say(message("Reading the labelled outcomes …")), file=sys.stderr, flush=True)
        measured = validate_classifier()
        print(show.table(measured).text, show.sentence(measured).text, sep="\n")


def _say_reading(found: Classification, show: Show) -> None:
    """What was read, and what to mend."""
    from kiptools.repairs import repairs_of

    for note in found.programme.notes:
        print("  " + show.language.say(note))
    print(show.sentence(found).text)
    repairs = repairs_of(found)
    print(show.table(replace(repairs, repairs=repairs.repairs[:MOST_SHOWN])).text)
    if (more := len(repairs.repairs) - MOST_SHOWN) > 0:
        print(show.language.say(counted("{count} more is in the report.", "{count} more are in the report.", more)))


def _canvas(options: argparse.Namespace) -> None:
    from kiptools.canvas import Canvas, read_canvas, write_canvas
    from kiptools.canvas_document import write_canvas_document
    from kiptools.outcome_reading import read_outcomes
    from kiptools.places import refuse_but_new_workbook
    from kiptools.show import Show

    show = Show(options.lang)
    if not options.file and not options.template:
        raise KipError(message("Give your canvas, or --template FILE for a workbook to fill in."))
    if options.outcomes and not options.out:
        raise KipError(message("--outcomes goes into the document; give --out FILE as well."))
    if options.out and not options.file:
        raise KipError(message("--out needs your canvas."))
    if options.template:
        refuse_but_new_workbook(options.template)
        path = write_canvas(Canvas(), options.template, lang=options.lang)
        print(show.language.say(message("{file} is ready to fill in.", file=str(path))))
    if options.file:
        say_reading(options.file, options.lang)
        canvas = read_canvas(options.file, lang=options.lang)
        for note in canvas.notes:
            print("  " + show.language.say(note))
        print(show.sentence(canvas).text)
        if options.out:
            programme = read_outcomes(options.outcomes, lang=options.lang) if options.outcomes else None
            path = write_canvas_document(canvas, options.out, lang=options.lang, programme=programme)
            print(show.language.say(message("The document is in {file}", file=str(path))))
