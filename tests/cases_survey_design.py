"""Answers to the questions on survey design: further right routes, what learners do instead, and counts by hand.

Letters differ from variant to variant, so whoever chooses is played by what they look for in the words: `those_with`
finds the letters of the texts in which one of several words stands, as a reader would.
"""

from __future__ import annotations

READER = """
def those_with(options, *words):
    return [each.letter for each in options if any(word in str(each.says).casefold() for word in words)]
"""
"""How somebody finds a letter by words; put before the routes and mistakes that need it."""

HOUR = ("time of day", "because of the hour", "which hour")
OVERALL = ("overall", "as a whole", "in general")
KNOWN = ("which year", "which town", "what kind")
AGREED = ("is it good", "is it important", "well prepared")

TWO = ("short and useful", "friendly and", "partners and trust", "practical and", "clear and", "prepared and lead")
PAIR = ("public and private", "small and large", "roles and responsibilities")
PARTS = ("if we send", "when a client", "when we refer")
PLAIN = ("within a week of", "who pays", "a colleague", "opening hours")

LEADING = ("excellent", "successful", "experts recommend", "everybody knows")
OPINION = ("how useful", "how easy")
UNPLEASANT = ("without an answer", "too late", "did you wait")
FACT = ("joint training?", "last month?", "in a month?")
SCENE = ("in march.", "by e-mail.", "in may.")

NO_MIDDLE = ("strongly disagree · disagree · agree", "very dissatisfied · dissatisfied")
WAY_OUT = ("very difficult · difficult", "very unlikely · unlikely")
OFTEN = ("never", "at no meeting")
YES = ("yes",)


def _one(options: str, words: tuple[str, ...]) -> str:
    return f"{READER}\nanswer = those_with(exercise.{options}, *{words!r})[0]"


def _leaning(starts: bool) -> str:
    """The list that, without its way out, does not begin and end with opposites."""
    return f"""{READER}
balanced = those_with(exercise.scales, *{NO_MIDDLE + WAY_OUT + OFTEN + YES!r})
left = [each.letter for each in exercise.scales if each.letter not in balanced]
answer = {"left" if starts else "left[0].lower() + ')'"}"""


SIDES = """
for each in exercise.scales:
    levels = [level.removeprefix("Very ").removeprefix("Strongly ").casefold() for level in str(each.says).split(" · ")]
    against = [level for level in levels if level in ("disagree", "dissatisfied", "difficult", "unlikely")]
    towards = [level for level in levels if level in ("agree", "satisfied", "easy", "likely")]
    if len(against) != len(towards):
        answer = each.letter
"""
"""How somebody counts the levels of either side."""


def _kit(options: str, kind: str) -> str:
    """Those of which the kit says that they have a fault of this kind."""
    return f"""
read = kip.review_statements([str(each.says) for each in exercise.{options}], "en")
places = [int(finding.items[0]) - 1 for finding in read.findings if finding.kind == "{kind}"]
answer = [exercise.{options}[place].letter for place in places]"""


def _weakest(of: str) -> str:
    """The ratings of the statement with the fewest 3s and 4s, and something worked out of them."""
    return f"""
name = (exercise.ratings >= 3).sum(axis=1).idxmin()
given = exercise.ratings.loc[name]
answer = {of}"""


def _columns(of: str) -> str:
    """Each column of the try-out as a list, and the name of the one that somebody picks."""
    return f"""
given = {{name: list(exercise.pilot[name]) for name in exercise.pilot}}
def mean(column):
    rated = [int(one) for one in column if one.isdigit()]
    return sum(rated) / len(rated)
full = {{name: column for name, column in given.items() if column.count("") < 3 and column.count("na") < 3}}
answer = {of}"""


