"""LimeSurvey: headings as codes (``A8[SQ001]``), full text, or both; unfinished answers; what was not shown.

Of a multiple choice, LimeSurvey writes an empty cell where an option was shown and not ticked, unless whoever
exported chose to have it written as N (or has it in words: No): then an empty cell, or N/A, was not shown.
Source: ``application/helpers/admin/export/Writer.php`` and ``CsvWriter.php``.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from kiptools.exports.columns import OTHER, TECHNICAL, runs, split_brackets, tick_texts, unique
from kiptools.exports.tool import NOTHING, Arranged, Clue, Sure, Tool
from kiptools.messages import message
from kiptools.missing import Missing
from kiptools.tables import Column, Heading, Sheet, fold, headed

_CODE = re.compile(r"([A-Za-z]\w*)((?:\[[^\]]*\])*)\Z")
_CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*)((?:\[[^\]]*\])*)\s?[.:|\-–]+\s+(.*)\Z")
_SUBMITTED = frozenset(
    ("submitdate", "date submitted", "date de soumission", "data invio", "datum slanja", "data de submissão")
)
_MARKS = _SUBMITTED | frozenset(
    ("lastpage", "startlanguage", "last page", "start language", "dernière page", "langue de départ", "ultima pagina")
    + ("lingua iniziale", "posljednja stranica", "početni jezik", "última página", "língua inicial", "idioma inicial")
)
_TIMING = re.compile(r"(question time|group time|total time|interviewtime|grouptime\d+)\b")
_NOT_SHOWN = frozenset(("n/a", "s.o", "nd", "n/d"))
_UNTICKED = frozenset(("n", "no", "non", "ne", "não"))


def recognise(sheet: Sheet) -> Clue:
    names = sheet.row(0)
    marks = [name for name in names if {fold(name), fold(_parse(name).code)} & _MARKS]
    if len(marks) >= 2:
        return Clue(Sure.CERTAIN, message("it has the columns {columns}", columns=tuple(marks[:3])))
    coded = [name for name in names if "[" in name and _parse(name).part_code]
    if len(coded) >= 2:
        return Clue(Sure.LIKELY, message("it has headings such as {heading}", heading=coded[0]))
    return NOTHING


def arrange(sheet: Sheet) -> Arranged:
    names = sheet.row(0)
    headings = [_parse(name) for name in names]
    questions = {heading.code for heading in headings}
    headings = [
        replace(heading, kind="technical") if _is_technical(heading, name, questions) else heading
        for name, heading in zip(names, headings, strict=True)
    ]
    table = headed(sheet, unique(names), headings=headings)
    table = replace(table, columns=tuple(_joined_codes(table.columns)))
    groups = runs(table.columns, lambda column: column.heading.code or fold(column.heading.question))
    columns = tuple(column for group in groups for column in _with_missing(group))
    submitted = next((column for column in columns if _names(column) & _SUBMITTED), None)
    unfinished = None
    if submitted is not None and any(submitted.values):
        unfinished = np.array([not value for value in submitted.values], dtype=bool)[submitted.codes]
    return Arranged(replace(table, columns=columns), unfinished=unfinished)


def _joined_codes(columns: tuple[Column, ...]) -> list[Column]:
    """Options whose codes are joined by a line (``Q1_SQ001``), as expressions in LimeSurvey call them."""
    plain = [column.name if column.heading.code == column.name else "" for column in columns]
    split = [
        replace(
            column, heading=Heading("", "", name.rpartition("_")[0], name.rpartition("_")[2], name.endswith("_other"))
        )
        if "_" in name and not column.heading.kind
        else column
        for column, name in zip(columns, plain, strict=True)
    ]
    found: list[Column] = []
    as_they_were = iter(columns)
    for group in runs(split, lambda column: column.heading.part_code and column.heading.code):
        before = [next(as_they_were) for _ in group]
        options = [column for column in group if not column.heading.own]
        found += group if len(options) > 1 and all(map(tick_texts, options)) else before
    return found


def _names(column: Column) -> set[str]:
    return {fold(column.name), fold(column.heading.code), fold(column.heading.question)}


def _parse(name: str) -> Heading:
    """``A8[SQ001]``, ``A8[SQ001]. Question? [Row]`` or ``Question? [Row]``."""
    if only := _CODE.match(name):
        code, brackets, text = only[1], only[2], ""
    elif both := _CODE_AND_TEXT.match(name):
        code, brackets, text = both.groups()
    else:
        question, part = split_brackets(name)
        return Heading(question, part, own=fold(part) in OTHER)
    question, part = split_brackets(text) if brackets else (text, "")
    inner = brackets.strip("[]").replace("][", "_")
    if inner.endswith("comment"):  # a text beside the answer: a question of its own
        return Heading(text, "", f"{code}_{inner}")
    return Heading(question, part, code, inner, own=inner == "other")


def _is_technical(heading: Heading, name: str, questions: set[str]) -> bool:
    texts = {fold(name), fold(heading.code), fold(heading.question)}
    return bool(
        texts & TECHNICAL
        or any(map(_TIMING.match, texts))
        or (heading.code.endswith("Time") and heading.code.removesuffix("Time") in questions)
    )


def _with_missing(group: list[Column]) -> list[Column]:
    """The options of a multiple choice, with what their empty cells mean, where the file tells."""
    options = [column for column in group if not column.heading.own]
    if len(options) < 2:
        return group
    marked = [
        replace(column, missing={value: Missing.NOT_SHOWN for value in column.values if fold(value) in _NOT_SHOWN})
        for column in options
    ]
    texts = {fold(value) for column in marked for value in column.values if value and value not in column.missing}
    if not all(map(tick_texts, marked)) or not texts & _UNTICKED:
        return group
    if not any(column.missing for column in marked) and _all_or_nothing(options):
        marked = [replace(column, missing={"": Missing.NOT_SHOWN}) for column in options]
    marked = [replace(column, heading=replace(column.heading, option=True)) for column in marked]
    replaced = dict(zip(map(id, options), marked, strict=True))
    for column in group:
        if column.heading.own:
            hidden = {value: Missing.NOT_SHOWN for value in column.values if fold(value) in _NOT_SHOWN}
            replaced[id(column)] = replace(column, missing=hidden)
    return [replaced.get(id(column), column) for column in group]


def _all_or_nothing(columns: list[Column]) -> bool:
    """Whether each respondent's cells are all filled or all empty: then these are options, not rows of a grid."""
    filled = sum(np.array([bool(value) for value in column.values], dtype=np.int32)[column.codes] for column in columns)
    return bool(np.isin(filled, (0, len(columns))).all())


TOOL = Tool("limesurvey", "LimeSurvey", recognise, arrange)
