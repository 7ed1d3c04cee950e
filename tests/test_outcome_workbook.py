"""A training programme as a spreadsheet or a list: what is written is read back, faults are named with their place."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import time as clock
from datetime import timedelta
from pathlib import Path

import pytest
from builders import HOSTILE, examples, folder_of, write_csv
from docx import Document
from docx.oxml import parse_xml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

import kiptools.outcome_fields as fields
from kiptools.bloom import Classification, Finding, Reading
from kiptools.canvas import Canvas, write_canvas
from kiptools.canvas_document import write_canvas_document
from kiptools.language import LANGUAGES, Language
from kiptools.messages import KipError, message
from kiptools.outcome_reading import read_outcomes
from kiptools.outcome_workbook import write_outcomes, write_outcomes_template
from kiptools.outcomes import KNOWLEDGE, LEVELS, STEP_KINDS, Outcome, Programme, Step, TrainingModule
from kiptools.phrasing import Phrasing
from kiptools.places import kit_path
from kiptools.sheets import HELP
from kiptools.swot_workbook import write_swot_template
from kiptools.tables import fold

SMALL = Programme(
    (
        Outcome("O1", "Name three partners", "M1", "en", "remember", "factual", "M"),
        Outcome("b; 2", "Rédiger un accord", "M1", "fr"),
        Outcome("O3", "=1+1", "", "", "create", "", "A"),
    ),
    (TrainingModule("M1", "Starting", 90), TrainingModule("x", "")),
    (
        Step("P1", "other", "Welcome", "M1", 0),
        Step("P2", "activity", "Draft it", "M1", 45, ("b; 2", "O1"), "en", "create"),
        Step("P3", "assessment", "Name them", "", None, ("O1",)),
    ),
    "Partnerships",
)


def said(path: Path) -> list[str]:
    with pytest.raises(KipError) as refused:
        read_outcomes(path)
    return [str(fault) for fault in refused.value.faults]


def list_of(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


# --- there and back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["outcomes.xlsx", "programme"])
def test_what_is_written_is_read_back(tmp_path, lang, name):
    assert read_outcomes(write_outcomes(SMALL, tmp_path / name, lang=lang)) == SMALL
    alone = Programme(SMALL.outcomes[2:])
    read = read_outcomes(write_outcomes(alone, tmp_path / name, lang=lang))
    assert read == alone and read.notes == (), "what was there before is gone"


letters = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)
# As cells hold texts: without outer blanks; what a guard against formulas takes off again is no text of a person.
texts = st.one_of(letters, st.sampled_from([ILLEGAL_CHARACTERS_RE.sub("", text) for text in HOSTILE])).map(str.strip)
texts = texts.filter(lambda text: re.search(r"\w", text) and not re.match("'[=+@-]", text))
on_a_line = texts.map(lambda text: " ".join(text.splitlines()))  # several lines in a cell are several outcomes
maybe = st.one_of(st.just(""), texts)
langs = st.sampled_from(["", *LANGUAGES])
minutes = st.one_of(st.none(), st.integers(0, 600))


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    modules = [TrainingModule(id, draw(maybe), draw(minutes)) for id in draw(st.lists(texts, max_size=3, unique=True))]
    module = st.sampled_from(["", *(each.id for each in modules)])
    level, knowledge = st.sampled_from(["", *LEVELS]), st.sampled_from(["", *KNOWLEDGE])
    outcomes = [
        Outcome(id, draw(on_a_line), draw(module), draw(langs), draw(level), draw(knowledge), draw(maybe))
        for id in draw(st.lists(texts, min_size=1, max_size=5, unique=True))
    ]
    some = st.lists(st.sampled_from([each.id for each in outcomes]), max_size=3, unique=True).map(tuple)
    steps = []
    for place in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(STEP_KINDS))
        served = () if kind == "other" else draw(some)
        steps.append(
            Step(f"P{place}", kind, draw(texts), draw(module), draw(minutes), served, draw(langs), draw(level))
        )
    return Programme(tuple(outcomes), tuple(modules), tuple(steps), draw(maybe))


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(programme=programmes(), lang=st.sampled_from(list(LANGUAGES)))
def test_any_programme_is_read_back(tmp_path, programme, lang):
    for name in ("outcomes.xlsx", "programme"):
        assert read_outcomes(write_outcomes(programme, tmp_path / name, lang=lang)) == programme


def test_equal_content_makes_equal_files(tmp_path):
    for name in ("one", "other"):
        write_outcomes(SMALL, tmp_path / f"{name}.xlsx", lang="it")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2, "nothing is left over from writing"


def test_csv_files_have_the_kits_own_words_in_every_language(tmp_path):
    folder = write_outcomes(SMALL, tmp_path / "programme", lang="hr")
    lines = {file.stem: file.read_text("utf-8-sig").splitlines() for file in folder.iterdir()}
    assert lines == {
        "programme": ["title", "Partnerships"],
        "modules": ["id,title,minutes", "M1,Starting,90", "x,,"],
        "outcomes": [
            "id,module,outcome,level,knowledge,by,lang",
            "O1,M1,Name three partners,remember,factual,M,en",
            "b; 2,M1,Rédiger un accord,,,,fr",
            "O3,,'=1+1,create,,A,",
        ],
        "plan": [
            "id,module,kind,what,minutes,outcomes,level,lang",
            "P1,M1,other,Welcome,0,,,",
            'P2,M1,activity,Draft it,45,"""b; 2""; O1",create,en',
            "P3,,assessment,Name them,,O1,,",
        ],
    }


def test_formulas_stay_text(tmp_path):
    workbook = load_workbook(write_outcomes(SMALL, tmp_path / "outcomes.xlsx"))
    (cell,) = [cell for sheet in workbook for row in sheet for cell in row if str(cell.value).startswith("=")]
    assert cell.data_type == "s"


