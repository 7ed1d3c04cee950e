"""What a partner list tells of its network: who is in it, who is active, which promises and documents run out.

Everything counts the partners of today (`Partners.members`) on the day as of which the list is read. What the list
does not say is counted apart and never guessed: nobody is inactive because a cell is empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import exp, log
from statistics import median
from typing import Literal

from kiptools.dates import months_after, months_before
from kiptools.fields import CADENCES, SHEETS, categories, plain
from kiptools.messages import KipError, message
from kiptools.partners import Partner, Partners

__all__ = [
    "ActivityByType",
    "KindCount",
    "Completeness",
    "CompletenessByActivity",
    "Composition",
    "CompositionBy",
    "Concentration",
    "ContactDebt",
    "Documents",
    "FieldFilled",
    "Inactivity",
    "Pipeline",
    "PipelineRow",
    "Promise",
    "Record",
    "SourceRow",
    "Sources",
    "by_source",
    "completeness",
    "composition",
    "concentration",
    "contact_debt",
    "documents",
    "inactivity",
    "pipeline",
]

State = Literal["active", "inactive", "unknown"]

FEWEST_TO_CONCENTRATE = 5  # of fewer, one partner is more than a fifth
_WORDS = {field.name: field.words for field in SHEETS["partners"]}
_KINDS = tuple(field.name for field in SHEETS["partners"] if field.kind in ("choice", "open choice")) + (
    "territory",
    "owner",
)


def _check_months(months: int) -> None:
    if not 1 <= months <= 1200:
        raise KipError(message("{months} is no number of months that can be used; give 1 to 1200.", months=str(months)))


# --- composition ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KindCount:
    """How many partners are of one kind.

    Parameters
    ----------
    name : str
        A category's name, or the list's own word.
    partners : int
    """

    name: str
    partners: int


@dataclass(frozen=True)
class CompositionBy:
    """The partners by one field.

    Parameters
    ----------
    field : str
    categories : tuple of KindCount
        Those that occur: known ones in their order, then the list's own words, the most frequent first.
    partners : int
        All partners of today, whether the list says it of them or not.
    """

    field: str
    categories: tuple[KindCount, ...]
    partners: int

    @property
    def stated(self) -> int:
        return sum(each.partners for each in self.categories)

    @property
    def not_stated(self) -> int:
        return self.partners - self.stated

    @property
    def shares(self) -> tuple[float, ...]:
        """Each category's share of those stated."""
        return tuple(each.partners / self.stated for each in self.categories)

    @property
    def blau(self) -> float:
        """The chance that two partners, drawn with replacement, are of different kinds: 0 if all are alike."""
        return 1 - sum(each.partners**2 for each in self.categories) / self.stated**2

    @property
    def shannon(self) -> float:
        return sum(share * log(1 / share) for share in self.shares)

    @property
    def effective(self) -> float:
        """How many equally frequent kinds would be as varied."""
        return exp(self.shannon)

    @property
    def most_frequent(self) -> tuple[KindCount, ...]:
        """The most frequent category; several if they are equally frequent."""
        most = max(each.partners for each in self.categories)
        return tuple(each for each in self.categories if each.partners == most)


@dataclass(frozen=True)
class Composition:
    """What kinds of partners there are.

    Parameters
    ----------
    partners : int
        Partners of today.
    rows : tuple of CompositionBy
        One for each field of which the list says something.
    lacking : tuple of str
        Fields that the list does not have.
    empty : tuple of str
        Fields that it has, but leaves empty for all partners of today.
    """

    partners: int
    rows: tuple[CompositionBy, ...]
    lacking: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


