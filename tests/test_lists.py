"""Lists of partners as people have them: every heading, word and slip that is understood, and every one that is said."""

from __future__ import annotations

import csv
import importlib.util
import re
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from builders import HOSTILE, examples, write_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kiptools as kip
from kiptools.dates import day_of, month_stands_first
from kiptools.entries import Refusal, reader, rung_reader
from kiptools.fields import LADDERS, SHEETS, categories, heading_meaning, label, meaning, plain
from kiptools.language import Language
from kiptools.lists import survey_rows, write_columns
from kiptools.names import same_names
from kiptools.partners import Cooperation, Partners, Tie

DAY = date(2026, 3, 31)
LANGUAGES = tuple(kip.LANGUAGES)
FIELDS = {field.name: field for fields in SHEETS.values() for field in fields}


def listed(tmp_path: Path, *rows: str, heading: str = "name", **options) -> Partners:
    """A list with one line of text for each row, cells between semicolons."""
    path = write_csv(tmp_path / "list.csv", [line.split(";") for line in (heading, *rows)], delimiter=";")
    return kip.read_partners(path, as_of=DAY, **options)


def workbook(path: Path, *rows: list, title: str = "Liste", merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def said(partners: Partners) -> list[str]:
    return [str(fault) for fault in partners.faults]


# --- words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_kit_writes_it_also_reads(lang):
    for kind, fields in SHEETS.items():
        heads = [label("field", field.name, lang) for field in fields]
        assert [heading_meaning(kind, head) for head in heads] == [field.name for field in fields]
        assert [heading_meaning(kind, head.upper() + " :") for head in heads] == [field.name for field in fields]
        assert meaning("sheet", label("sheet", kind, lang)) == kind
        for field in fields:
            if field.words:
                names = categories(field.words)
                assert [meaning(field.words, label(field.words, name, lang)) for name in names] == list(names)


def test_no_word_means_two_categories_of_one_list():
    path = Path(kip.__file__).with_name("partner_words.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        for lang in LANGUAGES:
            assert row[lang].strip(), row
            for text in row[lang].split("|"):
                found.setdefault((row["list"], plain(text)), set()).add(row["name"])
    clashes = {key: names for key, names in found.items() if len(names) > 1 and key[0] not in ("field", "generic")}
    assert clashes == {}


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("type", "Tvrtka", "employer"),
        ("type", "ASSOCIATION ", "ngo"),
        ("status", "Ancien", "former"),
        ("status", "ancien partenaire", "former"),
        ("status", "aktivna", "current"),
        ("status", "sì", "current"),
        ("document", "oui", "agreement"),
        ("document", "nema", "none"),
        ("contact_every", "tous les 3 mois", "quarterly"),
        ("contact_every", "4 fois par an", "quarterly"),
        ("size", "12", "10-49"),
        ("size", "1 200", "250+"),
        ("size", "1.200", "250+"),
        ("size", "50 à 249 salariés", "50-249"),
        ("size", "moins de 10", "1-9"),
        ("size", "<10", "1-9"),
        ("size", "250 et plus", "250+"),
        ("size", "ca. 30 salariés", "10-49"),
        ("size", "više od 250", "250+"),
        ("size", "10 do 49", "10-49"),
        ("size", "≥ 250", "250+"),
        ("sector", "F", "F"),
        ("sector", "F 41.2", "F"),
        ("sector", "F – Construction", "F"),
        ("sector", "ugostiteljstvo", "I"),
        ("sector", "Bee-keeping", "Bee-keeping"),
        ("sector", "A propos", "A propos"),
        ("sector", "C - Making of things", "C"),
        ("sector", "E-Learning", "E-Learning"),
        ("sector", "B2B", "B2B"),
        ("sector", "K-12 Education", "K-12 Education"),
        ("sector", "H & M", "H & M"),
        ("partner_since", "depuis 2014", 2014),
        ("partner_since", "2014.0", 2014),
        ("activities", "3", 3),
        ("activities", "3.0", 3),
        ("resources", "rooms; staff ;rooms", ("rooms", "staff")),
        ("resources", "rooms, staff", ("rooms", "staff")),
        ("resources", "rooms, with stage; staff", ("rooms, with stage", "staff")),
        ("last_contact", "15. siječnja 2026.", date(2026, 1, 15)),
        ("last_contact", "31/03/2026 9:05", date(2026, 3, 31)),
        ("last_contact", "September 2025", date(2025, 9, 30)),
        ("last_contact", "March 2026", date(2026, 3, 31)),
        ("last_contact", "jeudi 12 mars 2026", date(2026, 3, 12)),
        ("last_contact", "le 12/03/2026", date(2026, 3, 12)),
        ("last_contact", "12 Mar 26", date(2026, 3, 12)),
        ("last_contact", "20260312", date(2026, 3, 12)),
        ("document_start", "September 2025", date(2025, 9, 1)),
        ("document_end", "june 2026", date(2026, 6, 30)),
        ("feedback", "Sim", True),
        ("feedback", "x", True),
        ("feedback", "ne", False),
        ("trust", "4,0", 4),
    ],
)
def test_a_cell_means(field, text, value):
    assert reader(FIELDS[field], DAY)(text) == value


