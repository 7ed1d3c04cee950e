"""Which questions learners have tried and solved: a small file beside the notebooks, without names, times or answers.

Such files come from other people's machines, too. They are read as data: an ordinary file of bounded size, JSON of one
known form; nothing in them is ever run, imported or followed, and only questions and mistakes that the kit itself
knows are counted.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from kiptools.checks import EXERCISES, Verdict, exercise, find, questions
from kiptools.checks.keys import CORRECT, NOT_ATTEMPTED, OTHERWISE, UNREADABLE
from kiptools.messages import KipError, Message, cut, message, visible
from kiptools.places import cannot_write, kit_path, refuse_existing, replacing

__all__ = [
    "FILE_NAME",
    "MISTAKE",
    "WAY_ON",
    "ClassProgress",
    "DamagedProgress",
    "Progress",
    "QuestionProgress",
    "SignedProgress",
    "begin",
    "exercises_there",
    "forget",
    "hand_in",
    "read_class",
    "read_progress",
    "record",
]

FILE_NAME = "progress.json"
"""Attempts are counted where such a file lies beside the notebook."""
FORM = 1
"""Version of what stands in the file."""
FEWEST = 5
"""With fewer files without a name, whoever knows who handed in may recognise somebody."""
MISTAKE = {
    OTHERWISE: message("a wrong answer of another kind"),
    UNREADABLE: message("an answer that cannot be read, like a text in place of a number"),
}
"""What the mistakes are called for which no question was written."""

WAY_ON = message(
    "To count again, give that file another name: kip learn with the name of an exercise begins a new one."
)
"""What to do about a damaged file among one's own notebooks."""

_MOST_LIKELY_TIMES = 1_000
"""Nobody checks one question more often by hand."""
_LARGEST = 200_000  # bytes; all questions with all their mistakes come to a tenth of it
_MOST_TIMES = 1_000_000
_MOST_FILES = 2_000
_MOST_ENTRIES = 500
_LONGEST_NAME = 80
_SECONDS_TO_WAIT = 3.0
_OTHER_FILES = (
    ".py",
    ".pyc",
    ".pkl",
    ".pickle",
    ".joblib",
    ".sh",
    ".bat",
    ".exe",
    ".html",
    ".xlsx",
    ".csv",
    ".docx",
    ".pdf",
)
_ARCHIVES = (".zip", ".gz", ".tar", ".tgz", ".7z", ".rar")
_told: set[str] = set()  # files of which this session has said that they cannot be counted in


class DamagedProgress(KipError):
    """A progress file that cannot be what it should be; it can only be put aside."""


@dataclass(frozen=True)
class Progress:
    """What a learner has tried so far.

    Parameters
    ----------
    attempts : tuple of (str, int)
        Question and how often it was checked.
    solved : frozenset of str
        Questions that were answered right at least once.
    mistakes : tuple of (str, str, int)
        Question, name of the mistake, how often.
    signed : str
        The learner's name, if they wrote it into the file that they hand in.
    fault : Message or None
        Why attempts are not counted, if they cannot be.

    Examples
    --------
    >>> Progress((("E1", 2),), frozenset({"E1"}), (("E1", "otherwise", 1),)).attempts_at("E1")
    2
    """

    attempts: tuple[tuple[str, int], ...] = ()
    solved: frozenset[str] = frozenset()
    mistakes: tuple[tuple[str, str, int], ...] = ()
    signed: str = ""
    fault: Message | None = None

    def attempts_at(self, id: str) -> int:
        """How often a question was checked."""
        return dict(self.attempts).get(id, 0)

    def line(self, name: str) -> Message:
        """How many questions of an exercise are solved; or why that is not counted."""
        if self.fault is not None:
            return self.fault
        ids = [each.id for each in questions(name)]
        return message("Solved so far: {solved} of {count}.", solved=len(self.solved & set(ids)), count=len(ids))

    def without(self, name: str) -> Progress:
        """The same with nothing tried in one exercise."""
        letter = EXERCISES[name]
        return self.but({each[0] for each in self.attempts if each[0][:1] == letter})

    def but(self, ids: Collection[str]) -> Progress:
        """The same with nothing tried of some questions."""
        return replace(
            self,
            attempts=tuple(each for each in self.attempts if each[0] not in ids),
            solved=frozenset(id for id in self.solved if id not in ids),
            mistakes=tuple(each for each in self.mistakes if each[0] not in ids),
        )


