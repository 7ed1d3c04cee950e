"""Every question of every exercise: solved, untouched, wrong in the ways of real learners, right by other routes."""

from __future__ import annotations

import os
from importlib import import_module

import pytest
from exercise_cases import Recorder, answer_by, mutants, namespaces, run_cells

import kiptools as kip
from kiptools.checks import EXERCISES, exercise, find, questions
from kiptools.checks.keys import CORRECT, NOT_ATTEMPTED, NOT_YET, OTHERWISE, same
from kiptools.editions import learner_edition, solution_of
from kiptools.exercises import exercise_notebook, learner_notebook

CAMPAIGN = bool(os.environ.get("KIP_CAMPAIGN"))
SEEDS = range(50) if CAMPAIGN else (0, 1, 7)
OWN_RULE = {"P2"}
"""Questions in which learners choose the rule by which their answer is right."""


@pytest.fixture(scope="module", params=EXERCISES)
def name(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def cases(name):
    """ROUTES: other ways to a right answer; WRONG: what learners do instead, by the name of the mistake."""
    return import_module(f"cases_{name}")


def test_the_solved_notebook_is_all_correct(name):
    verdicts = run_cells(exercise_notebook(name))["show"].verdicts
    assert {id: verdict.outcome for id, verdict in verdicts.items()} == {
        each.id: CORRECT for each in questions(name)
    }, {id: verdict for id, verdict in verdicts.items() if verdict.outcome != CORRECT}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_untouched_edition_is_all_not_attempted(name, seed):
    show = run_cells(learner_edition(exercise_notebook(name)), seed)["show"]
    assert {id: verdict.outcome for id, verdict in show.verdicts.items()} == {
        each.id: NOT_ATTEMPTED for each in questions(name)
    }


def test_the_right_answers_are_those_counted_by_hand(name, cases):
    """HAND: right answers in the demo network, counted without the kit; the cases say how."""
    given = exercise(name)
    for id, right in cases.HAND.items():
        assert find(id)(right, given).outcome == CORRECT, (id, right, find(id).key(given).right)
    assert len(cases.HAND) >= len(questions(name)) // 2


def test_the_minutes_add_up(name):
    notebook = exercise_notebook(name)
    tags = [tag for cell in notebook.cells for tag in cell.metadata.get("tags", []) if tag.startswith("minutes-")]
    total = sum(int(tag.removeprefix("minutes-")) for tag in tags)
    about = next(cell.source for cell in notebook.cells if cell.id == "about")
    assert total == (20 if name == "audit" else 90) and f"{total} minutes" in about
    asked = {cell.id for cell in notebook.cells if any(t.startswith("minutes-") for t in cell.metadata.get("tags", []))}
    assert asked >= {each.id.lower() for each in questions(name)}


def test_every_cell_is_short_and_in_its_place(name):
    notebook = exercise_notebook(name)
    ids = [cell.id for cell in notebook.cells]
    assert ids[:2] == ["title", "about"] and "outcomes" in ids and ids[-1] == "seen"
    for each in questions(name):
        base = each.id.lower()
        assert ids.index(base) < ids.index(f"{base}-answer") < ids.index(f"{base}-hint") < ids.index(f"{base}-trainer")
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.id != "parameters":
            assert len(cell.source.split("\n")) <= 8, cell.id
        elif cell.cell_type == "markdown":
            assert len(cell.source.split()) <= (160 if "trainer" in cell.metadata.get("tags", []) else 130), cell.id


def test_there_are_six_to_ten_questions_with_up_to_three_hints(name):
    found = questions(name)
    assert 6 <= len(found) <= 10 and [each.id[1:] for each in found] == [str(n) for n in range(1, len(found) + 1)]
    assert all(1 <= len(each.hints) <= 3 for each in found)


@pytest.mark.parametrize("seed", SEEDS)
def test_routes_and_mistakes(name, cases, seed):
    """Each question: two further right routes pass, and three wrong answers of learners get each its own feedback."""
    before = namespaces(exercise_notebook(name), seed)
    for each in questions(name):
        names = before[f"{each.id.lower()}-answer"]
        given = names["show"].exercise
        routes = cases.ROUTES[each.id]
        assert len(routes) >= 2
        for code in routes:
            verdict = each(answer_by(code, names), given)
            assert verdict.outcome == CORRECT, (each.id, seed, code, verdict)
        wrong = cases.WRONG[each.id]
        assert len(wrong) >= 3
        said = set()
        for mistake, code in wrong.items():
            verdict = each(answer_by(code, names), given)
            assert verdict.outcome == NOT_YET, (each.id, seed, code, verdict)
            assert verdict.mistake == mistake != OTHERWISE, (each.id, seed, code, verdict)
            said.add(str(verdict.said[0]))
        assert len(said) == len(wrong), each.id


@pytest.mark.parametrize("seed", SEEDS)
def test_a_foreseen_mistake_is_told_as_what_it_is_in_every_variant(name, seed):
    given = exercise(name, seed)
    for each in questions(name):
        key = each.key(given)
        assert each(key.right, given).outcome == CORRECT
        for mistake in key.mistakes:
            verdict = each(mistake.answer, given)
            assert (verdict.outcome, verdict.mistake) == (NOT_YET, mistake.name), (each.id, seed, mistake.name)
        assert len({mistake.name for mistake in key.mistakes}) == len(key.mistakes)


def test_variants_differ(name):
    """With a seed, a learner has right answers of their own (the audit is of a published report, the same for all)."""
    if name == "audit":
        assert exercise(name, 1).seed == 1
        return
    keys = [tuple(str(each.key(exercise(name, seed)).right) for each in questions(name)) for seed in range(8)]
    assert len(set(keys)) == len(keys)
    assert sum(len(set(column)) > 1 for column in zip(*keys, strict=True)) >= len(keys[0]) // 2
    again = exercise(name, 5)
    assert [str(each.key(again).right) for each in questions(name)] == list(keys[5])


def test_mutants_of_right_routes_are_rejected(name, cases, record_property):
    """One small change in a solution or another right route: the answer is not taken for right, unless it is the same.

    A mutant that does not even run counts apart: nobody takes it for right.
    """
    notebook, rejected, crashed, unchanged, survivors = exercise_notebook(name), {}, 0, 0, []
    before = namespaces(notebook)
    for each in questions(name):
        names = before[f"{each.id.lower()}-answer"]
        given = names["show"].exercise
        key = each.key(given)
        if key.open or each.id in OWN_RULE:
            continue  # many answers are right; what is wrong with one stands in WRONG
        letters = tuple(letter for letter, _ in key.options)
        source = next(cell.source for cell in notebook.cells if cell.id == f"{each.id.lower()}-answer")
        ways = [(source, True), *((code, False) for code in cases.ROUTES[each.id] if "while" not in code)]
        for what, code, checks in (
            (what, code, checks) for way, checks in ways for what, code in mutants(way, letters)
        ):
            own = dict(names, show=Recorder("en", given))
            try:
                exec(compile(code, "mutant", "exec"), own)
                answer = own["show"].answers[each.id] if checks else own["answer"]
            except Exception:  # counted apart: what does not run, nobody takes for right
                crashed += 1
                continue
            if each(answer, given).outcome != CORRECT:
                rejected[each.id] = rejected.get(each.id, 0) + 1
            elif _is_same(key, answer, exactly=checks):
                unchanged += 1
            else:
                survivors.append((each.id, what, code))
    count = sum(rejected.values())
    told = f"{count} of {count + len(survivors)} mutants rejected; {crashed} do not run, {unchanged} change nothing"
    print(f"{name}: {told}")
    record_property("mutants", told)
    assert not survivors, survivors
    closed = {each.id for each in questions(name) if not each.key(exercise(name)).open} - OWN_RULE
    assert set(rejected) == closed, closed - set(rejected)


def _is_same(key, answer, *, exactly: bool) -> bool:
    """Whether an answer is the right one; of another route's, which may be less exact, as it would be rounded."""
    value, right = key.read(answer), key.read(key.right)
    return (
        value == right
        or repr(value) == repr(right)
        or (not exactly and key.decimals is not None and same(value, right, key.decimals))
    )


def test_no_solution_survives_in_a_learner_edition(name):
    for lang in kip.LANGUAGES:
        own = learner_notebook(name, lang, 3)
        for cell in own.cells:  # short ones, too: where one answers there is a blank
            assert not cell.id.endswith("-answer") or ("____" in cell.source and "#" not in cell.source), cell.source
        assert not any(cell.get("outputs") for cell in own.cells)
    solved = exercise_notebook(name)
    left = str(learner_edition(solved))
    for cell in solved.cells:
        if cell.cell_type == "code" and (code := solution_of(cell.source)):
            assert code not in left
            for line in code.split("\n"):
                value = line.partition("=")[2].strip() or line.strip()
                assert len(value) < 8 or value not in left, (cell.id, value)
        if "trainer" in cell.metadata.get("tags", []):
            assert cell.source not in left
    assert "solution" not in left.casefold()
