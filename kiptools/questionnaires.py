"""A first questionnaire out of the item bank.

The bank is the kit's own and open (CC BY 4.0): eight topics with four statements each, every statement asked about
twice (how far it holds, how important it is), in five languages. It is an XLSForm like every questionnaire of the kit
(``data/items``), so that whoever knows one can read and extend it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from kiptools.codebook import Codebook, check_language, read_xlsform, with_wordings
from kiptools.critique import with_minutes
from kiptools.messages import KipError, message
from kiptools.places import kit_path

__all__ = ["draft_questionnaire", "item_bank", "only_languages"]

IMPORTANCE_NOTE = "twice"
"""The bank's note that says that every statement is asked about twice."""


@cache
def item_bank() -> Codebook:
    """The kit's item bank.

    Parameters
    ----------
    None

    Returns
    -------
    Codebook
        Eight constructs, each with a definition; four statements each, with the roles `experience` and `importance`;
        questions about the respondent, open questions, an introduction and thanks.

    Examples
    --------
    >>> [construct.name for construct in item_bank().constructs][:3]
    ['purpose', 'governance', 'leadership']
    """
    return read_xlsform(kit_path("data", "items"))


def draft_questionnaire(
    constructs: Iterable[str] | None = None, *, importance: bool = True, languages: Iterable[str] | None = None
) -> Codebook:
    """A questionnaire with the bank's statements on the chosen topics, to be edited.

    Parameters
    ----------
    constructs : iterable of str or None
        Names of the bank's constructs, in the order in which to ask about them; None for all.
    importance : bool
        Whether to ask of each statement how important it is as well.
    languages : iterable of str or None
        Codes of the languages to keep, the first one first; None for all five.

    Returns
    -------
    Codebook
        `write_codebook` writes it as an XLSForm.

    Raises
    ------
    KipError
        A construct or language that the bank does not have.

    Examples
    --------
    >>> draft = draft_questionnaire(["trust", "results"], importance=False, languages=["fr", "en"])
    >>> len(draft.select(role="experience")), draft.languages, draft.title.in_language("fr")
    (8, ('fr', 'en'), 'Enquête sur le partenariat')
    """
    bank = item_bank()
    known = {construct.name: construct for construct in bank.constructs}
    chosen = list(dict.fromkeys(known if constructs is None else constructs))
    for name in chosen:
        if name not in known:
            raise KipError(
                message('The item bank has no topic "{name}"; it has {names}.', name=name, names=tuple(known))
            )
    first = min(place for place, item in enumerate(bank.items) if item.construct)
    last = max(place for place, item in enumerate(bank.items) if item.construct)
    statements = [
        item
        for name in chosen
        for item in bank.items
        if item.construct == name and (importance or item.role != "importance")
    ]
    items = (*bank.items[:first], *statements, *bank.items[last + 1 :])
    names = {item.name for item in items} | {""}
    # A note that stands before a statement which is left out stands before the first statement that is not.
    notes = tuple(
        note if note.before in names else replace(note, before=items[first].name)
        for note in bank.notes
        if importance or note.name != IMPORTANCE_NOTE
    )
    draft = replace(bank, items=items, constructs=tuple(known[name] for name in chosen), notes=notes)
    return with_minutes(draft if languages is None else only_languages(draft, languages))


def only_languages(codebook: Codebook, languages: Iterable[str]) -> Codebook:
    """The questionnaire in some of its languages, the first one first.

    Parameters
    ----------
    codebook : Codebook
    languages : iterable of str
        Codes of languages that it has.

    Returns
    -------
    Codebook

    Raises
    ------
    KipError
        It does not have that language.
    """
    wanted = tuple(dict.fromkeys(languages))
    for code in wanted:
        check_language(codebook, code)
    return with_wordings(codebook, lambda wording: wording.only(wanted))
