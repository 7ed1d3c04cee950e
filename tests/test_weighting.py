"""Weights: hand-worked raking, margins reached, rare kinds merged, Kish's effective number."""

from __future__ import annotations

import re

import numpy as np
import pytest
from builders import book, examples, rated, responses, write_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_show import check

import kiptools as kip
from kiptools.weighting import effective_size

A = kip.Item(
    "a", "select_one", scale=kip.Scale("a", tuple(kip.Choice(name) for name in ("x", "y", "z"))), role="profile"
)
B = kip.Item("b", "select_one", scale=kip.Scale("b", tuple(kip.Choice(name) for name in ("u", "v"))), role="profile")
KIND = kip.Item(
    "kind", "select_one", scale=kip.Scale("kind", (kip.Choice("firm"), kip.Choice("school"))), role="profile"
)


def test_kish_equals_the_reference():
    """golden.json kish: weights 1, 1, 2, 2, 4 -> 100 / 26."""
    assert effective_size([1, 1, 2, 2, 4]) == pytest.approx(3.846154, abs=1e-6)
    assert 5 / effective_size([1, 1, 2, 2, 4]) == pytest.approx(1.3, abs=1e-6)  # the design effect
    assert effective_size([3.0] * 7) == pytest.approx(7) and effective_size([]) == 0.0


def test_one_margin_is_post_stratification_by_hand(tmp_path):
    """10 x of 30 partners and 20 y of 30: weights 3 and 1.5; effective (30 + 30)^2 / (90 + 45) = 26.67."""
    found = kip.rake(responses(tmp_path, book(A), [["x"]] * 10 + [["y"]] * 20), {"a": {"x": 30, "y": 30}})
    assert found.weights.tolist() == pytest.approx([3.0] * 10 + [1.5] * 20)
    assert found.effective == pytest.approx(3600 / 135)
    assert (found.population, found.few, found.merged) == (60, False, ())


def test_two_margins_by_hand(tmp_path):
    """Counts xu 10, xv 5, yu 5, yv 10 (of 30), asked x 40, y 20 and u 30, v 30.

    The odds ratio 4 stays: with p of x in u, p (p - 10) = 4 (40 - p)(30 - p) has the root (270 - 10 sqrt(153)) / 6,
    hence xu = p = 24.384, xv = 15.616, yu = 5.616, yv = 14.384.
    """
    rows = [["x", "u"]] * 10 + [["x", "v"]] * 5 + [["y", "u"]] * 5 + [["y", "v"]] * 10
    found = kip.rake(responses(tmp_path, book(A, B), rows), {"a": {"x": 40, "y": 20}, "b": {"u": 30, "v": 30}})
    root = (270 - 10 * 153**0.5) / 6
    cells = [found.weights[start:end].sum() for start, end in ((0, 10), (10, 15), (15, 20), (20, 30))]
    assert cells == pytest.approx([root, 40 - root, 30 - root, root - 10], rel=1e-9)


def test_rare_kinds_are_merged_with_the_next_smallest_and_reported(tmp_path):
    answers = responses(tmp_path, book(A), [["x"]] * 20 + [["y"]] * 8 + [["z"]] * 2)
    found = kip.rake(answers, {"a": {"x": 30, "y": 12, "z": 6}})
    assert [[kind.name for kind in stratum.kinds] for stratum in found.merged] == [["y", "z"]]
    assert found.weights[20:].tolist() == pytest.approx([1.8] * 10)
    assert "were put together with others: y and z." in kip.Show("en").sentence(found).text


def test_a_kind_that_nobody_answered_for_is_merged_too(tmp_path):
    answers = responses(tmp_path, book(A), [["x"]] * 20 + [["y"]] * 12)
    found = kip.rake(answers, {"a": {"x": 30, "y": 12, "z": 6}})
    assert found.weights.sum() == pytest.approx(48)
    assert [[kind.name for kind in stratum.kinds] for stratum in found.merged] == [["y", "z"]]


def test_a_kind_that_the_register_lacks_is_merged_and_nobody_has_the_weight_zero(tmp_path):
    answers = responses(tmp_path, book(A), [["x"]] * 20 + [["y"]] * 12 + [["z"]] * 6)
    found = kip.rake(answers, {"a": {"x": 30, "y": 18}})
    assert found.weights.tolist() == pytest.approx([1.5] * 20 + [1.0] * 18)
    assert [[kind.name for kind in stratum.kinds] for stratum in found.merged] == [["y", "z"]]


def register_of(tmp_path, rows: list[str], heading: str) -> kip.Register:
    return kip.read_register(
        write_csv(tmp_path / "register.csv", [heading.split(","), *(row.split(",") for row in rows)])
    )


def test_weights_add_up_to_the_partners_whom_the_register_knows_or_not(tmp_path):
    """30 firms, 18 schools, 6 of no kind, 6 that are no partners any more: 54 in all, 5 : 3 as far as known."""
    kinds = ["firm"] * 30 + ["school"] * 18 + [""] * 6 + ["firm"] * 6
    rows = [f"p{n},{kind},{'not eligible' if n > 53 else ''}" for n, kind in enumerate(kinds)]
    answers = responses(tmp_path, book(KIND), [["firm"]] * 15 + [["school"]] * 15)
    found = kip.weight_to_register(answers, register_of(tmp_path, rows, "name,kind,disposition"))
    assert found.weights.tolist() == pytest.approx([54 * 5 / 8 / 15] * 15 + [54 * 3 / 8 / 15] * 15)


