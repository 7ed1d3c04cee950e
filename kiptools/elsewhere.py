"""Reports made on other machines, by a Dask engine that somebody has running already.

What a report is made of travels as bytes with the names of its files, and the report comes back as bytes; nothing else
of this machine leaves it, and nothing is left on the other. The engine is used and never ended.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kiptools.messages import KipError, Message, message
from kiptools.places import FILE_PARAMETERS, cannot_write, files_of
from kiptools.pool import CELL_SECONDS, Call, Outcome, Told
from kiptools.versions import kit_digest

if TYPE_CHECKING:
    from distributed import Client, Future

    _Coming = Future[Any]

__all__ = ["OnDask"]

ANSWER_SECONDS = 10
"""How long an engine may take to answer."""
FOR_EACH_THREAD = 2
"""So many reports are under way for each thread of the engine: one is made, and the next is there when it is done."""
_LARGE = "1 GiB"
_LOST = message("The Dask engine is gone; the report was not made.")
_DIED = message("The machines that worked on this report ended again and again; perhaps they ran out of memory.")


class OnDask:
    """A Dask engine that runs calls as `kiptools.pool.Pool` does.

    Parameters
    ----------
    address : str
        Of its scheduler, e.g. ``tcp://10.0.0.5:8786``.

    Raises
    ------
    KipError
        Dask is not installed, nobody answers at this address, or a worker has another version of the kit.

    Examples
    --------
    >>> OnDask("nowhere")
    Traceback (most recent call last):
    kiptools.messages.KipError: ...
    """

    def __init__(self, address: str) -> None:
        self._client = _connected(address)
        try:
            self._refuse_other_kits()
        except BaseException:
            self.end()
            raise

    def __enter__(self) -> OnDask:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def end(self) -> None:
        """Leave the engine, which runs on."""
        self._client.close()

    def run(
        self, calls: Iterable[Call], told: Told = lambda number, news: None, *, seconds: int = CELL_SECONDS
    ) -> Iterator[Outcome]:
        """Run calls of `kiptools.report.make_report`, and hand out what became of each as soon as it is known.

        Parameters
        ----------
        calls : iterable of (callable, tuple)
            Asked for when there is room for another, so that not all files are in memory at once.
        told : callable, optional
            Given the number of a call, from 0, and what should be known about what was read; not its progress.
        seconds : int
            A call whose notebook tells nothing for so long is ended, and so is one for which there is no worker.

        Yields
        ------
        Outcome
            One for each call, in the order in which they end.
        """
        flying: dict[_Coming, _Parcel] = {}
        try:
            for number, (_, arguments) in enumerate(calls):
                try:
                    parcel = _packed(number, arguments, seconds)
                    flying[self._send(parcel)] = replace(parcel, content=b"")  # to hold it once is enough
                except KipError as error:
                    yield Outcome(number, error=error)
                while len(flying) >= self._room():
                    yield from self._landed(flying, told, seconds)
            while flying:
                yield from self._landed(flying, told, seconds)
        finally:  # if nobody waits for the rest
            if self._runs():
                self._client.cancel(list(flying))

    def _refuse_other_kits(self) -> None:
        versions: Any = self._client.get_versions(packages=["kiptools"])
        for worker, found in versions["workers"].items():
            theirs = (found or {}).get("packages", {})
            _refuse_other_version(kit(), theirs.get("kiptools"), _minor(theirs.get("python") or ""), worker)

    def _room(self) -> int:
        """How many reports may be under way; an engine that has no worker yet may get some when there is work."""
        return FOR_EACH_THREAD * max(1, self._threads())

    def _threads(self) -> int:
        with suppress(OSError):  # if the engine is gone meanwhile
            return sum(self._client.nthreads().values()) if self._runs() else 0
        return 0

    def _runs(self) -> bool:
        return self._client.status == "running"

    def _send(self, parcel: _Parcel) -> _Coming:
        import dask

        if not self._runs():
            raise KipError(_LOST)
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGE}):
            return self._client.submit(_there, kit(), parcel.content, pure=False)

    def _landed(self, flying: dict[_Coming, _Parcel], told: Told, seconds: int) -> Iterator[Outcome]:
        """Wait until something has ended, or nobody has been there to work on it for too long."""
        from distributed import CancelledError, wait

        with suppress(CancelledError, TimeoutError), self._client.as_current():
            wait(list(flying), timeout=seconds, return_when="FIRST_COMPLETED")
        ended = [future for future in flying if future.done()]
        if not ended and self._runs() and not self._threads():
            self._client.cancel(list(flying))
            nobody = message("The Dask engine had no worker for {seconds} seconds.", seconds=seconds)
            for parcel in _emptied(flying):
                yield Outcome(parcel.number, error=KipError(nobody))
        for future in ended:
            parcel = flying.pop(future)
            yield _unpacked(future, parcel, told)


def _connected(address: str) -> Client:
    """A client of the engine.

    Raises
    ------
    KipError
        Dask is not installed, or it is no engine that answers.
    """
    try:
        from distributed import Client
        from distributed.versions import VersionMismatchWarning
    except ImportError:
        command = 'pip install "kiptools[dask]"'
        raise KipError(message("Dask is not installed; install it with: {command}", command=command)) from None
    for name in ("distributed", "distributed.client"):  # what it logs is told by us in a sentence
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        asyncio.run(_knock(address))  # first, for a client that could not connect holds up the end of this process
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)  # we look at versions ourselves
            return Client(address, timeout=ANSWER_SECONDS, set_as_default=False)
    except Exception:  # whatever answers there may make it raise anything
        raise KipError(
            message(
                'No Dask engine answers at "{address}"; give the address of its scheduler, like {example}.',
                address=address,
                example="tcp://10.0.0.5:8786",
            )
        ) from None


async def _knock(address: str) -> None:
    from distributed.comm.core import connect
    from distributed.security import Security

    comm = await connect(address, timeout=ANSWER_SECONDS, **Security().get_connection_args("client"))
    await comm.close()


@dataclass(frozen=True)
class _Parcel:
    """A call on its way, and what is needed when it comes back."""

    number: int
    content: bytes
    folder: Path
    endings: tuple[str, ...]
    names: Mapping[str, str]
    """What the caller wrote for each file, by its name on the way."""


def kit() -> tuple[str, str, str]:
    """The version of the kit, that of Python without its last part, and a digest of all that makes a report."""
    return version("kiptools"), _minor(sys.version), kit_digest()


def _minor(python: str) -> str:
    return ".".join(python.split(".")[:2])


def _refuse_other_version(ours: tuple[str, str, str], theirs: str | None, python: str, worker: str) -> None:
    """Refuse a worker without the kit, or with another version of it or of Python.

    Raises
    ------
    KipError
    """
    if theirs is None:
        raise KipError(
            message(
                "The Dask worker {worker} has no KIP kit; install kiptools {ours} there.", worker=worker, ours=ours[0]
            )
        )
    if (theirs, python) != ours[:2]:
        raise KipError(
            message(
                "The Dask worker {worker} has KIP kit {theirs} with Python {their_python}; here it is {ours} with "
                "Python {our_python}: install the same on both.",
                worker=worker,
                theirs=theirs,
                their_python=python,
                ours=ours[0],
                our_python=ours[1],
            )
        )


def _refuse_other_kit(ours: tuple[str, str, str], theirs: tuple[str, str, str], worker: str) -> None:
    """Refuse a worker that would make another report of the same files.

    Raises
    ------
    KipError
    """
    _refuse_other_version(ours, *theirs[:2], worker)
    if theirs != ours:
        raise KipError(
            message(
                "The Dask worker {worker} has KIP kit {ours} too, but changed, or with other libraries: install the "
                "same on both.",
                worker=worker,
                ours=ours[0],
            )
        )


def _packed(number: int, arguments: tuple[Any, ...], seconds: int) -> _Parcel:
    """A call with its files as bytes, and no folder of this machine.

    Raises
    ------
    KipError
        A file cannot be opened. One that is not there is told of by whoever reads it.
    """
    report, parameters, front, template, endings, folder, here = arguments
    given = {name: str(parameters[name]) for name in FILE_PARAMETERS if parameters.get(name)}
    if template:
        given["template"] = template
    places = {name: f"{name}/{Path(os.path.abspath(Path(here, value))).name}" for name, value in given.items()}
    files: dict[str, bytes | None] = {}
    for name, value in given.items():
        files.update(_files(Path(here, value), places[name], value))
    named = {**parameters, **{name: place for name, place in places.items() if name != "template"}}
    front = replace(front, day=front.day or date.today())  # today is where the reader is
    content = pickle.dumps((report, named, front, places.get("template"), tuple(endings), files, seconds))
    names = {place: given[name] for name, place in places.items()}
    return _Parcel(number, content, Path(folder), tuple(endings), names)


def _files(path: Path, place: str, value: str) -> Iterator[tuple[str, bytes | None]]:
    """The bytes of a file, or of the files in a folder, which itself has none."""
    try:
        if path.is_dir():
            yield place, None
            for file in files_of(path):
                yield f"{place}/{file.name}", file.read_bytes()
        elif path.exists():
            yield place, path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: no file can have such a name
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise KipError(message("{file} cannot be opened: {reason}.", file=value, reason=reason)) from None


Answer = tuple[dict[str, bytes], list[tuple[Any, ...]], Exception | None]
"""The files made, by their endings, the notes told, and what went wrong."""


def _there(caller: tuple[str, str, str], content: bytes) -> Answer:
    """Make a report on the machine that this runs on, and leave nothing there."""
    from distributed import get_worker

    from kiptools.report import _one, make_report

    notes: list[tuple[Any, ...]] = []
    try:
        worker = get_worker()
        _refuse_other_kit(caller, kit(), worker.address)
        report, named, front, template, endings, files, seconds = pickle.loads(content)
        beside = worker.local_directory  # which Dask empties if this process is killed
        with tempfile.TemporaryDirectory(prefix="kip-", dir=beside, ignore_cleanup_errors=True) as folder:
            made = Path(folder, "made")
            made.mkdir()
            for place, data in files.items():
                path = Path(folder, place)
                path.parent.mkdir(exist_ok=True)
                path.mkdir() if data is None else path.write_bytes(data)
            call = (make_report, (report, named, front, template, endings, str(made), folder))
            _one(call, lambda _, news: notes.append(news) if news[0] == "note" else None, seconds)
            return {path.suffix[1:]: path.read_bytes() for path in made.iterdir()}, notes, None
    except Exception as error:  # it is the caller who tells of it; Dask would wrap it in the ways of this machine
        return {}, notes, error


def _unpacked(future: _Coming, parcel: _Parcel, told: Told) -> Outcome:
    """Write the files that came back where the caller wants them, and tell what became of the call."""
    from distributed import CancelledError, KilledWorker

    try:
        made, notes, error = future.result()
    except KilledWorker:
        return Outcome(parcel.number, error=KipError(_DIED))
    except CancelledError:
        return Outcome(parcel.number, error=KipError(_LOST))
    except Exception as failed:  # whatever keeps the engine from running it
        return Outcome(parcel.number, error=failed)
    for note in notes:
        told(parcel.number, _as_given(note, parcel.names))
    if error is not None:
        return Outcome(parcel.number, error=_as_given(error, parcel.names))
    for ending in parcel.endings:
        path = parcel.folder / f"report.{ending}"
        try:
            if ending in made:
                path.write_bytes(made[ending])
        except OSError as refused:
            return Outcome(parcel.number, error=cannot_write(path, refused))
    return Outcome(parcel.number)


def _emptied(flying: dict[_Coming, _Parcel]) -> Iterator[_Parcel]:
    while flying:
        yield flying.pop(next(iter(flying)))


def _as_given(said: Any, names: Mapping[str, str]) -> Any:
    """What was said there, with the files called what the caller calls them."""
    if isinstance(said, str):
        for place, given in names.items():
            if said == place or said.startswith(f"{place}/"):
                return given + said[len(place) :]
    if isinstance(said, (tuple, list)):
        return type(said)(_as_given(each, names) for each in said)
    if isinstance(said, Message):
        return replace(said, values=_as_given(said.values, names))
    if isinstance(said, KipError):
        return KipError(_as_given(said.faults, names))
    return said
