"""Priorities, agreement and weights of a SWOT against print, R, and counting by hand."""

from __future__ import annotations

import time
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations, product
from math import isnan, sqrt

import numpy as np
import pytest
from builders import HOSTILE, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ordinal import answers, expected

from kiptools import ranking
from kiptools.messages import KipError
from kiptools.pairwise import PairwiseWeights, comparisons_of, pairwise_weights
from kiptools.ranking import kendalls_w, rank
from kiptools.swot import QUADRANTS, Factor, Judgement, Rater, Rating, Swot

# --- agreement ---------------------------------------------------------------------------------------

SAME3, SAME4 = [1, 2, 3], [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("rows", "statistic", "p"),
    [  # Siegel, S. (1956). Nonparametric Statistics for the Behavioral Sciences, table N
        ([SAME3] * 3, 6.0, 0.028),
        ([SAME3, [2, 1, 3], SAME3, [2, 1, 3]], 6.0, 0.069),
        ([SAME3, [1, 3, 2], SAME3, SAME3], 6.5, 0.042),
        ([SAME3] * 4, 8.0, 0.0046),
        ([SAME4] * 2, 6.0, 0.042),
        ([SAME4, [1, 2, 4, 3], [2, 1, 3, 4]], 7.4, 0.033),
        ([SAME4, [1, 3, 2, 4], SAME4], 8.2, 0.017),
        ([SAME4] * 3, 9.0, 0.0017),
    ],
)
def test_p_equals_siegels_table(rows, statistic, p):
    found = kendalls_w(rows)
    assert found.w * found.raters * (found.things - 1) == pytest.approx(statistic, rel=1e-12)
    assert found.exact and found.p == pytest.approx(p, abs=0.0005 if p > 0.01 else 0.00005)


def test_w_equals_r(shared):
    rows = [[row[name] for name in ("A1", "A2", "A3")] for row in answers(shared, "bfi_first30")]
    complete = [row for row in rows if None not in row]
    found = kendalls_w(complete)
    assert found.w == pytest.approx(expected(shared, "friedman.n30")["kendall_W"], rel=1e-9)
    assert (found.raters, found.things) == (len(complete), 3)


def ranks_of(row):
    return [Fraction(2 * sum(other < value for other in row) + row.count(value) + 1, 2) for value in row]


def spread_of(rows):
    """Sum of squared distances of the rank sums from their middle."""
    sums = [sum(column) for column in zip(*map(ranks_of, rows), strict=True)]
    return sum((total - Fraction(len(rows) * (len(sums) + 1), 2)) ** 2 for total in sums)


def rated(things, most):
    return st.lists(st.lists(st.integers(1, 3), min_size=things, max_size=things), min_size=1, max_size=most)


@settings(max_examples=examples(40), deadline=None)
@given(st.one_of(rated(2, 6), rated(3, 3), rated(4, 2)))
def test_w_and_p_are_those_of_counting_all_arrangements(rows):
    m, k = len(rows), len(rows[0])
    ties = sum(row.count(value) ** 3 - row.count(value) for row in rows for value in set(row))
    most = m * m * (k**3 - k) - m * ties
    found = kendalls_w(rows)
    assert found.exact
    assert found.w == pytest.approx(float(12 * spread_of(rows) / most) if most else 0, abs=1e-12)
    reached = [spread_of(way) >= spread_of(rows) for way in product(*([*permutations(row)] for row in rows))]
    assert found.p == pytest.approx(sum(reached) / len(reached), rel=1e-12)


def test_one_thing_above_nine_equal_ones():
    """Three people who each put one and the same of ten things first: by chance one time in 10 x 10."""
    found = kendalls_w([[5] + [2] * 9, [4] + [1] * 9, [3] + [2] * 9])
    assert found.exact and found.w == pytest.approx(1) and found.p == pytest.approx(0.01, rel=1e-12)


def test_w_is_never_above_1():
    assert kendalls_w([[1, 1, 2, 5, 1, 4, 2, 3]] * 2).w == 1  # 1.0000000000000002 before it is held down


