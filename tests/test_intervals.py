"""Intervals against printed values and against exact fractions."""

from __future__ import annotations

import json
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiptools import finite_population_interval, wilson_interval


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


def test_wilson_equals_the_reference_values_of_r(shared: Path):
    cases = json.loads((shared / "oracle" / "expected.json").read_text())["cases"]
    tested = 0
    for case in cases:
        if not case["id"].startswith("prop."):
            continue
        count, n = map(int, case["what"].split(":")[0].split("/"))
        assert wilson_interval(count, n) == pytest.approx(case["expected"]["wilson"], rel=1e-9, abs=1e-12)
        tested += 1
    assert tested == 9


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
