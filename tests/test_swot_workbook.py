"""A SWOT as a spreadsheet: what is written is read back, in every language and layout; faults are named with their place."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import HOSTILE, examples, folder_of, write_csv
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

import kiptools as kip
import kiptools.swot_fields as fields
from kiptools.fields import categories
from kiptools.language import LANGUAGES, Language
from kiptools.messages import KipError
from kiptools.questionnaires import item_bank
from kiptools.sheets import HELP
from kiptools.swot import QUADRANTS, SOURCES, Factor, Judgement, Pair, Rater, Rating, Swot
from kiptools.swot_reading import read_swot
from kiptools.swot_workbook import write_swot, write_swot_template
from kiptools.tables import fold
from kiptools.tasks import Task

SMALL = Swot(
    (
        Factor("S1", "strength", "We know each other", "partners", "36 of 41 met", ("trust", "governance")),
        Factor("W1", "weakness", "Nobody answers", proposed=True),
        Factor("O1", "opportunity", "New funds"),
        Factor("T1", "threat", "The agreement ends", "document", "Agreement, page 3"),
    ),
    (Rater("A", "employer", True), Rater("B"), Rater("C", "ngo")),
    (Rating("A", "S1", 5, 4), Rating("A", "O1", None, 2), Rating("B", "T1", 1)),
    (Pair("S1", "O1", 3, True, "We apply together"), Pair("W1", "T1", 0, False), Pair("S1", "T1")),
    (Judgement("strength", "threat", 1 / 3), Judgement("S1", "O1", 2.5)),
    (
        Task("1", "Write it", "S1+O1", ("Ville; centre", "Ana"), date(2026, 5, 4), date(2026, 5, 29), 10),
        Task("b", "Send it", days=1, after=("1",)),
    ),
)


def made(seed: int) -> Swot:
    """Some SWOT, its ratings person by person; texts as a workbook can hold them."""
    lot = random.Random(seed)
    texts = [ILLEGAL_CHARACTERS_RE.sub("", text) for text in (*HOSTILE, "Čuvari 'šuma'", '"Most" d.o.o.', "1/3", "5")]

    def text() -> str:
        return lot.choice(texts)

    topics = [topic.name for topic in item_bank().constructs]
    factors = tuple(
        Factor(
            f"{lot.choice(['S', 'x ', 'é'])}{place}",
            lot.choice(QUADRANTS),
            text(),
            lot.choice(("", *SOURCES)),
            lot.choice(("", text())),
            tuple(lot.sample(topics, lot.randrange(3))),
            lot.random() < 0.3,
        )
        for place in range(lot.randrange(1, 9))
    )
    names = lot.sample([*texts, "A", "Person 2"], lot.randrange(6))
    raters = tuple(Rater(name, lot.choice(("", *categories("type"))), lot.random() < 0.5) for name in names)
    ratings = [
        Rating(rater.name, factor.id, lot.choice((None, 1, 5)), lot.choice((None, 2, 3, 4)))
        for rater in raters
        for factor in factors
    ]
    pairs = tuple(
        Pair(
            one.id, other.id, lot.choice((None, 0, 1, 2, 3)), lot.choice((None, True, False)), lot.choice(("", text()))
        )
        for one in factors
        for other in factors
        if one.internal and not other.internal and lot.random() < 0.5
    )
    compared = [(first, second) for place, first in enumerate(QUADRANTS) for second in QUADRANTS[:place]]
    compared += [(first.id, second.id) for place, first in enumerate(factors) for second in factors[:place]]
    times = [1 / 9, 1 / 7, 1 / 3, 0.123456789, 1.0, 1.234, 2.5, 9.0]
    tasks = []
    for place in range(lot.randrange(5)):
        start = date(2026, 3, 2) + timedelta(7 * lot.randrange(30))
        until = lot.choice((None, start + timedelta(20)))
        days = lot.choice((1, 7, 45) if until is None else (None, 3))
        who = tuple(lot.sample(texts, lot.randrange(3)))
        after = tuple(task.id for task in tasks if lot.random() < 0.4)
        tasks.append(Task(f"t{place}", text(), lot.choice(("", "S1+O1", text())), who, start, until, days, after))
    return Swot(
        factors,
        raters,
        tuple(each for each in ratings if each.importance or each.degree),
        pairs,
        tuple(Judgement(*both, lot.choice(times)) for both in compared if lot.random() < 0.4),
        tuple(tasks),
    )


# --- there and back ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["swot.xlsx", "swot"])
def test_what_is_written_is_read_back(tmp_path, lang, name):
    assert read_swot(write_swot(SMALL, tmp_path / name, lang=lang)) == SMALL
    alone = Swot(SMALL.factors)
    assert read_swot(write_swot(alone, tmp_path / name, lang=lang)) == alone, "what was there before is gone"


@pytest.mark.parametrize("seed", range(examples(12)))
def test_any_swot_is_read_back(tmp_path, seed):
    swot, lang = made(seed), list(LANGUAGES)[seed % len(LANGUAGES)]
    for name in ("swot.xlsx", "folder"):
        assert read_swot(write_swot(swot, tmp_path / name, lang=lang)) == swot


def test_ratings_come_back_person_by_person(tmp_path):
    mixed = replace(SMALL, ratings=SMALL.ratings[::-1])
    assert read_swot(write_swot(mixed, tmp_path / "swot.xlsx")) == SMALL


def test_equal_content_makes_equal_files(tmp_path):
    for name in ("one", "other"):
        write_swot(SMALL, tmp_path / f"{name}.xlsx", lang="it")
        write_swot(SMALL, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()
    assert (tmp_path / "one" / "pairs.csv").read_bytes() == (tmp_path / "other" / "pairs.csv").read_bytes()
    assert len(list(tmp_path.rglob("*"))) == 2 + 2 * (1 + 7), "nothing is left over from writing"


def test_csv_files_have_the_kits_own_words_in_every_language(tmp_path):
    folder = write_swot(SMALL, tmp_path / "swot", lang="hr")
    lines = {file.stem: file.read_text("utf-8-sig").splitlines() for file in folder.iterdir()}
    assert lines["factors"][:2] == [
        "id,quadrant,factor,source,evidence,topics,proposed",
        "S1,strength,We know each other,partners,36 of 41 met,trust; governance,",
    ]
    assert lines["degree"] == ["id,factor,A,B,C", "S1,We know each other,4,,", "W1,Nobody answers,,,"] + [
        "O1,New funds,2,,",
        "T1,The agreement ends,,,",
    ]
    assert lines["comparisons"][1:] == ["strength,threat,1/3", "S1,O1,5/2"]
    assert lines["pairs"][1:] == ["S1,O1,3,accept,We apply together", "W1,T1,0,reject,", "S1,T1,,,"]
    assert lines["people"][1] == "A,employer,yes"
    assert lines["actions"][1] == '1,S1+O1,Write it,"""Ville; centre""; Ana",2026-05-04,2026-05-29,10,'


