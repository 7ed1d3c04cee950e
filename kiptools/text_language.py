"""The language that a text is written in, told by its short words, the words of the lexicon, letters and endings."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from unicodedata import normalize

from kiptools.function_words import FREQUENT
from kiptools.lexicon import READ, read_lexicon
from kiptools.tokens import MOST_SIGNS, WORD, key_of, tokens_of

__all__ = ["language_of"]

FEWEST_CLUES = 1.0
"""A language is told by at least one word that no other language of the list has."""
LEAD = 1.2
"""It must have so many times as many clues as the next one."""
_SIGNS = {
    "fr": r"[œûîë]|\b(?:qu|d|s|j)['’]|(?:eurs|eaux|eux|iques)\b",
    "it": r"[òù]|zion[ei]\b|\b(?:dell|nell|all|sull)['’]|(?:ità|ggio|ggi)\b",
    "hr": r"[čćđšž]|(?:nosti|anje|anja|enja|enje|stva|stvo)\b",
    "pt": r"[ãõ]|(?:ção|ções|agem|agens|ório|ários|ência|ências|idade|idades)\b",
    "es": r"[ñ¿¡]|(?:ción|ciones|dad|dades|miento|mientos)\b",
    "de": r"[äöüß]|(?:ung|ungen|keit|schaft|schaften)\b",
    "ro": r"[șțăş]|(?:ului|ilor|elor)\b",
    "en": r"(?:ships?|ness|ings?)\b",
}
_LANGUAGE_SIGNS = {lang: re.compile(pattern, re.IGNORECASE) for lang, pattern in _SIGNS.items()}
_PLURAL_IN_S = ("en", "fr", "pt")


@cache
def _clues() -> dict[str, dict[str, float]]:
    """Of each word the languages it is a clue to; a word of two languages is half a clue to each."""
    words: dict[str, dict[str, float]] = {}
    for lang, frequent in FREQUENT.items():
        for word in frequent.split():
            words.setdefault(key_of(word), {})[lang] = 1.0
    for lang in READ:
        lexicon = read_lexicon(lang)
        phrases = [
            *(form for verb in lexicon.verbs for form in (verb.verb, *verb.forms)),
            *lexicon.nouns,
            *(text for texts in lexicon.cues.values() for text in texts),
        ]
        known = {key_of(word) for phrase in phrases for word in WORD.findall(phrase)}
        plurals = {f"{word}s" for word in known if len(word) > 4 and lang in _PLURAL_IN_S}
        for word in known | plurals:
            if not word.isdigit():
                words.setdefault(word, {})[lang] = 1.0
    return {word: {lang: 1 / len(found) for lang in found} for word, found in words.items()}


@lru_cache(maxsize=20_000)
def language_of(text: str) -> str:
    """The language that a text is written in, one of `kiptools.LANGUAGES`; empty if it cannot be told.

    Frequent short words, the words of the lexicon, and letters and endings that only one language has are counted. A
    handful of other languages is known by their short words, so that they are not taken for their neighbours.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> language_of("Comparer deux formes de partenariat"), language_of("Usporediti dva oblika partnerstva")
    ('fr', 'hr')
    >>> language_of("Explicar los motivos de la asociación"), language_of("2024")
    ('', '')
    """
    text = normalize("NFC", text[:MOST_SIGNS])
    scores = dict.fromkeys((*READ, *FREQUENT), 0.0)
    for token in tokens_of(text):
        for lang, weight in _clues().get(token.key, {}).items():
            scores[lang] += weight
    for lang, signs in _LANGUAGE_SIGNS.items():
        scores[lang] += len(signs.findall(text))
    (best, most), (_, second) = sorted(scores.items(), key=lambda each: -each[1])[:2]
    return best if best in READ and most >= FEWEST_CLUES and most >= LEAD * second else ""
