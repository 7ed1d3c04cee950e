"""Rank tests, effect sizes and corrections against R, print, and counting by hand."""

from __future__ import annotations

import csv
import json
from fractions import Fraction
from itertools import combinations, product
from math import nan, sqrt
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pytest
from builders import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from kiptools import ordinal
from kiptools.ordinal import (
    EXACT_UP_TO,
    benjamini_hochberg,
    cliffs_delta,
    friedman_test,
    holm,
    kruskal_wallis_test,
    rank_sum_test,
    signed_rank_test,
)


def expected(shared: Path, case: str) -> dict:
    cases = json.loads((shared / "oracle" / "expected.json").read_text())["cases"]
    return next(entry["expected"] for entry in cases if entry["id"] == case)


def answers(shared: Path, name: str) -> list[dict[str, float | None]]:
    with (shared / "oracle" / f"{name}.csv").open() as file:
        return [{key: float(cell) if cell else None for key, cell in row.items()} for row in csv.DictReader(file)]


def by(rows: list[dict[str, float | None]], what: str, group: str) -> list[list[float]]:
    """The values of one column for each value of another, both there."""
    groups = sorted({row[group] for row in rows if row[group] is not None})
    return [[row[what] for row in rows if row[group] == value and row[what] is not None] for value in groups]


# --- against R ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("case", "data"), [("n12", "bfi_first12"), ("n30", "bfi_first30"), ("n200", "bfi_first200")])
def test_the_rank_sum_test_equals_r_wilcox_test_and_coin(shared, case, data):
    reference = expected(shared, f"mannwhitney.{case}")
    x, y = by(answers(shared, data), "A2", "gender")
    found = rank_sum_test(x, y)
    assert (found.pairs.n, found.pairs.other_n, found.statistic) == (reference["n1"], reference["n2"], reference["W"])
    assert found.exact and found.p == pytest.approx(reference["p_exact"], rel=1e-9)
    assert cliffs_delta(x, y).delta == pytest.approx(reference["cliff_delta"], rel=1e-9)
    counts = ordinal._tabulate(x, y)
    assert ordinal._normal_rank_sum_p(*counts) == pytest.approx(reference["p_asym_cc"], rel=1e-9)
    assert ordinal._normal_rank_sum_p(*counts, correction=0) == pytest.approx(reference["p_asym"], rel=1e-9)


def test_the_signed_rank_test_equals_r_wilcox_test_and_coin(shared):
    reference = expected(shared, "signedrank.n30")
    rows = [row for row in answers(shared, "bfi_first30") if None not in (row["A2"], row["A3"])]
    differences = np.array([row["A2"] - row["A3"] for row in rows])
    found = signed_rank_test(differences)
    assert (found.statistic, found.exact) == (reference["V"], True)
    assert found.p == pytest.approx(reference["p_exact"], rel=1e-9)
    moved = differences[differences != 0]
    _, places, ties = np.unique(np.abs(moved), return_inverse=True, return_counts=True)
    normal = ordinal._normal_signed_rank_p(ordinal._doubled_ranks(ties)[places], ties, int(2 * found.statistic))
    assert normal == pytest.approx(reference["p_asym_cc"], rel=1e-9)


def test_kruskal_wallis_and_pairwise_holm_equal_r(shared):
    reference = expected(shared, "kruskal.n30")
    groups = by(answers(shared, "bfi_first30"), "A2", "education")
    found = kruskal_wallis_test(groups)
    assert (found.statistic, found.p, found.df) == (
        pytest.approx(reference["statistic"], rel=1e-9),
        pytest.approx(reference["p"], rel=1e-9),
        reference["df"],
    )
    assert found.epsilon_squared == pytest.approx(reference["epsilon2"], rel=1e-9)
    pairwise = holm([rank_sum_test(one, other).p for one, other in combinations(groups, 2)])
    assert list(pairwise) == [value for row in reference["pairwise_holm"] for value in row if value is not None]


def test_kruskal_wallis_equals_hollander_and_wolfe(shared):
    case = next(case for case in json.loads((shared / "golden.json").read_text()) if case["id"] == "kw_hollander")
    found = kruskal_wallis_test(case["input"]["g"])
    values = case["expected"]
    assert (found.statistic, found.df, found.p) == pytest.approx((values["H"], values["df"], values["p"]), abs=1e-9)


def test_friedman_and_kendalls_w_equal_r(shared):
    reference = expected(shared, "friedman.n30")
    rows = [[row[name] for name in ("A1", "A2", "A3")] for row in answers(shared, "bfi_first30")]
    found = friedman_test([row for row in rows if None not in row])
    assert (found.statistic, found.p, found.kendalls_w) == (
        pytest.approx(reference["statistic"], rel=1e-9),
        pytest.approx(reference["p"], rel=1e-9),
        pytest.approx(reference["kendall_W"], rel=1e-9),
    )


# --- against counting --------------------------------------------------------------------------------

FEW = st.lists(st.integers(1, 4), min_size=0, max_size=6)