@pytest.mark.parametrize("seed", range(4))
def test_drawing_by_lot_agrees_with_counting(monkeypatch, seed):
    rng = np.random.default_rng(seed)
    rows = rng.integers(1, 6, (7, 4)) + np.array([0, 0, 1, seed])
    exact = kendalls_w(rows)
    monkeypatch.setattr(ranking, "MOST_STEPS", 0)
    drawn = kendalls_w(rows, seed=seed)
    assert exact.exact and not drawn.exact and drawn.w == exact.w
    assert abs(drawn.p - exact.p) < 4 * sqrt(exact.p * (1 - exact.p) / 9_999) + 1 / 10_000
    assert drawn == kendalls_w(rows, seed=seed)
    assert len({kendalls_w(rows, seed=other).p for other in range(8)}) > 1


def test_a_p_drawn_by_lot_counts_what_is_as_large(monkeypatch):
    """Three people in one order, out of 6 x 6 ways of the other two: p = 1/36, and the drawn one lies near."""
    monkeypatch.setattr(ranking, "MOST_STEPS", 0)
    found = kendalls_w([[1, 2, 3]] * 3)
    assert not found.exact and found.p == pytest.approx(1 / 36, abs=4 * (1 / 36 * 35 / 36 / 9999) ** 0.5)


def test_p_drawn_by_lot_is_never_zero():
    found = kendalls_w([range(24)] * 7)
    assert (found.w, found.p, found.exact) == (pytest.approx(1), 1 / 10_000, False)


def test_agreement_hangs_neither_on_the_order_of_rows_nor_on_the_scale():
    rows = np.array([[5, 3, 4, 1], [4, 4, 2, 1], [5, 1, 3, 2], [2, 3, 3, 1], [4, 5, 3, 3]])
    found = kendalls_w(rows)
    for other in (rows[::-1], rows[:, ::-1], rows * 10 + 3, -rows, rows + 1e-12):
        assert kendalls_w(other).w == pytest.approx(found.w, rel=1e-12)
        assert kendalls_w(other).p == pytest.approx(found.p, rel=1e-12)


@pytest.mark.parametrize("rows", [[], [[3, 3, 3]] * 5, [[1], [2]], [[1, 2], [2, 1]]])
def test_without_any_agreement_w_is_0_and_p_1(rows):
    found = kendalls_w(rows)
    assert (found.w, found.p, found.exact, found.raters) == (0, 1, True, len(rows))


def test_one_person_agrees_with_himself_and_that_tells_nothing():
    assert (kendalls_w([[1, 2, 3]]).w, kendalls_w([[1, 2, 3]]).p) == (1, 1)


@pytest.mark.parametrize("rows", [[[1, float("nan")]], [[1, 2], [1]]])
def test_what_is_missing_is_refused(rows):
    with pytest.raises(ValueError):
        kendalls_w(rows)


# --- priorities --------------------------------------------------------------------------------------


def swot_of(table: dict[str, list], **others) -> Swot:
    """For each factor (its id begins like its quadrant) a pair of levels for each of the people A, B, C…, or None."""
    factors = tuple(
        Factor(id, next(name for name in QUADRANTS if name[0].upper() == id[0]), f"Factor {id}") for id in table
    )
    names = "ABCDEFGHIJKLMNOP"[: max(map(len, table.values()), default=0)]
    ratings = tuple(
        Rating(name, id, *pair)
        for id, pairs in table.items()
        for name, pair in zip(names, pairs, strict=False)
        if pair is not None
    )
    return Swot(factors, tuple(map(Rater, names)), ratings, **others)


