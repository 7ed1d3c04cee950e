"""From a survey export and its codebook to coded answers.

Reading is strict: whatever is not understood is named with file, row, column, value and what would be
accepted, ten faults at a time. After reading nobody asks again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import chain, count, pairwise
from pathlib import Path

import numpy as np

from kiptools.cells import date_readings, number, plain_numbers, split_choices, whole_number
from kiptools.codebook import DATES, NUMBERS, OTHER, Choice, Codebook, Item, Wording
from kiptools.draft import draft_table
from kiptools.exports import KEEP, Export, read_export
from kiptools.exports.columns import by_words, is_ticked
from kiptools.files import read_table
from kiptools.forms import read_codebook
from kiptools.matching import (
    OWN,
    Find,
    Meant,
    aliases,
    either,
    finders,
    headings,
    in_our_codes,
    limesurvey_headings,
    limesurvey_names,
    limesurvey_notes,
    own_answer,
    written_beside,
)
from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.missing import Missing
from kiptools.places import kit_path
from kiptools.responses import Responses, check_population, matrix_columns
from kiptools.routing import tell_missing
from kiptools.tables import Column, Table, fold

__all__ = ["code", "read_responses"]


def read_responses(
    export: str | Path | None = None,
    codebook: str | Path | Codebook | None = None,
    *,
    population: int | None = None,
    tool: str | None = None,
    keep: Collection[str] = (),
) -> Responses:
    """Read a survey export with its codebook.

    Parameters
    ----------
    export : str, Path or None
        CSV, XLSX or SPSS, one row per respondent, as the survey tool wrote it. None reads the demo network.
    codebook : str, Path, Codebook or None
        An XLSForm (see `kiptools.codebook`), or a tool's own form definition. Without one, types and scales
        are recognised from the answers, and the notes say that nobody has reviewed them.
    population : int or None
        How many were asked.
    tool : str or None
        The survey tool, if it is not recognised: a key of `kiptools.exports.TOOLS`.
    keep : collection of str
        What is otherwise left out: columns that can identify people or that the tool added, by their
        headings; "tests" for previews and tests, "unfinished" for answers that were never handed in.

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
    found = read_export(export, tool=tool, keep=keep)
    if isinstance(codebook, Codebook):
        return code(found, codebook, population=population, keep=keep)
    if codebook is not None:
        return code(found, read_codebook(codebook), population=population, keep=keep)
    drafted, review = draft_table(found.table, found.form)
    remarks = tuple(
        message('"{question}": {remark}', question=cut(drafted[name].wording.in_language(""), 60), remark=remark)
        if name
        else remark
        for name, said in review.items()
        for remark in said
    )
    note = message("There was no codebook: question types and answer scales were recognised from the answers.")
    if found.form is not None:
        note = message("There was no codebook: questions and answers were taken as the file itself describes them.")
    elif review:
        note = counted(
            "There was no codebook: question types and answer scales were recognised from the answers, and "
            "{count} question needs a look (kip codebook writes a draft to review).",
            "There was no codebook: question types and answer scales were recognised from the answers, and "
            "{count} questions need a look (kip codebook writes a draft to review).",
            len(review),
        )
    return code(found, drafted, (note,), remarks, population=population, keep=keep)


def code(
    export: Export,
    codebook: Codebook,
    notes: Iterable[Message] = (),
    to_decide: tuple[Message, ...] = (),
    *,
    population: int | None = None,
    keep: Collection[str] = (),
) -> Responses:
    """Code an export by its codebook.

    Raises
    ------
    KipError
        A column or an answer is not in the codebook, an item has no column, a name in `keep` is none that
        could be kept, or the population is smaller than the number of rows.
    """
    table = export.table
    faults: list[Message] = []
    remarks = [*table.notes, *notes]
    faults.extend(_nothing_to_keep(table, keep))
    keys: Mapping[str, Meant] = headings(codebook)
    if export.origin.tool == "limesurvey":
        table = _asked(table, limesurvey_names(codebook), limesurvey_notes(codebook))
        keys = _with_our_codes(table, codebook, keys, remarks)
    codebook, places = _match(table, codebook, keys, keep, faults, remarks)
    if export.origin.tool == "limesurvey":
        places = {name: _in_our_codes(codebook[name], found) for name, found in places.items()}
    coded: dict[str, np.ndarray] = {}
    values: dict[str, np.ndarray] = {}
    decisions = list(to_decide)
    for item in codebook.items:
        if item.name in places:
            _read_item(table, item, places[item.name], coded, values, faults, decisions)
    if faults:
        raise KipError(faults)
    # A multiple choice's options follow the codebook's order, whatever the export's.
    columns = [name for item in codebook.items for name in matrix_columns(item)]
    dtype = np.int8 if all(array.max(initial=0) < 128 for array in coded.values()) else np.int16
    matrix = np.empty((len(table), len(columns)), dtype=dtype, order="F")
    for index, name in enumerate(columns):
        matrix[:, index] = coded.pop(name)
    filled = {name: _filled(array) for name, array in values.items()}
    inferred = tell_missing(export, codebook, places, matrix, columns, filled, remarks)
    remarks.extend(_noteworthy(codebook, matrix, values))
    responses = Responses(
        codebook,
        tuple(columns),
        matrix,
        values,
        table.name,
        population,
        tuple(remarks),
        tuple(decisions),
        inferred,
        export.unfinished is None,
        export.origin,
    )
    check_population(population, responses)
    return responses


