"""What a survey and a partner list propose for a SWOT: strengths and weaknesses, with their counts.

Only what is inside can be proposed: what a network's surroundings bring, no file of its own tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from kiptools.actions import ASKED_BY, NO_RULES, Rules, findings_by_part
from kiptools.codebook import Construct, Item, Wording
from kiptools.confidentiality import may_show_percent
from kiptools.messages import Message, message
from kiptools.partners import Partners
from kiptools.priority import Priorities, PriorityRow, Rating
from kiptools.questionnaires import item_bank
from kiptools.rows import next_id
from kiptools.swot import QUADRANTS, Factor, Swot
from kiptools.tables import fold

__all__ = ["Proposal", "Proposals", "propose", "with_proposals"]

_SAID = {
    ("scale", "strength"): message('"{topic}" is important to partners, and experienced as good rather than poor'),
    ("scale", "weakness"): message('"{topic}" is important to partners, and experienced as poor rather than good'),
    ("data", "strength"): message(
        '"{topic}" is more important to partners than the average topic, and experienced as better than it'
    ),
    ("data", "weakness"): message(
        '"{topic}" is more important to partners than the average topic, and experienced as poorer than it'
    ),
}
"""By where the dividing lines lie, and by quadrant."""


@dataclass(frozen=True)
class Proposal:
    """A factor that a file of the network's own speaks for.

    Parameters
    ----------
    quadrant : str
        `strength` or `weakness`.
    text : Message
        With counts and intervals.
    source : str
        `survey` or `partners`.
    evidence : Message
        What it rests on, to be looked up.
    topics : tuple of str
        Topics of the item bank that it is about.
    """

    quadrant: str
    text: Message
    source: str
    evidence: Message
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposals:
    """Factors proposed to a group.

    Parameters
    ----------
    rows : tuple of Proposal
        Strengths first; of each what the survey says before what the list says.
    """

    rows: tuple[Proposal, ...]


def propose(
    priorities: Priorities | None = None, partners: Partners | None = None, rules: Rules = NO_RULES
) -> Proposals:
    """Factors that the evaluation's priorities and a partner list propose.

    Parameters
    ----------
    priorities : Priorities or None
        Of topics or of statements. A row proposes a factor if its place is clear, partners call it important, and ten
        answers or more may be shown: a strength if it is experienced as good, else a weakness.
    partners : Partners or None
        Its strengths and weaknesses, as `findings` tells them.
    rules : Rules
        What was decided about the partner list.

    Returns
    -------
    Proposals

    Examples
    --------
    >>> from kiptools import priorities, read_responses
    >>> [proposal.topics[0] for proposal in propose(priorities(read_responses())).rows]
    ['purpose', 'governance', 'trust', 'results']
    """
    found = [
        *(_by_the_survey(priorities) if priorities is not None else ()),
        *(_by_the_list(partners, rules) if partners is not None else ()),
    ]
    return Proposals(tuple(sorted(found, key=lambda proposal: QUADRANTS.index(proposal.quadrant))))


def _by_the_survey(result: Priorities) -> Iterator[Proposal]:
    bank = {topic.name for topic in item_bank().constructs}
    quadrants = {"act": "weakness", "keep": "strength"}
    for row in result.rows:
        quadrant = quadrants.get(result.quadrant(row))
        if quadrant is None or not _may_be_shown(row) or not result.clear(row):
            continue
        topic = row.subject.name if isinstance(row.subject, Construct) else row.subject.construct
        yield Proposal(
            quadrant,
            message(_SAID[result.axes, quadrant].template, topic=_name(row.subject)),
            "survey",
            _rated(row, result.level),
            (topic,) if topic in bank else (),
        )


def _may_be_shown(row: PriorityRow) -> bool:
    return all(rating.showable and may_show_percent(rating.answered) for rating in (row.importance, row.experience))


def _rated(row: PriorityRow, level: float) -> Message:
    """Both means with their ranges and how many answered."""
    return message(
        "importance {importance}; experience {experience}",
        importance=_mean(row.importance, level),
        experience=_mean(row.experience, level),
    )


def _mean(rating: Rating, level: float) -> Message:
    low, high = rating.interval(level)
    first, last = rating.ends
    return message(
        "{mean} ({low} to {high}) on a scale from {first} to {last}, {answered} answered",
        mean=_tenths(rating.on_scale(rating.mean)),
        low=_tenths(rating.on_scale(low)),
        high=_tenths(rating.on_scale(high)),
        first=first,
        last=last,
        answered=rating.answered,
    )


def _name(subject: Item | Construct) -> Wording | Message | str:
    text = subject.wording if subject.wording.in_language("") else subject.name
    if isinstance(subject, Item) and subject.reverse:
        return message("{statement} (here disagreeing is favourable)", statement=text)
    return text


def _tenths(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.1"))


def _by_the_list(partners: Partners, rules: Rules) -> Iterator[Proposal]:
    evidence = message("as of {day}", day=partners.as_of)
    for part, found in findings_by_part(partners, rules).items():
        topics = ASKED_BY.get(part, ())
        for line in found.strengths:
            yield Proposal("strength", line, "partners", evidence, topics)
        for line in found.weaknesses:
            yield Proposal("weakness", line, "partners", evidence, topics)


def with_proposals(swot: Swot, proposals: Proposals, say: Callable[[Message], str]) -> Swot:
    """The SWOT with further factors, marked as proposed; what it has already is not added again.

    It has a proposal already if a factor of the same quadrant says the same, or rests on the survey too and stands
    beside the same topics, whatever its language and its numbers.

    Parameters
    ----------
    swot : Swot
    proposals : Proposals
    say : callable
        Writes a message in the language of the SWOT: `kip.Show("fr").language.say`.

    Returns
    -------
    Swot
        Its own factors first, unchanged.

    Examples
    --------
    >>> from kiptools import Show, priorities, read_responses
    >>> found = propose(priorities(read_responses()))
    >>> swot = with_proposals(Swot(), found, Show("en").language.say)
    >>> [factor.id for factor in swot.factors], swot.accepted_factors
    (['S1', 'S2', 'S3', 'S4'], ())
    """
    factors = list(swot.factors)
    for proposal in proposals.rows:
        text = say(proposal.text)
        if not any(_is_there(factor, proposal, text) for factor in swot.factors):
            factors.append(
                Factor(
                    next_id(proposal.quadrant[0].upper(), (factor.id for factor in factors)),
                    proposal.quadrant,
                    text,
                    proposal.source,
                    say(proposal.evidence),
                    proposal.topics,
                    proposed=True,
                )
            )
    return replace(swot, factors=tuple(factors))


def _is_there(factor: Factor, proposal: Proposal, text: str) -> bool:
    if factor.quadrant != proposal.quadrant:
        return False
    on_the_survey = factor.source == proposal.source == "survey" and bool(proposal.topics)
    return fold(factor.text) == fold(text) or (on_the_survey and set(factor.topics) == set(proposal.topics))
