"""Answers that nobody gave, from assumptions that somebody stated: to rehearse an analysis before the survey.

For each rated question the assumptions give the share of favourable answers and how they spread; that makes the
probability of each level. Behind each answer stands a normal variable that has a part in common with the other
statements of its topic; where it lies between the cut points of those probabilities decides the level. So every share
is as assumed, and the correlation of the variables behind two statements (the polychoric one) is, too.

A question has chances of its own, from its name and the seed: a further question changes no other answers, but for
where those who break off do so. They are the raw bits of PCG64, which numpy keeps the same from version to version.

References
----------
Olsson, U. (1979). Maximum likelihood estimation of the polychoric correlation coefficient. Psychometrika 44, 443-460.
Ferrari, P. A. & Barbiero, A. (2012). Simulating ordinal data. Multivariate Behavioral Research 47, 566-589.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from statistics import NormalDist
from zlib import crc32

import numpy as np

from kiptools.cells import number, number_text
from kiptools.codebook import RATED, Codebook, Item
from kiptools.exports import Export
from kiptools.exports.columns import with_kinds
from kiptools.exports.simulated import MARK
from kiptools.exports.tool import Origin
from kiptools.files import read_table
from kiptools.language import Language
from kiptools.messages import KipError, Message, cut, message, some
from kiptools.missing import Missing
from kiptools.places import refuse_existing, replacing
from kiptools.reading import code
from kiptools.relevance import NotUnderstood, shown
from kiptools.responses import Responses
from kiptools.routing import LEAST_BROKEN_OFF
from kiptools.sheets import needed_height, new_workbook, put, save_workbook, set_up_print
from kiptools.tables import Column, Habits, Table, guarded

__all__ = ["Assumption", "Assumptions", "read_assumptions", "simulate", "write_answers", "write_assumptions"]

EVERYTHING = "*"
SPREADS = {"close": 0.15, "usual": 0.25, "split": 0.0}
"""How far answers lie apart: the standard deviation, in widths of the scale; split in two camps has none."""
SIMULATED_TEXT = "(simulated answer)"
ROW = "_id"
"""A column that numbers the rows, so that a respondent who left everything empty is no empty row."""
SHARES = ("favourable", "together", "not_applicable", "left_empty", "broken_off", "share")
HEADINGS = ("name", "role", "among", "favourable", "spread", *SHARES[1:])
_FILE = "simulated.csv"


@dataclass(frozen=True)
class Assumption:
    """What is assumed of a question, of a topic's questions, or of everything; None says nothing of it.

    Parameters
    ----------
    name : str
        An item, a construct, a choice as ``item/choice``, or ``*`` for everything.
    role : str
        Of a construct, only its items of that role: `experience` or `importance`.
    among : str
        Only the respondents who gave an answer to a question about who they are: ``question=choice``.
    favourable : float or None
        The share of favourable answers, above 0 and below 1.
    spread : {"", "close", "usual", "split"}
        How far the answers lie apart; split in two camps has nobody in the middle.
    together : float or None
        How much a statement has in common with the others of its topic, from 0 to below 1: the correlation of the
        variables behind two statements that have as much.
    not_applicable, left_empty : float or None
        Shares of those asked.
    broken_off : float or None
        The share of respondents who stop somewhere before the last questions; of everything only.
    share : float or None
        Of a choice: its share, or its number, beside the other choices; of an option among several, the share who
        tick it; of an open question, the share who write something.
    row : int
        Where it stands in its file.
    """

    name: str
    role: str = ""
    among: str = ""
    favourable: float | None = None
    spread: str = ""
    together: float | None = None
    not_applicable: float | None = None
    left_empty: float | None = None
    broken_off: float | None = None
    share: float | None = None
    row: int = 0


@dataclass(frozen=True)
class Assumptions:
    """What is assumed of a questionnaire's answers. What is said of an item goes before what is said of its topic.

    Parameters
    ----------
    rows : tuple of Assumption
        Where several say something of the same, the later one counts.
    source : str
        The file's name.
    """

    rows: tuple[Assumption, ...] = ()
    source: str = ""


USUAL = Assumption(EVERYTHING, "", "", 0.6, "usual", 0.4, 0.03, 0.03, 0.02, None)
"""What is assumed where nothing else is said. It stands in every file of assumptions, and claims nothing."""
USUAL_TICKED = 0.4
USUAL_WRITTEN = 0.3


# --- what holds for a question -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rules:
    """Assumptions that fit a codebook."""

    codebook: Codebook
    assumptions: Assumptions

    def find(self, item: Item, field: str, group: str = "", usual: object = None) -> object:
        """What is assumed of an item: the most special row that says something, and of equal ones the last."""
        best: tuple[int, object] = (-1, usual)
        for row in (USUAL, *self.assumptions.rows):
            value = getattr(row, field)
            if value in (None, "") or row.among not in ("", group) or row.role not in ("", item.role):
                continue
            if row.name == item.name:
                level = 4
            elif row.name == item.construct and item.construct:
                level = 2
            elif row.name == EVERYTHING:
                level = 0
            else:
                continue
            level = 2 * level + 2 * bool(row.role) + bool(row.among)
            if level >= best[0]:
                best = (level, value)
        return best[1]

    def share(self, item: Item, choice: str, group: str, usual: float) -> float:
        best: tuple[int, float] = (-1, usual)
        for row in self.assumptions.rows:
            if row.name == f"{item.name}/{choice}" and row.share is not None and row.among in ("", group):
                best = max(best, (int(bool(row.among)), row.share), key=lambda found: found[0])
        return best[1]

    def groups(self) -> dict[str, list[str]]:
        """The choices among whom something else is assumed, by question."""
        found: dict[str, list[str]] = {}
        for row in self.assumptions.rows:
            if row.among:
                question, _, choice = row.among.partition("=")
                found.setdefault(question, []).append(choice)
        return found


def _check(codebook: Codebook, assumptions: Assumptions) -> None:
    """Refuse what is impossible.

    Raises
    ------
    KipError
    """
    faults = [fault for row in assumptions.rows for fault in _faults(codebook, row, assumptions.source)]
    if len({row.among.partition("=")[0] for row in assumptions.rows if row.among}) > 1:
        faults.append(
            message(
                "{file}: groups of several questions are assumed to differ ({questions}); choose one question.",
                file=assumptions.source or "-",
                questions=tuple(dict.fromkeys(row.among.partition("=")[0] for row in assumptions.rows if row.among)),
            )
        )
    faults = faults or list(_together_too_many(_Rules(codebook, assumptions)))
    if faults:
        raise KipError(faults)


def _faults(codebook: Codebook, row: Assumption, file: str) -> Iterator[Message]:
    items = {item.name: item for item in codebook.items}
    constructs = {construct.name for construct in codebook.constructs}
    place = {"file": file or "-", "row": row.row}
    question, slash, choice = row.name.rpartition("/")
    if row.name not in (EVERYTHING, *items, *constructs) and not (
        slash and question in items and any(level.name == choice for level in items[question].levels)
    ):
        yield message(
            '{file}, row {row}: "{value}" is no question, topic or choice of the questionnaire; give {accepted}.',
            **place,
            value=cut(row.name),
            accepted=(*some([*constructs, *items]), "question/choice", EVERYTHING),
        )
    if row.role not in ("", *RATED):
        yield _not_accepted(place, "role", row.role, RATED)
    if row.spread not in ("", *SPREADS):
        yield _not_accepted(place, "spread", row.spread, tuple(SPREADS))
    if row.among:
        asked, _, answer = row.among.partition("=")
        group = items.get(asked)
        if group is None or group.type != "select_one" or group.rated or answer not in _level_names(group):
            single = [item for item in codebook.items if item.type == "select_one" and not item.rated]
            accepted = tuple(f"{item.name}={level.name}" for item in single for level in item.levels)
            yield _not_accepted(place, "among", row.among, some(accepted) or ("-",))
        if asked == row.name or slash and question in items and items[question].type == "select_one":
            yield message(
                "{file}, row {row}: the shares of {question} are the same for everybody; leave the column among empty.",
                **place,
                question=question or asked,
            )
    for field in SHARES:
        value = getattr(row, field)
        counts = field == "share" and slash and items[question].type == "select_one" if question in items else False
        if value is None:
            continue
        if counts and value < 0:
            yield _not_accepted(place, field, f"{value:g}", message("a share or a number, 0 or more"))
        elif not counts and not 0 <= value <= 1:
            yield _not_accepted(place, field, f"{value:g}", message("a share from 0 to 1, such as 0.25"))
        elif field == "favourable" and value in (0, 1):
            yield _not_accepted(place, field, f"{value:g}", message("a share above 0 and below 1, such as 0.95"))
        elif field == "together" and value == 1:
            yield _not_accepted(place, field, f"{value:g}", message("a share below 1, such as 0.9"))
    if row.broken_off is not None and (row.name != EVERYTHING or row.among):
        yield message(
            "{file}, row {row}: how many break off is assumed of everything only; write it in the row {everything}.",
            **place,
            everything=EVERYTHING,
        )
    if row.not_applicable and row.name in items and not any(each.missing for each in items[row.name].choices):
        yield message(
            '{file}, row {row}: {item} has no answer such as "does not apply", so nobody can give it; leave the cell '
            "empty.",
            **place,
            item=row.name,
        )


def _not_accepted(place: Mapping[str, object], column: str, value: str, accepted: object) -> Message:
    return message(
        '{file}, row {row}, column {column}: "{value}" is not accepted; give {accepted}.',
        **place,
        column=column,
        value=cut(value),
        accepted=accepted,
    )


def _together_too_many(rules: _Rules) -> Iterator[Message]:
    """Questions that do not apply to, or are left empty by, more than everybody; lists of which nothing is chosen."""
    file = rules.assumptions.source or "-"
    for item in rules.codebook.items:
        for group in _groups_of(rules):
            away = _share(rules, item, "not_applicable", group) + _share(rules, item, "left_empty", group)
            if away > 1 + 1e-9:
                yield message(
                    "{file}: {item} is assumed not to apply to some and to be left empty by others who are together "
                    "{share} times all who are asked; give shares that add up to 1 at most.",
                    file=file,
                    item=item.name,
                    share=f"{away:g}",
                )
                break
        if _is_list(item) and not sum(_weights(rules, item)):
            yield message(
                "{file}: no answer to {item} is assumed to be given by anybody; give one of them a share.",
                file=file,
                item=item.name,
            )


def _groups_of(rules: _Rules) -> list[str]:
    return ["", *(f"{question}={choice}" for question, found in rules.groups().items() for choice in found)]


def _is_list(item: Item) -> bool:
    """A question with one answer, that is not rated."""
    return item.type == "select_one" and not item.rated and bool(item.levels)


def _level_names(item: Item) -> list[str]:
    return [level.name for level in item.levels]


def _share(rules: _Rules, item: Item, field: str, group: str) -> float:
    if field == "not_applicable" and (not item.rated or not any(choice.missing for choice in item.choices)):
        return 0.0
    if field == "left_empty" and (not item.closed or item.role == "profile" or item.required):
        rows = (row for row in rules.assumptions.rows if row.name == item.name and row.among in ("", group))
        own = sorted((row for row in rows if row.left_empty is not None), key=lambda row: bool(row.among))
        return float(own[-1].left_empty or 0) if own and item.closed else 0.0
    return float(rules.find(item, field, group))  # type: ignore[arg-type]


def _weights(rules: _Rules, item: Item) -> list[float]:
    """How often each choice of a list, beside each other; equally often if nothing is said of any."""
    said = any(row.name.startswith(f"{item.name}/") and row.share is not None for row in rules.assumptions.rows)
    return [rules.share(item, name, "", 0.0 if said else 1.0) for name in _level_names(item)]


def _probabilities(item: Item, favourable: float, spread: str) -> list[float]:
    """Of each level of a rated question, the least favourable first: together `favourable` above the middle.

    A normal curve over the scale, moved to where the favourable share is right; or two camps, in which every level
    nearer to the middle is half as frequent as the one before.
    """
    levels, good = len(item.levels), len(item.favourable())
    if levels < 2 or not good:
        return [1.0 / levels] * levels
    if spread == "split":
        assert item.scale is not None  # rated items have one
        bad = sum(abs(score - item.scale.middle) > 1e-9 for score in item.scale.scores) - good
        low, high = ([0.5**place for place in range(side)] for side in (bad, good))
        below = [(1 - favourable) * weight / sum(low) for weight in low]
        above = [favourable * weight / sum(high) for weight in high]
        return [*below, *[0.0] * (levels - bad - good), *reversed(above)]
    deviation = SPREADS[spread]
    curve = NormalDist((levels - good) / levels + deviation * NormalDist().inv_cdf(favourable), deviation)
    ends = [0.0, *(curve.cdf(place / levels) for place in range(1, levels)), 1.0]
    return [high - low for low, high in zip(ends, ends[1:], strict=False)]


# --- chance --------------------------------------------------------------------------------------------


def _uniform(seed: int, name: str, rows: int) -> np.ndarray:
    """Numbers from 0 to below 1, the same for a seed and a name for ever."""
    bits = np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode())])).random_raw(rows)
    return (bits >> np.uint64(11)) * 2.0**-53


def _normal(seed: int, name: str, rows: int) -> np.ndarray:
    """Standard normal numbers, by Box and Muller."""
    first, second = np.split(_uniform(seed, name, 2 * rows), 2)
    return np.sqrt(-2 * np.log1p(-first)) * np.cos(2 * np.pi * second)


def _shared_out(weights: Sequence[float], seed: int, name: str, rows: int) -> np.ndarray:
    """Each respondent's choice: as many of each as the weights say, to the nearest one, in an order by chance."""
    total = sum(weights)
    ends = np.floor(np.array([*accumulate(weights)]) / total * rows + 0.5 + 1e-9).astype(int)
    places = np.repeat(np.arange(len(weights)), np.diff(ends, prepend=0))
    return places[np.argsort(_uniform(seed, name, rows), kind="stable")]


