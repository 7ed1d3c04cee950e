"""Qualtrics: three heading rows (code, text, import id), in two dialects; the legacy exporter's two; previews.

A cell that was seen and left empty is -99 if whoever exported asked for it; then an empty cell was not shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from kiptools.exports.columns import plain_text, runs, tick_texts, unique
from kiptools.exports.tool import NOTHING, Arranged, Clue, Sure, Tool
from kiptools.messages import message
from kiptools.missing import Missing
from kiptools.tables import Column, Heading, Sheet, Table, fold, headed

_IMPORT_ID = re.compile(
    r"""["']ImportId["']\s*:\s*["']([^"']+)["'](?:\s*,\s*["']choiceId["']\s*:\s*["']([^"']+)["'])?"""
)
_SELECTED = re.compile(
    r"\s+-\s+(selected choice|choix sélectionné|scelta selezionata|odabrani odgovor|escolha selecionada)\Z", re.I
)
_VARIABLE = re.compile(r"V\d+\Z")  # the legacy exporter's names for what is not asked
_NUMBERED = re.compile(r"(.+)_(-?\d+)\Z")
_TEXT = re.compile(r"(.+?)_TEXT\Z")
_ONE_ROW = frozenset(("startdate", "enddate", "responseid"))
_LEGACY = frozenset(("responseid", "responseset"))
# 0 and "IP Address" are answers, 4 "Imported" and 16 "Offline" too.
_TESTS = frozenset(("1", "2", "8", "9", "12", "17", "40", "256"))
_TEST_WORDS = ("preview", "test", "spam")
_NO = frozenset(("0", "false", "no", "faux", "falso", "falsch", "non", "ne", "não"))
_SEEN = "-99"


def recognise(sheet: Sheet) -> Clue:
    for row in (2, 1):
        if any(map(_IMPORT_ID.search, sheet.row(row))):
            return Clue(Sure.CERTAIN, message("its row {row} has import ids", row=row + 1))
    first, second = sheet.row(0), sheet.row(1)
    if first[0] == "V1" and {fold(cell) for cell in second[:2]} & _LEGACY:
        return Clue(Sure.CERTAIN, message("its headings begin with V1, over {heading}", heading=second[0]))
    if {fold(cell) for cell in first} >= _ONE_ROW:
        return Clue(
            Sure.LIKELY, message("it has the columns {columns}", columns=("StartDate", "EndDate", "ResponseId"))
        )
    return NOTHING


def arrange(sheet: Sheet) -> Arranged:
    codes = sheet.row(0)
    ids = next((row for row in (2, 1) if any(map(_IMPORT_ID.search, sheet.row(row)))), 0)
    rows = ids + 1 if ids else 2 if _repeats_itself(codes, sheet.row(1)) else 1
    texts = [plain_text(text) for text in sheet.row(1)] if rows > 1 and ids != 1 else codes
    keys = list(map(_key, sheet.row(ids))) if ids else codes
    table = headed(sheet, unique(codes), rows, _headings(codes, texts, keys))
    table = replace(table, columns=_with_seen(table.columns))
    status, finished = _flag(table, "status", _is_test), _flag(table, "finished", lambda value: fold(value) in _NO)
    return Arranged(table, status, finished)


def _repeats_itself(codes: list[str], second: list[str]) -> bool:
    """The legacy second row: its first cells name what the technical columns hold."""
    return codes[0] == "V1" or (
        len(second) > 1 and sum(one == other for one, other in zip(codes, second, strict=True) if one) >= 2
    )


