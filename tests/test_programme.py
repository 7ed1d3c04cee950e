"""Whether a programme hangs together: counted by hand on a small programme whose holes were put there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from builders import HOSTILE, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from kiptools.bloom import FINDINGS, Classification, Finding, Reading
from kiptools.messages import message
from kiptools.ordinal import weighted_kappa
from kiptools.outcome_fields import SHEETS
from kiptools.outcomes import KNOWLEDGE, LEVELS, Outcome, Programme, Step, TrainingModule
from kiptools.phrasing import Phrasing
from kiptools.programme import (
    HOLES,
    TrainerAgreement,
    alignment,
    level_coverage,
    session_plans,
    trainer_agreement,
)
from kiptools.repairs import ORDER, repairs_of


def reading(of: Outcome | Step, read: str = "", knowledge: str = "", findings: tuple[Finding, ...] = ()) -> Reading:
    """What the kit would have read: a level, or nothing."""
    shares = tuple(0.7 if level == read else 0.06 for level in LEVELS) if read else ()
    return Reading(of, "en", Phrasing(knowledge=knowledge), shares, findings=findings)


def finding(kind: str) -> Finding:
    return Finding(kind, message("Found: {kind}", kind=kind), message("Instead of {kind}", kind=kind))


MODULES = (
    TrainingModule("A", "Finding partners", 90),
    TrainingModule("B", "Agreeing", 60),
    TrainingModule("C", "Money", 45),
)
OUTCOMES = (
    (Outcome("O1", "List the partners of a network", "A"), "remember", "factual"),
    (Outcome("O2", "Analyse the needs of users", "A"), "analyse", "conceptual"),
    (Outcome("O3", "Plan a meeting", "A", level="create", by="T"), "apply", "procedural"),
    (Outcome("O4", "Negotiate an agreement", "B", level="apply", by="T"), "apply", "procedural"),
    (Outcome("O5", "Be aware of roles", "B"), "", ""),
    (Outcome("O6", "Explain the rules", "B"), "understand", ""),
)
STEPS = (
    (Step("P1", "other", "Welcome", "A", 15), ""),
    (Step("P2", "activity", "Write down all partners", "A", 30, ("O1", "O2")), "remember"),
    (Step("P3", "assessment", "Quiz", "A", 20, ("O1", "O2")), "remember"),
    (Step("P4", "activity", "Plan a meeting in pairs", "A", 30, ("O3",)), "create"),
    (Step("P5", "assessment", "Hand in a plan", "A", None, ("O3",)), "create"),
    (Step("P6", "activity", "Role play", "B", 40, ("O4", "O5")), "apply"),
    (Step("P7", "assessment", "Talk about the role play", "B", None, ("O5",)), ""),
    (Step("P8", "activity", "Ice-breaker", "B", None), "apply"),
    (Step("P9", "assessment", "Test on history", "B", 5), "remember"),
)


def classified(outcomes=OUTCOMES, steps=STEPS, modules=MODULES) -> Classification:
    """A programme with what the kit has read in it."""
    programme = Programme(tuple(each[0] for each in outcomes), modules, tuple(each[0] for each in steps))
    return Classification(
        programme, tuple(reading(*each) for each in outcomes), tuple(reading(*each) for each in steps)
    )


# --- levels --------------------------------------------------------------------------------------------


def test_levels_by_modules_and_kinds_of_knowledge():
    """A: remember, analyse, create (decided: the kit reads apply). B: apply, unclear, understand. C has none."""
    found = level_coverage(classified())
    assert [(row.module.id, row.counts, row.unclear) for row in found.rows] == [
        ("A", (1, 0, 0, 1, 0, 1), 0),
        ("B", (0, 1, 1, 0, 0, 0), 1),
        ("C", (0, 0, 0, 0, 0, 0), 0),
    ]
    assert found.grid == ((1, 0, 0, 0), (0, 0, 0, 0), (0, 0, 1, 0), (0, 1, 0, 0), (0, 0, 0, 0), (0, 0, 1, 0))
    assert found.untold == (0, 1, 0, 0, 0, 0), "O6; the level of O5 is unclear"
    assert (found.outcomes, found.told, found.lower, found.unclear, found.decided) == (6, 5, 2, 1, 2)
    assert [module.id for module in found.without] == ["C"]


def test_outcomes_in_no_module_stand_last_and_a_plain_list_is_one_row():
    plain = level_coverage(classified([(Outcome("O1", "x"), "apply")], (), ()))
    assert [(row.module, row.counts) for row in plain.rows] == [(None, (0, 0, 1, 0, 0, 0))]
    mixed = level_coverage(classified([(Outcome("O1", "x", "?"), ""), *OUTCOMES], ()))
    assert [row.module and row.module.id for row in mixed.rows] == ["A", "B", "C", None]
    assert level_coverage(classified((), (), ())).rows == ()


OUTCOME = st.builds(
    lambda module, level, knowledge, read, kind: (Outcome("O", "x", module, "", level, knowledge), read, kind),
    st.sampled_from(["A", "B", "", "Z"]),
    *[st.sampled_from(["", *names]) for names in (LEVELS, KNOWLEDGE, LEVELS, KNOWLEDGE)],
)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(OUTCOME, max_size=30))
def test_every_outcome_is_counted_once_and_a_person_counts_for_more(outcomes):
    found = level_coverage(classified(outcomes, ()))
    decided = Counter(outcome.level or read for outcome, read, _ in outcomes)
    assert found.outcomes == len(outcomes) and found.unclear == decided[""]
    assert found.counts == tuple(decided[level] for level in LEVELS)
    assert [sum(row) + untold for row, untold in zip(found.grid, found.untold, strict=True)] == [*found.counts]
    assert found.told - found.lower == sum(decided[level] for level in LEVELS[2:])
    assert found.decided == sum(bool(outcome.level) for outcome, *_ in outcomes)


# --- what is practised and assessed --------------------------------------------------------------------


def holes(result):
    return [(hole.kind, (hole.outcome or hole.step).id, hole.promised, hole.found) for hole in result.holes]


def test_the_planted_holes_are_found_in_their_order_and_nothing_else():
    """O6 is neither practised nor assessed, O4 not assessed; O2 promises analyse, P2 and P3 ask for remember.

    O5 is unclear, and P7 is; P8 and P9 serve no outcome; the welcome P1 needs none.
    """
    found = alignment(classified())
    assert holes(found) == [
        ("never practised", "O6", "", ""),
        ("never assessed", "O4", "", ""),
        ("never assessed", "O6", "", ""),
        ("assessed lower", "O2", "analyse", "remember"),
        ("practised lower", "O2", "analyse", "remember"),
        ("assessment without outcome", "P9", "", ""),
        ("activity without outcome", "P8", "", ""),
    ]
    assert found.of("assessed lower")[0].step.id == "P3" and found.of("practised lower")[0].step.id == "P2"
    assert (found.practised, found.assessed) == (5, 4)
    row = found.rows[1]
    assert [each.of.id for each in (*row.activities, *row.assessments)] == ["P2", "P3"]
    assert [(row.practice_unclear, row.assessment_unclear) for row in found.rows] == [
        (False, False),
        (False, False),
        (False, False),
        (False, False),
        (True, True),
        (False, False),
    ]


def lower(promised, steps, *, level=""):
    """Whether something is called lower: an outcome and its assessments, as (read, decided) levels."""
    outcome = Outcome("O1", "x", level=level)
    plan = [
        (Step(f"P{n}", "assessment", "x", outcomes=("O1",), level=said), read) for n, (read, said) in enumerate(steps)
    ]
    return holes(alignment(classified([(outcome, promised)], plan, ())))[1:]  # never practised


def test_one_level_lower_is_a_hole_only_where_a_person_has_decided_both():
    assert not lower("analyse", [("apply", "")])
    assert lower("analyse", [("understand", "")]) == [("assessed lower", "O1", "analyse", "understand")]
    assert not lower("", [("apply", "")], level="analyse"), "only one of the two is decided"
    assert not lower("analyse", [("", "apply")])
    assert lower("remember", [("create", "apply")], level="analyse") == [("assessed lower", "O1", "analyse", "apply")]
    assert not lower("", [("", "analyse")], level="analyse") and not lower("", [("", "create")], level="analyse")


def test_the_highest_step_counts_and_one_that_is_unclear_is_never_a_hole():
    assert not lower("evaluate", [("remember", ""), ("analyse", "")])
    assert lower("evaluate", [("remember", ""), ("apply", "")]) == [("assessed lower", "O1", "evaluate", "apply")]
    assert not lower("evaluate", [("remember", ""), ("", "")]), "the unclear one may be at evaluate"
    assert not lower("", [("remember", "")]) and not lower("", [])[1:]
    both = [("", "apply"), ("apply", "")]
    assert not lower("", both, level="analyse"), "one of the two highest is only read, and may be one level off"


def test_what_cannot_be_compared_is_told_apart_for_activities_and_assessments():
    """O1: only its activity is unclear, and it is assessed lower; O2: only its assessment; O3: it is unclear itself.

    O4 has neither, and nothing is to be compared; in O5 one of two activities is unclear.
    """
    outcomes = [(Outcome(f"O{n}", "x"), level) for n, level in enumerate(["create", "apply", "", "", "apply"], 1)]
    steps = [
        (Step("P1", "activity", "x", outcomes=("O1",)), ""),
        (Step("P2", "assessment", "x", outcomes=("O1", "O3")), "remember"),
        (Step("P3", "activity", "x", outcomes=("O2", "O3", "O5")), "apply"),
        (Step("P4", "assessment", "x", outcomes=("O2",)), ""),
        (Step("P5", "activity", "x", outcomes=("O5",)), ""),
    ]
    found = alignment(classified(outcomes, steps, ()))
    assert [row.reading.of.id for row in found.rows if row.practice_unclear] == ["O1", "O3", "O5"]
    assert [row.reading.of.id for row in found.rows if row.assessment_unclear] == ["O2", "O3"]
    assert [hole.outcome.id for hole in found.of("assessed lower")] == ["O1"] and not found.of("practised lower")


@pytest.mark.parametrize("levels", [*product(LEVELS, LEVELS)])
def test_two_levels_lower_is_a_hole_and_higher_never_is(levels):
    promised, found = levels
    far = LEVELS.index(promised) - LEVELS.index(found)
    assert bool(lower(promised, [(found, "")])) == (far >= 2)
    assert bool(lower("", [("", found)], level=promised)) == (far >= 1)


def test_a_list_without_a_plan_has_no_holes():
    found = alignment(classified(steps=()))
    assert not found.planned and not found.holes and len(found.rows) == 6
    welcome = alignment(classified(steps=STEPS[:1]))
    assert not welcome.planned and not welcome.holes, "a welcome is no plan"
    assert alignment(classified(steps=STEPS[7:8])).planned, "an activity is, even if it serves nothing"


def test_a_step_that_names_an_outcome_twice_is_listed_once():
    step = Step("P1", "activity", "x", outcomes=("O1", "O1"))
    (row,) = alignment(classified([(Outcome("O1", "x"), "apply")], [(step, "apply")], ())).rows
    assert len(row.activities) == 1


# --- time ----------------------------------------------------------------------------------------------


def plan(*steps: tuple[str, int | None], slot: int | None = 90):
    lines = tuple(Step(f"P{n}", kind, "x", "A", minutes) for n, (kind, minutes) in enumerate(steps))
    (found,) = session_plans(Programme((), (TrainingModule("A", "x", slot),), lines)).plans
    return found


def test_minutes_and_beginnings_by_hand():
    """A: 15 + 30 + 20 + 30 = 95 of 90; the plan to hand in is for later. B: 40 + ? + 5, of 60."""
    first, second, third = session_plans(classified().programme).plans
    assert (first.minutes, first.left, first.verdict) == (95, -5, "too long")
    assert first.begins == (0, 15, 45, 65, None)
    assert second.begins == (0, None, 40, None), "after a step of unknown length nothing can be told"
    assert (second.minutes, second.verdict, [step.id for step in second.untimed]) == (45, "unknown", ["P8"])
    assert (third.verdict, third.left, third.begins) == ("empty", 45, ())


def test_verdicts():
    assert plan(("activity", 60), ("other", 30)).verdict == "adds up"
    assert plan(("activity", 89)).verdict == "free" and plan(("activity", 91)).verdict == "too long"
    assert plan(("activity", 90), ("assessment", None)).verdict == "adds up", "a task for later takes no time here"
    assert plan(("activity", 90), ("activity", None)).verdict == "unknown"
    assert plan(("activity", 91), ("activity", None)).verdict == "too long", "whatever the other takes"
    assert plan(("activity", 30), slot=None).verdict == "unknown" and plan(("activity", 30), slot=None).left is None
    assert plan(("activity", 5), slot=0).verdict == "too long"


def test_the_help_on_minutes_says_what_the_plan_makes_of_them():
    says = " ".join(map(str, SHEETS["plan"].says))
    assert "empty only for an assessment" in says and "write 0 for any other step" in says
    assert plan(("activity", 90), ("assessment", None)).verdict == "adds up"
    for kind in ("activity", "other"):
        assert plan(("activity", 90), (kind, None)).verdict == "unknown"
        assert plan(("activity", 90), (kind, 0)).verdict == "adds up"


def test_steps_in_no_module_have_a_plan_of_their_own_and_no_plan_is_none():
    programme = Programme((), MODULES[:1], (Step("P1", "activity", "x", "?", 10), Step("P2", "activity", "y", "A", 10)))
    found = session_plans(programme).plans
    assert [(each.module and each.module.id, [step.id for step in each.steps]) for each in found] == [
        ("A", ["P2"]),
        (None, ["P1"]),
    ]
    assert session_plans(Programme((), MODULES)).plans == ()


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["activity", "assessment", "other"]), st.none() | st.integers(0, 120)), min_size=1
    )
)
def test_each_step_begins_when_those_before_it_have_ended(steps):
    found = plan(*steps, slot=100)
    for place, begin in enumerate(found.begins):
        before = [minutes for kind, minutes in steps[:place] if minutes is not None or kind != "assessment"]
        if steps[place] == ("assessment", None) or None in before:
            assert begin is None
        else:
            assert begin == sum(before)
    assert found.minutes + found.left == 100


# --- how far a trainer and the kit agree ---------------------------------------------------------------


def test_pairs_are_gathered_by_trainer_over_all_files():
    """T: O3 create (read apply), O4 apply (read apply), twice; Z: analyse where nothing is read; one without a name."""
    other = classified(
        [(Outcome("O1", "x", level="analyse", by="Z"), ""), (Outcome("O2", "y", level="apply"), "analyse")], (), ()
    )
    first, second, third = trainer_agreement(classified(), other, classified())
    assert (first.by, second.by, third.by) == ("T", "Z", "")
    assert first.pairs == (("create", "apply"), ("apply", "apply")) * 2
    assert (first.same, first.near, len(first.answered), first.kappa) == (2, 2, 4, None)
    assert second.pairs == (("analyse", ""),) and not second.answered and second.interval == (0, 1)
    assert (third.same, third.near) == (0, 1)
    assert trainer_agreement(classified([(Outcome("O1", "x"), "apply")], (), ())) == ()


def test_the_next_level_is_near_and_the_one_after_it_is_not():
    found = TrainerAgreement("T", (("apply", "evaluate"), ("apply", "analyse"), ("analyse", "apply"), ("apply", "")))
    assert (found.same, found.near) == (0, 2)


def test_kappa_needs_ten_answers_and_two_levels():
    pair, other, unclear = ("apply", "apply"), ("create", "create"), ("apply", "")
    assert TrainerAgreement("T", (pair,) * 8 + (other, unclear)).kappa is None
    assert TrainerAgreement("T", (pair,) * 9 + (other,)).kappa == 1
    assert TrainerAgreement("T", (pair,) * 10).kappa is None, "one level only: not defined"
    low, high = TrainerAgreement("T", (other,) * 81 + (("apply", "create"),) * 182).interval
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662), "Newcombe 1998: 81 of 263"


def spread(table):
    return [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]


def test_weighted_kappa_is_that_of_r_and_of_scikit_learn():
    """R's irr, kappa2(anxiety[, 2:3], "squared"), prints 0.2520325 (repeated in the tests of statsmodels 0.15).

    Table 1 of Cohen (1968), 200 diagnoses, with quadratic weights: scikit-learn 1.9.1 and statsmodels 0.15 give
    0.454545; Agresti's table of 91 couples (vcd's SexualFun): scikit-learn gives 0.3320456.
    """
    second = [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4]
    third = [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2]
    places = {1: 0, 2: 1, 3: 2, 4: 3, 6: 4}  # nobody rated 5, and irr leaves it out
    anxiety = [(places[one], places[other]) for one, other in zip(second, third, strict=True)]
    assert weighted_kappa(anxiety, 5) == pytest.approx(0.2520325, abs=5e-8)
    cohen = spread([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert len(cohen) == 200 and weighted_kappa(cohen, 3) == pytest.approx(0.4545454545454546, rel=1e-12)
    agresti = spread([[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]])
    assert len(agresti) == 91 and weighted_kappa(agresti, 4) == pytest.approx(0.3320455862468611, rel=1e-12)


PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=40)


@settings(max_examples=examples(100), deadline=None)
@given(PAIRS)
def test_weighted_kappa_by_its_definition_and_by_fleiss_and_cohen(pairs):
    """Cohen's definition over all cells; and the intraclass form, 2 cov / (var + var' + (mean - mean')²), with n for n - 1."""
    n, found = len(pairs), weighted_kappa(pairs, 6)
    rows, columns = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    expected = sum(rows[i] * columns[j] * (i - j) ** 2 for i in range(6) for j in range(6)) / n
    if not expected:
        assert found is None
        return
    assert found == pytest.approx(1 - sum((i - j) ** 2 for i, j in pairs) / expected, abs=1e-12)
    mean, other = (sum(pair[side] for pair in pairs) / n for side in (0, 1))
    cov = sum((i - mean) * (j - other) for i, j in pairs) / n
    spreads = sum((i - mean) ** 2 + (j - other) ** 2 for i, j in pairs) / n
    assert found == pytest.approx(2 * cov / (spreads + (mean - other) ** 2), abs=1e-12)
    assert found == pytest.approx(weighted_kappa([(j, i) for i, j in pairs], 6), abs=1e-12) and found <= 1


def test_weighted_kappa_refuses_levels_that_do_not_exist_and_needs_pairs():
    assert weighted_kappa([], 6) is None
    for pair in ((0, 6), (-1, 0)):
        with pytest.raises(ValueError, match="must lie between 0 and 5"):
            weighted_kappa([pair], 6)


# --- what to mend --------------------------------------------------------------------------------------


def repairs(classification):
    return [(repair.place, str(repair.what)) for repair in repairs_of(classification).repairs]


def test_the_planted_faults_are_one_list_with_the_worst_first():
    """O6: both holes in one; B: 40 + 5 of 60 and P8 without minutes; A: 95 of 90; C has nothing."""
    assert repairs(classified()) == [
        ("O6", "No activity practises it, and no assessment tests it."),
        ("O4", "It is practised, but nothing shows whether learners can do it in the end."),
        (
            "O2",
            'It promises the level "Analyse", but is assessed at the level "Remember" at most (P3: Quiz).',
        ),
        (
            "O2",
            'It promises the level "Analyse", but is practised at the level "Remember" at most '
            "(P2: Write down all partners).",
        ),
        ("A", "Its steps take 5 minutes more than it has (95 of 90)."),
        ("C", "The module has neither outcomes nor a plan."),
        ("P9", "It assesses none of the outcomes."),
        ("P8", "It practises none of the outcomes."),
        ("B", "It is not said how long 1 of its steps takes: P8."),
    ]
    assert repairs_of(classified()).outcomes == 6


def with_findings(*kinds: str, level: str = ""):
    outcome = Outcome("O1", "x", level=level)
    read = reading(outcome, "", "", tuple(map(finding, kinds)))
    return [what.removeprefix("Found: ") for _, what in repairs(Classification(Programme((outcome,)), (read,)))]


def test_one_matter_is_told_once_and_what_a_person_has_decided_is_none():
    assert with_findings("no verb", "unclear level") == ["no verb"]
    assert with_findings("unknown verb", "unclear level", "no language") == ["no language"]
    assert with_findings("too long", "two outcomes", "trainer") == ["trainer", "two outcomes", "too long"]
    assert with_findings("unknown verb", "unclear level", "no language", level="apply") == []
    assert with_findings("unobservable", "no verb", level="apply") == ["no verb", "unobservable"]
    assert with_findings("trainer", "trainer") == ["trainer"]


def test_everything_that_can_be_found_has_its_place_in_the_order():
    assert set(FINDINGS) | set(HOLES) <= set(ORDER) and len(set(ORDER)) == len(ORDER)
    breaking, style = ORDER.index("activity without outcome"), ORDER.index("two outcomes")
    assert all(ORDER.index(kind) <= breaking for kind in HOLES) and breaking < style < ORDER.index("too long")


def test_modules_and_minutes_that_are_in_order_are_no_repairs():
    steps = [
        (Step("P1", "activity", "x", "A", 80, ("O1",)), "apply"),
        (Step("P2", "assessment", "x", "A", 10, ("O1",)), "apply"),
    ]
    outcome = (Outcome("O1", "x", "A"), "apply")
    assert repairs(classified([outcome], steps, MODULES[:1])) == []
    assert repairs(classified([outcome], (), MODULES[:1])) == [], "a list without a plan"
    assert repairs(classified([outcome], steps, (TrainingModule("A", "x", 100),))) == [
        ("A", "For 10 of its 100 minutes nothing is planned yet.")
    ]
    untimed = [(replace(step, minutes=None), level) for step, level in steps]
    assert repairs(classified([outcome], untimed, (TrainingModule("A", "x"),))) == [], "no slot: no minutes needed"
    further = (Outcome("O2", "x", "B"), "apply")
    both = [(replace(step, outcomes=("O1", "O2")), level) for step, level in steps]
    assert repairs(classified([outcome, further], both, MODULES[:2])) == [
        ("B", "The module has outcomes, but nothing is planned in it.")
    ]


def test_a_module_without_outcomes_is_in_order_where_one_of_its_steps_serves_those_of_another():
    """B practises O1 of A for an hour; where it only welcomes, it has a plan that leads nowhere."""
    steps = [(Step(f"P{n}", kind, "x", "A", 45, ("O1",)), "apply") for n, kind in enumerate(["activity", "assessment"])]
    lesson, welcome = (
        [(Step(f"P{n}", kind, "x", "B", 30, outcomes), "apply") for n, (kind, outcomes) in enumerate(each, 2)]
        for each in ([("other", ()), ("activity", ("O1",))], [("other", ()), ("other", ())])
    )
    outcome = (Outcome("O1", "x", "A"), "apply")
    assert repairs(classified([outcome], [*steps, *lesson], MODULES[:2])) == []
    fault = ("B", "The module has a plan, but no outcome.")
    assert repairs(classified([outcome], [*steps, *welcome], MODULES[:2])) == [fault]
    idle = [(replace(step, outcomes=()), level) for step, level in lesson]
    assert repairs(classified([outcome], [*steps, *idle], MODULES[:2])) == [
        fault,
        ("P3", "It practises none of the outcomes."),
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_change_nothing(text):
    outcomes = [(replace(outcome, text=text, id=f"{outcome.id}{text}"), *rest) for outcome, *rest in OUTCOMES]
    steps = [
        (replace(step, text=text, outcomes=tuple(f"{each}{text}" for each in step.outcomes)), read)
        for step, read in STEPS
    ]
    assert [(kind, id.removesuffix(text)) for kind, id, *_ in holes(alignment(classified(outcomes, steps)))] == [
        (kind, id) for kind, id, *_ in holes(alignment(classified()))
    ]
    assert [repair.place.removesuffix(text) for repair in repairs_of(classified(outcomes, steps)).repairs] == [
        repair.place for repair in repairs_of(classified()).repairs
    ]


def test_ten_thousand_outcomes_take_no_time():
    many = [(Outcome(f"O{n}", "x", "ABC"[n % 3]), LEVELS[n % 6]) for n in range(10_000)]
    steps = [(Step(f"P{n}", "activity", "x", "A", 1, (f"O{n}",)), "apply") for n in range(5_000)]
    found = classified(many, steps)
    assert level_coverage(found).outcomes == 10_000 and alignment(found).practised == 5_000
    assert len(repairs_of(found).repairs) > 10_000
