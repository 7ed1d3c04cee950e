"""The instrument: what was asked, in which languages, and which answers there were.

On disk a codebook is an XLSForm (what KoboToolbox and ODK deploy): a workbook with the sheets `survey`
and `choices`, or a folder with ``survey.csv`` and ``choices.csv``. Columns that those tools pass over
carry what the analysis needs:

============  ==========  ==========================================================================
sheet         column      says
============  ==========  ==========================================================================
survey        construct   which topic the item belongs to; a group of that name gives its title
survey        role        `experience`, `importance` (both rated), `profile` (who answers), `ignore`
survey        reverse     ``yes`` if agreeing is unfavourable
survey        heading     the export's heading, where it is neither the name nor the wording
survey        relevant    for whom the form shows the question (the form's own column)
survey        format      how a column of dates is written: ``DD/MM/YYYY`` or ``MM/DD/YYYY``
survey        definition  of a group: what its construct means, ``definition::English (en)`` …
choices       score       the level's number, lowest first, or `missing` for "does not apply"
settings      heading     the title in each language, ``heading::English (en)`` …
============  ==========  ==========================================================================

The form's own columns `label`, `hint`, `required` and `relevant` and its rows of type `note` are read and written too.
In memory everything is frozen: `Codebook`, `Item`, `Scale`, `Choice`, `Construct`, `Note`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from math import isfinite
from pathlib import Path

from kiptools.files import read_sheets, read_table
from kiptools.messages import KipError, Message, cut, message
from kiptools.places import replacing
from kiptools.sheets import save_texts
from kiptools.tables import Table, fold, guarded

__all__ = [
    "Choice",
    "Codebook",
    "Construct",
    "Item",
    "Note",
    "Scale",
    "Wording",
    "check_language",
    "language_name",
    "read_xlsform",
    "with_wordings",
    "write_codebook",
]

CLOSED = ("select_one", "select_multiple")
NUMBERS = ("integer", "decimal", "range")
DATES = ("date", "datetime")
OTHER_QUESTIONS = ("text", *NUMBERS, *DATES, "time")
ROLES = ("", "experience", "importance", "profile", "ignore")
RATED = ("experience", "importance")
DATE_ORDERS = ("DD/MM/YYYY", "MM/DD/YYYY")
# Rows of a form that ask nothing whose answer could be analysed.
_NO_QUESTIONS = frozenset(
    (
        "calculate",
        "hidden",
        "start",
        "end",
        "today",
        "deviceid",
        "username",
        "phonenumber",
        "email",
        "audit",
        "acknowledge",
        "trigger",
        "geopoint",
        "geotrace",
        "geoshape",
        "image",
        "audio",
        "video",
        "file",
        "barcode",
        "rank",
        "csv-external",
        "xml-external",
        "start-geopoint",
        "background-audio",
    )
)
_STRUCTURE = frozenset(("begin group", "end group", "begin repeat", "end repeat"))
_OLD_HEADINGS = {"list name": "list_name", "relevance": "relevant"}
_YES = frozenset(("yes", "true", "1", "oui", "si", "sì", "da", "sim"))
_NO = frozenset(("", "no", "false", "0", "non", "ne", "não", "nao"))
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")


@dataclass(frozen=True)
class Wording:
    """One text in several languages.

    Parameters
    ----------
    texts : tuple of (str, str)
        Language code and text; the code is empty where the form names no language.
    """

    texts: tuple[tuple[str, str], ...] = ()

    def in_language(self, code: str) -> str:
        """The text in that language, else in the form's first one, else nothing."""
        texts = dict(self.texts)
        return texts.get(code) or next(iter(texts.values()), "")

    def only(self, codes: Sequence[str]) -> Wording:
        """The texts in these languages, in their order, behind those in none."""
        texts = dict(self.texts)
        return Wording(tuple((code, texts[code]) for code in dict.fromkeys(("", *codes)) if code in texts))

    def __repr__(self) -> str:
        return f"Wording({self.in_language('en')!r})"