def test_a_ranking_worked_by_hand():
    """S1: 5x5 4x4 3x5 5x2 2x4 = 25 16 15 10 8, mean 74/5. W1, turned: 5x5 4x4 5x4 4x5 3x3 = 25 16 20 20 9, mean 90/5.

    Quartiles of five values are the second and the fourth of them in order.
    """
    found = rank(
        swot_of(
            {
                "S1": [(5, 5), (4, 4), (3, 5), (5, 2), (2, 4)],
                "W1": [(5, 1), (4, 2), (5, 2), (4, 1), (3, 3)],
                "O1": [(5, 5), (5, 5), (5, 5), (5, 5), (5, None)],
                "T1": [],
            }
        )
    )
    assert [(row.factor.id, row.place, row.priority, row.quartiles) for row in found.rows] == [
        ("W1", 1, 18.0, (16.0, 20.0)),
        ("S1", 2, 14.8, (10.0, 16.0)),
    ]
    first = found["S1"]
    assert (first.importance, first.degree, first.raters, first.weight) == ((0, 1, 1, 1, 2), (0, 1, 0, 2, 2), 5, 1.0)
    assert found["W1"].degree == (2, 2, 1, 0, 0)  # as it was rated, not turned round
    assert [factor.id for factor in found.unranked] == ["O1", "T1"]
    assert (found.raters, found.recounts, found.top) == (5, 5, 5)
    # A: 25 and 25, B: 16 and 16, C: W1, D: W1, E: W1. Rank sums 1.5 + 1.5 + 1 + 1 + 1 = 6 and 9; S = 2 (1.5 squared)
    # W = 12 x 4.5 / (25 x 6 - 5 (6 + 6)) = 54 / 90; of 2 x 2 x 2 ways two have all three alike.
    assert found.concordance is not None
    assert (found.concordance.raters, found.concordance.things) == (5, 2)
    assert (found.concordance.w, found.concordance.p) == pytest.approx((0.6, 0.25), rel=1e-12)


def test_quartiles_lie_between_values():
    """Of six values 5, 10, 15, 20, 25, 25 the lower quartile is a quarter of the way from the second to the third."""
    found = rank(swot_of({"S1": [(5, degree) for degree in (1, 2, 3, 4, 5, 5)]}))["S1"]
    assert found.quartiles == (11.25, 23.75)


def test_ratings_of_four_are_not_shown_and_make_no_recount():
    found = rank(swot_of({"S1": [(5, 5)] * 4, "S2": [None] * 2 + [(3, 3)] * 5, "S3": [(None, 4)] * 9}))
    assert [row.factor.id for row in found.rows] == ["S2"]
    assert [factor.id for factor in found.unranked] == ["S1", "S3"]
    assert (found.raters, found.recounts) == (9, 5)  # A, B rated S1 only; H, I gave half a rating of S3
    assert found.concordance is None  # a single factor


def test_who_says_nothing_does_not_count():
    found = rank(swot_of({"S1": [(3, 3)] * 5 + [(None, None), None]}))
    assert (found.raters, found.recounts) == (5, 5)


def test_proposals_take_no_part():
    swot = swot_of({"S1": [(3, 3)] * 5})
    proposed = Factor("S2", "strength", "Proposed", proposed=True)
    ratings = (*swot.ratings, *(Rating(name, "S2", 5, 5) for name in "ABCDEF"))
    found = rank(Swot((*swot.factors, proposed), (*swot.raters, Rater("F")), ratings))
    assert [row.factor.id for row in found.rows] == ["S1"] and found.unranked == ()
    assert (found.raters, found.recounts) == (5, 5)


def test_equal_priorities_share_the_lower_place_in_the_order_of_the_swot():
    found = rank(swot_of({"T1": [(2, 2)] * 5, "S2": [(3, 4)] * 5, "O1": [(4, 3)] * 7, "W1": [(5, 1)] * 5}))
    assert [(row.factor.id, row.place) for row in found.rows] == [("W1", 1), ("S2", 2), ("O1", 2), ("T1", 4)]


def test_without_factors_or_ratings_nothing_is_ranked():
    assert rank(Swot()) == ranking.Ranking((), (), 0, 0, 5, None)
    found = rank(swot_of({"S1": [], "W1": []}))
    assert (found.rows, len(found.unranked), found.disagreements.rows, found.untested_opinions) == ((), 2, (), ())


def test_concordance_is_of_those_who_rated_everything():
    table = {"S1": [(5, 5)] * 6, "S2": [(3, 3)] * 5 + [None, (5, 5)], "T1": [(1, 1)] * 6}
    found = rank(swot_of(table)).concordance
    assert found is not None and (found.raters, found.things, found.w) == (5, 3, 1)
    assert found.p == pytest.approx(1 / 6**4, rel=1e-9)  # the four others order three things like the first
    table["T1"] = [None, *table["T1"]]
    assert rank(swot_of(table)).concordance is None


# --- how much hangs on one ---------------------------------------------------------------------------


