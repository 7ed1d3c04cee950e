"""A SWOT, shown: what it rests on, what counts most, where the room is split.

Nothing here tells who rated how, and only counts are told: of low (1, 2), middle (3) and high (4, 5) ratings.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from kiptools.confidentiality import FEWEST_TO_SHOW, may_show_answers, may_show_percent
from kiptools.fields import label
from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message, some, visible
from kiptools.ranking import Concordance, Disagreements, RankedFactor, Ranking
from kiptools.show.drawing import counts_figure
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import HIDDEN, table
from kiptools.show.wall import NOTHING_NAMED, OPINION, QUADRANT_NAMES, QUADRANT_TITLES, SPLIT, ranking_figure
from kiptools.swot import QUADRANTS, Factor, Swot
from kiptools.swot_fields import WORDS

__all__ = ["EVIDENCE"]

EVIDENCE: dict[str, Message] = {
    "": message("Evidence: {text}"),
    "survey": message("Survey: {text}"),
    "partners": message("Partner list: {text}"),
    "document": message("Document: {text}"),
}
SOURCES = {"": message("Evidence is given")} | WORDS["source"]
GOING_ON = message("People are still rating. What the room says is shown when all who have begun have finished.")
BY_CHANCE = 0.05
"""Agreement that chance would bring about more often than this is called none."""
LITTLE, LARGE = 0.3, 0.7
"""Kendall's W up to which people agree little, and from which they agree largely (Schmidt 1997)."""


def _name(factor: Factor, language: Language) -> str:
    return language.say(message('"{name}"', name=cut(factor.text)))


def _evidence(factor: Factor, language: Language, write: Any = visible) -> str:
    """Where a factor's evidence comes from and what it is."""
    if factor.opinion:
        return language.say(OPINION)
    return language.say(message(EVIDENCE[factor.source].template, text=write(factor.evidence)))


def _sides(counts: Sequence[int]) -> tuple[int, int, int]:
    """How many rated low, middle and high."""
    return sum(counts[:2]), counts[2], sum(counts[3:])


def _counts(counts: Sequence[int], language: Language) -> str:
    """Nothing where all gave the same level: then everybody's rating would be known."""
    if not may_show_answers(counts):
        return HIDDEN
    return " · ".join(map(language.number, _sides(counts)))


# --- the SWOT ------------------------------------------------------------------------------------------


@table.register
def _(result: Swot, language: Language) -> Rendered:
    if not result.factors:
        return paragraph(language.say(NOTHING_NAMED))
    parts = [_quadrant_table(result, quadrant, language) for quadrant in QUADRANTS if result.of(quadrant)]
    proposals = [factor for factor in result.factors if factor.proposed]
    return join([*parts, _proposals_table(proposals, language)] if proposals else parts)


def _quadrant_table(result: Swot, quadrant: str, language: Language) -> Rendered:
    rows = [[visible(factor.id), visible(factor.text), _evidence(factor, language)] for factor in result.of(quadrant)]
    head = [message("No."), message("Factor"), message("Evidence")]
    title = language.say(QUADRANT_TITLES[quadrant])
    return html_table(title, [language.say(text) for text in head], rows, words=True)


def _proposals_table(proposals: Sequence[Factor], language: Language) -> Rendered:
    rows = [
        [
            visible(factor.id),
            visible(factor.text),
            language.say(QUADRANT_NAMES[factor.quadrant]),
            _evidence(factor, language),
        ]
        for factor in proposals
    ]
    head = [message("No."), message("Factor"), message("Quadrant"), message("Evidence")]
    return html_table(
        language.say(message("Proposals that the group has not taken up yet")),
        [language.say(text) for text in head],
        rows,
        language.say(message("A proposal is no factor, and nobody rates it, before the group takes it up.")),
        words=True,
    )


