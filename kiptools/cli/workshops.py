"""``kip workshop``: a session with exercises, in a folder."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kiptools.cli.parsing import Commands, learners
from kiptools.messages import Message, message

__all__ = ["add_workshop"]


def add_workshop(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "workshop",
        help="write everything for a session with exercises into one folder",
        description="Write learners' notebooks, hand-outs, slides, the trainer's run-sheet and how to start.",
    )
    command.add_argument(
        "names",
        nargs="+",
        metavar="NAME",
        help="exercises: evaluation, partner_network, survey_design, swot, learning_outcomes, audit",
    )
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="a new folder, or a name ending in .zip"
    )
    command.add_argument(
        "--learners", type=learners, default=0, metavar="N", help="a variant of the data for each of N learners"
    )
    command.add_argument(
        "--libraries", action="store_true", help="fetch all libraries too, for computers without internet"
    )
    command.set_defaults(run=_workshop)
    return command


def _workshop(options: argparse.Namespace) -> None:
    from kiptools.language import Language
    from kiptools.learning import exercise_called
    from kiptools.workshop_folder import write_workshop

    language = Language(options.lang)

    def told(what: Message) -> None:
        print("  " + language.say(what), file=sys.stderr, flush=True)

    names = [exercise_called(name) for name in options.names]
    out = write_workshop(
        names, options.out, options.lang, learners=options.learners, libraries=options.libraries, told=told
    )
    print(
        language.say(
            message("The workshop is in {file}; begin with for-trainer/run-sheet.html.", file=str(out.resolve()))
        )
    )
