"""How many to ask, and how precise the answers will be, told after silence and not before.

A partner network is small enough to be asked as a whole, and then only silence leaves doubt.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from statistics import NormalDist

from kiptools.intervals import Interval, finite_population_interval

__all__ = [
    "Effort",
    "Precision",
    "PrecisionCurve",
    "SampleSize",
    "compare_effort",
    "expected_precision",
    "precision_by_response",
    "sample_size",
]


# --- the size of a sample ------------------------------------------------------------------------------


@dataclass(frozen=True)
class SampleSize:
    """How many answers a stated precision takes.

    Parameters
    ----------
    population : int or None
        None where it is too large to matter.
    margin, level, share, response : float
        See `sample_size`.
    """

    population: int | None
    margin: float
    level: float
    share: float
    response: float

    @property
    def exact(self) -> float:
        """The formula's number of answers, unrounded."""
        z = NormalDist().inv_cdf((1 + self.level) / 2)
        spread = self.share * (1 - self.share)
        if self.population is None:
            return round(z, 2) ** 2 * spread / self.margin**2
        square = round(z * z, 3)  # as tables of chi-square print it
        return square * self.population * spread / (self.margin**2 * (self.population - 1) + square * spread)

    @property
    def answers(self) -> int:
        """Whole answers: to the nearest one, as Krejcie and Morgan's table has them; upwards without a population."""
        if self.population is None:
            return ceil(self.exact)
        return min(max(floor(self.exact + 0.5), 1), self.population)

    @property
    def invitations(self) -> int:
        """How many to ask so that so many answer; never more than there are."""
        wanted = ceil(Fraction(self.answers) / Fraction(str(self.response)))
        return wanted if self.population is None else min(wanted, self.population)

    @property
    def everyone(self) -> bool:
        """Whether at most one in five would be left unasked: then ask these too."""
        return self.population is not None and 5 * self.invitations >= 4 * self.population

    @property
    def enough(self) -> bool:
        """Whether so many answers can be expected at all, if everybody is asked."""
        if self.population is None:
            return True
        return Fraction(str(self.response)) * self.population >= self.answers


def sample_size(
    population: int | None, *, margin: float = 0.05, level: float = 0.95, share: float = 0.5, response: float = 1.0
) -> SampleSize:
    """How many partners must answer, and how many be asked, for a share of a stated precision.

    Parameters
    ----------
    population : int or None
        How many partners there are; None where there are very many.
    margin : float
        How far the share may lie off, to either side: 0.05 is five percentage points.
    level : float
        Confidence level, between 0 and 1.
    share : float
        The share that is expected; 0.5 takes the most answers.
    response : float
        The share of those asked who will answer, above 0 and at most 1.

    Returns
    -------
    SampleSize

    Raises
    ------
    ValueError
        The population is below 1, or one of the shares is not between 0 and 1.

    References
    ----------
    Krejcie, R. V. & Morgan, D. W. (1970). Determining sample size for research activities. Educational and
    Psychological Measurement 30, 607-610. Cochran, W. G. (1977). Sampling techniques, 3rd ed., section 4.4. Wiley.

    Examples
    --------
    >>> [sample_size(population).answers for population in (30, 50, 100, 300)]
    [28, 44, 80, 169]
    >>> sample_size(300, response=0.6).invitations
    282
    """
    _check(population, level, response)
    for name, value in (("margin", margin), ("share", share)):
        if not 0 < value < 1:
            raise ValueError(f"{name} is {value}; it must lie between 0 and 1")
    return SampleSize(population, margin, level, share, response)


def _check(population: int | None, level: float, response: float) -> None:
    if population is not None and population < 1:
        raise ValueError(f"population is {population}; there must be one partner at least")
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it must lie between 0 and 1")
    if not 0 < response <= 1:
        raise ValueError(f"response is {response}; it must be above 0 and at most 1")


# --- precision -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Precision:
    """How many partners of all a share will be known to stand for, once so many have answered.

    Parameters
    ----------
    population, sampled, answers : int
        Partners, those asked, and those of them expected to answer.
    favourable : int
        How many of the answers count.
    level : float
    """

    population: int
    sampled: int
    answers: int
    favourable: int
    level: float

    @property
    def silent(self) -> int:
        """Asked, and not expected to answer."""
        return self.sampled - self.answers

    @property
    def alike(self) -> Interval:
        """Numbers of partners, if the silent ones think as the others do (`finite_population_interval`)."""
        return finite_population_interval(self.favourable, self.answers, self.population, level=self.level)

    @property
    def worst(self) -> Interval:
        """Numbers of partners, whatever the silent ones think: from none of them to all of them.

        In a census these are the bounds themselves; in a sample each is a range's outer end, too.
        """
        most = self.favourable + self.silent
        low, _ = finite_population_interval(self.favourable, self.sampled, self.population, level=self.level)
        _, high = finite_population_interval(most, self.sampled, self.population, level=self.level)
        return Interval(low, high)

    def half_width(self, *, worst: bool = False) -> float:
        """Half of the range, in partners."""
        low, high = self.worst if worst else self.alike
        return (high - low) / 2

    def points(self, *, worst: bool = False) -> float:
        """Half of the range, as a share of all partners: 0.05 is five percentage points."""
        return self.half_width(worst=worst) / self.population


