"""The level of learning outcomes: a distribution over the six levels, with its reason, and what is unclear.

A lexicon and rules that can be read; where they do not tell, nothing is guessed. A person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiptools.lexicon import READ, Lexicon, Verb, read_lexicon
from kiptools.messages import Message, counted, cut, message
from kiptools.outcomes import KNOWLEDGE_NAMES, LEVEL_NAMES, LEVELS, Outcome, Programme, Step
from kiptools.phrasing import Phrasing, phrasing_of
from kiptools.text_language import language_of
from kiptools.tokens import words_in

__all__ = ["FINDINGS", "Classification", "Finding", "Reading", "classify"]

FINDINGS = (
    "no text",
    "no language",
    "trainer",
    "no verb",
    "unknown verb",
    "unobservable",
    "unclear level",
    "two outcomes",
    "too long",
)
"""What may be found in an outcome, worst first. Missing conditions and criteria are told in a table, not as faults."""
LIKELY = 0.5
"""The kit answers where the likeliest level has at least half of the outcomes with the verb: it is then at least as
often right as wrong, if the lexicon is."""
CLEARER = 1.8
"""A whole sentence tells more than its verb: the lexicon's shares are raised to this power. It had the smallest
logarithmic loss on the half of the labelled outcomes on which tuning is allowed, with the lexicon as it was before it
was tuned on them; afterwards that half would ask for more than other outcomes can keep."""
WORTH_TELLING = 0.05
"""Levels with a smaller share are left out of the reason."""
LONGEST = 45
"""More words than these hold more than one outcome, or much that is none: our choice."""
MOST_SIGNS = 400
"""The same for texts of few but long words."""


@dataclass(frozen=True)
class Finding:
    """Something to look at in one outcome.

    Parameters
    ----------
    kind : str
        One of `FINDINGS`.
    what : Message
        What was found, with the words that show it.
    how : Message
        How it may be put instead.
    """

    kind: str
    what: Message
    how: Message


@dataclass(frozen=True)
class Reading:
    """What the kit reads in one outcome or step, and what a person has decided.

    Parameters
    ----------
    of : Outcome or Step
    lang : str
        Two letters; empty if it could not be told.
    phrasing : Phrasing
    shares : tuple of float
        How often, of outcomes like this, each of the six levels is meant; empty where the kit does not answer.
    reasons : tuple of Message
        Why these levels, and why this kind of knowledge.
    findings : tuple of Finding
    """

    of: Outcome | Step
    lang: str
    phrasing: Phrasing
    shares: tuple[float, ...] = ()
    reasons: tuple[Message, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def read_level(self) -> str:
        """The likeliest level as the kit reads it; empty where it is unclear."""
        return _likeliest(self.shares)

    @property
    def level(self) -> str:
        """What a person has decided, else `read_level`."""
        return self.of.level or self.read_level

    @property
    def read_knowledge(self) -> str:
        """Kind of knowledge as the kit reads it; empty where it is unclear."""
        return self.phrasing.knowledge

    @property
    def knowledge(self) -> str:
        """What a person has decided (of an outcome), else `read_knowledge`."""
        return getattr(self.of, "knowledge", "") or self.read_knowledge


@dataclass(frozen=True)
class Classification:
    """A programme whose outcomes and steps have been read.

    Parameters
    ----------
    programme : Programme
    outcomes : tuple of Reading
        In the programme's order.
    steps : tuple of Reading
        In the programme's order; those of the kind `other` are not read (no findings, no level).
    """

    programme: Programme
    outcomes: tuple[Reading, ...]
    steps: tuple[Reading, ...] = ()


def classify(outcomes: Programme | str | Iterable[str], *, lang: str = "") -> Classification:
    """Read learning outcomes: level, kind of knowledge, parts, and what is unclear.

    Each is read on its own. The main verb decides: of 100 outcomes with it so many are expected at each level. Where
    there is no verb that the lexicon has, or no level has half of them, the kit does not answer. Where it does, its
    shares are clearer than those of the verb alone, because the rest of a sentence tells something too.

    Parameters
    ----------
    outcomes : Programme, str, or iterable of str
        A programme, or the text of one outcome or of several; these get the ids O1, O2 and so on.
    lang : str
        The language of texts that do not say theirs; empty if it is to be told from each.

    Returns
    -------
    Classification

    Raises
    ------
    KipError
        `lang` is no language that outcomes can be read in.

    References
    ----------
    Anderson, L. W. & Krathwohl, D. R. (eds.) (2001). A Taxonomy for Learning, Teaching, and Assessing. Longman.
    Newton, P. M., Da Silva, A. & Peters, L. G. (2020). A pragmatic master list of action verbs for Bloom's taxonomy.
    Frontiers in Education 5, 107 (why a verb has shares, not a level).

    Examples
    --------
    >>> found = classify(["Evaluate a network with its partners.", "Participants understand the GDPR.", "Agreements"])
    >>> [each.level for each in found.outcomes]
    ['evaluate', 'understand', '']
    >>> [finding.kind for each in found.outcomes for finding in each.findings]
    ['unobservable', 'no verb']
    """
    if lang:
        read_lexicon(lang)
    if isinstance(outcomes, str):
        outcomes = [outcomes]
    if not isinstance(outcomes, Programme):
        outcomes = Programme(tuple(Outcome(f"O{number}", text) for number, text in enumerate(outcomes, 1)))
    return Classification(
        outcomes,
        tuple(_read(outcome, lang) for outcome in outcomes.outcomes),
        tuple(_read(step, lang) for step in outcomes.steps),
    )


def _read(of: Outcome | Step, lang: str) -> Reading:
    if isinstance(of, Step) and of.kind == "other":
        return Reading(of, of.lang, Phrasing())
    lang = of.lang or lang or language_of(of.text)
    if lang not in READ:
        return Reading(of, "", Phrasing(), findings=tuple(_unread(of)))
    phrasing = phrasing_of(of.text, lang)
    shares = phrasing.verb.shares if phrasing.verb else ()
    return Reading(
        of,
        lang,
        phrasing,
        _clearer(shares) if _likeliest(shares) else (),
        tuple(_reasons(phrasing)),
        tuple(_findings(of, phrasing, read_lexicon(lang))) if isinstance(of, Outcome) else (),
    )


def _likeliest(shares: tuple[float, ...]) -> str:
    """The level that has at least half, and more than any other; empty if there is none."""
    most = max(shares, default=0.0)
    return LEVELS[shares.index(most)] if most >= LIKELY and shares.count(most) == 1 else ""


def _clearer(shares: tuple[float, ...]) -> tuple[float, ...]:
    raised = [share**CLEARER for share in shares]
    return tuple(each / sum(raised) for each in raised)


# --- why -----------------------------------------------------------------------------------------------


def _reasons(phrasing: Phrasing) -> Iterator[Message]:
    if verb := phrasing.verb:
        if phrasing.form.lower() == verb.verb.lower():
            yield message(
                'Of 100 outcomes with the verb "{verb}", about so many are expected at each level: {levels}.',
                verb=verb.verb,
                levels=_levels(verb),
            )
        else:
            yield message(
                'Of 100 outcomes with the verb "{verb}" (here "{form}"), about so many are expected at each level: '
                "{levels}.",
                verb=verb.verb,
                form=cut(phrasing.form),
                levels=_levels(verb),
            )
    if phrasing.knowledge:
        yield message(
            'The word "{noun}" points to this kind of knowledge: {knowledge}.',
            noun=cut(phrasing.noun),
            knowledge=KNOWLEDGE_NAMES[phrasing.knowledge],
        )


def _levels(verb: Verb) -> tuple[Message, ...]:
    """The levels of a verb with their shares, likeliest first; hardly ever meant ones are left out."""
    ranked = sorted(zip(verb.shares, LEVELS, strict=True), key=lambda each: -each[0])
    return tuple(
        message("{level} {number}", level=LEVEL_NAMES[level], number=round(100 * share))
        for share, level in ranked
        if share >= WORTH_TELLING
    )


# --- what is unclear -----------------------------------------------------------------------------------


def _unread(of: Outcome | Step) -> Iterator[Finding]:
    """What there is to say about an outcome whose language is not known."""
    if isinstance(of, Step):
        return
    if not any(sign.isalnum() for sign in of.text):
        yield Finding(
            "no text",
            message("There is no text."),
            message("Write what participants can do at the end; begin with a verb."),
        )
        return
    yield Finding(
        "no language",
        message('The language could not be told from "{words}".', words=cut(of.text)),
        message(
            "The kit reads outcomes in English, French, Italian, Croatian and Portuguese. If it is one of these, write "
            "a whole sentence."
        ),
    )
    yield from _too_long(of.text)


def _findings(of: Outcome, phrasing: Phrasing, lexicon: Lexicon) -> Iterator[Finding]:
    if not any(sign.isalnum() for sign in of.text):
        yield from _unread(of)
        return
    verb, form = phrasing.verb, cut(phrasing.form)
    any_level = tuple(found for level in ("understand", "apply", "analyse") for found in lexicon.at(level, 1))
    if phrasing.trainer:
        yield Finding(
            "trainer",
            message('"{words}" says what the trainer or the session does.', words=cut(phrasing.trainer)),
            message("Say what participants can do afterwards, with verbs such as: {verbs}.", verbs=any_level),
        )
    elif not phrasing.form:
        yield Finding(
            "no verb",
            message("No verb says what participants can do."),
            message("Begin with what participants can do, with verbs such as: {verbs}.", verbs=any_level),
        )
    elif verb is None and not of.level:
        yield Finding(
            "unknown verb",
            message('"{form}" is not among the verbs that the kit knows, so the level is unclear.', form=form),
            message("Decide the level yourself, or use a verb such as: {verbs}.", verbs=any_level),
        )
    if verb and verb.avoid:
        yield Finding(
            "unobservable",
            message('"{form}" does not say what participants do, so nobody can see whether it was reached.', form=form),
            message("Say what participants do to show it, with verbs such as: {verbs}.", verbs=lexicon.at(verb.level)),
        )
    if verb and not _likeliest(verb.shares) and not of.level:
        yield _unclear(verb, form, lexicon)
    if phrasing.further:
        yield Finding(
            "two outcomes",
            message(
                "It asks for more than one thing: {verbs}.",
                verbs=(form, *(cut(other) for other, _ in phrasing.further)),
            ),
            message("Make an outcome of each, or keep the one that will be assessed."),
        )
    yield from _too_long(of.text)


def _unclear(verb: Verb, form: str, lexicon: Lexicon) -> Finding:
    first, second = sorted(range(len(LEVELS)), key=lambda place: -verb.shares[place])[:2]
    return Finding(
        "unclear level",
        message('"{form}" is used at several levels: {levels}.', form=form, levels=_levels(verb)),
        message(
            "Decide the level yourself, or use a verb that says which one is meant, such as, for {level}: {verbs}; for "
            "{other_level}: {other_verbs}.",
            level=LEVEL_NAMES[LEVELS[first]],
            verbs=lexicon.at(LEVELS[first]),
            other_level=LEVEL_NAMES[LEVELS[second]],
            other_verbs=lexicon.at(LEVELS[second]),
        ),
    )


def _too_long(text: str) -> Iterator[Finding]:
    words = words_in(text)
    if words > LONGEST or len(text) > MOST_SIGNS:
        yield Finding(
            "too long",
            counted("It is long: {count} word.", "It is long: {count} words.", words),
            message("Keep one verb and what it is about; what else is asked for becomes an outcome of its own."),
        )
