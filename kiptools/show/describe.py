"""Means and medians beside the whole distribution, and where a mean hides two camps.

A mean is shown from ten answers on, with one decimal and its range; below that the counts and the median speak.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiptools.confidentiality import FEWEST_FOR_PERCENT, may_show_percent
from kiptools.language import Language
from kiptools.likert import Description, Distribution, ItemDescription, Spread
from kiptools.messages import NOTHING, Message, counted, message, some
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import not_shown, sentence, wording
from kiptools.show.tables import HIDDEN, blocks, hidden_note, level_names, table

__all__ = ["no_mean", "score_text"]

SPREAD_NAMES: dict[Spread, Message] = {
    Spread.CLOSE: message("close together"),
    Spread.SPREAD: message("spread"),
    Spread.SPLIT: message("split in two camps"),
}


@table.register
def _(result: Description, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    found = {row.item.name: row for row in result.rows}
    together = blocks(Distribution(tuple(row.distribution for row in result.rows), 0))
    return join([_grid([found[row.item.name] for row in rows], result, language) for rows in together])


def _grid(rows: Sequence[ItemDescription], result: Description, language: Language) -> Rendered:
    head = [
        language.say(message("Question")),
        language.say(message("All answers, lowest first")),
        language.say(message("Answered")),
        language.say(message("Median")),
        language.say(message("Mean (range)")),
        language.say(message("Variance")),
        language.say(message("How far apart the answers lie")),
    ]
    cells = [[wording(row.item, language), *_cells(row, result.level, language)] for row in rows]
    return html_table(
        language.say(message("Median, mean and all answers")),
        head,
        cells,
        " ".join(filter(None, _notes(rows, language))),
    )


def _cells(row: ItemDescription, level: float, language: Language) -> list[str]:
    if not row.showable:
        return [HIDDEN] * 6
    counts = "\u00a0·\u00a0".join(map(language.number, row.distribution.counts))
    shown = [counts, language.number(row.answered), score_text(row.median, language)]
    if not may_show_percent(row.answered):
        return [*shown, *[HIDDEN] * 3]
    spread = HIDDEN if row.spread is None else language.say(SPREAD_NAMES[row.spread])
    return [*shown, _mean(row, level, language), language.number(row.variance, 1), spread]


def _mean(row: ItemDescription, level: float, language: Language) -> str:
    mean, interval = language.number(row.mean, 1), row.mean_interval(level)
    if interval is None:
        return mean
    low, high = (language.number(end, 1) for end in interval)
    return language.say(message("{value} ({low} to {high})", value=mean, low=low, high=high))


def score_text(score: float | None, language: Language) -> str:
    """A score or a median: whole, or with one decimal."""
    if score is None:
        return HIDDEN
    return language.number(score, 0 if score == int(score) else 1)


def _notes(rows: Sequence[ItemDescription], language: Language) -> list[str]:
    names, scale = level_names(rows[0].item, language), rows[0].item.scale
    assert scale is not None  # described items have one
    low, high = (score_text(scale.scores[end], language) for end in (0, -1))
    notes = [
        message(
            'Scores go from {low} ("{lowest}") to {high} ("{highest}").',
            low=low,
            lowest=names[0],
            high=high,
            highest=names[-1],
        ),
    ]
    shown = [row for row in rows if row.showable]
    if any(may_show_percent(row.answered) for row in shown):
        notes += [
            message("Range: where the mean of all partners plausibly lies, if those who answered can stand for them."),
            message(
                "Close together: the answers vary less than {share} as much as if every answer had been given equally "
                "often. Split in two camps: they vary more than that, with at least a third on either side of the "
                "middle.",
                share=language.percent(0.3),
            ),
        ]
    if not all(may_show_percent(row.answered) for row in shown):
        notes.append(no_mean())
    return [*map(language.say, notes), hidden_note([row.distribution for row in rows], language)]


def no_mean() -> Message:
    """Why there is no mean."""
    return message("{sign} No mean is given of fewer than {fewest} answers.", sign=HIDDEN, fewest=FEWEST_FOR_PERCENT)


@sentence.register
def _(result: Description, language: Language) -> str:
    if not result.rows:
        return ""
    shown = [row for row in result.rows if row.showable and may_show_percent(row.answered)]
    if not shown:
        if any(row.showable for row in result.rows):
            return language.say(message("So few answers are single voices, not a share."))
        return not_shown([row.distribution for row in result.rows], language)
    split = [row for row in shown if row.spread is Spread.SPLIT]
    if not split:
        return language.say(
            counted(
                "The question with enough answers does not divide the partners who answered into two camps.",
                "None of the {count} questions with enough answers divides the partners who answered into two camps.",
                len(shown),
            )
        )
    return language.say(
        counted(
            "For {count} question the mean hides two camps: {questions}.",
            "For {count} questions the mean hides two camps: {questions}.",
            len(split),
            questions=language.list(some([_camps(row, language) for row in split])),
        )
    )


def _camps(row: ItemDescription, language: Language) -> str:
    below, above = row.sides
    return language.say(
        message(
            '"{statement}" (of {answered} partners, {below} answered below the middle of the scale, {above} above it)',
            statement=wording(row.item, language),
            below=below,
            above=above,
            answered=row.answered,
        )
    )