def composition(
    partners: Partners, by: str | Iterable[str] = ("type", "sector", "size", "territory", "level")
) -> Composition:
    """What kinds of partners there are, and how varied they are.

    Own words that differ only in case, accents or punctuation are one kind.

    Parameters
    ----------
    partners : Partners
    by : str or iterable of str
        Fields with kinds: type, sector, size, territory, level, found_through, document, consent, owner and the like.

    Returns
    -------
    Composition

    Raises
    ------
    ValueError
        A field has no kinds to count.

    References
    ----------
    Blau, P. M. (1977). Inequality and Heterogeneity. Free Press.
    Shannon, C. E. (1948). A mathematical theory of communication. Bell System Technical Journal 27, 379-423.
    Hill, M. O. (1973). Diversity and evenness: a unifying notation and its consequences. Ecology 54, 427-432.

    Examples
    --------
    >>> records = tuple(Partner(id=name, name=name, type="ngo" if name < "c" else "pes") for name in "abcd")
    >>> (row,) = composition(Partners("list.csv", date(2026, 3, 31), records), "type").rows
    >>> row.categories, row.blau, round(row.effective, 9)
    ((KindCount(name='pes', partners=2), KindCount(name='ngo', partners=2)), 0.5, 2.0)
    """
    names = (by,) if isinstance(by, str) else tuple(by)
    if unknown := [name for name in names if name not in _KINDS]:
        raise ValueError(f"by is {unknown[0]!r}; there are {', '.join(_KINDS)}")
    rows = [CompositionBy(name, _count(partners.members, name), len(partners.members)) for name in names]
    silent = [row.field for row in rows if not row.categories]
    return Composition(
        len(partners.members),
        tuple(row for row in rows if row.categories),
        tuple(name for name in silent if name not in partners.fields),
        tuple(name for name in silent if name in partners.fields),
    )


def _count(members: Sequence[Partner], field: str) -> tuple[KindCount, ...]:
    spellings = Counter(text for partner in members if (text := getattr(partner, field)))
    known = [name for name in _known(field) if name in spellings]
    own: dict[str, Counter[str]] = {}
    for text, count in spellings.items():
        if text not in known:
            own.setdefault(plain(text), Counter())[text] += count
    ordered = sorted(own.items(), key=lambda item: (-item[1].total(), item[0]))
    return tuple(KindCount(name, spellings[name]) for name in known) + tuple(
        KindCount(found.most_common(1)[0][0], found.total()) for _, found in ordered
    )


def _known(field: str) -> tuple[str, ...]:
    return categories(_WORDS[field]) if _WORDS[field] else ()


def _kinds(members: Iterable[Partner], field: str) -> tuple[str, ...]:
    """The values of a field that occur: known ones in their order, own words by the alphabet, not stated last."""
    found = {getattr(partner, field) for partner in members}
    known = tuple(name for name in _known(field) if name in found)
    return known + tuple(sorted(found - {"", *known})) + ("",) * ("" in found)


# --- pipeline ------------------------------------------------------------------------------------------

STATUSES = ("potential", "current", "former", "")


@dataclass(frozen=True)
class PipelineRow:
    """The organisations of one kind, by status.

    Parameters
    ----------
    type : str
        A category's name; empty where the list does not say it.
    counts : tuple of int
        Potential, current, former, status not stated.
    """

    type: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Pipeline:
    """How many organisations are wanted, are partners, and were partners.

    Parameters
    ----------
    rows : tuple of PipelineRow
        By kind of organisation.
    convenors : tuple of Partner
        Who leads the partnership; in no row.
    """

    rows: tuple[PipelineRow, ...]
    convenors: tuple[Partner, ...] = ()

    @property
    def counts(self) -> tuple[int, ...]:
        """Potential, current, former, status not stated."""
        return tuple(sum(row.counts[place] for row in self.rows) for place in range(len(STATUSES)))


