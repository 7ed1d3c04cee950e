"""Answers to the exercise on learning outcomes: further right routes, wrong ones of learners, and some counted by hand."""

from __future__ import annotations

_FIRST = """
def kind(id):
    return "title" if len(id) == 1 else "agenda" if id[0] == "P" else "module" if id == "G3" else "outcome"
kinds = {kind(id): letter for letter, id in exercise.shown.items()}
"""

_LISTED = """
from kiptools.checks.learning_outcomes import LOW
code = {id: f"O{place}" for place, id in enumerate(exercise.listed, 1)}
low = next(code[id] for id in exercise.listed if id in LOW)
"""

_VERB_FIRST = """
first = lambda text: next(word for word in ("own words", "comes from", "loses", "criteria") if word in text)
level = {"own words": "understand", "comes from": "analyse", "loses": "analyse", "criteria": "evaluate"}
told = [level[first(text)] for text in explained]
"""

_HOLES = """
practised = {id for step in part.steps if step.kind == "activity" for id in step.outcomes}
assessed = {id for step in part.steps if step.kind == "assessment" for id in step.outcomes}
ids = [one.id for one in part.outcomes]
"""

_LETTERS = """
recall, own_words, new_case, new_rule = exercise.letters
"""

_OPTIONS = """
from kiptools.checks import find
options = {letter: str(says) for letter, says in find("L6").key(exercise).options}
"""

_NEEDS = """
need = (levels["required"] - levels["now"]) * levels["importance"]
"""

ROUTES = {
    "L1": [
        _FIRST + "answer = kinds['outcome'].upper() + ')'",
        # what the kit reads: of the four lines one has a verb, is not about the module, and is not the welcome
        """
from kiptools.checks import find
answer = [
    letter
    for letter, says in find("L1").key(exercise).options
    if kip.classify(str(says), lang="en").outcomes[0].level and "Welcome" not in str(says)
]
""",
    ],
    "L2": [
        # the kit's own reading
        """
found = kip.classify(handout).outcomes
answer = [one.of.id for one in found if "unobservable" in {finding.kind for finding in one.findings}]
""",
        # by the two verbs, as a text with commas, in capitals or not
        """
answer = ", ".join(one.id.lower() for one in handout.outcomes if one.text.startswith(("Know", "Be aware")))
""",
        _LISTED + "answer = {code['F3'], code['B3']}",
        _LISTED + "answer = f\"{code['F3']} {code['B3']}\"",
    ],
    "L3": [
        "answer = exercise.levels.isin(['remember', 'understand']).mean()",
        "answer = f\"{round(100 * (counts['remember'] + counts['understand']) / len(exercise.levels))} %\"",
        "higher = ['apply', 'analyse', 'evaluate', 'create']\nanswer = 1 - sum(counts.get(level, 0) for level in higher) / counts.sum()",
    ],
    "L4": [
        _VERB_FIRST + "answer = told",
        _VERB_FIRST + "answer = ', '.join(told).upper()",
        _VERB_FIRST + "answer = ' '.join(told).replace('analyse', 'analyze')",
        _VERB_FIRST + "answer = [each.capitalize() for each in told]",
        # by what the kit calls the levels in another language, and by what people call them
        *(
            _VERB_FIRST + f"name = dict(understand={under!r}, analyse={causes!r}, evaluate={judge!r})\n"
            "answer = [name[each] for each in told]"
            for under, causes, judge in (
                ("Comprendre", "Analyser", "Évaluer"),
                ("comprendere", "analizzare", "valutare"),
                ("Razumjeti", "Analizirati", "Vrednovati"),
                ("compreender", "analisar", "avaliar"),
                ("understanding", "ANALYSIS", "evaluation "),
            )
        ),
    ],
    "L5": [
        _HOLES + "answer = [id for id in ids if id in practised and id not in assessed]",
        # by the kit's holes
        """
holes = kip.alignment(kip.classify(part)).holes
never = {kind: {hole.outcome.id for hole in holes if hole.kind == kind} for kind in ("never practised", "never assessed")}
(answer,) = never["never assessed"] - never["never practised"]
answer = answer.lower()
""",
    ],
    "L6": [
        _LETTERS + "answer = new_case.upper()",
        _OPTIONS + "answer = next(letter for letter, text in options.items() if 'new conflict' in text)",
    ],
    "L7": [
        "answer = -kip.session_plans(session).plans[0].left",
        "answer = 0\nfor step in session.steps:\n    answer += step.minutes or 0\nanswer -= 90",
        "import pandas as pd\nanswer = pd.Series([step.minutes for step in session.steps], dtype=float).sum() - 90",
    ],
    "L8": [
        _NEEDS + "answer = need.sort_values().iloc[-1]",
        "answer = round(max((r - n) * i for r, n, i in levels.to_numpy()), 1)",
        "answer = (levels.required * levels.importance - levels.now * levels.importance).nlargest(1)",
    ],
    "L9": [
        "answer = (after - then > 0).sum()",
        "answer = len(ratings.query('after > then'))",
        "answer = sum(1 for one in ratings.itertuples() if one.after > one.then)",
    ],
    "L10": [
        "answer = 'Sastaviti poziv na sajam zanimanja u pet rečenica.'",
        "answer = 'Rédiger une invitation au salon des métiers en cinq phrases.'",
        "answer = 'Redigere un invito al salone dei mestieri in cinque frasi.'",
        "answer = 'Redigir um convite para a feira das profissões em cinco frases.'",
        "answer = '  moderate a meeting of twelve partners so that it ends on time '",
        "answer = 'Les participants comparent deux conventions à l’aide de trois critères.'",
    ],
}

