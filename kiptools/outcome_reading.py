"""A training programme read from a spreadsheet, or its outcomes from a list in a text; faults say where they are.

A workbook or a folder of CSV files holds modules, outcomes and the session plan; a lone table holds outcomes, under
whatever reasonable heading; a text one outcome in each line. Texts may stand there in several languages.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.cells import whole_number
from kiptools.files import bytes_of, decode, read_file
from kiptools.language import LANGUAGES
from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.needs import FORM as NEEDS
from kiptools.outcome_fields import BOOK, CANVAS, SHEETS, earlier_level, minutes_of, vocabulary
from kiptools.outcomes import LEVEL_NAMES, LEVELS, STEP_NAMES, Outcome, Programme, Step, TrainingModule
from kiptools.places import kit_path
from kiptools.rows import (
    Find,
    Once,
    Row,
    among,
    filled,
    given,
    has_columns,
    headings_of,
    in_order,
    rows_of,
    sheets_of,
    with_merged,
)
from kiptools.swot import next_id
from kiptools.swot_fields import SHEETS as SWOT
from kiptools.tables import Sheet, fold

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["read_outcomes"]


def read_outcomes(path: str | Path | None = None, lang: str = "") -> Programme:
    """Read learning outcomes, and the programme that they belong to.

    Parameters
    ----------
    path : str or Path or None
        A workbook, as `write_outcomes_template` writes it; a folder of CSV files (programme, modules, outcomes, plan),
        of which only ``outcomes.csv`` is needed; one table with a column of outcomes; or a text (``.txt``, ``.md``,
        ``.docx``) with one outcome in each line. None for the kit's own programme. Headings and words may be in any of
        the five languages. A cell with several lines, or with a numbered list, is several outcomes: what stands beside
        it holds for each, their codes are O1.1, O1.2, …, and a step that names O1 serves all of them.
    lang : str
        Where texts stand in several languages (``outcome::Français (fr)``), which is read: two letters. Without it,
        or where a text is not there in that language, English or else the first one.

    Returns
    -------
    Programme
        Outcomes without a code are called O1, O2, …, modules M1 and lines of the plan P1.

    Raises
    ------
    KipError
        Something is missing or not understood, each with its sheet, row and column; or the file is something else.

    References
    ----------
    Anderson, L. W. & Krathwohl, D. R. (eds) (2001). A Taxonomy for Learning, Teaching, and Assessing: A Revision of
    Bloom's Taxonomy of Educational Objectives. Longman.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(f"{folder}/list.txt").write_text("Participants can:\\n- name three partners\\n- draft a letter\\n")
    ...     [(outcome.id, outcome.text) for outcome in read_outcomes(f"{folder}/list.txt").outcomes]
    [('O1', 'name three partners'), ('O2', 'draft a letter')]
    """
    path = kit_path("data", "programme") if path is None else Path(path)
    ending = "" if path.is_dir() else path.suffix.lower()
    if ending in (".txt", ".md"):
        text, encoding = decode(bytes_of(path), path.name)
        lines, joined = (_lines_of_markdown(text), []) if ending == ".md" else _lines_of_text(text)
        return _of_lines(path.name, lines, (*_doubts(encoding), *_joined(path.name, joined)))
    if ending == ".docx":
        return _of_document(path)
    if ending in _NOT_READ and path.exists():
        raise KipError(
            message(
                "{file}: files that end in {ending} are not read; save it as .docx or .txt, or copy the list of "
                "outcomes into a text file.",
                file=path.name,
                ending=ending,
            )
        )
    return _of_sheets(path, lang)


_NOT_READ = (".pdf", ".doc", ".odt", ".rtf")


# --- a spreadsheet ---------------------------------------------------------------------------------------


class _Texts:
    """Takes of each row's texts the one in the language that is wanted, and counts where it is not there."""

    def __init__(self, lang: str) -> None:
        self.lang, self.others, self.left = lang, 0, dict[str, None]()

    def __call__(self, row: Row, key: str) -> tuple[str, str]:
        """The language and the text; no language where the column does not say one that the kit reads."""
        texts = dict(row.wording(key).texts)
        code = next((code for code in (self.lang, "en") if code in texts), next(iter(texts), ""))
        self.others += bool(self.lang and code and code != self.lang)
        self.left |= dict.fromkeys(_language_of(row, key, each) for each in texts if each != code)
        return code if code in LANGUAGES else "", texts.get(code, "")

    def notes(self, file: str) -> list[Message]:
        told = []
        if self.left:
            told.append(
                message(
                    "{file}: where a text stands in several languages, one of them was read; left out: {languages}.",
                    file=file,
                    languages=some(list(self.left)),
                )
            )
        if self.others:
            told.append(
                counted(
                    '{file}: {count} text is not there in the language "{lang}" and was read in another.',
                    '{file}: {count} texts are not there in the language "{lang}" and were read in another.',
                    self.others,
                    file=file,
                    lang=cut(self.lang),
                )
            )
        return told