@pytest.mark.parametrize(
    ("field", "text", "accepted"),
    [
        ("type", "club", "write one of Employer, Public authority"),
        ("size", "many", "write a number of employees, or one of 1-9"),
        ("size", "10 to 249", "write a number of employees"),
        ("size", "up to 50", "write a number of employees"),
        ("size", "do 50", "write a number of employees"),
        ("size", "<50", "write a number of employees"),
        ("size", "more than 50", "write a number of employees"),
        ("size", "2 million €", "write a number of employees"),
        ("size", "founded 1998", "write a number of employees"),
        ("size", "Oct-49", "write a number of employees"),
        ("status", "inactif", "write one of Potential, Current, Former, Convenor"),
        ("last_contact", "10115", "is not a date"),
        ("last_contact", "31/02/2025", "is not a date; write it like 2026-03-31 or 31/03/2026."),
        ("last_contact", "spring", "is not a date"),
        ("last_contact", "2026-04-01", "lies after 2026-03-31"),
        ("partner_since", "2062", "is not a year up to 2026"),
        ("partner_since", "2014 or 2015", "is not a year"),
        ("activities", "some", "is not a number of things"),
        ("activities", "-1", "is not a number of things"),
        ("activities", "1.5", "is not a number of things"),
        ("feedback", "perhaps", "write Yes or No"),
        ("contact_every", "12", "write one of Weekly"),
        ("contact_every", "at full moon", "write one of Weekly, Monthly"),
    ],
)
def test_a_cell_is_refused_with_what_would_be_accepted(field, text, accepted):
    refused = reader(FIELDS[field], DAY)(text)
    assert isinstance(refused, Refusal)
    sentence = str(refused.say(file="list.xlsx", row=14, column="Heading", value=text))
    assert sentence.startswith(f'list.xlsx, row 14, column Heading: "{text}" ') and accepted in sentence


def test_a_rating_that_is_refused_is_not_told(tmp_path):
    """Who rated whom is confidential, also where the rating is a slip."""
    refused = reader(FIELDS["trust"], DAY)("2,5")
    sentence = str(refused.say(file="list.xlsx", row=14, column="Trust", value="2,5"))
    assert sentence == "list.xlsx, row 14, column Trust: this is no rating; write a whole number from 1 to 5."
    relations = [["one", "other", "reported by", "trust"], ["A", "B", "A", "9"], ["A", "B", "A", "4"]]
    found = kip.read_partners(folder(tmp_path, partners=PARTNERS, relations=relations), as_of=DAY)
    assert len(found.faults) == 1 and "9" not in str(found.faults[0]) and "trust" not in repr(found.ties)


def test_a_ladder_gives_the_same_word_its_own_place():
    assert LADDERS["frey"].index("cooperation") < LADDERS["frey"].index("coordination")
    assert rung_reader("frey")("Koordinacija") == 3 and rung_reader("vichealth")("Koordinacija") == 2
    assert rung_reader("frey")("0") == rung_reader("frey")("nessuna") == 0
    assert isinstance(rung_reader("vichealth")("coalition"), Refusal)
    assert isinstance(rung_reader("vichealth")("5"), Refusal)


# --- days ----------------------------------------------------------------------------------------------


@given(
    st.dates(date(1971, 1, 1), date(2069, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y.", "%d-%m-%Y", "%d. %m. %Y.", "%d/%m/%y", "%Y-%m-%d 00:00:00"]),
)
@settings(max_examples=examples(60))
def test_any_day_in_any_usual_form_is_read_back(day, form):
    assert day_of(day.strftime(form)) == day


@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)), st.sampled_from(["fr", "it", "hr", "pt_PT", "en_GB", "en_US"]))
@settings(max_examples=examples(60))
def test_any_day_as_babel_writes_it_in_the_languages_is_read_back(day, locale):
    from babel.dates import format_date

    assert day_of(format_date(day, "long", locale=locale)) == day
    assert day_of(format_date(day, "medium", locale=locale), month_first=False) in (day, None)


def test_the_first_of_a_month_is_written_and_read_as_people_do():
    said = {"en": "1 March 2026", "fr": "1er mars 2026", "it": "1º marzo 2026", "hr": "1. ožujka 2026."}
    for lang, text in said.items():
        assert Language(lang).day(date(2026, 3, 1)) == text and day_of(text) == date(2026, 3, 1)
    assert Language("fr").day(date(2026, 3, 11)) == "11 mars 2026"


