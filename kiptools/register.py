"""The register of partners as the frame of a survey: who was asked, what they are, and what became of it.

One row per partner organisation: a list of partners (`kiptools.lists`), of which the partners of today count, or any
other table. A column `disposition` may say what became of the invitation, in AAPOR's
kinds; every other column with a few values that repeat (type, size, sector) describes the partners. Columns
that tell one partner from all others (names, addresses, numbers) or name people are read past and never shown.
Where only some partners were drawn, a column `inclusion_probability` says how likely each was to be drawn, and by
that for how many partners it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import floor
from pathlib import Path

from kiptools.exports.columns import kind_of
from kiptools.fields import heading_meaning, names_people
from kiptools.files import read_table
from kiptools.lists import survey_rows
from kiptools.messages import KipError, cut, message
from kiptools.places import kit_path
from kiptools.tables import Column, Table, fold

__all__ = ["Attribute", "Disposition", "Register", "read_register"]

MOST_CATEGORIES = 8
"""A column with more different values than this describes no groups."""


class Disposition(Enum):
    """What became of an invitation (AAPOR's final disposition codes, in groups)."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    REFUSED = "refused"
    NON_CONTACT = "non-contact"
    OTHER = "other"
    UNKNOWN = "unknown"
    NOT_ELIGIBLE = "not eligible"


_WORDS: dict[Disposition, str] = {
    Disposition.COMPLETE: "complete, completed, answered, yes, 1, I, complet, répondu, a répondu, oui, completo, "
    "risposto, ha risposto, sì, si, potpuno, odgovorio, odgovorili, da, completa, respondeu, sim",
    Disposition.PARTIAL: "partial, incomplete, broken off, P, partiel, incomplet, parziale, incompleto, djelomično, "
    "nepotpuno, parcial, incompleta",
    Disposition.REFUSED: "refused, refusal, declined, R, refus, refusé, rifiuto, rifiutato, odbio, odbili, odbijeno, "
    "recusa, recusou",
    Disposition.NON_CONTACT: "non-contact, no reply, no answer, not reached, undeliverable, no, 0, NC, sans réponse, "
    "non joint, non, nessuna risposta, non raggiunto, bez odgovora, bez kontakta, nije dostupan, ne, sem resposta, "
    "não contactado, não",
    Disposition.OTHER: "other, O, autre, altro, drugo, outro",
    Disposition.UNKNOWN: "unknown, U, inconnu, sconosciuto, nepoznato, desconhecido",
    Disposition.NOT_ELIGIBLE: "not eligible, ineligible, not a partner any more, NE, non éligible, plus partenaire, "
    "non idoneo, non eleggibile, non più partner, nije prihvatljiv, ne ispunjava uvjete, više nije partner, "
    "não elegível, já não é parceiro",
}
_MEANINGS = {fold(word.strip()): kind for kind, words in _WORDS.items() for word in words.split(",")}
MOST_PARTNERS = 10_000
"""A probability is taken for so many of so many partners, up to this number, whatever digits were written of it."""
_PROBABILITY, _STRATUM = "inclusion_probability", "stratum"
_NUMBER = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,20}|/0*[1-9][0-9]{0,5})?")
_HEADINGS = tuple(map(fold, ("disposition", "answered", "a répondu", "esito", "ishod", "resultado")))


@dataclass(frozen=True)
class Attribute:
    """One column that describes the partners.

    Parameters
    ----------
    name : str
        Its heading.
    values : tuple of str
        One per partner, empty where nothing is written.
    """

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Register:
    """The partners who were asked.

    Parameters
    ----------
    source : str
        The file's name.
    attributes : tuple of Attribute
    dispositions : tuple of Disposition or None
        One per partner; None where the file does not tell.
    partners : int
        How many rows there are.
    probabilities : tuple of Fraction or None
        How likely each partner was to be drawn; None where all were asked.
    strata : tuple of str or None
        From which kind each was drawn, if the file tells.
    """

    source: str
    attributes: tuple[Attribute, ...]
    dispositions: tuple[Disposition, ...] | None
    partners: int
    probabilities: tuple[Fraction, ...] | None = None
    strata: tuple[str, ...] | None = None

    def __len__(self) -> int:
        return self.partners

    @property
    def asked(self) -> tuple[bool, ...]:
        """For each row whether it is a partner, and not one who turned out to be none."""
        if self.dispositions is None:
            return (True,) * self.partners
        return tuple(kind is not Disposition.NOT_ELIGIBLE for kind in self.dispositions)

    @property
    def eligible(self) -> int:
        """Partners without those who turned out to be none."""
        return sum(self.asked)

    @property
    def stands_for(self) -> tuple[Fraction, ...]:
        """For how many partners each row stands: itself, or one by its probability; those who are none for none."""
        probabilities = self.probabilities or (Fraction(1),) * self.partners
        return tuple(asked / probability for asked, probability in zip(self.asked, probabilities, strict=True))

    @property
    def even(self) -> bool:
        """Whether all partners were equally likely to be drawn, or all were asked."""
        return len({number for number in self.stands_for if number}) <= 1

    @property
    def population(self) -> int:
        """How many partners all rows together stand for, to the nearest one; the eligible ones where all were asked."""
        return floor(sum(self.stands_for) + Fraction(1, 2))


