"""The exercise on reading a published report: do its figures fit together, and what do they tell?"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import permutations

from kiptools.checks.keys import Exercise, Key, Mistake, choice, names, number, percent_for_share, question, text
from kiptools.codebook import Item
from kiptools.intervals import Interval, finite_population_interval, wilson_interval
from kiptools.likert import Agreement, AgreementRow
from kiptools.messages import KipError, counted, message

__all__ = ["AuditExercise", "counts_for", "possible_totals", "variant"]

LONGEST_SENTENCE = 50
"""A sentence of more words is not read to its end."""
MOST_NUMBERS = 20
"""Nor is one of more numbers."""
LARGEST_NETWORK = 1000
"""A number beyond is taken for a year or a sum, not for the partners who were asked."""


@dataclass(frozen=True, eq=False)
class AuditExercise(Exercise):
    """The figures that the KEEP IN PACT survey report (May 2022) prints.

    Parameters
    ----------
    answers : int
        To both surveys.
    countries : int
        From which they came.
    largest : tuple of int
        Answers of the countries whose number of answers is printed.
    with_staff : int
        Percentage with staff for the partnership, survey 1.
    without_framework : int
        Percentage without a competence framework, both surveys.
    shown : int
        Answers to question 12, the only question whose answers are counted.
    """

    answers: int = 48
    countries: int = 16
    largest: tuple[int, ...] = (11, 9, 7, 5)
    with_staff: int = 61
    without_framework: int = 70
    shown: int = 17

    @property
    def others(self) -> int:
        """Countries that are said to have fewer than two answers each."""
        return self.countries - len(self.largest)

    @property
    def hypothesis(self) -> tuple[int, int]:
        """Yes-answers and answers of survey 1, if survey 2 had the answers that are shown for question 12."""
        total = self.answers - self.shown
        (count,) = counts_for(self.with_staff, total)
        return count, total

    def pairs(self, percent: int) -> list[tuple[int, int]]:
        """All counts of yes-answers, with their totals, that give a printed percentage."""
        totals = possible_totals(percent, self.answers)
        return [(count, total) for total in totals for count in counts_for(percent, total)]

    def own(self, yes: object, answers: object) -> tuple[int, int]:
        """Counts from a report of the learner's own; those of the hypothesis if there are none.

        Raises
        ------
        KipError
            They are no counts, or do not go together.
        """
        if yes is None and answers is None:
            return self.hypothesis
        if type(yes) is not int or type(answers) is not int or not 0 <= yes <= answers or not answers:
            raise KipError(
                message(
                    "my_yes is {yes} and my_answers is {answers}: give two whole numbers, how many said yes and how "
                    "many answered, the first not larger than the second.",
                    yes=str(yes),
                    answers=str(answers),
                )
            )
        return yes, answers

    def shares(self, *pairs: tuple[int, int]) -> Agreement:
        """Counts of yes-answers, with their totals, as shares with their ranges."""
        rows = (AgreementRow(Item(f"n = {total}", "select_one"), count, total, 0) for count, total in pairs)
        return Agreement(tuple(rows), "experience", 0.95, None)


def counts_for(percent: int, total: int) -> list[int]:
    """How many of a number of answers give a whole percentage.

    Examples
    --------
    >>> counts_for(70, 48), counts_for(61, 31)
    ([], [19])
    """
    return [count for count in range(total + 1) if (200 * count + total) // (2 * total) == percent]


def possible_totals(percent: int, most: int) -> list[int]:
    """With how many answers, up to a largest number, a whole percentage is possible.

    References
    ----------
    Brown, N. J. L. & Heathers, J. A. J. (2017). The GRIM test. Social Psychological and Personality Science 8, 363-369.

    Examples
    --------
    >>> possible_totals(61, 48)
    [18, 23, 28, 31, 33, 36, 38, 41, 44, 46]
    """
    return [total for total in range(1, most + 1) if counts_for(percent, total)]


def variant(seed: int) -> AuditExercise:
    """What the learner is given: a published report, which is the same for everybody whatever the seed."""
    return AuditExercise("audit", seed)


@question(
    message("The table of the report names four countries, each with its number of answers."),
    message("Write the four numbers with a plus sign between them."),
)
def a1(exercise: AuditExercise) -> Key:
    """How many answers the countries with a printed number gave together."""
    return Key(
        right=sum(exercise.largest),
        praise=message("A sum of printed figures is the first check of every report: it needs nothing but the report."),
        mistakes=(
            Mistake(
                "counts countries",
                message("Did you count the countries? How many answers did they give together?"),
                len(exercise.largest),
            ),
            Mistake(
                "the printed total",
                message(
                    "Is that the total of the whole report? How many of these answers came from the four countries?"
                ),
                exercise.answers,
            ),
            Mistake(
                "last country left out",
                message("Did you leave out the last of the four countries?"),
                sum(exercise.largest[:-1]),
            ),
            Mistake(
                "first country left out",
                message("Did you leave out the first of the four countries?"),
                sum(exercise.largest[1:]),
            ),
        ),
        otherwise=message("Did you add the answers of each of the four countries once?"),
        reads=number,
    )


@question(
    message("The first blank is your answer to the question before."),
    message("Fewer than 2 answers: what is the largest whole number that is smaller than 2?"),
)
def a2(exercise: AuditExercise) -> Key:
    """How many answers are left over, if every other country gave as many as it can have given."""
    left, others = exercise.answers - sum(exercise.largest), exercise.others
    return Key(
        right=left - others,
        praise=counted(
            "{count} answer has no country. Two answers from some of the countries would fit, but then the report's "
            "words are wrong, or one of its counts is. The figures alone do not tell which.",
            "{count} answers have no country. Two answers from some of the countries would fit, but then the report's "
            "words are wrong, or one of its counts is. The figures alone do not tell which.",
            left - others,
        ),
        mistakes=(
            Mistake(
                "two for each",
                message("Did you give each of the other countries 2 answers? The report says fewer than 2."),
                left - 2 * others,
            ),
            Mistake(
                "none for each",
                message("Is that all that is left for the other countries? How many of these can they have given?"),
                left,
            ),
            Mistake(
                "the most they gave",
                message("Is that what the other countries can have given? How many answers are there beyond that?"),
                others,
            ),
            Mistake(
                "all countries",
                message("Did you count all countries of the report? The four with a printed number are done already."),
                left - exercise.countries,
            ),
            Mistake(
                "the other way round",
                message("Did you subtract the larger number from the smaller one?"),
                others - left,
            ),
        ),
        otherwise=message(
            "How many answers are left without the four countries, and how many are possible with 1 answer for each "
            "of the others?"
        ),
        reads=number,
    )


@question(
    message("Each line of the list is a number of partners, and the percentage that it gives."),
    message("Round each percentage to a whole number, as the report did. Partners come in whole numbers."),
    message("Compare the last percentage below the printed one with the first percentage above it."),
)
def a3(exercise: AuditExercise) -> Key:
    """Whether the percentage without a framework can come from all answers."""
    printed, total = exercise.without_framework, exercise.answers
    below = printed * total // 100
    return choice(
        "D",
        {
            "A": (
                message("Yes: {part} of {total} partners.", part=below, total=total),
                message("Which whole percentage is nearest to this line of the list? It lies below the printed one."),
            ),
            "B": (
                message("Yes: {part} of {total} partners.", part=below + 1, total=total),
                message("Which whole percentage is nearest to this line of the list? It lies above the printed one."),
            ),
            "C": (
                message("Yes: the printed percentage times {total}, whatever number comes out.", total=total),
                message("Is what comes out a whole number? Can a part of a partner answer?"),
            ),
            "D": (
                message("No number of partners gives it."),
                message(
                    "Somebody may have left out this question, or the percentage was rounded to tens. Both are common; "
                    "with the number of answers beside the percentage, nobody would have to guess."
                ),
            ),
        },
    )


@question(
    message("The list has all numbers of answers with which the printed percentage is possible."),
    message("The list begins with the smallest."),
)
def a4(exercise: AuditExercise) -> Key:
    """The smallest number of answers with which the percentage with staff is possible."""
    pairs = exercise.pairs(exercise.with_staff)
    count, total = pairs[0]
    return Key(
        right=total,
        praise=message(
            "With fewer answers nobody can get this percentage. The {shown} answers of question 12 are too few, and "
            "all {all} answers together do not give it either.",
            shown=exercise.shown,
            all=exercise.answers,
        ),
        mistakes=(
            Mistake(
                "question 12",
                message("Is this number in the list? It is how many answered question 12."),
                exercise.shown,
            ),
            Mistake(
                "all answers",
                message("Is this number in the list? It is the total of both surveys."),
                exercise.answers,
            ),
            Mistake(
                "the largest",
                message("Did you take the largest number of the list?"),
                pairs[-1][1],
            ),
            Mistake(
                "how many numbers",
                message("Did you count the numbers of the list? Which of them is the smallest?"),
                len(pairs),
            ),
            Mistake(
                "the second",
                message("Did you begin to count at 0? In Python the first number of a list is number 0."),
                pairs[1][1],
            ),
            Mistake(
                "yes-answers",
                message("Is that how many said yes? How many answered?"),
                count,
            ),
        ),
        otherwise=message("Is your number in the list, and is no number of the list smaller?"),
        reads=number,
    )


@question(
    message("All answers are those of survey 1 and those of survey 2 together."),
    message("If one survey had the answers of question 12, subtract these from all answers."),
    message("Look both totals up in the list of the question before: one of them is in it."),
)
def a5(exercise: AuditExercise) -> Key:
    """How many said yes, if one survey had the answers of question 12 and the other had the rest."""
    count, total = exercise.hypothesis
    printed = exercise.with_staff
    smallest, of_smallest = exercise.pairs(printed)[0]
    return Key(
        right=count,
        praise=message(
            "This fits both figures of the report. It is a hypothesis, not a fact: only the authors know how many "
            "answered survey 1."
        ),
        mistakes=(
            Mistake(
                "both surveys",
                message("Did you take the answers of both surveys? The percentage is from survey 1 only."),
                round(printed * exercise.answers / 100),
            ),
            Mistake(
                "question 12",
                message(
                    "Did you take the answers of question 12? Is this total in the list of those that are possible?"
                ),
                round(printed * exercise.shown / 100),
            ),
            Mistake(
                "the smallest total",
                message(
                    "Did you take the smallest total of the list ({total})? How many answers would be left for the "
                    "other survey, and does the report show so many?",
                    total=of_smallest,
                ),
                smallest,
            ),
            Mistake(
                "all of the survey",
                message("Is that how many answered the survey? How many of them said yes?"),
                total,
            ),
            Mistake(
                "those who said no",
                message("Is that how many said no? The percentage tells who said yes."),
                total - count,
            ),
            Mistake(
                "not rounded",
                message("Can a part of a partner answer? Which whole number is nearest?"),
                printed * total / 100,
            ),
        ),
        otherwise=message("Which total is left for survey 1, and how many of these make the printed percentage?"),
        reads=number,
    )


@question(
    message("The cell above shows two numbers: where the range begins, and where it ends."),
    message("The range begins at the number called low. It is a share between 0 and 1."),
)
def a6(exercise: AuditExercise) -> Key:
    """Where the range begins that the report did not print."""
    count, total = exercise.hypothesis
    low, high = wilson_interval(count, total)
    return Key(
        right=low,
        praise=message(
            "It begins below one half, although the printed percentage looks like a majority. And this range covers "
            "chance only: the partners who did not answer may move the share further."
        ),
        mistakes=(
            percent_for_share(low),
            Mistake(
                "the end of the range",
                message("Is that where the range ends? Where does it begin?"),
                high,
            ),
            Mistake(
                "the printed percentage",
                message("Is that the share of those who answered? How low may it be among all partners?"),
                exercise.with_staff / 100,
            ),
            Mistake(
                "how wide it is",
                message("Is that how wide the range is? Where does it begin?"),
                high - low,
            ),
            Mistake(
                "one half",
                message("Does the range begin exactly at one half? Read its first number again."),
                0.5,
            ),
        ),
        otherwise=message("Which of the two numbers above is the smaller one? Two digits after the point are enough."),
        reads=number,
        decimals=2,
    )


@question(
    message("Answers may be added up if the same question was put to the same kind of partners."),
    message("Ask of each sentence: would it change what people answer, or who answers?"),
    message("The number of answers is no reason against adding up."),
)
def a7(exercise: AuditExercise) -> Key:
    """What speaks against adding up the answers of two surveys."""
    mistakes = (
        Mistake(
            "more answers",
            message(
                "Do more answers make up for differences between the surveys? Is this a reason against it, or for it?"
            ),
            tuple("ABCD"),
        ),
        Mistake(
            "size of the surveys",
            message("Do two surveys have to be equally large before one adds up their answers? What has to be equal?"),
            tuple("ABCE"),
        ),
        Mistake(
            "questions overlooked",
            message("What do you add up if partners did not answer the same question?"),
            tuple("BC"),
        ),
        Mistake(
            "contradiction overlooked",
            message("What does the sum tell if the two surveys say the opposite of each other?"),
            tuple("AC"),
        ),
        Mistake(
            "languages overlooked",
            message("Who could answer the first survey, and not the second?"),
            tuple("AB"),
        ),
    )
    chosen_wrongly = {"d": "more answers", "e": "size of the surveys"}
    overlooked = {"a": "questions overlooked", "b": "contradiction overlooked", "c": "languages overlooked"}

    def examine(letters: frozenset[str]) -> str:
        if letters - set("abcde"):
            return "no such letter"
        found = [name for letter, name in chosen_wrongly.items() if letter in letters]
        found += [name for letter, name in overlooked.items() if letter not in letters]
        return found[0] if found else ""

    return Key(
        right=tuple("ABC"),
        praise=message(
            "Other questions, other languages, perhaps other partners: such surveys are reported one beside the other. "
            "What they have in common is then a finding, and so is what differs."
        ),
        mistakes=mistakes,
        otherwise=message("Is each of your letters one of the list?"),
        reads=names,
        options=(
            ("A", message("The two surveys did not always ask the same questions.")),
            (
                "B",
                message(
                    "Work culture and horizontal structure are a challenge in survey 1, and not much of a challenge in "
                    "survey 2."
                ),
            ),
            (
                "C",
                message("Survey 1 was in French and in English, survey 2 in English only."),
            ),
            ("D", message("Together the two surveys have more answers than each of them.")),
            ("E", message("One of the surveys may have more answers than the other.")),
        ),
        examine=examine,
    )


@question(
    message("The table above has everything that your sentence needs: two counts, a percentage, and a range."),
    message("Begin with the counts: how many of how many. Then the percentage, then where the range begins and ends."),
    message("Write it as: so many of so many partners, which are so many %; range: from … to … %."),
)
def a8(exercise: AuditExercise) -> Key:
    """The sentence that a report owes to its readers, on a percentage of one's own or on the audited one."""
    count, total = exercise.hypothesis
    low, high = (round(100 * end) for end in wilson_interval(count, total))
    percent = exercise.with_staff
    return Key(
        right=f"{count} of {total} partners ({percent} %), range: {low} to {high} %",
        praise=message("With these figures every reader can repeat what you did here with the report of others."),
        mistakes=(
            Mistake(
                "too long",
                message("Can you say it in one sentence that is read to its end? Leave out what the figures need not."),
                "very " * LONGEST_SENTENCE + "long",
            ),
            Mistake(
                "no number",
                message("Where are the numbers? Words such as many or most tell each reader something else."),
                "Most partners have such staff.",
            ),
            Mistake(
                "no counts",
                message("Of how many answers is this a percentage, and how many of them said yes?"),
                f"{percent} % of the partners",
            ),
            Mistake(
                "no percentage",
                message("What percentage is that? Write it with its sign, so that nobody has to work it out."),
                f"{count} of {total} partners",
            ),
            Mistake(
                "percentage does not fit",
                message("Do your two counts give this percentage? Divide the first by the second."),
                f"{count} of {total} partners ({exercise.without_framework} %), range: {low} to {high} %",
            ),
            Mistake(
                "no range",
                message("How far may the share among all partners lie from this percentage? Where is the range?"),
                f"{count} of {total} partners ({percent} %)",
            ),
            Mistake(
                "another range",
                message("Does this range belong to your two counts? The table above shows where it begins and ends."),
                f"{count} of {total} partners ({percent} %), range: {percent - 1} to {percent + 1} %",
            ),
        ),
        otherwise=message("Does your sentence have two counts, a percentage, and a range?"),
        reads=text,
        examine=examine_sentence,
        rubric=(
            message("Does the sentence say who was asked what, so that it can be understood without the report?"),
            message("Does it say how many were asked and did not answer, or that nobody knows?"),
            message("Is what is only a hypothesis called a hypothesis?"),
        ),
    )