def _nothing_to_keep(table: Table, keep: Collection[str]) -> Iterator[Message]:
    """Names in `keep` that are no column's."""
    names = {fold(column.name) for column in table.columns}
    left_out = some([column.name for column in table.columns if column.heading.kind])
    for name in keep:
        if name not in KEEP and fold(name) not in names:
            yield (
                message(
                    '{file} has no column "{name}" to keep; give "tests", "unfinished" or one of {columns}.',
                    file=table.name,
                    name=name,
                    columns=left_out,
                )
                if left_out
                else message(
                    '{file} has no column "{name}" to keep; give "tests" or "unfinished".', file=table.name, name=name
                )
            )


def _read_item(
    table: Table,
    item: Item,
    found: Mapping[str, Column],
    coded: dict[str, np.ndarray],
    values: dict[str, np.ndarray],
    faults: list[Message],
    decisions: list[Message],
) -> None:
    """Code one item's columns, into `coded` or `values`; what is wrong goes to `faults`."""
    if item.type == "select_one":
        own = found[OWN].heading.part_code if OWN in found else ""
        coded[item.name] = _select_one(table, item, found[""], own, faults, values)
        if OWN in found:
            texts = _texts(found[OWN])
            inside = values[f"{item.name}/other_text"]  # written in place of an answer
            values[f"{item.name}/other_text"] = np.where(_filled(texts), texts, inside)
            codes = coded[item.name]
            codes[_filled(texts) & (codes == Missing.LEFT_EMPTY)] = own_answer(item)
    elif item.type == "select_multiple":
        coded.update(_select_multiple(table, item, found, faults, values))
    elif item.type in NUMBERS:
        values[item.name] = _numbers(table, item, found[""], faults)
    elif item.type in DATES:
        values[item.name] = _dates(table, item, found[""], faults, decisions)
    else:
        values[item.name] = _texts(found[""])


def _noteworthy(codebook: Codebook, matrix: np.ndarray, values: Mapping[str, np.ndarray]) -> Iterator[Message]:
    """What a person should know about the answers, once they are read."""
    yield from _uneven_scales(codebook)
    plain = [
        item.name
        for item in codebook.items
        if item.type in NUMBERS + DATES and item.role != "ignore" and values[item.name].dtype.kind != "O"
    ]
    if plain:
        yield counted(
            "{count} question is a number or a date; it was read, but no table shows it: {items}.",
            "{count} questions are numbers or dates; they were read, but no table shows them: {items}.",
            len(plain),
            items=some(plain),
        )
    columns = [*matrix.T, *(array for array in values.values() if array.dtype.kind != "M")]
    if len(matrix) > 1 and matrix.shape[1] and all((column == column[0]).all() for column in columns):
        yield counted(
            "The answers of all {count} respondents are identical.",
            "The answers of all {count} respondents are identical.",
            len(matrix),
        )


def _filled(values: np.ndarray) -> np.ndarray:
    """Which texts, numbers or dates are there."""
    if values.dtype.kind == "O":
        return np.not_equal(values, np.array(None, dtype=object)).astype(bool)
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


# --- which column belongs to which item --------------------------------------------------------------