@dataclass(frozen=True)
class PrecisionCurve:
    """What precision comes of which response, from the lowest response on.

    Parameters
    ----------
    rows : tuple of (float, Precision)
        The share of those asked who answer, and what comes of it.
    """

    rows: tuple[tuple[float, Precision], ...]


@dataclass(frozen=True)
class Effort:
    """The same number of answers by reminders, and by asking more partners.

    Parameters
    ----------
    now : Precision
    reminders : Precision
        As many are asked, and more of them answer.
    larger : Precision or None
        More are asked, and the same share answers; None where everybody is asked already.
    """

    now: Precision
    reminders: Precision
    larger: Precision | None


def expected_precision(
    population: int, sampled: int, response: float, *, share: float = 0.5, level: float = 0.95
) -> Precision:
    """How precise a share will be after silence, for this network.

    Parameters
    ----------
    population : int
        How many partners there are.
    sampled : int
        How many of them are asked; all of them in a census.
    response : float
        The share of those asked who will answer, above 0 and at most 1.
    share : float
        The share that is expected among the answers, 0 to 1; with 0.5 the range is widest.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Precision

    Raises
    ------
    ValueError
        More are asked than there are, or none, or a share is out of its range.

    References
    ----------
    Wendell, J. P. & Schmee, J. (2001). Likelihood confidence intervals for proportions in finite populations. The
    American Statistician 55, 55-61. Manski, C. F. (2016). Credible interval estimates for official statistics with
    survey nonresponse. Journal of Econometrics 191, 293-301.

    Examples
    --------
    >>> found = expected_precision(42, 42, 0.6)
    >>> found.answers, found.alike, found.worst
    (25, Interval(low=16, high=27), Interval(low=13, high=30))
    """
    _check(population, level, response)
    if not 1 <= sampled <= population:
        raise ValueError(f"sampled is {sampled}; it must lie between 1 and the population ({population})")
    if not 0 <= share <= 1:
        raise ValueError(f"share is {share}; it must lie between 0 and 1")
    answers = _nearest(response, sampled)
    return Precision(population, sampled, answers, _nearest(share, answers), level)


def _nearest(share: float, whole: int) -> int:
    return floor(Fraction(str(share)) * whole + Fraction(1, 2))


def precision_by_response(
    population: int,
    sampled: int | None = None,
    *,
    responses: Iterable[float] = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
    share: float = 0.5,
    level: float = 0.95,
) -> PrecisionCurve:
    """How precise a share will be, for each of several response rates.

    Parameters
    ----------
    population : int
    sampled : int or None
        How many are asked; None for all.
    responses : iterable of float
        Shares of those asked who answer.
    share, level : float
        See `expected_precision`.

    Returns
    -------
    PrecisionCurve

    Raises
    ------
    ValueError
        As `expected_precision`.

    References
    ----------
    See `expected_precision`.

    Examples
    --------
    >>> curve = precision_by_response(42, responses=(0.6, 0.8))
    >>> [(row.half_width(), row.half_width(worst=True)) for _, row in curve.rows]
    [(5.5, 8.5), (3.0, 4.0)]
    """
    asked = population if sampled is None else sampled
    return PrecisionCurve(
        tuple(
            (response, expected_precision(population, asked, response, share=share, level=level))
            for response in sorted({*responses})
        )
    )


def compare_effort(
    population: int,
    sampled: int,
    response: float,
    *,
    reminded: float,
    share: float = 0.5,
    level: float = 0.95,
) -> Effort:
    """What reminders would make of a sample, and what a larger sample would.

    More invitations bring more answers, and more silent partners with them; reminders make silent partners fewer.

    Parameters
    ----------
    population, sampled : int
        See `expected_precision`.
    response : float
        The share of those asked who will answer.
    reminded : float
        The share who will answer once they are reminded.
    share, level : float
        See `expected_precision`.

    Returns
    -------
    Effort

    Raises
    ------
    ValueError
        As `expected_precision`, or fewer would answer once they are reminded.

    References
    ----------
    See `expected_precision`.

    Examples
    --------
    >>> found = compare_effort(300, 150, 0.6, reminded=0.8)
    >>> found.reminders.answers, found.larger.answers, found.larger.sampled
    (120, 120, 200)
    """
    if reminded < response:
        raise ValueError(f"reminded is {reminded}, below the response without reminders ({response})")
    terms = {"share": share, "level": level}
    now = expected_precision(population, sampled, response, **terms)
    reminders = expected_precision(population, sampled, reminded, **terms)
    more = min(ceil(reminders.answers / Fraction(str(response))), population)
    larger = expected_precision(population, more, response, **terms) if more > sampled else None
    return Effort(now, reminders, larger)
