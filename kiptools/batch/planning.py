"""The table of jobs: one row a report, or several languages of it; what is wrong in a row is the row's own matter."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from unicodedata import normalize

from kiptools.dates import day_of
from kiptools.files import read_table
from kiptools.jobs import CALENDAR, FORMATS, OPTIONS, WITH_CALENDAR
from kiptools.language import LANGUAGES
from kiptools.messages import KipError, Message, cut, message, visible
from kiptools.places import refuse_existing, replacing
from kiptools.sheets import save_texts
from kiptools.tables import Table

__all__ = ["COLUMNS", "Job", "read_jobs", "write_jobs"]

_NUMBERS = ("population", "inactive_after")
_LISTS = ("keep", "topics")
_DAYS = ("as_of",)
_TEXTS = ("tool", "group", "among", "key")
_OPTIONS = tuple(dict.fromkeys(name for names in OPTIONS.values() for name in names if name != "lang"))
FILES = tuple(name for name in _OPTIONS if name not in (*_NUMBERS, *_LISTS, *_DAYS, *_TEXTS))
"""What can be named for a report and is a file or a folder."""
COLUMNS = ("site", "report", "language", "to", "organisation", "date", "template", *_OPTIONS)
"""The columns of a table of jobs."""

PAGE = "index.html"
"""The summary beside the sites' folders."""
LONGEST_FOLDER = 60
_DIGITS = 6
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?\Z", re.I)


@dataclass(frozen=True)
class Job:
    """One report in one language, for one site.

    Parameters
    ----------
    site : str
        As the table names it; may be empty if its row is at fault.
    report, lang : str
    row : int
        In the table.
    formats : tuple of str
        What it is written as; its calendar too, where the report has one.
    parameters : mapping of str to object
        What was named for it; files by their full path.
    organisation : str
        For the title page.
    day : date, optional
        For the title page.
    template : Path, optional
        A Word document in the organisation's look.
    folder : str
        Below the folder of the batch, different for each site.
    faults : tuple of Message
        Why it cannot be made.
    """

    site: str
    report: str
    lang: str
    row: int
    formats: tuple[str, ...] = FORMATS[:1]
    parameters: Mapping[str, object] = field(default_factory=dict)
    organisation: str = ""
    day: date | None = None
    template: Path | None = None
    folder: str = ""
    faults: tuple[Message, ...] = ()

    def file(self, ending: str) -> str:
        """Its place below the folder of the batch."""
        return f"{self.folder}/{self.report}-{self.lang}.{ending}"

    def inputs(self) -> dict[str, Path]:
        """The files and folders that it is made of, by the names of their columns."""
        named = {name: Path(str(self.parameters[name])) for name in FILES if self.parameters.get(name)}
        return {**named, "template": self.template} if self.template else named


def read_jobs(path: str | Path) -> tuple[Job, ...]:
    """Read a table of jobs.

    Parameters
    ----------
    path : str or Path
        CSV or XLSX with some of the `COLUMNS`, headings in any case, with ``-``, ``_`` or a blank. Names of files in
        it are relative to its folder.

    Returns
    -------
    tuple of Job
        In the order of the rows; a job with faults cannot be made, and the others can.

    Raises
    ------
    KipError
        The file cannot be read, has no rows, lacks the column `site`, or has one that is unknown or there twice.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "jobs.csv")
    ...     _ = path.write_text("site,report,language\\nSplit,swot,\\"en,hr\\"\\n", encoding="utf-8")
    ...     [job.file("html") for job in read_jobs(path)]
    ['Split/swot-en.html', 'Split/swot-hr.html']
    """
    path = Path(path)
    table = read_table(path)
    names = _columns(table)
    if not len(table):
        raise KipError(
            message("{file} has no rows; below the headings, give one row for each report.", file=table.name)
        )
    rows = [
        _Row(table.name, number, {name: text for name, text in zip(names, cells.values(), strict=True) if text})
        for number, cells in table.records()
    ]
    folders = _folders(row.site for row in rows)
    home = path.resolve().parent
    jobs = (job for row in rows for job in _jobs(row, home, folders))
    return tuple(_without_doubles(table.name, jobs))


