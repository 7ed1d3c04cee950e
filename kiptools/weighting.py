"""Weights that make the answers' make-up that of the register: post-stratification and raking.

With one property of the partners the weights are those of post-stratification, with several they are found by
raking. Rare kinds are merged first, and reported: a weight on two answers rests on two partners.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kiptools.codebook import Choice, Item
from kiptools.confidentiality import FEWEST_TO_COMPARE, FEWEST_TO_SHOW
from kiptools.messages import KipError, message
from kiptools.nonresponse import asked_by_level, matched, partners_by_level, shown_kinds
from kiptools.register import Attribute, Register
from kiptools.responses import Responses

__all__ = ["Margin", "Stratum", "Weighting", "design_from_register", "effective_size", "rake", "weight_to_register"]

Design = dict[str, Any]
"""Arguments of `estimate`."""

MOST_ROUNDS = 1000
CLOSE = 1e-11


@dataclass(frozen=True)
class Stratum:
    """One kind of partners, or several that were merged.

    Parameters
    ----------
    kinds : tuple of Choice
    respondents, partners : int
        How many answered, how many there are.
    shown : bool
        Whether the weight may be shown, which tells how many answered.
    """

    kinds: tuple[Choice, ...]
    respondents: int
    partners: int
    shown: bool

    def __add__(self, other: Stratum) -> Stratum:
        """Both as one; what was merged is rare, and not shown."""
        return Stratum(
            (*self.kinds, *other.kinds), self.respondents + other.respondents, self.partners + other.partners, False
        )


@dataclass(frozen=True)
class Margin:
    """One property that was weighted by.

    Parameters
    ----------
    item : Item
    strata : tuple of Stratum
    unknown : int
        Respondents who did not say; they keep the mean weight.
    """

    item: Item
    strata: tuple[Stratum, ...]
    unknown: int = 0


@dataclass(frozen=True, eq=False)
class Weighting:
    """A weight for each respondent.

    Parameters
    ----------
    weights : ndarray of float, shape (respondents,)
        They add up to the number of partners. Read-only.
    margins : tuple of Margin
    rounds : int
        How often all margins were fitted.
    population : int
    leaning : bool
        Whether partners were drawn unevenly by kinds that no question of the survey asks for: weights do not set that
        right.
    """

    weights: np.ndarray = field(repr=False)
    margins: tuple[Margin, ...]
    rounds: int
    population: int
    leaning: bool = False

    def __post_init__(self) -> None:
        self.weights.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Weighting):
            return NotImplemented
        return np.array_equal(self.weights, other.weights) and (self.margins, self.population, self.leaning) == (
            other.margins,
            other.population,
            other.leaning,
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def respondents(self) -> int:
        return len(self.weights)

    @property
    def few(self) -> bool:
        """Whether there are fewer than 30 answers: then weights do more harm than good, as a rule."""
        return self.respondents < FEWEST_TO_COMPARE

    @property
    def effective(self) -> float:
        """Kish's effective number of answers."""
        return effective_size(self.weights)

    @property
    def merged(self) -> tuple[Stratum, ...]:
        """Kinds that were put together, because fewer than five partners of one of them answered or it has none."""
        return tuple(stratum for margin in self.margins for stratum in margin.strata if len(stratum.kinds) > 1)


def effective_size(weights: Sequence[float] | np.ndarray) -> float:
    """Kish's effective sample size, (sum w)^2 / sum w^2; the design effect is n divided by it.

    Parameters
    ----------
    weights : sequence of float
        Positive.

    Returns
    -------
    float
        0 without weights.

    References
    ----------
    Kish, L. (1965). Survey sampling. Wiley, section 11.7.

    Examples
    --------
    >>> round(effective_size([1, 1, 2, 2, 4]), 6)
    3.846154
    """
    given = np.asarray(weights, dtype=float)
    squares = float((given**2).sum())
    return float(given.sum()) ** 2 / squares if squares else 0.0


def weight_to_register(responses: Responses, register: Register) -> Weighting | None:
    """Weight the answers by the questions that the register answers as well.

    If the register's margins contradict each other for these answers, the last question is dropped until they fit.
    Partners of whom the register does not tell are taken to be as the others. Of a sample, the weights add up to the
    partners that it stands for, and begin with those of the draw where the survey asks by what was drawn; where it
    does not, and the draw was uneven, the result says so (`Weighting.leaning`).

    Parameters
    ----------
    responses : Responses
    register : Register

    Returns
    -------
    Weighting or None
        None where the survey asks nothing that the register tells, or nobody answered.

    Raises
    ------
    KipError
        More partners answered than the register has.

    References
    ----------
    Särndal, C.-E., Swensson, B. & Wretman, J. (1992). Model Assisted Survey Sampling. Springer, chapter 15
    (weights of the draw, adjusted for response).

    Examples
    --------
    >>> from kiptools import read_register, read_responses
    >>> found = weight_to_register(read_responses(), read_register())
    >>> round(found.weights.sum()), round(found.effective, 1)
    (42, 30.9)
    """
    pairs = matched(responses, register)
    if not pairs or not len(responses):
        return None
    _checked({register.source: register.eligible}, responses)
    population, drawn_by = register.population, _drawn_by(pairs, register)
    start = _of_the_draw(responses, drawn_by, register) if drawn_by else None
    pairs.sort(key=lambda pair: pair != drawn_by)  # what was drawn by is dropped last
    margins = [
        _margin(
            responses,
            item,
            partners_by_level(item, column, register),
            population,
            asked=(asked_by_level(item, column, register), register.eligible),
        )
        for item, column in pairs
    ]
    while (found := _fit(responses, margins, population, start)) is None:
        margins.pop()  # one margin always fits
    return replace(found, leaning=drawn_by is None and not register.even)


