"""Scores on constructs and their reliability against R (psych), print and hand calculations; and how they are shown."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import HOSTILE, book, examples, rated, responses, scale, write_csv
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

import kiptools as kip
from kiptools.constructs import Undefined, cronbach_alpha, feldt_interval, omega_one_factor, one_factor_loadings
from kiptools.language import Language
from kiptools.show.constructs import reliability_figure

TOPICS = {"agree": ("A1", "A2", "A3", "A4", "A5"), "neuroticism": ("N1", "N2", "N3", "N4", "N5")}


def expected(shared: Path, case: str) -> dict:
    cases = json.loads((shared / "oracle" / "expected.json").read_text())["cases"]
    return next(entry["expected"] for entry in cases if entry["id"] == case)


def golden(shared: Path, case: str) -> dict:
    return next(entry for entry in json.loads((shared / "golden.json").read_text()) if entry["id"] == case)


def columns(path: Path, names: tuple[str, ...]) -> list[list[str]]:
    """Rows of a CSV file with only these columns; empty where nothing was answered."""
    with path.open(encoding="utf-8") as file:
        return [[row[name] for name in names] for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def bfi(shared, tmp_path_factory) -> kip.Responses:
    """2,800 answers to ten items of the Big Five inventory in R's psychTools, read from a file like any survey."""
    names = TOPICS["agree"] + TOPICS["neuroticism"]
    six = scale(6, missing=False)
    items = [
        rated(name, six, construct=topic, reverse=name == "A1") for topic, names in TOPICS.items() for name in names
    ]
    path = tmp_path_factory.mktemp("bfi") / "bfi.csv"
    write_csv(path, [names, *columns(shared / "oracle" / "bfi.csv", names)])
    return kip.read_responses(path, book(*items))


def one_construct(folder, rows, levels=5, reverse=()):
    """One construct `c` with an item per column."""
    items = [rated(f"q{n}", scale(levels), construct="c", reverse=n in reverse) for n in range(1, len(rows[0]) + 1)]
    return responses(folder, book(*items), [[str(cell) for cell in row] for row in rows])


# --- alpha -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", TOPICS)
def test_reliability_equals_r_for_complete_answers(bfi, shared, topic):
    """psych::alpha(na.omit(x))."""
    reference = expected(shared, f"bfi.alpha.{topic}.listwise")
    row = kip.reliability(bfi, topic).rows[0]
    assert (row.complete, row.respondents) == (reference["n"], 2800)
    assert row.alpha == pytest.approx(reference["raw_alpha"], rel=1e-12)
    assert row.interval() == pytest.approx((reference["feldt"]["lo"], reference["feldt"]["hi"]), rel=1e-12)
    assert row.standardised_alpha == pytest.approx(reference["std_alpha"], rel=1e-12)
    assert row.mean_correlation == pytest.approx(reference["average_r"], rel=1e-12)
    assert row.alpha_if_dropped == pytest.approx(list(reference["alpha_if_dropped"].values()), rel=1e-12)
    assert row.item_rest == pytest.approx(reference["item"]["r_drop"], rel=1e-11)


@pytest.mark.parametrize("topic", TOPICS)
def test_alpha_equals_r_for_pairwise_covariances(shared, topic):
    """psych::alpha(x), its default: each covariance from those who answered both items."""
    reference = expected(shared, f"bfi.alpha.{topic}.pairwise")
    answers = pd.read_csv(shared / "oracle" / "bfi.csv")[list(TOPICS[topic])]
    if topic == "agree":
        answers["A1"] = 7 - answers["A1"]
    covariance = answers.cov().to_numpy()
    spread = np.sqrt(covariance.diagonal())
    assert cronbach_alpha(covariance) == pytest.approx(reference["raw_alpha"], rel=1e-9)
    assert cronbach_alpha(covariance / np.outer(spread, spread)) == pytest.approx(reference["std_alpha"], rel=1e-9)
    interval = feldt_interval(cronbach_alpha(covariance), 2800, 5)
    assert interval == pytest.approx((reference["feldt"]["lo"], reference["feldt"]["hi"]), rel=1e-9)


