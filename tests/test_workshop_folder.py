"""`kip workshop`: a session in a folder that needs no internet, and nothing of the trainer's where learners look."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import nbformat
import pytest
from pages import words_of

import kiptools as kip
from kiptools import workshop_folder
from kiptools.checks import questions
from kiptools.editions import solution_of
from kiptools.exercises import exercise_notebook
from kiptools.places import kit_path, new_folder
from kiptools.workshop_folder import write_workshop


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A session with two exercises in French, a variant for each of three learners.

    The solved notebooks keep the outputs with which they are committed; the zip below is made by running them.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workshop_folder, "solved", exercise_notebook)
        return write_workshop(["audit", "swot"], tmp_path_factory.mktemp("workshop") / "session", "fr", learners=3)


def test_the_folder_has_everything_for_a_session(folder):
    assert {path.name for path in folder.iterdir()} == {"for-learners", "for-trainer"}
    ours, trainer = folder / "for-learners", folder / "for-trainer"
    assert {path.name for path in ours.iterdir()} == {"notebooks", "data", "kit", "start.py", "start.html"}
    assert sorted(path.name for path in (ours / "notebooks").iterdir()) == ["01", "02", "03"]
    for learner in (ours / "notebooks").iterdir():
        assert {path.name for path in learner.iterdir()} >= {"audit.ipynb", "swot.ipynb", "progress.json"}
    assert (ours / "data" / "cite" / "swot" / "factors.csv").is_file()
    assert {path.name for path in trainer.iterdir()} == {
        *("hand-outs", "slides", "notebooks", "answers-audit.html", "answers-swot.html", "run-sheet.html")
    }
    for part in ("hand-outs", "slides"):
        assert {path.name for path in (trainer / part).iterdir()} == {"audit.html", "swot.html"}
    assert {path.name for path in (trainer / "notebooks").iterdir()} == {"audit.ipynb", "swot.ipynb"}


def test_learners_get_their_language_and_their_number(folder):
    for number in (1, 2, 3):
        path = folder / "for-learners" / "notebooks" / f"{number:02d}" / "swot.ipynb"
        notebook = nbformat.read(path, as_version=4)
        parameters = next(cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
        assert 'lang: str = "fr"' in parameters and f"seed: int = {number}" in parameters
        assert notebook.cells[0].source != exercise_notebook("swot").cells[0].source


def test_no_solution_lies_where_learners_look(folder):
    """But in the kit itself, where `show.hint` reads it from, last of all."""
    seen = [
        path.read_text(encoding="utf-8")
        for part in ("notebooks", "data")
        for path in (folder / "for-learners" / part).rglob("*")
        if path.is_file()
    ]
    for name in ("audit", "swot"):
        for cell in exercise_notebook(name).cells:
            code = solution_of(cell.source) if cell.cell_type == "code" else ""
            assert not code or not any(code in text for text in seen), code


def test_the_run_sheet_is_of_the_whole_session(folder):
    page = words_of((folder / "for-trainer" / "run-sheet.html").read_text(encoding="utf-8"))
    assert "2:05" in page and "125 minutes" in page  # 20, a break of 15, 90
    for name in ("audit", "swot"):
        assert all(re.search(rf"\b{each.id}\b", page) for each in questions(name))


def test_the_answers_of_each_variant(folder):
    from kiptools.checks import exercise
    from kiptools.show.feedback import in_words

    page = (folder / "for-trainer" / "answers-swot.html").read_text(encoding="utf-8")
    rows = re.findall(r'<tr><th scope="row"[^>]*>(\d+)</th>(.*?)</tr>', page)
    assert [number for number, _ in rows] == ["1", "2", "3"]
    language = kip.Show("fr").language
    for number, cells in rows:
        told = re.findall(r"<td[^>]*>(.*?)</td>", cells)
        keys = [each.key(exercise("swot", int(number))) for each in questions("swot")]
        closed = [key for key in keys if not key.open]
        assert [re.sub("<wbr>", "", each) for each in told] == [in_words(key.right, key, language) for key in closed]


def test_the_kit_in_the_folder_is_whole(folder):
    for part in (
        "kiptools/__main__.py",
        "exercises/swot.ipynb",
        "data/LICENSE",
        ".ci/versions/lab.txt",
        "pyproject.toml",
    ):
        assert (folder / "for-learners" / "kit" / part).read_bytes() == kit_path(*part.split("/")).read_bytes()
    assert not list((folder / "for-learners" / "kit").rglob("__pycache__"))


def test_start_asks_for_the_number_in_the_language_and_passes_it_on(folder, tmp_path):
    start = folder / "for-learners" / "start.py"
    for words in ([], ["44"], ["0"], ["x"], ["1", "2"], ["swot"]):
        asked = subprocess.run([sys.executable, start, *words], capture_output=True, text=True, check=False)
        assert asked.returncode == 1 and "python3 start.py 3" in asked.stderr and "Traceback" not in asked.stderr
        assert "Give your number" not in asked.stderr
    alone = tmp_path / "start.py"  # without the kit beside it: what it would start
    text = start.read_text(encoding="utf-8").replace(
        "subprocess.call(command", "print(*command[3:]) or (lambda *_, **__: 0)(command"
    )
    alone.write_text(text, encoding="utf-8")
    told = subprocess.run([sys.executable, alone, "2", "swot"], capture_output=True, text=True, check=False).stdout
    assert told.split()[:4] == ["learn", "swot", "--lang", "fr"] and told.strip().endswith("02")


def test_nothing_in_the_folder_names_a_machine(folder):
    for path in folder.rglob("*"):
        if (
            path.is_file()
            and "kit" not in path.relative_to(folder).parts
            and path.suffix in (".html", ".ipynb", ".json", ".py")
        ):
            text = path.read_text(encoding="utf-8")
            assert str(Path.home()) not in text and str(folder.parent) not in text, path.name


def test_the_command_writes_a_zip_of_the_same(run, tmp_path):
    (tmp_path / "progress.json").write_text('{"kip_progress": 1, "questions": {}}', encoding="utf-8")
    code, out, err = run("workshop", "Audit", "--out", "session.zip", "--lang", "it")
    assert code == 0 and "session.zip" in out and err
    with ZipFile(tmp_path / "session.zip") as archive:
        names = archive.namelist()
        assert {
            *("session/for-learners/start.html", "session/for-learners/notebooks/audit.ipynb"),
            "session/for-trainer/run-sheet.html",
        } <= set(names)
        assert "session/for-learners/notebooks/progress.json" in names and not any(
            name.startswith("/") for name in names
        )
        json.loads(archive.read("session/for-learners/notebooks/progress.json"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["progress.json", "session.zip"]
    mine = json.loads((tmp_path / "progress.json").read_text(encoding="utf-8"))
    assert mine["questions"] == {}  # the solved notebooks ran elsewhere, and count for nobody


@pytest.mark.parametrize(
    "words, said",
    [
        (("workshop", "bloom", "--out", "x"), 'There is no exercise "bloom"'),
        (("workshop", "audit", "audit", "--out", "x"), "Each exercise can be named once."),
        (("workshop", "audit", "--out", "x", "--lang", "de"), 'The language "de" is not available'),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(run, tmp_path, words, said):
    code, _, err = run(*words)
    assert code == 1 and said in err and list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_stays_as_it_is(run, tmp_path):
    (tmp_path / "session").mkdir()
    (tmp_path / "session" / "mine.txt").write_text("mine", encoding="utf-8")
    code, _, err = run("workshop", "audit", "--out", "session")
    assert code == 1 and "exists already" in err
    assert [path.name for path in (tmp_path / "session").iterdir()] == ["mine.txt"]


def test_a_folder_takes_its_name_only_when_complete(tmp_path):
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "new") as new:
        (new / "file").touch()
        1 / 0  # noqa: B018
    assert list(tmp_path.iterdir()) == []
