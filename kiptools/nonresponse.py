"""Who did not answer, and what that could change: response rates, participation, bounds, late answers.

A partner network is asked as a whole, so sampling leaves no doubt; silence does. Rates follow AAPOR's
definitions. Participation compares those who answered with all who were asked. Bounds ask what the silent
partners could change at most. Late answers stand in for missing ones, with due caution.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor
from typing import Literal

import numpy as np

from kiptools.codebook import Choice, Item, Scale
from kiptools.confidentiality import safe_groups, show_groups
from kiptools.exports.columns import TICKED, UNTICKED
from kiptools.fields import meaning
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
    "shown_kinds",
    "who_answered",
    "with_population",
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


def with_population(responses: Responses, register: Register | None) -> Responses:
    """The responses with the number of partners, where it was not given and the register tells it.

    Where only some partners were drawn, it is the number that they stand for. Where some kinds were drawn more often
    than others, plain shares lean towards these: then only the number of those asked is given, as no range for all
    partners holds without weights (`weight_to_register`).

    Parameters
    ----------
    responses : Responses
    register : Register or None

    Returns
    -------
    Responses
        As they were, if their population is known, there is no register, or more answered than it has.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from kiptools import read_register, read_responses
    >>> with_population(replace(read_responses(), population=None), read_register()).population
    42
    """
    if register is None or responses.population is not None or register.eligible < len(responses):
        return responses
    if not register.even:
        return replace(responses, asked=register.eligible)
    drawn = register.eligible if register.eligible < register.population else None
    return replace(responses, population=register.population, asked=drawn)


# --- participation -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Category:
    """Partners of one kind.

    Parameters
    ----------
    label : Choice or str
        The answer of the survey's question, or what the register calls it.
    asked, answered : int
        Where respondents say what they are, more can answer than the register has.
    shown : bool
        Whether it may be shown how many answered: the register is no secret, who answered is.
    """

    label: Choice | str
    asked: int
    answered: int
    shown: bool


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
    """Who answered and who did not, by what the register knows.

    Parameters
    ----------
    rows : tuple of ParticipationBy
    asked, answered : int
        Partners, and respondents of the survey.
    registered : int or None
        How many answered by the register's own account, if it has one.
    """

    rows: tuple[ParticipationBy, ...]
    asked: int
    answered: int
    registered: int | None = None


Row = tuple[ParticipationBy, list[np.ndarray]]
"""With the partners of each kind."""


def who_answered(responses: Responses, register: Register) -> Participation:
    """Compare those who answered with all who were asked.

    Where the survey asks what the register tells as well (`matched`), the survey's answers are counted; for the
    register's other columns its dispositions, if it has any. A column is left out if, beside the earlier ones,
    it would follow of some partner that they answered, or did not. Of a sample, those who were drawn were asked.

    Parameters
    ----------
    responses : Responses
    register : Register

    Returns
    -------
    Participation

    Examples
    --------
    >>> from kiptools import read_register, read_responses
    >>> found = who_answered(read_responses(), read_register())
    >>> [(category.answered, category.asked) for category in found.rows[0].categories][:2]
    [(10, 14), (9, 11)]
    """
    asked, replied = np.array(register.asked), None
    pairs = matched(responses, register)
    found = [] if responses.withheld else [_by_question(responses, item, column, asked) for item, column in pairs]
    if register.dispositions is not None:
        replied = np.array([kind in (Disposition.COMPLETE, Disposition.PARTIAL) for kind in register.dispositions])
        names = {attribute.name for _, attribute in pairs}
        columns = [attribute for attribute in register.attributes if attribute.name not in names]
        found += [_by_column(attribute, asked, replied) for attribute in columns]
    kept: list[Row] = []
    for row in found:
        if not kept or not _tells_who([*kept, row], asked, replied, len(responses)):
            kept.append(row)
    registered = None if register.dispositions is None else response_rates(register).answered
    return Participation(tuple(row for row, _ in kept), register.eligible, len(responses), registered)


def matched(responses: Responses, register: Register) -> list[tuple[Item, Attribute]]:
    """Questions about who answers (one answer each) whose answers the register has in a column.

    Every value of the column is an answer's code or wording, in any language of the codebook. Numbers, yes and no fit
    too many questions, and so are not enough; nor is it enough if several questions or columns fit.

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
    fits = [
        (item, attribute)
        for item in responses.codebook.select(role="profile")
        if item.type == "select_one"
        for attribute in register.attributes
        if _fit(item, attribute)
    ]
    return [
        (item, attribute)
        for item, attribute in fits
        if sum(item is other or attribute is column for other, column in fits) == 1
    ]


def _fit(item: Item, attribute: Attribute) -> bool:
    values, levels = {value for value in attribute.values if value}, _levels_by_word(item)
    ticks = {fold(value) for value in values} & (TICKED | UNTICKED)
    return all(_level(value, levels) is not None for value in values) and not ticks


def _levels_by_word(item: Item) -> dict[str, int]:
    """The answers' places by their words; and by the kind of organisation that only one of them means."""
    words = [
        (word, place)
        for place, level in enumerate(item.levels)
        for word in (level.name, *dict(level.wording.texts).values())
        if word and not word.isdecimal()
    ]
    kinds: dict[str, set[int]] = {}
    for word, place in words:
        kinds.setdefault(_kind(word), set()).add(place)
    known = {kind: places.pop() for kind, places in kinds.items() if kind and len(places) == 1}
    return known | {fold(word): place for word, place in words}


