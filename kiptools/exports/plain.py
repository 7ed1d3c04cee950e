"""CSV and XLSX of any other origin: one heading row, perhaps with the habits of a tool left in the headings."""

from __future__ import annotations

import re
from dataclasses import replace

from kiptools.exports.columns import OTHER, runs, split_brackets, tick_texts, without_code
from kiptools.exports.tool import Arranged, Clue, Sure, Tool
from kiptools.messages import message
from kiptools.tables import Column, Heading, Sheet, fold, headed

_CODE = re.compile(r"([A-Za-z]\w*)(?:\[([^\]]*)\])?\Z")
_OPTION = re.compile(r"(?P<question>.*?)\s*/(?P<option>[^/]+)\Z")


def recognise(sheet: Sheet) -> Clue:
    return Clue(Sure.PERHAPS, message("it has one heading row and no marks of a survey tool"))


def arrange(sheet: Sheet) -> Arranged:
    names = sheet.row(0)
    table = headed(sheet, names, headings=[split(name) for name in names])
    columns = [
        column
        for group in runs(table.columns, _slashed)
        for column in (group if len(group) > 1 else map(_whole, group))
    ]
    table = replace(table, columns=tuple(columns))
    groups = runs(table.columns, lambda column: column.heading.part and fold(column.heading.question))
    return Arranged(
        replace(table, columns=tuple(_with_own_text(column, group) for group in groups for column in group))
    )


def _slashed(column: Column) -> str:
    """The question of a heading with a slash; one such heading alone is no option."""
    heading = column.heading
    return fold(heading.question) if heading.part and not column.name.endswith("]") else ""


def _whole(column: Column) -> Column:
    if not _slashed(column):
        return column
    return replace(column, heading=replace(column.heading, question=without_code(column.name), part=""))


def _with_own_text(column: Column, group: list[Column]) -> Column:
    """What was written beside "other", unless it is answered as the other rows of a grid are."""
    beside = {value for other in group if other is not column for value in other.values}
    own = fold(column.heading.part) in OTHER and not tick_texts(column) and not set(column.values) <= beside
    return replace(column, heading=replace(column.heading, own=own))


def split(name: str) -> Heading:
    """Question and part of a heading such as ``Question [Row]`` or ``question/option``, with a code before it or not.

    Examples
    --------
    >>> split("media/radio").part, split("A8[SQ001]. Which? [Radio]").code
    ('radio', 'A8')
    """
    text = without_code(name)
    code = _CODE.match(name.removesuffix(text).rstrip(". ")) if text != name else None
    question, part = split_brackets(text)
    if not part and (option := _OPTION.match(text)):
        question, part = option["question"], option["option"]
    return Heading(question, part, code[1] if code else "", (code[2] or "") if code else "")


TOOL = Tool("plain", "CSV/XLSX", recognise, arrange)
