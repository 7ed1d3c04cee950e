"""From factors to strategies: what is inside beside what is outside (the TOWS matrix), for the group to decide on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import isnan, nan

from kiptools.ranking import Ranking
from kiptools.swot import EXTERNAL, INTERNAL, Factor, Pair, Swot

__all__ = ["KINDS", "Tows", "TowsPair", "tows"]

KINDS = ("SO", "ST", "WO", "WT")
MOST_OF_A_KIND = 3
"""Pairs are proposed until there are so many of a kind; those that the group has rejected do not count."""


@dataclass(frozen=True)
class TowsPair:
    """A factor of the network beside one from outside.

    Parameters
    ----------
    kind : str
        One of `KINDS`, by the quadrants of the two.
    internal, external : Factor
    pair : Pair
        What the group says of it; nothing yet if it was only proposed here.
    weight : float
        Product of the two priorities; nan if one of them has none.
    proposed : bool
        Whether the kit proposes it, and the group has not looked at it yet.
    """

    kind: str
    internal: Factor
    external: Factor
    pair: Pair
    weight: float
    proposed: bool = False


@dataclass(frozen=True)
class Tows:
    """Pairs of factors from inside and outside, most promising first within each kind.

    Parameters
    ----------
    pairs : tuple of TowsPair
        By kind in the order of `KINDS`; within a kind the highest interaction first, then the highest weight.
    """

    pairs: tuple[TowsPair, ...]

    def of(self, kind: str) -> tuple[TowsPair, ...]:
        """The pairs of one kind."""
        return tuple(pair for pair in self.pairs if pair.kind == kind)

    @property
    def strategies(self) -> tuple[TowsPair, ...]:
        """What the group has accepted."""
        return tuple(pair for pair in self.pairs if pair.pair.accepted)

    @property
    def open(self) -> tuple[TowsPair, ...]:
        """What the group has looked at and not decided on."""
        return tuple(pair for pair in self.pairs if pair.pair.accepted is None and not pair.proposed)

    @property
    def proposed(self) -> tuple[TowsPair, ...]:
        """What the kit proposes."""
        return tuple(pair for pair in self.pairs if pair.proposed)


def tows(swot: Swot, ranking: Ranking | None = None) -> Tows:
    """Pairs of factors for the group to accept or reject: what is inside beside what is outside.

    Parameters
    ----------
    swot : Swot
        Its pairs are kept, except those of a proposal that nobody has taken up.
    ranking : Ranking or None
        Of the same SWOT. With it, further pairs are proposed until there are three of each kind that the group has
        not rejected: those with the highest product of the two priorities. Factors over which the room is split
        count like others; unranked ones are not proposed.

    Returns
    -------
    Tows
        Within a kind, rejected pairs last; before them interaction 3, 2, 1, then what nobody has rated, then 0; then
        the highest weight.

    References
    ----------
    Weihrich, H. (1982). The TOWS matrix: a tool for situational analysis. Long Range Planning 15(2), 54-66.

    Examples
    --------
    >>> factors = Factor("S1", "strength", "We know each other"), Factor("T1", "threat", "The agreement ends")
    >>> [(pair.kind, pair.pair.id) for pair in tows(Swot(factors, pairs=(Pair("S1", "T1", 3),))).pairs]
    [('ST', 'S1+T1')]
    """
    priority = {row.factor.id: row.priority for row in ranking.rows} if ranking is not None else {}
    accepted = {factor.id for factor in swot.accepted_factors}
    named = [
        _beside(swot[pair.internal], swot[pair.external], pair, priority)
        for pair in swot.pairs
        if {pair.internal, pair.external} <= accepted
    ]
    pairs = (*named, *_proposed(swot, priority, named))
    return Tows(tuple(sorted(pairs, key=_place)))


def _beside(internal: Factor, external: Factor, pair: Pair, priority: Mapping[str, float]) -> TowsPair:
    kind = internal.quadrant[0].upper() + external.quadrant[0].upper()
    weight = priority.get(internal.id, nan) * priority.get(external.id, nan)
    return TowsPair(kind, internal, external, pair, weight)


def _proposed(swot: Swot, priority: Mapping[str, float], named: Sequence[TowsPair]) -> Iterator[TowsPair]:
    """Of each kind the pairs with the highest weight that do not stand in the SWOT, as many as there is room for."""
    known = {pair.pair.id for pair in named}
    taken = Counter(pair.kind for pair in named if pair.pair.accepted is not False)
    for inside, outside in product(INTERNAL, EXTERNAL):
        pairs = [
            replace(_beside(internal, external, Pair(internal.id, external.id), priority), proposed=True)
            for internal, external in product(swot.of(inside), swot.of(outside))
        ]
        new = [pair for pair in pairs if pair.pair.id not in known and not isnan(pair.weight)]
        room = max(0, MOST_OF_A_KIND - taken[pairs[0].kind]) if pairs else 0
        yield from sorted(new, key=lambda pair: -pair.weight)[:room]


def _place(pair: TowsPair) -> tuple[int, bool, int, float]:
    order = (3, 2, 1, None, 0)
    weight = -1 if isnan(pair.weight) else pair.weight
    return KINDS.index(pair.kind), pair.pair.accepted is False, order.index(pair.pair.interaction), -weight
