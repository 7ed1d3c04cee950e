"""Workbooks that people fill in: how their sheets look, what is protected, and how they are saved.

Headings are dark on a white sheet and protected, everything below them is free. Equal content makes equal files.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kiptools.language import LANGUAGES, Language
from kiptools.messages import KipError, Message, message
from kiptools.places import cannot_write, replacing
from kiptools.tables import column_letter, fold, guarded, put_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, NamedStyle
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.dimensions import ColumnDimension
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "HELP",
    "FormBook",
    "FormColumn",
    "FormSheet",
    "SheetColumn",
    "Value",
    "add_explanation",
    "add_lists",
    "add_sheet",
    "choice",
    "free",
    "heading_key",
    "list_ranges",
    "needed_height",
    "new_file",
    "new_workbook",
    "put",
    "rule",
    "save_texts",
    "save_workbook",
    "set_up_print",
    "sheet_columns",
    "to_folder",
    "understood",
    "wide_enough",
    "without_empty",
    "write_rows",
]

Value = str | int | date
Say = Callable[[Message], str]

LINE = 15.0  # points
HELP = message("How to fill in")
"""What the sheet that explains the others is called."""
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


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet to fill in.

    Parameters
    ----------
    key : str
        By which the rows name its cells.
    heading : str
    width : float
    style : str
        One of `FORMATS`.
    required : bool
        Whether its heading has a star.
    note : Comment, optional
        What the heading says when somebody points at it.
    rule : DataValidation, optional
        What may be written below.
    locked : bool
        Whether the heading is protected.
    """

    key: str
    heading: str
    width: float
    style: str = "text"
    required: bool = False
    note: Comment | None = None
    rule: DataValidation | None = None
    locked: bool = True


def understood(words: Mapping[str, Message]) -> dict[str, str]:
    """The keys by their words in every language, folded.

    Examples
    --------
    >>> understood({"topic": Message("Topic")})["thème"]
    'topic'
    """
    said = {key: [key, *(Language(code).say(text) for code in LANGUAGES)] for key, text in words.items()}
    return {fold(text): key for key, texts in reversed(said.items()) for text in texts}  # the first key counts


def heading_key(heading: str, headings: Mapping[str, Message]) -> str:
    """What a column is, by its heading in any language; the heading itself if it is none of these.

    Examples
    --------
    >>> heading_key("thème", {"topic": Message("Topic")}), heading_key("Colour", {"topic": Message("Topic")})
    ('topic', 'Colour')
    """
    return understood(headings).get(fold(heading), heading)


@dataclass(frozen=True)
class FormColumn:
    """A column of a sheet that people fill in, in whatever language.

    Parameters
    ----------
    heading : Message
    width : int
        The least.
    words : str
        The list of words that a cell chooses from; empty where it is free.
    style : str
        One of `FORMATS`.
    required : bool
        Whether the sheet cannot do without the column.
    also : str
        What else people call it, with bars between.
    remark : bool
        Whether the kit writes it for the eye, and never reads it.
    languages : bool
        Whether its texts may stand in several columns, one for each language.
    """

    heading: Message
    width: int = 14
    words: str = ""
    style: str = "text"
    required: bool = False
    also: str = ""
    remark: bool = False
    languages: bool = False


