"""The command line: what a person types, and what they read when something is wrong."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from builders import write_csv

import kiptools as kip
from kiptools import report
from kiptools.cli import reports

NFL = [
    ["", "", "Democrat", "", "", "Republican", ""],
    ["Team", "Total", "Asian", "Black", "Total", "Asian", "GOP%"],
    *([f"Team {n}", str(100 + n), "2", "7", "20", "4", "29%"] for n in range(9)),
]


@pytest.fixture
def answers(tmp_path) -> Path:
    return write_csv(
        tmp_path / "answers.csv",
        [["How is it?", "n"], *([("Good", "Very good", "Bad")[n % 3], str(n)] for n in range(20))],
    )


def test_the_demo_report_says_where_it_lies(run, tmp_path):
    code, out, err = run("report", "evaluation", "--lang", "hr")
    assert code == 0
    path = tmp_path / "reports" / "evaluation-demo-hr.html"
    assert path.is_file() and str(path) in out
    assert out.startswith("Čitanje") and 5 < err.count("ćelija") < 20, "progress is seen, and fills no file"


@pytest.mark.parametrize("name", ["report.txt", "r/report.htm", "report.XLSX"])
def test_a_name_that_means_a_file_of_another_kind_makes_no_folder(run, tmp_path, name):
    code, _, err = run("report", "swot", "--out", name)
    assert code == 1 and f"{name}: give a name that ends in .html, .docx or .pdf." in err
    assert list(tmp_path.iterdir()) == []


def test_draft_review_report(run, answers, tmp_path):
    code, out, _ = run("codebook", answers, "--out", "codebook.xlsx")
    assert code == 0 and "2 questions drafted; codebook.xlsx is ready to review." in out
    sheet = openpyxl.load_workbook(tmp_path / "codebook.xlsx")["survey"]
    assert [cell.value for cell in sheet[1]][-1] == "review"
    code, out, _ = run("report", "evaluation", "--survey", answers, "--codebook", "codebook.xlsx", "--population", 30)
    assert code == 0 and (tmp_path / "reports" / "evaluation-answers-en.html").is_file()


def test_the_review_column_speaks_the_readers_language(run, answers, tmp_path):
    run("codebook", answers, "--out", "codebook.xlsx", "--lang", "fr")
    texts = [str(cell.value) for row in openpyxl.load_workbook(tmp_path / "codebook.xlsx")["survey"] for cell in row]
    assert any("réponse" in text.lower() or "échelle" in text.lower() for text in texts)


@pytest.fixture
def nothing_run(monkeypatch):
    """Fails the test if a cell of the notebook starts."""
    monkeypatch.setattr(reports, "_progress", lambda language: lambda cell, cells: pytest.fail("a notebook was run"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "There is no file"),
        (b"", "is empty: it has no heading row"),
        (b"\x89PNG\r\n\x1a\n1234", "PNG picture"),
        (b"a,b\n", "has a heading but no answers"),
        (b"a,b,a\n1,2,3\n", "stands in columns A, C"),
        (b"\x00\x01\x02\x03" * 50, "is not readable as text"),
        ("\n".join(",".join(row) for row in NFL).encode(), "looks like a table of results"),
        (b"a,b\n1,2\n", "has 1 respondent; a report needs at least 5"),
        (b"a,b\n1,2\n2,2\n", "has 2 respondents; a report needs at least 5"),
    ],
)
def test_bad_input_gets_one_sentence_and_nothing_is_written(run, nothing_run, tmp_path, content, said):
    survey = tmp_path / "survey.csv"
    if content is not None:
        survey.write_bytes(content)
    code, out, err = run("report", "evaluation", "--survey", survey)
    assert code == 1 and said in err and len(err.strip().split("\n")) == 1
    assert "Traceback" not in err + out and not (tmp_path / "reports").exists()


def test_a_value_outside_the_scale_and_a_missing_item(run, nothing_run, answers, tmp_path):
    run("codebook", answers, "--out", "book")
    other = write_csv(tmp_path / "other.csv", [["How is it?"], ["Good"], ["Superb"]])
    code, _, err = run("report", "evaluation", "--survey", other, "--codebook", "book")
    assert code == 1
    assert 'other.csv lacks the item n ("n") of the codebook' in err
    assert 'other.csv, row 3, column "How is it?": "Superb" is not accepted' in err


def test_a_population_smaller_than_the_respondents(run, nothing_run, answers):
    code, _, err = run("report", "evaluation", "--survey", answers, "--population", 3)
    assert code == 1 and "The population is 3, smaller than the 20 respondents in answers.csv" in err


def test_a_codebook_with_a_list_that_does_not_exist(run, nothing_run, answers, tmp_path):
    (tmp_path / "book").mkdir()
    write_csv(tmp_path / "book" / "survey.csv", [["type", "name", "label"], ["select_one nowhere", "q1", "How is it?"]])
    code, _, err = run("report", "evaluation", "--survey", answers, "--codebook", "book")
    assert code == 1 and 'survey.csv, row 2, column type: the choice list "nowhere" does not exist' in err


def test_an_out_folder_that_cannot_be(run, nothing_run, tmp_path):
    (tmp_path / "file").write_text("in the way")
    code, _, err = run("report", "evaluation", "--out", "file")
    assert code == 1 and "cannot be written" in err and (tmp_path / "file").read_text() == "in the way"


def test_errors_in_the_readers_language(run, nothing_run):
    french, croatian = (run("report", "evaluation", "--survey", "x.csv", "--lang", lang)[2] for lang in ("fr", "hr"))
    assert "x.csv" in french and "x.csv" in croatian and french != croatian
    assert "There is no file" not in french + croatian


@pytest.mark.parametrize(
    "words",
    [
        ("report",),
        ("report", "evaluation", "--population", "-3"),
        ("report", "evaluation", "--populaton", "3"),
        ("fly",),
        (),
    ],
)
def test_wrong_words_are_refused_with_the_usage(run, words):
    with pytest.raises(SystemExit) as refused:
        run(*words)
    assert refused.value.code == 2


def test_an_unknown_report_and_an_unknown_language(run, nothing_run):
    assert (
        'There is no report "swat"; choose one of evaluation, learning_outcomes, partner_network, survey_design, swot.'
        in run("report", "swat")[2]
    )
    code, _, err = run("report", "evaluation", "--lang", "xx")
    assert code == 1 and 'The language "xx" is not available; choose one of en, fr, it, hr, pt.' in err


@pytest.mark.parametrize("option", ["codebook", "register", "before"])
def test_a_file_that_belongs_to_a_survey_without_one(run, nothing_run, option):
    said = run("report", "evaluation", f"--{option}", "x.xlsx")[2]
    assert said == f"--{option} belongs to a survey export; give --survey as well.\n"


def test_faults_of_further_files_are_told_before_the_notebook_runs(run, nothing_run, tmp_path):
    demo = kip.kit_path("data", "cite")
    survey = ["report", "evaluation", "--survey", demo / "answers.csv", "--codebook", demo / "codebook"]
    assert run(*survey, "--group", "trust_1")[2].startswith('"trust_1" makes no groups; name a question about')
    assert 'There is no item "town"' in run(*survey, "--group", "town")[2]
    register = write_csv(tmp_path / "asked.csv", [["name", "disposition"], ["a", "complete"], ["b", "on holiday"]])
    assert 'asked.csv, row 3, column disposition: "on holiday"' in run(*survey, "--register", register)[2]
    facts = write_csv(tmp_path / "facts.csv", [["key", "question", "answer"], ["colour", "Which?", "Blue"]])
    assert "facts.csv, row 2" in run(*survey, "--facts", facts)[2]
    assert "nothing.csv" in run(*survey, "--before", "nothing.csv")[2]


def test_everything_that_a_report_can_be_given(run, tmp_path):
    """The demo's files as somebody's own: register, earlier survey, group, facts."""
    demo = kip.kit_path("data", "cite")
    code, out, _ = run("facts", "--out", "facts.csv", "--lang", "fr")
    assert code == 0 and "facts.csv" in out
    facts = (tmp_path / "facts.csv").read_text(encoding="utf-8-sig").splitlines()
    place = next(place for place, line in enumerate(facts) if line.startswith("voluntary"))
    facts[place] += "Nobody had to & <b>nobody</b> was asked twice"
    (tmp_path / "facts.csv").write_text("\n".join(facts), encoding="utf-8")
    words = ["--survey", demo / "answers.csv", "--codebook", demo / "codebook", "--population", 42]
    words += ["--register", demo / "partners.csv", "--before", demo / "answers_2024.csv", "--facts", "facts.csv"]
    code, out, err = run("report", "evaluation", *words, "--group", "organisation_type")
    assert code == 0, err
    page = (tmp_path / "reports" / "evaluation-answers-en.html").read_text(encoding="utf-8")
    assert "what this part needs was not given" not in page
    assert "Nobody had to &amp; &lt;b&gt;nobody&lt;/b&gt;" in page


def test_the_real_google_forms_export(run, shared, tmp_path):
    survey = shared / "exports" / "google_forms" / "dask_user_survey_2019.csv.gz"
    assert run("codebook", survey, "--out", "dask.xlsx")[0] == 0
    code, out, _ = run("report", "evaluation", "--survey", survey, "--codebook", "dask.xlsx", "--lang", "fr")
    assert code == 0
    page = (tmp_path / "reports" / "evaluation-dask_user_survey_2019-fr.html").read_text(encoding="utf-8")
    assert "Amazon Web Services (AWS)" in page and kip.KipError.__name__ not in page


def test_a_draft_never_replaces_what_is_there(run, answers, tmp_path):
    before = answers.read_bytes()
    code, _, err = run("codebook", answers, "--out", answers.with_suffix(".xlsx"))
    assert code == 0
    code, _, err = run("codebook", answers, "--out", answers.with_suffix(".xlsx"))
    assert code == 1 and "exists already and may hold somebody's work" in err
    code, _, err = run("codebook", answers, "--out", answers)
    assert code == 1 and answers.read_bytes() == before


@pytest.mark.parametrize("name", ["book.csv", "book.ods", "book.xls"])
def test_a_codebook_is_xlsx_or_a_folder(run, answers, tmp_path, name):
    code, _, err = run("codebook", answers, "--out", name)
    assert code == 1 and f"{name}: give a name that ends in .xlsx, or a folder for CSV files." in err
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("survey", "out", "report_name"),
    [("mine.2024.csv", "reports", "reports/evaluation-mine.2024-en.html"), ("mine.csv", "page.html", "page.html")],
)
def test_where_a_report_goes(run, answers, tmp_path, monkeypatch, survey, out, report_name):
    monkeypatch.setattr(report, "_one", lambda call, told: Path(call[1][5], "report.html").write_text("made"))
    answers.rename(tmp_path / survey)
    code, _, _ = run("report", "evaluation", "--survey", survey, "--out", out)
    assert code == 0 and (tmp_path / report_name).is_file()


def test_only_reports_of_the_kit_are_run(run, nothing_run, tmp_path):
    (tmp_path / "mine.ipynb").write_text("{}")
    assert 'There is no report "' in run("report", tmp_path / "mine")[2]
