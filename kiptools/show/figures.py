"""Results as drawings.

The layout is computed in inches from measured texts, so that nothing can overlap however long a wording
is. Colours run from dark blue over grey to light yellow (cividis): told apart with any colour vision and
in grey print. Alternative text is the title and the result's sentence; the data are given as its table.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache, singledispatch
from typing import TYPE_CHECKING

from kiptools.confidentiality import FEWEST_TO_SHOW, may_show, may_show_percent
from kiptools.language import Language
from kiptools.likert import Agreement, Distribution, ItemDistribution
from kiptools.messages import message, visible
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import figure as html_figure
from kiptools.show.sentences import NOTHING, favourable_of, sentence, wording
from kiptools.show.tables import HIDDEN, blocks, hidden_note, level_names, on_a_scale, option_counts, table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["agreement_figure", "bars_figure", "contrast", "distribution_figure", "figure", "palette"]

WIDTH = 7.5
LABELS = 2.7
LINE = 0.155
HEADING = 0.21
ROW_GAP = 0.14
BAR = 0.24
FONT = 9
INK = "#1a1a1a"
BLUE = "#003070"
GRID = "#d0d0d0"
MOST_ROWS = 8
"""More rows than this are drawn as several figures, by construct where there are constructs."""


@singledispatch
def figure(result: object, language: Language) -> Rendered:
    """The result as a drawing with its data."""
    raise TypeError(f"there is no figure for a {type(result).__name__}")


@figure.register
def _(result: Distribution, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    parts = []
    titles = {construct.name: wording(construct, language) for construct in result.constructs}
    for rows in blocks(result):
        reach = _reach(rows)  # the same for all drawings on one scale, so that they can be compared
        for chunk in _chunks(rows):
            part = Distribution(tuple(chunk), result.respondents, result.constructs)
            if not any(may_show(row.answered) for row in chunk):
                parts.append(paragraph(sentence(part, language)))
            elif not on_a_scale(chunk[0].item):
                title = wording(chunk[0].item, language)
                parts.append(_render(bars_figure(chunk[0], language), part, language, title))
            else:
                title = titles.get(chunk[0].item.construct, "") if len(chunk) < len(rows) else ""
                drawing = distribution_figure(chunk, language, title=title, reach=reach)
                parts.append(_render(drawing, part, language, title))
    return join(parts)


@figure.register
def _(result: Agreement, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    return _render(agreement_figure(result, language), result, language)


def _render(drawing: Figure, result: Distribution | Agreement, language: Language, title: str = "") -> Rendered:
    return html_figure(
        _svg(drawing),
        " – ".join(filter(None, (title, sentence(result, language)))),
        table(result, language),
        language.say(message("The figure's data as a table")),
        hidden_note(result.rows, language),
    )


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
    labels = [_wrap(wording(row.item, language), LABELS - 0.15) for row in rows]
    heading, legend = _wrap(title, WIDTH - 0.3) if title else [], _legend_rows(names)
    top = HEADING * len(heading)
    counts = [_n(row.answered, language) for row in rows]
    drawing, axes, places = _canvas(labels, counts, top=top + LINE * 1.5 * len(legend) + 0.1)
    _draw_heading(drawing, heading)
    _draw_legend(drawing, legend, colours, top)
    centred = _centred(rows)
    reach = _reach(rows) if reach is None else reach
    axes.set_xlim(-reach if centred else 0.0, reach)
    for row, place in zip(rows, places, strict=True):
        if may_show(row.answered):
            _draw_stack(axes, row, place, colours, centred)
    _percent_axis(axes, language, language.say(message("Share of those who answered the question")))
    if centred:
        axes.axvline(0, color=INK, linewidth=0.8, zorder=0.9)
    _draw_labels(drawing, axes, labels, counts, places)
    return drawing


def bars_figure(row: ItemDistribution, language: Language) -> Figure:
    """One bar per answer of one question, in the questionnaire's order."""
    labels = [_wrap(name, LABELS - 0.15) for name in level_names(row.item, language)]
    heading = _wrap(wording(row.item, language), WIDTH - 0.5)
    counts = option_counts(row, language)
    drawing, axes, places = _canvas(labels, counts, top=HEADING * len(heading) + 0.1)
    _draw_heading(drawing, heading)
    for count, text, place in zip(row.counts, counts, places, strict=True):
        axes.barh(place, 0 if text == HIDDEN else count, height=BAR, color=BLUE)
    axes.set_xlim(0, max(1, *row.counts) * 1.02)
    axes.xaxis.get_major_locator().set_params(integer=True)  # type: ignore[call-arg]
    axes.set_xlabel(language.say(message("Partners (of {n} who answered)", n=row.answered)), fontsize=FONT, color=INK)
    _draw_labels(drawing, axes, labels, counts, places)
    return drawing


