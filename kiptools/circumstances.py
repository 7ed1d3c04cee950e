"""Under which condition and how well: the pieces of a sentence that say so, where they begin and where they end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kiptools.function_words import ADVERB
from kiptools.grammar import Grammar, in_verb_place, over_fillers, shape_of
from kiptools.tokens import Token, between, key_of

__all__ = ["Reader"]

NEAR = 6
"""So many words after a cue are looked at for what makes it one."""
# Cues that have other uses too, and beginnings of the words of which one must follow.
_MATERIALS_EN = (
    "memory list table film video data text document minutes timesheet invoice survey map case report template notes "
    "record transcript example description scenario figures file brief checklist interview recording guideline "
    "catalogue"
)
_NEEDED = {
    "en": {
        "from": _MATERIALS_EN,
        "according to": "rule standard criteri instruction guideline procedure protocol template checklist law "
        "regulation requirement charter norm gdpr specification deadline grid",
    },
    "fr": {
        "selon": "règle norme critère consigne instruction procédure protocole modèle grille loi règlement exigence "
        "charte rgpd référentiel cahier barème",
        "face à": "cas situation groupe public auditoire employeur partenaire",
    },
    "it": {
        "secondo": "regol norm criteri istruzion procedur protocoll modell griglia legge regolament requisit carta "
        "gdpr linee standard",
        "in base a": "dati elenc list tabell norm criteri istruzion modell griglia regol requisit",
        "di fronte a": "cas situazion gruppo pubblico datore partner",
    },
    "hr": {},
    "pt": {
        "segundo": "regra norma critério instruç procedimento protocolo modelo grelha lei regulamento requisito carta "
        "rgpd diretriz orientaç",
        "conforme": "regra norma critério instruç procedimento protocolo modelo grelha lei regulamento requisito",
        "de acordo com": "regra norma critério instruç procedimento protocolo modelo grelha lei regulamento requisito "
        "carta rgpd diretriz orientaç prazo",
        "perante": "caso situação grupo público auditório empregador parceiro colega júri",
        "face a": "caso situação grupo público",
        "diante de": "caso situação grupo público empregador parceiro",
    },
}
# From what something is missing or told apart, it is not made.
_APART = (
    "missing absent different differ differs distinct apart away far distinguish separate delete remove tell exclude "
    "learn"
)


class Cue(NamedTuple):
    """The beginning of a condition or a degree."""

    kind: str
    size: int
    whole: bool = False  # nothing that follows belongs to it
    amount: bool = False
    extent: bool = False  # "in one sentence"
    inside: bool = False  # of what learners do: "name at least five partners"


class _Part(NamedTuple):
    """A condition or a degree: its cue, and where it begins and ends."""

    cue: Cue
    start: int
    until: int


@dataclass(frozen=True)
class Reader:
    """A sentence whose verb is known, to find conditions and degrees in."""

    text: str
    tokens: Sequence[Token]
    grammar: Grammar
    verb: int = -1
    end: int = -1  # of the verb

    def after_the_verb(self) -> tuple[tuple[int, int] | None, tuple[int, int] | None, int]:
        """Condition and degree after the verb, and where what learners do comes to its end."""
        parts = list(self._parts())
        stop = len(self.tokens)
        for part in reversed(parts):
            if not part.cue.inside and (part.until >= stop or not self._goes_on(part)):
                stop = part.start
        first = {part.cue.kind: (part.start, part.until) for part in reversed(parts)}
        return first.get("condition"), first.get("degree"), self.without_links(self.end, stop)

    def _parts(self) -> Iterator[_Part]:
        place = self.end
        while place < len(self.tokens):
            cue = self.cue_at(place)
            if cue:
                part = _Part(cue, place, self._until(place, cue))
                yield part
                place = max(part.until, place + cue.size)
            else:
                place += 1

    def without_links(self, start: int, stop: int) -> int:
        """The end of a piece without the words at its end that join it to what follows."""
        loose = self.grammar.links | self.grammar.determiners
        while stop > start and self.tokens[stop - 1].key in loose:
            stop -= 1
        return stop

    # --- where a part begins

    def cue_at(self, place: int) -> Cue | None:
        """The beginning of a condition or a degree at this token."""
        key, words = self.tokens[place].key, self.grammar.words
        if key not in words["beginnings"]:
            return None
        new_clause = not place or bool(set(",;:") & set(between(self.text, self.tokens, place)))
        if not new_clause and self.tokens[place - 1].key in words["copulas"]:
            return None
        if amount := self._amount_at(place):
            return Cue("degree", amount, amount=True, inside=not new_clause)
        if key in words["before amounts"] and (amount := self._amount_at(place + 1)):
            return Cue("degree", 1 + amount, amount=True)
        if extent := self._extent_at(place):
            return Cue("degree", extent, whole=True, extent=True)
        size, kind = max((self.grammar.cue(kind, self.tokens, place), kind) for kind in ("degree", "condition"))
        after = place + size
        if not size or not new_clause and key in words["of a clause"]:
            return None
        if amount := self._amount_at(after):
            return Cue("degree", size + amount, amount=True)
        cue = self.grammar.cues[kind].at(self.tokens, place, size)
        text = cue[1] if cue else ""
        alone = size == 1 and (text in self.grammar.whole or key.endswith(ADVERB[self.grammar.lang]))
        if alone and place != self.end and not self._closes(after):
            return None
        if size == 1 and after >= len(self.tokens) and not alone:
            return None
        return Cue(kind, size, alone or text in self.grammar.whole) if self._has_its_words(place, size, text) else None

    def _amount_at(self, place: int) -> int:
        """How many tokens "at least" and the like have here, if a number follows soon; else 0."""
        found = self.grammar.amounts.at(self.tokens, place, self.grammar.sizes["amount"])
        after = place + found[0] if found else place
        return after - place if any(self._is_number(token) for token in self.tokens[after : after + 2]) else 0

    def _extent_at(self, place: int) -> int:
        """How many tokens "in ten minutes" and the like have here; 0 if there is nothing like it."""
        key, words = self.tokens[place].key, self.grammar.words
        after = place + 1
        while after < len(self.tokens) and self._is_number(self.tokens[after]):
            after += 1
        counted = after > place + 1 or key in ("num", "numa")
        if (
            key in words["extents"]
            and counted
            and after < len(self.tokens)
            and self.tokens[after].key in words["units"]
        ):
            return after + 1 - place
        return 0

    def _is_number(self, token: Token) -> bool:
        return token.text.isdigit() or token.key in self.grammar.words["numbers"]

    def _closes(self, place: int) -> bool:
        """Whether what stands before this token is at its end."""
        if place >= len(self.tokens) or set(",;.:") & set(between(self.text, self.tokens, place)):
            return True
        return self.tokens[place].key in self.grammar.links

    def _has_its_words(self, place: int, size: int, cue: str) -> bool:
        """Whether words stand near a cue without which it may be something else."""
        needed = _NEEDED[self.grammar.lang]
        beginnings = next((words.split() for start, words in needed.items() if cue.startswith(start)), None)
        if beginnings is None:
            return True
        near = [token.key for token in self.tokens[place + 1 : place + size + NEAR]]
        before = {token.key for token in self.tokens[:place]}
        apart = cue == "from" and ("to" in near or before & {*_APART.split()})
        return not apart and any(word.startswith(key_of(each)) for word in near for each in beginnings)

    # --- where it ends

    def _until(self, place: int, cue: Cue) -> int:
        after = place + cue.size
        if cue.whole and not (cue.extent and self._is(after, "relatives")):
            return after + 1 if place > self.end and self._is_last_word(after) else after
        while after < len(self.tokens):
            signs = set(between(self.text, self.tokens, after))
            other = self.cue_at(after)
            if (
                set(";.:?!()–—") & signs
                or "," in signs
                and not self._lists_on(place, after)
                or cue.amount
                and self._is(after, "relatives")
                or other
                and not other.inside
                or self._joins_a_verb(after)
            ):
                break
            after += 1
        return self.without_links(place + cue.size, after)

    def _is(self, place: int, words: str) -> bool:
        return place < len(self.tokens) and self.tokens[place].key in self.grammar.words[words]

    def _is_last_word(self, place: int) -> bool:
        """Whether this token is the only one before the end or the next sign, as in "without formal errors"."""
        if place >= len(self.tokens) or self._closes(place):
            return False
        return place + 1 == len(self.tokens) or bool(set(",;.:") & set(between(self.text, self.tokens, place + 1)))

    def _lists_on(self, start: int, place: int) -> bool:
        """Whether after a comma a list goes on: "from timesheets, invoices and contracts"."""
        if start == self.end or self._is(place, "relatives"):
            return False
        for each in range(place, len(self.tokens)):
            if set(";.:?!()–—") & set(between(self.text, self.tokens, each)) or self.cue_at(each):
                return False
            if self.grammar.cue("join", self.tokens, each):
                return not self._joins_a_verb(each)
        return False

    def _goes_on(self, part: _Part) -> bool:
        """Whether after a part there is more of what learners do."""
        if part.until >= len(self.tokens):
            return False
        apart = bool(set(",;.:") & set(between(self.text, self.tokens, part.until)))
        return part.start == self.end or part.cue.whole and not apart or self._joins_a_verb(part.until)

    def _joins_a_verb(self, place: int) -> bool:
        """Whether a verb that is bent like the main one is joined on here."""
        size = self.grammar.cue("join", self.tokens, place)
        if self.verb < 0 or not size and "," not in between(self.text, self.tokens, place):
            return False
        after = over_fillers(self.tokens, place + size, len(self.tokens), self.grammar)
        verb = self.grammar.verb(self.tokens, after) if after < len(self.tokens) else None
        shape = shape_of(self.tokens[self.verb : self.end], self.grammar.lang)
        return verb is not None and in_verb_place(self.tokens, after, verb, shape, False, self.grammar)
