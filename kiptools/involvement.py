"""How far each cooperation goes: information, consultation, concertation or contribution.

From the six questions of the sheet of cooperation, for each relation *and* function: with one partner one may inform
on one matter and decide together on another, so neither a partner nor a partnership has a level of its own.

The four levels are those of the Thames Valley partnership typology, which describes the first two only. What the last
two mean, and the rule that tells a level from the answers, are this kit's own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from kiptools.fields import LADDERS, plain
from kiptools.messages import Message, message
from kiptools.partners import Cooperation, Partner, Partners

__all__ = ["CooperationLevel", "FunctionLevels", "Involvement", "classify_cooperation"]

QUESTIONS = ("initiates", "decides", "feedback", "commitment", "pooled", "shared")
INFORMATION, CONSULTATION, CONCERTATION, CONTRIBUTION = LADDERS["involvement"]


@dataclass(frozen=True)
class CooperationLevel:
    """What is done together with one partner in one function, and how far it goes.

    Parameters
    ----------
    partner : Partner
    cooperation : Cooperation
        The six answers.
    level : str
        A level of `kiptools.fields.LADDERS`, empty where it cannot be told.
    held : Message
        What puts it at this level.
    remarks : tuple of Message
        Answers that point higher, or do not go together.
    undecided : tuple of str
        Questions without an answer that could change the level.
    """

    partner: Partner
    cooperation: Cooperation
    level: str
    held: Message
    remarks: tuple[Message, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def feedback_due(self) -> bool:
        """Whether it is a consultation of which it is not said that those who were asked hear what became of it."""
        return self.level == CONSULTATION and self.cooperation.feedback is not True

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Questions without an answer."""
        return tuple(name for name in QUESTIONS if getattr(self.cooperation, name) in ("", None))


@dataclass(frozen=True)
class FunctionLevels:
    """How many cooperations in one function are at each level.

    Parameters
    ----------
    function : str
        As first written; empty where none is given.
    counts : tuple of int
        For each level, the lowest first.
    unknown : int
        Of which the level cannot be told.
    """

    function: str
    counts: tuple[int, ...]
    unknown: int

    @property
    def all(self) -> int:
        """All cooperations in this function."""
        return sum(self.counts) + self.unknown


@dataclass(frozen=True)
class Involvement:
    """The levels of all cooperations.

    Parameters
    ----------
    rows : tuple of CooperationLevel
        In the list's order.
    former : int
        Cooperations with former partners, which are left out.
    """

    rows: tuple[CooperationLevel, ...]
    former: int = 0

    @property
    def functions(self) -> tuple[FunctionLevels, ...]:
        """Counts for each function, in order of first appearance; case and accents make no difference."""
        names: dict[str, str] = {}
        counts: Counter[tuple[str, str]] = Counter()
        for row in self.rows:
            key = plain(row.cooperation.function)
            names.setdefault(key, row.cooperation.function)
            counts[key, row.level] += 1
        return tuple(
            FunctionLevels(name, tuple(counts[key, level] for level in LADDERS["involvement"]), counts[key, ""])
            for key, name in names.items()
        )

    @property
    def counts(self) -> tuple[int, ...]:
        """For each level how many cooperations are at it, the lowest first."""
        return tuple(sum(row.level == level for row in self.rows) for level in LADDERS["involvement"])

    @property
    def unknown(self) -> int:
        """Cooperations of which the level cannot be told."""
        return sum(not row.level for row in self.rows)

    @property
    def feedback_due(self) -> tuple[CooperationLevel, ...]:
        """Consultations after which those who were asked should hear what became of their opinion."""
        return tuple(row for row in self.rows if row.feedback_due)


