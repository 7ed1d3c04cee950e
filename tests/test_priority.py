"""Importance beside experience, and the agenda: hand calculations, planted truths, and what stays hidden."""

from __future__ import annotations

import re

import numpy as np
import pytest
from builders import book, rated, responses, scale
from matplotlib.backends.backend_agg import FigureCanvasAgg
from test_show import assert_nothing_overlaps, check

import kiptools as kip
from kiptools.language import Language
from kiptools.priority import importance_of
from kiptools.show.priorities import priorities_figure

IMPORTANCE = scale(name="importance", missing=False)
KINDS = kip.Scale("kind", tuple(kip.Choice(name) for name in ("firm", "school")))
KIND = kip.Item("kind", "select_one", scale=KINDS, role="profile")


def asked(*names: str, construct: str = "") -> list[kip.Item]:
    """Statements with the question on their importance."""
    return [
        item
        for name in names
        for item in (
            rated(name, construct=construct or name),
            rated(f"{name}_importance", IMPORTANCE, construct=construct or name, role="importance"),
        )
    ]


def test_means_lines_and_places_by_hand(tmp_path):
    """a: experience 1, 2 and importance 5, 4 -> 0.125 and 0.875; b: the other way round."""
    items = book(*asked("a", "b"))
    found = kip.priorities(responses(tmp_path, items, [["1", "5", "5", "1"], ["2", "4", "4", "2"]]))
    a, b = found.rows
    assert (a.experience.mean, a.importance.mean) == (0.125, 0.875)
    assert (b.experience.mean, b.importance.mean) == (0.875, 0.125)
    assert a.experience.variance == pytest.approx(0.25**2 / 2)  # two answers 0 and 0.25
    assert [found.quadrant(row) for row in found.rows] == ["act", "enough"]
    assert found.lines == (0.5, 0.5)
    assert (a.experience.on_scale(a.experience.mean), a.importance.on_scale(a.importance.mean)) == (1.5, 4.5)


def test_data_centred_lines_are_the_means_of_the_rows(tmp_path):
    """Experience 4 and 5 (0.75, 1), importance 4 and 5: on the scale's axes both are kept, on the data's one is low."""
    items = book(*asked("a", "b"))
    answers = responses(tmp_path, items, [["4", "5", "5", "4"]] * 3)
    assert [kip.priorities(answers).quadrant(row) for row in kip.priorities(answers).rows] == ["keep", "keep"]
    centred = kip.priorities(answers, axes="data")
    assert centred.lines == (0.875, 0.875)
    assert [centred.quadrant(row) for row in centred.rows] == ["act", "enough"]


def test_a_place_is_clear_only_if_no_range_crosses_a_line(tmp_path):
    """Twelve answers 1, 1, ..., and half 1 half 5: the second mean is the middle itself."""
    items = book(*asked("a", "b"))
    rows = [["1", "5", ("1", "5")[n % 2], "5"] for n in range(11)] + [["2", "4", "5", "4"]]
    found = kip.priorities(responses(tmp_path, items, rows))
    assert [found.clear(row) for row in found.rows] == [True, False]
    said = kip.Show("en").sentence(kip.priorities(responses(tmp_path, items, rows), "a")).text
    assert said == 'Important to partners, and experienced as poor: "A".'


def test_all_the_same_answers_do_not_make_a_mean_certain(tmp_path):
    answers = responses(tmp_path, book(*asked("a")), [["1", "5"]] * 12)
    assert kip.priorities(answers).rows[0].experience.interval() == (0.0, 1.0)
    everybody = kip.priorities(answers, population=12).rows[0]
    assert everybody.experience.interval() == (0.0, 0.0)  # all were asked and all answered: nothing is estimated


def test_importance_is_found_by_name_or_wording_and_never_guessed():
    items = book(
        rated("q1", construct="c", text="We meet."),
        rated("q10_importance", IMPORTANCE, construct="c", role="importance"),
        rated("imp", IMPORTANCE, construct="c", role="importance", text="How important is it? We meet."),
        rated("q2", construct="c", text="We eat."),
    )
    assert importance_of(items, items["q1"]).name == "imp"
    assert importance_of(items, items["q2"]) is None


def test_constructs_need_both_roles_and_statements_their_own_importance(demo):
    assert len(kip.priorities(demo).rows) == 8
    assert len(kip.priorities(demo, by="item").rows) == 32
    assert kip.priorities(demo, "trust").rows[0].subject.name == "trust"
    with pytest.raises(ValueError, match="by is 'topic'"):
        kip.priorities(demo, by="topic")


