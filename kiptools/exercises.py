"""The exercises: solved notebooks in the folder ``exercises``."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

from kiptools.checks import EXERCISES
from kiptools.editions import learner_edition, translate, with_parameters
from kiptools.messages import KipError, message
from kiptools.places import kit_path

__all__ = ["exercise_notebook", "learner_notebook"]


def exercise_notebook(name: str, lang: str = "en") -> NotebookNode:
    """The solved notebook of an exercise with its prose in a language.

    Raises
    ------
    KipError
        There is no such exercise.
    """
    path = kit_path("exercises", f"{name}.ipynb")
    if name not in EXERCISES or not path.is_file():
        raise KipError(
            message('There is no exercise "{name}"; choose one of {names}.', name=name, names=tuple(EXERCISES))
        )
    notebook = translate(nbformat.read(path, as_version=4), name, lang, "exercises")
    return with_parameters(notebook, lang=lang)


def learner_notebook(name: str, lang: str = "en", seed: int = 0) -> NotebookNode:
    """An exercise as a learner gets it, in a language, with the variant of a seed."""
    return with_parameters(learner_edition(exercise_notebook(name, lang)), seed=seed)
