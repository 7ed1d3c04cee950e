"""The seam between the survey tools and the rest: what a module for a tool has to offer.

A ninth tool is one module with a `Tool` named `TOOL`, and its name in the list in ``__init__``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from kiptools.codebook import Codebook
from kiptools.messages import Message, message
from kiptools.tables import Sheet, Table

__all__ = ["Arranged", "Clue", "NOTHING", "Origin", "Sure", "Tool"]


class Sure(IntEnum):
    """How sure it is that a file is of a tool."""

    NO = 0
    PERHAPS = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True)
class Clue:
    """How sure, and what makes it so."""

    sure: Sure
    why: Message


NOTHING = Clue(Sure.NO, message("nothing of it was found"))


@dataclass(frozen=True, eq=False)
class Arranged:
    """An export with its tool's habits undone.

    Parameters
    ----------
    table : Table
        One row per respondent; each column with a `Heading`.
    tests, unfinished : ndarray of bool, shape (rows,), or None
        Which rows are previews and tests, and which were never handed in; None if the tool does not say.
    form : Codebook or None
        The instrument, where the export itself carries it.
    """

    table: Table
    tests: np.ndarray | None = None
    unfinished: np.ndarray | None = None
    form: Codebook | None = None


@dataclass(frozen=True)
class Tool:
    """A survey tool.

    Parameters
    ----------
    key : str
        What ``--tool`` takes.
    name : str
        What people call it.
    recognise : callable
        Sheet -> how sure it is that the tool wrote it.
    arrange : callable
        Sheet -> the answers.
    """

    key: str
    name: str
    recognise: Callable[[Sheet], Clue]
    arrange: Callable[[Sheet], Arranged]


@dataclass(frozen=True)
class Origin:
    """Which tool a file is from, how sure that is, and why.

    Parameters
    ----------
    tool : str
        The tool's key.
    name : str
    clue : Clue or None
        None if a person said it.
    """

    tool: str
    name: str
    clue: Clue | None = None

    @property
    def sure(self) -> Sure:
        return self.clue.sure if self.clue else Sure.CERTAIN
