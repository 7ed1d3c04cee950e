"""Who did not answer, and what that could change: response rates, participation, bounds, late answers.

A partner network is asked as a whole, so sampling leaves no doubt; silence does. Rates follow AAPOR's
definitions. Participation compares those who answered with all who were asked. Bounds ask what the silent
partners could change at most. Late answers stand in for missing ones, with due caution.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kiptools.codebook import Choice, Item, Scale
from kiptools.groups import Comparison, compare
from kiptools.likert import AgreementRow, agreement
from kiptools.messages import KipError, message
from kiptools.missing import Missing
from kiptools.register import Attribute, Disposition, Register
from kiptools.responses import Responses
from kiptools.tables import fold

__all__ = [
    "Bounds",
    "Category",
    "EarlyLate",
    "Participation",
    "ParticipationBy",
    "ResponseRates",
    "bounds",
    "early_late",
    "matched",
    "response_rates",
    "who_answered",
]


# --- response rates ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ResponseRates:
    """How many invitations ended in what, and AAPOR's rates of them.

    Rates are 0 to 1; nan where their base is empty.

    Parameters
    ----------
    complete, partial, refused, non_contact, other, unknown, not_eligible : int
        AAPOR's I, P, R, NC, O, U (unknown eligibility), and those who are no partners.
    """

    complete: int
    partial: int = 0
    refused: int = 0
    non_contact: int = 0
    other: int = 0
    unknown: int = 0
    not_eligible: int = 0

    @property
    def answered(self) -> int:
        return self.complete + self.partial

    @property
    def eligible(self) -> int:
        """Known to be partners."""
        return self.answered + self.refused + self.non_contact + self.other

    @property
    def asked(self) -> int:
        """Everybody but those known to be no partners."""
        return self.eligible + self.unknown

    @property
    def eligible_share(self) -> float:
        """AAPOR's e: of those whose eligibility is known, the share who are partners."""
        return _share(self.eligible, self.eligible + self.not_eligible)

    @property
    def _likely(self) -> float:
        return self.eligible + (self.eligible_share * self.unknown if self.unknown else 0)

    def response_rate(self, kind: Literal[1, 2, 3, 4, 5, 6] = 2) -> float:
        """RR1 to RR6: even ones count partial answers; 3 and 4 estimate how many of unknown eligibility are partners,
        5 and 6 leave them out."""
        base = {1: self.asked, 2: self.asked, 3: self._likely, 4: self._likely, 5: self.eligible, 6: self.eligible}
        return _share(self.complete if kind % 2 else self.answered, base[kind])

    def cooperation_rate(self, kind: Literal[1, 2, 3, 4] = 1) -> float:
        """COOP1 to COOP4: of those who were reached; even ones count partial answers, 3 and 4 leave out O."""
        base = self.answered + self.refused + (self.other if kind < 3 else 0)
        return _share(self.complete if kind % 2 else self.answered, base)

    def refusal_rate(self, kind: Literal[1, 2, 3] = 1) -> float:
        """REF1 to REF3."""
        return _share(self.refused, {1: self.asked, 2: self._likely, 3: self.eligible}[kind])

    def contact_rate(self, kind: Literal[1, 2, 3] = 1) -> float:
        """CON1 to CON3."""
        base = {1: self.asked, 2: self._likely, 3: self.eligible}[kind]
        return _share(self.answered + self.refused + self.other, base)


def _share(count: int, base: float) -> float:
    return count / base if base else float("nan")


def response_rates(register: Register) -> ResponseRates:
    """Count what became of the invitations.

    Parameters
    ----------
    register : Register
        With dispositions.

    Returns
    -------
    ResponseRates

    Raises
    ------
    KipError
        The register does not tell what became of the invitations.

    References
    ----------
    American Association for Public Opinion Research (2023). Standard Definitions: final dispositions of case codes
    and outcome rates for surveys, 10th edition.

    Examples
    --------
    >>> from kiptools import read_register
    >>> rates = response_rates(read_register())
    >>> rates.answered, rates.asked, round(rates.response_rate(2), 3)
    (31, 42, 0.738)
    """
    if register.dispositions is None:
        raise KipError(
            message(
                "{file} does not tell who answered; add a column disposition with {names}.",
                file=register.source,
                names=tuple(kind.value for kind in Disposition),
            )
        )
    return ResponseRates(*(register.dispositions.count(kind) for kind in Disposition))


