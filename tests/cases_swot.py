"""The exercise on the SWOT: other routes to right answers, what learners do instead, and answers counted by hand."""

from __future__ import annotations

LEVELS = 'frame = exercise.swot.frame; said = frame.loc[frame["factor"] == "W4", "degree"]; '
SPREAD = 'far = exercise.means["mean"].droplevel("weakness").sub(3).abs().sort_values(); '
OWN = (
    "own = {}\n"
    "for each in exercise.swot.ratings:\n"
    "    weak = exercise.swot[each.factor].quadrant == 'weakness'\n"
    "    own.setdefault(each.factor, []).append(each.importance * (6 - each.degree if weak else each.degree))\n"
    "mean = {id: sum(values) / len(values) for id, values in own.items()}\n"
    "place = {id: 1 + sum(other > mine for other in mean.values()) for id, mine in mean.items()}\n"
)
RECOUNT = OWN + (
    "def top(person):\n"
    "    sums = {id: sum(values) - values[person] for id, values in own.items()}\n"
    "    return {id for id, mine in sums.items() if sum(other > mine for other in sums.values()) < 5}\n"
    "now = {id for id in place if place[id] <= 5}\n"
    "people = range(len(exercise.swot.raters))\n"
    "stays = {id: sum((id in top(person)) == (id in now) for person in people) for id in place}\n"
)
PLAN = 'plan = exercise.plan.droplevel("task"); '
CHAINS = PLAN + (
    'waits = {id: plan.loc[id, "after"].split(", ") for id in plan.index}\n'
    "def chain(end):\n"
    "    found = [end]\n"
    "    while waits[found[-1]] != ['']:\n"
    "        found.append(max(waits[found[-1]], key=lambda id: plan.loc[id, 'ends']))\n"
    "    return found\n"
    "ends = sorted(waits['A14'], key=lambda id: plan.loc[id, 'ends'])\n"
)
WEEK = "row = max(load.rows, key=lambda row: max(row.days)); week = row.days.index(max(row.days)); "
SOUND = (
    'factor, rests_on = "Employers answer our calls late", "Call log of 2026: 9 of 12 employers needed three calls"; '
)

