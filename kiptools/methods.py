"""The methods appendix: what a reader has to be told about a survey, and where each of its numbers comes from.

Two lists say what a report on a survey should tell: CHERRIES for web surveys, and AAPOR's items of disclosure.
They are merged here, in words of our own. The kit answers what it knows from the answers and the codebook, the
people who made the survey answer the rest (`kiptools.facts`), and what nobody has answered stays an open
question. Beside that stand formula and sources of every analysis that was used, and what is needed to
compute the same numbers again.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from hashlib import sha256
from importlib.metadata import version
from itertools import accumulate
from math import lgamma, log
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Literal

import numpy as np

from kiptools.confidentiality import FEWEST_FOR_PERCENT, FEWEST_TO_SHOW
from kiptools.exports.tool import Sure
from kiptools.formulas import Method, methods_used
from kiptools.messages import KipError, Message, counted, message
from kiptools.missing import Missing
from kiptools.places import FILE_PARAMETERS, file_name
from kiptools.responses import Responses, check_population

__all__ = [
    "LISTS",
    "QUESTIONS",
    "MethodsAppendix",
    "Provenance",
    "Question",
    "Told",
    "check_facts",
    "fingerprint",
    "methods_appendix",
]

CHERRIES = "CHERRIES"
AAPOR = "AAPOR"
LISTS = {
    CHERRIES: "Eysenbach, G. (2004). Improving the quality of web surveys: the Checklist for Reporting Results of "
    "Internet E-Surveys (CHERRIES). Journal of Medical Internet Research 6(3), e34; corrected 2012, 14(1), e8.",
    AAPOR: "American Association for Public Opinion Research (2021). Code of Professional Ethics and Practices, "
    "section III.A.",
}
"""The two lists of what a report should tell, with their sources."""

_FREEDOM = 256
"""Bits that must be open, even to somebody who knows all the tables, before a checksum of the answers is given."""
_Known = dict[str, tuple[Message, ...]]
_PACKAGES = ("kiptools", "numpy", "pandas", "scipy")


# --- what a report should tell -----------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """Something that a reader should be told about a survey.

    Parameters
    ----------
    key : str
        Its name in the file of facts.
    text : Message
    lists : tuple of str
        Which of `LISTS` ask for it.
    kit : bool
        Whether the kit always answers it, so that nobody has to be asked.
    """

    key: str
    text: Message
    lists: tuple[str, ...]
    kit: bool = False


QUESTIONS = (
    Question(
        "design",
        message("What was the survey meant to find out, and for which partners does it speak?"),
        (CHERRIES, AAPOR),
    ),
    Question("sponsor", message("Who commissioned the survey, and who paid for it?"), (AAPOR,)),
    Question("conductor", message("Who carried out the survey, and who wrote the report?"), (AAPOR,)),
    Question("population", message("How many partners were asked?"), (AAPOR,)),
    Question(
        "frame",
        message("From which list were the partners taken, and were all of them asked or only some?"),
        (CHERRIES, AAPOR),
    ),
    Question(
        "approval",
        message(
            "Did somebody independent look at the plan first, such as an ethics board or a data protection officer?"
        ),
        (CHERRIES,),
    ),
    Question(
        "consent",
        message(
            "What were partners told before they answered: purpose, length, who is behind the survey, what happens "
            "with the answers?"
        ),
        (CHERRIES,),
    ),
    Question(
        "data_protection",
        message("Where are the answers kept, for how long, and who may see them?"),
        (CHERRIES,),
    ),
    Question("confidentiality", message("What is not shown, so that nobody can be recognised?"), (CHERRIES,), True),
    Question("development", message("How was the questionnaire drawn up, and who tried it out first?"), (CHERRIES,)),
    Question("wording", message("Where can the exact wording of the questions be read?"), (AAPOR,)),
    Question("languages", message("In which languages could partners answer?"), (AAPOR,)),
    Question("questions", message("How many questions were there?"), (CHERRIES,), True),
    Question("pages", message("On how many pages did the questions stand?"), (CHERRIES,)),
    Question("access", message("Could anybody answer, or only those who were invited?"), (CHERRIES,)),
    Question(
        "contact",
        message("How were partners invited and reminded, and where else was the survey announced?"),
        (CHERRIES, AAPOR),
    ),
    Question(
        "mode",
        message("Where and how could partners answer: on a web page, by e-mail, on paper, in an interview?"),
        (CHERRIES, AAPOR),
    ),
    Question("tool", message("With which survey tool were the answers collected?"), (AAPOR,)),
    Question("voluntary", message("Was answering voluntary?"), (CHERRIES,)),
    Question("incentives", message("Was anything offered for answering?"), (CHERRIES, AAPOR)),
    Question("dates", message("From when to when could partners answer?"), (CHERRIES, AAPOR)),
    Question(
        "order", message("Did the order of the questions or answers change from partner to partner?"), (CHERRIES,)
    ),
    Question("adaptive", message("Were some questions asked only of some partners?"), (CHERRIES,)),
    Question("completeness", message("Did the form point out what was left empty before it was sent?"), (CHERRIES,)),
    Question("review", message("Could partners go back and change their answers?"), (CHERRIES,)),
    Question("visitors", message("How many people opened the survey?"), (CHERRIES,)),
    Question("respondents", message("How many partners answered?"), (CHERRIES, AAPOR), True),
    Question("completion", message("How many stopped before the end?"), (CHERRIES,), True),
    Question("missing", message("What happened to questions that were left empty?"), (CHERRIES,), True),
    Question("duplicates", message("What made sure that nobody answered twice?"), (CHERRIES,)),
    Question("timing", message("Were answers left out because they were given too fast?"), (CHERRIES,)),
    Question(
        "weighting",
        message("Do some answers count more than others, to make up for the partners who did not answer?"),
        (CHERRIES, AAPOR),
    ),
    Question("processing", message("How were the answers read and checked?"), (AAPOR,), True),
    Question("precision", message("What do the ranges beside the numbers mean?"), (AAPOR,), True),
    Question("limitations", message("What can the survey not tell?"), (AAPOR,)),
)
"""Both lists, merged: their items on one matter are one question."""


@dataclass(frozen=True)
class Told:
    """A question of `QUESTIONS` and what is known about it.

    Parameters
    ----------
    question : Question
    known : tuple of Message
        What the kit knows; a `fractions.Fraction` among a message's values is a share.
    given : tuple of str
        What the people who made the survey say, a paragraph each.
    """

    question: Question
    known: tuple[Message, ...] = ()
    given: tuple[str, ...] = ()

    @property
    def state(self) -> Literal["known", "given", "asked"]:
        """Whether the kit knows it, only people have told it, or it is still to be told."""
        return "known" if self.known else "given" if self.given else "asked"


# --- the appendix ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Provenance:
    """What is needed to compute the same numbers again.

    Parameters
    ----------
    versions : tuple of (str, str)
        Python and the libraries that compute.
    fingerprint : str or None
        See `fingerprint`.
    files : tuple of (str, str or None)
        Names of files and their SHA-256; None where the fingerprint is None.
    parameters : tuple of (str, str)
        By name, without those that were not given; of a path only the file's name.
    seed : int or None
    """

    versions: tuple[tuple[str, str], ...]
    fingerprint: str | None
    files: tuple[tuple[str, str | None], ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    seed: int | None = None


@dataclass(frozen=True)
class MethodsAppendix:
    """What a reader should be told about a survey, and where its numbers come from.

    Parameters
    ----------
    told : tuple of Told
        One for each of `QUESTIONS`, in their order.
    methods : tuple of Method
        Of the analyses that were used, and of what they rest on.
    provenance : Provenance
        Shown by itself, because versions differ from machine to machine.
    """

    told: tuple[Told, ...]
    methods: tuple[Method, ...]
    provenance: Provenance

    @property
    def answered(self) -> tuple[Told, ...]:
        """What the kit knows or people have told."""
        return tuple(each for each in self.told if each.state != "asked")

    @property
    def asked(self) -> tuple[Told, ...]:
        """What is still to be told."""
        return tuple(each for each in self.told if each.state == "asked")


def methods_appendix(
    responses: Responses,
    facts: Mapping[str, str] | None = None,
    *,
    population: int | None = None,
    used: Iterable[str] = (),
    parameters: Mapping[str, object] | None = None,
    files: Iterable[str | Path] = (),
    seed: int | None = None,
) -> MethodsAppendix:
    """What a report on a survey should tell, filled in as far as it is known.

    Parameters
    ----------
    responses : Responses
        Nobody among them, or no question, is no fault: then that is what the answers say.
    facts : mapping of str to str, optional
        What the people who made the survey say, by the keys of `QUESTIONS`: see `read_facts`. It stands beside what
        the kit knows and does not replace it.
    population : int or None
        How many were asked; None for `responses.population`.
    used : iterable of str
        The analyses whose numbers the report shows, by the names of their functions. With none, nothing is said
        of weights, and there are no formulas.
    parameters : mapping of str to object, optional
        What the report was called with.
    files : iterable of str or Path
        The export, the codebook (a file or a folder of CSV files): their checksums are added.
    seed : int or None
        Where random numbers begin, if there were any.

    Returns
    -------
    MethodsAppendix

    Raises
    ------
    KipError
        The population is smaller than the number of respondents, or a file cannot be read.
    ValueError
        `facts` has a key that is none of the questions', or `used` a name that is no analysis.

    References
    ----------
    Eysenbach, G. (2004). Improving the quality of web surveys: the Checklist for Reporting Results of Internet
    E-Surveys (CHERRIES). Journal of Medical Internet Research 6(3), e34; corrected 2012, 14(1), e8. American
    Association for Public Opinion Research (2021). Code of Professional Ethics and Practices, section III.A.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> appendix = methods_appendix(read_responses(), {"voluntary": "Yes."}, used=["agreement"])
    >>> len(appendix.answered), len(appendix.asked), [method.name for method in appendix.methods]
    (13, 22, ['agreement', 'finite_population_interval'])
    """
    population = responses.population if population is None else population
    check_population(population, responses)
    facts, used = facts or {}, tuple(used)
    check_facts(facts)
    methods = methods_used(used, population_known=population is not None)
    known = {**_asked_what(responses), **_who_answered(responses, population), **_what_was_done(population, used)}
    return MethodsAppendix(
        tuple(
            Told(question, known.get(question.key, ()), _paragraphs(facts.get(question.key, "")))
            for question in QUESTIONS
        ),
        methods,
        _provenance(responses, parameters or {}, files, seed),
    )


def check_facts(facts: Mapping[str, str]) -> None:
    """Refuse an answer to a question that is none of `QUESTIONS`.

    Raises
    ------
    ValueError
    """
    keys = {question.key for question in QUESTIONS}
    if unknown := sorted(facts.keys() - keys):
        raise ValueError(f"facts has {unknown[0]!r}, which is none of {sorted(keys)}")


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


# --- what the kit knows ------------------------------------------------------------------------------


def _asked_what(responses: Responses) -> _Known:
    """Of the questionnaire; nothing of what the codebook does not tell."""
    items = [item for item in responses.codebook.items if item.role != "ignore"]
    known: _Known = {"questions": (counted("{count} question.", "{count} questions.", len(items)),)}
    if items and all(item.wording.texts for item in items):
        known["wording"] = (message("In the codebook, as far as nobody has shortened it there."),)
    languages = dict.fromkeys(code for item in items for code, _ in item.wording.texts if code)
    if languages:
        known["languages"] = (message("The codebook has the questions in: {languages}.", languages=tuple(languages)),)
    some = sum(bool(item.relevant) for item in items)
    if some:
        known["adaptive"] = (
            counted(
                "{count} question was asked only of some partners; the codebook says of whom.",
                "{count} questions were asked only of some partners; the codebook says of whom.",
                some,
            ),
        )
    origin = responses.origin
    if origin is not None and origin.tool != "plain":
        sure = message("{tool}.", tool=origin.name)
        likely = message("Probably {tool}, by the look of the file.", tool=origin.name)
        known["tool"] = (sure if origin.sure == Sure.CERTAIN else likely,)
    return known


def _who_answered(responses: Responses, population: int | None) -> _Known:
    if responses.withheld:
        withheld = message(
            "With the answers of all partners, this would tell what a few of them answered; not shown, so that nobody "
            "can be recognised."
        )
        return {"respondents": (withheld,), "completion": (withheld,)}
    n = len(responses)
    stopped = int((responses.codes == Missing.BROKEN_OFF).any(axis=1).sum())
    completion = counted(
        "{count} of the {answered} partners who answered.",
        "{count} of the {answered} partners who answered.",
        stopped,
        answered=n,
    )
    inferred = message("That is inferred: the file does not tell who stopped, only which answers are missing.")
    known: _Known = {"completion": (completion, inferred) if responses.breaks_inferred else (completion,)}
    if responses.asked is not None:
        drawn = counted(
            "{count} partner was drawn by lot and asked.",
            "{count} partners were drawn by lot and asked.",
            responses.asked,
        )
        answered = counted(
            "{count} of the {asked} partners who were drawn and asked answered ({share}).",
            "{count} of the {asked} partners who were drawn and asked answered ({share}).",
            n,
            asked=responses.asked,
            share=Fraction(n, responses.asked) if responses.asked else Fraction(0),
        )
        return known | {"population": (drawn,), "respondents": (answered,)}
    if population is None:
        unknown = (
            "{count} partner answered. How many were asked is not known.",
            "{count} partners answered. How many were asked is not known.",
        )
        return known | {"respondents": (counted(*unknown, n),)}
    return known | {
        "population": (counted("{count} partner was asked.", "{count} partners were asked.", population),),
        "respondents": (
            counted(
                "{count} of the {population} partners who were asked answered ({share}).",
                "{count} of the {population} partners who were asked answered ({share}).",
                n,
                population=population,
                share=Fraction(n, population) if population else Fraction(0),
            ),
        ),
    }


def _what_was_done(population: int | None, used: Collection[str]) -> _Known:
    """Rules of the kit, and whether there were weights."""
    known: _Known = {
        "confidentiality": (
            message(
                "Answers of fewer than {fewest} partners, answers that are all the same, and what either could be "
                "worked out from; percentages of fewer than {fewest_for_percent} answers.",
                fewest=FEWEST_TO_SHOW,
                fewest_for_percent=FEWEST_FOR_PERCENT,
            ),
        ),
        "missing": (
            message(
                "Whoever left a question empty takes no part in its numbers; the reasons, as far as they can be told, "
                "are counted apart."
            ),
        ),
        "processing": (
            message('The table "{table}" tells it step by step.', table=message("How the answers were read")),
        ),
        "precision": (
            message(
                "They are for all {population} partners, if the silent ones think like those who answered.",
                population=population,
            )
            if population is not None
            else message("They treat those who answered as if chance had picked them out of many more partners."),
        ),
    }
    if "rake" in used:
        known["weighting"] = (message("Yes, so that the kinds of partners count as much as in the partner register."),)
    elif used and "estimate" not in used:
        known["weighting"] = (message("No, every answer counts the same."),)
    return known


# --- the same numbers again --------------------------------------------------------------------------


def fingerprint(responses: Responses) -> str | None:
    """A checksum of codebook and answers: the same for the same answers, another one if anything changes.

    It is the SHA-256 of the codebook, the names of the matrix's columns, their codes, and the texts, numbers and
    dates, in the order of the file; not of the file itself, of its name or of the population. Another version of
    the kit may know more of a codebook and so give another one.

    Of a small survey there is none: whoever knows the questions and has read the tables could try out all answers
    until the checksum fits, and would have everybody's. Nor is there one of a part whose answers are withheld. There is
    one if, the counts of every column given, there are still 2 to the power of 256 ways to share them out among the
    respondents.

    Parameters
    ----------
    responses : Responses

    Returns
    -------
    str or None
        64 hexadecimal digits.

    Examples
    --------
    >>> from kiptools import read_responses
    >>> responses = read_responses()
    >>> len(fingerprint(responses)), fingerprint(responses.where([True] * 3 + [False] * 28))
    (64, None)
    """
    if responses.withheld or not any(bits >= _FREEDOM for bits in accumulate(map(_bits, responses.codes.T))):
        return None
    digest = sha256(_plain([asdict(responses.codebook), responses.columns, len(responses)]))
    for column in responses.codes.T:
        digest.update(column.astype("<i2").tobytes())
    for name in sorted(responses.values):
        digest.update(_plain(name))
        digest.update(_value_bytes(responses.values[name]))
    return digest.hexdigest()


def _bits(column: np.ndarray) -> float:
    """How many ways there are to share out a column's values among the respondents, as a power of 2."""
    _, counts = np.unique(column, return_counts=True)
    return (lgamma(len(column) + 1) - sum(lgamma(count + 1) for count in counts)) / log(2)


