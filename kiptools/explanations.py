"""What Python's commonest messages usually mean: one sentence each, and where to look.

Nothing here knows a language or a notebook, and nothing here runs what the learner wrote.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from kiptools.messages import KipError, Message, cut, message

__all__ = ["explain"]

NEAR = 0.7
"""How much of a name has to be the same for it to be proposed."""
MOST_CANDIDATES = 2000
_BUILTINS = tuple(name for name in dir(builtins) if name[0].islower()) + ("True", "False", "None")
_WORDS = {"true": "True", "false": "False", "none": "None", "null": "None"}
_FROM_THE_TOP = ("kip", "lang", "seed", "exercise", "show")
"""What the first cells of each exercise make."""
_QUOTES = "“”„‟‘’‚‛«»‹›`´′″"
_DASHES = "‐‑‒–—―−×÷·"

Rules = tuple[tuple[str, Message], ...]
"""What Python says, as a pattern, and what it means; the first that fits counts."""


def explain(error: BaseException, names: Iterable[str] = ()) -> Message | None:
    """What an error usually means and where to look, in one sentence.

    Parameters
    ----------
    error : BaseException
        As it was raised.
    names : iterable of str
        Names that exist where it was raised; a misspelt one is compared with them.

    Returns
    -------
    Message or None
        None for errors that nothing is known of, and for `KipError`, which speaks for itself.

    Examples
    --------
    >>> print(explain(ZeroDivisionError("division by zero")))
    Something is divided by 0: is the number below the line empty, or was nobody counted?
    """
    if isinstance(error, KipError):
        return None
    said = _said(error)
    if isinstance(error, NameError):
        return _name(error, said, names)
    if _has_blank(error, said):
        return message("There is still a ____ in this cell or in one above: write your answer in its place.")
    for kind, explained in _KINDS:
        if isinstance(error, kind) and (found := explained(error, said)) is not None:
            return found
    return _OF_LIBRARIES.get(type(error).__name__)


def _said(error: BaseException) -> str:
    """Python's own words; some errors fail even at saying what they are."""
    try:
        return str(getattr(error, "msg", "") or error) if isinstance(error, SyntaxError) else str(error)
    except Exception:  # an error of somebody's own kind whose text cannot be made: the original is shown all the same
        return ""


def _has_blank(error: BaseException, said: str) -> bool:
    """Whether somebody computed with a blank that was not filled in."""
    if isinstance(error, SyntaxError):
        return False
    return "_Blank" in said or "____" in said or any(type(each).__name__ == "_Blank" for each in error.args)


def _first(rules: Rules, said: str) -> Message | None:
    return next((says for pattern, says in rules if re.search(pattern, said)), None)


def _near(name: str, candidates: Iterable[object]) -> str | None:
    """The name that was probably meant; the same name in other capitals is the nearest."""
    known = [each for each in candidates if isinstance(each, str) and each != name][:MOST_CANDIDATES]
    plain = {each.strip().casefold(): each for each in reversed(known)}
    wanted = name.strip().casefold()
    if wanted in plain:
        return plain[wanted]
    found = get_close_matches(wanted, [*plain], n=1, cutoff=NEAR)
    return plain[found[0]] if found else None


# Code that cannot be read.

_INDENTATION: Rules = (
    (
        "tabs and spaces",
        message("Blanks and tab stops are mixed at the beginning of the lines: use blanks only, four for each step."),
    ),
    (
        "expected an indented block",
        message("The line after a colon begins further to the right: put four blanks before it."),
    ),
    (
        "unindent does not match",
        message(
            "This line begins neither where the line above begins nor where its block begins: move it to one of "
            "the two."
        ),
    ),
    (
        "",
        message("This line begins further to the right than it should: remove the blanks at its beginning."),
    ),
)

