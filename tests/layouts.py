"""Exports as each survey tool writes them, quirks included: seen in real files, or read in the tools' sources."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat

from kiptools import Choice, Item, Missing, Responses
from kiptools.codebook import OTHER

LANGUAGES = ("en", "fr", "it", "hr", "pt")
WESTERN = ("fr", "it", "pt")  # cp1252 and Mac Roman have their letters, and these have enough to tell which
CODES = ("",)
EITHER = CODES + LANGUAGES
YES_NO = {"en": ("Yes", "No"), "fr": ("Oui", "Non"), "it": ("Sì", "No"), "hr": ("Da", "Ne"), "pt": ("Sim", "Não")}
GOOGLE = {
    "en": ("Timestamp", "%m/%d/%Y %H:%M:%S"),
    "fr": ("Horodateur", "%d/%m/%Y %H:%M:%S"),
    "it": ("Informazioni cronologiche", "%d/%m/%Y %H.%M.%S"),
    "hr": ("Vremenska oznaka", "%d. %m. %Y. %H:%M:%S"),
    "pt": ("Carimbo de data/hora", "%d/%m/%Y %H:%M:%S"),
}
MICROSOFT = {
    "en": ("ID", "Start time", "Completion time", "Email", "Name", "Last modified time"),
    "fr": ("ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom", "Heure de la dernière modification"),
    "it": ("ID", "Ora di inizio", "Ora di completamento", "Posta elettronica", "Nome", "Ora dell'ultima modifica"),
    "hr": ("ID", "Vrijeme početka", "Vrijeme završetka", "E-pošta", "Ime", "Vrijeme zadnje izmjene"),
    "pt": ("ID", "Hora de início", "Hora de conclusão", "Correio eletrónico", "Nome", "Hora da última modificação"),
}
LIME = "id|submitdate|lastpage|startlanguage|seed|startdate|datestamp"
LIME_TEXTS = "Response ID|Date submitted|Last page|Start language|Seed|Date started|Date last action"
MONKEY = "Respondent ID|Collector ID|Start Date|End Date|IP Address|Email Address|First Name|Custom Data 1"
MONKEY_OTHER = {
    "en": "Other (please specify)",
    "fr": "Autre (veuillez préciser)",
    "it": "Altro (specificare)",
    "hr": "Drugo (molimo navedite)",
    "pt": "Outro (especifique)",
}
OPEN_ENDED = "Open-Ended Response"
QUALTRICS = "StartDate|EndDate|Status|IPAddress|Progress|Duration (in seconds)|Finished|RecordedDate|ResponseId"
QUALTRICS_TEXTS = "Start Date|End Date|Response Type|IP Address|Progress|Duration|Finished|Recorded Date|Response ID"
QUALTRICS_IDS = "startDate|endDate|status|ipAddress|progress|duration|finished|recordedDate|_recordId"
LEGACY = "ResponseID|ResponseSet|Name|ExternalDataReference|EmailAddress|IPAddress|Status|StartDate|EndDate|Finished"

Cells = list[object]
Columns = list[tuple[Sequence[str], Cells]]
"""The cells of each column's heading rows, and one cell for each respondent."""


def label(choice: Choice, lang: str) -> str:
    return choice.wording.in_language(lang) if lang else choice.name


