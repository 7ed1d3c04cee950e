"""What partners need to learn, and who can learn from whom, shown.

No competence that fewer than five partners rated has a number, and only partners who agreed are named.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiptools.confidentiality import FEWEST_TO_SHOW, may_show_percent
from kiptools.language import Language
from kiptools.messages import Message, counted, cut, message, some, visible
from kiptools.needs import FORM, LEARNERS, NeedRatings, PeerMatch, PeerMatches, TrainingNeed, TrainingNeeds
from kiptools.show.drawing import (
    BAR,
    BLUE,
    FONT,
    HEADING,
    INK,
    LABELS,
    canvas,
    draw_heading,
    draw_labels,
    heading_lines,
    wrap_text,
)
from kiptools.show.figures import figure, render
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import HIDDEN, sentence
from kiptools.show.tables import table
from kiptools.show.tasks import say_all

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["needs_figure"]

NO_RATING = message("No partner has rated a competence yet.")
SCORE = message("Weighted gap")


def _names(names: Sequence[str], language: Language) -> str:
    return language.list(some([language.say(message('"{name}"', name=cut(name))) for name in names]))


# --- what partners say -------------------------------------------------------------------------------


@sentence.register
def _(result: NeedRatings, language: Language) -> str:
    if not result.partners:
        return say_all(language, [NO_RATING, *result.notes])
    texts = [
        counted(
            "{count} partner has rated the level that its work requires, its level now, and how much that counts "
            "(competences: {competences}).",
            "{count} partners have rated the level that their work requires, their level now, and how much that "
            "counts (competences: {competences}).",
            result.partners,
            competences=len(result.competences),
        ),
        _nameable(len(result.named & result.rated)),
    ]
    return say_all(language, [*texts, *result.notes])


def _nameable(count: int) -> Message:
    """How many may be named, and if nobody, which column would say so."""
    if not count:
        return message(
            'Nobody may be named to others: the column "{column}" is missing, or holds no yes for a partner that has '
            "rated.",
            column=FORM.columns["named"].heading,
        )
    return counted("{count} of them may be named to others.", "{count} of them may be named to others.", count)


# --- needs -------------------------------------------------------------------------------------------


@table.register
def _(result: TrainingNeeds, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NO_RATING))
    unplaced = [row for row in result.rows if row.place is None]
    parts = [_ranked_table(result.ranked, language)] if result.ranked else []
    return join([*parts, _unplaced_table(unplaced, language)] if unplaced else parts)


def _ranked_table(rows: Sequence[TrainingNeed], language: Language) -> Rendered:
    head = [
        message("Competence"),
        message("Place"),
        SCORE,
        message("Partners with a gap"),
        message("Ratings left incomplete"),
        message("Place if any one partner is left out"),
    ]
    cells = [
        [
            visible(row.competence),
            language.number(row.place),
            _score(row, language),
            language.say(message("{count} of {all}", count=row.with_gap, all=row.partners))
            if row.gap_shown
            else HIDDEN,
            language.number(row.incomplete),
            _range(row, language),
        ]
        for row in rows
    ]
    return html_table(
        language.say(message("What partners most need to learn")),
        [language.say(text) for text in head],
        cells,
        " ".join(map(language.say, _notes(rows, language))),
    )


def _score(row: TrainingNeed, language: Language) -> str:
    """With one decimal where there are partners enough, else a whole number."""
    if not row.score_shown or row.score is None:
        return HIDDEN
    decimals = 1 if may_show_percent(row.partners) else 0
    return language.number(round(row.score, decimals) + 0.0, decimals)  # no minus before a zero


def _range(row: TrainingNeed, language: Language) -> str:
    if row.places is None:
        return HIDDEN
    best, worst = map(language.number, row.places)
    return best if best == worst else language.say(message("{low} to {high}", low=best, high=worst))


def _notes(rows: Sequence[TrainingNeed], language: Language) -> list[Message]:
    notes = [
        message(
            "Weighted gap: the level that is required less the level now, as a mean over the partners, times how much "
            "the competence counts on average (each from 1 to 5; {most} at most). Below zero, partners are on average "
            "above the level that their work requires. Partners rate themselves.",
            most=20,
        ),
        message(
            "A partner has a gap if it is below the level that its work requires. Only ratings with all three levels "
            "count."
        ),
    ]
    if not all(row.gap_shown for row in rows):
        notes.append(
            message(
                "{sign} How many have a gap is not shown where all or none have one, or where it would tell what a few "
                "partners answered.",
                sign=HIDDEN,
            )
        )
    return [*notes, *_hidden_scores(rows, language)]


def _hidden_scores(rows: Sequence[TrainingNeed], language: Language) -> list[Message]:
    """That scores are not shown, and of which competences; not whether level or importance is alike."""
    hidden = [row.competence for row in rows if row.alike]
    if not hidden:
        return []
    return [
        message(
            "The weighted gap is not shown where all gave the same answer for the level now or for the importance: "
            "{names}.",
            names=_names(hidden, language),
        )
    ]


def _unplaced_table(rows: Sequence[TrainingNeed], language: Language) -> Rendered:
    return html_table(
        language.say(message("Competences without a place")),
        [language.say(message("Competence")), language.say(message("Why"))],
        [
            [
                visible(row.competence),
                language.say(message("Fewer than {fewest} partners rated all three levels.", fewest=FEWEST_TO_SHOW)),
            ]
            for row in rows
        ],
        words=True,
    )


@sentence.register
def _(result: TrainingNeeds, language: Language) -> str:
    if not result.rows:
        return language.say(NO_RATING)
    if not result.ranked:
        return language.say(
            counted(
                "No competence has a place yet: that takes {fewest} partners who rate the level that is required, "
                "their level now and how much it counts; {count} partner has rated something.",
                "No competence has a place yet: that takes {fewest} partners who rate the level that is required, "
                "their level now and how much it counts; {count} partners have rated something.",
                result.partners,
                fewest=FEWEST_TO_SHOW,
            )
        )
    rest = _rest(result, language) if _some_need(result) else []
    hidden = _hidden_scores(result.ranked, language)
    return say_all(language, [*_headline(result, language), _basis(result), *rest, *hidden])


def _some_need(result: TrainingNeeds) -> bool:
    """Whether partners are on average below what is required in some competence."""
    return (result.ranked[0].score or 0) > 0


def _headline(result: TrainingNeeds, language: Language) -> list[Message]:
    if not _some_need(result):
        return [
            message(
                "No competence shows a need: in each, partners are on average at the level that their work requires, "
                "or above it."
            )
        ]
    first = [row for row in result.ranked if row.place == 1]
    texts = [
        counted(
            "The only competence with a place is {names}.",
            "First of {count} competences by need: {names}.",
            len(result.ranked),
            names=_names([row.competence for row in first], language),
        )
    ]
    if len(first) == 1 and first[0].gap_shown:
        texts.append(
            message(
                "{gap} of {n} partners are below the level that their work requires there.",
                gap=first[0].with_gap,
                n=first[0].partners,
            )
        )
    return texts


def _basis(result: TrainingNeeds) -> Message:
    """How many have rated; of few that it is a beginning."""
    if may_show_percent(result.partners):
        return counted("{count} partner has rated.", "{count} partners have rated.", result.partners)
    return counted(
        "{count} partner has rated: take it as the beginning of a talk, not as its result.",
        "{count} partners have rated: take it as the beginning of a talk, not as its result.",
        result.partners,
    )


def _rest(result: TrainingNeeds, language: Language) -> list[Message]:
    """How far the order depends on one partner, and where the level is lowest."""
    if len(result.ranked) == 1:
        return []
    loose = sum(row.places != (row.place, row.place) for row in result.ranked)
    top = [row.places for row in result.ranked if row.place == 1]
    texts = []
    if all(places == (1, 1) for places in top):
        texts.append(message("What comes first stays first whichever partner is left out."))
    elif loose:
        texts.append(message("What comes first depends on a single partner."))
    if loose:
        texts.append(
            counted(
                "{count} competence would change its place if one partner were left out: differences between "
                "neighbours tell little.",
                "{count} competences would change their places if one partner were left out: differences between "
                "neighbours tell little.",
                loose,
            )
        )
    return [*texts, *_weakest(result, language)]


def _weakest(result: TrainingNeeds, language: Language) -> list[Message]:
    """Where the level now is lowest, if that is not what comes first."""
    told = [row for row in result.ranked if row.score_shown]
    lowest = min((row.mean_current for row in told), default=0.0)
    weakest = [row for row in told if row.mean_current <= lowest + 1e-9]
    if len(weakest) != 1 or weakest[0].place == 1 or len(told) < len(result.ranked):
        return []
    return [
        message(
            "The level is lowest in {name}, but less is required there, or it counts less.",
            name=_names([weakest[0].competence], language),
        )
    ]


@figure.register
def _(result: TrainingNeeds, language: Language) -> Rendered:
    if not any(row.score_shown for row in result.rows):
        return paragraph(sentence(result, language))
    return render(needs_figure(result.ranked, language), result, language)


def needs_figure(rows: Sequence[TrainingNeed], language: Language) -> Figure:
    """A bar for each competence, the widest weighted gap first; none where the score is not shown."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    labels = [wrap_text(row.competence, LABELS - 0.15) for row in rows]
    scores = [_score(row, language) for row in rows]
    heading = heading_lines(language.say(message("What partners most need to learn")))
    drawing, axes, places = canvas(labels, scores, top=HEADING * len(heading) + 0.1)
    draw_heading(drawing, heading)
    lengths = [round(row.score or 0.0, 1 if may_show_percent(row.partners) else 0) * row.score_shown for row in rows]
    axes.barh(places, lengths, height=BAR, color=BLUE)
    low, high = min(0.0, *lengths), max(1.0, *lengths)
    axes.set_xlim(low - 0.02 * (high - low), high + 0.02 * (high - low))
    axes.axvline(0, color=INK, linewidth=0.8)
    axes.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 2.5, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: language.number(round(value))))
    axes.set_xlabel(language.say(SCORE), fontsize=FONT, color=INK)
    draw_labels(drawing, axes, labels, scores, places)
    return drawing


