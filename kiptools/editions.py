"""Notebooks in other forms: pure functions from notebook to notebook.

The English notebook is the only source: solved, if it is an exercise. Its prose is translated paragraph by paragraph
from the catalogues in the folder ``locale`` beside it; code is never touched, but for the parameters. The learner's
edition of an exercise is what is left once solutions and what is for trainers are cut.
"""

from __future__ import annotations

import ast
import copy
import io
import re
import tokenize
from collections.abc import Container, Iterator, Mapping
from html import unescape

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from kiptools.language import read_catalogue
from kiptools.places import kit_path

__all__ = [
    "hand_out_edition",
    "learner_edition",
    "paragraphs",
    "report_edition",
    "slides_edition",
    "solution_of",
    "trainer_edition",
    "translate",
    "with_parameters",
    "without_empty_parts",
]

NOTEBOOK_ONLY = "notebook-only"
"""Tag of cells for those who work in the notebook; a report leaves them out."""
TRAINER = "trainer"
"""Tag of an exercise's cells for the trainer."""
QUESTION = "question"
"""Tag of an exercise's cells with an answer."""
WRITING_LINES = '<div class="kip-lines"><br><br></div>'
NEW_PAGE = '<div class="kip-page"></div>'
MARKER = re.compile(r"#\s*solution\b:?\s*(.*)")
"""The comment at the end of a line that belongs to a solution; after a colon, what the learner sees instead."""


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


def translate(notebook: NotebookNode, name: str, lang: str, folder: str = "notebooks") -> NotebookNode:
    """The notebook with its prose in another language.

    Parameters
    ----------
    notebook : NotebookNode
    name : str
        The notebook's name, which is its catalogue's.
    lang : str
        Two letters. English gives the notebook as it is.
    folder : str
        Where the kit keeps it: ``notebooks`` or ``exercises``.

    Returns
    -------
    NotebookNode
        A new notebook; a paragraph without a translation stays English and says so.
    """
    new = copy.deepcopy(notebook)
    if lang == "en":
        return new
    catalogue = read_catalogue(kit_path(folder, "locale", lang, f"{name}.po"))
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
            cell.outputs = [output for output in cell.outputs if _says(output) not in said]
            said |= set(map(_says, cell.outputs)) - {""}
    new.cells = [cell for cell, needed in zip(new.cells, _introduces(new.cells), strict=True) if needed]
    return new


def without_empty_parts(notebook: NotebookNode, sayings: Container[str]) -> tuple[NotebookNode, list[str]]:
    """The executed notebook without what says only that there is nothing to show.

    Parameters
    ----------
    notebook : NotebookNode
        Its parts are what stands below its headings of the second level.
    sayings : container of str
        The sentences that say so.

    Returns
    -------
    notebook : NotebookNode
        A new notebook, without parts that show nothing else, and without these sentences, and the prose before them,
        in other parts.
    left_out : list of str
        The headings of the parts that it has not.
    """
    new = copy.deepcopy(notebook)
    parts: list[list[NotebookNode]] = [[]]
    for cell in new.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            parts.append([])
        parts[-1].append(cell)
    left_out, kept = [], parts[0]
    for part in parts[1:]:
        outputs = [output for cell in part for output in cell.get("outputs", [])]
        if outputs and all(_shows_nothing(output, sayings) for output in outputs):
            left_out.append(part[0].source.split("\n")[0].removeprefix("## ").strip())
        else:
            kept = kept + part
    for cell in kept:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not _shows_nothing(output, sayings)]
    new.cells = [cell for cell, needed in zip(kept, _introduces(kept), strict=True) if needed]
    return new, left_out


def with_parameters(notebook: NotebookNode, **values: object) -> NotebookNode:
    """The notebook with other values in its parameters cell.

    Parameters
    ----------
    notebook : NotebookNode
    **values : object
        Text, numbers, true or false, None; names that the cell does not have are left out.

    Returns
    -------
    NotebookNode
        A new notebook.
    """
    new = copy.deepcopy(notebook)
    for cell in new.cells:
        if "parameters" in cell.metadata.get("tags", []):
            lines = cell.source.split("\n")
            for node in ast.parse(cell.source).body:
                name = node.target.id if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) else ""
                if name in values and (old := node.value) is not None:
                    line = lines[node.lineno - 1]
                    lines[node.lineno - 1] = (
                        line[: old.col_offset] + _literal(values[name]) + line[old.end_col_offset :]
                    )
            cell.source = "\n".join(lines)
    return new