# --- answers -------------------------------------------------------------------------------------------


def simulate(
    codebook: Codebook, respondents: int, *, assumptions: Assumptions | None = None, seed: int = 1
) -> Responses:
    """Fill in a questionnaire from stated assumptions, so that the whole analysis can be rehearsed.

    Rated questions as the module says; lists with one answer as often as assumed, to the nearest respondent; options
    each by itself; open questions with the text "(simulated answer)"; numbers and dates stay empty, as does what the
    form does not show. Topics are independent of each other.

    Parameters
    ----------
    codebook : Codebook
    respondents : int
        At least one.
    assumptions : Assumptions, optional
        What is assumed; where nothing is said, `USUAL`.
    seed : int
        Zero or more; the same seed gives the same answers.

    Returns
    -------
    Responses
        Its source and its notes say that it is simulated. Reasons why answers are missing are told as those of a file
        are (`kiptools.routing`), so that `write_answers` and `read_responses` give the same again.

    Raises
    ------
    KipError
        An assumption is impossible, or fits no question.
    ValueError
        There is no respondent, or the seed is below zero.

    Examples
    --------
    >>> from kiptools import agreement, kit_path, read_codebook
    >>> book = read_codebook(kit_path("data", "cite", "codebook"))
    >>> assumed = Assumptions((Assumption("trust", favourable=0.8),))
    >>> row = agreement(simulate(book, 10_000, assumptions=assumed), "trust_1").rows[0]
    >>> round(row.share, 1)
    0.8
    """
    if respondents < 1 or seed < 0:
        raise ValueError(f"{respondents} respondents and the seed {seed}: give 1 or more, and 0 or more")
    assumptions = assumptions or Assumptions()
    _check(codebook, assumptions)
    rules = _Rules(codebook, assumptions)
    columns = _columns(rules, respondents, seed)
    numbers = np.arange(2, respondents + 2, dtype=np.int32)
    note = message(
        "These answers are simulated: the kit made them up from assumptions (seed {seed}), and nobody gave them.",
        seed=str(seed),
    )
    table = Table(_FILE, with_kinds(columns, "plain"), numbers, (note,), Habits(decimal_comma=False))
    return code(Export(table, Origin("simulated", "simulated")), codebook)


