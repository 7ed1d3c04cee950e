"""Lists of partners, as people have them: a spreadsheet with headings of their own in one of five languages.

The kit's workbook (`kiptools.workbook`) is one such list. A cell that is not understood counts as empty and is
named with its place, so that a list with faults can be read today and mended tomorrow. Nothing is guessed, no row is
merged with another unless the list says so, and columns that name people are not read. What headings mean can be said
in a small table of columns.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from kiptools.dates import day_of, month_stands_first, months_before
from kiptools.entries import Refusal, reader, rung_reader
from kiptools.exports.columns import kind_of
from kiptools.fields import (
    LADDERS,
    SHEETS,
    Category,
    heading_meaning,
    label,
    meaning,
    names_people,
    plain,
)
from kiptools.files import read_table
from kiptools.language import Language
from kiptools.listing import (
    Fault,
    Listed,
    best_row,
    field_named,
    fields_of,
    heading_row,
    refused,
    sheets_of,
    take_apart,
    values_of,
)
from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.names import same_names
from kiptools.partners import Cooperation, Partner, Partners, SameOrganisation, Tie
from kiptools.places import kit_path, refuse_existing, replacing
from kiptools.tables import Column, Table, column_letter, guarded

__all__ = ["read_partners", "survey_rows", "write_columns"]

DEMO_DAY = date(2026, 3, 31)
"""The day on which the demo network is looked at."""


def read_partners(
    path: str | Path | None = None, *, columns: str | Path | None = None, as_of: date | str | None = None
) -> Partners:
    """Read a list of partners.

    Parameters
    ----------
    path : str or Path or None
        XLSX or CSV with one row for each organisation, or a folder with ``partners.csv`` and, if you have them,
        ``relations.csv``, ``cooperation.csv`` and ``needs.csv``, which are sheets of a workbook otherwise; None for
        the demo network.
    columns : str or Path, optional
        What the columns of the list are, where their headings do not tell (`write_columns`).
    as_of : date or str, optional
        The day on which "so long ago" is reckoned; today if it is not given.

    Returns
    -------
    Partners
        With every cell that was not understood in `faults`.

    Raises
    ------
    KipError
        The file cannot be read, has no column with the partners' names, or no partner; the table of columns does not
        fit; or `as_of` is no day.

    Examples
    --------
    >>> partners = read_partners()
    >>> partners.source, partners.convenor.name
    ('network', 'Cité des métiers de Valrive')
    """
    day = _as_of(as_of) or (DEMO_DAY if path is None else date.today())
    source = kit_path("data", "cite", "network") if path is None else Path(path)
    sheets, notes = sheets_of(source, given := _given_columns(columns) if columns else {})
    parts = {kind: take_apart(kind, sheet, given if kind == "partners" else {}) for kind, sheet in sheets.items()}
    unused = [heading for heading in given if heading not in map(plain, parts["partners"].heads)]
    if unused:
        raise KipError(
            message(
                '{file} names a column "{heading}", which {list} does not have.',
                file=Path(columns or "").name,
                heading=unused[0],
                list=parts["partners"].file,
            )
        )
    return _assemble(source.name, day, parts, notes)


def _as_of(day: date | str | None) -> date | None:
    if not isinstance(day, str):
        return day
    found = day_of(day)
    if found is None:
        raise KipError(message('"{value}" is not a date; write it like 2026-03-31.', value=cut(day)))
    return found


# --- the network ---------------------------------------------------------------------------------------


def _assemble(source: str, day: date, parts: Mapping[str, Listed], notes: tuple[Message, ...]) -> Partners:
    part = parts["partners"]
    if not len(part):
        raise KipError(message("{file} has no partner in it; give one row for each.", file=part.file))
    records, faults, same_as = _records(part, day)
    moved, same_faults = _same(part, records, same_as)
    which = _Who(records, moved)
    records = _united(records, moved)
    ties, ladder, tie_faults = _ties(parts.get("relations"), which)
    cooperations, cooperation_faults = _cooperations(parts.get("cooperation"), which, day)
    by_sheet = {"partners": [*faults, *same_faults], "relations": tie_faults, "cooperation": cooperation_faults}
    by_sheet = {kind: found for kind, found in by_sheet.items() if kind in parts}
    pairs = same_names([partner.name for partner in records])
    others, left_out = _others(part, records)
    passed = [note for each in parts.values() for note in each.notes]
    return Partners(
        source,
        day,
        tuple(records),
        tuple(part.fields),
        ties,
        ladder,
        cooperations,
        _needs(parts.get("needs"), records),
        tuple(SameOrganisation(records[one].id, records[other].id, exact) for one, other, exact in pairs),
        tuple(
            fault
            for kind, found in by_sheet.items()
            for _, _, fault in sorted((*parts[kind].faults, *found), key=lambda fault: fault[:2])
        ),
        (*notes, *passed, *_what_was_decided(part, records, moved), *left_out),
        tuple(part.heads[place] for place in part.fields.values()),
        others,
    )


def _read_fields(part: Listed, names: Iterable[str], day: date) -> tuple[dict[str, list[Any]], list[Fault]]:
    """Fields of a sheet as values, and what was not understood."""
    columns: dict[str, list[Any]] = {}
    faults: list[Fault] = []
    month_first = bool(_month_first(part))
    for field in (field_named(part.kind, name) for name in names):
        columns[field.name], found = values_of(part, field.name, reader(field, day, month_first=month_first))
        faults += found
    return columns, faults


def _month_first(part: Listed) -> bool | None:
    """Whether in the days of a list the month stands first; None if nothing tells."""
    places = [part.fields[name] for name in part.fields if field_named(part.kind, name).kind == "date"]
    return month_stands_first(text for place in places for text in {*part.texts(place)})


def _records(part: Listed, day: date) -> tuple[list[Partner], list[Fault], list[str]]:
    """The rows, each with an id of its own; and of which other row each is said to be the same."""
    columns, faults = _read_fields(part, [field.name for field in SHEETS["partners"]], day)
    for name in {*part.ticks.values()}:
        columns[name] = _ticked(part, name)
    same_as = columns.pop("same_as")
    columns["row"] = part.row_numbers.tolist()
    columns["id"], found = _ids(part, columns["id"])
    faults += found
    records = [Partner(**dict(zip(columns, values, strict=True))) for values in zip(*columns.values(), strict=True)]
    records, found = _contradictions(part, records, day)
    return records, [*faults, *found, *_wrong_order(part, records)], same_as


def _ticked(part: Listed, name: str) -> list[tuple[str, ...]]:
    """For each record the headings of the columns in which something but "no" stands."""
    places = [place for place, field in part.ticks.items() if field == name]
    cells = [[bool(text) and meaning("yes_no", text) != "no" for text in part.texts(place)] for place in places]
    heads = [part.heads[place] for place in places]
    return [tuple(head for head, tick in zip(heads, ticks, strict=True) if tick) for ticks in zip(*cells, strict=True)]


def _ids(part: Listed, given: list[str]) -> tuple[list[str], list[Fault]]:
    """The list's own codes; where there is none, or one stands there twice, the kit's."""
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for place, text in enumerate(given):
        if text and text in first:
            row = int(part.row_numbers[place])
            faults.append(refused(part, row, "id", text, _taken(int(part.row_numbers[first[text]]))))
        elif text:
            first[text] = place
    width = len(str(len(given)))
    numbers = (name for number in count(1) if (name := f"P{number:0{max(2, width)}d}") not in first)
    return [text if text and first[text] == place else next(numbers) for place, text in enumerate(given)], faults


def _contradictions(part: Listed, records: Sequence[Partner], day: date) -> tuple[list[Partner], list[Fault]]:
    """Records that count joint activities in twelve months, the last of which is older; their number is not known."""
    year_ago = months_before(day, 12)
    kept, faults = [], []
    for record in records:
        if record.activities and record.last_activity and record.last_activity < year_ago:
            refusal = _too_old(record.last_activity)
            faults.append(refused(part, record.row, "activities", str(record.activities), refusal))
            record = replace(record, activities=None)
        kept.append(record)
    return kept, faults


def _too_old(last: date) -> Refusal:
    return Refusal(
        lambda **place: message(
            "{file}, row {row}, column {column}: {value} in the last twelve months, but the last one was on {last}; "
            "mend one of them.",
            **place,
            last=last,
        )
    )


def _taken(row: int) -> Refusal:
    return Refusal(
        lambda **place: message(
            '{file}, row {row}, column {column}: "{value}" stands in row {first} already; every organisation needs a '
            "code of its own.",
            **place,
            first=row,
        )
    )


def _wrong_order(part: Listed, records: Sequence[Partner]) -> list[Fault]:
    """Documents that end before they begin."""
    faults = []
    for record in records:
        start, end = record.document_start, record.document_end
        if start and end and end < start:
            faults.append(refused(part, record.row, "document_end", end.isoformat(), _ends_early(start)))
    return faults


def _ends_early(start: date) -> Refusal:
    return Refusal(
        lambda **place: message(
            '{file}, row {row}, column {column}: "{value}" lies before the first day of the document, {start}.',
            **place,
            start=start,
        )
    )


class _Who:
    """Finds organisations by what a list calls them: a code, or a name; those put together with another as that one."""

    def __init__(self, records: Sequence[Partner], moved: Mapping[str, str]) -> None:
        self._ids = {record.id: moved.get(record.id, record.id) for record in records}
        names: dict[str, dict[str, None]] = defaultdict(dict)
        for record in records:
            names[plain(record.name)][self._ids[record.id]] = None
        self._names = {name: list(ids) for name, ids in names.items()}

    def __call__(self, text: str, *, without: str = "") -> str | Refusal:
        if text in self._ids and text != without:
            return self._ids[text]
        found = [one for one in self._names.get(plain(text), []) if one != without]
        if len(found) == 1:
            return found[0]
        if found:
            return _ambiguous(found)
        return Refusal(
            lambda **place: message(
                '{file}, row {row}, column {column}: "{value}" is not in the list of partners; write a name or a code '
                "that stands there.",
                **place,
            )
        )


def _ambiguous(codes: list[str]) -> Refusal:
    return Refusal(
        lambda **place: message(
            '{file}, row {row}, column {column}: "{value}" stands in the list of partners more than once; write its '
            "code, one of {codes}.",
            **place,
            codes=some(codes),
        )
    )


def _same(part: Listed, records: Sequence[Partner], same_as: Sequence[str]) -> tuple[dict[str, str], list[Fault]]:
    """Which rows the list says to be the same organisation as another: their ids, and the one to keep."""
    faults: list[Fault] = []
    into: dict[str, str] = {}
    who = _Who(records, {})
    for record, text in zip(records, same_as, strict=True):
        if not text:
            continue
        target = who(text, without=record.id)
        if isinstance(target, Refusal):
            faults.append(refused(part, record.row, "same_as", text, target))
            continue
        target = _end(target, into)
        if target != record.id:  # of rows that name each other the last is kept
            into[record.id] = target
    return {one: _end(one, into) for one in into}, faults


def _end(one: str, into: Mapping[str, str]) -> str:
    while one in into:
        one = into[one]
    return one


def _united(records: Sequence[Partner], moved: Mapping[str, str]) -> list[Partner]:
    """One record for each organisation."""
    found = {record.id: record for record in records}
    for one, target in moved.items():
        found[target] = _together(found[target], found.pop(one))
    return list(found.values())


def _what_was_decided(part: Listed, records: Sequence[Partner], moved: Mapping[str, str]) -> list[Message]:
    notes = []
    if "status" not in part.fields:
        notes.append(
            message("The list does not say who is a partner today (it has no status): all organisations count as such.")
        )
    elif unsaid := sum(not record.status for record in records):
        notes.append(
            counted(
                "{count} organisation has no status, or none that was understood; it counts as a partner of today.",
                "{count} organisations have no status, or none that was understood; they count as partners of today.",
                unsaid,
            )
        )
    convenors = [record.name for record in records if record.status == "convenor"]
    if len(convenors) > 1:
        notes.append(
            message(
                "The list has several organisations that lead the partnership ({names}); the first one counts as such.",
                names=some(convenors),
            )
        )
    if moved:
        notes.append(
            counted(
                "{count} row is said to be the same organisation as another, and was put together with it.",
                "{count} rows are said to be the same organisation as another, and were put together with it.",
                len(moved),
            )
        )
    return notes + _day_order(part)


def _together(kept: Partner, other: Partner) -> Partner:
    """One record of two: the later day, the higher number, both lists, and what only one of them has."""
    changes: dict[str, Any] = {}
    for name in Partner.__dataclass_fields__:
        mine, theirs = getattr(kept, name), getattr(other, name)
        if name in ("last_contact", "last_activity", "activities") and mine is not None and theirs is not None:
            changes[name] = max(mine, theirs)
        elif name in ("resources", "needs"):
            changes[name] = tuple({plain(text): text for text in (*theirs, *mine)}.values())
        elif mine in ("", None):
            changes[name] = theirs
    return replace(kept, **changes)


def _others(part: Listed, records: Sequence[Partner]) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], list[Message]]:
    """Columns that are no field: those that may be kept, and what is said of all of them."""
    rows = {int(row): place for place, row in enumerate(part.row_numbers)}
    places = [rows[record.row] for record in records]
    personal, kept, nameless = [], [], []
    for place, column in enumerate(part.columns):
        if place in part.fields.values() or place in part.ticks or meaning("word", part.heads[place]) == "ignore":
            continue
        texts = part.texts(place)
        if not any(texts):
            continue
        if not part.heads[place]:
            nameless.append(column_letter(place))
        elif _names_people(column, part.heads[place]):
            personal.append(part.heads[place])
        else:
            kept.append((part.heads[place], tuple(texts[row] for row in places)))
    notes = []
    if personal:
        notes.append(
            counted(
                "A column that can identify people was not read: {columns}.",
                "{count} columns that can identify people were not read: {columns}.",
                len(personal),
                columns=some(personal),
            )
        )
    if nameless:
        notes.append(
            counted(
                "Column {columns} has no heading and was not read; give it one.",
                "Columns {columns} have no heading and were not read; give them one each.",
                len(nameless),
                columns=some(nameless),
            )
        )
    if kept:
        notes.append(
            counted(
                "The column {columns} is not known, and no analysis uses it. If it is one of the kit's fields, say so: "
                "kip partners LIST --columns FILE.",
                "{count} columns are not known, and no analysis uses them: {columns}. If they are some of the kit's "
                "fields, say so: kip partners LIST --columns FILE.",
                len(kept),
                columns=some([heading for heading, _ in kept]),
            )
        )
    return tuple(kept), notes


def _day_order(part: Listed) -> list[Message]:
    """That nothing tells whether day or month stands first, where that is so."""
    if _month_first(part) is not None:
        return []
    return [
        message(
            "Nothing tells for certain whether in this list's dates day or month stands first; 03/04 was read as the "
            "third of April."
        )
    ]


# --- relations, cooperation, needs ---------------------------------------------------------------------


def _ties(part: Listed | None, who: _Who) -> tuple[tuple[Tie, ...], str, list[Fault]]:
    if part is None:
        return (), "", []
    ends: dict[str, list[Any]] = {}
    faults: list[Fault] = []
    for name in ("one", "other", "reported_by"):
        ends[name], found = values_of(part, name, who)
        faults += found
    unknown = {row for row, _, _ in faults}
    ladder, found = _ladder(part)
    faults += found
    levels: list[Any] = [None] * len(part)
    if ladder:
        levels, found = values_of(part, "strength", rung_reader(ladder))
        faults += found
    trust, found = values_of(part, "trust", reader(field_named("relations", "trust")))
    faults += found
    ties = []
    for row, one, other, reporter, level, rating in zip(
        part.row_numbers.tolist(), *ends.values(), levels, trust, strict=True
    ):
        one = one or reporter
        if row in unknown:
            continue
        if one and one != other and (other or reporter):
            ties.append(Tie(one, other, level, reporter, rating))
        else:
            faults.append((row, 0, _no_relation(part.file, row)))
    return tuple(ties), ladder, faults


def _no_relation(file: str, row: int) -> Message:
    return message(
        "{file}, row {row}: a relation needs two different organisations, or one that reports that it has none; the "
        "row was left out.",
        file=file,
        row=row,
    )


def _ladder(part: Listed) -> tuple[str, list[Fault]]:
    """The one ladder of all rows."""
    values, faults = values_of(part, "ladder", reader(field_named("relations", "ladder")))
    ladder = next(filter(None, values), "")
    for row, value in zip(part.row_numbers.tolist(), values, strict=True):
        if value and value != ladder:
            faults.append(refused(part, row, "ladder", value, _other_ladder(ladder)))
    if not ladder and any(part.texts(part.fields["strength"]) if "strength" in part.fields else ()):
        place = part.fields["strength"]
        faults.append(
            (
                0,
                place,
                message(
                    '{file}: levels of cooperation mean nothing without their ladder; add a column "{column}" with one '
                    "of {accepted}.",
                    file=part.file,
                    column=Category("field", "ladder"),
                    accepted=tuple(LADDERS),
                ),
            )
        )
    return ladder, faults


def _other_ladder(first: str) -> Refusal:
    return Refusal(
        lambda **place: message(
            '{file}, row {row}, column {column}: "{value}" is another ladder than "{first}" above; levels of two '
            "ladders cannot be compared, so keep to one.",
            **place,
            first=first,
        )
    )


def _cooperations(part: Listed | None, who: _Who, day: date) -> tuple[tuple[Cooperation, ...], list[Fault]]:
    if part is None:
        return (), []
    partners, faults = values_of(part, "partner", who)
    names = [field.name for field in SHEETS["cooperation"] if field.name != "partner"]
    columns, found = _read_fields(part, names, day)
    rows = zip(partners, *columns.values(), strict=True)
    return tuple(Cooperation(partner, *values) for partner, *values in rows if partner), faults + found


def _needs(part: Listed | None, records: Iterable[Partner]) -> tuple[str, ...]:
    listed = [text for text in part.texts(part.fields["need"]) if text] if part else []
    named = [need for record in records for need in record.needs]
    first = {plain(need): need for need in reversed([*listed, *named])}
    return tuple(first[need] for need in dict.fromkeys(map(plain, [*listed, *named])))


# --- whom to ask ---------------------------------------------------------------------------------------

_DESCRIBING = ("type", "sector", "size", "territory", "level", "disposition")
"""Fields that a survey's frame needs; the others are the office's own business."""


def survey_rows(path: str | Path) -> Table | None:
    """The rows of a partner list that a survey asks, as they are written: the partners of today.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    Table or None
        With the columns that describe partners; where several words of a list mean one thing, the first of them
        stands for all. None if the file has no column with the partners' names.

    Raises
    ------
    KipError
        As `read_partners`.
    """
    sheets, notes = sheets_of(Path(path), {})
    if heading_row("partners", sheets["partners"], {}) is None:
        return None
    part = take_apart("partners", sheets["partners"], {})
    asked = {partner.row for partner in _assemble(part.file, date.today(), {"partners": part}, notes).members}
    kept = [place for place, row in enumerate(part.row_numbers.tolist()) if row in asked]
    names = {place: name for name, place in part.fields.items()}
    columns = []
    for place, head in enumerate(part.heads):
        field = names.get(place, "")
        if head and (not field or field in _DESCRIBING):
            texts = [part.texts(place)[row] for row in kept]
            columns.append(_column(head, _one_word_each(texts, field)))
    return Table(part.file, tuple(columns), part.row_numbers[kept], part.notes)


def _one_word_each(texts: list[str], field: str) -> list[str]:
    words = next((each.words for each in SHEETS["partners"] if each.name == field), "")
    if not words:
        return texts
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(meaning(words, text) or plain(text), text)
    return [first[meaning(words, text) or plain(text)] for text in texts]


def _column(name: str, texts: Sequence[str]) -> Column:
    values = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return Column(name, np.array([values[text] for text in texts], dtype=np.int32), tuple(values))


# --- what the columns are ------------------------------------------------------------------------------


def write_columns(path: str | Path, out: str | Path, *, lang: str = "en") -> int:
    """Write a small table that says what each column of a list was taken for, for a person to correct.

    Parameters
    ----------
    path : str or Path
        The list.
    out : str or Path
        A CSV file that does not exist yet.
    lang : str

    Returns
    -------
    int
        How many columns were not recognised: their field is empty.

    Raises
    ------
    KipError
        The list cannot be read, or there is such a file already.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_columns(kit_path("data", "cite", "partners.csv"), f"{folder}/columns.csv")
    0
    """
    out = Path(out)
    refuse_existing(out)
    sheets, _ = sheets_of(Path(path), {})
    sheet = sheets["partners"]
    heading = best_row("partners", sheet, {})
    heads = sheet.row(heading or 0)
    fields = {place: name for name, place in fields_of("partners", sheet.name, heads, {})[0].items()}
    rows = [
        [
            head,
            ""
            if place not in fields and _names_people(sheet.columns[place], head)
            else _content(sheet.columns[place], heading or 0),
            field,
        ]
        for place, head in enumerate(heads)
        if head
        for field in [label("field", fields[place], lang) if place in fields else ""]
    ]
    language = Language(lang)
    columns = ("heading", "examples", "field")
    with replacing(out) as new, new.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(label("field", name, language.code) for name in columns)
        writer.writerows(map(guarded, row) for row in rows)
    return sum(not field for _, _, field in rows)


def _names_people(column: Column, head: str) -> bool:
    return bool(names_people(head) or meaning("person", head) or kind_of(replace(column, name=head), "") == "personal")


def _content(column: Column, heading: int) -> str:
    """A few of the texts below the headings; days without a time of day."""
    below = dict.fromkeys(column.values[code] for code in column.codes[heading + 1 :].tolist())
    return "; ".join([cut(text.removesuffix(" 00:00:00"), 30) for text in below if text][:3])


def _given_columns(path: str | Path) -> dict[str, str]:
    """Fields by plain headings, from a table of columns that a person has filled in."""
    table = read_table(path)
    if len(table.columns) < 2:
        raise KipError(
            message("{file} needs two columns: the list's headings, and the fields that they are.", file=table.name)
        )
    heads, fields = list(table.columns[0].cells()), list(table.columns[-1].cells())
    known = Counter[str]()
    given: dict[str, str] = {}
    faults = []
    for row, head, text in zip(table.row_numbers.tolist(), heads, fields, strict=True):
        field = heading_meaning("partners", text)
        if not text or meaning("word", text) == "ignore":
            field = "ignore"
        if field is None or (field not in ("ignore", "needs", "resources") and known[field]):
            faults.append(
                message(
                    '{file}, row {row}: "{value}" is no field, or stands there twice; write one of {accepted}, each '
                    "once, or leave the cell empty.",
                    file=table.name,
                    row=row,
                    value=cut(text),
                    accepted=tuple(Category("field", each.name) for each in SHEETS["partners"]),
                )
            )
            continue
        known[field] += 1
        given[plain(head)] = field
    if faults:
        raise KipError(faults)
    return given
