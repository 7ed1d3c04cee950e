"""Weights from comparisons of two things at a time (the analytic hierarchy process), and how far they contradict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from kiptools.messages import KipError, cut, message, some
from kiptools.swot import QUADRANTS, Judgement

__all__ = ["PairwiseWeights", "Revision", "comparisons_of", "pairwise_weights"]

CONSISTENT = 0.1
"""Saaty's rule: up to this consistency ratio comparisons contradict each other little."""
RANDOM_INDEX = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}
"""By how many things: the mean consistency index of comparisons drawn by lot (Saaty 1980)."""


@dataclass(frozen=True)
class Revision:
    """The comparison that fits worst with all others.

    Parameters
    ----------
    first, second : str
    times : float
        As it was judged.
    implied : float
        What all comparisons together say.
    ratio : float
        The consistency ratio if it were judged as implied.
    """

    first: str
    second: str
    times: float
    implied: float
    ratio: float


@dataclass(frozen=True)
class PairwiseWeights:
    """How much each thing counts.

    Parameters
    ----------
    names : tuple of str
        In order of first appearance.
    weights : tuple of float
        Of the principal eigenvector; they add up to 1.
    largest : float
        The largest eigenvalue; equal to the number of things if nothing contradicts.
    ratio : float
        Consistency ratio: consistency index over that of random comparisons; 0 for one or two things.
    missing : tuple of (str, str)
        Pairs that nobody has compared; then there are no weights.
    revisit : Revision or None
        Which comparison to talk about again; None if comparisons contradict each other little.
    """

    names: tuple[str, ...]
    weights: tuple[float, ...]
    largest: float
    ratio: float
    missing: tuple[tuple[str, str], ...] = ()
    revisit: Revision | None = None

    @property
    def of_quadrants(self) -> bool:
        """Whether quadrants were compared, and not factors."""
        return set(self.names) <= set(QUADRANTS)

    @property
    def consistent(self) -> bool:
        return self.ratio <= CONSISTENT


def pairwise_weights(judgements: Sequence[Judgement]) -> PairwiseWeights:
    """Weights from comparisons of two things at a time: the analytic hierarchy process.

    The comparisons are a matrix a of n rows, aᵢⱼ telling how many times as much i counts as j, and aⱼᵢ = 1 / aᵢⱼ. The
    weights w are its principal eigenvector, a w = λ w, with Σ w = 1. Comparisons that do not contradict each other have
    λ = n; how far they do is CI = (λ - n) / (n - 1), and CR = CI / RI, where RI is the mean CI of comparisons drawn by
    lot. If CR is above 0.1, each aᵢⱼ in turn is replaced by wᵢ / wⱼ; the one that then leaves the smallest CR is the
    one to talk about again (of several that leave the same, as always among three things, the first).

    Parameters
    ----------
    judgements : sequence of Judgement
        At most one for each pair of things, in either direction.

    Returns
    -------
    PairwiseWeights
        Without weights, and with nan for `largest` and `ratio`, as long as pairs are missing.

    Raises
    ------
    KipError
        More than ten things are compared.
    ValueError
        A pair is compared twice.

    References
    ----------
    Saaty, T. L. (1980). The Analytic Hierarchy Process. McGraw-Hill.

    Examples
    --------
    >>> found = pairwise_weights([Judgement("S1", "S2", 3), Judgement("S2", "S3", 2), Judgement("S1", "S3", 6)])
    >>> [round(weight, 3) for weight in found.weights], round(found.ratio, 3)
    ([0.667, 0.222, 0.111], 0.0)
    """
    names = tuple(dict.fromkeys(name for each in judgements for name in (each.first, each.second)))
    if len(names) > (most := max(RANDOM_INDEX)):
        raise KipError(
            message(
                "More than {most} factors are compared with each other ({names}); compare at most {most}, because "
                "beyond that nobody can say how far the comparisons contradict each other.",
                most=most,
                names=some([cut(name) for name in names]),
            )
        )
    matrix = np.full((len(names), len(names)), np.nan)
    np.fill_diagonal(matrix, 1)
    places = [(names.index(each.first), names.index(each.second)) for each in judgements]
    for each, (row, column) in zip(judgements, places, strict=True):
        if not np.isnan(matrix[row, column]):
            raise ValueError(f"comparison twice: {each}")
        matrix[row, column], matrix[column, row] = each.times, 1 / each.times
    pairs = combinations(range(len(names)), 2)
    if missing := tuple((names[row], names[column]) for row, column in pairs if np.isnan(matrix[row, column])):
        return PairwiseWeights(names, (), np.nan, np.nan, missing)
    weights, largest = _principal(matrix)
    ratio = _ratio(largest, len(names))
    revisit = None
    if ratio > CONSISTENT:
        revised = [
            Revision(each.first, each.second, each.times, implied, _ratio(_principal(changed)[1], len(names)))
            for each, (row, column) in zip(judgements, places, strict=True)
            for implied in [float(weights[row] / weights[column])]
            for changed in [_replaced(matrix, row, column, implied)]
        ]
        revisit = min(revised, key=lambda revision: round(revision.ratio, 9))
    return PairwiseWeights(names, tuple(map(float, weights)), largest, ratio, revisit=revisit)


def comparisons_of(judgements: Sequence[Judgement]) -> tuple[PairwiseWeights, ...]:
    """The weights of all that is compared: of the quadrants, and of each set of factors that belong together.

    Factors belong together if comparisons lead from one to the other, in one step or several.

    Parameters
    ----------
    judgements : sequence of Judgement
        As they stand in a SWOT.

    Returns
    -------
    tuple of PairwiseWeights
        The quadrants first, then the sets of factors by their first comparison; empty if nothing is compared.

    Raises
    ------
    KipError
        More than ten factors belong together.

    Examples
    --------
    >>> judged = (Judgement("S1", "S2", 2), Judgement("strength", "threat", 4))
    >>> [found.names for found in comparisons_of(judged)]
    [('strength', 'threat'), ('S1', 'S2')]
    """
    import networkx as nx

    quadrants = [each for each in judgements if each.first in QUADRANTS]
    factors = [each for each in judgements if each.first not in QUADRANTS]
    sets = nx.connected_components(nx.Graph((each.first, each.second) for each in factors))
    groups = [quadrants, *([each for each in factors if each.first in together] for together in sets)]
    return tuple(pairwise_weights(group) for group in groups if group)


def _principal(matrix: np.ndarray) -> tuple[np.ndarray, float]:
    """The eigenvector of the largest eigenvalue, adding up to 1, and that eigenvalue."""
    if not matrix.size:
        return np.zeros(0), 0.0
    values, vectors = np.linalg.eig(matrix)
    largest = int(values.real.argmax())
    vector = np.abs(vectors[:, largest].real)
    return vector / vector.sum(), max(float(values.real[largest]), float(len(matrix)))


def _ratio(largest: float, things: int) -> float:
    return (largest - things) / (things - 1) / RANDOM_INDEX[things] if things in RANDOM_INDEX else 0.0


def _replaced(matrix: np.ndarray, row: int, column: int, times: float) -> np.ndarray:
    changed = matrix.copy()
    changed[row, column], changed[column, row] = times, 1 / times
    return changed