def _language_of(row: Row, key: str, code: str) -> str:
    """What a language is called; where the kit does not read it, what heads its column."""
    return LANGUAGES.get(code) or cut(row.headings[f"{key}::{code}" if code else key])


def _of_sheets(path: Path, lang: str) -> Programme:
    faults, notes = list[Message](), list[Message]()
    found = {
        kind: list(with_merged(rows_of(sheet, SHEETS[kind], faults, notes), sheet, SHEETS[kind], _SHARED))
        for kind, sheet in _sheets(path, notes).items()
    }
    rows = {kind: found.get(kind, []) for kind in SHEETS}
    if not rows["outcomes"]:
        raise KipError(faults or message("{file} has no outcome in it; give one in each row.", file=path.name))
    texts = _Texts(lang)
    modules = _modules(rows["modules"], texts, faults)
    known = list(dict.fromkeys(module.id for module in modules))
    find = among(known)
    if not modules:
        modules, known = _named_modules([*rows["outcomes"], *rows["plan"]])
        find = _module_named(modules, known)
        notes += _named(path.name, known)
    outcomes, parts = _outcomes(rows["outcomes"], texts, find, known, faults, notes)
    steps = _steps(rows["plan"], texts, (find, known), parts, faults)
    if faults:
        raise KipError(in_order(faults))
    title = next((texts(row, "title")[1] for row in rows["programme"]), "")
    return Programme(outcomes, modules, steps, title, (*notes, *texts.notes(path.name)))


_SHARED = ("module", "kind", "outcomes", "level", "knowledge", "by", "lang")
"""Columns in which a merged cell holds for all of its rows."""


def _sheets(path: Path, notes: list[Message]) -> dict[str, Sheet]:
    """The sheets by what they are; a file that is known to be something else is refused."""
    try:
        sheets = sheets_of(path, BOOK, notes)
    except KipError:
        files, every = sorted(path.glob("*.csv")) if path.is_dir() else [path], list[Sheet]()
        with suppress(KipError):
            every += [sheet for file in files for sheet in read_file(file)]
        _refuse_others(path.name or str(path), every)
        raise
    _refuse_others(path.name or str(path), [sheets["outcomes"]])
    return sheets


def _refuse_others(file: str, sheets: Iterable[Sheet]) -> None:
    for sheet in sheets:
        for form in (CANVAS, SWOT["factors"], NEEDS):
            if has_columns(form, headings_of(sheet, form)):
                raise KipError(_other(file)[form.title])


def _other(file: str) -> dict[Message, Message]:
    """That a file is something else, by the title of what it is."""
    return {
        CANVAS.title: message(
            "{file} is a programme canvas by its headings, and no list of outcomes; give the file that lists them.",
            file=file,
        ),
        SWOT["factors"].title: message(
            "{file} is a SWOT by its headings, and no list of outcomes; give the file that lists them.", file=file
        ),
        NEEDS.title: message(
            "{file} says by its headings what partners need to learn, and is no list of outcomes; give the file that "
            "lists them.",
            file=file,
        ),
    }


