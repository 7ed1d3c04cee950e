"""Several statements on one topic: a score for each respondent, and how well the statements go together.

A construct is measured by the mean of its items. Whether that mean stands for one thing is what reliability asks:
Cronbach's alpha with its interval, and omega from one common factor. Both are figures of these answers, not of the
questionnaire, and with few answers they say little; so the interval always comes with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kiptools.codebook import RATED, Construct, Item
from kiptools.confidentiality import may_show
from kiptools.counting import covariance
from kiptools.intervals import Interval
from kiptools.likert import by_construct, construct_scores, unit_levels
from kiptools.responses import Responses

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Reliability",
    "ReliabilityRow",
    "Scores",
    "Undefined",
    "cronbach_alpha",
    "feldt_interval",
    "omega_one_factor",
    "one_factor_loadings",
    "reliability",
    "score",
]

Matrix = tuple[tuple[float, ...], ...]


# --- scores ------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, repr=False)
class Scores:
    """Each respondent's score on each construct.

    Parameters
    ----------
    constructs : tuple of Construct
    ranges : tuple of Interval
        The lowest and the highest score that each construct can have.
    values : ndarray of float, shape (respondents, constructs)
        nan where a respondent has no score; read-only.
    withheld : tuple of bool
        Of which constructs this is a part whose scores tell those of a few others, because a larger one is shown.
    """

    constructs: tuple[Construct, ...]
    ranges: tuple[Interval, ...]
    values: np.ndarray
    withheld: tuple[bool, ...]

    def __post_init__(self) -> None:
        self.values.flags.writeable = False

    def __len__(self) -> int:
        return self.values.shape[0]

    def __repr__(self) -> str:
        return f"Scores({len(self)} respondents, {', '.join(construct.name for construct in self.constructs)})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scores):
            return NotImplemented
        plain = (self.constructs, self.ranges, self.withheld) == (other.constructs, other.ranges, other.withheld)
        return plain and np.array_equal(self.values, other.values, equal_nan=True)

    __hash__ = None  # type: ignore[assignment]

    @property
    def showable(self) -> tuple[bool, ...]:
        """Whether anything of a construct may be shown: enough scores that are not all the same."""
        return tuple(
            _may_show_scores(given) and not withheld for given, withheld in zip(self._given, self.withheld, strict=True)
        )

    @property
    def answered(self) -> tuple[int, ...]:
        """How many respondents have a score, per construct."""
        return tuple(map(len, self._given))

    @property
    def means(self) -> tuple[float | None, ...]:
        """Mean score per construct; None where nobody has one."""
        return tuple(float(given.mean()) if len(given) else None for given in self._given)

    @property
    def medians(self) -> tuple[float | None, ...]:
        """Median score per construct; None where nobody has one."""
        return tuple(float(np.median(given)) if len(given) else None for given in self._given)

    @property
    def _given(self) -> list[np.ndarray]:
        return [column[np.isfinite(column)] for column in self.values.T]

    def to_frame(self) -> pd.DataFrame:
        """One row per respondent, one column per construct, made anew at each call."""
        import pandas as pd

        return pd.DataFrame(self.values.copy(), columns=[construct.name for construct in self.constructs])


def score(responses: Responses, constructs: str | Iterable[str] | None = None, *, role: str = "experience") -> Scores:
    """Each respondent's mean of the statements on a topic.

    The mean is that of the items that were answered, reversed ones turned, if at least two thirds were; else there
    is none. It has the unit of the items' scale if all of them share it, and lies between 0 and 1 if they do not.

    Parameters
    ----------
    responses : Responses
    constructs : str, iterable of str, or None
        Constructs by name, or some of their items; None for all.
    role : {"experience", "importance"}
        Which rated items.

    Returns
    -------
    Scores

    Raises
    ------
    KipError
        A name is not in the codebook.
    ValueError
        `role` is none of those above.

    References
    ----------
    Mazza, G. L., Enders, C. K. & Ruehlman, L. S. (2015). Addressing item-level missing data. Multivariate
    Behavioral Research 50, 504-519.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> scores = score(read_responses(), ["trust", "learning"])
    >>> scores, scores.ranges[0]
    (Scores(31 respondents, trust, learning), Interval(low=1.0, high=5.0))
    """
    found = _chosen(responses, constructs, role)
    ranges = [_range(items) for _, items in found]
    values = np.empty((len(responses), len(found)))
    for place, ((_, items), (low, high)) in enumerate(zip(found, ranges, strict=True)):
        values[:, place] = low + (high - low) * construct_scores(responses, items)[0]
    withheld = tuple(_tells_few(responses, items) for _, items in found)
    return Scores(tuple(construct for construct, _ in found), tuple(ranges), values, withheld)


def _tells_few(responses: Responses, items: list[Item]) -> bool:
    """Whether the scores of those left out, which follow from those of all, are too few or all the same."""
    rests = (construct_scores(rest, items)[0] for rest in responses.left_out)
    given = [scores[np.isfinite(scores)] for scores in rests]
    return responses.withheld or any(len(scores) and not _may_show_scores(scores) for scores in given)


def _may_show_scores(given: np.ndarray) -> bool:
    return may_show(len(given)) and float(np.ptp(given)) > 1e-9  # thirds are not exact in binary


def _chosen(
    responses: Responses, constructs: str | Iterable[str] | None, role: str
) -> list[tuple[Construct, list[Item]]]:
    if role not in RATED:
        raise ValueError(f"role is {role!r} ({' or '.join(RATED)})")
    return by_construct(responses, responses.codebook.select(constructs, role=role))


def _range(items: list[Item]) -> Interval:
    """From where to where a construct's scores go: as its items' scale does, if they share one."""
    scales = {item.scale.scores for item in items if item.scale}
    (scores,) = scales if len(scales) == 1 else ((0.0, 1.0),)
    return Interval(scores[0], scores[-1])


# --- reliability -------------------------------------------------------------------------------------


class Undefined(Enum):
    """Why a figure of reliability cannot be worked out."""

    TOO_FEW_ANSWERS = "fewer than three respondents answered all items"
    TOO_FEW_ITEMS = "omega needs three items: two have one correlation, which does not tell two loadings"
    NO_VARIANCE = "everybody gave the same answer to an item, or has the same sum"
    NO_FACTOR = "no single factor with loadings of at most 1 is the one that fits the correlations best"


@dataclass(frozen=True)
class ReliabilityRow:
    """How well the items of one construct go together, among those who answered all of them.

    Parameters
    ----------
    construct : Construct
    items : tuple of Item
        At least two.
    complete, respondents : int
        How many answered every item, of how many.
    covariance : tuple of tuple of float
        Of the items on 0 to 1, reversed ones turned, with n - 1; empty with fewer than three complete answers.
    withheld : bool
        Whether this is a part whose answers tell those of a few others, because a larger one is shown as well.
    """

    construct: Construct
    items: tuple[Item, ...]
    complete: int
    respondents: int
    covariance: Matrix
    withheld: bool = field(default=False, repr=False)

    @property
    def showable(self) -> bool:
        """Whether anything of it may be shown, so that nobody's answer can be recognised."""
        return may_show(self.complete) and not self.withheld

    @property
    def alpha(self) -> float | None:
        """Cronbach's alpha, which can be negative; None as `no_alpha` says."""
        return cronbach_alpha(self.covariance) if self.covariance else None

    @property
    def no_alpha(self) -> Undefined | None:
        """Why there is no alpha."""
        if not self.covariance:
            return Undefined.TOO_FEW_ANSWERS
        return Undefined.NO_VARIANCE if self.alpha is None else None

    def interval(self, level: float = 0.95) -> Interval | None:
        """Feldt's interval of alpha; None where there is no alpha."""
        return None if self.alpha is None else feldt_interval(self.alpha, self.complete, len(self.items), level=level)

    @cached_property
    def correlation(self) -> Matrix | None:
        """Of the items; None where one does not vary."""
        covariance = np.array(self.covariance)
        if not self.covariance or not (covariance.diagonal() > 0).all():
            return None
        scale = np.sqrt(covariance.diagonal())
        return _as_tuples(covariance / scale / scale[:, np.newaxis])

    @property
    def mean_correlation(self) -> float | None:
        """Mean correlation of two items; None where one does not vary."""
        if self.correlation is None:
            return None
        return float(np.array(self.correlation)[np.triu_indices(len(self.items), 1)].mean())

    @property
    def standardised_alpha(self) -> float | None:
        """Alpha as if all items varied equally; None where one does not vary."""
        return None if self.correlation is None else cronbach_alpha(self.correlation)

    @cached_property
    def omega(self) -> float | None:
        """Omega total from one common factor; None as `no_omega` says."""
        return None if self.correlation is None else omega_one_factor(self.correlation)

    @property
    def no_omega(self) -> Undefined | None:
        """Why there is no omega."""
        if not self.covariance:
            return Undefined.TOO_FEW_ANSWERS
        if len(self.items) < 3:
            return Undefined.TOO_FEW_ITEMS
        if self.correlation is None:
            return Undefined.NO_VARIANCE
        return Undefined.NO_FACTOR if self.omega is None else None

    @property
    def alpha_if_dropped(self) -> tuple[float | None, ...]:
        """Alpha of the other items, for each item; None where fewer than two are left, or their sum does not vary."""
        covariance = np.array(self.covariance)
        if not self.covariance or len(self.items) < 3:
            return (None,) * len(self.items)
        rest = [np.delete(np.delete(covariance, place, 0), place, 1) for place in range(len(self.items))]
        return tuple(cronbach_alpha(_as_tuples(others)) for others in rest)

    @property
    def item_rest(self) -> tuple[float | None, ...]:
        """Correlation of each item with the sum of the others; None where either does not vary."""
        if not self.covariance:
            return (None,) * len(self.items)
        covariance = np.array(self.covariance)
        own, with_all = covariance.diagonal(), covariance.sum(axis=1)
        rest = covariance.sum() - 2 * with_all + own
        vary = (own > 0) & (rest > _NOTHING * covariance.trace())
        found = (with_all - own) / np.sqrt(np.where(vary, own * rest, 1.0))
        return tuple(float(value) if varies else None for value, varies in zip(found, vary, strict=True))