def _match(
    table: Table,
    codebook: Codebook,
    keys: Mapping[str, Meant],
    keep: Collection[str],
    faults: list[Message],
    notes: list[Message],
) -> tuple[Codebook, dict[str, dict[str, Column]]]:
    """Each item's columns: under "" its own, under an option's code that option's; the items that are read.

    Columns that the tool added, and open questions by which people can be recognised, are left out; what
    is kept of them all the same is an item of its own.
    """
    beside = written_beside(table.columns)
    kept = set(map(fold, keep))
    places: dict[str, dict[str, Column]] = {}
    unknown: list[Column] = []
    dropped: list[Column] = []
    asked = {item.name: item for item in codebook.items}
    items = dict(asked)
    for column in table.columns:
        meant = _meaning(column, keys, beside, asked)
        if column.heading.kind and fold(column.name) not in kept and _is_left_out(column, meant, asked):
            dropped.append(column)
            for name, _ in meant:
                items.pop(name, None)
        elif len(meant) > 1:
            faults.append(
                message(
                    '{file}, column "{column}": it could be any of the items {items}; use the item\'s '
                    "name as the heading.",
                    file=table.name,
                    column=cut(column.name),
                    items=tuple(dict.fromkeys(item for item, _ in meant)),
                )
            )
        elif not meant and column.heading.kind:
            item = _kept(column, items)
            items[item.name], places[item.name] = item, {"": column}
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
    notes.extend(_left_out(dropped))
    without = [item for item in items.values() if not set(places.get(item.name, ())) - {OWN}]
    faults.extend(_unmatched(table, without, unknown))
    return replace(codebook, items=tuple(items.values())), places


def _asked(table: Table, codes: Collection[tuple[str, str]], notes: set[str]) -> Table:
    """Without what LimeSurvey adds of itself.

    That are empty columns for texts between the questions, and columns such as `id` for whose sake a question of that
    name has another code.
    """
    found = {fold(column.heading.code) for column in table.columns}
    renamed = {name for name, code in codes if name != code and {name, code} <= found}
    columns = tuple(
        column
        for column in table.columns
        if not (column.is_empty and {fold(column.heading.code), fold(column.heading.question)} & (notes - {""}))
        and not (column.heading.kind == "technical" and fold(column.heading.code) in renamed)
    )
    return replace(table, columns=columns)


def _with_our_codes(
    table: Table, codebook: Codebook, own: Mapping[str, Meant], notes: list[Message]
) -> Mapping[str, Meant]:
    """The headings with the codes of our LimeSurvey form, where no column has the question's own heading."""
    items, beside = {item.name: item for item in codebook.items}, written_beside(table.columns)
    codes = {heading: meant for heading, meant in limesurvey_headings(codebook).items() if heading not in own}
    columns = [(column, _meaning(column, {**codes, **own}, beside, items)) for column in table.columns]
    found = [(column, meant) for column, meant in columns if meant]
    named = {meant for column, meant in found if _meaning(column, own, beside, items) == meant}
    coded = [column for column, meant in found if meant not in named]
    if coded:
        notes.append(
            counted(
                "{count} column was recognised by the code that its question has in the kit's form for LimeSurvey: "
                "{columns}.",
                "{count} columns were recognised by the codes that their questions have in the kit's form for "
                "LimeSurvey: {columns}.",
                len(coded),
                columns=some([cut(column.name) for column in coded]),
            )
        )
    return {**{heading: meant for heading, meant in codes.items() if meant not in named}, **own}


def _in_our_codes(item: Item, found: Mapping[str, Column]) -> dict[str, Column]:
    return {part: in_our_codes(item, column) if item.closed and not part else column for part, column in found.items()}


def _meaning(
    column: Column, keys: Mapping[str, Meant], beside: Collection[tuple[str, str]], items: Mapping[str, Item]
) -> Meant:
    """The items, or options of items, that a column may be."""
    by_name = keys.get(fold(column.name), ())
    if len(by_name) == 1 and by_name[0][1] == "" and not items[by_name[0][0]].closed:
        return by_name  # a question to write to, though it looks like the text beside another
    return next((keys[alias] for alias in aliases(column, beside) if keys.get(alias)), ())


def _is_left_out(column: Column, meant: Meant, items: Mapping[str, Item]) -> bool:
    """Whether a column that the tool added or that tells who answered is none that the codebook asks for."""
    if not meant:
        return True
    return column.heading.kind == "personal" and len(meant) == 1 and items[meant[0][0]].type == "text"


def _kept(column: Column, items: Collection[str]) -> Item:
    """An item for a column that somebody wants to keep, though the codebook does not know it."""
    plain = [column.name] if re.fullmatch(r"[A-Za-z_]\w*", column.name) else []
    name = next(name for name in chain(plain, map("kept{}".format, count(1))) if name not in items)
    return Item(name, "text", Wording((("", column.name),)), role="ignore", heading=column.name)