def pipeline(partners: Partners) -> Pipeline:
    """How many organisations are potential, current and former partners, by kind.

    Parameters
    ----------
    partners : Partners

    Returns
    -------
    Pipeline

    Examples
    --------
    >>> records = (Partner(id="a", name="a", status="potential"), Partner(id="b", name="b", status="convenor"))
    >>> pipeline(Partners("list.csv", date(2026, 3, 31), records)).counts
    (1, 0, 0, 0)
    """
    counted = [partner for partner in partners.records if partner.status != "convenor"]
    found = Counter((partner.type, partner.status) for partner in counted)
    return Pipeline(
        tuple(PipelineRow(kind, tuple(found[kind, status] for status in STATUSES)) for kind in _kinds(counted, "type")),
        tuple(partner for partner in partners.records if partner.status == "convenor"),
    )


# --- concentration of activities -----------------------------------------------------------------------


@dataclass(frozen=True)
class Concentration:
    """With how few partners most is done.

    Parameters
    ----------
    rows : tuple of Partner
        Partners of today of whom the list gives the number of joint activities, the busiest first; ties in the
        list's order.
    unstated : int
        Partners of today without a number.
    """

    rows: tuple[Partner, ...]
    unstated: int

    @cached_property
    def activities(self) -> tuple[int, ...]:
        """Joint activities in twelve months, in the order of the rows."""
        return tuple(partner.activities or 0 for partner in self.rows)

    @property
    def total(self) -> int:
        return sum(self.activities)

    @property
    def told(self) -> bool:
        """Whether there is enough to share out: an activity at all, and five partners with a number."""
        return self.total > 0 and len(self.rows) >= FEWEST_TO_CONCENTRATE

    @property
    def fifth(self) -> int:
        """How many partners the busiest fifth is: a fifth, rounded up."""
        return -(-len(self.rows) // 5)

    @property
    def busiest(self) -> int:
        """Joint activities of the busiest fifth."""
        return sum(self.activities[: self.fifth])

    @property
    def share(self) -> float:
        """The busiest fifth's share of all joint activities."""
        return self.busiest / self.total

    @property
    def tie(self) -> bool:
        """Whether the next partner has as many activities as the last of the busiest fifth."""
        return self.fifth < len(self.rows) and self.activities[self.fifth - 1] == self.activities[self.fifth]

    @property
    def without(self) -> int:
        """Partners with no joint activity."""
        return self.activities.count(0)


def concentration(partners: Partners) -> Concentration:
    """With how few partners most joint activities of the last twelve months took place.

    Parameters
    ----------
    partners : Partners

    Returns
    -------
    Concentration

    References
    ----------
    Lorenz, M. O. (1905). Methods of measuring the concentration of wealth. Publications of the American Statistical
    Association 9, 209-219.

    Examples
    --------
    >>> records = tuple(Partner(id=f"p{count}", name="p", activities=count) for count in (0, 1, 6, 2, 1))
    >>> found = concentration(Partners("list.csv", date(2026, 3, 31), records))
    >>> found.fifth, found.busiest, found.total
    (1, 6, 10)
    """
    stated = [partner for partner in partners.members if partner.activities is not None]
    stated.sort(key=lambda partner: -(partner.activities or 0))
    return Concentration(tuple(stated), len(partners.members) - len(stated))


# --- contact debt --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Promise:
    """A partner to whom regular contact was promised, and when the last one was.

    Parameters
    ----------
    partner : Partner
    every : int
        Days that the promise allows at most (`kiptools.fields.CADENCES`).
    since : int
        Days since the last contact; negative if it lies after the day as of which the list is read.
    last : date
        The day of the last contact.
    """

    partner: Partner
    every: int
    since: int
    last: date

    @property
    def overdue(self) -> int:
        """Days by which the contact is overdue; zero or less if it is not."""
        return self.since - self.every

    @property
    def due(self) -> date:
        """The last day on which the contact is in time."""
        return self.last + timedelta(self.every)


@dataclass(frozen=True)
class ContactDebt:
    """Promised contacts that are overdue.

    Parameters
    ----------
    as_of : date
    rows : tuple of Promise
        Partners of today with a promise and a last contact. First those whose wait is longest in relation to the
        promise: three weeks after a weekly promise is worse than three weeks after a yearly one. Ties in the list's
        order.
    never : tuple of Partner
        A promise, but no contact recorded.
    unpromised : int
        A contact recorded, but no promise.
    neither : int
    """

    as_of: date
    rows: tuple[Promise, ...]
    never: tuple[Partner, ...]
    unpromised: int
    neither: int

    @property
    def overdue(self) -> tuple[Promise, ...]:
        return tuple(row for row in self.rows if row.overdue > 0)

    @property
    def promised(self) -> int:
        """Partners with a promise."""
        return len(self.rows) + len(self.never)

    @property
    def partners(self) -> int:
        return self.promised + self.unpromised + self.neither


def contact_debt(partners: Partners) -> ContactDebt:
    """Which partners were promised regular contact, and have waited longer than promised.

    Parameters
    ----------
    partners : Partners

    Returns
    -------
    ContactDebt

    Examples
    --------
    >>> late = Partner(id="a", name="a", contact_every="monthly", last_contact=date(2026, 1, 31))
    >>> (row,) = contact_debt(Partners("list.csv", date(2026, 3, 31), (late,))).overdue
    >>> row.since, row.due, row.overdue
    (59, datetime.date(2026, 3, 3), 28)
    """
    rows: list[Promise] = []
    never: list[Partner] = []
    unpromised = 0
    for partner in partners.members:
        every, last = CADENCES.get(partner.contact_every), partner.last_contact
        if every and last:
            rows.append(Promise(partner, every, (partners.as_of - last).days, last))
        elif every:
            never.append(partner)
        elif last:
            unpromised += 1
    rows.sort(key=lambda row: -row.since / row.every)
    neither = len(partners.members) - len(rows) - len(never) - unpromised
    return ContactDebt(partners.as_of, tuple(rows), tuple(never), unpromised, neither)


# --- inactivity ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActivityByType:
    """The partners of one kind, by activity.

    Parameters
    ----------
    type : str
        A category's name; empty where the list does not say it.
    active, inactive, unknown : int
    """

    type: str
    active: int
    inactive: int
    unknown: int


@dataclass(frozen=True)
class Inactivity:
    """Who is inactive by a rule that somebody set.

    Parameters
    ----------
    months : int
        For so long there was no joint activity.
    as_of, since : date
        The day of the list, and the day so many months before: whatever happened on it or later counts.
    active : tuple of Partner
        In the list's order.
    inactive : tuple of Partner
        The one that has been inactive longest first; at the end those without a day, in the list's order.
    unknown : tuple of Partner
        Of whom it cannot be told, because the list does not say when. In the list's order.
    """

    months: int
    as_of: date
    since: date
    active: tuple[Partner, ...]
    inactive: tuple[Partner, ...]
    unknown: tuple[Partner, ...]

    @property
    def partners(self) -> int:
        return self.told + len(self.unknown)

    @property
    def told(self) -> int:
        """Partners of whom it can be told."""
        return len(self.active) + len(self.inactive)

    @cached_property
    def states(self) -> dict[str, State]:
        """By the partner's id."""
        groups: tuple[tuple[State, tuple[Partner, ...]], ...] = (
            ("active", self.active),
            ("inactive", self.inactive),
            ("unknown", self.unknown),
        )
        return {partner.id: state for state, members in groups for partner in members}

    @cached_property
    def by_type(self) -> tuple[ActivityByType, ...]:
        everybody = (*self.active, *self.inactive, *self.unknown)
        found = Counter((partner.type, self.states[partner.id]) for partner in everybody)
        return tuple(
            ActivityByType(kind, found[kind, "active"], found[kind, "inactive"], found[kind, "unknown"])
            for kind in _kinds(everybody, "type")
        )


def inactivity(partners: Partners, months: int) -> Inactivity:
    """Who has been inactive for so many months: a rule for the partnership to set, there is no usual one.

    A partner is active if its last day on the list is no more than so many calendar months ago (or to come), and
    inactive if it is earlier. Without a last day of a joint activity, the number of activities in the last twelve
    months decides what it can: none means inactive by a rule of up to twelve months, one or more means active by a
    rule of twelve or more. Else it cannot be told; an empty cell is no sign of inactivity.

    Parameters
    ----------
    partners : Partners
    months : int
        1 to 1200.

    Returns
    -------
    Inactivity

    Raises
    ------
    KipError
        The number of months cannot be used.

    Examples
    --------
    >>> records = tuple(Partner(id=str(day), name="p", last_activity=day) for day in (date(2025, 9, 30), None))
    >>> found = inactivity(Partners("list.csv", date(2026, 3, 31), records), 6)
    >>> found.since, len(found.active), len(found.inactive), len(found.unknown)
    (datetime.date(2025, 9, 30), 1, 0, 1)
    """
    _check_months(months)
    since = months_before(partners.as_of, months)
    groups: dict[State, list[Partner]] = {"active": [], "inactive": [], "unknown": []}
    for partner in partners.members:
        groups[_state(partner, since, months)].append(partner)
    groups["inactive"].sort(key=lambda partner: partner.last_activity or date.max)
    return Inactivity(
        months,
        partners.as_of,
        since,
        tuple(groups["active"]),
        tuple(groups["inactive"]),
        tuple(groups["unknown"]),
    )


def _state(partner: Partner, since: date, months: int) -> State:
    return _by_day(partner.last_activity, since) or _by_number(partner.activities, months) or "unknown"


def _by_day(day: date | None, since: date) -> State | None:
    return None if day is None else "active" if day >= since else "inactive"


def _by_number(activities: int | None, months: int) -> State | None:
    """What the number of activities in the last twelve months tells of another span."""
    if activities and months >= 12:
        return "active"
    return "inactive" if activities == 0 and months <= 12 else None


# --- completeness --------------------------------------------------------------------------------------

_NOT_EXPECTED = {"id", "name", "contact_every", "disposition", "same_as", "notes"}
"""Never a gap: numbered by the kit, always there, empty where nothing was promised, or for the office's own use."""
_OF_A_DOCUMENT = {"charter": ("document_start",), "agreement": ("document_start", "document_end")}
"""A charter may be for good; an agreement is for a time."""


@dataclass(frozen=True)
class FieldFilled:
    """For how many partners a field is filled in.

    Parameters
    ----------
    field : str
    filled, expected : int
        Of those for whom it applies.
    """

    field: str
    filled: int
    expected: int


@dataclass(frozen=True)
class Record:
    """What one partner's record has, and lacks.

    Parameters
    ----------
    partner : Partner
    expected : int
        Fields that apply to it.
    missing : tuple of str
        Those of them that are empty.
    """

    partner: Partner
    expected: int
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of its fields that are filled in; nan if none applies."""
        return 1 - len(self.missing) / self.expected if self.expected else float("nan")


@dataclass(frozen=True)
class CompletenessByActivity:
    """Complete and incomplete records, crossed with activity.

    Parameters
    ----------
    complete, incomplete : tuple of int
        Active, inactive, cannot be told.
    inactivity : Inactivity
        The rule.
    """

    complete: tuple[int, int, int]
    incomplete: tuple[int, int, int]
    inactivity: Inactivity


@dataclass(frozen=True)
class Completeness:
    """How complete the records are, whatever the partners do.

    Parameters
    ----------
    fields : tuple of FieldFilled
        In the order of the fields.
    records : tuple of Record
        In the list's order.
    """

    fields: tuple[FieldFilled, ...]
    records: tuple[Record, ...]

    @property
    def complete(self) -> int:
        """Records without a gap."""
        return sum(not record.missing for record in self.records)

    @property
    def filled(self) -> int:
        return sum(each.filled for each in self.fields)

    @property
    def expected(self) -> int:
        return sum(each.expected for each in self.fields)

    @cached_property
    def gaps(self) -> tuple[Record, ...]:
        """Records with gaps, the one with most gaps first; ties in the list's order."""
        return tuple(sorted(filter(lambda each: each.missing, self.records), key=lambda each: -len(each.missing)))

    def crossed(self, inactivity: Inactivity) -> CompletenessByActivity:
        """Whether the incomplete records are those of inactive partners.

        Parameters
        ----------
        inactivity : Inactivity
            Of the same list.

        Returns
        -------
        CompletenessByActivity

        Raises
        ------
        ValueError
            It is of another list.
        """
        states = inactivity.states
        if states.keys() != {record.partner.id for record in self.records}:
            raise ValueError("the rule was applied to other partners than these")
        found = Counter((not record.missing, states[record.partner.id]) for record in self.records)

        def counts(complete: bool) -> tuple[int, int, int]:
            return found[complete, "active"], found[complete, "inactive"], found[complete, "unknown"]

        return CompletenessByActivity(counts(True), counts(False), inactivity)


def completeness(partners: Partners) -> Completeness:
    """How much of each partner's record is filled in, of the columns that the list has.

    Not counted are the code, the name, the answer to the survey, the notes, and which row is the same; nor the
    promised contact, which is empty where nothing was promised. A document's days count where there is a document.

    Parameters
    ----------
    partners : Partners

    Returns
    -------
    Completeness

    Examples
    --------
    >>> records = (Partner(id="a", name="a", type="ngo"), Partner(id="b", name="b", type="ngo", owner="Maud"))
    >>> found = completeness(Partners("list.csv", date(2026, 3, 31), records, ("name", "type", "owner")))
    >>> found.complete, [record.missing for record in found.gaps]
    (1, [('owner',)])
    """
    names = [name for name in _WORDS if name in partners.fields and name not in _NOT_EXPECTED]
    always = [name for name in names if name not in _OF_A_DOCUMENT["agreement"]]
    applying = {kind: [name for name in names if name in (*always, *dates)] for kind, dates in _OF_A_DOCUMENT.items()}
    filled: Counter[str] = Counter()
    expected: Counter[str] = Counter()
    records = []
    for partner in partners.members:
        applies = applying.get(partner.document, always)
        missing = tuple(name for name in applies if getattr(partner, name) in ("", None, ()))
        records.append(Record(partner, len(applies), missing))
        expected.update(applies)
        filled.subtract(missing)
    filled.update(expected)
    return Completeness(
        tuple(FieldFilled(name, filled[name], expected[name]) for name in names if expected[name]), tuple(records)
    )


# --- sources -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SourceRow:
    """The partners that were found in one way.

    Parameters
    ----------
    source : str
        A category's name; empty where the list does not say it.
    partners : int
    activities : tuple of int
        The numbers of joint activities, of those partners of whom the list gives it.
    states : tuple of int
        Active, inactive, cannot be told; empty if no rule was given.
    """

    source: str
    partners: int
    activities: tuple[int, ...]
    states: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.activities)

    @property
    def median(self) -> float | None:
        """None if the list gives no number."""
        return median(self.activities) if self.activities else None


