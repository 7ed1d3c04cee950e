"""SPSS (.sav and .zsav): value labels, user-missing values, multiple-response sets.

The file carries its own instrument: labelled variables become choices, the measurement level says whether they are
in order, user-missing values are answers that are none.
"""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kiptools.cells import is_plain_number, number_text
from kiptools.codebook import Choice, Codebook, Item, Scale, Wording
from kiptools.exports.columns import TICKED, UNTICKED, runs, unique
from kiptools.exports.tool import NOTHING, Arranged, Clue, Origin, Sure, Tool
from kiptools.messages import KipError, message
from kiptools.missing import Missing
from kiptools.tables import Column, Heading, Sheet, Table, fold

SIGNATURES = (b"$FL2", b"$FL3")
CLUE = Clue(Sure.CERTAIN, message("its first bytes say so"))
_START = np.datetime64("1582-10-14T00:00:00", "s")  # from where SPSS counts seconds
_DATES = ("DATE", "ADATE", "EDATE", "SDATE", "JDATE")
_PERIODS = ("QYR", "MOYR", "WKYR", "DATETIME", "YMDHMS")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")
_NOT_SHOWN = re.compile(
    r"not (asked|shown|applicable by filter)|filter|skip|non posée|non demandé|non chiest|non post"
    r"|nije (postavljen|pitan)|não (perguntad|colocad)|preskoč",
    re.I,
)
_LEFT_EMPTY = re.compile(
    r"no answer|no response|missing|blank|empty|refus|non[- ]réponse|sans réponse|nessuna risposta|non risponde|rifiut"
    r"|bez odgovora|odbi|sem resposta|não resp|recus",
    re.I,
)


class Meta(NamedTuple):
    """What an SPSS file says of its variables, by pyreadstat's names."""

    column_names_to_labels: Mapping[str, str | None]
    file_encoding: str | None
    missing_ranges: Mapping[str, list[Mapping[str, Any]]]
    missing_user_values: Mapping[str, list[object]]
    mr_sets: Mapping[str, Mapping[str, Any]]
    original_variable_types: Mapping[str, str | None]
    variable_measure: Mapping[str, str]
    variable_value_labels: Mapping[str, Mapping[object, str]]


_SECONDS = 300
_READ = """
import pickle, sys
from pyreadstat import read_sav
frame, meta = read_sav(sys.argv[1], user_missing=True, disable_datetime_conversion=True, output_format="dict")
said = {name: getattr(meta, name, None) or {} for name in sys.argv[2:]}
sys.stdout.buffer.write(pickle.dumps((dict(frame), said)))
"""


def is_spss(path: Path) -> bool:
    """Whether a file begins as SPSS files do."""
    try:
        with path.open("rb") as file:
            return file.read(4) in SIGNATURES
    except (OSError, ValueError):
        return False  # whoever opens it next says why


def read(path: Path) -> Arranged:
    """Read an SPSS file.

    Raises
    ------
    KipError
        The file is damaged.
    """
    frame, meta = _loaded(path)
    names = unique(list(frame))
    columns = [_column(name, frame[variable], variable, meta) for name, variable in zip(names, frame, strict=True)]
    columns, sets = _with_sets(columns, meta.mr_sets)
    columns = [column for group in runs(columns, _base) for column in _as_options(group, meta)]
    known = {column.heading.code for column in columns}
    columns = [_with_own_text(column, known) for column in columns]
    items = [
        item
        for place, column in enumerate(columns, start=1)
        if not column.heading.part and (item := _item(column, f"v{place}", meta))
    ]
    note = message("{file}: SPSS file, text in {encoding}.", file=path.name, encoding=meta.file_encoding or "UTF-8")
    rows = np.arange(1, len(next(iter(frame.values()), [])) + 1, dtype=np.int32)
    return Arranged(Table(path.name, tuple(columns), rows, (note,)), form=Codebook(tuple([*sets.values(), *items])))


def _loaded(path: Path) -> tuple[dict[str, list[object]], Meta]:
    """A file's variables and what it says of them, read in a process of its own: a damaged file can end that."""
    command = [sys.executable, "-I", "-c", _READ, str(path.resolve()), *Meta._fields]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        if b"ModuleNotFoundError" in done.stderr:
            raise RuntimeError(done.stderr.decode(errors="replace"))  # the kit's set-up is wrong, not the file
        frame, said = pickle.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise KipError(message("{file} took too long to read; export the answers as CSV.", file=path.name)) from None
    except (pickle.UnpicklingError, EOFError):  # nothing, or half of it: the process ended before its time
        raise KipError(
            message(
                "{file} is a damaged SPSS file; save it again in SPSS, or export the answers as CSV.", file=path.name
            )
        ) from None
    return frame, Meta(**said)


