"""The demo network: what was planted in its files is found there with plain Python."""

from __future__ import annotations

import csv
import importlib.util
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import kiptools as kip
from kiptools.fields import SHEETS, categories

CITE = Path(__file__).resolve().parents[1] / "data" / "cite"
AS_OF = date(2026, 3, 31)
RUNGS = ("networking", "cooperation", "coordination", "coalition", "collaboration")
DAYS = {"monthly": 31, "quarterly": 92, "half_yearly": 184, "yearly": 366}


def rows(name: str) -> list[dict[str, str]]:
    with (CITE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def since(day: str) -> int:
    return (AS_OF - date.fromisoformat(day)).days


@pytest.fixture(scope="module")
def today() -> list[dict[str, str]]:
    """The partners of today."""
    return [row for row in rows("network/partners") if row["status"] == "current"]


@pytest.fixture(scope="module")
def make():
    spec = importlib.util.spec_from_file_location("make", CITE / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def reports() -> dict[tuple[str, str], int]:
    """Who reported a relation with whom, and on which rung."""
    return {
        (row["one"], row["other"]): RUNGS.index(row["strength"]) + 1
        for row in rows("network/relations")
        if row["other"]
    }


def parts(nodes: list[str], ties: set[frozenset[str]]) -> list[set[str]]:
    """What hangs together, the largest part first."""
    left, found = set(nodes), []
    while left:
        part = {left.pop()}
        while more := {node for tie in ties if tie & part for node in tie & left}:
            part |= more
            left -= more
        found.append(part)
    return sorted(found, key=len, reverse=True)


def test_the_network_is_the_one_of_the_survey(today):
    renamed = {"public": "public_authority", "social": "social_partner"}
    asked = [
        {**row, "type": "pes" if row["id"] == "P26" else renamed.get(row["type"], row["type"])}
        for row in rows("partners")
    ]
    names = {"id": "id", "name": "name", "type": "type", "size": "size", "town": "territory"}
    names |= {"partner_since": "partner_since", "disposition": "disposition"}
    assert [[row[new] for new in names.values()] for row in today] == [[row[old] for old in names] for row in asked]
    assert Counter(row["status"] for row in rows("network/partners")) == {
        "convenor": 1,
        "current": 42,
        "potential": 6,
        "former": 4,
    }


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_sheets_use_the_kits_words(sheet):
    table = rows(f"network/{sheet}")
    fields = {field.name: field for field in SHEETS[sheet]}
    assert set(table[0]) <= set(fields)
    partners = {row["id"] for row in rows("network/partners")}
    for row in table:
        for name, text in row.items():
            if text and (fields[name].words or fields[name].kind == "yes or no"):
                assert text in categories(fields[name].words or "yes_no"), (name, text)
            elif text and fields[name].kind == "date":
                assert date.fromisoformat(text) <= AS_OF or name == "document_end"
            elif text and fields[name].kind == "partner":
                assert text in partners


def test_the_dates_of_a_partner_fit_each_other(today):
    for row in today:
        if row["last_contact"] and row["last_activity"]:
            assert row["last_activity"] <= row["last_contact"], row["name"]
        if row["last_activity"]:
            assert (int(row["activities"]) > 0) == (row["last_activity"] >= "2025-03-31"), row["name"]
        if row["document_start"]:
            assert int(row["document_start"][:4]) >= int(row["partner_since"]), row["name"]


def test_the_readme_counts_the_rows(make):
    text = (CITE.parent / "README.md").read_text(encoding="utf-8").partition("## `training/`")[0]
    counts = dict(re.findall(r"^\| `((?!codebook)[\w/]+\.csv)` \|.* (\d+) \|$", text, re.M))
    lines = {name: (CITE / name).read_bytes().strip().count(b"\n") for name in counts}  # no cell holds two lines
    assert len(counts) == 19 and lines == {name: int(count) for name, count in counts.items()}
    assert sum(" 28 |" in line for line in text.split("\n") if "partners_messy.xlsx" in line) == 1
    assert 24 + len(make.DOUBLES) + sum(value == "" for _, _, value in make.MESSY) == 28


def test_the_list_has_holes(today):
    empty = Counter(name for row in today for name, text in row.items() if not text)
    assert (empty["sector"], empty["last_contact"], empty["owner"], empty["last_activity"]) == (3, 4, 2, 2)
    assert all(empty[name] for name in ("level", "found_through", "document", "contact_every", "resources", "consent"))


def test_quiet(today):
    inactive = [row for row in today if row["last_activity"] and row["last_activity"] < "2025-03-31"]
    assert {row["type"] for row in inactive} == {"employer"} and len(inactive) == 5
    assert all(row["activities"] == "0" for row in inactive)
    others = [row for row in today if row not in inactive and not int(row["activities"] or 0)]
    assert [row["name"] for row in others] == ["Syndicat des services de Hautelande"]
    promised = [row for row in today if row["contact_every"] and row["last_contact"]]
    overdue = {row["name"]: since(row["last_contact"]) - DAYS[row["contact_every"]] for row in promised}
    overdue = {name: days for name, days in overdue.items() if days > 0}
    quiet = {row["name"] for row in inactive}
    assert {name for name, days in overdue.items() if days > 183} == quiet
    assert sorted(days for name, days in overdue.items() if name not in quiet) == [24, 27, 38]
    assert all(row["contact_every"] == "quarterly" for row in inactive)


def test_busiest(today):
    counts = sorted((int(row["activities"]) for row in today if row["activities"]), reverse=True)
    assert len(counts) == 41 and -(-41 // 5) == 9 and (sum(counts[:9]), sum(counts)) == (80, 120)
    assert counts[8] > counts[9], "the border of the fifth is no tie"


def test_missing_sector(today):
    jobs = {row["category"]: int(row["reference"]) for row in rows("reference")}
    assert sum(jobs.values()) == 60_000
    stated = Counter(row["sector"] for row in today if row["type"] == "employer" and row["sector"])
    expected = {letter: 13 * count / 60_000 for letter, count in jobs.items()}
    assert stated.total() == 13 and set(stated) < set(jobs)
    assert {letter for letter in jobs if expected[letter] >= 1 and not stated[letter]} == {"G", "N"}
    assert (round(expected["G"], 1), round(expected["N"], 1), round(expected["K"], 1)) == (2.4, 1.3, 0.5)
    assert stated["C"] == 6 and 2.9 < stated["C"] / expected["C"] < 3.1 and not stated["K"]


def test_uncovered(today):
    def providers(need: str, status: str) -> int:
        return sum(need in row["needs"].split("; ") for row in rows("network/partners") if row["status"] == status)

    needs = [row["need"] for row in rows("network/needs")]
    assert len(needs) == 12
    uncovered = [need for need in needs if not providers(need, "current")]
    single = [need for need in needs if providers(need, "current") == 1]
    assert uncovered == ["childcare during courses", "evening opening hours"]
    assert single == ["housing advice", "recognition of foreign qualifications", "transport to interviews"]
    assert [providers(need, "potential") for need in uncovered + single] == [1, 0, 1, 1, 0]
    resources = {text for row in rows("network/partners") for text in row["resources"].split("; ")}
    assert not resources & set(needs), "a resource is not worded like a need"


def test_split(today, reports):
    nodes = ["P00", *(row["id"] for row in today)]
    ties = {frozenset(pair) for pair in reports}
    whole = parts(nodes, ties)
    assert [len(part) for part in whole] == [42, 1] and whole[1] == {"P41"}

    def without(gone: str) -> list[set[str]]:
        return parts([node for node in nodes if node != gone], {tie for tie in ties if gone not in tie})

    assert [node for node in nodes if len(without(node)) > len(whole)] == ["P00", "P29"]
    assert without("P29")[1] == {"P33", "P34", "P35"}
    alone = [part for part in without("P00") if len(part) < 10]
    names = {row["id"]: row["name"] for row in today}
    assert [sorted(part) for part in alone[:2]] == [["P04", "P13", "P20"], ["P02", "P17"]]
    assert {names[node] for part in alone[2:] for node in part} == {
        "Delvarre Logistique",
        "Ferme des Trois Seuils",
        "Hôtel du Pont neuf",
        "Papeteries Lanselle",
        "Transports Garançon",
        "Syndicat des services de Hautelande",
    }


def test_what_both_ends_say(reports):
    relations = rows("network/relations")
    reporters = {row["reported_by"] for row in relations}
    assert len(reporters) == 30 and all(row["one"] == row["reported_by"] for row in relations)
    assert [row["one"] for row in relations if not row["other"]] == ["P12", "P14"]
    between = {frozenset(pair) for pair in reports if reporters.issuperset(pair)}
    both = [(one, other) for one, other in map(sorted, between) if {(one, other), (other, one)} <= set(reports)]
    assert (len(both), len(between)) == (38, 75)
    apart = {pair: abs(reports[pair] - reports[pair[::-1]]) for pair in both}
    assert [pair for pair, levels in apart.items() if levels > 2] == [("P23", "P30")]
    assert (reports["P30", "P23"], reports["P23", "P30"]) == (5, 1)
    raters = Counter(row["other"] for row in relations if row["trust"])
    assert sum(count >= 5 for count in raters.values()) >= 5 and sum(count < 5 for count in raters.values()) >= 5


def test_documents(today):
    ends = {row["name"]: row["document_end"] for row in rows("network/partners") if row["document_end"]}
    assert [name for name, end in ends.items() if end < str(AS_OF)] == ["Centre de formation Halbrane"]
    soon = [name for name, end in ends.items() if str(AS_OF) <= end <= "2026-09-30"]
    assert soon == ["Lycée professionnel Irène-Solange", "Ville de Valrive"]


def test_promises():
    def level(row: dict[str, str]) -> str:
        if row["decides"] == "together" and row["pooled"] == row["shared"] == "yes":
            return "contribution"
        return {"alone": "information", "after_asking": "consultation", "together": "concertation"}.get(
            row["decides"], ""
        )

    cooperation = rows("network/cooperation")
    assert len(cooperation) == len({(row["partner"], row["function"]) for row in cooperation}) == 25
    assert Counter(map(level, cooperation)) == {
        "information": 5,
        "consultation": 8,
        "concertation": 7,
        "contribution": 4,
        "": 1,
    }
    unheard = [row["partner"] for row in cooperation if level(row) == "consultation" and row["feedback"] != "yes"]
    assert unheard == ["P27", "P31"]
    assert [row["partner"] for row in cooperation if row["decides"] == "alone" and row["pooled"] == "yes"] == ["P31"]


def test_the_messy_list_is_read_with_exactly_its_complaints(make):
    messy = kip.read_partners(CITE / "partners_messy.xlsx", as_of=AS_OF)
    named = [dict(fault.values) for fault in messy.faults]
    assert [fault["row"] for fault in named] == [row for row, _, _ in make.MESSY]
    assert [(fault["row"], fault["column"], fault["value"]) for fault in named if "value" in fault] == [
        complaint for complaint in make.MESSY if complaint[2]
    ]
    place = {partner.id: partner.row for partner in messy.records}
    doubles = [(place[double.first], place[double.second], double.exact) for double in messy.doubles]
    assert tuple(doubles) == make.DOUBLES


def test_the_messy_list_says_what_the_clean_one_says(make):
    messy = kip.read_partners(CITE / "partners_messy.xlsx", as_of=AS_OF)
    clean = {partner.name: partner for partner in kip.read_partners().records}
    seconds = {second for _, second, _ in make.DOUBLES}
    records = [partner for partner in messy.records if partner.row not in seconds]
    assert len(records) == 24
    compared = [name for name in make.HEADINGS if name not in ("name", "phone", "e-mail", "colour", "notes")]
    for record in records:
        other = clean[record.name]
        for name in compared:
            if (other.id, name) not in make.SLIPS:
                assert getattr(record, name) == getattr(other, name), (record.name, name)


def test_the_messy_list_has_no_formula(make):
    from openpyxl import load_workbook

    sheet = load_workbook(CITE / "partners_messy.xlsx")["Liste 2026"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}
    assert {sheet.cell(3, column).value for column in range(1, 18)} == set(make.HEADINGS.values())
    for row, column, value in make.MESSY:
        place = [*make.HEADINGS.values()].index(column) + 1
        assert (sheet.cell(row, place).value or "") == value
