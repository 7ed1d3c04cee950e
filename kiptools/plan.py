"""The survey plan: what only people can decide before partners are asked, in a table to fill in.

One row for each decision: its key, the question, and room for an answer. Most answers are a person's own words and
stay text. Days are read strictly and must follow one another, because letters and calendar are made from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal

from kiptools.dates import day_of
from kiptools.facts import read_answers, write_answers
from kiptools.fields import LANGS, Category, meaning, plain
from kiptools.language import Language
from kiptools.messages import KipError, Message, cut, message
from kiptools.places import kit_path

__all__ = ["PLAN_QUESTIONS", "Plan", "PlanQuestion", "facts_of", "read_plan", "write_plan"]

MODES = {
    "online": ("online", "en ligne", "online", "online", "em linha"),
    "paper": ("paper", "papier", "carta", "papir", "papel"),
    "both": ("both", "les deux", "entrambi", "oboje", "ambos"),
}
"""How partners can answer, in the order of `fields.LANGS`."""
MODE_TOLD = {
    "online": message("On a web page."),
    "paper": message("On paper."),
    "both": message("On a web page or on paper."),
}


@dataclass(frozen=True)
class PlanQuestion:
    """Something to decide before partners are asked.

    Parameters
    ----------
    key : str
        Its name in the plan.
    text : Message
    kind : {"text", "day", "days", "yes_no", "mode"}
        What an answer may be.
    optional : bool
        Whether no answer is an answer too.
    """

    key: str
    text: Message
    kind: Literal["text", "day", "days", "yes_no", "mode"] = "text"
    optional: bool = False


PLAN_QUESTIONS = (
    PlanQuestion("decision", message("Which decision will be taken with the results?")),
    PlanQuestion("decision_day", message("On which day will that decision be taken?"), "day"),
    PlanQuestion("users", message("Who will use the results?")),
    PlanQuestion("constructs", message("Which topics are asked about (their names, separated by commas)?")),
    PlanQuestion("reasons", message("Why these topics?"), optional=True),
    PlanQuestion("asked", message("Who is asked: all partners, or a sample? Taken from which list?")),
    PlanQuestion("languages", message("In which languages can partners answer?")),
    PlanQuestion("mode", message("How can partners answer: online, on paper, or both?"), "mode"),
    PlanQuestion("tool", message("With which survey tool are the answers collected?"), optional=True),
    PlanQuestion("link", message("At which address is the survey found online?")),
    PlanQuestion("controller", message("Which organisation asks, and is responsible for the answers?")),
    PlanQuestion("address", message("What is that organisation's postal address?")),
    PlanQuestion("contact", message("Who answers partners' questions (name and e-mail)?")),
    PlanQuestion("dpo", message("Who is the data protection officer, and how can they be reached?")),
    PlanQuestion("purposes", message("What are the answers used for, and for nothing else?")),
    PlanQuestion(
        "legal_basis",
        message("On which legal basis are the answers processed? If it is a legitimate interest: which one?"),
    ),
    PlanQuestion("recipients", message("Who sees the answers of single respondents?")),
    PlanQuestion("processor", message("Who keeps the answers on your behalf, such as the provider of the tool?")),
    PlanQuestion(
        "transfer",
        message("Do answers leave the European Union? If so: where do they go, and what protects them there?"),
    ),
    PlanQuestion("retention", message("On which day are the answers of single respondents deleted?"), "day"),
    PlanQuestion(
        "key",
        message(
            "Can answers be traced to a person or an organisation, such as by a name, an e-mail or IP address, "
            "a personal link, or a list of codes (yes or no)?"
        ),
        "yes_no",
    ),
    PlanQuestion(
        "incentive",
        message("What is offered to partners for answering? Leave this empty if nothing is."),
        optional=True,
    ),
    PlanQuestion("opening", message("From which day can partners answer?"), "day"),
    PlanQuestion("reminders", message("On which days are partners reminded (separated by semicolons)?"), "days"),
    PlanQuestion("closing", message("Which is the last day to answer?"), "day"),
    PlanQuestion("results", message("On which day do partners get the results?"), "day"),
)
"""What a plan asks, in its order."""

_QUESTION = {question.key: question for question in PLAN_QUESTIONS}
_A_DAY = date(2026, 3, 31)
_FIGURES = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})\s*")


@dataclass(frozen=True)
class _Mode:
    """A way to answer, which a message can show in the reader's language."""

    name: str

    def in_language(self, lang: str) -> str:
        return MODES[self.name][LANGS.index(lang)]

    def __str__(self) -> str:
        return self.in_language("en")


