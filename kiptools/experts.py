"""What experts say of the statements before anybody is asked: whether each fits its topic, and what is unclear.

Each expert rates each statement from 1 (not relevant to its topic) to 4 (highly relevant). Three experts or more
tell something; with fewer there are their remarks, and no index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import Enum
from math import comb

from kiptools.codebook import Codebook, Construct, Item
from kiptools.messages import KipError, Message, cut, message, some

__all__ = [
    "FEWEST_EXPERTS",
    "RELEVANCE",
    "ContentValidity",
    "ItemValidity",
    "Rating",
    "Ratings",
    "Verdict",
    "content_validity",
    "statements",
]

RELEVANCE = (1, 2, 3, 4)
RELEVANT = (3, 4)
FEWEST_EXPERTS = 3


@dataclass(frozen=True)
class Rating:
    """What one expert says of one statement.

    Parameters
    ----------
    item : str
        The statement's name in the codebook.
    expert : str
        What tells the experts apart; no result has it.
    relevance : int or None
        From 1 (not relevant) to 4 (highly relevant), if it was rated.
    remark : str
        In the expert's own words.
    file, row : str, int
        Where it stands.
    """

    item: str
    expert: str
    relevance: int | None = None
    remark: str = ""
    file: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Ratings:
    """What all experts say of a questionnaire's statements.

    Parameters
    ----------
    ratings : tuple of Rating
    """

    ratings: tuple[Rating, ...]

    @property
    def experts(self) -> int:
        """How many experts rated or remarked on a statement."""
        return len({rating.expert for rating in self.ratings})


class Verdict(Enum):
    """How well a statement fits its topic, by the modified kappa."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


@dataclass(frozen=True)
class ItemValidity:
    """What the experts say of one statement.

    Parameters
    ----------
    item : Item
    counts : tuple of int
        How many experts gave each of the ratings 1 to 4.
    remarks : tuple of str
        The experts' own words.
    """

    item: Item
    counts: tuple[int, ...]
    remarks: tuple[str, ...] = ()

    @property
    def experts(self) -> int:
        """How many rated it."""
        return sum(self.counts)

    @property
    def agree(self) -> int:
        """How many call it relevant: 3 or 4."""
        return sum(self.counts[rating - 1] for rating in RELEVANT)

    @property
    def index(self) -> float | None:
        """I-CVI, the share of experts who call it relevant; None with fewer than three."""
        return self.agree / self.experts if self.experts >= FEWEST_EXPERTS else None

    @property
    def kappa(self) -> float | None:
        """The index without what chance would bring about; None with fewer than three experts."""
        return modified_kappa(self.agree, self.experts) if self.experts >= FEWEST_EXPERTS else None

    @property
    def verdict(self) -> Verdict | None:
        """By the bands of Polit, Beck and Owen; None with fewer than three experts."""
        if self.kappa is None:
            return None
        if self.kappa > 0.74:
            return Verdict.EXCELLENT
        if self.kappa >= 0.6:
            return Verdict.GOOD
        return Verdict.FAIR if self.kappa >= 0.4 else Verdict.POOR

    @property
    def accepted(self) -> bool | None:
        """Whether enough experts call it relevant (Lynn): all of three to five, 78 % of six or more.

        Percentages count as Lynn's table prints them: 7 of 9 is 78 %. None with fewer than three experts.
        """
        if self.index is None:
            return None
        return self.agree == self.experts if self.experts < 6 else round(self.index, 2) >= 0.78


@dataclass(frozen=True)
class TopicValidity:
    """How well the statements of one topic fit it, as the experts see it.

    Parameters
    ----------
    construct : Construct
    indices : tuple of (float or None)
        The index (I-CVI) of each of its statements.
    """

    construct: Construct
    indices: tuple[float | None, ...]

    @property
    def known(self) -> tuple[float, ...]:
        """The indices of the statements that enough experts rated."""
        return tuple(index for index in self.indices if index is not None)

    @property
    def average(self) -> float | None:
        """S-CVI/Ave, the mean of the statements' indices; None unless each has one."""
        return sum(self.known) / len(self.known) if len(self.known) == len(self.indices) else None

    @property
    def universal(self) -> float | None:
        """S-CVI/UA, the share of statements that all experts call relevant; None unless each has an index."""
        if len(self.known) < len(self.indices):
            return None
        return sum(index == 1 for index in self.known) / len(self.known)


