"""Means, shares and totals for all partners: with weights, strata, and the finite number of partners.

Standard errors follow from Taylor linearisation for samples of one stage, simple or stratified. Whoever left a
question empty, was not asked, or belongs to another group keeps the place in the sample with weight zero (a domain):
dropping such rows would make errors too small. Clusters, replicate weights, phases and models are left to R `survey`
and Python `svy`; `export_design` writes what they need.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np

from kiptools.codebook import NUMBERS, Choice, Item
from kiptools.confidentiality import may_show, may_show_answers, safe_members
from kiptools.counting import KINDS, count_cells
from kiptools.intervals import Interval, wilson_interval
from kiptools.messages import KipError, counted, message
from kiptools.places import replacing
from kiptools.responses import Responses, check_population
from kiptools.tables import guarded

__all__ = ["Design", "Estimate", "Estimates", "design_of", "estimate", "export_design"]

What = Literal["share", "mean", "total"]
Weights = str | Sequence[float] | np.ndarray
Population = int | Mapping[str, int]
NOWHERE = Interval(math.nan, math.nan)


# --- the design --------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Design:
    """For how many partners each respondent stands.

    Parameters
    ----------
    weights : ndarray of float, shape (respondents,)
        Read-only.
    strata : ndarray of int, shape (respondents,)
        Which stratum each belongs to, from zero; read-only.
    sizes : tuple of int
        Respondents per stratum.
    population : tuple of int, or None
        Partners per stratum, if known.
    weighted : bool
        Whether weights were given, or follow from strata of different coverage.
    """

    weights: np.ndarray
    strata: np.ndarray
    sizes: tuple[int, ...]
    population: tuple[int, ...] | None = None
    weighted: bool = False

    def __post_init__(self) -> None:
        self.weights.flags.writeable = self.strata.flags.writeable = False

    @property
    def factors(self) -> np.ndarray:
        """Per stratum, (1 - n/N) n/(n - 1): zero where all partners answered, nan where one of several did."""
        n = np.array(self.sizes, dtype=float)
        left = 1 - n / np.array(self.population) if self.population else np.ones(len(n))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(left == 0, 0.0, np.where(n > 1, left * n / (n - 1), np.nan))

    @property
    def complete(self) -> bool:
        """Whether all partners answered, so that nothing is estimated."""
        return self.sizes == self.population


def design_of(
    responses: Responses,
    *,
    weights: Weights | None = None,
    strata: str | None = None,
    population: Population | None = None,
) -> Design:
    """For how many partners each respondent stands (the parameters are those of `estimate`).

    Parameters
    ----------
    responses : Responses
    weights, strata, population
        See `estimate`.

    Returns
    -------
    Design

    Raises
    ------
    KipError, ValueError
        See `estimate`.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> design_of(read_responses(), population=42).sizes
    (31,)
    """
    if isinstance(population, Mapping) != (strata is not None) and population is not None:
        raise ValueError(
            f"population is {population!r}: a mapping of strata to numbers if, and only if, there are strata"
        )
    places, names = _strata(responses, strata)
    sizes = tuple(np.bincount(places, minlength=len(names)).tolist())
    partners = _partners(responses, names, population)
    _check_strata(responses, names, sizes, partners)
    kept = [place for place, size in enumerate(sizes) if size or len(names) == 1]
    places, sizes = np.searchsorted(kept, places), tuple(sizes[place] for place in kept)
    if partners:
        partners = tuple(partners[place] for place in kept)
    rates = np.array(partners or sizes) / np.maximum(sizes, 1)
    given = rates[places] if weights is None else _weights(responses, weights)
    return Design(given, places, sizes, partners, weights is not None or len(set(rates)) > 1)


def _strata(responses: Responses, strata: str | None) -> tuple[np.ndarray, list[str]]:
    """For each respondent, which stratum; and the strata's names."""
    if strata is None:
        return np.zeros(len(responses), dtype=np.intp), [""]
    item = _grouping(responses, strata)
    codes = responses.column(strata).astype(np.intp)
    if lacking := int((codes < 0).sum()):
        raise KipError(
            counted(
                '{file}: {count} respondent has no answer to "{item}", so the stratum is not known; fill it in.',
                '{file}: {count} respondents have no answer to "{item}", so their stratum is not known; fill it in.',
                lacking,
                file=responses.source,
                item=strata,
            )
        )
    return codes, [level.name for level in item.levels]


