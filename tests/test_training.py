"""What a training has brought: the parts are those of the analyses of surveys, and what must not follow from them."""

from __future__ import annotations

import re

import pytest
from builders import HOSTILE, rated
from test_show import check
from test_waves import names, wave

import kiptools as kip
from kiptools.likert import agreement
from kiptools.training import TrainingEvaluation, training_evaluation
from kiptools.waves import change, pre_then_post

FOLDER = kip.kit_path("data", "training")


def read(name: str, codebook: str = "codebook") -> kip.Responses:
    return kip.read_responses(FOLDER / f"{name}.csv", FOLDER / codebook)


@pytest.fixture(scope="module")
def waves() -> dict[str, kip.Responses]:
    return {name: read(name) for name in ("before", "then", "after", "followup")}


@pytest.fixture(scope="module")
def reaction() -> kip.Responses:
    return read("reaction", "reaction_codebook")


@pytest.fixture(scope="module")
def demo(waves, reaction) -> TrainingEvaluation:
    before, then, after, followup = waves.values()
    return training_evaluation(before, then, after, followup=followup, reaction=reaction)


def test_nothing_is_computed_anew(waves, reaction, demo):
    before, then, after, followup = waves.values()
    assert demo.reaction == agreement(reaction)
    assert demo.learning == pre_then_post(before, then, after, key="code", surveys_shown=False)
    kept = change(after, followup, key="code", surveys_shown=False)
    assert [row.moves for row in demo.kept.rows] == [row.moves for row in kept.rows]
    assert training_evaluation(after=after, followup=followup).kept == kept
    assert training_evaluation(reaction=reaction) == TrainingEvaluation(agreement(reaction))


def test_of_one_statement_there_is_no_other_and_few_are_no_majority():
    show, two = kip.Show("en"), [rated("q1"), rated("q2")]
    one = TrainingEvaluation(agreement(wave([0, 4, 4, 0, 1, 0, 0, 1, 0, 0, 4, 0, 1], items=two[:1])))
    assert show.sentence(one).text == 'Reaction: 3 of 13 learners agree with "Statement q1".'
    most, least = [4, 4, 4, *[0] * 10], [4, *[0] * 12]
    both = TrainingEvaluation(agreement(wave(most, least, items=two)))
    assert show.sentence(both).text == (
        'Reaction: "Statement q1" has the most agreement (3 of 13 learners), "Statement q2" the least (1 of 13).'
    )
    hidden = TrainingEvaluation(agreement(wave(most, [0] * 13, items=two)))
    assert show.sentence(hidden).text == 'Reaction: 3 of 13 learners agree with "Statement q1".'


def test_nobodys_answer_follows_from_the_follow_up_beside_the_learning(waves, demo):
    """13 are in the learning and 11 in the follow-up: what the 13 said after less what the 11 said is what two said."""
    assert any(row.sides_shown for row in demo.learning.since_then.rows)
    assert demo.kept.links.stayed == 11 and demo.learning.since_before.links.stayed == 13
    assert all(row.shown and not row.sides_shown for row in demo.kept.rows)


def test_with_whole_surveys_shown_hardly_anything_is_shown(waves):
    before, then, after, followup = waves.values()
    found = training_evaluation(before, then, after, followup=followup, surveys_shown=True)
    assert not any(row.shown for row in (*found.learning.shift.rows, *found.kept.rows))
    assert "too few learners answered" in kip.Show("en").sentence(found).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "There is nothing to evaluate"),
        ({"before"}, "missing: then, after."),
        ({"then", "after"}, "missing: before."),
        ({"before", "after"}, "missing: then."),
        ({"before", "after", "reaction"}, "missing: then."),
        ({"after"}, "alone tells of no change"),
        ({"followup"}, "The follow-up is compared with"),
        ({"followup", "reaction"}, "The follow-up is compared with"),
    ],
)
def test_what_is_missing_is_said(waves, reaction, given, said):
    everything = {**waves, "reaction": reaction}
    with pytest.raises(kip.KipError) as fault:
        training_evaluation(**{name: everything[name] for name in given})
    assert said in str(fault.value)


