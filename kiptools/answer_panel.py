"""A small labelled form for one question: choose or type, press Check, and see the line that does the same.

What is typed is data: a number or a list is read as such, anything else is a text, and nothing is ever run.
"""

from __future__ import annotations

import ast
import math
import re
import warnings
from html import escape
from typing import Any

from kiptools.checks import exercise, exercise_of, find
from kiptools.checks.keys import Key, names, number, text, word, words
from kiptools.controls import WIDE, Controls, note, somebody_is_there
from kiptools.language import Language
from kiptools.messages import KipError, Message, message
from kiptools.show import Rendered, Show
from kiptools.show.html import join, paragraph

__all__ = ["AnswerForm", "answer_form", "line_of", "typed"]

MOST_BUTTONS = 8
"""More options than that are a list to choose from."""
LONGEST = 4000
"""A longer text is not looked at for numbers and lists."""

_STYLE = (
    "<style>.kip-answer .widget-radio-box label,.kip-answer .widget-checkbox label,.kip-answer .widget-checkbox span"
    "{white-space:normal;height:auto;line-height:1.4;overflow:visible}"
    ".kip-answer .widget-radio,.kip-answer .widget-checkbox,.kip-answer .widget-radio-box{height:auto}"
    ".kip-answer .widget-radio-box label{margin-bottom:0.3em}</style>"
)
"""Without it, an option that is longer than its line would be cut off."""


def answer_form(question: str, show: Show) -> AnswerForm:
    """A small form in which one question is answered; the last line of a cell shows it.

    Where nobody can click, it is the list of the options.

    Parameters
    ----------
    question : str
        E.g. ``E2``.
    show : Show
        Its language and its variant count.

    Returns
    -------
    AnswerForm

    Raises
    ------
    KipError
        There is no such question.
    """
    name = exercise_of(question)
    given = show.exercise if show.exercise is not None and show.exercise.name == name else exercise(name)
    found = find(question)
    return AnswerForm(found.id, found.key(given), show)


class AnswerForm:
    """A form for one question (made by `answer_form`).

    Parameters
    ----------
    question : str
    key : Key
        Tells what there is to choose from and what kind of answer is asked for; the right answer is not looked at.
    show : Show
        Checks the answers.

    Attributes
    ----------
    kind : str
        ``one`` or ``several`` of the options, ``number``, ``names``, ``list``, ``text`` or ``other``.
    controls : AnswerControls
        What a person clicks and types into; made when first looked at.
    """

    def __init__(self, question: str, key: Key, show: Show) -> None:
        self.question, self.show = question, show
        self.language: Language = show.language
        self.options = tuple((letter, self.language.say(says)) for letter, says in key.options)
        self.kind = _kind(key)
        self._controls: AnswerControls | None = None

    @property
    def controls(self) -> AnswerControls:
        if self._controls is None:
            self._controls = AnswerControls(self)
        return self._controls

    def read(self, written: str) -> object:
        """The value of what was typed; see `typed`."""
        return typed(written, self.kind)

    def check(self, answer: object) -> Rendered:
        """Check an answer, and show the line that does the same; without an answer nothing is checked.

        Parameters
        ----------
        answer : object
            A letter, a list of letters, a number, a text, a list of these. None or nothing: there is no answer yet.
        """
        if answer is None or answer == [] or (isinstance(answer, str) and not answer.strip()):
            if self.options:
                return self._said(message("Nothing is chosen yet: choose first, then press the button."))
            return self._said(message("Nothing is written yet: write your answer first, then press the button."))
        try:
            feedback = self.show.check(self.question, answer)
        except KipError as error:
            return self._said(*error.shown)
        line = line_of(self.question, answer)
        same = self.language.say(message("This line in a cell does the same:"))
        code = f'<p style="margin:0.2em 0">{escape(same)} <code>{escape(line)}</code></p>'
        return join([feedback, Rendered(code, f"{same} {line}")])

    def _said(self, *said: Message) -> Rendered:
        lines = [self.language.say(each) for each in said]
        return Rendered(note(*lines, role="status"), "\n".join(lines))

    def summary(self) -> Rendered:
        """What can be read without controls."""
        if not self.options:
            return paragraph(self.language.say(message("Write your answer in the cell below.")))
        html = "".join(f"<li><strong>{escape(letter)}</strong> {escape(says)}</li>" for letter, says in self.options)
        lines = "\n".join(f"{letter}) {says}" for letter, says in self.options)
        return Rendered(f'<ul style="list-style:none">{html}</ul>', lines)

    def __repr__(self) -> str:
        return self.summary().text

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        summary = self.summary()
        read: dict[str, Any] = {"text/plain": summary.text, "text/html": summary.html}
        return self.controls.box._repr_mimebundle_() | read if somebody_is_there() else read


def _kind(key: Key) -> str:
    """What kind of answer a key asks for: not what is right, but whether that is a letter, a number, a list."""
    if key.reads in (text, number):
        return "text" if key.reads is text else "number"
    value = key.reads(key.right)
    if key.options and isinstance(value, (str, frozenset)):
        return "one" if isinstance(value, str) else "several"
    if key.reads in (word, words, names):
        return "names"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "number"
    if isinstance(key.right, (list, tuple)):
        return "list"
    return "text" if isinstance(key.right, str) else "other"