@dataclass(frozen=True)
class QuestionProgress:
    """How a class fared with one question.

    Parameters
    ----------
    id : str
        E.g. ``E3``.
    tried : int
        Learners who checked an answer at least once.
    attempts : int
        How often all of them together did.
    solved : int
        Learners who answered it right at least once.
    mistakes : tuple of (str, int, int)
        Name of the mistake, learners who made it, how often; the commonest first.
    """

    id: str
    tried: int
    attempts: int
    solved: int
    mistakes: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class SignedProgress:
    """What a learner who signed has solved.

    Parameters
    ----------
    name : str
        As they wrote it.
    tried : tuple of str
        Questions that they checked at least once.
    solved : tuple of str
        Questions that they answered right.
    """

    name: str
    tried: tuple[str, ...]
    solved: tuple[str, ...]


@dataclass(frozen=True)
class ClassProgress:
    """How a class fared, out of the files that its learners handed in.

    Parameters
    ----------
    learners : int
        Files that were read.
    questions : tuple of QuestionProgress
        In the order of the exercises; those that somebody tried, with all others of the same exercise.
    signed : tuple of SignedProgress
        Learners who wrote their name into the file, and nobody else.
    notes : tuple of Message
        What was left out, and why.
    """

    learners: int
    questions: tuple[QuestionProgress, ...]
    signed: tuple[SignedProgress, ...]
    notes: tuple[Message, ...]

    @property
    def few(self) -> bool:
        """Whether so few files are without a name that somebody may be recognised."""
        return 0 < self.learners - len(self.signed) < FEWEST


def exercises_there() -> tuple[str, ...]:
    """The exercises that this kit holds, in the order in which one would take them."""
    return tuple(name for name in EXERCISES if kit_path("exercises", f"{name}.ipynb").is_file())


@cache
def _known_ids() -> frozenset[str]:
    return frozenset(each.id for name in exercises_there() for each in questions(name))


def _is_known(id: str) -> bool:
    """The same, without loading the other exercises."""
    names = [name for name, letter in EXERCISES.items() if letter == id[:1]]
    return any(each.id == id for name in names for each in questions(name))


@cache
def _known_mistakes(id: str) -> frozenset[str]:
    """The same in every variant, so that those of the demo network will do."""
    name = next(name for name, letter in EXERCISES.items() if letter == id[:1])
    return frozenset((OTHERWISE, UNREADABLE, *(each.name for each in find(id).key(exercise(name)).mistakes)))


# One learner.


def record(verdict: Verdict, folder: Path | None = None) -> Progress | None:
    """Count an attempt in the progress file of a folder.

    A file that cannot be read or written is left as it is; that is said once in a session, and stops nobody.

    Parameters
    ----------
    verdict : Verdict
        What a check found. A blank is no attempt.
    folder : Path, optional
        The current folder if none is given, which in JupyterLab is the notebook's.

    Returns
    -------
    Progress or None
        What is counted now; None if there is no such file.
    """
    path = (folder or Path()) / FILE_NAME
    if not os.path.lexists(path):
        return None
    counts = verdict.outcome != NOT_ATTEMPTED and _is_known(verdict.question)
    if counts and verdict.outcome != CORRECT:
        _known_mistakes(verdict.question)  # takes its time; others need not wait for it
    try:
        with _alone(path.parent):
            found = read_progress(path)
            if counts:
                found = _with_attempt(found, verdict)
                _write(path, found)
    except KipError as error:
        return _once(path, error.faults[0])
    return found


