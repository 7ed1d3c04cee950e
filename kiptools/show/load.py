"""Who carries how much, shown: a row for each, a column for each week or month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message
from kiptools.show.drawing import (
    BAR,
    FONT,
    HEADING,
    INK,
    LABELS,
    LINE,
    ROW_GAP,
    WIDTH,
    canvas,
    draw_heading,
    draw_labels,
    heading_lines,
    palette,
    readable_on,
    text_width,
    to_svg,
    wrap_text,
    write_text,
    write_upright,
)
from kiptools.show.figures import figure
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import figure as html_figure
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import table
from kiptools.show.tasks import MOST_NAMES, NO_TASK, NOBODY, parts, say_all, shortened, which, written
from kiptools.tasks import Load, LoadRow

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["load_figure"]

OVER = message("More task days than there are working days")
OVER_SIGN = "!"
SHARED = message("A task that several carry counts in full for each of them.")
TOGETHER = message("All together")
BY = {
    "week": message("Task days in each week, by the week's Monday"),
    "month": message("Task days in each month"),
}
MOST_PEOPLE = 20
"""More people than this are drawn as several figures."""
MOST_COLUMNS = 8
"""More people than this stand in several tables."""
MOST_CASES = 3
MOST_HEAD = 1.6
CORNER = 0.09
ALL = slice(None)


def _over(result: Load, row: LoadRow) -> list[int]:
    """The periods in which somebody has more task days than there are working days."""
    pairs = enumerate(zip(row.days, result.working, strict=True))
    return [period for period, (days, working) in pairs if row.name and days > working]


def _period(day: date, by: str, language: Language) -> str:
    return written(day, "yMMM" if by == "month" else "yMMMd", language)


def _person(row: LoadRow, language: Language) -> str:
    return cut(row.name) or language.say(NOBODY)


@table.register
def _(result: Load, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NO_TASK))
    over = any(_over(result, row) for row in result.rows)
    notes = [SHARED]
    notes += [message("{sign} More task days than there are working days.", sign=OVER_SIGN)] * over
    first = message("Week from") if result.by == "week" else message("Month")
    working = [*map(language.number, result.working), language.number(sum(result.working))]
    names = [*(_period(day, result.by, language) for day in result.periods), language.say(TOGETHER)]
    return join(
        [
            html_table(
                language.say(message("Task days that each carries")),
                [language.say(first), language.say(message("Working days")), *(_person(row, language) for row in rows)],
                list(zip(names, working, *(_column(result, row, language) for row in rows), strict=True)),
                say_all(language, notes),
            )
            for rows in (result.rows[part] for part in parts(len(result.rows), MOST_COLUMNS))
        ]
    )


def _column(result: Load, row: LoadRow, language: Language) -> list[str]:
    over = _over(result, row)
    cells = [" ".join([language.number(days), *[OVER_SIGN] * (period in over)]) for period, days in enumerate(row.days)]
    return [*cells, language.number(sum(row.days))]


@sentence.register
def _(result: Load, language: Language) -> str:
    if not result.rows:
        return language.say(NO_TASK)
    people, said = [row for row in result.rows if row.name], []
    if any(sum(row.days) for row in people):
        said += [_most(result, people, language), _too_much(result, people, language)]
    else:
        said.append(message("Nobody has taken on a task yet."))
    free = sum(sum(row.days) for row in result.rows if not row.name)
    if free:
        said.append(
            counted(
                "{count} task day stands with nobody yet.",
                "{count} task days stand with nobody yet.",
                free,
            )
        )
    return say_all(language, said)


def _most(result: Load, people: Sequence[LoadRow], language: Language) -> Message:
    everything = sum(sum(row.days) for row in result.rows)
    most = max(sum(row.days) for row in people)
    first = [row for row in people if sum(row.days) == most]
    if most == everything:
        return message("{name} carries all task days: {days}.", name=cut(first[0].name), days=most)
    if len(first) == 1:
        return message(
            "{name} carries most: {days} of {all} task days (a shared task counts for each who shares it).",
            name=cut(first[0].name),
            days=most,
            all=everything,
        )
    return message(
        "{names} carry most: each {days} of {all} task days (a shared task counts for each who shares it).",
        names=shortened([cut(row.name) for row in first], MOST_NAMES, language),
        days=most,
        all=everything,
    )


def _too_much(result: Load, people: Sequence[LoadRow], language: Language) -> Message:
    """Who has more to do than there are days, each with the period in which it is worst."""
    worst = [
        (max(over, key=lambda period: row.days[period] - result.working[period]), row)
        for row in people
        if (over := _over(result, row))
    ]
    if not worst:
        if result.by == "week":
            return message("Nobody has more task days than there are working days in any week.")
        return message("Nobody has more task days than there are working days in any month.")
    worst.sort(key=lambda each: result.working[each[0]] - each[1].days[each[0]])
    texts = [language.say(_case(result, row, period, language)) for period, row in worst]
    return message("More task days than there are working days: {cases}.", cases=shortened(texts, MOST_CASES, language))


def _case(result: Load, row: LoadRow, period: int, language: Language) -> Message:
    values = {"name": cut(row.name), "days": row.days[period], "working": result.working[period]}
    if result.by == "week":
        return message(
            "{name} (week from {day}; task days: {days}, working days: {working})", day=result.periods[period], **values
        )
    return message(
        "{name} ({month}; task days: {days}, working days: {working})",
        month=written(result.periods[period], "yMMMM", language),
        **values,
    )


@figure.register
def _(result: Load, language: Language) -> Rendered:
    if not result.rows or not result.periods:
        return paragraph(language.say(NO_TASK))
    columns = int((WIDTH - LABELS - _total_width(result, language) - 0.25) / _cell_width(result, language))
    drawn = []
    for people in parts(len(result.rows), MOST_PEOPLE):
        for periods in parts(len(result.periods), columns):
            heading = _part(result, people, periods, language)
            drawing = load_figure(result, language, people=people, periods=periods, heading=heading)
            drawn.append(
                html_figure(
                    to_svg(drawing),
                    sentence(result, language),
                    table(_only(result, people, periods), language),
                    language.say(message("The figure's data as a table")),
                    language.say(SHARED),
                    heading,
                )
            )
    return join(drawn)


def _only(result: Load, people: slice, periods: slice) -> Load:
    """What a figure shows of it."""
    rows = tuple(replace(row, days=row.days[periods]) for row in result.rows[people])
    return replace(result, periods=result.periods[periods], rows=rows, working=result.working[periods])


def _part(result: Load, people: slice, periods: slice, language: Language) -> str:
    """Which part of the load a figure shows; nothing if it shows all."""
    rows, columns = which(people, len(result.rows)), which(periods, len(result.periods))
    said = []
    if people != slice(0, len(result.rows)):
        said.append(message("Rows {first} to {last} of {all}", **rows))
    if periods != slice(0, len(result.periods)):
        week, month = (
            message("Weeks {first} to {last} of {all}", **columns),
            message("Months {first} to {last} of {all}", **columns),
        )
        said.append(week if result.by == "week" else month)
    return " – ".join(map(language.say, said))


def _total_width(result: Load, language: Language) -> float:
    return max(text_width(language.number(sum(row.days))) for row in result.rows)


def _cell_width(result: Load, language: Language) -> float:
    """Room for the largest number, and for the upright heading above it."""
    widest = max(text_width(language.number(days)) for row in result.rows for days in row.days)
    return max(LINE + 0.08, widest + 0.12)


def load_figure(
    result: Load, language: Language, *, people: slice = ALL, periods: slice = ALL, heading: str = ""
) -> Figure:
    """A row for each person, a column for each week or month: the more task days, the darker; the number stands there.

    A triangle in a corner marks more task days than there are working days.
    """
    rows, shown = result.rows[people], range(len(result.periods))[periods]
    labels = [wrap_text(_person(row, language), LABELS - 0.15) for row in rows]
    totals = [language.number(sum(row.days)) for row in rows]
    titles = [language.say(BY[result.by]), *filter(None, [heading])]
    headings = [line for title in titles for line in heading_lines(title)]
    heads = [_period(result.periods[period], result.by, language) for period in shown]
    total = wrap_text(language.say(TOGETHER), MOST_HEAD)[0]
    top = HEADING * len(headings) + max(map(text_width, [*heads, total])) + 0.2
    drawing, axes, places = canvas(labels, totals, top=top)
    draw_heading(drawing, headings)
    axes.grid(visible=False)
    axes.set_xlim(0, len(shown))
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    box, height = axes.get_position(), drawing.get_figheight()
    cell = box.width * WIDTH / len(shown)
    for column, head in enumerate(heads):
        write_upright(drawing, box.x0 * WIDTH + cell * (column + 0.5), box.y1 * height + 0.05, head)
    write_upright(drawing, WIDTH - 0.05 - max(map(text_width, totals)) / 2, box.y1 * height + 0.05, total)
    most = max(1, *(days for row in result.rows for days in row.days))
    shades = ["#ffffff", *reversed(palette(5))]
    over = {row.name: _over(result, row) for row in rows}
    for row, lines, place in zip(rows, labels, places, strict=True):
        tall = max(BAR, LINE * len(lines)) + ROW_GAP
        for column, period in enumerate(shown):
            shade = shades[ceil(5 * row.days[period] / most)]
            _draw_cell(axes, (column, place - tall / 2), tall, language.number(row.days[period]), shade)
            if period in over[row.name]:
                _draw_corner(axes, (column + 1, place - tall / 2), CORNER / cell, readable_on(shade))
    draw_labels(drawing, axes, labels, totals, places)
    if any(period in found for found in over.values() for period in shown):
        _explain_corner(drawing, language)
    return drawing


def _draw_cell(axes: Axes, corner: tuple[float, float], tall: float, text: str, shade: str) -> None:
    from matplotlib.patches import Rectangle

    left, top = corner
    axes.add_patch(Rectangle(corner, 1, tall, facecolor=shade, edgecolor=INK, linewidth=0.5))
    axes.text(left + 0.5, top + tall / 2, text, ha="center", va="center", fontsize=FONT - 1, color=readable_on(shade))


def _draw_corner(axes: Axes, corner: tuple[float, float], wide: float, colour: str) -> None:
    """A triangle in the upper right corner of a cell; places count downwards."""
    from matplotlib.patches import Polygon

    right, top = corner
    corners = [(right - wide, top), (right, top), (right, top + CORNER)]
    axes.add_patch(Polygon(corners, closed=True, facecolor=colour, linewidth=0, label="over"))


def _explain_corner(drawing: Figure, language: Language) -> None:
    from matplotlib.patches import Polygon

    width, height = drawing.get_size_inches()
    top, right = 0.4, 0.22
    corners = [
        (x / width, y / height) for x, y in ((right - 1.3 * CORNER, top), (right, top), (right, top - 1.3 * CORNER))
    ]
    drawing.add_artist(Polygon(corners, closed=True, facecolor=INK, linewidth=0, transform=drawing.transFigure))
    for line, text in enumerate(wrap_text(language.say(OVER), WIDTH - 0.5)):
        write_text(drawing, 0.32, top - 0.06 - LINE * line, text)
