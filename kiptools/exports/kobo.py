"""KoboToolbox and ODK: names or labels, one column for all ticked options, one for each, or both.

R users' files have dots or underscores where Kobo writes a slash, and ``X_`` before names that begin with ``_``.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from kiptools.exports.columns import TICKED, runs, shared_question, tick_texts, unique
from kiptools.exports.tool import NOTHING, Arranged, Clue, Sure, Tool
from kiptools.messages import counted, message
from kiptools.missing import Missing
from kiptools.tables import Column, Heading, Sheet, fold, headed

_MARKS = frozenset(
    ("_uuid", "_submission_time", "_validation_status", "_index", "_submitted_by", "_xform_id_string", "__version__")
    + ("meta/instanceid", "meta-instanceid", "formhub/uuid", "submissiondate", "instanceid")
)
_SEPARATORS = ("/", ".", "_")


def recognise(sheet: Sheet) -> Clue:
    marks = [name for name in map(_from_r, sheet.row(0)) if fold(name) in _MARKS]
    if len(marks) >= 2:
        return Clue(Sure.CERTAIN, message("it has the columns {columns}", columns=tuple(marks[:3])))
    return NOTHING


def arrange(sheet: Sheet) -> Arranged:
    names = [_from_r(name) for name in sheet.row(0)]
    tags = [cell for cell in sheet.row(1) if cell]
    below = 2 if tags and all(cell.startswith("#") for cell in tags) else 1  # a row of HXL tags
    table = headed(sheet, unique(names), below)
    columns = tuple(_options(table.columns))
    if summaries := len(table.columns) - len(columns):
        note = counted(
            "{count} multiple choice has a column for each option; the one that repeats them all was passed over.",
            "{count} multiple choices have a column for each option; those that repeat them all were passed over.",
            summaries,
        )
        table = replace(table, notes=(*table.notes, note))
    columns = tuple(
        replace(column, missing={value: Missing.LEFT_EMPTY for value in column.values if value == "n/a"})
        for column in columns
    )
    return Arranged(replace(table, columns=columns, habits=replace(table.habits, blanks=True)))


def _from_r(name: str) -> str:
    """The name before R made it one of its own."""
    return re.sub(r"\AX_", "_", name.removeprefix("X.U.FEFF.").removeprefix("\ufeff"))


def _options(columns: tuple[Column, ...]) -> list[Column]:
    """Each column with the question and the option that its name is made of; none that repeats its options."""
    found: list[Column] = []
    place = 0
    while place < len(columns):
        base = columns[place]
        block = _block(base, columns[place + 1 :])
        if not block:
            found.append(replace(base, heading=Heading(base.name, "", base.name.rpartition("/")[2])))
        for column, option in block:
            found.append(_named(column, base.name, option))
        place += 1 + len(block)
    found = _without_summaries(found)
    return [_with_own_text(column, found[:place]) for place, column in enumerate(found)]


def _block(base: Column, after: tuple[Column, ...]) -> list[tuple[Column, str]]:
    """The columns right after a question that are its options: named after it, and holding ticks."""
    for separator in _SEPARATORS:
        block: list[tuple[Column, str]] = []
        for column in after:
            option = column.name.removeprefix(base.name + separator)
            if option == column.name or not tick_texts(_named(column, base.name, option)):
                break
            block.append((column, option))
        if len(block) >= (1 if separator == "/" else 2) and _repeats(base, block, separator):
            return block
    return []


def _repeats(base: Column, block: list[tuple[Column, str]], separator: str) -> bool:
    """Whether a column names the options that are ticked in the columns after it."""
    words = {word for value in base.values for word in value.split()}
    if words and words <= {option for _, option in block}:
        return True
    if separator == "/":  # certain, but that another option's label may go on where one's ends
        return "/" not in base.name or not tick_texts(base)
    ticks = sum(
        np.array([fold(value) in TICKED for value in column.values])[column.codes].astype(int) for column, _ in block
    )
    return bool((np.array([len(value.split()) for value in base.values])[base.codes] == ticks).all())


def _named(column: Column, question: str, option: str) -> Column:
    code = question.rpartition("/")[2]
    return replace(column, heading=Heading(question, option, code, option))


def _with_own_text(column: Column, before: list[Column]) -> Column:
    """A question of its own, or the text beside the "other" of the question before it."""
    code = column.heading.code
    base = code.removesuffix("_other")
    asked = [other.heading for other in before if base != code and other.heading.code == base]
    if fold(column.name).startswith("specify other"):  # what labels have in its place
        asked = [other.heading for other in before[-1:]]
    if not asked or column.heading.part:
        return column
    return replace(column, heading=Heading(asked[0].question, "other", asked[0].code, "other", own=True))


def _without_summaries(columns: list[Column]) -> list[Column]:
    """The options of questions whose summary was not exported; questions of one group keep their own names."""
    split = shared_question(["" if column.heading.part else column.name for column in columns], "/")
    named = [
        _named(column, heading.question, heading.part) if heading.part else column
        for column, heading in zip(columns, split, strict=True)
    ]
    places = iter(columns)
    found: list[Column] = []
    for group in runs(named, lambda column: column.heading.part and column.heading.question):
        as_they_were = [next(places) for _ in group]
        found += group if len(group) > 1 and all(map(tick_texts, group)) else as_they_were
    return found


TOOL = Tool("kobo", "KoboToolbox/ODK", recognise, arrange)