def _literal(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def learner_edition(notebook: NotebookNode) -> NotebookNode:
    """The exercise as a learner gets it: without solutions, without the trainer's cells, without outputs.

    What asks cannot be deleted or edited by mistake, and where one answers cannot be deleted.
    """
    new = copy.deepcopy(notebook)
    new.cells = [cell for cell in new.cells if TRAINER not in cell.metadata.get("tags", [])]
    for cell in new.cells:
        tags = [tag for tag in cell.metadata.get("tags", []) if tag == "parameters"]
        cell.metadata = {"deletable": False, **({"tags": tags} if tags else {})}
        if cell.cell_type == "markdown":
            cell.metadata["editable"] = False
        else:
            cell.source, cell.outputs, cell.execution_count = without_solution(cell.source), [], None
    return new


def trainer_edition(notebook: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """The solved exercise with notes, and below each question the answers to expect.

    Parameters
    ----------
    notebook : NotebookNode
    answers : mapping of str to str
        For each question, e.g. ``E3``, prose on right and wrong answers.

    Returns
    -------
    NotebookNode
        A new notebook.
    """
    new = copy.deepcopy(notebook)
    cells = []
    for cell in new.cells:
        cells.append(cell)
        question = cell.id.removesuffix("-trainer").upper()
        if cell.id.endswith("-trainer") and question in answers:
            cells.append(
                new_markdown_cell(answers[question], id=f"{question.lower()}-answers", metadata={"tags": [TRAINER]})
            )
    new.cells = cells
    return new


def hand_out_edition(notebook: NotebookNode) -> NotebookNode:
    """What a learner reads on paper: prose, and of an executed notebook what its cells show, but solutions and hints.

    In place of each answer stand lines to write on. Each question begins on a new page, and so does what follows an
    answer: it may give the answer away.
    """
    new = copy.deepcopy(notebook)
    new.cells, answered = [], False
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if TRAINER in tags or cell.id.endswith("-hint") or not _is_seen(cell):
            continue
        if QUESTION in tags:
            new.cells.append(new_markdown_cell(WRITING_LINES, id=f"{cell.id}-lines"))
            answered = True
            continue
        if answered or cell.source.startswith("## "):
            new.cells.append(new_markdown_cell(NEW_PAGE, id=f"{cell.id}-page"))
            answered = False
        new.cells.append(copy.deepcopy(cell))
    return new


def slides_edition(notebook: NotebookNode) -> NotebookNode:
    """An executed exercise as slides: each piece of prose begins one, and so does each solution; no hints, no notes.

    Cells with which a slide begins have ``slide`` in their metadata.
    """
    new = copy.deepcopy(notebook)
    new.cells = [
        cell
        for cell in new.cells
        if TRAINER not in cell.metadata.get("tags", []) and not cell.id.endswith("-hint") and _is_seen(cell)
    ]
    for cell in new.cells:
        if QUESTION in cell.metadata.get("tags", []):
            cell.source = solution_of(cell.source)
        cell.metadata["slide"] = cell.cell_type == "markdown" or QUESTION in cell.metadata.get("tags", [])
        cell.metadata["solution"] = QUESTION in cell.metadata.get("tags", [])
    return new


def _is_seen(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" or bool(cell.get("outputs"))


def without_solution(source: str) -> str:
    """A cell's code with blanks where its solution stood.

    A statement that bears the comment ``# solution`` assigns a blank instead, or is left out if it assigns nothing;
    after ``# solution:`` stands what the learner sees in its place.

    Examples
    --------
    >>> print(without_solution("asked = 42\\nshare = 19 / 31  # solution: share = 19 / ____\\nn = 31  # solution"))
    asked = 42
    share = 19 / ____
    n = ____
    """
    kept, marked = source.split("\n"), _marked_lines(source)
    for node in reversed(ast.parse(source).body):
        rows = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        starters = [marked[row] for row in rows if row in marked]
        if starters:
            instead = starters[0] or _blank_assignment(node)
            kept[node.lineno - 1 : node.end_lineno] = [instead] if instead else []
    return "\n".join(kept)


def solution_of(source: str) -> str:
    """The statements of a cell that are its solution, without their markers."""
    lines, marked = source.split("\n"), _marked_lines(source)
    found = []
    for node in ast.parse(source).body:
        rows = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        if any(row in marked for row in rows):
            found += [MARKER.sub("", lines[row - 1]).rstrip() if row in marked else lines[row - 1] for row in rows]
    return "\n".join(found)


def _marked_lines(source: str) -> dict[int, str]:
    """Rows with a solution's marker, and what the learner sees instead ("" for a blank)."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = ((token.start[0], MARKER.match(token.string)) for token in tokens if token.type == tokenize.COMMENT)
    return {row: found[1] for row, found in comments if found}


def _blank_assignment(node: ast.stmt) -> str:
    """The same names with a blank; "" for a statement that assigns nothing."""
    if not isinstance(node, ast.Assign):
        return ""
    (target,) = node.targets
    blanks = ", ".join(["____"] * (len(target.elts) if isinstance(target, ast.Tuple) else 1))
    return f"{ast.unparse(target).strip('()')} = {blanks}"


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


def _shows_nothing(output: NotebookNode, sayings: Container[str]) -> bool:
    return output.get("data", {}).get("text/html") == "" or _says(output) in sayings


def _says(output: NotebookNode) -> str:
    """What an output says, if it is one paragraph and nothing else."""
    found = re.fullmatch(r"<p>([^<]+)</p>", str(output.get("data", {}).get("text/html", "")))
    return unescape(found[1]) if found else ""
