"""The audit of a published report: other right routes, wrong answers of learners, and answers counted by hand."""

from __future__ import annotations

ROUTES = {
    "A1": ["answer = sum([11, 9, 7, 5])", "answer = '32'", "answer = '11+9+7+5'", "answer = sum(exercise.largest)"],
    "A2": [
        "answer = exercise.answers - sum(exercise.largest) - exercise.others",
        # The smallest number of answers that has to be given a second time: one after the other.
        "answer = 0\nwhile 32 + 12 + answer < 48:\n    answer += 1",
        "import pandas as pd\nanswer = 48 - pd.Series([11, 9, 7, 5] + 12 * [1]).sum()",
    ],
    "A3": [
        "answer = 'd)'",
        "answer = ['D']",
        "answer = 'D' if 70 not in {round(100 * each / 48) for each in range(49)} else 'A'",
    ],
    "A4": [
        "answer = min(totals)",
        "answer = next(n for n in range(1, 49) if any(n * 60.5 <= 100 * k < n * 61.5 for k in range(n + 1)))",
        "import numpy as np\nn = np.arange(1, 49)\nanswer = n[np.abs(100 * np.round(0.61 * n) / n - 61) < 0.5].min()",
    ],
    "A5": [
        "answer = round((48 - 17) * 61 / 100)",
        "answer = next(k for k in range(32) if round(100 * k / 31) == 61)",
        "answer = dict((n, k) for k, n in exercise.pairs(61))[exercise.answers - exercise.shown]",
    ],
    "A6": [
        "answer = '44 %'",
        "answer = min(interval)",
        # Wilson's formula, written out.
        "k, n, z = 19, 31, 1.96\np = k / n\n"
        "spread = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5\n"
        "answer = (p + z * z / (2 * n) - spread) / (1 + z * z / n)",
    ],
    "A7": [
        "answer = 'C, A, B'",
        "answer = 'ABC'",
        "answer = 'A B C'",
        "answer = 'A, B and C'",
        "answer = {'a', 'b', 'c'}",
        "answer = list('ABCDE')[:3]",
    ],
    "A8": [
        "answer = 'Dans la première enquête, 19 partenaires sur 31 (61 %) ont du personnel (de 44 % à 76 %).'",
        "low, high = (round(100 * end) for end in kip.wilson_interval(8, 20))\n"
        "answer = f'In May 2025, 8 of 20 partners (40 percent, range {low}-{high}) wrote to us.'",
        # The exact range of a network of 40 (domain.md, 4.2: 18 of 24, between 62.5 and 85 %).
        "answer = 'Od 40 partnera odgovorila su 24; 18 od 24 (75 %) je zadovoljno, između 62,5 i 85 %.'",
        "answer = 'Hanno risposto sì 19 su 31, cioè il 61,3 per cento (intervallo: dal 43,8 al 76,3 per cento).'",
        # Shares instead of percentages, and ranges as people write them.
        "answer = '19 of 31 partners (61 %) said yes; range 0.44 to 0.76.'",
        "answer = '19 of 31 (0.61) said yes, range 0.44-0.76.'",
        "answer = '31 partners answered and 19 said yes (61 %); interval [44; 76].'",
        "answer = 'Responderam sim 19 de 31 parceiros (61 por cento), entre 44 e 76 por cento.'",
        "answer = 'Hanno detto sì 19 partner su 31 (61 %), tra il 44 e il 76 %.'",
        "answer = 'S da je odgovorilo 19 od 31 (61 posto), raspon od 44 do 76 posto.'",
        "answer = '19 of 31 said yes: 61 % – range 44 – 76 %'",
        "answer = 'Range: from 44 % at the lowest to 76 % at the highest; 19 of 31 said yes, which is 61 %.'",
        "answer = '0 of 10 (0 %), range 0 to 0.28'",
    ],
}

WRONG = {
    "A1": {
        "counts countries": "answer = len([11, 9, 7, 5])",
        "the printed total": "answer = exercise.answers",
        "last country left out": "answer = 11 + 9 + 7",
        "first country left out": "answer = 9 + 7 + 5",
    },
    "A2": {
        "two for each": "answer = 48 - 32 - 12 * 2",
        "none for each": "answer = 48 - 32 - 12 * 0",
        "all countries": "answer = 48 - 32 - 16 * 1",
        "the most they gave": "answer = 12 * 1",
        "the other way round": "answer = 12 * 1 - (48 - 32)",
    },
    "A3": {
        "A": "answer = 'A' if int(48 * 0.7) == 33 else 'B'",
        "B": "answer = 'B' if round(48 * 0.7) == 34 else 'A'",
        "C": "answer = 'c'",
    },
    "A4": {
        "question 12": "answer = 17",
        "all answers": "answer = exercise.answers",
        "the largest": "answer = totals[-1]",
        "how many numbers": "answer = len(totals)",
        "the second": "answer = totals[1]",
        "yes-answers": "answer = round(0.61 * min(totals))",
    },
    "A5": {
        "both surveys": "answer = round(0.61 * 48)",
        "question 12": "answer = round(0.61 * 17)",
        "the smallest total": "answer = round(0.61 * totals[0])",
        "all of the survey": "answer = 48 - 17",
        "not rounded": "answer = 0.61 * (48 - 17)",
        "those who said no": "answer = 31 - round(0.61 * 31)",
    },
    "A6": {
        "percent for share": "answer = round(100 * interval.low)",
        "the end of the range": "answer = max(interval)",
        "the printed percentage": "answer = 19 / 31",
        "how wide it is": "answer = interval.high - interval.low",
        "one half": "answer = '50 %'",
    },
    "A7": {
        "more answers": "answer = 'A, B, C, D'",
        "size of the surveys": "answer = ['A', 'C', 'E']",
        "questions overlooked": "answer = ['B', 'C']",
        "contradiction overlooked": "answer = 'A'",
        "languages overlooked": "answer = 'A and B'.split(' and ')",
    },
    "A8": {
        "no number": "answer = 'Most partners have staff for the partnership.'",
        "no counts": "answer = '61 % of the partners have staff for the partnership (range: 44 to 76 %).'",
        "no percentage": "answer = '19 of 31 partners have staff for the partnership (range: 44 to 76 %).'",
        "percentage does not fit": "answer = '19 of 31 partners (70 %) have no framework, range 44 to 76.'",
        "no range": "answer = '19 of 31 (61 %) have staff, and with 44 of 76 we asked nobody else of 1000.'",
        "another range": "answer = '19 of 31 partners (61 %) have staff for the partnership (from 76 to 44 %).'",
        "too long": "answer = 'The partners, whom we thank for their answers, ' * 10 + '19 of 31 (61 %, 44 to 76 %).'",
    },
}

HAND = {
    "A1": 32,  # the report's notes, 1.9 (1): 11 + 9 + 7 + 5
    "A2": 4,  # 1.9 (1): 16 answers left, at most 12; "short by 4"
    "A3": "D",  # 1.9 (2): 33/48 = 68.75 -> 69; 34/48 = 70.8 -> 71
    "A4": 18,  # golden.json, grim_kip61: the first of 18, 23, 28, 31, 33, 36, 38, 41, 44, 46
    "A5": 19,  # 1.9 (3): 48 - 17 = 31, and 19/31 = 61.3 %
    "A6": 0.438,  # 1.9 (4): 43.8-76.3 %
    "A7": ["A", "B", "C"],  # 1.9, numbers and (5): languages, questions, challenges that are none
    "A8": "19 of 31 (61.3 %), 43.8-76.3 %",  # 1.9 (3) and (4)
}
