"""Results as tables, with counts beside every percentage."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from kiptools.codebook import Construct, Item, Scale
from kiptools.confidentiality import FEWEST_TO_SHOW, may_show, may_show_percent
from kiptools.language import Language
from kiptools.likert import Agreement, AgreementRow, Distribution, ItemDistribution, OpenAnswers
from kiptools.messages import ABSENT, NOTHING, Message, counted, cut, message
from kiptools.missing import Missing
from kiptools.overview import MissingAnswers, Overview, look_over
from kiptools.responses import Responses
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import HIDDEN, WITHHELD, groups_hidden, not_shown, wording
from kiptools.show.topics import load_topics_of

__all__ = ["HIDDEN", "blocks", "hidden_note", "level_names", "on_a_scale", "option_counts", "table"]

MISSING_NAMES: dict[Missing, Message] = {
    Missing.NOT_SHOWN: message("Not asked"),
    Missing.LEFT_EMPTY: message("Left empty"),
    Missing.NOT_APPLICABLE: message("Does not apply or don't know"),
    Missing.BROKEN_OFF: message("Broken off"),
}


KIND_NAMES: dict[str, Message] = {
    "rated": message("Rated on a scale"),
    "select_one": message("One answer from a list"),
    "select_multiple": message("Several answers from a list"),
    "number": message("Number"),
    "date": message("Date"),
    "text": message("Open question"),
    "ignored": message("Left out of the analysis"),
}


@singledispatch
def table(result: object, language: Language) -> Rendered:
    """The result as a table."""
    if load_topics_of(result):
        return table(result, language)
    raise TypeError(f"there is no table for a {type(result).__name__}")


@table.register
def _(result: None, language: Language) -> Rendered:
    return paragraph(language.say(ABSENT))


@table.register(tuple)
def _(result: tuple[object, ...], language: Language) -> Rendered:
    """Several results below each other."""
    return join([table(each, language) for each in result]) if result else table(None, language)


@table.register
def _(result: Responses, language: Language) -> Rendered:
    if result.withheld:
        return paragraph(language.say(WITHHELD))
    return table(look_over(result), language)


@table.register
def _(result: Overview, language: Language) -> Rendered:
    parts = [_numbered(language, message("How the answers were read"), result.notes)]
    parts.append(
        html_table(
            language.say(message("What the survey asked")),
            [language.say(message("Kind of question")), language.say(message("Questions"))],
            [[language.say(KIND_NAMES[kind]), language.number(count)] for kind, count in result.kinds],
            language.say(counted("{count} respondent.", "{count} respondents.", result.respondents)),
        )
    )
    if result.scales and may_show(result.respondents):
        parts.append(_scales(result, language))
    if result.missing and may_show(result.respondents):
        parts.append(_missing(result, language))
    if result.to_decide:
        parts.append(_numbered(language, message("What needs a decision"), result.to_decide))
    return join(parts)


def _numbered(language: Language, caption: Message, lines: Sequence[Message]) -> Rendered:
    return html_table(
        language.say(caption),
        [language.say(message("Step")), language.say(message("What was found or decided"))],
        [[language.number(place), language.say(line)] for place, line in enumerate(lines, start=1)],
        words=True,
    )


def _scales(result: Overview, language: Language) -> Rendered:
    rows = []
    for use in result.scales:
        if len(use.scale.levels) < 2:
            continue  # a list drafted from the answers, of which there is one: everybody gave it
        answers = [choice.wording.in_language(language.code) or choice.name for choice in use.scale.levels]
        order = message("Lowest first") if use.ordered else message("No order")
        rows.append([", ".join(map(cut, answers)), language.say(order), language.number(use.questions)])
    return html_table(
        language.say(message("The lists of answers")),
        [
            language.say(message("Answers")),
            language.say(message("Order")),
            language.say(message("Questions with this list")),
        ],
        rows,
        words=True,
    )


def _missing(result: Overview, language: Language) -> Rendered:
    rows = [
        [
            missing_name(missing.kind, missing.inferred > 0, language),
            language.number(missing.answers),
            language.say(
                message(
                    "{count} of {all}", count=language.number(missing.questions), all=language.number(result.closed)
                )
            ),
        ]
        if _told(missing)
        else [missing_name(missing.kind, missing.inferred > 0, language), HIDDEN, HIDDEN]
        for missing in result.missing
    ]
    notes = []
    if not all(map(_told, result.missing)):
        text = message("{sign} Fewer than {fewest}; not shown.", sign=HIDDEN, fewest=FEWEST_TO_SHOW)
        notes.append(language.say(text))
    if any(missing.inferred for missing in result.missing):
        text = (
            message(
                "Inferred: neither the file nor the codebook tells why these cells are empty; their pattern was taken "
                "for a sign."
            )
            if any(missing.inferred and missing.kind != Missing.LEFT_EMPTY for missing in result.missing)
            else message("Neither the file nor the codebook tells whether what is left empty was asked.")
        )
        notes.append(language.say(text))
    return html_table(
        language.say(message("Missing answers to questions with a list of answers")),
        [language.say(message("Why")), language.say(message("Missing answers")), language.say(message("In questions"))],
        rows,
        " ".join(notes),
    )


def _told(missing: MissingAnswers) -> bool:
    """Whether the number may be told: few partners who were not asked are few who gave a certain answer before."""
    return missing.kind != Missing.NOT_SHOWN or may_show(missing.answers // missing.questions)


def missing_name(kind: Missing, inferred: bool, language: Language) -> str:
    """Why answers are missing; that it is inferred, where it is more than an empty cell."""
    name = language.say(MISSING_NAMES[kind])
    if inferred and kind in (Missing.NOT_SHOWN, Missing.BROKEN_OFF):
        return language.say(message("{reason} (inferred)", reason=name))
    return name


@table.register
def _(result: Distribution, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    return join(
        [_grid(rows, language) if on_a_scale(rows[0].item) else _one_item(rows[0], language) for rows in blocks(result)]
    )


def blocks(result: Distribution) -> list[list[ItemDistribution]]:
    """Rows that belong together: those on one ordered scale; anything else alone."""

    def shared(row: ItemDistribution) -> tuple[str, Scale | None]:
        return ("", row.item.scale) if on_a_scale(row.item) else (row.item.name, None)

    found: dict[tuple[str, Scale | None], list[ItemDistribution]] = {}
    for row in result.rows:
        found.setdefault(shared(row), []).append(row)
    return list(found.values())


def on_a_scale(item: Item) -> bool:
    """Whether an item is shown with others on its scale; who answers is shown group by group."""
    return item.ordered and item.role != "profile"


def level_names(item: Item, language: Language) -> list[str]:
    """The answers of a closed question, as respondents saw them."""
    return [level.wording.in_language(language.code) or level.name for level in item.levels]


def _grid(rows: Sequence[ItemDistribution], language: Language) -> Rendered:
    kinds = _kinds(rows)
    together = _told_together(rows)
    names = [missing_name(kind, any(kind in row.inferred for row in rows), language) for kind in kinds]
    head = [
        language.say(message("Question")),
        *level_names(rows[0].item, language),
        language.say(message("Answered")),
        *([language.say(message("No answer"))] if together else names),
    ]
    cells = []
    for row in rows:
        if row.showable:
            counts = [count_text(count, row.answered, language) for count in row.counts]
            cells.append(
                [
                    wording(row.item, language),
                    *counts,
                    language.number(row.answered),
                    *(
                        [language.number(row.respondents - row.answered)]
                        if together
                        else [language.number(row.count_missing(kind)) for kind in kinds]
                    ),
                ]
            )
        else:
            cells.append([wording(row.item, language), *[HIDDEN] * (len(head) - 1)])
    return html_table(
        language.say(message("How often each answer was given")), head, cells, hidden_note(rows, language)
    )


def _one_item(row: ItemDistribution, language: Language) -> Rendered:
    caption = wording(row.item, language)
    if not row.showable:
        return html_table(
            caption,
            [language.say(message("Answer")), language.say(message("Partners"))],
            [[HIDDEN, HIDDEN]],
            not_shown([row], language),
        )
    counts = option_counts(row, language)
    columns = [level_names(row.item, language), counts]
    head = [language.say(message("Answer")), language.say(message("Partners"))]
    notes = []
    if row.item.type == "select_multiple":
        text = message("Several answers were possible; the percentages are shares of those who answered.")
        if may_show_percent(row.answered) and HIDDEN not in counts:  # a share of all would tell what is hidden
            text = message(
                "Several answers were possible: percentages in brackets are shares of those who answered, the others "
                "of all answers."
            )
            head.append(language.say(message("Of all answers")))
            columns.append([language.percent(share) for share in row.shares_of_answers])
        notes.append(language.say(text))
    cells = [list(cell) for cell in zip(*columns, strict=True)]
    further = [(language.say(message("Answered")), row.answered)]
    if _told_together([row]):
        further.append((language.say(message("No answer")), row.respondents - row.answered))
    else:
        kinds = _kinds([row])
        further += [(missing_name(kind, kind in row.inferred, language), row.count_missing(kind)) for kind in kinds]
    cells.extend([name, language.number(count), *[""] * (len(head) - 2)] for name, count in further)
    return html_table(caption, head, cells, " ".join(filter(None, [*notes, hidden_note([row], language)])))


def option_counts(row: ItemDistribution, language: Language) -> list[str]:
    """The counts of a question's answers as texts; where they are sizes of groups, small ones are hidden."""
    return [
        count_text(count, row.answered, language) if visible else HIDDEN
        for count, visible in zip(row.counts, row.showable_counts, strict=True)
    ]


