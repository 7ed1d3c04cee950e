"""Jobs become reports: the unchanged are passed over, the others are made, and a page leads to all of them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Protocol

from kiptools.batch.keys import key_maker
from kiptools.batch.planning import Job
from kiptools.batch.store import Store, open_store
from kiptools.batch.summary import write_summary
from kiptools.jobs import CALENDAR
from kiptools.language import Language
from kiptools.messages import KipError, Message, cut, message
from kiptools.places import cannot_write

if TYPE_CHECKING:
    from kiptools.pool import Call, Outcome, Told

__all__ = ["Result", "Runner", "processes", "run_batch"]

State = Literal["waiting", "made", "unchanged", "failed"]


class Runner(Protocol):
    """What runs calls: `kiptools.pool.Pool`, or something elsewhere that does the same."""

    def __enter__(self) -> Runner: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> object: ...

    def run(self, calls: Iterable[Call], told: Told) -> Iterator[Outcome]: ...


@dataclass(frozen=True)
class Result:
    """What became of a job.

    Parameters
    ----------
    job : Job
    state : {"waiting", "made", "unchanged", "failed"}
    files : tuple of str
        What can be read, by its place below the folder of the batch; of a job that failed, what an earlier batch made.
    faults : tuple of Message
        Why it failed.
    notes : tuple of str
        What should be known about the data of a report that is there, as it was said when it was made.
    """

    job: Job
    state: State = "waiting"
    files: tuple[str, ...] = ()
    faults: tuple[Message, ...] = ()
    notes: tuple[str, ...] = ()


def run_batch(
    jobs: Sequence[Job],
    out: str | Path,
    start: Callable[[int], Runner] | None = None,
    *,
    make: Callable[..., object] | None = None,
    key: Callable[[Job], str] | None = None,
    progress: Callable[[int, int, float | None], object] = lambda done, of, seconds: None,
    lang: str = "en",
) -> tuple[Result, ...]:
    """Make the reports that are not there yet, or that rest on something that has changed.

    Parameters
    ----------
    jobs : sequence of Job
        See `kiptools.batch.read_jobs`.
    out : str or Path
        The folder for them: one folder in it for each site, and the page ``index.html``.
    start : callable, optional
        Given how many reports are to be made, it gives what runs them; as many processes as cores if it is not given.
    make : callable, optional
        Makes one report (`kiptools.report.make_report`).
    key : callable, optional
        Tells what a job rests on (`kiptools.batch.keys.key_maker`).
    progress : callable, optional
        Told how many reports are done, of how many, and how many seconds the others will take, once that is known.
    lang : str
        Language of the page.

    Returns
    -------
    tuple of Result
        One for each job, in their order.

    Raises
    ------
    KipError
        Another batch is writing into the folder, it cannot be written to, or nothing can be run at all. What was
        finished is kept, and the page is written.
    """
    from kiptools.report import make_report

    with open_store(Path(out).resolve()) as store:
        results = [Result(job) for job in jobs]
        try:
            keys = _sort(results, store, key or key_maker(date.today()))
            progress(_done(results), len(results), None)
            say = Language(lang).say
            for place, result, seconds in _make(results, keys, store, start or processes, make or make_report, say):
                results[place] = result
                progress(_done(results), len(results), seconds)
        finally:
            write_summary(results, store.out, lang)
    return tuple(results)


def processes(reports: int, workers: int | None = None) -> Runner:
    """Processes of this machine that make reports, as many as are of use, or else as many as were asked for."""
    from kiptools.pool import Pool, cores

    return Pool(min(reports, workers or cores()))


def _done(results: Iterable[Result]) -> int:
    return sum(result.state != "waiting" for result in results)


def _sort(results: list[Result], store: Store, key: Callable[[Job], str]) -> dict[int, str]:
    """Say of each job whether it failed already or is unchanged; the keys of the others, which are to be made."""
    keys = {}
    for place, result in enumerate(results):
        job = result.job
        if job.faults:
            results[place] = replace(result, state="failed", faults=job.faults)
            continue
        record = store.record(job)
        there = tuple(name for name in record.files if (store.out / name).is_file())
        result = replace(result, files=there)
        try:
            if open_elsewhere := store.unfinished.get(job.file("")):
                raise cannot_write(Path(str(open_elsewhere.filename)), open_elsewhere)
            now = key(job)
            if record.key == now and store.is_there(record):
                results[place] = replace(result, state="unchanged", notes=record.notes)
                continue
            store.refuse_others([job.file(ending) for ending in job.formats], record)
        except (KipError, OSError) as error:
            results[place] = _failed(result, error, store)
            continue
        keys[place], results[place] = now, result
    return keys


def _make(
    results: Sequence[Result],
    keys: Mapping[int, str],
    store: Store,
    start: Callable[[int], Runner],
    make: Callable[..., object],
    say: Callable[[Message], str],
) -> Iterator[tuple[int, Result, float | None]]:
    """Make reports; of each its place, what became of it, and how many seconds the others will take."""
    if not keys:
        return
    places, works = list(keys), list[Path]()
    notes: dict[int, dict[str, None]] = {}

    def calls() -> Iterator[Call]:
        for place in places:
            try:
                works.append(store.new_work())
            except OSError as error:
                raise cannot_write(store.out, error) from None
            yield make, _arguments(results[place].job, works[-1], store.out)

    def told(number: int, news: tuple[Any, ...]) -> None:
        if news[0] == "note":
            note = _without_folders(news[1], results[places[number]].job, store.out)
            notes.setdefault(number, {})[say(note)] = None

    began = monotonic()
    with start(len(places)) as runner:
        for done, outcome in enumerate(runner.run(calls(), told), start=1):
            place, work = places[outcome.number], works[outcome.number]
            known = tuple(notes.get(outcome.number, ()))
            result = _result(replace(results[place], notes=known), keys[place], outcome, work, store)
            left = (monotonic() - began) / done * (len(places) - done)
            yield place, result, left if done >= _ENOUGH else None


_ENOUGH = 3
"""So many reports tell how long the others will take; the first ones come several at a time."""


def _arguments(job: Job, work: Path, here: Path) -> tuple[object, ...]:
    from kiptools.publishing.edition import TitlePage

    template = str(job.template) if job.template else None
    front = TitlePage(job.organisation, job.day)
    return (job.report, dict(job.parameters), front, template, job.formats, str(work), str(here))


def _result(result: Result, key: str, outcome: Outcome, work: Path, store: Store) -> Result:
    """What became of a job that was run; what was made is in its place afterwards."""
    job = result.job
    error = outcome.error
    if error is None:
        absent = [ending for ending in job.formats if ending != CALENDAR and not (work / f"report.{ending}").is_file()]
        try:
            if absent:
                raise KipError(message("The report was not made as {formats}.", formats=tuple(absent)))
            record = store.keep(job, key, work, result.notes)
            return replace(result, state="made", files=tuple(record.files))
        except OSError as failed:  # what is made stays for the next batch
            return _failed(result, cannot_write(Path(str(failed.filename)), failed), store)
        except KipError as refused:
            error = refused
    shutil.rmtree(work, ignore_errors=True)
    return _failed(result, error, store)


def _failed(result: Result, error: Exception, store: Store) -> Result:
    return replace(result, state="failed", faults=_faults(error, result.job, store.out), notes=())


def _faults(error: Exception, job: Job, out: Path) -> tuple[Message, ...]:
    """What went wrong, in sentences without the machine's folders."""
    if isinstance(error, KipError):
        return tuple(_without_folders(fault, job, out) for fault in error.shown)
    if isinstance(error, OSError):
        place = Path(str(error.filename or ""))
        if any(place.is_relative_to(each) for each in job.inputs().values()):
            reason = error.strerror or type(error).__name__
            return (message("{file} cannot be opened: {reason}.", file=place.name, reason=reason),)
        ending = place.suffix.removeprefix(".")
        return cannot_write(Path(job.file(ending if ending in job.formats else job.formats[0])), error).faults
    reason = _ANY_FOLDER.sub("", _short(str(error), job, out))
    return (message("{kind}: {reason}", kind=type(error).__name__, reason=cut(reason, 200)),)