def _left_out(columns: Sequence[Column]) -> Iterator[Message]:
    """What was left out of the columns that the survey tool added, or that tell who answered."""
    technical = tuple(cut(column.name) for column in columns if column.heading.kind == "technical")
    personal = tuple(cut(column.name) for column in columns if column.heading.kind == "personal")
    if technical:
        yield counted(
            "{count} technical column was left out: {columns}.",
            "{count} technical columns were left out: {columns}.",
            len(technical),
            columns=some(technical),
        )
    if personal:
        yield counted(
            "{count} column that can identify people was left out: {columns}.",
            "{count} columns that can identify people were left out: {columns}.",
            len(personal),
            columns=personal,
        )


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


# --- what a cell means -------------------------------------------------------------------------------


def _select_one(
    table: Table, item: Item, column: Column, other: str, faults: list[Message], values: dict[str, np.ndarray]
) -> np.ndarray:
    """The level that each respondent chose; `other` is the tool's code for "other", if it has one."""
    find, unclear = _reading(item, column)
    codes = np.empty(len(column.values), dtype=np.int16)
    own: dict[int, str] = {}
    for index, value in enumerate(column.values):
        found = find(value) if value else None
        kind = None if column.heading.option else column.missing.get(value)
        if kind is not None and (found is None or kind == Missing.NOT_SHOWN):
            codes[index] = kind
        elif not value:
            codes[index] = Missing.LEFT_EMPTY
        elif value in unclear:
            faults.append(_two_answers(table, column, index))
        elif found is not None:
            codes[index] = found
        elif item.other:
            codes[index] = own_answer(item)
            if not other or fold(value) != fold(other):
                own[index] = value
        else:
            faults.append(_not_an_answer(table, column, index, item))
            codes[index] = Missing.LEFT_EMPTY
    if item.other:
        values[f"{item.name}/other_text"] = _spread(column, own)
    return codes[column.codes]


