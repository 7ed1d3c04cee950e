"""A SWOT read from a spreadsheet, in any of the five languages; every fault is named with its place.

Of the rating sheets the code of a factor counts, and its wording is for the eye.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiptools.cells import whole_number
from kiptools.dates import day_of
from kiptools.files import read_file
from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.pairwise import comparisons_of
from kiptools.places import kit_path
from kiptools.sheets import heading_key
from kiptools.swot import (
    EXTERNAL,
    INTERACTIONS,
    INTERNAL,
    LEVELS,
    QUADRANTS,
    Factor,
    Judgement,
    Pair,
    Rater,
    Rating,
    Swot,
    next_id,
)
from kiptools.swot_fields import (
    BESIDE,
    DECISIONS,
    RATED,
    SHEETS,
    accepted_words,
    among,
    codes_of,
    days_of,
    key_of,
    listed,
    times_of,
)
from kiptools.tables import Sheet, Table, column_letter, fold, headed
from kiptools.tasks import Task, check_tasks

__all__ = ["read_swot"]


def read_swot(path: str | Path | None = None) -> Swot:
    """Read a SWOT.

    Parameters
    ----------
    path : str or Path or None
        A workbook, as `write_swot_template` writes it; a folder of CSV files (factors, people, importance, degree,
        pairs, comparisons, actions), of which only ``factors.csv`` is needed; or one table with the columns `quadrant`
        and `factor`. None for the demo network's. Headings and words may be in any of the five languages.

    Returns
    -------
    Swot
        Its ratings person by person, in the order of the factors.

    Raises
    ------
    KipError
        Something is missing or not understood, each with its sheet, row and column.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(f"{folder}/swot.csv").write_text("quadrant,factor\\nForce,Nous nous connaissons\\nt,Less money\\n")
    ...     [(factor.id, factor.quadrant) for factor in read_swot(f"{folder}/swot.csv").factors]
    [('S1', 'strength'), ('T1', 'threat')]
    """
    path = kit_path("data", "cite", "swot") if path is None else Path(path)
    faults, notes = list[Message](), list[Message]()
    parts = {kind: list(_rows(kind, sheet, faults, notes)) for kind, sheet in _sheets_of(path, notes).items()}
    parts = {kind: parts.get(kind, []) for kind in SHEETS}
    factors = _factors(parts["factors"], faults)
    if not factors:
        raise KipError(faults or message("{file} has no factor in it; give one in each row.", file=path.name))
    raters = _raters(parts["people"], faults)
    people = {fold(rater.name): rater.name for rater in raters}
    given = {kind: _levels(parts[kind], factors, people, faults) for kind in RATED}
    named = dict.fromkeys(
        [*(rater.name for rater in raters), *(name for levels in given.values() for name, _ in levels)]
    )
    notes += _half_rated(given, parts)
    known = {rater.name: rater for rater in raters}
    rated = [(name, factor.id) for name in named for factor in factors]
    importance, degree = (given[kind] for kind in RATED)
    swot = (
        factors,
        tuple(known.get(name, Rater(name)) for name in named),
        tuple(
            Rating(*both, importance.get(both), degree.get(both))
            for both in rated
            if both in importance or both in degree
        ),
        _pairs(parts["pairs"], factors, faults),
        _judgements(parts["comparisons"], factors, faults),
        _tasks(parts["actions"], faults),
        tuple(notes),
    )
    if faults:
        raise KipError(_in_order(faults))
    return Swot(*swot)


def _half_rated(
    given: Mapping[str, Mapping[tuple[str, str], int]], parts: Mapping[str, Sequence[_Row]]
) -> list[Message]:
    """People who stand on one of the two rating sheets only: their ratings do not count."""
    names = {kind: dict.fromkeys(name for name, _ in levels) for kind, levels in given.items()}
    notes = []
    for kind, other in zip(RATED, reversed(RATED), strict=True):
        alone = [name for name in names[kind] if name not in names[other]]
        if alone:
            notes.append(
                message(
                    "{file}: {names} rated only here, and not on the sheet {other}; these ratings do not count.",
                    file=parts[kind][0].file,
                    names=some([cut(name) for name in alone]),
                    other=SHEETS[other].title,
                )
            )
    return notes


def _in_order(faults: Sequence[Message]) -> list[Message]:
    """Sheet by sheet, row by row."""
    values = [dict(fault.values) for fault in faults]
    places = [(each.get("file") or each.get("sheet"), int(str(each.get("row", 0)))) for each in values]
    files = list(dict.fromkeys(file for file, _ in places))
    order = sorted(range(len(faults)), key=lambda place: (files.index(places[place][0]), places[place][1]))
    return [faults[place] for place in order]


@dataclass(frozen=True)
class _Row:
    """The cells of a row by the keys of their columns, and of the rating sheets by the people's names."""

    file: str
    number: int
    cells: Mapping[str, str]
    headings: Mapping[str, str]
    letters: Mapping[str, str]

    def _column(self, key: str) -> object:
        """What a column is called; a person's also by its place, as names may be letters."""
        if key in self.letters:
            return message("{letter} ({name})", letter=self.letters[key], name=cut(key))
        return cut(self.headings.get(key, key))

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")

    def fault(self, key: str, accepted: object, value: str | None = None) -> Message:
        """That a cell, or the given part of it, is not understood."""
        value = self[key] if value is None else value
        if not value:
            return message(
                "{file}, row {row}: column {column} is empty; give one of {accepted}.",
                file=self.file,
                row=self.number,
                column=self._column(key),
                accepted=accepted,
            )
        return message(
            '{file}, row {row}, column {column}: "{value}" is not known; give one of {accepted}.',
            file=self.file,
            row=self.number,
            column=self._column(key),
            value=cut(value),
            accepted=accepted,
        )

    def wrong(self, key: str, wanted: Message) -> Message:
        """That a cell is not of the kind that is wanted."""
        return message(
            '{sheet}, row {row}, column {column}: "{value}" is not accepted; give {accepted}.',
            sheet=self.file,
            row=self.number,
            column=self._column(key),
            value=cut(self[key]),
            accepted=wanted,
        )

    def word(self, key: str, words: str, faults: list[Message]) -> str:
        """The key that a cell's word means; empty if it is empty, or not known, which is a fault."""
        found = key_of(words, self[key]) if self[key] else ""
        if found is None:
            faults.append(self.fault(key, accepted_words(words)))
        return found or ""

    def whole(self, key: str, among: Sequence[int], faults: list[Message]) -> int | None:
        """The whole number of a cell; None if it is empty, or not among those, which is a fault."""
        text = whole_number(self[key])
        if not text or text in map(str, among):
            return int(text) if text else None
        faults.append(self.fault(key, tuple(map(str, among))))
        return None

    def day(self, key: str, faults: list[Message], *, last: bool = False) -> date | None:
        found = day_of(self[key], last=last) if self[key] else None
        if self[key] and found is None:
            faults.append(self.wrong(key, message("a day, like {example}", example="2026-03-31")))
        return found


