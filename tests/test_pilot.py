"""A pilot's answers: what is missing, what everybody answered alike, what runs against its topic, and what is hidden."""

from __future__ import annotations

import re

import numpy as np
import pytest
from builders import HOSTILE, book, rated, responses, scale

import kiptools as kip
import kiptools.show.pilot  # noqa: F401
from kiptools.codebook import Item
from kiptools.language import LANGUAGES, Language
from kiptools.pilot import PilotFinding, item_analysis
from kiptools.show.sentences import sentence
from kiptools.show.tables import table
from kiptools.simulation import simulate


def one(tmp_path, answers: str, **terms: object):
    """The analysis of one question: a sign for each respondent, "." for nothing, "n" for "does not apply"."""
    cells = [[{".": "", "n": "na"}.get(sign, sign)] for sign in answers]
    return item_analysis(responses(tmp_path, book(rated("q", **terms)), cells)).rows[0]


@pytest.mark.parametrize(
    ("answers", "findings"),
    [
        ("123451234", []),
        ("444444444", [PilotFinding.ALIKE]),
        ("4444", []),  # four answers: nothing is told of them
        ("44444", [PilotFinding.ALIKE]),
        ("1..1", [PilotFinding.OFTEN_EMPTY]),  # but what is missing is
        ("12345123.", []),  # one of nine
        ("1234512..", []),  # two of nine, less than a quarter
        ("123451..", [PilotFinding.OFTEN_EMPTY]),  # two of eight
        ("123.", []),  # one alone
        ("12345nnn", [PilotFinding.OFTEN_NOT_CONCERNED]),  # three of eight
        ("123451nn", []),  # two of eight
        (".........", [PilotFinding.NOBODY_ANSWERED]),
        ("nnnnnnnnn", [PilotFinding.ALIKE]),  # not what: "does not apply" is an answer
        ("nnnnn....", [PilotFinding.OFTEN_EMPTY, PilotFinding.ALIKE]),
        ("nn", []),  # nothing is told of two
        ("nn......", [PilotFinding.OFTEN_EMPTY]),
        ("44444nnn", [PilotFinding.ALIKE]),  # and not that three of eight said that it does not apply
        ("12345n", []),  # one alone
        ("12nnn", []),  # fewer than five answers, so that it is not told how many say that it does not apply
        ("1111111123", [PilotFinding.LOWEST]),  # eight of ten
        ("1111111223", []),
        ("5555555512", [PilotFinding.HIGHEST]),
        ("55555555..nn", [PilotFinding.ALIKE]),  # two of twelve left it empty, two are not concerned
        ("555....", [PilotFinding.OFTEN_EMPTY]),
    ],
)
def test_findings(tmp_path, answers, findings):
    assert list(one(tmp_path, answers).findings) == findings


def test_counts_by_hand(tmp_path):
    row = one(tmp_path, "1125.n.")
    assert (row.answered, row.left_empty, row.not_concerned) == (4, 2, 1)
    assert (row.levels_used, row.at_lowest, row.at_highest) == (3, 2, 1)
    assert not row.showable  # four


def test_what_a_profile_is_like_is_no_finding(tmp_path):
    who = Item("who", "select_one", scale=scale(3, "who", missing=False), role="profile")
    (row,) = item_analysis(responses(tmp_path, book(who), [["1"]] * 9)).rows
    assert row.findings == ()


def topic(tmp_path, rows):
    items = [rated(name, construct="trust") for name in "abc"]
    return item_analysis(responses(tmp_path, book(*items), rows)).rows


def test_a_statement_against_its_topic_is_found_from_ten_answers_on(tmp_path):
    """c goes down where a and b go up; numpy's correlation of c with a + b is the reference."""
    rows = [[str(1 + place % 5), str(1 + (place + place % 2) % 5), str(5 - place % 5)] for place in range(10)]
    found = topic(tmp_path, rows)
    numbers = np.array(rows, dtype=float)
    assert found[2].item_rest == pytest.approx(np.corrcoef(numbers[:, 2], numbers[:, 0] + numbers[:, 1])[0, 1])
    assert found[2].findings == (PilotFinding.AGAINST,) and found[2].complete == 10
    fewer = topic(tmp_path, rows[:9])
    assert fewer[2].shown_item_rest is None and fewer[2].findings == ()


def test_a_weak_statement_is_found_from_thirty_answers_on(tmp_path):
    """Every pair of levels once, and five more with both alike: the correlation is 5 / 30."""
    pairs = [(a, c) for a in range(1, 6) for c in range(1, 6)] + [(level, level) for level in range(1, 6)]
    rows = [[str(a), str(a), str(c)] for a, c in pairs]
    weak = topic(tmp_path, rows)[2]
    assert weak.item_rest == pytest.approx(1 / 6)
    assert weak.findings == (PilotFinding.WEAK,)
    few = topic(tmp_path, rows[:29])[2]
    assert PilotFinding.WEAK not in few.findings
    more = topic(tmp_path, rows + rows[-5:] * 2)[2]  # ten more with both alike: 15 / 40
    assert more.item_rest == pytest.approx(0.375) and more.findings == ()


