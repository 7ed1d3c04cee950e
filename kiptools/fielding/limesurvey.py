"""A questionnaire as a survey structure that LimeSurvey imports (a tab-separated ``.txt`` file).

Rows and columns are those of LimeSurvey's manual ("Tab Separated Value survey structure"), as its import reads them
(``TSVImportSurvey`` in ``application/helpers/admin/import_helper.php``). Texts are HTML there, and what stands in
braces is an expression: both are escaped, so that a text stays a text, and no cell needs quotation marks.

Answers are collected without names, addresses or times (`PRIVACY`): whoever makes the survey may change that in
LimeSurvey, but has to do so on purpose. Why stands beside each setting in the column `help`, which LimeSurvey reads
for questions only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import ge, gt, le, lt
from pathlib import Path

from kiptools.codebook import NUMBERS, OTHER, Codebook, Item, Note, Wording, check_language
from kiptools.exports.limesurvey import LimeCodes, LimeQuestion, answer_codes, limesurvey_codes
from kiptools.language import LANGUAGES, Language
from kiptools.messages import KipError, Message, cut, message, visible
from kiptools.places import refuse_existing, replacing
from kiptools.relevance import NotUnderstood

__all__ = ["PRIVACY", "not_for_limesurvey", "write_limesurvey"]

PRIVACY: tuple[tuple[str, str, Message], ...] = (
    (
        "anonymized",
        "Y",
        message("Answers are stored without any link to the invitation, so that nobody can tell whose they are."),
    ),
    ("ipaddr", "N", message("The address of the respondent's computer is not stored, as it can tell who answered.")),
    ("refurl", "N", message("The page from which a respondent came is not stored.")),
    (
        "datestamp",
        "N",
        message("The time of the answer is not stored, as in a small network it can tell who answered."),
    ),
    ("savetimings", "N", message("It is not measured how long a respondent takes.")),
    ("usecookie", "N", message("No cookie is left on the respondent's computer.")),
    ("listpublic", "N", message("The survey is not listed in public: only those who have its address find it.")),
)
"""LimeSurvey's settings that protect respondents: name, value, and why."""
_SETTINGS = (("format", "G"), ("showgroupinfo", "X"), ("allowprev", "Y"), ("allowsave", "N"), ("showwelcome", "Y"))
_COLUMNS = ("class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other")
_ATTRIBUTES = ("other_replace_text", "exclude_all_others", "num_value_int_only", "date_format")
_TYPES = {"select_one": "L", "select_multiple": "M", "text": "T", "date": "D", "datetime": "D", "time": "S"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")
_LONGEST_TITLE = 200
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "{": "&#123;", "}": "&#125;", "\\": "&#92;"}
_LOOKED_AT = 1000

Row = dict[str, str]


