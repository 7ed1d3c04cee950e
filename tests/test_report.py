"""The notebook run as a job: every language, every refusal, every failure."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import nbformat
import pytest
from builders import HOSTILE, write_csv
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pages import assert_stands_alone, assert_whole, write_reports

import kiptools as kip
from kiptools import report
from kiptools.editions import NOTEBOOK_ONLY, report_edition
from kiptools.publishing.page import to_html
from kiptools.report import check_parameters, declared_parameters, execute, run_notebook

LANGUAGES = tuple(kip.LANGUAGES) if os.environ.get("KIP_CAMPAIGN") else ("en", "hr")
"""By default two; `test_documents` has each report in another language, the long campaign all of them."""


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> dict[str, str]:
    return write_reports("evaluation", tmp_path_factory.mktemp("reports"), LANGUAGES)


def test_the_report_is_one_page_that_needs_no_network(reports):
    for lang, page in reports.items():
        assert_stands_alone(page, lang)
        assert "<style>" in page and page.count("<img") == page.count("<details>")


def test_the_report_is_whole_in_every_language(reports):
    for lang, page in reports.items():
        assert_whole(page, "evaluation", lang)
    assert "Partnerstvo provjerava" in reports["hr"]


def test_the_report_shows_no_code_and_has_no_path_and_no_cell_for_the_notebook_only(reports):
    """Its code is there for those who switch it on."""
    for page in reports.values():
        text = re.sub(r"base64,[^\"']*", "", page)
        assert "import kiptools" in text and "by-hand" not in text
        assert "kip.agreement" not in re.sub(r'<pre class="kip-code".*?</pre>', "", text, flags=re.S)
        assert str(Path.home()) not in text and str(kip.kit_path()) not in text and "/tmp" not in text


def test_open_answers_are_counted_not_printed(reports):
    written = [text for name in ("keep", "change") for text in kip.read_responses().values[name] if text]
    assert written and not any(text in reports["en"] for text in written)


def test_numbers_in_the_page_are_those_of_the_library(demo, reports):
    row = next(row for row in kip.agreement(demo, by="construct", population=42).rows if row.subject.name == "learning")
    assert f"{row.favourable} of {row.answered}" in re.sub("<[^>]*>", " ", reports["en"])


def test_the_same_run_gives_the_same_page(reports, tmp_path):
    again = kip.write_report("evaluation", tmp_path / "again.html", {"lang": "hr"}).read_text(encoding="utf-8")
    assert again == reports["hr"]


def test_an_own_survey_with_hostile_answers_from_another_folder(tmp_path, monkeypatch):
    """Every open answer and every own answer of a multiple choice is something that tries to break out."""
    rows = [["Do you like it?", "What media?", "Why?"]]
    rows += [
        [
            ("Yes", "No")[n % 2],
            "Radio;Web" if n % 3 else "Web;" + HOSTILE[n % len(HOSTILE)].replace(";", ","),
            HOSTILE[n % len(HOSTILE)],
        ]
        for n in range(30)
    ]
    survey = write_csv(tmp_path / "mine.csv", rows)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    page = kip.write_report("evaluation", tmp_path / "out.html", {"survey": str(survey)}).read_text(encoding="utf-8")
    assert not re.search(
        r"<script|<img src=x|onerror=alert\(1\)>", re.sub(r'alt="[^"]*"', "", page).replace("&lt;", "")
    )
    assert list(elsewhere.iterdir()) == []


def test_a_drafted_survey_without_topics_or_ratings_gives_a_report(tmp_path):
    rows = [["Colour", "Town"], *([("red", "blue")[n % 2], ("Zagreb", "Pula", "Split")[n % 3]] for n in range(24))]
    survey = write_csv(tmp_path / "plain.csv", rows)
    page = kip.write_report("evaluation", tmp_path / "out.html", {"survey": str(survey)}).read_text(encoding="utf-8")
    assert "Left out (no data)" in page and "12 (50%)" in page


# --- refusals before anything starts -----------------------------------------------------------------


@pytest.fixture
def nothing_started(monkeypatch):
    """Fails the test if anything is run."""
    monkeypatch.setattr(report, "kept_pool", lambda: pytest.fail("a process was started"))


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        (
            {"langage": "fr"},
            'The notebook has no parameter "langage"; it has lang, survey, codebook, population, tool, keep, register, before, group, facts.',
        ),
        ({"population": "many"}, 'The parameter population is "many" (str); give int, None.'),
        ({"population": True}, 'The parameter population is "True" (bool); give int, None.'),
        ({"lang": None}, 'The parameter lang is "None" (NoneType); give str.'),
        ({"survey": Path("a.csv")}, "give str, None."),
    ],
)
def test_unknown_or_ill_typed_parameters_are_refused(nothing_started, tmp_path, parameters, said):
    with pytest.raises(kip.KipError) as refused:
        kip.write_report("evaluation", tmp_path / "out.html", parameters)
    assert said in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_report_is_refused(nothing_started, tmp_path):
    with pytest.raises(
        kip.KipError,
        match='There is no report "evaluatoin"; choose one of evaluation, learning_outcomes, partner_network, survey_design, swot.',
    ):
        kip.write_report("evaluatoin", tmp_path / "out.html")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere; see the next test")
def test_a_folder_without_permission_is_refused(nothing_started, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(kip.KipError, match="cannot be written"):
        kip.write_report("evaluation", tmp_path / "out.html")


def test_a_folder_that_cannot_be_is_refused(nothing_started, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(kip.KipError, match="out.html cannot be written"):
        kip.write_report("evaluation", tmp_path / "file" / "out.html")


def test_a_folder_of_that_name_is_left_alone(nothing_started, tmp_path):
    (tmp_path / "out.html").mkdir()
    (tmp_path / "out.html" / "work.txt").write_text("somebody's")
    with pytest.raises(kip.KipError, match="out.html cannot be written"):
        kip.write_report("swot", tmp_path / "out.html")
    assert (tmp_path / "out.html" / "work.txt").read_text() == "somebody's"


@pytest.mark.parametrize("name", ["evaluation", "learning_outcomes", "survey_design"])
def test_a_report_without_things_to_do_has_no_calendar(nothing_started, tmp_path, name):
    with pytest.raises(kip.KipError, match="out.ics: give a name that ends in"):
        kip.write_report(name, tmp_path / "out.ics")


# --- runs that fail ----------------------------------------------------------------------------------


def notebook(*sources: str):
    cells = [new_markdown_cell("# Title"), new_code_cell("n: int = 1", metadata={"tags": ["parameters"]})]
    return new_notebook(cells=cells + [new_code_cell(source) for source in sources])


def test_a_failing_cell_is_named_with_its_reason():
    with pytest.raises(kip.KipError) as failed:
        execute(notebook("x = 1", "# divide\nx / 0"), {})
    assert str(failed.value) == "Cell 3 failed (# divide): ZeroDivisionError: division by zero"


def test_a_cell_that_hangs_is_ended():
    with pytest.raises(kip.KipError, match="A cell ran longer than 2 seconds and was ended."):
        execute(notebook("while True: pass"), {}, seconds=2)


def test_a_kernel_that_dies_is_told():
    with pytest.raises(kip.KipError, match="ended unexpectedly"):
        execute(notebook("import os; os._exit(1)"), {})


def test_a_failure_leaves_the_previous_report_as_it_was(tmp_path):
    out = tmp_path / "out.html"
    out.write_text("the old report")
    with pytest.raises(kip.KipError):
        kip.write_report("evaluation", out, {"survey": str(tmp_path / "nothing.csv")})
    assert out.read_text() == "the old report" and list(tmp_path.iterdir()) == [out]


def test_kernels_on_the_machine_are_not_used(tmp_path, monkeypatch):
    """A user's own kernel called python3 must not run the job."""
    spec = tmp_path / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text('{"argv": ["false"], "display_name": "Other", "language": "python"}')
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    ran = execute(notebook("import sys; print(sys.executable)"), {"n": 2})
    assert ran.cells[-1].outputs[0].text.strip() == sys.executable