@dataclass(frozen=True)
class Export:
    """What is to be written: where, what, in which language (none for codes), and chance for the rest."""

    path: Path
    responses: Responses
    draw: random.Random
    lang: str

    @property
    def items(self) -> tuple[Item, ...]:
        return self.responses.codebook.items

    @property
    def workbook(self) -> bool:
        return self.path.suffix == ".xlsx"

    def one_of(self, *several: str) -> str:
        return self.draw.choice(several)

    def question(self, item: Item, grid: str, lang: str = "") -> str:
        """A question's wording; a row's with its grid's before it, if the tool has grids."""
        lang = lang or self.lang
        row = item.wording.in_language(lang)
        grids = {topic.name: topic.wording.in_language(lang) for topic in self.responses.codebook.constructs}
        return grid.format(grids[item.construct], row) if grid and item.construct else row

    def single(self, item: Item, *, empty: str = "", unseen: str = "", codes: bool = False) -> Cells:
        """The cells of a question that has one column."""
        if item.type == "text":
            return [text or empty for text in self.responses.values[item.name]]
        if item.type != "select_one":
            return [int(number) for number in self.responses.values[item.name]]
        texts = {choice: label(choice, "" if codes else self.lang) for choice in item.choices}
        cells = {Missing.LEFT_EMPTY: empty, Missing.NOT_SHOWN: unseen}
        cells |= {Missing.NOT_APPLICABLE: text for choice, text in texts.items() if choice.missing}  # noqa: B035
        cells |= {place: texts[level] for place, level in enumerate(item.levels)}
        return [cells[code] for code in self.responses.column(item.name).tolist()]

    def ticked(self, item: Item) -> list[list[Choice] | Missing]:
        """What each respondent ticked, or why nothing."""
        found: list[list[Choice] | Missing] = []
        for row in self.responses.options(item).tolist():
            ticks = [level for level, tick in zip(item.levels, row, strict=True) if tick == 1]
            if row[0] == Missing.NOT_APPLICABLE:
                ticks = [choice for choice in item.choices if choice.missing]
            found.append(ticks or Missing(row[0]))
        return found

    def option(
        self, item: Item, choice: Choice, tick: str, untick: str = "", empty: str = "", unseen: str = ""
    ) -> Cells:
        """The cells of one option's column."""
        kinds = {Missing.LEFT_EMPTY: empty, Missing.NOT_SHOWN: unseen}
        return [kinds[found] if isinstance(found, Missing) else tick if choice in found else untick for found in self.ticked(item)]  # fmt: skip

    def written(self, item: Item) -> Cells:
        """What respondents wrote beside "other"."""
        return [text or "" for text in self.responses.values.get(f"{item.name}/other_text", [""] * len(self.responses))]

    def joined(self, item: Item, glue: str, end: str = "", *, own: bool = True) -> Cells:
        """All ticked options in one cell; what a respondent wrote in place of "other"."""
        cells: Cells = []
        for found, text in zip(self.ticked(item), self.written(item), strict=True):
            chosen = () if isinstance(found, Missing) else found
            texts = [str(text) if own and text and choice == OTHER else label(choice, self.lang) for choice in chosen]
            cells.append(glue.join(texts) + end if texts else "")
        return cells

    def one_cell_each(self, glue: str, end: str = "", grid: str = "") -> Columns:
        """Questions with one column each."""
        cells = [
            self.joined(item, glue, end) if item.type == "select_multiple" else self.single(item) for item in self.items
        ]
        return [((self.question(item, grid),), column) for item, column in zip(self.items, cells, strict=True)]

    def times(self, form: str = "") -> Cells:
        start = datetime(2026, self.draw.randint(1, 12), self.draw.randint(1, 28), self.draw.randint(0, 23), 5, 9)
        found = [start + timedelta(minutes=37 * place) for place in range(len(self.responses))]
        return [time.strftime(form) if form else time for time in found]

    def numbers(self, first: int) -> Cells:
        return [str(first + place) for place in range(len(self.responses))]

    def same(self, **cells: str) -> Columns:
        """Columns in which everybody has the same cell."""
        return [((name,), [cell] * len(self.responses)) for name, cell in cells.items()]

    def csv(
        self, columns: Columns, delimiter: str = ",", encoding: str = "utf-8", end: str = "\n", quoted: bool = False
    ) -> Path:
        text, quoting = io.StringIO(), csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
        table = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
        table.writerows(zip(*([*heads, *cells] for heads, cells in columns), strict=True))
        data = text.getvalue().encode(encoding)
        if self.path.suffix == ".zip":
            with zipfile.ZipFile(self.path, "w") as archive:
                archive.writestr("Partners 2026.csv", data)
        else:
            self.path.write_bytes(data)
        return self.path

    def xlsx(self, *, typed: bool = True, **sheets: Columns) -> Path:
        """A workbook; `typed` if codes that are numbers are stored as numbers."""
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for title, columns in sheets.items():
            sheet = workbook.create_sheet(title)
            for place, (heads, cells) in enumerate(columns, start=1):
                for row, value in enumerate([*heads, *cells], start=1):
                    if typed and row > len(heads) and value in [str(code) for code in range(100)]:
                        value = int(str(value))
                    if value != "":
                        sheet.cell(row, place).value = value
                    if isinstance(value, str) and value:
                        sheet.cell(row, place).data_type = "s"  # "=1+1" is an answer, not a formula
        workbook.save(self.path)
        return self.path


# --- the tools ---------------------------------------------------------------------------------------


