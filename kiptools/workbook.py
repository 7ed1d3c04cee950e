"""The partner workbook as people fill it in, and a network written into it.

An empty workbook shows what each field means and which words it takes, in the language of whoever fills it in;
its headings are protected, and nothing else is. The same sheets, or CSV files, take a network that was read; and
its partners of today make the list of whom to ask in a survey.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

from kiptools.fields import INVOLVEMENT, LADDERS, SHEETS, Field, label, labels, plain
from kiptools.language import LANGUAGES, Language
from kiptools.messages import KipError, Message, message
from kiptools.partners import Cooperation, Partner, Partners
from kiptools.places import refuse_but_new_workbook, refuse_existing, replacing
from kiptools.samples import Sample
from kiptools.sheets import (
    CREATOR,
    SheetColumn,
    add_lists,
    add_sheet,
    list_ranges,
    needed_height,
    new_workbook,
    put,
    rule,
    save_workbook,
    set_up_print,
)
from kiptools.tables import column_letter, guarded

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.worksheet.datavalidation import DataValidation

__all__ = ["write_partner_template", "write_partners", "write_survey_frame"]

Value = str | int | date
Row = Mapping[str, object]

LAST_ROW = 1001
"""How far down the drop-downs of an empty workbook reach."""
_LIST_OF_KIND = {"yes or no": "yes_no", "rung": "rung", "rating": "rating"}
_LIST_OF_FIELD = {"disposition": "disposition"}
_RATINGS = (1, 2, 3, 4, 5)
_WIDTHS = {
    **{"text": 16, "choice": 17, "open choice": 24, "date": 12, "year": 10, "count": 12, "list": 25},
    **{"yes or no": 15, "partner": 30, "rung": 22, "rating": 13},
    **{"id": 11, "name": 30, "size": 13, "level": 14, "function": 30, "ladder": 38, "need": 60, "notes": 28},
}
"""Widths of columns, by the kind of field, or by its name."""
_FRAME = ("id", "name", "type", "size", "territory", "owner", "disposition")
_OWN_COLUMN = message("A column of your own. No analysis uses it.")

_BAKERY = message("Corner Bakery")
_SCHOOL = message("Riverside Nursing School")
_CENTRE = message("Old Town Career Centre")
_TOWN = message("Old Town")
_EXPERIENCE = message("first work experience")
_LANGUAGE = message("language courses in the evening")
_EXAMPLES: dict[str, tuple[Row, ...]] = {
    "partners": (
        {
            "name": _BAKERY,
            "type": "employer",
            "sector": "C",
            "size": "10-49",
            "territory": _TOWN,
            "level": "local",
            "status": "current",
            "partner_since": 2021,
            "found_through": "event",
            "document": "charter",
            "document_start": date(2024, 9, 1),
            "document_end": date(2027, 8, 31),
            "contact_every": "quarterly",
            "last_contact": date(2026, 2, 12),
            "last_activity": date(2025, 11, 20),
            "activities": 4,
            "resources": (message("work placements"), message("company visits")),
            "needs": (_EXPERIENCE,),
            "owner": "Ana",
            "consent": "contract",
            "notes": message("Closed in August."),
        },
        {
            "name": _SCHOOL,
            "type": "education",
            "sector": "P",
            "territory": _TOWN,
            "status": "potential",
            "found_through": "recommendation",
            "owner": "Ana",
        },
        {"name": _CENTRE, "type": "public_authority", "territory": _TOWN, "level": "local", "status": "convenor"},
    ),
    "relations": (
        {
            "one": _CENTRE,
            "other": _BAKERY,
            "strength": "cooperation",
            "reported_by": _BAKERY,
            "ladder": "frey",
            "trust": 4,
        },
        {"one": _BAKERY, "other": _SCHOOL, "strength": "no_tie", "reported_by": _BAKERY, "ladder": "frey"},
    ),
    "cooperation": (
        {
            "partner": _BAKERY,
            "function": message("company visits"),
            "initiates": "us",
            "decides": "together",
            "feedback": True,
            "commitment": True,
            "pooled": False,
            "shared": False,
        },
        {
            "partner": _BAKERY,
            "function": message("programme of the job fair"),
            "initiates": "us",
            "decides": "after_asking",
            "feedback": True,
            "commitment": False,
        },
    ),
    "needs": ({"need": _EXPERIENCE}, {"need": _LANGUAGE}),
}


@dataclass(frozen=True)
class _Column:
    """A field, and how it is headed on the sheet at hand."""

    field: Field
    heading: str

    @property
    def words(self) -> str:
        """The list of words that its cells choose from; empty where there is none."""
        field = self.field
        return field.words or _LIST_OF_KIND.get(field.kind, "") or _LIST_OF_FIELD.get(field.name, "")

    @property
    def style(self) -> str:
        """Text stays text: a spreadsheet makes a date of the size 10-49 otherwise."""
        return {"date": "date", "year": "number", "count": "number", "rating": "number"}.get(self.field.kind, "text")

    @property
    def width(self) -> int:
        """As wide as its kind needs, and at least as its heading's longest word."""
        usual = _WIDTHS.get(self.field.name, _WIDTHS[self.field.kind])
        return max(usual, *(len(word) + 5 for word in self.heading.split()))


