"""How far each cooperation goes: every answer by a rule written down a second time, and what is said of it."""

from __future__ import annotations

from itertools import product

import pytest
from builders import HOSTILE, examples, network, partner
from hypothesis import given, settings
from hypothesis import strategies as st
from test_show import STATEMENT, assert_nothing_overlaps, check

import kiptools as kip
from kiptools.fields import INVOLVEMENT, LADDERS
from kiptools.language import Language
from kiptools.partners import Cooperation
from kiptools.show.involvement import involvement_figure

YES_NO = (True, False, None)
ALL_ANSWERS = list(
    product(("", "us", "them", "both"), ("", "alone", "after_asking", "together"), YES_NO, YES_NO, YES_NO, YES_NO)
)


def one(function="events", who="School", **answers):
    return Cooperation(who, function, **answers)


def classified(*cooperations, **more):
    names = dict.fromkeys(each.partner for each in cooperations)
    return kip.classify_cooperation(network(*map(partner, names), cooperations=cooperations, **more))


def told(**answers):
    (row,) = classified(one(**answers)).rows
    return row


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"decides": "alone"}, "information"),
        ({"decides": "alone", "pooled": True, "shared": True}, "information"),
        ({"decides": "after_asking"}, "consultation"),
        ({"decides": "after_asking", "feedback": True, "commitment": True}, "consultation"),
        ({"decides": "together"}, "concertation"),
        ({"decides": "together", "pooled": True, "shared": False}, "concertation"),
        ({"decides": "together", "pooled": True}, "concertation"),
        ({"decides": "together", "pooled": True, "shared": True}, "contribution"),
        ({"decides": "together", "pooled": True, "shared": True, "commitment": False}, "contribution"),
        ({"pooled": True, "shared": True}, ""),
    ],
)
def test_the_level_follows_from_who_decides(answers, level):
    assert told(**answers).level == level


def classified_with(answers):
    """Every answer in its own row, in the order of `ALL_ANSWERS`."""
    return classified(*(Cooperation("School", "events", *each) for each in answers)).rows


def test_answers_that_are_missing_could_change_the_level_exactly_where_filling_them_in_does():
    """Of all 1296 ways to answer: a question is undecided if some filling-in of all gaps depends on it."""
    levels = {answers: row.level for answers, row in zip(ALL_ANSWERS, classified_with(ALL_ANSWERS), strict=True)}
    choices = (("us", "them", "both"), ("alone", "after_asking", "together"), *[(True, False)] * 4)
    names = ("initiates", "decides", "feedback", "commitment", "pooled", "shared")
    for answers, row in zip(ALL_ANSWERS, classified_with(ALL_ANSWERS), strict=True):
        open_questions = [place for place, answer in enumerate(answers) if answer in ("", None)]
        expected = []
        for place in open_questions:
            others = [
                choices[other] if other in open_questions and other != place else (answers[other],)
                for other in range(6)
            ]
            if any(
                len({levels[(*filled[:place], choice, *filled[place + 1 :])] for choice in choices[place]}) > 1
                for filled in product(*others)
            ):
                expected.append(names[place])
        assert set(row.undecided) == set(expected), answers
        assert set(row.unanswered) == {names[place] for place in open_questions}


def test_more_involvement_never_lowers_the_level():
    """Answering no instead of yes on resources, responsibility, paper or feedback never raises it."""
    rank = {level: place for place, level in enumerate(("", *LADDERS["involvement"]))}
    levels = {answers: rank[row.level] for answers, row in zip(ALL_ANSWERS, classified_with(ALL_ANSWERS), strict=True)}
    for answers, level in levels.items():
        for place in range(2, 6):
            if answers[place] is True:
                assert levels[(*answers[:place], False, *answers[place + 1 :])] <= level


def test_feedback_is_due_after_a_consultation_only():
    assert told(decides="after_asking", feedback=False).feedback_due
    assert told(decides="after_asking").feedback_due
    assert not told(decides="after_asking", feedback=True).feedback_due
    assert not told(decides="alone", feedback=False).feedback_due
    assert not told(decides="together", feedback=False).feedback_due


@pytest.mark.parametrize(
    ("answers", "remark"),
    [
        ({"decides": "alone", "pooled": True}, "Both sides put in resources, although one side decides."),
        ({"decides": "after_asking", "shared": True}, "Both sides answer for the result, although one side decides."),
        ({"decides": "alone", "initiates": "both"}, "Both sides take the first step, although one side decides."),
        ({"decides": "alone", "feedback": True}, "perhaps the other side is asked after all"),
        ({"decides": "alone", "commitment": True}, "more than information asks for"),
        ({"decides": "after_asking", "commitment": True}, "more than consultation asks for"),
        ({"decides": "after_asking", "feedback": False}, "do not hear what became of their opinion; they should."),
        ({"decides": "after_asking"}, "It is not stated whether those who were asked hear"),
        ({"decides": "together", "initiates": "them"}, "The first step comes from one side, although both decide."),
        (
            {"decides": "together", "pooled": True, "shared": True, "commitment": False},
            "What each side puts in and answers for is not written down.",
        ),
    ],
)
def test_answers_that_point_elsewhere_are_said(answers, remark):
    (said,) = [str(each) for each in told(**answers).remarks if remark in str(each)]
    assert said