def design_from_register(responses: Responses, register: Register) -> Design:
    """What the register tells `estimate` of how partners were asked, as its arguments.

    Use it as ``estimate(responses, **design_from_register(responses, register))``. Partners who were drawn by their
    kinds make strata, if the survey asks for that kind. If somebody did not say their kind, or but one partner of a
    kind answered, the weights of `weight_to_register` stand for the strata.

    Parameters
    ----------
    responses : Responses
    register : Register

    Returns
    -------
    dict
        `strata`, `weights` and `population`, as far as there are any.

    Raises
    ------
    KipError
        More partners answered than the register has; or partners were drawn unevenly by kinds that no question of the
        survey asks for.

    Examples
    --------
    >>> from kiptools import read_register, read_responses
    >>> design_from_register(read_responses(), read_register())
    {'population': 42}
    """
    population = _checked({register.source: register.eligible}, responses) and register.population
    pair = _drawn_by(matched(responses, register), register)
    if len(responses) and pair is None and not register.even:
        raise KipError(
            message(
                "{file}: the partners were drawn unevenly, by kinds that no question of the survey asks for, so the "
                "answers cannot stand for all partners; weights by its other columns help only in part.",
                file=register.source,
            )
        )
    if pair is None or not len(responses):
        return {"population": population}
    item, column = pair
    partners, codes = partners_by_level(item, column, register), responses.column(item.name)
    answered = [int((codes == place).sum()) for place in range(len(partners))]
    fits = all(n <= size and (n > 1 or n == size) for n, size in zip(answered, partners, strict=True))
    if fits and sum(answered) == len(codes) and sum(partners) == population:
        names = [level.name for level in item.levels]
        return {"strata": item.name, "population": dict(zip(names, partners, strict=True))}
    weighting = weight_to_register(responses, register)
    assert weighting is not None  # there is a question to weight by
    return {"weights": weighting.weights, "population": population}


def _drawn_by(pairs: Sequence[tuple[Item, Attribute]], register: Register) -> tuple[Item, Attribute] | None:
    """The question and the column by which partners were drawn: its kinds are the strata."""
    if register.probabilities is None:
        return None
    for item, column in pairs:
        strata = register.strata or column.values
        kinds, numbers = {*column.values}, {*zip(column.values, strata, register.probabilities, strict=True)}
        if "" not in kinds and len(numbers) == len(kinds) == len({*strata}):
            return item, column
    return None


def _of_the_draw(responses: Responses, drawn_by: tuple[Item, Attribute], register: Register) -> np.ndarray:
    """For each respondent, how many partners one of their kind stands for."""
    item, column = drawn_by
    partners, asked = partners_by_level(item, column, register), asked_by_level(item, column, register)
    mean = register.population / register.eligible
    each = [size / drawn if drawn else mean for size, drawn in zip(partners, asked, strict=True)]
    return np.array([*each, mean])[np.maximum(responses.column(item.name).astype(np.intp), -1)]


def rake(responses: Responses, margins: Mapping[str, Mapping[str, int]]) -> Weighting:
    """Weights by which the answers have the given margins (one margin: post-stratification).

    Kinds of which fewer than five partners answered, or of which there are no partners, are merged with the next
    smallest ones. Whoever did not say their kind keeps the mean weight in that margin.

    Parameters
    ----------
    responses : Responses
    margins : mapping of str to mapping of str to int
        For each question (one answer from a list) the number of partners for each answer's code.

    Returns
    -------
    Weighting

    Raises
    ------
    KipError
        A question or an answer is not in the codebook, the margins have different totals, or fewer partners than
        respondents, or the margins contradict each other so that no weights fit.

    References
    ----------
    Deming, W. E. & Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when the
    expected marginal totals are known. Annals of Mathematical Statistics 11, 427-444. Holt, D. & Smith, T. M. F.
    (1979). Post stratification. JRSS A 142, 33-46.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> margin = {"employer": 14, "education": 11, "public": 6, "ngo": 7, "social": 4}
    >>> found = rake(read_responses(), {"organisation_type": margin})
    >>> [[kind.name for kind in stratum.kinds] for stratum in found.merged]
    [['public', 'social']]
    """
    population = _checked({name: sum(counts.values()) for name, counts in margins.items()}, responses)
    wanted = [
        _margin(responses, item, _by_level(item, counts), population)
        for item, counts in ((responses.codebook[name], counts) for name, counts in margins.items())
    ]
    found = _fit(responses, wanted, population)
    if found is None:
        names = tuple(margins)
        raise KipError(message("No weights fit all of {names} at once; weight by fewer of them.", names=names))
    return found


