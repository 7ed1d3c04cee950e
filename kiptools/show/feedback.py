"""What a check answers, and the hints to a question."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from html import escape

from kiptools.checks import Exercise, Question, Verdict, exercise_of, find
from kiptools.checks.keys import CORRECT, NOT_YET, Key
from kiptools.editions import solution_of
from kiptools.exercises import exercise_notebook
from kiptools.language import Language
from kiptools.messages import Message, message
from kiptools.progress import Progress
from kiptools.show.html import Rendered, folded, join, paragraph

__all__ = ["answered", "hints", "in_words"]

_MARKS = {CORRECT: "✓", NOT_YET: "→"}
_COLOURS = {CORRECT: "#00695c", NOT_YET: "#9a4a00"}


def answered(verdict: Verdict, progress: Progress | None, language: Language) -> Rendered:
    """The verdict with a mark, a word and a sentence; in an open task what is left to judge; and what is solved."""
    head = f"{_MARKS.get(verdict.outcome, '○')} {language.say(outcome_word(verdict.outcome))}"
    said = " ".join(map(language.say, verdict.said))
    lines, rubric = [f"{head}. {said}"], ""
    if verdict.rubric:
        intro = language.say(
            message("The structure is right. What no program can judge, judge yourself or ask a colleague:")
        )
        points = [language.say(each) for each in verdict.rubric]
        lines += [intro, *(f"  - {each}" for each in points)]
        rubric = f"<p>{escape(intro)}</p><ul>{''.join(f'<li>{escape(each)}</li>' for each in points)}</ul>"
    below = ""
    if progress is not None and (line := progress.line(exercise_of(verdict.question))):
        lines.append(language.say(line))
        below = f'<p class="kip-note">{escape(lines[-1])}</p>'
    colour = _COLOURS.get(verdict.outcome, "#555")
    html = (
        f'<div role="status" style="border-left:4px solid {colour};padding:0.2em 0.8em;margin:0.4em 0">'
        f'<p><strong style="color:{colour}">{escape(head)}.</strong> {escape(said)}</p>{rubric}{below}</div>'
    )
    return Rendered(html, "\n".join(lines))


def outcome_word(outcome: str) -> Message:
    """Correct, not yet, or not attempted."""
    if outcome == CORRECT:
        return message("Correct")
    return message("Not yet") if outcome == NOT_YET else message("Not attempted")


def hints(question: str, given: Exercise | None, language: Language) -> Rendered:
    """The hints, each inside the one before, and in the last the solution: nobody sees more than was opened."""
    found, name = find(question), exercise_of(question)
    inside = folded(language.say(message("The solution")), _solution(found, name, given, language))
    for place, hint in reversed([*enumerate(found.hints, start=1)]):
        title = language.say(message("Hint {place} of {count}", place=place, count=len(found.hints)))
        text = language.say(hint)
        body = join([paragraph(text), inside]).html
        inside = folded(title, Rendered(body, f"{title}: {text}"))
    return inside


def _solution(found: Question, name: str, given: Exercise | None, language: Language) -> Rendered:
    """The lines of the solved notebook; in a variant the answer there, and the lines only if they work it out."""
    cells = exercise_notebook(name).cells
    code = solution_of(next(cell.source for cell in cells if cell.id == f"{found.id.lower()}-answer"))
    lines = Rendered(f"<pre>{escape(code)}</pre>", code)
    if given is None or given.name != name or not given.seed or (key := found.key(given)).open:
        return lines
    right = message("With your data the answer is: {answer}", answer=in_words(key.right, key, language))
    shown = paragraph(language.say(right))
    return shown if _only_states(code) else join([shown, lines])


def _only_states(code: str) -> bool:
    """Whether code names its answer instead of working it out: then it is that of the demo network."""
    try:
        for node in ast.parse(code).body:
            ast.literal_eval(node.value)  # type: ignore[attr-defined]
    except (ValueError, AttributeError):
        return False
    return True


def in_words(answer: object, key: Key, language: Language) -> str:
    """An answer as a trainer reads it."""
    if isinstance(answer, Message):
        return language.say(answer)
    if isinstance(answer, bool):
        return str(answer)
    if isinstance(answer, (int, float)):
        whole = float(answer).is_integer()
        return language.number(answer, 0 if whole else 2 if key.decimals is None else max(0, key.decimals))
    if isinstance(answer, Mapping):
        return language.list(f"{name} {in_words(value, key, language)}" for name, value in answer.items())
    if isinstance(answer, (list, tuple, set, frozenset)):
        ordered = answer if isinstance(answer, (list, tuple)) else sorted(answer, key=str)
        return ", ".join(in_words(each, key, language) for each in ordered)
    return str(answer)
