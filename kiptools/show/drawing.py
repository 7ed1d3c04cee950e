"""The page of a drawing: places in inches, measured texts, colours, and the same bytes at every run.

The layout is computed from measured texts, so that nothing can overlap however long a wording is. Colours
run from dark blue over grey to light yellow (cividis): told apart with any colour vision and in grey print.
"""

from __future__ import annotations

import io
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from kiptools.language import Language
from kiptools.messages import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "canvas",
    "contrast",
    "count_axis",
    "counts_figure",
    "draw_heading",
    "draw_labels",
    "draw_legend",
    "heading_lines",
    "legend_rows",
    "palette",
    "percent_axis",
    "readable_on",
    "text_width",
    "tints",
    "to_svg",
    "wrap_text",
    "write_text",
    "write_upright",
]

WIDTH = 7.5
LABELS = 2.7
LINE = 0.155
HEADING = 0.21
ROW_GAP = 0.14
BAR = 0.24
FONT = 9
BOLD = 1.25
"""Bold letters are up to so many times as wide."""
INK = "#1a1a1a"
BLUE = "#003070"
GRID = "#d0d0d0"


# --- the page ----------------------------------------------------------------------------------------


def canvas(labels: Sequence[Sequence[str]], counts: Sequence[str], *, top: float) -> tuple[Figure, Axes, list[float]]:
    """A figure with room for labels and counts; the rows' places are inches from the top of the axes."""
    from matplotlib.figure import Figure

    right = max(map(text_width, counts)) + 0.25  # half of an axis label reaches out there

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


def draw_labels(
    drawing: Figure, axes: Axes, labels: Sequence[Sequence[str]], counts: Sequence[str], places: Sequence[float]
) -> None:
    height = drawing.get_figheight()
    top = axes.get_position().y1 * height
    for lines, count, place in zip(labels, counts, places, strict=True):
        for line, text in enumerate(lines):
            y = top - place + LINE * ((len(lines) - 1) / 2 - line)
            write_text(drawing, LABELS - 0.1, y, text, ha="right", va="center")
        write_text(drawing, WIDTH - 0.05, top - place, count, ha="right", va="center")


def counts_figure(
    bars: Sequence[tuple[str, Sequence[int]]],
    texts: Sequence[str],
    language: Language,
    title: str,
    *,
    names: Sequence[str] = (),
    heading: str = "",
) -> Figure:
    """Bars of counts, one below the other; with several counts each, stacked, with a legend.

    Parameters
    ----------
    bars : sequence of (str, sequence of int)
        Label and counts.
    texts : sequence of str
        What stands at the right of each.
    language : Language
    title : str
        Of the axis.
    names : sequence of str
        What the counts of a bar are; none for single counts.
    heading : str
    """
    from matplotlib.ticker import FuncFormatter

    labels = [wrap_text(name, LABELS - 0.15) for name, _ in bars]
    headings = heading_lines(heading)
    legend = legend_rows(names) if names else []
    colours = palette(len(names)) if names else [BLUE]
    top = HEADING * len(headings)
    drawing, axes, places = canvas(labels, texts, top=top + LINE * 1.5 * len(legend) + 0.1)
    draw_heading(drawing, headings)
    draw_legend(drawing, legend, colours, top)
    longest = max(1, *(sum(counts) for _, counts in bars))
    axes.set_xlim(0, longest * 1.02)
    inch = axes.get_position().width * WIDTH / (longest * 1.02)
    for (_, counts), place in zip(bars, places, strict=True):
        start = 0
        for count, colour in zip(counts, colours, strict=True):
            axes.barh(place, count, left=start, height=BAR, color=colour, edgecolor=INK, linewidth=0.6)
            if names and count * inch > text_width(language.number(count)) + 0.06:
                axes.text(
                    start + count / 2,
                    place,
                    language.number(count),
                    ha="center",
                    va="center",
                    fontsize=FONT - 1,
                    color=readable_on(colour),
                )
            start += count
    count_axis(axes, title)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: language.number(value)))
    draw_labels(drawing, axes, labels, texts, places)
    return drawing