def test_whether_a_factor_stays_on_top_without_one_person():
    """Five factors at 9; X at (25 + 4 x 5) / 5 = 9 too, so that all six share place 1.

    Without A, X has 5 and place 6: it alone is no longer on top. Without another, (25 + 15) / 4 = 10: the five share 2.
    """
    table = {f"S{n}": [(3, 3)] * 5 for n in range(1, 6)} | {"O1": [(5, 5), (5, 1), (5, 1), (5, 1), (5, 1)]}
    found = rank(swot_of(table))
    assert {row.place for row in found.rows} == {1}
    assert {row.factor.id: row.kept for row in found.rows} == dict.fromkeys(["S1", "S2", "S3", "S4", "S5"], 5) | {
        "O1": 4
    }


LEVEL = st.sampled_from([None, *(1, 2, 3, 4, 5) * 3])


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(st.lists(st.tuples(LEVEL, LEVEL), min_size=6, max_size=8), min_size=4, max_size=9))
def test_the_ranking_and_its_recounts_equal_a_plain_count(columns):
    quadrants = "SWOT"
    table = {f"{quadrants[place % 4]}{place}": column for place, column in enumerate(columns)}

    def own(id, pair):
        return pair[0] * (6 - pair[1] if id[0] == "W" else pair[1])

    def places(ids, without=None):
        values = {
            id: [own(id, pair) for person, pair in enumerate(table[id]) if None not in pair and person != without]
            for id in ids
        }
        means = {id: Fraction(sum(each), len(each)) for id, each in values.items()}
        return {id: 1 + sum(other > mean for other in means.values()) for id, mean in means.items()}

    ranked = [id for id, column in table.items() if sum(None not in pair for pair in column) >= 5]
    people = [
        person for person in range(8) if any(person < len(table[id]) and None not in table[id][person] for id in ranked)
    ]
    full = places(ranked)
    found = rank(swot_of(table))
    assert {row.factor.id: row.place for row in found.rows} == full
    assert found.recounts == len(people)
    for row in found.rows:
        id = row.factor.id
        kept = [(places(ranked, person)[id] <= 5) == (full[id] <= 5) for person in people]
        assert row.kept == sum(kept)
    assert [row.place for row in found.rows] == sorted(full.values())


# --- the room is split -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("degrees", "split"),
    [
        ([1, 2, 3, 3, 3, 3, 4, 5], True),  # 2 low and 2 high of 8: a quarter
        ([1, 2, 3, 3, 3, 3, 3, 4, 5], False),  # of 9: less than a quarter
        ([1, 3, 3, 5, 5], False),  # one low
        ([1, 1, 5, 5, 3], True),
        ([2, 2, 3, 3, 3], False),  # nobody high
        ([1, 1, 3, 3, 4], False),  # one high
    ],
)
def test_the_room_is_split_if_two_and_a_quarter_stand_on_either_side(degrees, split):
    assert rank(swot_of({"S1": [(3, degree) for degree in degrees]}))["S1"].split is split
    assert rank(swot_of({"S1": [(degree, 3) for degree in degrees]}))["S1"].split is split


def test_polarisation_worked_by_hand():
    """Half at either end: 1. Degrees 1 2 3 4 5 on 0 to 1: 4 x (2 (1/2)^2 + 2 (1/4)^2) / 5 = 1/2; importance all alike."""
    found = rank(swot_of({"S1": [(3, level) for level in (1, 2, 3, 4, 5)], "S2": [(1, 4), (5, 4)] * 3}))
    assert (found["S1"].polarisation, found["S2"].polarisation) == pytest.approx((0.5, 1.0), rel=1e-12)
    assert rank(swot_of({"S1": [(4, 2)] * 5}))["S1"].polarisation == 0


def test_the_most_clearly_split_stands_first_and_untested_opinions_are_named():
    swot = swot_of(
        {
            "S1": [(5, 5)] * 6,
            "S2": [(5, 2), (5, 4)] * 3,
            "S3": [(5, 1), (5, 5)] * 3,
            "S4": [(4, 4)] * 6,
            "S5": [(1, 3)] * 6,
            "S6": [(1, 2)] * 6,
            "S7": [(1, 1)] * 6,
        }
    )
    factors = tuple(
        Factor(each.id, each.quadrant, each.text, "survey", "trust_1") if each.id == "S4" else each
        for each in swot.factors
    )
    found = rank(Swot(factors, swot.raters, swot.ratings))
    assert [row.factor.id for row in found.disagreements.rows] == ["S3", "S2"] and found.disagreements.ranked == 7
    # S4 has evidence, S2 and S3 are split, S6 and S7 stand below the fifth place.
    assert [row.factor.id for row in found.untested_opinions] == ["S1", "S5"]
    few = rank(Swot(swot.factors[:5], swot.raters, tuple(each for each in swot.ratings if each.factor < "S6")))
    assert few.untested_opinions == ()  # all five are on top: that singles out none


