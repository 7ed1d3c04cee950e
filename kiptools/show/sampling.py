"""Weighted estimates: the value for all partners with its range, beside the answers as they are.

No mean and no percentage of fewer than ten answers. Groups are said to differ only if their ranges do not overlap
even when drawn so wide that all of them together hold at the chosen level (Bonferroni).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kiptools.codebook import Choice
from kiptools.confidentiality import (
    FEWEST_FOR_PERCENT,
    FEWEST_TO_COMPARE,
    FEWEST_TO_SHOW,
    may_compare,
    may_show_percent,
)
from kiptools.language import Language
from kiptools.messages import NOTHING, Message, counted, message
from kiptools.sampling import Estimate, Estimates
from kiptools.show.html import Rendered, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import WITHHELD, sentence, too_few, wording
from kiptools.show.tables import HIDDEN, table

__all__: list[str] = []

CAPTIONS = {
    "share": message("Shares among all partners, estimated from the answers"),
    "mean": message("Means among all partners, estimated from the answers"),
    "total": message("Totals for all partners, estimated from the answers"),
}
COMPLETE = message(
    "All partners took part, so nothing is estimated; what those who left a question empty would have said is not "
    "known."
)
FEW = message("No estimate is given from fewer than {fewest} answers.", fewest=FEWEST_FOR_PERCENT)
HEADINGS = {"share": message("Share"), "mean": message("Mean"), "total": message("Total")}


# --- tables ------------------------------------------------------------------------------------------


@table.register
def _(result: Estimates, language: Language) -> Rendered:
    if not result.rows:
        return paragraph(language.say(NOTHING))
    one_kind = len({_heading([row]) for row in result.rows}) == 1 and all(row.answer is None for row in result.rows)
    if result.by is None and one_kind:
        head = [language.say(message("Question"))]
        rows = [[wording(row.item, language), *_cells(row, result, language)] for row in result.rows]
        return _table(language.say(CAPTIONS[result.what]), head, rows, result.rows, result, language)
    return join([_of_item(rows, result, language) for rows in _by_item(result)])


def _of_item(rows: list[Estimate], result: Estimates, language: Language) -> Rendered:
    """One question's estimates, by group, by answer, or both."""
    labels = {"group": message("Group"), "answer": message("Answer")}
    kinds = [kind for kind in labels if any(getattr(row, kind) for row in rows)]
    cells = [[*(_name(getattr(row, kind), language) for kind in kinds), *_cells(row, result, language)] for row in rows]
    head = [language.say(labels[kind]) for kind in kinds] or [language.say(message("Question"))]
    if not kinds:
        cells = [[wording(row.item, language), *line] for row, line in zip(rows, cells, strict=True)]
    caption = message("{caption}: {question}", caption=CAPTIONS[result.what], question=wording(rows[0].item, language))
    return _table(language.say(caption), head, cells, rows, result, language)


def _table(
    caption: str,
    head: list[str],
    cells: list[list[str]],
    rows: Sequence[Estimate],
    result: Estimates,
    language: Language,
) -> Rendered:
    columns = [
        _heading(rows),
        message("Range ({level})", level=language.percent(result.level)),
        *([message("Without weights")] if result.weighted else []),
        message("Answered"),
    ]
    notes = [language.say(note) for note in _notes(result, language)]
    if hidden := [row for row in rows if not row.showable]:
        notes.append(f"{HIDDEN} {_why_hidden(hidden, result, language)}")
    if any(row.showable and not may_show_percent(row.answered) for row in rows):
        notes.append(f"{HIDDEN} {language.say(FEW)}")
    return html_table(caption, [*head, *map(language.say, columns)], cells, " ".join(notes))


def _heading(rows: Sequence[Estimate]) -> Message:
    """What the numbers are: of rated questions, whose share or total it is."""
    roles = {row.item.role for row in rows}
    if rows[0].what != "mean" and roles == {"importance"}:
        return message("Important")
    if rows[0].what != "mean" and roles == {"experience"}:
        return message("Favourable")
    return HEADINGS[rows[0].what]


def _cells(row: Estimate, result: Estimates, language: Language) -> list[str]:
    width = 2 + result.weighted
    if not row.showable:
        return [HIDDEN] * (width + 1)
    if not may_show_percent(row.answered):
        return [*[HIDDEN] * width, language.number(row.answered)]
    plain = [_number(row.unweighted, row, language)] if result.weighted else []
    return [_number(row.value, row, language), _range(row, result, language), *plain, language.number(row.answered)]


def _range(row: Estimate, result: Estimates, language: Language) -> str:
    low, high = row.interval(result.level)
    if low != low:
        return HIDDEN
    return language.say(message("{low} to {high}", low=_number(low, row, language), high=_number(high, row, language)))


def _number(value: float, row: Estimate, language: Language) -> str:
    """Shares as percentages, means with one decimal, totals as whole numbers."""
    if row.what == "share":
        return language.percent(value)
    return language.number(value, 1 if row.what == "mean" else 0)


