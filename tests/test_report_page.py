"""A report as a page: what everybody can read, with any tool, on any screen and on paper."""

from __future__ import annotations

import os
import re
from collections import Counter
from datetime import date
from importlib.metadata import version

import nbformat
import pytest
from browser import look_at, needs_browser, printed
from lxml.html import HtmlElement, document_fromstring
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pages import words_of

import kiptools as kip
from kiptools import teaching
from kiptools.exercises import exercise_notebook
from kiptools.publishing.edition import TITLE_PAGE, TitlePage, document_edition
from kiptools.publishing.page import to_html
from kiptools.show.html import Rendered, figure, folded, join, paragraph, table

REPORTS = ("evaluation", "partner_network", "survey_design", "swot", "learning_outcomes")
LANGUAGES = ("en", "fr", "it", "hr", "pt")
CAMPAIGN = pytest.mark.skipif("KIP_CAMPAIGN" not in os.environ, reason="every report in every language: KIP_CAMPAIGN=1")

HOSTILE = "<b>x</b> </textarea></code></main><script>bad()</script> {{ 7*7 }} #strong[x] =1+1 & \"q' \u202eabc שלום 🙂"
LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 6
READ = " ".join(HOSTILE.replace("\u202e", " ").split())
"""The same as a report has it: a sign that turns the text around it becomes a blank."""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="200"><rect width="640" height="200"/></svg>'


def shown(rendered: Rendered, source: str = "show()", *tags: str):
    output = new_output("display_data", {"text/html": rendered.html, "text/plain": rendered.text})
    return new_code_cell(source, outputs=[output], metadata={"tags": list(tags)})


def of_cells(*cells, lang: str = "en", organisation: str = "Cité des métiers") -> str:
    """A small report with these cells."""
    opening = new_markdown_cell("# A small report\n\nWhat it is about.\n\nIt begins here.", id="title")
    front = TitlePage(organisation, date(2026, 11, 27))
    edition = document_edition(new_notebook(cells=[opening, *cells]), lang, front)
    return to_html(edition, lang, "report")


@pytest.fixture(scope="module")
def small() -> str:
    """Two parts, one of them with a part of its own; a figure, three tables, and text that is not meant well."""
    data = table(HOSTILE, ["Answer", "Partners"], [[HOSTILE, "12"], [LONG, "19"]])
    wide = table("Twelve columns", ["Kind", *(f"Column number {at}" for at in range(2, 13))], [["a", *"12345678901"]])
    return of_cells(
        new_code_cell("lang: str = 'en'\nn: int = 31  # <b>", id="parameters", metadata={"tags": ["parameters"]}),
        shown(paragraph("31 of 42 answered."), "show.sentence(31)", TITLE_PAGE),
        new_markdown_cell("## Who answered\n\nProse.\n\n### By kind\n\nMore prose.", id="who"),
        shown(join([figure(SVG, HOSTILE, data, "Data", HOSTILE), paragraph(f"{HOSTILE} {LONG}")])),
        shown(figure(SVG, "Alike", data, "Data")),
        new_code_cell(f"s = {LONG!r}"),
        new_code_cell("   "),
        new_markdown_cell("## Why\n\nBecause.", id="why"),
        shown(wide),
        shown(table("Twelve columns", ["Kind", "Share"], [["a", "7%"], ["b", "93%"]], "A note.")),
        shown(folded("All of it", paragraph("What is long."))),
        organisation=HOSTILE,
    )


def of_demo(name: str) -> str:
    """The page of a report of the kit, from the results with which its notebook is kept."""
    notebook = nbformat.read(kip.kit_path("notebooks", f"{name}.ipynb"), as_version=4)
    edition = document_edition(notebook, "en", TitlePage("Cité des métiers de Valrive", date(2026, 11, 27)))
    return to_html(edition, "en", "report")


def read(page: str) -> HtmlElement:
    assert page.startswith("<!DOCTYPE html>")
    return document_fromstring(page)


def text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


# --- structure ----------------------------------------------------------------------------------------


