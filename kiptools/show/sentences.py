"""Results as sentences; the fewer the answers, the more careful."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from kiptools.codebook import Construct, Item
from kiptools.confidentiality import FEWEST_TO_SHOW, may_show_percent
from kiptools.language import Language
from kiptools.likert import Agreement, AgreementRow, Distribution, ItemDistribution
from kiptools.messages import ABSENT, Message, counted, message
from kiptools.responses import Responses
from kiptools.show.topics import load_topics_of

__all__ = ["HIDDEN", "count_of", "favourable_of", "groups_hidden", "not_shown", "sentence", "too_few", "wording"]

HIDDEN = "–"
WITHHELD = message(
    "With the answers of all partners, this would tell what a few of them answered; not shown, so that nobody can be "
    "recognised."
)


def wording(subject: Item | Construct, language: Language) -> str:
    """What an item or construct is called: its wording as respondents saw it."""
    text = subject.wording.in_language(language.code) or subject.name
    if isinstance(subject, Item) and subject.reverse:
        return language.say(message("{statement} (here disagreeing is favourable)", statement=text))
    return text


def too_few(language: Language) -> str:
    """Why something is not shown."""
    return language.say(
        message(
            "Fewer than {fewest} partners answered, or all gave the same answer; not shown, so that nobody can be "
            "recognised.",
            fewest=FEWEST_TO_SHOW,
        )
    )


def not_shown(rows: Sequence[ItemDistribution | AgreementRow], language: Language) -> str:
    """Why some of these rows are not shown; nothing if all are."""
    hidden = [row for row in rows if not row.showable]
    reasons = [too_few(language)] if not all(row.withheld for row in hidden) else []
    return " ".join(reasons + [language.say(WITHHELD)] * any(row.withheld for row in hidden))


def groups_hidden(language: Language) -> str:
    """Why sizes of groups are not shown."""
    return language.say(
        message(
            "{sign} Groups of fewer than {fewest} partners are not shown, nor a group from which their size could "
            "be worked out.",
            sign=HIDDEN,
            fewest=FEWEST_TO_SHOW,
        )
    )


@singledispatch
def sentence(result: object, language: Language) -> str:
    """The result in words."""
    if load_topics_of(result):
        return sentence(result, language)
    raise TypeError(f"there is no sentence for a {type(result).__name__}")


@sentence.register
def _(result: None, language: Language) -> str:
    return language.say(ABSENT)


@sentence.register(tuple)
def _(result: tuple[object, ...], language: Language) -> str:
    return " ".join(sentence(each, language) for each in result) if result else sentence(None, language)


@sentence.register
def _(result: Responses, language: Language) -> str:
    said = _who_answered(result, language)
    made_up = message("Nobody gave these answers: they are made up, to rehearse the analysis.")
    return f"{language.say(made_up)} {said}" if result.simulated else said


def _who_answered(result: Responses, language: Language) -> str:
    if result.withheld:
        return language.say(WITHHELD)
    if result.population is None and result.asked is not None:
        return language.say(
            counted(
                "{count} of the {asked} partners who were drawn and asked answered ({share}). Some kinds of partners "
                "were drawn more often than others, so that shares of all answers together lean towards these; the "
                'weighted shares further below ("How sure we are") set that right, as far as the survey asks for these '
                "kinds.",
                "{count} of the {asked} partners who were drawn and asked answered ({share}). Some kinds of partners "
                "were drawn more often than others, so that shares of all answers together lean towards these; the "
                'weighted shares further below ("How sure we are") set that right, as far as the survey asks for these '
                "kinds.",
                len(result),
                asked=result.asked,
                share=language.percent(len(result) / result.asked),
            )
        )
    if result.population is None:
        return language.say(
            counted(
                "{count} partner answered. How many were asked is not known.",
                "{count} partners answered. How many were asked is not known.",
                len(result),
            )
        )
    if result.asked is not None:
        return language.say(
            counted(
                "{count} of the {asked} partners who were drawn and asked answered ({share}); they stand for all "
                "{population} partners.",
                "{count} of the {asked} partners who were drawn and asked answered ({share}); they stand for all "
                "{population} partners.",
                len(result),
                asked=result.asked,
                population=result.population,
                share=language.percent(len(result) / result.asked),
            )
        )
    if result.population == len(result):
        return language.say(
            counted(
                "The {count} partner who was asked answered.",
                "All {count} partners who were asked answered.",
                len(result),
            )
        )
    return language.say(
        counted(
            "{count} of the {population} partners who were asked answered ({share}).",
            "{count} of the {population} partners who were asked answered ({share}).",
            len(result),
            population=result.population,
            share=language.percent(len(result) / result.population),
        )
    )


@sentence.register
def _(result: Distribution, language: Language) -> str:
    if not result.rows:
        return ""  # the table and the figure say that there is nothing
    if len(result.rows) == 1:
        return _one_distribution(result.rows[0], language)
    answered = [row.answered for row in result.rows if row.showable]
    if not answered:
        return not_shown(result.rows, language)
    if len(answered) < len(result.rows):
        if min(answered) == max(answered):
            return language.say(
                counted(
                    "Every question shown was answered by {count} partner.",
                    "Every question shown was answered by {count} partners.",
                    answered[0],
                )
            )
        return language.say(
            counted(
                "The questions shown were answered by {fewest} to {count} partner each.",
                "The questions shown were answered by {fewest} to {count} partners each.",
                max(answered),
                fewest=min(answered),
            )
        )
    if min(answered) == max(answered):
        return language.say(
            counted(
                "Every question was answered by {count} partner.",
                "Every question was answered by {count} partners.",
                answered[0],
            )
        )
    return language.say(
        counted(
            "The questions were answered by {fewest} to {count} partner each.",
            "The questions were answered by {fewest} to {count} partners each.",
            max(answered),
            fewest=min(answered),
        )
    )


def _one_distribution(row: ItemDistribution, language: Language) -> str:
    if not row.showable:
        return not_shown([row], language)
    shown = [count for count, visible in zip(row.counts, row.showable_counts, strict=True) if visible]
    if not any(shown):
        return groups_hidden(language)
    most = max(shown)
    answers = [
        level.wording.in_language(language.code) or level.name
        for level, count, visible in zip(row.item.levels, row.counts, row.showable_counts, strict=True)
        if count == most and visible
    ]
    if most == row.answered and len(answers) == 1:
        return language.say(
            counted(
                'The {count} partner who answered chose "{answer}".',
                'All {count} partners who answered chose "{answer}".',
                most,
                answer=answers[0],
            )
        )
    if len(answers) == 1:
        return language.say(
            counted(
                'Most frequent answer: "{answer}" ({count} of {answered} partners).',
                'Most frequent answer: "{answer}" ({count} of {answered} partners).',
                most,
                answer=answers[0],
                answered=row.answered,
            )
        )
    return language.say(
        counted(
            "The most frequent answers, equally often: {answers} ({count} of {answered} partners each).",
            "The most frequent answers, equally often: {answers} ({count} of {answered} partners each).",
            most,
            answers=language.list(answers),
            answered=row.answered,
        )
    )


@sentence.register
def _(result: Agreement, language: Language) -> str:
    if not result.rows:
        return ""
    if len(result.rows) == 1:
        return _one_share(result.rows[0], result, language)
    shown = [row for row in result.rows if row.showable and may_show_percent(row.answered)]
    if len(shown) == 1:
        return _one_share(shown[0], result, language)
    if not shown:
        few = any(row.showable for row in result.rows)
        single = message("So few answers are single voices, not a share.")
        return language.say(single) if few else not_shown(result.rows, language)
    high, low = max(shown, key=_share), min(shown, key=_share)
    highest, lowest = ([row for row in shown if row.share == extreme.share] for extreme in (high, low))
    values = {
        "highest": " / ".join(wording(row.subject, language) for row in highest),
        "high": _shared(highest, language),
        "lowest": " / ".join(wording(row.subject, language) for row in lowest),
        "low": _shared(lowest, language),
    }
    if high.share == low.share:
        share = language.percent(high.share)
        facts = (
            message("The share of partners who rate it as important is the same everywhere: {share}.", share=share)
            if result.role == "importance"
            else message("The share of partners on the favourable side is the same everywhere: {share}.", share=share)
        )
        return language.say(facts)
    facts = (
        message(
            'The share of partners who rate it as important is highest for "{highest}" ({high}) and lowest '
            'for "{lowest}" ({low}).',
            **values,
        )
        if result.role == "importance"
        else message(
            'The share of partners on the favourable side is highest for "{highest}" ({high}) and lowest for '
            '"{lowest}" ({low}).',
            **values,
        )
    )
    return language.say(facts) + " " + _how_sure(high, low, result, language)


def _share(row: AgreementRow) -> float:
    return row.share


def _shared(rows: list[AgreementRow], language: Language) -> str:
    """The counts of one row; of several with the same share, the share."""
    if len({(row.favourable, row.answered) for row in rows}) == 1:
        return favourable_of(rows[0], language)
    return language.percent(rows[0].share)


def _how_sure(high: AgreementRow, low: AgreementRow, result: Agreement, language: Language) -> str:
    if low.answered == low.population and high.answered == high.population:
        return language.say(message("Every partner answered both, so nothing is estimated."))
    if low.interval(result.level).high >= high.interval(result.level).low:
        return language.say(
            message("The two ranges overlap: with the other partners' answers the order could be different.")
        )
    return language.say(message("The two ranges do not overlap."))


def _one_share(row: AgreementRow, result: Agreement, language: Language) -> str:
    if not row.showable:
        return not_shown([row], language)
    values = {"subject": wording(row.subject, language), "answered": row.answered}
    facts = language.say(
        counted(
            '"{subject}": {count} of {answered} partners who answered rates it as important.',
            '"{subject}": {count} of {answered} partners who answered rate it as important.',
            row.favourable,
            **values,
        )
        if result.role == "importance"
        else counted(
            '"{subject}": {count} of {answered} partners who answered is on the favourable side.',
            '"{subject}": {count} of {answered} partners who answered are on the favourable side.',
            row.favourable,
            **values,
        )
    )
    if not may_show_percent(row.answered):
        return facts + " " + language.say(message("So few answers are single voices, not a share."))
    return facts + " " + language.say(_for_all_partners(row, result, language))


def _for_all_partners(row: AgreementRow, result: Agreement, language: Language) -> Message:
    """What a share says about the partners who did not answer."""
    everybody = row.population == result.population  # else some said that it does not apply to them
    if row.answered == row.population:
        if everybody:
            return message("Every partner answered, so nothing is estimated.")
        return message("Every partner whom it concerns answered, so nothing is estimated.")
    low, high = row.interval(result.level)
    values = {"share": language.percent(row.share), "low": language.percent(low), "high": language.percent(high)}
    if result.population is None:
        return message(
            "That is {share}; if the others think like those who answered, the share among all partners "
            "lies between {low} and {high}.",
            **values,
        )
    if everybody:
        return message(
            "That is {share}; if the silent ones think like those who answered, the share among all "
            "{population} partners lies between {low} and {high}.",
            population=row.population,
            **values,
        )
    return message(
        "That is {share}; if the silent ones think like those who answered, the share among the partners whom it "
        "concerns lies between {low} and {high}.",
        **values,
    )


def count_of(count: float, total: int, language: Language) -> str:
    """A count of others, which may have a half, with its percentage where they are enough."""
    said = language.number(count, 1 if count % 1 else 0)
    if not may_show_percent(total):
        return language.say(message("{count} of {all}", count=said, all=total))
    share = language.percent(count / total)
    return language.say(message("{count} of {all} ({share})", count=said, all=total, share=share))


def favourable_of(row: AgreementRow, language: Language) -> str:
    """Counts as words: "18 of 24"."""
    return language.say(message("{favourable} of {answered}", favourable=row.favourable, answered=row.answered))
