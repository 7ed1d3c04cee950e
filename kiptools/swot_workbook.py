"""A SWOT written as a spreadsheet that a workshop can fill in, in the reader's language.

In a workbook headings and words are the reader's; in a folder of CSV files they are the kit's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.fields import categories
from kiptools.language import Language
from kiptools.messages import KipError, cut, message
from kiptools.places import refuse_but_new_workbook
from kiptools.rows import joined, next_id
from kiptools.sheets import (
    HELP,
    SheetColumn,
    Value,
    add_explanation,
    add_lists,
    add_sheet,
    choice,
    list_ranges,
    new_file,
    new_workbook,
    save_workbook,
    sheet_columns,
    to_folder,
    wide_enough,
    without_empty,
    write_rows,
)
from kiptools.swot import QUADRANTS, Swot
from kiptools.swot_fields import (
    ABOUT_ALL,
    FIRST,
    NUMBERS,
    RATED,
    SHEETS,
    WORDS,
    headings_of_ratings,
    times_text,
    word,
)
from kiptools.tables import fold

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["write_swot", "write_swot_template"]

LAST_ROW = 201
"""How far down the drop-downs reach."""
SPARE = 5
"""In each quadrant an empty workbook has codes ready for so many factors."""
PEOPLE = "ABCDEFGHIJ"
"""Who can rate in an empty workbook before anybody adds a column."""


def write_swot(swot: Swot, path: str | Path, *, lang: str = "en") -> Path:
    """Write a SWOT as a workbook, or as a folder of CSV files; what was there under that name is replaced.

    Parameters
    ----------
    swot : Swot
    path : str or Path
        ``something.xlsx``; or a name without an ending, of a folder.
    lang : str
        The language of a workbook's headings and words, one of `kiptools.LANGUAGES`.

    Returns
    -------
    Path
        From which `read_swot` reads the same.

    Raises
    ------
    KipError
        Its name ends otherwise, it cannot be written, or a person has a name that no column can have.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from kiptools import Factor, Rater, Rating, read_swot
    >>> swot = Swot((Factor("S1", "strength", "We know each other"),), (Rater("A"),), (Rating("A", "S1", 5, 4),))
    >>> with TemporaryDirectory() as folder:
    ...     read_swot(write_swot(swot, f"{folder}/swot.xlsx", lang="pt")) == swot
    True
    """
    path, language = Path(path), Language(lang)
    folder = to_folder(path)
    _refuse_names(swot)
    if folder:
        people = [rater.name for rater in swot.raters]
        for kind, rows in _rows_to_write(swot, None).items():
            write_rows(path / f"{kind}.csv", [*SHEETS[kind].columns, *(people if kind in RATED else ())], rows)
        return path
    with new_file(path) as new:
        save_workbook(_workbook(swot, [rater.name for rater in swot.raters], {}, language), new)
    return path


def write_swot_template(path: str | Path, swot: Swot | None = None, *, lang: str = "en") -> Path:
    """Write a workbook for a workshop to fill in: headings, drop-downs, and how to fill it in.

    Parameters
    ----------
    path : str or Path
        ``something.xlsx``.
    swot : Swot, optional
        What is there already; without people it gets columns for ten, A to J.
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
    ...     write_swot_template(f"{folder}/swot.xlsx", lang="hr").name
    'swot.xlsx'
    """
    path, language, swot = Path(path), Language(lang), swot or Swot()
    refuse_but_new_workbook(path)
    _refuse_names(swot)
    people = [rater.name for rater in swot.raters] or list(PEOPLE)
    with new_file(path) as new:
        save_workbook(_workbook(swot, people, _spare_codes(swot), language), new)
    return path


def _spare_codes(swot: Swot) -> dict[str, str]:
    """Codes with their quadrants, for factors that the workshop adds."""
    used = {fold(factor.id) for factor in swot.factors}
    spare: dict[str, str] = {}
    for quadrant in QUADRANTS:
        for _ in range(SPARE):
            code = next_id(quadrant[0].upper(), used)
            used.add(fold(code))
            spare[code] = quadrant
    return spare


def _refuse_names(swot: Swot) -> None:
    """Names of people head columns, and must be told apart from one another and from the other headings."""
    taken = set(headings_of_ratings())
    for rater in swot.raters:
        if fold(rater.name) in taken:
            raise KipError(
                message(
                    'No column of ratings can be headed "{name}": the name is empty, or another column is called so. '
                    "Call this person otherwise.",
                    name=cut(rater.name),
                )
            )
        taken.add(fold(rater.name))


def _rows_to_write(
    swot: Swot, language: Language | None, spare: Mapping[str, str] | None = None
) -> dict[str, list[dict[str, Value]]]:
    """The filled cells of each sheet, in words of the language, or in the kit's own."""

    def say(words: str, key: str) -> str:
        return word(words, key, language)

    def compared(name: str) -> str:
        word = say("quadrant", name) if name in QUADRANTS else name
        return name if word in {factor.id for factor in swot.factors} else word

    rows: dict[str, list[dict[str, Value | None]]] = {
        "factors": [
            {
                "id": factor.id,
                "quadrant": say("quadrant", factor.quadrant),
                "factor": factor.text,
                "source": say("source", factor.source),
                "evidence": factor.evidence,
                "topics": "; ".join(say("topic", name) for name in factor.topics),
                "proposed": say("yes_no", "yes") if factor.proposed else "",
            }
            for factor in swot.factors
        ],
        "people": [
            {
                "person": rater.name,
                "kind": say("type", rater.kind),
                "finished": say("yes_no", "yes") if rater.finished else "",
            }
            for rater in swot.raters
        ],
        **{kind: _rated_rows(swot, kind) for kind in RATED},
        "pairs": [
            {
                "internal": pair.internal,
                "external": pair.external,
                "interaction": pair.interaction,
                "decision": "" if pair.accepted is None else say("decision", "accept" if pair.accepted else "reject"),
                "strategy": pair.strategy,
            }
            for pair in swot.pairs
        ],
        "comparisons": [
            {"first": compared(each.first), "second": compared(each.second), "times": times_text(each.times)}
            for each in swot.judgements
        ],
        "actions": [
            {
                "id": task.id,
                "goal": task.goal,
                "task": task.what,
                "who": joined(task.who),
                "from": task.start,
                "until": task.until,
                "days": task.days,
                "after": joined(task.after),
            }
            for task in swot.tasks
        ],
    }
    for code, quadrant in (spare or {}).items():
        rows["factors"].append({"id": code, "quadrant": say("quadrant", quadrant)})
        for kind in RATED:
            rows[kind].append({"id": code})
    return {kind: without_empty(found) for kind, found in rows.items()}


