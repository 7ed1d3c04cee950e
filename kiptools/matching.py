"""Which column belongs to which question, and which text is which answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from kiptools.cells import whole_number
from kiptools.codebook import OTHER, Codebook, Item
from kiptools.exports.columns import without_code
from kiptools.exports.limesurvey import OTHER_CODE, answer_codes, limesurvey_codes
from kiptools.missing import Missing
from kiptools.tables import Column, fold

__all__ = [
    "OWN",
    "Find",
    "Meant",
    "aliases",
    "either",
    "finders",
    "headings",
    "in_our_codes",
    "limesurvey_headings",
    "limesurvey_names",
    "limesurvey_notes",
    "own_answer",
    "written_beside",
]

Find = Callable[[str], "int | None"]
Meant = tuple[tuple[str, str], ...]
OWN = "/text"
"""Stands for the column beside a question that holds what respondents wrote under "other"."""
_OTHER_CODES = (OTHER_CODE,)


def headings(codebook: Codebook) -> dict[str, Meant]:
    """Every heading a column may carry, folded -> the items (and options) it may mean."""
    by_name: dict[str, Meant] = {}
    by_label: dict[str, set[tuple[str, str]]] = {}
    for item in codebook.items:
        stems = [item.name, *filter(None, [item.heading]), *(text for _, text in item.wording.texts)]
        for stem in stems:
            by_label.setdefault(fold(stem), set()).add((item.name, ""))
            if item.other:
                by_label.setdefault(fold(stem) + OWN, set()).add((item.name, OWN))
        if item.type == "select_multiple":
            for choice in item.choices:
                for stem in stems:
                    for option in (choice.name, *(text for _, text in choice.wording.texts)):
                        for form in ("{}/{}", "{}[{}]", "{} [{}]", "{}.{}"):
                            by_label.setdefault(fold(form.format(stem, option)), set()).add((item.name, choice.name))
    for item in codebook.items:
        for name in filter(None, (item.heading, item.name)):
            by_name[fold(name)] = ((item.name, ""),)
            if item.other:
                by_name[fold(name) + OWN] = ((item.name, OWN),)
            for choice in item.choices if item.type == "select_multiple" else ():
                by_name.setdefault(fold(f"{name}/{choice.name}"), ((item.name, choice.name),))
    return {**{heading: tuple(sorted(items)) for heading, items in by_label.items()}, **by_name}


def limesurvey_headings(codebook: Codebook) -> dict[str, Meant]:
    """The headings, folded, under which LimeSurvey exports a questionnaire that was made for it out of the codebook."""
    found: dict[str, Meant] = {}
    places = limesurvey_codes(codebook).places
    for item in codebook.items:
        code, part = places[item.name]
        for glue in "/_" if part else "/":
            found[fold(code + glue * bool(part) + part)] = ((item.name, ""),)
        if item.other:
            found[fold(code) + OWN] = ((item.name, OWN),)
        if item.type == "select_multiple":
            for choice, option in answer_codes(item):
                found[fold(f"{code}/{option}")] = ((item.name, choice.name),)
    return found


def limesurvey_names(codebook: Codebook) -> list[tuple[str, str]]:
    """Each item's name and the code of its question in LimeSurvey, folded."""
    return [(fold(name), fold(code)) for name, (code, _) in limesurvey_codes(codebook).places.items()]


def limesurvey_notes(codebook: Codebook) -> set[str]:
    """The headings, folded, of the texts that such a questionnaire shows between its questions."""
    notes = limesurvey_codes(codebook).notes
    return {fold(text) for note, code in notes for text in (code, *(text for _, text in note.wording.texts))}


def in_our_codes(item: Item, column: Column) -> Column:
    """A question's column with the codebook's codes in place of LimeSurvey's."""
    ours = {fold(whole_number(code)): choice.name for choice, code in answer_codes(item)}
    values = tuple(ours.get(fold(whole_number(value)), value) for value in column.values)
    return replace(column, values=values)


def aliases(column: Column, beside: Collection[tuple[str, str]] = ()) -> Iterator[str]:
    """What a column may be called, folded, the surest first.

    `beside` are the options that have a column for what respondents wrote (see `written_beside`).
    """
    heading = column.heading
    stems = [stem for stem in (heading.code, heading.question) if stem]
    if heading.own:
        for stem in stems:
            yield fold(stem) + OWN
    yield fold(column.name)
    if heading.own:
        return
    if heading.part or heading.part_code:
        for stem in stems:
            for option in filter(None, (heading.part_code, heading.part)):
                yield fold(f"{stem}/{option}")
                yield fold(f"{stem}_{option}")
    else:
        yield from map(fold, stems)
    yield fold(without_code(column.name))
    if (fold(heading.code or heading.question), heading.part_code) in beside:
        for stem in stems:
            yield fold(f"{stem}/{OTHER.name}")
    if heading.part:
        yield fold(heading.part)  # a statement in a grid may be the question


def written_beside(columns: Iterable[Column]) -> set[tuple[str, str]]:
    """The questions and codes of the options beside which respondents could write."""
    return {
        (fold(column.heading.code or column.heading.question), column.heading.part_code)
        for column in columns
        if column.heading.own and column.heading.part_code
    }


def finders(item: Item) -> tuple[Find, Find]:
    """Code -> level, and label in any language -> level; `Missing.NOT_APPLICABLE` for answers that are none."""
    levels = {level.name: index for index, level in enumerate(item.levels)}
    exact: dict[str, int] = {}
    by_code: dict[str, int] = {}
    by_label: dict[str, int] = {}
    unclear: set[str] = set()
    for choice in item.choices:
        place = Missing.NOT_APPLICABLE if choice.missing else levels[choice.name]
        exact[choice.name] = by_code[fold(whole_number(choice.name))] = place
        for _, text in choice.wording.texts:
            if by_label.setdefault(fold(whole_number(text)), place) != place:
                unclear.add(fold(whole_number(text)))
    if item.other:
        for code in _OTHER_CODES:
            by_code.setdefault(fold(code), own_answer(item))
    for text in unclear:  # the same words for two answers, in two languages: no guess
        del by_label[text]
    return (lambda text: exact.get(text, by_code.get(fold(whole_number(text))))), (
        lambda text: by_label.get(fold(whole_number(text)))
    )


def either(item: Item) -> Find:
    """A code or, if it is none, a label."""
    by_code, by_label = finders(item)

    def find(text: str) -> int | None:
        found = by_code(text)
        return by_label(text) if found is None else found

    return find


def own_answer(item: Item) -> int:
    """The level "other" of an item that has it."""
    return [level.name for level in item.levels].index(OTHER.name)
