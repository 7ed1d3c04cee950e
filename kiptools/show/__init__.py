"""Results for people: `Show(lang)` turns any result into a table, a figure or a sentence.

The only place that knows language, rounding, HTML and matplotlib. Each kind of result has one function
in `tables`, `figures` and `sentences`; none of them computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kiptools.language import Language
from kiptools.show.html import Rendered

if TYPE_CHECKING:
    from kiptools.checks import Exercise

__all__ = ["Rendered", "Show"]


@dataclass(frozen=True)
class Show:
    """Shows results in one language.

    Parameters
    ----------
    lang : str
        Two letters, one of `kiptools.LANGUAGES`.
    exercise : Exercise, optional
        What a learner was given (`kiptools.exercise`): answers are checked in that variant.

    Raises
    ------
    KipError
        The kit does not speak that language.

    Examples
    --------
    >>> import kiptools as kip
    >>> show = kip.Show("fr")
    >>> said = show.sentence(kip.distribution(kip.read_responses(), "organisation_type"))
    >>> print(said.text.replace("\\u00a0", " "))
    Réponse la plus fréquente : « Employeur » (10 partenaires sur 31).
    """

    lang: str = "en"
    exercise: Exercise | None = None

    def __post_init__(self) -> None:
        Language(self.lang)

    @cached_property
    def language(self) -> Language:
        return Language(self.lang)

    def table(self, result: object) -> Rendered:
        """The result as a table with a caption and scoped headings."""
        from kiptools.show.tables import table

        return table(result, self.language)

    def figure(self, result: object) -> Rendered:
        """The result as a drawing with alternative text and its data as a table."""
        from kiptools.show.figures import figure

        return figure(result, self.language)

    def sentence(self, result: object) -> Rendered:
        """What the result says, in one or two sentences that become more careful as answers get fewer."""
        from kiptools.show.html import paragraph
        from kiptools.show.sentences import sentence

        return paragraph(sentence(result, self.language))

    def check(self, question: str, answer: object) -> Rendered:
        """Whether an answer is right, and if not, what was probably overlooked; the attempt counts as progress.

        Parameters
        ----------
        question : str
            E.g. ``E3``.
        answer : object
            The learner's answer, by whatever route it was found.
        """
        from kiptools.checks import check
        from kiptools.progress import record
        from kiptools.show.feedback import answered

        verdict = check(question, answer, self.exercise)
        return answered(verdict, record(verdict), self.language)

    def hint(self, question: str) -> Rendered:
        """Up to three hints, each more direct than the one before, then the solution; one opens after the other."""
        from kiptools.show.feedback import hints

        return hints(question, self.exercise, self.language)

    def explain_errors(self) -> None:
        """From now on, Python's commonest messages in this notebook are followed by what they usually mean."""
        from kiptools.show.errors import explain_errors

        explain_errors(self.language)
