"""The sheets of a SWOT, their columns, and the words that stand in them, in five languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache

from kiptools.cells import number, number_text, whole_number
from kiptools.codebook import Construct
from kiptools.fields import label
from kiptools.language import Language
from kiptools.messages import Message, message
from kiptools.questionnaires import item_bank
from kiptools.rows import Vocabulary, codes_of, joined, listed, listed_words, said_words
from kiptools.sheets import FormBook, FormColumn, FormSheet, understood
from kiptools.swot import INTERACTIONS, LEVELS, MOST_TIMES
from kiptools.tables import fold

__all__ = [
    "ABOUT_ALL",
    "ALSO",
    "BESIDE",
    "BOOK",
    "CODE",
    "DECISIONS",
    "FIRST",
    "NUMBERS",
    "RATED",
    "SHEETS",
    "WORDS",
    "codes_of",
    "days_of",
    "headings_of_ratings",
    "joined",
    "key_of",
    "listed",
    "times_of",
    "times_text",
    "titles",
    "vocabulary",
    "word",
]

CODE = FormColumn(message("Code"), 9)
BESIDE = {"id": FormColumn(message("Code"), 9, required=True), "factor": FormColumn(message("Factor"), 60)}
SHEETS: dict[str, FormSheet] = {
    "factors": FormSheet(
        message("Factors"),
        {
            "id": CODE,
            "quadrant": FormColumn(message("Quadrant"), 15, "quadrant", required=True),
            "factor": FormColumn(message("Factor"), 60, required=True),
            "source": FormColumn(message("Where the evidence comes from"), 17, "source"),
            "evidence": FormColumn(message("Evidence"), 44),
            "topics": FormColumn(message("Topics to ask about"), 26),
            "proposed": FormColumn(message("Proposal"), 12, "yes_no"),
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
        ready=("id", "quadrant", "proposed"),
    ),
    "people": FormSheet(
        message("People"),
        {
            "person": FormColumn(message("Person who rates"), 22, required=True),
            "kind": FormColumn(message("Kind of organisation"), 32, "type"),
            "finished": FormColumn(message("Finished"), 12, "yes_no"),
        },
        (
            message("Write each person who rates in one row. Use letters, not names."),
            message("Finished means that all ratings of this person are complete."),
        ),
    ),
    "importance": FormSheet(
        message("Importance"),
        BESIDE,
        (
            message("Each person has a column, and rates how much each factor counts: 1 hardly, 5 very much."),
            message("People rate without seeing each other's ratings. An empty cell is no rating."),
            message("Write the codes of your factors here too; their wording beside it is only for the eye."),
        ),
        ready=("id", "factor"),
        instead="factor",
        people=True,
    ),
    "degree": FormSheet(
        message("Performance or likelihood"),
        BESIDE,
        (
            message("Strengths and weaknesses: how well do we do there? 1 is very badly, 5 is very well."),
            message("Opportunities and threats: how likely is it? 1 is hardly, 5 is almost certain."),
        ),
        ready=("id", "factor"),
        instead="factor",
        people=True,
    ),
    "pairs": FormSheet(
        message("Pairs and strategies"),
        {
            "internal": FormColumn(message("Strength or weakness"), 14, required=True),
            "external": FormColumn(message("Opportunity or threat"), 15, required=True),
            "interaction": FormColumn(message("Interaction (0 to 3)"), 14, "interaction", "number"),
            "decision": FormColumn(message("Decision"), 14, "decision"),
            "strategy": FormColumn(message("Strategy"), 70),
        },
        (
            message("Put the code of a strength or weakness beside that of an opportunity or threat."),
            message("Interaction is how closely the two are related: 0 not at all, 3 strongly."),
            message("Accept a pair to make a strategy of it, and say in your own words what follows."),
        ),
    ),
    "comparisons": FormSheet(
        message("Comparisons"),
        {
            "first": FormColumn(message("First"), 20, required=True),
            "second": FormColumn(message("Second"), 20, required=True),
            "times": FormColumn(message("How many times as much the first counts"), 24, required=True),
        },
        (
            message("Only if you want weights: compare two quadrants, or two factors by their codes."),
            message("1: both count the same. 9: the first counts nine times as much. 1/9: the second does."),
        ),
    ),
    "actions": FormSheet(
        message("Action sheet"),
        {
            "id": CODE,
            "goal": FormColumn(message("Goal"), 24),
            "task": FormColumn(message("Task"), 50, required=True),
            "who": FormColumn(message("Who"), 30),
            "from": FormColumn(message("From"), 12, style="date"),
            "until": FormColumn(message("Until"), 12, style="date"),
            "days": FormColumn(message("Working days"), 11, style="number"),
            "after": FormColumn(message("Depends on"), 14),
        },
        (
            message("The goal is an accepted pair, written like {example}, or words of your own.", example="S1+O2"),
            message("Separate several people or organisations with semicolons."),
            message("Depends on: the codes of the tasks that must be finished before, with semicolons between them."),
            message("Working days are Monday to Friday; holidays are not known."),
        ),
        ready=("id",),
    ),
}
"""What the sheets and CSV files are, in the order of a workshop."""
BOOK = FormBook(SHEETS, "factors")

FIRST = message("Only the sheet of factors is needed, and on it the columns with a star. The rest may stay empty.")
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
def vocabulary(words: str) -> Vocabulary:
    """A list of words, by its name, as people write and the kit offers them."""
    if words == "topic":
        topics = item_bank().constructs
        known = titles(topics)
        return Vocabulary(lambda text: known.get(fold(text)), tuple(topic.name for topic in topics))
    if words in WORDS:
        return said_words(WORDS[words], ALSO if words == "quadrant" else None)
    return listed_words(words)


def titles(constructs: Iterable[Construct]) -> dict[str, str]:
    return {
        fold(text): topic.name
        for topic in constructs
        for text in (topic.name, *(text for _, text in topic.wording.texts))
    }


def key_of(words: str, text: str) -> str | None:
    """What a word means, in any of the languages."""
    return vocabulary(words).meaning(text)


def word(words: str, key: str, language: Language | None) -> str:
    """A key in the reader's language; the key itself without one."""
    if language is None or not key:
        return key
    if words == "topic":
        titles = {topic.name: topic.wording.in_language(language.code) for topic in item_bank().constructs}
        return titles.get(key, key)
    return language.say(WORDS[words][key]) if words in WORDS else label(words, key, language.code)


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