@sentence.register
def _(result: Swot, language: Language) -> str:
    factors = result.accepted_factors
    texts = _named(result, language) if factors else [NOTHING_NAMED]
    opinions = sum(factor.opinion for factor in factors)
    if opinions:
        texts.append(
            counted(
                "{count} of them is an opinion: it rests on no evidence.",
                "{count} of them are opinions: they rest on no evidence.",
                opinions,
            )
        )
    elif factors:
        texts.append(message("Each of them rests on evidence."))
    if proposals := len(result.factors) - len(factors):
        texts.append(
            counted(
                "{count} proposal waits for the group to take it up or leave it.",
                "{count} proposals wait for the group to take them up or leave them.",
                proposals,
            )
        )
    return " ".join(map(language.say, [*texts, *_people(result, language), *result.notes]))


def _named(result: Swot, language: Language) -> list[Message]:
    """How many factors stand in which quadrant, and which quadrants are empty."""
    said = {
        "strength": counted("{count} strength", "{count} strengths", len(result.of("strength"))),
        "weakness": counted("{count} weakness", "{count} weaknesses", len(result.of("weakness"))),
        "opportunity": counted("{count} opportunity", "{count} opportunities", len(result.of("opportunity"))),
        "threat": counted("{count} threat", "{count} threats", len(result.of("threat"))),
    }
    texts = [
        message("Named so far: {factors}.", factors=language.list(language.say(t) for t in said.values() if t.count))
    ]
    empty = [language.say(QUADRANT_TITLES[quadrant]) for quadrant in QUADRANTS if not said[quadrant].count]
    return [*texts, message("Nothing stands under: {quadrants}.", quadrants=language.list(empty))] if empty else texts


def _people(result: Swot, language: Language) -> list[Message]:
    """How many rate, and from which kinds of organisations."""
    if not result.raters:
        return [message("Nobody has come in to rate yet.")]
    kinds = list(dict.fromkeys(rater.kind for rater in result.raters if rater.kind.strip()))
    texts = [counted("{count} person rates.", "{count} people rate.", len(result.raters))]
    if not kinds:
        return texts
    return [
        *texts,
        counted(
            "They come from {count} kind of organisation: {kinds}.",
            "They come from {count} kinds of organisations: {kinds}.",
            len(kinds),
            kinds=language.list(some([cut(label("type", kind, language.code)) for kind in kinds])),
        ),
    ]


# --- the ranking ---------------------------------------------------------------------------------------


@table.register
def _(result: Ranking, language: Language) -> Rendered:
    parts = [_ranking_table(result, language)] if result.rows else []
    if result.unranked:
        parts.append(_unranked_table(result, language))
    return join(parts) if parts else paragraph(language.say(NOTHING_NAMED))


def _ranking_table(result: Ranking, language: Language) -> Rendered:
    head = [
        message("No."),
        message("Factor"),
        message("Quadrant"),
        message("Priority"),
        message("Importance (low · middle · high)"),
        message("Performance or likelihood (low · middle · high)"),
        message("Recounts that agree"),
        message("Evidence"),
    ]
    return html_table(
        language.say(message("Factors by priority")),
        [language.say(text) for text in head],
        [_ranked_cells(row, result, language) for row in result.rows],
        " ".join(map(language.say, _ranking_notes(result))),
        words=True,
    )


def _ranked_cells(row: RankedFactor, result: Ranking, language: Language) -> list[str]:
    return [
        language.number(row.place),
        visible(row.factor.text),
        language.say(QUADRANT_NAMES[row.factor.quadrant]),
        _priority(row, language),
        *(_counts(counts, language) for _, counts in row.given),
        language.say(message("{count} of {all}", count=row.kept, all=result.recounts)),
        language.say(OPINION if row.factor.opinion else SOURCES[row.factor.source]),
    ]


def _priority(row: RankedFactor, language: Language) -> str:
    """A whole number; with the middle half of the people's own where single ones cannot be read from it."""
    if not all(may_show_answers(counts) for _, counts in row.given):
        return HIDDEN
    if not may_show_percent(row.raters):
        return language.number(row.priority)
    low, high = row.quartiles
    return language.say(
        message(
            "{value} ({low} to {high})",
            value=language.number(row.priority),
            low=language.number(low),
            high=language.number(high),
        )
    )


