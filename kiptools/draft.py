"""A first codebook out of the answers themselves, for a person to review.

Types, ordered scales (by a dictionary in five languages, ``answer_scales.csv``) and multiple choice are
recognised; whatever could also be otherwise is said, item by item.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from kiptools.cells import date_readings, number, whole_number
from kiptools.codebook import OTHER, Choice, Codebook, Item, Scale, Wording
from kiptools.exports import PERSONAL, TECHNICAL, without_code
from kiptools.messages import KipError, Message, counted, cut, message
from kiptools.tables import Column, Table, fold, read_table

__all__ = ["draft_codebook", "draft_table", "recognise_scale"]

Review = dict[str, list[Message]]
# Of each level its score and its wordings, folded and as written.
Levels = list[tuple[str, list[tuple[str, str]]]]

# What a recognised scale says about the role of the item; scales not named here get none.
_EXPERIENCE = ("agreement", "satisfaction", "quality", "usefulness", "ease", "confidence", "improvement")
_TICKS = tuple(
    map(
        frozenset,
        (
            ("1", "0"),
            ("y", "n"),
            ("yes", "no"),
            ("oui", "non"),
            ("sì", "no"),
            ("si", "no"),
            ("da", "ne"),
            ("sim", "não"),
            ("x",),
            ("true", "false"),
            ("vrai", "faux"),
        ),
    )
)
_OTHER_TEXTS = frozenset(("other", "autre", "altro", "drugo", "ostalo", "outro", "comment"))
_MOST_CHOICES = 20
_LONGEST_CHOICE = 150
_GRID = re.compile(r"(?P<stem>.*?)\s*(?:\[(?P<row>[^\[\]]*)\]|/(?P<option>[^/]+))\Z")
_WHOLE = re.compile(r"-?\d+\Z")
_NUMBERED = re.compile(r"(\d{1,2})(?:[.,]0+)?(?:\s*[-–—:.)(=]\s*[^\d\s].*)?\Z")
_DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?\Z")


def draft_codebook(export: str | Path) -> tuple[Codebook, Review]:
    """Draft a codebook from a survey export.

    Parameters
    ----------
    export : str or Path
        CSV or XLSX, one row per respondent.

    Returns
    -------
    codebook : Codebook
        With it the export can be read as it is.
    review : dict of str to list of Message
        By item name, what a person should look at.

    Raises
    ------
    KipError
        The file is no table of answers.
    """
    return draft_table(read_table(export))


def draft_table(table: Table) -> tuple[Codebook, Review]:
    """Draft a codebook from a table of texts (see `draft_codebook`)."""
    if not len(table):
        raise KipError(message("{file} has a heading but no answers: there is no row below it.", file=table.name))
    columns = [
        column for column in table.columns if fold(column.name) not in TECHNICAL and fold(column.name) not in PERSONAL
    ]
    namer = _names(columns)
    lists = _Lists(_usual_scales(columns))
    texts = Counter(fold(without_code(column.name)) for column in columns)
    items: list[Item] = []
    review: Review = {}
    for group in _groups(columns):
        if len(group) > 2 and all(map(_is_tick, group)):
            drafted = [_ticks(group, next(namer), lists)]
            for _ in group[1:]:
                next(namer)
        else:
            answers = _grid_answers(group)
            drafted = [_item(column, next(namer), lists, answers, texts) for column in group]
        said: list[list[Message]] = []
        for (item, remarks), column in zip(drafted, group, strict=False):
            items.append(item if len(drafted) < len(group) else replace(item, heading=column.name))
            if remarks and remarks not in said:  # what holds for a whole grid is said at its first row
                review[item.name] = remarks
                said.append(remarks)
    return Codebook(tuple(items)), review


def _names(columns: Sequence[Column]) -> Iterator[str]:
    """Each column's heading if it can name an item, else q1, q2, … by its place."""
    headings = [column.name for column in columns]
    fitting = [heading for heading in headings if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,31}", heading)]
    taken = {fold(heading) for heading in fitting}
    for place, heading in enumerate(headings, start=1):
        name = f"q{place}"
        while name in taken:
            name += "_"
        yield heading if heading in fitting else name