@pytest.mark.parametrize("n", [10, 15, 30, 100])
def test_few_answers_give_the_wide_intervals_that_r_gives(bfi, shared, n):
    """psych::alpha and alpha.ci on the first complete rows: from -0.47 to 0.83 with ten of them."""
    reference = expected(shared, f"bfi.alpha.agree.first{n}")
    codes = np.column_stack([bfi.column(name) for name in TOPICS["agree"]])
    complete = (codes >= 0).all(axis=1)
    row = kip.reliability(bfi.where(complete & (complete.cumsum() <= n)), "agree").rows[0]
    assert row.complete == reference["n"] == n
    assert row.alpha == pytest.approx(reference["raw_alpha"], rel=1e-9)
    assert row.standardised_alpha == pytest.approx(reference["std_alpha"], rel=1e-9)
    assert row.interval() == pytest.approx((reference["feldt_lo"], reference["feldt_hi"]), rel=1e-9)


def test_the_attitude_data_give_what_print_has(shared):
    """Chatterjee & Price; psych prints alpha .84 [.74, .92], standardised .84, mean correlation .43."""
    covariance = np.cov(np.array(golden(shared, "alpha_attitude")["input"]["X"], dtype=float), rowvar=False)
    reference = expected(shared, "attitude.alpha")
    alpha = cronbach_alpha(covariance)
    assert alpha == pytest.approx(golden(shared, "alpha_attitude")["expected"], abs=1e-6)
    assert alpha == pytest.approx(reference["raw_alpha"], rel=1e-12)
    assert feldt_interval(alpha, 30, 7) == pytest.approx((reference["feldt_lo"], reference["feldt_hi"]), rel=1e-12)
    case = golden(shared, "alpha_attitude_feldt")
    assert feldt_interval(case["input"]["alpha"], 30, 7) == pytest.approx(case["expected"], abs=1e-5)
    spread = np.sqrt(covariance.diagonal())
    correlation = covariance / np.outer(spread, spread)
    mean = correlation[np.triu_indices(7, 1)].mean()
    assert (cronbach_alpha(correlation), mean) == pytest.approx(
        golden(shared, "alpha_attitude_std")["expected"], abs=1e-5
    )
    row = kip_row(covariance, 30)
    assert row.alpha_if_dropped == pytest.approx(list(reference["drop"].values()), rel=1e-12)
    assert row.alpha_if_dropped == pytest.approx(golden(shared, "alpha_attitude_drop")["expected"], abs=1e-4)
    assert row.item_rest == pytest.approx(reference["r_drop"], rel=1e-11)


def kip_row(covariance, n):
    from kiptools.constructs import ReliabilityRow

    items = tuple(rated(f"q{place}") for place in range(len(covariance)))
    return ReliabilityRow(kip.Construct("c"), items, n, n, tuple(map(tuple, np.asarray(covariance).tolist())))


def test_alpha_by_hand(tmp_path):
    """Answers (1, 2), (2, 2), (3, 5): variances 1 and 3, covariance 1.5, sum's variance 7; alpha = 2 (1 - 4/7) = 6/7."""
    row = kip.reliability(one_construct(tmp_path, [(1, 2), (2, 2), (3, 5)])).rows[0]
    assert row.alpha == pytest.approx(6 / 7, rel=1e-12)
    assert row.mean_correlation == pytest.approx(1.5 / 3**0.5, rel=1e-12)
    assert row.item_rest == pytest.approx((1.5 / 3**0.5,) * 2, rel=1e-12)
    assert (row.alpha_if_dropped, row.no_omega) == ((None, None), Undefined.TOO_FEW_ITEMS)


def test_a_reversed_item_is_turned_before_it_is_compared(tmp_path):
    plain, turned = [(1, 2), (2, 2), (3, 5)], [(1, 4), (2, 4), (3, 1)]
    (tmp_path / "turned").mkdir()
    one = kip.reliability(one_construct(tmp_path, plain)).rows[0]
    other = kip.reliability(one_construct(tmp_path / "turned", turned, reverse=(2,))).rows[0]
    assert one.alpha == pytest.approx(other.alpha, rel=1e-12)


