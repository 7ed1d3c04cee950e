"""What a batch keeps beside its reports: one record for each job, work in progress, and a lock.

A report that is finished gets its record in the folder in which it was made, and only then its files take their
places. Whoever is stopped in between is not lost: the next batch finishes it from there.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import EACCES, EAGAIN, EDEADLK
from pathlib import Path
from typing import IO

from kiptools.batch.planning import PAGE, Job
from kiptools.jobs import CALENDAR, FORMATS
from kiptools.messages import KipError, message
from kiptools.places import cannot_write, replacing
from kiptools.versions import file_digest

__all__ = ["Record", "Store", "open_store"]

_RECORD = "record.json"


@dataclass(frozen=True)
class Record:
    """What was made of a job.

    Parameters
    ----------
    key : str
        What it was made from (`kiptools.batch.keys`).
    files : mapping of str to str
        The digest of each file by its place below the folder of the batch.
    notes : tuple of str
        What should be known about the data, as it was said.
    """

    key: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Store:
    """The folder of a batch.

    Parameters
    ----------
    out : Path
    unfinished : mapping of str to OSError
        What an earlier batch made and could not put in place, nor can this one: the job's place without an ending, and
        why.
    """

    out: Path
    unfinished: dict[str, OSError] = field(default_factory=dict)

    @property
    def _records(self) -> Path:
        return self.out / ".kip" / "records"

    @property
    def _work(self) -> Path:
        return self.out / ".kip" / "work"

    def _place(self, name: str) -> Path:
        """Of the record of a job, known by its file's place without an ending."""
        return self._records / f"{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:24]}.json"

    def record(self, job: Job) -> Record:
        """What was made of a job; an empty record if nothing was."""
        return _read(self._place(job.file("")))

    def is_there(self, record: Record) -> bool:
        """Whether all that was made is still in its place, changed or not."""
        return all((self.out / name).is_file() for name in record.files)

    def new_work(self) -> Path:
        """A folder for what is being made."""
        return Path(tempfile.mkdtemp(dir=self._work))

    def refuse_others(self, names: Sequence[str], record: Record) -> None:
        """Refuse to replace files that this batch did not make, or that were changed since.

        Raises
        ------
        KipError
        """
        for name in dict.fromkeys((*names, *record.files)):
            path = self.out / name
            if path.exists() and (not path.is_file() or file_digest(path) != record.files.get(name)):
                raise KipError(
                    message(
                        "{file} was changed by hand, or was not made by this batch, and is not replaced; rename it or "
                        "move it away.",
                        file=name,
                    )
                )

    def keep(self, job: Job, key: str, work: Path, notes: Sequence[str] = ()) -> Record:
        """Put what was made of a job into its place, and remember it.

        Parameters
        ----------
        job : Job
        key : str
        work : Path
            Where ``report.html`` and so on lie.
        notes : sequence of str
            What should be known about the data.

        Raises
        ------
        KipError
            A file there is somebody's own.
        OSError
            A file, which it names, cannot be put there now; the next batch will try again.
        """
        made = {job.file(ending): work / f"report.{ending}" for ending in job.formats}
        files = {name: file_digest(path) for name, path in made.items() if path.is_file()}
        kept = {"name": job.file(""), "key": key, "files": files, "notes": list(notes)}
        with replacing(work / _RECORD) as new:
            new.write_text(json.dumps(kept), encoding="utf-8")
        self._finish(work)
        return Record(key, files, tuple(notes))

    def finish(self) -> None:
        """Finish what a batch that was stopped had made, and remove what it had begun."""
        for work in sorted(self._work.iterdir()):
            if (work / _RECORD).is_file():
                name = ""
                try:
                    name = _name(work)
                    self._finish(work)
                except OSError as error:
                    self.unfinished[name] = error
                    continue
                except (KipError, *_DAMAGED):  # somebody has put a file of their own there, or it is no record
                    pass
            shutil.rmtree(work, ignore_errors=True)

    def _finish(self, work: Path) -> None:
        """Move the files of a job, then its record; wherever this is stopped, doing it again completes it."""
        name, record = _name(work), _record((work / _RECORD).read_text(encoding="utf-8"))
        before = _read(self._place(name))
        waiting = {each: work / f"report.{each.rsplit('.', 1)[1]}" for each in record.files}
        waiting = {each: made for each, made in waiting.items() if made.is_file()}
        old = {each: digest for each, digest in before.files.items() if each in waiting or each not in record.files}
        self.refuse_others(list(waiting), Record(files=old))
        for each, made in waiting.items():
            with _called(each):
                (self.out / each).parent.mkdir(parents=True, exist_ok=True)
                os.replace(made, self.out / each)
        for each in set(before.files) - set(record.files):  # of a format that is no longer asked for
            with _called(each):
                (self.out / each).unlink(missing_ok=True)
        place = self._place(name)
        with _called(place.relative_to(self.out).as_posix()):
            os.replace(work / _RECORD, place)
        shutil.rmtree(work, ignore_errors=True)


_DAMAGED = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What comes of reading a record that is none."""


_REPORT = re.compile(rf"(?![.~])[^/\\:]+/(?!\.)[^/\\:]+\.(?:{'|'.join((*FORMATS, CALENDAR))})")
"""The place of a report, in one folder that is not hidden."""


@contextmanager
def _called(name: str) -> Iterator[None]:
    """What cannot be done with a file is told of it by its name in the batch."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, name) from None


def _read(path: Path) -> Record:
    """A record; an empty one if there is none that can be read."""
    try:
        return _record(path.read_text(encoding="utf-8"))
    except (OSError, *_DAMAGED):
        return Record()


def _record(text: str) -> Record:
    """A record, if each of its files is a report in a folder of the batch."""
    kept = json.loads(text)
    files = {str(name): str(digest) for name, digest in kept["files"].items()}
    for name in files:
        if not _REPORT.fullmatch(name):
            raise ValueError(name)
    return Record(str(kept["key"]), files, tuple(map(str, kept.get("notes", ()))))


def _name(work: Path) -> str:
    """Of the job that was made there, its file's place without an ending."""
    return str(json.loads((work / _RECORD).read_text(encoding="utf-8"))["name"])


@contextmanager
def open_store(out: Path) -> Iterator[Store]:
    """The folder of a batch, for this batch alone; what an earlier one left is finished or removed.

    Raises
    ------
    KipError
        Another batch is at work there, the folder cannot be written to, or it has a page of somebody's own.
    """
    kept = out / ".kip"
    try:
        if (out / PAGE).exists() and not kept.is_dir():
            raise KipError(
                message("{file} exists already and may hold somebody's work; give another name.", file=str(out / PAGE))
            )
        for name in ("records", "work"):
            (kept / name).mkdir(parents=True, exist_ok=True)
        lock = (kept / "lock").open("a+b")
    except OSError as error:
        raise cannot_write(out, error) from None
    with lock:
        try:
            free = _locked(lock)
        except OSError as error:
            raise cannot_write(kept / "lock", error) from None
        if not free:
            raise KipError(
                message("Another batch is writing into {file}; wait for it, or give another folder.", file=str(out))
            )
        store = Store(out)
        store.finish()
        yield store


def _locked(file: IO[bytes]) -> bool:
    """Whether this process has the file for itself until it is closed, or until the process ends, however it ends."""
    try:
        _lock(file)
    except OSError as error:
        if error.errno in (EACCES, EAGAIN, EDEADLK):
            return False
        raise
    return True


def _lock(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