WRONG = {
    "L1": {
        "title": _FIRST + "answer = kinds['title']",
        "agenda": _FIRST + "answer = kinds['agenda']",
        "module": _FIRST + "answer = kinds['module']",
    },
    "L2": {
        "easy": _LISTED + "answer = [code['B3'], code['F3'], low]",
        "only the second": _LISTED + "answer = [code['F3']]",
        "two in one": _LISTED + "answer = [code['B3'], code['F3'], code['B4']]",
        "the others": _LISTED + "answer = [each for id, each in code.items() if id not in ('B3', 'F3')]",
    },
    "L3": {
        "all outcomes": "answer = (counts['remember'] + counts['understand']) / len(kip.read_outcomes().outcomes)",
        "only the lowest": "answer = counts['remember'] / counts.sum()",
        "apply too": "answer = exercise.levels.isin(['remember', 'understand', 'apply']).mean()",
        "percent for share": "answer = 100 * (counts['remember'] + counts['understand']) / counts.sum()",
        "count": "answer = counts['remember'] + counts['understand']",
    },
    "L4": {
        # by the kit, which goes by the verb
        "the same level": "answer = [one.level for one in kip.classify(explained).outcomes]",
        "judgement for causes": _VERB_FIRST
        + "turn = {'analyse': 'evaluate', 'evaluate': 'analyse'}\nanswer = [turn.get(each, each) for each in told]",
        "unreadable": _VERB_FIRST + "answer = ['judge' if each == 'evaluate' else each for each in told]",
        "remember": _VERB_FIRST + "answer = ['remember' if each == 'understand' else each for each in told]",
    },
    "L5": {
        "not practised": _HOLES + "answer = [id for id in ids if id not in practised]",
        "assessed": _HOLES + "answer = next(id for id in ids if id in practised & assessed)",
        "line of the plan": _HOLES
        + """
(untested,) = practised - assessed
answer = [step.id for step in part.steps if step.kind == "activity" and untested in step.outcomes]
""",
    },
    "L6": {
        "recall": _OPTIONS + "answer = next(letter for letter, text in options.items() if 'from memory' in text)",
        "own words": _OPTIONS + "answer = next(letter for letter, text in options.items() if 'own words' in text)",
        "higher": _OPTIONS + "answer = next(letter for letter, text in options.items() if 'design' in text)",
    },
    "L7": {
        "all minutes": "answer = sum(step.minutes for step in session.steps if step.minutes)",
        "turned round": "answer = 90 - sum(step.minutes for step in session.steps if step.minutes)",
        "without the welcome": "answer = sum(step.minutes for step in session.steps[1:] if step.minutes) - 90",
    },
    "L8": {
        "gap alone": "answer = (levels['required'] - levels['now']).max()",
        "the weakest": _NEEDS + "answer = need[levels['now'].idxmin()]",
        "no gap": "answer = (levels['required'] * levels['importance']).max()",
        "turned round": _NEEDS + "answer = (-need).max()",
    },
    "L9": {
        "the first rating": "answer = (after > before).sum()",
        "not lower": "answer = (after >= then).sum()",
        "the shift": "answer = (before > then).sum()",
    },
    "L10": {
        "unobservable": "answer = 'Les participants comprennent les règles du partenariat.'",
        "trainer": "answer = 'The trainer explains the rules of our agreements.'",
        "no verb": "answer = 'Les règles des conventions de partenariat'",
        "two outcomes": "answer = 'Draft an agreement and present it to the steering committee.'",
        "bare": "answer = 'Draft agreements.'",
        "copied": "answer = kip.read_outcomes(lang='pt').outcomes[0].text",
    },
}

HAND = {
    # data/programme/outcomes.csv, modules B and F numbered through: B3 "Know the rules …" and F3 "Be aware …"
    "L2": ["O3", "O7"],
    # the column `level`: 16 are filled in, F1 remember, A2, C1 and D1 understand
    "L3": 4 / 16,
    # read, not counted: criteria; own words; where it comes from
    "L4": "evaluate, understand, analyse",
    # data/programme/plan.csv, module A: A1 P2, P6; A2 P3, P5; A3 only P4, an activity; A4 only P5, an assessment
    "L5": "A3",
    # module E: 10 + 30 + 20 + 25 + 20 = 105 minutes, in a slot of 90
    "L7": 15,
    # data/training/needs.csv, "Surveying partners …", ten partners: required sums to 44, now to 28, importance to 43;
    # (4.4 - 2.8) * 4.3 = 6.88; the next is "Running meetings …" with (4.4 - 3.4) * 3.6 = 3.60
    "L8": 6.88,
    # data/training/then.csv and after.csv, column E, the thirteen codes that are in before.csv as well: 11 are higher
    "L9": 11,
}
