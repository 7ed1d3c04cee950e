"""Reports made by a Dask engine: each arrives once, whatever happens to those who make it."""

from __future__ import annotations

import getpass
import logging
import os
import pickle
import platform
import re
import shutil
import signal
import sys
from datetime import date
from pathlib import Path
from time import monotonic, sleep

import pytest

import kiptools as kip
from kiptools import elsewhere
from kiptools.elsewhere import OnDask
from kiptools.jobs import OPTIONS
from kiptools.messages import KipError
from kiptools.places import FILE_PARAMETERS
from kiptools.publishing.edition import TitlePage
from kiptools.report import declared_parameters, make_report, read_notebook

distributed = pytest.importorskip("distributed", reason="distributed is not installed: pip install 'kiptools[dask]'")

DAY = TitlePage("Partners & co", date(2026, 3, 31))


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    """Two workers, which keep what is temporary in a folder of their own."""
    folder = tmp_path_factory.mktemp("engine")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        silence_logs=logging.CRITICAL,
        local_directory=str(folder),
    ) as cluster:
        cluster.temporary = folder
        yield cluster


@pytest.fixture
def on_dask(engine):
    with OnDask(engine.scheduler_address) as dask:
        yield dask


def call(folder: Path, report: str = "swot", endings: tuple[str, ...] = ("ics",), here: Path | None = None, **named):
    """A call that leaves its files in a new folder; a calendar takes no notebook."""
    folder.mkdir(parents=True)
    return make_report, (report, named, DAY, named.pop("template", None), endings, str(folder), str(here or folder))


def kill_one_that_works(engine) -> str:
    deadline = monotonic() + 20
    while monotonic() < deadline:
        for worker in engine.scheduler.workers.values():
            if any(task.state == "processing" for task in worker.processing):
                os.kill(engine.workers[worker.name].pid, signal.SIGKILL)
                assert gone(lambda at=worker.address: at in engine.scheduler.workers)
                return worker.address
        sleep(0.05)
    raise AssertionError("no worker had anything to do")


def gone(condition, seconds: float = 20) -> bool:
    """Whether something is over soon."""
    deadline = monotonic() + seconds
    while condition() and monotonic() < deadline:
        sleep(0.05)
    return not condition()


def temporary(engine) -> list[str]:
    return [path.name for path in engine.temporary.rglob("kip-*")]


def test_every_report_arrives_once_though_a_worker_is_killed_at_work(engine, on_dask, tmp_path):
    own = Path(shutil.copytree(kip.kit_path("data", "cite", "swot"), tmp_path / "our workshop"))
    mine, demo = {"lang": "hr", "swot": str(own)}, {"lang": "en"}
    kinds = [(mine, ("ics",)), (mine, ("html",)), (demo, ("html", "ics")), (demo, ("ics",))]
    asked, killed, before = [], [], set(engine.scheduler.workers)

    def calls():
        for number in range(4):
            if number == 3:  # the others are at work
                assert gone(lambda: not temporary(engine))
                killed.append(kill_one_that_works(engine))
            asked.append(number)
            named, endings = kinds[number]
            yield call(tmp_path / str(number), endings=endings, **named)

    came = []
    for outcome in on_dask.run(calls()):
        assert len(asked) - len(came) <= 4  # no more than two for each thread are under way
        came.append((outcome.number, outcome.error))
    assert sorted(came) == [(number, None) for number in range(4)]
    assert killed and killed[0] in before and killed[0] not in engine.scheduler.workers
    for number, (named, endings) in enumerate(kinds):
        local = [tmp_path / "local" / f"{number}.{ending}" for ending in endings]
        kip.write_report("swot", local, named, front=DAY)
        assert {path.name: path.read_bytes() for path in (tmp_path / str(number)).iterdir()} == {
            f"report{path.suffix}": path.read_bytes() for path in local
        }
    assert "our workshop" in (tmp_path / "1" / "report.html").read_text("utf-8")
    assert gone(lambda: temporary(engine))


