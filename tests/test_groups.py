"""Comparing groups: counts by hand, claims under no difference, and what must not be shown."""

from __future__ import annotations

import re

import numpy as np
import pytest
from builders import HOSTILE, book, examples, rated, scale, words
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom
from test_show import assert_nothing_overlaps, check

import kiptools as kip
from kiptools.groups import Comparison, compare, compare_items
from kiptools.language import Language
from kiptools.show import groups as shown_groups

LEFT_EMPTY = int(kip.Missing.LEFT_EMPTY)


def survey(groups, *columns, items=None, labels="ABCDE", population=None) -> kip.Responses:
    """Answers given as codes (0 is the lowest level, below zero missing), one column per item."""
    kinds = kip.Scale("kind", tuple(kip.Choice(label, words(f"Group {label}")) for label in labels))
    kind = kip.Item("kind", "select_one", words("Kind of partner"), kinds, role="profile")
    items = items or [rated(f"q{place}") for place in range(1, len(columns) + 1)]
    codes = np.asfortranarray(np.array([groups, *columns], dtype=np.int8).T)
    return kip.Responses(book(kind, *items), ("kind", *(item.name for item in items)), codes, {}, population=population)


def repeated(*counts: tuple[int, int]) -> list[int]:
    """Values, each so many times."""
    return [value for value, times in counts for _ in range(times)]


PLANTED = survey(
    repeated((0, 10), (1, 12), (2, 10)),
    [0] * 6 + [1] * 3 + [3] + [3, 4] * 5 + [1, 4] + [3, 4] * 4 + [1, 4],  # group A far lower
    [0, 1, 2, 3, 4, 2, 3, 1] * 4,
)


# --- what is counted ---------------------------------------------------------------------------------


def test_a_group_is_compared_with_everybody_else_in_pairs(tmp_path):
    """By hand: A answers 5, 4, 3; the others 4, 2, 2 (one of them in no group): 7 of 9 pairs higher, 1 equal, 1 lower."""
    found = compare(survey([0, 0, 0, 1, 1, LEFT_EMPTY], [4, 3, 2, 3, 1, 1]), by="kind")
    contrast = found.rows[0].contrasts[0]
    assert (contrast.pairs.greater, contrast.pairs.equal, contrast.pairs.less) == (7, 1, 1)
    assert contrast.counts == (0, 0, 1, 1, 1) and contrast.other_counts == (0, 2, 0, 1, 0)
    assert (contrast.favourable, contrast.answered) == (2, 3)
    assert (contrast.other_favourable, contrast.other_answered) == (1, 3)
    assert contrast.share_difference() == kip.newcombe_interval(2, 3, 1, 3)
    assert (found.respondents, found.ungrouped, found.rows[0].ungrouped) == (6, 1, 1)


def test_higher_always_means_more_favourable():
    groups, answers = repeated((0, 2), (1, 2)), [4, 3, 1, 0]
    straight = compare(survey(groups, answers), by="kind").rows[0].contrasts[0]
    turned = survey(groups, [4 - answer for answer in answers], items=[rated("q1", reverse=True)])
    reverse = compare(turned, by="kind").rows[0].contrasts[0]
    assert (reverse.counts, reverse.favourable) == (straight.counts, straight.favourable) == ((0, 0, 0, 1, 1), 2)
    assert reverse.pairs == straight.pairs and reverse.pairs.greater == 4


def test_a_topic_is_compared_by_each_respondents_mean_with_two_thirds_answered():
    """By hand, three items, the third reversed: A 4, 4, 2 -> 4.0; B 5, empty, 5 -> 3.0; C one answer, no mean;
    D 2, 5, empty -> 3.5. Distinct means 3.0, 3.5, 4.0; above 3 are favourable."""
    items = [rated("a", construct="c"), rated("b", construct="c"), rated("c", construct="c", reverse=True)]
    found = survey([0, 0, 1, 1], [3, 4, 4, 1], [3, -2, -2, 4], [1, 4, -2, -2], items=items)
    row = compare(found, by="kind", on="construct").rows[0]
    assert row.subject.name == "c"
    assert (row.contrasts[0].counts, row.contrasts[1].counts) == ((1, 0, 1), (0, 1, 0))
    assert (row.contrasts[0].favourable, row.contrasts[1].favourable) == (1, 1)


