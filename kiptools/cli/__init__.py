"""The command ``kip``: it parses, calls one function, and prints. One module for each thing that it works on."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress

from kiptools.cli.batches import add_batch
from kiptools.cli.learning import add_class, add_learn
from kiptools.cli.outcomes import add_canvas, add_outcomes
from kiptools.cli.parsing import said
from kiptools.cli.partner_lists import add_partners
from kiptools.cli.questionnaires import add_questionnaire
from kiptools.cli.reports import add_report
from kiptools.cli.surveys import add_codebook, add_facts, add_inspect
from kiptools.cli.swots import add_swot
from kiptools.cli.workshops import add_workshop
from kiptools.language import LANGUAGES
from kiptools.messages import KipError, message

__all__ = ["main"]

TOOLS = "qualtrics, surveymonkey, limesurvey, kobo, microsoft_forms, google_forms, spss, simulated, plain"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if it worked, 1 if something has to be put right, 130 if interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console that lacks a letter still shows the rest
    options = _parser().parse_args(arguments)
    with suppress(ValueError):  # only where the command is the program itself
        signal.signal(signal.SIGTERM, _stop)
    try:
        return options.run(options) or 0
    except KipError as error:
        for fault in error.shown:
            print(said(fault, options.lang), file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads the output has seen enough
        sys.stdout = None
        return 0
    except KeyboardInterrupt:
        print(said(message("Stopped; nothing was changed."), options.lang), file=sys.stderr)
        return 130


def _stop(number: int, frame: object) -> None:
    """Asked to end: leave nothing half-made behind."""
    raise SystemExit(128 + number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kip", description="From a partnership survey to an honest report.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    report, batch, swot = add_report(commands), add_batch(commands), add_swot(commands)
    outcomes, canvas = add_outcomes(commands), add_canvas(commands)
    teaching = add_workshop(commands), add_learn(commands), add_class(commands)
    partners, questionnaire = add_partners(commands), add_questionnaire(commands)
    draft, inspect, facts = add_codebook(commands), add_inspect(commands), add_facts(commands)
    for command in (report, draft, inspect):
        command.add_argument("--tool", metavar="TOOL", help=f"the survey tool, if not recognised: {TOOLS}")
        command.add_argument(
            "--keep",
            action="append",
            default=[],
            metavar="WHAT",
            help='what is otherwise left out: "tests", "unfinished", or a column by its heading (may be repeated)',
        )
    for command in (report, batch, draft, inspect, facts, partners, questionnaire, swot, outcomes, canvas, *teaching):
        command.add_argument(
            "--lang", default="en", metavar="CODE", help=f"language of what you read: {', '.join(LANGUAGES)}"
        )
    return parser