def _select_multiple(
    table: Table, item: Item, found: Mapping[str, Column], faults: list[Message], values: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """The options of a multiple choice; nothing ticked is an answer left empty.

    Where there is a column for all ticked options and one for each, the latter are read.
    """
    options = {name: column for name, column in found.items() if name not in ("", OWN)}
    if options:
        ticks, missing = _option_columns(table, item, options, faults)
    else:
        ticks, missing = _one_cell(table, item, found[""], faults, values)
    if OWN in found:
        texts = _texts(found[OWN])
        values[f"{item.name}/other_text"] = texts
        names = {level.name for level in item.levels}
        option = found[OWN].heading.part_code
        ticks[option if option in names else OTHER.name] |= _filled(texts)
    elif options and item.other:
        values[f"{item.name}/other_text"] = np.full(len(table), None, dtype=object)
    answered = np.logical_or.reduce(list(ticks.values()))
    return {
        f"{item.name}/{name}": np.where(answered, column, missing).astype(np.int16) for name, column in ticks.items()
    }


def _one_cell(
    table: Table, item: Item, column: Column, faults: list[Message], values: dict[str, np.ndarray]
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """All ticked options in one cell: for each option who ticked it; and why those who ticked none did not."""
    find = either(item)
    levels = item.levels
    ticks = np.zeros((len(column.values), len(levels)), dtype=bool)
    missing = np.full(len(column.values), Missing.LEFT_EMPTY, dtype=np.int16)
    own: dict[int, str] = {}
    for index, value in enumerate(column.values):
        if value in column.missing:
            missing[index] = column.missing[value]
            continue
        if not value:
            continue
        found, rest = split_choices(value, find)
        chosen = [place for place in found if place >= 0]
        if found and not chosen and not rest:
            missing[index] = Missing.NOT_APPLICABLE
        ticks[index, chosen] = True  # an option ticked beside "none" counts
        if rest and item.other:
            own[index] = "; ".join(rest)
            ticks[index, own_answer(item)] = True
        elif rest:
            faults.append(_not_an_answer(table, column, index, item, "; ".join(rest)))
    if item.other:
        values[f"{item.name}/other_text"] = _spread(column, own)
    return {level.name: ticks[column.codes, index] for index, level in enumerate(levels)}, missing[column.codes]


def _option_columns(
    table: Table, item: Item, found: Mapping[str, Column], faults: list[Message]
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """One column per option, ticked by 1, yes, x or the option's own text (as `_one_cell`)."""
    ticks: dict[str, np.ndarray] = {}
    none = np.zeros(len(table), dtype=bool)
    kinds = {kind: np.ones(len(table), dtype=bool) for kind in (Missing.NOT_SHOWN, Missing.NOT_APPLICABLE)}
    words = by_words(list(found.values()))
    for choice in item.choices:
        column = found.get(choice.name)
        ticked = np.zeros(len(table), dtype=bool)
        if column is not None:
            ticked = _ticks(table, column, choice, words, faults)[column.codes]
            for kind, rows in kinds.items():
                rows &= np.array([column.missing.get(value) == kind for value in column.values], dtype=bool)[
                    column.codes
                ]
        elif not choice.missing and choice.name != OTHER.name:
            faults.append(
                message(
                    '{file} lacks the option "{option}" of the item {item}; add a column for it, or take '
                    "it out of the codebook.",
                    file=table.name,
                    option=choice.name,
                    item=item.name,
                )
            )
        if choice.missing:
            none |= ticked
        else:
            ticks[choice.name] = ticked
    none |= kinds[Missing.NOT_APPLICABLE]
    hidden = kinds[Missing.NOT_SHOWN]
    missing = np.where(none, Missing.NOT_APPLICABLE, np.where(hidden, Missing.NOT_SHOWN, Missing.LEFT_EMPTY))
    return ticks, missing


def _ticks(table: Table, column: Column, choice: Choice, words: bool, faults: list[Message]) -> np.ndarray:
    """Of each distinct cell, whether it ticks the option."""
    own = {fold(choice.name), *(fold(text) for _, text in choice.wording.texts), fold(column.heading.part)} - {""}
    ticked = np.zeros(len(column.values), dtype=bool)
    for place, value in enumerate(column.values):
        if value in column.missing:
            continue
        found = is_ticked(value, own, words)
        ticked[place] = bool(found)
        if found is None:
            faults.append(_fault(table, column, place, ("1", "0", choice.wording.in_language("en") or choice.name)))
    return ticked


def _reading(item: Item, column: Column) -> tuple[Find, set[str]]:
    """How to understand a column, as codes or labels; and the answers that mean two things.

    A column that is all codes, or all labels, is read so. If it could be either, or is a mixture, an answer
    with two meanings is not decided here.
    """
    by_code, by_label = finders(item)
    filled = [value for value in column.values if value and value not in column.missing]
    codes = all(by_code(value) is not None for value in filled)
    labels = all(by_label(value) is not None for value in filled)
    if codes != labels:
        return (by_code if codes else by_label), set()
    two = {
        value for value in filled if None not in (by_code(value), by_label(value)) and by_code(value) != by_label(value)
    }
    return either(item), two


def _texts(column: Column) -> np.ndarray:
    texts = np.array(
        [value if value and value not in column.missing else None for value in column.values], dtype=object
    )
    return texts[column.codes]


def _spread(column: Column, texts: Mapping[int, str]) -> np.ndarray:
    own = np.array([texts.get(index) for index in range(len(column.values))], dtype=object)
    return own[column.codes]


def _numbers(table: Table, item: Item, column: Column, faults: list[Message]) -> np.ndarray:
    """Numbers; a comma is a decimal comma if no number of the column has a point."""
    numbers = np.full(len(column.values), np.nan)
    given = [index for index, value in enumerate(column.values) if value and value not in column.missing]
    plain = plain_numbers([column.values[index] for index in given]) if given else None
    if plain is not None and (item.type != "integer" or all(map(float.is_integer, plain))):
        numbers[given] = plain
        return numbers[column.codes]
    decimal_comma = not any("." in value for value in column.values)
    for index, value in enumerate(column.values):
        if value in column.missing:
            continue
        found = number(whole_number(value), decimal_comma=decimal_comma)
        if found is not None and (item.type != "integer" or found.is_integer()):
            numbers[index] = found
        elif value:
            faults.append(_fault(table, column, index, ("3", "42") if item.type == "integer" else ("3", "2.5", "2,5")))
    return numbers[column.codes]


def _dates(table: Table, item: Item, column: Column, faults: list[Message], decisions: list[Message]) -> np.ndarray:
    """Dates in the one format that fits the whole column; text if more than one does and nobody has said which."""
    filled = [value for value in column.values if value and value not in column.missing]
    readings = date_readings(filled, item.format)
    if not readings:
        bad = next((value for value in filled if not date_readings([value], item.format)), filled[0])
        accepted = (item.format,) if item.format else ("2026-03-31", "31/03/2026", "31.03.2026")
        faults.append(_fault(table, column, column.values.index(bad), accepted))
        return _texts(column)
    if len(readings) > 1:
        decisions.append(
            message(
                'Column "{column}": day and month cannot be told apart, so the dates were kept as text; write '
                "DD/MM/YYYY or MM/DD/YYYY into the column format of the codebook.",
                column=cut(column.name),
            )
        )
        return _texts(column)
    dates = dict(zip(filled, readings[0], strict=True))
    return np.array([dates.get(value) for value in column.values], dtype="datetime64[s]")[column.codes]


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
