"""A lexicon made ready for looking up in a row of words, and how a verb is bent.

Entries are found as they are written and lemmatised: verbs also together with an object that makes another entry of
them, cues also with an article in them. Verbs are joined only where they are bent alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from kiptools.function_words import (
    ADVERB,
    AMOUNTS,
    CONTRACTED,
    COPULAS,
    DETERMINERS,
    EXTENTS,
    FREQUENT,
    GENITIVES,
    LINKS,
    NUMBERS,
    OF_A_CLAUSE,
    PARTICLES,
    PRONOUNS,
    REFLEXIVES,
    RELATIVES,
    UNITS,
    WHOLE,
)
from kiptools.lexicon import Lexicon, Verb, read_lexicon
from kiptools.tokens import WORD, Token, between, key_of, lemma_of, without_accents

__all__ = ["GAP", "WIDEST", "Grammar", "grammar_of", "in_verb_place", "over_fillers", "shape_of", "whole_infinitives"]

_INFINITIVE = {"fr": ("er", "ir", "re"), "it": ("re", "rsi"), "hr": ("ti", "ći"), "pt": ("r",)}
_CUT_INFINITIVE = {"á": "ar", "ê": "er", "í": "ir", "ô": "or"}
_ENCLITIC = re.compile(r"[aei]r(?:l[oaie]|ne|si|ci|vi|mi|ti)$")  # "valutarli"
_NOUN_ENDING = ("tion", "sion", "ment", "sis", "ance", "ence", "al", "ing")
_SURELY_VERB = ("ate", "ise", "ize", "yse", "yze", "ify")
GAP = "…"
"""Stands in a form of a verb for a few words: "give … examples"; "/" stands between words of which one follows."""
WIDEST = 6
"""So many words at most."""
What = TypeVar("What")


@dataclass(frozen=True)
class Phrases(Generic[What]):
    """Phrases and what they mean, to be found in a row of tokens: as they are written, or (`lemmas`) lemmatised."""

    lang: str
    lemmas: bool
    written: dict[tuple[str, ...], What] = field(default_factory=dict)
    lemmatised: dict[tuple[str, ...], What] = field(default_factory=dict)

    def add(self, phrase: str, what: What) -> None:
        words = WORD.findall(phrase)
        self.written.setdefault(tuple(map(key_of, words)), what)
        if len(words) > 1:  # "A l'aide de": many leave the accent of a capital letter out
            self.written.setdefault((without_accents(words[0].lower()), *map(key_of, words[1:])), what)

    def add_lemmas(self, phrase: str, what: What) -> None:
        self.lemmatised.setdefault(self.lemmas_of(phrase), what)

    def lemmas_of(self, phrase: str) -> tuple[str, ...]:
        return self._lemmas(WORD.findall(phrase))

    def _lemmas(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(key_of(lemma_of(word.lower(), self.lang)) for word in words)

    @property
    def longest(self) -> int:
        return max(map(len, self.written), default=0)

    def at(self, tokens: Sequence[Token], place: int, longest: int) -> tuple[int, What] | None:
        """The longest phrase that begins at this token: how many tokens it has, and what it means."""
        here = tokens[place : place + longest]
        keys = tuple(token.key for token in here)
        lemmas = self._lemmas(token.text for token in here) if self.lemmas else keys
        for size in range(len(here), 0, -1):
            found = self.written.get(keys[:size])
            if found is None and self.lemmas:
                bent = lemmas[:1] + keys[1:size]  # "carries out": only the first word is bent
                found = self.written.get(bent) or self.written.get(lemmas[:size]) or self.lemmatised.get(lemmas[:size])
            if found is not None:
                return size, found
        return None


class Grammar(NamedTuple):
    """A lexicon made ready for looking up."""

    lang: str
    verbs: Phrases[Verb]
    heads: Phrases[str]  # verbs that are entries only with what comes after them: "put ... into own words"
    objects: dict[str, list[tuple[tuple[str, ...], Verb]]]  # lemmas of what makes another entry of a verb
    nouns: Phrases[str]
    cues: dict[str, Phrases[str]]
    sizes: dict[str, int]
    bare: frozenset[tuple[str, ...]]  # verbs as a dictionary has them
    forms: frozenset[tuple[str, ...]]  # listed forms that are not so
    amounts: Phrases[str]
    whole: frozenset[str]
    words: dict[str, frozenset[str]]

    @property
    def determiners(self) -> frozenset[str]:
        return self.words["determiners"]

    @property
    def particles(self) -> frozenset[str]:
        return self.words["particles"]

    @property
    def links(self) -> frozenset[str]:
        return self.words["links"]

    def verb(self, tokens: Sequence[Token], place: int) -> tuple[int, Verb] | None:
        found = self.verbs.at(tokens, place, self.sizes["verb"])
        if found:
            return self._with_object(tokens, place, found[0], found[1].verb) or found
        head = self.heads.at(tokens, place, self.sizes["head"])
        return self._with_object(tokens, place, *head) if head else None

    def _with_object(self, tokens: Sequence[Token], place: int, size: int, name: str) -> tuple[int, Verb] | None:
        """The entry that a verb makes together with what comes soon after it, with no comma or preposition between."""
        objects = self.objects.get(name)
        if not objects:
            return None
        for start in range(place + 1, min(place + size + WIDEST, len(tokens))):
            if tokens[start].start - tokens[start - 1].end > 1:
                return None
            here = tokens[start : start + max(len(words) for words, _ in objects)]
            lemmas = tuple(key_of(lemma_of(token.text.lower(), self.lang)) for token in here)
            keys = tuple(token.key for token in here)
            for words, verb in objects:
                if words in (lemmas[: len(words)], keys[: len(words)]) and self._is_last(tokens, start + len(words)):
                    return start + len(words) - place, verb
            if start >= place + size and tokens[start].key in self.links - self.determiners:
                return None
        return None

    def _is_last(self, tokens: Sequence[Token], after: int) -> bool:
        """Whether the noun before this token is the last one of its row: English "needs", not "needs analysis"."""
        if self.lang != "en" or after >= len(tokens) or tokens[after].start - tokens[after - 1].end > 1:
            return True
        return tokens[after].key in self.words["frequent"] | self.links

    def noun(self, tokens: Sequence[Token], place: int) -> tuple[int, str] | None:
        return self.nouns.at(tokens, place, self.sizes["noun"])

    def cue(self, kind: str, tokens: Sequence[Token], place: int) -> int:
        """How many tokens the cue of this kind has that begins here; 0 if there is none."""
        found = self.cues[kind].at(tokens, place, self.sizes[kind])
        return found[0] if found else 0


_CUES = ("opening", "audience", "condition", "degree", "join", "trainer", "weak")


@cache
def grammar_of(lang: str) -> Grammar:
    """What is looked up in sentences of a language; made once."""
    lexicon = read_lexicon(lang)
    verbs = _verbs_of(lexicon)
    heads, objects = _verbs_with_objects(lexicon, verbs)
    nouns, cues, amounts = _nouns_of(lexicon), _cues_of(lexicon), _amounts_of(lang)
    bare = frozenset(_keys_of(verb.verb) for verb in lexicon.verbs)
    phrases: dict[str, Phrases[Any]] = {"verb": verbs, "head": heads, "noun": nouns, "amount": amounts, **cues}
    return Grammar(
        lang,
        verbs,
        heads,
        objects,
        nouns,
        cues,
        {name: each.longest for name, each in phrases.items()},
        bare,
        frozenset(verbs.written) - bare,
        amounts,
        frozenset(WHOLE[lang].split("|")),
        _words_of(lexicon, [*cues["condition"].written, *cues["degree"].written, *amounts.written]),
    )


def _keys_of(text: str) -> tuple[str, ...]:
    return tuple(map(key_of, WORD.findall(text)))


def _verbs_of(lexicon: Lexicon) -> Phrases[Verb]:
    """Verbs and their forms without a gap. A single form counts as it is written: its lemma may be another's."""
    verbs: Phrases[Verb] = Phrases(lexicon.lang, lemmas=True)
    for verb in lexicon.verbs:
        verbs.add(verb.verb, verb)
        verbs.add_lemmas(verb.verb, verb)
    for verb in lexicon.verbs:
        for form in verb.forms:
            if GAP not in form:
                verbs.add(form, verb)
                if " " in form:
                    verbs.add_lemmas(form, verb)
    return verbs


