"""What has changed between two surveys with the same questions, and between before, "then" and after.

Where answers can be linked (a code of one's own, the organisation), the same respondents are compared with
themselves: who rates it more favourably than before, who less. Anonymous surveys are two groups that overlap to an
unknown degree, compared like groups. A change is claimed only if an interval excludes "no change" and the exact
p-value, corrected for all questions (Holm), is small enough; with fewer than 30 answers nothing is tested. Results
keep all counts and say which may be shown beside those of all respondents of either survey.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

import numpy as np

from kiptools.codebook import Choice, Codebook, Construct, Item
from kiptools.confidentiality import may_compare, may_show_answers, may_show_percent
from kiptools.intervals import Interval, newcombe_interval, wilson_interval
from kiptools.likert import by_construct, construct_scores, unit_scores
from kiptools.messages import KipError, cut, message
from kiptools.ordinal import (
    CliffsDelta,
    RankSumTest,
    SignedRankTest,
    cliffs_delta,
    holm,
    rank_sum_test,
    signed_rank_test,
)
from kiptools.responses import Responses
from kiptools.tables import fold

__all__ = ["Change", "Direction", "Links", "PreThenPost", "SubjectChange", "WaveLinks", "change", "pre_then_post"]

Direction = Literal["risen", "fallen", "no clear change", "too few"]
Subject = Item | Construct

MOST_QUESTIONS = 10
"""So many questions are offered to whoever names one that there is not."""
SHORT = 40
"""Characters of a question's name or wording there."""


@dataclass(frozen=True)
class WaveLinks:
    """How the answers of one survey were linked with those of all others.

    Parameters
    ----------
    answers : int
        Respondents of the survey.
    alone : int
        How many of them were not linked, those without a key among them.
    repeated : int
        Keys that occur more than once in this survey.
    empty : int
        Respondents without a key.
    """

    answers: int
    alone: int
    repeated: int
    empty: int


@dataclass(frozen=True)
class Links:
    """How the answers of two surveys were linked; beside a third, also with those of that one.

    Parameters
    ----------
    key : Item
    stayed, left, joined : int
        Keys in both surveys, in the first only, in the second only.
    unlinked : int
        Answers without a key, in both surveys together; they are not compared.
    repeated : int
        Keys that occur more than once in a survey; the mean of their answers is compared.
    always : int
        Keys that are in all surveys: in these two, and in the third if there is one.
    waves : tuple of WaveLinks
        The surveys one by one: first these two, then the third.
    """

    key: Item
    stayed: int
    left: int
    joined: int
    unlinked: int
    repeated: int
    always: int = 0
    waves: tuple[WaveLinks, ...] = ()


