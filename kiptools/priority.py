"""What matters most: importance beside experience, and what the next meeting should talk about.

Importance and experience are means from 0 to 1 (lowest to highest answer, reversed statements turned). A
topic's place is said only where the ranges of both means keep clear of the dividing lines. The conversation
agenda ranks statements by importance × low experience × disagreement × gap between groups: the score starts
a conversation, it does not end one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal

import numpy as np

from kiptools.codebook import RATED, Codebook, Construct, Item, Scale
from kiptools.groups import Comparison, Contrast, compare
from kiptools.intervals import Interval, mean_interval
from kiptools.likert import (
    AgreementRow,
    ItemDescription,
    ItemDistribution,
    Spread,
    agreement,
    construct_scores,
    distribution,
    unit_scores,
)
from kiptools.responses import Responses

__all__ = [
    "Agenda",
    "AgendaPoint",
    "Priorities",
    "PriorityRow",
    "Rating",
    "conversation_agenda",
    "importance_of",
    "priorities",
]

Quadrant = Literal["act", "keep", "watch", "enough"]
Reason = Literal["gap", "split", "low"]


@dataclass(frozen=True)
class Rating:
    """The mean of what partners answered, from 0 (lowest answer) to 1 (highest).

    Parameters
    ----------
    answered : int
    mean : float
        0 to 1, reversed statements turned; nan if nobody answered.
    variance : float
        With n - 1; nan for fewer than two answers.
    population : int or None
        How many it concerns, if known.
    ends : tuple of float
        The scale's lowest and highest score, if the statements share a scale; else (0, 1).
    showable : bool
        Whether anything of it may be shown, so that nobody's answer can be recognised.
    """

    answered: int
    mean: float
    variance: float
    population: int | None = None
    ends: tuple[float, float] = (0.0, 1.0)
    showable: bool = True

    def interval(self, level: float = 0.95) -> Interval:
        """Range of the mean, 0 to 1; everything where the answers do not tell how far others may lie from them.

        That is with fewer than two answers, or if all are the same and not everybody answered.
        """
        if self.answered < 2 or (not self.variance and self.answered != self.population):
            return Interval(0.0, 1.0)
        low, high = mean_interval(self.mean, self.variance, self.answered, population=self.population, level=level)
        return Interval(max(0.0, low), min(1.0, high))

    def on_scale(self, value: float) -> float:
        """A value from 0 to 1 in the scale's own numbers."""
        low, high = self.ends
        return low + value * (high - low)


@dataclass(frozen=True)
class PriorityRow:
    """One topic or statement: how important, how experienced.

    Parameters
    ----------
    subject : Item or Construct
    importance, experience : Rating
    """

    subject: Item | Construct
    importance: Rating
    experience: Rating


@dataclass(frozen=True)
class Priorities:
    """Importance beside experience.

    Parameters
    ----------
    rows : tuple of PriorityRow
        In the codebook's order.
    axes : {"scale", "data"}
        Whether the dividing lines are the middle of the scales or the mean of the rows.
    lines : tuple of float
        The dividing lines: importance, experience; 0 to 1.
    level : float
    """

    rows: tuple[PriorityRow, ...]
    axes: str
    lines: tuple[float, float]
    level: float = 0.95

    def quadrant(self, row: PriorityRow) -> Quadrant:
        """Where a row's means lie: `act` (important, experienced low), `keep`, `watch` (neither), `enough`."""
        important = row.importance.mean > self.lines[0]
        good = row.experience.mean > self.lines[1]
        return ("keep" if good else "act") if important else ("enough" if good else "watch")

    def clear(self, row: PriorityRow) -> bool:
        """Whether both ranges keep clear of the dividing lines."""
        return all(
            not low <= line <= high
            for line, (low, high) in zip(
                self.lines, (row.importance.interval(self.level), row.experience.interval(self.level)), strict=True
            )
        )