def test_day_and_month_are_told_apart_by_the_column():
    assert month_stands_first(["03/04/2026", "03/14/2026"]) is True
    assert month_stands_first(["03/04/2026", "14/03/2026"]) is False
    assert month_stands_first(["03/14/2026", "14/03/2026"]) is False  # neither of them can be read otherwise
    assert month_stands_first(["03/14/2026", "14/03/2026", "03/04/2026"]) is None
    assert month_stands_first(["03/04/2026"]) is None
    assert month_stands_first(["04/04/2026", "2026-01-02"]) is False


def test_a_column_that_does_not_tell_is_said(tmp_path):
    found = listed(tmp_path, "A;03/04/2025", heading="name;last contact")
    assert found.records[0].last_contact == date(2025, 4, 3)
    assert any("Nothing tells for certain whether in this list" in str(note) for note in found.notes)
    two = listed(tmp_path, "A;03/14/2025;02/01/2025", heading="name;last contact;last activity")
    assert two.records[0].last_activity == date(2025, 2, 1)  # the other column tells
    american = listed(tmp_path, "A;03/04/2025", "B;03/14/2025", heading="name;last contact")
    assert american.records[0].last_contact == date(2025, 3, 4)
    assert not any("stands first" in str(note) for note in american.notes)


# --- names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Univ. of Zagreb", "Sveučilište u Zagrebu"),
        ("Université de Hautelande", "UNIVERSITÉ DE HAUTELANDE"),
        ("Delvarre Logistique", "Delvare Logistique SARL"),
        ("HZZ", "Hrvatski zavod za zapošljavanje"),
        ("Hrvatski zavod za zapošljavanje (HZZ)", "Hrvatski zavod za zapošljavanje"),
        ("Chambre de commerce de Lisbonne", "Camera di commercio di Lisbonna"),
        ("Papeteries Lanselle", "Papeterie Lanselle"),
    ],
)
def test_names_that_may_be_one(one, other):
    assert [pair[:2] for pair in same_names([one, other])] == [(0, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Zagreb", "University of Split"),
        ("Lycée agricole de Brennac", "Lycée professionnel de Brennac"),
        ("Université de Hautelande", "Rectorat de Hautelande"),
        ("Ville de Valrive", "Mission jeunesse de Valrive"),
        ("École 12", "École 13"),
        ("Transports Garançon", "Garançon"),
        ("Union des travailleurs", "Union des employeurs"),
        ("Logistique Delvarres", "Logistique Belvarres"),
        ("Srednja škola 1", "Srednja škola 2"),
        ("V. gimnazija", "I. gimnazija"),
        ("Lycée A", "Lycée B"),
    ],
)
def test_names_that_are_two(one, other):
    assert same_names([one, other]) == []


def test_of_many_that_are_spelt_alike_each_stands_beside_the_first():
    assert same_names(["Firm"] * 60) == [(0, place, True) for place in range(1, 60)]


def test_the_demo_partners_are_all_different():
    with kip.kit_path("data", "cite", "partners.csv").open(encoding="utf-8") as file:
        assert same_names([row["name"] for row in csv.DictReader(file)]) == []


# --- lists ---------------------------------------------------------------------------------------------


def test_a_list_of_names_is_a_list(tmp_path):
    found = listed(tmp_path, "Atelier", "Bâtis")
    assert [(partner.id, partner.name) for partner in found.records] == [("P01", "Atelier"), ("P02", "Bâtis")]
    assert len(found.members) == 2 and found.faults == ()
    assert any("does not say who is a partner today" in str(note) for note in found.notes)


def test_what_people_do_to_a_spreadsheet(tmp_path):
    """Counted by hand: three organisations; a title, a section, an empty row, the headings again, totals."""
    path = workbook(
        tmp_path / "list.xlsx",
        ["Our partners 2026", None, None, None, None],
        [],
        ["Naziv", "Ville", "Zadnji kontakt", "E-mail", "Couleur"],
        ["EMPLOYERS", None, None, None, None],
        ["Atelier", "Brennac", datetime(2026, 3, 1), "a@example.org", "red"],
        ["Bâtis", None, "31/02/2025", "b@example.org", None],
        [],
        ["Naziv", "Ville", "Zadnji kontakt", "E-mail", "Couleur"],
        ["Club", "Orlette", "3.2.2026.", "c@example.org", None],
        [None, "Orlette", None, None, "blue"],
        ["Total : 3", None, None, None, None],
        merged=("A1:E1", "A4:E4", "B5:B6"),
    )
    found = kip.read_partners(path, as_of=DAY)
    assert [(partner.name, partner.territory, partner.last_contact, partner.row) for partner in found.records] == [
        ("Atelier", "Brennac", date(2026, 3, 1), 5),
        ("Bâtis", "Brennac", None, 6),
        ("Club", "Orlette", date(2026, 2, 3), 9),
    ]
    assert said(found) == [
        'list.xlsx, row 6, column Zadnji kontakt: "31/02/2025" is not a date; write it like 2026-03-31 or 31/03/2026.',
        "list.xlsx, row 10: the organisation has no name; the row was left out.",
    ]
    notes = " ".join(map(str, found.notes))
    for part in ("row 1 was taken for a title", "row 4 is merged", "row 8 repeats the headings", "row 11 holds totals"):
        assert part in notes
    assert "A column that can identify people was not read: E-mail." in notes
    assert found.others == (("Couleur", ("red", "", "")),)
    assert "a@example.org" not in repr(found)