@table.register
def _(result: Agreement, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    by_construct = isinstance(result.rows[0].subject, Construct)
    head = [
        language.say(message("Topic") if by_construct else message("Question")),
        language.say(message("Important") if result.role == "importance" else message("Favourable")),
        language.say(message("Answered")),
        language.say(message("No answer")),
        language.say(message("Range ({level})", level=language.percent(result.level))),
    ]
    cells = [[wording(row.subject, language), *_agreement_cells(row, result, language)] for row in result.rows]
    if result.population is None:
        note = message(
            "Range: where the share among all partners plausibly lies, if those who answered can stand "
            "for them (Wilson)."
        )
    else:
        note = message(
            "Range: where the share among all {population} partners plausibly lies, if the silent ones "
            "think like those who answered (exact for {population} partners).",
            population=result.population,
        )
    caption = (
        message("Partners who rate it as important")
        if result.role == "importance"
        else message("Partners on the favourable side")
    )
    return html_table(
        language.say(caption),
        head,
        cells,
        " ".join(filter(None, [language.say(note), hidden_note(result.rows, language)])),
    )


@table.register
def _(result: OpenAnswers, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    shown = [may_show(count) and not result.withheld for _, count in result.rows]
    note = message("{sign} Fewer than {fewest}; not shown.", sign=HIDDEN, fewest=FEWEST_TO_SHOW)
    reason = f"{HIDDEN} {language.say(WITHHELD)}" if result.withheld else language.say(note)
    return html_table(
        language.say(message("Open questions")),
        [language.say(message("Question")), language.say(message("Partners who wrote an answer"))],
        [
            [wording(item, language), count_text(count, result.respondents, language) if visible else HIDDEN]
            for (item, count), visible in zip(result.rows, shown, strict=True)
        ],
        "" if all(shown) else reason,
    )


def _agreement_cells(row: AgreementRow, result: Agreement, language: Language) -> list[str]:
    if not row.showable:
        return [HIDDEN] * 4
    counts = [
        count_text(row.favourable, row.answered, language),
        language.number(row.answered),
        language.number(row.missing),
    ]
    if not may_show_percent(row.answered):
        return [*counts, HIDDEN]
    low, high = row.interval(result.level)
    return [*counts, language.say(message("{low} to {high}", low=language.percent(low), high=language.percent(high)))]


def count_text(count: int, answered: int, language: Language) -> str:
    """A count, with its percentage where there are answers enough."""
    if not may_show_percent(answered):
        return language.number(count)
    return f"{language.number(count)} ({language.percent(count / answered)})"


def _told_together(rows: Sequence[ItemDistribution]) -> bool:
    """Whether the reasons are not told apart: few who were not asked are few who gave a certain answer before."""
    return any(0 < row.count_missing(Missing.NOT_SHOWN) < FEWEST_TO_SHOW for row in rows)


def _kinds(rows: Sequence[ItemDistribution]) -> list[Missing]:
    """The kinds of missing that occur, in a fixed order."""
    return [kind for kind in MISSING_NAMES if any(row.count_missing(kind) for row in rows)]


def hidden_note(rows: Sequence[ItemDistribution | AgreementRow], language: Language) -> str:
    """What the dashes stand for, if there are any."""
    if reason := not_shown(rows, language):
        return f"{HIDDEN} {reason}"
    if any(isinstance(row, ItemDistribution) and HIDDEN in option_counts(row, language) for row in rows):
        return groups_hidden(language)
    return ""
