"""Who and what is missing: the partners beside a list that the person chooses, and the needs that nobody answers.

How the partners should be spread is no fact that the kit could know. The person gives it: employment by sector, say,
or how many partners of each kind they want. With few partners, most differences from such a list are chance, so a
difference is named only where a range keeps clear of the reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kiptools.cells import number
from kiptools.confidentiality import may_show_percent
from kiptools.fields import Category, categories, is_heading, meaning, own_or_known, plain
from kiptools.files import read_table
from kiptools.intervals import Interval, wilson_interval
from kiptools.messages import KipError, Message, cut, message
from kiptools.partners import Partner, Partners
from kiptools.places import kit_path
from kiptools.tables import Column, Table

__all__ = [
    "Closing",
    "NeedRow",
    "NeedsCoverage",
    "Reference",
    "ReferenceRow",
    "Representation",
    "RepresentationRow",
    "needs_coverage",
    "read_reference",
    "representation",
]

BY = ("sector", "type", "size", "level", "territory")
_CHOICES = ("type", "size", "level")  # of these the partner list knows no other words
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?:[.,]\d+)?\Z")


# --- the reference -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReferenceRow:
    """One category of a reference list.

    Parameters
    ----------
    category : str
        Its name (`kiptools.fields.categories`), or the list's own word.
    value : float
        The share, the number of jobs, or how many partners are wanted, as written.
    """

    category: str
    value: float


@dataclass(frozen=True)
class Reference:
    """What the person compares the partners with.

    Parameters
    ----------
    source : str
        The file's name.
    by : str
        The field of the partner list whose categories these are.
    kind : {"reference", "target"}
        Whether the values are shares (of their sum), or numbers of partners.
    rows : tuple of ReferenceRow
        In the file's order.
    notes : tuple of Message
        What was decided while reading.
    """

    source: str
    by: str
    kind: Literal["reference", "target"]
    rows: tuple[ReferenceRow, ...]
    notes: tuple[Message, ...] = ()

    @property
    def total(self) -> float:
        return sum(row.value for row in self.rows)


def read_reference(path: str | Path | None = None, by: str = "sector") -> Reference:
    """Read a list to compare the partners with: shares, numbers of jobs, or how many partners are wanted.

    Parameters
    ----------
    path : str or Path or None
        CSV or XLSX with one row for each category: its name, and a share or number of jobs (heading: reference) or
        how many partners are wanted (heading: target). None for the demo network's region.
    by : {"sector", "type", "size", "level", "territory"}
        What the categories are. Sectors are sections of NACE or words of the partner list.

    Returns
    -------
    Reference

    Raises
    ------
    KipError
        The file cannot be read, its columns are not found, or a cell is not what it should be.
    ValueError
        `by` is none of those above.

    Examples
    --------
    >>> reference = read_reference()
    >>> reference.kind, reference.rows[0].category
    ('reference', 'A')
    """
    if by not in BY:
        raise ValueError(f"by is {by!r}; it is one of {BY}")
    table = read_table(kit_path("data", "cite", "reference.csv") if path is None else path)
    names, values, kind = _columns(table, by)
    cells = zip(map(int, table.row_numbers), names.cells(), values.cells(), strict=True)
    faults: list[Message] = []
    notes = list(table.notes)
    found: dict[str, ReferenceRow] = {}
    rows: dict[str, int] = {}
    for row, name, cell in cells:
        if not name and not cell:
            continue
        if meaning("word", name) == "total":
            notes.append(
                message(
                    '{file}, row {row}: "{value}" was taken for the total of the other rows and left out.',
                    file=table.name,
                    row=row,
                    value=cut(name),
                )
            )
            continue
        key, value = _key(by, name), _value(cell)
        fault = _category_fault(table.name, row, names.name, by, name, rows.get(key)) or _value_fault(
            table.name, row, values.name, kind, cell, value
        )
        if fault is not None:
            faults.append(fault)
        elif value is not None:
            found[key] = ReferenceRow(key if _known(by, key) else name, value)
        rows.setdefault(key, row)
    if not faults and not any(row.value for row in found.values()):
        faults.append(
            message("{file}: no row has a number above 0, so there is nothing to compare with.", file=table.name)
        )
    if faults:
        raise KipError(faults)
    return Reference(table.name, by, kind, tuple(found.values()), tuple(notes))


def _columns(table: Table, by: str) -> tuple[Column, Column, Literal["reference", "target"]]:
    """The columns with categories and values: by their headings, else the first and the second of two."""
    kinds: tuple[Literal["reference"], Literal["target"]] = ("reference", "target")
    named = [column for column in table.columns if is_heading("category", column.name) or is_heading(by, column.name)]
    valued = [(column, kind) for kind in kinds for column in table.columns if is_heading(kind, column.name)]
    pairs = [(name, column, kind) for column, kind in valued for name in named if name is not column]
    if pairs and len({column.name for _, column, _ in pairs}) == 1:
        return pairs[0]
    if len(table.columns) == 2:
        first, second = table.columns
        return first, second, "target" if is_heading("target", second.name) else "reference"
    headings = tuple(cut(column.name) for column in table.columns)
    if pairs:
        raise KipError(
            message(
                "{file}: more than one column can hold the numbers to compare with ({headings}); keep one of them.",
                file=table.name,
                headings=tuple(dict.fromkeys(cut(column.name) for _, column, _ in pairs)),
            )
        )
    raise KipError(
        message(
            '{file}: the columns ({headings}) are not understood; head one of them "category" and one "reference" (a '
            'share, or a number of jobs) or "target" (how many partners you want).',
            file=table.name,
            headings=headings,
        )
    )


def _key(by: str, text: str) -> str:
    """What a category is compared by: the name of a category, else its own words made plain."""
    if by == "territory":
        return plain(text)
    found = own_or_known(by, text)
    return found if found in categories(by) else plain(text)


def _known(by: str, key: str) -> bool:
    return by != "territory" and key in categories(by)


def _value(cell: str) -> float | None:
    """A number of zero or more, with a percent sign or blanks between thousands."""
    text = cell.rstrip("% \u00a0\u202f")
    if _GROUPED.match(text):
        text = re.sub(r"[ \u00a0\u202f'’]", "", text)
    value = number(text, decimal_comma=True)
    return value if value is not None and value >= 0 else None


def _category_fault(file: str, row: int, column: str, by: str, name: str, before: int | None) -> Message | None:
    place = {"file": file, "row": row, "column": column}
    if not name:
        return message("{file}, row {row}, column {column}: the category is missing.", **place)
    if before is not None:
        return message(
            '{file}, row {row}, column {column}: "{value}" is the same category as in row {before}; keep one of them.',
            value=cut(name),
            before=before,
            **place,
        )
    if by in _CHOICES and meaning(by, name) is None:
        return message(
            '{file}, row {row}, column {column}: "{value}" is not known; write one of {names}.',
            value=cut(name),
            names=tuple(Category(by, name) for name in categories(by)),
            **place,
        )
    return None


def _value_fault(file: str, row: int, column: str, kind: str, cell: str, value: float | None) -> Message | None:
    place = {"file": file, "row": row, "column": column}
    if not cell:
        return message("{file}, row {row}, column {column}: the number is missing; write 0 for none.", **place)
    if kind == "target" and (value is None or not value.is_integer()):
        return message(
            '{file}, row {row}, column {column}: "{value}" is not a number of partners; write a whole number, 0 or '
            "more.",
            value=cut(cell),
            **place,
        )
    if value is None:
        return message(
            '{file}, row {row}, column {column}: "{value}" is not a number that can be used; write 0 or more, such as '
            "1200 or 12.5, without a mark for thousands.",
            value=cut(cell),
            **place,
        )
    return None


# --- representation ------------------------------------------------------------------------------------

Verdict = Literal["missing", "fewer", "more", "unclear", "reached"]


@dataclass(frozen=True)
class RepresentationRow:
    """The partners of one category beside the reference.

    Parameters
    ----------
    category : str
        Its name (`kiptools.fields.categories`), or the list's own word.
    partners : int
        How many of the partners compared it has.
    compared : int
        How many partners are compared in all.
    reference : float or None
        Its share in the reference, 0 to 1; None where the reference gives targets.
    target : int or None
        How many partners are wanted; None where the reference gives shares.
    potential : tuple of Partner
        Potential partners of this category on the list.
    """

    category: str
    partners: int
    compared: int
    reference: float | None = None
    target: int | None = None
    potential: tuple[Partner, ...] = ()

    @property
    def share(self) -> float:
        """Of the partners compared; nan if there are none."""
        return self.partners / self.compared if self.compared else float("nan")

    @property
    def ratio(self) -> float | None:
        """The partners' share divided by the reference's: 1 if they are alike; None if it cannot be computed."""
        return self.share / self.reference if self.reference and self.compared else None

    @property
    def expected(self) -> float | None:
        """How many partners it would have if they were spread like the reference; None for targets."""
        return None if self.reference is None else self.reference * self.compared

    @property
    def gap(self) -> int | None:
        """How many partners are wanted beyond those there are; negative if there are more than wanted."""
        return None if self.target is None else self.target - self.partners

    def interval(self, level: float = 0.95) -> Interval:
        """Range of the partners' share (Wilson)."""
        return wilson_interval(self.partners, self.compared, level=level)

    @property
    def verdict(self) -> Verdict:
        """`missing` (none, though at least one is expected or wanted), `fewer`, `more`, `unclear`, or `reached`.

        Of fewer than ten partners none is called clear.
        """
        if self.target is not None:
            if self.partners >= self.target:
                return "reached"
            return "fewer" if self.partners else "missing"
        if not self.partners and (self.expected or 0) >= 1:
            return "missing"
        low, high = self.interval()
        if self.reference is None or low <= self.reference <= high or not may_show_percent(self.compared):
            return "unclear"
        return "fewer" if self.reference > high else "more"


