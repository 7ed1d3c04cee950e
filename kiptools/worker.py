"""A process that has the libraries loaded and runs one call after the other, each in a process of its own.

Started by `kiptools.pool`; calls come in and answers go out as pickles. Where processes can be forked, each call runs
in a copy of this one, which sees nothing of the calls before it and is gone afterwards. Elsewhere this process runs
one call and ends.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import sys
import traceback
from collections.abc import Callable
from threading import Thread
from typing import BinaryIO, NoReturn

from kiptools.messages import KipError
from kiptools.pool import receive, send

__all__ = ["main"]

FORKS = hasattr(os, "fork") and sys.platform != "darwin"
"""Windows cannot, and the numerical libraries of macOS do not bear it."""


def main() -> None:
    calls, answers = _channel()
    _for_good(load)
    _tell(answers, "ready")
    complete = False
    while call := receive(calls):
        if FORKS:
            _in_a_copy(call, calls, answers, meanwhile=None if complete else load_more)
            complete = True
        else:
            Thread(target=_end_with, args=(calls,), daemon=True).start()
            _answer(call, answers)
            os._exit(0)  # whatever the call has left running


def _for_good(loading: Callable[[], object]) -> None:
    """Nothing of what is loaded is ever thrown away, so nobody need look for it, nor any copy of this process."""
    gc.disable()
    loading()
    gc.freeze()
    gc.enable()


def load() -> None:
    """Load what every report needs, and draw something, so that the fonts are known."""
    from importlib import import_module

    from matplotlib.figure import Figure

    import kiptools
    from kiptools import engine
    from kiptools.show import drawing

    for name in ("nbconvert", "kiptools.report"):
        import_module(name)
    engine.shell()
    figure = Figure(figsize=(2, 1))
    figure.add_axes((0.1, 0.1, 0.8, 0.8)).set_title(kiptools.__name__)
    drawing.to_svg(figure)


def load_more() -> None:
    """Load what only some reports need; the first does not wait for it, the next ones have it."""
    from kiptools.show.topics import load_topics

    load_topics()


def _channel() -> tuple[BinaryIO, BinaryIO]:
    """Where calls come from and answers go to; whatever else is printed goes nowhere."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return calls, answers


def _in_a_copy(
    call: bytes, calls: BinaryIO, answers: BinaryIO, *, meanwhile: Callable[[], object] | None = None
) -> None:
    """Answer in a forked process; if whoever asked is gone meanwhile, end it, and this one."""
    finished, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(finished)
            _answer(call, answers)
            os.write(told, b"1")
        finally:
            os._exit(0)  # nothing of this copy is tidied up: it shares files with the process that it was made from
    os.close(told)
    if meanwhile:
        _for_good(meanwhile)
    ready, _, _ = select.select([calls.fileno(), finished], [], [])
    if calls.fileno() in ready or not os.read(finished, 1):  # it may have died in the middle of an answer
        _end_all()
    os.close(finished)
    os.waitpid(child, 0)
    _tell(answers, "free")


def _end_all() -> NoReturn:
    """End this process with all that it started."""
    if hasattr(os, "killpg"):
        os.killpg(os.getpid(), signal.SIGKILL)  # the pool has given it a group of its own
    os._exit(1)


def _end_with(calls: BinaryIO) -> None:
    """End this process as soon as whoever asked is gone."""
    receive(calls)
    _end_all()


def _answer(call: bytes, answers: BinaryIO) -> None:
    try:
        function, arguments = pickle.loads(call)
        answer = _packed("done", function(*arguments, lambda *news: _tell(answers, "news", news)))
    except Exception as error:  # whatever it is, it belongs to whoever asked
        if not isinstance(error, KipError):
            error.add_note(traceback.format_exc())
        answer = _packed_error(error)
    send(answers, answer)


def _packed_error(error: Exception) -> bytes:
    """An error as it is, or what it says if it cannot be sent or would not be itself again."""
    try:
        packed = _packed("failed", error)
        pickle.loads(packed)
    except Exception:  # whatever its class makes of it
        return _packed("failed", RuntimeError(f"{type(error).__name__}: {error}"))
    return packed


def _packed(kind: str, value: object) -> bytes:
    return pickle.dumps((kind, value), pickle.HIGHEST_PROTOCOL)


def _tell(answers: BinaryIO, kind: str, value: object = None) -> None:
    send(answers, _packed(kind, value))
