"""Make the demo network: a fictional Cité des métiers, its partners, and their answers.

Everything is invented; no real organisation or person answered. The same seed gives the same bytes:

    python data/cite/make.py

writes ``partners.csv``, ``answers.csv``, ``answers_2024.csv`` and ``answers_dirty.csv`` beside this file, from the
questionnaire in ``codebook/``. What was planted, for those who teach with it, stands in `PLANTED` and is tested.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

SEED = 20260302
HERE = Path(__file__).resolve().parent

PLANTED = {
    "polarised": "governance_3 (decisions are discussed with us first) has an innocent mean near 3, but hardly anybody "
    "is in the middle: half of the partners agree strongly, half disagree strongly.",
    "gap": "Employers rate the construct `resources` (giving and gaining) far lower than everybody else.",
    "slip": "answers_dirty.csv, the same answers saved from a French spreadsheet, has a 6 on a five-point scale, a "
    "misspelt answer and a heading with a word missing.",
    "broken_off": "One respondent stopped after the construct `trust`.",
    "not_applicable": '`results` asks about users whom some employers never meet: they chose "does not apply".',
    "fallen": "Two years earlier (answers_2024.csv, another anonymous survey with the same questions) partners rated "
    "the construct `learning` far higher; nothing else has changed.",
}

# Organisations asked, and how many of them answered.
ASKED = {"employer": (14, 10), "education": (11, 9), "public": (6, 5), "ngo": (7, 5), "social": (4, 2)}

NAMES = {
    "employer": [
        "Atelier Morvent",
        "Bâtis Sarlaude",
        "Boulangeries Quernel",
        "Clinique des Aulnes bleus",
        "Delvarre Logistique",
        "Électrons de Valrive",
        "Ferme des Trois Seuils",
        "Hôtel du Pont neuf",
        "Imprimerie Tessandre",
        "Mécanique Orvaux",
        "Numérique Brielle",
        "Papeteries Lanselle",
        "Résidence Les Mirabelles",
        "Transports Garançon",
    ],
    "education": [
        "Campus numérique de Valrive",
        "Centre de formation Halbrane",
        "CFA du Bâtiment Orlette",
        "Collège Jeanne-Tavel",
        "École de la deuxième chance Valrive",
        "Institut de soins Courtenelle",
        "Lycée agricole de Brennac",
        "Lycée professionnel Irène-Solange",
        "Lycée technique Vauclair",
        "Université populaire de Valrive",
        "Université de Hautelande",
    ],
    "public": [
        "Agence pour l'emploi de Valrive",
        "Communauté de communes des Deux Rives",
        "Département de Hautelande",
        "Mission jeunesse de Valrive",
        "Rectorat de Hautelande",
        "Ville de Valrive",
    ],
    "ngo": [
        "Ateliers du Passage",
        "Cap Parents",
        "Deuxième Élan",
        "La Fabrique des possibles",
        "Mobilités solidaires",
        "Réseau des aînés",
        "Terre d'accueil Valrive",
    ],
    "social": [
        "Chambre syndicale des métiers de Hautelande",
        "Fédération des employeurs de Valrive",
        "Syndicat des services de Hautelande",
        "Union des travailleurs de Valrive",
    ],
}

# Where partners stand on average, on a scale of 1 to 5: experience, importance.
CONSTRUCTS = {
    "purpose": (3.5, 3.4),
    "governance": (3.2, 3.6),
    "leadership": (3.8, 3.0),
    "communication": (3.1, 4.0),
    "trust": (3.6, 4.4),
    "resources": (3.6, 3.7),
    "learning": (2.6, 2.9),
    "results": (3.4, 4.5),
}
REVERSED = ("communication_2", "resources_4")
ACTIVITIES = {"steering": 0.55, "events": 0.7, "referral": 0.45, "training": 0.3, "projects": 0.25}

KEEP = [
    "The yearly open day: every partner has a table and a task.",
    "Short meetings with minutes the same week.",
    "One contact person for each partner.",
    "That we can send people on and hear what became of them.",
    "The training days with colleagues from other organisations.",
    "The tone. Nobody has to defend their organisation.",
    "The shared calendar of events.",
    "Visits to companies, please keep them.",
    "We know a face for every name by now.",
    "The common welcome desk at the job fair.",
    "Quick answers from the coordinating team.",
    "That small associations have the same say.",
    "The handbook with everybody's offers.",
    "Lunch after the plenary meeting.",
    "The joint workshops for young people.",
    "Honest talk about what did not work.",
    "Help with filling in funding forms.",
]
CHANGE = [
    "Tell us what happened with our answers last year.",
    "Fewer e-mails -> one newsletter a month.",
    "We hear of decisions when they are made. Ask before.",
    "Employers need a reason to come: what do we get?",
    "A list of who does what.",
    "Meetings at 8 in the morning are impossible for us.",
    "Look at the results together once a year.",
    "More small companies & fewer speeches.",
    "Let partners propose topics for the steering meeting.",
    "Less paperwork for joint projects.",
    "Explain who decides what.",
    "An evening meeting now and then, for volunteers.",
    "Reach people in the villages, not only in town.",
    "Ask users what they think, every year.",
    "Share the work; it is always the same three of us.",
    "Send documents a week before the meeting.",
    "Tell newcomers how the partnership works.",
    "Fewer statistics for the funder, more for us.",
    "Bring in the chamber of crafts.",
    "One form for sending people on, not five.",
    "Say no to activities that nobody needs.",
]


class Dice:
    """Chance from `random.random` alone, whose values Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def chance(self, share: float) -> bool:
        return self._random() < share

    def normal(self, mean: float, spread: float) -> float:
        return mean + spread * (sum(self._random() for _ in range(12)) - 6)

    def rating(self, mean: float, spread: float) -> int:
        return min(5, max(1, round(self.normal(mean, spread))))

    def pick(self, options: Sequence[str]) -> str:
        return options[int(self._random() * len(options))]

    def shuffled(self, things: Iterable[str]) -> list[str]:
        return [thing for _, thing in sorted((self._random(), thing) for thing in things)]