def write_jobs(path: str | Path) -> Path:
    """Write an empty table of jobs.

    Parameters
    ----------
    path : str or Path
        ``something.csv`` or ``something.xlsx``.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.
    """
    path = Path(path)
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise KipError(message("{file}: give a name that ends in .csv or .xlsx.", file=str(path)))
    refuse_existing(path)
    with replacing(path) as new:
        if kind == ".xlsx":
            save_texts({"jobs": [COLUMNS]}, new, lambda heading: 18)
        else:  # with a mark, without which spreadsheets take the accents for something else
            with new.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerow(COLUMNS)
    return path


def _columns(table: Table) -> list[str]:
    """What each heading means.

    Raises
    ------
    KipError
    """
    names, faults = [], []
    for column in table.columns:
        name = re.sub(r"[-_\s]+", "_", column.name.strip().lower())
        name = "language" if name == "lang" else name
        if name not in COLUMNS:
            faults.append(
                message(
                    '{sheet}: the column "{column}" is not known; give {accepted}.',
                    sheet=table.name,
                    column=cut(column.name),
                    accepted=tuple(get_close_matches(name, COLUMNS, 1)) or COLUMNS,
                )
            )
        elif name in names:
            faults.append(message("{sheet} has two columns {column}; keep one of them.", sheet=table.name, column=name))
        names.append(name)
    if "site" not in names:
        faults.append(
            message(
                "{sheet} has no column {column} (found: {found}).",
                sheet=table.name,
                column="site",
                found=tuple(cut(column.name) for column in table.columns),
            )
        )
    if faults:
        raise KipError(faults)
    return names


# --- one row --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    """The cells of one row that hold something, by column, and where it stands."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    @property
    def site(self) -> str:
        return " ".join(visible(normalize("NFC", self.cells.get("site", ""))).split())

    def words(self, column: str, default: str) -> list[str]:
        """The parts of a cell, in small letters, each once."""
        parts = _parts(self.cells.get(column, "").lower()) or [default]
        return list(dict.fromkeys(parts))

    def refused(self, column: str, value: str, accepted: object) -> Message:
        return message(
            '{sheet}, row {row}, column {column}: "{value}" is not accepted; give {accepted}.',
            sheet=self.sheet,
            row=self.number,
            column=column,
            value=cut(value),
            accepted=accepted,
        )


def _jobs(row: _Row, home: Path, folders: Mapping[str, str]) -> Iterator[Job]:
    """The jobs of a row, each with what is wrong in it."""
    reports = [word.replace("-", "_").replace(" ", "_") for word in row.words("report", "evaluation")]
    options, faults = _options(row, home, reports)
    formats = row.words("to", FORMATS[0])
    faults += [row.refused("to", each, FORMATS) for each in formats if each not in FORMATS]
    if not row.site:
        faults.append(
            message(
                "{file}, row {row}: column {column} is empty; fill it in, or empty the row.",
                file=row.sheet,
                row=row.number,
                column="site",
            )
        )
    day, wrong = _day(row, "date")
    template, missing = _file(row, "template", home)
    faults += [*wrong, *missing]
    for report in reports:
        for lang in row.words("language", "en"):
            own = [*faults]
            if report not in OPTIONS:
                own.append(row.refused("report", report, tuple(sorted(OPTIONS))))
            if lang not in LANGUAGES:
                own.append(row.refused("language", lang, tuple(LANGUAGES)))
            named = {name: options[name] for name in OPTIONS.get(report, ()) if name in options}
            yield Job(
                row.site,
                report,
                lang,
                row.number,
                (*formats, *((CALENDAR,) if report in WITH_CALENDAR else ())),
                {"lang": lang, **named},
                visible(row.cells.get("organisation", "")) or row.site,
                day,
                template if "docx" in formats else None,
                folders.get(row.site, ""),
                tuple(own),
            )