def _columns(rules: _Rules, rows: int, seed: int) -> list[Column]:
    """The answers as a file would hold them."""
    found: dict[str, Column] = {}
    items = rules.codebook.items
    question = next(iter(rules.groups()), "")
    order = sorted(items, key=lambda item: item.name != question)  # who answers decides what is answered
    for item in order:
        groups = _members(rules, found.get(question), question, rows)
        found[item.name] = _column(rules, item, groups, rows, seed)
    stopped = _stopped(rules, len(items), rows, seed)
    for place, item in enumerate(items):
        found[item.name] = _emptied(found[item.name], stopped <= place)
    for item in items:
        if item.relevant:
            answers = {name: (column.codes, column.values) for name, column in found.items()}
            try:
                hidden = ~shown(item.relevant, answers, rows)
            except NotUnderstood:
                continue
            found[item.name] = _emptied(found[item.name], hidden)
    return [found[item.name] for item in items]


def _members(rules: _Rules, asked: Column | None, question: str, rows: int) -> list[tuple[str, np.ndarray]]:
    """The groups of whom something else is assumed, and all others, with their members."""
    rest = np.ones(rows, dtype=bool)
    found = []
    for choice in dict.fromkeys(rules.groups().get(question, ()) if asked else ()):
        assert asked is not None
        member = np.array([value == choice for value in asked.values], dtype=bool)[asked.codes]
        found.append((f"{question}={choice}", member))
        rest &= ~member
    return [("", rest), *found]


