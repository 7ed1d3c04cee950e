"""The demo network's SWOT: what was planted is found with plain Python, and what it rests on is so."""

from __future__ import annotations

import csv
import importlib.util
import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import kiptools as kip
from kiptools.fields import categories
from kiptools.pairwise import pairwise_weights
from kiptools.questionnaires import item_bank
from kiptools.ranking import rank
from kiptools.strategies import tows
from kiptools.swot import QUADRANTS, SOURCES, Factor, Judgement, Pair, Rater, Rating, Swot
from kiptools.swot_reading import read_swot
from kiptools.tasks import Task, critical_path, workload

CITE = Path(__file__).resolve().parents[1] / "data" / "cite"
PEOPLE = "ABCDEFG"
COLUMNS = {
    "factors": ["id", "quadrant", "factor", "source", "evidence", "topics", "proposed"],
    "people": ["person", "kind", "finished"],
    "importance": ["id", "factor", *PEOPLE],
    "degree": ["id", "factor", *PEOPLE],
    "pairs": ["internal", "external", "interaction", "decision", "strategy"],
    "comparisons": ["first", "second", "times"],
    "actions": ["id", "goal", "task", "who", "from", "until", "days", "after"],
}
FACTORS_OF_JANUARY = {
    "S1": (),
    "S2": (),
    "W1": ("communication", "resources"),
    "W2": ("governance",),
    "W3": ("resources",),
    "W4": ("governance", "leadership"),
    "W5": ("learning",),
    "O1": ("purpose",),
    "O2": ("results",),
    "T1": ("purpose",),
    "T2": ("trust",),
    "T3": (),
}


