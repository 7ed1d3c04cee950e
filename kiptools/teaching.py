"""What goes with an exercise in a room: the trainer's edition, slides, a hand-out, the run-sheet, how to start."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from kiptools.checks import exercise, questions
from kiptools.checks.keys import Key
from kiptools.editions import hand_out_edition, slides_edition, trainer_edition
from kiptools.exercises import exercise_notebook
from kiptools.language import Language
from kiptools.messages import Message, counted, message
from kiptools.publishing.page import to_html
from kiptools.report import Progress, execute
from kiptools.run_sheet import Entry, RunSheet, run_sheet_of
from kiptools.show.feedback import in_words
from kiptools.show.html import Rendered, paragraph, table

__all__ = ["answers_page", "hand_out_page", "run_sheet_page", "slides_page", "solved", "trainer_notebook"]

IF_LATE = message("If late, leave this out.")


def solved(name: str, lang: str = "en", *, progress: Progress | None = None) -> NotebookNode:
    """The solved exercise in a language, run: what the other editions show results of."""
    with TemporaryDirectory() as elsewhere:  # so that nobody's progress is counted
        return execute(exercise_notebook(name, lang), {}, progress=progress, folder=Path(elsewhere))


def trainer_notebook(name: str, notebook: NotebookNode, lang: str = "en") -> NotebookNode:
    """The solved exercise with notes, and for each question the right answer and the wrong ones to expect.

    Parameters
    ----------
    name : str
    notebook : NotebookNode
        The solved exercise in that language, run or not.
    lang : str
    """
    language, given = Language(lang), exercise(name)
    entries = {entry.cell.upper(): entry for entry in run_sheet_of({name: notebook}).entries}
    answers = {
        each.id: f"{_minutes(entries[each.id], language)}\n\n{_answers(each.key(given), language)}"
        for each in questions(name)
    }
    return trainer_edition(notebook, answers)


def _minutes(entry: Entry, language: Language) -> str:
    """How long a question takes, when it is its turn, and whether it can be left out."""
    said = [
        counted(
            "{count} minute, from {start} to {end}.",
            "{count} minutes, from {start} to {end}.",
            entry.minutes,
            start=_clock(entry.start),
            end=_clock(entry.end),
        )
    ]
    if entry.skip:
        said.append(IF_LATE)
    return _escaped(" ".join(map(language.say, said)))


def _answers(key: Key, language: Language) -> str:
    """The right answer and the wrong ones as prose for a notebook."""
    if not key.open:
        head = language.say(message("Right: {answer}", answer=in_words(key.right, key, language)))
        wrong = [f"{in_words(each.answer, key, language)}: {language.say(each.said)}" for each in key.mistakes]
    else:
        head = language.say(message("An open task: the check looks at the structure only."))
        wrong = [language.say(each.said) for each in key.mistakes]
    title = language.say(message("Answers to expect, and what the check asks:"))
    lines = [_escaped(head), "", _escaped(title), "", *(f"- {_escaped(line)}" for line in wrong)]
    if key.rubric:
        lines += ["", _escaped(language.say(message("Then people judge:"))), ""]
        lines += [f"- {_escaped(language.say(each))}" for each in key.rubric]
    return "\n".join(lines)


def _escaped(text: str) -> str:
    """Text that means itself in Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))


def slides_page(notebook: NotebookNode, lang: str = "en") -> str:
    """An executed solved exercise as slides: one HTML file, no network, one question or solution on each."""
    return to_html(slides_edition(notebook), lang, "slides")


def hand_out_page(notebook: NotebookNode, lang: str = "en") -> str:
    """An executed solved exercise as a hand-out to print and write on, without its solutions."""
    return to_html(hand_out_edition(notebook), lang)


