"""The exercise on the SWOT: from factors that several people rate to a plan that nobody has to carry alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kiptools.checks.keys import (
    Exercise,
    Key,
    Mistake,
    Unreadable,
    names,
    number,
    percent_for_share,
    question,
    same,
    word,
)
from kiptools.grammar import shape_of
from kiptools.messages import message
from kiptools.strategies import TowsPair
from kiptools.swot import QUADRANTS, Factor, Swot
from kiptools.swot_fields import key_of
from kiptools.swot_reading import read_swot
from kiptools.tasks import Task
from kiptools.text_language import language_of
from kiptools.tokens import tokens_of
from kiptools.wording import REVIEWED, faults_in

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SwotExercise", "variant"]

SPLIT, OPINION, LAST = "W4", "T3", "A14"
"""The factor over which the room is split, the opinion near the top, and the task that waits for all others."""
FIRST, OPINION_BELOW = "T1", "O2"
CARDS = ("O1", "T3", "W3", "S1", "W5", "S2", "W2")
"""Factors of which nobody doubts in which quadrant they stand."""
STRATEGIES = (("S2", "O1"), ("W4", "T1"), ("S1", "T3"), ("W3", "O2"))
SOMETIMES = ("S3", "W1", "W2", "W5", "O3", "T2")
"""Factors that a variant may lack."""
TOP, FEWEST_RATERS, FEWEST_WEAKNESSES = 5, 5, 4
TURN = 6
"""Ratings from 1 to 5 are turned round by taking them from 6."""
WORKING_DAYS = 5
FEWEST_WORDS = 3


@dataclass(frozen=True, eq=False)
class SwotExercise(Exercise):
    """The workshop of the demo network, in a variant: without some people and factors, with other working days.

    Parameters
    ----------
    swot : Swot
    card : Factor
        To be sorted in the first question.
    weakness, person : str
        Whose rating of which weakness is worked out by hand.
    strategy : TowsPair
        A pair of factors, and the strategy that the group wrote down beside it.
    """

    swot: Swot
    card: Factor
    weakness: str
    person: str
    strategy: TowsPair

    @property
    def rating(self) -> pd.DataFrame:
        """What one person said of one weakness: importance and performance."""
        import pandas as pd

        given = self.swot.rating(self.person, self.weakness)
        columns = {"importance": [given.importance], "performance": [given.degree]}
        return pd.DataFrame(columns, index=[self.swot[self.weakness].text])

    @property
    def means(self) -> pd.DataFrame:
        """The mean performance of each weakness, by its number."""
        import pandas as pd

        means = _means(self.swot)
        texts = [self.swot[id].text for id in means]
        index = pd.MultiIndex.from_arrays([list(means), texts], names=["no", "weakness"])
        return pd.DataFrame({"mean": list(means.values())}, index=index)

    @property
    def plan(self) -> pd.DataFrame:
        """The tasks with their first and last days, if each begins as early as it can."""
        import pandas as pd

        times, tasks = _times(self.swot.tasks), self.swot.tasks
        index = pd.MultiIndex.from_tuples([(task.id, task.what) for task in tasks], names=["no", "task"])
        columns = {
            "days": [task.days for task in tasks],
            "starts": [times[task.id][0] for task in tasks],
            "ends": [times[task.id][1] for task in tasks],
            "after": [", ".join(task.after) for task in tasks],
        }
        return pd.DataFrame(columns, index=index)


def variant(seed: int) -> SwotExercise:
    """What the learner is given."""
    swot = _demo()
    if not seed:
        return _given(0, swot, "O1", ("W3", "E"), STRATEGIES[0])
    dice = np.random.default_rng(seed)
    while True:
        tried = _changed(swot, dice)
        cards = [id for id in CARDS if any(id == factor.id for factor in tried.factors)]
        by_hand = _clear_ratings(tried)
        if by_hand and _tells_the_story(tried):
            card, place, pair = dice.integers(len(cards)), dice.integers(len(by_hand)), dice.integers(len(STRATEGIES))
            return _given(seed, tried, cards[card], by_hand[place], STRATEGIES[pair])


@cache
def _demo() -> Swot:
    return read_swot()


def _given(seed: int, swot: Swot, card: str, by_hand: tuple[str, str], ids: tuple[str, str]) -> SwotExercise:
    inside, outside = (swot[id] for id in ids)
    pair = next(each for each in swot.pairs if (each.internal, each.external) == ids)
    kind = inside.quadrant[0].upper() + outside.quadrant[0].upper()
    return SwotExercise("swot", seed, swot, swot[card], *by_hand, TowsPair(kind, inside, outside, pair, float("nan")))


def _changed(swot: Swot, dice: np.random.Generator) -> Swot:
    """Without one or two people, and without up to three factors; some tasks take more or fewer days."""
    people = [rater.name for rater in swot.raters]
    away = {people[place] for place in dice.choice(len(people), int(dice.integers(0, 3)), replace=False)}
    gone = {SOMETIMES[place] for place in dice.choice(len(SOMETIMES), int(dice.integers(0, 4)), replace=False)}
    days = {
        "A2": int(dice.integers(6, 11)),
        "A3": int(dice.integers(15, 46)),
        "A6": int(dice.integers(3, 6)),
        "A9": int(dice.integers(15, 46)),
        "A11": int(dice.integers(6, 11)),
        "A12": int(dice.integers(10, 46)),
    }
    return replace(
        swot,
        factors=tuple(each for each in swot.factors if each.id not in gone),
        raters=tuple(each for each in swot.raters if each.name not in away),
        ratings=tuple(each for each in swot.ratings if each.rater not in away and each.factor not in gone),
        pairs=tuple(each for each in swot.pairs if not {each.internal, each.external} & gone),
        tasks=tuple(replace(task, days=days.get(task.id, task.days), until=None) for task in swot.tasks),
    )


def _tells_the_story(swot: Swot) -> bool:
    """Whether what was planted in the demo network is there in a variant, and the answers of learners differ."""
    if len(swot.raters) < FEWEST_RATERS or len(swot.of("weakness")) < FEWEST_WEAKNESSES:
        return False
    return _room_is_split(swot) and _opinion_is_near_the_top(swot) and _plan_is_clear(swot)


def _room_is_split(swot: Swot) -> bool:
    """Over one factor only, where nobody rates in the middle, but the mean of all is nearest to it."""
    split = [
        (id, aspect)
        for aspect in ("importance", "degree")
        for id, levels in _levels(swot, aspect).items()
        if _camps(levels)[1] >= 2 and 4 * _camps(levels)[1] >= len(levels)
    ]
    means = _means(swot)
    order = sorted(means, key=lambda id: abs(means[id] - 3))
    return (
        split == [(SPLIT, "degree")]
        and 3 not in _levels(swot, "degree")[SPLIT]
        and len(set(means.values())) == len(means)
        and order[0] == SPLIT
        and abs(means[SPLIT] - 3) <= 0.5
        and abs(means[order[1]] - 3) > abs(means[SPLIT] - 3)
        and order[1] != min(means, key=lambda id: means[id])
    )


def _opinion_is_near_the_top(swot: Swot) -> bool:
    places, kept = _places(swot), _kept(swot)
    opinions = [factor.id for factor in swot.factors if factor.opinion]
    loose = sum(times < len(swot.raters) for times in kept.values())
    numbers = {loose, len(kept) - loose, len(swot.raters), min(kept.values()), len(kept)}
    return (
        [id for id, place in places.items() if place == 1] == [FIRST]
        and [id for id in opinions if places[id] <= TOP] == [OPINION]
        and OPINION_BELOW in opinions
        and len(numbers) == 5
        and loose > 0
    )


def _plan_is_clear(swot: Swot) -> bool:
    """Whether one chain alone ends last, and one organisation alone has too much to do, in one week."""
    times = _times(swot.tasks)
    ends = sorted(times[id][1] for id in _task(swot, LAST).after)
    over = [days for weeks in _load(swot.tasks).values() for days in weeks.values() if days > WORKING_DAYS]
    if len(over) != 1 or int(np.busday_count(ends[-2], ends[-1])) < WORKING_DAYS or ends[-2] == ends[-3]:
        return False
    name, monday = _worst(swot.tasks)
    total, tasks = sum(_load(swot.tasks)[name].values()), _tasks_in(swot.tasks, name, monday)
    return len({over[0] - WORKING_DAYS, over[0], total, tasks}) == 4


# --- counted without the kit's own analyses ------------------------------------------------------------


def _levels(swot: Swot, aspect: str) -> dict[str, list[int]]:
    """What everybody gave each factor, people in their order."""
    found: dict[str, list[int]] = {factor.id: [] for factor in swot.factors}
    for each in swot.ratings:
        found[each.factor].append(getattr(each, aspect))
    return found


def _camps(levels: Sequence[int]) -> tuple[int, int]:
    """How many rate low (1, 2), and how many stand on the smaller side."""
    low, high = sum(level < 3 for level in levels), sum(level > 3 for level in levels)
    return low, min(low, high)


def _means(swot: Swot) -> dict[str, float]:
    """Mean performance of each weakness, to one decimal."""
    levels = _levels(swot, "degree")
    return {each.id: round(sum(levels[each.id]) / len(levels[each.id]), 1) for each in swot.of("weakness")}


def _own(swot: Swot) -> dict[str, list[int]]:
    """What each factor counts for each person."""
    importance, degree = _levels(swot, "importance"), _levels(swot, "degree")
    weak = {each.id for each in swot.of("weakness")}
    return {
        id: [i * (TURN - d if id in weak else d) for i, d in zip(importance[id], degree[id], strict=True)]
        for id in importance
    }


def _places(swot: Swot, without: int | None = None) -> dict[str, int]:
    """The place of each factor; with a number, as if that person had stayed at home."""
    sums = {id: sum(own) - (own[without] if without is not None else 0) for id, own in _own(swot).items()}
    return {id: 1 + sum(other > mine for other in sums.values()) for id, mine in sums.items()}


def _kept(swot: Swot) -> dict[str, int]:
    """In how many recounts without one person a factor is still among the first five, or still not."""
    places = _places(swot)
    recounts = [_places(swot, person) for person in range(len(swot.raters))]
    return {id: sum((each[id] <= TOP) == (place <= TOP) for each in recounts) for id, place in places.items()}


def _clear_ratings(swot: Swot) -> list[tuple[str, str]]:
    """Weaknesses and people of whose ratings each way of calculating makes another number."""
    return [
        (each.factor, each.rater)
        for each in swot.ratings
        if swot[each.factor].quadrant == "weakness"
        and each.factor != SPLIT
        and each.importance
        and each.degree
        and len(set(_by_hand(each.importance, each.degree).values())) == len(_by_hand(1, 1))
    ]


def _by_hand(importance: int, performance: int) -> dict[str, float]:
    """The right number, and what comes out in other ways."""
    return {
        "right": importance * (TURN - performance),
        "performance not turned": importance * performance,
        "turned from five": importance * (TURN - 1 - performance),
        "added": importance + TURN - performance,
        "importance turned too": (TURN - importance) * (TURN - performance),
    }


def _task(swot: Swot, id: str) -> Task:
    return next(task for task in swot.tasks if task.id == id)


def _times(tasks: Sequence[Task]) -> dict[str, tuple[date, date]]:
    """First and last day of each task; the sheet names tasks after those that they wait for."""
    found: dict[str, tuple[date, date]] = {}
    for task in tasks:
        days = [np.busday_offset(found[other][1], 1, roll="backward") for other in task.after]
        start = max([*days, *([np.datetime64(task.start)] if task.start else [])])
        end = np.busday_offset(start, (task.days or 1) - 1, roll="forward")
        found[task.id] = (start.astype(date), end.astype(date))
    return found


def _chain(swot: Swot, back_from: str) -> tuple[str, ...]:
    """The tasks that lead to one, each the last to end of those that the next one waits for."""
    times, chain = _times(swot.tasks), [back_from]
    while before := _task(swot, chain[0]).after:
        chain.insert(0, max(before, key=lambda id: times[id][1]))
    return tuple(chain)


def _chains(swot: Swot) -> list[tuple[str, ...]]:
    """The chains that the last task waits for, the one that ends last first, each with the last task."""
    times = _times(swot.tasks)
    ends = sorted(_task(swot, LAST).after, key=lambda id: times[id][1], reverse=True)
    return [(*_chain(swot, end), LAST) for end in ends]


def _load(tasks: Sequence[Task]) -> dict[str, dict[date, int]]:
    """Task days of each organisation by the week's Monday."""
    found: dict[str, Counter[date]] = {}
    for task in tasks:
        first, last = _times(tasks)[task.id]
        for day in np.arange(np.datetime64(first), np.datetime64(last) + 1):
            if np.is_busday(day):
                monday = np.busday_offset(day, 0, weekmask="1000000", roll="backward").astype(date)
                for name in task.who:
                    found.setdefault(name, Counter())[monday] += 1
    return {name: dict(weeks) for name, weeks in found.items()}


