"""The partner workbook: what a person finds in it, and that what is written into it can be read again."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date, datetime

import pytest
from builders import HOSTILE, examples, network, partner, write_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

import kiptools as kip
from kiptools.fields import INVOLVEMENT, LADDERS, SHEETS, categories, heading_meaning, label, labels, meaning, plain
from kiptools.language import Language
from kiptools.partners import Cooperation, Partner, Tie
from kiptools.register import _MEANINGS

LANGS = list(kip.LANGUAGES)
DAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def templates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("templates")
    return {lang: kip.write_partner_template(folder / f"{lang}.xlsx", lang=lang) for lang in LANGS}


@pytest.fixture(params=LANGS)
def lang(request):
    return request.param


@pytest.fixture
def template(templates, lang):
    return load_workbook(templates[lang])


def sheet_of(workbook, name: str, lang: str):
    return workbook[label("sheet", name, lang)]


def fields_of(workbook, lang: str):
    """Each field with its sheet and its column's letter."""
    for name, fields in SHEETS.items():
        sheet = sheet_of(workbook, name, lang)
        for field, cell in zip(fields, sheet[1], strict=True):
            yield sheet, field, cell


def rule_of(sheet, letter: str):
    """What may be written below a heading."""
    found = [rule for rule in sheet.data_validations.dataValidation if f"{letter}2" in rule.sqref]
    assert len(found) <= 1
    return found[0] if found else None


def words_of(workbook, rule) -> list:
    """The words that a drop-down offers."""
    title, first, last = re.fullmatch(r"'(\w+)'!\$([A-Z]+\$\d+):\$([A-Z]+\$\d+)", rule.formula1).groups()
    return [row[0].value for row in workbook[title][f"{first.replace('$', '')}:{last.replace('$', '')}"]]


# --- the empty workbook -----------------------------------------------------------------------------------


def test_sheets_stand_in_order_and_have_titles_that_excel_takes(template, lang):
    wanted = [label("sheet", name, lang) for name in (*SHEETS, "definitions")]
    assert template.sheetnames == [*wanted, "lists"]
    assert [sheet.sheet_state for sheet in template] == ["visible"] * 5 + ["hidden"]
    assert all(0 < len(title) <= 31 and not set(title) & set(r":\/?*[]") for title in template.sheetnames)
    assert template.properties.creator == "KIP" and template.properties.language == lang


def test_headings_are_the_kits_words_with_a_note_that_says_what_they_mean(template, lang):
    for _, field, cell in fields_of(template, lang):
        assert cell.value == label("field", field.name, lang)
        assert cell.comment.text.startswith(Language(lang).say(field.says))
        assert ("\n" in cell.comment.text) == field.required