@dataclass(frozen=True)
class Representation:
    """The partners of today beside a reference.

    Parameters
    ----------
    by : str
        The field by which they are compared.
    among : str
        The kind of organisation compared (a name of `kiptools.fields.categories`); empty for all.
    source : str
        The reference's file.
    kind : {"reference", "target"}
    rows : tuple of RepresentationRow
        In the reference's order.
    compared : int
        Partners whose category the reference has; shares are of these, as the reference's shares are of its own sum.
    others : tuple of (str, int)
        Categories that the reference lacks, with their partners.
    not_stated : int
        Partners of whom the list does not say the category.
    """

    by: str
    among: str
    source: str
    kind: Literal["reference", "target"]
    rows: tuple[RepresentationRow, ...]
    compared: int
    others: tuple[tuple[str, int], ...]
    not_stated: int


def representation(partners: Partners, reference: Reference, *, among: str | None = None) -> Representation:
    """Which categories have fewer partners than a reference list would have it.

    Compared are the partners of today. A share counts as smaller or larger only if the range around it keeps clear
    of the reference's share; and "none, though some would be expected" is said where the reference expects at least
    one.

    Parameters
    ----------
    partners : Partners
    reference : Reference
        See `read_reference`.
    among : str or None
        The kind of organisation to compare, in any of the languages; employment by sector is about employers, so
        compare it with employers. None for all partners.

    Returns
    -------
    Representation

    Raises
    ------
    KipError
        `among` is no kind of organisation.

    References
    ----------
    Isard, W. (1960). Methods of Regional Analysis. MIT Press (the location quotient, of which the ratio is a case).
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212.

    Examples
    --------
    >>> from datetime import date
    >>> firms = tuple(Partner(id=str(n), name=f"Firm {n}", sector="C") for n in range(10))
    >>> wanted = Reference("jobs.csv", "sector", "reference", (ReferenceRow("C", 600.0), ReferenceRow("K", 400.0)))
    >>> found = representation(Partners("list.csv", date(2026, 3, 31), firms), wanted)
    >>> [(row.category, row.partners, row.expected, row.verdict) for row in found.rows]
    [('C', 10, 6.0, 'more'), ('K', 0, 4.0, 'missing')]
    """
    kind = "" if among is None else meaning("type", among)
    if kind is None:
        raise KipError(
            message(
                '"{value}" is no kind of organisation; write one of {names}.',
                value=cut(str(among)),
                names=tuple(Category("type", name) for name in categories("type")),
            )
        )
    by = reference.by

    def count(some: Iterable[Partner]) -> dict[str, list[Partner]]:
        found: dict[str, list[Partner]] = {}
        for partner in some:
            if not kind or partner.type == kind:
                category = getattr(partner, by)
                found.setdefault(_key(by, category) if category else "", []).append(partner)
        return found

    members, potential = count(partners.members), count(partners.potential)
    not_stated = len(members.pop("", ()))
    keys = [_key(by, row.category) for row in reference.rows]
    compared = sum(len(members.get(key, ())) for key in keys)
    rows = tuple(
        RepresentationRow(
            row.category,
            len(members.get(key, ())),
            compared,
            row.value / reference.total if reference.kind == "reference" else None,
            int(row.value) if reference.kind == "target" else None,
            tuple(potential.get(key, ())),
        )
        for key, row in zip(keys, reference.rows, strict=True)
    )
    others = tuple(
        (key if _known(by, key) else getattr(found[0], by), len(found))
        for key, found in members.items()
        if key not in keys
    )
    return Representation(by, kind, reference.source, reference.kind, rows, compared, others, not_stated)


