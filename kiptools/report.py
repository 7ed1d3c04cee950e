"""A notebook run on somebody's data, and what comes out as files to read, edit, print and keep.

The notebook is the job: papermill runs it with parameters in a process of its own, which has the libraries loaded
already (`kiptools.pool`), once for all formats.
"""

from __future__ import annotations

import ast
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from errno import EISDIR
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from kiptools.editions import translate
from kiptools.jobs import CALENDAR, FORMATS, WITH_CALENDAR, look_at, refuse_foreign, write_calendar_of
from kiptools.language import Language
from kiptools.messages import KipError, Message, cut, message
from kiptools.places import FILE_PARAMETERS, cannot_write, kit_path, replacing
from kiptools.pool import CELL_SECONDS, Call, kept_pool
from kiptools.publishing.edition import TitlePage, document_edition

__all__ = ["run_notebook", "write_report"]

Progress = Callable[[int, int], None]
"""Called with the number of the cell that starts and the number of all."""


def write_report(
    name: str,
    out: str | Path | Sequence[Path],
    parameters: Mapping[str, object] | None = None,
    *,
    front: TitlePage | None = None,
    template: str | Path | None = None,
    progress: Progress | None = None,
    say: Callable[[Message], object] = lambda note: None,
) -> Path:
    """Run a notebook of the kit on somebody's data and write its report.

    Parameters
    ----------
    name : str
        The notebook, e.g. ``evaluation``.
    out : str or Path, or several
        The files to write, whose endings tell how: ``.html``, ``.docx``, ``.pdf``, and ``.ics`` for the calendar of
        what is to be done. If anything fails, files that were there stay as they were.
    parameters : mapping of str to object
        Values for the notebook's parameters cell: text, numbers, true or false, None.
    front : TitlePage, optional
        Whose report it is, and of which day.
    template : str or Path, optional
        A Word document whose styles, header, footer and page the ``.docx`` takes.
    progress : callable, optional
        Told when a cell starts.
    say : callable, optional
        Told what should be known about what was read.

    Returns
    -------
    Path
        The file written; of several, the first.

    Raises
    ------
    KipError
        No such notebook, parameter or format, a value of the wrong type, a file that cannot be read, a cell that
        failed or took too long, or a folder that cannot be written to.
    """
    outs = [Path(out)] if isinstance(out, (str, Path)) else list(map(Path, out))
    parameters = dict(parameters or {})
    read_notebook(name, parameters)  # so that what cannot be is refused before anything is started
    Language(str(parameters.get("lang", "en")))
    read = [Path(str(given)) for given in (template, *(parameters.get(file) for file in FILE_PARAMETERS)) if given]
    endings = tuple(path.suffix.lower().removeprefix(".") for path in outs)
    for path, ending in zip(outs, endings, strict=True):
        if ending not in FORMATS and not (ending == CALENDAR and name in WITH_CALENDAR):
            raise KipError(message("{file}: give a name that ends in .html, .docx or .pdf.", file=str(path)))
        if path.is_dir():
            raise cannot_write(path, IsADirectoryError(EISDIR, os.strerror(EISDIR)))
        if path.exists() and any(other.exists() and path.samefile(other) for other in read):
            raise KipError(message("{file} is read for this report; give the report another name.", file=str(path)))
    if len(set(endings)) < len(endings):
        raise ValueError("give one file of each format")
    if template and "docx" not in endings:
        raise KipError(message("A template is for Word documents; write the report as .docx as well."))

    def told(number: int, news: tuple[Any, ...]) -> None:
        _pass_on(news, progress, say)

    with _new_files(outs) as folder:
        call = (
            make_report,
            (name, parameters, front or TitlePage(), _text(template), endings, str(folder), os.getcwd()),
        )
        _one(call, told)
    return outs[0]


