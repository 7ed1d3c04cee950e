"""Who answered and who did not, shown; and what weights make of it.

The register is no secret, who answered is: what `kiptools.nonresponse` does not let show has no number here.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING

from kiptools.codebook import Choice, Item
from kiptools.confidentiality import FEWEST_FOR_PERCENT, FEWEST_TO_COMPARE, FEWEST_TO_SHOW, may_show_percent
from kiptools.intervals import newcombe_interval
from kiptools.language import Language
from kiptools.likert import AgreementRow
from kiptools.messages import NOTHING, Message, counted, message
from kiptools.nonresponse import Bounds, Category, EarlyLate, Participation, ParticipationBy, ResponseRates
from kiptools.show.drawing import (
    BAR,
    BLUE,
    GRID,
    HEADING,
    INK,
    LABELS,
    canvas,
    count_axis,
    draw_heading,
    draw_labels,
    heading_lines,
    wrap_text,
)
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import not_shown, sentence, wording
from kiptools.show.tables import HIDDEN, count_text, hidden_note, table
from kiptools.weighting import Stratum, Weighting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["participation_figure"]

NO_MATCH = message("The survey and the register of partners have no property in common.")
TOO_FEW_TO_COMPARE = message("Too few answers to compare early with late ones.")


# --- response rates ------------------------------------------------------------------------------------


@table.register
def _(result: ResponseRates, language: Language) -> Rendered:
    outcomes = [
        (message("Answered in full"), result.complete),
        (message("Answered in part"), result.partial),
        (message("Refused"), result.refused),
        (message("No reply, or not reached"), result.non_contact),
        (message("Other reasons"), result.other),
        (message("Not known whether still a partner"), result.unknown),
        (message("No partner any more (not counted)"), result.not_eligible),
    ]
    rows = [[language.say(name), language.number(count), ""] for name, count in outcomes if count]
    rates = [
        (message("Response rate, in full only (AAPOR RR1)"), result.complete, result.asked),
        (message("Response rate, in full or in part (AAPOR RR2)"), result.answered, result.asked),
        (message("Refusal rate (AAPOR REF1)"), result.refused, result.asked),
    ]
    rows += [
        [
            language.say(name),
            language.say(message("{count} of {all}", count=count, all=asked)),
            language.percent(count / asked) if may_show_percent(asked) else HIDDEN,
        ]
        for name, count, asked in rates
        if asked
    ]
    head = [message("What became of the invitations"), message("Partners"), message("Rate")]
    return html_table(
        language.say(message("Response rates by the definitions of AAPOR")),
        [language.say(text) for text in head],
        rows,
        "" if may_show_percent(result.asked) else _no_percentage(language),
    )


def _no_percentage(language: Language) -> str:
    return language.say(
        message("{sign} No percentage of fewer than {fewest} partners.", sign=HIDDEN, fewest=FEWEST_FOR_PERCENT)
    )


@sentence.register
def _(result: ResponseRates, language: Language) -> str:
    if not result.asked:
        return language.say(NOTHING)
    return language.say(
        counted(
            "{count} of {asked} partners who were asked answered, in full or in part.",
            "{count} of {asked} partners who were asked answered, in full or in part.",
            result.answered,
            asked=result.asked,
        )
    )


# --- participation -------------------------------------------------------------------------------------


def _label(label: Choice | str, language: Language) -> str:
    return label.wording.in_language(language.code) or label.name if isinstance(label, Choice) else label


def _title(row: ParticipationBy, language: Language) -> str:
    return wording(row.subject, language) if isinstance(row.subject, Item) else row.subject


def _count(category: Category, language: Language) -> str:
    if not category.shown:
        return HIDDEN
    return language.say(message("{count} of {all}", count=category.answered, all=category.asked))


def _notes(row: ParticipationBy, language: Language) -> str:
    """Why some kinds are not shown, and that respondents may not see themselves as the register does."""
    notes = []
    if not all(each.shown for each in row.categories):
        notes.append(
            message(
                "{sign} Kinds of fewer than {fewest} partners, and kinds of which all or none answered, are not shown, "
                "nor what would give them away.",
                sign=HIDDEN,
                fewest=FEWEST_TO_SHOW,
            )
        )
    if any(each.answered > each.asked for each in row.categories):
        notes.append(message("Some partners count themselves among another kind than the register does."))
    return " ".join(map(language.say, notes))


@table.register
def _(result: Participation, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NO_MATCH))
    return join([_participation_table(row, language) for row in result.rows])


def _participation_table(row: ParticipationBy, language: Language) -> Rendered:
    head = [message("Partners who"), message("Answered, of those asked"), message("Share")]
    rows = [[_label(each.label, language), _count(each, language), _percent(each, language)] for each in row.categories]
    few = any(each.shown and not may_show_percent(each.asked) for each in row.categories)
    notes = [_notes(row, language), _no_percentage(language) if few else ""]
    return html_table(_title(row, language), [language.say(text) for text in head], rows, " ".join(filter(None, notes)))


def _percent(category: Category, language: Language) -> str:
    if not category.shown or not may_show_percent(category.asked):
        return HIDDEN
    return language.percent(category.answered / category.asked)


@sentence.register
def _(result: Participation, language: Language) -> str:
    if result.registered in (None, result.answered):
        return _who_answered(result, language)
    differs = message(
        "By the register {registered} partners answered, but the survey has {answered} respondents: find out why "
        "before you rely on either.",
        registered=result.registered,
        answered=result.answered,
    )
    return f"{language.say(differs)} {_who_answered(result, language)}"


def _who_answered(result: Participation, language: Language) -> str:
    if not result.rows:
        return language.say(NO_MATCH)
    told = [category for category in result.rows[0].categories if category.shown]
    if len(told) < 2:
        return language.say(message("So few partners of each kind were asked that nothing is said of single kinds."))
    low, high = (extreme(told, key=lambda each: each.answered / each.asked) for extreme in (min, max))
    if low.answered * high.asked == high.answered * low.asked:
        return language.say(message("Among the kinds of partners shown, the same share answered everywhere."))
    facts = language.say(
        message(
            'Of the kinds of partners shown, "{most}" answered most often ({most_answered} of {most_asked}), "{least}" '
            "least often ({least_answered} of {least_asked}).",
            most=_label(high.label, language),
            most_answered=high.answered,
            most_asked=high.asked,
            least=_label(low.label, language),
            least_answered=low.answered,
            least_asked=low.asked,
        )
    )
    level = 1 - 0.05 / comb(len(told), 2)  # the farthest apart of so many pairs (Bonferroni)
    lowest, _ = newcombe_interval(high.answered, high.asked, low.answered, low.asked, level=level)
    if lowest > 0:
        return facts
    return facts + " " + language.say(message("So small a difference can be chance."))


@figure.register
def _(result: Participation, language: Language) -> Rendered:
    drawn = [row for row in result.rows if any(each.shown for each in row.categories)]
    if not drawn:
        return paragraph(sentence(result, language))
    return join(
        [
            render(
                participation_figure(row, language),
                Participation((row,), result.asked, result.answered),
                language,
                _title(row, language),
                _notes(row, language),
            )
            for row in drawn
        ]
    )


def participation_figure(row: ParticipationBy, language: Language) -> Figure:
    """For each kind that may be shown a pale bar for those asked, and a dark one on it for those who answered."""
    labels = [wrap_text(_label(each.label, language), LABELS - 0.15) for each in row.categories]
    heading = heading_lines(_title(row, language))
    counts = [_count(each, language) for each in row.categories]
    drawing, axes, places = canvas(labels, counts, top=HEADING * len(heading) + 0.1)
    draw_heading(drawing, heading)
    for each, place in zip(row.categories, places, strict=True):
        if each.shown:
            axes.barh(place, each.asked, height=BAR, color=GRID, edgecolor=INK, linewidth=0.6)
            axes.barh(place, each.answered, height=BAR, color=BLUE)
    axes.set_xlim(0, max(each.asked for each in row.categories if each.shown) * 1.02)
    count_axis(axes, language.say(message("Partners: asked (pale), answered (dark)")))
    draw_labels(drawing, axes, labels, counts, places)
    return drawing


# --- bounds --------------------------------------------------------------------------------------------


@table.register
def _(result: Bounds, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    head = [
        message("Topic or statement"),
        message("Favourable, of those who answered"),
        message("All silent ones unfavourable"),
        message("All silent ones favourable"),
    ]
    return html_table(
        language.say(message("What the silent partners could change at most")),
        [language.say(text) for text in head],
        [[wording(row.subject, language), *_bounds_cells(row, language)] for row in result.rows],
        hidden_note(result.rows, language),
    )


def _bounds_cells(row: AgreementRow, language: Language) -> list[str]:
    if not row.showable:
        return [HIDDEN] * 3
    least, most, population = Bounds.counts(row)
    found = language.say(message("{favourable} of {answered}", favourable=row.favourable, answered=row.answered))
    if not may_show_percent(row.answered):
        return [found, language.number(least), language.number(most)]
    return [found, *(count_text(count, population, language) for count in (least, most))]


@sentence.register
def _(result: Bounds, language: Language) -> str:
    shown = [row for row in result.rows if row.showable]
    if not shown:
        return not_shown(result.rows, language) or language.say(NOTHING)
    return language.say(
        message(
            "Whatever the silent partners think: for {count} of {all} topics or statements it is certain whether more "
            "than half of all partners are on the favourable side or not.",
            count=sum(map(_certain, shown)),
            all=len(shown),
        )
    )


def _certain(row: AgreementRow) -> bool:
    least, most, population = Bounds.counts(row)
    return 2 * least > population or 2 * most <= population


# --- early and late ------------------------------------------------------------------------------------


@table.register
def _(result: EarlyLate, language: Language) -> Rendered:
    told = [(row.subject, contrast) for row in result.comparison.rows for contrast in row.told]
    if not told:
        return paragraph(language.say(TOO_FEW_TO_COMPARE))
    head = [
        message("Topic or statement"),
        message("Favourable, first half"),
        message("Favourable, second half"),
        message("Second half"),
    ]
    of = "{favourable} of {answered}"
    return html_table(
        language.say(message("Early and late answers")),
        [language.say(text) for text in head],
        [
            [
                wording(subject, language),
                language.say(message(of, favourable=early.favourable, answered=early.answered)),
                language.say(message(of, favourable=early.other_favourable, answered=early.other_answered)),
                language.say(LATE[early.verdict]),
            ]
            for subject, early in told
        ],
    )


LATE: dict[str, Message] = {  # what a verdict on the first half says of the second
    "higher": message("lower"),
    "lower": message("higher"),
    "no clear difference": message("no clear difference"),
}


@sentence.register
def _(result: EarlyLate, language: Language) -> str:
    if not result.comparison.rows:
        return language.say(NOTHING)
    told = [(row.subject, contrast) for row in result.comparison.rows for contrast in row.told]
    if not told:
        return language.say(TOO_FEW_TO_COMPARE)
    names = [wording(subject, language) for subject, contrast in told if contrast.verdict in ("higher", "lower")]
    if not names:
        return language.say(
            message(
                "The second half of the answers does not clearly differ from the first (in the order of the file). "
                "That is no proof that the silent partners think alike."
            )
        )
    return language.say(
        message(
            "The second half of the answers clearly differs from the first (in the order of the file): {topics}. The "
            "silent partners may differ as well.",
            topics=language.list(language.say(message('"{name}"', name=name)) for name in names),
        )
    )


# --- weights -------------------------------------------------------------------------------------------


@table.register
def _(result: Weighting, language: Language) -> Rendered:
    head = [message("Weighted by"), message("Kinds of partners"), message("Partners"), message("Weight")]
    rows = [
        [
            wording(margin.item, language),
            _kinds(stratum, language),
            language.number(stratum.partners),
            language.number(stratum.partners / stratum.respondents, 2) if stratum.shown else HIDDEN,
        ]
        for margin in result.margins
        for stratum in margin.strata
    ]
    notes = [message("Weight: partners for each answer, before other properties are taken into account.")]
    if not all(stratum.shown for margin in result.margins for stratum in margin.strata):
        notes.append(
            message("{sign} Not shown, because it would tell how many partners of a small kind answered.", sign=HIDDEN)
        )
    return html_table(
        language.say(message("What the answers were weighted by")),
        [language.say(text) for text in head],
        rows,
        " ".join(map(language.say, notes)),
    )


def _kinds(stratum: Stratum, language: Language) -> str:
    return language.list(_label(kind, language) for kind in stratum.kinds)


@sentence.register
def _(result: Weighting, language: Language) -> str:
    parts = [
        counted(
            "With these weights the {count} answer counts as much as {effective} equal ones would.",
            "With these weights the {count} answers count as much as {effective} equal ones would.",
            result.respondents,
            effective=language.number(result.effective, 1),
        )
    ]
    if result.merged:
        parts.append(
            message(
                "Kinds of partners with fewer than {fewest} answers, or missing in the register, were put together "
                "with others: {kinds}.",
                fewest=FEWEST_TO_SHOW,
                kinds="; ".join(_kinds(stratum, language) for stratum in result.merged),
            )
        )
    if result.leaning:
        parts.append(
            message(
                "Partners were drawn unevenly, by kinds that no question of the survey asks for. These weights do not "
                "set that right: shares still lean towards the kinds that were drawn more often."
            )
        )
    if result.few:
        parts.append(
            message(
                "There are fewer than {fewest} answers: weights make them shakier, as a rule; read them as a trial "
                "only.",
                fewest=FEWEST_TO_COMPARE,
            )
        )
    return " ".join(map(language.say, parts))
