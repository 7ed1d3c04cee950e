"""The exercise on evaluation: other routes to right answers, what learners do instead, and answers counted by hand."""

from __future__ import annotations


def each_gets(question: str, mistake: str, *answers: object) -> str:
    """Code whose answer is the last of several that all make one mistake, or the first that is judged otherwise."""
    return (
        "from kiptools.checks import check\n"
        f"answers = {answers!r}\n"
        f"others = [each for each in answers if check({question!r}, each, exercise).mistake != {mistake!r}]\n"
        "answer = [*others, answers[-1]][0]"
    )


ROUTES = {
    "E1": [
        "answer = len(exercise.responses)",
        "answer = exercise.responses.frame.shape[0]",
        "answer = f'{len(exercise.responses.frame)} '",
        "answer = exercise.responses.frame['organisation_type'].value_counts().sum()",
    ],
    "E2": [
        "answer = users.dropna().isin(['4', '5']).mean()",
        "(row,) = kip.agreement(exercise.responses, 'results_2').rows\nanswer = round(row.share, 2)",
        "agree = (users == '4').sum() + (users == '5').sum()\nanswer = f'{agree / users.count():.1%}'.replace('.', ',')",
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
        # years and numbers of questions are no counts of partners
        "answer = 'In our 2026 survey, 18 of the 31 partners who answered agree.'",
        "answer = 'Question 12: 18 out of 31 partners who responded agree.'",
        "answer = 'Em 2026, 18 dos 31 parceiros inquiridos concordam.'",
        # other words for those who answered
        "answer = '18 of the 31 partners who filled in the questionnaire agree.'",
        "answer = '18 of the 31 partners who took part agree.'",
        "answer = '18 of the 31 participants agree.'",
        "answer = '18 of the 31 partners who gave an answer agree.'",
        "answer = '18 des 31 participants ayant rempli le questionnaire sont d’accord.'",
        "answer = '18 dei 31 partner che hanno compilato il questionario sono d’accordo.'",
        "answer = '18 od 31 partnera koji su ispunili upitnik slaže se.'",
        "answer = '18 dos 31 parceiros que preencheram o questionário concordam.'",
        # careful words are no claim of certainty
        "answer = '18 of the 31 partners who answered agree, but this proves nothing about the others.'",
        "answer = 'We cannot prove it for all, but 18 of the 31 partners who answered agree.'",
        "answer = '18 of the 31 partners who answered have a certain trust in the meetings.'",
        "answer = '18 des 31 partenaires ayant répondu ont une certaine confiance, ce qui ne prouve rien pour les autres.'",
        "answer = '18 dei 31 partner che hanno risposto hanno una certa fiducia, ma non è certo per gli altri.'",
        "answer = '18 od 31 partnera koji su odgovorili osjeća se sigurno, no to ništa ne dokazuje o ostalima.'",
        "answer = '18 dei 31 partner che hanno risposto provano a parlare delle difficoltà.'",
        "answer = 'Provavelmente, 18 dos 31 parceiros que responderam concordam.'",
        # points that end no sentence
        "answer = '18 of the 31 partners who answered (i.e. not all partners) agree.'",
        "answer = '18 of the 31 partners who answered (employers, schools, etc.) can talk, e.g. about money.'",
        "answer = '18 od 31 partnera koji su odgovorili do 3. svibnja slaže se.'",
        "answer = '18 dos 31 parceiros que responderam (p. ex. escolas) concordam.'",
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
        "none at all": each_gets("E7", "none at all", (), "none", "aucun", frozenset(), "Nessuno", []),
        "all that are drawn": "answer = [row.subject.name for row in groups.rows if row.contrasts[0] in row.told]",
        "some that are not clear": "answer = ['resources', 'communication', 'leadership']",
        # the example of the task, whose topics are in the figure, and all unclear ones
        "only unclear ones": each_gets("E7", "only unclear ones", "trust, purpose")
        + "\nunclear = [row.subject.name for row in groups.rows "
        "if row.contrasts[0] in row.told and row.contrasts[0].verdict == 'no clear difference']\n"
        "answer = answer if others else unclear",
    },
    "E8": {
        "both groups": "answer = who.respondents - types['employer'] - types['education'] - types['ngo']",
        "the other group": "answer = types['public']",
        "nothing follows": "answer = 0",
    },
    "E9": {
        "no number": each_gets(
            "E9",
            "no number",
            "In 2026 many of the partners who answered are happy with our meetings.",
            "Many of the partners who answered are happy with our meetings.",
        ),
        "in words": each_gets(
            "E9",
            "in words",
            "18 of the thirty-one partners who answered agree.",
            "Dix-huit des trente et un partenaires ayant répondu sont d'accord.",
            "Diciotto dei trentuno partner che hanno risposto sono d'accordo.",
            "Osamnaest od trideset jednog partnera koji su odgovorili slaže se.",
            "Dezoito dos trinta e um parceiros que responderam concordam.",
            "Eighteen of the thirty-one partners who answered agree.",
        ),
        "a percentage alone": "answer = '58 % of the partners who answered can talk about their difficulties.'",
        "no total": each_gets(
            "E9",
            "no total",
            "In 2026, 18 partners who answered can talk about their difficulties.",
            "Since 03/05/2026, 18 partners who answered can talk about their difficulties.",
            "18 partners who answered can talk in our two meetings.",
            "18 partenaires ont répondu pouvoir parler de leurs difficultés.",
        ),
        "more than the total": each_gets(
            "E9",
            "more than the total",
            "18 of the 31 partners who answered agree, and 31 of the 18 do not.",
            "31 of the 18 partners who answered can talk about their difficulties.",
        ),
        "all alike": each_gets(
            "E9",
            "all alike",
            "In our 2026 survey, 31 of the 31 partners who answered agree.",
            "0 of the 31 partners who answered agree.",
            "18 of the 31 partners who answered agree, and 9 of the 9 schools.",
            "31 of the 31 partners who answered can talk about their difficulties.",
        ),
        "too few": each_gets(
            "E9",
            "too few",
            "In 2026, 3 of the 4 trade unions who answered agree.",
            "Question 12: 3 of 4 who answered agree.",
            "Since 3 May 2026, 4 of 4 unions answered yes.",
            "Among 31 partners, 3 of the 4 trade unions who answered agree.",
            "3 of the 4 trade unions who answered can talk about their difficulties.",
        ),
        "a percentage of few": "answer = '6 od 8 škola koje su odgovorile (75 %) može govoriti o poteškoćama.'",
        "certainty": each_gets(
            "E9",
            "certainty",
            "It is certain that 18 of the 31 partners who answered agree.",
            "Il est certain que 18 des 31 partenaires ayant répondu sont d'accord.",
            "È certo che 18 dei 31 partner che hanno risposto sono d'accordo.",
            "Dokazano je da se 18 od 31 partnera koji su odgovorili slaže.",
            "Isto prova que 18 dos 31 parceiros que responderam concordam.",
            "No doubt 18 of the 31 partners who answered agree.",
            "It is proven that 18 of the 31 partners who answered can talk about difficulties.",
        ),
        "nobody said who": each_gets(
            "E9",
            "nobody said who",
            "18 of our 31 partners know their responsibilities.",
            "18 de nos 31 partenaires connaissent leurs responsabilités.",
            "18 dei nostri 31 partner conoscono le proprie responsabilità.",
            "18 od 31 partnera zna svoje odgovornosti.",
            "18 dos nossos 31 parceiros conhecem as suas responsabilidades.",
            "18 des 31 partenaires disent que les services répondent aux besoins.",
            "For all 42 partners, 18 of 31 answers show that everybody is satisfied.",
            "18 of our 31 partners can talk about their difficulties in meetings.",
        ),
        "several sentences": each_gets(
            "E9",
            "several sentences",
            "18 of the 31 partners who answered agree. this is good.",
            "Of the partners who answered, 18 of 31. They agree.",
            "31 partners answered. 18 of the 31 can talk about their difficulties.",
        ),
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