_OF_SAMPLE = (
    _Column(
        Field(
            "inclusion_probability",
            "text",
            message("How likely this partner was to be drawn. The analysis needs it: leave it as it is."),
        ),
        "inclusion_probability",
    ),
    _Column(
        Field("stratum", "text", message("The kind of partners that it was drawn from. Leave it as it is.")), "stratum"
    ),
)
"""The columns of a sample are called the same in all languages, as the analysis looks for them."""


def write_partner_template(path: str | Path, *, lang: str = "en") -> Path:
    """Write an empty partner workbook: drop-downs, notes, protected headings, examples and definitions.

    Parameters
    ----------
    path : str or Path
        ``something.xlsx``.
    lang : str
        The language of headings, words and notes, one of `kiptools.LANGUAGES`.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = write_partner_template(f"{folder}/partneri.xlsx", lang="hr")
    ...     path.name
    'partneri.xlsx'
    """
    path, language = Path(path), Language(lang)
    refuse_but_new_workbook(path)
    columns = {sheet: _columns(sheet, language) for sheet in SHEETS}
    rows = {sheet: _examples(sheet, columns[sheet], language) for sheet in SHEETS}
    with replacing(path) as new:
        save_workbook(_partner_workbook(columns, rows, language, "example"), new)
    return path


def write_partners(partners: Partners, path: str | Path, *, lang: str = "en") -> Path:
    """Write a partner network as a workbook, or as a folder of CSV files.

    Parameters
    ----------
    partners : Partners
    path : str or Path
        ``something.xlsx``; or a name without an ending, of a folder: its ``partners.csv`` always, ``relations.csv``,
        ``cooperation.csv`` and ``needs.csv`` where there is something to write.
    lang : str
        The language of headings and words, one of `kiptools.LANGUAGES`.

    Returns
    -------
    Path
        The workbook or the folder, from which `read_partners` reads the same network.

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    Examples
    --------
    >>> from datetime import date
    >>> from tempfile import TemporaryDirectory
    >>> from kiptools.partners import Partner
    >>> network = Partners("list.xlsx", date(2026, 3, 31), (Partner(id="1", name="Corner Bakery"),))
    >>> with TemporaryDirectory() as folder:
    ...     path = write_partners(network, f"{folder}/network", lang="fr")
    ...     [file.name for file in path.iterdir()]
    ['partners.csv']
    """
    path, language = Path(path), Language(lang)
    if path.suffix.lower() not in ("", ".xlsx"):
        raise KipError(message("{file}: give a name that ends in .xlsx, or a folder for CSV files.", file=str(path)))
    columns = {sheet: _columns(sheet, language) for sheet in SHEETS}
    columns["partners"] += [
        _Column(Field(_own(place), "text", _OWN_COLUMN), heading) for place, (heading, _) in enumerate(partners.others)
    ]
    rows = {sheet: _filled(columns[sheet], found, language) for sheet, found in _rows(partners).items()}
    if path.suffix:
        refuse_existing(path)
        with replacing(path) as new:
            save_workbook(_partner_workbook(columns, rows, language), new)
        return path
    files = {sheet: path / f"{sheet}.csv" for sheet in SHEETS}
    refuse_existing(*files.values())
    for sheet, file in files.items():
        if rows[sheet] or sheet == "partners":
            _write_csv(file, columns[sheet], rows[sheet])
    return path