def test_formulas_stay_text(tmp_path):
    swot = Swot((Factor("S1", "strength", "=1+1", evidence="@SUM(A1)"),), (Rater("=2+2"),), (Rating("=2+2", "S1", 1),))
    path = write_swot(swot, tmp_path / "swot.xlsx")
    cells = [cell for sheet in load_workbook(path) for row in sheet for cell in row if str(cell.value).startswith("=")]
    assert len(cells) == 6 and {cell.data_type for cell in cells} == {"s"}  # the factor 3 times, the person 3 times
    folder = write_swot(swot, tmp_path / "swot")
    assert "'=1+1,,'@SUM(A1)" in (folder / "factors.csv").read_text("utf-8-sig")
    assert "id,factor,'=2+2" in (folder / "degree.csv").read_text("utf-8-sig")
    assert read_swot(path) == read_swot(folder) == swot


def test_codes_that_are_words_for_quadrants_stay_codes(tmp_path):
    factors = (Factor("s", "strength", "x"), Factor("Threat", "threat", "y"))
    swot = Swot(factors, judgements=(Judgement("s", "Threat", 3), Judgement("strength", "threat", 5)))
    assert read_swot(write_swot(swot, tmp_path / "swot.xlsx")) == swot


def test_what_cannot_be_written_leaves_what_was_there(tmp_path, monkeypatch):
    path = write_swot(SMALL, tmp_path / "swot.xlsx")
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KipError, match=r"swot.xlsx cannot be written: in use\."):
        write_swot(Swot(SMALL.factors), path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("names", [("",), ("?",), ("A", "a."), ("Factor",), ("id",), ("CODE",)])
def test_people_whose_column_could_not_be_told_apart_are_refused(tmp_path, names):
    with pytest.raises(KipError, match="Call this person otherwise"):
        write_swot(Swot(SMALL.factors, tuple(map(Rater, names))), tmp_path / "swot.xlsx")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("write", [write_swot, lambda swot, path: write_swot_template(path, swot)])
def test_only_a_workbook_or_a_folder_is_written(tmp_path, write):
    with pytest.raises(KipError, match=r"give a name that ends in \.xlsx"):
        write(SMALL, tmp_path / "swot.csv")


# --- the workbook ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_and_headings_can_be_told_apart_in_every_language(lang):
    say = Language(lang).say
    titles = [say(each.title) for each in fields.SHEETS.values()] + [say(HELP)]
    assert len(set(map(fold, titles))) == len(titles) and max(map(len, titles)) <= 31  # as Excel has it
    assert not any(sign in title for title in titles for sign in "[]:*?/\\")
    for each in fields.SHEETS.values():
        headings = [fold(say(column.heading)) for column in each.columns.values()]
        assert len(set(headings)) == len(headings)
    for words, keys in fields.WORDS.items():
        assert [fields.key_of(words, say(text)) for text in keys.values()] == list(keys)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_is_filled_in_as_a_person_would(tmp_path, lang):
    path = write_swot_template(tmp_path / "swot.xlsx", lang=lang)
    workbook, say = load_workbook(path), Language(lang).say
    assert [sheet.title for sheet in workbook][0] == say(HELP)
    sheets = {kind: workbook[say(each.title)] for kind, each in fields.SHEETS.items()}
    rows = {row[0].value: row[0].row for row in sheets["factors"].iter_rows(min_row=2)}
    assert list(rows) == [f"{letter}{place}" for letter in "SWOT" for place in range(1, 6)]
    sheets["factors"].cell(rows["S1"], 3).value = "We meet"
    sheets["factors"].cell(rows["T2"], 3).value = "Less money"
    sheets["factors"].append([None, "o", "New funds"])
    rated = sheets["importance"]
    assert [cell.value for cell in rated[1]][2:] == list("ABCDEFGHIJ")
    rated.cell(rows["T2"], 4).value = 5  # B
    sheets["degree"].cell(rows["S1"], 3).value = 2.0  # A, as some spreadsheets store it
    sheets["people"].append(["A", "NGO", "da"])
    sheets["actions"].append([None, "S1+O1", "Ask for it", "Ana; Ivo", date(2026, 5, 4), "29.5.2026.", 3])
    workbook.save(path)
    swot = read_swot(path)
    assert [(each.id, each.quadrant, each.text) for each in swot.factors] == [
        ("S1", "strength", "We meet"),
        ("T2", "threat", "Less money"),
        ("O1", "opportunity", "New funds"),
    ]
    assert swot.raters == (Rater("A", "ngo", True), Rater("B")), "columns in which nobody rated are nobody"
    assert swot.ratings == (Rating("A", "S1", None, 2), Rating("B", "T2", 5))
    assert swot.tasks == (Task("1", "Ask for it", "S1+O1", ("Ana", "Ivo"), date(2026, 5, 4), date(2026, 5, 29), 3),)


def test_a_template_keeps_what_is_there_and_marks_proposals(tmp_path):
    path = write_swot_template(tmp_path / "swot.xlsx", SMALL)
    assert read_swot(path) == SMALL
    sheet = load_workbook(path)["Factors"]
    assert [sheet.cell(row, 3).font.italic for row in range(2, 6)] == [False, True, False, False]
    assert [cell.value for cell in sheet["A"]][5:8] == ["S2", "S3", "S4"], "no code twice"
    with pytest.raises(KipError, match="exists already"):
        write_swot_template(path)


def test_drop_downs_headings_and_what_is_free(tmp_path):
    workbook = load_workbook(write_swot(SMALL, tmp_path / "swot.xlsx", lang="fr"))
    offered = {}
    for sheet in workbook:
        for each in sheet.data_validations.dataValidation:
            place, cells = each.formula1.split("!")
            words = [cell.value for row in workbook[place.strip("'")][cells.replace("$", "")] for cell in row]
            offered[sheet.title, str(each.sqref).split(":")[0]] = words
    titles = {kind: Language("fr").say(each.title) for kind, each in fields.SHEETS.items()}
    assert {place: len(words) for place, words in offered.items()} == {
        **{(titles["factors"], "B2"): 4, (titles["factors"], "D2"): 3, (titles["factors"], "G2"): 2},
        **{(titles["people"], "B2"): 8, (titles["people"], "C2"): 2},
        **{(titles["pairs"], "C2"): 4, (titles["pairs"], "D2"): 2},
        **{(titles[kind], f"{column}2"): 5 for kind in ("importance", "degree") for column in "CDE"},
    }
    assert offered[titles["people"], "B2"][0] == "Employeur"
    for sheet in workbook:
        assert sheet.protection.sheet and not sheet.protection.password
    rated = workbook.worksheets[3]
    assert rated["A1"].protection.locked and not rated["C1"].protection.locked
    assert not rated["C2"].protection.locked and not rated.column_dimensions["F"].protection.locked
    assert workbook["lists"].sheet_state == "hidden"


# --- reading what people write -----------------------------------------------------------------------


def said(path: Path) -> list[str]:
    with pytest.raises(KipError) as refused:
        read_swot(path)
    return [str(fault) for fault in refused.value.faults]


FACTORS = [["quadrant", "factor"], ["strength", "We meet"], ["threat", "Less money"]]


def test_a_plain_table_is_read_in_five_languages(tmp_path):
    rows = [
        ["quadrant", "factor", "topics"],
        ["Faiblesse", "On ne nous dit rien", "Communication"],
        ["punti di forza", "Ci conosciamo", ""],
        ["PRIJETNJA", "Ugovor istječe", "purpose, Povjerenje i poštovanje"],
        ["o", "Financiamento", ""],
        ["W", "Poucos", ""],
        ["", "", ""],
    ]
    swot = read_swot(write_csv(tmp_path / "swot.csv", rows))
    assert [each.id for each in swot.factors] == ["W1", "S1", "T1", "O1", "W2"]
    assert (
        swot["W1"].topics == ("communication",) and swot["T1"].topics == ("purpose", "trust") and not swot["S1"].topics
    )
    workbook = Workbook()
    for row in rows[:3]:
        workbook.active.append(row)
    workbook.save(tmp_path / "swot.xlsx")
    assert read_swot(tmp_path / "swot.xlsx").factors[0] == Factor(
        "W1", "weakness", rows[1][1], "", "", ("communication",)
    )


def test_codes_are_given_around_those_that_there_are(tmp_path):
    rows = [
        ["id", "quadrant", "factor"],
        ["", "s", "a"],
        ["S1", "s", "b"],
        ["", "s", "c"],
        ["s3", "s", "d"],
        ["", "s", "e"],
    ]
    swot = read_swot(write_csv(tmp_path / "swot.csv", rows))
    assert [each.id for each in swot.factors] == ["S4", "S1", "S5", "s3", "S6"]


def test_what_people_write_otherwise_is_understood(tmp_path):
    swot = read_swot(
        folder_of(
            tmp_path / "swot",
            factors=FACTORS,
            importance=[["id", "factor", "b", "New"], ["s1", "", "4", ""], ["", "less  MONEY", "5.0", "2"]],
            people=[["person", "kind"], ["B", "udruga"], ["X", ""]],
            pairs=[["internal", "external", "decision"], ["s1", "t1", "ACCEPT"]],
            comparisons=[["first", "second", "times"], ["S", "Menace", "1 / 4"], ["s1", "T1", "0,5"]],
            actions=[
                ["id", "task", "from", "until", "after"],
                ["1", "One", "1. travnja 2026.", "avril 2026", ""],
                ["2", "Two", "2026-05-04", "2026-05-08", ""],
                ["", "Three", "2026-05-11", "2026-05-12", "1, 2"],
            ],
        )
    )
    assert swot.raters == (Rater("B", "ngo"), Rater("X"), Rater("New"))
    assert swot.ratings == (Rating("B", "S1", 4), Rating("B", "T1", 5), Rating("New", "T1", 2))
    assert swot.pairs == (Pair("S1", "T1", None, True),)
    assert swot.judgements == (Judgement("strength", "threat", 0.25), Judgement("S1", "T1", 0.5))
    assert [(task.id, task.start, task.until, task.after) for task in swot.tasks] == [
        ("1", date(2026, 4, 1), date(2026, 4, 30), ()),
        ("2", date(2026, 5, 4), date(2026, 5, 8), ()),
        ("3", date(2026, 5, 11), date(2026, 5, 12), ("1", "2")),
    ]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Ana;Ivo ; ", ("Ana", "Ivo")),
        ('"Most" d.o.o.; Ana', ('"Most" d.o.o.', "Ana")),
        ('"a; b"; c', ("a; b", "c")),
        ("Ana\nIvo", ("Ana", "Ivo")),
        (" ; ;", ()),
        ('"a; b', ('"a', "b")),
    ],
)
def test_several_texts_in_a_cell(cell, parts):
    assert fields.listed(cell) == parts == fields.listed(fields.joined(parts))