def test_numbers_in_merged_cells_count_once(tmp_path):
    rows = [["name", "activities", "town"], ["A", 12, "Brennac"], ["B", None, None], ["C", None, None]]
    path = workbook(tmp_path / "list.xlsx", *rows, merged=("B2:B4", "C2:C4"))
    found = kip.read_partners(path, as_of=DAY).records
    assert [(each.activities, each.territory) for each in found] == [
        (12, "Brennac"),
        (None, "Brennac"),
        (None, "Brennac"),
    ]


@pytest.mark.parametrize(
    "last", ["Sous-total;3", "Total partners: 2;", "Ukupno partnera;12", "Remarks: ask Maud;", ";4"]
)
def test_what_stands_below_a_list_is_no_partner(tmp_path, last):
    found = listed(tmp_path, "A;1", "B;2", last, heading="name;activities")
    assert len(found) == 2 and found.faults == ()


def test_a_section_that_is_merged_over_two_columns_is_no_partner(tmp_path):
    rows = [["name", "town"], ["EMPLOYERS", None], ["A", "Brennac"], ["B and C", "Brennac"]]
    path = workbook(tmp_path / "list.xlsx", *rows, merged=("A2:B2", "A4:A5"))
    assert [each.name for each in kip.read_partners(path, as_of=DAY).records] == ["A", "B and C"]


def test_status_that_is_not_understood_is_said(tmp_path):
    found = listed(tmp_path, "A;archived", "B;", "C;former", "D;pilote", "E;pilote", heading="name;status")
    assert [each.name for each in found.members] == ["A", "B"] and found.convenor.name == "D"
    notes = " ".join(map(str, found.notes))
    assert "2 organisations have no status, or none that was understood; they count as partners of today." in notes
    assert "several organisations that lead the partnership (D, E); the first one counts as such." in notes


@pytest.mark.parametrize(
    "heads", ["Nom;Prénom;Structure", "Nome;Cognome;Ente", "Last name;Name;Company name", "Ime;Prezime;Ustanova"]
)
def test_people_are_no_organisations(tmp_path, heads):
    place = heads.split(";").index(heads.split(";")[-1])
    found = listed(tmp_path, "Dupont;Marie;Atelier", heading=heads)
    assert place == 2 and [each.name for each in found.records] == ["Atelier"]
    assert "Dupont" not in repr(found) and "Marie" not in repr(found)
    with pytest.raises(kip.KipError, match="looks like the names of people"):
        listed(tmp_path, "Dupont;Marie", heading="Nom;Prénom")


def test_of_two_rows_of_headings_the_one_that_says_more_is_taken(tmp_path):
    rows = [
        ["Structure", None, "Contact", "Suivi", None],
        ["Nom de la structure *", "Type d'organisme", "E-mail", "Statut", "Date du dernier contact (visite)"],
        ["Atelier", "entreprise", "a@example.org", "partenaire actuel", "12/03/2026"],
    ]
    found = kip.read_partners(workbook(tmp_path / "l.xlsx", *rows, merged=("A1:B1", "D1:E1")), as_of=DAY)
    (one,) = found.records
    assert (one.name, one.type, one.status, one.last_contact) == ("Atelier", "employer", "current", date(2026, 3, 12))


def test_a_column_without_a_heading_is_said(tmp_path):
    path = workbook(tmp_path / "l.xlsx", ["name", None, "town"], ["A", "x", "Brennac"])
    assert "Column B has no heading and was not read; give it one." in " ".join(
        map(str, kip.read_partners(path, as_of=DAY).notes)
    )


def test_a_legend_below_the_list_is_no_partner_but_a_name_alone_in_it_is(tmp_path):
    full = [[name, "employer", "Brennac", "current"] for name in "ABC"]
    rows = [["name", "type", "town", "status"], *full, ["Alone"], *full, [], ["Legend"], ["green = active"]]
    found = kip.read_partners(workbook(tmp_path / "l.xlsx", *rows), as_of=DAY)
    assert [each.name for each in found.records] == [*"ABC", "Alone", *"ABC"]
    assert any("rows 10, 11 are remarks" in str(note) for note in found.notes)