def _ranking_notes(result: Ranking) -> list[Message]:
    notes = [
        message(
            "Priority: importance times performance (strengths), lack of performance (weaknesses) or likelihood "
            "(opportunities, threats), each from 1 to 5, as a mean over the people who rated both; {most} at most.",
            most=25,
        )
    ]
    if any(row.weight != 1 for row in result.rows):
        notes = [
            message(
                "Priority: importance times performance (strengths), lack of performance (weaknesses) or likelihood "
                "(opportunities, threats), each from 1 to 5, as a mean over the people who rated both, times a "
                "weight from the group's comparisons of the quadrants."
            )
        ]
    if any(may_show_percent(row.raters) for row in result.rows):
        notes.append(message("In brackets: where the middle half of the people stand."))
    hidden = any(not may_show_answers(counts) for row in result.rows for _, counts in row.given)
    return [
        *notes,
        message("Low is 1 or 2, middle 3, high 4 or 5."),
        *([message("{sign} Not shown, because all gave the same rating.", sign=HIDDEN)] if hidden else []),
        message(
            "Recounts that agree: in how many of {all} recounts, each without one person, it comes out the same "
            "whether the factor is among the first {top}.",
            all=result.recounts,
            top=result.top,
        ),
    ]


def _unranked_table(result: Ranking, language: Language) -> Rendered:
    rows = [
        [
            visible(factor.text),
            language.say(QUADRANT_NAMES[factor.quadrant]),
            _evidence(factor, language, cut),
        ]
        for factor in result.unranked
    ]
    head = [message("Factor"), message("Quadrant"), message("Evidence")]
    note = (
        GOING_ON
        if result.unfinished
        else message(
            "Ratings of fewer than {fewest} people are not shown, nor a place made of them, so that nobody's ratings "
            "can be worked out.",
            fewest=FEWEST_TO_SHOW,
        )
    )
    return html_table(
        language.say(message("Factors without a place")),
        [language.say(text) for text in head],
        rows,
        language.say(note),
        words=True,
    )


@sentence.register
def _(result: Ranking, language: Language) -> str:
    if not result.rows:
        if not result.unranked:
            return language.say(NOTHING_NAMED)
        if result.unfinished:
            return language.say(GOING_ON)
        return language.say(
            counted(
                "No factor has a place yet: that takes {fewest} people who rate both how important it is and how well "
                "we do or how likely it is; {count} person has rated something.",
                "No factor has a place yet: that takes {fewest} people who rate both how important it is and how well "
                "we do or how likely it is; {count} people have rated something.",
                result.raters,
                fewest=FEWEST_TO_SHOW,
            )
        )
    said = [language.say(text) for text in (*_headline(result, language), *_stability(result))]
    if result.concordance is not None:
        said.append(sentence(result.concordance, language))
    if result.untested_opinions:
        names = [_name(row.factor, language) for row in result.untested_opinions]
        said.append(
            language.say(
                counted(
                    "{names} is among the first {top} and the room is not split over it, but it rests on no evidence: "
                    "check it before acting on it.",
                    "{names} are among the first {top} and the room is not split over them, but they rest on no "
                    "evidence: check them before acting on them.",
                    len(names),
                    top=result.top,
                    names=language.list(some(names)),
                )
            )
        )
    return " ".join(said)


def _headline(result: Ranking, language: Language) -> list[Message]:
    """What comes first, of how many, rated by how many."""
    first = [_name(row.factor, language) for row in result.rows if row.place == 1]
    return [
        counted(
            "The only factor with a place is {names}.",
            "First of {count} factors by priority: {names}.",
            len(result.rows),
            names=language.list(some(first)),
        ),
        counted(
            "{count} person has rated: take it as the beginning of a talk, not as its result.",
            "{count} people have rated: take it as the beginning of a talk, not as its result.",
            result.raters,
        )
        if not may_show_percent(result.raters)
        else counted("{count} person has rated.", "{count} people have rated.", result.raters),
    ]


