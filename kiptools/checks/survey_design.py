"""The exercise on survey design: from a decision to a question that a partner can answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

import numpy as np

from kiptools.checks.keys import (
    OTHERWISE,
    Exercise,
    Key,
    Mistake,
    Unreadable,
    names,
    number,
    percent_for_share,
    question,
    text,
    word,
)
from kiptools.messages import Message, message

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Option", "SurveyDesignExercise", "variant"]

LETTERS = "ABCDEF"
REGION = 1000
"""Partners of the region next door: large enough for a sample."""
COUNTRY = 384
"""So many answers, or one more or less by the way of counting, are said to do for any number of people."""
FEWEST_WORDS = 4
"""A text with fewer words is a topic, nothing that one can agree with."""
TOPICS = ("purpose", "governance", "leadership", "communication", "trust", "resources", "learning", "results")
EXPERTS = 6
TESTERS = 9
SIZES = (31, 32, 38, 43, 49, 53, 56, 57, 61, 64, 68, 75, 78, 79, 82, 85, 96)
"""Networks of other learners: rounding up and to the nearest come to the same, and it takes four in five or more."""


@dataclass(frozen=True)
class Option:
    """Something to choose.

    Parameters
    ----------
    letter : str
    kind : str
        What is the matter with it.
    says : Message
    """

    letter: str
    kind: str
    says: Message


@dataclass(frozen=True, eq=False)
class SurveyDesignExercise(Exercise):
    """Drafts of questions, a network to ask, what experts said, a try-out, and what came back.

    Parameters
    ----------
    decisions, drafts, questions, scales : tuple of Option
        What there is to choose from in the questions D1 to D4.
    partners : int
        How many partners the network has.
    rated : tuple of (str, tuple of int)
        For each statement what each expert gave, from 1 (not relevant) to 4 (highly relevant).
    tried : tuple of (str, tuple of str)
        For each statement what each partner answered in the try-out: a level, "na" or nothing.
    returns : tuple of int
        Asked, answered, agreed.
    """

    decisions: tuple[Option, ...]
    drafts: tuple[Option, ...]
    questions: tuple[Option, ...]
    scales: tuple[Option, ...]
    partners: int
    rated: tuple[tuple[str, tuple[int, ...]], ...]
    tried: tuple[tuple[str, tuple[str, ...]], ...]
    returns: tuple[int, int, int]

    @property
    def ratings(self) -> pd.DataFrame:
        """What the experts gave: a line for each statement, a column for each expert."""
        import pandas as pd

        return pd.DataFrame(dict(self.rated), index=range(1, EXPERTS + 1)).T

    @property
    def pilot(self) -> pd.DataFrame:
        """The answers of the try-out: a column for each statement, a line for each partner."""
        import pandas as pd

        return pd.DataFrame(dict(self.tried), index=range(1, TESTERS + 1))


def variant(seed: int) -> SurveyDesignExercise:
    """What the learner is given."""
    dice = np.random.default_rng(seed)
    partners = int(dice.choice(SIZES)) if seed else 42
    return SurveyDesignExercise(
        "survey_design",
        seed,
        decisions=_options(dice, DECISIONS),
        drafts=_options(dice, DRAFTS),
        questions=_options(dice, QUESTIONS),
        scales=_options(dice, SCALES),
        partners=partners,
        rated=_rated(dice) if seed else _rated_in_the_demo(),
        tried=_tried(dice) if seed else _tried_in_the_demo(),
        returns=_returns(dice, partners) if seed else _returns_of_the_demo(),
    )


def _options(dice: np.random.Generator, pools: Sequence[tuple[str, tuple[Message, ...]]]) -> tuple[Option, ...]:
    """One text of each pool (another one where a kind comes again), in any order."""
    left = {kind: [*dice.permutation(len(pool))] for kind, pool in pools}
    drawn = [(kind, pool[left[kind].pop()]) for kind, pool in pools]
    order = dice.permutation(len(drawn))
    return tuple(Option(letter, *drawn[place]) for letter, place in zip(LETTERS, order, strict=False))


# --- what experts said, the try-out, what came back ----------------------------------------------------


def _rated_in_the_demo() -> tuple[tuple[str, tuple[int, ...]], ...]:
    from kiptools.places import kit_path
    from kiptools.rating_sheets import read_ratings

    found = read_ratings(kit_path("data", "cite", "design", "ratings.csv")).ratings
    statements = [f"learning_{place}" for place in range(1, 5)]
    return tuple((each, tuple(one.relevance or 0 for one in found if one.item == each)) for each in statements)


def _rated(dice: np.random.Generator) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Four statements of a topic; of one of them few experts think much, and its figures can be told apart."""
    topic, low = str(dice.choice(TOPICS)), int(dice.integers(4))
    found = []
    for place in range(4):
        given = dice.choice((3, 4), size=EXPERTS)
        if place not in (low, (low + 1) % 4) and dice.random() < 0.5:  # of one nobody doubts
            given[int(dice.integers(EXPERTS))] = 2
        elif place == low:
            agree = int(dice.choice((2, 4)))  # a share that one decimal does not tell
            given[:agree] = dice.choice((3, 4), size=agree)
            given[agree:] = (1, *dice.choice((1, 2), size=EXPERTS - agree - 2), 2)
            if sum(given) == EXPERTS * agree:  # so that their mean is not the number of those who agree
                given[0] = 7 - given[0]
            dice.shuffle(given)
        found.append((f"{topic}_{place + 1}", tuple(map(int, given))))
    return tuple(found)


