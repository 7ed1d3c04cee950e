"""The learner's own copies: made apart from the kit, never overwritten, reset without a loss, known to be outdated."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import kiptools as kip
import kiptools.show.progress  # noqa: F401
from kiptools import learning
from kiptools.checks.keys import CORRECT, Verdict
from kiptools.cli.learning import add_learn
from kiptools.exercises import learner_notebook
from kiptools.learning import exercise_called, own_folder, prepare_folder, start_lab
from kiptools.messages import KipError
from kiptools.progress import FILE_NAME, read_progress, record


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "mine"


def one(folder: Path, *words: object, **more: object):
    [copy] = prepare_folder(folder, ["evaluation"], *words, **more)
    return copy


def work_in(path: Path) -> bytes:
    """What JupyterLab does when a learner saves an answer."""
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code" and "____" in cell.source)
    cell.source = cell.source.replace("____", "42", 1)
    nbformat.write(notebook, path)
    return path.read_bytes()


def test_a_copy_is_made_and_progress_begins(folder):
    copy = one(folder, "en", 7)
    assert copy.new and copy.path == folder / "evaluation.ipynb" and not copy.notes
    notebook = nbformat.read(copy.path, as_version=4)
    nbformat.validate(notebook)
    assert [cell.source for cell in notebook.cells] == [
        cell.source for cell in learner_notebook("evaluation", "en", 7).cells
    ]
    assert read_progress(folder) == kiptools.progress.Progress()


def test_the_folder_may_hold_other_things(folder):
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    one(folder)
    assert sorted(path.name for path in folder.iterdir() if path.suffix) == ["evaluation.ipynb", "notes.txt", FILE_NAME]
    assert (folder / "notes.txt").read_text() == "mine"


def test_work_is_never_overwritten(folder):
    work = work_in(one(folder, "fr", 3).path)
    record(Verdict("E1", CORRECT, ()), folder)
    copy = one(folder, "fr", 3)
    assert not copy.new and copy.path.read_bytes() == work and not copy.notes
    assert read_progress(folder).solved == {"E1"}


@pytest.mark.parametrize("content", ["", "no notebook", "[]", '{"metadata": {"kip": {"lang": 3}}}', "[" * 100_000])
def test_something_else_of_that_name_stays(folder, content):
    folder.mkdir()
    (folder / "evaluation.ipynb").write_text(content)
    copy = one(folder)
    assert not copy.new and (folder / "evaluation.ipynb").read_text() == content
    assert "It cannot be told" in str(copy.notes[0]) and "--reset" in str(copy.notes[0])


def test_another_language_or_seed_is_said_and_changes_nothing(folder):
    work = work_in(one(folder, "fr", 3).path)
    said = [str(note) for note in one(folder, "hr", 4).notes]
    assert len(said) == 2 and "(français)" in said[0] and "the same command with --reset" in said[0]
    assert "(seed 3)" in said[1] and "--reset" in said[1]
    assert not one(folder, "fr").notes  # no seed asked for
    assert (folder / "evaluation.ipynb").read_bytes() == work


def test_reset_keeps_the_old_copy_and_the_other_exercises(folder):
    first = work_in(one(folder).path)
    record(Verdict("E1", CORRECT, ()), folder)
    content = json.loads((folder / FILE_NAME).read_text())
    content["questions"]["P1"] = {"attempts": 1, "solved": True, "mistakes": {}}
    (folder / FILE_NAME).write_text(json.dumps(content))
    copy = one(folder, "en", 5, reset=True)
    assert copy.new and "kept as evaluation-1.ipynb" in str(copy.notes[0])
    assert [str(note) for note in copy.notes[1:]] == ["What was counted for this exercise begins again at 0."]
    assert (folder / "evaluation-1.ipynb").read_bytes() == first
    assert "seed: int = 5" in copy.path.read_text() or '"seed": 5' in copy.path.read_text()
    assert read_progress(folder).solved == {"P1"}
    second = work_in(copy.path)
    assert len(one(folder, reset=True).notes) == 1  # nothing was counted since
    assert (folder / "evaluation-2.ipynb").read_bytes() == second
    assert (folder / "evaluation-1.ipynb").read_bytes() == first


def test_a_new_beginning_keeps_the_learners_own_data(folder):
    assert one(folder, "fr", 7).new
    copy = one(folder, "hr", reset=True)
    found = nbformat.read(copy.path, as_version=4).metadata["kip"]
    assert (found["lang"], found["seed"]) == ("hr", 7)
    assert [cell.source for cell in nbformat.read(copy.path, as_version=4).cells] == [
        cell.source for cell in learner_notebook("evaluation", "hr", 7).cells
    ]
    one(folder, seed=0, reset=True)
    assert nbformat.read(copy.path, as_version=4).metadata["kip"]["seed"] == 0


def test_with_damaged_progress_one_can_go_on_and_the_way_out_is_said(folder):
    work = work_in(one(folder).path)
    (folder / FILE_NAME).write_text("{")
    copy = one(folder)
    assert not copy.new and copy.path.read_bytes() == work and (folder / FILE_NAME).read_text() == "{"
    fault, way_on = map(str, copy.notes)
    assert "damaged" in fault and "give that file another name" in way_on
    (folder / FILE_NAME).rename(folder / "old.json")  # as it was said
    assert not one(folder).notes and read_progress(folder) == kiptools.progress.Progress()


def test_reset_puts_damaged_progress_aside(folder):
    work = work_in(one(folder).path)
    (folder / FILE_NAME).write_text("{")
    copy, other = prepare_folder(folder, ["evaluation", "swot"], reset=True)
    assert copy.new and (folder / "evaluation-1.ipynb").read_bytes() == work
    assert (folder / "progress-1.json").read_text() == "{"
    assert "kept as progress-1.json, and counting begins again at 0" in str(copy.notes[0])
    assert len(copy.notes) == 2 and not other.notes and read_progress(folder) == kiptools.progress.Progress()


def test_reset_with_progress_of_a_newer_kit_touches_nothing(folder):
    work = work_in(one(folder).path)
    content = '{"kip_progress": 2, "questions": {}}'
    (folder / FILE_NAME).write_text(content)
    with pytest.raises(KipError, match="newer version"):
        one(folder, reset=True)
    assert (folder / "evaluation.ipynb").read_bytes() == work and not (folder / "evaluation-1.ipynb").exists()
    assert (folder / FILE_NAME).read_text() == content
    [note] = one(folder).notes  # and without a reset, one can go on
    assert "newer version" in str(note)


@pytest.mark.parametrize("name", ["Partner network", "partner-network", " PARTNER_NETWORK ", "partner  Network"])
def test_capitals_blanks_and_hyphens_are_forgiven(name):
    assert exercise_called(name) == "partner_network"


def test_a_misspelt_exercise_is_proposed():
    with pytest.raises(KipError, match='"evaluatoin": did you mean "evaluation"'):
        exercise_called("evaluatoin")
    with pytest.raises(KipError, match='"partners": did you mean "partner_network"|choose one of'):
        exercise_called("partners")
    with pytest.raises(KipError, match="choose one of evaluation, partner_network"):
        exercise_called("zzz")


def test_a_newer_edition_is_named(folder, monkeypatch):
    work_in(one(folder, "en", 2).path)

    def newer(name, lang, seed):
        notebook = learner_notebook(name, lang, seed)
        notebook.cells[0].source += " (second edition)"
        return notebook

    monkeypatch.setattr(learning, "learner_notebook", newer)
    [note] = one(folder).notes
    assert "newer edition" in str(note) and "the same command with --reset" in str(note)
    copy = one(folder, reset=True)
    assert "second edition" in copy.path.read_text() and not one(folder).notes


def test_a_dangling_link_is_left_alone(folder, tmp_path):
    folder.mkdir()
    (folder / "evaluation.ipynb").symlink_to(tmp_path / "elsewhere.ipynb")
    assert not one(folder).new and not (tmp_path / "elsewhere.ipynb").exists()


@pytest.mark.parametrize(
    ("names", "lang", "seed"), [(["evaluatoin"], "en", 0), (["evaluation"], "xx", 0), (["evaluation"], "en", -1)]
)
def test_what_is_wrong_is_said_before_anything_is_written(folder, names, lang, seed):
    with pytest.raises(KipError):
        prepare_folder(folder, names, lang, seed)
    assert not folder.exists()


@pytest.mark.parametrize("part", ["exercises", "notebooks", "data/cite"])
def test_the_kits_own_folders_are_not_for_work(part):
    before = sorted(kip.kit_path(part).iterdir())
    with pytest.raises(KipError, match="belongs to the kit"):
        one(kip.kit_path(part), reset=True)
    assert sorted(kip.kit_path(part).iterdir()) == before


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(KipError, match="is a file, not a folder"):
        one(tmp_path / "file")
    with pytest.raises(KipError, match="cannot be written"):
        one(tmp_path / "file" / "mine")


# JupyterLab.


def test_jupyterlab_opens_the_copy_in_its_folder(folder, monkeypatch):
    monkeypatch.setattr(learning.importlib.util, "find_spec", lambda name: object())
    calls = []
    copy = one(folder)
    assert start_lab(folder, copy.path, ["--no-browser"], lambda words, place: calls.append((words, place)) or 0) == 0
    [(words, place)] = calls
    assert words[:5] == [sys.executable, "-P", "-m", "jupyterlab", "evaluation.ipynb"] and place == folder
    assert words[5:-2] == [*learning.QUIET] and words[-1] == "--no-browser"
    settings = Path(words[-2].removeprefix("--LabApp.user_settings_dir="))
    assert settings == (folder / ".jupyterlab").resolve()
    (file,) = settings.rglob("*.jupyterlab-settings")
    assert json.loads(file.read_text(encoding="utf-8")) == {"fetchNews": "false", "checkForUpdates": False}


def test_nothing_in_the_folder_is_run_at_the_start(folder):
    """What lies beside the notebooks under the name of a module of Python's or JupyterLab's is left alone."""
    pytest.importorskip("jupyterlab")
    copy = one(folder)
    for name in ("jupyter", "jupyterlab", "random", "sitecustomize", "jupyter_server_config", "jupyter_lab_config"):
        (folder / f"{name}.py").write_text("open('ran', 'w')")
    told = []

    def run(words, place):
        # Everything is loaded, the configuration as well; it is shown, and no server is started.
        done = subprocess.run([*words, "--show-config"], cwd=place, capture_output=True, text=True, timeout=120)
        told.append(done.stdout + done.stderr)
        return done.returncode

    assert start_lab(folder, copy.path, ["--no-browser"], run) == 0, told
    assert "NeverCheckForUpdate" in told[0] and "[I " not in told[0]
    assert not (folder / "ran").exists()


def test_without_jupyterlab_the_way_on_is_said(folder, monkeypatch):
    monkeypatch.setattr(learning.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(KipError, match=r"python3 -m kiptools learn .*kiptools\[lab\]"):
        start_lab(folder, folder / "evaluation.ipynb")


def test_control_c_is_jupyterlabs_matter(tmp_path, monkeypatch):
    waits = iter([KeyboardInterrupt(), KeyboardInterrupt(), 0])

    class Lab:
        def __init__(self, words, cwd):
            assert cwd == tmp_path

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def wait(self):
            step = next(waits)
            if isinstance(step, BaseException):
                raise step
            return step

    monkeypatch.setattr(learning.subprocess, "Popen", Lab)
    assert learning._run(["jupyter"], tmp_path) == 0


# The command.


@pytest.fixture
def command(capsys, folder, monkeypatch):
    """Runs ``kip learn …`` with JupyterLab replaced by a note of what it was given."""
    command_calls = []
    monkeypatch.setattr(learning, "start_lab", lambda *given: command_calls.append(given) or 0)

    def run(*words: object, lang: str = "en") -> str:
        parser = argparse.ArgumentParser()
        add_learn(parser.add_subparsers()).add_argument("--lang", default="en")
        options = parser.parse_args(["learn", *map(str, words), "--lang", lang, "--folder", str(folder)])
        options.run(options)
        return capsys.readouterr().out

    run.calls = command_calls
    return run


def test_the_command_makes_and_opens_a_copy(command, folder):
    said = command("evaluation", "--seed", 7, "--no-browser", lang="fr")
    assert str(folder / "evaluation.ipynb") in said
    assert command.calls == [(folder, folder / "evaluation.ipynb", ["--no-browser"])]
    assert "kept as evaluation-1.ipynb" in command("evaluation", "--reset")


def test_the_command_forgives_how_the_name_is_written(command, folder):
    command("Partner Network")
    assert command.calls == [(folder, folder / "partner_network.ipynb", [])]


def test_that_jupyterlab_ended_with_an_error_is_said(command, monkeypatch):
    monkeypatch.setattr(learning, "start_lab", lambda *given: 3)
    with pytest.raises(KipError, match=r"ended with an error \(number 3\)"):
        command("evaluation")


def test_no_progress_is_said(command, folder):
    for words in (["--progress"], ["evaluation", "--progress"]):
        with pytest.raises(KipError, match=r"(?s)no progress file in .*kip learn evaluation"):
            command(*words)
    assert not folder.exists()
    folder.write_text("")
    for words in ([], ["--progress"], ["evaluation"], ["--hand-in", "x.json"]):
        with pytest.raises(KipError, match="is a file, not a folder"):
            command(*words)


def test_damaged_progress_is_said_with_the_way_on(command, folder):
    one(folder)
    (folder / FILE_NAME).write_text("{")
    for words in ([], ["--progress"], ["evaluation", "--progress"], ["--hand-in", folder / "x.json"]):
        with pytest.raises(KipError, match=r"(?s)damaged.*give that file another name"):
            command(*words)
    assert "give that file another name" in command("evaluation")
    assert "kept as progress-1.json" in command("evaluation", "--reset")


def test_without_a_name_it_lists_the_exercises(command, folder):
    said = command()
    assert "evaluation" in said and "0 of" in said and "kip learn evaluation" in said
    assert not folder.exists() and not command.calls
    one(folder)
    record(Verdict("E1", CORRECT, ()), folder)
    assert "1 of" in command()


def test_progress_is_shown_for_each_question(command, folder):
    one(folder)
    record(Verdict("E1", CORRECT, ()), folder)
    for said in (command("--progress"), command("evaluation", "--progress")):
        line = next(line for line in said.split("\n") if line.startswith("E1"))
        assert line.split() == ["E1", "solved", "1"]
    assert not command.calls
    with pytest.raises(KipError, match="There is no exercise"):
        command("other", "--progress")


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_progress_is_shown_in_every_language(folder, lang):
    one(folder)
    record(Verdict("E1", CORRECT, ()), folder)
    show, found = kip.Show(lang), read_progress(folder)
    assert "E1" in show.table(found).text and "1" in show.sentence(found).text


def test_handing_in(command, folder, tmp_path):
    one(folder)
    record(Verdict("E1", CORRECT, ()), folder)
    assert "your name is not in it" in command("--hand-in", tmp_path / "a.json")
    assert "your name is in it" in command("--hand-in", tmp_path / "b.json", "--sign", "Ana")
    assert "Ana" not in (tmp_path / "a.json").read_text() and "Ana" in (tmp_path / "b.json").read_text()
    with pytest.raises(KipError, match="exists already"):
        command("--hand-in", tmp_path / "a.json")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--reset"], "--reset needs the name"),
        (["--seed", "3"], "--seed needs the name"),
        (["evaluation", "--reset", "--progress"], "--reset needs"),
        (["evaluation", "--sign", "Ana"], "--sign needs --hand-in"),
        (["--hand-in", "x.json", "--sign", " "], "Give your name"),
        (["evaluatoin"], 'did you mean "evaluation"'),
        (["evaluation", "--hand-in", "x.json"], "leave out the name of an exercise"),
        (["--hand-in", "x.json", "--progress"], "leave out the name of an exercise"),
    ],
)
def test_what_does_not_go_together_is_said(command, words, said):
    with pytest.raises(KipError, match=said):
        command(*words)
    assert not command.calls


def test_the_own_folder_is_at_home_and_apart_from_the_kit():
    assert own_folder().parent == Path.home() and kip.kit_path() not in own_folder().parents