@dataclass(frozen=True)
class Choice:
    """One answer of a list: its code, its wording, and its place on the scale.

    Parameters
    ----------
    name : str
        The code that exports carry.
    wording : Wording
    score : float or None
        Its number on an ordered scale; None where the list has no order.
    missing : bool
        True for answers that are none: "does not apply", "don't know".
    """

    name: str
    wording: Wording = Wording()
    score: float | None = None
    missing: bool = False


OTHER = Choice("other", Wording((("en", "Other"), ("fr", "Autre"), ("it", "Altro"), ("hr", "Drugo"), ("pt", "Outro"))))
"""The answer that ``or_other`` adds to a list."""


@dataclass(frozen=True)
class Scale:
    """A list of answers, in the order in which it is shown.

    Parameters
    ----------
    name : str
    choices : tuple of Choice
    """

    name: str
    choices: tuple[Choice, ...]

    @cached_property
    def levels(self) -> tuple[Choice, ...]:
        """The answers that say something, lowest first on an ordered scale."""
        return tuple(choice for choice in self.choices if not choice.missing)

    @property
    def ordered(self) -> bool:
        """Whether every level has a score."""
        return bool(self.levels) and all(level.score is not None for level in self.levels)

    @property
    def scores(self) -> tuple[float, ...]:
        """The levels' scores on an ordered scale."""
        return tuple(level.score for level in self.levels if level.score is not None)

    @property
    def middle(self) -> float:
        """Halfway between the lowest and the highest score."""
        return (self.scores[0] + self.scores[-1]) / 2