def _tried_in_the_demo() -> tuple[tuple[str, tuple[str, ...]], ...]:
    import csv

    from kiptools.places import kit_path

    with kit_path("data", "cite", "design", "pilot.csv").open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    statements = ("governance_1", "leadership_1", "leadership_3", "trust_3", "resources_2", "results_1")
    return tuple((each, tuple(row[each] for row in rows)) for each in statements)


def _tried(dice: np.random.Generator) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Six statements: one answered alike, one high, one often left empty, one that often does not apply, two others."""
    topics = [f"{topic}_{dice.integers(1, 5)}" for topic in TOPICS]
    few = dice.permutation(["", "", "", "3", "4", "2", "4", "3", "5"])
    concerned = dice.permutation(["na", "na", "na", "na", "2", "3", "4", "4", "5"])
    columns = [
        [str(dice.integers(2, 5))] * TESTERS,
        dice.permutation(["5", "5", "5", "5", "4", "4", "5", "5", "3"]),
        few,
        concerned,
        dice.permutation(["1", "2", "2", "3", "3", "3", "4", "4", "5"]),
        dice.permutation(["1", "1", "2", "2", "3", "3", "4", "5", "4"]),
    ]
    chosen = sorted(dice.permutation(len(topics))[: len(columns)])
    order = dice.permutation(len(columns))
    return tuple((topics[at], tuple(map(str, columns[own]))) for at, own in zip(chosen, order, strict=True))


def _returns_of_the_demo() -> tuple[int, int, int]:
    from kiptools.likert import distribution
    from kiptools.reading import read_responses

    (row,) = distribution(read_responses(population=42), "trust_1").rows
    return 42, row.answered, sum(row.counts[3:])


def _returns(dice: np.random.Generator, asked: int) -> tuple[int, int, int]:
    while True:
        answered = round(asked * dice.uniform(0.45, 0.7))
        agreed = round(answered * dice.uniform(0.55, 0.75))
        if agreed + asked - answered != answered:  # so that nobody is right by looking at the answers only
            return asked, answered, agreed


# --- what there is to choose from ----------------------------------------------------------------------

DECISIONS = (
    (
        "decides",
        (
            message("At which time of day can somebody from your organisation come to a meeting?"),
            message("In the last six months, how often could nobody from your organisation come because of the hour?"),
            message("Which hour of the day suits your organisation best for a meeting?"),
        ),
    ),
    (
        "about everything",
        (
            message("Overall, are you satisfied with the partnership?"),
            message("How happy are you with the partnership as a whole?"),
            message("In general, is the partnership a good thing for your organisation?"),
        ),
    ),
    (
        "known already",
        (
            message("In which year did your organisation join the partnership?"),
            message("In which town does your organisation have its office?"),
            message("What kind of organisation do you answer for?"),
        ),
    ),
    (
        "nobody says no",
        (
            message("Is it good when many partners come to a meeting?"),
            message("Is it important that partners meet?"),
            message("Should a meeting be well prepared?"),
        ),
    ),
)

_TWO_IN_ONE = (
    message("The newsletter is short and useful."),
    message("The coordinating team is friendly and competent."),
    message("Our staff know the other partners and trust them."),
    message("The training was practical and well organised."),
    message("The minutes are clear and reach us in time."),
    message("The meetings are well prepared and lead to decisions."),
)
_ONE_THING = (
    message("We receive the minutes within a week of a meeting."),
    message("The agreement says who pays for the rooms that we share."),
    message("A colleague of ours took part in the last joint training."),
    message("We learn about changes of opening hours in time."),
)
DRAFTS = (
    ("two in one", _TWO_IN_ONE),
    ("two in one", _TWO_IN_ONE),
    (
        "and between what belongs together",
        (
            message("Public and private employers receive the same invitation to our job fair."),
            message("Small and large partners have one vote each."),
            message("Roles and responsibilities in the partnership are written down."),
        ),
    ),
    (
        "two parts of a sentence",
        (
            message("Our proposals are put on the agenda if we send them a week before the meeting."),
            message("We know whom to call when a client needs help from another partner."),
            message("When we refer a client, the other partner tells us what came of it."),
        ),
    ),
    ("one thing", _ONE_THING),
    ("one thing", _ONE_THING),
)
QUESTIONS = (
    (
        "leading",
        (
            message("How much has the excellent work of the coordinating team helped your clients?"),
            message("How helpful was our successful open day for your clients?"),
            message("Experts recommend a yearly training. Would your staff welcome it?"),
            message("As everybody knows, the job fair attracts many visitors. Did it attract new clients to you?"),
        ),
    ),
    (
        "asks for an opinion",
        (
            message("How useful was the last newsletter to your organisation?"),
            message("How easy is it to find the telephone number of a partner?"),
            message("How useful was the last meeting for your work?"),
        ),
    ),
    (
        "unpleasant",
        (
            message("How often did a partner leave a letter of yours without an answer?"),
            message("How often do you hear too late about an event?"),
            message("How many days did you wait for the last answer of the coordinating team?"),
        ),
    ),
    (
        "asks for a fact",
        (
            message("How many of your staff took part in the joint training?"),
            message("Which of the partners did your staff contact last month?"),
            message("How many hours does your organisation spend on meetings in a month?"),
        ),
    ),
    (
        "tells what happened",
        (
            message("The open day was in March. How many of your clients were there?"),
            message("The minutes are sent by e-mail. How many days after a meeting do you receive them?"),
            message("A new list of contacts was sent in May. How often did you use it?"),
        ),
    ),
)
SCALES = (
    (
        "leans",
        (
            message("Disagree · Neither agree nor disagree · Agree · Strongly agree"),
            message("Dissatisfied · Satisfied · Very satisfied"),
            message("Neither easy nor difficult · Easy · Very easy"),
            message("Unlikely · Neither likely nor unlikely · Likely · Very likely"),
        ),
    ),
    (
        "no middle",
        (
            message("Strongly disagree · Disagree · Agree · Strongly agree"),
            message("Very dissatisfied · Dissatisfied · Satisfied · Very satisfied"),
        ),
    ),
    (
        "a way out",
        (
            message(
                "Very difficult · Difficult · Neither easy nor difficult · Easy · Very easy · Does not apply to us"
            ),
            message(
                "Very unlikely · Unlikely · Neither likely nor unlikely · Likely · Very likely · Does not apply to us"
            ),
        ),
    ),
    (
        "how often",
        (
            message("Never · Once · Two or three times · More often"),
            message("At no meeting · At some meetings · At most meetings · At all meetings"),
        ),
    ),
    ("yes and no", (message("Yes · No · Does not apply to us"), message("Yes · Partly · No"))),
)


_PLACE = "a place in the list"


def _letter(answer: object) -> str:
    """One letter; a number is the place in the list, whichever it is."""
    try:
        number(answer)
    except Unreadable:
        return word(answer)
    return _PLACE


def _chosen(options: Sequence[Option], right: str, said: dict[str, Message], praise: Message) -> Key:
    """The key to a question with one right letter; a mistake is named after what is chosen, not after its letter."""
    letter = {option.kind: option.letter for option in options}
    return Key(
        right=letter[right],
        praise=praise,
        mistakes=(
            *(Mistake(kind, says, letter[kind]) for kind, says in said.items()),
            Mistake(
                _PLACE,
                message("Is that a place in the list? Write the letter that stands there, between quotation marks."),
                1,
            ),
        ),
        otherwise=message("Is that one of the letters of the list?"),
        reads=_letter,
        options=tuple((option.letter, option.says) for option in options),
    )


# --- questions -----------------------------------------------------------------------------------------


@question(
    message("For each question imagine two very different answers. Would the committee decide differently?"),
    message("Leave out what nobody would deny, and what stands in your list of partners."),
    message("The decision is about the hour of the meeting. Which question is about it, too?"),
)
def d1(exercise: SurveyDesignExercise) -> Key:
    """Which question would change the decision about the hour of the meeting."""
    return _chosen(
        exercise.decisions,
        "decides",
        {
            "about everything": message("If half of the partners say no: what would the committee do about the hour?"),
            "known already": message("Where could you look that up without asking anybody?"),
            "nobody says no": message("Would any partner say no? What is left to decide if all say yes?"),
        },
        message("With these answers the committee can choose an hour. The other answers would change nothing."),
    )


@question(
    message("Read each statement to a colleague and ask: is there a partner who agrees with a part of it only?"),
    message('Not every "and" is a fault: some words belong together and are one thing.'),
    message("In the two statements that you look for, one half could be true and the other false."),
)
def d2(exercise: SurveyDesignExercise) -> Key:
    """Which two statements ask about two things at once."""
    by_kind: dict[str, list[str]] = {}
    for option in exercise.drafts:
        by_kind.setdefault(option.kind, []).append(option.letter)
    right = by_kind["two in one"]
    (pair,), (parts,) = by_kind["and between what belongs together"], by_kind["two parts of a sentence"]
    plain = by_kind["one thing"]

    def examine(letters: frozenset[str]) -> str:
        chosen = {letter.upper() for letter in letters}
        if chosen == set(right):
            return ""
        if chosen < set(right):
            return "one only"
        if pair in chosen:
            return "and between what belongs together"
        if parts in chosen:
            return "two parts of a sentence"
        return "one thing" if chosen & set(plain) else OTHERWISE

    return Key(
        right=tuple(right),
        praise=message(
            "Who agrees with one half only has no answer to give. Make two statements of each, or keep one half."
        ),
        mistakes=(
            Mistake("one only", message("You named one. Which other statement could be half true?"), right[:1]),
            Mistake(
                "and between what belongs together",
                message('Does the "and" there join two things that can be true apart, or words that belong together?'),
                (right[0], pair),
            ),
            Mistake(
                "two parts of a sentence",
                message("One part of it only tells in which case. Is there a second thing to agree with?"),
                (right[0], parts),
            ),
            Mistake(
                "one thing", message("Which two things do you see in each of your statements?"), (right[1], plain[0])
            ),
        ),
        otherwise=message("Are these two letters of the list?"),
        reads=names,
        options=tuple((option.letter, option.says) for option in exercise.drafts),
        examine=examine,
    )


@question(
    message("Read each question aloud. After which one do you know what the person who asks would like to hear?"),
    message("Look for praise, and for what other people are said to think."),
    message("An unpleasant topic does not lead. Words that judge before the partner answers do."),
)
def d3(exercise: SurveyDesignExercise) -> Key:
    """Which question tells the partner what to answer."""
    return _chosen(
        exercise.questions,
        "leading",
        {
            "asks for an opinion": message("It asks for an opinion. Does it also tell which opinion is expected?"),
            "unpleasant": message(
                "It is about something unpleasant. Which of its words tell the partner what to answer?"
            ),
            "asks for a fact": message(
                "Is that a fact that a partner can count or look up? Which word would lead the answer?"
            ),
            "tells what happened": message("It begins with what happened. Does it also say what to think of it?"),
        },
        message("It judges before the partner can. Without those words the partner decides alone."),
    )


@question(
    message("Find the middle of each list. Count the answers before it and after it."),
    message("A list that counts how often something happened has no sides."),
    message("Of which list are there more pleasant answers than unpleasant ones?"),
)
def d4(exercise: SurveyDesignExercise) -> Key:
    """Which list of answers has more levels on one side."""
    return _chosen(
        exercise.scales,
        "leans",
        {
            "no middle": message("This list has no middle. Are there more answers on one of its sides?"),
            "a way out": message(
                "Does the last answer belong to one of the sides, or does it say that there is nothing to rate?"
            ),
            "how often": message("This list counts. Is one of its answers an opinion?"),
            "yes and no": message("How many answers are for, and how many against?"),
        },
        message('Where more friendly answers are offered, more are chosen. For a rating, add "does not apply to us".'),
    )


def _whole(answer: object) -> int:
    """A number of partners, to the nearest one."""
    return floor(number(answer) + 0.5)


@question(
    message("First: which part of the region's partners has to answer? Divide the answers by the partners."),
    message("Then take the same part of your own network: multiply by the number of your partners."),
)
def d5(exercise: SurveyDesignExercise) -> Key:
    """How many answers the rule of three gives, if a region of 1000 partners needs so many."""
    region, partners = _needed(REGION), exercise.partners
    guess = region * partners / REGION
    return Key(
        right=guess,
        praise=message(
            "{guess} answers of {partners} are the same part as in the region. The figure shows what they can tell.",
            guess=_whole(guess),
            partners=partners,
        ),
        mistakes=(
            Mistake("the region", message("Is that the region's number? Your network has fewer partners."), region),
            Mistake("everybody", message("Is that how many partners there are? Which part of them answers?"), partners),
            Mistake(
                "upside down",
                message("Can more answer than there are? Which number has to be divided by which?"),
                REGION * partners / region,
            ),
            Mistake(
                "the part alone",
                message("That is which part of the partners has to answer. How many of your partners is it?"),
                region / REGION,
            ),
            Mistake(
                "percent",
                message("Is that a percentage? How many of your partners does it make?"),
                100 * region / REGION,
            ),
        ),
        otherwise=message(
            "Which part of the region's partners has to answer, and how many of yours are the same part?"
        ),
        reads=_whole,
    )


@question(
    message("Write the number of your partners in place of the region's, and run that cell again."),
    message("The sentence names two numbers of partners. One is how many there are."),
)
def d6(exercise: SurveyDesignExercise) -> Key:
    """How many of the partners must answer for a share that is exact to five percentage points."""
    partners, region = exercise.partners, _needed(REGION)
    needed = _needed(partners)
    return Key(
        right=needed,
        praise=message(
            "It takes {needed} of {partners}. Those left out would be few: ask all, and remind those who are silent.",
            needed=needed,
            partners=partners,
        ),
        mistakes=(
            Mistake(
                "rule of three",
                message(
                    "That is the same part as in the region. The figure shows how little it tells. And the sentence?"
                ),
                region * partners / REGION,
            ),
            Mistake("the region", message("Did you run the cell again after you had changed the number?"), region),
            Mistake(
                "everybody", message("Is that how many partners there are? How many of them does it take?"), partners
            ),
            Mistake(
                "a whole country",
                message("That many answers are for a country. Did you give the number of your partners?"),
                COUNTRY,
                -1,
            ),
        ),
        otherwise=message("Which number does the sentence give once it is about your partners?"),
        reads=_whole,
    )


def _needed(partners: int) -> int:
    """The formula of Krejcie and Morgan: five percentage points, 95 %, half and half."""
    return _whole(3.841 * partners * 0.25 / (0.05**2 * (partners - 1) + 3.841 * 0.25))


@question(
    message("Which line has the most 1s and 2s?"),
    message("In that line count only the 3s and 4s. They are the experts who call the statement relevant."),
    message("Divide that count by the number of experts, who are the columns."),
)
def d7(exercise: SurveyDesignExercise) -> Key:
    """The share of the experts who call the weakest statement relevant."""
    shares = {name: sum(one >= 3 for one in given) / EXPERTS for name, given in exercise.rated}
    given = min((given for _, given in exercise.rated), key=lambda given: sum(one >= 3 for one in given))
    right = min(shares.values())
    mistakes = [
        Mistake(
            "mean rating",
            message("Is that the mean of the ratings? How many of the experts give a 3 or a 4?"),
            sum(given) / EXPERTS,
        ),
        Mistake("count", message("Is that how many experts? Which share of all experts are they?"), right * EXPERTS),
        Mistake(
            "twos too",
            message("Did you count the 2s, too? A 2 says that the statement is somewhat relevant: that is too little."),
            sum(one >= 2 for one in given) / EXPERTS,
        ),
        Mistake(
            "another statement",
            message("Is there another line with more 1s and 2s?"),
            max(shares.values()),
        ),
        Mistake(
            "one decimal",
            message("Did you round to one decimal? Write two decimals, or the two numbers with / between them."),
            round(right, 1),
        ),
        percent_for_share(right),
    ]
    fours = sum(one == 4 for one in given) / EXPERTS
    if fours != right:
        mistakes.append(Mistake("only fours", message("Did you count the 4s only? A 3 is relevant, too."), fours))
    return Key(
        right=right,
        praise=message("So few call it relevant: this statement does not belong to its topic as it is. Write it anew."),
        mistakes=tuple(mistakes),
        otherwise=message("How many of the experts give a 3 or a 4, and how many experts are there?"),
        reads=number,
        decimals=2,
    )


@question(
    message("Go down each column. How many different answers are there?"),
    message("A column with empty cells or with na tells something else: partners could not answer."),
    message("In the column that you look for the same number stands in every line."),
)
def d8(exercise: SurveyDesignExercise) -> Key:
    """Which statement everybody answered alike."""
    columns = dict(exercise.tried)
    alike = next(name for name, given in columns.items() if len(set(given)) == 1)
    others = {name: given for name, given in columns.items() if name != alike}
    empty = max(others, key=lambda name: others[name].count(""))
    not_concerned = max(others, key=lambda name: others[name].count("na"))
    means = {
        name: float(np.mean([int(one) for one in given if one.isdigit()]))
        for name, given in others.items()
        if name not in (empty, not_concerned)
    }
    high = max(means, key=lambda name: means[name])
    rest = [name for name in means if name != high]
    return Key(
        right=alike,
        praise=message(
            "All gave the same answer, so the statement cannot tell one partner from another. Look at it again."
        ),
        mistakes=(
            Mistake("often left empty", message("That one was often left empty. Did those who answered agree?"), empty),
            Mistake(
                "often does not apply",
                message('Many said "does not apply" there. Did the others all give the same answer?'),
                not_concerned,
            ),
            Mistake("high answers", message("The answers there are high. Are they all the same?"), high),
            *(
                Mistake(f"different answers {place}", message("How many different answers stand in that column?"), name)
                for place, name in enumerate(rest, start=1)
            ),
        ),
        otherwise=message("Is that the name of a column? Write it as it stands at the top, between quotation marks."),
        reads=word,
    )


def _bounds(answer: object) -> object:
    """At least and at most, as two numbers: from a list, a dict, a column, or a text."""
    if isinstance(answer, str):
        answer = re.findall(r"\d+(?:\.\d+)?", answer)
    elif isinstance(answer, Mapping):
        answer = answer.values()
    elif isinstance(answer, (set, frozenset)):
        answer = sorted(answer, key=number)
    parts = [*answer] if hasattr(answer, "__iter__") else []
    if len(parts) != 2:
        raise Unreadable(message("Is your answer two numbers of partners: at least, and at most?"))
    return {"least": number(parts[0]), "most": number(parts[1])}


@question(
    message("How many partners are silent: asked, and no answer?"),
    message("At least: suppose that all who are silent would disagree. Who is left that agrees?"),
    message("At most: suppose that all who are silent would agree, too. Add them."),
)
def d9(exercise: SurveyDesignExercise) -> Key:
    """How many of all partners agree, at least and at most, whatever the silent ones think."""
    asked, answered, agreed = exercise.returns
    most = agreed + asked - answered
    alike = agreed * asked / answered
    return Key(
        right=(agreed, most),
        praise=message(
            "Between {least} and {most} of {asked} partners: a reminder narrows this more than any formula.",
            least=agreed,
            most=most,
            asked=asked,
        ),
        mistakes=(
            Mistake(
                "only those who answered", message("What might those think who did not answer?"), (agreed, answered)
            ),
            Mistake("swapped", message("Which of your two numbers is the smaller one?"), (most, agreed)),
            Mistake(
                "everybody",
                message("Could all partners agree, although some of those who answered did not?"),
                (agreed, asked),
            ),
            Mistake(
                "the silent think alike",
                message(
                    "Do you suppose that the silent partners think like the others? What if they all think otherwise?"
                ),
                (alike, alike),
                0,
            ),
            Mistake(
                "shares",
                message("Is that a share? How many partners are that?"),
                (agreed / asked, most / asked),
                2,
            ),
            Mistake(
                "nobody",
                message("At least: some have already said that they agree. Do they count?"),
                (0, asked - answered),
            ),
        ),
        otherwise=message(
            "Where do the silent partners come in: once as if they all disagree, once as if they all agree?"
        ),
        reads=_bounds,
    )


_WISH = re.compile(
    r"\b(should|ought|devrai(t|ent)|il faudrait|dovrebber?o?|trebal[oai] bi|trebao bi|"
    r"bi treba\w+|deveriam?|devi(a|am)|devíamos)\b|"
    r"\b(must|il faut|bisogna)\b.*\b(better|faster|sooner|improved?|davantage|mieux|meilleure?s?|améliorer|"
    r"meglio|migliorare|migliori?)\b",
    re.I,
)
"""Words of who says what ought to be, not what is: what must be so alone may be a fact."""
_WORDING = {
    "double_barrelled": "two things",
    "leading": "leading",
    "negated": "negative",
    "double_negation": "negative",
    "absolute": "no exception",
    "general_satisfaction": "about everything",
    "jargon": "hard words",
    "long": "long",
}
"""What the kit finds in a wording, and the mistake that it is."""


def _examine_item(own: Any) -> str:
    """The mistake in an item's wording, as the kit reads it in the language in which it is written."""
    from kiptools.critique import review_statements
    from kiptools.text_language import language_of

    if len(own.split()) < FEWEST_WORDS:
        return "a topic"
    if "?" not in own and _WISH.search(own):
        return "a wish"
    if own.count("?") > 1:
        return "two things"
    kinds = [finding.kind for finding in review_statements([own], language_of(own) or "en").findings]
    for kind in ("general_satisfaction", *kinds):
        if kind in kinds:
            return _WORDING[kind]
    return ""


