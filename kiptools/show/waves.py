"""What has changed between two surveys: how many rate it more and less favourably, then ranges and p-values.

A sentence claims a change where `kiptools.waves` found one, and says first how the surveys are linked, or that
they are not. What must not be shown has no number anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiptools.codebook import Construct
from kiptools.confidentiality import FEWEST_FOR_PERCENT, FEWEST_TO_COMPARE, FEWEST_TO_SHOW, may_show_percent
from kiptools.language import Language
from kiptools.messages import NOTHING, Message, counted, message
from kiptools.show.drawing import (
    BLUE,
    HEADING,
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
from kiptools.show.sentences import HIDDEN, sentence, wording
from kiptools.show.tables import table
from kiptools.waves import Change, Direction, PreThenPost, SubjectChange

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["change_figure"]

MOST_CLAIMS = 3
"""So many clear changes are told in full; the table has them all."""

VERDICTS: dict[Direction, Message] = {
    "risen": message("risen"),
    "fallen": message("fallen"),
    "no clear change": message("no clear change"),
    "too few": message("too few answers to say"),
}


# --- sentence ----------------------------------------------------------------------------------------


@sentence.register
def _(result: Change, language: Language) -> str:
    if not result.rows:
        return language.say(message("The two surveys have no question in common that could be compared."))
    return " ".join([*_linking(result, language), _findings(result, language)])


def _linking(result: Change, language: Language) -> list[str]:
    """How the surveys are linked, and what could not be."""
    links = result.links
    if links is None:
        text = message(
            "The answers of the first survey ({before} partners) and of the second ({after}) cannot be linked: an "
            "unknown number of partners answered both times, and others only once.",
            before=result.before,
            after=result.after,
        )
        return [language.say(text)]
    texts = [
        message(
            'Linked by "{key}": {stayed} are in both surveys, {left} only in the first, {joined} only in the second.',
            key=wording(links.key, language),
            stayed=links.stayed,
            left=links.left,
            joined=links.joined,
        )
    ]
    further = [
        counted(
            "{count} of them has several answers in one survey; their mean is compared.",
            "{count} of them have several answers in one survey; their mean is compared.",
            links.repeated,
        ),
        counted(
            "{count} respondent could not be linked and is left out.",
            "{count} respondents could not be linked and are left out.",
            links.unlinked,
        ),
    ]
    return [language.say(text) for text in [*texts, *(text for text in further if text.count)]]


def _findings(result: Change, language: Language) -> str:
    told = result.told
    if not told:
        return language.say(_too_few(result))
    clear = [row for row in told if row.verdict in ("risen", "fallen")]
    clear.sort(key=lambda row: row.p or 0)
    texts = [_claim(row, language) for row in clear[:MOST_CLAIMS]]
    further, rest = max(0, len(clear) - MOST_CLAIMS), len(told) - len(clear)
    texts += [
        text
        for text in (
            counted(
                "There is a clear change in {count} further comparison, too.",
                "There is a clear change in {count} further comparisons, too.",
                further,
            ),
            counted(
                "In {count} comparison there is no clear change.",
                "In {count} comparisons there is no clear change.",
                rest,
            ),
        )
        if text.count
    ]
    return " ".join(map(language.say, texts))


def _too_few(result: Change) -> Message:
    if result.links is not None:
        return message(
            "There are too few answers that may be shown to say whether anything has changed: that takes {fewest} who "
            "answered both times.",
            fewest=FEWEST_TO_COMPARE,
        )
    return message(
        "There are too few answers that may be shown to say whether anything has changed: that takes {fewest} in all, "
        "with {side} from each survey.",
        fewest=FEWEST_TO_COMPARE,
        side=FEWEST_FOR_PERCENT,
    )


def _claim(row: SubjectChange, language: Language) -> Message:
    subject, risen = wording(row.subject, language), row.verdict == "risen"
    if row.moves is not None:
        improved, _, worsened = row.moved
        values = {"subject": subject, "n": row.answered[0], "improved": improved, "worsened": worsened}
        if risen:
            return message(
                'The ratings of "{subject}" have risen: of {n} who answered both times, {improved} rate it more '
                "favourably than before, {worsened} less favourably.",
                **values,
            )
        return message(
            'The ratings of "{subject}" have fallen: of {n} who answered both times, {worsened} rate it less '
            "favourably than before, {improved} more favourably.",
            **values,
        )
    pairs = row.pairs
    values = {"subject": subject, "greater": pairs.greater, "less": pairs.less, "pairs": pairs.pairs}
    if risen:
        return message(
            'The ratings of "{subject}" have risen: in {greater} of {pairs} pairs of an answer to the second survey '
            "with one to the first, the later one is the more favourable, in {less} the less favourable.",
            **values,
        )
    return message(
        'The ratings of "{subject}" have fallen: in {less} of {pairs} pairs of an answer to the second survey with one '
        "to the first, the later one is the less favourable, in {greater} the more favourable.",
        **values,
    )


# --- tables ------------------------------------------------------------------------------------------


@table.register
def _(result: Change, language: Language) -> Rendered:
    parts = [_change_table(result, language)] if result.rows else [paragraph(sentence(result, language))]
    if result.different or result.single:
        names = tuple(wording(item, language) for item in (*result.different, *result.single))
        text = message(
            "Not compared, because only one of the surveys asked it or the answers to choose from changed: {names}.",
            names=names,
        )
        parts.append(paragraph(language.say(text)))
    return join(parts)


def _change_table(result: Change, language: Language) -> Rendered:
    linked = result.links is not None
    first = message("Topic") if isinstance(result.rows[0].subject, Construct) else message("Question")
    middle = (
        [message("More favourable"), message("The same"), message("Less favourable")]
        if linked
        else [message("Difference of the shares, in points (range)")]
    )
    head = [first, message("Favourable before"), message("Favourable after"), *middle]
    tested = bool(result.told)
    head += [message("p, corrected"), message("In words")] if tested else []
    rows = [[*_cells(row, result.level, language), *(_verdict(row, language) if tested else [])] for row in result.rows]
    return html_table(
        language.say(message("What has changed between the surveys")),
        [*map(language.say, head)],
        rows,
        " ".join(_notes(result, any(HIDDEN in row for row in rows), language)),
    )


def _cells(row: SubjectChange, level: float, language: Language) -> list[str]:
    counts = zip(row.favourable, row.answered, strict=True)
    sides = [_share(*count, language) if row.sides_shown else HIDDEN for count in counts]
    if row.moves is not None:
        moved = [language.number(count) if row.shown else HIDDEN for count in row.moved]
        return [wording(row.subject, language), *sides, *moved]
    if not row.shown or not all(map(may_show_percent, row.answered)):
        return [wording(row.subject, language), *sides, HIDDEN]
    (before, after), (n, other_n) = row.favourable, row.answered
    low, high = row.share_difference(level)
    points = [language.number(round(100 * share) + 0, 0) for share in (after / other_n - before / n, low, high)]
    difference = message("{value} ({low} to {high})", value=points[0], low=points[1], high=points[2])
    return [wording(row.subject, language), *sides, language.say(difference)]


def _share(favourable: int, answered: int, language: Language) -> str:
    text = language.say(message("{favourable} of {answered}", favourable=favourable, answered=answered))
    return f"{text} ({language.percent(favourable / answered)})" if may_show_percent(answered) else text


def _verdict(row: SubjectChange, language: Language) -> list[str]:
    if not row.shown or row.adjusted_p is None:
        return [HIDDEN, HIDDEN if not row.shown else language.say(VERDICTS["too few"])]
    p = f"< {language.number(0.001, 3)}" if row.adjusted_p < 0.001 else language.number(row.adjusted_p, 3)
    return [p, language.say(VERDICTS[row.verdict])]


def _notes(result: Change, hidden: bool, language: Language) -> list[str]:
    texts = []
    if hidden:
        texts.append(
            message(
                "{sign} Not shown or not calculated: fewer than {fewest} answers, answers that are all the same, or "
                "numbers from which such answers could be worked out; percentages take {percent} answers.",
                sign=HIDDEN,
                fewest=FEWEST_TO_SHOW,
                percent=FEWEST_FOR_PERCENT,
            )
        )
    if result.told:
        texts.append(
            message(
                "p: how often chance alone would make a change at least as large, corrected for {tests} comparisons "
                "(rank test, Holm).",
                tests=sum(row.tested for row in result.rows),
            )
        )
    return [*_linking(result, language), *map(language.say, texts)]


# --- figure ------------------------------------------------------------------------------------------


@figure.register
def _(result: Change, language: Language) -> Rendered:
    rows = [row for row in result.rows if row.shown and all(map(may_show_percent, row.answered))]
    if not rows:
        return paragraph(sentence(result, language) or language.say(NOTHING))
    return html_figure(
        to_svg(change_figure(rows, language)),
        sentence(result, language),
        table(result, language),
        language.say(message("The figure's data as a table")),
        language.say(_legend(result)),
    )


def _legend(result: Change) -> Message:
    if result.links is not None:
        return message("n: who answered both times.")
    return message("Empty dot: first survey; full dot: second survey. n: answers to the first / to the second survey.")


def change_figure(rows: Sequence[SubjectChange], language: Language) -> Figure:
    """Linked: a bar to the left for who rates it less favourably, one to the right for more; else two dots."""
    linked = rows[0].moves is not None
    labels = [wrap_text(wording(row.subject, language), LABELS - 0.15) for row in rows]
    counts = [
        language.say(
            message("n = {n}", n=" / ".join(map(language.number, row.answered[:1] if linked else row.answered)))
        )
        for row in rows
    ]
    heading = heading_lines(language.say(message("What has changed between the surveys")))
    drawing, axes, places = canvas(labels, counts, top=HEADING * len(heading) + 0.1)
    draw_heading(drawing, heading)
    for row, place in zip(rows, places, strict=True):
        if linked:
            improved, _, worsened = (count / row.answered[0] for count in row.moved)
            axes.barh([place, place], [-worsened, improved], height=0.2, color=BLUE)
        else:
            shares = [liked / n for liked, n in zip(row.favourable, row.answered, strict=True)]
            axes.plot(shares, [place, place], color=BLUE, linewidth=2.2, zorder=2)
            axes.plot(shares[:1], [place], "o", color=BLUE, markerfacecolor="white", markersize=8, zorder=3)
            axes.plot(shares[1:], [place], "o", color=BLUE, markersize=6, zorder=4)
    axes.set_xlim(-1.04 if linked else -0.04, 1.04)
    words = message("Share who rate it less favourably (left) and more favourably (right)")
    percent_axis(axes, language, language.say(words if linked else message("Share of favourable answers")))
    draw_labels(drawing, axes, labels, counts, places)
    return drawing


# --- before, "then", after ---------------------------------------------------------------------------

STEPS = (
    message('From before to "then": how differently the start is seen afterwards'),
    message("From before to after"),
    message('From "then" to after'),
)


@table.register
def _(result: PreThenPost, language: Language) -> Rendered:
    changes = (result.shift, result.since_before, result.since_then)
    parts = zip(STEPS, changes, strict=True)
    return join([one for step, found in parts for one in (paragraph(language.say(step)), table(found, language))])


@sentence.register
def _(result: PreThenPost, language: Language) -> str:
    changes = (result.shift, result.since_before, result.since_then)
    if not any(found.told for found in changes):
        return language.say(_too_few(result.shift))
    return " ".join(
        f"{language.say(step)} – {_findings(found, language)}" for step, found in zip(STEPS, changes, strict=True)
    )
