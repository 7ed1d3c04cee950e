"""Google Forms: the form's own download and the sheet's; grids as ``Question [Row]``, choices joined in one cell."""

from __future__ import annotations

from dataclasses import replace

from kiptools.exports import plain
from kiptools.exports.tool import NOTHING, Arranged, Clue, Sure, Tool
from kiptools.messages import message
from kiptools.tables import Sheet, fold

_TIMESTAMP = frozenset(
    ("timestamp", "horodateur", "informazioni cronologiche", "vremenska oznaka", "carimbo de data/hora")
    + ("zeitstempel", "marca temporal", "tijdstempel")
)


def recognise(sheet: Sheet) -> Clue:
    heading = fold(sheet.row(0)[0])
    if heading not in _TIMESTAMP:
        return NOTHING
    first = sheet.row(1)[:1]
    if first and sum(map(str.isdigit, first[0])) >= 6:
        return Clue(Sure.LIKELY, message("its first column is {heading}, with dates", heading=sheet.row(0)[0]))
    return NOTHING


def arrange(sheet: Sheet) -> Arranged:
    return plain.arrange(replace(sheet, habits=replace(sheet.habits, options=False)))


TOOL = Tool("google_forms", "Google Forms", recognise, arrange)