def google_forms(to: Export, *, download: bool = False) -> Path:
    """The form's own download joins by semicolon, the sheet by comma; two blanks before a grid's row."""
    name, form = GOOGLE[to.lang]
    form = "%Y/%m/%d %I:%M:%S %p GMT+2" if download else "" if to.workbook else form
    columns: Columns = [((name,), to.times(form)), *to.same(Username="ana@example.org") * to.draw.randint(0, 1)]
    columns += to.one_cell_each(";" if download else ", ", grid=to.one_of("", "{}  [{}]"))
    if to.workbook:
        return to.xlsx(**{"Form Responses 1": columns})
    return to.csv(columns, end="\n" if download else "\r\n", quoted=download)


def microsoft_forms(to: Export) -> Path:
    """A full stop joins a grid and its row; headings may hold no-break spaces; Excel saves CSV in cp1252."""
    made = to.times("" if to.workbook else "%m/%d/%y %H:%M:%S" if to.lang == "en" else "%d/%m/%Y %H:%M:%S")
    cells = [[*range(1, len(made) + 1)], made, made, ["anonymous"] * len(made), [""] * len(made), [""] * len(made)]
    columns: Columns = [((name,), column) for name, column in zip(MICROSOFT[to.lang], cells, strict=True)]
    columns = columns[: to.draw.choice((5, 6))]
    blank = to.one_of(" ", "\u00a0")
    for heads, column in to.one_cell_each(";", ";", grid=to.one_of("", "{}.{}")):
        columns.append(([head.replace(" ", blank, 1) for head in heads], column))
    return to.xlsx(Sheet1=columns) if to.workbook else to.csv(columns, ";", "cp1252", "\r\n")


def limesurvey(to: Export, *, heads: str, delimiter: str = ",", untick: str = "") -> Path:
    """A mark, quotation marks everywhere, an empty line at the end, ``'`` before ``=``; ticks as Y or in words."""
    lang, made = to.lang or to.one_of(*LANGUAGES), to.times("%Y-%m-%d %H:%M:%S")
    columns: Columns = []

    def add(code: str, text: str, cells: Cells) -> None:
        head = {"code": code, "text": text, "both": f"{code}. {text}"}[heads]
        columns.append(((head,), ["'" + cell if str(cell).startswith("=") else cell for cell in cells]))

    pages = [["3"] * len(made), [lang] * len(made), to.numbers(80768)]
    meta = zip(LIME.split("|"), LIME_TEXTS.split("|"), [to.numbers(23), made, *pages, made, made], strict=True)
    for code, text, cells in list(meta)[: to.draw.choice((5, 7))]:
        add(code, text, cells)
    yes, no = YES_NO[lang] if to.lang else ("Y", untick)
    for item in to.items:
        text, (code, _, row) = to.question(item, "{} [{}]", lang), item.name.partition("_")
        for choice in item.choices if item.type == "select_multiple" else ():
            ticks = to.option(item, choice, yes, no, no, "N/A" if to.lang else "")
            cells = to.written(item) if choice == OTHER else ticks
            add(f"{code}[{choice.name}]", f"{text} [{label(choice, lang)}]", cells)
        if item.type != "select_multiple":
            add(f"{code}[{row}]" if row else code, text, to.single(item))
    if heads != "text" and to.draw.random() < 0.3:
        add("interviewtime", "Total time", ["136.63"] * len(made))
        add("whyTime", "Question time: why", ["3.72"] * len(made))
    to.csv(columns, delimiter, "utf-8-sig", "\r\n", quoted=True)
    to.path.write_bytes(to.path.read_bytes() + b"\r\n")
    return to.path


