"""A draft questionnaire, read critically before anybody fills it in.

The wording of each question is read in each language (`kiptools.wording`); lists of answers, topics, translations and
the questionnaire as a whole are looked over once. A finding says what was found, why it matters and how such a
question may be put instead; whether it is right there, only a person can tell.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kiptools.codebook import OTHER_QUESTIONS, Codebook, Item, Scale, Wording
from kiptools.confidentiality import FEWEST_TO_SHOW
from kiptools.exports.columns import kind_of
from kiptools.messages import Message, cut
from kiptools.reasons import REASONS
from kiptools.scales import says_nothing
from kiptools.tables import Column, fold
from kiptools.wording import FAULTS, REVIEWED, faults_in, personal_words, readability, words_of

__all__ = [
    "Finding",
    "Minutes",
    "Readability",
    "Review",
    "review",
    "review_statements",
    "with_minutes",
]

LARGEST_NETWORK = 300
"""As many organisations has a large network of partners."""
FEWEST_STATEMENTS = 6
"""Fewer statements may well be worded in one direction."""
LONG_TEXT = 4
"""A text of so many words is hardly the same in two languages."""
WORDS_A_MINUTE = (175, 300)
"""How fast adults read to themselves (Brysbaert 2019)."""
SECONDS: dict[str, tuple[int, int]] = {"rated": (3, 6), "choice": (4, 10), "open": (45, 90), "short": (5, 15)}
"""How long an answer takes once the question is read: our assumption; the try-out will tell."""

FAR_TOO_LONG = 1.5
"""So many times as long as a slow reader needs is far too long."""

_NUMBER = re.compile(r"\d+")
_BLANK = re.compile(r"[$]?\{[^{}]*\}")
_PROMISED = re.compile(r"(\d+|\{minutes\})\s+min", re.I)  # in all five languages minutes begin like this
_TAIL = re.compile(r"(?<=[.?!:])\s+")


@dataclass(frozen=True)
class Finding:
    """Something in a questionnaire to mend or to look at.

    Parameters
    ----------
    kind : str
        A key of `REASONS`.
    items : tuple of str
        The names of the questions that it is about; none for the questionnaire as a whole.
    language : str
        The code of the language in which it was found; empty where it is found in all or has none.
    words : str
        The words that gave it away, or the name of the list of answers or of the topic.
    """

    kind: str
    items: tuple[str, ...] = ()
    language: str = ""
    words: str = ""

    @property
    def severity(self) -> str:
        """`mend` or `look`."""
        return REASONS[self.kind].severity

    @property
    def what(self) -> Message:
        """What was found, in a sentence."""
        what = REASONS[self.kind].what
        return replace(what, values=(("words", cut(self.words)),)) if "{words}" in what.template else what

    @property
    def why(self) -> Message:
        return REASONS[self.kind].why

    @property
    def source(self) -> str:
        return REASONS[self.kind].source

    @property
    def pattern(self) -> Message:
        """How such a question may be put instead."""
        return REASONS[self.kind].pattern


class Minutes(NamedTuple):
    """How long it takes to fill a questionnaire in: a fast reader, and a slow one.

    Parameters
    ----------
    low, high : int
    """

    low: int
    high: int


@dataclass(frozen=True)
class Readability:
    """How easily the questions of one language read as a whole.

    Parameters
    ----------
    language : str
    score : float or None
        0 is very hard, 100 very easy; None for a language without a formula.
    words : float
        Words in a question on average.
    """

    language: str
    score: float | None
    words: float


@dataclass(frozen=True)
class Review:
    """What a critical reader finds in a questionnaire.

    Parameters
    ----------
    codebook : Codebook
        What was read.
    questions : int
        How many questions respondents see.
    findings : tuple of Finding
        In the questionnaire's order; those about the whole come last.
    minutes : Minutes
        How long it takes a fast and a slow reader to fill it in.
    readability : tuple of Readability
        For each language that was read.
    languages : tuple of str
        The languages whose wording was read.
    not_read : tuple of str
        Its other languages: of them only translations were compared.
    """

    codebook: Codebook
    questions: int
    findings: tuple[Finding, ...]
    minutes: Minutes
    readability: tuple[Readability, ...]
    languages: tuple[str, ...]
    not_read: tuple[str, ...]

    def of_severity(self, severity: str) -> tuple[Finding, ...]:
        """The findings to mend, or to look at."""
        return tuple(finding for finding in self.findings if finding.severity == severity)


def review(codebook: Codebook) -> Review:
    """Read a draft questionnaire critically: wording, lists of answers, topics, translations, personal data, length.

    Parameters
    ----------
    codebook : Codebook

    Returns
    -------
    Review

    References
    ----------
    Krosnick, J. A. & Presser, S. (2010). Question and questionnaire design. In Handbook of Survey Research. Emerald.
    Willis, G. B. & Lessler, J. T. (1999). Question Appraisal System: QAS-99. Research Triangle Institute.
    Brysbaert, M. (2019). How many words do we read per minute? Journal of Memory and Language 109, 104047.

    Examples
    --------
    >>> from kiptools.codebook import Item, Wording
    >>> draft = Codebook((Item("q1", "text", Wording((("en", "What is always late?"),))),))
    >>> [(finding.kind, finding.words) for finding in review(draft).findings]
    [('absolute', 'always')]
    """
    asked = tuple(item for item in codebook.items if item.role != "ignore")
    read = tuple(code for code in codebook.languages if code in REVIEWED)
    found = [
        *(finding for language in read for finding in _wording_findings(codebook, asked, language)),
        *_scale_findings(asked),
        *_translation_findings(codebook, asked),
        *_repetitions(asked),
        *_personal_findings(asked, read),
        *_findings_on_the_whole(codebook, asked),
    ]
    place = {item.name: index for index, item in enumerate(asked)}
    kinds = list(REASONS)
    found.sort(key=lambda each: (place.get(each.items[0], 0) if each.items else len(place), kinds.index(each.kind)))
    return Review(
        codebook,
        len(asked),
        tuple(dict.fromkeys(found)),
        _minutes(codebook, asked),
        tuple(_readability(asked, language) for language in read),
        read,
        tuple(code for code in codebook.languages if code not in REVIEWED),
    )


# --- wording -------------------------------------------------------------------------------------------


def _said(wording: Wording, language: str) -> str:
    """The text in that language only; that of a form without languages in any."""
    texts = dict(wording.texts)
    return texts.get(language) or texts.get("", "")


def _texts(items: Iterable[Item], language: str) -> dict[str, list[Item]]:
    """Each text with the questions that say it; "How important is it?" before a statement is a text of its own."""
    whole = {_said(item.wording, language): item for item in items}
    found: dict[str, list[Item]] = {}
    for item in items:
        text = _said(item.wording, language)
        cuts = [match for match in _TAIL.finditer(text) if text[match.end() :] in whole]
        parts = [text[: cuts[0].start()], text[cuts[0].end() :]] if cuts else [text]
        for part in filter(None, parts):
            found.setdefault(part, []).append(item)
    return found


def _wording_findings(codebook: Codebook, items: Sequence[Item], language: str) -> Iterator[Finding]:
    explained = fold(
        " ".join(_said(text, language) for text in (*(i.hint for i in items), *(n.wording for n in codebook.notes)))
    )
    for text, users in _texts(items, language).items():
        names = tuple(item.name for item in users)
        for fault in faults_in(text, language):
            if fault.kind == "jargon" and fold(fault.words) in explained:
                continue
            if fault.kind == "double_barrelled" and not any(item.closed for item in users):
                continue  # who writes an answer can tell the two apart
            yield Finding(fault.kind, names, language, fault.words)


# --- lists of answers ----------------------------------------------------------------------------------


def _scale_findings(items: Sequence[Item]) -> Iterator[Finding]:
    uses: dict[Scale, list[Item]] = {}
    for item in items:
        if item.scale is not None and item.ordered:
            uses.setdefault(item.scale, []).append(item)
    for scale, users in uses.items():
        names = tuple(item.name for item in users)
        if _unbalanced(scale):
            yield Finding("unbalanced_scale", names, "", scale.name)
        if _unlabelled(scale):
            yield Finding("unlabelled_scale", names, "", scale.name)
        counted = [text for level in scale.levels for _, text in level.wording.texts if says_nothing(text)]
        if counted:
            yield Finding("counted_as_level", names, "", counted[0])
        if counted or any(choice.missing for choice in scale.choices):
            continue
        forced = tuple(item.name for item in users if item.required and item.rated)
        if forced:
            yield Finding("forced_answer", forced)
        # How important something is can be said even by those whom it does not concern.
        free = tuple(item.name for item in users if item.role == "experience" and not item.required)
        if free:
            yield Finding("no_way_out", free, "", scale.name)


_TWO_SIDED = re.compile(
    r"(agreement_(3|4|5|6|7|somewhat_.|partly_.|mostly_.)|satisfaction_(4|5|7|somewhat_.|extremely_7)|quality_(5|polar_4|"
    r"excellent_5)|ease_\w+|likelihood_(5|somewhat_5)|improvement_\w+)\Z"
)


@cache
def _sides() -> dict[tuple[str, str], int]:
    """Family of two-sided scales and folded wording -> 1 on the favourable side, -1 on the other, 0 in the middle."""
    with (Path(__file__).parent / "answer_scales.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if _TWO_SIDED.match(row["scale"])]
    top = Counter(row["scale"] for row in rows)
    sides: dict[tuple[str, str], set[int]] = {}
    for row in rows:
        side = 2 * int(row["score"]) - top[row["scale"]] - 1
        family = row["scale"].partition("_")[0]
        for language in REVIEWED:
            for word in row[language].split("|"):
                sides.setdefault((family, fold(word)), set()).add((side > 0) - (side < 0))
    return {key: side.pop() for key, side in sides.items() if len(side) == 1}


def _unbalanced(scale: Scale) -> bool:
    """Whether all levels are known from one family of two-sided scales, and one side has more of them."""
    families = {family for family, _ in _sides()}
    for language in dict.fromkeys(code for level in scale.levels for code, _ in level.wording.texts):
        words = [fold(_said(level.wording, language)) for level in scale.levels]
        for family in families:
            sides = [_sides().get((family, word)) for word in words]
            if None not in sides and len(sides) > 2:
                return sides.count(1) != sides.count(-1)
    return False


def _unlabelled(scale: Scale) -> bool:
    texts = [text for level in scale.levels for _, text in level.wording.texts]
    return any(not level.wording.texts for level in scale.levels) or any(
        not re.search(r"[^\W\d_]", text) for text in texts
    )


# --- translations --------------------------------------------------------------------------------------


def _translation_findings(codebook: Codebook, items: Sequence[Item]) -> Iterator[Finding]:
    languages = codebook.languages
    if len(languages) < 2:
        return
    for language in languages:
        lacking = [
            (label, names) for label, names, wording in _everything(codebook, items) if _lacks(wording, language)
        ]
        if lacking:
            names = tuple(dict.fromkeys(name for _, several in lacking for name in several))
            yield Finding(
                "missing_translation", names, language, ", ".join(dict.fromkeys(label for label, _ in lacking))
            )
    for scale in dict.fromkeys(item.scale for item in items if item.scale):
        names = tuple(item.name for item in items if item.scale == scale)
        for language in languages:
            words = Counter(fold(_said(choice.wording, language)) for choice in scale.choices)
            for word, times in words.items():
                if word and times > 1:
                    yield Finding("same_answer_twice", names, language, word)
    comparisons: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("other_numbers", lambda text: tuple(sorted(_NUMBER.findall(_BLANK.sub("", text))))),
        ("other_blanks", lambda text: tuple(sorted(_BLANK.findall(text)))),
        ("question_and_statement", lambda text: "?" in text),
    )
    for _, names, wording in _everything(codebook, items):
        texts = [(code, text) for code, text in wording.texts if code and text]
        for kind, of in comparisons:
            if len({of(text) for _, text in texts}) > 1:
                first = of(texts[0][1])
                other = next(text for _, text in texts if of(text) != first)
                yield Finding(kind, names, "", f"{cut(texts[0][1], 38)} / {cut(other, 38)}")
        for (_, text), (code, same) in combinations(texts, 2):
            if fold(text) == fold(same) and len(text.split()) >= LONG_TEXT:
                yield Finding("same_in_two_languages", names, code, text)


def _lacks(wording: Wording, language: str) -> bool:
    texts = dict(wording.texts)
    return any(texts) and not texts.get(language)  # a title may have no language


def _everything(codebook: Codebook, items: Sequence[Item]) -> Iterator[tuple[str, tuple[str, ...], Wording]]:
    """Each text that respondents read, by a name to find it, with the questions that it belongs to."""
    for item in items:
        yield item.name, (item.name,), item.wording
        yield item.name, (item.name,), item.hint
    for scale in dict.fromkeys(item.scale for item in items if item.scale):
        names = tuple(item.name for item in items if item.scale == scale)
        for choice in scale.choices:
            yield scale.name, names, choice.wording
    for construct in codebook.constructs:
        yield construct.name, tuple(item.name for item in items if item.construct == construct.name), construct.wording
    for note in codebook.notes:
        yield note.name, (), note.wording
    yield "title", (), codebook.title


# --- the questionnaire as a whole ----------------------------------------------------------------------


def _repetitions(items: Sequence[Item]) -> Iterator[Finding]:
    """Questions with the same words and the same answers."""
    same: dict[tuple[str, str, Scale | None], list[Item]] = {}
    for item in items:
        for code, text in item.wording.texts[:1]:
            same.setdefault((code, fold(text), item.scale), []).append(item)
    for (code, folded, _), users in same.items():
        if folded and len(users) > 1:
            yield Finding("same_question_twice", tuple(i.name for i in users), "", _said(users[0].wording, code))


def _personal_findings(items: Sequence[Item], languages: Sequence[str]) -> Iterator[Finding]:
    for item in items:
        if item.type not in OTHER_QUESTIONS:
            continue
        texts = [text for _, text in item.wording.texts]
        words = next((words for text in texts for code in languages if (words := personal_words(text, code))), "")
        if words or any(map(_asks_who, (item.name, *texts))):
            yield Finding("personal_data", (item.name,), "", texts[0] if texts else item.name)


def _asks_who(heading: str) -> bool:
    """Whether an export's column of that heading would be taken for one that tells who answered."""
    return kind_of(Column(heading.rstrip(" ?:"), np.arange(2), ("a", "b")), "") == "personal"


