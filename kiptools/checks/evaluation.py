"""The exercise on evaluation: from a count to what may be said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from kiptools.checks.keys import Exercise, Key, Mistake, choice, names, number, percent_for_share, question, text, word
from kiptools.confidentiality import may_show, may_show_percent, show_groups
from kiptools.groups import Contrast, compare
from kiptools.intervals import finite_population_interval
from kiptools.messages import Message, message
from kiptools.missing import Missing
from kiptools.reading import read_responses
from kiptools.responses import Responses

__all__ = ["EvaluationExercise", "variant"]

ASKED = 42
"""Partners in the register of the demo network: all of them were asked."""
TYPE, USERS, DECISIONS, TALK = "organisation_type", "results_2", "governance_3", "trust_2"
GOVERNANCE = ("governance_1", "governance_2", "governance_3", "governance_4")
TOPICS = ("purpose", "governance", "leadership", "communication", "trust", "resources", "learning", "results")
SIZES = {"employer": (10, 13), "education": (8, 9), "public": (5, 6), "ngo": (5, 7), "social": (2, 4)}
"""How many of each kind answer in a variant, at least and at most; the register has no more of them."""


@dataclass(frozen=True, eq=False)
class EvaluationExercise(Exercise):
    """The survey of the demo network, in a variant: other partners answered, and they answered otherwise.

    Parameters
    ----------
    responses : Responses
    population : int
        How many partners were asked.
    """

    responses: Responses
    population: int

    def counts(self, item: str) -> tuple[int, ...]:
        """How often each answer was given, the lowest first."""
        return _counts(self.responses, item)

    @cached_property
    def employers(self) -> dict[str, Contrast]:
        """Employers compared with all other partners, for each topic."""
        return _employers(self.responses)


@lru_cache(maxsize=8)
def variant(seed: int) -> EvaluationExercise:
    """What the learner is given.

    In a variant each respondent takes the answers on each topic from a partner of the same kind, so that what is
    special about a topic or a kind of partner stays. What the exercise tells a story about has to be there: else
    the dice are thrown again.
    """
    responses = read_responses(population=ASKED)
    dice = np.random.default_rng(seed)
    found = responses
    while seed and not _tells_the_story(found := _mixed(responses, dice)):
        pass
    return EvaluationExercise("evaluation", seed, found, ASKED)


def _mixed(responses: Responses, dice: np.random.Generator) -> Responses:
    """As many respondents of each kind as the dice say, with answers on each topic from one of their kind."""
    kinds = [level.name for level in responses.codebook[TYPE].levels]
    whole = ~(responses.codes == Missing.BROKEN_OFF).any(axis=1)
    topics = [_topic_of(responses, column) for column in responses.columns]
    alike = dice.random() < 0.5  # employers communicate as the others do, in every second variant
    rows, donors = [], []
    for kind, (fewest, most) in SIZES.items():
        own = np.flatnonzero((responses.column(TYPE) == kinds.index(kind)) & whole)
        size = int(dice.integers(fewest, most + 1))
        rows.append(_some(own, size, dice))
        pools = [np.flatnonzero(whole) if topic == "communication" and alike else own for topic in TOPICS]
        taken = [_some(pool, size, dice) for pool in pools[:-1]]
        donors.append(np.stack([*taken, dice.choice(own, size=size)]))  # results, with more luck
    who, of_topic = np.concatenate(rows), np.concatenate(donors, axis=1)
    codes = np.empty((len(who), len(topics)), dtype=responses.codes.dtype, order="F")
    for place, topic in enumerate(topics):
        codes[:, place] = responses.codes[who if topic is None else of_topic[topic], place]
    texts = {name: column[who].copy() for name, column in responses.values.items()}
    source, origin = responses.source, responses.origin
    return Responses(responses.codebook, responses.columns, codes, texts, source, ASKED, origin=origin)


def _some(own: np.ndarray, size: int, dice: np.random.Generator) -> np.ndarray:
    """So many of them in any order, none twice before all are there once."""
    return np.concatenate([dice.permutation(own), dice.choice(own, size=size)])[:size]


def _topic_of(responses: Responses, column: str) -> int | None:
    construct = responses.codebook[column.partition("/")[0]].construct
    return TOPICS.index(construct) if construct in TOPICS else None


def _tells_the_story(responses: Responses) -> bool:
    """Whether what the exercise's prose says is true of these answers, cheap conditions first."""
    users, decisions, talk = (_counts(responses, item) for item in (USERS, DECISIONS, TALK))
    means = {item: round(_mean(_counts(responses, item)), 1) for item in GOVERNANCE}
    distances = {item: round(abs(mean - 3), 1) for item, mean in means.items()}
    agree, n = sum(talk[3:]), sum(talk)
    return (
        sum(users[3:]) >= 5
        and sum(users) <= len(responses) - 4
        and decisions[2] == 0
        and min(decisions[0], decisions[4]) >= 8
        and distances[DECISIONS] <= 0.2
        and distances[DECISIONS] < min(far for item, far in distances.items() if item != DECISIONS)
        and show_groups(_counts(responses, TYPE)) == (True, True, False, True, False)
        and n < ASKED
        and agree > n / 2
        and finite_population_interval(agree, n, ASKED).low < ASKED / 2
        and _mistakes_differ(responses)
        and _groups_tell(responses)
    )


