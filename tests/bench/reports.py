"""How long reports take, as a whole: one by the command line, and many by two processes, beside Jupyter's own way.

python tests/bench/reports.py [REPORTS [RUNS]]

One report is set beside what this machine needs to start a kernel, import pandas and matplotlib, run an empty notebook
and export it; many reports beside papermill and nbconvert, one after the other, as anybody would write it.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

EMPTY = """
import nbformat, papermill
from nbformat.v4 import new_code_cell, new_notebook
notebook = new_notebook(cells=[new_code_cell("import pandas, matplotlib.pyplot")])
done = papermill.execute_notebook(notebook, None, kernel_name="python3", language="python", progress_bar=False)
from nbconvert import HTMLExporter
HTMLExporter().from_notebook_node(done)
"""
NOTEBOOK = "evaluation"
LANGUAGES = ("en", "fr", "it", "hr", "pt")


def seconds(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return perf_counter() - start


def one_report(folder: Path, runs: int) -> None:
    """In turn, the best of some runs: whatever else the machine does only ever adds."""
    ours = [sys.executable, "-m", "kiptools", "report", NOTEBOOK, "--out", str(folder / "one.html")]
    empty = [sys.executable, "-c", EMPTY]
    times = [(seconds(empty), seconds(ours)) for _ in range(runs + 1)][1:]  # the first reads files into memory
    yardstick, report = (min(each) for each in zip(*times, strict=True))
    print(f"{'an empty notebook, by a kernel':<42}{yardstick:7.2f} s")
    print(f"{f'the report {NOTEBOOK}':<42}{report:7.2f} s{report / yardstick:7.2f} times as long", flush=True)


def by_kernels(folder: Path, number: int) -> None:
    import papermill
    from nbconvert import HTMLExporter

    from kiptools.places import kit_path

    source, out = kit_path("notebooks", f"{NOTEBOOK}.ipynb"), folder / f"{number}.ipynb"
    parameters = {"lang": LANGUAGES[number % len(LANGUAGES)]}
    papermill.execute_notebook(source, out, parameters=parameters, kernel_name="python3", progress_bar=False)
    page, _ = HTMLExporter(exclude_input=True).from_filename(str(out))
    (folder / f"{number}.html").write_text(page, encoding="utf-8")


def many_reports(folder: Path, reports: int) -> None:
    from kiptools import TitlePage
    from kiptools.pool import Pool
    from kiptools.report import make_report

    logging.getLogger("papermill").setLevel(logging.ERROR)
    start = perf_counter()
    for number in range(reports):
        by_kernels(folder, number)
    kernels = perf_counter() - start
    print(f"{f'{reports} reports by kernels, in turn':<42}{kernels:7.2f} s{60 * reports / kernels:7.1f} a minute")
    calls = []
    for number in range(reports):
        place = folder / str(number)
        place.mkdir()
        parameters = {"lang": LANGUAGES[number % len(LANGUAGES)]}
        calls.append((make_report, (NOTEBOOK, parameters, TitlePage(), None, ("html",), str(place), str(folder))))
    start = perf_counter()
    with Pool(2) as pool:
        errors = [outcome.error for outcome in pool.run(calls)]
    ours = perf_counter() - start
    assert errors == [None] * reports and len(list(folder.glob("*/report.html"))) == reports
    print(f"{f'{reports} reports by two processes':<42}{ours:7.2f} s{60 * reports / ours:7.1f} a minute")
    print(f"{'':<42}{kernels / ours:7.2f} times as many", flush=True)


def main() -> None:
    given = [int(argument) for argument in sys.argv[1:3]]
    reports, runs = given + [12, 3][len(given) :]
    with tempfile.TemporaryDirectory() as folder:
        one_report(Path(folder), runs)
        many_reports(Path(folder), reports)


if __name__ == "__main__":
    sys.exit(main())