ROUTES = {
    "D1": [
        _one("decisions", HOUR),
        f"{_one('decisions', HOUR)}.lower() + ')'",
        f"""{READER}
others = those_with(exercise.decisions, *{OVERALL + KNOWN + AGREED!r})
answer = [each.letter for each in exercise.decisions if each.letter not in others]""",
    ],
    "D2": [
        f"{READER}\nanswer = those_with(exercise.drafts, *{TWO!r})",
        f"{READER}\nanswer = ', '.join(reversed(those_with(exercise.drafts, *{TWO!r})))",
        f"{READER}\nanswer = ' '.join(those_with(exercise.drafts, *{TWO!r}))",
        f"{READER}\nanswer = ''.join(those_with(exercise.drafts, *{TWO!r})).lower()",
        _kit("drafts", "double_barrelled"),
    ],
    "D3": [
        _one("questions", LEADING),
        f"{_one('questions', LEADING)}.lower()",
        _kit("questions", "leading"),
    ],
    "D4": [_leaning(True), _leaning(False), SIDES],
    "D5": [
        "answer = round(0.278 * exercise.partners)",
        "answer = exercise.partners / (1000 / 278)",
        "import math\nanswer = math.ceil(kip.sample_size(1000).answers * exercise.partners / 1000)",
        "answer = str(round(0.278 * exercise.partners, 1))",
    ],
    "D6": [
        "N = exercise.partners\nanswer = round(384.16 * N / (N + 383.16))",
        "N = exercise.partners\nx = 1.96 ** 2 * 0.5 * 0.5 / 0.05 ** 2\nanswer = x / (1 + (x - 1) / N)",
        "answer = kip.sample_size(exercise.partners).invitations",
    ],
    "D7": [
        _weakest("(given.isin([3, 4])).mean()"),
        _weakest("round(sum(one > 2 for one in given) / 6, 2)"),
        _weakest("f'{100 * sum(one > 2 for one in given) / 6:.0f} %'"),
        "rows = exercise.ratings.values.tolist()\nanswer = min(len([1 for one in row if one in (3, 4)]) / len(row) for row in rows)",
    ],
    "D8": [
        _columns("[name for name, column in given.items() if len(set(column)) == 1]"),
        _columns("[name for name in given if given[name] == given[name][:1] * 9][0].upper()"),
        "table = exercise.pilot\nanswer = table.columns[(table == table.iloc[0]).all()]",
    ],
    "D9": [
        "silent = asked - answered\nanswer = (agreed, agreed + silent)",
        "disagreed = answered - agreed\nanswer = [float(agreed), str(asked - disagreed)]",
        "import pandas as pd\nthought = pd.Series([1] * agreed + [0] * (answered - agreed) + [None] * (asked - answered), dtype=float)\n"
        "answer = pd.Series([thought.fillna(0).sum(), thought.fillna(1).sum()])",
        "answer = f'{agreed}, {agreed + asked - answered}'",
        "answer = f'from {agreed} to {agreed + asked - answered}'",
        "answer = {'at least': agreed, 'at most': asked - (answered - agreed)}",
        "answer = {agreed + asked - answered, agreed}",
    ],
    "D10": [
        'answer = "The coordinating team tells us within a week whether it takes up our proposal."',
        'answer = "Après la dernière consultation, on nous a dit ce qu\'est devenu notre avis."',
        'answer = "How many of your staff took part in the joint training?"',
        # What must be so may be a fact, and no wish.
        'answer = "Our staff must wait more than a week for an answer."',
        'answer = "Decisions must be signed by two partners."',
        'answer = "Il faut une semaine pour obtenir une réponse."',
        'answer = "Bisogna aspettare una settimana per avere una risposta."',
    ],
}

