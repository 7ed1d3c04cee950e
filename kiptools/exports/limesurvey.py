"""LimeSurvey: headings as codes (``A8[SQ001]``), full text, or both; unfinished answers; what was not shown.

Of a multiple choice, LimeSurvey writes an empty cell where an option was shown and not ticked, unless whoever
exported chose to have it written as N (or has it in words: No): then an empty cell, or N/A, was not shown.
Source: ``application/helpers/admin/export/Writer.php`` and ``CsvWriter.php``.

Here too is under which codes a questionnaire of ours stands in LimeSurvey (`limesurvey_codes`), whose codes are
narrower than an XLSForm's names (rules in ``application/models/Question.php`` and ``Answer.php``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count, groupby
from unicodedata import normalize

import numpy as np

from kiptools.cells import whole_number
from kiptools.codebook import OTHER as OWN_ANSWER
from kiptools.codebook import Choice, Codebook, Item, Note
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
LONGEST_CODE = 20  # of a question and of a subquestion
LONGEST_ANSWER_CODE = 5
OTHER_CODE = "-oth-"
_RESERVED = frozenset(("lang", "sid", "savedid", "token", "qid", "gid", "sgq", "self", "that", "this"))
_COLUMNS = frozenset(("ipaddr", "refurl")) | TECHNICAL
_NO_PARTS = frozenset(("other", "time"))


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


# --- the codes of a questionnaire of ours ------------------------------------------------------------


@dataclass(frozen=True)
class LimeQuestion:
    """One question as LimeSurvey has it: an item alone, or several that share an answer scale as a grid.

    Parameters
    ----------
    code : str
        Up to 20 letters and digits, the first a letter.
    items : tuple of Item
    parts : tuple of str
        Of a grid, the code of each row; empty for an item alone.
    number : int
        Which of the grids on its topic it is.
    """

    code: str
    items: tuple[Item, ...]
    parts: tuple[str, ...] = ()
    number: int = 1

    @property
    def grid(self) -> bool:
        return bool(self.parts)

    def titled(self, topic: str) -> str:
        """A grid's title: that of its topic, with a number from the second grid on."""
        return topic if self.number == 1 else f"{topic} ({self.number})"


@dataclass(frozen=True)
class LimeCodes:
    """Under which codes a questionnaire stands in LimeSurvey.

    Parameters
    ----------
    questions : tuple of LimeQuestion
        In the questionnaire's order.
    notes : tuple of (Note, str)
        The notes that stand between questions or have a condition, and their codes.
    """

    questions: tuple[LimeQuestion, ...]
    notes: tuple[tuple[Note, str], ...] = ()

    @cached_property
    def places(self) -> dict[str, tuple[str, str]]:
        """By the item's name, the codes of its question and of its row there, if it has one."""
        return {
            item.name: (question.code, part)
            for question in self.questions
            for item, part in zip(question.items, question.parts or ("",), strict=True)
        }


def limesurvey_codes(codebook: Codebook) -> LimeCodes:
    """The codes of a questionnaire's questions in LimeSurvey.

    A name that LimeSurvey accepts stays as it is; others lose what it does not accept, and get a number where two
    would be the same. The same questionnaire always has the same codes.

    Parameters
    ----------
    codebook : Codebook

    Returns
    -------
    LimeCodes

    Examples
    --------
    >>> from kiptools.codebook import Scale
    >>> rating = Scale("agreement", (Choice("1", score=1), Choice("2", score=2)))
    >>> rows = tuple(Item(f"trust_{row}", "select_one", scale=rating, construct="trust") for row in (1, 2))
    >>> limesurvey_codes(Codebook(rows)).places
    {'trust_1': ('trust', 'trust1'), 'trust_2': ('trust', 'trust2')}
    """
    groups = _grids(codebook)
    names = [_question_name(items, groups) for items in groups]
    outside = ("", *(item.name for item in codebook.items[:1]))
    inside = [note for note in codebook.notes if note.relevant or note.before not in outside]
    taken: set[str] = set()
    codes: dict[int, str] = {}
    whole = [*names, *(note.name for note in inside)]
    theirs = [_called(items[0]) if len(items) == 1 else set() for items in groups] + [set()] * len(inside)
    everything = set().union(*map(_called, codebook.items))
    for place in sorted(range(len(whole)), key=lambda place: not _is_code(whole[place])):
        others = everything - theirs[place] if theirs[place] else everything
        codes[place] = _new_code(whole[place], LONGEST_CODE, taken | others | _RESERVED | _COLUMNS, "q")
        taken.add(fold(codes[place]))
    questions = []
    grids: Counter[str] = Counter()
    for place, items in enumerate(groups):
        parts = tuple(_new_codes([item.name for item in items], LONGEST_CODE, _NO_PARTS)) if len(items) > 1 else ()
        grids[items[0].construct] += bool(parts)
        questions.append(LimeQuestion(codes[place], items, parts, grids[items[0].construct] if parts else 1))
    return LimeCodes(
        tuple(questions), tuple((note, codes[place]) for place, note in enumerate(inside, start=len(groups)))
    )