def _grouping(responses: Responses, name: str) -> Item:
    item = responses.codebook[name]
    if item.type != "select_one":
        raise ValueError(f"{name} is of type {item.type}; groups are the answers to a question with one answer each")
    return item


def _partners(responses: Responses, names: list[str], population: Population | None) -> tuple[int, ...] | None:
    if isinstance(population, Mapping):
        if wrong := sorted(set(population) ^ set(names)):
            raise KipError(
                message(
                    "The numbers of partners per stratum do not fit the strata {names}: look at {wrong}.",
                    names=tuple(names),
                    wrong=tuple(wrong),
                )
            )
        return tuple(population[name] for name in names)
    check_population(population, responses)
    return None if population is None else (population,)


def _check_strata(
    responses: Responses, names: list[str], sizes: tuple[int, ...], partners: tuple[int, ...] | None
) -> None:
    """Refuse strata of which too few, or more than there are, answered."""
    faults = []
    for place, (name, size) in enumerate(zip(names, sizes, strict=True)):
        asked = partners[place] if partners else None
        if asked is not None and asked < size:
            faults.append(
                message(
                    '{file}: {n} respondents are of the stratum "{stratum}", of {population} partners; '
                    "correct that number.",
                    file=responses.source,
                    n=size,
                    stratum=name,
                    population=asked,
                )
            )
        elif len(names) > 1 and size < 2 and size != (asked or 0):
            faults.append(
                counted(
                    '{file}: {count} respondent is of the stratum "{stratum}"; a stratum needs two of them, or all its '
                    "partners: put it together with another one.",
                    '{file}: {count} respondents are of the stratum "{stratum}"; a stratum needs two of them, or all '
                    "its partners: put it together with another one.",
                    size,
                    file=responses.source,
                    stratum=name,
                )
            )
    if faults:
        raise KipError(faults)


def _weights(responses: Responses, weights: Weights) -> np.ndarray:
    if isinstance(weights, str):
        item = responses.codebook[weights]
        if item.type not in NUMBERS:
            raise ValueError(f"{weights} is of type {item.type}; weights are numbers")
        weights = responses.values[weights]
    given = np.array(weights, dtype=float)
    if given.shape != (len(responses),):
        raise ValueError(f"weights has shape {given.shape}; one number for each of the {len(responses)} respondents")
    wrong = np.flatnonzero(~(np.isfinite(given) & (given > 0)))
    if len(wrong):
        raise KipError(
            message(
                "{file}: the weight of respondent {row} is {value}; a weight is a number above zero.",
                file=responses.source,
                row=int(wrong[0]) + 1,
                value="-" if np.isnan(given[wrong[0]]) else str(given[wrong[0]]),
            )
        )
    return given


