"""How long it takes to read a large export, beside pandas and polars on the same file, in one run.

Not a test: ``python tests/bench/reading.py [rows]`` (1,000,000 by default) writes a CSV of that many rows and 60
columns to a temporary folder, reads it with each in a process of its own, and prints the median of three times and
the peak of memory. pandas is given the types; kiptools also recognises, checks and codes every answer.
"""

from __future__ import annotations

import csv
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

LIKERT = [f"q{number}" for number in range(1, 51)]
GROUPS = ["kind", "sector", "region", "level", "size"]
KINDS = ["Employment service", "University", "Chamber of trades", "School, upper secondary", "Association"]
COMMENTS = ["", "We meet too rarely, but it is useful", 'More "joint" projects', "nothing to add", "Plus de réunions"]

COMMON = "import resource, sys, time; path = sys.argv[1]; sys.path.insert(0, {folder!r}); from reading import *\n"
READERS = {
    "pandas": """
import pandas as pd
types = {**dict.fromkeys(LIKERT, "float32"), **dict.fromkeys(GROUPS, "category"), "hours": "int16", "cost": "float64"}
start = time.perf_counter()
pd.read_csv(path, dtype={**types, "id": "int32", "comment": "str"})
""",
    "polars": """
import polars
start = time.perf_counter()
polars.read_csv(path)
""",
    "kiptools": """
import kiptools as kip
codebook = instrument()
import pyarrow.csv
kip.read_responses()  # the modules are loaded, as those of the others are
start = time.perf_counter()
found = kip.read_responses(path, codebook)
""",
}
REPORT = "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)"


def instrument():
    """The codebook of the file."""
    from kiptools import Choice, Codebook, Item, Scale, Wording

    likert = Scale("likert", tuple(Choice(str(level), score=float(level)) for level in range(1, 6)))
    kinds = Scale("kinds", tuple(Choice(f"k{place}", Wording((("en", text),))) for place, text in enumerate(KINDS)))
    return Codebook(
        (
            Item("id", "integer", role="ignore"),
            *(Item(name, "select_one", scale=likert) for name in LIKERT),
            *(Item(name, "select_one", scale=kinds) for name in GROUPS),
            Item("hours", "integer"),
            Item("cost", "decimal"),
            Item("since", "date"),
            Item("comment", "text"),
        )
    )


def write(path: Path, rows: int) -> None:
    """Answers with 1 in 6 left empty, five groups, two numbers, a date, and some quoted text."""
    import numpy as np

    draw = np.random.default_rng(2026)
    answers = np.array(["", "1", "2", "3", "4", "5"], dtype=object)[draw.integers(0, 6, (rows, len(LIKERT)))]
    groups = np.array(KINDS, dtype=object)[draw.integers(0, len(KINDS), (rows, len(GROUPS)))]
    hours, cents = draw.integers(0, 60, rows), draw.integers(0, 9_999_999, rows)
    since = (np.datetime64("2018-01-01") + draw.integers(0, 3000, rows)).astype(str)
    comments = np.array(COMMENTS, dtype=object)[draw.integers(0, len(COMMENTS), rows)]
    with path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(["id", *LIKERT, *GROUPS, "hours", "cost", "since", "comment"])
        for row in range(rows):
            cost = f"{cents[row] / 100:.2f}"
            sheet.writerow([row + 1, *answers[row], *groups[row], hours[row], cost, since[row], comments[row]])


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        write(path, rows)
        print(f"{rows:,} rows x 60 columns, {path.stat().st_size / 1e6:.0f} MB")
        first = 0.0
        for name, read in READERS.items():
            code = COMMON.format(folder=str(Path(__file__).parent)) + read + REPORT
            runs = []
            for _ in range(3):
                done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True)
                if done.returncode:
                    print(f"{name:10} did not run: {done.stderr.strip().splitlines()[-1]}")
                    break
                runs.append(tuple(map(float, done.stdout.split()[-2:])))
            else:
                seconds, memory = statistics.median(run[0] for run in runs), max(run[1] for run in runs)
                first = first or seconds
                print(f"{name:10} {seconds:6.2f} s   {seconds / first:4.1f} x pandas   {memory:4.2f} GB")


if __name__ == "__main__":
    main()
