"""Change between surveys: by hand and by reference, claims under no change, and what must not be shown."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from builders import HOSTILE, book, examples, rated, responses, scale, words
from scipy.optimize import LinearConstraint, milp
from scipy.stats import binom
from test_show import assert_nothing_overlaps, check

import kiptools as kip
from kiptools.language import Language
from kiptools.show import waves as shown_waves
from kiptools.waves import Change, WaveLinks, change, pre_then_post

LEFT_EMPTY = int(kip.Missing.LEFT_EMPTY)


def wave(*columns, keys=None, items=None, population=None) -> kip.Responses:
    """Answers given as codes (0 is the lowest level, below zero missing), one column per item; keys are texts."""
    items = items or [rated(f"q{place}") for place in range(1, len(columns) + 1)]
    codes = np.asfortranarray(np.array(columns, dtype=np.int8).T)
    names = tuple(item.name for item in items)
    if keys is None:
        return kip.Responses(book(*items), names, codes, {}, population=population)
    key = kip.Item("code", "text", words("Your code"), role="profile")
    values = {"code": np.array(keys, dtype=object)}
    return kip.Responses(book(key, *items), names, codes, values, population=population)


def names(count: int, start: int = 0) -> list[str]:
    return [f"k{place}" for place in range(start, start + count)]


@pytest.fixture(scope="module")
def earlier() -> kip.Responses:
    return kip.read_responses(
        kip.kit_path("data", "cite", "answers_2024.csv"), kip.kit_path("data", "cite", "codebook")
    )


# --- what is counted ---------------------------------------------------------------------------------


def test_anonymous_surveys_are_compared_in_pairs():
    """By hand: before 1, 3, 4; after 4, 5: of 6 pairs the later is greater in 5, equal in 1; 1 and 2 favourable."""
    found = change(wave([0, 2, 3]), wave([3, 4]))
    row = found.rows[0]
    assert (row.pairs.greater, row.pairs.equal, row.pairs.less) == (5, 1, 0)
    assert (row.favourable, row.answered) == ((1, 2), (3, 2))
    assert row.share_difference() == kip.newcombe_interval(2, 2, 1, 3)
    assert (found.before, found.after, found.links, row.moves) == (3, 2, None, None)


def test_linked_answers_are_compared_one_by_one():
    """By hand: a 1 -> 3, b 4 -> 4, c 5 -> 4; d left, e joined, one without a code; codes match without case."""
    before = wave([0, 3, 4, 1], keys=["a", "b", "c", "d"])
    found = change(before, wave([3, 2, 3, 0, 1], keys=["B ", "A", "c", "e", None]), key="code")
    links, row = found.links, found.rows[0]
    assert (links.stayed, links.left, links.joined, links.unlinked, links.repeated) == (3, 1, 1, 1, 0)
    assert row.moved == (1, 1, 1) and row.answered == (3, 3) and row.favourable == (2, 2)
    assert row.median_change == 0 and row.improved_interval() == kip.wilson_interval(1, 2)


def test_several_respondents_of_an_organisation_count_with_their_mean():
    """By hand: before 1 and 3, mean 2 (a quarter of the way); after 5: up by three quarters."""
    found = change(wave([0, 2], keys=["a", "a"]), wave([4], keys=["a"]), key="code")
    assert found.links.repeated == 1 and found.rows[0].levels == (0.25, 1.0)
    assert found.rows[0].moved == (1, 0, 0) and found.rows[0].median_change == 0.75


def test_what_is_linked_in_three_surveys_is_counted_file_by_file():
    """By hand: a and b are in all three; c twice at first, one without a code there; d only looking back."""
    before = wave([0, 1, 2, 3, 4], keys=["a", "b", "c", "C ", ""])
    then, after = wave([0, 1, 2, 2], keys=["a", "b", "c", "d"]), wave([3, 3, 4], keys=["b", "a", "a"])
    found = pre_then_post(before, then, after, key="code")
    shift, since_before, since_then = (each.links for each in (found.shift, found.since_before, found.since_then))
    first, second, third = WaveLinks(5, 3, 1, 1), WaveLinks(4, 2, 0, 0), WaveLinks(3, 0, 1, 0)
    assert shift.waves == (first, second, third) and since_before.waves == (first, third, second)
    assert since_then.waves == (second, third, first)
    assert (shift.stayed, since_before.stayed, shift.always, since_before.always, since_then.always) == (3, 2, 2, 2, 2)
    both = change(before, after, key="code").links
    assert both.waves == (WaveLinks(5, 3, 1, 1), WaveLinks(3, 0, 1, 0)) and both.always == both.stayed == 2


def coded(*called: str, heading: str = "") -> kip.Responses:
    """Three respondents with codes; the questions about them are called so."""
    items = [
        kip.Item(f"c{place}", "text", words(text, fr=f"{text} (fr)"), heading=heading)
        for place, text in enumerate(called)
    ]
    values = {item.name: np.array(["a", "b", "c"], dtype=object) for item in items}
    codes = np.asfortranarray(np.array([[0], [1], [2]], dtype=np.int8))
    return kip.Responses(book(*items, rated("q1")), ("q1",), codes, values, source="answers.csv")


@pytest.mark.parametrize("key", ["c0", "your  CODE", "Your code (fr)", "Code:"])
def test_the_key_may_be_given_as_its_wording_or_its_heading(key):
    survey = coded("Your code", heading="code")
    assert change(survey, survey, key=key).links.stayed == 3


def test_a_name_counts_before_the_wording_of_another_question():
    survey = coded("c1", "Your code")
    assert change(survey, survey, key="c1").links.key.name == "c1"


@pytest.mark.parametrize("key", ["Code", "Your code", "", "?"])
def test_a_key_that_is_not_found_or_not_one_is_answered_with_the_questions(key):
    survey = coded("Your code", "Your code", *["?" * 200] * 9)
    with pytest.raises(kip.KipError) as fault:
        change(survey, survey, key=key)
    (said,) = fault.value.faults
    assert str(said).startswith(f'answers.csv: "{key}" is not the name or the wording of one question')
    assert 'its questions are c0 ("Your code"), c1 ("Your code"), c2 ("' + "?" * 39 + "…" in str(said)
    assert 'c9 ("' in str(said) and "c10" not in str(said) and str(said).endswith(", ….")


def test_questions_that_could_link_are_offered_before_those_that_are_rated():
    key = kip.Item("own", "text", words("own"))
    survey = kip.Responses(
        book(*[rated(f"q{place}") for place in range(12)], key), (), np.empty((3, 0), dtype=np.int8), {}, source="a.csv"
    )
    with pytest.raises(kip.KipError, match=r'questions are own, q0 \("Statement q0"\), .*q8 \("Statement q8"\), …\.'):
        change(survey, survey, key="code")


@pytest.mark.parametrize("role", ["experience", "importance", ""])
def test_a_rating_links_nobody(role):
    survey = wave([0, 1, 2], items=[rated("q1", role=role)])
    with pytest.raises(kip.KipError, match='"q1" is rated on a scale'):
        change(survey, survey, key="q1")
    profile = wave([0, 1, 2], items=[rated("q1", role="profile")])
    assert change(profile, profile, key="q1").links.stayed == 3


def test_risen_always_means_more_favourable():
    items = [rated("q1", reverse=True)]
    before, after = wave([4] * 15 + [3] * 15, items=items), wave([0] * 15 + [1] * 15, items=items)
    assert change(before, after).rows[0].verdict == "risen"
    assert change(after, before).rows[0].verdict == "fallen"


def test_linking_matters_students_sleep(shared):
    """Student (1908): unlinked t = -1.86 (p .079), linked -4.06 (p .003). The rank tests: all nine differences that
    are not zero are of one sign, so p = 2 / 2^9 linked; unlinked R's wilcox.test gives W = 25.5, p about .07."""
    cases = json.loads((shared / "golden.json").read_text(encoding="utf-8"))
    cases = cases if isinstance(cases, list) else cases["cases"]
    sleep = next(case for case in cases if case["id"] == "welch_sleep")["input"]
    levels = sorted({*sleep["x"], *sleep["y"]})
    hours = kip.Scale("hours", tuple(kip.Choice(str(hour), words(str(hour)), hour) for hour in levels))
    waves = [
        wave([levels.index(hour) for hour in sleep[side]], keys=names(10), items=[rated("q1", hours)]) for side in "xy"
    ]
    unlinked, linked = (change(*waves, key=key).rows[0].test for key in (None, "code"))
    assert unlinked.statistic == 100 - 25.5 and 0.06 < unlinked.p < 0.08
    assert linked.p == pytest.approx(2 / 2**9, rel=1e-12)