@pytest.mark.parametrize("write", [lambda path: write_outcomes(SMALL, path), write_outcomes_template])
def test_only_a_workbook_or_a_folder_is_written(tmp_path, write):
    with pytest.raises(KipError, match=r"give a name that ends in \.xlsx"):
        write(tmp_path / "outcomes.csv")
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_leaves_what_was_there(tmp_path, monkeypatch):
    path = write_outcomes(SMALL, tmp_path / "outcomes.xlsx")
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KipError, match=r"outcomes.xlsx cannot be written: in use\."):
        write_outcomes(Programme(SMALL.outcomes[:1]), path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


# --- what the kit reads, beside it ---------------------------------------------------------------------


READ = Classification(
    SMALL,
    (
        Reading(
            SMALL.outcomes[0], "en", Phrasing(), (0.1, 0.2, 0.0, 0.7, 0.0, 0.0), (message("One."), message("Two."))
        ),
        Reading(SMALL.outcomes[1], "fr", Phrasing(), (), (), (Finding("no verb", message("What."), message("How.")),)),
        Reading(
            SMALL.outcomes[2], "", Phrasing(), (), (message("Why."),), (Finding("x", message("Odd."), message("")),)
        ),
    ),
)


def test_what_the_kit_reads_is_written_and_never_read(tmp_path):
    path = write_outcomes(SMALL, tmp_path / "outcomes.xlsx", readings=READ)
    sheet = load_workbook(path)["Outcomes"]
    assert [cell.value for cell in sheet[1]][-2:] == ["What the kit reads", "Why"]
    assert [[cell.value for cell in row[-2:]] for row in sheet.iter_rows(min_row=2, max_row=4)] == [
        ["Analyse", "One. Two."],
        ["unclear", "What."],
        ["unclear", "Odd. Why."],
    ]
    assert sheet["H2"].font.italic and sheet["I2"].font.color.rgb == "00595959" and not sheet["C2"].font.italic
    read = read_outcomes(path)
    assert read == SMALL and read.notes == ()
    sheet.parent["Outcomes"]["H8"] = "Create"
    sheet.parent.save(path)
    assert read_outcomes(path) == SMALL, "a remark alone is no row"
    folder = write_outcomes(SMALL, tmp_path / "programme", readings=READ, lang="fr")
    assert (folder / "outcomes.csv").read_text("utf-8-sig").splitlines()[:3] == [
        "id,module,outcome,level,knowledge,by,lang,reads,why",
        "O1,M1,Name three partners,remember,factual,M,en,analyse,One. Two.",
        "b; 2,M1,Rédiger un accord,,,,fr,,What.",
    ]
    assert read_outcomes(folder) == SMALL


# --- the workbook ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_headings_and_words_can_be_told_apart_in_every_language(lang):
    say = Language(lang).say
    titles = [say(each.title) for each in fields.SHEETS.values()] + [say(HELP)]
    assert len(set(map(fold, titles))) == len(titles) and max(map(len, titles)) <= 31  # as Excel has it
    assert not any(sign in title for title in titles for sign in "[]:*?/\\")
    for each in fields.SHEETS.values():
        headings = [say(column.heading) for column in each.columns.values()]
        assert [each.key_of(heading) for heading in headings] == list(each.columns)
    for words, keys in fields.WORDS.items():
        assert [fields.vocabulary(words).meaning(say(text)) for text in keys.values()] == list(keys)
    assert [fields.earlier_level(say(text)) for text in fields.WORDS["level"].values()] == [""] * 6


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_is_filled_in_as_a_person_would(tmp_path, lang):
    path = write_outcomes_template(tmp_path / "outcomes.xlsx", lang=lang)
    with pytest.raises(KipError, match="exists already"):
        write_outcomes_template(path)
    (fault,) = said(path)
    assert "has no outcome in it" in fault
    workbook, say = load_workbook(path), Language(lang).say
    assert [sheet.title for sheet in workbook] == [
        say(HELP),
        *(say(each.title) for each in fields.SHEETS.values()),
        "lists",
    ]
    sheets = {kind: workbook[say(each.title)] for kind, each in fields.SHEETS.items()}
    assert [cell.value for cell in sheets["outcomes"]["A"]][1:4] == ["O1", "O2", "O3"]
    sheets["modules"].append(["M1", "Networks", 90])
    sheets["outcomes"]["B3"], sheets["outcomes"]["C3"] = "m1", "Draft an agreement"
    sheets["outcomes"]["D3"] = say(fields.WORDS["level"]["create"])
    sheets["plan"].append([None, "M1", say(fields.WORDS["kind"]["assessment"]), "Draft it", 30.0, "O2"])
    workbook.save(path)
    assert read_outcomes(path) == Programme(
        (Outcome("O2", "Draft an agreement", "M1", level="create"),),
        (TrainingModule("M1", "Networks", 90),),
        (Step("P1", "assessment", "Draft it", "M1", 30, ("O2",)),),
    )


def test_drop_downs_and_what_is_free(tmp_path):
    workbook = load_workbook(write_outcomes_template(tmp_path / "outcomes.xlsx"))
    offered, warned = {}, set()
    for sheet in workbook:
        for each in sheet.data_validations.dataValidation:
            warned |= {each.formula1} if each.errorStyle == "warning" else set()
            place, _, cells = each.formula1.rpartition("!")
            words = each.formula1
            if place == "'lists'":
                words = [cell.value for row in workbook["lists"][cells.replace("$", "")] for cell in row]
            offered[sheet.title, str(each.sqref)] = words
        assert sheet.protection.sheet and not sheet.protection.password
    levels = ["Remember", "Understand", "Apply", "Analyse", "Evaluate", "Create"]
    assert offered == {
        ("Modules", "C2:C301"): "0",
        ("Outcomes", "B2:B301"): "'Modules'!$A$2:$A$301",
        ("Outcomes", "D2:D301"): levels,
        ("Outcomes", "E2:E301"): ["Facts", "Concepts", "Procedures", "One's own thinking and acting"],
        ("Outcomes", "G2:G301"): list(LANGUAGES.values()),
        ("Session plan", "B2:B301"): "'Modules'!$A$2:$A$301",
        ("Session plan", "C2:C301"): ["Activity", "Assessment", "Welcome, break"],
        ("Session plan", "E2:E301"): "0",
        ("Session plan", "G2:G301"): levels,
        ("Session plan", "H2:H301"): list(LANGUAGES.values()),
    }
    assert warned == {"'Modules'!$A$2:$A$301"}, "modules may be written before they are listed"
    sheet = workbook["Outcomes"]
    assert sheet["C1"].protection.locked and not sheet.column_dimensions["C"].protection.locked
    told = " ".join(str(cell.value) for row in workbook["How to fill in"] for cell in row)
    assert "2001, in this order: Remember, Understand, Apply, Analyse, Evaluate, Create" in told


# --- reading a table -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "heading",
    [
        *("Learning outcomes", "Acquis d’apprentissage", "Risultati di apprendimento", "Ishodi učenja", "LO", "IU:"),
        *("Resultados de aprendizagem", "Objectifs pédagogiques", "outcome", "OUTCOMES", "Obiettivi formativi"),
        *("Learning outcome *", "Objetivos de aprendizagem", "ishod", "Intended learning outcomes"),
    ],
)
def test_one_column_under_any_reasonable_heading_will_do(tmp_path, heading):
    path = write_csv(tmp_path / "my.csv", [[heading], ["Name them"], [""], ["Draft it"]])
    programme = read_outcomes(path)
    assert programme == Programme((Outcome("O1", "Name them"), Outcome("O2", "Draft it"))) and programme.notes == ()


def test_titles_above_the_headings_and_other_columns_are_told(tmp_path):
    workbook = Workbook()
    for row in (["Our training 2026"], [], ["No.", "Learning outcomes", "Who said so"], ["7", "Name them", "Ana"]):
        workbook.active.append(row)
    workbook.save(tmp_path / "my.xlsx")
    programme = read_outcomes(tmp_path / "my.xlsx")
    assert programme == Programme((Outcome("7", "Name them"),))
    first, second = map(str, programme.notes)
    assert "row 1 was taken for a title above the headings" in first
    assert "not understood and left out: Who said so. The columns are called Code, Module, Learning outcome" in second


def test_codes_are_given_around_those_that_there_are(tmp_path):
    rows = [["id", "outcome"], ["", "a"], ["O1", "b"], ["", "c"], ["o7", "d"], ["", "e"]]
    programme = read_outcomes(write_csv(tmp_path / "my.csv", rows))
    assert [each.id for each in programme.outcomes] == ["O8", "O1", "O9", "o7", "O10"]


def test_modules_that_no_sheet_lists_are_those_that_are_named(tmp_path):
    rows = [["module", "outcome"], ["Networks and partners", "a"], ["M1", "b"], ["M1", "c"], ["", "d"]]
    programme = read_outcomes(write_csv(tmp_path / "my.csv", rows))
    assert programme.modules == (TrainingModule("M2", "Networks and partners"), TrainingModule("M1", ""))
    assert [each.module for each in programme.outcomes] == ["M2", "M1", "M1", ""]
    assert list(map(str, programme.notes)) == [
        "my.csv: no sheet lists the modules, and the 2 that are named were taken: Networks and partners, M1."
    ]
    assert read_outcomes(write_outcomes(programme, tmp_path / "again.xlsx")) == programme


