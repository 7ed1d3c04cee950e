"""The action sheet, shown: a Gantt chart with its critical path, and who carries how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message, visible
from kiptools.show.drawing import (
    BAR,
    BLUE,
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
    legend_rows,
    palette,
    readable_on,
    text_width,
    wrap_text,
    write_text,
)
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import HIDDEN, table
from kiptools.tasks import Load, LoadRow, Task, TaskTimes, Timetable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["gantt_figure", "load_figure"]

NO_TASK = message("No task stands on the action sheet yet.")
NOBODY = message("Nobody yet")
CRITICAL = message("Critical path")
OVER = message("More task days than there are working days")
OVER_SIGN = "!"
SHARED = message("A task that several carry counts in full for each of them.")
TOGETHER = message("All together")
BY = {
    "week": message("Task days in each week, by the week's Monday"),
    "month": message("Task days in each month"),
}
MOST_TASKS = 25
"""More tasks than this are drawn as several figures with the same days."""
MOST_LINKS = 40
"""More lines between the tasks of one figure than this could not be followed."""
MOST_PEOPLE = 20
"""More people than this are drawn as several figures."""
MOST_COLUMNS = 8
"""More people than this stand in several tables."""
MOST_NAMES = 6
MOST_CASES = 3
LONGEST_TASK = 160
WHO = 1.35
MOST_HEAD = 1.6
CORNER = 0.09
BOLD = WIDTH - 1.2  # bold type is wider than what is measured
LIGHT, PALE = "#9dbbdc", "#e4e4e4"
LINES = "#6a6a6a"
ZORDER = {"slack": 1.0, "link": 2.0, "bar": 3.0, "mark": 4.0}


def _say(language: Language, parts: Sequence[Message]) -> str:
    return " ".join(map(language.say, parts))


def _parts(length: int, most: int) -> list[slice]:
    """Parts of nearly equal length, none longer than `most`."""
    size = ceil(length / ceil(length / most))
    return [slice(start, start + size) for start in range(0, length, size)]


# --- days ----------------------------------------------------------------------------------------------


def _written(day: date, skeleton: str, language: Language) -> str:
    """A day or month, as short as people write it in that language."""
    from babel.dates import format_skeleton

    return format_skeleton(skeleton, day, locale="en_GB" if language.code == "en" else language.locale)


def _period(day: date, by: str, language: Language) -> str:
    return _written(day, "yMMM" if by == "month" else "yMMMd", language)


def _ticks(low: int, high: int, room: float, language: Language) -> list[tuple[int, str]]:
    """Days (as ordinals) with what is written there: as many as have room beside each other."""
    found: list[tuple[int, str]] = []
    for days, skeleton in _rhythms(low, high):
        if len(days) > room / 0.2:
            continue
        found = [(day.toordinal(), _written(day, skeleton, language)) for day in days]
        widest = max((text_width(text) for _, text in found), default=0.0) * (FONT - 1) / FONT + 0.1
        nearest = min((after[0] - before[0] for before, after in zip(found, found[1:], strict=False)), default=high)
        if found and nearest * room / (high - low) >= widest:
            break
    return found


def _rhythms(low: int, high: int) -> Iterator[tuple[list[date], str]]:
    """Days, weeks, months, years: the finest first, with how they are written."""
    for step in (1, 7, 14, 28):
        yield [date.fromordinal(day) for day in range(low, high + 1, step)], "MMMd"
    first, last = date.fromordinal(low), date.fromordinal(high)
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    months = [day for day in months if first <= day <= last]
    for step in (1, 2, 3, 6, 12):
        yield [day for day in months if (day.month - 1) % step == 0], "yMMM"
    for step in (1, 2, 5, 10, 20, 50, 100, 500):
        yield [day for day in months if day.month == 1 and day.year % step == 0], "y"


def _span(rows: Sequence[TaskTimes]) -> tuple[int, int]:
    """From the Monday of the first day to the end of the last, a week at least."""
    low = min(row.start for row in rows)
    low -= timedelta(min(low.weekday(), low.toordinal() - 1))
    high = max(max(row.finish, row.latest_finish) for row in rows).toordinal() + 1
    return low.toordinal(), min(max(high, low.toordinal() + 7), date.max.toordinal())


# --- when the tasks take place -------------------------------------------------------------------------


@table.register
def _(result: Timetable, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NO_TASK))
    head = [
        message("No."),
        message("Task"),
        message("Who"),
        message("From"),
        message("Until"),
        message("Working days"),
        message("Slack"),
        message("Depends on"),
    ]
    by_goal = _by_goal(result.rows)
    tables = [
        html_table(
            language.say(message("Goal: {goal}", goal=goal) if goal else message("When each task can take place")),
            [language.say(text) for text in head],
            [_cells(row, language) for row in rows],
            _say(language, _notes(result, language)) if rows is by_goal[-1][1] else "",
            words=True,
        )
        for goal, rows in by_goal
    ]
    return join(tables)


def _by_goal(rows: Sequence[TaskTimes]) -> list[tuple[str, list[TaskTimes]]]:
    """The tasks of each goal, that of the first task first."""
    goals: dict[str, list[TaskTimes]] = {}
    for row in rows:
        goals.setdefault(row.task.goal, []).append(row)
    return list(goals.items())


def _cells(row: TaskTimes, language: Language) -> list[str]:
    task = row.task
    until = message("{day} (should be done by {until})", day=row.finish, until=task.until)
    return [
        visible(task.id),
        visible(task.what),
        visible(", ".join(task.who)) or language.say(NOBODY),
        language.day(row.start),
        language.say(until) if row.late else language.day(row.finish),
        language.number(row.days),
        language.say(CRITICAL) if row.critical else language.number(row.slack),
        visible(", ".join(task.after)) or HIDDEN,
    ]


def _notes(result: Timetable, language: Language) -> list[Message]:
    notes = [
        message("From and until: if each task begins as early as it can."),
        message("Working days are Monday to Friday; holidays are not known."),
        message("Slack: the working days by which a task can slip before the last task ends later."),
        message("Critical path: the tasks of which none may slip."),
    ]
    if result.moved:
        notes.append(
            counted(
                "{count} task begins later than planned: {names}.",
                "{count} tasks begin later than planned: {names}.",
                len(result.moved),
                names=_names(result.moved, language),
            )
        )
    return notes


def _names(rows: Sequence[TaskTimes], language: Language) -> str:
    names = [message('"{name}"', name=cut(row.task.what or row.task.id)) for row in rows]
    return _list([language.say(name) for name in names], MOST_NAMES, language)


def _list(names: Sequence[str], most: int, language: Language) -> str:
    """The first of many, and how many more there are."""
    rest = len(names) - most
    more = [language.say(counted("{count} more", "{count} more", rest))] if rest > 0 else []
    return language.list([*names[:most], *more])


@sentence.register
def _(result: Timetable, language: Language) -> str:
    if not result.rows:
        return language.say(NO_TASK)
    parts = [
        counted(
            "{count} task takes place from {begin} until {end}, if it begins as early as it can.",
            "{count} tasks take place from {begin} until {end}, if each begins as early as it can.",
            len(result.rows),
            begin=result.begin,
            end=result.end,
        )
        if result.begin < result.end
        else counted(
            "{count} task takes place on {day}, if it begins as early as it can.",
            "{count} tasks take place on {day}, if each begins as early as it can.",
            len(result.rows),
            day=result.begin,
        )
    ]
    if len(result.rows) > 1:
        parts.append(_critical(result, language))
    late = [row for row in result.rows if row.late]
    if late:
        parts.append(
            counted(
                "{count} task ends after the day until when it should be done: {names}.",
                "{count} tasks end after the day until when they should be done: {names}.",
                len(late),
                names=_names(late, language),
            )
        )
    elif any(row.task.until for row in result.rows):
        parts.append(message("No task ends after the day until when it should be done."))
    return _say(language, parts)


def _critical(result: Timetable, language: Language) -> Message:
    if len(result.critical) == len(result.rows):
        return message("All of them are on the critical path: none may slip.")
    return counted(
        "{count} of them is on the critical path and may not slip: {names}.",
        "{count} of them are on the critical path, and none of these may slip: {names}.",
        len(result.critical),
        names=_names(result.critical, language),
    )


@figure.register
def _(result: Timetable, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NO_TASK))
    span, parts = _span(result.rows), []
    tasks = [row for _, rows in _by_goal(result.rows) for row in rows]
    for part in _parts(len(tasks), MOST_TASKS):
        rows = tuple(tasks[part])
        first, last = part.start + 1, part.start + len(rows)
        title = message("Tasks {first} to {last} of {all}", first=first, last=last, all=len(result.rows))
        heading = language.say(title) if len(rows) < len(result.rows) else ""
        drawing = gantt_figure(rows, language, span=span, heading=heading)
        parts.append(render(drawing, replace(result, rows=rows), language, heading))
    return join(parts)


def gantt_figure(
    rows: Sequence[TaskTimes], language: Language, *, span: tuple[int, int] | None = None, heading: str = ""
) -> Figure:
    """A row for each task, a bar from its first day to its last.

    Tasks on the critical path are dark and hatched. A pale bar behind a task is its slack, and a lozenge the day until
    when it should be done, if it ends later. Thin lines lead to the tasks that wait for it.
    """
    low, high = span or _span(rows)
    labels = [wrap_text(_label(row.task), LABELS - 0.15) for row in rows]
    who = [wrap_text(cut(", ".join(row.task.who)) or language.say(NOBODY), WHO) for row in rows]
    links = _links(rows)
    signs = _signs(rows, bool(links), low)
    headings = wrap_text(heading, BOLD) if heading else []
    legend = legend_rows([language.say(name) for _, name in signs])
    edge = HEADING * len(headings)
    drawing, axes, places = canvas(
        [max(pair, key=len) for pair in zip(labels, who, strict=True)],
        [max(lines, key=text_width) for lines in who],
        top=edge + LINE * 1.5 * len(legend) + 0.1,
    )
    draw_heading(drawing, headings)
    _draw_legend(drawing, legend, [kind for kind, _ in signs], edge)
    _day_axis(drawing, axes, (low, high), language)
    for row, place in zip(rows, places, strict=True):
        _draw_task(axes, row, place, low)
    for before, after in links:
        _draw_link(axes, rows, places, before, after)
    draw_labels(drawing, axes, labels, [""] * len(labels), places)
    top, right = axes.get_position().y1 * drawing.get_figheight(), axes.get_position().x1 * WIDTH + 0.15
    for lines, place in zip(who, places, strict=True):
        for line, text in enumerate(lines):
            write_text(drawing, right, top - place + LINE * ((len(lines) - 1) / 2 - line), text)
    return drawing


def _label(task: Task) -> str:
    return cut(f"{cut(task.id, 20)} {task.what}", LONGEST_TASK)


def _links(rows: Sequence[TaskTimes]) -> list[tuple[int, int]]:
    """Which row leads to which, among those of one figure; none if they are too many to be followed."""
    at = {row.task.id: place for place, row in enumerate(rows)}
    found = [(at[id], place) for place, row in enumerate(rows) for id in row.task.after if id in at]
    return found if len(found) <= MOST_LINKS else []


def _signs(rows: Sequence[TaskTimes], links: bool, low: int) -> list[tuple[str, Message]]:
    """What stands in the legend: only what is drawn."""
    missed = [row.task.until.toordinal() for row in rows if row.late and row.task.until]
    signs = [
        ("critical", CRITICAL, any(row.critical for row in rows)),
        ("task", message("Can slip"), not all(row.critical for row in rows)),
        ("slack", message("Slack"), not all(row.critical for row in rows)),
        ("link", message("Must be finished before"), links),
        ("missed", message("Ends too late: should be done by then"), any(day >= low for day in missed)),
        (
            "earlier",
            message("Ends too late: should be done before the first day shown"),
            min(missed, default=low) < low,
        ),
    ]
    return [(kind, name) for kind, name, drawn in signs if drawn]


FILLS: dict[str, dict[str, object]] = {
    "critical": {"facecolor": BLUE, "edgecolor": INK, "hatch": "////", "hatchcolor": "#ffffff"},
    "task": {"facecolor": LIGHT, "edgecolor": INK},
    "slack": {"facecolor": PALE, "edgecolor": "#8a8a8a"},
}
MARKS: dict[str, dict[str, object]] = {
    "missed": {"marker": "D", "markersize": 6, "color": INK, "markerfacecolor": "#ffffff", "markeredgewidth": 1.3},
    "earlier": {"marker": "<", "markersize": 7, "color": INK, "markerfacecolor": "#ffffff", "markeredgewidth": 1.3},
    "link": {"marker": ">", "markersize": 3.5, "color": LINES, "linewidth": 0.8, "markevery": [1]},
}


def _draw_task(axes: Axes, row: TaskTimes, place: float, low: int) -> None:
    start, end = row.start.toordinal(), row.finish.toordinal() + 1
    if row.slack:
        _draw_bar(axes, "slack", end, row.latest_finish.toordinal() + 1, place, BAR / 2.5)
    _draw_bar(axes, "critical" if row.critical else "task", start, end, place, BAR)
    if row.late and row.task.until:
        until = row.task.until.toordinal() + 1
        kind, x = ("missed", until) if until > low else ("earlier", low)
        axes.plot([x], [place], linestyle="none", clip_on=False, zorder=ZORDER["mark"], **MARKS[kind])  # type: ignore[arg-type]


def _draw_bar(axes: Axes, kind: str, start: int, end: int, place: float, height: float) -> None:
    zorder = ZORDER["slack" if kind == "slack" else "bar"]
    axes.barh(place, end - start, left=start, height=height, linewidth=0.6, zorder=zorder, label=kind, **FILLS[kind])  # type: ignore[arg-type]


def _draw_link(axes: Axes, rows: Sequence[TaskTimes], places: Sequence[float], before: int, after: int) -> None:
    """From the end of one bar along its row, then to the beginning of the other."""
    low, high = axes.get_xlim()
    inch = (high - low) / (axes.get_position().width * WIDTH)
    one, other = rows[before], rows[after]
    start, end = other.start.toordinal(), other.finish.toordinal() + 1
    x = start + min(0.06 * inch, (end - start) / 2)
    down = places[after] > places[before]
    y = places[after] + (-BAR if down else BAR) / 2
    path_x, path_y = [one.finish.toordinal() + 1, x, x], [places[before], places[before], y]
    axes.plot(path_x, path_y, color=LINES, linewidth=0.8, zorder=ZORDER["link"], label="link")
    axes.plot([x], [y], color=LINES, marker="v" if down else "^", markersize=3.5, zorder=ZORDER["link"])


def _day_axis(drawing: Figure, axes: Axes, span: tuple[int, int], language: Language) -> None:
    low, high = span
    axes.set_xlim(low, high)
    box = axes.get_position()
    room = box.width * WIDTH
    ticks = [
        (day, text)
        for day, text in _ticks(low, high, room, language)
        if box.x0 * WIDTH + (day - low) / (high - low) * room + text_width(text) / 2 < WIDTH
    ]
    axes.set_xticks([day for day, _ in ticks], [text for _, text in ticks])
    years = dict.fromkeys(str(date.fromordinal(day).year) for day in (low, high - 1))
    axes.set_xlabel("–".join(years), fontsize=FONT, color=INK)


def _draw_legend(
    drawing: Figure, lines: Sequence[Sequence[tuple[int, str, float]]], kinds: Sequence[str], top: float
) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    width, height = drawing.get_size_inches()
    for place, line in enumerate(lines):
        y = height - top - 0.14 - LINE * 1.5 * place
        for level, name, x in line:
            kind, room = kinds[level], {"transform": drawing.transFigure}
            if kind in FILLS:
                tall = 0.06 if kind == "slack" else 0.13
                corner = (x / width, (y - tall / 2) / height)
                drawing.add_artist(
                    Rectangle(corner, 0.2 / width, tall / height, linewidth=0.6, **room, **FILLS[kind])  # type: ignore[arg-type]
                )
            else:
                ends = (0.0, 0.18) if kind == "link" else (0.1,)
                xs = [(x + end) / width for end in ends]
                drawing.add_artist(Line2D(xs, [y / height] * len(xs), **room, **MARKS[kind]))  # type: ignore[arg-type]
            write_text(drawing, x + 0.26, y, name)


# --- who carries how much ------------------------------------------------------------------------------


def _over(result: Load, row: LoadRow) -> list[int]:
    """The periods in which somebody has more task days than there are working days."""
    pairs = enumerate(zip(row.days, result.working, strict=True))
    return [period for period, (days, working) in pairs if row.name and days > working]


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
    names = [
        *(_period(day, result.by, language) for day in result.periods),
        language.say(TOGETHER),
    ]
    return join(
        [
            html_table(
                language.say(message("Task days that each carries")),
                [language.say(first), language.say(message("Working days")), *(_person(row, language) for row in rows)],
                list(zip(names, working, *(_column(result, row, language) for row in rows), strict=True)),
                _say(language, notes),
            )
            for rows in (result.rows[part] for part in _parts(len(result.rows), MOST_COLUMNS))
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
    people, parts = [row for row in result.rows if row.name], []
    if any(sum(row.days) for row in people):
        parts += [_most(result, people, language), _too_much(result, people, language)]
    else:
        parts.append(message("Nobody has taken on a task yet."))
    free = sum(sum(row.days) for row in result.rows if not row.name)
    if free:
        parts.append(
            counted(
                "{count} task day stands with nobody yet.",
                "{count} task days stand with nobody yet.",
                free,
            )
        )
    return _say(language, parts)


def _most(result: Load, people: Sequence[LoadRow], language: Language) -> Message:
    everything = sum(sum(row.days) for row in result.rows)
    most = max(sum(row.days) for row in people)
    first = [row for row in people if sum(row.days) == most]
    if most == everything:
        return message("{name} carries all task days: {days}.", name=cut(first[0].name), days=most)
    if len(first) == 1:
        return message(
            "{name} carries most: {days} of {all} task days.", name=cut(first[0].name), days=most, all=everything
        )
    return message(
        "{names} carry most: each {days} of {all} task days.",
        names=_list([cut(row.name) for row in first], MOST_NAMES, language),
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
        return message("Nobody has more task days than there are working days.")
    worst.sort(key=lambda each: result.working[each[0]] - each[1].days[each[0]])
    texts = [language.say(_case(result, row, period, language)) for period, row in worst]
    return message("More task days than there are working days: {cases}.", cases=_list(texts, MOST_CASES, language))


def _case(result: Load, row: LoadRow, period: int, language: Language) -> Message:
    values = {"name": cut(row.name), "days": row.days[period], "working": result.working[period]}
    if result.by == "week":
        return message(
            "{name} (week from {day}; task days: {days}, working days: {working})", day=result.periods[period], **values
        )
    return message(
        "{name} ({month}; task days: {days}, working days: {working})",
        month=_written(result.periods[period], "yMMMM", language),
        **values,
    )


@figure.register
def _(result: Load, language: Language) -> Rendered:
    if not result.rows or not result.periods:
        return paragraph(language.say(NO_TASK))
    columns = int((WIDTH - LABELS - _total_width(result, language) - 0.25) / _cell_width(result, language))
    drawings = [
        load_figure(result, language, rows=result.rows[people], periods=range(len(result.periods))[periods])
        for people in _parts(len(result.rows), MOST_PEOPLE)
        for periods in _parts(len(result.periods), columns)
    ]
    note = language.say(SHARED)
    return join([render(drawing, result, language, note=note) for drawing in drawings])


def _total_width(result: Load, language: Language) -> float:
    return max(text_width(language.number(sum(row.days))) for row in result.rows)


def _cell_width(result: Load, language: Language) -> float:
    """Room for the largest number, and for the upright heading above it."""
    widest = max(text_width(language.number(days)) for row in result.rows for days in row.days)
    return max(LINE + 0.08, widest + 0.12)


def load_figure(
    result: Load, language: Language, *, rows: Sequence[LoadRow] | None = None, periods: range | None = None
) -> Figure:
    """A row for each person, a column for each week or month: the more task days, the darker; the number stands there.

    A triangle in a corner marks more task days than there are working days.
    """
    rows = result.rows if rows is None else rows
    periods = range(len(result.periods)) if periods is None else periods
    labels = [wrap_text(_person(row, language), LABELS - 0.15) for row in rows]
    totals = [language.number(sum(row.days)) for row in rows]
    headings = wrap_text(language.say(BY[result.by]), BOLD)
    heads = [_period(result.periods[period], result.by, language) for period in periods]
    total = wrap_text(language.say(TOGETHER), MOST_HEAD)[0]
    top = HEADING * len(headings) + max(map(text_width, [*heads, total])) + 0.2
    drawing, axes, places = canvas(labels, totals, top=top)
    draw_heading(drawing, headings)
    axes.grid(visible=False)
    axes.set_xlim(0, len(periods))
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    box, height = axes.get_position(), drawing.get_figheight()
    cell = box.width * WIDTH / len(periods)
    for column, head in enumerate(heads):
        _write_upright(drawing, box.x0 * WIDTH + cell * (column + 0.5), box.y1 * height + 0.05, head)
    _write_upright(drawing, WIDTH - 0.05 - max(map(text_width, totals)) / 2, box.y1 * height + 0.05, total)
    most = max(1, *(days for row in result.rows for days in row.days))
    shades = ["#ffffff", *reversed(palette(5))]
    over = {row.name: _over(result, row) for row in rows}
    for row, lines, place in zip(rows, labels, places, strict=True):
        tall = max(BAR, LINE * len(lines)) + ROW_GAP
        for column, period in enumerate(periods):
            shade = shades[ceil(5 * row.days[period] / most)]
            _draw_cell(axes, (column, place - tall / 2), tall, language.number(row.days[period]), shade)
            if period in over[row.name]:
                _draw_corner(axes, (column + 1, place - tall / 2), CORNER / cell, readable_on(shade))
    draw_labels(drawing, axes, labels, totals, places)
    if any(period in found for found in over.values() for period in periods):
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


def _write_upright(drawing: Figure, x: float, y: float, text: str) -> None:
    width, height = drawing.get_size_inches()
    place = (x / width, y / height)
    drawing.text(*place, text, rotation=90, ha="center", va="bottom", fontsize=FONT, color=INK, parse_math=False)
