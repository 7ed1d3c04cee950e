"""What a survey and a partner list propose: only what is clear and may be shown, with its numbers, and only once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import escape

import pytest
from builders import HOSTILE, network, partner, rated, words

import kiptools as kip
from kiptools.actions import Rules, demo_rules, findings
from kiptools.codebook import Construct, Wording
from kiptools.messages import message, visible
from kiptools.priority import Priorities, PriorityRow, Rating
from kiptools.proposals import Proposal, Proposals, _tenths, propose, with_proposals
from kiptools.swot import Factor, Pair, Swot

TRUST = Construct("trust", words("Trust", fr="Confiance"))
SAY = kip.Show("en").language.say


def rating(mean: float, answered: int = 20, variance: float = 0.04, *, showable: bool = True) -> Rating:
    """On a scale from 1 to 5; a mean of 0.8 is 4.2 there."""
    return Rating(answered, mean, variance, None, (1.0, 5.0), showable)


def weighed(importance: Rating, experience: Rating, subject=TRUST, *, axes: str = "scale") -> Priorities:
    return Priorities((PriorityRow(subject, importance, experience),), axes, (0.5, 0.5))


def told(found: Proposals) -> list[tuple[str, str]]:
    return [(row.quadrant, SAY(row.text)) for row in found.rows]


# --- a survey ------------------------------------------------------------------------------------------


def test_what_is_important_and_poor_is_a_weakness_with_its_numbers():
    """20 answers, mean 0.3, variance 0.04: t(19) = 2.093, so 0.3 ± 2.093 x 0.2 / √20 = 0.3 ± 0.0936.

    On the scale from 1 to 5: 2.2 (1.83 to 2.57). Importance 0.8 ± 0.0936: 4.2 (3.83 to 4.57).
    """
    (found,) = propose(weighed(rating(0.8), rating(0.3))).rows
    assert (found.quadrant, found.source, found.topics) == ("weakness", "survey", ("trust",))
    assert SAY(found.text) == '"Trust" is important to partners, and experienced as poor rather than good'
    assert SAY(found.evidence) == (
        "importance 4.2 (3.8 to 4.6) on a scale from 1 to 5, 20 answered; "
        "experience 2.2 (1.8 to 2.6) on a scale from 1 to 5, 20 answered"
    )


def test_what_is_important_and_good_is_a_strength():
    found = propose(weighed(rating(0.8, 21), rating(0.7, 22)))
    assert told(found) == [("strength", '"Trust" is important to partners, and experienced as good rather than poor')]
    said = SAY(found.rows[0].evidence)
    assert said.endswith("21 answered; experience 3.8 (3.4 to 4.2) on a scale from 1 to 5, 22 answered")


def test_against_the_mean_of_all_the_words_are_others():
    poor, good = (weighed(rating(0.8), rating(mean), axes="data") for mean in (0.3, 0.7))
    assert told(propose(poor))[0][1].startswith(
        '"Trust" is more important to partners than the average topic, and experienced as poorer than it'
    )
    assert told(propose(good))[0][1].startswith(
        '"Trust" is more important to partners than the average topic, and experienced as better than it'
    )


@pytest.mark.parametrize("experience", [0.3, 0.7])
def test_what_is_not_important_is_not_proposed(experience):
    assert propose(weighed(rating(0.2), rating(experience))).rows == ()


@pytest.mark.parametrize("importance, experience", [(0.8, 0.45), (0.55, 0.3), (0.8, 0.55)])
def test_what_is_too_near_a_dividing_line_is_not_proposed(importance, experience):
    """± 0.0936, as above: 0.45 and 0.55 reach over 0.5."""
    assert propose(weighed(rating(importance), rating(experience))).rows == ()


@pytest.mark.parametrize(
    "importance, experience",
    [
        (rating(0.8), rating(0.1, 9)),
        (rating(0.9, 9), rating(0.1)),
        (rating(0.8), rating(0.1, showable=False)),
        (rating(0.8, showable=False), rating(0.1)),
    ],
)
def test_what_may_not_be_shown_is_not_proposed(importance, experience):
    assert propose(weighed(importance, experience)).rows == ()
    assert propose(weighed(rating(0.8, 10), rating(0.1, 10))).rows, "ten may be"


def test_a_statement_is_about_its_topic_and_turned_ones_say_so():
    turned = rated("t1", construct="trust", reverse=True, text="We hide things")
    (found,) = propose(weighed(rating(0.8), rating(0.3), turned)).rows
    assert found.topics == ("trust",)
    assert SAY(found.text).startswith('"We hide things (here disagreeing is favourable)" is important')
    own = rated("o1", construct="our_own", text="Ours")
    assert propose(weighed(rating(0.8), rating(0.3), own)).rows[0].topics == ()
    nameless = Construct("our_own", Wording())
    assert told(propose(weighed(rating(0.8), rating(0.3), nameless)))[0][1].startswith('"our_own" is important')


def test_the_topic_and_the_numbers_are_in_the_readers_language():
    (found,) = propose(weighed(rating(0.8), rating(0.3))).rows
    say = kip.Show("fr").language.say
    assert "Confiance" in say(found.text) and "2,2" in say(found.evidence) and "2.2" not in say(found.evidence)


@pytest.mark.parametrize("lang", kip.LANGUAGES)
@pytest.mark.parametrize("value", [1.0, 2.25, 3.45, 3.55, 4.96, 12.04, 99.95])
def test_a_number_is_the_one_that_the_evaluation_shows(lang, value):
    language = kip.Show(lang).language
    assert language.say(message("{value}", value=_tenths(value))) == language.number(value, 1)


def test_the_demo_survey_proposes_what_its_evaluation_calls_clear(demo):
    """The evaluation's table places four topics beyond doubt, all to be kept up; no weak one is beyond doubt."""
    found = kip.priorities(demo)
    shown = kip.Show("en").table(found).html
    assert shown.count("Higher importance, better experience: keep it up") == 4
    assert "Higher importance, poorer experience: act here" not in shown
    assert [(row.quadrant, row.topics) for row in propose(found).rows] == [
        ("strength", ("purpose",)),
        ("strength", ("governance",)),
        ("strength", ("trust",)),
        ("strength", ("results",)),
    ]


