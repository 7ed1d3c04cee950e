"""A programme of learning outcomes, shown: its levels, what is practised and assessed, its minutes, what to mend."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from kiptools.bloom import Reading
from kiptools.confidentiality import may_show_percent
from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message, some, visible
from kiptools.outcomes import KNOWLEDGE, KNOWLEDGE_NAMES, LEVEL_NAMES, LEVELS, LOWER, STEP_KINDS, STEP_NAMES, Step
from kiptools.programme import (
    Alignment,
    AlignmentRow,
    CoverageRow,
    Hole,
    LevelCoverage,
    SessionPlan,
    SessionPlans,
    TrainerAgreement,
)
from kiptools.repairs import Repairs
from kiptools.show.drawing import (
    BAR,
    BOLD,
    FONT,
    GRID,
    HEADING,
    INK,
    LABELS,
    LINE,
    ROW_GAP,
    WIDTH,
    canvas,
    count_axis,
    draw_heading,
    draw_labels,
    draw_legend,
    heading_lines,
    legend_rows,
    palette,
    readable_on,
    text_width,
    tints,
    to_svg,
    wrap_text,
    write_text,
    write_upright,
)
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import figure as html_figure
from kiptools.show.html import table as html_table
from kiptools.show.sentences import HIDDEN, count_of, sentence
from kiptools.show.tables import table
from kiptools.show.tasks import parts, say_all, shortened, which

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["alignment_figure", "heat_map", "time_figure"]

NO_OUTCOME = message("There is no outcome yet.")
NO_PLAN = message(
    "There are neither activities nor assessments yet, so that nothing can be said of whether the outcomes are "
    "practised and assessed."
)
NO_SESSION = message("Nothing is planned yet.")
UNCLEAR = message("Unclear")
TOGETHER = message("All together")
NO_MODULE = message("In no module")
ALL_OUTCOMES = message("All outcomes")
BY_MODULE = message("Outcomes by module and level")
BY_KNOWLEDGE = message("Outcomes by kind of knowledge and level")
MOST_MODULES = 20
MOST_OUTCOMES = 14
"""More modules, or outcomes, than this are drawn as several figures."""
MOST_DRAWN = 140
"""More outcomes than this nobody looks through in figures."""
MOST_NAMES = 6
MOST_LEVELS = 3
FIRST_IMPRESSION = 50
"""With fewer outcomes than this, how far a trainer and the kit agree is a first impression (domain.md 5.7)."""
PALE = "#e4e4e4"

HOLE_NAMES: dict[str, Message] = {
    "never practised": message("Never practised"),
    "never assessed": message("Never assessed"),
    "practised lower": message("Practised lower than promised"),
    "assessed lower": message("Assessed lower than promised"),
}


def _level(level: str, language: Language) -> str:
    return language.say(LEVEL_NAMES[level] if level else UNCLEAR)


def _ids(ids: Sequence[str], language: Language) -> str:
    return shortened([cut(id) for id in ids], MOST_NAMES, language)


# --- levels --------------------------------------------------------------------------------------------


@table.register
def _(result: LevelCoverage, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NO_OUTCOME))
    return join([_module_table(result, language), _knowledge_table(result, language)])


def _module(row: CoverageRow, result: LevelCoverage, language: Language) -> str:
    if row.module is None:
        return language.say(ALL_OUTCOMES if len(result.rows) == 1 else NO_MODULE)
    return _titled(row.module.id, row.module.title)


def _titled(id: str, title: str) -> str:
    return " ".join(filter(None, (visible(id), visible(title))))


def _module_table(result: LevelCoverage, language: Language) -> Rendered:
    lines = [(_module(row, result, language), (*row.counts, row.unclear, row.outcomes)) for row in result.rows]
    if len(lines) > 1:
        lines.append((language.say(TOGETHER), (*result.counts, result.unclear, result.outcomes)))
    head = [message("Module"), *LEVEL_NAMES.values(), UNCLEAR, TOGETHER]
    return html_table(
        language.say(BY_MODULE),
        [language.say(text) for text in head],
        [[name, *map(language.number, counts)] for name, counts in lines],
        say_all(language, _level_notes(result, language)),
    )


def _knowledge_table(result: LevelCoverage, language: Language) -> Rendered:
    return html_table(
        language.say(BY_KNOWLEDGE),
        [language.say(text) for text in (message("Kind of knowledge"), *LEVEL_NAMES.values(), TOGETHER)],
        [[name, *map(language.number, (*counts, sum(counts)))] for name, counts in _by_knowledge(result, language)],
        language.say(message("Only outcomes whose level is clear.")) if result.unclear else "",
    )


def _by_knowledge(result: LevelCoverage, language: Language) -> list[tuple[str, tuple[int, ...]]]:
    """A row for each kind of knowledge, and one for outcomes of which it is unclear."""
    kinds = [
        (language.say(KNOWLEDGE_NAMES[kind]), [row[place] for row in result.grid])
        for place, kind in enumerate(KNOWLEDGE)
    ]
    return [(name, tuple(counts)) for name, counts in [*kinds, (language.say(UNCLEAR), list(result.untold))]]


def _level_notes(result: LevelCoverage, language: Language) -> list[Message]:
    lower, upper = (LEVEL_NAMES[level] for level in LOWER)
    return [
        message(
            "At the two lower levels ({first}, {second}): {lower} of {told} outcomes whose level is clear.",
            first=lower,
            second=upper,
            lower=result.lower,
            told=result.told,
        ),
        *_decided(result),
    ]


def _decided(result: LevelCoverage) -> list[Message]:
    if not result.decided:
        return [message("All levels are as the kit reads them; nobody has decided any yet.")]
    return [
        counted(
            "The level of {count} outcome was decided by a person; the others are as the kit reads them.",
            "The levels of {count} outcomes were decided by a person; the others are as the kit reads them.",
            result.decided,
        )
        if result.decided < result.outcomes
        else message("All levels were decided by a person.")
    ]


@sentence.register
def _(result: LevelCoverage, language: Language) -> str:
    if not result.outcomes:
        return language.say(NO_OUTCOME)
    said = [*_about_levels(result, language), *_about_knowledge(result, language)]
    if result.without:
        ids = [module.id for module in result.without]
        said.append(message("Modules without an outcome: {ids}.", ids=_ids(ids, language)))
    return say_all(language, said)


def _about_levels(result: LevelCoverage, language: Language) -> list[Message]:
    said = []
    if result.told:
        said.append(_lower(result, language))
        most = max(result.counts)
        first = [_level(level, language) for level, count in zip(LEVELS, result.counts, strict=True) if count == most]
        said.append(
            message("Most often: {levels} ({most} each).", levels=language.list(first), most=most)
            if len(first) > 1
            else message("Most often: {levels} ({most}).", levels=first[0], most=most)
        )
        none = [_level(level, language) for level, count in zip(LEVELS, result.counts, strict=True) if not count]
        said += [message("No outcome at: {levels}.", levels=language.list(none))] if none else []
    if result.unclear:
        said.append(
            counted(
                "The level of {count} outcome is unclear; it takes a person to decide it.",
                "The levels of {count} outcomes are unclear; it takes a person to decide them.",
                result.unclear,
            )
        )
    return said


def _lower(result: LevelCoverage, language: Language) -> Message:
    first, second = (LEVEL_NAMES[level] for level in LOWER)
    if not may_show_percent(result.told):
        return counted(
            "At the two lower levels ({first}, {second}): {lower} of {count} outcome, too few to speak of a share.",
            "At the two lower levels ({first}, {second}): {lower} of {count} outcomes, too few to speak of a share.",
            result.told,
            first=first,
            second=second,
            lower=result.lower,
        )
    return counted(
        "At the two lower levels ({first}, {second}): {lower} of {count} outcome ({share}).",
        "At the two lower levels ({first}, {second}): {lower} of {count} outcomes ({share}).",
        result.told,
        first=first,
        second=second,
        lower=result.lower,
        share=language.percent(result.lower / result.told),
    )


def _about_knowledge(result: LevelCoverage, language: Language) -> list[Message]:
    """Of the outcomes whose level is clear; nothing if there are none."""
    if not result.told:
        return []
    *kinds, (_, untold) = _by_knowledge(result, language)
    named = [
        language.say(message("{name} ({count})", name=name, count=sum(counts)))
        for name, counts in sorted(kinds, key=lambda kind: -sum(kind[1]))
        if any(counts)
    ]
    said = [message("Outcomes by what they are about: {kinds}.", kinds=language.list(named))] if named else []
    if any(untold):
        said.append(
            counted(
                "Of {count} outcome it is unclear which kind of knowledge it is about.",
                "Of {count} outcomes it is unclear which kind of knowledge they are about.",
                sum(untold),
            )
        )
    return said


@figure.register
def _(result: LevelCoverage, language: Language) -> Rendered:
    if not result.outcomes:
        return paragraph(language.say(NO_OUTCOME))
    about = say_all(language, _about_levels(result, language))
    heads = [language.say(name) for name in (*LEVEL_NAMES.values(), UNCLEAR)]
    rows = [(_module(row, result, language), (*row.counts, row.unclear)) for row in result.rows]
    drawn = []
    for part in parts(len(rows), MOST_MODULES):
        title = language.say(BY_MODULE)
        if part != slice(0, len(rows)):
            title = language.say(
                message("{title}: modules {first} to {last} of {all}", title=title, **which(part, len(rows)))
            )
        drawing = heat_map(rows[part], heads, language, title, language.say(message("Module")), most=_most(rows))
        drawn.append(_drawn(drawing, title, about, _module_table(result, language), language))
    if result.told:
        title, rows = language.say(BY_KNOWLEDGE), _by_knowledge(result, language)
        drawing = heat_map(
            rows, heads[:-1], language, title, language.say(message("Kind of knowledge")), most=_most(rows)
        )
        about = say_all(language, _about_knowledge(result, language))
        drawn.append(_drawn(drawing, title, about, _knowledge_table(result, language), language))
    return join(drawn)


def _drawn(drawing: Figure, title: str, alt: str, data: Rendered, language: Language) -> Rendered:
    caption = language.say(message("The figure's data as a table"))
    return html_figure(to_svg(drawing), alt, data, caption, title=title)


def _most(rows: Sequence[tuple[str, Sequence[int]]]) -> int:
    """The largest count of a level, from which the darkest shade is taken."""
    return max(1, *(count for _, counts in rows for count in counts[: len(LEVELS)]))


def heat_map(
    rows: Sequence[tuple[str, Sequence[int]]],
    heads: Sequence[str],
    language: Language,
    title: str,
    rows_title: str,
    *,
    most: int,
) -> Figure:
    """A row for each name, a column for each level: the more outcomes, the darker; a count stands in every cell but
    those without any, which are empty. Columns beyond the levels stand apart and have no shade.

    Parameters
    ----------
    rows : sequence of (str, sequence of int)
    heads : sequence of str
        Of the columns: the six levels, and what stands apart.
    language : Language
    title, rows_title : str
        Of the figure, and of the names.
    most : int
        The count with the darkest shade.
    """
    labels = [wrap_text(name, LABELS - 0.15) for name, _ in rows]
    totals = [language.number(sum(counts)) for _, counts in rows]
    lines, together = heading_lines(title), language.say(TOGETHER)
    upright = max(map(text_width, [*heads, together]))
    room = max(LINE * 1.5 + upright, LINE * len(_rows_title(rows_title)))
    drawing, axes, places = canvas(labels, totals, top=HEADING * len(lines) + room + 0.2)
    draw_heading(drawing, lines)
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    gap = 0.25 * (len(heads) > len(LEVELS))
    axes.set_xlim(0, len(heads) + gap)
    starts = [column + gap * (column >= len(LEVELS)) for column in range(len(heads))]
    box, height = axes.get_position(), drawing.get_figheight()
    left, cell, top = box.x0 * WIDTH, box.width * WIDTH / (len(heads) + gap), box.y1 * height
    _write_heads(drawing, [(left + cell * (start + 0.5), head) for start, head in zip(starts, heads, strict=True)], top)
    write_upright(drawing, WIDTH - 0.05 - max(map(text_width, totals)) / 2, top + 0.05, together)
    _write_titles(drawing, left + cell * len(LEVELS) / 2, top, upright, rows_title, language)
    shades = ["#ffffff", *tints(5)]
    for (_, counts), lines_of_label, place in zip(rows, labels, places, strict=True):
        tall = max(BAR, LINE * len(lines_of_label)) + ROW_GAP
        for column, (start, count) in enumerate(zip(starts, counts, strict=True)):
            shade = (
                shades[count if most <= 5 else ceil(5 * count / most)]
                if column < len(LEVELS)
                else PALE
                if count
                else "#ffffff"
            )
            _draw_cell(axes, (start, place - tall / 2), tall, language.number(count) if count else "", shade)
    draw_labels(drawing, axes, labels, totals, places)
    return drawing


def _write_heads(drawing: Figure, heads: Sequence[tuple[float, str]], top: float) -> None:
    for x, head in heads:
        write_upright(drawing, x, top + 0.05, head)


def _write_titles(drawing: Figure, x: float, top: float, upright: float, rows_title: str, language: Language) -> None:
    """What the columns are, above their headings, and what the rows are, above their labels."""
    write_text(drawing, x, top + upright + 0.18, language.say(message("Level")), ha="center", weight="bold")
    for line, text in enumerate(reversed(_rows_title(rows_title))):
        write_text(drawing, LABELS - 0.1, top + 0.1 + LINE * line, text, ha="right", weight="bold")


def _rows_title(text: str) -> list[str]:
    return wrap_text(text, (LABELS - 0.15) / BOLD)


def _draw_cell(axes: Axes, corner: tuple[float, float], tall: float, text: str, shade: str) -> None:
    from matplotlib.patches import Rectangle

    left, top = corner
    axes.add_patch(Rectangle(corner, 1, tall, facecolor=shade, edgecolor=INK, linewidth=0.5))
    axes.text(left + 0.5, top + tall / 2, text, ha="center", va="center", fontsize=FONT, color=readable_on(shade))


# --- what is practised and assessed --------------------------------------------------------------------


@table.register
def _(result: Alignment, language: Language) -> Rendered:
    if not result.rows and not result.holes:
        return paragraph(language.say(NO_OUTCOME))
    if not result.planned:
        return paragraph(language.say(NO_PLAN))
    head = [
        message("No."),
        message("Outcome"),
        message("Level"),
        message("Practised by"),
        message("Assessed by"),
        message("What does not fit"),
    ]
    found = _holes_of(result)
    outcomes = html_table(
        language.say(message("What is practised and what is assessed")),
        [language.say(text) for text in head],
        [_aligned_cells(row, found.get(row.reading.of.id, []), language) for row in result.rows],
        language.say(
            message(
                "A level is called lower if it is at least two below the promised one, or one where a person has "
                "decided both. Activities and assessments are compared separately; if the level of the outcome or of "
                "one of them is unclear, nothing is said there."
            )
        ),
        words=True,
    )
    loose = [hole.step for hole in result.holes if hole.step and not hole.outcome]
    return join([outcomes, _loose_table(loose, language)] if loose else [outcomes])


def _holes_of(result: Alignment) -> dict[str, list[Hole]]:
    """By the outcome's id."""
    found: dict[str, list[Hole]] = {}
    for hole in result.holes:
        if hole.outcome:
            found.setdefault(hole.outcome.id, []).append(hole)
    return found


