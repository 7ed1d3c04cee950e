"""Learning outcomes in the lines of a text: what is a bullet, a label, a heading, an opening, or the rest of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.outcome_fields import SHEETS
from kiptools.outcomes import Outcome, Programme
from kiptools.tables import fold

__all__ = [
    "Line",
    "has_mark",
    "is_heading",
    "lines_of_markdown",
    "lines_of_text",
    "numbered_lines",
    "programme_of_lines",
    "told_of_joined",
    "told_of_openings",
    "without_mark",
    "without_remarks",
]

_SIGNS = "•◦▪▫‣●○■□✓✔➢➤►▶❖◆♦∙⁃→»›§\uf000-\uf0ff"
"""What stands before a line of a list, also as texts copied from a PDF have it (letters of Symbol and Wingdings)."""
_BULLET = re.compile(rf"(?:[-*+·–—{_SIGNS}]|\[[ xX]?\])\s+|[{_SIGNS.replace('→»›§', '')}]")
_NUMBER = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})+[.)]?|\d{1,3}[.)]|\(\d{1,3}\)|\[\d{1,3}\]|\(?[a-z]\)|\(?[ivx]{1,5}\))\s+", re.I
)
_AT_THE_START = re.compile(r"(?:o|[A-Z]\.|(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})\.|(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})\.)\s+")
"""Marks that would be words, or initials, after another one."""
_ALONE = re.compile(rf"[-*{_SIGNS}]|o|\d{{1,3}}[.)]")
"""A mark that may stand on a line of its own, above what it belongs to."""
_LABEL = re.compile(r"([^\W\d_a-z]{1,4}[ -]?\d{1,3}(?:\.\d{1,3})?)\s*[.:)–-]+\s+")
_CLOSED = re.compile(r"[.!?;:…][\"'”’»)\]]*\Z")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\Z")
_AND = re.compile(r"(?:and|or|et|ou|e|ed|o|od|i|ili|te|und|oder|y)\b")
"""Before these a hyphen at the end of a line is one: pre- and post-test."""
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\Z")
"""Below the headings of a table in Markdown."""
_EMPHASIS = re.compile(
    r"(\*{1,3})(?=[^\s*])([^*]+)(?<=\S)\1"
    r"|(?<!\w)(_{1,3})(?=[^\s_])([^_]+)(?<=\S)\3(?!\w)"
)


# --- lines -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line of a text.

    `heading` is one that is no outcome; `listed` one of a list. `number` is 0 where nobody sees the numbers of lines.
    """

    text: str
    heading: bool = False
    listed: bool = False
    number: int = 0
    code: str = ""


def lines_of_text(text: str) -> tuple[list[Line], list[str]]:
    """The lines, where a text that was cut into lines is whole again, and those that were joined to one above.

    That is a line that begins in lower case below one without closing punctuation; not in a text without bullets in
    which most lines begin so.
    """
    lines = list(map(str.strip, text.splitlines()))
    tables, joined = _of_tables(lines), list[str]()
    letters = [line for place, line in enumerate(lines) if line and place not in tables and not is_heading(line)]
    bullets = any(has_mark(line) or _ALONE.fullmatch(line) for line in lines)
    cut_up = bullets or 2 * sum(line[0].islower() for line in letters) <= len(letters)
    found, above = list[Line](), ""
    for place, line in enumerate(lines):
        marked = has_mark(line)
        if _ALONE.fullmatch(line):
            above = ""
            continue
        if cut_up and above and line[:1].islower() and not (marked or is_heading(line)):
            joined.append(line)
            found[-1] = replace(found[-1], text=_whole(found[-1].text, line))
        else:
            found.append(Line(line, place in tables, marked, place + 1))
        above = "" if place in tables or _CLOSED.search(line) or is_heading(line) else line
    return found, joined


def lines_of_markdown(text: str) -> list[Line]:
    """Without emphasis. Tables are headings, and so is what stands outside the lists, where there are any.

    A line right below one of a list goes on with it.
    """
    lines, found, below = list(map(str.strip, text.splitlines())), list[Line](), False
    tables = _of_tables(lines)
    for place, line in enumerate(lines):
        heading, marked, plain = place in tables or bool(re.match(r"#{1,6}\s", line)), has_mark(line), _plain(line)
        goes_on = below and not (heading or marked or plain.endswith(":")) and bool(re.search(r"\w", plain))
        if goes_on:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {plain}")
        else:
            found.append(Line(plain.strip("# ") if heading else plain, heading, marked and not heading, place + 1))
        below = goes_on or (marked and not heading)
    return without_remarks(found)


def without_remarks(lines: Sequence[Line]) -> list[Line]:
    """Where there are lists, what stands outside of them and opens none is taken for headings."""
    if not any(line.listed for line in lines):
        return list(lines)
    return [replace(line, heading=line.heading or not (line.listed or line.text.endswith(":"))) for line in lines]


def numbered_lines(text: str) -> str:
    """A text with a numbered list in one line ("1. name them; 2. draft it") with each number on its own."""
    if "\n" in text or not re.match(r"\(?1[.)]\s", text):
        return text
    pieces, number = [text], 2
    while found := re.search(rf"[;,.]?(?<!\s)\s+(?=\(?{number}[.)]\s+\w)", pieces[-1]):
        pieces[-1:] = [pieces[-1][: found.start()], pieces[-1][found.end() :]]
        number += 1
    return "\n".join(pieces)


def has_mark(line: str) -> bool:
    return any(mark.match(line) for mark in (_BULLET, _NUMBER, _AT_THE_START, _LABEL))


