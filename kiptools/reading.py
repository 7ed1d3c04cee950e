"""From a survey export and its codebook to coded answers.

Reading is strict: whatever is not understood is named with file, row, column, value and what would be
accepted, ten faults at a time. After reading nobody asks again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path

import numpy as np

from kiptools.cells import date_readings, is_date, number, split_choices, whole_number
from kiptools.codebook import DATES, NUMBERS, OTHER, Choice, Codebook, Item, read_codebook
from kiptools.draft import draft_table
from kiptools.exports import PERSONAL, TECHNICAL, without_code
from kiptools.messages import KipError, Message, counted, cut, message
from kiptools.places import kit_path
from kiptools.responses import Missing, Responses, check_population
from kiptools.tables import Column, Table, fold, read_table

__all__ = ["code", "read_responses"]

_TICKED = frozenset(("1", "true", "yes", "y", "x", "selected", "oui", "sì", "si", "da", "sim"))
_UNTICKED = frozenset(("0", "false", "no", "n", "not selected", "non", "ne", "não", "faux", "falso"))


def read_responses(
    export: str | Path | None = None, codebook: str | Path | Codebook | None = None, *, population: int | None = None
) -> Responses:
    """Read a survey export with its codebook.

    Parameters
    ----------
    export : str, Path or None
        CSV or XLSX, one row per respondent. None reads the demo network.
    codebook : str, Path, Codebook or None
        An XLSForm (see `kiptools.codebook`). Without one, types and scales are recognised from the
        answers, and the notes say that nobody has reviewed them.
    population : int or None
        How many were asked.

    Returns
    -------
    Responses

    Raises
    ------
    KipError
        Everything in the file that is not understood.

    Examples
    --------
    >>> read_responses()
    Responses(31 respondents, 68 items, source='answers.csv')
    """
    if export is None:
        export = kit_path("data", "cite", "answers.csv")
        codebook = codebook or kit_path("data", "cite", "codebook")
        population = population or len(read_table(kit_path("data", "cite", "partners.csv")))
    table = read_table(export)
    notes = list(table.notes)
    if codebook is None:
        codebook, review = draft_table(table)
        remarks = [
            message('"{question}": {remark}', question=cut(codebook[name].wording.in_language(""), 60), remark=remark)
            for name, said in review.items()
            for remark in said
        ]
        notes.append(
            counted(
                "There was no codebook: question types and answer scales were recognised from the answers, and "
                "{count} question needs a look (kip codebook writes a draft to review).",
                "There was no codebook: question types and answer scales were recognised from the answers, and "
                "{count} questions need a look (kip codebook writes a draft to review).",
                len(review),
            )
        )
        notes.extend(remarks)
    elif not isinstance(codebook, Codebook):
        codebook = read_codebook(codebook)
    return code(table, codebook, notes, population=population)


def code(
    table: Table, codebook: Codebook, notes: Iterable[Message] = (), *, population: int | None = None
) -> Responses:
    """Code a table of texts by its codebook.

    Raises
    ------
    KipError
        There are no rows, a column or an answer is not in the codebook, an item has no column, or the
        population is smaller than the number of rows.
    """
    if not len(table):
        raise KipError(message("{file} has a heading but no answers: there is no row below it.", file=table.name))
    faults: list[Message] = []
    remarks = list(notes)
    places = _match(table, codebook, faults, remarks)
    coded: dict[str, np.ndarray] = {}
    values: dict[str, np.ndarray] = {}
    for item in codebook.items:
        if item.name in places:
            _read_item(table, item, places[item.name], coded, values, faults, remarks)
    if faults:
        raise KipError(faults)
    # A multiple choice's options follow the codebook's order, whatever the export's.
    columns = [name for item in codebook.items for name in _matrix_columns(item)]
    dtype = np.int8 if all(array.max(initial=0) < 128 for array in coded.values()) else np.int16
    matrix = np.empty((len(table), len(columns)), dtype=dtype, order="F")
    for index, name in enumerate(columns):
        matrix[:, index] = coded[name]
    stopped = _mark_broken_off(matrix, columns, codebook, values)
    remarks.extend(_noteworthy(codebook, matrix, stopped))
    responses = Responses(codebook, tuple(columns), matrix, values, table.name, population, tuple(remarks))
    check_population(population, responses)
    return responses


def _read_item(
    table: Table,
    item: Item,
    found: Mapping[str, Column],
    coded: dict[str, np.ndarray],
    values: dict[str, np.ndarray],
    faults: list[Message],
    notes: list[Message],
) -> None:
    """Code one item's columns, into `coded` or `values`; what is wrong goes to `faults`."""
    if item.type == "select_one":
        coded[item.name] = _select_one(table, item, found[""], faults, values)
    elif item.type == "select_multiple":
        coded.update(_select_multiple(table, item, found, faults, values))
    elif item.type in NUMBERS:
        values[item.name] = _numbers(table, item, found[""], faults)
    elif item.type in DATES:
        values[item.name] = _dates(table, found[""], faults, notes)
    else:
        values[item.name] = _texts(found[""])