def write_limesurvey(codebook: Codebook, path: str | Path, *, languages: Sequence[str] | None = None) -> Path:
    """Write a questionnaire as a survey structure that LimeSurvey imports (Create survey, Import).

    Statements of one topic that share an answer scale become a grid. Notes before the first question become the
    welcome text, notes after the last one the end text.

    Parameters
    ----------
    codebook : Codebook
    path : str or Path
        ``something.txt``; LimeSurvey takes no other ending.
    languages : sequence of str, optional
        The languages to ask in, the first one shown first; all of the questionnaire's if not given.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        The questionnaire has no such language, a condition cannot be written in LimeSurvey's way, or the file
        exists already or cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() != ".txt":
        raise KipError(
            message(
                "LimeSurvey takes a survey structure only from a file that ends in .txt, not {file}.", file=path.name
            )
        )
    refuse_existing(path)
    rows = limesurvey_rows(codebook, _languages(codebook, languages))
    columns = (*_COLUMNS, *_ATTRIBUTES)
    lines = ["\t".join(columns), *("\t".join(row.get(column, "") for column in columns) for row in rows)]
    with replacing(path) as new:
        new.write_bytes(_whole_letters("\n".join(lines) + "\n"))
    return path


def limesurvey_rows(codebook: Codebook, languages: Sequence[str]) -> list[Row]:
    """The rows of the survey structure: settings, then everything in each language."""
    codes = limesurvey_codes(codebook)
    conditions, faults = _conditions(codebook, codes)
    if faults:
        raise KipError(faults)
    rows = [{"class": "S", "name": "language", "text": languages[0]}]
    rows += [{"class": "S", "name": "additional_languages", "text": " ".join(languages[1:])}] * (len(languages) > 1)
    own = _own_language(languages[0])
    rows += [{"class": "S", "name": name, "text": value, "help": own.say(why)} for name, value, why in PRIVACY]
    rows += [{"class": "S", "name": name, "text": value} for name, value in _SETTINGS]
    for language in languages:
        rows += _texts_of_survey(codebook, codes, language)
    for language in languages:
        rows += _questions(codebook, codes, conditions, language, first=language == languages[0])
    return rows


def _languages(codebook: Codebook, wanted: Sequence[str] | None) -> tuple[str, ...]:
    languages = tuple(dict.fromkeys(wanted or codebook.languages or ("en",)))
    for language in languages:
        check_language(codebook, language)
        if not _LANGUAGE.fullmatch(language):
            raise KipError(
                message(
                    'LimeSurvey needs the code of the language "{language}"; write it behind the name, as in '
                    "label::Français (fr).",
                    language=cut(language),
                )
            )
    return languages


def _texts_of_survey(codebook: Codebook, codes: LimeCodes, language: str) -> Iterator[Row]:
    inside = {note for note, _ in codes.notes}
    around = [note for note in codebook.notes if note not in inside]
    texts = {
        "surveyls_title": _escaped(_title(codebook, language), _LONGEST_TITLE),
        "surveyls_welcometext": _paragraphs((note for note in around if note.before), language),
        "surveyls_endtext": _paragraphs((note for note in around if not note.before), language),
    }
    for name, text in texts.items():
        if text:
            yield {"class": "SL", "name": name, "text": text, "language": language}


def _title(codebook: Codebook, language: str) -> str:
    return codebook.title.in_language(language).strip() or _own_language(language).say(message("Survey"))


def _own_language(language: str) -> Language:
    return Language(language if language in LANGUAGES else "en")


def _whole_letters(text: str) -> bytes:
    """The file's bytes; LimeSurvey guesses the encoding from the first 1000, which must not end within a letter."""
    data = text.encode("utf-8-sig")
    head, rest = text.split("\n", 1)
    while len(data) > _LOOKED_AT and data[_LOOKED_AT] & 0xC0 == 0x80:
        head += " "  # LimeSurvey takes blanks away from headings
        data = f"{head}\n{rest}".encode("utf-8-sig")
    return data


def _paragraphs(notes: Iterable[Note], language: str) -> str:
    texts = (text.in_language(language) for note in notes for text in (note.wording, note.hint))
    return "".join(f"<p>{_escaped(text)}</p>" for text in texts if text)


def _questions(
    codebook: Codebook, codes: LimeCodes, conditions: dict[str, str], language: str, *, first: bool
) -> Iterator[Row]:
    """Pages with their questions in one language; what no language changes stands in the first one only."""
    titles = {topic.name: topic.wording.in_language(language).strip() for topic in codebook.constructs}
    notes: dict[str, list[Row]] = {}
    for note, code in codes.notes:
        row = {"class": "Q", "type/scale": "X", "name": code, "relevance": conditions[note.relevant]}
        row |= {"text": _escaped(note.wording.in_language(language)), "help": _escaped(note.hint.in_language(language))}
        notes.setdefault(note.before, []).append(row | {"language": language, "mandatory": "N", "other": "N"})
    pages = groupby(codes.questions, key=lambda question: question.items[0].construct)
    for number, (topic, questions) in enumerate(pages, start=1):
        title = titles.get(topic) or topic or _title(codebook, language)
        name = _escaped(title, _LONGEST_TITLE)
        yield {"class": "G", "type/scale": f"G{number}", "name": name, "relevance": "1", "language": language}
        for question in questions:
            item = question.items[0]
            yield from notes.pop(item.name, ())
            text = question.titled(title) if question.grid else item.wording.in_language(language)
            row = {
                "class": "Q",
                "type/scale": "F" if question.grid else "N" if item.type in NUMBERS else _TYPES[item.type],
                "name": question.code,
                "relevance": conditions[item.relevant],
                "text": _escaped(text),
                "help": _escaped(item.hint.in_language(language)),
                "language": language,
                "mandatory": "Y" if item.required else "N",
                "other": "Y" if item.other else "N",
            }
            if item.other:
                other = next((choice for choice in item.choices if choice.name == OTHER.name), OTHER)
                row["other_replace_text"] = _escaped(other.wording.in_language(language) or other.name)
            yield row | (_attributes(item) if first else {})
            yield from _parts(question, language)
    yield from notes.pop("", ())


def _attributes(item: Item) -> Row:
    if item.type == "integer":
        return {"num_value_int_only": "1"}
    if item.type == "datetime":
        return {"date_format": "yyyy-mm-dd HH:MM"}
    if item.type == "select_multiple":
        alone = [code for choice, code in answer_codes(item) if choice.missing]
        return {"exclude_all_others": ";".join(alone)} if alone else {}
    return {}