def _mistakes_differ(responses: Responses) -> bool:
    """Whether each wrong number that is foreseen comes about in one way only, so that it gets the right question."""
    given = EvaluationExercise("evaluation", 0, responses, ASKED)
    keys = [each.key(given) for each in (e1, e2, e5, e8)]
    return all(key.mistake_of(key.read(each.answer)) is each for key in keys for each in key.mistakes)


def _groups_tell(responses: Responses) -> bool:
    contrasts = _employers(responses)
    clear = {topic for topic, contrast in contrasts.items() if contrast.verdict == "lower"}
    higher = {topic for topic, contrast in contrasts.items() if contrast.verdict == "higher"}
    return (
        "resources" in clear
        and clear <= _drawn(contrasts)
        and not higher
        and len(_drawn(contrasts)) >= len(clear) + 3
        and all(_seen(contrasts[topic], topic in clear) for topic in _drawn(contrasts))
    )


def _seen(contrast: Contrast, clear: bool) -> bool:
    """Whether an eye on the figure sees what the test finds: the range stays away from 0, or reaches across it."""
    low, high = contrast.pairs.interval(0.95)
    return high < -0.05 if clear else high > 0.02 and low < -0.02


def _counts(responses: Responses, item: str) -> tuple[int, ...]:
    column = responses.column(item)
    return tuple(int((column == level).sum()) for level in range(len(responses.codebook[item].levels)))


def _mean(counts: Sequence[int]) -> float:
    return sum(score * count for score, count in enumerate(counts, start=1)) / sum(counts)


def _employers(responses: Responses) -> dict[str, Contrast]:
    """Employers against all others, for each topic."""
    rows = compare(responses, by=TYPE, on="construct").rows
    return {row.subject.name: row.contrasts[0] for row in rows}


def _drawn(contrasts: dict[str, Contrast]) -> frozenset[str]:
    """The topics in which employers are compared at all."""
    return frozenset(topic for topic, contrast in contrasts.items() if contrast.tested and contrast.shown)


@question(
    message("The last line of the table tells how many partners answered."),
    message("Do not add up the groups: two of them are hidden. Look for the line that counts everybody who answered."),
)
def e1(exercise: EvaluationExercise) -> Key:
    """How many partners answered."""
    n = len(exercise.responses)
    kinds = exercise.counts(TYPE)
    shown = sum(count for count, show in zip(kinds, show_groups(kinds), strict=True) if show)
    return Key(
        right=n,
        praise=message("{n} partners answered. Everything that follows rests on their answers.", n=n),
        mistakes=(
            Mistake("asked", message("Is that how many were asked? How many of them answered?"), exercise.population),
            Mistake(
                "groups that are shown",
                message(
                    "Did you add up the groups? Two of them show a dash, no number: are their partners in your sum?"
                ),
                shown,
            ),
            Mistake(
                "one group", message("Is that one kind of organisation only? How many answered together?"), max(kinds)
            ),
            Mistake(
                "did not answer",
                message("Is that how many partners did not answer? How many did?"),
                exercise.population - n,
            ),
        ),
        otherwise=message("Which line of the table counts everybody who answered?"),
        reads=number,
    )