def test_items_on_different_scales_weigh_alike(tmp_path):
    """Yes or no (1, 2) and 1 to 5, both at their ends: the same answers on 0 to 1, so alpha is 1."""
    items = book(rated("a", scale(2, "yes"), construct="c"), rated("b", construct="c"))
    found = responses(tmp_path, items, [["1", "1"], ["2", "5"], ["1", "1"], ["2", "5"]])
    assert kip.reliability(found).rows[0].alpha == pytest.approx(1.0, rel=1e-12)


# --- omega -------------------------------------------------------------------------------------------


def distance(loadings, correlation) -> float:
    """What minres makes small: the squared residuals off the diagonal."""
    residuals = np.asarray(correlation) - np.outer(loadings, loadings)
    return float((residuals[np.triu_indices(len(residuals), 1)] ** 2).sum())


@pytest.mark.parametrize("topic", TOPICS)
def test_omega_equals_r_as_far_as_r_went(bfi, shared, topic):
    """fa(x, 1, fm = "minres"): R stops where its loadings are right to about six digits; ours fit slightly better."""
    reference = expected(shared, f"bfi.omega.{topic}")
    row = kip.reliability(bfi, topic).rows[0]
    loadings = one_factor_loadings(row.correlation)
    assert row.omega == pytest.approx(reference["omega_1f"], rel=2e-7)
    assert loadings == pytest.approx(reference["loadings"], rel=5e-6)
    assert distance(loadings, row.correlation) <= distance(reference["loadings"], row.correlation)


def test_omega_of_equal_loadings_is_mcdonalds(shared):
    case = golden(shared, "omega_tau")
    loadings = np.array(case["input"]["loadings"])
    correlation = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    assert omega_one_factor(correlation) == pytest.approx(case["expected"], abs=case["tol"])
    assert omega_one_factor(correlation) == pytest.approx(2.8**2 / (2.8**2 + 4 * 0.51), rel=1e-12)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.floats(0.2, 0.95), min_size=3, max_size=8))
def test_the_loadings_that_made_a_matrix_are_found_again(loadings):
    pattern = np.array(loadings)
    correlation = np.outer(pattern, pattern) + np.diag(1 - pattern**2)
    assert one_factor_loadings(correlation) == pytest.approx(loadings, rel=1e-9)


@pytest.mark.parametrize("loadings", [(0.99, 0.9, 0.1), (0.98, 0.2, 0.2), (0.95, 0.05, 0.05)])
def test_one_strong_item_among_weak_ones_is_found_too(loadings):
    pattern = np.array(loadings)
    correlation = np.outer(pattern, pattern) + np.diag(1 - pattern**2)
    assert one_factor_loadings(correlation) == pytest.approx(loadings, rel=1e-9)


@settings(max_examples=examples(15), deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(4, 7))
def test_no_other_start_finds_a_better_fit(seed, items):
    from scipy.optimize import minimize

    random = np.random.default_rng(seed)
    answers = random.normal(size=(25, 1)) * random.uniform(0, 1.2, items) + random.normal(size=(25, items))
    correlation = np.corrcoef(answers, rowvar=False)
    loadings = one_factor_loadings(correlation)
    assume(loadings is not None)
    for _ in range(3):
        other = minimize(distance, random.uniform(-1, 1, items), args=(correlation,))
        if np.abs(other.x).max() <= 1:  # a loading that runs away fits the rest a little better, and means nothing
            assert distance(loadings, correlation) <= other.fun + 1e-8


@pytest.mark.parametrize(
    "correlation",
    [
        np.eye(3),  # nothing in common: any loading would do
        [[1, -0.5, 0.4], [-0.5, 1, 0.4], [0.4, 0.4, 1]],  # no real loadings have these signs
        [[1, 0.9, 0.2], [0.9, 1, 0.9], [0.2, 0.9, 1]],  # by hand: sqrt(.9 * .9 / .2) = 2.01, a Heywood case
    ],
)
def test_without_a_proper_factor_there_is_no_omega(correlation):
    assert one_factor_loadings(correlation) is None and omega_one_factor(correlation) is None


def test_items_that_say_the_same_have_an_omega_of_one():
    assert omega_one_factor(np.ones((4, 4))) == pytest.approx(1.0, rel=1e-12)


