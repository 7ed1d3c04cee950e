"""The action sheet, shown: what bars, marks, tables and sentences say, by hand; no two texts intersect."""

from __future__ import annotations

import os
import random
import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, product

import pytest
from builders import HOSTILE, examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from test_show import LANGUAGES, STATEMENT, assert_nothing_overlaps, check, texts_of

import kiptools as kip
from kiptools.language import Language
from kiptools.show.drawing import contrast, counts_figure
from kiptools.show.load import load_figure
from kiptools.show.tasks import MOST_TASKS, gantt_figure, parts
from kiptools.tasks import Load, LoadRow, Task, TaskTimes, Timetable

EN = Language("en")
MONDAY = date(2026, 4, 6)
FEW = zip((1, 2, 5, 13, 25, 40), cycle(LANGUAGES), strict=False)
COUNTS = [*(product(range(1, 41), LANGUAGES) if os.environ.get("KIP_CAMPAIGN") else FEW)]


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def times(id: str, what: str, start: str, finish: str, slack: int = 0, latest: str = "", **fields: object) -> TaskTimes:
    """A task in 2026; with slack, `latest` is the day until which it can be drawn out."""
    days = sum((day(start) + timedelta(n)).weekday() < 5 for n in range((day(finish) - day(start)).days + 1))
    end = day(latest or finish)
    task = Task(id, what, **fields)  # type: ignore[arg-type]
    return TaskTimes(task, days, day(start), day(finish), end - (day(finish) - day(start)), end, slack)


PLAN = Timetable(
    (
        times("T1", "Ask partners", "04-06", "04-17", who=("Ana", "Ivo")),
        times("T2", "Write a charter", "04-06", "04-10", 5, "04-17", who=("Ana",), goal="S1+O2"),
        times("T3", "Hold a workshop", "04-20", "04-24", after=("T1", "T2"), until=day("04-22")),
    )
)
"""Two weeks, a week beside it with a week of slack, then a week that ends two days late."""


def bars(drawing, kind: str) -> list[tuple[float, float]]:
    """Where the bars of a kind begin and how long they are."""
    return [
        (patch.get_x(), patch.get_width())
        for container in drawing.axes[0].containers
        if container.get_label() == kind
        for patch in container
    ]


def marks(drawing, marker: str) -> list[float]:
    lines = [line for line in drawing.axes[0].get_lines() if line.get_marker() == marker]
    return [line.get_xdata()[0] for line in lines]


def written(drawing) -> list[str]:
    return [text.get_text() for text in texts_of(drawing)]


# --- the chart ---------------------------------------------------------------------------------------


def test_bars_stand_from_the_first_day_to_the_end_of_the_last():
    drawing = gantt_figure(PLAN.rows, EN)
    first = MONDAY.toordinal()
    assert bars(drawing, "critical") == [(first, 12), (first + 14, 5)]
    assert bars(drawing, "task") == [(first, 5)]
    assert bars(drawing, "slack") == [(first + 5, 7)], "until the evening of 17 April"
    assert drawing.axes[0].get_xlim() == (first, first + 19)


def test_the_axis_begins_on_a_monday_and_is_a_week_long_at_least():
    """Wednesday 8 April alone: from Monday 6 to the evening of Sunday 12."""
    axes = gantt_figure([times("T1", "x", "04-08", "04-08")], EN).axes[0]
    assert axes.get_xlim() == (MONDAY.toordinal(), day("04-13").toordinal())


def test_rows_stand_below_each_other_and_bars_of_one_task_on_one_line():
    axes = gantt_figure(PLAN.rows, EN).axes[0]
    middles = {
        (container.get_label(), round(patch.get_y() + patch.get_height() / 2, 6))
        for container in axes.containers
        for patch in container
    }
    rows = sorted({place for _, place in middles})
    assert len(rows) == 3
    assert middles == {("critical", rows[0]), ("task", rows[1]), ("slack", rows[1]), ("critical", rows[2])}
    low, high = axes.get_ylim()
    assert low > rows[2] > rows[0] > high, "the first task stands on top"


def test_critical_tasks_differ_by_more_than_their_colour():
    drawing = gantt_figure(PLAN.rows, EN)
    patches = {each.get_label(): each.patches[0] for each in drawing.axes[0].containers}
    assert patches["critical"].get_hatch() and not patches["task"].get_hatch()
    assert contrast(*(to_hex(patches[kind].get_facecolor()) for kind in ("critical", "task"))) > 3
    assert "Critical path" in written(drawing)