@dataclass(frozen=True)
class Item:
    """One question.

    Parameters
    ----------
    name : str
        Its name in the form and in exports that carry names.
    type : str
        `select_one`, `select_multiple`, `text`, `integer`, `decimal`, `date`, …
    wording : Wording
    scale : Scale or None
        The list of answers of a closed question.
    construct : str
        The topic it belongs to, or nothing.
    role : str
        `experience`, `importance`, `profile`, `ignore`, or nothing.
    reverse : bool
        Whether agreeing is unfavourable.
    other : bool
        Whether respondents could write an answer of their own ("or_other").
    heading : str
        What the export calls its column, where that is neither the name nor the wording.
    relevant : str
        For whom the form shows it, as XLSForm writes it (`kiptools.relevance`); empty for everybody.
    format : str
        Of dates, which of `DATE_ORDERS` the export writes, where the dates themselves do not tell.
    hint : Wording
        What the form shows below the question.
    required : bool
        Whether the form insists on an answer.
    """

    name: str
    type: str
    wording: Wording = Wording()
    scale: Scale | None = None
    construct: str = ""
    role: str = ""
    reverse: bool = False
    other: bool = False
    heading: str = ""
    relevant: str = ""
    format: str = ""
    hint: Wording = Wording()
    required: bool = False

    @property
    def closed(self) -> bool:
        return self.type in CLOSED

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All answers of a closed question; none for an open one."""
        return self.scale.choices if self.scale else ()

    @property
    def levels(self) -> tuple[Choice, ...]:
        """The answers that say something, lowest first where there is an order."""
        return self.scale.levels if self.scale else ()

    @property
    def ordered(self) -> bool:
        """Whether it is answered on one ordered scale."""
        return self.type == "select_one" and self.scale is not None and self.scale.ordered

    @property
    def rated(self) -> bool:
        """Whether its answers are levels of favourable or unfavourable."""
        return self.role in RATED

    def favourable(self) -> tuple[int, ...]:
        """Which levels (0 is the lowest) lie on the favourable side of the middle."""
        assert self.scale is not None
        middle = self.scale.middle
        sign = -1 if self.reverse else 1
        return tuple(index for index, score in enumerate(self.scale.scores) if sign * (score - middle) > 1e-9)

    def __repr__(self) -> str:
        return f"Item({self.name!r})"


@dataclass(frozen=True)
class Construct:
    """A topic that several items are about.

    Parameters
    ----------
    name : str
    wording : Wording
        Its title: the label of the form's group of that name.
    definition : Wording
        What it means, for whoever judges whether an item fits it; respondents do not see it.
    """

    name: str
    wording: Wording = Wording()
    definition: Wording = Wording()


@dataclass(frozen=True)
class Note:
    """A text that the form shows between its questions.

    Parameters
    ----------
    name : str
    wording : Wording
    before : str
        The item that follows it; empty at the end of the form.
    relevant : str
        For whom the form shows it; empty for everybody.
    hint : Wording
        What the form shows below it.
    """

    name: str
    wording: Wording
    before: str = ""
    relevant: str = ""
    hint: Wording = Wording()


@dataclass(frozen=True)
class Codebook:
    """A questionnaire: its items in order, its topics, its languages.

    Parameters
    ----------
    items : tuple of Item
    constructs : tuple of Construct
        In order of first appearance.
    title : Wording
    notes : tuple of Note
        In order of appearance.
    form_id : str
        By what the survey tool knows the form.
    """

    items: tuple[Item, ...]
    constructs: tuple[Construct, ...] = ()
    title: Wording = Wording()
    notes: tuple[Note, ...] = ()
    form_id: str = "survey"

    def __getitem__(self, name: str) -> Item:
        for item in self.items:
            if item.name == name:
                return item
        raise KipError(
            message(
                'There is no item "{name}"; the codebook has {names}.',
                name=name,
                names=tuple(item.name for item in self.items),
            )
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of its languages, in order of appearance; empty where the form names none."""
        return tuple(filter(None, _languages(self)))

    @property
    def grouping(self) -> str | None:
        """The first question about who answers that has one answer from a list: it makes groups of partners."""
        return next((item.name for item in self.items if item.role == "profile" and item.type == "select_one"), None)

    def select(self, what: str | Iterable[str] | None = None, *, role: str | None = None) -> tuple[Item, ...]:
        """Items by name, by the name of their construct, or by role, in the codebook's order.

        Parameters
        ----------
        what : str, iterable of str, or None
            An item's or a construct's name, or several; None for all.
        role : str or None
            Only items of that role.

        Raises
        ------
        KipError
            A name is neither an item's nor a construct's.
        """
        names = (what,) if isinstance(what, str) else None if what is None else tuple(what)
        if names is None:
            chosen = self.items
        else:
            known = {item.name for item in self.items} | {construct.name for construct in self.constructs}
            for name in names:
                if name not in known:
                    raise KipError(
                        message(
                            '"{name}" is neither an item nor a construct of the codebook; it has {names}.',
                            name=name,
                            names=tuple(sorted(known)),
                        )
                    )
            chosen = tuple(item for item in self.items if item.name in names or item.construct in names)
        return tuple(item for item in chosen if role is None or item.role == role)


def check_language(codebook: Codebook, code: str) -> None:
    """Refuse a language in which the questionnaire is not.

    Parameters
    ----------
    codebook : Codebook
    code : str

    Raises
    ------
    KipError
        The questionnaire names its languages, and this is none of them.
    """
    if codebook.languages and code not in codebook.languages:
        raise KipError(
            message(
                'The questionnaire is not in the language "{code}"; it has {codes}.',
                code=cut(code),
                codes=codebook.languages,
            )
        )


def with_wordings(codebook: Codebook, change: Callable[[Wording], Wording]) -> Codebook:
    """The questionnaire with every text that it has changed in the same way.

    Parameters
    ----------
    codebook : Codebook
    change : callable

    Returns
    -------
    Codebook
    """

    def choice(each: Choice) -> Choice:
        return each if each == OTHER else replace(each, wording=change(each.wording))

    def item(each: Item) -> Item:
        scale = each.scale and Scale(each.scale.name, tuple(map(choice, each.scale.choices)))
        return replace(each, wording=change(each.wording), hint=change(each.hint), scale=scale)

    def topic(each: Construct) -> Construct:
        return replace(each, wording=change(each.wording), definition=change(each.definition))

    def note(each: Note) -> Note:
        return replace(each, wording=change(each.wording), hint=change(each.hint))

    return replace(
        codebook,
        items=tuple(map(item, codebook.items)),
        constructs=tuple(map(topic, codebook.constructs)),
        title=change(codebook.title),
        notes=tuple(map(note, codebook.notes)),
    )