def test_a_name_merged_downwards_is_no_heading_of_a_section(tmp_path):
    rows = [["name", "town"], ["A", None], [None, None], ["B", "Brennac"]]
    found = kip.read_partners(workbook(tmp_path / "l.xlsx", *rows, merged=("A2:A3",)), as_of=DAY)
    assert [each.name for each in found.records] == ["A", "B"]


def test_a_word_in_a_row_of_cells_makes_no_headings_of_it(tmp_path):
    path = write_csv(
        tmp_path / "l.csv", [["Qui", "Quoi", "Où"], ["Atelier", "Organisation", "Brennac"], ["B", "x", "y"]]
    )
    with pytest.raises(kip.KipError, match="no row of headings"):
        kip.read_partners(path, as_of=DAY)


def test_rows_of_one_merged_name_are_one_organisation(tmp_path):
    rows = [["name", "contact", "town"], ["A", "x", "Brennac"], [None, "y", None], ["B", "z", "Orlette"]]
    found = kip.read_partners(workbook(tmp_path / "l.xlsx", *rows, merged=("A2:A3",)), as_of=DAY)
    assert [each.name for each in found.records] == ["A", "B"] and found.doubles == ()
    assert any("row 3 goes on with the organisation above" in str(note) for note in found.notes)


def test_another_sheet_with_partners_is_said(tmp_path):
    book = openpyxl.Workbook()
    for title in ("North", "South", "Prices"):
        sheet = book.create_sheet(title)
        for row in [["Organisation", "Town"], ["A " + title, "Brennac"]] if title != "Prices" else [["1", "2"]]:
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "l.xlsx")
    found = kip.read_partners(tmp_path / "l.xlsx", as_of=DAY)
    assert [each.name for each in found.records] == ["A North"]
    assert "Another sheet looks like a list of partners too, and was not read: South." in str(found.notes[0])


def test_activities_that_contradict_their_last_day_are_said(tmp_path):
    rows = ["A;9;2022-01-01", "B;9;2025-03-31", "C;0;2022-01-01"]  # on 31 March 2025 it was twelve months ago
    found = listed(tmp_path, *rows, heading="name;activities;last activity")
    assert [each.activities for each in found.records] == [None, 9, 0]
    assert said(found) == [
        "list.csv, row 2, column activities: 9 in the last twelve months, but the last one was on 2022-01-01; mend one of "
        "them."
    ]


def test_one_column_for_each_need(tmp_path):
    columns = write_csv(
        tmp_path / "c.csv", [["heading", "field"], ["Who", "name"], ["Housing", "needs"], ["Jobs", "needs covered"]]
    )
    found = listed(tmp_path, "A;x;non", "B;;oui", "C;;", heading="Who;Housing;Jobs", columns=columns)
    assert [each.needs for each in found.records] == [("Housing",), ("Jobs",), ()]


def test_an_organisation_called_total_stays(tmp_path):
    found = listed(tmp_path, "Total;employer", "Total;", ";12", "Sum: 3;3", heading="name;type")
    assert [partner.name for partner in found.records] == ["Total", "Total"]


def test_examples_of_the_template_are_passed_over_in_any_language(tmp_path):
    rows = [f"{label('word', 'example', lang)} 1;Boulangerie" for lang in LANGUAGES]
    found = listed(tmp_path, *rows, "P1;Atelier", "P2;Exemplar", heading="id;name")
    assert [partner.name for partner in found.records] == ["Atelier", "Exemplar"]


def test_a_code_that_stands_there_twice_is_said_and_replaced(tmp_path):
    found = listed(tmp_path, "A;One", "A;Two", ";Three", heading="id;name")
    assert [partner.id for partner in found.records] == ["A", "P01", "P02"]
    assert said(found) == [
        'list.csv, row 3, column id: "A" stands in row 2 already; every organisation needs a code of its own.'
    ]


def test_a_document_that_ends_before_it_begins_is_said(tmp_path):
    found = listed(tmp_path, "A;2026-01-01;2025-01-01", heading="name;valid from;valid until")
    assert said(found) == [
        'list.csv, row 2, column valid until: "2025-01-01" lies before the first day of the document, 2026-01-01.'
    ]


def test_two_columns_for_one_field_are_said(tmp_path):
    found = listed(tmp_path, "A;Brennac;Orlette", heading="name;Ville;Territory")
    assert found.records[0].territory == "Orlette"  # the kit's own heading first
    assert 'the columns Territory, Ville all look like "Territory"; Territory was taken.' in str(found.notes[0])