def test_all_contrasts_that_are_tested_are_corrected_together(demo):
    """Holm's smallest corrected value is the smallest p times the number of tests."""
    found = compare(demo, by="organisation_type")
    tested = [one for row in found.rows for one in row.contrasts if one.p is not None]
    assert found.tests == len(tested) > 10
    least = min(tested, key=lambda one: one.p)
    assert least.adjusted_p == pytest.approx(least.p * found.tests, rel=1e-12)
    assert all(one.answered >= 10 and one.other_answered >= 10 for one in tested)


def test_two_groups_alone_are_one_comparison_not_two():
    found = compare(survey(repeated((0, 15), (1, 15)), [0, 1, 2, 3, 4] * 6), by="kind")
    first, second = found.rows[0].contrasts[:2]
    assert found.tests == 1 and first.adjusted_p == first.p == second.adjusted_p
    assert [one.group.name for one in found.rows[0].told] == ["A"]
    unsaid = survey([*repeated((0, 15), (1, 15)), -2], [*[0, 1, 2, 3, 4] * 6, 2])
    assert compare(unsaid, by="kind").tests == 2


def test_employers_rate_resources_far_lower(demo):
    found = compare(demo, by="organisation_type", on="construct")
    claims = {
        (row.subject.name, one.group.name): one.verdict
        for row in found.rows
        for one in row.told
        if one.verdict != "no clear difference"
    }
    assert claims == {("resources", "employer"): "lower", ("communication", "employer"): "lower"}
    contrast = next(row for row in found.rows if row.subject.name == "resources").contrasts[0]
    assert contrast.adjusted_p < 0.01 and contrast.pairs.interval().high < -0.25


def test_a_planted_difference_is_found_in_its_direction():
    verdicts = [[one.verdict for one in row.contrasts[:3]] for row in compare(PLANTED, by="kind").rows]
    assert verdicts == [["lower", *["no clear difference"] * 2], ["no clear difference"] * 3]
    turned = survey(PLANTED.column("kind"), 4 - PLANTED.column("q1"))
    assert compare(turned, by="kind").rows[0].contrasts[0].verdict == "higher"


def test_a_small_p_alone_is_no_claim():
    """Three low and seven high answers against 29 in the middle: p is 0.02, but the surplus may be below zero."""
    answers = repeated((1, 3), (3, 7), (1, 1), (2, 29), (4, 1))
    contrast = compare(survey(repeated((0, 10), (1, 31)), answers), by="kind").rows[0].contrasts[0]
    low, high = contrast.pairs.interval()
    assert contrast.adjusted_p < 0.05 and low < 0 < high
    assert contrast.verdict == "no clear difference"


@pytest.mark.parametrize(
    ("groups", "tested"),
    [
        ([(0, 10), (1, 20)], [True, True]),
        ([(0, 10), (1, 19)], [False, False]),  # 29 answers in all
        ([(0, 9), (1, 21)], [False, False]),  # nine on one side
        ([(0, 9), (1, 11), (2, 10)], [False, True, True]),
    ],
)
def test_too_few_answers_are_not_tested(groups, tested):
    places = repeated(*groups)
    found = compare(survey(places, ([0, 1, 2, 3, 4] * 9)[: len(places)]), by="kind")
    for contrast, whether in zip(found.rows[0].contrasts, tested, strict=False):
        assert (contrast.p is not None) == (contrast.verdict != "too few") == whether


# --- hardly any claim where there is nothing ---------------------------------------------------------

CLASSES = [(10, 9, 5, 5, 2), (20, 17, 11, 10, 2), (16, 15, 0, 0, 0), (30, 30, 0, 0, 0)]
LEVELS = [(1, 2, 4, 6, 4), (1, 1, 1, 1, 1), (6, 3, 1, 1, 6), (0, 0, 1, 8, 4)]


