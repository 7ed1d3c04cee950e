"""The programme canvas: what a file may say, that it is read as it was written, and what is shown and printed."""

from __future__ import annotations

import csv
import re
from zipfile import ZipFile

import docx
import pytest
from builders import HOSTILE, examples, write_csv
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import kiptools as kip
from kiptools.canvas import (
    BOX_NAMES,
    BOX_QUESTIONS,
    BOXES,
    CANVAS,
    EVIDENCE,
    EVIDENCE_TITLE,
    LONGEST,
    PLANNED,
    TITLE_QUESTION,
    Canvas,
    read_canvas,
    with_text,
    write_canvas,
)
from kiptools.canvas_document import MOST_OUTCOMES, write_canvas_document
from kiptools.fielding.word import TAGS
from kiptools.language import Language
from kiptools.messages import KipError, message
from kiptools.outcomes import Outcome, Programme
from kiptools.show.canvas import evidence
from kiptools.tables import fold

LANGS = list(kip.LANGUAGES)
FULL = Canvas("All of it", tuple((box, f"What {box} says") for box in BOXES))
SOME = Canvas("Seven modules", (("needs", "Agreements"), ("budget", "Trainers: EUR 1,400\nRoom: EUR 250")))


def filled(**texts: str) -> Canvas:
    canvas = Canvas()
    for box, text in texts.items():
        canvas = with_text(canvas, box, text)
    return canvas


# --- the value -----------------------------------------------------------------------------------------


def test_the_boxes_are_those_of_the_sheet_with_two_in_the_place_of_learning_styles():
    """KEEP IN PACT, sheet D: needs, outcomes, delivery, content, audience, learning styles, budget, communication,
    evaluation: nine, of which one is replaced by two."""
    assert len(BOXES) == 9 - 1 + 2 and "learning_styles" not in BOXES
    assert set(BOX_NAMES) == set(BOX_QUESTIONS) == set(BOXES)
    assert all(
        str(question).endswith("?") and 1 <= str(question).count("?") <= 2 for question in BOX_QUESTIONS.values()
    )


def test_a_canvas_knows_what_is_filled_in():
    assert SOME.filled == ("needs", "budget") and len(SOME.empty) == 8
    assert SOME["needs"] == "Agreements" and SOME["content"] == ""
    assert Canvas().empty == BOXES and FULL.filled == BOXES


@pytest.mark.parametrize("texts", [(("styles", "x"),), (("needs", "x"), ("needs", "y"))])
def test_a_box_that_there_is_not_or_twice_is_refused(texts):
    with pytest.raises(ValueError, match="each must be one of"):
        Canvas("", texts)
    with pytest.raises(ValueError, match="not in tuple"):
        SOME["styles"]
    with pytest.raises(ValueError, match="not in tuple"):
        with_text(SOME, "styles", "x")


def test_a_text_takes_its_place_whatever_the_order():
    one, other = filled(budget="b", needs="n"), filled(needs="n", budget="b")
    assert one == other and one.texts == (("needs", "n"), ("budget", "b"))
    assert with_text(one, "needs", " \n ") == filled(budget="b")
    assert with_text(one, "title", "Two\nlines").title == "Two lines"
    assert with_text(Canvas(), "needs", " a \r\n\x1b[31mb\n").texts == (("needs", "a\n[31mb"),)


def test_a_text_may_be_long_and_not_longer():
    assert len(filled(needs="x" * LONGEST)["needs"]) == 10_000
    for box in ("needs", "title"):
        with pytest.raises(KipError, match="longer than 10000 characters; say it in fewer"):
            filled(**{box: "x" * 10_001})


# --- files ---------------------------------------------------------------------------------------------