def _aligned_cells(row: AlignmentRow, holes: Sequence[Hole], language: Language) -> list[str]:
    return [
        visible(row.reading.of.id),
        visible(row.reading.of.text),
        _level(row.reading.level, language),
        *(_steps(readings, language) for readings in (row.activities, row.assessments)),
        "; ".join(language.say(HOLE_NAMES[hole.kind]) for hole in holes) or HIDDEN,
    ]


def _steps(readings: Sequence[Reading], language: Language) -> str:
    """What stands in the plan, with its level."""
    said = [
        message("{id}: {text} ({level})", id=each.of.id, text=cut(each.of.text), level=_level(each.level, language))
        for each in readings
    ]
    return "; ".join(map(language.say, said)) or HIDDEN


def _loose_table(steps: Sequence[Step], language: Language) -> Rendered:
    head = [message("No."), message("Kind"), message("What learners do")]
    return html_table(
        language.say(message("Steps of the plan that serve no outcome")),
        [language.say(text) for text in head],
        [[visible(step.id), language.say(STEP_NAMES[step.kind]), visible(step.text)] for step in steps],
        words=True,
    )


@sentence.register
def _(result: Alignment, language: Language) -> str:
    if not result.rows and not result.holes:
        return language.say(NO_OUTCOME)
    if not result.planned:
        return language.say(NO_PLAN)
    said = [
        counted(
            "Of {count} outcome, the plan practises {practised} and assesses {assessed}.",
            "Of {count} outcomes, the plan practises {practised} and assesses {assessed}.",
            len(result.rows),
            practised=result.practised,
            assessed=result.assessed,
        )
    ]
    said += _missing(result, language)
    if not result.holes:
        said.append(message("No hole was found in the programme."))
    return say_all(language, [*said, *_not_compared(result)])


