"""Means, medians, agreement and spread against R, print and hand calculations; and how they are shown."""

from __future__ import annotations

import json
import re
from math import sqrt
from pathlib import Path
from statistics import mean, median, variance

import pytest
from builders import HOSTILE, book, examples, rated, responses, scale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kiptools as kip
from kiptools.intervals import mean_interval
from kiptools.likert import Spread, construct_scores, unit_scores


def expected(shared: Path, case: str) -> dict:
    cases = json.loads((shared / "oracle" / "expected.json").read_text())["cases"]
    return next(entry["expected"] for entry in cases if entry["id"] == case)


def golden(shared: Path, case: str) -> dict:
    return next(entry for entry in json.loads((shared / "golden.json").read_text()) if entry["id"] == case)


def described(folder, answers, levels=5, **options):
    """One question, answered like that."""
    population = options.pop("population", None)
    found = responses(folder, book(rated("q1", scale(levels), **options)), [[str(answer)] for answer in answers])
    return kip.describe(found, population=population).rows[0]


# --- figures -----------------------------------------------------------------------------------------


def test_means_and_deviations_equal_r_on_66690_pupils(shared):
    """PISA 2009, question 24; R: summary(likert(items24), center = 2.5): low, high, mean, sd."""
    answers = kip.read_responses(shared / "oracle" / "pisa_st24.csv.gz")
    reference = expected(shared, "pisa24.summary.center2.5")
    rows = {row.item.name: row for row in kip.describe(answers).rows}
    assert set(rows) == set(reference["Item"])
    for place, name in enumerate(reference["Item"]):
        row = rows[name]
        assert row.mean == pytest.approx(reference["mean"][place], rel=1e-12)
        assert sqrt(row.variance) == pytest.approx(reference["sd"][place], rel=1e-9)
        assert 100 * row.top_box / row.answered == pytest.approx(reference["high"][place], rel=1e-12)
        assert 100 * row.bottom_box / row.answered == pytest.approx(reference["low"][place], rel=1e-12)


def test_means_and_deviations_equal_r_on_twenty_students(shared):
    """Math anxiety scale; R: summary(likert(mass)): the boxes of five levels are R's low and high."""
    answers = kip.read_responses(shared / "oracle" / "likert_mass.csv")
    reference = expected(shared, "mass.summary")
    rows = {row.item.wording.in_language("en").rstrip("."): row for row in kip.describe(answers).rows}
    assert len(rows) == len(reference["Item"]) == 14
    for place, statement in enumerate(reference["Item"]):
        row = rows[statement.rstrip(".")]
        assert row.mean == pytest.approx(reference["mean"][place], rel=1e-12)
        assert sqrt(row.variance) == pytest.approx(reference["sd"][place], rel=1e-12)
        boxes = (row.bottom_box, row.answered - row.bottom_box - row.top_box, row.top_box)
        assert boxes == tuple(reference[part][place] * 20 / 100 for part in ("low", "neutral", "high"))


def test_agreement_is_that_of_james_demaree_and_wolf(shared, tmp_path):
    case = golden(shared, "rwg")
    row = described(tmp_path, case["input"]["r"])
    assert row.agreement_index == pytest.approx(case["expected"], rel=1e-12)
    assert row.spread is Spread.CLOSE


def test_answers_are_close_together_above_an_agreement_of_seven_tenths(tmp_path):
    """3, 4, 5 twice: variance 4/5, r_wg = 1 - .4 = .6: spread. With two more 4, variance 4/7, r_wg = 5/7: close."""
    for answers, index, spread in (([3, 4, 5] * 2, 0.6, Spread.SPREAD), ([3, 4, 4, 5] * 2, 5 / 7, Spread.CLOSE)):
        row = described(tmp_path, answers)
        assert (row.agreement_index, row.spread) == (pytest.approx(index, rel=1e-12), spread)


def test_two_camps_have_a_negative_agreement(tmp_path):
    """1, 5, 1, 5: mean 3, variance 16/3; r_wg = 1 - (16/3)/2 = -5/3; population variance 4 of at most 4: polarisation 1."""
    row = described(tmp_path, [1, 5, 1, 5])
    assert row.agreement_index == pytest.approx(-5 / 3, rel=1e-12)
    assert (row.polarisation, row.spread, row.sides) == (1.0, Spread.SPLIT, (2, 2))


