"""Where groups of partners differ, and where the same partners rate several questions differently.

Each group is compared with all other partners who answered: in how many pairs of one of them with another partner
is the group's answer the more favourable? A difference is claimed only if the interval of that surplus excludes
zero and the exact p-value, corrected for all comparisons made (Holm), is small enough; with fewer than 30 answers,
or fewer than ten on one side, nothing is tested. Results keep the counts of all groups, and say which may be shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kiptools.codebook import RATED, Choice, Construct, Item
from kiptools.confidentiality import may_compare, may_show_answers, may_show_percent, safe_members
from kiptools.intervals import Interval, newcombe_interval
from kiptools.likert import by_construct, construct_scores
from kiptools.messages import KipError, message
from kiptools.ordinal import (
    CliffsDelta,
    FriedmanTest,
    KruskalWallisTest,
    SignedRankTest,
    cliffs_delta,
    friedman_test,
    holm,
    kruskal_wallis_test,
    rank_sum_test,
    signed_rank_test,
)
from kiptools.responses import Responses

__all__ = [
    "Comparison",
    "Contrast",
    "RepeatedComparison",
    "SubjectComparison",
    "Verdict",
    "compare",
    "compare_items",
]

Verdict = Literal["higher", "lower", "no clear difference", "too few"]


@dataclass(frozen=True)
class Contrast:
    """One group against all other partners who answered.

    Parameters
    ----------
    group : Choice
    counts, other_counts : tuple of int
        How often each answer was given in the group and by the others, least favourable first; for a construct,
        each mean score that occurs.
    favourable, other_favourable : int
        How many are on the favourable side.
    shown : bool
        Whether the group's answers may be shown.
    p, adjusted_p : float or None
        Of the rank-sum test, and corrected for all contrasts of the comparison (Holm); None where nothing is tested.
    verdict : {"higher", "lower", "no clear difference", "too few"}
        Higher is more favourable, or more important.
    """

    group: Choice
    counts: tuple[int, ...]
    other_counts: tuple[int, ...]
    favourable: int
    other_favourable: int
    shown: bool
    p: float | None = None
    adjusted_p: float | None = None
    verdict: Verdict = "too few"

    @property
    def answered(self) -> int:
        return sum(self.counts)

    @property
    def other_answered(self) -> int:
        return sum(self.other_counts)

    @property
    def pairs(self) -> CliffsDelta:
        """Pairs of a partner of the group with another: Cliff's delta and its interval."""
        return cliffs_delta(_places(self.counts), _places(self.other_counts))

    @property
    def tested(self) -> bool:
        """Whether there are answers enough to test: 30 in all, ten on either side."""
        return may_compare(self.answered + self.other_answered) and all(
            map(may_show_percent, (self.answered, self.other_answered))
        )

    def share_difference(self, level: float = 0.95) -> Interval:
        """Interval of the group's favourable share less that of the others (Newcombe)."""
        return newcombe_interval(
            self.favourable, self.answered, self.other_favourable, self.other_answered, level=level
        )


@dataclass(frozen=True)
class SubjectComparison:
    """One question or topic, compared between groups.

    Parameters
    ----------
    subject : Item or Construct
    contrasts : tuple of Contrast
        One per group, in the order of the answers of the question that makes the groups; empty groups too.
    ungrouped : int
        Who answered, but did not say which group they belong to. They are among the others of every contrast.
    omnibus : KruskalWallisTest
        Of the groups that may be shown, by themselves.
    """

    subject: Item | Construct
    contrasts: tuple[Contrast, ...]
    ungrouped: int
    omnibus: KruskalWallisTest

    @property
    def told(self) -> tuple[Contrast, ...]:
        """The contrasts that are tested and may be shown; of two that mirror each other the first."""
        first = {self.sides(contrast): contrast for contrast in reversed(self.contrasts)}
        return tuple(contrast for contrast in reversed(first.values()) if contrast.tested and contrast.shown)

    def sides(self, contrast: Contrast) -> frozenset[frozenset[str]]:
        """Which groups stand on the two sides of a contrast: two groups alone make the same contrast twice."""
        answered = {other.group.name for other in self.contrasts if other.answered}
        others = answered - {contrast.group.name} | ({""} if self.ungrouped else set())
        return frozenset((frozenset((contrast.group.name,)), frozenset(others)))


