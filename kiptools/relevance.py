"""For whom a form shows a question: XLSForm's `relevant`, for all respondents at once.

Understood is the part of XPath that such conditions are written in, with the conversions of ODK Collect:
`or and = != < <= > >= + - * div mod`, parentheses, literals, ``${name}`` and the functions in `_FUNCTIONS`.
What is not understood (dates and times as numbers, `regex()`, paths) is refused, never guessed.

A value is kept once for each distinct answer and spread over the rows only where different questions
meet. An answer alone is text: ``${q}`` is true where it was answered, ``${a} = ${b}`` compares letters.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from kiptools.messages import cut

__all__ = ["Answers", "NotUnderstood", "names", "shown"]

Answers = tuple[np.ndarray, tuple[str, ...]]
"""For each row the place of its answer among the distinct answer texts; the text "" is no answer."""

DEEPEST = 100  # operations within each other
_QUESTION = re.compile(r"\$\{([^{}]*)\}")
_TOKEN = re.compile(
    r"""(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)|(?P<text>'[^']*'|"[^"]*")|(?P<question>\$\{[^{}]*\})
    |(?P<name>[A-Za-z_][\w.-]*)|(?P<sign><=|>=|!=|[-+*=<>(),])|(?P<other>\S+)|(?P<end>\Z)""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?|[0-9]{2}:[0-9]{2}(?::.*)?")


class NotUnderstood(ValueError):
    """A condition that is not evaluated; `part` is the piece of it that is not understood."""

    def __init__(self, part: str) -> None:
        super().__init__(f"not understood: {cut(part)}")
        self.part = part


def names(expression: str) -> tuple[str, ...]:
    """The questions that an expression refers to, each once, in their order there.

    Examples
    --------
    >>> names("selected(${water}, 'piped') and (${paid} = 'yes' or ${water} = '')")
    ('water', 'paid')
    """
    return tuple(dict.fromkeys(name.strip() for name in _QUESTION.findall(expression)))


def shown(expression: str, answers: Mapping[str, Answers], rows: int) -> np.ndarray:
    """For whom the form shows the question.

    Parameters
    ----------
    expression : str
        The condition as the form has it; an empty one holds for everybody.
    answers : mapping of str to Answers
        The questions by name. Choices are their names, several choices names with blanks between them,
        numbers with a decimal point, dates as ISO 8601.
    rows : int
        How many respondents there are.

    Returns
    -------
    numpy.ndarray
        Truth values, one for each respondent.

    Raises
    ------
    NotUnderstood
        For other syntax or functions, for a question that is not among the answers, and where a date or
        a time would have to become a number.

    Examples
    --------
    >>> water = np.array([0, 1, 2]), ("", "piped", "piped well")
    >>> shown("selected(${water}, 'well') or ${water} = ''", {"water": water}, 3).tolist()
    [True, False, True]
    """
    if not expression.strip():
        return np.ones(rows, dtype=bool)
    codes, values = _Reading(expression, answers, rows).whole()
    truths = _truths(values)
    return np.full(rows, truths[0]) if codes is None else truths[codes]


class _Value(NamedTuple):
    """Values as truths (bool), numbers (float) or anything (object), and each row's place among them."""

    codes: np.ndarray | None  # None: one value for all rows
    values: np.ndarray


class _Function(NamedTuple):
    takes: str  # for each argument: t text, n numbers, b truths, . anything
    of: Callable[..., np.ndarray]
    binding: int = -1  # how tightly an operator binds


class _Moment(Exception):
    """A date or time where a number is needed."""