def _modules(rows: Sequence[Row], texts: _Texts, faults: list[Message]) -> tuple[TrainingModule, ...]:
    codes = given(rows, ["M"] * len(rows), next_id, faults)
    return tuple(
        TrainingModule(code, texts(row, "title")[1], _minutes(row, faults))
        for row, code in zip(rows, codes, strict=True)
    )


def _named_modules(rows: Iterable[Row]) -> tuple[tuple[TrainingModule, ...], list[str]]:
    """Where no sheet lists the modules: those that outcomes and plan name, and these names as they stand there first.

    A name that is as short as a code is one; others are titles.
    """
    spelt = dict[str, str]()
    for row in rows:
        if row["module"]:
            spelt.setdefault(fold(row["module"]), row["module"])
    names = list(spelt.values())
    codes = [name for name in names if re.fullmatch(r"\S{1,8}", name)]
    ids = dict[str, str]()
    for name in names:
        ids[name] = name if name in codes else next_id("M", [*codes, *ids.values()])
    return tuple(TrainingModule(id, "" if id == name else name) for name, id in ids.items()), names


def _module_named(modules: Sequence[TrainingModule], names: Sequence[str]) -> Find:
    """The ids of modules by their names, however these are typed."""
    ids = {fold(name): module.id for name, module in zip(names, modules, strict=True)}
    return lambda text: ids.get(fold(text))


def _named(file: str, names: Sequence[str]) -> list[Message]:
    if not names:
        return []
    return [
        counted(
            "{file}: no sheet lists the modules, and the one that is named was taken: {names}.",
            "{file}: no sheet lists the modules, and the {count} that are named were taken: {names}.",
            len(names),
            file=file,
            names=some([cut(name, 40) for name in names]),
        )
    ]


def _outcomes(
    rows: Sequence[Row], texts: _Texts, find: Find, known: Sequence[str], faults: list[Message], notes: list[Message]
) -> tuple[tuple[Outcome, ...], dict[str, tuple[str, ...]]]:
    """The outcomes, and by each code of a row, and of an outcome, the codes of the outcomes that it stands for."""
    rows = list(filled(rows, "outcome", faults))
    codes = given(rows, ["O"] * len(rows), next_id, faults)
    once, used, cells = Once(faults), set(map(fold, codes)), _Cells()
    outcomes, parts = list[Outcome](), dict[str, tuple[str, ...]]()
    for row, code in zip(rows, codes, strict=True):
        lang, text = texts(row, "outcome")
        outcome = Outcome(
            code,
            "",
            row.code("module", find, known, faults),
            lang or row.word("lang", vocabulary("lang"), faults),
            _level(row, faults),
            row.word("knowledge", vocabulary("knowledge"), faults),
            row["by"],
        )
        found = cells.outcomes(row, text)
        if len(found) == 1:
            outcomes.append(replace(outcome, text=found[0][0]))
            continue
        for each, label in found:
            if not (label and once(row, fold(label), label) and fold(label) not in used):
                label = _free(code, len(parts.get(code, ())) + 1, used)
            used.add(fold(label))
            outcomes.append(replace(outcome, id=label, text=each))
            parts[code] = (*parts.get(code, ()), label)
    notes += cells.notes(next((codes[0] for codes in parts.values()), ""))
    return tuple(outcomes), {**{each.id: (each.id,) for each in outcomes}, **parts}


def _free(code: str, first: int, used: set[str]) -> str:
    """The code with a number, or the next one that nobody has."""
    return next(each for each in (f"{code}.{number}" for number in count(first)) if fold(each) not in used)