def test_surveys_without_a_common_question_say_so(tmp_path):
    one, other = (responses(tmp_path, book(rated(name)), [["1"], ["5"]] * 20) for name in ("q1", "q2"))
    result = kip.change(one, other)
    assert result.rows == () and "no question in common" in kip.Show("en").sentence(result).text
    assert "no question in common" in kip.Show("en").table(result).text


@pytest.mark.parametrize(("improved", "worsened"), [(15, 5), (14, 6), (13, 7), (0, 4), (30, 17)])
def test_the_interval_excludes_a_half_exactly_if_mcnemars_chi_square_is_significant(improved, worsened):
    n = improved + worsened
    found = change(wave([2] * n, keys=names(n)), wave([3] * improved + [1] * worsened, keys=names(n)), key="code")
    low, high = found.rows[0].improved_interval()
    assert (low > 0.5 or high < 0.5) == ((improved - worsened) ** 2 / n > 3.841458820694124)


def test_questions_that_changed_or_were_asked_once_are_listed_and_not_compared():
    before = wave(*[[0, 1]] * 4, items=[rated("a"), rated("b"), rated("c"), rated("d")])
    other = scale(4, "other")
    after = wave(*[[0, 1]] * 4, items=[rated("a"), rated("b", other), rated("c", reverse=True), rated("e")])
    found = change(before, after)
    assert [row.subject.name for row in found.rows] == ["a"]
    assert [item.name for item in found.different] == ["b", "c"] and [item.name for item in found.single] == ["d", "e"]
    assert "Statement d" in kip.Show("en").table(found).text
    assert not change(before, after, "a").single
    reworded = tuple(replace(choice, wording=words(f"Often {choice.name}")) for choice in scale().choices)
    assert change(before, wave([0], items=[rated("a", kip.Scale("agreement", reworded))])).different


