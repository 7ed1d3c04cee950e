"""How long tables, weighted means and reliability take, beside pandas, polars, svy and R's survey, in one run.

Not a test: ``python tests/bench/analyses.py [rows]`` (1,000,000 by default) draws answers to 50 questions, gives them
to each engine in a process of its own, in the form it likes best, and prints the best of three times and how many
times kiptools' that is. Where engines compute the same numbers, these are compared. R does the weighted means of one
question only; its time is multiplied by 50. Not called statistics.py, because Python has a module of that name.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ITEMS = [f"q{number}" for number in range(1, 51)]

COMMON = """
import json, sys, time, warnings
warnings.simplefilter("ignore")
import numpy as np
folder, found = sys.argv[1], {}
sys.path.insert(0, HERE)
codes = np.load(folder + "/codes.npy", mmap_mode=None)      # 1 in 6 left empty (-2), column-major
answered = np.load(folder + "/answered.npy")                # no answer is missing
weights, group, stratum = (np.load(folder + f"/{name}.npy") for name in ("weights", "group", "stratum"))
ITEMS = [f"q{number}" for number in range(1, 51)]
def best(case, run, times=3):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    found[case] = [min(seconds), None]
    return result
def digits(case, numbers):
    found[case][1] = [float(number) for number in numbers]
"""
ENGINES = {
    "kiptools": """
import kiptools as kip
from kiptools.counting import KINDS, count_cells, covariance
from analyses import instrument
def responses(matrix):
    both = np.asfortranarray(np.column_stack([matrix, group, stratum]))
    return kip.Responses(instrument(), (*ITEMS, "kind", "region"), both, {}, "bench")
empty, full = responses(codes), responses(answered)
rows = best("50 frequency tables", lambda: kip.distribution(empty, ITEMS)).rows
digits("50 frequency tables", [row.counts[level] for row in rows for level in range(5)])
cells = np.zeros(len(codes), np.intp)
tables = best("50 weighted tables", lambda: [
    count_cells(empty.column(name), cells, (1, KINDS + 5), [weights])[0] for name in ITEMS])
digits("50 weighted tables", [table[0, KINDS + level] for table in tables for level in range(5)])
rows = best("50 x 8 means with design error", lambda: kip.estimate(
    full, ITEMS, what="mean", by="kind", weights=weights, strata="region")).rows
digits("50 x 8 means with design error", [number for row in rows for number in (row.value, row.se)])
complete, matrix = best("alpha of 40 items", lambda: covariance(answered[:, :40], [(1, 2, 3, 4, 5)] * 40))
digits("alpha of 40 items", [40 / 39 * (1 - np.trace(matrix) / matrix.sum())])
""",
    "pandas": """
import pandas as pd
names = list("12345")
frame = pd.DataFrame({name: pd.Categorical.from_codes(np.maximum(codes[:, place], -1), names)
                      for place, name in enumerate(ITEMS)})
weight = pd.Series(weights)
tables = best("50 frequency tables", lambda: [frame[name].value_counts(sort=False) for name in ITEMS])
digits("50 frequency tables", [number for table in tables for number in table])
tables = best("50 weighted tables", lambda: [weight.groupby(frame[name], observed=False).sum() for name in ITEMS])
digits("50 weighted tables", [number for table in tables for number in table])
numbers = pd.DataFrame(answered[:, :40] + 1.0)
def alpha():
    complete = numbers.dropna()
    return 40 / 39 * (1 - complete.var().sum() / complete.sum(axis=1).var())
digits("alpha of 40 items", [best("alpha of 40 items", alpha)])
""",
    "polars": """
import polars as pl
frame = pl.DataFrame({name: codes[:, place] for place, name in enumerate(ITEMS)}).with_columns(
    pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in ITEMS).with_columns(w=weights)
best("50 frequency tables, grouped", lambda: pl.collect_all(
    [frame.lazy().select(name).group_by(name).len() for name in ITEMS]))
sums = best("50 frequency tables", lambda: frame.select(  # as an expert writes it, on all cores
    (pl.col(name) == level).sum().alias(f"{name}{level}") for name in ITEMS for level in range(5)))
digits("50 frequency tables", sums.row(0))
tables = best("50 weighted tables", lambda: pl.collect_all(
    [frame.lazy().select(name, "w").group_by(name).agg(pl.col("w").sum()) for name in ITEMS]))
digits("50 weighted tables", [number for table in tables
                              for number in table.drop_nulls(table.columns[0]).sort(table.columns[0])["w"]])
numbers = pl.DataFrame({f"q{place}": answered[:, place] for place in range(40)})
def alpha():
    complete = numbers.drop_nulls().lazy()
    parts = complete.select(pl.all().var(), pl.sum_horizontal(pl.all().cast(pl.Int16)).var().alias("sum")).collect()
    *each, whole = parts.row(0)
    return 40 / 39 * (1 - sum(each) / whole)
digits("alpha of 40 items", [best("alpha of 40 items", alpha)])
""",
    "svy": """
import polars as pl, svy
frame = pl.DataFrame({name: answered[:, place] + 1 for place, name in enumerate(ITEMS)}).with_columns(
    kind=group, region=stratum, w=weights)