def _plain(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, sort_keys=True).encode("ascii")


def _value_bytes(values: np.ndarray) -> bytes:
    if values.dtype.kind == "f":
        return (np.where(np.isnan(values), np.nan, values) + 0.0).astype("<f8").tobytes()  # one nan, one zero
    if values.dtype.kind == "M":
        return values.astype("datetime64[s]").astype("<i8").tobytes()
    return _plain(values.tolist())


def _provenance(
    responses: Responses, parameters: Mapping[str, object], files: Iterable[str | Path], seed: int | None
) -> Provenance:
    mark = fingerprint(responses)
    sums = tuple((path.name, _checksum(path) if mark else None) for path in _each_file(files))
    versions = (("Python", platform.python_version()), *((name, version(name)) for name in _PACKAGES))
    written = tuple((key, text) for key in sorted(parameters) if (text := _written(key, parameters[key])))
    return Provenance(versions, mark, sums, written, seed)


def _each_file(files: Iterable[str | Path]) -> Iterator[Path]:
    """The files; of a folder its CSV files."""
    for path in map(Path, files):
        yield from sorted(path.glob("*.csv")) if path.is_dir() else [path]


def _checksum(path: Path) -> str:
    """Of the bytes, as ``sha256sum`` gives it."""
    try:
        return sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        raise KipError(message("There is no file {file}.", file=str(path))) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise KipError(message("{file} cannot be opened: {reason}.", file=str(path), reason=reason)) from None


def _written(key: str, value: object) -> str:
    """A parameter as text; of files the name."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(_written(key, each) for each in value)
    text = str(value)
    with_folder = PureWindowsPath(text).is_absolute() or PurePosixPath(text).is_absolute()
    return file_name(text) if with_folder or key in FILE_PARAMETERS else text