def examine_sentence(said: str) -> str:
    """The name of the mistake in a sentence on a percentage; nothing if counts, percentage and range fit together.

    Only the words of a range are read, in five languages; the sentence may be in any.
    """
    if len(said.split()) > LONGEST_SENTENCE or len(said) > 10 * LONGEST_SENTENCE:
        return "too long"
    figures, ranges, ends = _figures(said)
    if len(figures) > MOST_NUMBERS:
        return "too long"
    counts = [at for at, each in enumerate(figures) if not each.percent and each.value.is_integer()]
    percents = [at for at, each in enumerate(figures) if each.percent and at not in ends]
    if not figures:
        return "no number"
    if not percents:
        return "no percentage"
    if len(counts) < 2:
        return "no counts"
    fits = [
        (part, whole, percent)
        for part, whole in permutations(counts, 2)
        for percent in percents
        if figures[part].value <= figures[whole].value > 0
        and abs(100 * figures[part].value / figures[whole].value - figures[percent].value) <= 0.5
    ]
    if not fits:
        return "percentage does not fit"
    beside = [(fit, at) for fit in fits for at in ranges if not {at, at + 1} & set(fit)]
    if not beside:
        return "no range"
    return "" if any(_belongs(figures, at, *fit) for fit, at in beside) else "another range"