def _noteworthy(codebook: Codebook, matrix: np.ndarray, stopped: int) -> Iterator[Message]:
    """What a person should know about the answers, once they are read."""
    yield from _uneven_scales(codebook)
    plain = [item.name for item in codebook.items if item.type in NUMBERS + DATES and item.role != "ignore"]
    if plain:
        yield counted(
            "{count} question is a number or a date; it was read, but no table shows it: {items}.",
            "{count} questions are numbers or dates; they were read, but no table shows them: {items}.",
            len(plain),
            items=tuple(plain),
        )
    if stopped:
        yield counted(
            "{count} respondent left the last {least} or more questions empty: taken as broken off.",
            "{count} respondents left the last {least} or more questions empty: taken as broken off.",
            stopped,
            least=LEAST_BROKEN_OFF,
        )
    if len(matrix) > 1 and matrix.shape[1] and (matrix == matrix[0]).all():
        yield counted(
            "The answers of all {count} respondents are identical.",
            "The answers of all {count} respondents are identical.",
            len(matrix),
        )


LEAST_BROKEN_OFF = 5


def _mark_broken_off(
    matrix: np.ndarray, columns: Sequence[str], codebook: Codebook, values: Mapping[str, np.ndarray]
) -> int:
    """Mark the empty end of a questionnaire that somebody began; how many respondents did so.

    Questions are counted, open ones among them; a multiple choice is one question.
    """
    questions = [item for item in codebook.items if item.role != "ignore"]
    if len(questions) <= LEAST_BROKEN_OFF:
        return 0
    places = {name: index for index, name in enumerate(columns)}
    filled = np.column_stack(
        [
            matrix[:, places[_matrix_columns(item)[0]]] != Missing.LEFT_EMPTY
            if item.closed
            else _filled(values[item.name])
            for item in questions
        ]
    )
    last = len(questions) - filled[:, ::-1].argmax(axis=1)  # questions up to the last answer
    stopped = np.flatnonzero(filled.any(axis=1) & (last <= len(questions) - LEAST_BROKEN_OFF))
    for row in stopped:
        for item in questions[last[row] :]:
            for name in _matrix_columns(item):
                matrix[row, places[name]] = Missing.BROKEN_OFF
    return len(stopped)


def _filled(values: np.ndarray) -> np.ndarray:
    """Which texts, numbers or dates are there."""
    if values.dtype.kind == "O":
        return np.array([value is not None for value in values])
    return ~np.isnan(values) if values.dtype.kind == "f" else ~np.isnat(values)


def _uneven_scales(codebook: Codebook) -> list[Message]:
    """Scales whose scores do not go in equal steps: perhaps meant, perhaps a slip."""
    scales = dict.fromkeys(item.scale for item in codebook.items if item.scale is not None and item.ordered)
    return [
        message(
            'The scores of the list "{list}" do not go in equal steps: {scores}.',
            list=scale.name,
            scores=tuple(f"{score:g}" for score in scale.scores),
        )
        for scale in scales
        if len({round(later - earlier, 9) for earlier, later in pairwise(scale.scores)}) > 1
    ]


def _matrix_columns(item: Item) -> list[str]:
    if item.type == "select_multiple":
        return [f"{item.name}/{level.name}" for level in item.levels]
    return [item.name] if item.type == "select_one" else []


# --- which column belongs to which item --------------------------------------------------------------


def _match(
    table: Table, codebook: Codebook, faults: list[Message], notes: list[Message]
) -> dict[str, dict[str, Column]]:
    """Each item's columns: under "" its own, under an option's code that option's."""
    keys = _headings(codebook)
    places: dict[str, dict[str, Column]] = {}
    unknown: list[Column] = []
    for column in table.columns:
        meant = keys.get(fold(column.name)) or keys.get(fold(without_code(column.name)), ())
        if len(meant) > 1:
            faults.append(
                message(
                    '{file}, column "{column}": it could be any of the items {items}; use the item\'s '
                    "name as the heading.",
                    file=table.name,
                    column=cut(column.name),
                    items=tuple(item for item, _ in meant),
                )
            )
        elif not meant:
            unknown.append(column)
        elif meant[0][1] in places.setdefault(meant[0][0], {}):
            faults.append(
                message(
                    '{file}, column "{column}": the item {item} has a column already; keep one of them.',
                    file=table.name,
                    column=cut(column.name),
                    item=meant[0][0],
                )
            )
        else:
            places[meant[0][0]][meant[0][1]] = column
    unknown = _leave_out(unknown, notes)
    faults.extend(_unmatched(table, [item for item in codebook.items if item.name not in places], unknown))
    return places