def test_the_mean_of_a_construct_equals_plain_pandas(demo):
    """Of `communication`: mean of each respondent's mean, the second statement turned round."""
    frame = demo.frame
    levels = frame[[f"communication_{n}" for n in range(1, 5)]].apply(lambda column: column.cat.codes.astype(float))
    levels = levels.where(levels >= 0)
    levels["communication_2"] = 4 - levels["communication_2"]
    scores = levels.mean(axis=1).where(levels.count(axis=1) >= 3) / 4
    row = kip.priorities(demo, "communication").rows[0]
    assert row.experience.mean == pytest.approx(scores.mean(), rel=1e-12)
    assert row.experience.variance == pytest.approx(scores.var(), rel=1e-12)


# --- the agenda --------------------------------------------------------------------------------------


def test_the_weight_by_hand(tmp_path):
    """Experience 1, 1, 5, 5, 1, 1: mean 1/3 of the way, low 2/3, variance 2/9, polarisation 8/9; importance 4: 0.75.

    0.75 x 2/3 x (1 + 8/9) x (1 + 0) = 17/18.
    """
    answers = responses(tmp_path, book(*asked("a")), [[level, "4"] for level in "115511"])
    (point,) = kip.conversation_agenda(answers).points
    assert point.factors == pytest.approx((0.75, 2 / 3, 8 / 9, 0.0))
    assert point.weight == pytest.approx(17 / 18)
    assert (point.sides, point.reason) == ((4, 0, 2), "split")


def test_without_a_question_on_importance_that_factor_is_one(tmp_path):
    answers = responses(tmp_path, book(rated("a", construct="c")), [[level] for level in "112212"])
    assert kip.conversation_agenda(answers).points[0].factors[0] == 1.0


def test_importance_of_the_topic_stands_in_for_the_statements_own(tmp_path):
    items = book(rated("a", construct="c"), rated("w", IMPORTANCE, construct="c", role="importance"))
    answers = responses(tmp_path, items, [["1", "4"], ["2", "4"]] * 3)
    assert kip.conversation_agenda(answers).points[0].factors[0] == 0.75


def test_one_statement_for_each_topic_and_the_weightiest_first(tmp_path):
    items = book(*asked("a", "b", construct="first"), *asked("c", construct="second"))
    rows = [[("2", "3")[n % 2], "4", ("1", "2")[n % 2], "5", ("3", "4")[n % 2], "5"] for n in range(12)]
    assert [point.item.name for point in kip.conversation_agenda(responses(tmp_path, items, rows)).points] == ["b", "c"]


def test_a_reversed_statement_is_bad_where_partners_agree(tmp_path):
    items = book(rated("a", construct="x"), rated("b", construct="y", reverse=True))
    rows = [[("4", "5")[n % 2], ("4", "5")[n % 2]] for n in range(12)]
    points = kip.conversation_agenda(responses(tmp_path, items, rows)).points
    assert points[0].item.name == "b" and points[0].sides == (12, 0, 0)


def test_a_gap_beyond_doubt_counts_and_names_its_group(tmp_path):
    """Firms 1 x 10, 2 x 9, 4; schools 5 x 10, 4 x 9, 2. In 10 x 20 + 9 x 19 + 10 = 381 of 400 pairs the firm is lower,
    in one higher: Cliff's delta is -380 / 400.
    """
    firms, schools = "1" * 10 + "2" * 9 + "4", "5" * 10 + "4" * 9 + "2"
    rows = [["firm", level, "4"] for level in firms] + [["school", level, "4"] for level in schools]
    agenda = kip.conversation_agenda(responses(tmp_path, book(KIND, *asked("a")), rows), by="kind")
    (point,) = agenda.points
    assert point.reason == "gap" and point.factors[3] == 0.95
    assert "in 381 of 400 pairs" in re.sub(r"\s+", " ", kip.Show("en").table(agenda).text)


def test_no_gap_is_claimed_that_chance_could_make(tmp_path):
    items = book(KIND, *asked("a"))
    rows = [[("firm", "school")[n % 2], "12345"[n % 5], "4"] for n in range(40)]
    (point,) = kip.conversation_agenda(responses(tmp_path, items, rows), by="kind").points
    assert point.gap is None and point.factors[3] == 0.0


def test_recounts_say_how_firm_a_place_is(tmp_path):
    """Two topics alike but for one answer; most = 1: without that one respondent the other topic comes first."""
    items = book(rated("a", construct="x"), rated("b", construct="y"))
    rows = [["2", "2"]] * 6 + [["3", "3"]] * 5 + [["1", "2"]]
    (point,) = kip.conversation_agenda(responses(tmp_path, items, rows), most=1).points
    assert (point.item.name, point.kept) == ("a", 12)  # without it both are equal, and the first asked stays
    (point,) = kip.conversation_agenda(
        responses(tmp_path, book(*reversed(items.items)), [row[::-1] for row in rows]), most=1
    ).points
    assert (point.item.name, point.kept) == ("a", 11)