def make_report(
    name: str,
    parameters: Mapping[str, object],
    front: TitlePage,
    template: str | None,
    endings: Sequence[str],
    folder: str,
    here: str,
    tell: Callable[..., None],
) -> None:
    """Make one report, in a process of its own, as files ``report.html`` and so on in a folder.

    Parameters
    ----------
    name, parameters, front, template
        See `write_report`.
    endings : sequence of str
        What to write.
    folder : str
    here : str
        What names of files are relative to.
    tell : callable
        Told ``("note", Message)`` and ``("cell", number, of)``.

    Raises
    ------
    KipError
    """
    os.chdir(here)
    lang = str(parameters.get("lang", "en"))
    notebook = translate(read_notebook(name, parameters), name, lang)
    if template:
        from kiptools.publishing.word import check_template

        check_template(Path(template))
    look_at(name, {"lang": lang, **parameters}, lambda note: tell("note", note))
    if set(endings) != {CALENDAR}:
        _write(_run(notebook, parameters, here, tell), lang, front, parameters, template, endings, Path(folder))
    if CALENDAR in endings:
        write_calendar_of(name, {"lang": lang, **parameters}, Path(folder, f"report.{CALENDAR}"))


def _write(
    notebook: NotebookNode,
    lang: str,
    front: TitlePage,
    parameters: Mapping[str, object],
    template: str | None,
    endings: Sequence[str],
    folder: Path,
) -> None:
    """One executed notebook in as many formats as were asked for."""
    from kiptools.publishing.content import content_of
    from kiptools.publishing.page import to_html
    from kiptools.publishing.pdf import write_pdf
    from kiptools.publishing.word import write_word

    edition = document_edition(notebook, lang, front, parameters)
    if "html" in endings:
        (folder / "report.html").write_text(to_html(edition, lang, "report"), encoding="utf-8")
    if "docx" in endings or "pdf" in endings:
        content = content_of(edition)
        if "docx" in endings:
            write_word(content, folder / "report.docx", template=Path(template) if template else None)
        if "pdf" in endings:
            write_pdf(content, folder / "report.pdf")


@contextmanager
def _new_files(outs: Sequence[Path]) -> Iterator[Path]:
    """A folder to make files in, ``report.html`` and so on; at the end they take their places, all or none.

    Raises
    ------
    KipError
        A file cannot be written.
    """
    made = [folder for out in outs for folder in (out.parent, *out.parent.parents) if not folder.exists()]
    try:
        for out in outs:
            out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=outs[0].parent, prefix=".kip-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
            _put_in_place([(Path(folder, f"report{out.suffix.lower()}"), out) for out in outs], Path(folder))
    except OSError as error:  # also of the process that makes the report: a full disk is the same disk
        raise cannot_write(outs[0], error) from None
    finally:
        for parent in made:
            with suppress(OSError):  # it holds the report; else nothing is left of a run that failed
                parent.rmdir()


def _put_in_place(made: Sequence[tuple[Path, Path]], folder: Path) -> None:
    """Put what was made in its place; if that cannot be done with all of it, everything is as it was.

    An old calendar goes if there is nothing to be done any more.

    Raises
    ------
    KipError
        Which file cannot be replaced, e.g. because somebody has it open.
    """
    old = {out: folder / f"old{out.suffix}" for _, out in made if out.exists()}
    for out, copy in old.items():
        shutil.copy2(out, copy)
    done = []
    try:
        for new, out in made:
            done.append(out)
            if new.exists():
                with replacing(out) as fresh:
                    shutil.copyfile(new, fresh)
            elif out in old:
                out.unlink()
    except BaseException:  # whoever interrupts wants nothing changed either
        for out in done:
            with suppress(OSError, KipError):
                if out in old:
                    with replacing(out) as fresh:
                        shutil.copy2(old[out], fresh)
                else:
                    out.unlink()
        raise


def run_notebook(
    name: str, parameters: Mapping[str, object] | None = None, *, progress: Progress | None = None
) -> NotebookNode:
    """Run a notebook of the kit, in the language that its parameters name (see `write_report`)."""
    parameters = dict(parameters or {})
    notebook = translate(read_notebook(name, parameters), name, str(parameters.get("lang", "en")))
    return execute(notebook, parameters, progress=progress)