def _column(name: str, cells: list[object], variable: str, meta: Meta) -> Column:
    """One variable as texts, with what its user-missing values mean."""
    kind = (meta.original_variable_types.get(variable) or "").rstrip("0123456789.")
    codes, values = _factorised([_text(cell, kind) for cell in cells])
    labels = {_text(code, ""): label for code, label in meta.variable_value_labels.get(variable, {}).items()}
    missing = {
        value: _why(labels.get(value, "")) for value in values if value and _is_user_missing(value, variable, meta)
    }
    return Column(name, codes, values, Heading(meta.column_names_to_labels.get(variable) or name, "", name), missing)


def _base(column: Column) -> str:
    """What the variables of one multiple choice have in common, where no set says so: ``media_1``, ``media_2``."""
    base, _, number = column.name.rpartition("_")
    return base if (number.isdecimal() or number == "other") and not column.heading.part else ""


def _as_options(group: list[Column], meta: Meta) -> list[Column]:
    """Variables that say yes or no side by side, as the options of one question."""
    said = [_yes_and_no(column, meta) for column in group]
    if len(group) < 2 or any(each is None for each in said):
        return group
    labels = [column.heading.question for column in group]
    ticked = [meta.variable_value_labels.get(column.name, {}) for column in group]
    if all(len(each) == 1 for each in ticked):  # the value that says yes is labelled with the option
        labels = [f"{label}: {next(iter(each.values()))}" for label, each in zip(labels, ticked, strict=True)]
    common = os.path.commonprefix(labels)
    cut = common.rfind(" ") + 1
    # "Do you rent?", "Do you own a car?" are questions; "Which? Web", "Which? Radio" are options of one.
    if labels != [column.name for column in group] and not re.search(r"[?:\-\]]\s*\Z", common[:cut]):
        return group
    found = []
    for column, ticks, label in zip(group, said, labels, strict=True):
        base, _, number = column.name.rpartition("_")
        codes, values = _factorised([(ticks or {}).get(value, value) for value in column.values])
        heading = Heading(label[:cut].strip(" -:"), label[cut:].strip() or number, base, number)
        found.append(Column(column.name, codes[column.codes], values, heading, column.missing))
    return found


def _yes_and_no(column: Column, meta: Meta) -> dict[str, str] | None:
    """The values of a variable that is 1 for yes and 0 for no, or None: 1 and 2 are answers to a question."""
    labels = meta.variable_value_labels.get(column.name, {}) or {1.0: "yes", 0.0: "no"}
    if list(labels) == [1.0]:
        labels = {1.0: "yes", 0.0: "no"}
    ticks = {
        _text(code, ""): "1" if fold(label) in TICKED else "0"
        for code, label in labels.items()
        if fold(label) in TICKED | UNTICKED and code in (0, 1)
    }
    values = {value for value in column.values if value and value not in column.missing}
    return ticks if set(ticks.values()) == {"0", "1"} and values <= set(ticks) else None


def _with_own_text(column: Column, known: Collection[str]) -> Column:
    """What was written beside "other", in a variable named after its question as survey tools do."""
    base = re.sub(r"(_other)?(_TEXT)?\Z", "", column.name, flags=re.I)
    if (
        column.heading.part
        or base == column.name
        or base not in known
        or any(value.isdecimal() for value in column.values)
    ):
        return column
    return replace(column, heading=Heading(column.heading.question, "other", base, "other", own=True))


def _factorised(texts: list[str]) -> tuple[np.ndarray, tuple[str, ...]]:
    places: dict[str, int] = {}
    codes = np.array([places.setdefault(text, len(places)) for text in texts], dtype=np.int32)
    return codes, tuple(places)


