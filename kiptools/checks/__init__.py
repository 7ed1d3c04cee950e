"""Checks of the exercises: one small module for each training module, one function for each question.

>>> from kiptools.checks import ____, exercise, find
>>> find("E1")(____, exercise("evaluation")).outcome
'not attempted'
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from kiptools.checks.keys import Exercise, Question, Verdict, ____
from kiptools.messages import KipError, message

__all__ = [
    "EXERCISES",
    "Exercise",
    "Question",
    "Verdict",
    "____",
    "check",
    "exercise",
    "exercise_of",
    "find",
    "questions",
]

EXERCISES = {
    "evaluation": "E",
    "partner_network": "P",
    "survey_design": "D",
    "swot": "S",
    "learning_outcomes": "L",
    "audit": "A",
}
"""The exercises, in the order in which one would take them, and the letter with which their questions begin."""


def exercise(name: str, seed: int = 0) -> Any:
    """What the learner of an exercise is given.

    Parameters
    ----------
    name : str
        One of ``evaluation``, ``partner_network``, ``survey_design``, ``swot``, ``learning_outcomes``, ``audit``.
    seed : int
        0: the demo network as it is. Any other number: a variant of it, the same for the same number, with right
        answers of its own. (The audit is of a published report, which is the same for everybody.)

    Returns
    -------
    Exercise
        One of a class of its own, with the exercise's data.

    Raises
    ------
    KipError
        There is no such exercise, or the number is negative.

    Examples
    --------
    >>> exercise("evaluation").name
    'evaluation'
    """
    if name not in EXERCISES:
        raise KipError(
            message('There is no exercise "{name}"; choose one of {names}.', name=str(name), names=tuple(EXERCISES))
        )
    if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
        raise KipError(message('The seed is "{seed}"; give a whole number from 0 on.', seed=str(seed)))
    return import_module(f"kiptools.checks.{name}").variant(seed)


def questions(name: str) -> tuple[Question, ...]:
    """The questions of an exercise in their order."""
    found = vars(import_module(f"kiptools.checks.{name}")).values()
    return tuple(sorted((each for each in found if isinstance(each, Question)), key=lambda each: int(each.id[1:])))


def exercise_of(id: str) -> str:
    """The name of the exercise to which a question belongs."""
    names = [name for name, letter in EXERCISES.items() if str(id)[:1].upper() == letter]
    if names and any(each.id == str(id).upper() for each in questions(names[0])):
        return names[0]
    raise KipError(
        message(
            'There is no question "{id}"; give a letter of {letters} and its number, like E3.',
            id=str(id),
            letters=tuple(EXERCISES.values()),
        )
    )


def find(id: str) -> Question:
    """The question with this id.

    Raises
    ------
    KipError
        There is none.
    """
    return next(each for each in questions(exercise_of(id)) if each.id == str(id).upper())


def check(id: str, answer: object, given: Exercise | None = None) -> Verdict:
    """Check an answer in the variant that the learner was given; without one, in the demo network as it is."""
    name = exercise_of(id)
    return find(id)(answer, given if given is not None and given.name == name else exercise(name))