def read_register(path: str | Path | None = None) -> Register:
    """Read the list of the partners who were asked.

    Where the column `disposition` has an empty cell, it is not known what became of the invitation.

    Parameters
    ----------
    path : str or Path or None
        CSV or XLSX with one row per partner; None for the demo network.

    Returns
    -------
    Register

    Raises
    ------
    KipError
        The file cannot be read, has no rows, or a disposition or a probability that is not understood.

    References
    ----------
    American Association for Public Opinion Research (2023). Standard Definitions, 10th edition.

    Examples
    --------
    >>> register = read_register()
    >>> len(register), [attribute.name for attribute in register.attributes]
    (42, ['type', 'size', 'town'])
    """
    file = kit_path("data", "cite", "partners.csv") if path is None else Path(path)
    table = survey_rows(file) or read_table(file)
    if not len(table):
        raise KipError(message("{file} has no partner in it; give one row for each.", file=table.name))
    found = next((column for column in table.columns if _is_disposition(column.name)), None)
    drawn = next((column for column in table.columns if _is(column, _PROBABILITY) and not column.is_empty), None)
    kinds = next((column for column in table.columns if drawn and _is(column, _STRATUM)), None)
    special = [column.name for column in (found, drawn, kinds) if column]
    attributes = tuple(
        Attribute(column.name, tuple(column.cells()))
        for column in table.columns
        if column.name not in special and _describes(column, len(table))
    )
    told = found is not None and not found.is_empty
    return Register(
        table.name,
        attributes,
        _dispositions(table, found) if found and told else None,
        len(table),
        _probabilities(table, drawn) if drawn else None,
        tuple(kinds.cells()) if kinds else None,
    )


def _is(column: Column, name: str) -> bool:
    return fold(column.name) == name


def _is_disposition(heading: str) -> bool:
    return fold(heading) in _HEADINGS or heading_meaning("partners", heading) == "disposition"


def _describes(column: Column, rows: int) -> bool:
    """Whether a column makes groups: a few values, at most half as many as there are partners, and no people."""
    values = {cell for cell in column.cells() if cell}
    few = 2 <= len(values) <= min(MOST_CATEGORIES, rows // 2)
    return few and not names_people(column.name) and kind_of(column, "") != "personal"


def _dispositions(table: Table, column: Column) -> tuple[Disposition, ...]:
    cells = list(column.cells())
    faults = [
        message(
            '{file}, row {row}, column {column}: "{value}" is not known as the end of an invitation; write one of '
            "{names}.",
            file=table.name,
            row=int(row),
            column=column.name,
            value=cut(cell),
            names=tuple(kind.value for kind in Disposition),
        )
        for row, cell in zip(table.row_numbers, cells, strict=True)
        if fold(cell) and fold(cell) not in _MEANINGS
    ]
    if faults:
        raise KipError(faults)
    return tuple(_MEANINGS[fold(cell)] if fold(cell) else Disposition.UNKNOWN for cell in cells)


def _probabilities(table: Table, column: Column) -> tuple[Fraction, ...]:
    found = [_probability(cell) for cell in column.cells()]
    faults = [
        message(
            '{file}, row {row}, column {column}: "{value}" does not say how likely this partner was to be drawn; write '
            "a number above 0 and at most 1, and 1 for a partner who is asked in any case.",
            file=table.name,
            row=int(row),
            column=column.name,
            value=cut(cell),
        )
        for row, cell, read in zip(table.row_numbers, column.cells(), found, strict=True)
        if read is None
    ]
    if faults:
        raise KipError(faults)
    return tuple(read for read in found if read is not None)


def _probability(text: str) -> Fraction | None:
    """A number above 0 and at most 1, or so many of so many ("3/7"); None if it is none."""
    if not _NUMBER.fullmatch(text):
        return None
    read = Fraction(text.replace(",", ".")).limit_denominator(MOST_PARTNERS)
    return read if 0 < read <= 1 else None