def test_the_demo_has_what_was_planted(demo):
    """Counted in the files by hand: of 11 learners 9 rate B lower than at the end, nobody higher."""
    moved = {row.subject.name: row.moved for row in demo.kept.rows}
    assert moved["B"] == (0, 2, 9) and all(up - down > -9 for name, (up, _, down) in moved.items() if name != "B")
    agree = {row.subject.name: row.favourable for row in demo.reaction.rows}
    assert min(agree, key=agree.get) == "practice" and agree["practice"] == 3 and agree["useful"] == 12
    assert all(len(item.wording.texts) == 5 for item in read("reaction", "reaction_codebook").codebook.items)
    said = kip.Show("en").sentence(demo).text
    assert (
        "rate themselves higher than lower in 7 of 7 competences; against what they said before the training, in 6"
        in said
    )
    assert "In 7 of 7 competences more learners see their start lower now" in said
    assert '"I can draw up a joint budget and account for how it was spent." (of 11 learners 9 lower, 0 higher)' in said
    assert said.endswith("Fewer than 30 learners are linked, so nothing is tested: the counts describe these learners, "
                         "and chance may have its part in them.")  # fmt: skip
    assert '"There was enough time to practise." the least (3 of 13).' in said


def many() -> list[kip.Responses]:
    """35 learners, five questions: most rise by one."""
    start = [0, 1, 2, 3, 4, 2, 1] * 5
    now = [min(4, level + 1) for level in start]
    return [wave(*[levels] * 5, keys=names(35)) for levels in (start, start, now, start)]


def test_with_thirty_learners_the_tests_are_told():
    before, then, after, followup = many()
    found = training_evaluation(before, then, after, followup=followup)
    said, shown = kip.Show("en").sentence(found).text, kip.Show("en").table(found).text
    assert "Fewer than 30" not in said and "have risen: of 35 who answered both times" in said
    assert "have fallen: of 35 who answered both times" in said
    assert "p, corrected" in shown


def results(demo, waves) -> dict[str, TrainingEvaluation]:
    before, then, after, followup = waves.values()
    three = [wave.where([place < 3 for place in range(len(wave))]) for wave in waves.values()]
    tested = many()
    return {
        "demo": demo,
        "learning": training_evaluation(before, then, after),
        "kept": training_evaluation(after=after, followup=followup),
        "same": training_evaluation(after=after, followup=after),
        "few": training_evaluation(*three[:3], followup=three[3]),
        "tested": training_evaluation(*tested[:3], followup=tested[3]),
        "flat": TrainingEvaluation(agreement(wave([0, 4] * 6, [0, 4] * 6))),
        "alike": TrainingEvaluation(agreement(wave([4] * 12))),
        "nothing": TrainingEvaluation(agreement(wave([4] * 3))),
    }


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_everything_can_be_shown_in_every_language(demo, waves, lang):
    show = kip.Show(lang)
    for name, result in results(demo, waves).items():
        for rendered in (show.table(result), show.sentence(result), show.figure(result)):
            check(rendered.html)
            assert rendered.text and not re.search(r"\{\w*\}|\b(None|nan|inf)\b", rendered.text), name


def test_what_is_hidden_leaves_no_number(demo, waves):
    for name in ("few", "nothing", "alike"):
        result = results(demo, waves)[name]
        show = kip.Show("en")
        assert not re.search(r"<td[^>]*>[^<]*\d", show.table(result).html), name
        assert "<img" not in show.figure(result).html, name


def linked(before, then, after) -> TrainingEvaluation:
    """One question, rated by learners with these codes: up and down."""
    return training_evaluation(
        *(wave([place % 5 for place in range(len(keys))], keys=keys) for keys in (before, then, after))
    )


def said_and_shown(result) -> tuple[str, str]:
    return kip.Show("en").sentence(result).text, kip.Show("en").table(result).text


def test_how_many_are_linked_is_told_of_all_three_files():
    """The third file has three of fourteen learners, or none of them."""
    all_in = linked(names(14), names(14), names(14))
    said, shown = said_and_shown(all_in)
    assert "14 learners could be linked in all three self-assessments." in shown and "not linked" not in shown
    assert "linked in all three" not in said
    for keys, count, loose in ((names(3), 3, "11 of 14"), (names(8, 50), 0, "14 of 14")):
        for text in said_and_shown(linked(names(14), names(14), keys)):
            assert f"{count} learners could be linked in all three self-assessments." in text
            told = f"Answers that are not linked: {loose} before the training, {loose} looking back"
            assert told + ("." if count else ", 8 of 8 after the training.") in text
            assert "only in the earlier" not in text