def _worst(tasks: Sequence[Task]) -> tuple[str, date]:
    load = _load(tasks)
    return max(((name, monday) for name in load for monday in load[name]), key=lambda at: load[at[0]][at[1]])


def _tasks_in(tasks: Sequence[Task], name: str, monday: date) -> int:
    """How many tasks an organisation has in a week."""
    friday, times = np.busday_offset(monday, WORKING_DAYS - 1).astype(date), _times(tasks)
    return sum(name in task.who and times[task.id][0] <= friday and times[task.id][1] >= monday for task in tasks)


def _different(right: object, mistakes: Iterable[Mistake], decimals: int | None = None) -> tuple[Mistake, ...]:
    """Without mistakes that come out like the right answer in this variant."""
    return tuple(each for each in mistakes if not same(each.answer, right, decimals))


# --- the questions -------------------------------------------------------------------------------------


_ALSO = {
    "atout": "strength",
    "atouts": "strength",
    "point fort": "strength",
    "points forts": "strength",
    "forza": "strength",
    "forze": "strength",
    "jakost": "strength",
    "jakosti": "strength",
    "prednost": "strength",
    "prednosti": "strength",
    "point faible": "weakness",
    "points faibles": "weakness",
    "debolezze": "weakness",
    "punto debole": "weakness",
    "punti deboli": "weakness",
    "nedostatak": "weakness",
    "nedostaci": "weakness",
    "mogućnost": "opportunity",
    "mogućnosti": "opportunity",
    "opasnost": "threat",
    "opasnosti": "threat",
    "risque": "threat",
    "rischio": "threat",
    "rizik": "threat",
    "risco": "threat",
}
"""What learners call the quadrants, besides what the SWOT sheets understand."""