def test_the_order_of_disagreements_goes_by_what_is_split():
    """S1: importance in two camps of one and six, which is no split, degree 3 low, 1 middle, 3 high near the middle.

    S2: degree 3 low and 4 high at the far ends. Over importance alone S1 would come first.
    """
    uneven = [(1, 2), (5, 2), (5, 2), (5, 3), (5, 4), (5, 4), (5, 4)]
    ends = [(3, 1)] * 3 + [(3, 5)] * 4
    found = rank(swot_of({"S1": uneven, "S2": ends}))
    assert [row.factor.id for row in found.disagreements.rows] == ["S2", "S1"]
    # Degrees 2 2 2 3 4 4 4 on 0 to 1: 4 x 6 x (1/4)^2 / 7.
    assert found["S1"].aspect == "degree" and found["S1"].polarisation == pytest.approx(4 * 6 / 16 / 7)


# --- weights in the ranking --------------------------------------------------------------------------


def weights(names: str, *values: float) -> PairwiseWeights:
    return PairwiseWeights(tuple(names.split()), values, float(len(values)), 0.0)


def test_weights_of_quadrants_stretch_the_priorities():
    """4 x 0.4 x 9 and 4 x 0.1 x 9; the quartiles with them. Of three compared quadrants, 3 x 0.5; the fourth keeps 1."""
    swot = swot_of({"S1": [(3, 3)] * 5, "W1": [(3, 3)] * 5, "O1": [(3, 3)] * 5, "T1": [(3, 3)] * 5})
    found = rank(swot, weights("strength weakness opportunity threat", 0.4, 0.1, 0.2, 0.3))
    assert [row.factor.id for row in found.rows] == ["S1", "T1", "O1", "W1"]
    assert [row.priority for row in found.rows] == pytest.approx([14.4, 10.8, 7.2, 3.6])
    assert [row.weight for row in found.rows] == pytest.approx([1.6, 1.2, 0.8, 0.4])
    assert found["S1"].quartiles == pytest.approx((14.4, 14.4))
    assert found["S1"].importance == (0, 0, 5, 0, 0)
    found = rank(swot, weights("weakness strength threat", 0.5, 0.3, 0.2))
    assert {row.factor.id: row.weight for row in found.rows} == pytest.approx(
        {"W1": 1.5, "S1": 0.9, "T1": 0.6, "O1": 1}
    )


def test_weights_say_nothing_of_how_far_people_agree():
    """One weight for everybody puts the quadrants in the same order for all: that is no agreement of theirs."""
    swot = swot_of({"S1": [(4, 4)] * 5, "T1": [(4, 3)] * 5, "O1": [(1, 1), (4, 4), (1, 1), (1, 1), (1, 1)]})
    plain, weighted = rank(swot), rank(swot, weights("strength threat", 0.2, 0.8))
    # B has S1 = O1 > T1, the others S1 > T1 > O1.
    assert plain.concordance == weighted.concordance == kendalls_w([[16, 12, 1]] * 4 + [[16, 12, 16]])
    assert [row.factor.id for row in plain.rows] != [row.factor.id for row in weighted.rows]


@pytest.mark.parametrize("finished", [(), "ABCDE", "ABCDEF"])
def test_nothing_is_ranked_while_somebody_is_still_rating(finished):
    """A to F rate; where nobody says so, nobody was asked whether they had finished."""
    swot = swot_of({"S1": [(4, 4)] * 6})
    swot = replace(swot, raters=tuple(replace(each, finished=each.name in finished) for each in swot.raters))
    found = rank(swot)
    going_on = finished == "ABCDE"
    assert found.unfinished == going_on and len(found.rows) == (not going_on) and len(found.unranked) == going_on
    idle = replace(swot, raters=(*swot.raters, Rater("Z")))  # listed, and has not begun
    assert rank(idle).unfinished == going_on