def rows(name: str) -> list[dict[str, str]]:
    with (CITE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def levels(name: str) -> dict[str, list[int]]:
    return {row["id"]: [int(row[person]) for person in PEOPLE] for row in rows(f"swot/{name}")}


FACTORS = {row["id"]: row for row in rows("swot/factors")}
IMPORTANCE, DEGREE = levels("importance"), levels("degree")
TASKS = {row["id"]: row for row in rows("swot/actions")}


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.fixture(scope="module")
def planted() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("make", CITE / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PLANTED


@pytest.fixture(scope="module")
def swot() -> Swot:
    """The files as one value, put together here; `test_the_kit_reads_the_same` compares."""
    accepted = {"accept": True, "reject": False, "": None}
    return Swot(
        tuple(
            Factor(row["id"], row["quadrant"], row["factor"], row["source"], row["evidence"], several(row["topics"]))
            for row in FACTORS.values()
        ),
        tuple(Rater(row["person"], row["kind"], row["finished"] == "yes") for row in rows("swot/people")),
        tuple(
            Rating(person, id, IMPORTANCE[id][place], DEGREE[id][place])
            for place, person in enumerate(PEOPLE)
            for id in FACTORS
        ),
        tuple(
            Pair(
                row["internal"],
                row["external"],
                int(row["interaction"]),
                accepted[row["decision"]],
                row["strategy"],
            )
            for row in rows("swot/pairs")
        ),
        tuple(
            Judgement(row["first"], row["second"], float(Fraction(row["times"]))) for row in rows("swot/comparisons")
        ),
        tuple(
            Task(
                row["id"],
                row["task"],
                row["goal"],
                several(row["who"]),
                day(row["from"]),
                day(row["until"]),
                int(row["days"]),
                several(row["after"]),
            )
            for row in TASKS.values()
        ),
    )


# --- the files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COLUMNS)
def test_the_files_have_the_keys_as_headings_and_plain_lines(name):
    raw = (CITE / "swot" / f"{name}.csv").read_bytes()
    assert b"\r" not in raw and raw.endswith(b"\n") and not raw.startswith(b"\xef\xbb\xbf")
    assert list(rows(f"swot/{name}")[0]) == COLUMNS[name]
    assert not {None} & {key for row in rows(f"swot/{name}") for key in row}, "a comma without quotes"


def test_the_files_use_the_kits_words():
    topics = {topic.name for topic in item_bank().constructs}
    for row in FACTORS.values():
        assert row["quadrant"] in QUADRANTS and row["source"] in ("", *SOURCES) and not row["proposed"], row
        assert bool(row["source"]) == bool(row["evidence"]) and set(several(row["topics"])) <= topics, row
        assert row["id"][0] == row["quadrant"][0].upper()
    people = rows("swot/people")
    assert [row["person"] for row in people] == list(PEOPLE) and {row["finished"] for row in people} == {"yes"}
    kinds = {row["kind"] for row in people}
    assert len(kinds) == 4 and kinds <= set(categories("type"))
    assert kinds <= {row["type"] for row in rows("network/partners") if row["status"] == "current"}


def test_the_same_factors_stand_in_the_sheets_of_ratings():
    for name in ("importance", "degree"):
        found = [(row["id"], row["factor"]) for row in rows(f"swot/{name}")]
        assert found == [(id, row["factor"]) for id, row in FACTORS.items()]
    assert {level for table in (IMPORTANCE, DEGREE) for line in table.values() for level in line} == {1, 2, 3, 4, 5}


def test_the_factors_that_the_survey_came_from_still_call_for_the_same_topics():
    assert {id: several(FACTORS[id]["topics"]) for id in FACTORS_OF_JANUARY} == FACTORS_OF_JANUARY
    assert not any(FACTORS[id]["topics"] for id in set(FACTORS) - set(FACTORS_OF_JANUARY))


# --- what it rests on --------------------------------------------------------------------------------


def test_what_rests_on_the_survey_counts_as_the_survey_does():
    answers, names = rows("answers"), {row["name"] for row in rows("codebook/survey")}
    found = {}
    for id, row in FACTORS.items():
        if row["source"] == "survey":
            item = re.fullmatch(
                r"(\w+): (\d+) of (\d+) partners on the favourable side, "
                r"(\d+) on the unfavourable side \(March 2026\)",
                row["evidence"],
            )
            found[id], given = item[1], [int(answer[item[1]]) for answer in answers if answer[item[1]] in set("12345")]
            assert item[1] in names
            counts = sum(level > 3 for level in given), len(given), sum(level < 3 for level in given)
            assert tuple(map(int, item.groups()[1:])) == counts, id
            assert (counts[0] > 2 * counts[2]) == (row["quadrant"] == "strength"), id
    assert found == {"S2": "results_1", "S3": "trust_1", "W4": "governance_3", "W5": "learning_1"}


def test_what_rests_on_the_partner_list_is_what_the_kit_finds_there():
    """Word for word in numbers and names; `test_partner_demo` counts the same with plain Python."""
    partners = kip.read_partners()
    found = kip.Show("en").table(kip.findings(partners, kip.demo_rules(partners))).text
    evidence = {id: row["evidence"] for id, row in FACTORS.items() if row["source"] == "partners"}
    said = {
        "S1": "In the last 12 months 36 of 41 partners did something together with you.",
        "W1": "5 of 41 partners have done nothing with you for 12 months",
        "W2": "After 2 consultations no feedback is recorded",
        "W3": "9 of 41 partners have 80 of 120 joint activities",
        "T2": "Without Mission jeunesse de Valrive, 3 organisations would lose their only connection: Cap Parents, "
        "Deuxième Élan, La Fabrique des possibles.",
        "O3": "answered by no partner: childcare during courses,",
    }
    assert set(said) | {"T1"} == set(evidence)
    text = " ".join(found.split())
    for id, sentence in said.items():
        assert sentence in text, id
        assert evidence[id].endswith(" (31 March 2026)")
        numbers = [set(re.findall(r"\d+", words.replace("31 March 2026", ""))) for words in (evidence[id], sentence)]
        assert numbers[0] >= numbers[1], id
        names = [partner.name for partner in partners.records if partner.name in evidence[id]]
        assert all(name in sentence for name in names) or id == "O3"


def test_what_the_findings_do_not_say_stands_in_the_list():
    """The town's agreement, the crèche, the consultations, and of which kind the quiet ones are."""
    listed = {row["name"]: row for row in rows("network/partners")}
    assert f"Ville de Valrive ends on {listed['Ville de Valrive']['document_end']}" in FACTORS["T1"]["evidence"]
    creche, today = listed["Crèche du Moulin vert"], [row for row in listed.values() if row["status"] == "current"]
    answering = sum("childcare during courses" in row["needs"] for row in today)
    assert f"{answering} of {len(today)} partners" in FACTORS["O3"]["evidence"]
    assert "Crèche du Moulin vert, a potential partner" in FACTORS["O3"]["evidence"]
    assert (creche["status"], creche["needs"]) == ("potential", "childcare during courses")
    asked = [row for row in rows("network/cooperation") if row["decides"] == "after_asking"]
    unheard = [row for row in asked if row["feedback"] != "yes"]
    assert f"after {len(unheard)} of {len(asked)} consultations" in FACTORS["W2"]["evidence"]
    quiet = [row for row in today if row["last_activity"] and row["last_activity"] < "2025-03-31"]
    assert {row["type"] for row in quiet} == {"employer"} and "all of them employers" in FACTORS["W1"]["evidence"]


# --- what was planted --------------------------------------------------------------------------------


def camps(line: list[int]) -> tuple[int, int]:
    """How many stand low, and how many high."""
    return sum(level < 3 for level in line), sum(level > 3 for level in line)


def priorities() -> dict[str, Fraction]:
    """Mean of importance times performance, lack of performance, or likelihood."""

    def own(id: str) -> list[int]:
        weak = FACTORS[id]["quadrant"] == "weakness"
        return [i * (6 - d if weak else d) for i, d in zip(IMPORTANCE[id], DEGREE[id], strict=True)]

    return {id: Fraction(sum(own(id)), len(PEOPLE)) for id in FACTORS}


def test_room(planted):
    """At least two and a quarter of the seven on either side: two."""
    split = [(table, id) for table in (IMPORTANCE, DEGREE) for id in FACTORS if min(camps(table[id])) >= 2]
    assert split == [(DEGREE, "W4")]
    assert camps(IMPORTANCE["W4"]) == (0, 7) and camps(DEGREE["W4"]) == (3, 4) and 3 not in DEGREE["W4"]
    assert "W4" in planted["room"] and "governance_3" in planted["polarised"]
    assert FACTORS["W4"]["evidence"].startswith("governance_3: "), "the statement that splits the survey"


def test_opinion(planted):
    order = sorted(FACTORS, key=lambda id: -priorities()[id])
    high = [id for id in FACTORS if camps(IMPORTANCE[id]) == camps(DEGREE[id]) == (0, 7)]
    assert [id for id in order if not FACTORS[id]["evidence"]] == ["T3", "O2"]
    assert [id for id in high if not FACTORS[id]["evidence"]] == ["T3"]
    assert (order.index("T3"), order.index("O2"), len(order)) == (1, 13, 14)
    assert all(name in planted["opinion"] for name in ("T3", "O2", "second of 14"))


def matrix() -> np.ndarray:
    found = np.eye(4)
    for row in rows("swot/comparisons"):
        first, second = (QUADRANTS.index(row[name]) for name in ("first", "second"))
        found[first, second] = Fraction(row["times"])
        found[second, first] = 1 / Fraction(row["times"])
    return found


def consistency(compared: np.ndarray) -> float:
    """Consistency ratio; Saaty's random index of four things is 0.90."""
    return float((np.linalg.eigvals(compared).real.max() - 4) / 3 / 0.90)


def test_contradiction(planted):
    """Which comparison to revisit: no other brings the ratio under 0.05 when it is put right."""
    compared = matrix()
    values, vectors = np.linalg.eig(compared)
    weights = np.abs(vectors[:, values.real.argmax()].real)
    assert len(rows("swot/comparisons")) == 6 and round(consistency(compared), 2) == 0.12
    assert "0.12" in planted["contradiction"]
    mended = {}
    for row in rows("swot/comparisons"):
        first, second = (QUADRANTS.index(row[name]) for name in ("first", "second"))
        other = compared.copy()
        other[first, second] = weights[first] / weights[second]
        other[second, first] = 1 / other[first, second]
        mended[row["first"], row["second"]] = consistency(other)
    assert [pair for pair, ratio in mended.items() if ratio < 0.05] == [("strength", "opportunity")]
    assert sorted(mended.values())[1] > 0.08
    strength, weakness, opportunity, threat = range(4)
    assert compared[strength, opportunity] == 3
    for between in (weakness, threat):
        assert compared[strength, between] * compared[between, opportunity] < 1


def test_pairs_and_strategies():
    pairs = rows("swot/pairs")
    accepted = {f"{row['internal']}+{row['external']}": row["strategy"] for row in pairs if row["decision"] == "accept"}
    assert Counter(row["decision"] for row in pairs) == {"": 5, "accept": 3, "reject": 1}
    assert list(accepted) == ["S2+O1", "S1+T3", "W4+T1"] and all(accepted.values())
    assert all(row["internal"][0] in "SW" and row["external"][0] in "OT" for row in pairs)
    assert {row["interaction"] for row in pairs} == set("123")
    assert {row["goal"] for row in TASKS.values()} - set(accepted) == {"Partners know what has become of their opinion"}
    assert set(accepted) <= {row["goal"] for row in TASKS.values()}


# --- the action sheet --------------------------------------------------------------------------------


def working(first: date, last: date) -> list[date]:
    """Monday to Friday."""
    days = [first + timedelta(count) for count in range((last - first).days + 1)]
    return [each for each in days if each.weekday() < 5]


CALENDAR = working(date(2026, 5, 4), date(2026, 12, 31))


def times() -> dict[str, tuple[int, int, int]]:
    """First and last working day and slack of each task, counted from 4 May 2026; each stands after what it needs."""
    first, last, late = {}, {}, {}
    for id, row in TASKS.items():
        begin = CALENDAR.index(day(row["from"])) if row["from"] else 0
        first[id] = max([begin, *(last[before] + 1 for before in several(row["after"]))])
        last[id] = first[id] + int(row["days"]) - 1
    for id in reversed(TASKS):
        following = [other for other, row in TASKS.items() if id in several(row["after"])]
        late[id] = min([max(last.values()), *(late[other] - int(TASKS[other]["days"]) for other in following)])
    return {id: (first[id], last[id], late[id] - last[id]) for id in TASKS}


def load() -> dict[tuple[str, date], int]:
    """Task days of each organisation in each week."""
    found: dict[tuple[str, date], int] = defaultdict(int)
    for id, (first, last, _) in times().items():
        for each in CALENDAR[first : last + 1]:
            for name in several(TASKS[id]["who"]):
                found[name, each - timedelta(each.weekday())] += 1
    return found


def test_the_tasks_are_done_by_organisations_of_the_list_after_the_workshop():
    names = {row["name"] for row in rows("network/partners") if row["status"] in ("current", "convenor")}
    assert {name for row in TASKS.values() for name in several(row["who"])} <= names
    days = [row[name] for row in TASKS.values() for name in ("from", "until") if row[name]]
    assert min(days) == "2026-05-04" and max(days) == "2026-09-30" and all(day(each).weekday() < 5 for each in days)
    known = list(TASKS)
    assert all(known.index(other) < known.index(id) for id in TASKS for other in several(TASKS[id]["after"]))
    assert all(CALENDAR[last] <= day(TASKS[id]["until"]) for id, (_, last, _) in times().items()), "nothing is late"


def test_chain(planted):
    slack = {id: each for id, (_, _, each) in times().items()}
    assert [id for id in slack if not slack[id]] == ["A6", "A7", "A8", "A9", "A10", "A14"]
    assert all(slack[id] >= 20 for id in slack if slack[id]) and sum(map(bool, slack.values())) == 8
    signed = CALENDAR[times()["A10"][1]]
    assert str(signed) == TASKS["A10"]["until"] and f"ends on {signed} " in FACTORS["T1"]["evidence"]
    assert CALENDAR[times()["A14"][1]] == date(2026, 9, 14) and "A6 to A10" in planted["chain"]


def test_overload(planted):
    too_much = {place: days for place, days in load().items() if days > 5}
    assert too_much == {("Mission jeunesse de Valrive", date(2026, 5, 18)): 15}
    assert "week of 18 May 2026 Mission jeunesse de Valrive has 15 days" in planted["overload"]
    busiest = max(rows("network/partners"), key=lambda row: int(row["activities"] or 0))
    assert busiest["name"] == "Mission jeunesse de Valrive", "who carries most already (W3)"


# --- the same with the kit ---------------------------------------------------------------------------


def test_the_kit_reads_the_same(swot):
    assert read_swot() == swot


def test_the_kit_finds_the_split_and_the_opinion(swot):
    found = rank(swot)
    assert [row.factor.id for row in found.disagreements.rows] == ["W4"]
    assert [row.factor.id for row in found.untested_opinions] == ["T3"]
    assert {row.factor.id: row.priority for row in found.rows} == pytest.approx(
        {id: float(each) for id, each in priorities().items()}
    )
    assert [row.factor.id for row in found.rows[:5]] == ["T1", "T3", "O1", "W3", "S1"]
    assert (found["W2"].place, found["W4"].place, found["O3"].place) == (9, 9, 11), "98 / 7 twice"
    assert found.raters == 7 and found.unranked == ()


def test_the_kit_finds_the_comparison_to_revisit(swot):
    found = pairwise_weights(swot.judgements)
    assert round(found.ratio, 2) == 0.12 and not found.consistent
    assert (found.revisit.first, found.revisit.second) == ("strength", "opportunity")


def test_the_kit_finds_the_strategies(swot):
    found = tows(swot, rank(swot))
    assert {(pair.kind, pair.pair.id) for pair in found.strategies} == {
        ("SO", "S2+O1"),
        ("ST", "S1+T3"),
        ("WT", "W4+T1"),
    }


def test_the_kit_finds_the_chain_and_the_overload(swot):
    found = critical_path(swot.tasks)
    assert [row.task.id for row in found.critical] == ["A6", "A7", "A8", "A9", "A10", "A14"]
    counted = times()
    for row in found.rows:
        first, last, slack = counted[row.task.id]
        assert (row.start, row.finish, row.slack) == (CALENDAR[first], CALENDAR[last], slack) and not row.late
    carried, by_hand = workload(found), load()
    assert carried.by == "week"
    over = [
        (row.name, week, days)
        for row in carried.rows
        for week, days in zip(carried.periods, row.days, strict=True)
        if days > 5
    ]
    assert over == [("Mission jeunesse de Valrive", date(2026, 5, 18), 15)]
    assert sum(sum(row.days) for row in carried.rows) == sum(by_hand.values())
