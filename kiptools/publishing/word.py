"""A report as a Word document: native headings, tables, captions and pictures, to read, to edit and to copy from.

The table of contents is a field with its entries ready, as links; their page numbers come when somebody asks the
word processor to update it. Nothing makes it do so by itself: it would ask, alarmingly, about "other files".
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiptools.fielding.word import document, save
from kiptools.language import Language
from kiptools.messages import KipError, message
from kiptools.publishing.columns import column_widths, squeezed_widths
from kiptools.publishing.content import (
    Block,
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
from kiptools.publishing.pictures import PPI, to_png
from kiptools.publishing.signs import shown
from kiptools.publishing.word_template import in_looks_of
from kiptools.publishing.wordml import (
    EMU,
    after_last,
    clean_settings,
    clear,
    field_end,
    field_start,
    line_runs,
    margin_parts,
    set_property,
    style_ids,
    style_of,
    text_area,
    text_run,
    text_runs,
    variants,
    w,
    x,
)

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["check_template", "write_word"]

_DEEPEST = 3
"""Headings below this level look like those of this level."""
_NARROW_COLUMNS = 7
_LONG_TABLE = 40
"""A table with more columns, or more rows, is set in smaller type."""
_TEXT, _SMALL = 9.5, 8.5
"""Size of the letters in a table, in points."""
_BREADTH = 1.2
"""A template's letters may be so much broader than ours."""
_KEPT_ROWS, _KEPT_LETTERS = 10, 1500
"""A table of no more rows and letters stays on one page."""
_ABOVE_CAPTION = 0.82
"""How much of the text's height a picture may take, so that its caption has room below it."""
_HEADED = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
"""The first row and the first cell of each row are headings."""


def write_word(content: Content, path: Path, *, template: Path | None = None) -> None:
    """Write a report as a Word document; equal content makes equal files.

    Parameters
    ----------
    content : Content
    path : Path
        The file to write; one that is there is replaced.
    template : Path, optional
        An organisation's own ``.docx``: its styles, page, margins, header and footer are kept, its text and what its
        properties tell of people are not. Styles that it lacks are added, "KIP Table", "KIP Table Text" and "KIP
        Note" among them; a template that has them decides how they look.

    Raises
    ------
    KipError
        There is no such template, it is no .docx that can be read, or the file cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> words = (("contents", "Contents"), ("data", "Data of the figures"))
    >>> content = Content("en", "A title", "", (), (Heading(2, "A part", "part"),), words)
    >>> with TemporaryDirectory() as folder:
    ...     write_word(content, Path(folder, "report.docx"))
    ...     [path.name for path in Path(folder).iterdir()]
    ['report.docx']
    """
    if template is not None:
        check_template(template)
    save(_made(content, template), path)


def check_template(path: Path) -> None:
    """Refuse a template that no report can be written with.

    Parameters
    ----------
    path : Path

    Raises
    ------
    KipError
        There is no such file, or it is no Word document that can be read.
    """
    if not path.is_file():
        raise KipError(message("There is no file {file}.", file=str(path)))
    try:
        _made(_TRIAL, path).save(BytesIO())
    except Exception:  # what fails in the trial fails for the template's sake, whatever its damage
        raise KipError(
            message(
                "{file} cannot be read as a Word document; give a template that was saved as .docx.", file=str(path)
            )
        ) from None


def _made(content: Content, template: Path | None) -> Document:
    ours = _ours(content)
    made = ours if template is None else in_looks_of(template, content, ours)
    _Writer(made, content, breadth=1.0 if template is None else _BREADTH).write()
    return made


_TRIAL = Content(
    "en",
    "A title",
    "",
    (),
    (Heading(2, "A part", "part"), Listing(((Span("An item"),),), ordered=True), Table("", 0, "", ("a",), (), (True,))),
    (("contents", "Contents"), ("data", "Data")),
)
"""What a template is tried with."""


# --- the parts of a report ------------------------------------------------------------------------------