def _quadrant_of(said: str) -> str:
    """A quadrant by its letter, or by its name in one of the five languages; what was said if it is none."""
    bare = said.strip(" ().").casefold()
    return key_of("quadrant", bare) or _ALSO.get(bare, said)


def _quadrant(answer: object) -> str:
    return _quadrant_of(word(answer))


def _code(answer: object) -> str:
    """The number of a factor; "W 4" is W4."""
    return word("".join(answer.split()) if isinstance(answer, str) else answer)


@question(
    message("Ask two things of the factor. First: can the network change it by itself?"),
    message("What the network can change is a strength or a weakness. The rest is an opportunity or a threat."),
    message("Second: does it help what the network wants, or does it stand in the way?"),
)
def s1(exercise: SwotExercise) -> Key:
    """In which quadrant one factor stands."""
    right = exercise.card.quadrant
    other_place = QUADRANTS[(QUADRANTS.index(right) + 2) % 4]
    other_effect = QUADRANTS[QUADRANTS.index(right) ^ 1]
    both = QUADRANTS[(QUADRANTS.index(right) ^ 1) ^ 2]
    letters = dict(zip(QUADRANTS, "SWOT", strict=True))
    return Key(
        right=letters[right],
        praise=message(
            "What is inside, the network can change. What is outside, it can only watch and prepare for. Later each "
            "strategy puts one of each side by side."
        ),
        mistakes=(
            Mistake(
                "inside or outside",
                message("Who decides on it, the network or somebody else? Would it be there without the network, too?"),
                letters[other_place],
            ),
            Mistake(
                "help or hinder",
                message("Does it help what the network wants, or does it stand in the way?"),
                letters[other_effect],
            ),
            Mistake(
                "both",
                message("Try the two questions one after the other: who decides on it, and does it help?"),
                letters[both],
            ),
        ),
        otherwise=message("Is that one of the four letters S, W, O and T?"),
        reads=_quadrant,
        options=(
            ("S", message("Strength: it is in our hands, and it helps")),
            ("W", message("Weakness: it is in our hands, and it stands in the way")),
            ("O", message("Opportunity: others decide on it, and it helps")),
            ("T", message("Threat: others decide on it, and it stands in the way")),
        ),
    )


