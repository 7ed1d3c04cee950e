"""An action sheet: tasks that follow one another, when each can begin, what must not slip, and who carries how much.

Time is counted in working days, Monday to Friday; holidays are not known. A task follows others when all of them are
finished, on the next working day at the earliest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from graphlib import CycleError, TopologicalSorter

from kiptools.dates import months_after
from kiptools.messages import KipError, Message, cut, message, some

__all__ = ["Load", "LoadRow", "Task", "TaskTimes", "Timetable", "check_tasks", "critical_path", "workload"]

YEARS = range(2000, 2100)
"""Days of other years are slips of the pen."""

LONGEST = 10
"""So many years a plan may take."""

MOST_DAYS = LONGEST * 52 * 5

MOST_WEEKS = 26
"""Of a plan that takes longer the load is told by months."""


@dataclass(frozen=True)
class Task:
    """One thing to do.

    Parameters
    ----------
    id : str
        Short and different from all others.
    what : str
    goal : str
        What it is for: the id of an accepted pair of a SWOT (S1+O2), or words.
    who : tuple of str
        People or organisations.
    start : date or None
        Not before that day.
    until : date or None
        Its deadline.
    days : int or None
        How many working days it takes. Without it: all from `start` to `until`.
    after : tuple of str
        Ids of the tasks that must be finished before.
    """

    id: str
    what: str
    goal: str = ""
    who: tuple[str, ...] = ()
    start: date | None = None
    until: date | None = None
    days: int | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskTimes:
    """When a task takes place.

    Parameters
    ----------
    task : Task
    days : int
        Working days that it takes.
    start, finish : date
        Its first and last day if it begins as early as it can.
    latest_start, latest_finish : date
        Its first and last day if nothing is to end later because of it.
    slack : int
        By how many working days it can slip before the last task of all ends later (total float).
    """

    task: Task
    days: int
    start: date
    finish: date
    latest_start: date
    latest_finish: date
    slack: int

    @property
    def critical(self) -> bool:
        """Whether nothing may slip."""
        return not self.slack

    @property
    def late(self) -> bool:
        """Whether it ends after its deadline, even if all goes well."""
        return self.task.until is not None and self.finish > self.task.until


@dataclass(frozen=True)
class Timetable:
    """All tasks with their times.

    Parameters
    ----------
    rows : tuple of TaskTimes
        By first day, then in the sheet's order.
    """

    rows: tuple[TaskTimes, ...]

    @property
    def begin(self) -> date:
        """The first day of the first task."""
        return min(row.start for row in self.rows)

    @property
    def end(self) -> date:
        """The last day of the last task."""
        return max(row.finish for row in self.rows)

    @property
    def critical(self) -> tuple[TaskTimes, ...]:
        """The tasks of which none may slip, by first day."""
        return tuple(row for row in self.rows if row.critical)

    @property
    def moved(self) -> tuple[TaskTimes, ...]:
        """The tasks that cannot begin on the day that they were planned for, by first day."""
        return tuple(row for row in self.rows if row.task.start and _at(row.start) > _at(row.task.start))


@dataclass(frozen=True)
class LoadRow:
    """What somebody carries.

    Parameters
    ----------
    name : str
        Empty for tasks that nobody has taken on.
    days : tuple of int
        Task days in each period: two tasks on one day are two.
    """

    name: str
    days: tuple[int, ...]


@dataclass(frozen=True)
class Load:
    """Who carries how much, and when.

    Parameters
    ----------
    periods : tuple of date
        First day of each: Mondays, or the first of months.
    by : {"week", "month"}
    rows : tuple of LoadRow
        Who carries most first; what nobody has taken on last.
    working : tuple of int
        Working days of each period, for comparison.
    """

    periods: tuple[date, ...]
    by: str
    rows: tuple[LoadRow, ...]
    working: tuple[int, ...]


def check_tasks(tasks: Sequence[Task]) -> tuple[Message, ...]:
    """What must be put right before it can be told when the tasks take place.

    Parameters
    ----------
    tasks : sequence of Task

    Returns
    -------
    tuple of Message
        One sentence for each fault; none if all is well.

    Examples
    --------
    >>> [str(fault) for fault in check_tasks([Task("1", "Invite employers", after=("7",), days=2)])]
    ['Task 1 ("Invite employers") depends on 7, but no task has this id; the ids are 1.']
    """
    return (*_of_ids(tasks), *(fault for task in tasks for fault in _of_days(task)), *_circles(tasks))


def _of_ids(tasks: Sequence[Task]) -> Iterator[Message]:
    ids: dict[str, None] = {}
    for task in tasks:
        if task.id in ids:
            yield message(
                'Another task has the id {id} of "{task}" already; give each task an id of its own.', **_named(task)
            )
        ids[task.id] = None
    for task in tasks:
        yield from _of_order(task, ids)


def _of_order(task: Task, ids: Collection[str]) -> Iterator[Message]:
    for other in dict.fromkeys(task.after):
        if other == task.id:
            yield message('Task {id} ("{task}") depends on itself; name the tasks that come before it.', **_named(task))
        elif other not in ids:
            yield message(
                'Task {id} ("{task}") depends on {value}, but no task has this id; the ids are {ids}.',
                value=cut(other),
                ids=some(list(map(cut, ids))),
                **_named(task),
            )


def _of_days(task: Task) -> Iterator[Message]:
    named = _named(task)
    for day in filter(None, (task.start, task.until)):
        if day.year not in YEARS:
            yield message(
                'Task {id} ("{task}") has the day {day}; give one from {first} to {last}.',
                day=day,
                first=date(YEARS[0], 1, 1),
                last=date(YEARS[-1], 12, 31),
                **named,
            )
    if task.start and task.until and task.until < task.start:
        yield message(
            'Task {id} ("{task}") ends on {until}, before it begins on {start}; correct one of the two days.',
            start=task.start,
            until=task.until,
            **named,
        )
    elif task.days is not None:
        if not 1 <= task.days <= MOST_DAYS:
            yield message(
                'Task {id} ("{task}"): {value} is no number of working days; write a whole number from 1 to {most}.',
                value=task.days,
                most=MOST_DAYS,
                **named,
            )
    elif not task.start or not task.until:
        yield message(
            'It is not said how long task {id} ("{task}") takes; give its working days, or both days, from and until.',
            **named,
        )
    elif not _length(task):
        yield message(
            'From {start} until {until} there is no working day for task {id} ("{task}"); give a day from Monday to '
            "Friday as well.",
            start=task.start,
            until=task.until,
            **named,
        )


def _named(task: Task) -> dict[str, str]:
    return {"id": cut(task.id), "task": cut(task.what)}


def _circles(tasks: Sequence[Task]) -> Iterator[Message]:
    """Tasks that wait for each other; each task is named in one circle only."""
    before = {task.id: [id for id in task.after if id != task.id] for task in tasks}
    while True:
        try:
            TopologicalSorter(before).prepare()
        except CycleError as error:
            circle = error.args[1]
            yield message(
                "These tasks wait for each other in a circle, so that none can begin: {ids}; take one of the "
                "dependencies away.",
                ids=some(list(map(cut, circle))),
            )
            before = {id: others for id, others in before.items() if id not in circle}
        else:
            return


def critical_path(tasks: Sequence[Task], *, begin: date | None = None) -> Timetable:
    """When each task can take place, how far it can slip, and which must not (the critical path method).

    A task begins as early as it can: on the first working day of all tasks, on its own first day, or on the working
    day after the last task that it depends on, whichever is latest. How far it can slip is reckoned from the end of
    the last task of all, so that tasks before one with a fixed first day may well have slack. Where working days and
    both days are given, the working days count, and `until` is the deadline.

    Parameters
    ----------
    tasks : sequence of Task
    begin : date or None
        The first day of all; without it, the earliest first day of a task that depends on no other.

    Returns
    -------
    Timetable

    Raises
    ------
    KipError
        A fault that `check_tasks` finds; no day to begin with; or a plan of more than ten years.

    References
    ----------
    Kelley, J. E. & Walker, M. R. (1959). Critical-path planning and scheduling. Proceedings of the Eastern Joint
    Computer Conference, 160-173.

    Examples
    --------
    >>> monday = date(2026, 5, 4)
    >>> ask, book = Task("1", "Ask employers", start=monday, days=5), Task("2", "Book a room", days=2)
    >>> meet = Task("3", "Meet", days=1, after=("1", "2"))
    >>> for row in critical_path([ask, book, meet]).rows:
    ...     print(row.task.id, row.start, row.finish, row.slack)
    1 2026-05-04 2026-05-08 0
    2 2026-05-04 2026-05-05 3
    3 2026-05-11 2026-05-11 0
    """
    if faults := check_tasks(tasks):
        raise KipError(faults)
    if not tasks:
        return Timetable(())
    by_id = {task.id: task for task in tasks}
    days = {task.id: _length(task) for task in tasks}
    following: dict[str, list[str]] = {task.id: [] for task in tasks}
    for task in tasks:
        for id in task.after:
            following[id].append(task.id)
    order = [*TopologicalSorter({task.id: task.after for task in tasks}).static_order()]
    first = _at(begin or _first_day(tasks))
    start = _earliest([by_id[id] for id in order], days, first)
    finish = {id: start[id] + days[id] - 1 for id in order}
    end = max(finish.values())
    _refuse_endless(tasks, finish, min(start.values()))
    latest: dict[str, int] = {}
    for id in reversed(order):
        latest[id] = min((latest[next] - days[next] for next in following[id]), default=end)
    rows = [
        TaskTimes(
            task,
            days[id],
            _day(start[id]),
            _day(finish[id]),
            _day(latest[id] - days[id] + 1),
            _day(latest[id]),
            latest[id] - finish[id],
        )
        for id, task in by_id.items()
    ]
    return Timetable(tuple(sorted(rows, key=lambda row: row.start)))


def _first_day(tasks: Sequence[Task]) -> date:
    days = [task.start for task in tasks if task.start and not task.after]
    if not days:
        raise KipError(
            message(
                'It is not said when the first task begins; give a day under "from" to one that depends on no other.'
            )
        )
    return min(days)


def _earliest(tasks: Sequence[Task], days: dict[str, int], first: int) -> dict[str, int]:
    """The first days of tasks that stand behind those that they depend on."""
    start: dict[str, int] = {}
    for task in tasks:
        planned = [_at(task.start)] if task.start else []
        start[task.id] = max([first, *planned, *(start[other] + days[other] for other in task.after)])
    return start


def _refuse_endless(tasks: Sequence[Task], finish: dict[str, int], first: int) -> None:
    last = max(tasks, key=lambda task: finish[task.id])
    if finish[last.id] - first >= MOST_DAYS:
        raise KipError(
            message(
                'Task {id} ("{task}") would end more than {years} years after the first one begins; correct its days, '
                "or those of the tasks before it.",
                years=LONGEST,
                **_named(last),
            )
        )


def workload(timetable: Timetable) -> Load:
    """Who carries how much in each week, or month if it takes more than half a year.

    Tasks count on the days on which they take place if they begin as early as they can. Whoever is named for a task
    carries all its days: of two, each.

    Parameters
    ----------
    timetable : Timetable

    Returns
    -------
    Load

    Examples
    --------
    >>> task = Task("1", "Ask employers", who=("Mission locale",), start=date(2026, 5, 7), days=4)
    >>> load = workload(critical_path([task]))
    >>> [str(monday) for monday in load.periods], load.rows[0].days
    (['2026-05-04', '2026-05-11'], (2, 2))
    """
    if not timetable.rows:
        return Load((), "week", (), ())
    by, borders = _borders(timetable.begin, timetable.end)
    spans = [(_at(first), _at(next)) for first, next in zip(borders, borders[1:], strict=False)]
    carried: dict[str, list[int]] = {}
    for row in timetable.rows:
        start, after = _at(row.start), _at(row.finish) + 1
        for name in dict.fromkeys(row.task.who) or ("",):
            days = carried.setdefault(name, [0] * len(spans))
            for place, (first, next) in enumerate(spans):
                days[place] += max(0, min(after, next) - max(start, first))
    rows = sorted(carried.items(), key=lambda item: (not item[0], -sum(item[1]), item[0]))
    return Load(
        tuple(borders[:-1]),
        by,
        tuple(LoadRow(name, tuple(days)) for name, days in rows),
        tuple(next - first for first, next in spans),
    )


def _borders(begin: date, end: date) -> tuple[str, list[date]]:
    """Weeks or months, and the first day of each from one day to another, and of the next."""
    monday = begin - timedelta(begin.weekday())
    weeks = (end - monday).days // 7 + 1
    if weeks <= MOST_WEEKS:
        return "week", [monday + timedelta(weeks=week) for week in range(weeks + 1)]
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    return "month", [months_after(begin.replace(day=1), month) for month in range(months + 1)]


# --- working days by number: Monday, 1 January of the year 1 is 0 ----------------------------------------


def _at(day: date) -> int:
    """The number of a working day; of a day of the weekend, that of the Monday after it."""
    weeks, weekday = divmod(day.toordinal() - 1, 7)
    return weeks * 5 + min(weekday, 5)


def _day(number: int) -> date:
    weeks, weekday = divmod(number, 5)
    return date.fromordinal(weeks * 7 + weekday + 1)


def _length(task: Task) -> int:
    """Working days that a task takes."""
    if task.days is not None or not task.start or not task.until:
        return task.days or 0
    return _at(task.until) + (task.until.weekday() < 5) - _at(task.start)
