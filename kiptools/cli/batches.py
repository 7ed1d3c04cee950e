"""``kip batch``: many reports from one table of jobs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.cli.parsing import Commands, counting_line
from kiptools.language import Language
from kiptools.messages import KipError, Message, counted, message

if TYPE_CHECKING:
    from kiptools.batch import Result
    from kiptools.batch.running import Runner

__all__ = ["add_batch"]


def add_batch(commands: Commands[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    command = commands.add_parser(
        "batch",
        help="write many reports from a table of jobs; only what has changed is made again",
        description="Write many reports from a table with one row a report. What has not changed is not made again.",
    )
    command.add_argument("jobs", type=Path, nargs="?", metavar="JOBS", help="your table of jobs: XLSX or CSV")
    command.add_argument("--template", type=Path, metavar="FILE", help="write an empty table of jobs: jobs.xlsx")
    command.add_argument(
        "--out", type=Path, default=Path("reports"), metavar="DIR", help="folder for the reports (%(default)s)"
    )
    command.add_argument(
        "--workers", type=_workers, metavar="N", help="how many at a time (as many as there are cores)"
    )
    command.add_argument("--dask", metavar="ADDRESS", help="a Dask scheduler that makes them, like tcp://host:8786")
    command.set_defaults(run=_batch)
    return command


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; give a whole number from 1 to 256")
    return int(text)


def _batch(options: argparse.Namespace) -> int:
    from kiptools.batch import read_jobs, run_batch, write_jobs
    from kiptools.batch.planning import PAGE
    from kiptools.batch.summary import counts

    language = Language(options.lang)
    if bool(options.jobs) == bool(options.template):
        raise KipError(message("Give your table of jobs, or --template FILE for one to fill in."))
    if options.workers and options.dask:
        raise KipError(message("--workers is for this machine; with --dask, leave it out."))
    if options.template:
        path = write_jobs(options.template)
        print(language.say(message("{file} is ready to fill in.", file=str(path))))
        return 0
    jobs = read_jobs(options.jobs)
    progress = show_progress(language)
    try:
        results = run_batch(jobs, options.out, _runner(options), progress=progress, lang=options.lang)
    except KeyboardInterrupt:
        stopped = message("Stopped; what was finished is kept, and the same command goes on from there.")
        print("\n" + language.say(stopped), file=sys.stderr)
        return 130
    failed = [result for result in results if result.state == "failed"]
    for result in failed:
        for fault in result.faults:
            print(f"{_whose(result, language)}: {language.say(fault)}", file=sys.stderr)
    print(" ".join(map(language.say, counts(results))))
    print(language.say(message("Links to all of them are in {file}", file=str((options.out / PAGE).resolve()))))
    return 1 if failed else 0


def _whose(result: Result, language: Language) -> str:
    from kiptools.batch.summary import site_of

    site = site_of(result)
    name = site if isinstance(site, str) else language.say(site)
    return f"{name} ({result.job.report}, {result.job.lang})"


def _runner(options: argparse.Namespace) -> Callable[[int], Runner]:
    """What starts that which makes the reports, here or elsewhere."""

    def start(reports: int) -> Runner:
        if options.dask:
            from kiptools.elsewhere import OnDask

            return OnDask(options.dask)
        from kiptools.batch.running import processes

        return processes(reports, options.workers)

    return start


def show_progress(language: Language) -> Callable[[int, int, float | None], None]:
    """One line that counts reports."""
    counting = counting_line()

    def show(done: int, of: int, seconds: float | None) -> None:
        counting(language.say(progress_line(done, of, seconds)), done, of)

    return show


def progress_line(done: int, of: int, seconds: float | None) -> Message:
    """How many reports are done, and how long the others will take.

    Examples
    --------
    >>> str(progress_line(12, 100, 170.0)), str(progress_line(99, 100, 4.2))
    ('Reports done: 12 of 100; about 3 minutes left.', 'Reports done: 99 of 100; about 10 seconds left.')
    """
    if seconds is None or done == of:
        return message("Reports done: {done} of {of}.", done=done, of=of)
    if seconds < 90:
        tens = 10 * max(1, round(seconds / 10))
        return counted(
            "Reports done: {done} of {of}; about {count} second left.",
            "Reports done: {done} of {of}; about {count} seconds left.",
            tens,
            done=done,
            of=of,
        )
    return counted(
        "Reports done: {done} of {of}; about {count} minute left.",
        "Reports done: {done} of {of}; about {count} minutes left.",
        round(seconds / 60),
        done=done,
        of=of,
    )
