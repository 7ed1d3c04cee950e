"""From how many answers on something may be shown, so that nobody's answer can be recognised.

The thresholds follow statistical offices' practice for groups of organisations: nothing below five
answers, counts without percentages below ten (OECD glossary of statistical terms, "cell suppression").
"""

from __future__ import annotations

__all__ = ["FEWEST_FOR_PERCENT", "FEWEST_TO_SHOW", "may_show", "may_show_percent"]

FEWEST_TO_SHOW = 5
FEWEST_FOR_PERCENT = 10


def may_show(answers: int) -> bool:
    """Whether counts of so many answers may be shown."""
    return answers >= FEWEST_TO_SHOW


def may_show_percent(answers: int) -> bool:
    """Whether so many answers bear percentages."""
    return answers >= FEWEST_FOR_PERCENT