@dataclass(frozen=True)
class Comparison:
    """Groups of partners compared on several questions or topics.

    Parameters
    ----------
    rows : tuple of SubjectComparison
    by : Item
        The question that makes the groups.
    role : {"experience", "importance"}
    level : float
    respondents, ungrouped : int
        Respondents, and those of them who did not say which group they belong to.
    """

    rows: tuple[SubjectComparison, ...]
    by: Item
    role: str
    level: float
    respondents: int
    ungrouped: int

    @property
    def tests(self) -> int:
        """How many tests were made, and corrected together."""
        return sum(len({row.sides(contrast) for contrast in row.contrasts if contrast.tested}) for row in self.rows)


def compare(
    responses: Responses,
    items: str | Iterable[str] | None = None,
    *,
    by: str,
    on: Literal["item", "construct"] = "item",
    role: str = "experience",
    level: float = 0.95,
) -> Comparison:
    """Each group of partners against all others, on each question or topic.

    The others are everybody else who answered, with those who did not say their group: so nothing about these
    few can be worked out from the totals. A group without answers has verdict "too few" and the interval (-1, 1).

    Parameters
    ----------
    responses : Responses
    items : str, iterable of str, or None
        Items or constructs by name; None for all.
    by : str
        The question that makes the groups: one answer from a list, not a rating.
    on : {"item", "construct"}
        Compare answers, or each respondent's mean of a construct's items (with two thirds of them answered).
    role : {"experience", "importance"}
        Which rated items.
    level : float
        Confidence level of the intervals, between 0 and 1; a difference needs a corrected p below 1 - `level`.

    Returns
    -------
    Comparison

    Raises
    ------
    KipError
        A name is not in the codebook, or `by` makes no groups.
    ValueError
        `on` or `role` is none of those above, or `level` not between 0 and 1.

    References
    ----------
    Cliff, N. (1993). Dominance statistics. Psychological Bulletin 114, 494-509. Tests and intervals:
    `kiptools.ordinal`, `kiptools.intervals`.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> found = compare(read_responses(), "resources", by="organisation_type", on="construct")
    >>> contrast = found.rows[0].contrasts[0]
    >>> contrast.group.name, contrast.verdict, contrast.pairs.less, contrast.pairs.pairs
    ('employer', 'lower', 168, 200)
    """
    if on not in ("item", "construct") or role not in RATED or not 0 < level < 1:
        raise ValueError(f"on is {on!r} (item or construct), role is {role!r} ({' or '.join(RATED)}), level is {level}")
    grouping = _grouping(responses, by)
    chosen = responses.codebook.select(items, role=role)
    subjects: Sequence[tuple[Item | Construct, list[Item]]] = (
        [(item, [item]) for item in chosen] if on == "item" else by_construct(responses, chosen)
    )
    rows = [_compare_subject(responses, subject, members, grouping) for subject, members in subjects]
    ungrouped = int((responses.column(by) < 0).sum())
    return Comparison(_judge(rows, level), grouping, role, level, len(responses), ungrouped)


def _grouping(responses: Responses, by: str) -> Item:
    item = responses.codebook[by]
    if item.type == "select_one" and not item.rated and item.role != "ignore":
        return item
    usable = [item for item in responses.codebook.items if item.type == "select_one" and item.role == "profile"]
    raise KipError(
        message(
            '"{name}" makes no groups; name a question about the respondent with one answer from a list '
            "(the codebook has: {names}).",
            name=by,
            names=tuple(item.name for item in usable) or "-",
        )
    )