def test_a_reversed_statement_is_turned_before_it_is_compared(tmp_path):
    items = [rated("a", construct="t"), rated("b", construct="t"), rated("c", construct="t", reverse=True)]
    rows = [[str(1 + place % 5), str(1 + place % 5), str(5 - place % 5)] for place in range(10)]
    found = item_analysis(responses(tmp_path, book(*items), rows)).rows
    assert found[2].item_rest == pytest.approx(1) and found[2].findings == ()


def test_part_of_a_survey_that_tells_of_a_few_is_not_analysed(demo):
    part = item_analysis(demo.where([place < 28 for place in range(31)]))
    assert part.withheld and part.to_look_at == ()
    for render in (lambda: sentence(part, Language("en")), lambda: table(part, Language("en")).text):
        assert "what a few of them answered" in render() and not re.search(r"\d", render())


def test_nothing_is_found_about_such_a_part(tmp_path):
    whole = responses(tmp_path, book(rated("q")), [["4"]] * 9)
    assert item_analysis(whole).rows[0].findings == (PilotFinding.ALIKE,)
    part = whole.where([place < 6 for place in range(9)])  # the other three are told by subtraction
    assert item_analysis(part).rows[0].findings == ()


@pytest.fixture(scope="module")
def pilot(codebook):
    path = kip.kit_path("data", "cite", "design", "pilot.csv")
    return item_analysis(kip.read_responses(path, codebook))


def test_what_was_planted_is_found(pilot):
    found = {row.item.name: row.findings for row in pilot.to_look_at}
    assert pilot.respondents == 9
    assert found["leadership_1"] == (PilotFinding.ALIKE,) and found["resources_2"] == (PilotFinding.OFTEN_EMPTY,)
    assert len(found) <= 4, found
    rows = {row.item.name: row for row in pilot.rows}
    assert (rows["resources_2"].left_empty, rows["resources_2"].answered) == (4, 5)
    assert rows["leadership_1"].answered == 9 and rows["leadership_1"].levels_used == 1


def test_how_everybody_answered_is_not_told(pilot, codebook):
    shown = table(pilot, Language("en")).text
    line = next(
        line for line in shown.splitlines() if line.startswith(codebook["leadership_1"].wording.in_language("en"))
    )
    assert line.split()[-6:] == ["–", "0", "–", "–", "–", "–"]


@pytest.mark.parametrize("answers", ["nn", "nnnnnnnnn", "44444nnn", "1234nnn", "12.n"])
def test_how_many_it_does_not_apply_to_is_told_where_the_answers_are_shown(tmp_path, answers):
    cells = [[{".": "", "n": "na"}.get(sign, sign)] for sign in answers]
    given = responses(tmp_path, book(rated("q")), cells)
    line = next(
        line for line in table(item_analysis(given), Language("en")).text.splitlines() if line.startswith("Statement q")
    )
    assert kip.describe(given).rows[0].showable is False
    assert line.split()[2:] == ["–", str(answers.count(".")), "–", "–", "–", "–"]
    assert not re.search("apply|Nobody", table(item_analysis(given), Language("en")).text.replace("Does not apply", ""))


def test_of_fewer_than_five_only_what_is_missing_is_told(tmp_path):
    found = item_analysis(
        responses(tmp_path, book(rated("q"), rated("p")), [["1", "2"], ["", "5"], ["", "3"], ["4", "1"]])
    )
    lines = table(found, Language("en")).text.splitlines()
    assert next(line for line in lines if line.startswith("Statement q")).split()[2:] == ["–", "2", "–", "–", "–", "–"]
    assert "Of fewer than 5 only what is missing can be told" in sentence(found, Language("en"))


def test_simulated_answers_are_said_to_be(codebook, pilot):
    found = item_analysis(simulate(codebook, 12))
    assert found.simulated and not pilot.simulated
    for text in (sentence(found, Language("en")), table(found, Language("en")).text):
        assert "These answers are simulated" in text
    assert "simulated" not in sentence(pilot, Language("en")) + table(pilot, Language("en")).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_can_be_shown_in_every_language(pilot, tmp_path, demo, lang):
    hostile = item_analysis(responses(tmp_path, book(rated("q", text=HOSTILE[0])), [["4"]] * 9))
    for result in (pilot, hostile, item_analysis(demo)):
        shown = table(result, Language(lang))
        assert not re.search(r"\{\w*\}|\b(None|nan)\b", shown.text + sentence(result, Language(lang)))
        assert "<script" not in shown.html
    assert sentence(item_analysis(responses(tmp_path, book(Item("why", "text")), [["x"]])), Language(lang)) == ""