@dataclass(frozen=True)
class _Figure:
    """A number of a sentence, whether it is a percentage (a share is made one), and the words before it."""

    value: float
    percent: bool
    before: str


_NUMBER = re.compile(r"(\d{1,6}(?:[.,]\d{1,6})?)\s*(%?)")
_PERCENT = re.compile(r"per ?cento?\b|pour ?cent\b|por ?cento\b|posto\b", re.I)
_TO = r"(?:[–—-]|(?:up to|to|à|au|a|ad|al|allo|ao|aos|até|do)(?!\w)|all['’])"
_FROM_TO = re.compile(rf"\s*{_TO}\s*", re.I)
_FAR_TO = re.compile(rf"(?<!\w){_TO}", re.I)
_AND = re.compile(r"\s*(?:[,;/]|(?:and|et|ed?|i)(?:\s+(?:the|il|lo|os?))?(?!\w)(?:\s+l['’])?)\s*", re.I)
_RANGE = re.compile(r"\b(?:range|interval\w*|between|entre|fourchette|plage|tra|fra|između|raspon\w*)(?!\w)", re.I)
_FARTHEST = 40
"""Between the two ends of a range there are not more letters."""


def _figures(said: str) -> tuple[list[_Figure], list[int], set[int]]:
    """The numbers of a sentence; the places of those joined with the next one; and of those that surely are a range."""
    told, end = _PERCENT.sub("%", said), 0
    figures: list[_Figure] = []
    for found in _NUMBER.finditer(told):
        value, percent = float(found[1].replace(",", ".")), bool(found[2])
        if not percent and 0 < value < 1:
            value, percent = 100 * value, True
        figures.append(_Figure(value, percent, told[end : found.start()]))
        end = found.end()
    ranges: list[int] = []
    ends: set[int] = set()
    for at in range(len(figures) - 2, -1, -1):
        low, high = figures[at : at + 2]
        called = _RANGE.search(low.before) is not None
        close = _FROM_TO.fullmatch(high.before) is not None or (called and _AND.fullmatch(high.before) is not None)
        if max(low.value, high.value) > 100:
            continue
        if close or (len(high.before) <= _FARTHEST and _FAR_TO.search(high.before)):
            ranges.append(at)
        if close and low.value < high.value and (called or high.percent):  # 44 to 76 %: both are percentages
            figures[at : at + 2] = replace(low, percent=True), replace(high, percent=True)
            ends |= {at, at + 1}
    return figures, ranges, ends


def _belongs(figures: list[_Figure], at: int, part: int, whole: int, percent: int) -> bool:
    """Whether a range is that of the counts: Wilson's, or of a network whose size the sentence has as well."""
    count, total = int(figures[part].value), int(figures[whole].value)
    rest = [each.value for place, each in enumerate(figures) if place not in (at, at + 1, part, whole, percent)]
    ends = [wilson_interval(count, total)]
    for size in sorted({int(each) for each in rest if each.is_integer() and total <= each <= LARGEST_NETWORK}):
        low, high = finite_population_interval(count, total, size)
        ends.append(Interval(low / size, high / size))
    said = (figures[at].value, figures[at + 1].value)
    return any(all(abs(one - 100 * end) <= 1 for one, end in zip(said, each, strict=True)) for each in ends)