def _leave_out(columns: Sequence[Column], notes: list[Message]) -> list[Column]:
    """The columns without those that the survey tool added; what is left out is noted."""
    technical = [column.name for column in columns if fold(column.name) in TECHNICAL]
    personal = [column.name for column in columns if fold(column.name) in PERSONAL]
    if technical:
        notes.append(
            counted(
                "{count} technical column was left out: {columns}.",
                "{count} technical columns were left out: {columns}.",
                len(technical),
                columns=tuple(technical),
            )
        )
    if personal:
        notes.append(
            counted(
                "{count} column that can identify people was left out: {columns}.",
                "{count} columns that can identify people were left out: {columns}.",
                len(personal),
                columns=tuple(personal),
            )
        )
    return [column for column in columns if column.name not in technical and column.name not in personal]


def _unmatched(table: Table, items: Sequence[Item], columns: list[Column]) -> Iterator[Message]:
    """Items without a column, and columns without an item; two that look alike are named together."""
    for item in items:
        near = _nearest(item, columns)
        if near is None:
            yield message(
                '{file} lacks the item {item} ("{wording}") of the codebook; give a column this heading or the '
                "item's name, or take the row out of the codebook.",
                file=table.name,
                item=item.name,
                wording=cut(item.wording.in_language("en")),
            )
        else:
            columns.remove(near)
            yield message(
                '{file} lacks the item {item} of the codebook; did you mean its column "{near}"? '
                "Then write its heading as the codebook has it, or the other way round.",
                file=table.name,
                item=item.name,
                near=cut(near.name),
            )
    for column in columns:
        yield message(
            '{file}, column "{column}": the codebook has no such item; add a row for it to the '
            'codebook (with the role "ignore" if it is not to be analysed), or take the column '
            "out.",
            file=table.name,
            column=cut(column.name),
        )


def _nearest(item: Item, columns: Sequence[Column]) -> Column | None:
    """The column whose heading is nearly the item's name or wording."""
    headings = {fold(column.name): column for column in columns}
    for stem in (item.name, *(text for _, text in item.wording.texts)):
        near = get_close_matches(fold(stem), headings, 1, cutoff=0.75)
        if near:
            return headings[near[0]]
    return None


def _headings(codebook: Codebook) -> dict[str, tuple[tuple[str, str], ...]]:
    """Every heading a column may carry -> the items (and options) it may mean."""
    by_name: dict[str, tuple[tuple[str, str], ...]] = {}
    by_label: dict[str, set[tuple[str, str]]] = {}
    for item in codebook.items:
        by_name[fold(item.name)] = ((item.name, ""),)
        if item.heading:
            by_name[fold(item.heading)] = ((item.name, ""),)
        stems = [item.name, *(text for _, text in item.wording.texts)]
        for stem in stems:
            by_label.setdefault(fold(stem), set()).add((item.name, ""))
        if item.type == "select_multiple":
            for choice in item.choices:
                for stem in stems:
                    for option in (choice.name, *(text for _, text in choice.wording.texts)):
                        for heading in (
                            f"{stem}/{option}",
                            f"{stem}[{option}]",
                            f"{stem} [{option}]",
                            f"{stem}.{option}",
                        ):
                            by_label.setdefault(fold(heading), set()).add((item.name, choice.name))
    return {**{heading: tuple(sorted(items)) for heading, items in by_label.items()}, **by_name}


# --- what a cell means -------------------------------------------------------------------------------


def _select_one(
    table: Table, item: Item, column: Column, faults: list[Message], values: dict[str, np.ndarray]
) -> np.ndarray:
    find, unclear = _reading(item, column)
    codes = np.empty(len(column.values), dtype=np.int16)
    own: dict[int, str] = {}
    for index, value in enumerate(column.values):
        found = find(value)
        if not value:
            codes[index] = Missing.LEFT_EMPTY
        elif value in unclear:
            faults.append(_two_answers(table, column, index))
        elif found is not None:
            codes[index] = found
        elif item.other:
            own[index] = value
            codes[index] = _own_answer(item)
        else:
            faults.append(_not_an_answer(table, column, index, item))
            codes[index] = Missing.LEFT_EMPTY
    if item.other:
        values[f"{item.name}/other_text"] = _spread(column, own)
    return codes[column.codes]