def test_every_fault_of_every_sheet_is_named_with_its_place(tmp_path):
    faults = said(
        folder_of(
            tmp_path / "swot",
            factors=[
                ["id", "quadrant", "factor", "source", "topics", "proposed", "own"],
                ["S1", "strength", "We meet", "gossip", "lov", "perhaps", ""],
                ["S1", "strong", "Twice", "", "", "", ""],
                ["O1", "", "New funds", "", "", "", ""],
                ["", "", "", "survey", "", "", ""],
                ["", "", "", "", "", "", "my own remark"],
            ],
            people=[["person", "kind", "finished"], ["A", "club", "maybe"], ["a", "", ""], ["", "ngo", ""]],
            importance=[["id", "A"], ["S1", "6"], ["X9", "3"], ["S1", "2"], ["O1", "3,5"]],
            degree=[["id", "A"], ["S1", "high"]],
            pairs=[
                ["internal", "external", "interaction", "decision"],
                ["O1", "S1", "4", "later"],
                ["S1", "O1", "", ""],
                ["S1", "O1", "1", ""],
            ],
            comparisons=[
                ["first", "second", "times"],
                ["S1", "threat", "3"],
                ["luck", "threat", "10"],
                ["S", "T", "2"],
                ["T", "S", "3"],
                ["S", "W", ""],
                ["S", "W", "3/0"],
            ],
            actions=[["id", "task", "from", "days"], ["1", "Go", "31/02/2026", "two"], ["1", "", "", "3"]],
        )
    )
    assert [fault.split("; give")[0] for fault in faults] == [
        'factors.csv, row 2, column source: "gossip" is not known',
        'factors.csv, row 2, column topics: "lov" is not known',
        'factors.csv, row 2, column proposed: "perhaps" is not known',
        'factors.csv, row 3, column quadrant: "strong" is not known',
        'factors.csv, row 3: "S1" stands in row 2 already; keep one of them.',
        "factors.csv, row 4: column quadrant is empty",
        "factors.csv, row 5: column factor is empty; fill it in, or empty the row.",
        'people.csv, row 2, column kind: "club" is not known',
        'people.csv, row 2, column finished: "maybe" is not known',
        'people.csv, row 3: "a" stands in row 2 already; keep one of them.',
        "people.csv, row 4: column person is empty; fill it in, or empty the row.",
        'importance.csv, row 2, column B (A): "6" is not known',
        'importance.csv, row 3, column id: "X9" is not known',
        'importance.csv, row 4: "S1" stands in row 2 already; keep one of them.',
        'importance.csv, row 5, column B (A): "3,5" is not known',
        'degree.csv, row 2, column B (A): "high" is not known',
        'pairs.csv, row 2, column decision: "later" is not known',
        'pairs.csv, row 2, column interaction: "4" is not known',
        'pairs.csv, row 4: "S1+O1" stands in row 3 already; keep one of them.',
        'comparisons.csv, row 2: "S1" cannot be compared with "threat"; compare two different quadrants, or the codes of '
        "two different factors.",
        'comparisons.csv, row 3, column first: "luck" is not known',
        'comparisons.csv, row 3, column times: "10" is not accepted',
        'comparisons.csv, row 5: "T – S" stands in row 4 already; keep one of them.',
        'comparisons.csv, row 6, column times: "" is not accepted',
        'comparisons.csv, row 7, column times: "3/0" is not accepted',
        'actions.csv, row 2, column from: "31/02/2026" is not accepted',
        'actions.csv, row 2, column days: "two" is not accepted',
        "actions.csv, row 3: column task is empty; fill it in, or empty the row.",
    ]
    assert faults[3].endswith("give one of Strength, Weakness, Opportunity, Threat.")


