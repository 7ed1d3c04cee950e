"""What matters most, shown: importance beside experience, and the agenda of the next meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kiptools.confidentiality import may_show_percent
from kiptools.groups import Contrast
from kiptools.language import Language
from kiptools.messages import NO_IMPORTANCE, Message, counted, message
from kiptools.priority import Agenda, AgendaPoint, Priorities, PriorityRow, Rating
from kiptools.show.drawing import BLUE, FONT, GRID, INK, LINE, WIDTH, wrap_text, write_text
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence, wording
from kiptools.show.tables import HIDDEN, table

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

__all__ = ["priorities_figure"]

PLACES: dict[str, Message] = {
    "act": message("Higher importance, poorer experience: act here"),
    "keep": message("Higher importance, better experience: keep it up"),
    "watch": message("Lower importance, poorer experience: keep an eye on it"),
    "enough": message("Lower importance, better experience: enough is done"),
}
CORNERS: dict[str, Message] = {
    "act": message("Act here"),
    "keep": message("Keep it up"),
    "watch": message("Keep an eye on it"),
    "enough": message("Enough is done"),
}
MOST_DOTS = 12
"""More dots than this are drawn as several figures, in the codebook's order."""
NOT_CLEAR = message("Too near a dividing line to say")
NOT_RATED = message("No statement is rated as experience; the column role of the codebook says which ones are.")


def _shown(row: PriorityRow) -> bool:
    return all(rating.showable and may_show_percent(rating.answered) for rating in (row.importance, row.experience))


def _drawn(result: Priorities) -> list[PriorityRow]:
    return [row for row in result.rows if _shown(row)]


# --- importance beside experience ----------------------------------------------------------------------


@table.register
def _(result: Priorities, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NO_IMPORTANCE))
    head = [
        message("Topic or statement"),
        message("Importance (mean)"),
        message("Experience (mean)"),
        message("Answered (importance, experience)"),
        message("Place"),
    ]
    drawn = _drawn(result)
    cells = [_cells(row, result, language, row in drawn) for row in result.rows]
    notes = [message("Means on the scale from {low} to {high}.", low=low, high=high) for low, high in _ends(result)]
    notes.append(
        message("Higher and lower, better and poorer are meant against the middle of the scales.")
        if result.axes == "scale"
        else message(
            "Higher and lower, better and poorer are meant against the means of all rows: some always lie below."
        )
    )
    if len(drawn) < len(result.rows):
        notes.append(
            message("{sign} Fewer than ten answers bear no mean; fewer than five are not shown at all.", sign=HIDDEN)
        )
    return html_table(
        language.say(message("Importance beside experience")),
        [language.say(text) for text in head],
        cells,
        " ".join(language.say(note) for note in notes),
    )


def _cells(row: PriorityRow, result: Priorities, language: Language, shown: bool) -> list[str]:
    name = wording(row.subject, language)
    if not shown:
        return [name, *[HIDDEN] * 4]
    answered = message(
        "{importance} and {experience}", importance=row.importance.answered, experience=row.experience.answered
    )
    place = PLACES[result.quadrant(row)] if result.clear(row) else NOT_CLEAR
    means = [_mean(rating, language) for rating in (row.importance, row.experience)]
    return [name, *means, language.say(answered), language.say(place)]


def _mean(rating: Rating, language: Language) -> str:
    return language.number(rating.on_scale(rating.mean), 1)


def _ends(result: Priorities) -> list[tuple[float, float]]:
    """The scales in use: one, or two."""
    return list(dict.fromkeys(rating.ends for row in result.rows for rating in (row.importance, row.experience)))


@sentence.register
def _(result: Priorities, language: Language) -> str:
    if not result.rows:
        return language.say(NO_IMPORTANCE)
    drawn = _drawn(result)
    if not drawn:
        return language.say(message("Too few answers to weigh importance against experience."))
    acts = [row for row in drawn if result.quadrant(row) == "act"]
    sure = [row for row in acts if result.clear(row)]
    return language.say(_what_to_act_on(result.axes, _names(sure or acts, language), len(acts), bool(sure)))


def _what_to_act_on(axes: str, topics: str, count: int, sure: bool) -> Message:
    if not count:
        return (
            message("No topic is both important to partners and experienced as poor.")
            if axes == "scale"
            else message("No topic is both more important than the average topic and experienced as poorer than it.")
        )
    if sure:
        return (
            message("Important to partners, and experienced as poor: {topics}.", topics=topics)
            if axes == "scale"
            else message(
                "More important than the average topic, and experienced as poorer than it: {topics}.", topics=topics
            )
        )
    return (
        message(
            "By these answers {topics} would be important and experienced as poor, but a range crosses a dividing "
            "line: other partners' answers could change that.",
            topics=topics,
        )
        if axes == "scale"
        else message(
            "By these answers {topics} would be more important than the average topic and experienced as poorer than "
            "it, but a range crosses a dividing line: other partners' answers could change that.",
            topics=topics,
        )
    )