def _sheets_of(path: Path, notes: list[Message]) -> dict[str, Sheet]:
    """The sheets by what they are; a lone table holds the factors."""
    if path.is_dir():
        files = {file.stem.lower(): file for file in sorted(path.iterdir()) if file.suffix.lower() == ".csv"}
        sheets = {kind: read_file(files[kind])[0] for kind in SHEETS if kind in files}
        found: Iterable[str] = files
        if unread := [cut(file.name) for name, file in files.items() if name not in SHEETS]:
            notes.append(
                message(
                    "{folder}: not read: {files}. The files of a SWOT are called {names}.",
                    folder=path.name or str(path),
                    files=some(unread),
                    names=tuple(f"{kind}.csv" for kind in SHEETS),
                )
            )
    else:
        every = [sheet for sheet in read_file(path) if len(sheet)]
        titles = {kind: each.title for kind, each in SHEETS.items()}
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
        if len(every) == 1 and not sheets.keys() & SHEETS.keys():
            sheets = {"factors": every[0]}
        found = [sheet.title for sheet in every if sheet.title]
        _refuse_misnamed(sheets)
    if "factors" not in sheets:
        raise KipError(
            message(
                "{file} has no sheet {sheet} (found: {found}).",
                file=path.name or str(path),
                sheet=SHEETS["factors"].title if path.is_file() else "factors.csv",
                found=some([cut(name) for name in found]) or "-",
            )
        )
    return {kind: sheets[kind] for kind in SHEETS if kind in sheets}


