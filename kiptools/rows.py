"""The rows of sheets that people have filled in, by what their columns are; every fault is named with its place.

Whoever reads a workbook (or a folder of CSV files) says what its sheets are with a `kiptools.sheets.FormBook`. Here the
sheets are found, their headings understood in any of the five languages, and what stands in a cell is taken for a word
of a list, a whole number, a day, or several codes. Faults and notes are gathered in lists: all are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kiptools.cells import whole_number
from kiptools.codebook import Wording
from kiptools.dates import day_of
from kiptools.fields import Category, categories, meaning
from kiptools.files import read_file
from kiptools.messages import MOST_NAMES, KipError, Message, counted, cut, message, some
from kiptools.sheets import HELP, FormBook, FormSheet, heading_key, understood
from kiptools.tables import Sheet, column_letter, fold, headed, not_read

__all__ = [
    "Find",
    "Once",
    "Row",
    "Vocabulary",
    "among",
    "codes_of",
    "filled",
    "given",
    "has_columns",
    "headings_of",
    "in_order",
    "joined",
    "listed",
    "listed_words",
    "next_id",
    "parts_of",
    "rows_of",
    "said_words",
    "sheets_of",
    "with_merged",
]

Find = Callable[[str], str | None]
"""Which of the names that there are a text means; None if none."""
_TITLE_ROWS = 20


@dataclass(frozen=True)
class Vocabulary:
    """The words that a cell chooses from.

    Parameters
    ----------
    meaning : callable
        The key that a text means, in any of the languages; None if it means none.
    accepted : tuple
        What is offered to who wrote something else.
    """

    meaning: Callable[[str], str | None]
    accepted: tuple[object, ...]


def said_words(words: Mapping[str, Message], also: Mapping[str, str] | None = None) -> Vocabulary:
    """Words that the kit says in its languages, and what else people call each, with bars between.

    Examples
    --------
    >>> said_words({"threat": message("Threat")}, {"threat": "t|risk"}).meaning("Risk ")
    'threat'
    """
    others = {fold(text): key for key, texts in (also or {}).items() for text in texts.split("|")}
    known = {**others, **understood(words)}
    return Vocabulary(lambda text: known.get(fold(text)), tuple(words.values()))


def listed_words(name: str) -> Vocabulary:
    """A list of the partner record's words, like `yes_no` or `type`.

    Examples
    --------
    >>> listed_words("yes_no").meaning("Oui"), listed_words("yes_no").meaning("maybe")
    ('yes', None)
    """
    return Vocabulary(
        lambda text: meaning(name, text),
        tuple(Category(name, key) for key in categories(name)),
    )


# --- the sheets of a file --------------------------------------------------------------------------------


def sheets_of(path: Path, book: FormBook, notes: list[Message]) -> dict[str, Sheet]:
    """The sheets of a workbook, or the files of a folder, by what they are; a lone table is the main one.

    Parameters
    ----------
    path : Path
    book : FormBook
    notes : list of Message
        To which is added what was left out.

    Returns
    -------
    dict of str to Sheet
        In the book's order.

    Raises
    ------
    KipError
        The main sheet is missing, two sheets are the same, or one has headings that are known and a name that is not.
    """
    if path.is_dir():
        files = {file.stem.lower(): file for file in sorted(path.iterdir()) if file.suffix.lower() == ".csv"}
        sheets = {kind: read_file(files[kind])[0] for kind in book.sheets if kind in files}
        found: Iterable[str] = files
        if unread := [cut(file.name) for name, file in files.items() if name not in {*book.sheets, *book.beside}]:
            notes.append(
                message(
                    "{folder}: not read: {files}. The files that are read are called {names}.",
                    folder=path.name or str(path),
                    files=some(unread),
                    names=tuple(f"{kind}.csv" for kind in book.sheets),
                )
            )
    else:
        every = [sheet for sheet in read_file(path) if len(sheet)]
        titles = {kind: each.title for kind, each in book.sheets.items()}
        sheets = {}
        for sheet in every:
            if (kind := heading_key(sheet.title, titles)) in sheets:
                raise KipError(
                    message(
                        "{file}: the sheets {sheets} mean the same; keep one of them.",
                        file=path.name,
                        sheets=(cut(sheets[kind].title), cut(sheet.title)),
                    )
                )
            sheets[kind] = sheet
        if len(every) == 1 and not sheets.keys() & book.sheets.keys():
            sheets = {book.main: every[0]}
        found = [sheet.title for sheet in every if sheet.title]
        others = {name: sheet for name, sheet in sheets.items() if name not in book.sheets and not _is_help(name)}
        _refuse_misnamed(others, [form for kind, form in book.sheets.items() if kind not in sheets], book)
        notes += not_read(list(others.values()))
    if book.main not in sheets:
        raise KipError(
            message(
                "{file} has no sheet {sheet} (found: {found}).",
                file=path.name or str(path),
                sheet=book.sheets[book.main].title if path.is_file() else f"{book.main}.csv",
                found=some([cut(name) for name in found]) or "-",
            )
        )
    return {kind: sheets[kind] for kind in book.sheets if kind in sheets}


def _is_help(title: str) -> bool:
    """Whether a sheet is that which explains the others, in whatever language."""
    return heading_key(title, {"": HELP}) == ""


def _refuse_misnamed(others: Mapping[str, Sheet], missing: Sequence[FormSheet], book: FormBook) -> None:
    """A sheet under another name that has the headings of one that is read: its rows would be lost."""
    faults = []
    for sheet in others.values():
        fits = {kind: _fit(sheet, form) for kind, form in book.sheets.items()}
        alike = [book.sheets[kind] for kind, fit in fits.items() if fit and fit == max(fits.values())]
        if free := [form.title for form in alike if form in missing]:
            faults.append(
                message(
                    "{file}: the sheet has headings that are known, but its name is not; call it {sheets}, or "
                    "delete it.",
                    file=sheet.name,
                    sheets=tuple(free),
                )
            )
        elif alike:
            faults.append(
                message(
                    "{file}: this sheet is not read, but has the headings of {sheets}; put its rows there, or keep it "
                    "in another file.",
                    file=sheet.name,
                    sheets=tuple(form.title for form in alike),
                )
            )
    if faults:
        raise KipError(faults)


def _fit(sheet: Sheet, form: FormSheet) -> int:
    """How many columns of a form a sheet has; none if one that is needed is not there, or most are others."""
    row = [heading for heading in headings_of(sheet, form) if heading]
    known = sum(_kind(form.key_of(heading)) in form.columns for heading in row)
    needed = _needed(form) | ({form.instead} if form.instead else set())
    whole = bool(needed) and needed <= _kinds(form, row)
    return known if whole and (form.people or 2 * known >= len(row)) else 0


def headings_of(sheet: Sheet, form: FormSheet) -> Sequence[str]:
    """The row with all headings that a form needs, which titles may stand above; the first row if none has them."""
    return sheet.row(_top(sheet, form))


def has_columns(form: FormSheet, headings: Iterable[str]) -> bool:
    """Whether a row has all headings that a form needs; not of a form that needs none."""
    return bool(_needed(form)) and _needed(form) <= _kinds(form, headings)


def _top(sheet: Sheet, form: FormSheet) -> int:
    places = range(min(len(sheet), _TITLE_ROWS))
    return next((place for place in places if has_columns(form, sheet.row(place))), 0)


def _needed(form: FormSheet) -> set[str]:
    return {key for key, column in form.columns.items() if column.required}


def _kinds(form: FormSheet, headings: Iterable[str]) -> set[str]:
    """What columns there are, in whatever language their texts."""
    return {_kind(form.key_of(heading)) for heading in headings}


def _kind(key: str) -> str:
    return key.partition("::")[0]


# --- the rows of a sheet ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """The cells of a row by the keys of their columns; those of people by their names.

    Parameters
    ----------
    file : str
        What messages call the sheet.
    number : int
        As a spreadsheet numbers it.
    cells, headings, letters : mapping of str to str
        By key what stands in the row, what heads the column, and of people's columns their place.
    """

    file: str
    number: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]
    letters: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")

    def wording(self, key: str) -> Wording:
        """A text in all of the languages in which the sheet has it, the columns' order; empty ones left out."""
        return Wording(
            tuple((name.partition("::")[2], text) for name, text in self.cells.items() if text and _kind(name) == key)
        )

    def heading(self, key: str) -> object:
        """What a column is called; a person's also by its place, as names may be letters."""
        if key in self.letters:
            return message("{letter} ({name})", letter=self.letters[key], name=cut(key))
        return cut(self.headings.get(key, key))

    def fault(self, key: str, accepted: object, value: str | None = None) -> Message:
        """That a cell, or the given part of it, is not understood."""
        value = self[key] if value is None else value
        if not value:
            return message(
                "{file}, row {row}: column {column} is empty; give one of {accepted}.",
                file=self.file,
                row=self.number,
                column=self.heading(key),
                accepted=accepted,
            )
        return message(
            '{file}, row {row}, column {column}: "{value}" is not known; give one of {accepted}.',
            file=self.file,
            row=self.number,
            column=self.heading(key),
            value=cut(value),
            accepted=accepted,
        )

    def wrong(self, key: str, wanted: Message) -> Message:
        """That a cell is not of the kind that is wanted."""
        return message(
            '{sheet}, row {row}, column {column}: "{value}" is not accepted; give {accepted}.',
            sheet=self.file,
            row=self.number,
            column=self.heading(key),
            value=cut(self[key]),
            accepted=wanted,
        )

    def word(self, key: str, words: Vocabulary, faults: list[Message]) -> str:
        """The key that a cell's word means; empty if it is empty, or not known, which is a fault."""
        found = words.meaning(self[key]) if self[key] else ""
        if found is None:
            faults.append(self.fault(key, words.accepted))
        return found or ""

    def whole(self, key: str, among: Sequence[int], faults: list[Message]) -> int | None:
        """The whole number of a cell; None if it is empty, or not among those, which is a fault."""
        text = whole_number(self[key])
        if not text or text in map(str, among):
            return int(text) if text else None
        faults.append(self.fault(key, tuple(map(str, among))))
        return None

    def day(self, key: str, faults: list[Message], *, last: bool = False) -> date | None:
        """The day of a cell; None if it is empty, or no day, which is a fault."""
        found = day_of(self[key], last=last) if self[key] else None
        if self[key] and found is None:
            faults.append(self.wrong(key, message("a day, like {example}", example="2026-03-31")))
        return found

    def code(self, key: str, find: Find, known: Sequence[str], faults: list[Message]) -> str:
        """The code in a cell as it is known; empty if it is empty, or not known, which is a fault."""
        found = find(self[key]) if self[key] else ""
        if found is None:
            faults.append(self.fault(key, _offered(known)))
        return found or ""

    def codes(self, key: str, find: Find, known: Sequence[str], faults: list[Message]) -> tuple[str, ...]:
        """The codes in a cell; what is none is a fault."""
        parts = parts_of(self[key], find)
        faults += [self.fault(key, _offered(known), part) for part in parts if find(part) is None]
        return parts


