"""A partner network as one frozen value: organisations, who works with whom, how, and for which needs.

Partner lists are the office's own records of organisations, not answers to a survey: they are shown by name. What
organisations said about each other in confidence (trust) is not, and has its rules in `kiptools.relations`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kiptools.fields import LADDERS
from kiptools.messages import Message

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Cooperation", "Partner", "Partners", "SameOrganisation", "Tie"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One organisation. Empty texts, empty lists and None mean that the list does not say.

    Parameters
    ----------
    id : str
        Different for every organisation of the list.
    name : str
    type, size, level, status, found_through, document, contact_every, consent : str
        Names of categories (`kiptools.fields.categories`).
    sector : str
        A section of NACE (one letter), or the list's own word.
    territory, owner, disposition, notes : str
        As written.
    partner_since : int or None
        A year.
    document_start, document_end, last_contact, last_activity : date or None
    activities : int or None
        Joint activities in the last twelve months.
    resources, needs : tuple of str
        What it offers, and which needs of users it answers.
    row : int
        Where it stands in the list.
    """

    id: str
    name: str
    type: str = ""
    sector: str = ""
    size: str = ""
    territory: str = ""
    level: str = ""
    status: str = ""
    partner_since: int | None = None
    found_through: str = ""
    document: str = ""
    document_start: date | None = None
    document_end: date | None = None
    contact_every: str = ""
    last_contact: date | None = None
    last_activity: date | None = None
    activities: int | None = None
    resources: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    owner: str = ""
    consent: str = ""
    disposition: str = field(default="", repr=False)
    notes: str = field(default="", repr=False)
    row: int = 0


@dataclass(frozen=True, slots=True)
class Tie:
    """What somebody reported about two organisations.

    Parameters
    ----------
    one, other : str
        Ids of partners; `other` is empty where the one who reports has no relation at all.
    level : int or None
        0 for no cooperation, else the rung of the network's ladder; None where it was not said, or of what ladder.
    reporter : str
        The id of who said so; empty if it is not known.
    trust : int or None
        1 to 5, by the reporter, of the other organisation.
    """

    one: str
    other: str
    level: int | None = None
    reporter: str = ""
    trust: int | None = field(default=None, repr=False)  # confidential: only `kiptools.relations` tells of it


@dataclass(frozen=True, slots=True)
class Cooperation:
    """The six questions about what is done together with a partner in one function.

    Parameters
    ----------
    partner : str
        Its id.
    function : str
        As written.
    initiates : {"", "us", "them", "both"}
    decides : {"", "alone", "after_asking", "together"}
    feedback, commitment, pooled, shared : bool or None
    """

    partner: str
    function: str = ""
    initiates: str = ""
    decides: str = ""
    feedback: bool | None = None
    commitment: bool | None = None
    pooled: bool | None = None
    shared: bool | None = None


@dataclass(frozen=True, slots=True)
class SameOrganisation:
    """Two rows that may be the same organisation. Nothing was merged.

    Parameters
    ----------
    first, second : str
        Ids of partners, in the list's order.
    exact : bool
        Whether the names differ in spelling only.
    """

    first: str
    second: str
    exact: bool


@dataclass(frozen=True)
class Partners:
    """A partner network.

    Parameters
    ----------
    source : str
        The file's name.
    as_of : date
        The day on which everything that is "so long ago" is reckoned.
    records : tuple of Partner
        All rows of the list: potential, current and former partners, and the convenor.
    fields : tuple of str
        Which fields the list has, filled in or not.
    ties : tuple of Tie
    ladder : str
        The ladder that the ties' levels belong to, one of `kiptools.fields.LADDERS`; empty if it is not known.
    cooperations : tuple of Cooperation
    needs : tuple of str
        The needs of users that the list names, those first that stand on a sheet of their own.
    doubles : tuple of SameOrganisation
        Rows to look at.
    faults : tuple of Message
        Cells that were not understood, and count as empty; each names row, column, value and what is accepted.
    notes : tuple of Message
        What was decided while reading.
    headings : tuple of str
        What the list calls its `fields`, in their order.
    others : tuple of (str, tuple of str)
        Columns that were not recognised and name no people: heading, and one text for each record.
    """

    source: str
    as_of: date
    records: tuple[Partner, ...]
    fields: tuple[str, ...] = ()
    ties: tuple[Tie, ...] = ()
    ladder: str = ""
    cooperations: tuple[Cooperation, ...] = ()
    needs: tuple[str, ...] = ()
    doubles: tuple[SameOrganisation, ...] = ()
    faults: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
    headings: tuple[str, ...] = ()
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __len__(self) -> int:
        return len(self.records)

    @cached_property
    def members(self) -> tuple[Partner, ...]:
        """The partners of today: current ones, and those whose status the list does not say."""
        return tuple(partner for partner in self.records if partner.status in ("current", ""))

    @cached_property
    def potential(self) -> tuple[Partner, ...]:
        return tuple(partner for partner in self.records if partner.status == "potential")

    @cached_property
    def convenor(self) -> Partner | None:
        """The organisation that leads the partnership, if the list has it."""
        return next((partner for partner in self.records if partner.status == "convenor"), None)

    @cached_property
    def by_id(self) -> dict[str, Partner]:
        return {partner.id: partner for partner in self.records}

    @property
    def rungs(self) -> tuple[str, ...]:
        """The levels of the ladder, lowest first; empty where no ladder is known."""
        return LADDERS.get(self.ladder, ())

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The records as a plain table, one row for each partner."""
        import pandas as pd

        names = tuple(Partner.__dataclass_fields__)
        return pd.DataFrame({name: [getattr(partner, name) for partner in self.records] for name in names})