_SYNTAX: Rules = (
    (
        "unicode ?error|unicodeescape",
        message(
            "In a path between quotation marks \\ has a meaning of its own: write / instead, on Windows too, or an r "
            "before the first quotation mark."
        ),
    ),
    (
        "after line continuation",
        message(
            "There is a \\ in the line outside quotation marks: a path is a text between quotation marks, with / in it."
        ),
    ),
    (
        "triple-quoted",
        message(
            "A text that begins with three quotation marks has no end: put three quotation marks after it as well."
        ),
    ),
    (
        "unterminated|EOL while scanning",
        message("A text has no end: does the same quotation mark stand before and after it, on the same line?"),
    ),
    (
        "was never closed|unexpected EOF",
        message("A bracket was opened and not closed: count the opening and the closing ones from this place on."),
    ),
    (
        "incomplete input",
        message(
            "The code stops before it is complete: is each bracket and each quotation mark closed, and does something "
            "stand after each colon?"
        ),
    ),
    (
        "unmatched|does not match opening",
        message("A bracket closes that was not opened, or was opened as another kind: look at the brackets before it."),
    ),
    (
        "leading zeros",
        message("Decimals have a point in Python, not a comma, and whole numbers do not begin with 0: is it 0.05?"),
    ),
    (
        "Missing parentheses",
        message("What a function works with stands in round brackets after its name, for example print(answer)."),
    ),
    (
        "Maybe you meant '==' or ':='|perhaps you meant \"==\"|contain assignment|cannot assign to "
        "(literal|True|False|None)|"
        "cannot assign to (attribute|subscript|name|comparison)",
        message("One = gives a name to a value; to ask whether two things are equal, write two: ==."),
    ),
    (
        "cannot assign to|cannot delete",
        message(
            "Left of = stands one name without blanks, hyphens or brackets, and right of it what it is to hold: "
            "is it the other way round?"
        ),
    ),
    (
        "forgot a comma",
        message("Two things stand side by side in the brackets: is a comma or a sign like + missing between them?"),
    ),
    (
        "expected ':'",
        message("A line that begins with if, else, for, while or def ends with a colon."),
    ),
    (
        "invalid decimal literal|invalid (hexadecimal|octal|binary) literal|invalid digit|imaginary literal",
        message(
            "A number touches letters here: a name does not begin with a digit, a text stands between quotation marks, "
            "and a unit or a % is not written beside a number."
        ),
    ),
    (
        "positional argument follows keyword|keyword argument repeated",
        message("In the brackets, values with a name (like n=3) come after those without, and each name only once."),
    ),
    (
        "outside function|outside loop|not properly in loop",
        message(
            "This word has a meaning only inside a function or a loop: in a cell, the result is simply its last line."
        ),
    ),
    (
        "f-string",
        message("In a text that begins with f, names stand in curly brackets: is each of them closed and filled?"),
    ),
    (
        "",
        message(
            "Python could not read this line: look at the place marked above and just before it for a missing bracket, "
            "comma or quotation mark, or begin the line with # if it is a note to yourself."
        ),
    ),
)


def _syntax(error: BaseException, said: str) -> Message | None:
    if isinstance(error, IndentationError):
        return _first(_INDENTATION, said)
    found = re.search(r"invalid (?:non-printable )?character(?: '(.)')?.*?U\+([0-9A-F]+)", said)
    if found is None:
        return _first(_SYNTAX, said)
    sign = chr(int(found[2], 16))
    if sign in _QUOTES:
        return message(
            "The quotation mark {sign} comes from a text program: replace it, and the one at the other end, by a "
            'straight ".',
            sign=sign,
        )
    if sign in _DASHES:
        return message(
            "The sign {sign} is not one that Python computes with: write - for minus and * for times.", sign=sign
        )
    if found[1] is None:
        return message(
            "An invisible sign came along when this line was copied: delete the blanks at the place marked above and "
            "type them again."
        )
    return message("The sign {sign} has no meaning in Python outside a text between quotation marks.", sign=sign)


# Names that are not there.


