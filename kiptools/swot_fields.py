"""The sheets of a SWOT, their columns, and the words that stand in them, in five languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from kiptools.cells import number, number_text, whole_number
from kiptools.codebook import Construct
from kiptools.fields import Category, categories, label, meaning
from kiptools.language import Language
from kiptools.messages import Message, message
from kiptools.questionnaires import item_bank
from kiptools.sheets import understood
from kiptools.swot import INTERACTIONS, LEVELS, MOST_TIMES
from kiptools.tables import fold

__all__ = [
    "ABOUT_ALL",
    "ALSO",
    "BESIDE",
    "CODE",
    "DECISIONS",
    "HELP",
    "NUMBERS",
    "RATED",
    "SHEETS",
    "SwotColumn",
    "SwotSheet",
    "WORDS",
    "accepted_words",
    "among",
    "codes_of",
    "days_of",
    "headings_of_ratings",
    "joined",
    "key_of",
    "known_words",
    "listed",
    "times_of",
    "times_text",
    "titles",
    "word",
]


@dataclass(frozen=True)
class SwotColumn:
    """A column of a sheet, the words or numbers that it chooses from, and how it looks."""

    heading: Message
    width: int = 14
    words: str = ""
    style: str = "text"
    required: bool = False


@dataclass(frozen=True)
class SwotSheet:
    title: Message
    columns: Mapping[str, SwotColumn]
    says: tuple[Message, ...]


CODE = SwotColumn(message("Code"), 9)
BESIDE = {"id": SwotColumn(message("Code"), 9, required=True), "factor": SwotColumn(message("Factor"), 60)}
SHEETS: dict[str, SwotSheet] = {
    "factors": SwotSheet(
        message("Factors"),
        {
            "id": CODE,
            "quadrant": SwotColumn(message("Quadrant"), 15, "quadrant", required=True),
            "factor": SwotColumn(message("Factor"), 60, required=True),
            "source": SwotColumn(message("Where the evidence comes from"), 17, "source"),
            "evidence": SwotColumn(message("Evidence"), 44),
            "topics": SwotColumn(message("Topics to ask about"), 26),
            "proposed": SwotColumn(message("Proposal"), 12, "yes_no"),
        },
        (
            message("Write one strength, weakness, opportunity or threat in each row."),
            message(
                "Evidence is what it rests on: a result, a count, a document. Without it the factor is an opinion."
            ),
            message("Topics are what a survey should ask about because of it, with semicolons between them."),
            message(
                "A proposal comes from the kit. Write no beside it once the group takes it up; nobody rates it before."
            ),
        ),
    ),
    "people": SwotSheet(
        message("People"),
        {
            "person": SwotColumn(message("Person who rates"), 22, required=True),
            "kind": SwotColumn(message("Kind of organisation"), 32, "type"),
            "finished": SwotColumn(message("Finished"), 12, "yes_no"),
        },
        (
            message("Write each person who rates in one row. Use letters, not names."),
            message("Finished means that all ratings of this person are complete."),
        ),
    ),
    "importance": SwotSheet(
        message("Importance"),
        BESIDE,
        (
            message("Each person has a column, and rates how much each factor counts: 1 hardly, 5 very much."),
            message("People rate without seeing each other's ratings. An empty cell is no rating."),
            message("Write the codes of your factors here too; their wording beside it is only for the eye."),
        ),
    ),
    "degree": SwotSheet(
        message("Performance or likelihood"),
        BESIDE,
        (
            message("Strengths and weaknesses: how well do we do there? 1 is very badly, 5 is very well."),
            message("Opportunities and threats: how likely is it? 1 is hardly, 5 is almost certain."),
        ),
    ),
    "pairs": SwotSheet(
        message("Pairs and strategies"),
        {
            "internal": SwotColumn(message("Strength or weakness"), 14, required=True),
            "external": SwotColumn(message("Opportunity or threat"), 15, required=True),
            "interaction": SwotColumn(message("Interaction (0 to 3)"), 14, "interaction", "number"),
            "decision": SwotColumn(message("Decision"), 14, "decision"),
            "strategy": SwotColumn(message("Strategy"), 70),
        },
        (
            message("Put the code of a strength or weakness beside that of an opportunity or threat."),
            message("Interaction is how closely the two are related: 0 not at all, 3 strongly."),
            message("Accept a pair to make a strategy of it, and say in your own words what follows."),
        ),
    ),
    "comparisons": SwotSheet(
        message("Comparisons"),
        {
            "first": SwotColumn(message("First"), 20, required=True),
            "second": SwotColumn(message("Second"), 20, required=True),
            "times": SwotColumn(message("How many times as much the first counts"), 24, required=True),
        },
        (
            message("Only if you want weights: compare two quadrants, or two factors by their codes."),
            message("1: both count the same. 9: the first counts nine times as much. 1/9: the second does."),
        ),
    ),
    "actions": SwotSheet(
        message("Action sheet"),
        {
            "id": CODE,
            "goal": SwotColumn(message("Goal"), 24),
            "task": SwotColumn(message("Task"), 50, required=True),
            "who": SwotColumn(message("Who"), 30),
            "from": SwotColumn(message("From"), 12, style="date"),
            "until": SwotColumn(message("Until"), 12, style="date"),
            "days": SwotColumn(message("Working days"), 11, style="number"),
            "after": SwotColumn(message("Depends on"), 14),
        },
        (
            message("The goal is an accepted pair, written like {example}, or words of your own.", example="S1+O2"),
            message("Separate several people or organisations with semicolons."),
            message("Depends on: the codes of the tasks that must be finished before, with semicolons between them."),
            message("Working days are Monday to Friday; holidays are not known."),
        ),
    ),
}
"""What the sheets and CSV files are, in the order of a workshop."""

HELP = message("How to fill in")
ABOUT_ALL = (
    message("Leave a code empty where you add a row, and the kit gives one."),
    message(
        "Who holds this file sees all ratings. The kit shows them only where five or more people rated, and never who "
        "rated how."
    ),
    message("The headings are protected, without a password. Rows can be added, deleted, sorted and filtered."),
)
RATED = ("importance", "degree")
WORDS: dict[str, dict[str, Message]] = {
    "quadrant": {
        "strength": message("Strength"),
        "weakness": message("Weakness"),
        "opportunity": message("Opportunity"),
        "threat": message("Threat"),
    },
    "source": {
        "survey": message("Survey"),
        "partners": message("Partner list"),
        "document": message("Document"),
    },
    "decision": {"accept": message("accept"), "reject": message("reject")},
}
DECISIONS: dict[str, bool | None] = {"": None, "accept": True, "reject": False}
"""What the words mean for a pair."""
ALSO = {
    "strength": "strength|strengths|s|force|forces|punto di forza|punti di forza|snaga|snage|força|forças|"
    "ponto forte|pontos fortes",
    "weakness": "weakness|weaknesses|w|faiblesse|faiblesses|debolezza|punto di debolezza|punti di debolezza|"
    "slabost|slabosti|fraqueza|fraquezas|ponto fraco|pontos fracos",
    "opportunity": "opportunity|opportunities|o|opportunité|opportunités|opportunità|prilika|prilike|"
    "oportunidade|oportunidades",
    "threat": "threat|threats|t|menace|menaces|minaccia|minacce|prijetnja|prijetnje|ameaça|ameaças",
}
"""What else people call the quadrants."""
NUMBERS: dict[str, Sequence[int]] = {"rating": LEVELS, "interaction": INTERACTIONS}


@cache
def headings_of_ratings() -> frozenset[str]:
    """What a person's column of ratings cannot be headed, folded: nothing, or as the columns beside it."""
    return frozenset({"", *understood({key: column.heading for key, column in BESIDE.items()})})


