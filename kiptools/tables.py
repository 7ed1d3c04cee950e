"""Rows and columns of texts.

What a cell means is somebody else's business. Each column is kept as its distinct texts and one small number
per row, so that whoever reads the column looks at every different text once, however many rows there are.

A `Sheet` is what stands in the file, headings and all; a `Table` has headings and rows. `headed` makes
one of the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from unicodedata import normalize

import numpy as np

from kiptools.messages import KipError, Message, counted, cut, message
from kiptools.missing import Missing

__all__ = [
    "Column",
    "Habits",
    "Heading",
    "Sheet",
    "Table",
    "column_letter",
    "fold",
    "guarded",
    "headed",
    "not_read",
    "put_text",
    "title_row",
    "unguarded",
]

_NO_CONTROLS = dict.fromkeys(code for code in (*range(32), 127) if not chr(code).isspace())
_FORMULA_STARTS = ("=", "+", "-", "@")
_GUARDED_STARTS = tuple("'" + sign for sign in _FORMULA_STARTS)


@dataclass(frozen=True)
class Habits:
    """How whoever wrote a table puts answers into cells.

    Parameters
    ----------
    decimal_comma : bool
        Whether "1,3" may be a number; it cannot where commas separate the cells.
    blanks : bool
        Whether blanks may stand between the ticked options of one cell.
    options : bool
        Whether options of a multiple choice may have columns of their own.
    """

    decimal_comma: bool = True
    blanks: bool = False
    options: bool = True


@dataclass(frozen=True)
class Heading:
    """What a survey tool's heading says of the column below it.

    Parameters
    ----------
    question, part : str
        The question's wording, and the option or the row of a grid that the column is about.
    code, part_code : str
        The tool's short names for them.
    own : bool
        Whether the column holds what respondents wrote beside "other".
    option : bool
        Whether the tool's habits make it an option of a multiple choice; then only there `Column.missing` holds.
    kind : {"", "technical", "personal"}
        Whether the tool added the column, and whether it can tell who answered.
    """

    question: str = ""
    part: str = ""
    code: str = ""
    part_code: str = ""
    own: bool = False
    option: bool = False
    kind: str = ""


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its heading, its distinct texts, and which of them stands in each row.

    Parameters
    ----------
    name : str
        The heading, different from those of all other columns of the table.
    codes : ndarray of int, shape (rows,)
        Index into `values` for each row; of as few bytes as will do.
    values : tuple of str
        The distinct cell texts, in order of first appearance, outer blanks removed.
    heading : Heading
        The heading's parts, where the survey tool writes several.
    missing : mapping of str to Missing
        Texts by which the survey tool says that there is no answer, and why; "" may be among them.
    """

    name: str
    codes: np.ndarray
    values: tuple[str, ...]
    heading: Heading = Heading()
    missing: Mapping[str, Missing] = field(default_factory=dict)

    def cells(self) -> Iterator[str]:
        """The text of each row."""
        return (self.values[code] for code in self.codes)

    def counts(self) -> dict[str, int]:
        """How often each distinct text stands in the column."""
        totals = np.bincount(self.codes, minlength=len(self.values))
        return {value: int(total) for value, total in zip(self.values, totals, strict=True)}

    @property
    def is_empty(self) -> bool:
        return not any(self.values)


