"""What the few answers of a pilot tell about the questionnaire, not about the partners.

Which questions were left empty, which did not apply, which were answered by everybody alike, and which run against
the others of their topic. A finding is a reason to look at a question again, never to delete it: a pilot has few
answers, and chance has a large part in them.

Fewer than five answers are not shown, only how many left the question empty or had stopped before; that it does not
apply is an answer, too. That all answers were the same is told, because a question that everybody answers alike
cannot tell partners apart; not what they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiptools.codebook import RATED, Item
from kiptools.confidentiality import may_compare, may_show, may_show_percent
from kiptools.constructs import Reliability, reliability
from kiptools.likert import ItemDistribution, distribution
from kiptools.missing import Missing
from kiptools.responses import Responses

__all__ = ["ItemAnalysis", "PilotFinding", "PilotItem", "item_analysis"]

MANY_EMPTY = 0.25
MANY_NOT_CONCERNED = 1 / 3
AT_ONE_END = 0.8
"""Shares from which on a question is looked at: rules of ours."""
WEAK = 0.3
"""Below this correlation with the other statements of its topic a statement says little of it: a convention."""


class PilotFinding(Enum):
    """Why to look at a question again."""

    NOBODY_ANSWERED = "nobody answered"
    OFTEN_EMPTY = "often left empty"
    OFTEN_NOT_CONCERNED = "often does not apply"
    ALIKE = "everybody answered alike"
    LOWEST = "nearly everybody at the lowest level"
    HIGHEST = "nearly everybody at the highest level"
    AGAINST = "runs against the other statements of its topic"
    WEAK = "says little of its topic"


@dataclass(frozen=True)
class PilotItem:
    """How one question did in the pilot.

    Parameters
    ----------
    distribution : ItemDistribution
    item_rest : float or None
        Correlation of a statement with the sum of the others of its topic; None where it cannot be worked out.
    complete : int
        How many answered all statements of its topic, on which `item_rest` rests.
    """

    distribution: ItemDistribution
    item_rest: float | None = None
    complete: int = 0

    @property
    def item(self) -> Item:
        return self.distribution.item

    @property
    def answered(self) -> int:
        return self.distribution.answered

    @property
    def left_empty(self) -> int:
        return self.distribution.count_missing(Missing.LEFT_EMPTY)

    @property
    def not_concerned(self) -> int:
        """How many said that it does not apply, or that they do not know."""
        return self.distribution.count_missing(Missing.NOT_APPLICABLE)

    @property
    def broken_off(self) -> int:
        """How many had stopped before."""
        return self.distribution.count_missing(Missing.BROKEN_OFF)

    @property
    def showable(self) -> bool:
        """Whether the answers may be shown, and how many said that it does not apply; nobody can be recognised."""
        return self.distribution.showable

    @property
    def levels_used(self) -> int:
        """How many of the levels or options somebody chose."""
        return sum(count > 0 for count in self.distribution.counts)

    @property
    def at_lowest(self) -> int:
        return self.distribution.counts[0]

    @property
    def at_highest(self) -> int:
        return self.distribution.counts[-1]

    @property
    def shown_item_rest(self) -> float | None:
        """`item_rest` where ten or more complete answers bear it."""
        return self.item_rest if may_show_percent(self.complete) and not self.distribution.withheld else None

    @property
    def findings(self) -> tuple[PilotFinding, ...]:
        """Why to look at it again; nothing of a part whose answers must not be shown."""
        if self.distribution.withheld:
            return ()
        asked = self.answered + self.left_empty + self.not_concerned
        if asked and self.left_empty == asked:
            return (PilotFinding.NOBODY_ANSWERED,)
        found = []
        if self.left_empty > 1 and self.left_empty >= MANY_EMPTY * asked:
            found.append(PilotFinding.OFTEN_EMPTY)
        if self.showable and self.not_concerned >= MANY_NOT_CONCERNED * asked:
            found.append(PilotFinding.OFTEN_NOT_CONCERNED)
        if self.item.role != "profile":
            found += self._of_spread()
        return tuple(found)

    def _of_spread(self) -> list[PilotFinding]:
        found = []
        given = self.distribution.counts if self.answered else (self.not_concerned,)
        if self.item.type == "select_one" and may_show(sum(given)) and max(given) == sum(given):
            found.append(PilotFinding.ALIKE)
        if not self.showable:
            return found
        if self.item.ordered and self.at_lowest >= AT_ONE_END * self.answered:
            found.append(PilotFinding.LOWEST)
        elif self.item.ordered and self.at_highest >= AT_ONE_END * self.answered:
            found.append(PilotFinding.HIGHEST)
        if self.shown_item_rest is not None and self.shown_item_rest < 0:
            found.append(PilotFinding.AGAINST)
        elif self.shown_item_rest is not None and may_compare(self.complete) and self.shown_item_rest < WEAK:
            found.append(PilotFinding.WEAK)
        return found


@dataclass(frozen=True)
class ItemAnalysis:
    """How each question with a list of answers did in the pilot, in the codebook's order.

    Parameters
    ----------
    rows : tuple of PilotItem
    reliability : Reliability
        How well the statements of each topic go together, as far as so few answers tell.
    respondents : int
    simulated : bool
        Whether the kit made the answers up.
    withheld : bool
        Whether this is a part of a survey of which nothing may be shown.
    """

    rows: tuple[PilotItem, ...]
    reliability: Reliability
    respondents: int
    simulated: bool = False
    withheld: bool = False

    @property
    def to_look_at(self) -> tuple[PilotItem, ...]:
        """Questions that something was found about."""
        return tuple(row for row in self.rows if row.findings)


def item_analysis(responses: Responses) -> ItemAnalysis:
    """How each question did in a pilot: left empty, not applying, answered alike, at odds with its topic.

    Looked at are questions that a quarter or more of those asked (two at least) left empty, that do not apply to a
    third or more, that everybody answered alike, or four fifths at one end of the scale. From ten
    complete answers on, also statements whose correlation with the others of their topic is negative; from thirty on,
    below .3. The shares are rules of this kit.

    Parameters
    ----------
    responses : Responses
        The answers of a pilot, or simulated ones.

    Returns
    -------
    ItemAnalysis

    References
    ----------
    Item-rest correlation and .3: Nunnally, J. C. & Bernstein, I. H. (1994). Psychometric Theory, 3rd edition.
    McGraw-Hill.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> found = item_analysis(read_responses())
    >>> [finding.value for row in found.rows for finding in row.findings if row.item.name == "governance_3"]
    ['runs against the other statements of its topic']
    """
    together = {role: reliability(responses, role=role) for role in RATED}
    rests = {
        item.name: (rest, row.complete)
        for found in together.values()
        for row in found.rows
        for item, rest in zip(row.items, row.item_rest, strict=True)
    }
    rows = tuple(
        PilotItem(row, *rests.get(row.item.name, (None, 0))) for row in distribution(responses).rows if row.item.levels
    )
    return ItemAnalysis(rows, together["experience"], len(responses), responses.simulated, responses.withheld)
