"""The exercise on evaluation: other routes to right answers, what learners do instead, and answers counted by hand."""

from __future__ import annotations

ROUTES = {
    "E1": [
        "answer = len(exercise.responses)",
        "answer = exercise.responses.frame.shape[0]",
        "answer = f'{len(exercise.responses.frame)} '",
        "answer = exercise.responses.frame['organisation_type'].value_counts().sum()",
    ],
    "E2": [
        "answer = users.dropna().isin(['4', '5']).mean()",
        "row = kip.agreement(exercise.responses, 'results_2').rows[0]\nanswer = round(row.share, 2)",
        "agree = (users == '4').sum() + (users == '5').sum()\nanswer = f'{100 * agree / users.count():.1f} %'.replace('.', ',')",
        "import numpy as np\nanswer = np.mean([int(each) >= 4 for each in users if each == each])",
    ],
    "E3": ["answer = 'a, b, d'", "answer = ['D', 'B', 'A']", "answer = {'a)', 'b)', 'd)'}", "answer = 'd; a; b'"],
    "E4": [
        "frame = exercise.responses.frame[list(means)].astype(float)\nanswer = (frame.mean() - 3).abs().idxmin()",
        "answer = 'Governance_3 '",
        "gaps = {abs(mean - 3): name for name, mean in means.items()}\nanswer = [gaps[min(gaps)]]",
    ],
    "E5": [
        "counts = exercise.responses.frame['governance_3'].value_counts()\nanswer = counts['1'] + counts['5']",
        "row = kip.distribution(exercise.responses, 'governance_3').rows[0]\nanswer = row.counts[0] + row.counts[-1]",
        "levels = exercise.responses.column('governance_3')\nanswer = (levels == 0).sum() + (levels == 4).sum()",
    ],
    "E6": ["answer = 'c'", "answer = ' C) '", "answer = ['c']"],
    "E7": [
        "answer = [row.subject.name for row in groups.rows if row.contrasts[0].verdict == 'lower'][::-1]",
        "answer = ', '.join(row.subject.name.upper() for row in groups.rows if row.contrasts[0].verdict == 'lower')",
        # what the eye does: ranges in the figure that lie on one side of 0
        "drawn = {row.subject.name: row.contrasts[0] for row in groups.rows if row.contrasts[0] in row.told}\n"
        "answer = {name for name, one in drawn.items() if one.pairs.interval(0.95).high < 0}",
    ],
    "E8": [
        "answer = int(types['social'])",
        "answer = len(exercise.responses) - types['employer'] - types['education'] - types['public'] - types['ngo']",
        "answer = (exercise.responses.frame['organisation_type'] == 'social').sum()",
    ],
    "E9": [
        "answer = '18 of the 31 partners who answered say that they can talk about their difficulties in meetings.'",
        "answer = 'Sur les 31 partenaires qui ont répondu, 18 disent pouvoir parler de leurs difficultés.'",
        "answer = '18 dei 31 partner che hanno risposto dicono di poter parlare delle proprie difficoltà.'",
        "answer = 'Od 31 partnera koji su odgovorili 18 kaže da može govoriti o svojim poteškoćama.'",
        "answer = 'Dos 31 parceiros que responderam, 18 dizem que podem falar das suas dificuldades.'",
        "answer = '18 sur les 31 partenaires ayant répondu (58 %) disent pouvoir parler de leurs difficultés.'",
        "row = agreed.rows[4]\n"
        "answer = f'{row.favourable} of {row.answered} partners who responded agree ({row.favourable / row.answered:.0%}).'",
    ],
}

WRONG = {
    "E1": {
        "asked": "answer = exercise.population",
        "groups that are shown": "answer = sum(count for count, shown in "
        "zip(who.rows[0].counts, who.rows[0].showable_counts) if shown)",
        "one group": "answer = max(who.rows[0].counts)",
    },
    "E2": {
        "percent for share": "answer = 100 * (users > '3').sum() / users.count()",
        "all who took part": "answer = (users > '3').sum() / len(users)",
        "all who were asked": "answer = (users > '3').sum() / exercise.population",
        "a count": "answer = (users > '3').sum()",
    },
    "E3": {
        "the middle": "answer = 'a, b, c, d'",
        "an unwelcome answer": "answer = ['a', 'b', 'd', 'e']",
        "does not apply": "answer = 'a, d'",
        "silence": "answer = 'b'",
    },
    "E4": {
        "the second": "answer = sorted(means, key=lambda name: abs(kip.describe(exercise.responses, name).rows[0].mean - 3))[1]",
        "the third": "answer = sorted(means, key=lambda name: abs(kip.describe(exercise.responses, name).rows[0].mean - 3))[2]",
        "the furthest": "answer = max(means, key=means.get)",
    },
    "E5": {
        "the unfavourable end": "answer = (exercise.responses.frame['governance_3'] == '1').sum()",
        "the middle": "answer = (exercise.responses.frame['governance_3'] == '3').sum()",
        "everybody who answered": "answer = exercise.responses.frame['governance_3'].count()",
        "a share": "answer = exercise.responses.frame['governance_3'].dropna().isin(['1', '5']).mean()",
    },
    "E6": {letter: f"answer = '{letter}'" for letter in "abd"},
    "E7": {
        "all that are drawn": "answer = [row.subject.name for row in groups.rows if row.contrasts[0] in row.told]",
        "some that are not clear": "answer = ['resources', 'communication', 'leadership']",
        "only unclear ones": "answer = [row.subject.name for row in groups.rows "
        "if row.contrasts[0] in row.told and row.contrasts[0].verdict == 'no clear difference']",
    },
    "E8": {
        "both groups": "answer = who.respondents - types['employer'] - types['education'] - types['ngo']",
        "the other group": "answer = types['public']",
        "nothing follows": "answer = 0",
    },
    "E9": {
        "no number": "answer = 'Many of the partners who answered are happy with our meetings.'",
        "a percentage alone": "answer = '58 % of the partners who answered can talk about their difficulties.'",
        "no total": "answer = '18 partenaires ont répondu pouvoir parler de leurs difficultés.'",
        "more than the total": "answer = '31 of the 18 partners who answered can talk about their difficulties.'",
        "all alike": "answer = '31 of the 31 partners who answered can talk about their difficulties.'",
        "too few": "answer = '3 of the 4 trade unions who answered can talk about their difficulties.'",
        "a percentage of few": "answer = '6 od 8 škola koje su odgovorile (75 %) može govoriti o poteškoćama.'",
        "certainty": "answer = 'It is proven that 18 of the 31 partners who answered can talk about difficulties.'",
        "nobody said who": "answer = '18 of our 31 partners can talk about their difficulties in meetings.'",
        "several sentences": "answer = '31 partners answered. 18 of the 31 can talk about their difficulties.'",
        "too long": "answer = '18 of the 31 partners who answered say ' + 'that it is so and ' * 12 + 'so on.'",
    },
}

# Counted in data/cite/answers.csv with the csv module only:
#   rows = list(csv.DictReader(open("data/cite/answers.csv", encoding="utf-8")))
HAND = {
    "E1": 31,  # len(rows)
    "E2": 9 / 24,  # results_2: seven rows say 4 and two say 5; 24 say 1 to 5, six "na", one is empty
    "E4": "governance_3",  # means of the rows that are not empty: 3.57 (107/30), 3.29 (102/31), 2.93 (85/29), 3.32 (103/31)
    "E5": 23,  # governance_3: twelve rows say 1, eleven say 5
    "E8": 2,  # organisation_type: ten employer, nine education, five public, five ngo; two are left
}
