"""Learner, trainer, hand-out and slide editions: pure functions from notebook to notebook, run in every language."""

from __future__ import annotations

import copy
import os
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pages import words_of

import kiptools as kip
from kiptools.checks import EXERCISES, questions
from kiptools.checks.keys import Key, Mistake, number
from kiptools.editions import (
    hand_out_edition,
    learner_edition,
    slides_edition,
    solution_of,
    trainer_edition,
    translate,
    with_parameters,
    without_empty_parts,
    without_solution,
)
from kiptools.exercises import exercise_notebook, learner_notebook
from kiptools.jobs import OPTIONS
from kiptools.language import Language
from kiptools.messages import message
from kiptools.publishing.page import to_html
from kiptools.report import execute
from kiptools.run_sheet import PAUSE, run_sheet_of
from kiptools.show.feedback import in_words
from kiptools.teaching import hand_out_page, run_sheet_page, slides_page, trainer_notebook

CAMPAIGN = bool(os.environ.get("KIP_CAMPAIGN"))
LANGUAGES = tuple(kip.LANGUAGES)
# By default four editions, each of another exercise in another language; the campaign has all of each. English is run by nbval.
RUNS = [
    (name, edition, lang)
    for place, name in enumerate(EXERCISES)
    for turn, edition in enumerate(("learner", "trainer"))
    for at, lang in enumerate(LANGUAGES)
    if CAMPAIGN or (turn == place % 2 and at == place % len(LANGUAGES) and 0 < place < 5)
]


def tagged(*tags: str) -> dict:
    return {"tags": list(tags)}


@pytest.fixture
def small() -> nbformat.NotebookNode:
    """A solved exercise of one question, run."""
    shown = [new_output("display_data", {"text/html": "<p>shown</p>", "text/plain": "shown"})]
    said = [new_output("display_data", {"text/html": "<p>✓ Correct.</p>", "text/plain": "✓ Correct."})]
    return new_notebook(
        cells=[
            new_markdown_cell("# Title", id="title", metadata=tagged("minutes-4")),
            new_code_cell(
                'lang: str = "en"  # language\nseed: int = 0', id="parameters", metadata=tagged("parameters")
            ),
            new_markdown_cell("## X1 · First\n\nHow many?", id="x1", metadata=tagged("minutes-6", "skip-if-late")),
            new_code_cell("look()", id="x1-look", outputs=shown),
            new_code_cell(
                'n = 31  # solution\nshow.check("X1", n)', id="x1-answer", metadata=tagged("question"), outputs=said
            ),
            new_code_cell('show.hint("X1")', id="x1-hint", outputs=said),
            new_markdown_cell("**For the trainer.** A *note* on `____`.", id="x1-trainer", metadata=tagged("trainer")),
            new_markdown_cell("What the answer shows.", id="x1-surprise"),
            new_code_cell("look_again()", id="x1-after", outputs=shown),
        ]
    )


@pytest.mark.parametrize(
    "solved, cut",
    [
        ("n = 31  # solution\nshow(n)", "n = ____\nshow(n)"),
        ("share = 19 / 31  # solution: share = 19 / ____", "share = 19 / ____"),
        ("a, b = 1, 2  # solution", "a, b = ____, ____"),
        ("found = [\n    1,  # solution\n    2,\n]\nshow(found)", "found = ____\nshow(found)"),
        ("print(3)  # solution\nx = 1", "x = 1"),
        ("text = '# solution'\ny = 2", "text = '# solution'\ny = 2"),
        ("x = 1  # the solution comes later", "x = 1  # the solution comes later"),
        ("n = 1  #solution", "n = ____"),
    ],
)
def test_a_solution_is_cut_at_its_marker(solved, cut):
    assert without_solution(solved) == cut


def test_the_solution_alone():
    assert (
        solution_of("a = 1  # solution\nb = 2\nc = f(\n    a\n)  # solution: c = ____\nshow(c)")
        == "a = 1\nc = f(\n    a\n)"
    )


def test_the_learner_edition(small):
    before = copy.deepcopy(small)
    new = learner_edition(small)
    assert small == before
    assert [cell.id for cell in new.cells] == [cell.id for cell in small.cells if cell.id != "x1-trainer"]
    for cell in new.cells:
        assert cell.metadata["deletable"] is False
        if cell.cell_type == "markdown":
            assert cell.metadata["editable"] is False
        else:
            assert cell.outputs == [] and cell.execution_count is None and "editable" not in cell.metadata
    assert new.cells[1].metadata["tags"] == ["parameters"]
    assert "31" not in str(new) and "Correct" not in str(new) and "note" not in str(new)
    nbformat.validate(new)


