"""What the readers of forms share: plain texts, valid names, lists of answers, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from html.parser import HTMLParser

from kiptools.codebook import CLOSED, OTHER, Choice, Codebook, Item, Scale, Wording
from kiptools.tables import fold

__all__ = [
    "UNKNOWN",
    "Condition",
    "Names",
    "all_of",
    "any_of",
    "choice_list",
    "in_one_order",
    "item_of",
    "literal",
    "negated",
    "plain",
    "relevance",
    "wording",
]

UNKNOWN = "unknown()"
"""Who is asked depends on something that is not understood."""

LONGEST_TEXT = 10_000  # signs; a spreadsheet's cell holds 32,767
LONGEST_CONDITION = 4_000  # signs; what is longer nobody can check
LEAST_SCORES = 2
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")
_TAG = re.compile(r"<[^<>]*>")
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BREAKS = frozenset(("br", "div", "p", "li", "tr", "td", "th", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr"))
_SILENT = frozenset(("script", "style"))


# --- texts -------------------------------------------------------------------------------------------


class _Text(HTMLParser):
    """The text between the tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in _SILENT
        if tag in _BREAKS:
            self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0
        if tag in _BREAKS:
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(data)


def plain(html: str) -> str:
    """A text without tags, entities, line ends and signs that cannot be shown.

    Examples
    --------
    >>> plain("Where do you <b>work</b>?<div><br></div>City &amp; country")
    'Where do you work? City & country'
    """
    html = html[:LONGEST_TEXT]
    if "<" in html or "&" in html:
        parser = _Text()
        try:
            parser.feed(html)
            parser.close()
            html = "".join(parser.found)
        except AssertionError:  # a declaration that HTML does not have
            html = unescape(_TAG.sub(" ", html))
    text = " ".join(_HIDDEN.sub(" ", html).split())
    return re.sub(r"\A'+(?=[=+@-])", "", text)  # the mark that spreadsheets put before a formula


def wording(texts: Iterable[tuple[str, str]]) -> Wording:
    """The texts that say something, one for each language."""
    said: dict[str, str] = {}
    for code, html in texts:
        if text := plain(html):
            said.setdefault(code, text)
    return Wording(tuple(said.items()))


def in_one_order(codebook: Codebook) -> Codebook:
    """The codebook with the languages of every wording in the order in which they first appear."""
    wordings = [item.wording for item in codebook.items]
    wordings += [choice.wording for item in codebook.items for choice in item.choices if choice != OTHER]
    order = list(dict.fromkeys(code for one in wordings for code, _ in one.texts))
    places = {code: place for place, code in enumerate(order)}

    def ordered(one: Wording) -> Wording:
        return Wording(tuple(sorted(one.texts, key=lambda text: places[text[0]])))

    scales: dict[str, Scale] = {}
    for item in codebook.items:
        if item.scale is not None and item.scale.name not in scales:
            choices = tuple(
                choice if choice == OTHER else replace(choice, wording=ordered(choice.wording))
                for choice in item.choices
            )
            scales[item.scale.name] = Scale(item.scale.name, choices)
    return replace(
        codebook,
        items=tuple(
            replace(item, wording=ordered(item.wording), scale=scales[item.scale.name] if item.scale else None)
            for item in codebook.items
        ),
    )


# --- names -------------------------------------------------------------------------------------------


@dataclass
class Names:
    """Gives out names that a form can have, each once."""

    taken: set[str] = field(default_factory=set)

    def give(self, column: str, heading: str = "") -> tuple[str, str]:
        """A name for the item with that column, and the heading it needs beside it.

        Parameters
        ----------
        column : str
            What the export calls the column, or what that comes down to.
        heading : str
            What the export calls the column where `column` is not it.
        """
        column = plain(column)
        stem = column if _NAME.match(column) else re.sub(r"[^A-Za-z0-9_.-]+", "_", column)
        if not _NAME.match(stem):
            stem = "_" + stem
        name, number = stem, 1
        while fold(name) in self.taken or not fold(name):
            number += 1
            name = f"{stem}_{number}"
        self.taken.add(fold(name))
        heading = plain(heading) or column
        return name, "" if heading == name else heading


