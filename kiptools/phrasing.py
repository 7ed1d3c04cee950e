"""How a learning outcome is put: who, does what, under which condition, how well; and which word is its verb.

What stands before the verb is taken off again and again (numbering, "by the end of the session", "participants",
"will be able to", "also"); the next word stands where the verb stands. It is looked up in the lexicon of its
language, as it stands and lemmatised (library simplemma); a word that the lexicon does not have stays an unknown verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from kiptools.circumstances import Reader
from kiptools.function_words import ADVERB
from kiptools.grammar import Grammar, grammar_of, in_verb_place, over_fillers, shape_of, whole_infinitives
from kiptools.lexicon import Verb
from kiptools.tokens import MOST_SIGNS, Token, between, lemma_of, tokens_of

__all__ = ["Phrasing", "phrasing_of"]

MOST_OF_WHO = 5
"""So many words may say who the learners are."""
_NUMBERING = re.compile(
    r"\s*(?:[^\w\s\"'«“„(\[]+\s*"  # a bullet
    r"|\(?\d{1,3}(?:\.\d{1,3})*\s*(?:[.):–—-]+\s*|\s+)"  # 1. 2) 1.3
    r"|\(?[a-z]\s?[.)]\s+"  # a)
    r"|[^\W\d_]{1,4}[ .-]?\d{1,3}(?:\.\d{1,3})*(?:\s?[.):]+\s*|\s+[–—-]+\s+)"  # LO 3: RA1 -
    r"|[A-Z]{1,4}\d{1,3}(?:\.\d{1,3})*\s+)"  # LO3
)


@dataclass(frozen=True)
class Phrasing:
    """A sentence taken apart; every part is a piece of the text as it stands there, empty if there is none.

    Parameters
    ----------
    audience, behaviour, condition, degree : str
        The four parts of Mager and of Heinich's ABCD.
    form : str
        The main verb as it stands in the text.
    verb : Verb or None
        Its entry in the lexicon.
    lemma : str
        What it is in a dictionary, whether or not the lexicon has it.
    further : tuple of (str, Verb)
        Verbs that are joined to it and ask for something else, as they stand in the text.
    trainer : str
        The words that show that it says what the trainer or the session does.
    knowledge : str
        Knowledge dimension of the noun phrase, one of `kiptools.outcomes.KNOWLEDGE`; empty if it cannot be told.
    noun : str
        The word that tells it.
    """

    audience: str = ""
    behaviour: str = ""
    condition: str = ""
    degree: str = ""
    form: str = ""
    verb: Verb | None = None
    lemma: str = ""
    further: tuple[tuple[str, Verb], ...] = ()
    trainer: str = ""
    knowledge: str = ""
    noun: str = ""


def phrasing_of(text: str, lang: str) -> Phrasing:
    """Take a learning outcome, an activity or a task apart.

    Parameters
    ----------
    text : str
    lang : str
        One of `kiptools.LANGUAGES`.

    Returns
    -------
    Phrasing

    Raises
    ------
    KipError
        There is no lexicon of this language.

    References
    ----------
    Heinich, R., Molenda, M. & Russell, J. D. (1989). Instructional Media and the New Technologies of Instruction.
    Macmillan (audience, behaviour, condition, degree).
    Mager, R. F. (1962). Preparing Instructional Objectives. Fearon.

    Examples
    --------
    >>> found = phrasing_of("Participants can draft an agreement, using the template, without errors.", "en")
    >>> found.audience, found.form, found.condition, found.degree
    ('Participants', 'draft', 'using the template', 'without errors')
    """
    grammar = grammar_of(lang)
    text = normalize("NFC", text[:MOST_SIGNS])
    begin = 0
    while (numbering := _NUMBERING.match(text, begin)) and numbering.end() > begin:
        begin = numbering.end()
    text = text[begin:]
    tokens = whole_infinitives(text, tokens_of(text), lang)
    if not any(sign.isalpha() for sign in text):
        return Phrasing()
    start = _before_the_verb(text, tokens, grammar)
    size, verb = _main_verb(text, tokens, start, grammar)
    end = start.place + size
    condition, degree, stop = Reader(text, tokens, grammar, start.place if size else -1, end).after_the_verb()
    condition, degree = start.condition or condition, start.degree or degree

    def piece(part: tuple[int, int] | None) -> str:
        return _piece(text, tokens, *part) if part else ""

    first = start.place
    if first and size and tokens[first - 1].key in grammar.words["reflexives"]:
        first -= 1

    words = _knowledge(tokens, start.place, end, stop, grammar)
    return Phrasing(
        audience=piece(start.audience),
        behaviour=piece((first, stop)),
        condition=piece(condition),
        degree=piece(degree),
        form=piece((start.place, end)) if size else "",
        verb=verb,
        lemma=verb.verb if verb else (lemma_of(tokens[start.place].text.lower(), lang) if size else ""),
        further=tuple(
            (piece(part), each) for part, each in _further(text, tokens, start.place, size, verb, stop, grammar)
        ),
        trainer=piece(start.trainer),
        knowledge=words[1] if words else "",
        noun=piece(words[0]) if words else "",
    )


def _piece(text: str, tokens: Sequence[Token], start: int, stop: int) -> str:
    """These tokens as they stand in the text, with a bracket that is closed after them."""
    if start >= stop:
        return ""
    end = tokens[stop - 1].end
    found = text[tokens[start].start : end]
    closed = found.count("(") > found.count(")") and text[end : end + 1] == ")"
    return f"{found})" if closed else found


# --- before the verb ---------------------------------------------------------------------------------


@dataclass
class _Start:
    """What stands before the verb, found token by token."""

    place: int = 0
    audience: tuple[int, int] | None = None
    condition: tuple[int, int] | None = None
    degree: tuple[int, int] | None = None
    trainer: tuple[int, int] | None = None
    opened: bool = False
    article: bool = False


def _before_the_verb(text: str, tokens: Sequence[Token], grammar: Grammar) -> _Start:
    start = _Start()
    _strip(text, tokens, start, grammar)
    if start.place >= len(tokens):
        return start
    if not grammar.verb(tokens, start.place) or start.article:
        _look_ahead(text, tokens, start, grammar)
    return start


def _strip(text: str, tokens: Sequence[Token], start: _Start, grammar: Grammar) -> None:
    """Take openings, audience, fillers and a condition off the beginning, as long as there are some."""
    while start.place < len(tokens):
        place = start.place
        verb = grammar.verb(tokens, place)
        sizes = {kind: grammar.cue(kind, tokens, place) for kind in ("trainer", "opening", "audience", "weak")}
        kind, size = max(sizes.items(), key=lambda each: each[1])
        if not start.article and _skip_condition(text, tokens, start, verb is not None or size > 0, grammar):
            continue
        if verb and verb[0] >= size:
            return
        if size:
            if kind in ("audience", "opening") and start.audience is None:
                start.audience = _audience_in(tokens, place, place + size, grammar)
            elif kind == "trainer" and start.trainer is None:
                start.trainer = (place, place + size)
            elif kind == "weak" and start.degree is None and grammar.cue("degree", tokens, place) == size:
                start.degree = (place, place + size)
            start.opened |= kind in ("opening", "audience")
            start.place += size
            start.article = False
        elif tokens[place].key in grammar.particles and place + 1 < len(tokens):
            start.place += 1
        elif tokens[place].key in grammar.determiners and place + 1 < len(tokens):
            start.place += 1
            start.article = True
        else:
            return


def _audience_in(tokens: Sequence[Token], place: int, stop: int, grammar: Grammar) -> tuple[int, int] | None:
    """The audience that an opening names, as in "participants will be able to"."""
    for each in range(place, stop):
        if size := grammar.cue("audience", tokens[:stop], each):
            return each, each + size
    return None


def _skip_condition(text: str, tokens: Sequence[Token], start: _Start, otherwise: bool, grammar: Grammar) -> bool:
    """Go over a condition at the beginning, to the comma or the audience after which a verb stands.

    Where what begins like a condition may be something `otherwise`, as a verb ("Using ..."), it needs such a place.
    """
    place = start.place
    cue = Reader(text, tokens, grammar).cue_at(place)
    if cue is None:
        return False
    size = cue.size
    after = [
        each
        for each in range(place + size, len(tokens))
        if set(",;:") & set(between(text, tokens, each)) or grammar.cue("audience", tokens, each)
    ]
    until = next((each for each in after if _verb_follows(tokens, each, grammar)), None)
    if until is None and not otherwise:
        near = range(place + size, min(place + size + 3, len(tokens)))
        until = next((each for each in near if _verb_follows(tokens, each, grammar)), after[0] if after else None)
    if until is None:
        return False
    if cue.kind == "condition":
        start.condition = start.condition or (place, until)
    else:
        start.degree = start.degree or (place, until)
    start.place = until
    return True


def _verb_follows(tokens: Sequence[Token], place: int, grammar: Grammar) -> bool:
    """Whether a verb stands here, after openings, audience and fillers if there are some."""
    while place < len(tokens):
        size = max(grammar.cue(kind, tokens, place) for kind in ("opening", "audience", "weak"))
        verb = grammar.verb(tokens, place)
        if verb and verb[0] >= size:
            return True
        if not size and tokens[place].key not in grammar.particles:
            return False
        place += size or 1
    return False


def _look_ahead(text: str, tokens: Sequence[Token], start: _Start, grammar: Grammar) -> None:
    """Where no verb stands in its place, an opening that comes soon after shows where it is.

    As in "by the end of this two-day workshop on trust, officers of the network will be able to ...".
    """
    for place in range(start.place + 1, min(start.place + 20, len(tokens))):
        if not start.opened and grammar.cue("degree", tokens, place):
            return
        audience = grammar.cue("audience", tokens, place)
        size = grammar.cue("opening", tokens, place)
        says = [token.key for token in tokens[place : place + size] if token.key not in grammar.particles]
        if not (any(len(word) > 2 for word in says) or audience and start.opened):
            continue
        ahead = _Start(place=place)
        _strip(text, tokens, ahead, grammar)
        if ahead.place < len(tokens) and not ahead.article and grammar.verb(tokens, ahead.place):
            if start.audience is None:
                start.audience = _who(text, tokens, start, place, ahead.audience, grammar)
            start.condition = start.condition or ahead.condition
            start.trainer = start.trainer or ahead.trainer
            start.place, start.article = ahead.place, False
            return


def _who(
    text: str,
    tokens: Sequence[Token],
    start: _Start,
    place: int,
    found: tuple[int, int] | None,
    grammar: Grammar,
) -> tuple[int, int] | None:
    """Who is named before an opening: "finance and partnership officers will be able to"."""
    sizes = ((each, grammar.cue("audience", tokens[:place], each)) for each in range(start.place, place))
    found = found or next(((each, place) for each, size in sizes if size and each + size == place), None)
    stop = found[1] if found else place
    begin = max((each for each in range(start.place, stop) if "," in between(text, tokens, each)), default=start.place)
    if stop - begin > MOST_OF_WHO or tokens[begin].key in grammar.links:
        return found
    if found:
        return (begin, stop) if found[0] > begin and grammar.cue("join", tokens, found[0] - 1) else found
    return (begin, stop) if begin > start.place or not start.opened else None


# --- the verb ----------------------------------------------------------------------------------------


def _main_verb(text: str, tokens: Sequence[Token], start: _Start, grammar: Grammar) -> tuple[int, Verb | None]:
    """How many tokens the verb has that stands in the verb's place, and its entry; (0, None) if there is no verb."""
    place = start.place
    if place >= len(tokens) or not tokens[place].text.isalpha():
        return 0, None
    noun = grammar.noun(tokens, place)
    verb = grammar.verb(tokens, place)
    if verb:
        keys = tuple(token.key for token in tokens[place : place + verb[0]])
        longer = noun is not None and noun[0] > verb[0] and keys in grammar.bare and grammar.lang == "en"
        if not (longer or start.article and keys not in grammar.forms):
            if start.trainer and keys not in grammar.bare:  # it is the trainer who does it
                return 0, None
            return _after_modal(tokens, start, _inner(tokens, start, verb, grammar), grammar)
        return 0, None
    if start.article or start.trainer or noun:
        return 0, None
    following = grammar.verb(tokens, place + 1) if place + 1 < len(tokens) else None
    hyphen = following and between(text, tokens, place + 1) == "-"
    if following and (hyphen or tokens[place].text.lower().endswith(ADVERB[grammar.lang])):
        start.place += 1  # "re-evaluate", "collaboratively design"
        return following
    return 1, None


