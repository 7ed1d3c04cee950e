"""Work shared out among processes that have the libraries loaded, one call at a time each.

Every call has a process of its own, so that one that fails, hangs or dies stops no other and leaves nothing behind.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any, BinaryIO, cast
from weakref import finalize

from kiptools.messages import KipError, Message, message

__all__ = ["Outcome", "Pool", "cores", "kept_pool", "receive", "send"]

Call = tuple[Callable[..., object], tuple[Any, ...]]
Told = Callable[[int, tuple[Any, ...]], None]
"""Called with the number of a call and what it tells of its progress."""
CELL_SECONDS = 300
"""A cell that runs longer than this is ended."""
LOADING_SECONDS = 300
"""A process that is not ready by then never will be."""
DIED = message("The notebook's Python ended unexpectedly; perhaps the machine ran out of memory.")
_ONE_THREAD = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
"""A process that is forked must have one thread only, and there are as many processes as cores."""
_START = "import sys; sys.path[:] = sys.argv[1:]; from kiptools.worker import main; main()"
"""The same modules as here, whatever else is installed."""


@dataclass(frozen=True)
class Outcome:
    """What became of a call.

    Parameters
    ----------
    number : int
        Which call, from 0.
    value : object
        What it returned.
    error : Exception, optional
        What it raised instead.
    """

    number: int
    value: object = None
    error: Exception | None = None


class _Worker:
    """One of the processes, and what is known of it."""

    def __init__(self, news: Queue[News]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, *(os.path.abspath(place) for place in sys.path if place)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=os.name == "posix",  # to be ended with all that it started
        )
        self.call: int | None = None
        """The number of the call that it works on."""
        self.answered = self.ready = False
        self.heard = monotonic()
        Thread(target=self._listen, args=(news,), daemon=True).start()

    def _listen(self, news: Queue[News]) -> None:
        """Pass on what it tells, and None when it is gone."""
        with cast(BinaryIO, self.process.stdout) as answers:
            while answer := receive(answers):
                news.put((self, _unpacked(answer)))
        news.put((self, None))

    def give(self, number: int, call: Call) -> None:
        packed = pickle.dumps(call, pickle.HIGHEST_PROTOCOL)
        self.call, self.answered, self.heard = number, False, monotonic()
        with suppress(OSError):  # if it has died, whoever listens to it says so
            send(cast(BinaryIO, self.process.stdin), packed)

    def end(self) -> None:
        with suppress(OSError):
            if os.name == "posix":
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
        self.process.wait()
        with suppress(OSError):
            cast(BinaryIO, self.process.stdin).close()


News = tuple[_Worker, tuple[str, Any] | None]
"""A process, and what it tells: what kind of news, and the news; None if it is gone."""


def _unpacked(answer: bytes) -> tuple[str, Any]:
    try:
        return pickle.loads(answer)
    except Exception as error:  # whatever the class of a value makes of it
        return "failed", RuntimeError(f"What came back cannot be read: {error!r}")


class Pool:
    """Processes that run calls.

    Parameters
    ----------
    workers : int, optional
        How many at once; as many as this machine has cores if it is not given.

    Examples
    --------
    >>> with Pool(1) as pool:
    ...     [outcome.error for outcome in pool.run([(print, ("unseen",))])]
    [None]
    """

    def __init__(self, workers: int | None = None) -> None:
        self._news: Queue[News] = Queue()
        self._workers: list[_Worker] = []
        self._size = workers or cores()
        self._owner = os.getpid()
        finalize(self, _end, self._workers, self._owner)  # also when this process or its thread ends
        self._start()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def end(self) -> None:
        """End all processes, whatever they are doing."""
        _end(self._workers, self._owner)
        self._size = 0

    def _start(self) -> None:
        """Start as many processes as are missing."""
        with suppress(OSError):  # the machine has no room for more
            while len(self._workers) < self._size:
                self._workers.append(_Worker(self._news))

    def run(
        self, calls: Iterable[Call], told: Told = lambda number, news: None, *, seconds: int = CELL_SECONDS
    ) -> Iterator[Outcome]:
        """Run calls, and hand out what became of each as soon as it is known.

        Parameters
        ----------
        calls : iterable of (callable, tuple)
            Functions that can be imported, and what they are given; last of all each is given a function with which
            it can tell of its progress.
        told : callable, optional
            Given the number of a call, from 0, and what it tells.
        seconds : int
            A call that tells nothing for so long is ended.

        Yields
        ------
        Outcome
            In the order in which they end.

        Raises
        ------
        KipError
            Not one of the processes could be started.
        """
        waiting = list(enumerate(calls))[::-1]
        self._catch_up()
        try:
            while waiting or any(worker.call is not None for worker in self._workers):
                if not self._workers:
                    raise KipError(DIED)
                for worker in self._workers:
                    if waiting and worker.ready and worker.call is None:
                        worker.give(*waiting.pop())
                yield from self._next(told, seconds, bool(waiting))
        finally:  # if nobody waits for the rest
            for worker in [worker for worker in self._workers if worker.call is not None]:
                self._remove(worker)

    def _catch_up(self) -> None:
        """Take note of who got ready or has gone since the last run, and replace who has gone."""
        with suppress(Empty):
            while True:
                worker, news = self._news.get_nowait()
                worker.ready = True
                if news is None and worker in self._workers:
                    self._remove(worker)
        self._start()

    def _next(self, told: Told, seconds: int, more: bool) -> Iterator[Outcome]:
        """Wait until a process tells something, or has been silent too long."""
        patience = {
            worker: worker.heard + (seconds if worker.ready else LOADING_SECONDS)
            for worker in self._workers
            if worker.call is not None or (more and not worker.ready)
        }
        try:
            worker, news = self._news.get(timeout=max(0.0, min(patience.values()) - monotonic()))
        except Empty:
            for worker, until in patience.items():
                if monotonic() >= until:
                    yield from self._lose(
                        worker, message("A cell ran longer than {seconds} seconds and was ended.", seconds=seconds)
                    )
            return
        if worker in self._workers:
            yield from self._hear(worker, news, told)

    def _hear(self, worker: _Worker, news: tuple[str, Any] | None, told: Told) -> Iterator[Outcome]:
        if news is None:
            yield from self._lose(worker, DIED)
            return
        kind, value = news
        worker.ready, worker.heard = True, monotonic()
        if kind == "news" and worker.call is not None:
            told(worker.call, value)
        elif kind in ("done", "failed") and worker.call is not None and not worker.answered:
            worker.answered = True
            yield Outcome(worker.call, *((value, None) if kind == "done" else (None, value)))
        elif kind == "free":
            worker.call = None

    def _lose(self, worker: _Worker, why: Message) -> Iterator[Outcome]:
        """End a process, and start another in its place, unless it could not even begin."""
        self._remove(worker)
        if worker.ready:
            self._start()
        else:
            self._size -= 1
        if worker.call is not None and not worker.answered:
            yield Outcome(worker.call, error=KipError(why))

    def _remove(self, worker: _Worker) -> None:
        worker.end()
        self._workers.remove(worker)


def _end(workers: list[_Worker], owner: int) -> None:
    """End processes, but not from a fork of the process that they belong to."""
    if os.getpid() == owner:
        for worker in workers:
            worker.end()
        workers.clear()


def cores() -> int:
    """How many processes can work at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def send(stream: BinaryIO, packed: bytes) -> None:
    """Write something that may hold anything, so that its end is known."""
    stream.write(len(packed).to_bytes(8, "big"))
    stream.write(packed)
    stream.flush()


def receive(stream: BinaryIO) -> bytes:
    """What was sent; nothing if nobody sends any more, not even the rest of what was begun."""
    size = int.from_bytes(stream.read(8), "big")
    packed = stream.read(size)
    return packed if len(packed) == size else b""


_kept = threading.local()


def kept_pool() -> Pool:
    """One process with everything loaded, for one report after the other of a thread; it ends with this one.

    Returns
    -------
    Pool
        The same for every call from a thread. It begins to load at once.
    """
    if getattr(_kept, "process", None) != os.getpid():  # not that of a process from which this one was forked
        _kept.pool, _kept.process = Pool(1), os.getpid()
    return _kept.pool
