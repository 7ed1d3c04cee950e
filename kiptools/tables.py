"""Files with rows and columns, read as text: CSV in the dialects people have, and XLSX.

What a cell means is somebody else's business. Here it is found out in which encoding and with which
delimiter a file was written, that every row has its cells, and that the file is a table at all. Each
column is kept as its distinct texts and one small number per row, so that whoever reads the column
looks at every different text once, however many rows there are.

A `Sheet` is what stands in the file, headings and all; a `Table` has headings and rows. `headed` makes
one of the other.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import warnings
import zipfile
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize
from xml.etree.ElementTree import ParseError

import numpy as np

from kiptools.cells import number_text
from kiptools.messages import KipError, Message, counted, cut, message
from kiptools.missing import Missing

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

__all__ = [
    "Column",
    "Habits",
    "Heading",
    "Sheet",
    "Table",
    "column_letter",
    "decode",
    "fold",
    "guarded",
    "headed",
    "open_file",
    "read_file",
    "read_sheets",
    "read_table",
    "unguarded",
]

DELIMITERS = {",": message("comma"), ";": message("semicolon"), "\t": message("tab"), "|": message("bar")}
_RECORDS_TO_SNIFF = 200
_HEAD = 1 << 20  # characters at a file's beginning from which its nature is told
_BLOCK = 8192  # rows at a time
LARGE = 4_000_000  # bytes from which a faster way to read CSV is worth its start
_NO_CONTROLS = dict.fromkeys(code for code in (*range(32), 127) if not chr(code).isspace())
_CONTROLS = bytes((*range(9), *range(14, 32), 127))
_FORMULA_STARTS = ("=", "+", "-", "@")
_UNCLEAN = re.compile(r"\0['\s]|\s\0")  # texts with NULs between them: a guard, or an outer blank
_GUARDED_STARTS = tuple("'" + sign for sign in _FORMULA_STARTS)

# First bytes of files that are no tables, whatever their name says.
_SIGNATURES = (
    (b"\x89PNG", message("PNG picture")),
    (b"\xff\xd8\xff", message("JPEG picture")),
    (b"GIF8", message("GIF picture")),
    (b"%PDF", message("PDF document")),
    (b"\xd0\xcf\x11\xe0", message("old Office file (.xls or .doc)")),
    (b"{\\rtf", message("RTF document")),
)

# The single-byte encodings that survey exports come in, most usual first, each with the letters that the
# languages written in it use beyond ASCII.
_TYPOGRAPHY = "’‘“”„«»–—…•€°ºª§£\u00a0"
_WESTERN = "àâçéèêëîïôœùûüÿìíòóúãõáñäößÀÂÇÉÈÊËÎÏÔŒÙÛÜÌÍÒÓÚÃÕÁÑÄÖ"
_ENCODINGS = {"cp1252": _WESTERN, "cp1250": "čćžšđČĆŽŠĐ", "mac_roman": _WESTERN}


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
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    row_numbers: np.ndarray
    notes: tuple[Message, ...] = ()
    habits: Habits = Habits()

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


def read_table(path: str | Path) -> Table:
    """The one table of a CSV or XLSX file, with one heading row.

    Parameters
    ----------
    path : str or Path
        See `read_file`.

    Returns
    -------
    Table

    Raises
    ------
    KipError
        As `read_file`, or its headings are incomplete.
    """
    sheet, *others = read_file(path)
    table = headed(sheet, sheet.row(0))
    return replace(table, notes=(*table.notes, *not_read(others)))


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


def read_file(path: str | Path) -> tuple[Sheet, ...]:
    """All that stands in a CSV or XLSX file.

    Parameters
    ----------
    path : str or Path
        CSV (UTF-8, UTF-16 with a mark, cp1252, cp1250, Mac Roman; delimited by comma, semicolon, tab
        or bar; also gzipped, or alone in a ZIP) or XLSX. Known by its content, not by its name.

    Returns
    -------
    tuple of Sheet
        The visible sheets of a workbook, those that hold something first; one of a CSV file.

    Raises
    ------
    KipError
        There is no such file, it is empty, no table, in no readable encoding, or its rows are incomplete.
    """
    path = Path(path)
    data = _unzipped(path, open_file(path))
    if not data.startswith(b"PK"):
        return (_read_csv(path, data),)
    with _workbook(path, data) as found:
        sheets = [_read_sheet(path, found, title) for title in found]
    sheets.sort(key=lambda sheet: not len(sheet))
    if not sheets or not len(sheets[0]):
        raise KipError(message("{file} is empty: it has no heading row.", file=path.name))
    return tuple(sheets)


def read_sheets(path: str | Path, names: Sequence[str]) -> dict[str, Table | None]:
    """The sheets of an XLSX file that have one of the names, in small letters; the others' names with None."""
    path = Path(path)
    data = open_file(path)
    if not data.startswith(b"PK"):
        return {path.stem: None}
    found: dict[str, Table | None] = {}
    with _workbook(path, data) as sheets:
        for title in sheets:
            name = title.strip().lower()
            found[name] = None
            if name in names and len(sheet := _read_sheet(path, sheets, title)):
                found[name] = headed(sheet, sheet.row(0))
    return found


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


