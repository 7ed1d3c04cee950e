"""Files, read as text: CSV in the dialects people have, and XLSX.

Found out here: in which encoding and with which delimiter a file was written, that every row has its cells, and
that the file can be a table at all. What the rows and columns are is in `kiptools.tables`.
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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kiptools.cells import number_text
from kiptools.messages import KipError, Message, counted, message
from kiptools.tables import Column, Habits, Sheet, Table, headed, not_read, title_row, unguarded

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

__all__ = ["bytes_of", "decode", "open_file", "read_file", "read_sheets", "read_table"]

DELIMITERS = {",": message("comma"), ";": message("semicolon"), "\t": message("tab"), "|": message("bar")}
_RECORDS_TO_SNIFF = 200
_HEAD = 1 << 20  # characters at a file's beginning from which its nature is told
_BLOCK = 8192  # rows at a time
LARGE = 4_000_000  # bytes from which a faster way to read CSV is worth its start
_CONTROLS = bytes((*range(9), *range(14, 32), 127))
_UNCLEAN = re.compile(r"\0['\s]|\s\0")  # texts with NULs between them: a guard, or an outer blank
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
LARGEST = 2_000_000_000  # bytes; no survey of partners comes near
LARGEST_WORKBOOK = 400_000_000  # bytes of XML
# What openpyxl raises at damaged files, besides what it means to; the errors of XML are SyntaxErrors.
_DAMAGED_WORKBOOK = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError, NotImplementedError, RuntimeError),
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
)


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


# --- bytes to text --------------------------------------------------------------------------------------


def open_file(path: Path) -> bytes:
    """The bytes of a file that can be a table, unpacked if it is gzipped.

    Raises
    ------
    KipError
        As `bytes_of`, or it is empty.
    """
    data = bytes_of(path)
    if not data[:_HEAD].strip() and not data.strip():
        raise KipError(message("{file} is empty: it has no heading row.", file=path.name))
    return data


def bytes_of(path: Path) -> bytes:
    """The bytes of a file, if there are any, unpacked if it is gzipped.

    Raises
    ------
    KipError
        There is no such file, it cannot be opened, or it is known to be no table and no text.
    """
    try:
        if path.is_dir():
            raise KipError(message("{file} is a folder; give a CSV or XLSX file.", file=str(path)))
        data = path.read_bytes()
    except FileNotFoundError:
        raise KipError(message("There is no file {file}.", file=str(path))) from None
    except (OSError, ValueError) as error:  # ValueError: no file can have such a name
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise KipError(message("{file} cannot be opened: {reason}.", file=str(path), reason=reason)) from None
    if data.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(data)) as packed:
                data = packed.read(LARGEST + 1)
        except (OSError, EOFError, zlib.error):
            raise KipError(message("{file} is a damaged gzip file.", file=path.name)) from None
    if len(data) > LARGEST:
        raise _too_large(path)
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


# --- CSV ------------------------------------------------------------------------------------------------


def _read_csv(path: Path, data: bytes) -> Sheet:
    text, encoding = decode(data, path.name)
    notes = []
    if encoding.endswith("?"):
        encoding = encoding.removesuffix("?")
        notes.append(
            message(
                "In no encoding does all of the text make sense: it was read as {encoding}, and some letters may be "
                "wrong.",
                encoding=encoding,
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
    try:
        width = len(next(_records(data[:_HEAD].decode("utf-8-sig", errors="replace"), delimiter)))
    except csv.Error:
        return None
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


# --- XLSX -----------------------------------------------------------------------------------------------


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
    return replace(
        _collect(name, title, _in_blocks(iter(rows), 1), (note,)),
        habits=Habits(decimal_comma=False),
        merged=_merged(sheet),
    )


def _merged(sheet: ReadOnlyWorksheet) -> tuple[tuple[int, int, int, int], ...]:
    """The merged cells of a sheet, which openpyxl does not tell of a workbook that it only reads."""
    from openpyxl.utils import range_boundaries

    with sheet._get_source() as xml:
        refs = re.findall(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"', xml.read())
    found = [range_boundaries(ref.decode("ascii")) for ref in refs]
    return tuple((top, bottom, left - 1, right - 1) for left, top, right, bottom in found)


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


# --- rows to columns ------------------------------------------------------------------------------------


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
        raise KipError(title_row(name, next(text for column in known for text in column if text)) if lone else faults)
    columns = [(_int32(code), tuple(column)) for code, column in zip(codes, known, strict=True)]
    return _sheet(name, title, columns, _int32(row_numbers), notes)


def _rectangular(
    name: str, numbers: Sequence[int], rows: list[list[str]], width: int, faults: list[Message]
) -> tuple[list[int], list[list[str]]]:
    """The rows that have as many cells as the heading, with their numbers; the others are faults."""
    kept: list[tuple[int, list[str]]] = []
    for number, row in zip(numbers, rows, strict=True):
        if not any(cell.strip() for cell in row):
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


def _ragged(name: str, row: int, found: int, expected: int) -> Message:
    return message(
        "{file}, row {row}: {found} cells, but the heading has {expected}; every row must have as many.",
        file=name,
        row=row,
        found=found,
        expected=expected,
    )


def _int32(numbers: array[int]) -> np.ndarray:
    return np.array(numbers, dtype=np.int32)