def _not_compared(result: Alignment) -> list[Message]:
    """Of how many outcomes nothing could be said; each may still be called lower in the other respect."""
    said = []
    if practice := sum(row.practice_unclear for row in result.rows):
        said.append(
            counted(
                "The level of {count} outcome could not be compared with the level at which it is practised, because "
                "one of the two is unclear.",
                "The levels of {count} outcomes could not be compared with the levels at which they are practised, "
                "because one of the two is unclear.",
                practice,
            )
        )
    if assessment := sum(row.assessment_unclear for row in result.rows):
        said.append(
            counted(
                "The level of {count} outcome could not be compared with the level at which it is assessed, because "
                "one of the two is unclear.",
                "The levels of {count} outcomes could not be compared with the levels at which they are assessed, "
                "because one of the two is unclear.",
                assessment,
            )
        )
    return said


def _missing(result: Alignment, language: Language) -> list[Message]:
    """Each kind of hole with the outcomes or steps that have it."""
    said = {
        "never practised": message("Never practised: {ids}.", **_places(result, "never practised", language)),
        "never assessed": message("Never assessed: {ids}.", **_places(result, "never assessed", language)),
        "assessed lower": message(
            "Assessed lower than promised: {ids}.", **_places(result, "assessed lower", language)
        ),
        "practised lower": message(
            "Practised lower than promised: {ids}.", **_places(result, "practised lower", language)
        ),
        "assessment without outcome": message(
            "Assessments of no outcome: {ids}.", **_places(result, "assessment without outcome", language)
        ),
        "activity without outcome": message(
            "Activities for no outcome: {ids}.", **_places(result, "activity without outcome", language)
        ),
    }
    return [text for kind, text in said.items() if result.of(kind)]