def put(tmp_path, *outs: str) -> None:
    """Put new files in place of old ones, as at the end of a report; what was not made is not there."""
    made = tmp_path / ".kip-made"
    made.mkdir(exist_ok=True)
    for ending in ("html", "docx"):
        (made / f"report.{ending}").write_text("new")
    report._put_in_place([(made / f"report{Path(out).suffix}", tmp_path / out) for out in outs], made)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_whatever_interrupts_the_last_moment_everything_is_as_it_was(tmp_path, monkeypatch, interruption):
    (tmp_path / "out.html").write_text("old")
    copies = []

    def copy(new, fresh):
        copies.append(new)
        if len(copies) == 2:
            raise interruption
        return Path(fresh).write_bytes(Path(new).read_bytes())

    monkeypatch.setattr(report.shutil, "copyfile", copy)
    monkeypatch.setattr(report.shutil, "copy2", lambda new, fresh: Path(fresh).write_bytes(Path(new).read_bytes()))
    with pytest.raises((KeyboardInterrupt, kip.KipError)):
        put(tmp_path, "out.html", "out.docx")
    assert (tmp_path / "out.html").read_text() == "old" and not (tmp_path / "out.docx").exists()


def test_a_calendar_of_another_time_goes_with_the_report_that_it_belonged_to(tmp_path):
    (tmp_path / "out.ics").write_text("what was to be done")
    put(tmp_path, "out.html", "out.ics")
    assert (tmp_path / "out.html").read_text() == "new" and not (tmp_path / "out.ics").exists()