def _kind(word: str) -> str:
    found = meaning("type", word)
    return f"={found}" if found else ""


def _level(value: str, levels: Mapping[str, int]) -> int | None:
    """The place of the answer that a register's word means; a public employment service is a public authority."""
    found = levels.get(fold(value), levels.get(_kind(value)))
    return levels.get("=public_authority") if found is None and _kind(value) == "=pes" else found


def _members(item: Item, attribute: Attribute, asked: np.ndarray) -> list[np.ndarray]:
    """For each answer of a matched question which partners the register has for it."""
    known = _levels_by_word(item)
    places = np.array([_level(value, known) if value else -1 for value in attribute.values])
    return [asked & (places == place) for place in range(len(item.levels))]


def asked_by_level(item: Item, attribute: Attribute, register: Register) -> tuple[int, ...]:
    """How many partners the register has for each answer of a matched question."""
    return tuple(int(each.sum()) for each in _members(item, attribute, np.array(register.asked)))


def partners_by_level(item: Item, attribute: Attribute, register: Register) -> tuple[int, ...]:
    """How many partners there are for each answer of a matched question, as the register's partners stand for them."""
    stands_for = register.stands_for
    return tuple(
        floor(sum(stands_for[row] for row in np.flatnonzero(each)) + Fraction(1, 2))
        for each in _members(item, attribute, np.array(register.asked))
    )


def _by_question(responses: Responses, item: Item, attribute: Attribute, asked: np.ndarray) -> Row:
    members, codes = _members(item, attribute, asked), responses.column(item.name)
    sizes = [int(each.sum()) for each in members]
    answered = [int((codes == place).sum()) for place in range(len(members))]
    shown = shown_kinds(sizes, answered, others=(int(asked.sum()) - sum(sizes), len(codes) - sum(answered)))
    return ParticipationBy(item, tuple(map(Category, item.levels, sizes, answered, shown))), members


def _by_column(attribute: Attribute, asked: np.ndarray, replied: np.ndarray) -> Row:
    values = np.array(attribute.values)
    names = sorted({*attribute.values} - {""}, key=_in_numeric_order)
    members = [asked & (values == name) for name in [*names, ""]]
    sizes, answered = ([int((each & of).sum()) for each in members] for of in (asked, replied))
    shown = _safe_kinds(sizes, answered)
    return ParticipationBy(attribute.name, tuple(map(Category, names, sizes, answered, shown))), members[:-1]


def _in_numeric_order(text: str) -> list[tuple[int, str]]:
    """So that 50-249 stands before 250+."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"\d+|\D+", text)]


def shown_kinds(asked: Sequence[int], answered: Sequence[int], *, others: tuple[int, int] = (0, 0)) -> tuple[bool, ...]:
    """Of which kinds of partners it may be shown how many answered, if they told it themselves.

    At least five were asked, not all or none answered, what stays hidden does not follow from the total, and the
    number is shown where the question's answers are shown.

    Parameters
    ----------
    asked, answered : sequence of int
        For each kind.
    others : (int, int)
        The same for those whose kind is not known.

    Returns
    -------
    tuple of bool
    """
    safe = _safe_kinds([*asked, others[0]], [*answered, min(others)])
    return tuple(one and other for one, other in zip(safe, show_groups(answered), strict=False))


def _safe_kinds(asked: Sequence[int], answered: Sequence[int]) -> tuple[bool, ...]:
    return safe_groups([(count, max(size - count, 0)) for size, count in zip(asked, answered, strict=True)])


def _tells_who(rows: Sequence[Row], asked: np.ndarray, replied: np.ndarray | None, answered: int) -> bool:
    """Whether it follows of some partner that they answered, or did not, from all numbers shown and the register.

    Partners who are alike in every kind shown cannot be told apart; of how many of them answered, the least and the
    most are looked for that the numbers leave open.
    """
    from scipy.optimize import Bounds as Range
    from scipy.optimize import LinearConstraint, milp

    shown = [pair for row, members in rows for pair in zip(members, row.categories, strict=True) if pair[1].shown]
    kinds = np.array([asked, *(members for members, _ in shown)])
    counts = [answered, *(kind.answered for _, kind in shown)] if replied is None else kinds @ replied.astype(int)
    alike, sizes = np.unique(kinds[:, asked], axis=1, return_counts=True)
    numbers = LinearConstraint(alike.astype(float), counts, counts)
    for sign in (1, -1):  # as few as possible of all that could be pinned, then as many
        pinned = np.ones(len(sizes), dtype=bool)
        while pinned.any():
            aim = sign * pinned
            found = milp(aim, constraints=numbers, bounds=Range(0, sizes), integrality=np.ones(len(sizes)))
            if found.x is None:
                return False  # respondents see themselves otherwise than the register does: nothing follows
            moved = found.x < sizes - 0.5 if sign > 0 else found.x > 0.5
            if not (pinned & moved).any():
                return True
            pinned &= ~moved
    return False


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
