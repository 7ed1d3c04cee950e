"""The action sheet, shown: what bars, marks, tables and sentences say, by hand; no two texts intersect."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import HOSTILE, examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from test_show import LANGUAGES, STATEMENT, assert_nothing_overlaps, check, texts_of

import kiptools as kip
from kiptools.language import Language
from kiptools.show.drawing import contrast
from kiptools.show.tasks import gantt_figure, load_figure
from kiptools.tasks import Load, LoadRow, Task, TaskTimes, Timetable

EN = Language("en")
MONDAY = date(2026, 4, 6)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def times(id: str, what: str, start: str, finish: str, slack: int = 0, latest: str = "", **fields: object) -> TaskTimes:
    """A task in 2026; with slack, `latest` is the day until which it can be drawn out."""
    days = sum((day(start) + timedelta(n)).weekday() < 5 for n in range((day(finish) - day(start)).days + 1))
    end = day(latest or finish)
    task = Task(id, what, **fields)  # type: ignore[arg-type]
    return TaskTimes(task, days, day(start), day(finish), end - (day(finish) - day(start)), end, slack, slack)


PLAN = Timetable(
    (
        times("T1", "Ask partners", "04-06", "04-17", who=("Ana", "Ivo")),
        times("T2", "Write a charter", "04-06", "04-10", 5, "04-17", who=("Ana",), goal="S1+O2"),
        times("T3", "Hold a workshop", "04-20", "04-24", after=("T1", "T2"), until=day("04-22")),
    )
)
"""Two weeks, a week beside it with a week of slack, then a week that ends two days late."""

LOAD = Load(
    (MONDAY, MONDAY + timedelta(7)),
    "week",
    (LoadRow("Ana", (7, 5)), LoadRow("Ivo", (0, 4)), LoadRow("", (9, 0))),
    (5, 5),
)


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
    assert "Ends too late: should be done by then" in written(drawing)
    kept = [replace(row, task=replace(row.task, until=row.finish)) for row in PLAN.rows]
    in_time = gantt_figure(kept, EN)
    assert marks(in_time, "D") == [] and "Ends too late: should be done by then" not in written(in_time)


def test_a_day_missed_long_ago_does_not_stretch_the_axis():
    rows = (replace(PLAN.rows[0], task=replace(PLAN.rows[0].task, until=date(1926, 4, 6))), *PLAN.rows[1:])
    drawing = gantt_figure(rows, EN)
    assert drawing.axes[0].get_xlim()[0] == MONDAY.toordinal() == marks(drawing, "<")[0]
    assert "Ends too late: should be done before the first day shown" in written(drawing)


def test_lines_lead_from_what_must_be_finished_to_what_waits():
    lines = [line for line in gantt_figure(PLAN.rows, EN).axes[0].get_lines() if line.get_label() == "link"]
    first = MONDAY.toordinal()
    assert sorted(line.get_xdata()[0] for line in lines) == [first + 5, first + 12], "the ends of T2 and T1"
    assert all(first + 14 <= line.get_xdata()[-1] < first + 19 for line in lines), "T3"
    assert all(line.get_ydata()[-1] > line.get_ydata()[0] for line in lines), "downwards"
    crowd = [
        times(f"T{n}", "x", "04-06", "04-10", after=tuple(f"T{m}" for m in range(n)))
        for n in range(10)  # 45 lines
    ]
    assert not [line for line in gantt_figure(crowd, EN).axes[0].get_lines() if line.get_label() == "link"]


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
        (1000, ["2030"]),
    ],
)
def test_the_axis_counts_in_what_has_room(weeks, expected):
    end = MONDAY + timedelta(7 * weeks - 1)
    row = TaskTimes(Task("T1", "x"), 5 * weeks, MONDAY, end, MONDAY, end, 0, 0)
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
            "24 April 2026 (should be done by 22 April 2026)",
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
        '1 task ends after the day until when it should be done: "Hold a workshop".'
    )


def test_the_sentence_of_one_task_of_none_and_of_tasks_in_time():
    one = Timetable(PLAN.rows[:1])
    assert said(one) == "1 task takes place from 6 April 2026 until 17 April 2026, if it begins as early as it can."
    short = Timetable((times("T1", "Call", "04-06", "04-06", until=day("04-06")),))
    assert said(short) == (
        "1 task takes place on 6 April 2026, if it begins as early as it can. "
        "No task ends after the day until when it should be done."
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


# --- who carries how much ----------------------------------------------------------------------------


def test_the_sentence_tells_who_carries_most_and_too_much():
    """12 + 4 + 9 = 25 task days; Ana has 7 in a week of 5, and what nobody has taken on overburdens nobody."""
    assert said(LOAD) == (
        "Ana carries most: 12 of 25 task days. More task days than there are working days: "
        "Ana (week from 6 April 2026; task days: 7, working days: 5). 9 task days stand with nobody yet."
    )


def test_the_sentence_in_other_cases():
    week = (MONDAY,)
    assert said(Load(week, "week", (LoadRow("Ana", (3,)),), (5,))) == (
        "Ana carries all task days: 3. Nobody has more task days than there are working days."
    )
    even = said(Load(week, "week", (LoadRow("Ana", (3,)), LoadRow("Ivo", (3,))), (5,)))
    assert even.startswith("Ana and Ivo carry most: each 3 of 6 task days.")
    assert said(Load(week, "week", (LoadRow("", (1,)),), (5,))) == (
        "Nobody has taken on a task yet. 1 task day stands with nobody yet."
    )
    months = Load((date(2026, 4, 1), date(2026, 5, 1)), "month", (LoadRow("Ana", (23, 30)),), (22, 21))
    assert "Ana (May 2026; task days: 30, working days: 21)" in said(months), "where it is worst"
    many = Load(week, "week", tuple(LoadRow(f"P{n}", (10 - n,)) for n in range(5)), (5,))
    assert "P2 (week from 6 April 2026; task days: 8, working days: 5), and 2 more." in said(many)


def test_the_table_of_the_load():
    assert cells(kip.Show("en").table(LOAD).html) == [
        ["Week from", "Working days", "Ana", "Ivo", "Nobody yet"],
        ["6 Apr 2026", "5", "7 !", "0", "9"],
        ["13 Apr 2026", "5", "5", "4", "0"],
        ["All together", "10", "12", "4", "9"],
    ]
    assert "! More task days than there are working days." in kip.Show("en").table(LOAD).text
    crowd = replace(LOAD, rows=tuple(LoadRow(f"P{n}", (1, 1)) for n in range(9)))
    shown = kip.Show("en").table(crowd)
    assert [len(row) - 2 for row in cells(shown.html)] == [5] * 4 + [4] * 4
    assert "!" not in shown.text


def test_each_cell_holds_its_number_and_can_be_read_on_its_colour():
    axes = load_figure(LOAD, EN).axes[0]
    numbers = [(text.get_text(), to_hex(text.get_color())) for text in axes.texts]
    boxes = [patch for patch in axes.patches if patch.get_label() != "over"]
    assert [number for number, _ in numbers] == ["7", "5", "0", "4", "9", "0"]
    shades = [to_hex(box.get_facecolor()) for box in boxes]
    assert all(contrast(ink, shade) >= 4.5 for (_, ink), shade in zip(numbers, shades, strict=True))
    assert shades[2] == shades[5] == "#ffffff"
    light = [contrast(shade, "#000000") for shade in shades]
    assert light[2] > light[3] > light[0] >= light[4], "0, 4, 7, 9: the more, the darker"
    over = [patch.get_xy() for patch in axes.patches if patch.get_label() == "over"]
    assert len(over) == 1 and max(x for x, _ in over[0]) == 1, "only Ana's first week"
    assert "More task days than there are working days" in written(load_figure(LOAD, EN))
    calm = replace(LOAD, working=(7, 7))
    assert "More task days than there are working days" not in written(load_figure(calm, EN))


def test_many_people_and_weeks_are_drawn_as_several_figures():
    """21 people: 11 and 10; 40 weeks, of which less than twenty have room beside each other: 14, 14 and 12."""
    weeks = tuple(MONDAY + timedelta(7 * n) for n in range(40))
    crowd = Load(weeks[:1], "week", tuple(LoadRow(f"P{n}", (n,)) for n in range(21)), (5,))
    assert kip.Show("en").figure(crowd).html.count("<img") == 2
    long = Load(weeks, "week", (LoadRow("P3", (3,) * 40), LoadRow("P4", (4,) * 40)), (5,) * 40)
    assert kip.Show("en").figure(long).html.count("<img") == 3
    part = load_figure(long, EN, rows=long.rows[1:], periods=range(14, 16))
    assert [text.get_text() for text in part.axes[0].texts] == ["4", "4"]
    assert {"13 Jul 2026", "20 Jul 2026", "P4", "160"} <= set(written(part))
    assert "P3" not in written(part)


def test_a_part_of_the_load_shows_its_own_numbers():
    """Ana's second week only: 8 task days in 5, the first and only cell of that figure."""
    axes = load_figure(replace(LOAD, rows=(LoadRow("Ana", (2, 8)),)), EN, periods=range(1, 2)).axes[0]
    assert [text.get_text() for text in axes.texts] == ["8"]
    assert [max(x for x, _ in patch.get_xy()) for patch in axes.patches if patch.get_label() == "over"] == [1]


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
        rows.append(TaskTimes(task, 5, start, finish, start + timedelta(slack), latest, slack, 0))
    return Timetable(tuple(sorted(rows, key=lambda row: row.start)))


