"""What a learner, or a class, has solved."""

from __future__ import annotations

from kiptools.checks import EXERCISES, exercise, exercise_of, find, questions
from kiptools.language import Language
from kiptools.messages import Message, counted, message
from kiptools.progress import (
    FEWEST,
    MISTAKE,
    ClassProgress,
    Progress,
    QuestionProgress,
    exercises_there,
)
from kiptools.show.html import Rendered, join
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import table

__all__ = ["details", "overview"]


def overview(result: Progress, language: Language) -> Rendered:
    """The exercises, and how many questions of each are solved."""
    rows = []
    for name in exercises_there():
        ids = [each.id for each in questions(name)]
        rows.append(
            [
                name,
                _of(len(result.solved & set(ids)), len(ids), language),
                language.number(sum(map(result.attempts_at, ids))),
            ]
        )
    return html_table(
        language.say(message("Exercises")),
        [language.say(message("Exercise")), language.say(message("Solved")), language.say(message("Attempts"))],
        rows,
    )


def details(result: Progress, name: str, language: Language) -> Rendered:
    """Each question of one exercise: how often it was tried, and whether it is solved."""
    rows = []
    for each in questions(name):
        attempts = result.attempts_at(each.id)
        state = _solved_word(attempts, each.id in result.solved)
        rows.append([each.id, language.say(state), language.number(attempts)])
    return html_table(
        language.say(message('Your progress in the exercise "{name}"', name=name)),
        [language.say(message("Question")), language.say(message("State")), language.say(message("Attempts"))],
        rows,
    )


def _solved_word(attempts: int, solved: bool) -> Message:
    if solved:
        return message("solved")
    return message("not yet solved") if attempts else message("not tried")


@table.register
def _(result: Progress, language: Language) -> Rendered:
    tried = [name for name in exercises_there() if any(id[:1] == EXERCISES[name] for id, _ in result.attempts)]
    return join([overview(result, language), *(details(result, name, language) for name in tried)])


@sentence.register
def _(result: Progress, language: Language) -> str:
    if result.fault is not None:
        return language.say(result.fault)
    ids = {each.id for name in exercises_there() for each in questions(name)}
    return language.say(
        counted(
            "{count} question of {all} is solved.",
            "{count} questions of {all} are solved.",
            len(result.solved & ids),
            all=len(ids),
        )
    )


@table.register
def _(result: ClassProgress, language: Language) -> Rendered:
    parts = [_questions(result, language)]
    wrong = [
        [each.id, _wrong(each.id, name, language), language.say(_how_often(learners, times))]
        for each in result.questions
        for name, learners, times in each.mistakes[:1]
    ]
    if wrong:
        parts.append(
            html_table(
                language.say(message("The commonest wrong answer to each question")),
                [
                    language.say(message("Question")),
                    language.say(message("What was probably overlooked")),
                    language.say(message("How often")),
                ],
                wrong,
                words=True,
            )
        )
    if result.signed:
        parts.append(_signed(result, language))
    if result.notes:
        parts.append(
            html_table(
                language.say(message("What was found in the files")),
                [language.say(message("Step")), language.say(message("What was found or decided"))],
                [[language.number(place), language.say(note)] for place, note in enumerate(result.notes, start=1)],
                words=True,
            )
        )
    return join(parts)


def _questions(result: ClassProgress, language: Language) -> Rendered:
    head = (message("Question"), message("Learners who tried"), message("Attempts"), message("Solved"))
    note = ""
    if result.few:
        note = language.say(
            message(
                "Fewer than {fewest} files without a name: whoever knows who handed in may recognise somebody. Show "
                "this to nobody else.",
                fewest=FEWEST,
            )
        )
    return html_table(
        language.say(message("Questions of the exercises")),
        list(map(language.say, head)),
        [
            [
                each.id,
                _of(each.tried, result.learners, language),
                language.number(each.attempts),
                _of(each.solved, result.learners, language),
            ]
            for each in result.questions
        ],
        note,
    )


def _signed(result: ClassProgress, language: Language) -> Rendered:
    rows = [
        [each.name, language.number(len(each.tried)), language.number(len(each.solved)), ", ".join(each.solved) or "–"]
        for each in result.signed
    ]
    head = (message("Name"), message("Questions tried"), message("Questions solved"), message("Which"))
    return html_table(language.say(message("Learners who signed")), list(map(language.say, head)), rows)


def _of(count: int, all: int, language: Language) -> str:
    return language.say(message("{count} of {all}", count=count, all=all))


def _how_often(learners: int, times: int) -> Message:
    if times == learners:
        return counted("by {count} learner", "by {count} learners", learners)
    return counted("by {count} learner, {times} times", "by {count} learners, {times} times", learners, times=times)


def _wrong(id: str, name: str, language: Language) -> str:
    """What a learner who made this mistake was asked, with the numbers of the demo network."""
    if name in MISTAKE:
        return language.say(MISTAKE[name])
    key = find(id).key(exercise(exercise_of(id)))
    return next(language.say(each.said) for each in key.mistakes if each.name == name)


@sentence.register
def _(result: ClassProgress, language: Language) -> str:
    said = [
        counted("{count} learner handed in a file.", "{count} learners handed in a file.", result.learners),
    ]
    tried = [each for each in result.questions if each.tried]
    if not tried:
        said.append(message("Nobody has tried a question yet."))
    elif (hardest := min(tried, key=_ease)).solved == hardest.tried:
        said.append(message("Whoever tried a question solved it."))
    elif len(tried) > 1:
        said.append(
            message(
                "The hardest question was {id}: tried by {tried}, solved by {solved}.",
                id=hardest.id,
                tried=hardest.tried,
                solved=hardest.solved,
            )
        )
    return " ".join(map(language.say, said))


def _ease(question: QuestionProgress) -> float:
    return question.solved / question.tried
