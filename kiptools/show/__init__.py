"""Results for people: `Show(lang)` turns any result into a table, a figure or a sentence.

The only place that knows language, rounding, HTML and matplotlib. Each kind of result has one function
in `tables`, `figures` and `sentences`; none of them computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from kiptools.language import Language
from kiptools.show.html import Rendered

__all__ = ["Rendered", "Show"]

_TOPICS: tuple[str, ...] = (
    "describe",
    "constructs",
    "groups",
    "nonresponse",
    "priorities",
    "methods",
    "sampling",
    "waves",
    "partners",
    "network",
    "gaps",
    "involvement",
    "relations",
    "actions",
    "concerns",
    "questionnaires",
    "critique",
    "experts",
    "pilot",
    "samples",
    "plan",
    "swot",
    "pairwise",
    "strategies",
    "tasks",
    "load",
    "outcomes",
    "programmes",
    "needs",
    "training",
    "canvas",
    "validation",
)
"""Modules of this package that teach `table`, `figure` and `sentence` further kinds of results."""


@dataclass(frozen=True)
class Show:
    """Shows results in one language.

    Parameters
    ----------
    lang : str
        Two letters, one of `kiptools.LANGUAGES`.

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

    def __post_init__(self) -> None:
        Language(self.lang)

    @cached_property
    def language(self) -> Language:
        return Language(self.lang)

    def table(self, result: object) -> Rendered:
        """The result as a table with a caption and scoped headings."""
        from kiptools.show.tables import table

        _load_topics()
        return table(result, self.language)

    def figure(self, result: object) -> Rendered:
        """The result as a drawing with alternative text and its data as a table."""
        from kiptools.show.figures import figure

        _load_topics()
        return figure(result, self.language)

    def sentence(self, result: object) -> Rendered:
        """What the result says, in one or two sentences that become more careful as answers get fewer."""
        from kiptools.show.html import paragraph
        from kiptools.show.sentences import sentence

        _load_topics()
        return paragraph(sentence(result, self.language))


def _load_topics() -> None:
    for topic in _TOPICS:
        import_module(f"kiptools.show.{topic}")
