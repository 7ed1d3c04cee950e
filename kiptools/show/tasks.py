"""The action sheet, shown: a Gantt chart with its critical path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
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
    WIDTH,
    canvas,
    draw_heading,
    draw_labels,
    heading_lines,
    legend_rows,
    text_width,
    wrap_text,
    write_text,
)
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import HIDDEN, table
from kiptools.tasks import Task, TaskTimes, Timetable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["MOST_NAMES", "NOBODY", "NO_TASK", "gantt_figure", "parts", "say_all", "shortened", "which", "written"]

NO_TASK = message("No task stands on the action sheet yet.")
NOBODY = message("Nobody yet")
CRITICAL = message("Critical path")
MOST_TASKS = 25
"""More tasks than this are drawn as several figures with the same days."""
MOST_LINKS = 40
"""More lines between the tasks of one figure than this could not be followed."""
MOST_NAMES = 6
LONGEST_TASK = 160
WHO = 1.35
LIGHT, PALE = "#9dbbdc", "#e4e4e4"
LINES = "#6a6a6a"
ZORDER = {"slack": 1.0, "link": 2.0, "bar": 3.0, "mark": 4.0}


def say_all(language: Language, sentences: Sequence[Message]) -> str:
    return " ".join(map(language.say, sentences))


def parts(length: int, most: int) -> list[slice]:
    """Parts of nearly equal length, none longer than `most`."""
    size = ceil(length / ceil(length / most))
    return [slice(start, min(start + size, length)) for start in range(0, length, size)]


def which(part: slice, length: int) -> dict[str, int]:
    """The numbers by which people call a part, for a message."""
    return {"first": part.start + 1, "last": part.stop, "all": length}


# --- days ----------------------------------------------------------------------------------------------


def written(day: date, skeleton: str, language: Language) -> str:
    """A day or month, as short as people write it in that language."""
    from babel.dates import format_skeleton

    return format_skeleton(skeleton, day, locale="en_GB" if language.code == "en" else language.locale)


def _ticks(low: int, high: int, room: float, language: Language) -> list[tuple[int, str]]:
    """Days (as ordinals) with what is written there: as many as have room beside each other."""
    found: list[tuple[int, str]] = []
    for days, skeleton in _rhythms(low, high):
        if len(days) > room / 0.2:
            continue
        found = [(day, written(date.fromordinal(day), skeleton, language)) for day in days]
        widest = max(text_width(text) for _, text in found) * (FONT - 1) / FONT + 0.1
        nearest = min((after - before for before, after in pairwise(days)), default=high - low)
        if nearest * room / (high - low) >= widest:
            break
    return found


def _rhythms(low: int, high: int) -> Iterator[tuple[list[int], str]]:
    """Days, weeks, months, years: the finest first, with how they are written."""
    for step in (1, 7, 14, 28):
        yield [*range(low, high + 1, step)], "MMMd"
    days = map(date.fromordinal, range(low, high + 1))
    months = [day for day in days if day.day == 1]
    for step in (1, 2, 3, 6):
        yield [day.toordinal() for day in months if (day.month - 1) % step == 0], "yMMM"
    for step in (1, 2):
        yield [day.toordinal() for day in months if day.month == 1 and day.year % step == 0], "y"


def _span(rows: Sequence[TaskTimes]) -> tuple[int, int]:
    """From the Monday of the first day to the end of the last, a week at least."""
    low = min(row.start for row in rows)
    low -= timedelta(low.weekday())
    high = max(max(row.finish, row.latest_finish) for row in rows)
    return low.toordinal(), max(high.toordinal() + 1, low.toordinal() + 7)


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
            say_all(language, _notes(result, language)) if rows is by_goal[-1][1] else "",
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
    until = message("{day} (deadline {until})", day=row.finish, until=task.until)
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
    return shortened([language.say(name) for name in names], MOST_NAMES, language)


def shortened(names: Sequence[str], most: int, language: Language) -> str:
    """The first of many, and how many more there are."""
    rest = len(names) - most
    more = [language.say(counted("{count} more", "{count} more", rest))] if rest > 0 else []
    return language.list([*names[:most], *more])


@sentence.register
def _(result: Timetable, language: Language) -> str:
    if not result.rows:
        return language.say(NO_TASK)
    said = [
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
        said.append(_critical(result, language))
    late = [row for row in result.rows if row.late]
    if late:
        said.append(
            counted(
                "{count} task ends after its deadline: {names}.",
                "{count} tasks end after their deadlines: {names}.",
                len(late),
                names=_names(late, language),
            )
        )
    elif any(row.task.until for row in result.rows):
        said.append(message("No task ends after its deadline."))
    return say_all(language, said)


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
    span, drawn = _span(result.rows), []
    tasks = [row for _, rows in _by_goal(result.rows) for row in rows]
    for part in parts(len(tasks), MOST_TASKS):
        rows = tuple(tasks[part])
        title = message("Tasks {first} to {last} of {all}", **which(part, len(tasks)))
        heading = language.say(title) if len(rows) < len(tasks) else ""
        drawing = gantt_figure(rows, language, span=span, heading=heading)
        alone = heading or language.say(message("Tasks and when they take place"))
        drawn.append(render(drawing, replace(result, rows=rows), language, alone))
    return join(drawn)


def gantt_figure(
    rows: Sequence[TaskTimes], language: Language, *, span: tuple[int, int] | None = None, heading: str = ""
) -> Figure:
    """A row for each task, a bar from its first day to its last.

    Tasks on the critical path are dark and hatched. A pale bar behind a task is its slack, and a lozenge its deadline
    if it ends later. Thin lines lead to the tasks that wait for it.
    """
    low, high = span or _span(rows)
    labels = [wrap_text(_label(row.task), LABELS - 0.15) for row in rows]
    who = [wrap_text(cut(", ".join(row.task.who)) or language.say(NOBODY), WHO) for row in rows]
    links = _links(rows)
    signs = _signs(rows, bool(links), low)
    headings = heading_lines(heading)
    legend = legend_rows([language.say(name) for _, name in signs])
    edge = HEADING * len(headings)
    drawing, axes, places = canvas(
        [max(pair, key=len) for pair in zip(labels, who, strict=True)],
        [max(lines, key=text_width) for lines in who],
        top=edge + LINE * 1.5 * len(legend) + 0.1,
    )
    draw_heading(drawing, headings)
    _draw_legend(drawing, legend, [kind for kind, _ in signs], edge)
    _day_axis(axes, (low, high), language)
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
        ("missed", message("Deadline that is missed"), any(day >= low for day in missed)),
        ("earlier", message("Missed deadline before the first day shown"), any(day < low for day in missed)),
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


def _day_axis(axes: Axes, span: tuple[int, int], language: Language) -> None:
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
