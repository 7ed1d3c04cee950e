"""What was answered: counts per answer, the share of favourable answers, means beside their distribution.

Results keep whole numbers; shares and intervals are derived and never rounded here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import accumulate
from operator import mul
from typing import Literal

import numpy as np

from kiptools.codebook import RATED, Construct, Item
from kiptools.confidentiality import FEWEST_FOR_PERCENT, may_show, may_show_answers, show_groups
from kiptools.counting import KINDS, count_codes
from kiptools.intervals import Interval, finite_population_interval, mean_interval, wilson_interval
from kiptools.missing import Missing
from kiptools.responses import Responses, check_population

__all__ = [
    "Agreement",
    "AgreementRow",
    "Description",
    "Distribution",
    "ItemDescription",
    "ItemDistribution",
    "OpenAnswers",
    "Spread",
    "agreement",
    "by_construct",
    "construct_scores",
    "describe",
    "distribution",
    "open_answers",
    "unit_levels",
    "unit_scores",
]


@dataclass(frozen=True)
class ItemDistribution:
    """How one closed item was answered.

    Parameters
    ----------
    item : Item
    counts : tuple of int
        Per level, lowest first; per option of a multiple choice, how many ticked it.
    missing : tuple of (Missing, int)
        How many answers are missing, for each kind.
    respondents : int
    inferred : frozenset of Missing
        Which of these reasons neither file nor codebook tells.
    withheld : bool
        Whether this is a part whose answers tell those of a few others, because a larger one is shown as well.
    """

    item: Item
    counts: tuple[int, ...]
    missing: tuple[tuple[Missing, int], ...]
    respondents: int
    inferred: frozenset[Missing] = frozenset()
    withheld: bool = field(default=False, repr=False)

    @property
    def showable(self) -> bool:
        """Whether anything of it may be shown, so that nobody's answer can be recognised.

        What partners are and what they do (profile, several answers from a list) may be the same for all.
        """
        if self.item.role == "profile" or self.item.type == "select_multiple":
            return may_show(self.answered) and not self.withheld
        return may_show_answers(self.counts) and not self.withheld

    @property
    def showable_counts(self) -> tuple[bool, ...]:
        """Which counts may be shown, if any: where they are sizes of groups, no small ones."""
        if self.item.role != "profile":
            return (True,) * len(self.counts)
        if self.item.type == "select_one":
            return show_groups(self.counts)
        return tuple(all(show_groups((count, self.answered - count))) for count in self.counts)

    @property
    def answered(self) -> int:
        """How many gave an answer: the base of the shares."""
        return self.respondents - sum(count for _, count in self.missing)

    @property
    def shares(self) -> tuple[float, ...]:
        """Of those who answered, 0 to 1; all zero if nobody did."""
        return tuple(count / self.answered if self.answered else 0.0 for count in self.counts)

    @property
    def shares_of_answers(self) -> tuple[float, ...]:
        """Of all answers given, 0 to 1: of a multiple choice, of all ticks."""
        given = sum(self.counts)
        return tuple(count / given if given else 0.0 for count in self.counts)

    def count_missing(self, kind: Missing) -> int:
        """How many answers are missing for that reason."""
        return dict(self.missing).get(kind, 0)


@dataclass(frozen=True)
class Distribution:
    """How several closed items were answered, in the codebook's order."""

    rows: tuple[ItemDistribution, ...]
    respondents: int
    constructs: tuple[Construct, ...] = ()


def distribution(
    responses: Responses, items: str | Iterable[str] | None = None, *, role: str | None = None
) -> Distribution:
    """Counts per answer and per kind of missing, for each closed item.

    Parameters
    ----------
    responses : Responses
    items : str, iterable of str, or None
        Items or constructs by name; None for all. Open questions among them are passed over.
    role : str or None
        Only items of that role.

    Returns
    -------
    Distribution
        One row per closed item; levels that nobody chose are there with 0.

    Raises
    ------
    KipError
        A name is not in the codebook.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> row = distribution(read_responses(), "trust_1").rows[0]
    >>> row.respondents == sum(row.counts) + sum(count for _, count in row.missing)
    True
    """
    chosen = [item for item in responses.codebook.select(items, role=role) if item.closed and item.role != "ignore"]
    return Distribution(
        tuple(_row_of(responses, item) for item in chosen), len(responses), responses.codebook.constructs
    )