def test_what_fails_stops_no_other_and_is_told_as_if_it_were_here(on_dask, tmp_path, monkeypatch):
    (tmp_path / "broken.csv").write_text("quadrant,factor\nlove,all you need\n")
    monkeypatch.chdir(tmp_path)
    named = [{"swot": "broken.csv"}, {"swot": str(tmp_path / "no" / "such.xlsx")}, {}, {"langage": "fr"}]
    calls = [call(tmp_path / str(number), here=tmp_path, **each) for number, each in enumerate(named)]
    errors = {outcome.number: outcome.error for outcome in on_dask.run(calls)}
    assert sorted(errors) == [0, 1, 2, 3] and errors[2] is None
    assert (tmp_path / "2" / "report.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    for number in (0, 1, 3):
        with pytest.raises(KipError) as here:
            kip.write_report("swot", tmp_path / "local.ics", named[number])
        assert type(errors[number]) is KipError and str(errors[number]) == str(here.value)
        assert list((tmp_path / str(number)).iterdir()) == []


def test_what_should_be_known_about_the_data_comes_with_the_report(engine, on_dask, tmp_path):
    messy = str(kip.kit_path("data", "cite", "partners_messy.xlsx"))
    named = {"partners": messy, "as_of": "2026-03-31"}
    told, local = [], []
    calls = [call(tmp_path / "a", "partner_network"), call(tmp_path / "b", "partner_network", **named)]
    assert [each.error for each in on_dask.run(calls, lambda number, news: told.append((number, *news)))] == [None] * 2
    kip.write_report("partner_network", tmp_path / "local.ics", named, say=local.append)
    assert len(local) > 3 and [(kind, str(note)) for number, kind, note in told if number] == [
        ("note", str(note)) for note in local
    ]
    assert gone(lambda: temporary(engine))


def test_an_own_word_template_travels(on_dask, tmp_path):
    from docx import Document

    own = Document()
    own.sections[0].header.paragraphs[0].text = "Our letterhead"
    own.save(tmp_path / "own.docx")
    (outcome,) = on_dask.run([call(tmp_path / "a", endings=("docx",), here=tmp_path, template="own.docx")])
    assert outcome.error is None
    made = Document(tmp_path / "a" / "report.docx")
    assert any("Our letterhead" in part.text for part in made.sections[0].header.paragraphs)


def test_files_travel_with_their_names_and_nothing_else_does(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("sheets").mkdir()
    Path("sheets", "ana.csv").write_text("one")
    Path("..", tmp_path.name, "plan.xlsx").write_bytes(b"two")
    named = {"ratings": "sheets", "plan": str(tmp_path / "plan.xlsx"), "pilot": "not/there.csv", "respondents": 3}
    _, arguments = call(tmp_path / "out", "survey_design", here=tmp_path, **named)
    content = elsewhere._packed(0, arguments, 300).content
    _, parameters, _, _, _, files, _ = pickle.loads(content)
    assert files == {"ratings/sheets": None, "ratings/sheets/ana.csv": b"one", "plan/plan.xlsx": b"two"}
    assert parameters == {
        "ratings": "ratings/sheets",
        "plan": "plan/plan.xlsx",
        "pilot": "pilot/there.csv",
        "respondents": 3,
    }
    for private in (tmp_path, tmp_path.name, Path.home(), os.getcwd(), platform.node(), f"/{getpass.getuser()}"):
        assert str(private).encode() not in content


def test_every_parameter_that_names_a_file_is_known():
    texts = {
        name
        for report in OPTIONS
        for name, kinds in declared_parameters(read_notebook(report, {})).items()
        if "str" in kinds
    }
    assert texts - set(FILE_PARAMETERS) == {"lang", "tool", "group", "among", "as_of", "key", "out"}
    assert set(FILE_PARAMETERS) <= texts


def test_a_file_that_cannot_be_opened_is_told_of_and_the_next_goes_on(on_dask, tmp_path):
    calls = [call(tmp_path / "a", swot="bad\0name"), call(tmp_path / "b")]
    errors = {outcome.number: outcome.error for outcome in on_dask.run(calls)}
    assert re.fullmatch("bad.name cannot be opened: ValueError.", str(errors[0])) and errors[1] is None


def test_a_report_that_kills_whoever_makes_it_is_told_in_a_sentence(engine, on_dask, tmp_path, monkeypatch):
    monkeypatch.setattr(engine.scheduler, "allowed_failures", 0)

    def calls():
        for number in range(3):
            if number == 2:
                kill_one_that_works(engine)
            yield call(tmp_path / str(number), endings=("html",) if number < 2 else ("ics",))

    errors = {outcome.number: outcome.error for outcome in on_dask.run(calls())}
    assert sorted(errors) == [0, 1, 2] and errors[2] is None
    died = [error for error in errors.values() if error]
    assert died and {str(error) for error in died} == {
        "The machines that worked on this report ended again and again; perhaps they ran out of memory."
    }
    assert all((tmp_path / str(number) / "report.html").exists() for number in range(2) if not errors[number])


def test_who_stops_asking_leaves_nothing_to_do_and_the_engine_running(engine, tmp_path):
    with OnDask(engine.scheduler_address) as dask:
        outcomes = dask.run([call(tmp_path / str(number)) for number in range(5)])
        next(outcomes)
        assert engine.scheduler.tasks
        with pytest.raises(KeyboardInterrupt) as stopped:
            outcomes.throw(KeyboardInterrupt())
        assert gone(lambda: len(engine.scheduler.tasks) > 1)  # the one that came is still held by what was raised
        del stopped
    assert len([number for number in range(5) if list((tmp_path / str(number)).iterdir())]) == 1
    assert engine.scheduler.status.name == "running"
    with OnDask(engine.scheduler_address) as dask:
        assert [each.error for each in dask.run([call(tmp_path / "again")])] == [None]


@pytest.mark.parametrize("address", ["nowhere", "tcp://127.0.0.1:1", "foo://x:1", ""])
def test_an_address_where_nobody_answers_is_told_soon(address, monkeypatch):
    monkeypatch.setattr(elsewhere, "ANSWER_SECONDS", 1)
    began = monotonic()
    with pytest.raises(KipError, match=f'No Dask engine answers at "{address}"; give the address of its scheduler'):
        OnDask(address)
    assert monotonic() - began < 5


def test_dask_that_is_not_installed_is_told_with_what_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(KipError, match=re.escape('install it with: pip install "kiptools[dask]"')):
        OnDask("tcp://127.0.0.1:1")


@pytest.mark.parametrize("ours", [("9.9", *elsewhere.kit()[1:]), (elsewhere.kit()[0], "3.9", elsewhere.kit()[2])])
def test_a_worker_with_another_version_is_refused(engine, on_dask, tmp_path, monkeypatch, ours):
    monkeypatch.setattr(elsewhere, "kit", lambda: ours)
    said = r"The Dask worker tcp://\S+ has KIP kit 0\S+ with Python 3\.1\d; here it is {} with Python {}: install"
    with pytest.raises(KipError, match=said.format(*ours[:2])):
        OnDask(engine.scheduler_address)
    (outcome,) = on_dask.run([call(tmp_path / "a")])  # one that joined later
    assert re.match(said.format(*ours[:2]), str(outcome.error))


def test_a_worker_without_the_kit_is_refused():
    with pytest.raises(KipError, match="has no KIP kit; install kiptools 0.1.0 there"):
        elsewhere._refuse_other_version(("0.1.0", "3.11", "digest"), None, "3.11", "tcp://10.0.0.5:1")


def test_a_worker_with_the_same_version_but_other_files_makes_nothing(on_dask, tmp_path, monkeypatch):
    monkeypatch.setattr(elsewhere, "kit_digest", lambda: "changed here")
    (outcome,) = on_dask.run([call(tmp_path / "a")])
    assert re.fullmatch(
        r"The Dask worker tcp://\S+ has KIP kit 0\S+ too, but changed, or with other libraries: install the same on both.",
        str(outcome.error),
    )
    assert not list((tmp_path / "a").iterdir())


def test_an_engine_without_workers_or_that_ends_is_told_in_a_sentence(tmp_path):
    engine = distributed.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs=logging.CRITICAL)
    with OnDask(engine.scheduler_address) as dask:
        waited = [str(each.error) for each in dask.run([call(tmp_path / "a"), call(tmp_path / "b")], seconds=1)]
        assert waited == ["The Dask engine had no worker for 1 seconds."] * 2

        def calls():
            yield call(tmp_path / "c")
            engine.close()
            yield call(tmp_path / "d")

        lost = [(each.number, str(each.error)) for each in dask.run(calls())]
    assert sorted(lost) == [(number, "The Dask engine is gone; the report was not made.") for number in (0, 1)]
    (outcome,) = dask.run([call(tmp_path / "e")])  # to nobody
    assert str(outcome.error) == "The Dask engine is gone; the report was not made."
