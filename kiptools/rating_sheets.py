"""The sheet on which an expert rates a questionnaire's statements, and the filled-in sheets read back.

Every expert gets a copy of the same workbook, and what tells the experts apart is the name of the file that comes
back. Headings are understood in every language of the kit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.cells import whole_number
from kiptools.codebook import Codebook, Item
from kiptools.experts import RELEVANCE, Rating, Ratings, statements
from kiptools.files import read_table
from kiptools.language import Language
from kiptools.messages import KipError, Message, cut, message
from kiptools.places import files_of, refuse_but_new_workbook, replacing
from kiptools.sheets import heading_key, needed_height, new_workbook, put, rule, save_workbook, set_up_print
from kiptools.tables import Table, column_letter

if TYPE_CHECKING:
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["read_ratings", "write_rating_sheet"]

HEADINGS: dict[str, Message] = {
    "item": message("Name"),
    "topic": message("Topic"),
    "definition": message("What the topic means"),
    "statement": message("Statement"),
    "relevance": message("Relevance (1 to 4)"),
    "remark": message("What is unclear"),
    "expert": message("Expert"),
}
_WIDTHS = {"item": 18, "topic": 22, "definition": 40, "statement": 52, "relevance": 14, "remark": 48}
_TO_FILL_IN = ("relevance", "remark")
_LEVELS = (
    message("1: not relevant to the topic"),
    message("2: somewhat relevant"),
    message("3: quite relevant"),
    message("4: highly relevant"),
)


# --- writing -----------------------------------------------------------------------------------------


def write_rating_sheet(codebook: Codebook, path: str | Path, *, lang: str = "en") -> Path:
    """Write the sheet on which an expert rates the statements; send each expert a copy.

    Parameters
    ----------
    codebook : Codebook
    path : str or Path
        ``something.xlsx``.
    lang : str
        One of `kiptools.LANGUAGES`; the statements are in it, too, if the questionnaire has it.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        The questionnaire has no rated statement, there is such a file already, its name ends otherwise, or it cannot
        be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from kiptools import kit_path, read_codebook
    >>> with TemporaryDirectory() as folder:
    ...     book = read_codebook(kit_path("data", "cite", "codebook"))
    ...     write_rating_sheet(book, f"{folder}/expert.xlsx", lang="it").name
    'expert.xlsx'
    """
    path, language = Path(path), Language(lang)
    refuse_but_new_workbook(path)
    items = statements(codebook)
    if not items:
        raise KipError(message("The questionnaire has no statement that is rated, so there is nothing to review."))
    workbook = new_workbook(message("Review of the statements"), language)
    sheet = workbook.create_sheet(language.say(message("Ratings")))
    _fill(sheet, codebook, items, language)
    _explain(workbook.create_sheet(language.say(message("How to rate"))), language)
    with replacing(path) as new:
        save_workbook(workbook, new)
    return path


def _fill(sheet: Worksheet, codebook: Codebook, items: Sequence[Item], language: Language) -> None:
    from openpyxl.styles import Border, Protection, Side

    line = Side("thin", "7F7F7F")
    topics = {construct.name: construct for construct in codebook.constructs}
    columns = _columns(codebook, items, language)
    for place, (key, heading) in enumerate(columns.items()):
        sheet.column_dimensions[column_letter(place)].width = _WIDTHS[key]
        put(sheet.cell(1, place + 1), heading, "kip required" if key == "relevance" else "kip heading")
    for number, item in enumerate(items, start=2):
        topic = topics.get(item.construct)
        texts = {
            "item": item.name,
            "topic": topic.wording.in_language(language.code) if topic else "",
            "definition": topic.definition.in_language(language.code) if topic else "",
            "statement": item.wording.in_language(language.code) or item.name,
            **dict.fromkeys(_TO_FILL_IN, ""),
        }
        for place, key in enumerate(columns, start=1):
            cell = sheet.cell(number, place)
            put(cell, texts[key], "kip number" if key == "relevance" else "kip text")
            if key in _TO_FILL_IN:
                cell.value = None
                cell.border = Border(line, line, line, line)
            cell.protection = Protection(locked=key not in _TO_FILL_IN)
        sheet.row_dimensions[number].height = 6 + needed_height((texts[key], _WIDTHS[key]) for key in columns)
    sheet.row_dimensions[1].height = needed_height((heading, _WIDTHS[key] - 2) for key, heading in columns.items())
    relevance = column_letter([*columns].index("relevance"))
    drop_down = _drop_down(language)
    drop_down.add(f"{relevance}2:{relevance}{len(items) + 1}")
    sheet.add_data_validation(drop_down)
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # False: not forbidden
    set_up_print(sheet)


def _columns(codebook: Codebook, items: Sequence[Item], language: Language) -> dict[str, str]:
    """The heading of each column; no column for topics or definitions that there are not."""
    topics = [construct for construct in codebook.constructs if any(item.construct == construct.name for item in items)]
    used = {"topic": bool(topics), "definition": any(topic.definition.texts for topic in topics)}
    keys = ("item", "topic", "definition", "statement", *_TO_FILL_IN)
    return {key: language.say(HEADINGS[key]) for key in keys if used.get(key, True)}


def _drop_down(language: Language) -> DataValidation:
    terms = {"type": "list", "formula1": '"' + ",".join(map(str, RELEVANCE)) + '"'}
    found = rule(terms, language.say(message("Choose 1, 2, 3 or 4.")))
    found.showInputMessage = True
    found.promptTitle = language.say(HEADINGS["relevance"])[:32]
    found.prompt = "\n".join(map(language.say, _LEVELS))[:255]
    return found


def _explain(sheet: Worksheet, language: Language) -> None:
    sheet.column_dimensions["A"].width = 110
    lines = [
        ("title", message("How to rate the statements")),
        (
            "line",
            message("Please read each statement together with its topic, and say how relevant it is to the topic."),
        ),
        *(("line", level) for level in _LEVELS),
        (
            "line",
            message(
                "If a statement is unclear, asks two things at once, or would be hard to answer, write so beside it in "
                "your own words."
            ),
        ),
        (
            "line",
            message("Leave a rating empty if you cannot judge. The statements themselves cannot be changed here."),
        ),
        (
            "line",
            message("Save the file under a name of its own, so that the files of several people can be told apart."),
        ),
    ]
    for number, (style, text) in enumerate(lines, start=1):
        said = language.say(text)
        put(sheet.cell(number, 1), said, f"kip {style}")
        sheet.row_dimensions[number].height = 4 + needed_height([(said, 110)])
    sheet.protection.sheet = True
    set_up_print(sheet)


# --- reading -----------------------------------------------------------------------------------------


def read_ratings(source: str | Path | Iterable[str | Path]) -> Ratings:
    """Read what experts filled in.

    Parameters
    ----------
    source : str, Path, or iterable of these
        Filled-in sheets, XLSX or CSV; or a folder that holds nothing else. A file with a column *Expert* has the
        ratings of several, any other those of one, who is called as the file is.

    Returns
    -------
    Ratings

    Raises
    ------
    KipError
        A file cannot be read, lacks a column, holds no rating, or has a rating that is none or stands there twice.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(f"{folder}/one.csv").write_text("item,relevance,remark\\ntrust_1,4,\\ntrust_2,,Which talks?\\n")
    ...     read_ratings(folder).ratings[1].remark
    'Which talks?'
    """
    found: list[Rating] = []
    faults: list[Message] = []
    for path in _files(source):
        found += _ratings(read_table(path), path.stem, faults)
    faults += _twice(found)
    if faults:
        raise KipError(faults)
    return Ratings(tuple(found))


def _files(source: str | Path | Iterable[str | Path]) -> list[Path]:
    paths = [Path(source)] if isinstance(source, (str, Path)) else [Path(each) for each in source]
    if len(paths) == 1 and paths[0].is_dir():
        folder = paths[0]
        paths = files_of(folder)
        if not paths:
            raise KipError(
                message("The folder {folder} has no filled-in rating sheet (.xlsx or .csv).", folder=str(folder))
            )
    if not paths:
        raise KipError(message("There is no rating sheet to read; give the files, or their folder."))
    return paths


def _ratings(table: Table, stem: str, faults: list[Message]) -> Iterator[Rating]:
    """The rows of one file that say something."""
    keys = {column.name: heading_key(column.name, HEADINGS) for column in table.columns}
    if absent := [key for key in ("item", "relevance") if key not in keys.values()]:
        faults += [
            message(
                "{sheet} has no column {column} (found: {found}).",
                sheet=table.name,
                column=HEADINGS[key],
                found=tuple(map(cut, keys)),
            )
            for key in absent
        ]
        return
    empty = True
    for row, cells in table.records():
        said = {keys[name]: text for name, text in cells.items()}
        if not said.get("relevance") and not said.get("remark"):
            continue
        empty = False
        rating = whole_number(said["relevance"])
        if rating and rating not in map(str, RELEVANCE):
            faults.append(
                message(
                    '{file}, row {row}: the relevance of {item} is "{value}"; give a whole number from 1 (not '
                    "relevant) to 4 (highly relevant), or leave it empty.",
                    file=table.name,
                    row=row,
                    item=cut(said["item"]),
                    value=cut(said["relevance"]),
                )
            )
            continue
        yield Rating(
            said["item"],
            said.get("expert") or stem,
            int(rating) if rating else None,
            said.get("remark", ""),
            table.name,
            row,
        )
    if empty:
        faults.append(
            message(
                "{file} holds no rating and no remark; leave it out, or ask for it to be filled in.", file=table.name
            )
        )


def _twice(ratings: Sequence[Rating]) -> Iterator[Message]:
    """Statements that one expert rated twice."""
    first: dict[tuple[str, str], Rating] = {}
    for rating in ratings:
        earlier = first.setdefault((rating.expert, rating.item), rating)
        if earlier is not rating:
            yield message(
                "{file}, row {row}: the same expert rated {item} already ({first}, row {first_row}); keep one of them.",
                file=rating.file,
                row=rating.row,
                item=cut(rating.item),
                first=earlier.file,
                first_row=earlier.row,
            )