def _verbs_with_objects(
    lexicon: Lexicon, verbs: Phrases[Verb]
) -> tuple[Phrases[str], dict[str, list[tuple[tuple[str, ...], Verb]]]]:
    """Of forms with a gap ("identify … causes/reasons"): beginnings that are no verbs, and the objects of each."""
    heads: Phrases[str] = Phrases(lexicon.lang, lemmas=True)
    objects: dict[str, list[tuple[tuple[str, ...], Verb]]] = {}
    for verb in lexicon.verbs:
        for form in verb.forms:
            if GAP in form:
                head, after = form.split(GAP)
                known = verbs.written.get(_keys_of(head))
                if known is None:
                    heads.add(head, head)
                    heads.add_lemmas(head, head)
                objects.setdefault(known.verb if known else head, []).extend(
                    (row, verb) for each in after.split("/") for row in {_keys_of(each), verbs.lemmas_of(each)}
                )
    return heads, objects


def _nouns_of(lexicon: Lexicon) -> Phrases[str]:
    nouns: Phrases[str] = Phrases(lexicon.lang, lemmas=True)
    for noun, knowledge in lexicon.nouns.items():
        nouns.add(noun, knowledge)
        if " " in noun:  # the lemma of a single noun may be a verb: French "fait"
            nouns.add_lemmas(noun, knowledge)
    return nouns