def _stability(result: Ranking) -> list[Message]:
    """Whether what is on top hangs on single persons; nothing where everything is on top."""
    if all(row.place <= result.top for row in result.rows):
        return []
    loose = sum(row.kept < result.recounts for row in result.rows)
    if not loose:
        return [message("Which factors are among the first {top} depends on no single person.", top=result.top)]
    return [
        counted(
            "For {count} factor a single person decides whether it is among the first {top}.",
            "For each of {count} factors a single person decides whether it is among the first {top}.",
            loose,
            top=result.top,
        )
    ]


# --- how far people agree on the order -----------------------------------------------------------------


@sentence.register
def _(result: Concordance, language: Language) -> str:
    people, cases = result.raters, ceil(100 * result.p)
    if not result.w:
        text = message("There is no order that people share.")
    elif result.p >= BY_CHANCE:
        cases = round(100 * result.p)
        text = counted(
            "The order of {count} person who rated all factors shows no more agreement than chance may bring about: as "
            "much comes about in {cases} of 100 cases.",
            "The orders of {count} people who rated all factors show no more agreement than chance may bring about: as "
            "much comes about in {cases} of 100 cases.",
            people,
            cases=cases,
        )
    elif result.w <= LITTLE:
        text = counted(
            "{count} person who rated all factors agrees little on the order; chance alone would bring about as much "
            "agreement in at most {cases} of 100 cases.",
            "{count} people who rated all factors agree little on the order; chance alone would bring about as much "
            "agreement in at most {cases} of 100 cases.",
            people,
            cases=cases,
        )
    elif result.w < LARGE:
        text = counted(
            "{count} person who rated all factors agrees to some extent on the order; chance alone would bring about "
            "as much agreement in at most {cases} of 100 cases.",
            "{count} people who rated all factors agree to some extent on the order; chance alone would bring about "
            "as much agreement in at most {cases} of 100 cases.",
            people,
            cases=cases,
        )
    else:
        text = counted(
            "{count} person who rated all factors agrees largely on the order; chance alone would bring about as much "
            "agreement in at most {cases} of 100 cases.",
            "{count} people who rated all factors agree largely on the order; chance alone would bring about as much "
            "agreement in at most {cases} of 100 cases.",
            people,
            cases=cases,
        )
    return language.say(text)


@table.register
def _(result: Concordance, language: Language) -> Rendered:
    p = f"< {language.number(0.001, 3)}" if result.p < 0.001 else language.number(result.p, 3)
    rows = [
        (message("People who rated all factors"), language.number(result.raters)),
        (message("Factors"), language.number(result.things)),
        (message("Agreement on the order (Kendall's W, from 0 to 1)"), language.number(result.w, 2)),
        (message("p"), p),
    ]
    note = (
        message("p: how often people who put the factors in any order would agree as much or more; all orders counted.")
        if result.exact
        else message(
            "p: how often people who put the factors in any order would agree as much or more; from a large random "
            "part of all orders."
        )
    )
    return html_table(
        language.say(message("How far people agree on the order")),
        [language.say(message("Measure")), language.say(message("Value"))],
        [[language.say(name), value] for name, value in rows],
        language.say(note),
    )


# --- where the room is split ---------------------------------------------------------------------------

ASPECTS: dict[str, Message] = {
    "importance": message("importance"),
    "performance": message("how well we do"),
    "likelihood": message("how likely it is"),
}
OTHERS_SAY: dict[str, tuple[Message, ...]] = {
    "importance": (
        message("What would change for you if we left this aside for a year?"),
        message("When did this last matter to you, and what happened?"),
        message("What has to be there before this can count?"),
    ),
    "performance": (
        message("When did this go well for you, and when did it not?"),
        message("What do your users notice of it?"),
        message("What would you have to see to rate it one higher?"),
    ),
    "likelihood": (
        message("Which signs of it do you see already, and which are missing?"),
        message("Whom could we ask who knows more about it than we do?"),
        message("By when would we know whether it comes?"),
    ),
}
DARE_TO_SAY = (
    message("What I would lose if the others were right."),
    message("What all of us know about it and nobody says here."),
    message("Where I rated without knowing much about it."),
    message("What my own organisation contributes to it, for better or worse."),
)
SAY = (
    message("What I have seen myself: one case, with place and time."),
    message("What would make me rate it differently."),
    message("What we can do together, however each of us rates it."),
    message("What I need to know before I decide."),
)