def test_doubles_are_proposed_and_put_together_only_when_the_list_says_so(tmp_path):
    rows = ["Univ. of Zagreb;2026-01-01;4;rooms;", "Sveučilište u Zagrebu;2026-02-01;3;staff;"]
    heading = "name;last contact;activities;resources;same as"
    found = listed(tmp_path, *rows, heading=heading)
    assert [(double.first, double.second, double.exact) for double in found.doubles] == [("P01", "P02", False)]
    assert len(found) == 2
    united = listed(tmp_path, rows[0], rows[1] + "Univ. of Zagreb", heading=heading)
    assert len(united) == 1 and united.doubles == ()
    one = united.records[0]
    assert (one.id, one.last_contact, one.activities, one.resources) == ("P01", date(2026, 2, 1), 4, ("staff", "rooms"))
    wrong = listed(tmp_path, rows[0], rows[1] + "Univ. of Split", heading=heading)
    assert len(wrong) == 2 and 'row 3, column same as: "Univ. of Split" is not in the list' in said(wrong)[0]
    circle = listed(tmp_path, rows[0] + "P02", rows[1] + "P01", heading=heading)
    assert len(circle) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_faults_name_the_categories_in_the_readers_language(tmp_path, lang):
    found = listed(tmp_path, "A;club", heading="name;type")
    text = Language(lang).say(found.faults[0])
    assert all(label("type", name, lang) in text for name in categories("type"))


# --- columns -------------------------------------------------------------------------------------------


def test_a_table_of_columns_that_was_written_is_enough_to_read_the_list(tmp_path):
    """One heading of many is known: what the kit itself wrote about the columns must be good enough for it."""
    heads = ["Organisation", *(f"Column {n}" for n in range(7))]
    path = write_csv(
        tmp_path / "list.csv", [["Our list", *[""] * 7], ["a", "b", *[""] * 6], heads, ["Atelier", *"abcdefg"]]
    )
    columns = write_csv(tmp_path / "c.csv", [["heading", "field"], ["Organisation", "name"], ["Column 3", "town"]])
    found = kip.read_partners(path, columns=columns, as_of=DAY)
    assert [(each.name, each.territory) for each in found.records] == [("Atelier", "d")]
    few = write_csv(tmp_path / "few.csv", [heads, ["Atelier", *"abcdefg"]])
    assert len(kip.read_partners(few, as_of=DAY)) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_that_are_not_known_are_asked_for(tmp_path, lang):
    path = write_csv(
        tmp_path / "list.csv", [["Who", "Where they sit", "Mail"], ["Atelier", "Brennac", "a@example.org"]]
    )
    with pytest.raises(kip.KipError, match="no row of headings with a column for the names of the organisations"):
        kip.read_partners(path)
    out = tmp_path / "columns.csv"
    assert write_columns(path, out, lang=lang) == 3
    assert "a@example.org" not in out.read_text(encoding="utf-8")
    rows = list(csv.reader(out.open(encoding="utf-8-sig")))
    rows[1][2], rows[2][2] = label("field", "name", lang), label("field", "territory", lang)
    found = kip.read_partners(path, columns=write_csv(out, rows), as_of=DAY)
    assert (found.records[0].name, found.records[0].territory) == ("Atelier", "Brennac")
    with pytest.raises(kip.KipError, match="exists already"):
        write_columns(path, out)


def test_what_a_person_says_of_a_column_counts_more_than_its_heading(tmp_path):
    columns = write_csv(tmp_path / "columns.csv", [["heading", "field"], ["Ville", "ignore"], ["Where", "territory"]])
    found = listed(tmp_path, "A;Brennac;Orlette", heading="name;Ville;Where", columns=columns)
    assert found.records[0].territory == "Orlette"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["heading", "field"], ["Where", "place of birth"]], 'row 2: "place of birth" is no field'),
        ([["heading", "field"], ["A", "name"], ["B", "name"]], 'row 3: "name" is no field, or stands there twice'),
        (
            [["heading", "field"], ["Elsewhere", "territory"]],
            'names a column "elsewhere", which list.csv does not have',
        ),
        ([["heading"], ["Where"]], "needs two columns"),
    ],
)
def test_a_table_of_columns_that_does_not_fit_is_refused(tmp_path, rows, words):
    columns = write_csv(tmp_path / "columns.csv", rows)
    with pytest.raises(kip.KipError, match=re.escape(words)):
        listed(tmp_path, "A;x", heading="name;Where", columns=columns)


@pytest.mark.parametrize("text", ["yesterday", "31/02/2026", "2026"])
def test_a_day_that_is_none_is_refused(tmp_path, text):
    with pytest.raises(kip.KipError, match="is not a date"):
        kip.read_partners(write_csv(tmp_path / "a.csv", [["name"], ["A"]]), as_of=text)