def read_notebook(name: str, parameters: Mapping[str, object]) -> NotebookNode:
    """A notebook of the kit that can be run with these parameters.

    Raises
    ------
    KipError
    """
    refuse_foreign(name, ())
    notebook = nbformat.read(kit_path("notebooks", f"{name}.ipynb"), as_version=4)
    check_parameters(notebook, parameters)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []  # those kept in the kit are made anew, and long
    return notebook


def execute(
    notebook: NotebookNode,
    parameters: Mapping[str, object],
    *,
    progress: Progress | None = None,
    seconds: int = CELL_SECONDS,
    folder: Path | None = None,
) -> NotebookNode:
    """Run a notebook with papermill in a process of its own, in a folder or else in the current one.

    Raises
    ------
    KipError
        Which cell failed, and why.
    """

    def told(number: int, news: tuple[Any, ...]) -> None:
        _pass_on(news, progress)

    return _one((_run, (notebook, parameters, str(folder or Path.cwd()))), told, seconds)  # type: ignore[return-value]


def _run(
    notebook: NotebookNode, parameters: Mapping[str, object], folder: str, tell: Callable[..., None]
) -> NotebookNode:
    """Run a notebook here and now; whoever calls it has given it a process."""
    import papermill

    from kiptools.engine import ENGINE

    logging.getLogger("papermill").setLevel(logging.ERROR)  # our parameters are checked already
    cells = len(notebook.cells) + bool(parameters)  # papermill adds a cell for them
    try:
        return papermill.execute_notebook(
            notebook,
            None,
            parameters=dict(parameters),
            engine_name=ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            cwd=folder,  # so that a relative path means what it means to the caller
            request_save_on_cell_execute=False,
            on_cell_start=lambda index: tell("cell", index + 1, cells),
        )
    except papermill.PapermillExecutionError as error:
        raise KipError(
            message(
                "Cell {number} failed ({first_line}): {kind}: {reason}",
                number=error.exec_count,
                first_line=cut(error.source.strip().split("\n")[0], 60),
                kind=error.ename,
                reason=cut(error.evalue, 400),
            )
        ) from None


def _pass_on(
    news: tuple[Any, ...], progress: Progress | None, say: Callable[[Message], object] = lambda note: None
) -> None:
    kind, *values = news
    if kind == "note":
        say(*values)
    elif progress is not None:
        progress(*values)


def _one(call: Call, told: Callable[[int, tuple[Any, ...]], None], seconds: int = CELL_SECONDS) -> object:
    """The value of one call, by the process that is kept for this."""
    (outcome,) = kept_pool().run([call], told, seconds=seconds)
    if outcome.error is not None:
        raise outcome.error
    return outcome.value


def _text(path: str | Path | None) -> str | None:
    return str(path) if path else None


def check_parameters(notebook: NotebookNode, parameters: Mapping[str, object]) -> None:
    """Refuse a name that the notebook's parameters cell does not have, or a value of another type.

    Raises
    ------
    KipError
    """
    known = declared_parameters(notebook)
    faults = []
    for name, value in parameters.items():
        if name not in known:
            faults.append(
                message('The notebook has no parameter "{name}"; it has {names}.', name=name, names=tuple(known))
            )
        elif type(value).__name__.replace("NoneType", "None") not in known[name]:
            faults.append(
                message(
                    'The parameter {name} is "{value}" ({kind}); give {accepted}.',
                    name=name,
                    value=cut(str(value)),
                    kind=type(value).__name__,
                    accepted=known[name],
                )
            )
    if faults:
        raise KipError(faults)


def declared_parameters(notebook: NotebookNode) -> dict[str, tuple[str, ...]]:
    """Names of the parameters and the types that each may have, from the cell tagged `parameters`."""
    cell = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    return {
        line.target.id: tuple(part.strip() for part in ast.unparse(line.annotation).split("|"))
        for line in ast.parse(cell.source).body
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    }