def _findings_on_the_whole(codebook: Codebook, items: Sequence[Item]) -> Iterator[Finding]:
    statements = [item for item in items if item.role == "experience"]
    for construct in codebook.constructs:
        names = tuple(item.name for item in statements if item.construct == construct.name)
        if len(names) == 1:
            title = next(iter(dict(construct.wording.texts).values()), construct.name)
            yield Finding("single_statement", names, "", title)
    if len(statements) >= FEWEST_STATEMENTS and len({item.reverse for item in statements}) == 1:
        yield Finding("one_direction")
    if statements and not any(item.type == "text" for item in items):
        yield Finding("no_open_question")
    yield from _promised_minutes(codebook, items)
    if any(item.construct for item in statements):
        apart = tuple(item.name for item in statements if not item.construct)
        if apart:
            yield Finding("no_topic", apart)
    unrated = tuple(item.name for item in items if item.ordered and not item.role)
    if unrated:
        yield Finding("no_role", unrated)
    profile = [len(item.levels) for item in items if item.role == "profile" and item.type == "select_one"]
    combinations_of_answers = int(np.prod(profile, dtype=object)) if profile else 0
    if len(profile) > 1 and combinations_of_answers * FEWEST_TO_SHOW > LARGEST_NETWORK:
        yield Finding("identifying_profile", (), "", str(combinations_of_answers))