@dataclass(frozen=True, eq=False)
class Table:
    """A file's rows and columns as text, and what was decided while reading it.

    Parameters
    ----------
    name : str
        The file's name, with the sheet's where there are several: what messages call it.
    columns : tuple of Column
    row_numbers : ndarray of int32, shape (rows,)
        The row of each record as a spreadsheet numbers it (the heading is row 1).
    notes : tuple of Message
        Decisions, in the order taken.
    habits : Habits
    """

    name: str
    columns: tuple[Column, ...]
    row_numbers: np.ndarray
    notes: tuple[Message, ...] = ()
    habits: Habits = Habits()

    def __len__(self) -> int:
        return len(self.row_numbers)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells by heading, for small tables."""
        names = [column.name for column in self.columns]
        cells = zip(*(column.cells() for column in self.columns), strict=True)
        for row, values in zip(self.row_numbers, cells, strict=True):
            yield int(row), dict(zip(names, values, strict=True))


@dataclass(frozen=True, eq=False)
class Sheet:
    """All rows of a file or of a workbook's sheet, headings among them.

    Parameters
    ----------
    name : str
        What messages call it: the file's name, with the sheet's where there are several.
    title : str
        The sheet's name in its workbook; empty for CSV.
    columns : tuple of Column
        Without names: what names them is in the first rows.
    row_numbers : ndarray of int32, shape (rows,)
        The row of each record as a spreadsheet numbers it; empty rows are left out.
    notes : tuple of Message
    habits : Habits
    merged : tuple of (int, int, int, int)
        Merged cells of a workbook: first and last row as a spreadsheet numbers them, first and last place in `columns`.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    row_numbers: np.ndarray
    notes: tuple[Message, ...] = ()
    habits: Habits = Habits()
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def __len__(self) -> int:
        return len(self.row_numbers)

    def row(self, place: int) -> list[str]:
        """The cells of one row, blanks in them made one; nothing beyond the last row."""
        if place >= len(self):
            return []
        return [" ".join(column.values[column.codes[place]].split()) for column in self.columns]

    def cell(self, row: int, column: int) -> str:
        """One cell, as it stands there."""
        return self.columns[column].values[self.columns[column].codes[row]]

    def merged_below(self, row: int) -> Iterator[tuple[int, list[int]]]:
        """The merged cells that begin below the place of a row: their first column, and the places of their rows."""
        place_of = {int(number): place for place, number in enumerate(self.row_numbers)}
        last = max(place_of, default=0)
        for top, bottom, left, _ in self.merged:
            if place_of.get(top, -1) > row:
                yield left, [place_of[number] for number in range(top, min(bottom, last) + 1) if number in place_of]


def headed(sheet: Sheet, names: Sequence[str], below: int = 1, headings: Sequence[Heading] | None = None) -> Table:
    """The rows of a sheet under names.

    Parameters
    ----------
    sheet : Sheet
    names : sequence of str
        One for each column; columns without a name must hold nothing, or row numbers, and are left out.
    below : int
        How many heading rows there are.
    headings : sequence of Heading, optional

    Returns
    -------
    Table

    Raises
    ------
    KipError
        Two columns have one name, one has none, or these are no answers at all.
    """
    columns = [
        _below(column, below, name, heading)
        for column, name, heading in zip(
            sheet.columns, names, headings or [Heading()] * len(sheet.columns), strict=True
        )
    ]
    faults = _heading_faults(sheet.name, columns)
    if faults:
        raise KipError(faults)
    kept, dropped = _without_nameless(columns)
    return Table(sheet.name, kept, sheet.row_numbers[below:], sheet.notes + dropped, sheet.habits)


def not_read(sheets: Sequence[Sheet]) -> list[Message]:
    """That the other sheets of a workbook were left alone."""
    if not sheets:
        return []
    return [
        counted(
            "The other sheet was not read: {sheets}.",
            "{count} other sheets were not read: {sheets}.",
            len(sheets),
            sheets=tuple(sheet.title for sheet in sheets),
        )
    ]


def fold(text: str) -> str:
    """A text without what people type in different ways: case, blanks, curly quotes, an ending mark.

    Examples
    --------
    >>> fold("Plutôt d’accord\\u00a0!") == fold("plutôt  d'accord")
    True
    """
    plain = normalize("NFC", text).replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return " ".join(plain.translate(_NO_CONTROLS).split()).casefold().strip(" .:;,!?*")


