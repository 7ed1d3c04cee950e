"""``kip codebook``, ``kip inspect`` and ``kip facts``: a survey's export, and what belongs to it."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiptools.cli.parsing import Commands, say_reading
from kiptools.language import Language
from kiptools.messages import KipError, counted, message

__all__ = ["add_codebook", "add_facts", "add_inspect"]


def add_codebook(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    draft = commands.add_parser(
        "codebook",
        help="draft a codebook from a survey export",
        description="Draft a codebook from the answers, to review in a spreadsheet.",
    )
    draft.add_argument("export", type=Path, metavar="EXPORT", help="your survey export: CSV, XLSX or SPSS")
    draft.add_argument("--form", type=Path, metavar="FILE", help="the form's own definition: XLSForm, .qsf or .lss")
    draft.add_argument("--out", type=Path, required=True, metavar="FILE", help="codebook.xlsx, or a folder for CSV")
    draft.set_defaults(run=_codebook)
    return draft


def add_inspect(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    inspect = commands.add_parser(
        "inspect",
        help="say what a survey export holds, and what was decided while reading it",
        description="Say what a survey export holds: tool, rows, questions, lists of answers, missing answers.",
    )
    inspect.add_argument("export", type=Path, metavar="EXPORT", help="your survey export: CSV, XLSX or SPSS")
    inspect.add_argument("--codebook", type=Path, metavar="FILE", help="its codebook, or the form's own definition")
    inspect.set_defaults(run=_inspect)
    return inspect


def add_facts(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    facts = commands.add_parser(
        "facts",
        help="write a table that asks how the survey was made, for the report's appendix",
        description="Write a table that asks what only you can tell about a survey; give it to the report as --facts.",
    )
    facts.add_argument("--out", type=Path, required=True, metavar="FILE", help="facts.xlsx or facts.csv")
    facts.add_argument("--plan", type=Path, metavar="FILE", help="your survey plan, which answers some of it")
    facts.set_defaults(run=_facts)
    return facts


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
    say_reading(options.export, options.lang)
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

    say_reading(options.export, options.lang)
    responses = read_responses(options.export, options.codebook, tool=options.tool, keep=options.keep)
    print(Show(options.lang).table(responses).text)