def test_codes_that_are_empty_or_there_twice_are_told():
    keys = names(12)
    for text in said_and_shown(linked([*keys, "", None], [*keys, keys[0], keys[1]], [*keys, keys[2]])):
        assert "12 learners could be linked" in text
        assert "not linked: 2 of 14 before the training." in text
        assert "Answers without a code: 2 before the training." in text
        assert "Codes that stand more than once in a file: 2 looking back, 1 after the training." in text


def test_the_follow_up_has_its_own_links(waves):
    found = training_evaluation(after=waves["after"], followup=waves["followup"])
    for text in said_and_shown(found):
        assert "11 learners could be linked in both self-assessments." in text
        assert "not linked: 3 of 14 after the training." in text


def test_without_a_codebook_it_is_said_that_no_question_is_known_to_be_rated():
    before, then, after, followup = (
        kip.read_responses(FOLDER / f"{name}.csv") for name in ("before", "then", "after", "followup")
    )
    found = training_evaluation(before, then, after, followup=followup)
    said, shown = said_and_shown(found)
    why = "None of the questions of the self-assessments is known to be rated on a scale; give their codebook (--codebook;"
    assert said.count(why) == 1 and shown.count(why) == 2
    reaction = TrainingEvaluation(agreement(kip.read_responses(FOLDER / "reaction.csv")))
    texts = [*said_and_shown(reaction), said_and_shown(training_evaluation(after=after, followup=followup))[0]]
    for text, option in zip(texts, ["--reaction-codebook"] * 2 + ["--codebook"], strict=True):
        assert "is known to be rated on a scale" in text and f"({option}; kip codebook FILE drafts one)" in text
    for text in (said, shown, *texts):
        assert "too few" not in text and "Fewer than" not in text and "could be linked" not in text
    assert "<img" not in kip.Show("en").figure(found).html and "<table" not in kip.Show("en").table(found).html


def test_questions_of_different_names_are_said_to_have_nothing_in_common():
    one, other = (wave([0, 1, 2], items=[rated(name)], keys=names(3)) for name in ("q1", "q2"))
    said, shown = said_and_shown(training_evaluation(one, one, other))
    assert "The self-assessments have no question in common" in said and "no question in common" in shown
    assert "is known to be rated" not in said


def test_a_rating_or_an_unknown_question_is_no_key(waves):
    before, then, after, _ = waves.values()
    with pytest.raises(kip.KipError, match='"A" is rated on a scale'):
        training_evaluation(before, then, after, key="A")
    with pytest.raises(kip.KipError, match='before.csv: "codes" is not .* code \\("Your code'):
        training_evaluation(before, then, after, key="codes")
    by_wording = training_evaluation(
        before, then, after, key="votre code (le même à chaque fois, connu de vous seulement)"
    )
    assert by_wording.learning.shift.links.always == 13
    without = [kip.read_responses(FOLDER / f"{name}.csv") for name in ("before", "then", "after")]
    with pytest.raises(kip.KipError, match='"A" is rated on a scale'):
        training_evaluation(*without, key="A")


def test_each_part_has_its_heading_and_its_drawing(demo):
    html = kip.Show("en").table(demo).html
    places = [html.index(text) for text in ("Reaction: what", "Learning: what", "Follow-up: what")]
    assert places == sorted(places) and html.count("<table") == 3
    figure = kip.Show("en").figure(demo).html
    assert figure.count("<img") == 5 == figure.count("<table") and figure.count("alt=") == 5


@pytest.mark.parametrize("text", HOSTILE)
def test_no_wording_becomes_markup(text):
    items = [rated("q1", text=text)]
    first, second = (
        wave([0, 1, 2, 3, 4, 2], items=items, keys=names(6)),
        wave([1, 1, 3, 2, 4, 4], items=items, keys=names(6)),
    )
    found = training_evaluation(first, first, second, followup=first, reaction=first)
    for kind in (kip.Show("en").table, kip.Show("en").sentence, kip.Show("en").figure):
        check(kind(found).html)