def test_a_missed_day_is_marked_at_its_end_and_explained():
    drawing = gantt_figure(PLAN.rows, EN)
    assert marks(drawing, "D") == [day("04-23").toordinal()]
    assert "Deadline that is missed" in written(drawing)
    kept = [replace(row, task=replace(row.task, until=row.finish)) for row in PLAN.rows]
    in_time = gantt_figure(kept, EN)
    assert marks(in_time, "D") == [] and "Deadline that is missed" not in written(in_time)


def test_a_deadline_before_the_first_day_does_not_stretch_the_axis():
    rows = (replace(PLAN.rows[0], task=replace(PLAN.rows[0].task, until=day("04-05"))), *PLAN.rows[1:])
    drawing = gantt_figure(rows, EN)
    assert drawing.axes[0].get_xlim()[0] == MONDAY.toordinal() == marks(drawing, "<")[0]
    assert "Missed deadline before the first day shown" in written(drawing)


def test_lines_lead_from_what_must_be_finished_to_what_waits():
    lines = [line for line in gantt_figure(PLAN.rows, EN).axes[0].get_lines() if line.get_label() == "link"]
    first = MONDAY.toordinal()
    assert sorted(line.get_xdata()[0] for line in lines) == [first + 5, first + 12], "the ends of T2 and T1"
    assert all(first + 14 <= line.get_xdata()[-1] < first + 19 for line in lines), "T3"
    assert all(line.get_ydata()[-1] > line.get_ydata()[0] for line in lines), "downwards"


@pytest.mark.parametrize("down", [True, False])
def test_the_head_of_a_line_points_at_the_bar_that_waits(down):
    """T3 waits for T1 and T2; below them lines come down to the top of its bar, above them up to its bottom."""
    axes = gantt_figure(PLAN.rows if down else PLAN.rows[::-1], EN).axes[0]
    heads = [line for line in axes.get_lines() if line.get_marker() in ("v", "^")]
    assert [line.get_marker() for line in heads] == ["v" if down else "^"] * 2
    (bar,) = (each for each in axes.patches if each.get_x() == day("04-20").toordinal() and each.get_width() == 5)
    edge = bar.get_y() + (0 if down else bar.get_height())
    assert [line.get_ydata()[0] for line in heads] == [edge, edge], "places count downwards"
    ends = [line for line in axes.get_lines() if line.get_label() == "link"]
    assert [(line.get_xdata()[-1], line.get_ydata()[-1]) for line in ends] == [
        (line.get_xdata()[0], line.get_ydata()[0]) for line in heads
    ]


def test_more_lines_than_could_be_followed_are_left_out():
    crowd = [
        times(f"T{n}", "x", "04-06", "04-10", after=tuple(f"T{m}" for m in range(n)))
        for n in range(10)  # 45 lines
    ]
    assert not [line for line in gantt_figure(crowd, EN).axes[0].get_lines() if line.get_label() == "link"]


def sign_beside(drawing, name: str):
    """What stands in the legend before some words."""
    (words,) = (text for text in drawing.texts if text.get_text() == name)
    right, middle = words.get_position()
    found = {}
    for sign in drawing.get_children():
        if isinstance(sign, Rectangle) and sign is not drawing.patch:
            found[sign.get_x(), sign.get_y() + sign.get_height() / 2] = sign
        elif isinstance(sign, Line2D):
            found[sign.get_xdata()[0], sign.get_ydata()[0]] = sign
    line = [(x, y) for x, y in found if x < right and y == pytest.approx(middle)]
    return found[max(line)]


def test_the_legend_explains_each_sign_as_it_is_drawn():
    drawing = gantt_figure((*PLAN.rows, replace(PLAN.rows[2], task=Task("T4", "", until=day("04-05")))), EN)
    drawn = {each.get_label(): each.patches[0] for each in drawing.axes[0].containers}
    for kind, name in (("critical", "Critical path"), ("task", "Can slip"), ("slack", "Slack")):
        sign = sign_beside(drawing, name)
        assert (sign.get_facecolor(), sign.get_hatch()) == (drawn[kind].get_facecolor(), drawn[kind].get_hatch())
    for marker, name in (
        (">", "Must be finished before"),
        ("D", "Deadline that is missed"),
        ("<", "Missed deadline before the first day shown"),
    ):
        assert sign_beside(drawing, name).get_marker() == marker


def test_a_chart_without_slack_has_no_legend_for_it():
    assert not {"Slack", "Can slip"} & set(written(gantt_figure(PLAN.rows[:1], EN)))
    assert {"Slack", "Can slip"} <= set(written(gantt_figure(PLAN.rows, EN)))


