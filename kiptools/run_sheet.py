"""The minutes of a session: what a trainer does when, out of the exercises themselves.

In an exercise's notebook the tag ``minutes-5`` of a piece of prose says how long it takes, ``skip-if-late`` that it can
be left out; the cell ``e3-trainer`` has the trainer's notes on question E3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

__all__ = ["PAUSE", "Entry", "RunSheet", "run_sheet_of"]

PAUSE = 15
"""Minutes of a break between two exercises."""


@dataclass(frozen=True)
class Entry:
    """One line of a run-sheet.

    Parameters
    ----------
    exercise : str
        The exercise's name; "" for a break.
    start, minutes : int
        Counted from the beginning of the session.
    title : str
        What it is about, in the notebook's language.
    note : str
        What the trainer should know.
    skip : bool
        Whether it can be left out if time is short.
    cell : str
        The cell that begins it, which for question E3 is ``e3``.
    """

    exercise: str
    start: int
    minutes: int
    title: str = ""
    note: str = ""
    skip: bool = False
    cell: str = ""

    @property
    def end(self) -> int:
        return self.start + self.minutes


@dataclass(frozen=True)
class RunSheet:
    """What happens when in a session.

    Parameters
    ----------
    entries : tuple of Entry
        One after the other, without gaps.
    """

    entries: tuple[Entry, ...]

    @property
    def minutes(self) -> int:
        """How long the session takes."""
        return sum(entry.minutes for entry in self.entries)


def run_sheet_of(notebooks: Mapping[str, NotebookNode]) -> RunSheet:
    """The run-sheet of a session with these exercises, a break between each two.

    Parameters
    ----------
    notebooks : mapping of str to NotebookNode
        The solved notebooks by their exercises' names, in the session's language and order.

    Returns
    -------
    RunSheet
    """
    entries: list[Entry] = []
    for name, notebook in notebooks.items():
        if entries:
            entries.append(Entry("", entries[-1].end, PAUSE))
        for cell in notebook.cells:
            if (minutes := _minutes(cell)) is not None:
                start = entries[-1].end if entries else 0
                skip = "skip-if-late" in cell.metadata.get("tags", [])
                entries.append(Entry(name, start, minutes, _title(cell), _note(notebook, cell.id), skip, cell.id))
    return RunSheet(tuple(entries))


def _minutes(cell: NotebookNode) -> int | None:
    found = [tag.removeprefix("minutes-") for tag in cell.metadata.get("tags", []) if tag.startswith("minutes-")]
    return int(found[0]) if found else None


def _title(cell: NotebookNode) -> str:
    return plain(cell.source.split("\n")[0])


def _note(notebook: NotebookNode, id: str) -> str:
    """The trainer's cell of a question, without the bold words with which it begins."""
    found = (cell.source for cell in notebook.cells if cell.id == f"{id}-trainer")
    return plain(re.sub(r"\A\*\*[^*]+\*\*\s*", "", next(found, "")))


def plain(prose: str) -> str:
    """Prose without its marks.

    Examples
    --------
    >>> plain("## E1 · *Who* answered `____`")
    'E1 · Who answered ____'
    """
    prose = re.sub(r"(?m)^(#+|-)\s+", "", prose)
    return " ".join(re.sub(r"(?<!\w)\*{1,2}|\*{1,2}(?!\w)|`", "", prose).split())
