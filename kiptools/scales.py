"""Answer scales that are in use, in five languages (``answer_scales.csv``), recognised by their levels' wordings."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kiptools.codebook import Choice, Item, Scale, Wording
from kiptools.tables import fold

__all__ = ["ScaleMatch", "in_known_order", "recognise_scale", "says_nothing"]

# Of each level its score and its wordings, folded and as written.
Levels = list[tuple[str, list[tuple[str, str]]]]
_NEUTRAL = re.compile(r" \((neutral|neutre|neutro|neutrale|neutralno)\)\Z")  # an addition to the middle level


@dataclass(frozen=True)
class ScaleMatch:
    """A scale of the dictionary that a column's answers belong to.

    Parameters
    ----------
    scale : str
        Its name in the dictionary.
    choices : tuple of Choice
        All its levels, lowest first, worded as in the column where the column has them; then the
        column's answers that are none ("don't know").
    unseen : tuple of str
        Levels that nobody chose.
    rivals : tuple of str
        Other scales with as many levels that the answers fit in another order or place.
    """

    scale: str
    choices: tuple[Choice, ...]
    unseen: tuple[str, ...]
    rivals: tuple[str, ...]


def says_nothing(text: str) -> bool:
    """Whether an answer is none in one of the languages: "does not apply", "ne sais pas".

    Examples
    --------
    >>> says_nothing("Don't know"), says_nothing("No")
    (True, False)
    """
    return fold(text) in _dictionary()[1]


def recognise_scale(values: Sequence[str], usual: Counter[str] | None = None) -> ScaleMatch | None:
    """The known scale that contains all the answers, in one language.

    Of several, the one most usual in the file (nobody may have chosen the middle here, as elsewhere they
    did), then the one with the fewest levels.

    Parameters
    ----------
    values : sequence of str
        The distinct answers.
    usual : Counter of str, optional
        How often each scale was recognised in the file.

    Returns
    -------
    ScaleMatch or None
        None if no scale contains them, or fewer than two levels were chosen.

    Examples
    --------
    >>> recognise_scale(["Plutôt d'accord", "Tout à fait d'accord", "Pas du tout d'accord"]).unseen
    ("Plutôt pas d'accord",)
    """
    scales, no_answers = _dictionary()
    seen = {_NEUTRAL.sub("", fold(value)): value for value in values}
    no_levels = [value for folded, value in seen.items() if folded in no_answers]
    levels = {folded for folded in seen if folded not in no_answers}
    if len(levels) < 2:
        return None
    fits = [
        (len(words), name, words) for (name, language), words in scales.items() if levels <= _levels()[name, language]
    ]
    if not fits:
        return None
    size, name, words = min(fits, key=lambda fit: (-(usual or Counter())[fit[1]], fit[0]))
    choices, unseen = [], []
    for score, level in words:
        observed = [seen[folded] for folded, _ in level if folded in seen]
        if len(observed) > 1:
            return None  # two wordings of one level in one column: a person must say
        if not observed:
            unseen.append(level[0][1])
        choices.append(Choice(score, Wording((("", observed[0] if observed else level[0][1]),)), float(score)))
    choices.extend(
        Choice(f"none{place}", Wording((("", value),)), missing=True) for place, value in enumerate(no_levels, start=1)
    )
    rivals = {
        other
        for other_size, other, other_words in fits
        if other_size == size and other != name and _places(levels, other_words) != _places(levels, words)
    }
    return ScaleMatch(name, tuple(choices), tuple(unseen), tuple(sorted(rivals)))


@cache
def _levels() -> Mapping[tuple[str, str], frozenset[str]]:
    """Scale and language -> the folded wordings of all its levels."""
    return {key: frozenset(text for _, level in words for text, _ in level) for key, words in _dictionary()[0].items()}


def _places(levels: set[str], words: Levels) -> dict[str, int]:
    return {folded: place for place, (_, level) in enumerate(words) for folded, _ in level if folded in levels}


@cache
def _dictionary() -> tuple[Mapping[tuple[str, str], Levels], frozenset[str]]:
    """Scale and language -> its levels, lowest first; and the answers that are none."""
    scales: dict[tuple[str, str], Levels] = {}
    none: set[str] = set()
    with (Path(__file__).parent / "answer_scales.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, score = row.pop("scale"), row.pop("score")
            for language, cell in row.items():
                words = cell.split("|")
                if score:
                    scales.setdefault((name, language), []).append((score, [(fold(word), word) for word in words]))
                else:
                    none.update(map(fold, words))
    return scales, frozenset(none)


def in_known_order(item: Item) -> Item:
    """With the scores of a usual scale, where the form lists the answers in its order without saying so."""
    if item.type != "select_one" or item.scale is None or item.ordered or item.other or not item.levels:
        return item
    for language in dict.fromkeys(code for choice in item.choices for code, _ in choice.wording.texts):
        labels = [choice.wording.in_language(language) for choice in item.levels]
        match = recognise_scale(labels)
        if match is None or match.unseen:
            continue
        order = [choice.wording.in_language("") for choice in match.choices if not choice.missing]
        if [label for label in labels if label in order] not in (order, order[::-1]):
            continue
        scores = {choice.wording.in_language(""): choice.score for choice in match.choices}
        choices = [
            replace(choice, score=score, missing=choice.missing or score is None)
            for choice in item.choices
            for score in [scores.get(choice.wording.in_language(language))]
        ]
        choices.sort(key=lambda choice: (choice.score is None, choice.score or 0.0))
        return replace(item, scale=Scale(item.scale.name, tuple(choices)))
    return item