def _compare_subject(
    responses: Responses, subject: Item | Construct, members: list[Item], grouping: Item
) -> SubjectComparison:
    table, favourable = _count_groups(responses, subject, members, grouping)
    groups = table[:-1]
    total, liked = table.sum(axis=0), table[:, favourable].sum(axis=1)
    contrasts = tuple(
        Contrast(
            group,
            _whole(counts),
            _whole(total - counts),
            int(liked[place]),
            int(liked.sum() - liked[place]),
            shown,
        )
        for place, (group, counts, shown) in enumerate(
            zip(grouping.levels, groups, _may_show(responses, subject, members, grouping), strict=True)
        )
    )
    omnibus = kruskal_wallis_test([_places(contrast.counts) for contrast in contrasts if contrast.shown])
    return SubjectComparison(subject, contrasts, int(table[-1].sum()), omnibus)


def _count_groups(
    responses: Responses, subject: Item | Construct, members: list[Item], grouping: Item
) -> tuple[np.ndarray, np.ndarray]:
    """Answers per group (the last row: those in none) and level, least favourable first; favourable levels."""
    places, favourable = (
        _item_places(responses, subject) if isinstance(subject, Item) else _score_places(responses, members)
    )
    codes = responses.column(grouping.name).astype(np.intp)
    groups = np.where(codes < 0, len(grouping.levels), codes)
    cells = np.bincount(
        (groups * len(favourable) + places)[places >= 0], minlength=(len(grouping.levels) + 1) * len(favourable)
    )
    return cells.reshape(len(grouping.levels) + 1, len(favourable)), favourable


def _item_places(responses: Responses, item: Item) -> tuple[np.ndarray, np.ndarray]:
    """Each respondent's level, least favourable first (-1: no answer), and which levels are favourable."""
    codes, levels = responses.column(item.name).astype(np.intp), len(item.levels)
    favourable = np.isin(np.arange(levels), item.favourable())
    if item.reverse:
        codes, favourable = np.where(codes < 0, codes, levels - 1 - codes), favourable[::-1]
    return np.maximum(codes, -1), favourable


def _score_places(responses: Responses, members: list[Item]) -> tuple[np.ndarray, np.ndarray]:
    """The same for the scores of a construct: its levels are the scores that occur."""
    scores, answered = construct_scores(responses, members)
    scores = np.round(scores, 9)  # thirds are not exact in binary
    levels = np.unique(scores[answered])
    return np.where(answered, np.searchsorted(levels, scores), -1), levels > 0.5


def _may_show(responses: Responses, subject: Item | Construct, members: list[Item], grouping: Item) -> tuple[bool, ...]:
    """Which groups' answers may be shown, beside those of all partners together.

    Who belongs to a group is known; so neither the same answer of all may be told, nor that all are on one side, nor
    that none has one. A group whose size the question itself hides is hidden here too. What a larger set of
    respondents, shown as well, has more in a group must not be a few answers or all the same.
    """
    table, favourable = _count_groups(responses, subject, members, grouping)
    rests = [_count_groups(rest, subject, members, grouping)[0] for rest in responses.left_out]
    if any(row.any() and not may_show_answers(row.tolist()) for rest in rests for row in rest):
        return (False,) * len(grouping.levels)
    sides = np.column_stack([table[:, favourable].sum(axis=1), table[:, ~favourable].sum(axis=1)])
    codes = responses.column(grouping.name).astype(np.intp)
    sizes = np.bincount(np.where(codes < 0, len(grouping.levels), codes), minlength=len(table))
    return safe_members(sizes.tolist(), table.tolist(), sides.tolist())[:-1]


def _judge(rows: Sequence[SubjectComparison], level: float) -> tuple[SubjectComparison, ...]:
    """The rows with tests and verdicts, all contrasts with answers enough corrected together."""
    p_values = {
        (row, found.sides(contrast)): rank_sum_test(_places(contrast.counts), _places(contrast.other_counts)).p
        for row, found in enumerate(rows)
        for contrast in found.contrasts
        if contrast.tested
    }
    tests = dict(zip(p_values, zip(p_values.values(), holm(list(p_values.values())), strict=True), strict=True))
    return tuple(
        replace(
            found,
            contrasts=tuple(
                _with_verdict(contrast, tests.get((row, found.sides(contrast))), level) for contrast in found.contrasts
            ),
        )
        for row, found in enumerate(rows)
    )