def test_a_question_that_cannot_be_fitted_with_the_others_is_dropped(tmp_path):
    """All firms are u and all schools are v, but in the register they are not."""
    rows = [f"p{n},{['firm', 'school'][n >= 40]},{'uv'[n % 2]}" for n in range(60)]
    answers = responses(tmp_path, book(KIND, B), [["firm", "u"], ["school", "v"]] * 15)
    found = kip.weight_to_register(answers, register_of(tmp_path, rows, "name,kind,b"))
    assert [margin.item.name for margin in found.margins] == ["kind"]
    assert found.weights[:2].tolist() == pytest.approx([40 / 15, 20 / 15])


def test_a_weight_that_tells_who_answered_is_not_shown(tmp_path):
    """All 6 z answered, so their weight 1 would tell; y, the smallest other kind, gives it away."""
    answers = responses(tmp_path, book(A), [["x"]] * 20 + [["y"]] * 7 + [["z"]] * 6)
    found = kip.rake(answers, {"a": {"x": 30, "y": 10, "z": 6}})
    text = kip.Show("en").table(found).text
    assert [stratum.shown for stratum in found.margins[0].strata] == [True, False, False]
    assert "1.50" in text and "1.43" not in text and "1.00" not in text and "–" in text


def test_who_did_not_say_keeps_the_mean_weight(tmp_path):
    answers = responses(tmp_path, book(A, rated("q")), [["x", "1"]] * 10 + [["y", "1"]] * 20 + [["", "1"]] * 10)
    found = kip.rake(answers, {"a": {"x": 40, "y": 40}})
    assert found.weights[30:].tolist() == pytest.approx([2.0] * 10)
    assert found.weights[:10].tolist() == pytest.approx([3.0] * 10) and found.margins[0].unknown == 10


def test_few_answers_are_said(tmp_path):
    found = kip.rake(responses(tmp_path, book(A), [["x"]] * 10 + [["y"]] * 19), {"a": {"x": 30, "y": 30}})
    assert found.few and "fewer than 30 answers" in kip.Show("en").sentence(found).text


@pytest.mark.parametrize(
    ("margins", "said"),
    [
        ({"a": {"x": 10, "y": 10}}, "not fewer than the 30 respondents"),
        ({"a": {"x": 40, "y": 20}, "b": {"u": 30, "v": 31}}, "must be the same for each question"),
        ({"a": {"x": 40, "w": 20}}, "w is none of its answers"),
        ({"c": {"x": 60}}, 'no item "c"'),
    ],
)
def test_margins_that_do_not_fit_are_refused(tmp_path, margins, said):
    answers = responses(tmp_path, book(A, B), [["x", "u"], ["y", "v"]] * 15)
    with pytest.raises(kip.KipError, match=said):
        kip.rake(answers, margins)


def test_margins_that_contradict_each_other_are_refused(tmp_path):
    """All x are u and all y are v, but the margins differ: no weights can fit."""
    answers = responses(tmp_path, book(A, B), [["x", "u"], ["y", "v"]] * 15)
    with pytest.raises(kip.KipError, match="No weights fit all of a, b at once"):
        kip.rake(answers, {"a": {"x": 40, "y": 20}, "b": {"u": 30, "v": 30}})


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_weights_are_positive_and_reach_every_margin(tmp_path_factory, data):
    cells = data.draw(st.lists(st.integers(5, 12), min_size=6, max_size=6))
    pairs = [(a, b) for a in "xyz" for b in "uv"]
    rows = [list(pair) for pair, count in zip(pairs, cells, strict=True) for _ in range(count)]
    partners = data.draw(st.integers(len(rows) + 3, 300))
    cuts = sorted(data.draw(st.lists(st.integers(1, partners - 1), min_size=3, max_size=3, unique=True)))
    first = {"x": cuts[0], "y": cuts[1] - cuts[0], "z": partners - cuts[1]}
    second = {"u": cuts[2], "v": partners - cuts[2]}
    found = kip.rake(responses(tmp_path_factory.mktemp("rake"), book(A, B), rows), {"a": first, "b": second})
    table = np.array(rows)
    assert (found.weights > 0).all()
    for column, margin in enumerate((first, second)):
        for name, asked in margin.items():
            assert found.weights[table[:, column] == name].sum() == pytest.approx(asked, rel=1e-9)


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_weights_can_be_shown(demo, lang):
    found = kip.weight_to_register(demo, kip.read_register())
    for rendered in (kip.Show(lang).table(found), kip.Show(lang).sentence(found)):
        check(rendered.html)
        assert not re.search(r"\b(nan|None|inf)\b|\{\w*\}", rendered.text)


def test_results_are_frozen_and_equal(demo):
    found = kip.weight_to_register(demo, kip.read_register())
    assert found == kip.weight_to_register(demo, kip.read_register())
    with pytest.raises(ValueError, match="read-only"):
        found.weights[0] = 1
    assert kip.weight_to_register(demo.where([False] * 31), kip.read_register()) is None