def _row_of(responses: Responses, item: Item) -> ItemDistribution:
    row = _count(responses, item)
    told = any(_tells(row, _count(rest, item)) for rest in responses.left_out)
    return replace(row, withheld=responses.withheld or told)


def _tells(row: ItemDistribution, rest: ItemDistribution) -> bool:
    """Whether a part's row, with that of the whole, tells too much of the rest."""
    few = row.item.role == "profile" and any(
        may_show(count) and other > 0 and not may_show(other)
        for count, other in zip(row.counts, rest.counts, strict=True)
    )
    return few or (rest.answered > 0 and not rest.showable)


def _count(responses: Responses, item: Item) -> ItemDistribution:
    if item.type == "select_multiple":
        options = responses.options(item)
        ticked = tuple(int(count) for count in (options == 1).sum(axis=0))
        codes = np.minimum(options[:, 0], 0)  # a missing answer is missing for every option
        below = count_codes(codes, 1)
    else:
        counts = count_codes(responses.column(item.name), len(item.levels))
        ticked, below = tuple(int(count) for count in counts[KINDS:]), counts[:KINDS]
    missing = tuple((kind, int(below[kind + KINDS])) for kind in sorted(Missing, reverse=True))
    inferred = {Missing.NOT_SHOWN, Missing.LEFT_EMPTY} if item.name in responses.inferred else set()
    inferred |= {Missing.BROKEN_OFF} if responses.breaks_inferred else set()
    return ItemDistribution(item, ticked, missing, len(responses), frozenset(inferred))


@dataclass(frozen=True)
class AgreementRow:
    """How many of those who answered are on the favourable side.

    Parameters
    ----------
    subject : Item or Construct
    favourable, answered, missing : int
        Respondents: favourable, with an answer, without one.
    population : int or None
        How many were asked, if known, without those to whom the question does not apply or was not shown.
    unanimous : bool
        Whether all gave the same answer to the question, or to one of the topic's questions.
    withheld : bool
        Whether this is a part whose answers tell those of a few others, because a larger one is shown as well.
    """

    subject: Item | Construct
    favourable: int
    answered: int
    missing: int
    population: int | None = None
    unanimous: bool = field(default=False, repr=False)
    withheld: bool = field(default=False, repr=False)

    @property
    def showable(self) -> bool:
        """Whether it may be shown, so that nobody's answer can be recognised.

        If everybody answered, all on one side tells on which side each partner is.
        """
        if not may_show(self.answered) or self.unanimous or self.withheld:
            return False
        return self.answered != self.population or 0 < self.favourable < self.answered

    @property
    def share(self) -> float:
        """Favourable of answered, 0 to 1; nan if nobody answered."""
        return self.favourable / self.answered if self.answered else float("nan")

    def interval(self, level: float = 0.95) -> Interval:
        """Interval of the share: exact for a known population, else Wilson's."""
        if self.population is None:
            return wilson_interval(self.favourable, self.answered, level=level)
        low, high = finite_population_interval(self.favourable, self.answered, self.population, level=level)
        return Interval(low / self.population, high / self.population)


@dataclass(frozen=True)
class Agreement:
    """Shares of favourable answers, per item or per construct, in the codebook's order."""

    rows: tuple[AgreementRow, ...]
    role: str
    level: float
    population: int | None


def agreement(
    responses: Responses,
    items: str | Iterable[str] | None = None,
    *,
    by: Literal["item", "construct"] = "item",
    role: str = "experience",
    population: int | None = None,
    level: float = 0.95,
) -> Agreement:
    """Share of favourable answers, with an interval.

    An answer is favourable above the middle of its scale (below it for a reversed item). Per construct, a
    respondent is counted, not an answer, because the answers of one respondent are not independent: the
    respondent is favourable if the mean of the construct's items, each on 0 to 1 and turned round if
    reversed, lies above one half; with fewer than two thirds of the items answered there is no mean.

    Parameters
    ----------
    responses : Responses
    items : str, iterable of str, or None
        Items or constructs by name; None for all.
    by : {"item", "construct"}
        One row per item, or one per construct (items without a construct take no part).
    role : {"experience", "importance"}
        Which rated items.
    population : int or None
        How many partners were asked. Then the interval is exact for that many.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Agreement

    Raises
    ------
    KipError
        A name is not in the codebook, or the population is smaller than the number of respondents.
    ValueError
        `by` or `role` is none of those above.

    References
    ----------
    On scoring a scale from the items that were answered: Mazza, G. L., Enders, C. K. & Ruehlman, L. S. (2015).
    Addressing item-level missing data. Multivariate Behavioral Research 50, 504-519. Intervals:
    `kiptools.intervals`.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> responses = read_responses()
    >>> row = agreement(responses, "trust", by="construct", population=42).rows[0]
    >>> row.subject.name, row.answered + row.missing
    ('trust', 31)
    """
    if by not in ("item", "construct") or role not in RATED:
        raise ValueError(f"by is {by!r} (item or construct), role is {role!r} ({' or '.join(RATED)})")
    check_population(population, responses)
    chosen = responses.codebook.select(items, role=role)
    if by == "item":
        rows = [_row(responses, item, [item], population) for item in chosen]
    else:
        rows = [
            _row(responses, construct, members, population) for construct, members in by_construct(responses, chosen)
        ]
    return Agreement(tuple(rows), role, level, population)