def test_a_heading_that_must_be_filled_in_is_seen_to_be_so(template, lang):
    for _, field, cell in fields_of(template, lang):
        assert ("*" in cell.number_format) == field.required
        other = "FFFFE08A" if field.required else "FF1F3A5F"
        assert cell.fill.fgColor.rgb[-6:] == other[-6:]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2)."""

    def light(colour: str) -> float:
        parts = [int(colour[-6:][place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_everything_can_be_read_against_its_ground(template):
    assert contrast("000000", "FFFFFF") == pytest.approx(21)
    for sheet in template.worksheets[:5]:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    ground = cell.fill.fgColor.rgb if cell.fill.fill_type else "FFFFFF"
                    assert contrast(cell.font.color.rgb, ground) >= 7 or cell.font.italic
                    assert contrast(cell.font.color.rgb, ground) >= 4.5


LISTS = {"yes or no": "yes_no", "rung": "rung"}


def test_drop_downs_offer_the_words_of_the_language(template, lang):
    found = 0
    for sheet, field, cell in fields_of(template, lang):
        rule = rule_of(sheet, cell.column_letter)
        words = field.words or LISTS.get(field.kind, "")
        if words:
            assert (rule.type, rule.showDropDown, rule.allow_blank) == ("list", False, True)
            assert words_of(template, rule) == list(labels(words, lang))
            found += 1
        elif field.kind == "rating":
            assert words_of(template, rule) == [1, 2, 3, 4, 5]
        elif field.name == "disposition":
            assert words_of(template, rule) == list(labels("disposition", lang))
        elif field.kind in ("text", "list"):
            assert rule is None
    assert found == 17


def test_the_drop_downs_words_mean_what_they_are_chosen_for():
    for fields in SHEETS.values():
        for words in {field.words or LISTS.get(field.kind, "") for field in fields} - {""}:
            for lang in LANGS:
                assert [meaning(words, word) for word in labels(words, lang)] == list(categories(words))
    for lang in LANGS:
        for kind, word in zip(categories("disposition"), labels("disposition", lang), strict=True):
            assert _MEANINGS[word.casefold()].value == kind


def test_other_words_pass_where_the_kit_takes_them(template, lang):
    lenient = {"sector", "size", "strength", "disposition", "one", "other", "reported_by", "partner"}
    for sheet, field, cell in fields_of(template, lang):
        if rule := rule_of(sheet, cell.column_letter):
            assert rule.showErrorMessage and 0 < len(rule.error) <= 255  # more, and Excel calls the file damaged
            assert rule.errorStyle == ("warning" if field.name in lenient else "stop"), field.name


def test_partners_are_chosen_from_the_sheet_of_partners(template, lang):
    title = label("sheet", "partners", lang)
    for sheet, field, cell in fields_of(template, lang):
        if field.kind == "partner":
            # From the heading, which cannot be deleted, as many as there are names.
            assert rule_of(sheet, cell.column_letter).formula1 == (
                f"OFFSET('{title}'!$B$1,1,0,MAX(1,COUNTA('{title}'!$B:$B)-1),1)"
            )
    assert heading_meaning("partners", template[title]["B1"].value) == "name"


def test_dates_years_and_counts_are_checked_while_writing(template, lang):
    for sheet, field, cell in fields_of(template, lang):
        rule, column = rule_of(sheet, cell.column_letter), sheet.column_dimensions[cell.column_letter]
        if field.kind == "date":
            first, last = ((day - date(1899, 12, 30)).days for day in (date(1950, 1, 1), date(2100, 12, 31)))
            assert (rule.type, rule.formula1, rule.formula2) == ("date", str(first), str(last))
            assert column.number_format == "mm-dd-yy"  # Excel's own number 14: as dates are written where it is opened
        elif field.kind == "year":
            assert (rule.type, rule.formula1, rule.formula2) == ("whole", "1800", "2100")
        elif field.kind == "count":
            assert (rule.type, rule.operator, rule.formula1) == ("whole", "greaterThanOrEqual", "0")
        elif field.kind != "rating":
            assert column.number_format == "@"  # the size 1-9 would become the first of September


def test_headings_are_protected_without_a_password_and_nothing_else_is(template, lang):
    for name in SHEETS:
        sheet = sheet_of(template, name, lang)
        guard = sheet.protection
        assert guard.sheet and not guard.password
        forbidden = {
            right: getattr(guard, right)
            for right in ("formatColumns", "formatRows", "insertRows", "deleteRows", "sort", "autoFilter")
        }
        assert not any(forbidden.values()), forbidden
        assert guard.insertColumns and guard.deleteColumns
        assert all(cell.protection.locked for cell in sheet[1])
        assert not any(cell.protection.locked for row in sheet.iter_rows(min_row=2) for cell in row if cell.value)
        # A row can be deleted only if every cell of it is free, to the last column that Excel has.
        columns = sorted(sheet.column_dimensions.values(), key=lambda column: column.min)
        assert not any(column.protection.locked for column in columns)
        assert columns[0].min == 1 and columns[-1].max == 16384
        assert all(one.max + 1 == other.min for one, other in zip(columns, columns[1:], strict=False))


def test_sheets_scroll_filter_and_print_with_their_headings(template, lang):
    for name, fields in SHEETS.items():
        sheet = sheet_of(template, name, lang)
        assert sheet.freeze_panes == ("C2" if name == "partners" else "A2")
        assert re.fullmatch(rf"A1:{sheet.cell(1, len(fields)).column_letter}1001", sheet.auto_filter.ref)
        assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$1:$1"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        for cell in sheet[1]:
            longest = max(map(len, cell.value.split()))
            assert sheet.column_dimensions[cell.column_letter].width >= longest + 4, cell.value


def test_examples_stand_on_every_sheet_and_are_known_as_such(template, lang):
    word = label("word", "example", lang)
    for name in SHEETS:
        sheet = sheet_of(template, name, lang)
        rows = list(sheet.iter_rows(min_row=2))
        assert 2 <= len(rows) <= 3
        for number, row in enumerate(rows, start=1):
            first = f"{word} {number}" if name == "partners" else f"{word}: "
            assert row[0].value.startswith(first) and all(cell.font.italic for cell in row if cell.value)


def test_words_in_the_examples_are_those_of_the_drop_downs(template, lang):
    for sheet, field, heading in fields_of(template, lang):
        rule = rule_of(sheet, heading.column_letter)
        if rule is not None and rule.type == "list" and field.kind != "partner":
            found = [cell.value for cell in sheet[heading.column_letter][1:] if cell.value]
            assert set(found) <= set(words_of(template, rule)), field.name


def test_the_definitions_say_all_of_every_field(template, lang):
    sheet, say = sheet_of(template, "definitions", lang), Language(lang).say
    rows = [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)]
    for name, fields in SHEETS.items():
        for field in fields:
            start = (label("sheet", name, lang), label("field", field.name, lang), say(field.says))
            [row] = [row for row in rows if row[:3] == start]
            assert row[3] and bool(row[4]) == field.required
            if field.words:
                assert all(word in row[3] for word in labels(field.words, lang))
    for ladder, rungs in LADDERS.items():
        found = [row[:2] for row in rows if row[2] == label("ladder", ladder, lang)]
        assert found == [(str(level), label("rung", rung, lang)) for level, rung in enumerate(("no_tie", *rungs))]
    for level, text in INVOLVEMENT.items():
        assert any(row[1:3] == (label("rung", level, lang), say(text)) for row in rows)


def test_equal_content_makes_equal_files(templates, tmp_path, monkeypatch):
    import time

    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    again = kip.write_partner_template(tmp_path / "again.xlsx", lang="hr")
    assert again.read_bytes() == templates["hr"].read_bytes()
    assert load_workbook(again).properties.modified == datetime(2026, 1, 1)


def put(sheet, row: int, **cells) -> None:
    """Fill in a row as a person would: under the headings, whatever stood there."""
    by_field = {heading_meaning("partners", cell.value): cell.column for cell in sheet[1]}
    for name, value in cells.items():
        sheet.cell(row, by_field[name]).value = value


def test_a_workbook_that_a_person_filled_in_is_read(templates, lang, tmp_path):
    workbook = load_workbook(templates[lang])
    sheet = sheet_of(workbook, "partners", lang)
    sheet.delete_rows(3)
    put(
        sheet,
        4,
        name="Papirnica d.o.o.",
        type=label("type", "employer", lang),
        sector=label("sector", "C", lang),
        size="35",
        status=label("status", "current", lang),
        contact_every=label("contact_every", "monthly", lang),
        last_contact=datetime(2026, 2, 1),
        activities=3,
        needs="one; another",
        document=label("document", "charter", lang),
        document_end=datetime(2026, 12, 31),
    )
    put(sheet, 5, name="Škola", partner_since=2019, consent=label("consent", "public_task", lang))
    relations = sheet_of(workbook, "relations", lang)
    ladder = label("ladder", "vichealth", lang)
    for place, value in enumerate(
        ("Papirnica d.o.o.", "Škola", label("rung", "coordination", lang), "Škola", ladder, 4), 1
    ):
        relations.cell(4, place).value = value
    cooperation = sheet_of(workbook, "cooperation", lang)
    yes, no = labels("yes_no", lang)
    answers = (label("initiates", "both", lang), label("decides", "after_asking", lang), yes, no, yes)
    for place, value in enumerate(("Škola", "visits", *answers), 1):
        cooperation.cell(4, place).value = value
    sheet_of(workbook, "needs", lang).cell(4, 1).value = "third"
    workbook.save(tmp_path / "filled.xlsx")
    found = kip.read_partners(tmp_path / "filled.xlsx", as_of=DAY)
    assert not found.faults
    assert [record.name for record in found.records] == ["Papirnica d.o.o.", "Škola"]
    first, second = found.records
    assert replace(first, id="", row=0) == Partner(
        id="",
        name="Papirnica d.o.o.",
        type="employer",
        sector="C",
        size="10-49",
        status="current",
        contact_every="monthly",
        last_contact=date(2026, 2, 1),
        activities=3,
        needs=("one", "another"),
        document="charter",
        document_end=date(2026, 12, 31),
    )
    assert (second.partner_since, second.consent) == (2019, "public_task")
    assert (found.ladder, found.ties) == ("vichealth", (Tie(first.id, second.id, 2, second.id, 4),))
    assert found.cooperations == (Cooperation(second.id, "visits", "both", "after_asking", True, False, True, None),)
    assert found.needs == ("third", "one", "another")


# --- a network ----------------------------------------------------------------------------------------------

FULL = Partner(
    id="P7",
    name="Boulangerie de l'Étang",
    type="employer",
    sector="C",
    size="1-9",
    territory="007",
    level="local",
    status="current",
    partner_since=2018,
    found_through="event",
    document="agreement",
    document_start=date(2024, 1, 2),
    document_end=date(2027, 1, 1),
    contact_every="half_yearly",
    last_contact=date(2026, 3, 1),
    last_activity=date(2025, 12, 31),
    activities=0,
    resources=("rooms", "work placements"),
    needs=("a first job",),
    owner="Maud",
    consent="legitimate_interest",
    disposition="non-contact",
    notes="closed, in August",
)
SMALL = network(
    FULL,
    partner("Udruga Čvor", type="ngo", sector="Bee-keeping", status="potential"),
    Partner(id="A", name="Twin", status="former"),
    Partner(id="B", name="TWIN"),
    Partner(id="E", name="Example 9"),
    Partner(id="Z", name="a"),
    ties=(
        Tie("P7", "Udruga Čvor", 3, "P7", 5),
        Tie("A", "B", 0, "B"),
        Tie("P7", "A", None, ""),
        Tie("Z", "", None, "Z"),
        Tie("E", "P7", 1, "E"),
    ),
    ladder="frey",
    cooperations=(Cooperation("B", "visits", "them", "alone", True, False, None, None), Cooperation("P7")),
    needs=("housing", "a first job"),
    others=(("Favourite colour", ("blue", "", "", "", "", "=1+1")), ("Lunch with", ("", "us", "us", "", "", ""))),
)


def same(one, other) -> None:
    """Equal but for the rows in which they stand."""
    assert [replace(record, row=0) for record in one.records] == [replace(record, row=0) for record in other.records]
    assert (one.ties, one.ladder) == (other.ties, other.ladder)
    assert (one.cooperations, one.needs) == (other.cooperations, other.needs)
    assert one.others == other.others
    assert not other.faults


@pytest.mark.parametrize("name", ["network.xlsx", "network"])
def test_what_is_written_is_read(name, lang, tmp_path):
    path = kip.write_partners(SMALL, tmp_path / name, lang=lang)
    same(SMALL, kip.read_partners(path, as_of=DAY))


@pytest.mark.parametrize("name", ["network.xlsx", "network"])
def test_the_demo_is_read_as_it_was_written(name, lang, tmp_path):
    demo = kip.read_partners()
    same(demo, kip.read_partners(kip.write_partners(demo, tmp_path / name, lang=lang), as_of=demo.as_of))


def test_cells_hold_dates_numbers_and_the_languages_words(tmp_path):
    workbook = load_workbook(kip.write_partners(SMALL, tmp_path / "n.xlsx", lang="hr"))
    sheet = workbook["Partneri"]
    cells = {field.name: sheet.cell(2, place).value for place, field in enumerate(SHEETS["partners"], 1)}
    assert cells["last_contact"] == datetime(2026, 3, 1) and cells["activities"] == 0 and cells["partner_since"] == 2018
    assert (cells["type"], cells["contact_every"]) == ("Poslodavac", "Dvaput godišnje")
    assert (cells["size"], cells["territory"], cells["resources"]) == ("1-9", "007", "rooms; work placements")
    ties = [[cell.value for cell in row] for row in workbook["Odnosi"].iter_rows(min_row=2)]
    ladder = "Frey: umrežavanje, kooperacija, koordinacija, koalicija, kolaboracija"
    # By name; by code where the list has the name twice.
    assert ties == [
        ["Boulangerie de l'Étang", "Udruga Čvor", "Koordinacija", "Boulangerie de l'Étang", ladder, 5],
        ["A", "B", "Nema suradnje", "B", ladder, None],
        ["Boulangerie de l'Étang", "A", None, None, ladder, None],
        ["Z", None, None, "Z", ladder, None],  # its name "a" could be the code A
        ["E", "Boulangerie de l'Étang", "Umrežavanje", "E", ladder, None],  # no example
    ]
    assert not any(cell.font.italic for row in sheet.iter_rows(min_row=2) for cell in row)


def test_a_folder_has_the_sheets_that_hold_something(tmp_path):
    path = kip.write_partners(network(FULL), tmp_path / "new" / "folder", lang="fr")
    assert [file.name for file in path.iterdir()] == ["partners.csv"]
    path = kip.write_partners(SMALL, tmp_path / "all")
    assert sorted(file.name for file in path.iterdir()) == sorted(f"{sheet}.csv" for sheet in SHEETS)
    data = (path / "partners.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"2026-03-01" in data
    path = kip.write_partners(network(), tmp_path / "empty")
    assert (path / "partners.csv").read_text("utf-8-sig").count("\n") == 1


@pytest.mark.parametrize("text", [text for text in HOSTILE if text[:1] in "=+-@"])
def test_headings_of_own_columns_become_no_formulas(text, tmp_path):
    own = replace(network(partner("A")), others=((text, ("x",)),))
    with (kip.write_partners(own, tmp_path / "n") / "partners.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in csv.reader(file) for cell in row)
    sheet = load_workbook(kip.write_partners(own, tmp_path / "n.xlsx"))["Partners"]
    assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)


def test_hostile_texts_stay_texts(tmp_path):
    records = [
        Partner(id=f"P{place}", name=text, sector=text, owner=text, notes=text, needs=(text,))
        for place, text in enumerate(HOSTILE)
    ]
    hostile = network(
        *records,
        ties=(Tie("P2", "P3", 1, "P2"),),
        cooperations=tuple(Cooperation("P2", text) for text in HOSTILE),
        needs=HOSTILE,
        ladder="frey",
    )
    path = kip.write_partners(hostile, tmp_path / "hostile.xlsx")
    clean = [ILLEGAL_CHARACTERS_RE.sub("", text) for text in HOSTILE]
    workbook = load_workbook(path)
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in "sn", cell.coordinate
    assert [cell.value for cell in workbook["Partners"]["B"][1:]] == clean
    assert [cell.value for cell in workbook["Needs"]["A"][1:]] == clean
    assert workbook["Relations"]["A2"].value == HOSTILE[2]
    folder = kip.write_partners(hostile, tmp_path / "hostile")
    for file in folder.iterdir():
        with file.open(encoding="utf-8-sig", newline="") as text:
            cells = [cell for row in csv.reader(text) for cell in row]
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
        assert "'" + HOSTILE[2] in cells


WORD = st.text("abcčdžšéñÉ'&<-=+@;,\"·0123 ", min_size=1, max_size=12)
NAME = WORD.map(lambda text: " ".join(text.split())).filter(lambda text: len(plain(text)) > 2 and "'" not in text[:1])
PART = NAME.filter(lambda text: ";" not in text)
DATES = st.none() | st.dates(date(1990, 1, 1), DAY)


def choice(words: str):
    return st.sampled_from(("", *categories(words)))


@st.composite
def networks(draw):
    names = draw(st.lists(PART, min_size=1, max_size=6, unique_by=plain))
    records = [
        Partner(
            id=f"N{place}",
            name=name,
            type=draw(choice("type")),
            sector=draw(choice("sector")),
            size=draw(choice("size")),
            status=draw(choice("status")),
            level=draw(choice("level")),
            document=draw(choice("document")),
            consent=draw(choice("consent")),
            contact_every=draw(choice("contact_every")),
            last_contact=draw(DATES),
            partner_since=draw(st.none() | st.integers(1950, 2026)),
            activities=draw(st.none() | st.integers(0, 99)),
        )
        for place, name in enumerate(names)
    ]
    ids = st.sampled_from([record.id for record in records])
    ladder = draw(st.sampled_from(list(LADDERS)))
    levels = st.none() | st.integers(0, len(LADDERS[ladder]))
    pairs = draw(st.lists(st.tuples(ids, ids), max_size=5, unique=True))
    trust = st.none() | st.integers(1, 5)
    ties = tuple(Tie(one, other, draw(levels), one, draw(trust)) for one, other in pairs if one != other)
    answers = st.none() | st.booleans()
    done = tuple(
        Cooperation(
            draw(ids), draw(PART), draw(choice("initiates")), draw(choice("decides")), *draw(st.tuples(*[answers] * 4))
        )
        for _ in range(draw(st.integers(0, 3)))
    )
    return network(*records, ties=ties, ladder=ladder if ties else "", cooperations=done)


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(networks(), st.sampled_from(LANGS), st.sampled_from([".xlsx", ""]))
def test_any_network_is_read_as_it_was_written(tmp_path_factory, some, lang, ending):
    path = tmp_path_factory.mktemp("any") / f"network{ending}"
    same(some, kip.read_partners(kip.write_partners(some, path, lang=lang), as_of=DAY))


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    networks(),
    st.sampled_from(LANGS),
    st.randoms(use_true_random=False),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_network_in_another_hand_is_read_as_it_was_written(
    tmp_path_factory, some, lang, dice, delimiter, encoding, end
):
    """Rows and columns shuffled, each heading in some language's words, another dialect of CSV."""
    folder = kip.write_partners(some, tmp_path_factory.mktemp("hand") / "n", lang=lang)
    for kind in SHEETS:
        file = folder / f"{kind}.csv"
        if not file.exists():
            continue
        with file.open(encoding="utf-8-sig", newline="") as text:
            heads, *rows = csv.reader(text)
        fields = [heading_meaning(kind, head) for head in heads]
        columns = dice.sample(range(len(heads)), len(heads))
        if kind == "partners":
            dice.shuffle(rows)
        heads = [label("field", field, dice.choice(LANGS)).upper() for field in fields]
        moved = [[row[place] for place in columns] for row in [heads, *rows]]
        write_csv(file, moved, delimiter=delimiter, encoding=encoding, end=end)
    found = kip.read_partners(folder, as_of=DAY)
    order = {record.id: place for place, record in enumerate(some.records)}
    same(some, replace(found, records=tuple(sorted(found.records, key=lambda record: order[record.id]))))


