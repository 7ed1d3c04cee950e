"""A first codebook out of the answers themselves, for a person to review.

Types, ordered scales (by a dictionary in five languages, ``answer_scales.csv``) and multiple choice are
recognised; whatever could also be otherwise is said, item by item.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path

from kiptools.cells import date_readings, number, split_choices, whole_number
from kiptools.codebook import DATES, NUMBERS, OTHER, Choice, Codebook, Item, Scale, Wording
from kiptools.exports import read_export
from kiptools.exports.columns import runs, tick_texts, without_code
from kiptools.forms import read_codebook
from kiptools.matching import OWN, aliases, either, headings
from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.scales import in_known_order, recognise_scale
from kiptools.tables import Column, Habits, Table, fold

__all__ = ["draft_codebook", "draft_table"]

Review = dict[str, list[Message]]

# What a recognised scale says about the role of the item; scales not named here get none.
_EXPERIENCE = ("agreement", "satisfaction", "quality", "usefulness", "ease", "confidence", "improvement")
_NO = frozenset(("no", "non", "ne", "não", "n"))
_MOST_CHOICES = 20
_LONGEST_CHOICE = 150
_MOSTLY = 0.7  # of the answers, that are among those to choose from; else it is an open question
_ALIKE = 0.5  # of two wordings, from which on one may be a version of the other
_MANY = 100
_MOST_DISTINCT = 2000  # more different texts than that are no answers to choose from
_WHOLE = re.compile(r"-?\d{1,15}\Z")
_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d+)?\Z")
_NO_ANSWERS = frozenset((77, 88, 97, 98, 99, 777, 888, 997, 998, 999))  # usual codes for "don't know" and the like
_NUMBERED = re.compile(r"(\d{1,2})(?:[.,]0+)?(?:\s*[-–—:.)(=]\s*[^\d\s].*)?\Z")
_DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?\Z")


def draft_codebook(
    export: str | Path,
    form: str | Path | Codebook | None = None,
    *,
    tool: str | None = None,
    keep: Collection[str] = (),
) -> tuple[Codebook, Review]:
    """Draft a codebook from a survey export.

    Parameters
    ----------
    export : str or Path
        CSV, XLSX or SPSS, one row per respondent, of any of the tools that `kiptools.exports` knows.
    form : str, Path, Codebook or None
        The form's own definition: XLSForm, Qualtrics ``.qsf``, LimeSurvey ``.lss``.
    tool : str or None
        The survey tool, if it is not recognised.
    keep : collection of str
        "tests" and "unfinished": answers that are otherwise left out.

    Returns
    -------
    codebook : Codebook
        With it the export can be read as it is.
    review : dict of str to list of Message
        By item name, what a person should look at; under "" what concerns the whole.

    Raises
    ------
    KipError
        The file is no table of answers.
    """
    found = read_export(export, tool=tool, keep=keep)
    if form is not None and not isinstance(form, Codebook):
        form = read_codebook(form)
    return draft_table(found.table, form or found.form)


def draft_table(table: Table, form: Codebook | None = None) -> tuple[Codebook, Review]:
    """Draft a codebook from a table of texts (see `draft_codebook`)."""
    if not len(table):
        raise KipError(message("{file} has a heading but no answers: there is no row below it.", file=table.name))
    columns = [column for column in table.columns if not column.heading.kind]
    own = [column for column in columns if column.heading.own]
    asked = [column for column in columns if not column.heading.own]
    names = dict(zip(map(id, asked), _names(asked), strict=True))
    lists = _Lists(_usual_scales(asked), form, table.habits)
    texts = Counter(fold(_question(column)) for column in asked)
    known = _Known(form)
    items: list[Item] = []
    review: Review = {}
    for group in runs(asked, _stem):
        said: list[list[Message]] = []
        for item, remarks in _drafted(group, own, known, names, lists, texts):
            item = replace(item, name=_free(item.name, {other.name for other in items}))
            items.append(item)
            if remarks and remarks not in said:  # what holds for a whole grid is said at its first row
                review[item.name] = remarks
                said.append(remarks)
    items.extend(_unattached(own, items))
    if not items:
        raise KipError(
            message(
                "{file} has no column left that can be a question: {columns} are left out.",
                file=table.name,
                columns=some([column.name for column in table.columns]),
            )
        )
    if form is not None and (absent := [item.name for item in form.items if item.name not in known.used]):
        review[""] = [
            counted(
                "{count} question of the form has no column in the export: {items}.",
                "{count} questions of the form have no column in the export: {items}.",
                len(absent),
                items=some(absent),
            )
        ]
    return Codebook(tuple(items), form.constructs if form else ()), review


def _unattached(own: list[Column], items: Sequence[Item]) -> list[Item]:
    """Questions to write to: columns that stand beside no question, or are the second beside one."""
    taken = {item.name for item in items}
    told: set[str] = set()
    found = []
    for column in own:
        beside = next((item.name for item in items if _belongs(column, item)), "")
        if not beside or beside in told:
            name = _free(_plain_name(column) or "q_other", taken)
            taken.add(name)
            found.append(Item(name, "text", Wording((("", column.name),)), heading=column.name))
        told.add(beside)
    return found


def _drafted(
    group: list[Column],
    own: list[Column],
    known: _Known,
    names: Mapping[int, str],
    lists: _Lists,
    texts: Counter[str],
) -> Iterator[tuple[Item, list[Message]]]:
    """The items of neighbouring columns about one question: the rows of a grid, or one multiple choice."""
    formed = known.multiple(group)
    if formed is not None:
        yield _with_unknown_as_other(formed, group, own)
    elif lists.habits.options and _are_options(group, own):
        yield _ticks(group, own, names[id(group[0])], lists)
    else:
        answers = _grid_answers(group)
        for column in group:
            item = known.single(column)
            if item is None:
                beside = any(_beside_one(text, column) for text in own)
                item, remarks = _item(column, names[id(column)], lists, answers, texts, beside)
                yield _beside(own, column, item, remarks, lists)
            else:
                yield _fitting(item, column, own)


class _Known:
    """The questions of the form's own definition, found by the columns' headings."""

    def __init__(self, form: Codebook | None) -> None:
        self.form = form
        self.meant = headings(form) if form else {}
        self.used: set[str] = set()

    def _find(self, column: Column) -> tuple[Item, str] | None:
        for alias in aliases(column):
            meant = self.meant.get(alias, ())
            if len(meant) == 1 and self.form:
                return self.form[meant[0][0]], meant[0][1]
        return None

    def single(self, column: Column) -> Item | None:
        """The question that a column answers."""
        found = self._find(column)
        if found is None or found[1] or found[0].name in self.used:
            return None
        self.used.add(found[0].name)
        item = found[0]
        return replace(item, heading="" if fold(column.name) == fold(item.name) else column.name)

    def multiple(self, group: list[Column]) -> Item | None:
        """The multiple choice whose options the columns are."""
        found = [self._find(column) for column in group]
        items = {each[0].name for each in found if each and each[1] not in ("", OWN)}
        if len(items) != 1 or None in found or items & self.used:
            return None
        self.used |= items
        item = next(each[0] for each in found if each)
        heading = group[0].heading.code or group[0].heading.question
        absent = {choice.name for choice in item.choices} - {each[1] for each in found if each} - {OTHER.name}
        if absent and item.scale:
            choices = tuple(choice for choice in item.choices if choice.name not in absent)
            item = replace(item, scale=Scale(f"{item.name}_options", choices))
        return replace(item, heading="" if fold(heading) == fold(item.name) else heading)


def _fitting(item: Item, column: Column, own: list[Column]) -> tuple[Item, list[Message]]:
    """A question as the form has it, as far as the answers are of that kind."""
    item = in_known_order(item)
    asked = column.heading.question
    wordings = [text for _, text in item.wording.texts]
    if asked and wordings and column.heading.code and asked != column.heading.code:
        alike = max(SequenceMatcher(None, fold(asked), fold(text)).ratio() for text in wordings)
        if alike < _ALIKE and not any(fold(asked) in fold(text) or fold(text) in fold(asked) for text in wordings):
            remark = message(
                'The export asks "{asked}", the form "{form}"; check that the form belongs to this survey.',
                asked=cut(asked, 60),
                form=cut(wordings[0], 60),
            )
            item, remarks = _fitting_type(item, column, own)
            return item, [remark, *remarks]
    return _fitting_type(item, column, own)


def _fitting_type(item: Item, column: Column, own: list[Column]) -> tuple[Item, list[Message]]:
    values = [value for value in column.values if value and value not in column.missing]
    if item.closed:
        return _with_unknown_as_other(item, [column], own)
    comma = not any("." in value for value in values)
    if item.type in NUMBERS and not all(_fits_number(item, value, comma) for value in values):
        remark = message("Not all of its answers are numbers; it was taken as text.")
        return replace(item, type="text"), [remark]
    if item.type in DATES and values and not date_readings(values):
        return replace(item, type="text"), [message("Not all of its answers are dates; it was taken as text.")]
    return item, []


def _fits_number(item: Item, value: str, comma: bool) -> bool:
    found = number(whole_number(value), decimal_comma=comma)
    return found is not None and (item.type != "integer" or found.is_integer())


def _with_unknown_as_other(item: Item, columns: list[Column], own: list[Column]) -> tuple[Item, list[Message]]:
    """A closed question of the form; answers that the form does not have make it one with "other"."""
    item = in_known_order(item)
    beside = any(_belongs(column, item) or _beside_one(column, columns[0]) for column in own)
    unknown: list[str] = []
    if len(columns) == 1 and not columns[0].heading.part_code or item.type == "select_one":
        find = either(item)
        for value in columns[0].values:
            if value and value not in columns[0].missing:
                unknown += (
                    split_choices(value, find)[1] if item.type == "select_multiple" else [value] * (find(value) is None)
                )
    if not unknown and not beside or item.other:
        return item, []
    assert item.scale is not None
    choices = [choice for choice in item.choices if choice.name != OTHER.name]
    item = replace(item, scale=Scale(item.scale.name, (*choices, OTHER)), other=True)
    if not unknown:
        return item, []
    return item, [
        counted(
            'The form does not have {count} of the answers; it was taken as written under "other".',
            'The form does not have {count} of the answers; they were taken as written under "other".',
            len(unknown),
        )
    ]


def _names(columns: Sequence[Column]) -> Iterator[str]:
    """Each column's heading or code if it can name an item, else q1, q2, … by its place."""
    plain = [_plain_name(column) for column in columns]
    taken = {fold(name) for column in columns for name in (_plain_name(column), column.heading.code) if name}
    given: set[str] = set()
    for place, name in enumerate(plain, start=1):
        if not name or fold(name) in given:
            name = _free(f"q{place}", taken)
            taken.add(name)
        given.add(fold(name))
        yield name