# --- peers -------------------------------------------------------------------------------------------


@table.register
def _(result: PeerMatches, language: Language) -> Rendered:
    if not result.matches:
        return paragraph(sentence(result, language))
    head = [
        message("Competence"),
        message("Wants to learn"),
        message("Can learn from"),
        message("In return"),
    ]
    note = message(
        "Only partners who agreed are named. A partner counts as strong if its level is 4 or 5, and not below what its "
        "own work requires; nobody is sent more than {most} learners. The rule is the kit's own: ask both before you "
        "bring them together.",
        most=LEARNERS,
    )
    return html_table(
        language.say(message("Who can learn from whom")),
        [language.say(text) for text in head],
        [_match_cells(match, result.matches, language) for match in result.matches],
        language.say(note),
        words=True,
    )


def _match_cells(match: PeerMatch, matches: Sequence[PeerMatch], language: Language) -> list[str]:
    """In return: what the learner teaches the other."""
    back = [
        other.competence
        for other in matches
        if match.mutual and other.mutual and (other.strong, other.learner) == (match.learner, match.strong)
    ]
    return [*map(visible, (match.competence, match.learner, match.strong)), ", ".join(map(visible, back)) or HIDDEN]


@sentence.register
def _(result: PeerMatches, language: Language) -> str:
    if not result.named:
        return language.say(
            message(
                "No partner that has rated may be named, so nobody can be matched. Ask partners whether others may be "
                "told where they are strong and what they want to learn."
            )
        )
    texts = [
        counted(
            "{count} of {partners} partners may be named.",
            "{count} of {partners} partners may be named.",
            result.named,
            partners=result.partners,
        ),
    ]
    if result.matches:
        texts.append(
            counted("{count} wish to learn was matched.", "{count} wishes to learn were matched.", len(result.matches))
        )
    mutual = sum(match.mutual for match in result.matches) // 2
    if mutual:
        texts.append(
            counted(
                "{count} pair can teach each other something.", "{count} pairs can teach each other something.", mutual
            )
        )
    if result.waiting:
        wishes = [
            language.say(message("{name} ({competence})", name=cut(learner), competence=cut(competence)))
            for competence, learner in result.waiting
        ]
        texts.append(
            counted(
                "{count} wish finds nobody, because those who are strong there have learners enough: {wishes}.",
                "{count} wishes find nobody, because those who are strong there have learners enough: {wishes}.",
                len(wishes),
                wishes=language.list(some(wishes)),
            )
        )
    if result.nobody:
        texts.append(
            counted(
                "In {count} competence nobody who may be named is strong: {names}. Look for a training, or for "
                "somebody from outside.",
                "In {count} competences nobody who may be named is strong: {names}. Look for a training, or for "
                "somebody from outside.",
                len(result.nobody),
                names=_names(result.nobody, language),
            )
        )
    return " ".join(map(language.say, texts))