# --- scores ------------------------------------------------------------------------------------------


def test_scores_of_complete_answers_equal_r(bfi, shared):
    """Mean and standard deviation of psych::alpha's scores, n = 2709."""
    reference = expected(shared, "bfi.alpha.agree.listwise")
    codes = np.column_stack([bfi.column(name) for name in TOPICS["agree"]])
    scores = kip.score(bfi.where((codes >= 0).all(axis=1)), "agree")
    assert scores.answered == (reference["n"],)
    assert scores.means[0] == pytest.approx(reference["mean"], rel=1e-12)
    assert scores.values[:, 0].std(ddof=1) == pytest.approx(reference["sd"], rel=1e-12)


def test_a_score_needs_two_thirds_of_the_items(tmp_path):
    """Three items, the third reversed (x -> 6 - x): (4, 4, 2) -> 4; (5, -, 5) -> 3; (5, -, -) has none."""
    found = one_construct(tmp_path, [(4, 4, 2), (5, "", 5), (5, "", "")], reverse=(3,))
    scores = kip.score(found)
    assert scores.values[:2, 0].tolist() == [4.0, 3.0] and np.isnan(scores.values[2, 0])
    assert (scores.answered, scores.means, scores.medians) == ((2,), (3.5,), (3.5,))
    assert scores.ranges == ((1.0, 5.0),)


def test_scores_have_no_unit_where_the_scales_differ(tmp_path):
    items = book(rated("a", scale(2, "yes"), construct="c"), rated("b", construct="c"))
    scores = kip.score(responses(tmp_path, items, [["2", "3"]]))
    assert (scores.values[0, 0], scores.ranges) == (0.75, ((0.0, 1.0),))


def test_scores_are_a_value(demo):
    scores = kip.score(demo)
    assert scores == kip.score(demo) and scores != kip.score(demo, "trust") and scores != "scores"
    assert repr(scores).startswith("Scores(31 respondents, purpose, ") and len(scores) == 31
    frame = scores.to_frame()
    assert list(frame) == [construct.name for construct in scores.constructs]
    frame.iloc[0, 0] = 99
    assert scores == kip.score(demo)
    with pytest.raises(ValueError):
        scores.values[0, 0] = 1.0
    with pytest.raises(ValueError, match="role is 'profile'"):
        kip.score(demo, role="profile")
    with pytest.raises(kip.KipError, match='"q9" is neither'):
        kip.score(demo, "q9")


# --- degenerate --------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [0, 1, 2])
def test_fewer_than_three_complete_answers_define_nothing(tmp_path, n):
    found = one_construct(tmp_path, [(1, 2, 3), (5, 4, 3)][:n] + [(1, "", 2)])
    row = kip.reliability(found).rows[0]
    assert (row.complete, row.respondents, row.no_alpha) == (n, n + 1, Undefined.TOO_FEW_ANSWERS)
    assert row.no_omega is Undefined.TOO_FEW_ANSWERS
    assert [row.alpha, row.interval(), row.omega, row.standardised_alpha, row.mean_correlation] == [None] * 5
    assert row.alpha_if_dropped == row.item_rest == (None,) * 3


def test_nobody_answering_gives_no_scores(tmp_path):
    scores = kip.score(one_construct(tmp_path, [("", ""), ("", "na")]))
    assert (scores.answered, scores.means, scores.medians) == ((0,), (None,), (None,))


def test_three_complete_answers_define_alpha(tmp_path):
    row = kip.reliability(one_construct(tmp_path, [(1, 1, 2), (2, 3, 2), (5, 4, 4)])).rows[0]
    assert row.no_alpha is None and 0 < row.alpha < 1


@pytest.mark.parametrize("levels", [4, 5, 7])
def test_an_item_that_everybody_answered_alike_has_no_correlation(tmp_path, levels):
    """Alpha is defined (variances 1, 1, 0 and covariance 1 of the first two: 3/2 (1 - 2/4) = .75), omega is not."""
    rows = [(1, 1, 3), (2, 2, 3), (3, 3, 3)]
    row = kip.reliability(one_construct(tmp_path, rows, levels)).rows[0]
    assert row.alpha == pytest.approx(0.75, rel=1e-9)
    assert (row.correlation, row.standardised_alpha, row.omega) == (None, None, None)
    assert row.no_omega is Undefined.NO_VARIANCE
    assert row.item_rest == (pytest.approx(1.0), pytest.approx(1.0), None)
    assert row.alpha_if_dropped == (pytest.approx(0.0, abs=1e-9), pytest.approx(0.0, abs=1e-9), pytest.approx(1.0))


