"""Make the demo network: a fictional Cité des métiers, its partners, and their answers.

Everything is invented; no real organisation or person answered. The same seed gives the same bytes:

    python data/cite/make.py

writes beside this file, from the questionnaire in ``codebook/``, the survey: ``partners.csv``, ``answers.csv``,
``answers_2024.csv`` and ``answers_dirty.csv``; then the partner network: the sheets in ``network/``, ``reference.csv``
and the workbook ``partners_messy.xlsx`` (which needs openpyxl; everything else needs only Python); then, of the
survey's design, what six experts and nine partners of a pilot said: ``ratings.csv`` and ``pilot.csv`` in ``design/``.
What was planted,
for those who teach with it, stands in `PLANTED` and is tested.
"""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

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
    "quiet": "On 31 March 2026 five partners had done nothing together with the network for more than twelve months, "
    "all of them employers: Delvarre Logistique, Ferme des Trois Seuils, Hôtel du Pont neuf, Papeteries Lanselle, "
    "Transports Garançon (of one other partner it is not known). The contact promised to them every quarter is more "
    "than half a year overdue; of the others three are overdue, by a month or so. The survey is anonymous and tells "
    "only of their kind: employers rate `communication` lower than the others do, and giving and gaining (`gap`).",
    "busiest": "The busiest fifth of the partners (9 of the 41 whose activities were counted) has two thirds of all "
    "joint activities (80 of 120).",
    "missing_sector": "None of the 13 employers whose sector is stated is in trade (G, of whom jobs in the region let "
    "one expect 2.4) or in support services (N, 1.3 expected); manufacturing (C) has 6, three times its share of the "
    "jobs. Finance (K) is missing too, but only 0.5 would be expected.",
    "uncovered": "Of 12 needs of users 2 are answered by no partner of today (childcare during courses, evening "
    "opening hours) and 3 by exactly one. One potential partner would bring childcare; two others would each give "
    "one of the single ones a second provider; nobody on the list opens in the evening.",
    "split": "Mission jeunesse de Valrive is the only articulation point besides the convenor: three associations work "
    "with it and with each other only. Without the convenor the five quiet employers have no relation at all, and the "
    "building trade (2) and the care sector (3) stand apart. Of the relations between two organisations that both "
    "reported, every second is reported by both. Rectorat de Hautelande sees collaboration (5) where Lycée technique "
    "Vauclair sees networking (1).",
    "documents": "Two agreements end within six months of 31 March 2026, and one has expired.",
    "promises": "Among 25 forms of cooperation there are all four levels of involvement, two consultations whose "
    "outcome the partner never heard, and one where resources are pooled though one side decides alone.",
    "experts": "Of six experts two call learning_4 (we adopted a working method from another partner) relevant to "
    "evaluation and learning: an index of .33. All call leadership_3 (brings disagreements between partners into the "
    "open) relevant, but three remark that it is unclear. One expert left one rating empty (results_4).",
    "pilot": "All nine partners of the pilot answered leadership_1 (the team answers our requests within a week) "
    "alike, and four of them left resources_2 (work is shared fairly) empty.",
    "room": "Of the seven people who rated the SWOT (swot/, written by hand) all call W4 (decisions are said to be "
    "taken without those concerned) important; three find that the network does badly there, four that it does well, "
    "nobody is in the middle: as in the survey (`polarised`). On no other factor is the room split.",
    "opinion": "All seven rate T3 (new online services) 4 or 5 on both, which makes it second of 14, and nothing "
    "supports it. The only other opinion (O2, evening hours) is last.",
    "contradiction": "Six comparisons of the quadrants have a consistency ratio of 0.12: strengths are said to count "
    "three times as much as opportunities, while the other five say that they count less.",
    "chain": "None of the tasks A6 to A10 (the agreement with the town, signed on the day when the old one ends) and "
    "A14 may slip; the application and the page for young people can.",
    "overload": "In the week of 18 May 2026 Mission jeunesse de Valrive has 15 days of work in five (A2, A6, A11); "
    "nobody else ever has more than a week holds.",
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
LOW = {"resources": 1.7, "communication": 1.0}  # how much lower employers rate
EARLIER_LOW = {"resources": 1.7}
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
        answer = one_respondent(dice, kind.split(":")[0], place, items, sent, LOW)
        answer["keep"] = keep.pop() if keep and dice.chance(0.4) else ""
        answer["change"] = change.pop() if change and dice.chance(0.55) else ""
        answers.append(answer)
    break_off(answers[17], items)
    return answers


