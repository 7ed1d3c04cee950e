"""Weights from comparisons of two at a time, shown."""

from __future__ import annotations

from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message, some
from kiptools.pairwise import CONSISTENT, PairwiseWeights
from kiptools.show.html import Rendered, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import table
from kiptools.show.wall import QUADRANT_TITLES

__all__: list[str] = []

NOTHING_COMPARED = message("Nothing has been compared yet.")


def _compared(name: str, language: Language) -> str:
    """A quadrant in the reader's language, or a factor's id."""
    return language.say(QUADRANT_TITLES[name]) if name in QUADRANT_TITLES else cut(name)


@table.register
def _(result: PairwiseWeights, language: Language) -> Rendered:
    if not result.weights:
        return paragraph(sentence(result, language))
    pairs = sorted(zip(result.names, result.weights, strict=True), key=lambda pair: -pair[1])
    note = message(
        "Consistency ratio: {ratio}. Up to {most}, comparisons contradict each other little.",
        ratio=language.number(result.ratio, 2),
        most=language.number(CONSISTENT, 1),
    )
    return html_table(
        language.say(message("Weights from comparisons of two at a time")),
        [language.say(message("What was compared")), language.say(message("Weight"))],
        [[_compared(name, language), language.percent(weight)] for name, weight in pairs],
        language.say(note),
    )


@sentence.register
def _(result: PairwiseWeights, language: Language) -> str:
    if result.missing:
        pairs = [
            language.say(
                message("{first} with {second}", first=_compared(first, language), second=_compared(second, language))
            )
            for first, second in result.missing
        ]
        return language.say(
            counted(
                "There are no weights yet; {count} comparison is missing: {pairs}.",
                "There are no weights yet; {count} comparisons are missing: {pairs}.",
                len(pairs),
                pairs=some(pairs),
            )
        )
    if not result.weights:
        return language.say(NOTHING_COMPARED)
    said = [_heaviest(result, language)]
    if len(result.names) > 2:
        said.append(
            message("The comparisons contradict each other little.")
            if result.consistent
            else message("The comparisons contradict each other more than they should.")
        )
    if result.revisit is not None:
        said.append(_revisit(result, language))
    return " ".join(map(language.say, said))


def _heaviest(result: PairwiseWeights, language: Language) -> Message:
    most = max(result.weights)
    names = [
        _compared(name, language)
        for name, weight in zip(result.names, result.weights, strict=True)
        if weight > most - 1e-9
    ]
    return (
        message("All count the same.")
        if len(names) == len(result.names)
        else message("Most weight has: {names} ({share}).", names=language.list(names), share=language.percent(most))
    )


def _revisit(result: PairwiseWeights, language: Language) -> Message:
    """The comparison to talk about again, said from the side that was judged to count more."""
    each = result.revisit
    assert each is not None
    turned = each.times < 1
    first, second = (each.second, each.first) if turned else (each.first, each.second)
    times, implied = (1 / each.times, 1 / each.implied) if turned else (each.times, each.implied)
    return message(
        'Talk about one comparison again: "{first}" was said to count {times} times as much as "{second}"; all '
        "comparisons together say {implied} times.",
        first=_compared(first, language),
        second=_compared(second, language),
        times=_times(times, language),
        implied=language.number(implied, 1),
    )


def _times(value: float, language: Language) -> str:
    return language.number(value, 0 if abs(value - round(value)) < 0.05 else 1)