@cache
def known_words(words: str) -> dict[str, str]:
    """The keys of a list by their words in every language, folded."""
    if words == "topic":
        return titles(item_bank().constructs)
    also = {fold(text): key for key, texts in ALSO.items() for text in texts.split("|")} if words == "quadrant" else {}
    return {**also, **understood(WORDS[words])}


def titles(constructs: Iterable[Construct]) -> dict[str, str]:
    return {
        fold(text): topic.name
        for topic in constructs
        for text in (topic.name, *(text for _, text in topic.wording.texts))
    }


def key_of(words: str, text: str) -> str | None:
    """What a word means, in any of the languages."""
    return known_words(words).get(fold(text)) if words in (*WORDS, "topic") else meaning(words, text)


def word(words: str, key: str, language: Language | None) -> str:
    """A key in the reader's language; the key itself without one."""
    if language is None or not key:
        return key
    if words == "topic":
        titles = {topic.name: topic.wording.in_language(language.code) for topic in item_bank().constructs}
        return titles.get(key, key)
    return language.say(WORDS[words][key]) if words in WORDS else label(words, key, language.code)


def accepted_words(words: str) -> tuple[object, ...]:
    if words == "topic":
        return tuple(topic.name for topic in item_bank().constructs)
    return tuple(WORDS[words].values()) if words in WORDS else tuple(Category(words, key) for key in categories(words))


def joined(parts: Iterable[str]) -> str:
    """Several texts in one cell; one that holds a semicolon in quotation marks."""
    return "; ".join(
        '"' + part.replace('"', '""') + '"' if re.search("[;\n]", part) or re.fullmatch('".*"', part) else part
        for part in parts
    )


def listed(text: str) -> tuple[str, ...]:
    """The texts of one cell, each once, without those that are empty."""
    found = re.findall(r'[^\S\n]*(?:"((?:[^"]|"")*)"\s*(?:[;\n]|\Z)|([^;\n]+)(?:[;\n]|\Z)|[;\n])', text)
    parts = (quoted.replace('""', '"') if quoted else plain.strip() for quoted, plain in found)
    return tuple(dict.fromkeys(part for part in parts if part))


def among(names: Iterable[str]) -> Callable[[str], str | None]:
    """Which of the names a text means: that which is written so, else the only one that differs in case and blanks."""
    exact = list(names)
    alike: dict[str, list[str]] = {}
    for name in exact:
        alike.setdefault(fold(name), []).append(name)

    def find(text: str) -> str | None:
        found = [text] if text in exact else alike.get(fold(text), [])
        return found[0] if len(found) == 1 else None

    return find


def codes_of(text: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes in a cell; commas separate them too, unless they are part of one."""
    find = among(codes)
    parts = [
        one.strip()
        for part in listed(text)
        for one in ([part] if find(part) is not None else part.split(","))
        if one.strip()
    ]
    return tuple(dict.fromkeys(find(part) or part for part in parts))


def days_of(text: str) -> int | None:
    """How many working days a text means; None if it means none."""
    number = whole_number(text.strip())
    return int(number) if re.fullmatch("0*[1-9][0-9]{0,5}", number) else None


def times_text(times: float) -> str:
    """As a person writes it: 3 or 1/3; read again, the same number."""
    simple = Fraction(times).limit_denominator(MOST_TIMES)
    return str(simple) if simple.numerator / simple.denominator == times else number_text(times)


def times_of(text: str) -> float | None:
    first, slash, second = text.partition("/")
    above, below = (number(part.strip(), decimal_comma=True) for part in (first, second if slash else "1"))
    if not above or not below:
        return None
    times = above / below
    return times if 1 / MOST_TIMES <= times <= MOST_TIMES else None