@dataclass(frozen=True)
class FormSheet:
    """A sheet that people fill in, in whatever language.

    Parameters
    ----------
    title : Message
    columns : mapping of str to FormColumn
        By the keys that head a CSV file.
    says : tuple of Message
        How to fill it in.
    ready : tuple of str
        Columns that a template fills: a row with nothing else in it is no row.
    instead : str
        The column that will do where one that is required is not there.
    people : bool
        Whether its other columns are people's, under their names.
    """

    title: Message
    columns: Mapping[str, FormColumn]
    says: tuple[Message, ...]
    ready: tuple[str, ...] = ()
    instead: str = ""
    people: bool = False

    @cached_property
    def _known(self) -> dict[str, str]:
        also = {fold(text): key for key, column in self.columns.items() for text in column.also.split("|") if text}
        return {**also, **understood({key: column.heading for key, column in self.columns.items()})}

    def key_of(self, heading: str) -> str:
        """What a column is, by its heading in any language; the heading itself if it is none of these.

        A heading may say in which language the texts below are: ``outcome::Français (fr)``.

        Examples
        --------
        >>> sheet = FormSheet(Message("Topics"), {"topic": FormColumn(Message("Topic"), languages=True)}, ())
        >>> sheet.key_of("Thème"), sheet.key_of("topic::Français (fr)"), sheet.key_of("Colour")
        ('topic', 'topic::fr', 'Colour')
        """
        bare, mark, language = heading.partition("::")
        code = re.search(r"([A-Za-z-]+)\)?\s*\Z", language)
        key = self._known.get(fold(bare))
        if key and code and self.columns[key].languages:
            return f"{key}::{code[1].lower()}"
        return key if key and not mark else heading


@dataclass(frozen=True)
class FormBook:
    """What a workbook that people fill in may hold, or a folder of CSV files.

    Parameters
    ----------
    sheets : mapping of str to FormSheet
        By the keys that name the CSV files.
    main : str
        The sheet that is needed; a lone table is that one.
    beside : tuple of str
        What else may be there, for others to read.
    """

    sheets: Mapping[str, FormSheet]
    main: str
    beside: tuple[str, ...] = ()


def to_folder(path: Path) -> bool:
    """Whether CSV files are to be written into a folder, and not a workbook.

    Raises
    ------
    KipError
        The name ends in something else than .xlsx.
    """
    folder = path.is_dir() or not path.suffix
    if not folder and path.suffix.lower() != ".xlsx":
        raise KipError(message("{file}: give a name that ends in .xlsx, or a folder for CSV files.", file=str(path)))
    return folder


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A new file in place of `path`, also where somebody has that one open, which may lock it.

    Raises
    ------
    KipError
        It cannot be written.
    """
    try:
        with replacing(path) as new:
            yield new
    except OSError as error:
        raise cannot_write(path, error) from None


def without_empty(rows: Iterable[Mapping[str, Value | None]]) -> list[dict[str, Value]]:
    """The rows with those cells that hold something.

    Examples
    --------
    >>> without_empty([{"a": 0, "b": "", "c": None}])
    [{'a': 0}]
    """
    return [{key: value for key, value in row.items() if value is not None and value != ""} for row in rows]


def write_rows(path: Path, keys: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> None:
    """Write a CSV file, with a mark without which spreadsheets take the accents for something else."""
    with new_file(path) as new, new.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(map(guarded, keys))
        for row in rows:
            writer.writerow(guarded(str(row.get(key, ""))) for key in keys)


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


def rule(terms: Mapping[str, str], error: str, *, soft: bool = False) -> DataValidation:
    """What may be written in some cells, and what is said otherwise; a soft rule can be overridden."""
    from openpyxl.worksheet.datavalidation import DataValidation

    return DataValidation(
        **terms,
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="warning" if soft else "stop",
        error=error,
    )


def choice(place: str, language: Language) -> DataValidation:
    """A drop-down list, whose words stand at that place."""
    terms = {"type": "list", "formula1": place}
    return rule(terms, language.say(message("Choose from the drop-down list.")))


def wide_enough(least: int, heading: str) -> int:
    """At least as wide as the heading's longest word, within reason."""
    return max(least, *(min(len(word), 24) + 5 for word in heading.split()))


def sheet_columns(form: FormSheet, ranges: Mapping[str, str], language: Language) -> list[SheetColumn]:
    """The columns of a sheet in one language; `ranges` says where the words of each list stand."""
    return [
        SheetColumn(
            key,
            heading := language.say(column.heading),
            wide_enough(column.width, heading),
            column.style,
            column.required,
            rule=choice(ranges[column.words], language) if column.words else None,
        )
        for key, column in form.columns.items()
    ]


def list_ranges(lists: Mapping[str, Sequence[Value]]) -> dict[str, str]:
    """Where on the hidden sheet the words of each drop-down stand."""
    return {
        name: f"'{LISTS}'!${column_letter(place)}$2:${column_letter(place)}${len(words) + 1}"
        for place, (name, words) in enumerate(lists.items())
    }