def one_respondent(
    dice: Dice, kind: str, place: int, items: list[dict[str, str]], sent: datetime, low: dict[str, float]
) -> dict[str, str]:
    mood = dice.normal(0, 0.55)
    answer = {"Timestamp": sent.strftime("%Y-%m-%d %H:%M:%S"), "organisation_type": kind}
    answer["activities"] = " ".join(name for name, share in ACTIVITIES.items() if dice.chance(share)) or "none"
    for item in items:
        name, construct = item["name"], item["construct"]
        if item["role"] == "experience":
            mean = CONSTRUCTS[construct][0] - (low.get(construct, 0) if kind == "employer" else 0)
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
        answer = one_respondent(dice, kind.split(":")[0], place, items, sent, EARLIER_LOW)
        for name in learning:
            rises = 1 + dice.chance(0.5)
            answer[name] = answer[name] and str(min(5, int(answer[name]) + rises) if answer[name] != "na" else "na")
        answers.append(answer)
    return answers


# The partner network: what the office of the Cité des métiers knows of the same 42 partners.

AS_OF = date(2026, 3, 31)
CONVENOR = "P00"
COLUMNS = (
    "id name type sector size territory level status partner_since found_through document document_start document_end "
    "contact_every last_contact last_activity activities resources needs owner consent disposition notes"
)
KINDS = {"public": "public_authority", "social": "social_partner"}
TEAM = ("Maud", "Idris", "Salomé")

# Besides the 42 partners: id, name, type, size, territory, level, status, partner since, last contact, last activity.
OTHERS = """
P00|Cité des métiers de Valrive|other|10-49|Valrive|local|convenor|2009||
P43|Galeries Mirandol|employer|50-249|Valrive|local|potential||2026-02-11|
P44|Intérim Solvaire|employer|10-49|Valrive|regional|potential||2026-01-20|
P45|Banque coopérative de Hautelande|employer|250+|Courtenelle|regional|potential|||
P46|Maison européenne d'Orlette|eu_international|1-9|Orlette|international|potential||2025-11-06|
P47|Crèche du Moulin vert|ngo|10-49|Valrive|local|potential||2026-03-05|
P48|Foyer Brise-Lande|ngo|10-49|Brennac|local|potential|||
P49|Quincaillerie Rambaud|employer|1-9|Valrive|local|former|2012|2022-09-08|2021-10-14
P50|Espace numérique Courtenelle|ngo|1-9|Courtenelle|local|former|2015|2023-05-11|2023-03-16
P51|Maison de l'apprentissage Vauclair|education|10-49|Brennac|local|former|2013|2021-06-24|2021-06-24
P52|Auto-école des Deux Rives|employer|1-9|Brennac|local|former|2016||2023-11-09
"""

# Sections of NACE; three partners' sector is not known.
SECTORS = {
    "A": "P07",
    "C": "P01 P03 P06 P09 P10 P12",
    "F": "P02",
    "G": "P43 P49",
    "H": "P05",
    "I": "P08",
    "J": "P11 P50",
    "K": "P45",
    "N": "P44",
    "O": "P26 P27 P28 P29 P30 P31",
    "P": "P00 P15 P16 P17 P18 P19 P20 P21 P22 P23 P24 P25 P51 P52",
    "Q": "P04 P13 P33 P37 P38 P47",
    "S": "P32 P34 P35 P39 P40 P42 P46 P48",
}
# Jobs in the private economy of the region, which is as invented as everything else.
JOBS = {
    "A": 2300,
    "B": 100,
    "C": 9400,
    "D": 500,
    "E": 600,
    "F": 4800,
    "G": 11200,
    "H": 4300,
    "I": 4000,
    "J": 1900,
    "K": 2300,
    "L": 800,
    "M": 4200,
    "N": 6100,
    "Q": 4700,
    "R": 900,
    "S": 1900,
}
REGIONAL = "P11 P25 P28 P30 P32 P36 P39 P40 P42"