@pytest.mark.parametrize(
    ("lang", "first"), [("en", "6 Apr"), ("fr", "6 avr."), ("it", "6 apr"), ("hr", "6. tra"), ("pt", "6/04")]
)
def test_days_are_written_as_people_write_them(lang, first):
    assert first in written(gantt_figure(PLAN.rows, Language(lang)))


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (1, ["6 Apr", "7 Apr", "8 Apr"]),
        (4, ["6 Apr", "13 Apr", "20 Apr", "27 Apr", "4 May"]),
        (13, ["6 Apr", "20 Apr", "4 May"]),
        (104, ["Jul 2026", "Jan 2027"]),
        (520, ["2028", "2030"]),
    ],
)
def test_the_axis_counts_in_what_has_room(weeks, expected):
    end = MONDAY + timedelta(7 * weeks - 1)
    row = TaskTimes(Task("T1", "x"), 5 * weeks, MONDAY, end, MONDAY, end, 0)
    drawing = gantt_figure([row], EN)
    assert_nothing_overlaps(drawing)
    labels = [label.get_text() for label in drawing.axes[0].get_xticklabels()]
    assert labels[: len(expected)] == expected
    assert len(labels) >= 2


def test_the_year_stands_below_the_axis():
    assert gantt_figure(PLAN.rows, EN).axes[0].get_xlabel() == "2026"
    long = [times("T1", "x", "12-07", "12-31", 3, "12-31")]
    late = replace(long[0], latest_finish=date(2027, 1, 8))
    assert gantt_figure([late], EN).axes[0].get_xlabel() == "2026–2027"
    assert gantt_figure(long, EN).axes[0].get_xlabel() == "2026", "the evening of the last day is no other year"


def test_a_crowd_of_tasks_is_drawn_on_one_axis():
    rows = tuple(replace(PLAN.rows[n % 3], task=Task(f"T{n}", f"Task {n}")) for n in range(26))
    shown = kip.Show("en").figure(Timetable(rows))
    assert re.findall(r"Tasks \d+ to \d+ of 26", shown.text) == ["Tasks 1 to 13 of 26", "Tasks 14 to 26 of 26"]
    assert shown.html.count("<img") == 2
    assert kip.Show("en").figure(Timetable(rows[:25])).html.count("<img") == 1


def test_charts_of_one_crowd_have_the_same_days(monkeypatch):
    from kiptools.show import tasks

    drawn = []
    draw = tasks.gantt_figure
    monkeypatch.setattr(tasks, "gantt_figure", lambda *a, **k: drawn.append(draw(*a, **k)) or drawn[-1])
    early, late = times("a", "x", "04-06", "04-10"), times("b", "y", "08-03", "08-07")
    kip.Show("en").figure(Timetable((*[early] * 15, *[late] * 15)))
    assert [each.axes[0].get_xlim() for each in drawn] == [(MONDAY.toordinal(), day("08-08").toordinal())] * 2


# --- table and sentence ------------------------------------------------------------------------------


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]


def test_the_table_says_who_does_what_when_and_what_cannot_slip():
    """A table for each goal; the tasks without one begin first."""
    html = kip.Show("en").table(PLAN).html
    head, first, third, again, second = cells(html)
    assert head == again == ["No.", "Task", "Who", "From", "Until", "Working days", "Slack", "Depends on"]
    assert [first, second, third] == [
        ["T1", "Ask partners", "Ana, Ivo", "6 April 2026", "17 April 2026", "10", "Critical path", "–"],
        ["T2", "Write a charter", "Ana", "6 April 2026", "10 April 2026", "5", "5", "–"],
        [
            "T3",
            "Hold a workshop",
            "Nobody yet",
            "20 April 2026",
            "24 April 2026 (deadline 22 April 2026)",
            "5",
            "Critical path",
            "T1, T2",
        ],
    ]
    captions = re.findall(r"<caption[^>]*>([^<]*)", html)
    assert captions == ["When each task can take place", "Goal: S1+O2"]
    assert html.count("holidays are not known") == 1


def test_tasks_that_begin_later_than_planned_are_named():
    row = PLAN.rows[2]
    moved = Timetable((*PLAN.rows[:2], replace(row, task=replace(row.task, start=day("04-13")))))
    assert '1 task begins later than planned: "Hold a workshop".' in kip.Show("en").table(moved).text
    assert "later than planned" not in kip.Show("en").table(PLAN).text


def said(result: object) -> str:
    return kip.Show("en").sentence(result).text


