"""What partners need to learn: the gap between the required level and the level now, weighted by importance (Borich),
and who can learn from whom.

Partners rate themselves. A partner is named only if it agreed that others learn where it is strong and what it wants to
learn; of all others there are counts and places, and none that would tell what a few of them rated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from kiptools.cells import whole_number
from kiptools.confidentiality import may_show, may_show_answers
from kiptools.fields import heading_meaning
from kiptools.files import read_file
from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.places import kit_path
from kiptools.rows import Row, filled, in_order, listed_words, rows_of
from kiptools.sheets import HELP, FormColumn, FormSheet, heading_key
from kiptools.tables import Sheet, fold, not_read

__all__ = [
    "LEARNERS",
    "NEED_LEVELS",
    "NeedRating",
    "NeedRatings",
    "PeerMatch",
    "PeerMatches",
    "TrainingNeed",
    "TrainingNeeds",
    "match_peers",
    "read_needs",
    "training_needs",
]

NEED_LEVELS = (1, 2, 3, 4, 5)
"""Of required level, level now and importance."""
STRONG = 4
"""From this level on a partner may teach others, if its own work requires no more."""
LEARNERS = 3
"""So many learners at most are sent to one partner, over all competences."""

NO_LEVEL = frozenset(("", "-", "–", "—", "n/a", "n.a", "na", "n/d", "n.d", "nd", "n/p", "s/o", "s.o"))
"""What people write where they give no level, folded: so is a question mark."""
FIRST_ROWS = 20
"""Among these the headings are looked for."""

FORM = FormSheet(
    message("Training needs"),
    {
        "partner": FormColumn(message("Partner"), 34, required=True),
        "competence": FormColumn(message("Competence"), 46, required=True),
        "required": FormColumn(message("Required level (1 to 5)"), 14, "level", "number", required=True),
        "current": FormColumn(message("Level now (1 to 5)"), 14, "level", "number", required=True),
        "importance": FormColumn(message("Importance (1 to 5)"), 14, "level", "number", required=True),
        "named": FormColumn(message("May be named to others"), 14, "yes_no"),
    },
    (
        message("Write one row for each partner and competence."),
        message(
            "Required level: how well the partner's work requires it to be mastered, from 1 (hardly) to 5 (fully)."
        ),
        message("Level now: how well the partner masters it today, from 1 (hardly) to 5 (fully)."),
        message("Importance: how much it counts in the partner's work, from 1 (little) to 5 (very much)."),
        message("Leave a level empty if the partner does not give it."),
        message(
            "May be named: yes only if the partner agrees that others are told where it is strong and what it wants to "
            "learn. One of its rows is enough."
        ),
    ),
)


# --- what partners say -------------------------------------------------------------------------------


@dataclass(frozen=True)
class NeedRating:
    """What one partner says of one competence, each from 1 to 5.

    Parameters
    ----------
    partner, competence : str
    required, current, importance : int or None
        The level that the partner's work requires, the level now, and how much the competence counts.
    """

    partner: str
    competence: str
    required: int | None = None
    current: int | None = None
    importance: int | None = None


@dataclass(frozen=True)
class NeedRatings:
    """What all partners say.

    Parameters
    ----------
    ratings : tuple of NeedRating
    named : frozenset of str
        Partners who agree that others learn where they are strong and where they want to learn.
    source : str
        The file.
    notes : tuple of Message
    """

    ratings: tuple[NeedRating, ...] = field(repr=False)
    named: frozenset[str] = frozenset()
    source: str = ""
    notes: tuple[Message, ...] = field(default=(), compare=False)

    @property
    def competences(self) -> tuple[str, ...]:
        """In the order in which they first stand in the file."""
        return tuple(dict.fromkeys(each.competence for each in self.ratings))

    @property
    def rated(self) -> frozenset[str]:
        """The partners who have rated anything."""
        return frozenset(
            each.partner for each in self.ratings if (each.required, each.current, each.importance) != _NONE
        )

    @property
    def partners(self) -> int:
        """How many have rated anything."""
        return len(self.rated)


_NONE = (None, None, None)


def read_needs(path: str | Path | None = None) -> NeedRatings:
    """Read what partners say they need and can, one row for each partner and competence.

    Parameters
    ----------
    path : str or Path or None
        CSV or XLSX with the columns `partner`, `competence`, `required`, `current` and `importance` (1 to 5, or empty),
        and `named`: yes if the partner agrees that others are told where it is strong and what it wants to learn. It is
        enough to write that in one of a partner's rows; without it the partner is never named. Headings and words may
        be in any of the five languages, and partners headed as in lists of partners (organisation, name). A level that
        is a dash, a question mark or "n/a" is empty. Of a workbook the first sheet with these columns is
        read. None for the demo network's.

    Returns
    -------
    NeedRatings

    Raises
    ------
    KipError
        The file cannot be read, a column is missing, a cell is not what it should be, a partner rates a competence
        twice, or agrees to be named in one row and not in another.

    Examples
    --------
    >>> needs = read_needs()
    >>> needs.partners, len(needs.competences), len(needs.named)
    (10, 7, 5)
    """
    sheets = [
        each for each in read_file(kit_path("data", "training", "needs.csv") if path is None else path) if len(each)
    ]
    sheet = min(sheets, key=lambda each: len(_missing(_top(each))))
    others = [each for each in sheets if each is not sheet and heading_key(each.title, {"help": HELP}) != "help"]
    faults, notes = list[Message](), [*not_read(others)]
    if missing := _missing(_top(sheet)):
        raise KipError(_columns_missing(sheet, missing))
    rows = filled(filled(rows_of(sheet, _form(_top(sheet)), faults, notes), "partner", faults), "competence", faults)
    spelt: tuple[dict[str, str], dict[str, str]] = ({}, {})
    found: dict[tuple[str, str], NeedRating] = {}
    first: dict[tuple[str, str], int] = {}
    said: dict[str, dict[str, int]] = {}
    for row in rows:
        partner, competence = (
            known.setdefault(fold(row[key]), " ".join(row[key].split()))
            for known, key in zip(spelt, ("partner", "competence"), strict=True)
        )
        levels = [_level(row, key, faults) for key in ("required", "current", "importance")]
        if first.setdefault((partner, competence), row.number) != row.number:
            faults.append(_twice(row, first[partner, competence]))
        found[partner, competence] = NeedRating(partner, competence, *levels)
        if agrees := row.word("named", listed_words("yes_no"), faults):
            said.setdefault(partner, {}).setdefault(agrees, row.number)
            if len(said[partner]) > 1:
                faults.append(_contradiction(row, partner, said[partner]))
    if not found and not faults:
        faults.append(
            message("{file} has no rating in it; give a partner and a competence in each row.", file=sheet.name)
        )
    if faults:
        raise KipError(in_order(faults))
    named = frozenset(partner for partner, words in said.items() if "yes" in words)
    return NeedRatings(tuple(found.values()), named, sheet.name, tuple(notes))


def _top(sheet: Sheet) -> list[str]:
    """The row that heads the most columns that are needed; titles may stand above it."""
    rows = [sheet.row(place) for place in range(min(len(sheet), FIRST_ROWS))]
    return min(rows, key=lambda row: len(_missing(row)))


def _missing(headings: Sequence[str]) -> list[str]:
    """The columns that are needed, and that none of the headings names."""
    form = _form(headings)
    found = {form.key_of(heading) for heading in headings}
    return [key for key, column in form.columns.items() if column.required and key not in found]


def _form(headings: Sequence[str]) -> FormSheet:
    """The columns; if none is headed "partner", the first headed as lists of partners head their names will do."""
    names = [heading for heading in headings if heading_meaning("partners", heading) == "name"]
    if not names or any(FORM.key_of(heading) == "partner" for heading in headings):
        return FORM
    return replace(FORM, columns={**FORM.columns, "partner": replace(FORM.columns["partner"], also=names[0])})


def _columns_missing(sheet: Sheet, missing: Sequence[str]) -> Message:
    known = tuple(column.heading for column in FORM.columns.values())
    if "partner" not in missing and (wide := _rated_columns(sheet)):
        return message(
            "{file}: {columns} look like competences in columns of their own; write one row for each partner and "
            "competence, under the headings {known}.",
            file=sheet.name,
            columns=some([cut(heading) for heading in wide]),
            known=known,
        )
    return counted(
        "{file}: the column {missing} is missing; the columns are {known}.",
        "{file}: the columns {missing} are missing; the columns are {known}.",
        len(missing),
        file=sheet.name,
        missing=tuple(FORM.columns[key].heading for key in missing),
        known=known,
    )


def _rated_columns(sheet: Sheet) -> list[str]:
    """If there are two or more, the headings, none of them known, below which stand levels and nothing else."""
    top = _top(sheet)
    below = [sheet.row(place) for place in range(len(sheet))]
    below = below[below.index(top) + 1 :]
    levels = {*map(str, NEED_LEVELS)}
    found = [
        heading
        for place, heading in enumerate(top)
        if heading
        and _form(top).key_of(heading) not in FORM.columns
        and (texts := {row[place] for row in below if fold(row[place]) not in NO_LEVEL})
        and {whole_number(text) for text in texts} <= levels
    ]
    return found if len(found) > 1 else []


def _level(row: Row, key: str, faults: list[Message]) -> int | None:
    return None if fold(row[key]) in NO_LEVEL else row.whole(key, NEED_LEVELS, faults)


def _twice(row: Row, before: int) -> Message:
    return message(
        '{file}, row {row}: "{partner}" has rated "{competence}" in row {before} already; keep one of the two rows.',
        file=row.file,
        row=row.number,
        partner=cut(row["partner"]),
        competence=cut(row["competence"]),
        before=before,
    )


def _contradiction(row: Row, partner: str, said: Mapping[str, int]) -> Message:
    return message(
        '{file}, row {row}, column {column}: "{partner}" agrees to be named in row {yes} and does not in row {no}; ask '
        "the partner, and write the same in both.",
        file=row.file,
        row=row.number,
        column=row.heading("named"),
        partner=cut(partner),
        yes=said["yes"],
        no=said["no"],
    )


# --- needs -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TrainingNeed:
    """One competence; its `repr` shows nothing that would tell what a few partners rated.

    Parameters
    ----------
    competence : str
    partners : int
        How many rated required level, level now and importance; only their ratings count.
    incomplete : int
        How many left one or two of the three empty.
    with_gap : int
        Of `partners`, how many are below the required level.
    required, current, importance : tuple of int
        How many of `partners` gave each level, 1 to 5.
    score : float or None
        Borich's mean weighted discrepancy, from -20 to 20; None with fewer than five partners.
    place : int or None
        From 1 for the highest score; equal scores share a place. None as for `score`.
    places : tuple of int, or None
        The best and the worst place that it has in recounts which each leave one partner out.
    gap_shown : bool
        Whether it may be shown how many have a gap: not if all or none have, or if, beside what partners who may be
        named have told, it would tell so much of the others.
    """

    competence: str
    partners: int = 0
    incomplete: int = 0
    with_gap: int = field(default=0, repr=False)
    required: tuple[int, ...] = field(default=(0, 0, 0, 0, 0), repr=False)
    current: tuple[int, ...] = field(default=(0, 0, 0, 0, 0), repr=False)
    importance: tuple[int, ...] = field(default=(0, 0, 0, 0, 0), repr=False)
    score: float | None = field(default=None, repr=False)
    place: int | None = None
    places: tuple[int, int] | None = None
    gap_shown: bool = False

    @property
    def alike(self) -> tuple[str, ...]:
        """Which of level now and importance all rated alike, so that the score could tell what everybody said.

        Not the required level, which is what the work asks for and says nothing of how able a partner is: often the
        organiser sets one for all. The score is a product with two means that are then not known, and tells no more of
        it than where partners require different levels.
        """
        levels = {"current": self.current, "importance": self.importance}
        return tuple(name for name, counts in levels.items() if self.partners and max(counts) == self.partners)

    @property
    def score_shown(self) -> bool:
        """Whether the score may be shown: not where all rated the level now, or the importance, alike (`alike`)."""
        return self.score is not None and not self.alike

    @property
    def mean_current(self) -> float:
        """The mean level now; nan if nobody rated all three."""
        total = sum(level * count for level, count in zip(NEED_LEVELS, self.current, strict=True))
        return total / self.partners if self.partners else float("nan")


@dataclass(frozen=True)
class TrainingNeeds:
    """Competences by how much partners need to learn them.

    Parameters
    ----------
    rows : tuple of TrainingNeed
        Highest score first; those without a place last, in the file's order.
    partners : int
        How many rated anything.
    """

    rows: tuple[TrainingNeed, ...]
    partners: int = 0

    @property
    def ranked(self) -> tuple[TrainingNeed, ...]:
        """The rows that have a place."""
        return tuple(row for row in self.rows if row.place is not None)

    def __getitem__(self, competence: str) -> TrainingNeed:
        """The row of that competence."""
        return next(row for row in self.rows if row.competence == competence)


def training_needs(ratings: NeedRatings) -> TrainingNeeds:
    """Which competences partners most need to learn: the gaps, weighted by importance, as a mean (Borich).

    The score of a competence is Σ (r - c) ī / n over the n partners who rated the required level r, the level now c
    and the importance i, where ī is their mean importance. A partner above the required level counts with a negative
    gap, as in Borich's model; how many have a gap stands beside it. A competence that fewer than five partners rated in
    full has no score and no place. In each recount one partner is left out, and all places are computed anew.

    Parameters
    ----------
    ratings : NeedRatings
        See `read_needs`.

    Returns
    -------
    TrainingNeeds

    References
    ----------
    Borich, G. D. (1980). A needs assessment model for conducting follow-up studies. Journal of Teacher Education 31(3),
    39-42. McKim, B. R. & Saucier, P. R. (2011). An Excel-based mean weighted discrepancy score calculator. Journal of
    Extension 49(2), 2TOT8.

    Examples
    --------
    >>> rated = [("A", 5, 3, 4), ("B", 4, 3, 5), ("C", 3, 4, 3), ("D", 4, 2, 4), ("E", 4, 4, 4)]
    >>> row = training_needs(NeedRatings(tuple(NeedRating(name, "Budgets", *three) for name, *three in rated))).rows[0]
    >>> row.score, row.with_gap, row.partners  # gaps 2, 1, -1, 2, 0: mean 0.8; mean importance 4
    (3.2, 3, 5)
    """
    names = tuple(dict.fromkeys(each.partner for each in ratings.ratings))
    competences = ratings.competences
    given = _by_partner(ratings, names, competences)
    complete = ~np.isnan(given).any(axis=0)
    enough = np.array([may_show(int(count)) for count in complete.sum(axis=0)], dtype=bool)
    ranked = np.where(complete, given, np.nan)[:, :, enough]
    scores, places = _scores(ranked), _places(ranked)
    recounts = [
        _places(np.delete(ranked, person, axis=1)) for person in np.flatnonzero(complete[:, enough].any(axis=1))
    ]
    known = np.array([name in ratings.named for name in names], dtype=bool)
    found = zip(scores.tolist(), places.tolist(), *(each.tolist() for each in recounts), strict=True)
    standing = dict(zip(np.flatnonzero(enough).tolist(), found, strict=True))
    rows = [
        _need(competence, given[:, :, column], complete[:, column], known, standing.get(column))
        for column, competence in enumerate(competences)
    ]
    by_place = sorted(rows, key=lambda row: len(rows) + 1 if row.place is None else row.place)
    return TrainingNeeds(tuple(by_place), ratings.partners)


def _by_partner(ratings: NeedRatings, names: Sequence[str], competences: Sequence[str]) -> np.ndarray:
    """Required, current, importance (first axis) of each partner and competence; nan where there is none."""
    rows = {name: place for place, name in enumerate(names)}
    columns = {name: place for place, name in enumerate(competences)}
    given = np.full((3, len(rows), len(columns)), np.nan)
    for each in ratings.ratings:
        levels = [np.nan if level is None else level for level in (each.required, each.current, each.importance)]
        given[:, rows[each.partner], columns[each.competence]] = levels
    return given


def _scores(given: np.ndarray) -> np.ndarray:
    """The mean weighted discrepancy of each competence, over the partners who rated it in full."""
    required, current, importance = given
    n = (~np.isnan(required)).sum(axis=0)
    gaps = np.nansum(required - current, axis=0)
    return np.asarray(gaps * np.nansum(importance, axis=0) / n**2)


def _places(given: np.ndarray) -> np.ndarray:
    """From 1 for the highest; what is equal but for rounding shares the lower number."""
    scores = np.round(_scores(given), 9)
    return np.asarray(1 + (scores > scores[:, None]).sum(axis=1))


def _need(
    competence: str, given: np.ndarray, complete: np.ndarray, known: np.ndarray, standing: Sequence[float] | None
) -> TrainingNeed:
    """A row; `standing` is its score, its place, and its place in each recount."""
    gaps = given[0] > given[1]
    with_gap = int(gaps[complete].sum())
    required, current, importance = (
        tuple(int((levels[complete] == level).sum()) for level in NEED_LEVELS) for levels in given
    )
    others = complete & ~known
    row = TrainingNeed(
        competence,
        partners=int(complete.sum()),
        incomplete=int((~np.isnan(given).all(axis=0) & ~complete).sum()),
        with_gap=with_gap,
        required=required,
        current=current,
        importance=importance,
        gap_shown=_safe(gaps[complete]) and (not others.any() or _safe(gaps[others])),
    )
    if standing is None:
        return row
    score, place, *without = standing
    return replace(row, score=score, place=int(place), places=(int(min(without)), int(max(without))))


def _safe(gaps: np.ndarray) -> bool:
    """Whether it may be told how many of these partners have a gap: five or more, of whom not all or none have."""
    return may_show_answers((int(gaps.sum()), int((~gaps).sum())))


# --- peers -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PeerMatch:
    """Who can teach whom what.

    Parameters
    ----------
    competence : str
    strong, learner : str
        Partners who agreed to be named.
    mutual : bool
        Whether the learner teaches the other something in return.
    """

    competence: str
    strong: str
    learner: str
    mutual: bool = False


@dataclass(frozen=True)
class PeerMatches:
    """Who can learn from whom, among the partners who agreed to be named.

    Parameters
    ----------
    matches : tuple of PeerMatch
        By competence in the file's order, then by learner.
    nobody : tuple of str
        Competences that somebody named wants to learn and nobody named is strong in.
    waiting : tuple of (str, str)
        Competence and learner, where those who are strong have learners enough.
    named, partners : int
        How many of those who rated agreed to be named, and how many rated.
    """

    matches: tuple[PeerMatch, ...]
    nobody: tuple[str, ...] = ()
    waiting: tuple[tuple[str, str], ...] = ()
    named: int = 0
    partners: int = 0


def match_peers(ratings: NeedRatings) -> PeerMatches:
    """Who is strong where another wants to learn. The rule is the kit's own.

    Only partners who agreed to be named take part. A partner is strong if its level is 4 or 5, and not below what its
    own work requires; a learner is below what its work requires. In each competence a learner is sent to one partner,
    and a partner is sent at most three learners over all competences. Pairs who can teach each other something come
    first; then as many learners as possible find somebody, and nobody is sent a second learner while another can take
    that one.

    Parameters
    ----------
    ratings : NeedRatings
        See `read_needs`.

    Returns
    -------
    PeerMatches
        The same for the same ratings.

    Examples
    --------
    >>> rated = (NeedRating("A", "Budgets", 4, 5), NeedRating("B", "Budgets", 4, 2), NeedRating("C", "Budgets", 5, 1))
    >>> [(match.strong, match.learner) for match in match_peers(NeedRatings(rated, frozenset("AB"))).matches]
    [('A', 'B')]
    """
    teachers: dict[str, list[str]] = {competence: [] for competence in ratings.competences}
    gaps: dict[tuple[str, str], int] = {}
    for each in ratings.ratings:
        if each.partner not in ratings.named or each.required is None or each.current is None:
            continue
        if each.current < each.required:
            gaps[each.competence, each.partner] = each.required - each.current
        elif each.current >= STRONG:
            teachers[each.competence].append(each.partner)
    wishes = sorted(gaps, key=lambda wish: -gaps[wish])  # the widest gap first, else as in the file
    open_wishes = [wish for wish in wishes if teachers[wish[0]]]
    found = _mutual(open_wishes, teachers)
    mutual = set(found)
    for most in range(1, LEARNERS + 1):
        full: set[str] = set()  # what one search has found full stays so
        for wish in open_wishes:
            tried = set(full)
            if wish not in found and not _place(wish, teachers, found, mutual, most, tried):
                full = tried
    order = {wish: place for place, wish in enumerate(_in_order(ratings, gaps))}
    return PeerMatches(
        tuple(
            PeerMatch(wish[0], found[wish], wish[1], wish in mutual) for wish in sorted(found, key=order.__getitem__)
        ),
        tuple(
            competence
            for competence in teachers
            if not teachers[competence] and any(competence == wish[0] for wish in gaps)
        ),
        tuple(wish for wish in order if teachers[wish[0]] and wish not in found),
        len(ratings.named & ratings.rated),
        ratings.partners,
    )


Wish = tuple[str, str]
"""A competence, and who wants to learn it."""


def _in_order(ratings: NeedRatings, gaps: Mapping[Wish, int]) -> list[Wish]:
    """The wishes by competence and learner, as in the file."""
    learners = dict.fromkeys(each.partner for each in ratings.ratings)
    return [(competence, name) for competence in ratings.competences for name in learners if (competence, name) in gaps]


def _mutual(wishes: Sequence[Wish], teachers: Mapping[str, Sequence[str]]) -> dict[Wish, str]:
    """Pairs who can teach each other something, one competence each way."""
    found: dict[Wish, str] = {}
    loads = Counter[str]()
    paired = set[frozenset[str]]()
    own = {name: [wish for wish in wishes if wish[1] == name] for name in dict.fromkeys(name for _, name in wishes)}
    for wish in wishes:
        competence, learner = wish
        for other in teachers[competence]:
            pair = frozenset((learner, other))
            back = next(
                (back for back in own.get(other, ()) if learner in teachers[back[0]] and back not in found), None
            )
            if back is None or wish in found or pair in paired or max(loads[name] for name in pair) == LEARNERS:
                continue
            found |= {wish: other, back: learner}
            loads.update(pair)
            paired.add(pair)
    return found


def _place(
    wish: Wish,
    teachers: Mapping[str, Sequence[str]],
    found: dict[Wish, str],
    kept: set[Wish],
    most: int,
    tried: set[str],
) -> bool:
    """Send a learner to a partner with fewer than `most`, sending another one's learner elsewhere if needed."""
    loads = Counter(found.values())
    for name in sorted(teachers[wish[0]], key=lambda name: loads[name]):
        if name in tried:
            continue
        tried.add(name)
        others = [other for other in found if found[other] == name and other not in kept]
        if loads[name] < most or any(_place(other, teachers, found, kept, most, tried) for other in others):
            found[wish] = name
            return True
    return False