@dataclass(frozen=True)
class Sources:
    """How partners were found, and what is done with them.

    Parameters
    ----------
    rows : tuple of SourceRow
        In the categories' order; not stated last.
    inactivity : Inactivity or None
        The rule, if there is one.
    """

    rows: tuple[SourceRow, ...]
    inactivity: Inactivity | None = None

    @property
    def stated(self) -> int:
        return sum(row.partners for row in self.rows if row.source)


def by_source(partners: Partners, inactivity: Inactivity | None = None) -> Sources:
    """How partners were found, crossed with what is done with them.

    Parameters
    ----------
    partners : Partners
    inactivity : Inactivity, optional
        The same list's, to count the active and inactive ones.

    Returns
    -------
    Sources

    Raises
    ------
    ValueError
        The rule was applied to another list.

    Examples
    --------
    >>> records = tuple(Partner(id=str(n), name="p", found_through="event", activities=n) for n in (1, 2, 6))
    >>> (row,) = by_source(Partners("list.csv", date(2026, 3, 31), records)).rows
    >>> row.partners, row.total, row.median
    (3, 9, 2)
    """
    states = inactivity.states if inactivity else {}
    if inactivity and states.keys() != {partner.id for partner in partners.members}:
        raise ValueError("the rule was applied to other partners than these")
    found: dict[str, list[Partner]] = {}
    for partner in partners.members:
        found.setdefault(partner.found_through, []).append(partner)
    rows = []
    for source in _kinds(partners.members, "found_through"):
        members = found[source]
        counts = Counter(states[partner.id] for partner in members) if inactivity else None
        rows.append(
            SourceRow(
                source,
                len(members),
                tuple(partner.activities for partner in members if partner.activities is not None),
                (counts["active"], counts["inactive"], counts["unknown"]) if counts else (),
            )
        )
    return Sources(tuple(rows), inactivity)