def kobo(to: Export, *, summary: bool = True, split: bool = True) -> Path:
    """Names or labels; ticks joined by blanks, in columns of their own, or both; groups in front if asked for."""
    topic, made = to.responses.codebook.constructs[0], to.times("%Y-%m-%dT%H:%M:%S.000+02:00")
    group = to.one_of("", f"{topic.wording.in_language(to.lang) if to.lang else topic.name}/")
    columns: Columns = [(("start",), made), (("end",), made)]
    for item in to.items:
        head = (group if item.construct else "") + (item.wording.in_language(to.lang) if to.lang else item.name)
        if item.type != "select_multiple":
            columns.append(((head,), to.single(item)))
            continue
        columns += [((head,), to.joined(item, " ", own=False))] * summary
        for choice in item.choices if split else ():
            columns.append(((f"{head}/{label(choice, to.lang)}",), to.option(item, choice, "1", "0")))
        columns += [(("Specify other." if to.lang else f"{head}_other",), to.written(item))] * item.other
    columns += [(("_id",), to.numbers(20939301)), (("_uuid",), made), (("_submission_time",), made)]
    columns += to.same(_validation_status="", _notes="", _status="submitted_via_web", _submitted_by="")
    columns += [*to.same(__version__="vjPe5qiVxTmyviYSrQE3x4", _tags=""), (("_index",), to.numbers(1))]
    if not to.workbook:
        return to.csv(columns, ";", end="\r\n", quoted=True)
    members = to.same(member="Ana", _index="1", _parent_table_name="Partners", _parent_index="1")
    return to.xlsx(Partners=columns, members=members, typed=to.draw.random() < 0.5)


def surveymonkey(
    to: Export, *, condensed: bool = False, untick: str = "", markup: bool = False, encoding: str = "utf-8"
) -> Path:
    """The question stands above the first of its columns; below it the option, the row, or a word for none."""
    made, ids = to.times("%m/%d/%Y %I:%M:%S %p"), to.numbers(3292879998)
    cells = [ids, ["41442"] * len(ids), made, made, *[[""] * len(ids)] * 4]
    found = [(name, "", column) for name, column in zip(MONKEY.split("|"), cells, strict=True)]  # question, part, cells
    for item in to.items:
        text = to.question(item, "{0}")
        for choice in item.choices if item.type == "select_multiple" else ():
            part = MONKEY_OTHER[to.lang] if choice == OTHER else label(choice, to.lang)
            column = to.option(item, choice, part, untick, untick)
            found.append((text, part, to.written(item) if choice == OTHER else column))
        if item.type != "select_multiple":
            part = item.wording.in_language(to.lang) if item.construct else OPEN_ENDED
            found.append((text, part, to.single(item)))
    columns: Columns = []
    for place, (text, part, column) in enumerate(found):
        shown = text.replace(" ", to.one_of("&nbsp;", "<br>"), 1) if markup and part else text
        above = "" if part and found[place - 1][0] == text else shown
        dashed = shown if part in ("", OPEN_ENDED) else f"{shown} - {part}"
        columns.append(((dashed,) if condensed else (above, part), column))
    return to.xlsx(Sheet=columns) if to.workbook else to.csv(columns, encoding=encoding)


def qualtrics(to: Export, *, dialect: str = "new", seen: bool = False, split: bool = True, **form: Any) -> Path:
    """Three heading rows in two dialects, or the old exporter's two; previews among the answers."""
    new, lang, made = dialect == "new", to.lang or to.one_of(*LANGUAGES), to.times("%Y-%m-%d %H:%M:%S")
    dash, line = (" - ", "_") if new else ("-", "-")
    real, preview, yes = ("IP Address", "Survey Preview", "True") if to.lang else ("0", "1", "1")
    told = {"ResponseID": "R_2YPOQ", "Status": real, "Finished": yes, "Progress": "100", "IPAddress": "130.92.34.66"}
    found: list[tuple[str, str, str, Cells]] = []  # code, text, import id, cells
    added = (QUALTRICS, QUALTRICS_TEXTS, QUALTRICS_IDS) if new else (LEGACY, LEGACY, LEGACY)
    for code, text, key in zip(*(names.split("|") for names in added), strict=True):
        cells = made if code.endswith("Date") else [told.get(code, "")] * len(made)
        found.append((code, text, key, cells))
    blank, untick = ("-99", to.one_of("0", "-99")) if seen else ("", "")
    for number, item in enumerate(to.items, start=1):
        text, row = to.question(item, "{}" + dash + "{}", lang), item.name.partition("_")[2]
        if item.type != "select_multiple":
            key = f"QID1{line}{row}" if row else f"QID{number}{line}TEXT"
            found.append((item.name, text, key, to.single(item, empty=blank)))
        elif not split:
            found.append((item.name, text, f"QID{number}", to.joined(item, ",")))
        for choice in item.choices if item.type == "select_multiple" and split else ():
            place = "12" if choice == OTHER else choice.name
            stem = text + (" - Selected Choice" if item.other and new else "")
            key = f'QID{number}","choiceId":"{place}' if new else f"QID{number}-{place}"
            cells = to.option(item, choice, label(choice, to.lang) if to.lang else "1", untick, untick)
            found.append((f"{item.name}_{place}", f"{stem}{dash}{label(choice, lang)}", key, cells))
        if item.other:
            text, key = f"{text}{dash}{label(OTHER, lang)}{dash}Text", f"QID{number}{line}12{line}TEXT"
            found.append((f"{item.name}_12_TEXT", text, key, to.written(item)))
    columns: Columns = []
    previews = [to.draw.randint(1, len(made)) for _ in range(to.draw.randint(0, 2))]
    for place, (code, text, key, cells) in enumerate(found, start=1):
        for respondent in previews:  # the first one's answers again
            cells = [*cells[:respondent], preview if code == "Status" else cells[0], *cells[respondent:]]
        key += '","timeZone":"Europe/Zagreb' if new and code.endswith("Date") else ""
        mark = f'{{"ImportId":"{key}"}}' if new else f"{{'ImportId': '{key}'}}"
        legacy = (code if place > 10 else f"V{place}", text)
        columns.append((legacy if dialect == "legacy" else (code, text, mark), cells))
    if dialect == "legacy":
        return to.csv([*columns, (("", ""), [""] * len(columns[0][1]))], encoding="utf-8-sig")
    return to.xlsx(Sheet0=columns) if to.workbook else to.csv(columns, **form)