# --- whom to ask --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_the_frame_has_the_partners_of_today_and_the_register_reads_it(ending, lang, tmp_path):
    members = [
        partner(f"Partner {place}", type=("employer", "ngo")[place % 2], owner="Maud", disposition=word)
        for place, word in enumerate(labels("disposition", lang))
    ]
    asked = network(
        *members,
        partner("Gone", status="former"),
        partner("Not yet", status="potential"),
        partner("Us", status="convenor"),
        partner("Unsaid"),
    )
    register = kip.read_register(kip.write_survey_frame(asked, tmp_path / f"frame{ending}", lang=lang))
    found = [kind.value for kind in register.dispositions]
    assert found == [*categories("disposition"), "unknown"]
    # Who looks after a partner makes no group.
    assert [attribute.name for attribute in register.attributes] == [label("field", "type", lang)]
    assert register.attributes[0].values[:2] == (label("type", "employer", lang), label("type", "ngo", lang))


def test_the_frames_dispositions_are_chosen_from_a_list(lang, tmp_path):
    workbook = load_workbook(kip.write_survey_frame(SMALL, tmp_path / "frame.xlsx", lang=lang))
    [sheet, lists] = workbook.worksheets
    assert lists.sheet_state == "hidden" and len(sheet.title) <= 31 and sheet.protection.sheet
    assert [cell.value for cell in sheet[1]] == [
        label("field", name, lang) for name in ("id", "name", "type", "size", "territory", "owner", "disposition")
    ]
    assert words_of(workbook, rule_of(sheet, "G")) == list(labels("disposition", lang))
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [FULL.name, "TWIN", "Example 9", "a"]


