"""Why answers are missing: what the form tells, what the file tells, and what can only be inferred.

Where the codebook has the form's conditions (`relevant`), or the survey tool writes differently what was not
shown and what was left empty, that is used. Otherwise a question counts as not asked of those who gave certain
answers to an earlier one if all of them left it empty, most of the others answered it, and chance would hardly
have it so (hypergeometric, with Bonferroni's correction for all pairs of questions looked at); and the
kinds of missing of such items are marked as inferred.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lgamma, log

import numpy as np

from kiptools.cells import split_choices, whole_number
from kiptools.codebook import NUMBERS, OTHER, Codebook, Item
from kiptools.exports import Export
from kiptools.exports.columns import by_words, is_ticked
from kiptools.matching import OWN
from kiptools.messages import Message, counted, cut, some
from kiptools.missing import Missing
from kiptools.relevance import Answers, NotUnderstood, names, shown
from kiptools.responses import matrix_columns
from kiptools.tables import Column, fold

__all__ = ["LEAST_BROKEN_OFF", "tell_missing"]

LEAST_BROKEN_OFF = 5
FEWEST_ROUTED = 5  # respondents, on both sides of a condition that is inferred
MOST_SKIPPED = 0.25  # of those who were asked
CHANCE = 0.01
SAMPLE = 20_000  # rows in which conditions are looked for
Places = Mapping[str, Mapping[str, Column]]


def tell_missing(
    export: Export,
    codebook: Codebook,
    places: Places,
    matrix: np.ndarray,
    columns: Sequence[str],
    filled: Mapping[str, np.ndarray],
    notes: list[Message],
) -> frozenset[str]:
    """Put the kinds of missing into the matrix, in place.

    Parameters
    ----------
    export : Export
    codebook : Codebook
    places : mapping
        Each item's columns in the file.
    matrix : ndarray of int, shape (respondents, columns)
    columns : sequence of str
    filled : mapping of str to ndarray of bool
        For each open question, who answered it.
    notes : list of Message
        What was done is added here.

    Returns
    -------
    frozenset of str
        The items whose kinds of missing are inferred.
    """
    items = [item for item in codebook.items if item.role != "ignore"]
    where = {name: place for place, name in enumerate(columns)}
    first = {item.name: where[matrix_columns(item)[0]] for item in items if item.closed}
    hidden, not_understood = _by_form(codebook, places, len(matrix))
    told = _told(codebook, places, hidden, not_understood)
    contrary: list[str] = []
    for item in items:
        if item.name not in hidden:
            continue
        rows = hidden[item.name]
        if item.closed:
            contrary += [item.name] * bool((matrix[rows, first[item.name]] >= 0).any())
            _mark(matrix, item, where, rows, Missing.NOT_SHOWN)
        elif (filled[item.name] & rows).any():
            contrary.append(item.name)
    notes.extend(_said(not_understood, contrary))
    routes = list(_inferred_routes([item for item in items if item.closed], told, matrix, first))
    for route in routes:
        asked = matrix[:, first[route.by.name]]
        _mark(matrix, route.item, where, np.isin(asked, route.levels) | (asked == Missing.NOT_SHOWN), Missing.NOT_SHOWN)
    notes.extend(_said_of_routes(routes))
    stopped = _mark_broken_off(export, items, matrix, where, first, filled, hidden)
    if stopped and export.unfinished is None:
        notes.append(
            counted(
                "{count} respondent left the last {least} or more questions empty: taken as broken off.",
                "{count} respondents left the last {least} or more questions empty: taken as broken off.",
                stopped,
                least=LEAST_BROKEN_OFF,
            )
        )
    unsure = [item for item in items if item.closed and item.name not in told]
    return frozenset(
        item.name
        for item in unsure
        if any((matrix[:, first[item.name]] == kind).any() for kind in (Missing.NOT_SHOWN, Missing.LEFT_EMPTY))
    )


def _mark(matrix: np.ndarray, item: Item, where: Mapping[str, int], rows: np.ndarray, kind: Missing) -> None:
    """Give the answers that an item lacks in these rows their kind."""
    for name in matrix_columns(item):
        column = matrix[:, where[name]]
        column[rows & (column == Missing.LEFT_EMPTY)] = kind


# --- what the form tells -----------------------------------------------------------------------------


def _by_form(codebook: Codebook, places: Places, rows: int) -> tuple[dict[str, np.ndarray], list[str]]:
    """For each item with a condition, from whom the form hides it; and the items whose condition is not understood."""
    items = {item.name: item for item in codebook.items}
    answers: dict[str, Answers] = {}
    hidden: dict[str, np.ndarray] = {}
    conditions: dict[str, np.ndarray | None] = {}
    not_understood = []
    for item in codebook.items:
        if not item.relevant:
            continue
        if item.relevant not in conditions:
            for name in names(item.relevant):
                if name in items and name in places and name not in answers:
                    answers[name] = _answers(items[name], places[name], rows)
            try:
                conditions[item.relevant] = ~shown(item.relevant, answers, rows)
            except NotUnderstood:
                conditions[item.relevant] = None
        found = conditions[item.relevant]
        if found is None:
            not_understood.append(item.name)
        else:
            hidden[item.name] = found
    return hidden, not_understood


def _answers(item: Item, found: Mapping[str, Column], rows: int) -> Answers:
    """An item's answers as its form knows them: names of choices, numbers, texts."""
    options = {name: column for name, column in found.items() if name not in ("", OWN)}
    own = np.zeros(rows, dtype=bool)
    if OWN in found:
        texts = [bool(value) and value not in found[OWN].missing for value in found[OWN].values]
        own = np.array(texts, dtype=bool)[found[OWN].codes]
    if options:
        return _joined(options, own)
    column = found[""]
    values = tuple("" if value in column.missing else _as_in_form(item, value) for value in column.values)
    empty = np.array([not value for value in values], dtype=bool)[column.codes]
    codes = np.where(own & empty, len(values), column.codes.astype(np.int64))  # written beside "other" without a tick
    return codes, (*values, OTHER.name)