def test_learning_fell_in_the_demo_network_and_nothing_else(earlier, demo):
    assert len(earlier) == 27
    topics = change(earlier, demo, on="construct")
    assert {row.subject.name for row in topics.rows if row.verdict != "no clear change"} == {"learning"}
    assert {row.verdict for row in change(earlier, demo, "learning").rows} == {"fallen"}
    tested = [row for row in topics.rows if row.p is not None]
    least = min(tested, key=lambda row: row.p)
    assert least.adjusted_p == pytest.approx(least.p * len(tested), rel=1e-12)


# --- too few, degenerate, refused --------------------------------------------------------------------


@pytest.mark.parametrize(("n", "m", "tested"), [(10, 20, True), (10, 19, False), (9, 40, False), (40, 9, False)])
def test_too_few_answers_are_not_tested(n, m, tested):
    row = change(wave(([0, 4] * 20)[:n]), wave(([0, 4] * 20)[:m])).rows[0]
    assert (row.p is not None) == (row.verdict != "too few") == tested


@pytest.mark.parametrize(("n", "tested"), [(29, False), (30, True)])
def test_linked_answers_are_tested_from_thirty_on(n, tested):
    row = change(wave([0] * n, keys=names(n)), wave([4] * n, keys=names(n)), key="code").rows[0]
    assert (row.p is not None) == tested and row.verdict == ("risen" if tested else "too few")


@pytest.mark.parametrize("n", range(4))
@pytest.mark.parametrize("key", [None, "code"])
def test_the_smallest_numbers_have_a_defined_result(n, key):
    for before, after in (([2] * n, [2] * n), ([LEFT_EMPTY] * n, [2] * n), ([LEFT_EMPTY] * n, [LEFT_EMPTY] * n)):
        found = change(wave(before, keys=names(n)), wave(after, keys=names(n)), key=key)
        row = found.rows[0]
        assert (row.verdict, row.p, row.shown, row.test.p) == ("too few", None, False, 1)
        if key and not row.answered[0]:
            assert row.median_change is None and row.improved_interval() == (0, 1)
        assert kip.Show("en").table(found).text


