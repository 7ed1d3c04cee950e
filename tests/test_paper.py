"""The questionnaire on paper, and the sheet its answers are typed into: what people find there, and that it is read."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date, datetime
from zipfile import ZipFile

import docx
import pytest
from builders import HOSTILE, book, rated, scale, words
from docx.oxml.ns import qn
from docx.table import Table
from openpyxl import load_workbook

import kiptools as kip
from kiptools import Choice, Codebook, Construct, Item, Scale, Wording
from kiptools.codebook import OTHER, Note
from kiptools.fielding.entry import FORM_NUMBERS, write_entry_sheet
from kiptools.fielding.paper import numbering, write_paper_form
from kiptools.fielding.word import BOX, TAGS, document, paragraph, save, table
from kiptools.language import Language
from kiptools.tables import put_text

LANGS = list(kip.LANGUAGES)
YES_NO = Scale("yn", (Choice("y", words("Yes")), Choice("n", words("No"))))
KINDS = Scale("kinds", (Choice("a", words("Shop")), Choice("b", words("School")), OTHER))


@pytest.fixture(scope="module")
def survey():
    return kip.read_codebook(kip.kit_path("data", "cite", "codebook"))


@pytest.fixture(scope="module")
def forms(survey, tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    return {lang: write_paper_form(survey, folder / f"{lang}.docx", lang) for lang in LANGS}


@pytest.fixture(scope="module")
def sheets(survey, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sheets")
    return {lang: write_entry_sheet(survey, folder / f"{lang}.xlsx", lang) for lang in LANGS}


def printed(codebook, folder, language="en", **more):
    path = folder / "form.docx"
    path.unlink(missing_ok=True)
    return docx.Document(str(write_paper_form(codebook, path, language, **more)))


def lines(made) -> list[str]:
    """All texts in the order in which they are read."""
    found = []
    for part in made.iter_inner_content():
        if isinstance(part, Table):
            found += [cell.text for row in part.rows for cell in row.cells]
        else:
            found.append(part.text)
    return found


def texts(made, style: str) -> list[str]:
    return [each.text for each in made.paragraphs if each.style.name == style]


def said_of(grid: Table, what: str) -> str:
    return grid._tbl.tblPr.find(qn(f"w:{what}")).get(qn("w:val"))


def is_heading_row(row) -> bool:
    return row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None


def typed(path, rows: list[dict[str, object]]):
    """Type rows into a data-entry sheet, by the names of its headings."""
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for name, value in row.items():
            cell = sheet.cell(number, places[name], value)
            if isinstance(value, str):
                put_text(cell, value)  # as in a spreadsheet, in a cell that is formatted as text
    path = path.with_name("filled.xlsx")
    workbook.save(path)
    return path


def rules(sheet) -> dict[str, object]:
    """What may be written below each heading."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        letter = re.match("[A-Z]+", str(rule.sqref))[0]
        assert letter not in found
        found[letter] = rule
    return {cell.value: found.get(cell.column_letter) for cell in sheet[1]}


# --- documents ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_a_document_tells_its_title_and_language_and_nothing_of_whoever_made_it(forms, lang):
    made = docx.Document(str(forms[lang]))
    about = made.core_properties
    assert about.title == made.paragraphs[0].text and made.paragraphs[0].style.name == "Title"
    assert about.language == TAGS[lang]
    assert (about.author, about.comments, about.last_modified_by, about.keywords) == ("", "", "", "")
    assert about.created == about.modified == datetime(2026, 1, 1, tzinfo=about.created.tzinfo)
    with ZipFile(forms[lang]) as parts:
        assert not [name for name in parts.namelist() if "app.xml" in name or "thumbnail" in name or "custom" in name]
        styles = parts.read("word/styles.xml").decode()
        everything = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    assert set(re.findall(r'<w:lang [^>]*w:val="([^"]*)"', styles)) == {TAGS[lang]}
    assert "python" not in everything.casefold() and "macintosh" not in everything.casefold()


