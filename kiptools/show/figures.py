"""Results as drawings, on the page of `kiptools.show.drawing`.

Alternative text is the title and the result's sentence; the data are given as its table.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import TYPE_CHECKING

from kiptools.confidentiality import may_show_percent
from kiptools.language import Language
from kiptools.likert import Agreement, Distribution, ItemDistribution
from kiptools.messages import ABSENT, NOTHING, cut, message
from kiptools.show.drawing import (
    BAR,
    BLUE,
    FONT,
    HEADING,
    INK,
    LABELS,
    LINE,
    WIDTH,
    canvas,
    count_axis,
    draw_heading,
    draw_labels,
    draw_legend,
    heading_lines,
    legend_rows,
    palette,
    percent_axis,
    readable_on,
    text_width,
    to_svg,
    wrap_text,
)
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import figure as html_figure
from kiptools.show.sentences import favourable_of, sentence, wording
from kiptools.show.tables import HIDDEN, blocks, hidden_note, level_names, on_a_scale, option_counts, table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
from kiptools.show.topics import load_topics_of

__all__ = ["agreement_figure", "bars_figure", "distribution_figure", "figure", "render"]

MOST_ROWS = 8
MOST_BARS = 30  # as many as can be read on one page of paper
"""More rows than this are drawn as several figures, by construct where there are constructs."""


@singledispatch
def figure(result: object, language: Language) -> Rendered:
    """The result as a drawing with its data."""
    if load_topics_of(result):
        return figure(result, language)
    raise TypeError(f"there is no figure for a {type(result).__name__}")


@figure.register
def _(result: None, language: Language) -> Rendered:
    return paragraph(language.say(ABSENT))


@figure.register
def _(result: Distribution, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    parts = []
    titles = {construct.name: wording(construct, language) for construct in result.constructs}
    several = sum(len(_chunks(rows)) for rows in blocks(result)) > 1
    for rows in blocks(result):
        reach = _reach(rows)  # the same for all drawings on one scale, so that they can be compared
        for chunk in _chunks(rows):
            part = Distribution(tuple(chunk), result.respondents, result.constructs)
            alone = "" if on_a_scale(chunk[0].item) else wording(chunk[0].item, language)
            if not any(row.showable and any(row.showable_counts) for row in chunk):
                parts.append(paragraph(" – ".join(filter(None, (alone, sentence(part, language))))))
            elif alone:
                notes = [hidden_note(chunk, language), _bars_note(chunk[0], language)]
                note = " ".join(filter(None, notes))
                parts.append(render(bars_figure(chunk[0], language), part, language, alone, note))
            else:
                title = titles.get(chunk[0].item.construct, "") if len(chunk) < len(rows) else ""
                drawing = distribution_figure(chunk, language, title=title, reach=reach)
                name = title or (_first_and_last(chunk, language) if several else "")
                parts.append(render(drawing, part, language, name, hidden_note(chunk, language)))
    return join(parts)


@figure.register
def _(result: Agreement, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    if not any(row.showable for row in result.rows):
        return paragraph(sentence(result, language))
    return render(agreement_figure(result, language), result, language, note=hidden_note(result.rows, language))


def render(drawing: Figure, result: object, language: Language, title: str = "", note: str = "") -> Rendered:
    """A drawing with its result's sentence as alternative text and its table as data."""
    return html_figure(
        to_svg(drawing),
        sentence(result, language),
        table(result, language),
        language.say(message("The figure's data as a table")),
        note,
        title,
    )


def _first_and_last(rows: Sequence[ItemDistribution], language: Language) -> str:
    """By which questions a drawing can be told from others of its kind."""
    return " – ".join(dict.fromkeys(cut(wording(row.item, language)) for row in (rows[0], rows[-1])))


def _chunks(rows: Sequence[ItemDistribution]) -> list[list[ItemDistribution]]:
    """Rows for one drawing each: all, or one construct at a time, never more than `MOST_ROWS`."""
    if len(rows) <= MOST_ROWS:
        return [list(rows)]
    chunks: list[list[ItemDistribution]] = []
    for row in rows:
        if not chunks or len(chunks[-1]) == MOST_ROWS or chunks[-1][-1].item.construct != row.item.construct:
            chunks.append([])
        chunks[-1].append(row)
    return chunks


# --- drawings ----------------------------------------------------------------------------------------