# --- needs and who answers them ------------------------------------------------------------------------


@dataclass(frozen=True)
class NeedRow:
    """One need of the users.

    Parameters
    ----------
    need : str
        As first written.
    partners : tuple of Partner
        Partners of today, and the convenor, who answer it.
    potential, former : tuple of Partner
        Potential and former partners who would.
    doubtful : bool
        Whether two answer it who may be the same organisation.
    """

    need: str
    partners: tuple[Partner, ...]
    potential: tuple[Partner, ...] = ()
    former: tuple[Partner, ...] = ()
    doubtful: bool = False

    @property
    def uncovered(self) -> bool:
        """Whether nobody answers it."""
        return not self.partners

    @property
    def single(self) -> bool:
        """Whether it hangs on one organisation."""
        return len(self.partners) == 1


@dataclass(frozen=True)
class Closing:
    """A potential partner who closes gaps.

    Parameters
    ----------
    partner : Partner
    needs : tuple of str
        What nobody answers, neither today nor among those named before.
    """

    partner: Partner
    needs: tuple[str, ...]


@dataclass(frozen=True)
class NeedsCoverage:
    """Which needs are answered by whom.

    Parameters
    ----------
    rows : tuple of NeedRow
        The list's needs in its order, then those that only partners name.
    closing : tuple of Closing
        The fewest potential partners who close all gaps that potential partners can close, whoever closes most first.
    fewest : bool
        Whether it is certain that fewer do not suffice; not with very long lists.
    """

    rows: tuple[NeedRow, ...]
    closing: tuple[Closing, ...] = ()
    fewest: bool = True

    @property
    def uncovered(self) -> tuple[NeedRow, ...]:
        """Needs that nobody answers."""
        return tuple(row for row in self.rows if row.uncovered)

    @property
    def single(self) -> tuple[NeedRow, ...]:
        """Needs that hang on one organisation."""
        return tuple(row for row in self.rows if row.single)

    @property
    def out_of_reach(self) -> tuple[NeedRow, ...]:
        """Needs that nobody answers and no potential partner of the list would."""
        return tuple(row for row in self.uncovered if not row.potential)


