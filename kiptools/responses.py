"""Coded answers and their instrument, as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from kiptools.codebook import Codebook, Item
from kiptools.exports.tool import Origin
from kiptools.messages import KipError, Message, message

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Responses", "check_population", "matrix_columns"]


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
        How many were asked, if known.
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
    _places: Mapping[str, int] = field(init=False)

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

    def where(self, mask: Sequence[bool] | np.ndarray) -> Responses:
        """The respondents for whom the mask is true. The population of a part is not known.

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
        )

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