@dataclass(frozen=True)
class ContentValidity:
    """What the experts say of all statements, in the codebook's order.

    Parameters
    ----------
    rows : tuple of ItemValidity
    topics : tuple of TopicValidity
    experts : int
    """

    rows: tuple[ItemValidity, ...]
    topics: tuple[TopicValidity, ...]
    experts: int

    @property
    def to_look_at(self) -> tuple[ItemValidity, ...]:
        """Statements that too few experts call relevant."""
        return tuple(row for row in self.rows if row.accepted is False)


def statements(codebook: Codebook) -> tuple[Item, ...]:
    """What experts are asked about: each rated statement once, not again where its importance is asked.

    Parameters
    ----------
    codebook : Codebook

    Returns
    -------
    tuple of Item
    """
    return codebook.select(role="experience") or codebook.select(role="importance")


def modified_kappa(agree: int, experts: int) -> float:
    """How far experts agree that a statement is relevant, beyond chance.

    Parameters
    ----------
    agree, experts : int
        How many call it relevant, of how many (at least one).

    Returns
    -------
    float
        1 if all agree; below 0 if fewer do than chance would bring about.

    References
    ----------
    Polit, D. F., Beck, C. T. & Owen, S. V. (2007). Is the CVI an acceptable indicator of content validity? Research
    in Nursing & Health 30, 459-467.

    Examples
    --------
    >>> round(modified_kappa(4, 5), 3)
    0.763
    """
    chance = comb(experts, agree) * 0.5**experts
    return (agree / experts - chance) / (1 - chance)


def content_validity(ratings: Ratings, codebook: Codebook) -> ContentValidity:
    """How well each statement fits its topic, as experts see it.

    A statement counts with the experts who rated it, so that numbers may differ from statement to statement.

    Parameters
    ----------
    ratings : Ratings
    codebook : Codebook

    Returns
    -------
    ContentValidity

    Raises
    ------
    KipError
        A rating is of no statement of the codebook.

    References
    ----------
    Polit, D. F., Beck, C. T. & Owen, S. V. (2007). Research in Nursing & Health 30, 459-467. Lynn, M. R. (1986).
    Determination and quantification of content validity. Nursing Research 35, 382-385.

    Examples
    --------
    >>> from kiptools import Codebook, Item
    >>> item = Item("clear_goals", "select_one", role="experience")
    >>> said = Ratings(tuple(Rating("clear_goals", expert, rating) for expert, rating in zip("ABC", (4, 3, 2))))
    >>> row = content_validity(said, Codebook((item,))).rows[0]
    >>> row.agree, row.experts, round(row.kappa, 2), row.verdict.value, row.accepted
    (2, 3, 0.47, 'fair', False)
    """
    items = statements(codebook)
    if faults := [_no_statement(rating, items) for rating in ratings.ratings if rating.item not in _names(items)]:
        raise KipError(dict.fromkeys(faults))
    rows = tuple(_row(item, [rating for rating in ratings.ratings if rating.item == item.name]) for item in items)
    topics = [
        TopicValidity(construct, tuple(row.index for row in rows if row.item.construct == construct.name))
        for construct in codebook.constructs
    ]
    return ContentValidity(rows, tuple(topic for topic in topics if topic.indices), ratings.experts)


def _names(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(item.name for item in items)


def _row(item: Item, ratings: Sequence[Rating]) -> ItemValidity:
    given = [rating.relevance for rating in ratings]
    remarks = tuple(rating.remark for rating in ratings if rating.remark)
    return ItemValidity(item, tuple(map(given.count, RELEVANCE)), remarks)


def _no_statement(rating: Rating, items: Sequence[Item]) -> Message:
    names = _names(items)
    return message(
        '{file}, row {row}: "{value}" is no statement of the questionnaire; give {accepted}.',
        file=rating.file,
        row=rating.row,
        value=cut(rating.item),
        accepted=tuple(get_close_matches(rating.item, names, 1)) or some(names),
    )