def answer_codes(item: Item) -> tuple[tuple[Choice, str], ...]:
    """A closed question's answers and their codes; the options of a multiple choice are subquestions there."""
    choices = [choice for choice in item.choices if not _own(item, choice)]
    called = [{_key(choice.name), *(_key(text) for _, text in choice.wording.texts)} for choice in choices]
    many = item.type == "select_multiple"
    longest, never = (LONGEST_CODE, _NO_PARTS) if many else (LONGEST_ANSWER_CODE, frozenset[str]())
    codes = _new_codes([choice.name for choice in choices], longest, never, called)
    pairs = dict(zip((choice.name for choice in choices), codes, strict=True))
    own = "other" if many else OTHER_CODE
    return tuple((choice, pairs.get(choice.name, own)) for choice in item.choices)


def _own(item: Item, choice: Choice) -> bool:
    return item.other and choice.name == OWN_ANSWER.name


def _grids(codebook: Codebook) -> list[tuple[Item, ...]]:
    """Items side by side that LimeSurvey can ask as one grid: a topic's, with one scale and the same conditions."""
    first = {note.before for note in codebook.notes}
    block = 0
    keyed = []
    for item in codebook.items:
        block += item.name in first or not _in_grid(item)
        keyed.append(((block, item.construct, item.scale, item.relevant, item.required, item.hint), item))
        block += not _in_grid(item)
    groups = groupby(keyed, key=lambda pair: pair[0])
    return [tuple(item for _, item in group) for _, group in groups]


def _in_grid(item: Item) -> bool:
    return item.type == "select_one" and bool(item.construct) and not item.other


def _question_name(items: tuple[Item, ...], groups: Sequence[tuple[Item, ...]]) -> str:
    """An item's name; a grid's topic, with the name of its scale if the topic has a grid already."""
    item = items[0]
    if len(items) == 1:
        return item.name
    first = next(group for group in groups if len(group) > 1 and group[0].construct == item.construct)
    return item.construct if first is items or item.scale is None else item.construct + item.scale.name


def _called(item: Item) -> set[str]:
    """What a heading may call an item."""
    return {fold(text) for text in (item.name, item.heading, *(text for _, text in item.wording.texts)) if text}


def _key(text: str) -> str:
    return fold(whole_number(text))


def _is_code(name: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name)) and len(name) <= LONGEST_CODE


def _new_codes(
    names: Sequence[str], longest: int, never: Collection[str], called: Sequence[set[str]] | None = None
) -> Iterator[str]:
    """A code for each name, none of which could be taken for another name."""
    plain = [bool(re.fullmatch(r"[A-Za-z0-9]+", name)) and len(name) <= longest for name in names]
    texts = called if called is not None else [{_key(name)} for name in names]
    codes: dict[int, str] = {}
    for place in sorted(range(len(names)), key=lambda place: not plain[place]):
        others = set().union(*(text for other, text in enumerate(texts) if other != place))
        taken = others | set(never) | set(map(_key, codes.values()))
        free = _key(names[place]) not in {*never, *map(_key, codes.values())}
        codes[place] = names[place] if plain[place] and free else _new_code(names[place], longest, taken)
    return (codes[place] for place in range(len(names)))


def _new_code(name: str, longest: int, taken: Collection[str], letter: str = "") -> str:
    """The name's letters and digits, cut, with a number where the code is taken."""
    plain = re.sub(r"[^A-Za-z0-9]", "", normalize("NFKD", name)) or "a"
    if letter and not plain[0].isalpha():
        plain = letter + plain
    numbers = ("", *map(str, range(2, 10))), map(str, count(10))
    for number in (number for each in numbers for number in each):
        code = plain[: longest - len(number)] + number
        if _key(code) not in taken and not re.search(r"comment\Z|Time\Z|\A(?i:grouptime\d+)\Z", code):
            return code
    raise AssertionError("numbers do not end")


TOOL = Tool("limesurvey", "LimeSurvey", recognise, arrange)
