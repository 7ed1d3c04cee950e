"""What a cell of a partner list means: categories, days, numbers, lists, yes and no, in five languages.

A reader turns a text into a value, or into a `Refusal`: the sentence that says what would be accepted, once the
place is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kiptools.dates import day_of
from kiptools.fields import LADDERS, Category, Field, categories, meaning, own_or_known, plain
from kiptools.messages import Message, message

__all__ = ["EMPTY", "Refusal", "is_blank", "reader", "rung_reader"]

Say = Callable[..., Message]


@dataclass(frozen=True)
class Refusal:
    """Why a text is not accepted.

    Parameters
    ----------
    say : callable
        Gives the sentence, told `file`, `row`, `column` and `value`.
    """

    say: Say


EMPTY: dict[str, Any] = {"text": "", "choice": "", "open choice": "", "partner": "", "list": ()}
"""By a field's kind what stands for a cell that says nothing; None for the kinds that are not here."""


def is_blank(text: str, field: Field) -> bool:
    """Whether a cell says nothing: empty, or a word for that, unless the word is one of the field's categories."""
    return not text or (meaning("word", text) == "blank" and not (field.words and meaning(field.words, text)))


def reader(field: Field, today: date = date.max, *, month_first: bool = False) -> Callable[[str], Any]:
    """What turns a field's texts into values or refusals.

    Parameters
    ----------
    field : Field
    today : date
        The last day that can have passed.
    month_first : bool
        Whether in ``03/04/2026`` the month stands first.

    Examples
    --------
    >>> from kiptools.fields import SHEETS
    >>> size = next(field for field in SHEETS["partners"] if field.name == "size")
    >>> read = reader(size)
    >>> read("12"), read("250 et plus"), read("50 à 249 salariés")
    ('10-49', '250+', '50-249')
    """
    if field.kind == "date":
        return _day_reader(field, month_first, today)
    if field.name == "size":
        return _size
    readers: dict[str, Callable[[str], Any]] = {
        "choice": lambda text: meaning(field.words, text) or _not_among(field.words),
        "open choice": lambda text: own_or_known(field.words, text),
        "year": lambda text: _year(text, today),
        "count": _count,
        "list": _list,
        "yes or no": _yes_or_no,
        "rating": _rating,
    }
    return readers.get(field.kind, lambda text: " ".join(text.split()))


def _not_among(words: str) -> Refusal:
    accepted = tuple(Category(words, name) for name in categories(words))
    return Refusal(
        lambda **place: message(
            '{file}, row {row}, column {column}: "{value}" is not known; write one of {accepted}.',
            **place,
            accepted=accepted,
        )
    )


def _day_reader(field: Field, month_first: bool, today: date) -> Callable[[str], Any]:
    past = field.name in ("last_contact", "last_activity")
    last = past or field.name == "document_end"

    def read(text: str) -> date | Refusal:
        found = day_of(text, month_first=month_first, last=last)
        if past and found and found > today and found != day_of(text, month_first=month_first):
            found = max(day_of(text, month_first=month_first) or found, today)  # a month that has begun
        if found is None or not 1900 <= found.year <= 2199:
            return Refusal(
                lambda **place: message(
                    '{file}, row {row}, column {column}: "{value}" is not a date; write it like 2026-03-31 or '
                    "31/03/2026.",
                    **place,
                )
            )
        if past and found > today:
            return Refusal(
                lambda **place: message(
                    '{file}, row {row}, column {column}: "{value}" lies after {today}, the day for which the list is '
                    "read; write a day that has passed.",
                    **place,
                    today=today,
                )
            )
        return found

    return read


_BANDS = ((1, "1-9"), (10, "10-49"), (50, "50-249"), (250, "250+"))


def _band(employees: int) -> str:
    return [name for least, name in _BANDS if employees >= least][-1]


