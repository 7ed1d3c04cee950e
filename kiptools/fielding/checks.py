"""Whether KoboToolbox and ODK take a form, and what of somebody's own form a codebook does not carry.

The first is asked of pyxform, the program by which both tools read XLSForms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from kiptools.codebook import Codebook, write_codebook
from kiptools.files import read_sheets, read_table
from kiptools.messages import KipError, Message, counted, cut, message, some
from kiptools.tables import Table, fold, put_text

__all__ = ["check_xlsform", "not_carried"]

_SHEETS = ("survey", "choices", "settings")
_CARRIED = {
    "survey": frozenset(
        ("type", "name", "label", "hint", "construct", "role", "reverse", "heading", "relevant", "relevance", "format")
        + ("required", "definition", "review")
    ),
    "choices": frozenset(("list_name", "list name", "name", "label", "score")),
    "settings": frozenset(("form_title", "form_id", "default_language", "heading")),
}
_ONE_LANGUAGE = frozenset(("form_title", "form_id", "version", "default_language"))
_ANSWERED = frozenset(("yes", "true", "1", "oui", "si", "sì", "da", "sim", "true()", "", "no", "false", "0", "false()"))
_ANSWERED |= frozenset(("non", "ne", "não", "nao"))
_KEPT_TYPES = frozenset(
    ("select_one", "select_multiple", "text", "integer", "decimal", "range", "date", "datetime", "time", "note")
    + ("begin", "end", "begin_group", "end_group")
)
_OF_GROUPS = frozenset(("label", "relevant", "relevance"))
_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"(?:On|in) the '(\w+)' sheet,?\s*", re.I)
_TOO_LONG = 400


def check_xlsform(form: str | Path | Codebook) -> tuple[Message, ...]:
    """What KoboToolbox and ODK would refuse of a form, or warn of.

    Parameters
    ----------
    form : str, Path or Codebook
        An XLSForm as a workbook or as a folder of CSV files, or a codebook as it would be written.

    Returns
    -------
    tuple of Message
        Empty if the form can be deployed and there is nothing to warn of.
    """
    if not isinstance(form, Codebook):
        return _checked_file(Path(form))
    with TemporaryDirectory() as folder:
        return _converted(write_codebook(form, Path(folder) / "form.xlsx"), "form.xlsx")


def not_carried(path: str | Path) -> tuple[Message, ...]:
    """What of an XLSForm a codebook does not hold, and would lose when it is written again.

    Parameters
    ----------
    path : str or Path
        A workbook, or a folder of CSV files.

    Returns
    -------
    tuple of Message

    Raises
    ------
    KipError
        It is no workbook or folder that can be read.
    """
    path = Path(path)
    found: list[Message] = []
    for name, table in _tables(path).items():
        if name in _CARRIED:
            found += _columns_lost(name, table)
        elif table is not None and len(table):
            found.append(message('{file}: the sheet "{sheet}" is not read.', file=path.name, sheet=cut(name)))
        if name == "survey" and table is not None:
            found += _rows_lost(table)
    return tuple(found)


def _tables(path: Path) -> dict[str, Table | None]:
    if path.is_dir():
        return {file.stem: read_table(file) for file in sorted(path.glob("*.csv"))}
    return dict(read_sheets(path, (*_SHEETS, "entities", "external_choices")))


def _columns_lost(name: str, table: Table | None) -> Iterator[Message]:
    for column in table.columns if table is not None else ():
        stem = column.name.split("::")[0].strip()
        rows = sum(bool(cell) for cell in column.cells())
        if table is None or stem.lower() in _CARRIED[name] or not rows:
            continue
        yield counted(
            "{sheet}, column {column}: it is filled in {count} row, and a codebook does not carry it.",
            "{sheet}, column {column}: it is filled in {count} rows, and a codebook does not carry it.",
            rows,
            sheet=table.name,
            column=cut(column.name),
        )


def _rows_lost(table: Table) -> Iterator[Message]:
    """Rows of types that a codebook does not know, and questions that repeat within a respondent."""
    kinds: dict[str, list[int]] = {}
    required: list[int] = []
    groups: list[int] = []
    topics = {fold(record.get("construct", "")) for _, record in table.records()}
    repeats = 0
    for row, record in table.records():
        words = record.get("type", "").split()
        kind = words[0].lower() if words else ""
        rest = words[1].lower() if len(words) > 1 else ""
        if {kind, rest} >= {"begin", "repeat"} or kind == "begin_repeat":
            repeats += 1
        if repeats:
            kinds.setdefault("repeat", []).append(row)
        elif kind and kind not in _KEPT_TYPES:
            kinds.setdefault(kind, []).append(row)
        elif {kind, rest} >= {"begin", "group"} or kind == "begin_group":
            filled = {heading.split("::")[0].strip() for heading, text in record.items() if text}
            groups += [row] * (fold(record.get("name", "")) not in topics and bool(filled & _OF_GROUPS))
        if ({kind, rest} >= {"end", "repeat"} or kind == "end_repeat") and repeats:
            repeats -= 1
        if record.get("required", "").lower() not in _ANSWERED:
            required.append(row)
    for kind, rows in kinds.items():
        yield message(
            "{sheet}, row {rows}: a codebook does not carry what is of the type {kind}.",
            sheet=table.name,
            rows=some(list(map(str, rows))),
            kind=cut(kind),
        )
    if groups:
        yield message(
            "{sheet}, row {rows}: a codebook does not carry a group that is no topic; its condition is written to each "
            "of its questions, its title is left out.",
            sheet=table.name,
            rows=some(list(map(str, groups))),
        )
    if required:
        yield message(
            "{sheet}, row {rows}, column required: a codebook knows only yes and no, and takes a condition for no.",
            sheet=table.name,
            rows=some(list(map(str, required))),
        )


def _checked_file(path: Path) -> tuple[Message, ...]:
    if not path.exists():
        return (message("There is no file {file}.", file=str(path)),)
    if not path.is_dir():
        if path.suffix.lower() not in (".xlsx", ".xlsm"):
            return (message("{file} is no workbook; give an XLSForm that ends in .xlsx, or a folder.", file=path.name),)
        return _languages_of_settings(path) or _converted(path, path.name)
    try:
        tables = {name: table for name, table in _tables(path).items() if name in _SHEETS and table is not None}
    except KipError as error:
        return error.faults
    if "survey" not in tables:
        return (message("{file} has no survey.csv.", file=path.name),)
    with TemporaryDirectory() as folder:
        return _languages_of_settings(path) or _converted(_as_workbook(tables, Path(folder) / "form.xlsx"), path.name)


def _as_workbook(tables: dict[str, Table], path: Path) -> Path:
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, table in tables.items():
        sheet = workbook.create_sheet(name)
        for place, column in enumerate(table.columns, start=1):
            put_text(sheet.cell(1, place), column.name)
            for row, text in zip(table.row_numbers.tolist(), column.cells(), strict=True):
                if text:
                    put_text(sheet.cell(row, place), text)
    workbook.save(path)
    return path


def _languages_of_settings(path: Path) -> tuple[Message, ...]:
    """Settings in several languages, at which pyxform breaks without a word."""
    try:
        settings = _tables(path).get("settings")
    except KipError:
        return ()  # pyxform says what it makes of the file
    if settings is None:
        return ()
    stems = [(column.name, column.name.split("::")[0].strip()) for column in settings.columns if "::" in column.name]
    return tuple(
        message(
            "{sheet}, column {column}: KoboToolbox and ODK know this setting in one language only; call the column "
            "{name}.",
            sheet=settings.name,
            column=cut(column),
            name=stem,
        )
        for column, stem in stems
        if stem.lower() in _ONE_LANGUAGE
    )


def _converted(path: Path, name: str) -> tuple[Message, ...]:
    """What pyxform says of a workbook."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    warnings: list[str] = []
    try:
        convert(path, warnings=warnings)
    except PyXFormError as error:
        return (_refused(name, str(error)),)
    except Exception:  # whatever it breaks at, the form cannot be deployed
        return (
            message(
                "{file}: KoboToolbox and ODK cannot read this form, and do not tell why; compare its headings with "
                "a form that works.",
                file=name,
            ),
        )
    return tuple(
        message("{file}: KoboToolbox and ODK take this form, but warn: {said}", file=name, said=_plain(said))
        for said in dict.fromkeys(warnings)
    )


def _refused(name: str, said: str) -> Message:
    row, sheet = _ROW.search(said), _SHEET.search(said)
    if row is None:
        return message("{file}: KoboToolbox and ODK refuse this form: {said}", file=name, said=_plain(said))
    return message(
        "{file}, sheet {sheet}, row {row}: KoboToolbox and ODK refuse this form: {said}",
        file=name,
        sheet=sheet[1] if sheet else "survey",
        row=row[1],
        said=_plain(_SHEET.sub("", _ROW.sub("", said), count=1)),
    )


def _plain(said: str) -> str:
    said = cut(" ".join(said.split()), _TOO_LONG)
    return said[:1].upper() + said[1:]