# --- results -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Estimate:
    """One mean, share or total for all partners, or for those of a group.

    Parameters
    ----------
    item : Item
    answer : Choice or None
        Whose share it is; None for a mean, a sum, or the favourable answers to a rated question.
    group : Choice or None
    answered : int
        Respondents with an answer, in the group.
    value, se : float
        The estimate and its standard error; nan without answers, or (the error) where `df` is zero.
    df : int
        Respondents with an answer less the strata they come from.
    deff : float
        Variance compared with that of a simple sample of as many answers (without replacement where the number of
        partners is known); nan where that has none.
    unweighted : float
        The same from the answers as they are.
    effective : float
        Kish's effective number of answers.
    what : {"share", "mean", "total"}
    complete : bool
        Whether all partners answered, so that nothing is estimated.
    safe : bool
        Whether there are answers enough, not all the same, and no other group can be worked out.
    withheld : bool
        Whether this is of a part whose answers tell those of a few others, because a larger one is shown as well.
    """

    item: Item
    answer: Choice | None
    group: Choice | None
    answered: int
    value: float
    se: float
    df: int
    deff: float
    unweighted: float
    effective: float
    what: What
    complete: bool
    safe: bool = field(repr=False)
    withheld: bool = field(repr=False)

    @property
    def showable(self) -> bool:
        """Whether it may be shown, so that nobody's answer can be recognised."""
        return self.safe and not self.withheld

    @property
    def cv(self) -> float:
        """Standard error relative to the estimate; nan for an estimate of zero."""
        return self.se / abs(self.value) if self.value else math.nan

    def interval(self, level: float = 0.95) -> Interval:
        """Range of means and totals by Student's t, of shares by t on the logit scale.

        A share of 0 or 1 has no logit; there it is Wilson's interval for the effective number of answers. Without
        a standard error nothing is known: 0 to 1 for a share, nan for the others. If all partners answered, it
        is the estimate itself.

        Raises
        ------
        ValueError
            `level` is not between 0 and 1.
        """
        if not 0 < level < 1:
            raise ValueError(f"level is {level}; it must lie between 0 and 1")
        if self.complete:
            return Interval(self.value, self.value)
        if math.isnan(self.se):
            return Interval(0.0, 1.0) if self.what == "share" else NOWHERE
        if self.what == "share" and self.value in (0.0, 1.0):
            n = max(1, math.floor(self.effective + 1e-9))
            return wilson_interval(int(self.value) * n, n, level=level)
        from scipy.special import expit, logit, stdtrit

        reach = float(stdtrit(self.df, (1 + level) / 2)) * self.se
        if self.what != "share":
            return Interval(self.value - reach, self.value + reach)
        middle, reach = logit(self.value), reach / (self.value * (1 - self.value))
        return Interval(float(expit(middle - reach)), float(expit(middle + reach)))


@dataclass(frozen=True)
class Estimates:
    """Estimates for several items, in the codebook's order; of an item, by group and then by answer.

    Parameters
    ----------
    rows : tuple of Estimate
    what : {"share", "mean", "total"}
    respondents : int
    weighted : bool
    by : Item or None
    population : int or None
        How many partners there are, if known.
    level : float
    """

    rows: tuple[Estimate, ...]
    what: What
    respondents: int
    weighted: bool
    by: Item | None = None
    population: int | None = None
    level: float = 0.95


# --- estimates ---------------------------------------------------------------------------------------


def estimate(
    responses: Responses,
    items: str | Iterable[str] | None = None,
    *,
    what: What = "share",
    by: str | None = None,
    weights: Weights | None = None,
    strata: str | None = None,
    population: Population | None = None,
    level: float = 0.95,
) -> Estimates:
    """Shares, means or totals for all partners, each with standard error and range.

    Parameters
    ----------
    responses : Responses
    items : str, iterable of str, or None
        Items or constructs by name; None for all. Passed over are questions about the respondent (role `profile`)
        and those of which there is no such estimate.
    what : {"share", "mean", "total"}
        Share of favourable answers to a rated question, else of each answer of a list; mean of numbers, or of the
        scores of a scale (reversed items are not turned); total of numbers, or of the partners that a share counts.
        A missing answer is no zero: the total is that of the partners who would answer.
    by : str or None
        A question with one answer each: one estimate for each of its answers. Whoever did not answer it counts in
        none.
    weights : str, sequence of float, or None
        A number item, or a number above zero for each respondent. None: the partners per respondent of the stratum.
    strata : str or None
        A question with one answer each, by which the partners were divided before they were asked.
    population : int, mapping of str to int, or None
        How many partners there are; with strata, in each of them, by the answer's name.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    Estimates
        Without answers the value is nan, and with answers from only one respondent per stratum (`df` 0) the
        standard error is; without variance it is zero.

    Raises
    ------
    KipError
        A name is not in the codebook; a weight is missing or not above zero; the numbers of partners do not fit the
        respondents; a stratum has a single respondent, or none though it has partners.
    ValueError
        `what`, `by`, `weights` or `strata` is none of those above, or a total is asked for without weights and
        population.

    References
    ----------
    Särndal, C.-E., Swensson, B. & Wretman, J. (1992). Model Assisted Survey Sampling. Springer, sections 5.5-5.8.
    Lumley, T. (2004). Analysis of complex survey samples. Journal of Statistical Software 9(8); the logit range is
    that of its `svyciprop`. Kish, L. (1965). Survey Sampling. Wiley, section 8.2 (design effect).

    Examples
    --------
    >>> from kiptools import read_responses
    >>> row = estimate(read_responses(), "trust_1", population=42).rows[0]
    >>> round(row.value, 3), round(row.se, 3), row.answered
    (0.586, 0.048, 29)
    """
    if what not in ("share", "mean", "total"):
        raise ValueError(f"what is {what!r} (share, mean or total)")
    if what == "total" and weights is None and population is None:
        raise ValueError("what is 'total': that takes weights or the population")
    design = design_of(responses, weights=weights, strata=strata, population=population)
    grouping = _grouping(responses, by) if by is not None else None
    variables = [found for item in responses.codebook.select(items) for found in _variables(item, what)]
    rows = _rows(responses, variables, design, grouping, what)
    known = sum(design.population) if design.population else None
    return Estimates(tuple(rows), what, len(responses), design.weighted, grouping, known, level)


