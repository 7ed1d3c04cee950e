"""Answer keys: what is right, which answers learners give instead, and what each of these probably overlooked.

A question is a function that makes its key from what the learner was given; checking compares values and nothing else,
so that every route to a right answer is right. Nothing here knows a language or a notebook: what is said to the learner
is a `Message` until somebody shows it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kiptools.messages import Message, message

__all__ = [
    "CORRECT",
    "NOT_ATTEMPTED",
    "NOT_YET",
    "OTHERWISE",
    "UNREADABLE",
    "Exercise",
    "Key",
    "Mistake",
    "Question",
    "Unreadable",
    "Verdict",
    "____",
    "choice",
    "choices",
    "names",
    "number",
    "percent_for_share",
    "question",
    "same",
    "text",
    "word",
    "words",
]

CORRECT, NOT_YET, NOT_ATTEMPTED = "correct", "not yet", "not attempted"
OTHERWISE = "otherwise"
"""Name of the mistake of a wrong answer that no key foresaw."""
UNREADABLE = "unreadable"
"""Name of the mistake of an answer of another kind: a text where a number is asked for."""


class _Blank:
    """What a learner has not filled in yet; whatever is done with it, it stays that."""

    __array_ufunc__ = None  # so that numpy leaves arithmetic to us

    def __repr__(self) -> str:
        return "____"

    def _stays(self, *_: object, **__: object) -> _Blank:
        return self

    def __getattr__(self, name: str) -> _Blank:
        if name.startswith("__") or name.startswith("_repr_") or name.startswith("_ipython_"):
            raise AttributeError(name)
        return self

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Any:
        return iter(())

    __hash__ = object.__hash__
    __call__ = __getitem__ = __neg__ = __pos__ = __abs__ = __round__ = _stays
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _stays
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = _stays
    __and__ = __rand__ = __or__ = __ror__ = __invert__ = _stays
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _stays  # type: ignore[assignment]


____ = _Blank()
"""Stands in a learner's cell where the answer belongs."""