def by_construct(responses: Responses, items: Sequence[Item]) -> list[tuple[Construct, list[Item]]]:
    """The items of each construct that has some, in the codebook's order."""
    found = [
        (construct, [item for item in items if item.construct == construct.name])
        for construct in responses.codebook.constructs
    ]
    return [(construct, members) for construct, members in found if members]


def _row(responses: Responses, subject: Item | Construct, items: list[Item], population: int | None) -> AgreementRow:
    row = _count_favourable(responses, subject, items, population)
    rests = [_count_favourable(rest, subject, items, None) for rest in responses.left_out]
    told = any(rest.answered and not rest.showable for rest in rests)
    return replace(row, withheld=responses.withheld or told)


def _count_favourable(
    responses: Responses, subject: Item | Construct, items: list[Item], population: int | None
) -> AgreementRow:
    side = _item_side(responses, subject) if isinstance(subject, Item) else _construct_side(responses, items)
    favourable, answered = side
    n = int(answered.sum())
    concerned = _concerned(responses, items, answered, population)
    unanimous = any(_unanimous(responses.column(item.name)) for item in items)
    return AgreementRow(subject, int((favourable & answered).sum()), n, len(answered) - n, concerned, unanimous)


def _unanimous(codes: np.ndarray) -> bool:
    """Whether there are answers enough to be shown, but all the same."""
    given = codes[codes >= 0]
    return may_show(len(given)) and bool((given == given[0]).all())


def _concerned(responses: Responses, items: list[Item], answered: np.ndarray, population: int | None) -> int | None:
    """The population without those who are not concerned.

    Whoever said of all these questions that they do not apply, or was not shown them, is no silent partner.
    """
    if population is None:
        return None
    concerned = np.zeros(len(answered), dtype=bool)
    for item in items:
        kinds = [Missing.NOT_APPLICABLE] + [Missing.NOT_SHOWN] * (item.name not in responses.inferred)
        concerned |= ~np.isin(responses.column(item.name), kinds)
    return population - int((~answered & ~concerned).sum())


def _item_side(responses: Responses, item: Item) -> tuple[np.ndarray, np.ndarray]:
    """For each respondent: on the favourable side, answered."""
    codes = responses.column(item.name)
    return np.isin(codes, item.favourable()), codes >= 0


def _construct_side(responses: Responses, items: list[Item]) -> tuple[np.ndarray, np.ndarray]:
    """For each respondent: mean score above the middle, enough items answered."""
    scores, answered = construct_scores(responses, items)
    return answered & (scores > 0.5 + 1e-9), answered  # thirds are not exact in binary


def construct_scores(responses: Responses, items: Sequence[Item]) -> tuple[np.ndarray, np.ndarray]:
    """Each respondent's mean of several rated items, each from 0 (least favourable) to 1, and who has one.

    With fewer than two thirds of the items answered there is no mean, but nan.

    Parameters
    ----------
    responses : Responses
    items : sequence of Item
        Rated items, at least one; reversed ones are turned.

    Returns
    -------
    scores : ndarray of float
    answered : ndarray of bool
    """
    units = np.column_stack([unit_scores(responses, item) for item in items])
    answers = np.isfinite(units).sum(axis=1)
    answered = 3 * answers >= 2 * len(items)
    scores = np.nansum(units, axis=1) / np.maximum(answers, 1)
    return np.where(answered, scores, np.nan), answered