def test_folders_made_for_a_report_that_failed_are_taken_away_again(tmp_path):
    with pytest.raises(kip.KipError):
        kip.write_report("swot", tmp_path / "a" / "b" / "out.html", {"swot": str(tmp_path / "none.xlsx")})
    assert list(tmp_path.iterdir()) == []


# --- the notebook itself -----------------------------------------------------------------------------


def test_parameters_are_read_from_their_cell():
    assert declared_parameters(notebook()) == {"n": ("int",)}
    check_parameters(notebook(), {"n": 3})


def test_the_committed_notebook_is_tidy():
    """Stable ids, outputs kept, no path, no time, no empty cell; prose as much as code; short cells."""
    for path in kip.kit_path("notebooks").glob("*.ipynb"):
        raw = path.read_text(encoding="utf-8")
        assert not re.search(r'"(iopub[^"]*|papermill|execution|start_time|end_time)":', raw)
        assert not re.search(r"/(home|tmp|work|root|Users)/", re.sub(r"base64,[^\"\\]*", "", raw))
        book = nbformat.read(path, as_version=4)
        nbformat.validate(book)
        code = [cell for cell in book.cells if cell.cell_type == "code"]
        assert all(re.fullmatch(r"[a-z][a-z0-9-]*", cell.id) for cell in book.cells)
        assert all(cell.execution_count for cell in code)
        # The parameters are a form to fill in: as many lines as there are things to name.
        assert all(len(cell.source.split("\n")) <= 6 or "parameters" in cell.metadata.get("tags", []) for cell in code)
        assert not any(output.output_type in ("stream", "error") for cell in code for output in cell.outputs)


def test_a_report_without_the_notebook_only_cells_still_runs(tmp_path):
    """Nothing that a report shows may hang on a cell that it leaves out."""
    book = nbformat.read(kip.kit_path("notebooks", "evaluation.ipynb"), as_version=4)
    book.cells = [cell for cell in book.cells if NOTEBOOK_ONLY not in cell.metadata.get("tags", [])]
    assert "Evaluation" in to_html(execute(book, {}))


def test_a_report_says_nothing_twice_below_one_heading():
    def says(text: str):
        return new_code_cell("x", outputs=[new_output("execute_result", {"text/html": f"<p>{text}</p>"})])

    cells = [
        new_markdown_cell("# A"),
        says("none"),
        says("none"),
        says("some"),
        new_markdown_cell("Words"),
        says("none"),
    ]
    book = new_notebook(cells=[*cells, new_markdown_cell("## B"), says("none")])
    left = [output["data"]["text/html"] for cell in report_edition(book).cells for output in cell.get("outputs", [])]
    assert left == ["<p>none</p>", "<p>some</p>", "<p>none</p>"]
    assert len(book.cells[2].outputs) == 1


def test_prose_that_introduces_nothing_is_left_out_of_a_report():
    shown = new_code_cell("x", outputs=[new_output("execute_result", {"text/html": "<p>some</p>"})])
    cells = [new_markdown_cell("# A"), new_markdown_cell("Look:"), shown, new_markdown_cell("What is left:")]
    book = new_notebook(cells=[*cells, new_code_cell("y"), new_markdown_cell("## B"), new_code_cell("z")])
    prose = [cell.source for cell in report_edition(book).cells if cell.cell_type == "markdown"]
    assert prose == ["# A", "Look:", "## B"]


def test_progress_counts_to_the_end():
    told: list[tuple[int, int]] = []
    run_notebook("evaluation", {}, progress=lambda cell, cells: told.append((cell, cells)))
    assert [cell for cell, _ in told] == list(range(1, told[-1][1] + 1))
