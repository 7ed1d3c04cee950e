"""What may be shown of a few answers, so that nobody's answer can be recognised or worked out.

Nothing below five answers, counts without percentages below ten: statistical offices' practice for groups of
organisations (OECD glossary of statistical terms, "cell suppression"). Answers that are all the same tell what
everybody said, however many they are (group disclosure). And what is hidden must not follow from what is shown:
totals less the other groups, margins of a table, a second look at nearly the same partners.

Kept apart from whoever knows every number shown, all totals, these rules, and that counts are whole. Not from a
partner who knows the others' answers already, nor from somebody who runs these rules backwards ("another table
would have been hidden differently"; Wong et al. 2007, minimality attack).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

__all__ = [
    "FEWEST_FOR_PERCENT",
    "FEWEST_TO_COMPARE",
    "FEWEST_TO_SHOW",
    "may_compare",
    "may_show",
    "may_show_answers",
    "may_show_percent",
    "safe_groups",
    "safe_members",
    "show_groups",
    "suppress",
]

FEWEST_TO_SHOW = 5
FEWEST_FOR_PERCENT = 10
FEWEST_TO_COMPARE = 30


def may_show(answers: int) -> bool:
    """Whether counts of so many answers may be shown."""
    return answers >= FEWEST_TO_SHOW


def may_show_percent(answers: int) -> bool:
    """Whether so many answers bear percentages."""
    return answers >= FEWEST_FOR_PERCENT


def may_compare(answers: int) -> bool:
    """Whether so many answers bear a comparison of groups or a statement on reliability."""
    return answers >= FEWEST_TO_COMPARE


def may_show_answers(counts: Sequence[int]) -> bool:
    """Whether it may be shown how often each answer was given: by enough partners, who did not all say the same.

    Examples
    --------
    >>> may_show_answers((0, 1, 4)), may_show_answers((0, 0, 12)), may_show_answers((2, 2))
    (True, False, False)
    """
    return may_show(sum(counts)) and max(counts) < sum(counts)


def safe_groups(groups: Sequence[Sequence[int]], *, total_shown: bool = True) -> tuple[bool, ...]:
    """Which groups' answers may be shown: enough of them, not all the same, and none that gives a hidden one away.

    What all groups together answered, less the groups that are shown, is what the hidden ones answered together.
    So these must be two groups or more, with five answers or more that are not all the same; else the smallest
    group that is shown is hidden as well.

    Parameters
    ----------
    groups : sequence of sequence of int
        For each group, how often each answer was given (or: favourable, not favourable). The groups share out the
        respondents: those who belong to none are a group too.
    total_shown : bool
        Whether the answers of all groups together are shown as well.

    Returns
    -------
    tuple of bool
        False for an empty group: there is nothing to show.

    Examples
    --------
    >>> safe_groups([(4, 3), (6, 0), (9, 9), (1, 1)])  # all six of the second said the same, the last are two
    (True, False, True, False)
    >>> safe_groups([(4, 3), (6, 0), (9, 9)])  # the second is all less the others: the first is hidden as well
    (False, False, True)
    """
    shown = [may_show_answers(counts) for counts in groups]
    while total_shown and any(shown):
        hidden = [counts for counts, show in zip(groups, shown, strict=True) if not show and any(counts)]
        together = [sum(level) for level in zip(*hidden, strict=True)]
        if not hidden or (len(hidden) > 1 and may_show_answers(together)):
            break
        _hide_smallest(shown, [sum(counts) for counts in groups])
    return tuple(shown)


def safe_members(sizes: Sequence[int], *tables: Sequence[Sequence[int]]) -> tuple[bool, ...]:
    """Which groups may be shown whose members are known, as they are where partners say what they are.

    A group whose size may not be shown has no answers shown either; and that none of its members answered, or all
    did alike by any of the tables, is not told of a group, nor can it be worked out (`safe_groups`).

    Parameters
    ----------
    sizes : sequence of int
        Respondents in each group, whether they answered or not.
    *tables : sequence of sequence of int
        For each group how often each answer was given; one table for each way in which answers are shown.

    Returns
    -------
    tuple of bool

    Examples
    --------
    >>> safe_members((16, 14, 1), [(8, 8), (7, 7), (0, 0)])  # 30 answers of 31 would tell that the one has none
    (True, False, False)
    """
    silent = [(*counts, size - sum(counts)) for counts, size in zip(tables[0], sizes, strict=True)]
    rules = [safe_groups(counts) for counts in (*tables, silent)]
    return tuple(map(all, zip(show_groups(sizes), *rules, strict=True)))


def show_groups(counts: Sequence[int], known_total: bool = True, *, fewest: int = FEWEST_TO_SHOW) -> tuple[bool, ...]:
    """Which groups of partners may be shown with their size: none of one to four.

    If the groups add up to a total that is known, the hidden ones are two or more and together `fewest` or more,
    and not so many that one in each is all there can be; else the smallest other group is hidden as well. If no
    group of partners is left, empty ones are not shown either.

    Parameters
    ----------
    counts : sequence of int
    known_total : bool
    fewest : int
        The smallest group that may be shown.

    Returns
    -------
    tuple of bool

    Examples
    --------
    >>> show_groups((10, 9, 5, 0, 2))
    (True, True, False, True, False)
    """
    shown = [count == 0 or count >= fewest for count in counts]
    while known_total and not all(shown):
        hidden = [count for count, show in zip(counts, shown, strict=True) if not show]
        left = [count for count, show in zip(counts, shown, strict=True) if show and count]
        if not left:
            return (False,) * len(counts)
        if len(hidden) > 1 and sum(hidden) >= max(fewest, len(hidden) + 1):
            break
        _hide_smallest(shown, counts)
    return tuple(shown)


def _hide_smallest(shown: list[bool], sizes: Sequence[int]) -> None:
    places = [place for place, size in enumerate(sizes) if shown[place] and size]
    shown[min(places, key=lambda place: sizes[place])] = False


# --- tables --------------------------------------------------------------------------------------------


def suppress(table: Sequence[Sequence[int]] | np.ndarray, *, fewest: int = FEWEST_TO_SHOW) -> np.ndarray:
    """Which cells of a table of partners to hide, when the totals of its rows and columns are shown.

    Hidden are counts of one to `fewest` - 1, and further cells so that no hidden count follows from the totals and
    what is shown: each could be another whole number of zero or more, and the hidden cells of a row or column are
    together `fewest` or more. Rather few cells, then small ones, and empty ones last, because that nobody is there
    may be known.

    A row or column whose own total may not be shown (`show_groups` of the totals says which) is hidden with all its
    cells; whoever shows totals must hide that one. If all partners together are fewer than `fewest`, everything
    is hidden. That nobody is in a cell of a hidden row can follow, where a column has nobody in all hidden rows.

    For partners by two properties (sector, size). For what groups answered use `safe_groups`: it knows that
    answers which are all the same tell something.

    Parameters
    ----------
    table : sequence of sequence of int, or ndarray
        Whole numbers, zero or more.
    fewest : int
        The smallest count that may be shown: 5 for organisations, 10 for clients, never below 3.

    Returns
    -------
    ndarray of bool
        True where a cell is hidden.

    Raises
    ------
    ValueError
        The table is not two-dimensional or has a negative count, or `fewest` is below 3.

    References
    ----------
    Cox, L. H. (1980). Suppression methodology and statistical disclosure control. JASA 75, 377-385. Cycles of the
    table as paths in a network: Castro, J. (2012). Recent advances in optimization techniques for statistical
    tabular data protection. European Journal of Operational Research 216, 257-269.

    Examples
    --------
    >>> suppress([[12, 3, 10], [8, 9, 7]]).astype(int)  # the 3, and a rectangle around it
    array([[0, 1, 1],
           [0, 1, 1]])
    """
    counts = np.asarray(table)
    if counts.ndim != 2 or (counts < 0).any() or fewest < 3:
        raise ValueError(f"a table of counts, and fewest of 3 or more, are needed; not {table!r} and {fewest!r}")
    rows, columns = (np.array(show_groups(counts.sum(axis=axis).tolist(), fewest=fewest), bool) for axis in (1, 0))
    if counts.sum() < fewest:
        return np.ones(counts.shape, dtype=bool)
    needed = ((counts > 0) & (counts < fewest)) | ~rows[:, None] | ~columns
    hidden = needed.copy()
    while len(more := _cells_to_hide(counts, hidden, rows, columns, fewest)):
        hidden[tuple(more.T)] = True
    for row, column in sorted(np.argwhere(hidden & ~needed).tolist(), key=lambda cell: -counts[tuple(cell)]):
        hidden[row, column] = False  # was it needed, after all that was hidden later?
        hidden[row, column] = len(_cells_to_hide(counts, hidden, rows, columns, fewest))
    return hidden


def _cells_to_hide(
    counts: np.ndarray, hidden: np.ndarray, rows: np.ndarray, columns: np.ndarray, fewest: int
) -> np.ndarray:
    """Places of further cells that have to be hidden; none if no hidden count can be worked out."""
    for table, mask, lines in ((counts, hidden, rows), (counts.T, hidden.T, columns)):
        sums = np.where(mask, table, 0).sum(axis=1)
        for line in np.flatnonzero(lines & (sums > 0) & (sums < fewest)):
            place = (line, np.where(mask[line] | (table[line] == 0), np.inf, table[line]).argmin())
            return np.array([place if table is counts else place[::-1]])
    row, column = np.nonzero(hidden & (counts > 0))
    node = len(counts) + column
    arcs = np.isfinite(_arcs(counts, np.where(hidden, FREE, np.inf), rows, columns))
    free = _leads(arcs, node, row) | _leads(arcs, row, node)  # the cell may grow, or shrink
    if free.all():
        return np.empty((0, 2), dtype=int)
    return _cycle(counts, hidden, rows, columns, (row[~free][0], node[~free][0]))


FREE = 1e-6
"""The price of an arc that hides nothing; above zero, because about zero stands for no arc in scipy's graphs."""


