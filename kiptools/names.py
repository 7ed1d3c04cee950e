"""Names of organisations that may mean the same one: spelt differently, shortened, or in another language.

What is found is a proposal for a person to decide: two branches of one firm look like a slip of the pen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations
from os.path import commonprefix

from kiptools.fields import plain, vocabulary

__all__ = ["same_names"]

LARGEST_BLOCK = 50
"""A word that more names share than these does not tell them apart."""


def same_names(names: Sequence[str]) -> list[tuple[int, int, bool]]:
    """Pairs of names that may be one organisation's.

    Two names are near if the words that tell them from others match (but for an ending, or a slip in a long word; one
    of three may be missing), and the words for the kind of organisation do not contradict each other, in whichever
    language. An acronym is near to the name whose words begin with its letters.

    Parameters
    ----------
    names : sequence of str

    Returns
    -------
    list of (int, int, bool)
        Their places, the first one first, and whether they differ only in case, accents and punctuation; of those that
        do, each stands beside the first of them.

    Examples
    --------
    >>> same_names(["Univ. of Zagreb", "Sveučilište u Zagrebu", "University of Split", "UNIV OF ZAGREB"])
    [(0, 1, False), (0, 3, True)]
    """
    found = [_read(name) for name in names]
    first: dict[str, int] = {}
    pairs = {(first.setdefault(name.spelt, place), place): True for place, name in enumerate(found)}
    alone = sorted(first.values())  # of those that are spelt alike only the first is compared with others
    for group in _together([found[place].keys for place in alone]):
        for one, other in combinations([alone[place] for place in group], 2):
            if (one, other) not in pairs and _near(found[one], found[other]):
                pairs[one, other] = False
    return [(one, other, exact) for (one, other), exact in sorted(pairs.items()) if one != other]


@dataclass(frozen=True)
class _Name:
    """A name taken apart: its letters, its words, those of its own, kinds of organisation, and short forms."""

    spelt: str
    words: str
    own: tuple[str, ...]
    kinds: frozenset[str]
    initials: str
    acronym: str

    @property
    def keys(self) -> list[str]:
        """Names that share none of these are not near."""
        short = [f"={text}" for text in (self.initials, self.acronym) if text]
        return [*{self.words, *(word[:4] for word in self.own)}, *short]


def _read(name: str) -> _Name:
    alone = re.sub(r"\s*\([^)]*\)", "", name).strip() or name
    text = plain(alone.replace("'", " ").replace("’", " "))
    text = re.sub(r"\b\w(?:\.\w)+\b", lambda form: form[0].replace(".", ""), text)  # d.o.o is a word of its own
    words = re.findall(r"\w+", text)
    words = _telling(words)
    kinds = [_kind(word) for word in words]
    own = tuple(word for word, kind in zip(words, kinds, strict=True) if not kind)
    short = alone if alone.isupper() and alone.isalpha() and 2 <= len(alone) <= 7 else ""
    return _Name(
        spelt=re.sub(r"\W+", "", plain(name)) or name,
        words=" ".join(sorted(words)),
        own=own,
        kinds=frozenset(filter(None, kinds)),
        initials="".join(word[0] for word in words) if len(words) > 2 else "",
        acronym=plain(short) if short else "",
    )


def _telling(words: list[str]) -> list[str]:
    """The words without articles and legal forms; but a letter at the end tells "Lycée A" from "Lycée E"."""
    stop = vocabulary("stop")
    return [word for word in words[:-1] if word not in stop] + [
        word for word in words[-1:] if len(word) == 1 or word not in stop
    ] or words


@cache
def _kind(word: str) -> str:
    """What kind of organisation a word tells of, also with another ending; nothing if it is no such word."""
    if word in vocabulary("generic"):
        return vocabulary("generic")[word]
    return _stems().get(word[:7], "") if len(word) > 7 else ""


@cache
def _stems() -> dict[str, str]:
    return {word[:7]: kind for word, kind in vocabulary("generic").items() if len(word) > 7 and " " not in word}


def _together(keys: Sequence[Iterable[Hashable]]) -> list[list[int]]:
    """Places that share a key, those that share one with too many others left out."""
    found: dict[Hashable, list[int]] = defaultdict(list)
    for place, some in enumerate(keys):
        for key in some:
            found[key].append(place)
    return [places for places in found.values() if 1 < len(places) <= LARGEST_BLOCK]


def _near(one: _Name, other: _Name) -> bool:
    if (
        one.words == other.words
        or one.acronym
        and one.acronym == other.initials
        or other.acronym
        and other.acronym == one.initials
    ):
        return True
    fewer, more = sorted((one, other), key=lambda name: len(name.own))
    extra = len(more.own) - len(fewer.own)
    if not fewer.own or extra > (len(fewer.own) > 1) or not _kinds_agree(one.kinds, other.kinds):
        return False
    left = list(more.own)
    for word in fewer.own:
        match = next((candidate for candidate in left if _alike(word, candidate)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _kinds_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether both name the same kinds of organisation, or one names one kind more."""
    return (one <= other or other <= one) and len(one ^ other) <= 1 and bool(one & other or not one | other)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if one[0] != other[0] or any(map(str.isdecimal, one + other)) or min(len(one), len(other)) < 4:
        return False
    shorter = min(len(one), len(other))
    if len(commonprefix([one, other])) >= max(4, shorter - 1) and abs(len(one) - len(other)) <= 3:
        return True
    return shorter >= 6 and SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.88