# --- a list of partners --------------------------------------------------------------------------------


def test_a_list_proposes_its_findings_with_the_day_and_the_topics():
    late = [
        partner(f"L{n}", contact_every="monthly", last_contact=date(2025, 1, 1), last_activity=date(2026, 3, 1))
        for n in range(5)
    ]
    found = propose(partners=network(*late), rules=Rules(inactive_after=12)).rows
    assert [(row.quadrant, SAY(row.text), row.topics) for row in found[:2]] == [
        ("strength", "In the last 12 months 5 of 5 partners did something together with you.", ("resources",)),
        ("weakness", "With 5 of 5 partners a promised contact is overdue.", ("communication",)),
    ]
    assert {row.source for row in found} == {"partners"}
    assert {SAY(row.evidence) for row in found} == {"as of 31 March 2026"}


def test_every_finding_is_proposed_once_and_nothing_else():
    partners = kip.read_partners()
    rules = demo_rules(partners)
    expected, found = findings(partners, rules), propose(partners=partners, rules=rules).rows
    assert [row.text for row in found if row.quadrant == "strength"] == [*expected.strengths]
    assert [row.text for row in found if row.quadrant == "weakness"] == [*expected.weaknesses]
    assert len(found) == len(expected.strengths) + len(expected.weaknesses) == 15
    topics = {SAY(row.text)[:24]: row.topics for row in found}
    assert topics["7 of 12 needs of users a"] == ("results",)
    assert topics["After 2 consultations no"] == ("governance",)
    assert topics["Charters and agreements:"] == ("purpose",)
    assert topics["Without Mission jeunesse"] == ("leadership", "trust")
    assert topics["Only 14 of 42 records ar"] == ()


def test_strengths_come_first_and_the_survey_before_the_list(demo):
    found = propose(kip.priorities(demo), kip.read_partners()).rows
    assert [row.quadrant for row in found] == sorted(row.quadrant for row in found)
    assert [row.source for row in found if row.quadrant == "strength"] == ["survey"] * 4 + ["partners"]


def test_nothing_gives_nothing():
    assert propose().rows == () == propose(partners=network()).rows
    assert propose(Priorities((), "scale", (0.5, 0.5))).rows == ()


# --- into a SWOT ---------------------------------------------------------------------------------------


def proposal(text: str, quadrant: str = "weakness", source: str = "partners", topics: tuple[str, ...] = ()) -> Proposal:
    return Proposal(quadrant, message("{text}", text=text), source, message("Evidence"), topics)


def test_a_proposal_becomes_a_factor_that_nobody_has_taken_up():
    own = Swot((Factor("W7", "weakness", "Old"), Factor("w9", "weakness", "Older"), Factor("O1", "opportunity", "New")))
    own = replace(own, pairs=(Pair("W7", "O1", 2),))
    rows = (proposal("A", "strength"), proposal("B", topics=("trust",)), proposal("C"))
    found = with_proposals(own, Proposals(rows), SAY)
    assert found.factors[:3] == own.factors and found.pairs == own.pairs
    assert found.factors[3:] == (
        Factor("S1", "strength", "A", "partners", "Evidence", (), True),
        Factor("W10", "weakness", "B", "partners", "Evidence", ("trust",), True),
        Factor("W11", "weakness", "C", "partners", "Evidence", (), True),
    )
    assert found.accepted_factors == own.factors
    assert len(own.factors) == 3, "the old one is as it was"