@pytest.mark.parametrize("sizes", CLASSES, ids=str)
def test_under_no_difference_hardly_any_survey_claims_one(sizes):
    """At most 5 percent of surveys with four questions of five levels; 10,000 of each kind in the long campaign."""
    rng = np.random.default_rng(sum(sizes))
    surveys = examples(100) if examples(1) == 1 else 10_000
    groups = repeated(*enumerate(sizes))
    claims = 0
    for _ in range(surveys):
        likings = rng.normal(size=len(groups))  # who likes one thing likes another
        columns = []
        for shape in LEVELS:
            bounds = np.cumsum(shape) / sum(shape)
            place = np.argsort(np.argsort(likings + rng.normal(size=len(groups)))) / len(groups)
            answers = np.searchsorted(bounds, place, side="right")
            columns.append(np.where(rng.random(len(groups)) < 0.02, LEFT_EMPTY, answers))
        found = compare(survey(groups, *columns), by="kind")
        claims += any(one.verdict in ("higher", "lower") for row in found.rows for one in row.contrasts)
    assert claims <= binom.ppf(0.999, surveys, 0.05)


# --- several questions by the same respondents -------------------------------------------------------


def test_questions_are_compared_by_those_who_answered_all():
    found = compare_items(survey([0] * 5, [0, 1, 2, 3, -2], [1, 2, 3, -2, 4], [4, 4, 4, 4, 4]), ["q1", "q2", "q3"])
    assert (found.answered, found.incomplete) == (3, 2)
    assert found.counts == ((1, 1, 1, 0, 0), (0, 1, 1, 1, 0), (0, 0, 0, 0, 3))
    assert found.test.rank_sums == (3.0, 6.0, 9.0) and found.test.kendalls_w == 1.0


def test_two_questions_are_compared_by_signed_ranks_and_reversed_ones_turned_round():
    """Five levels: 4 - 0 = 4 of the reversed first question against 3 of the second is one more."""
    items = [rated("q1", reverse=True), rated("q2")]
    found = compare_items(survey([0] * 3, [0, 0, 4], [3, 3, 2], items=items), ["q1", "q2"])
    assert (found.test.positive, found.test.negative, found.test.zero) == (2, 1, 0)
    many = compare_items(survey([0] * 30, [4, 3, 2] * 10, [1, 2, 0] * 10), ["q1", "q2"])
    assert many.verdict == "different" and many.test.exact
    assert compare_items(survey([0] * 29, [4] * 29, [0] * 29), ["q1", "q2"]).verdict == "too few"
    assert compare_items(survey([0] * 30, [4, 0] * 15, [0, 4] * 15), ["q1", "q2"]).verdict == "no clear difference"


def test_what_cannot_be_compared_is_refused(demo):
    with pytest.raises(kip.KipError, match='"trust_1" makes no groups; .*organisation_type'):
        compare(demo, by="trust_1")
    with pytest.raises(kip.KipError, match='"activities" makes no groups'):
        compare(demo, by="activities")
    with pytest.raises(kip.KipError, match='There is no item "sector"'):
        compare(demo, by="sector")
    for names in (["trust_1"], [], ["trust_1", "trust_1_importance"], ["organisation_type", "trust_1"]):
        with pytest.raises(kip.KipError, match="one and the same ordered scale"):
            compare_items(demo, names)
    with pytest.raises(ValueError, match="on is 'topic'"):
        compare(demo, by="organisation_type", on="topic")
    with pytest.raises(ValueError, match="level is 95"):
        compare(demo, by="organisation_type", level=95)
    with pytest.raises(ValueError, match="level is 95"):
        compare_items(demo, "trust", role="experience", level=95)