@pytest.mark.parametrize("rows", [[(2, 3, 3)] * 40, [(1, 4, 3), (2, 3, 3), (3, 2, 3), (4, 1, 3)]])
def test_a_sum_that_does_not_vary_has_no_alpha(tmp_path, rows):
    row = kip.reliability(one_construct(tmp_path, rows, 4)).rows[0]
    assert (row.alpha, row.interval(), row.no_alpha) == (None, None, Undefined.NO_VARIANCE)


def test_a_sum_that_varies_only_by_rounding_has_no_alpha(tmp_path):
    """Two items that add up to 7 on six levels; a variance of the sum that is rounding only, and one that is none."""
    nearly = 0.2 + 2**-55  # the next number above 0.2
    assert nearly != 0.2 and cronbach_alpha(((0.2, -0.2), (-0.2, nearly))) is None
    first = np.random.default_rng(0).integers(1, 7, 30)
    row = kip.reliability(one_construct(tmp_path, list(zip(first, 7 - first, strict=True)), 6)).rows[0]
    assert (row.alpha, row.no_alpha) == (None, Undefined.NO_VARIANCE)


def test_a_negative_alpha_is_kept(tmp_path):
    """(1, 4), (2, 4), (3, 2), (4, 3): variances 5/3 and 11/12, covariance -5/6, the sum's variance 11/12."""
    row = kip.reliability(one_construct(tmp_path, [(1, 4), (2, 4), (3, 2), (4, 3)])).rows[0]
    assert row.alpha == pytest.approx(2 * (1 - (5 / 3 + 11 / 12) / (11 / 12)), rel=1e-9)
    low, high = row.interval()
    assert low < row.alpha < high


def test_constructs_of_one_item_have_scores_but_no_reliability(tmp_path):
    found = responses(tmp_path, book(rated("q1", construct="c"), rated("q2")), [["5", "1"]] * 4)
    assert kip.reliability(found).rows == ()
    assert kip.score(found).means == (5.0,)


def test_matrices_that_are_too_small_are_refused():
    for wrong in (lambda: cronbach_alpha([[1.0]]), lambda: one_factor_loadings(np.eye(2))):
        with pytest.raises(ValueError):
            wrong()
    assert omega_one_factor(np.eye(2)) is None
    for values in ((1.2, 10, 3), (0.5, 1, 3), (0.5, 10, 1)):
        with pytest.raises(ValueError):
            feldt_interval(*values)
    with pytest.raises(ValueError):
        feldt_interval(0.5, 10, 3, level=1.0)
    assert feldt_interval(1.0, 10, 3) == (1.0, 1.0)


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[st.integers(1, 4)] * 3), min_size=3, max_size=15))
def test_any_answers_give_figures_or_reasons(tmp_path, rows):
    row = kip.reliability(one_construct(tmp_path, rows, 4)).rows[0]
    assert (row.alpha is None) == (row.no_alpha is not None) == (row.interval() is None)
    assert (row.omega is None) == (row.no_omega is not None)
    assert row.alpha is None or row.alpha <= 1 + 1e-12
    assert row.omega is None or 0 <= row.omega <= 1 + 1e-12
    assert all(value is None or abs(value) <= 1 + 1e-9 for value in row.item_rest)
    assert row == kip.reliability(one_construct(tmp_path, rows, 4)).rows[0]


def test_intervals_of_alpha_hold_what_they_promise():
    """Five parallel items, alpha 5 * .3 / (1 + 4 * .3) = .6818; of 2,000 samples of 20 about 95 % hold it (seeded)."""
    random = np.random.default_rng(7)
    true, held = 5 * 0.3 / 2.2, 0
    for _ in range(2000):
        answers = random.normal(size=(20, 1)) * 0.3**0.5 + random.normal(size=(20, 5)) * 0.7**0.5
        low, high = feldt_interval(cronbach_alpha(np.cov(answers, rowvar=False)), 20, 5)
        held += low <= true <= high
    assert 0.935 < held / 2000 < 0.965