def _name(error: NameError, said: str, names: Iterable[str]) -> Message | None:
    found = re.search(r"name '([^']*)'|variable '([^']*)'", said)
    name = getattr(error, "name", None) or (found and (found[1] or found[2])) or ""
    if not isinstance(name, str) or not name:
        return None
    shown = cut(name)
    if name and not name.strip("_"):
        return message("The blank {name} is made known by the first cells of the notebook: run them first.", name=shown)
    if isinstance(error, UnboundLocalError):
        return message('"{name}" is used inside the function before it gets a value there.', name=shown)
    if name in _FROM_THE_TOP:
        return message(
            'There is nothing called "{name}" yet: the cells at the top of the notebook make it, so run them first '
            "(menu Run, Run All Above Selected Cell).",
            name=shown,
        )
    if name.casefold() in _WORDS:
        right = _WORDS[name.casefold()]
        return message('Python writes "{right}" with a capital letter and without quotation marks.', right=right)
    near = _near(name, _columns(error)) or _near(name, [*names, *_BUILTINS])
    if near is not None:
        return message('There is nothing called "{name}": did you mean "{near}"?', name=shown, near=cut(near))
    if len(name) == 1:
        return message(
            'There is nothing called "{name}": if it is meant as a letter or a text, put quotation marks before '
            "and after it.",
            name=shown,
        )
    return message(
        'There is nothing called "{name}" yet: has the cell above that makes it been run, and if it is meant as '
        "a text, "
        "does it stand between quotation marks?",
        name=shown,
    )


def _columns(error: BaseException) -> list[str]:
    """The columns of the table in which something was looked for; empty if it was no table."""
    step, found = error.__traceback__, []
    while step is not None:
        if str(step.tb_frame.f_globals.get("__name__", "")).partition(".")[0] == "pandas":
            own = step.tb_frame.f_locals
            for thing in (
                own.get("self"),
                own.get("obj"),
            ):  # other kinds of pandas may be half made, and fail when asked
                if any(kind.__name__ == "DataFrame" for kind in type(thing).__mro__):
                    columns: Any = getattr(thing, "columns", ())
                    found += [each for each in list(columns)[:MOST_CANDIDATES] if isinstance(each, str)]
        step = step.tb_next
    return list(dict.fromkeys(found))


def _key(error: BaseException, said: str) -> Message | None:
    columns = _columns(error)
    key = error.args[0] if error.args else ""
    if isinstance(key, tuple) and key and all(isinstance(each, str) for each in key):
        return message("Several columns are asked for in two pairs of square brackets: [[ … ]].")
    if type(key).__name__ in ("int", "float", "int64", "float64", "bool"):
        return message(
            "There is nothing under the number {key}: rows and columns are asked for by their name; .iloc counts "
            "them, from 0 on.",
            key=cut(str(key)),
        )
    if not isinstance(key, str):
        return message(
            "Nothing is stored under this name: look at how the names are written in the table or list above."
        )
    several = re.search(r"not in index|not found in axis|are in the \[?|not columns of|do not exist", key)
    wanted = (
        re.findall(r"'([^']*)'", key.split("are not columns")[-1] if "labels" in key else key) if several else [key]
    )
    wanted = [each for each in wanted if each not in columns and (each != "str" or len(wanted) == 1)] or wanted
    if not wanted:
        return message(
            "Nothing is stored under this name: look at how the names are written in the table or list above."
        )
    name = wanted[0]
    near = _near(name, columns)
    if near is not None:
        return message('The table has no column "{name}": did you mean "{near}"?', name=cut(name), near=cut(near))
    if columns:
        return message(
            'The table has no column "{name}": its names stand in .columns, and capitals, accents and blanks count.',
            name=cut(name),
        )
    return message(
        'Nothing is stored under "{name}": is it written as in the table or list above, with the same capitals '
        "and blanks?",
        name=cut(name),
    )


def _attribute(error: BaseException, said: str) -> Message | None:
    found = re.search(r"(?:module '([^']*)'|'([^']*)' object|type object '([^']*)') has no attribute '([^']*)'", said)
    name = getattr(error, "name", None) or (found[4] if found else None)
    thing = getattr(error, "obj", None)
    if not isinstance(name, str):
        return None
    shown = cut(name)
    if (found and found[2] == "NoneType") or (found is None and "NoneType" in said):
        return message(
            'What stands before ".{name}" is empty (None): did the line that makes it store a result, or only show it?',
            name=shown,
        )
    if thing is None and found and found[1]:
        thing = sys.modules.get(found[1])
    near = _near(name, _attributes(thing))
    if near is not None:
        return message('There is no "{name}" after this dot: did you mean "{near}"?', name=shown, near=cut(near))
    return message(
        'What stands before the dot has no "{name}": write its name alone in a cell to see whether it is what you '
        "think it is.",
        name=shown,
    )


