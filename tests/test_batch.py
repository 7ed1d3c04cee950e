"""Many reports from a table of jobs: which are made, which are left alone, and what is said of those that fail."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from browser import look_at, needs_browser
from lxml import html

from kiptools import KipError, versions
from kiptools.batch import COLUMNS, Job, Result, keys, read_jobs, run_batch, running, store, write_jobs
from kiptools.batch.planning import LONGEST_FOLDER
from kiptools.batch.summary import write_summary
from kiptools.cli import batches
from kiptools.language import Language
from kiptools.messages import message
from kiptools.pool import Outcome

HEAD = ["site", "report", "language", "to"]


def table(folder: Path, *rows, name: str = "jobs.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def said(jobs) -> list[str]:
    return [str(fault) for job in jobs for fault in job.faults]


# --- a runner and a report that need no process -------------------------------------------------------------


class Here:
    """Runs calls at once, the last one first."""

    def __init__(self, reports=0):
        self.reports = reports

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None

    def run(self, calls, told):
        for number, (function, arguments) in reversed(list(enumerate(calls))):
            try:
                yield Outcome(number, function(*arguments, lambda *news: told(number, news)))  # noqa: B023
            except Exception as error:
                yield Outcome(number, error=error)


MADE: list[str] = []


def made_up(report, parameters, front, template, endings, folder, here, tell):
    MADE.append(f"{front.organisation}/{report}-{parameters['lang']}")
    if front.organisation == "Broken":
        raise KipError(message("{file} has nothing in it.", file=str(parameters["swot"])))
    if front.organisation == "Bug":
        raise ZeroDivisionError("division by zero")
    for ending in endings:
        Path(folder, f"report.{ending}").write_text(f"{MADE[-1]} {ending} {parameters.get('swot')}", encoding="utf-8")


@pytest.fixture(autouse=True)
def nothing_made():
    MADE.clear()


def batch(jobs, out, **options):
    options = {"start": Here, "make": made_up, "key": lambda job: "first", **options}
    return run_batch(jobs, out, options.pop("start"), **options)


def job(site, report="evaluation", lang="en", formats=("html",), **more) -> Job:
    return Job(site, report, lang, 2, formats, {"lang": lang, **more}, site, folder=site)


def states(results) -> list[str]:
    return [result.state for result in results]


# --- the table ----------------------------------------------------------------------------------------------


def test_a_row_is_one_report_for_each_report_and_language(tmp_path):
    (tmp_path / "partners.csv").write_text("name\nA\n", encoding="utf-8")
    path = table(
        tmp_path,
        ["SITE", "Report", "Lang", "to", "Partners", "As-of", "inactive after", "organisation", "date"],
        [
            "Split",
            "partner-network, swot",
            "fr;hr",
            "PDF,html",
            "partners.csv",
            "31/03/2026",
            "12",
            "Cité",
            "1.4.2026.",
        ],
        ["Rijeka", "", "", "", "", "", "", "", ""],
    )
    jobs = read_jobs(path)
    assert not said(jobs)
    assert [one.file("pdf") for one in jobs[:4]] == [
        "Split/partner_network-fr.pdf",
        "Split/partner_network-hr.pdf",
        "Split/swot-fr.pdf",
        "Split/swot-hr.pdf",
    ]
    named = {"partners": str(tmp_path / "partners.csv"), "as_of": "2026-03-31", "inactive_after": 12}
    assert [one.parameters for one in jobs[1:3]] == [{"lang": "hr", **named}, {"lang": "fr"}]
    assert jobs[0].formats == ("pdf", "html", "ics") and jobs[0].organisation == "Cité"
    assert jobs[0].day == date(2026, 4, 1)
    last = jobs[4]
    assert (last.report, last.lang, last.formats, last.organisation, last.day) == (
        *("evaluation", "en", ("html",), "Rijeka"),
        None,
    )


def test_lists_and_a_template_are_read(tmp_path):
    (tmp_path / "look.docx").write_bytes(b"x")
    head = ["site", "report", "to", "topics", "keep", "template"]
    first, second, third = read_jobs(
        table(
            tmp_path,
            head,
            ["A", "survey_design", "docx", "trust; results", "", "look.docx"],
            ["B", "evaluation", "html", "", "tests; What, in short, do you think?", "look.docx"],
            ["C", "evaluation", "html", "", "", "none.docx"],
        )
    )
    assert first.parameters["topics"] == ["trust", "results"] and first.template == tmp_path / "look.docx"
    assert second.parameters["keep"] == ["tests", "What, in short, do you think?"] and second.template is None
    assert 'column template: there is no file "none.docx"' in said([third])[0]


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([["site", "sitee"], ["a", "b"]], 'jobs.csv: the column "sitee" is not known; give site.'),
        ([["report"], ["swot"]], "jobs.csv has no column site (found: report)."),
        ([["site", "as_of", "As of"], ["a", "", ""]], "jobs.csv has two columns as_of; keep one of them."),
        ([["site", "lang", "language"], ["a", "", ""]], "jobs.csv has two columns language; keep one of them."),
        ([["site", "report"]], "jobs.csv has no rows; below the headings, give one row for each report."),
    ],
)
def test_a_table_that_cannot_be_read_runs_nothing(run, tmp_path, rows, fault):
    table(tmp_path, *rows)
    code, out, err = run("batch", "jobs.csv")
    assert (code, out, err) == (1, "", f"{fault}\n")
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize(
    ("column", "text", "fault"),
    [
        ("report", "swott", '"swott" is not accepted; give evaluation, learning_outcomes, partner_network,'),
        ("language", "de", '"de" is not accepted; give en, fr, it, hr, pt.'),
        ("to", "html,odt", '"odt" is not accepted; give html, docx, pdf.'),
        ("date", "31/02/2026", '"31/02/2026" is not accepted; give a day, like 2026-03-31.'),
        ("population", "many", '"many" is not accepted; give a whole number above 0.'),
        ("population", "0", '"0" is not accepted; give a whole number above 0.'),
        (
            "survey",
            "none.csv",
            'column survey: there is no file "none.csv"; give its place from the folder of jobs.csv.',
        ),
        ("codebook", "a\0b", "there is no file"),
        ("swot", "jobs.csv", "row 2: the column swot does not belong to the report evaluation; leave it empty there."),
        ("site", "", "jobs.csv, row 2: column site is empty; fill it in, or empty the row."),
    ],
)
def test_a_fault_in_a_row_stops_no_other_row(tmp_path, column, text, fault):
    cells = {"site": "Split", "report": "evaluation", column: text}
    jobs = read_jobs(table(tmp_path, [*cells], [*cells.values()], ["Pula" if name == "site" else "" for name in cells]))
    assert len(said(jobs[:1])) == 1 and fault in said(jobs[:1])[0]
    results = batch(jobs, tmp_path / "out")
    assert states(results) == ["failed", "made"] and MADE == ["Pula/evaluation-en"]


def test_two_rows_for_one_report_are_not_both_made(tmp_path):
    rows = [["A", "swot", "en", "html"], ["A", "swot", "fr,en", "pdf"], ["A", "", "en", ""]]
    first, french, double, other = read_jobs(table(tmp_path, HEAD, *rows))
    assert not said([first, french, other])
    assert said([double]) == [
        "jobs.csv, row 3: the report swot in this language and for this site stands in row 2 already; keep one of them."
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_tables_come_in_many_encodings(tmp_path, encoding):
    jobs = read_jobs(table(tmp_path, HEAD, ["Čakovec", "", "hr", ""], ["Šibenik", "", "", ""], encoding=encoding))
    assert [one.site for one in jobs] == ["Čakovec", "Šibenik"]


def test_a_workbook_is_a_table_too(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Site", "Population", "Date"], ["Osijek", 42, datetime(2026, 3, 31)]):
        book.active.append(row)
    book.save(tmp_path / "jobs.xlsx")
    (one,) = read_jobs(tmp_path / "jobs.xlsx")
    assert not one.faults and one.parameters["population"] == 42 and one.day == date(2026, 3, 31)


@pytest.mark.parametrize("name", ["jobs.csv", "jobs.xlsx"])
def test_an_empty_table_can_be_filled_in(run, tmp_path, name):
    code, out, _ = run("batch", "--template", name)
    assert code == 0 and out == f"{name} is ready to fill in.\n"
    if name.endswith("csv"):
        with (tmp_path / name).open("a", encoding="utf-8", newline="") as file:
            csv.writer(file).writerow(["Split", *[""] * (len(COLUMNS) - 1)])
    else:
        book = openpyxl.load_workbook(tmp_path / name)
        book.active["A2"] = "Split"
        book.save(tmp_path / name)
    assert [(one.site, one.faults) for one in read_jobs(tmp_path / name)] == [("Split", ())]
    with pytest.raises(KipError, match="exists already"):
        write_jobs(tmp_path / name)


# --- folders ------------------------------------------------------------------------------------------------

SITES = [
    *("Split", "split", "SPLIT ", "../x", "..", "...", ".kip", "/etc/passwd", "C:\\x", "a/b", "a\\b", "a:b", "a-b"),
    *(
        "CON",
        "con.txt",
        "nul",
        "index.html",
        "~",
        "é",
        "e\u0301",
        "ﬁ",
        "fi",
        "🙂",
        "مركز",
        "x\u202ey",
        "=1+1",
        "#1 %20?",
    ),
    *("~.kip", "~ .x"),
    *("x" * 300, "x" * 301, "x" * 60, "🙂" * 300, "trailing.", "Tab\there", "Null\x07"),
]


def test_no_site_leaves_the_folder_and_no_two_share_one(tmp_path):
    jobs = read_jobs(table(tmp_path, ["site"], *[[site] for site in SITES]))
    out = tmp_path / "out"
    results = batch(jobs, out)
    names = {one.folder for one in jobs}
    assert len({name.casefold() for name in names}) == len({one.site for one in jobs}) == len(SITES) - 1
    made = [result for result in results if result.state == "made"]
    assert len(made) == len(SITES) - 1  # "e" with an accent is one letter, however it is typed
    for result in made:
        assert (out / result.files[0]).resolve().parent.parent == out
        assert len(result.job.folder.encode()) < 256 and len(result.job.folder) < LONGEST_FOLDER + 20
    assert {path.name for path in tmp_path.iterdir()} == {"jobs.csv", "out"}
    assert {path.name for path in out.iterdir()} == {*names, "index.html", ".kip"}
    assert not names & {"CON", "con.txt", "nul", "index.html", ".kip", "..", "trailing."}
    assert {"Split", "é", "🙂", "مركز", "=1+1", "a-b"} <= names and not [each for each in names if each[0] in ".~"]
    assert {*states(batch([result.job for result in made], out))} == {"unchanged"}  # each is known as its own


def test_folders_do_not_depend_on_the_order_where_names_are_unsafe(tmp_path):
    one, other = (read_jobs(table(tmp_path, ["site"], *rows)) for rows in ([["a/b"], ["a:b"]], [["a:b"], ["a/b"]]))
    assert {each.site: each.folder for each in one} == {each.site: each.folder for each in other}


# --- what is made, and what is not ----------------------------------------------------------------------------


def test_what_is_unchanged_is_not_made_again(tmp_path):
    jobs = [job("A"), job("B"), job("C", "swot", formats=("html", "pdf"))]
    assert states(batch(jobs, tmp_path)) == ["made"] * 3
    assert (tmp_path / "C" / "swot-en.pdf").read_text(encoding="utf-8") == "C/swot-en pdf None"
    MADE.clear()
    results = batch(jobs, tmp_path, key=lambda each: "second" if each.site == "B" else "first")
    assert states(results) == ["unchanged", "made", "unchanged"] and MADE == ["B/evaluation-en"]
    assert results[2].files == ("C/swot-en.html", "C/swot-en.pdf")
    (tmp_path / "C" / "swot-en.pdf").unlink()
    assert states(batch(jobs[2:], tmp_path)) == ["made"]


def test_one_that_fails_stops_no_other_and_is_tried_again(tmp_path):
    broken = replace(job("Broken", "swot", swot=str(tmp_path / "in" / "empty.csv")), template=tmp_path / "a.docx")
    jobs = [job("A"), broken, job("Bug"), job("B")]
    for expected in (["made", "failed", "failed", "made"], ["unchanged", "failed", "failed", "unchanged"]):
        results = batch(jobs, tmp_path / "out")
        assert states(results) == expected
    assert [str(fault) for result in results for fault in result.faults] == [
        "empty.csv has nothing in it.",  # and not in which folder of whose machine
        "ZeroDivisionError: division by zero",
    ]
    assert not list((tmp_path / "out" / ".kip" / "work").iterdir())


def test_what_somebody_changed_is_not_replaced(tmp_path):
    jobs = [job("A", formats=("html", "docx")), job("B")]
    batch(jobs, tmp_path)
    edited = tmp_path / "A" / "evaluation-en.docx"
    edited.write_text("my words", encoding="utf-8")
    assert states(batch(jobs, tmp_path)) == ["unchanged"] * 2
    MADE.clear()
    results = batch(jobs, tmp_path, key=lambda each: "second")
    assert states(results) == ["failed", "made"] and MADE == ["B/evaluation-en"]
    assert str(results[0].faults[0]) == (
        "A/evaluation-en.docx was changed by hand, or was not made by this batch, and is not replaced; rename it or "
        "move it away."
    )
    assert edited.read_text(encoding="utf-8") == "my words"
    edited.rename(tmp_path / "A" / "mine.docx")
    assert states(batch(jobs, tmp_path, key=lambda each: "second")) == ["made", "unchanged"]


def test_what_was_there_before_is_not_replaced(tmp_path):
    (tmp_path / "A").mkdir()
    (tmp_path / "A" / "evaluation-en.html").write_text("mine", encoding="utf-8")
    assert states(batch([job("A")], tmp_path)) == ["failed"]
    assert (tmp_path / "A" / "evaluation-en.html").read_text(encoding="utf-8") == "mine"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(KipError, match="exists already"):
        batch([job("A")], tmp_path / "other")
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["index.html"]


def test_a_change_while_the_report_is_made_is_kept(tmp_path):
    def slow(*arguments):
        made_up(*arguments)
        (tmp_path / "A").mkdir()
        (tmp_path / "A" / "evaluation-en.html").write_text("mine", encoding="utf-8")

    assert states(batch([job("A")], tmp_path, make=slow)) == ["failed"]
    assert (tmp_path / "A" / "evaluation-en.html").read_text(encoding="utf-8") == "mine"


def test_a_format_no_longer_asked_for_does_not_stay_behind(tmp_path):
    batch([job("A", formats=("html", "pdf"))], tmp_path)
    batch([job("A")], tmp_path, key=lambda each: "second")
    assert [path.name for path in (tmp_path / "A").iterdir()] == ["evaluation-en.html"]


def test_a_report_without_one_of_its_files_has_failed(tmp_path):
    def forgetful(*arguments):
        made_up(*arguments)
        Path(arguments[5], "report.pdf").unlink()

    (result,) = batch([job("A", formats=("html", "pdf"))], tmp_path, make=forgetful)
    assert result.state == "failed" and "as pdf" in str(result.faults[0])
    assert not (tmp_path / "A").exists()


def test_a_place_that_cannot_be_written_to_is_said(tmp_path):
    (tmp_path / "A").write_text("a file, not a folder", encoding="utf-8")
    results = batch([job("A"), job("B")], tmp_path)
    assert states(results) == ["failed", "made"]
    assert "A/evaluation-en.html cannot be written" in str(results[0].faults[0])


def test_records_tell_nothing_of_the_machine(tmp_path):
    batch([job("A", swot=str(tmp_path / "x.csv"))], tmp_path)
    (record,) = (tmp_path / ".kip" / "records").iterdir()
    kept = json.loads(record.read_text(encoding="utf-8"))
    assert set(kept) == {"name", "key", "files", "notes"} and str(tmp_path) not in record.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["", "[]", '{"key": 1}', '{"key": "first", "files": []}', "\udcff"])
def test_a_damaged_record_counts_as_none(tmp_path, content):
    batch([job("A")], tmp_path)
    (record,) = (tmp_path / ".kip" / "records").iterdir()
    record.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert states(batch([job("A")], tmp_path)) == ["failed"]  # what is there may be anybody's
    (tmp_path / "A" / "evaluation-en.html").unlink()
    assert states(batch([job("A")], tmp_path)) == ["made"]


# --- the key ------------------------------------------------------------------------------------------------


@pytest.fixture
def one(tmp_path) -> Job:
    (tmp_path / "book").mkdir()
    for name in ("list.csv", "look.docx", "book/survey.csv"):
        (tmp_path / name).write_text("1", encoding="utf-8")
    named = {"partners": str(tmp_path / "list.csv"), "columns": str(tmp_path / "book"), "as_of": "2026-01-01"}
    return replace(job("A", "partner_network", **named), template=tmp_path / "look.docx")


def key_of(each: Job, today: date = date(2026, 1, 1), kit: str = "kit") -> str:
    return keys.key_maker(today, kit)(each)


CHANGES = {
    "report": lambda each: replace(each, report="swot"),
    "language": lambda each: replace(each, parameters={**each.parameters, "lang": "fr"}),
    "formats": lambda each: replace(each, formats=("html", "pdf")),
    "organisation": lambda each: replace(each, organisation="B"),
    "day": lambda each: replace(each, day=date(2026, 1, 1)),
    "parameter": lambda each: replace(each, parameters={**each.parameters, "inactive_after": 6}),
    "no template": lambda each: replace(each, template=None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_key_changes_with_what_was_asked_for(one, change):
    assert key_of(CHANGES[change](one)) != key_of(one)


@pytest.mark.parametrize("name", ["list.csv", "look.docx", "book/survey.csv", "book/new.csv"])
def test_the_key_changes_with_what_a_file_holds(one, tmp_path, name):
    before = key_of(one)
    (tmp_path / name).write_text("2", encoding="utf-8")
    assert key_of(one) != before
    (tmp_path / name).write_text("1", encoding="utf-8")
    assert (key_of(one) == before) == (name != "book/new.csv")


def test_the_key_changes_with_the_name_of_a_file_and_not_with_its_folder(one, tmp_path):
    (tmp_path / "else").mkdir()
    moved, renamed = tmp_path / "else" / "list.csv", tmp_path / "other.csv"
    for path in (moved, renamed):
        path.write_text("1", encoding="utf-8")
    there, called = (replace(one, parameters={**one.parameters, "partners": str(path)}) for path in (moved, renamed))
    assert key_of(there) == key_of(one) != key_of(called)


def test_the_day_counts_only_where_a_report_reckons_from_it(one):
    without = replace(one, parameters={**one.parameters, "as_of": None})
    demo = replace(one, parameters={"lang": "en"})
    later = date(2026, 1, 2)
    assert [key_of(each, later) != key_of(each) for each in (one, without, demo)] == [False, True, False]


def test_the_key_changes_with_the_kit(one, tmp_path, monkeypatch):
    assert key_of(one, kit="other") != key_of(one)
    digest = versions.kit_digest.__wrapped__
    monkeypatch.setattr(versions, "_PACKAGE", tmp_path / "kiptools")
    monkeypatch.setattr(versions, "kit_path", lambda name: tmp_path / name)
    for name in ("kiptools/a.py", "kiptools/locale/fr.po", "notebooks/swot.ipynb", "data/a.csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", encoding="utf-8")
    found = [digest()]
    for name in ("kiptools/a.py", "kiptools/locale/fr.po", "notebooks/swot.ipynb", "data/a.csv"):
        (tmp_path / name).write_text("2", encoding="utf-8")
        found.append(digest())
    assert len(set(found)) == 5
    for name in ("kiptools/__pycache__/a.pyc", "kiptools/_kit/data/a.csv", "notebooks/.ipynb_checkpoints/swot.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert digest() == found[-1]
    for library in ("none", "typst", "matplotlib", "pandas", "python-docx", "nbconvert", "kiptools"):
        monkeypatch.setattr(versions, "version", lambda name, new=library: "99" if name == new else "1")
        found.append(digest())
    assert len(set(found)) == 12


def test_a_text_that_looks_like_a_path_is_no_file():
    assert key_of(job("A", group="/group")) != key_of(job("A", group="/other"))


def test_a_file_is_read_once_for_all_jobs(one, monkeypatch):
    read: list[Path] = []
    monkeypatch.setattr(keys, "file_digest", lambda path: read.append(path) or "digest")
    key = keys.key_maker(date(2026, 1, 1), "kit")
    assert len({key(replace(one, organisation=str(number))) for number in range(50)}) == 50
    assert len(read) == 3


def test_a_file_that_is_gone_by_then_fails_its_job_only(one, tmp_path):
    (tmp_path / "list.csv").unlink()
    results = batch([one, job("B")], tmp_path / "out", key=keys.key_maker(date(2026, 1, 1), "kit"))
    assert states(results) == ["failed", "made"]
    assert str(results[0].faults[0]) == "list.csv cannot be opened: No such file or directory."


# --- stopped, and begun again ---------------------------------------------------------------------------------


class Killed(BaseException):
    pass


@pytest.mark.parametrize("again", [False, True], ids=["new", "replacing"])
def test_wherever_it_is_stopped_the_next_batch_completes_it(tmp_path, monkeypatch, again):
    """Stopped at each move in turn: of the new record, three files, the record to its place, and the page."""
    jobs, place = [job("A", formats=("html", "docx", "pdf"))], os.replace
    for stop in range(6):
        out = tmp_path / str(stop)
        if again:
            batch([replace(jobs[0], parameters={"lang": "en", "swot": "before"})], out)
        MADE.clear()
        moves = iter(range(100))

        def move(source, target, moves=moves, stop=stop):
            if next(moves) == stop:
                raise Killed
            place(source, target)

        monkeypatch.setattr(store.os, "replace", move)
        with pytest.raises(Killed):
            batch(jobs, out, key=lambda each: "second")
        monkeypatch.setattr(store.os, "replace", place)
        results = batch(jobs, out, key=lambda each: "second")
        assert states(results) == ["unchanged" if stop else "made"]
        assert len(MADE) == (1 if stop else 2)  # nothing was finished before the first move
        found = {path.suffix: path.read_text(encoding="utf-8").split()[-1] for path in (out / "A").iterdir()}
        assert found == dict.fromkeys((".html", ".docx", ".pdf"), "None")  # all of the new one
        assert not list((out / ".kip" / "work").iterdir())


def test_a_file_that_is_open_elsewhere_is_put_there_the_next_time(tmp_path, monkeypatch):
    jobs, place = [job("A", formats=("html", "docx")), job("B")], os.replace

    def move(source, target):
        if str(target).endswith(".docx"):
            raise PermissionError(13, "The file is open", str(source), None, str(target))
        place(source, target)

    monkeypatch.setattr(store.os, "replace", move)
    for _ in range(2):
        results = batch(jobs, tmp_path)
        assert len(list((tmp_path / ".kip" / "work").iterdir())) == 1
        assert results[0].state == "failed" and results[1].state != "failed"
        assert list(map(str, results[0].faults)) == ["A/evaluation-en.docx cannot be written: The file is open."]
    monkeypatch.undo()
    MADE.clear()
    assert states(batch(jobs, tmp_path)) == ["unchanged"] * 2 and MADE == []


def test_a_format_that_is_open_while_it_is_no_longer_asked_for_is_named(tmp_path, monkeypatch):
    batch([job("A", formats=("html", "docx"))], tmp_path)
    remove = Path.unlink

    def unlink(path, **options):
        if path.suffix == ".docx":
            raise PermissionError(13, "The file is open", str(path))
        remove(path, **options)

    monkeypatch.setattr(store.Path, "unlink", unlink)
    for _ in range(2):
        (result,) = batch([job("A")], tmp_path, key=lambda each: "second")
        assert list(map(str, result.faults)) == ["A/evaluation-en.docx cannot be written: The file is open."]
    monkeypatch.undo()
    assert states(batch([job("A")], tmp_path, key=lambda each: "second")) == ["unchanged"]
    assert [path.name for path in (tmp_path / "A").iterdir()] == ["evaluation-en.html"]


NO_RECORDS = ["", "[]", "{}", "[" * 5000] + [
    json.dumps({"name": "A/evaluation-en.", "key": "k", "files": {name: "d"}})
    for name in ("../x.html", "/x.html", "x.html", "A/b/x.html", "A/x.exe", "A/..\\x.html", "C:/x.html", ".kip/x.html")
]


@pytest.mark.parametrize("record", NO_RECORDS)
def test_work_with_a_damaged_record_is_removed(tmp_path, record):
    assert store._read(tmp_path / "none.json") == store.Record()
    (tmp_path / "some.json").write_text(record)
    assert store._read(tmp_path / "some.json") == store.Record()
    batch([job("A")], tmp_path)
    work = tmp_path / ".kip" / "work" / "old"
    work.mkdir()
    (work / "record.json").write_text(record)
    (work / "report.html").write_text("made")
    assert states(batch([job("A")], tmp_path)) == ["unchanged"]
    assert not work.exists() and not (tmp_path.parent / "x.html").exists()


def test_what_went_wrong_tells_no_folder(tmp_path):
    survey = tmp_path / "in" / "answers.csv"
    named = replace(job("A"), parameters={"lang": "en", "survey": str(survey)})
    nested = message("in {place}", place=survey)
    work = tmp_path / "out" / ".kip" / "work" / "tmpab1_" / "report.html"
    fault = message(
        "{files} {inner} {out}", files=(str(survey), "b"), inner=nested, out=str(tmp_path / "out" / "x.json")
    )
    errors = [
        *(KipError(fault), RuntimeError(f"cannot open {survey} in {survey.parent}, {tmp_path}/out")),
        RuntimeError(
            "no font in '/usr/lib/python3/site-packages/font.ttf' or C:\\Users\\ana\\font.ttf, see http://a.org/b"
        ),
        *(RuntimeError(f"half of {work}"), PermissionError(13, "Permission denied", str(survey))),
        *(OSError(28, "No space left on device"), OSError(28, "No space left on device", str(work))),
    ]
    told = [str(fault) for error in errors for fault in running._faults(error, named, tmp_path / "out")]
    assert told == [
        "answers.csv, b in answers.csv x.json",
        "RuntimeError: cannot open answers.csv in in, out",
        "RuntimeError: no font in 'font.ttf' or font.ttf, see http://a.org/b",
        "RuntimeError: half of A/evaluation-en.html",
        "answers.csv cannot be opened: Permission denied.",
        *["A/evaluation-en.html cannot be written: No space left on device."] * 2,
    ]


def test_a_full_disk_is_said_before_anything_is_made(tmp_path, monkeypatch):
    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.tempfile, "mkdtemp", full)
    with pytest.raises(KipError, match="cannot be written: No space left on device"):
        batch([job("A")], tmp_path)
    assert [row[-1] for row in page_rows(tmp_path)] == ["not made yet"]


def test_a_lock_that_cannot_be_had_at_all_is_no_other_batch(tmp_path, monkeypatch):
    def no_locks(*_):
        raise OSError(37, "No locks available")

    monkeypatch.setattr(store, "_lock", no_locks)
    with pytest.raises(KipError, match="lock cannot be written: No locks available"):
        batch([job("A")], tmp_path)


def test_what_should_be_known_about_the_data_stays_with_the_report(tmp_path):
    survey = tmp_path / "in" / "answers.csv"

    def noted(*arguments):
        made_up(*arguments)
        for place in ("<b>row 3", "<b>row 3", "row 4"):
            arguments[-1]("note", message("{file}: {place} was left out.", file=str(survey), place=place))
        arguments[-1]("cell", 1, 2)

    jobs = [replace(job("A"), parameters={"lang": "en", "survey": str(survey)})]
    notes = ("answers.csv: <b>row 3 was left out.", "answers.csv: row 4 was left out.")
    for state in ("made", "unchanged"):
        (result,) = batch(jobs, tmp_path / "out", make=noted)
        assert (result.state, result.notes) == (state, notes)
        page = html.fromstring((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
        assert page.xpath("//tbody//details/summary/text()") == ["2 notes on the data"]
        assert tuple(page.xpath("//tbody//details//li/text()")) == notes
        assert not page.xpath("//details[@open]")


def test_a_link_to_an_older_report_says_so(tmp_path):
    batch([job("Bug"), job("B")], tmp_path, make=lambda *given: Path(given[5], "report.html").write_text("good"))
    results = batch([job("Bug"), job("B")], tmp_path, key=lambda each: "second")
    assert states(results) == ["failed", "made"]
    assert [row[3] for row in page_rows(tmp_path)] == ["Earlier report: Page", "Page"]


def test_of_a_folder_only_its_tables_count(tmp_path):
    folder = tmp_path / "ratings"
    (folder / "reports").mkdir(parents=True)
    (folder / "one.csv").write_text("a")
    named = replace(job("A", "survey_design"), parameters={"lang": "en", "ratings": str(folder)})
    key = keys.key_maker(date(2026, 3, 31), "kit")(named)
    for other in ("letter.txt", "~$one.xlsx", ".hidden.csv", "reports/page.csv"):
        (folder / other).write_text("b")
    assert keys.key_maker(date(2026, 3, 31), "kit")(named) == key
    (folder / "two.csv").write_text("b")
    assert keys.key_maker(date(2026, 3, 31), "kit")(named) != key


def test_an_interrupted_batch_keeps_what_is_finished_and_writes_the_page(tmp_path):
    class Interrupted(Here):
        def run(self, calls, told):
            yield next(super().run(calls, told))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        batch([job("A"), job("B"), job("C")], tmp_path, start=Interrupted)
    rows = page_rows(tmp_path)
    assert [row[-1] for row in rows] == ["not made yet", "not made yet", "made"]
    assert states(batch([job("A"), job("B"), job("C")], tmp_path)) == ["made", "made", "unchanged"]


def test_if_nothing_can_be_run_it_is_said_and_the_page_is_written(tmp_path):
    def nobody(reports):
        raise KipError(message("Nobody answers."))

    with pytest.raises(KipError, match="Nobody answers"):
        batch([job("A")], tmp_path, start=nobody)
    assert [row[-1] for row in page_rows(tmp_path)] == ["not made yet"]


def test_two_batches_do_not_write_into_one_folder(tmp_path):
    with store.open_store(tmp_path), pytest.raises(KipError, match="Another batch is writing into"):
        batch([job("A")], tmp_path)
    assert MADE == [] and states(batch([job("A")], tmp_path)) == ["made"]


BATCH = """
import os, sys, time
from pathlib import Path
from kiptools.batch import run_batch
from kiptools.batch.planning import Job
from kiptools.batch.running import processes