def _inner(tokens: Sequence[Token], start: _Start, verb: tuple[int, Verb], grammar: Grammar) -> tuple[int, Verb]:
    """The entry that begins within one that cannot be observed and goes on after it: "savoir faire la différence"."""
    for place in range(start.place + 1, start.place + verb[0]) if verb[1].avoid else ():
        inner = grammar.verb(tokens, place)
        if inner and place + inner[0] > start.place + verb[0]:
            start.place = place
            return inner
    return verb


def _after_modal(tokens: Sequence[Token], start: _Start, verb: tuple[int, Verb], grammar: Grammar) -> tuple[int, Verb]:
    """The infinitive after a verb that cannot be observed is the main one: "savoir rédiger", "learn to draft"."""
    place = after = start.place + verb[0]
    while after < len(tokens) and tokens[after].key in grammar.particles:
        after += 1
    second = grammar.verb(tokens, after) if verb[1].avoid and after < len(tokens) else None
    apart = after > place or grammar.lang != "en"
    if second and apart and shape_of(tokens[after : after + second[0]], grammar.lang) in ("infinitive", "bare"):
        start.place = after
        return second
    return verb


# --- the kind of knowledge ---------------------------------------------------------------------------


def _knowledge(
    tokens: Sequence[Token], place: int, end: int, stop: int, grammar: Grammar
) -> tuple[tuple[int, int], str] | None:
    """The noun that tells the kind of knowledge: one's own thinking and acting first, else the first one."""
    found = [
        *(_nouns(tokens, end, stop, grammar) or _nouns(tokens, end, len(tokens), grammar)),
        *_nouns(tokens, place + 1, end, grammar),  # "analyser sa pratique" is one entry
    ]
    for each in found:
        if each[1] == "metacognitive":
            return each
    if not found:
        return None
    head = found[0]
    for each in found[1:]:  # in English the last one of a row is the head: "partnership agreement"
        if grammar.lang == "en" and each[0][0] == head[0][1]:
            head = each
    return head