# --- documents -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Documents:
    """Which charters and agreements run out.

    Parameters
    ----------
    as_of, until : date
        The day of the list, and the day so many months later.
    months : int
    expired : tuple of Partner
        The document's last day lies before the day of the list. By that day, then in the list's order.
    ending : tuple of Partner
        It lies within the months to come, both days included. Ordered likewise.
    later : tuple of Partner
        It lies later. Ordered likewise.
    open_ended : tuple of Partner
        There is a document, and no last day of it on the list.
    none : tuple of Partner
        There is no document.
    unstated : tuple of Partner
        The list does not say whether there is one.
    """

    as_of: date
    until: date
    months: int
    expired: tuple[Partner, ...]
    ending: tuple[Partner, ...]
    later: tuple[Partner, ...]
    open_ended: tuple[Partner, ...]
    none: tuple[Partner, ...]
    unstated: tuple[Partner, ...]

    @property
    def signed(self) -> int:
        """Partners with a document, whether valid or not."""
        return len(self.expired) + len(self.ending) + len(self.later) + len(self.open_ended)

    @property
    def partners(self) -> int:
        return self.signed + len(self.none) + len(self.unstated)


def documents(partners: Partners, within_months: int) -> Documents:
    """Which charters and agreements have expired, or end within so many months.

    A partner of whom the list gives a document's first or last day has a document, even if it does not say which.

    Parameters
    ----------
    partners : Partners
    within_months : int
        1 to 1200.

    Returns
    -------
    Documents

    Raises
    ------
    KipError
        The number of months cannot be used.

    Examples
    --------
    >>> soon = Partner(id="a", name="a", document="charter", document_end=date(2026, 9, 30))
    >>> found = documents(Partners("list.csv", date(2026, 3, 31), (soon,)), 6)
    >>> found.until, len(found.ending)
    (datetime.date(2026, 9, 30), 1)
    """
    _check_months(within_months)
    until = months_after(partners.as_of, within_months)
    ended: list[Partner] = []
    open_ended: list[Partner] = []
    none: list[Partner] = []
    unstated: list[Partner] = []
    for partner in partners.members:
        if partner.document == "none":
            none.append(partner)
        elif partner.document_end:
            ended.append(partner)
        elif partner.document or partner.document_start:
            open_ended.append(partner)
        else:
            unstated.append(partner)
    ended.sort(key=_end)
    return Documents(
        partners.as_of,
        until,
        within_months,
        tuple(partner for partner in ended if _end(partner) < partners.as_of),
        tuple(partner for partner in ended if partners.as_of <= _end(partner) <= until),
        tuple(partner for partner in ended if _end(partner) > until),
        tuple(open_ended),
        tuple(none),
        tuple(unstated),
    )


def _end(partner: Partner) -> date:
    return partner.document_end or date.max
