"""A report as a Word document: native headings, tables, captions and pictures, to read, to edit and to copy from.

The table of contents is a field with its entries ready, as links; their page numbers come when somebody asks the
word processor to update it. Nothing makes it do so by itself: it would ask, alarmingly, about "other files".
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiptools.fielding.word import TAGS, document, save, set_about, set_language
from kiptools.language import Language
from kiptools.messages import KipError, message
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

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["check_template", "write_word"]

_EMU = 12_700
"""So many of the units in which pictures are measured make a point."""
_DEEPEST = 3
"""Headings below this level look like those of this level."""
_NARROW_COLUMNS = 7
_LONG_TABLE = 40
"""A table with more columns, or more rows, is set in smaller type."""
_TEXT, _SMALL = 9.5, 8.5
"""Size of the letters in a table, in points."""
_ROOM = 9.5
"""Room beside the text of a cell, left and right together, in points."""
_BOLD = 1.1
"""How much longer a text is in bold letters."""
_BREADTH = 1.1
"""A template's letters may be so much broader than ours."""
_WORD = 18
"""A column has room for words of so many letters."""
_WHOLE = (20, 14, 8, 0)
"""And for whole texts of so many letters, if there is room, or else of fewer."""
_HEAD_LINES = 3.5
"""A heading takes hardly more lines, if there is room."""
_KEPT_ROWS, _KEPT_LETTERS = 10, 1500
"""A table of no more rows and letters stays on one page."""
_ABOVE_CAPTION = 0.82
"""How much of the text's height a picture may take, so that its caption has room below it."""