def _offered(known: Sequence[str]) -> object:
    return some([cut(code) for code in known[: MOST_NAMES + 1]]) or "-"


def rows_of(sheet: Sheet, form: FormSheet, faults: list[Message], notes: list[Message]) -> Iterator[Row]:
    """The rows of a sheet that say something; titles may stand above its headings.

    Parameters
    ----------
    sheet : Sheet
    form : FormSheet
        What its columns may be.
    faults, notes : list of Message
        To which is added what is wrong with its headings, and which columns were left out.

    Yields
    ------
    Row

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from kiptools.sheets import FormColumn
    >>> form = FormSheet(message("People"), {"person": FormColumn(message("Person who rates"), required=True)}, ())
    >>> faults, notes = [], []
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(f"{folder}/people.csv").write_text("person\\nAna\\nIvo\\n")
    ...     (sheet,) = read_file(f"{folder}/people.csv")
    ...     [(row.number, row["person"]) for row in rows_of(sheet, form, faults, notes)]
    [(2, 'Ana'), (3, 'Ivo')]
    """
    first = _top(sheet, form)
    top = sheet.row(first)
    try:
        table = headed(sheet, top, first + 1)
    except KipError as error:
        faults += error.faults
        return
    names = [column.name for column in table.columns]
    keys = {name: form.key_of(name) for name in names}
    headings = {key: name for name, key in keys.items()}
    missing = sorted(_needed(form) - _kinds(form, names), key=list(form.columns).index)
    if form.instead in headings:
        missing = []
    faults += [*(_nameless(sheet, top) if form.people else ()), *_wrong_headings(form, table.name, keys, missing)]
    if missing:
        return
    if first:
        notes.append(_titles(sheet, first))
    if unknown := [cut(name) for name, key in keys.items() if _kind(key) not in form.columns and not form.people]:
        notes.append(
            message(
                "{file}: not understood and left out: {columns}. The columns are called {known}.",
                file=table.name,
                columns=some(unknown),
                known=_called(form),
            )
        )
    letters = {name: column_letter(top.index(name)) for name in names if form.people and keys[name] not in form.columns}
    ready = {*form.ready, *(key for key, column in form.columns.items() if column.remark)}
    telling = {key for key in headings if _kind(key) not in ready and (_kind(key) in form.columns or form.people)}
    for number, record in table.records():
        cells = {keys[name]: text for name, text in record.items()}
        if any(cells[key] for key in telling):
            yield Row(table.name, number, cells, headings, letters)


