"""Learning outcomes in a Word document: its lists, and what stands below or beside a heading for outcomes."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.outcome_fields import CANVAS, SHEETS, canvas_instead
from kiptools.outcome_lists import Line, has_mark, lines_of_text, programme_of_lines, told_of_joined, without_remarks
from kiptools.outcomes import Programme
from kiptools.rows import has_columns

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["read_document"]

# What python-docx raises at damaged files, besides what it means to.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError, NotImplementedError, RuntimeError),
    *(AttributeError, LookupError, TypeError, ValueError),
)


def read_document(path: Path) -> Programme:
    """The lists of a Word document; where tables have headings for outcomes, only what stands below or beside these.

    A document without either gives all of its paragraphs, and the cells of tables with one column.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    if not path.exists():
        raise KipError(message("There is no file {file}.", file=str(path)))
    try:
        found = _Found()
        found.read(Document(str(path)))
    except (PackageNotFoundError, *_DAMAGED):
        raise KipError(
            message("{file} is no Word document that can be read; save it again, or as a text.", file=path.name)
        ) from None
    if found.canvas:
        raise KipError(canvas_instead(path.name))
    lines = found.lines
    if found.of_tables:
        lines = [
            replace(line, heading=line.heading or place not in found.of_tables) for place, line in enumerate(lines)
        ]
    else:
        lines = without_remarks(lines)
    return programme_of_lines(path.name, lines, tuple(found.notes(path.name)), tables=bool(found.left))


class _Found:
    """What is found in a document: its lines, which of them stand in tables of outcomes, and what was left out."""

    def __init__(self) -> None:
        self.lines, self.of_tables = list[Line](), set[int]()
        self.left, self.joined = list[str](), list[str]()
        self.split, self.boxes, self.canvas = 0, False, False

    def read(self, document: Document) -> None:
        from docx.oxml.ns import qn
        from docx.table import Table
        from docx.text.paragraph import Paragraph

        body = document.element.body
        self.boxes = any("".join(box.itertext()).strip() for box in body.iter(qn("w:txbxContent")))
        for element in body.iter(qn("w:p"), qn("w:tbl")):
            if {each.tag for each in element.iterancestors()} & {qn("w:tbl"), qn("w:txbxContent")}:
                continue
            if element.tag == qn("w:p"):
                self.add([Paragraph(element, document._body)])
            else:
                self.add_table(Table(element, document._body))

    def add(self, paragraphs: Sequence[Paragraph], code: str | None = None, *, title: bool = False) -> None:
        """The lines of paragraphs; of a table of outcomes with their code, which may be empty."""
        found = list[Line]()
        for each in paragraphs:
            lines, joined = lines_of_text(each.text)
            lines = [line for line in lines if line.text]
            listed = _in_list(each) or sum(line.listed for line in lines) > 1
            found += [Line(line.text, line.heading or title or _is_title(each), listed) for line in lines]
            self.joined += joined
            self.split += code is None and len(lines) > 1
        if code is not None:
            self.split += len(found) > 1
            self.of_tables |= set(range(len(self.lines), len(self.lines) + len(found)))
        if code and len(found) > 1:
            found = [replace(line, code=f"{code}.{place}") for place, line in enumerate(found, start=1)]
        self.lines += [replace(line, code=line.code or code or "") for line in found]

    def add_table(self, table: Table) -> None:
        rows = [list(row.cells) for row in table.rows]
        texts = [[" ".join(cell.text.split()) for cell in row] for row in rows]
        self.canvas |= has_columns(CANVAS, texts[0] if texts else [])
        place = _heading_of(texts)
        if max((len({cell._tc for cell in row}) for row in rows), default=0) < 2 and place is None:
            for cell in {row[0]._tc: row[0] for row in rows if row}.values():
                self.add(_paragraphs(cell))
        elif place is None:
            self.left += [next((text for row in texts for text in row if text), "")]
        elif place[1] == 0 and _stands_beside(rows, place[0]):
            for row, said in zip(rows, texts, strict=True):
                if said and SHEETS["outcomes"].key_of(said[0]) == "outcome":
                    for cell in {each._tc: each for each in row[1:] if each._tc is not row[0]._tc}.values():
                        self.add(_paragraphs(cell), "")
                elif said and said[0]:
                    self.left.append(said[0])
        else:
            self.add_column(rows, texts, place)

    def add_column(
        self, rows: Sequence[Sequence[_Cell]], texts: Sequence[Sequence[str]], place: tuple[int, int]
    ) -> None:
        """The cells below a heading; a cell across several columns there is a heading, too."""
        top, column = place
        keys = list(map(SHEETS["outcomes"].key_of, texts[top]))
        self.left += [text for key, text in zip(keys, texts[top], strict=True) if text and key not in ("outcome", "id")]
        width, seen = _width(rows[top], column), set[object]()
        for row, said in zip(rows[top + 1 :], texts[top + 1 :], strict=True):
            if column >= len(row) or row[column]._tc in seen:
                continue
            seen.add(row[column]._tc)
            codes = [
                text for key, text in zip(keys, said, strict=False) if key == "id" and re.search(r"[^\W\d_]", text)
            ]
            across = _width(row, column) > width
            self.add(_paragraphs(row[column]), "" if across else next(iter(codes), ""), title=across)

    def notes(self, file: str) -> Iterator[Message]:
        if self.left:
            yield message(
                "{file}: of its tables only what stands under or beside a heading for outcomes was read; left out: "
                "{headings}.",
                file=file,
                headings=some([cut(text, 40) for text in dict.fromkeys(self.left)]),
            )
        if self.boxes:
            yield message("{file}: what stands in text boxes was not read.", file=file)
        if self.split:
            yield counted(
                "{file}: {count} paragraph or cell has several lines, and each line was read on its own.",
                "{file}: {count} paragraphs or cells have several lines, and each line was read on its own.",
                self.split,
                file=file,
            )
        yield from told_of_joined(file, self.joined)


def _heading_of(texts: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Row and column of the first cell that is a heading for outcomes."""
    return next(
        (
            (number, column)
            for number, row in enumerate(texts)
            for column, text in enumerate(row)
            if SHEETS["outcomes"].key_of(text).partition("::")[0] == "outcome"
        ),
        None,
    )


def _stands_beside(rows: Sequence[Sequence[_Cell]], number: int) -> bool:
    """Whether a heading in the first column heads what stands beside it, and not what stands below."""
    heading, *beside = rows[number]
    merged = number + 1 < len(rows) and rows[number + 1][:1] != [] and rows[number + 1][0]._tc is heading._tc
    return merged or any(
        len(cell.text.splitlines()) > 1 or len(cell.text) > 60 or has_mark(cell.text.strip()) for cell in beside
    )


def _width(row: Sequence[_Cell], column: int) -> int:
    """Across how many columns a cell goes."""
    return sum(cell._tc is row[column]._tc for cell in row)


def _paragraphs(cell: _Cell) -> list[Paragraph]:
    """All paragraphs of a cell, also those of tables within it."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    return [Paragraph(element, cell) for element in cell._tc.iter(qn("w:p"))]


def _in_list(paragraph: Paragraph) -> bool:
    style, properties = str(paragraph.style.name) if paragraph.style else "", paragraph._p.pPr
    return style.startswith("List") or (properties is not None and properties.numPr is not None)


def _is_title(paragraph: Paragraph) -> bool:
    style = str(paragraph.style.name) if paragraph.style else ""
    return style.startswith(("Heading", "Title", "Subtitle", "TOC"))