_HEADED = {"firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
"""The first row and the first cell of each row are headings."""

_REFERENCES = ("w:headerReference", "w:footerReference")


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
    made = ours if template is None else _theirs(template, content, ours)
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
        self.styles = _style_ids(made)
        self.ids = _free_ids(made)
        self.names: set[str] = set()
        self.width, self.height = _text_area(made)
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
        yield self._paragraph("Title", _run(self.content.title))
        if self.content.lead:
            yield self._paragraph("Subtitle", _run(self.content.lead))
        for name, value in self.content.facts:
            yield self._paragraph("KIP Fact", _run(name, strong=True), _x("w:r", _x("w:tab")), _run(value))

    def _contents(self, parts: Sequence[Heading], bookmarks: Sequence[str]) -> Any:
        entries = [
            self._paragraph(f"toc {_level(part)}", _x("w:hyperlink", _run(part.text), anchor=bookmark, history="1"))
            for part, bookmark in zip(parts, bookmarks, strict=True)
        ]
        if entries:
            opening = _field_start(f'TOC \\o "1-{_DEEPEST}" \\h \\z')
            for place, run in enumerate(opening, start=1):
                entries[0].insert(place, run)
            entries[-1].append(_field_end())
        title = self._paragraph("TOC Heading", _run(self.content.word("contents")))
        about = _x("w:docPartObj", _x("w:docPartGallery", val="Table of Contents"), _x("w:docPartUnique"))
        _set(title, "w:pageBreakBefore")
        return _x("w:sdt", _x("w:sdtPr", about), _x("w:sdtContent", title, *entries))

    def _blocks(self, blocks: Iterable[Block], names: Iterator[str]) -> Iterator[Any]:
        for block in blocks:
            if isinstance(block, Heading):
                yield self._heading(block, next(names, "") or self._bookmark(block.anchor))
            elif isinstance(block, Paragraph):
                yield self._spans("KIP Note" if block.note else None, block.spans)
            elif isinstance(block, Listing):
                yield from self._listing(block)
            elif isinstance(block, Preformatted):
                yield self._paragraph("Plain Text", *_lines(block.text))
            elif isinstance(block, Table):
                yield from self._captioned_table(block)
            elif isinstance(block, Figure):
                yield from self._figure(block)
            elif isinstance(block, Folded):
                title = self._paragraph(None, _run(block.title, strong=True))
                _set(title, "w:keepNext")
                yield title
                yield from self._blocks(block.blocks, iter(()))

    def _heading(self, heading: Heading, bookmark: str) -> Any:
        return self._paragraph(f"heading {_level(heading)}", *self._marked(bookmark, _run(heading.text)))

    def _marked(self, name: str, *inside: Any) -> tuple[Any, ...]:
        number = str(next(self.ids))
        return _x("w:bookmarkStart", id=number, name=name), *inside, _x("w:bookmarkEnd", id=number)

    def _bookmark(self, anchor: str) -> str:
        """A name that word processors accept, and that no other place has."""
        plain = re.sub("[^A-Za-z0-9]+", "_", anchor).strip("_") or "part"
        plain = (plain if plain[0].isalpha() else f"part_{plain}")[:40]
        name = next(name for name in _variants(plain) if name.lower() not in self.names)
        self.names.add(name.lower())
        return name

    def _listing(self, listing: Listing) -> Iterator[Any]:
        style = "List Number" if listing.ordered else "List Bullet"
        number = self._restarted(style) if listing.ordered else None
        for item in listing.items:
            made = self._spans(style, item)
            if number:
                _set(made, "w:numPr", _x("w:ilvl", val="0"), _x("w:numId", val=number))
            yield made

    def _restarted(self, style: str) -> str:
        """A new numbering that begins at 1, of the kind that the style has."""
        used = _style(self.part.styles.element, self.styles[style.lower()]).find(".//" + _w("w:numId"))
        kinds = {num.get(_w("w:numId")): num.find(_w("w:abstractNumId")) for num in self.numberings.iter(_w("w:num"))}
        kind = kinds[used.get(_w("w:val"))].get(_w("w:val"))
        number = str(max(map(int, kinds)) + 1)
        start = _x("w:lvlOverride", _x("w:startOverride", val="1"), ilvl="0")
        _after_last(self.numberings, _x("w:num", _x("w:abstractNumId", val=kind), start, numId=number), "w:num")
        return number

    def _captioned_table(self, table: Table) -> Iterator[Any]:
        if table.caption or table.label:
            caption = self._caption(table, "Table")
            _set(caption, "w:keepNext")
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
            numbered = _x("w:fldSimple", _run(number, strong=True), instr=code)
            label = (*_runs(before, strong=True), numbered, *_runs(after, strong=True))
            label = self._marked(bookmark, *label) if bookmark else label
        return self._paragraph("caption", *label, *_runs(f"{' ' * bool(label)}{of.caption}"))

    def _figure(self, figure: Figure) -> Iterator[Any]:
        picture = self._paragraph("KIP Picture", _x("w:r", self._drawing(figure)))
        yield picture
        caption = self._caption(figure, "Figure", self._bookmark(f"figure-{figure.number}"))
        _set(caption, "w:keepNext", val="1" if figure.notes else "0")
        yield caption
        for note in figure.notes:
            yield self._spans("KIP Note", note.spans)

    def _drawing(self, figure: Figure) -> Any:
        from docx.oxml.shape import CT_Inline

        png = self.pictures[figure.number]
        size = [length * 72 / PPI for length in struct.unpack(">II", png[16:24])]
        scale = min(1.0, self.width / size[0], self.height * _ABOVE_CAPTION / size[1])
        width, height = (round(length * scale * _EMU) for length in size)
        link, _ = self.part.get_or_add_image(BytesIO(png))
        inline = CT_Inline.new_pic_inline(next(self.ids), link, f"figure-{figure.number}.png", width, height)
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")
        inline.docPr.set("name", f"Figure {figure.number}")
        inline.docPr.set("descr", shown(figure.alt))
        inline.docPr.set("title", shown(figure.caption))
        return _x("w:drawing", inline)

    def _data(self, figures: Iterable[Figure]) -> Iterator[Any]:
        """Of each figure: the tables from which it is drawn."""
        for figure in figures:
            label = _x("w:fldSimple", _run(figure.label, strong=True), instr=f"REF figure_{figure.number} \\h")
            caption = self._paragraph("caption", label, _run(f" {figure.caption}"))
            _set(caption, "w:keepNext")
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
        widths = _widths(table, self.width, size * self.breadth)
        if widths is None:
            small, size = True, _SMALL * self.breadth
            widths = _widths(table, self.width, size) or _squeezed(table, self.width, size)
        twips = [str(round(width * 20)) for width in widths]
        style = self.styles["kip table text small" if small else "kip table text"]
        grid = _x("w:tblGrid", *(_x("w:gridCol", w=width) for width in twips))
        about = _x(
            "w:tblPr",
            _x("w:tblStyle", val=self.styles["kip table"]),
            _x("w:tblW", w=str(sum(map(int, twips))), type="dxa"),
            _x("w:tblLayout", type="fixed"),
            _x("w:tblLook", val="06A0", **_HEADED),
            _x("w:tblCaption", val=shown(title)),
        )
        head = _row(table.head, table.left, twips, style, head=True, together=True)
        last = len(table.rows) - 1
        whole = last < _KEPT_ROWS and sum(len(text) for row in table.rows for text in row) <= _KEPT_LETTERS
        rows = (
            _row(row, table.left, twips, style, together=place != last and (whole or place in (0, last - 1)))
            for place, row in enumerate(table.rows)
        )
        return _x("w:tbl", about, grid, head, *rows)

    def _spans(self, style: str | None, spans: Iterable[Span]) -> Any:
        code = self.styles["kip code"]
        return self._paragraph(
            style,
            *(
                _run(s.text, strong=s.strong, emphasis=s.emphasis, style=code if s.code else "")
                for s in spans
                if s.text
            ),
        )

    def _paragraph(self, style: str | None, *inside: Any) -> Any:
        about = [_x("w:pPr", _x("w:pStyle", val=self.styles[style.lower()]))] if style else []
        return _x("w:p", *about, *inside)


def _variants(name: str) -> Iterator[str]:
    yield name
    for place in count(2):
        yield f"{name[:36]}_{place}"


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
    about = _x("w:trPr", _x("w:cantSplit"), *([_x("w:tblHeader")] if head else []))
    made = _x("w:tr", about)
    for text, at_left, width in zip(cells, left, widths, strict=True):
        shape = _x("w:pPr", _x("w:pStyle", val=style))
        if together:
            shape.append(_x("w:keepNext"))
        if not at_left:
            shape.append(_x("w:jc", val="right"))
        inside = _x("w:p", shape, *_runs(text, strong=head))
        made.append(_x("w:tc", _x("w:tcPr", _x("w:tcW", w=width, type="dxa")), inside))
    return made


def _start_page(blocks: Sequence[Any]) -> None:
    """The first paragraph begins a page."""
    for block in blocks:
        for paragraph in block.iter(_w("w:p")):
            _set(paragraph, "w:pageBreakBefore")
            return


# --- widths -----------------------------------------------------------------------------------------------


def _widths(table: Table, room: float, size: float) -> list[float] | None:
    """Widths of columns in points: as their texts ask, or else most for the longest; None if words have no room.

    Examples
    --------
    >>> table = Table("", 0, "", ("Day", "What"), (("1 June", "Invitation " * 40),), (True, True))
    >>> short, long = _widths(table, 480, 9.5)
    >>> 30 < short < 60, round(short + long)
    (True, 480)
    """
    columns = list(zip(table.head, *table.rows, strict=True))
    lengths = [[_length(head, size) * _BOLD, *(_length(text, size) for text in rest)] for head, *rest in columns]
    wanted = [max(column) + _ROOM for column in lengths]
    if sum(wanted) <= room:
        return wanted
    for unbroken in _WHOLE:
        least = [_least(column, size, unbroken) for column in columns]
        if sum(least) <= room:
            return _shared([(max(column) + 2 * sum(column) / len(column)) / 3 for column in lengths], least, room)
    return None


def _shared(lengths: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """The room shared so that all columns have about as many lines, and none is narrower than it can be."""
    free = set(range(len(lengths)))
    while True:
        rest = room - sum(width for place, width in enumerate(least) if place not in free)
        total = sum(lengths[place] for place in free)
        narrow = {place for place in free if lengths[place] * rest < least[place] * total}
        if not narrow or narrow == free:
            break
        free -= narrow
    return [lengths[place] * rest / total if place in free else width for place, width in enumerate(least)]


def _squeezed(table: Table, room: float, size: float) -> list[float]:
    """Of a table whose words have no room: columns as wide as the page allows, longer words cut."""
    least = [_least(column, size, 0) for column in zip(table.head, *table.rows, strict=True)]
    return [width * room / sum(least) for width in least]


def _least(column: Sequence[str], size: float, unbroken: int) -> float:
    """A column has room for its longest word and for texts of so many letters; the heading is bold."""
    head, *texts = column
    kept = (text if len(text) <= unbroken else max(_words(text), key=len)[:_WORD] for text in texts)
    heads = max(_length(word[:_WORD], size) for word in _words(head))
    heads = max(heads, _length(head, size) / _HEAD_LINES if unbroken else 0) * _BOLD
    return max([heads, *(_length(text, size) for text in kept)]) + _ROOM


def _words(text: str) -> list[str]:
    return re.split("[ \n-]", text)


def _length(text: str, size: float) -> float:
    """About how long a text is in one line, in points."""
    return size * sum(_letter(sign) for sign in text)


def _letter(sign: str) -> float:
    if sign in "iljtfrI.,;:!|'()[]- ":
        return 0.32
    return 1.1 if sign > "\u2e80" else 0.88 if sign in "mwMW%@–—" else 0.7 if sign.isupper() else 0.56


# --- the pieces of the format -------------------------------------------------------------------------------


def _w(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)


def _x(tag: str, *inside: Any, **attributes: str) -> Any:
    """An element; its attributes are of the format's main kind."""
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(_w(f"w:{name}"), value)
    made.extend(inside)
    return made


def _run(text: str, *, strong: bool = False, emphasis: bool = False, style: str = "") -> Any:
    """Some text in one look, whatever it holds."""
    looks = (
        *([_x("w:rStyle", val=style)] if style else ()),
        *([_x("w:b")] if strong else ()),
        *([_x("w:i")] if emphasis else ()),
    )
    words = _x("w:t")
    words.text = shown(text)
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return _x("w:r", *([_x("w:rPr", *looks)] if looks else ()), words)


def _runs(text: str, *, strong: bool = False) -> tuple[Any, ...]:
    return (_run(text, strong=strong),) if text else ()


def _lines(text: str) -> Iterator[Any]:
    for place, line in enumerate(text.split("\n")):
        if place:
            yield _x("w:r", _x("w:br"))
        yield _run(line)


def _field_start(code: str) -> tuple[Any, ...]:
    """A field's beginning; what follows until its end is what it shows."""
    told = _x("w:instrText")
    told.text = code
    return (
        _x("w:r", _x("w:fldChar", fldCharType="begin")),
        _x("w:r", told),
        _x("w:r", _x("w:fldChar", fldCharType="separate")),
    )


def _field_end() -> Any:
    return _x("w:r", _x("w:fldChar", fldCharType="end"))


_ORDER = ("w:pStyle", "w:keepNext", "w:keepLines", "w:pageBreakBefore", "w:framePr", "w:widowControl", "w:numPr")
"""What is said of a paragraph first, in the order that the format asks for."""


def _set(paragraph: Any, tag: str, *inside: Any, **attributes: str) -> None:
    """Say something of a paragraph, in its place."""
    about = paragraph.get_or_add_pPr()
    before = {_w(name) for name in _ORDER[: _ORDER.index(tag)]}
    place = sum(child.tag in before for child in about)
    about.insert(place, _x(tag, *inside, **attributes))


def _after_last(holder: Any, new: Any, tag: str) -> None:
    """Put an element behind the last of its kind."""
    kind = holder.findall(_w(tag))
    if kind:
        kind[-1].addnext(new)
    else:
        holder.append(new)


# --- what a document has before anything is written -----------------------------------------------------------

_STYLES = """
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:customStyle="1" w:styleId="KIPFact"><w:name w:val="KIP Fact"/><w:basedOn w:val="Normal"/>
<w:pPr><w:tabs><w:tab w:val="left" w:pos="2835"/></w:tabs><w:ind w:left="2835" w:hanging="2835"/></w:pPr></w:style>
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
_NEEDED = (
    *("Normal", "Default Paragraph Font", "Normal Table", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"),
    *(
        "caption",
        "List Bullet",
        "List Number",
        "KIP Fact",
        "TOC Heading",
        "toc 1",
        "toc 2",
        "toc 3",
        "KIP Note",
        "Plain Text",
    ),
    *("KIP Picture", "KIP Table Text", "KIP Table Text Small", "KIP After Table", "KIP Code", "KIP Table"),
)


def _ours(content: Content) -> Document:
    """An empty document in the kit's looks."""
    from docx.oxml import parse_xml
    from docx.shared import Pt

    made = document(content.title, Language(content.lang))
    _clear(made)
    made.styles.element.extend(list(parse_xml(_STYLES)))
    made.styles.element.extend(_contents_styles(made))
    made.styles["Caption"].font.bold = False
    made.styles["Caption"].paragraph_format.space_before = Pt(8)
    made.styles["Title"].paragraph_format.space_before = Pt(110)
    made.styles["Subtitle"].paragraph_format.space_after = Pt(28)
    made.sections[0].different_first_page_header_footer = True
    _clean_settings(made)
    return made


def _contents_styles(made: Document) -> Iterator[Any]:
    """Of the entries of the table of contents, their page numbers at the right margin."""
    right = str(round(_text_area(made)[0] * 20))
    for level in range(1, _DEEPEST + 1):
        shape = _x(
            "w:pPr",
            _x("w:tabs", _x("w:tab", val="right", leader="dot", pos=right)),
            _x("w:spacing", after="80"),
            _x("w:ind", left=str((level - 1) * 284)),
        )
        name, based = _x("w:name", val=f"toc {level}"), _x("w:basedOn", val="Normal")
        yield _x("w:style", name, based, shape, type="paragraph", styleId=f"TOC{level}")


def _text_area(made: Document) -> tuple[float, float]:
    """Width and height that the margins leave, in points."""
    page = made.sections[-1]
    sizes = (page.page_width, page.left_margin, page.right_margin, page.gutter)
    width, left, right, gutter = ((size or 0) / _EMU for size in sizes)
    heights = (page.page_height, page.top_margin, page.bottom_margin)
    height, top, bottom = (abs(size or 0) / _EMU for size in heights)
    return width - left - right - gutter, height - top - bottom


def _style_ids(made: Document) -> dict[str, str]:
    return {
        style.find(_w("w:name")).get(_w("w:val")).lower(): style.get(_w("w:styleId"))
        for style in made.styles.element.iter(_w("w:style"))
    }


def _style(styles: Any, name: str) -> Any:
    """The style that is called so inside of the file."""
    return next(style for style in styles if style.get(_w("w:styleId")) == name)


def _clear(made: Document) -> None:
    """Leave nothing in a document's body but its last page's settings."""
    body = made.element.body
    for child in list(body):
        if child.tag != _w("w:sectPr"):
            body.remove(child)
    _forget_edits(body)


def _forget_edits(root: Any) -> None:
    """Leave out the numbers by which word processors know who wrote what in which sitting."""
    for element in root.iter():
        for name in [name for name in element.attrib if "rsid" in name]:
            del element.attrib[name]


def _free_ids(made: Document) -> Iterator[int]:
    """Numbers that no picture and no bookmark of the headers and footers has."""
    used = [
        int(element.get(name))
        for part in _margin_parts(made)
        for element in part.element.iter()
        for name in ("id", _w("w:id"))
        if (element.get(name) or "").isdecimal()
    ]
    return count(max(used, default=0) + 1)


def _margin_parts(made: Document) -> list[Any]:
    """The headers and footers."""
    return _parts_of(made, "/header", "/footer")


def _parts_of(made: Document, *kinds: str) -> list[Any]:
    return [link.target_part for link in made.part.rels.values() if link.reltype.endswith(kinds)]


# --- an organisation's template ---------------------------------------------------------------------------

_KEPT_PARTS = ("/styles", "/settings", "/fontTable", "/theme", "/numbering")
"""What a document refers to without naming it in its text."""
_KEPT_SETTINGS = (
    *("evenAndOddHeaders", "mirrorMargins", "gutterAtTop", "defaultTabStop", "autoHyphenation"),
    *("characterSpacingControl", "compat", "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator"),
)
_TITLE = re.compile(r"\s*((INFO|DOCPROPERTY)\s+)?\"?TITLE\b", re.I)
_PERSONAL = re.compile(
    r"\s*(AUTHOR|LASTSAVEDBY|USER\w+|FILENAME|COMMENTS|KEYWORDS|SUBJECT|TEMPLATE|EDITTIME"
    r"|(INFO|DOCPROPERTY)\b(?!\s+\"?(COMPANY|NUM\w+)\b))\b",
    re.I,
)
"""Fields in a header or footer that tell of who made the template, and where it lay."""
_OF_FILES = re.compile(
    r"\s*(INCLUDE\w*|IMPORT|LINK|DDE\w*|DATABASE|RD|HYPERLINK(?!\s+(\"?(https?|mailto):|\\l\b)))\b"
    r"|(INFO|DOCPROPERTY)\s+\"?COMPANY\b|.*(\bfile:|\b[a-z]:[\\/]|\\\\)",
    re.I | re.S,
)
"""Fields whose code names a file, or a property that we do not keep; what they show stays."""
_PROPERTIES = re.compile("core-?properties|extended-?properties|coverPageProp", re.I)
"""Where a control takes its text from, if it repeats what the file tells of itself."""


def _theirs(template: Path, content: Content, ours: Document) -> Document:
    """An empty document in the looks of a template; what it lacks comes from ours."""
    made = _opened(template)
    _keep_last_section(made)
    _clear(made)
    _drop_parts(made)
    for part in (*_margin_parts(made), *_parts_of(made, "/styles", "/numbering")):
        _clean(part, content.title)
    _adopt_styles(made, ours)
    tag = TAGS[content.lang]
    set_language(made, tag)
    _clean_settings(made)
    set_about(made, content.title, tag)
    _number_pages(made)
    return made


def _opened(template: Path) -> Document:
    from docx import Document

    made = Document(str(template))
    for reference in made.element.body.iter(*map(_w, _REFERENCES)):
        if not hasattr(made.part.related_parts[reference.get(_w("r:id"))], "element"):
            raise ValueError(template)
    return made


def _keep_last_section(made: Document) -> None:
    """The settings of the last pages, with the headers and footers that they take over from earlier ones."""
    from docx.shared import Cm

    body = made.element.body
    last = body.get_or_add_sectPr()
    for earlier in reversed([*body.iter(_w("w:sectPr"))][:-1]):
        for reference in reversed([child for child in earlier if child.tag in map(_w, _REFERENCES)]):
            kind = (reference.tag, reference.get(_w("w:type")))
            if kind not in [(child.tag, child.get(_w("w:type"))) for child in last]:
                last.insert(0, deepcopy(reference))
    for tag in ("w:printerSettings", "w:cols", "w:type", "w:footnotePr", "w:endnotePr", "w:vAlign", "w:sectPrChange"):
        for child in last.findall(_w(tag)):
            last.remove(child)
    page = made.sections[-1]
    if not (page.page_width and page.page_height):
        page.page_width, page.page_height = Cm(21), Cm(29.7)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        if getattr(page, side) is None:
            setattr(page, side, Cm(2))


def _drop_parts(made: Document) -> None:
    """Leave out parts that nothing in the document refers to any more, and all that tells of people."""
    used = set(made.element.xpath("//@r:id"))
    for key, link in list(made.part.rels.items()):
        if key not in used and not link.reltype.endswith(_KEPT_PARTS):
            del made.part.rels[key]
    for key, link in list(made.part.package.rels.items()):
        if not link.reltype.endswith("/officeDocument"):
            del made.part.package.rels[key]


def _clean(part: Any, title: str) -> None:
    """Leave nothing of who made a header or footer, and no place on their computer."""
    root = part.element
    for tag in ("w:del", "w:moveFrom"):
        for element in list(root.iter(_w(tag))):
            element.getparent().remove(element)
    for tag in ("w:ins", "w:moveTo"):
        for element in list(root.iter(_w(tag))):
            _unwrap(element)
    for element in [each for each in root.iter() if _w("w:author") in each.attrib]:
        element.getparent().remove(element)
    _forget_edits(root)
    _unbind(root, title)
    _clean_fields(root, title)
    places = {key for key, link in part.rels.items() if link.is_external and not _is_address(link.target_ref)}
    for element in list(root.iter()):
        for name, value in list(element.attrib.items()):
            kind = name.rpartition("}")[2]
            if _is_link(name) and value in places and element.tag.rpartition("}")[2].startswith("hlink"):
                element.getparent().remove(element)  # of a picture: it must lead somewhere
            elif _is_link(name) and value in places or kind in ("href", "src") and not _is_address(value):
                del element.attrib[name]
            elif kind in ("descr", "name", "title", "alt", "tooltip"):
                element.set(name, re.split(r"[\\/]", value.rstrip("\\/"))[-1])
    for key in places:
        del part.rels[key]


def _unbind(root: Any, title: str) -> None:
    """Of controls that repeat the file's properties: the title is ours, the organisation stays, the rest goes."""
    for control in root.iter(_w("w:sdt")):
        about = control.find(_w("w:sdtPr"))
        for binding in [] if about is None else about.xpath("*[local-name() = 'dataBinding']"):
            where = "".join(binding.attrib.values())
            name = re.split("[/:]", binding.get(_w("w:xpath"), ""))[-1].partition("[")[0]
            if _PROPERTIES.search(where) and not name.startswith("Company"):
                _tell(control.iter(_w("w:t")), title if name == "title" else "")
                for hint in about.findall(_w("w:showingPlcHdr")):
                    about.remove(hint)
            about.remove(binding)


def _clean_fields(root: Any, title: str) -> None:
    """The title is ours; what tells of people or files is no field any more, and tells nothing of people."""
    for field in _fields(root):
        if _TITLE.match(field.code):
            _tell(field.shown, title)
        elif _PERSONAL.match(field.code):
            _tell(field.shown, "")
            field.dissolve()
        elif _OF_FILES.match(field.code):
            field.dissolve()


def _tell(places: Iterable[Any], words: str) -> None:
    """Write words where others stand."""
    for number, place in enumerate(places):
        place.text = "" if number else shown(words)


def _unwrap(element: Any) -> None:
    """Leave what is in it where it is."""
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)


def _is_link(name: str) -> bool:
    return name.startswith("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}")


def _is_address(target: str) -> bool:
    """Whether it leads to a place that everybody can reach, or to one in this document."""
    return re.match("(https?|mailto):|#", target, re.I) is not None


@dataclass
class _Field:
    """A field as it is read: its code, the signs that make it up, and the texts that it shows."""

    code: str = ""
    signs: list[Any] = dataclass_field(default_factory=list)
    shown: list[Any] = dataclass_field(default_factory=list)
    answered: bool = False

    def dissolve(self) -> None:
        """Leave only what it shows."""
        for sign in self.signs:
            if sign.tag == _w("w:fldSimple"):
                _unwrap(sign)
            elif sign.getparent() is not None:
                sign.getparent().remove(sign)


def _fields(root: Any) -> list[_Field]:
    """All fields, also those inside of others, those whose code stands in pieces, and those without an end."""
    found = [
        _Field(field.get(_w("w:instr"), ""), [field], list(field.iter(_w("w:t"))))
        for field in root.iter(_w("w:fldSimple"))
    ]
    around: list[_Field] = []
    for element in root.iter(_w("w:fldChar"), _w("w:instrText"), _w("w:t")):
        kind = element.get(_w("w:fldCharType"), "")
        if kind == "begin":
            around.append(_Field())
            found.append(around[-1])
        for field in around:
            if not field.answered or (kind and field is around[-1]):
                field.signs.append(element)
                field.code += (element.text or "") if element.tag == _w("w:instrText") else ""
            elif element.tag == _w("w:t"):
                field.shown.append(element)
        if kind == "separate" and around:
            around[-1].answered = True
        elif kind == "end" and around:
            around.pop()
    return found


def _clean_settings(made: Document) -> None:
    """Keep what decides how pages look; not who edited them, from which template, with which data at hand."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    settings = made.settings.element
    kept = set(map(_w, (f"w:{name}" for name in _KEPT_SETTINGS)))
    for child in list(settings):
        if child.tag not in kept:
            settings.remove(child)
    links = made.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels
    for key in list(links):
        del links[key]
    for mode in settings.iter(_w("w:compatSetting")):
        if mode.get(_w("w:name")) == "compatibilityMode":
            mode.set(_w("w:val"), str(max(15, int(mode.get(_w("w:val"))))))
    for element in [*made.styles.element.iter(_w("w:rsid"))]:
        element.getparent().remove(element)


def _number_pages(made: Document) -> None:
    """A page number at the foot, where the template has none anywhere."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    codes = " ".join(field.code for part in _margin_parts(made) for field in _fields(part.element))
    if re.search(r"\bPAGE\b", codes):
        return
    page = made.sections[-1]
    for foot in [page.footer, *([page.even_page_footer] if made.settings.odd_and_even_pages_header_footer else [])]:
        line = foot.paragraphs[-1] if foot.paragraphs else foot.add_paragraph()
        if line.text.strip():
            line.add_run("\t")
        else:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line._p.append(_x("w:fldSimple", _run("1"), instr="PAGE"))


def _adopt_styles(made: Document, ours: Document) -> None:
    """Add the styles that the template lacks, in its own typeface."""
    theirs, known = _style_ids(made), _style_ids(ours)
    names = {style: name for name, style in known.items()}
    lacking = [name for name in map(str.lower, _NEEDED) if name not in theirs]
    for name in lacking:
        taken = set(theirs.values())
        theirs[name] = next(style for style in _variants(known[name]) if style not in taken)
    for name in lacking:
        style = deepcopy(_style(ours.styles.element, known[name]))
        style.set(_w("w:styleId"), theirs[name])
        for tag in ("w:basedOn", "w:next", "w:link", "w:semiHidden"):
            for child in style.findall(_w(tag)):
                other = theirs.get(names.get(child.get(_w("w:val"), ""), ""))
                if other and tag != "w:link":
                    child.set(_w("w:val"), other)
                else:
                    style.remove(child)
        own_face = name in ("plain text", "kip code", "normal")
        for part in [*([] if own_face else style.iter(_w("w:rFonts"))), *style.iter(_w("w:numPr"))]:
            part.getparent().remove(part)
        made.styles.element.append(style)
    for name in ("list bullet", "list number"):
        style = _style(made.styles.element, theirs[name])
        used = [each.get(_w("w:val")) for each in style.iter(_w("w:numId"))]
        if not set(used) & set(_numberings(made).xpath("w:num/@w:numId")):
            number = next(_style(ours.styles.element, known[name]).iter(_w("w:numId"))).get(_w("w:val"))
            number = _adopt_numbering(made, ours, number, theirs[name])
            style.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = int(number)


def _adopt_numbering(made: Document, ours: Document, number: str, style: str) -> str:
    """The number in the template of a kind of list that it lacks."""
    source, target = ours.part.numbering_part.element, _numberings(made)
    kind = source.xpath(f'w:num[@w:numId="{number}"]/w:abstractNumId/@w:val')[0]
    new = deepcopy(source.xpath(f'w:abstractNum[@w:abstractNumId="{kind}"]')[0])
    kinds = [int(value) for value in target.xpath("w:abstractNum/@w:abstractNumId")]
    numbers = [int(value) for value in target.xpath("w:num/@w:numId")]
    place, next_number = str(max(kinds, default=-1) + 1), str(max(numbers, default=0) + 1)
    new.set(_w("w:abstractNumId"), place)
    for linked in new.iter(_w("w:pStyle")):
        linked.set(_w("w:val"), style)
    _after_last(target, new, "w:abstractNum")
    _after_last(target, _x("w:num", _x("w:abstractNumId", val=place), numId=next_number), "w:num")
    return next_number


def _numberings(made: Document) -> Any:
    """All kinds of lists of a document; a new part if it has none."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    kinds = [link for link in made.part.rels.values() if link.reltype == RELATIONSHIP_TYPE.NUMBERING]
    if not kinds:
        new = NumberingPart(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, _x("w:numbering"), made.part.package
        )
        made.part.relate_to(new, RELATIONSHIP_TYPE.NUMBERING)
    return made.part.numbering_part.element