def priorities(
    responses: Responses,
    items: str | Iterable[str] | None = None,
    *,
    by: Literal["item", "construct"] = "construct",
    axes: Literal["scale", "data"] = "scale",
    population: int | None = None,
    level: float = 0.95,
) -> Priorities:
    """Importance and experience of each topic or statement, side by side.

    Parameters
    ----------
    responses : Responses
    items : str, iterable of str, or None
        Items or constructs by name; None for all.
    by : {"construct", "item"}
        One row per construct that was asked about in both roles, or per statement with an importance of its own
        (`importance_of`).
    axes : {"scale", "data"}
        Where the dividing lines lie: in the middle of the scales, or at the mean of all rows. The first asks
        "is it good?", the second "is it better than the rest?".
    population : int or None
        How many partners were asked; makes the ranges those of a finite population.
    level : float
        Confidence level of the ranges, between 0 and 1.

    Returns
    -------
    Priorities

    Raises
    ------
    KipError
        A name is not in the codebook, or the population is smaller than the number of respondents.
    ValueError
        `by` or `axes` is none of those above.

    References
    ----------
    Martilla, J. A. & James, J. C. (1977). Importance-performance analysis. Journal of Marketing 41(1), 77-79.
    On where the lines are drawn: Oh, H. (2001). Revisiting importance-performance analysis. Tourism
    Management 22, 617-627.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> found = priorities(read_responses())
    >>> [row.subject.name for row in found.rows if found.quadrant(row) == "act"]
    ['learning']
    """
    if by not in ("item", "construct") or axes not in ("scale", "data"):
        raise ValueError(f"by is {by!r} (item or construct), axes is {axes!r} (scale or data)")
    shares = {
        (role, row.subject.name): row
        for role in RATED
        for row in agreement(responses, by=by, role=role, population=population).rows
    }
    rows = tuple(
        PriorityRow(
            subject,
            _rating(responses, important, shares["importance", _name(subject, important)]),
            _rating(responses, experienced, shares["experience", subject.name]),
        )
        for subject, important, experienced in _subjects(responses.codebook, items, by)
    )
    return Priorities(rows, axes, _lines(rows, axes), level)


def _name(subject: Item | Construct, items: Sequence[Item]) -> str:
    """Of the row of shares: a construct is called the same in both roles, an item is not."""
    return subject.name if isinstance(subject, Construct) else items[0].name


def _subjects(
    codebook: Codebook, items: str | Iterable[str] | None, by: str
) -> list[tuple[Item | Construct, list[Item], list[Item]]]:
    """What gets a row, with the items on its importance and on its experience."""
    chosen = codebook.select(items)
    experienced = [item for item in chosen if item.role == "experience"]
    if by == "item":
        pairs = ((item, importance_of(codebook, item)) for item in experienced)
        return [(item, [own], [item]) for item, own in pairs if own is not None]
    important = [item for item in chosen if item.role == "importance"]
    found: list[tuple[Item | Construct, list[Item], list[Item]]] = []
    for construct in codebook.constructs:
        asked, lived = (
            [item for item in side if item.construct == construct.name] for side in (important, experienced)
        )
        if asked and lived:
            found.append((construct, asked, lived))
    return found


def importance_of(codebook: Codebook, item: Item) -> Item | None:
    """The item that asks how important a statement is.

    It has the role `importance`, the same construct, and either a name that contains the statement's name or
    a wording that contains its wording.

    Parameters
    ----------
    codebook : Codebook
    item : Item

    Returns
    -------
    Item or None

    Examples
    --------
    >>> from kiptools import read_responses
    >>> codebook = read_responses().codebook
    >>> importance_of(codebook, codebook["trust_1"])
    Item('trust_1_importance')
    """
    for other in codebook.items:
        if other.role != "importance" or other.construct != item.construct:
            continue
        wordings = zip(dict(item.wording.texts).values(), dict(other.wording.texts).values(), strict=False)
        if _contains(other.name, item.name) or any(text and text in longer for text, longer in wordings):
            return other
    return None


def _contains(name: str, part: str) -> bool:
    """Whether a name is another one with a word before or after it: q1 is in q1_importance, not in q10."""
    return name.startswith((f"{part}_", f"{part}.", f"{part}-")) or name.endswith((f"_{part}", f".{part}", f"-{part}"))


def _rating(responses: Responses, items: Sequence[Item], shares: AgreementRow) -> Rating:
    scores, answered = construct_scores(responses, items)
    found = scores[answered]
    n = len(found)
    return Rating(
        n,
        float(found.mean()) if n else float("nan"),
        float(found.var(ddof=1)) if n > 1 else float("nan"),
        shares.population,
        _ends([item.scale for item in items if item.scale]),
        shares.showable,
    )