def test_the_planted_truths_of_the_demo_are_on_its_agenda(demo):
    """Employers' low rating of giving and gaining, and the split over governance_3 (data/cite/make.py)."""
    agenda = kip.conversation_agenda(demo, by="organisation_type")
    reasons = {point.construct.name: point.reason for point in agenda.points}
    assert reasons["resources"] == "gap" and reasons["governance"] == "split"
    assert {point.item.name for point in agenda.points} >= {"governance_3"}
    assert len(agenda.points) == 5
    group = next(point.gap for point in agenda.points if point.reason == "gap")
    assert group.group.name == "employer"


def test_points_with_the_same_reason_open_with_different_questions(demo):
    html = kip.Show("en").table(kip.conversation_agenda(demo)).html
    questions = re.findall(r"<td[^>]*>([^<]*\?)</td>", html)
    assert len(questions) == len(set(questions)) == 5


# --- small numbers and what stays hidden -------------------------------------------------------------


@pytest.mark.parametrize("n", range(13))
def test_nothing_breaks_at_the_smallest_numbers(tmp_path, n):
    items = book(KIND, *asked("a", "b", construct="c"))
    rows = [[("firm", "school")[row % 2], "12345"[row % 5], "4", "", "5"] for row in range(n)] or [[""] * 5]
    answers = responses(tmp_path, items, rows)
    for lang in kip.LANGUAGES:
        show = kip.Show(lang)
        for result in (
            kip.priorities(answers),
            kip.priorities(answers, by="item", axes="data"),
            kip.conversation_agenda(answers, by="kind"),
        ):
            for rendered in (show.table(result), show.sentence(result)):
                check(rendered.html)
                assert not re.search(r"\b(nan|None|inf)\b|\{\w*\}", rendered.text)
        check(show.figure(kip.priorities(answers)).html)


def test_fewer_than_five_answers_are_no_point_and_fewer_than_ten_bear_no_mean(tmp_path):
    items = book(*asked("a"))
    four = responses(tmp_path, items, [["1", "5"], ["2", "4"]] * 2)
    assert kip.conversation_agenda(four).points == ()
    nine = responses(tmp_path, items, [["1", "5"], ["2", "4"], ["1", "4"]] * 3)
    assert not re.search(r"\d[.,]\d", kip.Show("en").table(kip.priorities(nine)).text)
    assert len(kip.conversation_agenda(nine).points) == 1


def test_answers_that_are_all_the_same_are_no_point(tmp_path):
    """The point's counts would tell everybody's answer."""
    answers = responses(tmp_path, book(*asked("a")), [["1", "5"]] * 12)
    assert kip.conversation_agenda(answers).points == ()


def test_where_nothing_is_rated_or_nothing_had_to_be_chosen_that_is_said(tmp_path):
    open_only = responses(tmp_path, book(kip.Item("why", "text")), [["so"]] * 12)
    assert "No statement is rated as experience" in kip.Show("en").sentence(kip.conversation_agenda(open_only)).text
    one = responses(tmp_path, book(rated("a", construct="c")), [["1"], ["2"]] * 6)
    assert kip.Show("en").sentence(kip.conversation_agenda(one)).text.endswith("nothing had to be chosen.")


def test_an_empty_agenda_and_no_importance_are_said(tmp_path):
    answers = responses(tmp_path, book(rated("a")), [["1"]] * 3)
    show = kip.Show("en")
    assert "does not ask both" in show.sentence(kip.priorities(answers)).text
    assert show.sentence(kip.conversation_agenda(answers)).text


# --- drawing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_names_do_not_overlap_and_dots_stand_where_the_means_are(demo, lang):
    for by in ("construct", "item"):
        result = kip.priorities(demo, None if by == "construct" else ["trust", "results"], by=by)
        drawing = priorities_figure(result, Language(lang))
        FigureCanvasAgg(drawing).draw()
        assert_nothing_overlaps(drawing)
        dots = [line for line in drawing.axes[0].lines if line.get_marker() == "o"]
        drawn = sorted((float(dot.get_xdata()[0]), float(dot.get_ydata()[0])) for dot in dots)
        means = sorted((row.experience.mean, row.importance.mean) for row in result.rows)
        assert np.array(drawn) == pytest.approx(np.array(means), abs=1e-12)
        assert drawing.axes[0].get_xlabel() and drawing.axes[0].get_ylabel()


def test_equal_inputs_give_equal_results(demo):
    assert kip.priorities(demo) == kip.priorities(kip.read_responses())
    assert kip.conversation_agenda(demo) == kip.conversation_agenda(demo)
    assert "0x" not in repr(kip.conversation_agenda(demo))