@dataclass(frozen=True)
class Reliability:
    """How well the items of each construct go together, in the codebook's order."""

    rows: tuple[ReliabilityRow, ...]
    role: str
    level: float


def reliability(
    responses: Responses,
    constructs: str | Iterable[str] | None = None,
    *,
    role: str = "experience",
    level: float = 0.95,
) -> Reliability:
    """Cronbach's alpha with its interval, omega, and what each item contributes.

    Only respondents who answered all items of a construct take part (listwise). Items are scored from 0 to 1 and
    turned if reversed, so that items on different scales weigh alike; on one scale that changes nothing.

    Parameters
    ----------
    responses : Responses
    constructs : str, iterable of str, or None
        Constructs by name, or some of their items; None for all.
    role : {"experience", "importance"}
        Which rated items.
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    Reliability
        One row per construct with at least two items.

    Raises
    ------
    KipError
        A name is not in the codebook.
    ValueError
        `role` is none of those above.

    References
    ----------
    Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika 16, 297-334.
    Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty.
    Psychometrika 30, 357-370. McDonald, R. P. (1999). Test theory: a unified treatment. Erlbaum.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> row = reliability(read_responses(), "trust").rows[0]
    >>> low, high = row.interval()
    >>> row.complete, low < row.alpha < high
    (26, True)
    """
    found = _chosen(responses, constructs, role)
    rows = (_reliability(responses, construct, items) for construct, items in found if len(items) > 1)
    return Reliability(tuple(rows), role, level)


