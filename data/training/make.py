"""Make the demo training: how fourteen invented learners rate themselves before, looking back ("then"), and after.

Nobody answered. The same seed gives the same bytes:

    python data/training/make.py

writes ``before.csv``, ``then.csv`` and ``after.csv`` beside this file. The last two were filled in on the same day:
how well could you do it before the training, how well can you do it now? What was planted stands in `PLANTED`.
"""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

SEED = 20260915
HERE = Path(__file__).resolve().parent
COMPETENCES = "ABCDEFG"
LETTERS = "BDFGKLMNPRSTVZ"
SHIFTS = (("before", 0.8), ("then", 0.0), ("after", 1.1))

PLANTED = {
    "response_shift": "Before the training learners rate themselves higher than they do looking back; against that "
    "start, what they can do afterwards has risen far more than against what they said before.",
    "left": "One learner answered before the training only.",
    "joined": "One learner came later, and answered after the training only.",
}


def make_learners() -> list[dict[str, list[int]]]:
    """For each learner and each time, a rating from 1 to 5 of each competence."""
    draw = random.Random(SEED).random
    learners = []
    for _ in range(15):
        start = [1.5 + 2.7 * draw() for _ in COMPETENCES]
        learners.append(
            {time: [min(5, max(1, round(one + shift + 1.6 * draw() - 0.8))) for one in start] for time, shift in SHIFTS}
        )
    return learners


def make_codes() -> list[str]:
    draw = random.Random(SEED + 1).random
    return [LETTERS[int(14 * draw())] + LETTERS[int(14 * draw())] + str(10 + 6 * place) for place in range(15)]


def main() -> None:
    learners = dict(zip(make_codes(), make_learners(), strict=True))
    left, joined = list(learners)[4], list(learners)[-1]
    for time, absent in (("before", joined), ("then", left), ("after", left)):
        rows = [[code, *map(str, learner[time])] for code, learner in sorted(learners.items()) if code != absent]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([["code", *COMPETENCES], *rows])
        (HERE / f"{time}.csv").write_bytes(text.getvalue().encode())


if __name__ == "__main__":
    main()