def _text(cell: object, kind: str) -> str:
    """A cell as a CSV export would write it; dates in ISO order."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    number = float(cell)  # type: ignore[arg-type]
    if not np.isfinite(number):
        return ""
    if kind in _DATES + _PERIODS and abs(number) < 1e13:
        moment = str(_START + np.timedelta64(round(number), "s"))
        return moment[:10] if kind in _DATES else moment.replace("T", " ")
    if kind in ("TIME", "DTIME"):
        minutes, seconds = divmod(round(number), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return number_text(number)


def _is_user_missing(value: str, variable: str, meta: Meta) -> bool:
    ranges = meta.missing_ranges.get(variable, [])
    texts = {str(text).strip() for text in meta.missing_user_values.get(variable, [])}
    if value in texts:
        return True
    for span in ranges:
        if isinstance(span["lo"], str):
            if value == span["lo"].strip():
                return True
            continue
        try:
            number = float(value)
        except ValueError:
            continue
        if span["lo"] <= number <= span["hi"]:
            return True
    return False


def _why(label: str) -> Missing:
    """What a user-missing value stands for, by its label."""
    if _NOT_SHOWN.search(label):
        return Missing.NOT_SHOWN
    return Missing.LEFT_EMPTY if _LEFT_EMPTY.search(label) else Missing.NOT_APPLICABLE


def _with_sets(columns: list[Column], sets: Mapping[str, Any]) -> tuple[list[Column], dict[str, Item]]:
    """The variables of multiple-response sets, as options of one question; the questions."""
    items: dict[str, Item] = {}
    places = {column.name: place for place, column in enumerate(columns)}
    columns = list(columns)
    for name, found in sets.items():
        variables = [
            variable
            for variable in found["variable_list"]
            if variable in places and not columns[places[variable]].heading.part  # of two sets the first has it
        ]
        if not found["is_dichotomy"] or len(variables) < 2:
            continue
        counted = _text(found["counted_value"], "")
        question = found["label"] or name
        choices = []
        for variable in variables:
            column = columns[places[variable]]
            label = column.heading.question
            choices.append(Choice(variable, Wording((("", label),))))
            values = tuple(
                value if not value or value in column.missing else "1" if value == counted else "0"
                for value in column.values
            )
            codes, texts = _factorised(list(values))
            columns[places[variable]] = Column(
                column.name, codes[column.codes], texts, Heading(question, label, name, variable), column.missing
            )
        plain = name if _NAME.match(name) else f"set{len(items) + 1}"
        scale = Scale(plain, tuple(choices))
        items[name] = Item(plain, "select_multiple", Wording((("", question),)), scale, heading=name)
    return columns, items


def _item(column: Column, otherwise: str, meta: Meta) -> Item | None:
    """A labelled variable as a question with choices; others are left to the draft.

    `otherwise` is its name where SPSS allows one that forms do not.
    """
    name = column.heading.code
    labels = {_text(code, ""): label for code, label in meta.variable_value_labels.get(name, {}).items()}
    answers = [value for value in labels if not _is_user_missing(value, name, meta)]
    unlabelled = [value for value in column.values if value and value not in labels and value not in column.missing]
    if not answers or len(unlabelled) > len(labels):
        return None
    unlabelled = list(filter(is_plain_number, unlabelled))  # what somebody wrote is no answer to choose from
    codes = _in_order([*answers, *unlabelled])
    ordinal = meta.variable_measure.get(name) == "ordinal" and all(map(is_plain_number, codes))
    if ordinal and all(code.isdecimal() for code in codes) and int(codes[-1]) - int(codes[0]) < 12:
        codes = [str(level) for level in range(int(codes[0]), int(codes[-1]) + 1)]  # perhaps only the ends have labels
    elif unlabelled:
        ordinal = False
    choices = [
        Choice(code, Wording((("", labels.get(code) or code),)), float(code) if ordinal else None) for code in codes
    ]
    choices += [
        Choice(code, Wording((("", labels.get(code) or code),)), missing=True)
        for code in _in_order([value for value in {**labels, **column.missing} if value not in codes])
        if _why(labels.get(code, "")) == Missing.NOT_APPLICABLE
    ]
    folded = [fold(choice.name) for choice in choices]
    if len(set(folded)) < len(folded):  # codes that differ in case only
        return None
    plain = name if _NAME.match(name) else otherwise
    wording = Wording((("", column.heading.question),))
    return Item(plain, "select_one", wording, Scale(plain, tuple(choices)), heading=column.name)


def _in_order(codes: list[str]) -> list[str]:
    return sorted(
        codes, key=lambda code: (not is_plain_number(code), float(code) if is_plain_number(code) else 0.0, code)
    )


def _not_a_sheet(sheet: Sheet) -> Clue:
    return NOTHING


def _refuse(sheet: Sheet) -> Arranged:
    raise KipError(message("{file} is no SPSS file; leave out --tool spss.", file=sheet.name))


TOOL = Tool("spss", "SPSS", _not_a_sheet, _refuse)
ORIGIN = Origin(TOOL.key, TOOL.name, CLUE)
