"""The learner's own copies of the exercises, in a folder apart from the kit, and JupyterLab opened on one of them.

A copy is the learner's work: it is never overwritten. Which edition it was made from stands in the notebook itself, so
that a newer one can be named when the kit was brought up to date.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from hashlib import sha256
from itertools import count
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from kiptools.checks import EXERCISES, exercise
from kiptools.exercises import learner_notebook
from kiptools.language import LANGUAGES, Language
from kiptools.messages import KipError, Message, cut, message
from kiptools.places import cannot_write, kit_path, replacing
from kiptools.progress import FILE_NAME, WAY_ON, DamagedProgress, begin, forget, read_progress

__all__ = ["OwnCopy", "exercise_called", "own_folder", "prepare_folder", "start_lab"]

FOLDER = "kip-exercises"
QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--log-level=WARN",
    "--LabApp.log_level=WARN",
)
"""JupyterLab asks nobody on the internet whether there is news, and says no more than its address and what is wrong."""
_KEPT_BY_THE_KIT = ("exercises", "notebooks", "kiptools", "data")
_LARGEST_COPY = 100_000_000  # bytes


@dataclass(frozen=True)
class OwnCopy:
    """A learner's own copy of an exercise.

    Parameters
    ----------
    name : str
        The exercise.
    path : Path
        The notebook.
    new : bool
        Whether it was made just now.
    notes : tuple of Message
        What a learner should know about it: put aside, another language, a newer edition.
    """

    name: str
    path: Path
    new: bool
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class _Edition:
    """What a copy was made from."""

    lang: str
    seed: int
    mark: str


def exercise_called(name: str) -> str:
    """The exercise that somebody means; capitals, blanks and hyphens are forgiven.

    Raises
    ------
    KipError
        There is no such exercise; one that is called nearly so is proposed.

    Examples
    --------
    >>> exercise_called("Partner network")
    'partner_network'
    """
    plain = "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
    if plain in EXERCISES:
        return plain
    near = get_close_matches(plain, EXERCISES, n=1)
    if near:
        raise KipError(message('There is no exercise "{name}": did you mean "{near}"?', name=cut(name), near=near[0]))
    exercise(name)  # says which there are
    return name


def own_folder() -> Path:
    """Where a learner's copies are if nothing else is said: a folder of the home directory."""
    return Path.home() / FOLDER


