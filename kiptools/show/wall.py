"""The page for the wall: the four quadrants of a SWOT, whose texts never touch, however long they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kiptools.confidentiality import FEWEST_TO_SHOW
from kiptools.language import Language
from kiptools.messages import Message, message
from kiptools.ranking import Ranking
from kiptools.show.drawing import (
    BOLD,
    FONT,
    GRID,
    HEADING,
    INK,
    LINE,
    WIDTH,
    draw_heading,
    heading_lines,
    legend_rows,
    palette,
    readable_on,
    text_width,
    wrap_text,
    write_text,
)
from kiptools.swot import QUADRANTS
from kiptools.swot_fields import WORDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["NOTHING_NAMED", "OPINION", "QUADRANT_NAMES", "QUADRANT_TITLES", "SPLIT", "ranking_figure"]

QUADRANT_NAMES = WORDS["quadrant"]
QUADRANT_TITLES: dict[str, Message] = {
    "strength": message("Strengths"),
    "weakness": message("Weaknesses"),
    "opportunity": message("Opportunities"),
    "threat": message("Threats"),
}
OPINION = message("Opinion: no evidence")
SPLIT = message("The room is split")
NOTHING_NAMED = message("Nothing is named yet.")
MARGIN = 0.1
BETWEEN = 0.18
BOX = (WIDTH - 2 * MARGIN - BETWEEN) / 2
PAD = 0.12
BADGE = 0.36
"""From a badge's left edge to the text beside it, in inches."""
MARK = 0.26
ROW_GAP = 0.14


@dataclass(frozen=True)
class _Line:
    """A factor on the page: its place (0: none), wrapped text, and marks."""

    place: int
    lines: tuple[str, ...]
    marks: tuple[str, ...]

    @property
    def height(self) -> float:
        return LINE * len(self.lines) + ROW_GAP


def ranking_figure(result: Ranking, language: Language) -> Figure:
    """Four boxes, one for each quadrant, with its factors below each other, the highest priority first.

    Texts are wrapped by their measured width, and boxes are as high as their texts: the page grows with them.
    """
    from matplotlib.figure import Figure

    quadrants = {quadrant: _lines(result, quadrant, language) for quadrant in QUADRANTS}
    titles = {
        quadrant: wrap_text(language.say(QUADRANT_TITLES[quadrant]), (BOX - 2 * PAD) / BOLD) for quadrant in QUADRANTS
    }
    title = message("What counts most comes first") if result.rows else message("Four quadrants, not ranked yet")
    heading = heading_lines(language.say(title))
    legend = _legend(quadrants, language)
    rows_of_legend = legend_rows([name for _, name in legend]) if legend else []
    top = HEADING * len(heading) + LINE * 1.6 * len(rows_of_legend) + 0.2
    pairs = (QUADRANTS[:2], QUADRANTS[2:])
    bands = [LINE * max(len(titles[quadrant]) for quadrant in pair) + 0.16 for pair in pairs]
    bodies = [max(_room(quadrants[quadrant]) for quadrant in pair) for pair in pairs]
    height = top + sum(bands) + sum(bodies) + BETWEEN + MARGIN
    drawing = Figure(figsize=(WIDTH, height))
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(0, height)
    axes.set_axis_off()
    draw_heading(drawing, heading)
    _draw_legend(drawing, axes, legend, rows_of_legend, height - HEADING * len(heading) - 0.18)
    y = height - top
    for pair, band, body in zip(pairs, bands, bodies, strict=True):
        for place, (quadrant, colour) in enumerate(zip(pair, palette(2), strict=True)):
            x = MARGIN + place * (BOX + BETWEEN)
            _draw_box(axes, (x, y), band, body, titles[quadrant], colour)
            _draw_lines(drawing, axes, (x, y - band), quadrants[quadrant], colour, language)
        y -= band + body + BETWEEN
    return drawing


def _lines(result: Ranking, quadrant: str, language: Language) -> list[_Line]:
    """What stands in one box: ranked factors, then those without a place."""
    ranked = [(row.place, row.factor, row.split) for row in result.rows]
    found = []
    for place, factor, split in [*ranked, *((0, factor, False) for factor in result.unranked)]:
        if factor.quadrant == quadrant:
            marks = ("split",) * split + ("opinion",) * factor.opinion
            room = BOX - 2 * PAD - BADGE - MARK * len(marks)
            found.append(_Line(place, tuple(wrap_text(factor.text, room)), marks))
    return found or [_Line(-1, tuple(wrap_text(language.say(NOTHING_NAMED), BOX - 2 * PAD - BADGE)), ())]