def _places(result: Alignment, kind: str, language: Language) -> dict[str, str]:
    """Ids, each level with what is promised and what is found."""
    ids = []
    for hole in result.of(kind):
        subject = hole.outcome or hole.step
        assert subject is not None
        name = cut(subject.id)
        if hole.promised:
            name = language.say(
                message(
                    "{id} ({found} instead of {promised})",
                    id=name,
                    found=_level(hole.found, language),
                    promised=_level(hole.promised, language),
                )
            )
        ids.append(name)
    return {"ids": shortened(ids, MOST_LEVELS if kind.endswith("lower") else MOST_NAMES, language)}


PROMISED = message("Level that the outcome promises")
PRACTISED = message("Practised at this level")
ASSESSED = message("Assessed at this level")
MARKS = {"activities": ("^", 0.3), "assessments": ("s", 0.7)}
"""Shape, and where it stands in its cell."""
WORDS = 1.35
TOO_MANY = message("There are too many outcomes for a figure; the table has all of them.")


@figure.register
def _(result: Alignment, language: Language) -> Rendered:
    if not result.rows or not result.planned:
        return paragraph(sentence(result, language))
    if len(result.rows) > MOST_DRAWN:
        return paragraph(language.say(TOO_MANY))
    drawn = []
    for part in parts(len(result.rows), MOST_OUTCOMES):
        title, shown = language.say(message("What is promised, practised and assessed")), result
        if part != slice(0, len(result.rows)):
            title = language.say(
                message("{title}: outcomes {first} to {last} of {all}", title=title, **which(part, len(result.rows)))
            )
            shown = _only(result, part)
        drawn.append(render(alignment_figure(shown, language, title), shown, language, title))
    return join(drawn)


