"""A notebook run on somebody's data, and what comes out as one file to read.

The notebook is the job: papermill runs it with parameters in a kernel of this very Python, and nbconvert
writes prose and results, without code, into one HTML page that needs no network.
"""

from __future__ import annotations

import ast
import logging
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from kiptools.editions import report_edition, translate
from kiptools.messages import KipError, cut, message
from kiptools.places import cannot_write, kit_path, replacing

__all__ = ["run_notebook", "to_html", "write_report"]

CELL_SECONDS = 300
"""A cell that runs longer than this is ended."""

Progress = Callable[[int, int], None]
"""Called with the number of the cell that starts and the number of all."""


def write_report(
    name: str,
    out: str | Path,
    parameters: Mapping[str, object] | None = None,
    *,
    progress: Progress | None = None,
    seconds: int = CELL_SECONDS,
) -> Path:
    """Run a notebook of the kit and write its report.

    Parameters
    ----------
    name : str
        The notebook, e.g. ``evaluation``.
    out : str or Path
        The HTML file to write. If anything fails, a file that was there stays as it was.
    parameters : mapping of str to object
        Values for the notebook's parameters cell: text, numbers, true or false, None.
    progress : callable, optional
        Told when a cell starts.
    seconds : int
        How long a cell may run.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    KipError
        No such notebook or parameter, a value of the wrong type, a cell that failed or took too long,
        or a folder that cannot be written to.
    """
    out = Path(out)
    with replacing(out) as new:  # first, so that a folder that cannot be written to is known before the run
        notebook = report_edition(run_notebook(name, parameters, progress=progress, seconds=seconds))
        page = to_html(notebook, str((parameters or {}).get("lang", "en")))
        try:
            new.write_text(page, encoding="utf-8")
        except OSError as error:
            raise cannot_write(out, error) from None
    return out


def run_notebook(
    name: str,
    parameters: Mapping[str, object] | None = None,
    *,
    progress: Progress | None = None,
    seconds: int = CELL_SECONDS,
) -> NotebookNode:
    """Run a notebook of the kit, in the language that its parameters name (see `write_report`)."""
    path = kit_path("notebooks", f"{name}.ipynb")
    names = tuple(sorted(file.stem for file in kit_path("notebooks").glob("*.ipynb")))
    if name not in names:
        raise KipError(message('There is no report "{name}"; choose one of {names}.', name=name, names=names))
    parameters = dict(parameters or {})
    notebook = nbformat.read(path, as_version=4)
    check_parameters(notebook, parameters)
    return execute(
        translate(notebook, name, str(parameters.get("lang", "en"))), parameters, progress=progress, seconds=seconds
    )


def execute(
    notebook: NotebookNode,
    parameters: Mapping[str, object],
    *,
    progress: Progress | None = None,
    seconds: int = CELL_SECONDS,
    folder: Path | None = None,
) -> NotebookNode:
    """Run a notebook with papermill, in a folder or else in the current one.

    Raises
    ------
    KipError
        Which cell failed, and why.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError

    from kiptools.kernel import ThisPython

    logging.getLogger("papermill").setLevel(logging.ERROR)  # our parameters are checked already
    cells = len(notebook.cells) + bool(parameters)  # papermill adds a cell for them

    def started(cell: NotebookNode, cell_index: int) -> None:
        if progress is not None:
            progress(cell_index + 1, cells)

    try:
        return papermill.execute_notebook(
            notebook,
            None,
            parameters=dict(parameters),
            kernel_name="python3",
            language="python",
            progress_bar=False,
            cwd=str(folder or Path.cwd()),  # so that a relative path means what it means to the caller
            execution_timeout=seconds,
            start_timeout=120,
            request_save_on_cell_execute=False,
            kernel_manager_class=ThisPython,
            on_cell_start=started,
        )
    except papermill.PapermillExecutionError as error:
        raise KipError(
            message(
                "Cell {number} failed ({first_line}): {kind}: {reason}",
                number=error.exec_count,
                first_line=cut(error.source.strip().split("\n")[0], 60),
                kind=error.ename,
                reason=cut(_plain(error.evalue), 400),
            )
        ) from None
    except CellTimeoutError:
        raise KipError(message("A cell ran longer than {seconds} seconds and was ended.", seconds=seconds)) from None
    except RuntimeError as error:  # nbclient's word for a kernel that died, or that never answered
        raise KipError(
            message("The notebook's Python ended unexpectedly; perhaps the machine ran out of memory.")
        ) from error


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


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


def to_html(notebook: NotebookNode, lang: str = "en", template: str = "index") -> str:
    """An executed notebook's prose and results as one HTML page, by a template of `kiptools/templates/kip`."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="kip",
        template_file=f"{template}.html.j2",
        extra_template_basedirs=[str(Path(__file__).parent / "templates")],
        exclude_input=True,
        exclude_anchor_links=True,
        language_code=lang,
    )
    title = next(
        (
            line.removeprefix("# ")
            for cell in notebook.cells
            if cell.cell_type == "markdown"
            for line in cell.source.split("\n")
            if line.startswith("# ")
        ),
        "Report",
    )
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"title": title, "name": title}})
    return str(page)