def agreement_figure(result: Agreement, language: Language) -> Figure:
    """A dot for each share and a line for its range; counts at the right."""
    labels = [_wrap(wording(row.subject, language), LABELS - 0.15) for row in result.rows]
    counts = [favourable_of(row, language) if may_show(row.answered) else HIDDEN for row in result.rows]
    drawing, axes, places = _canvas(labels, counts, top=0.1)
    for row, place in zip(result.rows, places, strict=True):
        if may_show_percent(row.answered):
            low, high = row.interval(result.level)
            axes.plot([low, high], [place, place], color=BLUE, linewidth=2.2, solid_capstyle="butt")
            axes.plot([row.share], [place], "o", color=BLUE, markersize=7)
    axes.set_xlim(-0.02, 1.02)
    title = (
        message("Partners who rate it as important: share and range")
        if result.role == "importance"
        else message("Partners on the favourable side: share and range")
    )
    _percent_axis(axes, language, language.say(title))
    _draw_labels(drawing, axes, labels, counts, places)
    return drawing


def _centred(rows: Sequence[ItemDistribution]) -> bool:
    return any(row.item.rated for row in rows)


def _reach(rows: Sequence[ItemDistribution]) -> float:
    """How far from the middle the longest bar goes, in whole quarters."""
    if not _centred(rows):
        return 1.0
    ends = [abs(end) for row in rows if may_show(row.answered) for end in _ends(row, centred=True)]
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
        if share * inch > _width(str(count)) + 0.06:
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


# --- the page ----------------------------------------------------------------------------------------


def _canvas(labels: Sequence[Sequence[str]], counts: Sequence[str], *, top: float) -> tuple[Figure, Axes, list[float]]:
    """A figure with room for labels and counts; the rows' places are inches from the top of the axes."""
    from matplotlib.figure import Figure

    right = max(map(_width, counts)) + 0.25  # half of an axis label reaches out there

    heights = [max(BAR, LINE * len(lines)) + ROW_GAP for lines in labels]
    body, bottom = sum(heights), 0.55
    height = top + body + bottom
    drawing = Figure(figsize=(WIDTH, height))
    axes = drawing.add_axes((LABELS / WIDTH, bottom / height, (WIDTH - LABELS - right) / WIDTH, body / height))
    axes.set_ylim(body, 0)
    axes.set_yticks([])
    axes.grid(axis="x", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="x", labelsize=FONT - 1, colors=INK)
    places, edge = [], 0.0
    for row_height in heights:
        places.append(edge + row_height / 2)
        edge += row_height
    return drawing, axes, places


def _draw_labels(
    drawing: Figure, axes: Axes, labels: Sequence[Sequence[str]], counts: Sequence[str], places: Sequence[float]
) -> None:
    height = drawing.get_figheight()
    top = axes.get_position().y1 * height
    for lines, count, place in zip(labels, counts, places, strict=True):
        for line, text in enumerate(lines):
            y = top - place + LINE * ((len(lines) - 1) / 2 - line)
            _text(drawing, LABELS - 0.1, y, text, ha="right", va="center")
        _text(drawing, WIDTH - 0.05, top - place, count, ha="right", va="center")


def _percent_axis(axes: Axes, language: Language, title: str) -> None:
    from matplotlib.ticker import FuncFormatter, MultipleLocator

    low, high = axes.get_xlim()
    axes.xaxis.set_major_locator(MultipleLocator(0.25 if high - low > 0.8 else 0.1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: language.percent(abs(value))))
    axes.set_xlabel(title, fontsize=FONT, color=INK)