@pytest.mark.parametrize("n", range(4))
def test_the_smallest_numbers_have_a_defined_result(n):
    for groups in ([0] * n, list(range(n))):
        found = survey(groups, [2] * n, [LEFT_EMPTY] * n)
        compared = compare(found, by="kind")
        for row in compared.rows:
            assert row.omnibus.p == 1
            for one in row.contrasts:
                assert (one.verdict, one.p, one.shown) == ("too few", None, False)
                assert one.pairs.interval() == (-1, 1) if not one.pairs.pairs else one.pairs.delta == 0
        items = compare_items(found, ["q1", "q2"])
        assert (items.answered, items.test.p, items.verdict) == (0, 1, "too few")


def test_everyone_the_same_and_scales_of_one_level_are_no_difference():
    one_level = kip.Scale("one", (kip.Choice("1", words("Yes"), 1.0),))
    found = survey(repeated((0, 15), (1, 15)), [2] * 30, [0] * 30, items=[rated("q1"), rated("q2", one_level)])
    for row in compare(found, by="kind").rows:
        assert [one.verdict for one in row.contrasts[:2]] == ["no clear difference"] * 2
        assert not row.told and row.contrasts[0].p == 1


def test_equal_inputs_give_equal_results(demo):
    for make in (
        lambda: compare(demo, "trust", by="organisation_type"),
        lambda: compare_items(demo, "trust", role="experience"),
    ):
        assert make() == make() and hash(make()) and repr(make()) == repr(make())


# --- what may be shown -------------------------------------------------------------------------------


def cells(result: Comparison, group: str) -> list[str]:
    """What the first table shows of a group, one cell per subject."""
    html = kip.Show("en").table(result).html.split("</table>")[0]
    place = [choice.wording.in_language("en") for choice in result.by.levels].index(group)
    return [re.findall(r"<td>([^<]*)</td>", row)[place] for row in re.findall(r"<tr><th scope=\"row\".*?</tr>", html)]


def test_a_small_group_and_whatever_gives_it_away_are_hidden():
    """E has two answers, so the smallest other group is hidden as well."""
    found = compare(survey(repeated((0, 12), (1, 10), (2, 7), (4, 2)), ([0, 1, 2, 3, 4] * 9)[:31]), by="kind")
    assert [cells(found, f"Group {label}") for label in "ABCDE"] == [
        ["4 of 12 (33%)"],
        ["4 of 10 (40%)"],
        ["–"],
        ["–"],
        ["–"],
    ]
    text = kip.Show("en").table(found).text
    assert "Fewer than 5" not in text and "– Not shown: fewer than 5 answers" in text


def test_a_group_that_all_answered_the_same_is_neither_shown_nor_compared():
    found = compare(survey(repeated((0, 10), (1, 10), (2, 12)), [4] * 10 + [0, 1, 2, 3] * 5 + [1, 0]), by="kind")
    row = found.rows[0]
    assert row.contrasts[0].verdict == "higher" and not row.contrasts[0].shown
    for rendered in (kip.Show("en").table(found), kip.Show("en").sentence(found), kip.Show("en").figure(found)):
        assert (
            "Group A" not in rendered.text.split("Each group compared")[-1].split("Question", 2)[-1].split("\n", 1)[-1]
        )
    assert cells(found, "Group A") == ["–"]


def test_one_who_did_not_say_the_group_cannot_be_worked_out_from_the_total():
    """All groups and the total would tell what one partner answered: the smallest group is hidden, and that
    partner is among the others of every contrast."""
    found = compare(survey([*repeated((0, 16), (1, 14)), -2], ([0, 1, 2, 3, 4] * 9)[:31]), by="kind")
    row = found.rows[0]
    assert [one.shown for one in row.contrasts[:2]] == [True, False]
    assert row.contrasts[0].other_answered == 15
    assert "did not say their group count among" in kip.Show("en").table(found).text


def test_a_group_that_is_all_on_one_side_is_hidden_too():
    """Ten of ten favourable would tell of each member that it is."""
    groups, others = repeated((0, 10), (1, 10), (2, 10)), [0, 1, 2, 3, 4] * 4
    assert not compare(survey(groups, [3, 4] * 5 + others), by="kind").rows[0].contrasts[0].shown
    assert compare(survey(groups, [3, 4] * 4 + [2, 4] + others), by="kind").rows[0].contrasts[0].shown


