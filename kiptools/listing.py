"""A sheet of a partner list taken apart: which row has the headings, which column is which field, which row a record.

Titles, merged cells, sections, examples, totals and legends are recognised and named. What the cells mean is in
`kiptools.entries`, and what becomes of the rows in `kiptools.lists`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from kiptools.entries import EMPTY, Refusal, is_blank
from kiptools.fields import LANGS, SHEETS, Category, Field, heading_meaning, label, meaning, plain
from kiptools.files import read_file
from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.tables import Column, Sheet, not_read

__all__ = ["Fault", "Listed", "best_row", "field_named", "fields_of", "refused", "sheets_of", "take_apart", "values_of"]

_HEADING_ROWS = 20
_KEYS = {"partners": ("name",), "relations": ("one", "reported_by"), "cooperation": ("partner",), "needs": ("need",)}
"""Of each sheet the fields in which something must stand."""

Fault = tuple[int, int, Message]
"""A sentence with the row and the column that it is about, to put it into the list's order."""


# --- which sheet is what -------------------------------------------------------------------------------


def sheets_of(path: Path, given: Mapping[str, str]) -> tuple[dict[str, Sheet], tuple[Message, ...]]:
    """The sheets by what they are, the one with the partners first; and that others were left alone."""
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv")
        found = [(meaning("sheet", file.stem), read_file(file)[0]) for file in files]
    else:
        found = [(meaning("sheet", sheet.title) if sheet.title else None, sheet) for sheet in read_file(path)]
    sheets = {kind: sheet for kind, sheet in reversed(found) if kind in SHEETS}
    if "partners" not in sheets or heading_row("partners", sheets["partners"], given) is None:
        others = [sheet for kind, sheet in found if kind not in SHEETS or kind == "partners"]
        if not others:
            raise KipError(message("{file} has no list of partners.", file=path.name))
        headed = [sheet for sheet in others if heading_row("partners", sheet, given) is not None]
        sheets["partners"] = (headed or others)[0]
    used = [*sheets.values()]
    rest = [sheet for kind, sheet in found if kind != "definitions" and not any(sheet is one for one in used)]
    lists = [sheet.title for sheet in rest if heading_row("partners", sheet, given) is not None]
    warned = [
        counted(
            "Another sheet looks like a list of partners too, and was not read: {sheets}. Put all partners on one "
            "sheet.",
            "{count} other sheets look like lists of partners too, and were not read: {sheets}. Put all partners on "
            "one sheet.",
            len(lists),
            sheets=some(lists),
        )
    ]
    left = not_read([sheet for sheet in rest if sheet.title not in lists])
    return {kind: sheets[kind] for kind in SHEETS if kind in sheets}, (*(warned if lists else ()), *left)


def heading_row(kind: str, sheet: Sheet, given: Mapping[str, str]) -> int | None:
    """The place of the row of headings; None if there is none, or one that is needed is not in it."""
    place = best_row(kind, sheet, given)
    known = {_field_of(kind, cell, given) for cell in sheet.row(place) if cell} if place is not None else set()
    return place if any(key in known for key in _KEYS[kind]) and (kind != "relations" or "other" in known) else None


def best_row(kind: str, sheet: Sheet, given: Mapping[str, str]) -> int | None:
    """The first row with the most headings that a person has named, or that are known.

    A lone known word in a long row is no heading, unless it is the first row that has several cells.
    """
    best, most, several = None, (0, 0), False
    for place in range(min(len(sheet), _HEADING_ROWS)):
        cells = [cell for cell in sheet.row(place) if cell]
        known = {_field_of(kind, cell, given) for cell in cells} - {None, "ignore"}
        named = sum(plain(cell) in given for cell in cells)
        lone = len(known) < 3 and 2 * len(known) < len(cells) and several and not named
        if known and not lone and (named, len(known)) > most:
            best, most = place, (named, len(known))
        several = several or len(cells) > 1
    return best