def test_the_demo_adds_up():
    canvas = read_canvas()
    assert canvas.title == "Seven modules for partnership officers" and canvas.empty == ("communication",)
    first, *lines = canvas["budget"].split("\n")
    parts = [int(found[1].replace(",", "")) for line in lines if (found := re.search(r": EUR ([\d,]+)", line))]
    assert parts == [1400, 250, 350, 400] and sum(parts) == 2400 and first.startswith("EUR 2,400 in all")
    assert (7 * 200, 5 * 50, 7 * 90 / 60) == (1400, 250, 10.5) and "10.5 hours" in lines[-1]
    folder = kip.kit_path("data", "programme")
    with (folder / "modules.csv").open(encoding="utf-8-sig") as file:
        modules = list(csv.DictReader(file))
    with (folder / "outcomes.csv").open(encoding="utf-8-sig") as file:
        outcomes = list(csv.DictReader(file))
    assert len(modules) == 7 and {row["minutes"] for row in modules} == {"90"} and len(outcomes) == 28
    assert "Seven sessions of 90 minutes" in canvas["delivery"] and canvas["outcomes"].startswith("28 ")
    assert "18" in canvas["audience"] and "two groups of nine" in canvas["audience"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("canvas", [Canvas(), SOME, FULL, read_canvas()], ids=["empty", "some", "full", "demo"])
def test_what_is_written_is_read_again(tmp_path, lang, canvas):
    path = write_canvas(canvas, tmp_path / "new" / "canvas.xlsx", lang=lang)
    assert read_canvas(path) == canvas and read_canvas(path).notes == ()
    first = path.read_bytes()
    assert write_canvas(canvas, path, lang=lang).read_bytes() == first  # replaced, and equal makes equal


@settings(max_examples=examples(25), deadline=None)
@given(st.dictionaries(st.sampled_from([*BOXES, "title"]), st.text(max_size=60)), st.sampled_from(LANGS))
def test_whatever_people_type_is_read_again(tmp_path_factory, texts, lang):
    canvas = filled(**texts)
    path = write_canvas(canvas, tmp_path_factory.mktemp("canvas") / "canvas.xlsx", lang=lang)
    assert read_canvas(path) == canvas


@pytest.mark.parametrize("text", [*HOSTILE, "'=1+1", "0012", "1.0", "TRUE", "_x0041_", "\xa0a\xa0", "needs"])
def test_hostile_text_stays_text(tmp_path, text):
    canvas = filled(title=text, needs=text)
    path = write_canvas(canvas, tmp_path / "canvas.xlsx")
    assert read_canvas(path) == canvas
    assert not any(cell.data_type == "f" for row in load_workbook(path).active for cell in row)


def test_a_template_has_each_box_with_its_questions_and_no_star(tmp_path):
    sheet = load_workbook(write_canvas(Canvas(), tmp_path / "c.xlsx", lang="hr")).active
    say = Language("hr").say
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows(max_row=12)]
    assert rows[1][1] == say(TITLE_QUESTION) and sheet.title == say(CANVAS)
    assert [row[:2] for row in rows[2:]] == [[say(BOX_NAMES[box]), say(BOX_QUESTIONS[box])] for box in BOXES]
    assert not any(row[2] for row in rows[1:]) and rows[0][2] == say(PLANNED)
    assert {cell.style for cell in sheet[1]} == {"kip heading"} and sheet.protection.sheet


def test_rows_are_high_enough_for_lines(tmp_path):
    sheet = load_workbook(
        write_canvas(filled(needs="\n".join("abcdef"), content="x " * 4_000), tmp_path / "c.xlsx")
    ).active
    assert sheet.row_dimensions[3].height >= 6 * 15 and sheet.row_dimensions[9].height == 400


@pytest.mark.parametrize("canvas", [Canvas(), SOME], ids=["empty", "some"])
def test_rows_have_room_for_six_lines_and_grow_with_what_is_typed(tmp_path, canvas):
    """A row with a custom height keeps it: spreadsheets cut what does not fit."""
    with ZipFile(write_canvas(canvas, tmp_path / "c.xlsx")) as parts:
        _, *rows = re.findall(r"<row [^>]*>", parts.read("xl/worksheets/sheet1.xml").decode())
    assert len(rows) == 1 + len(BOXES) and all(float(re.search(r' ht="([\d.]+)"', row)[1]) >= 6 * 15 for row in rows)
    assert not any("customHeight" in row for row in rows)