@question(
    message("A share is a part divided by a whole. Which partners are the part, and which are the whole?"),
    message('The part: those who chose "agree" or "strongly agree". The whole: those who answered this question.'),
    message('Add the numbers below "agree" and "strongly agree", and divide by the number in the column "Answered".'),
)
def e2(exercise: EvaluationExercise) -> Key:
    """The share of partners who agree with a statement that does not concern everybody."""
    counts = exercise.counts(USERS)
    agree, answered = sum(counts[3:]), sum(counts)
    share = agree / answered
    strongly = Mistake(
        "only one level",
        message('Did you count only those who "strongly agree"? Those who "agree" also agree.'),
        counts[4] / answered,
    )
    middle = Mistake(
        "the middle counted",
        message('Did you count "neither agree nor disagree" among those who agree?'),
        sum(counts[2:]) / answered,
    )
    disagree = Mistake(
        "the other side",
        message("Is that the share of those who disagree? The statement is worded in a favourable way."),
        sum(counts[:2]) / answered,
    )
    unlike = [each for each in (strongly, middle, disagree) if abs(float(str(each.answer)) - share) > 0.02]
    return Key(
        right=share,
        praise=message(
            "{agree} of the {answered} partners who answered this question agree. A share needs both numbers.",
            agree=agree,
            answered=answered,
        ),
        mistakes=(
            percent_for_share(share),
            Mistake(
                "all who took part",
                message(
                    'Did you divide by everybody who took part? What did those say who chose "does not apply to us"?'
                ),
                agree / len(exercise.responses),
            ),
            Mistake(
                "all who were asked",
                message("Did you divide by everybody who was asked? Some of them did not answer at all."),
                agree / exercise.population,
            ),
            Mistake(
                "a count",
                message("Is that how many agree? A share is this number divided by another one: which one?"),
                agree,
            ),
            *unlike,
        ),
        otherwise=message("Which number did you divide, and by which? The whole is those who answered this question."),
        reads=number,
        decimals=2,
    )


NO_ANSWER = frozenset("abd")


@question(
    message("Ask of each line: did this partner tell what they think of the statement?"),
    message(
        "Whoever is in the middle told what they think. Whoever says that the question does not concern them did not."
    ),
    message("Three of the five lines are no answers. Two of them are answers that can stand on the scale."),
)
def e3(exercise: EvaluationExercise) -> Key:
    """Which answers are none, and are left out of the whole."""
    options = {
        "a": message("The partner left the question empty."),
        "b": message('The partner chose "does not apply to us".'),
        "c": message('The partner chose "neither agree nor disagree".'),
        "d": message("The partner stopped before this question."),
        "e": message('The partner chose "strongly disagree".'),
    }
    return Key(
        right=("a", "b", "d"),
        praise=message(
            "These three say nothing about the statement. They are counted apart, because each has another cause."
        ),
        mistakes=(
            Mistake(
                "the middle",
                message('Is "neither agree nor disagree" no answer? Does such a partner say nothing about the matter?'),
                ("a", "b", "c", "d"),
            ),
            Mistake(
                "an unwelcome answer",
                message('Is "strongly disagree" no answer? What would a share without the unhappy partners be worth?'),
                ("a", "b", "d", "e"),
            ),
            Mistake(
                "does not apply",
                message('What does a partner who chose "does not apply to us" say about the statement?'),
                ("a", "d"),
            ),
            Mistake(
                "silence",
                message("Are there other partners of whom you do not know what they think?"),
                ("b",),
            ),
        ),
        otherwise=message("Does each letter of your answer stand in the list?"),
        reads=names,
        options=tuple(options.items()),
        examine=_examine_no_answers,
    )