@question(
    message("Name one thing that happened or did not: an answer, a meeting, a document, a client who was referred."),
    message('Begin with "we" or "our staff", say one thing, and leave out praise, "always" and "not".'),
    message("Then ask yourself: what would you do if most partners disagree? If nothing, choose another thing."),
)
def d10(exercise: SurveyDesignExercise) -> Key:
    """A statement of one's own about a weakness of the SWOT; the kit reads its wording, a person the rest."""
    return Key(
        right="After the last consultation we were told what became of our opinion.",
        praise=message("The kit finds nothing to mend in the wording."),
        mistakes=(
            Mistake(
                "a topic",
                message("Is that a topic? What exactly would a partner agree or disagree with?"),
                "Decisions",
            ),
            Mistake(
                "a wish",
                message("Is that what you wish? What happens today that a partner can confirm or deny?"),
                "Communication should become better.",
            ),
            Mistake(
                "two things",
                message("What should a partner answer who agrees with one half and not with the other?"),
                "The minutes are clear and reach us in time.",
            ),
            Mistake(
                "leading",
                message("Which of your words tell the partner what you would like to hear?"),
                "Do you agree that our excellent team decides well?",
            ),
            Mistake(
                "negative",
                message("What do partners say who disagree with your sentence? Can you put it without a negative?"),
                "We are not informed about decisions.",
            ),
            Mistake(
                "no exception",
                message("One exception is enough to disagree. Which of your words leaves no exception?"),
                "Partners are always informed about decisions.",
            ),
            Mistake(
                "about everything",
                message("If many disagree: what exactly would you change?"),
                "Overall, we are satisfied with the partnership.",
            ),
            Mistake(
                "hard words",
                message("Would a new partner know every word of it?"),
                "The governance of the network leverages synergies.",
            ),
            Mistake(
                "long",
                message("Can a partner keep all of it in mind until the end? What can be left out?"),
                "Before a new activity that is to be paid from the common budget of the partnership is announced on "
                "the website, the coordinating team sends us a short description of it in time.",
            ),
        ),
        otherwise=message("Can a partner agree or disagree with it?"),
        reads=text,
        examine=_examine_item,
        rubric=(
            message("Would you do something else if most partners disagree than if most agree?"),
            message("Can the person who answers know it from their own work?"),
            message("Do two colleagues understand the same thing by it?"),
            message("Can a partner give the unpleasant answer without fear?"),
            message('Is there an answer for partners whom it does not concern, such as "does not apply to us"?'),
        ),
    )