def _only(result: Alignment, part: slice) -> Alignment:
    """Some of the outcomes, with their holes."""
    ids = {row.reading.of.id for row in result.rows[part]}
    return Alignment(result.rows[part], tuple(hole for hole in result.holes if hole.outcome and hole.outcome.id in ids))


def alignment_figure(result: Alignment, language: Language, title: str) -> Figure:
    """A row for each outcome, a column for each level: the promised one is grey, a triangle is an activity and a
    square an assessment; what is missing is said in words."""
    found = _holes_of(result)
    labels = [wrap_text(_titled(row.reading.of.id, cut(row.reading.of.text)), LABELS - 0.15) for row in result.rows]
    words = [
        [
            line
            for hole in found.get(row.reading.of.id, [])
            for line in wrap_text(language.say(HOLE_NAMES[hole.kind]), WORDS)
        ]
        for row in result.rows
    ]
    tallest = [max(one, other, key=len) for one, other in zip(labels, words, strict=True)]
    heads = [_level(level, language) for level in (*LEVELS, "")]
    headings, legend = heading_lines(title), _legend(language)
    upright = max(map(text_width, heads))
    top = HEADING * len(headings) + LINE * 1.5 * len(legend) + upright + LINE * 1.5 + 0.25
    drawing, axes, places = canvas(tallest, [line for lines in words for line in lines] or [""], top=top)
    draw_heading(drawing, headings)
    _draw_marks_legend(drawing, legend, HEADING * len(headings))
    axes.grid(visible=False)
    axes.set_xlim(0, len(heads))
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    box, height = axes.get_position(), drawing.get_figheight()
    left, cell, edge = box.x0 * WIDTH, box.width * WIDTH / len(heads), box.y1 * height
    _write_heads(drawing, [(left + cell * (column + 0.5), head) for column, head in enumerate(heads)], edge)
    _write_titles(drawing, left + cell * len(heads) / 2, edge, upright, language.say(message("Outcome")), language)
    for row, lines, said, tall, place in zip(result.rows, labels, words, tallest, places, strict=True):
        _draw_outcome(axes, row, place, max(BAR, LINE * len(tall)) + ROW_GAP)
        _write_lines(drawing, LABELS - 0.1, edge - place, lines, "right")
        _write_lines(drawing, left + cell * len(heads) + 0.1, edge - place, said, "left")
    return drawing


def _column(reading: Reading) -> int:
    return LEVELS.index(reading.level) if reading.level else len(LEVELS)