@question(
    message("A weakness counts for more, the more important it is and the worse the network does there."),
    message("So the performance has to be turned round: 1 becomes 5, 2 becomes 4, 3 stays 3."),
    message("Multiply the importance by the performance that you have turned round."),
)
def s2(exercise: SwotExercise) -> Key:
    """How much one weakness counts for one person: its importance times the performance turned round."""
    given = exercise.swot.rating(exercise.person, exercise.weakness)
    importance, performance = given.importance or 0, given.degree or 0
    ways = _by_hand(importance, performance)
    mistakes = (
        Mistake(
            "performance not turned",
            message("A weakness counts for more if the network does badly there. Did you turn the performance round?"),
            ways["performance not turned"],
        ),
        Mistake(
            "turned from five",
            message("If you turn 5 round, it has to become 1. What becomes of it in your calculation?"),
            ways["turned from five"],
        ),
        Mistake("added", message("Did you add the two numbers? What is to be done with them instead?"), ways["added"]),
        Mistake(
            "importance turned too",
            message("Did you turn both numbers round? Which of the two says how well the network does?"),
            ways["importance turned too"],
        ),
    )
    return Key(
        right=ways["right"],
        praise=message(
            "The priority of a factor in the room is the mean of such numbers over everybody who rated it. It is "
            "between 1 and {most}.",
            most=25,
        ),
        mistakes=_different(ways["right"], mistakes),
        otherwise=message("Which two numbers stand in the line, and which of them has to be turned round?"),
        reads=number,
    )


