"""``kip partners``: check a list of partners, and write it in other forms."""

from __future__ import annotations

import argparse
from pathlib import Path

from kiptools.cli.parsing import Commands, count, say_reading, seed
from kiptools.language import Language
from kiptools.messages import KipError, counted, message

__all__ = ["add_partners"]


def add_partners(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
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
        "--sample", type=count, metavar="N", help="ask only so many of them, drawn by lot; without it, all are asked"
    )
    partners.add_argument(
        "--seed", type=seed, metavar="N", help="any whole number: the same one draws the same partners"
    )
    partners.add_argument("--as-of", metavar="DAY", help="the day for which the list is read, like 2026-03-31")
    partners.set_defaults(run=_partners)
    return partners


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

    say_reading(options.list, options.lang)
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