def write_survey_frame(partners: Partners, path: str | Path, *, lang: str = "en", sample: Sample | None = None) -> Path:
    """Write the list of whom to ask in a survey: the partners of today, with room for what became of each invitation.

    Of a sample, only those who were drawn; beside each stands how likely that was, and from which kind. The analysis
    needs these two columns, to know whom the answers stand for.

    Parameters
    ----------
    partners : Partners
    path : str or Path
        ``something.csv`` or ``something.xlsx``.
    lang : str
        The language of headings and words, one of `kiptools.LANGUAGES`.
    sample : Sample, optional
        Who was drawn of these partners (`draw_sample`).

    Returns
    -------
    Path
        What `read_register` reads.

    Raises
    ------
    KipError
        Nobody is a partner of today, the sample was drawn from other partners, there is such a file already, its name
        ends otherwise, or it cannot be written.

    Examples
    --------
    >>> from datetime import date
    >>> from tempfile import TemporaryDirectory
    >>> from kiptools.partners import Partner
    >>> network = Partners("list.xlsx", date(2026, 3, 31), (Partner(id="1", name="Corner Bakery"),))
    >>> with TemporaryDirectory() as folder:
    ...     print(write_survey_frame(network, f"{folder}/frame.csv").read_text("utf-8-sig").splitlines()[0])
    Code,Organisation,Kind of organisation,Size (employees),Territory,Looked after by,Answer to the survey
    """
    path, language = Path(path), Language(lang)
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise KipError(message("{file}: give a name that ends in .csv or .xlsx.", file=str(path)))
    refuse_existing(path)
    if not partners.members:
        raise KipError(message("{file} has no partner of today, so there is nobody to ask.", file=partners.source))
    fields = {field.name: field for field in SHEETS["partners"]}
    columns = [_Column(fields[name], label("field", name, lang)) for name in _FRAME]
    asked = [_record(partner) for partner in partners.members]
    if sample is not None:
        columns += _OF_SAMPLE
        asked = _drawn(partners, sample, fields[sample.by], language)
    rows = _filled(columns, asked, language)
    if kind == ".csv":
        _write_csv(path, columns, rows)
        return path
    title = message("Whom to ask")
    workbook = new_workbook(title, language)
    _add_sheet(workbook, language.say(title), columns, rows, list_ranges(_lists(language)), language)
    add_lists(workbook, _lists(language))
    with replacing(path) as new:
        save_workbook(workbook, new)
    return path


def _drawn(partners: Partners, sample: Sample, by: Field, language: Language) -> list[dict[str, object]]:
    """The partners who were drawn, each with its probability and the kind that it was drawn from."""
    today = Counter(getattr(partner, by.name) for partner in partners.members)
    kinds = {(one, kind.name): kind for kind in sample.kinds for one in kind.drawn}
    found = [(partner, kinds.get((partner.id, getattr(partner, by.name)))) for partner in partners.members]
    drawn = [(partner, kind) for partner, kind in found if kind]
    if len(drawn) != len(sample) or today != {kind.name: kind.partners for kind in sample.kinds}:
        raise KipError(
            message(
                "{file} has other partners of today than when the sample was drawn; draw it again.",
                file=partners.source,
            )
        )
    return [
        {
            **_record(partner),
            "inclusion_probability": str(float(kind.probability)),
            "stratum": label(by.words, kind.name, language.code) if by.words and kind.name else kind.name,
        }
        for partner, kind in drawn
    ]


# --- a network as rows of a sheet -------------------------------------------------------------------------


def _rows(partners: Partners) -> dict[str, list[Row]]:
    """The rows of each sheet, by the names of the fields."""
    named = _callings(partners)
    return {
        "partners": [
            _record(partner) | {_own(column): texts[place] for column, (_, texts) in enumerate(partners.others)}
            for place, partner in enumerate(partners.records)
        ],
        "relations": [
            {
                "one": named.get(tie.one, tie.one),
                "other": named.get(tie.other, tie.other),
                "strength": _rung(partners, tie.level),
                "reported_by": named.get(tie.reporter, tie.reporter),
                "ladder": partners.ladder,
                "trust": tie.trust,
            }
            for tie in partners.ties
        ],
        "cooperation": [
            {**_record(cooperation), "partner": named.get(cooperation.partner, cooperation.partner)}
            for cooperation in partners.cooperations
        ],
        "needs": [{"need": need} for need in partners.needs],
    }