def _field_of(kind: str, heading: str, given: Mapping[str, str]) -> str | None:
    return given.get(plain(heading)) or heading_meaning(kind, heading)


# --- a sheet taken apart -------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Listed:
    """A sheet's headings, which of its columns are fields, and which of its rows are records.

    `ticks` are columns that a person has named as one thing of a list each, as in one column for each need.
    """

    kind: str
    file: str
    columns: tuple[Column, ...]
    heads: list[str]
    fields: dict[str, int]
    rows: np.ndarray
    row_numbers: np.ndarray
    notes: tuple[Message, ...]
    faults: tuple[Fault, ...]
    ticks: dict[int, str]

    def __len__(self) -> int:
        return len(self.rows)

    def texts(self, place: int) -> list[str]:
        column = self.columns[place]
        return [column.values[code] for code in column.codes[self.rows].tolist()]


def take_apart(kind: str, sheet: Sheet, given: Mapping[str, str]) -> Listed:
    heading = heading_row(kind, sheet, given)
    if heading is None:
        raise KipError(_no_headings(kind, sheet))
    heads = sheet.row(heading)
    fields, notes = fields_of(kind, sheet.name, heads, given)
    if kind == "partners" and _of_people(heads, fields["name"], given):
        raise KipError(_people(sheet, heads[fields["name"]]))
    counts = {place for name, place in fields.items() if field_named(kind, name).kind == "count"}
    sheet = _filled(sheet, heading, counts)
    key = next(fields[name] for name in _KEYS[kind] if name in fields)
    reasons = _reasons(kind, sheet, heading, key)
    rows = np.array([place for place in range(heading + 1, len(sheet)) if place not in reasons], dtype=int)
    numbers: dict[str, list[int]] = defaultdict(list)
    for place, why in reasons.items():
        numbers[why].append(int(sheet.row_numbers[place]))
    nameless = numbers.pop("nameless", [])
    passed = [_passed(why, some_rows, sheet.name) for why, some_rows in numbers.items()]
    return Listed(
        kind,
        sheet.name,
        sheet.columns,
        heads,
        fields,
        rows,
        sheet.row_numbers[rows],
        (*notes, *passed),
        tuple((row, key, _nameless(sheet.name, row)) for row in nameless),
        _ticks(heads, fields, given),
    )


def _ticks(heads: Sequence[str], fields: Mapping[str, int], given: Mapping[str, str]) -> dict[int, str]:
    """The columns of a field that a person has given several times, with that field."""
    named = {place: given[plain(head)] for place, head in enumerate(heads) if plain(head) in given}
    times = Counter(named.values())
    return {place: name for place, name in named.items() if name != "ignore" and times[name] > 1}


def _of_people(heads: Sequence[str], key: int, given: Mapping[str, str]) -> bool:
    """Whether the column taken for names holds people's: it is headed "name" only, beside a first or last name."""
    alone = meaning("person", heads[key]) == "either" and plain(heads[key]) not in given
    return alone and any(meaning("person", head) in ("first", "last") for head in heads)


def _people(sheet: Sheet, heading: str) -> Message:
    return message(
        '{file}: "{heading}" looks like the names of people; say with --columns in which column the organisations '
        "stand.",
        file=sheet.name,
        heading=heading,
    )


def _no_headings(kind: str, sheet: Sheet) -> Message:
    names = [Category("field", name) for name in (("other",) if kind == "relations" else ()) + _KEYS[kind][:1]]
    found = some([cut(cell, 40) for cell in sheet.row(0) if cell])
    if kind == "partners":
        return message(
            '{file}: no row of headings with a column for the names of the organisations was found; call it "{name}", '
            "or say with --columns which column it is (the first row has: {found}).",
            file=sheet.name,
            name=names[0],
            found=found,
        )
    return message(
        "{file}: no row of headings was found; this sheet needs a column {names} (the first row has: {found}).",
        file=sheet.name,
        names=tuple(names),
        found=found,
    )