@dataclass(frozen=True)
class _Variable:
    """What is averaged: a column of codes and, for each answer or for all, the number that a level counts as."""

    item: Item
    column: str
    values: tuple[tuple[Choice | None, tuple[float, ...]], ...]  # none for numbers
    indicator: bool = False


def _variables(item: Item, what: What) -> Iterator[_Variable]:
    """The columns of an item and what their levels count as; none if there is no such estimate."""
    if item.role in ("profile", "ignore"):
        return
    if item.type in NUMBERS and what != "share":
        yield _Variable(item, item.name, ())
    elif what == "mean" and item.ordered and item.scale is not None:
        yield _Variable(item, item.name, ((None, item.scale.scores),))
    elif what != "mean" and item.rated:
        favourable = item.favourable()
        values = tuple(float(place in favourable) for place in range(len(item.levels)))
        yield _Variable(item, item.name, ((None, values),), True)
    elif what != "mean" and item.type == "select_one":
        ones = np.eye(len(item.levels)).tolist()
        yield _Variable(item, item.name, tuple(zip(item.levels, map(tuple, ones), strict=True)))
    elif what != "mean" and item.type == "select_multiple":
        for level in item.levels:
            yield _Variable(item, f"{item.name}/{level.name}", ((level, (0.0, 1.0)),))


@dataclass(frozen=True, eq=False)
class _Cells:
    """Rows of equal answers from one stratum and group: numbers, how many they are, and their weights."""

    value: np.ndarray
    cell: np.ndarray  # stratum times the number of groups, plus group
    n: np.ndarray
    weight: np.ndarray  # mean
    spread: np.ndarray  # sum of squared differences from that mean


def _rows(
    responses: Responses, variables: list[_Variable], design: Design, by: Item | None, what: What
) -> Iterator[Estimate]:
    groups = (*by.levels, None) if by else (None,)
    cells = design.strata * len(groups) + _groups(responses, by)
    means = np.bincount(design.strata, design.weights, len(design.sizes)) / np.maximum(design.sizes, 1)
    above = design.weights - means[design.strata]
    above[np.abs(above) <= 1e-12 * design.weights] = 0.0  # equal weights, but for the last digit
    width = KINDS + max((len(variable.item.levels) for variable in variables), default=0) + 2
    keys, shape = cells * width, (len(design.sizes) * len(groups), width)
    sums: list[np.ndarray | None] = [above, above * above] if above.any() else []
    for variable in variables:
        if variable.values:
            tables = count_cells(responses.column(variable.column), keys, shape, [None, *sums])
            tables += [np.zeros(shape)] * (3 - len(tables))
            counts = _answers(tables[0].reshape(-1, len(groups), width).sum(axis=0), variable)
            found = [(answer, _of_levels(tables, values, means, len(groups))) for answer, values in variable.values]
        else:
            counts = _tallies(responses, variable, by)
            found = [(None, _of_numbers(responses.values[variable.column], cells, design.weights))]
        safe, withheld = _safe_groups(responses, variable, by, counts)
        columns = [(answer, _linearised(sample, design, len(groups), what)) for answer, sample in found]
        for place, group in enumerate(groups[:-1] if by else groups):
            for answer, numbers in columns:
                yield Estimate(
                    variable.item, answer, group, *numbers[place], what, design.complete, safe[place], withheld[place]
                )