def _refuse_misnamed(sheets: Mapping[str, Sheet]) -> None:
    """A sheet under another name that has the headings of one that is missing: it would be lost without a word."""
    missing = [kind for kind in SHEETS if kind not in sheets]
    faults = []
    for name, sheet in sheets.items():
        alike = [kind for kind in missing if name not in SHEETS and _needed(kind) <= set(_headings(kind, sheet.row(0)))]
        if alike:
            faults.append(
                message(
                    "{file}: the sheet has the headings of a SWOT, but its name is not known; call it {sheets}, or "
                    "delete it.",
                    file=sheet.name,
                    sheets=tuple(SHEETS[kind].title for kind in alike),
                )
            )
    if faults:
        raise KipError(faults)


def _needed(kind: str) -> set[str]:
    needed = {key for key, column in SHEETS[kind].columns.items() if column.required}
    return {*needed, "factor"} if kind in RATED else needed


def _headings(kind: str, row: Sequence[str]) -> list[str]:
    headings = {key: column.heading for key, column in SHEETS[kind].columns.items()}
    return [heading_key(heading, headings) for heading in row]


def _rows(kind: str, sheet: Sheet, faults: list[Message], notes: list[Message]) -> Iterator[_Row]:
    """The rows of a sheet that say something."""
    try:
        table: Table = headed(sheet, sheet.row(0))
    except KipError as error:
        faults += error.faults
        return
    columns, rated = SHEETS[kind].columns, kind in RATED
    names = [column.name for column in table.columns]
    keys = dict(zip(names, _headings(kind, names), strict=True))
    headings = {key: name for name, key in keys.items()}
    missing = [key for key, column in columns.items() if column.required and key not in headings]
    if rated and "factor" in headings:
        missing = []
    faults += [*(_nameless(sheet) if rated else ()), *_wrong_headings(kind, table.name, keys, missing)]
    if missing:
        return
    if unknown := [cut(name) for name, key in keys.items() if key not in columns and not rated]:
        notes.append(
            message(
                "{file}: not understood and left out: {columns}. The columns are called {known}.",
                file=table.name,
                columns=some(unknown),
                known=tuple(column.heading for column in columns.values()),
            )
        )
    top = sheet.row(0)
    letters = {name: column_letter(top.index(name)) for name in names if rated and name not in BESIDE}
    ready = {"factors": ("id", "quadrant", "proposed"), "actions": ("id",)}.get(kind, ("id", "factor") * rated)
    for row, record in table.records():
        cells = {keys[name]: text for name, text in record.items()}
        if any(text for key, text in cells.items() if key not in ready and (key in columns or rated)):
            yield _Row(table.name, row, cells, headings, letters)


def _nameless(sheet: Sheet) -> Iterator[Message]:
    """Columns of ratings without a person: ratings that grow from row to row look like row numbers."""
    nameless = [place for place, name in enumerate(sheet.row(0)) if not name and not sheet.columns[place].is_empty]
    if nameless:
        yield counted(
            "{file}: column {columns} has no heading; give it one.",
            "{file}: columns {columns} have no heading; give each one.",
            len(nameless),
            file=sheet.name,
            columns=tuple(map(column_letter, nameless)),
        )


