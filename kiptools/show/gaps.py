"""Who and what is missing, shown: partners beside a reference, and needs beside those who answer them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kiptools.confidentiality import FEWEST_FOR_PERCENT, FEWEST_TO_COMPARE, may_compare, may_show_percent
from kiptools.fields import label
from kiptools.gaps import NeedRow, NeedsCoverage, Representation, RepresentationRow
from kiptools.language import Language
from kiptools.messages import Message, counted, message, some
from kiptools.partners import Partner
from kiptools.show.drawing import (
    BLUE,
    GRID,
    INK,
    LABELS,
    LINE,
    WIDTH,
    canvas,
    count_axis,
    counts_figure,
    draw_labels,
    percent_axis,
    text_width,
    wrap_text,
    write_text,
    write_upright,
)
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import HIDDEN, count_text, table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["coverage_bars", "coverage_matrix", "representation_figure"]

MOST_ROWS = 24
"""More rows than this are drawn as several figures."""
MOST_PARTNERS = 40
"""More organisations than this have no row each in a drawing."""
HEAD = 1.6
"""Inches that an upright heading may be long."""
DOT: dict[str, Any] = {"marker": "o", "color": BLUE, "markersize": 7}
MARK: dict[str, Any] = {"marker": "|", "color": INK, "markersize": 15, "markeredgewidth": 2.2}
SQUARE: dict[str, Any] = {"marker": "s", "color": BLUE, "markersize": 9}
HOLLOW: dict[str, Any] = {"marker": "D", "color": BLUE, "markerfacecolor": "#ffffff", "markersize": 7}
NO_NEEDS = message("The list names no needs of users, so it cannot be said which of them are answered.")


def _names(partners: Sequence[Partner]) -> str:
    return ", ".join(some([partner.name for partner in partners]))


def _quoted(texts: Iterable[str], language: Language) -> str:
    quoted = [language.say(message('"{name}"', name=text)) for text in texts]
    return ", ".join(some(quoted)) if len(quoted) > 2 else language.list(quoted)


# --- representation ------------------------------------------------------------------------------------


def _nothing(result: Representation, language: Language) -> str:
    """Why there is nothing to compare, if so."""
    if result.compared or (result.kind == "target" and not result.not_stated):
        return ""
    if result.not_stated and not result.others:
        field = label("field", result.by, language.code)
        return language.say(
            message('Of no partner does the list state "{field}", so nothing is compared.', field=field)
        )
    if not result.others:
        return language.say(message("There is no partner of this kind to compare."))
    if result.kind == "target":
        return ""
    return language.say(message("No partner is of a category that the reference has, so nothing is compared."))


def _percent(result: Representation) -> bool:
    return may_show_percent(result.compared)


@table.register
def _(result: Representation, language: Language) -> Rendered:
    if nothing := _nothing(result, language):
        return paragraph(nothing)
    return _targets(result, language) if result.kind == "target" else _shares(result, language)


def _shares(result: Representation, language: Language) -> Rendered:
    head = [
        message("Partners"),
        message("Reference"),
        message("Partners expected"),
        message("Ratio"),
        message("Range of the partners' share"),
        message("Result"),
    ]
    rows = [
        [
            label(result.by, row.category, language.code),
            count_text(row.partners, row.compared, language),
            language.percent(row.reference or 0.0),
            language.number(row.expected, 1),
            *_precise(row, result, language),
            language.say(_verdict(row, language)),
        ]
        for row in result.rows
    ]
    notes = _left_out(result, language)
    notes.append(
        message(
            "Partners expected: as many as there would be if the {count} partners compared were spread like the "
            "reference.",
            count=result.compared,
        )
    )
    if _percent(result):
        notes += [
            message(
                "Ratio: the partners' share divided by the reference's; 1 means that they are alike. A ratio from few "
                "partners means little."
            ),
            message(
                "Range: how far chance alone may move a share of so few partners (Wilson); of twenty categories, about "
                "one lies outside by chance."
            ),
        ]
    else:
        notes.append(
            message(
                "{sign} No ratio and no percentage of fewer than {fewest} partners.",
                sign=HIDDEN,
                fewest=FEWEST_FOR_PERCENT,
            )
        )
    return _with_potential(result, head, rows, notes, language)


def _precise(row: RepresentationRow, result: Representation, language: Language) -> list[str]:
    """Ratio and range, where there are partners enough."""
    if not _percent(result):
        return [HIDDEN, HIDDEN]
    low, high = row.interval()
    span = message("{low} to {high}", low=language.percent(low), high=language.percent(high))
    return ["" if row.ratio is None else language.number(row.ratio, 2), language.say(span)]


def _targets(result: Representation, language: Language) -> Rendered:
    head = [message("Partners"), message("Wanted"), message("Result")]
    rows = [
        [
            label(result.by, row.category, language.code),
            language.number(row.partners),
            language.number(row.target),
            language.say(_verdict(row, language)),
        ]
        for row in result.rows
    ]
    return _with_potential(result, head, rows, _left_out(result, language), language)


def _with_potential(
    result: Representation, head: list[Message], rows: list[list[str]], notes: list[Message], language: Language
) -> Rendered:
    """The table, with potential partners of each category where there are any."""
    if any(row.potential for row in result.rows):
        head = [*head, message("Potential partners on the list")]
        rows = [[*cells, _names(row.potential)] for cells, row in zip(rows, result.rows, strict=True)]
    return html_table(
        language.say(message("Partners beside the reference {source}", source=result.source)),
        [label("field", result.by, language.code), *map(language.say, head)],
        rows,
        " ".join(map(language.say, notes)),
    )


def _left_out(result: Representation, language: Language) -> list[Message]:
    notes = []
    if result.others:
        others = [
            language.say(message("{name} ({count})", name=label(result.by, name, language.code), count=count))
            for name, count in result.others
        ]
        notes.append(
            message("Not in the reference, and not compared: {categories}.", categories=", ".join(some(others)))
        )
    if result.not_stated:
        notes.append(
            counted(
                'Of {count} partner the list does not state "{field}".',
                'Of {count} partners the list does not state "{field}".',
                result.not_stated,
                field=label("field", result.by, language.code),
            )
        )
    return notes


def _verdict(row: RepresentationRow, language: Language) -> Message:
    if row.target is not None:
        gap = max(row.target - row.partners, 0)
        return {
            "missing": counted("None yet, {count} wanted", "None yet, {count} wanted", gap),
            "fewer": counted("{count} more wanted", "{count} more wanted", gap),
        }.get(row.verdict, message("Reached"))
    return {
        "missing": message("None, though {number} expected", number=language.number(row.expected, 1)),
        "fewer": message("Clearly fewer"),
        "more": message("Clearly more"),
    }.get(row.verdict, message("No clear difference"))


@sentence.register
def _(result: Representation, language: Language) -> str:
    if nothing := _nothing(result, language):
        return nothing
    said = [_compared(result, language)]
    said += _of_targets(result, language) if result.kind == "target" else _of_shares(result, language)
    wanted = {"missing", "fewer"}
    potential = [partner for row in result.rows if row.verdict in wanted for partner in row.potential]
    if potential:
        said.append(message("Potential partners on the list who would help: {names}.", names=_names(potential)))
    return " ".join(map(language.say, said))


def _compared(result: Representation, language: Language) -> Message:
    if result.among:
        return counted(
            '{count} partner of the kind "{kind}" is compared with {source}.',
            '{count} partners of the kind "{kind}" are compared with {source}.',
            result.compared,
            kind=label("type", result.among, language.code),
            source=result.source,
        )
    return counted(
        "{count} partner is compared with {source}.",
        "{count} partners are compared with {source}.",
        result.compared,
        source=result.source,
    )


def _of_targets(result: Representation, language: Language) -> list[Message]:
    short = [row for row in result.rows if row.verdict in ("missing", "fewer")]
    if not short:
        return [message("There are as many partners of every category as are wanted.")]
    names = [
        language.say(
            message(
                '"{name}" ({partners} of {target})',
                name=label(result.by, row.category, language.code),
                partners=row.partners,
                target=row.target,
            )
        )
        for row in short
    ]
    return [message("Fewer than wanted: {categories}.", categories=", ".join(some(names)))]


def _of_shares(result: Representation, language: Language) -> list[Message]:
    def rows(verdict: str) -> list[RepresentationRow]:
        return [row for row in result.rows if row.verdict == verdict]

    def listed(some_rows: Sequence[RepresentationRow]) -> str:
        names = [
            language.say(
                message(
                    '"{name}" ({partners}, expected {expected})',
                    name=label(result.by, row.category, language.code),
                    partners=row.partners,
                    expected=language.number(row.expected, 1),
                )
            )
            for row in some_rows
        ]
        return ", ".join(some(names))

    missing, fewer, more = rows("missing"), rows("fewer"), rows("more")
    said = []
    if missing:
        said.append(
            message("No partner, though at least one would be expected: {categories}.", categories=listed(missing))
        )
    if fewer:
        said.append(message("Clearly fewer partners than expected: {categories}.", categories=listed(fewer)))
    if more:
        said.append(message("Clearly more partners than expected: {categories}.", categories=listed(more)))
    if not said:
        said.append(message("No category differs clearly from the reference."))
    if not may_compare(result.compared):
        said.append(
            message(
                "With fewer than {fewest} partners only large differences stand out, and a category may be without "
                "partners by chance.",
                fewest=FEWEST_TO_COMPARE,
            )
        )
    return said


@figure.register
def _(result: Representation, language: Language) -> Rendered:
    few = result.kind == "reference" and not _percent(result)
    if _nothing(result, language) or few:
        return paragraph(sentence(result, language))
    parts = [
        replace(result, rows=result.rows[start : start + MOST_ROWS]) for start in range(0, len(result.rows), MOST_ROWS)
    ]
    return join([render(representation_figure(part, language), part, language) for part in parts])


def representation_figure(result: Representation, language: Language) -> Figure:
    """A dot for the partners with its range, and an upright mark for the reference; counts at the right.

    Where the reference gives targets: a dot for the partners there are, a mark for those wanted.
    """
    shares = result.kind == "reference"
    labels = [wrap_text(label(result.by, row.category, language.code), LABELS - 0.15) for row in result.rows]
    counts = [
        language.say(message("{partners} of {target}", partners=row.partners, target=row.compared))
        if shares
        else language.say(message("{partners} of {target}", partners=row.partners, target=row.target))
        for row in result.rows
    ]
    signs = [language.say(message("Partners")), language.say(message("Reference") if shares else message("Wanted"))]
    drawing, axes, places = canvas(labels, counts, top=LINE * 1.5 + 0.1)
    _draw_signs(drawing, list(zip(signs, (DOT, MARK), strict=True)))
    for row, place in zip(result.rows, places, strict=True):
        if shares:
            axes.plot(list(row.interval()), [place, place], color=BLUE, linewidth=2.2, solid_capstyle="butt")
        axes.plot([row.share if shares else row.partners], [place], **DOT)
        axes.plot([(row.reference if shares else row.target) or 0], [place], **MARK)
    if shares:
        end = max(max(row.interval().high, row.reference or 0.0) for row in result.rows)
        axes.set_xlim(-0.01, min(max(0.2, -(-end // 0.1) * 0.1), 1.0) + 0.01)
        percent_axis(
            axes, language, language.say(message("Share of the partners compared, its range, and the reference"))
        )
    else:
        top = max(max(row.partners, row.target or 0) for row in result.rows)
        axes.set_xlim(-0.02 * top, top * 1.02)
        count_axis(axes, language.say(message("Partners there are, and partners wanted")))
    draw_labels(drawing, axes, labels, counts, places)
    return drawing


def _draw_signs(drawing: Figure, signs: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """A legend of marks, in one line."""
    from matplotlib.lines import Line2D

    width, height = drawing.get_size_inches()
    x, y = 0.1, height - 0.14
    for name, marker in signs:
        place = ([(x + 0.1) / width], [y / height])
        drawing.add_artist(Line2D(*place, linestyle="", transform=drawing.transFigure, **marker))
        write_text(drawing, x + 0.26, y, name)
        x += 0.26 + text_width(name) + 0.3


# --- needs and who answers them ------------------------------------------------------------------------


@table.register
def _(result: NeedsCoverage, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NO_NEEDS))
    return join([_needs(result, language), *[_closing(result, language)] * bool(result.closing)])


def _needs(result: NeedsCoverage, language: Language) -> Rendered:
    former = any(row.former for row in result.uncovered)
    head = [message("Need"), message("Partners"), message("Who answers it"), message("Potential partners who would")]
    head += [message("Former partners who did")] * former
    rows = [
        [
            row.need,
            language.number(len(row.partners)),
            _names(row.partners),
            _names(row.potential),
            *[_names(row.former)] * former,
        ]
        for row in result.rows
    ]
    return html_table(
        language.say(message("Needs of users, and who answers them")),
        [language.say(text) for text in head],
        rows,
        language.say(message("A partner answers a need if the list names it among the partner's needs or resources.")),
        words=True,
    )


def _closing(result: NeedsCoverage, language: Language) -> Rendered:
    rows = [[one.partner.name, ", ".join(one.needs)] for one in result.closing]
    note = (
        message(
            "With fewer potential partners, not all of these needs would be answered. Of several choices that are as "
            "small, one is shown."
        )
        if result.fewest
        else message("The list is too long to be sure that it takes so many; perhaps fewer would do.")
    )
    return html_table(
        language.say(message("Potential partners who would close the gaps, whoever closes most first")),
        [language.say(message("Potential partner")), language.say(message("Needs that nobody answers so far"))],
        rows,
        language.say(note),
        words=True,
    )


@sentence.register
def _(result: NeedsCoverage, language: Language) -> str:
    if not result.rows:
        return language.say(NO_NEEDS)
    said = [_uncovered(result, language), *_single(result, language), *_closed(result, language)]
    return " ".join(map(language.say, said))


def _needs_of(rows: Iterable[NeedRow], language: Language) -> str:
    return _quoted([row.need for row in rows], language)


def _uncovered(result: NeedsCoverage, language: Language) -> Message:
    if not result.uncovered:
        return counted(
            "The {count} need on the list is answered by at least one partner.",
            "Each of the {count} needs on the list is answered by at least one partner.",
            len(result.rows),
        )
    return counted(
        "Nobody answers {count} of {all} needs: {needs}.",
        "Nobody answers {count} of {all} needs: {needs}.",
        len(result.uncovered),
        all=len(result.rows),
        needs=_needs_of(result.uncovered, language),
    )


def _single(result: NeedsCoverage, language: Language) -> list[Message]:
    said = []
    if result.single:
        names = [
            language.say(message('"{need}" ({partner})', need=row.need, partner=row.partners[0].name))
            for row in result.single
        ]
        said.append(
            counted(
                "{count} need depends on one partner alone: {needs}.",
                "{count} needs depend on one partner alone: {needs}.",
                len(names),
                needs=", ".join(some(names)),
            )
        )
    if second := [row for row in result.single if row.potential]:
        said.append(message("A potential partner could be the second for {needs}.", needs=_needs_of(second, language)))
    if doubtful := [row for row in result.rows if row.doubtful]:
        said.append(
            message(
                "Two partners answer {needs}, but they may be the same organisation.",
                needs=_needs_of(doubtful, language),
            )
        )
    return said


def _closed(result: NeedsCoverage, language: Language) -> list[Message]:
    said = []
    if result.closing:
        said.append(
            counted(
                "With {count} potential partner, these needs would be answered too: {needs} ({names}).",
                "With {count} potential partners, these needs would be answered too: {needs} ({names}).",
                len(result.closing),
                needs=_quoted([need for one in result.closing for need in one.needs], language),
                names=_names([one.partner for one in result.closing]),
            )
        )
    if result.out_of_reach:
        said.append(
            message(
                "No potential partner on the list would answer {needs}: a partner is still to be found.",
                needs=_needs_of(result.out_of_reach, language),
            )
        )
    return said


@figure.register
def _(result: NeedsCoverage, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NO_NEEDS))
    if (matrix := coverage_matrix(result, language)) is not None:
        return render(matrix, result, language)
    parts = [
        replace(result, rows=result.rows[start : start + MOST_ROWS]) for start in range(0, len(result.rows), MOST_ROWS)
    ]
    return join([render(coverage_bars(part.rows, language), result, language) for part in parts])


def coverage_bars(rows: Sequence[NeedRow], language: Language) -> Figure:
    """A bar for each need, as long as there are partners who answer it."""
    return counts_figure(
        [(row.need, (len(row.partners),)) for row in rows],
        [language.number(len(row.partners)) for row in rows],
        language,
        language.say(message("Partners who answer the need")),
    )


def _on_it(result: NeedsCoverage) -> list[Partner]:
    """Partners who answer a need, then potential ones who would answer what nobody or only one answers."""
    today = {partner.id: partner for row in result.rows for partner in row.partners}
    helpers = {partner.id: partner for row in result.rows if len(row.partners) < 2 for partner in row.potential}
    return [*today.values(), *helpers.values()]


def _heads(result: NeedsCoverage) -> list[list[str]] | None:
    """The needs as lines of upright headings; None if these, or the organisations, are too many for a drawing."""
    partners = _on_it(result)
    if not partners or len(partners) > MOST_PARTNERS:
        return None
    room = (WIDTH - LABELS - 0.4) / len(result.rows)
    heads = [wrap_text(row.need, HEAD) for row in result.rows]
    return heads if all(LINE * len(lines) + 0.04 <= room for lines in heads) else None


def coverage_matrix(result: NeedsCoverage, language: Language) -> Figure | None:
    """A row for each organisation, a column for each need: a square where it answers the need, or would.

    None if the organisations or the needs are too many to be read.
    """
    heads, partners = _heads(result), _on_it(result)
    if heads is None:
        return None
    labels = [wrap_text(partner.name, LABELS - 0.15) for partner in partners]
    top = max(text_width(line) for lines in heads for line in lines) + 0.1
    legend = LINE * 1.5 + 0.1
    drawing, axes, places = canvas(labels, [""] * len(labels), top=top + legend)
    signs = [(language.say(message("Answers the need")), SQUARE), (language.say(message("Potential partner")), HOLLOW)]
    _draw_signs(drawing, signs)
    width, height = drawing.get_size_inches()
    box = axes.get_position()
    axes.set_xlim(0, len(heads))
    axes.set_xticks(range(len(heads) + 1), [""] * (len(heads) + 1))
    axes.tick_params(length=0)
    axes.hlines(places, 0, len(heads), color=GRID, linewidth=0.6, zorder=0.5)
    for column, lines in enumerate(heads):
        middle = box.x0 * width + box.width * width * (column + 0.5) / len(heads)
        for place, line in enumerate(lines):
            x = middle + LINE * (place - (len(lines) - 1) / 2)
            write_upright(drawing, x, box.y1 * height + 0.05, line)
    at = {partner.id: place for partner, place in zip(partners, places, strict=True)}
    for column, row in enumerate(result.rows):
        for who, marker in ((row.partners, SQUARE), (row.potential, HOLLOW)):
            for partner in who:
                if partner.id in at:
                    axes.plot([column + 0.5], [at[partner.id]], **marker)
    draw_labels(drawing, axes, labels, [""] * len(labels), places)
    return drawing