def fields_of(
    kind: str, file: str, heads: Sequence[str], given: Mapping[str, str]
) -> tuple[dict[str, int], list[Message]]:
    """The column of each field; what a person said counts first, then the kit's own headings, then synonyms."""
    own = {plain(label("field", field.name, lang)) for field in SHEETS[kind] for lang in LANGS}
    bare = list(map(plain, heads))
    order = sorted(
        range(len(heads)),
        key=lambda place: (
            bare[place] not in given,
            meaning("person", bare[place]) == "either",
            bare[place] not in own,
        ),
    )
    places: dict[str, list[int]] = defaultdict(list)
    for place in order:
        field = _field_of(kind, heads[place], given) if heads[place] else None
        if field and field != "ignore":
            places[field].append(place)
    notes = [
        message(
            '{file}: the columns {columns} all look like "{field}"; {taken} was taken.',
            file=file,
            columns=tuple(heads[place] for place in found),
            field=Category("field", field),
            taken=heads[found[0]],
        )
        for field, found in places.items()
        if len(found) > 1 and not all(bare[place] in given for place in found)
    ]
    return {field.name: places[field.name][0] for field in SHEETS[kind] if field.name in places}, notes


def _filled(sheet: Sheet, heading: int, counts: set[int]) -> Sheet:
    """The sheet with what stands in merged cells in all of their rows below the headings, numbers only in the first."""
    if not sheet.merged:
        return sheet
    columns = list(sheet.columns)
    for left, places in sheet.merged_below(heading):
        if left < len(columns) and left not in counts:
            codes = columns[left].codes.copy()
            codes[places] = codes[places[0]]
            columns[left] = replace(columns[left], codes=codes)
    return replace(sheet, columns=tuple(columns))


