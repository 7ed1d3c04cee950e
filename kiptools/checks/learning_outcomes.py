"""The exercise on learning outcomes: what can be seen, at which level, whether it is kept, and what it has brought."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kiptools.checks.keys import (
    Exercise,
    Key,
    Mistake,
    Unreadable,
    choice,
    names,
    number,
    percent_for_share,
    question,
    text,
)
from kiptools.messages import Message, cut, message
from kiptools.outcomes import LEVELS, LOWER, Outcome, Programme
from kiptools.places import kit_path

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LearningOutcomesExercise", "variant"]

TITLE = "B"
"""A module whose title is no sentence, and has no verb, in any of the five languages."""
VAGUE = ("B3", "F3")
"""Planted in the demo programme: nobody can observe these two."""
TWO_IN_ONE = "B4"
LOW = ("F1", "A1", "G1")
"""Outcomes at the lowest level, each of which somebody can observe."""
PLAIN = ("A2", "A3", "A4", "B1", "B2", "C1", "C2", "C3", "D1", "D2", "D4", "E1", "E3", "E4", "F2", "F4", "G4")
"""Outcomes in which there is nothing to mend."""
HANDOUT = ("B1", "B2", "B3", "B4", "F1", "F2", "F3", "F4")
LETTERS = ("a", "b", "c", "d")
HOLED = ("A", "B", "E", "F", "G")
"""Modules in which one outcome is practised and not assessed, and another one is not practised."""
WAVES = ("before", "then", "after")
RATED = ("required", "current", "importance")

EXPLAINED: dict[str, tuple[Message, ...]] = {
    "understand": (
        message("Explain in your own words what a partnership agreement is for."),
        message("Explain in your own words what a steering committee does."),
    ),
    "analyse": (
        message(
            "Explain, after reading the minutes of three meetings, where a conflict between two partners comes from."
        ),
        message("Explain, after reading the partner list of three years, where the network loses its partners."),
    ),
    "evaluate": (
        message("Explain, with two criteria of your own, which of three offers for a joint fair is the best."),
        message("Explain, with two criteria of your own, which of three trainings the network should pay for."),
    ),
}
"""Three levels, one verb."""


@cache
def _programme(lang: str = "en") -> Programme:
    from kiptools.outcome_reading import read_outcomes

    return read_outcomes(lang=lang)


@dataclass(frozen=True)
class DemoText:
    """A text of the demo programme, which has it in five languages.

    Parameters
    ----------
    id : str
        Of an outcome, a module or a step.
    """

    id: str

    def in_language(self, lang: str) -> str:
        """The text in that language."""
        programme = _programme(lang)
        texts = {each.id: each.text for each in programme.outcomes} | {each.id: each.text for each in programme.steps}
        return texts.get(self.id) or next(module.title for module in programme.modules if module.id == self.id)

    def __str__(self) -> str:
        return self.in_language("en")


@dataclass(frozen=True, eq=False)
class LearningOutcomesExercise(Exercise):
    """The demo training, its partners' needs and its learners, in a variant.

    Parameters
    ----------
    shown : mapping of str to str
        For each letter the id of an outcome, a module's title, a line of an agenda, a sentence on a module.
    listed : tuple of str
        Ids of the eight outcomes of the hand-out, in its order.
    decided : mapping of str to str
        Outcomes whose level the trainer M has decided.
    explained : tuple of Message
        Three outcomes with one verb.
    placed : tuple of str
        Their levels.
    module : str
        Whose plan is compared with its promises.
    letters : tuple of str
        Of the four assessments, in the order recall, in own words, new case, new rule.
    session_id : str
        The module whose minutes are added up.
    longer : mapping of str to int
        Steps of it that take more minutes than in the demo plan.
    needs : mapping of str to mapping of str to float
        For each competence the mean of what its partners require, can do now, and of how much it counts.
    competence : str
        The one whose ratings are compared.
    rated : mapping of str to tuple of int
        Its ratings before, looking back ("then") and after, in the same order of learners.
    """

    shown: Mapping[str, str]
    listed: tuple[str, ...]
    decided: Mapping[str, str]
    explained: tuple[Message, ...]
    placed: tuple[str, ...]
    module: str
    letters: tuple[str, ...]
    session_id: str
    longer: Mapping[str, int]
    needs: Mapping[str, Mapping[str, float]]
    competence: str
    rated: Mapping[str, tuple[int, ...]]

    def handout(self, lang: str = "en") -> Programme:
        """Eight outcomes, numbered O1 to O8, of which nobody has decided a level."""
        texts = {each.id: each for each in _programme(lang).outcomes}
        found = [
            Outcome(f"O{place}", texts[id].text, lang=texts[id].lang) for place, id in enumerate(self.listed, start=1)
        ]
        return Programme(tuple(found))

    def part(self, lang: str = "en") -> Programme:
        """One module of the programme with its outcomes and its plan."""
        return _part(self.module, lang)

    def session(self, lang: str = "en") -> Programme:
        """The module whose minutes are added up."""
        part = _part(self.session_id, lang)
        steps = [
            replace(step, minutes=step.minutes + self.longer.get(step.id, 0)) if step.minutes else step
            for step in part.steps
        ]
        return replace(part, steps=tuple(steps))

    @property
    def levels(self) -> pd.Series:
        """The level of each outcome that the trainer M has decided."""
        import pandas as pd

        return pd.Series(dict(self.decided), name="level")

    @property
    def ratings(self) -> pd.DataFrame:
        """What each learner says of one competence: before, then (looking back), after."""
        import pandas as pd

        learners = pd.RangeIndex(1, len(self.rated["then"]) + 1, name="learner")
        return pd.DataFrame(dict(self.rated), index=learners).rename_axis(columns=self.competence)

    @property
    def need_levels(self) -> pd.DataFrame:
        """For each competence what is required, what there is now, and how much it counts, each as a mean."""
        import pandas as pd

        found = {letter: [means[name] for name in RATED] for letter, means in self.needs.items()}
        return pd.DataFrame.from_dict(found, orient="index", columns=["required", "now", "importance"])


def _part(module: str, lang: str) -> Programme:
    whole = _programme(lang)
    return Programme(
        tuple(each for each in whole.outcomes if each.module == module),
        tuple(each for each in whole.modules if each.id == module),
        whole.in_module(module),
        whole.title,
    )


# --- variants ------------------------------------------------------------------------------------------


def variant(seed: int) -> LearningOutcomesExercise:
    """What the learner is given."""
    decided = {each.id: each.level for each in _programme().outcomes if each.level}
    partners, waves = _partners(), _waves()
    if not seed:
        return LearningOutcomesExercise(
            "learning_outcomes",
            0,
            shown=dict(zip(LETTERS, (TITLE, "P1", "A3", "G3"), strict=True)),
            listed=HANDOUT,
            decided=decided,
            explained=tuple(EXPLAINED[level][0] for level in ("evaluate", "understand", "analyse")),
            placed=("evaluate", "understand", "analyse"),
            module="A",
            letters=("a", "b", "d", "c"),
            session_id="E",
            longer={},
            needs=_means(partners, sorted(partners)),
            competence="E",
            rated=_rated(waves, "E", range(len(waves["then"]["E"]))),
        )
    dice = np.random.default_rng(seed)
    agenda = [each.id for each in _programme().of_kind("other")]
    shown = (TITLE, _one(dice, agenda), _one(dice, PLAIN), "G3")
    placed = _mixed(dice, EXPLAINED)
    session, longer = _longer(dice)
    competence, rated = _some_learners(dice, waves)
    return LearningOutcomesExercise(
        "learning_outcomes",
        seed,
        shown=dict(sorted(zip(_mixed(dice, LETTERS), shown, strict=True))),
        listed=_mixed(dice, (*VAGUE, TWO_IN_ONE, _one(dice, LOW), *_mixed(dice, PLAIN)[:4])),
        decided=_fewer(dice, decided),
        explained=tuple(EXPLAINED[level][int(dice.integers(2))] for level in placed),
        placed=placed,
        module=_one(dice, HOLED),
        letters=_mixed(dice, LETTERS),
        session_id=session,
        longer=longer,
        needs=_some_partners(dice, partners),
        competence=competence,
        rated=rated,
    )


def _one(dice: np.random.Generator, among: Iterable[str]) -> str:
    return _mixed(dice, among)[0]


def _mixed(dice: np.random.Generator, among: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(each) for each in dice.permutation(list(among)))


def _fewer(dice: np.random.Generator, decided: Mapping[str, str]) -> dict[str, str]:
    """All but up to four of the decided levels; three at the two lower levels stay, and one above them."""
    gone = _mixed(dice, _without(decided, ("F1", "A2", "C1", "A3")))[: int(dice.integers(0, 5))]
    return {id: level for id, level in decided.items() if id not in gone}


def _without(among: Iterable[str], kept: Iterable[str]) -> list[str]:
    """The names but those that are kept apart, in their order."""
    return [each for each in among if each not in set(kept)]


def _longer(dice: np.random.Generator) -> tuple[str, dict[str, int]]:
    """A module, and by how many minutes some of its steps are longer, so that it is planned for too long."""
    module = _one(dice, "ABCDEFG")
    steps = [each.id for each in _part(module, "en").steps if each.kind != "other" and each.minutes]
    longer = _mixed(dice, steps)[: int(dice.integers(1, 4))]
    return module, {id: int(dice.choice((10, 15))) for id in longer}


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with kit_path("data", "training", f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


def _partners() -> dict[str, dict[str, tuple[int, ...]]]:
    """For each partner and competence (its letter) the three ratings, where all three are given."""
    letters = dict(zip(dict.fromkeys(row["competence"] for row in _table("needs")), "ABCDEFG", strict=True))
    found: dict[str, dict[str, tuple[int, ...]]] = {}
    for row in _table("needs"):
        rated = found.setdefault(row["partner"], {})
        if all(row[name] for name in RATED):
            rated[letters[row["competence"]]] = tuple(int(row[name]) for name in RATED)
    return found


def _means(partners: Mapping[str, Mapping[str, tuple[int, ...]]], some: Iterable[str]) -> dict[str, dict[str, float]]:
    """The means by competence over some partners, to two places, so that counting by hand gives the same."""
    some, means = list(some), {}
    for letter in "ABCDEFG":
        rated = [partners[name][letter] for name in some if letter in partners[name]]
        means[letter] = {
            name: round(sum(each[place] for each in rated) / len(rated), 2) for place, name in enumerate(RATED)
        }
    return means


def _some_partners(
    dice: np.random.Generator, partners: Mapping[str, Mapping[str, tuple[int, ...]]]
) -> dict[str, dict[str, float]]:
    """Seven to nine of the partners, such that the weakest competence is not the one that is needed most."""
    while True:
        means = _means(partners, sorted(_mixed(dice, sorted(partners))[: int(dice.integers(7, 10))]))
        values = [_greatest(means), *_wrong_needs(means).values()]
        apart = all(abs(one - other) > 0.11 for place, one in enumerate(values) for other in values[:place])
        if apart and _weakest(means) == "F" != _first(means):
            return means


def _waves() -> dict[str, dict[str, tuple[int, ...]]]:
    """For each wave and competence the ratings of those who answered all three times."""
    by_code = {wave: {row["code"]: row for row in _table(wave)} for wave in WAVES}
    codes = [code for code in by_code["before"] if all(code in by_code[wave] for wave in WAVES)]
    full = [code for code in codes if all(by_code[wave][code][letter] for wave in WAVES for letter in "ABCDEFG")]
    return {
        wave: {letter: tuple(int(by_code[wave][code][letter]) for code in full) for letter in "ABCDEFG"}
        for wave in WAVES
    }


def _rated(
    waves: Mapping[str, Mapping[str, tuple[int, ...]]], competence: str, learners: Iterable[int]
) -> dict[str, tuple[int, ...]]:
    learners = list(learners)
    return {wave: tuple(waves[wave][competence][place] for place in learners) for wave in WAVES}


def _some_learners(
    dice: np.random.Generator, waves: Mapping[str, Mapping[str, tuple[int, ...]]]
) -> tuple[str, dict[str, tuple[int, ...]]]:
    """One competence and ten to thirteen learners, such that looking back tells another story."""
    everybody = len(waves["then"]["A"])
    while True:
        competence = _one(dice, "ABCDEFG")
        rated = _rated(waves, competence, sorted(dice.permutation(everybody)[: int(dice.integers(10, everybody + 1))]))
        counts = [_moved(rated, "then"), *_wrong_moves(rated).values()]
        if len(set(counts)) == len(counts) and counts[0] > counts[1]:
            return competence, rated


# --- questions -----------------------------------------------------------------------------------------


def _is(kind: str, id: str) -> bool:
    return {"title": len(id) == 1, "agenda": id[0] == "P", "module": id == "G3"}.get(kind, False)


@question(
    message("A title, a line of an agenda and a sentence on the training are not yet outcomes."),
    message("Imagine a learner one week later. Which line says what you would see this learner do?"),
)
def l1(exercise: LearningOutcomesExercise) -> Key:
    """Which of four lines says what learners can do afterwards."""
    said = {
        "title": message(
            "Is that more than the name of a subject? What could somebody do with the subject afterwards?"
        ),
        "agenda": message("Is that something for the end, or the moment at which the session begins?"),
        "module": message("Who does something in this sentence: the learners, or the training?"),
        "outcome": message(
            "A learner does it, and somebody else could watch. That is what makes it a learning outcome."
        ),
    }
    kinds = {letter: next((kind for kind in said if _is(kind, id)), "outcome") for letter, id in exercise.shown.items()}
    key = choice(
        next(letter for letter, kind in kinds.items() if kind == "outcome"),
        {letter: (message("{text}", text=DemoText(id)), said[kinds[letter]]) for letter, id in exercise.shown.items()},
    )
    return replace(key, mistakes=tuple(replace(each, name=kinds[each.name]) for each in key.mistakes))


@question(
    message("Imagine that you watch a learner through a window. For which lines would you not know what to look for?"),
    message("A small task can be seen very well. Leave out no line because it is easy, and choose none because it is."),
    message("There are two. Look for the lines in which something is in a person's head, and nothing is done."),
)
def l2(exercise: LearningOutcomesExercise) -> Key:
    """Which outcomes of the hand-out nobody can observe."""
    code = {id: f"O{place}" for place, id in enumerate(exercise.listed, start=1)}
    vague = tuple(code[id] for id in VAGUE)
    low = next(code[id] for id in exercise.listed if id in LOW)
    one = message("Is that all? Read each line once more: what would a learner be doing while you watch?")
    easy = message(
        "Is one of them only easy? A small task is no fault: could somebody see whether a learner has done it?"
    )
    double = message("Does one of them ask for two things? That is another fault: could each of the two be seen?")
    return Key(
        right=vague,
        praise=message(
            "In both of them something is in a learner's head. To mend one, ask what this learner would do to show it."
        ),
        mistakes=(
            Mistake("only the first", one, vague[:1]),
            Mistake(
                "only the second",
                message("Is there another line of which you would not know what to look for? Read the list again."),
                vague[1:],
            ),
            Mistake("easy", easy, (*vague, low)),
            Mistake(
                "only easy",
                message("Is that vague, or only easy? What would you see a learner do there?"),
                (low,),
            ),
            Mistake("two in one", double, (*vague, code[TWO_IN_ONE])),
            Mistake(
                "only two in one",
                message("Two things are asked for there, and both can be seen. In which lines can nothing be seen?"),
                (code[TWO_IN_ONE],),
            ),
            Mistake(
                "both faults",
                message("Are three or four of them vague? A small task can be seen, and so can each of two tasks."),
                (*vague, low, code[TWO_IN_ONE]),
            ),
            Mistake(
                "the others",
                message("Are these the outcomes that can be seen? The question asks for the others."),
                tuple(each for each in code.values() if each not in vague),
            ),
        ),
        otherwise=message("What would you see a learner do in each of the lines that you chose?"),
        reads=names,
    )


@question(
    message("A share is a part divided by a whole. Here the part is two of the six levels together."),
    message("The two lower levels are remember and understand. Add the two counts."),
    message("Divide by how many outcomes the trainer has placed: the sum of all counts, not of all outcomes."),
)
def l3(exercise: LearningOutcomesExercise) -> Key:
    """Which share of the outcomes that the trainer has placed lies on the two lower levels."""
    levels = list(exercise.decided.values())
    lower, placed = sum(level in LOWER for level in levels), len(levels)
    every = len(_programme().outcomes)
    return Key(
        right=lower / placed,
        praise=message(
            "{lower} of {placed}: what can be reached by reading and listening. All the others need time to practise.",
            lower=lower,
            placed=placed,
        ),
        mistakes=(
            Mistake(
                "all outcomes",
                message("Did you divide by all outcomes? Of some of them the trainer has not told the level."),
                lower / every,
            ),
            Mistake(
                "only the lowest",
                message("Is that the lowest level alone? Which other level can be reached by reading and listening?"),
                levels.count(LEVELS[0]) / placed,
            ),
            Mistake(
                "only the second",
                message("Is that one level alone? Which level lies still below it?"),
                levels.count(LEVELS[1]) / placed,
            ),
            Mistake(
                "apply too",
                message("Did you count three levels? Can somebody learn to apply a thing by listening alone?"),
                sum(level in LEVELS[:3] for level in levels) / placed,
            ),
            Mistake(
                "the upper levels",
                message("Is that the share of the four upper levels? The question asks for the rest."),
                1 - lower / placed,
            ),
            Mistake("count", message("Is that a count? By what do you have to divide it to get a share?"), lower),
            percent_for_share(lower / placed),
        ),
        otherwise=message("How many outcomes lie on the two lower levels, and how many has the trainer placed?"),
        reads=number,
        decimals=2,
    )


def _levels(answer: object) -> tuple[str, ...]:
    """Three levels in their order, by what they are called in any of the languages."""
    from kiptools.outcome_fields import vocabulary

    level = vocabulary("level").meaning
    if isinstance(answer, str):
        parts = [part for part in re.split(r"[,;/+&>\n]+", answer) if part.strip()]
        if len(parts) == 1 and not level(answer):
            parts = answer.split()
    else:
        parts = [] if isinstance(answer, (set, frozenset)) or not hasattr(answer, "__iter__") else [*answer]
    if len(parts) != 3 or not all(isinstance(part, str) for part in parts):
        raise Unreadable(
            message("Are there three levels, in the order of the sentences, each the name of one of the six?")
        )
    for part in parts:
        if not level(part):
            raise Unreadable(message('Which of the six levels do you mean by "{level}"?', level=cut(part.strip())))
    return tuple(str(level(part)) for part in parts)


@question(
    message("Cover the verb, and read the rest: what does a learner need in order to do this?"),
    message("Saying in one's own words, finding where something comes from, choosing by criteria: three levels."),
    message("Put the end of each sentence beside the list of the six levels: which line of the list is most like it?"),
)
def l4(exercise: LearningOutcomesExercise) -> Key:
    """The levels of three outcomes with the same verb, in their order."""
    swapped = {"analyse": "evaluate", "evaluate": "analyse"}
    placed = exercise.placed
    return Key(
        right=placed,
        praise=message(
            "One verb, three levels: you have read the whole sentence. Now see what a list of verbs makes of it."
        ),
        mistakes=(
            Mistake(
                "the same level",
                message("Did you look at the verb only? What do learners have in front of them in each of the three?"),
                ("understand",) * 3,
            ),
            Mistake(
                "judgement for causes",
                message("Which one asks for a choice by criteria, and which one for where something comes from?"),
                tuple(swapped.get(level, level) for level in placed),
            ),
            Mistake(
                "remember",
                message("Is a text learned by heart enough for one of them? It asks for the learner's own words."),
                tuple("remember" if level == "understand" else level for level in placed),
            ),
            Mistake(
                "no judgement",
                message("Two of the three are alike in your answer. Does one of them ask for a judgement?"),
                tuple("analyse" if level == "evaluate" else level for level in placed),
            ),
            Mistake(
                "no causes",
                message("Is every explanation with material a judgement? In one of them nobody has to choose."),
                tuple("evaluate" if level == "analyse" else level for level in placed),
            ),
        ),
        otherwise=message("What does each sentence ask for after its verb, and which of the six levels is that?"),
        reads=_levels,
    )


@question(
    message("Each line of the plan names the outcomes that it serves. Take the outcomes one after the other."),
    message("First look which outcomes stand in a line with the word activity. Keep only these."),
    message("Now cross out every outcome that stands in a line with the word assessment. One is left."),
)
def l5(exercise: LearningOutcomesExercise) -> Key:
    """Which outcome of a module is practised and never assessed."""
    part = exercise.part()
    done = {kind: {id for step in part.of_kind(kind) for id in step.outcomes} for kind in ("activity", "assessment")}
    ids = [each.id for each in part.outcomes]
    right = tuple(id for id in ids if id in done["activity"] - done["assessment"])
    idle = tuple(id for id in ids if id not in done["activity"])
    open_ended = tuple(id for id in ids if id not in done["assessment"])
    tested = [id for id in ids if id in done["assessment"] & done["activity"]]
    mistakes = [
        Mistake(
            "not practised",
            message(
                "Is there an activity in which somebody practises it? The question asks for one that is practised."
            ),
            idle,
        ),
        Mistake(
            "assessed",
            message("Have you looked at every line with the word assessment, also at those that learners do later?"),
            tested[:1],
        ),
        Mistake(
            "assessed with another",
            message("One line of the plan may serve two outcomes. Does an assessment name this one too?"),
            tested[1:2],
        ),
        Mistake(
            "line of the plan",
            message("Is that the code of a line of the plan? Which outcome does this line serve?"),
            tuple(step.id for step in part.of_kind("activity") if right[0] in step.outcomes),
        ),
    ]
    if open_ended != right:
        mistakes.append(
            Mistake(
                "all without assessment",
                message("None of these is assessed. Which of them do learners practise all the same?"),
                open_ended,
            )
        )
    return Key(
        right=right,
        praise=message(
            "{outcome}: learners work on it, and nobody will know whether they can do it. One short task is missing.",
            outcome=right,
        ),
        mistakes=tuple(mistakes),
        otherwise=message("Does an activity of the plan serve it, and no assessment?"),
        reads=names,
    )


@question(
    message("The outcome promises that learners can analyse a conflict. What do they do when they do that?"),
    message("Look for the task that has the same level as the promise: not lower, and not higher."),
)
def l6(exercise: LearningOutcomesExercise) -> Key:
    """Which assessment fits an outcome on the level analyse."""
    recall, own_words, new_case, new_rule = exercise.letters
    kinds = {recall: "recall", own_words: "own words", new_rule: "higher"}
    options = {
        recall: (
            message("Learners write down the three questions from memory, without a mistake."),
            message("Could somebody who learned the questions by heart do this, and not be able to use them?"),
        ),
        own_words: (
            message("Learners explain each of the three questions in their own words."),
            message("Is there a conflict in this task? Whoever understands the questions may not be able to use them."),
        ),
        new_case: (
            message("Learners read about a new conflict, and find with the three questions where it comes from."),
            message(
                "Promise, practice and test now ask for the same. The new case shows that nothing was learned by heart."
            ),
        ),
        new_rule: (
            message("Learners design a rule by which the network will settle its conflicts."),
            message(
                "Was that promised, and was it practised? A test may also ask for more than the training has offered."
            ),
        ),
    }
    key = choice(new_case, dict(sorted(options.items())))
    return replace(key, mistakes=tuple(replace(each, name=kinds[each.name]) for each in key.mistakes))


@question(
    message("Add up all minutes of the plan. A task that learners do later takes none."),
    message("The list minutes holds them all, and sum adds them up. How long may the session take?"),
    message("Take the minutes of the slot away from the sum: what is left does not fit."),
)
def l7(exercise: LearningOutcomesExercise) -> Key:
    """By how many minutes a session is planned for too long."""
    session = exercise.session()
    minutes = [step.minutes for step in session.steps if step.minutes]
    slot = session.modules[0].minutes or 0
    over = sum(minutes) - slot
    welcome = sum(step.minutes or 0 for step in session.of_kind("other"))
    return Key(
        right=over,
        praise=message(
            "{over} minutes do not fit. In most sessions it is the last step that falls away: the assessment.",
            over=over,
        ),
        mistakes=(
            Mistake(
                "all minutes",
                message("Is that how long everything takes together? How much of it fits?"),
                sum(minutes),
            ),
            Mistake(
                "turned round",
                message(
                    "A session cannot be too long by less than nothing. Which of the two numbers is the larger one?"
                ),
                -over,
            ),
            Mistake(
                "without the welcome",
                message(
                    "Does the first line of the plan take no time? A welcome serves no outcome, but it takes minutes."
                ),
                over - welcome,
            ),
            Mistake(
                "the slot",
                message("Is that how long the session may take? By how much is it planned for longer?"),
                slot,
            ),
        ),
        otherwise=message("How many minutes are planned in all, and how many are there?"),
        reads=number,
    )


def _need(means: Mapping[str, float]) -> float:
    return (means["required"] - means["current"]) * means["importance"]


def _greatest(needs: Mapping[str, Mapping[str, float]]) -> float:
    return max(map(_need, needs.values()))


def _first(needs: Mapping[str, Mapping[str, float]]) -> str:
    return max(needs, key=lambda letter: _need(needs[letter]))


def _weakest(needs: Mapping[str, Mapping[str, float]]) -> str:
    return min(needs, key=lambda letter: needs[letter]["current"])


def _wrong_needs(needs: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """What learners give instead of the greatest weighted gap."""
    return {
        "gap alone": max(means["required"] - means["current"] for means in needs.values()),
        "the weakest": _need(needs[_weakest(needs)]),
        "no gap": max(means["required"] * means["importance"] for means in needs.values()),
        "turned round": max(-_need(means) for means in needs.values()),
        "all together": sum(map(_need, needs.values())),
    }


@question(
    message("A gap is what the work requires less what there is now. How much does this gap count?"),
    message("Multiply each gap by the importance of its competence: the column has that name."),
    message("Write the column as in the line above, with its name in square brackets and quotation marks."),
)
def l8(exercise: LearningOutcomesExercise) -> Key:
    """How great the greatest need is: the gap, weighted with the importance."""
    said = {
        "gap alone": message("Is that the gap alone? A gap in something that hardly counts is no great need."),
        "the weakest": message("Did you take the competence that partners can do least? Does their work require it?"),
        "no gap": message("Where is what partners can do already? Whoever can do it all has no need."),
        "turned round": message(
            "Is something less than nothing needed most? Which comes first, what is required or what there is?"
        ),
        "all together": message("Is that the sum over all competences? The question asks for the greatest one."),
    }
    wrong = _wrong_needs(exercise.needs)
    return Key(
        right=_greatest(exercise.needs),
        praise=message(
            "Competence {first} comes first. Partners can do {weakest} least, but their work hardly requires it.",
            first=_first(exercise.needs),
            weakest=_weakest(exercise.needs),
        ),
        mistakes=tuple(Mistake(name, said[name], value) for name, value in wrong.items()),
        otherwise=message("For each competence: what is required less what there is, times how much it counts?"),
        reads=number,
        decimals=1,
    )


def _moved(rated: Mapping[str, tuple[int, ...]], start: str) -> int:
    """How many rate themselves higher after the training than at that start."""
    return sum(end > begin for begin, end in zip(rated[start], rated["after"], strict=True))


def _wrong_moves(rated: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """What learners count instead."""
    then, after = rated["then"], rated["after"]
    return {
        "the first rating": _moved(rated, "before"),
        "not lower": sum(end >= begin for begin, end in zip(then, after, strict=True)),
        "the shift": sum(first > again for first, again in zip(rated["before"], then, strict=True)),
    }


@question(
    message(
        "Before the training, learners did not know yet how much there is to know. What did that do to their ratings?"
    ),
    message("Two of the three columns were filled in on the same day, by people who had seen the same."),
    message("Look for the column about the start that was filled in after the training."),
)
def l9(exercise: LearningOutcomesExercise) -> Key:
    """How many learners say that they can do it better than at the start, as they see that start today."""
    said = {
        "the first rating": message("When was that start rated? Did learners know already how much there is to learn?"),
        "not lower": message("Did you count those who rate both the same? Has anything become better for them?"),
        "the shift": message("Is that how many see their start lower today? Where is what they can do now?"),
    }
    wrong = _wrong_moves(exercise.rated)
    return Key(
        right=_moved(exercise.rated, "then"),
        praise=message(
            "{then} of {learners}, and only {before} against the first rating. Both counts tell what learners say "
            "of themselves, not what they do at work.",
            then=_moved(exercise.rated, "then"),
            learners=len(exercise.rated["then"]),
            before=wrong["the first rating"],
        ),
        mistakes=tuple(Mistake(name, said[name], value) for name, value in wrong.items()),
        otherwise=message(
            "How many learners have a higher number after the training than at the start, as they see it today?"
        ),
        reads=number,
    )


FEWEST_WORDS = 3


def _fault(own: str) -> str:
    """The name of the mistake in an outcome in any of the five languages, as the kit reads it; "" if there is none."""
    from kiptools.bloom import classify

    (reading,) = classify(own).outcomes
    kinds = {finding.kind for finding in reading.findings}
    if _folded(own) in _demo_texts():
        return "copied"
    for kind in ("no text", "no language", "trainer", "no verb", "unobservable", "two outcomes", "too long"):
        if kind in kinds:
            return "no language" if kind == "no text" else kind
    return "bare" if len(own.split()) < FEWEST_WORDS else ""


def _folded(own: str) -> str:
    return own.strip().rstrip(".").casefold()


@cache
def _demo_texts() -> frozenset[str]:
    from kiptools.lexicon import READ

    return frozenset(_folded(each.text) for lang in READ for each in _programme(lang).outcomes)


@question(
    message(
        "Think of your next training. What will somebody be able to do afterwards that this person cannot do today?"
    ),
    message("Begin with a verb for something that you could watch: draft, list, calculate, compare, lead, choose."),
    message("Then say what it is about, and with the help of what, or how well. One verb is enough."),
)
def l10(exercise: LearningOutcomesExercise) -> Key:
    """A learning outcome of one's own."""
    return Key(
        right="Draft an invitation to a careers fair that a partner can send on as it is.",
        praise=message("One verb, and something that another person could see."),
        mistakes=(
            Mistake(
                "unobservable",
                message(
                    "What would you see if somebody had reached that? Put what this person does in place of the verb."
                ),
                "Participants understand the rules of our partnership agreements.",
            ),
            Mistake(
                "trainer",
                message("Who does something in your sentence? Say what learners can do when it is over."),
                "This module introduces participants to the rules of our agreements.",
            ),
            Mistake(
                "no verb",
                message("Is that a subject? Which verb says what learners do with it?"),
                "The rules of our partnership agreements",
            ),
            Mistake(
                "two outcomes",
                message("How many things do you ask for? Which of them will you assess?"),
                "Draft an agreement and present it to the steering committee.",
            ),
            Mistake(
                "bare",
                message("Draft, list, compare: what, for whom, with the help of what? Say what the verb is about."),
                "Draft agreements",
            ),
            Mistake(
                "too long",
                message("Could you say that in one breath? What else you expect becomes an outcome of its own."),
                "Draft " + "a long and careful agreement for the partners of the network " * 5,
            ),
            Mistake(
                "copied",
                message(
                    "That outcome belongs to the demo training. What should people in your own training be able to do?"
                ),
                "Design a short questionnaire on one topic.",
            ),
            Mistake(
                "no language",
                message("Is it a whole sentence in English, French, Italian, Croatian or Portuguese?"),
                "12345",
            ),
        ),
        otherwise=message("What will somebody see a learner do?"),
        reads=text,
        examine=_fault,
        rubric=(
            message("Would two colleagues who watch a learner agree whether it was reached?"),
            message("Does it matter for the work of your partners?"),
            message("Can it be practised in the time that you have?"),
            message("In which step of your plan do learners do exactly this, and where is it assessed?"),
        ),
    )
