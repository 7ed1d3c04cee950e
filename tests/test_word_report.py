"""A report as a Word document: what a word processor finds in it, that it needs no repair, and what stays out."""

from __future__ import annotations

import random
import re
import shutil
import struct
import subprocess
from io import BytesIO
from itertools import pairwise
from posixpath import dirname, join, normpath
from zipfile import ZipFile

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Cm, Pt
from lxml import etree
from PIL import Image

from kiptools.messages import KipError
from kiptools.publishing.content import (
    Content,
    Figure,
    Folded,
    Heading,
    Listing,
    Paragraph,
    Preformatted,
    Span,
    Table,
)
from kiptools.publishing.pictures import to_png
from kiptools.publishing.word import check_template, write_word

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPED = ("<b>x</b> &amp; </w:t>", "#strong[x]", "{{ x }}", "{x}", "=1+1", "⟦gap⟧", "👍🏽 好 שלום", "w" * 90)
WORDS = (("contents", "Inhalt"), ("data", "All the data"))


def drawing(width=540, height=216, colour="navy"):
    size = f'width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    shape = f'<rect width="{width}" height="{height}" fill="{colour}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{shape}</svg>'.encode()


def text(words, **look):
    return Paragraph((Span(words, **look),))


def grid(*rows, number=1, caption="A caption", left=None, label=None):
    head, *rest = rows
    label = f"Tableau {number}" if label is None else label
    return Table(label, number, caption, head, tuple(rest), left or (True, *[False] * (len(head) - 1)))


DATA = grid(("Kind", "Partners"), ("School", "17"), number=0, label="", caption="Kinds of partners")
FIGURE = Figure("Figure 1", 1, "Kinds of partners", "Schools: 17", drawing(), (text("Of 17."),), "Data", (DATA,))


def content(*blocks, lang="fr", title="A report", lead="What it is about.", facts=(("Date", "1 June 2026"),)):
    return Content(lang, title, lead, facts, blocks, WORDS)


EVERYTHING = content(
    text("Before all parts."),
    Heading(2, "First part", "who-not"),
    Paragraph(
        (Span("plain "), Span("strong", strong=True), Span(" and "), Span("set", emphasis=True), Span("x=1", code=True))
    ),
    Heading(3, "Smaller part", "who-not"),
    Listing(((Span("one"),), (Span("two"),)), ordered=True),
    Listing(((Span("uno"),), (Span("due"),)), ordered=True),
    Listing(((Span("a point"),),)),
    Preformatted("kip report\n  --lang fr"),
    grid(("Kind", "Partners", "Remark"), ("School", "17", "many"), ("Shop", "4", "few"), left=(True, False, True)),
    FIGURE,
    Folded(
        "All answers", (grid(("Kind", "n"), *((f"Kind {n}", str(n)) for n in range(60)), number=2), text("Folded."))
    ),
    grid(tuple(f"Column {n}" for n in range(12)), tuple("Internationalisation" for _ in range(12)), number=3),
    grid(("Alone", "n"), number=0, label="", caption=""),
    Heading(2, "First part", ""),
    *(text(words) for words in TYPED),
    grid(TYPED, TYPED, number=4, caption=" ".join(TYPED)),
    title=" ".join(TYPED),
)


def field(*code, shows="", after=""):
    """A field as Word writes it: its code in pieces, its signs in runs of their own."""
    pieces = "".join(
        c if c.startswith("<") else f'<w:r><w:instrText xml:space="preserve">{c}</w:instrText></w:r>' for c in code
    )
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}{pieces}{middle}<w:r><w:t>{shows}</w:t></w:r>{after}{end}"


def control(path, store, words, more=""):
    """A control as Word writes it, bound to a property of the file."""
    kind = {
        "core": "xmlns:ns0='http://purl.org/dc/elements/1.1/' "
        "xmlns:ns1='http://schemas.openxmlformats.org/package/2006/metadata/core-properties'",
        "extended": "xmlns:ns0='http://schemas.openxmlformats.org/officeDocument/2006/extended-properties'",
        "cover": "xmlns:ns0='http://schemas.microsoft.com/office/2006/coverPageProps'",
        "own": "xmlns:ns0='urn:house'",
    }[store]
    binding = f'<w:dataBinding w:prefixMappings="{kind}" w:xpath="{path}" w:storeItemID="{{6C3C8BC8}}"/>'
    content = f"<w:sdtContent><w:r><w:t>{words}</w:t></w:r></w:sdtContent>"
    return f'<w:sdt><w:sdtPr><w:alias w:val="Field"/>{more}{binding}<w:text/></w:sdtPr>{content}</w:sdt>'


