"""How wide the columns of a table on paper are: as their texts ask, on a page that has an end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kiptools.publishing.content import Table

__all__ = ["column_widths", "squeezed_widths"]

_ROOM = 9.5
"""Room beside the text of a cell, left and right together, in points."""
_BOLD = 1.1
"""How much longer a text is in bold letters."""
_WORD = 18
"""A column has room for words of so many letters."""
_WHOLE = (20, 14, 8, 0)
"""And for whole texts of so many letters, if there is room, or else of fewer."""
_HEAD_LINES = 3.5
"""A heading takes hardly more lines, if there is room."""


def column_widths(table: Table, room: float, size: float) -> list[float] | None:
    """Widths of columns in points: as their texts ask, or else most for the longest; None if words have no room.

    Examples
    --------
    >>> table = Table("", 0, "", ("Day", "What"), (("1 June", "Invitation " * 40),), (True, True))
    >>> short, long = column_widths(table, 480, 9.5)
    >>> 30 < short < 60, round(short + long)
    (True, 480)
    """
    columns = list(zip(table.head, *table.rows, strict=True))
    lengths = [[_length(head, size) * _BOLD, *(_length(text, size) for text in rest)] for head, *rest in columns]
    wanted = [max(column) + _ROOM for column in lengths]
    if sum(wanted) <= room:
        return wanted
    for unbroken in _WHOLE:
        least = [_least(column, size, unbroken) for column in columns]
        if sum(least) <= room:
            return _shared([(max(column) + 2 * sum(column) / len(column)) / 3 for column in lengths], least, room)
    return None


def squeezed_widths(table: Table, room: float, size: float) -> list[float]:
    """Of a table whose words have no room: columns as wide as the page allows, longer words cut."""
    least = [_least(column, size, 0) for column in zip(table.head, *table.rows, strict=True)]
    return [width * room / sum(least) for width in least]


def _shared(lengths: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """The room shared so that all columns have about as many lines, and none is narrower than it can be."""
    free = set(range(len(lengths)))
    while True:
        rest = room - sum(width for place, width in enumerate(least) if place not in free)
        total = sum(lengths[place] for place in free)
        narrow = {place for place in free if lengths[place] * rest < least[place] * total}
        if not narrow or narrow == free:
            break
        free -= narrow
    return [lengths[place] * rest / total if place in free else width for place, width in enumerate(least)]


def _least(column: Sequence[str], size: float, unbroken: int) -> float:
    """A column has room for its longest word and for texts of so many letters; the heading is bold."""
    head, *texts = column
    kept = (text if len(text) <= unbroken else max(_words(text), key=len)[:_WORD] for text in texts)
    heads = max(_length(word[:_WORD], size) for word in _words(head))
    heads = max(heads, _length(head, size) / _HEAD_LINES if unbroken else 0) * _BOLD
    return max([heads, *(_length(text, size) for text in kept)]) + _ROOM


def _words(text: str) -> list[str]:
    return re.split("[ \n-]", text)


def _length(text: str, size: float) -> float:
    """About how long a text is in one line, in points."""
    return size * sum(_letter(sign) for sign in text)


def _letter(sign: str) -> float:
    if sign in "iljtfrI.,;:!|'()[]- ":
        return 0.32
    return 1.1 if sign > "\u2e80" else 0.88 if sign in "mwMW%@–—" else 0.7 if sign.isupper() else 0.56