def _with_verdict(contrast: Contrast, test: tuple[float, float] | None, level: float) -> Contrast:
    if test is None:
        return contrast
    p, adjusted_p = test
    low, high = contrast.pairs.interval(level)
    verdict: Verdict = "no clear difference"
    if adjusted_p < 1 - level and (low > 0 or high < 0):
        verdict = "higher" if low > 0 else "lower"
    return replace(contrast, p=p, adjusted_p=adjusted_p, verdict=verdict)


def _whole(counts: np.ndarray) -> tuple[int, ...]:
    return tuple(map(int, counts))


def _places(counts: Sequence[int]) -> np.ndarray:
    """The answers themselves, as places of their levels."""
    return np.repeat(np.arange(len(counts)), counts)


# --- the same respondents ----------------------------------------------------------------------------


@dataclass(frozen=True)
class RepeatedComparison:
    """Several questions on one scale, compared by the respondents who answered all of them.

    Parameters
    ----------
    items : tuple of Item
    counts : tuple of tuple of int
        For each item, how often each answer was given, least favourable first.
    answered : int
        Respondents who answered all of the items: those who are compared.
    incomplete : int
        Respondents who did not.
    level : float
    test : FriedmanTest or SignedRankTest
        The signed-rank test for two items (first less second), else Friedman's with Kendall's W.
    shown : bool
        Whether anything of it may be shown. The counts never are: what all respondents answered, less what those
        who answered all the items did, can be the answers of one.
    """

    items: tuple[Item, ...]
    counts: tuple[tuple[int, ...], ...]
    answered: int
    incomplete: int
    level: float
    test: FriedmanTest | SignedRankTest
    shown: bool

    @property
    def verdict(self) -> Literal["different", "no clear difference", "too few"]:
        """Whether the questions are rated differently."""
        if not may_compare(self.answered):
            return "too few"
        return "different" if self.test.p < 1 - self.level else "no clear difference"


def compare_items(
    responses: Responses, items: str | Iterable[str], *, role: str | None = None, level: float = 0.95
) -> RepeatedComparison:
    """Whether the same partners rate several questions differently.

    Parameters
    ----------
    responses : Responses
    items : str or iterable of str
        Two or more items on the same ordered scale, or constructs, by name.
    role : str or None
        Only items of that role.
    level : float
        A difference needs a p-value below 1 - `level`.

    Returns
    -------
    RepeatedComparison
        Of complete cases only; without any, p is 1.

    Raises
    ------
    KipError
        A name is not in the codebook, or the items are not two or more on the same ordered scale.
    ValueError
        `level` is not between 0 and 1.

    References
    ----------
    Conover, W. J. (1999). Practical nonparametric statistics, 3rd ed., sections 5.7 and 5.8. Wiley.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> found = compare_items(read_responses(), "trust", role="experience")
    >>> found.answered + found.incomplete, found.test.respondents == found.answered
    (31, True)
    """
    if not 0 < level < 1:
        raise ValueError(f"level is {level}; it must lie between 0 and 1")
    chosen = responses.codebook.select(items, role=role)
    if len(chosen) < 2 or not all(item.ordered and item.scale == chosen[0].scale for item in chosen):
        raise KipError(
            message(
                "Only questions on one and the same ordered scale can be compared with each other; name two or more "
                "of them (named: {names}).",
                names=tuple(item.name for item in chosen) or "-",
            )
        )
    places = np.column_stack([_item_places(responses, item)[0] for item in chosen])
    complete = places[(places >= 0).all(axis=1)]
    counts = [np.bincount(column, minlength=len(chosen[0].levels)) for column in complete.T]
    return RepeatedComparison(
        chosen,
        tuple(map(_whole, counts)),
        len(complete),
        len(places) - len(complete),
        level,
        signed_rank_test(complete[:, 0] - complete[:, 1]) if len(chosen) == 2 else friedman_test(complete),
        not responses.withheld,
    )