def with_merged(rows: Iterable[Row], sheet: Sheet, form: FormSheet, keys: Collection[str]) -> Iterator[Row]:
    """The rows with what stands in a merged cell of certain columns, which holds for all of the cell's rows.

    Parameters
    ----------
    rows : iterable of Row
        As `rows_of` yields them.
    sheet : Sheet
    form : FormSheet
    keys : collection of str
        The columns in which a cell may hold for several rows.

    Yields
    ------
    Row
    """
    columns = dict(enumerate(map(form.key_of, headings_of(sheet, form))))
    held = dict[tuple[int, str], str]()
    for left, places in sheet.merged_below(_top(sheet, form)):
        if columns.get(left) in keys:
            text = sheet.cell(places[0], left)
            held |= {(int(sheet.row_numbers[place]), columns[left]): text for place in places[1:]}
    for row in rows:
        shared = {key: held[row.number, key] for key in keys if (row.number, key) in held}
        yield replace(row, cells={**row.cells, **shared}) if shared else row


def _called(form: FormSheet) -> tuple[Message, ...]:
    """What the columns that are read are called."""
    return tuple(column.heading for column in form.columns.values() if not column.remark)


def _titles(sheet: Sheet, first: int) -> Message:
    return counted(
        "{file}: row {rows} was taken for a title above the headings.",
        "{file}: rows {rows} were taken for titles above the headings.",
        first,
        file=sheet.name,
        rows=some([str(number) for number in sheet.row_numbers[:first]]),
    )