def test_answers_at_one_end_with_a_tail_are_no_two_camps(tmp_path):
    """Ten 1, and three each of 2 to 5: mean 52/22; squares 172 - 52*52/22 = 49.09..., over 22 > 2, the even spread;
    but only 6 of 22 lie above the middle."""
    row = described(tmp_path, [1] * 10 + [2, 3, 4, 5] * 3)
    assert row.agreement_index < 0 and row.polarisation == pytest.approx((172 - 52**2 / 22) / 22 / 4, rel=1e-12)
    assert (row.sides, row.spread) == ((13, 6), Spread.SPREAD)


@pytest.mark.parametrize("levels", [2, 3, 4, 5, 7])
def test_an_even_spread_over_the_levels_is_neither_close_nor_split(tmp_path, levels):
    row = described(tmp_path, list(range(1, levels + 1)) * 6, levels)
    assert row.spread is Spread.SPREAD
    assert row.agreement_index == pytest.approx(1 - 6 * levels / (6 * levels - 1), rel=1e-9)


def test_unequal_steps_have_no_agreement_index(tmp_path):
    uneven = kip.Scale("uneven", tuple(kip.Choice(str(score), score=float(score)) for score in (1, 2, 3, 10)))
    row = kip.describe(responses(tmp_path, book(rated("q1", uneven)), [["1"], ["3"], ["10"], ["10"]])).rows[0]
    assert (row.mean, row.median, row.agreement_index) == (6.0, 6.5, None)
    assert row.polarisation == pytest.approx(4 * (25 + 9 + 16 + 16) / 4 / 81, rel=1e-12)


def test_a_reversed_item_is_described_as_answered_but_its_boxes_are_turned(tmp_path):
    """Answers 1, 1, 2, 5: mean 2.25; three are on the favourable side, which is the lower one."""
    row = described(tmp_path, [1, 1, 2, 5], reverse=True)
    assert (row.mean, row.top_box, row.bottom_box) == (2.25, 3, 1)


@pytest.mark.parametrize(("levels", "top", "bottom"), [(2, 2, 3), (3, 2, 3), (4, 3, 4), (5, 3, 4)])
def test_a_box_is_two_levels_from_four_on(tmp_path, levels, top, bottom):
    """Three chose level 1, two the last, one each level between: counts 3 2; 3 1 2; 3 1 1 2; 3 1 1 1 2."""
    row = described(tmp_path, [1, 1, *range(1, levels + 1), levels], levels)
    assert (row.top_box, row.bottom_box) == (top, bottom)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 5), min_size=2, max_size=40))
def test_figures_equal_the_statistics_module(tmp_path, answers):
    row = described(tmp_path, answers)
    assert row.mean == pytest.approx(mean(answers), rel=1e-12)
    assert row.median == median(answers)
    assert row.variance == pytest.approx(float(variance(map(float, answers))), rel=1e-9, abs=1e-12)
    assert 0 <= row.polarisation <= 1 + 1e-12 and row.agreement_index <= 1


# --- the interval of a mean --------------------------------------------------------------------------


def test_the_interval_of_a_mean_is_lohrs(shared):
    """Lohr's agsrs: 300 of 3078 counties; standard error 18898.43, interval 260706 to 335088."""
    case = golden(shared, "srs_fpc_lohr")
    given = case["input"]
    low, high = mean_interval(given["mean"], given["s"] ** 2, given["n"], population=given["N"])
    assert (low, high) == pytest.approx(case["expected"]["ci_t"], abs=case["tol"])
    from scipy.stats import t

    assert (high - low) / 2 / t.ppf(0.975, 299) == pytest.approx(case["expected"]["se"], abs=0.005)


def test_the_population_narrows_the_interval():
    """n = 24, mean 3.8, s = .9 (domain.md 4.2): 3.42 to 4.18 without, 3.56 to 4.04 of 40."""
    assert mean_interval(3.8, 0.81, 24) == pytest.approx((3.42, 4.18), abs=0.005)
    assert mean_interval(3.8, 0.81, 24, population=40) == pytest.approx((3.56, 4.04), abs=0.005)
    for wrong in ({"n": 1}, {"n": 5, "population": 4}, {"n": 5, "level": 1.0}):
        with pytest.raises(ValueError):
            mean_interval(3.0, 1.0, **wrong)


