"""Why an answer is missing."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Missing"]


class Missing(IntEnum):
    """Why an answer is missing: the negative codes of the matrix of answers.

    `NOT_SHOWN`: the form did not ask. `LEFT_EMPTY`: it asked, and nothing was answered.
    `NOT_APPLICABLE`: an answer that is none ("does not apply", "don't know"). `BROKEN_OFF`: the
    respondent had stopped before.
    """

    NOT_SHOWN = -1
    LEFT_EMPTY = -2
    NOT_APPLICABLE = -3
    BROKEN_OFF = -4