def test_a_group_without_answers_or_hidden_by_its_question_gives_nothing_away():
    """16 schools, 14 firms and one club, which alone says nothing: 16 + 14 of the 30 who answered would tell that."""
    groups = repeated((0, 16), (1, 14), (2, 1))
    found = compare(survey(groups, [0, 1, 2, 3, 4] * 6 + [-3]), by="kind").rows[0]
    assert [contrast.shown for contrast in found.contrasts] == [True, False, False, False, False]
    six = compare(survey(repeated((0, 16), (1, 14), (2, 6)), [0, 1, 2, 3, 4] * 6 + [-3] * 6), by="kind").rows[0]
    assert [contrast.shown for contrast in six.contrasts] == [True, False, False, False, False]


def test_a_part_from_which_few_answers_follow_is_not_shown(demo):
    """Less two of all partners, or less six of them that are two of each group: differences are few answers."""
    two = demo.where([place >= 2 for place in range(31)])
    whole = survey(repeated((0, 12), (1, 12), (2, 12)), [0, 1, 2, 3] * 9)
    six = whole.where([place % 12 >= 2 for place in range(36)])
    for part, by in ((two, "organisation_type"), (six, "kind")):
        found = compare(part, by=by)
        assert not any(one.shown for row in found.rows for one in row.contrasts)
        assert not re.search(r"\d+ of \d+", kip.Show("en").table(found).text)
    assert any(one.shown for one in compare(whole, by="kind").rows[0].contrasts)
    assert not compare_items(two, "trust", role="experience").shown


def results(demo: kip.Responses) -> dict[str, object]:
    few = demo.where([place < 7 for place in range(31)])
    fewer = demo.where([place < 3 for place in range(31)])
    alike = survey([0] * 12, [2] * 12, [2] * 12)
    return {
        "topics": compare(demo, by="organisation_type", on="construct"),
        "questions": compare(demo, "resources", by="organisation_type"),
        "importance": compare(demo, by="organisation_type", on="construct", role="importance"),
        "no clear difference": compare(demo, "trust", by="organisation_type"),
        "many claims": compare(survey(PLANTED.column("kind"), *[PLANTED.column("q1")] * 5), by="kind"),
        "important": compare(
            survey(PLANTED.column("kind"), PLANTED.column("q1"), items=[rated("q1", role="importance")]),
            by="kind",
            role="importance",
        ),
        "nothing": compare(demo, [], by="organisation_type"),
        "few": compare(few, by="organisation_type"),
        "fewer": compare(fewer, by="organisation_type"),
        "items": compare_items(demo, "trust", role="experience"),
        "two items": compare_items(demo, ["trust_1", "trust_2"]),
        "different items": compare_items(survey([0] * 40, [4, 3] * 20, [1, 0] * 20, [2, 3] * 20), ["q1", "q2", "q3"]),
        "equal items": compare_items(survey([0] * 40, [4, 3] * 20, [3, 4] * 20), ["q1", "q2"]),
        "seven items": compare_items(few, "trust", role="experience"),
        "three items": compare_items(fewer, "trust", role="experience"),
        "alike": compare_items(alike, ["q1", "q2"]),
    }


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_everything_can_be_shown_in_every_language(demo, lang):
    show = kip.Show(lang)
    for name, result in results(demo).items():
        kinds = [show.table, show.sentence, *([show.figure] if isinstance(result, Comparison) else [])]
        for rendered in (render(result) for render in kinds):
            check(rendered.html)
            assert not re.search(r"\{\w*\}|\b(None|nan|inf)\b", rendered.text), name
            assert rendered.text or name == "nothing"