def _wrong_headings(kind: str, file: str, keys: Mapping[str, str], missing: Sequence[str]) -> Iterator[Message]:
    """Columns that are not there, and those that are there twice."""
    columns, first = SHEETS[kind].columns, {key: name for name, key in keys.items()}
    for key in missing:
        yield message(
            "{file} has no column {missing}; it should have the columns {columns}.",
            file=file,
            missing=columns[key].heading if list(keys) != list(keys.values()) else key,
            columns=tuple(column.heading for column in columns.values()),
        )
    for name, key in keys.items():
        if key in columns and first[key] != name:
            yield message(
                "{file}: the columns {columns} mean the same; keep one of them.",
                file=file,
                columns=(cut(name), cut(first[key])),
            )


def _filled(rows: Iterable[_Row], key: str, faults: list[Message]) -> Iterator[_Row]:
    """The rows in which a cell is filled; in others it is missed."""
    for row in rows:
        if row[key]:
            yield row
        else:
            faults.append(
                message(
                    "{file}, row {row}: column {column} is empty; fill it in, or empty the row.",
                    file=row.file,
                    row=row.number,
                    column=cut(row.headings.get(key, key)),
                )
            )


class _Once:
    """What has been seen in a sheet, and in which row."""

    def __init__(self, faults: list[Message]) -> None:
        self.faults, self.rows = faults, dict[object, int]()

    def __call__(self, row: _Row, value: object, called: str) -> bool:
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


def _given(rows: Sequence[_Row], letters: Sequence[str], faults: list[Message]) -> list[str]:
    """The codes of rows; those without one get the letter and the next number that nobody has."""
    once, used = _Once(faults), {fold(row["id"]) for row in rows}
    codes = []
    for row, letter in zip(rows, letters, strict=True):
        code = row["id"] or next_id(letter, used)
        used.add(fold(code))
        once(row, code, code)
        codes.append(code)
    return codes


def _factors(rows: Sequence[_Row], faults: list[Message]) -> tuple[Factor, ...]:
    rows = list(_filled(rows, "factor", faults))
    quadrants = []
    for row in rows:
        if not row["quadrant"]:
            faults.append(row.fault("quadrant", accepted_words("quadrant")))
        quadrants.append(row.word("quadrant", "quadrant", faults))
    codes = _given(rows, [quadrant[:1].upper() for quadrant in quadrants], faults)
    return tuple(
        Factor(
            code,
            quadrant,
            row["factor"],
            row.word("source", "source", faults),
            row["evidence"],
            _topics(row, faults),
            row.word("proposed", "yes_no", faults) == "yes",
        )
        for row, code, quadrant in zip(rows, codes, quadrants, strict=True)
    )


def _topics(row: _Row, faults: list[Message]) -> tuple[str, ...]:
    words = [part for part in map(str.strip, re.split("[;,|]", row["topics"])) if part]
    found = [key_of("topic", word) for word in words]
    faults += [
        row.fault("topics", accepted_words("topic"), word)
        for word, name in zip(words, found, strict=True)
        if name is None
    ]
    return tuple(dict.fromkeys(name for name in found if name))


def _raters(rows: Sequence[_Row], faults: list[Message]) -> tuple[Rater, ...]:
    once = _Once(faults)
    return tuple(
        Rater(row["person"], row.word("kind", "type", faults), row.word("finished", "yes_no", faults) == "yes")
        for row in _filled(rows, "person", faults)
        if once(row, fold(row["person"]), row["person"])
    )


def _levels(
    rows: Sequence[_Row], factors: Sequence[Factor], people: dict[str, str], faults: list[Message]
) -> dict[tuple[str, str], int]:
    """The ratings of one sheet, by person and factor; who is not among the people is added to them."""
    codes, wordings = among(factor.id for factor in factors), among(factor.text for factor in factors)
    by_wording = {factor.text: factor.id for factor in factors}
    once, found = _Once(faults), dict[tuple[str, str], int]()
    for row in rows:
        said = row["id"] or row["factor"]
        wording = None if row["id"] else wordings(said)
        code = codes(said) if row["id"] else by_wording.get(wording or "")
        if code is None:
            key = "id" if row["id"] else "factor"
            faults.append(row.fault(key, some([cut(factor.id) for factor in factors])))
        elif once(row, code, code):
            for name in row.cells:
                level = row.whole(name, LEVELS, faults) if name not in BESIDE else None
                if level is not None:
                    found[people.setdefault(fold(name), name), code] = level
    by_column = {people.get(fold(name), name): place for place, name in enumerate(rows[0].cells)} if rows else {}
    return dict(sorted(found.items(), key=lambda each: by_column[each[0][0]]))