LEVEL_WORDS = {
    "remember": "Remember|recall|se souvenir|ricordare|zapamtiti|lembrar|1. Remember",
    "understand": "UNDERSTAND|comprendre|capire|Razumjeti|compreender|razumijevanje",
    "apply": "application|appliquer|applicazione|primjena|aplicar",
    "analyse": "Analysis|analyze|analyse|analisi|analiza|análise|4 – Analyse",
    "evaluate": "Evaluation|évaluation|valutare|vrednovanje|avaliação|5) evaluate",
    "create": "creating|créer|creazione|stvoriti|criar|6 create",
}


def test_levels_are_understood_in_five_languages(tmp_path):
    expected = [(level, text) for level, texts in LEVEL_WORDS.items() for text in texts.split("|")]
    rows = [["outcome", "level"], *(["x", text] for _, text in expected)]
    programme = read_outcomes(write_csv(tmp_path / "my.csv", rows))
    assert [each.level for each in programme.outcomes] == [level for level, _ in expected]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        *(("Synthesis", "Create"), ("synthèse", "Create"), ("sinteza", "Create"), ("sintesi", "Create")),
        *(("síntese", "Create"), ("5. Synthesis", "Create"), ("Knowledge", "Remember"), ("znanje", "Remember")),
        *(("connaissance", "Remember"), ("Comprehension", "Understand"), ("comprensione", "Understand")),
    ],
)
def test_words_of_1956_are_not_taken_silently(tmp_path, text, level):
    (fault,) = said(write_csv(tmp_path / "my.csv", [["outcome", "Level"], ["x", text]]))
    assert fault == (
        f'my.csv, row 2, column Level: "{text}" is a level of the taxonomy of 1956; write the level of 2001 that took '
        f"its place, {level}, if you mean that one."
    )


@pytest.mark.parametrize(
    ("text", "level"),
    [("1", "remember"), ("2.0", "understand"), ("L3", "apply"), ("niveau 4", "analyse"), ("4.", "analyse")],
)
def test_numbers_of_levels_that_did_not_change_places_are_understood(tmp_path, text, level):
    rows = [["outcome", "level"], ["x", text]]
    assert read_outcomes(write_csv(tmp_path / "my.csv", rows)).outcomes[0].level == level


@pytest.mark.parametrize("text", ["5", "6", "5.0", "L5", "Level 6", "6."])
def test_a_number_of_a_level_that_changed_places_is_none(tmp_path, text):
    (fault,) = said(write_csv(tmp_path / "my.csv", [["outcome", "level"], ["x", text]]))
    assert fault == (
        f'my.csv, row 2, column level: "{text}" is a number, and the levels 5 and 6 changed places in 2001; write one '
        "of Remember, Understand, Apply, Analyse, Evaluate, Create."
    )


def test_every_fault_of_every_sheet_is_named_with_its_place(tmp_path):
    faults = said(
        folder_of(
            tmp_path / "programme",
            modules=[["id", "title", "minutes"], ["M1", "One", "ninety"], ["M1", "Two", "-5"], ["", "Three", "1.5"]],
            outcomes=[
                ["id", "module", "outcome", "level", "knowledge", "lang"],
                ["O1", "M9", "Name them", "high", "", ""],
                ["O1", "m1", "Draft it", "", "skill", "German"],
                ["O3", "", "", "apply", "", ""],
            ],
            plan=[
                ["id", "module", "kind", "what", "minutes", "outcomes", "level"],
                ["P1", "M1", "game", "Play", "10 m in", "O1; O9, O8", "5"],
                ["P1", "Q", "", "Rest", "", "", ""],
                ["", "", "other", "", "5", "", ""],
            ],
        )
    )
    assert faults == [
        'modules.csv, row 2, column minutes: "ninety" is not accepted; give a whole number of minutes, like 45.',
        'modules.csv, row 3: "M1" stands in row 2 already; keep one of them.',
        'modules.csv, row 3, column minutes: "-5" is not accepted; give a whole number of minutes, like 45.',
        'modules.csv, row 4, column minutes: "1.5" is not accepted; give a whole number of minutes, like 45.',
        'outcomes.csv, row 2, column module: "M9" is not known; give one of M1, M2.',
        'outcomes.csv, row 2, column level: "high" is not known; give one of Remember, Understand, Apply, Analyse, '
        "Evaluate, Create.",
        'outcomes.csv, row 3: "O1" stands in row 2 already; keep one of them.',
        'outcomes.csv, row 3, column lang: "German" is not known; give one of English, français, italiano, hrvatski, '
        "português.",
        'outcomes.csv, row 3, column knowledge: "skill" is not known; give one of Facts, Concepts, Procedures, '
        "One's own thinking and acting.",
        "outcomes.csv, row 4: column outcome is empty; fill it in, or empty the row.",
        'plan.csv, row 2, column kind: "game" is not known; give one of Activity, Assessment, Welcome, break.',
        'plan.csv, row 2, column minutes: "10 m in" is not accepted; give a whole number of minutes, like 45.',
        'plan.csv, row 2, column outcomes: "O9" is not known; give one of O1.',
        'plan.csv, row 2, column outcomes: "O8" is not known; give one of O1.',
        'plan.csv, row 2, column level: "5" is a number, and the levels 5 and 6 changed places in 2001; write one of '
        "Remember, Understand, Apply, Analyse, Evaluate, Create.",
        'plan.csv, row 3: "P1" stands in row 2 already; keep one of them.',
        "plan.csv, row 3: column kind is empty; give one of Activity, Assessment, Welcome, break.",
        'plan.csv, row 3, column module: "Q" is not known; give one of M1, M2.',
        "plan.csv, row 4: column what is empty; fill it in, or empty the row.",
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"outcomes": [["text"], ["x"]]},
            "outcomes.csv has no column outcome; it should have the columns Code, Module, Learning outcome",
        ),
        ({"outcomes": [["outcome"], [""]]}, "has no outcome in it; give one in each row"),
        ({"plan": [["kind", "what"], ["other", "x"]]}, "has no sheet outcomes.csv (found: plan)"),
        ({"outcomes": [["outcome", "LO"], ["x", "y"]]}, "the columns outcome, LO mean the same"),
        ({"outcomes": [["outcome::fr", "LO::Français (fr)"], ["x", "y"]]}, "mean the same; keep one of them"),
    ],
)
def test_what_a_folder_lacks_is_said(tmp_path, files, expected):
    assert expected in said(folder_of(tmp_path / "programme", **files))[0]


def test_a_sheet_under_another_name_is_not_lost_without_a_word(tmp_path):
    path = write_outcomes(SMALL, tmp_path / "outcomes.xlsx")
    workbook = load_workbook(path)
    workbook["Session plan"].title = "Monday"
    workbook.create_sheet("Notes").append(["anything"])
    workbook.save(path)
    (fault,) = said(path)
    assert "[Monday]" in fault and "call it Session plan" in fault
    for title in ("Monday", "Modules", "Programme"):
        del workbook[title]
    workbook.save(path)
    programme = read_outcomes(path)
    assert [each.text for each in programme.outcomes] == [each.text for each in SMALL.outcomes]
    assert str(programme.notes[0]) == "The other sheet was not read: Notes."