class _Writer:
    """Writes a report into an empty document."""

    def __init__(self, made: Document, content: Content, *, breadth: float) -> None:
        self.breadth = breadth
        self.part = made.part
        self.body = made.element.body
        self.end = made.element.body.sectPr
        self.content = content
        self.styles = style_ids(made)
        self.ids = _free_ids(made)
        self.names: set[str] = set()
        self.width, self.height = text_area(made)
        self.numberings = made.part.numbering_part.element
        self.pictures: Mapping[int, bytes] = dict(
            zip((f.number for f in content.figures), to_png([f.svg for f in content.figures]), strict=True)
        )

    def write(self) -> None:
        content = self.content
        data = Heading(2, content.word("data"), "data-of-figures")
        drawn_from = [figure for figure in content.figures if figure.data]
        parts = [*content.headings, *([data] if drawn_from else [])]
        bookmarks = [self._bookmark(part.anchor) for part in parts]
        names = iter(bookmarks)
        self._add(self._title_page())
        self._add([self._contents(parts, bookmarks)])
        blocks = [*self._blocks(content.blocks, names)]
        if drawn_from:
            appendix = [self._heading(data, next(names)), *self._data(drawn_from)]
            _start_page(appendix)
            blocks += appendix
        _start_page(blocks)
        self._add(blocks)

    def _add(self, elements: Iterable[Any]) -> None:
        for element in elements:
            self.end.addprevious(element)

    def _title_page(self) -> Iterator[Any]:
        yield self._paragraph("Title", text_run(self.content.title))
        if self.content.lead:
            yield self._paragraph("Subtitle", text_run(self.content.lead))
        for name, value in self.content.facts:
            yield self._paragraph("KIP Fact", text_run(name, strong=True), x("w:r", x("w:tab")), text_run(value))

    def _contents(self, parts: Sequence[Heading], bookmarks: Sequence[str]) -> Any:
        entries = [
            self._paragraph(f"toc {_level(part)}", x("w:hyperlink", text_run(part.text), anchor=bookmark, history="1"))
            for part, bookmark in zip(parts, bookmarks, strict=True)
        ]
        if entries:
            opening = field_start(f'TOC \\o "1-{_DEEPEST}" \\h \\z')
            for place, run in enumerate(opening, start=1):
                entries[0].insert(place, run)
            entries[-1].append(field_end())
        title = self._paragraph("TOC Heading", text_run(self.content.word("contents")))
        about = x("w:docPartObj", x("w:docPartGallery", val="Table of Contents"), x("w:docPartUnique"))
        set_property(title, "w:pageBreakBefore")
        return x("w:sdt", x("w:sdtPr", about), x("w:sdtContent", title, *entries))

    def _blocks(self, blocks: Iterable[Block], names: Iterator[str]) -> Iterator[Any]:
        for block in blocks:
            if isinstance(block, Heading):
                yield self._heading(block, next(names, "") or self._bookmark(block.anchor))
            elif isinstance(block, Paragraph):
                made = self._spans("KIP Note" if block.note else None, block.spans)
                if block.leads:
                    set_property(made, "w:keepNext")
                yield made
            elif isinstance(block, Listing):
                yield from self._listing(block)
            elif isinstance(block, Preformatted):
                yield self._paragraph("Plain Text", *line_runs(block.text))
            elif isinstance(block, Table):
                yield from self._captioned_table(block)
            elif isinstance(block, Figure):
                yield from self._figure(block)
            elif isinstance(block, Folded):
                title = self._paragraph(None, text_run(block.title, strong=True))
                set_property(title, "w:keepNext")
                yield title
                yield from self._blocks(block.blocks, iter(()))

    def _heading(self, heading: Heading, bookmark: str) -> Any:
        return self._paragraph(f"heading {_level(heading)}", *self._marked(bookmark, text_run(heading.text)))

    def _marked(self, name: str, *inside: Any) -> tuple[Any, ...]:
        number = str(next(self.ids))
        return x("w:bookmarkStart", id=number, name=name), *inside, x("w:bookmarkEnd", id=number)

    def _bookmark(self, anchor: str) -> str:
        """A name that word processors accept, and that no other place has."""
        plain = re.sub("[^A-Za-z0-9]+", "_", anchor).strip("_") or "part"
        plain = (plain if plain[0].isalpha() else f"part_{plain}")[:40]
        name = next(name for name in variants(plain) if name.lower() not in self.names)
        self.names.add(name.lower())
        return name

    def _listing(self, listing: Listing) -> Iterator[Any]:
        style = "List Number" if listing.ordered else "List Bullet"
        number = self._restarted(style) if listing.ordered else None
        for item in listing.items:
            made = self._spans(style, item)
            if number:
                set_property(made, "w:numPr", x("w:ilvl", val="0"), x("w:numId", val=number))
            yield made

    def _restarted(self, style: str) -> str:
        """A new numbering that begins at 1, of the kind that the style has."""
        used = style_of(self.part.styles.element, self.styles[style.lower()]).find(".//" + w("w:numId"))
        kinds = {num.get(w("w:numId")): num.find(w("w:abstractNumId")) for num in self.numberings.iter(w("w:num"))}
        kind = kinds[used.get(w("w:val"))].get(w("w:val"))
        number = str(max(map(int, kinds)) + 1)
        start = x("w:lvlOverride", x("w:startOverride", val="1"), ilvl="0")
        after_last(self.numberings, x("w:num", x("w:abstractNumId", val=kind), start, numId=number), "w:num")
        return number

    def _captioned_table(self, table: Table) -> Iterator[Any]:
        if table.caption or table.label:
            caption = self._caption(table, "Table")
            set_property(caption, "w:keepNext")
            yield caption
        yield self._table(table, " ".join(filter(None, (table.label, table.caption))))
        yield self._paragraph("KIP After Table")

    def _caption(self, of: Table | Figure, kind: str, bookmark: str = "") -> Any:
        """Its number is a field, so that it follows when somebody puts another one before it."""
        before, number, after = of.label.partition(str(of.number)) if of.number else (of.label, "", "")
        label: tuple[Any, ...] = ()
        if number:
            word = (before or after).strip(" .\xa0")
            code = f"SEQ {word if word.isalpha() else kind} \\* ARABIC"
            numbered = x("w:fldSimple", text_run(number, strong=True), instr=code)
            label = (*text_runs(before, strong=True), numbered, *text_runs(after, strong=True))
            label = self._marked(bookmark, *label) if bookmark else label
        return self._paragraph("caption", *label, *text_runs(f"{' ' * bool(label)}{of.caption}"))

    def _figure(self, figure: Figure) -> Iterator[Any]:
        picture = self._paragraph("KIP Picture", x("w:r", self._drawing(figure)))
        yield picture
        caption = self._caption(figure, "Figure", self._bookmark(f"figure-{figure.number}"))
        set_property(caption, "w:keepNext", val="1" if figure.notes else "0")
        yield caption
        for note in figure.notes:
            yield self._spans("KIP Note", note.spans)

    def _drawing(self, figure: Figure) -> Any:
        from docx.oxml.shape import CT_Inline

        png = self.pictures[figure.number]
        size = [length * 72 / PPI for length in struct.unpack(">II", png[16:24])]
        scale = min(1.0, self.width / size[0], self.height * _ABOVE_CAPTION / size[1])
        width, height = (round(length * scale * EMU) for length in size)
        link, _ = self.part.get_or_add_image(BytesIO(png))
        inline = CT_Inline.new_pic_inline(next(self.ids), link, f"figure-{figure.number}.png", width, height)
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        inline.docPr.set("name", f"Figure {figure.number}")
        inline.docPr.set("descr", shown(figure.alt))
        inline.docPr.set("title", shown(figure.caption))
        return x("w:drawing", inline)

    def _data(self, figures: Iterable[Figure]) -> Iterator[Any]:
        """Of each figure: the tables from which it is drawn."""
        for figure in figures:
            label = x("w:fldSimple", text_run(figure.label, strong=True), instr=f"REF figure_{figure.number} \\h")
            caption = self._paragraph("caption", label, text_run(f" {figure.caption}"))
            set_property(caption, "w:keepNext")
            yield caption
            for block in figure.data:
                if isinstance(block, Table) and block.caption == figure.caption:
                    block = Table("", 0, "", block.head, block.rows, block.left)
                    yield self._table(block, f"{figure.label} {figure.caption}")
                    yield self._paragraph("KIP After Table")
                else:
                    yield from self._blocks([block], iter(()))

    def _table(self, table: Table, title: str) -> Any:
        small = len(table.head) > _NARROW_COLUMNS or len(table.rows) > _LONG_TABLE
        size = _SMALL if small else _TEXT
        widths = column_widths(table, self.width, size * self.breadth)
        if widths is None:
            small, size = True, _SMALL * self.breadth
            widths = column_widths(table, self.width, size) or squeezed_widths(table, self.width, size)
        twips = [str(round(width * 20)) for width in widths]
        style = self.styles["kip table text small" if small else "kip table text"]
        grid = x("w:tblGrid", *(x("w:gridCol", w=width) for width in twips))
        about = x(
            "w:tblPr",
            x("w:tblStyle", val=self.styles["kip table"]),
            x("w:tblW", w=str(sum(map(int, twips))), type="dxa"),
            x("w:tblLayout", type="fixed"),
            x("w:tblLook", val="06A0", **_HEADED),
            x("w:tblCaption", val=shown(title)),
        )
        head = _row(table.head, table.left, twips, style, head=True, together=True)
        last = len(table.rows) - 1
        whole = last < _KEPT_ROWS and sum(len(text) for row in table.rows for text in row) <= _KEPT_LETTERS
        rows = (
            _row(row, table.left, twips, style, together=place != last and (whole or place in (0, last - 1)))
            for place, row in enumerate(table.rows)
        )
        return x("w:tbl", about, grid, head, *rows)

    def _spans(self, style: str | None, spans: Iterable[Span]) -> Any:
        code = self.styles["kip code"]
        return self._paragraph(
            style,
            *(
                text_run(s.text, strong=s.strong, emphasis=s.emphasis, style=code if s.code else "")
                for s in spans
                if s.text
            ),
        )

    def _paragraph(self, style: str | None, *inside: Any) -> Any:
        about = [x("w:pPr", x("w:pStyle", val=self.styles[style.lower()]))] if style else []
        return x("w:p", *about, *inside)


