"""A SWOT read from a spreadsheet, in any of the five languages; every fault is named with its place.

Of the rating sheets the code of a factor counts, and its wording is for the eye.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from kiptools.messages import KipError, Message, cut, message, some
from kiptools.pairwise import comparisons_of
from kiptools.places import kit_path
from kiptools.rows import Once, Row, among, codes_of, filled, given, in_order, listed, rows_of, sheets_of
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
)
from kiptools.swot_fields import BESIDE, BOOK, DECISIONS, RATED, SHEETS, days_of, key_of, times_of, vocabulary
from kiptools.tables import fold
from kiptools.tasks import Task, check_tasks

__all__ = ["left_out", "read_swot"]


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
    faults = list[Message]()
    parts, notes = _parts(path, faults)
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
        raise KipError(in_order(faults))
    return Swot(*swot)


def left_out(path: Path) -> tuple[Message, ...]:
    """What stands in the file of a SWOT and is no part of it: other sheets and columns, titles above the headings.

    Parameters
    ----------
    path : Path
        From which `read_swot` reads.

    Returns
    -------
    tuple of Message
        Nothing in it tells what somebody has rated, or who has.
    """
    return tuple(_parts(path, [])[1])


def _parts(path: Path, faults: list[Message]) -> tuple[dict[str, list[Row]], list[Message]]:
    """The rows of each sheet, and what was left out."""
    notes = list[Message]()
    found = {
        kind: list(rows_of(sheet, SHEETS[kind], faults, notes)) for kind, sheet in sheets_of(path, BOOK, notes).items()
    }
    return {kind: found.get(kind, []) for kind in SHEETS}, notes


def _half_rated(
    given: Mapping[str, Mapping[tuple[str, str], int]], parts: Mapping[str, Sequence[Row]]
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


def _factors(rows: Sequence[Row], faults: list[Message]) -> tuple[Factor, ...]:
    rows = list(filled(rows, "factor", faults))
    quadrants = []
    for row in rows:
        if not row["quadrant"]:
            faults.append(row.fault("quadrant", vocabulary("quadrant").accepted))
        quadrants.append(row.word("quadrant", vocabulary("quadrant"), faults))
    codes = given(rows, [quadrant[:1].upper() for quadrant in quadrants], faults)
    return tuple(
        Factor(
            code,
            quadrant,
            row["factor"],
            row.word("source", vocabulary("source"), faults),
            row["evidence"],
            _topics(row, faults),
            row.word("proposed", vocabulary("yes_no"), faults) == "yes",
        )
        for row, code, quadrant in zip(rows, codes, quadrants, strict=True)
    )


def _topics(row: Row, faults: list[Message]) -> tuple[str, ...]:
    words = [part for part in map(str.strip, re.split("[;,|]", row["topics"])) if part]
    found = [key_of("topic", word) for word in words]
    faults += [
        row.fault("topics", vocabulary("topic").accepted, word)
        for word, name in zip(words, found, strict=True)
        if name is None
    ]
    return tuple(dict.fromkeys(name for name in found if name))


def _raters(rows: Sequence[Row], faults: list[Message]) -> tuple[Rater, ...]:
    once = Once(faults)
    return tuple(
        Rater(
            row["person"],
            row.word("kind", vocabulary("type"), faults),
            row.word("finished", vocabulary("yes_no"), faults) == "yes",
        )
        for row in filled(rows, "person", faults)
        if once(row, fold(row["person"]), row["person"])
    )


def _levels(
    rows: Sequence[Row], factors: Sequence[Factor], people: dict[str, str], faults: list[Message]
) -> dict[tuple[str, str], int]:
    """The ratings of one sheet, by person and factor; who is not among the people is added to them."""
    codes, wordings = among(factor.id for factor in factors), among(factor.text for factor in factors)
    by_wording = {factor.text: factor.id for factor in factors}
    once, found = Once(faults), dict[tuple[str, str], int]()
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


def _pairs(rows: Sequence[Row], factors: Sequence[Factor], faults: list[Message]) -> tuple[Pair, ...]:
    once, found = Once(faults), []
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
        accepted = DECISIONS[row.word("decision", vocabulary("decision"), faults)]
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


def _judgements(rows: Sequence[Row], factors: Sequence[Factor], faults: list[Message]) -> tuple[Judgement, ...]:
    once, found = Once(faults), []
    codes = among(factor.id for factor in factors)
    accepted = (*vocabulary("quadrant").accepted, *some([cut(factor.id) for factor in factors]))

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


def _tasks(rows: Sequence[Row], faults: list[Message]) -> tuple[Task, ...]:
    rows, before = list(filled(rows, "task", faults)), len(faults)
    codes = given(rows, [""] * len(rows), faults)
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


def _days(row: Row, faults: list[Message]) -> int | None:
    found = days_of(row["days"])
    if row["days"] and found is None:
        faults.append(row.wrong("days", message("a whole number of working days, 1 or more")))
    return found