def read(name: str) -> list[dict[str, str]]:
    with (HERE / "codebook" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_partners(dice: Dice) -> list[list[str]]:
    towns = ["Valrive", "Valrive", "Valrive", "Brennac", "Courtenelle", "Orlette"]
    sizes = ["1-9", "10-49", "50-249", "250+"]
    rows = [(kind, name) for kind, names in NAMES.items() for name in names]
    return [
        ["id", "name", "type", "size", "town", "partner_since"],
        *(
            [
                f"P{number:02d}",
                name,
                kind,
                dice.pick(sizes),
                dice.pick(towns),
                str(2009 + int(15 * dice.normal(0.5, 0.14))),
            ]
            for number, (kind, name) in enumerate(rows, start=1)
        ),
    ]


def add_dispositions(rows: list[list[str]], dice: Dice) -> list[list[str]]:
    """The partners with what became of their invitation; how many of a kind answered stands in `ASKED`."""
    ids = {kind: dice.shuffled(row[0] for row in rows[1:] if row[2] == kind) for kind in ASKED}
    answered = [partner for kind, (_, count) in ASKED.items() for partner in ids[kind][:count]]
    silent = dice.shuffled(partner for kind, (_, count) in ASKED.items() for partner in ids[kind][count:])
    found = {**dict.fromkeys(answered, "complete"), answered[0]: "partial", **dict.fromkeys(silent, "non-contact")}
    found |= dict.fromkeys(silent[:3], "refused")
    return [[*rows[0], "disposition"], *([*row, found[row[0]]] for row in rows[1:])]


def make_answers(dice: Dice, items: list[dict[str, str]]) -> list[dict[str, str]]:
    kinds = dice.shuffled(f"{kind}:{number}" for kind, (_, answered) in ASKED.items() for number in range(answered))
    sent = datetime(2026, 3, 2, 8, 30)
    keep, change = dice.shuffled(KEEP), dice.shuffled(CHANGE)
    answers = []
    for place, kind in enumerate(kinds):
        sent += timedelta(minutes=int(40 + 1200 * dice.normal(0.5, 0.16)))
        answer = one_respondent(dice, kind.split(":")[0], place, items, sent)
        answer["keep"] = keep.pop() if keep and dice.chance(0.4) else ""
        answer["change"] = change.pop() if change and dice.chance(0.55) else ""
        answers.append(answer)
    break_off(answers[17], items)
    return answers


def one_respondent(dice: Dice, kind: str, place: int, items: list[dict[str, str]], sent: datetime) -> dict[str, str]:
    mood = dice.normal(0, 0.55)
    answer = {"Timestamp": sent.strftime("%Y-%m-%d %H:%M:%S"), "organisation_type": kind}
    answer["activities"] = " ".join(name for name, share in ACTIVITIES.items() if dice.chance(share)) or "none"
    for item in items:
        name, construct = item["name"], item["construct"]
        if item["role"] == "experience":
            mean = CONSTRUCTS[construct][0] - (1.7 if (kind, construct) == ("employer", "resources") else 0)
            rating = dice.rating(mean + mood, 0.85)
            if name == "governance_3":
                rating = (1, 5, 1, 5, 2, 5, 1, 4)[place % 8]
            answer[name] = str(6 - rating if name in REVERSED else rating)
            if (kind, construct) == ("employer", "results") and dice.chance(0.4) or dice.chance(0.01):
                answer[name] = "na"
        elif item["role"] == "importance":
            answer[name] = str(dice.rating(CONSTRUCTS[construct][1] + mood, 0.8))
        if item["role"] in ("experience", "importance") and dice.chance(0.03):
            answer[name] = ""
    return answer


def break_off(answer: dict[str, str], items: list[dict[str, str]]) -> None:
    names = [item["name"] for item in items]
    for name in names[names.index("resources_1") :]:
        answer[name] = ""


def make_dirty(
    answers: list[dict[str, str]], items: list[dict[str, str]], choices: list[dict[str, str]]
) -> list[list[str]]:
    """The answers in French words, with three slips of the kind that typing makes."""
    french = {(choice["list_name"], choice["name"]): choice["label::Français (fr)"] for choice in choices}
    rows = [["Horodateur", *(item["label::Français (fr)"] for item in items)]]
    for answer in answers:
        row = [answer["Timestamp"]]
        for item in items:
            kind, _, list_name = item["type"].partition(" ")
            codes = answer[item["name"]].split() if kind.startswith("select") else []
            row.append(
                "; ".join(french[list_name, code] for code in codes)
                if codes
                else answer[item["name"]]
                if kind == "text"
                else ""
            )
        rows.append(row)
    place = {item["name"]: index for index, item in enumerate(items, start=1)}
    rows[7][place["purpose_2"]] = "6"
    rows[12][place["trust_3"]] = "Plutôt d'acord"
    rows[0][place["learning_2"]] = "Les résultats des évaluations nous sont"
    return rows


def write(
    name: str, rows: Iterable[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8", end: str = "\n"
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    (HERE / name).write_bytes(text.getvalue().encode(encoding))


EARLIER = {"employer": 8, "education": 8, "public": 5, "ngo": 4, "social": 2}


def make_earlier(dice: Dice, items: list[dict[str, str]]) -> list[dict[str, str]]:
    """The survey two years before: 27 respondents, who rated `learning` one or two levels higher."""
    kinds = dice.shuffled(f"{kind}:{number}" for kind, answered in EARLIER.items() for number in range(answered))
    sent = datetime(2024, 3, 4, 8, 30)
    learning = [item["name"] for item in items if (item["construct"], item["role"]) == ("learning", "experience")]
    answers = []
    for place, kind in enumerate(kinds):
        sent += timedelta(minutes=int(40 + 1200 * dice.normal(0.5, 0.16)))
        answer = one_respondent(dice, kind.split(":")[0], place, items, sent)
        for name in learning:
            rises = 1 + dice.chance(0.5)
            answer[name] = answer[name] and str(min(5, int(answer[name]) + rises) if answer[name] != "na" else "na")
        answers.append(answer)
    return answers


def main() -> None:
    items = [row for row in read("survey") if row["type"] not in ("begin_group", "end_group")]
    write("partners.csv", add_dispositions(make_partners(Dice(SEED)), Dice(SEED + 2)))
    answers = make_answers(Dice(SEED + 1), items)
    names = ["Timestamp", *(item["name"] for item in items)]
    write("answers.csv", [names, *([answer[name] for name in names] for answer in answers)])
    earlier = make_earlier(Dice(SEED + 3), items)
    write("answers_2024.csv", [names, *([answer.get(name, "") for name in names] for answer in earlier)])
    write(
        "answers_dirty.csv", make_dirty(answers, items, read("choices")), delimiter=";", encoding="cp1252", end="\r\n"
    )


if __name__ == "__main__":
    main()