@dataclass(frozen=True)
class Plan:
    """What people have decided before partners are asked.

    Parameters
    ----------
    answers : tuple of (str, str)
        By the keys of `PLAN_QUESTIONS`, as they were written; what is not decided is missing.

    Raises
    ------
    KipError
        An answer is no day, or none of those that the question names, or days are in the wrong order.
    ValueError
        There is no question of that key.

    Examples
    --------
    >>> plan = Plan((("opening", "2 March 2026"), ("key", "no")))
    >>> plan.day("opening"), plan.traceable, plan["decision"]
    (datetime.date(2026, 3, 2), False, '')
    """

    answers: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for key, _ in self.answers:
            if key not in _QUESTION:
                raise ValueError(f"the plan has {key!r}, which is none of {list(_QUESTION)}")
        if faults := list(_faults(dict(self.answers))):
            raise KipError(
                message(
                    'The plan\'s answer to {key} is not accepted: "{value}"; give {accepted}.',
                    key=key,
                    value=cut(value),
                    accepted=accepted,
                )
                for key, value, accepted in faults
            )

    def __getitem__(self, key: str) -> str:
        """The answer to a question, as it was written; empty if there is none."""
        return dict(self.answers).get(_QUESTION[key].key, "").strip()

    def day(self, key: str) -> date | None:
        """The day that answers a question."""
        return _day(self[key])

    @property
    def reminders(self) -> tuple[date, ...]:
        """The days on which partners are reminded."""
        return _days(self["reminders"])

    @property
    def traceable(self) -> bool | None:
        """Whether answers can be traced to who gave them; None if nobody has said so."""
        return {"yes": True, "no": False}.get(_yes_no(self["key"]) or "")

    @property
    def mode(self) -> str | None:
        """How partners can answer: ``"online"``, ``"paper"`` or ``"both"``; None if that is not decided."""
        return _mode(self["mode"])

    @property
    def constructs(self) -> tuple[str, ...]:
        """The names of the topics that are asked about."""
        return tuple(dict.fromkeys(name for part in self["constructs"].split(",") if (name := part.strip())))

    @property
    def undecided(self) -> tuple[PlanQuestion, ...]:
        """Questions that nobody has answered yet, without those that need no answer."""
        return tuple(
            question
            for question in PLAN_QUESTIONS
            if not (self[question.key] or question.optional or (question.key == "link" and self.mode == "paper"))
        )


def _day(text: str) -> date | None:
    """The day that a text means; a month is none."""
    if (figures := _FIGURES.fullmatch(text)) and int(figures[1]) <= 12 and int(figures[2]) <= 12:
        return None  # day and month could change places, and letters would promise the wrong day
    day = day_of(text)
    return day if day == day_of(text, last=True) else None


def _days(text: str) -> tuple[date, ...]:
    return tuple(day for part in _parts(text) if (day := _day(part)))


def _parts(text: str) -> list[str]:
    return [part for part in text.replace("\n", ";").split(";") if part.strip()]


def _yes_no(text: str) -> str | None:
    return meaning("yes_no", text.strip(" ."))


def _mode(text: str) -> str | None:
    bare = plain(text.strip(" ."))
    return next((mode for mode, words in MODES.items() if bare in map(plain, words)), None)


# --- faults --------------------------------------------------------------------------------------------


def _faults(answers: Mapping[str, str]) -> Iterator[tuple[str, str, object]]:
    """Answers that are not accepted: key, what stands there, what would be accepted."""
    wrong = False
    for key, text in answers.items():
        if text.strip() and (accepted := _accepted(_QUESTION[key].kind, text)):
            wrong = True
            yield key, text, accepted
    if not wrong:
        yield from _out_of_order(answers)


def _accepted(kind: str, text: str) -> object | None:
    """What would be accepted instead of a text; None if it is accepted."""
    if kind == "day" and not _day(text):
        return message("a day, such as {day}", day=_A_DAY)
    if kind == "days" and not (_parts(text) and all(map(_day, _parts(text)))):
        return message("days separated by semicolons, such as {first}; {second}", first=_A_DAY, second=date(2026, 4, 7))
    if kind == "yes_no" and not _yes_no(text):
        return tuple(Category("yes_no", name) for name in ("yes", "no"))
    if kind == "mode" and not _mode(text):
        return tuple(map(_Mode, MODES))
    return None