LARGEST = 2_000_000_000  # bytes; no survey of partners comes near
LARGEST_WORKBOOK = 400_000_000  # bytes of XML


def open_file(path: Path) -> bytes:
    """The bytes of a file that can be a table, unpacked if it is gzipped.

    Raises
    ------
    KipError
        There is no such file, it cannot be opened, it is empty, or it is known to be something else.
    """
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
            with gzip.open(io.BytesIO(data)) as packed:
                data = packed.read(LARGEST + 1)
        except (OSError, EOFError, zlib.error):
            raise KipError(message("{file} is a damaged gzip file.", file=path.name)) from None
    if len(data) > LARGEST:
        raise _too_large(path)
    if not data[:_HEAD].strip() and not data.strip():
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


def _too_large(path: Path) -> KipError:
    return KipError(
        message("{file} is larger than a survey export can be; save only the answers, as CSV.", file=path.name)
    )


def _unzipped(path: Path, data: bytes) -> bytes:
    """The only CSV file of a ZIP, as some survey tools hand it out; anything else as it is.

    Of ODK Central's, the one without the answers that repeat within a respondent (PARENT_KEY).
    """
    if not data.startswith(b"PK"):
        return data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
            files = [name for name in names if name.lower().endswith((".csv", ".tsv", ".txt"))]
            if not files or any(name.startswith("xl/") for name in names):
                return data
            if sum(archive.getinfo(name).file_size for name in files) > LARGEST:
                raise _too_large(path)
            found = {name: archive.read(name) for name in files}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return data
    main = [name for name in files if b"PARENT_KEY" not in found[name].split(b"\n", 1)[0]]
    if len(main) != 1:
        raise KipError(
            message(
                "{file} holds {files}; unpack it and give the one with the answers.", file=path.name, files=tuple(files)
            )
        )
    return found[main[0]]


