"""Small questionnaires and exports for tests."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from kiptools import Choice, Codebook, Construct, Item, Responses, Scale, Wording
from kiptools.exports import read_export
from kiptools.fields import SHEETS
from kiptools.partners import Partner, Partners
from kiptools.reading import code

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "../../etc/passwd",
    "C:\\Windows\\system32",
    "{answer} {0} %s $x^2$",
    "tab\there, line\nthere",
    "\x1b[31mred, as a terminal would show it",  # a file of which more than 5 % are such signs is no text
    "&lt;b&gt; &amp; <b>bold</b>",
    "👍🏽 好 שלום",
)


def examples(few: int) -> int:
    """How many random cases a property is tried on: few by default, fifty times as many in the long campaign."""
    return 25 * few if os.environ.get("KIP_CAMPAIGN") else (few + 1) // 2


def words(text: str, **others: str) -> Wording:
    return Wording((("en", text), *others.items()))


def scale(levels: int = 5, name: str = "agreement", *, missing: bool = True) -> Scale:
    choices = [
        Choice(str(score), words(f"Level {score}", fr=f"Niveau {score}"), float(score))
        for score in range(1, levels + 1)
    ]
    if missing:
        choices.append(Choice("na", words("Does not apply", fr="Sans objet"), missing=True))
    return Scale(name, tuple(choices))


def rated(
    name: str,
    answers: Scale | None = None,
    *,
    construct: str = "",
    reverse: bool = False,
    role: str = "experience",
    text: str = "",
) -> Item:
    return Item(name, "select_one", words(text or f"Statement {name}"), answers or scale(), construct, role, reverse)


def book(*items: Item) -> Codebook:
    constructs = dict.fromkeys(item.construct for item in items if item.construct)
    return Codebook(items, tuple(Construct(name, words(name.title())) for name in constructs))


def write_csv(
    path: Path, rows: Iterable[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8", end: str = "\n"
) -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def folder_of(path: Path, **files: list[list[str]]) -> Path:
    path.mkdir(exist_ok=True)
    for name, rows in files.items():
        write_csv(path / f"{name}.csv", rows)
    return path


def responses(folder: Path, codebook: Codebook, rows: Iterable[Sequence[str]]) -> Responses:
    """Answers as codes, one row per respondent, in the codebook's order."""
    names = [item.name for item in codebook.items]
    # A number in each row, so that a respondent who left everything empty is no empty line.
    path = write_csv(folder / "answers.csv", [["row", *names], *([str(row), *cells] for row, cells in enumerate(rows))])
    numbered = Codebook((Item("row", "integer", role="ignore"), *codebook.items), codebook.constructs)
    return code(read_export(path), numbered)


def partner(name: str, **fields: object) -> Partner:
    """An organisation whose id is its name."""
    return Partner(id=name, name=name, **fields)


def network(*partners: Partner, as_of: date = date(2026, 3, 31), **fields: object) -> Partners:
    """A partner network as if read from a list with all columns."""
    columns = tuple(field.name for field in SHEETS["partners"])
    return Partners("list.xlsx", as_of, partners, columns, **fields)