def _arcs(counts: np.ndarray, prices: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Prices of moving one partner along the arcs of the table's network; inf where there is no arc.

    Nodes are rows, then columns, then one that joins the rows whose totals are hidden, then one for columns. From
    a row to a column a cell grows, back it shrinks; a cycle changes cells and keeps every total that is shown.
    """
    height, width = counts.shape
    arcs = np.full((height + width + 2,) * 2, np.inf)
    arcs[:height, height:-2] = prices
    arcs[height:-2, :height] = np.where(counts > 0, prices, np.inf).T
    arcs[-2, :height] = arcs[:height, -2] = np.where(rows, np.inf, FREE)
    arcs[-1, height:-2] = arcs[height:-2, -1] = np.where(columns, np.inf, FREE)
    return arcs


def _leads(arcs: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Whether a path leads from each start to its end, other than the arc between them."""
    each = np.arange(len(starts))
    reached = arcs[starts]
    reached[each, ends] = False
    while True:
        reached[each, starts] = False
        further = reached | (reached @ arcs)
        further[each, starts] = False
        if (further == reached).all():
            return reached[each, ends]
        reached = further


def _cycle(
    counts: np.ndarray, hidden: np.ndarray, rows: np.ndarray, columns: np.ndarray, arc: tuple[int, int]
) -> np.ndarray:
    """Places of the cells on the cheapest cycle through a cell: few, then small, and empty ones last."""
    from scipy.sparse.csgraph import dijkstra

    prices = np.where(counts > 0, 1 + counts / (counts.sum() + 1), counts.size + 1)
    arcs = _arcs(counts, np.where(hidden, FREE, prices), rows, columns)
    arcs[arc], arcs[arc[::-1]] = np.inf, np.inf
    lengths, before = dijkstra(arcs, indices=arc, return_predecessors=True)
    ends = arc[::-1]
    way = 0 if lengths[0, ends[0]] <= lengths[1, ends[1]] else 1
    if not np.isfinite(lengths[way, ends[way]]):
        return np.argwhere(~hidden)
    path = [ends[way]]
    while path[-1] != arc[way]:
        path.append(before[way, path[-1]])
    pairs = (sorted(pair) for pair in pairwise(path))
    cells = [(row, node - len(counts)) for row, node in pairs if row < len(counts) <= node < len(arcs) - 2]
    return np.array(cells)
