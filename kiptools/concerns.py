"""What a survey should ask about: the SWOT and the partner list, put beside the topics of the item bank.

A strengths-weaknesses list names what people think; a partner list shows what is recorded. Neither tells how partners
see it: that is what a survey is for. Which finding of a list calls for which topic is the kit's own choice, written
here; which factor of a SWOT does, its author writes beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiptools.actions import NO_RULES, Rules, weaknesses_by_part
from kiptools.codebook import Construct
from kiptools.files import read_table
from kiptools.messages import KipError, Message, cut, message
from kiptools.partners import Partners
from kiptools.places import kit_path
from kiptools.questionnaires import item_bank
from kiptools.tables import Table, fold

__all__ = ["Concern", "Concerns", "Factor", "read_swot", "topics_to_ask"]

QUADRANTS = {
    "strength": "strength|strengths|s|force|forces|punto di forza|punti di forza|snaga|snage|força|forças|"
    "ponto forte|pontos fortes",
    "weakness": "weakness|weaknesses|w|faiblesse|faiblesses|debolezza|punto di debolezza|punti di debolezza|"
    "slabost|slabosti|fraqueza|fraquezas|ponto fraco|pontos fracos",
    "opportunity": "opportunity|opportunities|o|opportunité|opportunités|opportunità|prilika|prilike|"
    "oportunidade|oportunidades",
    "threat": "threat|threats|t|menace|menaces|minaccia|minacce|prijetnja|prijetnje|ameaça|ameaças",
}
_COLUMNS = ("quadrant", "factor", "topics")
_ASKED_BY = {
    "contacts": ("communication",),
    "activity": ("resources",),
    "cooperation": ("governance",),
    "needs": ("results",),
    "relations": ("leadership", "trust"),
    "documents": ("purpose",),
}
"""By the part of a partner list in which something is weak, the topics that tell how partners see it."""


@dataclass(frozen=True)
class Factor:
    """One line of a SWOT.

    Parameters
    ----------
    quadrant : str
        `strength`, `weakness`, `opportunity` or `threat`.
    text : str
        As its author wrote it.
    topics : tuple of str
        Names of the bank's topics that its author set beside it.
    """

    quadrant: str
    text: str
    topics: tuple[str, ...] = ()


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


def read_swot(path: str | Path | None = None) -> tuple[Factor, ...]:
    """Read a SWOT from a table with the columns `quadrant`, `factor` and `topics`.

    Parameters
    ----------
    path : str or Path or None
        CSV or XLSX; None for the demo network's. A quadrant is a word in one of the five languages, or its letter.
        Topics are those of the item bank, by name or title in any language, several with semicolons between.

    Returns
    -------
    tuple of Factor

    Raises
    ------
    KipError
        A column is missing, or a quadrant or topic is not known, each with its row.

    Examples
    --------
    >>> read_swot()[2].topics
    ('communication', 'resources')
    """
    table = read_table(kit_path("data", "cite", "design", "swot.csv") if path is None else Path(path))
    found = {fold(column.name): column.name for column in table.columns}
    if missing := tuple(name for name in _COLUMNS[:2] if name not in found):
        raise KipError(
            message(
                "{file} has no column {missing}; a SWOT has the columns {columns}.",
                file=table.name,
                missing=missing,
                columns=_COLUMNS,
            )
        )
    quadrants = {fold(word): name for name, words in QUADRANTS.items() for word in words.split("|")}
    titles = _titles(item_bank().constructs)
    faults: list[Message] = []
    factors: list[Factor] = []
    for row, record in table.records():
        quadrant, text, topics = (record.get(found.get(name, ""), "") for name in _COLUMNS)
        if not text:
            continue
        known = [(word, titles.get(fold(word))) for word in map(str.strip, re.split("[;,|]", topics)) if word]
        if fold(quadrant) not in quadrants:
            faults.append(_fault(table, row, "quadrant", quadrant, tuple(QUADRANTS)))
        faults += [
            _fault(table, row, "topics", word, tuple(dict.fromkeys(titles.values())))
            for word, name in known
            if not name
        ]
        factors.append(Factor(quadrants.get(fold(quadrant), ""), text, tuple(name for _, name in known if name)))
    if not factors and not faults:
        faults.append(message("{file} has no factor in it; give one in each row.", file=table.name))
    if faults:
        raise KipError(faults)
    return tuple(factors)


def _titles(constructs: Iterable[Construct]) -> dict[str, str]:
    return {
        fold(text): topic.name
        for topic in constructs
        for text in (topic.name, *(text for _, text in topic.wording.texts))
    }


def _fault(table: Table, row: int, column: str, value: str, accepted: Sequence[str]) -> Message:
    return message(
        '{file}, row {row}, column {column}: "{value}" is not known; give one of {accepted}.',
        file=table.name,
        row=row,
        column=column,
        value=cut(value),
        accepted=tuple(accepted),
    )


def topics_to_ask(swot: Sequence[Factor] = (), partners: Partners | None = None, rules: Rules = NO_RULES) -> Concerns:
    """Which topics of the item bank a SWOT and a partner list call for.

    Parameters
    ----------
    swot : sequence of Factor
    partners : Partners or None
    rules : Rules
        What was decided about the partner list.

    Returns
    -------
    Concerns
        Every topic of the bank.

    Examples
    --------
    >>> topics_to_ask(read_swot()).called_for[:2]
    ('purpose', 'governance')
    """
    calls: dict[str, list[Concern]] = {topic.name: [] for topic in item_bank().constructs}
    for factor in swot:
        for name in factor.topics:
            calls[name].append(Concern(factor.quadrant, factor.text))
    for part, lines in (weaknesses_by_part(partners, rules) if partners is not None else {}).items():
        for name in _ASKED_BY.get(part, ()):
            calls[name] += [Concern("", line) for line in lines]
    topics = [(topic, tuple(calls[topic.name])) for topic in item_bank().constructs]
    unasked = [factor for factor in swot if factor.quadrant in ("weakness", "threat") and not factor.topics]
    return Concerns(tuple(sorted(topics, key=lambda pair: -len(pair[1]))), tuple(unasked))
