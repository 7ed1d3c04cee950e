"""Make the demo training: how fourteen invented learners rate themselves before, looking back ("then"), and after.

Nobody answered. The same seed gives the same bytes:

    python data/training/make.py

writes ``before.csv``, ``then.csv`` and ``after.csv`` beside this file. The last two were filled in on the same day:
how well could you do it before the training, how well can you do it now? ``followup.csv`` has the same questions three
months later, ``reaction.csv`` what learners said of the training at its end, without their codes, and ``needs.csv``
what ten partners of the demo network had said, before it was planned, that they need and can. What was planted stands
in `PLANTED` and `ALSO_PLANTED`.
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
ALSO_PLANTED = {
    "priority": "Partners need E (surveys) most, by gap and importance; but they can F (policies) least, which is "
    "hardly required of them and counts little.",
    "teachers": "Two partners who may be named, Centre de formation Halbrane and Mission jeunesse de Valrive, can "
    "teach others C (meetings).",
    "fell_back": "Three months later most learners rate themselves lower in B (budgets) than at the end of the "
    "training.",
    "practice": "Of the reaction's statements learners agree least that there was enough time to practise.",
}

NEEDS = {  # competence: in plain words, and about which level is required and reached, and how important it is
    "A": ("Finding partners and putting agreements in writing", 4.0, 3.4, 3.8),
    "B": ("Drawing up joint budgets and accounting for them", 3.6, 3.0, 3.2),
    "C": ("Running meetings that end with clear tasks", 4.0, 3.2, 3.6),
    "D": ("Planning trainings for partners", 3.4, 2.9, 3.0),
    "E": ("Surveying partners and drawing sound conclusions", 4.5, 2.4, 4.5),
    "F": ("Following new policies and explaining them", 2.2, 1.8, 2.2),
    "G": ("Organising joint events and making the partnership known", 3.0, 3.2, 2.8),
}
PARTNERS = {  # of the demo network, and whether they may be named
    "Agence pour l'emploi de Valrive": "yes",
    "Cap Parents": "no",
    "Centre de formation Halbrane": "yes",
    "Chambre syndicale des métiers de Hautelande": "yes",
    "Delvarre Logistique": "no",
    "Deuxième Élan": "yes",
    "Lycée technique Vauclair": "no",
    "Mission jeunesse de Valrive": "yes",
    "Université populaire de Valrive": "no",
    "Ville de Valrive": "no",
}
SET = {  # partner and competence: levels required and reached
    ("Centre de formation Halbrane", "C"): (4, 5),
    ("Mission jeunesse de Valrive", "C"): (4, 5),
    ("Université populaire de Valrive", "E"): (4, 4),
}
UNRATED = {("Deuxième Élan", "F"): "importance", ("Mission jeunesse de Valrive", "D"): "current"}
REACTION = {  # statement: about where learners stand
    "useful": 4.3,
    "pace": 3.9,
    "examples": 4.0,
    "practice": 2.8,
    "access": 4.2,
    "recommend": 4.2,
}
REMARKS = {
    1: "More time for the exercises.",
    3: "Moins de théorie, plus de cas réels.",
    4: "Start later: my bus arrives at half past nine.",
    8: "Plus de temps pour s'exercer à deux.",
    11: "Send the materials a week before.",
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


def near(level: float, draw: random.Random) -> int:
    """A rating from 1 to 5 about there."""
    return min(5, max(1, round(level + 2 * draw.random() - 1)))


def make_followup(learners: dict[str, dict[str, list[int]]]) -> dict[str, list[int]]:
    """Three months later: about what they said afterwards, but less of B; three of them do not answer."""
    draw = random.Random(SEED + 2)
    silent = draw.sample(sorted(learners), 3)
    found = {}
    for code in sorted(learners):
        after = learners[code]["after"]
        drift = [round(1.7 * draw.random() - 0.85) - (letter == "B") for letter in COMPETENCES]
        if code not in silent:
            found[code] = [min(5, max(1, level + step)) for level, step in zip(after, drift, strict=True)]
    return found


def make_reaction() -> list[list[str]]:
    draw = random.Random(SEED + 3)
    return [[*(str(near(level, draw)) for level in REACTION.values()), REMARKS.get(place, "")] for place in range(13)]


def make_needs() -> list[list[str]]:
    """For each partner and competence the level required, the level now, and the importance."""
    draw = random.Random(SEED + 4)
    rows = []
    for name, named in PARTNERS.items():
        for letter, (competence, *levels) in NEEDS.items():
            rated = dict(
                zip(("required", "current", "importance"), (near(level, draw) for level in levels), strict=True)
            )
            if (name, letter) in SET:
                rated["required"], rated["current"] = SET[name, letter]
            cells = {key: str(level) for key, level in rated.items()}
            if (name, letter) in UNRATED:
                cells[UNRATED[name, letter]] = ""
            rows.append([name, competence, *cells.values(), named])
    return rows


def write(name: str, rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    (HERE / name).write_bytes(text.getvalue().encode())


def main() -> None:
    learners = dict(zip(make_codes(), make_learners(), strict=True))
    left, joined = list(learners)[4], list(learners)[-1]
    for time, absent in (("before", joined), ("then", left), ("after", left)):
        rows = [[code, *map(str, learner[time])] for code, learner in sorted(learners.items()) if code != absent]
        write(f"{time}.csv", [["code", *COMPETENCES], *rows])
    followup = make_followup({code: learner for code, learner in learners.items() if code != left})
    write("followup.csv", [["code", *COMPETENCES], *([code, *map(str, levels)] for code, levels in followup.items())])
    write("reaction.csv", [[*REACTION, "next_time"], *make_reaction()])
    write("needs.csv", [["partner", "competence", "required", "current", "importance", "named"], *make_needs()])


if __name__ == "__main__":
    main()