def _attributes(thing: Any) -> list[str]:
    """What can stand after the dot."""
    if thing is None:
        return []
    try:
        known = [each for each in dir(thing) if isinstance(each, str) and not each.startswith("_")]
        return [*known, *(each for each in getattr(thing, "columns", ()) if isinstance(each, str))]
    except Exception:  # somebody's own kind of thing may do anything
        return []


# Values of the wrong kind.

_EMPTY = message("One of the values is empty (None): did the line that makes it store a result, or only show it?")
_BRACKETS = message("Each comparison joined by & or | stands in round brackets of its own: (…) & (…).")
_WORDS_COLUMN = message(
    "This column holds words, not numbers: choose a column of numbers, or count the words with .value_counts()."
)
_TEXT_AND_NUMBER = message(
    "A text meets a number here: numbers stand without quotation marks, and int(…) or float(…) makes a number of "
    "a text."
)
_NOT_ONE_NUMBER = message(
    "One number is expected here, and there are several or none: what makes one of them, a sum or a mean?"
)

_TYPE: Rules = (
    (
        r"Invalid comparison between dtype=(category|str|string|object)\b.* and (int|float)",
        message(
            "A column of words is compared with a number: put the number between quotation marks, or choose a column "
            "of numbers."
        ),
    ),
    (
        r"Invalid comparison between dtype=(u?int|float|bool|Int|Float)\w* and str",
        message(
            "A column of numbers is compared with a text: write the number without quotation marks, or choose a column "
            "of words."
        ),
    ),
    (
        r"Invalid comparison between dtype=(datetime|period)",
        message(
            "A column of days is compared with something that is no day: write a day between quotation marks, like "
            '"2026-03-31".'
        ),
    ),
    (
        "Unordered Categoricals",
        message("The answers in this column have no order, so that none is larger: compare them with == only."),
    ),
    (
        r"for [/*+\-%]+:.*'tuple'|'tuple' and|and 'tuple'|'tuple' object cannot be interpreted|concatenate tuple"
        r"|type tuple doesn't|bad operand type for .*: 'tuple'|real number, not '?tuple|to tuple\.__format__",
        message("A comma makes two numbers of one: decimals have a point in Python, 0.5 and not 0,5."),
    ),
    (
        r"type\(s\) for (&|\|)|'r?(and|or|xor)_'",
        _BRACKETS,
    ),
    (
        "'(builtin_function_or_)?method'|'function'|'method-wrapper'",
        message(
            "Something is named here and not carried out: after its name belong round brackets, for example "
            ".mean(), and "
            "what it works with stands in them."
        ),
    ),
    (
        "reduction '.*' with (string|object) dtype|dtype '?(str|string|object)'? does not support|agg function failed"
        "|does not support operation|Could not convert .* to numeric|operation '.*' not supported for dtype 'str'",
        _WORDS_COLUMN,
    ),
    (
        "'NoneType' object is not callable",
        message("There are round brackets after something empty (None): is there a pair of brackets too many?"),
    ),
    (
        "'(DataFrame|Series|dict|list|tuple|Index|ndarray)' object is not callable",
        message("To take something out of a table or a list, use square brackets: [ ] and not ( )."),
    ),
    (
        "not callable",
        message(
            "There are round brackets after something that is no function: is a sign like * or a comma missing "
            "before them, "
            "or was the name of a function, such as sum, given to a value?"
        ),
    ),
    (
        "unhashable",
        message("A list cannot be a name to look under: take one of its elements, or use a text or a number."),
    ),
    (
        r"missing \d+ required|at least (one|two|\d+) (positional )?arguments?,? ?(\(0 given\)|got 0)|expected at "
        r"least|"
        r"takes exactly .* \(0 given\)|missing required",
        message("Something is missing in the round brackets: this function needs more to work with."),
    ),
    (
        "multiple values for",
        message("The same thing is given twice in the round brackets: once by its place and once by its name."),
    ),
    (
        r"takes .* positional|expected at most|takes (exactly|at most|no)|takes from",
        message("There is too much in the round brackets: is a comma in it that does not belong, or a decimal comma?"),
    ),
    (
        "indices must be integers",
        message("A list or a text has places, not names: ask for a place by its number, the first is 0."),
    ),
    (
        "location index with a non-integer",
        message(".iloc counts rows and columns by numbers from 0 on; by name they are asked for with .loc."),
    ),
    ("'NoneType'", _EMPTY),
    (
        "cannot convert the series|not 'Series'|not 'DataFrame'|only (size-1|length-1|0-dimensional)|not "
        "'list'|not 'tuple'"
        "|not 'dict'|not 'set'|not 'ndarray'",
        _NOT_ONE_NUMBER,
    ),
    (
        "'str' and '(int|float)'|'(int|float)' and 'str'|concatenate str|must be str, not|not supported between "
        "instances of"
        "|bad operand type for unary .*'str'|can't multiply sequence",
        _TEXT_AND_NUMBER,
    ),
    (
        r"'(list|dict|set)' and '|and '(list|dict|set)'|can only concatenate list|for [/*+\-]+: '(list|dict|set)'",
        message(
            "Nothing can be computed with a whole list at once: take one of its elements, or its sum or its length."
        ),
    ),
    (
        "is not iterable|not subscriptable|has no len|cannot unpack|must be an iterable",
        message("This is a single value and no list: nothing can be taken out of it or counted in it."),
    ),
    (
        "does not support item",
        message("A text cannot be changed in one place, and neither can a list in round brackets: make a new one."),
    ),
    (
        "cannot be interpreted as an integer|must be a (string|real number)|must be real number|argument must be",
        message("A value of another kind is expected here: is a number written as a text, or the other way round?"),
    ),
    (
        "ufunc|unsupported operand",
        message("These two values cannot be computed with each other: look at each of them alone to see what it is."),
    ),
)