class _Cells:
    """Takes cells apart that hold several outcomes, and remembers what is to be told of it."""

    def __init__(self) -> None:
        self.file, self.several = "", list[Row]()
        self.openings, self.joined = dict[str, int](), list[str]()

    def outcomes(self, row: Row, text: str) -> list[tuple[str, str]]:
        """The outcomes of a cell with their labels; a single one as it stands there, on one line."""
        lines, joined = _lines_of_text(_numbered_lines(text))
        bare = [_without_mark(line.text) for line in lines if not (line.heading or _is_heading(line.text))]
        found = [each for each in bare if not each[0].endswith(":")]
        if not found or len(bare) < 2:
            return [(" ".join(line.text for line in lines if line.text) or text, "")]
        opening = ""
        for each, _ in bare:
            opening = each if each.endswith(":") else opening
            if opening:
                self.openings[opening] = self.openings.get(opening, 0) + (each != opening)
        self.file = row.file
        self.joined += joined
        self.several += [row] * (len(found) > 1)
        return found

    def notes(self, code: str) -> Iterator[Message]:
        """What is to be told, with one of the codes that were given."""
        if self.several:
            yield counted(
                "{file}, row {rows}: the cell holds several outcomes; each was read on its own, with a code like "
                "{code}.",
                "{file}, rows {rows}: the cells hold several outcomes; each was read on its own, with a code like "
                "{code}.",
                len(self.several),
                file=self.file,
                rows=some([str(row.number) for row in self.several]),
                code=cut(code),
            )
        yield from _joined(self.file, self.joined)
        yield from _opened(self.file, self.openings)


def _numbered_lines(text: str) -> str:
    """A text with a numbered list in one line ("1. name them; 2. draft it") with each number on its own."""
    if "\n" in text or not re.match(r"\(?1[.)]\s", text):
        return text
    pieces, number = [text], 2
    while found := re.search(rf"[;,.]?(?<!\s)\s+(?=\(?{number}[.)]\s+\w)", pieces[-1]):
        pieces[-1:] = [pieces[-1][: found.start()], pieces[-1][found.end() :]]
        number += 1
    return "\n".join(pieces)


def _steps(
    rows: Sequence[Row],
    texts: _Texts,
    modules: tuple[Find, Sequence[str]],
    parts: Mapping[str, tuple[str, ...]],
    faults: list[Message],
) -> tuple[Step, ...]:
    rows = list(filled(rows, "what", faults))
    codes, find, known = given(rows, ["P"] * len(rows), next_id, faults), among(parts), list(parts)
    steps = []
    for row, code in zip(rows, codes, strict=True):
        if not row["kind"]:
            faults.append(row.fault("kind", vocabulary("kind").accepted))
        kind = row.word("kind", vocabulary("kind"), faults)
        if kind == "other" and row["outcomes"]:
            faults.append(_serves_none(row))
        lang, text = texts(row, "what")
        steps.append(
            Step(
                code,
                kind,
                text,
                row.code("module", *modules, faults),
                _minutes(row, faults),
                tuple(
                    dict.fromkeys(
                        each for code in row.codes("outcomes", find, known, faults) for each in parts.get(code, ())
                    )
                ),
                lang or row.word("lang", vocabulary("lang"), faults),
                _level(row, faults),
            )
        )
    return tuple(steps)


def _serves_none(row: Row) -> Message:
    return message(
        '{file}, row {row}, column {column}: a step of the kind "{kind}" serves no outcome; leave the cell empty, or '
        "write another kind ({kinds}).",
        file=row.file,
        row=row.number,
        column=row.heading("outcomes"),
        kind=cut(row["kind"]),
        kinds=(STEP_NAMES["activity"], STEP_NAMES["assessment"]),
    )


def _minutes(row: Row, faults: list[Message]) -> int | None:
    found = minutes_of(whole_number(row["minutes"]))
    if found is None and row["minutes"]:
        faults.append(row.wrong("minutes", message("a whole number of minutes, like {example}", example="45")))
    return found


