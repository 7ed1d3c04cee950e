"""Scores on topics, and how well the statements of a topic go together.

Alpha is shown with its range from ten complete answers on, as a hint below thirty. Sentences follow the range, never
the figure itself, and name the convention that they use.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiptools.confidentiality import FEWEST_FOR_PERCENT, FEWEST_TO_COMPARE, may_compare, may_show_percent
from kiptools.constructs import Reliability, ReliabilityRow, Scores
from kiptools.intervals import Interval
from kiptools.language import Language
from kiptools.messages import NOTHING, Message, counted, message
from kiptools.show.describe import no_mean, score_text
from kiptools.show.drawing import BLUE, FONT, INK, LABELS, canvas, draw_labels, wrap_text
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import WITHHELD, sentence, too_few, wording
from kiptools.show.tables import HIDDEN, table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["reliability_figure"]

ENOUGH = 0.7
"""From where on statements are commonly said to go together well enough: a convention (Nunnally, J. C., 1978)."""


# --- scores ------------------------------------------------------------------------------------------


@table.register
def _(result: Scores, language: Language) -> Rendered:
    if not result.constructs:
        return paragraph(language.say(NOTHING))
    head = [
        message("Topic"),
        message("Partners with a score"),
        message("Median"),
        message("Mean"),
        message("Lowest and highest possible"),
    ]
    cells = [
        [wording(construct, language), *_score_cells(result, place, language)]
        for place, construct in enumerate(result.constructs)
    ]
    notes = [
        language.say(
            message(
                "A partner's score on a topic is the mean of the answers to its statements; it needs at least two "
                "thirds of them."
            )
        )
    ]
    shown = [answered for answered, showable in zip(result.answered, result.showable, strict=True) if showable]
    if not all(map(may_show_percent, shown)):
        notes.append(language.say(no_mean()))
    if len(shown) < len(cells):
        notes.append(f"{HIDDEN} {_why_hidden(result.withheld, language)}")
    return html_table(language.say(message("Scores on each topic")), [*map(language.say, head)], cells, " ".join(notes))


def _score_cells(result: Scores, place: int, language: Language) -> list[str]:
    answered, (low, high) = result.answered[place], result.ranges[place]
    decimals = 1 if high - low > 1 else 2
    possible = language.say(message("{low} to {high}", low=score_text(low, language), high=score_text(high, language)))
    if not result.showable[place]:
        return [HIDDEN, HIDDEN, HIDDEN, possible]
    mean = language.number(result.means[place], decimals) if may_show_percent(answered) else HIDDEN
    return [language.number(answered), language.number(result.medians[place], decimals), mean, possible]


@sentence.register
def _(result: Scores, language: Language) -> str:
    if not result.constructs:
        return ""
    shown = [answered for answered, showable in zip(result.answered, result.showable, strict=True) if showable]
    if not shown:
        return _why_hidden(result.withheld, language)
    return language.say(
        counted(
            "Each topic shown has the score of at least {count} partner.",
            "Each topic shown has the scores of at least {count} partners.",
            min(shown),
        )
    )


def _why_hidden(withheld: Sequence[bool], language: Language) -> str:
    """Why topics of which these are withheld are not shown."""
    return language.say(WITHHELD) if all(withheld) else too_few(language)


# --- reliability -------------------------------------------------------------------------------------


@table.register
def _(result: Reliability, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    full = any(row.showable and may_compare(row.complete) for row in result.rows)
    head = [
        message("Topic"),
        message("Statements"),
        message("Answered all of them"),
        message("Alpha"),
        message("Range ({level})", level=language.percent(result.level)),
    ]
    head += [message("Omega"), message("Alpha would be higher without")] if full else []
    cells = [
        [wording(row.construct, language), *_cells(row, result.level, language)[: len(head) - 1]] for row in result.rows
    ]
    return html_table(
        language.say(message("How well the statements of each topic go together")),
        [*map(language.say, head)],
        cells,
        " ".join(_notes(result, cells, full, language)),
    )


def shown_interval(row: ReliabilityRow, level: float) -> Interval | None:
    """Where alpha may lie; None where it is not shown or cannot be worked out."""
    return row.interval(level) if row.showable and may_show_percent(row.complete) else None


def _cells(row: ReliabilityRow, level: float, language: Language) -> list[str]:
    items = language.number(len(row.items))
    if not row.showable:
        return [items, *[HIDDEN] * 5]
    interval = shown_interval(row, level)
    if interval is None:
        return [items, language.number(row.complete), *[HIDDEN] * 4]
    shown = [items, language.number(row.complete), _number(row.alpha, language), _range(interval, language)]
    if not may_compare(row.complete):
        return [*shown, HIDDEN, HIDDEN]
    return [*shown, _number(row.omega, language), _better_without(row, language)]


def _number(value: float | None, language: Language) -> str:
    if value is None:
        return HIDDEN
    return language.say(message("below 0")) if value < 0 else language.number(value, 2)


def _range(interval: Interval, language: Language) -> str:
    low, high = (_number(end, language) for end in interval)
    return language.say(message("{low} to {high}", low=low, high=high))


def _better_without(row: ReliabilityRow, language: Language) -> str:
    """The statement without which alpha would be highest, if two decimals show the difference."""
    known = [(alpha, item) for alpha, item in zip(row.alpha_if_dropped, row.items, strict=True) if alpha is not None]
    if not known or row.alpha is None:
        return HIDDEN
    alpha, item = max(known, key=lambda pair: pair[0])
    if round(alpha, 2) <= round(row.alpha, 2) or alpha < 0:
        return language.say(message("no statement"))
    return language.say(
        message('"{statement}" ({alpha})', statement=wording(item, language), alpha=language.number(alpha, 2))
    )


def _notes(result: Reliability, cells: Sequence[Sequence[str]], full: bool, language: Language) -> list[str]:
    notes = [
        message(
            "Alpha: how far the statements of a topic tell the same story, from 0 to 1. It is no seal of quality: many "
            "statements that ask the same thing reach a high alpha easily."
        ),
        message("Range: where alpha plausibly lies, if those who answered can stand for all partners."),
    ]
    if full:
        notes += [
            message("Omega reads like alpha, but lets some statements say more about the topic than others."),
            message("A statement without which alpha would be higher is worth reading again, not yet worth dropping."),
        ]
    if any(shown_interval(row, result.level) and row.alpha is not None and row.alpha < 0 for row in result.rows):
        notes.append(
            message(
                "Alpha below 0: the statements contradict each other; look whether one of them has to be turned round, "
                "or divides the partners."
            )
        )
    if any(row.withheld for row in result.rows):
        notes.append(WITHHELD)
    if any(HIDDEN in cell and not row.withheld for cell, row in zip(cells, result.rows, strict=True)):
        notes.append(
            message(
                "{sign} Too few partners answered all statements (alpha needs {fewest}, omega {more}), or it cannot be "
                "worked out from their answers.",
                sign=HIDDEN,
                fewest=FEWEST_FOR_PERCENT,
                more=FEWEST_TO_COMPARE,
            )
        )
    return [*map(language.say, notes)]


@sentence.register
def _(result: Reliability, language: Language) -> str:
    if not any(row.showable for row in result.rows):
        return _why_hidden([row.withheld for row in result.rows], language) if result.rows else ""
    kinds: dict[str, list[ReliabilityRow]] = {}
    for row in result.rows:
        kinds.setdefault(_finding(row, result.level), []).append(row)
    said = [_said(kind, kinds[kind], result.level, language) for kind in FINDINGS if kind in kinds]
    return " ".join(map(language.say, said))


FINDINGS = ("together", "apart", "open", "hint", "unknown")


def _finding(row: ReliabilityRow, level: float) -> str:
    """What the range of alpha bears to be said of a topic."""
    interval = shown_interval(row, level)
    if interval is None:
        return "unknown"
    if not may_compare(row.complete):
        return "hint"
    if interval.low >= ENOUGH:
        return "together"
    return "apart" if interval.high < ENOUGH else "open"


def _said(kind: str, rows: Sequence[ReliabilityRow], level: float, language: Language) -> Message:
    topics = language.list(wording(row.construct, language) for row in rows)
    if kind in ("hint", "unknown"):
        return _hardly_said(
            [interval for row in rows if (interval := shown_interval(row, level))], topics, len(rows), language
        )
    values = {"topics": topics, "enough": language.number(ENOUGH, 1)}
    if kind == "together":
        return counted(
            "For {count} topic the statements tell the same story (the range of alpha lies above {enough}): {topics}.",
            "For {count} topics the statements tell the same story (the range of alpha lies above {enough}): {topics}.",
            len(rows),
            **values,
        )
    if kind == "apart":
        return counted(
            "For {count} topic the statements do not tell the same story well enough for a common score (the range of "
            "alpha lies below {enough}): {topics}.",
            "For {count} topics the statements do not tell the same story well enough for a common score (the range of "
            "alpha lies below {enough}): {topics}.",
            len(rows),
            **values,
        )
    return counted(
        "For {count} topic it remains open whether the statements tell the same story well enough (the range of "
        "alpha reaches from below {enough} to above it): {topics}.",
        "For {count} topics it remains open whether the statements tell the same story well enough (the range of "
        "alpha reaches from below {enough} to above it): {topics}.",
        len(rows),
        **values,
    )


def _hardly_said(ranges: Sequence[Interval], topics: str, count: int, language: Language) -> Message:
    """What can be said of topics that too few answered: with a range, a hint."""
    if ranges:
        return counted(
            "For {count} topic alpha is a hint at most, because fewer than {fewest} partners answered all statements: "
            "{topics}. Its range reaches from {low} to {high}.",
            "For {count} topics alpha is a hint at most, because fewer than {fewest} partners answered all statements: "
            "{topics}. The ranges reach from {low} to {high}.",
            count,
            topics=topics,
            fewest=FEWEST_TO_COMPARE,
            low=_number(min(low for low, _ in ranges), language),
            high=_number(max(high for _, high in ranges), language),
        )
    return counted(
        "For {count} topic nothing can be said about alpha, because too few partners answered all statements or they "
        "answered alike: {topics}.",
        "For {count} topics nothing can be said about alpha, because too few partners answered all statements or they "
        "answered alike: {topics}.",
        count,
        topics=topics,
    )


@figure.register
def _(result: Reliability, language: Language) -> Rendered:
    shown = [row for row in result.rows if shown_interval(row, result.level)]
    if not shown:
        return paragraph(sentence(result, language) or language.say(NOTHING))
    notes = []
    if not all(may_compare(row.complete) for row in shown):
        text = message(
            "Empty circle: fewer than {fewest} partners answered all statements, a hint at most.",
            fewest=FEWEST_TO_COMPARE,
        )
        notes.append(language.say(text))
    if any(interval.low < 0 for row in shown if (interval := row.interval(result.level))):
        notes.append(language.say(message("Arrow: the range goes on below 0.")))
    return render(reliability_figure(result, language), result, language, note=" ".join(notes))


def reliability_figure(result: Reliability, language: Language) -> Figure:
    """A dot for each alpha and a line for its range, from 0 to 1; how many answered all statements at the right."""
    labels = [wrap_text(wording(row.construct, language), LABELS - 0.15) for row in result.rows]
    counts = [language.say(message("n = {n}", n=row.complete)) if row.showable else HIDDEN for row in result.rows]
    drawing, axes, places = canvas(labels, counts, top=0.1)
    for row, place in zip(result.rows, places, strict=True):
        _draw_row(axes, row, place, result.level)
    axes.set_xlim(-0.05, 1.02)
    ticks = [tenths / 10 for tenths in range(0, 11, 2)]
    axes.set_xticks(ticks, [language.number(tick, 1) for tick in ticks])
    title = message("Alpha and its range")
    axes.set_xlabel(language.say(title), fontsize=FONT, color=INK)
    draw_labels(drawing, axes, labels, counts, places)
    return drawing


def _draw_row(axes: Axes, row: ReliabilityRow, place: float, level: float) -> None:
    interval = shown_interval(row, level)
    if interval is None or row.alpha is None:
        return
    low, high = interval
    axes.plot([max(low, 0), max(high, 0)], [place, place], color=BLUE, linewidth=2.2, solid_capstyle="butt")
    if low < 0:
        axes.plot([-0.02], [place], "<", color=BLUE, markersize=6)
    if row.alpha >= 0:
        inside = BLUE if may_compare(row.complete) else "white"
        axes.plot([row.alpha], [place], "o", color=BLUE, markerfacecolor=inside, markersize=7)