def _cues_of(lexicon: Lexicon) -> dict[str, Phrases[str]]:
    cues: dict[str, Phrases[str]] = {kind: Phrases(lexicon.lang, lemmas=False) for kind in _CUES}
    for kind, found in cues.items():
        for text in filter(WORD.search, lexicon.cues.get(kind, ())):
            found.add(text, text)
            if kind in ("condition", "degree"):
                for contracted in _contracted(text, lexicon.lang):
                    found.add(contracted, text)
    return cues


def _amounts_of(lang: str) -> Phrases[str]:
    amounts: Phrases[str] = Phrases(lang, lemmas=False)
    for text in AMOUNTS[lang].split("|"):
        amounts.add(text, text)
    return amounts


def _words_of(lexicon: Lexicon, phrases: Iterable[tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """Small words by what they are for; `phrases` are those that may begin a condition or a degree."""
    lang = lexicon.lang
    joins = set(lexicon.cues.get("join", ()))
    before = " ".join({*LINKS[lang].split()} - joins - {*GENITIVES.split()})
    tables = {
        "before amounts": {lang: before},
        "determiners": DETERMINERS,
        "particles": PARTICLES,
        "links": LINKS,
        "reflexives": REFLEXIVES,
        "frequent": FREQUENT,
        "relatives": RELATIVES,
        "copulas": COPULAS,
        "numbers": NUMBERS,
        "extents": EXTENTS,
        "units": UNITS,
        "of a clause": OF_A_CLAUSE,
    }
    words = {name: frozenset(map(key_of, table[lang].split())) for name, table in tables.items()}
    words["beginnings"] = words["before amounts"] | words["extents"] | {phrase[0] for phrase in phrases}
    return words


def _contracted(text: str, lang: str) -> Iterator[str]:
    *before, last = text.split(" ")
    for article in CONTRACTED.get(lang, {}).get(last, "").split():
        yield " ".join([*before, article])


# --- verbs ------------------------------------------------------------------------------------------


def whole_infinitives(text: str, tokens: Sequence[Token], lang: str) -> list[Token]:
    """In Portuguese a verb loses its end before a pronoun: "justificá-lo" is read as "justificar lo"."""
    if lang != "pt":
        return list(tokens)
    found = []
    for place, token in enumerate(tokens):
        joined = place + 1 < len(tokens) and between(text, tokens, place + 1) == "-"
        ending = _CUT_INFINITIVE.get(token.text[-1]) if joined and tokens[place + 1].key in PRONOUNS["pt"] else None
        found.append(token._replace(text=token.text[:-1] + ending) if ending else token)
    return found


def shape_of(tokens: Sequence[Token], lang: str) -> str:
    """How a verb is bent: only verbs that are bent alike are joined."""
    words = [token.text.lower() for token in tokens]
    if lang != "en":
        bare = any(
            word.endswith(_INFINITIVE[lang])
            and not (lang == "fr" and word.endswith("re") and lemma_of(word, lang) != word)
            or lang == "it"
            and _ENCLITIC.search(word)
            for word in words
        )
        return "infinitive" if bare else "other"
    word = next((word for word in words if not word.endswith(ADVERB["en"])), words[0])
    if word.endswith("ing"):
        return "ing"
    return "s" if word.endswith("s") and lemma_of(word, lang) != word else "bare"


def over_fillers(tokens: Sequence[Token], place: int, stop: int, grammar: Grammar) -> int:
    """The place of a joined verb, after particles and fillers: "and then critically evaluate", "et le justifier"."""
    if grammar.lang == "fr" and place + 1 < stop and tokens[place].key in PRONOUNS["fr"]:
        return place + 1 if shape_of(tokens[place + 1 : place + 2], "fr") == "infinitive" else place
    while place < stop and (
        tokens[place].key in grammar.particles or not grammar.verb(tokens, place) and grammar.cue("weak", tokens, place)
    ):
        place += max(1, grammar.cue("weak", tokens, place))
    return place


def in_verb_place(
    tokens: Sequence[Token], place: int, verb: tuple[int, Verb], shape: str, adjacent: bool, grammar: Grammar
) -> bool:
    """Whether a word after "and" is a verb like the main one, and not a noun as in "plans and budgets"."""
    after = place + verb[0]
    if shape_of(tokens[place:after], grammar.lang) != shape:
        return False
    word = tokens[place].text.lower()
    determined = after < len(tokens) and tokens[after].key in grammar.determiners
    if grammar.lang != "en":
        if shape == "infinitive":
            return True
        bent = lemma_of(word, grammar.lang).endswith(_INFINITIVE[grammar.lang])
        return bent and (determined or adjacent or grammar.lang == "hr")
    keys = tuple(each.key for each in tokens[place:after])
    if keys in grammar.forms and word.endswith(_NOUN_ENDING) and shape != "ing":
        return False
    return determined or adjacent or word.endswith(_SURELY_VERB)