def _once(path: Path, fault: Message) -> Progress | None:
    key = os.path.abspath(path)
    if key in _told:
        return None
    _told.add(key)
    return Progress(fault=message("Attempts are not counted here: {why}", why=fault))


def _with_attempt(found: Progress, verdict: Verdict) -> Progress:
    id, attempts = verdict.question, dict(found.attempts)
    if attempts.get(id, 0) >= _MOST_TIMES:
        return found
    attempts[id] = attempts.get(id, 0) + 1
    if verdict.outcome == CORRECT:
        return replace(found, attempts=tuple(attempts.items()), solved=found.solved | {id})
    mistakes = {(question, name): times for question, name, times in found.mistakes}
    name = verdict.mistake if verdict.mistake in _known_mistakes(id) else OTHERWISE
    mistakes[id, name] = mistakes.get((id, name), 0) + 1
    counts = tuple((question, name, times) for (question, name), times in mistakes.items())
    return replace(found, attempts=tuple(attempts.items()), mistakes=counts)


def read_progress(path: str | Path) -> Progress:
    """A learner's progress, as it is counted beside the notebooks or was handed in.

    Parameters
    ----------
    path : str or Path
        The file, or the folder in which it lies.

    Returns
    -------
    Progress
        Questions and mistakes that this kit does not know are kept; `read_class` leaves them out.

    Raises
    ------
    KipError
        There is no such file, it is damaged (`DamagedProgress`), or it is something else.
    """
    path = Path(path)
    path = path / FILE_NAME if path.is_dir() else path
    return _parsed(_bytes_of(path), path)


def begin(folder: Path) -> None:
    """See to it that attempts are counted in a folder; what is counted there already stays.

    Raises
    ------
    KipError
        The file cannot be written.
    """
    path = folder / FILE_NAME
    if not os.path.lexists(path):
        with _alone(folder):
            if not os.path.lexists(path):
                _write(path, Progress())


def forget(folder: Path, name: str) -> bool:
    """Count one exercise from the beginning again; the others stay as they are.

    Returns
    -------
    bool
        Whether anything was counted for it.

    Raises
    ------
    KipError
        The file is damaged or cannot be written.
    """
    path = folder / FILE_NAME
    if not os.path.lexists(path):
        return False
    with _alone(folder):
        found = read_progress(path)
        rest = found.without(name)
        _write(path, rest)
    return rest != found


def hand_in(folder: str | Path, out: str | Path, sign: str = "") -> Path:
    """Write what is counted in a folder as a file for the trainer, without a name unless one is given.

    Parameters
    ----------
    folder : str or Path
        Where the learner's notebooks are.
    out : str or Path
        A new file, whose name ends in ``.json``.
    sign : str
        The learner's name, if they want the trainer to know whose file it is.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    KipError
        Nothing is counted there, what is counted is damaged, the name is too long, or there is a file of this name
        already.
    """
    out, source = Path(out), Path(folder) / FILE_NAME
    if out.suffix.lower() != ".json":
        raise KipError(message("{file}: give a name that ends in .json.", file=str(out)))
    name = visible(sign).strip()
    if len(name) > _LONGEST_NAME:
        raise KipError(message("The name is too long; at most {count} letters.", count=_LONGEST_NAME))
    if not os.path.lexists(source):
        raise KipError(message("Nothing is counted in {folder}: there is no progress file.", folder=str(folder)))
    refuse_existing(out)
    try:
        found, _, _ = _known_only(read_progress(source))
    except DamagedProgress as error:
        raise DamagedProgress([*error.faults, WAY_ON]) from None
    _write(out, replace(found, signed=name))
    return out


