"""Calls shared out among processes: whatever a call does, the others get their answers and nothing is left behind."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import calls
import pytest

import kiptools as kip
from kiptools import pool as pools
from kiptools.pool import Pool, kept_pool

HERE = str(Path(__file__).parent)
linux = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="looks at processes in /proc")
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked")
DIED = "The notebook's Python ended unexpectedly; perhaps the machine ran out of memory."


FULL = pools._START
LIGHT = FULL.replace(
    "from kiptools.worker import main; main()",
    "from kiptools import worker; worker.load = worker.load_more = int; worker.main()",
)
"""Without loading anything, since what is called here needs nothing."""


@pytest.fixture(scope="module", autouse=True)
def importable():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", HERE, prepend=os.pathsep)
        patch.setattr(pools, "_START", LIGHT)
        yield patch


@pytest.fixture(scope="module")
def pool(importable):
    with Pool(2) as pool:
        yield pool


def values(pool, calls_, **options):
    """What became of calls, in the order in which they were given: values, or what the errors say."""
    outcomes = sorted(pool.run(calls_, **options), key=lambda outcome: outcome.number)
    assert [outcome.number for outcome in outcomes] == list(range(len(calls_)))
    return [outcome.value if outcome.error is None else str(outcome.error) for outcome in outcomes]


def error(pool, function, *arguments, **options):
    (outcome,) = pool.run([(function, arguments)], **options)
    assert outcome.value is None
    return outcome.error


def gone(process: int) -> bool:
    """Whether a process has ended, be it that nobody has asked how yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(condition, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def resident() -> int:
    """Bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


# --- answers -----------------------------------------------------------------------------------------


def test_every_call_is_answered_with_its_number(pool):
    assert values(pool, [(calls.double, (number,)) for number in range(20)]) == list(range(0, 40, 2))
    assert values(pool, []) == []


def test_answers_come_as_soon_as_they_are_known_from_two_at_a_time(pool):
    came = [outcome.value for outcome in pool.run([(calls.slowly, ("slow", 1)), (calls.slowly, ("fast", 0))])]
    assert came == ["fast", "slow"]


def test_what_a_call_tells_arrives_in_its_order_and_keeps_it_alive(pool):
    told = []
    assert values(pool, [(calls.telling, ())], told=lambda *news: told.append(news), seconds=1) == [None]
    assert told == [(0, (number, "of", 6)) for number in range(6)]


def test_large_values_go_both_ways(pool):
    size = 50_000_000
    sizes = [len(value) for value in values(pool, [(calls.large, (size,)), (calls.large, (size,))])]
    assert sizes == [size, size]
    assert values(pool, [(calls.length, (b"x" * size,))]) == [size]


# --- failures ----------------------------------------------------------------------------------------


def test_an_error_for_people_comes_back_whole(pool):
    refused = error(pool, calls.refuse)
    assert isinstance(refused, kip.KipError) and str(refused).splitlines() == ["a.csv: no", "b.csv: neither"]
    assert not hasattr(refused, "__notes__")


def test_an_unforeseen_error_tells_where_it_happened(pool):
    unforeseen = error(pool, calls.fail)
    assert isinstance(unforeseen, ZeroDivisionError) and "in fail" in unforeseen.__notes__[0]


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (calls.particular, "Particular: row 3: x"),
        (calls.unsendable_error, "ValueError: row 3"),
        (calls.unsendable_value, "lambda"),
        (calls.unreadable_value, "What came back cannot be read: TypeError"),
    ],
)
def test_what_cannot_be_sent_becomes_a_sentence_and_harms_nobody(pool, function, said):
    first, second, third = values(pool, [(calls.double, (1,)), (function, ()), (calls.double, (2,))])
    assert (first, third) == (2, 4) and said in second


@forks
@pytest.mark.parametrize(
    "function", [calls.exit_at_once, calls.leave, calls.kill_itself, calls.touch_nothing, calls.die_within_an_answer]
)
def test_a_call_that_dies_stops_no_other(pool, function):
    assert values(pool, [(function, ()), *[(calls.double, (number,)) for number in range(3)]]) == [DIED, 0, 2, 4]
    assert values(pool, [(calls.double, (9,))] * 2) == [18, 18]


@forks
def test_a_call_whose_worker_is_killed_still_answers(pool):
    assert values(pool, [(calls.kill_the_worker, ())]) == ["survived"]
    assert values(pool, [(calls.double, (9,))] * 2) == [18, 18]


def test_a_call_that_is_silent_too_long_is_ended_and_the_others_go_on(pool):
    ended = "A cell ran longer than 1 seconds and was ended."
    start = time.monotonic()
    given = [(calls.hang, ()), *[(calls.double, (number,)) for number in range(3)], (calls.hang, ())]
    assert values(pool, given, seconds=1) == [ended, 0, 2, 4, ended]
    assert time.monotonic() - start < 30


def test_loading_does_not_count_as_silence(monkeypatch):
    monkeypatch.setattr(pools, "_START", FULL)
    with Pool(1) as fresh:
        assert values(fresh, [(calls.double, (2,))], seconds=1) == [4]


@forks
def test_the_first_call_waits_for_less_and_the_others_find_everything_loaded(monkeypatch):
    monkeypatch.setattr(pools, "_START", FULL)
    with Pool(1) as fresh:
        first, second, third = values(fresh, [(calls.loaded, ())] * 3)
    assert {"pandas", "nbconvert", "kiptools.report"} <= first and "kiptools.show.network" not in first
    assert first < second == third and {"kiptools.show.network", "kiptools.critique"} <= second


def test_what_is_printed_or_read_disturbs_nobody(pool, capfd):
    assert values(pool, [(calls.noisy, ()), (calls.double, (2,))]) == [("", b""), 4]
    assert capfd.readouterr() == ("", "")


# --- processes ---------------------------------------------------------------------------------------


def test_nothing_that_a_call_changes_reaches_the_next():
    with Pool(1) as fresh:
        seen = values(fresh, [(calls.look_and_spoil, ())] * 4)
    assert all(isinstance(one, tuple) and one == seen[0] for one in seen)
    assert seen[0][0] is False and seen[0][1] is None and seen[0][2] == os.getcwd()


@forks
def test_each_call_has_a_process_of_its_own_and_the_workers_stay():
    with Pool(1) as fresh:
        workers, own = zip(*values(fresh, [(calls.who, ())] * 5), strict=True)
    assert len(set(workers)) == 1 and len(set(own)) == 5 and os.getpid() not in workers


@linux
@pytest.mark.parametrize("before_it_is_ready", [True, False])
def test_a_run_that_is_given_up_leaves_a_usable_pool_without_old_answers(before_it_is_ready):
    def interrupt(number, news):
        processes.extend(news)
        raise KeyboardInterrupt

    processes: list[int] = []
    with Pool(2) as fresh:
        if not before_it_is_ready:
            assert values(fresh, [(calls.slowly, (1, 0.2))] * 2) == [1, 1]
        with pytest.raises(KeyboardInterrupt):
            list(fresh.run([(calls.announce, ()), (calls.hang, ())], interrupt))
        assert wait_until(lambda: all(map(gone, processes)), 2)
        run = fresh.run([(calls.slowly, ("old", seconds)) for seconds in (0, 0.2, 0.4, 0.6)])
        next(run)
        run.close()
        assert values(fresh, [(calls.double, (number,)) for number in range(5)]) == [0, 2, 4, 6, 8]


@linux
def test_a_worker_that_died_while_nobody_asked_is_replaced():
    with Pool(1) as fresh:
        ((worker, _),) = values(fresh, [(calls.who, ())])
        os.kill(worker, signal.SIGKILL)
        assert wait_until(lambda: not fresh._news.empty(), 5)
        ((other, _),) = values(fresh, [(calls.who, ())])
        assert other != worker and gone(worker)


def test_workers_that_cannot_start_give_a_sentence_and_no_endless_loop(monkeypatch):
    monkeypatch.setattr(pools, "_START", "raise SystemExit(1)")
    start = time.monotonic()
    with Pool(2) as broken:
        for _ in range(2):
            with pytest.raises(kip.KipError, match="ended unexpectedly"):
                list(broken.run([(calls.double, (1,))] * 5))
    monkeypatch.setattr(pools.sys, "executable", "/no/such/python")
    with Pool(2) as broken, pytest.raises(kip.KipError, match="ended unexpectedly"):
        list(broken.run([(calls.double, (1,))]))
    assert time.monotonic() - start < 20


def test_workers_that_never_get_ready_are_given_up(monkeypatch):
    monkeypatch.setattr(pools, "_START", "import time; time.sleep(600)")
    monkeypatch.setattr(pools, "LOADING_SECONDS", 0.5)
    with Pool(2) as broken, pytest.raises(kip.KipError, match="ended unexpectedly"):
        list(broken.run([(calls.double, (1,))]))


def two_hundred_calls():
    """In a process that has nothing else open."""

    def owned():
        return len(os.listdir("/proc/self/fd")), threading.active_count()

    pools._START = LIGHT
    before = owned()
    with Pool(2) as fresh:
        values(fresh, [(calls.double, (1,))] * 4)
        loaded = owned()
        assert loaded > before
        given = [(calls.double, (1,))] * 197 + [(calls.kill_itself, ()), (calls.fail, ()), (calls.refuse, ())]
        values(fresh, given)
        assert wait_until(lambda: owned() == loaded, 2), (loaded, owned())
        workers = {worker for worker, _ in values(fresh, [(calls.who, ())] * 6)}
    assert wait_until(lambda: owned() == before, 2), (before, owned())
    assert all(map(gone, workers))


@linux
def test_two_hundred_calls_leave_no_file_no_thread_and_no_process():
    command = [sys.executable, "-c", "import test_pool; test_pool.two_hundred_calls()"]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


PARENT = """
import sys
import calls
from kiptools.pool import Pool, kept_pool
def told(number, news):
    print(*news, flush=True)
with Pool(1) as pool:
    list(pool.run([(calls.{function}, ())], told))
    (outcome,) = pool.run([(calls.who, ())])
    print(*outcome.value, flush=True)
"""


@linux
@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_when_whoever_asks_is_ended_all_its_processes_are_gone_within_two_seconds(stop):
    with subprocess.Popen(
        [sys.executable, "-c", PARENT.format(function="announce")], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as parent:
        processes = [int(one) for one in parent.stdout.readline().split()]
        assert len(processes) == 3 and not any(map(gone, processes))
        parent.send_signal(stop)
    assert wait_until(lambda: all(map(gone, processes)), 2)


@linux
def test_after_a_normal_end_all_processes_are_gone():
    command = [sys.executable, "-c", PARENT.format(function="telling")]
    printed = subprocess.run(command, stdout=subprocess.PIPE, timeout=60, check=True).stdout.splitlines()
    assert wait_until(lambda: all(gone(int(one)) for one in printed[-1].split()), 2)


# --- where processes cannot be forked ----------------------------------------------------------------


@pytest.fixture
def no_fork(tmp_path, monkeypatch):
    """Processes that are started from now on have no `os.fork`, like those of Windows."""
    (tmp_path / "sitecustomize.py").write_text("import os\nif hasattr(os, 'fork'):\n    del os.fork\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)


def test_without_fork_each_call_has_a_worker_of_its_own_and_the_next_is_started_ahead(no_fork):
    with Pool(1) as fresh:
        (_, first), (_, second) = values(fresh, [(calls.who, ())] * 2)
        assert first != second
        (ahead,) = [worker.process.pid for worker in fresh._workers]
        assert [process for _, process in values(fresh, [(calls.who, ())])] == [ahead]


def test_without_fork_failures_stop_nobody(no_fork):
    given = [(calls.exit_at_once, ()), (calls.refuse, ()), (calls.hang, ()), (calls.noisy, ()), (calls.double, (2,))]
    with Pool(2) as fresh:
        died, refused, hung, quiet, number = values(fresh, given, seconds=2)
    assert (died, refused, quiet, number) == (DIED, "a.csv: no\nb.csv: neither", ("", b""), 4) and "2 seconds" in hung


@linux
def test_without_fork_a_worker_ends_with_whoever_asked(no_fork):
    with subprocess.Popen([sys.executable, "-c", PARENT.format(function="announce")], stdout=subprocess.PIPE) as parent:
        processes = [int(one) for one in parent.stdout.readline().split()][1:]
        parent.kill()
    assert len(processes) == 2 and wait_until(lambda: all(map(gone, processes)), 2)


# --- many --------------------------------------------------------------------------------------------


@linux
@forks
def test_many_reports_of_which_some_fail_hang_or_die(monkeypatch):
    """By default 8, in the long campaign 500."""
    monkeypatch.setattr(pools, "_START", FULL)
    count = 500 if os.environ.get("KIP_CAMPAIGN") else 8
    dice = random.Random(10)
    fates = ["fail", "hang", "die", *dice.choices(["well", "fail", "hang", "die"], [90, 5, 2, 3], k=count - 3)]
    dice.shuffle(fates)
    processes: set[int] = set()
    seen: dict[int, str] = {}
    memory = 0
    start = time.monotonic()

    def told(number, news):
        if news[0] == "process":
            processes.update(news[1:])

    with Pool(2) as fresh:
        given = [(calls.small_report, (number, fate)) for number, fate in enumerate(fates)]
        for outcome in fresh.run(given, told, seconds=3):
            assert outcome.number not in seen
            seen[outcome.number] = str(outcome.value if outcome.error is None else outcome.error)
            if len(seen) == min(20, count // 2):
                memory = resident()
        grown = resident() - memory
        for number, fate in enumerate(fates):
            if fate == "well":
                assert f"the square is {number**2}\n" in seen[number] and "<svg" in seen[number]
                seen[number] = ""
            else:
                said = {"fail": f"ValueError: number {number}", "hang": "longer than 3 seconds", "die": DIED}
                assert said[fate] in seen[number]
    assert len(seen) == count and wait_until(lambda: all(map(gone, processes)), 2)
    assert grown < 40_000 * count + 20_000_000, grown  # the pages themselves are kept here
    assert time.monotonic() - start < 60 + 2 * count


@linux
def test_the_kept_process_goes_with_its_thread():
    found = []

    def use():
        (outcome,) = kept_pool().run([(calls.who, ())])
        found.extend(outcome.value)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert wait_until(lambda: all(map(gone, found)), 5)


@linux
@forks
def test_a_fork_has_a_kept_process_of_its_own_and_ends_no_other():
    pool = kept_pool()
    child = os.fork()
    if child == 0:
        other = kept_pool()
        os._exit(0 if other is not pool and pool.end() is None else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert [outcome.error for outcome in pool.run([(print, ())])] == [None]