def _is_blank(answer: object) -> bool:
    """Whether there is no answer yet, or a blank somewhere in it."""
    if isinstance(answer, _Blank):
        return True
    if isinstance(answer, str):
        return not answer.strip() or set(answer.strip()) == {"_"}
    if isinstance(answer, Mapping):
        return any(map(_is_blank, answer.values()))
    if isinstance(answer, (list, tuple, set, frozenset)):
        return any(map(_is_blank, answer))
    kind = getattr(getattr(answer, "dtype", None), "kind", "")  # a column or an array
    return kind == "O" and any(isinstance(each, _Blank) for each in answer)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Exercise:
    """What a learner is given: the name of the exercise, and the number that makes this learner's variant.

    Each exercise has a class of its own with the data.

    Parameters
    ----------
    name : str
        As its notebook is called, e.g. ``evaluation``.
    seed : int
        0 is the demo network as it is; any other number a variant with right answers of its own.
    """

    name: str
    seed: int


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that learners give, and the question that it deserves.

    Parameters
    ----------
    name : str
        In a few words; the same mistake has the same name in every variant.
    said : Message
        A question to the learner that names what was probably overlooked. It never gives the answer away.
    answer : object
        What a learner who makes it answers; in an open task an example.
    decimals : int or None
        How exactly it is recognised; None: as exactly as the right answer.
    """

    name: str
    said: Message
    answer: object
    decimals: int | None = None


@dataclass(frozen=True)
class Key:
    """The key to one question in one variant.

    Parameters
    ----------
    right : object
        The right answer; in an open task an example of a good one.
    praise : Message
        What a right answer means, or where it leads. No cheering.
    mistakes : tuple of Mistake
        The first that fits is named.
    otherwise : Message
        The question for a wrong answer that nobody foresaw.
    reads : callable
        Makes one value of every way in which the answer can be given, e.g. `number`; raises `Unreadable`.
    decimals : int or None
        To how many decimals a number has to be right; None: exactly.
    options : tuple of (str, Message)
        What there is to choose from, by letter.
    examine : callable or None
        Where an answer is judged by more than being the same, above all in an open task: the name of the mistake that a
        value makes, "" if it is sound.
    rubric : tuple of Message
        In an open task: what a person judges, once the structure is sound.
    """

    right: object
    praise: Message
    mistakes: tuple[Mistake, ...]
    otherwise: Message
    reads: Callable[[object], object] = lambda answer: answer
    decimals: int | None = None
    options: tuple[tuple[str, Message], ...] = ()
    examine: Callable[[Any], str] | None = None
    rubric: tuple[Message, ...] = ()

    @property
    def open(self) -> bool:
        """Whether people judge what no program can: then there is no single right answer."""
        return bool(self.rubric)

    def read(self, answer: object) -> object:
        """One value of every way in which the answer can be given.

        Raises
        ------
        Unreadable
            It is of another kind than the question asks for.
        """
        if self.reads is names:
            return _among(names(answer), {letter.casefold() for letter, _ in self.options})
        return self.reads(answer)

    def mistake_of(self, value: object) -> Mistake | None:
        """The mistake in a value that was read; None if it is right."""
        if self.examine is not None:
            name = self.examine(value)
            if not name:
                return None
            return next((each for each in self.mistakes if each.name == name), self._unforeseen(value))
        if same(value, self.read(self.right), self.decimals):
            return None
        for each in self.mistakes:
            decimals = self.decimals if each.decimals is None else each.decimals
            if same(value, self.read(each.answer), decimals):
                return each
        return self._unforeseen(value)

    def _unforeseen(self, value: object) -> Mistake:
        return Mistake(OTHERWISE, self.otherwise, value)


@dataclass(frozen=True)
class Verdict:
    """What a check says of an answer.

    Parameters
    ----------
    question : str
        E.g. ``E3``.
    outcome : str
        `CORRECT`, `NOT_YET` or `NOT_ATTEMPTED`.
    said : tuple of Message
    mistake : str
        Its name, if the answer is not right yet.
    rubric : tuple of Message
        In an open task: what is left for a person to judge.
    """

    question: str
    outcome: str
    said: tuple[Message, ...]
    mistake: str = ""
    rubric: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question of an exercise: called with an answer, it checks it.

    Parameters
    ----------
    id : str
        A letter for the exercise and a number: ``E3``.
    key : callable
        Makes the `Key` from what the learner was given.
    hints : tuple of Message
        At most three, each more direct than the one before; none is the answer.
    """

    id: str
    key: Callable[[Any], Key]
    hints: tuple[Message, ...]

    def __call__(self, answer: object, exercise: Exercise) -> Verdict:
        """Whether the answer is right in this learner's variant, and if not, what was probably overlooked."""
        if _is_blank(answer):
            return Verdict(
                self.id,
                NOT_ATTEMPTED,
                (message("There is no answer yet: write yours in place of ____ and run the cell again."),),
            )
        key = self.key(exercise)
        try:
            mistake = key.mistake_of(key.read(answer))
        except Unreadable as fault:
            return Verdict(self.id, NOT_YET, (fault.said,), UNREADABLE)
        if mistake is None:
            return Verdict(self.id, CORRECT, (key.praise,), rubric=key.rubric)
        return Verdict(self.id, NOT_YET, (mistake.said,), mistake.name)


def question(*hints: Message) -> Callable[[Callable[[Any], Key]], Question]:
    """Make a question of a function from what the learner was given to the key; the function's name is its id."""
    return lambda key: Question(key.__name__.upper(), key, hints)


# Reading an answer: many ways to write one value.


class Unreadable(Exception):
    """An answer of another kind than the question asks for."""

    def __init__(self, said: Message) -> None:
        self.said = said
        super().__init__(said)


def number(answer: object) -> float:
    """A number, however it came about: typed, counted, taken from a table, or as a text with a percent sign.

    Examples
    --------
    >>> number("61 %"), number("0,61"), number(19 / 31) == 19 / 31
    (0.61, 0.61, True)
    """
    if answer is None:
        raise Unreadable(message("The answer is empty. Did the line store what it worked out, or only print it?"))
    if getattr(answer, "size", 0) == 1:  # of numpy or pandas
        values: Any = answer.to_numpy() if hasattr(answer, "to_numpy") else answer
        answer = values.item()
    if isinstance(answer, str):
        return _number_of_text(answer)
    if isinstance(answer, (list, tuple, set, frozenset)) and len(answer) == 1:
        return number(next(iter(answer)))
    if isinstance(answer, tuple) and len(answer) == 2 and all(type(part) is int for part in answer):
        raise Unreadable(message("Is there a comma in your number? In code the decimals stand behind a point: 0.5."))
    if isinstance(answer, bool) or not hasattr(answer, "__float__"):
        raise Unreadable(message("Is your answer one number? It should be something like 12 or 0.5."))
    try:
        found = float(answer)
    except (TypeError, ValueError, OverflowError):
        raise Unreadable(message("Is your answer one number? It should be something like 12 or 0.5.")) from None
    if not math.isfinite(found):
        raise Unreadable(message("Is your answer one number? Nothing can be worked out from an empty column."))
    return found


