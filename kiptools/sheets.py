"""Workbooks that people fill in: how their sheets look, what is protected, and how they are saved.

Headings are dark on a white sheet and protected, everything below them is free. Equal content makes equal files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kiptools.language import Language
from kiptools.messages import Message
from kiptools.tables import put_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Font, NamedStyle
    from openpyxl.worksheet.dimensions import ColumnDimension
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["free", "needed_height", "new_workbook", "put", "save_texts", "save_workbook", "set_up_print"]

Value = str | int | date

LINE = 15.0  # points
LISTS = "lists"
"""The hidden sheet with the words of the drop-downs."""
CREATOR = "KIP"
BLUE, _INK = "1F3A5F", "1A1A1A"
_CREATED = datetime(2026, 1, 1)  # of every workbook, so that equal content makes equal files
FORMATS = {
    "text": "@",
    "number": "0",
    "date": "mm-dd-yy",
}  # the last is shown as people write dates where they open it


def new_workbook(title: Message, language: Language) -> Workbook:
    """A workbook without sheets, with the styles of the kit."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)
    about = workbook.properties
    about.title, about.creator, about.language = language.say(title), CREATOR, language.code
    about.created = about.modified = _CREATED
    for style in _styles():
        workbook.add_named_style(style)
    return workbook


def _styles() -> Iterator[NamedStyle]:
    """Dark headings on a white sheet; told apart by light and dark, and by a star, not by colour alone."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

    def font(**terms: object) -> Font:
        return Font(**{"name": "Calibri", "size": 11, "color": _INK, **terms})

    top = Alignment("left", "top", wrap_text=True)
    for name, form in FORMATS.items():
        for kind, letters in ((name, font()), (f"{name} example", font(italic=True, color="595959"))):
            yield NamedStyle(
                f"kip {kind}", letters, number_format=form, alignment=top, protection=Protection(locked=False)
            )
    for name, fill, ink, form in (("heading", BLUE, "FFFFFF", "@"), ("required", "FFE08A", _INK, '@" *"')):
        yield NamedStyle(
            f"kip {name}",
            font(bold=True, color=ink),
            PatternFill("solid", fgColor=fill),
            Border(left=Side("thin", "FFFFFF"), right=Side("thin", "FFFFFF"), bottom=Side("medium", BLUE)),
            top,
            form,  # the star is seen, and is no part of the heading
        )
    yield NamedStyle("kip title", font(bold=True, size=13, color=BLUE))
    yield NamedStyle("kip line", font(), alignment=top)
    yield NamedStyle("kip definition", font(), alignment=top, number_format="@")


def needed_height(texts: Iterable[tuple[str, float]]) -> float:
    """The height in which each text has room in its column, of the width given."""
    room = [(text, int(1.17 * width)) for text, width in texts]  # letters are narrower than digits, the unit of widths
    return LINE * max(len(wrap(text, width)) if len(text) > width or "\n" in text else 1 for text, width in room)


def free(dimension: ColumnDimension, style: str) -> None:
    """Let people write in a whole column, and in what form."""
    from openpyxl.styles import Alignment, Protection

    dimension.number_format = FORMATS[style]
    dimension.alignment, dimension.protection = Alignment("left", "top", wrap_text=True), Protection(locked=False)


def put(cell: Any, value: Value, style: str) -> None:
    """Write into a cell."""
    if isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value
    cell.style = style


def set_up_print(sheet: Worksheet) -> None:
    """Landscape, all columns on one page."""
    from openpyxl.worksheet.page import PageMargins

    sheet.page_setup.orientation = "landscape"
    wide = sum(dimension.width for dimension in sheet.column_dimensions.values()) > 250
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3 if wide else sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.3, footer=0.3)
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "&P / &N"


def save_texts(tables: Mapping[str, Sequence[Sequence[str]]], path: Path, width: Callable[[str], float]) -> None:
    """Save sheets of texts, the first row of each its headings; a column is as wide as its heading calls for."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    workbook.remove(workbook.active)
    about = workbook.properties
    about.creator, about.created, about.modified = CREATOR, _CREATED, _CREATED
    for name, rows in tables.items():
        sheet = workbook.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, cells in enumerate(rows, start=1):
            for column, text in enumerate(cells, start=1):
                if text:
                    cell = sheet.cell(number, column)
                    put_text(cell, text)
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                    cell.font = Font(bold=number == 1)
        for column, heading in enumerate(rows[0], start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width(heading)
    save_workbook(workbook, path)


def save_workbook(workbook: Workbook, path: Path) -> None:
    """Save without the hour and the program, which openpyxl writes everywhere: equal content makes equal files."""
    from openpyxl.writer.excel import ExcelWriter

    stamped = BytesIO()
    ExcelWriter(workbook, ZipFile(stamped, "w", ZIP_DEFLATED)).save()
    with ZipFile(stamped) as parts, ZipFile(path, "w") as file:
        for name in parts.namelist():
            part = parts.read(name)
            if name == "docProps/app.xml":
                part = re.sub(rb"<(Application|AppVersion)>[^<]*</\1>", b"", part)
            file.writestr(ZipInfo(name), part, ZIP_DEFLATED)
