"""Relations, shown: the network in numbers and as a map, with and without the convenor, by level, and trust."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from kiptools.confidentiality import FEWEST_TO_SHOW, may_show_percent
from kiptools.fields import Category, label
from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message, some
from kiptools.partners import Partner
from kiptools.relations import ConvenorDependence, Difference, TieLevels, TieNetwork, TrustRatings
from kiptools.show.drawing import counts_figure
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.map import level_name, network_figure, on_map
from kiptools.show.sentences import HIDDEN, count_of, sentence
from kiptools.show.tables import table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["levels_figure"]

MOST_ROWS = 100
NOT_RECORDED = message("The list records no relations between organisations.")
TOO_SMALL = message("There are fewer than two organisations, so there is no network.")
NO_LADDER = message(
    "The list does not say which ladder its levels belong to. Ladders order the same words differently, so levels are "
    "not compared."
)
NO_LEVEL = message("The list states no level of any relation.")
NO_CONVENOR = message(
    'The list does not say which organisation leads the partnership (status "{status}"), so the network is not shown '
    "without it.",
    status=Category("status", "convenor"),
)


def _nothing(result: TieNetwork) -> Message | None:
    """Why there is no network to show, if there is none."""
    if not result.recorded:
        return NOT_RECORDED
    return TOO_SMALL if len(result.nodes) < 2 else None


def _few_reported(result: TieNetwork) -> bool:
    return 2 * len(result.reporters) < len(result.nodes)


def _names(partners: Iterable[Partner], language: Language) -> str:
    """A dozen names as a list."""
    return language.list(some([cut(partner.name) for partner in partners]))


def _part(count: int, all: int, language: Language) -> str:
    """A count, with its percentage of others where they are enough."""
    if not may_show_percent(all):
        return language.number(count)
    return language.say(message("{count} ({share})", count=count, share=language.percent(count / all)))


# --- the network in words ------------------------------------------------------------------------------


@sentence.register
def _(result: TieNetwork, language: Language) -> str:
    if (why := _nothing(result)) is not None:
        return language.say(why)
    parts = chain(
        _what_counts(result, language),
        _how_dense(result, language),
        _how_confirmed(result, language),
        _who_is_alone(result, language),
        _what_holds_together(result, language),
    )
    return " ".join(map(language.say, parts))


def _what_counts(result: TieNetwork, language: Language) -> list[Message]:
    found = _left_out(result)
    if result.without_convenor:
        found.append(message("The convenor is left out here."))
    if result.at_least > 1:
        found.append(
            message(
                'Only relations from the level "{level}" on are counted here ({ladder}).',
                level=level_name(result.ladder, result.at_least, language),
                ladder=label("ladder", result.ladder, language.code),
            )
        )
    return found


def _left_out(result: TieNetwork) -> list[Message]:
    if not result.outside:
        return []
    return [
        counted(
            "{count} relation with a potential or former partner is left out.",
            "{count} relations with potential or former partners are left out.",
            result.outside,
        )
    ]


def _how_dense(result: TieNetwork, language: Language) -> list[Message]:
    n, reporters = len(result.nodes), len(result.reporters)
    if not reporters:
        return [
            counted(
                "{count} of {pairs} pairs of organisations is recorded as working together. Who reported it is not "
                "recorded, so what is missing is not known.",
                "{count} of {pairs} pairs of organisations are recorded as working together. Who reported them is not "
                "recorded, so what is missing is not known.",
                len(result.edges),
                pairs=result.possible,
            )
        ]
    pairs = {"all": result.reportable, "part": _part(result.reported, result.reportable, language)}
    if reporters == n:
        return [
            counted(
                "The {count} organisation reported with whom it works.",
                "All {count} organisations reported with whom they work.",
                n,
            ),
            counted(
                "Of the {all} pairs of organisations, {part} works together.",
                "Of the {all} pairs of organisations, {part} work together.",
                result.reported,
                **pairs,
            ),
        ]
    found = [
        counted(
            "{count} of {all} organisations reported with whom it works.",
            "{count} of {all} organisations reported with whom they work.",
            reporters,
            all=n,
        ),
        counted(
            "Of the {all} pairs of which at least one side reported, {part} works together.",
            "Of the {all} pairs of which at least one side reported, {part} work together.",
            result.reported,
            **pairs,
        ),
    ]
    if result.band is not None and may_show_percent(result.possible):
        low, high = map(language.percent, result.band)
        found.append(
            message(
                "If all had reported, it could be between {low} and {high} of all {pairs} pairs.",
                low=low,
                high=high,
                pairs=result.possible,
            )
        )
    if _few_reported(result):
        found.append(message("Fewer than half have reported: what follows can change with every further report."))
    return found


def _how_confirmed(result: TieNetwork, language: Language) -> list[Message]:
    named = result.confirmed + result.one_sided
    if not named:
        return []
    return [
        counted(
            "Of the {all} relations between organisations that both reported, {part} was named by both sides, the "
            "others by one side only.",
            "Of the {all} relations between organisations that both reported, {part} were named by both sides, the "
            "others by one side only.",
            result.confirmed,
            all=named,
            part=_part(result.confirmed, named, language),
        )
        if result.one_sided
        else counted(
            "Between organisations that both reported, both sides named the {count} relation that there is.",
            "Between organisations that both reported, both sides named each of the {count} relations.",
            named,
        )
    ]


def _who_is_alone(result: TieNetwork, language: Language) -> list[Message]:
    found = []
    if result.isolates:
        found.append(
            counted(
                "{count} organisation that reported has no relation: {names}.",
                "{count} organisations that reported have no relation: {names}.",
                len(result.isolates),
                names=_names(result.isolates, language),
            )
        )
    elif result.reporters:
        found.append(message("No organisation that reported is without a relation."))
    if result.unknown:
        found.append(
            counted(
                "Of {count} organisation nothing is known, because it did not report and nobody named it: {names}.",
                "Of {count} organisations nothing is known, because they did not report and nobody named them: "
                "{names}.",
                len(result.unknown),
                names=_names(result.unknown, language),
            )
        )
    return found


def _what_holds_together(result: TieNetwork, language: Language) -> list[Message]:
    parts, found = result.parts, []
    if len(parts) > 1:
        found.append(
            message(
                "The organisations with relations form {count} parts that have no relation with each other; the "
                "largest has {largest} organisations.",
                count=len(parts),
                largest=len(parts[0]),
            )
        )
    if result.cutpoints:
        found.append(
            counted(
                "If {names} left, the network would split.",
                "If any one of these {count} organisations left, the network would split: {names}.",
                len(result.cutpoints),
                names=_names((point.partner for point in result.cutpoints), language),
            )
            if len(result.reporters) == len(result.nodes)
            else counted(
                "As far as is known, the network would split if {names} left.",
                "As far as is known, the network would split if any one of these {count} organisations left: {names}.",
                len(result.cutpoints),
                names=_names((point.partner for point in result.cutpoints), language),
            )
        )
    elif parts:
        found.append(message("There is no organisation without which the network would split."))
    if result.bridges:
        found.append(
            counted(
                "{count} relation is the only way between the organisations on its two sides.",
                "{count} relations are the only way between the organisations on their two sides.",
                len(result.bridges),
            )
        )
    return found


# --- the network in tables -----------------------------------------------------------------------------


@table.register
def _(result: TieNetwork, language: Language) -> Rendered:
    if (why := _nothing(result)) is not None:
        return paragraph(language.say(why))
    parts = [_in_numbers(result, language), _organisations(result, language)]
    if result.cutpoints:
        parts.append(_cutpoints(result, language))
    return join(parts)


def _in_numbers(result: TieNetwork, language: Language) -> Rendered:
    rows = [
        [language.say(name), value, language.say(says)] for name, value, says in _numbers(result, language) if value
    ]
    return html_table(
        language.say(message("The network in numbers")),
        [language.say(text) for text in (message("What"), message("Number"), message("What it means"))],
        rows,
        " ".join(language.say(note) for note in (*_what_counts(result, language), *_notes(result))),
        words=True,
    )


def _notes(result: TieNetwork) -> list[Message]:
    found = [message("A relation counts if one of both sides, or somebody else, reported it.")]
    if result.unlevelled:
        found.append(
            counted(
                "{count} relation without a level is left out.",
                "{count} relations without a level are left out.",
                len(result.unlevelled),
            )
        )
    if len(result.reporters) < len(result.nodes):
        found.append(
            message(
                "Where reports are missing, an organisation can have more relations than are counted here, and it is "
                "uncertain who connects others."
            )
        )
    return found


def _numbers(result: TieNetwork, language: Language) -> list[tuple[Message, str, Message]]:
    """What is measured, its value, and what it means; the value is empty where there is none."""
    n = len(result.nodes)

    def index(value: float | None) -> str:
        return "" if value is None else language.number(value, 2)

    named = result.confirmed + result.one_sided
    return [
        (
            message("Organisations that reported"),
            count_of(len(result.reporters), n, language),
            message("Of the others only what somebody else said is known."),
        ),
        (
            message("Pairs that work together"),
            count_of(result.reported, result.reportable, language) if result.reportable else "",
            message("Of the pairs of which at least one side reported (density)."),
        ),
        (
            message("Pairs recorded as working together"),
            count_of(len(result.edges), result.possible, language) if not result.reportable else "",
            message("Of all pairs. Who reported them is not recorded."),
        ),
        (
            message("Of all pairs, with what is not known"),
            _band(result, language) if result.band is not None and result.band.low < result.band.high else "",
            message("If nothing of it were a relation, and if everything were one."),
        ),
        (
            message("Statements of those who reported"),
            count_of(result.statements, len(result.reporters) * (n - 1), language) if result.reporters else "",
            message("How many of the other organisations they name as one with which they work."),
        ),
        (
            message("Relations that both sides named"),
            count_of(result.confirmed, named, language) if named else "",
            message("Of those that at least one of two sides named, where both reported (confirmation)."),
        ),
        (
            message("Statements that are returned"),
            count_of(2 * result.confirmed, 2 * result.confirmed + result.one_sided, language) if named else "",
            message("Of the statements about organisations that reported too (reciprocity)."),
        ),
        (
            message("Organisations without a relation"),
            language.number(len(result.isolates)),
            message("They reported, and neither they nor anybody else named a relation."),
        ),
        (
            message("Organisations of which nothing is known"),
            language.number(len(result.unknown)),
            message("They did not report, and nobody named them."),
        ),
        (
            message("Parts of the network"),
            language.number(len(result.parts)),
            message("Groups of two or more that have no relation with other groups."),
        ),
        (
            message("Organisations in the largest part"),
            count_of(len(result.parts[0]) if result.parts else 0, n, language),
            message("They reach each other directly or through others."),
        ),
        (
            message("Organisations without which the network would split"),
            language.number(len(result.cutpoints)),
            message("If one of them left, some of the others would lose their only connection."),
        ),
        (
            message("Relations that are the only way"),
            language.number(len(result.bridges)),
            message("If one of them ended, the organisations on its two sides would no longer reach each other."),
        ),
        (
            message("Concentration of relations"),
            index(result.degree_centralisation),
            message("From 0 (all have equally many relations) to 1 (one has all of them)."),
        ),
        (
            message("Concentration of connections"),
            index(result.betweenness_centralisation) if result.betweenness is not None or n < 3 else HIDDEN,
            message("From 0 (all are equally often on the shortest way between two others) to 1 (always the same one).")
            if result.betweenness is not None
            else message("Not computed for a network of this size."),
        ),
        (
            message("Relations between different kinds of organisation"),
            count_of(result.external, result.external + result.internal, language)
            if result.external + result.internal
            else "",
            message("Of the relations of which the kind of both sides is stated."),
        ),
        (
            message("Balance of relations between and within kinds"),
            index(result.ei_index),
            message("From −1 (only within a kind of organisation) to 1 (only between different kinds)."),
        ),
    ]


def _band(result: TieNetwork, language: Language) -> str:
    if result.band is None or not may_show_percent(result.possible):
        return ""
    low, high = map(language.percent, result.band)
    return low if low == high else language.say(message("{low} to {high}", low=low, high=high))


def _organisations(result: TieNetwork, language: Language) -> Rendered:
    nodes = sorted(result.nodes, key=lambda node: -result.degrees[node.id])
    between = result.betweenness
    head = [message("Organisation"), message("Relations"), message("Named by both sides")]
    notes = []
    if between is not None:
        head.append(message("Share of shortest ways"))
        notes.append(
            message(
                "Share of shortest ways: how often an organisation lies on the shortest way between two others, from "
                "0 to 1."
            )
        )
    both = Counter(id for edge in result.edges if len(edge.reporters) == 2 for id in edge.reporters)
    reported, points = set(result.reporters), {point.partner.id for point in result.cutpoints}
    rows = [
        [
            cut(node.name),
            language.number(result.degrees[node.id]),
            language.number(both[node.id]),
            *([] if between is None else [language.number(between[node.id], 2)]),
            "; ".join(_remarks(node, result, reported, points, language)),
        ]
        for node in nodes[:MOST_ROWS]
    ]
    if len(nodes) > MOST_ROWS:
        notes.append(_only_best(MOST_ROWS, len(nodes)))
    return html_table(
        language.say(message("Organisations by their relations")),
        [language.say(text) for text in (*head, message("Remarks"))],
        rows,
        " ".join(map(language.say, notes)),
    )


def _remarks(node: Partner, result: TieNetwork, reported: set[str], points: set[str], language: Language) -> list[str]:
    found = []
    if result.convenor is not None and node.id == result.convenor.id:
        found.append(label("status", "convenor", language.code))
    if node.id in points:
        found.append(language.say(message("The network would split without it")))
    if node.id not in reported:
        found.append(language.say(message("Has not reported")))
    return found


def _only_best(shown: int, all: int) -> Message:
    return message("Shown are the {shown} of {all} organisations that have most relations.", shown=shown, all=all)


def _cutpoints(result: TieNetwork, language: Language) -> Rendered:
    rows = []
    for point in result.cutpoints[:MOST_ROWS]:
        others = [_names(piece, language) for piece in result.cut_off(point)]
        rows.append(
            [
                cut(point.partner.name),
                language.number(len(point.pieces)),
                language.number(point.pieces[0]),
                "; ".join(some(others)),
            ]
        )
    return html_table(
        language.say(message("Who would be cut off")),
        [
            language.say(text)
            for text in (
                message("If this organisation left"),
                message("Pieces"),
                message("Organisations in the largest piece"),
                message("Cut off from it"),
            )
        ],
        rows,
    )


# --- the map -------------------------------------------------------------------------------------------


@figure.register
def _(result: TieNetwork, language: Language) -> Rendered:
    if (why := _nothing(result)) is not None:
        return paragraph(language.say(why))
    return render(network_figure(result, language), result, language, note=_map_note(result, language))


def _map_note(result: TieNetwork, language: Language) -> str:
    n = len(result.nodes)
    notes = [
        *_what_counts(result, language),
        counted(
            "{count} of {all} organisations reported with whom it works.",
            "{count} of {all} organisations reported with whom they work.",
            len(result.reporters),
            all=n,
        ),
    ]
    if len(on_map(result)) < n:
        notes.append(_only_best(len(on_map(result)), n))
    if result.at_least == 1 and any(edge.level for edge in result.edges):
        notes.append(message("Levels: {ladder}.", ladder=label("ladder", result.ladder, language.code)))
    return " ".join(map(language.say, notes))


# --- without the convenor ------------------------------------------------------------------------------


def _no_comparison(result: ConvenorDependence, language: Language) -> str:
    """Why there is nothing to compare; nothing if there is."""
    if (why := _nothing(result.whole)) is not None:
        return language.say(why)
    if result.convenor is None:
        return language.say(NO_CONVENOR)
    return ""


@sentence.register
def _(result: ConvenorDependence, language: Language) -> str:
    if why := _no_comparison(result, language):
        return why
    whole, without = result.whole, result.without
    assert result.convenor is not None
    name = cut(result.convenor.name)
    if len(whole.edges) == len(without.edges):
        return language.say(
            message("No relation of {convenor} is recorded: without it nothing would change.", convenor=name)
        )
    found = [
        *_what_counts(whole, language),
        counted(
            "Without the convenor ({convenor}) {count} of the {all} relations would remain.",
            "Without the convenor ({convenor}) {count} of the {all} relations would remain.",
            len(without.edges),
            all=len(whole.edges),
            convenor=name,
        ),
    ]
    if len(without.parts) > len(whole.parts):
        found.append(
            message(
                "The organisations with relations would form {count} parts that have no relation with each other, "
                "instead of {before}.",
                count=len(without.parts),
                before=len(whole.parts),
            )
        )
    if result.alone:
        found.append(
            counted(
                "{count} organisation works with nobody but the convenor, and would be alone: {names}.",
                "{count} organisations work with nobody but the convenor, and would be alone: {names}.",
                len(result.alone),
                names=_names(result.alone, language),
            )
        )
    else:
        found.append(message("No organisation would lose its last relation."))
    if len(whole.reporters) < len(whole.nodes):
        found.append(
            message(
                "This is by the reports of {count} of {all} organisations; the others could know of more relations.",
                count=len(whole.reporters),
                all=len(whole.nodes),
            )
        )
    return " ".join(map(language.say, found))


@table.register
def _(result: ConvenorDependence, language: Language) -> Rendered:
    if why := _no_comparison(result, language):
        return paragraph(why)
    columns = [_compared(network, language) for network in (result.whole, result.without)]
    names = [
        message("Organisations"),
        message("Relations"),
        message("Pairs that work together (of those of which one side reported)"),
        message("Of all pairs, with what is not known"),
        message("Parts of the network"),
        message("Organisations in the largest part"),
        message("Organisations without a known relation"),
    ]
    return html_table(
        language.say(message("The network with and without the convenor")),
        [language.say(text) for text in (message("What"), message("With"), message("Without"))],
        [[language.say(name), *cells] for name, *cells in zip(names, *columns, strict=True)],
        language.say(
            message(
                "A relation is everything that one of both sides, or somebody else, reported; parts are of two "
                "organisations or more."
            )
        ),
    )


def _compared(network: TieNetwork, language: Language) -> list[str]:
    return [
        language.number(len(network.nodes)),
        language.number(len(network.edges)),
        count_of(network.reported, network.reportable, language) if network.reportable else HIDDEN,
        _band(network, language) or HIDDEN,
        language.number(len(network.parts)),
        language.number(len(network.parts[0]) if network.parts else 0),
        language.number(len(network.isolates) + len(network.unknown)),
    ]


@figure.register
def _(result: ConvenorDependence, language: Language) -> Rendered:
    if (why := _no_comparison(result, language)) or not result.without.nodes:
        return paragraph(why or sentence(result, language))
    note = _map_note(result.without, language)
    title = language.say(message("The network without the convenor"))
    return render(network_figure(result.without, language), result, language, title, note)


# --- levels --------------------------------------------------------------------------------------------


def _no_levels(result: TieLevels) -> Message | None:
    if not result.recorded:
        return NOT_RECORDED
    if not result.ladder:
        return NO_LADDER
    return None if sum(result.counts) else NO_LEVEL


def _rungs(result: TieLevels, language: Language) -> list[str]:
    """The levels with their numbers, which give the order."""
    return [
        language.say(message("{level}. {name}", level=level, name=label("rung", rung, language.code)))
        for level, rung in enumerate(result.rungs, start=1)
    ]


@sentence.register
def _(result: TieLevels, language: Language) -> str:
    if (why := _no_levels(result)) is not None:
        return language.say(why)
    all, most = sum(result.counts), max(result.counts)
    frequent = [name for name, count in zip(_rungs(result, language), result.counts, strict=True) if count == most]
    found = [
        counted(
            'Most frequent level on the ladder "{ladder}": {levels} ({part} of {all} relation).',
            'Most frequent level on the ladder "{ladder}": {levels} ({part} of {all} relations).',
            all,
            ladder=label("ladder", result.ladder, language.code),
            levels=frequent[0],
            part=most,
            all=all,
        )
        if len(frequent) == 1
        else message(
            'Most frequent levels on the ladder "{ladder}", equally often: {levels} ({part} of {all} relations each).',
            ladder=label("ladder", result.ladder, language.code),
            levels=language.list(frequent),
            part=most,
            all=all,
        )
    ]
    if result.pairs:
        found.append(
            counted(
                "Of the {all} pairs of which both sides stated a level, {count} sees the relation two or more levels "
                "apart: a topic for a conversation.",
                "Of the {all} pairs of which both sides stated a level, {count} see the relation two or more levels "
                "apart: topics for a conversation.",
                len(result.topics),
                all=len(result.pairs),
            )
            if result.topics
            else counted(
                "No two sides that both stated a level see their relation two or more levels apart ({count} pair).",
                "No two sides that both stated a level see their relation two or more levels apart ({count} pairs).",
                len(result.pairs),
            )
        )
    return " ".join(map(language.say, found))


@table.register
def _(result: TieLevels, language: Language) -> Rendered:
    if (why := _no_levels(result)) is not None:
        return paragraph(language.say(why))
    parts = [_by_level(result, language)]
    if result.pairs:
        parts.append(_by_gap(result, language))
    if result.topics:
        parts.append(_topics(result, language))
    return join(parts)


def _by_level(result: TieLevels, language: Language) -> Rendered:
    all = sum(result.counts)
    rows = [
        [
            name,
            count_of(count, all, language),
            language.number(reached),
            count_of(network.reported, network.reportable, language) if network.reportable else HIDDEN,
        ]
        for name, count, reached, network in zip(
            _rungs(result, language), result.counts, result.reached, result.networks, strict=True
        )
    ]
    notes = [
        message(
            "The ladder: {ladder}. Levels of another ladder are not the same, even where the words are.",
            ladder=label("ladder", result.ladder, language.code),
        ),
        message("Where both sides stated a level, the higher one counts."),
        *_left_out(result.networks[0]),
    ]
    if result.without_level:
        notes.append(
            counted(
                "{count} relation has no level; it is counted among the pairs at the lowest level or higher.",
                "{count} relations have no level; they are counted among the pairs at the lowest level or higher.",
                result.without_level,
            )
        )
    return html_table(
        language.say(message("Relations by level")),
        [
            language.say(text)
            for text in (
                message("Level"),
                message("Relations at this level"),
                message("At this level or higher"),
                message("Of the pairs of which one side reported"),
            )
        ],
        rows,
        " ".join(map(language.say, notes)),
    )


def _by_gap(result: TieLevels, language: Language) -> Rendered:
    rows = [
        [language.number(gap), count_of(count, len(result.pairs), language)] for gap, count in enumerate(result.gaps)
    ]
    note = counted(
        "{count} pair of which both sides stated a level; on average they lie {gap} levels apart.",
        "{count} pairs of which both sides stated a level; on average they lie {gap} levels apart.",
        len(result.pairs),
        gap=language.number(result.mean_gap, 1),
    )
    return html_table(
        language.say(message("How far both sides see their relation alike")),
        [language.say(message("Levels apart")), language.say(message("Pairs"))],
        rows,
        language.say(note),
    )


def _topics(result: TieLevels, language: Language) -> Rendered:
    def says(pair: Difference, side: int) -> str:
        level = pair.levels[side]
        name = label("rung", result.rungs[level - 1] if level else "no_tie", language.code)
        return language.say(message("{level}. {name}", level=level, name=name))

    rows = [
        [cut(pair.one.name), says(pair, 0), cut(pair.other.name), says(pair, 1), language.number(pair.gap)]
        for pair in result.topics[:MOST_ROWS]
    ]
    return html_table(
        language.say(message("Relations that their two sides see differently")),
        [
            language.say(text)
            for text in (
                message("Organisation"),
                message("It says"),
                message("The other organisation"),
                message("That one says"),
                message("Levels apart"),
            )
        ],
        rows,
        language.say(message("Neither side is wrong: ask what each of them sees.")),
    )


@figure.register
def _(result: TieLevels, language: Language) -> Rendered:
    if (why := _no_levels(result)) is not None:
        return paragraph(language.say(why))
    note = language.say(message("Levels: {ladder}.", ladder=label("ladder", result.ladder, language.code)))
    return render(levels_figure(result, language), result, language, note=note)


def levels_figure(result: TieLevels, language: Language) -> Figure:
    """One bar for each level, highest on top."""
    rungs = list(zip(_rungs(result, language), result.counts, strict=True))[::-1]
    return counts_figure(
        [(name, (count,)) for name, count in rungs],
        [count_of(count, sum(result.counts), language) for _, count in rungs],
        language,
        language.say(message("Relations (pairs of organisations)")),
    )


# --- trust ---------------------------------------------------------------------------------------------


@sentence.register
def _(result: TrustRatings, language: Language) -> str:
    if not result.rated:
        return language.say(message("The list records no ratings of trust."))
    if result.mean is None:
        return language.say(
            message(
                "Fewer than {fewest} organisations rated others, or too many of the ratings were given or received by "
                "a single one, or all are the same; not shown, so that nobody can be recognised.",
                fewest=FEWEST_TO_SHOW,
            )
        )
    found = [
        message(
            "On a scale from 1 (not at all) to 5 (fully), the average rating of trust is {mean} ({count} ratings by "
            "{raters} organisations).",
            mean=language.number(result.mean, 1),
            count=result.ratings,
            raters=result.raters,
        ),
        counted(
            "Of the {all} organisations that were rated, the rating of {count} can be shown.",
            "Of the {all} organisations that were rated, the ratings of {count} can be shown.",
            len(result.rows),
            all=result.rated,
        ),
    ]
    return " ".join(map(language.say, found))


@table.register
def _(result: TrustRatings, language: Language) -> Rendered:
    if result.mean is None or result.share is None:
        return paragraph(sentence(result, language))
    rows = [
        [
            cut(row.partner.name),
            language.number(row.raters),
            language.number(row.mean, 1),
            language.percent(row.share) if may_show_percent(row.raters) else HIDDEN,
        ]
        for row in result.rows
    ]
    rows.append(
        [
            language.say(message("All ratings")),
            language.number(result.ratings),
            language.number(result.mean, 1),
            language.percent(result.share) if may_show_percent(result.ratings) else HIDDEN,
        ]
    )
    notes = [
        message("Percentage: (mean − 1) / 4, from ten ratings on."),
        message(
            "Organisations rated by fewer than {fewest} others, or alike by all, are not shown, nor those from which "
            "their ratings could be worked out.",
            fewest=FEWEST_TO_SHOW,
        ),
    ]
    if result.unclear:
        notes.append(
            counted(
                "{count} rating is left out, because it is not recorded which side gave it.",
                "{count} ratings are left out, because it is not recorded which side gave them.",
                result.unclear,
            )
        )
    together = html_table(
        language.say(message("All ratings of trust together")),
        [language.say(message("Rating (1: not at all, 5: fully)")), language.say(message("Ratings"))],
        [
            [language.number(level), count_of(count, result.ratings, language)]
            for level, count in enumerate(result.counts, start=1)
        ],
    )
    of_each = html_table(
        language.say(message("How far others trust an organisation")),
        [
            language.say(text)
            for text in (
                message("Organisation"),
                message("Ratings received"),
                message("Mean (1 to 5)"),
                message("As a percentage"),
            )
        ],
        rows,
        " ".join(map(language.say, notes)),
    )
    return join([of_each, together])