def _legend_rows(names: Sequence[str]) -> list[list[tuple[int, str, float]]]:
    """Lines of (level, name, x in inches), each as full as the page is wide."""
    lines: list[list[tuple[int, str, float]]] = [[]]
    x = 0.1
    for level, name in enumerate(names):
        short = _wrap(name, WIDTH - 1.0)
        name = short[0] if len(short) == 1 else short[0].rstrip() + "…"
        room = 0.28 + _width(name) + 0.2
        if lines[-1] and x + room > WIDTH:
            lines.append([])
            x = 0.1
        lines[-1].append((level, name, x))
        x += room
    return lines


def _draw_heading(drawing: Figure, lines: Sequence[str]) -> None:
    for line, text in enumerate(lines):
        _text(drawing, 0.1, drawing.get_figheight() - 0.14 - HEADING * line, text, weight="bold")


def _draw_legend(
    drawing: Figure, lines: Sequence[Sequence[tuple[int, str, float]]], colours: Sequence[str], top: float
) -> None:
    from matplotlib.patches import Rectangle

    height = drawing.get_figheight()
    for place, line in enumerate(lines):
        y = height - top - 0.14 - LINE * 1.5 * place
        for level, name, x in line:
            drawing.add_artist(
                Rectangle(
                    (x / WIDTH, (y - 0.06) / height),
                    0.2 / WIDTH,
                    0.12 / height,
                    facecolor=colours[level],
                    edgecolor=INK,
                    linewidth=0.6,
                    transform=drawing.transFigure,
                )
            )
            _text(drawing, x + 0.26, y, name, va="center")


def _text(
    drawing: Figure, x: float, y: float, text: str, *, ha: str = "left", va: str = "center", weight: str = "normal"
) -> None:
    """Text at a place in inches; a dollar sign is a dollar sign."""
    drawing.text(
        x / drawing.get_figwidth(),
        y / drawing.get_figheight(),
        text,
        ha=ha,
        va=va,
        fontsize=FONT,
        color=INK,
        weight=weight,
        parse_math=False,
    )


def _n(answered: int, language: Language) -> str:
    return language.say(message("n = {n}", n=answered)) if may_show(answered) else f"n < {FEWEST_TO_SHOW}"


# --- measuring ---------------------------------------------------------------------------------------


@cache
def _measure() -> object:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(10, 10, 72)


@cache
def _width(text: str) -> float:
    """Width of a text in inches."""
    from matplotlib.font_manager import FontProperties

    with _missing_signs_are_boxes():
        width, _, _ = _measure().get_text_width_height_descent(text, FontProperties(size=FONT), False)  # type: ignore[attr-defined]
    return float(width) / 72


@contextmanager
def _missing_signs_are_boxes() -> Iterator[None]:
    """An emoji that the font lacks is drawn as a box; a warning would end up in the report."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def _wrap(text: str, width: float) -> list[str]:
    """Lines no wider than `width` inches; a word that is too long is broken."""
    lines = [""]
    for word in visible(text).split(" "):  # not at no-break spaces
        trial = f"{lines[-1]} {word}".lstrip()
        if _width(trial) <= width:
            lines[-1] = trial
            continue
        if lines[-1]:
            lines.append("")
        while _width(word) > width:
            fits = next(end for end in range(len(word) - 1, 0, -1) if _width(word[:end]) <= width or end == 1)
            lines[-1] = word[:fits]
            word = word[fits:]
            lines.append("")
        lines[-1] = word
    return lines


# --- colours -----------------------------------------------------------------------------------------


def palette(levels: int) -> list[str]:
    """Colours from dark to light, told apart in grey as well.

    Examples
    --------
    >>> palette(2)
    ['#003070', '#f6dd3f']
    """
    from matplotlib import colormaps
    from matplotlib.colors import to_hex

    cividis = colormaps["cividis"]
    return [to_hex(cividis(0.08 + 0.88 * (level / (levels - 1) if levels > 1 else 0.0))) for level in range(levels)]


def readable_on(colour: str) -> str:
    """Black or white, whichever stands out more."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    from matplotlib.colors import to_rgb

    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _svg(drawing: Figure) -> bytes:
    """The drawing as SVG, the same bytes at every run."""
    from matplotlib import rc_context

    buffer = io.BytesIO()
    with rc_context({"svg.hashsalt": "kip", "svg.fonttype": "path"}), _missing_signs_are_boxes():
        drawing.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()
