"""What a pilot tells about the questionnaire: counts of what is missing, and reasons to look at a question again."""

from __future__ import annotations

from collections.abc import Sequence

from kiptools.confidentiality import FEWEST_FOR_PERCENT, FEWEST_TO_SHOW, may_compare
from kiptools.language import Language
from kiptools.messages import NOTHING, Message, counted, message, some
from kiptools.pilot import ItemAnalysis, PilotFinding, PilotItem
from kiptools.show.html import Rendered, folded, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import HIDDEN, WITHHELD, sentence, wording
from kiptools.show.tables import table

SIMULATED = message("These answers are simulated: they follow from assumptions, and nobody gave them.")
FINDINGS: dict[PilotFinding, Message] = {
    PilotFinding.NOBODY_ANSWERED: message("Nobody answered it: is it understood, and asked of the right people?"),
    PilotFinding.OFTEN_EMPTY: message("Many left it empty: is it hard to answer, or too personal?"),
    PilotFinding.OFTEN_NOT_CONCERNED: message("It does not apply to many: ask only those whom it concerns."),
    PilotFinding.ALIKE: message("Everybody answered alike, so it does not tell partners apart."),
    PilotFinding.LOWEST: message("Nearly everybody is at the lowest level, so it hardly tells partners apart."),
    PilotFinding.HIGHEST: message("Nearly everybody is at the highest level, so it hardly tells partners apart."),
    PilotFinding.AGAINST: message(
        "It runs against the other statements of its topic: is it worded the other way round, or about something else?"
    ),
    PilotFinding.WEAK: message("It has little in common with the other statements of its topic."),
}


@table.register
def _(result: ItemAnalysis, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    if result.withheld:
        return paragraph(language.say(WITHHELD))
    parts = [_reasons(result, language)] if result.to_look_at else []
    parts.append(folded(language.say(message("All questions")), _counts(result, language)))
    return join(parts)


def _counts(result: ItemAnalysis, language: Language) -> Rendered:
    rest = any(row.shown_item_rest is not None for row in result.rows)
    broken = any(row.broken_off for row in result.rows)
    head = [message("Question"), message("Answered"), message("Left empty"), message("Does not apply")]
    head += [message("Broken off")] * broken
    head += [message("Answers used"), message("Lowest"), message("Highest")]
    head += [message("Goes with its topic")] * rest
    cells = [[wording(row.item, language), *_cells(row, broken, rest, language)] for row in result.rows]
    return html_table(
        language.say(message("How each question did in the pilot")),
        [*map(language.say, head)],
        cells,
        " ".join(map(language.say, _notes(result, cells, rest))),
    )


def _cells(row: PilotItem, broken: bool, rest: bool, language: Language) -> list[str]:
    if row.distribution.withheld:
        return [HIDDEN] * (6 + broken + rest)
    answered, left, none, stopped = map(
        language.number, (row.answered, row.left_empty, row.not_concerned, row.broken_off)
    )
    missing = [answered, left, none] if row.showable else [HIDDEN, left, HIDDEN]
    shown = [*missing, *[stopped] * broken, *_spread(row, language)]
    if rest:
        value = row.shown_item_rest if row.showable else None
        shown.append(HIDDEN if value is None else language.number(round(value, 2), 2))
    return shown


def _spread(row: PilotItem, language: Language) -> list[str]:
    """How many of the answers were used, and how many are at either end of an ordered scale."""
    if not row.showable or row.item.role == "profile":
        return [HIDDEN] * 3
    used = language.say(message("{count} of {all}", count=row.levels_used, all=len(row.item.levels)))
    if not row.item.ordered:
        return [used, HIDDEN, HIDDEN]
    return [used, language.number(row.at_lowest), language.number(row.at_highest)]


def _notes(result: ItemAnalysis, cells: Sequence[Sequence[str]], rest: bool) -> list[Message]:
    notes = [SIMULATED] * result.simulated
    notes.append(
        message("Answers used: how many of the answers on offer somebody chose. Lowest, highest: how many chose them.")
    )
    if rest:
        notes.append(
            message(
                "Goes with its topic: correlation with the other statements of the topic, of {fewest} complete answers "
                "or more; below 0 they contradict each other. With few answers it is a hint at most.",
                fewest=FEWEST_FOR_PERCENT,
            )
        )
    if any(HIDDEN in row for row in cells):
        notes.append(
            message(
                "{sign} Fewer than {fewest} partners answered, or all gave the same answer, or the question has no "
                "such figure.",
                sign=HIDDEN,
                fewest=FEWEST_TO_SHOW,
            )
        )
    if any(row.distribution.withheld for row in result.rows):
        notes.append(WITHHELD)
    return notes


def _reasons(result: ItemAnalysis, language: Language) -> Rendered:
    return html_table(
        language.say(message("Questions to look at again")),
        [language.say(message("Question")), language.say(message("Why"))],
        [
            [wording(row.item, language), language.say(FINDINGS[finding])]
            for row in result.to_look_at
            for finding in row.findings
        ],
        language.say(message("A pilot has few answers: take a finding as a reason to ask, not as a verdict.")),
        words=True,
    )


@sentence.register
def _(result: ItemAnalysis, language: Language) -> str:
    if not result.rows:
        return ""
    if result.withheld:
        return language.say(WITHHELD)
    said: list[Message] = [
        *[SIMULATED] * result.simulated,
        counted(
            "{count} partner answered the pilot.",
            "{count} partners answered the pilot.",
            result.respondents,
        ),
    ]
    if result.respondents < FEWEST_TO_SHOW:
        said.append(
            message(
                "Of fewer than {fewest} only what is missing can be told, so that nobody can be recognised.",
                fewest=FEWEST_TO_SHOW,
            )
        )
    said.append(_found(result, language))
    if not may_compare(result.respondents):
        said.append(message("With so few answers chance has a large part in this."))
    return " ".join(map(language.say, said))


def _found(result: ItemAnalysis, language: Language) -> Message:
    found = result.to_look_at
    if not found:
        return message("No question stands out.")
    names = [language.say(message('"{question}"', question=wording(row.item, language))) for row in found]
    return counted(
        "{count} question is worth another look: {questions}.",
        "{count} questions are worth another look: {questions}.",
        len(found),
        questions=language.list(some(names)),
    )