@settings(max_examples=examples(60), deadline=None)
@given(FEW, FEW)
def test_the_exact_rank_sum_p_counts_every_way_of_sharing_out_the_values(x, y):
    """By counting: of all ways to choose who is in the first group, how many are as far from the middle."""
    values = x + y
    ranks = [Fraction(2 * sum(other < v for other in values) + values.count(v) + 1, 2) for v in values]
    middle = Fraction(len(x) * (len(values) + 1), 2)
    sums = [abs(sum(ranks[place] for place in chosen) - middle) for chosen in combinations(range(len(values)), len(x))]
    far = sum(total >= abs(sum(ranks[: len(x)]) - middle) for total in sums)
    assert rank_sum_test(x, y).p == pytest.approx(far / len(sums), rel=1e-12)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.integers(-3, 3), max_size=9))
def test_the_exact_signed_rank_p_counts_every_choice_of_signs(differences):
    moved = [value for value in differences if value]
    sizes = [abs(value) for value in moved]
    ranks = [Fraction(2 * sum(other < size for other in sizes) + sizes.count(size) + 1, 2) for size in sizes]
    middle = sum(ranks, Fraction(0)) / 2
    observed = sum((rank for rank, value in zip(ranks, moved, strict=True) if value > 0), Fraction(0))
    sums = [
        sum((rank for rank, sign in zip(ranks, signs, strict=True) if sign), Fraction(0))
        for signs in product((0, 1), repeat=len(moved))
    ]
    found = signed_rank_test(differences)
    assert found.statistic == observed
    assert found.p == pytest.approx(sum(abs(s - middle) >= abs(observed - middle) for s in sums) / len(sums), rel=1e-12)


@settings(max_examples=examples(40), deadline=None)
@given(FEW, FEW)
def test_pairs_are_counted_and_turn_round_with_the_groups(x, y):
    found, back = cliffs_delta(x, y), cliffs_delta(y, x)
    assert found.greater == sum(a > b for a in x for b in y) and found.equal == sum(a == b for a in x for b in y)
    assert (found.greater, found.less) == (back.less, back.greater)
    low, high = found.interval()
    assert back.interval() == pytest.approx((-high, -low), abs=1e-12)
    assert -1 <= low < high <= 1
    if x and y:
        assert low <= found.delta <= high
        assert rank_sum_test(x, y).p == pytest.approx(rank_sum_test(y, x).p, rel=1e-12)


def test_beyond_the_stated_size_p_is_approximate_and_near_the_exact_one():
    rng = np.random.default_rng(3)
    half = EXACT_UP_TO // 2
    x, y = rng.integers(1, 6, half), np.minimum(5, rng.integers(1, 6, half + 1) + (rng.random(half + 1) < 0.2))
    exact, normal = rank_sum_test(x, y[:half]), rank_sum_test(x, y)
    assert (exact.exact, normal.exact) == (True, False)
    assert exact.p == pytest.approx(ordinal._normal_rank_sum_p(*ordinal._tabulate(x, y[:half])), rel=0.05)
    differences = rng.integers(-2, 4, 2 * EXACT_UP_TO)
    few = differences[differences != 0][:EXACT_UP_TO]
    assert signed_rank_test(few).exact and not signed_rank_test(differences).exact


# --- the interval of delta ---------------------------------------------------------------------------


def test_the_ends_of_the_interval_solve_newcombes_equation():
    """Method 5, by hand: (found - share)^2 = z^2 share (1 - share) (1 + (N - 1)((1 - share)/(2 - share) +
    share/(1 + share))) / (m n) with N = (m + n) / 2, at both ends."""
    found = cliffs_delta([3, 4, 4, 5, 5, 2], [1, 2, 2, 3, 3, 4, 1, 5])
    z = NormalDist().inv_cdf(0.975)
    for end in found.interval():
        share, size = (end + 1) / 2, (6 + 8) / 2
        variance = share * (1 - share) * (1 + (size - 1) * ((1 - share) / (2 - share) + share / (1 + share))) / 48
        assert ((found.delta + 1) / 2 - share) ** 2 == pytest.approx(z * z * variance, rel=1e-9)


def test_the_interval_is_never_a_point():
    for x, y in (([5] * 5, [1] * 5), ([1] * 10, [5] * 20), ([3] * 10, [3] * 10), ([1], [2])):
        low, high = cliffs_delta(x, y).interval()
        assert high - low > 0.1
    assert cliffs_delta([5] * 5, [1] * 5).interval().high == 1
    assert cliffs_delta([], [1, 2]).interval() == (-1, 1)
    with pytest.raises(ValueError, match="level is 95"):
        cliffs_delta([1], [2]).interval(95)


SHAPES = [
    np.array(shape) / sum(shape)
    for shape in ([1, 2, 4, 6, 4], [4, 6, 4, 2, 1], [1] * 5, [0, 0, 1, 6, 3], [5, 3, 1, 1, 0])
]