def _examine_no_answers(chosen: frozenset[str]) -> str:
    if chosen - set("abcde"):
        return "otherwise"
    if "e" in chosen:
        return "an unwelcome answer"
    if "c" in chosen:
        return "the middle"
    if "b" not in chosen:
        return "does not apply"
    return "" if chosen == NO_ANSWER else "silence"


@question(
    message("The middle of the scale is 3. How far is each mean from it?"),
    message("A mean may lie above 3 or below 3: only the distance counts."),
)
def e4(exercise: EvaluationExercise) -> Key:
    """Which of four statements has the mean nearest to the middle; it is not neutral at all."""
    far = sorted(GOVERNANCE, key=lambda item: abs(_mean(exercise.counts(item)) - 3))
    return Key(
        right=far[0],
        praise=message(
            "By its mean nobody would talk about this statement. Now run the next cell and look at all the answers."
        ),
        mistakes=(
            Mistake(
                "the second",
                message("How far is this mean from 3? Is there a mean that is a little nearer, perhaps below 3?"),
                far[1],
            ),
            Mistake(
                "the third", message("Did you compare this mean with all three others? Some lie nearer to 3."), far[2]
            ),
            Mistake(
                "the furthest",
                message("Did you look for the most favourable statement? The task asks for the mean nearest to 3."),
                far[3],
            ),
        ),
        otherwise=message("Is that one of the four names in the list, written as it is there?"),
        reads=word,
    )


@question(
    message("The two ends of the scale are the two strongest answers. The numbers in the bar count partners."),
    message('Add those who "strongly disagree" to those who "strongly agree".'),
)
def e5(exercise: EvaluationExercise) -> Key:
    """How many partners stand at the two ends of the scale."""
    counts = exercise.counts(DECISIONS)
    ends, answered = counts[0] + counts[4], sum(counts)
    one_end = (
        Mistake(
            "the unfavourable end",
            message('Are these only the partners who "strongly disagree"? A scale has two ends.'),
            counts[0],
        ),
        Mistake(
            "the favourable end",
            message('Are these only the partners who "strongly agree"? A scale has two ends.'),
            counts[4],
        ),
    )
    mistakes = (
        *one_end,
        Mistake(
            "the middle",
            message("Is that how many chose the middle of the scale? How many chose its ends?"),
            counts[2],
        ),
        Mistake(
            "everybody who answered",
            message("Did you count everybody who answered? Some chose neither the first nor the last answer."),
            answered,
        ),
        Mistake("a share", message("Is that a share? How many partners are these?"), ends / answered, decimals=2),
        Mistake(
            "next to the ends",
            message("Are these the partners beside the ends? The ends are the first and the last answer."),
            counts[1] + counts[3],
        ),
    )
    return Key(
        right=ends,
        praise=message(
            "{ends} of {answered} partners feel strongly, in two opposite ways. The mean hid what the meeting "
            "must discuss.",
            ends=ends,
            answered=answered,
        ),
        mistakes=tuple(each for each in mistakes if each.answer != ends),
        otherwise=message("Which numbers of the bar did you add? Only the first and the last answer are the ends."),
        reads=number,
    )


@question(
    message("Two things must be told: how many of how many, and that some partners did not answer."),
    message("Look at the range: does it lie above one half from end to end? Which sentences survive that?"),
    message("One sentence tells the count, the total and the range, and claims nothing of the silent partners."),
)
def e6(exercise: EvaluationExercise) -> Key:
    """Which sentence may be printed."""
    counts = exercise.counts(TALK)
    agree, n, population = sum(counts[3:]), sum(counts), exercise.population
    low, high = finite_population_interval(agree, n, population)
    options: dict[str, tuple[Message, Message]] = {
        "a": (
            message("The majority of the partners in our network can talk about their difficulties in meetings."),
            message("Look at the lower end of the range: is it a majority there too?"),
        ),
        "b": (
            message("{agree} of our {n} partners can talk about their difficulties in meetings.", agree=agree, n=n),
            message(
                "Does the network have as many partners as the sentence says? Who are the partners that it counts?"
            ),
        ),
        "c": (
            message(
                "{agree} of the {n} partners who answered can talk about difficulties; of all {population} partners "
                "it may be {low} to {high}.",
                agree=agree,
                n=n,
                population=population,
                low=int(low),
                high=int(high),
            ),
            message("A count, a total, and a range for everybody: nobody has to take the sentence back later."),
        ),
        "d": (
            message("As only {n} partners answered, nothing can be said.", n=n),
            message("What these partners answered is known. Does the range tell nothing about the others?"),
        ),
    }
    return choice("c", options)


