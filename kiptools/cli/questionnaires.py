"""``kip questionnaire``: draft one, read it critically, and write everything that goes out with it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.cli.parsing import Commands, comma_list, count, say_reading, seed
from kiptools.jobs import option_name
from kiptools.language import Language
from kiptools.messages import KipError, counted, message

if TYPE_CHECKING:
    from kiptools.codebook import Codebook
    from kiptools.show import Show

__all__ = ["add_questionnaire"]

_OF_QUESTIONNAIRES = ("out", "rating_sheet", "ratings", "rehearse", "assumptions")


def add_questionnaire(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "questionnaire",
        help="draft a questionnaire, read it critically, and write everything that goes out with it",
        description="Draft a questionnaire from the item bank; or review one, and write what goes out with it.",
    )
    command.add_argument("form", type=Path, nargs="?", metavar="FORM", help="your questionnaire: XLSForm, .qsf or .lss")
    command.add_argument("--draft", type=Path, metavar="FILE", help="write a first one: questionnaire.xlsx")
    command.add_argument(
        "--topics", type=comma_list, metavar="NAMES", help="its topics, like trust,results; else all eight"
    )
    command.add_argument("--no-importance", action="store_true", help="do not ask how important each statement is")
    command.add_argument(
        "--languages", type=comma_list, metavar="CODES", help="its languages, the first one first: fr,en"
    )
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
    command.add_argument("--respondents", type=count, metavar="N", help="how many answer in the rehearsal (30)")
    command.add_argument(
        "--assumptions", type=Path, metavar="FILE", help="what it assumes of them; written if there is no such file"
    )
    command.add_argument("--seed", type=seed, metavar="N", help="any whole number: the same one gives the same answers")
    command.set_defaults(run=_questionnaire)
    return command


def _questionnaire(options: argparse.Namespace) -> None:
    language = Language(options.lang)
    if options.draft and options.form:
        raise KipError(message("--draft writes a first questionnaire; to review yours, leave it out."))
    for name in ("topics", "no_importance") if not options.draft else ():
        if getattr(options, name):
            raise KipError(message("--{name} belongs to --draft FILE.", name=option_name(name)))
    for name in _OF_QUESTIONNAIRES if not options.form else ():
        if getattr(options, name):
            raise KipError(message("--{name} needs your questionnaire; give its file as well.", name=option_name(name)))
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
    say_reading(options.form, options.lang)
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
