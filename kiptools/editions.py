"""Notebooks in other forms: pure functions from notebook to notebook.

The English notebook is the only source. Its prose is translated paragraph by paragraph from the
catalogues in ``notebooks/locale``; code is never touched.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from kiptools.language import read_catalogue
from kiptools.places import kit_path

__all__ = ["paragraphs", "report_edition", "translate"]

NOTEBOOK_ONLY = "notebook-only"
"""Tag of cells for those who work in the notebook; a report leaves them out."""


def paragraphs(text: str) -> list[str]:
    """Prose cut at empty lines: the unit of translation.

    Examples
    --------
    >>> paragraphs("# Title\\n\\nOne\\nline.\\n")
    ['# Title', 'One\\nline.']
    """
    return [part.strip("\n") for part in re.split(r"\n\s*\n", text) if part.strip()]


def messages(notebook: NotebookNode) -> Iterator[tuple[str, str]]:
    """Cell id and text of every paragraph of prose."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for part in paragraphs(cell.source):
                yield cell.id, part


def translate(notebook: NotebookNode, name: str, lang: str) -> NotebookNode:
    """The notebook with its prose in another language.

    Parameters
    ----------
    notebook : NotebookNode
    name : str
        The notebook's name, which is its catalogue's.
    lang : str
        Two letters. English gives the notebook as it is.

    Returns
    -------
    NotebookNode
        A new notebook; a paragraph without a translation stays English and says so.
    """
    new = copy.deepcopy(notebook)
    if lang == "en":
        return new
    catalogue = read_catalogue(kit_path("notebooks", "locale", lang, f"{name}.po"))
    for cell in new.cells:
        if cell.cell_type == "markdown":
            parts = [(part, catalogue.pgettext(cell.id, part)) for part in paragraphs(cell.source)]
            cell.source = "\n\n".join(
                found if found != part else f"{part} *[English: not translated yet]*" for part, found in parts
            )
    return new


def report_edition(notebook: NotebookNode) -> NotebookNode:
    """The notebook without the cells that are only for working in it; nothing is said twice below one heading.

    A part that has nothing to show says why, and so do its drawing, its sentence and its table; a reader needs that
    once.
    """
    new = copy.deepcopy(notebook)
    new.cells = [cell for cell in new.cells if NOTEBOOK_ONLY not in cell.metadata.get("tags", [])]
    said: set[str] = set()
    for cell in new.cells:
        if cell.cell_type == "markdown" and re.search(r"^#", cell.source, re.M):
            said = set()
        elif cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _paragraph(output) not in said]
            said |= set(map(_paragraph, cell.outputs)) - {""}
    new.cells = [cell for cell, needed in zip(new.cells, _introduces(new.cells), strict=True) if needed]
    return new


def _introduces(cells: list[NotebookNode]) -> list[bool]:
    """For each cell False if it is prose without a heading, and the code that it introduces shows nothing."""
    needed, shows = [], True
    for cell in reversed(cells):
        if cell.cell_type == "code":
            shows = shows or bool(cell.outputs)
            needed.append(True)
        else:
            needed.append(shows or re.search(r"^#", cell.source, re.M) is not None)
            shows = False
    return needed[::-1]


def _paragraph(output: NotebookNode) -> str:
    """What an output says, if it is one paragraph and nothing else."""
    html = str(output.get("data", {}).get("text/html", ""))
    return html if re.fullmatch(r"<p>[^<]+</p>", html) else ""
