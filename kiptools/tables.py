"""Files with rows and columns, read as text: CSV in the dialects people have, and XLSX.

What a cell means is somebody else's business. Here it is found out in which encoding and with which
delimiter a file was written, that every row has its cells, and that the file is a table at all. Each
column is kept as its distinct texts and one small number per row, so that whoever reads the column
looks at every different text once, however many rows there are.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize
from xml.etree.ElementTree import ParseError

import numpy as np

from kiptools.messages import KipError, Message, counted, cut, message

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

__all__ = ["Column", "Table", "column_letter", "fold", "guarded", "read_sheets", "read_table", "unguarded"]

DELIMITERS = {",": message("comma"), ";": message("semicolon"), "\t": message("tab"), "|": message("bar")}
_RECORDS_TO_SNIFF = 200
_NO_CONTROLS = dict.fromkeys(code for code in (*range(32), 127) if not chr(code).isspace())
_FORMULA_STARTS = ("=", "+", "-", "@")
_GUARDED_STARTS = tuple("'" + sign for sign in _FORMULA_STARTS)

# First bytes of files that are no tables, whatever their name says.
_SIGNATURES = (
    (b"\x89PNG", message("PNG picture")),
    (b"\xff\xd8\xff", message("JPEG picture")),
    (b"GIF8", message("GIF picture")),
    (b"%PDF", message("PDF document")),
    (b"$FL", message("SPSS file")),
    (b"\xd0\xcf\x11\xe0", message("old Office file (.xls or .doc)")),
    (b"{\\rtf", message("RTF document")),
)

# The single-byte encodings that survey exports come in, most usual first, each with the letters that the
# languages written in it use beyond ASCII.
_TYPOGRAPHY = "’‘“”„«»–—…•€°ºª§£\u00a0"
_WESTERN = "àâçéèêëîïôœùûüÿìíòóúãõáñäößÀÂÇÉÈÊËÎÏÔŒÙÛÜÌÍÒÓÚÃÕÁÑÄÖ"
_ENCODINGS = {"cp1252": _WESTERN, "cp1250": "čćžšđČĆŽŠĐ", "mac_roman": _WESTERN}


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its heading, its distinct texts, and which of them stands in each row.

    Parameters
    ----------
    name : str
        The heading as it stands in the file, outer blanks removed.
    codes : ndarray of int32, shape (rows,)
        Index into `values` for each row.
    values : tuple of str
        The distinct cell texts, in order of first appearance, outer blanks removed.
    """

    name: str
    codes: np.ndarray
    values: tuple[str, ...]

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
    """

    name: str
    columns: tuple[Column, ...]
    row_numbers: np.ndarray
    notes: tuple[Message, ...] = ()

    def __len__(self) -> int:
        return len(self.row_numbers)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells by heading, for small tables."""
        names = [column.name for column in self.columns]
        cells = zip(*(column.cells() for column in self.columns), strict=True)
        for row, values in zip(self.row_numbers, cells, strict=True):
            yield int(row), dict(zip(names, values, strict=True))


def read_table(path: str | Path) -> Table:
    """The one table of a CSV or XLSX file.

    Parameters
    ----------
    path : str or Path
        CSV (UTF-8, UTF-16 with a mark, cp1252, cp1250, Mac Roman; delimited by comma, semicolon, tab
        or bar; also gzipped) or XLSX (its first sheet that holds anything). Known by its content,
        not by its name.

    Returns
    -------
    Table

    Raises
    ------
    KipError
        There is no such file, it is empty, no table, in no readable encoding, or its headings or
        rows are incomplete.
    """
    path = Path(path)
    data = _bytes_of(path)
    if not data.startswith(b"PK"):
        return _read_csv(path, data)
    with _workbook(path, data) as sheets:
        for title in sheets:
            table = _read_sheet(path, sheets, title)
            if table.columns:
                break
        else:
            raise KipError(message("{file} is empty: it has no heading row.", file=path.name))
    others = tuple(name for name in sheets if name != title)
    if not others:
        return table
    note = counted(
        "The other sheet was not read: {sheets}.",
        "{count} other sheets were not read: {sheets}.",
        len(others),
        sheets=others,
    )
    return Table(table.name, table.columns, table.row_numbers, (*table.notes, note))


def read_sheets(path: str | Path, names: Sequence[str]) -> dict[str, Table | None]:
    """The sheets of an XLSX file that have one of the names, in small letters; the others' names with None."""
    path = Path(path)
    data = _bytes_of(path)
    if not data.startswith(b"PK"):
        return {path.stem: None}
    with _workbook(path, data) as sheets:
        return {
            title.strip().lower(): _read_sheet(path, sheets, title) if title.strip().lower() in names else None
            for title in sheets
        }


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


def unguarded(text: str) -> str:
    """The text that `guarded` (or a survey tool with the same habit) has put an apostrophe before."""
    return text[1:] if text.startswith(_GUARDED_STARTS) else text