# Last joint activity and last contact of those who went quiet, and the last contact of others who wait a little.
QUIET = {
    "P05": ("2024-11-14", "2025-03-04"),
    "P07": ("2025-02-06", "2025-05-15"),
    "P08": ("2024-06-20", "2024-12-03"),
    "P12": ("2024-09-26", "2025-06-12"),
    "P14": ("2025-01-23", "2025-04-24"),
}
LATE = {"P06": ("quarterly", "2025-12-02"), "P20": ("half_yearly", "2025-09-04"), "P40": ("half_yearly", "2025-08-21")}
BUSIEST = {"P29": 14, "P26": 12, "P31": 11, "P16": 9, "P22": 8, "P24": 7, "P38": 7, "P01": 6, "P39": 6}
THROUGH_P29 = ("P33", "P34", "P35")  # the convenor itself does not work with these three
ON_PAPER = "P41"  # nobody knows anything of this partner
NO_PROMISE = (*THROUGH_P29, "P09", ON_PAPER)
DAYS = {"monthly": 31, "quarterly": 92, "half_yearly": 184, "yearly": 366}

AGREEMENTS = {
    "P16": ("2023-01-01", "2025-12-31"),
    "P22": ("2023-07-01", "2026-06-30"),
    "P25": ("2024-01-01", "2026-12-31"),
    "P26": ("2025-01-01", "2027-12-31"),
    "P28": ("2025-07-01", "2028-06-30"),
    "P29": ("2022-03-01", ""),
    "P30": ("", "2027-08-31"),
    "P31": ("2021-09-01", "2026-08-31"),
}
CHARTERS = "P01 P02 P05 P08 P13 P17 P19 P24 P27 P32 P36 P37 P38 P39 P42"
NO_DOCUMENT = "P03 P04 P06 P07 P09 P11 P12 P15 P18 P20 P21 P23 P33 P34 P46 P47"

NEEDS = {
    "work placements": "P01 P02 P03 P04 P06 P13 P43",
    "company visits": "P01 P02 P06 P10 P11",
    "help with job applications": "P19 P26 P29 P34 P44",
    "guidance for career changers": "P20 P26 P39 P42 P51",
    "language courses": "P16 P24 P38",
    "digital skills": "P11 P15 P24 P50",
    "advice on starting a business": "P27 P39 P40 P45",
    "housing advice": "P28 P48",
    "recognition of foreign qualifications": "P25 P46",
    "transport to interviews": "P36 P52",
    "childcare during courses": "P47",
    "evening opening hours": "",
}
RESOURCES = {
    "employer": ("placements", "mentors", "equipment", "visits on site"),
    "education": ("trainers", "rooms", "equipment", "course places"),
    "public_authority": ("funding", "rooms", "statistics", "public relations"),
    "pes": ("statistics", "job offers", "advisers"),
    "ngo": ("volunteers", "mentors", "rooms", "interpreters"),
    "social_partner": ("expertise", "public relations", "contacts in companies"),
    "eu_international": ("expertise", "funding"),
}
NOTES = {
    "P08": "New director since summer 2024.",
    "P18": "Prefers calls before nine.",
    "P41": "Letter came back.",
    "P47": "Asked about us at the open day.",
}

# Partner, function, who initiates, who decides, feedback, commitment, pooled, shared.
COOPERATION = """
P01 events us alone - no no no
P05 events us alone - no no no
P06 training us after_asking yes no - no
P16 training both together yes yes yes yes
P16 steering both together yes no no yes
P22 events us together yes no no no
P22 training them together yes yes no yes
P24 training both together yes no yes yes
P25 projects them alone - no no no
P26 referral both together yes yes yes yes
P26 events us after_asking yes - no no
P27 events us after_asking no no no no
P28 steering them after_asking yes yes no no
P29 referral both together yes yes no yes
P29 projects both together yes yes yes yes
P30 steering them after_asking yes no no no
P30 referral us alone - no no no
P31 events us alone no yes yes no
P31 steering both after_asking no yes no no
P38 referral both together yes yes no yes
P38 events us together yes no no no
P39 steering both together yes yes no yes
P39 training us after_asking yes no no no
P40 steering us - - no no no
P42 steering us after_asking yes no no no
"""


