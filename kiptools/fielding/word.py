"""Documents for word processors that everybody can read, print, fill in and have read aloud.

Real headings, tables with a heading row that repeats on each page and a title and a description for those who do
not see them, the language of the text, and a number on each page. Gaps that somebody must fill in stand between the
marks ``⟦`` and ``⟧`` in the text; on paper they are highlighted, and keep square brackets for who sees no colours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kiptools.language import Language
from kiptools.messages import KipError, message, visible
from kiptools.places import refuse_existing, replacing

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

__all__ = [
    *("document", "narrow", "new_file", "paragraph", "save", "set_about", "set_borders", "set_language", "table"),
    "write",
]

TAGS = {"en": "en-GB", "fr": "fr-FR", "it": "it-IT", "hr": "hr-HR", "pt": "pt-PT"}
"""What word processors call the languages."""
BLANK = "Blank"
"""The style of a gap to fill in."""
BOX = "☐"
"""A box to tick: text, so that it is read aloud and can be ticked on a screen."""
WIDTH = 17.0  # centimetres between the margins

_FONT = "Arial"
_BOX_FONT = "Segoe UI Symbol"
_INK, _BLUE, _PALE, _RULE = "1A1A1A", "1F3A5F", "E8EDF3", "595959"
_ROOM = "85"  # beside the text of a cell, in twentieths of a point
_CREATED = datetime(2026, 1, 1)  # of every document, so that equal content makes equal files
_PARTS = re.compile(f"(⟦[^⟦⟧]*⟧|{BOX})")
_USED = frozenset(
    (
        *("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption", "Footer", "Header"),
        *("Title Char", "Subtitle Char", "Heading 1 Char", "Heading 2 Char", "Heading 3 Char", "Footer Char"),
        *("Header Char", "List Bullet", "List Number", "Table Grid", "Normal Table", "No List"),
        "Default Paragraph Font",
    )
)
_TOOL_PARTS = ("thumbnail", "extended-properties", "stylesWithEffects", "customXml", "webSettings")


def document(title: str, lang: Language, *, subject: str = "") -> Document:
    """A new document with its title on top.

    Parameters
    ----------
    title : str
        Also what the file calls itself.
    lang : Language
        The language of its text.
    subject : str
        What it is about, for the file's properties only.

    Returns
    -------
    docx.document.Document
        A4, with the styles Title, Heading 1 to 3, Normal, Caption, List Bullet, List Number and Blank.

    Examples
    --------
    >>> new = document("A title", Language("hr"))
    >>> [paragraph.style.name for paragraph in new.paragraphs], new.core_properties.language
    (['Title'], 'hr-HR')
    """
    from docx import Document

    new = Document()
    tag = TAGS[lang.code]
    _drop_leftovers(new)
    set_language(new, tag)
    _set_styles(new)
    _set_page(new, visible(title))
    set_about(new, title, tag, subject=subject)
    paragraph(new, title, "Title")
    return new


def paragraph(into: Document | _Cell, text: str, style: str | None = None) -> Paragraph:
    """A paragraph at the end of a document or of a table's cell.

    Parameters
    ----------
    into : docx.document.Document or docx.table._Cell
    text : str
        Becomes one line of text, whatever it holds; what stands between ⟦ and ⟧ is a gap to fill in.
    style : str, optional
        A style's name; Normal if it is not given.

    Returns
    -------
    docx.text.paragraph.Paragraph

    Examples
    --------
    >>> new = document("A title", Language())
    >>> paragraph(new, "Please answer by ⟦day and month⟧.").text
    'Please answer by [day and month].'
    """
    return write(into.add_paragraph(style=style), text)


def write(into: Paragraph, text: str, *, bold: bool = False) -> Paragraph:
    """Write at the end of a paragraph; parts between ⟦ and ⟧ are gaps to fill in.

    Parameters
    ----------
    into : docx.text.paragraph.Paragraph
    text : str
    bold : bool

    Returns
    -------
    docx.text.paragraph.Paragraph
    """
    parts = _PARTS.split(visible(text))
    for place, part in enumerate(parts):
        if not part:
            continue
        if place % 2 == 0:
            run = into.add_run(part)
        elif part == BOX:
            run = into.add_run(part)
            _set_font(run._r.get_or_add_rPr(), _BOX_FONT)
        else:
            run = into.add_run(f"[{part[1:-1]}]", style=BLANK)
        if bold:
            run.bold = True
    return into


def table(
    into: Document,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    widths: Sequence[float],
    title: str,
    description: str = "",
) -> Table:
    """A table at the end of a document.

    Parameters
    ----------
    into : docx.document.Document
    head : sequence of str
        The headings of its columns, which repeat on every page; empty where there is nothing to head.
    rows : iterable of sequences of str
        The texts of the cells, as `paragraph` takes them; a row stays on one page.
    widths : sequence of float
        Of the columns, in centimetres; `WIDTH` is what a page holds.
    title, description : str
        For who does not see the table: what it is, and how it is made up.

    Returns
    -------
    docx.table.Table

    Examples
    --------
    >>> new = document("A title", Language())
    >>> grid = table(new, ["Day", "What"], [["1 June", "Invitation"]], widths=[4, 13], title="Days")
    >>> [cell.text for cell in grid.rows[1].cells]
    ['1 June', 'Invitation']
    """
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    texts = [*([tuple(head)] if head else []), *map(tuple, rows)]
    made = into.add_table(len(texts), len(widths), "Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    for number, (row, cells) in enumerate(zip(made.rows, texts, strict=True)):
        headed = bool(head) and number == 0
        _add(row._tr.get_or_add_trPr(), "w:cantSplit")
        if headed:
            _add(row._tr.get_or_add_trPr(), "w:tblHeader")
        for cell, text, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Cm(width)
            write(cell.paragraphs[0], text, bold=headed)
            _tighten(cell.paragraphs[0], together=headed)
            if headed:
                _add(cell._tc.get_or_add_tcPr(), "w:shd", val="clear", color="auto", fill=_PALE)
    _describe(made, visible(title), visible(description), headed=bool(head))
    return made


def set_about(made: Document, title: str, tag: str, *, subject: str = "") -> None:
    """Say what a document is, and nothing of who made it when.

    Parameters
    ----------
    made : docx.document.Document
    title : str
    tag : str
        Of its language, one of `TAGS`.
    subject : str
    """
    about = made.core_properties
    about.title, about.subject, about.language = visible(title)[:255], visible(subject)[:255], tag
    about.author = about.comments = about.last_modified_by = about.keywords = ""
    about.created = about.modified = _CREATED


def set_language(made: Document, tag: str) -> None:
    """Say in which language all text of a document is.

    Parameters
    ----------
    made : docx.document.Document
    tag : str
        One of `TAGS`.
    """
    from docx.oxml.ns import qn

    for lang in made.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), tag)
        lang.set(qn("w:eastAsia"), tag)
    for lang in made.settings.element.iter(qn("w:themeFontLang")):
        lang.set(qn("w:val"), tag)
        lang.attrib.pop(qn("w:eastAsia"), None)
    letters = made.styles["Normal"].element.get_or_add_rPr()
    if letters.find(qn("w:lang")) is None:
        _add(letters, "w:lang", val=tag)


def set_borders(cell: _Cell, **widths: int) -> None:
    """Give a cell borders of its own.

    Parameters
    ----------
    cell : docx.table._Cell
    **widths : int
        Of its ``top``, ``left``, ``bottom`` and ``right`` border, in eighths of a point; 0 is none.
    """
    about = cell._tc.get_or_add_tcPr()
    borders = _add(about, "w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        if side in widths:
            width = widths[side]
            kind = {"val": "single", "sz": str(width), "space": "0", "color": _INK} if width else {"val": "nil"}
            _add(borders, f"w:{side}", **kind)
    _in_order(about)


def narrow(cell: _Cell) -> None:
    """Leave next to no room beside the text of a cell.

    Parameters
    ----------
    cell : docx.table._Cell
    """
    about = cell._tc.get_or_add_tcPr()
    room = _add(about, "w:tcMar")
    for side in ("left", "right"):
        _add(room, f"w:{side}", w="30", type="dxa")
    _in_order(about)


def _in_order(about: Any) -> None:
    """What is said of a cell, in the order that the format asks for."""
    from docx.oxml.ns import qn

    order = [qn(f"w:{name}") for name in ("tcW", "tcBorders", "shd", "tcMar", "vAlign")]
    about[:] = sorted(about, key=lambda part: order.index(part.tag))


def save(made: Document, path: Path) -> None:
    """Write a document to a file; equal documents make equal files.

    Parameters
    ----------
    made : docx.document.Document
    path : Path

    Raises
    ------
    KipError
        The file cannot be written; what was there before stays.
    """
    stamped = BytesIO()
    made.save(stamped)
    with replacing(path) as new, ZipFile(stamped) as parts, ZipFile(new, "w") as file:
        for name in parts.namelist():
            file.writestr(ZipInfo(name), parts.read(name), ZIP_DEFLATED)


def new_file(path: str | Path) -> Path:
    """The place of a document that is yet to be written.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, or its name does not end in .docx.
    """
    path = Path(path)
    if path.suffix.lower() != ".docx":
        raise KipError(message("{file}: give a name that ends in .docx.", file=str(path)))
    refuse_existing(path)
    return path


# --- how a document is made up ----------------------------------------------------------------------------


def _drop_leftovers(made: Document) -> None:
    """Leave out what the usual empty document says of the program that it was made with, and styles nobody uses."""
    for holder in (made.part.package.rels, made.part.rels):
        for key in [key for key, link in holder.items() if any(part in link.reltype for part in _TOOL_PARTS)]:
            del holder[key]
    for style in list(made.styles):
        if style.name not in _USED:
            style.element.getparent().remove(style.element)
    kept = {style.style_id for style in made.styles}
    for link in made.part.numbering_part.element.xpath("w:abstractNum/w:lvl/w:pStyle"):
        if link.val not in kept:
            link.getparent().remove(link)


def _set_styles(made: Document) -> None:
    """One plain typeface; large enough to read, dark enough to see, headings that stay with what they head."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    _set_font(next(made.styles.element.iter(qn("w:rPrDefault"))).find(qn("w:rPr")), _FONT)
    looks = {
        "Normal": (11, False, _INK, 0, 6),
        "Title": (22, True, _BLUE, 0, 10),
        "Subtitle": (13, False, _INK, 0, 10),
        "Heading 1": (15, True, _BLUE, 18, 6),
        "Heading 2": (12.5, True, _BLUE, 14, 4),
        "Heading 3": (11, True, _INK, 10, 4),
        "Caption": (11, True, _INK, 10, 4),
        "Footer": (9, False, _INK, 0, 0),
    }
    for name, (size, bold, ink, before, after) in looks.items():
        style = made.styles[name]
        _set_font(style.element.get_or_add_rPr(), _FONT)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(ink)
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.15
        shape.widow_control = True
        shape.keep_with_next = name.startswith("Heading") or name == "Caption"
        for tag in ("w:spacing", "w:kern"):  # of letters: the usual Title and Subtitle are spaced out
            for part in style.element.get_or_add_rPr().findall(qn(tag)):
                style.element.get_or_add_rPr().remove(part)
    for part in made.styles["Title"].element.iter(qn("w:pBdr")):
        part.getparent().remove(part)
        break
    blank = made.styles.add_style(BLANK, WD_STYLE_TYPE.CHARACTER)
    _add(blank.element.get_or_add_rPr(), "w:shd", val="clear", color="auto", fill="FFF2A8")
    blank.font.color.rgb = RGBColor.from_string(_INK)


