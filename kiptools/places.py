"""Where the kit keeps its notebooks and demo data, and how it writes a file."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath

from kiptools.messages import KipError, message

__all__ = [
    "FILE_PARAMETERS",
    "cannot_write",
    "file_name",
    "files_of",
    "kit_path",
    "new_folder",
    "refuse_but_new_workbook",
    "refuse_existing",
    "replacing",
]

FILE_PARAMETERS = (
    *("survey", "register", "before", "partners", "reference", "swot", "questionnaire", "plan", "ratings", "pilot"),
    *("outcomes", "needs", "then", "after", "followup", "reaction", "canvas"),
    *("codebook", "columns", "facts", "reaction_codebook"),
)
"""Parameters of the reports that name a file or a folder."""

_PACKAGE = Path(__file__).resolve().parent


def kit_path(*parts: str) -> Path:
    """A file or folder of the kit: beside the package in a clone, inside it once installed.

    Parameters
    ----------
    *parts : str
        Its place below the kit's top level, e.g. ``"data", "cite"``.

    Returns
    -------
    Path
        Whether or not there is something.

    Examples
    --------
    >>> kit_path("data", "README.md").name
    'README.md'
    """
    installed = _PACKAGE / "_kit"
    return (installed if installed.is_dir() else _PACKAGE.parent).joinpath(*parts)


def file_name(path: object) -> str:
    """The name of a file or folder without where it lies, which can tell who works there.

    Parameters
    ----------
    path : str or Path
        As written on any system.

    Returns
    -------
    str

    Examples
    --------
    >>> file_name("C:\\\\surveys\\\\answers.xlsx"), file_name("clients/ratings/")
    ('answers.xlsx', 'ratings')
    """
    return PureWindowsPath(str(path)).name or Path(str(path)).resolve().name


def files_of(path: Path) -> list[Path]:
    """A file itself; of a folder the tables in it, which is all that the kit reads there.

    Parameters
    ----------
    path : Path

    Returns
    -------
    list of Path
    """
    if not path.is_dir():
        return [path]
    tables = (each for each in path.iterdir() if each.suffix.lower() in (".csv", ".xlsx") and each.is_file())
    return sorted(each for each in tables if not each.name.startswith(("~$", ".")))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file to write in place of `path`; if writing fails, what was there stays as it was.

    Raises
    ------
    KipError
        The file or its folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".kip-", suffix=path.suffix)
        os.close(handle)
    except OSError as error:
        raise cannot_write(path, error) from None
    new = Path(name)
    try:
        yield new
        new.chmod(0o666 & ~_umask())
        new.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        new.unlink(missing_ok=True)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill, which takes its name only when it is complete.

    Raises
    ------
    KipError
        There is such a folder already, or it cannot be made.
    """
    refuse_existing(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".kip-"))
    except OSError as error:
        raise cannot_write(folder, error) from None
    try:
        yield new
        new.chmod(0o777 & ~_umask())
        new.rename(folder)
    except OSError as error:
        raise cannot_write(folder, error) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)


def refuse_existing(*paths: Path) -> None:
    """Leave alone what may be somebody's work.

    Raises
    ------
    KipError
        There is such a file already.
    """
    for path in paths:
        if path.exists():
            raise KipError(
                message("{file} exists already and may hold somebody's work; give another name.", file=str(path))
            )


def refuse_but_new_workbook(path: Path) -> None:
    """Refuse a name that does not end in .xlsx, or a file that is there already.

    Raises
    ------
    KipError
    """
    if path.suffix.lower() != ".xlsx":
        raise KipError(message("{file}: give a name that ends in .xlsx.", file=str(path)))
    refuse_existing(path)


def cannot_write(path: Path, error: OSError) -> KipError:
    """The sentence for a file that cannot be written."""
    reason = error.strerror or type(error).__name__
    return KipError(message("{file} cannot be written: {reason}.", file=str(path), reason=reason))


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