def any_load(names: list[str], seed: int) -> Load:
    rng = random.Random(seed)
    count, most = rng.randrange(1, 16), rng.choice((1, 9, 40))
    rows = tuple(LoadRow(name, tuple(rng.randrange(most + 1) for _ in range(count))) for name in (*names, ""))
    return Load(tuple(MONDAY + timedelta(7 * n) for n in range(count)), "week", rows, (5,) * count)


@settings(max_examples=examples(6), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STATEMENT, min_size=1, max_size=8, unique=True), st.integers(0, 999), st.sampled_from(LANGUAGES))
def test_no_two_texts_intersect(names, seed, lang):
    assert_nothing_overlaps(gantt_figure(any_plan(names, seed).rows, Language(lang), heading=names[0]))
    assert_nothing_overlaps(load_figure(any_load(names, seed), Language(lang)))


@pytest.mark.parametrize(("lang", "count"), [*zip(LANGUAGES, (1, 2, 7, 25, 40), strict=True)])
def test_long_tasks_do_not_intersect(lang, count):
    language = Language(lang)
    names = [f"Dogovoriti s partnerima {n}: {'tko što radi, do kada i s kim ' * (n % 7)}" for n in range(count)]
    rows = any_plan(names, 7).rows
    for part in (rows[:20], rows[20:]):
        if part:
            assert_nothing_overlaps(gantt_figure(part, language))
    assert_nothing_overlaps(load_figure(any_load(names[:5], 7), language))


def test_texts_that_people_typed_never_become_markup():
    show = kip.Show("hr")
    for result in (any_plan([*HOSTILE, "x" * 3000, ""], 3), any_load(list(HOSTILE), 3)):
        for kind in ("table", "figure", "sentence"):
            html = getattr(show, kind)(result).html
            check(html)
            assert "<script>" not in html and "\x1b" not in html


def test_long_translations_do_not_intersect(monkeypatch):
    say = Language.say
    monkeypatch.setattr(Language, "say", lambda self, text: f"{say(self, text)} / {say(self, text)}")
    assert_nothing_overlaps(gantt_figure(PLAN.rows, EN, heading="A heading " * 12))
    assert_nothing_overlaps(load_figure(LOAD, EN))


def test_equal_plans_give_equal_drawings():
    one, other = (kip.Show("fr").figure(result).html for result in (PLAN, Timetable(tuple(PLAN.rows))))
    assert one == other