class _Reading:
    """One pass over an expression, from left to right, that evaluates what it reads."""

    def __init__(self, text: str, answers: Mapping[str, Answers], rows: int) -> None:
        self.text, self.rows, self.at, self.depth = text, rows, 0, 0
        self.tokens = list(_TOKEN.finditer(text))
        self.answers, self.questions = answers, dict[str, _Value]()
        self.each = np.arange(rows)

    def whole(self) -> _Value:
        value = self.operation()
        if self.tokens[self.at].lastgroup != "end":
            raise self.refused()
        return value

    def operation(self, loosest: int = 0) -> _Value:
        if self.depth == DEEPEST:
            raise self.refused()
        self.depth += 1
        start = self.tokens[self.at].start()
        left = self.operand()
        while (operator := _OPERATORS.get(self.tokens[self.at][0], _NO_OPERATOR)).binding >= loosest:
            self.at += 1
            left = self.apply(start, operator, left, self.operation(operator.binding + 1))
        self.depth -= 1
        return left

    def operand(self) -> _Value:
        first = self.at
        while self.took("-"):
            pass
        signs, token = self.at - first, self.tokens[self.at]
        self.at += 1
        if token.lastgroup == "number":
            value = _Value(None, np.array([float(token[0])]))
        elif token.lastgroup == "text" and "${" not in token[0]:
            value = _Value(None, np.array([token[0][1:-1]], dtype=object))
        elif token.lastgroup == "question":
            value = self.question(token[0])
        elif token.lastgroup == "name" and self.took("("):
            value = self.call(token)
        elif token[0] == "(":
            value = self.operation()
            self.need(")")
        else:
            self.at -= 1
            raise self.refused()
        return self.apply(self.tokens[first].start(), _SIGNS[signs % 2], value) if signs else value

    def question(self, piece: str) -> _Value:
        name = piece[2:-1].strip()
        if name not in self.answers:
            raise NotUnderstood(piece)
        if name not in self.questions:
            codes, texts = self.answers[name]
            # A view of its own: the same codes object then always means the same question.
            self.questions[name] = _Value(np.asarray(codes, dtype=np.intp).view(), np.array(texts, dtype=object))
        return self.questions[name]

    def call(self, name: re.Match[str]) -> _Value:
        if name[0] not in _FUNCTIONS:
            raise NotUnderstood(name[0])
        arguments: list[_Value] = []
        if not self.took(")"):
            arguments.append(self.operation())
            while self.took(","):
                arguments.append(self.operation())
            self.need(")")
        function = _FUNCTIONS[name[0]]
        if len(arguments) != len(function.takes):
            raise NotUnderstood(self.since(name.start()))
        return self.apply(name.start(), function, *arguments)

    def apply(self, start: int, function: _Function, *values: _Value) -> _Value:
        try:
            kinds = zip(function.takes, values, strict=True)
            codes, arrays = self.meet([_Value(value.codes, _CONVERSIONS[kind](value.values)) for kind, value in kinds])
            with np.errstate(all="ignore"):
                return _Value(codes, function.of(*arrays))
        except _Moment:
            raise NotUnderstood(self.since(start)) from None

    def meet(self, values: list[_Value]) -> tuple[np.ndarray | None, list[np.ndarray]]:
        """Arrays of the same length, and each row's place in them."""
        varying = [(value.codes, value.values) for value in values if value.codes is not None]
        if all(codes is varying[0][0] for codes, _ in varying):
            codes, array = varying[0] if varying else (None, np.empty(1))
            return codes, [np.broadcast_to(value.values, array.shape) for value in values]
        if any(array.dtype == object for _, array in varying):
            codes, row = self.combinations(varying)
        else:
            codes = row = self.each
        return codes, [
            np.broadcast_to(value.values, row.shape) if value.codes is None else value.values[value.codes[row]]
            for value in values
        ]

    def combinations(self, varying: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
        """Each row's place among the combinations that occur, and one row for each of these."""
        key, row, count = np.zeros(self.rows, dtype=np.intp), self.each[:1], 1
        for codes, array in varying:
            if array.dtype != object:  # few truths or numbers may stand for many rows
                array, places = np.unique(array, return_inverse=True)
                codes = places[codes]
            count = max(count * len(array), 1)
            numbers = (key * len(array) + codes).astype(np.min_scalar_type(count - 1))  # a short type sorts fast
            _, row, key = np.unique(numbers, return_index=True, return_inverse=True)
            count = len(row)
        return key, row

    def took(self, piece: str) -> bool:
        taken = self.tokens[self.at][0] == piece
        self.at += taken
        return taken

    def need(self, piece: str) -> None:
        if not self.took(piece):
            raise self.refused()

    def since(self, start: int) -> str:
        return self.text[start : self.tokens[self.at - 1].end()]

    def refused(self) -> NotUnderstood:
        return NotUnderstood(self.tokens[self.at][0] or self.text.strip())


def _number(value: str | float) -> float:
    if not isinstance(value, str):
        return float(value)
    plain = value.strip()
    if _MOMENT.fullmatch(plain):
        raise _Moment
    return float(plain) if _NUMBER.fullmatch(plain) else math.nan


def _text(value: str | float) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return "NaN" if math.isnan(value) else np.format_float_positional(value + 0.0, trim="-")


def _truth(value: str | float) -> bool:
    return bool(value) and value == value


def _same(left: str | float, right: str | float) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return _truth(left) == _truth(right)
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return bool(_near(_number(left), _number(right)))


def _near(left: Any, right: Any) -> Any:
    return (left == right) | (abs(left - right) < 1e-12)  # Collect's tolerance


def _selected(text: str, choice: str) -> bool:
    return f" {choice.strip()} " in f" {' '.join(text.split())} "


def _selected_at(text: str, place: float) -> str:
    pieces = text.split()
    return pieces[math.trunc(place)] if pieces and -1 < place < len(pieces) else ""


def _each(function: Callable[..., str | float], kind: type) -> Callable[..., np.ndarray]:
    return lambda *arrays: np.array(
        [function(*values) for values in zip(*(array.tolist() for array in arrays), strict=True)], dtype=kind
    )


def _truths(values: np.ndarray) -> np.ndarray:
    return _each(_truth, bool)(values) if values.dtype == object else np.abs(values) > 0


def _equal(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    kinds = {left.dtype.kind, right.dtype.kind}
    if "O" in kinds:
        return _each(_same, bool)(left, right)
    return _truths(left) == _truths(right) if "b" in kinds else _near(left, right)


def _if(condition: np.ndarray, yes: np.ndarray, no: np.ndarray) -> np.ndarray:
    if yes.dtype != no.dtype:
        yes, no = yes.astype(object), no.astype(object)
    return np.where(condition, yes, no)


def _coalesce(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return _if(_each(lambda value: value == "" or value != value, bool)(first), second, first)


_CONVERSIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "t": _each(_text, object),
    "n": lambda values: _each(_number, float)(values) if values.dtype == object else values.astype(float),
    "b": _truths,
    ".": lambda values: values,
}

_NO_OPERATOR = _Function("", np.positive)
_SIGNS = (_Function("n", np.positive), _Function("n", np.negative))
_OPERATORS = {
    "or": _Function("bb", np.logical_or, 0),
    "and": _Function("bb", np.logical_and, 1),
    "=": _Function("..", _equal, 2),
    "!=": _Function("..", lambda left, right: ~_equal(left, right), 2),
    "<": _Function("nn", np.less, 3),
    "<=": _Function("nn", np.less_equal, 3),
    ">": _Function("nn", np.greater, 3),
    ">=": _Function("nn", np.greater_equal, 3),
    "+": _Function("nn", np.add, 4),
    "-": _Function("nn", np.subtract, 4),
    "*": _Function("nn", np.multiply, 5),
    "div": _Function("nn", np.divide, 5),
    "mod": _Function("nn", np.fmod, 5),
}
_FUNCTIONS = {
    "selected": _Function("tt", _each(_selected, bool)),
    "selected-at": _Function("tn", _each(_selected_at, object)),
    "count-selected": _Function("t", _each(lambda text: len(text.split()), float)),
    "string-length": _Function("t", _each(len, float)),
    "contains": _Function("tt", _each(lambda text, piece: piece in text, bool)),
    "starts-with": _Function("tt", _each(str.startswith, bool)),
    "ends-with": _Function("tt", _each(str.endswith, bool)),
    "true": _Function("", lambda: np.array([True])),
    "false": _Function("", lambda: np.array([False])),
    "not": _Function("b", np.logical_not),
    "boolean": _Function("b", lambda values: values),
    "number": _Function("n", lambda values: values),
    "string": _Function("t", lambda values: values),
    "int": _Function("n", np.trunc),
    "if": _Function("b..", _if),
    "coalesce": _Function("..", _coalesce),
}