@question(
    message("The scale goes from 1 (bad) to 5 (good). Which number is in the middle?"),
    message("Look for the mean that is nearest to 3, above it or below it."),
)
def s3(exercise: SwotExercise) -> Key:
    """Which weakness the mean performance puts nearest to the middle of the scale."""
    means = _means(exercise.swot)
    order = sorted(means, key=lambda id: abs(means[id] - 3))
    lowest = min(means, key=lambda id: means[id])
    return Key(
        right=order[0],
        praise=message(
            "So says the mean: neither good nor bad, nothing to talk about. The next question looks at what people "
            "really said."
        ),
        mistakes=(
            Mistake(
                "lowest mean",
                message("The lowest mean says that people find it bad. Which mean says neither good nor bad?"),
                lowest,
            ),
            Mistake(
                "second from the middle",
                message("Is there a mean that is still nearer to the middle, perhaps on the other side of it?"),
                order[1],
            ),
            Mistake(
                "only the text looked at",
                message(
                    "Did you compare the numbers in the column with the means? Which number is the middle of 1 to 5?"
                ),
                next(id for id in order[2:] if id != lowest),
            ),
        ),
        otherwise=message("Which weakness is it? Write its number from the left of the table, for example W1."),
        reads=_code,
    )


@question(
    message("Low is 1 or 2, high is 4 or 5. The text at the figure tells how many people there are of each."),
    message("A share is a part of the whole. The part is those who rated low."),
    message("The whole is everybody who rated: low, middle and high together."),
)
def s4(exercise: SwotExercise) -> Key:
    """Which share of the room rates the performance of the split factor low (1 or 2)."""
    levels = _levels(exercise.swot, "degree")[SPLIT]
    people = len(levels)
    low, ones = _camps(levels)[0], levels.count(1)
    high = people - low
    mistakes = (
        percent_for_share(low / people),
        Mistake(
            "one camp for the other",
            message("Is that the share of those who rated high? Which share rated low?"),
            high / people,
        ),
        Mistake(
            "part divided by the other part",
            message("Did you divide one camp by the other? What is the whole of which you want the share?"),
            low / high,
        ),
        Mistake(
            "only the lowest level",
            message("Low is 1 or 2. Did you count those who gave 2?"),
            ones / people,
        ),
        Mistake("count instead of a share", message("Is that the number of people? By what do you divide it?"), low, 6),
    )
    return Key(
        right=low / people,
        praise=message(
            "Where at least a quarter of the room rates low and at least a quarter high, the kit calls the room split. "
            "The mean hides it, and a strategy that rests on such a factor divides the network."
        ),
        mistakes=_different(low / people, mistakes, 2),
        otherwise=message("How many people rated low, and how many rated at all?"),
        reads=number,
        decimals=2,
    )


@question(
    message("The last column tells what a factor rests on."),
    message("Read the last column from the top downwards. Which is the first line without a source?"),
    message("The first column of that line is the place. Only the first five places count here."),
)
def s5(exercise: SwotExercise) -> Key:
    """On which of the first five places there is an opinion without evidence."""
    places = _places(exercise.swot)
    own = _own(exercise.swot)[OPINION]
    mistakes = (
        Mistake(
            "opinion further down",
            message("That is an opinion as well. But is it among the first five?"),
            places[OPINION_BELOW],
        ),
        Mistake(
            "first place",
            message("The first place looks most important. But what stands in its last column?"),
            places[FIRST],
        ),
        Mistake(
            "priority instead of place",
            message("Is that the priority? Which number stands at the left of the line?"),
            sum(own) / len(own),
            0,
        ),
        Mistake(
            "how many opinions",
            message("Is that how many opinions there are in the table? On which place is the highest of them?"),
            sum(factor.opinion for factor in exercise.swot.factors),
        ),
    )
    return Key(
        right=places[OPINION],
        praise=message(
            "Everybody finds it important, and nobody has looked it up. It may stay in the SWOT. But somebody has to "
            "look for evidence before a plan rests on it."
        ),
        mistakes=_different(places[OPINION], mistakes),
        otherwise=message("What does the last column say in that line?"),
        reads=number,
    )


