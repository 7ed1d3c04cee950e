"""Sentences as values: a template, its placeholders, and the error that carries them.

Whatever the library says to a person (a decision taken while reading, a fault in a file, a line of a
report) is a `Message`: one whole English sentence with named placeholders. It stays untranslated
until somebody shows it (`kiptools.language`), so that readers and analyses know no language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

__all__ = [
    "ABSENT",
    "FOR_LACK_OF_DATA",
    "KipError",
    "Message",
    "NOTHING",
    "NO_IMPORTANCE",
    "Word",
    "counted",
    "cut",
    "message",
    "some",
    "together",
    "visible",
]

LONGEST_VALUE = 80
MOST_FAULTS = 10
MOST_NAMES = 12
_KEPT = "\u00a0\u202f\u200d"  # no-break spaces, and what joins the parts of an emoji


@dataclass(frozen=True)
class Message:
    """One sentence of the kit, not yet in any language.

    Parameters
    ----------
    template : str
        The English sentence with ``{named}`` placeholders; also its key in the catalogues.
    plural : str or None
        The English plural, when the sentence depends on the placeholder ``count``.
    values : tuple of (str, object)
        What fills the placeholders: texts, numbers, messages, or tuples of these.
    """

    template: str
    plural: str | None = None
    values: tuple[tuple[str, object], ...] = ()

    @property
    def count(self) -> int:
        """The number that decides between singular and plural."""
        return int(str(dict(self.values)["count"]))

    def fill(self, template: str, write: Callable[[object], str] = str) -> str:
        """The template (English, or its translation) with this message's values in it.

        `write` turns numbers and messages among the values into text.
        """
        return template.format_map({name: _as_text(value, write) for name, value in self.values})

    def __str__(self) -> str:
        many = self.plural is not None and self.count != 1
        return self.fill(self.plural if many and self.plural else self.template)


@runtime_checkable
class Word(Protocol):
    """Something that knows its own name in each language, and may fill a placeholder."""

    def in_language(self, lang: str) -> str: ...


def message(template: str, /, **values: object) -> Message:
    """A message without a plural.

    Examples
    --------
    >>> str(message('row {row}: "{value}" is not a date', row=14, value="31/02/2025"))
    'row 14: "31/02/2025" is not a date'
    """
    return Message(template, None, tuple(values.items()))


def counted(singular: str, plural: str, count: int, /, **values: object) -> Message:
    """A message whose form depends on ``count``.

    Examples
    --------
    >>> str(counted("{count} partner answered", "{count} partners answered", 1))
    '1 partner answered'
    """
    return Message(singular, plural, (("count", count), *values.items()))


def visible(text: str) -> str:
    """Somebody's text on one line, without control characters.

    Examples
    --------
    >>> visible("two\\nlines\\x1b[31m")
    'two lines [31m'
    """
    kept = "".join(sign if sign.isprintable() or sign in _KEPT else " " for sign in text)
    return " ".join(filter(None, kept.split(" ")))


def cut(text: str, longest: int = LONGEST_VALUE) -> str:
    """Somebody's text, short enough for a message.

    Examples
    --------
    >>> cut("x" * 100, 5)
    'xxxx…'
    """
    text = visible(text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def some(names: Sequence[str]) -> tuple[str, ...]:
    """The first dozen of many names, for a message.

    Examples
    --------
    >>> some(["q1", "q2"]), len(some(["q"] * 100))
    (('q1', 'q2'), 13)
    """
    return tuple(names[:MOST_NAMES]) + ("…",) * (len(names) > MOST_NAMES)


def together(messages: Iterable[Message]) -> tuple[Message, ...]:
    """Messages that differ in their row only as one, with all of the rows.

    Examples
    --------
    >>> [str(each) for each in together([message("row {row}: {value}", row=row, value="x") for row in (3, 9)])]
    ['row 3, 9: x']
    """
    rows: dict[Message, list[str]] = {}
    for each in messages:
        same = replace(each, values=tuple((name, "" if name == "row" else value) for name, value in each.values))
        rows.setdefault(same, []).append(str(dict(each.values).get("row", "")))
    return tuple(
        replace(each, values=tuple((name, some(found) if name == "row" else value) for name, value in each.values))
        for each, found in rows.items()
    )


def _as_text(value: object, write: Callable[[object], str]) -> str:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, (tuple, list)):
        return ", ".join(_as_text(part, write) for part in value)
    return write(value)


class KipError(Exception):
    """Something that a person can put right, said in whole sentences.

    Parameters
    ----------
    faults : Message or iterable of Message
        Each names the file, the place, the value and what would be accepted. All are kept;
        at most ten are shown at once.
    """

    def __init__(self, faults: Message | Iterable[Message]) -> None:
        self.faults: tuple[Message, ...] = (faults,) if isinstance(faults, Message) else tuple(faults)
        super().__init__(*self.faults)

    def __reduce__(self) -> tuple[type[KipError], tuple[tuple[Message, ...]]]:
        return type(self), (self.faults,)  # all of them, when it comes from another process

    @property
    def shown(self) -> tuple[Message, ...]:
        """The first ten faults, and how many more there are."""
        rest = len(self.faults) - MOST_FAULTS
        if rest <= 0:
            return self.faults
        return (*self.faults[:MOST_FAULTS], counted("… and {count} more.", "… and {count} more.", rest))

    def __str__(self) -> str:
        return "\n".join(map(str, self.shown))


# --- what is said where there is nothing to show ---------------------------------------------------------

ABSENT = message(
    "Nothing is shown here, because what this part needs was not given. What can be given stands in the first cell of "
    "the notebook, and in kip report --help."
)
NOTHING = message("The survey has no question of this kind.")
NO_IMPORTANCE = message("The survey does not ask both about the experience of a topic and about its importance.")
FOR_LACK_OF_DATA = (ABSENT, NOTHING, NO_IMPORTANCE)
"""A document leaves out parts that would say nothing else."""