ROUTES = {
    "S1": [
        "answer = exercise.card.id[0]",
        'answer = " (" + exercise.card.quadrant[0].lower() + ")"',
        'answer = {"S": "force", "W": "slabost", "O": "opportunità", "T": "ameaça"}[exercise.card.id[0]]',
        'answer = {"S": "Punto di forza", "W": "point faible", "O": "mogućnost", "T": "risco"}[exercise.card.id[0]]',
    ],
    "S2": [
        'answer = (exercise.rating["importance"] * (6 - exercise.rating["performance"])).item()',
        "i, p = exercise.rating.values[0]; answer = str(i * [5, 4, 3, 2, 1][p - 1])",
        'answer = exercise.rating["importance"] * exercise.rating["performance"].rsub(6)',
    ],
    "S3": [
        'answer = exercise.means["mean"].sub(3).abs().idxmin()[0]',
        'answer = exercise.means["mean"].sub(3).abs().sort_values().index[0][:1]',
        'answer = " w4"',
        'answer = "W 4"',
    ],
    "S4": [
        LEVELS + "answer = (said < 3).mean()",
        LEVELS + 'answer = f"{100 * said.isin([1, 2]).sum() / len(exercise.swot.raters):.0f} %"',
        "low, middle, high = (sum(ranking['W4'].degree[a:b]) for a, b in ((0, 2), (2, 3), (3, 5)))\n"
        "answer = round(low / (low + middle + high), 2)",
    ],
    "S5": [
        OWN + "answer = min(place[factor.id] for factor in exercise.swot.factors if factor.opinion)",
        "answer = [row.place for row in ranking.rows if row.place <= 5 and not row.factor.evidence]",
        'answer = str(ranking["T3"].place)',
    ],
    "S6": [
        RECOUNT + "answer = sum(times < len(people) for times in stays.values())",
        "answer = len([row for row in ranking.rows if row.kept != len(exercise.swot.raters)])",
        RECOUNT + "answer = len(set.union(*(top(person) ^ now for person in people)))",
    ],
    "S7": [
        "answer = exercise.strategy.internal.id[0] + exercise.strategy.external.id[0]",
        "answer = [exercise.strategy.kind.lower()]",
        "answer = ''.join(f.quadrant[0] for f in (exercise.strategy.internal, exercise.strategy.external))",
    ],
    "S8": [
        CHAINS + "answer = ['A14', *chain(ends[-1])]",
        CHAINS + "answer = ' '.join(['A14', *chain(ends[-1])])",
        "answer = ', '.join(row.task.id.lower() for row in kip.critical_path(exercise.swot.tasks).rows if row.slack == 0)",
        "answer = {row.task.id for row in kip.critical_path(exercise.swot.tasks).rows if row.start == row.latest_start}",
    ],
    "S9": [
        PLAN + "import numpy as np\n"
        "own = [task for task in exercise.swot.tasks if 'Mission jeunesse de Valrive' in task.who]\n"
        "days = [day for t in own for day in np.arange(plan.loc[t.id, 'starts'], plan.loc[t.id, 'ends'], dtype='M8[D]')]\n"
        "days += [np.datetime64(plan.loc[t.id, 'ends']) for t in own]\n"
        "weeks = [(np.datetime64(day, 'D').astype(int) + 3) // 7\n"
        "         for day in days if np.is_busday(np.datetime64(day, 'D'))]\n"
        "answer = max(weeks.count(week) for week in weeks) - 5",
        "answer = max(days - week for row in load.rows for days, week in zip(row.days, load.working))",
        WEEK + "answer = str(row.days[week] - load.working[week])",
    ],
    "S10": [
        SOUND + 'answer = {"quadrant": "W", "factor": factor, "rests on": rests_on}',
        SOUND + 'answer = kip.Factor("W9", "weakness", factor, "document", rests_on)',
        SOUND + "import pandas as pd; answer = pd.Series(['faiblesse', factor, rests_on])",
        'answer = ["opportunité", "La région finance une permanence du soir", "Décision du 12 mars 2026, page 4"]',
        'answer = ["threat", "The lease of our rooms ends in 2027", "Lease of 1 May 2022, paragraph 3"]',
    ],
}

QUADRANTS = '["strength", "weakness", "opportunity", "threat"]'
AT = f"all = {QUADRANTS}; at = all.index(exercise.card.quadrant); "
OTHER = 'other = {"S": "W", "W": "S", "O": "T", "T": "O"}; inside, outside = exercise.strategy.kind; '
LIST = '"Attendance lists of 2026: 7 of 14"'