def typed(written: str, kind: str = "other") -> object:
    """The value of what somebody typed: a literal of the kind that is asked for, else the text as it is.

    Parameters
    ----------
    written : str
    kind : str
        As in `AnswerForm`.

    Returns
    -------
    object
        A text, a number, or a list or dict of these.

    Examples
    --------
    >>> typed(" 12 ", "number"), typed("0,61", "number"), typed("['a', 'b']", "names"), typed("a, b", "names")
    (12, '0,61', ['a', 'b'], 'a, b')
    >>> typed("__import__('os')")
    "__import__('os')"
    """
    plain = written.strip()
    value = _literal(plain)
    if kind == "list":
        return value if isinstance(value, (list, tuple)) and plain[0] in "([" else _parts(plain)
    if kind == "number":
        fits = isinstance(value, (int, float)) and not isinstance(value, bool)
    elif kind == "names":
        fits = isinstance(value, (str, list, tuple, set))
    elif kind == "text":
        fits = isinstance(value, str)
    else:
        fits = value is not None and not isinstance(value, tuple)  # 0,5 is no pair, but half of something
    return value if fits else plain


def _literal(plain: str) -> object:
    """A text, number, list or dict written as Python writes it; None for anything else."""
    if not plain or len(plain) > LONGEST:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = ast.literal_eval(plain)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None
    return value if _simple(value) else None


def _simple(value: object) -> bool:
    """Whether a value is made of texts and finite numbers only, so that the line that shows it can be run."""
    if isinstance(value, (str, bool)):
        return True
    if isinstance(value, (int, float)):
        try:
            return math.isfinite(float(value))
        except OverflowError:
            return False
    if isinstance(value, dict):
        return bool(value) and all(isinstance(name, str) and _simple(each) for name, each in value.items())
    return isinstance(value, (list, tuple, set)) and bool(value) and all(map(_simple, value))


def _parts(plain: str) -> object:
    """One part on each line; numbers also beside each other."""
    lines = [line.strip() for line in plain.split("\n") if line.strip()]
    if len(lines) == 1:
        beside = re.split(r"\s*;\s*" if ";" in plain else r"\s*,\s*", plain)
        numbers = [typed(each, "number") for each in beside]
        return numbers if len(beside) > 1 and not any(isinstance(each, str) for each in numbers) else plain
    return [typed(each, "number") for each in lines]


def line_of(question: str, answer: object) -> str:
    """The line that a learner could have typed.

    Examples
    --------
    >>> line_of("E2", "b"), line_of("E3", 12)
    ('show.check("E2", "b")', 'show.check("E3", 12)')
    """
    return f"show.check({_code(question)}, {_code(answer)})"


def _code(value: object) -> str:
    """A value as code; texts in the quotation marks that the exercises use."""
    if isinstance(value, list):
        return f"[{', '.join(map(_code, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_code(name)}: {_code(each)}' for name, each in value.items())}}}"
    code = repr(value)
    return f'"{code[1:-1]}"' if isinstance(value, str) and code[0] == "'" and '"' not in value else code


class AnswerControls(Controls):
    """The controls of one form: the answer, the button, and what comes back."""

    def __init__(self, form: AnswerForm) -> None:  # nothing is kept in a file, so there is nothing to save or undo
        from ipywidgets import HTML

        self.form, self.language, self._filling = form, form.language, False
        self.answer = HTML()
        self.boxes: list[Any] = []
        self.field: Any = None
        self.button_check = self.button(message("Check"), self.check, style="primary")
        parts = [HTML(_STYLE), *self._asked(), self.button_check, self.answer]
        self.box = self.together(parts)
        self.box.add_class("kip-answer")

    def check(self) -> None:
        """What the button does."""
        self.answer.value = self.answer_of(message("Checking …"))  # some answers take a while
        self.answer.value = self.form.check(self.value).html

    @property
    def value(self) -> object:
        """The answer as it stands in the controls."""
        if self.boxes:
            return [letter for (letter, _), box in zip(self.form.options, self.boxes, strict=True) if box.value]
        value = self.field.value
        return self.form.read(value) if self.form.kind != "one" else value

    def _asked(self) -> list[Any]:
        """The controls that take the answer, each with its label."""
        from ipywidgets import HTML

        kind, options = self.form.kind, self.form.options
        if kind == "several":
            self.boxes = [self.checkbox(f"{letter})  {says}", False, lambda: None) for letter, says in options]
            return [HTML(note(self.say(message("Tick all that are right.")))), *self.boxes]
        if kind == "one":
            self.field = self._one_of([(f"{letter})  {says}", letter) for letter, says in options])
            return [self.field]
        hints = {
            "number": message("A number, for example 12 or 0.5"),
            "names": message("One name or several, with commas between them"),
            "list": message("Each part of the answer on a line of its own"),
            "text": message("In your own words"),
        }
        self.field = self.text(
            message("Your answer"),
            hint=hints.get(kind),
            rows={"text": 4, "list": 4, "other": 2}.get(kind, 1),
        )
        above = [HTML(self.form.summary().html)] if options else []
        return [*above, self.field]

    def _one_of(self, labelled: list[tuple[str, Any]]) -> Any:
        """Buttons of which one can be chosen, or a list if there are many; nothing is chosen at first."""
        from ipywidgets import Dropdown, Layout, RadioButtons

        kind = RadioButtons if len(labelled) <= MOST_BUTTONS else Dropdown
        return kind(
            options=labelled,
            value=None,
            description=self.say(message("Your answer")),
            style={"description_width": "initial"},
            layout=Layout(**WIDE),
        )