def feng_cliff(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Asymmetric interval from the consistent variance (Feng & Cliff 2004)."""
    n, m, z = len(x), len(y), NormalDist().inv_cdf(0.975)
    dominance = np.sign(x[:, None] - y)
    d = float(dominance.mean())
    rows, columns = dominance.mean(axis=1), dominance.mean(axis=0)
    of_rows, of_columns = ((rows - d) ** 2).sum() / (n - 1), ((columns - d) ** 2).sum() / (m - 1)
    of_pairs = ((dominance - d) ** 2).sum() / ((n - 1) * (m - 1))
    variance = float((m - 1) * of_rows + (n - 1) * of_columns + of_pairs) / (n * m)
    below = 1 - d * d + z * z * variance
    half = z * sqrt(variance) * sqrt((1 - d * d) ** 2 + z * z * variance)
    return ((d - d**3 - half) / below, (d - d**3 + half) / below) if below else (d, d)


def test_the_interval_holds_the_truth_as_often_as_it_says_and_more_often_than_the_asymmetric_one():
    """Five levels, groups of 5 to 30: on average at least 95 % (Feng and Cliff less), nowhere below 85 %."""
    rng, runs, ours, theirs = np.random.default_rng(7), examples(60), [], []
    for n, m in ((10, 21), (10, 50), (15, 15), (5, 26), (30, 30)):
        for one, other in ((0, 0), (0, 1), (0, 2), (3, 1), (3, 4), (2, 3)):
            first, second = SHAPES[one], SHAPES[other]
            truth = sum(first[i] * second[j] * np.sign(i - j) for i in range(5) for j in range(5))
            samples = [(rng.choice(5, n, p=first), rng.choice(5, m, p=second)) for _ in range(runs)]
            ours.append(np.mean([low <= truth <= high for low, high in (cliffs_delta(*s).interval() for s in samples)]))
            theirs.append(np.mean([low <= truth <= high for low, high in (feng_cliff(*s) for s in samples)]))
    assert np.mean(ours) >= 0.95 > np.mean(theirs) and min(ours) > 0.85 - 3 * sqrt(0.85 * 0.15 / runs)


# --- corrections -------------------------------------------------------------------------------------


def test_corrections_by_hand():
    """Holm multiplies the sorted values by 5, 4, 3, 2, 1 and never falls; Benjamini-Hochberg by 5/1 ... 5/5 and
    never rises backwards."""
    values = [0.04, 0.01, 0.03, 0.001, 0.5]
    assert holm(values) == pytest.approx((0.09, 0.04, 0.09, 0.005, 0.5))
    assert benjamini_hochberg(values) == pytest.approx((0.05, 0.025, 0.05, 0.005, 0.5))
    assert holm([0.4, 0.6]) == (0.8, 0.8) and holm([]) == benjamini_hochberg([]) == ()
    assert holm([0.9, 0.9]) == (1.0, 1.0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_corrected_values_lie_between_the_raw_ones_and_bonferroni(values):
    for raw, fdr, corrected in zip(values, benjamini_hochberg(values), holm(values), strict=True):
        assert raw <= fdr <= corrected + 1e-15 and corrected <= min(1, len(values) * raw) + 1e-15


# --- degenerate cases --------------------------------------------------------------------------------


@pytest.mark.parametrize(("x", "y"), [([], []), ([], [1, 2]), ([1], []), ([1], [1]), ([3] * 4, [3] * 9), ([1], [2])])
def test_two_groups_that_tell_nothing_have_p_1(x, y):
    found = rank_sum_test(x, y)
    assert (found.p, found.exact) == (1.0, True)
    assert ordinal._normal_rank_sum_p(*ordinal._tabulate(x, y)) == 1.0
    assert found.pairs.pairs or (str(found.pairs.delta), found.pairs.interval()) == ("nan", (-1, 1))


def test_differences_groups_and_items_that_tell_nothing_have_p_1():
    assert signed_rank_test([]).p == signed_rank_test([0, 0]).p == signed_rank_test([2]).p == 1
    assert ordinal._normal_signed_rank_p(np.zeros(0, int), np.zeros(0, int), 0) == 1
    for groups in ([], [[]], [[1, 2, 3]], [[1, 2], []], [[2, 2], [2]], [[1]]):
        found = kruskal_wallis_test(groups)
        assert (found.statistic, found.p) == (0, 1) and found.epsilon_squared == 0
    for rows in ([], [[1], [2]], [[1, 1], [2, 2]], np.zeros((0, 3))):
        found = friedman_test(rows)
        assert (found.statistic, found.p, found.kendalls_w) == (0, 1, 0)


def test_missing_values_are_refused_and_noise_beyond_nine_decimals_is_no_difference():
    for call in (
        lambda: rank_sum_test([1, nan], [2]),
        lambda: signed_rank_test([nan]),
        lambda: friedman_test([[1, nan]]),
    ):
        with pytest.raises(ValueError, match="missing or infinite: nan"):
            call()
    assert cliffs_delta([0.1 + 0.2], [0.3]).equal == 1 and signed_rank_test([0.1 + 0.2 - 0.3]).zero == 1


def test_equal_inputs_give_equal_results_and_stay_as_they_are():
    x, y = np.array([2.0, 1.0, 1.0]), [1, 3]
    assert rank_sum_test(x, y) == rank_sum_test([1, 1, 2], [3, 1]) and hash(rank_sum_test(x, y))
    assert x.tolist() == [2.0, 1.0, 1.0] and y == [1, 3]
