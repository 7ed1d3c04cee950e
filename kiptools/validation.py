"""How good the reading of outcomes is: measured on outcomes that were labelled without seeing what the kit reads.

The kit stands beside two simpler ways of telling a level, and beside the second labelling: two labellings do not agree
on every outcome either. What counts is the half that the lexicon was not tuned on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from kiptools.bloom import Reading, classify
from kiptools.files import read_table
from kiptools.lexicon import READ, Verb
from kiptools.messages import KipError, Message, cut, message
from kiptools.ordinal import weighted_kappa
from kiptools.outcomes import LEVELS, Outcome, Programme
from kiptools.places import kit_path
from kiptools.tables import Table

__all__ = [
    "HALVES",
    "WAYS",
    "LabelledOutcome",
    "Measures",
    "Validation",
    "expected_calibration_error",
    "read_labelled",
    "validate_classifier",
]

COLUMNS = ("id", "lang", "text", "first", "second", "half")
HALVES = ("held out", "tuned", "all")
WAYS = ("kit", "majority", "first listed", "labellers")
"""Ways of telling levels: what the kit reads; always the most frequent level of the tuned half; the lowest level at
which the lexicon lists the verb; the second labelling, compared with the first."""
LISTED = 0.1
"""A level stands in a list of verbs if at least such a share of the outcomes with the verb is there."""
BINS = 10


@dataclass(frozen=True)
class LabelledOutcome:
    """An outcome and the two levels that it was given.

    Parameters
    ----------
    id, lang, text : str
    first, second : str
        Levels of the two labellings.
    tuned : bool
        Whether the lexicon may be tuned on it; the others are held out.
    """

    id: str
    lang: str
    text: str
    first: str
    second: str
    tuned: bool


@dataclass(frozen=True)
class Measures:
    """How a way of telling levels does. Each outcome is compared with both labels, each counting half.

    Parameters
    ----------
    name : str
        One of `WAYS`.
    lang : str
        Two letters; empty for all languages.
    outcomes, answered : int
        How many there are, and for how many it answers.
    same, near : float
        How many of those answered have the label's level, and at most one level off; halves where the labels differ.
    kappa : float or None
        Quadratic weighted kappa with the labels.
    calibration_error : float or None
        Expected calibration error of the likeliest level's share, where a way gives shares.
    classwise_error : float or None
        The same of the shares of all levels: the mean of each level's error.
    """

    name: str
    lang: str
    outcomes: int
    answered: int
    same: float
    near: float
    kappa: float | None
    calibration_error: float | None = None
    classwise_error: float | None = None


@dataclass(frozen=True)
class Validation:
    """The kit's reading beside three others, on one half of the labelled outcomes.

    Parameters
    ----------
    half : str
        One of `HALVES`.
    measures : tuple of Measures
        For all languages together, then for each.
    shipped : bool
        Whether these are the outcomes that come with the kit.
    """

    half: str
    measures: tuple[Measures, ...]
    shipped: bool = False

    def of(self, lang: str = "") -> tuple[Measures, ...]:
        """The measures of one language; without one, of all together."""
        return tuple(each for each in self.measures if each.lang == lang)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.lang for each in self.measures if each.lang))


# --- reading -----------------------------------------------------------------------------------------


def read_labelled(path: str | Path | None = None) -> tuple[LabelledOutcome, ...]:
    """Read outcomes that were labelled twice.

    Parameters
    ----------
    path : str or Path or None
        CSV or XLSX with the columns `id`, `lang`, `text`, `first` and `second` (levels: remember, understand, apply,
        analyse, evaluate, create) and `half` (tuned, held out). None for the kit's.

    Returns
    -------
    tuple of LabelledOutcome

    Raises
    ------
    KipError
        The file cannot be read, a column or every outcome is missing, an id stands there twice, or a cell is not what
        it should be.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "mine.csv")
    ...     _ = path.write_text("id,lang,text,first,second,half\\nO1,en,Draw up a budget,create,apply,tuned\\n")
    ...     read_labelled(path)[0].second
    'apply'
    """
    table = read_table(kit_path("data", "outcomes", "labelled.csv") if path is None else path)
    found = tuple(column.name for column in table.columns)
    faults = [
        message(
            "{sheet} has no column {column} (found: {found}).",
            sheet=table.name,
            column=column,
            found=tuple(map(cut, found)),
        )
        for column in COLUMNS
        if column not in found
    ]
    faults = faults or _faults(table)
    if not faults and not len(table):
        faults = [message("{file} has no outcome in it; give one in each row.", file=table.name)]
    if faults:
        raise KipError(faults)
    return tuple(
        LabelledOutcome(
            cells["id"], cells["lang"], cells["text"], cells["first"], cells["second"], cells["half"] == "tuned"
        )
        for _, cells in table.records()
    )


def _faults(table: Table) -> list[Message]:
    accepted = {"lang": READ, "first": LEVELS, "second": LEVELS, "half": HALVES[:2]}
    rows, faults = dict[str, int](), list[Message]()
    for row, cells in table.records():
        wrong: list[tuple[str, object]] = [
            (column, message("a text")) for column in ("id", "text") if not cells[column]
        ]
        wrong += [(column, words) for column, words in accepted.items() if cells[column] not in words]
        faults += [
            message(
                '{file}, row {row}, column {column}: "{value}" is not accepted; give {accepted}.',
                file=table.name,
                row=row,
                column=column,
                value=cut(cells[column]),
                accepted=words,
            )
            for column, words in wrong
        ]
        if cells["id"] and rows.setdefault(cells["id"], row) != row:
            faults.append(
                message(
                    '{file}, row {row}: the id "{value}" stands in row {before} already; give each outcome its own.',
                    file=table.name,
                    row=row,
                    value=cut(cells["id"]),
                    before=rows[cells["id"]],
                )
            )
    return faults


# --- measuring ---------------------------------------------------------------------------------------


def validate_classifier(path: str | Path | None = None, *, half: str = "held out") -> Validation:
    """Measure how well levels are told: by the kit, by two simpler ways, and by a second labelling.

    Parameters
    ----------
    path : str or Path or None
        See `read_labelled`; None for the outcomes that come with the kit.
    half : str
        Of which outcomes: "held out" (those that the lexicon was not tuned on), "tuned", or "all".

    Returns
    -------
    Validation
        Where a way does not answer, the outcome takes no part in its shares and its kappa.

    Raises
    ------
    KipError
        As `read_labelled`, there is no such half, or no outcome in it.

    References
    ----------
    Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial credit.
    Psychological Bulletin 70, 213-220. Expected calibration error: Naeini, M. P., Cooper, G. F. & Hauskrecht, M.
    (2015). Obtaining well calibrated probabilities using Bayesian binning. AAAI 29, 2901-2907; Guo, C., Pleiss, G.,
    Sun, Y. & Weinberger, K. Q. (2017). On calibration of modern neural networks. ICML, PMLR 70, 1321-1330; of the
    shares of all levels: Kull, M. et al. (2019). Beyond temperature scaling: obtaining well-calibrated multiclass
    probabilities with Dirichlet calibration. NeurIPS 32.

    Examples
    --------
    >>> [(each.name, each.lang) for each in validate_classifier().measures[:4]]
    [('kit', ''), ('majority', ''), ('first listed', ''), ('labellers', '')]
    """
    if half not in HALVES:
        raise KipError(
            message('"{half}" is no part of the labelled outcomes; give one of {known}.', half=half, known=HALVES)
        )
    labelled = read_labelled(path)
    chosen = [each for each in labelled if half == "all" or each.tuned == (half == "tuned")]
    if not chosen:
        raise KipError(message('No outcome is marked as "{half}"; give another half, or mark some.', half=half))
    outcomes = tuple(Outcome(each.id, each.text, lang=each.lang) for each in chosen)
    read = list(zip(chosen, classify(Programme(outcomes)).outcomes, strict=True))
    usual = _most_frequent([each for each in labelled if each.tuned])
    spoken = {each.lang for each in chosen}
    parts = [("", read), *((lang, [one for one in read if one[0].lang == lang]) for lang in READ if lang in spoken)]
    measures = tuple(each for lang, part in parts for each in _all_ways(lang, part, usual))
    return Validation(half, measures, path is None)


def _most_frequent(labelled: Sequence[LabelledOutcome]) -> str:
    """The level that is given most often, the lowest of several; none if nothing was labelled."""
    given = Counter(level for each in labelled for level in (each.first, each.second))
    return max(LEVELS, key=given.__getitem__) if given else ""


def _all_ways(lang: str, read: Sequence[tuple[LabelledOutcome, Reading]], usual: str) -> list[Measures]:
    labels = [(each.first, each.second) for each, _ in read]
    readings = [reading for _, reading in read]
    levels = [reading.read_level for reading in readings]
    told = [(reading.shares, both) for reading, both, level in zip(readings, labels, levels, strict=True) if level]
    return [
        _measures("kit", lang, levels, labels, *_calibration(told)),
        _measures("majority", lang, [usual] * len(read), labels),
        _measures("first listed", lang, [_first_listed(reading.phrasing.verb) for reading in readings], labels),
        _measures("labellers", lang, [second for _, second in labels], [(first,) for first, _ in labels]),
    ]


def _first_listed(verb: Verb | None) -> str:
    """What a published list gives to who reads it from the top."""
    return next(level for level, share in zip(LEVELS, verb.shares, strict=True) if share >= LISTED) if verb else ""


def _measures(
    name: str, lang: str, answers: Sequence[str], labels: Sequence[tuple[str, ...]], *errors: float | None
) -> Measures:
    pairs = [
        [(LEVELS.index(answer), LEVELS.index(label)) for label in given]
        for answer, given in zip(answers, labels, strict=True)
        if answer
    ]
    same = sum(sum(one == other for one, other in each) / len(each) for each in pairs)
    near = sum(sum(abs(one - other) <= 1 for one, other in each) / len(each) for each in pairs)
    kappa = weighted_kappa([pair for each in pairs for pair in each], len(LEVELS))
    return Measures(name, lang, len(answers), len(pairs), same, near, kappa, *errors)


def _calibration(told: Sequence[tuple[Sequence[float], tuple[str, str]]]) -> tuple[float | None, float | None]:
    """The calibration error of the likeliest level's share, and the mean of those of all levels' shares."""
    if not told:
        return None, None
    by_level = [
        [(shares[place], labels.count(level) / 2) for shares, labels in told] for place, level in enumerate(LEVELS)
    ]
    likeliest = [max(pairs, key=lambda pair: pair[0]) for pairs in zip(*by_level, strict=True)]
    return (
        expected_calibration_error(likeliest),
        sum(map(expected_calibration_error, by_level)) / len(LEVELS),
    )


def expected_calibration_error(pairs: Sequence[tuple[float, float]]) -> float:
    """How far shares lie from what is the case, on average: over ten bins of equal width, weighted by how many are in.

    Parameters
    ----------
    pairs : sequence of (float, float)
        The share that was given, and what was the case: 1, 0, or half where two labels differ. At least one.

    Returns
    -------
    float
        0 where the shares are right, 1 at worst.

    References
    ----------
    Naeini, M. P., Cooper, G. F. & Hauskrecht, M. (2015). Obtaining well calibrated probabilities using Bayesian
    binning. AAAI 29, 2901-2907. Guo, C. et al. (2017). On calibration of modern neural networks. ICML, PMLR 70,
    1321-1330: a share on the border of two bins belongs to the lower one.

    Examples
    --------
    >>> expected_calibration_error([(0.75, 1), (0.75, 0)])    # 75 of 100 was said, and it was every second
    0.25
    """
    surplus = defaultdict[int, float](float)
    for share, was in pairs:
        surplus[max(1, ceil(round(share * BINS, 9)))] += share - was
    return sum(map(abs, surplus.values())) / len(pairs)
