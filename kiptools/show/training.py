"""What a training has brought, shown: reaction, learning, follow-up, each under its heading.

Counts of learners who rate themselves higher, the same, lower. Where 30 or more are linked, the tests of
`kiptools.waves` are told as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiptools.confidentiality import FEWEST_TO_COMPARE, FEWEST_TO_SHOW
from kiptools.language import Language
from kiptools.likert import Agreement, AgreementRow
from kiptools.messages import Message, counted, message
from kiptools.show.drawing import counts_figure, to_svg
from kiptools.show.figures import figure
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import figure as html_figure
from kiptools.show.html import table as html_table
from kiptools.show.sentences import HIDDEN, sentence, wording
from kiptools.show.tables import count_text, table
from kiptools.training import TrainingEvaluation
from kiptools.waves import Change, Links, PreThenPost, SubjectChange, WaveLinks

__all__: list[str] = []

REACTION = message("Reaction: what learners said at the end of the training")
LEARNING = message("Learning: what learners say they can do")
FOLLOW_UP = message("Follow-up: what is left of it some months later")
SHIFT = message("Looking back at the start, against what was said before the training")
SINCE_BEFORE = message("After the training, against what was said before it")
SINCE_THEN = message("After the training, against the start as it is seen now")
KEPT = message("At the follow-up, against the end of the training")
AGREE = (message("Agree"), message("Do not agree"))
MOVES = (message("Higher"), message("The same"), message("Lower"))
LEARNERS = message("Learners")
NOT_SHOWN = message(
    "{sign} Not shown: fewer than {fewest} learners answered, or all alike, or it would tell what a few answered.",
    sign=HIDDEN,
    fewest=FEWEST_TO_SHOW,
)


# --- tables ------------------------------------------------------------------------------------------


@table.register
def _(result: TrainingEvaluation, language: Language) -> Rendered:
    parts = []
    if result.reaction is not None:
        parts += [paragraph(language.say(REACTION)), _reaction_table(result.reaction, language)]
    if result.learning is not None:
        steps = dict(zip((SHIFT, SINCE_BEFORE, SINCE_THEN), _changes(result.learning), strict=True))
        parts += [paragraph(language.say(LEARNING)), _moves_table(steps, language)]
        parts += [table(result.learning, language)] * _tested(*_changes(result.learning))
    if result.kept is not None:
        parts += [paragraph(language.say(FOLLOW_UP)), _moves_table({KEPT: result.kept}, language)]
        parts += [table(result.kept, language)] * _tested(result.kept)
    return join(parts)


def _changes(learning: PreThenPost) -> tuple[Change, Change, Change]:
    return learning.shift, learning.since_before, learning.since_then


def _tested(*changes: Change) -> bool:
    return any(change.told for change in changes)


def _reaction_table(result: Agreement, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(_reaction(result, language)[0]))
    rows = [[wording(row.subject, language), *_agree_cells(row, language)] for row in result.rows]
    head = [message("Statement"), message("Learners who agree"), message("Answered")]
    return html_table(
        language.say(message("What learners agree with")),
        [language.say(text) for text in head],
        rows,
        language.say(NOT_SHOWN) if not all(row.showable for row in result.rows) else "",
    )


def _agree_cells(row: AgreementRow, language: Language) -> list[str]:
    if not row.showable:
        return [HIDDEN, HIDDEN]
    return [count_text(row.favourable, row.answered, language), language.number(row.answered)]


def _moves_table(steps: dict[Message, Change], language: Language) -> Rendered:
    """A row for each competence, a column for each comparison: how many higher, the same, lower."""
    changes = list(steps.values())
    if reason := _nothing_compared(changes):
        return paragraph(language.say(reason))
    rows = [
        [wording(each[0].subject, language), *(_moved(row, language) for row in each)]
        for each in zip(*(change.rows for change in changes), strict=True)
    ]
    note = message("Learners who rate themselves higher · the same · lower.")
    hidden = any(HIDDEN in row for row in rows)
    return html_table(
        language.say(message("How learners' ratings of themselves have moved")),
        [language.say(message("Competence")), *map(language.say, steps)],
        rows,
        " ".join(map(language.say, [note, *_linked(changes[0].links), *[NOT_SHOWN] * hidden])),
    )


def _moved(row: SubjectChange, language: Language) -> str:
    return " · ".join(map(language.number, row.moved)) if row.shown else HIDDEN


def _nothing_compared(changes: Sequence[Change]) -> Message | None:
    """Why no question is compared; None if some are."""
    if changes[0].rows:
        return None
    if any(change.different or change.single for change in changes):
        return message(
            "The self-assessments have no question in common that could be compared: it must have the same name in "
            "each of them, and the same answers to choose from."
        )
    return message(
        "None of the questions of the self-assessments is known to be rated on a scale; give their codebook "
        "(--codebook; kip codebook FILE drafts one)."
    )


def _linked(links: Links | None) -> list[Message]:
    """How many learners are linked in all files, and what of each file is not, or has a code that is no use."""
    if links is None:
        return []
    if len(links.waves) > 2:
        linked = counted(
            "{count} learner could be linked in all three self-assessments.",
            "{count} learners could be linked in all three self-assessments.",
            links.always,
        )
    else:
        linked = counted(
            "{count} learner could be linked in both self-assessments.",
            "{count} learners could be linked in both self-assessments.",
            links.always,
        )
    return [linked, *_not_linked(links.waves)]


def _not_linked(waves: Sequence[WaveLinks]) -> list[Message]:
    """Which answers are not linked, which have no code, and which codes are there twice; nothing where all is well."""
    found = []
    if alone := _by_wave([each.alone and _of_all(each.alone, each.answers) for each in waves]):
        found.append(message("Answers that are not linked: {places}.", places=alone))
    if empty := _by_wave([each.empty for each in waves]):
        found.append(message("Answers without a code: {places}.", places=empty))
    if repeated := _by_wave([each.repeated for each in waves]):
        found.append(
            message(
                "Codes that stand more than once in a file: {places}. The answers under such a code are compared by "
                "their mean.",
                places=repeated,
            )
        )
    return found


def _of_all(count: int, answers: int) -> Message:
    return message("{count} of {all}", count=count, all=answers)


def _by_wave(counts: Sequence[object]) -> tuple[Message, ...]:
    """The counts with what they are counts of: of before, looking back and after, or of after and the follow-up."""
    before, then, after, followup = (*counts, 0) if len(counts) > 2 else (0, 0, *counts)
    said = {
        message("{count} before the training", count=before): before,
        message("{count} looking back", count=then): then,
        message("{count} after the training", count=after): after,
        message("{count} at the follow-up", count=followup): followup,
    }
    return tuple(text for text, count in said.items() if count)


# --- sentence ----------------------------------------------------------------------------------------


@sentence.register
def _(result: TrainingEvaluation, language: Language) -> str:
    said: list[str] = []
    if result.reaction is not None:
        said += map(language.say, _reaction(result.reaction, language))
    if result.learning is not None:
        said += map(language.say, [*_learning(result.learning), *_loose(result.learning.shift)])
        said += [sentence(result.learning, language)] * _tested(*_changes(result.learning))
    if result.kept is not None:
        if not (result.learning and _nothing_compared(_changes(result.learning))):  # which has said why
            said += map(language.say, _follow_up(result.kept, language))
        said += map(language.say, _loose(result.kept))
        said += [sentence(result.kept, language)] * _tested(result.kept)
    changes = [*(_changes(result.learning) if result.learning else ()), *([result.kept] if result.kept else ())]
    if any(change.rows for change in changes) and not _tested(*changes):
        said.append(
            language.say(
                message(
                    "Fewer than {fewest} learners are linked, so nothing is tested: the counts describe these "
                    "learners, and chance may have its part in them.",
                    fewest=FEWEST_TO_COMPARE,
                )
            )
        )
    return " ".join(said)


def _loose(change: Change) -> list[Message]:
    """How many are linked, where some could not be."""
    linked = _linked(change.links) if change.rows else []
    return linked if len(linked) > 1 else []


def _reaction(result: Agreement, language: Language) -> list[Message]:
    """Which statement has the most agreement, and which the least."""
    if not result.rows:
        return [
            message(
                "None of the questions about the training is known to be rated on a scale; give its codebook "
                "(--reaction-codebook; kip codebook FILE drafts one)."
            )
        ]
    rows = [row for row in result.rows if row.showable]
    if not rows:
        return [message("Reaction: nothing can be shown, because too few learners answered, or all answered alike.")]
    most, least = max(rows, key=lambda row: row.share), min(rows, key=lambda row: row.share)
    if len(rows) == 1:
        return [
            message(
                'Reaction: {favourable} of {answered} learners agree with "{statement}".',
                favourable=most.favourable,
                answered=most.answered,
                statement=wording(most.subject, language),
            )
        ]
    if most.share == least.share:
        return [
            message(
                'Reaction: {favourable} of {answered} learners agree with "{statement}", and with the other statements '
                "about as many.",
                favourable=most.favourable,
                answered=most.answered,
                statement=wording(most.subject, language),
            )
        ]
    return [
        message(
            'Reaction: "{most}" has the most agreement ({count} of {all} learners), "{least}" the least ({few} of '
            "{answered}).",
            most=wording(most.subject, language),
            count=most.favourable,
            all=most.answered,
            least=wording(least.subject, language),
            few=least.favourable,
            answered=least.answered,
        )
    ]


def _learning(result: PreThenPost) -> list[Message]:
    if reason := _nothing_compared(_changes(result)):
        return [reason]
    shown = [rows for rows in zip(*(change.rows for change in _changes(result)), strict=True) if _all_shown(rows)]
    if not shown:
        return [message("Learning: too few learners answered all three times to show how their ratings have moved.")]
    stricter, since_before, since_then = (
        sum(_balance(rows[place]) * sign > 0 for rows in shown) for place, sign in enumerate((-1, 1, 1))
    )
    values = {"before": since_before, "then": since_then, "all": len(shown)}
    texts = [
        message(
            "Learning: against their start as they see it now, more learners rate themselves higher than lower in "
            "{then} of {all} competences; against what they said before the training, in {before}.",
            **values,
        )
    ]
    if stricter:
        texts.append(
            message(
                "In {stricter} of {all} competences more learners see their start lower now than they did before, "
                "which is common: who has learned what a competence takes judges more strictly. So the comparison with "
                "before may hide what was learned, and that with the start as seen now may flatter it.",
                stricter=stricter,
                all=len(shown),
            )
        )
    return texts


def _all_shown(rows: Sequence[SubjectChange]) -> bool:
    return all(row.shown for row in rows)


def _balance(row: SubjectChange) -> int:
    """Learners who rate themselves higher less those who do lower."""
    higher, _, lower = row.moved
    return higher - lower


def _follow_up(result: Change, language: Language) -> list[Message]:
    """Where most has been lost."""
    if reason := _nothing_compared([result]):
        return [reason]
    rows = [row for row in result.rows if row.shown]
    if not rows:
        return [message("Follow-up: too few learners answered both times to show what is left.")]
    fallen = [row for row in rows if _balance(row) < 0]
    if not fallen:
        return [message("Follow-up: in no competence do more learners rate themselves lower than higher.")]
    most = min(fallen, key=_balance)
    higher, _, lower = most.moved
    return [
        message(
            "Follow-up: in {fallen} of {all} competences more learners rate themselves lower than higher, most clearly "
            'in "{subject}" (of {n} learners {lower} lower, {higher} higher).',
            fallen=len(fallen),
            all=len(rows),
            subject=wording(most.subject, language),
            n=most.answered[0],
            lower=lower,
            higher=higher,
        )
    ]


# --- figure ------------------------------------------------------------------------------------------


@figure.register
def _(result: TrainingEvaluation, language: Language) -> Rendered:
    """A drawing for each comparison, so that they can be read one below the other."""
    drawn: list[tuple[Message, list[tuple[str, Sequence[int]]], tuple[Message, ...], list[Message]]] = []
    if result.reaction is not None:
        bars: list[tuple[str, Sequence[int]]] = [
            (wording(row.subject, language), (row.favourable, row.answered - row.favourable))
            for row in result.reaction.rows
            if row.showable
        ]
        drawn.append((REACTION, bars, AGREE, _reaction(result.reaction, language)))
    if result.learning is not None:
        for step, change in zip((SHIFT, SINCE_BEFORE, SINCE_THEN), _changes(result.learning), strict=True):
            drawn.append((step, _bars(change, language), MOVES, _learning(result.learning)))
    if result.kept is not None:
        drawn.append((KEPT, _bars(result.kept, language), MOVES, _follow_up(result.kept, language)))
    return join([_drawing(*each, language) for each in drawn if each[1]] or [paragraph(sentence(result, language))])


def _bars(change: Change, language: Language) -> list[tuple[str, Sequence[int]]]:
    return [(wording(row.subject, language), row.moved) for row in change.rows if row.shown]


def _drawing(
    step: Message,
    bars: Sequence[tuple[str, Sequence[int]]],
    names: Sequence[Message],
    says: Sequence[Message],
    language: Language,
) -> Rendered:
    """Stacked counts, with what they say as alternative text, and themselves as a table."""
    title, heads = language.say(step), [language.say(name) for name in names]
    texts = [language.say(message("n = {n}", n=sum(counts))) for _, counts in bars]
    drawing = counts_figure(bars, texts, language, language.say(LEARNERS), names=heads, heading=title)
    data = html_table(
        title,
        [language.say(message("Statement")), *heads],
        [[label, *map(language.number, counts)] for label, counts in bars],
    )
    alt = " ".join(map(language.say, says))
    return html_figure(to_svg(drawing), alt, data, language.say(message("The figure's data as a table")), title=title)