def _groups(columns: Sequence[Column]) -> Iterator[list[Column]]:
    """Neighbouring columns with the same stem: a grid, or the options of a multiple choice."""
    group: list[Column] = []
    for column in columns:
        apart = fold(_option(column)) in _OTHER_TEXTS  # a text beside the ticks
        if group and (apart or _stem(column) is None or _stem(column) != _stem(group[0])):
            yield group
            group = []
        group.append(column)
    if group:
        yield group


def _stem(column: Column) -> str | None:
    """What the columns of one grid have in common: the question, and its code where the tool writes one."""
    text = without_code(column.name)
    match = _GRID.match(text)
    code = column.name.removesuffix(text).partition("[")[0]
    return fold(f"{code} {match['stem']}") if match else None


def _option(column: Column) -> str:
    match = _GRID.match(without_code(column.name))
    return (match["row"] or match["option"] or column.name) if match else column.name


# --- one column --------------------------------------------------------------------------------------


def _item(
    column: Column, name: str, lists: _Lists, grid: Sequence[str], texts: Counter[str]
) -> tuple[Item, list[Message]]:
    text = without_code(column.name)
    wording = Wording((("", text if texts[fold(text)] == 1 else column.name),))
    counts = Counter({whole_number(value): 0 for value in column.values if value})
    for value, times in column.counts().items():
        if value:
            counts[whole_number(value)] += times
    if not counts:
        return Item(name, "text", wording, role="ignore"), [message("Nobody answered; it is left out.")]
    if sum("@" in value for value in counts) > len(counts) / 2:
        return Item(name, "text", wording, role="ignore"), [message("It holds e-mail addresses; it is left out.")]
    for recognise in (_scale, _numbers, _dates, _multiple, _choices):
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
        return _nearly_a_scale(name, wording, values, lists)
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
    name: str, wording: Wording, values: Sequence[str], lists: _Lists
) -> tuple[Item, list[Message]] | None:
    """Known levels and one answer more: whether that is a level or none, only a person can say."""
    if not 4 <= len(values) <= 9:
        return None
    for odd in values:
        match = recognise_scale([value for value in values if value != odd], usual=lists.usual)
        if match is not None:
            break
    else:
        return None
    known = [choice.wording.in_language("") for choice in match.choices]
    remark = message(
        'All answers but "{answer}" are levels of a usual scale. Put it in its place in the sheet choices and give '
        'each answer a score, lowest first; if it is no level, its score is "missing".',
        answer=cut(odd),
    )
    return Item(name, "select_one", wording, lists.named(name, _unordered([*known, odd]))), [remark]


def _numbers(
    name: str, wording: Wording, counts: Counter[str], lists: _Lists, grid: Sequence[str]
) -> tuple[Item, list[Message]] | None:
    """A scale of numbers, perhaps with words at some of them ("1 (not at all)"); else plain numbers."""
    words = {int(match[1]): value for value in (list(grid) or list(counts)) if (match := _NUMBERED.match(value))}
    low, high = (min(words), max(words)) if words else (0, 0)
    all_numbered = len(words) == len(list(grid) or list(counts))
    if all_numbered and high <= 12 and len(words) >= 3 and counts.total() >= 2 * len(counts):
        bottom, top = min(low, 1), next(end for end in (5, 7, 10, 12) if high <= end)
        choices = tuple(
            Choice(str(level), Wording((("", words.get(level, str(level))),)), float(level))
            for level in range(bottom, top + 1)
        )
        return (
            Item(name, "select_one", wording, lists.named(f"numbers_{bottom}_{top}", choices)),
            [
                message(
                    "The answers run from {low} to {high}; the scale was taken to run from {bottom} to {top}. "
                    "Correct it in the sheet choices, name its ends, and if more is better, give it the role "
                    '"experience".',
                    low=low,
                    high=high,
                    bottom=bottom,
                    top=top,
                )
            ],
        )
    if not all(_DECIMAL.match(value) for value in counts):
        return None
    decimal_comma = not any("." in value for value in counts)
    if any(number(value, decimal_comma=decimal_comma) is None for value in counts):
        remark = message("Some numbers may have been meant with a thousands mark (1.200); all were kept as text.")
        return Item(name, "text", wording), [remark]
    if not all(_WHOLE.match(value) for value in counts):
        return Item(name, "decimal", wording), []
    if len(counts) <= 6 and counts.total() >= 5 * len(counts):
        return None  # a few numbers again and again are answers to choose from
    return Item(name, "integer", wording), []


