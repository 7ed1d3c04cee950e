"""A workshop in a folder: what learners and the trainer need for a session, without internet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import nbformat

from kiptools.checks import EXERCISES
from kiptools.language import Language
from kiptools.learning import prepare_folder
from kiptools.messages import KipError, Message, message
from kiptools.places import cannot_write, kit_path, new_folder, refuse_existing, replacing
from kiptools.teaching import (
    answers_page,
    hand_out_page,
    page,
    plain_title,
    run_sheet_page,
    slides_page,
    solved,
    trainer_notebook,
)

__all__ = ["write_workshop"]

MOST_LEARNERS = 100
DATA = {
    "evaluation": ("cite/answers.csv", "cite/codebook"),
    "partner_network": ("cite/network", "cite/reference.csv"),
    "survey_design": ("items", "cite/design"),
    "swot": ("cite/swot",),
    "learning_outcomes": ("programme", "training"),
    "audit": (),
}
"""What each exercise is about, to be opened in a spreadsheet."""
KIT = ("kiptools", "notebooks", "exercises", "data", ".ci", "pyproject.toml", "README.md", "LICENSE")
START = '''"""Opens the exercises of this folder in JupyterLab: python3 start.py (on Windows: py start.py).

The number that the trainer gave you, if any, comes behind it: python3 start.py 7
"""

import subprocess
import sys
from pathlib import Path

here = Path(__file__).resolve().parent
learners = here / "learners"
if sys.argv[1:]:
    learners = learners / sys.argv[1].zfill(2)
elif not (learners / "progress.json").is_file():
    sys.exit("Give the number that the trainer gave you: python3 start.py 7")
if not learners.is_dir():
    sys.exit("There is no folder " + str(learners))
kit = here / "kit"
command = [sys.executable, "-m", "kiptools", "learn", "{first}", "--lang", "{lang}", "--folder", str(learners)]
sys.exit(subprocess.call(command, cwd=kit if kit.is_dir() else here))
'''

Told = Callable[[Message], None]


def write_workshop(
    names: Sequence[str],
    out: str | Path,
    lang: str = "en",
    *,
    learners: int = 0,
    libraries: bool = False,
    told: Told = lambda _: None,
) -> Path:
    """Write the folder of a workshop.

    Parameters
    ----------
    names : sequence of str
        The exercises in their order, e.g. ``evaluation``, ``swot``.
    out : str or Path
        A folder that does not exist yet, or a file ending in ``.zip``.
    lang : str
    learners : int
        For so many learners a variant of the demo network each, with right answers of its own; 0: the same for all.
    libraries : bool
        Whether to fetch the libraries as well (from the internet, for machines like this one), so that a computer on
        which the kit was never set up can start without internet.
    told : callable, optional
        Told what is being done.

    Returns
    -------
    Path
        The folder or file. It has learners' notebooks, hand-outs, data, slides, and for the trainer solved notebooks
        and a run-sheet; how to start; and the kit itself, if this is a clone of it.

    Raises
    ------
    KipError
        No such exercise or language, an exercise twice, too many learners, or something exists or cannot be written.
    """
    language, out = Language(lang), Path(out)
    _refuse(names, learners)
    if out.suffix.lower() == ".zip":
        return _zipped(names, out, lang, learners=learners, libraries=libraries, told=told)
    with new_folder(out) as new:
        _write_editions(names, new, lang, learners, told)
        _write_data(names, new / "data")
        if _is_clone():
            told(message("Copying the kit …"))
            _copy_kit(new / "kit")
            if libraries:
                told(message("Fetching the libraries …"))
                _fetch_libraries(new / "kit")
        elif libraries:
            raise KipError(message("The libraries are put into the folder only from a clone of the kit."))
        (new / "start.py").write_text(START.replace("{first}", names[0]).replace("{lang}", lang), encoding="utf-8")
        titles = [plain_title(nbformat.read(new / "trainer" / f"{name}.ipynb", as_version=4)) for name in names]
        start = _start_page(titles, language, learners, kit=_is_clone(), libraries=libraries)
        (new / "start.html").write_text(start, encoding="utf-8")
    return out


def _refuse(names: Sequence[str], learners: int) -> None:
    unknown = [name for name in names if name not in EXERCISES]
    if unknown or not names:
        raise KipError(
            message(
                'There is no exercise "{name}"; choose one of {names}.',
                name=unknown[0] if unknown else "",
                names=tuple(EXERCISES),
            )
        )
    if len(set(names)) < len(names):
        raise KipError(message("Each exercise can be named once."))
    if not 0 <= learners <= MOST_LEARNERS:
        raise KipError(
            message("{count} learners: give a whole number from 0 to {most}.", count=learners, most=MOST_LEARNERS)
        )


def _zipped(names: Sequence[str], out: Path, lang: str, **options: object) -> Path:
    import tempfile

    refuse_existing(out)
    with replacing(out) as new, tempfile.TemporaryDirectory() as place:
        folder = write_workshop(names, Path(place) / out.stem, lang, **options)  # type: ignore[arg-type]
        with ZipFile(new, "w", ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, Path(out.stem) / path.relative_to(folder))
    return out


def _write_editions(names: Sequence[str], new: Path, lang: str, learners: int, told: Told) -> None:
    for part in ("learners", "hand-outs", "slides", "trainer"):
        (new / part).mkdir()
    notebooks = {}
    for name in names:
        told(message("Running the exercise {name} …", name=name))
        notebook = notebooks[name] = solved(name, lang)
        nbformat.write(_tidy(trainer_notebook(name, notebook, lang)), new / "trainer" / f"{name}.ipynb")
        (new / "slides" / f"{name}.html").write_text(slides_page(notebook, lang), encoding="utf-8")
        (new / "hand-outs" / f"{name}.html").write_text(hand_out_page(notebook, lang), encoding="utf-8")
        if learners:
            answers = answers_page(name, range(1, learners + 1), lang)
            (new / "trainer" / f"answers-{name}.html").write_text(answers, encoding="utf-8")
    (new / "trainer" / "run-sheet.html").write_text(run_sheet_page(notebooks, lang), encoding="utf-8")
    for seed in range(1, learners + 1):
        prepare_folder(new / "learners" / f"{seed:02d}", names, lang, seed)
    if not learners:
        prepare_folder(new / "learners", names, lang, 0)


def _tidy(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    from kiptools.upkeep import tidy

    return tidy(notebook)


def _write_data(names: Sequence[str], folder: Path) -> None:
    folder.mkdir()
    shutil.copy(kit_path("data", "LICENSE"), folder)
    for name in names:
        for part in DATA[name]:
            source, target = kit_path("data", *part.split("/")), folder.joinpath(*part.split("/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True)
            else:
                shutil.copy(source, target)


def _is_clone() -> bool:
    return kit_path("pyproject.toml").is_file() and kit_path(".ci", "versions").is_dir()


def _copy_kit(folder: Path) -> None:
    folder.mkdir()
    leave = shutil.ignore_patterns("__pycache__", ".*_cache", ".ipynb_checkpoints", "*.pyc")
    for part in KIT:
        source = kit_path(part)
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=leave)
        else:
            shutil.copy(source, folder / part)


def _fetch_libraries(kit: Path) -> None:
    """Put the libraries for machines like this one beside the list of their versions.

    Raises
    ------
    KipError
        They cannot be fetched.
    """
    command = [sys.executable, "-m", "pip", "download", "--require-hashes", "--disable-pip-version-check", "--quiet"]
    versions = kit / ".ci" / "versions" / "lab.txt"
    try:
        done = subprocess.run(
            [*command, "-r", versions, "-d", kit / ".ci" / "libraries"], capture_output=True, text=True
        )
    except OSError as error:
        raise cannot_write(kit, error) from None
    if done.returncode:
        last = (done.stderr.strip().split("\n") or [""])[-1]
        raise KipError(message("The libraries could not be fetched: {reason}", reason=last))


def _start_page(titles: Sequence[str], language: Language, learners: int, *, kit: bool, libraries: bool) -> str:
    say = language.say
    steps = [message("Copy this whole folder to the computer, for example from a USB stick.")]
    if not kit:
        steps.append(message("The kit has to be set up on the computer: pip install kiptools, with internet."))
    elif libraries:
        steps.append(
            message("Python 3.11 or newer has to be on the computer. Nothing else is needed, no internet either.")
        )
    else:
        steps.append(
            message(
                "Python 3.11 or newer has to be on the computer. Start once with internet; after that none is needed."
            )
        )
    if learners:
        steps.append(
            message(
                "Each learner gets a number from 1 to {count}. Start with it: python3 start.py 7 "
                "(on Windows: py start.py 7).",
                count=learners,
            )
        )
    else:
        steps.append(message("Start: python3 start.py (on Windows: py start.py, or a double click on start.py)."))
    steps.append(
        message("JupyterLab opens in the browser with the first exercise; the others are in the list on the left.")
    )
    steps.append(
        message("Write your answer in place of ____ and press Shift and Enter. The answer to it stands below.")
    )
    steps.append(message("What you write is saved in the folder learners. Close the window when you have finished."))
    inside = [
        message("learners: the notebooks of the learners"),
        message("hand-outs: to print, one for each learner"),
        message("slides: for the projector, to open in a browser"),
        message("trainer: run-sheet and solved notebooks, for the trainer alone"),
        message("data: the data of the exercises, to open in a spreadsheet"),
    ]
    lines = [f"# {say(message('How to start'))}", "", *(f"- {title}" for title in titles), ""]
    lines += [f"{place}. {_md(say(step))}" for place, step in enumerate(steps, start=1)]
    lines += ["", f"## {say(message('What is in this folder'))}", "", *(f"- {_md(say(each))}" for each in inside)]
    return page(["\n".join(lines)], language.code)


def _md(text: str) -> str:
    return text.replace("_", "\\_")