# --- reading -----------------------------------------------------------------------------------------


def read_xlsform(path: str | Path) -> Codebook:
    """A codebook from an XLSForm (any file: `kiptools.forms.read_codebook`).

    Parameters
    ----------
    path : str or Path
        A workbook with the sheets `survey` and `choices`, or a folder with ``survey.csv`` and
        ``choices.csv``.

    Returns
    -------
    Codebook

    Raises
    ------
    KipError
        Everything that is wrong with it, each with sheet, row, column, value and what is accepted.
    """
    path = Path(path)
    sheets = _form_sheets(path)
    faults: list[Message] = []
    scales = _scales(sheets.get("choices"), faults)
    items, topics, notes = _items(sheets["survey"], scales, faults)
    if not items and not faults:
        faults.append(message("{sheet} asks no question that can be analysed.", sheet=sheets["survey"].name))
    if faults:
        raise KipError(faults)
    first = {fold(name): name for name in topics}  # as the group writes it, else as the first of its items does
    items = [replace(item, construct=first.setdefault(fold(item.construct), item.construct)) for item in items]
    names = dict.fromkeys(item.construct for item in items if item.construct)
    constructs = tuple(topics.get(name, Construct(name, Wording((("", name),)))) for name in names)
    settings = _settings(sheets.get("settings"))
    codebook = Codebook(
        tuple(items), constructs, _title(settings), tuple(notes), settings.get("form_id") or Codebook.form_id
    )
    default = _language_code(settings.get("default_language", ""))
    if default not in codebook.languages[1:]:
        return codebook
    order = (default, *codebook.languages)
    return with_wordings(codebook, lambda wording: wording.only(tuple(dict.fromkeys((*order, *_in(wording))))))


def _form_sheets(path: Path) -> dict[str, Table]:
    names = ("survey", "choices", "settings")
    if path.is_dir():
        found = {file.stem: read_table(file) if file.stem in names else None for file in sorted(path.glob("*.csv"))}
        wanted, kind = "survey.csv", message("the folder")
    else:
        found = read_sheets(path, names)
        wanted, kind = "survey", message("the file")
    sheets = {name: _with_usual_headings(table) for name, table in found.items() if table is not None}
    if "survey" not in sheets:
        raise KipError(
            message(
                "{file} is no codebook: {kind} has no {wanted} (found: {found}).",
                file=path.name or str(path),
                kind=kind,
                wanted=wanted,
                found=tuple(found) or "-",
            )
        )
    return sheets


def _with_usual_headings(sheet: Table) -> Table:
    """Older forms write ``list name``, SurveyCTO's ``relevance``."""
    columns = tuple(replace(column, name=_OLD_HEADINGS.get(column.name, column.name)) for column in sheet.columns)
    return replace(sheet, columns=columns)


def _settings(sheet: Table | None) -> Mapping[str, str]:
    """The only row of the sheet `settings`."""
    return next((record for _, record in sheet.records()), {}) if sheet is not None else {}


def _title(settings: Mapping[str, str]) -> Wording:
    titles, title = _wording(settings, "heading"), settings.get("form_title", "")
    return titles if titles.texts or not title else Wording((("", title),))


