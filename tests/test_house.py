"""The shape of the house: imports point down, names are documented, data and lists are what they say."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

import kiptools as kip

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "kiptools"

# From the ground up; a module may import only what stands before its own floor.
FLOORS = [
    {"messages", "missing", "intervals", "cells", "confidentiality", "engine", "wording", "tokens", "function_words"},
    {"language", "places", "tables", "relevance", "counting", "ordinal", "formulas", "reasons", "outcomes", "pool"},
    {"files", "editions", "fields", "sheets", "lexicon", "versions"},
    {"grammar", "text_language"},
    {"codebook", "dates", "partners", "names", "circumstances"},
    {"phrasing"},
    {
        "entries",
        "forms",
        "exports",
        "scales",
        "network",
        "gaps",
        "involvement",
        "relations",
        "samples",
        "precision",
        "experts",
        "tasks",
        "rows",
        "bloom",
    },
    {
        "matching",
        "responses",
        "listing",
        "workbook",
        "critique",
        "rating_sheets",
        "swot",
        "outcome_fields",
        "programme",
        "validation",
        "needs",
    },
    {
        "draft",
        "routing",
        "likert",
        "lists",
        "overview",
        "methods",
        "questionnaires",
        "pairwise",
        "repairs",
        "outcome_lists",
    },
    {"reading", "register", "sampling", "facts", "constructs", "groups", "ranking", "swot_fields", "outcome_documents"},
    {
        "nonresponse",
        "priority",
        "waves",
        "actions",
        "plan",
        "pilot",
        "simulation",
        "strategies",
        "swot_reading",
        "swot_workbook",
        "outcome_reading",
        "outcome_workbook",
        "needs_workbook",
        "canvas",
    },
    {"weighting", "calendars", "concerns", "drafting", "schedule", "fielding", "proposals", "workshop", "training"},
    {"checks", "explanations", "jobs"},
    {"exercises", "progress", "run_sheet", "publishing"},
    {"show", "report", "packs", "canvas_document"},
    {"controls", "learning", "teaching", "upkeep", "worker", "elsewhere"},
    {"panels", "swot_panel", "canvas_panel", "answer_panel", "workshop_folder", "batch"},
    {"cli"},
]
ANALYSES = {
    "checks",
    "explanations",
    "progress",
    "run_sheet",
    "outcomes",
    "lexicon",
    "function_words",
    "tokens",
    "grammar",
    "text_language",
    "circumstances",
    "phrasing",
    "bloom",
    "programme",
    "repairs",
    "validation",
    "needs",
    "training",
    "pairwise",
    "proposals",
    "ranking",
    "strategies",
    "swot",
    "tasks",
    "workshop",
    "concerns",
    "critique",
    "drafting",
    "experts",
    "pilot",
    "precision",
    "questionnaires",
    "reasons",
    "samples",
    "schedule",
    "wording",
    "actions",
    "gaps",
    "involvement",
    "names",
    "network",
    "partners",
    "relations",
    "codebook",
    "confidentiality",
    "constructs",
    "counting",
    "formulas",
    "groups",
    "intervals",
    "likert",
    "methods",
    "nonresponse",
    "ordinal",
    "overview",
    "priority",
    "register",
    "responses",
    "sampling",
    "waves",
    "weighting",
}


def modules() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in PACKAGE.rglob("*.py"):
        if path.parent == PACKAGE and path.stem in ("__init__", "__main__"):
            continue
        found.setdefault(path.relative_to(PACKAGE).parts[0].removesuffix(".py"), []).append(path)
    return found


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} if node.module != "kiptools" else {f"kiptools.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def test_every_module_has_its_floor():
    assert set(modules()) == set().union(*FLOORS)


def test_imports_point_down():
    floor = {module: place for place, names in enumerate(FLOORS) for module in names}
    for module, paths in modules().items():
        for path in paths:
            for name in imports(path):
                if name.startswith("kiptools.") and (target := name.split(".")[1]) != module:
                    assert floor[target] < floor[module], f"{path.name} imports {target}"


def test_analyses_know_no_language_and_no_drawing():
    for module in ANALYSES:
        for path in modules()[module]:
            roots = {name.split(".")[0] for name in imports(path)} | {
                name.split(".")[1] for name in imports(path) if name.startswith("kiptools.")
            }
            assert not roots & {"babel", "gettext", "matplotlib", "show", "language", "IPython"}, path.name


def test_importing_the_library_loads_nothing_heavy():
    code = (
        "import sys, kiptools; kiptools.__all__; "
        "print([m for m in ('pandas', 'numpy', 'scipy', 'matplotlib', 'babel', 'openpyxl', 'papermill') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_reading_and_counting_load_no_drawing_and_no_statistics_library():
    code = (
        "import sys, kiptools as kip; kip.agreement(kip.read_responses()); "
        "print([m for m in ('scipy', 'matplotlib', 'babel', 'papermill') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_no_module_has_a_function_of_its_own_name():
    for paths in modules().values():
        for path in paths:
            names = {
                node.name
                for node in ast.parse(path.read_text(encoding="utf-8")).body
                if isinstance(node, (ast.FunctionDef, ast.ClassDef))
            }
            assert path.stem not in names, path


@pytest.mark.parametrize("name", kip.__all__)
def test_every_public_name_is_documented(name):
    thing = getattr(kip, name)
    if name != "LANGUAGES":
        assert thing.__doc__ and len(thing.__doc__) > 20
    if callable(thing) and not isinstance(thing, type):
        assert all(f"\n{heading}\n" in inspect.getdoc(thing) for heading in ("Parameters", "Returns")), name
    assert f"`{name}`" in (ROOT / "README.md").read_text(encoding="utf-8"), f"README does not name {name}"


def test_the_demo_data_are_made_by_their_script_to_the_byte(tmp_path):
    spec = importlib.util.spec_from_file_location("make", ROOT / "data" / "cite" / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    here = make.HERE
    by_hand = [*(here / "codebook").glob("*.csv"), here / "design" / "plan.csv", *(here / "swot").glob("*.csv")]
    for path in by_hand:
        copy = tmp_path / path.relative_to(here)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    make.HERE = tmp_path
    make.main()

    def files(folder: Path) -> dict[Path, bytes]:
        return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.csv")}

    assert files(tmp_path) == files(here)
    made, committed = (load_workbook(folder / "partners_messy.xlsx") for folder in (tmp_path, here))
    assert made.sheetnames == committed.sheetnames
    assert [*made.active.values] == [*committed.active.values]
    assert sorted(map(str, made.active.merged_cells)) == sorted(map(str, committed.active.merged_cells))
    assert set(make.PLANTED) == {
        *("polarised", "gap", "fallen", "slip", "broken_off", "not_applicable"),
        *("quiet", "busiest", "missing_sector", "uncovered", "split", "documents", "promises"),
        *("experts", "pilot"),
        *("room", "opinion", "contradiction", "chain", "overload"),
    }


def test_the_planted_truths_can_be_found(demo):
    frame = demo.frame
    polarised = frame["governance_3"].cat.codes.loc[lambda codes: codes >= 0] + 1
    assert 2.7 < polarised.mean() < 3.3 and polarised.isin([1, 2]).sum() >= 10 and polarised.isin([4, 5]).sum() >= 10
    assert (polarised == 3).sum() <= 2
    employers = frame["organisation_type"] == "employer"
    for topic, gap in (("resources", 1), ("communication", 0.5)):
        items = demo.codebook.select(topic, role="experience")
        scores = sum(
            (6 - codes if item.reverse else codes).where(codes > 0)
            for item in items
            for codes in [frame[item.name].cat.codes + 1]
        ) / len(items)
        assert scores[~employers].mean() - scores[employers].mean() > gap, topic
    assert (demo.codes == kip.Missing.BROKEN_OFF).any(axis=1).sum() == 1
    results = [demo.columns.index(f"results_{n}") for n in range(1, 5)]
    assert (demo.codes[:, results] == kip.Missing.NOT_APPLICABLE).sum() >= 5


def test_the_data_readme_counts_right(demo):
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for fact in ("42 partner organisations", "31 of them", "68 questions", "CC BY 4.0", "make.py", "invented"):
        assert fact in text, fact


def test_the_version_lists_pin_everything_and_name_no_address():
    for name in ("report", "test", "lab"):
        text = (ROOT / ".ci" / "versions" / f"{name}.txt").read_text(encoding="utf-8")
        assert "://" not in text and "index-url" not in text
        packages = re.findall(r"^([A-Za-z0-9._-]+)==\S+", text, re.M)
        assert len(packages) == len(re.findall(r"^\S", text, re.M)) > 50
        assert text.count("--hash=sha256:") >= len(packages)
    tested = (ROOT / ".ci" / "versions" / "test.txt").read_text(encoding="utf-8")
    for line in re.findall(r"^\S.*==\S+", (ROOT / ".ci" / "versions" / "report.txt").read_text(encoding="utf-8"), re.M):
        assert line in tested, f"{line} is tested in another version"


def test_no_path_of_a_machine_is_committed():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this copy is no git checkout, so what is committed cannot be listed")
    for name in listed.stdout.split():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".ipynb", ".po", ".txt", ".j2", ".css") and path.is_file():
            text = re.sub(r"base64,[^\"\\]*", "", path.read_text(encoding="utf-8"))
            found = re.findall(r"(?<![\w./-])/(?:home|root|work|Users)/\w+", text)
            assert not found or name.startswith("tests/"), (name, found)
