"""A programme, shown: what tables and sentences say, by hand; what figures draw; no two texts meet."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from builders import HOSTILE, examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from test_programme import MODULES, OUTCOMES, STEPS, classified, finding, plan
from test_show import LANGUAGES, STATEMENT, assert_nothing_overlaps, check
from test_show_tasks import EN, cells, said, written

import kiptools as kip
from kiptools.bloom import Classification
from kiptools.language import Language
from kiptools.outcomes import KNOWLEDGE, LEVEL_NAMES, LEVELS, Outcome, Step, TrainingModule
from kiptools.programme import (
    Alignment,
    CoverageRow,
    LevelCoverage,
    SessionPlan,
    SessionPlans,
    TrainerAgreement,
    alignment,
    level_coverage,
    session_plans,
)
from kiptools.repairs import Repairs, repairs_of
from kiptools.show.drawing import contrast, readable_on, tints
from kiptools.show.programmes import MOST_DRAWN, MOST_OUTCOMES, alignment_figure, heat_map, time_figure

COVERAGE, ALIGNMENT = level_coverage(classified()), alignment(classified())
PLANS, REPAIRS = session_plans(classified().programme), repairs_of(classified())
TRAINER = TrainerAgreement("T", (("apply", "apply"), ("create", "apply"), ("apply", "")))
NAMES = [str(LEVEL_NAMES[level]) for level in LEVELS]
RESULTS = {"coverage": COVERAGE, "alignment": ALIGNMENT, "plans": PLANS, "trainer": (TRAINER,), "repairs": REPAIRS}


def table(result: object) -> list[list[str]]:
    return cells(kip.Show("en").table(result).html)


# --- everything ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "lang"), [*product(RESULTS, LANGUAGES)])
def test_everything_is_sound_in_every_language_and_leaves_no_placeholder(name, lang):
    show = kip.Show(lang)
    kinds = [show.table, show.sentence] + [show.figure] * (name in ("coverage", "alignment", "plans"))
    for kind in kinds:
        rendered = kind(RESULTS[name])
        check(rendered.html)
        assert rendered.text and not re.search(r"\{\w*\}|\bNone\b|\bnan\b", rendered.text), (name, lang)


def hostile(text: str) -> Classification:
    outcomes = [(replace(outcome, id=outcome.id + text, text=text, by=text), *rest) for outcome, *rest in OUTCOMES]
    steps = [
        (replace(step, id=step.id + text, text=text, outcomes=tuple(each + text for each in step.outcomes)), read)
        for step, read in STEPS
    ]
    return classified(outcomes, steps, [replace(module, title=text) for module in MODULES])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text):
    found = hostile(text)
    show = kip.Show("en")
    for result in (level_coverage(found), alignment(found), session_plans(found.programme)):
        drawn = show.figure(result)
        assert "<img" in drawn.html
        for rendered in (show.table(result), show.sentence(result), drawn):
            assert not check(rendered.html).faults
            assert "<script" not in rendered.html and "\x1b" not in rendered.text
    for result in (kip.trainer_agreement(found), repairs_of(found)):
        for rendered in (show.table(result), show.sentence(result)):
            assert not check(rendered.html).faults
            assert "<script" not in rendered.html and "<b>bold" not in rendered.html


def test_nothing_is_said_of_nothing():
    empty = classified((), (), ())
    show = kip.Show("en")
    for result in (level_coverage(empty), alignment(empty), repairs_of(empty)):
        assert said(result) == show.table(result).text == "There is no outcome yet."
    assert show.figure(level_coverage(empty)).text == "There is no outcome yet."
    assert said(session_plans(empty.programme)) == "Nothing is planned yet."
    assert show.figure(session_plans(empty.programme)).text == show.table(session_plans(empty.programme)).text
    assert "was not given" in said(())


# --- levels --------------------------------------------------------------------------------------------


def test_the_levels_by_module_and_by_knowledge():
    """The counts of test_programme: six outcomes, one unclear, two of the five others at the lower levels."""
    head, *rows = table(COVERAGE)
    assert head == ["Module", *NAMES, "Unclear", "All together"]
    assert rows[:4] == [
        ["A Finding partners", "1", "0", "0", "1", "0", "1", "0", "3"],
        ["B Agreeing", "0", "1", "1", "0", "0", "0", "1", "3"],
        ["C Money", "0", "0", "0", "0", "0", "0", "0", "0"],
        ["All together", "1", "1", "1", "1", "0", "1", "1", "6"],
    ]
    assert rows[4:] == [
        ["Kind of knowledge", *NAMES, "All together"],
        ["Facts", "1", "0", "0", "0", "0", "0", "1"],
        ["Concepts", "0", "0", "0", "1", "0", "0", "1"],
        ["Procedures", "0", "0", "1", "0", "0", "1", "2"],
        ["One&#x27;s own thinking and acting", "0", "0", "0", "0", "0", "0", "0"],
        ["Unclear", "0", "1", "0", "0", "0", "0", "1"],
    ]
    assert kip.Show("en").table(COVERAGE).text.count("2 of 5 outcomes whose level is clear") == 1
    assert "The levels of 2 outcomes were decided by a person" in kip.Show("en").table(COVERAGE).text


def test_the_sentence_on_levels_gives_no_share_of_few_and_counts_beside_one():
    assert said(COVERAGE) == (
        "At the two lower levels (Remember, Understand): 2 of 5 outcomes, too few to speak of a share. Most often: "
        "Remember, Understand, Apply, Analyse, and Create (1 each). No outcome at: Evaluate. The level of 1 outcome is "
        "unclear; it takes a person to decide it. Outcomes by what they are about: Procedures (2), Facts (1), and "
        "Concepts (1). Of 1 outcome it is unclear which kind of knowledge it is about. Modules without an outcome: C."
    )
    many = coverage(CoverageRow(None, (4, 5, 9, 4, 4, 2), 0))
    assert said(many).startswith(
        "At the two lower levels (Remember, Understand): 9 of 28 outcomes (32%). Most often: Apply (9)."
    )
    assert "No outcome at" not in said(many) and "unclear" not in said(many)
    assert "All levels are as the kit reads them" in kip.Show("en").table(many).text
    assert table(many)[1][0] == "All outcomes" and "All together" not in [row[0] for row in table(many)]
    unread = coverage(CoverageRow(None, (0,) * 6, 3))
    assert said(unread) == "The levels of 3 outcomes are unclear; it takes a person to decide them."


def coverage(*rows: CoverageRow) -> LevelCoverage:
    """All outcomes are about facts."""
    counts = [sum(row.counts[level] for row in rows) for level in range(6)]
    return LevelCoverage(tuple(rows), tuple((count, 0, 0, 0) for count in counts), (0,) * 6)


def drawn_cells(drawing) -> list[tuple[str, str]]:
    """Shade and text of each cell, row by row."""
    axes = drawing.axes[0]
    shades = [to_hex(patch.get_facecolor()) for patch in axes.patches if type(patch) is Rectangle]
    return list(zip(shades, [text.get_text() for text in axes.texts], strict=True))


def test_the_more_outcomes_the_darker_and_a_cell_without_any_is_empty():
    """Of at most 10: 1 is in the first fifth, 5 in the third, 10 in the last; unclear ones have no shade."""
    drawing = heat_map([("A", (0, 1, 5, 10, 0, 3, 7)), ("B", (0,) * 7)], [*NAMES, "Unclear"], EN, "T", "R", most=10)
    first, second = drawn_cells(drawing)[:7], drawn_cells(drawing)[7:]
    shades = ["#ffffff", *tints(5)]
    assert [shades.index(shade) for shade, _ in first[:6]] == [0, 1, 3, 5, 0, 2]
    assert [text for _, text in first] == ["", "1", "5", "10", "", "3", "7"]
    few = drawn_cells(heat_map([("A", (0, 1, 2, 0, 0, 0, 0))], [*NAMES, "Unclear"], EN, "T", "R", most=2))
    assert [shades.index(shade) for shade, _ in few[:3]] == [0, 1, 2]  # one outcome looks alike in every figure
    assert first[6][0] == "#e4e4e4" and set(second) == {("#ffffff", "")}
    for text in drawing.axes[0].texts[1:4]:
        shade = first[["1", "5", "10"].index(text.get_text()) + 1][0]
        assert text.get_color() == readable_on(shade) and contrast(text.get_color(), shade) > 4.5
    lefts = [patch.get_x() for patch in drawing.axes[0].patches[:7]]
    assert lefts[:6] == [0, 1, 2, 3, 4, 5] and lefts[6] > 6, "unclear stands apart"
    texts = written(drawing)
    assert texts.index("Remember") < texts.index("Create") and {"Level", "T", "R", "26", "All together"} <= set(texts)


def test_both_figures_of_the_levels_carry_their_data_and_their_own_sentence():
    html = kip.Show("en").figure(COVERAGE).html
    assert html.count("<img") == html.count("<details>") == html.count("<table") == 2
    first, second = re.findall(r'alt="(.*?)"', html)
    assert "Outcomes by module and level – At the two lower levels" in first and "Procedures" not in first
    assert "Outcomes by kind of knowledge and level – Outcomes by what they are about: Procedures (2)" in second
    unread = kip.Show("en").figure(coverage(CoverageRow(None, (0,) * 6, 3))).html
    assert unread.count("<img") == 1, "no grid where no level is clear"


def test_many_modules_are_drawn_as_several_figures_that_say_which():
    rows = [CoverageRow(TrainingModule(f"M{n}", "x"), (n % 3, 1, 1, 1, 1, 1), 0) for n in range(41)]
    html = kip.Show("en").figure(coverage(*rows)).html
    assert html.count("<img") == 4 and "Outcomes by module and level: modules 1 to 14 of 41" in html


# --- what is practised and assessed --------------------------------------------------------------------


def test_the_table_of_what_is_practised_and_assessed_names_the_holes_in_words():
    head, *rows = table(ALIGNMENT)
    assert head == ["No.", "Outcome", "Level", "Practised by", "Assessed by", "What does not fit"]
    assert rows[1] == [
        "O2",
        "Analyse the needs of users",
        "Analyse",
        "P2: Write down all partners (Remember)",
        "P3: Quiz (Remember)",
        "Assessed lower than promised; Practised lower than promised",
    ]
    assert [row[5] for row in rows[:6]] == [
        "–",
        rows[1][5],
        "–",
        "Never assessed",
        "–",
        "Never practised; Never assessed",
    ]
    assert rows[4][2:5] == ["Unclear", "P6: Role play (Apply)", "P7: Talk about the role play (Unclear)"]
    assert rows[6:] == [
        ["No.", "Kind", "What learners do"],
        ["P9", "Assessment", "Test on history"],
        ["P8", "Activity", "Ice-breaker"],
    ]


def test_the_sentence_names_each_kind_of_hole():
    assert said(ALIGNMENT) == (
        "Of 6 outcomes, the plan practises 5 and assesses 4. Never practised: O6. Never assessed: O4 and O6. "
        "Assessed lower than promised: O2 (Remember instead of Analyse). "
        "Practised lower than promised: O2 (Remember instead of Analyse). "
        "Assessments of no outcome: P9. Activities for no outcome: P8. "
        "The level of 1 outcome could not be compared with the level at which it is practised, because one of the two is "
        "unclear. The level of 1 outcome could not be compared with the level at which it is assessed, because one of the "
        "two is unclear."
    )
    whole = alignment(classified(OUTCOMES[2:3], STEPS[3:5]))
    assert said(whole) == "Of 1 outcome, the plan practises 1 and assesses 1. No hole was found in the programme."
    many = alignment(classified([(Outcome(f"O{n}", "x"), "apply") for n in range(9)], STEPS[7:8]))
    assert "Never practised: O0, O1, O2, O3, O4, O5, and 3 more." in said(many)


def test_what_is_called_lower_is_not_said_to_be_incomparable():
    """Both outcomes are assessed lower than promised; what is unclear is their activity alone."""
    outcomes = [(Outcome(f"O{n}", "x"), "create") for n in (1, 4)]
    steps = [
        (Step("P1", "activity", "x", outcomes=("O1", "O4")), ""),
        (Step("P2", "assessment", "x", outcomes=("O1", "O4")), "apply"),
    ]
    found = alignment(classified(outcomes, steps, ()))
    assert said(found) == (
        "Of 2 outcomes, the plan practises 2 and assesses 2. Assessed lower than promised: O1 (Apply instead of Create) "
        "and O4 (Apply instead of Create). The levels of 2 outcomes could not be compared with the levels at which they "
        "are practised, because one of the two is unclear."
    )
    assert "Activities and assessments are compared separately" in kip.Show("en").table(found).text


def test_a_single_outcome_of_several_is_counted_in_the_singular():
    found = alignment(classified([(Outcome(f"O{n}", "x"), "apply") for n in (4, 9)], STEPS[5:6], ()))
    assert said(found).startswith("Of 2 outcomes, the plan practises 1 and assesses 0. Never practised: O9.")


def test_a_list_without_a_plan_is_not_blamed():
    found = alignment(classified(steps=()))
    show = kip.Show("en")
    assert said(found) == show.table(found).text == show.figure(found).text
    assert said(found).startswith("There are neither activities nor assessments yet")


def test_each_mark_stands_at_its_level_and_the_promised_one_is_grey():
    """O2 (analyse, the fourth): both steps at remember, the first. O5 and P7 are unclear, the seventh."""
    axes = alignment_figure(ALIGNMENT, EN, "T").axes[0]
    grey = [index for index, patch in enumerate(axes.patches) if to_hex(patch.get_facecolor()) == "#bdbdbd"]
    assert grey == [0, 7 + 3, 14 + 5, 21 + 2, 28 + 6, 35 + 1], "seven cells in a row"
    marks = [(line.get_label(), int(line.get_xdata()[0])) for line in axes.lines]
    assert marks == [
        *(("activities", 0), ("assessments", 0)),
        *(("activities", 0), ("assessments", 0)),
        *(("activities", 5), ("assessments", 5)),
        ("activities", 2),
        *(("activities", 2), ("assessments", 6)),
    ]
    assert {line.get_label(): line.get_marker() for line in axes.lines} == {"activities": "^", "assessments": "s"}
    heights = [line.get_ydata()[0] for line in axes.lines]
    assert heights == sorted(heights) and heights[0] == heights[1]
    texts = written(alignment_figure(ALIGNMENT, EN, "T"))
    assert texts.count("Never assessed") == 2 and "Level that the outcome promises" in texts


def test_activities_at_several_levels_have_a_mark_each_and_those_at_one_level_share_it():
    steps = [
        (Step(f"P{n}", "activity", "x", outcomes=("O1",)), level) for n, level in enumerate(["apply", "create"] * 2)
    ]
    axes = alignment_figure(alignment(classified([(Outcome("O1", "x"), "apply")], steps, ())), EN, "T").axes[0]
    assert [int(line.get_xdata()[0]) for line in axes.lines] == [2, 5]


def test_many_outcomes_are_drawn_in_parts_with_their_own_data_and_very_many_not_at_all():
    def lot(count):
        return alignment(classified([(Outcome(f"O{n}", "x"), "apply") for n in range(count)], STEPS[7:8], ()))

    html = kip.Show("en").figure(lot(2 * MOST_OUTCOMES)).html
    assert html.count("<img") == 2 and html.count("<tr>") == 2 * (MOST_OUTCOMES + 1)
    assert f"outcomes {MOST_OUTCOMES + 1} to {2 * MOST_OUTCOMES} of {2 * MOST_OUTCOMES}" in html
    assert "<img" not in kip.Show("en").figure(lot(MOST_DRAWN + 1)).html


# --- time ----------------------------------------------------------------------------------------------


def test_the_session_plan_tells_when_each_step_begins():
    head, *rows = table(PLANS)
    assert head == ["Begins", "Minutes", "Step", "What learners do", "Kind", "Outcomes"]
    assert rows[1] == ["0:15", "30", "P2", "Write down all partners", "Activity", "O1, O2"]
    assert [row[:2] for row in rows[:5]] == [
        ["0:00", "15"],
        ["0:15", "30"],
        ["0:45", "20"],
        ["1:05", "30"],
        ["Later", "–"],
    ]
    assert [row[:2] for row in rows[6:]] == [["0:00", "40"], ["Later", "–"], ["0:40", "–"], ["–", "5"]]
    text = kip.Show("en").table(PLANS).text
    assert "5 minutes too many: 95 are planned, and there are 90." in text
    assert "Whether the 60 minutes are enough cannot be told: 1 step has no minutes (P8)." in text
    assert "Session plan: C Money – Nothing is planned for this module." in text


def test_the_sentence_on_minutes():
    assert said(PLANS) == (
        "The minutes add up to the slot in 0 of 3 session plans. Too many minutes: A (5). "
        "Whether the minutes fit cannot be told for: B. Nothing is planned for: C."
    )
    assert said(SessionPlans((plan(("activity", 90)),))) == "A x: The minutes add up to the 90 that there are."
    assert said(SessionPlans((plan(("activity", 89)),))) == "A x: 1 minute is free: 89 are planned, and there are 90."
    loose = SessionPlan(None, (Step("P1", "activity", "x", minutes=20),))
    assert said(SessionPlans((loose,))) == "In no module: 20 minutes are planned; how many there are is not said."
    both = SessionPlans((plan(("activity", 80)), loose))
    assert said(both) == (
        "The minutes add up to the slot in 0 of 2 session plans. Minutes still free: A (10). "
        "Whether the minutes fit cannot be told for: In no module."
    )


def test_bars_are_as_long_as_their_minutes_and_the_frame_as_the_slot():
    """A: activities 30 + 30, assessment 20, other 15; the slot is 90. B: 40 and 5 of 60. C: nothing of 45."""
    drawing = time_figure(PLANS, EN, "T")
    drawn = [
        (each.get_label(), [(bar.get_x(), bar.get_width()) for bar in each]) for each in drawing.axes[0].containers
    ]
    assert drawn == [
        *(("activity", [(0, 60)]), ("assessment", [(60, 20)]), ("other", [(80, 15)]), ("slot", [(0, 90)])),
        *(("activity", [(0, 40)]), ("assessment", [(40, 5)]), ("other", [(45, 0)]), ("slot", [(0, 60)])),
        *(("activity", [(0, 0)]), ("assessment", [(0, 0)]), ("other", [(0, 0)]), ("slot", [(0, 45)])),
    ]
    assert {"95 of 90", "45 + ? of 60", "0 of 45", "Minutes"} <= set(written(drawing))


# --- how far a trainer and the kit agree ---------------------------------------------------------------


CAUTION = (
    "Whoever decides can see what the kit reads, and chooses which outcomes to decide; on other outcomes, or without "
    "seeing it, the two may agree less often."
)


def trainer(same: int, near: int, far: int, unclear: int = 0, by: str = "Ana") -> TrainerAgreement:
    pairs = [("apply", "apply")] * same + [("apply", "analyse")] * near + [("create", "apply")] * far
    return TrainerAgreement(by, tuple(pairs + [("apply", "")] * unclear))


def test_fewer_than_ten_are_counted_and_nothing_more():
    assert said((TRAINER,)) == (
        "T has decided the levels of 3 outcomes. The kit reads a level in 2 of them: the same in 1, the same or the "
        "next one in 1. That is too few to tell how far the two agree."
    )
    assert "other outcomes" not in said((trainer(0, 0, 0, 3),)) + kip.Show("en").table(trainer(0, 0, 0, 3)).text
    assert "%" not in kip.Show("en").table(trainer(9, 0, 0)).text and "kappa" not in kip.Show("en").table(TRAINER).text
    assert table((TRAINER,)) == [
        ["Measure", "Value"],
        ["Outcomes whose level was decided", "3"],
        ["Of these, the kit reads a level", "2"],
        ["Same level", "1 of 2"],
        ["Same level or the next one", "1 of 2"],
    ]
    assert said((trainer(0, 0, 0, 1, ""),)) == (
        "Somebody whose name is not given has decided the level of 1 outcome. The kit reads no level there."
    )


def test_from_ten_on_a_range_and_from_fifty_on_kappa():
    """Wilson of 7 of 10: (0.7 + 0.1921 ± 1.96 · √(0.0210 + 0.0096)) / 1.3841 is 0.397 and 0.892."""
    few = trainer(7, 2, 1, 4)
    assert said((few,)).endswith(
        "The kit reads a level in 10 of them: the same in 7, the same or the next one in 9. That is a first "
        "impression: the share of the same level may lie anywhere from 40% to 89%. " + CAUTION
    )
    assert ["Same level", "7 of 10 (70%)"] in table(few) and [
        "Range of the share of the same level",
        "40% to 89%",
    ] in table(few)
    assert "first impression" in said((trainer(49, 0, 0),)) and "likely to lie" in said((trainer(50, 0, 0),))
    many = trainer(40, 5, 5)
    assert said((many,)).endswith(f"count more: {many.kappa:.2f} (weighted kappa, 1 at most). {CAUTION}")
    for each in (TRAINER, few, many):
        assert kip.Show("en").table(each).text.count(CAUTION) == 1
    assert "kappa" not in said((trainer(50, 0, 0),)), "not defined where all have one level"


# --- what to mend --------------------------------------------------------------------------------------


def test_the_list_of_repairs_is_numbered_and_the_sentence_names_the_first():
    head, *rows = table(REPAIRS)
    assert head == ["No.", "Where", "What is the matter", "What may be done"]
    assert rows[0] == [
        "1",
        "O6: Explain the rules",
        "No activity practises it, and no assessment tests it.",
        "Plan both, or do not promise it.",
    ]
    assert [row[0] for row in rows] == [str(n) for n in range(1, 10)]
    assert said(REPAIRS) == (
        'There are 9 things to mend. The first: O6 ("Explain the rules"). No activity practises it, and no assessment '
        "tests it."
    )
    assert said(Repairs(REPAIRS.repairs[:1], 6)).startswith('There is 1 thing to mend: O6 ("Explain the rules"). No ')
    assert said(Repairs((), 6)) == "The kit found nothing to mend; somebody who knows the learners may see more."


def test_what_was_found_in_an_outcome_is_said_in_the_readers_language():
    outcome = Outcome("O1", "x")
    read = replace(classified([(outcome, "")], (), ()).outcomes[0], findings=(finding("no verb"),))
    found = repairs_of(Classification(kip.Programme((outcome,)), (read,)))
    assert table(found)[1] == ["1", "O1: x", "Found: no verb", "Instead of no verb"]


# --- no two texts meet ---------------------------------------------------------------------------------

MODULE = st.builds(TrainingModule, st.sampled_from(["A", "B", "C1"]), STATEMENT, st.none() | st.integers(0, 6000))


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_two_texts_meet_in_any_figure(data):
    lang = Language(data.draw(st.sampled_from(LANGUAGES)))
    title = data.draw(STATEMENT)
    modules = data.draw(st.lists(MODULE, min_size=1, max_size=4, unique_by=lambda module: module.id))
    counts = st.tuples(*[st.sampled_from([0, 1, 3, 12, 1234])] * 7)
    rows = [(module.title, data.draw(counts)) for module in modules]
    heads = [lang.say(LEVEL_NAMES[level]) for level in LEVELS] + ["Unclear"]
    assert_nothing_overlaps(heat_map(rows, heads, lang, title, data.draw(STATEMENT), most=1234))
    levels = st.sampled_from(["", *LEVELS])
    outcomes = [
        (
            Outcome(f"O{n}", data.draw(STATEMENT), modules[0].id, level=data.draw(levels)),
            data.draw(levels),
            KNOWLEDGE[0],
        )
        for n in range(data.draw(st.integers(1, 5)))
    ]
    steps = [
        (
            Step(
                f"P{n}",
                data.draw(st.sampled_from(["activity", "assessment", "other"])),
                "x",
                data.draw(st.sampled_from(modules)).id,
                data.draw(st.none() | st.integers(0, 500)),
                (f"O{data.draw(st.integers(0, 5))}",),
            ),
            data.draw(levels),
        )
        for n in range(6)
    ]
    found = classified(outcomes, steps, tuple(modules))
    assert_nothing_overlaps(alignment_figure(alignment(found), lang, title))
    assert_nothing_overlaps(time_figure(session_plans(found.programme), lang, title))


def test_no_two_texts_meet_if_all_words_are_long(monkeypatch):
    monkeypatch.setattr(Language, "say", lambda self, text: str(text) + " in much longer words")
    heads = [name + " in other words" for name in (*NAMES, "Unclear")]
    assert_nothing_overlaps(heat_map([("x", (1,) * 7)], heads, EN, "T" * 200, "Modules of a programme " * 3, most=1))
    assert_nothing_overlaps(alignment_figure(ALIGNMENT, EN, "T" * 200))
    assert_nothing_overlaps(time_figure(PLANS, EN, "T" * 200))


def test_the_same_result_gives_the_same_bytes():
    for result in (COVERAGE, ALIGNMENT, PLANS):
        assert kip.Show("hr").figure(result).html == kip.Show("hr").figure(result).html
    assert isinstance(ALIGNMENT, Alignment) and hash(ALIGNMENT) == hash(alignment(classified()))