def _scales(sheet: Table | None, faults: list[Message]) -> dict[str, Scale]:
    if sheet is None or not _has_columns(sheet, ("list_name", "name"), faults):
        return {}
    faults.extend(_misspelt_columns(sheet, ("score",)))
    lists: dict[str, list[Choice]] = {}
    for row, record in sheet.records():
        list_name, name = record["list_name"], record["name"]
        if not list_name and not name:
            continue
        for column in ("list_name", "name"):
            if not record[column]:
                faults.append(_fault(sheet, row, column, "", message("a name")))
        choices = lists.setdefault(list_name, [])
        if any(fold(choice.name) == fold(name) for choice in choices):
            faults.append(_fault(sheet, row, "name", name, message("a code that the list does not have yet")))
        choices.append(_choice(sheet, row, record, faults))
    scales = {name: Scale(name, tuple(choices)) for name, choices in lists.items()}
    for name, scale in scales.items():
        if not scale.levels:
            faults.append(
                message(
                    '{sheet}, list "{list}": all its answers are "missing"; at least one must be an answer.',
                    sheet=sheet.name,
                    list=name,
                )
            )
        scores = [level.score for level in scale.levels]
        given = [score for score in scores if score is not None]
        if given and (len(given) < len(scores) or given != sorted(set(given))):
            faults.append(
                message(
                    '{sheet}, list "{list}": the scores {scores} are not complete and growing; '
                    "number the answers from the lowest up, or give none a score.",
                    sheet=sheet.name,
                    list=name,
                    scores=tuple("-" if score is None else f"{score:g}" for score in scores),
                )
            )
    return scales


def _choice(sheet: Table, row: int, record: Mapping[str, str], faults: list[Message]) -> Choice:
    score = record.get("score", "").lower()
    number = None
    if score and score != "missing":
        try:
            number = float(score.replace(",", "."))
            if not isfinite(number):
                raise ValueError
        except ValueError:
            faults.append(_fault(sheet, row, "score", score, message('a number, "missing", or nothing')))
    return Choice(record["name"], _wording(record), number, score == "missing")


def _items(
    sheet: Table, scales: Mapping[str, Scale], faults: list[Message]
) -> tuple[list[Item], dict[str, Construct], list[Note]]:
    """The form's questions, its groups as constructs, and its notes."""
    items: list[Item] = []
    topics: dict[str, Construct] = {}
    notes: list[tuple[int, Note]] = []  # each with the number of items that stand before it
    names: dict[str, int] = {}
    if not _has_columns(sheet, ("type", "name"), faults):
        return items, topics, []
    if not any(column.name.split("::")[0] == "label" for column in sheet.columns):
        faults.append(message("{sheet} has no column label; every question needs its wording.", sheet=sheet.name))
    faults.extend(_misspelt_columns(sheet, ("construct", "role", "reverse", "heading", "relevant")))
    within: list[tuple[str, str]] = []  # the open groups and repeats: kind, for whom they are shown
    for row, record in sheet.records():
        kind = re.sub(r"^(begin|end)[_ ]+", r"\1 ", " ".join(record["type"].split()))
        name = record["name"]
        if not kind and not name:
            continue
        if kind in _STRUCTURE:
            topics.setdefault(name, Construct(name, _wording(record), _wording(record, "definition")))
            if kind.startswith("begin"):
                within.append((kind, record.get("relevant", "")))
            else:
                del within[-1:]
            continue
        if kind == "note" and not any(kind == "begin repeat" for kind, _ in within):
            conditions = [condition for _, condition in (*within, ("", record.get("relevant", ""))) if condition]
            notes.append((len(items), Note(name, _wording(record), "", _all_of(conditions), _wording(record, "hint"))))
            continue
        if kind.split(" ")[0] in ("note", *_NO_QUESTIONS) or any(kind == "begin repeat" for kind, _ in within):
            continue  # what repeats within a respondent has no column beside the other answers
        if not _NAME.match(name):
            faults.append(
                _fault(
                    sheet,
                    row,
                    "name",
                    name,
                    message("letters without accents, digits, _ - . and no blanks, starting with a letter"),
                )
            )
        elif name in names:
            faults.append(
                message(
                    '{sheet}, row {row}: the name "{name}" stands in row {first} already; every '
                    "question needs its own.",
                    sheet=sheet.name,
                    row=row,
                    name=name,
                    first=names[name],
                )
            )
        names.setdefault(name, row)
        item = _item(sheet, row, kind, record, scales, faults)
        if item is not None:
            conditions = [condition for _, condition in (*within, ("", item.relevant)) if condition]
            items.append(replace(item, relevant=_all_of(conditions)))
    following = [*(item.name for item in items), ""]
    return items, topics, [replace(note, before=following[place]) for place, note in notes]