WRONG = {
    "S1": {
        "inside or outside": AT + "answer = all[at - 2]",
        "help or hinder": AT + "answer = all[at + 1 if at % 2 == 0 else at - 1]",
        "both": AT + "answer = all[3 - at]",
    },
    "S2": {
        "performance not turned": "i, p = exercise.rating.iloc[0]; answer = i * p",
        "turned from five": "i, p = exercise.rating.iloc[0]; answer = i * (5 - p)",
        "added": "i, p = exercise.rating.iloc[0]; answer = i + (6 - p)",
        "importance turned too": "i, p = exercise.rating.iloc[0]; answer = (6 - i) * (6 - p)",
    },
    "S3": {
        "lowest mean": 'answer = exercise.means["mean"].idxmin()[0]',
        "second from the middle": SPREAD + "answer = far.index[1]",
        "only the text looked at": SPREAD
        + 'lowest = exercise.means["mean"].idxmin()[0]; answer = [id for id in far.index[2:] if id != lowest][0]',
    },
    "S4": {
        "percent for share": LEVELS + "answer = 100 * (said <= 2).mean()",
        "part divided by the other part": LEVELS + "answer = (said <= 2).sum() / (said >= 4).sum()",
        "count instead of a share": LEVELS + "answer = (said <= 2).sum()",
    },
    "S5": {
        "opinion further down": OWN + "answer = place['O2']",
        "first place": "answer = 1",
        "priority instead of place": OWN + "answer = round(mean['T3'])",
    },
    "S6": {
        "firm ones": RECOUNT + "answer = sum(times == len(people) for times in stays.values())",
        "recounts": "answer = len(exercise.swot.raters)",
        "lowest number of the column": RECOUNT + "answer = min(stays.values())",
        "all factors": "answer = len(exercise.swot.factors)",
    },
    "S7": {
        "inside": OTHER + "answer = other[inside] + outside",
        "outside": OTHER + "answer = inside + other[outside]",
        "both": OTHER + "answer = other[inside] + other[outside]",
    },
    "S8": {
        "without the last task": CHAINS + "answer = chain(ends[-1])",
        "chain that ends earlier": CHAINS + "answer = [*chain(ends[-2]), 'A14']",
        "chain that ends first": CHAINS + "answer = [*chain(ends[0]), 'A14']",
        "all tasks": PLAN + "answer = list(plan.index)",
    },
    "S9": {
        "all days of work": "answer = max(max(row.days) for row in load.rows)",
        "whole plan": WEEK + "answer = sum(row.days)",
        "number of tasks": PLAN
        + WEEK
        + "import datetime\n"
        + "monday = load.periods[week]; friday = monday + datetime.timedelta(4)\n"
        + "mine = [t.id for t in exercise.swot.tasks if row.name in t.who]\n"
        + "answer = sum(plan.loc[id, 'starts'] <= friday and plan.loc[id, 'ends'] >= monday for id in mine)",
    },
    "S10": {
        "no quadrant": f'answer = ["internal", "Employers answer our calls late", {LIST}]',
        "catchword": f'answer = ["weakness", "Bad communication", {LIST}]',
        "copied": f'answer = ["weakness", exercise.swot["W3"].text + ".", {LIST}]',
        "question": f'answer = ["weakness", "Why do so few employers come?", {LIST}]',
        "wish or solution": f'answer = ["opportunity", "Create a new website for employers", {LIST}]',
        "two things": f'answer = ["weakness", "Our website is old and our meetings are too long", {LIST}]',
        "said again": 'answer = ["threat", "The town has less money", "the town has less money."]',
        "nothing to look up": 'answer = ["weakness", "Employers answer our calls late", "Everybody says so"]',
    },
}

# Counted from data/cite/swot with the csv files open, without the kit:
# S1: factors.csv puts O1 (the region funds guidance) under opportunity. S2: importance.csv and degree.csv, W3, person E:
# importance 5, performance 2 turned to 4, 5 x 4. S3: degree.csv, sums over seven people: W1 16, W2 17, W3 12, W4 22,
# W5 18; 22 / 7 = 3.1 is nearest to 3. S4: degree.csv, W4: A 1, C 1, F 2 of seven. S5: T1 sums to 156, T3 to 146, O1 to
# 133 (importance times likelihood), so T3, whose evidence is empty, is second. S6: the fourth to seventh sums are W3
# 129, S1 125, S2 123, S3 108; without B they are 104, 105, 107, 96, so that W3 falls out and S2 comes in; without C S1
# has 105 and S2 108, so that S1 falls out; nobody brings S3 among the first five. S7: pairs.csv, S2+O1. S8: actions.csv,
# 5 + 15 + 1 + 45 + 10 days from 18 May end on 31 August, after the other two chains (10 July, 3 July). S9: Mission
# jeunesse de Valrive in the week of 18 May: A2, A6 and A11 on all five days, 15 days of work.
HAND = {
    "S1": "O",
    "S2": 20,
    "S3": "W4",
    "S4": 3 / 7,
    "S5": 2,
    "S6": 3,
    "S7": "SO",
    "S8": "A6, A7, A8, A9, A10, A14",
    "S9": 10,
}
