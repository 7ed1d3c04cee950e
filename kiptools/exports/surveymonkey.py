"""SurveyMonkey: a second heading row with "Response", the option or the row; or both in one heading."""

from __future__ import annotations

from dataclasses import replace

from kiptools.exports.columns import plain_text, runs, shared_question, tick_texts, unique
from kiptools.exports.tool import NOTHING, Arranged, Clue, Sure, Tool
from kiptools.messages import message
from kiptools.tables import Column, Heading, Sheet, fold, headed

_RESPONDENT = frozenset(
    ("respondentid", "respondent id", "respondent_id", "id du répondant", "id répondant", "id rispondente")
    + ("id ispitanika", "id do inquirido", "id do respondente")
)
_RESPONSE = frozenset(
    ("response", "open-ended response", "réponse", "réponse ouverte", "risposta", "risposta aperta", "odgovor")
    + ("otvoreni odgovor", "resposta", "resposta aberta", "antwort", "offene antwort", "respuesta", "respuesta abierta")
)
_OTHER = (
    "other (please specify",
    "other (specify",
    "autre (veuillez préciser",
    "altro (specificare",
    "drugo (molimo navedite",
    "ostalo (navedite",
    "outro (especifique",
    "outra (especifique",
)


def recognise(sheet: Sheet) -> Clue:
    first, second = sheet.row(0), sheet.row(1)
    filled = [cell for cell in second if cell]
    if filled and second[0] == "" and fold(first[0]) in _RESPONDENT:
        return Clue(
            Sure.CERTAIN,
            message("its first heading is {heading}, and its second row has the options", heading=first[0]),
        )
    if len(filled) > 1 and sum(fold(cell) in _RESPONSE for cell in filled) >= len(filled) / 2:
        return Clue(Sure.LIKELY, message("its second row is a heading: {cell}", cell=filled[0]))
    if fold(first[0]) in _RESPONDENT:
        return Clue(Sure.LIKELY, message("its first column is {heading}", heading=first[0]))
    return NOTHING


def arrange(sheet: Sheet) -> Arranged:
    first, second = sheet.row(0), sheet.row(1)
    two = any(fold(cell) in _RESPONSE for cell in second) or (fold(first[0]) in _RESPONDENT and second[:1] == [""])
    headings = _two_rows(first, second) if two else shared_question([plain_text(name) for name in first], " - ")
    names = unique(
        [
            f"{heading.question} [{heading.part}]" if two and heading.part else name or heading.question
            for name, heading in zip(first, headings, strict=True)
        ]
    )
    table = headed(sheet, names, 2 if two else 1, headings)
    columns = table.columns if two else _without_dashes(table.columns)
    groups = runs(list(map(_with_own_text, columns)), lambda column: column.heading.part and column.heading.question)
    return Arranged(replace(table, columns=tuple(column for group in groups for column in _ticked_by_numbers(group))))


def _two_rows(first: list[str], second: list[str]) -> list[Heading]:
    """The question stands above the first of its columns only."""
    headings = []
    question = ""
    for above, below in zip(first, second, strict=True):
        question = plain_text(above) or (question if below else "")
        part = "" if fold(below) in _RESPONSE else plain_text(below)
        headings.append(Heading(question, part))
    return headings


def _without_dashes(columns: tuple[Column, ...]) -> list[Column]:
    """A dash also stands in questions: only columns with ticks, or with the same few answers, are parts of one."""
    kept: list[Column] = []
    for group in runs(columns, lambda column: column.heading.part and fold(column.heading.question)):
        answers = {value for column in group for value in column.values if value}
        ticks = sum(bool(tick_texts(column)) for column in group)
        if len(group) > 1 and (ticks >= len(group) - 1 or len(answers) <= 12):
            kept += group
        else:
            kept += [replace(column, heading=Heading(plain_text(column.name))) for column in group]
    return kept


def _with_own_text(column: Column) -> Column:
    part = fold(column.heading.part)
    own = part.startswith(_OTHER) and not tick_texts(column) - {"1"}
    return replace(column, heading=replace(column.heading, own=own))


def _ticked_by_numbers(group: list[Column]) -> list[Column]:
    """Options in an export of numbers: each column holds nothing but its option's own number."""
    options = [column for column in group if not column.heading.own]
    numbers = [[value for value in column.values if value] for column in options]
    flat = [number for each in numbers for number in each]
    one_each = len(options) > 1 and all(len(each) == 1 for each in numbers) and len(set(flat)) == len(flat)
    if not one_each or not all(number.isdecimal() for number in flat):
        return group
    return [
        column if column.heading.own else replace(column, values=tuple("1" if value else "" for value in column.values))
        for column in group
    ]


TOOL = Tool("surveymonkey", "SurveyMonkey", recognise, arrange)