def decode(data: bytes, file: str) -> tuple[str, str]:
    """Text of a file, and the name of the encoding it was found to be in.

    A mark at the start decides; then strict UTF-8; then, of the single-byte encodings in use, the one
    in which the fewest signs are foreign to the languages that are written in it (a Croatian cp1250 file read
    as cp1252 shows æ and ž, a Mac file shows a capital Ž within a word).

    A file in which none makes sense of a few signs is read all the same, and the encoding's name ends in
    a question mark.

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
        high = sum(sign > "\x7f" for sign in text)
        if _foreign_signs(text, encoding) > 0.2 * high:
            if high > max(1, 0.0005 * len(text)):
                raise _unreadable(file) from None
            encoding += "?"
    head = data[:_HEAD]
    if len(head) - len(head.translate(None, _CONTROLS)) > max(3, 0.05 * len(head)):
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


def _read_csv(path: Path, data: bytes) -> Sheet:
    text, encoding = decode(data, path.name)
    notes = []
    if encoding.endswith("?"):
        encoding = encoding.removesuffix("?")
        odd = re.findall(r"[^\x00-\x7f]+", text)
        notes.append(
            counted(
                "In no encoding does all of the text make sense; {count} place was read as {encoding} and may be "
                'wrong: "{odd}".',
                "In no encoding does all of the text make sense; {count} places were read as {encoding} and may be "
                'wrong, such as "{odd}".',
                len(odd),
                encoding=encoding,
                odd=odd[0],
            )
        )
    first = 1
    if hint := re.match(r"sep=(.)[\r\n]+", text):  # a line that tells Excel the delimiter
        text, first = text[hint.end() :], 2
    delimiter = _delimiter(text)
    note = message(
        "{file}: text in {encoding}, cells separated by {delimiter}.",
        file=path.name,
        encoding=encoding,
        delimiter=DELIMITERS[delimiter],
    )
    if len(data) >= LARGE and encoding == "UTF-8" and first == 1:
        del text
        columns = _by_arrow(data, delimiter)
        if columns is not None:
            numbers = np.arange(1, len(columns[0][0]) + 1, dtype=np.int32)
            sheet = _sheet(path.name, "", columns, numbers, (note, *notes))
            return replace(sheet, habits=Habits(decimal_comma=delimiter != ","))
        text = data.decode("utf-8-sig")
    csv.field_size_limit(LARGEST)
    habits = Habits(decimal_comma=delimiter != ",")
    try:
        return replace(
            _collect(path.name, "", _in_blocks(_records(text, delimiter), first), (note, *notes)), habits=habits
        )
    except csv.Error:
        raise KipError(_unclosed(path.name, text, delimiter, first)) from None


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _in_blocks(records: Iterator[list[str]], first: int) -> Iterator[tuple[int, list[list[str]]]]:
    """The records, some thousands at a time, with the row number of the first of each."""
    while block := list(islice(records, _BLOCK)):
        yield first, block
        first += len(block)


def _unclosed(file: str, text: str, delimiter: str, first: int) -> Message:
    """From which row on the quotation marks of a file go wrong."""
    row = first
    with suppress(csv.Error):
        for _ in _records(text, delimiter):
            row += 1
    return message(
        "{file}: from row {row} on the cells cannot be told apart; a quotation mark is not closed, or one "
        "stands within a cell without being doubled.",
        file=file,
        row=row,
    )


def _by_arrow(data: bytes, delimiter: str) -> list[tuple[np.ndarray, Sequence[str]]] | None:
    """The columns of a large file, by pyarrow where it is installed; None if the file needs a closer look.

    Several times as fast as the `csv` module, and taken only where both read the same: every row has
    as many cells, no row is empty, and quotation marks stand where they belong.
    """
    try:
        import pyarrow
        from pyarrow import csv as arrow_csv
    except ImportError:
        return None
    if b"\0" in data or not _quotes_are_regular(data, delimiter):
        return None
    width = len(next(_records(data[:_HEAD].decode("utf-8-sig", errors="replace"), delimiter)))
    length = len(data) - len(data[-_HEAD:]) + len(data[-_HEAD:].rstrip(b"\r\n"))
    texts = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    try:
        table = arrow_csv.read_csv(
            pyarrow.BufferReader(memoryview(data)[:length]),
            read_options=arrow_csv.ReadOptions(autogenerate_column_names=True),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=b'"' in data, ignore_empty_lines=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={f"f{place}": texts for place in range(width)}, strings_can_be_null=False
            ),
        )
    except pyarrow.ArrowInvalid:
        return None

    def coded(place: int) -> tuple[np.ndarray, Sequence[str]]:
        chunks = table.column(place).unify_dictionaries().chunks
        values = chunks[0].dictionary.to_pylist()
        small = np.min_scalar_type(-len(values))
        return np.concatenate([chunk.indices.to_numpy().astype(small) for chunk in chunks]), values

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(coded, range(table.num_columns)))


def _quotes_are_regular(data: bytes, delimiter: str) -> bool:
    """Whether every quotation mark opens a cell, closes one, or is doubled within one."""
    if b'"' not in data:
        return True
    signs = np.frombuffer(data, dtype=np.uint8)
    step = 1 << 24
    quotes = np.concatenate(
        [np.flatnonzero(signs[start : start + step] == ord('"')) + start for start in range(0, len(signs), step)]
    )
    if len(quotes) % 2:
        return False
    beside = np.array([ord(sign) for sign in (delimiter, "\n", "\r", '"')], dtype=np.uint8)
    start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    opening, closing = quotes[::2], quotes[1::2]
    before = signs[opening[opening > start] - 1]
    after = signs[closing[closing < len(signs) - 1] + 1]
    return bool(np.isin(before, beside).all() and np.isin(after, beside).all())


def _delimiter(text: str) -> str:
    """The delimiter that gives most rows the number of cells that the heading has; comma if none does."""
    text = text[:_HEAD]

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


# What openpyxl raises at damaged files, besides what it means to.
_DAMAGED_WORKBOOK = (
    *(zipfile.BadZipFile, zlib.error, ParseError, OSError, EOFError, NotImplementedError, RuntimeError),
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
)


@contextmanager
def _workbook(path: Path, data: bytes) -> Iterator[dict[str, ReadOnlyWorksheet]]:
    """The visible sheets of a workbook by their titles; what is damaged is said, whenever it shows."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(data)) as archive:
            warnings.simplefilter("ignore")  # of what openpyxl passes over, nothing concerns the answers
            if sum(part.file_size for part in archive.infolist()) > LARGEST_WORKBOOK:
                raise _too_large(path)
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            _refuse_formulas_without_results(path, archive)
            yield {sheet.title: sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"}
            workbook.close()
    except _DAMAGED_WORKBOOK:
        raise KipError(
            message(
                "{file} is no Excel workbook that can be opened; open it in a spreadsheet and save it again as XLSX.",
                file=path.name,
            )
        ) from None


def _read_sheet(path: Path, sheets: Mapping[str, ReadOnlyWorksheet], title: str) -> Sheet:
    sheet = sheets[title]
    sheet.reset_dimensions()  # some tools write a wrong size
    name = path.name if len(sheets) == 1 else f"{path.name} [{title}]"
    rows = [[_cell_text(value) for value in values] for values in sheet.iter_rows(values_only=True)]
    width = max((place for row in rows for place, cell in enumerate(row, start=1) if cell.strip()), default=0)
    rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]  # empty cells at a row's end are not stored
    note = message("{file}: Excel workbook, sheet {sheet}.", file=path.name, sheet=title)
    return replace(_collect(name, title, _in_blocks(iter(rows), 1), (note,)), habits=Habits(decimal_comma=False))