def _headings(codes: list[str], texts: list[str], keys: list[str]) -> list[Heading]:
    """Question and part of each column; columns of one question stand side by side and number their parts."""
    stems = [_stem(code, key) for code, key in zip(codes, keys, strict=True)]
    headings: list[Heading] = []
    for place, (code, text, (stem, part)) in enumerate(zip(codes, texts, stems, strict=True)):
        if not part:
            headings.append(Heading(text or code, "", code, kind=_added(code)))
            continue
        before = {other for same, other in stems[:place] if same == stem}
        own = part.endswith("TEXT")
        if own and not before & {"", part.removesuffix("TEXT").rstrip("_")}:
            headings.append(Heading(text or code, "", code))  # a question to write to, one of several
            continue
        beside = [
            texts[other]
            for other, (same, piece) in enumerate(stems)
            if same == stem and piece and (own or not piece.endswith("TEXT"))
        ]
        question, words = _split(text, beside)
        base, _, choice = code.removesuffix("_TEXT").rpartition("_")
        headings.append(Heading(question, words, base or choice, choice if base else "", own=own))
    return headings


def _key(cell: str) -> str:
    """The import id of a column; of an option with the option's number behind it."""
    found = _IMPORT_ID.search(cell)
    return "" if not found else f"{found[1]}|{found[2]}" if found[2] else found[1]


def _added(code: str) -> str:
    """The order in which things were shown, and what text analysis adds."""
    return "technical" if "_DO_" in code or code[-3:] == "_DO" or " - Topics" in code or "Sentiment" in code else ""


def _stem(code: str, key: str) -> tuple[str, str]:
    """What the columns of one question have in common, and the part: ``QID5-1-2`` -> ``QID5-1`` and ``2``."""
    if "|" in key:
        question, _, choice = key.partition("|")
        return question, choice
    if key != code:  # an import id
        found = re.match(r"((?:\d+_)?QID\d+(?:#\d+)?(?:[-_]\d+)*?)[-_](-?\d+(?:[-_]TEXT)?)\Z", key)
        return (found[1], found[2].replace("-TEXT", "_TEXT")) if found else (key, "")
    if text := _TEXT.match(code):
        numbered = _NUMBERED.match(text[1])
        return (numbered[1], f"{numbered[2]}_TEXT") if numbered else (text[1], "TEXT")
    numbered = _NUMBERED.match(code)
    return (numbered[1], numbered[2]) if numbered else (code, "")


def _split(text: str, beside: list[str]) -> tuple[str, str]:
    """``Question-Part``, split at the last dash up to which all of the question's columns begin alike."""
    common = os.path.commonprefix(beside)
    end = common.rfind("-") if len(beside) > 1 else text.rfind("-")
    if end < 0:
        return text, ""
    return _SELECTED.sub("", text[:end].strip()), text[end + 1 :].strip()


def _with_seen(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns, with what an empty cell means where that can be told: -99 was seen, so was 0 beside an option."""
    missing = {_SEEN: Missing.LEFT_EMPTY, "": Missing.NOT_SHOWN}
    seen = [_SEEN in column.values for column in columns]
    if sum(seen) > 1:
        return tuple(replace(column, missing=missing) for column in columns)
    groups = runs(columns, lambda column: column.heading.part_code and column.heading.code)
    told = [column for group in groups for column in _with_unticked(group)]
    # In one question alone it may be a code of its own; there, an empty cell is still something else.
    return tuple(
        replace(column, missing=missing) if marked else column for column, marked in zip(told, seen, strict=True)
    )


def _with_unticked(group: list[Column]) -> list[Column]:
    options = [column for column in group if not column.heading.own]
    values = {value for column in options for value in column.values}
    if len(options) < 2 or "0" not in values or not all(map(tick_texts, options)):
        return group
    return [
        column
        if column.heading.own
        else replace(column, heading=replace(column.heading, option=True), missing={"": Missing.NOT_SHOWN})
        for column in group
    ]


def _is_test(value: str) -> bool:
    return value in _TESTS or any(word in fold(value) for word in _TEST_WORDS)


def _flag(table: Table, name: str, holds: Callable[[str], bool]) -> np.ndarray | None:
    """For which rows a column of the tool says something; None if there is no such column."""
    column = next(
        (
            column
            for column in table.columns
            if fold(column.name) == name or (_VARIABLE.match(column.name) and fold(column.heading.question) == name)
        ),
        None,
    )
    if column is None:
        return None
    return np.array([holds(value) for value in column.values], dtype=bool)[column.codes]


TOOL = Tool("qualtrics", "Qualtrics", recognise, arrange)