def test_everyone_the_same_is_no_change():
    for key in (None, "code"):
        same = wave([2] * 40, keys=names(40))
        row = change(same, same, key=key).rows[0]
        assert (row.verdict, row.p, row.shown) == ("no clear change", 1, False)


def test_what_cannot_be_compared_is_refused(demo):
    with pytest.raises(kip.KipError, match='"activities" cannot link'):
        change(demo, demo, key="activities")
    with pytest.raises(kip.KipError, match='answers.csv: "code" is not the name or the wording of one question'):
        change(demo, demo, key="code")
    with pytest.raises(kip.KipError, match='"trust_1" is rated on a scale, .* so it cannot link'):
        change(demo, demo, key="trust_1")
    with pytest.raises(kip.KipError, match='"sector" is neither'):
        change(demo, demo, "sector")
    with pytest.raises(ValueError, match="on is 'topic'"):
        change(demo, demo, on="topic")
    with pytest.raises(ValueError, match="level is 95"):
        change(demo, demo, level=95)


def test_equal_inputs_give_equal_results(earlier, demo):
    one, other = (change(earlier, demo, "trust") for _ in range(2))
    assert one == other and hash(one) == hash(other) and repr(one) == repr(other)


@pytest.mark.parametrize("key", [None, "code"])
def test_under_no_change_hardly_any_comparison_claims_one(key):
    """At most 5 percent of comparisons of four questions; 10,000 in the long campaign."""
    rng = np.random.default_rng(7)
    surveys = examples(100) if examples(1) == 1 else 10_000
    claims = 0
    for _ in range(surveys):
        likings = rng.normal(size=40)
        waves = [
            wave(*(np.clip(np.round(2 + likings + rng.normal(size=40)), 0, 4) for _ in range(4)), keys=names(40))
            for _ in range(2)
        ]
        claims += any(row.verdict in ("risen", "fallen") for row in change(*waves, key=key).rows)
    assert claims <= binom.ppf(0.999, surveys, 0.05)


# --- what may be shown -------------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "sides"), [(0, True), (1, False), (4, False), (5, True)])
def test_what_one_to_four_leavers_answered_cannot_be_worked_out(left, sides):
    """All of the first survey less those who stayed are those who left."""
    stay = ([0, 1, 2, 3, 4, 4] * 6)[:32]
    before = wave([*stay, *[0, 3, 4, 1, 2][:left]], keys=names(32 + left))
    after = wave([min(4, code + 1) for code in stay], keys=names(32))
    found = change(before, after, key="code")
    row = found.rows[0]
    assert row.shown == row.sides_shown == sides and row.verdict == "risen"
    assert bool(re.search(r"\d+ of \d+", kip.Show("en").table(found).text)) == sides


def possible_answers_of_the_leaver(before, after, moved) -> list[int]:
    """An exact solver: every answer of the one who left that agrees with all that is known, which is how often each
    answer was given in either survey, and how many of those who stayed rate it higher, the same, lower."""
    cells = [(one, other) for one in range(5) for other in range(5)]
    known = [[cell[side] == level for cell in cells] for side in (0, 1) for level in range(5)]
    known += [[np.sign(other - one) == sign for one, other in cells] for sign in (1, 0, -1)]
    found = []
    for answer in set(before):
        stayed = np.bincount(before, minlength=5) - np.eye(5)[answer]
        totals = [*stayed, *np.bincount(after, minlength=5), *moved]
        if milp(
            np.zeros(25), constraints=LinearConstraint(np.array(known, float), totals, totals), integrality=1
        ).success:
            found.append(answer)
    return found


def test_how_many_changed_their_rating_can_tell_what_the_one_who_left_had_answered():
    """By hand: six rise from 4 to 5, nobody falls; had the leaver not answered 5, six rises would be too many."""
    stay = [0, 1, 2, 3, 4, 4] * 5 + [3, 3]
    now = [4 if code == 3 and place in (3, 9, 15, 21, 27, 30) else code for place, code in enumerate(stay)]
    waves = wave([*stay, 4], keys=names(33)), wave(now, keys=names(32))
    row = change(*waves, key="code").rows[0]
    assert possible_answers_of_the_leaver([*stay, 4], now, row.moved) == [4]
    assert not row.shown and not change(*waves, key="code").told
    assert change(*waves, key="code", surveys_shown=False).rows[0].sides_shown