def _all_of(conditions: Sequence[str]) -> str:
    """One condition that holds where all of them do; none for none."""
    return "".join(conditions) if len(conditions) < 2 else " and ".join(f"({condition})" for condition in conditions)


def _item(
    sheet: Table, row: int, words: str, record: Mapping[str, str], scales: Mapping[str, Scale], faults: list[Message]
) -> Item | None:
    known = _type(sheet, row, words, scales, faults)
    if known is None:
        return None
    kind, scale, other = known
    role = record.get("role", "").lower()
    if role not in ROLES:
        faults.append(_fault(sheet, row, "role", role, message("{roles}, or nothing", roles=ROLES[1:])))
    order = record.get("format", "").upper()
    if order not in ("", *DATE_ORDERS):
        faults.append(_fault(sheet, row, "format", order, message("{orders}, or nothing", orders=DATE_ORDERS)))
    reverse, required = record.get("reverse", "").lower(), record.get("required", "").lower()
    if reverse not in _YES | _NO:
        faults.append(_fault(sheet, row, "reverse", reverse, message("yes or nothing")))
    if role in RATED and (kind != "select_one" or scale is None or not scale.ordered or len(scale.levels) < 2):
        faults.append(
            message(
                '{sheet}, row {row}, column role: "{role}" needs a select_one question whose answers '
                "have a score in the sheet choices.",
                sheet=sheet.name,
                row=row,
                role=role,
            )
        )
    return Item(
        record["name"],
        kind,
        _wording(record),
        scale,
        record.get("construct", ""),
        role,
        reverse in _YES,
        other,
        record.get("heading", ""),
        record.get("relevant", ""),
        order,
        _wording(record, "hint"),
        required in _YES | {"true()"},
    )


def _type(
    sheet: Table, row: int, words: str, scales: Mapping[str, Scale], faults: list[Message]
) -> tuple[str, Scale | None, bool] | None:
    """What ``select_one LIST or_other`` says: the type, its list of answers, whether own answers were possible."""
    kind, *rest = words.split(" ")
    kind = kind.lower()
    if kind not in CLOSED:
        if kind in OTHER_QUESTIONS:
            return kind, None, False
        accepted = "select_one LIST, select_multiple LIST, " + ", ".join(OTHER_QUESTIONS)
        faults.append(_fault(sheet, row, "type", words, accepted))
        return None
    list_name = rest[0] if rest else ""
    if list_name not in scales:
        faults.append(
            message(
                '{sheet}, row {row}, column type: the choice list "{list}" does not exist; the '
                "sheet choices has {lists}.",
                sheet=sheet.name,
                row=row,
                list=list_name,
                lists=tuple(get_close_matches(list_name, scales, 1)) or tuple(scales) or "-",
            )
        )
        return None
    scale, other = scales[list_name], rest[1:] == ["or_other"]
    if other and not any(choice.name == OTHER.name for choice in scale.choices):
        scale = Scale(scale.name, (*scale.choices, OTHER))
    return kind, scale, other


def _misspelt_columns(sheet: Table, ours: Sequence[str]) -> list[Message]:
    """Columns that are nearly one of ours; columns that only other tools know do no harm."""
    return [
        message(
            '{sheet}, column "{column}": is it meant to be {near}? Then write it so; otherwise give it another name.',
            sheet=sheet.name,
            column=column.name,
            near=near[0],
        )
        for column in sheet.columns
        if column.name not in (*ours, "constraint")
        and (near := get_close_matches(column.name.lower(), ours, 1, cutoff=0.75))
    ]