def _as_in_form(item: Item, value: str) -> str:
    """One answer as the form knows it."""
    if item.type == "select_one":
        return _choice_name(item, value) or (OTHER.name if item.other and value else value)
    if item.type == "select_multiple":
        places = [choice.name for choice in item.choices]

        def find(text: str) -> int | None:
            name = _choice_name(item, text)
            return places.index(name) if name else None

        ticked, rest = split_choices(value, find)
        names = [places[place] for place in ticked] + [OTHER.name] * bool(rest and item.other)
        return " ".join(dict.fromkeys(names))
    text = whole_number(value)
    return text.replace(",", ".") if item.type in NUMBERS else text


def _choice_name(item: Item, text: str) -> str:
    """The choice that a text names, by its code or in words."""
    folded = fold(whole_number(text))
    for choice in item.choices:
        if folded == fold(choice.name):
            return choice.name
    for choice in item.choices:
        if any(folded == fold(words) for _, words in choice.wording.texts):
            return choice.name
    return ""


def _joined(options: Mapping[str, Column], own: np.ndarray) -> Answers:
    """The ticked options of each row as names with blanks between them, each combination once."""
    codes = own.astype(np.int64)  # who wrote beside "other"
    combinations = ["", OTHER.name]
    words = by_words(list(options.values()))
    for name, column in options.items():
        texts = {fold(name), fold(column.heading.part)} - {""}
        ticks = [value not in column.missing and bool(is_ticked(value, texts, words)) for value in column.values]
        ticked = np.array(ticks, dtype=bool)[column.codes]
        distinct, codes = np.unique(codes * 2 + ticked, return_inverse=True)
        combinations = [
            " ".join(filter(None, [combinations[key // 2], name if key % 2 else ""])) for key in distinct.tolist()
        ]
    return codes.astype(np.int32), tuple(combinations)


def _told(
    codebook: Codebook, places: Places, hidden: Mapping[str, np.ndarray], not_understood: Sequence[str]
) -> set[str]:
    """The items of which form or file tells to whom they were shown."""
    with_form = bool(hidden)
    return {
        item.name
        for item in codebook.items
        if item.name in hidden
        or (with_form and item.name not in not_understood)
        or any(
            "" in column.missing or Missing.NOT_SHOWN in column.missing.values()
            for column in places.get(item.name, {}).values()
            if item.type == "select_multiple" or not column.heading.option
        )
    }


def _said(not_understood: Sequence[str], contrary: Sequence[str]) -> Iterator[Message]:
    if not_understood:
        yield counted(
            "For whom the form shows {count} question could not be worked out: {items}.",
            "For whom the form shows {count} questions could not be worked out: {items}.",
            len(not_understood),
            items=some(not_understood),
        )
    if contrary:
        yield counted(
            "{count} question was answered by somebody to whom the form does not show it: {items}.",
            "{count} questions were answered by somebody to whom the form does not show them: {items}.",
            len(contrary),
            items=some(contrary),
        )


# --- what can only be inferred -----------------------------------------------------------------------


@dataclass(frozen=True)
class _Route:
    """An item that seems not to have been asked of those who gave certain answers to another."""

    item: Item
    by: Item
    levels: tuple[int, ...]


def _inferred_routes(
    items: Sequence[Item], told: set[str], matrix: np.ndarray, first: Mapping[str, int]
) -> Iterator[_Route]:
    if len(matrix) < 2 * FEWEST_ROUTED:
        return
    sample = matrix[:SAMPLE]
    pairs = len(items) * (len(items) - 1) // 2
    for place, item in enumerate(items):
        empty = sample[:, first[item.name]] == Missing.LEFT_EMPTY
        if item.name in told or empty.sum() < FEWEST_ROUTED or empty.all():
            continue
        best: tuple[int, _Route] | None = None
        for other in items[:place]:
            if other.type != "select_one":
                continue
            found = _route(sample[:, first[other.name]], empty, len(other.levels), CHANCE / pairs)
            if found and (best is None or found[0] >= best[0]):  # of equals the nearest
                best = (found[0], _Route(item, other, found[1]))
        if best and not _answered_all_the_same(matrix, best[1], first):
            yield best[1]


def _route(codes: np.ndarray, empty: np.ndarray, levels: int, chance: float) -> tuple[int, tuple[int, ...]] | None:
    """How many empty answers another question's answers explain, and which of them; None if they do not."""
    answered = codes >= 0
    total = np.bincount(codes[answered], minlength=levels)
    skipped = np.bincount(codes[answered & empty], minlength=levels)
    routed = (total > 0) & (skipped == total)
    asked = total[~routed].sum()
    hidden, left = int(total[routed].sum()), int(skipped[~routed].sum())
    if hidden < FEWEST_ROUTED or asked < FEWEST_ROUTED or left > MOST_SKIPPED * asked:
        return None
    # All of `hidden` drawn from the empty ones, if drawing were blind.
    if _log_choose(hidden + left, hidden) - _log_choose(int(total.sum()), hidden) > log(chance):
        return None
    return hidden, tuple(int(level) for level in np.flatnonzero(routed))


def _log_choose(of: int, these: int) -> float:
    return lgamma(of + 1) - lgamma(these + 1) - lgamma(of - these + 1)


def _answered_all_the_same(matrix: np.ndarray, route: _Route, first: Mapping[str, int]) -> bool:
    """Whether a row beyond the sample contradicts the condition."""
    rows = np.isin(matrix[:, first[route.by.name]], route.levels)
    return bool((matrix[rows, first[route.item.name]] != Missing.LEFT_EMPTY).any())


def _said_of_routes(routes: Sequence[_Route]) -> Iterator[Message]:
    groups: dict[tuple[str, tuple[int, ...]], list[_Route]] = {}
    for route in routes:
        groups.setdefault((route.by.name, route.levels), []).append(route)
    for (_, levels), group in groups.items():
        by = group[0].by
        yield counted(
            '{count} question is taken as not asked of those who answered {answers} to "{question}", as all of them '
            "left it empty (inferred): {items}.",
            '{count} questions are taken as not asked of those who answered {answers} to "{question}", as all of them '
            "left them empty (inferred): {items}.",
            len(group),
            answers=tuple(
                f'"{cut(by.levels[level].wording.in_language("") or by.levels[level].name, 40)}"' for level in levels
            ),
            question=cut(by.wording.in_language("") or by.name, 60),
            items=some([route.item.name for route in group]),
        )


def _mark_broken_off(
    export: Export,
    items: Sequence[Item],
    matrix: np.ndarray,
    where: Mapping[str, int],
    first: Mapping[str, int],
    filled: Mapping[str, np.ndarray],
    hidden: Mapping[str, np.ndarray],
) -> int:
    """Mark the empty end of a questionnaire that somebody began; how many respondents did so.

    The tool says who did not finish; if it does not, whoever left the last questions empty, five at least.
    Open questions count; a multiple choice is one question.
    """
    if export.unfinished is None and len(items) <= LEAST_BROKEN_OFF:
        return 0
    answered = np.zeros((len(matrix), len(items)), dtype=bool, order="F")
    open_end = np.zeros_like(answered)  # asked, and nothing there
    for place, item in enumerate(items):
        if item.closed:
            codes = matrix[:, first[item.name]]
            answered[:, place] = (codes >= 0) | (codes == Missing.NOT_APPLICABLE)
            open_end[:, place] = codes == Missing.LEFT_EMPTY
        else:
            answered[:, place] = filled[item.name]
            open_end[:, place] = ~filled[item.name] & ~hidden.get(item.name, np.zeros(len(matrix), dtype=bool))
    last = np.zeros(len(matrix), dtype=np.int32)  # questions up to the last answer
    for place in range(len(items)):
        last[answered[:, place]] = place + 1
    empty = np.zeros(len(matrix), dtype=np.int32)
    for place in range(len(items)):
        empty += open_end[:, place] & (last <= place)
    stopped = (last > 0) & (empty >= LEAST_BROKEN_OFF if export.unfinished is None else export.unfinished)
    if stopped.any():
        for place, item in enumerate(items):
            if item.closed:
                _mark(matrix, item, where, stopped & (last <= place), Missing.BROKEN_OFF)
    return int(stopped.sum())