def test_a_list_without_a_partner_is_refused(tmp_path):
    with pytest.raises(kip.KipError, match="has no partner in it"):
        kip.read_partners(write_csv(tmp_path / "a.csv", [["name", "type"], ["Total", "4"]]))


# --- relations, cooperation, needs ---------------------------------------------------------------------


def folder(tmp_path: Path, **sheets: list[list[str]]) -> Path:
    for name, rows in sheets.items():
        write_csv(tmp_path / f"{name}.csv", rows)
    return tmp_path


PARTNERS = [["id", "name"], ["A", "Atelier"], ["B", "Bâtis"], ["C", "Club"]]


def test_relations_by_name_or_code(tmp_path):
    relations = [
        ["Organisation", "Works with", "Level of cooperation", "Reported by", "Ladder", "Trust (1 to 5)"],
        ["Atelier", "B", "coordination", "A", "Frey", "5"],
        ["", "club", "0", "Bâtis", "Frey", ""],
        ["", "", "", "Club", "Frey", ""],
        ["Atelier", "Nobody", "1", "A", "Frey", ""],
        ["Atelier", "Atelier", "1", "A", "Frey", ""],
    ]
    found = kip.read_partners(folder(tmp_path, partners=PARTNERS, relations=relations), as_of=DAY)
    assert found.ladder == "frey"
    assert found.ties == (Tie("A", "B", 3, "A", 5), Tie("B", "C", 0, "B"), Tie("C", "", None, "C"))
    no_relation = (
        "a relation needs two different organisations, or one that reports that it has none; the row was left out."
    )
    assert said(found) == [
        'relations.csv, row 5, column Works with: "Nobody" is not in the list of partners; write a name or a code that '
        "stands there.",
        f"relations.csv, row 6: {no_relation}",
    ]


def test_a_slip_in_a_name_makes_no_relation_of_others(tmp_path):
    """B reported that Alfa, who is not known, works with C: not that B does."""
    relations = [["one", "other", "reported by"], ["Alfa", "C", "B"], ["A", "", ""]]
    found = kip.read_partners(folder(tmp_path, partners=PARTNERS, relations=relations), as_of=DAY)
    assert found.ties == () and len(found.faults) == 2


def test_levels_without_a_ladder_mean_nothing(tmp_path):
    relations = [["one", "other", "level"], ["A", "B", "coordination"]]
    found = kip.read_partners(folder(tmp_path, partners=PARTNERS, relations=relations), as_of=DAY)
    assert found.ties == (Tie("A", "B"),) and found.ladder == ""
    assert "levels of cooperation mean nothing without their ladder" in said(found)[0]


def test_two_ladders_in_one_list_are_said(tmp_path):
    relations = [["one", "other", "level", "ladder"], ["A", "B", "2", "frey"], ["A", "C", "2", "vichealth"]]
    found = kip.read_partners(folder(tmp_path, partners=PARTNERS, relations=relations), as_of=DAY)
    assert 'row 3, column ladder: "vichealth" is another ladder than "frey"' in said(found)[0]


def test_cooperation_and_needs(tmp_path):
    cooperation = [
        ["Partner", "Fonction", "Qui décide", "Retour donné", "Mise en commun"],
        ["Atelier", "events", "ensemble", "oui", "non"],
        ["", "events", "seul", "", ""],
    ]
    needs = [["Besoin"], ["logement"], ["Transport"], ["Logement"]]
    partners = [["nom", "besoins"], ["Atelier", "garde d'enfants; TRANSPORT"]]
    found = kip.read_partners(folder(tmp_path, partners=partners, cooperation=cooperation, needs=needs), as_of=DAY)
    assert found.cooperations == (
        Cooperation("P1" if len(found) < 1 else "P01", "events", "", "together", True, None, False, None),
    )
    assert found.needs == ("logement", "Transport", "garde d'enfants")
    assert said(found) == ["cooperation.csv, row 3: the organisation has no name; the row was left out."]


# --- the demo network and its messy list ---------------------------------------------------------------


def test_the_demo_network_is_read_without_a_fault():
    found = kip.read_partners()
    assert found.faults == () and found.doubles == () and found.notes == ()
    assert (len(found.members), len(found.potential), found.convenor.id) == (42, 6, "P00")


def test_the_messy_list_is_read_with_exactly_the_complaints_that_were_planted():
    """`MESSY` and `DOUBLES` stand in the script that made the list."""
    spec = importlib.util.spec_from_file_location("make", kip.kit_path("data", "cite", "make.py"))
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    found = kip.read_partners(kip.kit_path("data", "cite", "partners_messy.xlsx"), as_of=DAY)
    places = [dict(fault.values) for fault in found.faults]
    assert [(each["row"], each.get("value", "")) for each in places] == [(row, value) for row, _, value in make.MESSY]
    assert [each["column"] for each in places if "column" in each] == [head for _, head, value in make.MESSY if value]
    rows = {partner.id: partner.row for partner in found.records}
    assert tuple((rows[each.first], rows[each.second], each.exact) for each in found.doubles) == make.DOUBLES