def test_pairs_have_an_inside_and_an_outside(tmp_path):
    rows = [["internal", "external"], ["T1", "S1"], ["S1", "S1"], ["S1", ""]]
    assert said(folder_of(tmp_path / "swot", factors=FACTORS, pairs=rows)) == [
        'pairs.csv, row 2, column internal: "T1" is not known; give one of S1.',
        'pairs.csv, row 2, column external: "S1" is not known; give one of T1.',
        'pairs.csv, row 3, column external: "S1" is not known; give one of T1.',
        "pairs.csv, row 4: column external is empty; give one of T1.",
    ]


def test_rows_that_only_hold_codes_are_no_rows(tmp_path):
    path = folder_of(
        tmp_path / "swot",
        factors=[["id", "quadrant", "factor"], ["S1", "s", "We meet"], ["S2", "s", ""]],
        importance=[["id", "factor", "A"], ["S1", "We meet", "3"], ["S2", "", ""], ["S9", "Other", ""]],
        actions=[["id", "task"], ["1", ""]],
    )
    assert read_swot(path) == Swot((Factor("S1", "strength", "We meet"),), (Rater("A"),), (Rating("A", "S1", 3),))


def test_tasks_that_cannot_follow_one_another_are_named_with_their_sheet(tmp_path):
    rows = [["id", "task", "days", "after"], ["1", "Go", "2", "2"], ["2", "Come", "2", "1"]]
    (fault,) = said(folder_of(tmp_path / "swot", factors=FACTORS, actions=rows))
    assert fault.startswith("actions.csv: ") and "1" in fault and "2" in fault


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"factors": [["quadrant", "text"], ["weakness", "x"]]}, "factors.csv has no column factor"),
        ({"factors": [["quadrant", "factor"], ["weakness", ""]]}, "has no factor in it"),
        ({"people": [["person"], ["A"]]}, "has no sheet factors.csv (found: people)"),
        ({}, "has no sheet factors.csv (found: -)"),
        ({"factors": FACTORS, "importance": [["name", "A"], ["S1", "3"]]}, "importance.csv has no column id"),
        ({"factors": [["quadrant", "Quadrant", "factor"], ["s", "", "x"]]}, "must be different"),
        ({"factors": [["code", "id", "quadrant", "factor"], ["", "", "s", "x"]]}, "the columns code, id mean the same"),
        ({"factors": FACTORS, "importance": [["id", "A", ""], ["S1", "3", "4"]]}, "column C has no heading"),
    ],
)
def test_what_a_folder_lacks_is_said(tmp_path, files, expected):
    assert expected in said(folder_of(tmp_path / "swot", **files))[0]