def spss(to: Export, *, ranged: bool = False) -> Path:
    """Numbers with labels; what was not asked, and answers that are none, as user-missing codes."""
    frame: dict[str, Cells] = {}
    names: dict[str, str] = {}
    labels: dict[str, dict[int, str]] = {}

    def add(name: str, text: str, cells: Cells, answers: Mapping[int, str]) -> None:
        names[name], frame[name] = text, [float(str(cell) or "nan") for cell in cells] if answers else cells
        labels.update({name: {**answers, 98: "Not asked"}} if answers else {})

    grid = to.one_of("", "{}: {}")
    for item in to.items:
        text, yes_no = to.question(item, grid), dict(enumerate(YES_NO[to.lang][::-1]))
        for choice in item.choices if item.type == "select_multiple" else ():
            cells = to.option(item, choice, "1", "0", unseen="98")
            add(f"{item.name}_{choice.name}", f"{text} {label(choice, to.lang)}", cells, yes_no)
        if item.type != "select_multiple":
            answers = {int(choice.name): label(choice, to.lang) for choice in item.choices}
            add(item.name, text, to.single(item, unseen="98", codes=True), answers)
        elif item.other:
            add(f"{item.name}_other_TEXT", f"{text} {label(OTHER, to.lang)}", to.written(item), {})
    pyreadstat.write_sav(
        pd.DataFrame(frame),
        to.path,
        column_labels=names,
        variable_value_labels=labels,
        missing_ranges={name: [{"lo": 97, "hi": 99}] if ranged else [98, 99] for name in labels},
        variable_measure={name: "nominal" if 0 in answers else "ordinal" for name, answers in labels.items()},
        compress=to.path.suffix == ".zsav",
    )
    return to.path


def plain(to: Export, *, split: str = "", named: float = 0.5, **form: Any) -> Path:
    """Any other table: headings by name or wording, ticks in one cell or in columns of their own."""
    named = not to.lang or to.draw.random() < named
    glue = to.one_of(";", "; ", ", ", "\n")
    columns: Columns = []
    for item in to.items:
        head = item.name if named else item.wording.in_language(to.lang)
        if item.type != "select_multiple":
            columns.append(((head,), to.single(item)))
        elif item.other or not split:
            columns.append(((head,), to.joined(item, glue)))
        for choice in item.choices if item.type == "select_multiple" and split and not item.other else ():
            part = label(choice, "" if named else to.lang)
            columns.append(((split.format(head, part),), to.option(item, choice, "1", "0")))
    return to.xlsx(Answers=columns) if to.workbook else to.csv(columns, **form)


