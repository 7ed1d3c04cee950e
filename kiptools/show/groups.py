"""Groups of partners compared: pairs of partners first, then ranges; p-values only in the table.

A sentence claims a difference where `kiptools.groups` found one, and says "no clear difference" or "too few answers"
otherwise. A group that must not be shown has no number anywhere, nor has its comparison with the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiptools.codebook import Choice, Construct, Item
from kiptools.confidentiality import (
    FEWEST_FOR_PERCENT,
    FEWEST_TO_COMPARE,
    FEWEST_TO_SHOW,
    may_show,
    may_show_answers,
    may_show_percent,
)
from kiptools.groups import Comparison, Contrast, RepeatedComparison, Verdict
from kiptools.language import Language
from kiptools.messages import NOTHING, Message, counted, message
from kiptools.ordinal import FriedmanTest, SignedRankTest
from kiptools.show.drawing import (
    BLUE,
    HEADING,
    INK,
    LABELS,
    canvas,
    draw_heading,
    draw_labels,
    heading_lines,
    percent_axis,
    to_svg,
    wrap_text,
)
from kiptools.show.figures import figure
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import figure as html_figure
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence, too_few, wording
from kiptools.show.tables import HIDDEN, table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["contrasts_figure"]

MOST_CLAIMS = 3
"""So many clear differences are told in full; the table has them all."""

Told = tuple[Item | Construct, Contrast]

VERDICTS: dict[Verdict, Message] = {
    "higher": message("higher"),
    "lower": message("lower"),
    "no clear difference": message("no clear difference"),
    "too few": message("too few answers to say"),
}


def _told(result: Comparison) -> list[Told]:
    """The contrasts that may be spoken of, with their subjects."""
    return [(row.subject, contrast) for row in result.rows for contrast in row.told]


def _name(group: Choice, language: Language) -> str:
    return group.wording.in_language(language.code) or group.name


# --- sentence ----------------------------------------------------------------------------------------


@sentence.register
def _(result: Comparison, language: Language) -> str:
    return _say(_told(result), result, language) if result.rows else ""


def _say(told: Sequence[Told], result: Comparison, language: Language) -> str:
    if not told:
        return language.say(
            message(
                "There are too few answers that may be shown to say whether groups differ: that takes {fewest} in all, "
                "with {side} from the group and {side} from the other partners.",
                fewest=FEWEST_TO_COMPARE,
                side=FEWEST_FOR_PERCENT,
            )
        )
    clear = [(subject, contrast) for subject, contrast in told if contrast.verdict in ("higher", "lower")]
    clear.sort(key=lambda claim: -abs(claim[1].pairs.delta))
    said = [_claim(subject, contrast, result, language) for subject, contrast in clear[:MOST_CLAIMS]]
    said += [language.say(text) for text in _counts(len(told), len(clear))]
    return " ".join(said)


def _counts(told: int, clear: int) -> list[Message]:
    """How many comparisons are not told one by one."""
    if not clear:
        return [
            counted(
                "No clear difference between a group and the other partners, in {count} comparison.",
                "No clear difference between a group and the other partners, in {count} comparisons.",
                told,
            )
        ]
    further, rest = max(0, clear - MOST_CLAIMS), told - clear
    texts = [
        counted(
            "There is a clear difference in {count} further comparison, too.",
            "There is a clear difference in {count} further comparisons, too.",
            further,
        ),
        counted(
            "In {count} other comparison there is no clear difference.",
            "In {count} other comparisons there is no clear difference.",
            rest,
        ),
    ]
    return [text for text in texts if text.count]


def _claim(subject: Item | Construct, contrast: Contrast, result: Comparison, language: Language) -> str:
    pairs, (low, high) = contrast.pairs, contrast.pairs.interval(result.level)
    share = (pairs.delta + 1) / 2
    low, high = (low + 1) / 2, (high + 1) / 2
    if contrast.verdict == "lower":
        share, low, high = 1 - share, 1 - high, 1 - low
    how_sure = message(
        "Equal answers counted half, that is {share} of these pairs; if the silent ones think like those who answered, "
        "it lies between {low} and {high} among all partners.",
        share=language.percent(share),
        low=language.percent(low),
        high=language.percent(high),
    )
    return language.say(_difference(subject, contrast, result.role, language)) + " " + language.say(how_sure)


def _difference(subject: Item | Construct, contrast: Contrast, role: str, language: Language) -> Message:
    pairs = contrast.pairs
    values = {
        "group": _name(contrast.group, language),
        "subject": wording(subject, language),
        "greater": pairs.greater,
        "less": pairs.less,
        "pairs": pairs.pairs,
    }
    if role == "importance" and contrast.verdict == "higher":
        return message(
            'Partners of the group "{group}" find "{subject}" more important than the other partners do: in {greater} '
            "of {pairs} pairs of one of them with another partner they find it the more important, in {less} the less "
            "important.",
            **values,
        )
    if role == "importance":
        return message(
            'Partners of the group "{group}" find "{subject}" less important than the other partners do: in {less} of '
            "{pairs} pairs of one of them with another partner they find it the less important, in {greater} the more "
            "important.",
            **values,
        )
    if contrast.verdict == "higher":
        return message(
            'Partners of the group "{group}" rate "{subject}" more favourably than the other partners do: in {greater} '
            "of {pairs} pairs of one of them with another partner theirs is the more favourable answer, in {less} the "
            "less favourable.",
            **values,
        )
    return message(
        'Partners of the group "{group}" rate "{subject}" less favourably than the other partners do: in {less} of '
        "{pairs} pairs of one of them with another partner theirs is the less favourable answer, in {greater} the "
        "more favourable.",
        **values,
    )


# --- tables ------------------------------------------------------------------------------------------


@table.register
def _(result: Comparison, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    parts = [_groups_table(result, language)]
    told = _told(result)
    return join([*parts, _contrasts_table(told, result, language)] if told else parts)


def _subject_heading(result: Comparison) -> Message:
    return message("Topic") if isinstance(result.rows[0].subject, Construct) else message("Question")


def _groups_table(result: Comparison, language: Language) -> Rendered:
    caption = (
        message("Who rates it as important, by group: {question}", question=wording(result.by, language))
        if result.role == "importance"
        else message("Who is on the favourable side, by group: {question}", question=wording(result.by, language))
    )
    head = [language.say(_subject_heading(result)), *(_name(group, language) for group in result.by.levels)]
    cells = [
        [wording(row.subject, language), *(_favourable(contrast, language) for contrast in row.contrasts)]
        for row in result.rows
    ]
    notes = []
    if any(HIDDEN in row for row in cells):
        text = message(
            "{sign} Not shown: fewer than {fewest} answers, answers that are all the same, or a group from which such "
            "answers could be worked out.",
            sign=HIDDEN,
            fewest=FEWEST_TO_SHOW,
        )
        notes.append(language.say(text))
    if result.ungrouped:
        notes.append(language.say(message("Partners who did not say their group count among the other partners.")))
    return html_table(language.say(caption), head, cells, " ".join(notes))


def _favourable(contrast: Contrast, language: Language) -> str:
    """Favourable of answered, with the percentage where there are answers enough."""
    if not contrast.shown:
        return HIDDEN
    counts = message("{favourable} of {answered}", favourable=contrast.favourable, answered=contrast.answered)
    if not may_show_percent(contrast.answered):
        return language.say(counts)
    return f"{language.say(counts)} ({language.percent(contrast.favourable / contrast.answered)})"


def _contrasts_table(told: Sequence[Told], result: Comparison, language: Language) -> Rendered:
    head = [
        _subject_heading(result),
        message("Group"),
        message("Pairs: higher"),
        message("Pairs: equal"),
        message("Pairs: lower"),
        message("Surplus (range)"),
        message("Difference of the shares, in points (range)"),
        message("p, corrected"),
        message("In words"),
    ]
    note = message(
        "Each partner of the group makes a pair with each other partner. Higher: the answer from the group is the more "
        "favourable one, or finds it more important. Surplus: share of pairs with higher less share with lower, from "
        "-1 to 1 (Cliff's delta; {level} range after Newcombe). Shares: of favourable (important) answers. p: how "
        "often chance alone would make a surplus at least as large, corrected for {tests} comparisons (rank-sum test, "
        "Holm).",
        level=language.percent(result.level),
        tests=result.tests,
    )
    return html_table(
        language.say(message("Each group compared with all other partners")),
        [*map(language.say, head)],
        [_contrast_cells(subject, contrast, result.level, language) for subject, contrast in told],
        language.say(note),
    )


def _contrast_cells(subject: Item | Construct, contrast: Contrast, level: float, language: Language) -> list[str]:
    pairs = contrast.pairs
    low, high = contrast.share_difference(level)
    share = contrast.favourable / contrast.answered - contrast.other_favourable / contrast.other_answered
    return [
        wording(subject, language),
        _name(contrast.group, language),
        *map(language.number, (pairs.greater, pairs.equal, pairs.less)),
        _with_range(pairs.delta, *pairs.interval(level), 2, language),
        _with_range(100 * share, 100 * low, 100 * high, 0, language),
        _p(contrast.adjusted_p, language),
        language.say(VERDICTS[contrast.verdict]),
    ]


def _with_range(value: float, low: float, high: float, decimals: int, language: Language) -> str:
    value, low, high = (round(number, decimals) + 0.0 for number in (value, low, high))  # no minus before zero
    return language.say(
        message(
            "{value} ({low} to {high})",
            value=language.number(value, decimals),
            low=language.number(low, decimals),
            high=language.number(high, decimals),
        )
    )


def _p(p: float | None, language: Language) -> str:
    if p is None:
        return HIDDEN
    return f"< {language.number(0.001, 3)}" if p < 0.001 else language.number(p, 3)


# --- figure ------------------------------------------------------------------------------------------


@figure.register
def _(result: Comparison, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    told = _told(result)
    groups = [group for group in result.by.levels if any(contrast.group == group for _, contrast in told)]
    parts = []
    for group in groups:
        part = [claim for claim in told if claim[1].group == group]
        title = message('"{group}" compared with all other partners', group=_name(group, language))
        parts.append(
            html_figure(
                to_svg(contrasts_figure(part, result.level, language, title=language.say(title))),
                _say(part, result, language),
                _contrasts_table(part, result, language),
                language.say(message("The figure's data as a table")),
                language.say(message("n: answers from the group / from the other partners.")),
                language.say(title),
            )
        )
    return join(parts) if parts else paragraph(sentence(result, language))


def contrasts_figure(told: Sequence[Told], level: float, language: Language, *, title: str) -> Figure:
    """A dot for each surplus of pairs and a line for its range; the answers of both sides at the right."""
    labels = [wrap_text(wording(subject, language), LABELS - 0.15) for subject, _ in told]
    counts = [
        language.say(message("n = {n}", n=f"{language.number(one.answered)} / {language.number(one.other_answered)}"))
        for _, one in told
    ]
    heading = heading_lines(title)
    drawing, axes, places = canvas(labels, counts, top=HEADING * len(heading) + 0.1)
    draw_heading(drawing, heading)
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0.9)
    for (_, contrast), place in zip(told, places, strict=True):
        pairs = contrast.pairs
        axes.plot([*pairs.interval(level)], [place, place], color=BLUE, linewidth=2.2, solid_capstyle="butt")
        axes.plot([pairs.delta], [place], "o", color=BLUE, markersize=7)
    axes.set_xlim(-1.04, 1.04)
    words = message("Surplus of pairs: left, the others higher; right, the group")
    percent_axis(axes, language, language.say(words))
    draw_labels(drawing, axes, labels, counts, places)
    return drawing


# --- the same respondents ----------------------------------------------------------------------------


@sentence.register
def _(result: RepeatedComparison, language: Language) -> str:
    if not result.shown or not may_show(result.answered):
        return too_few(language)
    if result.verdict == "too few":
        return language.say(
            message(
                "Too few partners answered all of these questions to say whether some are rated higher than others: "
                "that takes {fewest}.",
                fewest=FEWEST_TO_COMPARE,
            )
        )
    if result.verdict == "different":
        return language.say(
            counted(
                "{count} partner answered all of these questions; some are rated higher than others.",
                "{count} partners answered all of these questions; some are rated higher than others.",
                result.answered,
            )
        )
    return language.say(
        counted(
            "{count} partner answered all of these questions; there is no clear difference in how they are rated.",
            "{count} partners answered all of these questions; there is no clear difference in how they are rated.",
            result.answered,
        )
    )


@table.register
def _(result: RepeatedComparison, language: Language) -> Rendered:
    names = [wording(item, language) for item in result.items]
    if isinstance(result.test, SignedRankTest):
        head, cells = message("Rated higher by"), _pair_cells(result, result.test, language)
        names.append(language.say(message("Both equal")))
    else:
        head, cells = message("Mean rank"), _rank_cells(result, result.test, language)
    notes = [language.say(text) for text in _repeated_notes(result, language)]
    if HIDDEN in cells and result.shown and may_show(result.answered) and isinstance(result.test, FriedmanTest):
        text = message("{sign} No mean is given of fewer than {fewest} ranks.", sign=HIDDEN, fewest=FEWEST_FOR_PERCENT)
        notes.append(language.say(text))
    elif HIDDEN in cells:
        notes.append(f"{HIDDEN} {too_few(language)}")
    return html_table(
        language.say(message("Questions compared by the partners who answered all of them")),
        [language.say(message("Question")), language.say(head)],
        [[name, cell] for name, cell in zip(names, cells, strict=True)],
        " ".join(notes),
    )


def _pair_cells(result: RepeatedComparison, test: SignedRankTest, language: Language) -> list[str]:
    counts = (test.positive, test.negative, test.zero)
    if not result.shown or not may_show_answers(counts):
        return [HIDDEN] * 3
    return [*map(language.number, counts)]


def _rank_cells(result: RepeatedComparison, test: FriedmanTest, language: Language) -> list[str]:
    if not result.shown or not may_show_percent(result.answered):
        return [HIDDEN] * len(result.items)
    return [language.number(total / result.answered, 1) for total in test.rank_sums]


def _repeated_notes(result: RepeatedComparison, language: Language) -> list[Message]:
    if not result.shown or result.verdict == "too few":
        return []
    p = _p(result.test.p, language)
    if isinstance(result.test, SignedRankTest):
        return [message("p: {p} (signed-rank test).", p=p)]
    return [
        message(
            "Each partner's questions are ranked from 1 (rated lowest) to {items}. Kendall's W says how far partners "
            "agree on that order, from 0 to 1: {w}. p: {p} (Friedman).",
            items=len(result.items),
            w=language.number(result.test.kendalls_w, 2),
            p=p,
        )
    ]