def add_lists(workbook: Workbook, lists: Mapping[str, Sequence[Value]]) -> None:
    """The hidden sheet with the words of the drop-downs."""
    sheet = workbook.create_sheet(LISTS)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    for place, (name, words) in enumerate(lists.items(), start=1):
        for row, word in enumerate((name, *words), start=1):
            put(sheet.cell(row, place), word, "kip number" if isinstance(word, int) else "kip text")


def add_sheet(
    workbook: Workbook,
    title: str,
    columns: Sequence[SheetColumn],
    rows: Sequence[Mapping[str, Value]],
    *,
    last: int,
    freeze: str = "A2",
    look: str = "",
) -> Worksheet:
    """A sheet to fill in: its headings protected, everything below them free; rules reach to the row `last`."""
    from openpyxl.styles import Protection
    from openpyxl.worksheet.dimensions import ColumnDimension

    sheet = workbook.create_sheet(title)
    last = max(last, len(rows) + 1)
    for place, column in enumerate(columns, start=1):
        letter = column_letter(place - 1)
        dimension = sheet.column_dimensions[letter]
        dimension.width = column.width
        free(dimension, column.style)
        cell = sheet.cell(1, place)
        put(cell, column.heading, "kip required" if column.required else "kip heading")
        cell.comment = column.note
        if not column.locked:
            cell.protection = Protection(locked=False)
        if column.rule:
            column.rule.add(f"{letter}2:{letter}{last}")
            sheet.add_data_validation(column.rule)
    # Rows can be deleted in a protected sheet only if all their cells are free, to the last column that there is.
    beyond = column_letter(len(columns))
    sheet.column_dimensions[beyond] = ColumnDimension(sheet, index=beyond, min=len(columns) + 1, max=16384, width=12)
    free(sheet.column_dimensions[beyond], "text")
    # Below the headings there is room for the arrows of the filter.
    sheet.row_dimensions[1].height = LINE + needed_height((column.heading, column.width - 3) for column in columns)
    style = f" {look}" if look else ""
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            if column.key in row:
                put(sheet.cell(number, place), row[column.key], f"kip {column.style}{style}")
        height = needed_height((str(row.get(column.key, "")), column.width) for column in columns)
        if height > LINE:  # not every spreadsheet fits rows to their texts by itself
            sheet.row_dimensions[number].height = height
    sheet.freeze_panes = freeze
    sheet.auto_filter.ref = f"A1:{column_letter(len(columns) - 1)}{last}"
    sheet.sheet_properties.tabColor = BLUE
    sheet.print_title_rows = "1:1"
    guard = sheet.protection
    guard.sheet = True
    guard.formatCells = guard.formatColumns = guard.formatRows = guard.insertRows = guard.deleteRows = False
    guard.sort = guard.autoFilter = False  # False: not forbidden
    set_up_print(sheet)
    return sheet


def add_explanation(
    workbook: Workbook, title: Message, first: Message, sheets: Iterable[FormSheet], last: Iterable[Message], say: Say
) -> None:
    """The first sheet: what the others are for."""
    widths = (32, 100)
    sheet = workbook.create_sheet(say(title))
    lines = [
        ("title", "", say(message("How to fill in this workbook"))),
        ("line", "", say(first)),
        *(("line", say(each.title), " ".join(map(say, each.says))) for each in sheets),
        *(("line", "", say(text)) for text in last),
    ]
    for place, width in enumerate(widths):
        sheet.column_dimensions[column_letter(place)].width = width
    for row, (style, name, text) in enumerate(lines, start=1):
        if name:
            put(sheet.cell(row, 1), name, "kip heading")
            put(sheet.cell(row, 2), text, "kip line")
        else:
            put(sheet.cell(row, 1), text, f"kip {style}")
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        width = widths[1] if name else sum(widths)
        sheet.row_dimensions[row].height = 4 + needed_height([(name, widths[0]), (text, width)])
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    set_up_print(sheet)


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