def _write(path: Path, progress: Progress) -> None:
    content = {"kip_progress": FORM, **({"signed": progress.signed} if progress.signed else {})}
    mistakes: dict[str, dict[str, int]] = {}
    for id, name, times in progress.mistakes:
        mistakes.setdefault(id, {})[name] = times
    content["questions"] = {
        id: {"attempts": times, "solved": id in progress.solved, "mistakes": dict(sorted(mistakes.get(id, {}).items()))}
        for id, times in sorted(progress.attempts)
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    try:
        with replacing(path) as new:
            new.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise cannot_write(path, error) from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until no other notebook is counting in this folder; after a while go on all the same.

    Files are replaced as a whole, so that the worst that can come of it is an attempt that is not counted.
    """
    lock, flags = (folder / ".progress.lock", os.O_RDWR | os.O_CREAT) if os.name == "nt" else (folder, os.O_RDONLY)
    try:
        handle = os.open(lock, flags)
    except OSError as error:
        raise cannot_write(folder / FILE_NAME, error) from None
    if sys.platform == "win32":
        import msvcrt

        take = lambda: msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # noqa: E731
    else:
        import fcntl

        take = lambda: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # noqa: E731
    try:
        until = time.monotonic() + _SECONDS_TO_WAIT
        while time.monotonic() < until:
            try:
                take()
                break
            except OSError:
                time.sleep(0.01)
        yield
    finally:
        os.close(handle)  # which also lets the next one in


# Reading strictly.


def _bytes_of(path: Path) -> bytes:
    """An ordinary file of bounded size: no link, no device, no pipe."""
    if path.suffix.lower() == ".ipynb":
        raise KipError(
            message(
                "{file} is a notebook and was not opened; ask the learner for the file that kip learn --hand-in "
                "writes.",
                file=_name(path),
            )
        )
    if path.suffix.lower() in _ARCHIVES:
        raise KipError(
            message("{file} is an archive and was not opened; unpack it, then give the folder.", file=_name(path))
        )
    if path.suffix.lower() in _OTHER_FILES:
        raise KipError(message("{file} is no progress file and was not opened.", file=_name(path)))
    try:
        _refuse_odd(path, os.lstat(path))
        flags = os.O_RDONLY
        for more in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK"):
            flags |= getattr(os, more, 0)
        handle = os.open(path, flags)
        with os.fdopen(handle, "rb") as file:
            _refuse_odd(path, os.fstat(handle))
            data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise KipError(message("There is no file {file}.", file=_name(path))) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise KipError(message("{file} cannot be opened: {reason}.", file=_name(path), reason=reason)) from None
    if len(data) > _LARGEST:
        raise _too_large(path)
    return data


def _refuse_odd(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise DamagedProgress(
            message(
                "{file} is no ordinary file, but a folder, a link or a device; it was not opened.", file=_name(path)
            )
        )
    if found.st_size > _LARGEST:
        raise _too_large(path)


def _too_large(path: Path) -> DamagedProgress:
    return DamagedProgress(
        message(
            "{file} is larger than a progress file can be ({limit} kB); it was not read.",
            file=_name(path),
            limit=_LARGEST // 1000,
        )
    )


def _name(path: Path) -> str:
    return visible(os.fspath(path).encode("utf-8", "replace").decode("utf-8"))


class _Twice(Exception):
    pass


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice(next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1))
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _parsed(data: bytes, path: Path) -> Progress:
    damaged = message("{file} is no progress file of the kit, or it is damaged; it stays as it is.", file=_name(path))
    try:
        content = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once_each, parse_constant=_no_number)
    except _Twice as twice:
        raise DamagedProgress(
            message(
                '{file} is damaged: "{name}" stands there twice; it stays as it is.',
                file=_name(path),
                name=_shown(str(twice)),
            )
        ) from None
    except (ValueError, RecursionError):
        raise DamagedProgress(damaged) from None
    if not isinstance(content, dict) or not _is_count(content.get("kip_progress")):
        raise DamagedProgress(damaged)
    if content["kip_progress"] > FORM:
        raise KipError(
            message("{file} was written by a newer version of the kit; bring this one up to date.", file=_name(path))
        )
    entries, signed = content.get("questions"), content.get("signed", "")
    if content["kip_progress"] < 1 or set(content) - {"kip_progress", "questions", "signed"}:
        raise DamagedProgress(damaged)
    if not isinstance(entries, dict) or len(entries) > _MOST_ENTRIES or not _is_name(signed, empty=True):
        raise DamagedProgress(damaged)
    attempts, solved, mistakes = [], set(), []
    for id, entry in entries.items():
        if not _is_name(id) or not _is_entry(entry):
            raise DamagedProgress(
                message(
                    '{file} is damaged: what stands there for question "{name}" cannot be; it stays as it is.',
                    file=_name(path),
                    name=_shown(id),
                )
            )
        attempts.append((id, entry["attempts"]))
        solved |= {id} if entry["solved"] else set()
        mistakes += [(id, name, times) for name, times in entry["mistakes"].items()]
    return Progress(tuple(attempts), frozenset(solved), tuple(mistakes), visible(signed))


def _is_entry(entry: object) -> bool:
    """Whether what stands for a question is possible: no more right or wrong answers than attempts."""
    if not isinstance(entry, Mapping) or set(entry) != {"attempts", "solved", "mistakes"}:
        return False
    attempts, solved, mistakes = entry["attempts"], entry["solved"], entry["mistakes"]
    return (
        _is_count(attempts)
        and isinstance(solved, bool)
        and isinstance(mistakes, Mapping)
        and len(mistakes) <= _MOST_ENTRIES
        and all(map(_is_name, mistakes))
        and all(map(_is_count, mistakes.values()))
        and sum(mistakes.values()) + solved <= attempts
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_TIMES


def _is_name(value: object, empty: bool = False) -> bool:
    return (
        isinstance(value, str) and (empty or bool(value.strip())) and len(value) <= _LONGEST_NAME and _is_unicode(value)
    )


def _is_unicode(text: str) -> bool:
    """Half a letter can be written in JSON, but nowhere else."""
    with suppress(UnicodeEncodeError):
        text.encode("utf-8")
        return True
    return False


def _shown(text: str) -> str:
    return cut(text.encode("utf-8", "replace").decode("utf-8"))


def _known_only(found: Progress) -> tuple[Progress, tuple[str, ...], tuple[tuple[str, str], ...]]:
    """What this kit knows of it; and the questions and the mistakes that it does not."""
    ids = _known_ids()
    strange = tuple(id for id, _ in found.attempts if id not in ids)
    odd = tuple((id, name) for id, name, _ in found.mistakes if id in ids and name not in _known_mistakes(id))
    known = replace(
        found,
        attempts=tuple((id, times) for id, times in found.attempts if id in ids),
        solved=found.solved & ids,
        mistakes=tuple(each for each in found.mistakes if each[0] in ids and each[:2] not in odd),
    )
    return known, strange, odd


# A class.


def read_class(paths: str | Path | Iterable[str | Path]) -> ClassProgress:
    """How a class fared with each question, out of the files that its learners handed in.

    Files are read as data and nothing else. What is no progress file is named and left out; so is what this kit does
    not know, and a file that is given twice.

    Parameters
    ----------
    paths : str, Path, or iterable of these
        Progress files, or folders in which they lie (with the folders in these).

    Returns
    -------
    ClassProgress
        Without names, but for those who signed.

    Raises
    ------
    KipError
        None of them is a progress file.
    """
    given = [Path(paths)] if isinstance(paths, (str, Path)) else [Path(each) for each in paths]
    notes: list[Message] = []
    found: list[Progress] = []
    seen: dict[object, str] = {}
    for path in _files(given, notes):
        try:
            data, same = _bytes_of(path), _identity(path)
            if same in seen:
                notes.append(
                    message("{file} is the same file as {other}; it counts once.", file=_name(path), other=seen[same])
                )
                continue
            progress = _parsed(data, path)
        except KipError as error:
            notes += error.faults
            continue
        seen[same] = _name(path)
        if progress.attempts and data in seen:
            notes.append(
                message(
                    "{file} holds the same as {other}. Both count; if they are from one learner, take one away.",
                    file=_name(path),
                    other=seen[data],
                )
            )
        seen[data] = _name(path)
        known, strange, odd = _known_only(progress)
        notes += _unknown(path, strange, odd)
        many = frozenset(id for id, times in known.attempts if times > _MOST_LIKELY_TIMES)
        if many:
            notes.append(
                message(
                    "{file} has more than {limit} attempts at some questions, which nobody makes by hand; these "
                    "questions are left out: {names}.",
                    file=_name(path),
                    limit=_MOST_LIKELY_TIMES,
                    names=_few(sorted(many)),
                )
            )
        found.append(known.but(many))
    if not found:
        raise KipError(notes or [message("There is no progress file among these.")])
    return ClassProgress(len(found), _by_question(found), _signed(found), tuple(notes))


def _identity(path: Path) -> object:
    """What two names of one file have in common."""
    info = os.lstat(path)
    return (info.st_dev, info.st_ino) if info.st_ino else os.path.realpath(path)


def _files(given: Iterable[Path], notes: list[Message]) -> Iterator[Path]:
    """The files that were named, and the JSON files in the folders that were."""
    count = 0
    for path in given:
        inside = _inside(path, notes) if path.is_dir() else iter((path,))
        for each in inside:
            count += 1
            if count > _MOST_FILES:
                notes.append(message("Only the first {count} files were read.", count=_MOST_FILES))
                return
            yield each


def _inside(folder: Path, notes: list[Message]) -> Iterator[Path]:
    none = True
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(".json") and not name.startswith("."):
                none = False
                yield Path(place, name)
    if none:
        notes.append(message("There is no progress file in {folder}.", folder=_name(folder)))


def _unknown(path: Path, strange: tuple[str, ...], odd: tuple[tuple[str, str], ...]) -> Iterator[Message]:
    if strange:
        yield message(
            "{file} has questions that this kit does not have; they are left out: {names}.",
            file=_name(path),
            names=_few(map(_shown, strange)),
        )
    if odd:
        yield message(
            "{file} has mistakes that this kit does not know; they are left out: {names}.",
            file=_name(path),
            names=_few(f"{id} {_shown(name)}" for id, name in odd),
        )


def _few(names: Iterable[str]) -> tuple[str, ...]:
    found = tuple(names)
    return found if len(found) <= 5 else (*found[:5], "…")


def _by_question(found: list[Progress]) -> tuple[QuestionProgress, ...]:
    rows: list[QuestionProgress] = []
    for name in exercises_there():
        ids = [each.id for each in questions(name)]
        if not any(progress.attempts_at(id) for progress in found for id in ids):
            continue
        for id in ids:
            times = [progress.attempts_at(id) for progress in found]
            learners: Counter[str] = Counter()
            often: Counter[str] = Counter()
            for progress in found:
                for question, mistake, count in progress.mistakes:
                    if question == id and count:
                        learners[mistake] += 1
                        often[mistake] += count
            order = sorted(learners, key=lambda each: (-learners[each], -often[each], each))
            mistakes = tuple((each, learners[each], often[each]) for each in order)
            solved = sum(id in progress.solved for progress in found)
            rows.append(QuestionProgress(id, sum(map(bool, times)), sum(times), solved, mistakes))
    return tuple(rows)


def _signed(found: list[Progress]) -> tuple[SignedProgress, ...]:
    order = [each.id for name in exercises_there() for each in questions(name)]
    return tuple(
        SignedProgress(
            each.signed,
            tuple(id for id in order if each.attempts_at(id)),
            tuple(id for id in order if id in each.solved),
        )
        for each in sorted(found, key=lambda each: each.signed.casefold())
        if each.signed.strip()
    )