def _has_columns(sheet: Table, wanted: Sequence[str], faults: list[Message]) -> bool:
    found = [column.name for column in sheet.columns]
    missing = [name for name in wanted if name not in found]
    for name in missing:
        faults.append(
            message(
                "{sheet} has no column {column} (found: {found}).", sheet=sheet.name, column=name, found=tuple(found)
            )
        )
    return not missing


def _fault(sheet: Table, row: int, column: str, value: str, accepted: str | Message) -> Message:
    return message(
        '{sheet}, row {row}, column {column}: "{value}" is not accepted; give {accepted}.',
        sheet=sheet.name,
        row=row,
        column=column,
        value=value,
        accepted=accepted,
    )


def _wording(record: Mapping[str, str], kind: str = "label") -> Wording:
    texts = []
    for column, text in record.items():
        heading, _, language = column.partition("::")
        if heading.strip() == kind and text:
            texts.append((_language_code(language), text))
    return Wording(tuple(texts))


def _language_code(heading: str) -> str:
    """``Français (fr)`` -> fr; ``fr`` -> fr; a language without a code keeps its name."""
    code = re.search(r"\(([A-Za-z-]+)\)\s*\Z", heading)
    return code.group(1).lower() if code else heading.strip()


# --- writing -----------------------------------------------------------------------------------------

Row = dict[str, str]
"""The cells of a row by their columns."""
_FORM_TYPES = {"datetime": "dateTime"}
_LANGUAGE_NAMES = {"en": "English", "fr": "Français", "it": "Italiano", "hr": "Hrvatski", "pt": "Português"}


def write_codebook(codebook: Codebook, path: str | Path, *, review: Mapping[str, str] | None = None) -> Path:
    """Write a codebook as an XLSForm.

    Parameters
    ----------
    codebook : Codebook
    path : str or Path
        ``something.xlsx`` for a workbook, else a folder for ``survey.csv``, ``choices.csv`` and
        ``settings.csv``.
    review : mapping of str to str, optional
        By item name, what a person should look at; written to a column `review`.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        The place cannot be written to.
    """
    path = Path(path)
    sheets = {
        "survey": list(_survey_rows(codebook, review or {})),
        "choices": list(_choice_rows(codebook)),
        "settings": list(_settings_rows(codebook)),
    }
    if path.suffix.lower() == ".xlsx":
        with replacing(path) as new:
            save_texts(sheets, new, lambda heading: 48 if heading.startswith(("label", "review")) else 18)
        return path
    for name, rows in sheets.items():
        with replacing(path / f"{name}.csv") as new, new.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(map(guarded, row) for row in rows)
    return path


def _wordings(codebook: Codebook) -> Iterator[Wording]:
    """What respondents read, in every language."""
    for item in codebook.items:
        yield item.wording
        yield from (choice.wording for choice in item.choices if choice != OTHER)
    yield from (construct.wording for construct in codebook.constructs)
    yield from (note.wording for note in codebook.notes)
    yield codebook.title


def _languages(codebook: Codebook) -> list[str]:
    return list(dict.fromkeys(code for wording in _wordings(codebook) for code, _ in wording.texts)) or [""]


def language_name(code: str) -> str:
    """What XLSForm calls a language: ``Français (fr)``; another language's code as it is."""
    return f"{_LANGUAGE_NAMES[code]} ({code})" if code in _LANGUAGE_NAMES else code


def _headings(kind: str, languages: Sequence[str]) -> list[str]:
    return [f"{kind}::{language_name(code)}" if code else kind for code in languages]


def _in(wording: Wording) -> list[str]:
    return [code for code, _ in wording.texts]


def _labels(kind: str, wording: Wording, languages: Sequence[str]) -> Row:
    texts = dict(wording.texts)
    return {heading: texts.get(code, "") for heading, code in zip(_headings(kind, languages), languages, strict=True)}


