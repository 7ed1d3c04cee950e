"""Weights that make the answers' make-up that of the register: post-stratification and raking.

With one property of the partners the weights are those of post-stratification, with several they are found by
raking. Rare kinds are merged first, and reported: a weight on two answers rests on two partners.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from kiptools.codebook import Choice, Item
from kiptools.confidentiality import FEWEST_TO_COMPARE, FEWEST_TO_SHOW
from kiptools.messages import KipError, message
from kiptools.nonresponse import asked_by_level, matched
from kiptools.register import Register
from kiptools.responses import Responses

__all__ = ["Margin", "Stratum", "Weighting", "effective_size", "rake", "weight_to_register"]

MOST_ROUNDS = 1000
CLOSE = 1e-12


@dataclass(frozen=True)
class Stratum:
    """One kind of partners, or several that were merged.

    Parameters
    ----------
    kinds : tuple of Choice
    respondents, partners : int
        How many answered, how many there are.
    """

    kinds: tuple[Choice, ...]
    respondents: int
    partners: int


@dataclass(frozen=True)
class Margin:
    """One property that was weighted by.

    Parameters
    ----------
    item : Item
    strata : tuple of Stratum
    unknown : int
        Respondents who did not say; they keep their share.
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
    """

    weights: np.ndarray = field(repr=False)
    margins: tuple[Margin, ...]
    rounds: int
    population: int

    def __post_init__(self) -> None:
        self.weights.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Weighting):
            return NotImplemented
        return np.array_equal(self.weights, other.weights) and (self.margins, self.population) == (
            other.margins,
            other.population,
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
        """Kinds that were put together, because fewer than five partners of one of them answered."""
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
    """Weight the answers by every question that the register answers as well.

    Parameters
    ----------
    responses : Responses
    register : Register

    Returns
    -------
    Weighting or None
        None where the survey asks nothing that the register tells.

    Raises
    ------
    KipError
        As `rake`.

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
    margins = {
        item.name: dict(zip((level.name for level in item.levels), asked_by_level(item, attribute), strict=True))
        for item, attribute in pairs
    }
    return rake(responses, margins)


def rake(responses: Responses, margins: Mapping[str, Mapping[str, int]]) -> Weighting:
    """Weights by which the answers have the given margins (one margin: post-stratification).

    Kinds of which fewer than five partners answered are merged with the next smallest ones. Whoever did not say
    their kind keeps the mean weight in that margin.

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
    population = _total(responses, margins)
    fitted = [_margin(responses, responses.codebook[name], counts) for name, counts in margins.items()]
    weights = np.full(len(responses), population / len(responses))
    targets = [(_codes(responses, margin), _targets(margin, population, len(responses))) for margin in fitted]
    for rounds in range(1, MOST_ROUNDS + 1):
        for codes, target in targets:
            sums = np.bincount(codes, weights, minlength=len(target))
            weights = weights * np.divide(target, sums, out=np.zeros(len(target)), where=sums > 0)[codes]
        if all(_reached(weights, codes, target) for codes, target in targets):
            return Weighting(weights, tuple(fitted), rounds, population)
    raise KipError(
        message(
            "No weights fit all of {names} at once; weight by fewer of them.",
            names=tuple(margins),
        )
    )


def _reached(weights: np.ndarray, codes: np.ndarray, target: np.ndarray) -> bool:
    return np.allclose(np.bincount(codes, weights, minlength=len(target)), target, rtol=CLOSE, atol=CLOSE)


def _total(responses: Responses, margins: Mapping[str, Mapping[str, int]]) -> int:
    totals = {name: sum(counts.values()) for name, counts in margins.items()}
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


def _margin(responses: Responses, item: Item, counts: Mapping[str, int]) -> Margin:
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
    codes = responses.column(item.name)
    strata = [
        Stratum((level,), int((codes == place).sum()), counts.get(level.name, 0))
        for place, level in enumerate(item.levels)
        if counts.get(level.name, 0) or (codes == place).any()
    ]
    return Margin(item, _merge(strata), int((codes < 0).sum()))


def _merge(strata: list[Stratum]) -> tuple[Stratum, ...]:
    """Merge the smallest two as long as one has fewer than five respondents."""
    while len(strata) > 1 and min(stratum.respondents for stratum in strata) < FEWEST_TO_SHOW:
        small, next_small = sorted(strata, key=lambda stratum: stratum.respondents)[:2]
        first, second = sorted((small, next_small), key=strata.index)
        both = Stratum(
            (*first.kinds, *second.kinds), first.respondents + second.respondents, first.partners + second.partners
        )
        strata = [both if stratum is first else stratum for stratum in strata if stratum is not second]
    return tuple(strata)


def _codes(responses: Responses, margin: Margin) -> np.ndarray:
    """Each respondent's stratum; who did not say is in one more."""
    places = {kind.name: place for place, stratum in enumerate(margin.strata) for kind in stratum.kinds}
    of_level = np.array([places.get(level.name, 0) for level in margin.item.levels] + [len(margin.strata)])
    return of_level[np.maximum(responses.column(margin.item.name).astype(np.intp), -1)]


def _targets(margin: Margin, population: int, respondents: int) -> np.ndarray:
    kept = population * margin.unknown / respondents
    scale = (population - kept) / population
    return np.array([stratum.partners * scale for stratum in margin.strata] + [kept])