def _refuse_formulas_without_results(path: Path, archive: zipfile.ZipFile) -> None:
    """A workbook written by a program holds formulas, but what they come to only once a spreadsheet has saved it."""
    pattern = re.compile(
        rb'<c r="([A-Z]+[0-9]+)"[^>]*><f[ >/](?:(?!</c>).)*?(?:</f>|/>)\s*(?:<v></v>|<v ?/>)?\s*</c>', re.S
    )
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
    return number_text(value) if isinstance(value, float) else str(value)


# --- rows to columns ---------------------------------------------------------------------------------


class _Codes(dict[str, int]):
    """Each text's number, in order of first appearance."""

    def __missing__(self, text: str) -> int:
        self[text] = place = len(self)
        return place


def _collect(name: str, title: str, blocks: Iterable[tuple[int, list[list[str]]]], notes: tuple[Message, ...]) -> Sheet:
    """Columns out of blocks of rows; the first row that holds anything says how many cells each has."""
    width, filled = 0, 0
    known: list[_Codes] = []
    codes: list[array[int]] = []
    row_numbers, faults = array("i"), list[Message]()
    for first, block in blocks:
        if not width:
            heading = next((row for row in block if any(cell.strip() for cell in row)), [])
            width, filled = len(heading), sum(bool(cell.strip()) for cell in heading)
            known, codes = [_Codes() for _ in heading], [array("i") for _ in heading]
        numbers: Sequence[int] = range(first, first + len(block))
        if any(len(row) != width for row in block):
            numbers, block = _rectangular(name, numbers, block, width, faults)
        row_numbers.extend(numbers)
        for column, code, cells in zip(known, codes, zip(*block, strict=True), strict=False):
            code.extend(map(column.__getitem__, cells))
    if faults:
        lone = filled == 1 and len(faults) > len(row_numbers)
        raise KipError(_title_row(name, next(text for column in known for text in column if text)) if lone else faults)
    columns = [(_int32(code), tuple(column)) for code, column in zip(codes, known, strict=True)]
    return _sheet(name, title, columns, _int32(row_numbers), notes)


def _rectangular(
    name: str, numbers: Sequence[int], rows: list[list[str]], width: int, faults: list[Message]
) -> tuple[list[int], list[list[str]]]:
    """The rows that have as many cells as the heading, with their numbers; the others are faults."""
    kept: list[tuple[int, list[str]]] = []
    for number, row in zip(numbers, rows, strict=True):
        if not any(row):
            kept.append((number, [""] * width))
        elif len(row) < width or any(cell.strip() for cell in row[width:]):
            faults.append(_ragged(name, number, len(row), width))
        else:
            kept.append((number, row[:width]))
    return [number for number, _ in kept], [row for _, row in kept]


def _sheet(
    name: str,
    title: str,
    columns: Sequence[tuple[np.ndarray, Sequence[str]]],
    row_numbers: np.ndarray,
    notes: tuple[Message, ...],
) -> Sheet:
    """A sheet without its empty rows, from each column's codes and texts."""
    cleaned = [_cleaned(codes, values) for codes, values in columns]
    empty = np.ones(len(row_numbers), dtype=bool)
    for column in cleaned:
        if not empty.any():
            break
        empty &= np.array([not value for value in column.values], dtype=bool)[column.codes]
    if count := int(empty.sum()):
        cleaned = [replace(column, codes=column.codes[~empty]) for column in cleaned]
        row_numbers = row_numbers[~empty]
        notes += (counted("{count} empty row was passed over.", "{count} empty rows were passed over.", count),)
    return Sheet(name, title, tuple(cleaned), row_numbers, notes)


def _cleaned(codes: np.ndarray, values: Sequence[str]) -> Column:
    """A column without outer blanks and formula guards; texts that became the same are one."""
    codes = codes.astype(np.min_scalar_type(-len(values)), copy=False)  # small numbers are quick to go through
    if not _UNCLEAN.search("\0".join(["", *values, ""])):
        return Column("", codes, tuple(values))
    texts = _Codes()
    places = [texts[unguarded(value.strip())] for value in values]
    if len(texts) < len(places):
        codes = np.array(places, dtype=codes.dtype)[codes]
    return Column("", codes, tuple(texts))


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


def _int32(numbers: array[int]) -> np.ndarray:
    return np.array(numbers, dtype=np.int32)


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
        return [_title_row(name, next(column.name for column in columns if column.name))]
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