def _reasons(kind: str, sheet: Sheet, heading: int, key: int) -> dict[int, str]:
    """Places of the rows that are no records, with the reason."""
    across = {
        row
        for top, bottom, left, right in sheet.merged
        if left < right and left <= key <= right
        for row in range(top, bottom + 1)
    }
    continued = {
        row for top, bottom, left, right in sheet.merged if left <= key <= right for row in range(top + 1, bottom + 1)
    }
    reasons = dict.fromkeys(range(heading), "title")
    cells = [[column.values[code] for code in column.codes.tolist()] for column in sheet.columns]
    heads = sheet.row(heading)
    filled = [sum(map(bool, row)) for row in zip(*cells, strict=True)]
    several = sorted(count for count in filled[heading + 1 :] if count > 1)
    rich = bool(several) and several[len(several) // 2] >= 3  # a row with one cell is then none of an organisation's
    for place in range(heading + 1, len(sheet)):
        row, number = [column[place] for column in cells], int(sheet.row_numbers[place])
        if number in across and filled[place] == 1:
            why = "section"
        else:
            why = "continued" if number in continued else _why_no_record(kind, row, key, heads, rich)
        if why:
            reasons[place] = why
    return dict.fromkeys(_below(sheet, filled, heading) if rich else [], "remark") | reasons


def _below(sheet: Sheet, filled: Sequence[int], heading: int) -> range:
    """Places of the rows of a legend: below the list and an empty row, with nothing but one cell in each."""
    start = len(sheet)
    while start - 1 > heading + 1 and filled[start - 1] == 1:
        start -= 1
    numbers = sheet.row_numbers
    return next(
        (range(place, len(sheet)) for place in range(start, len(sheet)) if numbers[place] - numbers[place - 1] > 1),
        range(0),
    )


_ONLY_FIGURES = re.compile(r"[\d\s.,%/]+\Z")


def _why_no_record(kind: str, row: Sequence[str], key: int, heads: Sequence[str], rich: bool) -> str:
    filled = [cell for cell in row if cell]
    if _begins("example", filled[0]):
        return "example"
    words = [cell for cell in filled if not _ONLY_FIGURES.match(cell)]
    if (
        words
        and all(_begins("total", cell) for cell in words)
        and (rich or len(filled) > 1 or re.search(r"[\d:]", words[0]))
    ):
        return "total"
    if row[key]:
        if len(filled) == 1 and ":" in row[key] and heading_meaning(kind, row[key].split(":")[0]) == "notes":
            return "remark"
        if plain(row[key]) != plain(heads[key]):
            return ""
        again = sum(plain(cell) == plain(head) for cell, head in zip(row, heads, strict=True) if cell)
        return "heading" if 1 < len(filled) <= 2 * again else ""
    if kind == "relations":
        return ""
    return "nameless" if words else "total"


def _begins(word: str, cell: str) -> bool:
    """Whether a cell is a word, or begins with it and goes on with a figure or a colon."""
    return meaning("word", re.split(r"[:\d]", cell[:60], maxsplit=1)[0]) == word


def _nameless(file: str, row: int) -> Message:
    return message("{file}, row {row}: the organisation has no name; the row was left out.", file=file, row=row)


def _passed(why: str, rows: list[int], file: str) -> Message:
    shown = some([str(row) for row in rows])
    count = len(rows)
    if why == "title":
        return counted(
            "{file}: row {rows} was taken for a title above the headings.",
            "{file}: rows {rows} were taken for titles above the headings.",
            count,
            file=file,
            rows=shown,
        )
    if why == "section":
        return counted(
            "{file}: row {rows} is merged across columns; it was taken for a heading and left out.",
            "{file}: rows {rows} are merged across columns; they were taken for headings and left out.",
            count,
            file=file,
            rows=shown,
        )
    if why == "example":
        return counted(
            "{file}: row {rows} is an example; it was left out.",
            "{file}: rows {rows} are examples; they were left out.",
            count,
            file=file,
            rows=shown,
        )
    if why == "continued":
        return counted(
            "{file}: row {rows} goes on with the organisation above (the names are merged); only the first row was "
            "read.",
            "{file}: rows {rows} go on with the organisations above (the names are merged); only the first row of each "
            "was read.",
            count,
            file=file,
            rows=shown,
        )
    if why == "remark":
        return counted(
            "{file}: row {rows} is a remark; it was left out.",
            "{file}: rows {rows} are remarks; they were left out.",
            count,
            file=file,
            rows=shown,
        )
    if why == "heading":
        return counted(
            "{file}: row {rows} repeats the headings; it was left out.",
            "{file}: rows {rows} repeat the headings; they were left out.",
            count,
            file=file,
            rows=shown,
        )
    return counted(
        "{file}: row {rows} holds totals; it was left out.",
        "{file}: rows {rows} hold totals; they were left out.",
        count,
        file=file,
        rows=shown,
    )


# --- values --------------------------------------------------------------------------------------------


def values_of(part: Listed, name: str, read: Callable[[str], Any]) -> tuple[list[Any], list[Fault]]:
    """What a field holds in each record, and the cells that are not understood, which count as empty.

    Every different text is looked at once.
    """
    field = field_named(part.kind, name)
    empty = EMPTY.get(field.kind)
    if name not in part.fields:
        return [empty] * len(part), []
    column = part.columns[part.fields[name]]
    codes = column.codes[part.rows]
    used = np.unique(codes).tolist()
    found: dict[int, Any] = {}
    faults: list[Fault] = []
    for code in used:
        text = column.values[code]
        value = empty if is_blank(text, field) else read(text)
        if isinstance(value, Refusal):
            rows = part.row_numbers[codes == code].tolist()
            faults += [refused(part, row, name, text, value) for row in rows]
            value = empty
        found[code] = value
    return [found[code] for code in codes.tolist()], faults


def field_named(kind: str, name: str) -> Field:
    return next(field for field in SHEETS[kind] if field.name == name)


def refused(part: Listed, row: int, name: str, text: str, refusal: Refusal) -> Fault:
    place = part.fields[name]
    return row, place, refusal.say(file=part.file, row=row, column=part.heads[place], value=cut(text))
