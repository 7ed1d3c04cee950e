"""A training programme read from a spreadsheet, or its outcomes from a list in a text; faults say where they are.

A workbook or a folder of CSV files holds modules, outcomes and the session plan; a lone table holds outcomes, under
whatever reasonable heading; a text one outcome in each line. Texts may stand there in several languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from kiptools.cells import whole_number
from kiptools.files import bytes_of, decode, read_file
from kiptools.language import LANGUAGES
from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.needs import FORM as NEEDS
from kiptools.outcome_documents import read_document
from kiptools.outcome_fields import BOOK, CANVAS, SHEETS, canvas_instead, earlier_level, minutes_of, vocabulary
from kiptools.outcome_lists import (
    is_heading,
    lines_of_markdown,
    lines_of_text,
    numbered_lines,
    programme_of_lines,
    told_of_joined,
    told_of_openings,
    without_mark,
)
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
    next_id,
    rows_of,
    sheets_of,
    with_merged,
)
from kiptools.swot_fields import SHEETS as SWOT
from kiptools.tables import Sheet, fold

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
    if path is None:  # whose languages are no loss to anybody
        return replace(read_outcomes(kit_path("data", "programme"), lang), notes=())
    path = Path(path)
    ending = "" if path.is_dir() else path.suffix.lower()
    if ending in (".txt", ".md"):
        text, encoding = decode(bytes_of(path), path.name)
        lines, joined = (lines_of_markdown(text), []) if ending == ".md" else lines_of_text(text)
        return programme_of_lines(path.name, lines, (*_doubts(encoding), *told_of_joined(path.name, joined)))
    if ending == ".docx":
        return read_document(path)
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


def _doubts(encoding: str) -> tuple[Message, ...]:
    if not encoding.endswith("?"):
        return ()
    return (
        message(
            "In no encoding does all of the text make sense: it was read as {encoding}, and some letters may be wrong.",
            encoding=encoding.removesuffix("?"),
        ),
    )


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
        CANVAS.title: canvas_instead(file),
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
    codes = given(rows, ["M"] * len(rows), faults)
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
    codes = given(rows, ["O"] * len(rows), faults)
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
        lines, joined = lines_of_text(numbered_lines(text))
        bare = [without_mark(line.text) for line in lines if not (line.heading or is_heading(line.text))]
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
        yield from told_of_joined(self.file, self.joined)
        yield from told_of_openings(self.file, self.openings)


def _steps(
    rows: Sequence[Row],
    texts: _Texts,
    modules: tuple[Find, Sequence[str]],
    parts: Mapping[str, tuple[str, ...]],
    faults: list[Message],
) -> tuple[Step, ...]:
    rows = list(filled(rows, "what", faults))
    codes, find, known = given(rows, ["P"] * len(rows), faults), among(parts), list(parts)
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