def assert_well_made(page: str, lang: str) -> None:
    """What every report's page has, whatever it tells."""
    root = read(page)
    assert root.get("lang") == lang and root.findtext(".//title") == text(root.find(".//h1"))
    assert [each.tag for each in root.body] == ["a", "header", "nav", "main"]
    levels = [int(each.tag[1]) for each in root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1 and all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))

    ids = Counter(root.xpath("//@id"))
    assert set(ids.values()) == {1}
    links = [each.get("href") for each in root.iter("a")]
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    listed = [(each.get("href")[1:], text(each)) for each in root.xpath("//nav//a")]
    assert listed == [(each.get("id"), text(each)) for each in root.find(".//main").iter("h2", "h3")]

    images = list(root.iter("img"))
    assert all(each.get("alt").strip() and each.get("src").startswith("data:image/svg+xml;base64,") for each in images)
    captions = [text(each) for each in root.xpath("//figure/figcaption")]
    assert len(captions) == len(images) and all(re.match(rf"\w+ {at} ?\S", each) for at, each in enumerate(captions, 1))
    boxes = root.find(".//main").find_class("kip-box")
    assert [each.getparent() for each in root.iter("table")] == boxes
    names = [each.get("aria-label") for each in boxes]
    assert all(names) and len(set(names)) == len(names)
    for each in root.iter("table"):
        assert text(each.find("caption")) and {cell.get("scope") for cell in each.xpath("./thead//th")} == {"col"}
        assert all([cell.get("scope") for cell in row.iter("th")] == ["row"] for row in each.xpath("./tbody/tr"))
        assert all(row[0].tag == "th" for row in each.iter("tr"))
    terms = root.xpath("//header/dl/div")
    assert len(terms) >= 3
    assert all([part.tag for part in each] == ["dt", "dd"] and text(each[0]) and text(each[1]) for each in terms)

    assert not list(root.iter("script", "link", "iframe", "object", "embed", "base", "form"))
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
    (style,) = root.iter("style")
    assert not re.search(r"url\(|@import", style.text + " ".join(root.xpath("//@style"))) and not root.xpath(
        "//@srcset"
    )
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]


def test_a_page_has_all_that_readers_and_their_tools_look_for(small):
    assert_well_made(small, "en")


@pytest.mark.parametrize("name", REPORTS)
def test_so_have_the_reports(name):
    assert_well_made(of_demo(name), "en")


def test_the_title_page_tells_what_the_report_is_and_rests_on(small):
    header = read(small).find(".//header")
    assert text(header.find("h1")) == "A small report" and text(header.find("p")) == "What it is about."
    facts = {text(each[0]): text(each[1]) for each in header.iter("div")}
    assert facts.pop("Made with").startswith("KIP kit ")
    assert facts == {
        "Organisation": READ,
        "Date": "27 November 2026",
        "Data": "the demo network (fictional)",
        "What it rests on": "31 of 42 answered.",
    }


def test_the_contents_show_parts_and_their_parts(small):
    (contents,) = read(small).xpath("//nav/ul")
    assert [[text(link) for link in item.iter("a")] for item in contents] == [["Who answered", "By kind"], ["Why"]]
    assert [text(each) for each in contents.xpath("./li/ul/li")] == ["By kind"]


def test_code_stands_before_its_result_and_that_of_the_parameters_first(small):
    main = read(small).find(".//main")
    codes = main.find_class("kip-code")
    assert [text(each) for each in codes] == [
        "lang: str = 'en' n: int = 31 # <b>",
        "show.sentence(31)",
        *("show()", "show()", f"s = {LONG!r}", "show()", "show()", "show()"),
    ]
    assert all(each.tag == "pre" and [child.tag for child in each] == ["code"] for each in codes)
    assert [each.getnext().tag for each in codes if each.getnext() is not None][2:4] == ["figure", "figure"]
    box = read(small).get_element_by_id("kip-code")
    assert box.get("type") == "checkbox" and "checked" not in box.attrib and text(box.getparent()) == "Show the code"


def test_what_somebody_typed_is_text(small):
    root = read(small)
    assert not list(root.iter("b", "textarea")) and "49" not in words_of(small)
    (cell, _) = root.xpath("//figure[@id='figure-1']//tbody//th")
    assert text(cell) == READ
    assert root.xpath("//figure[@id='figure-1']/img/@alt") == [HOSTILE.replace("\u202e", " ")]
    assert "\u202e" not in small


