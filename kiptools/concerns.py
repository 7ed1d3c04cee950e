"""What a survey should ask about: the SWOT and the partner list, put beside the topics of the item bank.

A strengths-weaknesses list names what people think; a partner list shows what is recorded. Neither tells how partners
see it: that is what a survey is for. Which finding of a list calls for which topic is the kit's own choice (`ASKED_BY`
in `kiptools.actions`); which factor of a SWOT does, its author writes beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiptools.actions import ASKED_BY, NO_RULES, Rules, weaknesses_by_part
from kiptools.codebook import Construct
from kiptools.messages import Message
from kiptools.partners import Partners
from kiptools.questionnaires import item_bank
from kiptools.swot import Factor, Swot

__all__ = ["Concern", "Concerns", "topics_to_ask"]


@dataclass(frozen=True)
class Concern:
    """What calls for a topic.

    Parameters
    ----------
    quadrant : str
        The SWOT's quadrant; empty for what the partner list shows.
    text : str or Message
    """

    quadrant: str
    text: str | Message


@dataclass(frozen=True)
class Concerns:
    """For each topic of the item bank what calls for it, the most called for first.

    Parameters
    ----------
    topics : tuple of (Construct, tuple of Concern)
    open : tuple of Factor
        Weaknesses and threats of the SWOT that no topic stands beside.
    """

    topics: tuple[tuple[Construct, tuple[Concern, ...]], ...]
    open: tuple[Factor, ...] = ()

    @property
    def called_for(self) -> tuple[str, ...]:
        """Names of the topics that something calls for."""
        return tuple(topic.name for topic, concerns in self.topics if concerns)


def topics_to_ask(swot: Swot | None = None, partners: Partners | None = None, rules: Rules = NO_RULES) -> Concerns:
    """Which topics of the item bank a SWOT and a partner list call for.

    Parameters
    ----------
    swot : Swot or None
        Its proposals do not count: nobody has taken them up yet.
    partners : Partners or None
    rules : Rules
        What was decided about the partner list.

    Returns
    -------
    Concerns
        Every topic of the bank.

    Examples
    --------
    >>> topics_to_ask(Swot((Factor("W1", "weakness", "Nobody answers", topics=("trust",)),))).called_for
    ('trust',)
    """
    factors = swot.accepted_factors if swot is not None else ()
    calls: dict[str, list[Concern]] = {topic.name: [] for topic in item_bank().constructs}
    for factor in factors:
        for name in factor.topics:
            calls[name].append(Concern(factor.quadrant, factor.text))
    for part, lines in (weaknesses_by_part(partners, rules) if partners is not None else {}).items():
        for name in ASKED_BY.get(part, ()):
            calls[name] += [Concern("", line) for line in lines]
    topics = [(topic, tuple(calls[topic.name])) for topic in item_bank().constructs]
    unasked = [factor for factor in factors if factor.quadrant in ("weakness", "threat") and not factor.topics]
    return Concerns(tuple(sorted(topics, key=lambda pair: -len(pair[1]))), tuple(unasked))
