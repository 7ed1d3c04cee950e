"""Findings and the action list."""

from __future__ import annotations

from kiptools.actions import ActionList, Findings
from kiptools.language import Language
from kiptools.messages import Message, counted, message
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.partners import MOST_LINES
from kiptools.show.sentences import sentence
from kiptools.show.tables import HIDDEN, table

__all__: list[str] = []

NO_FINDING = message("The list tells too little for strengths and weaknesses of the network.")


@table.register
def _(result: Findings, language: Language) -> Rendered:
    parts = [
        (message("Strengths"), message("What the list shows"), result.strengths),
        (message("Weaknesses"), message("What the list shows"), result.weaknesses),
        (message("Decisions to take"), message("Question"), result.decisions),
    ]
    shown = [
        html_table(
            language.say(caption),
            [language.say(message("No.")), language.say(head)],
            [[language.number(place), language.say(line)] for place, line in enumerate(lines, start=1)],
            words=True,
        )
        for caption, head, lines in parts
        if lines
    ]
    return join(shown) if shown else paragraph(language.say(NO_FINDING))


@sentence.register
def _(result: Findings, language: Language) -> str:
    if not result.strengths and not result.weaknesses:
        return language.say(NO_FINDING)
    return language.say(
        message(
            "By the rules of this report: strengths {strengths}, weaknesses {weaknesses}, decisions {decisions}.",
            strengths=len(result.strengths),
            weaknesses=len(result.weaknesses),
            decisions=len(result.decisions),
        )
    )


@table.register
def _(result: ActionList, language: Language) -> Rendered:
    if not result.actions:
        return paragraph(sentence(result, language))
    head = [message("By"), message("What"), message("Why"), message("Who")]
    rows = [
        [
            language.day(action.until),
            language.say(action.what),
            language.say(action.why),
            action.who or HIDDEN,
        ]
        for action in result.actions[:MOST_LINES]
    ]
    return html_table(
        language.say(message("Action list")),
        [language.say(text) for text in head],
        rows,
        " ".join(map(language.say, _notes(result))),
        words=True,
    )


def _notes(result: ActionList) -> list[Message]:
    notes = []
    if not all(action.who for action in result.actions):
        notes.append(message("{sign} Still to be agreed.", sign=HIDDEN))
    rest = len(result.actions) - MOST_LINES
    if rest > 0:
        notes.append(
            counted(
                "… and {count} more; the calendar file has all of them.",
                "… and {count} more; the calendar file has all of them.",
                rest,
            )
        )
    return notes


@sentence.register
def _(result: ActionList, language: Language) -> str:
    if not result.actions:
        return language.say(message("Nothing in the list calls for action."))
    first = result.actions[0].until
    return language.say(
        counted(
            "{count} thing to do, by {first}.",
            "{count} things to do, the first of them by {first}.",
            len(result.actions),
            first=first,
        )
    )
