"""Whom to ask: everybody, as a rule; who cannot be counted on; and, for the rare case, a sample.

A sample is drawn by lot within kinds of partners, and keeps for each partner how likely it was to be drawn, so that
the analysis knows whom it stands for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import Literal

from kiptools.confidentiality import FEWEST_TO_SHOW
from kiptools.fields import SHEETS, categories, plain
from kiptools.messages import KipError, message
from kiptools.partners import Partner, Partners, SameOrganisation

__all__ = [
    "CoveredKind",
    "Coverage",
    "CoverageBy",
    "Incomplete",
    "Sample",
    "SampledKind",
    "coverage",
    "draw_sample",
]

_FIELDS = {field.name: field for field in SHEETS["partners"]}
_DESCRIBING = ("type", "size", "territory")
_NEEDED = (*_DESCRIBING, "owner")
_NOT_ASKED = ("potential", "former", "convenor")


# --- coverage ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CoveredKind:
    """Partners of one kind who would be asked.

    Parameters
    ----------
    name : str
        The category; empty where the list does not say.
    partners : int
    """

    name: str
    partners: int

    @property
    def thin(self) -> bool:
        """Whether there are so few that their answers will not be shown by themselves."""
        return self.partners < FEWEST_TO_SHOW

    def allows(self, answers: int) -> bool:
        """Whether so many answers can come from this kind at all."""
        return self.partners >= answers


@dataclass(frozen=True)
class CoverageBy:
    """The partners who would be asked, by one field of the list.

    Parameters
    ----------
    field : str
    kinds : tuple of CoveredKind
        In the order of the list's words, or the most frequent first; last those of whom the list does not say it.
    """

    field: str
    kinds: tuple[CoveredKind, ...]

    @property
    def thin(self) -> tuple[CoveredKind, ...]:
        return tuple(kind for kind in self.kinds if kind.name and kind.thin)


@dataclass(frozen=True)
class Incomplete:
    """Partners of whom the list does not say something that a survey needs.

    Parameters
    ----------
    field : str
    partners : tuple of Partner
    """

    field: str
    partners: tuple[Partner, ...]


@dataclass(frozen=True)
class Coverage:
    """Whom a survey of the whole network would ask.

    Parameters
    ----------
    asked : int
        Partners of today.
    not_asked : tuple of (str, int)
        Status and number of the other organisations of the list.
    rows : tuple of CoverageBy
        Fields that the list tells of some partner.
    incomplete : tuple of Incomplete
    lacking : tuple of str
        Fields of which the list has nothing for any partner.
    doubles : tuple of SameOrganisation
        Pairs of partners who may be one organisation, and would be asked twice.
    """

    asked: int
    not_asked: tuple[tuple[str, int], ...]
    rows: tuple[CoverageBy, ...]
    incomplete: tuple[Incomplete, ...]
    lacking: tuple[str, ...]
    doubles: tuple[SameOrganisation, ...]


def coverage(partners: Partners) -> Coverage:
    """Who would be asked, if everybody is; who would not be, and why; and what the list lacks for a survey.

    Parameters
    ----------
    partners : Partners

    Returns
    -------
    Coverage

    References
    ----------
    Groves, R. M. et al. (2009). Survey Methodology, 2nd edition. Wiley, chapter 3 (coverage of the frame).

    Examples
    --------
    >>> from kiptools import read_partners
    >>> found = coverage(read_partners())
    >>> found.asked, found.not_asked
    (42, (('potential', 6), ('former', 4), ('convenor', 1)))
    """
    asked = partners.members
    told = [name for name in _NEEDED if any(getattr(partner, name) for partner in asked)]
    missing = {name: tuple(partner for partner in asked if not getattr(partner, name)) for name in told}
    statuses = Counter(partner.status for partner in partners.records)
    ids = {partner.id for partner in asked}
    return Coverage(
        len(asked),
        tuple((status, statuses[status]) for status in _NOT_ASKED if statuses[status]),
        tuple(_coverage_by(name, asked) for name in told if name in _DESCRIBING),
        tuple(Incomplete(name, found) for name, found in missing.items() if found),
        tuple(name for name in _NEEDED if name not in told) if asked else (),
        tuple(pair for pair in partners.doubles if {pair.first, pair.second} <= ids),
    )


def _coverage_by(field: str, asked: Sequence[Partner]) -> CoverageBy:
    counts = Counter(getattr(partner, field) for partner in asked)
    return CoverageBy(field, tuple(CoveredKind(name, counts[name]) for name in _ordered(field, counts)))


def _ordered(field: str, counts: Counter[str]) -> list[str]:
    """The words in the order of their list, or the most frequent first; an empty one is last."""
    words = _FIELDS[field].words
    places = {name: place for place, name in enumerate(categories(words))} if words else {}
    return sorted(counts, key=lambda name: (not name, places.get(name, len(places)), -counts[name], name))


# --- a sample ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SampledKind:
    """The partners of one kind, and which of them were drawn.

    Parameters
    ----------
    name : str
        The category; empty where the list does not say.
    partners : int
        How many there are.
    drawn : tuple of str
        Their ids, in the list's order.
    """

    name: str
    partners: int
    drawn: tuple[str, ...]

    @property
    def probability(self) -> Fraction:
        """How likely each partner of this kind was to be drawn."""
        return Fraction(len(self.drawn), self.partners)


@dataclass(frozen=True)
class Sample:
    """Partners drawn by lot within kinds.

    Parameters
    ----------
    source : str
        The list's name.
    by : str
        The field that tells the kinds.
    seed : int
    kinds : tuple of SampledKind
        In the order of the list's words.
    """

    source: str
    by: str
    seed: int
    kinds: tuple[SampledKind, ...]

    def __len__(self) -> int:
        return sum(len(kind.drawn) for kind in self.kinds)

    @property
    def population(self) -> int:
        """How many partners it stands for."""
        return sum(kind.partners for kind in self.kinds)

    @property
    def probabilities(self) -> dict[str, Fraction]:
        """For each partner that was drawn, by its id, how likely that was."""
        return {one: kind.probability for kind in self.kinds for one in kind.drawn}

    @property
    def even(self) -> bool:
        """Whether all partners were equally likely to be drawn, so that answers need no weights."""
        return len({kind.probability for kind in self.kinds}) <= 1


def draw_sample(
    partners: Partners,
    n: int,
    *,
    by: Literal["type", "size", "level", "territory", "sector"] = "type",
    seed: int,
    at_least: int = 2,
) -> Sample:
    """Draw some of the partners of today by lot, in proportion to their kinds.

    Each partner's lot is the SHA-256 of the seed and its code (its name, where the list has no codes), and the
    lowest lots of each kind are drawn. So the draw depends neither on the order of the list nor on the computer; a
    partner who joins changes little of it; and a larger sample holds the smaller one.

    Parameters
    ----------
    partners : Partners
    n : int
        How many to draw.
    by : {"type", "size", "level", "territory", "sector"}
        The field that tells the kinds. Who has none there is a kind too.
    seed : int
        Any whole number: the same one draws the same partners again.
    at_least : int
        So many of each kind; all of a kind that has no more. What is left goes to the kinds one by one, each time to
        the one that is furthest below its proportion (Sainte-Laguë, or Webster).

    Returns
    -------
    Sample

    Raises
    ------
    KipError
        Nobody is a partner of today, or `n` is more than there are, or too few for so many of each kind.

    References
    ----------
    Cochran, W. G. (1977). Sampling techniques, 3rd ed., chapter 5. Wiley. Balinski, M. L. & Young, H. P. (1982). Fair
    representation. Yale University Press. Ohlsson, E. (1995). Coordination of samples using permanent random numbers.
    In Cox, B. G. et al. (eds.), Business Survey Methods, 153-169. Wiley.

    Examples
    --------
    >>> from kiptools import read_partners
    >>> sample = draw_sample(read_partners(), 20, seed=1)
    >>> [(kind.name, len(kind.drawn), kind.partners) for kind in sample.kinds][:2]
    [('employer', 7, 14), ('public_authority', 2, 5)]
    """
    if by not in ("type", "size", "level", "territory", "sector"):
        raise ValueError(f"by is {by!r}; it must be type, size, level, territory or sector")
    if at_least < 1:
        raise ValueError(f"at_least is {at_least}; it must be 1 or more")
    asked = partners.members
    if not asked:
        raise KipError(message("{file} has no partner of today, so there is nobody to ask.", file=partners.source))
    counts = Counter(getattr(partner, by) for partner in asked)
    names = _ordered(by, counts)
    sizes = [counts[name] for name in names]
    fewest = sum(min(size, at_least) for size in sizes)
    if not fewest <= n <= len(asked):
        raise KipError(
            message(
                "{file}: {n} partners cannot be drawn; give a number from {fewest}, so that no kind of partners is "
                "left out, to {most}, which is everyone.",
                file=partners.source,
                n=n,
                fewest=fewest,
                most=len(asked),
            )
        )
    lots = _lots(partners, seed)
    kinds = []
    for name, size, share in zip(names, sizes, _allocate(sizes, n, at_least), strict=True):
        members = [partner.id for partner in asked if getattr(partner, by) == name]
        drawn = {*sorted(members, key=lots.__getitem__)[:share]}
        kinds.append(SampledKind(name, size, tuple(one for one in members if one in drawn)))
    return Sample(partners.source, by, seed, tuple(kinds))


def _lots(partners: Partners, seed: int) -> dict[str, str]:
    """For each partner, by its id, its lot. Names that stand there twice are numbered."""
    coded, seen, lots = "id" in partners.fields, Counter[str](), {}
    for partner in partners.members:
        key = partner.id if coded else plain(partner.name)
        seen[key] += 1
        lots[partner.id] = sha256(f"{seed}\n{key}\n{seen[key]}".encode()).hexdigest()
    return lots


def _allocate(sizes: Sequence[int], n: int, at_least: int) -> list[int]:
    """How many to draw of each kind: its minimum, then one after the other by Sainte-Laguë's divisors.

    So no kind gets fewer if more are drawn. A kind that is drawn whole comes after all others, and so never gets more.
    """
    found = [min(size, at_least) for size in sizes]
    for _ in range(n - sum(found)):
        place = max(range(len(sizes)), key=lambda place: (Fraction(sizes[place], 2 * found[place] + 1), sizes[place]))
        found[place] += 1
    return found