def _free(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _plain_name(column: Column) -> str:
    """What can name an item in an XLSForm, out of a heading."""
    heading = column.heading
    joined = f"{heading.code}_{heading.part_code}" if heading.code and heading.part_code else heading.code
    return next((name for name in (column.name, joined) if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,31}", name)), "")


def _stem(column: Column) -> tuple[str, str] | None:
    """What the columns of one question have in common."""
    heading = column.heading
    return (fold(heading.code), fold(heading.question)) if heading.part or heading.part_code else None


def _question(column: Column) -> str:
    """The wording of a column's question, with the row of its grid."""
    heading = column.heading
    if not heading.question:
        return heading.part or without_code(column.name)
    return f"{heading.question} [{heading.part}]" if heading.part else heading.question


def _are_options(group: list[Column], own: list[Column]) -> bool:
    """Whether neighbouring columns are the options of one multiple choice."""
    if len(group) < 2 or not all(column.heading.part or column.heading.part_code for column in group):
        return False
    if not all(map(tick_texts, group)) or all(column.is_empty for column in group):
        return False
    answers = {fold(value) for column in group for value in column.values}
    if len(group) > 2 or not answers & _NO or any(column.missing for column in group):
        return True
    return any(_beside_one(column, group[0]) for column in own)  # else two rows of yes and no may be a grid


def _belongs(column: Column, item: Item) -> bool:
    """Whether a column holds what was written beside that item."""
    names = {fold(item.name), fold(item.heading), *(fold(text) for _, text in item.wording.texts)} - {""}
    return item.other and bool(names & {fold(column.heading.code), fold(column.heading.question)})


def _beside_one(column: Column, other: Column) -> bool:
    """Whether a column holds what was written beside another's answers."""
    same = [(column.heading.code, other.heading.code), (column.heading.question, other.heading.question)]
    return any(one and fold(one) == fold(two) for one, two in same)


def _beside(
    own: list[Column], column: Column, item: Item, remarks: list[Message], lists: _Lists
) -> tuple[Item, list[Message]]:
    """A drafted question, with "other" if there is a column for it; its answers "Other" are then that one."""
    if item.scale is None or item.ordered or not any(_beside_one(text, column) for text in own):
        return item, remarks
    others = {fold(text) for _, text in OTHER.wording.texts} | {"-oth-", OTHER.name}
    others |= {fold(text.heading.part_code) for text in own if _beside_one(text, column)} - {""}
    choices = tuple(
        choice
        for choice in item.choices
        if fold(choice.wording.in_language("")) not in others and fold(choice.name) not in others
    )
    if not choices:
        return item, remarks
    return replace(item, scale=lists.named(item.name, choices, True), other=True), remarks


# --- one column --------------------------------------------------------------------------------------


def _item(
    column: Column, name: str, lists: _Lists, grid: Sequence[str], texts: Counter[str], beside: bool
) -> tuple[Item, list[Message]]:
    item, remarks = _typed(column, name, lists, grid, texts, beside)
    return (item if fold(column.name) == fold(item.name) else replace(item, heading=column.name)), remarks


def _typed(
    column: Column, name: str, lists: _Lists, grid: Sequence[str], texts: Counter[str], beside: bool
) -> tuple[Item, list[Message]]:
    """`beside`: whether there is a column for what was written beside "other"; then its numbers are codes."""
    text = _question(column)
    if texts[fold(text)] > 1:  # the same words in two places: the heading tells them apart
        text = f"{text} ({column.name})" if column.heading.code and text not in column.name else column.name
    wording = Wording((("", text),))
    counts = Counter[str]()
    for value, times in column.counts().items():
        if value and value not in column.missing:
            counts[whole_number(value)] += times
    if not counts:
        return Item(name, "text", wording, role="ignore"), [message("Nobody answered; it is left out.")]
    for recognise in (_scale, _numbers, _dates, _multiple, _choices):
        if len(counts) > _MOST_DISTINCT and recognise in (_scale, _multiple, _choices):
            continue
        if beside and recognise in (_numbers, _dates):
            continue
        found = recognise(name, wording, counts, lists, grid)
        if found is not None:
            return found
    return Item(name, "text", wording), []


def _scale(
    name: str, wording: Wording, counts: Counter[str], lists: _Lists, grid: Sequence[str]
) -> tuple[Item, list[Message]] | None:
    values = list(grid) or list(counts)
    match, remarks = recognise_scale(values, usual=lists.usual), []
    if match is None:
        written = any(times == 1 and _is_sentence(value) for value, times in counts.items())
        once = () if grid else [value for value, times in counts.items() if times == 1]
        return None if written and not grid else _nearly_a_scale(name, wording, values, lists, once)
    if match.unseen:
        remarks.append(
            counted(
                "Nobody chose {levels}; it was added from the usual scale.",
                "Nobody chose {levels}; they were added from the usual scale.",
                len(match.unseen),
                levels=match.unseen,
            )
        )
    if match.rivals:
        remarks.append(
            message(
                "The answers fit the scale {scale}, but also {rivals}; check the list of answers.",
                scale=match.scale,
                rivals=match.rivals,
            )
        )
    family = match.scale.split("_")[0]
    role = "experience" if family in _EXPERIENCE else "importance" if family == "importance" else ""
    if not role and family not in ("yes", "true"):
        remarks.append(message('If more is better here, give it the role "experience".'))
    if role == "experience" and match.scale not in lists.said:
        lists.said.add(match.scale)
        remarks.append(
            message(
                "The highest level of this scale was taken as favourable in every question that uses it; where it is "
                'not, write "yes" in the column reverse.'
            )
        )
    return Item(name, "select_one", wording, lists.named(match.scale, match.choices), role=role), remarks


def _nearly_a_scale(
    name: str, wording: Wording, values: Sequence[str], lists: _Lists, once: Sequence[str]
) -> tuple[Item, list[Message]] | None:
    """Known levels and one answer more: whether that is a level or none, only a person can say.

    If only one person gave it, it is taken as written by that person.
    """
    if not 4 <= len(values) <= 9:
        return None
    for odd in values:
        match = recognise_scale([value for value in values if value != odd], usual=lists.usual)
        if match is not None:
            break
    else:
        return None
    known = [choice.wording.in_language("") for choice in match.choices if not choice.missing]
    none = tuple(choice for choice in match.choices if choice.missing)
    if odd in once:
        choices = lists.named(name, (*_unordered(known), *none), True)
        return Item(name, "select_one", wording, choices, other=True), [_own_answers(1)]
    remark = message(
        'All answers but "{answer}" are levels of a usual scale. Put it in its place in the sheet choices and give '
        'each answer a score, lowest first; if it is no level, its score is "missing".',
        answer=cut(odd),
    )
    return Item(name, "select_one", wording, lists.named(name, (*_unordered([*known, odd]), *none))), [remark]


def _numbers(
    name: str, wording: Wording, counts: Counter[str], lists: _Lists, grid: Sequence[str]
) -> tuple[Item, list[Message]] | None:
    """A scale of numbers, else plain numbers."""
    scale = _number_scale(name, wording, counts, lists, grid)
    if scale is not None:
        return scale
    if not all(_DECIMAL.match(value) for value in counts):
        if any("," in value for value in counts) and all(map(_GROUPED.match, counts)):
            return Item(name, "text", wording), [_thousands()]
        return None
    if not lists.habits.decimal_comma and any("," in value for value in counts):
        return None  # codes of several answers
    decimal_comma = not any("." in value for value in counts)
    if any(number(value, decimal_comma=decimal_comma) is None for value in counts):
        return Item(name, "text", wording), [_thousands()]
    if not all(_WHOLE.match(value) for value in counts):
        return Item(name, "decimal", wording), []
    if len(counts) <= 6 and counts.total() >= 5 * len(counts):
        return None  # a few numbers again and again are answers to choose from
    return Item(name, "integer", wording), []


def _number_scale(
    name: str, wording: Wording, counts: Counter[str], lists: _Lists, grid: Sequence[str]
) -> tuple[Item, list[Message]] | None:
    """A scale of numbers, perhaps with words at some of them ("1 (not at all)")."""
    answers = list(grid) or list(counts)
    words = {int(match[1]): value for value in answers if (match := _NUMBERED.match(value))}
    none = [value for value in answers if _WHOLE.match(value) and (int(value) < 0 or int(value) in _NO_ANSWERS)]
    if set(words.values()) <= set(none) or max(set(words) - _NO_ANSWERS, default=0) > 12:
        none = []
    words = {level: value for level, value in words.items() if value not in none}
    low, high = (min(words), max(words)) if words else (0, 0)
    few = len(answers) <= counts.total() / 2
    if high > 12 or len(words) < 3 - bool(none) or len(words) + len(none) < len(answers) or not few:
        return None
    bottom, top = min(low, 1), next(end for end in (5, 7, 10, 12) if high <= end)
    if counts.total() >= _MANY and len(words) == high - low + 1:
        bottom, top = low, high  # with so many answers, a level beyond would have been chosen
    choices = [
        *(
            Choice(str(level), Wording((("", words.get(level, str(level))),)), float(level))
            for level in range(bottom, top + 1)
        ),
        *(Choice(value, Wording((("", value),)), missing=True) for value in sorted(none)),
    ]
    remarks = _said_of_numbers(low, high, bottom, top, sorted(none))
    return Item(name, "select_one", wording, lists.named(f"numbers_{bottom}_{top}", tuple(choices))), remarks


def _said_of_numbers(low: int, high: int, bottom: int, top: int, none: Sequence[str]) -> list[Message]:
    if (bottom, top) == (low, high):
        remark = message(
            "The answers run from {low} to {high}; that was taken for the scale. Correct it in the sheet choices, "
            'name its ends, and if more is better, give it the role "experience".',
            low=low,
            high=high,
        )
    else:
        remark = message(
            "The answers run from {low} to {high}; the scale was taken to run from {bottom} to {top}. "
            "Correct it in the sheet choices, name its ends, and if more is better, give it the role "
            '"experience".',
            low=low,
            high=high,
            bottom=bottom,
            top=top,
        )
    if not none:
        return [remark]
    outside = counted(
        "{values} lies outside the scale: taken as no answer (does not apply, don't know); check it.",
        "{values} lie outside the scale: taken as no answers (does not apply, don't know); check them.",
        len(none),
        values=tuple(none),
    )
    return [remark, outside]


def _thousands() -> Message:
    return message("Some numbers may have been meant with a thousands mark (1.200); all were kept as text.")


def _dates(
    name: str, wording: Wording, counts: Counter[str], lists: _Lists, grid: Sequence[str]
) -> tuple[Item, list[Message]] | None:
    if not date_readings(list(counts)):
        return None
    return Item(name, "datetime" if any(":" in value for value in counts) else "date", wording), []


def _multiple(
    name: str, wording: Wording, counts: Counter[str], lists: _Lists, grid: Sequence[str]
) -> tuple[Item, list[Message]] | None:
    if max(value.count(",") for value in counts) > _MOST_DISTINCT:
        return None
    splitters = [_by_semicolon, _comma_splitter(counts, r",\s(?![^(]*\))"), _comma_splitter(counts, r",(?![^(]*\))")]
    splitters += [str.split] * lists.habits.blanks
    for split in splitters:
        pieces = Counter[str]()
        for value, times in counts.items():
            for piece in split(value):
                pieces[piece] += times
        combined = any(len(split(value)) > 1 for value in counts)
        ended = split is _by_semicolon and all(value.rstrip().endswith(";") for value in counts)  # as Microsoft Forms
        options = [piece for piece, times in pieces.items() if times > 1 or counts.total() < 10]
        told = sum(pieces[option] for option in options)
        if (
            (combined or ended)
            and 2 <= len(options) <= 2 * _MOST_CHOICES
            and told >= _MOSTLY * pieces.total()
            and (len(options) < len(counts) or ended)
            and max(map(len, options)) <= _LONGEST_CHOICE
        ):
            break
    else:
        return None
    own = len(pieces) - len(options)
    remarks = [
        counted(
            "Several answers in one cell: taken as multiple choice with {count} option.",
            "Several answers in one cell: taken as multiple choice with {count} options.",
            len(options),
        )
    ]
    if own:
        remarks.append(_own_answers(own))
    choices = _unordered(sorted(options, key=lambda option: -pieces[option]))
    return Item(name, "select_multiple", wording, lists.named(name, choices, own > 0), other=own > 0), remarks


def _choices(
    name: str, wording: Wording, counts: Counter[str], lists: _Lists, grid: Sequence[str]
) -> tuple[Item, list[Message]] | None:
    total = counts.total()
    # What one person out of many wrote is an answer of their own, if the rest choose again and again.
    repeated = [value for value, times in counts.items() if times > 1]
    values = list(counts)
    if len(counts) > 6 and len(repeated) >= 3 and len(counts) - len(repeated) <= 0.1 * total:
        values = repeated
    elif repeated:
        values = [value for value in counts if counts[value] > 1 or not _is_sentence(value)]
    if len(values) > _MOST_CHOICES or total < 2 * len(values) or max(map(len, values)) > _LONGEST_CHOICE:
        return None
    if repeated:  # what one person wrote must not become an answer to choose from
        values = [value for value in values if counts[value] > 1 or value in grid]
    own = len(counts) - len(values)
    if own and sum(counts[value] for value in values) < _MOSTLY * total:  # most wrote something of their own
        return None
    remarks = (
        [
            message(
                "The order of the answers is not known. If they are a scale, put them in order in the sheet "
                "choices, lowest first, and give each a score."
            )
        ]
        if len(values) > 2
        else []
    )
    if own:
        remarks.append(_own_answers(own))
    values = list(grid) if grid and not own else sorted(values, key=lambda value: -counts[value])
    return (Item(name, "select_one", wording, lists.named(name, _unordered(values), own > 0), other=own > 0), remarks)


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 3 or len(text) > 30


def _own_answers(count: int) -> Message:
    return counted(
        '{count} answer that only one person gave was taken as written under "other".',
        '{count} answers that only one person each gave were taken as written under "other".',
        count,
    )


def _by_semicolon(cell: str) -> list[str]:
    return [piece.strip() for piece in cell.split(";") if piece.strip()]


def _comma_splitter(cells: Iterable[str], comma: str) -> Callable[[str], list[str]]:
    """Splits at commas that stand in no brackets, but not where the same two pieces always stand together
    ("Advice, guidance")."""
    pattern = re.compile(comma)

    def by_comma(cell: str) -> list[str]:
        return [piece.strip() for piece in pattern.split(cell) if piece.strip()]

    split = [by_comma(cell) for cell in cells]
    alone = Counter(piece for pieces in split for piece in pieces)
    pairs = Counter(pair for pieces in split for pair in pairwise(pieces))
    glued = {pair for pair, times in pairs.items() if times > 1 and alone[pair[0]] == alone[pair[1]] == times}

    def pieces_of(cell: str) -> list[str]:
        joined: list[str] = []
        before = ""
        for piece in by_comma(cell):
            if (before, piece) in glued:
                joined[-1] += ", " + piece
            else:
                joined.append(piece)
            before = piece
        return joined

    return pieces_of


# --- several columns ---------------------------------------------------------------------------------


def _grid_answers(group: Sequence[Column]) -> list[str]:
    """All answers given in a grid, commonest first: its rows share one list. Nothing for a single column."""
    if len(group) < 2:
        return []
    counts = Counter[str]()
    for column in group:
        for value, times in column.counts().items():
            if value:
                counts[whole_number(value)] += times
    return [value for value, _ in counts.most_common()]


def _ticks(group: Sequence[Column], own: list[Column], name: str, lists: _Lists) -> tuple[Item, list[Message]]:
    heading = group[0].heading
    name = heading.code if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,31}", heading.code) else name
    beside = any(_beside_one(column, group[0]) for column in own)
    others = {OTHER.name, "-oth-"} | ({fold(text) for _, text in OTHER.wording.texts} if beside else set())
    others |= {fold(column.heading.part_code) for column in own if _beside_one(column, group[0])} - {""}
    options = [column.heading for column in group]
    other = beside or any(fold(option.part_code or option.part) == OTHER.name for option in options)
    options = [
        option
        for option in options
        if not other or fold(option.part) not in others and fold(option.part_code) not in others
    ] or options
    codes = [option.part_code for option in options]
    if all(codes) and len({fold(code) for code in codes}) == len(codes):
        choices = tuple(
            Choice(option.part_code, Wording((("", option.part or option.part_code),))) for option in options
        )
    else:
        choices = _unordered([option.part for option in options])
    wording = Wording((("", heading.question or heading.code),))
    return (
        Item(
            name,
            "select_multiple",
            wording,
            lists.named(name, choices, other),
            other=other,
            heading="" if fold(heading.code) == fold(name) else heading.code or heading.question,
        ),
        []
        if all(codes)
        else [
            counted(
                "{count} column with ticks was taken as one multiple choice.",
                "{count} columns with ticks were taken as one multiple choice.",
                len(group),
            )
        ],
    )


def _unordered(texts: Sequence[str]) -> tuple[Choice, ...]:
    """Choices coded 1, 2, 3, … unless the answers are numbers themselves; "Other" and "other" are one."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(fold(text), text)
    texts = list(first.values())
    numbers = [text for text in texts if text.isdecimal()]
    if len(numbers) == len(texts):
        codes: Sequence[str] = texts
    else:
        codes = [f"a{place}" if numbers else str(place) for place in range(1, len(texts) + 1)]
    return tuple(Choice(code, Wording((("", text),))) for code, text in zip(codes, texts, strict=True))


class _Lists:
    """The choice lists of a draft: the same answers share one list. `usual`: how often each scale occurs."""

    def __init__(self, usual: Counter[str], form: Codebook | None, habits: Habits) -> None:
        self.usual = usual
        self.habits = habits
        self.said: set[str] = set()
        self._by_choices: dict[tuple[Choice, ...], Scale] = {}
        self._taken = {item.scale.name for item in form.items if item.scale} if form else set()

    def named(self, name: str, choices: tuple[Choice, ...], other: bool = False) -> Scale:
        if other:
            words = {fold(text) for _, text in OTHER.wording.texts}
            own = tuple(choice for choice in choices if fold(choice.wording.in_language("")) not in words)
            choices = (*(own or choices), OTHER)
        if choices not in self._by_choices:
            taken = {scale.name for scale in self._by_choices.values()} | self._taken
            free = (
                name
                if name not in taken
                else next(f"{name}_{number}" for number in range(2, len(taken) + 3) if f"{name}_{number}" not in taken)
            )
            self._by_choices[choices] = Scale(free, choices)
        return self._by_choices[choices]


def _usual_scales(columns: Sequence[Column]) -> Counter[str]:
    """How many columns belong to each scale, each looked at by itself."""
    matches = (
        recognise_scale([value for value in column.values if value])
        for column in columns
        if len(column.values) <= _MOST_CHOICES
    )
    return Counter(match.scale for match in matches if match)