@pytest.mark.parametrize("above", [[], ["Our outcomes of Tuesday"]])
def test_a_second_sheet_of_outcomes_is_refused_and_a_reading_list_is_only_named(tmp_path, above):
    path = write_outcomes(SMALL, tmp_path / "outcomes.xlsx", lang="pt")
    workbook = load_workbook(path)
    for row in (["Title", "Author", "Year"], ["Pedagogy", "Freire", 1968]):
        workbook["Reading"].append(row) if "Reading" in workbook else workbook.create_sheet("Reading").append(row)
    workbook.save(path)
    programme = read_outcomes(path)
    assert programme == SMALL and list(map(str, programme.notes)) == ["The other sheet was not read: Reading."]
    second = workbook.create_sheet("Outcomes 2")
    for row in ([above] if above else []) + [["Code", "Learning outcome", "Seen by"], ["O9", "Name two funders", "M"]]:
        second.append(row)
    workbook.save(path)
    assert said(path) == [
        "outcomes.xlsx [Outcomes 2]: this sheet is not read, but has the headings of Outcomes; put its rows there, or "
        "keep it in another file."
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_quoted_on_one_line(tmp_path, text):
    (fault,) = said(write_csv(tmp_path / "my.csv", [["outcome", "level"], ["x", text]]))
    assert fault.startswith("my.csv, row 2, column level: ") and "\n" not in fault and "\x1b" not in fault


# --- several outcomes in a cell, merged cells, other files ------------------------------------------------


def workbook_of(path: Path, rows: list[list[object]], *merged: str) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    for cells in merged:
        workbook.active.merge_cells(cells)
    workbook.save(path)
    return path


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("- Explain it\n- Draft a letter\n\n- Compare tools", ["Explain it", "Draft a letter", "Compare tools"]),
        ("1. Explain x; 2. Use y, 3) Plan z", ["Explain x", "Use y", "Plan z"]),
        ("(1) Explain x (2) Use y", ["Explain x", "Use y"]),
        ("Explain it\nDraft 2 letters", ["Explain it", "Draft 2 letters"]),
        ("name it\ndraft it", ["name it", "draft it"]),
        ("Learners can:\n• name it\n• draft the agree-\nment", ["name it", "draft the agreement"]),
        ("Draft a letter\nto a partner", ["Draft a letter to a partner"]),
        ("1. Explain chapter 2. Use it", ["Explain chapter", "Use it"]),
        ("1. Explain chapter 3. Use it", ["1. Explain chapter 3. Use it"]),
        ("Explain 1. x; 2. y", ["Explain 1. x; 2. y"]),
        ("- Explain it", ["- Explain it"]),
        ("-\n-", ["-\n-"]),
    ],
)
def test_lines_of_a_cell_are_outcomes(tmp_path, cell, expected):
    programme = read_outcomes(write_csv(tmp_path / "my.csv", [["outcome"], [cell]]))
    assert [each.text for each in programme.outcomes] == expected
    several = len(expected) > 1
    assert [each.id for each in programme.outcomes] == (
        [f"O1.{n + 1}" for n in range(len(expected))] if several else ["O1"]
    )
    said = "my.csv, row 2: the cell holds several outcomes; each was read on its own, with a code like O1.1."
    assert (said in map(str, programme.notes)) == several


def test_what_opens_or_was_joined_in_cells_is_told(tmp_path):
    rows = [["outcome"], ["Learners can:\nName it\nDraft an offer\nwith costs"], ["Learners can:\nSort it"]]
    programme = read_outcomes(write_csv(tmp_path / "my.csv", rows))
    assert [(each.id, each.text) for each in programme.outcomes] == [
        ("O1.1", "Name it"),
        ("O1.2", "Draft an offer with costs"),
        ("O2", "Sort it"),
    ]
    assert list(map(str, programme.notes)) == [
        "my.csv, row 2: the cell holds several outcomes; each was read on its own, with a code like O1.1.",
        "my.csv: 1 line begins in lower case, and was joined to the line above it (with costs).",
        'my.csv: "Learners can:" was taken for the opening of the 3 outcomes below it, whose texts stay without it.',
    ]


def test_a_step_that_names_a_cell_with_several_outcomes_serves_them_all(tmp_path):
    outcomes = [
        ["id", "module", "outcome", "level"],
        ["A", "M", "Name it\nDraft it", "apply"],
        ["A.1", "M", "Sort it", ""],
        ["", "M", "LO7: Plan it\nA1: Say it", ""],
        ["A1", "", "Show it", ""],
    ]
    plan = [["kind", "what", "outcomes"], ["activity", "Do", "a; LO7; A.2"], ["assessment", "Test", "A.1"]]
    programme = read_outcomes(folder_of(tmp_path / "programme", outcomes=outcomes, plan=plan))
    assert [(each.id, each.text, each.module, each.level) for each in programme.outcomes] == [
        ("A.2", "Name it", "M", "apply"),
        ("A.3", "Draft it", "M", "apply"),
        ("A.1", "Sort it", "M", ""),
        ("LO7", "Plan it", "M", ""),
        ("O1.2", "Say it", "M", ""),
        ("A1", "Show it", "", ""),
    ]
    assert [step.outcomes for step in programme.steps] == [("A.2", "A.3", "LO7"), ("A.1",)]


def test_an_outcome_of_several_lines_is_written_on_one(tmp_path):
    path = write_outcomes(Programme((Outcome("O1", "Name it\nDraft it"),)), tmp_path / "outcomes.xlsx")
    assert read_outcomes(path).outcomes == (Outcome("O1", "Name it Draft it"),)


def test_a_merged_module_holds_for_all_of_its_rows(tmp_path):
    rows = [
        ["Our training", None, None],
        ["Module", "Learning outcome", "Level"],
        ["Networks and tools", "Name it", "apply"],
        [None, "Draft it", None],
        [None, None, None],
        [None, "Sort it", "create"],
        [None, "Plan it", None],
    ]
    path = workbook_of(tmp_path / "my.xlsx", rows, "A3:A6", "C3:C4", "A1:C1", "B4:B5")
    programme = read_outcomes(path)
    assert [(each.module, each.text, each.level) for each in programme.outcomes] == [
        ("M1", "Name it", "apply"),
        ("M1", "Draft it", "apply"),
        ("M1", "Sort it", "create"),
        ("", "Plan it", ""),
    ]
    assert programme.modules == (TrainingModule("M1", "Networks and tools"),)


def test_merged_headings_and_merged_codes_are_not_repeated(tmp_path):
    rows = [["Code", "Module", "Learning outcome"], ["X", None, "Name it"], [None, None, "Draft it"]]
    programme = read_outcomes(workbook_of(tmp_path / "my.xlsx", rows, "B1:B3", "A2:A3"))
    assert [(each.id, each.module) for each in programme.outcomes] == [("X", ""), ("O1", "")]