def needs_coverage(partners: Partners) -> NeedsCoverage:
    """Which needs of the users are answered by whom, and the fewest new partners who would close the gaps.

    A need is answered by an organisation that names it among its needs covered or its resources; case, accents and
    punctuation make no difference. Partners of today and the convenor count.

    Parameters
    ----------
    partners : Partners

    Returns
    -------
    NeedsCoverage

    Notes
    -----
    The fewest potential partners are an exact minimum set cover (integer programming by HiGHS). Of several equally
    small choices, the one is taken that stands highest on the list.

    References
    ----------
    Caprara, A., Toth, P. & Fischetti, M. (2000). Algorithms for the set covering problem. Annals of Operations
    Research 98, 353-371.

    Examples
    --------
    >>> from datetime import date
    >>> records = (
    ...     Partner(id="1", name="School", status="current", needs=("Tutoring",)),
    ...     Partner(id="2", name="Library", status="potential", resources=("evening hours",)),
    ... )
    >>> found = needs_coverage(Partners("list.csv", date(2026, 3, 31), records, needs=("Tutoring", "Evening hours")))
    >>> [row.need for row in found.single], [(one.partner.name, one.needs) for one in found.closing]
    (['Tutoring'], [('Library', ('Evening hours',))])
    """
    made_plain: dict[str, str] = {}

    def key(text: str) -> str:
        if text not in made_plain:
            made_plain[text] = plain(text)
        return made_plain[text]

    named = (*partners.needs, *(need for partner in partners.records for need in partner.needs))
    needs: dict[str, str] = {}
    for need in named:
        needs.setdefault(key(need), need)
    answers = _by_need(partners.records, needs, key)
    doubles = {frozenset((pair.first, pair.second)) for pair in partners.doubles}
    rows = tuple(_row(need, answers[name], doubles) for name, need in needs.items())
    closing, fewest = _closing([row for row in rows if row.uncovered and row.potential], partners.potential)
    return NeedsCoverage(rows, closing, fewest)


