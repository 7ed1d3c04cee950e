"""The report on a partner network, from the demo and from lists as people have them."""

from __future__ import annotations

import os
import re

import nbformat
import pytest
from builders import HOSTILE, write_csv
from pages import assert_stands_alone, assert_whole, words_of, write_reports

import kiptools as kip
from kiptools.editions import NOTEBOOK_ONLY
from kiptools.publishing.page import to_html
from kiptools.report import execute

ALT = r"""<img [^>]*alt=(?:"[^"]{20,}|'[^']{20,})"""
EVERY = tuple(kip.LANGUAGES)
LANGUAGES = EVERY if os.environ.get("KIP_CAMPAIGN") else ("en",)
"""By default only English; `test_documents` has each report in another language, the long campaign all of them."""


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> dict[str, str]:
    return write_reports("partner_network", tmp_path_factory.mktemp("reports"), LANGUAGES)


def test_the_report_is_one_page_that_needs_no_network(reports):
    for lang, page in reports.items():
        assert_stands_alone(page, lang)
        assert page.count("<img") == page.count("<details>") == len(re.findall(ALT, page))


def test_the_report_is_whole_in_every_language(reports):
    for lang, page in reports.items():
        assert_whole(page, "partner_network", lang)


def test_the_report_tells_the_planted_story(reports):
    text = words_of(reports["en"])
    for part in (
        "Of all joint activities of the last twelve months, the busiest fifth of partners (9 of 41) had 80 of 120 (67%).",
        "contact is overdue for 8 of the 37 partners",
        "Nobody answers 2 of 12 needs: &quot;childcare during courses&quot; and &quot;evening opening hours&quot;",
        "Mission jeunesse de Valrive",
        "Look for a partner in: Wholesale and retail trade",
    ):
        assert part.replace("&quot;", '"') in text.replace("&quot;", '"'), part


def test_what_is_the_offices_own_business_stays_out(reports):
    """Notes, what became of an invitation, and the legal basis are in the list, and in no report."""
    records = kip.read_partners().records
    for page in reports.values():
        text = words_of(page)
        assert not any(partner.notes in text for partner in records if partner.notes)
        assert not re.search(r"non-contact|legitimate|legitim|Bez kontakta", text, re.I)


def test_trust_in_organisations_with_few_ratings_is_not_shown(reports):
    ties = kip.read_partners().ties
    raters: dict[str, int] = {}
    for tie in ties:
        if tie.trust is not None and tie.reporter in (tie.one, tie.other):
            rated = tie.other if tie.reporter == tie.one else tie.one
            raters[rated] = raters.get(rated, 0) + 1
    names = {partner.id: partner.name for partner in kip.read_partners().records}
    few = {names[rated] for rated, count in raters.items() if count < 5}
    table = re.search(r"How far others trust an organisation.*?</table>", reports["en"], re.S)[0]
    assert few and not any(name in table for name in few)


def test_the_same_run_gives_the_same_page(reports, tmp_path):
    again = kip.write_report("partner_network", tmp_path / "again.html", {"lang": "en"}).read_text(encoding="utf-8")
    assert again == reports["en"]


def test_a_report_without_the_notebook_only_cells_still_runs_on_a_list_of_names(tmp_path):
    """The poorest list there is: every part says that it has nothing to say, and no part fails."""
    path = write_csv(tmp_path / "names.csv", [["Organisation"], *([f"Partner {n}"] for n in range(7))])
    book = nbformat.read(kip.kit_path("notebooks", "partner_network.ipynb"), as_version=4)
    book.cells = [cell for cell in book.cells if NOTEBOOK_ONLY not in cell.metadata.get("tags", [])]
    text = words_of(to_html(execute(book, {"partners": str(path)})))
    assert "The list has 7 organisations" in text
    assert "The list records no relations between organisations." in text
    assert not re.search(r"\b(nan|None|inf)\b", text)


def test_a_list_with_hostile_names_from_another_folder(tmp_path, monkeypatch):
    rows = [["name", "type", "town", "needs", "last contact", "contact every"]]
    rows += [
        [text, ("employer", "ngo")[n % 2], HOSTILE[n - 1], HOSTILE[n - 2], "2020-01-01", "monthly"]
        for n, text in enumerate(HOSTILE)
    ]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    path = write_csv(tmp_path / "list.csv", rows)
    out = tmp_path / "out.html"
    page = kip.write_report("partner_network", out, {"partners": str(path), "inactive_after": 3}).read_text("utf-8")
    assert not re.search(r"<script|<img src=x|<b>bold", re.sub(r'alt="[^"]*"', "", page))
    assert list(elsewhere.iterdir()) == []


# --- the command ---------------------------------------------------------------------------------------