NAMES = f'xmlns:w="{W[1:-1]}" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
LETTERHEAD = (
    field(' INCLUDEPICTURE  "', "C:\\\\office\\\\secret\\\\logo.png", '" \\* MERGEFORMATINET ', shows=" logo"),
    '<w:fldSimple w:instr=" INCLUDETEXT &quot;secret.docx&quot; "><w:r><w:t>list</w:t></w:r></w:fldSimple>',
    field(' HYPERLINK "file:///\\\\server\\secret\\terms.docx" ', shows="terms"),
    field(' HYPERLINK "https://kip.example" ', shows="site"),
    field(' IF "', field(" FILENAME \\p ", shows="C:\\secret.docx"), '" = "c:\\secret" ', shows="outer"),
    field(" LINK Excel.Sheet.12 ", '"C:\\\\secret.xlsx" ', shows="part ", after=field(" NUMPAGES ", shows="1")),
    field(" INFO  Author ", shows="Ana Secret"),
    field(' AUTHOR  "Ana Secret" ', shows="Ana Secret"),
    '<w:fldSimple w:instr=" INFO NumWords "><w:r><w:t>5</w:t></w:r></w:fldSimple>',
    control("/ns1:coreProperties[1]/ns0:creator[1]", "core", "Ana Secret"),
    control("/ns0:Properties[1]/ns0:Manager[1]", "extended", "Ana Secret"),
    control("/ns1:coreProperties[1]/ns0:title[1]", "core", "Old secret title", more="<w:showingPlcHdr/>"),
    control("/ns0:Properties[1]/ns0:Company[1]", "extended", "Our House"),
    control("/ns0:CoverPageProperties[1]/ns0:Abstract[1]", "cover", "Secret plan"),
    control("/ns0:house[1]", "own", "own words"),
    '<w:r><w:pict><v:shape id="s1" alt="C:\\secret\\a.png" href="file:///C:/secret.htm">'
    '<v:imagedata o:title="\\\\server\\secret\\a"/></v:shape></w:pict></w:r>',
    '<w:moveFromRangeStart w:id="70" w:author="Ana Secret" w:name="move1"/><w:moveFromRangeEnd w:id="70"/>',
    '<w:permStart w:id="2147483647" w:ed="HOUSE\\ana.secret"/><w:permEnd w:id="2147483647"/>',
    *(
        field(f" {code} ", shows="Ana Secret")
        for code in ("DOCVARIABLE Officer", "MERGEFIELD Name", "ADDRESSBLOCK", "AUTOTEXT x", "REF _Ref1", "SAVEDATE")
    ),
    field(' QUOTE "Ana Secret" ', shows="quoted"),
    field(' SET who "Ana Secret" '),
    field(' FILLIN "Ana Secret?" ', shows="Ana Secret"),
)


