"""Counts and shares against hand calculations and against R."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from builders import book, rated, responses, scale, write_csv

import kiptools as kip


def expected(shared: Path, case: str) -> dict:
    cases = json.loads((shared / "oracle" / "expected.json").read_text())["cases"]
    return next(entry["expected"] for entry in cases if entry["id"] == case)


def test_missing_answers_do_not_count_as_disagreement(tmp_path):
    answers = responses(tmp_path, book(rated("q1")), [["5"], ["4"], ["3"], ["1"], [""], ["na"]])
    row = kip.distribution(answers, "q1").rows[0]
    assert row.counts == (1, 0, 1, 1, 1)
    assert row.answered == 4 and row.respondents == 6
    assert row.shares == (0.25, 0.0, 0.25, 0.25, 0.25)
    assert dict(row.missing) == {
        kip.Missing.NOT_SHOWN: 0,
        kip.Missing.LEFT_EMPTY: 1,
        kip.Missing.NOT_APPLICABLE: 1,
        kip.Missing.BROKEN_OFF: 0,
    }
    share = kip.agreement(answers, "q1").rows[0]
    assert (share.favourable, share.answered, share.missing, share.share) == (2, 4, 2, 0.5)


def test_a_reversed_item_is_favourable_below_the_middle(tmp_path):
    answers = responses(tmp_path, book(rated("q1", reverse=True)), [["1"], ["2"], ["3"], ["5"]])
    assert kip.agreement(answers).rows[0].favourable == 2


def test_the_middle_is_that_of_the_scores_not_of_the_levels(tmp_path):
    """Four levels scored 1, 2, 3, 10: the middle is 5.5, so only the last is favourable."""
    uneven = kip.Scale("uneven", tuple(kip.Choice(str(score), score=float(score)) for score in (1, 2, 3, 10)))
    answers = responses(tmp_path, book(rated("q1", uneven)), [["1"], ["3"], ["3"], ["10"]])
    assert kip.agreement(answers).rows[0].favourable == 1


def test_per_construct_a_respondent_is_counted_and_needs_two_thirds_of_the_items(tmp_path):
    """By hand, three items, the third reversed (x -> 6 - x); means above 3 are favourable.

    A: 4, 4, 6-2=4 -> 4.0 yes;  B: 3, 3, 6-3=3 -> 3.0 no;  C: 5, empty, 6-5=1 -> 3.0 no (two of three answered);
    D: 5, empty, empty -> one of three answered, no mean;  E: 2, 5, empty -> 3.5 yes.
    """
    items = book(
        rated("a", construct="trust"), rated("b", construct="trust"), rated("c", construct="trust", reverse=True)
    )
    answers = responses(
        tmp_path, items, [["4", "4", "2"], ["3", "3", "3"], ["5", "", "5"], ["5", "", ""], ["2", "5", ""]]
    )
    row = kip.agreement(answers, "trust", by="construct").rows[0]
    assert (row.favourable, row.answered, row.missing) == (2, 4, 1)


def test_thirds_that_are_not_exact_in_binary_do_not_tip_the_middle(tmp_path):
    """On four levels 1+4, 2+3 and their permutations are exactly the middle: never favourable."""
    items = book(*(rated(name, scale(4), construct="c") for name in "abcd"))
    rows = [
        ["1", "4", "2", "3"],
        ["2", "3", "2", "3"],
        ["4", "4", "1", "1"],
        ["3", "3", "2", "2"],
        ["3", "3", "3", "1"],
    ]
    row = kip.agreement(responses(tmp_path, items, rows), by="construct").rows[0]
    assert row.favourable == 0


def test_intervals_know_the_population(tmp_path):
    """18 of 24 with 40 asked: between 25 and 34 partners (hypergeometric tails); Wilson without: 0.551 to 0.880."""
    answers = responses(tmp_path, book(rated("q1")), [["5"]] * 18 + [["2"]] * 6)
    known = kip.agreement(answers, population=40).rows[0].interval()
    assert known == (25 / 40, 34 / 40)
    unknown = kip.agreement(answers).rows[0].interval()
    assert unknown == pytest.approx((0.5510, 0.8800), abs=5e-5)
    with pytest.raises(kip.KipError, match="population is 20, smaller than the 24 respondents"):
        kip.agreement(answers, population=20)


def test_degenerate_numbers_of_answers(tmp_path):
    nobody = kip.agreement(responses(tmp_path, book(rated("q1"), rated("q2")), [["", "5"]] * 3)).rows
    assert (nobody[0].answered, nobody[0].interval()) == (0, (0.0, 1.0))
    assert math.isnan(nobody[0].share)
    assert nobody[1].share == 1.0
    assert kip.distribution(responses(tmp_path, book(rated("q1")), [[""]])).rows[0].shares == (0.0,) * 5


def test_levels_nobody_chose_keep_their_place(tmp_path):
    answers = responses(tmp_path, book(rated("q1"), rated("q2")), [["1", "5"], ["1", "5"]])
    assert [row.counts for row in kip.distribution(answers).rows] == [(2, 0, 0, 0, 0), (0, 0, 0, 0, 2)]


def test_a_multiple_choice_has_those_who_answered_as_its_base(tmp_path):
    options = kip.Scale("acts", tuple(kip.Choice(name) for name in ("meet", "refer", "train")))
    item = kip.Item("acts", "select_multiple", scale=options)
    row = kip.distribution(
        responses(tmp_path, book(item), [["meet refer"], ["refer"], [""], ["train refer meet"]])
    ).rows[0]
    assert (row.counts, row.answered, row.count_missing(kip.Missing.LEFT_EMPTY)) == ((2, 3, 1), 3, 1)


def test_results_are_equal_when_inputs_are_and_inputs_do_not_change(demo):
    before = demo.codes.copy()
    assert kip.agreement(demo, population=42) == kip.agreement(kip.read_responses(), population=42)
    assert kip.distribution(demo) == kip.distribution(demo)
    assert repr(kip.agreement(demo)) == repr(kip.agreement(demo)) and "0x" not in repr(kip.agreement(demo))
    assert np.array_equal(before, demo.codes)


def test_unknown_names_and_options_are_refused(demo):
    with pytest.raises(kip.KipError, match='"q9" is neither an item nor a construct'):
        kip.distribution(demo, "q9")
    with pytest.raises(ValueError, match="by is 'respondent'"):
        kip.agreement(demo, by="respondent")


def test_counts_equal_plain_pandas(demo):
    frame = demo.frame
    for row in kip.distribution(demo, role="experience").rows:
        assert list(row.counts) == frame[row.item.name].value_counts(sort=False).tolist()
    for row in kip.distribution(demo, "activities").rows:
        ticked = frame.filter(like="activities/").sum()
        assert list(row.counts) == ticked.tolist()


# --- R's likert package ------------------------------------------------------------------------------


def test_shares_per_level_equal_r_on_66690_pupils(shared):
    """PISA 2009, question 24; R: likert(items24)$results."""
    table = shared / "oracle" / "pisa_st24.csv.gz"
    answers = kip.read_responses(table)
    reference = expected(shared, "pisa24.results")
    rows = kip.distribution(answers, reference["Item"]).rows
    levels = ["Strongly disagree", "Disagree", "Agree", "Strongly agree"]
    for place, row in enumerate(rows):
        assert [100 * share for share in row.shares] == pytest.approx(
            [reference[level][place] for level in levels], rel=1e-9
        )


def test_agreement_equals_r_on_twenty_students(shared, tmp_path):
    """Math anxiety scale; R: summary(likert(mass)): low, neutral, high in percent, n = 20."""
    answers = kip.read_responses(shared / "oracle" / "likert_mass.csv")
    reference = expected(shared, "mass.summary")
    rows = {row.subject.wording.in_language("en"): row for row in kip.agreement(answers).rows}
    for statement, high in zip(reference["Item"], reference["high"], strict=True):
        row = next(row for text, row in rows.items() if text.rstrip(".") == statement.rstrip("."))
        assert (row.answered, 100 * row.share) == (20, pytest.approx(high, rel=1e-12))


def test_counts_stay_right_for_many_rows(tmp_path):
    path = write_csv(tmp_path / "big.csv", [["q1"], *([str(1 + place % 5)] for place in range(50_000))])
    answers = kip.read_responses(path, book(rated("q1")))
    assert kip.distribution(answers).rows[0].counts == (10_000,) * 5


def test_two_thirds_is_the_rule_for_four_items_too(tmp_path):
    """Of four items three are needed: two answered (one half) give no mean."""
    items = book(*(rated(name, construct="c") for name in "abcd"))
    row = kip.agreement(responses(tmp_path, items, [["5", "5", "", ""], ["5", "5", "5", ""]]), by="construct").rows[0]
    assert (row.favourable, row.answered, row.missing) == (1, 1, 1)


def test_whoever_is_not_concerned_is_no_silent_partner(tmp_path):
    """30 asked, all answered: 19 favourable of 20, ten say that it does not apply. Nobody is silent: 19 of 20."""
    answers = responses(tmp_path, book(rated("q1", construct="c")), [["5"]] * 19 + [["2"]] + [["na"]] * 10)
    for by in ("item", "construct"):
        row = kip.agreement(answers, by=by, population=30).rows[0]
        assert (row.population, row.interval()) == (20, (0.95, 0.95))
    said = kip.Show("en").sentence(kip.agreement(answers, population=30)).text
    assert said.endswith("Every partner whom it concerns answered, so nothing is estimated.")
    said = kip.Show("en").sentence(kip.agreement(answers, population=35)).text
    assert "among the partners whom it concerns lies between" in said


def test_wilson_and_the_rest_for_scores_that_are_not_exact(tmp_path):
    tenths = kip.Scale("tenths", tuple(kip.Choice(str(n), score=score) for n, score in enumerate((1.1, 1.2, 1.3))))
    assert rated("q1", tenths, reverse=True).favourable() == (0,) and rated("q1", tenths).favourable() == (2,)