def of(table: dict[str, str], partner: str) -> list[str]:
    return [name for name, partners in table.items() if partner in partners.split()]


def weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def make_network(dice: Dice, rows: list[list[str]]) -> list[dict[str, str]]:
    """The convenor, the partners of the survey with what the office knows of them, potential and former partners."""
    names = ("id", "name", "type", "size", "territory", "level", "status", "partner_since", "last_contact")
    others = [dict(zip((*names, "last_activity"), line.split("|"), strict=True)) for line in OTHERS.strip().split("\n")]
    known = [{**row, "owner": dice.pick(TEAM)} for row in others[1:]]
    few = [*["1"] * 13, *["2"] * 9, *["3"] * 2]
    counts = dice.shuffled(f"{place:02d}:{count}" for place, count in enumerate(few))
    today = [one_partner(dice, dict(zip(rows[0], row, strict=True)), counts) for row in rows[1:]]
    records = [others[0], *today, *known]
    for record in records:
        record["sector"] = "".join(of(SECTORS, record["id"]))
        record["needs"] = "; ".join(of(NEEDS, record["id"]))
        record["notes"] = NOTES.get(record["id"], "")
        if record["status"] != "convenor" and not dice.chance(0.12):
            pool = dice.shuffled(RESOURCES[record["type"]])
            record["resources"] = "; ".join(sorted(pool[: 1 + dice.chance(0.5) + dice.chance(0.2)]))
        if record["id"] in NO_DOCUMENT.split():
            record["document"] = "none"
    return records


def one_partner(dice: Dice, row: dict[str, str], counts: list[str]) -> dict[str, str]:
    partner = row["id"]
    kind = "pes" if partner == "P26" else KINDS.get(row["type"], row["type"])
    record = {**row, "type": kind, "territory": row["town"], "status": "current"}
    record["level"] = "regional" if partner in REGIONAL.split() else "" if partner in ("P10", "P35") else "local"
    ways = ("event", "event", "network", "network", "recommendation", "recommendation", "web", "prospecting", "other")
    record["found_through"] = "" if dice.chance(0.1) else dice.pick(ways)
    record["owner"] = "" if partner in ("P09", ON_PAPER) else dice.pick(TEAM)
    basis = {"employer": "legitimate_interest", "ngo": "consent", "social_partner": "legitimate_interest"}
    record["consent"] = dice.pick(("", "none", *[basis.get(kind, "public_task")] * 8))
    if partner in AGREEMENTS:
        record["document"] = "agreement"
        record["document_start"], record["document_end"] = AGREEMENTS[partner]
    elif partner in CHARTERS.split():
        record["document"] = "charter"
        record["document_start"] = str(weekday(date(int(row["partner_since"]), 5 if dice.chance(0.5) else 1, 10)))
    return record | what_was_done(dice, partner, counts)


def what_was_done(dice: Dice, partner: str, counts: list[str]) -> dict[str, str]:
    """How often contact was promised, the last contact, the last joint activity, and how many there were."""
    if partner in QUIET:
        activity, contact = QUIET[partner]
        return {"contact_every": "quarterly", "last_contact": contact, "last_activity": activity, "activities": "0"}
    if partner == ON_PAPER:
        return {}
    if partner in BUSIEST:
        promised = "monthly" if BUSIEST[partner] > 10 else "quarterly"
        count = BUSIEST[partner]
    else:
        promised = "" if partner in NO_PROMISE else dice.pick(("quarterly", "half_yearly", "half_yearly", "yearly"))
        count = 1 if partner in THROUGH_P29 else int(counts.pop()[3:])
    done = weekday(AS_OF - timedelta(days=int(5 + (40 if count > 5 else 300) * dice.normal(0.5, 0.16))))
    spoken = max(done, weekday(AS_OF - timedelta(days=int(2 + 0.7 * DAYS.get(promised, 300) * dice.normal(0.5, 0.16)))))
    if partner in LATE:
        promised, contact = LATE[partner]
        spoken = date.fromisoformat(contact)
        done = spoken - timedelta(days=14)
    return {
        "contact_every": promised,
        "last_contact": "" if partner in ("P11", "P21", "P36") else str(spoken),
        "last_activity": "" if partner == "P30" else str(done),
        "activities": str(count),
    }


