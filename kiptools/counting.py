"""The passes over coded answers that tables, weighted estimates and reliability are made of.

Answers are small whole numbers, column by column in memory, so that counting them is a matter of memory speed. All
counts here are whole numbers and exact; what is weighted is summed in double precision. numpy only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kiptools.missing import Missing

__all__ = ["KINDS", "count_cells", "count_codes", "covariance"]

KINDS = -min(Missing)
"""How many codes below zero there are: a table of counts begins with the lowest of them."""

FEW_LEVELS = 16
"""Up to so many levels, comparing the column with each of them is faster than looking every answer up."""

BLOCK = 1 << 15
"""Rows that are multiplied at a time; 40 columns of them stay in the processor's cache."""


def count_codes(codes: np.ndarray, levels: int) -> np.ndarray:
    """How often each code occurs in a column.

    Parameters
    ----------
    codes : ndarray of int8 or int16
        From ``-KINDS`` to ``levels - 1``.
    levels : int

    Returns
    -------
    ndarray of int, shape (KINDS + levels,)
        The kinds of missing first, lowest code first, then the levels.

    Examples
    --------
    >>> count_codes(np.array([0, 2, 2, -1], dtype=np.int8), 3)
    array([0, 0, 0, 1, 1, 0, 2])
    """
    if levels > FEW_LEVELS:
        return np.bincount(codes.astype(np.intp) + KINDS, minlength=KINDS + levels)
    counts = np.zeros(KINDS + levels, dtype=np.intp)
    left = len(codes)
    for code in (*range(levels), *range(-1, -KINDS - 1, -1)):
        if not left:
            break
        found = int(np.count_nonzero(codes == code))
        counts[code + KINDS] = found
        left -= found
    return counts


def count_cells(
    codes: np.ndarray, cells: np.ndarray, shape: tuple[int, int], weights: Sequence[np.ndarray | None]
) -> list[np.ndarray]:
    """How often, or with which weight, each code occurs in each cell (a group, a stratum, or both).

    Parameters
    ----------
    codes : ndarray of int8 or int16
    cells : ndarray of int
        Which cell each row belongs to, from zero, times the codes there can be (``shape[1]``): the same for all
        columns, and so multiplied once.
    shape : (int, int)
        How many cells, and how many codes: `KINDS` and the levels.
    weights : sequence of (ndarray or None)
        None counts, an array of one weight per row is summed.

    Returns
    -------
    list of ndarray, each of that shape
        One for each of `weights`; columns as in `count_codes`.

    Examples
    --------
    >>> codes, cells = np.array([0, 1, -1], dtype=np.int8), np.array([0, 0, 1])
    >>> count_cells(codes, cells * (KINDS + 2), (2, KINDS + 2), [np.array([0.5, 2.0, 1.0])])[0][:, KINDS - 1 :]
    array([[0. , 0.5, 2. ],
           [1. , 0. , 0. ]])
    """
    keys = cells + codes
    keys += KINDS
    return [np.bincount(keys, one, minlength=shape[0] * shape[1]).reshape(shape) for one in weights]


def covariance(codes: np.ndarray, scores: Sequence[Sequence[float]]) -> tuple[int, np.ndarray]:
    """Covariances of items' scores among the respondents who answered all of them.

    Equal steps between the scores (1 to 5, or turned round) are counted as whole numbers: sums are then exact up to
    ten million respondents on a scale of five levels.

    Parameters
    ----------
    codes : ndarray of int8 or int16, shape (respondents, items)
        Best column-major, as `Responses.codes` are; below zero is missing.
    scores : sequence of sequence of float
        For each item, the score of each level.

    Returns
    -------
    complete : int
        Respondents who answered all items.
    covariance : ndarray of float, shape (items, items)
        With ``complete - 1`` as the divisor; nan if fewer than two are complete.

    Examples
    --------
    >>> codes = np.array([[0, 2], [1, 1], [2, 0], [-1, 2]], dtype=np.int8)
    >>> covariance(codes, [(1, 2, 3), (1, 2, 3)])
    (3, array([[ 1., -1.],
           [-1.,  1.]]))
    """
    items = codes.shape[1]
    complete = np.ones(len(codes), dtype=bool)
    for column in codes.T:
        complete &= column >= 0
    n = int(complete.sum())
    if n < 2:
        return n, np.full((items, items), np.nan)
    steps = [_step(levels) for levels in scores]
    even = not any(np.isnan(steps))
    products = _products(codes, complete, None if even else scores)
    sums = products[-1, :-1]
    found = (n * products[:-1, :-1] - np.outer(sums, sums)) / (n * (n - 1))
    return n, found * np.outer(steps, steps) if even else found


def _step(scores: Sequence[float]) -> float:
    """From one score to the next; nan where the steps differ."""
    steps = np.diff(scores)
    even = np.allclose(steps, steps[:1], rtol=1e-12, atol=0.0)
    return float(steps[0] if len(steps) else 0.0) if even else float("nan")


def _products(codes: np.ndarray, complete: np.ndarray, scores: Sequence[Sequence[float]] | None) -> np.ndarray:
    """Sums of the products of all pairs of columns over complete rows, and of a last column of ones."""
    highest = int(codes.max())
    exact = scores is None and highest**2 * BLOCK < 1 << 24  # single precision holds whole numbers up to there
    block = np.zeros((codes.shape[1] + 1, BLOCK), dtype=np.float32 if exact else np.float64)
    found = np.zeros((len(block),) * 2)
    for start in range(0, len(codes), BLOCK):
        rows = slice(start, start + BLOCK)
        part = block[:, : len(complete[rows])]
        if scores is None:
            part[:-1] = codes[rows].T
        else:
            for line, column, levels in zip(part, codes[rows].T, scores, strict=False):
                line[:] = np.take(np.array(levels) - levels[0], np.maximum(column, 0))
        part[-1] = 1
        part *= complete[rows]
        found += part @ part.T
    return found