@pytest.mark.parametrize(
    ("answers", "held"),
    [
        ({"pooled": False, "shared": False}, "resources are not pooled and responsibility is not shared."),
        ({"pooled": False, "shared": True}, "resources are not pooled."),
        ({"pooled": True, "shared": False}, "responsibility is not shared."),
        ({"pooled": True}, "pool resources; whether responsibility is shared is not stated."),
        ({"shared": True}, "share responsibility; whether resources are pooled is not stated."),
        ({}, "whether resources are pooled and responsibility is shared is not stated."),
        ({"pooled": True, "shared": True}, "put in resources and answer for the result."),
    ],
)
def test_what_keeps_two_sides_from_the_highest_level(answers, held):
    assert str(told(decides="together", **answers).held).endswith(held)


def test_there_is_a_level_for_each_function_and_none_for_a_partner():
    found = classified(
        one("Events", decides="alone"),
        one("events ", decides="together"),
        one("referral", decides="together", pooled=True, shared=True),
        one("referral", "Town"),
        one("", "Town", decides="after_asking"),
    )
    assert [(each.function, each.counts, each.unknown, each.all) for each in found.functions] == [
        ("Events", (1, 0, 1, 0), 0, 2),
        ("referral", (0, 0, 0, 1), 1, 2),
        ("", (0, 1, 0, 0), 0, 1),
    ]
    assert (found.counts, found.unknown) == ((1, 1, 1, 1), 1)
    assert kip.Show("en").sentence(found).text == (
        '5 cooperations are recorded, each with one partner in one function. By level: "Information": 1, '
        '"Consultation": 1, "Concertation": 1, "Contribution": 1. Of 1 the level cannot be told, because it is not '
        "stated who decides. With 1 partner the level differs from function to function. After 1 consultation, those who "
        "were asked should still hear what became of their opinion: Town (Not stated)."
    )


def test_former_partners_are_left_out_and_counted():
    people = [partner("a", status="former"), partner("b", status="current")]
    rows = (one(who="a", decides="alone"), one(who="b", decides="alone"))
    found = kip.classify_cooperation(network(*people, cooperations=rows))
    assert ([row.partner.name for row in found.rows], found.former) == (["b"], 1)
    assert "1 cooperation with a former partner is left out." in kip.Show("en").table(found).text


def test_the_table_gives_the_reasons_and_what_the_levels_mean():
    table = " ".join(
        kip.Show("en").table(classified(one(decides="together", pooled=True, commitment=True))).text.split()
    )
    assert (
        "School events Concertation Both sides decide together and pool resources; whether responsibility is shared is "
        "not stated. Not answered, and could change the level: Responsibility shared. Not answered, but without effect "
        "on the level: Who initiates." in table
    )
    assert str(INVOLVEMENT["consultation"]) in table and "describes the first two" in table
    assert tuple(INVOLVEMENT) == LADDERS["involvement"]


def test_percentages_only_where_there_are_ten():
    nine = classified(*[one(decides="alone")] * 9)
    assert "%" not in kip.Show("en").table(nine).text
    assert "10 (100%)" in kip.Show("en").table(classified(*[one(decides="alone")] * 10)).text


def test_without_cooperation_one_sentence_says_why():
    found = classified()
    for kind in ("table", "figure", "sentence"):
        assert getattr(kip.Show("en"), kind)(found).text.startswith("How you work together is not recorded")


def test_a_long_list_says_how_many_rows_are_left_out():
    found = classified(*(one(f"function {n}", decides="alone") for n in range(203)))
    assert "3 further rows are not shown." in kip.Show("en").table(found).text
    assert kip.Show("en").figure(found).html.count("<img") == 11


@pytest.mark.parametrize("lang", tuple(kip.LANGUAGES))
def test_everything_is_sound_markup_whatever_the_names(lang):
    rows = [one(name, name, decides=decides) for name in HOSTILE for decides in ("", "after_asking")]
    found = classified(*rows)
    for kind in ("table", "figure", "sentence"):
        html = getattr(kip.Show(lang), kind)(found).html
        check(html)
        assert "<script>" not in html


@settings(max_examples=examples(8), deadline=None)
@given(
    st.lists(
        st.tuples(STATEMENT, st.sampled_from(("", "alone", "together")), st.integers(1, 30)), min_size=1, max_size=8
    )
)
def test_no_two_texts_overlap_and_bars_are_as_long_as_the_counts(rows):
    found = classified(*(one(name, decides=decides) for name, decides, times in rows for _ in range(times)))
    drawing = involvement_figure(found.functions, Language("hr"))
    assert_nothing_overlaps(drawing)
    drawn = [patch.get_width() for patch in drawing.axes[0].patches]
    width = 5 if found.unknown else 4
    assert drawn == [count for each in found.functions for count in (*each.counts, each.unknown)[:width]]


# --- the demo network ----------------------------------------------------------------------------------


def test_the_planted_promises_are_found():
    found = kip.classify_cooperation(kip.read_partners())
    assert all(found.counts) and len(found.feedback_due) == 2
    assert [str(row.remarks[0]) for row in found.rows if row.level == "information" and row.cooperation.pooled] == [
        "Both sides put in resources, although one side decides."
    ]