def test_a_sheet_under_another_name_is_not_lost_without_a_word(tmp_path):
    path = write_swot(SMALL, tmp_path / "swot.xlsx")
    workbook = load_workbook(path)
    workbook["Pairs and strategies"].title = "Pairs of Monday"
    workbook.create_sheet("Notes").append(["anything"])
    workbook.save(path)
    (fault,) = said(path)
    assert "[Pairs of Monday]" in fault and "call it Pairs and strategies" in fault
    workbook["Pairs of Monday"].title = "PAIRS"
    workbook.save(path)
    assert read_swot(path) == SMALL, "the kit's own word will do"
    assert str(read_swot(path).notes[0]) == "The other sheet was not read: Notes."
    workbook["Importance"].title = "Old"
    workbook.create_sheet("importance").append(["id", "A"])
    workbook.save(path)
    assert said(path) == [
        "swot.xlsx [Old]: this sheet is not read, but has the headings of Importance, Performance or likelihood; put its "
        "rows there, or keep it in another file."
    ]
    del workbook["Old"]
    workbook.save(path)
    assert read_swot(path).ratings[0] == Rating("A", "S1", None, 4)


def test_the_same_sheet_in_two_languages_is_refused(tmp_path):
    path = write_swot(SMALL, tmp_path / "swot.xlsx")
    workbook = load_workbook(path)
    workbook.create_sheet("degree").append(["id", "A"])
    workbook.save(path)
    assert said(path) == ["swot.xlsx: the sheets Performance or likelihood, degree mean the same; keep one of them."]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_quoted_on_one_line(tmp_path, text):
    rows = [["quadrant", "factor"], [text, "x"]]
    (fault,) = said(write_csv(tmp_path / "swot.csv", rows))
    assert fault.startswith("swot.csv, row 2, column quadrant: ") and "\n" not in fault and "\x1b" not in fault