def _ends(scales: Sequence[Scale]) -> tuple[float, float]:
    ends = {(scale.scores[0], scale.scores[-1]) for scale in scales}
    return ends.pop() if len(ends) == 1 else (0.0, 1.0)


def _lines(rows: Sequence[PriorityRow], axes: str) -> tuple[float, float]:
    known = [row for row in rows if row.importance.answered and row.experience.answered]
    if axes == "scale" or not known:
        return (0.5, 0.5)
    return fmean(row.importance.mean for row in known), fmean(row.experience.mean for row in known)


# --- the conversation agenda ---------------------------------------------------------------------------


@dataclass(frozen=True)
class AgendaPoint:
    """One thing worth a meeting's time.

    Parameters
    ----------
    item : Item
        The statement to talk about.
    construct : Construct or None
        Its topic.
    experience, importance : ItemDistribution
        How it was answered; importance is None if it was not asked.
    factors : tuple of float
        Importance, low experience, disagreement, gap: each 0 to 1 (`conversation_agenda`).
    gap : Contrast or None
        The group that clearly differs from all others, if there is one.
    kept : int
        In how many recounts, each without one respondent, the topic stays on the agenda.
    reason : {"gap", "split", "low"}
        What speaks for it most.
    turn : int
        How many points with the same reason stand before it.
    """

    item: Item
    construct: Construct | None
    experience: ItemDistribution
    importance: ItemDistribution | None
    factors: tuple[float, float, float, float]
    gap: Contrast | None
    kept: int
    reason: Reason
    turn: int

    @property
    def weight(self) -> float:
        """What the agenda is ranked by."""
        return float(_weight(np.array(self.factors)))

    @property
    def sides(self) -> tuple[int, int, int]:
        """How many answers lie on the unfavourable side, in the middle, on the favourable side."""
        below, above = ItemDescription(self.experience).sides
        low, high = (above, below) if self.item.reverse else (below, above)
        return low, self.experience.answered - low - high, high


@dataclass(frozen=True)
class Agenda:
    """What the next meeting should talk about, most pressing first.

    Parameters
    ----------
    points : tuple of AgendaPoint
    considered : int
        How many statements could be considered: rated ones with answers enough to be shown.
    respondents : int
    by : Item or None
        The question by whose groups gaps were looked for.
    topics : int
        Of how many topics these statements are.
    rated : int
        How many statements are rated at all.
    """

    points: tuple[AgendaPoint, ...]
    considered: int
    respondents: int
    by: Item | None = None
    topics: int = 0
    rated: int = 0


def conversation_agenda(responses: Responses, *, by: str | None = None, most: int = 5) -> Agenda:
    """The few things that are worth the next steering meeting's time, and why.

    Each statement is weighed by importance × low experience × (1 + disagreement) × (1 + gap), each factor from
    0 to 1: the mean importance (of the statement, else of its construct; 1 where importance was not asked);
    one minus the mean experience; the polarisation of the answers; and how far one group stands from all
    others (Cliff's delta), counted only where that difference is beyond doubt. The last two raise a weight
    and never wipe it out: a point on which all agree that it is bad belongs on the agenda too. At most one
    statement of a construct is taken, the weightiest.

    Parameters
    ----------
    responses : Responses
    by : str or None
        The question (role `profile`) by whose groups gaps are looked for.
    most : int
        How many points at most.

    Returns
    -------
    Agenda

    Raises
    ------
    KipError
        `by` is not in the codebook.

    Notes
    -----
    The rule is this kit's own. Its parts are importance-performance analysis (`priorities`), polarisation
    (`describe`) and group comparison (`compare`).

    Examples
    --------
    >>> from kiptools import read_responses
    >>> agenda = conversation_agenda(read_responses(), by="organisation_type")
    >>> len(agenda.points), agenda.points[0].construct.name
    (5, 'resources')
    """
    rated = distribution(responses, role="experience").rows
    rows = [row for row in rated if row.showable]
    gaps = _gaps(compare(responses, [row.item.name for row in rows], by=by)) if by and rows else {}
    important = [_importance_items(responses.codebook, row.item) for row in rows]
    everybody = np.ones((1, len(responses)), dtype=bool)
    factors = _factors(responses, rows, important, gaps, everybody)[0]
    chosen = _choose(rows, _weight(factors), most)
    recounts = _factors(responses, rows, important, gaps, ~np.eye(len(responses), dtype=bool))
    kept = Counter(_topic(rows[place]) for each in recounts for place in _choose(rows, _weight(each), most))
    constructs = {construct.name: construct for construct in responses.codebook.constructs}
    asked = {row.item.name: row for row in distribution(responses, role="importance").rows}
    points: list[AgendaPoint] = []
    for place in chosen:
        row, gap = rows[place], gaps.get(rows[place].item.name)
        own = importance_of(responses.codebook, row.item)
        split = ItemDescription(row).spread is Spread.SPLIT
        reason: Reason = "gap" if gap else "split" if split else "low"
        points.append(
            AgendaPoint(
                row.item,
                constructs.get(row.item.construct),
                row,
                asked[own.name] if own else None,
                tuple(float(factor) for factor in factors[place]),  # type: ignore[arg-type]
                gap,
                kept[_topic(row)],
                reason,
                sum(point.reason == reason for point in points),
            )
        )
    grouping = responses.codebook[by] if by else None
    return Agenda(tuple(points), len(rows), len(responses), grouping, len(set(map(_topic, rows))), len(rated))


