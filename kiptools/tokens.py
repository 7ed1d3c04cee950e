"""The words of a text, where they stand in it, and what a dictionary calls them (library simplemma)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import combining, normalize

__all__ = ["MOST_SIGNS", "WORD", "Token", "between", "key_of", "lemma_of", "tokens_of", "without_accents", "words_in"]

MOST_SIGNS = 1000
"""Of a longer text only the beginning is read."""
WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=100_000)
def key_of(word: str) -> str:
    """A word without what is typed in different ways: case, and in longer words accents."""
    word = word.lower()
    return word if len(word) < 4 else without_accents(word)


def without_accents(word: str) -> str:
    plain = "".join(sign for sign in normalize("NFD", word) if not combining(sign))
    return plain.replace("œ", "oe").replace("đ", "d")


@lru_cache(maxsize=100_000)
def lemma_of(word: str, lang: str) -> str:
    from simplemma import lemmatize

    return lemmatize(word, lang={"hr": "hbs"}.get(lang, lang))


class Token(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return key_of(self.text)


def tokens_of(text: str) -> list[Token]:
    return [Token(match[0], match.start(), match.end()) for match in WORD.finditer(text)]


def between(text: str, tokens: Sequence[Token], place: int) -> str:
    """What stands between a token and the one before it."""
    return text[tokens[place - 1].end : tokens[place].start] if place else ""


def words_in(text: str) -> int:
    """How many words a text has, as `phrasing_of` counts them: what an apostrophe or a hyphen joins is two.

    Parameters
    ----------
    text : str

    Returns
    -------
    int

    Examples
    --------
    >>> words_in("Rédiger l'accord, en 2 pages !")
    6
    """
    return len(WORD.findall(text))
