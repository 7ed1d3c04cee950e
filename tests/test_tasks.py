"""Action sheets: when tasks take place, what must not slip, who carries how much, and the days in a calendar."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from time import perf_counter

import pytest
from builders import HOSTILE, examples

import kiptools as kip
from kiptools.calendars import due_days, write_calendar
from kiptools.formulas import METHODS
from kiptools.language import Language
from kiptools.messages import KipError, visible
from kiptools.tasks import Load, LoadRow, Task, TaskTimes, Timetable, check_tasks, critical_path, workload

LANGUAGES = tuple(kip.LANGUAGES)
MONDAY = date(2026, 5, 4)
FROM_MONDAY = [day for n in range(5000) if (day := MONDAY + timedelta(n)).weekday() < 5]


def may(day: int) -> date:
    """Of 2026: the 1st is a Friday, the 4th a Monday."""
    return date(2026, 5, day)


def task(id: str, days: int | None = 1, after: str = "", **fields: object) -> Task:
    return Task(id, f"Task {id}", days=days, after=tuple(after.split()), **fields)


def plan(*tasks: Task, begin: date | None = MONDAY) -> dict[str, TaskTimes]:
    return {row.task.id: row for row in critical_path(tasks, begin=begin).rows}


def faults(*tasks: Task) -> list[str]:
    return [str(fault) for fault in check_tasks(tasks)]


# --- the critical path ---------------------------------------------------------------------------------

# Hillier, F. S. & Lieberman, G. J., Introduction to Operations Research, 7th edition, chapter 10, Reliable Construction
# Co.: activity, duration, immediate predecessors, earliest start, latest start (weeks, counted from 0).
RELIABLE = """
A  2  -    0  0
B  4  A    2  2
C 10  B    6  6
D  6  C   16 20
E  4  C   16 16
F  5  E   20 20
G  7  D   22 26
H  9  E,G 29 33
I  7  C   16 18
J  8  F,I 25 25
K  4  J   33 34
L  5  J   33 33
M  2  H   38 42
N  6  K,L 38 38
"""


def test_a_textbook_network_has_its_times_slack_and_critical_path():
    """A working day for a week: the project takes 44, and the critical path is A-B-C-E-F-J-L-N."""
    rows = [line.split() for line in RELIABLE.strip().splitlines()]
    tasks = [task(id, int(days), before.replace(",", " ").strip("-")) for id, days, before, _, _ in rows]
    timetable = critical_path(tasks, begin=MONDAY)
    found = {row.task.id: row for row in timetable.rows}
    for id, days, _, earliest, latest in rows:
        row, first, last = found[id], int(earliest), int(latest)
        assert (row.days, row.start, row.latest_start) == (int(days), FROM_MONDAY[first], FROM_MONDAY[last]), id
        assert row.finish == FROM_MONDAY[first + int(days) - 1] and row.slack == last - first, id
        assert row.latest_finish == FROM_MONDAY[last + int(days) - 1], id
    assert {id: row.slack for id, row in found.items() if row.slack} == dict(D=4, G=4, H=4, I=2, K=1, M=4)
    assert "".join(row.task.id for row in timetable.critical) == "ABCEFJLN"
    assert (timetable.begin, timetable.end) == (MONDAY, FROM_MONDAY[43])


def test_weekends_do_not_count():
    """1: Thursday 7, Friday 8, Monday 11. 2: Tuesday 12 to Monday 18. 3: Saturday 9 becomes Monday 11, and can slip by
    the five working days to Monday 18."""
    found = plan(task("1", 3, start=may(7)), task("2", 5, "1"), task("3", 1, start=may(9)), begin=None)
    assert [(row.start, row.finish, row.slack) for row in found.values()] == [
        (may(7), may(11), 0),
        (may(11), may(11), 5),
        (may(12), may(18), 0),
    ]
    assert found["3"].latest_start == found["3"].latest_finish == may(18)


def test_without_working_days_a_task_takes_all_from_its_first_to_its_last():
    """Thursday 7 to Wednesday 13: 5 working days. Saturday 9 to Sunday 17: those of one week."""
    found = plan(
        task("1", None, start=may(7), until=may(13)),
        task("2", None, start=may(9), until=may(17)),
        task("3", None, start=may(8), until=may(9)),
        begin=None,
    )
    assert [(id, row.days, row.start, row.finish) for id, row in found.items()] == [
        ("1", 5, may(7), may(13)),
        ("3", 1, may(8), may(8)),
        ("2", 5, may(11), may(15)),
    ]
    assert not any(row.late for row in found.values())


def test_working_days_count_more_than_both_days_and_until_is_then_the_deadline():
    late, early = plan(task("1", 6, start=may(4), until=may(8)), task("2", 5, start=may(4), until=may(8))).values()
    assert (late.days, late.finish, late.late) == (6, may(11), True)
    assert (early.finish, early.late) == (may(8), False)
    weekend = plan(task("1", 6, start=may(4), until=may(10)))["1"]  # the Sunday before the Monday that it ends on
    assert weekend.late


def test_a_task_that_must_wait_begins_later_and_is_told():
    timetable = critical_path(
        [
            task("1", 5, start=may(4)),
            task("2", 1, "1", start=may(6)),  # planned for a day on which 1 is not finished
            task("3", 1, "1", start=may(11)),  # the first day after 1
            task("4", 1, start=may(9)),  # a Saturday: Monday is no change of plan
        ]
    )
    assert [(row.task.id, row.start) for row in timetable.moved] == [("2", may(11))]
    assert [row.task.id for row in critical_path([task("1", start=may(4))], begin=may(5)).moved] == ["1"]


def test_a_fixed_first_day_gives_slack_to_what_comes_before():
    """1 ends on Monday 4, 2 begins on Monday 11: 4 working days between them."""
    found = plan(task("1", 1), task("2", 1, "1", start=may(11)))
    assert (found["1"].slack, found["2"].slack) == (4, 0)


def test_rows_stand_by_first_day_and_then_in_the_sheets_order():
    found = plan(task("z"), task("b", 1, "z"), task("y"), task("a", 1, "z"), task("x"))
    assert [*found] == ["z", "y", "x", "b", "a"]


def test_the_plan_begins_with_the_first_task_that_depends_on_no_other():
    """Of those that do: a day before it is no beginning."""
    tasks = [task("1", 2), task("2", 1, start=may(6)), task("3", 1, start=may(12)), task("4", 1, "3", start=may(1))]
    assert {id: row.start for id, row in plan(*tasks, begin=None).items()} == {
        "1": may(6), "2": may(6), "3": may(12), "4": may(13),
    }  # fmt: skip
    assert plan(*tasks, begin=may(16))["1"].start == may(18)


def test_no_task_is_no_fault():
    assert critical_path([]) == critical_path([], begin=MONDAY) == Timetable(())
    assert workload(Timetable(())) == Load((), "week", (), ())
    assert check_tasks([]) == () and Timetable(()).critical == Timetable(()).moved == ()


def test_random_networks_agree_with_all_their_ways_counted_one_by_one():
    """The end is that of the longest way; slack is how much shorter the longest way through a task is."""
    draw = random.Random(7)
    for _ in range(examples(40)):
        size = draw.randint(1, 8)
        days = [draw.randint(1, 9) for _ in range(size)]
        planned = [draw.choice([0, 0, draw.randint(0, 15)]) for _ in range(size)]
        before = [[j for j in range(i) if draw.random() < 0.35] for i in range(size)]
        after = [[j for j in range(size) if i in before[j]] for i in range(size)]
        earliest = [
            max(begin + sum(days[k] for k in way[:-1]) for way, begin in ways(i, before, planned)) for i in range(size)
        ]
        rest = [max(sum(days[k] for k in way) for way, _ in ways(i, after, planned)) for i in range(size)]
        end = max(first + length for first, length in zip(earliest, days, strict=True))
        tasks = [
            task(str(i), days[i], " ".join(map(str, before[i])), start=FROM_MONDAY[planned[i]] if planned[i] else None)
            for i in range(size)
        ]
        found = plan(*draw.sample(tasks, size))
        for i in range(size):
            row = found[str(i)]
            assert row.start == FROM_MONDAY[earliest[i]]
            assert row.slack == end - earliest[i] - rest[i]
            assert row.latest_finish == FROM_MONDAY[end - rest[i] + days[i] - 1]


def ways(last: int, before: list[list[int]], planned: list[int]) -> Iterator[tuple[list[int], int]]:
    """All ways that lead to a task, from wherever they begin, with the day on which the first one can."""
    yield [last], planned[last]
    for other in before[last]:
        for way, begin in ways(other, before, planned):
            yield [*way, last], begin


def test_equal_tasks_give_equal_timetables_and_a_thousand_take_no_time():
    draw = random.Random(1)
    tasks = [
        task(
            str(n),
            draw.randint(1, 4),
            " ".join({str(draw.randrange(max(0, n - 40), n)) for _ in range(3)} if n else ()),
        )
        for n in range(1000)
    ]
    before = list(tasks)
    start = perf_counter()
    timetable = critical_path(tasks, begin=MONDAY)
    workload(timetable)
    assert perf_counter() - start < 1
    assert tasks == before and timetable == critical_path(tuple(tasks), begin=MONDAY)


# --- faults --------------------------------------------------------------------------------------------


def test_faults_are_named_with_their_task_and_with_what_would_be_accepted():
    assert faults(task("1", 1, "1"), task("2", 1, "7 1")) == [
        'Task 1 ("Task 1") depends on itself; name the tasks that come before it.',
        'Task 2 ("Task 2") depends on 7, but no task has this id; the ids are 1, 2.',
    ]
    assert faults(task("1"), task("1")) == [
        'Another task has the id 1 of "Task 1" already; give each task an id of its own.'
    ]
    assert faults(task("1", 0), task("2", -3), task("3", 2601), task("4", 2600)) == [
        f'Task {id} ("Task {id}"): {days} is no number of working days; write a whole number from 1 to 2600.'
        for id, days in ((1, 0), (2, -3), (3, 2601))
    ]
    how_long = 'It is not said how long task 1 ("Task 1") takes; give its working days, or both days, from and until.'
    for fields in ({}, {"start": may(4)}, {"until": may(4)}):
        assert faults(task("1", None, **fields)) == [how_long]
    for days in (None, 3):
        assert faults(task("1", days, start=may(8), until=may(7))) == [
            'Task 1 ("Task 1") ends on 2026-05-07, before it begins on 2026-05-08; correct one of the two days.'
        ]
    assert faults(task("1", None, start=may(9), until=may(10))) == [
        'From 2026-05-09 until 2026-05-10 there is no working day for task 1 ("Task 1"); give a day from Monday to Friday as well.'
    ]
    for day in (date(1926, 5, 4), date(2226, 5, 4), date.max, date.min):
        (fault,) = faults(task("1", None, start=day, until=day))[:1]
        assert fault == f'Task 1 ("Task 1") has the day {day}; give one from 2000-01-01 to 2099-12-31.'


def test_what_is_right_is_no_fault():
    assert faults(
        task("1", None, start=may(4), until=may(4)),
        task("2", 2600, "1 1"),
        task("3", 1, "1 2", until=may(4)),
        task("4", 1, start=date(2099, 12, 31)),
        task("5", 1, start=may(9), until=may(10)),
    ) == []  # fmt: skip


def test_a_circle_is_told_in_the_order_of_its_tasks():
    """a before b before c before a; d waits for it, but is not part of it. e and f are another one."""
    found = faults(
        task("a", 1, "c"), task("b", 1, "a"), task("c", 1, "b"), task("d", 1, "c"), task("e", 1, "f"), task("f", 1, "e")
    )
    start, end = (
        "These tasks wait for each other in a circle, so that none can begin: ",
        "; take one of the dependencies away.",
    )
    assert all(fault.startswith(start) and fault.endswith(end) for fault in found)
    circles = [fault.removeprefix(start).removesuffix(end).split(", ") for fault in found]
    assert len(circles) == 2 and sorted(map(sorted, (set(each) for each in circles))) == [["a", "b", "c"], ["e", "f"]]
    for circle in circles:
        assert circle[0] == circle[-1] and len(circle) == len(set(circle)) + 1
        assert "".join(circle) in ("abca", "bcab", "cabc", "efe", "fef")


def test_of_circles_that_share_tasks_each_task_is_named_once():
    names = "abcd"
    every = [task(one, 1, " ".join(other for other in names if other != one)) for one in names]
    circles = [set(re.search(r"begin: (.*);", fault)[1].split(", ")) for fault in faults(*every)]
    assert circles and sum(map(len, circles)) == len(set().union(*circles))


def test_nothing_is_computed_of_tasks_with_faults():
    with pytest.raises(KipError) as error:
        critical_path([task("1", 0), task("2", 1, "9")], begin=MONDAY)
    assert len(error.value.faults) == 2
    with pytest.raises(
        KipError, match='It is not said when the first task begins; give a day under "from" to one that'
    ):
        critical_path([task("1"), task("2", 1, "1", start=MONDAY)])


def test_a_plan_that_does_not_end_is_refused():
    """Ten years are 2600 working days: 2599 and one more may stand in a row, not two more."""
    assert critical_path([task("1", 2599), task("2", 1, "1")], begin=MONDAY).end == FROM_MONDAY[2599]
    with pytest.raises(KipError, match=r'Task 2 \("Task 2"\) would end more than 10 years after the first one begins'):
        critical_path([task("1", 2599), task("2", 2, "1")], begin=MONDAY)
    with pytest.raises(KipError, match="Task 2 .* would end more than 10 years"):
        critical_path([task("1", start=MONDAY), task("2", start=date(2062, 5, 4))])
    last = critical_path([task("1", 2600, start=date(2099, 12, 31))])
    assert len(workload(last).periods) == 121  # December 2099 to December 2109


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_people_typed_stays_what_it_is(tmp_path, text, lang):
    from icalendar import Calendar

    long = text * 40
    wrong = [
        Task(long, long, after=("x" + long, long)),
        Task("2", text, days=0, after=("3",)),
        Task("3", text, days=1, after=("2",)),
    ]
    for fault in check_tasks(wrong):
        said = Language(lang).say(fault)
        assert visible(said) == said and len(said) < 1000
    odd = Task(text, text, goal=text, who=(text,), days=2)
    other = Task("2", text, days=1)
    timetable = critical_path([odd, other], begin=MONDAY)
    assert {row.name for row in workload(timetable).rows} == {text, ""}
    path = write_calendar(due_days(timetable), tmp_path / "a.ics", lang=lang)
    entries = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert len(entries) == 2 and all(not entry.subcomponents for entry in entries)


# --- who carries how much ------------------------------------------------------------------------------


def test_the_load_is_told_by_week_for_everybody():
    """Weeks of 4, 11 and 18 May. 1: Thursday 7 to Monday 11 (2 + 1). 2: Friday 8 to Monday 11 (1 + 1).
    3: Wednesday 20 and Thursday 21 (2 in the third week)."""
    timetable = critical_path(
        [
            task("1", 3, start=may(7), who=("Vega", "Anna")),
            task("2", 2, start=may(8), who=("Vega",)),
            task("3", 2, start=may(20)),
            task("4", 1, start=may(7), who=("Bo", "Bo")),
            task("5", 1, start=may(18), who=("Ada",)),
        ]
    )
    assert workload(timetable) == Load(
        (may(4), may(11), may(18)),
        "week",
        (
            LoadRow("Vega", (3, 2, 0)),
            LoadRow("Anna", (2, 1, 0)),
            LoadRow("Ada", (0, 0, 1)),
            LoadRow("Bo", (1, 0, 0)),
            LoadRow("", (0, 0, 2)),
        ),
        (5, 5, 5),
    )


def test_nobody_stands_last_even_with_most_to_do():
    load = workload(critical_path([task("1", 9), task("2", 1, who=("Vega",))], begin=MONDAY))
    assert [row.name for row in load.rows] == ["Vega", ""]
    assert workload(critical_path([task("1", who=("Vega",))], begin=MONDAY)).rows == (LoadRow("Vega", (1,)),)


def test_a_plan_of_more_than_half_a_year_is_told_by_month():
    """From Monday 4 May: 26 weeks are 130 working days. May 2026 has 21 of them in all, 20 from the 4th on; June 22,
    July 23, August 21, September 22, October 22: 130 to Friday 30 October, and November 21."""
    half = workload(critical_path([task("1", 130, who=("Vega",))], begin=MONDAY))
    assert (half.by, len(half.periods), half.rows[0].days) == ("week", 26, (5,) * 26)
    more = workload(critical_path([task("1", 131, who=("Vega",))], begin=MONDAY))
    assert more.by == "month" and more.periods == tuple(date(2026, month, 1) for month in range(5, 12))
    assert more.working == (21, 22, 23, 21, 22, 22, 21)
    assert more.rows == (LoadRow("Vega", (20, 22, 23, 21, 22, 22, 1)),)
    over_new_year = workload(critical_path([task("1", 150)], begin=date(2026, 9, 30)))
    assert over_new_year.periods[3:5] == (date(2026, 12, 1), date(2027, 1, 1))


def test_no_day_of_a_task_is_lost_between_the_periods():
    draw = random.Random(3)
    for _ in range(examples(20)):
        tasks = [
            task(str(n), draw.randint(1, 60), start=FROM_MONDAY[draw.randint(0, 150)], who=("A",)) for n in range(4)
        ]
        load = workload(critical_path(tasks))
        assert sum(load.rows[0].days) == sum(each.days for each in tasks)
        assert all(days <= 4 * working for days, working in zip(load.rows[0].days, load.working, strict=True))


# --- in a calendar -------------------------------------------------------------------------------------


def small() -> Timetable:
    """All ends on Monday 11; 2, 4 and 5 in a row can slip by a day together, 2 and 4 by none without the next one."""
    return critical_path(
        [
            Task("1", "Write to employers", "More employers", ("Vega", "Anna"), start=may(4), days=5),
            Task("2", "Book a room", days=3),
            Task("3", "Write to employers", days=1, after=("1",)),
            Task("4", "Invite", "S1+O2", days=1, after=("2",)),
            Task("5", "Remind", days=1, after=("4",)),
            Task("6", "Print", days=4),
        ]
    )


def test_every_task_is_in_the_calendar_on_its_last_day():
    actions = due_days(small())
    critical = "This task is on the critical path: if it slips, the whole plan ends later."
    assert actions.as_of == may(4)
    assert [(str(each.what), str(each.why), each.who, each.until) for each in actions.actions] == [
        ("Finish task 2: Book a room", "The task can slip by 1 working day.", "", may(6)),
        ("Finish task 6: Print", "The task can slip by 2 working days.", "", may(7)),
        ("Finish task 4: Invite", "The task can slip by 1 working day. Goal: S1+O2", "", may(7)),
        ("Finish task 1: Write to employers", f"{critical} Goal: More employers", "Vega, Anna", may(8)),
        ("Finish task 5: Remind", "The task can slip by 1 working day.", "", may(8)),
        ("Finish task 3: Write to employers", critical, "", may(11)),
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_calendar_program_finds_every_task_once_in_every_language(tmp_path, lang):
    from icalendar import Calendar

    path = write_calendar(due_days(small()), tmp_path / "a.ics", lang=lang)
    entries = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert [each["dtstart"].dt for each in entries] == [may(day) for day in (6, 7, 7, 8, 8, 11)]
    assert len({str(each["uid"]) for each in entries}) == 6  # two tasks have the same words
    words = ("Book a room", "Print", "Invite", "Write to employers", "Remind", "Write to employers")
    assert all(what in str(each["summary"]) for each, what in zip(entries, words, strict=True))
    assert not any(re.search(r"\{\w*\}|None", str(each["description"]) + str(each["summary"])) for each in entries)
    assert "Vega, Anna" in str(entries[3]["description"]) and "S1+O2" in str(entries[2]["description"])
    english = Calendar.from_ical(write_calendar(due_days(small()), tmp_path / "b.ics").read_bytes()).walk("VEVENT")
    assert [str(each["uid"]) for each in english] == [str(each["uid"]) for each in entries]


def test_the_methods_are_told():
    told = {method.name: method for method in METHODS}
    assert "Kelley" in told["critical_path"].sources[0] and told["workload"].needs == ("critical_path",)