def _parts(question: LimeQuestion, language: str) -> Iterator[Row]:
    """A grid's rows, and the answers; the options of a multiple choice."""
    item = question.items[0]
    for row, code in zip(question.items, question.parts, strict=False):
        yield _part("SQ", code, row.wording, row.name, language)
    kind = "SQ" if item.type == "select_multiple" else "A"
    for choice, code in answer_codes(item):
        if not (item.other and choice.name == OTHER.name):
            yield _part(kind, code, choice.wording, choice.name, language)


def _part(kind: str, code: str, wording: Wording, name: str, language: str) -> Row:
    row = {"class": kind, "type/scale": "0", "name": code, "text": _escaped(wording.in_language(language) or name)}
    return row | {"language": language} | ({"relevance": "1"} if kind == "SQ" else {})


def _escaped(text: str, longest: int = 0) -> str:
    """A text as HTML on one line, with nothing in it that LimeSurvey or a spreadsheet would work out."""
    if longest:
        text, whole = cut(text, longest), text
        size = len(text)
        while len(_escaped(text)) > longest:
            size -= 1
            text = cut(whole, size)
    lines = [visible(line) for line in text.strip().splitlines()]
    escaped = "<br />".join("".join(_ESCAPED.get(sign, sign) for sign in line) for line in lines)
    return f"&#{ord(escaped[0])};{escaped[1:]}" if escaped[:1] in tuple("=+-@") else escaped