def _record(thing: Partner | Cooperation) -> dict[str, object]:
    return {name: getattr(thing, name) for name in type(thing).__dataclass_fields__}


def _own(place: int) -> str:
    """What stands for the field's name of a column that is none of the kit's."""
    return f"own {place}"


def _callings(partners: Partners) -> dict[str, str]:
    """How the other sheets call each partner: by its name, or by its id where the name could mean another row."""
    names = Counter(plain(partner.name) for partner in partners.records)
    ids = {plain(partner.id): partner.id for partner in partners.records}
    return {
        partner.id: partner.name
        if names[plain(partner.name)] == 1
        and ids.get(plain(partner.name), partner.id) == partner.id
        and not _looks_like_example(partner.name)
        else partner.id
        for partner in partners.records
    }


def _looks_like_example(text: str) -> bool:
    """Whether a row that begins with this text could be passed over."""
    return plain(text).startswith(tuple(plain(label("word", "example", lang)) for lang in LANGUAGES))


def _rung(partners: Partners, level: int | None) -> str | int:
    """The name of a level on the network's ladder; its number where no ladder is known."""
    if level is None:
        return ""
    return dict(enumerate(("no_tie", *partners.rungs))).get(level, level)


def _examples(sheet: str, columns: Sequence[_Column], language: Language) -> list[dict[str, Value]]:
    """The example rows of a sheet, their first cells such that the reader passes over them."""
    word, first = label("word", "example", language.code), columns[0].field.name
    rows = _filled(columns, _EXAMPLES[sheet], language)
    for number, row in enumerate(rows, start=1):
        row[first] = f"{word}: {row[first]}" if first in row else f"{word} {number}"
    return rows


def _filled(columns: Sequence[_Column], rows: Iterable[Row], language: Language) -> list[dict[str, Value]]:
    """The rows as their cells are written, by field; empty cells are left out."""
    fields = [column.field for column in columns]
    found = ({field.name: _cell(field, row.get(field.name), language) for field in fields} for row in rows)
    return [{name: value for name, value in cells.items() if value != ""} for cells in found]


def _cell(field: Field, value: object, language: Language) -> Value:
    if isinstance(value, Message):
        return language.say(value)
    if isinstance(value, tuple):
        return "; ".join(str(_cell(field, part, language)) for part in value)
    if isinstance(value, bool):
        return label("yes_no", "yes" if value else "no", language.code)
    if isinstance(value, str):
        words = field.words or _LIST_OF_KIND.get(field.kind, "")
        return label(words, value, language.code) if words else value
    return value if isinstance(value, (int, date)) else ""


def _columns(sheet: str, language: Language) -> list[_Column]:
    return [_Column(field, label("field", field.name, language.code)) for field in SHEETS[sheet]]


def _write_csv(path: Path, columns: Sequence[_Column], rows: Iterable[Mapping[str, Value]]) -> None:
    """A CSV file, with a mark without which spreadsheets take the accents for something else."""
    with replacing(path) as new, new.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(guarded(column.heading) for column in columns)
        for row in rows:  # the ISO form of dates is what `str` makes of them
            writer.writerow(guarded(str(row.get(column.field.name, ""))) for column in columns)


# --- the workbook -----------------------------------------------------------------------------------------


def _partner_workbook(
    columns: Mapping[str, Sequence[_Column]],
    rows: Mapping[str, Sequence[Mapping[str, Value]]],
    language: Language,
    look: str = "",
) -> Workbook:
    """The sheets with their rows, the definitions, and the words of the drop-downs."""
    workbook = new_workbook(message("Partner list"), language)
    titles = {sheet: label("sheet", sheet, language.code) for sheet in (*SHEETS, "definitions")}
    ranges = {**list_ranges(_lists(language)), "partner": _names_range(titles["partners"])}
    for sheet in SHEETS:
        _add_sheet(workbook, titles[sheet], columns[sheet], rows[sheet], ranges, language, look)
    _add_definitions(workbook, titles, language)
    add_lists(workbook, _lists(language))
    return workbook


