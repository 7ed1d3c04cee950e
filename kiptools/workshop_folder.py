"""A workshop in a folder: what learners and the trainer need for a session, without internet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import nbformat

from kiptools.checks import EXERCISES
from kiptools.exercises import exercise_notebook
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
LEFT = ("__pycache__", ".ipynb_checkpoints")
KIT = ("kiptools", "notebooks", "exercises", "data", ".ci", "pyproject.toml", "README.md", "LICENSE")
FOR_LEARNERS, FOR_TRAINER = "for-learners", "for-trainer"
START = '''"""Opens the exercises of this folder in JupyterLab: python3 start.py (on Windows: py start.py).

Behind it comes the number that the trainer gave you, if any, and an exercise, if not the first: {example}
"""

import subprocess
import sys
from pathlib import Path

NAMES, LEARNERS = {names}, {learners}
here, words = Path(__file__).resolve().parent, sys.argv[1:]
notebooks, name = here / "notebooks", NAMES[0]
if words and words[-1] in NAMES:
    name = words.pop()
if LEARNERS:
    if len(words) != 1 or not words[0].isdecimal() or not 1 <= int(words[0]) <= LEARNERS:
        sys.exit({number_needed})
    notebooks = notebooks / words[0].zfill(2)
elif words:
    sys.exit({no_number})
kit = here / "kit"
command = [sys.executable, "-m", "kiptools", "learn", name, "--lang", "{lang}", "--folder", str(notebooks)]
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
        The folder or file. In it are two: for learners, to be copied to their computers, the notebooks, the data, how
        to start, and the kit itself, if this is a clone of it; for the trainer a run-sheet, solved notebooks, slides,
        and hand-outs to print.

    Raises
    ------
    KipError
        No such exercise or language, an exercise twice, too many learners, or something exists or cannot be written.
    """
    language, out = Language(lang), Path(out)
    _refuse(names, learners)
    if libraries and not _is_clone():
        raise KipError(message("The libraries are put into the folder only from a clone of the kit."))
    if out.suffix.lower() == ".zip":
        return _zipped(names, out, lang, learners=learners, libraries=libraries, told=told)
    with new_folder(out) as new:
        _write_editions(names, new, lang, learners, told)
        ours = new / FOR_LEARNERS
        _write_data(names, ours / "data")
        if _is_clone():
            told(message("Copying the kit …"))
            _copy_kit(ours / "kit")
            if libraries:
                told(message("Fetching the libraries …"))
                _fetch_libraries(ours / "kit")
        (ours / "start.py").write_text(_start_script(names, language, learners), encoding="utf-8")
        titles = [plain_title(exercise_notebook(name, lang)) for name in names]
        start = _start_page(titles, language, learners, kit=_is_clone(), libraries=libraries)
        (ours / "start.html").write_text(start, encoding="utf-8")
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
            message("{count} learners: give a whole number from 1 to {most}.", count=learners, most=MOST_LEARNERS)
        )


def _zipped(names: Sequence[str], out: Path, lang: str, **options: object) -> Path:
    refuse_existing(out)
    with replacing(out) as new, TemporaryDirectory() as place:
        folder = write_workshop(names, Path(place) / out.stem, lang, **options)  # type: ignore[arg-type]
        with ZipFile(new, "w", ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, Path(out.stem) / path.relative_to(folder))
    return out


def _write_editions(names: Sequence[str], new: Path, lang: str, learners: int, told: Told) -> None:
    trainer = new / FOR_TRAINER
    for part in ("hand-outs", "slides", "notebooks"):
        (trainer / part).mkdir(parents=True)
    notebooks = {}
    for name in names:
        told(message("Running the exercise {name} …", name=name))
        notebook = notebooks[name] = solved(name, lang)
        nbformat.write(_tidy(trainer_notebook(name, notebook, lang)), trainer / "notebooks" / f"{name}.ipynb")
        (trainer / "slides" / f"{name}.html").write_text(slides_page(notebook, lang), encoding="utf-8")
        (trainer / "hand-outs" / f"{name}.html").write_text(hand_out_page(notebook, lang), encoding="utf-8")
        if learners:
            answers = answers_page(name, range(1, learners + 1), lang)
            (trainer / f"answers-{name}.html").write_text(answers, encoding="utf-8")
    (trainer / "run-sheet.html").write_text(run_sheet_page(notebooks, lang, learners=learners), encoding="utf-8")
    for seed in range(1, learners + 1):
        prepare_folder(new / FOR_LEARNERS / "notebooks" / f"{seed:02d}", names, lang, seed)
    if not learners:
        prepare_folder(new / FOR_LEARNERS / "notebooks", names, lang, 0)


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
    """The kit's own files; not what somebody has put beside them, if that can be told."""
    folder.mkdir()
    own = _own_files()

    def leave(place: str, inside: list[str]) -> set[str]:
        return {name for name in inside if name in LEFT or (own is not None and Path(place, name).resolve() not in own)}

    for part in KIT:
        source = kit_path(part)
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=leave)
        else:
            shutil.copy(source, folder / part)


def _own_files() -> set[Path] | None:
    """What is under version control, with the folders above it; None if this clone does not tell."""
    root = kit_path()
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    files = [(root / name).resolve() for name in listed.decode("utf-8").split("\0") if name]
    return {*files, *(folder for file in files for folder in file.parents)} if files else None


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


def _example(learners: int) -> str:
    return f"python3 start.py {min(7, learners)}" if learners else "python3 start.py"


def _start_script(names: Sequence[str], language: Language, learners: int) -> str:
    """What opens the exercises, with its few sentences in the language."""
    number = message(
        "Give your number, from 1 to {count}, for example: {example}", count=learners, example=_example(learners)
    )
    none = message("There are no numbers in this session. Start with: {example}", example=_example(0))
    filled = {
        "example": _example(learners),
        "names": repr([*names]),
        "learners": str(learners),
        "lang": language.code,
        "number_needed": repr(language.say(number)),
        "no_number": repr(language.say(none)),
    }
    script = START
    for name, value in filled.items():
        script = script.replace("{" + name + "}", value)
    return script


def _start_page(titles: Sequence[str], language: Language, learners: int, *, kit: bool, libraries: bool) -> str:
    say = language.say
    steps = [message("Copy this folder, for-learners, to the computer, for example from a USB stick.")]
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
                "Each learner gets a number from 1 to {count}, and starts with it: {example} (on Windows py in place "
                "of python3).",
                count=learners,
                example=_example(learners),
            )
        )
    else:
        steps.append(message("Start: python3 start.py (on Windows: py start.py, or a double click on start.py)."))
    steps += [
        message("JupyterLab opens in the browser with the first exercise; the others are in the list on the left."),
        message("Write your answer in place of ____ and press Shift and Enter. The answer to it stands below."),
        message("What you write is saved in the folder notebooks. Close the window when you have finished."),
    ]
    inside = [
        message("notebooks: your own notebooks, and what you have solved"),
        message("data: the data of the demo network, to open in a spreadsheet"),
        message("kit: the program itself; there is nothing to do in it"),
    ]
    heading, contents = say(message("How to start")), say(message("What is in this folder"))
    lines = [f"# {heading}", "", *(f"- {title}" for title in titles), ""]
    lines += [f"{place}. {_md(say(step))}" for place, step in enumerate(steps, start=1)]
    lines += ["", f"## {contents}", "", *(f"- {_md(say(each))}" for each in inside)]
    return page(["\n".join(lines)], language.code)


def _md(text: str) -> str:
    return text.replace("_", "\\_")
