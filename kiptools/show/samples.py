"""Whom to ask, shown: the coverage of the list, the size of a sample, who was drawn, how precise it will be.

The list is the office's own: it is shown by name and in whole numbers. What is told of answers to come is a forecast,
and is worded as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kiptools.confidentiality import FEWEST_FOR_PERCENT, FEWEST_TO_COMPARE, FEWEST_TO_SHOW, may_show_percent
from kiptools.intervals import Interval
from kiptools.language import Language
from kiptools.messages import Message, counted, message
from kiptools.precision import Effort, Precision, PrecisionCurve, SampleSize
from kiptools.samples import Coverage, CoverageBy, CoveredKind, Sample
from kiptools.show.drawing import BLUE, FONT, GRID, INK, LINE, WIDTH, counts_figure, write_text
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.network import ALL, FEW, NO_PARTNERS, PARTNERS, field_name, kind_name
from kiptools.show.sentences import sentence
from kiptools.show.tables import HIDDEN, table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["precision_figure"]

MOST_KINDS = 40
MOST_NAMES = 12
NOTHING_KNOWN = message("If nobody answers, nothing is known.")
EXACT = message("If everybody answers, the number of favourable partners is known exactly.")

_RULES = {
    FEWEST_TO_SHOW: message("Answers needed to show counts"),
    FEWEST_FOR_PERCENT: message("Answers needed for percentages"),
}


def _say(language: Language, parts: list[Message]) -> str:
    return " ".join(map(language.say, parts))


# --- coverage ------------------------------------------------------------------------------------------


@table.register
def _(result: Coverage, language: Language) -> Rendered:
    if not result.asked:
        return paragraph(sentence(result, language))
    parts = [_asked_table(result, language), *(_coverage_table(row, language) for row in result.rows)]
    if result.incomplete or result.lacking:
        parts.append(_incomplete_table(result, language))
    return join(parts)


def _asked_table(result: Coverage, language: Language) -> Rendered:
    rows = [[language.say(message("Partners of today: they are asked")), language.number(result.asked)]]
    rows += [
        [
            language.say(message("Not asked: {status}", status=kind_name("status", status, language))),
            language.number(count),
        ]
        for status, count in result.not_asked
    ]
    head = [language.say(message("Organisations of the list")), language.say(PARTNERS)]
    return html_table(language.say(message("Who is asked, and who is not")), head, rows)


def _coverage_table(row: CoverageBy, language: Language) -> Rendered:
    heading = field_name(row.field, language)
    rows = [
        [
            kind_name(row.field, kind.name, language),
            language.number(kind.partners),
            *(_needed(kind, fewest, language) for fewest in _RULES),
        ]
        for kind in row.kinds[:MOST_KINDS]
    ]
    notes = [message("Two kinds are compared from {fewest} answers of both together.", fewest=FEWEST_TO_COMPARE)]
    if any(not kind.allows(fewest) for kind in row.kinds for fewest in _RULES):
        notes.insert(0, message("{sign} So many answers cannot come from so few partners.", sign=HIDDEN))
    if row.thin:
        notes.append(
            message(
                "The answers of kinds with fewer than {fewest} partners will not be shown by themselves.",
                fewest=FEWEST_TO_SHOW,
            )
        )
    if rest := len(row.kinds) - MOST_KINDS:
        notes += [counted("{count} more is not listed.", "{count} more are not listed.", rest)] if rest > 0 else []
    return html_table(
        language.say(message("Who is asked: {field}", field=heading)),
        [heading, language.say(PARTNERS), *map(language.say, _RULES.values())],
        rows,
        _say(language, notes),
    )


def _needed(kind: CoveredKind, answers: int, language: Language) -> str:
    if not kind.allows(answers):
        return HIDDEN
    return language.say(message("{count} of {all}", count=answers, all=kind.partners))


def _incomplete_table(result: Coverage, language: Language) -> Rendered:
    rows = [
        [
            field_name(each.field, language),
            language.number(len(each.partners)),
            ", ".join(partner.name for partner in each.partners[:MOST_NAMES])
            + (", …" if len(each.partners) > MOST_NAMES else ""),
        ]
        for each in result.incomplete
    ]
    every = language.say(ALL)
    rows += [[field_name(field, language), language.number(result.asked), every] for field in result.lacking]
    head = [message("Not filled in"), PARTNERS, message("Of whom")]
    return html_table(
        language.say(message("What the list lacks for a survey")),
        [language.say(text) for text in head],
        rows,
        language.say(
            message(
                "The kinds show whether those who answer are like those who do not. Somebody has to look after each "
                "partner, or nobody reminds it."
            )
        ),
    )


@sentence.register
def _(result: Coverage, language: Language) -> str:
    if not result.asked:
        return language.say(NO_PARTNERS)
    parts = [
        counted(
            "Ask the {count} partner of today.",
            "Ask all {count} partners of today: then no answer has to stand for partners who were not asked.",
            result.asked,
        )
    ]
    if result.not_asked:
        statuses = language.list(
            language.say(
                message("{count} ({status})", count=language.number(count), status=kind_name("status", name, language))
            )
            for name, count in result.not_asked
        )
        parts.append(message("Other organisations of the list are not asked: {statuses}.", statuses=statuses))
    for row in result.rows[:1]:
        if row.thin:
            parts.append(
                message(
                    "Of these kinds there are fewer than {fewest} partners, so that their answers will not be shown "
                    "by themselves: {kinds}.",
                    fewest=FEWEST_TO_SHOW,
                    kinds=tuple(kind_name(row.field, kind.name, language) for kind in row.thin),
                )
            )
    if unattended := sum(len(each.partners) for each in result.incomplete if each.field == "owner"):
        parts.append(
            counted(
                "Nobody looks after {count} of them by the list: say who sends the invitation.",
                "Nobody looks after {count} of them by the list: say who sends the invitations.",
                unattended,
            )
        )
    if result.lacking:
        fields = tuple(field_name(name, language) for name in result.lacking)
        parts.append(message("The list does not say of any partner: {fields}.", fields=fields))
    if result.doubles:
        parts.append(
            counted(
                "{count} pair of partners may be one organisation, which would be asked twice: look at it first.",
                "{count} pairs of partners may be one organisation each, which would be asked twice: look at them "
                "first.",
                len(result.doubles),
            )
        )
    return _say(language, [*parts, *([FEW] if result.asked < FEWEST_FOR_PERCENT else [])])


@figure.register
def _(result: Coverage, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(sentence(result, language))
    row = result.rows[0]
    kinds = row.kinds[:MOST_NAMES]
    bars = [(kind_name(row.field, kind.name, language), [kind.partners]) for kind in kinds]
    drawing = counts_figure(
        bars,
        [language.number(kind.partners) for kind in kinds],
        language,
        language.say(message("Partners who are asked")),
        heading=field_name(row.field, language),
    )
    return render(drawing, result, language)


# --- the size of a sample ------------------------------------------------------------------------------


@table.register
def _(result: SampleSize, language: Language) -> Rendered:
    rows = [
        [language.say(message("Answers needed")), language.number(result.answers)],
        [language.say(message("Invitations needed")), language.number(result.invitations)],
    ]
    if result.population is not None:
        rows.insert(0, [language.say(PARTNERS), language.number(result.population)])
    note = message(
        "For a share of {share}, give or take {margin} percentage points, in {level} of all samples, if {response} of "
        "those invited answer.",
        share=language.percent(result.share),
        margin=_short(round(result.margin * 100, 1), language),
        level=language.percent(result.level),
        response=language.percent(result.response),
    )
    head = [language.say(message("Sample")), language.say(message("Number"))]
    return html_table(language.say(message("How many to ask")), head, rows, language.say(note))


@sentence.register
def _(result: SampleSize, language: Language) -> str:
    if result.population is None:
        return _say(language, [_to_invite(result)])
    if not result.enough:
        return _say(
            language,
            [
                counted(
                    "Ask the {count} partner there is, and remind them: even so, fewer will answer than this precision "
                    "takes ({answers}).",
                    "Ask all {count} partners, and remind them: even so, fewer will answer than this precision takes "
                    "({answers}).",
                    result.population,
                    answers=result.answers,
                )
            ],
        )
    if result.everyone:
        return _say(
            language,
            [
                counted(
                    "Ask the {count} partner there is: a sample for this precision would take {invitations}.",
                    "Ask all {count} partners: a sample for this precision would take {invitations} of them.",
                    result.population,
                    invitations=result.invitations,
                )
            ],
        )
    return _say(
        language,
        [
            _to_invite(result),
            counted(
                "{count} partner would not be asked; asking everyone leaves nobody out.",
                "{count} partners would not be asked; asking everyone leaves nobody out.",
                result.population - result.invitations,
            ),
        ],
    )


def _to_invite(result: SampleSize) -> Message:
    return counted(
        "This precision takes {answers} answers, and so {count} invitation.",
        "This precision takes {answers} answers, and so {count} invitations.",
        result.invitations,
        answers=result.answers,
    )


# --- a sample ------------------------------------------------------------------------------------------


@table.register
def _(result: Sample, language: Language) -> Rendered:
    heading = field_name(result.by, language)
    rows = [
        [
            kind_name(result.by, kind.name, language),
            language.number(len(kind.drawn)),
            language.number(kind.partners),
            language.number(float(1 / kind.probability), 2),
        ]
        for kind in result.kinds
    ]
    rows.append([language.say(ALL), language.number(len(result)), language.number(result.population), ""])
    head = [message("Drawn"), PARTNERS, message("Each stands for so many partners")]
    return html_table(
        language.say(message("Who was drawn, by kind")),
        [heading, *map(language.say, head)],
        rows,
        language.say(
            message("Drawn by lot with the number {seed}: the same number draws them again.", seed=str(result.seed))
        ),
    )


@sentence.register
def _(result: Sample, language: Language) -> str:
    if len(result) == result.population:
        return language.say(
            counted(
                "All partners are asked ({count}): nothing was drawn.",
                "All partners are asked ({count}): nothing was drawn.",
                len(result),
            )
        )
    parts = [
        counted(
            "{count} of {all} partners was drawn by lot.",
            "{count} of {all} partners were drawn by lot.",
            len(result),
            all=result.population,
        )
    ]
    if not result.even:
        field = field_name(result.by, language)
        parts.append(
            message(
                "Not all were equally likely to be drawn, so the answers have to be weighted: keep a question in the "
                'questionnaire that asks for "{field}", with the same answers as in the list.',
                field=field,
            )
        )
    thin = [kind for kind in result.kinds if len(kind.drawn) < FEWEST_TO_SHOW]
    if thin:
        parts.append(
            message(
                "Of these kinds fewer than {fewest} were drawn, so that their answers will not be shown by "
                "themselves: {kinds}.",
                fewest=FEWEST_TO_SHOW,
                kinds=tuple(kind_name(result.by, kind.name, language) for kind in thin),
            )
        )
    return _say(language, parts)


# --- precision -----------------------------------------------------------------------------------------


def _range(found: Interval, language: Language) -> str:
    low, high = (language.number(end) for end in found)
    if low == high:
        return low
    return language.say(message("{low} to {high}", low=low, high=high))


def _half(result: Precision, language: Language, *, worst: bool) -> str:
    """Half of a range, in partners; with its percentage points where the network bears them."""
    partners = _short(result.half_width(worst=worst), language)
    if not may_show_percent(result.population):
        return language.say(message("± {partners} partners", partners=partners))
    points = language.number(round(100 * result.points(worst=worst)))
    return language.say(message("± {partners} partners ({points} percentage points)", partners=partners, points=points))


def _short(number: float, language: Language) -> str:
    """A number of partners, or of partners and a half."""
    return language.number(number, 0 if float(number).is_integer() else 1)


@table.register
def _(result: Precision, language: Language) -> Rendered:
    return _precision_table([("", result)], language, None)


@table.register
def _(result: PrecisionCurve, language: Language) -> Rendered:
    rows = [(language.percent(response), row) for response, row in result.rows]
    return _precision_table(rows, language, message("If this share answers"))


@table.register
def _(result: Effort, language: Language) -> Rendered:
    rows = [(message("As planned"), result.now), (message("With reminders"), result.reminders)]
    if result.larger:
        rows.append((message("With more invitations"), result.larger))
    return _precision_table([(language.say(name), row) for name, row in rows], language, message("Effort"))


def _precision_table(rows: list[tuple[str, Precision]], language: Language, named: Message | None) -> Rendered:
    if not rows:
        return paragraph(language.say(NOTHING_KNOWN))
    cells = [
        [
            *([name] if named else []),
            language.say(message("{count} of {all}", count=row.answers, all=row.sampled)),
            language.number(row.favourable),
            _range(row.alike, language),
            _half(row, language, worst=False),
            _range(row.worst, language),
            _half(row, language, worst=True),
        ]
        for name, row in rows
    ]
    head = [
        *([named] if named else []),
        message("Answers, of those asked"),
        message("Favourable answers, for example"),
        message("Favourable partners, if the silent ones think alike"),
        message("Give or take"),
        message("Favourable partners, whatever the silent ones think"),
        message("Give or take"),
    ]
    return html_table(
        language.say(message("How precise the answers will be")),
        [language.say(text) for text in head],
        cells,
        language.say(
            counted(
                "Numbers of partners, of {count}. The first range is exact for a network of this size; the second lets "
                "all silent partners be unfavourable, or all favourable.",
                "Numbers of partners, of {count}. The first range is exact for a network of this size; the second lets "
                "all silent partners be unfavourable, or all favourable.",
                rows[0][1].population,
            )
        ),
    )


@sentence.register
def _(result: Precision, language: Language) -> str:
    if not result.answers:
        return language.say(NOTHING_KNOWN)
    if result.answers == result.population:
        return language.say(EXACT)
    parts = [
        counted(
            "If {count} of the {asked} partners who are asked answers, and {favourable} is favourable, then {alike} "
            "of all {all} are, as far as chance goes and if the silent ones think alike.",
            "If {count} of the {asked} partners who are asked answer, and {favourable} of them are favourable, then "
            "{alike} of all {all} are, as far as chance goes and if the silent ones think alike.",
            result.answers,
            asked=result.sampled,
            favourable=result.favourable,
            alike=_range(result.alike, language),
            all=result.population,
        )
    ]
    if result.silent:
        parts.append(message("Whatever the silent ones think, it is {worst}.", worst=_range(result.worst, language)))
    return _say(language, [*parts, *_few(result)])


def _few(result: Precision) -> list[Message]:
    """With few answers even the forecast is shaky."""
    return [FEW] if result.answers < FEWEST_FOR_PERCENT else []


@sentence.register
def _(result: PrecisionCurve, language: Language) -> str:
    rows = [(response, row) for response, row in result.rows if row.answers < row.population]
    known = [pair for pair in rows if pair[1].answers]
    parts = [
        message(
            "If {share} of those who are asked answer, the number of favourable partners is known to {half}, whatever "
            "the silent ones think.",
            share=language.percent(response),
            half=_half(row, language, worst=True),
        )
        for response, row in dict(known[:1] + known[-1:]).items()
    ]
    if len(rows) < len(result.rows):
        parts.append(EXACT)
    return _say(language, parts or [NOTHING_KNOWN])


@sentence.register
def _(result: Effort, language: Language) -> str:
    now, reminded, larger = result.now, result.reminders, result.larger
    parts = [
        message(
            "If reminders bring the answers from {before} to {after}, the number of favourable partners is known to "
            "{half} instead of {half_before}, whatever the silent ones think.",
            before=now.answers,
            after=reminded.answers,
            half=_half(reminded, language, worst=True),
            half_before=_half(now, language, worst=True),
        )
    ]
    if larger is None:
        parts.append(message("More invitations are impossible: everyone is asked."))
    else:
        parts.append(
            message(
                "{invitations} invitations instead of {before} bring {answers} answers without reminders, and then it "
                "is {half}.",
                invitations=larger.sampled,
                before=now.sampled,
                answers=larger.answers,
                half=_half(larger, language, worst=True),
            )
        )
        if reminded.half_width(worst=True) < larger.half_width(worst=True):
            parts.append(message("Reminders help more than a larger sample."))
    return _say(language, parts)


@figure.register
def _(result: PrecisionCurve, language: Language) -> Rendered:
    if not any(row.answers for _, row in result.rows):
        return paragraph(sentence(result, language))
    return render(precision_figure(result, language), result, language)


def precision_figure(result: PrecisionCurve, language: Language) -> Figure:
    """Half of the range against the response: a dashed line whatever the silent ones think, a full one if alike."""
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D
    from matplotlib.ticker import MaxNLocator

    rows = [(response, row) for response, row in result.rows if row.answers]
    lines: list[tuple[Message, bool, Any, str, str]] = [
        (message("Whatever the silent ones think"), True, (0, (4, 2)), INK, "s"),
        (message("If the silent ones think alike"), False, "solid", BLUE, "o"),
    ]
    left, bottom, side, body, top = 0.85, 0.6, 6.3, 2.8, 0.3 + LINE * 2
    height = bottom + body + top
    drawing = Figure(figsize=(WIDTH, height))
    axes = drawing.add_axes((left / WIDTH, bottom / height, side / WIDTH, body / height))
    highest = 0.0
    for place, (name, worst, style, colour, mark) in enumerate(lines):
        halves = [row.half_width(worst=worst) for _, row in rows]
        highest = max(highest, *halves)
        axes.plot([response for response, _ in rows], halves, color=colour, linestyle=style, marker=mark, linewidth=2)
        y = height - 0.15 - LINE * 1.4 * place
        ends = [left / WIDTH, (left + 0.25) / WIDTH, (left + 0.5) / WIDTH]
        drawing.add_artist(
            Line2D(
                ends,
                [y / height] * 3,
                color=colour,
                linestyle=style,
                linewidth=2,
                marker=mark,
                markevery=[1],
                transform=drawing.transFigure,
            )
        )
        write_text(drawing, left + 0.6, y, language.say(name))
    responses = [response for response, _ in rows]
    axes.set_xlim(max(responses[0] - 0.05, 0), responses[-1] + 0.03)
    top_of_axis = max(highest, 1) * 1.08
    axes.set_ylim(0, top_of_axis)
    shown = responses if len(responses) < 12 else responses[:: len(responses) // 10]
    axes.xaxis.set_ticks(shown, [language.percent(response) for response in shown])
    ticks = [int(tick) for tick in MaxNLocator(6, integer=True).tick_values(0, highest) if 0 <= tick <= top_of_axis]
    axes.yaxis.set_ticks(ticks, [language.number(tick) for tick in ticks])
    first = rows[0][1]
    about = message(
        "Share of the {asked} partners asked, of {all}, who answer", asked=first.sampled, all=first.population
    )
    axes.set_xlabel(language.say(about), fontsize=FONT, color=INK)
    axes.set_ylabel(language.say(message("Give or take so many partners")), fontsize=FONT, color=INK)
    axes.tick_params(labelsize=FONT - 1, colors=INK)
    axes.grid(color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    for edge in ("right", "top"):
        axes.spines[edge].set_visible(False)
    return drawing
