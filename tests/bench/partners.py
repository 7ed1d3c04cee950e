"""How long a list of 20,000 partners takes, step by step, beside pandas' own reading of the same file.

python tests/bench/partners.py
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import pandas as pd

import kiptools as kip

SIZE = 20_000
TODAY = date(2026, 3, 31)


def large(size: int) -> kip.Partners:
    """The demo network's partners again and again, with other names and other days."""
    dice = random.Random(1)
    demo = kip.read_partners()
    syllables = ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo"]
    records = []
    for place in range(size):
        record = demo.records[place % len(demo)]
        name = " ".join("".join(dice.choices(syllables, k=3)).title() for _ in range(2))
        days = timedelta(dice.randrange(900))
        records.append(
            replace(record, id=f"P{place:05d}", name=f"{name} {record.name.split()[0]}", last_contact=TODAY - days)
        )
    return replace(demo, records=tuple(records), ties=(), cooperations=())


def timed(what: str, function: Callable[[], object]) -> object:
    start = perf_counter()
    result = function()
    print(f"{what:<42}{perf_counter() - start:7.2f} s", flush=True)
    return result


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        book, sheets = Path(folder) / "partners.xlsx", Path(folder) / "sheets"
        partners = large(SIZE)
        timed("write the workbook", lambda: kip.write_partners(partners, book))
        kip.write_partners(partners, sheets)
        timed("pandas: read the workbook", lambda: pd.read_excel(book))
        timed("read the workbook", lambda: kip.read_partners(book, as_of=TODAY))
        timed("pandas: read the CSV file", lambda: pd.read_csv(sheets / "partners.csv"))
        read = timed("read the CSV file", lambda: kip.read_partners(sheets, as_of=TODAY))
        assert isinstance(read, kip.Partners)
        quiet = kip.inactivity(read, 12)
        steps: dict[str, Callable[[], object]] = {
            "composition": lambda: kip.composition(read),
            "pipeline": lambda: kip.pipeline(read),
            "concentration": lambda: kip.concentration(read),
            "contact debt": lambda: kip.contact_debt(read),
            "inactivity": lambda: kip.inactivity(read, 12),
            "completeness": lambda: kip.completeness(read),
            "sources": lambda: kip.by_source(read, quiet),
            "documents": lambda: kip.documents(read, 6),
            "representation": lambda: kip.representation(read, kip.read_reference(), among="employer"),
            "needs": lambda: kip.needs_coverage(read),
            "findings": lambda: kip.findings(read, kip.Rules(12)),
            "action list": lambda: kip.action_list(read, kip.Rules(12)),
        }
        for name, step in steps.items():
            timed(name, step)
        actions = kip.action_list(read, kip.Rules(12))
        show = kip.Show("hr")
        timed(f"table of {len(actions.actions)} actions, shown", lambda: show.table(actions))
        timed("calendar", lambda: kip.write_calendar(actions, Path(folder) / "actions.ics", lang="hr"))


if __name__ == "__main__":
    sys.exit(main())