@dataclass(frozen=True)
class SubjectChange:
    """One question or topic, before and after.

    Parameters
    ----------
    subject : Item or Construct
    levels : tuple of float
        The answers (mean scores of a construct) that occur, from 0 (least favourable) to 1.
    before, after : tuple of int
        How often each was given; of linked surveys, by those who answered both times.
    moves : tuple of tuple of int, or None
        Of linked surveys, for each level before (rows) and after (columns) how many; None for anonymous ones.
    shown : bool
        Whether anything of it may be shown.
    sides_shown : bool
        Whether how many were favourable before and after may be shown too.
    p, adjusted_p : float or None
        Of `test`, and corrected for all subjects (Holm); None where nothing is tested.
    verdict : {"risen", "fallen", "no clear change", "too few"}
    """

    subject: Subject
    levels: tuple[float, ...]
    before: tuple[int, ...]
    after: tuple[int, ...]
    moves: tuple[tuple[int, ...], ...] | None
    shown: bool
    sides_shown: bool
    p: float | None = None
    adjusted_p: float | None = None
    verdict: Direction = "too few"

    @property
    def answered(self) -> tuple[int, int]:
        """How many answered before and after."""
        return sum(self.before), sum(self.after)

    @property
    def favourable(self) -> tuple[int, int]:
        """How many were on the favourable side before and after."""
        return self._favourable(self.before), self._favourable(self.after)

    @property
    def tested(self) -> bool:
        """Whether there are answers enough: 30 who answered both times; or 30 in all, ten in either survey."""
        if self.moves is not None:
            return may_compare(self.answered[0])
        return may_compare(sum(self.answered)) and all(map(may_show_percent, self.answered))

    @property
    def test(self) -> SignedRankTest | RankSumTest:
        """Signed ranks of linked differences (after less before), else rank sums (after against before)."""
        if self.moves is not None:
            return signed_rank_test(self._differences)
        return rank_sum_test(self._values(self.after), self._values(self.before))

    @property
    def pairs(self) -> CliffsDelta:
        """Pairs of an answer after with one before: Cliff's delta and its interval."""
        return cliffs_delta(self._values(self.after), self._values(self.before))

    @property
    def moved(self) -> tuple[int, int, int]:
        """Of linked surveys: how many rate it more favourably than before, the same, less favourably."""
        rises = np.sign(self._differences)
        return int((rises > 0).sum()), int((rises == 0).sum()), int((rises < 0).sum())

    @property
    def median_change(self) -> float | None:
        """Of linked surveys: the median of after less before, on a scale from 0 to 1; None without answers."""
        return float(median(self._differences.tolist())) if self.answered[0] else None

    def improved_interval(self, level: float = 0.95) -> Interval:
        """Of those who changed their rating, the share who improved it: Wilson's interval.

        It excludes one half exactly if McNemar's chi-square is significant. If nobody changed it is (0, 1).
        """
        improved, _, worsened = self.moved
        return wilson_interval(improved, improved + worsened, level=level)

    def share_difference(self, level: float = 0.95) -> Interval:
        """Of anonymous surveys: interval of the favourable share after less that before (Newcombe)."""
        (before, after), (n, other_n) = self.favourable, self.answered
        return newcombe_interval(after, other_n, before, n, level=level)

    @property
    def _differences(self) -> np.ndarray:
        levels, moves = np.array(self.levels), np.array(self.moves, dtype=int)
        return np.repeat((levels[None, :] - levels[:, None]).ravel(), moves.ravel()).round(9)

    def _values(self, counts: Sequence[int]) -> np.ndarray:
        return np.repeat(np.array(self.levels), np.array(counts, dtype=int))

    def _favourable(self, counts: Sequence[int]) -> int:
        return sum(count for count, level in zip(counts, self.levels, strict=True) if level > 0.5)


@dataclass(frozen=True)
class Change:
    """Two surveys with the same questions.

    Parameters
    ----------
    rows : tuple of SubjectChange
    links : Links or None
        How answers were linked; None for anonymous surveys.
    before, after : int
        Respondents of either survey.
    different : tuple of Item
        Questions whose answers to choose from, or whose direction, changed; not compared.
    single : tuple of Item
        Questions asked in one of the surveys only.
    level : float
    """

    rows: tuple[SubjectChange, ...]
    links: Links | None
    before: int
    after: int
    different: tuple[Item, ...]
    single: tuple[Item, ...]
    level: float

    @property
    def told(self) -> tuple[SubjectChange, ...]:
        """What is tested and may be shown."""
        return tuple(row for row in self.rows if row.tested and row.shown)


def change(
    before: Responses,
    after: Responses,
    items: str | Iterable[str] | None = None,
    *,
    key: str | None = None,
    on: Literal["item", "construct"] = "item",
    level: float = 0.95,
    surveys_shown: bool = True,
) -> Change:
    """What has changed between two surveys, on each question about experience, or each topic.

    Questions are matched by name; one whose answers to choose from changed, or that was turned round, is listed and
    not compared. A topic is the mean of the questions that both surveys have. Without respondents on a side the
    verdict is "too few" and the intervals are everything.

    Of linked surveys only those who answered both times are compared. All of a survey less these are those who left
    or joined. If they are one to four, or all say the same, nothing of the question is shown: even how many changed
    their rating can tell, beside both surveys' answers, what the one who left had answered. Without the key the two
    surveys can be compared all the same.

    Parameters
    ----------
    before, after : Responses
    items : str, iterable of str, or None
        Items or constructs of the later survey by name; None for all.
    key : str or None
        A question of both surveys that links them, by its name, its wording, or its heading in the file: a code of
        one's own, the organisation (capital letters and spaces at the ends of the answers make no difference). None
        for anonymous surveys.
    on : {"item", "construct"}
        Compare answers, or each respondent's mean of a construct's items (with two thirds of them answered).
    level : float
        Confidence level of the intervals, between 0 and 1; a change needs a corrected p below 1 - `level`.
    surveys_shown : bool
        Whether anybody sees what all respondents of one of the surveys answered. If nobody ever does, what those who
        answered both times said tells nothing of those who left or joined, and is shown.

    Returns
    -------
    Change

    Raises
    ------
    KipError
        A name is not in the codebook, the key is not in both, or it is rated on a scale.
    ValueError
        `on` is none of those above, or `level` not between 0 and 1.

    References
    ----------
    McNemar, Q. (1947). Note on the sampling error of the difference between correlated proportions or percentages.
    Psychometrika 12, 153-157. Tests and intervals: `kiptools.ordinal`, `kiptools.intervals`.

    Examples
    --------
    >>> from kiptools import kit_path, read_responses
    >>> earlier = read_responses(kit_path("data", "cite", "answers_2024.csv"), kit_path("data", "cite", "codebook"))
    >>> found = change(earlier, read_responses(), on="construct")
    >>> [(row.subject.name, row.verdict) for row in found.rows if row.verdict != "no clear change"]
    [('learning', 'fallen')]
    """
    if on not in ("item", "construct") or not 0 < level < 1:
        raise ValueError(f"on is {on!r} (item or construct), level is {level} (between 0 and 1)")
    return _change((before, after), items, key, on, level, surveys_shown)


