"""From how many answers on something may be shown, so that nobody's answer can be recognised.

The thresholds follow statistical offices' practice for groups of organisations: nothing below five
answers, counts without percentages below ten (OECD glossary of statistical terms, "cell suppression").
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["FEWEST_FOR_PERCENT", "FEWEST_TO_SHOW", "may_show", "may_show_percent", "show_groups"]

FEWEST_TO_SHOW = 5
FEWEST_FOR_PERCENT = 10


def may_show(answers: int) -> bool:
    """Whether counts of so many answers may be shown."""
    return answers >= FEWEST_TO_SHOW


def may_show_percent(answers: int) -> bool:
    """Whether so many answers bear percentages."""
    return answers >= FEWEST_FOR_PERCENT


def show_groups(counts: Sequence[int], *, known_total: bool) -> tuple[bool, ...]:
    """Which groups of partners may be shown with their size: none of one to four.

    If a single group is hidden and the groups add up to a total that is known, the smallest other group
    is hidden as well, because the hidden one could be worked out by subtraction.

    Examples
    --------
    >>> show_groups((10, 9, 5, 0, 2), known_total=True)
    (True, True, False, True, False)
    """
    shown = [count == 0 or may_show(count) for count in counts]
    if known_total and shown.count(False) == 1:
        others = [place for place, count in enumerate(counts) if shown[place] and count]
        if others:
            shown[min(others, key=lambda place: counts[place])] = False
    return tuple(shown)
