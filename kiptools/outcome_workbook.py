"""A training programme written as a spreadsheet that people can fill in, in the reader's language.

In a workbook headings and words are the reader's; in a folder of CSV files they are the kit's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.bloom import Classification
from kiptools.files import read_file
from kiptools.language import LANGUAGES, Language
from kiptools.messages import KipError, cut, message, some
from kiptools.outcome_fields import ABOUT_ALL, BOOK, FIRST, SHEETS, WORDS, word
from kiptools.outcomes import Programme
from kiptools.places import refuse_but_new_workbook
from kiptools.rows import headings_of, joined
from kiptools.sheets import (
    HELP,
    SheetColumn,
    Value,
    add_explanation,
    add_lists,
    add_sheet,
    list_ranges,
    new_file,
    new_workbook,
    rule,
    save_workbook,
    sheet_columns,
    to_folder,
    without_empty,
    write_rows,
)
from kiptools.tables import Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["write_outcomes", "write_outcomes_template"]

LAST_ROW = 301
"""How far down the drop-downs reach."""
SPARE = 20
"""For so many outcomes an empty workbook has codes ready, as the plan refers to them."""


def write_outcomes(
    programme: Programme, path: str | Path, *, lang: str = "en", readings: Classification | None = None
) -> Path:
    """Write a programme as a workbook, or as a folder of CSV files; what was there under that name is replaced.

    Parameters
    ----------
    programme : Programme
    path : str or Path
        ``something.xlsx``; or a name without an ending, of a folder.
    lang : str
        The language of a workbook's headings and words, and of the reasons; one of `kiptools.LANGUAGES`.
    readings : Classification, optional
        What the kit reads in the outcomes: fills two columns beside them, which are never read back.

    Returns
    -------
    Path
        From which `read_outcomes` reads the same.

    Raises
    ------
    KipError
        Its name ends otherwise, what is there has texts in several languages, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from kiptools.outcome_reading import read_outcomes
    >>> from kiptools.outcomes import Outcome
    >>> programme = Programme((Outcome("O1", "Draft an agreement", level="create", by="M"),))
    >>> with TemporaryDirectory() as folder:
    ...     read_outcomes(write_outcomes(programme, f"{folder}/outcomes.xlsx", lang="hr")) == programme
    True
    """
    path, language = Path(path), Language(lang)
    folder = to_folder(path)
    _refuse_translations([path / f"{kind}.csv" for kind in SHEETS] if folder else [path])
    if folder:
        for kind, rows in _rows_to_write(programme, None, _read_rows(readings, language, None)).items():
            write_rows(path / f"{kind}.csv", _keys(kind, readings), rows)
        return path
    with new_file(path) as new:
        save_workbook(_workbook(programme, language, readings), new)
    return path


def _refuse_translations(files: Iterable[Path]) -> None:
    """A programme has each text in one language: in files that have them in several the others would be lost."""
    for file in files:
        if columns := next(_translated(file), None):
            raise KipError(
                message(
                    "{file} has several columns of texts ({columns}), and only one of them would be left; give another "
                    "name.",
                    file=str(file),
                    columns=some([cut(heading) for heading in columns]),
                )
            )


def _translated(file: Path) -> Iterator[list[str]]:
    """The headings of texts that a file has in several languages; nothing if it cannot be read."""
    sheets = list[Sheet]()
    with suppress(KipError):
        sheets += read_file(file)
    for sheet in filter(len, sheets):
        for form in SHEETS.values():
            headings = headings_of(sheet, form)
            for key, column in form.columns.items():
                alike = [each for each in headings if form.key_of(each).partition("::")[0] == key]
                if column.languages and len(alike) > 1:
                    yield alike


def write_outcomes_template(path: str | Path, *, lang: str = "en") -> Path:
    """Write a workbook for a programme to be filled in: headings, drop-downs, and how to fill it in.

    Parameters
    ----------
    path : str or Path
        ``something.xlsx``.
    lang : str
        The language of headings and words, one of `kiptools.LANGUAGES`.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_outcomes_template(f"{folder}/outcomes.xlsx", lang="fr").name
    'outcomes.xlsx'
    """
    path, language = Path(path), Language(lang)
    refuse_but_new_workbook(path)
    with new_file(path) as new:
        save_workbook(_workbook(Programme(), language, None, spare=SPARE), new)
    return path


Cells = dict[str, Value | None]


def _read_rows(readings: Classification | None, language: Language, words: Language | None) -> dict[str, Cells]:
    """What the kit reads in each outcome, in words of a language or its own, and why, by the outcomes' ids."""
    unclear = words.say(message("unclear")) if words else ""
    return {
        reading.of.id: {
            "reads": word("level", reading.read_level, words) or unclear,
            "why": " ".join(map(language.say, (*(finding.what for finding in reading.findings), *reading.reasons))),
        }
        for reading in (readings.outcomes if readings else ())
    }