def test_an_interval_needs_ten_answers_that_differ_unless_everyone_answered(tmp_path):
    assert described(tmp_path, [4, 5] * 4 + [4]).mean_interval() is None
    assert described(tmp_path, [4, 5] * 5).mean_interval() is not None
    assert described(tmp_path, [4] * 12).mean_interval() is None
    assert described(tmp_path, [4] * 12, population=12).mean_interval() == (4.0, 4.0)
    assert described(tmp_path, [4, 5, 4], population=3).mean_interval() == pytest.approx((13 / 3, 13 / 3))


def test_an_interval_ends_where_the_scale_does(tmp_path):
    assert described(tmp_path, [5] * 11 + [1]).mean_interval().high == 5.0


def test_whoever_is_not_concerned_does_not_count_as_silent(tmp_path):
    found = responses(tmp_path, book(rated("q1")), [["4"], ["5"]] * 6 + [["na"]] * 8)
    row = kip.describe(found, population=20).rows[0]
    assert (row.answered, row.population, row.mean_interval()) == (12, 12, (4.5, 4.5))
    with pytest.raises(kip.KipError, match="population is 19, smaller than the 20 respondents"):
        kip.describe(found, population=19)


# --- degenerate --------------------------------------------------------------------------------------


def test_figures_of_no_and_few_answers_are_defined(tmp_path):
    nobody = described(tmp_path, ["", "", "na"])
    assert nobody.answered == 0
    figures = ("mean", "median", "variance", "agreement_index", "polarisation", "spread")
    assert [getattr(nobody, figure) for figure in figures] == [None] * 6
    one = described(tmp_path, [4])
    assert [getattr(one, figure) for figure in figures] == [4.0, 4.0, None, None, 0.0, None]
    two = described(tmp_path, [4, 5])
    assert [getattr(two, figure) for figure in figures[:3]] == [4.5, 4.5, 0.5]
    same = described(tmp_path, [2, 2, 2])
    assert [getattr(same, figure) for figure in figures] == [2.0, 2.0, 0.0, 1.0, 0.0, Spread.CLOSE]


def test_a_scale_of_one_level_has_a_mean_and_no_spread(tmp_path):
    row = described(tmp_path, [1, 1, 1], 1)
    assert (row.mean, row.variance, row.agreement_index, row.polarisation, row.spread) == (1.0, 0.0, None, None, None)


def test_only_questions_on_an_ordered_scale_are_described(demo):
    assert {row.item.role for row in kip.describe(demo).rows} == {"experience", "importance"}
    assert kip.describe(demo, ["organisation_type", "activities", "keep"]).rows == ()
    assert kip.describe(demo, role="experience") == kip.describe(demo, role="experience")
    assert "0x" not in repr(kip.describe(demo, "trust"))


def test_scores_of_a_construct_are_those_of_its_items(tmp_path):
    """a = 5 and b = 2 turned (4): 1 and .75; the second respondent answered one of two, less than two thirds."""
    found = responses(
        tmp_path, book(rated("a", construct="c"), rated("b", construct="c", reverse=True)), [["5", "2"], ["4", ""]]
    )
    scores, answered = construct_scores(found, found.codebook.select("c"))
    assert unit_scores(found, found.codebook["b"])[0] == 0.75
    assert scores[0] == 0.875 and scores[1] != scores[1] and answered.tolist() == [True, False]


# --- shown -------------------------------------------------------------------------------------------


def shown(result):
    for lang in kip.LANGUAGES:
        show = kip.Show(lang)
        yield lang, show.table(result)
        yield lang, show.sentence(result)


def test_descriptions_are_shown_in_every_language(demo, tmp_path):
    few, fewer = (demo.where([place < most for place in range(31)]) for most in (7, 3))
    same = responses(tmp_path, book(rated("q1")), [["4"]] * 12)
    for found in (demo, few, fewer, same):
        for result in (
            kip.describe(found, role="experience"),
            kip.describe(found, found.codebook.select(role="experience")[0].name),
        ):
            for lang, rendered in shown(result):
                assert not re.search(r"\{\w*\}|\b(None|nan|inf)\b", rendered.text), (lang, rendered.text)