# --- participation -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Category:
    """Partners of one kind.

    Parameters
    ----------
    label : Choice or str
        The answer of the survey's question, or what the register calls it.
    asked, answered : int
    """

    label: Choice | str
    asked: int
    answered: int


@dataclass(frozen=True)
class ParticipationBy:
    """How many of each kind of partners answered.

    Parameters
    ----------
    subject : Item or str
        The survey's question, or the register's column.
    categories : tuple of Category
    """

    subject: Item | str
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Participation:
    """Who answered and who did not, by what the register knows."""

    rows: tuple[ParticipationBy, ...]
    asked: int
    answered: int


def who_answered(responses: Responses, register: Register) -> Participation:
    """Compare those who answered with all who were asked.

    Where the survey asks what the register tells as well (`matched`), the survey's answers are counted; for the
    register's other columns its dispositions, if it has any.

    Parameters
    ----------
    responses : Responses
    register : Register

    Returns
    -------
    Participation

    Raises
    ------
    KipError
        More partners of a kind answered than the register has.

    Examples
    --------
    >>> from kiptools import read_register, read_responses
    >>> found = who_answered(read_responses(), read_register())
    >>> [(category.answered, category.asked) for category in found.rows[0].categories][:2]
    [(10, 14), (9, 11)]
    """
    pairs = matched(responses, register)
    rows = [_by_question(responses, item, attribute, register) for item, attribute in pairs]
    if register.dispositions is not None:
        names = {attribute.name for _, attribute in pairs}
        rows += [_by_column(attribute, register) for attribute in register.attributes if attribute.name not in names]
    return Participation(tuple(rows), register.eligible, len(responses))


def matched(responses: Responses, register: Register) -> list[tuple[Item, Attribute]]:
    """Questions about who answers (one answer each) whose answers the register has in a column.

    Every value of the column is an answer's code or wording, in any language of the codebook.

    Parameters
    ----------
    responses : Responses
    register : Register

    Returns
    -------
    list of (Item, Attribute)

    Examples
    --------
    >>> from kiptools import read_register, read_responses
    >>> [(item.name, attribute.name) for item, attribute in matched(read_responses(), read_register())]
    [('organisation_type', 'type')]
    """
    found = []
    for item in responses.codebook.select(role="profile"):
        if item.type != "select_one":
            continue
        known = _levels_by_word(item)
        fitting = (
            attribute
            for attribute in register.attributes
            if all(fold(value) in known for value in attribute.values if value)
        )
        if (attribute := next(fitting, None)) is not None:
            found.append((item, attribute))
    return found


def _levels_by_word(item: Item) -> dict[str, int]:
    return {
        fold(word): place
        for place, level in enumerate(item.levels)
        for word in (level.name, *dict(level.wording.texts).values())
        if word
    }


def asked_by_level(item: Item, attribute: Attribute) -> tuple[int, ...]:
    """How many partners the register has for each answer of a matched question."""
    known, counts = _levels_by_word(item), [0] * len(item.levels)
    for value, count in attribute.counts().items():
        if value:
            counts[known[fold(value)]] += count
    return tuple(counts)


def _by_question(responses: Responses, item: Item, attribute: Attribute, register: Register) -> ParticipationBy:
    codes = responses.column(item.name)
    categories = tuple(
        Category(level, asked, int((codes == place).sum()))
        for place, (level, asked) in enumerate(zip(item.levels, asked_by_level(item, attribute), strict=True))
    )
    faults = [
        message(
            '{file}: {answered} partners answered as "{kind}", but the register has {asked} of them; correct one of '
            "the two.",
            file=register.source,
            answered=category.answered,
            kind=category.label.name if isinstance(category.label, Choice) else category.label,
            asked=category.asked,
        )
        for category in categories
        if category.answered > category.asked
    ]
    if faults:
        raise KipError(faults)
    return ParticipationBy(item, categories)


