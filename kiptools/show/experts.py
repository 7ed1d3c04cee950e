"""What experts say of the statements: counts first, the index beside them, and their remarks word for word."""

from __future__ import annotations

from collections.abc import Sequence

from kiptools.experts import FEWEST_EXPERTS, ContentValidity, ItemValidity, Verdict
from kiptools.language import Language
from kiptools.messages import NOTHING, Message, counted, message, some
from kiptools.show.html import Rendered, folded, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import HIDDEN, sentence, wording
from kiptools.show.tables import table

VERDICTS: dict[Verdict, Message] = {
    Verdict.EXCELLENT: message("excellent"),
    Verdict.GOOD: message("good"),
    Verdict.FAIR: message("fair"),
    Verdict.POOR: message("poor"),
}
_ENOUGH = 0.78
_AVERAGE = 0.9


@table.register
def _(result: ContentValidity, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    again = [row for row in result.rows if not row.accepted or row.remarks]
    caption = message("Statements on which experts disagree, or have something to say")
    parts = [_items(caption, again, language)] if again else []
    caption = message("How relevant the experts find each statement to its topic")
    parts.append(folded(language.say(message("All statements")), _items(caption, result.rows, language)))
    if result.topics:
        parts.append(_topics(result, language))
    if any(row.remarks for row in result.rows):
        parts.append(_remarks(result, language))
    return join(parts)


def _items(caption: Message, rows: Sequence[ItemValidity], language: Language) -> Rendered:
    head = [
        message("Statement"),
        message("Experts who rated it"),
        message("Call it relevant"),
        message("Index (I-CVI)"),
        message("Kappa"),
        message("Fit"),
        message("What to do"),
    ]
    notes = [
        message(
            "Call it relevant: rated 3 or 4 of 4. Index: their share. Kappa: the same without what chance would bring "
            "about; above {excellent} it is called excellent, from {good} good, from {fair} fair (Polit, Beck and Owen "
            "2007).",
            excellent=language.number(0.74, 2),
            good=language.number(0.6, 2),
            fair=language.number(0.4, 2),
        ),
        message(
            "Look at it again: of three to five experts not all call it relevant, of six or more fewer than {enough} "
            "(Lynn 1986).",
            enough=language.percent(_ENOUGH),
        ),
    ]
    if any(row.index is None for row in rows):
        notes.append(message("{sign} Fewer than {fewest} experts; no index.", sign=HIDDEN, fewest=FEWEST_EXPERTS))
    return html_table(
        language.say(caption),
        [*map(language.say, head)],
        [[wording(row.item, language), *_cells(row, language)] for row in rows],
        " ".join(map(language.say, notes)),
    )


def _cells(row: ItemValidity, language: Language) -> list[str]:
    counts = [language.number(row.experts), language.number(row.agree)]
    if row.index is None or row.verdict is None:
        return [*counts, *[HIDDEN] * 4]
    kappa = language.say(message("below 0")) if row.kappa is not None and row.kappa < 0 else _two(row.kappa, language)
    todo = message("keep it") if row.accepted else message("look at it again")
    return [*counts, _two(row.index, language), kappa, language.say(VERDICTS[row.verdict]), language.say(todo)]


def _two(value: float | None, language: Language) -> str:
    return HIDDEN if value is None else language.number(value, 2)


def _topics(result: ContentValidity, language: Language) -> Rendered:
    head = [
        message("Topic"),
        message("Statements"),
        message("Mean index (S-CVI/Ave)"),
        message("All experts agree (S-CVI/UA)"),
    ]
    cells = [
        [
            wording(topic.construct, language),
            language.number(len(topic.indices)),
            _two(topic.average, language),
            _two(topic.universal, language),
        ]
        for topic in result.topics
    ]
    note = message(
        "Mean index: of the topic's statements; {enough} or more is usually asked for. All experts agree: the share of "
        "statements that every expert calls relevant; the more experts, the lower it gets.",
        enough=language.number(_AVERAGE, 2),
    )
    return html_table(
        language.say(message("How well the statements of each topic fit it")),
        [*map(language.say, head)],
        cells,
        language.say(note),
    )


def _remarks(result: ContentValidity, language: Language) -> Rendered:
    return html_table(
        language.say(message("What the experts find unclear, in their own words")),
        [language.say(message("Statement")), language.say(message("Remark"))],
        [[wording(row.item, language), remark] for row in result.rows for remark in row.remarks],
        words=True,
    )


@sentence.register
def _(result: ContentValidity, language: Language) -> str:
    if not result.rows:
        return ""
    rated = [row for row in result.rows if row.index is not None]
    said = [
        counted(
            "{count} expert gave an opinion on the statements.",
            "{count} experts gave their opinion on the statements.",
            result.experts,
        )
    ]
    if not rated:
        said.append(
            message(
                "No statement was rated by {fewest} experts or more, so there is no index; read the remarks.",
                fewest=FEWEST_EXPERTS,
            )
        )
    elif not result.to_look_at:
        said.append(
            counted(
                "The statement that enough of them rated fits its topic, as they see it.",
                "All {count} statements that enough of them rated fit their topics, as they see it.",
                len(rated),
            )
        )
    else:
        said.append(
            counted(
                "Too few of them call {count} of {all} statements relevant to its topic; look at it again: "
                "{statements}.",
                "Too few of them call {count} of {all} statements relevant to their topics; look at them again: "
                "{statements}.",
                len(result.to_look_at),
                all=len(rated),
                statements=language.list(some([_counted(row, language) for row in result.to_look_at])),
            )
        )
    if remarked := sum(bool(row.remarks) for row in result.rows):
        said.append(
            counted(
                "On {count} statement there are remarks to read.",
                "On {count} statements there are remarks to read.",
                remarked,
            )
        )
    if rated and max(row.experts for row in rated) < 6:
        said.append(message("With so few experts one opinion changes the result; take it as a reason to talk."))
    return " ".join(map(language.say, said))


def _counted(row: ItemValidity, language: Language) -> str:
    return language.say(
        message(
            '"{statement}" ({agree} of {experts})',
            statement=wording(row.item, language),
            agree=row.agree,
            experts=row.experts,
        )
    )