def test_what_a_merged_cell_covers_counts_no_more(tmp_path):
    workbook = Workbook()
    for row in (["Module", "LO"], ["A", "Name it"], ["B", "Draft it"]):
        workbook.active.append(row)
    workbook.active.merged_cells.add("A2:A3")  # as some tools merge: what stood there is only hidden
    workbook.save(tmp_path / "my.xlsx")
    assert [each.module for each in read_outcomes(tmp_path / "my.xlsx").outcomes] == ["A", "A"]


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        *(("90 min", 90), ("90'", 90), ("90’", 90), ("90min.", 90), ("90 minutes", 90), ("90 minuta", 90)),
        *(("1h30", 90), ("1 h 30", 90), ("1 H 30 min", 90), ("1 sat", 60), ("2 ore", 120), ("2 heures", 120)),
        *(("1:30", 90), ("01:30:00", 90), ("0:05", 5), ("90.0", 90), ("3h", 180), ("1 hora 5 minutos", 65)),
    ],
)
def test_durations_are_understood(tmp_path, text, minutes):
    modules = [["id", "title", "minutes"], ["M1", "x", text]]
    folder = folder_of(tmp_path / "programme", outcomes=[["outcome"], ["Name it"]], modules=modules)
    assert read_outcomes(folder).modules[0].minutes == minutes


@pytest.mark.parametrize("text", ["1:60", "45:00", "1:30:15", "h30", "1h75", "90 km", "-5", "1.5", "1 30", "٣٠"])
def test_what_is_no_duration_is_a_fault(tmp_path, text):
    modules = [["id", "title", "minutes"], ["M1", "x", text]]
    (fault,) = said(folder_of(tmp_path / "programme", outcomes=[["outcome"], ["Name it"]], modules=modules))
    assert (
        fault
        == f'modules.csv, row 2, column minutes: "{text}" is not accepted; give a whole number of minutes, like 45.'
    )


def test_cells_with_a_time_are_minutes(tmp_path):
    path = write_outcomes_template(tmp_path / "outcomes.xlsx")
    workbook = load_workbook(path)
    workbook["Outcomes"]["C2"] = "Name it"
    workbook["Modules"].append(["M1", "One", clock(1, 30)])
    workbook["Modules"].append(["M2", "Two", timedelta(minutes=45)])
    workbook.save(path)
    assert [each.minutes for each in read_outcomes(path).modules] == [90, 45]


@pytest.mark.parametrize("ending", [".pdf", ".doc", ".ODT", ".rtf"])
def test_documents_that_are_not_read_are_named(tmp_path, ending):
    path = tmp_path / f"course{ending}"
    assert said(path) == [f"There is no file {path}."]
    path.write_bytes(b"%PDF-1.7 anything")
    assert said(path) == [
        f"course{ending}: files that end in {ending.lower()} are not read; save it as .docx or .txt, or copy the list of "
        "outcomes into a text file."
    ]


def other_files(path: Path) -> dict[str, Path]:
    needs = [["Partner", "Competence", "Required level (1 to 5)", "Level now (1 to 5)", "Importance (1 to 5)"]]
    factors = [["Our SWOT"], ["Code", "Quadrant", "Factor"], ["S1", "Strength", "Learning outcome"]]
    plain = [["Boîte", "x"], ["a", "b"]]
    write_canvas_document(Canvas("", (("outcomes", "Name it"),)), path / "written.docx", lang="hr")
    return {
        "canvas.xlsx": write_canvas(Canvas("", (("outcomes", "Name it"), ("audience", "All"))), path / "canvas.xlsx"),
        "written.docx": path / "written.docx",
        "folder": folder_of(path / "folder", canvas=[["box", "text::en"], ["outcomes", "x"]]),
        "needs.csv": write_csv(path / "needs.csv", [*needs, ["A", "Learning outcome", "1", "2", "3"]]),
        "factors.xlsx": workbook_of(path / "factors.xlsx", factors),
        "swot.xlsx": write_swot_template(path / "swot.xlsx", lang="fr"),
        "plain.csv": write_csv(path / "plain.csv", plain),
    }


def test_files_that_are_something_else_are_said_to_be(tmp_path):
    files = other_files(tmp_path)
    workbook = load_workbook(files["swot.xlsx"])
    workbook.worksheets[1].append(["S1", "Force", "Savoir"])
    workbook.save(files["swot.xlsx"])
    canvas = "is a programme canvas by its headings, and no list of outcomes; give the file that lists them."
    expected = {
        "canvas.xlsx": canvas,
        "written.docx": canvas,
        "folder": canvas,
        "needs.csv": "says by its headings what partners need to learn, and is no list of outcomes; give the file that "
        "lists them.",
        "factors.xlsx": canvas.replace("programme canvas", "SWOT"),
        "swot.xlsx": canvas.replace("programme canvas", "SWOT"),
    }
    for name, text in expected.items():
        assert said(files[name]) == [f"{name} {text}"]
    assert said(files["plain.csv"])[0].startswith("plain.csv has no column outcome")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_canvas_is_told_in_every_language(tmp_path, lang):
    canvas = Canvas("", (("outcomes", "Name it"), ("audience", "All")))
    write_canvas(canvas, tmp_path / "canvas.xlsx", lang=lang)
    write_canvas_document(canvas, tmp_path / "canvas.docx", lang=lang)
    for name in ("canvas.xlsx", "canvas.docx"):
        assert "is a programme canvas by its headings" in said(tmp_path / name)[0]


# --- several languages -----------------------------------------------------------------------------------


def multilingual(path: Path) -> Path:
    return folder_of(
        path,
        programme=[["title::English (en)", "title::Français (fr)"], ["Partnerships", "Partenariats"]],
        modules=[["id", "title::Français (fr)", "title::English (en)"], ["A", "Un", "One"], ["B", "Deux", ""]],
        outcomes=[
            ["id", "outcome::Français (fr)", "outcome::English (en)", "outcome::Deutsch (de)", "lang"],
            ["O1", "Nommer", "Name", "Nennen", "hr"],
            ["O2", "Rédiger", "", "", ""],
            ["O3", "", "", "Planen", ""],
        ],
        plan=[["kind", "what::fr", "Acquis"], ["activity", "Dessiner", "O1"]],
    )


@pytest.mark.parametrize(
    ("lang", "title", "modules", "outcomes", "others"),
    [
        ("fr", "Partenariats", ["Un", "Deux"], [("Nommer", "fr"), ("Rédiger", "fr"), ("Planen", "")], 1),
        ("en", "Partnerships", ["One", "Deux"], [("Name", "en"), ("Rédiger", "fr"), ("Planen", "")], 4),
        ("", "Partnerships", ["One", "Deux"], [("Name", "en"), ("Rédiger", "fr"), ("Planen", "")], 0),
        ("it", "Partnerships", ["One", "Deux"], [("Name", "en"), ("Rédiger", "fr"), ("Planen", "")], 7),
    ],
)
def test_the_language_is_chosen_text_by_text(tmp_path, lang, title, modules, outcomes, others):
    programme = read_outcomes(multilingual(tmp_path / "programme"), lang)
    assert programme.title == title and [each.title for each in programme.modules] == modules
    assert [(each.text, each.lang) for each in programme.outcomes] == outcomes
    assert programme.steps == (Step("P1", "activity", "Dessiner", outcomes=("O1",), lang="fr"),)
    notes = [str(note) for note in programme.notes if "in another" in str(note)]
    assert [int(re.search(r": (\d+) text", note)[1]) for note in notes] == [others] * (others > 0)
    left = {"English"} if lang == "fr" else {"français"}
    (note,) = [str(note) for note in programme.notes if "left out" in str(note)]
    assert set(note.rstrip(".").partition("left out: ")[2].split(", ")) == {*left, "outcome::Deutsch (de)"}


