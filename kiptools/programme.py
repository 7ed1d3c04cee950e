"""Whether a programme hangs together: which levels it covers, whether what it promises is practised and assessed, and
whether its minutes add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiptools.bloom import Classification, Reading
from kiptools.intervals import Interval, wilson_interval
from kiptools.ordinal import weighted_kappa
from kiptools.outcomes import KNOWLEDGE, LEVELS, LOWER, Outcome, Programme, Step, TrainingModule

__all__ = [
    "FEWEST_FOR_KAPPA",
    "HOLES",
    "Alignment",
    "AlignmentRow",
    "CoverageRow",
    "Hole",
    "LevelCoverage",
    "SessionPlan",
    "SessionPlans",
    "TrainerAgreement",
    "alignment",
    "level_coverage",
    "session_plans",
    "trainer_agreement",
]

HOLES = (
    "never practised",
    "never assessed",
    "assessed lower",
    "practised lower",
    "assessment without outcome",
    "activity without outcome",
)
"""Where a programme does not hang together, worst first."""

FEWEST_FOR_KAPPA = 10
"""With fewer outcomes a kappa says nothing: one of them more or less would change it altogether."""


@dataclass(frozen=True)
class CoverageRow:
    """The outcomes of one module (or all, of a list without modules).

    Parameters
    ----------
    module : TrainingModule or None
        None for outcomes that belong to no module.
    counts : tuple of int
        How many outcomes at each of the six levels.
    unclear : int
        How many whose level is unclear.
    """

    module: TrainingModule | None
    counts: tuple[int, ...]
    unclear: int

    @property
    def outcomes(self) -> int:
        return sum(self.counts) + self.unclear


@dataclass(frozen=True)
class LevelCoverage:
    """Levels by modules, and levels by kinds of knowledge.

    Parameters
    ----------
    rows : tuple of CoverageRow
        In the order of the programme's modules; modules without outcomes too.
    grid : tuple of tuple of int
        For each of the six levels, how many outcomes of each of the four kinds of knowledge.
    untold : tuple of int
        For each of the six levels, how many outcomes whose kind of knowledge is unclear.
    decided : int
        Of how many outcomes a person has decided the level.
    """

    rows: tuple[CoverageRow, ...]
    grid: tuple[tuple[int, ...], ...]
    untold: tuple[int, ...]
    decided: int = 0

    @property
    def counts(self) -> tuple[int, ...]:
        """How many outcomes at each of the six levels, in all modules together."""
        return tuple(sum(row.counts[level] for row in self.rows) for level in range(len(LEVELS)))

    @property
    def unclear(self) -> int:
        return sum(row.unclear for row in self.rows)

    @property
    def outcomes(self) -> int:
        return sum(row.outcomes for row in self.rows)

    @property
    def told(self) -> int:
        """How many have a level: what shares of levels are shares of."""
        return sum(self.counts)

    @property
    def lower(self) -> int:
        """How many stand at one of the `LOWER` levels."""
        return sum(self.counts[: len(LOWER)])

    @property
    def without(self) -> tuple[TrainingModule, ...]:
        """The modules that have no outcome."""
        return tuple(row.module for row in self.rows if row.module and not row.outcomes)


@dataclass(frozen=True)
class AlignmentRow:
    """One outcome beside what practises and what assesses it.

    Parameters
    ----------
    reading : Reading
        The outcome.
    activities, assessments : tuple of Reading
        The steps that name it.
    """

    reading: Reading
    activities: tuple[Reading, ...]
    assessments: tuple[Reading, ...]

    @property
    def practice_unclear(self) -> bool:
        """Whether activities name it, but its level or one of theirs is unclear, so that they cannot be compared."""
        return _unclear(self.reading, self.activities)

    @property
    def assessment_unclear(self) -> bool:
        """The same of assessments."""
        return _unclear(self.reading, self.assessments)


def _unclear(outcome: Reading, steps: Sequence[Reading]) -> bool:
    return bool(steps) and not all(each.level for each in (outcome, *steps))


@dataclass(frozen=True)
class Hole:
    """Where a programme does not hang together.

    Parameters
    ----------
    kind : str
        One of `HOLES`.
    outcome : Outcome or None
    step : Step or None
        The step without an outcome; for a level the step with the highest level.
    promised, found : str
        Of a level: what the outcome promises and the highest level that is practised or assessed.
    """

    kind: str
    outcome: Outcome | None = None
    step: Step | None = None
    promised: str = ""
    found: str = ""


@dataclass(frozen=True)
class Alignment:
    """Outcomes × activities × assessments (constructive alignment).

    Parameters
    ----------
    rows : tuple of AlignmentRow
    holes : tuple of Hole
        In the order of `HOLES`, then of the programme.
    planned : bool
        Whether there is any activity or assessment at all; without, nothing is called a hole.
    """

    rows: tuple[AlignmentRow, ...]
    holes: tuple[Hole, ...]
    planned: bool = True

    @property
    def practised(self) -> int:
        """How many outcomes have an activity."""
        return sum(bool(row.activities) for row in self.rows)

    @property
    def assessed(self) -> int:
        """How many outcomes have an assessment."""
        return sum(bool(row.assessments) for row in self.rows)

    def of(self, kind: str) -> tuple[Hole, ...]:
        """The holes of one kind."""
        return tuple(hole for hole in self.holes if hole.kind == kind)


@dataclass(frozen=True)
class SessionPlan:
    """One module's time.

    Parameters
    ----------
    module : TrainingModule or None
    steps : tuple of Step
    """

    module: TrainingModule | None
    steps: tuple[Step, ...]

    @property
    def slot(self) -> int | None:
        """How many minutes there are."""
        return self.module.minutes if self.module else None

    @property
    def minutes(self) -> int:
        """How many minutes the steps take that say so."""
        return sum(step.minutes or 0 for step in self.steps)

    @property
    def untimed(self) -> tuple[Step, ...]:
        """Steps of which it is not said how long they take; an assessment without minutes is a task for later."""
        return tuple(step for step in self.steps if step.minutes is None and step.kind != "assessment")

    @property
    def begins(self) -> tuple[int | None, ...]:
        """After how many minutes each step begins; None for tasks for later, and once it cannot be told any more."""
        return tuple(_begins(self.steps))

    @property
    def left(self) -> int | None:
        """Minutes that the slot still has, below 0 if there are too many; None without a slot."""
        return None if self.slot is None else self.slot - self.minutes

    @property
    def verdict(self) -> str:
        """One of "empty" (no steps), "unknown", "adds up", "too long", "free".

        Steps without minutes make it unknown, unless the others take too long already.
        """
        if not self.steps:
            return "empty"
        if self.left is None or (self.untimed and self.left >= 0):
            return "unknown"
        return "adds up" if not self.left else "free" if self.left > 0 else "too long"


def _begins(steps: Sequence[Step]) -> Iterator[int | None]:
    at: int | None = 0
    for step in steps:
        later = step.minutes is None and step.kind == "assessment"
        yield None if later else at
        if at is not None and not later:
            at = None if step.minutes is None else at + step.minutes


@dataclass(frozen=True)
class SessionPlans:
    """What happens when, for each module.

    Parameters
    ----------
    plans : tuple of SessionPlan
    """

    plans: tuple[SessionPlan, ...]


@dataclass(frozen=True)
class TrainerAgreement:
    """How far one trainer and the kit agree on levels.

    Parameters
    ----------
    by : str
        The trainer.
    pairs : tuple of (str, str)
        For each outcome that the trainer has decided: the trainer's level, and the kit's, empty where unclear.
    """

    by: str
    pairs: tuple[tuple[str, str], ...]

    @property
    def answered(self) -> tuple[tuple[str, str], ...]:
        """The pairs in which the kit reads a level."""
        return tuple(pair for pair in self.pairs if pair[1])

    @property
    def same(self) -> int:
        """In how many of those answered both say the same level."""
        return sum(mine == read for mine, read in self.answered)

    @property
    def near(self) -> int:
        """In how many of those answered the levels are the same or next to each other."""
        return sum(abs(mine - read) <= 1 for mine, read in self._places)

    @property
    def interval(self) -> Interval:
        """Range of the share of the same level, of those answered."""
        return wilson_interval(self.same, len(self.answered))

    @property
    def kappa(self) -> float | None:
        """Quadratic weighted kappa of those answered; None below `FEWEST_FOR_KAPPA`, or if all have one level."""
        return weighted_kappa(self._places, len(LEVELS)) if len(self._places) >= FEWEST_FOR_KAPPA else None

    @property
    def _places(self) -> list[tuple[int, int]]:
        return [(LEVELS.index(mine), LEVELS.index(read)) for mine, read in self.answered]


def level_coverage(classification: Classification) -> LevelCoverage:
    """Count the outcomes of a programme: levels by modules, and levels by kinds of knowledge.

    A level that a person has decided counts for more than what the kit reads; where neither tells, the outcome is
    counted apart. Modules without outcomes have a row as well.

    Parameters
    ----------
    classification : Classification

    Returns
    -------
    LevelCoverage

    References
    ----------
    Anderson, L. W. & Krathwohl, D. R. (Eds.) (2001). A Taxonomy for Learning, Teaching, and Assessing. Longman:
    the table of six levels by four kinds of knowledge.

    Examples
    --------
    >>> from kiptools.phrasing import Phrasing
    >>> outcome = Outcome("O1", "Negotiate a charter", "A", level="apply", knowledge="procedural")
    >>> programme = Programme((outcome,), (TrainingModule("A", "Partners"), TrainingModule("B", "Money")))
    >>> found = level_coverage(Classification(programme, (Reading(outcome, "en", Phrasing()),)))
    >>> found.counts, [module.title for module in found.without], found.grid[2]
    ((0, 0, 1, 0, 0, 0), ['Money'], (0, 0, 1, 0))
    """
    modules = classification.programme.modules
    readings = classification.outcomes
    known = {module.id for module in modules}
    loose = [reading for reading in readings if reading.of.module not in known]
    rows = [_row(module, [each for each in readings if each.of.module == module.id]) for module in modules]
    cells = Counter((reading.level, reading.knowledge) for reading in readings)
    return LevelCoverage(
        tuple([*rows, _row(None, loose)] if loose else rows),
        tuple(tuple(cells[level, kind] for kind in KNOWLEDGE) for level in LEVELS),
        tuple(cells[level, ""] for level in LEVELS),
        sum(bool(reading.of.level) for reading in readings),
    )


def _row(module: TrainingModule | None, readings: Sequence[Reading]) -> CoverageRow:
    levels = [reading.level for reading in readings]
    return CoverageRow(module, tuple(map(levels.count, LEVELS)), levels.count(""))


def alignment(classification: Classification) -> Alignment:
    """Put each outcome beside the activities that practise it and the assessments that test it, and name the holes.

    A level is called lower if the highest level of the steps that name the outcome lies at least two below the
    outcome's, or one below where a person has decided both: what the kit reads is often one level off. Activities and
    assessments are compared separately: if the level of the outcome or of one of its activities is unclear, nothing is
    said of how far it is practised, whatever is said of its assessments. Without any activity and assessment there is
    no plan, and nothing is called a hole.

    Parameters
    ----------
    classification : Classification

    Returns
    -------
    Alignment

    References
    ----------
    Biggs, J. (1996). Enhancing teaching through constructive alignment. Higher Education 32, 347-364.

    Examples
    --------
    >>> from kiptools.phrasing import Phrasing
    >>> outcome = Outcome("O1", "Negotiate a charter")
    >>> step = Step("P1", "activity", "Role play", outcomes=("O1",))
    >>> read = [Reading(each, "en", Phrasing()) for each in (outcome, step)]
    >>> found = alignment(Classification(Programme((outcome,), steps=(step,)), (read[0],), (read[1],)))
    >>> [(hole.kind, hole.outcome.id) for hole in found.holes]
    [('never assessed', 'O1')]
    """
    steps = [
        (reading.of, reading)
        for reading in classification.steps
        if isinstance(reading.of, Step) and reading.of.kind != "other"
    ]
    named: dict[tuple[str, str], list[Reading]] = {}
    for step, reading in steps:
        for outcome in dict.fromkeys(step.outcomes):
            named.setdefault((step.kind, outcome), []).append(reading)
    rows = tuple(
        AlignmentRow(reading, *(tuple(named.get((kind, reading.of.id), ())) for kind in ("activity", "assessment")))
        for reading in classification.outcomes
    )
    holes = [hole for row in rows for hole in _holes(row)]
    holes += [Hole(f"{step.kind} without outcome", step=step) for step, _ in steps if not step.outcomes]
    planned = bool(steps)
    return Alignment(rows, tuple(sorted(holes, key=lambda hole: HOLES.index(hole.kind))) if planned else (), planned)


def _holes(row: AlignmentRow) -> Iterator[Hole]:
    outcome = row.reading.of
    assert isinstance(outcome, Outcome)
    for done, readings in (("practised", row.activities), ("assessed", row.assessments)):
        if not readings:
            yield Hole(f"never {done}", outcome)
            continue
        if _unclear(row.reading, readings):
            continue
        levels = [LEVELS.index(reading.level) for reading in readings]
        highest = [reading for reading, level in zip(readings, levels, strict=True) if level == max(levels)]
        decided = outcome.level and all(reading.of.level for reading in highest)
        if LEVELS.index(row.reading.level) - max(levels) < (1 if decided else 2):
            continue
        step = highest[0].of
        assert isinstance(step, Step)
        yield Hole(f"{done} lower", outcome, step, row.reading.level, highest[0].level)


def session_plans(programme: Programme) -> SessionPlans:
    """What happens when in each module, and whether its minutes add up to the slot.

    Parameters
    ----------
    programme : Programme

    Returns
    -------
    SessionPlans
        One plan for each module, and one for the steps that belong to none; nothing if nothing is planned at all.

    Examples
    --------
    >>> steps = (Step("P1", "other", "Welcome", "A", 15), Step("P2", "activity", "Role play", "A", 60))
    >>> (plan,) = session_plans(Programme((), (TrainingModule("A", "Partners", 90),), steps)).plans
    >>> plan.begins, plan.minutes, plan.verdict, plan.left
    ((0, 15), 75, 'free', 15)
    """
    if not programme.steps:
        return SessionPlans(())
    known = {module.id for module in programme.modules}
    loose = tuple(step for step in programme.steps if step.module not in known)
    plans = [SessionPlan(module, programme.in_module(module.id)) for module in programme.modules]
    return SessionPlans(tuple([*plans, SessionPlan(None, loose)] if loose else plans))


def trainer_agreement(*classifications: Classification) -> tuple[TrainerAgreement, ...]:
    """How far each trainer's own levels are those that the kit reads, over all files of the trainer.

    Parameters
    ----------
    *classifications : Classification

    Returns
    -------
    tuple of TrainerAgreement
        In the order in which they appear; one without a name for levels of which it is not said who decided them.

    References
    ----------
    Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial
    credit. Psychological Bulletin 70, 213-220. Wilson, E. B. (1927). Probable inference, the law of succession, and
    statistical inference. JASA 22, 209-212.

    Examples
    --------
    >>> from kiptools.phrasing import Phrasing
    >>> outcome = Outcome("O1", "Negotiate a charter", level="apply", by="T")
    >>> read = Reading(outcome, "en", Phrasing(), shares=(0, 0, 0.8, 0.2, 0, 0))
    >>> (found,) = trainer_agreement(Classification(Programme((outcome,)), (read,)))
    >>> found.by, found.same, len(found.answered), found.kappa
    ('T', 1, 1, None)
    """
    pairs: dict[str, list[tuple[str, str]]] = {}
    for classification in classifications:
        for reading in classification.outcomes:
            if isinstance(reading.of, Outcome) and reading.of.level:
                pairs.setdefault(reading.of.by, []).append((reading.of.level, reading.read_level))
    return tuple(TrainerAgreement(by, tuple(found)) for by, found in pairs.items())
