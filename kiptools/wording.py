"""What is wrong with the wording of a question, in five languages, and how easily it reads.

The words that give a fault away stand in ``wording_rules.csv``, one regular expression in each row, of its own for
each language; how they are put together stands here. A fault is named only where the words leave little doubt:
whoever reads ten wrong warnings overlooks the eleventh.

============================================  =======================================================================
rule                                          what its expressions find
============================================  =======================================================================
the kinds of faults (`FAULTS`)                words that give the fault away
pair                                          "and" between two words that are one thing: "pros and cons"
harmless                                      negations and absolute words that are none: "whether or not"
negation, concord, negative                   a negation; a word that is one where none precedes; words of denial
subordinate                                   where a clause begins that only says more about something
wh                                            a question for a thing, which may have two qualities
acronym_known                                 abbreviations that need no explanation
personal                                      a question by whose answer a person can be known
============================================  =======================================================================
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import normalize

__all__ = ["FAULTS", "LONGEST", "REVIEWED", "Fault", "faults_in", "personal_words", "readability", "words_of"]

REVIEWED = ("en", "fr", "it", "hr", "pt")
"""The languages whose wording can be read critically."""
FAULTS = (
    "double_barrelled",
    "leading",
    "negated",
    "double_negation",
    "absolute",
    "general_satisfaction",
    "jargon",
    "long",
)
LONGEST = {"en": 25, "fr": 28, "it": 26, "hr": 21, "pt": 26}
"""More words than these in one sentence are many: 25 in English is our choice; in the others it is as many more or
fewer as their wording of the demo questionnaire has."""
MOST_SIGNS = 1000
"""Of a longer text only the beginning is read."""
_QUOTED = re.compile(r'"[^"]*"|«[^»]*»|“[^”]*”|„[^“”]*[“”]|\([^()]*\)')
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.?!])\s+(?=[^\W\d_a-zà-öø-ÿčćđšž])")
_AND = {
    language: re.compile(rf"\A{word}\s+", re.I)
    for language, word in {"en": "and", "fr": "et", "it": "ed?", "hr": "i", "pt": "e"}.items()
}
_ACRONYM = re.compile(r"\b[A-Z]{3,6}s?\b")


@dataclass(frozen=True)
class Fault:
    """Something in the wording of a question that makes its answers hard to read.

    Parameters
    ----------
    kind : str
        One of `FAULTS`.
    words : str
        The words that give it away.
    """

    kind: str
    words: str


@cache
def _rules() -> dict[tuple[str, str], re.Pattern[str]]:
    """Rule and language -> all its expressions as one."""
    found: dict[tuple[str, str], list[str]] = {}
    with (Path(__file__).parent / "wording_rules.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["rule"], row["language"]), []).append(row["pattern"])
    return {key: re.compile("|".join(patterns), re.I) for key, patterns in found.items()}


def _plain(text: str) -> str:
    text = normalize("NFC", text[:MOST_SIGNS])
    return " ".join(text.replace("’", "'").replace("‘", "'").split())


def words_of(text: str) -> list[str]:
    """The words of a text; "aujourd'hui" and "follow-up" are one.

    Examples
    --------
    >>> words_of("L'équipe répond: oui!")
    ["L'équipe", 'répond', 'oui']
    """
    return _WORD.findall(text.replace("’", "'"))


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.split(text) if sentence]


@lru_cache(maxsize=20_000)
def faults_in(text: str, language: str) -> tuple[Fault, ...]:
    """What is wrong with the wording of one question.

    Parameters
    ----------
    text : str
    language : str
        Its code; texts in a language other than `REVIEWED` have no faults that could be found.

    Returns
    -------
    tuple of Fault
        At most one of each kind, in the order of `FAULTS`.

    Examples
    --------
    >>> faults_in("Meetings are short and useful.", "en")
    (Fault(kind='double_barrelled', words='are short and useful'),)
    >>> faults_in("La réunion convient aux petits et aux grands.", "fr")
    ()
    """
    if language not in REVIEWED:
        return ()
    text = _plain(text)
    said = " ".join(_QUOTED.sub(" ", text).split())
    harmless = _rules()["harmless", language].sub("·", said)
    leading = _first("leading", language, said)
    denials = [_denial(sentence, language) for sentence in _sentences(harmless)]
    doubled = next((words for kind, words in denials if kind == "double_negation"), "")
    absolute = "" if doubled else _first("absolute", language, harmless)
    absolute = "" if absolute and absolute in leading else absolute
    negated = (
        "" if doubled or absolute or leading else next((words for kind, words in denials if kind == "negated"), "")
    )
    found = {
        "double_barrelled": _two_things(said, language),
        "leading": leading,
        "negated": negated,
        "double_negation": doubled,
        "absolute": absolute,
        "general_satisfaction": _first("general_satisfaction", language, said),
        "jargon": _first("jargon", language, text) or _acronym(text, language),
        "long": _too_long(text, language),
    }
    return tuple(Fault(kind, found[kind]) for kind in FAULTS if found[kind])


def _first(rule: str, language: str, text: str) -> str:
    match = _rules()[rule, language].search(text)
    return match[0].strip(" ,;:.?!") if match else ""


def _two_things(text: str, language: str) -> str:
    """Where two things are judged at once; a question for a thing may name two qualities of it."""
    if _rules()["wh", language].match(text):
        return ""
    one_thing = _rules()["pair", language].sub(lambda match: match[0].replace(" ", "_"), text)
    found = (
        _first("double_barrelled", language, _AND[language].sub("", sentence)) for sentence in _sentences(one_thing)
    )
    return next(filter(None, found), "").replace("_", " ")


def _denial(sentence: str, language: str) -> tuple[str, str]:
    """Whether a sentence denies what it says, or denies a denial; what only says more of something may deny."""
    rules = _rules()
    negations = [*rules["negation", language].finditer(sentence)]
    if not negations and ("concord", language) in rules:
        negations = [*rules["concord", language].finditer(sentence)]
    if not negations:
        return "", ""
    first = negations[0]
    if len(negations) > 1:
        return "double_negation", sentence[first.start() : negations[1].end()]
    clause = rules["subordinate", language].search(sentence, first.end())
    end = min([len(sentence), *([clause.start()] if clause else []), *_places(sentence, ",;:", first.end())])
    denied = rules["negative", language].search(sentence, first.end(), end)
    if denied:
        return "double_negation", sentence[first.start() : denied.end()]
    before = rules["subordinate", language].search(sentence, 0, first.start())
    return ("", "") if before else ("negated", first[0])


def _places(sentence: str, signs: str, start: int) -> list[int]:
    return [place for sign in signs if (place := sentence.find(sign, start)) >= 0]


def _acronym(text: str, language: str) -> str:
    """An abbreviation that the text does not explain in brackets."""
    if text.isupper():
        return ""
    known = _rules()["acronym_known", language]
    for match in _ACRONYM.finditer(text):
        explained = f"({match[0]})" in text or text[match.end() :].startswith(" (")
        if not explained and not known.fullmatch(match[0]):
            return match[0]
    return ""


def _too_long(text: str, language: str) -> str:
    longest = max(_sentences(text), key=lambda sentence: len(words_of(sentence)), default="")
    return longest if len(words_of(longest)) > LONGEST[language] else ""


def personal_words(text: str, language: str) -> str:
    """The words that ask for something by which a person can be known, if there are any."""
    return _first("personal", language, _plain(text)) if language in REVIEWED else ""


# --- how easily it reads -------------------------------------------------------------------------------

_EASE = {"en": (206.835, 1.015, 84.6), "fr": (207.0, 1.015, 73.6), "pt": (248.835, 1.015, 84.6)}
"""Of each language what is taken off a fixed number for each word in a sentence and each syllable in a word."""
_SYLLABLES = {
    language: tuple(re.compile(expression) for expression in expressions)
    for language, expressions in {
        "en": (
            r"[aeiouy]+",
            r"(?<![tcsgxnlr])i(?=o)|(?<=pr)i(?=o)|(?<![tcsg])i(?=a|u)|(?<!fr)i(?=en|er|et)|[aeouy](?=ing\b)|[ao]y(?=e[er])"
            r"|(?<=[aeiouy][^aeiouy])e(?=a\b)|(?<=cr)e(?=at)|(?<=\bc)o(?=o[pr])|(?<=[dltx])u(?=at)",
            r"(?<=[^aeiouy])e(?=(?:ly|ful|less|ments?|ness)\b)|(?<=[aeiouyw][^aeiouyw])e(?=thing|times|where)"
            r"|(?<![aeioudty\W])e(?=d\b)|(?<![aeiouyscgxz\W])(?<![cs]h)(?<![^aeiouy]l)e(?=s\b)"
            r"|(?<![aeiouy\W])(?<![^aeiouy]l)e\b|(?<=[aeiou][gq])ue(?=s?\b)",
        ),
        "fr": (
            r"(?:[aàâeéèêëiîïoôuùûüœæ]|y(?![aàâeéèêioôu]))+",
            r"[aeoé](?=[éèëïü])|é(?=[aâiou])|é(?=e(?!s?\b))|(?<=c)o(?=o)|(?<=[bcdfgptv][lr])i(?=[aeéèo])",
            r"(?<![aàâeéèêëiîïoôuùûüyœæ\W])e(?=s?\b)|(?<=[qg])ue(?=s?\b)",
        ),
        "pt": (
            r"(?:(?<=[qg])u(?=[aáãeéêiíoó]))?(?:ão|ãe|õe|[aeoáéóâêôu]i(?!nh|[lmnrz](?![aeiouáéíóúâêôãõ]))"
            r"|[aeoáéóâêôi]u(?!nh|[lmnrz](?![aeiouáéíóúâêôãõ]))|[aàáâãeéêiíoóôõuú])",
            r"(?!)",
            r"[áéíóúâêô]\w*(?<![gq])[iu][aoe]s?\b",
        ),
    }.items()
}
"""What makes a syllable, what makes one more (two vowels that are spoken apart), and what makes one less (vowels that
are not spoken, such as a final e in English and French)."""


def readability(texts: Iterable[str], language: str) -> float | None:
    """How easily texts read as a whole: 0 is very hard, 100 very easy; the formulas of two languages do not compare.

    Parameters
    ----------
    texts : iterable of str
    language : str

    Returns
    -------
    float or None
        None where no formula is known, as for Croatian, or there is no word.

    References
    ----------
    Flesch, R. (1948). A new readability yardstick. Journal of Applied Psychology 32, 221-233 (English).
    Kandel, L. & Moles, A. (1958). Application de l'indice de Flesch à la langue française. Cahiers d'Études de
    Radio-Télévision 19, 253-274.
    Lucisano, P. & Piemontese, M. E. (1988). GULPEASE: una formula per la predizione della difficoltà dei testi in
    lingua italiana. Scuola e città 39, 110-124.
    Martins, T. B. F., Ghiraldelo, C. M., Nunes, M. G. V. & Oliveira Jr., O. N. (1996). Readability formulas applied
    to textbooks in Brazilian Portuguese. Notas do ICMSC-USP 28.

    Examples
    --------
    >>> round(readability(["Nous pouvons énoncer en quelques mots les objectifs communs."], "fr"), 3)
    75.198
    """
    sentences = [sentence for text in texts for sentence in _sentences(" ".join(text.split())) if words_of(sentence)]
    words = [word for sentence in sentences for word in words_of(sentence)]
    if not words:
        return None
    if language == "it":
        letters = sum(sign.isalpha() for word in words for sign in word)
        return 89 + (300 * len(sentences) - 10 * letters) / len(words)
    if language not in _EASE:
        return None
    fixed, of_words, of_syllables = _EASE[language]
    syllables = sum(_syllables(word, language) for word in words)
    return fixed - of_words * len(words) / len(sentences) - of_syllables * syllables / len(words)


@lru_cache(maxsize=20_000)
def _syllables(word: str, language: str) -> int:
    """How many a word has as it is spoken, by its groups of vowels.

    Of the words in the English demo questionnaire it finds as many within two in a hundred as the CMU Pronouncing
    Dictionary has; single words it may miss by one, such as French verbs in a silent "-ent".
    """
    syllable, more, less = (len(each.findall(word.lower())) for each in _SYLLABLES[language])
    return max(1, syllable + more - less)