def test_what_is_equal_but_for_rounding_shares_a_place():
    found = rank(swot_of({"S1": [(3, 1)] * 5, "T1": [(1, 1)] * 5}), weights("strength threat", 0.1, 0.3))
    assert found["S1"].priority != found["T1"].priority  # 0.6000000000000001 and 0.6
    assert [row.place for row in found.rows] == [1, 1]


@pytest.mark.parametrize(
    "given",
    [
        PairwiseWeights(("strength", "threat"), (), 0, 0, (("strength", "threat"),)),
        weights("S1 S2", 0.5, 0.5),
        weights("S1 strength", 0.5, 0.5),
    ],
)
def test_weights_that_do_not_fit_are_refused(given):
    with pytest.raises(ValueError, match="no weights of quadrants"):
        rank(swot_of({"S1": [(5, 4)] * 5, "S2": [(1, 2)] * 5}), given)


def test_a_swots_own_comparisons_weigh_its_ranking():
    """Strengths count three times as much as threats: weights 3/4 and 1/4, of two quadrants 1.5 and 0.5."""
    judged = (Judgement("threat", "strength", 1 / 3), Judgement("S1", "S2", 3))
    swot = swot_of({"S1": [(4, 4)] * 5, "S2": [(2, 2)] * 5, "T1": [(4, 4)] * 5}, judgements=judged)
    compared = comparisons_of(swot.judgements)
    assert [each.of_quadrants for each in compared] == [True, False]
    found = rank(swot, compared[0])
    assert {row.factor.id: row.priority for row in found.rows} == pytest.approx({"S1": 24, "S2": 6, "T1": 8})


# --- whatever people write, and many of them ---------------------------------------------------------


def test_whatever_people_write_is_ranked_as_it_is():
    factors = tuple(Factor(text, "threat", text) for text in HOSTILE)
    ratings = tuple(Rating(name, text, 3, 3) for name in HOSTILE[:5] for text in HOSTILE)
    judged = tuple(Judgement(one, other, 1) for one, other in combinations(HOSTILE[:3], 2))
    swot = Swot(factors, tuple(map(Rater, HOSTILE)), ratings, judgements=judged)
    found = rank(swot)
    assert tuple(row.factor.text for row in found.rows) == HOSTILE and {row.place for row in found.rows} == {1}
    assert found == rank(swot) and repr(found) == repr(rank(swot)) and len(comparisons_of(swot.judgements)) == 1
    assert hash(found) and "np." not in repr(found)


def test_sixty_people_rank_sixty_factors_in_no_time():
    rng = np.random.default_rng(1)
    levels = rng.integers(1, 6, (60, 60, 2)).tolist()
    factors = tuple(Factor(f"F{place}", QUADRANTS[place % 4], "x") for place in range(60))
    ratings = tuple(Rating(f"R{row}", f"F{column}", *levels[row][column]) for row in range(60) for column in range(60))
    swot = Swot(factors, tuple(Rater(f"R{row}") for row in range(60)), ratings)
    begin = time.process_time()
    found = rank(swot)
    assert time.process_time() - begin < 3  # under one, on a machine that does nothing else
    assert found.recounts == 60 and found.concordance is not None and not found.concordance.exact


# --- comparisons of two ------------------------------------------------------------------------------


def judgements(names: list[str], upper: list[list[float]]) -> list[Judgement]:
    """From the part of a matrix that stands above its diagonal, row by row."""
    return [
        Judgement(names[row], names[row + 1 + place], times)
        for row, values in enumerate(upper)
        for place, times in enumerate(values)
    ]