def _column(rules: _Rules, item: Item, groups: Sequence[tuple[str, np.ndarray]], rows: int, seed: int) -> Column:
    names = _level_names(item)
    if item.role == "ignore":
        return Column(item.name, np.zeros(rows, dtype=np.int32), ("",))
    if item.type == "select_multiple":
        column = _ticked(rules, item, groups, rows, seed)
    elif item.rated and item.ordered:
        column = Column(item.name, _rated(rules, item, groups, rows, seed), ("", *names))
    elif _is_list(item):
        column = Column(item.name, 1 + _shared_out(_weights(rules, item), seed, item.name, rows), ("", *names))
    elif item.type == "text":
        column = _written(rules, item, groups, rows, seed)
    else:
        column = Column(item.name, np.zeros(rows, dtype=np.int32), ("",))
    return _with_missing(rules, item, column, groups, rows, seed)


def _rated(rules: _Rules, item: Item, groups: Sequence[tuple[str, np.ndarray]], rows: int, seed: int) -> np.ndarray:
    """One more than the level of each respondent."""
    own = _normal(seed, item.name, rows)
    common = _normal(seed, f"{item.construct}//{item.role}", rows) if item.construct else own
    places = np.empty(rows, dtype=np.int32)
    for group, members in groups:
        favourable, spread, together = (rules.find(item, name, group) for name in ("favourable", "spread", "together"))
        shared = float(together) if item.construct else 0.0  # type: ignore[arg-type]
        behind = np.sqrt(shared) * common[members] + np.sqrt(1 - shared) * own[members]
        chances = _probabilities(item, float(favourable), str(spread))  # type: ignore[arg-type]
        cuts = [NormalDist().inv_cdf(end) if 0 < end < 1 else np.inf * (1 if end else -1) for end in _ends(chances)]
        places[members] = np.searchsorted(cuts, behind, side="right")
    return len(item.levels) - places if item.reverse else 1 + places