def _topic(row: ItemDistribution) -> str:
    return row.item.construct or row.item.name


def _gaps(comparison: Comparison) -> dict[str, Contrast]:
    """For each statement the group that is clearly less favourable than the others, the farthest one."""
    found: dict[str, Contrast] = {}
    for row in comparison.rows:
        lower = [contrast for contrast in row.told if contrast.verdict == "lower"]
        if lower:
            found[row.subject.name] = min(lower, key=lambda contrast: contrast.pairs.delta)
    return found


def _importance_items(codebook: Codebook, item: Item) -> list[Item]:
    """The items that tell how important a statement is: its own, else its construct's."""
    own = importance_of(codebook, item)
    if own is not None:
        return [own]
    return [other for other in codebook.items if other.role == "importance" and other.construct == item.construct != ""]


def _factors(
    responses: Responses,
    rows: Sequence[ItemDistribution],
    important: Sequence[Sequence[Item]],
    gaps: dict[str, Contrast],
    keep: np.ndarray,
) -> np.ndarray:
    """Shape (recounts, statements, 4). `keep` has a row for each recount: which respondents take part."""
    found = np.ones((len(keep), len(rows), 4))
    for place, (row, items) in enumerate(zip(rows, important, strict=True)):
        mean, variance = _moments(unit_scores(responses, row.item), keep)
        if items:
            found[:, place, 0] = _moments(construct_scores(responses, items)[0], keep)[0]
        found[:, place, 1] = 1 - mean
        found[:, place, 2] = 4 * variance
        gap = gaps.get(row.item.name)
        found[:, place, 3] = abs(gap.pairs.delta) if gap else 0.0
    return found


def _moments(scores: np.ndarray, keep: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and population variance of the scores that are there, for each recount; 0.5 and 0 where none is."""
    there = keep & np.isfinite(scores)
    n = np.maximum(there.sum(axis=1), 1)
    centred = np.where(np.isfinite(scores), scores - 0.5, 0.0)
    mean = (there * centred).sum(axis=1) / n
    variance = (there * (centred - mean[:, None]) ** 2).sum(axis=1) / n
    return mean + 0.5, variance


def _weight(factors: np.ndarray) -> np.ndarray:
    importance, low, disagreement, gap = np.moveaxis(factors, -1, 0)
    return importance * low * (1 + disagreement) * (1 + gap)


def _choose(rows: Sequence[ItemDistribution], weights: np.ndarray, most: int) -> list[int]:
    """Places of the weightiest statements, one for each topic; of equals the one that was asked first."""
    best: dict[str, int] = {}
    for place in sorted(range(len(rows)), key=lambda place: (-round(float(weights[place]), 12), place)):
        best.setdefault(_topic(rows[place]), place)
    return list(best.values())[:most]
