"""What the kit knows of verbs, nouns and phrases in learning outcomes, read from ``data/lexicon``.

No verb belongs to one level only: published lists of verbs disagree (Newton, Da Silva & Peters 2020), so that each
verb has a share for each level. Where the numbers come from stands with each verb.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from kiptools.messages import KipError, message
from kiptools.outcomes import LEVELS
from kiptools.places import kit_path

__all__ = ["READ", "Lexicon", "Verb", "read_lexicon"]

READ = ("en", "fr", "it", "hr", "pt")
"""The languages that there is a lexicon for."""


@dataclass(frozen=True)
class Verb:
    """A verb, and at which levels outcomes with it are.

    Parameters
    ----------
    verb : str
        As a dictionary has it; may be several words.
    forms : tuple of str
        What else means it: other spellings, the other aspect, nouns.
    shares : tuple of float
        For each of the six levels; together 1.
    avoid : bool
        Whether nobody can see if such an outcome is reached.
    source : str
    """

    verb: str
    forms: tuple[str, ...]
    shares: tuple[float, ...]
    avoid: bool = False
    source: str = ""

    @property
    def level(self) -> str:
        """The likeliest level; the lower one of two."""
        return LEVELS[self.shares.index(max(self.shares))]


@dataclass(frozen=True)
class Lexicon:
    """One language's verbs, nouns and cues.

    Parameters
    ----------
    lang : str
    verbs : tuple of Verb
    nouns : mapping of str to str
        Knowledge dimension by noun or phrase, its forms too.
    cues : mapping of str to tuple of str
        Beginnings and joints of outcomes, by kind: opening, audience, condition, degree, join, trainer, weak.
    typical : mapping of str to tuple of str
        For each level some verbs to propose, most usual first.
    """

    lang: str
    verbs: tuple[Verb, ...]
    nouns: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]
    typical: Mapping[str, tuple[str, ...]]

    def at(self, level: str, most: int = 3) -> tuple[str, ...]:
        """Verbs to propose for a level.

        Parameters
        ----------
        level : str
            One of `kiptools.outcomes.LEVELS`.
        most : int

        Returns
        -------
        tuple of str
            At most `most`, most usual first.

        Examples
        --------
        >>> read_lexicon("fr").at("understand", most=2)
        ('expliquer', 'résumer')
        """
        return self.typical[level][:most]


@lru_cache(maxsize=len(READ))
def read_lexicon(lang: str) -> Lexicon:
    """The lexicon of one language; read once.

    Parameters
    ----------
    lang : str
        One of `READ`.

    Returns
    -------
    Lexicon

    Raises
    ------
    KipError
        There is no lexicon of this language.

    References
    ----------
    Newton, P. M., Da Silva, A. & Peters, L. G. (2020). A pragmatic master list of action verbs for Bloom's taxonomy.
    Frontiers in Education 5, 107 (English; the other languages are written for this kit).

    Examples
    --------
    >>> read_lexicon("it").cues["join"][:1] != ()
    True
    """
    if lang not in READ:
        raise KipError(
            message('"{lang}" is no language that outcomes can be read in; these are: {known}.', lang=lang, known=READ)
        )
    return Lexicon(
        lang,
        tuple(
            Verb(
                row["verb"],
                _forms(row),
                tuple(int(row[level]) / 100 for level in LEVELS),
                row["avoid"] == "yes",
                row["source"],
            )
            for row in _rows(lang, "verbs")
        ),
        MappingProxyType(
            {noun: row["knowledge"] for row in _rows(lang, "nouns") for noun in (row["noun"], *_forms(row))}
        ),
        _grouped(lang, "cues", "kind", "text"),
        _grouped(lang, "typical", "level", "verb"),
    )


def _grouped(lang: str, name: str, by: str, text: str) -> Mapping[str, tuple[str, ...]]:
    """The texts of a table, in its order, by one of its columns."""
    found: dict[str, list[str]] = {}
    for row in _rows(lang, name):
        found.setdefault(row[by], []).append(row[text])
    return MappingProxyType({key: tuple(texts) for key, texts in found.items()})


def _rows(lang: str, name: str) -> Iterator[dict[str, str]]:
    with kit_path("data", "lexicon", lang, f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _forms(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, (form.strip() for form in row["forms"].split("|"))))
