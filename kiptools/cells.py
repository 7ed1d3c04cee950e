"""What single cells mean: numbers, dates, several answers in one cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from math import isfinite

__all__ = [
    "date_readings",
    "is_plain_number",
    "number",
    "number_text",
    "plain_numbers",
    "split_choices",
    "whole_number",
]

_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d{1,3})?\Z")
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}\Z")
_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
_DIGITS = frozenset("0123456789.-\n")
_ANY_THOUSANDS = re.compile(r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$", re.M)
_DAY_FIRST = ("%d/%m/%Y", "%d.%m.%Y", "%d.%m.%Y.", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%d.%m.%y.")
_MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")
_YEAR_FIRST = ("%Y-%m-%d", "%Y/%m/%d")
_TIMES: tuple[str, ...] = (
    "",
    " %H:%M:%S",
    " %H:%M",
    "T%H:%M:%S",
    " %H:%M:%S.%f",
    "T%H:%M:%S.%f",
    "T%H:%M:%S.%f%z",
    "T%H:%M:%S%z",
)
_TIMES += (" %H.%M.%S", " %H.%M", " %I:%M:%S %p", " %I:%M %p", " %I:%M:%S %p GMT%z", " %H:%M:%S GMT%z")


def whole_number(text: str) -> str:
    """A code as it was before a data tool made a decimal number of it.

    Examples
    --------
    >>> whole_number("4.0"), whole_number("4.5")
    ('4', '4.5')
    """
    return re.sub(r"\A(-?\d+)[.,]00?\Z", r"\1", text)


def number(text: str, *, decimal_comma: bool) -> float | None:
    """A number, or None if the text is none, or may be meant with a thousands mark ("1.200").

    Examples
    --------
    >>> number("2,5", decimal_comma=True), number("2,5", decimal_comma=False)
    (2.5, None)
    """
    plain = text.replace("\u00a0", "").replace("\u202f", "")
    if not _NUMBER.match(plain) or _THOUSANDS.match(plain) or ("," in plain and not decimal_comma):
        return None
    found = float(plain.replace(",", "."))
    return found if isfinite(found) else None


def plain_numbers(texts: Sequence[str]) -> list[float] | None:
    """Many numbers at once; None unless all are written with digits and a decimal point only.

    Examples
    --------
    >>> plain_numbers(["3", "-2.5"]), plain_numbers(["2,5"]), plain_numbers(["1.200"])
    ([3.0, -2.5], None, None)
    """
    together = "\n".join(["", *texts, ""])
    if not set(together) <= _DIGITS or any(odd in together for odd in ("\n.", "-.", ".\n")):
        return None
    if "." in together and _ANY_THOUSANDS.search(together):
        return None
    try:
        return list(map(float, texts))
    except ValueError:  # "1-2"
        return None


def is_plain_number(text: str) -> bool:
    """Whether a text is digits, with a point and a minus sign at most: how forms write codes and scores.

    Examples
    --------
    >>> is_plain_number("-1.5"), is_plain_number("1,5")
    (True, False)
    """
    return _PLAIN.match(text) is not None


def number_text(value: float) -> str:
    """A number as a text that cannot be taken for one with a thousands mark.

    Examples
    --------
    >>> number_text(3.0), number_text(2.5), number_text(1.234)
    ('3', '2.5', '1.2340')
    """
    text = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return text + "0" if _THOUSANDS.match(text) else text


def date_readings(texts: Sequence[str], order: str = "") -> list[tuple[datetime, ...]]:
    """The dates that the texts can mean, one reading for each format that fits all of them.

    Parameters
    ----------
    texts : sequence of str
    order : {"", "DD/MM/YYYY", "MM/DD/YYYY"}
        What a person said about day and month.

    Examples
    --------
    >>> len(date_readings(["03/04/2026"])), len(date_readings(["03/04/2026", "13/04/2026"]))
    (2, 1)
    """
    forms = _YEAR_FIRST + _DAY_FIRST * (order[:1] != "M") + _MONTH_FIRST * (order[:1] != "D")
    if not all(text[:1].isdigit() for text in texts):
        return []
    texts = list(map(_as_usual, texts))
    readings: dict[tuple[datetime, ...], None] = {}
    for form in (date + time for date in forms for time in _TIMES):
        try:
            dates = tuple(datetime.strptime(text, form).replace(tzinfo=None) for text in texts)
        except ValueError:
            continue
        readings[dates] = None
    return list(readings)


def _as_usual(text: str) -> str:
    """A date without what Croatian spelling (1. 3. 2026.) and Google's zones (GMT+3, GMT+5:30) add."""
    text = re.sub(r"(?<=\d\.) (?=\d)", "", text) if text.count(". ") > 1 else text
    zone = re.search(r"GMT([+-])(\d{1,2})(?::?(\d\d))?\Z", text)
    return f"{text[: zone.start()]}GMT{zone[1]}{zone[2]:0>2}{zone[3] or '00'}" if zone else text


def split_choices(cell: str, find: Callable[[str], int | None]) -> tuple[list[int], list[str]]:
    """The options that a cell with several answers names, and what is none of them.

    The whole cell, then pieces between semicolons or line ends, then codes between blanks, then pieces
    between commas, where the longest run of pieces that is an option wins ("Mixed (talks, events)").

    Examples
    --------
    >>> known = {"mixed (talks, events)": 0, "online": 1}
    >>> split_choices("Mixed (talks, events), Online, Radio", lambda text: known.get(text.casefold()))
    ([0, 1], ['Radio'])
    """
    whole = find(cell)
    if whole is not None:
        return [whole], []
    pieces = [piece.strip() for piece in re.split(r"[;\n]", cell) if piece.strip()]
    if len(pieces) > 1 or cell.rstrip().endswith(";"):
        return _each(pieces, find)
    words = cell.split()
    found, rest = _each(words, find)
    if not rest:
        return found, []
    return _runs([piece.strip() for piece in cell.split(",")], find)


def _each(pieces: Iterable[str], find: Callable[[str], int | None]) -> tuple[list[int], list[str]]:
    found: list[int] = []
    rest: list[str] = []
    for piece in pieces:
        place = find(piece)
        if place is None:
            rest.append(piece)
        else:
            found.append(place)
    return found, rest


def _runs(pieces: list[str], find: Callable[[str], int | None]) -> tuple[list[int], list[str]]:
    found: list[int] = []
    rest: list[str] = []
    start = 0
    while start < len(pieces):
        for end in range(len(pieces), start, -1):
            place = find(", ".join(pieces[start:end]))
            if place is not None:
                found.append(place)
                start = end
                break
        else:
            rest.append(pieces[start])
            start += 1
    return found, rest