def _keys(kind: str, readings: Classification | None) -> list[str]:
    """The columns to write: those that tell what the kit reads only if something was read."""
    return [key for key, column in SHEETS[kind].columns.items() if readings or not column.remark]


def _rows_to_write(
    programme: Programme, language: Language | None, read: dict[str, Cells]
) -> dict[str, list[dict[str, Value]]]:
    """The filled cells of each sheet, in words of the language, or in the kit's own.

    An outcome stands on one line: several would be read as several outcomes.
    """

    def say(words: str, key: str) -> str:
        return word(words, key, language)

    rows: dict[str, list[Cells]] = {
        "programme": [{"title": programme.title}] if programme.title else [],
        "modules": [{"id": each.id, "title": each.title, "minutes": each.minutes} for each in programme.modules],
        "outcomes": [
            {
                "id": outcome.id,
                "module": outcome.module,
                "outcome": " ".join(outcome.text.splitlines()),
                "level": say("level", outcome.level),
                "knowledge": say("knowledge", outcome.knowledge),
                "by": outcome.by,
                "lang": say("lang", outcome.lang),
                **read.get(outcome.id, {}),
            }
            for outcome in programme.outcomes
        ],
        "plan": [
            {
                "id": step.id,
                "module": step.module,
                "kind": say("kind", step.kind),
                "what": step.text,
                "minutes": step.minutes,
                "outcomes": joined(step.outcomes),
                "level": say("level", step.level),
                "lang": say("lang", step.lang),
            }
            for step in programme.steps
        ],
    }
    return {kind: without_empty(found) for kind, found in rows.items()}


# --- the workbook ------------------------------------------------------------------------------------


def _workbook(programme: Programme, language: Language, readings: Classification | None, *, spare: int = 0) -> Workbook:
    workbook = new_workbook(SHEETS["programme"].title, language)
    add_explanation(workbook, HELP, FIRST, SHEETS.values(), ABOUT_ALL, language.say)
    lists = _lists(language)
    ranges = list_ranges(lists)
    rows = _rows_to_write(programme, language, _read_rows(readings, language, language))
    rows[BOOK.main] += [{"id": f"O{number}"} for number in range(1, spare + 1)]
    for kind, form in SHEETS.items():
        keys = _keys(kind, readings)
        columns = [_ruled(each, language) for each in sheet_columns(form, ranges, language) if each.key in keys]
        sheet = add_sheet(workbook, language.say(form.title), columns, rows[kind], last=LAST_ROW)
        for place, key in enumerate(keys, start=1):
            for row in range(2, len(rows[kind]) + 2) if form.columns[key].remark else ():
                sheet.cell(row, place).style = "kip text example"
    add_lists(workbook, lists)
    return workbook


def _lists(language: Language) -> dict[str, tuple[Value, ...]]:
    """The words of the drop-downs."""
    keys = {**{words: tuple(found) for words, found in WORDS.items()}, "lang": tuple(LANGUAGES)}
    return {words: tuple(word(words, key, language) for key in found) for words, found in keys.items()}


def _ruled(column: SheetColumn, language: Language) -> SheetColumn:
    """A column with what may be written in it, where that is no word of a list."""
    if column.key == "minutes":
        terms = {"type": "whole", "operator": "between", "formula1": "0", "formula2": "9999"}
        return replace(column, rule=rule(terms, language.say(message("Give a whole number of minutes."))))
    if column.key == "module":
        title = language.say(SHEETS["modules"].title).replace("'", "''")
        terms = {"type": "list", "formula1": f"'{title}'!$A$2:$A${LAST_ROW}"}
        error = language.say(message("This code is not on the sheet of modules."))
        return replace(column, rule=rule(terms, error, soft=True))
    return column
