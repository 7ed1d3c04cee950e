"""The exports of survey tools: which tool wrote a file, and its answers with the tool's habits undone.

One module for each tool; what such a module offers is said in `kiptools.exports.tool`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kiptools.cells import number
from kiptools.codebook import Codebook
from kiptools.exports import (
    google_forms,
    kobo,
    limesurvey,
    microsoft_forms,
    plain,
    qualtrics,
    simulated,
    spss,
    surveymonkey,
)
from kiptools.exports.columns import runs, with_kinds
from kiptools.exports.tool import Arranged, Origin, Sure, Tool
from kiptools.files import read_file
from kiptools.messages import KipError, Message, counted, message
from kiptools.tables import Column, Sheet, Table, fold, not_read

__all__ = ["KEEP", "TOOLS", "Export", "Origin", "Sure", "read_export"]

TOOLS: dict[str, Tool] = {
    module.TOOL.key: module.TOOL
    for module in (qualtrics, surveymonkey, limesurvey, kobo, microsoft_forms, google_forms, spss, simulated, plain)
}
_TOTALS = frozenset(
    (
        "total",
        "totals",
        "grand total",
        "sum",
        "totaux",
        "somme",
        "totale",
        "totali",
        "somma",
        "ukupno",
        "zbroj",
        "totais",
    )
)
KEEP = ("tests", "unfinished")
"""The rows that can be brought back with `keep`, besides columns by their names."""


@dataclass(frozen=True, eq=False)
class Export:
    """A survey export, ready to be coded.

    Parameters
    ----------
    table : Table
        One row per respondent.
    origin : Origin
    form : Codebook or None
        The instrument, where the export itself carries it.
    unfinished : ndarray of bool, shape (rows,), or None
        Which answers were never handed in; None if the tool does not say.
    """

    table: Table
    origin: Origin
    form: Codebook | None = None
    unfinished: np.ndarray | None = None


def read_export(path: str | Path, *, tool: str | None = None, keep: Collection[str] = ()) -> Export:
    """Read a survey export of any tool.

    Parameters
    ----------
    path : str or Path
        CSV, XLSX or SPSS.
    tool : str or None
        A key of `TOOLS`; None recognises the tool.
    keep : collection of str
        "tests" and "unfinished" keep those rows.

    Returns
    -------
    Export

    Raises
    ------
    KipError
        The file is no table of answers, or there is no such tool.
    """
    path = Path(path)
    if tool is not None and tool not in TOOLS:
        raise KipError(message('There is no tool "{tool}"; give one of {tools}.', tool=tool, tools=tuple(TOOLS)))
    if spss.is_spss(path):
        arranged, origin, others = spss.read(path), spss.ORIGIN, []
    else:
        sheets = read_file(path)
        sheet, found, origin = _recognised(sheets, tool)
        others = [other for other in sheets if other is not sheet and len(other)]
        arranged = found.arrange(sheet)
    columns = with_kinds(_told_apart(arranged.table.columns), origin.tool)
    first, *further = arranged.table.notes
    notes = (first, *_said_of(origin), *further, *_of_others(others))
    table = replace(arranged.table, columns=columns, notes=notes)
    if not len(table):
        raise KipError(message("{file} has a heading but no answers: there is no row below it.", file=table.name))
    return _without_totals(_without_rows(replace(arranged, table=table), origin, keep))


def _recognised(sheets: Sequence[Sheet], tool: str | None) -> tuple[Sheet, Tool, Origin]:
    """The sheet with the answers, and the tool that wrote it."""
    if tool is not None:
        told = TOOLS[tool]
        return max(sheets, key=lambda sheet: len(sheet) and told.recognise(sheet).sure), told, Origin(tool, told.name)
    clues = [
        (sheet, found, found.recognise(sheet))
        for sheet in sheets
        if len(sheet) and "_parent_index" not in map(fold, sheet.row(0))
        for found in TOOLS.values()
    ] or [(sheets[0], plain.TOOL, plain.recognise(sheets[0]))]
    _refuse_forms(sheets)
    sheet, found, clue = max(clues, key=lambda each: each[2].sure)  # the first of the surest
    return sheet, found, Origin(found.key, found.name, clue)


def _refuse_forms(sheets: Sequence[Sheet]) -> None:
    """The sheets of an XLSForm are a questionnaire, not answers to it."""
    for sheet in sheets:
        headings = {cell.split("::")[0] for cell in map(fold, sheet.row(0))}
        if headings >= {"type", "name"} and "label" in headings or headings >= {"list_name", "name", "label"}:
            raise KipError(
                message(
                    "{file} is the definition of a form, not answers; give the export of the answers, and this file as "
                    "its codebook or form.",
                    file=sheet.name,
                )
            )


def _told_apart(columns: Sequence[Column]) -> list[Column]:
    """Two questions in the same words, not side by side and without codes, get numbers as their codes."""
    seen: dict[str, int] = {}
    found: list[Column] = []
    for group in runs(columns, lambda column: column.heading.part and column.heading.question):
        heading = group[0].heading
        name = fold(heading.question)
        seen[name] = seen.get(name, 0) + bool(heading.part and not heading.code)
        if seen[name] > 1 and heading.part and not heading.code:
            code = f"{heading.question} ({seen[name]})"
            group = [replace(column, heading=replace(column.heading, code=code)) for column in group]
        found += group
    return found


def _said_of(origin: Origin) -> tuple[Message, ...]:
    if origin.clue is None:
        return (message("Read as it was told: {tool}.", tool=origin.name),)
    if origin.sure == Sure.CERTAIN:
        return (message("It is an export of {tool}: {why}.", tool=origin.name, why=origin.clue.why),)
    if origin.sure == Sure.LIKELY:
        return (message("It is probably an export of {tool}: {why}.", tool=origin.name, why=origin.clue.why),)
    return (message("No survey tool was recognised: {why}.", why=origin.clue.why),)


def _of_others(sheets: Sequence[Sheet]) -> list[Message]:
    """What was not read of a workbook; a Kobo repeat by its size."""
    repeats = [sheet for sheet in sheets if "_parent_index" in map(fold, sheet.row(0))]
    rest = [sheet for sheet in sheets if sheet not in repeats]
    return [
        *(
            counted(
                'The sheet "{sheet}" was not read: a respondent may have several rows there ({count} in all).',
                'The sheet "{sheet}" was not read: a respondent may have several rows there ({count} in all).',
                len(sheet) - 1,
                sheet=sheet.title,
            )
            for sheet in repeats
        ),
        *not_read(rest),
    ]


def _without_totals(export: Export) -> Export:
    """Without a row of totals at the end, and without headings that stand again among the answers."""
    table = export.table
    if len(table) < 2 or len(table.columns) < 2:
        return export
    last = [column.values[column.codes[-1]] for column in table.columns]
    filled = [cell for cell in last if cell]
    numbers = [number(cell.rstrip("% "), decimal_comma=True) is not None for cell in filled[1:]]
    total = bool(filled) and fold(filled[0]) in _TOTALS and len(filled) < len(last) and all(numbers)
    again = np.zeros(len(table), dtype=np.int32)
    for column in table.columns:
        if column.name in column.values:
            again += column.codes == column.values.index(column.name)
    repeated = again == len(table.columns)
    kept = ~repeated
    kept[-1] &= not total
    if kept.all() or not kept.any():
        return export
    notes = list(table.notes)
    if total:
        notes.append(message("The last row was left out: it holds totals ({text}).", text=filled[0]))
    if repeated.any():
        notes.append(
            counted(
                "{count} row was left out: it repeats the headings.",
                "{count} rows were left out: they repeat the headings.",
                int(repeated.sum()),
            )
        )
    columns = tuple(replace(column, codes=column.codes[kept]) for column in table.columns)
    table = replace(table, columns=columns, row_numbers=table.row_numbers[kept], notes=tuple(notes))
    return replace(export, table=table, unfinished=None if export.unfinished is None else export.unfinished[kept])


def _without_rows(arranged: Arranged, origin: Origin, keep: Collection[str]) -> Export:
    """Without previews, tests and unfinished answers, unless there is nothing else."""
    table, unfinished = arranged.table, arranged.unfinished
    notes = list(table.notes)
    kept = np.ones(len(table), dtype=bool)
    for name, mask in (("tests", arranged.tests), ("unfinished", unfinished)):
        if mask is None or not (mask & kept).any():
            continue
        rows = int((mask & kept).sum())
        if name in keep:
            notes.append(_kept(name, rows))
        elif (mask | ~kept).all():
            notes.append(_nothing_else(name, rows))
        else:
            kept &= ~mask
            notes.append(_left_out(name, rows))
    table = replace(table, notes=tuple(notes))
    if not kept.all():
        columns = tuple(replace(column, codes=column.codes[kept]) for column in table.columns)
        table = replace(table, columns=columns, row_numbers=table.row_numbers[kept])
    return Export(table, origin, arranged.form, None if unfinished is None else unfinished[kept])


def _left_out(name: str, rows: int) -> Message:
    if name == "tests":
        return counted(
            "{count} test or preview was left out (--keep tests brings it back).",
            "{count} tests or previews were left out (--keep tests brings them back).",
            rows,
        )
    return counted(
        "{count} unfinished answer was left out (--keep unfinished brings it back).",
        "{count} unfinished answers were left out (--keep unfinished brings them back).",
        rows,
    )


def _kept(name: str, rows: int) -> Message:
    if name == "tests":
        return counted("{count} test or preview was kept.", "{count} tests or previews were kept.", rows)
    return counted("{count} unfinished answer was kept.", "{count} unfinished answers were kept.", rows)


def _nothing_else(name: str, rows: int) -> Message:
    if name == "tests":
        return counted(
            "The only answer is marked as a test or preview; it was kept, as there is nothing else.",
            "All {count} answers are marked as tests or previews; they were kept, as there is nothing else.",
            rows,
        )
    return counted(
        "The only answer is marked as unfinished; it was kept, as there is nothing else.",
        "All {count} answers are marked as unfinished; they were kept, as there is nothing else.",
        rows,
    )