def _reliability(responses: Responses, construct: Construct, items: list[Item]) -> ReliabilityRow:
    complete, matrix = _covariance(responses, items)
    rests = [_covariance(rest, items)[0] for rest in responses.left_out]
    withheld = responses.withheld or any(rest and not may_show(rest) for rest in rests)
    covariances = _as_tuples(matrix) if complete >= 3 else ()
    return ReliabilityRow(construct, tuple(items), complete, len(responses), covariances, withheld)


def _covariance(responses: Responses, items: list[Item]) -> tuple[int, np.ndarray]:
    """How many answered all items, and the covariances of their answers on 0 to 1."""
    codes = np.stack([responses.column(item.name) for item in items]).T  # column-major
    return covariance(codes, [unit_levels(item).tolist() for item in items])


def _as_tuples(matrix: np.ndarray) -> Matrix:
    return tuple(tuple(map(float, row)) for row in matrix)


# --- the figures, from a matrix ----------------------------------------------------------------------

_NOTHING = 1e-12
"""A variance below this part of the items' own is rounding: the sum does not vary."""


def cronbach_alpha(covariance: Matrix | np.ndarray) -> float | None:
    """Cronbach's alpha of the sum of items; of a correlation matrix, standardised alpha.

    Parameters
    ----------
    covariance : matrix, shape (items, items)
        At least two items.

    Returns
    -------
    float or None
        At most 1, negative where items run against each other; None if the sum does not vary.

    Raises
    ------
    ValueError
        There are fewer than two items.

    References
    ----------
    Cronbach, L. J. (1951). Psychometrika 16, 297-334.

    Examples
    --------
    >>> round(cronbach_alpha([[1, 0.5], [0.5, 1]]), 4)      # two items: 2 r / (1 + r)
    0.6667
    """
    matrix = np.asarray(covariance, dtype=float)
    items, own, total = len(matrix), float(matrix.trace()), float(matrix.sum())
    if items < 2:
        raise ValueError(f"there is {items} item; alpha needs at least two")
    return items / (items - 1) * (1 - own / total) if total > _NOTHING * own else None