def _promised_minutes(codebook: Codebook, items: Sequence[Item]) -> Iterator[Finding]:
    """A time in a note that lies outside of what it takes; one still to be filled in is said as it stands."""
    takes = _minutes(codebook, items)
    texts = [text for note in codebook.notes for _, text in note.wording.texts]
    for said in dict.fromkeys(match[1] for text in texts for match in _PROMISED.finditer(text)):
        if not said.isdecimal() or not takes.low <= int(said) <= FAR_TOO_LONG * takes.high:
            yield Finding("other_minutes", (), "", said)


def _minutes(codebook: Codebook, items: Sequence[Item]) -> Minutes:
    """For a fast reader of the shortest language and a slow one of the longest, everything being read once."""
    texts = [wording for _, _, wording in _everything(codebook, items)]
    lengths = [sum(len(words_of(_said(text, language))) for text in texts) for language in codebook.languages or ("",)]
    slow, fast = WORDS_A_MINUTE
    kinds = [SECONDS[_kind(item)] for item in items]
    least = min(lengths) / fast + sum(low for low, _ in kinds) / 60
    most = max(lengths) / slow + sum(high for _, high in kinds) / 60
    return Minutes(max(1, round(least)), max(1, round(most)))


def _kind(item: Item) -> str:
    if item.closed:
        return "rated" if item.ordered else "choice"
    return "open" if item.type == "text" else "short"


