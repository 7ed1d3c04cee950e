"""Intervals against printed values and against exact fractions."""

from __future__ import annotations

import json
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiptools import finite_population_interval, newcombe_interval, wilson_interval


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (15, 148, 0.0624, 0.1605),
    ],
)
def test_wilson_equals_newcombe_1998_table_1_method_3(count, n, low, high):
    assert wilson_interval(count, n) == pytest.approx((low, high), abs=5e-5)


WILSON_IN_R = [  # R 4.2.2: prop.test(x, n, correct = FALSE), 15 digits
    (81, 263, 0.255288519878274, 0.3662095769828),
    (15, 148, 0.0623863995307363, 0.160487241723308),
    (0, 20, 1.38777878078145e-17, 0.161125158052819),
    (1, 29, 0.00611321429276265, 0.171755218793203),
    (0, 10, 2.77555756156289e-17, 0.277532799862889),
    (3, 10, 0.107791267406301, 0.603221852538855),
    (10, 10, 0.722467200137111, 1),
    (7, 12, 0.31951131254955, 0.806739686341243),
    (150, 300, 0.443779516133917, 0.556220483866083),
]


@pytest.mark.parametrize(("count", "n", "low", "high"), WILSON_IN_R)
def test_wilson_equals_r_to_the_last_digit(count, n, low, high):
    assert wilson_interval(count, n) == pytest.approx((low, high), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("count", "n", "population", "expected"),
    [
        (18, 24, 40, (25, 34)),
        (10, 20, 100, (30, 70)),
        (31, 31, 31, (31, 31)),
        (0, 0, 7, (0, 7)),
        (1, 1, 2, (1, 2)),
    ],
)
def test_finite_population_interval_known_cases(count, n, population, expected):
    assert finite_population_interval(count, n, population) == expected


@given(st.data())
def test_finite_population_interval_is_the_definition_in_exact_fractions(data):
    """Keep a total M if P(X >= x) and P(X <= x), hypergeometric, are both above one fortieth."""
    population = data.draw(st.integers(1, 40))
    n = data.draw(st.integers(0, population))
    count = data.draw(st.integers(0, n))
    tail = Fraction(1, 40)

    def probability(total: int, hits: int) -> Fraction:
        return Fraction(comb(total, hits) * comb(population - total, n - hits), comb(population, n))

    kept = [
        total
        for total in range(count, population - n + count + 1)
        if sum(probability(total, hits) for hits in range(count, min(n, total) + 1)) > tail
        and sum(probability(total, hits) for hits in range(0, count + 1) if hits <= total) > tail
    ]
    assert finite_population_interval(count, n, population) == (kept[0], kept[-1])


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0.5, 0.999))
def test_wilson_lies_within_0_and_1_and_holds_the_share(one, other, level):
    count, n = min(one, other), max(one, other)
    low, high = wilson_interval(count, n, level=level)
    assert 0 <= low <= high <= 1
    if n:
        assert low - 1e-12 <= count / n <= high + 1e-12


@pytest.mark.parametrize("arguments", [(-1, 5), (6, 5)])
def test_impossible_counts_are_refused(arguments):
    with pytest.raises(ValueError, match="must lie between 0 and n = 5"):
        wilson_interval(*arguments)
    with pytest.raises(ValueError, match="must lie between"):
        finite_population_interval(*arguments, 10)


def test_population_below_n_is_refused():
    with pytest.raises(ValueError, match="population is 3, smaller than the 5 who answered"):
        finite_population_interval(2, 5, 3)
    with pytest.raises(ValueError, match="level is 95"):
        wilson_interval(2, 5, level=95)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_a_difference_of_shares_equals_newcombe_1998b_method_10(counts, low, high):
    assert newcombe_interval(*counts) == pytest.approx((low, high), abs=5e-5)


def test_a_difference_of_shares_equals_r_to_the_last_digit(shared):
    cases = json.loads((shared / "oracle" / "expected.json").read_text())["cases"]
    reference = next(case["expected"] for case in cases if case["id"] == "propdiff.newcombe10")
    for name, counts in {"a": (56, 70, 48, 80), "b": (9, 10, 3, 10), "c": (10, 10, 0, 20)}.items():
        assert newcombe_interval(*counts) == pytest.approx(reference[name][1:], rel=1e-9)


@given(st.lists(st.integers(0, 60), min_size=4, max_size=4), st.floats(0.5, 0.999))
def test_a_difference_of_shares_turns_round_with_the_groups(numbers, level):
    count, n = sorted(numbers[:2])
    other_count, other_n = sorted(numbers[2:])
    low, high = newcombe_interval(count, n, other_count, other_n, level=level)
    assert newcombe_interval(other_count, other_n, count, n, level=level) == pytest.approx((-high, -low), abs=1e-12)
    assert -1 - 1e-12 <= low < high <= 1 + 1e-12
    if n and other_n:
        assert low <= count / n - other_count / other_n <= high
    else:
        assert (low, high) == (-1, 1)


def test_impossible_counts_of_either_side_are_refused():
    with pytest.raises(ValueError, match="count is 6"):
        newcombe_interval(1, 5, 6, 5)
    with pytest.raises(ValueError, match="level is 95"):
        newcombe_interval(0, 0, 0, 0, level=95)