def feldt_interval(alpha: float, n: int, items: int, *, level: float = 0.95) -> Interval:
    """Feldt's interval of Cronbach's alpha, from the F distribution.

    Parameters
    ----------
    alpha : float
        As observed.
    n : int
        How many answered all items, at least 2.
    items : int
        How many items, at least 2.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        Unrounded; the lower end can be negative. An alpha of 1 has no room: (1, 1).

    Raises
    ------
    ValueError
        `alpha` is above 1, `n` or `items` below 2, or `level` not between 0 and 1.

    References
    ----------
    Feldt, L. S. (1965). Psychometrika 30, 357-370. Feldt, L. S., Woodruff, D. J. & Salih, F. A. (1987). Statistical
    inference for coefficient alpha. Applied Psychological Measurement 11, 93-103.

    Examples
    --------
    >>> low, high = feldt_interval(0.843143, 30, 7)      # R's attitude data; psych::alpha prints 0.74 and 0.92
    >>> round(low, 2), round(high, 2)
    (0.74, 0.92)
    """
    if alpha > 1 or n < 2 or items < 2 or not 0 < level < 1:
        raise ValueError(f"alpha is {alpha}, n {n}, items {items}, level {level}")
    from scipy.special import fdtri

    freedom, tail = (n - 1, (n - 1) * (items - 1)), (1 - level) / 2
    return Interval(
        1 - (1 - alpha) * float(fdtri(*freedom, 1 - tail)),
        1 - (1 - alpha) * float(fdtri(*freedom, tail)),
    )