def _pairs(rows: Sequence[_Row], factors: Sequence[Factor], faults: list[Message]) -> tuple[Pair, ...]:
    once, found = _Once(faults), []
    sides = {
        key: among(factor.id for factor in factors if factor.quadrant in (*quadrants, ""))
        for key, quadrants in (("internal", INTERNAL), ("external", EXTERNAL))
    }
    for row in rows:
        ids = {key: find(row[key]) for key, find in sides.items()}
        for key, quadrants in (("internal", INTERNAL), ("external", EXTERNAL)):
            if ids[key] is None:
                known = [cut(factor.id) for factor in factors if factor.quadrant in quadrants]
                faults.append(row.fault(key, some(known) or "-"))
        accepted = DECISIONS[row.word("decision", "decision", faults)]
        pair = Pair(
            ids["internal"] or "",
            ids["external"] or "",
            row.whole("interaction", INTERACTIONS, faults),
            accepted,
            row["strategy"],
        )
        if None not in ids.values() and once(row, pair.id, pair.id):
            found.append(pair)
    return tuple(found)


def _judgements(rows: Sequence[_Row], factors: Sequence[Factor], faults: list[Message]) -> tuple[Judgement, ...]:
    once, found = _Once(faults), []
    codes = among(factor.id for factor in factors)
    accepted = (*accepted_words("quadrant"), *some([cut(factor.id) for factor in factors]))

    def meant(text: str) -> str | None:
        return text if text in QUADRANTS else codes(text) or key_of("quadrant", text)

    for row in rows:
        first, second, times = meant(row["first"]), meant(row["second"]), times_of(row["times"])
        faults += [row.fault(key, accepted) for key, name in (("first", first), ("second", second)) if name is None]
        if times is None:
            faults.append(row.wrong("times", message("a number from 1/9 to 9, like 3 or 1/3")))
        if first is None or second is None or times is None:
            continue
        if first == second or (first in QUADRANTS) != (second in QUADRANTS):
            faults.append(
                message(
                    '{file}, row {row}: "{first}" cannot be compared with "{second}"; compare two different quadrants, '
                    "or the codes of two different factors.",
                    file=row.file,
                    row=row.number,
                    first=cut(row["first"]),
                    second=cut(row["second"]),
                )
            )
        elif once(row, frozenset((first, second)), f"{row['first']} – {row['second']}"):
            found.append(Judgement(first, second, times))
    try:
        comparisons_of(found)
    except KipError as error:
        faults += [message("{file}: {fault}", file=rows[0].file, fault=fault) for fault in error.faults]
    return tuple(found)


def _tasks(rows: Sequence[_Row], faults: list[Message]) -> tuple[Task, ...]:
    rows, before = list(_filled(rows, "task", faults)), len(faults)
    codes = _given(rows, [""] * len(rows), faults)
    tasks = tuple(
        Task(
            code,
            row["task"],
            row["goal"],
            listed(row["who"]),
            row.day("from", faults),
            row.day("until", faults, last=True),
            _days(row, faults),
            codes_of(row["after"], codes),
        )
        for row, code in zip(rows, codes, strict=True)
    )
    if len(faults) == before:
        faults += [message("{file}: {fault}", file=rows[0].file, fault=fault) for fault in check_tasks(tasks)]
    return tasks


def _days(row: _Row, faults: list[Message]) -> int | None:
    found = days_of(row["days"])
    if row["days"] and found is None:
        faults.append(row.wrong("days", message("a whole number of working days, 1 or more")))
    return found