def classify_cooperation(partners: Partners) -> Involvement:
    """The level of involvement of each cooperation, from the six questions, with reasons.

    Who decides is what counts. One side alone: information. One side, after asking the other: consultation, and
    feedback is due. Both together: concertation; and contribution if both also put in resources and answer for the
    result. Without an answer on who decides there is no level. The other answers never lower a level; where they
    point elsewhere, it is said.

    Parameters
    ----------
    partners : Partners

    Returns
    -------
    Involvement

    Notes
    -----
    Information and consultation are described in the Thames Valley partnership typology; concertation and
    contribution are only named there, so that their description and this rule are the kit's own.

    Examples
    --------
    >>> from datetime import date
    >>> asked = Cooperation("1", "Job fair", decides="after_asking", pooled=True)
    >>> records = (Partner(id="1", name="School"),)
    >>> (row,) = classify_cooperation(Partners("list.csv", date(2026, 3, 31), records, cooperations=(asked,))).rows
    >>> row.level, row.feedback_due, str(row.remarks[0])
    ('consultation', True, 'Both sides put in resources, although one side decides.')
    """
    known = [(partners.by_id[one.partner], one) for one in partners.cooperations]
    rows = tuple(_classify(partner, one) for partner, one in known if partner.status != "former")
    return Involvement(rows, len(known) - len(rows))


def _classify(partner: Partner, one: Cooperation) -> CooperationLevel:
    further = () if False in (one.pooled, one.shared) else ("pooled", "shared")
    undecided = tuple(name for name in further if getattr(one, name) is None)
    if one.decides == "together":
        return _together(partner, one, undecided)
    if one.decides == "after_asking":
        return _after_asking(partner, one)
    if one.decides == "alone":
        return _alone(partner, one)
    held = message("Who decides is not stated, so the level cannot be told.")
    return CooperationLevel(partner, one, "", held, undecided=("decides", *undecided))


def _alone(partner: Partner, one: Cooperation) -> CooperationLevel:
    remarks = _although_one_decides(one)
    if one.feedback:
        remarks.append(message("Feedback on an opinion is given: perhaps the other side is asked after all."))
    if one.commitment:
        remarks.append(message("A commitment is written down, which is more than information asks for."))
    held = message("One side decides alone; the other side is informed.")
    return CooperationLevel(partner, one, INFORMATION, held, tuple(remarks))


def _after_asking(partner: Partner, one: Cooperation) -> CooperationLevel:
    remarks = _although_one_decides(one)
    if one.commitment:
        remarks.append(message("A commitment is written down, which is more than consultation asks for."))
    if one.feedback is False:
        remarks.append(message("Those who were asked do not hear what became of their opinion; they should."))
    elif one.feedback is None:
        remarks.append(message("It is not stated whether those who were asked hear what became of their opinion."))
    held = message("One side decides, after asking the other side for its opinion.")
    return CooperationLevel(partner, one, CONSULTATION, held, tuple(remarks))


def _although_one_decides(one: Cooperation) -> list[Message]:
    remarks = []
    if one.initiates == "both":
        remarks.append(message("Both sides take the first step, although one side decides."))
    if one.pooled:
        remarks.append(message("Both sides put in resources, although one side decides."))
    if one.shared:
        remarks.append(message("Both sides answer for the result, although one side decides."))
    return remarks


def _together(partner: Partner, one: Cooperation, undecided: tuple[str, ...]) -> CooperationLevel:
    remarks = []
    if one.initiates in ("us", "them"):
        remarks.append(message("The first step comes from one side, although both decide."))
    if not (one.pooled and one.shared):
        return CooperationLevel(partner, one, CONCERTATION, _not_further(one), tuple(remarks), undecided)
    if one.commitment is False:
        remarks.append(message("What each side puts in and answers for is not written down."))
    held = message("Both sides decide together, put in resources and answer for the result.")
    return CooperationLevel(partner, one, CONTRIBUTION, held, tuple(remarks))


def _not_further(one: Cooperation) -> Message:
    """Why two sides that decide together are not at the highest level."""
    if one.pooled is False and one.shared is False:
        return message("Both sides decide together; resources are not pooled and responsibility is not shared.")
    if one.pooled is False:
        return message("Both sides decide together; resources are not pooled.")
    if one.shared is False:
        return message("Both sides decide together; responsibility is not shared.")
    if one.pooled:
        return message("Both sides decide together and pool resources; whether responsibility is shared is not stated.")
    if one.shared:
        return message(
            "Both sides decide together and share responsibility; whether resources are pooled is not stated."
        )
    return message(
        "Both sides decide together; whether resources are pooled and responsibility is shared is not stated."
    )
