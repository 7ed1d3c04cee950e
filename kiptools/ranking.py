"""Which factors of a SWOT count most, how far those who rated them agree, and how much hangs on one of them.

A factor counts the more, the more important it is and the more there is of it: importance times performance
(strengths), lack of performance (weaknesses) or likelihood (opportunities, threats). Ratings of fewer than five people
are not shown, nor a ranking made of them: whoever knows the own ratings could work out the others'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial, prod

import numpy as np

from kiptools.confidentiality import FEWEST_TO_SHOW
from kiptools.ordinal import friedman_test
from kiptools.pairwise import PairwiseWeights
from kiptools.swot import LEVELS, QUADRANTS, Factor, Swot

__all__ = ["Concordance", "Disagreements", "RankedFactor", "Ranking", "kendalls_w", "rank"]

TOP = 5
"""So many factors are on top; stability is told of them."""
MOST_STEPS = 1_000_000
"""So many arrangements are counted for an exact p."""
DRAWN = 9_999
"""So many are drawn by lot where they would be more."""


@dataclass(frozen=True)
class Concordance:
    """How far several people put the same things in the same order (Kendall's W).

    Parameters
    ----------
    raters, things : int
    w : float
        0 (no agreement) to 1 (the same order).
    p : float
        How often people who put things in any order would agree as much or more.
    exact : bool
        Whether all orders were counted, or a large random part of them.
    """

    raters: int
    things: int
    w: float
    p: float
    exact: bool


@dataclass(frozen=True)
class RankedFactor:
    """A factor with what was said of it.

    Parameters
    ----------
    factor : Factor
    place : int
        From 1; equal priorities share a place.
    raters : int
        How many rated both importance and degree; only their ratings count here.
    importance, degree : tuple of int
        How many gave each level, 1 to 5.
    priority : float
        Mean of importance times severity over the raters, times the factor's weight; 1 to 25 where nothing is weighted.
        Severity is the degree, of a weakness 6 minus the degree.
    quartiles : tuple of float
        Lower and upper quartile of what the raters' own priorities are.
    weight : float
        1 where nothing is weighted.
    kept : int
        In how many recounts, each without one rater, it is still on top (or still not).
    """

    factor: Factor
    place: int
    raters: int
    importance: tuple[int, int, int, int, int]
    degree: tuple[int, int, int, int, int]
    priority: float
    quartiles: tuple[float, float]
    weight: float
    kept: int

    @property
    def aspect(self) -> str:
        """`importance` or `degree`: that over which more people stand on the smaller side."""
        sides = {name: min(sum(given[:2]), sum(given[3:])) for name, given in self.given}
        return max(sides, key=lambda name: sides[name])

    @property
    def polarisation(self) -> float:
        """How far people stand in two camps over its `aspect`, 0 (all alike) to 1."""
        given = dict(self.given)[self.aspect]
        mean = sum(place * count for place, count in enumerate(given)) / self.raters
        return 4 * sum(count * (place - mean) ** 2 for place, count in enumerate(given)) / self.raters / 16

    @property
    def split(self) -> bool:
        """Whether over its `aspect` two people and a quarter of them stand low (1, 2), and as many high (4, 5)."""
        given = dict(self.given)[self.aspect]
        side = min(sum(given[:2]), sum(given[3:]))
        return side >= 2 and 4 * side >= self.raters

    @property
    def given(self) -> tuple[tuple[str, tuple[int, int, int, int, int]], ...]:
        """How many gave each level, by aspect."""
        return ("importance", self.importance), ("degree", self.degree)


@dataclass(frozen=True)
class Disagreements:
    """Where the room is split.

    Parameters
    ----------
    rows : tuple of RankedFactor
        Most clearly split first.
    ranked : int
        How many factors were ranked at all.
    """

    rows: tuple[RankedFactor, ...]
    ranked: int


@dataclass(frozen=True)
class Ranking:
    """The factors of a SWOT by priority.

    Parameters
    ----------
    rows : tuple of RankedFactor
        Highest priority first.
    unranked : tuple of Factor
        Rated by fewer than five, in the SWOT's order.
    raters : int
        How many rated anything.
    recounts : int
        How many recounts there were: one for each rater who rated a ranked factor.
    top : int
        How many places are on top.
    concordance : Concordance or None
        Of those who rated all ranked factors, without weights; None if they are fewer than five, or there are fewer
        than two factors.
    unfinished : int
        How many have begun to rate and not finished, where others have; then nothing is ranked yet.
    """

    rows: tuple[RankedFactor, ...]
    unranked: tuple[Factor, ...]
    raters: int
    recounts: int
    top: int
    concordance: Concordance | None
    unfinished: int = 0

    @property
    def disagreements(self) -> Disagreements:
        """Where the room is split, most clearly first."""
        split = sorted((row for row in self.rows if row.split), key=lambda row: -row.polarisation)
        return Disagreements(tuple(split), len(self.rows))

    @property
    def untested_opinions(self) -> tuple[RankedFactor, ...]:
        """On top, where not all are, and not split, but without evidence."""
        opinions = (row for row in self.rows if row.place <= self.top < len(self.rows) and row.factor.opinion)
        return tuple(row for row in opinions if not row.split)

    def __getitem__(self, id: str) -> RankedFactor:
        """The row of that factor."""
        return next(row for row in self.rows if row.factor.id == id)


def kendalls_w(rows: Sequence[Sequence[float]] | np.ndarray, *, seed: int = 1) -> Concordance:
    """How far several people put the same things in the same order: Kendall's W, corrected for ties.

    W = 12 Σ (Rⱼ - m (k + 1) / 2)² / (m² (k³ - k) - m Σ (t³ - t)), with the rank sum Rⱼ of each of k things over m
    people, and t equal values of one person sharing their mean rank. p is the share of all arrangements of the people's
    ranks among the things, ties and all, whose W is at least as large: all are counted if they are not too many; else p
    is (1 + c) / (1 + B), where c of B = 9,999 arrangements drawn by lot have such a W.

    Parameters
    ----------
    rows : sequence of sequence of float
        One row for each person with a value for each thing, none of them missing.
    seed : int
        For the arrangements drawn by lot.

    Returns
    -------
    Concordance
        With W = 0 and p = 1 without people, for a single thing, or if each person rates all alike.

    Raises
    ------
    ValueError
        A value is missing or infinite, or the rows are not of one length.

    References
    ----------
    Kendall, M. G. & Babington Smith, B. (1939). The problem of m rankings. Annals of Mathematical Statistics 10,
    275-287. Phipson, B. & Smyth, G. K. (2010). Permutation p-values should never be zero. Statistical Applications in
    Genetics and Molecular Biology 9(1), 39.

    Examples
    --------
    >>> found = kendalls_w([[1, 2, 3], [1, 3, 2], [1, 2, 3], [1, 2, 3]])
    >>> found.w, round(found.p, 3), found.exact    # Siegel 1956, table N: .042
    (0.8125, 0.042, True)
    """
    friedman = friedman_test(rows)
    if not friedman.statistic:
        return Concordance(friedman.respondents, len(friedman.rank_sums), 0.0, 1.0, True)
    values = np.round(np.asarray(rows, dtype=float), 9)
    ranks = np.sign(values[:, :, None] - values[:, None, :]).sum(axis=2).astype(int)
    reached = int((ranks.sum(axis=0) ** 2).sum())
    exact = _exact_p([tuple(map(int, row)) for row in ranks], reached)
    p = _drawn_p(ranks, reached, seed) if exact is None else exact
    w = min(1.0, friedman.kendalls_w)
    return Concordance(friedman.respondents, len(friedman.rank_sums), w, p, exact is not None)


def _exact_p(rows: Sequence[tuple[int, ...]], reached: int) -> float | None:
    """The share of arrangements whose squared rank sums are at least `reached`; None if there are too many.

    Ranks are doubled and counted from their middle, so that all is in integers. Which thing is which does not matter:
    sums that differ in their order only are one, and one person's ranks can stay where they are.
    """
    *others, first = sorted((tuple(sorted(row)) for row in rows), key=_ways)
    things, far = len(first), sum(max(map(abs, row)) for row in rows)
    if (2 * far + 1) ** (things - 1) >= 2**63:
        return None
    signs = (2 * far + 1) ** np.arange(things - 1)
    sums, steps = np.array([first]), 0
    shares: np.ndarray = np.ones(1)
    for row in others:
        if (steps := steps + len(sums) * _ways(row)) > MOST_STEPS:
            return None
        arranged = np.array(_arrangements(row))
        after = np.sort((sums[:, None, :] + arranged).reshape(-1, things), axis=1)
        _, kept, same = np.unique((after[:, 1:] + far) @ signs, return_index=True, return_inverse=True)
        shares = np.bincount(same, weights=np.repeat(shares / len(arranged), len(arranged)))
        sums = after[kept]
    return min(1.0, float(shares[(sums**2).sum(axis=1) >= reached].sum()))


def _ways(row: tuple[int, ...]) -> int:
    """How many different arrangements there are."""
    return factorial(len(row)) // prod(map(factorial, Counter(row).values()))


def _arrangements(row: tuple[int, ...]) -> list[tuple[int, ...]]:
    if not row:
        return [()]
    places = [row.index(value) for value in dict.fromkeys(row)]
    return [(row[place], *rest) for place in places for rest in _arrangements(row[:place] + row[place + 1 :])]


def _drawn_p(ranks: np.ndarray, reached: int, seed: int) -> float:
    rng = np.random.default_rng(seed)
    sums = np.tile(ranks[0], (DRAWN, 1))
    for row in ranks[1:]:
        sums += row[rng.random(sums.shape).argsort(axis=1)]
    as_far = int(((sums**2).sum(axis=1) >= reached).sum())
    return (1 + as_far) / (1 + DRAWN)


def rank(swot: Swot, weights: PairwiseWeights | None = None) -> Ranking:
    """The factors of a SWOT by priority, with how far people agree and how much hangs on one of them.

    The priority of a factor is w Σ (i s) / n over the n people who rated both its importance i and its performance or
    likelihood d; the severity s is d, of a weakness 6 - d. Its weight w is 1 if nothing is compared; of m compared
    quadrants with weights v, w = m v (of all four, 4 v), so that it is 1 on average.

    Factors that fewer than five people rated are not ranked. In each recount one person is left out and all places are
    computed anew, also those of factors that four people are left to rate. Nothing is ranked while some people have
    finished and others are still rating: the later rankings would tell what the last person said.

    Parameters
    ----------
    swot : Swot
        Proposals take no part.
    weights : PairwiseWeights or None
        Of quadrants, from comparisons that are complete.

    Returns
    -------
    Ranking

    Raises
    ------
    ValueError
        Comparisons are missing, or are not of quadrants.

    References
    ----------
    Kurttila, M., Pesonen, M., Kangas, J. & Kajanus, M. (2000). Utilizing the analytic hierarchy process (AHP) in SWOT
    analysis. Forest Policy and Economics 1, 41-52. Quartiles: Hyndman, R. J. & Fan, Y. (1996). Sample quantiles in
    statistical packages. The American Statistician 50, 361-365, type 7.

    Examples
    --------
    >>> from kiptools.swot import Rater, Rating
    >>> factors = (Factor("S1", "strength", "We know each other"), Factor("W1", "weakness", "No money of our own"))
    >>> ratings = [Rating(name, id, 5, 2) for name in "ABCDE" for id in ("S1", "W1")]
    >>> found = rank(Swot(factors, tuple(map(Rater, "ABCDE")), tuple(ratings)))
    >>> [(row.factor.id, row.place, row.priority) for row in found.rows]    # 5 times 6 - 2, 5 times 2
    [('W1', 1, 20.0), ('S1', 2, 10.0)]
    """
    if weights is not None and (weights.missing or not set(weights.names) <= set(QUADRANTS)):
        raise ValueError(f"no weights of quadrants: {weights}")
    factors = swot.accepted_factors
    if unfinished := _unfinished(swot):
        return Ranking((), factors, _raters(swot, factors), 0, TOP, None, unfinished)
    importance, degree = _rated_both(swot, factors)
    weight = np.array([_weight(factor, weights) for factor in factors])
    plain = importance * _severity(degree, factors)
    own = weight * plain
    enough = (~np.isnan(own)).sum(axis=0) >= FEWEST_TO_SHOW
    ranked = own[:, enough]
    priorities, places = _priorities(ranked), _places(ranked)
    recounts = [_places(np.delete(ranked, person, axis=0)) for person in np.flatnonzero(_any(ranked))]
    kept = sum(((places <= TOP) == (without <= TOP)).astype(int) for without in recounts)
    rows = []
    for column, place in enumerate(np.flatnonzero(enough)):
        given = ~np.isnan(own[:, place])
        lower, upper = np.quantile(ranked[given, column], (0.25, 0.75))
        rows.append(
            RankedFactor(
                factors[place],
                int(places[column]),
                int(given.sum()),
                _counts(importance[given, place]),
                _counts(degree[given, place]),
                float(priorities[column]),
                (float(lower), float(upper)),
                float(weight[place]),
                int(kept[column]),
            )
        )
    complete = plain[:, enough][~np.isnan(ranked).any(axis=1)]
    return Ranking(
        tuple(sorted(rows, key=lambda row: row.place)),
        tuple(factor for factor, shown in zip(factors, enough, strict=True) if not shown),
        _raters(swot, factors),
        len(recounts),
        TOP,
        kendalls_w(complete) if len(complete) >= FEWEST_TO_SHOW and len(rows) > 1 else None,
    )


def _unfinished(swot: Swot) -> int:
    """How many have begun and not finished, if anybody has finished: where nobody has, nobody was asked to say so."""
    rated = {each.rater for each in swot.ratings if (each.importance, each.degree) != (None, None)}
    finished = [rater.finished for rater in swot.raters if rater.name in rated]
    return finished.count(False) if any(finished) else 0


def _weight(factor: Factor, weights: PairwiseWeights | None) -> float:
    if weights is None or factor.quadrant not in weights.names:
        return 1.0
    return len(weights.names) * weights.weights[weights.names.index(factor.quadrant)]


def _rated_both(swot: Swot, factors: Sequence[Factor]) -> tuple[np.ndarray, np.ndarray]:
    """Importance and degree, one row for each person and one column for each factor; nan unless both are there."""
    rows = {rater.name: place for place, rater in enumerate(swot.raters)}
    columns = {factor.id: place for place, factor in enumerate(factors)}
    both = np.full((2, len(rows), len(columns)), np.nan)
    for each in swot.ratings:
        if each.factor in columns and each.importance is not None and each.degree is not None:
            both[:, rows[each.rater], columns[each.factor]] = each.importance, each.degree
    return both[0], both[1]


def _severity(degree: np.ndarray, factors: Sequence[Factor]) -> np.ndarray:
    turned = np.array([factor.quadrant == "weakness" for factor in factors], dtype=bool)
    return np.where(turned, LEVELS.start + LEVELS[-1] - degree, degree)


def _any(own: np.ndarray) -> np.ndarray:
    """Who rated at least one factor."""
    return ~np.isnan(own).all(axis=1)


def _priorities(own: np.ndarray) -> np.ndarray:
    """The mean of each column; at least one person has rated it."""
    return np.nansum(own, axis=0) / (~np.isnan(own)).sum(axis=0)


def _places(own: np.ndarray) -> np.ndarray:
    """From 1 for the highest; what is equal but for rounding shares the lower number."""
    priorities = np.round(_priorities(own), 9)
    return 1 + (priorities > priorities[:, None]).sum(axis=1)


def _counts(levels: np.ndarray) -> tuple[int, int, int, int, int]:
    one, two, three, four, five = (int((levels == level).sum()) for level in LEVELS)
    return one, two, three, four, five


def _raters(swot: Swot, factors: Sequence[Factor]) -> int:
    ids = {factor.id for factor in factors}
    said = (each for each in swot.ratings if each.factor in ids and (each.importance, each.degree) != (None, None))
    return len({each.rater for each in said})
