"""The file of facts: what only people can tell about a survey, asked for in a table and read back.

One row for each question that the kit cannot answer by itself: its key, the question in the reader's
language, and room for an answer. What is written there is a person's own words and stays text.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from kiptools.files import read_table
from kiptools.language import Language
from kiptools.messages import KipError, Message, cut, message
from kiptools.methods import QUESTIONS, check_facts
from kiptools.places import refuse_existing, replacing
from kiptools.sheets import save_texts
from kiptools.tables import Table, guarded

__all__ = ["read_answers", "read_facts", "write_answers", "write_facts"]

HEADINGS = ("key", "question", "answer")


def write_facts(path: str | Path, facts: Mapping[str, str] | None = None, *, lang: str = "en") -> Path:
    """Write a file that asks for what only people can tell about a survey.

    Parameters
    ----------
    path : str or Path
        ``something.csv`` or ``something.xlsx``.
    facts : mapping of str to str, optional
        Answers that are known already, by key (`read_facts`).
    lang : str
        The language of the questions, one of `kiptools.LANGUAGES`.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.
    ValueError
        `facts` has a key that is none of the questions'.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = write_facts(f"{folder}/facts.csv", {"voluntary": "Yes."}, lang="fr")
    ...     read_facts(path)
    {'voluntary': 'Yes.'}
    """
    facts = facts or {}
    check_facts(facts)
    asked = [(each.key, each.text) for each in QUESTIONS if not each.kit or each.key in facts]
    return write_answers(path, asked, facts, lang=lang)


def write_answers(
    path: str | Path, questions: Iterable[tuple[str, Message]], answers: Mapping[str, str], *, lang: str = "en"
) -> Path:
    """Write a table of questions, with room for an answer to each.

    Parameters
    ----------
    path : str or Path
        ``something.csv`` or ``something.xlsx``.
    questions : iterable of (str, Message)
        Key and text.
    answers : mapping of str to str
        Those that are known already, by key.
    lang : str
        The language of the questions.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.
    """
    path, language = Path(path), Language(lang)
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise KipError(message("{file}: give a name that ends in .csv or .xlsx.", file=str(path)))
    refuse_existing(path)
    rows = [HEADINGS, *((key, language.say(text), answers.get(key, "")) for key, text in questions)]
    with replacing(path) as new:
        if kind == ".xlsx":
            save_texts({"facts": rows}, new, lambda heading: 18 if heading == HEADINGS[0] else 60)
        else:  # with a mark, without which spreadsheets take the accents for something else
            with new.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(map(guarded, row) for row in rows)
    return path


def read_facts(path: str | Path) -> dict[str, str]:
    """Read a file of facts.

    Parameters
    ----------
    path : str or Path
        CSV or XLSX, as `write_facts` writes it; the column `question` may be missing.

    Returns
    -------
    dict of str to str
        The answers that were given, by key.

    Raises
    ------
    KipError
        The file cannot be read, lacks a column, has a key that is no question's, or a key twice.
    """
    _, answers = read_answers(path, [question.key for question in QUESTIONS])
    return {key: answer for key, (_, answer) in answers.items()}


def read_answers(path: str | Path, keys: Sequence[str]) -> tuple[str, dict[str, tuple[int, str]]]:
    """Read a table that `write_answers` has written.

    Parameters
    ----------
    path : str or Path
        CSV or XLSX; the column `question` may be missing.
    keys : sequence of str
        Of all the questions.

    Returns
    -------
    str, dict of str to (int, str)
        What messages call the table; by key the row and the answer, where one was given.

    Raises
    ------
    KipError
        The file cannot be read, lacks a column, has a key that is no question's, or a key twice.
    """
    table = read_table(path)
    found = [column.name for column in table.columns]
    if absent := [heading for heading in ("key", "answer") if heading not in found]:
        raise KipError(
            message(
                "{sheet} has no column {column} (found: {found}).",
                sheet=table.name,
                column=absent[0],
                found=tuple(map(cut, found)),
            )
        )
    if faults := list(_faults(table, keys)):
        raise KipError(faults)
    return table.name, {cells["key"]: (row, cells["answer"]) for row, cells in table.records() if cells["answer"]}


def _faults(table: Table, keys: Sequence[str]) -> Iterator[Message]:
    """Keys that are none, and keys that stand in two rows."""
    places: dict[str, int] = {}
    for row, cells in table.records():
        key = cells["key"]
        if key not in keys:
            yield message(
                '{sheet}, row {row}, column {column}: "{value}" is not accepted; give {accepted}.',
                sheet=table.name,
                row=row,
                column="key",
                value=cut(key),
                accepted=tuple(get_close_matches(key, keys, 1)) or tuple(keys),
            )
        elif key in places:
            yield message(
                '{file}, row {row}: the key "{key}" stands in row {first} already; keep one of them.',
                file=table.name,
                row=row,
                key=key,
                first=places[key],
            )
        places.setdefault(key, row)