def test_where_no_text_stands_in_several_languages_nothing_was_left_out(tmp_path):
    rows = [["outcome::fr", "outcome::en"], ["Nommer", ""], ["", "Draft"]]
    assert read_outcomes(write_csv(tmp_path / "my.csv", rows)).notes == ()


@pytest.mark.parametrize("lang", ["", "fr"])
def test_translations_are_not_written_over(tmp_path, lang):
    folder = multilingual(tmp_path / "programme")
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(KipError) as refused:
        write_outcomes(read_outcomes(folder, lang), folder)
    assert str(refused.value) == (
        f"{folder / 'programme.csv'} has several columns of texts (title::English (en), title::Français (fr)), and only "
        "one of them would be left; give another name."
    )
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    (folder / "programme.csv").unlink()
    with pytest.raises(KipError, match=r"modules\.csv has several columns of texts"):
        write_outcomes(SMALL, folder)


def test_a_workbook_of_several_languages_is_not_written_over(tmp_path):
    path = write_outcomes(SMALL, tmp_path / "outcomes.xlsx")
    workbook = load_workbook(path)
    workbook["Outcomes"].insert_rows(1)
    workbook["Outcomes"]["A1"], workbook["Outcomes"]["Z2"] = "Draft of May", "LO::hr"
    workbook.save(path)
    with pytest.raises(KipError, match=r"several columns of texts \(Learning outcome, LO::hr\)"):
        write_outcomes(SMALL, path)
    path.write_bytes(b"no workbook")
    assert read_outcomes(write_outcomes(SMALL, path)) == SMALL


def test_the_kits_own_programme_is_read():
    programme = read_outcomes()
    assert len(programme.modules) == 7 and len(programme.outcomes) >= 20 and programme.steps
    assert {outcome.module for outcome in programme.outcomes} == {module.id for module in programme.modules}
    assert programme.notes == ()
    assert list(map(str, read_outcomes(kit_path("data", "programme")).notes)) == [
        "programme: where a text stands in several languages, one of them was read; left out: français, italiano, "
        "hrvatski, português."
    ]


def test_a_module_is_one_however_its_name_is_typed(tmp_path):
    rows = [
        ["outcome", "module"],
        ["Plan it", "Budget and money"],
        ["Draft it", "budget and  money"],
        ["Name it", "b"],
        ["Say it", "B "],
    ]
    programme = read_outcomes(write_csv(tmp_path / "my.csv", rows))
    assert programme.modules == (TrainingModule("M1", "Budget and money"), TrainingModule("b", ""))
    assert [each.module for each in programme.outcomes] == ["M1", "M1", "b", "b"]
    assert "the 2 that are named were taken: Budget and money, b." in str(programme.notes[0])


def test_a_break_serves_no_outcome(tmp_path):
    plan = [["kind", "what", "outcomes"], ["Pause", "Coffee", "O1"], ["other", "Welcome", ""], ["activity", "Do", "O1"]]
    faults = said(folder_of(tmp_path / "programme", outcomes=[["outcome"], ["Name it"]], plan=plan))
    assert faults == [
        'plan.csv, row 2, column outcomes: a step of the kind "Pause" serves no outcome; leave the cell empty, or write '
        "another kind (Activity, Assessment)."
    ]


# --- reading a list --------------------------------------------------------------------------------------


def test_bullets_and_numbers_are_no_part_of_an_outcome_and_labels_are_its_code(tmp_path):
    lines = """
        Learning outcomes

        - name three partners
        * [ ] draft an agreement
        •plan a meeting
        2. judge an offer
        (3) compare costs
        1.2.3 list risks
        a) explain it
        LO3: sort needs
        - RA 12 – descrivere i bisogni
        3 partners are named
        -5 °C is explained
        10:30 is the hour to state
    """
    programme = read_outcomes(list_of(tmp_path / "list.txt", lines))
    assert [(each.id, each.text) for each in programme.outcomes] == [
        ("O1", "name three partners"),
        ("O2", "draft an agreement"),
        ("O3", "plan a meeting"),
        ("O4", "judge an offer"),
        ("O5", "compare costs"),
        ("O6", "list risks"),
        ("O7", "explain it"),
        ("LO3", "sort needs"),
        ("RA12", "descrivere i bisogni"),
        ("O8", "3 partners are named"),
        ("O9", "-5 °C is explained"),
        ("O10", "10:30 is the hour to state"),
    ]
    (note,) = map(str, programme.notes)
    assert note == ("list.txt: 1 line was taken for a heading or a remark, and not for an outcome (Learning outcomes).")


def test_an_opening_is_told_and_stays_out_of_the_texts(tmp_path):
    lines = (
        "By the end, participants can:\n\n- name them\n- draft it\n\nSudionici će moći:\n1. imenovati ih\nNothing:\n"
    )
    programme = read_outcomes(list_of(tmp_path / "list.md", lines))
    assert [each.text for each in programme.outcomes] == ["name them", "draft it", "imenovati ih"]
    assert list(map(str, programme.notes)) == [
        'list.md: "By the end, participants can:" was taken for the opening of the 2 outcomes below it, whose texts '
        "stay without it.",
        'list.md: "Sudionici će moći:" was taken for the opening of the outcome below it, whose text stays without it.',
    ]


def test_headings_of_markdown_are_told(tmp_path):
    programme = read_outcomes(list_of(tmp_path / "list.md", "# Day 1 #\n---\n- name them\n## Day 2\n- #2 is drafted\n"))
    assert [each.text for each in programme.outcomes] == ["name them", "#2 is drafted"]
    assert "2 lines were taken for headings or remarks, and not for outcomes (Day 1, Day 2)." in str(programme.notes[0])


def test_markdown_gives_its_lists_without_emphasis(tmp_path):
    lines = """
        # Training
        This training is for *everybody*.

        **Participants can:**

        - **Name** three partners
        * *draft* an __agreement__,
          with a partner
        1. ***plan*** _the_ meeting
        - keep snake_case_names, 2 * 3 * 4 and a lone *star

        We are glad to see you.

        | Day | Outcome |
        |-----|---------|
        | 1   | Lost    |
        """
    programme = read_outcomes(list_of(tmp_path / "list.md", lines))
    assert [each.text for each in programme.outcomes] == [
        "Name three partners",
        "draft an agreement, with a partner",
        "plan the meeting",
        "keep snake_case_names, 2 * 3 * 4 and a lone *star",
    ]
    first, second = map(str, programme.notes)
    assert "5 lines were taken for headings or remarks, and not for outcomes (Training, This training is for" in first
    assert first.endswith("| Day | Outcome |, | 1 | Lost |).") and '"Participants can:"' in second


def test_markdown_without_a_list_gives_its_lines(tmp_path):
    programme = read_outcomes(list_of(tmp_path / "list.md", "Name **it**\n\nDraft it\n| a | b |\n"))
    assert [each.text for each in programme.outcomes] == ["Name it", "Draft it"]


def test_a_text_keeps_its_stars(tmp_path):
    assert read_outcomes(list_of(tmp_path / "list.txt", "**Name** it\n")).outcomes[0].text == "**Name** it"


def test_emphasis_without_an_end_takes_no_time(tmp_path):
    start = time.perf_counter()
    for text in ("*a " * 50_000, "*" * 100_000, "_a " * 50_000, "*a *b" * 20_000 + "a*" * 20_000):
        read_outcomes(list_of(tmp_path / "list.md", "- x " + text))
    assert time.perf_counter() - start < 5


