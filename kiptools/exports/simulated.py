"""Answers that the kit made up to rehearse an analysis (`kiptools.simulation`); nobody gave them."""

from __future__ import annotations

from dataclasses import replace

from kiptools.exports import plain
from kiptools.exports.tool import NOTHING, Arranged, Clue, Sure, Tool
from kiptools.messages import message
from kiptools.tables import Sheet

__all__ = ["MARK", "TOOL"]

MARK = "_simulated"
"""The heading of a column that numbers the rows and says that nobody gave these answers."""


def recognise(sheet: Sheet) -> Clue:
    if MARK not in sheet.row(0):
        return NOTHING
    return Clue(Sure.CERTAIN, message("it has the column {column}", column=MARK))


def arrange(sheet: Sheet) -> Arranged:
    arranged = plain.arrange(sheet)
    columns = tuple(
        replace(column, heading=replace(column.heading, kind="technical")) if column.name == MARK else column
        for column in arranged.table.columns
    )
    notes = (*arranged.table.notes, message("These answers are made up to rehearse the analysis; nobody gave them."))
    return replace(arranged, table=replace(arranged.table, columns=columns, notes=notes))


TOOL = Tool("simulated", "simulated", recognise, arrange)