def _level(row: Row, faults: list[Message]) -> str:
    """The level that a person has decided; a number before its name is passed over.

    A number alone is understood from 1 to 4, which are the same in both taxonomies.
    """
    text = re.sub(r"\A[1-6][\s.):–-]+(?=\w{2})", "", row["level"])
    if not text:
        return ""
    if found := vocabulary("level").meaning(text):
        return found
    number = re.fullmatch(r"\D{0,12}([1-6])(?:[.,]0)?\W*", text)
    if number and number[1] < "5":
        return LEVELS[int(number[1]) - 1]
    place = {"file": row.file, "row": row.number, "column": row.heading("level"), "value": cut(row["level"])}
    if earlier := earlier_level(text):
        faults.append(
            message(
                '{file}, row {row}, column {column}: "{value}" is a level of the taxonomy of 1956; write the level of '
                "2001 that took its place, {level}, if you mean that one.",
                **place,
                level=LEVEL_NAMES[earlier],
            )
        )
    elif number:
        faults.append(
            message(
                '{file}, row {row}, column {column}: "{value}" is a number, and the levels 5 and 6 changed places in '
                "2001; write one of {accepted}.",
                **place,
                accepted=vocabulary("level").accepted,
            )
        )
    else:
        faults.append(row.fault("level", vocabulary("level").accepted))
    return ""


# --- a list in a text ------------------------------------------------------------------------------------

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
# What python-docx raises at damaged files, besides what it means to.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, SyntaxError, OSError, EOFError, NotImplementedError, RuntimeError),
    *(AttributeError, LookupError, TypeError, ValueError),
)


@dataclass(frozen=True)
class _Line:
    """A line of a text.

    `heading` is one that is no outcome; `listed` one of a list. `number` is 0 where nobody sees the numbers of lines.
    """

    text: str
    heading: bool = False
    listed: bool = False
    number: int = 0
    code: str = ""


def _marked(line: str) -> bool:
    return any(mark.match(line) for mark in (_BULLET, _NUMBER, _AT_THE_START, _LABEL))


def _lines_of_text(text: str) -> tuple[list[_Line], list[str]]:
    """The lines, where a text that was cut into lines is whole again, and those that were joined to one above.

    That is a line that begins in lower case below one without closing punctuation; not in a text without bullets in
    which most lines begin so.
    """
    lines = list(map(str.strip, text.splitlines()))
    tables, joined = _of_tables(lines), list[str]()
    letters = [line for place, line in enumerate(lines) if line and place not in tables and not _is_heading(line)]
    bullets = any(_marked(line) or _ALONE.fullmatch(line) for line in lines)
    cut_up = bullets or 2 * sum(line[0].islower() for line in letters) <= len(letters)
    found, above = list[_Line](), ""
    for place, line in enumerate(lines):
        marked = _marked(line)
        if _ALONE.fullmatch(line):
            above = ""
            continue
        if cut_up and above and line[:1].islower() and not (marked or _is_heading(line)):
            joined.append(line)
            found[-1] = replace(found[-1], text=_whole(found[-1].text, line))
        else:
            found.append(_Line(line, place in tables, marked, place + 1))
        above = "" if place in tables or _CLOSED.search(line) or _is_heading(line) else line
    return found, joined


def _whole(above: str, below: str) -> str:
    """Two lines as one, and a word that was cut in two as it was."""
    if _HYPHEN.search(above) and not _AND.match(below):
        return above[:-1] + below
    return f"{above} {below}"


def _is_heading(line: str) -> bool:
    """Whether a line only says that outcomes follow, or where something is, or says nothing in words."""
    bare = _without_mark(line)[0]
    named = SHEETS["outcomes"].key_of(bare) == "outcome"
    return named or not re.search(r"[^\W\d_]", bare) or bool(re.fullmatch(r"(?:https?://|www\.)\S+", bare))