def _options(row: _Row, home: Path, reports: Iterable[str]) -> tuple[dict[str, object], list[Message]]:
    """What was named for the reports of a row, and what of it cannot be."""
    found: dict[str, object] = {}
    faults: list[Message] = []
    known = [report for report in reports if report in OPTIONS]
    for name in _OPTIONS:
        if not (text := row.cells.get(name)):
            continue
        if known and not any(name in OPTIONS[report] for report in known):
            faults.append(
                message(
                    "{sheet}, row {row}: the column {column} does not belong to the report {report}; leave it "
                    "empty there.",
                    sheet=row.sheet,
                    row=row.number,
                    column=name,
                    report=tuple(known),
                )
            )
            continue
        value: object
        wrong: list[Message] = []
        if name in _TEXTS:
            value = text
        elif name in _LISTS:
            value = _parts(text, ";" if name == "keep" else "[;,]")  # headings have commas
        elif name in _NUMBERS:
            value, wrong = _number(row, name)
        elif name in _DAYS:
            day, wrong = _day(row, name)
            value = day and day.isoformat()
        else:
            path, wrong = _file(row, name, home)
            value = str(path)
        found[name] = value
        faults += wrong
    return found, faults


def _parts(text: str, between: str = "[;,]") -> list[str]:
    """
    >>> _parts("fr; hr, en")
    ['fr', 'hr', 'en']
    """
    return [part for part in (each.strip() for each in re.split(between, text)) if part]


def _number(row: _Row, column: str) -> tuple[int | None, list[Message]]:
    text = row.cells[column]
    if text.isdecimal() and len(text) < 10 and int(text):
        return int(text), []
    return None, [row.refused(column, text, message("a whole number above 0"))]


def _day(row: _Row, column: str) -> tuple[date | None, list[Message]]:
    text = row.cells.get(column)
    if not text:
        return None, []
    day = day_of(text)
    return day, [] if day else [row.refused(column, text, message("a day, like {example}", example="2026-03-31"))]


def _file(row: _Row, column: str, home: Path) -> tuple[Path | None, list[Message]]:
    """A file or folder that is there, from the folder of the table."""
    text = row.cells.get(column)
    if not text:
        return None, []
    path = home / text
    try:
        there = path.exists()
    except (OSError, ValueError):  # no file can have such a name
        there = False
    if there:
        return path, []
    return None, [
        message(
            '{sheet}, row {row}, column {column}: there is no file "{value}"; give its place from the folder of '
            "{sheet}.",
            sheet=row.sheet,
            row=row.number,
            column=column,
            value=cut(text),
        )
    ]


# --- all rows -------------------------------------------------------------------------------------------


def _without_doubles(sheet: str, jobs: Iterable[Job]) -> Iterator[Job]:
    """The jobs; one that would make a file of an earlier one has that as its fault."""
    first: dict[str, Job] = {}
    for job in jobs:
        before = first.setdefault(job.file(""), job)
        if before is job or not job.site:
            yield job
        else:
            fault = message(
                "{sheet}, row {row}: the report {report} in this language and for this site stands in row {first} "
                "already; keep one of them.",
                sheet=sheet,
                row=job.row,
                report=job.report,
                first=before.row,
            )
            yield replace(job, faults=(*job.faults, fault))


def _folders(sites: Iterable[str]) -> dict[str, str]:
    """A folder for each site: its name, as far as a folder can have it, and no two the same on any system.

    Examples
    --------
    >>> _folders(["Split", "SPLIT", "../x"])
    {'Split': 'Split', 'SPLIT': 'SPLIT-6cc370', '../x': '-x-d6b96a'}
    """
    folders: dict[str, str] = {}
    taken: set[str] = set()
    for site in filter(None, dict.fromkeys(sites)):
        stem = name = _safe(site)
        mark, digits = hashlib.sha256(site.encode("utf-8", "replace")).hexdigest(), _DIGITS
        while (name == stem != site) or _alike(name) in taken:
            name, digits = f"{stem}-{mark[:digits]}", digits + 1
        taken.add(_alike(name))
        folders[site] = name
    return folders


def _safe(site: str) -> str:
    """A name that stays in its folder on every system."""
    name = "".join(sign if sign.isprintable() and sign not in '<>:"/\\|?*' else "-" for sign in site)
    name = name[:LONGEST_FOLDER].strip(". ").lstrip("~. ")
    if not name or _RESERVED.match(name) or name.casefold() == PAGE:
        name = f"site-{name}"
    return name


def _alike(name: str) -> str:
    """What is the same for a file system that knows no case and no accents of its own."""
    return normalize("NFKC", name.casefold())