def _readability(items: Sequence[Item], language: str) -> Readability:
    texts = list(_texts(items, language))
    words = sum(len(words_of(text)) for text in texts)
    return Readability(language, readability(texts, language), words / len(texts) if texts else 0.0)


def review_statements(statements: Iterable[str], language: str) -> Review:
    """Read single statements critically, one by one, as `review` does those of a questionnaire.

    Parameters
    ----------
    statements : iterable of str
    language : str
        Their language, one of `kiptools.LANGUAGES`.

    Returns
    -------
    Review
        With findings about wording only.

    Examples
    --------
    >>> found = review_statements(["Meetings are always well prepared.", "We know who decides."], "en")
    >>> [(finding.items, finding.kind) for finding in found.findings]
    [(('1',), 'absolute')]
    """
    items = tuple(
        Item(str(number), "select_one", Wording(((language, text),)), role="experience")
        for number, text in enumerate(statements, start=1)
    )
    read = review(Codebook(items))
    wording = tuple(finding for finding in read.findings if finding.kind in FAULTS)
    return replace(read, findings=wording, readability=())


def with_minutes(codebook: Codebook) -> Codebook:
    """The questionnaire with the blank ``{minutes}`` in its notes filled in, for a slow reader.

    Parameters
    ----------
    codebook : Codebook

    Returns
    -------
    Codebook
    """
    asked = tuple(item for item in codebook.items if item.role != "ignore")
    number = str(_minutes(codebook, asked).high)
    notes = tuple(
        replace(
            note,
            wording=Wording(tuple((code, text.replace("{minutes}", number)) for code, text in note.wording.texts)),
        )
        for note in codebook.notes
    )
    return replace(codebook, notes=notes)
