"""Cells run in a worker show what they show in a Jupyter kernel, and nobody's settings are read or changed."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import matplotlib
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from this_python import ThisPython

import kiptools as kip
from kiptools.editions import translate
from kiptools.jobs import OPTIONS
from kiptools.report import execute, read_notebook, run_notebook

NOTEBOOKS = tuple(sorted(OPTIONS)) if os.environ.get("KIP_CAMPAIGN") else ("swot",)

CELLS = [
    "1 + 1",
    "None",
    'print("a")\ndisplay(3)\nprint("b", end="")\nprint(" b")\n4',
    'import sys\nprint("to stderr", file=sys.stderr)',
    'import pandas\npandas.DataFrame({"a": [1, 2]}, index=["x", "y"])',
    "_.shape",
    "5;",
    "x = 7\nx",
    "_, __, Out[1], In[1]",
    'display({"text/plain": "p", "text/html": "<b>p</b>"}, raw=True, metadata={"m": 1})',
    'from IPython.display import HTML, Markdown\ndisplay(HTML("<i>x</i>"), Markdown("*y*"))\nHTML("<u>z</u>")',
    'import kiptools as kip\nshow = kip.Show("hr")\nsurvey = kip.read_responses()\nshow.figure(kip.agreement(survey, by="construct", population=42))',
    'show.table(kip.agreement(survey, by="construct", population=42))',
    "get_ipython().execution_count, __name__",
    'await __import__("asyncio").sleep(0, "awaited")',
    "%precision 3\n1 / 3",
    'class Shown:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n        return {"text/plain": "s", "application/json": {"s": [1]}}, {"application/json": {"expanded": True}}\nShown()',
    'class Broken:\n    def _repr_html_(self):\n        raise NotImplementedError\n    def __repr__(self):\n        return "only text"\nBroken()',
    "def later():\n    yield 1\nlist(later())",
]


def notebook(*sources: str):
    spec = {"name": "python3", "language": "python", "display_name": "Python 3"}
    return new_notebook(cells=[new_code_cell(source) for source in sources], metadata={"kernelspec": spec})


def by_kernel(book):
    NotebookClient(book, kernel_name="python3", kernel_manager_class=ThisPython, timeout=120).execute()
    return book


def shown(book):
    return [(cell.source, cell.get("execution_count"), cell.get("outputs")) for cell in book.cells]


@pytest.fixture(scope="module")
def pairs():
    """What each cell shows: here, and in a kernel."""
    here, kernel = shown(execute(notebook(*CELLS), {})), shown(by_kernel(notebook(*CELLS)))
    return list(zip(here, kernel, strict=True))


@pytest.mark.parametrize("number", range(len(CELLS)))
def test_a_cell_shows_what_it_shows_in_a_kernel(pairs, number):
    here, kernel = pairs[number]
    assert here == kernel and here[1] == number + 1


def test_what_is_printed_to_both_streams_keeps_its_order():
    (cell,) = execute(notebook("import sys\nprint(1)\nprint(2, file=sys.stderr)\nprint(3)"), {}).cells
    assert [(each.name, each.text) for each in cell.outputs] == [
        ("stdout", "1\n"),
        ("stderr", "2\n"),
        ("stdout", "3\n"),
    ]


def test_a_widget_is_shown_as_text_and_by_its_name():
    source = "import ipywidgets\nipywidgets.IntSlider(3)"
    here, kernel = execute(notebook(source), {}), by_kernel(notebook(source))
    bundles = [book.cells[0].outputs[-1]["data"] for book in (here, kernel)]
    assert bundles[0].keys() == bundles[1].keys() and bundles[0]["text/plain"] == bundles[1]["text/plain"]


@pytest.mark.parametrize(
    "source",
    ["1 / 0", "def (", "raise KeyError('x')", "import sys\nsys.exit(3)", "raise KeyboardInterrupt('k')"],
)
def test_a_cell_that_fails_stops_the_notebook_with_the_words_of_the_kernel(source):
    kernel = notebook("1", source, "print('never')")
    with pytest.raises((CellExecutionError, kip.KipError)):
        by_kernel(kernel)
    fault = next(each for each in kernel.cells[1].outputs if each.output_type == "error")
    with pytest.raises(kip.KipError) as failed:
        execute(notebook("1", source, "raise AssertionError('went on')"), {})
    said = re.sub(r" ?\(.*\)", "", f"{fault.ename}: {fault.evalue}")
    assert re.sub(r" ?\(<ip.*\)", "", str(failed.value)) == f"Cell 2 failed ({source.splitlines()[0]}): {said}"


def test_an_unknown_magic_stops_the_notebook():
    with pytest.raises(kip.KipError, match="no_such_magic"):
        execute(notebook("%no_such_magic", "1"), {})


def test_cells_without_code_count_nothing():
    book = notebook("1", "  \n", "2")
    book.cells.insert(1, new_markdown_cell("# Text"))
    assert [cell.get("execution_count") for cell in execute(book, {}).cells] == [1, None, None, 2]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_of_the_kit_shows_the_same_in_a_kernel(name):
    here = run_notebook(name)
    kernel = by_kernel(translate(read_notebook(name, {}), name, "en"))
    assert shown(here) == shown(kernel)
    assert sum(len(cell.get("outputs", ())) for cell in here.cells) > 5


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """A report by somebody whose settings would break it, and what is in that person's home afterwards."""
    home = tmp_path_factory.mktemp("home")
    profile = home / ".ipython" / "profile_default"
    (profile / "startup").mkdir(parents=True)
    for place in (profile / "ipython_config.py", profile / "startup" / "first.py"):
        place.write_text(f"open({str(home / 'read')!r}, 'w')\nraise SystemExit\n")
    before = {path.relative_to(home).as_posix() for path in home.rglob("*")}
    env = {**os.environ, "HOME": str(home), "USERPROFILE": str(home), "MPLCONFIGDIR": matplotlib.get_configdir()}
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "XDG_CONFIG_HOME"):
        env.pop(name, None)
    command = [sys.executable, "-m", "kiptools", "report", "swot", "--out", str(home.parent / "report.html")]
    subprocess.run(command, env=env, check=True, timeout=120, stdout=subprocess.DEVNULL)
    return (home.parent / "report.html").read_text("utf-8"), before, home


def test_nobodys_settings_are_read_and_no_history_is_written(report):
    _, before, home = report
    assert not (home / "read").exists()
    made = {path.relative_to(home).as_posix() for path in home.rglob("*")} - before
    assert not [path for path in made if "ipython" in path.lower() or "jupyter" in path.lower()]


def test_the_report_does_not_say_what_ran_it(report):
    page = re.sub(r"base64,[^\"]*", "", report[0]).lower()
    assert "<h1" in page and not re.search(r"papermill|ipykernel|in-this-process|ipython", page)