def _level(heading: Heading) -> int:
    return min(max(heading.level - 1, 1), _DEEPEST)


def _row(
    cells: Sequence[str],
    left: Sequence[bool],
    widths: Sequence[str],
    style: str,
    *,
    head: bool = False,
    together: bool = False,
) -> Any:
    """A row that stays on one page, together with the next one; one of headings comes again on each page."""
    about = x("w:trPr", x("w:cantSplit"), *([x("w:tblHeader")] if head else []))
    made = x("w:tr", about)
    for text, at_left, width in zip(cells, left, widths, strict=True):
        shape = x("w:pPr", x("w:pStyle", val=style))
        if together:
            shape.append(x("w:keepNext"))
        if not at_left:
            shape.append(x("w:jc", val="right"))
        inside = x("w:p", shape, *text_runs(text, strong=head))
        made.append(x("w:tc", x("w:tcPr", x("w:tcW", w=width, type="dxa")), inside))
    return made


def _start_page(blocks: Sequence[Any]) -> None:
    """The first paragraph begins a page."""
    for block in blocks:
        for paragraph in block.iter(w("w:p")):
            set_property(paragraph, "w:pageBreakBefore")
            return


# --- what a document has before anything is written -----------------------------------------------------------

_STYLES = """
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:customStyle="1" w:styleId="KIPFact"><w:name w:val="KIP Fact"/><w:basedOn w:val="Normal"/>
<w:pPr><w:tabs><w:tab w:val="left" w:pos="3119"/></w:tabs><w:ind w:left="3119" w:hanging="3119"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="TOCHeading"><w:name w:val="TOC Heading"/><w:basedOn w:val="Normal"/>
<w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="160"/></w:pPr>
<w:rPr><w:b/><w:color w:val="1F3A5F"/><w:sz w:val="30"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="KIPNote"><w:name w:val="KIP Note"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:line="252" w:lineRule="auto"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="PlainText"><w:name w:val="Plain Text"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr><w:rPr>
<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:eastAsia="Courier New" w:cs="Courier New"/>
<w:sz w:val="17"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="KIPPicture"><w:name w:val="KIP Picture"/>
<w:basedOn w:val="Normal"/>
<w:pPr><w:keepNext/><w:spacing w:before="160" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableText"><w:name w:val="KIP Table Text"/>
<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
<w:rPr><w:sz w:val="19"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="TableTextSmall"><w:name w:val="KIP Table Text Small"/>
<w:basedOn w:val="TableText"/><w:rPr><w:sz w:val="17"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="AfterTable"><w:name w:val="KIP After Table"/>
<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr>
<w:rPr><w:sz w:val="12"/></w:rPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="KIPCode"><w:name w:val="KIP Code"/><w:rPr>
<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:eastAsia="Courier New" w:cs="Courier New"/></w:rPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="KIPTable"><w:name w:val="KIP Table"/>
<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="595959"/>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="595959"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/></w:tblBorders>
<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>
<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="595959"/></w:tcBorders>
<w:shd w:val="clear" w:color="auto" w:fill="E8EDF3"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>
</w:styles>
"""


