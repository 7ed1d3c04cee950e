"""Pairs of factors and strategies, and what files propose for a SWOT, shown."""

from __future__ import annotations

from kiptools.confidentiality import FEWEST_FOR_PERCENT, FEWEST_TO_SHOW
from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message, some, visible
from kiptools.proposals import Proposals
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import HIDDEN, sentence
from kiptools.show.swot import EVIDENCE
from kiptools.show.tables import table
from kiptools.show.wall import QUADRANT_NAMES
from kiptools.strategies import KINDS, Tows, TowsPair
from kiptools.swot import Factor

__all__: list[str] = []

_KINDS = {
    "SO": message("Use strengths to take opportunities (SO)"),
    "ST": message("Use strengths against threats (ST)"),
    "WO": message("Overcome weaknesses to take opportunities (WO)"),
    "WT": message("Limit weaknesses and avoid threats (WT)"),
}
_TOGETHER = {
    None: message("Not rated yet"),
    0: message("Not at all"),
    1: message("A little"),
    2: message("Clearly"),
    3: message("Strongly"),
}
_DECIDED = {None: message("Open"), True: message("Accepted"), False: message("Rejected")}
_PROPOSED = message("Proposed by the kit")
_NO_PAIR = message(
    "There is no pair of factors yet. The kit proposes pairs once {fewest} people or more have rated factors from "
    "inside and from outside; the group can write pairs of its own into the workbook.",
    fewest=FEWEST_TO_SHOW,
)
_NO_PROPOSAL = message(
    "Nothing is proposed. A survey proposes what partners call important and clearly experience as good or poor: it "
    "has to ask about both, and needs {fewest} answers or more. A list of partners proposes what it records often "
    "enough.",
    fewest=FEWEST_FOR_PERCENT,
)


# --- pairs ---------------------------------------------------------------------------------------------


@table.register
def _(result: Tows, language: Language) -> Rendered:
    if not result.pairs:
        return paragraph(language.say(_NO_PAIR))
    head = [
        message("Inside"),
        message("Outside"),
        message("How closely they are related"),
        message("Decision"),
        message("Strategy"),
    ]
    return join(
        [
            html_table(
                language.say(_KINDS[kind]),
                [language.say(text) for text in head],
                [_cells(pair, language) for pair in pairs],
                words=True,
            )
            for kind in KINDS
            if (pairs := result.of(kind))
        ]
    )


def _cells(pair: TowsPair, language: Language) -> list[str]:
    return [
        _named(pair.internal, language),
        _named(pair.external, language),
        language.say(_TOGETHER[pair.pair.interaction]),
        language.say(_PROPOSED if pair.proposed else _DECIDED[pair.pair.accepted]),
        visible(pair.pair.strategy) or HIDDEN,
    ]


def _named(factor: Factor, language: Language) -> str:
    return language.say(message("{id}: {text}", id=factor.id, text=factor.text))


@sentence.register
def _(result: Tows, language: Language) -> str:
    if not result.pairs:
        return language.say(_NO_PAIR)
    sentences = [
        message(
            "Pairs of factors from inside and outside: accepted {accepted}, rejected {rejected}, open {open}, proposed "
            "by the kit {proposed}.",
            accepted=len(result.strategies),
            rejected=sum(pair.pair.accepted is False for pair in result.pairs),
            open=len(result.open),
            proposed=len(result.proposed),
        )
    ]
    if result.strategies:
        names = some([_strategy(pair, language) for pair in result.strategies])
        sentences.append(message("What the group has accepted: {names}.", names=language.list(names)))
    return " ".join(map(language.say, sentences))


def _strategy(pair: TowsPair, language: Language) -> str:
    """In the group's words; the pair's id where there are none."""
    text = cut(pair.pair.strategy)
    return language.say(message('"{name}"', name=text)) if text else visible(pair.pair.id)


# --- proposals -----------------------------------------------------------------------------------------


@table.register
def _(result: Proposals, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(_NO_PROPOSAL))
    head = [message("Proposed as"), message("What the files say"), message("Where from")]
    rows = [
        [
            language.say(QUADRANT_NAMES[row.quadrant]),
            language.say(row.text),
            language.say(message(EVIDENCE[row.source].template, text=row.evidence)),
        ]
        for row in result.rows
    ]
    return html_table(
        language.say(message("Proposals for the SWOT")),
        [language.say(text) for text in head],
        rows,
        " ".join(map(language.say, _notes(result))),
        words=True,
    )


def _notes(result: Proposals) -> list[Message]:
    notes = [message("A proposal is no factor, and nobody rates it, before the group takes it up.")]
    if any(row.source == "survey" for row in result.rows):
        notes.append(
            message(
                "In brackets: where the mean of all partners is likely to lie, if those who did not answer are like "
                "those who did."
            )
        )
    return notes


@sentence.register
def _(result: Proposals, language: Language) -> str:
    if not result.rows:
        return language.say(_NO_PROPOSAL)
    return language.say(_how_many(result))


def _how_many(result: Proposals) -> Message:
    strengths = sum(row.quadrant == "strength" for row in result.rows)
    return counted(
        "{count} proposal for the SWOT (strengths: {strengths}, weaknesses: {weaknesses}); the group decides whether "
        "it is a factor.",
        "{count} proposals for the SWOT (strengths: {strengths}, weaknesses: {weaknesses}); the group decides which "
        "of them are factors.",
        len(result.rows),
        strengths=strengths,
        weaknesses=len(result.rows) - strengths,
    )