def test_odd_ids_are_no_numbers():
    own = Swot(
        (Factor("S" + "9" * 5000, "strength", "x"), Factor("Staff", "strength", "y"), Factor("S٣", "strength", "z"))
    )
    assert with_proposals(own, Proposals((proposal("A", "strength"),)), SAY).factors[-1].id == "S1"


def test_a_second_time_adds_nothing(demo):
    found = propose(kip.priorities(demo), kip.read_partners(), Rules(12))
    once = with_proposals(Swot(), found, SAY)
    assert len(once.factors) == len(found.rows) > 10
    assert with_proposals(once, found, SAY) == once
    taken_up = replace(once, factors=tuple(replace(factor, proposed=False) for factor in once.factors))
    assert with_proposals(taken_up, found, SAY) == taken_up
    assert with_proposals(once, Proposals(()), SAY) == once


def test_the_same_words_in_another_quadrant_are_something_else():
    own = Swot((Factor("S1", "strength", "  few   CARRY much "),))
    rows = (proposal("Few carry much.", "strength"), proposal("Few carry much."))
    assert [factor.id for factor in with_proposals(own, Proposals(rows), SAY).factors] == ["S1", "W1"]


def test_what_the_survey_says_of_a_topic_is_there_in_every_language_and_whatever_the_numbers():
    weak = propose(weighed(rating(0.8), rating(0.3)))
    french = with_proposals(Swot(), weak, kip.Show("fr").language.say)
    assert "Confiance" in french.factors[0].text
    assert with_proposals(french, weak, SAY) == french
    assert with_proposals(french, propose(weighed(rating(0.8), rating(0.2))), SAY) == french
    strong = with_proposals(french, propose(weighed(rating(0.8), rating(0.7))), SAY)
    assert [factor.id for factor in strong.factors] == ["W1", "S1"], "the other quadrant is news"


def test_two_findings_on_one_topic_are_two_and_a_topic_without_the_survey_is_none():
    rows = (proposal("A", topics=("trust",)), proposal("B", topics=("trust",)))
    assert len(with_proposals(Swot(), Proposals(rows), SAY).factors) == 2
    statements = tuple(proposal(text, source="survey", topics=("trust",)) for text in "AB")
    both = with_proposals(Swot(), Proposals(statements), SAY)
    assert [factor.text for factor in both.factors] == ["A", "B"], "two statements of one topic"
    own = Swot((Factor("W1", "weakness", "Old", topics=("trust",)), Factor("W2", "weakness", "x", "survey", "item 3")))
    rows = (proposal("A", source="survey", topics=("trust",)), proposal("B", source="survey"))
    assert len(with_proposals(own, Proposals(rows), SAY).factors) == 4


# --- shown ---------------------------------------------------------------------------------------------


def test_a_proposal_is_shown_with_where_it_comes_from():
    show = kip.Show("en")
    found = propose(weighed(rating(0.8), rating(0.3)))
    html = show.table(found).html
    assert "Proposals for the SWOT" in html and "Weakness" in html and "poor rather than good" in html
    assert (
        "Survey: importance 4.2 (" in html
        and "; experience 2.2 (1.8 to 2.6) on a scale from 1 to 5, 20 answered" in html
    )
    assert "In brackets: where the mean of all partners is likely to lie" in html
    assert "A proposal is no factor, and nobody rates it, before the group takes it up." in html
    assert show.sentence(found).text == (
        "1 proposal for the SWOT (strengths: 0, weaknesses: 1); the group decides whether it is a factor."
    )
    two = Proposals((proposal("A", "strength"), *found.rows, proposal("B")))
    assert show.sentence(two).text == (
        "3 proposals for the SWOT (strengths: 1, weaknesses: 2); the group decides which of them are factors."
    )


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_where_nothing_is_proposed_it_is_said_why(lang):
    show = kip.Show(lang)
    assert show.table(propose()).text == show.sentence(propose()).text
    if lang == "en":
        said = show.sentence(propose()).text
        assert said.startswith("Nothing is proposed.") and "ask about both, and needs 10 answers or more" in said


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_text(text):
    found = propose(weighed(rating(0.8), rating(0.3), Construct("trust", words(text))))
    html = kip.Show("en").table(found).html
    assert html.count(escape(visible(text))) == 1
    assert "<script" not in html and "<img" not in html and "<b>" not in html
    factor = with_proposals(Swot(), found, SAY).factors[0]
    assert visible(text) in factor.text and "\x1b" not in factor.text and "\n" not in factor.text