def test_the_sentence_tells_span_critical_path_and_what_ends_too_late():
    assert said(PLAN) == (
        "3 tasks take place from 6 April 2026 until 24 April 2026, if each begins as early as it can. "
        '2 of them are on the critical path, and none of these may slip: "Ask partners" and "Hold a workshop". '
        '1 task ends after its deadline: "Hold a workshop".'
    )


def test_the_sentence_of_one_task_of_none_and_of_tasks_in_time():
    one = Timetable(PLAN.rows[:1])
    assert said(one) == "1 task takes place from 6 April 2026 until 17 April 2026, if it begins as early as it can."
    short = Timetable((times("T1", "Call", "04-06", "04-06", until=day("04-06")),))
    assert said(short) == (
        "1 task takes place on 6 April 2026, if it begins as early as it can. No task ends after its deadline."
    )
    row = Timetable((PLAN.rows[0], replace(PLAN.rows[2], task=Task("T3", ""))))
    assert "All of them are on the critical path: none may slip." in said(row)
    for kind in ("table", "figure", "sentence"):
        assert getattr(kip.Show("en"), kind)(Timetable(())).text == "No task stands on the action sheet yet."
        assert getattr(kip.Show("en"), kind)(Load((), "week", (), ())).text == "No task stands on the action sheet yet."


def test_many_names_are_cut_short():
    rows = tuple(times(f"T{n}", f"Task {n}", "04-06", "04-10") for n in range(8))
    slack = times("T9", "Can wait", "04-06", "04-06", 4, "04-10")
    assert '"Task 5", and 2 more.' in said(Timetable((*rows, slack)))


# --- any texts ---------------------------------------------------------------------------------------


def any_plan(names: list[str], seed: int) -> Timetable:
    rng = random.Random(seed)
    rows = []
    for n, name in enumerate(names):
        start = MONDAY + timedelta(rng.randrange(0, rng.choice((1, 90, 900))))
        finish = start + timedelta(rng.randrange(0, 40))
        slack = rng.choice((0, 0, 3, 20))
        until = rng.choice((None, start, finish, start - timedelta(40)))
        who = tuple(rng.sample(names, min(len(names), rng.randrange(3))))
        after = tuple(f"T{m}" for m in range(n) if rng.random() < 0.1)
        task = Task(f"T{n}", name, name if n % 2 else "", who, None, until, None, after)
        latest = finish + timedelta(slack)
        rows.append(TaskTimes(task, 5, start, finish, start + timedelta(slack), latest, slack))
    return Timetable(tuple(sorted(rows, key=lambda row: row.start)))


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STATEMENT, min_size=1, max_size=8, unique=True), st.integers(0, 999), st.sampled_from(LANGUAGES))
def test_no_two_texts_intersect(names, seed, lang):
    assert_nothing_overlaps(gantt_figure(any_plan(names, seed).rows, Language(lang), heading=names[0]))


@pytest.mark.parametrize(("count", "lang"), COUNTS)
def test_long_tasks_do_not_intersect(count, lang):
    names = [f"Dogovoriti s partnerima {n}: {'tko što radi, do kada i s kim ' * (n % 5)}" for n in range(count)]
    rows = any_plan(names, 7).rows
    for part in parts(count, MOST_TASKS):
        assert_nothing_overlaps(gantt_figure(rows[part], Language(lang)))


def test_texts_that_people_typed_never_become_markup():
    show = kip.Show("hr")
    for kind in ("table", "figure", "sentence"):
        html = getattr(show, kind)(any_plan([*HOSTILE, "x" * 3000, ""], 3)).html
        check(html)
        assert "<script>" not in html and "\x1b" not in html


def test_long_translations_do_not_intersect(monkeypatch):
    say = Language.say
    monkeypatch.setattr(Language, "say", lambda self, text: f"{say(self, text)} / {say(self, text)}")
    assert_nothing_overlaps(gantt_figure(PLAN.rows, EN, heading="A heading " * 12))


def test_long_bold_headings_stay_on_the_page():
    """Bold letters are wider than those that are measured, narrow ones most."""
    heading = "Little will still fill it: " * 20
    load = Load((MONDAY,), "week", (LoadRow("Ana", (3,)),), (5,))
    for drawing in (
        gantt_figure(PLAN.rows, EN, heading=heading),
        load_figure(load, EN, heading=heading),
        counts_figure([("a", (3,))], ["3"], EN, "Tasks", heading=heading),
    ):
        assert sum(text.get_weight() == "bold" for text in texts_of(drawing)) > 3
        assert_nothing_overlaps(drawing)


def test_equal_plans_give_equal_drawings():
    one, other = (kip.Show("fr").figure(result).html for result in (PLAN, Timetable(tuple(PLAN.rows))))
    assert one == other
