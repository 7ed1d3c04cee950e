"""The partner list shown: who is in it, who is active, what is overdue.

These are the office's own records of organisations, so they are shown by name and from the first one on. With fewer
than ten there are no percentages, and the sentences say how little one partner more would change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from kiptools.confidentiality import FEWEST_FOR_PERCENT, may_show_percent
from kiptools.fields import SHEETS, categories, label
from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message
from kiptools.network import (
    Completeness,
    CompletenessByActivity,
    Composition,
    CompositionBy,
    Concentration,
    ContactDebt,
    Documents,
    Inactivity,
    KindCount,
    Pipeline,
    Record,
    SourceRow,
    Sources,
)
from kiptools.show.drawing import (
    BLUE,
    FONT,
    GRID,
    INK,
    LINE,
    WIDTH,
    counts_figure,
    wrap_text,
    write_text,
)
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import count_of, sentence
from kiptools.show.tables import count_text, table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["concentration_figure", "field_name", "kind_name", "written_day"]

MOST_BARS = 12
"""The most frequent of a longer list are drawn, and the others together."""
MOST_KINDS = 40
"""The same for a table."""
MOST_PARTNERS = 50
"""More partners than this are not listed by name."""

NO_PARTNERS = message("The list has no partners of today.")
NOT_STATED = message("Not stated")
PARTNERS = message("Partners")
ALL = message("All")
FEW = message("With so few partners, one more or one less changes this picture.")
ACTIVITY = (message("Active"), message("Inactive"), message("Cannot be told"))

_FIELDS = {field.name: field for field in SHEETS["partners"]}


# --- words ---------------------------------------------------------------------------------------------


def field_name(field: str, language: Language) -> str:
    """What a column of the partner list is called."""
    return label("field", field, language.code)


def kind_name(field: str, name: str, language: Language) -> str:
    """What a category of a field is called; "not stated" for an empty one."""
    if not name:
        return language.say(NOT_STATED)
    words = _FIELDS[field].words
    return label(words, name, language.code) if words else name


def written_day(day: date | None, language: Language) -> str:
    """A day, or that it is not stated."""
    return language.say(NOT_STATED) if day is None else language.day(day)


def _say(language: Language, parts: Sequence[Message]) -> str:
    return " ".join(map(language.say, parts))


def _head(language: Language, parts: Sequence[Message | str]) -> list[str]:
    """Headings: messages are said, and names of fields are what the list calls them."""
    return [language.say(part) if isinstance(part, Message) else field_name(part, language) for part in parts]


def _few(partners: int) -> list[Message]:
    return [FEW] if 0 < partners < FEWEST_FOR_PERCENT else []


def _more(rows: int, shown: int = MOST_PARTNERS) -> list[Message]:
    """How many partners a table leaves out."""
    rest = rows - shown
    return [counted("{count} more is not listed.", "{count} more are not listed.", rest)] if rest > 0 else []


# --- composition ---------------------------------------------------------------------------------------


@table.register
def _(result: Composition, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(sentence(result, language))
    return join([_composition_table(row, language) for row in result.rows])


def _composition_table(row: CompositionBy, language: Language) -> Rendered:
    shown, others = _most_frequent(row, MOST_KINDS)
    names = [kind_name(row.field, each.name, language) for each in shown]
    cells = [[name, count_text(each.partners, row.stated, language)] for name, each in zip(names, shown, strict=True)]
    if others:
        cells.append([_others(others, language), count_text(_sum(others), row.stated, language)])
    if row.not_stated:
        cells.append([language.say(NOT_STATED), language.number(row.not_stated)])
    notes = []
    if may_show_percent(row.stated) and row.not_stated:
        notes.append(message("Percentages are shares of those for whom the list says it."))
    notes.append(
        message(
            "As varied as {effective} equally frequent kinds would be. Blau's index: {blau}; Shannon's index: "
            "{shannon}.",
            effective=language.number(row.effective, 1),
            blau=language.number(round(row.blau, 2), 2),
            shannon=language.number(round(row.shannon, 2), 2),
        )
    )
    if absent := _absent(row):
        notes.append(
            message("No partner: {kinds}.", kinds=tuple(kind_name(row.field, name, language) for name in absent))
        )
    heading = field_name(row.field, language)
    return html_table(heading, [heading, language.say(PARTNERS)], cells, _say(language, notes))


def _most_frequent(row: CompositionBy, most: int) -> tuple[tuple[KindCount, ...], tuple[KindCount, ...]]:
    """All categories; or of many the most frequent ones, and the others."""
    if len(row.categories) <= most:
        return row.categories, ()
    ranked = sorted(row.categories, key=lambda each: -each.partners)
    return tuple(ranked[:most]), tuple(ranked[most:])


def _others(others: Sequence[KindCount], language: Language) -> str:
    return language.say(counted("{count} other", "{count} others", len(others)))


def _sum(categories: Sequence[KindCount]) -> int:
    return sum(each.partners for each in categories)


def _absent(row: CompositionBy) -> list[str]:
    """Categories of a closed list that no partner has."""
    if _FIELDS[row.field].kind != "choice":
        return []
    found = {each.name for each in row.categories}
    return [
        name for name in categories(_FIELDS[row.field].words) if name not in found and name not in ("other", "none")
    ]


@sentence.register
def _(result: Composition, language: Language) -> str:
    if not result.partners:
        return language.say(NO_PARTNERS)
    parts = [_composition_of(row, language) for row in result.rows]
    if result.lacking:
        fields = tuple(field_name(name, language) for name in result.lacking)
        parts.append(message("The list has no column for: {fields}.", fields=fields))
    if result.empty:
        fields = tuple(field_name(name, language) for name in result.empty)
        parts.append(message("The list leaves empty for all partners: {fields}.", fields=fields))
    return _say(language, [*parts, *(_few(result.partners) if result.rows else [])])


def _composition_of(row: CompositionBy, language: Language) -> Message:
    heading = field_name(row.field, language)
    top = row.most_frequent
    names = language.list(language.say(message('"{name}"', name=_cut_name(row, each, language))) for each in top)
    if len(row.categories) == 1:
        return counted(
            "{heading}: {category}, for the only partner of which the list says it.",
            "{heading}: {category}, for all {count} partners of which the list says it.",
            row.stated,
            heading=heading,
            category=names,
        )
    values = {
        "heading": heading,
        "found": count_of(top[0].partners, row.stated, language),
        "number": language.number(row.effective, 1),
    }
    if len(top) == 1:
        return message(
            "{heading}: most frequent is {category}, {found}; as varied as {number} equally frequent kinds would be.",
            category=names,
            **values,
        )
    if len(top) <= 3:
        return message(
            "{heading}: most frequent are {categories}, each {found}; as varied as {number} equally frequent kinds "
            "would be.",
            categories=names,
            **values,
        )
    return message(
        "{heading}: most frequent are {kinds} kinds, each {found}; as varied as {number} equally frequent kinds would "
        "be.",
        kinds=len(top),
        **values,
    )


def _cut_name(row: CompositionBy, category: KindCount, language: Language) -> str:
    return cut(kind_name(row.field, category.name, language))


@figure.register
def _(result: Composition, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(sentence(result, language))
    return join(
        [
            render(composition_figure(row, language), replace(result, rows=(row,), lacking=(), empty=()), language)
            for row in result.rows
        ]
    )


def composition_figure(row: CompositionBy, language: Language) -> Figure:
    """A bar for each kind; of a long list for the most frequent ones, and one for the others together."""
    shown, others = _most_frequent(row, MOST_BARS)
    bars = [(kind_name(row.field, each.name, language), (each.partners,)) for each in shown]
    if others:
        bars.append((_others(others, language), (_sum(others),)))
    return counts_figure(
        bars,
        [count_text(counts[0], row.stated, language) for _, counts in bars],
        language,
        language.say(message("Partners (of {n} for whom the list says it)", n=row.stated)),
        heading=field_name(row.field, language),
    )


# --- pipeline ------------------------------------------------------------------------------------------


def _statuses(language: Language) -> list[str]:
    return [kind_name("status", name, language) for name in ("potential", "current", "former", "")]


@table.register
def _(result: Pipeline, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(sentence(result, language))
    head = [field_name("type", language), *_statuses(language), language.say(ALL)]
    rows = [
        [name, *map(language.number, counts), language.number(sum(counts))]
        for name, counts in [
            *((kind_name("type", row.type, language), row.counts) for row in result.rows),
            (language.say(ALL), result.counts),
        ]
    ]
    note = _say(language, _convenors(result)) if result.convenors else ""
    return html_table(language.say(message("Potential, current and former partners")), head, rows, note)


def _convenors(result: Pipeline) -> list[Message]:
    names = tuple(cut(partner.name) for partner in result.convenors)
    return [message("Convenor, not counted: {names}.", names=names)]


@sentence.register
def _(result: Pipeline, language: Language) -> str:
    if not result.rows:
        return language.say(NO_PARTNERS)
    potential, current, former, unstated = result.counts
    parts = [
        message(
            "Current partners: {current}; potential ones: {potential}; former ones: {former}.",
            current=current,
            potential=potential,
            former=former,
        )
    ]
    if unstated:
        parts.append(
            counted(
                "Of {count} more the list does not say the status; it counts as a partner of today.",
                "Of {count} more the list does not say the status; they count as partners of today.",
                unstated,
            )
            if sum(result.counts) > unstated
            else counted(
                "The list says no status; its only organisation counts as a partner of today.",
                "The list says no status; all its {count} organisations count as partners of today.",
                unstated,
            )
        )
        if sum(result.counts) == unstated:
            del parts[0]
    return _say(language, parts)


@figure.register
def _(result: Pipeline, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(sentence(result, language))
    bars = [(kind_name("type", row.type, language), row.counts) for row in result.rows]
    drawing = counts_figure(
        bars,
        [language.number(sum(counts)) for _, counts in bars],
        language,
        language.say(message("Organisations")),
        names=_statuses(language),
    )
    return render(drawing, result, language)


# --- concentration -------------------------------------------------------------------------------------


@table.register
def _(result: Concentration, language: Language) -> Rendered:
    if not result.told:
        return paragraph(sentence(result, language))
    named = result.rows[: min(result.fifth, MOST_PARTNERS)]
    rows = [
        [partner.name, kind_name("type", partner.type, language), language.number(activities)]
        for partner, activities in zip(named, result.activities, strict=False)
    ]
    rest = len(result.rows) - len(named)
    other = result.total - sum(result.activities[: len(named)])
    rows.append([language.say(message("All others ({n})", n=rest)), "", language.number(other)])
    rows.append([language.say(ALL), "", language.number(result.total)])
    notes = [message("An activity with several partners counts for each of them."), *([_tie()] if result.tie else [])]
    return html_table(
        language.say(message("The busiest fifth of partners")),
        _head(language, ["name", "type", "activities"]),
        rows,
        _say(language, notes),
    )


def _busiest(result: Concentration, language: Language) -> str:
    """What the busiest fifth did; a percentage only of enough partners, however many activities they had."""
    if may_show_percent(len(result.rows)):
        return count_of(result.busiest, result.total, language)
    return language.say(message("{count} of {all}", count=result.busiest, all=result.total))


def _tie() -> Message:
    return message("Other partners did as much as the last of the busiest fifth; the list's order decided who counts.")


@sentence.register
def _(result: Concentration, language: Language) -> str:
    if not result.rows:
        return language.say(message("The list does not say how many joint activities there were."))
    unstated = (
        [
            counted(
                "Of {count} partner the list does not say how many there were.",
                "Of {count} partners the list does not say how many there were.",
                result.unstated,
            )
        ]
        if result.unstated
        else []
    )
    if not result.total:
        none = counted(
            "The list gives no joint activity in the last twelve months for {count} partner.",
            "The list gives no joint activity in the last twelve months for {count} partners.",
            len(result.rows),
        )
        return _say(language, [none, *unstated])
    if not result.told:
        few = counted(
            "The list says of {count} partner only how many joint activities there were: too few to say how they are "
            "spread.",
            "The list says of {count} partners only how many joint activities there were: too few to say how they are "
            "spread.",
            len(result.rows),
        )
        return language.say(few)
    parts = [
        message(
            "Of all joint activities of the last twelve months, the busiest fifth of partners ({fifth} of {all}) had "
            "{found}.",
            fifth=result.fifth,
            all=len(result.rows),
            found=_busiest(result, language),
        )
    ]
    if result.without:
        parts.append(counted("{count} partner had none.", "{count} partners had none.", result.without))
    return _say(language, [*parts, *unstated, *([_tie()] if result.tie else []), *_few(len(result.rows))])


@figure.register
def _(result: Concentration, language: Language) -> Rendered:
    if not result.told:
        return paragraph(sentence(result, language))
    note = message("Dashed: as it would be if all partners had done equally much.")
    return render(concentration_figure(result, language), result, language, note=language.say(note))


def concentration_figure(result: Concentration, language: Language) -> Figure:
    """The activities of the busiest one, two, three ... partners, added up; a line marks the busiest fifth."""
    from itertools import accumulate

    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    left, bottom, side, body = 0.85, 0.6, 6.3, 2.8
    height = bottom + body + 0.2
    drawing = Figure(figsize=(WIDTH, height))
    axes = drawing.add_axes((left / WIDTH, bottom / height, side / WIDTH, body / height))
    partners = len(result.rows)
    axes.plot([0, partners], [0, result.total], color=INK, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.plot(range(partners + 1), [0, *accumulate(result.activities)], color=BLUE, linewidth=2.2)
    axes.plot([result.fifth] * 2, [0, result.busiest], color=INK, linewidth=0.8)
    axes.plot([result.fifth], [result.busiest], "o", color=BLUE, markersize=7)
    axes.set_xlim(0, partners * 1.02)
    axes.set_ylim(0, result.total * 1.03)
    for axis, end in ((axes.xaxis, partners), (axes.yaxis, result.total)):
        ticks = [int(tick) for tick in MaxNLocator(6, integer=True).tick_values(0, end) if tick <= end]
        axis.set_ticks(ticks, [language.number(tick) for tick in ticks])
    axes.set_xlabel(language.say(message("Partners, the busiest first")), fontsize=FONT, color=INK)
    axes.set_ylabel(language.say(message("Joint activities, added up")), fontsize=FONT, color=INK)
    axes.tick_params(labelsize=FONT - 1, colors=INK)
    axes.grid(color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for edge in ("right", "top"):
        axes.spines[edge].set_visible(False)
    start = left + side * result.fifth / (partners * 1.02) + 0.1
    text = message(
        "{fifth} of {all} partners: {found}",
        fifth=result.fifth,
        all=partners,
        found=_busiest(result, language),
    )
    for place, line in enumerate(wrap_text(language.say(text), left + side - start)):
        write_text(drawing, start, bottom + 0.15 + body * 0.06 - LINE * place, line)
    return drawing


# --- contact debt --------------------------------------------------------------------------------------


@table.register
def _(result: ContactDebt, language: Language) -> Rendered:
    parts = []
    if result.overdue:
        rows = [
            [
                row.partner.name,
                kind_name("contact_every", row.partner.contact_every, language),
                written_day(row.last, language),
                written_day(row.due, language),
                language.number(row.overdue),
                row.partner.owner or language.say(NOT_STATED),
            ]
            for row in result.overdue[:MOST_PARTNERS]
        ]
        order = message("First those who have waited longest in relation to what was promised.")
        parts.append(
            html_table(
                language.say(message("Promised contacts that are overdue")),
                _head(
                    language,
                    ["name", "contact_every", "last_contact", message("Due"), message("Days overdue"), "owner"],
                ),
                rows,
                _say(language, [order, *_more(len(result.overdue))]),
            )
        )
    if result.never:
        parts.append(
            html_table(
                language.say(message("Contact was promised, but none is recorded")),
                _head(language, ["name", "contact_every", "owner"]),
                [
                    [
                        partner.name,
                        kind_name("contact_every", partner.contact_every, language),
                        partner.owner or language.say(NOT_STATED),
                    ]
                    for partner in result.never[:MOST_PARTNERS]
                ],
                _say(language, _more(len(result.never))),
            )
        )
    return join(parts) if parts else paragraph(sentence(result, language))


@sentence.register
def _(result: ContactDebt, language: Language) -> str:
    if not result.partners:
        return language.say(NO_PARTNERS)
    parts = []
    if not result.promised:
        parts.append(message("Of no partner the list says how often contact was promised."))
    elif result.overdue:
        parts.append(
            counted(
                "On {day}, contact is overdue for the {count} partner to whom it was promised.",
                "On {day}, contact is overdue for {overdue} of the {count} partners to whom it was promised.",
                result.promised,
                day=written_day(result.as_of, language),
                overdue=len(result.overdue),
            )
        )
        worst = result.overdue[0]
        parts.append(
            counted(
                'The longest wait in relation to the promise: "{name}", {count} day overdue.',
                'The longest wait in relation to the promise: "{name}", {count} days overdue.',
                worst.overdue,
                name=cut(worst.partner.name),
            )
        )
    elif result.rows:
        parts.append(
            counted(
                "No contact is overdue: the {count} partner with a promise and a last contact is in time.",
                "No contact is overdue: all {count} partners with a promise and a last contact are in time.",
                len(result.rows),
            )
        )
    if result.never:
        parts.append(
            counted(
                "{count} partner was promised contact, but none is recorded.",
                "{count} partners were promised contact, but none is recorded.",
                len(result.never),
            )
        )
    if result.unpromised:
        parts.append(
            counted(
                "{count} partner has a contact recorded, but no promise.",
                "{count} partners have a contact recorded, but no promise.",
                result.unpromised,
            )
        )
    return _say(language, parts)


# --- inactivity ----------------------------------------------------------------------------------------


def _rule(result: Inactivity, language: Language) -> Message:
    """What inactive means here."""
    values = {"since": written_day(result.since, language), "day": written_day(result.as_of, language)}
    return counted(
        "Inactive means here: no joint activity since {since}, {count} month before {day}.",
        "Inactive means here: no joint activity since {since}, {count} months before {day}.",
        result.months,
        **values,
    )


@table.register
def _(result: Inactivity, language: Language) -> Rendered:
    if not result.told:
        return paragraph(sentence(result, language))
    rows = [
        [name, *map(language.number, counts), language.number(sum(counts))]
        for name, counts in [
            *(
                (kind_name("type", row.type, language), (row.active, row.inactive, row.unknown))
                for row in result.by_type
            ),
            (language.say(ALL), (len(result.active), len(result.inactive), len(result.unknown))),
        ]
    ]
    parts = [
        html_table(
            language.say(message("Active and inactive partners")),
            _head(language, ["type", *ACTIVITY, ALL]),
            rows,
            language.say(_rule(result, language)),
        )
    ]
    if result.inactive:
        parts.append(
            html_table(
                language.say(message("Inactive partners, longest first")),
                _head(language, ["name", "type", "last_activity", "last_contact", "owner"]),
                [
                    [
                        partner.name,
                        kind_name("type", partner.type, language),
                        written_day(partner.last_activity, language),
                        written_day(partner.last_contact, language),
                        partner.owner or language.say(NOT_STATED),
                    ]
                    for partner in result.inactive[:MOST_PARTNERS]
                ],
                _say(language, _more(len(result.inactive))),
            )
        )
    return join(parts)


@sentence.register
def _(result: Inactivity, language: Language) -> str:
    if not result.partners:
        return language.say(NO_PARTNERS)
    parts = [_rule(result, language)]
    if not result.told:
        parts.append(message("It cannot be told of any partner: the list does not say when."))
        return _say(language, parts)
    parts.append(
        message("Inactive by this rule: {found}.", found=count_of(len(result.inactive), result.told, language))
        if result.inactive
        else counted(
            "By this rule the {count} partner of which it can be told is active.",
            "By this rule all {count} partners of which it can be told are active.",
            len(result.active),
        )
    )
    if result.unknown:
        parts.append(
            counted(
                "Of {count} more it cannot be told: the list does not say when.",
                "Of {count} more it cannot be told: the list does not say when.",
                len(result.unknown),
            )
        )
    return _say(language, [*parts, *_kind_with_most(result, language), *_few(result.told)])


def _kind_with_most(result: Inactivity, language: Language) -> list[Message]:
    """The kind of which most partners are inactive, if there is one such kind of several."""
    most = max((row.inactive for row in result.by_type), default=0)
    rows = [row for row in result.by_type if row.inactive == most]
    if most < 2 or len(rows) > 1 or len(result.by_type) == 1 or not rows[0].type:
        return []
    return [
        message(
            'The kind with most inactive partners: "{kind}", {found}.',
            kind=kind_name("type", rows[0].type, language),
            found=count_of(most, rows[0].active + most, language),
        )
    ]


@figure.register
def _(result: Inactivity, language: Language) -> Rendered:
    if not result.told:
        return paragraph(sentence(result, language))
    bars = [(kind_name("type", row.type, language), (row.active, row.inactive, row.unknown)) for row in result.by_type]
    drawing = counts_figure(
        bars,
        [language.number(sum(counts)) for _, counts in bars],
        language,
        language.say(PARTNERS),
        names=[language.say(text) for text in ACTIVITY],
    )
    return render(drawing, result, language, note=language.say(_rule(result, language)))


# --- completeness --------------------------------------------------------------------------------------

OF_A_DOCUMENT = message(
    "The first day of a document is expected of charters and agreements, the last day of agreements only."
)
NOTHING_EXPECTED = message("The list has no columns that could be incomplete.")


@table.register
def _(result: Completeness, language: Language) -> Rendered:
    if not result.expected:
        return paragraph(sentence(result, language))
    fields = [
        [field_name(each.field, language), count_of(each.filled, each.expected, language)] for each in result.fields
    ]
    parts = [
        html_table(
            language.say(message("How far the columns of the list are filled in")),
            [language.say(message("Column")), language.say(message("Filled in"))],
            fields,
            _say(language, [OF_A_DOCUMENT] * any(each.field.startswith("document_") for each in result.fields)),
        )
    ]
    if result.gaps:
        parts.append(
            html_table(
                language.say(message("Partners with the most gaps in the list")),
                _head(language, ["name", message("Filled in"), message("Missing"), "owner"]),
                [_gaps(record, language) for record in result.gaps[:MOST_PARTNERS]],
                _say(language, _more(len(result.gaps))),
                words=True,
            )
        )
    return join(parts)


def _gaps(record: Record, language: Language) -> list[str]:
    filled = record.expected - len(record.missing)
    return [
        record.partner.name,
        language.say(message("{count} of {all}", count=filled, all=record.expected)),
        ", ".join(field_name(name, language) for name in record.missing),
        record.partner.owner or language.say(NOT_STATED),
    ]


@sentence.register
def _(result: Completeness, language: Language) -> str:
    if not result.records:
        return language.say(NO_PARTNERS)
    if not result.expected:
        return language.say(NOTHING_EXPECTED)
    parts = []
    if not result.gaps:
        parts.append(
            counted(
                "The record of the {count} partner is complete.",
                "The records of all {count} partners are complete.",
                len(result.records),
            )
        )
        return _say(language, parts)
    parts.append(message("Complete records: {found}.", found=count_of(result.complete, len(result.records), language)))
    gaps = [each for each in result.fields if each.filled < each.expected]
    worst = sorted(gaps, key=lambda each: each.filled / each.expected)[:3]
    named = tuple(
        message(
            "{field} ({count} of {all})",
            field=field_name(each.field, language),
            count=each.expected - each.filled,
            all=each.expected,
        )
        for each in worst
    )
    parts.append(message("Most often empty: {fields}.", fields=named))
    return _say(language, parts)


@figure.register
def _(result: Completeness, language: Language) -> Rendered:
    if not result.expected:
        return paragraph(sentence(result, language))
    bars = [(field_name(each.field, language), (each.filled, each.expected - each.filled)) for each in result.fields]
    drawing = counts_figure(
        bars,
        [count_of(each.filled, each.expected, language) for each in result.fields],
        language,
        language.say(PARTNERS),
        names=[language.say(message("Filled in")), language.say(message("Empty"))],
    )
    return render(drawing, result, language)


@table.register
def _(result: CompletenessByActivity, language: Language) -> Rendered:
    rows = [
        [language.say(name), *map(language.number, counts), language.number(sum(counts))]
        for name, counts in (
            (message("Complete"), result.complete),
            (message("Incomplete"), result.incomplete),
            (ALL, tuple(map(sum, zip(result.complete, result.incomplete, strict=True)))),
        )
    ]
    return html_table(
        language.say(message("Complete records and active partners")),
        _head(language, [message("Record"), *ACTIVITY, ALL]),
        rows,
        language.say(_rule(result.inactivity, language)),
    )


@sentence.register
def _(result: CompletenessByActivity, language: Language) -> str:
    incomplete = sum(result.incomplete)
    if not incomplete + sum(result.complete):
        return language.say(NO_PARTNERS)
    if not incomplete:
        return language.say(message("No record is incomplete."))
    active, inactive, unknown = result.incomplete
    facts = counted(
        "{count} record is incomplete; of an active partner: {active}, of an inactive one: {inactive}, of one of which "
        "it cannot be told: {unknown}.",
        "{count} records are incomplete; of active partners: {active}, of inactive ones: {inactive}, of those of which "
        "it cannot be told: {unknown}.",
        incomplete,
        active=active,
        inactive=inactive,
        unknown=unknown,
    )
    return _say(language, [facts, message("A gap in a record is the list's, not the partner's.")])


# --- sources -------------------------------------------------------------------------------------------


@table.register
def _(result: Sources, language: Language) -> Rendered:
    if not result.stated:
        return paragraph(sentence(result, language))
    head: list[Message | str] = [
        "found_through",
        PARTNERS,
        message("Partners whose joint activities are counted"),
        message("Joint activities in all"),
        message("Joint activities, the middle partner"),
    ]
    if result.inactivity:
        head += ACTIVITY
    notes = [message("The middle partner: half of the partners in the row did as much or more, half as much or less.")]
    if result.inactivity:
        notes.append(_rule(result.inactivity, language))
    return html_table(
        language.say(message("How partners were found, and what is done together")),
        _head(language, head),
        [_source(row, language) for row in result.rows],
        _say(language, notes),
    )


def _source(row: SourceRow, language: Language) -> list[str]:
    return [
        kind_name("found_through", row.source, language),
        language.number(row.partners),
        language.number(len(row.activities)),
        language.number(row.total) if row.activities else language.say(NOT_STATED),
        _middle(row.median, language),
        *map(language.number, row.states),
    ]


def _middle(median: float | None, language: Language) -> str:
    if median is None:
        return language.say(NOT_STATED)
    return language.number(median, 0 if median == int(median) else 1)


@sentence.register
def _(result: Sources, language: Language) -> str:
    if not result.rows:
        return language.say(NO_PARTNERS)
    if not result.stated:
        return language.say(message("Of no partner the list says how it was found."))
    stated = [row for row in result.rows if row.source]
    most = max(row.partners for row in stated)
    names = language.list(
        language.say(message('"{name}"', name=kind_name("found_through", row.source, language)))
        for row in stated
        if row.partners == most
    )
    parts = [
        message(
            "Most frequent way in which partners were found: {sources}, {found}.",
            sources=names,
            found=count_of(most, result.stated, language),
        )
        if sum(row.partners == most for row in stated) == 1
        else message(
            "Most frequent ways in which partners were found: {sources}, each {found}.",
            sources=names,
            found=count_of(most, result.stated, language),
        )
    ]
    unstated = sum(row.partners for row in result.rows) - result.stated
    if unstated:
        parts.append(
            counted(
                "Of {count} partner the list does not say it.",
                "Of {count} partners the list does not say it.",
                unstated,
            )
        )
    parts.append(message("How a partner was found need not be why much or little is done with it."))
    if any(row.partners < FEWEST_FOR_PERCENT for row in stated):
        parts.append(message("Few partners stand behind some of these numbers."))
    return _say(language, parts)


# --- documents -----------------------------------------------------------------------------------------


@table.register
def _(result: Documents, language: Language) -> Rendered:
    if not result.partners:
        return paragraph(sentence(result, language))
    groups = [
        (message("Expired"), result.expired),
        (message("Ends by {day}", day=written_day(result.until, language)), result.ending),
        (message("Ends later"), result.later),
        (message("Without an end, or none recorded"), result.open_ended),
        (message("No document"), result.none),
        (NOT_STATED, result.unstated),
        (ALL, (*result.expired, *result.ending, *result.later, *result.open_ended, *result.none, *result.unstated)),
    ]
    parts = [
        html_table(
            language.say(message("Charters and agreements")),
            _head(language, ["document", PARTNERS]),
            [[language.say(name), language.number(len(members))] for name, members in groups],
        )
    ]
    due = (*result.expired, *result.ending)
    if due:
        parts.append(
            html_table(
                language.say(message("Documents to renew or to close")),
                _head(language, ["name", "document", "document_end", message("State"), "owner"]),
                [
                    [
                        partner.name,
                        kind_name("document", partner.document, language),
                        written_day(partner.document_end, language),
                        language.say(message("Expired") if place < len(result.expired) else message("Ends soon")),
                        partner.owner or language.say(NOT_STATED),
                    ]
                    for place, partner in enumerate(due[:MOST_PARTNERS])
                ],
                _say(language, _more(len(due))),
            )
        )
    return join(parts)


@sentence.register
def _(result: Documents, language: Language) -> str:
    if not result.partners:
        return language.say(NO_PARTNERS)
    if not result.signed:
        parts = [message("The list has no charter and no agreement.")]
    else:
        parts = [
            counted(
                "The list has {count} charter or agreement.",
                "The list has {count} charters or agreements.",
                result.signed,
            ),
            message(
                "Expired: {expired}; ending by {day}: {ending}; ending later: {later}; without an end, or none "
                "recorded: {open_ended}.",
                expired=len(result.expired),
                day=written_day(result.until, language),
                ending=len(result.ending),
                later=len(result.later),
                open_ended=len(result.open_ended),
            ),
        ]
    if result.none:
        parts.append(
            counted("{count} partner has no document.", "{count} partners have no document.", len(result.none))
        )
    if result.unstated:
        parts.append(
            counted(
                "Of {count} partner the list does not say whether there is one.",
                "Of {count} partners the list does not say whether there is one.",
                len(result.unstated),
            )
        )
    return _say(language, parts)