def _type(error: BaseException, said: str) -> Message | None:
    found = re.search(r"unexpected keyword argument '([^']*)'", said) or re.search(
        r"'([^']*)' is an invalid keyword argument", said
    )
    if found is None:
        return _first(_TYPE, said)
    name = found[1]
    near = _near(name, _parameters(error, said))
    if near is not None:
        return message(
            'This function takes nothing called "{name}": did you mean "{near}"?', name=cut(name), near=cut(near)
        )
    return message(
        'This function takes nothing called "{name}" in its brackets: write its name with a ? after it in a cell '
        "to see "
        "what it takes.",
        name=cut(name),
    )


def _parameters(error: BaseException, said: str) -> list[str]:
    """What the function that was called takes, as far as it is known; Python may have a proposal of its own."""
    proposed = re.findall(r"Did you mean '([^']*)'", said)
    called = re.match(r"([\w.]+)\(\)", said)
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    if called is None or step is None:
        return proposed
    owner, _, name = called[1].rpartition(".")
    things = [step.tb_frame.f_locals.get(name), step.tb_frame.f_globals.get(name)]
    kinds = {type(each) for each in [*step.tb_frame.f_locals.values(), *step.tb_frame.f_globals.values()]}
    if owner:
        things += [vars(kind).get(name) for each in kinds for kind in each.__mro__ if kind.__qualname__ == owner]
    for thing in things:
        code = getattr(getattr(thing, "__wrapped__", thing), "__code__", None)
        if code is not None:
            return proposed + list(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
    return proposed


_LENGTHS = message("The two do not have the same length: each row needs exactly one value.")

_VALUE: Rules = (
    (
        "truth value",
        message(
            "A whole column was asked for one yes or no: join conditions by & and | instead of and and or, each "
            "in round "
            "brackets, or ask with .any() or .all()."
        ),
    ),
    (
        "Length of values|must be of the same length|Lengths must match|Length mismatch|Columns must be same length"
        "|broadcast together|Item wrong length|zip\\(\\)",
        _LENGTHS,
    ),
    (
        "identically-labell?ed",
        message(
            "The rows of the two are not the same: compare columns of one table, filtered and sorted in the same way."
        ),
    ),
    (
        "values to unpack",
        message("Left of = stand as many names as there are values on the right: count both sides."),
    ),
    (
        "(non-finite|NaN|NA)",
        message("Some cells are empty, and an empty cell is no whole number: leave them out first, with .dropna()."),
    ),
    (
        "merge on .* columns for key",
        message(
            "The column by which the two tables are joined holds numbers in one and texts in the other: make "
            "them the same."
        ),
    ),
    (
        "columns overlap",
        message("Both tables have columns of the same name: say by suffixes= how to tell them apart."),
    ),
    (
        "already exists",
        message(
            "The table has a column of this name already: choose another name, or give it new values with [ ] and =."
        ),
    ),
    (
        "duplicate",
        message("A name stands there more than once, and it is not clear which row or column is meant."),
    ),
    (
        "empty sequence|is empty|No objects to concatenate|empty",
        message("There is nothing in it: did a condition before it leave any rows?"),
    ),
    (
        "not in list|is not in|x not in",
        message("What is looked for is not in the list: are capitals, accents and blanks the same?"),
    ),
    (
        "No axis named",
        message("A table has two directions: axis=0 goes down the rows and axis=1 along the columns."),
    ),
    (
        "time data|datetime string|Invalid date|date|day is out of range|month must be|isoformat",
        message(
            "This text is not understood as a day: write year-month-day, like 2026-03-31, and look whether the "
            "day exists."
        ),
    ),
    (
        "math domain|expected a (non-negative|positive)",
        message("This cannot be worked out for a negative number or for 0: where does that number come from?"),
    ),
    (
        "Excel file format|zip file",
        message(
            "This file is no Excel workbook, whatever its name says: open it in a spreadsheet and save it as .xlsx."
        ),
    ),
    (
        "must be between|percentiles? should|out of bounds",
        message(
            "This number lies outside what is allowed: is it a percentage where a share between 0 and 1 is expected?"
        ),
    ),
)


def _value(error: BaseException, said: str) -> Message | None:
    if isinstance(error, UnicodeError):
        if isinstance(error, UnicodeEncodeError):
            return message('A sign of this text cannot be written in the encoding of the file: use encoding="utf-8".')
        return message(
            "The letters of this file are stored in another way than expected: save it as CSV UTF-8, or read it with "
            'encoding="cp1252".'
        )
    if type(error).__name__ == "JSONDecodeError":
        return message("This file or text is no JSON, or was cut off: is it the file that you meant?")
    if type(error).__name__ in _OF_LIBRARIES:
        return None
    found = re.search(r"(?:string to float:|with base 10:|parse string|to float64?:?) ?['\"](.*)['\"]", said, re.S)
    if found is not None:
        return _number(found[1])
    return _first(_VALUE, said)


def _number(value: str) -> Message:
    """Why a text is no number."""
    shown, plain = cut(value), value.strip()
    if re.fullmatch(r"[-+]?[\d.\s]*,\d+\s*%?", plain):
        return message(
            '"{value}" has a decimal comma: Python expects a point, so replace the comma first.', value=shown
        )
    if not plain:
        return message("An empty text is no number: leave empty cells out first, or look why they are empty.")
    if re.fullmatch(r"[-+]?\d*\.\d+", plain):
        return message('"{value}" is no whole number: use float(…), or round it first.', value=shown)
    if re.search(r"\d", plain):
        return message(
            '"{value}" is no number for Python: are there blanks, units or a % in it besides the digits?', value=shown
        )
    return message(
        '"{value}" is a word and no number: is it the right column, or an answer such as "does not apply"?', value=shown
    )


_INDEX: Rules = (
    (
        "too many ind",
        message("More is asked for than there is: a column has rows only, a table has rows and columns."),
    ),
    (
        "empty",
        message("There is nothing left in this list to take out."),
    ),
    (
        "",
        message("There is no such place: places are counted from 0 on, and the last one is number -1."),
    ),
)


# Files, the machine, and what is not there.


def _file(error: BaseException, said: str) -> Message | None:
    assert isinstance(error, OSError)
    named = error.filename if isinstance(error.filename, str) else ""
    name = cut(_last(named))
    if isinstance(error, FileNotFoundError):
        return _missing_file(named, name)
    if isinstance(error, PermissionError):
        return message(
            'The file "{name}" may not be opened or written: is it open in another program, such as Excel, or '
            "kept read-only?",
            name=name,
        )
    if isinstance(error, IsADirectoryError):
        return message('"{name}" is a folder and no file: add a / and the name of the file.', name=name)
    if isinstance(error, NotADirectoryError):
        return message('A file is named where a folder is expected, on the way to "{name}".', name=name)
    if isinstance(error, FileExistsError):
        return message('"{name}" is there already: choose another name, or remove it yourself first.', name=name)
    if isinstance(error, (ConnectionError, TimeoutError)) or type(error).__name__ in ("URLError", "gaierror"):
        return message(
            "Nothing could be fetched from the internet: the kit works without it, with the files that lie beside it."
        )
    if error.errno == 28:
        return message("There is no room left on the disk: delete something, or save elsewhere.")
    return None


def _last(named: str) -> str:
    """The name of a file without its folders."""
    return PureWindowsPath(named).name if "\\" in named else PurePosixPath(named).name


def _missing_file(named: str, name: str) -> Message | None:
    if not name:
        return message("A file was not found: is its name written as in the folder, with its ending?")
    path = Path(named)
    whole = path.is_absolute() or PureWindowsPath(named).is_absolute() or named.startswith("~")
    try:
        near = _near(_last(named), sorted(each.name for each in path.parent.iterdir()))
        there = True
    except OSError:
        near, there = None, False
    if near is not None:
        return message('There is no file "{name}" in that folder: did you mean "{near}"?', name=name, near=cut(near))
    if whole:
        return message('There is no file "{name}" in the folder that you named: is the path right?', name=name)
    if there:
        return message(
            'There is no file "{name}" where it was looked for: a name without folders means the folder of this '
            "notebook.",
            name=name,
        )
    return message(
        'The folder in which "{name}" was looked for does not exist: folders are counted from the folder of this '
        "notebook on.",
        name=name,
    )


def _module(error: BaseException, said: str) -> Message | None:
    name = getattr(error, "name", None)
    if not isinstance(error, ModuleNotFoundError):
        return message("This name is not in that part of Python: look at how it is written, capitals count.")
    if not isinstance(name, str) or not name:
        return None
    top = name.partition(".")[0]
    near = _near(top, ("kiptools", "pandas", "numpy", "matplotlib", "scipy", "openpyxl", "networkx"))
    if near is not None:
        return message('There is nothing called "{name}" to import: did you mean "{near}"?', name=cut(name), near=near)
    return message(
        '"{name}" is not part of the kit: it would have to be installed first, which needs internet; no exercise '
        "needs it.",
        name=cut(name),
    )


def _always(says: Message) -> Any:
    return lambda error, said: says


_KINDS: tuple[tuple[type[BaseException], Any], ...] = (
    (SyntaxError, _syntax),
    (KeyError, _key),
    (AttributeError, _attribute),
    (ImportError, _module),
    (TypeError, _type),
    (ValueError, _value),
    (IndexError, lambda error, said: None if type(error).__name__ in _OF_LIBRARIES else _first(_INDEX, said)),
    (
        ZeroDivisionError,
        _always(message("Something is divided by 0: is the number below the line empty, or was nobody counted?")),
    ),
    (OverflowError, _always(message("The number is too large: is there a power (**) or a product too many?"))),
    (OSError, _file),
    (
        RecursionError,
        _always(message("A function calls itself without an end: is it meant to, or has a variable the same name?")),
    ),
    (
        MemoryError,
        _always(message("The memory was not enough: close other programs, restart the kernel, and take fewer rows.")),
    ),
    (
        KeyboardInterrupt,
        _always(message("The cell was stopped before it was finished: run it again if that was not meant.")),
    ),
    (
        AssertionError,
        _always(
            message("The line that begins with assert says what should be so, and it is not so: look at its values.")
        ),
    ),
)

_OF_LIBRARIES: dict[str, Message] = {
    "MergeError": message(
        "The two tables cannot be joined as asked: is there a column of the same name in both, and is each name "
        "in it only once?"
    ),
    "EmptyDataError": message("The file is empty: is it the file that you meant, and was it saved?"),
    "ParserError": message(
        "The lines of the file do not all have the same number of columns: if they are "
        'separated by semicolons, read it with sep=";".'
    ),
    "IndexingError": message(
        "The condition belongs to another table than the one that is filtered: make it from the same table, in "
        "one step."
    ),
    "BadZipFile": message(
        "The file is no Excel workbook, or is damaged: open it in a spreadsheet and save it again as .xlsx."
    ),
    "InvalidFileException": message("This kind of file cannot be read as a workbook: save it as .xlsx first."),
}
"""Errors of the libraries that the kit builds on, by their names, so that nothing is loaded for them."""