def test_a_label_twice_is_a_fault_with_both_lines(tmp_path):
    text = "Outcomes\n\nC1: Explain it\n\nC2: Sort it\nc 1: is no label.\nC 1 - Draft it\n"
    for name in ("list.txt", "list.md"):
        assert said(list_of(tmp_path / name, text)) == [
            f'{name}, line 7: "C1" stands in line 3 already; give each outcome a code of its own.'
        ]


def test_marks_of_a_copied_text_are_no_part_of_an_outcome(tmp_path):
    lines = """
        o Name it
        o draft it
        iv. Sort it
        IV) Plan it
        (ii) Say it
        [1] Cite it
        A. Show it
        B) Tell it
        \uf0b7 Ask it
        → Find it
        § Check it
        - o participante explica
        i.e. nothing
        Vienna is found
        oral exams are planned
    """
    programme = read_outcomes(list_of(tmp_path / "list.txt", lines.replace("it\n", "it.\n")))
    assert [each.text.rstrip(".") for each in programme.outcomes] == [
        *("Name it", "draft it", "Sort it", "Plan it", "Say it", "Cite it", "Show it", "Tell it", "Ask it", "Find it"),
        *("Check it", "o participante explica i.e. nothing", "Vienna is found oral exams are planned"),
    ]


def test_lines_that_a_copied_text_has_cut_are_whole_again(tmp_path):
    lines = """LEARNING OUTCOMES
On completion,
learners will be able to:
LO1. Explain the role of partnership
agreements in guidance serv-
ices.
they stay apart
•
Plan pre-
and post-tests
2.

draft a letter
-
to a partner

and not this
7
Follow-up
https://example.org/x
"""
    programme = read_outcomes(list_of(tmp_path / "list.txt", lines))
    assert [(each.id, each.text) for each in programme.outcomes] == [
        ("LO1", "Explain the role of partnership agreements in guidance services."),
        ("O1", "they stay apart"),
        ("O2", "Plan pre- and post-tests"),
        ("O3", "draft a letter"),
        ("O4", "to a partner"),
        ("O5", "and not this"),
        ("O6", "Follow-up"),
    ]
    assert list(map(str, programme.notes)) == [
        "list.txt: 4 lines begin in lower case, and were joined to the lines above them (learners will be able to:, "
        "agreements in guidance serv-, ices., and post-tests).",
        "list.txt: 3 lines were taken for headings or remarks, and not for outcomes (LEARNING OUTCOMES, 7, "
        "https://example.org/x).",
        'list.txt: "On completion, learners will be able to:" was taken for the opening of the 7 outcomes below it, whose '
        "texts stay without it.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Explain the role of\nagreements", ["Explain the role of agreements"]),
        ("name it\ndraft it\nsort it", ["name it", "draft it", "sort it"]),
        ("Learners can\nname it\ndraft it", ["Learners can", "name it", "draft it"]),
        ("Learning outcomes\nname it", ["name it"]),
        ("-\nname it\nwith care\n-\nsort it", ["name it with care", "sort it"]),
    ],
)
def test_a_list_in_lower_case_is_not_joined(tmp_path, text, expected):
    programme = read_outcomes(list_of(tmp_path / "list.txt", text))
    assert [each.text for each in programme.outcomes] == expected


@pytest.mark.parametrize("name", ["list.txt", "list.md"])
def test_rows_of_tables_are_no_outcomes(tmp_path, name):
    lines = "- Name it\n\n| No | Outcome |\n|---|:-:|\n| 1 | Lost |\n\nDay | What\n--- | ---\n1 | Rest\n\n- Say a | b\n"
    programme = read_outcomes(list_of(tmp_path / name, lines))
    assert [each.text for each in programme.outcomes] == ["Name it", "Say a | b"]
    assert "(| No | Outcome |, | 1 | Lost |, Day | What, 1 | Rest)" in str(programme.notes[0])


def test_texts_made_to_take_time_take_none(tmp_path):
    start = time.perf_counter()
    texts = (
        "1. " + " " * 200_000 + "x",
        "1. x" + "; 2. y" * 20_000,
        "." * 30_000,
        "--|" * 20_000,
        "(" * 30_000,
        "x-\nx" * 5_000,
    )
    for text in (*texts, "o\n" * 20_000, "- | -\n" * 10_000, "a |\n-|-\n" * 10_000):
        for name in ("list.txt", "list.md"):
            with suppress(KipError):
                read_outcomes(list_of(tmp_path / name, text))
        with suppress(KipError):
            read_outcomes(write_csv(tmp_path / "my.csv", [["outcome"], [text]]))
    assert time.perf_counter() - start < 10


def test_given_codes_avoid_the_labels_of_others(tmp_path):
    programme = read_outcomes(list_of(tmp_path / "list.txt", "name it\nO1: draft it.\n\no2: is no label;\nsort it"))
    assert [each.id for each in programme.outcomes] == ["O2", "O1", "O3", "O4"]


def test_a_list_in_another_encoding_is_read_and_doubt_is_told(tmp_path):
    path = tmp_path / "list.txt"
    path.write_bytes("- imenovati članove\n- riješiti".encode("cp1250"))
    programme = read_outcomes(path)
    assert programme.outcomes[0].text == "imenovati članove" and programme.notes == ()
    path.write_bytes(b"name it\n" * 400 + b"d\xd7raft it")
    assert "some letters may be wrong" in str(read_outcomes(path).notes[0])


@pytest.mark.parametrize("text", ["- \n\n * \n", "Participants can:\n", "Learning outcomes\n", "", " \n\n"])
def test_a_list_without_outcomes_is_refused(tmp_path, text):
    assert said(list_of(tmp_path / "list.txt", text)) == ["list.txt has no outcome in it; give one in each line."]


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200).filter(str.strip))
def test_any_text_is_read_or_refused(tmp_path, text):
    path = tmp_path / "list.txt"
    path.write_bytes(text.encode("utf-8", "ignore") or b"x")
    try:
        programme = read_outcomes(path)
    except KipError:
        return
    assert len({outcome.id for outcome in programme.outcomes}) == len(programme.outcomes)
    assert all(outcome.text == outcome.text.strip() != "" for outcome in programme.outcomes)


def test_a_document_gives_its_lists(tmp_path):
    document = Document()
    document.add_heading("Training", 1)
    document.add_paragraph("We are glad to see you.")
    document.add_paragraph("Participants can:")
    document.add_paragraph("name three partners", style="List Bullet")
    document.add_paragraph("LO7: draft an agreement", style="List Number")
    document.save(str(tmp_path / "list.docx"))
    programme = read_outcomes(tmp_path / "list.docx")
    assert programme.outcomes == (Outcome("O1", "name three partners"), Outcome("LO7", "draft an agreement"))
    first, second = map(str, programme.notes)
    assert first == (
        "list.docx: 2 lines were taken for headings or remarks, and not for outcomes (Training, We are glad to see you.)."
    )
    assert '"Participants can:" was taken for the opening of the 2 outcomes' in second


def test_a_document_without_lists_gives_its_paragraphs(tmp_path):
    document = Document()
    document.add_heading("Training", 1)
    document.add_paragraph("Name three partners.")
    document.save(str(tmp_path / "list.docx"))
    assert read_outcomes(tmp_path / "list.docx").outcomes == (Outcome("O1", "Name three partners."),)


def document_of(path: Path, *tables: list[list[str]], before: tuple[str, ...] = ()) -> Path:
    document = Document()
    for text in before:
        document.add_paragraph(text)
    for rows in tables:
        table = document.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("Between tables.")
    document.save(str(path))
    return path