def _room(lines: Sequence[_Line]) -> float:
    return sum(line.height for line in lines) + 0.1


def _legend(quadrants: dict[str, list[_Line]], language: Language) -> list[tuple[str, str]]:
    """Only what occurs on the page: sign and name."""
    lines = [line for found in quadrants.values() for line in found]
    signs = {mark for line in lines for mark in line.marks}
    signs |= {"place" if line.place > 0 else "no place" for line in lines if line.place >= 0}
    names = {
        "place": message("Place by priority"),
        "no place": message("No place yet: rated by fewer than {fewest} people", fewest=FEWEST_TO_SHOW),
        "split": SPLIT,
        "opinion": OPINION,
    }
    return [(sign, language.say(name)) for sign, name in names.items() if sign in signs]


def _draw_legend(
    drawing: Figure,
    axes: Axes,
    legend: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[tuple[int, str, float]]],
    top: float,
) -> None:
    for place, row in enumerate(rows):
        y = top - LINE * 1.6 * place
        for number, name, x in row:
            sign = legend[number][0]
            if sign in ("split", "opinion"):
                _draw_mark(axes, x + 0.1, y, sign)
            else:
                _draw_badge(axes, x, y, "1" if sign == "place" else "", palette(2)[0])
            write_text(drawing, x + 0.28, y, name)


def _draw_box(
    axes: Axes, corner: tuple[float, float], band: float, body: float, title: Sequence[str], colour: str
) -> None:
    """A frame with a coloured band at its top for the heading."""
    from matplotlib.patches import Rectangle

    x, y = corner
    axes.add_patch(Rectangle((x, y - band), BOX, band, facecolor=colour, edgecolor="none"))
    axes.add_patch(Rectangle((x, y - band - body), BOX, band + body, facecolor="none", edgecolor=INK, linewidth=1.0))
    for place, text in enumerate(title):
        at = y - band / 2 + LINE * ((len(title) - 1) / 2 - place)
        _write(axes, x + PAD, at, text, readable_on(colour), weight="bold")


def _draw_lines(
    drawing: Figure, axes: Axes, corner: tuple[float, float], lines: Sequence[_Line], colour: str, language: Language
) -> None:
    x, y = corner[0] + PAD, corner[1] - 0.05
    places = []
    for line in lines:
        first = y - ROW_GAP / 2 - LINE / 2
        if line.place >= 0:
            _draw_badge(axes, x, first, language.number(line.place) if line.place else "", colour)
        for place, text in enumerate(line.lines):
            write_text(drawing, x + BADGE, first - LINE * place, text)
        for place, mark in enumerate(reversed(line.marks)):
            _draw_mark(axes, corner[0] + BOX - PAD - MARK * place - 0.08, first, mark)
        places.append(y)
        y -= line.height
    for _, edge in pairwise(places):
        axes.plot([x, x + BOX - 2 * PAD], [edge, edge], color=GRID, linewidth=0.6)


def _draw_badge(axes: Axes, x: float, y: float, text: str, colour: str) -> None:
    """A place in a filled badge, or an empty one."""
    from matplotlib.patches import FancyBboxPatch

    width = max(0.2, text_width(text) + 0.06)
    style: Any = {"facecolor": colour if text else "#ffffff", "edgecolor": INK, "linewidth": 0.6}
    axes.add_patch(FancyBboxPatch((x, y - 0.09), width, 0.18, boxstyle="round,pad=0,rounding_size=0.09", **style))
    if text:
        _write(axes, x + width / 2, y - 0.005, text, readable_on(colour), ha="center")


def _draw_mark(axes: Axes, x: float, y: float, mark: str) -> None:
    """Two arrows that point away from each other, or a question mark in a ring."""
    if mark == "split":
        for side, shape in ((-1, "<"), (1, ">")):
            axes.plot([x + side * 0.055], [y], shape, color=INK, markersize=5.5, markeredgewidth=0)
        return
    axes.plot([x], [y], "o", color=INK, markerfacecolor="#ffffff", markersize=11, markeredgewidth=0.9)
    _write(axes, x, y - 0.005, "?", INK, ha="center")


def _write(axes: Axes, x: float, y: float, text: str, colour: str, *, ha: str = "left", weight: str = "normal") -> None:
    axes.text(x, y, text, ha=ha, va="center", fontsize=FONT, color=colour, weight=weight, parse_math=False)