# --- shown -------------------------------------------------------------------------------------------


def correlated(folder, n, items=4, noise=1.0, seed=1):
    """n answers to items that share one thing; the less noise, the more."""
    random = np.random.default_rng(seed)
    raw = random.normal(size=(n, 1)) + noise * random.normal(size=(n, items))
    return one_construct(folder, np.clip(np.round(3 + raw), 1, 5).astype(int).tolist())


def shown(result):
    for lang in kip.LANGUAGES:
        show = kip.Show(lang)
        for kind in ("table", "sentence", "figure"):
            if kind != "figure" or isinstance(result, kip.Reliability):
                yield lang, kind, getattr(show, kind)(result)


def test_scores_and_reliability_are_shown_in_every_language(demo, tmp_path):
    parts = [demo.where([place < most for place in range(31)]) for most in (12, 7, 3, 1)]
    for found in (demo, *parts, one_construct(tmp_path, [(3, 3, 3)] * 40)):
        for result in (kip.score(found), kip.reliability(found)):
            for lang, kind, rendered in shown(result):
                assert rendered.text and not re.search(r"\{\w*\}|\b(None|nan|inf)\b", rendered.text), (lang, kind)


def test_sentences_follow_the_range_of_alpha(tmp_path):
    for folder in "abcde":
        (tmp_path / folder).mkdir()
    say = kip.Show("en").sentence

    def said(folder, *values, **options):
        return say(kip.reliability(correlated(tmp_path / folder, *values, **options))).text

    assert said("a", 80, noise=0.7).startswith(
        "For 1 topic the statements tell the same story (the range of alpha lies"
    )
    assert said("b", 80, noise=6.0).startswith("For 1 topic the statements do not tell the same story well enough")
    assert said("c", 40, noise=1.35).startswith(
        "For 1 topic it remains open whether the statements tell the same story"
    )
    (tmp_path / "f").mkdir()
    near = kip.reliability(correlated(tmp_path / "f", 40, noise=0.9))
    assert near.rows[0].alpha > 0.7 > near.rows[0].interval().low
    assert say(near).text.startswith("For 1 topic it remains open whether the statements tell the same story")
    assert said("d", 29, noise=0.3).startswith("For 1 topic alpha is a hint at most, because fewer than 30 partners")
    assert said("e", 9).startswith("For 1 topic nothing can be said about alpha, because too few partners answered")


def test_figures_stay_hidden_where_answers_are_too_few(demo):
    """Seven respondents: how many answered all statements, but no alpha; three: no number at all."""
    seven, three = (demo.where([place < most for place in range(31)]) for most in (7, 3))
    body = kip.Show("en").table(kip.reliability(seven)).html.split("<tbody>")[1].split("</tbody>")[0]
    assert set(re.findall(r"<td>(.*?)</td>", body)) <= {"–", "4", "5", "6", "7"}
    assert "<img" not in kip.Show("en").figure(kip.reliability(seven)).html
    for result in (kip.reliability(three), kip.score(three)):
        body = kip.Show("en").table(result).html.split("<tbody>")[1].split("</tbody>")[0]
        assert set(re.findall(r"<td>(.*?)</td>", body)) <= {"–", "4", "1 to 5"}
        assert kip.Show("en").sentence(result).text.startswith("Fewer than 5 partners answered")
    body = kip.Show("en").table(kip.score(seven)).html.split("<tbody>")[1].split("</tbody>")[0]
    assert all(
        cells[2] == "–" for cells in (re.findall(r"<td>(.*?)</td>", row) for row in body.splitlines()[1:] if row)
    )


def test_scores_that_are_all_the_same_are_hidden(tmp_path):
    result = kip.score(one_construct(tmp_path, [(3, 5), (5, 3), (4, 4)] * 4))
    assert (result.showable, result.means) == ((False,), (4.0,))
    assert "4.0" not in kip.Show("en").table(result).text
    assert "or all gave the same answer" in kip.Show("en").sentence(result).text