def _select_multiple(
    table: Table, item: Item, found: Mapping[str, Column], faults: list[Message], values: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    if "" in found:
        return _one_cell(table, item, found[""], faults, values)
    return _option_columns(table, item, found, faults)


def _one_cell(
    table: Table, item: Item, column: Column, faults: list[Message], values: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """All ticked options in one cell."""
    find = _either(item)
    levels = item.levels
    ticks = np.zeros((len(column.values), len(levels)), dtype=np.int16)
    own: dict[int, str] = {}
    for index, value in enumerate(column.values):
        if not value:
            ticks[index] = Missing.LEFT_EMPTY
            continue
        found, rest = split_choices(value, find)
        chosen = [place for place in found if place >= 0]
        if found and not chosen and not rest:
            ticks[index] = Missing.NOT_APPLICABLE
        ticks[index, chosen] = 1  # an option ticked beside "none" counts
        if rest and item.other:
            own[index] = "; ".join(rest)
            ticks[index, _own_answer(item)] = 1
        elif rest:
            faults.append(_not_an_answer(table, column, index, item, "; ".join(rest)))
    if item.other:
        values[f"{item.name}/other_text"] = _spread(column, own)
    return {f"{item.name}/{level.name}": ticks[column.codes, index] for index, level in enumerate(levels)}


def _option_columns(
    table: Table, item: Item, found: Mapping[str, Column], faults: list[Message]
) -> dict[str, np.ndarray]:
    """One column per option: ticked by 1, yes, x or the option's own text; untold if all are empty."""
    ticked: dict[str, np.ndarray] = {}
    told = np.zeros(len(table), dtype=bool)
    for choice in item.choices:
        column = found.get(choice.name)
        if column is None:
            if not choice.missing:
                faults.append(
                    message(
                        '{file} lacks the option "{option}" of the item {item}; add a column for it, or take '
                        "it out of the codebook.",
                        file=table.name,
                        option=choice.name,
                        item=item.name,
                    )
                )
            column_ticks = np.zeros(len(table), dtype=bool)
        else:
            column_ticks = _ticks(table, column, choice, faults)[column.codes]
            told |= np.array([bool(value) for value in column.values])[column.codes]
        ticked[choice.name] = column_ticks
    options = np.column_stack([ticked[level.name] for level in item.levels]).astype(np.int16)
    none = np.zeros(len(table), dtype=bool)
    for choice in item.choices:
        if choice.missing:
            none |= ticked[choice.name]
    options[~told] = Missing.LEFT_EMPTY
    options[none & ~(options == 1).any(axis=1)] = Missing.NOT_APPLICABLE  # an option ticked beside "none" counts
    return {f"{item.name}/{level.name}": options[:, index] for index, level in enumerate(item.levels)}


def _ticks(table: Table, column: Column, choice: Choice, faults: list[Message]) -> np.ndarray:
    """Of each distinct cell, whether it ticks the option."""
    texts = {fold(choice.name), *(fold(text) for _, text in choice.wording.texts)}
    ticked = np.zeros(len(column.values), dtype=bool)
    for place, value in enumerate(column.values):
        text = fold(whole_number(value))
        if text in _TICKED or text in texts:
            ticked[place] = True
        elif text and text not in _UNTICKED:
            faults.append(_fault(table, column, place, ("1", "0", choice.wording.in_language("en") or choice.name)))
    return ticked


Find = Callable[[str], "int | None"]


def _finders(item: Item) -> tuple[Find, Find]:
    """Code -> level, and label in any language -> level; `Missing.NOT_APPLICABLE` for answers that are none."""
    levels = {level.name: index for index, level in enumerate(item.levels)}
    by_code: dict[str, int] = {}
    by_label: dict[str, int] = {}
    unclear: set[str] = set()
    for choice in item.choices:
        place = Missing.NOT_APPLICABLE if choice.missing else levels[choice.name]
        by_code[fold(whole_number(choice.name))] = place
        for _, text in choice.wording.texts:
            if by_label.setdefault(fold(whole_number(text)), place) != place:
                unclear.add(fold(whole_number(text)))
    for text in unclear:  # the same words for two answers, in two languages: no guess
        del by_label[text]
    return (lambda text: by_code.get(fold(whole_number(text)))), (lambda text: by_label.get(fold(whole_number(text))))


def _reading(item: Item, column: Column) -> tuple[Find, set[str]]:
    """How to understand a column, as codes or labels; and the answers that mean two things.

    A column that is all codes, or all labels, is read so. If it could be either, or is a mixture, an answer
    with two meanings is not decided here.
    """
    by_code, by_label = _finders(item)
    filled = [value for value in column.values if value]
    codes = all(by_code(value) is not None for value in filled)
    labels = all(by_label(value) is not None for value in filled)
    if codes != labels:
        return (by_code if codes else by_label), set()
    two = {
        value for value in filled if None not in (by_code(value), by_label(value)) and by_code(value) != by_label(value)
    }
    return _either(item), two


def _either(item: Item) -> Find:
    """A code or, if it is none, a label."""
    by_code, by_label = _finders(item)

    def find(text: str) -> int | None:
        found = by_code(text)
        return by_label(text) if found is None else found

    return find


def _own_answer(item: Item) -> int:
    """The level "other" of an item that has it."""
    return [level.name for level in item.levels].index(OTHER.name)


def _texts(column: Column) -> np.ndarray:
    texts = np.array([value or None for value in column.values], dtype=object)
    return texts[column.codes]


def _spread(column: Column, texts: Mapping[int, str]) -> np.ndarray:
    own = np.array([texts.get(index) for index in range(len(column.values))], dtype=object)
    return own[column.codes]


def _numbers(table: Table, item: Item, column: Column, faults: list[Message]) -> np.ndarray:
    """Numbers; a comma is a decimal comma if no number of the column has a point."""
    decimal_comma = not any("." in value for value in column.values)
    numbers = np.full(len(column.values), np.nan)
    for index, value in enumerate(column.values):
        found = number(whole_number(value), decimal_comma=decimal_comma)
        if found is not None and (item.type != "integer" or found.is_integer()):
            numbers[index] = found
        elif value:
            faults.append(_fault(table, column, index, ("3", "42") if item.type == "integer" else ("3", "2.5", "2,5")))
    return numbers[column.codes]


def _dates(table: Table, column: Column, faults: list[Message], notes: list[Message]) -> np.ndarray:
    """Dates in the one format that fits the whole column; text if more than one does."""
    filled = [value for value in column.values if value]
    readings = date_readings(filled)
    if not readings:
        bad = next((value for value in filled if not is_date(value)), filled[0])  # one that is no date even alone
        faults.append(_fault(table, column, column.values.index(bad), ("2026-03-31", "31/03/2026", "31.03.2026")))
        return _texts(column)
    if len(readings) > 1:
        notes.append(
            message(
                'Column "{column}": day and month cannot be told apart, so the dates were kept as text.',
                column=cut(column.name),
            )
        )
        return _texts(column)
    dates = iter(readings[0])
    each = np.array([next(dates) if value else None for value in column.values], dtype="datetime64[s]")
    return each[column.codes]


# --- faults ------------------------------------------------------------------------------------------


def _not_an_answer(table: Table, column: Column, index: int, item: Item, value: str = "") -> Message:
    language = _language_of(column, item)
    accepted = tuple(
        choice.name
        if choice.wording.in_language(language) in ("", choice.name)
        else f"{choice.name} ({cut(choice.wording.in_language(language), 40)})"
        for choice in item.choices
    )
    return _fault(table, column, index, accepted, value)


def _language_of(column: Column, item: Item) -> str:
    """The language in which most of the column's answers are written; English if they are codes."""
    folded = set(map(fold, column.values))
    found = Counter(code for choice in item.choices for code, text in choice.wording.texts if fold(text) in folded)
    return found.most_common(1)[0][0] if found else "en"


def _two_answers(table: Table, column: Column, index: int) -> Message:
    rows = np.flatnonzero(column.codes == index)
    return message(
        '{file}, row {row}, column "{column}": "{value}" is the code of one answer and the wording of another; give '
        "codes that are no wordings.",
        file=table.name,
        row=int(table.row_numbers[rows[0]]),
        column=cut(column.name),
        value=cut(column.values[index]),
    )


def _fault(table: Table, column: Column, index: int, accepted: tuple[str, ...], value: str = "") -> Message:
    """One unknown text of a column: where it stands first, how often, and what would do."""
    rows = np.flatnonzero(column.codes == index)
    shown = accepted if len(accepted) <= 12 else (*accepted[:12], "…")
    return counted(
        '{file}, row {row}, column "{column}": "{value}" is not accepted; give {accepted}.',
        '{file}, row {row} and further rows ({count} in all), column "{column}": "{value}" is not accepted; give '
        "{accepted}.",
        len(rows),
        file=table.name,
        row=int(table.row_numbers[rows[0]]),
        column=cut(column.name),
        value=cut(value or column.values[index]),
        accepted=shown,
    )