def test_the_demo_network_has_its_workshop():
    swot = read_swot()
    assert len(swot.raters) == 7 and len(swot.factors) > 9 and swot.tasks and swot.judgements


# --- what is left out is said ---------------------------------------------------------------------------


def said_of(swot):
    return [str(note) for note in swot.notes]


def test_columns_that_are_not_understood_are_named(tmp_path):
    rows = [["quadrant", "factor", "Beleg", "Wichtigkeit"], ["s", "We know each other", "Umfrage", "5"]]
    swot = read_swot(write_csv(tmp_path / "swot.csv", rows))
    (note,) = said_of(swot)
    assert note.startswith("swot.csv: not understood and left out: Beleg, Wichtigkeit. The columns are called Code, ")
    assert note in kip.Show("en").sentence(swot).text
    known = read_swot(write_csv(tmp_path / "swot.csv", [row[:2] for row in rows]))
    assert known.notes == () and known == swot, "notes are no part of the value"


def test_files_of_a_folder_are_known_in_capitals_too_and_others_are_named(tmp_path):
    write_csv(tmp_path / "Factors.csv", [["quadrant", "factor"], ["s", "We know each other"]])
    write_csv(tmp_path / "ACTIONS.csv", [["task", "days"], ["Write", "1"]])
    write_csv(tmp_path / "tasks.csv", [["task"], ["Lost"]])
    swot = read_swot(tmp_path)
    assert [task.what for task in swot.tasks] == ["Write"]
    (note,) = said_of(swot)
    assert "not read: tasks.csv." in note and "actions.csv" in note