@question(
    message("Each line in the figure is a range. The vertical line at 0 means: no difference."),
    message("A difference is clear only where the whole range lies on one side of 0."),
    message(
        "Look for lines that do not touch 0, and choose every topic where that is so. There may be one, or several."
    ),
)
def e7(exercise: EvaluationExercise) -> Key:
    """In which topics employers clearly differ from the other partners."""
    contrasts = exercise.employers
    drawn = _drawn(contrasts)
    clear = frozenset(topic for topic, each in contrasts.items() if each.verdict in ("lower", "higher"))
    unclear = [topic for topic in TOPICS if topic in drawn - clear]
    topics = {
        "purpose": message("Shared purpose"),
        "governance": message("Roles and governance"),
        "leadership": message("Leadership"),
        "communication": message("Communication"),
        "trust": message("Trust and respect"),
        "resources": message("Giving and gaining"),
        "learning": message("Evaluation and learning"),
        "results": message("Results for users"),
    }

    def examine(chosen: frozenset[str]) -> str:
        if chosen == clear:
            return ""
        if not chosen:
            return "none at all"
        if chosen - set(TOPICS):
            return "otherwise"
        if chosen - drawn:
            return "not compared"
        if chosen == drawn:
            return "all that are drawn"
        if chosen > clear:
            return "some that are not clear"
        if chosen < clear:
            return "not all"
        return "otherwise" if chosen & clear else "only unclear ones"

    return Key(
        right=_ordered(clear),
        praise=message(
            "Chance alone would hardly make such a difference. On the other topics, say nothing about employers."
        ),
        mistakes=(
            Mistake(
                "none at all",
                message("Is there not one topic whose range stays on one side of 0? Look at each line again."),
                (),
            ),
            Mistake(
                "all that are drawn",
                message("Does every range in the figure stay away from 0? Small differences can come about by chance."),
                _ordered(drawn),
            ),
            Mistake(
                "some that are not clear",
                message("Is there a topic among yours whose range touches 0?"),
                _ordered(clear | set(unclear[:1])),
            ),
            Mistake(
                "only unclear ones",
                message("Did you choose topics whose range reaches across 0? What does a range that contains 0 tell?"),
                _ordered(unclear),
            ),
            *(
                [
                    Mistake(
                        "not all", message("Is there another topic whose range stays away from 0?"), _ordered(clear)[:1]
                    )
                ]
                if len(clear) > 1
                else []
            ),
            *(
                [
                    Mistake(
                        "not compared",
                        message(
                            "Is each of your topics in the figure? Where few employers answered, nothing is compared."
                        ),
                        _ordered(clear | (set(TOPICS) - drawn)),
                    )
                ]
                if len(drawn) < len(TOPICS)
                else []
            ),
        ),
        otherwise=message("Look at one topic after the other: does its range touch 0?"),
        reads=_topics,
        options=tuple(topics.items()),
        examine=examine,
    )


_NONE = frozenset(
    ("none", "nothing", "aucun", "aucune", "nessuno", "nessuna", "nijedan", "nijedna", "nijedno", "nenhum", "nenhuma")
)


def _topics(answer: object) -> frozenset[str]:
    """The topics that were chosen; that there are none is an answer too."""
    if not isinstance(answer, str) and getattr(answer, "__len__", lambda: 1)() == 0:
        return frozenset()
    return names(answer) - _NONE