def run_sheet_page(notebooks: Mapping[str, NotebookNode], lang: str = "en", *, learners: int = 0) -> str:
    """The run-sheet to print, for a session with these exercises.

    Parameters
    ----------
    notebooks : mapping of str to NotebookNode
        Solved exercises in that language, by name, in the session's order.
    lang : str
    learners : int
        How many have a variant of their own.
    """
    language, sheet = Language(lang), run_sheet_of(notebooks)
    before = [
        message("Start one exercise on each computer: the first start takes a minute."),
        message("Print the hand-outs, one for each learner; they are also the way on if a computer fails."),
        message("Open the slides in a browser; the keys Page Down and Page Up turn them."),
        message("Keep the folder for-trainer to yourself: it has the solutions. Learners get the folder for-learners."),
    ]
    if learners:
        before.append(
            message(
                "Give each learner a number from 1 to {count}. Hand-outs and slides show the demo network; the right "
                "answers for each number are on the pages of answers.",
                count=learners,
            )
        )
    after = [
        message("Collect the progress files (kip learn --hand-in); they hold no names, no answers and no times."),
        message("Look at them together: kip class FILES. Begin the next session with the commonest wrong answer."),
    ]
    title = language.say(message("Run-sheet"))
    return page(
        [
            f"# {title}",
            _total(sheet, language),
            _bullets(message("Before the session"), before, language),
            _table_of(sheet, language),
            _bullets(message("After the session"), after, language),
        ],
        lang,
    )


def _total(sheet: RunSheet, language: Language) -> Rendered:
    pauses = sum(entry.minutes for entry in sheet.entries if not entry.exercise)
    said = [counted("{count} minute in all.", "{count} minutes in all.", sheet.minutes)]
    if pauses:
        said.append(
            counted("Of these, {count} minute is for breaks.", "Of these, {count} minutes are for breaks.", pauses)
        )
    spare = sum(entry.minutes for entry in sheet.entries if entry.skip)
    if spare:
        said.append(
            counted(
                "If time is short, what is marked can be left out: {count} minute.",
                "If time is short, what is marked can be left out: {count} minutes.",
                spare,
            )
        )
    return paragraph(" ".join(map(language.say, said)))


def _table_of(sheet: RunSheet, language: Language) -> Rendered:
    head = [message("From"), message("To"), message("Minutes"), message("What"), message("For the trainer")]
    skip, pause = language.say(IF_LATE), language.say(message("Break"))
    rows = [
        [
            _clock(entry.start),
            _clock(entry.end),
            language.number(entry.minutes),
            entry.title or pause,
            f"{skip} {entry.note}".strip() if entry.skip else entry.note,
        ]
        for entry in sheet.entries
    ]
    caption = language.say(message("What happens when (hours and minutes from the beginning)"))
    return table(caption, [language.say(each) for each in head], rows, words=True)


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def answers_page(name: str, seeds: Iterable[int], lang: str = "en") -> str:
    """The right answers of each learner's variant, for the trainer.

    Parameters
    ----------
    name : str
    seeds : iterable of int
        The learners' numbers.
    lang : str
    """
    language = Language(lang)
    closed = [each for each in questions(name) if not each.key(exercise(name)).open]
    rows = []
    for seed in seeds:
        given = exercise(name, seed)
        keys = [each.key(given) for each in closed]
        rows.append([str(seed), *(in_words(key.right, key, language) for key in keys)])
    head = [language.say(message("Number")), *(each.id for each in closed)]
    title = plain_title(exercise_notebook(name, lang))
    caption = language.say(message("Right answers by the number of the learner"))
    return page([f"# {title}", table(caption, head, rows)], lang)


def plain_title(notebook: NotebookNode) -> str:
    """The notebook's heading."""
    return str(notebook.cells[0].source.split("\n")[0].removeprefix("# "))


def _bullets(title: Message, lines: Sequence[Message], language: Language) -> str:
    return "\n".join([f"## {language.say(title)}", "", *(f"- {_escaped(language.say(line))}" for line in lines)])


def page(parts: Iterable[str | Rendered], lang: str = "en") -> str:
    """Prose (Markdown) and things to look at as one HTML page in the look of a report."""
    cells = []
    for part in parts:
        if isinstance(part, str):
            cells.append(new_markdown_cell(part))
        else:
            shown = new_output("display_data", {"text/html": part.html, "text/plain": part.text})
            cells.append(new_code_cell("", outputs=[shown]))
    return to_html(new_notebook(cells=cells), lang)