def distribution_figure(
    rows: Sequence[ItemDistribution], language: Language, *, title: str = "", reach: float | None = None
) -> Figure:
    """Stacked bars on one scale, centred on its middle where the items are rated.

    Every level keeps its colour and its place, chosen or not. The numbers in the bars are counts; the
    number of answers stands at the right of each bar. `reach` is how far the axis goes to either side.
    """
    names = level_names(rows[0].item, language)
    colours = palette(len(names))
    labels = [wrap_text(wording(row.item, language), LABELS - 0.15) for row in rows]
    heading, legend = heading_lines(title), legend_rows(names)
    top = HEADING * len(heading)
    counts = [language.say(message("n = {n}", n=row.answered)) if row.showable else HIDDEN for row in rows]
    drawing, axes, places = canvas(labels, counts, top=top + LINE * 1.5 * len(legend) + 0.1)
    draw_heading(drawing, heading)
    draw_legend(drawing, legend, colours, top)
    centred = _centred(rows)
    reach = _reach(rows) if reach is None else reach
    axes.set_xlim(-reach if centred else 0.0, reach)
    for row, place in zip(rows, places, strict=True):
        if row.showable:
            _draw_stack(axes, row, place, colours, centred)
    percent_axis(axes, language, language.say(message("Share of those who answered the question")))
    if centred:
        axes.axvline(0, color=INK, linewidth=0.8, zorder=0.9)
    draw_labels(drawing, axes, labels, counts, places)
    return drawing


def bars_figure(row: ItemDistribution, language: Language) -> Figure:
    """One bar per answer of one question, in the questionnaire's order; of very many, those given most often."""
    visible = [count if showable else 0 for count, showable in zip(row.counts, row.showable_counts, strict=True)]
    most = sorted(sorted(range(len(visible)), key=lambda answer: -visible[answer])[:MOST_BARS])
    names, texts = level_names(row.item, language), option_counts(row, language)
    labels, counts = [wrap_text(names[answer], LABELS - 0.15) for answer in most], [texts[answer] for answer in most]
    heading = heading_lines(wording(row.item, language))
    drawing, axes, places = canvas(labels, counts, top=HEADING * len(heading) + 0.1)
    draw_heading(drawing, heading)
    drawn = [visible[answer] for answer in most]
    axes.barh(places, drawn, height=BAR, color=BLUE)
    axes.set_xlim(0, max(1, *drawn) * 1.02)
    count_axis(axes, language.say(message("Partners (of {n} who answered)", n=row.answered)))
    draw_labels(drawing, axes, labels, counts, places)
    return drawing


def _bars_note(row: ItemDistribution, language: Language) -> str:
    if len(row.counts) <= MOST_BARS:
        return ""
    return language.say(
        message(
            "Drawn are the {most} of {all} answers that were given most often; the table has all of them.",
            most=MOST_BARS,
            all=len(row.counts),
        )
    )


def agreement_figure(result: Agreement, language: Language) -> Figure:
    """A dot for each share and a line for its range; counts at the right."""
    labels = [wrap_text(wording(row.subject, language), LABELS - 0.15) for row in result.rows]
    counts = [favourable_of(row, language) if row.showable else HIDDEN for row in result.rows]
    drawing, axes, places = canvas(labels, counts, top=0.1)
    for row, place in zip(result.rows, places, strict=True):
        if row.showable and may_show_percent(row.answered):
            low, high = row.interval(result.level)
            axes.plot([low, high], [place, place], color=BLUE, linewidth=2.2, solid_capstyle="butt")
            axes.plot([row.share], [place], "o", color=BLUE, markersize=7)
    axes.set_xlim(-0.02, 1.02)
    title = (
        message("Partners who rate it as important: share and range")
        if result.role == "importance"
        else message("Partners on the favourable side: share and range")
    )
    percent_axis(axes, language, language.say(title))
    draw_labels(drawing, axes, labels, counts, places)
    return drawing


def _centred(rows: Sequence[ItemDistribution]) -> bool:
    return any(row.item.rated for row in rows)


def _reach(rows: Sequence[ItemDistribution]) -> float:
    """How far from the middle the longest bar goes, in whole quarters."""
    if not _centred(rows):
        return 1.0
    ends = [abs(end) for row in rows if row.showable for end in _ends(row, centred=True)]
    return max(0.25, -(-max(ends, default=1.0) // 0.25) * 0.25)


def _ends(row: ItemDistribution, centred: bool) -> tuple[float, float]:
    """Where a bar begins and ends, as shares; a middle level lies half on either side."""
    if not centred:
        return 0.0, 1.0
    scale = row.item.scale
    assert scale is not None  # it is an ordered one
    sides = zip(row.shares, scale.scores, strict=True)
    left = sum(share * (1.0 if score < scale.middle else 0.5) for share, score in sides if score <= scale.middle)
    return -left, 1 - left


def _draw_stack(axes: Axes, row: ItemDistribution, place: float, colours: Sequence[str], centred: bool) -> None:
    low, high = axes.get_xlim()
    inch = axes.get_position().width * WIDTH / (high - low)
    left = _ends(row, centred)[0]
    for count, share, colour in zip(row.counts, row.shares, colours, strict=True):
        axes.barh(place, share, left=left, height=BAR, color=colour, edgecolor=INK, linewidth=0.6)
        if share * inch > text_width(str(count)) + 0.06:
            axes.text(
                left + share / 2,
                place,
                str(count),
                ha="center",
                va="center",
                fontsize=FONT - 1,
                color=readable_on(colour),
            )
        left += share