def _add_sheet(
    workbook: Workbook,
    title: str,
    columns: Sequence[_Column],
    rows: Sequence[Mapping[str, Value]],
    ranges: Mapping[str, str],
    language: Language,
    look: str = "",
) -> None:
    """A sheet to fill in: its headings protected, everything below them free."""
    add_sheet(
        workbook,
        title,
        [
            SheetColumn(
                column.field.name,
                column.heading,
                column.width,
                column.style,
                column.field.required,
                _note(column.field, language),
                _rule(column, ranges, language),
            )
            for column in columns
        ],
        rows,
        last=LAST_ROW,
        freeze="C2" if columns[0].field.name == "id" else "A2",
        look=look,
    )


def _note(field: Field, language: Language) -> Comment:
    """What a heading says when somebody points at it."""
    from openpyxl.comments import Comment

    text = language.say(field.says)
    if field.required:
        text += "\n" + language.say(message("This must be filled in."))
    return Comment(text, CREATOR, width=280, height=24 + 18 * len(wrap(text, 40)))


def _rule(column: _Column, ranges: Mapping[str, str], language: Language) -> DataValidation | None:
    """What a spreadsheet lets people write below a heading, and what it tells them otherwise."""
    kind, other = column.field.kind, ""
    terms: dict[str, str] = {}
    if kind == "partner":
        other = language.say(message("No organisation of the list has this name. If it is a code, keep it."))
        terms = {"type": "list", "formula1": ranges["partner"]}
    elif column.words:
        terms = {"type": "list", "formula1": ranges[column.words]}
        if kind == "open choice":
            other = language.say(message("This is none of the usual words. You may keep your own."))
        elif kind == "rung":
            other = language.say(message("This is no level of a ladder. If it is the number of a level, keep it."))
        elif column.words == "size":
            other = language.say(message("This is none of the classes. If it is a number of employees, keep it."))
        elif column.words == "disposition":
            other = language.say(message("This is none of the words of the drop-down list. You may keep it."))
        says = message("Choose from the drop-down list.")
    elif kind == "date":
        first, last = ((day - date(1899, 12, 30)).days for day in (date(1950, 1, 1), date(2100, 12, 31)))
        terms = {"type": "date", "operator": "between", "formula1": str(first), "formula2": str(last)}
        says = message("This is no date between 1950 and 2100.")
    elif kind == "year":
        terms = {"type": "whole", "operator": "between", "formula1": "1800", "formula2": "2100"}
        says = message("Write a year with four digits.")
    elif kind == "count":
        terms = {"type": "whole", "operator": "greaterThanOrEqual", "formula1": "0"}
        says = message("Write a whole number, 0 or more.")
    else:
        return None
    return rule(terms, other or language.say(says), soft=bool(other))


def _names_range(title: str) -> str:
    """The names on the sheet of partners, reckoned from the heading: the first rows may be deleted, headings not."""
    letter = column_letter([field.name for field in SHEETS["partners"]].index("name"))
    sheet = "'" + title.replace("'", "''") + "'"
    return f"OFFSET({sheet}!${letter}$1,1,0,MAX(1,COUNTA({sheet}!${letter}:${letter})-1),1)"


def _word_lists() -> tuple[str, ...]:
    """The lists of the drop-downs."""
    columns = [_Column(field, "") for fields in SHEETS.values() for field in fields]
    return tuple(dict.fromkeys(column.words for column in columns if column.words))


def _words_of(name: str, language: Language) -> tuple[Value, ...]:
    return _RATINGS if name == "rating" else labels(name, language.code)


def _lists(language: Language) -> dict[str, tuple[Value, ...]]:
    return {name: _words_of(name, language) for name in _word_lists()}


# --- the definitions --------------------------------------------------------------------------------------