def _draw_outcome(axes: Axes, row: AlignmentRow, place: float, tall: float) -> None:
    from matplotlib.patches import Rectangle

    promised = _column(row.reading)
    for column in range(len(LEVELS) + 1):
        colour = "#bdbdbd" if column == promised else "#ffffff"
        corner = (column, place - tall / 2)
        axes.add_patch(Rectangle(corner, 1, tall, facecolor=colour, edgecolor=GRID, linewidth=0.5))
    for name, readings in (("activities", row.activities), ("assessments", row.assessments)):
        marker, shift = MARKS[name]
        colour = palette(2)[0] if name == "activities" else "#ffffff"
        for column in dict.fromkeys(map(_column, readings)):
            axes.plot(
                column + shift,
                place,
                marker,
                markersize=7,
                markerfacecolor=colour,
                markeredgecolor=INK,
                linestyle="none",
                label=name,
            )


def _write_lines(drawing: Figure, x: float, y: float, lines: Sequence[str], side: str) -> None:
    for line, text in enumerate(lines):
        write_text(drawing, x, y + LINE * ((len(lines) - 1) / 2 - line), text, ha=side)


def _legend(language: Language) -> list[list[tuple[int, str, float]]]:
    return legend_rows([language.say(text) for text in (PROMISED, PRACTISED, ASSESSED)])