sample = svy.Sample(frame, svy.Design(stratum="region", wgt="w"))
means = best("50 x 8 means with design error", lambda: sample.estimation.mean(ITEMS, by="kind"), 1)
rows = [sorted(mean.estimates, key=lambda row: int(row.by_level[0])) for mean in means]
digits("50 x 8 means with design error", [number for row in rows for one in row for number in (one.est, one.se)])
""",
}
R = """
library(survey)
args <- commandArgs(TRUE)
answers <- read.csv(file.path(args[1], "r.csv"))
design <- svydesign(ids = ~1, strata = ~region, weights = ~w, data = answers)
start <- proc.time()[["elapsed"]]
found <- svyby(~q1, ~kind, design, svymean)
seconds <- 50 * (proc.time()[["elapsed"]] - start)
cat(sprintf('{"50 x 8 means with design error": [%.6f, [%s]]}', seconds,
            paste(sprintf("%.15g", as.vector(t(cbind(coef(found), SE(found))))), collapse = ",")))
"""
FILE = {
    "pandas (parse)": """
import pandas as pd
from reading import GROUPS, LIKERT
types = {**dict.fromkeys(LIKERT, "float32"), **dict.fromkeys(GROUPS, "category"), "hours": "int16", "cost": "float64"}
best("file -> all tables", lambda: pd.read_csv(
    folder + "/answers.csv", dtype={**types, "id": "int32", "comment": "str"}), 1)
""",
    "kiptools": """
import kiptools as kip, pyarrow.csv, reading
kip.agreement(kip.read_responses(), by="construct")  # the modules are loaded, as those of the others are
codebook = reading.instrument()
def tables():
    answers = kip.read_responses(folder + "/answers.csv", codebook)
    return kip.distribution(answers), kip.open_answers(answers)
best("file -> all tables", tables, 1)
""",
}


def instrument():
    """The codebook of the drawn answers: 50 statements, eight kinds of partners, ten regions."""
    from kiptools import Choice, Codebook, Item, Scale

    likert = Scale("likert", tuple(Choice(str(level), score=float(level)) for level in range(1, 6)))
    kinds = Scale("kinds", tuple(Choice(f"k{place}") for place in range(8)))
    regions = Scale("regions", tuple(Choice(f"r{place}") for place in range(10)))
    return Codebook(
        (
            *(Item(name, "select_one", scale=likert, role="experience") for name in ITEMS),
            Item("kind", "select_one", scale=kinds, role="profile"),
            Item("region", "select_one", scale=regions, role="profile"),
        )
    )


def write(folder: Path, rows: int) -> None:
    import numpy as np

    draw = np.random.default_rng(2026)
    answered = draw.integers(0, 5, (rows, 50), dtype=np.int8)
    codes = np.where(draw.integers(0, 6, (rows, 50), dtype=np.int8) == 0, np.int8(-2), answered)
    group, stratum = draw.integers(0, 8, rows, dtype=np.int8), draw.integers(0, 10, rows, dtype=np.int8)
    weights = draw.uniform(0.5, 3.0, rows)
    arrays = {"weights": weights, "group": group, "stratum": stratum}
    arrays |= {"codes": np.asfortranarray(codes), "answered": np.asfortranarray(answered)}
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    columns = np.column_stack([answered[:, 0] + 1, group, stratum, weights])
    np.savetxt(folder / "r.csv", columns, ["%d"] * 3 + ["%.17g"], ",", header="q1,kind,region,w", comments="")


def run(command: list[str]) -> dict[str, list]:
    """What an engine found: seconds and numbers for each case; nothing if it did not run."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        print(f"an engine did not run: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
        return {}
    return json.loads(done.stdout.strip().splitlines()[-1])


def run_python(code: str, folder: Path) -> dict[str, list]:
    common = COMMON.replace("HERE", repr(str(HERE)))
    return run([sys.executable, "-c", common + code + "\nprint(json.dumps(found))", str(folder)])


def compare(engine: str, found: dict[str, list], ours: dict[str, list]) -> None:
    for case, (seconds, numbers) in found.items():
        reference = ours[case.removesuffix(", grouped")]
        line = f"{case:32} {engine:15} {seconds:9.3f} s {seconds / reference[0]:8.1f} x kiptools"
        if numbers and reference[1] and engine != "kiptools":
            off = max(abs(one - other) / abs(other) for one, other in zip(numbers, reference[1], strict=False))
            line += f"   {min(len(numbers), len(reference[1]))} numbers equal to {off:.0e}"
        print(line)


def import_time() -> None:
    """The best of five times that kiptools takes to import after pandas."""
    code = "import time, pandas; start = time.perf_counter(); import kiptools; print(time.perf_counter() - start)"
    times = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5)]
    print(f"import kiptools costs {min(times):.3f} s over import pandas (aim: 0.15 s)")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, rows)
        print(f"{rows:,} respondents x 50 questions")
        ours: dict[str, list] = {}
        for engine, code in ENGINES.items():
            found = run_python(code, folder)
            ours = ours or found
            compare(engine, found, ours)
        if shutil.which("Rscript"):
            (folder / "survey.R").write_text(R)
            compare("R survey", run(["Rscript", str(folder / "survey.R"), str(folder)]), ours)
        else:
            print("R survey is not installed")
        sys.path.insert(0, str(HERE))
        import reading

        reading.write(folder / "answers.csv", rows)
        found = {engine: run_python(code, folder) for engine, code in FILE.items()}
        for engine, cases in found.items():
            compare(engine, cases, found["kiptools"])
    import_time()


if __name__ == "__main__":
    main()