def _dates(
    name: str, wording: Wording, counts: Counter[str], lists: _Lists, grid: Sequence[str]
) -> tuple[Item, list[Message]] | None:
    if not date_readings(list(counts)):
        return None
    return Item(name, "datetime" if any(":" in value for value in counts) else "date", wording), []


def _multiple(
    name: str, wording: Wording, counts: Counter[str], lists: _Lists, grid: Sequence[str]
) -> tuple[Item, list[Message]] | None:
    for split in (_by_semicolon, _comma_splitter(counts)):
        pieces = Counter[str]()
        for value, times in counts.items():
            for piece in split(value):
                pieces[piece] += times
        combined = any(len(split(value)) > 1 for value in counts)
        options = [piece for piece, times in pieces.items() if times > 1 or counts.total() < 10]
        told = sum(pieces[option] for option in options)
        if (
            combined
            and 2 <= len(options) <= 2 * _MOST_CHOICES
            and told >= 0.7 * pieces.total()
            and len(options) < len(counts)
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
    own = len(counts) - len(repeated)
    values = list(counts)
    sentences = [value for value, times in counts.items() if times == 1 and _is_sentence(value)]
    if len(counts) > 6 and len(repeated) >= 3 and own <= 0.1 * total:
        values = repeated
    elif repeated and sentences:  # what one person wrote must not become an answer to choose from
        values, own = [value for value in counts if value not in sentences], len(sentences)
    else:
        own = 0
    if len(values) > _MOST_CHOICES or total < 2 * len(values) or max(map(len, values)) > _LONGEST_CHOICE:
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
    return len(text.split()) > 5 or len(text) > 40


def _own_answers(count: int) -> Message:
    return counted(
        '{count} answer that only one person gave was taken as written under "other".',
        '{count} answers that only one person each gave were taken as written under "other".',
        count,
    )


def _by_semicolon(cell: str) -> list[str]:
    return [piece.strip() for piece in cell.split(";") if piece.strip()]


def _by_comma(cell: str) -> list[str]:
    """Pieces between commas that stand in no brackets."""
    return [piece.strip() for piece in re.split(r",\s(?![^(]*\))", cell) if piece.strip()]


def _comma_splitter(cells: Iterable[str]) -> Callable[[str], list[str]]:
    """Splits at commas, but not where the same two pieces always stand together ("Advice, guidance")."""
    split = [_by_comma(cell) for cell in cells]
    alone = Counter(piece for pieces in split for piece in pieces)
    pairs = Counter(pair for pieces in split for pair in pairwise(pieces))
    glued = {pair for pair, times in pairs.items() if times > 1 and alone[pair[0]] == alone[pair[1]] == times}

    def pieces_of(cell: str) -> list[str]:
        joined: list[str] = []
        before = ""
        for piece in _by_comma(cell):
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


def _is_tick(column: Column) -> bool:
    """Ticked or not: nothing but 1 and 0, yes and no, or the option's own text."""
    texts = {fold(whole_number(value)) for value in column.values if value}
    return any(texts <= pair for pair in _TICKS) or texts == {fold(_option(column))}


def _ticks(group: Sequence[Column], name: str, lists: _Lists) -> tuple[Item, list[Message]]:
    match = _GRID.match(without_code(group[0].name))
    assert match is not None
    choices = _unordered([_option(column) for column in group])
    return (
        Item(name, "select_multiple", Wording((("", match["stem"]),)), lists.named(name, choices)),
        [
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

    def __init__(self, usual: Counter[str]) -> None:
        self.usual = usual
        self.said: set[str] = set()
        self._by_choices: dict[tuple[Choice, ...], Scale] = {}

    def named(self, name: str, choices: tuple[Choice, ...], other: bool = False) -> Scale:
        if other:
            choices = (*choices, OTHER)
        if choices not in self._by_choices:
            taken = {scale.name for scale in self._by_choices.values()}
            free = (
                name
                if name not in taken
                else next(f"{name}_{number}" for number in range(2, len(taken) + 3) if f"{name}_{number}" not in taken)
            )
            self._by_choices[choices] = Scale(free, choices)
        return self._by_choices[choices]


# --- answer scales -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ScaleMatch:
    """A scale of the dictionary that a column's answers belong to.

    Parameters
    ----------
    scale : str
        Its name in the dictionary.
    choices : tuple of Choice
        All its levels, lowest first, worded as in the column where the column has them; then the
        column's answers that are none ("don't know").
    unseen : tuple of str
        Levels that nobody chose.
    rivals : tuple of str
        Other scales with as many levels that the answers fit in another order or place.
    """

    scale: str
    choices: tuple[Choice, ...]
    unseen: tuple[str, ...]
    rivals: tuple[str, ...]


def recognise_scale(values: Sequence[str], usual: Counter[str] | None = None) -> ScaleMatch | None:
    """The known scale that contains all the answers, in one language.

    Of several, the one most usual in the file (nobody may have chosen the middle here, as elsewhere they
    did), then the one with the fewest levels.

    Parameters
    ----------
    values : sequence of str
        The distinct answers.
    usual : Counter of str, optional
        How often each scale was recognised in the file.

    Returns
    -------
    ScaleMatch or None
        None if no scale contains them, or fewer than two levels were chosen.

    Examples
    --------
    >>> recognise_scale(["Plutôt d'accord", "Tout à fait d'accord", "Pas du tout d'accord"]).unseen
    ("Plutôt pas d'accord",)
    """
    scales, no_answers = _dictionary()
    seen = {fold(value): value for value in values}
    no_levels = [value for folded, value in seen.items() if folded in no_answers]
    levels = {folded for folded in seen if folded not in no_answers}
    if len(levels) < 2:
        return None
    fits = [
        (len(words), name, words)
        for (name, _), words in scales.items()
        if levels <= {folded for _, level in words for folded, _ in level}
    ]
    if not fits:
        return None
    size, name, words = min(fits, key=lambda fit: (-(usual or Counter())[fit[1]], fit[0]))
    choices, unseen = [], []
    for score, level in words:
        observed = [seen[folded] for folded, _ in level if folded in seen]
        if len(observed) > 1:
            return None  # two wordings of one level in one column: a person must say
        if not observed:
            unseen.append(level[0][1])
        choices.append(Choice(score, Wording((("", observed[0] if observed else level[0][1]),)), float(score)))
    choices.extend(
        Choice(f"none{place}", Wording((("", value),)), missing=True) for place, value in enumerate(no_levels, start=1)
    )
    rivals = {
        other
        for other_size, other, other_words in fits
        if other_size == size and other != name and _places(levels, other_words) != _places(levels, words)
    }
    return ScaleMatch(name, tuple(choices), tuple(unseen), tuple(sorted(rivals)))


def _usual_scales(columns: Sequence[Column]) -> Counter[str]:
    """How many columns belong to each scale, each looked at by itself."""
    matches = (
        recognise_scale([value for value in column.values if value])
        for column in columns
        if len(column.values) <= _MOST_CHOICES
    )
    return Counter(match.scale for match in matches if match)


def _places(levels: set[str], words: Levels) -> dict[str, int]:
    return {folded: place for place, (_, level) in enumerate(words) for folded, _ in level if folded in levels}


@cache
def _dictionary() -> tuple[Mapping[tuple[str, str], Levels], frozenset[str]]:
    """Scale and language -> its levels, lowest first; and the answers that are none."""
    scales: dict[tuple[str, str], Levels] = {}
    none: set[str] = set()
    with (Path(__file__).parent / "answer_scales.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, score = row.pop("scale"), row.pop("score")
            for language, cell in row.items():
                words = cell.split("|")
                if score:
                    scales.setdefault((name, language), []).append((score, [(fold(word), word) for word in words]))
                else:
                    none.update(map(fold, words))
    return scales, frozenset(none)