def _draw_marks_legend(drawing: Figure, lines: Sequence[Sequence[tuple[int, str, float]]], top: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    width, height = drawing.get_size_inches()
    for place, line in enumerate(lines):
        y = height - top - 0.14 - LINE * 1.5 * place
        for kind, name, x in line:
            if kind == 0:
                corner, size = (x / width, (y - 0.06) / height), (0.2 / width, 0.12 / height)
                drawing.add_artist(
                    Rectangle(corner, *size, facecolor="#bdbdbd", edgecolor=GRID, transform=drawing.transFigure)
                )
            else:
                marker = ("^", "s")[kind - 1]
                colour = (palette(2)[0], "#ffffff")[kind - 1]
                drawing.add_artist(
                    Line2D(
                        [(x + 0.1) / width],
                        [y / height],
                        marker=marker,
                        markersize=7,
                        markerfacecolor=colour,
                        markeredgecolor=INK,
                        linestyle="none",
                        transform=drawing.transFigure,
                    )
                )
            write_text(drawing, x + 0.26, y, name)


# --- time ----------------------------------------------------------------------------------------------


@table.register
def _(result: SessionPlans, language: Language) -> Rendered:
    if not result.plans:
        return paragraph(language.say(NO_SESSION))
    return join([_plan_table(plan, language) for plan in result.plans])


def _plan_name(plan: SessionPlan, language: Language) -> str:
    return _titled(plan.module.id, plan.module.title) if plan.module else language.say(NO_MODULE)


def _plan_table(plan: SessionPlan, language: Language) -> Rendered:
    title = language.say(message("Session plan: {module}", module=_plan_name(plan, language)))
    verdict = language.say(_verdict(plan))
    if not plan.steps:
        return paragraph(f"{title} – {verdict}")
    head = [
        message("Begins"),
        message("Minutes"),
        message("Step"),
        message("What learners do"),
        message("Kind"),
        message("Outcomes"),
    ]
    rows = [_step_cells(step, begin, language) for step, begin in zip(plan.steps, plan.begins, strict=True)]
    return html_table(title, [language.say(text) for text in head], rows, verdict, words=True)


def _step_cells(step: Step, begin: int | None, language: Language) -> list[str]:
    later = step.kind == "assessment" and step.minutes is None
    return [
        language.say(message("Later")) if later else HIDDEN if begin is None else _clock(begin),
        HIDDEN if step.minutes is None else language.number(step.minutes),
        visible(step.id),
        visible(step.text),
        language.say(STEP_NAMES[step.kind]),
        ", ".join(map(visible, step.outcomes)) or HIDDEN,
    ]


def _clock(minutes: int) -> str:
    """Hours and minutes from the start, as on a clock.

    Examples
    --------
    >>> _clock(0), _clock(75)
    ('0:00', '1:15')
    """
    return f"{minutes // 60}:{minutes % 60:02d}"


def _verdict(plan: SessionPlan) -> Message:
    """Whether the minutes add up."""
    if plan.verdict == "empty":
        return message("Nothing is planned for this module.")
    if plan.slot is None or plan.left is None:
        return counted(
            "{count} minute is planned; how many there are is not said.",
            "{count} minutes are planned; how many there are is not said.",
            plan.minutes,
        )
    if plan.verdict == "adds up":
        return message("The minutes add up to the {slot} that there are.", slot=plan.slot)
    if plan.verdict == "too long":
        return counted(
            "{count} minute too many: {minutes} are planned, and there are {slot}.",
            "{count} minutes too many: {minutes} are planned, and there are {slot}.",
            -plan.left,
            minutes=plan.minutes,
            slot=plan.slot,
        )
    if plan.verdict == "free":
        return counted(
            "{count} minute is free: {minutes} are planned, and there are {slot}.",
            "{count} minutes are free: {minutes} are planned, and there are {slot}.",
            plan.left,
            minutes=plan.minutes,
            slot=plan.slot,
        )
    return counted(
        "Whether the {slot} minutes are enough cannot be told: {count} step has no minutes ({ids}).",
        "Whether the {slot} minutes are enough cannot be told: {count} steps have no minutes ({ids}).",
        len(plan.untimed),
        slot=plan.slot,
        ids=some([step.id for step in plan.untimed]),
    )


@sentence.register
def _(result: SessionPlans, language: Language) -> str:
    if not result.plans:
        return language.say(NO_SESSION)
    if len(result.plans) == 1:
        (plan,) = result.plans
        return language.say(message("{module}: {verdict}", module=_plan_name(plan, language), verdict=_verdict(plan)))
    verdicts = [plan.verdict for plan in result.plans]
    said = [
        counted(
            "The minutes add up to the slot in {fits} of {count} session plan.",
            "The minutes add up to the slot in {fits} of {count} session plans.",
            len(verdicts),
            fits=verdicts.count("adds up"),
        )
    ]
    groups = {
        "too long": message("Too many minutes: {modules}.", modules=_plans(result, "too long", language)),
        "free": message("Minutes still free: {modules}.", modules=_plans(result, "free", language)),
        "unknown": message(
            "Whether the minutes fit cannot be told for: {modules}.", modules=_plans(result, "unknown", language)
        ),
        "empty": message("Nothing is planned for: {modules}.", modules=_plans(result, "empty", language)),
    }
    return say_all(language, said + [text for verdict, text in groups.items() if verdict in verdicts])


def _plans(result: SessionPlans, verdict: str, language: Language) -> str:
    """The modules with this verdict, and by how many minutes they differ."""
    names = []
    for plan in result.plans:
        if plan.verdict == verdict:
            name = cut(plan.module.id) if plan.module else language.say(NO_MODULE)
            if verdict in ("too long", "free"):
                name = language.say(message("{name} ({minutes})", name=name, minutes=abs(plan.left or 0)))
            names.append(name)
    return shortened(names, MOST_NAMES, language)


@figure.register
def _(result: SessionPlans, language: Language) -> Rendered:
    if not any(plan.minutes for plan in result.plans):
        return paragraph(sentence(result, language))
    drawn = []
    for part in parts(len(result.plans), MOST_MODULES):
        title, shown = language.say(message("Minutes planned, and minutes there are")), result
        if part != slice(0, len(result.plans)):
            title = language.say(
                message("{title}: modules {first} to {last} of {all}", title=title, **which(part, len(result.plans)))
            )
            shown = SessionPlans(result.plans[part])
        drawn.append(render(time_figure(shown, language, title), shown, language, title))
    return join(drawn)


def time_figure(result: SessionPlans, language: Language, title: str) -> Figure:
    """Minutes of each module's steps, stacked by kind; a line across the bar stands where its slot ends."""
    from matplotlib.ticker import FuncFormatter

    labels = [wrap_text(_plan_name(plan, language), LABELS - 0.15) for plan in result.plans]
    texts = [_fill(plan, language) for plan in result.plans]
    slot = language.say(message("Time there is"))
    headings = heading_lines(title)
    legend = legend_rows([*(language.say(STEP_NAMES[kind]) for kind in STEP_KINDS), slot])
    colours = palette(len(STEP_KINDS))
    top = HEADING * len(headings)
    drawing, axes, places = canvas(labels, texts, top=top + LINE * 1.5 * len(legend) + 0.1)
    draw_heading(drawing, headings)
    draw_legend(drawing, legend, [*colours, "#ffffff"], top)
    longest = max(1, *(max(plan.minutes, plan.slot or 0) for plan in result.plans))
    axes.set_xlim(0, longest * 1.03)
    for plan, place in zip(result.plans, places, strict=True):
        start = 0
        for kind, colour in zip(STEP_KINDS, colours, strict=True):
            minutes = sum(step.minutes or 0 for step in plan.steps if step.kind == kind)
            axes.barh(place, minutes, left=start, height=BAR, color=colour, edgecolor=INK, linewidth=0.6, label=kind)
            start += minutes
        if plan.slot is not None:
            axes.barh(place, plan.slot, height=BAR + 0.08, fill=False, edgecolor=INK, linewidth=1.4, label="slot")
    count_axis(axes, language.say(message("Minutes")))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: language.number(value)))
    draw_labels(drawing, axes, labels, texts, places)
    return drawing