# Who works with whom. The silent ones of the survey filled in no list of relations either, nor did two others.
RUNGS = ("networking", "cooperation", "coordination", "coalition", "collaboration")
APART = (("P02", "P17"), ("P04", "P13", "P20"))
HUBS = ("P26", "P29", "P22", "P16")
SEEN_DIFFERENTLY = {("P30", "P23"): 5, ("P23", "P30"): 1}


def make_relations(dice: Dice, records: list[dict[str, str]]) -> list[list[str]]:
    today = {record["id"]: record for record in records if record["status"] in ("current", "convenor")}
    reporters = [CONVENOR, *(one for one, record in today.items() if record.get("disposition") == "complete")]
    reporters.remove("P20")
    reports = dict(SEEN_DIFFERENTLY)
    for (one, other), level in true_levels(dice, today).items():
        views = [pair for pair in ((one, other), (other, one)) if pair[0] in reporters]
        chance = 0.6 if one == CONVENOR else 0.72
        named = [pair for pair in views if pair[0] == CONVENOR or dice.chance(chance)] or views[:1]
        for pair in named:
            seen = level + dice.chance(0.2) - dice.chance(0.2)
            reports.setdefault(pair, min(5, max(1, seen)))
    # Asked, Transports Garançon said that it works with nobody.
    reports = {pair: level for pair, level in reports.items() if pair[0] != "P14"}
    rows = [["one", "other", "strength", "reported_by", "ladder", "trust"]]
    for one in reporters:
        others = [other for other in today if (one, other) in reports]
        for other in others:
            level = reports[one, other]
            trust = "" if one == CONVENOR or dice.chance(0.15) else str(dice.rating(2.4 + 0.4 * level, 0.8))
            rows.append([one, other, RUNGS[level - 1], one, "frey", trust])
        if not others:
            rows.append([one, "", "", one, "frey", ""])
    return rows


def true_levels(dice: Dice, today: dict[str, dict[str, str]]) -> dict[tuple[str, str], int]:
    """The relations that there are, whoever reports them."""
    levels = {}
    for partner in today:
        if partner not in (CONVENOR, ON_PAPER, *THROUGH_P29):
            level = 1 if partner in QUIET else dice.rating(4, 0.6) if partner in BUSIEST else dice.rating(2.2, 0.7)
            levels[CONVENOR, partner] = level
    for group in (*APART, THROUGH_P29, *(("P29", partner) for partner in THROUGH_P29)):
        levels |= {pair: dice.rating(3, 0.8) for pair in combinations(group, 2)}
    alone = {CONVENOR, ON_PAPER, *QUIET, *THROUGH_P29, *APART[0], *APART[1]}
    others = [partner for partner in today if partner not in alone]
    for one, other in combinations(others, 2):
        busy = (one in BUSIEST) + (other in BUSIEST)
        alike = today[one]["type"] == today[other]["type"]
        if dice.chance(0.6 if busy == 2 else 0.22 if alike else 0.12 if busy else 0.04):
            levels[one, other] = dice.rating(2 + 0.6 * busy, 0.9)
    for partner in others:
        hub = dice.pick(HUBS)
        if partner not in HUBS and (hub, partner) not in levels and (partner, hub) not in levels:
            levels[hub, partner] = dice.rating(2, 0.7)
    return levels