def _set_page(made: Document, title: str) -> None:
    """A4, and a foot with the title and the number of the page, should pages come apart."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Cm

    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    page.header_distance = page.footer_distance = Cm(1)
    foot = page.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.add_tab_stop(Cm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    foot.style.paragraph_format.tab_stops.clear_all()
    write(foot, title if len(title) <= 70 else title[:69] + "…")
    foot.add_run("\t")
    _add_field(foot, "PAGE")
    foot.add_run(" / ")
    _add_field(foot, "NUMPAGES")


def _add_field(into: Paragraph, name: str) -> None:
    from docx.oxml import OxmlElement

    field = _add(into._p, "w:fldSimple", instr=name)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)


def _describe(made: Table, title: str, description: str, *, headed: bool) -> None:
    """Say what a table is, and that its first row and column are headings."""
    from docx.oxml.ns import qn

    about = made._tbl.tblPr
    for look in about.findall(qn("w:tblLook")):
        about.remove(look)
    layout = about.find(qn("w:tblLayout"))
    indent, borders = _add(about, "w:tblInd", w=_ROOM, type="dxa"), _add(about, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        _add(borders, f"w:{side}", val="single", sz="4", space="0", color=_RULE)
    layout.addprevious(indent)  # the order that the format asks for
    layout.addprevious(borders)
    room = _add(about, "w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        _add(room, f"w:{side}", w=_ROOM if side in ("left", "right") else "45", type="dxa")
    first = {"firstRow": "1", "firstColumn": "1"} if headed else {"firstRow": "0", "firstColumn": "0"}
    _add(about, "w:tblLook", val="04A0" if headed else "0400", **first, lastRow="0", lastColumn="0", noVBand="1")
    _add(about, "w:tblCaption", val=title)
    if description:
        _add(about, "w:tblDescription", val=description)


def _tighten(text: Paragraph, *, together: bool = False) -> None:
    """The text of a cell, without room below it."""
    from docx.shared import Pt

    text.paragraph_format.space_after = Pt(0)
    if together:
        text.paragraph_format.keep_with_next = True


def _set_font(letters: Any, font: str) -> None:
    """Of a run or a style: the typeface of all its letters, whatever their script."""
    from docx.oxml.ns import qn

    fonts = letters.get_or_add_rFonts() if hasattr(letters, "get_or_add_rFonts") else letters.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), font)


def _add(into: Any, tag: str, **attributes: str) -> Any:
    """A new element at the end of another."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    new = OxmlElement(tag)
    for name, value in attributes.items():
        new.set(qn(f"w:{name}"), value)
    into.append(new)
    return new