def test_the_three_comparisons_are_of_the_same_learners():
    """Else "then" of 14 learners less "then" of 13 of them is the answer of the one who joined."""
    for shown in (True, False):
        found = pre_then_post(*training(), key="code", surveys_shown=shown)
        rows = [found.shift.rows[0], found.since_before.rows[0], found.since_then.rows[0]]
        assert {row.answered for row in rows} == {(13, 13)} and rows[0].after == rows[2].before
        assert any(row.shown for row in rows) != shown


def test_the_demo_training_has_what_was_planted():
    spec = importlib.util.spec_from_file_location("make_training", kip.kit_path("data", "training", "make.py"))
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    assert set(make.PLANTED) == {"response_shift", "left", "joined"}
    folder = kip.kit_path("data", "training")
    waves = [kip.read_responses(folder / f"{time}.csv", folder / "codebook") for time in ("before", "then", "after")]
    found = pre_then_post(*waves, key="code", surveys_shown=False)
    links = found.since_before.links
    assert [len(wave) for wave in waves] == [14, 14, 14] and (links.stayed, links.left, links.joined) == (13, 1, 1)
    for shift, before, then in zip(found.shift.rows, found.since_before.rows, found.since_then.rows, strict=True):
        assert shift.shown and before.shown and then.shown and shift.p is None
        assert shift.moved[2] >= 6 > shift.moved[0] and then.moved[0] > before.moved[0]
    assert {len(wording.texts) for item in waves[0].codebook.items for wording in [item.wording]} == {5}


def test_the_demo_training_is_made_by_its_script_to_the_byte(tmp_path):
    spec = importlib.util.spec_from_file_location("make_training", kip.kit_path("data", "training", "make.py"))
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    committed = {path.name: path.read_bytes() for path in make.HERE.glob("*.csv")}
    make.HERE = tmp_path
    make.main()
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")} == committed


def test_leavers_who_all_said_the_same_are_hidden_too_and_so_are_few_moves():
    stay = ([0, 1, 2, 3, 4, 4] * 6)[:32]
    alike = wave([*stay, *[4] * 8], keys=names(40))
    assert not change(alike, wave(stay, keys=names(32)), key="code").rows[0].shown
    few = wave([*[min(4, code + 1) for code in stay[:3]], *stay[3:]], keys=names(32))
    assert not change(alike, few, key="code").rows[0].shown
    assert change(wave(stay, keys=names(32)), few, key="code").rows[0].shown


def test_a_part_from_which_few_answers_follow_is_not_shown(earlier, demo):
    two = demo.where([place >= 2 for place in range(31)])
    assert not any(row.shown for row in change(earlier, two).rows)
    assert not any(row.shown for row in change(two, earlier, key="organisation_type").rows)


def test_where_everyone_answered_all_on_one_side_is_hidden():
    found = change(wave([3, 4] * 10, population=20), wave([0, 1, 4] * 7))
    assert not found.rows[0].shown
    assert change(wave([3, 4] * 10), wave([0, 1, 4] * 7)).rows[0].shown


def training() -> list[kip.Responses]:
    """Before too high, "then" two lower, after in between: 14 learners, one left, one joined."""
    before = [3, 4, 3, 2, 4, 3, 3, 2, 4, 3, 2, 3, 4, 3]
    now = [4, 4, 3, 3, 4, 3, 4, 3, 4, 3, 3, 2, 4, 3]
    then = [max(0, code - 2) for code in before]
    return [wave(before, keys=names(14)), wave(then, keys=names(14, 1)), wave(now, keys=names(14, 1))]