def slow(report, parameters, front, template, endings, folder, here, tell):
    with open("log", "a") as log:
        print("began", front.organisation, os.getpid(), os.getppid(), file=log, flush=True)
        time.sleep(0.5)
        Path(folder, "report.html").write_text(front.organisation)
        print("ended", front.organisation, file=log, flush=True)

if __name__ == "__main__":
    from slow_batch import slow
    jobs = [Job(site, "swot", "en", 2, organisation=site, folder=site) for site in "ABCDEF"]
    results = run_batch(jobs, "out", lambda reports: processes(reports, 2), make=slow, key=lambda job: job.site)
    print(" ".join(result.state for result in results))
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rsplit(")")[1][:3] if Path("/proc").is_dir() else True


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX systems")
def test_killed_and_begun_again_nothing_is_made_twice_and_no_process_stays(tmp_path):
    (tmp_path / "slow_batch.py").write_text(BATCH, encoding="utf-8")
    command = [sys.executable, "slow_batch.py"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    log, records = tmp_path / "log", tmp_path / "out" / ".kip" / "records"
    first = subprocess.Popen(command, cwd=tmp_path, env=environment)
    until = time.monotonic() + 60
    while time.monotonic() < until and (not records.is_dir() or len(list(records.iterdir())) < 2):
        time.sleep(0.02)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    kept = {path.parent.name for path in (tmp_path / "out").glob("?/*.html")}
    assert 2 <= len(kept) < 6
    pids = {int(pid) for line in log.read_text().splitlines() if "began" in line for pid in line.split()[2:]}
    until = time.monotonic() + 5
    while time.monotonic() < until and any(map(alive, pids)):
        time.sleep(0.05)
    assert pids and not any(map(alive, pids))
    assert any((tmp_path / "out" / ".kip" / "work").iterdir())
    again = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert sorted(again.stdout.split()) == ["made"] * (6 - len(kept)) + ["unchanged"] * len(kept)
    ended = [line.split()[1] for line in log.read_text().splitlines() if "ended" in line]
    assert all(ended.count(site) == 1 for site in kept) and set(ended) == set("ABCDEF")
    assert all((tmp_path / "out" / site / "swot-en.html").read_text() == site for site in "ABCDEF")
    assert not list((tmp_path / "out" / ".kip" / "work").iterdir())


# --- the page -----------------------------------------------------------------------------------------------


def page_rows(out: Path) -> list[list[str]]:
    page = html.fromstring((out / "index.html").read_text(encoding="utf-8"))
    return [
        [" ".join(cell.text_content().split()) for cell in row.iter("th", "td")] for row in page.xpath("//tbody/tr")
    ]


HOSTILE = '<b>"x"</b> & #strong[y] {{ 7*7 }} مركز 🙂 %41?'


def hostile_results() -> list[Result]:
    fault = message("{file} has nothing in it.", file="<script>alert(1)</script>")
    good = replace(job("Split", "swot", "fr"), folder="a #%41? é")
    return [
        Result(good, "unchanged", ("a #%41? é/swot-fr.html", "a #%41? é/swot-fr.ics")),
        Result(replace(job(HOSTILE), folder="x"), "made", ("x/evaluation-en.html",), notes=("<i>" + "x" * 300,)),
        Result(replace(job("", lang="<i>"), row=7), "failed", (), (fault, message("Second."))),
        Result(job("Pula" * 60), "waiting"),
    ]


def test_the_page_leads_to_each_report_and_tells_failures_first(tmp_path):
    write_summary(hostile_results(), tmp_path)
    assert [[row[0], *row[2:]] for row in page_rows(tmp_path)] == [
        ["row 7", "<i>", "", "failed<script>alert(1)</script> has nothing in it.Second."],
        ["Pula" * 60, "English", "", "not made yet"],
        [HOSTILE, "English", "Page", "made1 note on the data <i>" + "x" * 300],
        ["Split", "français", "Page · Calendar", "unchanged"],
    ]
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    page = html.fromstring(text)
    assert [link.get("href") for link in page.iter("a")] == [
        "x/evaluation-en.html",
        *("a%20%23%2541%3F%20%C3%A9/swot-fr.html", "a%20%23%2541%3F%20%C3%A9/swot-fr.ics"),
    ]
    assert not [*page.iter("script", "i", "b")] and "default-src 'none'" in text
    assert [each.text for each in page.iter("h1")] == ["Reports"] and len(page.xpath("//caption")) == 1
    assert {each.get("scope") for each in page.iter("th")} == {"col", "row"}
    assert "Made: 1; unchanged: 1; failed: 1. Stopped before these were made: 1." in page.text_content()
    assert str(tmp_path) not in text


@needs_browser
def test_the_page_is_for_everybody(tmp_path):
    for lang in ("en", "hr") if os.environ.get("KIP_CAMPAIGN") else ("hr",):
        write_summary(hostile_results(), tmp_path, lang)
        look = look_at((tmp_path / "index.html").read_text(encoding="utf-8"), tmp_path)
        assert look.violations == () and look.width == 320 and look.too_wide == ()


# --- what is seen meanwhile -----------------------------------------------------------------------------------


def test_time_left_is_told_once_it_is_known(tmp_path, monkeypatch):
    clock = iter([0.0, 10.0, 20.0, 30.0, 40.0])
    monkeypatch.setattr(running, "monotonic", lambda: next(clock))
    told = []
    jobs = [replace(job("X"), faults=(message("No."),)), *map(job, "ABCD")]
    batch(jobs, tmp_path, progress=lambda *news: told.append(news))
    assert told == [(1, 5, None), (2, 5, None), (3, 5, None), (4, 5, 10.0), (5, 5, 0.0)]


def test_progress_is_said_in_words():
    lines = [(3, 9, None), (12, 100, 170.0), (12, 100, 91.0), (98, 100, 41.0), (99, 100, 1.0), (100, 100, 0.0)]
    assert [str(batches.progress_line(*each)) for each in lines] == [
        "Reports done: 3 of 9.",
        "Reports done: 12 of 100; about 3 minutes left.",
        "Reports done: 12 of 100; about 2 minutes left.",
        "Reports done: 98 of 100; about 40 seconds left.",
        "Reports done: 99 of 100; about 10 seconds left.",
        "Reports done: 100 of 100.",
    ]


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_one_line_or_a_line_for_each_tenth(monkeypatch, terminal):
    shown = io.StringIO()
    shown.isatty = lambda: terminal
    monkeypatch.setattr(sys, "stderr", shown)
    show = batches.show_progress(Language())
    for done in range(201):
        show(done, 200, 100.0 if done == 7 else None)
    if terminal:
        assert shown.getvalue().count("\n") == 1 and shown.getvalue().count("\r") == 201
        assert "about 2 minutes left.\rReports done: 8 of 200.   " in shown.getvalue()
    else:
        lines = shown.getvalue().splitlines()
        assert lines == [f"Reports done: {20 * tenth} of 200." for tenth in range(11)]


# --- the command --------------------------------------------------------------------------------------------


def test_reports_are_made_and_the_next_time_left_alone(run, tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "kit_digest", lambda: "kit")
    (tmp_path / "empty.xlsx").write_text("", encoding="utf-8")
    rows = [["Split", "swot", "en,hr", "html", ""], ["Zadar", "swot", "en", "html", "empty.xlsx"]]
    table(tmp_path, [*HEAD, "swot"], *rows)
    code, out, err = run("batch", "jobs.csv", "--out", "r", "--workers", 2)
    assert code == 1 and out.startswith("Made: 2; unchanged: 0; failed: 1.\n") and str(tmp_path / "r") in out
    assert "Zadar (swot, en): empty.xlsx is empty: it has no heading row.\n" in err
    assert err.startswith("Reports done: 0 of 3.\n") and "Reports done: 3 of 3.\n" in err
    for lang in ("en", "hr"):
        text = (tmp_path / "r" / "Split" / f"swot-{lang}.html").read_text(encoding="utf-8")
        assert html.fromstring(text).get("lang") == lang and "Split" in text and str(tmp_path) not in text
    assert sorted(path.name for path in (tmp_path / "r" / "Split").iterdir()) == [
        *("swot-en.html", "swot-en.ics", "swot-hr.html", "swot-hr.ics"),
    ]
    table(tmp_path, HEAD, ["Split", "swot", "en,hr", "html"])
    code, out, _ = run("batch", "jobs.csv", "--out", "r")
    assert code == 0 and out.startswith("Made: 0; unchanged: 2; failed: 0.\n")


def test_if_all_fail_the_page_is_there(run, tmp_path):
    table(tmp_path, HEAD, ["A", "swott", "", ""], ["B", "", "xx", ""])
    code, _, err = run("batch", "jobs.csv")
    assert code == 1 and "A (swott, en): jobs.csv, row 2" in err and "B (evaluation, xx): jobs.csv, row 3" in err
    assert len(page_rows(tmp_path / "reports")) == 2


def test_more_than_ten_failures_are_all_told(run, tmp_path):
    table(tmp_path, HEAD, *[[f"Site {number}", "", "xx", ""] for number in range(30)])
    assert run("batch", "jobs.csv")[2].count(": jobs.csv, row ") == 30


def test_an_interrupted_command_says_how_to_go_on(run, tmp_path, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("kiptools.batch.run_batch", interrupted)
    table(tmp_path, HEAD, ["A", "", "", ""])
    code, _, err = run("batch", "jobs.csv")
    assert code == 130 and "the same command goes on from there" in err


def test_processes_here_and_an_engine_elsewhere_are_not_asked_for_together(run, tmp_path):
    table(tmp_path, HEAD, ["A", "", "", ""])
    code, out, err = run("batch", "jobs.csv", "--workers", 2, "--dask", "tcp://10.0.0.5:8786")
    assert (code, out, err) == (1, "", "--workers is for this machine; with --dask, leave it out.\n")


def test_a_table_of_jobs_is_needed(run):
    code, _, err = run("batch")
    assert code == 1 and err == "Give your table of jobs, or --template FILE for one to fill in.\n"