def test_the_trainer_edition(small):
    before = copy.deepcopy(small)
    new = trainer_edition(small, {"X1": "Right: 31", "X9": "of another exercise"})
    assert small == before and [cell.id for cell in new.cells].count("x1-answers") == 1
    place = [cell.id for cell in new.cells].index("x1-answers")
    assert new.cells[place - 1].id == "x1-trainer" and new.cells[place].source == "Right: 31"
    assert "X9" not in str(new) and "another exercise" not in str(new)
    nbformat.validate(new)


def test_the_hand_out_has_lines_to_write_on_and_nothing_that_tells(small):
    before = copy.deepcopy(small)
    new = hand_out_edition(small)
    assert small == before
    assert [cell.id for cell in new.cells] == [
        *("title", "x1-page", "x1", "x1-look", "x1-answer-lines"),
        *("x1-surprise-page", "x1-surprise", "x1-after"),  # what follows an answer is on another page
    ]
    page = to_html(new, "fr")
    assert_stands_alone_without_pictures(page, "fr")
    assert "shown" in page and "31" not in words_of(page) and "Correct" not in page and 'class="kip-lines"' in page


def test_the_slides_show_a_question_and_then_its_solution(small):
    before = copy.deepcopy(small)
    new = slides_edition(small)
    assert small == before
    assert [(cell.id, cell.metadata["slide"]) for cell in new.cells] == [
        ("title", True),
        ("x1", True),
        ("x1-look", False),
        ("x1-answer", True),
        ("x1-surprise", True),
        ("x1-after", False),
    ]
    page = to_html(new, "hr", "slides")
    assert_stands_alone_without_pictures(page, "hr")
    slides = page.split("<section>")[1:]
    assert len(slides) == page.count("</section>") == 4
    assert (
        "How many?" in slides[1]
        and "n = 31" not in slides[1]
        and "n = 31" in slides[2]
        and "For the trainer" not in page
    )