def test_boxes_of_tables_with_the_same_caption_can_be_told_apart(small):
    assert [each.get("aria-label") for each in read(small).find_class("kip-box")] == [
        f"Figure 1 {READ}",
        f"Figure 2 {READ}",
        "Table 1 Twelve columns",
        "Table 2 Twelve columns",
    ]
    alike = Rendered("<table><tr><th></th><th>n</th></tr><tr><th>a</th><td>1</td></tr></table>", "")
    page = read(teaching.page(["# Two", alike, alike]))
    assert [each.get("aria-label") for each in page.find_class("kip-box")] == ["n", "n (2)"]
    assert [cell.tag for cell in page.find(".//tr")] == ["td", "th"]  # pandas leaves the first heading empty


def test_a_page_is_made_alike_each_time():
    assert of_demo("survey_design") == of_demo("survey_design")


# --- in a browser -------------------------------------------------------------------------------------


def assert_looks_good(page: str, folder) -> None:
    look = look_at(page, folder)
    assert look.violations == ()
    assert {rule for rule, *_ in look.incomplete} <= {"hidden-content"}  # the same, shown, is looked at too
    assert max(look.width, look.spaced) <= 320, look.too_wide
    assert look.cut == ()
    assert not any(look.code_at_first) and all(look.code_switched_on)


@needs_browser
@pytest.mark.parametrize("name", ["partner_network", pytest.param("survey_design", marks=CAMPAIGN)])
def test_a_browser_finds_no_barrier_in_a_report_and_a_narrow_screen_is_wide_enough(name, tmp_path):
    page = of_demo(name)
    assert page.count('class="kip-code"') > 20
    assert_looks_good(page, tmp_path)


@needs_browser
def test_nor_where_the_text_is_hostile_and_a_table_has_twelve_columns(small, tmp_path):
    assert_looks_good(small, tmp_path)


@needs_browser
@pytest.mark.parametrize("name", ["audit", *(pytest.param(name, marks=CAMPAIGN) for name in REPORTS)])
def test_nor_in_what_goes_with_an_exercise(name, tmp_path):
    solved = exercise_notebook(name, "fr")
    for at, page in enumerate((teaching.hand_out_page(solved, "fr"), teaching.slides_page(solved, "fr"))):
        (tmp_path / str(at)).mkdir()
        assert_looks_good(page, tmp_path / str(at))


@needs_browser
def test_nor_in_what_the_trainer_prints(tmp_path):
    pages = (teaching.run_sheet_page({"audit": exercise_notebook("audit")}), teaching.answers_page("audit", [1, 2]))
    for at, page in enumerate(pages):
        (tmp_path / str(at)).mkdir()
        assert_looks_good(page, tmp_path / str(at))


@needs_browser
def test_on_paper_title_and_contents_have_sheets_of_their_own_and_nothing_is_there_to_click(small, tmp_path):
    title, contents, *sheets = [" ".join(sheet.split()) for sheet in printed(small, tmp_path)]
    count = len(sheets) + 2
    assert title.startswith("A small report What it is about.") and title.endswith(f"KIP kit {version('kiptools')}")
    assert contents == f"2 / {count} Contents Who answered By kind Why"
    assert [sheet.split()[:3] for sheet in sheets] == [[str(at), "/", str(count)] for at in range(3, count + 1)]
    rest = " ".join(sheets)
    assert "All of it" in rest and "What is long." in rest  # nobody can open it on paper
    assert "Table 1 Twelve columns" in rest and "Column number 12" in rest.replace("- ", "")
    assert not [word for word in ("Skip to", "Show the code", "show.sentence", "Data") if word in rest]


@CAMPAIGN
@needs_browser
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_in_every_language(name, lang, tmp_path):
    path = kip.write_report(name, tmp_path / "report.html", {"lang": lang})
    page = path.read_text(encoding="utf-8")
    assert_well_made(page, lang)
    assert_looks_good(page, tmp_path)