def _of_tables(lines: Sequence[str]) -> set[int]:
    """The places of the lines that are rows of tables, as Markdown has them."""
    found = {place for place, line in enumerate(lines) if line.startswith("|")}
    for place, line in enumerate(lines):
        if place not in found and _RULE.match(line):
            above = {place - 1} if place and "|" in lines[place - 1] else set()
            found |= above | set(takewhile(lambda each: "|" in lines[each], range(place, len(lines))))
    return found


def _lines_of_markdown(text: str) -> list[_Line]:
    """Without emphasis. Tables are headings, and so is what stands outside the lists, where there are any.

    A line right below one of a list goes on with it.
    """
    lines, found, below = list(map(str.strip, text.splitlines())), list[_Line](), False
    tables = _of_tables(lines)
    for place, line in enumerate(lines):
        heading, marked, plain = place in tables or bool(re.match(r"#{1,6}\s", line)), _marked(line), _plain(line)
        goes_on = below and not (heading or marked or plain.endswith(":")) and bool(re.search(r"\w", plain))
        if goes_on:
            found[-1] = replace(found[-1], text=f"{found[-1].text} {plain}")
        else:
            found.append(_Line(plain.strip("# ") if heading else plain, heading, marked and not heading, place + 1))
        below = goes_on or (marked and not heading)
    return _without_remarks(found)


def _without_remarks(lines: Sequence[_Line]) -> list[_Line]:
    """Where there are lists, what stands outside of them and opens none is taken for headings."""
    if not any(line.listed for line in lines):
        return list(lines)
    return [replace(line, heading=line.heading or not (line.listed or line.text.endswith(":"))) for line in lines]


def _plain(text: str) -> str:
    """Without emphasis."""
    for _ in range(2):  # bold may hold italic
        text = _EMPHASIS.sub(lambda found: found[2] or found[4], text)
    return text


def _doubts(encoding: str) -> tuple[Message, ...]:
    if not encoding.endswith("?"):
        return ()
    return (
        message(
            "In no encoding does all of the text make sense: it was read as {encoding}, and some letters may be wrong.",
            encoding=encoding.removesuffix("?"),
        ),
    )


# --- a Word document -------------------------------------------------------------------------------------