def test_a_list_without_partners_of_today_has_nobody_to_ask(tmp_path):
    with pytest.raises(kip.KipError) as error:
        kip.write_survey_frame(network(partner("Gone", status="former")), tmp_path / "frame.csv")
    assert str(error.value) == "list.xlsx has no partner of today, so there is nobody to ask."
    assert not list(tmp_path.iterdir())


# --- files --------------------------------------------------------------------------------------------------

WRITERS = {
    "template": lambda path: kip.write_partner_template(path),
    "network": lambda path: kip.write_partners(SMALL, path),
    "frame": lambda path: kip.write_survey_frame(SMALL, path),
}


@pytest.mark.parametrize("what", WRITERS)
def test_a_file_that_is_there_is_left_alone(what, tmp_path):
    path = tmp_path / "work.xlsx"
    path.write_bytes(b"somebody's work")
    with pytest.raises(kip.KipError) as error:
        WRITERS[what](path)
    assert str(error.value) == f"{path} exists already and may hold somebody's work; give another name."
    assert path.read_bytes() == b"somebody's work" and list(tmp_path.iterdir()) == [path]


def test_a_folder_with_such_files_is_left_alone(tmp_path):
    (tmp_path / "needs.csv").write_text("Need\nhousing\n")
    with pytest.raises(kip.KipError, match="needs.csv exists already"):
        kip.write_partners(SMALL, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["needs.csv"]


@pytest.mark.parametrize("what", WRITERS)
def test_other_endings_are_refused(what, tmp_path):
    with pytest.raises(kip.KipError, match="give a name that ends in"):
        WRITERS[what](tmp_path / "list.ods")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("what", WRITERS)
def test_nothing_is_left_half_written(what, tmp_path, monkeypatch):
    from openpyxl.writer.excel import ExcelWriter

    def fail(self):
        raise OSError("no space left")

    monkeypatch.setattr(ExcelWriter, "save", fail)
    with pytest.raises(kip.KipError, match="new.xlsx cannot be written"):
        WRITERS[what](tmp_path / "new.xlsx")
    assert not list(tmp_path.iterdir())


def test_an_unknown_language_is_refused(tmp_path):
    with pytest.raises(kip.KipError, match='"xx" is not available'):
        kip.write_partner_template(tmp_path / "new.xlsx", lang="xx")