# --- lists of answers --------------------------------------------------------------------------------


def choice_list(name: str, choices: Sequence[Choice], *, other: Wording | None = None) -> Scale | None:
    """A list of answers as a codebook can have it; None where there is no answer.

    Codes that are the same to a reader get a number; where no answer would be left, none is missing;
    scores stay only where every answer has one and they grow.

    Parameters
    ----------
    name : str
    choices : sequence of Choice
        In the order in which they are shown; scores may fall, then the list is turned round.
    other : Wording, optional
        What an answer of one's own is called; None where none is possible.
    """
    codes = Names()
    own = [choice for choice in choices if fold(choice.name)]
    unique: list[Choice] = []
    for choice in own:
        code, number = choice.name, 1
        while fold(code) in codes.taken:
            number += 1
            code = f"{choice.name}_{number}"
        codes.taken.add(fold(code))
        unique.append(replace(choice, name=code))
    if not unique:
        return None
    if all(choice.missing for choice in unique):
        unique = [replace(choice, missing=False) for choice in unique]
    unique = _scored(unique, keep=other is None)
    if other is not None and not any(choice.name == OTHER.name for choice in unique):
        unique.append(Choice(OTHER.name, other) if other.texts else OTHER)
    return Scale(name, tuple(unique))


def _scored(choices: Sequence[Choice], *, keep: bool = True) -> list[Choice]:
    """The choices with scores that are complete and grow, or with none."""
    levels = [choice for choice in choices if not choice.missing]
    missing = [replace(choice, score=None) for choice in choices if choice.missing]
    given = [level.score for level in levels if level.score is not None and float(f"{level.score:g}") == level.score]
    if keep and len(given) == len(levels) >= LEAST_SCORES:
        if given == sorted(set(given)):
            return [replace(choice, score=None) if choice.missing else choice for choice in choices]
        if given == sorted(set(given), reverse=True):
            return [*levels[::-1], *missing]
    return [replace(choice, score=None) for choice in choices]


# --- conditions --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Condition:
    """A condition as XLSForm writes it, and how tightly its parts hold together: 0 or, 1 and, 2 one piece."""

    text: str
    tight: int = 2

    def within(self, tight: int) -> str:
        """The text, in brackets if its parts would come apart."""
        return self.text if self.tight >= tight else f"({self.text})"


def _joined(word: str, tight: int, parts: Sequence[Condition]) -> Condition | None:
    if len(parts) == 1:
        return parts[0]
    text = f" {word} ".join(dict.fromkeys(part.within(tight + 1) for part in parts))
    return Condition(text, tight) if len(text) <= LONGEST_CONDITION else None


def any_of(parts: Sequence[Condition]) -> Condition | None:
    """Holds where one of the parts does; None if it is too long to be understood."""
    return _joined("or", 0, parts)


def all_of(parts: Sequence[Condition | None]) -> Condition | None:
    """Holds where all the parts do; None if one of them is not understood."""
    known = [part for part in parts if part is not None]
    return _joined("and", 1, known) if known and len(known) == len(parts) else None


def negated(part: Condition | None) -> Condition | None:
    """Holds where the part does not; None if that is not understood."""
    return None if part is None else Condition(f"not({part.text})")


def literal(text: str) -> str | None:
    """A text as a condition quotes it; None where it cannot."""
    if "'" not in text:
        return f"'{text}'"
    return f'"{text}"' if '"' not in text else None


def relevance(parts: Sequence[Condition | None]) -> str:
    """What an item says of who is asked, from everything that decides it."""
    if not parts:
        return ""
    whole = all_of(parts)
    return UNKNOWN if whole is None else whole.text


def item_of(
    names: Names,
    column: str,
    kind: str,
    text: Wording,
    scale: Scale | None = None,
    *,
    heading: str = "",
    other: bool = False,
) -> Item:
    """An item with a name of its own; a closed question without answers is an open one."""
    name, heading = names.give(column, heading)
    if kind in CLOSED and scale is None:
        kind = "text"
    return Item(name=name, type=kind, wording=text, scale=scale, heading=heading, other=other and scale is not None)
