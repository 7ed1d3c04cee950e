"""How far each cooperation goes, shown: for each relation and function, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiptools.fields import INVOLVEMENT, LADDERS, label
from kiptools.involvement import CooperationLevel, FunctionLevels, Involvement
from kiptools.language import Language
from kiptools.messages import counted, message, some
from kiptools.show.drawing import (
    counts_figure,
)
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import count_text, table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["involvement_figure"]

NOT_RECORDED = message("How you work together is not recorded: the list has no rows on cooperation.")
CANNOT_BE_TOLD = message("Cannot be told")
NOT_STATED = message("Not stated")
MOST_ROWS = 200
MOST_BARS = 20
"""More functions than this are drawn as several figures."""


def _levels(language: Language) -> list[str]:
    return [label("rung", level, language.code) for level in LADDERS["involvement"]]


def _function(function: str, language: Language) -> str:
    return function or language.say(NOT_STATED)


@table.register
def _(result: Involvement, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOT_RECORDED))
    return join([_counts(result, language), _each(result, language), _meanings(language)])


def _counts(result: Involvement, language: Language) -> Rendered:
    functions = list(result.functions)
    if len(functions) > 1:
        functions.append(FunctionLevels(language.say(message("All functions")), result.counts, result.unknown))
    head = [label("field", "function", language.code), *_levels(language)]
    head += [language.say(CANNOT_BE_TOLD)] * bool(result.unknown) + [language.say(message("Cooperations"))]
    cells = [
        [
            _function(row.function, language),
            *(count_text(count, row.all, language) for count in row.counts),
            *[language.number(row.unknown)] * bool(result.unknown),
            language.number(row.all),
        ]
        for row in functions
    ]
    note = counted(
        "{count} cooperation with a former partner is left out.",
        "{count} cooperations with former partners are left out.",
        result.former,
    )
    return html_table(
        language.say(message("How far cooperation goes in each function")),
        head,
        cells,
        language.say(note) if result.former else "",
    )


def _each(result: Involvement, language: Language) -> Rendered:
    head = [
        label("field", "partner", language.code),
        label("field", "function", language.code),
        language.say(message("Level")),
        language.say(message("Why, and what to look at")),
    ]
    rows = [
        [
            row.partner.name,
            _function(row.cooperation.function, language),
            label("rung", row.level, language.code) if row.level else language.say(CANNOT_BE_TOLD),
            _reasons(row, language),
        ]
        for row in result.rows[:MOST_ROWS]
    ]
    rest = len(result.rows) - len(rows)
    note = counted("{count} further row is not shown.", "{count} further rows are not shown.", rest)
    return html_table(
        language.say(message("How far each cooperation goes, and why")),
        head,
        rows,
        language.say(note) if rest else "",
        words=True,
    )


def _reasons(row: CooperationLevel, language: Language) -> str:
    def questions(names: tuple[str, ...]) -> str:
        return ", ".join(label("field", name, language.code) for name in names)

    said = [row.held, *row.remarks]
    if row.undecided:
        said.append(
            message("Not answered, and could change the level: {questions}.", questions=questions(row.undecided))
        )
    # Feedback is due after a consultation only, and then a remark says what is known of it.
    others = tuple(name for name in row.unanswered if name not in (*row.undecided, "feedback"))
    if others:
        said.append(message("Not answered, but without effect on the level: {questions}.", questions=questions(others)))
    return " ".join(map(language.say, said))


def _meanings(language: Language) -> Rendered:
    rows = [[name, language.say(text)] for name, text in zip(_levels(language), INVOLVEMENT.values(), strict=True)]
    note = message(
        "The typology from which the four levels come (Thames Valley partnership) describes the first two. How the "
        "other two are described, and by which answers a level is told, is this kit's own choice."
    )
    return html_table(
        language.say(message("What the levels mean, the lowest first")),
        [language.say(message("Level")), language.say(message("What it means"))],
        rows,
        language.say(note),
        words=True,
    )


@sentence.register
def _(result: Involvement, language: Language) -> str:
    if not result.rows:
        return language.say(NOT_RECORDED)
    levels = [
        language.say(message('"{level}": {count}', level=level, count=count))
        for level, count in zip(_levels(language), result.counts, strict=True)
    ]
    said = [
        counted(
            "{count} cooperation is recorded, with one partner in one function. By level: {levels}.",
            "{count} cooperations are recorded, each with one partner in one function. By level: {levels}.",
            len(result.rows),
            levels=", ".join(levels),
        )
    ]
    if result.unknown:
        said.append(
            counted(
                "Of {count} the level cannot be told, because it is not stated who decides.",
                "Of {count} the level cannot be told, because it is not stated who decides.",
                result.unknown,
            )
        )
    if differ := _partners_at_several_levels(result):
        said.append(
            counted(
                "With {count} partner the level differs from function to function.",
                "With {count} partners the level differs from function to function.",
                differ,
            )
        )
    if due := result.feedback_due:
        names = [
            language.say(
                message(
                    "{partner} ({function})",
                    partner=row.partner.name,
                    function=_function(row.cooperation.function, language),
                )
            )
            for row in due
        ]
        said.append(
            counted(
                "After {count} consultation, those who were asked should still hear what became of their opinion: "
                "{names}.",
                "After {count} consultations, those who were asked should still hear what became of their opinion: "
                "{names}.",
                len(due),
                names="; ".join(some(names)),
            )
        )
    return " ".join(map(language.say, said))


def _partners_at_several_levels(result: Involvement) -> int:
    levels: dict[str, set[str]] = {}
    for row in result.rows:
        if row.level:
            levels.setdefault(row.partner.id, set()).add(row.level)
    return sum(len(found) > 1 for found in levels.values())


@figure.register
def _(result: Involvement, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOT_RECORDED))
    drawings = [
        involvement_figure(result.functions[start : start + MOST_BARS], language)
        for start in range(0, len(result.functions), MOST_BARS)
    ]
    return join([render(drawing, result, language) for drawing in drawings])


def involvement_figure(functions: tuple[FunctionLevels, ...], language: Language) -> Figure:
    """One bar for each function, as long as it has cooperations, its levels stacked from the lowest on."""
    names, counts = _levels(language), [row.counts for row in functions]
    if any(row.unknown for row in functions):
        names.append(language.say(CANNOT_BE_TOLD))
        counts = [(*row.counts, row.unknown) for row in functions]
    return counts_figure(
        [(_function(row.function, language), levels) for row, levels in zip(functions, counts, strict=True)],
        [language.number(row.all) for row in functions],
        language,
        language.say(message("Cooperations")),
        names=names,
    )
