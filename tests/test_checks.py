"""Reading answers, and the open tasks of exercises in the languages in which learners write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from kiptools.checks import ____, check, exercise, find
from kiptools.checks.keys import (
    CORRECT,
    NOT_ATTEMPTED,
    NOT_YET,
    UNREADABLE,
    Unreadable,
    figures,
    names,
    number,
    same,
    truth,
    word,
    words,
)
from kiptools.messages import KipError


@pytest.mark.parametrize(
    "answer, value",
    [
        (31, 31),
        (31.0, 31),
        (np.int64(31), 31),
        (np.array(31), 31),
        (np.array([31]), 31),
        (pd.Series([31], index=["all"]), 31),
        (pd.DataFrame({"n": [31]}), 31),
        ([31], 31),
        ("31", 31),
        (" 31 ", 31),
        ("1 234", 1234),
        ("0,61", 0.61),
        ("61 %", 0.61),
        ("61\u202f%", 0.61),
        ("\u22122", -2),
        (Fraction(1, 4), 0.25),
        (Decimal("0.25"), 0.25),
    ],
)
def test_a_number_can_be_given_in_many_ways(answer, value):
    assert number(answer) == value


@pytest.mark.parametrize(
    "answer",
    [
        None,
        True,
        "many",
        "",
        "1 to 3",
        [1, 2],
        {"a": 1},
        float("nan"),
        "nan",
        "inf",
        10**400,
        2j,
        object(),
        pd.Series([1, 2]),
    ],
)
def test_what_is_no_number_is_said_to_be_none(answer):
    with pytest.raises(Unreadable):
        number(answer)


def test_names_can_be_given_in_many_ways():
    for answer in (
        "a, b",
        ["A", "b)"],
        {"a", "b"},
        ("b", "a"),
        pd.Series(["a", "b"]),
        pd.Index(["a", "b"]),
        "B;A",
        {"a": 1, "b": 2},
    ):
        assert names(answer) == {"a", "b"}, answer
    assert words("b, a") == ("b", "a") and word("(C).") == "c"
    for answer in (3, None, [1, 2], ["a", 2], [], ", ,"):
        with pytest.raises(Unreadable):
            names(answer)
    with pytest.raises(Unreadable):
        word("a, b")


def test_figures_can_be_given_in_many_ways():
    for answer in ({"A": 1, "b": "2"}, pd.Series({"a": 1, "b": 2}), pd.DataFrame({"n": {"a": 1, "b": 2}})):
        assert figures(answer) == {"a": 1, "b": 2}
    with pytest.raises(Unreadable):
        figures(3)


def test_yes_and_no_in_five_languages():
    assert all(truth(each) for each in (True, np.True_, "True", "yes", "Oui", "sì", "da", "sim"))
    assert not any(truth(each) for each in (False, np.False_, "no", "non", "ne", "não"))
    with pytest.raises(Unreadable):
        truth("maybe")


def test_numbers_are_the_same_to_so_many_decimals():
    assert (
        same(0.61, 19 / 31, 2) and same(0.613, 19 / 31, 2) and not same(0.62, 19 / 31, 2) and not same(0.6, 19 / 31, 2)
    )
    assert same(19 / 31, 19 / 31) and not same(0.613, 19 / 31)
    assert same(0.125, 0.13, 2) and same(0.125, 0.12, 2)  # both ways of rounding a half
    assert same({"a": 1.0}, {"a": 1}) and not same({"a": 1}, {"b": 1})


def test_a_blank_stays_a_blank_whatever_is_done_with_it():
    given = exercise("evaluation")
    for answer in (
        ____,
        -____ + 3,
        3 / ____,
        ____ * 2 - 1,
        round(____),
        ____.mean(),
        ____["a"],
        [1, ____],
        {"a": ____},
        ____ > 3,
        np.int64(3) * ____,
        "____",
        " ",
        "",
    ):
        assert find("E1")(answer, given).outcome == NOT_ATTEMPTED, answer
    assert repr(____) == "____" and not ____


def test_an_answer_of_another_kind_is_told_apart_from_a_wrong_one():
    verdict = check("E1", "many")
    assert (verdict.outcome, verdict.mistake) == (NOT_YET, UNREADABLE) and "number" in str(verdict.said[0])


def test_questions_and_exercises_that_do_not_exist():
    for id in ("E99", "X1", "", "E"):
        with pytest.raises(KipError, match="There is no question"):
            check(id, 1)
    for name, seed in (("bloom", 0), ("evaluation", -1), ("evaluation", 1.5), ("evaluation", True)):
        with pytest.raises(KipError):
            exercise(name, seed)


def test_an_answer_is_checked_in_the_learners_own_variant():
    own = exercise("evaluation", 7)
    assert check("E1", len(own.responses), own).outcome == CORRECT
    assert len(own.responses) != 31 and check("E1", 31, own).outcome == NOT_YET
    assert check("E1", 31, exercise("swot", 7)).outcome == CORRECT  # a variant of another exercise does not matter


SAID = [
    ("Half of the employers have never come to a meeting", ""),
    ("La moitié des employeurs ne sont jamais venus à une réunion", ""),
    ("Metà dei datori di lavoro non è mai venuta a una riunione", ""),
    ("Polovica poslodavaca nikad nije došla na sastanak", ""),
    ("Metade dos empregadores nunca veio a uma reunião", ""),
    ("Muitos parceiros não respondem às mensagens", ""),
    ("We should have more meetings with employers", "wish or solution"),
    ("Il faut davantage de réunions avec les employeurs", "wish or solution"),
    ("Creare una rete di imprese", "wish or solution"),
    ("Devíamos fazer mais reuniões com os empregadores", "wish or solution"),
    ("Trebamo više sastanaka s poslodavcima", "wish or solution"),
]


@pytest.mark.parametrize("said, mistake", SAID)
def test_a_factor_says_what_is_so_in_any_of_the_languages(said, mistake):
    """Sentences that native readers tried."""
    verdict = check("S10", ["weakness", said, "Attendance lists, January to June 2026: 7 of 14"])
    assert verdict.mistake == mistake and verdict.outcome == (NOT_YET if mistake else CORRECT)