# --- any list ------------------------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12)


@given(st.lists(st.lists(st.one_of(WORDS, st.sampled_from(HOSTILE)), min_size=4, max_size=4), min_size=1, max_size=8))
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_cells_end_in_partners_or_in_a_sentence(tmp_path, rows):
    path = write_csv(tmp_path / "any.csv", [["name", "type", "last contact", "size"], *rows])
    try:
        found = kip.read_partners(path, as_of=DAY)
    except kip.KipError as error:
        assert str(error).startswith("any.csv")
        return
    assert len({partner.id for partner in found.records}) == len(found)
    for fault in found.faults:
        assert re.match(r"any\.csv, row \d+", str(fault)) and "{" not in fault.template.format_map(
            dict.fromkeys(dict(fault.values), "")
        )


def test_twenty_thousand_partners_are_read_in_one_pass(tmp_path):
    """Each different text is read once: a reader that is asked again for a text it knows would be called more often."""
    rows = [["name", "type", "last contact"], *([f"Firm {n}", "tvrtka", "2026-01-01"] for n in range(20_000))]
    found = kip.read_partners(write_csv(tmp_path / "large.csv", rows), as_of=DAY)
    assert len(found) == 20_000 and {partner.type for partner in found.records} == {"employer"}


# --- the frame of a survey -----------------------------------------------------------------------------


def test_the_frame_are_the_partners_of_today(tmp_path):
    rows = [
        "Atelier;entreprise;actuel;complete",
        "Tvornica;tvrtka;current;",
        "Club;association;potentiel;",
        "Ecole;école;ancien;",
        "Mairie;commune;actuel;refused",
    ]
    path = write_csv(tmp_path / "list.csv", [line.split(";") for line in ("nom;type;statut;disposition", *rows)])
    register = kip.read_register(path)
    assert len(register) == 3
    assert [kind.value for kind in register.dispositions] == ["complete", "unknown", "refused"]
    table = survey_rows(path)
    assert [list(column.cells()) for column in table.columns if column.name == "type"] == [
        ["entreprise", "entreprise", "commune"]  # "tvrtka" means the same
    ]


def test_rows_that_are_said_to_be_the_same_are_asked_once(tmp_path):
    rows = [["name", "same as"], ["A", "B"], ["B", "A"], ["C", "Nowhere"], ["D", ""]]
    path = write_csv(tmp_path / "list.csv", rows)
    assert len(kip.read_partners(path).members) == len(kip.read_register(path)) == 3


def test_a_frame_that_nobody_has_filled_in_tells_nothing_of_the_answers(tmp_path):
    path = write_csv(tmp_path / "list.csv", [["name", "disposition"], ["A", ""], ["B", ""]])
    assert kip.read_register(path).dispositions is None


def test_a_table_without_names_is_no_partner_list(tmp_path):
    path = write_csv(tmp_path / "frame.csv", [["number", "kind"], ["1", "firm"]])
    assert survey_rows(path) is None


def test_the_demo_network_gives_the_demo_register():
    one, other = kip.read_register(), kip.read_register(kip.kit_path("data", "cite", "network", "partners.csv"))
    assert one.dispositions == other.dispositions and len(one) == len(other) == 42
    sizes = [next(a.values for a in register.attributes if a.name == "size") for register in (one, other)]
    assert sizes[0] == sizes[1]


def test_the_partner_list_itself_fits_the_survey(demo):
    """Its public employment service is, in the survey, one of the public authorities: 5 and 1 are 6."""
    register = kip.read_register(kip.kit_path("data", "cite", "network", "partners.csv"))
    asked = {row.label.name: row.asked for row in kip.who_answered(demo, register).rows[0].categories}
    assert asked == {"employer": 14, "education": 11, "public": 6, "ngo": 7, "social": 4}


def test_a_list_in_other_words_still_fits_the_survey(demo, tmp_path):
    """The demo's partners with Croatian words for their kinds: the survey's own question is found all the same."""
    words = {
        "employer": "tvrtka",
        "education": "škola",
        "public": "javna uprava",
        "ngo": "udruga",
        "social": "sindikat",
    }
    with kip.kit_path("data", "cite", "partners.csv").open(encoding="utf-8") as file:
        rows = [[row["name"], words[row["type"]]] for row in csv.DictReader(file)]
    register = kip.read_register(write_csv(tmp_path / "popis.csv", [["Naziv", "Vrsta"], *rows]))
    asked = {row.label.name: row.asked for row in kip.who_answered(demo, register).rows[0].categories}
    assert asked == {"employer": 14, "education": 11, "public": 6, "ngo": 7, "social": 4}
