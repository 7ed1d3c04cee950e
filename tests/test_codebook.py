"""Codebooks: there and back, accepted by pyxform, refused with place and way on."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import openpyxl
import pytest
from builders import HOSTILE, book, rated, scale, words, write_csv

import kiptools as kip
from kiptools.codebook import OTHER


def full_book() -> kip.Codebook:
    """Every kind of item that a codebook can hold."""
    options = kip.Scale(
        "acts", (kip.Choice("meet", words("Meetings", hr="Sastanci")), kip.Choice("train", words("Training")), OTHER)
    )
    return kip.Codebook(
        (
            kip.Item(
                "kind",
                "select_one",
                words("Kind?"),
                kip.Scale("kinds", (kip.Choice("a", words("A")), kip.Choice("b", words("B")))),
                role="profile",
            ),
            rated("trust_1", construct="trust"),
            rated("trust_2", construct="trust", reverse=True),
            rated("imp_1", scale(4, "importance"), role="importance"),
            kip.Item("acts", "select_multiple", words("Activities?"), options, other=True),
            kip.Item("years", "integer", words("Years?")),
            kip.Item("cost", "decimal", words("Cost?")),
            kip.Item("since", "date", words("Since?")),
            kip.Item("sent", "datetime", words("Sent?"), role="ignore"),
            kip.Item(
                "why", "text", words("Why?", fr="Pourquoi ?"), hint=words("One line.", hr="Jedan redak.", de="Zeile.")
            ),
            kip.Item("how", "text", words("How?"), required=True),
        ),
        (
            kip.Construct(
                "trust", words("Trust", it="Fiducia"), words("That promises are kept.", fr="Promesses tenues.")
            ),
        ),
        words("A survey", fr="Une enquête"),
        (
            kip.Note("welcome", words("Welcome.", fr="Bienvenue."), "kind"),
            kip.Note("next", words("Now about trust."), "trust_1", "${kind} = 'a'", words("Briefly.")),
            kip.Note("within", words("Nearly done."), "why"),
            kip.Note("thanks", words("Thank you.", it="Grazie.")),
        ),
        "partners_2026",
    )


@pytest.mark.parametrize("name", ["codebook.xlsx", "folder"])
def test_a_codebook_comes_back_as_it_was_written(tmp_path, name):
    assert kip.read_codebook(kip.write_codebook(full_book(), tmp_path / name)) == full_book()


def test_a_topic_is_written_as_its_group_writes_it(tmp_path):
    (tmp_path / "form").mkdir()
    rows = [
        ["type", "name", "label::English (en)", "construct"],
        ["text", "q1", "One?", "TRUST"],
        ["begin_group", "trust", "Trust and respect", ""],
        ["text", "q2", "Two?", "Trust"],
        ["end_group", "", "", ""],
    ]
    write_csv(tmp_path / "form" / "survey.csv", rows)
    read = kip.read_codebook(tmp_path / "form")
    assert [item.construct for item in read.items] == ["trust", "trust"]
    assert [topic.wording.in_language("en") for topic in read.constructs] == ["Trust and respect"]


def test_a_title_in_no_language_comes_back(tmp_path):
    titled = kip.Codebook((rated("q1"),), title=kip.Wording((("", "A survey"),)))
    assert kip.read_codebook(kip.write_codebook(titled, tmp_path / "form.xlsx")) == titled


def test_a_note_before_a_group_stays_before_it_and_one_within_stays_within(tmp_path):
    folder = kip.write_codebook(full_book(), tmp_path / "form")
    with (folder / "survey.csv").open(encoding="utf-8") as file:
        rows = [(row["type"].split()[0], row["name"]) for row in csv.DictReader(file)]
    place = rows.index(("begin_group", "trust"))
    assert rows[place - 1] == ("note", "next") and rows[place + 1] == ("select_one", "trust_1")


def test_the_default_language_stays_the_first(tmp_path):
    """As forms have it whose columns stand in another order."""
    (tmp_path / "form").mkdir()
    write_csv(
        tmp_path / "form" / "survey.csv",
        [["type", "name", "label::English (en)", "label::Français (fr)"], ["text", "why", "Why?", "Pourquoi ?"]],
    )
    write_csv(
        tmp_path / "form" / "settings.csv",
        [["form_title", "default_language"], ["Enquête", "Français (fr)"]],
    )
    read = kip.read_codebook(tmp_path / "form")
    assert read.languages == ("fr", "en") and read.title == kip.Wording((("", "Enquête"),))
    again = kip.write_codebook(read, tmp_path / "again")
    assert "Français (fr)" in (again / "settings.csv").read_text(encoding="utf-8")
    assert kip.read_codebook(again) == read


def test_equal_codebooks_make_equal_workbooks_that_name_no_program(tmp_path):
    one, other = (kip.write_codebook(full_book(), tmp_path / f"{name}.xlsx") for name in "ab")
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as parts:
        said = parts.read("docProps/core.xml") + parts.read("docProps/app.xml")
    assert b"openpyxl" not in said.lower() and b"2026-01-01" in said


def test_notes_within_a_repeat_and_other_ways_to_say_required(tmp_path):
    (tmp_path / "form").mkdir()
    rows = [
        ["type", "name", "label", "required"],
        ["begin_repeat", "visits", "", ""],
        ["note", "inner", "Each visit", ""],
        ["end_repeat", "", "", ""],
        ["text", "why", "Why?", "true()"],
        ["text", "how", "How?", "no"],
        ["note", "end", "Thanks", ""],
    ]
    write_csv(tmp_path / "form" / "survey.csv", rows)
    read = kip.read_codebook(tmp_path / "form")
    assert [item.required for item in read.items] == [True, False]
    assert read.notes == (kip.Note("end", kip.Wording((("", "Thanks"),))),)


def test_the_demo_codebook_comes_back(codebook, tmp_path):
    assert kip.read_codebook(kip.write_codebook(codebook, tmp_path / "demo.xlsx")) == codebook


@pytest.mark.parametrize("make", [full_book, lambda: kip.read_codebook(kip.kit_path("data", "cite", "codebook"))])
def test_pyxform_accepts_what_is_written(tmp_path, make):
    from pyxform.xls2xform import convert

    path = kip.write_codebook(make(), tmp_path / "form.xlsx")
    result = convert(path.read_bytes(), file_type=".xlsx")
    assert "<h:html" in result.xform
    assert all("language" in warning.lower() or "or_other" in warning for warning in result.warnings), result.warnings


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["codebook.xlsx", "folder"])
def test_texts_stay_texts_in_files(tmp_path, text, name):
    """No spreadsheet may run a formula that a respondent typed."""
    item = kip.Item(
        "q1", "select_one", words(text), kip.Scale("list", (kip.Choice("1", words(text)), kip.Choice("2", words("b"))))
    )
    path = kip.write_codebook(kip.Codebook((item,)), tmp_path / name)
    if path.is_file():
        cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet for cell in row]
        assert all(cell.data_type in "sn" for cell in cells)
    else:
        for file in path.glob("*.csv"):
            cells = [cell for row in csv.reader(file.open(encoding="utf-8", newline="")) for cell in row]
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    back = kip.read_codebook(path)["q1"].wording.in_language("en")
    assert back.replace("\x1b", "").split() == text.replace("\x1b", "").split()  # a workbook cannot hold an escape


def faulty(tmp_path: Path, survey: list[list[str]], choices: list[list[str]]) -> str:
    write_csv(tmp_path / "survey.csv", survey)
    write_csv(tmp_path / "choices.csv", choices)
    with pytest.raises(kip.KipError) as refused:
        kip.read_codebook(tmp_path)
    return str(refused.value)


SURVEY = ["type", "name", "label::English (en)", "role", "reverse"]
CHOICES = ["list_name", "name", "label::English (en)", "score"]
GOOD_CHOICES = [CHOICES, ["agree", "1", "No", "1"], ["agree", "2", "Yes", "2"]]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ["select_one agre", "q1", "A", "", ""],
            'survey.csv, row 2, column type: the choice list "agre" does not exist; the sheet choices has agree.',
        ),
        (
            ["choose agree", "q1", "A", "", ""],
            'survey.csv, row 2, column type: "choose agree" is not accepted; give select_one LIST',
        ),
        (
            ["text", "my question", "A", "", ""],
            'survey.csv, row 2, column name: "my question" is not accepted; give letters',
        ),
        (
            ["text", "q1", "A", "boss", ""],
            'survey.csv, row 2, column role: "boss" is not accepted; give experience, importance',
        ),
        (
            ["text", "q1", "A", "", "perhaps"],
            'survey.csv, row 2, column reverse: "perhaps" is not accepted; give yes or nothing',
        ),
        (["text", "q1", "A", "experience", ""], "needs a select_one question whose answers have a score"),
    ],
)
def test_a_wrong_row_is_named_with_place_value_and_way_on(tmp_path, row, said):
    assert said in faulty(tmp_path, [SURVEY, row], GOOD_CHOICES)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        (
            [["agree", "1", "No", "one"]],
            'choices.csv, row 2, column score: "one" is not accepted; give a number, "missing", or nothing',
        ),
        (
            [["agree", "1", "No", "2"], ["agree", "2", "Yes", "1"]],
            'choices.csv, list "agree": the scores 2, 1 are not complete and growing',
        ),
        (
            [["agree", "1", "No", "1"], ["agree", "1", "Yes", "2"]],
            'choices.csv, row 3, column name: "1" is not accepted; give a code that',
        ),
        ([["agree", "", "No", "1"]], 'choices.csv, row 2, column name: "" is not accepted; give a name'),
    ],
)
def test_a_wrong_choice_is_named(tmp_path, choices, said):
    assert said in faulty(tmp_path, [SURVEY, ["text", "q1", "A", "", ""]], [CHOICES, *choices])


def test_all_faults_are_listed_at_once_but_no_more_than_ten(tmp_path):
    rows = [["text", f"bad name {place}", "A", "", ""] for place in range(14)]
    said = faulty(tmp_path, [SURVEY, *rows], GOOD_CHOICES).split("\n")
    assert len(said) == 11 and said[-1] == "… and 4 more."


def test_duplicate_names_name_both_rows(tmp_path):
    said = faulty(tmp_path, [SURVEY, ["text", "q1", "A", "", ""], ["text", "q1", "B", "", ""]], GOOD_CHOICES)
    assert said == 'survey.csv, row 3: the name "q1" stands in row 2 already; every question needs its own.'


def test_a_file_that_is_no_codebook(tmp_path):
    path = write_csv(tmp_path / "answers.csv", [["a", "b"], ["1", "2"]])
    with pytest.raises(kip.KipError, match="answers.csv is no codebook: the file has no survey"):
        kip.read_codebook(path)
    with pytest.raises(kip.KipError, match="There is no file"):
        kip.read_codebook(tmp_path / "nothing.xlsx")


def test_columns_that_other_tools_need_do_no_harm(tmp_path):
    """KoboToolbox forms carry notes, groups, calculations and columns of their own."""
    write_csv(
        tmp_path / "survey.csv",
        [
            [*SURVEY, "relevant", "appearance"],
            ["start", "start", "", "", "", "", ""],
            ["note", "hello", "Welcome", "", "", "", ""],
            ["begin group", "g1", "First part", "", "", "", ""],
            ["select_one agree", "q1", "A", "experience", "", "", "likert"],
            ["end_group", "", "", "", "", "", ""],
            ["calculate", "c1", "", "", "", "", ""],
        ],
    )
    write_csv(tmp_path / "choices.csv", GOOD_CHOICES)
    assert [item.name for item in kip.read_codebook(tmp_path).items] == ["q1"]


def test_writing_fails_in_one_sentence_and_leaves_what_was_there(tmp_path):
    target = tmp_path / "file"
    target.write_text("keep me")
    with pytest.raises(kip.KipError, match="cannot be written"):
        kip.write_codebook(book(rated("q1")), target / "codebook.xlsx")
    assert target.read_text() == "keep me"


@pytest.mark.parametrize(
    ("heading", "near"), [("rôle", "role"), ("roles", "role"), ("Construct", "construct"), ("revers", "reverse")]
)
def test_a_misspelt_column_is_not_passed_over(tmp_path, heading, near):
    said = faulty(tmp_path, [["type", "name", "label", heading], ["text", "q1", "A", ""]], GOOD_CHOICES)
    assert (
        said
        == f'survey.csv, column "{heading}": is it meant to be {near}? Then write it so; otherwise give it another name.'
    )


def test_a_list_may_be_called_like_a_group(tmp_path):
    write_csv(
        tmp_path / "survey.csv",
        [
            SURVEY,
            ["begin_group", "g", "G", "", ""],
            ["select_one age_group", "q1", "Age?", "", ""],
            ["end_group", "", "", "", ""],
        ],
    )
    write_csv(
        tmp_path / "choices.csv",
        [["list name", "name", "label"], ["age_group", "a", "young"], ["age_group", "b", "old"]],
    )
    assert [choice.name for choice in kip.read_codebook(tmp_path)["q1"].choices] == ["a", "b"]


@pytest.mark.parametrize("score", ["nan", "inf", "-inf", "1e999"])
def test_a_score_is_a_number(tmp_path, score):
    choices = [CHOICES, ["agree", "1", "No", "1"], ["agree", "2", "Yes", score]]
    assert "choices.csv, row 3, column score" in faulty(tmp_path, [SURVEY, ["text", "q1", "A", "", ""]], choices)


def test_codes_that_differ_in_case_only_are_refused(tmp_path):
    choices = [CHOICES, ["agree", "b", "No", "1"], ["agree", "B", "Yes", "2"]]
    assert 'row 3, column name: "B" is not accepted' in faulty(tmp_path, [SURVEY, ["text", "q1", "A", "", ""]], choices)


def test_topics_that_alternate_make_a_form_that_pyxform_accepts(tmp_path):
    from pyxform.xls2xform import convert

    mixed = book(rated("a1", construct="a"), rated("b1", construct="b"), rated("a2", construct="a"))
    path = kip.write_codebook(mixed, tmp_path / "mixed.xlsx")
    assert kip.read_codebook(path) == mixed
    assert convert(path.read_bytes(), file_type=".xlsx").xform


def test_topics_that_differ_in_case_are_one(tmp_path):
    write_csv(
        tmp_path / "survey.csv",
        [["type", "name", "label", "construct"], ["text", "q1", "A", "Trust"], ["text", "q2", "B", "trust "]],
    )
    write_csv(tmp_path / "choices.csv", GOOD_CHOICES)
    assert [construct.name for construct in kip.read_codebook(tmp_path).constructs] == ["Trust"]
