"""Pairs of factors: which stand beside each other, in which order, and which are proposed."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from math import isnan

import pytest
from builders import HOSTILE

import kiptools as kip
from kiptools.formulas import METHODS
from kiptools.messages import visible
from kiptools.ranking import RankedFactor, Ranking
from kiptools.strategies import KINDS, Tows, tows
from kiptools.swot import Factor, Pair, Swot

QUADRANTS = {"S": "strength", "W": "weakness", "O": "opportunity", "T": "threat"}


def swot(*ids: str, pairs: tuple[Pair, ...] = (), proposed: tuple[str, ...] = ()) -> Swot:
    factors = tuple(Factor(id, QUADRANTS[id[0]], f"Text of {id}", proposed=id in proposed) for id in ids)
    return Swot(factors, pairs=pairs)


DEGREE = {False: (0, 0, 7, 0, 0), True: (3, 0, 0, 0, 4)}


def ranking(whole: Swot, split: tuple[str, ...] = (), **priorities: float) -> Ranking:
    """A ranking by these priorities, as `rank` makes one; factors that are not named were rated by too few."""
    rows = tuple(
        RankedFactor(whole[id], place, 7, (0, 0, 7, 0, 0), DEGREE[id in split], value, (value, value), 1, 7)
        for place, (id, value) in enumerate(sorted(priorities.items(), key=lambda each: -each[1]), start=1)
    )
    return Ranking(rows, tuple(each for each in whole.factors if each.id not in priorities), 7, 7, 5, None)


def ids(result: Tows, kind: str = "") -> list[str]:
    return [pair.pair.id for pair in (result.of(kind) if kind else result.pairs)]


# --- which pairs, in which order -----------------------------------------------------------------------


def test_the_four_kinds_are_weihrichs():
    """Weihrich (1982): strengths and opportunities, strengths and threats, weaknesses and opportunities, and threats."""
    whole = swot("T1", "O1", "W1", "S1")
    found = tows(whole, ranking(whole, S1=2, W1=3, O1=5, T1=7))
    assert KINDS == ("SO", "ST", "WO", "WT")
    assert [(pair.kind, pair.pair.id, pair.weight) for pair in found.pairs] == [
        ("SO", "S1+O1", 10),
        ("ST", "S1+T1", 14),
        ("WO", "W1+O1", 15),
        ("WT", "W1+T1", 21),
    ]
    assert found.pairs[0].internal.id == "S1" and found.pairs[0].external.id == "O1"


def test_without_a_ranking_only_the_groups_own_pairs_are_there():
    pair = Pair("S1", "O1", 2)
    found = tows(swot("S1", "S2", "O1", "O2", pairs=(pair,)))
    assert [each.pair for each in found.pairs] == [pair] and isnan(found.pairs[0].weight)
    assert tows(swot("S1", "O1")).pairs == () == tows(Swot()).pairs


def test_three_of_each_kind_are_proposed_by_the_product_of_their_priorities():
    """S 10, 4, 1 and O 9, 5, 2: the products are 90, 50, 36, 20 (twice, with 10 x 2 and 4 x 5), 9, 8, 5, 2."""
    whole = swot("S1", "S2", "S3", "O1", "O2", "O3", "T1")
    order = ranking(whole, S1=10, S2=4, S3=1, O1=9, O2=5, O3=2, T1=1)
    assert [(pair.pair.id, pair.weight) for pair in tows(whole, order).of("SO")] == [
        ("S1+O1", 90),
        ("S1+O2", 50),
        ("S2+O1", 36),
    ]
    assert ids(tows(whole, order), "ST") == ["S1+T1", "S2+T1", "S3+T1"]


def test_what_the_group_has_rejected_is_not_proposed_again_and_does_not_count_among_the_three():
    whole = swot("S1", "S2", "S3", "O1", "O2", pairs=(Pair("S1", "O1", accepted=False),))
    found = tows(whole, ranking(whole, S1=10, S2=4, S3=1, O1=9, O2=5))
    assert ids(found) == ["S1+O2", "S2+O1", "S2+O2", "S1+O1"]
    assert found.pairs[-1].pair.accepted is False and found.pairs[-1].weight == 90


def test_the_kit_fills_up_to_three_of_what_the_group_has_not_rejected():
    """The group has looked at two of the kind: one more, the best of the others; at three: none."""
    ids_of = ("S1", "S2", "S3", "O1", "O2")
    two = (Pair("S3", "O2"), Pair("S3", "O1", 3, True, "We apply"))
    whole = swot(*ids_of, pairs=two)
    order = ranking(whole, S1=10, S2=4, S3=1, O1=9, O2=5)
    found = tows(whole, order)
    assert [(pair.pair.id, pair.proposed) for pair in found.pairs] == [
        ("S3+O1", False),
        ("S1+O1", True),
        ("S3+O2", False),
    ]
    assert [pair.pair.id for pair in found.open] == ["S3+O2"] and len(found.proposed) == 1
    assert tows(swot(*ids_of, pairs=(*two, Pair("S2", "O2"))), order).proposed == ()


def test_a_factor_that_too_few_rated_is_not_proposed_but_its_pair_is_kept():
    whole = swot("S1", "S2", "O1", pairs=(Pair("S2", "O1", 3),))
    found = tows(whole, ranking(whole, S1=10, O1=2))
    assert ids(found) == ["S2+O1", "S1+O1"]
    assert isnan(found.pairs[0].weight) and found.pairs[1].weight == 20


def test_what_the_room_is_split_over_is_proposed_too():
    whole = swot("W1", "T1")
    assert ids(tows(whole, ranking(whole, ("W1", "T1"), W1=10, T1=2))) == ["W1+T1"]


def test_what_nobody_has_taken_up_has_no_pair():
    whole = swot("S1", "S2", "O1", "O2", pairs=(Pair("S2", "O1", 3), Pair("S1", "O2", 3)), proposed=("S2", "O2"))
    order = ranking(swot("S1", "S2", "O1", "O2"), S1=1, S2=9, O1=2, O2=9)
    assert ids(tows(whole, order)) == ["S1+O1"]


def test_interaction_comes_before_weight_and_what_is_rejected_comes_last():
    """3, 2, 1, then what nobody has rated, then 0; equal ones by weight, those without a weight last."""
    levels = {"S1": 0, "S2": None, "S3": 1, "S4": 2, "S5": 3, "S6": 3, "S7": 3}
    pairs = tuple(Pair(id, "O1", level, False if id == "S7" else None) for id, level in levels.items())
    whole = swot(*levels, "S8", "O1", pairs=(*pairs, Pair("S8", "O1", 3)))
    order = ranking(whole, S1=25, S2=25, S3=25, S4=25, S5=2, S6=3, S7=25, O1=10)
    assert ids(tows(whole, order)) == [f"S{n}+O1" for n in (6, 5, 8, 4, 3, 2, 1, 7)]


def test_equal_pairs_keep_the_swots_order_and_equal_input_gives_equal_output():
    whole = swot("S2", "S1", "O2", "O1")
    order = ranking(whole, S1=2, S2=2, O1=3, O2=3)
    assert ids(tows(whole, order)) == ["S2+O2", "S2+O1", "S1+O2"]
    assert tows(whole, order) == tows(whole, order)


def test_strategies_are_what_the_group_has_accepted():
    pairs = (
        Pair("S1", "O1", 3, True, "Ask the region"),
        Pair("S1", "T1", 2, False, "Not that"),
        Pair("W1", "O1", 1),
        Pair("W1", "T1", 0, True),
    )
    found = tows(swot("S1", "W1", "O1", "T1", pairs=pairs))
    assert [each.pair.id for each in found.strategies] == ["S1+O1", "W1+T1"]
    assert [each.pair.id for each in found.open] == ["W1+O1"]


def test_the_formula_and_its_source_are_told():
    (method,) = (each for each in METHODS if each.name == "tows")
    assert "Weihrich" in method.sources[0] and method.needs == ("rank",)


# --- shown ---------------------------------------------------------------------------------------------


@pytest.fixture
def decided() -> Tows:
    pairs = (Pair("S1", "O1", 3, True, "Ask the region"), Pair("S1", "T1", 0, False), Pair("W1", "T1"))
    return tows(swot("S1", "W1", "O1", "T1", pairs=pairs))


def test_there_is_a_table_for_each_kind_in_words(decided):
    html = kip.Show("en").table(decided).html
    for text in (
        "Use strengths to take opportunities (SO)",
        "Use strengths against threats (ST)",
        "Limit weaknesses and avoid threats (WT)",
    ):
        assert html.count(text) == 1
    assert "(WO)" not in html and html.count("<caption") == 3
    rows = [line for line in html.splitlines() if "<td" in line]
    told = [[part.split(">")[-1] for part in row.split("</")[:-2]] for row in rows]
    assert told == [
        ["S1: Text of S1", "O1: Text of O1", "Strongly", "Accepted", "Ask the region"],
        ["S1: Text of S1", "T1: Text of T1", "Not at all", "Rejected", "–"],
        ["W1: Text of W1", "T1: Text of T1", "Not rated yet", "Open", "–"],
    ]


def test_the_sentence_counts_what_was_decided_and_says_what_it_is(decided):
    assert kip.Show("en").sentence(decided).text == (
        "Pairs of factors from inside and outside: accepted 1, rejected 1, open 1, proposed by the kit 0. "
        'What the group has accepted: "Ask the region".'
    )
    one = tows(swot("S1", "O1", pairs=(Pair("S1", "O1", accepted=True),)))
    assert kip.Show("en").sentence(one).text == (
        "Pairs of factors from inside and outside: accepted 1, rejected 0, open 0, proposed by the kit 0. "
        "What the group has accepted: S1+O1."
    )
    rejected = replace(one, pairs=(replace(one.pairs[0], pair=Pair("S1", "O1", accepted=False)),))
    assert kip.Show("en").sentence(rejected).text == (
        "Pairs of factors from inside and outside: accepted 0, rejected 1, open 0, proposed by the kit 0."
    )


@pytest.mark.parametrize("level", [1, 2])
def test_each_level_has_its_words(level):
    found = tows(swot("W1", "O1", pairs=(Pair("W1", "O1", level),)))
    told = kip.Show("en").table(found).text
    assert {1: "A little", 2: "Clearly"}[level] in told and "Overcome weaknesses to take opportunities (WO)" in told


def test_many_strategies_are_cut_short():
    names = [f"S{n}" for n in range(1, 21)]
    pairs = tuple(Pair(name, "O1", 3, True, f"Do {name} " + "very " * 40) for name in names)
    said = kip.Show("en").sentence(tows(swot(*names, "O1", pairs=pairs))).text
    assert '"Do S12 ' in said and "Do S13" not in said and said.endswith("….") and len(said) < 1300


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_without_pairs_it_is_said_why(lang):
    show = kip.Show(lang)
    assert show.table(tows(Swot())).text == show.sentence(tows(Swot())).text
    if lang == "en":
        assert show.sentence(tows(Swot())).text.startswith(
            "There is no pair of factors yet. The kit proposes pairs once 5 people or more have rated"
        )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_text(text):
    factors = (Factor("S1", "strength", text), Factor("O1", "opportunity", text))
    found = tows(Swot(factors, pairs=(Pair("S1", "O1", 1, True, text),)))
    show = kip.Show("en")
    table = show.table(found)
    assert table.html.count(escape(visible(text))) == 3, "escaped, and whole"
    assert "<script" not in table.html and "<img" not in table.html and "<b>" not in table.html
    assert f'"{visible(text)}"' in show.sentence(found).text
    assert "\x1b" not in table.text + show.sentence(found).text


def test_a_pair_of_which_one_side_has_no_priority_has_no_weight():
    whole = swot("S1", "O1", pairs=(Pair("S1", "O1"),))
    assert isnan(tows(whole, ranking(whole, S1=3)).pairs[0].weight)