@question(
    message("Each number in the column tells in how many recounts the result for this factor stayed the same."),
    message("If it stayed the same in all recounts, no single person decided on this factor."),
    message("Count the lines in which the first of the two numbers is smaller than the second."),
)
def s6(exercise: SwotExercise) -> Key:
    """For how many factors a single person decides whether they are among the first five."""
    kept, people = _kept(exercise.swot), len(exercise.swot.raters)
    loose = sum(times < people for times in kept.values())
    mistakes = (
        Mistake(
            "firm ones",
            message("Are those the factors that stay the same in all recounts? Which ones change?"),
            len(kept) - loose,
        ),
        Mistake("recounts", message("Is that how often it was counted again? How many factors change?"), people),
        Mistake(
            "lowest number of the column",
            message("Is that a number out of the column? In how many lines does the column show a change?"),
            min(kept.values()),
        ),
        Mistake("all factors", message("Does each of the factors change? Look at the first line."), len(kept)),
    )
    return Key(
        right=loose,
        praise=message(
            "These factors hang on one person: with somebody else in the room, the first five would be others. So do "
            "not argue about the fifth place."
        ),
        mistakes=_different(loose, mistakes),
        otherwise=message("In which lines are the two numbers of the column different? How many lines are there?"),
        reads=number,
    )


@question(
    message("The first line is about the network itself. Is it something good or something bad?"),
    message("The second line comes from outside. Does it help the network, or does it threaten it?"),
    message("The first letter is S or W, for the first line. The second letter is O or T, for the second line."),
)
def s7(exercise: SwotExercise) -> Key:
    """Which combination of quadrants a strategy comes from."""
    right = exercise.strategy.kind
    inside, outside = right[0], right[1]
    other_inside, other_outside = {"S": "W", "W": "S"}[inside], {"O": "T", "T": "O"}[outside]
    return Key(
        right=right,
        praise=message(
            "A strategy is more than a list: it says what follows from something inside together with something "
            "outside. Whether the two belong together, the group decides."
        ),
        mistakes=(
            Mistake(
                "inside",
                message("Look at the first line again: does the network do this well, or is it something to change?"),
                other_inside + outside,
            ),
            Mistake(
                "outside",
                message("Look at the second line again: would the network be glad of it, or does it have to fear it?"),
                inside + other_outside,
            ),
            Mistake(
                "both",
                message("Take the two lines one after the other. What is the first one, and what is the second?"),
                other_inside + other_outside,
            ),
        ),
        otherwise=message("Is that one of SO, ST, WO and WT?"),
        reads=word,
        options=(
            ("SO", message("SO: it uses a strength to take an opportunity")),
            ("ST", message("ST: it uses a strength against a threat")),
            ("WO", message("WO: it changes a weakness to take an opportunity")),
            ("WT", message("WT: it changes a weakness so that a threat does less harm")),
        ),
    )


@question(
    message("The last task waits for several others. Find them in its column after."),
    message("Which of these ends last? The last task cannot begin before the day after."),
    message("Go back from there, task by task, with the column after. The last task of all belongs to the chain, too."),
)
def s8(exercise: SwotExercise) -> Key:
    """The tasks of which none may slip (the critical path)."""
    chain, earlier, earliest = _chains(exercise.swot)
    days = {task.id: task.days or 0 for task in exercise.swot.tasks}
    return Key(
        right=chain,
        praise=message(
            "If one of these tasks slips by a day, everything ends a day later. If nothing slips, the plan ends on "
            "{end}.",
            end=_times(exercise.swot.tasks)[LAST][1],
        ),
        mistakes=(
            Mistake(
                "without the last task",
                message("What happens to the end of the plan if the very last task slips?"),
                chain[:-1],
            ),
            Mistake(
                "chain that ends earlier",
                message("Does this chain end last? What does the last task still wait for when this chain is done?"),
                earlier,
            ),
            Mistake(
                "chain that ends first",
                message("This chain ends first of all. Can the last task begin then?"),
                earliest,
            ),
            Mistake(
                "only the longest task",
                message(
                    "That is a long task. But which tasks have to be done before it, and which ones come after it?"
                ),
                (max(chain, key=lambda id: days[id]),),
            ),
            Mistake(
                "all tasks",
                message("Is there no task that can begin a few days later without any harm?"),
                tuple(days),
            ),
        ),
        otherwise=message(
            "Is each of your tasks needed by the next one, and does the next one begin on the day after?"
        ),
        reads=names,
    )