def _ours(content: Content) -> Document:
    """An empty document in the kit's looks."""
    from docx.oxml import parse_xml
    from docx.shared import Pt

    made = document(content.title, Language(content.lang))
    clear(made)
    made.styles.element.extend(list(parse_xml(_STYLES)))
    made.styles.element.extend(_contents_styles(made))
    made.styles["Caption"].font.bold = False
    made.styles["Caption"].paragraph_format.space_before = Pt(8)
    made.styles["Title"].paragraph_format.space_before = Pt(110)
    made.styles["Subtitle"].paragraph_format.space_after = Pt(28)
    made.sections[0].different_first_page_header_footer = True
    clean_settings(made)
    return made


def _contents_styles(made: Document) -> Iterator[Any]:
    """Of the entries of the table of contents, their page numbers at the right margin."""
    right = str(round(text_area(made)[0] * 20))
    for level in range(1, _DEEPEST + 1):
        shape = x(
            "w:pPr",
            x("w:tabs", x("w:tab", val="right", leader="dot", pos=right)),
            x("w:spacing", after="80"),
            x("w:ind", left=str((level - 1) * 284)),
        )
        name, based = x("w:name", val=f"toc {level}"), x("w:basedOn", val="Normal")
        yield x("w:style", name, based, shape, type="paragraph", styleId=f"TOC{level}")


def _free_ids(made: Document) -> Iterator[int]:
    """Numbers that no picture and no bookmark of the headers and footers has."""
    used = {
        int(element.get(name))
        for part in margin_parts(made)
        for element in part.element.iter()
        for name in ("id", w("w:id"))
        if (element.get(name) or "").isdecimal()
    }
    return (number for number in count(1) if number not in used)