def _row(need: str, answering: Sequence[Partner], doubles: set[frozenset[str]]) -> NeedRow:
    today = tuple(partner for partner in answering if partner.status not in ("potential", "former"))
    potential, former = (
        tuple(partner for partner in answering if partner.status == status) for status in ("potential", "former")
    )
    return NeedRow(need, today, potential, former, frozenset(partner.id for partner in today) in doubles)


def _by_need(records: Sequence[Partner], needs: Iterable[str], key: Callable[[str], str]) -> dict[str, list[Partner]]:
    found: dict[str, list[Partner]] = {need: [] for need in needs}
    for partner in records:
        for text in dict.fromkeys(map(key, (*partner.needs, *partner.resources))):
            if text in found:
                found[text].append(partner)
    return found


MOST_CELLS = 20_000
"""Gaps times different candidates, beyond which the fewest are not looked for but approached."""
MOST_NODES = 200


def _closing(gaps: Sequence[NeedRow], candidates: Sequence[Partner]) -> tuple[tuple[Closing, ...], bool]:
    closes: dict[str, set[int]] = {}
    for place, gap in enumerate(gaps):
        for partner in gap.potential:
            closes.setdefault(partner.id, set()).add(place)
    alike: dict[frozenset[int], Partner] = {}  # of those who close the same gaps, the first
    for partner in candidates:
        if partner.id in closes:
            alike.setdefault(frozenset(closes[partner.id]), partner)
    sets, who = list(alike), list(alike.values())
    chosen = _fewest(sets, len(gaps)) if len(sets) * len(gaps) <= MOST_CELLS else None
    order = _most_first(sets, range(len(sets)) if chosen is None else chosen)
    found = tuple(Closing(who[one], tuple(gaps[gap].need for gap in sorted(new))) for one, new in order)
    return found, chosen is not None


def _most_first(sets: Sequence[frozenset[int]], among: Iterable[int]) -> list[tuple[int, set[int]]]:
    """Sets in the order in which each adds most, and what it adds, until none adds anything."""
    among = list(among)
    left = set().union(*(sets[one] for one in among))
    found = []
    while left:
        best = max(among, key=lambda one: len(sets[one] & left))  # the first of several
        found.append((best, set(sets[best] & left)))
        left -= sets[best]
    return found


def _fewest(sets: Sequence[frozenset[int]], gaps: int) -> list[int] | None:
    """The smallest choice of sets that covers everything, of several the one with the smallest sum of places.

    None if it was not found within a reasonable time.
    """
    if not sets:
        return []
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    holds = np.array([[gap in each for each in sets] for gap in range(gaps)], dtype=float)
    every = np.ones(len(sets))
    covered = LinearConstraint(holds, 1, np.inf)
    options = {"mip_rel_gap": 0, "node_limit": MOST_NODES}
    first = milp(every, constraints=covered, bounds=Bounds(0, 1), integrality=every, options=options)
    if first.status != 0:
        return None
    size = LinearConstraint(every, round(first.fun), round(first.fun))
    places = np.arange(1.0, len(sets) + 1)
    best = milp(places, constraints=[covered, size], bounds=Bounds(0, 1), integrality=every, options=options)
    found = best if best.status == 0 else first
    return [int(place) for place in np.flatnonzero(found.x > 0.5)]
