"""What the tests have the pool's processes do: each function is given, last of all, how to tell of its progress."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

from kiptools.messages import KipError, message


def double(number, tell):
    return 2 * number


def slowly(number, seconds, tell):
    time.sleep(seconds)
    return number


def telling(tell):
    for number in range(6):
        tell(number, "of", 6)
        time.sleep(0.3)


def refuse(tell):
    raise KipError([message("{file}: no", file="a.csv"), message("{file}: neither", file="b.csv")])


def fail(tell):
    return 1 / 0


class Particular(Exception):
    """Cannot be made again from what it says."""

    def __init__(self, place, value):
        super().__init__(f"{place}: {value}")


def particular(tell):
    raise Particular("row 3", "x")


def unsendable_error(tell):
    error = ValueError("row 3")
    error.handle = lambda: None
    raise error


def unsendable_value(tell):
    return [b"x" * 10_000_000, lambda: None]


class Unreadable:
    def __reduce__(self):
        return double, (1,)  # one argument too few


def unreadable_value(tell):
    return Unreadable()


def exit_at_once(tell):
    os._exit(0)


def leave(tell):
    sys.exit(3)


def kill_itself(tell):
    os.kill(os.getpid(), signal.SIGKILL)


def touch_nothing(tell):
    ctypes.string_at(0)


def die_within_an_answer(tell):
    """Half of an answer, as when memory runs out meanwhile."""
    (answers,) = (cell.cell_contents for cell in tell.__closure__)
    os.write(answers.fileno(), (1_000_000).to_bytes(8, "big") + b"half")
    os.kill(os.getpid(), signal.SIGKILL)


def kill_the_worker(tell):
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(0.3)
    return "survived"


def hang(tell):
    time.sleep(600)


def noisy(tell):
    print("a line")
    print("another", file=sys.stderr)
    os.write(1, b"raw")
    os.write(2, b"raw")
    subprocess.run([sys.executable, "-c", "print('from elsewhere')"], check=True)
    return sys.stdin.read(), subprocess.run(["cat"], check=True, capture_output=True).stdout


def large(size, tell):
    return b"x" * size


def length(value, tell):
    return len(value)


def who(tell):
    return os.getppid(), os.getpid()


def loaded(tell):
    return set(sys.modules)


def announce(tell):
    tell(os.getppid(), os.getpid(), subprocess.Popen(["sleep", "600"]).pid)
    time.sleep(600)


def look_and_spoil(tell):
    """What is seen of a process's state, and then all of it is changed."""
    import matplotlib
    import pandas

    import kiptools
    from kiptools.engine import shell

    seen = (
        hasattr(kiptools, "spoilt"),
        os.environ.get("SPOILT"),
        os.getcwd(),
        os.umask(0o022),
        matplotlib.rcParams["font.size"],
        pandas.get_option("display.max_rows"),
        len(warnings.filters),
        "spoilt" in sys.modules,
        "spoilt" in sys.path,
        "spoilt" in shell().user_ns,
        shell().execution_count,
    )
    kiptools.spoilt = True
    os.environ["SPOILT"] = "yes"
    os.chdir(Path(os.getcwd()).parent)
    os.umask(0o777)
    matplotlib.rcParams["font.size"] = 99
    pandas.set_option("display.max_rows", 3)
    warnings.simplefilter("error")
    sys.modules["spoilt"] = os
    sys.path.append("spoilt")
    shell().run_cell("spoilt = 1", store_history=True)
    return seen


SMALL = """\
number = {number}
---
from IPython.display import HTML
from matplotlib.figure import Figure
from kiptools.show.drawing import to_svg
figure = Figure(figsize=(3, 2))
figure.add_axes((0.1, 0.1, 0.8, 0.8)).plot([1, number])
HTML(to_svg(figure).decode())
---
import os, signal, time
{fate}
print("the square is", number ** 2)"""
FATES = {
    "well": "",
    "fail": "raise ValueError(f'number {number}')",
    "hang": "time.sleep(600)",
    "die": "os.kill(os.getpid(), signal.SIGKILL)",
}


def small_report(number, fate, tell):
    """A page from a notebook of three cells, which ends as it is told to."""
    from nbformat.v4 import new_code_cell, new_notebook

    from kiptools.publishing.page import to_html
    from kiptools.report import _run

    tell("process", os.getppid(), os.getpid())
    cells = SMALL.format(number=number, fate=FATES[fate]).split("\n---\n")
    return to_html(_run(new_notebook(cells=[new_code_cell(cell) for cell in cells]), {}, os.getcwd(), tell))