# The list as people have it: three languages, merged cells, slips. Its rows are 24 of the 42 partners.
HEADINGS = {
    "name": "Naziv",
    "type": "Type",
    "sector": "Settore",
    "size": "Effectif",
    "territory": "Ville",
    "status": "Statut",
    "last_contact": "Zadnji kontakt",
    "last_activity": "Dernière activité commune",
    "activities": "Nb d'activités",
    "contact_every": "Rythme de contact",
    "owner": "Suivi par",
    "document": "Convention",
    "document_end": "Scadenza",
    "phone": "Tel.",
    "e-mail": "E-mail",
    "colour": "Couleur",
    "notes": "Remarques",
}
SECTIONS = {
    "EMPLOYEURS": "P01 P02 P04 P05 P06 P07 P08 P12 P13 P14",
    "FORMATION": "P16 P17 P18 P20 P22 P24 P25",
    "ACTEURS PUBLICS": "P26 P28 P29 P31",
    "ASSOCIATIONS": "P33 P37 P38",
}
# Typed a second time, sparsely, right after the first.
AGAIN = {"P08": "HOTEL DU PONT NEUF", "P14": "Garançon Transports SARL", "P25": "Sveučilište Hautelande"}
SLIPS = {
    ("P17", "last_contact"): "31/02/2025",
    ("P20", "last_activity"): "printemps",
    ("P37", "type"): "club de pétanque",
    ("P28", "last_contact"): "03/02/2062",
    ("P01", "name"): "Atelier  Morvent ",
    ("P02", "notes"): "+ de visites, - de réunions",
    ("P08", "notes"): "nouvelle direction depuis l'été 2024",
    ("P18", "notes"): "appeler avant 9 h",
    ("P24", "notes"): "@Salomé : rappeler",
}
THREE_LANGUAGES = {
    "employer": ("entreprise", "tvrtka", "azienda"),
    "education": ("école", "obrazovanje", "formazione"),
    "public_authority": ("collectivité", "javna uprava", "ente pubblico"),
    "pes": ("service de l'emploi", "zavod za zapošljavanje", "centro per l'impiego"),
    "ngo": ("association", "udruga", "associazione"),
    "A": ("agriculture", "poljoprivreda", "agricoltura"),
    "C": ("industrie", "proizvodnja", "industria"),
    "F": ("BTP", "graditeljstvo", "edilizia"),
    "H": ("transport", "promet", "trasporti"),
    "I": ("hôtellerie", "turizam", "turismo"),
    "O": ("administration publique", "javna uprava", "amministrazione pubblica"),
    "P": ("enseignement", "obrazovanje", "istruzione"),
    "Q": ("santé", "zdravstvo", "sanità"),
    "1-9": ("1-9", "6", "8"),
    "10-49": ("10-49", "14", "35"),
    "50-249": ("50-249", "70", "120"),
    "250+": ("250+", "310", "480"),
    "current": ("actif", "aktivan", "attivo"),
    "monthly": ("mensuel", "mjesečno", "mensile"),
    "quarterly": ("tous les 3 mois", "svaka 3 mjeseca", "trimestrale"),
    "half_yearly": ("2 fois par an", "polugodišnje", "semestrale"),
    "yearly": ("1 fois par an", "godišnje", "annuale"),
    "agreement": ("oui", "sporazum", "accordo"),
    "charter": ("charte", "povelja", "carta"),
    "none": ("non", "ne", "no"),
    "colour": ("vert", "zelena", "giallo"),
}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
}

# What a reader should complain of: row, column, value.
MESSY = (
    (23, "Zadnji kontakt", "31/02/2025"),
    (25, "Dernière activité commune", "printemps"),
    (31, "Zadnji kontakt", "03/02/2062"),
    (37, "Type", "club de pétanque"),
    (38, "Naziv", ""),
)
# Which rows are the same organisation, and whether their names differ in spelling only.
DOUBLES = ((9, 10, True), (15, 16, False), (20, 21, False))
PLAIN = str.maketrans("éèâôçčš", "eeaoccs")


def as_written(day: str, form: int) -> str | date:
    """A date as somebody typed it, or a real date."""
    when = date.fromisoformat(day)
    return (
        when,
        f"{when:%d/%m/%Y}",
        f"{when.day}.{when.month}.{when.year}.",
        f"{when.day} {MONTHS['it'].split()[when.month - 1]} {when.year}",
        f"{when.day}. {MONTHS['hr'].split()[when.month - 1]} {when.year}.",
        f"{when.day} {MONTHS['fr'].split()[when.month - 1]} {when.year}",
    )[form]


