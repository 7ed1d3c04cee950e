"""The report on a SWOT, its calendar of tasks, and ``kip swot``."""

from __future__ import annotations

import csv
import os
import re
from html import unescape

import openpyxl
import pytest
from builders import HOSTILE, write_csv
from icalendar import Calendar
from pages import assert_stands_alone, assert_whole, words_of, write_reports

import kiptools as kip

EVERY = tuple(kip.LANGUAGES)
RATED = ("importance", "degree")
LANGUAGES = EVERY if os.environ.get("KIP_CAMPAIGN") else ("en",)


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> dict[str, str]:
    return write_reports("swot", tmp_path_factory.mktemp("reports"), LANGUAGES)


def test_the_report_is_one_page_that_needs_no_network(reports):
    for lang, page in reports.items():
        assert_stands_alone(page, lang)


def test_the_report_is_whole_in_every_language(reports):
    for lang, page in reports.items():
        assert_whole(page, "swot", lang)


def test_the_parts_come_in_the_order_of_the_wall(reports):
    titles = re.findall(r"<h2[^>]*>([^<]*)", reports["en"])
    order = ["The four quadrants", "What counts most", "Where the room disagrees", "Strategies", "The plan"]
    assert [title for title in titles if title in order] == order
    figures = [each or other for each, other in re.findall(r"""alt=(?:"([^"]*)"|'([^']*)')""", reports["en"])]
    assert len(figures) >= 4 and all(len(alt) > 30 for alt in figures)


def test_only_counts_of_low_middle_and_high_tell_how_people_rated(reports):
    """Of each factor three counts of importance and three of the rest, as hand-counted from the CSV files."""
    tables = {name: list(csv.reader(kip.kit_path("data", "cite", "swot", f"{name}.csv").open())) for name in RATED}
    sides = {
        (name, row[1]): " · ".join(str(sum(cell in side for cell in row[2:])) for side in ("12", "3", "45"))
        for name, rows in tables.items()
        for row in rows[1:]
    }
    for page in reports.values():
        rows = [
            re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in re.findall(r"<tr>(.*?)</tr>", page, re.S)
        ]
        told = {
            unescape(row[1]): row[4:6]
            for row in rows
            if len(row) == 8 and row[0].isdecimal() and row[4].count("·") == 2
        }
        for name, place in (("importance", 0), ("degree", 1)):
            assert {factor: cells[place] for factor, cells in told.items()} == {
                factor: counts for (kind, factor), counts in sides.items() if kind == name
            }


def test_no_page_tells_of_a_person(reports):
    """The letters of the seven are nowhere by themselves, and no row has as many ratings as there are people."""
    for page in reports.values():
        cells = [re.sub("<[^>]*>", "", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", page, re.S)]
        assert not {rater.name for rater in kip.read_swot().raters} & set(cells)
        assert not any(re.search(r"\b[1-5]( · [1-5]){4,}", cell) for cell in cells)


def test_ones_own_table_gives_a_report_without_the_demo(run, tmp_path):
    rows = [["quadrant", "factor"], ["Stärke", "x"], ["weakness", HOSTILE[0]], ["prijetnja", "No money"]]
    write_csv(tmp_path / "mine.csv", rows)
    code, _, err = run("report", "swot", "--swot", "mine.csv")
    assert code == 1 and "mine.csv, row 2" in err and "Stärke" in err
    write_csv(tmp_path / "mine.csv", [rows[0], *rows[2:]])
    code, out, err = run("report", "swot", "--swot", "mine.csv", "--lang", "fr", "--out", "out")
    assert code == 0, err
    (page,) = (tmp_path / "out").iterdir()  # no task, so no calendar
    text = words_of(page.read_text(encoding="utf-8"))
    assert page.name == "swot-mine-fr.html" and "No money" in text
    assert "Valrive" not in text and "Mission jeunesse" not in text
    assert "<script" not in page.read_text(encoding="utf-8")


def test_the_tasks_lie_beside_the_report_as_a_calendar(run, tmp_path):
    code, out, err = run("report", "swot", "--lang", "it", "--out", "out")
    assert code == 0, err
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["swot-demo-it.html", "swot-demo-it.ics"]
    found = Calendar.from_ical((tmp_path / "out" / "swot-demo-it.ics").read_bytes()).walk("VEVENT")
    tasks = kip.read_swot().tasks
    assert len(found) == len(tasks) == len({str(entry["uid"]) for entry in found})
    for task in tasks:
        assert any(task.what[:20] in str(entry["summary"]) for entry in found), task.what


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("report", "swot", "--population", "42"), "--population does not belong to the report swot."),
        (("report", "swot", "--partners", "x.csv"), "--partners does not belong to the report swot."),
        (("report", "swot", "--swot", "none.xlsx"), "There is no file none.xlsx."),
        (("swot",), "Give your SWOT, or --template FILE for a workbook to fill in."),
        (("swot", "none.xlsx"), "There is no file none.xlsx."),
        (("swot", "x.xlsx", "--survey", "y.csv"), "--survey and --partners need --template FILE"),
        (("swot", "--template", "swot.csv"), "swot.csv: give a name that ends in .xlsx."),
        (("swot", "--template", "swot.xlsx", "--columns", "c.csv"), "--columns needs --partners as well."),
    ],
)
def test_what_cannot_be_is_said_before_the_notebook_runs(run, words, said):
    code, _, err = run(*words)
    assert code == 1 and said in err and "Traceback" not in err and "Running" not in err


def test_a_template_holds_what_the_files_propose(run, tmp_path):
    data = kip.kit_path("data", "cite")
    code, out, err = run(
        "swot", "--template", "swot.xlsx", "--lang", "fr",
        "--survey", data / "answers.csv", "--codebook", data / "codebook",
        "--partners", data / "network" / "partners.csv", "--as-of", "2026-03-31",
    )  # fmt: skip
    assert code == 0, err
    found = kip.read_swot(tmp_path / "swot.xlsx")
    assert found.factors and all(factor.proposed and factor.evidence for factor in found.factors)
    assert found.accepted_factors == () and {factor.source for factor in found.factors} == {"survey", "partners"}
    assert len(openpyxl.load_workbook(tmp_path / "swot.xlsx").sheetnames) >= 6
    again, _, complaint = run("swot", "--template", "swot.xlsx")
    assert again == 1 and "swot.xlsx" in complaint  # nothing is overwritten


def test_a_filled_in_swot_is_told_in_some_sentences(run):
    """Strategies with what the kit proposes, comparisons with the one to look at, the plan with its goals."""
    code, out, err = run("swot", kip.kit_path("data", "cite", "swot"))
    assert code == 0, err
    for part in (
        "3 strengths, 5 weaknesses, 3 opportunities, and 3 threats",
        'First of 14 factors by priority: "The agreement with the town ends this year".',
        "The room is split on 1 of 14 ranked factors",
        'Talk about one comparison again: "Strengths" was said to count 3 times as much as "Opportunities"',
        "accepted 3, rejected 1, open 5, proposed by the kit 4",
        "14 tasks take place from 4 May 2026 until 14 September 2026",
    ):
        assert part in out, part


def test_the_kit_of_a_workshop_is_one_file(tmp_path):
    """The demo's folder of CSV files, written as a workbook in Croatian, reads as the same SWOT."""
    path = kip.write_swot(kip.read_swot(), tmp_path / "swot.xlsx", lang="hr")
    assert kip.read_swot(path) == kip.read_swot()
