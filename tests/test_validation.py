"""How good the reading of outcomes is: every measure by hand, and each fault of a file named."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from builders import HOSTILE, examples, write_csv
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st
from test_show import check

import kiptools as kip
from kiptools import validation
from kiptools.bloom import Classification, Reading
from kiptools.language import Language
from kiptools.lexicon import Verb
from kiptools.phrasing import Phrasing
from kiptools.show.sentences import sentence
from kiptools.show.tables import table
from kiptools.show.validation import WAY_NAMES
from kiptools.validation import (
    HALVES,
    WAYS,
    LabelledOutcome,
    Measures,
    Validation,
    expected_calibration_error,
    read_labelled,
    validate_classifier,
)

HEAD = ("id", "lang", "text", "first", "second", "half")
ROWS = (
    ("A", "en", "a", "apply", "apply", "held out"),
    ("B", "fr", "b", "understand", "apply", "held out"),
    ("C", "en", "c", "create", "create", "held out"),
    ("D", "fr", "d", "remember", "remember", "held out"),
    ("E", "fr", "e", "evaluate", "create", "held out"),
    ("F", "en", "f", "create", "create", "tuned"),
    ("G", "it", "g", "remember", "create", "tuned"),
)
SHARES = {
    "a": (0.0, 0.05, 0.75, 0.2, 0.0, 0.0),
    "b": (0.0, 0.0, 0.75, 0.25, 0.0, 0.0),
    "c": (0.0, 0.0, 0.0, 0.55, 0.45, 0.0),
    "e": (0.0, 0.1, 0.0, 0.0, 0.8, 0.1),
    "f": (0.0, 0.0, 0.0, 0.0, 0.0, 1.0),
    "g": (0.6, 0.2, 0.2, 0.0, 0.0, 0.0),
}
"""What is read in each text; in d there is no verb."""


def file(folder, rows=ROWS, head=HEAD):
    return write_csv(folder / "labelled.csv", [head, *rows])


@pytest.fixture
def labelled(tmp_path, monkeypatch):
    """The rows as a file; what the kit reads is `SHARES`."""

    def read(programme):
        readings = [
            Reading(each, each.lang, Phrasing(verb=Verb("verb", (), SHARES[each.text])), SHARES[each.text])
            if each.text in SHARES
            else Reading(each, each.lang, Phrasing())
            for each in programme.outcomes
        ]
        return Classification(programme, tuple(readings))

    monkeypatch.setattr(validation, "classify", read)
    return file(tmp_path)


# --- the file ------------------------------------------------------------------------------------------


def test_a_file_is_read_as_it_stands(tmp_path):
    assert read_labelled(file(tmp_path))[1] == LabelledOutcome("B", "fr", "b", "understand", "apply", False)
    assert [each.tuned for each in read_labelled(file(tmp_path))] == [False] * 5 + [True] * 2


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (0, "", 'labelled.csv, row 3, column id: "" is not accepted; give a text.'),
        (0, "A", 'labelled.csv, row 3: the id "A" stands in row 2 already; give each outcome its own.'),
        (1, "de", 'labelled.csv, row 3, column lang: "de" is not accepted; give en, fr, it, hr, pt.'),
        (2, " ", 'labelled.csv, row 3, column text: "" is not accepted; give a text.'),
        (
            3,
            "knowledge",
            'row 3, column first: "knowledge" is not accepted; give remember, understand, apply, analyse,',
        ),
        (4, "", 'labelled.csv, row 3, column second: "" is not accepted; give remember,'),
        (5, "all", 'labelled.csv, row 3, column half: "all" is not accepted; give held out, tuned.'),
    ],
)
def test_what_is_wrong_in_a_row_is_named_with_its_place(tmp_path, place, value, said):
    rows = [list(row) for row in ROWS]
    rows[1][place] = value
    with pytest.raises(kip.KipError) as caught:
        read_labelled(file(tmp_path, rows))
    assert said in str(caught.value)
    assert len(caught.value.faults) == 1


def test_all_faults_are_told_at_once(tmp_path):
    with pytest.raises(kip.KipError) as caught:
        read_labelled(file(tmp_path, [(text, text, text, text, text, text) for text in (*HOSTILE, HOSTILE[0])]))
    assert len(caught.value.faults) == 4 * (len(HOSTILE) + 1) + 1


def test_a_file_without_a_column_or_without_outcomes_is_refused(tmp_path):
    with pytest.raises(kip.KipError, match=r"labelled.csv has no column half \(found: id, lang"):
        read_labelled(file(tmp_path, [row[:-1] for row in ROWS], HEAD[:-1]))
    with pytest.raises(kip.KipError, match="has no outcome in it"):
        read_labelled(file(tmp_path, []))


def test_a_half_that_is_not_there_is_refused(labelled, tmp_path):
    with pytest.raises(kip.KipError, match='"other" is no part .* give one of held out, tuned, all'):
        validate_classifier(labelled, half="other")
    with pytest.raises(kip.KipError, match='No outcome is marked as "tuned"'):
        validate_classifier(file(tmp_path, ROWS[:5]), half="tuned")


# --- the measures --------------------------------------------------------------------------------------


def test_the_measures_of_the_held_out_half_by_hand(labelled):
    found = validate_classifier(labelled)
    kit, majority, first_listed, labellers = found.of()
    assert [each.name for each in found.of()] == list(WAYS) and not found.shipped and found.half == "held out"
    # Levels counted from 0. Read: A 2, B 2, C 3, E 4, D nothing. Labels: A 2 2, B 1 2, C 5 5, E 4 5.
    # Same: 1 + 1/2 + 0 + 1/2. At most one off: 1 + 1 + 0 + 1.
    # Squared differences: 0 0, 1 0, 4 4, 0 1, on average 10/8; of all reads with all labels on average
    # 66/8 + 104/8 - 2 * 22/8 * 26/8 = 3.375.
    assert (kit.outcomes, kit.answered, kit.same, kit.near) == (5, 4, 2.0, 3.0)
    assert kit.kappa == pytest.approx(1 - 1.25 / 3.375)
    # Above 0.7 and up to 0.8: A 0.75 - 1, B 0.75 - 0.5, E 0.8 - 0.5; above 0.5: C 0.55 - 0.
    assert kit.calibration_error == pytest.approx((0.3 + 0.55) / 4)
    # understand: up to 0.1 A 0.05, B -0.5 and E 0.1; apply: A -0.25, B 0.25; analyse: A 0.2, B 0.25, C 0.55, each
    # in a bin of its own; evaluate: C 0.45, E 0.8 - 0.5; create: up to 0.1 C -1 and E 0.1 - 0.5.
    assert kit.classwise_error == pytest.approx((0.35 + 0.0 + 1.0 + 0.75 + 1.4) / 4 / 6)
    # In the tuned half create stands three times. Same: C, and half of E; at most one off: C, E.
    assert majority == Measures("majority", "", 5, 5, 1.5, 2.0, 0.0)
    # A 2 (at level 1 only 5 of 100), B 2, C 3, E 1.
    assert (first_listed.answered, first_listed.same, first_listed.near) == (4, 1.5, 2.0)
    assert first_listed.calibration_error is None
    # Second with first: 2 2, 2 1, 5 5, 0 0, 5 4: squared differences 2/5; of all with all 11.6 + 9.2 - 2 * 2.8 * 2.4.
    assert (labellers.answered, labellers.same, labellers.near) == (5, 3.0, 5.0)
    assert labellers.kappa == pytest.approx(1 - 0.4 / 7.36)


def test_each_language_has_its_own_measures_in_the_order_of_the_lexicons(labelled):
    found = validate_classifier(labelled)
    assert found.languages == ("en", "fr")
    assert [(each.outcomes, each.answered, each.same) for each in found.of("fr")] == [
        (3, 2, 1.0),  # B and E half each
        (3, 3, 0.5),
        (3, 2, 0.5),
        (3, 3, 1.0),
    ]
    for code in ("en", "fr"):
        assert found.of(code)[1].name == "majority"  # of all languages' tuned half
    assert sum(each.outcomes for code in found.languages for each in found.of(code)) == 4 * 5


def test_the_tuned_half_and_all_of_them(labelled):
    tuned, everything = (validate_classifier(labelled, half=half) for half in ("tuned", "all"))
    assert tuned.languages == ("en", "it") and everything.languages == ("en", "fr", "it")
    assert [each.outcomes for each in (tuned.of()[0], everything.of()[0])] == [2, 7]
    assert tuned.of()[0].same == 1.5  # F, and half of G


def test_without_a_tuned_half_nothing_is_most_frequent_and_ties_go_to_the_lower_level(labelled, tmp_path):
    assert validate_classifier(file(tmp_path, ROWS[:5])).of()[1] == Measures("majority", "", 5, 0, 0, 0, None)
    tie = (*ROWS[:2], ("F", "en", "f", "create", "apply", "tuned"))
    assert validate_classifier(file(tmp_path, tie)).of()[1].same == 1.5  # always apply: A, and half of B


def test_where_the_kit_never_answers_there_is_no_share_and_no_error(labelled, tmp_path):
    (kit, *_) = validate_classifier(file(tmp_path, ROWS[3:4])).of()
    assert kit == Measures("kit", "", 1, 0, 0, 0, None, None, None)


def test_the_kit_reads_what_it_really_reads(tmp_path):
    rows = [
        ("1", "en", "Evaluate a network with its partners.", "evaluate", "evaluate", "held out"),
        ("2", "en", "Agreements", "remember", "remember", "held out"),
    ]
    kit = validate_classifier(file(tmp_path, rows)).of()[0]
    assert (kit.outcomes, kit.answered, kit.same) == (2, 1, 1)


@pytest.mark.parametrize(
    ("pairs", "error"),
    [
        ([(0.75, 1), (0.8, 0)], abs(-0.25 + 0.8) / 2),  # 0.8 closes the bin
        ([(0.75, 1), (0.81, 0)], (0.25 + 0.81) / 2),
        ([(0.1 * 3, 1), (0.25, 0)], abs(-0.7 + 0.25) / 2),  # a hair above 0.3, as computers count
        ([(0.0, 1), (0.1, 0)], abs(-1 + 0.1) / 2),  # the lowest bin has 0 as well
        ([(1.0, 1), (1.0, 0.5)], 0.25),
        ([(0.6, 1)] * 3 + [(0.6, 0)] * 2, 0),
    ],
)
def test_calibration_error_by_hand(pairs, error):
    assert expected_calibration_error(pairs) == pytest.approx(error, abs=1e-12)


PAIRS = st.lists(st.tuples(st.floats(0, 1), st.sampled_from([0, 0.5, 1])), min_size=1)


@given(PAIRS)
@tried(max_examples=examples(100))
def test_binning_can_only_hide_error_and_never_what_is_off_on_the_whole(pairs):
    error = expected_calibration_error(pairs)
    assert error <= sum(abs(share - was) for share, was in pairs) / len(pairs) + 1e-9
    assert error >= abs(sum(share - was for share, was in pairs)) / len(pairs) - 1e-9
    assert error == pytest.approx(expected_calibration_error([*pairs, *pairs]))


# --- shown ---------------------------------------------------------------------------------------------


def test_who_labelled_the_kits_own_outcomes_is_what_their_readme_says():
    readme = " ".join(kip.kit_path("data", "outcomes", "README.md").read_text(encoding="utf-8").split())
    assert "A language model" in readme and "No person of the field has labelled them yet" in readme
    for shown in (sentence(RESULT, Language("en")), table(RESULT, Language("en")).text):
        assert "A language model wrote" in shown and "no person of the field has labelled them yet" in shown
    assert "language model" not in table(replace(RESULT, shipped=False), Language("en")).text


def measures(lang="", outcomes=150, answered=140, same=112.5, near=131.0, error=0.078):
    return (
        Measures("kit", lang, outcomes, answered, same, near, 0.8149, error, error and error / 2),
        Measures("majority", lang, outcomes, outcomes, 33.5, 80.0, 0.0),
        Measures("first listed", lang, outcomes, answered, 88.0, 120.5, 0.6),
        Measures("labellers", lang, outcomes, outcomes, 121.0, 147.0, 0.91),
    )


RESULT = Validation(
    "held out",
    (*measures(), *measures("en", 30, 25, 20.0, 24.5), *measures("fr", 120, 115, 92.5, 106.5)),
    shipped=True,
)


def test_the_sentence_tells_how_good_it_is_on_what():
    assert sentence(RESULT, Language("en")) == (
        "150 outcomes were read that the word lists were not tuned on. The kit tells a level for 140: it is that of "
        "the labels in 112.5 of 140 (80%), and at most one level off in 131 of 140 (94%). Each outcome has two labels, "
        "and each counts half. The share that it gives to "
        "the likeliest level is about 8 percentage points off on average. For 10 outcomes it says that the level is "
        "unclear. Always the most frequent level would be the same in 33.5 of 150 (22%). The lowest level that the word "
        "list gives the verb would be the same in 88 of 140 (63%). The second labelling and the first are the same in "
        "121 of 150 (81%). A language model wrote these outcomes and labelled them twice, without seeing the first "
        "labels the second time; no person of the field has labelled them yet. Two labellings by one model agree more "
        "than two people do, so their agreement is no sign that they are right; more stands in data/outcomes/README.md. "
        "With the outcomes of other trainings the kit may do better or worse. The kit proposes a level, and a person "
        "decides."
    )


def test_the_sentence_softens_for_few_and_says_when_the_kit_answers_nothing():
    few = sentence(Validation("held out", measures("", 9, 8, 6.0, 7.5)), Language("en"))
    assert "in 6 of 8, and" in few and "in 7.5 of 8." in few and "That is too few to judge by." in few
    assert "data/outcomes" not in few
    assert "too few" not in sentence(RESULT, Language("en"))
    none = Validation(
        "all", (Measures("kit", "", 3, 0, 0, 0, None), *(replace(each, answered=0) for each in measures()[1:]))
    )
    assert sentence(none, Language("en")) == (
        "3 labelled outcomes were read, also those that the word lists were tuned on. For 3 outcomes it says that the "
        "level is unclear. That is too few to judge by. The kit proposes a level, and a person decides."
    )


@pytest.mark.parametrize("lang", kip.LANGUAGES)
@pytest.mark.parametrize("half", HALVES)
def test_the_table_is_sound_and_has_each_way_and_each_language(lang, half):
    language, result = Language(lang), replace(RESULT, half=half)
    shown = table(result, language)
    check(shown.html)
    for text in (shown.text, sentence(result, language)):
        assert not re.search(r"\{\w*\}|\bNone\b|\bnan\b", text)
    for name in WAYS:
        assert shown.text.count(language.say(WAY_NAMES[name])) == 3
    assert language.number(112.5, 1) in shown.text and language.number(0.81, 2) in shown.text


def test_the_table_has_halves_percentages_and_no_number_where_there_is_none():
    lines = table(RESULT, Language("en")).text.splitlines()
    kit, majority = (next(line for line in lines if line.startswith(name)) for name in ("The kit", "Always"))
    assert re.split(r"\s{2,}", kit)[1:] == [
        "150",
        "140",
        "112.5 of 140 (80%)",
        "131 of 140 (94%)",
        "0.81",
        "0.08",
        "0.04",
    ]
    assert re.split(r"\s{2,}", majority)[-3:] == ["0.00", "–", "–"]
    assert "by chance" in table(RESULT, Language("en")).text.splitlines()[-1]


def test_one_language_alone_is_not_shown_twice_and_many_outcomes_need_no_warning():
    assert "<details" not in table(Validation("all", (*measures(), *measures("en"))), Language("en")).html
    several = Validation("all", (*measures(), *measures("en"), *measures("fr")))
    assert "ten percentage points" not in table(several, Language("en")).text
