"""Whether two copies of the kit are the same: one number for all that its reports are made with."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kiptools.places import kit_path

__all__ = ["file_digest", "kit_digest"]

_LIBRARIES = ("kiptools", "lxml", "matplotlib", "nbconvert", "numpy", "pandas", "python-docx", "scipy", "typst")
_PACKAGE = Path(__file__).resolve().parent


@cache
def kit_digest() -> str:
    """A digest of the kit and of what it draws and writes with.

    Returns
    -------
    str
        Of code, notebooks, catalogues, templates and demo data, wherever they are installed. It is reckoned once.

    Examples
    --------
    >>> len(kit_digest())
    64
    """
    total = hashlib.sha256(" ".join(map(version, _LIBRARIES)).encode("utf-8"))
    for folder in (_PACKAGE, kit_path("notebooks"), kit_path("data")):
        total.update(_content_digest(folder).encode("ascii"))
    return total.hexdigest()


def file_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _content_digest(folder: Path) -> str:
    """Of the names and contents of the files in a folder, but for what is hidden, compiled, or installed below it."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        apart = any(part in ("__pycache__", "_kit") or part.startswith(".") for part in place.parts)
        if path.is_file() and not apart:
            total.update(f"{place.as_posix()}\0{file_digest(path)}\0".encode("utf-8", "surrogateescape"))
    return total.hexdigest()