def column_letter(index: int) -> str:
    """A spreadsheet's name for the column at `index` (0 is A).

    Examples
    --------
    >>> column_letter(0), column_letter(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def guarded(text: str) -> str:
    """A text as a CSV cell that no spreadsheet takes for a formula: an apostrophe before ``= + - @``.

    Examples
    --------
    >>> guarded("=1+1"), unguarded(guarded("=1+1"))
    ("'=1+1", '=1+1')
    """
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def put_text(cell: Any, text: str) -> None:
    """Write a text into a cell of a workbook; it stays text: "=1+1" is an answer, not a formula.

    Parameters
    ----------
    cell : openpyxl.cell.cell.Cell
    text : str
        Without the control characters that no workbook can hold.
    """
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"


def unguarded(text: str) -> str:
    """The text that `guarded` (or a survey tool with the same habit) has put an apostrophe before."""
    return text[1:] if text.startswith(_GUARDED_STARTS) else text


def _below(column: Column, rows: int, name: str, heading: Heading) -> Column:
    """A column without its heading rows, named."""
    codes, values = column.codes[rows:], column.values
    unused = {int(code) for code in column.codes[:rows] if not (codes == code).any()}
    if unused:
        kept = [place for place in range(len(values)) if place not in unused]
        places = np.zeros(len(values), dtype=codes.dtype)
        places[kept] = np.arange(len(kept), dtype=codes.dtype)
        codes, values = places[codes], tuple(values[place] for place in kept)
    return Column(name, codes, values, heading)


def title_row(name: str, title: str) -> Message:
    return message(
        "{file}: its first row ({title}) looks like a title; delete what stands above the headings.",
        file=name,
        title=cut(title),
    )


def _heading_faults(name: str, columns: list[Column]) -> list[Message]:
    nameless = [index for index, column in enumerate(columns) if not column.name and not _drops(column)]
    if len(nameless) > 2 and _mostly_numbers(columns):
        return [
            message(
                "{file} looks like a table of results (numbers per group), not like answers; "
                "export the individual answers, one row per respondent.",
                file=name,
            )
        ]
    if nameless and len(nameless) == len(columns) - 1 > 1:
        return [title_row(name, next(column.name for column in columns if column.name))]
    if nameless:
        return [
            counted(
                "{file}: column {columns} has no heading; give it one.",
                "{file}: columns {columns} have no heading; give each one.",
                len(nameless),
                file=name,
                columns=tuple(map(column_letter, nameless)),
            )
        ]
    places: dict[str, list[int]] = {}
    for index, column in enumerate(columns):
        places.setdefault(fold(column.name), []).append(index)
    return [
        message(
            '{file}: the heading "{heading}" stands in columns {columns}; every heading must be different.',
            file=name,
            heading=columns[where[0]].name,
            columns=tuple(map(column_letter, where)),
        )
        for heading, where in places.items()
        if len(where) > 1 and heading
    ]


def _mostly_numbers(columns: list[Column]) -> bool:
    """Whether all columns but the first hold little else than numbers and percentages."""
    body = Counter[bool]()
    for column in columns[1:]:
        for value, times in column.counts().items():
            if value:
                body[value.rstrip("% ").replace(".", "").replace(",", "").isdigit()] += times
    return body[True] > 0.8 * max(1, body.total())


def _drops(column: Column) -> bool:
    return not column.name and (column.is_empty or _is_row_index(column))


def _is_row_index(column: Column) -> bool:
    """Whole numbers that grow from row to row: what data tools add when they save a table."""
    cells = column.values
    if len(cells) < len(column.codes) or not all(cell.isdecimal() and len(cell) < 16 for cell in cells):
        return False
    return all(int(one) < int(next_one) for one, next_one in pairwise(cells))


def _without_nameless(columns: list[Column]) -> tuple[tuple[Column, ...], tuple[Message, ...]]:
    dropped = [index for index, column in enumerate(columns) if _drops(column)]
    kept = tuple(column for index, column in enumerate(columns) if index not in dropped)
    if not dropped:
        return kept, ()
    return kept, (
        counted(
            "Column {columns} has no heading and holds only row numbers or nothing; it was left out.",
            "Columns {columns} have no heading and hold only row numbers or nothing; they were left out.",
            len(dropped),
            columns=tuple(map(column_letter, dropped)),
        ),
    )