def _nameless(sheet: Sheet, top: Sequence[str]) -> Iterator[Message]:
    """Columns of ratings without a person: ratings that grow from row to row look like row numbers."""
    nameless = [place for place, name in enumerate(top) if not name and not sheet.columns[place].is_empty]
    if nameless:
        yield counted(
            "{file}: column {columns} has no heading; give it one.",
            "{file}: columns {columns} have no heading; give each one.",
            len(nameless),
            file=sheet.name,
            columns=tuple(map(column_letter, nameless)),
        )


def _wrong_headings(form: FormSheet, file: str, keys: Mapping[str, str], missing: Sequence[str]) -> Iterator[Message]:
    """Columns that are not there, and those that are there twice."""
    first = {key: name for name, key in keys.items()}
    for key in missing:
        yield message(
            "{file} has no column {missing}; it should have the columns {columns}.",
            file=file,
            missing=form.columns[key].heading if list(keys) != list(keys.values()) else key,
            columns=_called(form),
        )
    for name, key in keys.items():
        if _kind(key) in form.columns and first[key] != name:
            yield message(
                "{file}: the columns {columns} mean the same; keep one of them.",
                file=file,
                columns=(cut(name), cut(first[key])),
            )


def filled(rows: Iterable[Row], key: str, faults: list[Message]) -> Iterator[Row]:
    """The rows in which a cell is filled, in whatever language; in others it is missed."""
    for row in rows:
        if row.wording(key).texts:
            yield row
        else:
            faults.append(
                message(
                    "{file}, row {row}: column {column} is empty; fill it in, or empty the row.",
                    file=row.file,
                    row=row.number,
                    column=next((cut(name) for each, name in row.headings.items() if _kind(each) == key), key),
                )
            )


