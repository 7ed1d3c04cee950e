"""What a report depends on, as one number: as long as it is the same, the report need not be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

from kiptools.batch.planning import FILES, Job
from kiptools.jobs import OPTIONS
from kiptools.places import files_of, kit_path

__all__ = ["file_digest", "key_maker", "kit_digest"]

_PACKAGE = Path(__file__).resolve().parents[1]


def key_maker(today: date, kit: str | None = None) -> Callable[[Job], str]:
    """A function that tells the key of a job: a digest of all that its files depend on.

    Parameters
    ----------
    today : date
        On which a report depends that reckons from today.
    kit : str, optional
        A digest of the kit itself, of which it is `kit_digest`.

    Returns
    -------
    callable
        From `Job` to str; it raises OSError if a file cannot be read. Each file is read once for all jobs.
    """
    known: dict[Path, str] = {}
    kit = kit or kit_digest()

    def digest(path: Path) -> str:
        if path not in known:
            total = hashlib.sha256()
            for each in files_of(path):
                total.update(f"{each.name}\0{file_digest(each)}\0".encode("utf-8", "surrogateescape"))
            known[path] = total.hexdigest()
        return known[path]

    def key(job: Job) -> str:
        parts = {
            "kit": kit,
            "report": job.report,
            "formats": sorted(job.formats),
            "parameters": {name: value for name, value in job.parameters.items() if name not in FILES},
            "files": {name: [path.name, digest(path)] for name, path in job.inputs().items()},
            "organisation": job.organisation,
            "day": str(job.day),
            "today": str(today) if _reckons_from_today(job) else "",
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("utf-8")).hexdigest()

    return key


def _reckons_from_today(job: Job) -> bool:
    named = job.parameters
    return "as_of" in OPTIONS[job.report] and bool(named.get("partners")) and not named.get("as_of")


def kit_digest() -> str:
    """A digest of the kit (code, notebooks, catalogues, templates, demo data) and of what it draws and writes with."""
    libraries = ("kiptools", "lxml", "matplotlib", "nbconvert", "numpy", "pandas", "python-docx", "scipy", "typst")
    total = hashlib.sha256(" ".join(map(version, libraries)).encode("utf-8"))
    for folder in (_PACKAGE, kit_path("notebooks"), kit_path("data")):
        total.update(_content_digest(folder).encode("ascii"))
    return total.hexdigest()


def _content_digest(path: Path) -> str:
    """Of a file, its content; of a folder, its files' names and contents."""
    if not path.is_dir():
        return file_digest(path)
    total = hashlib.sha256()
    for each in sorted(path.rglob("*")):
        if each.is_file() and "__pycache__" not in each.parts:
            name = each.relative_to(path).as_posix()
            total.update(f"{name}\0{file_digest(each)}\0".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def file_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
