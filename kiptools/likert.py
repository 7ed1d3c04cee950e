"""What was answered: counts per answer, and the share of favourable answers.

Results keep whole numbers; shares and intervals are derived and never rounded here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kiptools.codebook import RATED, Construct, Item
from kiptools.intervals import Interval, finite_population_interval, wilson_interval
from kiptools.missing import Missing
from kiptools.responses import Responses, check_population

__all__ = [
    "Agreement",
    "AgreementRow",
    "Distribution",
    "ItemDistribution",
    "OpenAnswers",
    "agreement",
    "distribution",
    "open_answers",
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
    """

    item: Item
    counts: tuple[int, ...]
    missing: tuple[tuple[Missing, int], ...]
    respondents: int
    inferred: frozenset[Missing] = frozenset()

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
        tuple(_count(responses, item) for item in chosen), len(responses), responses.codebook.constructs
    )


def _count(responses: Responses, item: Item) -> ItemDistribution:
    levels = len(item.levels)
    shift = -min(Missing)
    if item.type == "select_multiple":
        options = responses.options(item)
        ticked = tuple(int(count) for count in (options == 1).sum(axis=0))
        codes = np.minimum(options[:, 0], 0)  # a missing answer is missing for every option
        below = np.bincount(codes.astype(np.intp) + shift, minlength=shift + 1)
    else:
        counts = np.bincount(responses.column(item.name).astype(np.intp) + shift, minlength=shift + levels)
        ticked, below = tuple(int(count) for count in counts[shift:]), counts[:shift]
    missing = tuple((kind, int(below[kind + shift])) for kind in sorted(Missing, reverse=True))
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
    """

    subject: Item | Construct
    favourable: int
    answered: int
    missing: int
    population: int | None = None

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
        rows = [_row(responses, item, [item], *_item_side(responses, item), population) for item in chosen]
    else:
        rows = [
            _row(responses, construct, members, *_construct_side(responses, members), population)
            for construct in responses.codebook.constructs
            if (members := [item for item in chosen if item.construct == construct.name])
        ]
    return Agreement(tuple(rows), role, level, population)


def _row(
    responses: Responses,
    subject: Item | Construct,
    items: list[Item],
    favourable: np.ndarray,
    answered: np.ndarray,
    population: int | None,
) -> AgreementRow:
    n = int(answered.sum())
    if population is not None:
        # Whoever said of all these questions that they do not apply, or was not shown them, is no silent partner,
        # but not concerned.
        concerned = np.zeros(len(answered), dtype=bool)
        for item in items:
            kinds = [Missing.NOT_APPLICABLE] + [Missing.NOT_SHOWN] * (item.name not in responses.inferred)
            concerned |= ~np.isin(responses.column(item.name), kinds)
        population -= int((~answered & ~concerned).sum())
    return AgreementRow(subject, int((favourable & answered).sum()), n, len(answered) - n, population)


def _item_side(responses: Responses, item: Item) -> tuple[np.ndarray, np.ndarray]:
    """For each respondent: on the favourable side, answered."""
    codes = responses.column(item.name)
    return np.isin(codes, item.favourable()), codes >= 0


def _construct_side(responses: Responses, items: list[Item]) -> tuple[np.ndarray, np.ndarray]:
    scores = np.column_stack([_unit_scores(responses, item) for item in items])
    answers = np.isfinite(scores).sum(axis=1)
    answered = 3 * answers >= 2 * len(items)
    return np.nansum(scores - 0.5, axis=1) > 1e-9, answered  # thirds are not exact in binary


def _unit_scores(responses: Responses, item: Item) -> np.ndarray:
    """Each respondent's answer from 0 (least favourable) to 1; nan where there is none."""
    assert item.scale is not None  # rated items have one
    scores = np.array(item.scale.scores)
    unit = (scores - scores[0]) / (scores[-1] - scores[0])
    codes = responses.column(item.name)
    found = np.where(codes >= 0, unit[np.maximum(codes, 0)], np.nan)
    return 1 - found if item.reverse else found


@dataclass(frozen=True)
class OpenAnswers:
    """How many respondents wrote something, per open question; never what."""

    rows: tuple[tuple[Item, int], ...]
    respondents: int


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
    )