def _nouns(tokens: Sequence[Token], place: int, stop: int, grammar: Grammar) -> list[tuple[tuple[int, int], str]]:
    found = []
    while place < stop:
        noun = grammar.noun(tokens[:stop], place)
        if noun:
            found.append(((place, place + noun[0]), noun[1]))
        place += noun[0] if noun else 1
    return found


# --- two outcomes in one -----------------------------------------------------------------------------


def _further(
    text: str,
    tokens: Sequence[Token],
    place: int,
    size: int,
    main: Verb | None,
    stop: int,
    grammar: Grammar,
) -> Iterator[tuple[tuple[int, int], Verb]]:
    """Verbs joined to the main one that are at another level, or have something else as their object."""
    if main is None:
        return
    shape = shape_of(tokens[place : place + size], grammar.lang)
    seen = {main}
    last = end = place + size
    while end < stop:
        comma = "," in between(text, tokens, end)
        joined = grammar.cue("join", tokens, end)
        if not joined and not comma:
            end += 1
            continue
        adjacent = end == last
        after = over_fillers(tokens, end + joined, stop, grammar)
        verb = grammar.verb(tokens[:stop], after) if after < stop else None
        if verb is None or not in_verb_place(tokens[:stop], after, verb, shape, adjacent, grammar):
            end = max(after if joined else 0, end + 1)
            continue
        last = end = after + verb[0]
        if verb[1] not in seen and not (adjacent and verb[1].level == main.level):
            yield (after, end), verb[1]
        seen.add(verb[1])
