"""A questionnaire on paper, for people who would rather write than click.

One document in one language, in the order of the questionnaire. Statements of one topic with the same answers are
one table; other questions stand one by one. The numbers are the places in the questionnaire: the same in every
language and on the data-entry sheet (`kiptools.fielding.entry`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from os.path import commonprefix
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.codebook import DATES, NUMBERS, OTHER, Codebook, Item, check_language
from kiptools.fielding.conditions import condition_in_words
from kiptools.fielding.word import BOX, WIDTH, document, narrow, new_file, paragraph, save, set_borders, table, write
from kiptools.language import Language
from kiptools.messages import Message, cut, message

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

__all__ = ["in_one_language", "numbering", "write_paper_form"]

MOST_COLUMNS = 7
"""Answers that fit beside a statement; more stand below each other."""
MOST_TOGETHER = 8
"""Rows of a table that are not torn apart by the end of a page."""
LINES = 4
"""To write an answer on."""
_STATEMENT = 4.7  # centimetres that a statement needs at least
_SMALL, _LARGE = 9, 14  # points: the headings of the answers, and the boxes
_QUESTION, _ANSWER, _HINT, _NOTE = "Question", "Answer", "Hint", "Note"
_SAME_QUESTION = re.compile(r".*[?:]\s+", re.S)


@dataclass(frozen=True)
class _Form:
    """A questionnaire and the language in which it is printed."""

    codebook: Codebook
    language: Language
    numbers: dict[str, int]

    def say(self, text: Message) -> str:
        return self.language.say(text)

    def number(self, item: Item) -> str:
        return str(self.numbers[item.name])

    def wording(self, item: Item) -> str:
        return item.wording.in_language(self.language.code) or item.name

    def answers(self, item: Item) -> list[str]:
        return [choice.wording.in_language(self.language.code) or choice.name for choice in item.choices]


def write_paper_form(codebook: Codebook, path: str | Path, language: str = "en", *, organisation: str = "") -> Path:
    """Write a questionnaire as a document to print and fill in by hand.

    Parameters
    ----------
    codebook : Codebook
    path : str or Path
        ``something.docx``.
    language : str
        One of `kiptools.LANGUAGES`, and of the questionnaire.
    organisation : str
        Who asks; it stands below the title.

    Returns
    -------
    Path
        What stands between square brackets there, highlighted, is still to be filled in.

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
    ...     write_paper_form(book, f"{folder}/survey.docx").name
    'survey.docx'
    """
    path = new_file(path)
    form = _Form(codebook, in_one_language(codebook, language), numbering(codebook))
    title = codebook.title.in_language(language) or form.say(message("Questionnaire"))
    made = document(title, form.language)
    _add_styles(made)
    _add_opening(made, form, organisation)
    opened = codebook.items[0].name if codebook.items else ""
    for heading, items in _sections(form):
        if heading:
            paragraph(made, heading, "Heading 1")
        for block in _blocks(form, items):
            if block[0].name != opened:
                _add_notes(made, form, block[0].name)
            _add_block(made, form, block, heading)
    _add_notes(made, form, "")
    _add_closing(made, form)
    save(made, path)
    return path


def numbering(codebook: Codebook) -> dict[str, int]:
    """The number of each question, on paper and on the data-entry sheet.

    Parameters
    ----------
    codebook : Codebook

    Returns
    -------
    dict of str to int
    """
    return {item.name: number for number, item in enumerate(codebook.items, start=1)}


def in_one_language(codebook: Codebook, language: str) -> Language:
    """The language, if the questionnaire has it.

    Parameters
    ----------
    codebook : Codebook
    language : str

    Returns
    -------
    Language

    Raises
    ------
    KipError
        The questionnaire is in other languages only, or the kit does not speak it.
    """
    found = Language(language)
    check_language(codebook, language)
    return found


# --- what belongs together --------------------------------------------------------------------------------


def _sections(form: _Form) -> Iterator[tuple[str, list[Item]]]:
    """Neighbouring questions on one topic, under its title; a form without topics has no headings."""
    titles = {
        construct.name: construct.wording.in_language(form.language.code) or construct.name
        for construct in form.codebook.constructs
    }
    for place, (construct, items) in enumerate(groupby(form.codebook.items, key=lambda item: item.construct)):
        title = titles.get(construct, construct)
        if not title and titles:
            title = form.say(message("Further questions") if place else message("To begin with"))
        yield title, list(items)


def _blocks(form: _Form, items: Sequence[Item]) -> list[list[Item]]:
    """Statements that make one table, and other questions one by one."""
    noted = {note.before for note in form.codebook.notes}
    blocks: list[list[Item]] = []
    for item in items:
        before = blocks[-1][-1] if blocks else None
        if before is not None and _fits_a_table(item) and _alike(before, item) and item.name not in noted:
            blocks[-1].append(item)
        else:
            blocks.append([item])
    return blocks


def _fits_a_table(item: Item) -> bool:
    return item.type == "select_one" and not item.other and len(item.choices) <= MOST_COLUMNS


def _alike(one: Item, other: Item) -> bool:
    return (one.type, one.scale, one.role, one.relevant) == (other.type, other.scale, other.role, other.relevant)


def _shared_question(wordings: Sequence[str]) -> str:
    """What all the wordings begin with, as far as it is a whole question ("How important is it?")."""
    found = _SAME_QUESTION.match(commonprefix(list(wordings)))
    return found[0] if found and all(len(wording) > len(found[0]) for wording in wordings) else ""


# --- the parts of the form --------------------------------------------------------------------------------


def _add_opening(made: Document, form: _Form, organisation: str) -> None:
    if organisation:
        paragraph(made, organisation, "Subtitle")
    if form.codebook.items:
        _add_notes(made, form, form.codebook.items[0].name)
    paragraph(
        made, form.say(message("Tick the boxes with a pen. To correct a tick, cross out its box and tick another."))
    )
    _add_return(made, form)
    number = paragraph(made, form.say(message("Number of this form (the office fills it in):")), _HINT)
    _rule_off(number, 14)


def _add_return(made: Document, form: _Form) -> None:
    day, place = form.say(message("day and month")), form.say(message("person or address"))
    text = message("Please return this form by {day} to {place}.", day=f"⟦{day}⟧", place=f"⟦{place}⟧")
    paragraph(made, form.say(text))


def _add_closing(made: Document, form: _Form) -> None:
    paragraph(made, form.say(message("Returning this form")), "Heading 1")
    if not any(note.before == "" for note in form.codebook.notes):
        paragraph(made, form.say(message("Thank you for your answers.")))
    _add_return(made, form)


def _add_notes(made: Document, form: _Form, before: str) -> None:
    """The notes before a question, or at the end; those before the first question belong to the opening."""
    for note in form.codebook.notes:
        if note.before == before and (text := note.wording.in_language(form.language.code)):
            for line in text.splitlines():
                if line.strip():
                    paragraph(made, line, _NOTE)


def _add_block(made: Document, form: _Form, block: Sequence[Item], heading: str) -> None:
    item = block[0]
    if len(block) > 1:
        _add_statements(made, form, block, heading)
        return
    _add_question(made, form, item)
    if item.closed:
        _add_answers(made, form, item)
    elif item.type in DATES:
        heads = [message("Day"), message("Month"), message("Year")]
        _add_boxes(made, form, item, heads + [message("Time")] * (item.type == "datetime"))
    elif item.type == "time":
        _add_boxes(made, form, item, [message("Hours"), message("Minutes")])
    elif item.type in NUMBERS:
        _add_boxes(made, form, item, [message("Number")])
    else:
        _add_lines(made, form, item)


def _add_question(made: Document, form: _Form, item: Item) -> None:
    text = paragraph(made, "", _QUESTION)
    _write_numbered(text, form.number(item), form.wording(item))
    _add_condition(made, form, item)
    if hint := item.hint.in_language(form.language.code):
        paragraph(made, hint, _HINT).paragraph_format.keep_with_next = True


def _add_condition(made: Document, form: _Form, item: Item) -> None:
    if item.relevant:
        paragraph(made, form.say(_condition(form, item)), _HINT).paragraph_format.keep_with_next = True


def _add_answers(made: Document, form: _Form, item: Item) -> None:
    """The answers of a closed question, one below the other."""
    how = message("Tick one box.") if item.type == "select_one" else message("Tick all that apply.")
    paragraph(made, form.say(how), _HINT).paragraph_format.keep_with_next = True
    for place, (choice, text) in enumerate(zip(item.choices, form.answers(item), strict=True), start=1):
        line = paragraph(made, f"{BOX} ", _ANSWER)
        line.add_run("\t")
        write(line, text)
        line.paragraph_format.keep_with_next = place < len(item.choices)
        if item.other and choice.name == OTHER.name:
            write(line, ":")
            _rule_off(line, WIDTH)


def _add_statements(made: Document, form: _Form, items: Sequence[Item], heading: str) -> None:
    """Statements as the rows of a table whose columns are the answers."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt

    wordings = list(map(form.wording, items))
    shared = _shared_question(wordings)
    if shared:
        paragraph(made, shared, "Caption")
    _add_condition(made, form, items[0])
    paragraph(made, form.say(message("Tick one box in each row.")), _HINT).paragraph_format.keep_with_next = True
    answers = form.answers(items[0])
    width = _column_width(answers)
    numbers = {"first": form.number(items[0]), "last": form.number(items[-1])}
    grid = table(
        made,
        [form.say(message("Statement")), *answers],
        [["", *([BOX] * len(answers))] for _ in items],
        widths=[WIDTH - width * len(answers), *([width] * len(answers))],
        title=form.say(
            message("{topic}: questions {first} to {last}", topic=heading, **numbers)
            if heading
            else message("Questions {first} to {last}", **numbers)
        ),
        description=form.say(
            message(
                "Each row is a statement with its number; the other columns are the answers, and each cell has a box "
                "to tick: {answers}.",
                answers=tuple(answers),
            )
        ),
    )
    for row, item, wording in zip(grid.rows[1:], items, wordings, strict=True):
        first = row.cells[0]
        _write_numbered(first.paragraphs[0], form.number(item), wording[len(shared) :])
        _hang(first.paragraphs[0], 0.8)
        if hint := item.hint.in_language(form.language.code):
            below = paragraph(first, hint, _HINT)
            below.paragraph_format.left_indent, below.paragraph_format.space_after = Cm(0.8), Pt(0)
    for number, row in enumerate(grid.rows):
        for cell in row.cells[1:]:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER if number else None
            narrow(cell)
            for run in cell.paragraphs[0].runs:
                run.font.size, run.font.bold = (Pt(_LARGE), None) if number else (Pt(_SMALL), False)
    _set_apart(grid, [choice.missing for choice in items[0].choices])
    if len(items) <= MOST_TOGETHER:
        _keep_together(grid)