def _names(rows: Sequence[PriorityRow], language: Language) -> str:
    return language.list(language.say(message('"{name}"', name=wording(row.subject, language))) for row in rows)


@figure.register
def _(result: Priorities, language: Language) -> Rendered:
    drawn = _drawn(result)
    if not drawn:
        return paragraph(sentence(result, language))
    parts = [replace(result, rows=tuple(drawn[start : start + MOST_DOTS])) for start in range(0, len(drawn), MOST_DOTS)]
    return join([render(priorities_figure(part, language), part, language) for part in parts])


def priorities_figure(result: Priorities, language: Language) -> Figure:
    """A dot for each row: experience to the right, importance upwards; names stand in a column beside it.

    A line leads from each dot to its name, so that names cannot overlap however close the dots are. Filled dots
    keep clear of the dividing lines.
    """
    from matplotlib.figure import Figure

    rows = sorted(_drawn(result), key=lambda row: -row.importance.mean)
    left, side, names = 0.75, 3.6, 4.75
    labels = [wrap_text(wording(row.subject, language), WIDTH - names - 0.1) for row in rows]
    heights = [LINE * len(lines) + 0.1 for lines in labels]
    top, bottom = 0.3, 0.85
    body = max(side, sum(heights))
    height = top + body + bottom
    drawing = Figure(figsize=(WIDTH, height))
    axes = drawing.add_axes((left / WIDTH, bottom / height, side / WIDTH, body / height))
    _draw_axes(axes, result, rows, language)
    y = height - top - (body - sum(heights)) / 2
    for row, lines, room in zip(rows, labels, heights, strict=True):
        y -= room / 2
        x_dot = left + side * (row.experience.mean + 0.03) / 1.06
        y_dot = bottom + body * (row.importance.mean + 0.03) / 1.06
        drawing.add_artist(_leader(drawing, (x_dot, y_dot), (names - 0.06, y)))
        fill = BLUE if result.clear(row) else "#ffffff"
        axes.plot([row.experience.mean], [row.importance.mean], "o", color=BLUE, markerfacecolor=fill, markersize=7)
        for place, text in enumerate(lines):
            write_text(drawing, names, y + LINE * ((len(lines) - 1) / 2 - place), text)
        y -= room / 2
    for corner, x, at, side_of in (
        ("act", left, height - top / 2, "left"),
        ("keep", left + side, height - top / 2, "right"),
        ("watch", left, 0.14, "left"),
        ("enough", left + side, 0.14, "right"),
    ):
        write_text(drawing, x, at, language.say(CORNERS[corner]), ha=side_of, weight="bold")
    return drawing