def test_a_part_that_leaves_out_few_is_withheld(demo):
    """28 of 31: less the figures of all, these are those of three. 20 of 31 leave out eleven."""
    part, fair = (demo.where([place < most for place in range(31)]) for most in (28, 20))
    for result in (kip.score(part), kip.reliability(part)):
        body = kip.Show("en").table(result).html.split("<tbody>")[1].split("</tbody>")[0]
        assert set(re.findall(r"<td>(.*?)</td>", body)) <= {"–", "4", "1 to 5"}
        assert kip.Show("en").sentence(result).text.startswith("With the answers of all partners, this would tell")
    assert any(kip.score(fair).showable) and not any(row.withheld for row in kip.reliability(fair, "trust").rows)


def test_a_topic_that_few_of_those_left_out_answered_is_withheld(tmp_path):
    """Of the six left out only two answered the topic: all scores less the part's are theirs."""
    found = one_construct(tmp_path, [(n % 5 + 1, n % 4 + 1) for n in range(12)] + [("", "")] * 4 + [(1, 2), (3, 4)])
    part = found.where([place < 12 for place in range(18)])
    assert kip.score(found).showable == (True,) and kip.reliability(found).rows[0].showable
    assert kip.score(part).showable == (False,) and not kip.reliability(part).rows[0].showable


def test_omega_and_single_statements_wait_for_thirty_answers(tmp_path):
    (tmp_path / "few").mkdir()
    table = kip.Show("en").table
    assert "Omega" in table(kip.reliability(correlated(tmp_path, 30))).text
    assert "Omega" not in table(kip.reliability(correlated(tmp_path / "few", 29))).text


def test_the_statement_without_which_alpha_would_rise_is_named(tmp_path):
    """Three items that say the same and one that says something else."""
    random = np.random.default_rng(3)
    same = random.integers(1, 6, 40)
    rows = list(zip(same, same, same, random.integers(1, 6, 40), strict=True))
    text = kip.Show("en").table(kip.reliability(one_construct(tmp_path, rows))).text
    assert '"Statement q4" (1.00)' in text
    (tmp_path / "alike").mkdir()
    rows = list(zip(same, same, same, same, strict=True))
    assert "no statement" in kip.Show("en").table(kip.reliability(one_construct(tmp_path / "alike", rows))).text


def test_a_range_below_zero_is_an_arrow_and_words(demo):
    result = kip.reliability(demo, "governance")
    assert result.rows[0].alpha < 0
    assert "below 0 to 0.19" in kip.Show("en").table(result).text
    assert not re.search(r"[-−]0?\.\d", kip.Show("en").table(result).text)
    figure = kip.Show("en").figure(result)
    assert "Arrow: the range goes on below 0." in figure.html and "<img" in figure.html


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_nothing_in_the_figure_leaves_the_page(demo, lang):
    drawing = reliability_figure(kip.reliability(demo), Language(lang))
    canvas = FigureCanvasAgg(drawing)
    canvas.draw()
    page = drawing.bbox
    for text in drawing.findobj(Text):
        if text.get_visible() and text.get_text():
            box = text.get_window_extent(canvas.get_renderer())
            assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1, text


def test_nothing_to_show_is_said(demo):
    show = kip.Show("en")
    for result in (kip.score(demo, []), kip.reliability(demo, [])):
        assert show.table(result).text == "The survey has no question of this kind."
        assert show.sentence(result).text == ""
    assert show.figure(kip.reliability(demo, [])).text == "The survey has no question of this kind."


@pytest.mark.parametrize("text", HOSTILE)
def test_no_wording_becomes_markup(tmp_path, text):
    random = np.random.default_rng(5)
    items = [rated(f"q{n}", construct="c", text=text) for n in range(3)]
    rows = [[str(cell) for cell in row] for row in random.integers(1, 6, (40, 3))]
    found = responses(tmp_path, kip.Codebook(tuple(items), (kip.Construct("c", items[0].wording),)), rows)
    for result in (kip.score(found), kip.reliability(found)):
        html = kip.Show("en").table(result).html + kip.Show("en").sentence(result).html
        assert "<script" not in html and "<img" not in html and "<b>" not in html