# --- bytes to text -----------------------------------------------------------------------------------


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise KipError(message("{file} is a folder; give a CSV or XLSX file.", file=str(path)))
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise KipError(message("There is no file {file}.", file=str(path))) from None
    except OSError as error:
        raise KipError(
            message("{file} cannot be opened: {reason}.", file=str(path), reason=error.strerror or type(error).__name__)
        ) from None
    if data.startswith(b"\x1f\x8b"):
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            raise KipError(message("{file} is a damaged gzip file.", file=path.name)) from None
    if not data.strip():
        raise KipError(message("{file} is empty: it has no heading row.", file=path.name))
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise KipError(
                message(
                    "{file} is not a table that can be read ({kind}); export the answers as CSV or XLSX.",
                    file=path.name,
                    kind=kind,
                )
            )
    return data


def decode(data: bytes, file: str) -> tuple[str, str]:
    """Text of a file, and the name of the encoding it was found to be in.

    A mark at the start decides; then strict UTF-8; then, of the single-byte encodings in use, the one
    in which the fewest signs are foreign to the languages that are written in it (a Croatian cp1250 file read
    as cp1252 shows æ and ž, a Mac file shows a capital Ž within a word).

    Raises
    ------
    KipError
        No encoding gives readable text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding), "UTF-8" if encoding == "utf-8-sig" else "UTF-16"
            except UnicodeDecodeError:
                raise _unreadable(file) from None
    try:
        text, encoding = data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        texts = {name: data.decode(name, errors="replace") for name in _ENCODINGS}
        encoding = min(texts, key=lambda name: _foreign_signs(texts[name], name))
        text = texts[encoding]
        if _foreign_signs(text, encoding) > 0.2 * sum(sign > "\x7f" for sign in text):
            raise _unreadable(file) from None
    control = sum(text.count(sign) for sign in map(chr, (*range(9), *range(14, 32), 127)))
    if control > max(3, 0.05 * len(text)):
        raise _unreadable(file)
    return text, encoding


def _foreign_signs(text: str, encoding: str) -> int:
    """How many signs nobody writes in the languages of that encoding, or not in the middle of a word."""
    letters = _ENCODINGS[encoding]
    foreign = re.findall(f"[^\\x00-\\x7f{letters}{_TYPOGRAPHY}]", text)
    capitals = "".join(letter for letter in letters if letter.isupper())
    return len(foreign) + len(re.findall(f"(?<=[a-z])[{capitals}]", text))


def _unreadable(file: str) -> KipError:
    return KipError(
        message(
            "{file} is not readable as text (tried UTF-8, UTF-16, cp1252, cp1250 and Mac Roman); "
            "save it as CSV UTF-8 or as XLSX.",
            file=file,
        )
    )


# --- CSV ---------------------------------------------------------------------------------------------


def _read_csv(path: Path, data: bytes) -> Table:
    text, encoding = decode(data, path.name)
    first = 1
    if hint := re.match(r"sep=(.)[\r\n]+", text):  # a line that tells Excel the delimiter
        text, first = text[hint.end() :], 2
    delimiter = _delimiter(text)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    note = message(
        "{file}: text in {encoding}, cells separated by {delimiter}.",
        file=path.name,
        encoding=encoding,
        delimiter=DELIMITERS[delimiter],
    )
    return _table(path.name, _numbered(records, first, path.name), (note,))


def _numbered(records: Iterable[list[str]], first: int, file: str) -> Iterator[tuple[int, list[str]]]:
    """The records with their row numbers."""
    row = first - 1
    try:
        for row, cells in enumerate(records, start=first):
            yield row, cells
    except csv.Error:
        raise KipError(
            message(
                "{file}: from row {row} on the cells cannot be told apart; a quotation mark is not closed, or one "
                "stands within a cell without being doubled.",
                file=file,
                row=row + 1,
            )
        ) from None


def _delimiter(text: str) -> str:
    """The delimiter that gives most rows the number of cells that the heading has; comma if none does."""

    def fit(delimiter: str) -> tuple[float, int]:
        lengths = []
        try:
            for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
                if record:
                    lengths.append(len(record))
                if len(lengths) == _RECORDS_TO_SNIFF:
                    break
        except csv.Error:
            return (0.0, 0)
        if not lengths or lengths[0] == 1:
            return (0.0, 0)
        return (sum(length == lengths[0] for length in lengths) / len(lengths), lengths[0])

    best = max(DELIMITERS, key=fit)
    return best if fit(best)[0] > 0 else ","


# --- XLSX --------------------------------------------------------------------------------------------


@contextmanager
def _workbook(path: Path, data: bytes) -> Iterator[dict[str, ReadOnlyWorksheet]]:
    """The visible sheets of a workbook by their titles; what is damaged is said, whenever it shows."""
    from openpyxl import load_workbook

    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        _refuse_formulas_without_results(path, data)
        yield {sheet.title: sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"}
        workbook.close()
    except (zipfile.BadZipFile, zlib.error, ParseError, KeyError, ValueError, OSError, EOFError):
        raise KipError(
            message(
                "{file} is no Excel workbook that can be opened; open it in a spreadsheet and save it again as XLSX.",
                file=path.name,
            )
        ) from None


def _read_sheet(path: Path, sheets: Mapping[str, ReadOnlyWorksheet], title: str) -> Table:
    sheet = sheets[title]
    sheet.reset_dimensions()  # some tools write a wrong size
    name = path.name if len(sheets) == 1 else f"{path.name} [{title}]"
    rows = (
        (row, [_cell_text(value) for value in values])
        for row, values in enumerate(sheet.iter_rows(values_only=True), start=1)
    )
    note = message("{file}: Excel workbook, sheet {sheet}.", file=path.name, sheet=title)
    return _table(name, rows, (note,), short_rows=True)


def _refuse_formulas_without_results(path: Path, data: bytes) -> None:
    """A workbook written by a program holds formulas, but what they come to only once a spreadsheet has saved it."""
    pattern = re.compile(
        rb'<c r="([A-Z]+[0-9]+)"[^>]*><f[ >/](?:(?!</c>).)*?(?:</f>|/>)\s*(?:<v></v>|<v ?/>)?\s*</c>', re.S
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and (found := pattern.search(archive.read(name))):
                raise KipError(
                    message(
                        "{file}, cell {cell}: a formula without a result; open the file in a spreadsheet, save it, and "
                        "try again.",
                        file=path.name,
                        cell=found[1].decode("ascii"),
                    )
                )


def _cell_text(value: object) -> str:
    """A spreadsheet cell as a CSV export would write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