def _draw_axes(axes: Axes, result: Priorities, rows: Sequence[PriorityRow], language: Language) -> None:
    """Both scales with their titles, and the dividing lines."""
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.03)
    for line, draw in zip(result.lines, (axes.axhline, axes.axvline), strict=True):
        draw(line, color=INK, linewidth=0.8)
    axes.grid(color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for edge in ("right", "top"):
        axes.spines[edge].set_visible(False)
    for axis, ratings, title in (
        (axes.xaxis, [row.experience for row in rows], message("Experience (mean)")),
        (axes.yaxis, [row.importance for row in rows], message("Importance (mean)")),
    ):
        _scale_axis(axis, ratings, language)
        axis.set_label_text(language.say(title), fontsize=FONT, color=INK)


def _scale_axis(axis: Axis, ratings: Sequence[Rating], language: Language) -> None:
    """Ticks at the scale's own whole numbers where the rows share a scale, else in quarters of it."""
    shared = ratings[0] if len({rating.ends for rating in ratings}) == 1 else Rating(0, 0.0, 0.0)
    low, high = shared.ends
    steps = int(high - low) if 2 <= high - low <= 10 and float(high - low).is_integer() else 4
    places = [step / steps for step in range(steps + 1)]
    values = [language.number(shared.on_scale(place), 0 if (high - low) % steps == 0 else 2) for place in places]
    axis.set_ticks(places, values)
    axis.set_tick_params(labelsize=FONT - 1, colors=INK)


def _leader(drawing: Figure, start: tuple[float, float], end: tuple[float, float]) -> Artist:
    from matplotlib.lines import Line2D

    width, height = drawing.get_size_inches()
    return Line2D(
        [start[0] / width, end[0] / width],
        [start[1] / height, end[1] / height],
        color="#8a8a8a",
        linewidth=0.7,
        transform=drawing.transFigure,
        zorder=0.5,
    )


# --- the agenda ----------------------------------------------------------------------------------------

LOW_QUESTIONS = (
    message("Think of the last time this went well: what was different then?"),
    message("What holds us back here: time, rules, or not knowing whom to ask?"),
    message("What is the smallest change that every partner would notice before the next meeting?"),
    message("Which of us has found a way that the others could borrow?"),
    message("If we could change only one thing here, which one would it be?"),
)
SPLIT_QUESTIONS = (
    message("What has each side experienced that the other side has not seen?"),
    message("When did this work for you, and when did it not?"),
    message("What would both sides call a good solution?"),
)
GAP_QUESTIONS = (
    message('What looks different from where "{group}" stands?'),
    message('What would have to change so that "{group}" would answer like the others?'),
    message('What do the others know or get here that "{group}" does not?'),
)


@table.register
def _(result: Agenda, language: Language) -> Rendered:
    if not result.points:
        return paragraph(sentence(result, language))
    rows = [
        [
            language.number(place),
            _subject(point, language),
            language.say(_reason(point, language)),
            language.say(_question(point, language)),
            language.say(message("{count} of {all}", count=point.kept, all=result.respondents)),
        ]
        for place, point in enumerate(result.points, start=1)
    ]
    head = [
        message("No."),
        message("What to talk about"),
        message("Why"),
        message("A question to open with"),
        message("Stays on the agenda"),
    ]
    notes = [
        message(
            "Chosen by importance, poor experience, disagreement and gaps between groups; one statement of each topic."
        ),
        message(
            "Stays on the agenda: in how many of {all} recounts, each without one partner, the topic is still among "
            "the points.",
            all=result.respondents,
        ),
    ]
    return html_table(
        language.say(message("Agenda for the next steering meeting")),
        [language.say(text) for text in head],
        rows,
        " ".join(map(language.say, notes)),
        words=True,
    )


def _subject(point: AgendaPoint, language: Language) -> str:
    statement = wording(point.item, language)
    if point.construct is None:
        return statement
    return language.say(message("{topic}: {statement}", topic=wording(point.construct, language), statement=statement))


def _reason(point: AgendaPoint, language: Language) -> Message:
    """Why, in one sentence of counts."""
    low, middle, high = point.sides
    if point.reason == "gap" and point.gap is not None:
        pairs = point.gap.pairs
        return message(
            'Partners who answered "{group}" experience this less favourably: in {less} of {pairs} pairs of one of '
            "them with another partner, the other one answers more favourably.",
            group=_group(point.gap, language),
            less=pairs.less,
            pairs=pairs.pairs,
        )
    if point.reason == "split":
        return counted(
            "Partners are split: {low} on the unfavourable side, {high} on the favourable side, {count} between.",
            "Partners are split: {low} on the unfavourable side, {high} on the favourable side, {count} between.",
            middle,
            low=low,
            high=high,
        )
    if point.importance is not None and point.importance.showable:
        return counted(
            "{count} of {answered} partners is on the favourable side; {important} of {rated} call it important.",
            "{count} of {answered} partners are on the favourable side; {important} of {rated} call it important.",
            high,
            answered=point.experience.answered,
            important=_important(point),
            rated=point.importance.answered,
        )
    return counted(
        "{count} of {answered} partners is on the favourable side.",
        "{count} of {answered} partners are on the favourable side.",
        high,
        answered=point.experience.answered,
    )


def _group(contrast: Contrast, language: Language) -> str:
    return contrast.group.wording.in_language(language.code) or contrast.group.name


def _important(point: AgendaPoint) -> int:
    assert point.importance is not None
    return sum(point.importance.counts[level] for level in point.importance.item.favourable())


def _question(point: AgendaPoint, language: Language) -> Message:
    """A question that opens the talk; points with the same reason get different ones."""
    questions = {"gap": GAP_QUESTIONS, "split": SPLIT_QUESTIONS, "low": LOW_QUESTIONS}[point.reason]
    template = questions[point.turn % len(questions)].template
    if point.gap is not None and point.reason == "gap":
        return message(template, group=_group(point.gap, language))
    return message(template)


@sentence.register
def _(result: Agenda, language: Language) -> str:
    if not result.points:
        few = message("Too few answers to propose what to talk about.")
        return language.say(few if result.rated else NOT_RATED)
    first = language.say(
        counted(
            '{count} point for the next steering meeting; the first is "{first}".',
            '{count} points for the next steering meeting; the first is "{first}".',
            len(result.points),
            first=wording(result.points[0].item, language),
        )
    )
    if result.topics <= len(result.points):
        return first + " " + language.say(message("These are all the topics there are; nothing had to be chosen."))
    loose = sum(point.kept < result.respondents for point in result.points)
    if not loose:
        return first + " " + language.say(message("The choice does not hang on any single partner's answers."))
    return (
        first
        + " "
        + language.say(
            counted(
                "{count} of them hangs on single answers: without one partner another topic could stand in its place.",
                "{count} of them hang on single answers: without one partner other topics could stand in their place.",
                loose,
            )
        )
    )