def _split_on(row: RankedFactor) -> tuple[str, tuple[int, ...]]:
    """What the room is split on, the clearer of the two, and how its levels were chosen."""
    degree = "performance" if row.factor.internal else "likelihood"
    return (degree if row.aspect == "degree" else row.aspect), dict(row.given)[row.aspect]


def _camps(row: RankedFactor, language: Language) -> str:
    aspect, counts = _split_on(row)
    low, middle, high = _sides(counts)
    return language.say(
        message(
            "{aspect}: {low} low, {middle} middle, {high} high",
            aspect=ASPECTS[aspect],
            low=low,
            middle=middle,
            high=high,
        )
    )


@table.register
def _(result: Disagreements, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(sentence(result, language))
    head = [
        message("Factor"),
        message("Where the room is split"),
        message("Let the others say"),
        message("Dare to say"),
        message("Say"),
    ]
    note = message(
        "Low is 1 or 2, middle 3, high 4 or 5. Nobody has to tell how they rated; ask for reasons, and begin with the "
        "others'."
    )
    return html_table(
        language.say(message("To prepare the talk")),
        [language.say(text) for text in head],
        [_card(row, turn, language) for turn, row in enumerate(result.rows)],
        language.say(note),
        words=True,
    )


def _card(row: RankedFactor, turn: int, language: Language) -> list[str]:
    """A row of the card; rows below each other have different prompts."""
    prompts = [each[turn % len(each)] for each in (OTHERS_SAY[_split_on(row)[0]], DARE_TO_SAY, SAY)]
    return [visible(row.factor.text), _camps(row, language), *map(language.say, prompts)]


@sentence.register
def _(result: Disagreements, language: Language) -> str:
    if not result.ranked:
        return language.say(
            message(
                "Where the room is split can be told once {fewest} people have rated a factor.", fewest=FEWEST_TO_SHOW
            )
        )
    if not result.rows:
        return language.say(
            counted(
                "The room is not split on the {count} ranked factor.",
                "The room is split on none of the {count} ranked factors.",
                result.ranked,
            )
        )
    first = result.rows[0]
    return language.say(
        counted(
            "The room is split on {count} of {all} ranked factors: {name} ({camps}). Talk about what lies behind it "
            "before anything is decided.",
            "The room is split on {count} of {all} ranked factors, most clearly on {name} ({camps}). Talk about what "
            "lies behind it before anything is decided.",
            len(result.rows),
            all=result.ranked,
            name=_name(first.factor, language),
            camps=_camps(first, language),
        )
    )


@figure.register
def _(result: Disagreements, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(sentence(result, language))
    bars, texts = [], []
    for row in result.rows:
        aspect, counts = _split_on(row)
        name = message("{factor} ({aspect})", factor=row.factor.text, aspect=ASPECTS[aspect])
        bars.append((language.say(name), _sides(counts)))
        texts.append(language.say(message("n = {n}", n=row.raters)))
    levels = [message("Low (1, 2)"), message("Middle (3)"), message("High (4, 5)")]
    drawing = counts_figure(
        bars,
        texts,
        language,
        language.say(message("People who rated")),
        names=[language.say(level) for level in levels],
        heading=language.say(SPLIT),
    )
    return render(drawing, result, language)


@figure.register
def _(result: Ranking, language: Language) -> Rendered:
    if not result.rows and not result.unranked:
        return paragraph(sentence(result, language))
    return render(ranking_figure(result, language), result, language)