def test_from_the_messy_list_to_a_report_and_a_calendar(run, tmp_path):
    messy = kip.kit_path("data", "cite", "partners_messy.xlsx")
    words = ["--partners", messy, "--as-of", "2026-03-31", "--inactive-after", "12", "--lang", "en"]
    code, out, err = run("report", "partner_network", *words)
    assert code == 0, err
    page = (tmp_path / "reports" / "partner_network-partners_messy-en.html").read_text(encoding="utf-8")
    assert '"31/02/2025" is not a date' in out and '"31/02/2025" is not a date' in words_of(page)
    calendar = (tmp_path / "reports" / "partner_network-partners_messy-en.ics").read_text(encoding="utf-8")
    assert (
        calendar.count("BEGIN:VEVENT")
        == len(re.findall("<tr>", page.split("Action list</caption>")[1].split("</table>")[0])) - 1
    )


def test_where_nothing_is_to_do_there_is_no_calendar(run, tmp_path):
    write_csv(tmp_path / "names.csv", [["Organisation"], ["A"], ["B"]])
    code, out, _ = run("report", "partner_network", "--partners", "names.csv")
    assert code == 0 and "calendar" not in out
    assert [file.suffix for file in (tmp_path / "reports").iterdir()] == [".html"]


def test_template_fill_check_tidy_ask(run, tmp_path):
    """What a person does: fill in the workbook, look at it, write it again in French, and whom to ask."""
    import openpyxl

    assert run("partners", "--template", "partners.xlsx", "--lang", "hr")[0] == 0
    book = openpyxl.load_workbook(tmp_path / "partners.xlsx")
    sheet = book["Partneri"]
    heads = [cell.value for cell in sheet[1]]
    for row, (name, kind) in enumerate(
        [("Tvornica", "Poslodavac"), ("Škola", "Obrazovanje i osposobljavanje")], start=6
    ):
        sheet.cell(row, heads.index("Organizacija") + 1, name)
        sheet.cell(row, heads.index("Vrsta organizacije") + 1, kind)
    book.save(tmp_path / "partners.xlsx")
    code, out, _ = run("partners", "partners.xlsx", "--out", "liste.xlsx", "--frame", "ask.csv", "--lang", "fr")
    assert code == 0 and "ask.csv" in out
    found = kip.read_partners(tmp_path / "liste.xlsx")
    assert [(partner.name, partner.type) for partner in found.records] == [
        ("Tvornica", "employer"),
        ("Škola", "education"),
    ]
    assert len(kip.read_register(tmp_path / "ask.csv")) == 2
    code, _, err = run("partners", "partners.xlsx", "--out", "liste.xlsx")
    assert code == 1 and "exists already" in err


def test_columns_are_asked_for_and_given(run, tmp_path):
    write_csv(tmp_path / "list.csv", [["Organisation", "Where"], ["Atelier", "Brennac"]])
    code, out, _ = run("partners", "list.csv", "--columns", "columns.csv")
    assert code == 0 and "1 is not known" in out
    text = (tmp_path / "columns.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "columns.csv").write_text(text.replace("Where,Brennac,", "Where,Brennac,Territory"), encoding="utf-8")
    code, out, _ = run("partners", "list.csv", "--columns", "columns.csv")
    assert code == 0 and "not known" not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("partners",), "Give your list of partners, or --template FILE"),
        (("partners", "x.xlsx", "--template", "y.xlsx"), "--template writes an empty workbook and needs no list"),
        (("partners", "--template", "y.xlsx", "--as-of", "notaday"), "--template writes an empty workbook"),
        (
            ("report", "partner_network", "--partners", "x.xlsx", "--among", "employer"),
            "--among belongs to a reference",
        ),
        (("partners", "x.xlsx"), "There is no file x.xlsx."),
        (("report", "partner_network", "--survey", "x.csv"), "--survey does not belong to the report partner_network."),
        (("report", "evaluation", "--as-of", "2026-01-01"), "--as-of does not belong to the report evaluation."),
        (("report", "partner_network", "--inactive-after", "3"), "--inactive-after belongs to a list of partners"),
        (("report", "partner_network", "--partners", "x.xlsx"), "There is no file x.xlsx."),
    ],
)
def test_a_command_that_cannot_be_is_refused_in_a_sentence(run, words, said):
    code, _, err = run(*words)
    assert code == 1 and said in err and "cell 1 of" not in err


def test_a_reference_that_does_not_fit_is_told_before_the_notebook_runs(run, tmp_path):
    write_csv(tmp_path / "list.csv", [["name", "sector"], ["A", "F"]])
    write_csv(tmp_path / "reference.csv", [["category", "reference"], ["F", "many"]])
    code, _, err = run("report", "partner_network", "--partners", "list.csv", "--reference", "reference.csv")
    assert code == 1 and "reference.csv, row 2" in err and "cell 1 of" not in err
