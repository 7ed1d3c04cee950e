"""For whom a question is, in words that stand on paper or in an instruction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate

from kiptools.codebook import Codebook, Item
from kiptools.messages import Message, message, visible

__all__ = ["condition_in_words"]

_CONDITION = re.compile(
    r"\$\{(?P<name>[^{}]+)\}\s*(?P<sign>!?=)\s*(?P<quote>['\"])(?P<code>[^'\"]*)(?P=quote)"
    r"|selected\(\s*\$\{(?P<one_of>[^{}]+)\}\s*,\s*(?P<mark>['\"])(?P<option>[^'\"]*)(?P=mark)\s*\)"
)


def condition_in_words(codebook: Codebook, condition: str, language: str, numbers: Mapping[str, int]) -> Message | None:
    """A condition that asks for answers to one question, as a sentence; None for any other.

    Parameters
    ----------
    codebook : Codebook
    condition : str
        As XLSForm writes it.
    language : str
        In which the answers are worded.
    numbers : mapping of str to int
        The number under which a question stands, by its item's name.

    Returns
    -------
    Message or None
    """
    found = _answers_asked_for(codebook, condition)
    if found is None:
        return None
    asked, unlike, codes = found
    words = {choice.name: visible(choice.wording.in_language(language)) or choice.name for choice in asked.choices}
    number, answers = str(numbers[asked.name]), tuple(words[code] for code in codes)
    if unlike:
        return message('Only if your answer to question {number} is not "{answer}".', number=number, answer=answers[0])
    if len(answers) == 1:
        return message('Only if you answered "{answer}" to question {number}.', number=number, answer=answers[0])
    return message(
        "Only if you gave one of these answers to question {number}: {answers}.", number=number, answers=answers
    )


def _answers_asked_for(codebook: Codebook, condition: str) -> tuple[Item, bool, list[str]] | None:
    """The question, whether its answer must be another one, and the answers; None where it is not as simple."""
    items = {item.name: item for item in codebook.items}
    parts = [
        _CONDITION.fullmatch(_without_brackets(part)) for part in re.split(r"\bor\b", _without_brackets(condition))
    ]
    names = {part["name"] or part["one_of"] for part in parts if part}
    asked = items.get(next(iter(names)).strip()) if len(names) == 1 else None
    if None in parts or asked is None:
        return None
    codes = [part["code"] if part["name"] else part["option"] for part in parts if part]
    unlike = any(part["sign"] == "!=" for part in parts if part)
    if not set(codes) <= {choice.name for choice in asked.choices} or (unlike and len(parts) > 1):
        return None
    return asked, unlike, codes


def _without_brackets(condition: str) -> str:
    """A condition without brackets around the whole of it."""
    text = condition.strip()
    while text.startswith("(") and text.endswith(")"):
        depths = list(accumulate((sign == "(") - (sign == ")") for sign in text))
        if 0 in depths[:-1]:
            break
        text = text[1:-1].strip()
    return text