def _notes(result: Estimates, language: Language) -> Iterable[Message]:
    if result.rows[0].complete:
        yield COMPLETE
    elif result.population is None:
        yield message(
            "Range: where the value for all partners plausibly lies, if those who answered can stand for them."
        )
    else:
        yield message(
            "Range: where the value for all {population} partners plausibly lies, if the silent ones think like those "
            "who answered.",
            population=result.population,
        )
    if result.weighted:
        yield message("Weighted: the answer of a partner who stands for many others counts more.")
        if result.respondents < FEWEST_TO_COMPARE:
            yield message(
                "Fewer than {fewest} partners answered: with weights, single partners decide much, so look at the "
                "values without weights, too.",
                fewest=FEWEST_TO_COMPARE,
            )


def _why_hidden(hidden: list[Estimate], result: Estimates, language: Language) -> str:
    if all(row.withheld for row in hidden):
        return language.say(WITHHELD)
    if result.by is None:
        return too_few(language)
    return language.say(
        message(
            "{sign} Not shown: fewer than {fewest} answers, answers that are all the same, or a group from which such "
            "answers could be worked out.",
            sign="",
            fewest=FEWEST_TO_SHOW,
        )
    ).strip()


def _by_item(result: Estimates) -> list[list[Estimate]]:
    found: dict[str, list[Estimate]] = {}
    for row in result.rows:
        found.setdefault(row.item.name, []).append(row)
    return list(found.values())


def _name(choice: Choice | None, language: Language) -> str:
    return (choice.wording.in_language(language.code) or choice.name) if choice else ""


# --- sentences ---------------------------------------------------------------------------------------


@sentence.register
def _(result: Estimates, language: Language) -> str:
    if not result.rows:
        return ""
    if not any(row.showable for row in result.rows):
        return _why_hidden(list(result.rows), result, language)
    told = [row for row in result.rows if row.showable and may_show_percent(row.answered) and row.df > 0]
    if not told:
        return language.say(FEW)
    if result.by is not None and result.what != "total":  # a total grows with the group
        return _groups(told, result, language)
    if len(result.rows) == 1 and not told[0].complete and (told[0].what != "total" or not told[0].item.closed):
        return _one(told[0], result, language)
    rest = language.say(_answers(told))
    return f"{rest} {language.say(COMPLETE)}" if told[0].complete else rest


def _answers(told: list[Estimate]) -> Message:
    answered = [row.answered for row in told]
    if min(answered) == max(answered):
        return counted(
            "The values shown rest on {count} answer each.",
            "The values shown rest on {count} answers each.",
            answered[0],
        )
    return counted(
        "The values shown rest on {fewest} to {count} answer each.",
        "The values shown rest on {fewest} to {count} answers each.",
        max(answered),
        fewest=min(answered),
    )


def _one(row: Estimate, result: Estimates, language: Language) -> str:
    low, high = row.interval(result.level)
    values = {
        "subject": wording(row.item, language),
        "value": _number(row.value, row, language),
        "low": _number(low, row, language) if low == low else HIDDEN,
        "high": _number(high, row, language) if high == high else HIDDEN,
        "n": row.answered,
    }
    if row.what == "share" and row.item.role == "importance":
        text = message(
            '"{subject}": about {value} of all partners rate it as important, plausibly between {low} and {high} '
            "(estimated from {n} answers).",
            **values,
        )
    elif row.what == "share" and row.answer is None:
        text = message(
            '"{subject}": about {value} of all partners are on the favourable side, plausibly between {low} and {high} '
            "(estimated from {n} answers).",
            **values,
        )
    elif row.what == "mean":
        text = message(
            '"{subject}": the mean among all partners is about {value}, plausibly between {low} and {high} (estimated '
            "from {n} answers).",
            **values,
        )
    else:
        text = message(
            '"{subject}": about {value} for all partners together, plausibly between {low} and {high} (estimated from '
            "{n} answers).",
            **values,
        )
    return language.say(text)


def _groups(told: list[Estimate], result: Estimates, language: Language) -> str:
    """Which groups lie apart from each other, of the highest and the lowest of each question."""
    sets: dict[tuple[str, Choice | None], list[Estimate]] = {}
    for row in told:
        sets.setdefault((row.item.name, row.answer), []).append(row)
    compared = [rows for rows in sets.values() if len(rows) > 1 and may_compare(sum(row.answered for row in rows))]
    if not compared:
        return language.say(message("There are too few answers to say whether the groups differ."))
    pairs = []
    level = 1 - (1 - result.level) / sum(map(len, compared))
    for rows in compared:
        low = min(rows, key=lambda row: row.interval(level).high)
        high = max(rows, key=lambda row: row.interval(level).low)
        if low.interval(level).high < high.interval(level).low:
            pairs.append((high, low))
    if not pairs:
        return language.say(message("No clear difference between the groups: the ranges overlap."))
    return " ".join(language.say(_difference(high, low, language)) for high, low in pairs)


def _difference(high: Estimate, low: Estimate, language: Language) -> Message:
    return message(
        '"{subject}": higher in the group "{group}" ({high}) than in "{other}" ({low}); the ranges do not overlap.',
        subject=wording(high.item, language) + (f" – {_name(high.answer, language)}" if high.answer else ""),
        group=_name(high.group, language),
        other=_name(low.group, language),
        high=_number(high.value, high, language),
        low=_number(low.value, low, language),
    )
