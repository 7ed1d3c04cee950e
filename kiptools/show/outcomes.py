"""Learning outcomes as the kit reads them, shown: levels with their shares, who does what, what to look at, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kiptools.bloom import Classification, Reading
from kiptools.confidentiality import FEWEST_FOR_PERCENT
from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message
from kiptools.outcomes import KNOWLEDGE_NAMES, LEVEL_NAMES, LEVELS, Programme
from kiptools.show.drawing import (
    BAR,
    FONT,
    HEADING,
    INK,
    LABELS,
    LINE,
    WIDTH,
    canvas,
    draw_heading,
    draw_labels,
    draw_legend,
    heading_lines,
    legend_rows,
    palette,
    percent_axis,
    readable_on,
    text_width,
    to_svg,
    wrap_text,
    write_text,
)
from kiptools.show.figures import figure
from kiptools.show.html import Rendered, folded, join, paragraph
from kiptools.show.html import figure as html_figure
from kiptools.show.html import table as html_table
from kiptools.show.sentences import HIDDEN, sentence
from kiptools.show.tables import table
from kiptools.show.tasks import parts, say_all, which

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["levels_figure"]

NO_OUTCOME = message("There is no outcome to read.")
UNCLEAR = message("unclear")
MOST_ROWS = 60
"""Rows beyond this are folded."""
MOST_BARS = 40
"""Of more outcomes only the first are drawn."""
MOST_DRAWN = 20
"""More bars than this are drawn as several figures."""
LONGEST = 300
LONGEST_LABEL = 90
SIGN = "▼"
"""Marks what a person has decided."""
PARTS = ("audience", "behaviour", "condition", "degree")


# --- the table -----------------------------------------------------------------------------------------


@table.register
def _(result: Classification, language: Language) -> Rendered:
    if not result.outcomes:
        return paragraph(language.say(NO_OUTCOME))
    reasons = folded(language.say(message("Why the kit reads it this way")), _reasons(result.outcomes, language))
    return join([_levels(result.outcomes, language), _parts(result.outcomes, language), reasons])


def _long_table(
    caption: Message,
    head: Sequence[Message],
    readings: Sequence[Reading],
    cells: Callable[[Reading, Language], list[str]],
    notes: Sequence[Message],
    language: Language,
) -> Rendered:
    """A row for each outcome; those beyond `MOST_ROWS` behind a heading that opens."""

    def rows_of(some: Sequence[Reading], note: str = "") -> Rendered:
        rows = [[cut(each.of.id), *cells(each, language)] for each in some]
        names = [language.say(text) for text in (message("No."), *head)]
        return html_table(language.say(caption), names, rows, note, words=True)

    shown, rest = readings[:MOST_ROWS], readings[MOST_ROWS:]
    first = rows_of(shown, say_all(language, notes))
    if not rest:
        return first
    title = counted("{count} more outcome", "{count} more outcomes", len(rest))
    return join([first, folded(language.say(title), rows_of(rest))])


def _levels(readings: Sequence[Reading], language: Language) -> Rendered:
    notes = []
    if any(reading.read_level for reading in readings):
        notes.append(
            message(
                "About 60 of 100: of a hundred outcomes like this, about 60 are at this level. This is somewhat "
                "clearer than its verb alone, because the rest of a sentence tells something too. It is a proposal; a "
                "person who knows the training decides."
            )
        )
    if any(not reading.level for reading in readings):
        notes.append(message("Unclear: the kit cannot tell the level, and does not guess."))
    if not all(reading.knowledge and reading.findings for reading in readings):
        notes.append(message("{sign} Nothing was found.", sign=HIDDEN))
    head = [
        message("Outcome"),
        message("Level"),
        message("Kind of knowledge"),
        message("What was found"),
        message("How to put it instead"),
    ]
    return _long_table(message("What the kit reads in each outcome"), head, readings, _level_cells, notes, language)


def _level_cells(reading: Reading, language: Language) -> list[str]:
    return [
        cut(reading.of.text, LONGEST),
        language.say(_level(reading)),
        language.say(KNOWLEDGE_NAMES[reading.knowledge]) if reading.knowledge else HIDDEN,
        say_all(language, [finding.what for finding in reading.findings]) or HIDDEN,
        say_all(language, [finding.how for finding in reading.findings]) or HIDDEN,
    ]


def _level(reading: Reading) -> Message:
    """The level and where it comes from: a person, who may have decided otherwise than the kit reads, or the kit."""
    read = _read_level(reading)
    if not reading.of.level:
        return read
    by = getattr(reading.of, "by", "")
    level = LEVEL_NAMES[reading.of.level]
    decided = (
        message("{level}, decided by {name}", level=level, name=cut(by))
        if by
        else message("{level}, decided", level=level)
    )
    return message("{decided} (the kit: {read})", decided=decided, read=read)


def _read_level(reading: Reading) -> Message:
    if not reading.read_level:
        return UNCLEAR
    share = reading.shares[LEVELS.index(reading.read_level)]
    level = LEVEL_NAMES[reading.read_level]
    if share >= 1:
        return message("{level}", level=level)
    return message("{level}, about {share} of 100", level=level, share=min(99, round(100 * share)))


def _parts(readings: Sequence[Reading], language: Language) -> Rendered:
    named = [sum(bool(getattr(reading.phrasing, part)) for reading in readings) for part in PARTS]
    notes = [
        message(
            "Outcomes that name it, of {all}: who {audience}; does what {behaviour}; under which condition "
            "{condition}; how well {degree}. Few outcomes need all four: add a part where it helps to teach or to "
            "assess.",
            all=len(readings),
            **dict(zip(PARTS, named, strict=True)),
        )
    ]
    head = [message("Who"), message("Does what"), message("Under which condition"), message("How well")]
    caption = message("Who does what, under which condition, and how well")
    return _long_table(caption, head, readings, _part_cells, notes, language)


def _part_cells(reading: Reading, language: Language) -> list[str]:
    return [cut(getattr(reading.phrasing, part), LONGEST) or HIDDEN for part in PARTS]


def _reasons(readings: Sequence[Reading], language: Language) -> Rendered:
    caption = message("Why the kit reads each outcome this way")
    return _long_table(caption, [message("Reasons")], readings, _reason_cells, (), language)


def _reason_cells(reading: Reading, language: Language) -> list[str]:
    return [say_all(language, reading.reasons) or HIDDEN]


# --- in words ------------------------------------------------------------------------------------------


@sentence.register
def _(result: Classification, language: Language) -> str:
    readings = result.outcomes
    if not readings:
        return language.say(NO_OUTCOME)
    told = sum(bool(reading.read_level) for reading in readings)
    decided = sum(bool(reading.of.level) for reading in readings)
    to_look_at = sum(bool(reading.findings) for reading in readings)
    said = [counted("{count} outcome was read.", "{count} outcomes were read.", len(readings))]
    if told:
        said.append(
            counted("The kit tells a level for {count} outcome.", "The kit tells a level for {count} outcomes.", told)
        )
    if unclear := len(readings) - told:
        said.append(
            counted(
                "For {count} the kit cannot tell the level, and does not guess.",
                "For {count} the kit cannot tell the level, and does not guess.",
                unclear,
            )
        )
    if decided:
        said.append(
            counted(
                "For {count} a person has decided the level.", "For {count} a person has decided the level.", decided
            )
        )
    if told and decided < len(readings):
        said.append(message("What the kit tells is a proposal; a person who knows the training decides."))
    if to_look_at:
        said.append(
            counted(
                "In {count} outcome there is something to look at.",
                "In {count} outcomes there is something to look at.",
                to_look_at,
            )
        )
    else:
        said.append(message("Nothing was found to look at; a colleague may still see more."))
    if len(readings) < FEWEST_FOR_PERCENT:
        said.append(message("So few outcomes are better talked over one by one than counted."))
    return say_all(language, said)


# --- the figure ----------------------------------------------------------------------------------------


@figure.register
def _(result: Classification, language: Language) -> Rendered:
    if not any(reading.level for reading in result.outcomes):
        return paragraph(sentence(result, language))
    drawn, notes = result.outcomes[:MOST_BARS], list[Message]()
    if not all(reading.shares for reading in drawn):
        notes.append(message("An empty bar: the kit cannot tell the level."))
    if len(drawn) < len(result.outcomes):
        notes.append(
            message(
                "Only the first {drawn} of {all} outcomes are drawn; the table has them all.",
                drawn=len(drawn),
                all=len(result.outcomes),
            )
        )
    shown = []
    for part in parts(len(drawn), MOST_DRAWN):
        whole = part == slice(0, len(result.outcomes))
        numbers = which(part, len(result.outcomes))
        heading = "" if whole else language.say(message("Outcomes {first} to {last} of {all}", **numbers))
        shown.append(
            html_figure(
                to_svg(levels_figure(drawn[part], language, heading=heading)),
                sentence(result, language),
                _shares(drawn[part], language),
                language.say(message("The figure's data as a table")),
                say_all(language, notes),
                heading,
            )
        )
    return join(shown)


def _shares(readings: Sequence[Reading], language: Language) -> Rendered:
    head = [message("No."), *LEVEL_NAMES.values(), message("Decided")]
    rows = [
        [
            cut(reading.of.id),
            *([_percent(share, language) for share in reading.shares] or [HIDDEN] * len(LEVELS)),
            language.say(LEVEL_NAMES[reading.of.level]) if reading.of.level else HIDDEN,
        ]
        for reading in readings
    ]
    caption = message("How often, of outcomes like these, each level is meant")
    return html_table(language.say(caption), [language.say(text) for text in head], rows)


def _percent(share: float, language: Language) -> str:
    """Small shares stay small: several of them as 1% each would add up to more than all.

    Examples
    --------
    >>> [_percent(share, Language("en")) for share in (0, 0.0009, 0.005)]
    ['0%', '< 1%', '1%']
    """
    return f"< {language.percent(0.01)}" if 0 < share < 0.005 else language.percent(share)


def levels_figure(readings: Sequence[Reading], language: Language, *, heading: str = "") -> Figure:
    """A bar for each outcome: the shares of the six levels, from the lowest at the left to the highest at the right.

    The level stands at the right of each bar. What a person has decided is marked there, and above its part of the bar.
    """
    colours, names = palette(len(LEVELS)), [language.say(name) for name in LEVEL_NAMES.values()]
    labels = [
        wrap_text(
            language.say(message("{name}: {text}", name=cut(each.of.id), text=cut(each.of.text, LONGEST_LABEL))),
            LABELS - 0.15,
        )
        for each in readings
    ]
    headings, legend = heading_lines(heading), legend_rows(names)
    marked = any(reading.of.level for reading in readings)
    said = wrap_text(language.say(message("{sign} decided by a person", sign=SIGN)), WIDTH - 0.3) if marked else []
    top = HEADING * len(headings)
    below = top + LINE * 1.5 * len(legend)
    levels = [_short(each, language) for each in readings]
    drawing, axes, places = canvas(labels, levels, top=below + HEADING * len(said) + 0.1)
    draw_heading(drawing, headings)
    draw_legend(drawing, legend, colours, top)
    for line, text in enumerate(said):
        write_text(drawing, 0.1, drawing.get_figheight() - below - 0.14 - HEADING * line, text)
    axes.set_xlim(0, 1)
    for reading, place in zip(readings, places, strict=True):
        _draw_shares(axes, reading, place, colours, language)
    percent_axis(axes, language, language.say(message("Of outcomes like these, how many are at each level")))
    draw_labels(drawing, axes, labels, levels, places)
    return drawing


def _short(reading: Reading, language: Language) -> str:
    if reading.of.level:
        level = LEVEL_NAMES[reading.of.level]
        return language.say(message("{sign} {level}", sign=SIGN, level=level))
    return language.say(LEVEL_NAMES[reading.level] if reading.level else UNCLEAR)


def _draw_shares(axes: Axes, reading: Reading, place: float, colours: Sequence[str], language: Language) -> None:
    inch = axes.get_position().width * WIDTH
    if not reading.shares:
        axes.barh(place, 1, height=BAR, color="#ffffff", edgecolor=INK, linewidth=0.6, linestyle="--")
    left = 0.0
    for level, share, colour in zip(LEVELS, reading.shares, colours, strict=False):
        if not share:
            continue
        axes.barh(place, share, left=left, height=BAR, color=colour, edgecolor=INK, linewidth=0.6)
        middle, said = left + share / 2, _percent(share, language)
        if share * inch > text_width(said) + 0.06:
            ink = readable_on(colour)
            axes.text(middle, place, said, ha="center", va="center", fontsize=FONT - 1, color=ink)
        if level == reading.of.level:
            axes.plot([middle], [place - BAR / 2 - 0.04], marker="v", markersize=4.5, color=INK, clip_on=False)
        left += share


# --- the programme -------------------------------------------------------------------------------------


@table.register
def _(result: Programme, language: Language) -> Rendered:
    if not result.modules:
        return paragraph(sentence(result, language))
    head = [message("Module"), message("Outcomes"), message("Activities"), message("Assessments"), message("Minutes")]
    rows = [
        [
            cut(module.title) or cut(module.id),
            language.number(sum(outcome.module == module.id for outcome in result.outcomes)),
            *(
                language.number(sum(step.kind == kind for step in result.in_module(module.id)))
                for kind in ("activity", "assessment")
            ),
            HIDDEN if module.minutes is None else language.number(module.minutes),
        ]
        for module in result.modules
    ]
    untimed = any(module.minutes is None for module in result.modules)
    notes = [message("{sign} How long the module may take is not said.", sign=HIDDEN)] * untimed
    known = {module.id for module in result.modules}
    if loose := sum(outcome.module not in known for outcome in result.outcomes):
        notes.append(counted("{count} outcome belongs to no module.", "{count} outcomes belong to no module.", loose))
    caption = message("The modules of the programme")
    return html_table(language.say(caption), [language.say(text) for text in head], rows, say_all(language, notes))


@sentence.register
def _(result: Programme, language: Language) -> str:
    named = [
        counted("{count} module", "{count} modules", len(result.modules)),
        counted("{count} outcome", "{count} outcomes", len(result.outcomes)),
        counted("{count} activity", "{count} activities", len(result.of_kind("activity"))),
        counted("{count} assessment", "{count} assessments", len(result.of_kind("assessment"))),
        counted("{count} minute", "{count} minutes", sum(module.minutes or 0 for module in result.modules)),
    ]
    if not any(text.count for text in named):
        return language.say(NO_OUTCOME)
    values = {"parts": language.list(language.say(text) for text in named if text.count)}
    said = (
        message('"{title}": {parts}.', title=cut(result.title), **values)
        if result.title
        else message("The programme: {parts}.", **values)
    )
    return say_all(language, [said, *result.notes])