def test_a_table_of_a_document_gives_what_stands_under_its_heading(tmp_path):
    rows = [
        ["Code", "Module", "Intended learning outcomes"],
        ["A1", "Networks", "Explain it\nDraft it"],
        ["2", "Networks", "- Compare tools"],
        ["", "", ""],
    ]
    path = document_of(tmp_path / "list.docx", rows, [["Day", "What"], ["1", "Rest"]], before=("We are glad.",))
    programme = read_outcomes(path)
    assert programme.outcomes == (
        Outcome("A1.1", "Explain it"),
        Outcome("A1.2", "Draft it"),
        Outcome("O1", "Compare tools"),
    )
    assert list(map(str, programme.notes)) == [
        "list.docx: of its tables only what stands under or beside a heading for outcomes was read; left out: Module, "
        "Day.",
        "list.docx: 1 paragraph or cell has several lines, and each line was read on its own.",
        "list.docx: 3 lines were taken for headings or remarks, and not for outcomes (We are glad., Between tables., "
        "Between tables.).",
    ]


def test_a_table_of_a_document_gives_what_stands_beside_its_heading(tmp_path):
    rows = [
        ["Title", "Networks"],
        ["Resultados de aprendizagem", "Explain it\nDraft it"],
        ["Content", "Letters\nTools"],
        ["Objectives", "Plan a day"],
    ]
    programme = read_outcomes(document_of(tmp_path / "list.docx", rows))
    assert [each.text for each in programme.outcomes] == ["Explain it", "Draft it", "Plan a day"]
    assert "left out: Title, Content." in str(programme.notes[0])


def test_merged_cells_of_a_document_are_read_once(tmp_path):
    document = Document()
    table = document.add_table(5, 2)
    for row, texts in zip(
        table.rows, [("Outcomes", "Test"), ("Day 1", ""), ("Name it", "a"), ("", "b"), ("Draft it", "c")], strict=True
    ):
        row.cells[0].text, row.cells[1].text = texts
    table.cell(1, 0).merge(table.cell(1, 1))
    table.cell(2, 0).merge(table.cell(3, 0))
    beside = document.add_table(2, 2)
    beside.cell(0, 0).merge(beside.cell(1, 0)).text = "Outcomes"
    beside.cell(0, 1).text, beside.cell(1, 1).text = "Sort it", "Plan it"
    document.save(str(tmp_path / "list.docx"))
    programme = read_outcomes(tmp_path / "list.docx")
    assert [each.text for each in programme.outcomes] == ["Name it", "Draft it", "Sort it", "Plan it"]
    assert "(Day 1)" in str(programme.notes[-1])


def test_a_table_without_a_heading_is_not_read_but_named(tmp_path):
    path = document_of(tmp_path / "list.docx", [["Topic", "Hours"], ["Letters", "2"]], before=("Name it",))
    programme = read_outcomes(path)
    assert [each.text for each in programme.outcomes] == ["Name it", "Between tables."]
    assert "left out: Topic." in str(programme.notes[0])
    document = Document()
    document.add_table(1, 2).cell(0, 0).text = "Topic"
    document.save(str(path))
    assert said(path) == [
        'list.docx has no outcome in it that can be told from other things; call the column of its table "Learning '
        'outcome", or give one in each line.'
    ]


def test_a_table_of_one_column_gives_its_cells(tmp_path):
    programme = read_outcomes(document_of(tmp_path / "list.docx", [["Name it"], ["Draft it\nSort it"]]))
    assert [each.text for each in programme.outcomes] == ["Name it", "Draft it", "Sort it", "Between tables."]


def test_line_breaks_in_a_paragraph_part_outcomes(tmp_path):
    document = Document()
    document.add_paragraph("1. Explain it\n2. Draft an offer\nwith costs")
    document.add_paragraph("Sort it\nPlan it", style="List Bullet")
    document.save(str(tmp_path / "list.docx"))
    programme = read_outcomes(tmp_path / "list.docx")
    assert [each.text for each in programme.outcomes] == [
        "Explain it",
        "Draft an offer with costs",
        "Sort it",
        "Plan it",
    ]
    assert list(map(str, programme.notes)) == [
        "list.docx: 2 paragraphs or cells have several lines, and each line was read on its own.",
        "list.docx: 1 line begins in lower case, and was joined to the line above it (with costs).",
    ]


def test_text_boxes_are_named_and_fields_to_fill_in_are_read(tmp_path):
    document = Document()
    document.add_paragraph("Name it")
    body = document.element.body
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for text in (
        f"<w:sdt {space}><w:sdtContent><w:p><w:r><w:t>Draft it</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        f"<w:p {space}><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Lost</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
        "</w:p>",
    ):
        body.insert(len(body) - 1, parse_xml(text))
    document.save(str(tmp_path / "list.docx"))
    programme = read_outcomes(tmp_path / "list.docx")
    assert [each.text for each in programme.outcomes] == ["Name it", "Draft it"]
    assert list(map(str, programme.notes)) == ["list.docx: what stands in text boxes was not read."]


def test_a_code_twice_in_a_document_is_a_fault(tmp_path):
    assert said(document_of(tmp_path / "list.docx", [["No", "LO"], ["A1", "Name it"], ["a1", "Draft it"]])) == [
        'list.docx: "a1" is the code of "Name it" and of "Draft it"; give each outcome a code of its own.'
    ]


def test_what_is_no_document_is_refused(tmp_path):
    assert said(tmp_path / "none.docx")[0].startswith("There is no file")
    for data in (b"", b"text", b"PK\x03\x04rest"):
        (tmp_path / "bad.docx").write_bytes(data)
        assert said(tmp_path / "bad.docx")[0].startswith("bad.docx is no Word document that can be read")
    whole = Document()
    whole.add_paragraph("x")
    whole.save(str(tmp_path / "whole.docx"))
    data = (tmp_path / "whole.docx").read_bytes()
    for cut in range(100, len(data), len(data) // 20):
        (tmp_path / "bad.docx").write_bytes(data[:cut])
        said(tmp_path / "bad.docx")
    write_outcomes(SMALL, tmp_path / "book.xlsx").rename(tmp_path / "bad.docx")
    said(tmp_path / "bad.docx")


# --- many ------------------------------------------------------------------------------------------------


def test_ten_thousand_outcomes_are_read_in_seconds(tmp_path):
    rows = [["id", "module", "outcome", "level"]]
    rows += [[f"X{n}" if n % 2 else "", f"M{n % 50}", f"Name thing {n}", "apply"] for n in range(10_000)]
    plan = [["kind", "what", "outcomes", "minutes"]]
    plan += [["activity", f"Do {n}", f"X{n * 2 + 1}; x{(n * 2 + 3) % 9998 | 1}", "5"] for n in range(5_000)]
    modules = [["id", "title"], *([f"M{n}", "x"] for n in range(50))]
    path = folder_of(tmp_path / "programme", modules=modules, outcomes=rows, plan=plan)
    start = time.perf_counter()
    programme = read_outcomes(path)
    assert len(programme.outcomes) == 10_000 and len(programme.steps) == 5_000
    assert programme.outcomes[0].id == "O1" and programme.outcomes[-2].id == "O5000"
    assert read_outcomes(list_of(tmp_path / "list.txt", "\n".join(f"- Name {n}" for n in range(10_000)))).outcomes
    assert time.perf_counter() - start < 10  # a second or two on an idle machine
