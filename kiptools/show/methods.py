"""The methods appendix for people: what was done, what is still to be told, formulas and sources, versions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from kiptools.formulas import Formulas
from kiptools.language import Language
from kiptools.messages import Message, counted, message
from kiptools.methods import LISTS, MethodsAppendix, Provenance, Told
from kiptools.show.html import Rendered, join
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import HIDDEN, table

__all__: list[str] = []

LONGEST_LINE = 24
"""Signs of a formula that may not be broken: a longer one would leave no room for what it computes."""


@table.register
def _(result: MethodsAppendix, language: Language) -> Rendered:
    """What was done, what is still to be told, formulas and sources; not the versions (`Provenance`)."""
    parts = []
    if result.answered:
        parts.append(_answered(result.answered, language))
    if result.asked:
        parts.append(_asked(result.asked, language))
    if result.methods:
        parts.append(_methods(result, language))
    return join(parts)


@sentence.register
def _(result: MethodsAppendix, language: Language) -> str:
    return language.say(
        counted(
            "Of {all} questions that a reader may have about how a survey was done, {answered} are answered here; "
            "{count} is open.",
            "Of {all} questions that a reader may have about how a survey was done, {answered} are answered here; "
            "{count} are open.",
            len(result.asked),
            all=len(result.told),
            answered=len(result.answered),
        )
    )


def _answered(told: Sequence[Told], language: Language) -> Rendered:
    """Each question with what is known, and whether the kit or people say so."""
    rows = []
    for each in told:
        known = [_say(said, language) for said in each.known]
        by = [message("The kit")] * bool(each.known) + [message("The authors")] * bool(each.given)
        rows.append(
            [language.say(each.question.text), " ".join([*known, *each.given]), " / ".join(map(language.say, by))]
        )
    head = [message("Question"), message("Answer"), message("Who says so")]
    return html_table(language.say(message("What was done")), list(map(language.say, head)), rows, words=True)


def _asked(told: Sequence[Told], language: Language) -> Rendered:
    rows = [[language.say(each.question.text), ", ".join(each.question.lists), each.question.key] for each in told]
    head = [message("Question"), message("Asked by"), message("Key in the file of facts")]
    note = message(
        "These questions come from two lists of what a report on a survey should tell. {cherries} {aapor}",
        cherries=LISTS["CHERRIES"],
        aapor=LISTS["AAPOR"],
    )
    return html_table(
        language.say(message("What you should still tell the reader")),
        list(map(language.say, head)),
        rows,
        language.say(note),
        words=True,
    )


def _methods(result: MethodsAppendix | Formulas, language: Language) -> Rendered:
    """Formulas with the numbers of their sources, and the sources by number: several share one."""
    sources = list(dict.fromkeys(source for method in result.methods for source in method.sources))
    rows = [
        [
            method.name,
            language.say(method.says),
            "; ".join(map(_unbroken, method.formulas)),
            ", ".join(str(sources.index(source) + 1) for source in method.sources),
        ]
        for method in result.methods
    ]
    head = [message("Analysis"), message("What it computes"), message("Formulas"), message("Sources")]
    formulas = html_table(language.say(message("Formulas")), list(map(language.say, head)), rows, words=True)
    cited = html_table(
        language.say(message("Sources")),
        [language.say(message("No.")), language.say(message("Source"))],
        [[str(number), source] for number, source in enumerate(sources, start=1)],
        words=True,
    )
    return join([formulas, cited] if sources else [formulas])


def _unbroken(formula: str) -> str:
    """A formula on one line, if it is not too long for that."""
    return formula.replace(" ", "\u00a0") if len(formula) <= LONGEST_LINE else formula


@table.register
def _(result: Formulas, language: Language) -> Rendered:
    return _methods(result, language)


def _say(said: Message, language: Language) -> str:
    """A message whose fractions are shares."""
    values = (
        (name, language.percent(float(value)) if isinstance(value, Fraction) else value) for name, value in said.values
    )
    return language.say(Message(said.template, said.plural, tuple(values)))


@table.register
def _(result: Provenance, language: Language) -> Rendered:
    """Versions, checksums, parameters and seed: what is needed to compute the same numbers again."""
    sums = [
        (language.say(message("Answers and codebook")), result.fingerprint),
        *((language.say(message("File {file}", file=name)), mark) for name, mark in result.files),
    ]
    rows = [list(each) for each in result.versions]
    rows += [[name, HIDDEN if mark is None else f"SHA-256 {mark}"] for name, mark in sums]
    rows += [[language.say(message("Setting {name}", name=name)), value] for name, value in result.parameters]
    if result.seed is not None:
        rows.append([language.say(message("Where random numbers begin")), str(result.seed)])
    hidden = message(
        "{sign} No checksum of so few answers is shown, because the answers could be found by trying until it fits.",
        sign=HIDDEN,
    )
    return html_table(
        language.say(message("Versions and data")),
        [language.say(message("What")), language.say(message("Value"))],
        rows,
        language.say(hidden) if result.fingerprint is None else "",
        words=True,
    )


@sentence.register
def _(result: Provenance, language: Language) -> str:
    return language.say(message("With the same files, settings and versions, the same numbers come out again."))