WRONG = {
    "D1": {
        "about everything": _one("decisions", OVERALL),
        "known already": _one("decisions", KNOWN),
        "nobody says no": _one("decisions", AGREED),
        "a place in the list": "answer = 1",
    },
    "D2": {
        "one only": f"{READER}\nanswer = those_with(exercise.drafts, *{TWO!r})[1]",
        "and between what belongs together": f"{READER}\nanswer = those_with(exercise.drafts, ' and ')",
        "two parts of a sentence": f"{READER}\nanswer = those_with(exercise.drafts, *{(*TWO, *PARTS)!r})",
        "one thing": f"{READER}\nanswer = those_with(exercise.drafts, *{PLAIN!r})",
    },
    "D3": {
        "asks for an opinion": _one("questions", OPINION),
        "unpleasant": _one("questions", UNPLEASANT),
        "asks for a fact": _one("questions", FACT),
        "tells what happened": _one("questions", SCENE),
        "a place in the list": "answer = '4'",
    },
    "D4": {
        "no middle": _one("scales", NO_MIDDLE),
        "a way out": _one("scales", WAY_OUT),
        "how often": _one("scales", OFTEN),
        "yes and no": _one("scales", YES),
        "a place in the list": "answer = [2]",
    },
    "D5": {
        "the region": "answer = 278",
        "everybody": "answer = exercise.partners",
        "upside down": "answer = 1000 / 278 * exercise.partners",
        "the part alone": "answer = 278 / 1000",
        "percent": "answer = 27.8",
    },
    "D6": {
        "rule of three": "answer = guess",
        "the region": "answer = kip.sample_size(partners).answers",
        "everybody": "answer = exercise.partners",
        "a whole country": "answer = kip.sample_size(None).answers",
    },
    "D7": {
        "mean rating": _weakest("given.mean()"),
        "count": _weakest("sum(given >= 3)"),
        "twos too": _weakest("(given > 1).mean()"),
        "percent for share": _weakest("round(100 * (given >= 3).mean())"),
        "one decimal": _weakest("round((given >= 3).mean(), 1)"),
        "another statement": "answer = (exercise.ratings >= 3).mean(axis=1).max()",
    },
    "D8": {
        "often left empty": _columns("max(given, key=lambda name: given[name].count(''))"),
        "often does not apply": _columns("max(given, key=lambda name: given[name].count('na'))"),
        "high answers": _columns("max(full, key=lambda name: mean(full[name]))"),
        "different answers 1": _columns(
            "[name for name in full if len(set(full[name])) > 1 and mean(full[name]) < 4][0]"
        ),
    },
    "D9": {
        "only those who answered": "answer = [agreed, answered]",
        "swapped": "answer = [agreed + asked - answered, agreed]",
        "everybody": "answer = [agreed, asked]",
        "the silent think alike": "answer = [round(agreed / answered * asked)] * 2",
        "shares": "answer = [round(agreed / asked, 2), round((agreed + asked - answered) / asked, 2)]",
        "nobody": "answer = [0, asked - answered]",
    },
    "D10": {
        "a topic": 'answer = "Feedback"',
        "a wish": 'answer = "The committee should decide faster."',
        "two things": 'answer = "Our staff know the other partners and trust them."',
        "leading": 'answer = "How helpful was our successful open day for your clients?"',
        "negative": 'answer = "We do not receive the minutes of the meetings."',
        "no exception": 'answer = "Meetings are always well prepared."',
        "about everything": 'answer = "Dans l\'ensemble, nous sommes satisfaits du partenariat."',
        "hard words": 'answer = "The partnership leverages synergies across the guidance ecosystem."',
    },
}

HAND = {
    # Read by eye: the only question that names the hour of the meeting; training is practical, training is well
    # organised, and newsletter short, newsletter useful; the one that says what experts recommend; one answer on the
    # side of "difficult"? none, and two on the side of "easy".
    "D1": "A",
    "D2": "C, F",
    "D3": "D",
    "D4": "E",
    # 278 of 1000 is the table's entry (Krejcie and Morgan 1970); 42 x 0.278 on a pocket calculator.
    "D5": 11.676,
    # The same table has 36 for 40 and 40 for 45 partners; by the formula 40.33 / 1.0628 = 37.9.
    "D6": 38,
    # data/cite/design/ratings.csv, learning_4: the experts gave 1, 2, 4, 2, 1, 4; two of six.
    "D7": 2 / 6,
    # data/cite/design/pilot.csv: all nine lines have a 4 in leadership_1.
    "D8": "leadership_1",
    # data/cite/answers.csv, csv module: of 31 lines 29 have a number in trust_1, 17 of them 4 or 5; 42 were asked.
    "D9": (17, 42 - 29 + 17),
}