def test_what_is_hidden_leaves_no_number(demo):
    show = kip.Show("en")
    for name in ("few", "fewer", "three items", "alike"):
        result = results(demo)[name]
        text = show.table(result).text
        for item in demo.codebook.items:
            text = text.replace(item.wording.in_language("en"), "")
        text = re.sub(r"[Ff]ewer than \d+|Statement q\d", "", text)
        assert not re.search(r"\d", text), (name, text)
        assert not re.search(r"\d", re.sub(r"takes 30|in all|with 10|and 10|than 5", "", show.sentence(result).text)), (
            name
        )


def test_the_sentence_says_pairs_first_and_obeys_the_verdict(demo):
    show = kip.Show("en")
    said = show.sentence(compare(demo, by="organisation_type", on="construct")).text
    assert said.startswith(
        'Partners of the group "Employer" rate "Giving and gaining" less favourably than the other partners do: in 168 '
        "of 200 pairs of one of them with another partner theirs is the less favourable answer, in 22 the more "
        "favourable. Equal answers counted half, that is 87% of these pairs; if the silent ones think like those who "
        "answered, it lies between 66% and 95% among all partners."
    )
    assert said.endswith("In 5 other comparisons there is no clear difference.")
    said = show.sentence(compare(demo, "trust", by="organisation_type")).text
    assert said == "No clear difference between a group and the other partners, in 2 comparisons."
    said = show.sentence(results(demo)["many claims"]).text
    assert said.count("rate") == shown_groups.MOST_CLAIMS and "There is a clear difference in" in said
    assert show.sentence(results(demo)["few"]).text.startswith("There are too few answers")
    said = show.sentence(results(demo)["important"]).text
    assert '"Group A" find "Statement q1" less important than' in said and "favourabl" not in said


@pytest.mark.parametrize("text", HOSTILE)
def test_no_wording_becomes_markup(text):
    kinds = kip.Scale("kind", tuple(kip.Choice(label, words(f"{text} {label}")) for label in "AB"))
    kind = kip.Item("kind", "select_one", words(text), kinds, role="profile")
    codes = np.asfortranarray(np.array([repeated((0, 15), (1, 15)), [0, 1, 2, 3, 4] * 6], dtype=np.int8).T)
    found = kip.Responses(book(kind, rated("q1", text=text)), ("kind", "q1"), codes, {})
    result = compare(found, by="kind")
    for render in (kip.Show("en").table, kip.Show("en").figure, kip.Show("en").sentence):
        check(render(result).html)


STATEMENT = st.text(st.sampled_from("abcdefghij klmnop qrstuv wxyz čćžšđ éàç,.-$_{}^%"), min_size=1, max_size=160)


@settings(max_examples=examples(6), deadline=None)
@given(st.data())
def test_no_two_texts_of_the_figure_overlap_and_dots_stand_where_the_table_says(data):
    items = [rated(f"q{place}", scale(), text=data.draw(STATEMENT)) for place in range(data.draw(st.integers(1, 5)))]
    groups = repeated((0, 12), (1, data.draw(st.integers(18, 200))))
    rng = np.random.default_rng(data.draw(st.integers(0, 999)))
    found = compare(survey(groups, *(rng.integers(0, 5, len(groups)) for _ in items), items=items), by="kind")
    told = [(row.subject, contrast) for row in found.rows for contrast in row.told]
    title = data.draw(STATEMENT)
    drawing = shown_groups.contrasts_figure(told, 0.95, Language("fr"), title=title)
    assert_nothing_overlaps(drawing)
    dots = [line.get_xdata()[0] for line in drawing.axes[0].lines if len(line.get_xdata()) == 1]
    assert dots == pytest.approx([(one.pairs.greater - one.pairs.less) / (12 * (len(groups) - 12)) for _, one in told])
    assert drawing.axes[0].get_xlabel()


def test_the_figure_carries_its_data_and_the_sentence(demo):
    result = compare(demo, by="organisation_type", on="construct")
    html = kip.Show("en").figure(result)
    assert html.html.count("<figure") == html.html.count("<details>") == 1  # only employers are ten
    assert html.text.endswith(kip.Show("en").sentence(result).text)
    assert kip.Show("en").figure(result).html == html.html