def _of_document(path: Path) -> Programme:
    """The lists of a Word document; where tables have headings for outcomes, only what stands below or beside these.

    A document without either gives all of its paragraphs, and the cells of tables with one column.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    if not path.exists():
        raise KipError(message("There is no file {file}.", file=str(path)))
    try:
        found = _Found()
        found.read(Document(str(path)))
    except (PackageNotFoundError, *_DAMAGED):
        raise KipError(
            message("{file} is no Word document that can be read; save it again, or as a text.", file=path.name)
        ) from None
    if found.canvas:
        raise KipError(_other(path.name)[CANVAS.title])
    lines = found.lines
    if found.of_tables:
        lines = [
            replace(line, heading=line.heading or place not in found.of_tables) for place, line in enumerate(lines)
        ]
    else:
        lines = _without_remarks(lines)
    return _of_lines(path.name, lines, tuple(found.notes(path.name)), tables=bool(found.left))


class _Found:
    """What is found in a document: its lines, which of them stand in tables of outcomes, and what was left out."""

    def __init__(self) -> None:
        self.lines, self.of_tables = list[_Line](), set[int]()
        self.left, self.joined = list[str](), list[str]()
        self.split, self.boxes, self.canvas = 0, False, False

    def read(self, document: Document) -> None:
        from docx.oxml.ns import qn
        from docx.table import Table
        from docx.text.paragraph import Paragraph

        body = document.element.body
        self.boxes = any("".join(box.itertext()).strip() for box in body.iter(qn("w:txbxContent")))
        for element in body.iter(qn("w:p"), qn("w:tbl")):
            if {each.tag for each in element.iterancestors()} & {qn("w:tbl"), qn("w:txbxContent")}:
                continue
            if element.tag == qn("w:p"):
                self.add([Paragraph(element, document._body)])
            else:
                self.add_table(Table(element, document._body))

    def add(self, paragraphs: Sequence[Paragraph], code: str | None = None, *, title: bool = False) -> None:
        """The lines of paragraphs; of a table of outcomes with their code, which may be empty."""
        found = list[_Line]()
        for each in paragraphs:
            lines, joined = _lines_of_text(each.text)
            lines = [line for line in lines if line.text]
            listed = _in_list(each) or sum(line.listed for line in lines) > 1
            found += [_Line(line.text, line.heading or title or _is_title(each), listed) for line in lines]
            self.joined += joined
            self.split += code is None and len(lines) > 1
        if code is not None:
            self.split += len(found) > 1
            self.of_tables |= set(range(len(self.lines), len(self.lines) + len(found)))
        if code and len(found) > 1:
            found = [replace(line, code=f"{code}.{place}") for place, line in enumerate(found, start=1)]
        self.lines += [replace(line, code=line.code or code or "") for line in found]

    def add_table(self, table: Table) -> None:
        rows = [list(row.cells) for row in table.rows]
        texts = [[" ".join(cell.text.split()) for cell in row] for row in rows]
        self.canvas |= has_columns(CANVAS, texts[0] if texts else [])
        place = _heading_of(texts)
        if max((len({cell._tc for cell in row}) for row in rows), default=0) < 2 and place is None:
            for cell in {row[0]._tc: row[0] for row in rows if row}.values():
                self.add(_paragraphs(cell))
        elif place is None:
            self.left += [next((text for row in texts for text in row if text), "")]
        elif place[1] == 0 and _stands_beside(rows, place[0]):
            for row, said in zip(rows, texts, strict=True):
                if said and SHEETS["outcomes"].key_of(said[0]) == "outcome":
                    for cell in {each._tc: each for each in row[1:] if each._tc is not row[0]._tc}.values():
                        self.add(_paragraphs(cell), "")
                elif said and said[0]:
                    self.left.append(said[0])
        else:
            self.add_column(rows, texts, place)

    def add_column(
        self, rows: Sequence[Sequence[_Cell]], texts: Sequence[Sequence[str]], place: tuple[int, int]
    ) -> None:
        """The cells below a heading; a cell across several columns there is a heading, too."""
        top, column = place
        keys = list(map(SHEETS["outcomes"].key_of, texts[top]))
        self.left += [text for key, text in zip(keys, texts[top], strict=True) if text and key not in ("outcome", "id")]
        width, seen = _width(rows[top], column), set[object]()
        for row, said in zip(rows[top + 1 :], texts[top + 1 :], strict=True):
            if column >= len(row) or row[column]._tc in seen:
                continue
            seen.add(row[column]._tc)
            codes = [
                text for key, text in zip(keys, said, strict=False) if key == "id" and re.search(r"[^\W\d_]", text)
            ]
            across = _width(row, column) > width
            self.add(_paragraphs(row[column]), "" if across else next(iter(codes), ""), title=across)

    def notes(self, file: str) -> Iterator[Message]:
        if self.left:
            yield message(
                "{file}: of its tables only what stands under or beside a heading for outcomes was read; left out: "
                "{headings}.",
                file=file,
                headings=some([cut(text, 40) for text in dict.fromkeys(self.left)]),
            )
        if self.boxes:
            yield message("{file}: what stands in text boxes was not read.", file=file)
        if self.split:
            yield counted(
                "{file}: {count} paragraph or cell has several lines, and each line was read on its own.",
                "{file}: {count} paragraphs or cells have several lines, and each line was read on its own.",
                self.split,
                file=file,
            )
        yield from _joined(file, self.joined)


def _heading_of(texts: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """Row and column of the first cell that is a heading for outcomes."""
    return next(
        (
            (number, column)
            for number, row in enumerate(texts)
            for column, text in enumerate(row)
            if SHEETS["outcomes"].key_of(text).partition("::")[0] == "outcome"
        ),
        None,
    )


def _stands_beside(rows: Sequence[Sequence[_Cell]], number: int) -> bool:
    """Whether a heading in the first column heads what stands beside it, and not what stands below."""
    heading, *beside = rows[number]
    merged = number + 1 < len(rows) and rows[number + 1][:1] != [] and rows[number + 1][0]._tc is heading._tc
    return merged or any(
        len(cell.text.splitlines()) > 1 or len(cell.text) > 60 or _marked(cell.text.strip()) for cell in beside
    )


def _width(row: Sequence[_Cell], column: int) -> int:
    """Across how many columns a cell goes."""
    return sum(cell._tc is row[column]._tc for cell in row)


def _paragraphs(cell: _Cell) -> list[Paragraph]:
    """All paragraphs of a cell, also those of tables within it."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    return [Paragraph(element, cell) for element in cell._tc.iter(qn("w:p"))]