def assert_stands_alone_without_pictures(page: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in page and "default-src 'none'" in page
    assert not re.search(r"<(script|link|iframe|object)\b|(src|href)=\"(?!data:|#)", page)


def test_parameters_are_set_where_they_stand(small):
    new = with_parameters(small, lang='f"r', seed=7, unknown=1)
    assert new.cells[1].source == 'lang: str = "f\\"r"  # language\nseed: int = 7'
    assert small.cells[1].source.startswith('lang: str = "en"')


def test_the_run_sheet_adds_up(small):
    sheet = run_sheet_of({"one": small, "two": small})
    assert [(entry.start, entry.minutes, entry.exercise) for entry in sheet.entries] == [
        (0, 4, "one"),
        (4, 6, "one"),
        (10, PAUSE, ""),
        (25, 4, "two"),
        (29, 6, "two"),
    ]
    assert sheet.minutes == 35 == sheet.entries[-1].end
    first, second, *_ = sheet.entries
    assert (first.title, first.note, first.skip) == ("Title", "", False)
    assert (second.title, second.note, second.skip) == ("X1 · First", "A note on ____.", True)
    page = words_of(run_sheet_page({"one": small, "two": small}))
    assert "35 minutes in all. Of these, 15 minutes are for breaks." in page
    assert "0:04 0:10 6 X1 · First If late, leave this out. A note on ____." in page and "0:10 0:25 15 Break" in page


@pytest.mark.parametrize("name", EXERCISES)
def test_a_session_has_no_gap(name):
    sheet = run_sheet_of({name: exercise_notebook(name)})
    for one, next_ in zip(sheet.entries, sheet.entries[1:], strict=False):
        assert one.end == next_.start
    assert sheet.minutes == (20 if name == "audit" else 90) and any(entry.skip for entry in sheet.entries)
    assert all(entry.note for entry in sheet.entries if re.match(r"[A-Z]\d+ ", entry.title))


def test_answers_are_written_as_people_write_them():
    fr = Language("fr")
    key = Key(0.5, message("x"), (Mistake("m", message("y"), 2),), message("z"), number, decimals=2)
    assert [in_words(each, key, fr) for each in (31, 0.6129, "b", ("b", "a"), {"c", "a"}, True, message("Break"))] == [
        "31",
        "0,61",
        "b",
        "b, a",
        "a, c",
        "True",
        "Pause",
    ]


@pytest.mark.parametrize("name", EXERCISES)
def test_the_trainer_edition_names_every_foreseen_mistake(name):
    from kiptools.checks import exercise

    prose = "\n".join(
        cell.source for cell in trainer_notebook(name, exercise_notebook(name)).cells if cell.id.endswith("-answers")
    )
    plain = re.sub(r"\\(.)", r"\1", prose)
    entries = run_sheet_of({name: exercise_notebook(name)}).entries
    assert prose.count("If late, leave this out.") == sum(entry.skip for entry in entries)
    assert all(f"{entry.minutes} minute" in plain for entry in entries if entry.note)
    for each in questions(name):
        for mistake in each.key(exercise(name)).mistakes:
            assert " ".join(Language("en").say(mistake.said).split()) in plain


@pytest.mark.parametrize("name, edition, lang", RUNS)
def test_every_edition_runs_from_top_to_bottom(name, edition, lang):
    """By papermill, in a kernel, in a language: the trainer's is all correct, the untouched one not attempted."""
    if edition == "learner":
        done = execute(learner_notebook(name, lang, seed=3), {})
        wanted = Language(lang).say(message("Not attempted"))
    else:
        done = execute(trainer_notebook(name, exercise_notebook(name, lang), lang), {})
        wanted = Language(lang).say(message("Correct"))
    said = [
        output.data["text/plain"]
        for cell in done.cells
        if cell.id.endswith("-answer")
        for output in cell.outputs
        if "data" in output
    ]
    assert len(said) == len(questions(name))
    assert all(wanted in text.split(".")[0] for text in said), said
    assert "not translated yet" not in str(done)
    if edition == "trainer":
        for page in (slides_page(done, lang), hand_out_page(done, lang)):
            assert_stands_alone_without_pictures(page, lang)
        paper = words_of(hand_out_page(done, lang))
        assert wanted not in paper and "____" in paper
        assert paper.count(Language(lang).say(message("Hint {place} of {count}", place=1, count=3)).split("1")[0]) == 0


# --- a document has no part that shows nothing -----------------------------------------------------------

NOTHING = "There's nothing."


def shows(*markup: str, identity: str) -> nbformat.NotebookNode:
    outputs = [new_output("display_data", {"text/html": each, "text/plain": "x"}) for each in markup]
    return new_code_cell("show.it()", id=identity, outputs=outputs)


def without(*cells: nbformat.NotebookNode) -> tuple[list[str], list[str]]:
    """Which cells stay, with how many outputs, and the headings of the parts that do not."""
    given = new_notebook(cells=list(cells))
    before = copy.deepcopy(given)
    found, left_out = without_empty_parts(given, {NOTHING})
    assert given == before
    return [f"{cell.id} {len(cell.get('outputs', []))}" for cell in found.cells], left_out


EMPTY = "<p>There&#x27;s nothing.</p>"


def test_a_part_that_shows_nothing_is_left_out_and_named():
    assert without(
        new_markdown_cell("# Title\n\nLead.", id="title"),
        new_markdown_cell("## One, two\n\nWhat it is about.", id="one"),
        shows(EMPTY, "", identity="one-shown"),
        new_markdown_cell("Then:", id="then"),
        shows(EMPTY, identity="then-shown"),
        new_markdown_cell("## Three", id="three"),
        shows("<p>A sentence.</p>", identity="three-shown"),
    ) == (["title 0", "three 0", "three-shown 1"], ["One, two"])


def test_of_a_part_that_shows_something_the_rest_is_left_out_with_the_prose_before_it():
    assert without(
        new_markdown_cell("## One", id="one"),
        shows("<p>A sentence.</p>", EMPTY, identity="one-shown"),
        new_markdown_cell("Then:", id="then"),
        shows(EMPTY, identity="then-shown"),
        new_markdown_cell("At last:", id="last"),
        shows("<table></table>", identity="last-shown"),
    ) == (["one 0", "one-shown 1", "then-shown 0", "last 0", "last-shown 1"], [])


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", name="stdout", text=NOTHING),
        new_output("error", ename="E", evalue="e", traceback=[]),
        new_output("display_data", {"text/plain": NOTHING}),
        new_output("display_data", {"text/html": f"<p>There&#x27;s nothing.</p><p>{NOTHING}</p>"}),
        new_output("display_data", {"text/html": "<p>There&#x27;s nothing. Or is there?</p>"}),
    ],
)
def test_whatever_else_a_part_shows_keeps_it(output):
    cell = new_code_cell("1", id="shown", outputs=[output])
    assert without(new_markdown_cell("## One", id="one"), cell) == (["one 0", "shown 1"], [])


def test_a_part_of_words_only_stays_and_so_does_what_stands_before_the_first_part():
    assert without(
        new_markdown_cell("# Title", id="title"),
        shows(EMPTY, identity="opening"),
        new_markdown_cell("## Words\n\nOnly words.", id="words"),
        new_code_cell("quiet = 1", id="quiet"),
    ) == (["title 0", "opening 0", "words 0", "quiet 0"], [])


def test_in_the_kits_notebooks_each_part_begins_a_cell_with_a_plain_heading():
    for name in OPTIONS:
        for lang in LANGUAGES:
            for cell in translate(nbformat.read(kip.kit_path("notebooks", f"{name}.ipynb"), 4), name, lang).cells:
                if cell.cell_type == "markdown":
                    assert not re.search("^## ", cell.source[3:], re.M), (name, cell.id)
                    assert not re.search(r"^## .*[`*_<&\[\\]", cell.source), (name, lang, cell.id)