# --- rows to columns ---------------------------------------------------------------------------------


def _table(
    name: str, rows: Iterable[tuple[int, Sequence[str]]], notes: tuple[Message, ...], *, short_rows: bool = False
) -> Table:
    """Columns out of numbered rows; `short_rows`: the file does not store empty cells at a row's end."""
    rows = iter(rows)
    header = _heading(rows)
    first = list(islice(rows, 2))
    _refuse_second_heading(name, header, first)
    rows = chain(first, rows)
    width = len(header)
    seen: list[dict[str, int]] = [{} for _ in range(width)]
    codes = [array("i") for _ in range(width)]
    row_numbers, faults, empty = array("i"), [], 0
    for row, cells in rows:
        if not any(cell and not cell.isspace() for cell in cells):
            empty += 1
            continue
        if any(cell.strip() for cell in cells[width:]) or (len(cells) < width and not short_rows):
            faults.append(_ragged(name, row, len(cells), width))
            continue
        row_numbers.append(row)
        for index, (column, known) in enumerate(zip(codes, seen, strict=True)):
            cell = unguarded(cells[index].strip()) if index < len(cells) else ""
            column.append(known.setdefault(cell, len(known)))
    columns = [
        Column(heading, _int32(column), tuple(known))
        for heading, column, known in zip(header, codes, seen, strict=True)
    ]
    if faults and sum(map(bool, header)) == 1 and len(faults) > len(row_numbers):
        faults = [_title_row(name, "".join(header))]
    faults.extend(_heading_faults(name, columns))
    if faults:
        raise KipError(faults)
    kept, dropped = _without_nameless(columns)
    if empty:
        dropped += (counted("{count} empty row was passed over.", "{count} empty rows were passed over.", empty),)
    return Table(name, kept, _int32(row_numbers), notes + dropped)


def _ragged(name: str, row: int, found: int, expected: int) -> Message:
    return message(
        "{file}, row {row}: {found} cells, but the heading has {expected}; every row must have as many.",
        file=name,
        row=row,
        found=found,
        expected=expected,
    )


def _title_row(name: str, title: str) -> Message:
    return message(
        "{file}: its first row ({title}) looks like a title; delete what stands above the headings.",
        file=name,
        title=cut(title),
    )


def _refuse_second_heading(name: str, header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]) -> None:
    """Qualtrics and SurveyMonkey write two or three heading rows; the further ones are no respondents."""
    if not rows:
        return
    row, cells = rows[0]
    filled = [cell for cell in cells if cell.strip()]
    second = (
        any("ImportId" in cell for _, some in rows for cell in some)
        or header[0] in ("StartDate", "V1")
        and bool(filled)
        and not any(character.isdigit() for character in filled[0])
        or len(filled) > 1
        and sum(fold(cell) == "response" for cell in filled) >= len(filled) / 2
    )
    if second:
        raise KipError(
            message(
                "{file}, row {row}: a second heading row, as Qualtrics and SurveyMonkey write it; delete it (and a "
                "third one below it), so that one heading row is left.",
                file=name,
                row=row,
            )
        )


def _int32(numbers: array[int]) -> np.ndarray:
    return np.array(numbers, dtype=np.int32)


def _heading(rows: Iterator[tuple[int, Sequence[str]]]) -> list[str]:
    """The first row that holds anything; the rows before it are used up."""
    for _, cells in rows:
        header = [" ".join(cell.split()) for cell in cells]
        if any(header):
            return header
    return []


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
    if len(cells) < len(column.codes) or not all(cell.isdecimal() for cell in cells):
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