def test_before_then_and_after_are_always_three_and_show_the_response_shift():
    """13 learners are in the first and the last two; none of 14 learners is tested."""
    found = pre_then_post(*training(), key="code")
    assert (found.shift.links.stayed, found.since_before.links.stayed, found.since_then.links.stayed) == (13, 13, 14)
    improved, _, worsened = found.shift.rows[0].moved
    assert worsened >= 10 and improved <= 1 and found.shift.rows[0].verdict == "too few"
    assert found.since_then.rows[0].moved[0] >= 10
    assert kip.Show("en").table(found).html.count("<table") == 3


def results(earlier: kip.Responses, demo: kip.Responses) -> dict[str, object]:
    stay = [0, 1, 2, 3, 3, 4] * 6
    up = [min(4, code + 1) for code in stay]
    linked = [wave(*[codes] * 5, keys=[*names(35), None]) for codes in (stay, up)]
    few = wave([0, 1, 2], keys=names(3))
    return {
        "topics": change(earlier, demo, on="construct"),
        "questions": change(earlier, demo),
        "risen": change(demo, earlier, "learning"),
        "linked": change(*linked, key="code", surveys_shown=False),
        "fallen": change(*reversed(linked), key="code", surveys_shown=False),
        "no change": change(linked[0], linked[0], key="code"),
        "organisations": change(earlier, demo, "trust", key="organisation_type"),
        "nothing": change(earlier, demo, []),
        "few": change(few, few),
        "few linked": change(few, few, key="code"),
        "training": pre_then_post(*training(), key="code"),
        "training shown": pre_then_post(*training(), key="code", surveys_shown=False),
    }


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_everything_can_be_shown_in_every_language(earlier, demo, lang):
    show = kip.Show(lang)
    for name, result in results(earlier, demo).items():
        kinds = [show.table, show.sentence, *([show.figure] if isinstance(result, Change) else [])]
        for rendered in (render(result) for render in kinds):
            check(rendered.html)
            assert not re.search(r"\{\w*\}|\b(None|nan|inf)\b", rendered.text), name
            assert rendered.text or name == "nothing"


def test_what_is_hidden_leaves_no_number(earlier, demo):
    for name in ("few", "few linked", "no change"):
        html = kip.Show("en").table(results(earlier, demo)[name]).html
        assert not re.search(r"<td>[^<]*\d", html), name


def test_the_sentence_says_first_how_surveys_are_linked_and_obeys_the_verdict(earlier, demo):
    show, found = kip.Show("en"), results(earlier, demo)
    said = show.sentence(found["topics"]).text
    assert said.startswith("The answers of the first survey (27 partners) and of the second (31) cannot be linked")
    assert said.count("have fallen") == 1 and said.endswith("In 7 comparisons there is no clear change.")
    said = show.sentence(found["linked"]).text
    assert 'Linked by "Your code": 35 are in both surveys, 0 only in the first, 0 only in the second.' in said
    assert "2 respondents could not be linked and are left out." in said
    assert said.count("have risen: of 35 who answered both times, 30 rate it more favourably") == 3
    assert said.endswith("There is a clear change in 2 further comparisons, too.")
    assert "0 more favourably" in show.sentence(found["fallen"]).text
    assert "takes 30 who answered both times" in show.sentence(found["few linked"]).text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_wording_becomes_markup(text):
    items = [rated("q1", text=text)]
    result = change(wave([0, 1, 2, 3, 4] * 6, items=items), wave([4, 3, 2] * 10, items=items))
    for render in (kip.Show("en").table, kip.Show("en").figure, kip.Show("en").sentence):
        check(render(result).html)


def test_no_two_texts_of_the_figure_overlap_and_dots_stand_where_the_table_says(earlier, demo):
    rows = change(earlier, demo, "learning").rows
    drawing = shown_waves.change_figure(rows, Language("fr"))
    assert_nothing_overlaps(drawing)
    full = [line.get_xdata()[0] for line in drawing.axes[0].lines if len(line.get_xdata()) == 1][1::2]
    assert full == pytest.approx([row.favourable[1] / row.answered[1] for row in rows])
    linked = results(earlier, demo)["linked"].rows
    drawing = shown_waves.change_figure(linked, Language("hr"))
    assert_nothing_overlaps(drawing)
    assert sorted({bar.get_width() for bar in drawing.axes[0].patches}) == pytest.approx([0, 30 / 35])