def _groups(responses: Responses, by: Item | None) -> np.ndarray | int:
    """For each respondent, which group; the last one for those who said none."""
    if by is None:
        return 0
    codes = responses.column(by.name).astype(np.intp)
    return np.where(codes < 0, len(by.levels), codes)


def _of_levels(tables: list[np.ndarray], values: Sequence[float], means: np.ndarray, groups: int) -> _Cells:
    n, above, squares = (table[:, KINDS : KINDS + len(values)] for table in tables)
    cell, level = np.nonzero(n)
    n, above, squares = n[cell, level], above[cell, level], squares[cell, level]
    spread = np.maximum(squares - above * above / n, 0.0)
    return _Cells(np.array(values)[level], cell, n, means[cell // groups] + above / n, spread)


def _of_numbers(numbers: np.ndarray, cells: np.ndarray, weights: np.ndarray) -> _Cells:
    given = np.isfinite(numbers)
    n = np.ones(given.sum(), dtype=np.intp)
    return _Cells(numbers[given], cells[given], n, weights[given], np.zeros(len(n)))


def _linearised(
    cells: _Cells, design: Design, groups: int, what: What
) -> list[tuple[int, float, float, int, float, float, float]]:
    """Per group: answered, value, standard error, df, design effect, unweighted value, effective answers."""
    group, stratum = cells.cell % groups, np.arange(len(design.sizes) * groups) // groups

    def per_group(numbers: np.ndarray) -> np.ndarray:
        return np.bincount(group, numbers, groups)

    n, y = cells.n, cells.value
    weight, answered = n * cells.weight, per_group(n)
    with np.errstate(divide="ignore", invalid="ignore"):
        total, whole = per_group(weight), per_group(weight * y)
        mean, plain = whole / total, per_group(n * y) / answered
        off = np.where(np.isclose(y, mean[group], rtol=1e-14, atol=0), 0.0, y - mean[group])
        z = cells.weight * (y if what == "total" else off / total[group])
        own = np.bincount(cells.cell, n, len(stratum))
        middle = np.bincount(cells.cell, n * z, len(stratum)) / np.array(design.sizes)[stratum]
        squares = np.bincount(
            cells.cell, cells.spread * (z / cells.weight) ** 2 + n * (z - middle[cells.cell]) ** 2, len(stratum)
        )
        squares = squares + (np.array(design.sizes)[stratum] - own) * middle**2  # the stratum's others count zero
        variance = (design.factors[stratum] * squares).reshape(-1, groups).sum(axis=0)
        simple = per_group(weight * off**2) / total / (answered - 1)
        if design.population:
            simple *= 1 - answered / total
        deff = variance / (simple * (total**2 if what == "total" else 1))
        effective = total**2 / per_group(cells.spread + n * cells.weight**2)
    df = answered - (own > 0).reshape(-1, groups).sum(axis=0)
    value, plain = (np.where(answered, whole, np.nan), plain * answered) if what == "total" else (mean, plain)
    columns = (value, np.where(df > 0, np.sqrt(variance), np.nan), deff, plain, effective)
    value, se, deff, plain, effective = ([_plain(number) for number in one] for one in columns)
    return list(
        zip(answered.astype(int).tolist(), value, se, df.astype(int).tolist(), deff, plain, effective, strict=True)
    )


def _plain(number: float) -> float:
    """A Python number; nan, always the same one, for what is not finite, so that equal results are equal."""
    return float(number) if math.isfinite(number) else math.nan


# --- what may be shown -------------------------------------------------------------------------------


def _safe_groups(
    responses: Responses, variable: _Variable, by: Item | None, counts: list[list[int]]
) -> tuple[list[bool], list[bool]]:
    """For each group, or for all: whether its answers may be shown by themselves, and whether they tell of others."""
    rests = [_tallies(rest, variable, by) for rest in responses.left_out]
    if by:
        sizes = np.bincount(_groups(responses, by), minlength=len(by.levels) + 1)
        safe = list(safe_members(sizes.tolist(), counts))
    else:
        safe = [_safe(counts[0], variable)]
    told = [any(sum(rest[place]) and not _safe(rest[place], variable) for rest in rests) for place in range(len(safe))]
    return safe, [responses.withheld or few for few in told]


def _safe(counts: Sequence[int], variable: _Variable) -> bool:
    """What partners do, chosen from a list, may be the same for all."""
    return may_show(sum(counts)) if variable.item.type == "select_multiple" else may_show_answers(counts)


def _tallies(responses: Responses, variable: _Variable, by: Item | None) -> list[list[int]]:
    """How often each answer was given, in each group and by those who said none."""
    if variable.values:
        codes, levels = responses.column(variable.column), len(variable.values[0][1])
    else:
        codes, levels = _ranks(responses.values[variable.column])
    groups = len(by.levels) + 1 if by else 1
    shape = (groups, KINDS + levels)
    counts = count_cells(codes, np.zeros(len(codes), np.intp) + _groups(responses, by) * shape[1], shape, [None])[0]
    return _answers(counts, variable)


def _answers(table: np.ndarray, variable: _Variable) -> list[list[int]]:
    """Of a table of codes by group, the answers; favourable ones together, because all favourable is all the same."""
    counts = table[:, KINDS:]
    if variable.indicator:
        favourable = np.array(variable.values[0][1], dtype=bool)
        counts = counts[:, : len(favourable)]
        counts = np.column_stack([counts[:, ~favourable].sum(axis=1), counts[:, favourable].sum(axis=1)])
    return counts.tolist()


MOST_RANKS = 100
"""So many different numbers are told apart when it is asked whether all gave the same."""


def _ranks(numbers: np.ndarray) -> tuple[np.ndarray, int]:
    """Numbers as codes: their rank among the different ones."""
    given = np.isfinite(numbers)
    different, ranks = np.unique(numbers[given], return_inverse=True)
    levels = min(len(different), MOST_RANKS)
    codes = np.full(len(numbers), -1, dtype=np.int16)
    codes[given] = ranks * levels // max(len(different), 1)
    return codes, max(levels, 1)


# --- for other programs ------------------------------------------------------------------------------

WEIGHT, STRATUM, PARTNERS = "kip_weight", "kip_stratum", "kip_population"

ABOUT = """Single answers of a partnership survey, for analysts only: not for publishing, and not to be passed on.

answers.csv   one row per respondent: answers as codes, scores and numbers; no open answers, no questions about the
              respondent except the stratum. {weight}, {stratum} and {partners} say how the sample was drawn;
              {partners} is missing where it is not known.
means.R       weighted means with standard errors, by R's package survey:   Rscript means.R
means.py      the same by Python's svy:                                     python means.py
"""

R_SCRIPT = """# Weighted means of answers.csv with their standard errors.
library(survey)
answers <- read.csv("answers.csv", na.strings = "", check.names = FALSE, fileEncoding = "UTF-8")
design <- svydesign(ids = ~1, strata = ~{stratum}, weights = ~{weight}{fpc}, data = answers)
items <- c({items})
cat("item,mean,se\\n")
for (item in items) {{
  found <- svymean(reformulate(sprintf("`%s`", item)), design, na.rm = TRUE)
  cat(sprintf("%s,%.15g,%.15g\\n", item, coef(found), SE(found)))
}}
"""

PYTHON_SCRIPT = """# Weighted means of answers.csv with their standard errors.
import polars
import svy

answers = polars.read_csv("answers.csv", infer_schema_length=None)
design = svy.Design(stratum="{stratum}", wgt="{weight}"{fpc})
items = [{items}]
print("item,mean,se")
for item in items:
    given = answers.with_columns(__item__=polars.col(item).fill_null(0), __given__=polars.col(item).is_not_null())
    found = svy.Sample(given, design).estimation.mean("__item__", where=svy.col("__given__")).estimates[0]
    print(f"{{item}},{{found.est:.15g}},{{found.se:.15g}}")
"""


def export_design(
    responses: Responses,
    folder: str | Path,
    *,
    weights: Weights | None = None,
    strata: str | None = None,
    population: Population | None = None,
) -> Path:
    """Write what R's `survey` and Python's `svy` need: the answers, the design, and a short script for each.

    These are single answers, for analysts only. Open answers are left out, and all questions about the respondent
    but the stratum. Files of these names in the folder are replaced.

    Parameters
    ----------
    responses : Responses
    folder : str or Path
        Made if it does not exist: ``answers.csv``, ``means.R``, ``means.py``, ``README.txt``.
    weights, strata, population
        See `estimate`.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    KipError
        As `estimate`, or a file cannot be written.
    ValueError
        As `estimate`, or an item has the name of a column of the design.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> from kiptools import read_responses
    >>> folder = export_design(read_responses(), mkdtemp(), population=42)
    >>> sorted(path.name for path in folder.iterdir())
    ['README.txt', 'answers.csv', 'means.R', 'means.py']
    """
    design = design_of(responses, weights=weights, strata=strata, population=population)
    columns, means = _exported(responses)
    if clash := {WEIGHT, STRATUM, PARTNERS} & columns.keys():
        raise ValueError(f"an item is called {clash.pop()}, as a column of the design is")
    names = [level.name for level in responses.codebook[strata].levels] if strata else ["all"]
    codes = responses.column(strata).tolist() if strata else [0] * len(responses)
    columns |= {WEIGHT: [repr(weight) for weight in design.weights.tolist()]}
    columns |= {STRATUM: [guarded(names[code]) for code in codes]}
    if design.population:
        columns |= {PARTNERS: [str(design.population[place]) for place in design.strata]}
    words = {"weight": WEIGHT, "stratum": STRATUM, "partners": PARTNERS, "items": ", ".join(map(json.dumps, means))}
    known = design.population is not None
    texts = {
        "means.R": R_SCRIPT.format(fpc=f", fpc = ~{PARTNERS}" if known else "", **words),
        "means.py": PYTHON_SCRIPT.format(fpc=f', pop_size="{PARTNERS}"' if known else "", **words),
        "README.txt": ABOUT.format(**words),
    }
    folder = Path(folder)
    with replacing(folder / "answers.csv") as path, path.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow([guarded(name) for name in columns])
        sheet.writerows(zip(*columns.values(), strict=True))
    for name, text in texts.items():
        with replacing(folder / name) as path:
            path.write_text(text, encoding="utf-8")
    return folder


def _exported(responses: Responses) -> tuple[dict[str, list[str]], list[str]]:
    """The columns of answers as texts, and which of them have a mean."""
    columns: dict[str, list[str]] = {}
    means = []
    for item in responses.codebook.items:
        if item.role in ("profile", "ignore"):
            continue
        if item.type in NUMBERS and item.name in responses.values:
            numbers = responses.values[item.name]
            columns[item.name] = [_digits(number) for number in numbers.tolist()]
        elif item.type == "select_one":
            texts = [_digits(score) for score in item.scale.scores] if item.ordered and item.scale else []
            texts = texts or [guarded(level.name) for level in item.levels]
            columns[item.name] = [texts[code] if code >= 0 else "" for code in responses.column(item.name).tolist()]
        elif item.type == "select_multiple":
            for level in item.levels:
                codes = responses.column(f"{item.name}/{level.name}").tolist()
                columns[f"{item.name}/{level.name}"] = [str(code) if code >= 0 else "" for code in codes]
        if item.ordered or item.type in NUMBERS:
            means += [item.name] if any(columns.get(item.name, ())) else []
    return columns, means


def _digits(number: float) -> str:
    """A number with all its digits, as every program reads it; nothing for none."""
    return "" if math.isnan(number) else repr(number).removesuffix(".0")