def _change(
    waves: tuple[Responses, ...],
    items: str | Iterable[str] | None,
    key: str | None,
    on: str = "item",
    level: float = 0.95,
    surveys_shown: bool = True,
) -> Change:
    """The first two surveys compared; linked, only by those who answered the further ones as well."""
    before, after, *further = waves
    matched, different, single = _match(before.codebook, after.codebook, items)
    for wave in further:
        matched = tuple(item for item in matched if item in _match(wave.codebook, after.codebook, items)[0])
    subjects = _subjects(after, matched, on)
    key_items = [_key_item(wave, key) for wave in waves] if key is not None else []
    keys = [_keys(wave, item) for wave, item in zip(waves, key_items, strict=True)] if key_items else None
    rows = [_subject_change(waves, subject, members, keys, surveys_shown) for subject, members in subjects]
    links = _links(key_items[1], keys) if keys else None
    return Change(_judge(rows, level), links, len(before), len(after), different, single, level)


def _subjects(responses: Responses, items: Sequence[Item], on: str) -> list[tuple[Subject, list[Item]]]:
    if on == "item":
        return [(item, [item]) for item in items]
    return [(construct, members) for construct, members in by_construct(responses, items)]


# --- which questions ---------------------------------------------------------------------------------


def _match(
    earlier: Codebook, later: Codebook, items: str | Iterable[str] | None
) -> tuple[tuple[Item, ...], tuple[Item, ...], tuple[Item, ...]]:
    """Questions that can be compared, that changed, and that one survey has only."""
    names = [items] if isinstance(items, str) else None if items is None else list(items)
    now = {item.name: item for item in later.select(names) if _on_a_scale(item)}
    then = {
        item.name: item
        for item in earlier.items
        if _on_a_scale(item) and (names is None or item.name in names or item.construct in names)
    }
    both = [item for item in now.values() if item.name in then]
    single = [item for item in (*then.values(), *now.values()) if item.name not in then or item.name not in now]
    same = [item for item in both if _same_scale(then[item.name], item)]
    return tuple(same), tuple(item for item in both if item not in same), tuple(single)


def _on_a_scale(item: Item) -> bool:
    return item.role == "experience" and item.ordered and len(item.levels) > 1


def _same_scale(one: Item, other: Item) -> bool:
    return (
        one.reverse == other.reverse
        and len(one.levels) == len(other.levels)
        and all(map(_same_answer, one.levels, other.levels))
    )


def _same_answer(one: Choice, other: Choice) -> bool:
    """Equal score, and the same words in each language that both surveys have."""
    words, others = dict(one.wording.texts), dict(other.wording.texts)
    return one.score == other.score and all(words[code] == others[code] for code in words.keys() & others.keys())


# --- who is who --------------------------------------------------------------------------------------

Keys = tuple[str, ...]