def _out_of_order(answers: Mapping[str, str]) -> Iterator[tuple[str, str, object]]:
    """Opening, reminders and closing follow one another, and all that is done with the answers comes after them."""
    steps = [(key, day) for key in ("opening", "closing") for day in _days(answers.get(key, ""))]
    for (earlier, before_it), (later, second) in pairwise(steps):
        if second <= before_it:
            yield later, answers[later], message("a day after {day} ({key})", day=before_it, key=earlier)
    first, last = (next(iter(_days(answers.get(key, ""))), None) for key in ("opening", "closing"))
    before: date | None = first
    for part in _parts(answers.get("reminders", "")):
        day = _day(part)
        if day and before and day <= before:
            key = "opening" if before == first else "reminders"
            yield "reminders", part.strip(), message("a day after {day} ({key})", day=before, key=key)
        elif day and last and day >= last:
            yield "reminders", part.strip(), message("a day before {day} ({key})", day=last, key="closing")
        else:
            before = day
    days = sorted((day, key) for key in ("opening", "reminders", "closing") for day in _days(answers.get(key, "")))
    for key in ("decision_day", "results", "retention"):
        for day in _days(answers.get(key, "")):
            if days and day < days[-1][0]:
                yield key, answers[key], message("{day} ({key}) or a later day", day=days[-1][0], key=days[-1][1])


# --- files ---------------------------------------------------------------------------------------------


def read_plan(path: str | Path | None = None) -> Plan:
    """Read a survey plan.

    Parameters
    ----------
    path : str or Path, optional
        CSV or XLSX, as `write_plan` writes it; the demo network's plan if it is not given.

    Returns
    -------
    Plan

    Raises
    ------
    KipError
        The file cannot be read, lacks a column, has a key that is none or a key twice; or an answer is no day, none
        of those that the question names, or a day in the wrong order.

    Examples
    --------
    >>> read_plan().day("opening")
    datetime.date(2026, 3, 2)
    """
    path = kit_path("data", "cite", "design", "plan.csv") if path is None else path
    name, found = read_answers(path, tuple(_QUESTION))
    answers = {key: found[key][1] for key in _QUESTION if key in found}
    if faults := list(_faults(answers)):
        raise KipError(
            message(
                '{sheet}, row {row}, column {column}: "{value}" is not accepted; give {accepted}.',
                sheet=name,
                row=found[key][0],
                column="answer",
                value=cut(value),
                accepted=accepted,
            )
            for key, value, accepted in faults
        )
    return Plan(tuple(answers.items()))


def write_plan(path: str | Path, plan: Plan | None = None, *, lang: str = "en") -> Path:
    """Write a survey plan to fill in.

    Parameters
    ----------
    path : str or Path
        ``something.csv`` or ``something.xlsx``.
    plan : Plan, optional
        What is decided already.
    lang : str
        The language of the questions, one of `kiptools.LANGUAGES`. Answers may be in any.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     read_plan(write_plan(f"{folder}/plan.csv", lang="fr"))
    Plan(answers=())
    """
    questions = [(question.key, question.text) for question in PLAN_QUESTIONS]
    return write_answers(path, questions, dict(plan.answers if plan else ()), lang=lang)


def facts_of(plan: Plan, *, lang: str = "en") -> dict[str, str]:
    """What a plan tells for the methods appendix, by the keys of the file of facts.

    Parameters
    ----------
    plan : Plan
    lang : str
        The language of the sentences around what people have written.

    Returns
    -------
    dict of str to str
        Only what the plan has answered; it says what was planned, so look whether it came about.

    Examples
    --------
    >>> facts_of(Plan((("tool", "LimeSurvey"), ("opening", "2026-03-02"), ("closing", "2026-03-15"))))
    {'tool': 'LimeSurvey', 'dates': 'From 2 March 2026 to 15 March 2026.'}
    """
    language = Language(lang)
    first, last, deleted = plan.day("opening"), plan.day("closing"), plan.day("retention")
    told: dict[str, tuple[str | Message | None, ...]] = {
        "design": (plan["decision"], plan["users"], plan["reasons"]),
        "conductor": (plan["controller"],),
        "frame": (plan["asked"],),
        "data_protection": (
            plan["recipients"],
            plan["processor"],
            message("The answers of single respondents are deleted on {day}.", day=deleted) if deleted else None,
        ),
        "languages": (plan["languages"],),
        "contact": (message("Reminded on: {days}.", days=plan.reminders) if plan.reminders else None,),
        "mode": (MODE_TOLD[plan.mode] if plan.mode else None,),
        "tool": (plan["tool"],),
        "incentives": (plan["incentive"],),
        "dates": (message("From {first} to {last}.", first=first, last=last) if first and last else None,),
    }
    texts = {
        key: "\n".join(language.say(part) if isinstance(part, Message) else part for part in parts if part)
        for key, parts in told.items()
    }
    return {key: text for key, text in texts.items() if text}