def unit_scores(responses: Responses, item: Item) -> np.ndarray:
    """Each respondent's answer from 0 (least favourable) to 1; nan where there is none."""
    codes = responses.column(item.name)
    return np.where(codes >= 0, unit_levels(item)[np.maximum(codes, 0)], np.nan)


def unit_levels(item: Item) -> np.ndarray:
    """What each level of a rated item counts as, from 0 (least favourable) to 1."""
    assert item.scale is not None  # rated items have one
    scores = np.array(item.scale.scores)
    units = (scores - scores[0]) / (scores[-1] - scores[0])
    return 1 - units if item.reverse else units


class Spread(Enum):
    """How far apart the answers to a rated question lie."""

    CLOSE = "close together"
    SPREAD = "spread"
    SPLIT = "split in two camps"


@dataclass(frozen=True)
class ItemDescription:
    """The usual figures of one question on an ordered scale, beside its whole distribution.

    Scores are as answered; only the boxes are turned round for a reversed item. A figure that the answers do
    not define is None: the mean and the median without answers, the variance with fewer than two.

    Parameters
    ----------
    distribution : ItemDistribution
    population : int or None
        How many were asked, if known, without those to whom the question does not apply or was not shown.
    """

    distribution: ItemDistribution
    population: int | None = None

    @property
    def item(self) -> Item:
        return self.distribution.item

    @property
    def answered(self) -> int:
        """How many gave an answer."""
        return self.distribution.answered

    @property
    def showable(self) -> bool:
        """Whether anything of it may be shown, so that nobody's answer can be recognised."""
        return self.distribution.showable

    @property
    def mean(self) -> float | None:
        """Mean score."""
        return sum(map(mul, self.distribution.counts, self._scores)) / self.answered if self.answered else None

    @property
    def median(self) -> float | None:
        """Middle score; with an even number of answers halfway between the middle two."""
        ends = tuple(accumulate(self.distribution.counts))
        middle = {(self.answered - 1) // 2, self.answered // 2}
        return sum(self._scores[bisect_right(ends, place)] for place in middle) / len(middle) if self.answered else None

    @property
    def variance(self) -> float | None:
        """Variance of the scores, with n - 1."""
        return self._squares / (self.answered - 1) if self.answered > 1 else None

    @property
    def agreement_index(self) -> float | None:
        """Within-group agreement r_wg: 1 if all answers are the same, 0 if they spread evenly over the levels.

        Below 0 where they lie farther apart than that. None with fewer than two answers, and where the levels'
        scores are not equally spaced.
        """
        steps = np.diff(self._scores)
        if self.variance is None or not len(steps) or not np.allclose(steps, steps[0], rtol=1e-9, atol=0):
            return None
        return 1 - self.variance / self._even_spread

    @property
    def polarisation(self) -> float | None:
        """0 if all answers are the same, 1 if half stand at either end of the scale; None without answers."""
        width = self._scores[-1] - self._scores[0]
        return 4 * self._squares / self.answered / width**2 if self.answered and width else None

    @property
    def top_box(self) -> int:
        """How many chose one of the two most favourable levels; with fewer than four levels, the most favourable."""
        return sum(self._favourable_last[-self._box :])

    @property
    def bottom_box(self) -> int:
        """How many chose one of the two least favourable levels; with fewer than four levels, the least favourable."""
        return sum(self._favourable_last[: self._box])

    @property
    def sides(self) -> tuple[int, int]:
        """How many answered below the middle of the scale, and above it."""
        assert self.item.scale is not None  # described items have one
        away = [score - self.item.scale.middle for score in self._scores]
        counts = self.distribution.counts
        return (
            sum(count for count, score in zip(counts, away, strict=True) if score < -1e-9),
            sum(count for count, score in zip(counts, away, strict=True) if score > 1e-9),
        )

    @property
    def spread(self) -> Spread | None:
        """How far apart the answers lie; None with fewer than two answers.

        Close together: the variance is less than 30 % of that of answers spread evenly over the levels, that is
        r_wg above .70. Split in two camps, a rule of ours: farther apart than spread evenly, and at least a third of
        the answers on either side of the middle.
        """
        if self.variance is None or not self._even_spread:
            return None
        if self.variance / self._even_spread < 0.3 - 1e-9:
            return Spread.CLOSE
        farther = self._squares / self.answered > self._even_spread + 1e-9
        return Spread.SPLIT if farther and 3 * min(self.sides) >= self.answered else Spread.SPREAD

    def mean_interval(self, level: float = 0.95) -> Interval | None:
        """Interval of the mean (`mean_interval`), within the scale.

        If everyone concerned answered it is the mean itself. Else None with fewer than ten answers or answers that
        are all the same: they do not tell how far the other partners' answers may lie apart.
        """
        if self.mean is None or self.variance is None:
            return None
        if self.answered != self.population and (self.answered < FEWEST_FOR_PERCENT or not self.variance):
            return None
        low, high = mean_interval(self.mean, self.variance, self.answered, population=self.population, level=level)
        return Interval(max(low, self._scores[0]), min(high, self._scores[-1]))

    @property
    def _scores(self) -> tuple[float, ...]:
        assert self.item.scale is not None  # described items have one
        return self.item.scale.scores

    @property
    def _squares(self) -> float:
        """Sum of squared distances from the mean; of no answers 0."""
        mean = self.mean or 0.0
        pairs = zip(self.distribution.counts, self._scores, strict=True)
        return sum(count * (score - mean) ** 2 for count, score in pairs)

    @property
    def _even_spread(self) -> float:
        """Variance of answers spread evenly over the levels: (A^2 - 1) / 12 for A levels one apart."""
        return float(np.var(self._scores))

    @property
    def _box(self) -> int:
        return 2 if len(self._scores) > 3 else 1

    @property
    def _favourable_last(self) -> tuple[int, ...]:
        return self.distribution.counts[:: -1 if self.item.reverse else 1]


@dataclass(frozen=True)
class Description:
    """The usual figures of several questions on ordered scales, in the codebook's order."""

    rows: tuple[ItemDescription, ...]
    level: float
    population: int | None


def describe(
    responses: Responses,
    items: str | Iterable[str] | None = None,
    *,
    role: str | None = None,
    population: int | None = None,
    level: float = 0.95,
) -> Description:
    """Mean, median, variance and how far apart the answers lie, always beside the whole distribution.

    Parameters
    ----------
    responses : Responses
    items : str, iterable of str, or None
        Items or constructs by name; None for all. Only questions with an ordered scale are described, and none
        about the respondent.
    role : str or None
        Only items of that role.
    population : int or None
        How many partners were asked. Then the interval of the mean knows that they are no more.
    level : float
        Confidence level of the intervals, between 0 and 1.

    Returns
    -------
    Description

    Raises
    ------
    KipError
        A name is not in the codebook, or the population is smaller than the number of respondents.

    References
    ----------
    r_wg: James, L. R., Demaree, R. G. & Wolf, G. (1984). Estimating within-group interrater reliability with and
    without response bias. Journal of Applied Psychology 69, 85-98. Strong agreement above .70: LeBreton, J. M. &
    Senter, J. L. (2008). Answers to 20 questions about interrater reliability and interrater agreement.
    Organizational Research Methods 11, 815-852.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> row = describe(read_responses(), "governance_3", population=42).rows[0]
    >>> row.answered, round(row.mean, 1), row.spread.value
    (29, 2.9, 'split in two camps')
    """
    check_population(population, responses)
    found = distribution(responses, items, role=role)
    rows = [row for row in found.rows if row.item.ordered and row.item.role != "profile"]
    return Description(
        tuple(
            ItemDescription(row, _concerned(responses, [row.item], responses.column(row.item.name) >= 0, population))
            for row in rows
        ),
        level,
        population,
    )


@dataclass(frozen=True)
class OpenAnswers:
    """How many respondents wrote something, per open question; never what."""

    rows: tuple[tuple[Item, int], ...]
    respondents: int
    withheld: bool = field(default=False, repr=False)


def open_answers(responses: Responses) -> OpenAnswers:
    """Count who wrote an answer to each open question.

    The texts themselves are in ``responses.frame``; they can tell who wrote them.

    Parameters
    ----------
    responses : Responses

    Returns
    -------
    OpenAnswers

    Examples
    --------
    >>> from kiptools import read_responses
    >>> [item.name for item, _ in open_answers(read_responses()).rows]
    ['keep', 'change']
    """
    questions = [item for item in responses.codebook.items if item.type == "text" and item.role != "ignore"]
    return OpenAnswers(
        tuple((item, sum(text is not None for text in responses.values[item.name])) for item in questions),
        len(responses),
        responses.withheld,
    )