@question(
    message("Look for the cell with a small triangle in its corner: that is too much for one week."),
    message("The number in the cell is how many days of work fall into this week."),
    message("A week has five working days. How many more days of work stand in the cell?"),
)
def s9(exercise: SwotExercise) -> Key:
    """By how many days one organisation has too much to do in one week."""
    tasks = exercise.swot.tasks
    name, monday = _worst(tasks)
    weeks = _load(tasks)[name]
    mistakes = (
        Mistake(
            "all days of work",
            message("Are those all days of work in that week? How many of them are too many?"),
            weeks[monday],
        ),
        Mistake(
            "whole plan",
            message(
                "Is that what this organisation does in the whole plan? How much is it in the week that is marked?"
            ),
            sum(weeks.values()),
        ),
        Mistake(
            "number of tasks",
            message("Is that how many tasks there are in that week? How many days do they take together?"),
            _tasks_in(tasks, name, monday),
        ),
        Mistake(
            "the working days of a week",
            message("Is that how many working days a week has? What is to be compared with it?"),
            WORKING_DAYS,
        ),
    )
    right = weeks[monday] - WORKING_DAYS
    return Key(
        right=right,
        praise=message(
            "Nobody can do that. Either a task moves to another week, or another partner takes one over. Ask before "
            "the plan is decided on, not after."
        ),
        mistakes=_different(right, mistakes),
        otherwise=message("Which number stands in the cell with the triangle, and how many working days has a week?"),
        reads=number,
    )


_WISHES = {
    "en": "should|we must|ought to|let us|let's|we (?:need|have|want|wish|hope) to|we need|we want|we would like",
    "fr": "il (?:faut|faudrait)|devons|devrions|devrait|devraient|voulons|voudrions|souhaitons|avons besoin",
    "it": "bisogna|dobbiamo|dovremmo|dovrebbe|dovrebbero|vogliamo|vorremmo|abbiamo bisogno",
    "hr": "treba|trebamo|trebali|trebalo|moramo|želimo|htjeli bismo",
    "pt": "devemos|devia|deviam|devíamos|deveria|deveriam|deveríamos|temos de|temos que|precisamos|"
    "é preciso|é necessário|queremos|gostaríamos",
}
"""Words of somebody who says what ought to be."""
_AMOUNT = (
    r"(?:\s+(?:nam|about|only|environ|circa|solo|oko|samo|cerca|apenas|de|di|d'))*"
    r"\s+(?!more|every|each|davantage|chaque|più|ogni|više|svak|mais|cada)[\w-]+"
    r"\s+(?:hours?|days?|weeks?|months?|years?|heures?|jours?|semaines?|mois|ans?|ore|ora|giorn[oi]|settiman[ae]|mes[ei]"
    r"|ann[oi]|sata?|sati|dana?|tjedan|tjedn[ai]|tjedana|mjesec[ai]?|godin[aeu]|horas?|dias?|semanas?|mês|meses|anos?|euros?|eura)\b"
)
"""How long something takes, or what it costs: "we need three weeks to answer" says what is."""
_OBJECT = {"a", "an", "the", "our", "more", "new", "better", "all", "every", "each", "some", "regular"}
"""After an English verb these words begin what is to be done to something: "Create a …", not "Support from …"."""
_SAYS_WHAT_IS = re.compile(
    r"(?:(?!\b(?:that|which|who|whose|where|when|if|because|so|until|while)\b).)*\b(?:is|are|was|were|has|have|had)\b"
)
"""The verb of an English sentence that only seems to begin with one: "Contact the coordinator has is close"."""


def _is_plan(text: str, lang: str) -> bool:
    """Whether a text says what ought to be or be done, instead of what is."""
    from kiptools.bloom import classify

    first, _, rest = text.casefold().partition(" ")
    wishes = _WISHES.get(lang) or "|".join(_WISHES.values())
    if re.search(rf"\b(?:{wishes})\b(?!{_AMOUNT})", text.replace("’", "'"), re.IGNORECASE):
        return True
    phrasing = classify([text], lang=lang or "en").outcomes[0].phrasing
    if phrasing.verb is None or phrasing.form.casefold().partition(" ")[0] != first:
        return False
    if lang not in ("", "en"):
        return shape_of(tokens_of(phrasing.form), lang) == "infinitive"
    return rest.partition(" ")[0] in _OBJECT and not _SAYS_WHAT_IS.match(rest)