def _by_column(attribute: Attribute, register: Register) -> ParticipationBy:
    assert register.dispositions is not None
    answered = dict.fromkeys(attribute.counts(), 0)
    asked = dict(answered)
    for value, kind in zip(attribute.values, register.dispositions, strict=True):
        asked[value] += kind is not Disposition.NOT_ELIGIBLE
        answered[value] += kind in (Disposition.COMPLETE, Disposition.PARTIAL)
    return ParticipationBy(
        attribute.name, tuple(Category(value, asked[value], answered[value]) for value in sorted(asked) if value)
    )


# --- bounds --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bounds:
    """What the shares of favourable partners could be at least and at most, whatever the silent ones think.

    Parameters
    ----------
    rows : tuple of AgreementRow
    role : {"experience", "importance"}
    population : int
    """

    rows: tuple[AgreementRow, ...]
    role: str
    population: int

    @staticmethod
    def counts(row: AgreementRow) -> tuple[int, int, int]:
        """How many are favourable at least and at most, of how many."""
        assert row.population is not None
        return row.favourable, row.favourable + row.population - row.answered, row.population


def bounds(
    responses: Responses,
    items: str | Iterable[str] | None = None,
    *,
    population: int,
    by: Literal["item", "construct"] = "construct",
    role: str = "experience",
) -> Bounds:
    """The worst and the best case: all silent partners unfavourable, or all favourable.

    Parameters
    ----------
    responses : Responses
    items : str, iterable of str, or None
        Items or constructs by name; None for all.
    population : int
        How many partners were asked.
    by : {"construct", "item"}
    role : {"experience", "importance"}

    Returns
    -------
    Bounds

    Raises
    ------
    KipError
        A name is not in the codebook, or the population is smaller than the number of respondents.

    References
    ----------
    Manski, C. F. (2016). Credible interval estimates for official statistics with survey nonresponse. Journal of
    Econometrics 191, 293-301.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> found = bounds(read_responses(), "trust", population=42)
    >>> found.counts(found.rows[0])
    (22, 33, 42)
    """
    return Bounds(agreement(responses, items, by=by, role=role, population=population).rows, role, population)


# --- early and late answers ----------------------------------------------------------------------------


@dataclass(frozen=True)
class EarlyLate:
    """The second half of the answers against the first.

    Parameters
    ----------
    comparison : Comparison
        By a question with the answers `early` and `late`.
    """

    comparison: Comparison


def early_late(
    responses: Responses, items: str | Iterable[str] | None = None, *, on: Literal["item", "construct"] = "construct"
) -> EarlyLate:
    """Compare the later half of the respondents with the earlier one, in the order of the file.

    Survey tools write answers in the order in which they come; a file that was sorted otherwise tells nothing here.

    Parameters
    ----------
    responses : Responses
    items : str, iterable of str, or None
        Items or constructs by name; None for all.
    on : {"construct", "item"}

    Returns
    -------
    EarlyLate

    Raises
    ------
    KipError
        A name is not in the codebook.

    References
    ----------
    Lin, I.-F. & Schaeffer, N. C. (1995). Using survey participants to estimate the impact of nonparticipation. Public
    Opinion Quarterly 59, 236-258: late respondents stand in for non-respondents only so far.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> found = early_late(read_responses(), "trust")
    >>> [contrast.answered for contrast in found.comparison.rows[0].contrasts]
    [16, 15]
    """
    late = 2 * np.arange(len(responses)) >= len(responses)
    return EarlyLate(compare(_with_halves(responses, late), items, by=HALF.name, on=on))


HALF = Item("_half", "select_one", scale=Scale("_half", (Choice("early"), Choice("late"))), role="profile")


def _with_halves(responses: Responses, late: np.ndarray) -> Responses:
    """The responses with a question more: which half. What they were cut from does not answer it."""
    return replace(
        responses,
        codebook=replace(responses.codebook, items=(*responses.codebook.items, HALF)),
        columns=(*responses.columns, HALF.name),
        codes=np.asfortranarray(np.column_stack([responses.codes, late.astype(responses.codes.dtype)])),
        _earlier=tuple(_with_halves(each, np.full(len(each), Missing.NOT_SHOWN)) for each in responses._earlier),
    )
