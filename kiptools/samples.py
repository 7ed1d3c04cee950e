"""Whom to ask: everybody, as a rule; who cannot be counted on; and, for the rare case, a sample.

A partner network is small enough to be asked as a whole, and then only silence leaves doubt. A sample is drawn by lot
within kinds of partners, and keeps for each partner how likely it was to be drawn, so that the analysis knows whom
it stands for. How precise the answers will be is told after silence, not before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from math import ceil, floor
from statistics import NormalDist
from typing import Literal

from kiptools.confidentiality import FEWEST_TO_SHOW
from kiptools.fields import SHEETS, categories, plain
from kiptools.intervals import Interval, finite_population_interval
from kiptools.messages import KipError, message
from kiptools.partners import Partner, Partners, SameOrganisation

__all__ = [
    "CoveredKind",
    "Coverage",
    "CoverageBy",
    "Effort",
    "Incomplete",
    "Precision",
    "PrecisionCurve",
    "Sample",
    "SampleSize",
    "SampledKind",
    "compare_effort",
    "coverage",
    "draw_sample",
    "expected_precision",
    "precision_by_response",
    "sample_size",
]

_FIELDS = {field.name: field for field in SHEETS["partners"]}
_DESCRIBING = ("type", "size", "territory")
_NEEDED = (*_DESCRIBING, "owner")
_NOT_ASKED = ("potential", "former", "convenor")


# --- coverage ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CoveredKind:
    """Partners of one kind who would be asked.

    Parameters
    ----------
    name : str
        The category; empty where the list does not say.
    partners : int
    """

    name: str
    partners: int

    @property
    def thin(self) -> bool:
        """Whether there are so few that their answers will not be shown by themselves."""
        return self.partners < FEWEST_TO_SHOW

    def allows(self, answers: int) -> bool:
        """Whether so many answers can come from this kind at all."""
        return self.partners >= answers


@dataclass(frozen=True)
class CoverageBy:
    """The partners who would be asked, by one field of the list.

    Parameters
    ----------
    field : str
    kinds : tuple of CoveredKind
        In the order of the list's words, or the most frequent first; last those of whom the list does not say it.
    """

    field: str
    kinds: tuple[CoveredKind, ...]

    @property
    def thin(self) -> tuple[CoveredKind, ...]:
        return tuple(kind for kind in self.kinds if kind.name and kind.thin)


@dataclass(frozen=True)
class Incomplete:
    """Partners of whom the list does not say something that a survey needs.

    Parameters
    ----------
    field : str
    partners : tuple of Partner
    """

    field: str
    partners: tuple[Partner, ...]


@dataclass(frozen=True)
class Coverage:
    """Whom a survey of the whole network would ask.

    Parameters
    ----------
    asked : int
        Partners of today.
    not_asked : tuple of (str, int)
        Status and number of the other organisations of the list.
    rows : tuple of CoverageBy
        Fields that the list tells of some partner.
    incomplete : tuple of Incomplete
    lacking : tuple of str
        Fields of which the list has nothing for any partner.
    doubles : tuple of SameOrganisation
        Pairs of partners who may be one organisation, and would be asked twice.
    """

    asked: int
    not_asked: tuple[tuple[str, int], ...]
    rows: tuple[CoverageBy, ...]
    incomplete: tuple[Incomplete, ...]
    lacking: tuple[str, ...]
    doubles: tuple[SameOrganisation, ...]


def coverage(partners: Partners) -> Coverage:
    """Who would be asked, if everybody is; who would not be, and why; and what the list lacks for a survey.

    Parameters
    ----------
    partners : Partners

    Returns
    -------
    Coverage

    References
    ----------
    Groves, R. M. et al. (2009). Survey Methodology, 2nd edition. Wiley, chapter 3 (coverage of the frame).

    Examples
    --------
    >>> from kiptools import read_partners
    >>> found = coverage(read_partners())
    >>> found.asked, found.not_asked
    (42, (('potential', 6), ('former', 4), ('convenor', 1)))
    """
    asked = partners.members
    told = [name for name in _NEEDED if any(getattr(partner, name) for partner in asked)]
    missing = {name: tuple(partner for partner in asked if not getattr(partner, name)) for name in told}
    statuses = Counter(partner.status for partner in partners.records)
    ids = {partner.id for partner in asked}
    return Coverage(
        len(asked),
        tuple((status, statuses[status]) for status in _NOT_ASKED if statuses[status]),
        tuple(_coverage_by(name, asked) for name in told if name in _DESCRIBING),
        tuple(Incomplete(name, found) for name, found in missing.items() if found),
        tuple(name for name in _NEEDED if name not in told) if asked else (),
        tuple(pair for pair in partners.doubles if {pair.first, pair.second} <= ids),
    )


def _coverage_by(field: str, asked: Sequence[Partner]) -> CoverageBy:
    counts = Counter(getattr(partner, field) for partner in asked)
    return CoverageBy(field, tuple(CoveredKind(name, counts[name]) for name in _ordered(field, counts)))


def _ordered(field: str, counts: Counter[str]) -> list[str]:
    """The words in the order of their list, or the most frequent first; an empty one is last."""
    words = _FIELDS[field].words
    places = {name: place for place, name in enumerate(categories(words))} if words else {}
    return sorted(counts, key=lambda name: (not name, places.get(name, len(places)), -counts[name], name))


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


# --- a sample ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SampledKind:
    """The partners of one kind, and which of them were drawn.

    Parameters
    ----------
    name : str
        The category; empty where the list does not say.
    partners : int
        How many there are.
    drawn : tuple of str
        Their ids, in the list's order.
    """

    name: str
    partners: int
    drawn: tuple[str, ...]

    @property
    def probability(self) -> Fraction:
        """How likely each partner of this kind was to be drawn."""
        return Fraction(len(self.drawn), self.partners)


@dataclass(frozen=True)
class Sample:
    """Partners drawn by lot within kinds.

    Parameters
    ----------
    source : str
        The list's name.
    by : str
        The field that tells the kinds.
    seed : int
    kinds : tuple of SampledKind
        In the order of the list's words.
    """

    source: str
    by: str
    seed: int
    kinds: tuple[SampledKind, ...]

    def __len__(self) -> int:
        return sum(len(kind.drawn) for kind in self.kinds)

    @property
    def population(self) -> int:
        """How many partners it stands for."""
        return sum(kind.partners for kind in self.kinds)

    @property
    def probabilities(self) -> dict[str, Fraction]:
        """For each partner that was drawn, by its id, how likely that was."""
        return {one: kind.probability for kind in self.kinds for one in kind.drawn}

    @property
    def even(self) -> bool:
        """Whether all partners were equally likely to be drawn, so that answers need no weights."""
        return len({kind.probability for kind in self.kinds}) <= 1


def draw_sample(
    partners: Partners,
    n: int,
    *,
    by: Literal["type", "size", "level", "territory", "sector"] = "type",
    seed: int,
    at_least: int = 2,
) -> Sample:
    """Draw some of the partners of today by lot, in proportion to their kinds.

    Each partner's lot is the SHA-256 of the seed and its code (its name, where the list has no codes), and the
    lowest lots of each kind are drawn. So the draw depends neither on the order of the list nor on the computer; a
    partner who joins changes little of it; and a larger sample holds the smaller one.

    Parameters
    ----------
    partners : Partners
    n : int
        How many to draw.
    by : {"type", "size", "level", "territory", "sector"}
        The field that tells the kinds. Who has none there is a kind too.
    seed : int
        Any whole number: the same one draws the same partners again.
    at_least : int
        So many of each kind; all of a kind that has no more. The others share what is left in proportion, by largest
        remainders.

    Returns
    -------
    Sample

    Raises
    ------
    KipError
        Nobody is a partner of today, or `n` is more than there are, or too few for so many of each kind.

    References
    ----------
    Cochran, W. G. (1977). Sampling techniques, 3rd ed., chapter 5. Wiley. Ohlsson, E. (1995). Coordination of samples
    using permanent random numbers. In Cox, B. G. et al. (eds.), Business Survey Methods, 153-169. Wiley.

    Examples
    --------
    >>> from kiptools import read_partners
    >>> sample = draw_sample(read_partners(), 20, seed=1)
    >>> [(kind.name, len(kind.drawn), kind.partners) for kind in sample.kinds][:2]
    [('employer', 7, 14), ('public_authority', 2, 5)]
    """
    if by not in ("type", "size", "level", "territory", "sector"):
        raise ValueError(f"by is {by!r}; it must be type, size, level, territory or sector")
    if at_least < 1:
        raise ValueError(f"at_least is {at_least}; it must be 1 or more")
    asked = partners.members
    if not asked:
        raise KipError(message("{file} has no partner of today, so there is nobody to ask.", file=partners.source))
    counts = Counter(getattr(partner, by) for partner in asked)
    names = _ordered(by, counts)
    sizes = [counts[name] for name in names]
    fewest = sum(min(size, at_least) for size in sizes)
    if not fewest <= n <= len(asked):
        raise KipError(
            message(
                "{file}: {n} partners cannot be drawn; give a number from {fewest}, so that no kind of partners is "
                "left out, to {most}, which is everyone.",
                file=partners.source,
                n=n,
                fewest=fewest,
                most=len(asked),
            )
        )
    lots = _lots(partners, seed)
    kinds = []
    for name, size, share in zip(names, sizes, _allocate(sizes, n, at_least), strict=True):
        members = [partner.id for partner in asked if getattr(partner, by) == name]
        drawn = {*sorted(members, key=lots.__getitem__)[:share]}
        kinds.append(SampledKind(name, size, tuple(one for one in members if one in drawn)))
    return Sample(partners.source, by, seed, tuple(kinds))


def _lots(partners: Partners, seed: int) -> dict[str, str]:
    """For each partner, by its id, its lot. Names that stand there twice are numbered."""
    coded, seen, lots = "id" in partners.fields, Counter[str](), {}
    for partner in partners.members:
        key = partner.id if coded else plain(partner.name)
        seen[key] += 1
        lots[partner.id] = sha256(f"{seed}\n{key}\n{seen[key]}".encode()).hexdigest()
    return lots


def _allocate(sizes: Sequence[int], n: int, at_least: int) -> list[int]:
    """How many to draw of each kind: in proportion, by largest remainders, none below its minimum."""
    least = [min(size, at_least) for size in sizes]
    found = dict[int, int]()
    open_ = [*range(len(sizes))]
    while open_:  # kinds whose proportion is below their minimum get that, and the others share the rest
        rate = Fraction(n - sum(found.values()), sum(sizes[place] for place in open_))
        low = [place for place in open_ if rate * sizes[place] < least[place]]
        if not low:
            break
        found |= {place: least[place] for place in low}
        open_ = [place for place in open_ if place not in low]
    quotas = {place: rate * sizes[place] for place in open_}
    found |= {place: floor(quota) for place, quota in quotas.items()}
    left = n - sum(found.values())
    for place in sorted(open_, key=lambda place: (floor(quotas[place]) - quotas[place], -sizes[place], place))[:left]:
        found[place] += 1
    return [found[place] for place in range(len(sizes))]


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