def test_the_sentence_names_the_question_whose_mean_hides_two_camps(demo):
    """Planted in the demo data: governance_3, 15 below and 14 above the middle."""
    text = kip.Show("en").sentence(kip.describe(demo, role="experience")).text
    assert text == (
        'For 1 question the mean hides two camps: "Decisions that concern us are discussed with us before they are taken." '
        "(of 29 partners, 15 answered below the middle of the scale, 14 above it)."
    )


def test_without_two_camps_the_sentence_says_so(demo):
    said = kip.Show("en").sentence(kip.describe(demo, "trust", role="experience")).text
    assert said == "None of the 4 questions with enough answers divides the partners who answered into two camps."


def test_the_mean_stands_beside_median_and_distribution(tmp_path):
    """Six 4 and six 5: mean 4.5, variance 3 / 11 = 0.27, t(11) = 2.201: 4.5 -+ 0.33."""
    found = responses(tmp_path, book(rated("q1")), [["4"], ["5"]] * 6)
    line = kip.Show("en").table(kip.describe(found)).text.splitlines()[2].split()
    assert line == [
        "Statement",
        "q1",
        *["0", "·", "0", "·", "0", "·", "6", "·", "6"],
        "12",
        "4.5",
        *["4.5", "(4.2", "to", "4.8)", "0.3"],
        "close",
        "together",
    ]


def test_no_mean_of_fewer_than_ten_and_nothing_of_fewer_than_five(tmp_path):
    found = responses(tmp_path, book(rated("q1")), [["4"], ["5"]] * 3)
    table = kip.Show("en").table(kip.describe(found)).text
    assert table.splitlines()[2].split() == [
        "Statement",
        "q1",
        *["0", "·", "0", "·", "0", "·", "3", "·", "3", "6", "4.5", "–", "–", "–"],
    ]
    assert "No mean is given of fewer than 10 answers" in table
    assert kip.Show("en").sentence(kip.describe(found)).text == "So few answers are single voices, not a share."
    found = responses(tmp_path, book(rated("q1", text="Statement")), [["2"], ["2"], ["2"], ["2"]])
    for rendered in (kip.Show("en").table(kip.describe(found)), kip.Show("en").sentence(kip.describe(found))):
        assert "Fewer than 5 partners answered" in rendered.text
    row = kip.Show("en").table(kip.describe(found)).html.split("<tbody>")[1].split("</tbody>")[0]
    assert re.findall(r"<td>(.*?)</td>", row) == ["–"] * 6


def test_nothing_to_describe_is_said(demo):
    assert kip.Show("en").table(kip.describe(demo, [])).text == "The survey has no question of this kind."
    assert kip.Show("en").sentence(kip.describe(demo, [])).text == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_no_wording_becomes_markup(tmp_path, text):
    found = responses(tmp_path, book(rated("q1", text=text)), [["1"], ["5"]] * 8)
    for render in (kip.Show("en").table, kip.Show("en").sentence):
        html = render(kip.describe(found)).html
        assert "<script" not in html and "<img" not in html and "<b>" not in html


def test_answers_that_are_all_the_same_are_hidden(tmp_path):
    """Twelve times the same answer would tell what each partner answered."""
    result = kip.describe(responses(tmp_path, book(rated("q1")), [["4"]] * 12))
    row = kip.Show("en").table(result).html.split("<tbody>")[1].split("</tbody>")[0]
    assert re.findall(r"<td>(.*?)</td>", row) == ["–"] * 6
    assert "or all gave the same answer" in kip.Show("en").sentence(result).text


def test_a_part_that_leaves_out_few_is_withheld(demo):
    """28 of 31: less the answers of all, these are those of three."""
    result = kip.describe(demo.where([place < 28 for place in range(31)]), "trust", role="experience")
    table, said = kip.Show("en").table(result), kip.Show("en").sentence(result)
    assert set(re.findall(r"<td>(.*?)</td>", table.html)) == {"–"}
    assert said.text.startswith("With the answers of all partners, this would tell what a few of them answered")