def _fill(plan: SessionPlan, language: Language) -> str:
    """What stands beside a bar; a question mark where minutes are missing."""
    text = language.number(plan.minutes) + " + ?" * bool(plan.untimed)
    return text if plan.slot is None else language.say(message("{count} of {all}", count=text, all=plan.slot))


# --- how far a trainer and the kit agree ---------------------------------------------------------------


DECIDED_FREELY = message(
    "Whoever decides can see what the kit reads, and chooses which outcomes to decide; on other outcomes, or without "
    "seeing it, the two may agree less often."
)
"""The workbook has what the kit reads beside the cell for the decision."""


def _trainer(result: TrainerAgreement, language: Language) -> str:
    return cut(result.by) or language.say(message("Somebody whose name is not given"))


@table.register
def _(result: TrainerAgreement, language: Language) -> Rendered:
    n = len(result.answered)
    rows = [
        (message("Outcomes whose level was decided"), language.number(len(result.pairs))),
        (message("Of these, the kit reads a level"), language.number(n)),
        (message("Same level"), count_of(result.same, n, language)),
        (message("Same level or the next one"), count_of(result.near, n, language)),
    ]
    if may_show_percent(n):
        low, high = map(language.percent, result.interval)
        rows.append(
            (
                message("Range of the share of the same level"),
                language.say(message("{low} to {high}", low=low, high=high)),
            )
        )
    if result.kappa is not None:
        rows.append(
            (
                message("Agreement beyond chance, larger distances counting more (weighted kappa, 1 at most)"),
                language.number(result.kappa, 2),
            )
        )
    return html_table(
        language.say(message("{name} and the kit", name=_trainer(result, language))),
        [language.say(message("Measure")), language.say(message("Value"))],
        [[language.say(name), value] for name, value in rows],
        language.say(DECIDED_FREELY) if n else "",
    )


@sentence.register
def _(result: TrainerAgreement, language: Language) -> str:
    n = len(result.answered)
    said = [
        counted(
            "{name} has decided the level of {count} outcome.",
            "{name} has decided the levels of {count} outcomes.",
            len(result.pairs),
            name=_trainer(result, language),
        )
    ]
    if not n:
        return say_all(language, [*said, message("The kit reads no level there.")])
    said.append(
        counted(
            "The kit reads a level in {count} of them: the same in {same}, the same or the next one in {near}.",
            "The kit reads a level in {count} of them: the same in {same}, the same or the next one in {near}.",
            n,
            same=result.same,
            near=result.near,
        )
    )
    return say_all(language, [*said, *_how_sure(result, language)])


def _how_sure(result: TrainerAgreement, language: Language) -> list[Message]:
    n = len(result.answered)
    if not may_show_percent(n):
        return [message("That is too few to tell how far the two agree.")]
    low, high = map(language.percent, result.interval)
    if n < FIRST_IMPRESSION:
        return [
            message(
                "That is a first impression: the share of the same level may lie anywhere from {low} to {high}.",
                low=low,
                high=high,
            ),
            DECIDED_FREELY,
        ]
    said = [message("The share of the same level is likely to lie from {low} to {high}.", low=low, high=high)]
    if result.kappa is not None:
        said.append(
            message(
                "Agreement beyond chance, where larger distances count more: {kappa} (weighted kappa, 1 at most).",
                kappa=language.number(result.kappa, 2),
            )
        )
    return [*said, DECIDED_FREELY]


# --- what to mend --------------------------------------------------------------------------------------

NOTHING_TO_MEND = message("The kit found nothing to mend; somebody who knows the learners may see more.")


@table.register
def _(result: Repairs, language: Language) -> Rendered:
    if not result.repairs:
        return paragraph(sentence(result, language))
    head = [message("No."), message("Where"), message("What is the matter"), message("What may be done")]
    rows = [
        [
            language.number(place),
            language.say(message("{id}: {text}", id=repair.place, text=cut(repair.text))),
            language.say(repair.what),
            language.say(repair.how),
        ]
        for place, repair in enumerate(result.repairs, start=1)
    ]
    return html_table(
        language.say(message("What to mend, most important first")),
        [language.say(text) for text in head],
        rows,
        language.say(message("The kit reads words, not intentions: whoever wrote the programme decides.")),
        words=True,
    )


@sentence.register
def _(result: Repairs, language: Language) -> str:
    if not result.repairs:
        return language.say(NOTHING_TO_MEND if result.outcomes else NO_OUTCOME)
    first = result.repairs[0]
    place = language.say(message('{id} ("{text}")', id=first.place, text=cut(first.text)))
    return language.say(
        counted(
            "There is {count} thing to mend: {place}. {what}",
            "There are {count} things to mend. The first: {place}. {what}",
            len(result.repairs),
            place=place,
            what=first.what,
        )
    )