def _key_item(responses: Responses, key: str) -> Item:
    """The question that links answers, by its name, else by its wording or its heading."""
    items = responses.codebook.items
    found = [item for item in items if item.name == key] or [item for item in items if fold(key) in _called(item)]
    if len(found) != 1:
        offered = sorted(items, key=_is_rating)
        raise KipError(
            message(
                '{file}: "{key}" is not the name or the wording of one question; its questions are {questions}.',
                file=responses.source,
                key=cut(key),
                questions=(*map(_named, offered[:MOST_QUESTIONS]), *["…"] * (len(offered) > MOST_QUESTIONS)),
            )
        )
    item = found[0]
    if _is_rating(item):
        raise KipError(
            message(
                '"{name}" is rated on a scale, where many give the same answer, so it cannot link answers; name a '
                "question that each answers differently, such as a code of one's own.",
                name=cut(item.name),
            )
        )
    return item


def _is_rating(item: Item) -> bool:
    """Whether it is rated on a scale, as far as its codebook tells, or the answers where there is none."""
    return item.rated or (item.ordered and not item.role)


def _called(item: Item) -> set[str]:
    """What people may call a question."""
    return set(map(fold, (item.name, item.heading, *(text for _, text in item.wording.texts))))


def _named(item: Item) -> object:
    """A question's name, with its wording where that says more."""
    name, text = cut(item.name, SHORT), cut(item.wording.in_language("en") or item.heading, SHORT)
    return message('{name} ("{wording}")', name=name, wording=text) if text and text != name else name


def _keys(responses: Responses, item: Item) -> Keys:
    """Each respondent's key; empty where there is none."""
    if item.name in responses.values:
        return tuple(_as_key(value) for value in responses.values[item.name].tolist())
    if item.type == "select_one":
        return tuple(item.levels[code].name if code >= 0 else "" for code in responses.column(item.name).tolist())
    raise KipError(
        message(
            '"{name}" cannot link answers; name a question with one answer, such as a code of one\'s own.',
            name=cut(item.name),
        )
    )


def _as_key(value: object) -> str:
    missing = value is None or value != value  # nan differs from itself
    return "" if missing else str(value).strip().casefold()


def _links(item: Item, keys: Sequence[Keys]) -> Links:
    """How the first two surveys were linked, and how all of them."""
    counts = [Counter(filter(None, names)) for names in keys]
    earlier, later = counts[:2]
    repeated = [{name for name, times in each.items() if times > 1} for each in counts]
    always = set.intersection(*map(set, counts))
    return Links(
        item,
        len(earlier.keys() & later.keys()),
        len(earlier.keys() - later.keys()),
        len(later.keys() - earlier.keys()),
        sum(names.count("") for names in keys[:2]),
        len(repeated[0] | repeated[1]),
        len(always),
        tuple(
            WaveLinks(len(names), sum(name not in always for name in names), len(twice), names.count(""))
            for names, twice in zip(keys, repeated, strict=True)
        ),
    )


# --- one question ------------------------------------------------------------------------------------


def _subject_change(
    waves: tuple[Responses, ...],
    subject: Subject,
    members: list[Item],
    keys: Sequence[Keys] | None,
    surveys_shown: bool,
) -> SubjectChange:
    scores = [_scores(wave, subject, members) for wave in waves]
    safe = all(_safe(_scores(rest, subject, members)) for wave in waves for rest in wave.left_out)
    if keys is not None:
        row = _linked(subject, scores, keys, surveys_shown)
    else:
        row = _tabulate(subject, *(values[np.isfinite(values)] for values in scores), linked=False)
    sides = safe and row.sides_shown and all(_sides_safe(row, wave) for wave in waves)
    return replace(row, shown=safe and (row.shown if keys is not None else sides), sides_shown=sides)


def _scores(responses: Responses, subject: Subject, members: list[Item]) -> np.ndarray:
    """Each respondent's answer from 0 to 1; nan where there is none."""
    if isinstance(subject, Item):
        return unit_scores(responses, members[0]).round(9)
    return construct_scores(responses, members)[0].round(9)


def _safe(scores: np.ndarray) -> bool:
    """Whether these respondents' answers may follow from what is shown: none, or enough that are not all the same."""
    counts = np.unique(scores[np.isfinite(scores)], return_counts=True)[1].tolist()
    return not counts or may_show_answers(counts)


def _sides_safe(row: SubjectChange, wave: Responses) -> bool:
    """Whether both surveys' answers may be shown; where it is known who answered, that not all are on one side."""
    complete = row.moves is not None or wave.population == len(wave)
    return all(
        may_show_answers(counts) and (not complete or 0 < liked < sum(counts))
        for counts, liked in zip((row.before, row.after), row.favourable, strict=True)
    )