HOUSE = judgements(
    ["size", "transport", "neighbourhood", "age", "yard", "modern", "condition", "finance"],
    [
        [5, 3, 7, 6, 6, 1 / 3, 1 / 4],
        [1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
        [6, 3, 4, 6, 1 / 5],
        [1 / 3, 1 / 4, 1 / 7, 1 / 8],
        [1 / 2, 1 / 5, 1 / 6],
        [1 / 5, 1 / 6],
        [1 / 2],
    ],
)
MIXED = judgements(list("abcdef"), [[4, 3, 1, 3, 4], [7, 3, 1 / 5, 1], [1 / 5, 1 / 5, 1 / 6], [1, 1 / 3], [3]])
DRINKS = judgements(
    ["coffee", "wine", "tea", "beer", "sodas", "milk", "water"],
    [
        [9, 5, 2, 1, 1, 1 / 2],
        [1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9],
        [1 / 3, 1 / 4, 1 / 3, 1 / 9],
        [1 / 2, 1, 1 / 3],
        [2, 1 / 2],
        [1 / 3],
    ],
)


@pytest.mark.parametrize(
    ("judged", "printed", "largest", "ratio"),
    [
        # Saaty, T. L. (1990). How to make a decision: the analytic hierarchy process. EJOR 48, 9-26: buying a house
        (HOUSE, [0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], 9.669, 0.169),
        # Saaty, T. L. (2008). Decision making with the AHP. Int. J. Services Sciences 1, 83-98: what Americans drink
        (DRINKS, [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], None, 0.022),
    ],
)
def test_weights_and_consistency_are_saatys(judged, printed, largest, ratio):
    found = pairwise_weights(judged)
    assert [round(weight, 3) for weight in found.weights] == printed
    assert largest is None or round(found.largest, 3) == largest
    assert round(found.ratio, 3) == ratio
    assert found.consistent is (ratio <= 0.1) and (found.revisit is None) is found.consistent and found.missing == ()


TIMES = st.sampled_from([*range(1, 10), *(1 / times for times in range(2, 10))])


@settings(max_examples=examples(40), deadline=None)
@given(TIMES, TIMES, TIMES)
def test_three_things_have_a_solution_in_closed_form(a, b, c):
    """The weights are the rows' geometric means, and λ = 1 + x + 1/x with x the cube root of a b / c."""
    found = pairwise_weights([Judgement("1", "2", a), Judgement("2", "3", b), Judgement("1", "3", c)])
    means = np.cbrt([a * c, b / a, 1 / (b * c)])
    x = np.cbrt(a * b / c)
    assert found.weights == pytest.approx(tuple(means / means.sum()), rel=1e-6)
    assert found.largest == pytest.approx(1 + x + 1 / x, rel=1e-9)
    assert found.ratio == pytest.approx((x + 1 / x - 2) / 2 / 0.58, abs=1e-9) and found.ratio >= 0
    if found.revisit is not None:  # of three alike, the first
        assert (found.revisit.first, found.revisit.second) == ("1", "2")


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_comparisons_without_contradiction_give_back_their_weights(parts, random):
    names = [f"F{place}" for place in range(len(parts))]
    judged = [
        Judgement(names[i], names[j], parts[i] / parts[j])
        if random.random() < 0.5
        else Judgement(names[j], names[i], parts[j] / parts[i])
        for i, j in combinations(range(len(parts)), 2)
    ]
    random.shuffle(judged)
    found = pairwise_weights(judged)
    shares = dict(zip(found.names, found.weights, strict=True))
    assert [shares[name] for name in names] == pytest.approx([part / sum(parts) for part in parts], rel=1e-6)
    assert found.ratio == pytest.approx(0, abs=1e-9) and found.consistent and found.revisit is None
    assert found.names[:2] == (judged[0].first, judged[0].second)


@pytest.mark.parametrize("things", range(3, 11))
def test_the_ratio_is_to_saatys_random_index(things):
    """Of n things all alike but for one comparison of 9, λ by power iteration."""
    index = {3: 0.58, 4: 0.90, 5: 1.12, 6: 1.24, 7: 1.32, 8: 1.41, 9: 1.45, 10: 1.49}[things]
    names = [f"F{place}" for place in range(things)]
    judged = [Judgement(one, other, 9 if (one, other) == ("F0", "F1") else 1) for one, other in combinations(names, 2)]
    found = pairwise_weights(judged)
    assert found.ratio == pytest.approx((largest_of(judged) - things) / (things - 1) / index, rel=1e-9)


def largest_of(judged):
    names = list(dict.fromkeys(name for each in judged for name in (each.first, each.second)))
    matrix = np.eye(len(names))
    for each in judged:
        i, j = names.index(each.first), names.index(each.second)
        matrix[i, j], matrix[j, i] = each.times, 1 / each.times
    vector = np.ones(len(names))
    for _ in range(2000):
        vector = matrix @ vector
        vector /= vector.sum()
    return float((matrix @ vector).sum())


@pytest.mark.parametrize("judged", [HOUSE, MIXED])
def test_what_to_revisit_is_found_by_trying_all(judged):
    found = pairwise_weights(judged)
    share = dict(zip(found.names, found.weights, strict=True))
    tried = {}
    for place, each in enumerate(judged):
        implied = Judgement(each.first, each.second, share[each.first] / share[each.second])
        tried[each] = (largest_of([*judged[:place], implied, *judged[place + 1 :]]), implied.times)
    worst = min(tried, key=lambda each: tried[each][0])
    n, revisit = len(found.names), found.revisit
    assert (revisit.first, revisit.second, revisit.times) == (worst.first, worst.second, worst.times)
    assert revisit.implied == pytest.approx(tried[worst][1])
    assert revisit.ratio == pytest.approx((tried[worst][0] - n) / (found.largest - n) * found.ratio, rel=1e-6)
    assert revisit.ratio < found.ratio


def test_the_one_comparison_that_was_turned_round_is_the_one_to_revisit():
    """Weights 8 : 4 : 2 : 1, and the second compared with the fourth the wrong way round, from either side."""
    names, parts = ["a", "b", "c", "d"], [8, 4, 2, 1]
    judged = [
        Judgement(one, other, parts[names.index(one)] / parts[names.index(other)])
        for one, other in combinations(names, 2)
        if (one, other) != ("b", "d")
    ]
    for wrong in (Judgement("b", "d", 1 / 4), Judgement("d", "b", 4)):
        found = pairwise_weights([*judged, wrong])
        assert found.ratio > 0.1
        assert (found.revisit.first, found.revisit.second, found.revisit.times) == (
            wrong.first,
            wrong.second,
            wrong.times,
        )
        assert min(wrong.times, 1) < found.revisit.implied < max(wrong.times, 2)
        assert found.revisit.ratio < found.ratio / 2


def test_as_long_as_pairs_are_missing_there_are_no_weights():
    found = pairwise_weights([Judgement("b", "a", 2), Judgement("a", "c", 3), Judgement("d", "b", 1)])
    assert (found.names, found.weights, found.revisit) == (("b", "a", "c", "d"), (), None)
    assert found.missing == (("b", "c"), ("a", "d"), ("c", "d"))
    assert isnan(found.ratio) and isnan(found.largest) and not found.consistent


def test_one_pair_or_none():
    found = pairwise_weights([Judgement("a", "b", 4)])
    assert found.weights == pytest.approx((0.8, 0.2)) and (found.ratio, found.revisit) == (0, None)
    assert pairwise_weights([]) == PairwiseWeights((), (), 0, 0)


def test_more_than_ten_or_a_pair_twice_are_refused():
    with pytest.raises(KipError) as error:
        pairwise_weights([Judgement(f"<b>{n}" + "x" * 100, f"<b>{n + 1}" + "x" * 100, 1) for n in range(10)])
    said = str(error.value)
    assert said.startswith("More than 10 factors are compared with each other (<b>0xxx") and said.count("…") == 11
    assert said.endswith("because beyond that nobody can say how far the comparisons contradict each other.")
    with pytest.raises(ValueError, match="twice"):
        pairwise_weights([Judgement("a", "b", 1), Judgement("b", "a", 1)])


def test_what_belongs_together_is_weighed_together():
    """S1-S2-O1 are joined by two comparisons, T1-T2 by one; the quadrants come first."""
    judged = (
        Judgement("T1", "T2", 1),
        Judgement("S1", "S2", 2),
        Judgement("threat", "strength", 3),
        Judgement("O1", "S2", 2),
        Judgement("weakness", "opportunity", 1),
    )
    swot = swot_of({id: [] for id in ("S1", "S2", "O1", "T1", "T2", "W1")}, judgements=judged)
    found = comparisons_of(swot.judgements)
    assert [each.names for each in found] == [
        ("threat", "strength", "weakness", "opportunity"),
        ("T1", "T2"),
        ("S1", "S2", "O1"),
    ]
    assert [len(each.missing) for each in found] == [4, 0, 1]
    assert comparisons_of(swot_of({"S1": []})) == ()