# --- what there is -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Variant:
    """One way in which a tool exports, and what can be told in it."""

    name: str
    writer: Callable[..., Path]
    options: Mapping[str, object] = field(default_factory=dict)
    suffix: str = ".csv"
    languages: tuple[str, ...] = LANGUAGES
    numeric: bool = False  # choices have numbers as codes
    other: bool = True  # answers of a respondent's own come through
    not_shown: tuple[str, ...] = ()  # the types of questions of which it tells that they were not shown

    @property
    def western(self) -> bool:
        """Whether it has letters for some languages only."""
        return self.languages == WESTERN

    def write(self, folder: Path, responses: Responses, draw: random.Random) -> Path:
        to = Export(folder / f"export{self.suffix}", responses, draw, draw.choice(self.languages))
        return self.writer(to, **self.options)


MANY = ("select_multiple",)
ASKED = ("select_one", "select_multiple")
LAYOUTS: Mapping[str, Sequence[Variant]] = {
    "google_forms": (
        Variant("download", google_forms, {"download": True}),
        Variant("download, zip", google_forms, {"download": True}, ".zip"),
        Variant("sheet", google_forms),
        Variant("sheet, workbook", google_forms, suffix=".xlsx"),
    ),
    "microsoft_forms": (
        Variant("workbook", microsoft_forms, suffix=".xlsx"),
        Variant("saved by Excel", microsoft_forms, languages=WESTERN),
    ),
    "limesurvey": (
        Variant("codes", limesurvey, {"heads": "code"}, languages=CODES),
        Variant("codes, N", limesurvey, {"heads": "code", "untick": "N"}, languages=CODES, not_shown=MANY),
        Variant("codes, in words", limesurvey, {"heads": "code"}, not_shown=MANY),
        Variant("text", limesurvey, {"heads": "text", "delimiter": ";"}, not_shown=MANY),
        Variant("both", limesurvey, {"heads": "both", "delimiter": "\t"}, not_shown=MANY),
        Variant("both, Y", limesurvey, {"heads": "both"}, languages=CODES),
    ),
    "kobo": (
        Variant("names", kobo, languages=CODES),
        Variant("names, summary", kobo, {"split": False}, languages=CODES),
        Variant("names, split", kobo, {"summary": False}, languages=CODES),
        Variant("labels", kobo),
        Variant("labels, split", kobo, {"summary": False}),
        Variant("workbook with a repeat", kobo, suffix=".xlsx", languages=EITHER),
    ),
    "surveymonkey": (
        Variant("two rows", surveymonkey),
        Variant("workbook", surveymonkey, suffix=".xlsx"),
        Variant("not selected", surveymonkey, {"untick": "Not selected"}),
        Variant("markup", surveymonkey, {"markup": True}),
        Variant("condensed", surveymonkey, {"condensed": True}),
        Variant("Mac", surveymonkey, {"encoding": "mac_roman"}, languages=WESTERN),
    ),
    "qualtrics": (
        Variant("codes", qualtrics, languages=CODES, numeric=True),
        Variant("texts", qualtrics, numeric=True),
        Variant("seen", qualtrics, {"seen": True}, languages=CODES, numeric=True, not_shown=ASKED),
        Variant("one cell", qualtrics, {"split": False}, languages=EITHER, numeric=True, other=False),
        Variant("tabs", qualtrics, {"delimiter": "\t", "encoding": "utf-16"}, ".tsv", numeric=True),
        Variant("workbook", qualtrics, suffix=".xlsx", languages=CODES, numeric=True),
        Variant("old dialect", qualtrics, {"dialect": "old"}, languages=CODES, numeric=True),
        Variant("legacy", qualtrics, {"dialect": "legacy"}, languages=CODES, numeric=True),
    ),
    "spss": (
        Variant("sav", spss, suffix=".sav", numeric=True, not_shown=ASKED),
        Variant("zsav, ranges", spss, {"ranged": True}, ".zsav", numeric=True, not_shown=ASKED),
    ),
    "plain": (
        Variant("comma", plain, languages=EITHER),
        Variant(
            "Mac",
            plain,
            {"delimiter": ";", "encoding": "mac_roman", "end": "\r", "quoted": True, "named": 0},
            languages=WESTERN,
        ),
        Variant(
            "Windows", plain, {"delimiter": ";", "encoding": "cp1252", "end": "\r\n", "named": 0}, languages=WESTERN
        ),
        Variant("tab", plain, {"delimiter": "\t", "encoding": "utf-16", "split": "{}/{}"}, languages=EITHER),
        Variant("bar", plain, {"delimiter": "|", "encoding": "utf-8-sig", "split": "{} [{}]"}, languages=EITHER),
        Variant("workbook", plain, suffix=".xlsx", languages=EITHER),
    ),
}
