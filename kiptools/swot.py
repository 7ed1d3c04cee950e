"""A SWOT with several voices: factors, who rates them, what they rate, and what the group decides.

One frozen value holds all that a workshop brings about; the spreadsheet of `kiptools.swot_workbook` is the same on
disk. A factor without evidence is an opinion. A proposal is what the kit has read out of a survey or a partner list: it
is no factor until the group takes it up, and nobody rates it before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kiptools.messages import Message
from kiptools.tables import fold
from kiptools.tasks import Task

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["QUADRANTS", "SOURCES", "Factor", "Judgement", "Pair", "Rater", "Rating", "Swot"]

QUADRANTS = ("strength", "weakness", "opportunity", "threat")
"""The first two are the network's own, the others come from outside."""
INTERNAL, EXTERNAL = QUADRANTS[:2], QUADRANTS[2:]
SOURCES = ("survey", "partners", "document")
LEVELS = range(1, 6)
"""Importance, performance and likelihood are rated from 1 to 5."""
INTERACTIONS = range(4)
"""How closely two factors are related: 0 not at all, 3 strongly."""
MOST_TIMES = 9
"""Saaty's scale: one thing counts at most nine times as much as another."""


@dataclass(frozen=True)
class Factor:
    """One line of a SWOT.

    Parameters
    ----------
    id : str
        Short and different from all others, like S1.
    quadrant : str
        One of `QUADRANTS`.
    text : str
        As its author wrote it.
    source : str
        Where its evidence comes from: one of `SOURCES`, or empty.
    evidence : str
        What it rests on, in words or as a reference: a topic or statement of the survey, a finding of the partner
        list, a document. Empty: the factor is an opinion.
    topics : tuple of str
        Names of the item bank's topics that a survey should ask about because of it.
    proposed : bool
        Whether the kit proposes it, and the group has not taken it up yet.
    """

    id: str
    quadrant: str
    text: str
    source: str = ""
    evidence: str = ""
    topics: tuple[str, ...] = ()
    proposed: bool = False

    @property
    def opinion(self) -> bool:
        """Whether it rests on nothing that can be looked up."""
        return not self.evidence.strip()

    @property
    def internal(self) -> bool:
        """Whether it is about the network itself."""
        return self.quadrant in INTERNAL


@dataclass(frozen=True)
class Rater:
    """Somebody in the room who rates.

    Parameters
    ----------
    name : str
        Best a letter or another sign that only its bearer knows.
    kind : str
        Kind of organisation, a category of the partner list's field `type`; empty if it is not said.
    finished : bool
        Whether this person has said that the ratings are complete.
    """

    name: str
    kind: str = ""
    finished: bool = False


@dataclass(frozen=True)
class Rating:
    """What one person says of one factor, each from 1 to 5.

    Parameters
    ----------
    rater, factor : str
        Name and id.
    importance : int or None
        How much it counts for the network.
    degree : int or None
        Of a strength or weakness: how well the network does there (performance). Of an opportunity or threat: how
        likely it is.
    """

    rater: str
    factor: str
    importance: int | None = None
    degree: int | None = None


@dataclass(frozen=True)
class Pair:
    """A factor of the network beside one from outside, and what the group makes of the two.

    Parameters
    ----------
    internal, external : str
        Ids.
    interaction : int or None
        How closely the two are related, as the group sees it: 0 to 3.
    accepted : bool or None
        Whether the group has made a strategy of it; None while it is open.
    strategy : str
        What follows, in the group's words.
    """

    internal: str
    external: str
    interaction: int | None = None
    accepted: bool | None = None
    strategy: str = ""

    @property
    def id(self) -> str:
        """How tasks refer to it: S1+O2."""
        return f"{self.internal}+{self.external}"


@dataclass(frozen=True)
class Judgement:
    """How many times as much one thing counts as another (Saaty's scale).

    Parameters
    ----------
    first, second : str
        Two quadrants, or the ids of two factors.
    times : float
        From 1/9 (the second counts nine times as much) to 9.
    """

    first: str
    second: str
    times: float