def _size(text: str) -> str | Refusal:
    """A class of size: from a number, a range within a class, or all below ten or from 250 on."""
    bare = re.sub(r"(?<=\d)[\s.,'](?=\d{3}(?!\d))", "", text)
    figures = [int(found) for found in re.findall(r"\d+", bare)]
    words = {meaning("amount", word) for word in re.findall(r"[^\W\d]+|[<>≥+~]", bare)}
    said = words - {"people", "between", "about"}
    if None not in words and figures and figures[0] >= 1:
        if len(figures) == 1 and not said and "between" not in words:
            return _band(figures[0])
        if len(figures) == 1 and (said == {"less"} and figures[0] <= 10 or said == {"more"} and figures[0] >= 249):
            return _band(figures[0] - (said == {"less"}) + (said == {"more"}))
        if len(figures) == 2 and not said and figures[0] < figures[1] and _band(figures[0]) == _band(figures[1]):
            return _band(figures[0])
    return Refusal(
        lambda **place: message(
            '{file}, row {row}, column {column}: "{value}" is not known as a size; write a number of employees, or one '
            "of 1-9, 10-49, 50-249, 250+.",
            **place,
        )
    )


def _year(text: str, today: date) -> int | Refusal:
    years = {int(found) for found in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)}
    if len(years) == 1 and (year := years.pop()) <= today.year:
        return year
    return Refusal(
        lambda **place: message(
            '{file}, row {row}, column {column}: "{value}" is not a year up to {year}; write it like 2019.',
            **place,
            year=str(today.year),
        )
    )


def _count(text: str) -> int | Refusal:
    bare = re.sub(r"[.,]0+\Z", "", text.strip())
    if bare.isdecimal() and len(bare) < 7:
        return int(bare)
    return Refusal(
        lambda **place: message(
            '{file}, row {row}, column {column}: "{value}" is not a number of things; write 0, 1, 2 and so on.', **place
        )
    )


def _list(text: str) -> tuple[str, ...]:
    """The things that a cell names, each once: between semicolons or line ends, else between commas."""
    parts = re.split(r"[;\n|]" if re.search(r"[;\n|]", text) else ",", text)
    named: dict[str, str] = {}
    for part in parts:
        if part.strip():
            named.setdefault(plain(part), " ".join(part.split()))
    return tuple(named.values())


def _yes_or_no(text: str) -> bool | Refusal:
    found = meaning("yes_no", text)
    if found:
        return found == "yes"
    return Refusal(
        lambda **place: message(
            '{file}, row {row}, column {column}: "{value}" is neither yes nor no; write {yes} or {no}.',
            **place,
            yes=Category("yes_no", "yes"),
            no=Category("yes_no", "no"),
        )
    )


def _rating(text: str) -> int | Refusal:
    if re.fullmatch(r"[1-5]([.,]0+)?", text):
        return int(text[0])
    return Refusal(
        lambda **place: message(
            "{file}, row {row}, column {column}: this is no rating; write a whole number from 1 to 5.",
            **{name: value for name, value in place.items() if name != "value"},  # who rated whom is confidential
        )
    )


def rung_reader(ladder: str) -> Callable[[str], Any]:
    """What turns the words or numbers for a ladder's levels into their places; 0 is no cooperation.

    Parameters
    ----------
    ladder : str
        One of `kiptools.fields.LADDERS`.
    """
    rungs = LADDERS[ladder]

    def read(text: str) -> int | Refusal:
        if re.fullmatch(r"\d([.,]0+)?", text) and int(text[0]) <= len(rungs):
            return int(text[0])
        name = meaning("rung", text)
        if name == "no_tie":
            return 0
        if name in rungs:
            return rungs.index(name) + 1
        return Refusal(
            lambda **place: message(
                '{file}, row {row}, column {column}: "{value}" is no level of this ladder; write a number from 0 to '
                "{most}, or one of {accepted}.",
                **place,
                most=len(rungs),
                accepted=tuple(Category("rung", rung) for rung in rungs),
            )
        )

    return read