def _fit(
    responses: Responses, margins: Sequence[Margin], population: int, start: np.ndarray | None = None
) -> Weighting | None:
    """Fit one margin after the other until all are reached; None if that does not end. Equal weights at the start, or
    those of the draw."""
    weights = np.full(len(responses), population / len(responses))
    if start is not None:
        weights = start * (population / start.sum())
    targets = [(_codes(responses, margin), _targets(margin, population, len(responses))) for margin in margins]
    for rounds in range(1, MOST_ROUNDS + 1):
        for codes, target in targets:
            sums = np.bincount(codes, weights, minlength=len(target))
            weights = weights * np.divide(target, sums, out=np.zeros(len(target)), where=sums > 0)[codes]
        if all(_reached(weights, codes, target) for codes, target in targets):
            return Weighting(weights, tuple(margins), rounds, population)
    return None


def _reached(weights: np.ndarray, codes: np.ndarray, target: np.ndarray) -> bool:
    return np.allclose(np.bincount(codes, weights, minlength=len(target)), target, rtol=CLOSE, atol=CLOSE)


def _checked(totals: Mapping[str, int], responses: Responses) -> int:
    """The number of partners, if it is one and can be."""
    if len(set(totals.values())) != 1 or min(totals.values()) < max(len(responses), 1):
        raise KipError(
            message(
                "The numbers of partners to weight by add up to {totals}; they must be the same for each question, and "
                "not fewer than the {n} respondents.",
                totals=tuple(f"{name}: {total}" for name, total in totals.items()),
                n=len(responses),
            )
        )
    return next(iter(totals.values()))


def _by_level(item: Item, counts: Mapping[str, int]) -> tuple[int, ...]:
    names = [level.name for level in item.levels]
    if item.type != "select_one" or (wrong := sorted(set(counts) - set(names))):
        raise KipError(
            message(
                "{item}: {wrong} is none of its answers ({names}), or it is no question with one answer.",
                item=item.name,
                wrong=tuple(wrong) if item.type == "select_one" else item.type,
                names=tuple(names),
            )
        )
    return tuple(counts.get(name, 0) for name in names)


def _margin(
    responses: Responses,
    item: Item,
    partners: Sequence[int],
    population: int,
    *,
    asked: tuple[Sequence[int], int] | None = None,
) -> Margin:
    """The strata of a question; `asked`, where not all partners were, is what may be shown judged by."""
    codes = responses.column(item.name)
    answered = [int((codes == place).sum()) for place in range(len(item.levels))]
    unknown = len(codes) - sum(answered)
    kinds, everyone = asked or (partners, population)
    shown = shown_kinds(kinds, answered, others=(everyone - sum(kinds), unknown))
    strata = list(map(Stratum, ((level,) for level in item.levels), answered, partners, shown))
    return Margin(item, _merge([each for each in strata if each.respondents or each.partners]), unknown)


def _merge(strata: list[Stratum]) -> tuple[Stratum, ...]:
    """Merge a rare stratum with the smallest other one, until none has fewer than five respondents or no partners."""
    while len(strata) > 1 and (rare := [each for each in strata if _rare(each)]):
        small = min(rare, key=lambda stratum: stratum.respondents)
        other = min((each for each in strata if each is not small), key=lambda stratum: stratum.respondents)
        first, second = sorted((small, other), key=strata.index)
        strata = [first + second if each is first else each for each in strata if each is not second]
    return tuple(strata)


def _rare(stratum: Stratum) -> bool:
    return stratum.respondents < FEWEST_TO_SHOW or not stratum.partners


def _codes(responses: Responses, margin: Margin) -> np.ndarray:
    """Each respondent's stratum; who did not say is in one more."""
    places = {kind.name: place for place, stratum in enumerate(margin.strata) for kind in stratum.kinds}
    of_level = np.array([places.get(level.name, 0) for level in margin.item.levels] + [len(margin.strata)])
    return of_level[np.maximum(responses.column(margin.item.name).astype(np.intp), -1)]


def _targets(margin: Margin, population: int, respondents: int) -> np.ndarray:
    kept = population * margin.unknown / respondents
    scale = (population - kept) / max(sum(stratum.partners for stratum in margin.strata), 1)
    return np.array([stratum.partners * scale for stratum in margin.strata] + [kept])
