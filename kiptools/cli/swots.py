"""``kip swot``: a workbook to fill in, with what a survey and a partner list propose; and one filled in, checked."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.cli.parsing import Commands, say_reading
from kiptools.jobs import option_name
from kiptools.language import Language
from kiptools.messages import KipError, message

if TYPE_CHECKING:
    from kiptools.proposals import Proposals
    from kiptools.show import Show
    from kiptools.swot import Swot

__all__ = ["add_swot"]


def add_swot(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "swot",
        help="write a SWOT workbook for a workshop, or check one that is filled in",
        description="Check a SWOT workbook; or write an empty one, or one with what your files propose.",
    )
    command.add_argument("file", type=Path, nargs="?", metavar="FILE", help="your SWOT: XLSX, or a folder of CSV files")
    command.add_argument("--template", type=Path, metavar="FILE", help="write a workbook to fill in: swot.xlsx")
    command.add_argument("--survey", type=Path, metavar="FILE", help="a survey export that proposes factors")
    command.add_argument("--codebook", type=Path, metavar="FILE", help="its codebook, or the form's own definition")
    command.add_argument("--partners", type=Path, metavar="FILE", help="a list of partners that proposes factors")
    command.add_argument("--columns", type=Path, metavar="FILE", help="what its columns are, written by kip partners")
    command.add_argument("--as-of", metavar="DAY", help="the day for which the list is read, like 2026-03-31")
    command.set_defaults(run=_swot)
    return command


def _swot(options: argparse.Namespace) -> None:
    from kiptools.proposals import with_proposals
    from kiptools.show import Show
    from kiptools.swot import Swot
    from kiptools.swot_reading import read_swot
    from kiptools.swot_workbook import write_swot_template

    show = Show(options.lang)
    for name, needed in (("codebook", "survey"), ("columns", "partners"), ("as_of", "partners")):
        if getattr(options, name) and not getattr(options, needed):
            raise KipError(message("--{name} needs --{needed} as well.", name=option_name(name), needed=needed))
    if (options.survey or options.partners) and not options.template:
        raise KipError(message("--survey and --partners need --template FILE, where their proposals go."))
    if not options.file and not options.template:
        raise KipError(message("Give your SWOT, or --template FILE for a workbook to fill in."))
    swot = None
    if options.file:
        say_reading(options.file, options.lang)
        swot = read_swot(options.file)
        print(show.sentence(swot).text)
    if options.template:
        found = _proposals(options, show.language)
        if found is not None:
            swot = with_proposals(swot or Swot(), found, show.language.say)
            print(show.sentence(found).text)
        path = write_swot_template(options.template, swot, lang=options.lang)
        print(show.language.say(message("{file} is ready to fill in.", file=str(path))))
    elif swot is not None:
        _say_results(swot, show)


def _say_results(swot: Swot, show: Show) -> None:
    """What the workshop has brought about, in one sentence for each part."""
    from kiptools.pairwise import comparisons_of
    from kiptools.ranking import rank
    from kiptools.strategies import tows
    from kiptools.tasks import critical_path

    ranking = rank(swot)
    for result in (
        ranking,
        ranking.disagreements,
        *comparisons_of(swot.judgements),
        tows(swot, ranking),
        critical_path(swot.action_sheet),
    ):
        print(show.sentence(result).text)


def _proposals(options: argparse.Namespace, language: Language) -> Proposals | None:
    """What the files that were named propose; None if there are none."""
    from kiptools.lists import read_partners
    from kiptools.priority import priorities
    from kiptools.proposals import propose
    from kiptools.reading import read_responses

    if not options.survey and not options.partners:
        return None
    survey = partners = None
    if options.survey:
        say_reading(options.survey, options.lang)
        survey = priorities(read_responses(options.survey, options.codebook))
    if options.partners:
        say_reading(options.partners, options.lang)
        partners = read_partners(options.partners, columns=options.columns, as_of=options.as_of)
    return propose(survey, partners)