def _column_width(answers: Sequence[str]) -> float:
    """Equal for all answers, so that none looks more usual than another; wide enough for the longest word."""
    longest = max(sum(map(_letter_width, word)) for answer in answers for word in answer.split() or [""])
    return min(max(longest + 0.15, 1.6), (WIDTH - _STATEMENT) / len(answers))


def _letter_width(letter: str) -> float:
    """Of a letter in the heading of a column, in centimetres."""
    ems = 0.84 if letter in "mwMW" else 0.33 if letter in "fijlrtI'’.,-" else 0.7 if letter.isupper() else 0.557
    return ems * _SMALL * 2.54 / 72


def _add_boxes(made: Document, form: _Form, item: Item, heads: Sequence[Message]) -> None:
    """Boxes to write numbers into."""
    from docx.shared import Cm

    width = 4.0 if len(heads) == 1 else 2.5
    boxes = table(
        made,
        list(map(form.say, heads)),
        [[""] * len(heads)],
        widths=[width] * len(heads),
        title=form.say(_room(form, item)),
    )
    boxes.rows[1].height = Cm(1)
    _keep_together(boxes)


def _add_lines(made: Document, form: _Form, item: Item) -> None:
    """Lines to write on."""
    from docx.shared import Cm

    lines = table(made, [], [[""]] * LINES, widths=[WIDTH], title=form.say(_room(form, item)))
    for row in lines.rows:
        row.height = Cm(0.95)
        set_borders(row.cells[0], top=0, left=0, right=0)
    _keep_together(lines)