def count_axis(axes: Axes, title: str) -> None:
    """Whole numbers only: there is no half of a partner."""
    from matplotlib.ticker import MaxNLocator

    axes.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 2.5, 5, 10], integer=True))
    axes.set_xlabel(title, fontsize=FONT, color=INK)


def percent_axis(axes: Axes, language: Language, title: str) -> None:
    from matplotlib.ticker import FuncFormatter, MultipleLocator

    low, high = axes.get_xlim()
    axes.xaxis.set_major_locator(MultipleLocator(0.25 if high - low > 0.8 else 0.1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: language.percent(abs(value))))
    axes.set_xlabel(title, fontsize=FONT, color=INK)


def legend_rows(names: Sequence[str]) -> list[list[tuple[int, str, float]]]:
    """Lines of (level, name, x in inches), each as full as the page is wide."""
    lines: list[list[tuple[int, str, float]]] = [[]]
    x = 0.1
    for level, name in enumerate(names):
        short = wrap_text(name, WIDTH - 1.0)
        name = short[0] if len(short) == 1 else short[0].rstrip() + "…"
        room = 0.28 + text_width(name) + 0.2
        if lines[-1] and x + room > WIDTH:
            lines.append([])
            x = 0.1
        lines[-1].append((level, name, x))
        x += room
    return lines


def heading_lines(text: str) -> list[str]:
    """A heading as lines that fit the page in bold type; none for an empty one."""
    return wrap_text(text, (WIDTH - 0.3) / BOLD) if text else []


def draw_heading(drawing: Figure, lines: Sequence[str]) -> None:
    for line, text in enumerate(lines):
        write_text(drawing, 0.1, drawing.get_figheight() - 0.14 - HEADING * line, text, weight="bold")


def draw_legend(
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
            write_text(drawing, x + 0.26, y, name, va="center")


def write_text(
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


def write_upright(drawing: Figure, x: float, y: float, text: str) -> None:
    """Text that runs upwards from a place in inches."""
    width, height = drawing.get_size_inches()
    place = (x / width, y / height)
    drawing.text(*place, text, rotation=90, ha="center", va="bottom", fontsize=FONT, color=INK, parse_math=False)


# --- measuring ---------------------------------------------------------------------------------------


@cache
def _measure() -> object:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(10, 10, 72)


@cache
def text_width(text: str) -> float:
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


def wrap_text(text: str, width: float) -> list[str]:
    """Lines no wider than `width` inches; a word that is too long is broken."""
    lines = [""]
    for word in visible(text).split(" "):  # not at no-break spaces
        trial = f"{lines[-1]} {word}".lstrip()
        if text_width(trial) <= width:
            lines[-1] = trial
            continue
        if lines[-1]:
            lines.append("")
        while text_width(word) > width:
            starts = [word[:end] for end in range(1, len(word))]
            fits = max(1, bisect_right(starts, width, key=text_width))
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


def tints(levels: int) -> list[str]:
    """One colour from light to dark, for counts: the darker, the more.

    Examples
    --------
    >>> tints(2)
    ['#ccd6e2', '#003070']
    """
    from matplotlib.colors import to_hex, to_rgb

    (red, green, blue), parts = to_rgb(palette(2)[0]), [0.2 + 0.8 * n / max(levels - 1, 1) for n in range(levels)]
    return [to_hex((1 - part * (1 - red), 1 - part * (1 - green), 1 - part * (1 - blue))) for part in parts]


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


def to_svg(drawing: Figure) -> bytes:
    """The drawing as SVG, the same bytes at every run."""
    from matplotlib import rc_context

    buffer = io.BytesIO()
    with rc_context({"svg.hashsalt": "kip", "svg.fonttype": "path"}), _missing_signs_are_boxes():
        drawing.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()