def _factor(answer: object) -> tuple[str, str, str]:
    """Quadrant, text and evidence: three texts in a list, a dictionary or the line of a table; or a `Factor`."""
    if isinstance(answer, Factor):
        parts = [answer.quadrant, answer.text, answer.evidence]
    elif isinstance(answer, Mapping):
        parts = list(answer.values())
    elif hasattr(answer, "tolist"):
        parts = list(answer.tolist())
    else:
        parts = list(answer) if isinstance(answer, (list, tuple)) else []
    if len(parts) != 3 or not all(isinstance(each, str) for each in parts):
        raise Unreadable(
            message("Are there three texts, each between quotation marks: quadrant, factor, what it rests on?")
        )
    quadrant, said, evidence = (" ".join(each.split()) for each in parts)
    return _quadrant_of(quadrant), said, evidence


def _fault(value: tuple[str, str, str], known: Iterable[Factor]) -> str:
    """The name of the mistake in how a factor is written; "" if there is none."""
    quadrant, said, evidence = value
    lang = language_of(said)
    plain = said.casefold().strip(" .")
    if quadrant not in QUADRANTS:
        return "no quadrant"
    if len(said.split()) < FEWEST_WORDS:
        return "catchword"
    if any(plain == factor.text.casefold().strip(" .") for factor in known):
        return "copied"
    if said.rstrip().endswith("?"):
        return "question"
    if _is_plan(said, lang):
        return "wish or solution"
    if ";" in said or (lang in REVIEWED and any(each.kind == "double_barrelled" for each in faults_in(said, lang))):
        return "two things"
    if evidence.casefold().strip(" .") == plain:
        return "said again"
    return "" if re.search(r"\d", evidence) else "nothing to look up"


@question(
    message("Say what is so today, in one sentence, in words that somebody from outside understands."),
    message("One thing only: if there is an 'and' in the sentence, make two factors of it."),
    message("What it rests on can be looked up: how many of how many, in which list, survey or minutes, on which day."),
)
def s10(exercise: SwotExercise) -> Key:
    """A factor of one's own, with what it rests on."""
    sound = "Half of the employers have never come to a meeting"
    looked_up = "Attendance lists of the steering committee, January to June 2026: 7 of 14 employers"
    return Key(
        right=("weakness", sound, looked_up),
        praise=message("One thing, said as it is today, and with evidence that can be looked up."),
        mistakes=(
            Mistake(
                "no quadrant",
                message("Is it a strength, a weakness, an opportunity or a threat? Write one of the four words."),
                ("problem", sound, looked_up),
            ),
            Mistake(
                "catchword",
                message("What about it? Can you say in a whole sentence what is so?"),
                ("weakness", "Communication", looked_up),
            ),
            Mistake(
                "copied",
                message("Does this factor stand in the SWOT of the demo network already? What is there of your own?"),
                ("weakness", exercise.swot[SPLIT].text, looked_up),
            ),
            Mistake(
                "question",
                message("That is a question. What do you answer to it, and what speaks for your answer?"),
                ("weakness", "Why do employers stay away?", looked_up),
            ),
            Mistake(
                "wish or solution",
                message("Is that what ought to be done? What is so today, so that it ought to be done?"),
                ("weakness", "We should invite employers more often", looked_up),
            ),
            Mistake(
                "two things",
                message(
                    "Are there two things in one sentence? If people agree with one of them only, how do they rate?"
                ),
                ("weakness", "The meetings are too long and the rooms are too small", looked_up),
            ),
            Mistake(
                "said again",
                message("Is that the factor once more? How would you convince somebody who does not believe it?"),
                ("weakness", sound, sound),
            ),
            Mistake(
                "nothing to look up",
                message(
                    "Where could somebody who doubts it look it up? Is there a number, a day or a page to go with it?"
                ),
                ("weakness", sound, "everybody knows that"),
            ),
        ),
        otherwise=message("Are there a quadrant, one sentence on what is so today, and what the sentence rests on?"),
        reads=_factor,
        examine=lambda value: _fault(value, exercise.swot.factors),
        rubric=(
            message(
                "Is a strength or a weakness really in your hands, and an opportunity or a threat in those of others?"
            ),
            message("Would somebody who disagrees accept the evidence?"),
            message("Does the evidence say the same as the factor, no more and no less?"),
            message("Could partners rate how important it is, without asking what is meant?"),
        ),
    )
