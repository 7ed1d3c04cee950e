"""The report on learning outcomes, ``kip outcomes`` and ``kip canvas``."""

from __future__ import annotations

import os
import re

import openpyxl
import pytest
from builders import HOSTILE, write_csv
from pages import assert_stands_alone, assert_whole, words_of, write_reports

import kiptools as kip

EVERY = tuple(kip.LANGUAGES)
LANGUAGES = EVERY if os.environ.get("KIP_CAMPAIGN") else ("en",)


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> dict[str, str]:
    return write_reports("learning_outcomes", tmp_path_factory.mktemp("reports"), LANGUAGES)


def test_the_report_is_one_page_that_needs_no_network(reports):
    for lang, page in reports.items():
        assert_stands_alone(page, lang)


def test_the_report_is_whole_in_every_language(reports):
    for lang, page in reports.items():
        assert_whole(page, "learning_outcomes", lang)


def test_the_planted_holes_are_told(reports):
    """By hand from data/programme/plan.csv: E4 is neither practised nor assessed; P31 assesses no outcome; C3 promises
    analysis and is assessed by listing; module E plans 105 minutes for a slot of 90."""
    text = words_of(reports["en"])
    for part in (
        "Design a short questionnaire on one topic.",
        "Fill in a test of ten questions",
        "List the three questions",
        "105",
    ):
        assert part in text, part
    holes = {
        (hole.kind, (hole.outcome or hole.step).id) for hole in kip.alignment(kip.classify(kip.read_outcomes())).holes
    }
    assert {
        ("never practised", "E4"),
        ("never assessed", "E4"),
        ("never assessed", "F4"),
        ("assessed lower", "C3"),
    } <= holes
    assert ("assessment without outcome", "P31") in holes


def test_no_partner_who_has_not_agreed_is_named(reports):
    ratings = kip.read_needs()
    others = {one.partner for one in ratings.ratings} - ratings.named
    assert others
    for page in reports.values():
        assert not [name for name in others if name in words_of(page)]


def test_a_list_in_a_text_gives_a_report_without_the_demo(run, tmp_path):
    lines = [
        "- Décrire les trois formes de partenariat",
        "",
        f"- Comparer {HOSTILE[0]} et deux conventions",
        "- Blablater",
    ]
    (tmp_path / "mine.txt").write_text("\n".join(lines), encoding="utf-8")
    code, _, err = run("report", "learning_outcomes", "--outcomes", "mine.txt", "--lang", "fr", "--out", "out")
    assert code == 0, err
    (path,) = (tmp_path / "out").iterdir()
    page = path.read_text(encoding="utf-8")
    assert path.name == "learning_outcomes-mine-fr.html" and "trois formes de partenariat" in page
    assert "<script" not in page and "Valrive" not in page and "journée portes ouvertes" not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("report", "learning_outcomes", "--survey", "x.csv"),
            "--survey does not belong to the report learning_outcomes.",
        ),
        (("report", "learning_outcomes", "--outcomes", "none.xlsx"), "There is no file none.xlsx."),
        (("report", "learning_outcomes", "--key", "x"), "--key needs --before as well."),
        (("outcomes",), "Give your outcomes, or --template FILE for a workbook to fill in."),
        (("outcomes", "none.txt"), "There is no file none.txt."),
        (("outcomes", "a.txt", "b.txt", "--out", "c.xlsx"), "--out writes the workbook of one file; name one."),
        (("canvas",), "Give your canvas, or --template FILE for a workbook to fill in."),
        (("canvas", "none.xlsx"), "There is no file none.xlsx."),
        (("canvas", "--out", "x.docx"), "Give your canvas"),
    ],
)
def test_what_cannot_be_is_said_before_the_notebook_runs(run, words, said):
    code, _, err = run(*words)
    assert code == 1 and said in err and "Traceback" not in err and "Running" not in err


def test_outcomes_are_read_aloud_and_written_beside_what_the_kit_reads(run, tmp_path):
    write_csv(tmp_path / "mine.csv", [["Ishodi učenja"], ["Nabrojati tri partnera"], ["Usporediti dva sporazuma"]])
    code, out, err = run("outcomes", "mine.csv", "--out", "mine.xlsx", "--lang", "hr")
    assert code == 0, err
    assert "2" in out and (tmp_path / "mine.xlsx").is_file()
    cells = {
        str(cell.value) for sheet in openpyxl.load_workbook(tmp_path / "mine.xlsx") for row in sheet for cell in row
    }
    assert "Nabrojati tri partnera" in cells
    assert [one.text for one in kip.read_outcomes(tmp_path / "mine.xlsx").outcomes] == [
        "Nabrojati tri partnera",
        "Usporediti dva sporazuma",
    ]
    again, _, complaint = run("outcomes", "mine.csv", "--out", "mine.xlsx")
    assert again == 1 and "mine.xlsx" in complaint  # nothing is overwritten


def test_how_good_the_reading_is_is_one_command_and_the_readme_says_the_same(run):
    """The README's figures are those of the held-out half, as printed."""
    code, out, err = run("outcomes", "--accuracy")
    assert code == 0, err
    kit = kip.validate_classifier().of("")[0]
    assert kit.name == "kit" and kit.near / kit.answered >= 0.9 and kit.calibration_error <= 0.1
    readme = re.sub(r"\s+", " ", (kip.kit_path("data").parent / "README.md").read_text(encoding="utf-8"))
    assert f"on {kit.outcomes} outcomes it tells a level for {kit.answered}" in readme
    assert f"the label's for {kit.same:g} of them and at most one level off for {kit.near:g}" in readme
    assert str(kit.answered) in out and f"{kit.kappa:.2f}".lstrip("0") in out.replace("0.", ".")


@pytest.mark.parametrize("given", [("--after", "--followup"), ("--reaction",), ("--needs",)])
def test_parts_of_ones_own_are_not_mixed_with_the_demo(run, tmp_path, given):
    data = kip.kit_path("data", "training")
    files = {"--after": "after.csv", "--followup": "followup.csv", "--reaction": "reaction.csv", "--needs": "needs.csv"}
    words = [word for name in given for word in (name, data / files[name])]
    if "--after" in given:
        words += ["--codebook", data / "codebook"]
    if "--reaction" in given:
        words += ["--reaction-codebook", data / "reaction_codebook"]
    code, _, err = run("report", "learning_outcomes", *words, "--out", "mine.html")
    assert code == 0, err
    text = words_of((tmp_path / "mine.html").read_text(encoding="utf-8"))
    assert "Negotiate a first agreement" not in text and "Seven modules" not in text
    assert ("Drawing up joint budgets" in text) == ("--needs" in given)
    assert ("months later" in text) or "--after" not in given


def test_a_canvas_becomes_a_document(run, tmp_path):
    code, _, err = run("canvas", "--template", "canvas.xlsx", "--lang", "pt")
    assert code == 0, err
    code, _, err = run("canvas", "canvas.xlsx", "--out", "canvas.docx", "--lang", "pt")
    assert code == 0 and (tmp_path / "canvas.docx").is_file(), err
    again, _, complaint = run("canvas", "canvas.xlsx", "--out", "canvas.docx")
    assert again == 1 and "canvas.docx" in complaint