def _survey_rows(codebook: Codebook, review: Mapping[str, str]) -> Iterator[list[str]]:
    """The sheet `survey`, its headings first; columns and languages that nothing fills are left out."""
    languages = _languages(codebook)
    rows = list(_survey_records(codebook, languages, review))
    used = {column for row in rows for column, text in row.items() if text}
    head = ["type", "name", *_headings("label", languages), "construct", "role", "reverse"]
    further = ["heading", "relevant", "format", "required"]
    for kind in ("hint", "definition"):  # in the questionnaire's languages first
        more = sorted(column for column in used if column.split("::")[0] == kind)
        further += dict.fromkeys([*_headings(kind, languages), *more])
    head += [column for column in (*further, "review") if column in used]
    yield head
    for row in rows:
        yield [row.get(column, "") for column in head]


def _survey_records(codebook: Codebook, languages: Sequence[str], review: Mapping[str, str]) -> Iterator[Row]:
    # A topic's first run of items is a group with its title; a form cannot have two groups of one name.
    topics = {construct.name: construct for construct in codebook.constructs}
    notes: dict[str, list[Note]] = {}
    for note in codebook.notes:
        notes.setdefault(note.before, []).append(note)
    group = ""
    for item in codebook.items:
        inside = item.construct if item.construct == group or item.construct in topics else ""
        if inside != group:
            if group:
                yield {"type": "end_group"}
            yield from _note_records(notes.pop(item.name, ()), languages)
            group = inside
            if group:
                topic = topics.pop(group)
                texts = _labels("label", topic.wording, languages)
                texts |= _labels("definition", topic.definition, _in(topic.definition))
                yield {"type": "begin_group", "name": group, **texts}
        yield from _note_records(notes.pop(item.name, ()), languages)
        kind = _FORM_TYPES.get(item.type, item.type) if item.scale is None else f"{item.type} {item.scale.name}"
        yield {
            "type": kind + (" or_other" if item.other else ""),
            "name": item.name,
            **_labels("label", item.wording, languages),
            "construct": item.construct,
            "role": item.role,
            "reverse": "yes" if item.reverse else "",
            **{name: getattr(item, name) for name in ("heading", "relevant", "format")},
            "required": "yes" if item.required else "",
            **_labels("hint", item.hint, _in(item.hint)),
            "review": review.get(item.name, ""),
        }
    if group:
        yield {"type": "end_group"}
    yield from _note_records(notes.pop("", ()), languages)


def _note_records(notes: Iterable[Note], languages: Sequence[str]) -> Iterator[Row]:
    for note in notes:
        texts = _labels("label", note.wording, languages) | _labels("hint", note.hint, _in(note.hint))
        yield {"type": "note", "name": note.name, "relevant": note.relevant, **texts}


def _settings_rows(codebook: Codebook) -> Iterator[list[str]]:
    languages = [code for code, _ in codebook.title.texts if code]
    first = codebook.languages[:1]
    yield ["form_title", "form_id", *["default_language"] * len(first), *_headings("heading", languages)]
    texts = dict(codebook.title.texts)
    title = codebook.title.in_language(first[0] if first else "")
    yield [title, codebook.form_id, *map(language_name, first), *(texts[code] for code in languages)]


def _choice_rows(codebook: Codebook) -> Iterator[list[str]]:
    languages = _languages(codebook)
    yield ["list_name", "name", *_headings("label", languages), "score"]
    scales = {item.scale.name: item.scale for item in codebook.items if item.scale}
    for scale in scales.values():
        for choice in scale.choices:
            if choice == OTHER:  # the form adds it by itself
                continue
            score = "missing" if choice.missing else "" if choice.score is None else f"{choice.score:g}"
            texts = dict(choice.wording.texts)
            yield [scale.name, choice.name, *(texts.get(code, "") for code in languages), score]