def _ordered(topics: frozenset[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(topic for topic in TOPICS if topic in topics)


@question(
    message("You know how many partners answered in all. All groups together are that number."),
    message("Take everybody who answered, and subtract each group whose size is known, the second one too."),
)
def e8(exercise: EvaluationExercise) -> Key:
    """What can be worked out about a hidden group, once another one is shown."""
    kinds = dict(zip(SIZES, exercise.counts(TYPE), strict=True))
    n, hidden, public = len(exercise.responses), kinds["social"], kinds["public"]
    return Key(
        right=hidden,
        praise=message(
            "Anybody could have worked out the size of the small group. So a second group is hidden with it."
        ),
        mistakes=(
            Mistake(
                "both groups",
                message("Is that how many both hidden groups have together? One of them is known now."),
                hidden + public,
            ),
            Mistake(
                "the other group",
                message("Is that the group that your colleague wants to show? What is left for the last group?"),
                public,
            ),
            Mistake(
                "from everybody asked",
                message("Did you start from everybody who was asked? The groups count those who answered."),
                exercise.population - (n - hidden),
            ),
            Mistake(
                "nothing follows",
                message("Is nobody left? Subtract every known group from the total, and look again."),
                0,
            ),
        ),
        otherwise=message("Did you subtract all four known groups from the number who answered?"),
        reads=number,
    )


@question(
    message("Begin with the two numbers: how many agree, and how many answered."),
    message("Say of whom you speak: of the partners who answered. Then say what they agree with, as it was asked."),
    message("The sentence can begin like this: … of the … partners who answered say that …"),
)
def e9(exercise: EvaluationExercise) -> Key:
    """One sentence for the steering committee: a count, a total, and no claim of certainty."""
    counts = exercise.counts(TALK)
    return Key(
        right=(
            f"{sum(counts[3:])} of the {sum(counts)} partners who answered say that they can talk about their "
            "difficulties in meetings."
        ),
        praise=message("The sentence tells how many of how many, and of whom it speaks."),
        mistakes=(
            Mistake(
                "no number",
                message("How many partners is it about? A member of the committee will ask."),
                "Many of the partners who answered are happy with our meetings.",
            ),
            Mistake(
                "in words",
                message(
                    "Are the numbers written in words? Write them in figures, so that everybody sees them at once."
                ),
                "Eighteen of the thirty-one partners who answered can talk about their difficulties.",
            ),
            Mistake(
                "a percentage alone",
                message("A percentage of how many? Which two numbers does it come from?"),
                "58% of the partners who answered can talk about their difficulties.",
            ),
            Mistake(
                "no total",
                message("Out of how many? One number alone tells little."),
                "18 partners answered that they can talk about their difficulties.",
            ),
            Mistake(
                "more than the total",
                message("Which of your two numbers is the part, and which the whole? The part cannot be larger."),
                "31 of the 18 partners who answered can talk about their difficulties.",
            ),
            Mistake(
                "all alike",
                message(
                    "Did every one of them answer the same? Then the sentence tells what each partner said: may it?"
                ),
                "31 of the 31 partners who answered can talk about their difficulties.",
            ),
            Mistake(
                "too few",
                message("May answers of fewer than five partners be shown? Somebody could recognise them."),
                "3 of the 4 trade unions who answered can talk about their difficulties.",
            ),
            Mistake(
                "a percentage of few",
                message("With so few answers, one partner changes a percentage a lot. Are the two numbers enough?"),
                "6 of the 8 training providers who answered (75%) can talk about their difficulties.",
            ),
            Mistake(
                "certainty",
                message("Does the survey really prove that, or make it certain? What may be said with care?"),
                "The survey proves it: 18 of the 31 partners who answered can talk about their difficulties.",
            ),
            Mistake(
                "nobody said who",
                message("Of whom do you speak: of all partners, or of those who answered?"),
                "18 of our 31 partners can talk about their difficulties in meetings.",
            ),
            Mistake(
                "several sentences",
                message("Is that one sentence? Which one would you keep, if only one could be read out?"),
                "31 partners answered. 18 of the 31 can talk about their difficulties.",
            ),
            Mistake(
                "too long",
                message("Could somebody read this out in one breath? What can be left out?"),
                "18 of the 31 partners who answered say, as far as one can tell from a survey that was sent out in "
                "March and that not everybody had the time to answer because of the many other things that had to be "
                "done in these weeks, that they can talk about their difficulties in meetings.",
            ),
        ),
        otherwise=message("Does the sentence tell how many of how many, and of whom it speaks?"),
        reads=text,
        examine=_examine_sentence,
        rubric=(
            message("Do the two numbers stand in the table, in the line of this statement?"),
            message("Does the sentence say what was asked, and not what you conclude from it?"),
            message("Would a partner who did not answer feel that nobody speaks for them?"),
            message("Can the committee do something with it: ask, discuss, decide?"),
        ),
    )


LONGEST_SENTENCE = 40
_CERTAIN = re.compile(
    r"\b(prov(es?|ed|en)|proof|certainly|(is|are|for|quite|absolutely) certain|certain that|definitely|undoubtedly"
    r"|without (a )?doubt|no doubt"
    r"|prouv\w*|preuves?|certainement|(est|sont|sûr et) certaine?s?|certaine?s? qu(e\b|['’])|sans (aucun )?doute"
    r"|incontestable\w*"
    r"|dimostra(no|to|ta)?|prova(to|ta)?|provano che|certamente|[èe] certo|certo che|di certo|senza (alcun )?dubbio"
    r"|dokazuj\w*|dokazan\w*|dokaz\w*|sigurno|zacijelo|bez (ikakve )?sumnje|nedvojbeno"
    r"|comprova\w*|prova(m|d[oa]s?)|provou|certeza|sem (qualquer )?dúvida|indubitavelmente)(?!\w)",
    re.I,
)
_UNCERTAIN = re.compile(
    r"(\b(not|never|cannot|nothing|ne|non|nije|nisu|não|nem|pas)|\b\w+n['’]t|\bn['’])\b\W*(\w+\W+){0,2}?"
    r"(prov|proof|certain|prouv|preuve|dimostra|cert|dokaz|sigurn|comprov)\w*"
    r"|\b(no|sans|aucune|nessuna|senza|bez|nema|sem) (proof|preuve|prova|dokaz\w*|certeza)\b"
    r"|\b(prov|prouv|dimostr|dokaz|comprov)\w* (nothing|rien|nulla|niente|ništa|nada)\b"
    r"|\bosjeća\w* (se )?sigurno|\bsigurno (se )?osjeća\w*",
    re.I,
)
"""Words of certainty that claim none: "this proves nothing", "it is not certain", in Croatian "feel safe"."""
_WHO_ANSWERED = re.compile(
    r"\b(answered|answering|who (also )?answer|replied|who reply|responded|respondents?|responding"
    r"|gave (us )?(an )?answers?|filled (it |this )?(in|out)|(completed|returned) (the|our|this) (survey|questionnaire)"
    r"|took part|taking part|participants?|participantes?"
    r"|répondu(e?s?)|répondants?|répondantes?|qui répondent(?! aux\b)|rempli(e?s?)|ont complété|participé|pris part"
    r"|donné (une|leur) réponse|se sont exprimée?s|exprimées?"
    r"|risposto|rispondenti|che rispondono(?! a)|compilato|partecipato|partecipant[ie]|preso parte|intervistat[ie]"
    r"|odgovori(la|le|li|lo|o)|koji odgovaraju|ispuni(la|le|li|lo|o)|popuni(la|le|li|lo|o)|sudjelova(la|le|li|lo|o)"
    r"|anketiran(a|e|i|ih|o)|sudioni(ci|ka|k|ke)|ispitani(ci|ka|k|ke)"
    r"|respond(eram|eu|entes?|ido)|que respondem(?! às?\b| aos?\b)|preenche(ram|u)|participaram|participou"
    r"|deram resposta|inquirid[oa]s?)\b",
    re.I,
)
"""Forms of the verb; the nouns would take "responsibilities" in four languages for partners who answered."""
_OF = re.compile(
    r"(?<![\w.,])(\d+)(?:\s+[^\W\d]+){0,2}?\s*(?:/|\b(?:of|sur|su|sui|dei|degli|delle|od|dos|das|des|de|em))"
    r"(?:\s+(?:the|our|all|all the|les|nos|nostri|nostre|ukupno|nossos))?\s*(\d+)(?![.,]?\d)(?!\s*%)",
    re.I,
)
_NUMBER = re.compile(r"(?<![\w.,])(\d+)(?:[.,]\d+)?(?![\d.,]*\d)\s*(%)?")
_DATE = re.compile(r"\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\b")
YEARS = range(1900, 2101)
"""Such a number is not a count of partners."""
_IN_WORDS = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|(twen|thir|for|fif|six|seven|eigh|nine)ty"
    r"|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt|trente|quarante"
    r"|due|tre|quattro|cinque|sette|otto|nove|dieci|undici|dodici|\w+dici|dicia\w+|diciotto|venti\w*|vent(uno|otto)"
    r"|trenta\w*|trent(uno|otto)|quaranta\w*"
    r"|dva|dvije|tri|četiri|pet|šest|sedam|osam|devet|deset|\w+naest|(dva|tri|četr)deset"
    r"|dois|duas|três|quatro|cinco|seis|sete|oito|dez|doze|catorze|dezasseis|dezassete|dezoito|dezanove|vinte|trinta"
    r"|quarenta)(-\w+)*\b",
    re.I,
)
_ABBREVIATION = re.compile(
    r"(?<!\w)([^\W\d](\.\w+)*|etc|approx|ca|cf|vs|resp|incl|mr|mrs|ms|dr|st|mme|env|ecc|es|npr|tj|itd|tzv|br|ex|dra?)\.$",
    re.I,
)


def _examine_sentence(sentence: str) -> str:
    """The first thing that is wrong with the structure of a sentence for the committee; "" if nothing is."""
    plain = _DATE.sub(" ", sentence)
    found = [(int(digits), bool(sign)) for digits, sign in _NUMBER.findall(plain)]
    counts = [count for count, sign in found if not sign and count not in YEARS]
    percent = any(sign for _, sign in found)
    pairs = [(int(part), int(whole)) for part, whole in _OF.findall(plain)]
    pairs = [pair for pair in pairs if not set(pair) & set(YEARS)]
    if len(sentence.split()) > LONGEST_SENTENCE:
        return "too long"
    if _sentences(sentence) > 1:
        return "several sentences"
    if not pairs and _numbers_in_words(plain, counts):
        return "in words"
    if not counts:
        return "a percentage alone" if percent else "no number"
    if len(counts) < 2:
        return "no total"
    if any(part > whole for part, whole in pairs):
        return "more than the total"
    pairs = pairs or [(min(counts[:2]), max(counts[:2]))]
    if not all(may_show(whole) for _, whole in pairs):
        return "too few"
    if any(part in (0, whole) for part, whole in pairs):
        return "all alike"
    if percent and not all(may_show_percent(whole) for _, whole in pairs):
        return "a percentage of few"
    if _CERTAIN.search(_UNCERTAIN.sub(" ", sentence)):
        return "certainty"
    return "" if _WHO_ANSWERED.search(sentence) else "nobody said who"


def _sentences(text: str) -> int:
    """How many sentences these are; a point after an abbreviation, or in a date as "3. svibnja", ends none."""
    ends = 0
    for end in re.finditer(r"[.!?]\s+(?=\S)", text):
        before, after = text[: end.start() + 1], text[end.end()]
        ordinal = text[end.start() - 1].isdigit() and after.islower()
        ends += not ordinal and not _ABBREVIATION.search(before)
    return ends + 1


def _numbers_in_words(sentence: str, counts: Sequence[int]) -> bool:
    """Whether the count or the total is written in words, where figures for both are not there."""
    if len(counts) > 1 or not _IN_WORDS.search(sentence):
        return False
    return not counts or bool(_OF.search(_IN_WORDS.sub("2", sentence)))