# --- conditions --------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>-?[0-9]+(?:\.[0-9]+)?)|(?P<text>'[^']*'|"[^"]*")|\$\{\s*(?P<question>[^{}]*?)\s*\}
    |(?P<name>[A-Za-z][\w-]*)|(?P<sign><=|>=|!=|[=<>(),])|(?P<other>\S)|(?P<end>\Z))""",
    re.VERBOSE,
)
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_ORDER: dict[str, Callable[[float, float], bool]] = {"<": lt, ">": gt, "<=": le, ">=": ge}
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_PLAIN = re.compile(r"[^'\"{}<>\\&]*")


def not_for_limesurvey(codebook: Codebook) -> tuple[Message, ...]:
    """For which conditions of the questionnaire `write_limesurvey` refuses it.

    Parameters
    ----------
    codebook : Codebook

    Returns
    -------
    tuple of Message
    """
    return tuple(_conditions(codebook, limesurvey_codes(codebook))[1])


def _conditions(codebook: Codebook, codes: LimeCodes) -> tuple[dict[str, str], list[Message]]:
    """The conditions as LimeSurvey writes them, and those that it cannot follow."""
    found: dict[str, str] = {}
    faults: list[Message] = []
    asked = [(item.name, item.relevant) for item in codebook.items]
    for name, condition in (*asked, *((note.name, note.relevant) for note in codebook.notes)):
        try:
            found[condition] = limesurvey_condition(condition, codebook, codes)
        except NotUnderstood as refused:
            faults.append(
                message(
                    '{item}: the condition "{condition}" cannot be written for LimeSurvey, because of "{part}"; give '
                    "a simpler one, or leave it out and set it in LimeSurvey.",
                    item=name,
                    condition=cut(condition),
                    part=cut(refused.part),
                )
            )
    return found, faults


def limesurvey_condition(condition: str, codebook: Codebook, codes: LimeCodes) -> str:
    """An XLSForm condition as an expression of LimeSurvey; "1" for everybody.

    Raises
    ------
    NotUnderstood
        It is more than answers compared with answers of the list, texts or numbers, joined by and, or, not.
    """
    if not condition.strip():
        return "1"
    return _Condition(condition, codebook, codes).whole()


class _Condition:
    """One pass over a condition from left to right, as far as LimeSurvey can follow."""

    def __init__(self, text: str, codebook: Codebook, codes: LimeCodes) -> None:
        self.text, self.codes, self.at = text, codes, 0
        self.items = {item.name: item for item in codebook.items}
        self.tokens = list(_TOKEN.finditer(text))

    def whole(self) -> str:
        found = self.either()
        if self.kind != "end":
            raise self.refused()
        return found

    @property
    def kind(self) -> str:
        return self.tokens[self.at].lastgroup or ""

    @property
    def piece(self) -> str:
        return self.tokens[self.at][0].strip()

    def refused(self) -> NotUnderstood:
        return NotUnderstood(self.piece or self.text.strip())

    def took(self, piece: str) -> bool:
        taken = self.piece == piece
        self.at += taken
        return taken

    def need(self, piece: str) -> None:
        if not self.took(piece):
            raise self.refused()

    def either(self) -> str:
        parts = [self.both()]
        while self.took("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"

    def both(self) -> str:
        parts = [self.one()]
        while self.took("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else f"({' and '.join(parts)})"

    def one(self) -> str:
        if self.kind == "name":
            return self.call()
        if self.took("("):
            found = self.either()
            self.need(")")
            return found
        return self.comparison()

    def call(self) -> str:
        name = self.piece
        if name == "count-selected":
            return self.comparison()
        if name not in ("not", "true", "false", "selected"):
            raise self.refused()
        self.at += 1
        self.need("(")
        if name == "not":
            found = f"!({self.either()})"
        elif name == "selected":
            item = self.question()
            self.need(",")
            found = self.chosen(item, self.literal())
        else:
            found = "1" if name == "true" else "0"
        self.need(")")
        return found

    def comparison(self) -> str:
        """A question and what it is compared with, in either order."""
        turned = self.kind in ("text", "number")
        literal = self.literal() if turned else ""
        left = self.operand() if not turned else ""
        sign = self.piece
        if sign not in ("=", "!=", *_TURNED):
            raise self.refused()
        self.at += 1
        if turned:
            left, sign = self.operand(), _TURNED.get(sign, sign)
        else:
            literal = self.literal()
        if sign in ("=", "!="):
            found = self.equal(left, literal)
            return f"!({found})" if sign == "!=" else found
        return self.ordered(left, sign, literal)

    def operand(self) -> str:
        """A question's name, or a number of ticks as LimeSurvey counts them."""
        if not self.took("count-selected"):
            return self.question().name
        self.need("(")
        item = self.question()
        self.need(")")
        if item.type != "select_multiple":
            raise NotUnderstood(item.name)
        code, _ = self.codes.places[item.name]
        return f"count({', '.join(f'{code}_{option}.NAOK' for _, option in answer_codes(item))})"

    def question(self) -> Item:
        item = self.items.get(self.tokens[self.at]["question"] or "")
        if item is None:
            raise self.refused()
        self.at += 1
        return item

    def literal(self) -> str:
        if self.kind not in ("text", "number"):
            raise self.refused()
        text = self.piece.strip("'\"") if self.kind == "text" else self.piece
        if not _PLAIN.fullmatch(text):
            raise self.refused()
        self.at += 1
        return text

    def variable(self, item: Item) -> str:
        code, part = self.codes.places[item.name]
        return f"{code}_{part}.NAOK" if part else f"{code}.NAOK"

    def equal(self, left: str, literal: str) -> str:
        item = self.items.get(left)
        if item is None:
            return f"{left} == {self.number(literal)}"
        if item.type == "select_multiple":
            if literal:
                raise NotUnderstood(f"${{{item.name}}} = '{literal}'")
            code, _ = self.codes.places[item.name]
            return f"count({', '.join(f'{code}_{option}.NAOK' for _, option in answer_codes(item))}) == 0"
        if not literal:
            return f"is_empty({self.variable(item)})"
        if item.closed:
            return self.chosen(item, literal)
        if item.type in NUMBERS:
            return self.filled(item, f"{self.variable(item)} == {self.number(literal)}")
        if item.type == "text":
            return f"{self.variable(item)} == '{literal}'"
        raise NotUnderstood(f"${{{item.name}}}")

    def ordered(self, left: str, sign: str, literal: str) -> str:
        item = self.items.get(left)
        if item is None:
            return f"{left} {sign} {self.number(literal)}"
        if item.type in NUMBERS:
            return self.filled(item, f"{self.variable(item)} {sign} {self.number(literal)}")
        if item.type != "select_one":
            raise NotUnderstood(f"${{{item.name}}} {sign} {literal}")
        levels = [choice.name for choice in item.choices if _NUMBER.fullmatch(choice.name)]
        if not levels:
            raise NotUnderstood(f"${{{item.name}}} {sign} {literal}")
        holds, limit = _ORDER[sign], float(self.number(literal))
        parts = [self.chosen(item, level) for level in levels if holds(float(level), limit)]
        return f"({' or '.join(parts)})" if parts else "0"

    def filled(self, item: Item, comparison: str) -> str:
        """An answer left empty is neither more nor less than a number."""
        return f"(!is_empty({self.variable(item)}) and {comparison})"

    def number(self, literal: str) -> str:
        if not _NUMBER.fullmatch(literal):
            raise NotUnderstood(literal)
        return literal

    def chosen(self, item: Item, answer: str) -> str:
        """Whether an answer of the list was given."""
        code = dict((choice.name, code) for choice, code in answer_codes(item)).get(answer.strip())
        if code is None:
            raise NotUnderstood(f"${{{item.name}}} = '{answer}'")
        if item.type == "select_one":
            return f"{self.variable(item)} == '{code}'"
        question, _ = self.codes.places[item.name]
        option = f"{question}_{code}.NAOK"
        return f"!is_empty({option})" if item.other and answer.strip() == OTHER.name else f"{option} == 'Y'"
