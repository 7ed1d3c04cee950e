"""A sheet for typing in answers from paper: one row for each form, its questions in the order of the form.

Its one heading row has the names of the questionnaire's items, so that `read_responses` reads the sheet with the same
codebook; the number of the question is shown before the name and is no part of it. Whoever types sees the question's
wording at each cell, and chooses answers from lists in the language of the paper form.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from kiptools.codebook import NUMBERS, Choice, Codebook, Item
from kiptools.fielding.paper import in_one_language, numbering
from kiptools.language import Language
from kiptools.messages import Message, cut, message, visible
from kiptools.places import refuse_but_new_workbook, replacing
from kiptools.sheets import (
    BLUE,
    CREATOR,
    LINE,
    add_lists,
    free,
    list_ranges,
    needed_height,
    new_workbook,
    put,
    rule,
    save_workbook,
    set_up_print,
)
from kiptools.tables import column_letter, fold

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["write_entry_sheet"]

TICK = "x"
"""What stands in the column of an option that was ticked."""
FORM_NUMBERS = ("id", "response id", "_id", "_index")
"""Headings for the number on the paper form that readers take for no question; the first that no item has is used."""
Lists = dict[str, tuple[str, ...]]
"""The words to choose from, by question."""
_DAYS = (date(1900, 1, 1), date(2100, 12, 31))
_TITLE, _TEXT = 32, 255  # letters that a spreadsheet shows at a cell


@dataclass(frozen=True)
class _Column:
    """A column to type into: of a question, of one option of it, or of what was written beside "other"."""

    item: Item
    number: int
    option: Choice | None = None
    own: bool = False

    @property
    def heading(self) -> str:
        if self.own:
            return f"{self.item.name}/text"
        return f"{self.item.name}/{self.option.name}" if self.option else self.item.name

    @property
    def style(self) -> str:
        if self.item.type == "date" and not self.own:
            return "date"
        return "number" if self.item.type == "integer" and not self.own else "text"

    @property
    def decimal(self) -> bool:
        return self.item.type in NUMBERS and self.item.type != "integer" and not self.own

    @property
    def width(self) -> int:
        usual = 40 if self.item.type == "text" or self.own else 14 if self.option else 18
        return max(usual, len(self.heading) + 8)


def write_entry_sheet(codebook: Codebook, path: str | Path, language: str = "en", *, rows: int = 200) -> Path:
    """Write a sheet into which answers on paper are typed.

    Parameters
    ----------
    codebook : Codebook
        The questionnaire that was printed by `write_paper_form`.
    path : str or Path
        ``something.xlsx``.
    language : str
        The language of the paper forms, one of `kiptools.LANGUAGES`.
    rows : int
        For how many forms there are lists to choose from.

    Returns
    -------
    Path
        What `read_responses` reads with the same codebook.

    Raises
    ------
    KipError
        The questionnaire is not in that language, there is such a file already, its name ends otherwise, or it
        cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from kiptools.codebook import Wording
    >>> book = Codebook((Item("keep", "text", Wording((("en", "What should we keep?"),))),))
    >>> with TemporaryDirectory() as folder:
    ...     write_entry_sheet(book, f"{folder}/answers.xlsx").name
    'answers.xlsx'
    """
    path, found = Path(path), in_one_language(codebook, language)
    refuse_but_new_workbook(path)
    columns = list(_columns(codebook))
    lists = _lists(codebook, language)
    workbook = new_workbook(message("Answers from paper forms"), found)
    _add_answers(workbook, _form_number(codebook), columns, lists, found, rows)
    _add_questions(workbook, columns, lists, found)
    add_lists(workbook, _different(lists))
    with replacing(path) as new:
        save_workbook(workbook, new)
    return path


# --- columns and words ------------------------------------------------------------------------------------


def _columns(codebook: Codebook) -> Iterator[_Column]:
    """The columns in the order of the form."""
    numbers = numbering(codebook)
    for item in codebook.items:
        number = numbers[item.name]
        if item.type == "select_multiple":
            yield from (_Column(item, number, choice) for choice in item.choices)
        else:
            yield _Column(item, number)
        if item.other:
            yield _Column(item, number, own=True)


def _form_number(codebook: Codebook) -> str:
    """The heading of the first column, one that no question could have."""
    taken = {
        fold(text) for item in codebook.items for text in (item.name, item.heading, *dict(item.wording.texts).values())
    }
    return next(heading for heading in FORM_NUMBERS if heading not in taken)


def _lists(codebook: Codebook, language: str) -> Lists:
    """For each question with one answer from a list, the words to choose from."""
    return {item.name: _words(item, language) for item in codebook.items if item.type == "select_one" and item.scale}


def _words(item: Item, language: str) -> tuple[str, ...]:
    """The answers as respondents read them; their codes where words could be taken for another answer."""
    words = tuple(visible(choice.wording.in_language(language)) for choice in item.choices)
    codes = tuple(choice.name for choice in item.choices)
    for choice, word in zip(item.choices, words, strict=True):
        for other in item.choices:
            if other is not choice and fold(word) in {fold(text) for text in (other.name, *_texts(other))}:
                return codes
    return words if all(map(fold, words)) else codes


def _texts(choice: Choice) -> Sequence[str]:
    return [text for _, text in choice.wording.texts]


# --- the sheet to type into -------------------------------------------------------------------------------


def _add_answers(
    workbook: Workbook,
    form_number: str,
    columns: Sequence[_Column],
    lists: Lists,
    language: Language,
    rows: int,
) -> None:
    sheet = workbook.create_sheet(language.say(message("Answers")))
    ranges = _ranges(lists)
    _head(sheet, 0, form_number, 12, "text", _comment(language.say(_FORM_NUMBER)))
    _allow(sheet, 0, _form_number_rule(rows, language), rows)
    for place, column in enumerate(columns, start=1):
        _head(sheet, place, column.heading, column.width, column.style, _comment(_about(column, lists, language)))
        if column.decimal:
            sheet.column_dimensions[column_letter(place)].number_format = "General"
        sheet.cell(1, place + 1).number_format = f'"{column.number} · "@'  # the number is seen, and no part of the name
        _allow(sheet, place, _rule(column, ranges, language), rows)
    sheet.row_dimensions[1].height = 2 * LINE
    sheet.freeze_panes = "B2"
    sheet.sheet_properties.tabColor = BLUE
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    guard = sheet.protection
    guard.sheet = True
    guard.formatCells = guard.formatColumns = guard.formatRows = guard.sort = False  # not forbidden
    set_up_print(sheet)


_FORM_NUMBER = message("The number on the paper form. No analysis uses it; with it you find the form again.")


def _head(sheet: Worksheet, place: int, heading: str, width: int, style: str, comment: Comment) -> None:
    letter = column_letter(place)
    sheet.column_dimensions[letter].width = width
    free(sheet.column_dimensions[letter], style)
    cell = sheet.cell(1, place + 1)
    put(cell, heading, "kip heading")
    cell.comment = comment


def _allow(sheet: Worksheet, place: int, allowed: DataValidation, rows: int) -> None:
    letter = column_letter(place)
    allowed.add(f"{letter}2:{letter}{rows + 1}")
    sheet.add_data_validation(allowed)


def _comment(text: str) -> Comment:
    from openpyxl.comments import Comment

    return Comment(text, CREATOR, width=320, height=24 + 18 * len(wrap(text, 46)))


def _about(column: _Column, lists: Lists, language: Language) -> str:
    """The question, and what may stand below it."""
    question = visible(column.item.wording.in_language(language.code)) or column.item.name
    return f"{question}\n{language.say(_accepted(column, lists, language))}"


def _accepted(column: _Column, lists: Lists, language: Language) -> Message:
    item = column.item
    if column.own:
        return message("What was written beside the box.")
    if column.option:
        option = column.option.wording.in_language(language.code) or column.option.name
        return message('Write {tick} if "{option}" is ticked.', tick=TICK, option=option)
    if item.name in lists:
        return message("One of these: {words}", words="; ".join(lists[item.name]))
    return _wanted(item)


def _wanted(item: Item) -> Message:
    """What an open question takes."""
    if item.type == "integer":
        return message("A whole number.")
    if item.type in NUMBERS:
        return message("A number.")
    if item.type == "date":
        return message("A date.")
    if item.type == "datetime":
        return message("A date and a time, as in {example}.", example="2026-03-31 14:30")
    if item.type == "time":
        return message("A time, as in {example}.", example="14:30")
    return message("The text as it was written.")


def _rule(column: _Column, ranges: dict[str, str], language: Language) -> DataValidation:
    """What a spreadsheet shows at the cells of a column, lets people write there, and says otherwise."""
    item, terms, error = column.item, {}, None
    if column.option:
        terms = {"type": "list", "formula1": f'"{TICK}"'}
        error = message("Write {tick} if the box is ticked; leave the cell empty if not.", tick=TICK)
    elif column.own:
        pass
    elif item.name in ranges:
        terms = {"type": "list", "formula1": ranges[item.name]}
        error = message(
            "This is none of the answers. Choose one from the list; leave the cell empty if none is ticked."
        )
    elif item.type == "integer":
        terms = {"type": "whole", "operator": "between", "formula1": "-999999999", "formula2": "999999999"}
        error = message("Write a whole number, in digits.")
    elif item.type in NUMBERS:
        terms = {"type": "decimal", "operator": "between", "formula1": "-999999999", "formula2": "999999999"}
        error = message("Write a number, in digits.")
    elif item.type == "date":
        first, last = ((day - date(1899, 12, 30)).days for day in _DAYS)
        terms = {"type": "date", "operator": "between", "formula1": str(first), "formula2": str(last)}
        error = message("Write a day, with its month and year.")
    return _shown_at_cells(terms, error, _prompt(column, language), str(column.number), language)


def _prompt(column: _Column, language: Language) -> str:
    """What is seen while a cell is being typed into."""
    question = cut(column.item.wording.in_language(language.code) or column.item.name, 160)
    if column.own:
        beside = language.say(message("What was written beside the box."))
        return f"{question}\n{beside}"
    if column.option:
        return f"{question}\n{TICK} = {cut(column.option.wording.in_language(language.code) or column.option.name, 80)}"
    return question


def _form_number_rule(rows: int, language: Language) -> DataValidation:
    return _shown_at_cells(
        {"type": "custom", "formula1": f"COUNTIF($A$2:$A${rows + 1},A2)=1"},
        message("There is a row for this number already. Is it another form?"),
        language.say(_FORM_NUMBER),
        "",
        language,
        soft=True,
    )


def _shown_at_cells(
    terms: dict[str, str], error: Message | None, prompt: str, title: str, language: Language, *, soft: bool = False
) -> DataValidation:
    found = rule(terms, language.say(error)[:_TEXT] if error else "", soft=soft)
    found.showInputMessage = True
    found.promptTitle, found.prompt = title[:_TITLE] or None, prompt[:_TEXT]
    return found


# --- the other sheets -------------------------------------------------------------------------------------


def _add_questions(workbook: Workbook, columns: Sequence[_Column], lists: Lists, language: Language) -> None:
    """How to type, and all questions with what may stand below them."""
    sheet = workbook.create_sheet(language.say(message("Questions")))
    widths = (8, 30, 70, 60)
    for place, width in enumerate(widths):
        sheet.column_dimensions[column_letter(place)].width = width
    for number, (style, cells) in enumerate(_explained(columns, lists, language), start=1):
        for place, text in enumerate(cells, start=1):
            put(sheet.cell(number, place), text, f"kip {style}")
        if style == "definition":
            sheet.row_dimensions[number].height = 3 + needed_height(zip(cells, widths, strict=True))
        elif style == "line" and cells:
            sheet.merge_cells(f"A{number}:D{number}")
            sheet.row_dimensions[number].height = needed_height([(cells[0], sum(widths))])
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    set_up_print(sheet)


def _explained(columns: Sequence[_Column], lists: Lists, language: Language) -> Iterator[tuple[str, Sequence[str]]]:
    """The style and the cells of each row."""
    say = language.say
    yield "title", [say(message("How to type in answers from paper"))]
    for text in (
        message("Write one row for each paper form. The columns have the order and the numbers of its questions."),
        message("Give each form a number, on the form and in the first column, so that you can find it again."),
        message("Leave a cell empty where nothing was ticked or written, and where two boxes of one row were ticked."),
        message("Do not guess what somebody meant. Let a second person compare some of the forms with their rows."),
    ):
        yield "line", [say(text)]
    yield "line", []
    heads = (message("No."), message("Heading"), message("Question"), message("What may stand there"))
    yield "heading", list(map(say, heads))
    for column in columns:
        question = visible(column.item.wording.in_language(language.code)) or column.item.name
        yield (
            "definition",
            [str(column.number), column.heading, question, say(_accepted(column, lists, language))],
        )


def _different(lists: Lists) -> Lists:
    """Equal lists once, by a number."""
    return {str(place): words for place, words in enumerate(dict.fromkeys(lists.values()), start=1)}


def _ranges(lists: Lists) -> dict[str, str]:
    """Where on the hidden sheet the words of each question stand."""
    different = _different(lists)
    places = dict(zip(different.values(), list_ranges(different).values(), strict=True))
    return {name: places[words] for name, words in lists.items()}