@dataclass(frozen=True)
class Swot:
    """A SWOT, and all that a workshop has made of it.

    Parameters
    ----------
    factors : tuple of Factor
    raters : tuple of Rater
    ratings : tuple of Rating
        At most one for each rater and factor.
    pairs : tuple of Pair
        At most one for each internal and external factor.
    judgements : tuple of Judgement
    tasks : tuple of Task
    notes : tuple of Message
        What was left out while reading; two SWOTs that differ in it only are equal.

    Raises
    ------
    ValueError
        Something refers to what is not there, stands twice, or lies outside its scale.

    Examples
    --------
    >>> swot = Swot((Factor("S1", "strength", "We know each other"),), (Rater("A"),), (Rating("A", "S1", 5, 4),))
    >>> swot["S1"].opinion, swot.rating("A", "S1").importance
    (True, 5)
    """

    factors: tuple[Factor, ...] = ()
    raters: tuple[Rater, ...] = ()
    ratings: tuple[Rating, ...] = ()
    pairs: tuple[Pair, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    tasks: tuple[Task, ...] = ()
    notes: tuple[Message, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        quadrant = {factor.id: factor.quadrant for factor in self.factors}
        names = {rater.name for rater in self.raters}
        _once("factor", (factor.id for factor in self.factors))
        _once("rater", (rater.name for rater in self.raters))
        _once("rating", ((rating.rater, rating.factor) for rating in self.ratings))
        _once("pair", (pair.id for pair in self.pairs))
        _once("comparison", (frozenset((each.first, each.second)) for each in self.judgements))
        _once("task", (task.id for task in self.tasks))
        for factor in self.factors:
            _among("quadrant", factor.quadrant, QUADRANTS)
            _among("source", factor.source, ("", *SOURCES))
        for rating in self.ratings:
            _among("rater", rating.rater, names)
            _among("factor", rating.factor, quadrant)
            for level in (rating.importance, rating.degree):
                _among("rating", level, (None, *LEVELS))
        for pair in self.pairs:
            _among("quadrant of an internal factor", quadrant.get(pair.internal), INTERNAL)
            _among("quadrant of an external factor", quadrant.get(pair.external), EXTERNAL)
            _among("interaction", pair.interaction, (None, *INTERACTIONS))
        for each in self.judgements:
            both = [name in QUADRANTS for name in (each.first, each.second)]
            if both[0] != both[1] or each.first == each.second or not 1 / MOST_TIMES <= each.times <= MOST_TIMES:
                raise ValueError(f"no comparison: {each}")
            for name in (each.first, each.second):
                _among("compared thing", name, (*QUADRANTS, *quadrant))

    def __getitem__(self, id: str) -> Factor:
        """The factor of that id."""
        return next(factor for factor in self.factors if factor.id == id)

    @property
    def accepted_factors(self) -> tuple[Factor, ...]:
        """What the group has named or taken up: all but proposals."""
        return tuple(factor for factor in self.factors if not factor.proposed)

    def of(self, quadrant: str) -> tuple[Factor, ...]:
        """The factors of one quadrant, without proposals."""
        return tuple(factor for factor in self.accepted_factors if factor.quadrant == quadrant)

    def rating(self, rater: str, factor: str) -> Rating:
        """What somebody says of a factor; an empty rating if nothing."""
        found = (each for each in self.ratings if (each.rater, each.factor) == (rater, factor))
        return next(found, Rating(rater, factor))

    @property
    def frame(self) -> pd.DataFrame:
        """The ratings, one row for each person and factor: rater, factor, quadrant, importance, degree."""
        import pandas as pd

        quadrant = {factor.id: factor.quadrant for factor in self.factors}
        rows = [(each.rater, each.factor, quadrant[each.factor], each.importance, each.degree) for each in self.ratings]
        return pd.DataFrame(rows, columns=["rater", "factor", "quadrant", "importance", "degree"])

    def goal(self, task: Task) -> str:
        """What a task is for: the strategy that it names by the id of an accepted pair, or its own words."""
        pairs = {fold(pair.id): pair.strategy for pair in self.pairs if pair.accepted}
        return pairs.get(fold(task.goal).replace(" ", ""), "") or task.goal

    @property
    def action_sheet(self) -> tuple[Task, ...]:
        """The tasks, each with its goal in words."""
        return tuple(replace(task, goal=self.goal(task)) for task in self.tasks)


def _once(what: str, names: Iterable[object]) -> None:
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise ValueError(f"{what} twice: {twice[0]}")


def _among(what: str, value: object, accepted: Iterable[object]) -> None:
    if value not in (known := list(accepted)):
        raise ValueError(f"{what} {value!r} is none of {known}")