def one_factor_loadings(correlation: Matrix | np.ndarray) -> tuple[float, ...] | None:
    """The loadings of one common factor by minimum residuals (unweighted least squares off the diagonal).

    Parameters
    ----------
    correlation : matrix, shape (items, items)
        At least three items.

    Returns
    -------
    tuple of float or None
        Their sum is not negative. None where the best fit has a loading beyond 1 (a Heywood case) or is not
        determined.

    Raises
    ------
    ValueError
        There are fewer than three items.

    References
    ----------
    Harman, H. H. & Jones, W. H. (1966). Factor analysis by minimizing residuals (minres). Psychometrika 31, 351-368.

    Examples
    --------
    >>> import numpy as np
    >>> pattern = np.array([0.5, 0.6, 0.8])
    >>> correlation = np.outer(pattern, pattern) + np.diag(1 - pattern**2)
    >>> np.round(one_factor_loadings(correlation), 6).tolist()
    [0.5, 0.6, 0.8]
    """
    matrix = np.array(correlation, dtype=float)
    if len(matrix) < 3:
        raise ValueError(f"there are {len(matrix)} items; one factor needs at least three")
    np.fill_diagonal(matrix, 0.0)  # what an item shares with itself is not asked for
    found = _sweep(_starts(correlation), matrix)
    for _ in range(20):  # Newton's steps, to the last digits
        slope, curve = _slope_and_curve(found, matrix)
        if np.linalg.eigvalsh(curve)[0] < 1e-6:
            return None
        found = found - np.linalg.solve(curve, slope)
    if np.abs(found).max() > 1 + 1e-9 or np.abs(_slope_and_curve(found, matrix)[0]).max() > 1e-12:
        return None
    return tuple(map(float, found if found.sum() >= 0 else -found))


def _starts(correlation: Matrix | np.ndarray) -> np.ndarray:
    """The principal components' loadings, one row each: each may lead to a minimum of its own."""
    values, vectors = np.linalg.eigh(correlation)
    return (vectors * np.sqrt(np.maximum(values, 1e-6))).T


def _sweep(loadings: np.ndarray, correlation: np.ndarray) -> np.ndarray:
    """From several starts, the best fit for one loading after the other; the best of all."""
    for _ in range(100):
        for item in range(len(correlation)):
            others = np.delete(loadings, item, axis=1)
            weights = np.maximum((others**2).sum(axis=1), 1e-12)
            loadings[:, item] = others @ np.delete(correlation[item], item) / weights
    residuals = correlation - loadings[:, :, np.newaxis] * loadings[:, np.newaxis, :]
    off = ~np.eye(len(correlation), dtype=bool)
    return loadings[(residuals[:, off] ** 2).sum(axis=1).argmin()]


def _slope_and_curve(loadings: np.ndarray, correlation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradient and Hessian of half the sum of squared residuals, each pair of items once."""
    products = np.outer(loadings, loadings)
    residuals = correlation - products
    np.fill_diagonal(residuals, 0.0)
    curve = products - residuals
    np.fill_diagonal(curve, loadings @ loadings - loadings**2)
    return -residuals @ loadings, curve


def omega_one_factor(correlation: Matrix | np.ndarray) -> float | None:
    """Omega total of the sum of standardised items, from one common factor.

    Parameters
    ----------
    correlation : matrix, shape (items, items)

    Returns
    -------
    float or None
        Between 0 and 1. None with fewer than three items, and where there is no proper single factor
        (`one_factor_loadings`).

    References
    ----------
    McDonald, R. P. (1999). Test theory: a unified treatment, chapter 6. Erlbaum.

    Examples
    --------
    >>> import numpy as np
    >>> round(omega_one_factor(0.49 + 0.51 * np.eye(4)), 6)      # four loadings of .7
    0.793522
    """
    loadings = one_factor_loadings(correlation) if len(correlation) > 2 else None
    if loadings is None:
        return None
    common, own = sum(loadings) ** 2, sum(1 - loading**2 for loading in loadings)
    return common / (common + own)