def _in_list(paragraph: Paragraph) -> bool:
    style, properties = str(paragraph.style.name) if paragraph.style else "", paragraph._p.pPr
    return style.startswith("List") or (properties is not None and properties.numPr is not None)


def _is_title(paragraph: Paragraph) -> bool:
    style = str(paragraph.style.name) if paragraph.style else ""
    return style.startswith(("Heading", "Title", "Subtitle", "TOC"))


# --- outcomes of lines -----------------------------------------------------------------------------------


def _of_lines(file: str, lines: Iterable[_Line], notes: tuple[Message, ...] = (), *, tables: bool = False) -> Programme:
    """One outcome in each line; bullets and numbers are no part of it, and a label like LO3 is its code.

    A line that ends in a colon opens those below it. It is told, and stays out of their texts: people read a list as
    they wrote it.
    """
    found, passed, faults = list[tuple[str, str]](), list[str](), list[Message]()
    openings, labelled = dict[int, str](), dict[str, tuple[_Line, str]]()
    for line in lines:
        bare, label = _without_mark(line.text)
        if not re.search(r"\w", bare):
            continue
        label = line.code or label
        if line.heading or _is_heading(bare):
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
    return Programme(outcomes, notes=(*notes, *_passed(file, passed), *_opened(file, counts)))


def _no_outcome(file: str, tables: bool) -> Message:
    if tables:
        return message(
            '{file} has no outcome in it that can be told from other things; call the column of its table "{heading}", '
            "or give one in each line.",
            file=file,
            heading=SHEETS["outcomes"].columns["outcome"].heading,
        )
    return message("{file} has no outcome in it; give one in each line.", file=file)


def _labelled_twice(file: str, label: str, first: tuple[_Line, str], second: tuple[_Line, str]) -> Message:
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


def _without_mark(text: str) -> tuple[str, str]:
    """A line without its bullet and number, and its label."""
    label, start = "", _AT_THE_START.match(text)
    text = text[start.end() :] if start else text
    while mark := _BULLET.match(text) or _NUMBER.match(text) or (None if label else _LABEL.match(text)):
        label = label or (re.sub(r"[\s-]", "", mark[1]) if mark.re is _LABEL else "")
        text = text[mark.end() :]
    return text.strip(), label


def _ids(labels: Sequence[str]) -> Iterator[str]:
    """The labels; outcomes without one get the next number."""
    taken, number = set(map(fold, labels)), 0
    for label in labels:
        if not label:
            number += 1
            while fold(f"O{number}") in taken:
                number += 1
        yield label or f"O{number}"


def _joined(file: str, lines: Sequence[str]) -> list[Message]:
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


def _opened(file: str, counts: Mapping[str, int]) -> list[Message]:
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