def _number_of_text(answer: str) -> float:
    plain = answer.strip().replace("\u00a0", "").replace("\u202f", "").replace(" ", "").replace("−", "-")
    percent = plain.endswith("%")
    if re.fullmatch(r"\d+(\+\d+)+", plain):
        return float(sum(map(int, plain.split("+"))))
    try:
        found = float(plain.rstrip("%").replace(",", "."))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise Unreadable(message("Is your answer one number? It should be something like 12 or 0.5."))
    return found / 100 if percent else found


def text(answer: object) -> str:
    """A text of the learner's own, on one line."""
    if not isinstance(answer, str):
        raise Unreadable(message("Is your answer a text? It stands between quotation marks."))
    return " ".join(answer.split())


def word(answer: object) -> str:
    """One name or letter; capitals, blanks and a closing bracket do not matter.

    Examples
    --------
    >>> word(" B) "), word(["trust_1"])
    ('b', 'trust_1')
    """
    found = words(answer)
    if len(found) != 1:
        raise Unreadable(message("Is your answer one name or one letter, between quotation marks?"))
    return found[0]


def words(answer: object) -> tuple[str, ...]:
    """Names or letters in their order, from a list, a column, the index of a table, or a text with commas."""
    if isinstance(answer, str):
        answer = answer.replace(";", ",").split(",")
    parts = list(answer) if hasattr(answer, "__iter__") else []
    found = tuple(_plain(each) for each in parts if isinstance(each, str) and _plain(each))
    if not found or len(found) < len(parts):
        raise Unreadable(message("Is your answer one or several names, each between quotation marks?"))
    return found


def names(answer: object) -> frozenset[str]:
    """Letters, or names of one word, whose order does not matter; in a text also with blanks or "+" between them.

    Examples
    --------
    >>> names("A, B and c") == names(["b", "a", "C"]) == names("A+B+C")
    True
    """
    if isinstance(answer, str):
        answer = [part for part in re.split(r"[\s,;+&/]+", answer) if part.casefold() not in ("and", "et")]
    return frozenset(words([part for part in answer if part != ""] if isinstance(answer, list) else answer))


def _among(value: frozenset[str], options: set[str]) -> frozenset[str]:
    """Names among these: "abd" is three of one-letter options, and "e" or "i" between two names is a word for "and"."""
    found: set[str] = set()
    for name in value:
        if options and name not in options and set(name) <= options:
            found |= set(name)
        elif name in options or name not in ("e", "i"):
            found.add(name)
    return frozenset(found)


def _plain(part: object) -> str:
    """A name as it is compared."""
    return str(part).strip().strip("().").strip().casefold()


def same(one: object, other: object, decimals: int | None = None) -> bool:
    """Whether two values are the same, numbers to so many decimals (exactly but for the last bits if None)."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name], decimals) for name in one)
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        allowed = 1e-9 * max(1.0, abs(other)) if decimals is None else 0.5 * 10.0**-decimals + 1e-9
        return abs(one - other) <= allowed
    return one == other


# Parts of keys that several exercises need.


def percent_for_share(share: float, decimals: int = 2) -> Mistake:
    """The mistake of giving 61 where 0.61 is asked for."""
    return Mistake(
        "percent for share",
        message("Is that a percentage? A share lies between 0 and 1: what do you have to divide by?"),
        share * 100,
        decimals - 2,
    )


def choice(right: str, options: Mapping[str, tuple[Message, Message]], *, praise: Message | None = None) -> Key:
    """The key to a question with one right letter.

    Parameters
    ----------
    right : str
    options : mapping of str to (Message, Message)
        For each letter what it says, and what is said to whoever chooses it.
    praise : Message, optional
        What is said of the right one, if not its own.
    """
    return Key(
        right=right,
        praise=praise or options[right][1],
        mistakes=tuple(Mistake(letter, said, letter) for letter, (_, said) in options.items() if letter != right),
        otherwise=message("Is that one of the letters of the list?"),
        reads=word,
        options=tuple((letter, says) for letter, (says, _) in options.items()),
    )


def choices(
    right: Iterable[str],
    options: Mapping[str, Message],
    mistakes: tuple[Mistake, ...],
    *,
    praise: Message,
    otherwise: Message,
) -> Key:
    """The key to a question with several right letters, in any order."""
    return Key(
        right=tuple(right),
        praise=praise,
        mistakes=mistakes,
        otherwise=otherwise,
        reads=names,
        options=tuple(options.items()),
    )