def make_messy(dice: Dice, records: list[dict[str, str]]) -> list[list[object]]:
    """The rows of the sheet, from the first to the last; a row with one cell is merged across."""
    by_id = {record["id"]: record for record in records}
    rows: list[list[object]] = [["Réseau de la Cité des métiers : liste des partenaires"], [], [*HEADINGS.values()]]
    for section, partners in SECTIONS.items():
        rows.append([section])
        for record in sorted((by_id[partner] for partner in partners.split()), key=lambda record: record["territory"]):
            rows.append(as_typed(dice, record))
            if record["id"] in AGAIN:
                again = {"name": AGAIN[record["id"]], "type": record["type"], "territory": record["territory"]}
                rows.append(as_typed(dice, {**again, "id": "", "status": "current"}))
        rows.append([])
    rows[-1:] = [as_typed(dice, {"id": "", "type": "ngo", "territory": "Brennac", "status": "current"}), []]
    counted = sum(row[8] for row in rows if len(row) > 8 and isinstance(row[8], int))
    rows.append(["Total", 42, *[""] * 6, counted, *[""] * 8])
    return rows


def as_typed(dice: Dice, record: dict[str, str]) -> list[object]:
    """A partner's row; whoever typed it took now this, now that language."""
    first = re.findall(r"\w+", record.get("name", "info"))[0].lower()
    extra = {
        "phone": f"555-01{record['id'][1:] or 99}",
        "e-mail": f"{first.translate(PLAIN)}@example.org",
        "colour": dice.pick(THREE_LANGUAGES["colour"]),
    }
    typed: list[object] = []
    for name in HEADINGS:
        value = SLIPS.get((record["id"], name), extra.get(name, record.get(name, "")))
        if (record["id"], name) in SLIPS or not value:
            typed.append(value)
        elif name in ("last_contact", "last_activity", "document_end"):
            typed.append(as_written(value, int(dice.pick("012345"))))
        elif name == "activities":
            typed.append(int(value))
        else:
            word = dice.pick(THREE_LANGUAGES.get(value, (value,)))
            typed.append(int(word) if name == "size" and word.isdigit() else word)
    return typed


def write_messy(name: str, rows: list[list[object]]) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    book.properties.creator = "Cité des métiers de Valrive"
    sheet = book.active
    sheet.title = "Liste 2026"
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value != "":
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"  # "+ de visites" is no formula
                elif isinstance(value, date):
                    cell.number_format = "dd/mm/yyyy"
        if len(row) == 1:
            sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=len(HEADINGS))
            sheet.cell(number, 1).font = Font(bold=True)
    for cell in sheet[3]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDDDDD")
    town = [*HEADINGS].index("territory")
    for first, last in runs([row[town] if len(row) > town else "" for row in rows]):
        sheet.merge_cells(start_row=first + 1, start_column=town + 1, end_row=last + 1, end_column=town + 1)
        sheet.cell(first + 1, town + 1).alignment = Alignment(vertical="center")
    for letter, width in zip("ABCDEFGHIJKLMNOPQ", (38, 22, 24, 10, 14, 10, *[20] * 11), strict=True):
        sheet.column_dimensions[letter].width = width
    saved = io.BytesIO()
    book.save(saved)
    (HERE / name).write_bytes(without_clock(saved))


def runs(values: Sequence[object]) -> list[tuple[int, int]]:
    """First and last place of every value that stands at least twice in a row."""
    found, first = [], 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[first]:
            if values[first] and place - first > 1:
                found.append((first, place - 1))
            first = place
    return found


def without_clock(saved: io.BytesIO) -> bytes:
    """A workbook's bytes without the time at which it was saved."""
    result = io.BytesIO()
    with ZipFile(saved) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = re.sub(rb"(?<=W3CDTF\">)\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-03-31T08:00:00Z", old.read(name))
            new.writestr(ZipInfo(name, (2026, 3, 31, 8, 0, 0)), content, ZIP_DEFLATED)
    return result.getvalue()