_ANY_FOLDER = re.compile(r"(?<![\w./\\:])(?:[A-Za-z]:)?[/\\]+(?:[^/\\\s\"']+[/\\]+)+")
"""All of a path but its last part."""
_MADE = re.compile(r"\.kip[/\\]work[/\\]\w+[/\\]report\.")
"""A report where it is made."""


def _without_folders(fault: Message, job: Job, out: Path) -> Message:
    """The same with each file called by its name, wherever in the message it is told."""

    def short(value: object) -> object:
        if isinstance(value, Message):
            return _without_folders(value, job, out)
        if isinstance(value, (tuple, list)):
            return tuple(map(short, value))
        return _short(str(value), job, out) if isinstance(value, (str, PurePath)) else value

    return replace(fault, values=tuple((name, short(value)) for name, value in fault.values))


def _short(text: str, job: Job, out: Path) -> str:
    """A text with the job's files called by their names, and what is made by its place in the batch."""
    places = list(job.inputs().values())
    folders = [out, *(path.parent for path in places)]
    for path in places:
        text = text.replace(str(path), path.name)
    for folder in sorted(set(folders), key=lambda each: -len(each.parts)):
        if folder != folder.parent:
            text = text.replace(f"{folder}{os.sep}", "")
            text = folder.name.join(re.split(rf"(?<!\w){re.escape(str(folder))}(?!\w)", text))
    return _MADE.sub(job.file(""), text)