def _add_definitions(workbook: Workbook, titles: Mapping[str, str], language: Language) -> None:
    sheet = workbook.create_sheet(titles["definitions"])
    widths = dict(zip("ABCDE", (16, 30, 58, 66, 12), strict=True))
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width
    for number, (style, cells) in enumerate(_definitions(titles, language), start=1):
        for place, text in enumerate(cells, start=1):
            if text:
                put(sheet.cell(number, place), text, f"kip {style}")
        if style == "definition":
            sheet.row_dimensions[number].height = 3 + needed_height(zip(cells, widths.values(), strict=False))
        elif style == "line" and cells:
            sheet.merge_cells(f"A{number}:E{number}")
            sheet.row_dimensions[number].height = needed_height([(cells[0], sum(widths.values()))])
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.sheet_properties.tabColor = "7F7F7F"
    set_up_print(sheet)


def _definitions(titles: Mapping[str, str], language: Language) -> Iterator[tuple[str, Sequence[str]]]:
    """The style and the cells of each row."""
    code, say = language.code, language.say
    yield "title", [say(message("How to fill in this workbook"))]
    for text in (
        message("Write one row for each organisation on the first sheet. The other sheets may stay empty."),
        message("Headings with a star must be filled in. Every other cell may stay empty."),
        message("Point at a heading to read what it means. Cells with an arrow have a drop-down list."),
        message(
            'Rows that begin with "{word}" show how it is done. The kit passes over them, and you may delete them.',
            word=label("word", "example", code),
        ),
        message("The headings are protected, without a password. Rows can be added, deleted, sorted and filtered."),
    ):
        yield "line", [say(text)]
    yield "line", []
    yield "title", [say(message("What the headings mean"))]
    heads = (
        *(message("Sheet"), message("Heading"), message("What it means"), message("What may stand there")),
        message("Required"),
    )
    yield "heading", list(map(say, heads))
    for name, fields in SHEETS.items():
        for field in fields:
            yield (
                "definition",
                [
                    titles[name],
                    label("field", field.name, code),
                    say(field.says),
                    say(_accepted(field, titles["partners"], language)),
                    label("yes_no", "yes", code) if field.required else "",
                ],
            )
    yield "line", []
    yield "title", [say(message("Ladders of cooperation"))]
    yield (
        "line",
        [
            say(
                message(
                    'Ladders order "{one}" and "{other}" differently. A level means something only with its ladder.',
                    one=label("rung", "cooperation", code),
                    other=label("rung", "coordination", code),
                )
            )
        ],
    )
    yield "heading", [say(message("No.")), label("field", "strength", code), label("field", "ladder", code)]
    for ladder, rungs in LADDERS.items():
        for number, rung in enumerate(("no_tie", *rungs)):
            yield "definition", [str(number), label("rung", rung, code), label("ladder", ladder, code)]
    yield "line", []
    yield from _involvement(titles["cooperation"], language)


def _accepted(field: Field, partners: str, language: Language) -> Message:
    """What may stand below a heading."""
    name = _Column(field, "").words
    words = "; ".join(map(str, _words_of(name, language))) if name else ""
    if field.kind == "partner":
        return message("A name or code from the sheet {sheet}.", sheet=partners)
    if field.kind == "open choice":
        return message("One of these, or words of your own: {words}", words=words)
    if field.kind == "rung":
        return message("A level of your ladder, or its number: {words}", words=words)
    if name == "size":
        return message("A number, or one of these: {words}", words=words)
    if words:
        return message("One of these: {words}", words=words)
    return {
        "date": message("A date."),
        "year": message("A year with four digits."),
        "count": message("A whole number."),
        "list": message("Words of your own, separated by semicolons."),
    }.get(field.kind, message("Words of your own."))


def _involvement(sheet: str, language: Language) -> Iterator[tuple[str, Sequence[str]]]:
    code, say = language.code, language.say
    yield "title", [say(message("Levels of involvement"))]
    for text in (
        message(
            "The sheet {sheet} asks six questions about each thing that you do together. Their answers tell the level.",
            sheet=sheet,
        ),
        message("A level belongs to one organisation and one function, never to a whole partnership."),
        message(
            "The typology from which the four levels come (Thames Valley partnership) describes the first two. How the "
            "other two are described, and by which answers a level is told, is this kit's own choice."
        ),
    ):
        yield "line", [say(text)]
    yield "heading", [say(message("No.")), say(message("Level of involvement")), say(message("What it means"))]
    for number, (level, text) in enumerate(INVOLVEMENT.items(), start=1):
        yield "definition", [str(number), label("rung", level, code), say(text)]
