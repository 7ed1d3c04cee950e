"""Reading answers, and the open tasks of exercises in the languages in which learners write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

import kiptools as kip
from kiptools.checks import ____, check, exercise, find
from kiptools.checks.keys import (
    CORRECT,
    NOT_ATTEMPTED,
    NOT_YET,
    UNREADABLE,
    Key,
    Unreadable,
    names,
    number,
    percent_for_share,
    same,
    word,
    words,
)
from kiptools.dates import day_of
from kiptools.messages import KipError, message


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
        ("11 + 9+7", 27),
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


def test_a_decimal_comma_is_told_as_such():
    for answer in ((0, 72), (0, 5)):
        with pytest.raises(Unreadable, match="comma"):
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


def test_letters_without_commas():
    options = tuple((letter, message("x")) for letter in "ABCDE")
    key = Key(("A", "B", "D"), message("x"), (), message("y"), reads=names, options=options)
    for answer in (
        "a, b, d",
        "A B D",
        "abd",
        "A+B+D",
        "a & b & d",
        "A, B and D",
        "a, b et d",
        "a b i d",
        ["A", "b", "d"],
        ["abd"],
    ):
        assert key.mistake_of(key.read(answer)) is None, answer
    for answer in ("a, b, d, e", "abde", "ab", "a, b, x"):
        assert key.mistake_of(key.read(answer)) is not None, answer
    tasks = Key(("A6", "A7"), message("x"), (), message("y"), reads=names)
    assert all(tasks.mistake_of(tasks.read(answer)) is None for answer in ("a6 a7", "A7 e A6", ["A6", "A7"]))


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
    ("Grad smanjuje proračun", ""),
    ("Treba nam tri tjedna za odgovor", ""),
    ("We need three weeks to answer a letter", ""),
    ("Abbiamo bisogno di tre settimane per rispondere", ""),
    ("Members must pay 50 euros a year", ""),
    ("Os membros devem pagar 50 euros por ano", ""),
    ("Partners must sign the charter before they join", ""),
    ("Visita mensal às empresas existe", ""),
    ("Contact the coordinator has with all mayors is close", ""),
    ("We must answer letters within a week", "wish or solution"),
    ("We need more meetings with mayors", "wish or solution"),
    ("We need to meet every month", "wish or solution"),
    ("Organise a meeting that is open to all", "wish or solution"),
    ("Stvoriti mrežu poduzeća", "wish or solution"),
    ("Créer un réseau des entreprises", "wish or solution"),
    ("Criar uma rede de empresas", "wish or solution"),
]


@pytest.mark.parametrize("said, mistake", SAID)
def test_a_factor_says_what_is_so_in_any_of_the_languages(said, mistake):
    """Sentences that native readers tried."""
    verdict = check("S10", ["weakness", said, "Attendance lists, January to June 2026: 7 of 14"])
    assert verdict.mistake == mistake and verdict.outcome == (NOT_YET if mistake else CORRECT)


@pytest.mark.parametrize(
    "quadrant",
    ["S", "strength", "Forza", "punto di forza", "atout", "Point fort", "jakost", "snaga", "força", "ponto forte"],
)
def test_a_quadrant_can_be_called_as_people_call_it(quadrant):
    said = ["Half of the employers come to every meeting", "Attendance lists, January to June 2026: 7 of 14"]
    assert check("S10", [quadrant, *said]).outcome == CORRECT
    own = next(own for seed in range(1, 30) if (own := exercise("swot", seed)).card.quadrant == "strength")
    assert check("S1", quadrant, own).outcome == CORRECT


PLAN = ("Idris; visit the new school; 4 May 2026", "Ana; ask the town for a room; 1 June 2026")
DAYS = [
    ("by 15 January 2030", ""),
    ("before 2 May 2027", ""),
    ("end of May 2027", ""),
    ("by the end of May 2027 at the latest", ""),
    ("before Monday, 3 May 2027", ""),
    ("fin mars 2027", ""),
    ("avant le 3 mai 2027", ""),
    ("do 15. siječnja 2027.", ""),
    ("do kraja svibnja 2027. godine", ""),
    ("entro il 3 maggio 2027", ""),
    ("entro l'8 maggio 2027", ""),
    ("até 3 de maio de 2027", ""),
    ("até ao fim de maio de 2027", ""),
    ("by 31 June 2030", "no day"),
    ("até 31 de junho de 2030", "no day"),
    ("by 40000", "no day"),
    ("in two weeks", "no day"),
    ("before 2 May 2025", "a day in the past"),
    ("end of May 2025", "a day in the past"),
]


@pytest.mark.parametrize("day, mistake", DAYS)
def test_a_day_of_a_plan_is_found_between_other_words(day, mistake):
    verdict = check("P10", [f"Maud; call the two quiet employers; {day}", *PLAN])
    assert verdict.mistake == mistake and verdict.outcome == (NOT_YET if mistake else CORRECT)


@pytest.mark.parametrize(
    "what, mistake",
    [
        ("visit partners", ""),
        ("visiter les partenaires", ""),
        ("nazvati partnere", ""),
        ("contact", "too short"),
        ("la communication", "too short"),
    ],
)
def test_an_action_is_as_long_in_languages_without_articles(what, mistake):
    assert check("P10", [f"Maud; {what}; 4 May 2026", *PLAN]).mistake == mistake


def test_which_action_of_a_plan_is_meant_is_said():
    for action in ("Maud; call them", "We; call them; 4 May 2026", "Maud; call; 4 May 2026", "Maud; call them; soon"):
        assert "action 3" in str(check("P10", [*PLAN, action]).said[0])
    assert "action 2" in str(check("P10", [PLAN[0], "Maud; call them; 4 May 2025", PLAN[1]]).said[0])


@pytest.mark.parametrize("nothing", [(), [], {}])
def test_an_empty_action_has_parts_missing(nothing):
    assert check("P10", [nothing]).mistake == "a part is missing"


def test_a_position_instead_of_a_letter_is_told():
    assert "letters" in str(check("P9", 3).said[0]) and check("P9", 3).mistake == UNREADABLE


def test_a_list_of_one_name_is_one_and_a_list_of_one_number_is_that_number():
    for answer in (["one"], [1], (1.0,), {1}):
        assert check("P6", answer).mistake == check("P6", 1).mistake, answer


@pytest.mark.parametrize("seed", [0, 8, 11, 12, 16, 24])
def test_ways_that_make_the_same_number_do_not_meet_in_a_variant(seed):
    for name, id in (("partner_network", "P6"), ("swot", "S2")):
        given = exercise(name, seed)
        for each in find(id).key(given).mistakes:
            assert check(id, each.answer, given).mistake == each.name


@pytest.mark.parametrize("yes, answers", [(30, 20), (-3, 10), (True, 5), (12.5, 20), (0, 0), (5, None), ("5", 10)])
def test_counts_of_ones_own_that_cannot_be_are_told_in_a_sentence(yes, answers):
    audit = exercise("audit")
    with pytest.raises(KipError, match="give two whole numbers"):
        audit.own(yes, answers)
    assert audit.own(12, 20) == (12, 20) and audit.own(None, None) == audit.hypothesis


@pytest.mark.parametrize(
    "text", ["1° marzo 2030", "1º marzo 2030", "1.º de março de 2030", "1er mars 2030", "1º de março de 2030"]
)
def test_the_first_of_a_month_as_it_is_written(text):
    assert day_of(text) == date(2030, 3, 1)


def test_a_quadrant_is_told_by_its_letter():
    key = find("S1").key(exercise("swot", 3))
    assert key.right in "SWOT" and all(mistake.answer in "SWOT" for mistake in key.mistakes)


def test_a_hint_names_the_variants_own_answer_and_no_line_that_is_wrong_there():
    """D1's solution is a letter: in a variant another one may be right. E1's works it out, wherever it is run."""
    for seed in (1, 2, 3, 4, 5):
        own = exercise("survey_design", seed)
        right = find("D1").key(own).right
        shown = kip.Show("en", own).hint("D1").html
        assert f"With your data the answer is: {right}" in shown and "<pre>" not in shown
    own = exercise("evaluation", 7)
    shown = kip.Show("en", own).hint("E1").html
    assert (
        f"With your data the answer is: {len(own.responses)}" in shown
        and "<pre>answered = who.respondents</pre>" in shown
    )
    plain = kip.Show("en").hint("D1").html
    assert "With your data" not in plain and "<pre>useful" in plain
    assert plain.count("<details>") == len(find("D1").hints) + 1  # one inside the other, the solution last


def test_a_share_in_percent_is_known_though_it_is_less_exact():
    """61 for 19 of 31: the right answer has two decimals, the percentage none."""
    key = Key(19 / 31, message("x"), (percent_for_share(19 / 31),), message("y"), number, decimals=2)
    for answer in (61, 61.3, 61.29):
        mistake = key.mistake_of(key.read(answer))
        assert mistake is not None and mistake.name == "percent for share", answer
    assert key.mistake_of(key.read("61 %")) is None