def test_one_person_is_one_on_both_rating_sheets(tmp_path):
    write_csv(tmp_path / "factors.csv", [["id", "quadrant", "factor"], ["S1", "s", "We know each other"]])
    write_csv(tmp_path / "importance.csv", [["id", "Élise", "Anna"], ["S1", "4", "5"]])
    write_csv(tmp_path / "degree.csv", [["id", "élise", "A"], ["S1", "3", "2"]])
    swot = read_swot(tmp_path)
    assert [rater.name for rater in swot.raters] == ["Élise", "Anna", "A"]
    assert swot.rating("Élise", "S1") == Rating("Élise", "S1", 4, 3)
    first, second = said_of(swot)
    assert first.startswith("importance.csv: Anna rated only here") and second.startswith("degree.csv: A rated only")


def test_more_than_ten_compared_factors_are_a_fault_of_the_file(tmp_path):
    factors = [["id", "quadrant", "factor"], *([f"S{n}", "s", f"Factor {n}"] for n in range(12))]
    write_csv(tmp_path / "factors.csv", factors)
    write_csv(
        tmp_path / "comparisons.csv", [["first", "second", "times"], *(["S0", f"S{n}", "2"] for n in range(1, 12))]
    )
    with pytest.raises(kip.KipError, match=r"comparisons\.csv: More than 10 factors are compared"):
        read_swot(tmp_path)


def test_a_faulty_sheet_of_factors_says_nothing_of_the_others(tmp_path):
    write_csv(tmp_path / "factors.csv", [["Our SWOT"], ["S1"]])
    write_csv(tmp_path / "importance.csv", [["id", "A"], ["S1", "4"]])
    with pytest.raises(kip.KipError) as error:
        read_swot(tmp_path)
    assert all("factors.csv" in str(fault) for fault in error.value.faults)


@pytest.mark.parametrize("goal", ["S1+O1", "s1 + o1", "S1 +O1"])
def test_a_goal_is_an_accepted_pair_however_it_is_written(goal):
    factors = Factor("S1", "strength", "a"), Factor("O1", "opportunity", "b")
    swot = Swot(factors, pairs=(Pair("S1", "O1", 3, True, "We apply"),), tasks=(Task("1", "x", goal, days=1),))
    assert swot.action_sheet[0].goal == "We apply"
    rejected = replace(swot, pairs=(Pair("S1", "O1", 3, False, "No"),))
    assert rejected.action_sheet[0].goal == goal