def _ends(chances: Sequence[float]) -> list[float]:
    """Cumulative probabilities of all levels but the last."""
    return [min(1.0, end) if end < 1 - 1e-12 else 1.0 for end in accumulate(chances[:-1])]


def _ticked(rules: _Rules, item: Item, groups: Sequence[tuple[str, np.ndarray]], rows: int, seed: int) -> Column:
    """The ticked options, names with blanks between them."""
    codes, texts = np.zeros(rows, dtype=np.int64), [""]
    for name in _level_names(item):
        chances = np.empty(rows)
        for group, members in groups:
            chances[members] = rules.share(item, name, group, USUAL_TICKED)
        ticked = _uniform(seed, f"{item.name}/{name}", rows) < chances
        keys, codes = np.unique(2 * codes + ticked, return_inverse=True)
        texts = [f"{texts[key // 2]} {name}".strip() if key % 2 else texts[key // 2] for key in keys.tolist()]
    return Column(item.name, codes, tuple(texts))


def _written(rules: _Rules, item: Item, groups: Sequence[tuple[str, np.ndarray]], rows: int, seed: int) -> Column:
    chances = np.empty(rows)
    for group, members in groups:
        chances[members] = float(rules.find(item, "share", group, USUAL_WRITTEN))  # type: ignore[arg-type]
    return Column(item.name, (_uniform(seed, item.name, rows) < chances).astype(np.int32), ("", SIMULATED_TEXT))


def _with_missing(
    rules: _Rules, item: Item, column: Column, groups: Sequence[tuple[str, np.ndarray]], rows: int, seed: int
) -> Column:
    """With those to whom it does not apply, and those who leave it empty."""
    away, empty = np.zeros(rows), np.zeros(rows)
    for group, members in groups:
        away[members] = _share(rules, item, "not_applicable", group)
        empty[members] = _share(rules, item, "left_empty", group)
    if not away.any() and not empty.any():
        return column
    chance = _uniform(seed, f"{item.name}//missing", rows)
    nothing = next((choice.name for choice in item.choices if choice.missing), "")
    column = replace(
        column, codes=np.where(chance < away, len(column.values), column.codes), values=(*column.values, nothing)
    )
    return _emptied(column, (chance >= away) & (chance < away + empty))


def _emptied(column: Column, rows: np.ndarray) -> Column:
    """With nothing in these rows."""
    if not rows.any():
        return column
    return replace(column, codes=np.where(rows, len(column.values), column.codes), values=(*column.values, ""))


def _stopped(rules: _Rules, items: int, rows: int, seed: int) -> np.ndarray:
    """After how many questions each respondent stops: five or more before the end, or not at all."""
    last = items - LEAST_BROKEN_OFF
    if last < 1:
        return np.full(rows, items)
    said = [row.broken_off for row in (USUAL, *rules.assumptions.rows) if row.broken_off is not None]
    stops = _uniform(seed, "//stops", rows) < said[-1]
    return np.where(stops, 1 + (_uniform(seed, "//where", rows) * last).astype(int), items)


# --- files ---------------------------------------------------------------------------------------------


def write_answers(responses: Responses, path: str | Path) -> Path:
    """Write answers as codes, one row per respondent, from which `read_responses` reads the same again.

    Parameters
    ----------
    responses : Responses
    path : str or Path
        ``something.csv``. Simulated answers are marked in it, so that whoever reads the file is told.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from kiptools import kit_path, read_codebook, read_responses
    >>> book = read_codebook(kit_path("data", "cite", "codebook"))
    >>> answers = simulate(book, 20, seed=7)
    >>> with TemporaryDirectory() as folder:
    ...     read_responses(write_answers(answers, f"{folder}/simulated.csv"), book) == answers
    True
    """
    path = Path(path)
    if path.suffix.lower() != ".csv":
        raise KipError(message("{file}: give a name that ends in .csv.", file=str(path)))
    refuse_existing(path)
    items = responses.codebook.items
    cells = [map(str, range(1, len(responses) + 1)), *(_cells(responses, item) for item in items)]
    with replacing(path) as new, new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([MARK if responses.simulated else ROW, *(item.name for item in items)])
        writer.writerows(zip(*cells, strict=True))
    return path


def _cells(responses: Responses, item: Item) -> list[str]:
    """An item's answers as texts."""
    nothing = next((choice.name for choice in item.choices if choice.missing), "")
    own = responses.values.get(f"{item.name}/other_text")
    if item.type == "select_one":
        texts = {**dict(enumerate(_level_names(item))), Missing.NOT_APPLICABLE: nothing}
        found = [texts.get(code, "") for code in responses.column(item.name).tolist()]
        return found if own is None else [text or answer for text, answer in zip(_texts(own), found, strict=True)]
    if item.type == "select_multiple":
        names = _level_names(item)
        combinations, places = np.unique(responses.options(item), axis=0, return_inverse=True)
        texts_of = [
            nothing
            if ticks[0] == Missing.NOT_APPLICABLE
            else " ".join(name for name, tick in zip(names, ticks, strict=True) if tick == 1)
            for ticks in combinations.tolist()
        ]
        found = [texts_of[place] for place in places.ravel().tolist()]
        return found if own is None else [_joined(*pair) for pair in zip(found, _texts(own), strict=True)]
    return _texts(responses.values[item.name])


def _joined(options: str, own: str) -> str:
    return "; ".join([*options.split(), own]) if own else options


def _texts(values: np.ndarray) -> list[str]:
    if values.dtype.kind == "f":
        return ["" if np.isnan(value) else number_text(value) for value in values.tolist()]
    if values.dtype.kind == "M":
        return ["" if np.isnat(value) else str(value).replace("T", " ") for value in values]
    return ["" if value is None else guarded(value) for value in values.tolist()]


EXPLAINED: dict[str, Message] = {
    "name": message("A question, a topic, a choice (question/choice), or * for everything."),
    "role": message("Of a topic, only its statements of this kind: experience or importance."),
    "among": message("Only those who gave this answer: question=choice. Leave it empty for everybody."),
    "favourable": message("Share of favourable answers, above 0 and below 1."),
    "spread": message("How far the answers lie apart: close, usual, or split in two camps (split)."),
    "together": message("How much a statement has in common with the others of its topic, from 0 to below 1."),
    "not_applicable": message("Share of those asked to whom it does not apply."),
    "left_empty": message("Share of those asked who leave it empty."),
    "broken_off": message("Share of those who stop before the end; only in the row *."),
    "share": message("Of a choice its share or number; of an option, who tick it; of an open question, who write."),
    "wording": message("What it is, for whoever reads this table; not read."),
}


def write_assumptions(codebook: Codebook, path: str | Path, *, lang: str = "en") -> Path:
    """Write a table of assumptions to change: what the kit assumes of everything, and a row for each topic and choice.

    Parameters
    ----------
    codebook : Codebook
    path : str or Path
        ``something.csv`` or ``something.xlsx``.
    lang : str
        The language of the wordings and explanations, one of `kiptools.LANGUAGES`.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from kiptools import kit_path, read_codebook
    >>> book = read_codebook(kit_path("data", "cite", "codebook"))
    >>> with TemporaryDirectory() as folder:
    ...     read_assumptions(write_assumptions(book, f"{folder}/assumed.csv")).rows[0].favourable
    0.6
    """
    path, language = Path(path), Language(lang)
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise KipError(message("{file}: give a name that ends in .csv or .xlsx.", file=str(path)))
    refuse_existing(path)
    rows = [_as_cells(row, wording) for row, wording in _starting(codebook, language)]
    head = [*HEADINGS, "wording"]
    with replacing(path) as new:
        if path.suffix.lower() == ".xlsx":
            _write_workbook([head, *rows], new, language)
        else:  # with a mark, without which spreadsheets take the accents for something else
            with new.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(map(guarded, row) for row in [head, *rows])
    return path


def _starting(codebook: Codebook, language: Language) -> Iterator[tuple[Assumption, str]]:
    yield USUAL, language.say(message("Everything of which nothing else is said"))
    for construct in codebook.constructs:
        members = codebook.select(construct.name)
        for role in RATED:
            if any(item.role == role for item in members):
                row = Assumption(construct.name, role, favourable=USUAL.favourable, spread=USUAL.spread)
                yield row, construct.wording.in_language(language.code)
    for item in codebook.items:
        text = item.wording.in_language(language.code)
        if item.role == "ignore":
            continue
        if item.type == "text":
            yield Assumption(item.name, share=USUAL_WRITTEN), text
        elif _is_list(item) or item.type == "select_multiple":
            for level in item.levels:
                usual = USUAL_TICKED if item.type == "select_multiple" else 1.0
                said = message(
                    "{question} – {answer}",
                    question=text,
                    answer=level.wording.in_language(language.code) or level.name,
                )
                yield Assumption(f"{item.name}/{level.name}", share=usual), language.say(said)


def _as_cells(row: Assumption, wording: str) -> list[str]:
    values = [getattr(row, heading) for heading in HEADINGS]
    return [*("" if value is None else value if isinstance(value, str) else f"{value:g}" for value in values), wording]


def _write_workbook(rows: Sequence[Sequence[str]], path: Path, language: Language) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment

    workbook = new_workbook(message("Assumptions"), language)
    sheet = workbook.create_sheet(language.say(message("Assumptions")))
    widths = [60 if heading == "wording" else 24 if heading in ("name", "among") else 14 for heading in rows[0]]
    for line, cells in enumerate(rows, start=1):
        for place, text in enumerate(cells, start=1):
            if line == 1:
                put(sheet.cell(1, place), text, "kip heading")
                sheet.cell(1, place).comment = Comment(language.say(EXPLAINED[text]), "KIP", width=280, height=70)
            elif text and rows[0][place - 1] in SHARES:
                sheet.cell(line, place).value = float(text)
                sheet.cell(line, place).alignment = Alignment("right", "top")
            elif text:
                put(sheet.cell(line, place), text, "kip text")
        if line > 1:
            sheet.row_dimensions[line].height = needed_height(zip(cells, widths, strict=True))
    for column, width in zip(sheet.iter_cols(min_row=1, max_row=1), widths, strict=True):
        sheet.column_dimensions[column[0].column_letter].width = width
    sheet.freeze_panes = "B2"
    set_up_print(sheet)
    save_workbook(workbook, path)


def read_assumptions(path: str | Path) -> Assumptions:
    """Read a table of assumptions.

    Parameters
    ----------
    path : str or Path
        CSV or XLSX, as `write_assumptions` writes it; columns other than `name` may be missing.

    Returns
    -------
    Assumptions

    Raises
    ------
    KipError
        The file cannot be read, has no column `name`, or has something other than a number for a share.
    """
    table = read_table(path)
    found = [column.name for column in table.columns]
    if "name" not in found:
        raise KipError(
            message(
                "{sheet} has no column {column} (found: {found}).",
                sheet=table.name,
                column="name",
                found=tuple(map(cut, found)),
            )
        )
    rows, faults = [], []
    for row, cells in table.records():
        place = {"file": table.name, "row": row}
        shares = {}
        for field in SHARES:
            if text := cells.get(field, ""):
                shares[field] = _as_share(text)
                if shares[field] is None:
                    faults.append(_not_accepted(place, field, text, message("a number such as 0.25 or 25 %")))
        words = {field: cells.get(field, "") for field in ("name", "role", "among", "spread")}
        words["among"] = "=".join(part.strip() for part in words["among"].split("="))
        rows.append(Assumption(**words, **shares, row=row))  # type: ignore[arg-type]
    if faults:
        raise KipError(faults)
    return Assumptions(tuple(rows), table.name)


def _as_share(text: str) -> float | None:
    """A share as people write it: 0.25, 0,25 or 25 %."""
    percent = text.endswith("%")
    found = number(text.removesuffix("%").strip(), decimal_comma="," in text)
    return found / 100 if found is not None and percent else found