@pytest.fixture
def written(tmp_path):
    def write(report, **more):
        path = tmp_path / "report.docx"
        write_word(report, path, **more)
        return path

    return write


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A template with a letterhead, without Caption and lists, and full of what tells of its author."""
    made = docx.Document()
    styles = made.styles
    for style in list(styles):
        if style.name in ("Caption", "List Bullet", "List Number", "Subtitle", "Heading 2", "Heading 2 Char"):
            style.element.getparent().remove(style.element)
    made.part.drop_rel(next(key for key, link in made.part.rels.items() if link.reltype.endswith("numbering")))
    styles["Heading 1"].font.name, styles["Heading 1"].style_id = "Georgia", "Titre1"
    styles["Normal"].font.size = Pt(12)
    made.sections[0].header.paragraphs[0].text = "Letterhead"
    made.add_paragraph("Text of the template").add_run().add_picture(BytesIO(to_png([drawing(9, 9)])[0]))
    last = made.add_section()
    last.page_width, last.page_height, last.left_margin, last.right_margin = Cm(20), Cm(25), Cm(5), Cm(3)
    letterhead = made.sections[0].header
    for markup in (
        '<w:fldSimple w:instr=" AUTHOR "><w:r><w:t>Ana Secret</w:t></w:r></w:fldSimple>',
        '<w:ins w:id="7" w:author="Ana Secret"><w:r><w:t> office</w:t></w:r></w:ins>',
        '<w:del w:id="8" w:author="Ana Secret"><w:r><w:delText>Secret</w:delText></w:r></w:del>',
        '<w:r w:rsidR="00AA11BB"><w:fldChar w:fldCharType="begin"/><w:instrText>TITLE</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/><w:t>Old title</w:t><w:fldChar w:fldCharType="end"/></w:r>',
    ):
        letterhead.paragraphs[0]._p.append(etree.fromstring(markup.replace(" ", f' xmlns:w="{W[1:-1]}" ', 1)))
    for markup in LETTERHEAD:
        letterhead._element.append(etree.fromstring(f"<w:p {NAMES}>{markup}</w:p>"))
    logo = letterhead.paragraphs[0].add_run().add_picture(BytesIO(to_png([drawing(9, 9)])[0]))
    for name in ("descr", "name", "title"):
        logo._inline.docPr.set(name, "C:\\office\\secret\\house.png")
    logo._inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("descr", "secret/house.png")
    click = etree.SubElement(logo._inline.docPr, "{http://schemas.openxmlformats.org/drawingml/2006/main}hlinkClick")
    click.set(f"{R}id", letterhead.part.relate_to("secret.docx", f"{R[1:-1]}/hyperlink", is_external=True))
    site = letterhead.part.relate_to("https://kip.example", f"{R[1:-1]}/hyperlink", is_external=True)
    letterhead.paragraphs[0]._p.append(etree.Element(f"{W}hyperlink", {f"{R}id": site}))
    change = etree.SubElement(
        styles["Normal"].element.rPr, f"{W}rPrChange", {f"{W}id": "9", f"{W}author": "Ana Secret"}
    )
    etree.SubElement(change, f"{W}rPr")
    link = letterhead.part.relate_to("file:///C:/office/secret/logo.png", f"{R[1:-1]}/image", is_external=True)
    letterhead.paragraphs[0]._p.append(etree.Element(f"{W}r", {f"{R}link": link}))
    made.add_comment(made.paragraphs[0].runs, "Secret remark", author="Ana Secret", initials="AS")
    about = made.core_properties
    about.author = about.last_modified_by = about.comments = about.category = about.keywords = "Ana Secret"
    settings = next(link.target_part for link in made.part.rels.values() if link.reltype.endswith("/settings"))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    key = settings.relate_to("file:///C:/office/secret/own.dotx", kind + "attachedTemplate", is_external=True)
    settings.element.insert(0, etree.Element(f"{W}attachedTemplate", {f"{R}id": key}))
    custom = b"<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/custom-properties'>Secret</Properties>"
    name, mime = "/docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    made.part.package.relate_to(Part(PackURI(name), mime, custom, made.part.package), kind + "custom-properties")
    path = tmp_path_factory.mktemp("template") / "own.docx"
    made.save(str(path))
    return path


def parts(path):
    with ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def body(path):
    return etree.fromstring(parts(path)["word/document.xml"]).find(f"{W}body")


def shown(element):
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def lines(path):
    return [shown(paragraph) for paragraph in body(path).iter(f"{W}p")]


def style_of(paragraph):
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val") if style is not None else ""


def fields(path, kind):
    return [field for field in body(path).iter(f"{W}fldSimple") if field.get(f"{W}instr").split()[0] == kind]


def paragraphs(path, style):
    return [paragraph for paragraph in body(path).iter(f"{W}p") if style_of(paragraph) == style]


# --- headings and the table of contents -----------------------------------------------------------------------


def test_parts_have_native_headings_one_level_up(written):
    made = docx.Document(str(written(EVERYTHING)))
    found = [(p.style.name, p.text) for p in made.paragraphs if p.style.name.startswith("Heading")]
    assert found == [
        *[("Heading 1", "First part"), ("Heading 2", "Smaller part"), ("Heading 1", "First part")],
        ("Heading 1", "All the data"),
    ]


def test_title_page_tells_title_lead_and_facts(written):
    made = docx.Document(str(written(content(Heading(2, "Part", "part")))))
    assert [(p.style.name, p.text) for p in made.paragraphs[:3]] == [
        *[("Title", "A report"), ("Subtitle", "What it is about."), ("KIP Fact", "Date\t1 June 2026")]
    ]


def test_contents_are_a_field_whose_entries_lead_to_the_headings(written):
    path = written(EVERYTHING)
    links = list(body(path).find(f"{W}sdt").iter(f"{W}hyperlink"))
    places = {mark.get(f"{W}name"): shown(mark.getparent()) for mark in body(path).iter(f"{W}bookmarkStart")}
    entries = [(shown(link), places[link.get(f"{W}anchor")]) for link in links]
    assert entries == [(name, name) for name in ("First part", "Smaller part", "First part", "All the data")]
    assert [code.text.split()[0] for code in body(path).iter(f"{W}instrText")] == ["TOC"]
    kinds = [sign.get(f"{W}fldCharType") for sign in body(path).iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]


def test_bookmarks_are_called_after_the_parts(written):
    names = {shown(p): p.find(f"{W}bookmarkStart").get(f"{W}name") for p in paragraphs(written(EVERYTHING), "Heading2")}
    assert names == {"Smaller part": "who_not_2"}


def test_contents_show_no_page_number_that_could_be_wrong(written):
    entries = body(written(EVERYTHING)).find(f"{W}sdt").iter(f"{W}p")
    assert not [entry for entry in map(shown, entries) if re.search(r"\d", entry)]


@pytest.mark.parametrize("own", [False, True])
def test_nothing_makes_a_word_processor_ask_about_other_files(written, template, own):
    files = parts(written(EVERYTHING, template=template if own else None))
    assert not [name for name, data in files.items() if b"updateFields" in data or b"w:dirty" in data]


def test_title_page_contents_and_data_each_begin_a_page(written):
    new = [
        shown(p) for p in body(written(EVERYTHING)).iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]
    assert new == ["Inhalt", "Before all parts.", "All the data"]


# --- tables and figures ----------------------------------------------------------------------------------------


def test_every_cell_is_where_it_belongs(written):
    made = docx.Document(str(written(EVERYTHING)))
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        *[["Kind", "Partners", "Remark"], ["School", "17", "many"], ["Shop", "4", "few"]]
    ]
    assert [row.cells[1].text for row in made.tables[1].rows] == ["n", *map(str, range(60))]


def test_heading_row_repeats_no_row_splits_and_first_column_heads_its_rows(written):
    tables = list(body(written(EVERYTHING)).iter(f"{W}tbl"))
    assert len(tables) == 6
    for made in tables:
        head, *rows = made.iter(f"{W}tr")
        assert head.find(f"{W}trPr/{W}tblHeader") is not None
        assert not [row for row in rows if row.find(f"{W}trPr/{W}tblHeader") is not None]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (head, *rows))
        look = made.find(f"{W}tblPr/{W}tblLook")
        assert (look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")) == ("1", "1")


def test_numbers_end_at_the_right_and_texts_begin_at_the_left(written):
    made = next(body(written(EVERYTHING)).iter(f"{W}tbl"))
    sides = [p.find(f"{W}pPr/{W}jc") for p in made.iter(f"{W}p")]
    assert [side is not None and side.get(f"{W}val") for side in sides] == [False, "right", False] * 3


@pytest.mark.parametrize("own", [False, True])
def test_tables_and_pictures_stay_inside_the_margins(written, template, own):
    wide = Figure("Figure 2", 2, "Wide", "Wide", drawing(2000, 100), (), "", ())
    tall = Figure("Figure 3", 3, "Tall", "Tall", drawing(100, 3000), (), "", ())
    found = body(written(content(*EVERYTHING.blocks, wide, tall), template=template if own else None))
    room, height = ((20 - 5 - 3), 25) if own else (17, 25.7)
    for made in found.iter(f"{W}tbl"):
        widths = [int(column.get(f"{W}w")) for column in made.iter(f"{W}gridCol")]
        assert min(widths) > 300 and sum(widths) / 567 < room + 0.05
    sizes = [(int(size.get("cx")) / 360_000, int(size.get("cy")) / 360_000) for size in found.iter(f"{WP}extent")]
    assert len(sizes) == 3
    assert all(cx < room + 0.01 and cy < height for cx, cy in sizes)
    assert [round(cx / cy, 1) for cx, cy in sizes] == [2.5, 20, 0.0]


def test_long_texts_get_the_most_room_and_no_word_of_a_heading_is_cut(written):
    report = content(grid(("Responsibilities", "What"), ("a", "many words " * 50), number=1))
    first, second = (int(c.get(f"{W}w")) / 20 for c in body(written(report)).iter(f"{W}gridCol"))
    assert 80 < first < 130 and second > 3 * first  # "Responsibilities" in Arial bold 9.5 is 74 points long


def test_tables_of_many_columns_have_smaller_letters(written):
    used = [style_of(next(made.iter(f"{W}p"))) for made in body(written(EVERYTHING)).iter(f"{W}tbl")]
    assert used == ["TableText", "TableTextSmall", "TableTextSmall", "TableText", "TableTextSmall", "TableText"]


def test_captions_are_numbered_by_fields_and_stay_with_what_they_name(written):
    path = written(EVERYTHING)
    assert [(f.get(f"{W}instr"), shown(f)) for f in fields(path, "SEQ")] == [
        ("SEQ Tableau \\* ARABIC", "1"),
        ("SEQ Figure \\* ARABIC", "1"),
        *[("SEQ Tableau \\* ARABIC", str(number)) for number in (2, 3, 4)],
    ]
    order = [
        (shown(element)[:9], after.tag.removeprefix(W), element.find(f"{W}pPr/{W}keepNext").get(f"{W}val"))
        for element, after in pairwise(body(path))
        if style_of(element) == "Caption"
    ]
    assert order[:3] == [("Tableau 1", "tbl", None), ("Figure 1 ", "p", "1"), ("Tableau 2", "tbl", None)]


def test_a_caption_below_a_figure_does_not_hold_on_to_what_follows(written):
    plain = Figure("Figure 1", 1, "Plain", "Plain", drawing(), (), "", ())
    (caption,) = paragraphs(written(content(plain, text("Next."))), "Caption")
    assert caption.find(f"{W}pPr/{W}keepNext").get(f"{W}val") == "0"


def test_a_sentence_that_announces_a_table_stays_with_it(written):
    made = body(written(content(text("How many:"), grid(("a", "b"), ("1", "2")), text("Next: this."), text("Last."))))
    kept = {shown(p): p.find(f"{W}pPr/{W}keepNext") is not None for p in made.iter(f"{W}p")}
    assert (kept["How many:"], kept["Next: this."], kept["Last."]) == (True, False, False)


def test_small_tables_stay_on_one_page_and_long_ones_do_not_leave_a_row_alone(written):
    small, long = (grid(("a", "b"), *[("x", "1")] * rows) for rows in (3, 20))
    for made, together in zip(
        body(written(content(small, long))).iter(f"{W}tbl"), ([0, 1, 2], [0, 1, 19]), strict=True
    ):
        rows = [row.find(f".//{W}keepNext") is not None for row in made.iter(f"{W}tr")]
        assert [place for place, kept in enumerate(rows) if kept] == together


def test_a_figure_is_a_picture_above_its_caption_with_its_words_for_who_does_not_see_it(written):
    path = written(EVERYTHING)
    about = body(path).find(f".//{WP}docPr")
    assert (about.get("descr"), about.get("title")) == ("Schools: 17", "Kinds of partners")
    after = [shown(p) for p in body(path).find(f".//{WP}docPr").iterancestors(f"{W}p").__next__().itersiblings()][:2]
    assert after == ["Figure 1 Kinds of partners", "Of 17."]


def test_data_of_the_figures_can_be_copied_from_a_table_at_the_end(written):
    path = written(EVERYTHING)
    *_, caption, made = [e for e in body(path) if style_of(e) == "Caption" or e.tag == f"{W}tbl"]
    assert shown(caption) == "Figure 1 Kinds of partners"
    assert [shown(cell) for cell in made.iter(f"{W}tc")] == ["Kind", "Partners", "School", "17"]
    (reference,) = fields(path, "REF")
    marks = {mark.get(f"{W}name") for mark in body(path).iter(f"{W}bookmarkStart")}
    assert reference.get(f"{W}instr").split()[1] in marks


def test_drawings_become_pictures_of_their_size_in_their_order():
    pictures = to_png([drawing(144, 72, "red"), drawing(72, 36, "blue")], ppi=100)
    assert [struct.unpack(">II", picture[16:24]) for picture in pictures] == [(200, 100), (100, 50)]
    colours = [Image.open(BytesIO(picture)).convert("RGB").getpixel((50, 25)) for picture in pictures]
    assert colours == [(255, 0, 0), (0, 0, 255)]


# --- text ------------------------------------------------------------------------------------------------------


def test_what_somebody_typed_stays_text(written):
    found = lines(written(EVERYTHING))
    assert [words for words in TYPED if words not in found] == []
    assert found.count(" ".join(TYPED)) == 1  # the title
    assert f"Tableau 4 {' '.join(TYPED)}" in found


def test_signs_that_the_format_cannot_hold_are_left_out(written):
    found = lines(written(content(text("a\x07b\x1bc\ufffed\x85e\u202ef"), title="t\x00t")))
    assert "a b c d e f" in found and "t t" in found


def test_looks_of_text_and_line_ends_stay(written):
    made = docx.Document(str(written(EVERYTHING)))
    looks = next(
        [(r.text, r.bold, r.italic, r.style.name) for r in p.runs]
        for p in made.paragraphs
        if p.text.startswith("plain")
    )
    normal = "Default Paragraph Font"
    assert looks == [
        *[("plain ", None, None, normal), ("strong", True, None, normal), (" and ", None, None, normal)],
        *[("set", None, True, normal), ("x=1", None, None, "KIP Code")],
    ]
    assert "kip report\n  --lang fr" in [p.text for p in made.paragraphs]


@pytest.mark.parametrize("own", [False, True])
def test_each_list_begins_at_one(written, template, own):
    path = written(EVERYTHING, template=template if own else None)
    numbers = etree.fromstring(parts(path)["word/numbering.xml"])
    starts = {n.get(f"{W}numId"): n.find(f"{W}lvlOverride/{W}startOverride") for n in numbers.iter(f"{W}num")}
    used = [p.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") for p in paragraphs(path, "ListNumber")]
    assert used[0] == used[1] != used[2] == used[3]
    assert all(starts[number].get(f"{W}val") == "1" for number in used)
    kinds = {
        k.get(f"{W}abstractNumId"): k.find(f".//{W}numFmt").get(f"{W}val") for k in numbers.iter(f"{W}abstractNum")
    }
    number = next(n for n in numbers.iter(f"{W}num") if n.get(f"{W}numId") == used[0])
    assert kinds[number.find(f"{W}abstractNumId").get(f"{W}val")] == "decimal"


# --- the file --------------------------------------------------------------------------------------------------

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "tbl": "tblPr tblGrid tr",
    "tc": "tcPr p",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "sdt": "sdtPr sdtEndPr sdtContent",
}


def faults(path):
    """What a word processor would want to repair."""
    files = parts(path)
    for name, data in files.items():
        if not name.endswith((".xml", ".rels")):
            continue
        tree = etree.fromstring(data)
        for kind, order in ORDER.items():
            places = {f"{W}{tag}": place for place, tag in enumerate(order.split())}
            for element in tree.iter(f"{W}{kind}"):
                unknown = [child.tag for child in element if child.tag not in places]
                numbers = [places[child.tag] for child in element if child.tag in places]
                single = kind.endswith("Pr") and kind != "sectPr" and len(set(numbers)) < len(numbers)
                if unknown or numbers != sorted(numbers) or single:
                    yield name, kind, unknown or [child.tag for child in element]
        if name.endswith(".rels"):
            holder = normpath(join(dirname(name), ".."))
            for link in tree:
                target = link.get("Target")
                place = target.lstrip("/") if target.startswith("/") else normpath(join(holder, target))
                if link.get("TargetMode") != "External" and place not in files:
                    yield name, "target", target
        rels = files.get(f"{dirname(name)}/_rels/{name.rpartition('/')[2]}.rels")
        known = {link.get("Id") for link in etree.fromstring(rels)} if rels else set()
        for element in tree.iter():
            for key, value in element.attrib.items():
                if key.startswith(R) and value not in known:
                    yield name, "link", value
    document = etree.fromstring(files["word/document.xml"])
    styles = {style.get(f"{W}styleId") for style in etree.fromstring(files["word/styles.xml"]).iter(f"{W}style")}
    for name in (name for name in files if re.fullmatch(r"word/\w+\.xml", name)):
        tree = etree.fromstring(files[name])
        for tag in ("pStyle", "rStyle", "tblStyle"):
            yield from ((name, tag, e.get(f"{W}val")) for e in tree.iter(f"{W}{tag}") if e.get(f"{W}val") not in styles)
        numbers = [e.get(f"{W}id") for e in tree.iter(f"{W}bookmarkStart")] + [
            e.get("id") for e in tree.iter(f"{WP}docPr")
        ]
        yield from ((name, "number", number) for number in numbers if not 0 <= int(number) < 2**31)
    for what, found in {
        "docPr": [e.get("id") for e in document.iter(f"{WP}docPr")],
        "bookmark": [e.get(f"{W}id") for e in document.iter(f"{W}bookmarkStart")],
        "bookmark name": [e.get(f"{W}name").lower() for e in document.iter(f"{W}bookmarkStart")],
        "style": [s.get(f"{W}styleId") for s in etree.fromstring(files["word/styles.xml"]).iter(f"{W}style")],
    }.items():
        if len(set(found)) < len(found):
            yield what, sorted(found)
    for mark in document.iter(f"{W}bookmarkStart"):
        if not re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,39}", mark.get(f"{W}name")):
            yield "bookmark name", mark.get(f"{W}name")
    ends = sorted(e.get(f"{W}id") for e in document.iter(f"{W}bookmarkEnd"))
    if ends != sorted(e.get(f"{W}id") for e in document.iter(f"{W}bookmarkStart")):
        yield "bookmark end", ends


@pytest.mark.parametrize("own", [False, True])
def test_nothing_needs_repair(written, template, own):
    names = [Heading(2, "x", anchor) for anchor in ("a" * 60, "a" * 60, "2b", "é", "", "who.not")]
    more = content(*EVERYTHING.blocks, *names, Figure("Figure 2", 2, "x", "x", drawing(50, 50), (), "", ()))
    assert list(faults(written(more, template=template if own else None))) == []


def test_equal_content_makes_equal_files(written, template):
    for own in (None, template):
        assert written(EVERYTHING, template=own).read_bytes() == written(EVERYTHING, template=own).read_bytes()


@pytest.mark.parametrize(
    ("lang", "tag"), [("en", "en-GB"), ("fr", "fr-FR"), ("it", "it-IT"), ("hr", "hr-HR"), ("pt", "pt-PT")]
)
def test_file_tells_its_language_and_title(written, template, lang, tag):
    for own in (None, template):
        path = written(content(text("x"), lang=lang, title="Čitanje"), template=own)
        made = docx.Document(str(path))
        assert (made.core_properties.language, made.core_properties.title) == (tag, "Čitanje")
        told = {e.get(f"{W}val") for e in etree.fromstring(parts(path)["word/styles.xml"]).iter(f"{W}lang")}
        assert told == {tag}


def test_file_tells_nothing_of_a_person_a_program_or_a_day(written, template):
    for own in (None, template):
        path = written(EVERYTHING, template=own)
        about = docx.Document(str(path)).core_properties
        told = (about.author, about.last_modified_by, about.comments, about.category, about.keywords)
        assert told == ("",) * 5
        assert {about.created.year, about.modified.year} == {2026}
        assert [name for name in parts(path) if name.startswith("docProps")] == ["docProps/core.xml"]
        assert not [name for name, data in parts(path).items() if re.search(rb"Secret|secret|python|rsid", data)]


def test_pages_have_numbers(written, template):
    for own in (None, template):
        feet = [data for name, data in parts(written(EVERYTHING, template=own)).items() if "word/footer" in name]
        assert [b'instr="PAGE"' in data for data in feet].count(True) == 1


# --- an organisation's template ----------------------------------------------------------------------------------


def test_template_keeps_its_page_its_letterhead_and_its_styles(written, template):
    made = docx.Document(str(written(EVERYTHING, template=template)))
    page = made.sections[-1]
    assert len(made.sections) == 1
    assert [round(size.cm, 1) for size in (page.page_width, page.page_height, page.left_margin)] == [20, 25, 5]
    told = shown(page.header.paragraphs[0]._p)
    title = " ".join(TYPED)
    assert told == f"Letterhead office{title}"  # the field TITLE tells ours
    assert [shown(p._p) for p in page.header.paragraphs[-len(LETTERHEAD) :]] == [
        *[" logo", "list", "terms", "site", "outer", "part 1", "", "", "5"],
        *["", "", title, "Our House", "", "own words", "", ""],
        *["", *[""] * 6, "quoted", "", ""],
    ]
    codes = [c.text for c in page.header._element.iter(f"{W}instrText")]
    assert codes == ["TITLE", ' HYPERLINK "https://kip.example" ', " NUMPAGES "]
    assert not list(page.header._element.iter(f"{W}dataBinding"))
    assert not list(page.header._element.iter("{*}hlinkClick"))  # one that leads nowhere needs repair
    assert "https://kip.example" in [link.target_ref for link in page.header.part.rels.values()]
    pictures = [dict(e.attrib) for e in page.header._element.iter(f"{WP}docPr")]
    assert [(p["descr"], p["name"], p["title"]) for p in pictures] == [("house.png",) * 3]
    heading = next(p for p in made.paragraphs if p.text == "First part")
    assert (heading.style.style_id, heading.style.font.name) == ("Titre1", "Georgia")


def test_template_leaves_no_text_and_no_picture_of_its_own(written, template):
    path = written(content(text("x")), template=template)
    assert lines(path) == ["A report", "What it is about.", "Date1 June 2026", "Inhalt", "x"]
    assert [name for name in parts(path) if "media" in name or "comments" in name] == ["word/media/image1.png"]
    assert not list(body(path).iter(f"{W}drawing"))  # the picture is the letterhead's


def test_styles_that_a_template_lacks_are_added_in_its_typeface(written, template):
    made = docx.Document(str(written(EVERYTHING, template=template)))
    names = {style.name for style in made.styles}
    assert {"Caption", "List Bullet", "List Number", "Subtitle", "Heading 2", "KIP Table"} <= names
    assert made.styles["Caption"].font.name is None
    assert made.styles["Caption"].base_style.name == "Normal"


def test_a_template_whose_list_styles_have_no_numbers_gets_ours(written, tmp_path):
    own = docx.Document()
    for name in ("List Bullet", "List Number"):
        shape = own.styles[name].element.pPr
        shape.remove(shape.numPr)
    own.save(str(tmp_path / "own.docx"))
    path = written(EVERYTHING, template=tmp_path / "own.docx")
    assert list(faults(path)) == []
    assert all(p.find(f"{W}pPr/{W}numPr") is not None for p in paragraphs(path, "ListNumber"))
    assert docx.Document(str(path)).styles["List Bullet"].element.pPr.numPr is not None


def test_a_template_that_has_our_styles_decides_how_they_look(written, tmp_path):
    own = docx.Document()
    own.styles.add_style("KIP Table Text", 1).font.size = Pt(13)
    own.save(str(tmp_path / "own.docx"))
    made = docx.Document(str(written(EVERYTHING, template=tmp_path / "own.docx")))
    assert made.styles["KIP Table Text"].font.size == Pt(13)


@pytest.mark.parametrize("data", [None, b"", b"no zip", "empty zip", "workbook"])
def test_a_template_that_is_no_word_document_is_named(tmp_path, data):
    path = tmp_path / "own.docx"
    if data == "empty zip":
        ZipFile(path, "w").close()
    elif data == "workbook":
        from openpyxl import Workbook

        Workbook().save(path)
    elif data is not None:
        path.write_bytes(data)
    with pytest.raises(KipError, match=re.escape(str(path))):
        write_word(content(text("x")), tmp_path / "report.docx", template=path)
    assert not (tmp_path / "report.docx").exists()


# --- LibreOffice ---------------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_opens_it_whole(written, tmp_path):
    from pypdf import PdfReader

    path = written(EVERYTHING)
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    order = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)]
    subprocess.run(order, check=True, capture_output=True, timeout=120)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "report.pdf").pages]
    assert "Inhalt" in pages[1] and "Smaller part" in pages[1]
    assert "Before all parts." in pages[2]
    assert "All the data" in pages[-1] and "17" in pages[-1]
    whole = "\n".join(pages)
    assert "Tableau 3" in whole and "Kind 59" in whole and "Error" not in whole


def test_a_damaged_template_ends_in_a_document_or_in_a_sentence(written, template, tmp_path):
    data, dice = template.read_bytes(), random.Random(7)
    refused = 0
    for number in range(40):
        damaged = bytearray(data)
        for _ in range(8):
            damaged[dice.randrange(len(data))] = dice.randrange(256)
        path = tmp_path / f"{number}.docx"
        path.write_bytes(damaged)
        try:
            check_template(path)
        except KipError as error:
            refused += 1
            assert "cannot be read as a Word document" in str(error)
    assert refused > 5


def test_a_template_that_is_not_there_is_named(tmp_path):
    with pytest.raises(KipError, match="There is no file .*house.docx"):
        check_template(tmp_path / "house.docx")


def test_feet_with_words_get_a_number_beside_them(written, tmp_path):
    made = docx.Document()
    made.settings.odd_and_even_pages_header_footer = True
    made.sections[0].footer.paragraphs[0].text = "Our address"
    made.sections[0].even_page_footer.paragraphs[0].text = "Our even address"
    made.save(str(tmp_path / "house.docx"))
    page = docx.Document(str(written(content(text("x")), template=tmp_path / "house.docx"))).sections[-1]
    feet = [foot.paragraphs[-1] for foot in (page.footer, page.even_page_footer)]
    assert [foot.text for foot in feet] == ["Our address\t", "Our even address\t"]
    assert [foot._p[-1].get(f"{W}instr") for foot in feet] == ["PAGE", "PAGE"]


@pytest.mark.parametrize("elsewhere", ["first_page_footer", "even_page_footer"])
def test_a_number_on_pages_that_there_are_not_is_none(written, tmp_path, elsewhere):
    """The number stands on the first page only, or on even pages of a document that has none of their own."""
    made = docx.Document()
    made.sections[0].different_first_page_header_footer = elsewhere == "first_page_footer"
    foot = getattr(made.sections[0], elsewhere)._element
    foot.append(etree.fromstring(f"<w:p {NAMES}>{field(' PAGE ', shows='1')}</w:p>"))
    made.save(str(tmp_path / "house.docx"))
    page = docx.Document(str(written(content(text("x")), template=tmp_path / "house.docx"))).sections[-1]
    assert page.footer._element.xpath("//w:fldSimple/@w:instr") == ["PAGE"]


def test_a_new_foot_has_no_style_that_the_template_lacks(written, tmp_path):
    made = docx.Document()
    for name in ("Footer", "Footer Char"):
        made.styles.element.remove(made.styles[name].element)
    made.save(str(tmp_path / "house.docx"))
    path = written(content(text("x")), template=tmp_path / "house.docx")
    assert not [*faults(path)] and b'"PAGE"' in parts(path)["word/footer1.xml"]


def test_a_background_that_lies_on_somebodys_computer_is_not_kept(written, tmp_path):
    made = docx.Document()
    key = made.part.relate_to("file:///C:/office/secret/back.png", f"{R[1:-1]}/image", is_external=True)
    fill = f'<v:background id="b1"><v:fill r:id="{key}" o:title="C:\\secret\\back"/></v:background>'
    names = f'{NAMES} xmlns:r="{R[1:-1]}"'
    made.element.insert(0, etree.fromstring(f'<w:background {names} w:color="FFFFFF">{fill}</w:background>'))
    made.save(str(tmp_path / "house.docx"))
    path = written(content(text("x")), template=tmp_path / "house.docx")
    assert not [name for name, data in parts(path).items() if b"secret" in data]


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Grad Zagreb / City of Zagreb", "Grad Zagreb / City of Zagreb"),
        ("Norsk A/S", "Norsk A/S"),
        ("C:\\office\\logo.png", "logo.png"),
        ("/srv/office/logo.png", "logo.png"),
        ("file:///srv/office/logo", "logo"),
        ("office/logo.png", "logo.png"),
    ],
)
def test_a_letterheads_words_stay_unless_they_are_the_place_of_a_file(written, tmp_path, told, kept):
    made = docx.Document()
    logo = made.sections[0].header.paragraphs[0].add_run().add_picture(BytesIO(to_png([drawing(9, 9)])[0]))
    logo._inline.docPr.set("descr", told)
    made.save(str(tmp_path / "house.docx"))
    header = docx.Document(str(written(content(text("x")), template=tmp_path / "house.docx"))).sections[-1].header
    assert [each.get("descr") for each in header._element.iter(f"{WP}docPr")] == [kept]


def test_a_template_that_numbers_its_pages_gets_no_second_number(written, tmp_path):
    made = docx.Document()
    made.sections[0].footer._element.append(etree.fromstring(f"<w:p {NAMES}>{field(' PA', 'GE ', shows='1')}</w:p>"))
    made.save(str(tmp_path / "house.docx"))
    foot = docx.Document(str(written(content(text("x")), template=tmp_path / "house.docx"))).sections[-1].footer
    assert "".join(code.text for code in foot._element.iter(f"{W}instrText")).split() == ["PAGE"]
    assert not list(foot._element.iter(f"{W}fldSimple"))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("word/document.xml", rb'w:w="\d+"', b'w:w="x"'),
        ("word/settings.xml", rb'(w:name="compatibilityMode"[^>]*w:val=)"\d+"', rb'\1"x"'),
        ("word/_rels/document.xml.rels", rb"<Relationship [^>]*/header[^>]*>", b""),
        ("[Content_Types].xml", rb"wordprocessingml.header\+xml", b"unknown"),
    ],
)
def test_a_template_that_cannot_be_written_with_is_refused_before(tmp_path, name, old, new):
    whole = docx.Document()
    whole.sections[0].header.paragraphs[0].text = "Letterhead"
    whole.save(str(tmp_path / "whole.docx"))
    check_template(tmp_path / "whole.docx")
    files = parts(tmp_path / "whole.docx")
    files[name], changed = re.subn(old, new, files[name])
    assert changed
    with ZipFile(tmp_path / "house.docx", "w") as file:
        for part, data in files.items():
            file.writestr(part, data)
    with pytest.raises(KipError, match="cannot be read as a Word document"):
        check_template(tmp_path / "house.docx")


@pytest.mark.parametrize("kind", ["dotx", "doc"])
def test_other_kinds_of_word_files_are_told_what_would_do(tmp_path, kind):
    path = tmp_path / f"house.{kind}"
    if kind == "dotx":
        docx.Document().save(str(tmp_path / "x.docx"))
        with ZipFile(path, "w") as file:
            for name, data in parts(tmp_path / "x.docx").items():
                file.writestr(name, data.replace(b"document.main+xml", b"template.main+xml"))
    else:
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
    with pytest.raises(KipError, match=rf"house\.{kind} .*saved as \.docx"):
        check_template(path)


def test_signs_that_turn_the_direction_of_text_are_left_out(written):
    assert "safe gpj.exe" in lines(written(content(text("safe\u202egpj.exe"))))
    assert "a b c d" in lines(written(content(text("a\u2066b\u2069c\u200fd"))))