def test_documents_are_a4_with_a_number_on_each_page(forms):
    page = docx.Document(str(forms["en"])).sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    fields = [field.get(qn("w:instr")) for field in page.footer.paragraphs[0]._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_equal_documents_make_equal_files(survey, forms, tmp_path):
    again = write_paper_form(survey, tmp_path / "again.docx", "hr")
    assert again.read_bytes() == forms["hr"].read_bytes()
    with ZipFile(again) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_gaps_are_highlighted_and_keep_brackets_for_who_sees_no_colours():
    text = paragraph(document("T", Language()), "By ⟦day⟧ to ⟦a place⟧, or ⟦.")
    assert text.text == "By [day] to [a place], or ⟦."
    assert [run.text for run in text.runs if run.style.name == "Blank"] == ["[day]", "[a place]"]
    blank = text.runs[1].style.element
    assert blank.find(f".//{qn('w:shd')}").get(qn("w:fill")) == "FFF2A8"


def test_tables_have_a_heading_row_that_repeats_and_rows_that_stay_whole():
    made = document("T", Language())
    grid = table(made, ["Day", "What"], [["1", "⟦x⟧"], ["2", "b"]], widths=[4, 13], title="Days", description="Two")
    assert [is_heading_row(row) for row in grid.rows] == [True, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in grid.rows)
    assert (said_of(grid, "tblCaption"), said_of(grid, "tblDescription")) == ("Days", "Two")
    assert grid._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"
    assert grid.rows[1].cells[1].text == "[x]"
    plain = table(made, [], [["a"]], widths=[17], title="No headings")
    assert [is_heading_row(row) for row in plain.rows] == [False]


def test_the_parts_of_tables_and_cells_stand_in_the_order_that_the_format_asks_for(forms):
    wanted = {
        "tblPr": [
            "tblStyle",
            "tblW",
            "jc",
            "tblInd",
            "tblBorders",
            "tblLayout",
            "tblCellMar",
            "tblLook",
            "tblCaption",
            "tblDescription",
        ],
        "tcPr": ["tcW", "tcBorders", "shd", "tcMar", "vAlign"],
    }
    body = docx.Document(str(forms["en"])).element.body
    for name, order in wanted.items():
        elements = list(body.iter(qn(f"w:{name}")))
        assert elements
        for element in elements:
            places = [order.index(part.tag.split("}")[1]) for part in element]
            assert places == sorted(places)


def test_a_failed_save_leaves_the_file_that_was_there(tmp_path, monkeypatch):
    path = tmp_path / "a.docx"
    path.write_text("old")
    made = document("T", Language())
    monkeypatch.setattr(ZipFile, "writestr", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError):
        save(made, path)
    assert path.read_text() == "old" and [each.name for each in tmp_path.iterdir()] == ["a.docx"]


# --- the form ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_topics_are_headings_and_every_question_stands_there_once_with_its_number(survey, forms, lang):
    made = docx.Document(str(forms[lang]))
    headings = texts(made, "Heading 1")
    assert all(heading.strip() for heading in headings)
    assert headings[1:9] == [construct.wording.in_language(lang) for construct in survey.constructs]
    numbers = [int(found[1]) for line in lines(made) if (found := re.match(r"(\d+)\.\t", line))]
    assert numbers == list(range(1, len(survey.items) + 1)) == list(numbering(survey).values())


@pytest.mark.parametrize("lang", LANGS)
def test_statements_are_tables_of_boxes_headed_by_the_answers(survey, forms, lang):
    made = docx.Document(str(forms[lang]))
    grids = [grid for grid in made.tables if len(grid.columns) > 3]
    assert len(grids) == 16  # eight topics, each asked as experience and as importance
    for number, grid in enumerate(grids):
        item = survey[["purpose_1", "purpose_1_importance"][number % 2]]
        head, *rows = grid.rows
        assert is_heading_row(head) and not any(map(is_heading_row, rows))
        assert [cell.text for cell in head.cells[1:]] == [choice.wording.in_language(lang) for choice in item.choices]
        assert head.cells[0].text
        assert len(rows) == 4 and all(cell.text == BOX for row in rows for cell in row.cells[1:])
    topic = survey.constructs[0].wording.in_language(lang)
    assert said_of(grids[0], "tblCaption").startswith(topic) and said_of(grids[0], "tblDescription")


def test_a_question_that_all_statements_begin_with_stands_above_them(survey, forms):
    made = docx.Document(str(forms["en"]))
    shared = texts(made, "Caption")
    wording = survey["purpose_1_importance"].wording.in_language("en")
    assert len(set(shared)) == 1 and wording.startswith(shared[0] + " ")
    grid = [grid for grid in made.tables if len(grid.columns) > 3][1]
    assert f"{shared[0]} " + grid.rows[1].cells[0].text.partition("\t")[2] == wording


def test_wordings_that_share_no_whole_question_stay_whole(tmp_path):
    codebook = book(
        rated("a", construct="x", text="How good is it? Fine"), rated("b", construct="x", text="How good was it? Bad")
    )
    made = printed(codebook, tmp_path)
    assert not texts(made, "Caption")
    assert [row.cells[0].text for row in made.tables[0].rows] == [
        "Statement",
        "1.\tHow good is it? Fine",
        "2.\tHow good was it? Bad",
    ]


def test_no_answer_is_set_apart_from_the_steps_of_the_scale(forms):
    grid = next(grid for grid in docx.Document(str(forms["en"])).tables if len(grid.columns) == 7)
    borders = [
        [cell._tc.tcPr.find(f"{qn('w:tcBorders')}/{qn('w:left')}") is not None for cell in row.cells]
        for row in grid.rows
    ]
    assert borders == [[False] * 6 + [True]] * 5


def test_the_columns_of_the_answers_are_equally_wide_and_fit_the_page(forms):
    for lang in LANGS:
        for grid in docx.Document(str(forms[lang])).tables:
            widths = [round(column.width.cm, 2) for column in grid.columns]
            assert sum(widths) <= 17.05
            if len(widths) > 3:
                assert len(set(widths[1:])) == 1 and widths[0] >= 4.7


def test_statements_with_other_answers_or_conditions_or_a_note_between_are_tables_of_their_own(tmp_path):
    four, five = scale(4, "four"), scale(5, "five")
    items = (
        *(rated("a", five), rated("b", five), rated("c", four), rated("d", four)),
        *(rated("e", four, role="importance"), rated("f", four, role="importance")),
    )
    made = printed(Codebook(items, notes=(Note("n", words("Next."), "b"),)), tmp_path)
    assert [[row.cells[0].text[:2] for row in grid.rows[1:]] for grid in made.tables] == [["3.", "4."], ["5.", "6."]]
    assert texts(made, "Question") == ["1.\tStatement a", "2.\tStatement b"]  # one alone is no table


@pytest.fixture
def canteen():
    return Codebook(
        (
            Item("a", "select_one", words("Which kind?"), KINDS, other=True),
            Item("b", "integer", words("How many seats?"), relevant="${a} = 'b'", hint=words("Count all seats.")),
            Item("c", "date", words("Opened when?"), relevant="(selected(${a}, 'a') or ${a} = 'other')"),
            Item("d", "select_multiple", words("What is there?"), KINDS, other=True, relevant="${a} != 'a'"),
            Item("e", "decimal", words("What does it cost?"), relevant="${b} > 10 and ${a} = 'b'"),
            Item("f", "time", words("At what time?")),
            Item("g", "datetime", words("Last visit?")),
            Item("h", "text", words("What else?")),
            Item("i", "select_one", words("Open?"), YES_NO),
        ),
        title=words("Canteen"),
        notes=(
            Note("n", words("We ask all.\nIt is short."), "a"),
            Note("m", words("Nearly done."), "h"),
            Note("z", words("Bye.")),
        ),
    )


def test_a_form_is_read_in_order_with_notes_conditions_hints_and_room_to_write(canteen, tmp_path):
    made = printed(canteen, tmp_path, organisation="Old Town")
    found = [line.replace("\t", "|") for line in lines(made)]
    assert found == [
        *("Canteen", "Old Town", "We ask all.", "It is short."),
        "Tick the boxes with a pen. To correct a tick, cross out its box and tick another.",
        "Please return this form by [day and month] to [person or address].",
        "Number of this form (the office fills it in): |",
        *("1.|Which kind?", "Tick one box.", f"{BOX}|Shop", f"{BOX}|School", f"{BOX}|Other: |"),
        *("2.|How many seats?", 'Only if you answered "School" to question 1.', "Count all seats.", "Number", ""),
        *("3.|Opened when?", "Only if you gave one of these answers to question 1: Shop, Other."),
        *("Day", "Month", "Year", "", "", ""),
        *("4.|What is there?", 'Only if your answer to question 1 is not "Shop".', "Tick all that apply."),
        *(f"{BOX}|Shop", f"{BOX}|School", f"{BOX}|Other: |"),
        *("5.|What does it cost?", "Only for some respondents: [${b} > 10 and ${a} = 'b']", "Number", ""),
        *("6.|At what time?", "Hours", "Minutes", "", ""),
        *("7.|Last visit?", "Day", "Month", "Year", "Time", "", "", "", ""),
        *("Nearly done.", "8.|What else?", "", "", "", ""),
        *("9.|Open?", "Tick one box.", f"{BOX}|Yes", f"{BOX}|No"),
        *("Bye.", "Returning this form"),
        "Please return this form by [day and month] to [person or address].",
    ]
    assert all(said_of(grid, "tblCaption") for grid in made.tables)


@pytest.mark.parametrize(
    "condition",
    [
        "${a} = 'z'",
        "${z} = 'a'",
        "not(${a} = 'a')",
        "${a} = 'a' or ${i} = 'y'",
        "${a} != 'a' or ${a} != 'b'",
        "${b} = '1'",
    ],
)
def test_conditions_that_are_not_a_few_answers_are_left_to_word(canteen, tmp_path, condition):
    item = Item("last", "text", words("Why?"), relevant=condition)
    made = printed(Codebook((*canteen.items, item)), tmp_path)
    assert f"Only for some respondents: [{condition}]" in texts(made, "Hint")


def test_what_people_typed_becomes_no_markup_field_or_gap(tmp_path):
    wording = [" ".join("".join(c if c.isprintable() else " " for c in text).split()) for text in HOSTILE]
    answers = Scale("s", tuple(Choice(f"c{place}", words(text)) for place, text in enumerate(HOSTILE)))
    items = [Item(f"q{place}", "text", words(text)) for place, text in enumerate(HOSTILE)]
    codebook = Codebook((*items, Item("last", "select_one", words("x"), answers)), title=words(HOSTILE[0]))
    made = printed(codebook, tmp_path, organisation=HOSTILE[1])
    shown = [line.partition("\t")[2] for line in lines(made) if "\t" in line]
    assert [text for text in wording if text not in shown] == []
    assert texts(made, "Title") == [HOSTILE[0]] and texts(made, "Subtitle") == [HOSTILE[1]]
    instructions = {field.get(qn("w:instr")) for field in made.element.body.iter(qn("w:fldSimple"))}
    assert instructions == set() and not list(made.element.body.iter(qn("w:instrText")))


@pytest.mark.parametrize("write", [write_paper_form, write_entry_sheet])
def test_what_cannot_be_written_is_said_in_one_sentence(write, tmp_path):
    codebook = Codebook((Item("a", "text", Wording((("en", "What?"), ("fr", "Quoi ?")))),))
    ending = ".docx" if write is write_paper_form else ".xlsx"
    for path, lang, said in (
        ("a.odt", "en", f"a.odt: give a name that ends in {ending}."),
        (f"a{ending}", "hr", 'The questionnaire is not in the language "hr"; it has en, fr.'),
        (f"a{ending}", "de", 'The language "de" is not available; choose one of en, fr, it, hr, pt.'),
    ):
        with pytest.raises(kip.KipError) as caught:
            write(codebook, tmp_path / path, lang)
        assert str(caught.value).removeprefix(f"{tmp_path}/") == said
    assert not list(tmp_path.iterdir())
    write(codebook, tmp_path / f"a{ending}")
    with pytest.raises(kip.KipError, match="exists already"):
        write(codebook, tmp_path / f"a{ending}")


def test_a_form_without_questions_or_languages_can_be_printed(tmp_path):
    assert texts(printed(Codebook(()), tmp_path), "Title") == ["Questionnaire"]
    plain = Codebook((Item("q", "text", Wording((("", "Was?"),))),))
    assert texts(printed(plain, tmp_path, "fr"), "Question") == ["1.\tWas?"]


# --- the data-entry sheet ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_a_filled_in_sheet_reads_back_exactly(survey, sheets, lang, tmp_path):
    chance = random.Random(lang)
    rows, wanted = [], []
    for number in range(1, 13):
        row, meant = {"id": number}, {}
        for item in survey.items:
            if chance.random() < 0.2:
                continue
            if item.type == "select_one":
                choice = chance.choice(item.choices)
                row[item.name] = choice.wording.in_language(lang)
                meant[item.name] = choice.name
            elif item.type == "select_multiple":
                chosen = chance.sample(item.choices, 2)
                row |= {f"{item.name}/{choice.name}": "x" for choice in chosen}
                meant |= {f"{item.name}/{choice.name}": choice in chosen for choice in item.choices}
            else:
                row[item.name] = meant[item.name] = chance.choice(HOSTILE[:2] + HOSTILE[4:6])
        rows.append(row)
        wanted.append(meant)
    read = kip.read_responses(typed(sheets[lang], rows), survey)
    assert len(read) == 12
    for place, meant in enumerate(wanted):
        for name, column in zip(read.columns, read.codes.T, strict=True):
            item = survey[name.split("/")[0]]
            code = column[place]
            if "/" in name:
                assert (code == 1 if meant[name] else code == 0) if name in meant else code == kip.Missing.LEFT_EMPTY
            elif name not in meant:
                assert code in (kip.Missing.LEFT_EMPTY, kip.Missing.BROKEN_OFF)
            elif meant[name] == "na":
                assert code == kip.Missing.NOT_APPLICABLE
            else:
                assert item.levels[code].name == meant[name]
        for name in ("keep", "change"):
            assert read.values[name][place] == meant.get(name)


def test_all_types_of_questions_read_back(canteen, tmp_path):
    path = write_entry_sheet(canteen, tmp_path / "entry.xlsx")
    rows = [
        {
            "id": 7,
            "a": "School",
            "b": 120,
            "c": date(2019, 2, 28),
            "d/a": "x",
            "d/other": "x",
            "d/text": "Fish",
            "e": 4.5,
        },
        {"id": 8, "a": "Other", "a/text": "=1+1", "f": "14:30", "g": "2026-03-31 14:30", "h": "<b>", "i": "No"},
        {"id": 9, "e": 2.5},
    ]
    read = kip.read_responses(typed(path, rows), canteen)
    frame = read.frame
    assert [canteen["a"].levels[code].name if code >= 0 else None for code in read.codes[:, 0]] == ["b", "other", None]
    assert read.values["a/other_text"].tolist() == [None, "=1+1", None]
    assert read.values["b"][0] == 120 and str(read.values["c"][0])[:10] == "2019-02-28"
    assert frame["d/other"].tolist()[0] and read.values["d/other_text"].tolist() == ["Fish", None, None]
    assert read.values["e"][[0, 2]].tolist() == [4.5, 2.5]
    assert read.values["f"].tolist() == [None, "14:30", None] and str(read.values["g"][1])[:16] == "2026-03-31T14:30"
    assert read.values["h"].tolist() == [None, "<b>", None]


def test_a_wrong_word_is_named_with_its_cell(survey, sheets, tmp_path):
    path = typed(sheets["hr"], [{"id": 1, "trust_1": "Slažem se"}, {"id": 2, "trust_1": "Možda"}])
    with pytest.raises(kip.KipError) as caught:
        kip.read_responses(path, survey)
    assert 'row 3, column "trust_1": "Možda" is not accepted; give 1 (Uopće se ne slažem)' in str(caught.value)


@pytest.mark.parametrize("lang", LANGS)
def test_lists_offer_the_answers_in_the_language_of_the_form(survey, sheets, lang):
    workbook = load_workbook(sheets[lang])
    sheet, found = workbook.worksheets[0], rules(workbook.worksheets[0])
    for item in survey.items:
        if item.type == "select_one":
            title, letter, last = re.fullmatch(
                r"'(\w+)'!\$([A-Z]+)\$2:\$[A-Z]+\$(\d+)", found[item.name].formula1
            ).groups()
            offered = [workbook[title][f"{letter}{row}"].value for row in range(2, int(last) + 1)]
            assert offered == [choice.wording.in_language(lang) for choice in item.choices]
            assert found[item.name].error and found[item.name].showErrorMessage
        for name in [f"{item.name}/{choice.name}" for choice in item.choices] if item.type == "select_multiple" else []:
            assert found[name].formula1 == '"x"'
    assert workbook["lists"].sheet_state == "hidden" and workbook["lists"].max_column == 3
    assert sheet.protection.sheet and sheet.freeze_panes == "B2" and workbook.properties.language == lang


def test_columns_have_the_numbers_and_the_order_of_the_form(survey, sheets):
    sheet = load_workbook(sheets["it"]).worksheets[0]
    numbers = numbering(survey)
    shown = [int(re.fullmatch(r'"(\d+) · "@', cell.number_format)[1]) for cell in sheet[1][1:]]
    assert shown == [numbers[cell.value.split("/")[0]] for cell in sheet[1][1:]] == sorted(shown)
    assert sheet["A1"].value == "id" and set(shown) == set(numbers.values())


def test_each_cell_shows_its_question_and_may_be_written_to(survey, sheets):
    sheet = load_workbook(sheets["fr"]).worksheets[0]
    for name, rule in rules(sheet).items():
        if name == "id":
            continue
        item = survey[name.split("/")[0]]
        wording = item.wording.in_language("fr")
        assert rule.prompt.startswith(wording[:100]) and rule.showInputMessage and len(rule.prompt) <= 255
        assert rule.promptTitle == str(numbering(survey)[item.name])
        assert str(rule.sqref).endswith("201")
    for cell in sheet[1]:
        assert cell.protection.locked and cell.comment
        assert not sheet.column_dimensions[cell.column_letter].protection.locked
    assert sheet.max_row == 1  # an empty row with anything in it would be a respondent


def test_numbers_and_days_are_checked_where_they_are_typed(canteen, tmp_path):
    sheet = load_workbook(write_entry_sheet(canteen, tmp_path / "entry.xlsx", rows=30)).worksheets[0]
    found = rules(sheet)
    kinds = {name: rule.type for name, rule in found.items()}
    assert kinds["b"] == "whole" and kinds["c"] == "date" and kinds["e"] == "decimal" and kinds["a"] == "list"
    assert kinds["h"] is None and kinds["f"] is None and kinds["a/text"] is None
    assert (found["c"].formula1, found["c"].formula2) == ("2", "73415")  # 1900-01-01, 2100-12-31 as spreadsheets count
    formats = {cell.value: sheet.column_dimensions[cell.column_letter].number_format for cell in sheet[1]}
    assert (formats["b"], formats["c"], formats["e"], formats["h"]) == ("0", "mm-dd-yy", "General", "@")
    assert found["id"].formula1 == "COUNTIF($A$2:$A$31,A2)=1" and found["id"].errorStyle == "warning"


def test_the_second_sheet_explains_every_column(canteen, tmp_path):
    workbook = load_workbook(write_entry_sheet(canteen, tmp_path / "entry.xlsx"))
    rows = [[cell.value for cell in row] for row in workbook.worksheets[1].iter_rows()]
    head = rows.index(["No.", "Heading", "Question", "What may stand there"])
    assert rows[head + 1] == ["1", "a", "Which kind?", "One of these: Shop; School; Other"]
    assert rows[head + 5] == ["4", "d/a", "What is there?", 'Write x if "Shop" is ticked.']
    assert [row[1] for row in rows[head + 1 :]] == [cell.value for cell in workbook.worksheets[0][1][1:]]


def test_answers_that_could_be_taken_for_others_are_offered_as_codes(tmp_path):
    # "Some" is the English for the first answer and the French for the second.
    unclear = Scale("s", (Choice("p", words("Some", fr="Peu")), Choice("q", words("Many", fr="Some"))))
    codebook = Codebook((Item("u", "select_one", words("U?"), unclear),))
    path = write_entry_sheet(codebook, tmp_path / "entry.xlsx")
    assert [cell.value for cell in load_workbook(path)["lists"]["A"]][1:] == ["p", "q"]
    read = kip.read_responses(typed(path, [{"u": "p"}, {"u": "q"}]), codebook)
    assert read.codes.tolist() == [[0], [1]]


def test_the_column_of_form_numbers_is_called_as_no_question_is(tmp_path):
    codebook = Codebook((Item("id", "integer", words("Response ID")), Item("x", "text", words("X?"))))
    path = write_entry_sheet(codebook, tmp_path / "entry.xlsx")
    assert load_workbook(path).worksheets[0]["A1"].value == "_id" == FORM_NUMBERS[2]
    read = kip.read_responses(typed(path, [{"_id": 1, "id": 5, "x": "a"}]), codebook)
    assert read.values["id"].tolist() == [5] and list(read.values) == ["id", "x"]


def test_hostile_wordings_and_answers_are_text_in_the_sheet(tmp_path):
    answers = Scale("s", tuple(Choice(f"c{place}", words(text)) for place, text in enumerate(HOSTILE)))
    items = [Item(f"q{place}", "select_one", words(text), answers) for place, text in enumerate(HOSTILE)]
    path = write_entry_sheet(Codebook(tuple(items)), tmp_path / "entry.xlsx")
    workbook = load_workbook(path)
    assert {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    offered = [cell.value for cell in workbook["lists"]["A"]][1:]
    read = kip.read_responses(
        typed(path, [{"q0": offered[place]} for place in range(len(HOSTILE))]), Codebook(tuple(items))
    )
    assert read.codes[:, 0].tolist() == list(range(len(HOSTILE)))


def test_equal_questionnaires_make_equal_sheets(survey, sheets, tmp_path):
    assert write_entry_sheet(survey, tmp_path / "again.xlsx", "pt").read_bytes() == sheets["pt"].read_bytes()


def test_topics_without_a_title_are_headed_by_their_name(tmp_path):
    codebook = Codebook((rated("a", construct="trust"), rated("b", construct="trust")), (Construct("trust"),))
    assert texts(printed(codebook, tmp_path), "Heading 1") == ["trust", "Returning this form"]


def test_statements_for_some_only_have_their_condition_above_a_table_of_their_own(tmp_path):
    asked = Item("asked", "select_one", words("Do you meet?"), KINDS)  # its "Other" takes no words of one's own
    items = [rated(name) for name in "abcd"]
    some = [replace(item, relevant="${asked} = 'a'") for item in items[2:]]
    made = printed(Codebook((asked, *items[:2], *some)), tmp_path)
    assert texts(made, "Answer") == [f"{BOX}\tShop", f"{BOX}\tSchool", f"{BOX}\tOther"]
    condition = 'Only if you answered "Shop" to question 1.'
    assert texts(made, "Hint")[2:] == ["Tick one box in each row.", condition, "Tick one box in each row."]
    assert [[row.cells[0].text[:2] for row in grid.rows[1:]] for grid in made.tables] == [["2.", "3."], ["4.", "5."]]