def write_network() -> None:
    rows = add_dispositions(make_partners(Dice(SEED)), Dice(SEED + 2))
    records = make_network(Dice(SEED + 4), rows)
    names = COLUMNS.split()
    (HERE / "network").mkdir(exist_ok=True)
    write("network/partners.csv", [names, *([record.get(name, "") for name in names] for record in records)])
    write("network/relations.csv", make_relations(Dice(SEED + 5), records))
    heading = "partner function initiates decides feedback commitment pooled shared"
    rows = [line.split() for line in (heading + COOPERATION).split("\n") if line]
    write("network/cooperation.csv", [["" if cell == "-" else cell for cell in row] for row in rows])
    write("network/needs.csv", [["need"], *([need] for need in NEEDS)])
    write("reference.csv", [["category", "reference"], *([letter, str(jobs)] for letter, jobs in JOBS.items())])
    write_messy("partners_messy.xlsx", make_messy(Dice(SEED + 6), records))


UNCLEAR = {
    2: "Which disagreements? A partner may not know of any.",
    4: "In a meeting, or by e-mail? I had to read it twice.",
    5: "How would a partner see this, if it is not in the room?",
}


def make_ratings(dice: Dice, items: list[dict[str, str]]) -> list[list[str]]:
    """How relevant six experts find each statement to its topic, from 1 to 4."""
    rows = [["item", "expert", "relevance", "remark"]]
    for expert in range(1, 7):
        for item in items:
            if item["role"] == "experience":
                name = item["name"]
                rating = 4 if dice.chance(0.7) else 3
                if name == "learning_4" and expert not in (3, 6):
                    rating = 2 if dice.chance(0.5) else 1
                remark = UNCLEAR.get(expert, "") if name == "leadership_3" else ""
                missing = (expert, name) == (4, "results_4")
                rows.append([name, str(expert), "" if missing else str(rating), remark])
    return rows


PILOT = {"employer": 3, "education": 3, "public": 1, "ngo": 2}


def make_pilot(dice: Dice, items: list[dict[str, str]]) -> list[dict[str, str]]:
    """The answers of nine partners who tried the questionnaire out."""
    kinds = dice.shuffled(f"{kind}:{number}" for kind, answered in PILOT.items() for number in range(answered))
    sent = datetime(2026, 1, 19, 9, 0)
    answers = []
    for place, kind in enumerate(kinds):
        sent += timedelta(minutes=int(30 + 300 * dice.normal(0.5, 0.16)))
        answer = one_respondent(dice, kind.split(":")[0], place, items, sent, LOW)
        answer["leadership_1"] = "4"
        if place in (1, 4, 5, 8):
            answer["resources_2"] = ""
        elif answer["resources_2"] in ("", "na"):
            answer["resources_2"] = "3"
        answers.append(answer)
    return answers


def write_design(items: list[dict[str, str]], names: Sequence[str]) -> None:
    (HERE / "design").mkdir(exist_ok=True)
    write("design/ratings.csv", make_ratings(Dice(SEED + 7), items))
    pilot = make_pilot(Dice(SEED + 8), items)
    write("design/pilot.csv", [names, *([answer.get(name, "") for name in names] for answer in pilot)])


def main() -> None:
    items = [row for row in read("survey") if row["type"] not in ("begin_group", "end_group", "note")]
    write("partners.csv", add_dispositions(make_partners(Dice(SEED)), Dice(SEED + 2)))
    answers = make_answers(Dice(SEED + 1), items)
    names = ["Timestamp", *(item["name"] for item in items)]
    write("answers.csv", [names, *([answer[name] for name in names] for answer in answers)])
    earlier = make_earlier(Dice(SEED + 3), items)
    write("answers_2024.csv", [names, *([answer.get(name, "") for name in names] for answer in earlier)])
    write(
        "answers_dirty.csv", make_dirty(answers, items, read("choices")), delimiter=";", encoding="cp1252", end="\r\n"
    )
    write_network()
    write_design(items, names)


if __name__ == "__main__":
    main()