class Once:
    """What has been seen in a sheet, and in which row; called with a row, whether the value is new there.

    Parameters
    ----------
    faults : list of Message
        To which is added what is there twice.
    """

    def __init__(self, faults: list[Message]) -> None:
        self.faults, self.rows = faults, dict[object, int]()

    def __call__(self, row: Row, value: object, called: str) -> bool:
        first = self.rows.setdefault(value, row.number)
        if first != row.number:
            self.faults.append(
                message(
                    '{file}, row {row}: "{value}" stands in row {first} already; keep one of them.',
                    file=row.file,
                    row=row.number,
                    value=cut(called),
                    first=first,
                )
            )
        return first == row.number


def next_id(letter: str, ids: Iterable[str]) -> str:
    """The letter with the number after the highest so far.

    Examples
    --------
    >>> next_id("S", ["S1", "s4", "W7"])
    'S5'
    """
    found = (re.fullmatch(f"{letter}([0-9]{{1,9}})", id, re.I) for id in ids)
    return f"{letter}{max((int(match[1]) for match in found if match), default=0) + 1}"


def given(rows: Sequence[Row], letters: Sequence[str], faults: list[Message]) -> list[str]:
    """The codes of rows; those without one get the letter and the next number that nobody has."""
    once, used, nexts = Once(faults), {fold(row["id"]) for row in rows}, dict[str, int]()
    codes = []
    for row, letter in zip(rows, letters, strict=True):
        code = row["id"]
        if not code:
            number = nexts.get(letter) or int(next_id(letter, used)[len(letter) :])
            nexts[letter] = number + 1
            code = f"{letter}{number}"
        once(row, code, code)
        codes.append(code)
    return codes


def in_order(faults: Sequence[Message]) -> list[Message]:
    """Faults sheet by sheet, row by row."""
    values = [dict(fault.values) for fault in faults]
    places = [(each.get("file") or each.get("sheet"), int(str(each.get("row", 0)))) for each in values]
    files = list(dict.fromkeys(file for file, _ in places))
    order = sorted(range(len(faults)), key=lambda place: (files.index(places[place][0]), places[place][1]))
    return [faults[place] for place in order]


# --- several texts in a cell -----------------------------------------------------------------------------


def joined(parts: Iterable[str]) -> str:
    """Several texts in one cell; one that holds a semicolon in quotation marks.

    Examples
    --------
    >>> joined(["Ana", "Ville; centre"])
    'Ana; "Ville; centre"'
    """
    return "; ".join(
        '"' + part.replace('"', '""') + '"' if re.search("[;\n]", part) or re.fullmatch('".*"', part) else part
        for part in parts
    )


def listed(text: str) -> tuple[str, ...]:
    """The texts of one cell, each once, without those that are empty.

    Examples
    --------
    >>> listed('Ana; "Ville; centre";')
    ('Ana', 'Ville; centre')
    """
    found = re.findall(r'[^\S\n]*(?:"((?:[^"]|"")*)"\s*(?:[;\n]|\Z)|([^;\n]+)(?:[;\n]|\Z)|[;\n])', text)
    parts = (quoted.replace('""', '"') if quoted else plain.strip() for quoted, plain in found)
    return tuple(dict.fromkeys(part for part in parts if part))


def among(names: Iterable[str]) -> Find:
    """Which of the names a text means: that which is written so, else the only one that differs in case and blanks.

    Examples
    --------
    >>> find = among(["S1", "s 2"])
    >>> find("s1"), find("S 2"), find("S3")
    ('S1', 's 2', None)
    """
    alike: dict[str, list[str]] = {}
    for name in names:
        alike.setdefault(fold(name), []).append(name)
    exact = {name for found in alike.values() for name in found}

    def find(text: str) -> str | None:
        found = [text] if text in exact else alike.get(fold(text), [])
        return found[0] if len(found) == 1 else None

    return find


def parts_of(text: str, find: Find) -> tuple[str, ...]:
    """The codes in a cell as they are known, others as they are written; commas separate them too, unless they are
    part of one."""
    parts = [
        one.strip()
        for part in listed(text)
        for one in ([part] if find(part) is not None else part.split(","))
        if one.strip()
    ]
    return tuple(dict.fromkeys(find(part) or part for part in parts))


def codes_of(text: str, codes: Iterable[str]) -> tuple[str, ...]:
    """As `parts_of`, of a few codes.

    Examples
    --------
    >>> codes_of("s1, O2; new", ["S1", "O2"])
    ('S1', 'O2', 'new')
    """
    return parts_of(text, among(codes))