def without_mark(text: str) -> tuple[str, str]:
    """A line without its bullet and number, and its label."""
    label, start = "", _AT_THE_START.match(text)
    text = text[start.end() :] if start else text
    while mark := _BULLET.match(text) or _NUMBER.match(text) or (None if label else _LABEL.match(text)):
        label = label or (re.sub(r"[\s-]", "", mark[1]) if mark.re is _LABEL else "")
        text = text[mark.end() :]
    return text.strip(), label


def is_heading(line: str) -> bool:
    """Whether a line only says that outcomes follow, or where something is, or says nothing in words."""
    bare = without_mark(line)[0]
    named = SHEETS["outcomes"].key_of(bare) == "outcome"
    return named or not re.search(r"[^\W\d_]", bare) or bool(re.fullmatch(r"(?:https?://|www\.)\S+", bare))


def _whole(above: str, below: str) -> str:
    """Two lines as one, and a word that was cut in two as it was."""
    if _HYPHEN.search(above) and not _AND.match(below):
        return above[:-1] + below
    return f"{above} {below}"


def _of_tables(lines: Sequence[str]) -> set[int]:
    """The places of the lines that are rows of tables, as Markdown has them."""
    found = {place for place, line in enumerate(lines) if line.startswith("|")}
    for place, line in enumerate(lines):
        if place not in found and _RULE.match(line):
            above = {place - 1} if place and "|" in lines[place - 1] else set()
            found |= above | set(takewhile(lambda each: "|" in lines[each], range(place, len(lines))))
    return found


def _plain(text: str) -> str:
    """Without emphasis."""
    for _ in range(2):  # bold may hold italic
        text = _EMPHASIS.sub(lambda found: found[2] or found[4], text)
    return text


# --- outcomes of lines -------------------------------------------------------------------------------


def programme_of_lines(
    file: str, lines: Iterable[Line], notes: tuple[Message, ...] = (), *, tables: bool = False
) -> Programme:
    """One outcome in each line; bullets and numbers are no part of it, and a label like LO3 is its code.

    A line that ends in a colon opens those below it. It is told, and stays out of their texts: people read a list as
    they wrote it.
    """
    found, passed, faults = list[tuple[str, str]](), list[str](), list[Message]()
    openings, labelled = dict[int, str](), dict[str, tuple[Line, str]]()
    for line in lines:
        bare, label = without_mark(line.text)
        if not re.search(r"\w", bare):
            continue
        label = line.code or label
        if line.heading or is_heading(bare):
            passed.append(bare)
        elif bare.endswith(":"):
            openings[len(found)] = bare
        else:
            found.append((bare, label))
            first, text = labelled.setdefault(fold(label), (line, bare))
            if label and first is not line:
                faults.append(_labelled_twice(file, label, (first, text), (line, bare)))
    if faults:
        raise KipError(faults)
    if not found:
        raise KipError(_no_outcome(file, tables))
    outcomes = tuple(
        Outcome(id, text) for id, (text, _) in zip(_ids([label for _, label in found]), found, strict=True)
    )
    ends = [*openings, len(found)][1:]
    counts = {opening: end - start for (start, opening), end in zip(openings.items(), ends, strict=True)}
    return Programme(outcomes, notes=(*notes, *_passed(file, passed), *told_of_openings(file, counts)))


def _no_outcome(file: str, tables: bool) -> Message:
    if tables:
        return message(
            '{file} has no outcome in it that can be told from other things; call the column of its table "{heading}", '
            "or give one in each line.",
            file=file,
            heading=SHEETS["outcomes"].columns["outcome"].heading,
        )
    return message("{file} has no outcome in it; give one in each line.", file=file)


def _labelled_twice(file: str, label: str, first: tuple[Line, str], second: tuple[Line, str]) -> Message:
    if second[0].number:
        return message(
            '{file}, line {line}: "{value}" stands in line {first} already; give each outcome a code of its own.',
            file=file,
            line=second[0].number,
            value=cut(label),
            first=first[0].number,
        )
    return message(
        '{file}: "{value}" is the code of "{first}" and of "{second}"; give each outcome a code of its own.',
        file=file,
        value=cut(label),
        first=cut(first[1]),
        second=cut(second[1]),
    )


def _ids(labels: Sequence[str]) -> Iterator[str]:
    """The labels; outcomes without one get the next number."""
    taken, number = set(map(fold, labels)), 0
    for label in labels:
        if not label:
            number += 1
            while fold(f"O{number}") in taken:
                number += 1
        yield label or f"O{number}"


def told_of_joined(file: str, lines: Sequence[str]) -> list[Message]:
    if not lines:
        return []
    return [
        counted(
            "{file}: {count} line begins in lower case, and was joined to the line above it ({lines}).",
            "{file}: {count} lines begin in lower case, and were joined to the lines above them ({lines}).",
            len(lines),
            file=file,
            lines=some([cut(line, 40) for line in lines]),
        )
    ]


def _passed(file: str, lines: Sequence[str]) -> list[Message]:
    if not lines:
        return []
    return [
        counted(
            "{file}: {count} line was taken for a heading or a remark, and not for an outcome ({lines}).",
            "{file}: {count} lines were taken for headings or remarks, and not for outcomes ({lines}).",
            len(lines),
            file=file,
            lines=some([cut(line, 40) for line in lines]),
        )
    ]


def told_of_openings(file: str, counts: Mapping[str, int]) -> list[Message]:
    return [
        counted(
            '{file}: "{line}" was taken for the opening of the outcome below it, whose text stays without it.',
            '{file}: "{line}" was taken for the opening of the {count} outcomes below it, whose texts stay without it.',
            below,
            file=file,
            line=cut(line),
        )
        for line, below in counts.items()
        if below
    ]