def _rated_rows(swot: Swot, kind: str) -> list[dict[str, Value | None]]:
    levels = {(each.rater, each.factor): getattr(each, kind) for each in swot.ratings}
    return [
        {
            "id": factor.id,
            "factor": factor.text,
            **{rater.name: levels.get((rater.name, factor.id)) for rater in swot.raters},
        }
        for factor in swot.factors
    ]


# --- the workbook ------------------------------------------------------------------------------------


def _workbook(swot: Swot, people: Sequence[str], spare: Mapping[str, str], language: Language) -> Workbook:
    workbook = new_workbook(message("SWOT"), language)
    add_explanation(workbook, HELP, FIRST, SHEETS.values(), ABOUT_ALL, language.say)
    lists = _lists(language)
    ranges = list_ranges(lists)
    for kind, rows in _rows_to_write(swot, language, spare).items():
        columns = sheet_columns(SHEETS[kind], ranges, language)
        if kind in RATED:
            columns += [
                SheetColumn(
                    name, name, wide_enough(8, name), "number", rule=choice(ranges["rating"], language), locked=False
                )
                for name in people
            ]
        freeze = "C2" if kind in RATED else "A2"
        sheet = add_sheet(workbook, language.say(SHEETS[kind].title), columns, rows, last=LAST_ROW, freeze=freeze)
        if kind in ("factors", *RATED):
            _mark_proposals(sheet, swot, list(SHEETS[kind].columns).index("factor") + 1)
    add_lists(workbook, lists)
    return workbook


def _lists(language: Language) -> dict[str, tuple[Value, ...]]:
    """The words and numbers of the drop-downs."""
    used = dict.fromkeys(column.words for each in SHEETS.values() for column in each.columns.values() if column.words)
    words = {name: tuple(WORDS[name] if name in WORDS else categories(name)) for name in used if name not in NUMBERS}
    return {
        **{name: tuple(word(name, key, language) for key in keys) for name, keys in words.items()},
        **{name: tuple(numbers) for name, numbers in NUMBERS.items()},
    }


def _mark_proposals(sheet: Worksheet, swot: Swot, place: int) -> None:
    """What nobody has taken up yet is grey and slanted."""
    for row, factor in enumerate(swot.factors, start=2):
        if factor.proposed:
            sheet.cell(row, place).style = "kip text example"
