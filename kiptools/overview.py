"""What a file holds, before anybody analyses it: questions by type, answer scales, what is missing and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from kiptools.codebook import DATES, NUMBERS, Scale
from kiptools.messages import Message
from kiptools.missing import Missing
from kiptools.responses import Responses, matrix_columns

__all__ = ["MissingAnswers", "Overview", "ScaleUse", "look_over"]

KINDS = ("rated", "select_one", "select_multiple", "number", "date", "text", "ignored")


@dataclass(frozen=True)
class ScaleUse:
    """A list of answers, and how many questions use it."""

    scale: Scale
    questions: int
    ordered: bool


@dataclass(frozen=True)
class MissingAnswers:
    """How many answers to closed questions are missing for one reason.

    Parameters
    ----------
    kind : Missing
    answers : int
    questions : int
        How many closed questions it happens in.
    inferred : int
        Of these, how many of which neither file nor codebook tells the reason.
    """

    kind: Missing
    answers: int
    questions: int
    inferred: int


@dataclass(frozen=True)
class Overview:
    """What a file holds.

    Parameters
    ----------
    respondents : int
    kinds : tuple of (str, int)
        How many questions there are of each of `KINDS`; "rated" are those with a favourable side.
    scales : tuple of ScaleUse
        The lists of answers of questions with one answer, in the codebook's order.
    closed : int
        How many questions have a list of answers.
    missing : tuple of MissingAnswers
        For each kind that occurs.
    notes, to_decide : tuple of Message
        What was decided while reading; what a person should decide.
    """

    respondents: int
    kinds: tuple[tuple[str, int], ...]
    scales: tuple[ScaleUse, ...]
    closed: int
    missing: tuple[MissingAnswers, ...]
    notes: tuple[Message, ...]
    to_decide: tuple[Message, ...]


def look_over(responses: Responses) -> Overview:
    """Count what a file holds.

    Parameters
    ----------
    responses : Responses

    Returns
    -------
    Overview

    Examples
    --------
    >>> from kiptools import read_responses
    >>> dict(look_over(read_responses()).kinds)["rated"]
    64
    """
    items = [item for item in responses.codebook.items if item.role != "ignore"]
    kinds = Counter(
        "rated"
        if item.rated
        else item.type
        if item.closed
        else "number"
        if item.type in NUMBERS
        else "date"
        if item.type in DATES
        else "text"
        for item in items
    )
    kinds["ignored"] = len(responses.codebook.items) - len(items)
    lists = Counter(item.scale.choices for item in items if item.type == "select_one" and item.scale)
    scales = {item.scale.choices: item.scale for item in items if item.scale}
    closed = [item for item in items if item.closed]
    missing = []
    counts = {
        item.name: np.bincount(np.maximum(-responses.column(matrix_columns(item)[0]), 0).astype(np.intp), minlength=5)
        for item in closed
    }
    for kind in sorted(Missing, reverse=True):
        having = [item.name for item in closed if counts[item.name][-kind]]
        if having and not responses.withheld:  # else it tells of those few who were left out
            answers = sum(int(counts[name][-kind]) for name in having)
            unsure = len(set(having) & responses.inferred) * (kind != Missing.NOT_APPLICABLE)
            if kind == Missing.BROKEN_OFF:
                unsure = len(having) * responses.breaks_inferred
            missing.append(MissingAnswers(kind, answers, len(having), unsure))
    return Overview(
        len(responses),
        tuple((kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        tuple(ScaleUse(scales[each], questions, scales[each].ordered) for each, questions in lists.items()),
        len(closed),
        tuple(missing),
        responses.notes,
        responses.to_decide,
    )
