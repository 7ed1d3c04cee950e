"""Intervals for a share, for a few answers from a small, finite network."""

from __future__ import annotations

from bisect import bisect_left
from math import hypot, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

__all__ = ["Interval", "finite_population_interval", "mean_interval", "newcombe_interval", "wilson_interval"]


class Interval(NamedTuple):
    """A range, both ends included."""

    low: float
    high: float


def wilson_interval(count: int, n: int, *, level: float = 0.95) -> Interval:
    """Score interval for a share in a population of unknown size.

    Parameters
    ----------
    count : int
        How many of the `n` answers count, 0 to `n`.
    n : int
        How many answered; with 0 the interval is everything, (0, 1).
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        Shares, 0 to 1, unrounded.

    Raises
    ------
    ValueError
        `count` is not within 0 to `n`, or `level` not between 0 and 1.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference.
    JASA 22, 209-212. Newcombe, R. G. (1998). Statistics in Medicine 17, 857-872, method 3.

    Examples
    --------
    >>> low, high = wilson_interval(81, 263)      # Newcombe 1998 prints 0.2553 and 0.3662
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    _check(count, n, level)
    if n == 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = count / n
    middle = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if count == 0 else (middle - spread) / scale
    high = 1.0 if count == n else (middle + spread) / scale
    return Interval(low, high)


def newcombe_interval(count: int, n: int, other_count: int, other_n: int, *, level: float = 0.95) -> Interval:
    """Interval for the difference of two independent shares, from their score intervals.

    Parameters
    ----------
    count, n : int
        `count` of the first `n` answers count.
    other_count, other_n : int
        The same for the others, whose share is subtracted.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        Differences, -1 to 1, unrounded; everything, (-1, 1), if nobody answered on either side.

    Raises
    ------
    ValueError
        A count is not within 0 to its n, or `level` not between 0 and 1.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> low, high = newcombe_interval(56, 70, 48, 80)      # Newcombe 1998 prints 0.0524 and 0.3339
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    first, other = wilson_interval(count, n, level=level), wilson_interval(other_count, other_n, level=level)
    if n == 0 or other_n == 0:
        return Interval(-1.0, 1.0)
    share, other_share = count / n, other_count / other_n
    below = hypot(share - first.low, other.high - other_share)
    above = hypot(first.high - share, other_share - other.low)
    return Interval(share - other_share - below, share - other_share + above)


def finite_population_interval(count: int, n: int, population: int, *, level: float = 0.95) -> Interval:
    """Exact interval for a number of partners, when `n` of `population` partners answered.

    A number of partners is kept if neither hypergeometric tail makes the observed `count` rarer
    than ``(1 - level) / 2``. If everyone answered, the interval is the count itself.

    Parameters
    ----------
    count, n : int
        `count` of the `n` who answered; 0 <= `count` <= `n`.
    population : int
        How many were asked, at least `n`.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval
        Numbers of partners (whole numbers, 0 to `population`), not shares.

    Raises
    ------
    ValueError
        `count`, `n` and `population` do not fit, or `level` is not between 0 and 1.

    References
    ----------
    Wendell, J. P. & Schmee, J. (2001). Likelihood confidence intervals for proportions in finite
    populations. The American Statistician 55, 55-61 (tail method as the reference).

    Examples
    --------
    >>> finite_population_interval(18, 24, 40)
    Interval(low=25, high=34)
    """
    _check(count, n, level)
    if population < n:
        raise ValueError(f"population is {population}, smaller than the {n} who answered")
    tail = (1 - level) / 2 * (1 + 1e-9)  # a chance that is just as rare must not pass by a rounding error
    possible = range(count, population - (n - count) + 1)

    # Both tails change in one direction as the number of partners grows, so each end is a search.
    def at_least(total: int) -> bool:
        return _tails(count, n, population, total)[1] > tail

    def at_most(total: int) -> bool:
        return _tails(count, n, population, total)[0] > tail

    low = possible[bisect_left(possible, True, key=at_least)]
    high = possible[bisect_left(possible, True, key=lambda total: not at_most(total)) - 1]
    return Interval(low, high)


_MANY = 20_000
"""So many answers are more than a network has; then scipy.stats, which takes most of a second to load, is faster."""


def _tails(count: int, n: int, population: int, total: int) -> tuple[float, float]:
    """The chances of at most and of at least `count` among `n` who answer, if `total` of the population count."""
    if n > _MANY:
        from scipy.stats import hypergeom

        return (
            float(hypergeom.cdf(count, population, total, n)),
            float(hypergeom.sf(count - 1, population, total, n)),
        )
    import numpy as np
    from scipy.special import gammaln

    def ways(among: float, chosen: np.ndarray) -> np.ndarray:
        return gammaln(among + 1) - gammaln(chosen + 1) - gammaln(among - chosen + 1)

    fewest = max(0, n - (population - total))
    counts = np.arange(fewest, min(n, total) + 1, dtype=float)
    chances = np.exp(ways(total, counts) + ways(population - total, n - counts) - ways(population, np.array(n)))
    return float(chances[: count - fewest + 1].sum()), float(chances[count - fewest :].sum())


def mean_interval(
    mean: float, variance: float, n: int, *, population: int | None = None, level: float = 0.95
) -> Interval:
    """Student's interval of a mean, narrowed by the finite population correction where the population is known.

    Parameters
    ----------
    mean, variance : float
        Of the answers; the variance with n - 1.
    n : int
        How many answered, at least 2.
    population : int or None
        How many were asked; the standard error shrinks by sqrt(1 - n / population).
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Interval

    Raises
    ------
    ValueError
        There are fewer than two answers, or more than the population, or `level` is not between 0 and 1.

    References
    ----------
    Cochran, W. G. (1977). Sampling techniques, 3rd ed., sections 2.6 and 2.8. Wiley.

    Examples
    --------
    >>> low, high = mean_interval(3.8, 0.81, 24, population=40)
    >>> round(low, 2), round(high, 2)
    (3.56, 4.04)
    """
    if n < 2 or (population is not None and population < n):
        raise ValueError(f"n is {n}; it must lie between 2 and the population ({population})")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it must lie between 0 and 1")
    from scipy.special import stdtrit

    kept = 1.0 if population is None else 1 - n / population
    half = float(stdtrit(n - 1, (1 + level) / 2)) * sqrt(variance / n * kept)
    return Interval(mean - half, mean + half)


def _check(count: int, n: int, level: float) -> None:
    if not 0 <= count <= n:
        raise ValueError(f"count is {count}; it must lie between 0 and n = {n}")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it must lie between 0 and 1")