def _linked(subject: Subject, scores: Sequence[np.ndarray], keys: Sequence[Keys], surveys_shown: bool) -> SubjectChange:
    means = [_by_key(values, names) for values, names in zip(scores, keys, strict=True)]
    always = sorted(set.intersection(*map(set, means)))
    row = _tabulate(subject, *(np.array([mean[name] for name in always]) for mean in means[:2]), linked=True)
    rests = [values[~np.isin(names, np.array(always, dtype=str))] for values, names in zip(scores, keys, strict=True)]
    shown = may_show_answers(row.moved) and (not surveys_shown or all(map(_safe, rests)))
    return replace(row, shown=shown, sides_shown=shown)


def _by_key(scores: np.ndarray, keys: Keys) -> Mapping[str, float]:
    """The mean answer of each key that has one."""
    found: dict[str, list[float]] = {}
    for name, value in zip(keys, scores.tolist(), strict=True):
        if name and value == value:
            found.setdefault(name, []).append(value)
    return {name: round(sum(values) / len(values), 9) for name, values in found.items()}


def _tabulate(subject: Subject, before: np.ndarray, after: np.ndarray, *, linked: bool) -> SubjectChange:
    levels = np.unique(np.concatenate([before, after]))
    places = [np.searchsorted(levels, values) for values in (before, after)]
    first, second = (tuple(np.bincount(found, minlength=len(levels)).tolist()) for found in places)
    moves = None
    if linked:
        table = np.zeros((len(levels),) * 2, dtype=int)
        np.add.at(table, tuple(places), 1)
        moves = tuple(tuple(row) for row in table.tolist())
    return SubjectChange(subject, tuple(levels.tolist()), first, second, moves, True, True)


# --- verdicts ----------------------------------------------------------------------------------------


def _judge(rows: Sequence[SubjectChange], level: float) -> tuple[SubjectChange, ...]:
    """The rows with tests and verdicts, all that have answers enough corrected together."""
    p_values = {place: row.test.p for place, row in enumerate(rows) if row.tested}
    adjusted = dict(zip(p_values, holm(list(p_values.values())), strict=True))
    return tuple(
        replace(
            row,
            p=p_values[place],
            adjusted_p=adjusted[place],
            verdict=_direction(row, level) if adjusted[place] < 1 - level else "no clear change",
        )
        if place in p_values
        else row
        for place, row in enumerate(rows)
    )


def _direction(row: SubjectChange, level: float) -> Direction:
    linked = row.moves is not None
    (low, high), none = (row.improved_interval(level), 0.5) if linked else (row.pairs.interval(level), 0.0)
    return "risen" if low > none else "fallen" if high < none else "no clear change"


# --- before, "then", after ---------------------------------------------------------------------------


@dataclass(frozen=True)
class PreThenPost:
    """The same learners' self-assessment before, afterwards about before ("then"), and after; always all three.

    Parameters
    ----------
    shift : Change
        From before to "then": how differently they see their start afterwards (response shift).
    since_before, since_then : Change
        From before to after, and from "then" to after.
    """

    shift: Change
    since_before: Change
    since_then: Change


def pre_then_post(
    before: Responses,
    then: Responses,
    after: Responses,
    items: str | Iterable[str] | None = None,
    *,
    key: str,
    surveys_shown: bool = True,
) -> PreThenPost:
    """Self-assessment before a training, afterwards about before ("then"), and afterwards about now.

    Who learns more may judge the start more strictly afterwards; so neither before nor "then" alone tells what was
    gained. Three comparisons of linked surveys (`change`), all of those who answered the question three times: so
    one comparison less another tells nothing of those who left or joined.

    Parameters
    ----------
    before, then, after : Responses
    items : str, iterable of str, or None
        Items or constructs by name; None for all.
    key : str
        The question that links them, as in `change`.
    surveys_shown : bool
        As in `change`.

    Returns
    -------
    PreThenPost

    Raises
    ------
    KipError
        As `change`.

    References
    ----------
    Howard, G. S. (1980). Response-shift bias: a problem in evaluating interventions with pre/post self-reports.
    Evaluation Review 4, 93-106.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> same = read_responses()
    >>> pre_then_post(same, same, same, "trust_1", key="organisation_type").shift.links.stayed
    5
    """
    return PreThenPost(
        *(
            _change(waves, items, key, surveys_shown=surveys_shown)
            for waves in ((before, then, after), (before, after, then), (then, after, before))
        )
    )