@pytest.mark.parametrize("name", ["canvas.csv", "canvas", "canvas.docx"])
def test_only_a_workbook_is_written(tmp_path, name):
    with pytest.raises(KipError, match=r"give a name that ends in \.xlsx"):
        write_canvas(SOME, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", LANGS)
def test_boxes_and_headings_are_understood_in_each_language(tmp_path, lang):
    say = Language(lang).say
    head = [say(message("Box")), say(PLANNED)]
    rows = [[say(BOX_NAMES[box]).upper(), f"What {box} says"] for box in BOXES]
    path = write_csv(tmp_path / "c.csv", [head, [say(message("Title")), "All of it"], *reversed(rows)])
    assert read_canvas(path) == FULL


def test_no_name_of_a_box_means_another_in_some_language():
    names = {(fold(Language(lang).say(name)), box) for lang in LANGS for box, name in BOX_NAMES.items()}
    assert len({name for name, _ in names}) == len(names)


def test_the_words_of_the_training_sheet_are_understood(tmp_path):
    rows = [
        ["Needs assessment", "n"],
        ["Delivery mode", "d"],
        ["Content development", "c"],
        ["Communication style", "s"],
    ]
    path = write_csv(tmp_path / "c.csv", [["box", "text"], *rows])
    assert read_canvas(path) == filled(needs="n", delivery="d", content="c", communication="s")


def test_one_of_several_languages_is_read(tmp_path):
    head = ["box", "text::English (en)", "text::Français (fr)", "text::Deutsch (de)"]
    rows = [["budget", "Money", "Argent", "Geld"], ["needs", "", "Besoin", ""], ["content", "", "", ""]]
    path = write_csv(tmp_path / "c.csv", [head, *rows])
    read = {lang: read_canvas(path, lang=lang)["budget"] for lang in ("", "en", "fr", "de", "hr")}
    assert read == {"": "Money", "en": "Money", "fr": "Argent", "de": "Geld", "hr": "Money"}
    assert read_canvas(path, lang="hr")["needs"] == "Besoin" and read_canvas(path).empty == BOXES[1:8] + BOXES[9:]
    (note,) = read_canvas(path).notes
    assert "several columns of texts: text::English (en), text::Français (fr), text::Deutsch (de)." in str(note)


def test_english_is_read_wherever_it_stands_and_an_empty_column_is_not_told(tmp_path):
    head = ["box", "text::Français (fr)", "text::English (en)", "text::Hrvatski (hr)"]
    path = write_csv(tmp_path / "c.csv", [head, ["needs", "Besoin", "Need", ""]])
    assert read_canvas(path)["needs"] == "Need" and "Hrvatski" not in str(read_canvas(path).notes[0])
    assert read_canvas(write_csv(tmp_path / "d.csv", [head, ["needs", "", "Need", ""]])).notes == ()


def test_what_else_stands_in_the_file_is_said(tmp_path):
    path = write_csv(tmp_path / "c.csv", [["Plan of 2026", "", ""], ["box", "text", "who"], ["needs", "n", "Ana"]])
    canvas = read_canvas(path)
    assert canvas == filled(needs="n")
    assert any("who" in str(note) for note in canvas.notes) and len(canvas.notes) == 2


@pytest.mark.parametrize(
    "rows, said",
    [
        ([["box", "text"], ["Money", "x"]], r'row 2, column box: "Money" is not known; give one of Title, Needs, '),
        ([["box", "text"], ["", "x"]], r"row 2: column box is empty; give one of Title, Needs, "),
        ([["box", "text"], ["needs", "x"], ["Needs", "y"]], r'row 3: "Needs" stands in row 2 already; keep one'),
        ([["box", "text"], ["title", "x"], ["Title", "y"]], r'row 3: "Title" stands in row 2 already; keep one'),
        ([["box", "notes"], ["needs", "x"]], r"has no column text"),
        ([["text", "notes"], ["needs", "x"]], r"has no column box"),
        (
            [["box", "text"], ["needs", "x" * 10_001]],
            r"row 2, column text: \"x+…\" is not accepted; give at most 10000",
        ),
        ([["box", "text", "What we plan"], ["needs", "x", "y"]], r"the columns text, What we plan mean the same"),
    ],
)
def test_faults_are_named_with_their_place(tmp_path, rows, said):
    with pytest.raises(KipError, match=said) as caught:
        read_canvas(write_csv(tmp_path / "c.csv", rows))
    assert len(caught.value.faults) == 1 and str(caught.value).startswith("c.csv")


def test_all_faults_are_told_at_once_row_by_row(tmp_path):
    rows = [["box", "text"], ["Money", "x"], ["needs", "x"], ["", "y"], ["needs", "z"]]
    with pytest.raises(KipError) as caught:
        read_canvas(write_csv(tmp_path / "c.csv", rows))
    assert [dict(fault.values)["row"] for fault in caught.value.faults] == [2, 4, 5]


@pytest.mark.parametrize("word", ["Learning styles", "learning_styles", "LEARNING STYLES:"])
def test_learning_styles_are_answered_with_what_to_write_instead(tmp_path, word):
    with pytest.raises(KipError, match="row 2: the canvas has no box for learning styles") as caught:
        read_canvas(write_csv(tmp_path / "c.csv", [["box", "text"], [word, "Visual"]]))
    (fault,) = caught.value.faults
    assert "Prior knowledge, Access needs" in str(fault) and "Learning styles" not in str(fault)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_faults_quote_hostile_text_on_one_line(tmp_path, hostile):
    with pytest.raises(KipError) as caught:
        read_canvas(write_csv(tmp_path / "c.csv", [["box", "text"], [hostile, "x"]]))
    assert "\n" not in str(caught.value) and "\x1b" not in str(caught.value)


def test_rows_without_text_are_empty_boxes(tmp_path):
    assert read_canvas(write_csv(tmp_path / "c.csv", [["box", "text"], ["needs", ""], ["budget", " "]])) == Canvas()


def test_other_sheets_are_named_and_a_second_canvas_is_refused(tmp_path):
    path = write_canvas(filled(needs="n"), tmp_path / "c.xlsx")
    book = load_workbook(path)
    for title in ("Steering notes", "<b>2"):
        book.create_sheet(title).append(["Decided on Monday"])
    book.save(path)
    assert list(map(str, read_canvas(path).notes)) == ["2 other sheets were not read: Steering notes, <b>2."]
    book.create_sheet("Draft").append(["Box", "What we plan"])
    book.save(path)
    with pytest.raises(KipError) as caught:
        read_canvas(path)
    assert str(caught.value) == (
        "c.xlsx [Draft]: this sheet is not read, but has the headings of Programme canvas; put its rows there, or keep "
        "it in another file."
    )


def test_a_workbook_of_other_sheets_is_no_canvas(tmp_path):
    book = Workbook()
    book.active.append(["id", "name"])
    book.active.append(["1", "A"])
    book.save(tmp_path / "c.xlsx")
    with pytest.raises(KipError, match="has no column"):
        read_canvas(tmp_path / "c.xlsx")


# --- shown ---------------------------------------------------------------------------------------------


def test_the_sentence_counts_what_is_filled_in():
    say = kip.Show("en").sentence
    assert say(Canvas()).text == "All 10 boxes of the programme canvas are still empty."
    assert say(FULL).text == "All 10 boxes of the programme canvas are filled in."
    assert say(SOME).text == (
        "2 of 10 boxes of the programme canvas are filled in. Still empty: Learning outcomes, Target audience, Prior "
        "knowledge, Access needs, Delivery, Content, Communication, Evaluation."
    )
    assert say(filled(needs="n")).text.startswith("1 of 10 boxes of the programme canvas is filled in. Still empty: ")


def test_the_table_shows_each_box_and_of_empty_ones_the_question():
    shown = kip.Show("en").table(SOME)
    assert shown.html.count('<th scope="row"') == 10 and "Programme canvas: Seven modules" in shown.html
    assert "<td" in shown.html and "Trainers: EUR 1,400 · Room: EUR 250</td>" in shown.html
    assert shown.html.count("Still empty. ") == 8 and f"Still empty. {BOX_QUESTIONS['content']}" in shown.html
    assert str(BOX_QUESTIONS["needs"]) not in shown.html
    assert "<caption" in shown.html and ">Programme canvas</caption>" in kip.Show("en").table(Canvas()).html


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_wrote_is_no_markup(hostile):
    html = kip.Show("fr").table(filled(title=hostile, needs=hostile)).html
    assert not any(mark in html for mark in ("<script", "<img", "<b>", "\x1b"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_evidence_names_its_studies(lang):
    """Newton & Salvi 2020: 37 studies, 15,405 educators, 18 countries, 89.1 %."""
    shown = evidence(Language(lang))
    assert re.search(r"15\D?405", shown.text) and "18" in shown.text and "Pashler" in shown.text
    assert "10.1111/j.1539-6053.2009.01038.x" in shown.text and "10.3389/feduc.2020.602451" in shown.text
    assert shown.html.startswith("<details><summary>")


# --- the document --------------------------------------------------------------------------------------


def opened(path):
    made = docx.Document(str(path))
    (grid,) = made.tables
    return made, grid


def cells(grid) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in grid.rows]


@pytest.mark.parametrize("lang", LANGS)
def test_the_document_has_all_boxes_and_the_evidence(tmp_path, lang):
    made, grid = opened(write_canvas_document(SOME, tmp_path / "c.docx", lang=lang))
    say = Language(lang).say
    head, *rows = cells(grid)
    assert head == [say(message("Box")), say(PLANNED)]
    assert [row[0] for row in rows] == [say(BOX_NAMES[box]) for box in BOXES]
    assert rows[0][1] == "Agreements" and rows[8][1] == "Trainers: EUR 1,400\nRoom: EUR 250"
    assert [row[1] for row in rows[1:8]] == [say(BOX_QUESTIONS[box]) for box in BOXES[1:8]]
    styles = [(each.style.name, each.text) for each in made.paragraphs]
    assert styles[0] == ("Title", "Seven modules")
    headings = [text for style, text in styles if style == "Heading 1"]
    assert headings == [say(CANVAS), say(EVIDENCE_TITLE)]
    assert [text for style, text in styles if style == "Normal"][-3:] == [say(text) for text in EVIDENCE]
    assert len([style for style, _ in styles if style == "List Bullet"]) == 2


@pytest.mark.parametrize("lang", LANGS)
def test_the_document_can_be_read_aloud(tmp_path, lang):
    made, grid = opened(write_canvas_document(SOME, tmp_path / "c.docx", lang=lang))
    assert made.core_properties.language == TAGS[lang]
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    about = grid._tbl.tblPr
    assert about.find(qn("w:tblCaption")).get(qn("w:val")) == Language(lang).say(CANVAS)
    assert about.find(qn("w:tblDescription")).get(qn("w:val"))
    assert all(run.bold for row in grid.rows for run in row.cells[0].paragraphs[0].runs)


def test_empty_boxes_have_room_to_write_and_others_need_none(tmp_path):
    made, grid = opened(write_canvas_document(SOME, tmp_path / "c.docx"))
    high = [row.height.cm >= 2.4 if row.height else False for row in grid.rows[1:]]
    assert high == [box in SOME.empty for box in BOXES]
    hint = "Empty boxes have questions that help; write the answers below them."
    assert hint in [each.text for each in made.paragraphs]
    full, _ = opened(write_canvas_document(FULL, tmp_path / "full.docx"))
    assert hint not in [each.text for each in full.paragraphs]


def test_without_a_title_there_is_a_gap_for_it(tmp_path):
    made, _ = opened(write_canvas_document(Canvas(), tmp_path / "c.docx"))
    assert [each.text for each in made.paragraphs[:2]] == ["Programme canvas", "[What is the training called?]"]
    assert made.paragraphs[1].runs[0].style.name == "Blank"


def test_outcomes_of_the_programme_stand_in_their_box_if_it_is_empty(tmp_path):
    programme = Programme((Outcome("O1", "Draft an agreement."), Outcome("O2", "Lead a meeting.")), title="Its title")
    _, grid = opened(write_canvas_document(SOME, tmp_path / "a.docx", programme=programme))
    assert cells(grid)[2][1] == "O1: Draft an agreement.\nO2: Lead a meeting." and grid.rows[2].height is None
    _, grid = opened(write_canvas_document(FULL, tmp_path / "b.docx", programme=programme))
    assert cells(grid)[2][1] == "What outcomes says"
    made, _ = opened(write_canvas_document(Canvas(), tmp_path / "c.docx", programme=programme))
    assert made.paragraphs[0].text == "Its title"
    _, grid = opened(write_canvas_document(SOME, tmp_path / "d.docx", programme=Programme()))
    assert cells(grid)[2][1] == str(BOX_QUESTIONS["outcomes"])


def test_of_very_many_outcomes_the_first_stand_there(tmp_path):
    programme = Programme(tuple(Outcome(f"O{n}", "Lead a meeting.") for n in range(1, 10_001)))
    _, grid = opened(write_canvas_document(Canvas(), tmp_path / "c.docx", programme=programme))
    lines = cells(grid)[2][1].split("\n")
    assert len(lines) == MOST_OUTCOMES + 1 == 31 and lines[-2:] == ["O30: Lead a meeting.", "… and 9,970 more."]


def test_only_long_boxes_go_over_to_the_next_page(tmp_path):
    _, grid = opened(write_canvas_document(filled(needs="a " * 300, content="b " * 700), tmp_path / "c.docx"))
    split = [row._tr.trPr.find(qn("w:cantSplit")) is None for row in grid.rows[1:]]
    assert split == [box == "content" for box in BOXES]


def test_a_document_that_is_there_stays(tmp_path):
    path = write_canvas_document(SOME, tmp_path / "c.docx")
    before = path.read_bytes()
    with pytest.raises(KipError, match="exists already"):
        write_canvas_document(FULL, path)
    assert path.read_bytes() == before == write_canvas_document(SOME, tmp_path / "d.docx").read_bytes()
    with pytest.raises(KipError, match=r"ends in \.docx"):
        write_canvas_document(SOME, tmp_path / "c.pdf")


@pytest.mark.parametrize("hostile", [*HOSTILE, "⟦fill me in⟧"])
def test_what_people_wrote_is_text_in_the_document(tmp_path, hostile):
    programme = Programme((Outcome("O1", hostile),))
    path = write_canvas_document(filled(title=hostile, needs=hostile), tmp_path / "c.docx", programme=programme)
    made, grid = opened(path)
    parts = [*made.paragraphs, *(each for row in grid.rows for cell in row.cells for each in cell.paragraphs)]
    assert not any(run.style.name == "Blank" for part in parts for run in part.runs)
    assert "\x1b" not in ZipFile(path).read("word/document.xml").decode("utf-8")