def _room(form: _Form, item: Item) -> Message:
    return message("Room for your answer to question {number}", number=form.number(item))


# --- for whom a question is -------------------------------------------------------------------------------


def _condition(form: _Form, item: Item) -> Message:
    """For whom a question is, in words; a condition that is more than a few answers is left for a person to word."""
    found = condition_in_words(form.codebook, item.relevant, form.language.code, form.numbers)
    if found is not None:
        return found
    text = cut(item.relevant.replace("⟦", "").replace("⟧", ""), 200)
    return message("Only for some respondents: {condition}", condition=f"⟦{text}⟧")


# --- how it looks -----------------------------------------------------------------------------------------


def _add_styles(made: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    for name, size, bold, before, after in (
        (_QUESTION, 11, True, 14, 4),
        (_ANSWER, 11, False, 0, 3),
        (_HINT, 10, False, 6, 4),
        (_NOTE, 11, False, 8, 4),
    ):
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles["Normal"]
        style.font.size, style.font.bold = Pt(size), bold
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.keep_together = Pt(before), Pt(after), True
        shape.keep_with_next = name == _QUESTION
        if name in (_QUESTION, _ANSWER):
            shape.left_indent, shape.first_line_indent = Cm(0.8), Cm(-0.8)
            shape.tab_stops.add_tab_stop(Cm(0.8))


def _write_numbered(into: Paragraph, number: str, text: str) -> None:
    write(into, f"{number}.")
    into.add_run("\t")
    write(into, text)


def _hang(text: Paragraph, room: float) -> None:
    """Let the lines below the first begin where the text begins, not its number."""
    from docx.shared import Cm

    shape = text.paragraph_format
    shape.left_indent, shape.first_line_indent = Cm(room), Cm(-room)
    shape.tab_stops.add_tab_stop(Cm(room))


def _rule_off(line: Paragraph, end: float) -> None:
    """A line to write on, from the end of the text to so many centimetres from the margin."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Cm

    line.add_run(" \t")
    line.paragraph_format.tab_stops.add_tab_stop(Cm(end), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)


def _set_apart(grid: Table, missing: Sequence[bool]) -> None:
    """A thick line before the first answer that is none: "does not apply" is no step of the scale."""
    if not any(missing) or missing[0]:
        return
    place = list(missing).index(True) + 1
    for row in grid.rows:
        set_borders(row.cells[place], left=18)


def _keep_together(grid: Table) -> None:
    """A short table stays on one page."""
    for row in grid.rows[:-1]:
        for cell in row.cells:
            for text in cell.paragraphs:
                text.paragraph_format.keep_with_next = True
