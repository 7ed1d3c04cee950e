"""Coded answers and their instrument, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from kiptools.codebook import Codebook, Item
from kiptools.confidentiality import FEWEST_TO_SHOW, may_show
from kiptools.exports.tool import Origin
from kiptools.messages import KipError, Message, message

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Responses", "check_population", "matrix_columns", "overlaps"]


@dataclass(frozen=True, eq=False, repr=False)
class Responses:
    """What respondents answered, coded by the instrument they answered.

    Parameters
    ----------
    codebook : Codebook
    columns : tuple of str
        The matrix's columns: an item's name, or ``item/option`` for each option of a multiple choice.
    codes : ndarray of int8 (int16 where a list of answers is longer), shape (respondents, columns)
        The level (0 is the lowest), or 0 and 1 for an option; below zero a `Missing`. Column-major,
        read-only.
    values : dict of str to ndarray
        The columns that are no codes: texts (object, None where empty), numbers (float, nan), dates
        (datetime64, NaT); also ``item/other`` with answers of a respondent's own.
    source : str
        The file's name.
    population : int or None
        How many partners the answers stand for, if known: in a survey of all partners, those asked.
    notes : tuple of Message
        What was decided while reading.
    to_decide : tuple of Message
        What a person should still decide.
    inferred : frozenset of str
        The items of which neither file nor codebook tells to whom they were shown: that is inferred from the
        pattern of empty cells.
    breaks_inferred : bool
        Whether the tool does not tell who did not finish either.
    origin : Origin or None
        The survey tool.
    asked : int or None
        How many were asked, if they were drawn from the population; None if all were, or it is not known.
    """

    codebook: Codebook
    columns: tuple[str, ...]
    codes: np.ndarray
    values: Mapping[str, np.ndarray]
    source: str = ""
    population: int | None = None
    notes: tuple[Message, ...] = ()
    to_decide: tuple[Message, ...] = ()
    inferred: frozenset[str] = frozenset()
    breaks_inferred: bool = True
    origin: Origin | None = None
    asked: int | None = None
    _places: Mapping[str, int] = field(init=False)
    _earlier: tuple[Responses, ...] = ()  # what it was cut from, the whole first
    _rows: np.ndarray | None = None  # which respondents of the whole; None for all

    def __post_init__(self) -> None:
        for array in (self.codes, *self.values.values()):
            array.flags.writeable = False
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))
        object.__setattr__(self, "_places", {name: index for index, name in enumerate(self.columns)})

    def __len__(self) -> int:
        return self.codes.shape[0]

    def __repr__(self) -> str:
        return f"Responses({len(self)} respondents, {len(self.codebook.items)} items, source={self.source!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Responses):
            return NotImplemented
        return (
            (self.codebook, self.columns, self.population) == (other.codebook, other.columns, other.population)
            and np.array_equal(self.codes, other.codes)
            and self.values.keys() == other.values.keys()
            and all(_equal(self.values[name], other.values[name]) for name in self.values)
        )

    __hash__ = None  # type: ignore[assignment]

    def column(self, name: str) -> np.ndarray:
        """The codes of one column of the matrix."""
        return self.codes[:, self._places[name]]

    def options(self, item: Item) -> np.ndarray:
        """The columns of a multiple choice, shape (respondents, options)."""
        first = self._places[f"{item.name}/{item.levels[0].name}"]
        return self.codes[:, first : first + len(item.levels)]

    @property
    def simulated(self) -> bool:
        """Whether the kit made the answers up."""
        return self.origin is not None and self.origin.tool == "simulated"

    def where(self, mask: Sequence[bool] | np.ndarray) -> Responses:
        """The respondents for whom the mask is true. The population of a part is not known.

        A part remembers what it was cut from. If 31 partners' answers are shown and those of 28 of them as well,
        the difference is what the other three answered; therefore such a part is `withheld`, and a question of a
        larger part is not shown if those left out gave fewer than five answers to it or all the same.
        Two parts that differ by a few partners: `kiptools.overlaps`.

        Raises
        ------
        ValueError
            The mask does not have one entry per respondent.
        """
        chosen = np.asarray(mask, dtype=bool)
        if chosen.shape != (len(self),):
            raise ValueError(f"the mask has shape {chosen.shape}; one entry for each of the {len(self)} respondents")
        return Responses(
            self.codebook,
            self.columns,
            np.asfortranarray(self.codes[chosen]),
            {name: array[chosen] for name, array in self.values.items()},
            self.source,
            None,
            self.notes,
            self.to_decide,
            self.inferred,
            self.breaks_inferred,
            self.origin,
            None,
            (*self._earlier, self),
            self._respondents()[chosen],
        )

    @cached_property
    def withheld(self) -> bool:
        """Whether this part's answers must not be shown: less all others' they are those of one to four partners."""
        return any(0 < len(rest) < FEWEST_TO_SHOW for rest in self.left_out)

    @cached_property
    def left_out(self) -> tuple[Responses, ...]:
        """What remains of each larger set that may be shown: its answers follow by subtraction."""
        shown = [earlier for earlier in self._earlier if may_show(len(earlier)) and not earlier.withheld]
        return tuple(earlier.where(~np.isin(earlier._respondents(), self._respondents())) for earlier in shown)

    def _respondents(self) -> np.ndarray:
        return np.arange(len(self)) if self._rows is None else self._rows

    @property
    def frame(self) -> pd.DataFrame:
        """A plain table, made anew at each call: one row per respondent.

        Choices are categories named by their codes (ordered where the scale is), options of a multiple
        choice are booleans with NA, the rest is text, numbers and dates. All kinds of missing are NA.
        """
        import pandas as pd

        columns: dict[str, object] = {}
        for item in self.codebook.items:
            if item.type == "select_one":
                columns[item.name] = pd.Categorical.from_codes(
                    np.maximum(self.column(item.name), -1), [level.name for level in item.levels], ordered=item.ordered
                )
            elif item.type == "select_multiple":
                for level in item.levels:
                    codes = self.column(f"{item.name}/{level.name}")
                    columns[f"{item.name}/{level.name}"] = pd.array(codes == 1, dtype="boolean")
                    columns[f"{item.name}/{level.name}"][codes < 0] = pd.NA  # type: ignore[index]
            if f"{item.name}/other_text" in self.values:
                columns[f"{item.name}/other_text"] = self.values[f"{item.name}/other_text"].copy()
            if item.name in self.values:
                columns[item.name] = self.values[item.name].copy()
        return pd.DataFrame(columns)


def _equal(one: np.ndarray, other: np.ndarray) -> bool:
    if one.dtype != other.dtype:
        return False
    return np.array_equal(one, other, equal_nan=one.dtype.kind in "fM")


def matrix_columns(item: Item) -> list[str]:
    """The columns of the matrix that an item has: none for an open question."""
    if item.type == "select_multiple":
        return [f"{item.name}/{level.name}" for level in item.levels]
    return [item.name] if item.type == "select_one" else []


def overlaps(*parts: Responses) -> tuple[tuple[int, int], ...]:
    """Which parts of the same survey must not be shown both: each has fewer than five partners that the other lacks.

    The counts of 20 partners less those of 18 of them are what two partners answered. Whoever shows several
    parts of a survey leaves out one of each such pair. Equal parts are no such pair.

    Parameters
    ----------
    *parts : Responses
        Cut from the same responses by `Responses.where`.

    Returns
    -------
    tuple of (int, int)
        Places of the parts, the earlier first.

    Raises
    ------
    ValueError
        The parts were not cut from the same responses.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> responses = read_responses()
    >>> overlaps(*(responses.where([place < n for place in range(31)]) for n in (20, 18, 10)))
    ((0, 1),)
    """
    if len({id((part._earlier or (part,))[0]) for part in parts}) > 1:
        raise ValueError("the parts were not cut from the same responses")
    rows = [part._respondents() for part in parts]
    return tuple(
        (one, other)
        for one, other in combinations(range(len(parts)), 2)
        if max(few := [_lacking(rows[one], rows[other]), _lacking(rows[other], rows[one])]) < FEWEST_TO_SHOW
        and any(few)
    )


def _lacking(one: np.ndarray, other: np.ndarray) -> int:
    """How many of one the other lacks."""
    return int(np.setdiff1d(one, other, assume_unique=True).size)


def check_population(population: int | None, responses: Responses) -> None:
    """Refuse a population smaller than the number of respondents.

    Raises
    ------
    KipError
    """
    if population is not None and population < len(responses):
        raise KipError(
            message(
                "The population is {population}, smaller than the {n} respondents in {file}; "
                "give the number of partners who were asked.",
                population=population,
                n=len(responses),
                file=responses.source,
            )
        )