def prepare_folder(
    folder: str | Path, names: Iterable[str], lang: str = "en", seed: int | None = None, *, reset: bool = False
) -> tuple[OwnCopy, ...]:
    """Make a learner's own copies of exercises, and begin to count what is solved; no work is ever overwritten.

    Parameters
    ----------
    folder : str or Path
        Apart from the kit; made if it is not there.
    names : iterable of str
        The exercises.
    lang : str
        Two letters.
    seed : int, optional
        The learner's variant. If none is given, that of the copy that is there; without one 0, which is the demo
        network as it is.
    reset : bool
        Put a copy that is there aside under a new name, and begin these exercises again; also what is counted, if it
        is damaged.

    Returns
    -------
    tuple of OwnCopy
        One for each exercise, in the order given.

    Raises
    ------
    KipError
        There is no such exercise or language, or the folder is a file, belongs to the kit or cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     [copy] = prepare_folder(folder, ["evaluation"], lang="fr", seed=7)
    ...     copy.path.name, copy.new
    ('evaluation.ipynb', True)
    """
    folder, names = Path(folder), tuple(dict.fromkeys(names))
    # Whatever is wrong is found before anything is written.
    made = {name: _new_copy(name, lang, _seed(folder, name, seed) if reset else seed or 0) for name in names}
    _refuse_the_kits_own(folder)
    if folder.is_file():
        raise KipError(message("{folder} is a file, not a folder.", folder=str(folder)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from None
    notes = _about_progress(folder / FILE_NAME, reset)
    begin(folder)
    copies = [_copy(folder, name, made[name], lang, seed, reset) for name in names]
    return tuple(replace(each, notes=(*(() if place else notes), *each.notes)) for place, each in enumerate(copies))


def _about_progress(path: Path, reset: bool) -> tuple[Message, ...]:
    """What to say if what is counted is damaged; at a new beginning it is put aside.

    Raises
    ------
    KipError
        It cannot be read or put aside, and would have to be changed.
    """
    if not os.path.lexists(path):
        return ()
    try:
        read_progress(path)
    except DamagedProgress as error:
        if not reset:
            return (*error.faults, WAY_ON)
        return (
            message(
                "{file} is damaged: it is kept as {aside}, and counting begins again at 0 for all exercises.",
                file=path.name,
                aside=_put_aside(path).name,
            ),
        )
    except KipError as error:
        if reset:
            raise
        return error.faults
    return ()


def _seed(folder: Path, name: str, seed: int | None) -> int:
    """The seed that is asked for; otherwise that of the copy, whose data a learner keeps at a new beginning."""
    there = _edition_of(folder / f"{name}.ipynb")
    return seed if seed is not None else there.seed if there else 0


def _copy(folder: Path, name: str, notebook: NotebookNode, lang: str, seed: int | None, reset: bool) -> OwnCopy:
    path, notes = folder / f"{name}.ipynb", []
    if os.path.lexists(path):
        if not reset:
            return OwnCopy(name, path, False, _about(path, name, lang, seed))
        notes.append(message("What was in {file} is kept as {aside}.", file=path.name, aside=_put_aside(path).name))
    if reset and forget(folder, name):
        notes.append(message("What was counted for this exercise begins again at 0."))
    _write_new(path, nbformat.writes(notebook) + "\n")
    return OwnCopy(name, path, True, tuple(notes))


def _new_copy(name: str, lang: str, seed: int) -> NotebookNode:
    """The learner's edition, and in it what it was made from."""
    exercise(name, seed)  # says what is wrong with a name or a seed
    Language(lang)  # and so does this with a language
    notebook = learner_notebook(name, lang, seed)
    notebook.metadata["kip"] = {"lang": lang, "seed": seed, "edition": _mark(notebook)}
    return notebook


def _mark(notebook: NotebookNode) -> str:
    """The same for the same text and code."""
    cells = [(cell.id, cell.cell_type, cell.source) for cell in notebook.cells]
    return sha256(json.dumps(cells).encode("utf-8")).hexdigest()[:16]


def _edition_of(path: Path) -> _Edition | None:
    """What a copy was made from; None if that cannot be told."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_COPY:
            return None
        kip = json.loads(path.read_text(encoding="utf-8"))["metadata"]["kip"]
        found = _Edition(kip["lang"], kip["seed"], kip["edition"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None
    known = isinstance(found.lang, str) and found.lang in LANGUAGES and isinstance(found.mark, str)
    return found if known and type(found.seed) is int and found.seed >= 0 else None


def _about(path: Path, name: str, lang: str, seed: int | None) -> tuple[Message, ...]:
    """What to say of a copy that is there already and stays as it is."""
    edition = _edition_of(path)
    if edition is None:
        return (
            message(
                "It cannot be told from which exercise {file} was made; it stays as it is. For a fresh copy: the same "
                "command with --reset. What is there now is kept.",
                file=path.name,
            ),
        )
    notes = []
    if lang != edition.lang:
        notes.append(
            message(
                "Your copy is in another language ({language}) and stays as it is. For a fresh one: the same command "
                "with --reset. What is there now is kept.",
                language=LANGUAGES[edition.lang],
            )
        )
    if seed is not None and seed != edition.seed:
        notes.append(
            message(
                "Your copy has other data (seed {there}) and stays as it is. For a fresh one: the same command with "
                "--reset. What is there now is kept.",
                there=str(edition.seed),
            )
        )
    if _mark(learner_notebook(name, edition.lang, edition.seed)) != edition.mark:
        notes.append(
            message(
                "The kit has a newer edition of this exercise than your copy, which stays as it is. For the new one: "
                "the same command with --reset. What is there now is kept."
            )
        )
    return tuple(notes)


def _put_aside(path: Path) -> Path:
    """Give a file the first free name with a number; which one."""
    for number in count(1):
        aside = path.with_name(f"{path.stem}-{number}{path.suffix}")
        if not os.path.lexists(aside):
            break
    try:
        path.rename(aside)
    except OSError as error:
        raise cannot_write(aside, error) from None
    return aside


def _write_new(path: Path, text: str) -> None:
    """Write a file that is not there yet; one that somebody wrote in the meantime is left alone."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise cannot_write(path, error) from None


def _refuse_the_kits_own(folder: Path) -> None:
    there = Path(os.path.realpath(folder))
    for name in _KEPT_BY_THE_KIT:
        part = Path(os.path.realpath(kit_path(name)))
        if there == part or part in there.parents:
            raise KipError(message("{folder} belongs to the kit; choose a folder apart from it.", folder=str(folder)))


def start_lab(
    folder: Path, path: Path, options: Sequence[str] = (), run: Callable[[Sequence[str], Path], int] | None = None
) -> int:
    """Open a notebook in JupyterLab, and wait until it is closed.

    Parameters
    ----------
    folder : Path
        What JupyterLab shows.
    path : Path
        The notebook that it opens.
    options : sequence of str
        Further options of JupyterLab.
    run : callable, optional
        Runs the words of a command in a folder; tests give their own.

    Returns
    -------
    int
        What JupyterLab ended with.

    Raises
    ------
    KipError
        JupyterLab is not installed.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise KipError(
            message(
                "JupyterLab is not installed. In a folder with the kit, python3 -m kiptools learn installs it (with "
                'internet, once); otherwise: pip install "kiptools[lab]".'
            )
        )
    file, settings = os.path.relpath(path, folder), f"--LabApp.user_settings_dir={_quiet_settings(folder)}"
    # -P: no module is taken from the learner's folder, whatever lies there under the name of one.
    return (run or _run)([sys.executable, "-P", "-m", "jupyterlab", file, *QUIET, settings, *options], folder)


def _quiet_settings(folder: Path) -> Path:
    """JupyterLab's settings beside the learner's copies, so that it does not begin with a question about news.

    Raises
    ------
    KipError
        They cannot be written.
    """
    settings = (folder / ".jupyterlab").resolve()
    file = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    if not file.is_file():
        with replacing(file) as new:
            new.write_text('{"fetchNews": "false", "checkForUpdates": false}\n', encoding="utf-8")
    return settings


def _run(words: Sequence[str], folder: Path) -> int:
    with subprocess.Popen(words, cwd=folder) as lab:
        while True:
            try:
                return lab.wait()
            except KeyboardInterrupt:  # JupyterLab has heard it too, and asks back
                continue
