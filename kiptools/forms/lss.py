"""LimeSurvey: a survey's own structure (.lss, XML) as a codebook.

Items are called what the expressions of LimeSurvey call them (``Q5_SQ001``), with the export's column
(``Q5[SQ001]``) as the heading. Both layouts are read: texts within the questions (up to version 3), and
texts in tables of their own (since version 4).

Who is asked comes from the relevance of questions, subquestions and groups. What rests on functions,
arithmetic, timings or tokens is not understood and is said to be `UNKNOWN`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from xml.etree import ElementTree

from kiptools.cells import is_plain_number
from kiptools.codebook import OTHER, Choice, Codebook, Item, Scale, Wording
from kiptools.forms.parts import (
    Condition,
    Names,
    all_of,
    any_of,
    choice_list,
    in_one_order,
    item_of,
    literal,
    negated,
    plain,
    relevance,
    wording,
)
from kiptools.messages import KipError, Message, cut, message

__all__ = ["read_lss"]

LISTS = frozenset("L!OZW")
ARRAYS = frozenset("FHABCE")
LEFT_OUT = frozenset("X*|I")  # texts, computed values, uploaded files, the switch of languages
TEXTS = {"Q": "text", "K": "decimal", ";": "text", ":": "decimal"}
SINGLE = {"N": "decimal", "D": "date"}
# Answers that the tool itself gives: their codes, and what they are called where that is certain.
FIXED: dict[str, tuple[tuple[str, Mapping[str, str]], ...]] = {
    "Y": (
        ("Y", {"en": "Yes", "fr": "Oui", "it": "Sì", "hr": "Da", "pt": "Sim", "de": "Ja", "es": "Sí"}),
        ("N", {"en": "No", "fr": "Non", "it": "No", "hr": "Ne", "pt": "Não", "de": "Nein", "es": "No"}),
    ),
    "G": (("F", {"en": "Female"}), ("M", {"en": "Male"})),
    "C": (("Y", {"en": "Yes"}), ("U", {"en": "Uncertain"}), ("N", {"en": "No"})),
    "E": (("I", {"en": "Increase"}), ("S", {"en": "Same"}), ("D", {"en": "Decrease"})),
}
POINTS = {"5": 5, "A": 5, "B": 10}
MOST_DEPTH = 50
_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)

Row = Mapping[str, str]


def read_lss(data: bytes, file: str) -> Codebook:
    """A codebook from a LimeSurvey structure file.

    Parameters
    ----------
    data : bytes
        What the .lss file holds.
    file : str
        What messages call it.

    Returns
    -------
    Codebook

    Raises
    ------
    KipError
        It is no LimeSurvey survey, it is damaged, or it asks nothing that can be analysed.
    """
    root = _parsed(data, file)
    kind = plain(root.findtext("LimeSurveyDocType") or "")
    if kind != "Survey":
        raise _refused(file, message('it says that it holds "{kind}" and not "Survey"', kind=cut(kind)))
    survey = _Survey(root)
    items = survey.items()
    if not items:
        raise _refused(file, message("it asks no question that can be analysed"))
    return in_one_order(Codebook(items, title=survey.title))


def _parsed(data: bytes, file: str) -> ElementTree.Element:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(file, message("its text is damaged")) from None
    start = _PROLOG.match(text)
    if start is not None and text.startswith("<!", start.end()):
        raise _refused(file, message("it holds instructions that such files never have"))
    try:
        return ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise _refused(file, message("it breaks off or is damaged in line {row}", row=error.position[0])) from None
    except (ValueError, RecursionError):
        raise _refused(file, message("it is damaged")) from None


def _refused(file: str, reason: Message) -> KipError:
    return KipError(
        message(
            "{file} is no LimeSurvey survey that can be read: {reason}; export it again in LimeSurvey under "
            '"Display/Export", "Survey structure (.lss)".',
            file=cut(file),
            reason=reason,
        )
    )


# --- the tables in the file --------------------------------------------------------------------------


def _rows(root: ElementTree.Element, table: str) -> list[Row]:
    return [{cell.tag: cell.text or "" for cell in row} for row in root.findall(f"{table}/rows/row")]


def _place(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text.strip()) else 0


def _language(code: str) -> str:
    """``de-informal`` -> de; nothing where it is no language's code."""
    code = code.strip().split("-")[0].lower()
    return code if re.fullmatch(r"[a-z]{2,3}", code) else ""


def _first(rows: Iterable[Row], key: str) -> dict[str, Row]:
    """One row for each value of a column: older files have one for each language."""
    found: dict[str, Row] = {}
    for row in rows:
        found.setdefault(row.get(key, ""), row)
    return found


@dataclass
class _Question:
    """A question with what its items need."""

    row: Row
    rows: list[Row] = field(default_factory=list)
    columns: list[Row] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    shown: list[Condition | None] = field(default_factory=list)

    @property
    def code(self) -> str:
        return plain(self.row.get("title", ""))

    @property
    def kind(self) -> str:
        return self.row.get("type", "").strip()[:1]

    @property
    def other(self) -> bool:
        return self.row.get("other", "").strip() == "Y"


class _Survey:
    """The tables of a structure file, put together."""

    def __init__(self, root: ElementTree.Element) -> None:
        settings = next(iter(_rows(root, "surveys")), {})
        self.base = _language(settings.get("language", ""))
        codes = [self.base, *(_language(one.text or "") for one in root.findall("languages/language"))]
        self.languages = list(dict.fromkeys(filter(None, codes)))
        self.base = self.base or next(iter(self.languages), "")
        self.sid = settings.get("sid", "").strip()
        titles = [
            (row.get("surveyls_language", ""), row.get("surveyls_title", ""))
            for row in _rows(root, "surveys_languagesettings")
        ]
        self.title = self._wording(titles)
        self.groups = _first(_rows(root, "groups"), "gid")
        questions, parts = _rows(root, "questions"), _rows(root, "subquestions")
        texts = [*questions, *parts, *_rows(root, "question_l10ns")]
        self.texts = self._texts(texts, "qid", "question")
        self.attributes: dict[str, list[Row]] = {}
        for row in _rows(root, "question_attributes"):
            self.attributes.setdefault(row.get("qid", ""), []).append(row)
        self.conditions = {row.get("qid", "") for row in _rows(root, "conditions")}
        self.questions = self._put_together(questions, parts)
        self._read_answers(root)
        self.names, self.lists = Names(), Names()
        self.meant: dict[str, tuple[_Question, Item, str]] = {}  # what a variable is: question, item, option
        self.unclear: set[str] = set()  # what could be either of two

    def _wording(self, texts: Iterable[tuple[str, str]]) -> Wording:
        """One text for each of the survey's languages, in their order."""
        said: dict[str, str] = {}
        for language, text in texts:
            if plain(text):
                said.setdefault(_language(language) or self.base, text)
        return wording((code, said[code]) for code in dict.fromkeys([*self.languages, *said]) if code in said)

    def _texts(self, rows: Iterable[Row], key: str, column: str) -> dict[str, Wording]:
        found: dict[str, list[tuple[str, str]]] = {}
        for row in rows:
            found.setdefault(row.get(key, ""), []).append((row.get("language", ""), row.get(column, "")))
        return {one: self._wording(texts) for one, texts in found.items()}

    def _put_together(self, questions: Sequence[Row], parts: Sequence[Row]) -> list[_Question]:
        mains = [row for row in questions if row.get("parent_qid", "0").strip() in ("", "0")]
        inner = [row for row in questions if row.get("parent_qid", "0").strip() not in ("", "0")] + list(parts)
        found = {qid: _Question(row) for qid, row in _first(mains, "qid").items()}
        for row in sorted(_first(inner, "qid").values(), key=lambda row: _place(row.get("question_order", ""))):
            question = found.get(row.get("parent_qid", ""))
            if question is not None:
                (question.columns if row.get("scale_id", "").strip() == "1" else question.rows).append(row)
        return sorted(
            found.values(),
            key=lambda one: (
                _place(self.groups.get(one.row.get("gid", ""), {}).get("group_order", "")),
                _place(one.row.get("question_order", "")),
            ),
        )

    def _read_answers(self, root: ElementTree.Element) -> None:
        rows = _rows(root, "answers")
        local = self._texts(_rows(root, "answer_l10ns"), "aid", "answer")
        texts: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        self.answers: dict[tuple[str, str], dict[str, Row]] = {}
        for row in rows:
            qid, scale, code = row.get("qid", ""), row.get("scale_id", "").strip() or "0", plain(row.get("code", ""))
            self.answers.setdefault((qid, scale), {}).setdefault(code, row)
            texts.setdefault((qid, scale, code), []).append((row.get("language", ""), row.get("answer", "")))
        self.answer_texts = {
            (qid, scale, code): local.get(row.get("aid", ""), Wording())
            if local
            else self._wording(texts[qid, scale, code])
            for (qid, scale), answers in self.answers.items()
            for code, row in answers.items()
        }

    def _attribute(self, question: _Question, name: str) -> str:
        rows = self.attributes.get(question.row.get("qid", ""), ())
        return next((row.get("value", "").strip() for row in rows if row.get("attribute") == name), "")

    # --- items ---

    def items(self) -> tuple[Item, ...]:
        """Every question's items, with for whom they are asked."""
        for question in self.questions:
            if question.code and question.kind not in LEFT_OUT:
                self._ask(question)
        for question in self.questions:
            self._show(question)
        return tuple(item for question in self.questions for item in question.items)

    def _ask(self, question: _Question) -> None:
        kind = question.kind
        if kind in LISTS:
            self._add(question, "", "select_one", self._list(question))
            if kind == "O":
                self._add(question, "comment", "text")
        elif kind in ("M", "P"):
            self._options(question)
        elif kind in ARRAYS:
            scale = self._list(question)
            for row in question.rows:
                self._add(question, _code(row), "select_one", scale, row)
        elif kind == "1":
            self._dual(question)
        elif kind in FIXED or kind in POINTS:
            self._add(question, "", "select_one", self._list(question))
        elif kind == "R":
            for place in range(1, len(self.answers.get((question.row.get("qid", ""), "0"), ())) + 1):
                self._add(question, str(place), "text")
        elif kind in TEXTS:
            self._cells(question)
        else:
            self._add(question, "", self._number(question, SINGLE.get(kind, "text")))

    def _number(self, question: _Question, kind: str) -> str:
        return "integer" if kind == "decimal" and self._attribute(question, "num_value_int_only") == "1" else kind

    def _cells(self, question: _Question) -> None:
        kind = self._number(question, TEXTS[question.kind])
        for row in question.rows:
            if question.kind in "QK":
                self._add(question, _code(row), kind, None, row)
                continue
            for column in question.columns:
                self._add(question, f"{_code(row)}_{_code(column)}", kind, None, row, column)

    def _dual(self, question: _Question) -> None:
        scales = [self._list(question, number) for number in ("0", "1")]
        for row in question.rows:
            for place, scale in enumerate(scales):
                code = _code(row)
                heading = f"{question.code}[{code}][{place + 1}]"
                self._add(question, f"{code}_{place}", "select_one", scale, row, heading=heading)

    def _options(self, question: _Question) -> None:
        choices = [Choice(_code(row), self.texts.get(row.get("qid", ""), Wording())) for row in question.rows]
        scale = choice_list(self._list_name(question), choices, other=self._other(question))
        item = self._add(question, "", "select_multiple", scale)
        for row in question.rows:
            self._name(question, _code(row), item, _code(row), row.get("qid", ""))
        if question.kind == "P":
            for row in question.rows:
                self._add(question, f"{_code(row)}comment", "text", None, row)
            if question.other:
                self._add(question, "othercomment", "text")

    def _add(
        self,
        question: _Question,
        part: str,
        kind: str,
        scale: Scale | None = None,
        *rows: Row,
        heading: str = "",
    ) -> Item:
        """One more item of a question: the column ``Q5[part]``."""
        text = self._with(self.texts.get(question.row.get("qid", ""), Wording()), rows)
        column = f"{question.code}_{part}" if part else question.code
        heading = heading or (f"{question.code}[{part}]" if part else "")
        other = question.other and not rows and kind in ("select_one", "select_multiple")
        item = item_of(self.names, column, kind, text, scale, heading=heading, other=other)
        question.items.append(item)
        self._name(question, part, item, "", rows[0].get("qid", "") if rows else "")
        return item

    def _with(self, question: Wording, rows: Sequence[Row]) -> Wording:
        """The question, with the subquestion in square brackets."""
        texts = [dict(self.texts.get(row.get("qid", ""), Wording()).texts) for row in rows]
        said = [
            (code, " ".join([text, *(f"[{one[code]}]" for one in texts)]))
            for code, text in question.texts
            if all(code in one for one in texts)
        ]
        if said or not rows:
            return Wording(tuple(said))
        return question or Wording(tuple(texts[0].items()))

    def _name(self, question: _Question, part: str, item: Item, option: str, part_qid: str) -> None:
        """What expressions call it: by the codes, or by the numbers in the database."""
        meant = (question, item, option)
        gid, qid = question.row.get("gid", "").strip(), question.row.get("qid", "").strip()
        number = f"{self.sid}X{gid}X{qid}"
        suffix = part.replace("_0", "#0").replace("_1", "#1") if question.kind == "1" else part
        words = [f"{question.code}_{part}" if part else question.code, number + suffix]
        words += [f"Q{qid}_S{part_qid.strip()}"] if part_qid else []
        for word in words:
            if self.meant.setdefault(word, meant) != meant:
                self.unclear.add(word)

    def _list_name(self, question: _Question) -> str:
        return self.lists.give(question.code)[0]

    def _other(self, question: _Question) -> Wording | None:
        if not question.other:
            return None
        rows = self.attributes.get(question.row.get("qid", ""), ())
        return self._wording(
            (row.get("language", ""), row.get("value", ""))
            for row in rows
            if row.get("attribute") == "other_replace_text"
        )

    def _list(self, question: _Question, number: str = "0") -> Scale | None:
        """The answers of a closed question; of both scales of a dual one by number."""
        kind = question.kind
        if kind in POINTS:
            points = range(1, POINTS[kind] + 1)
            choices = [Choice(str(one), wording([(self.base, str(one))]), float(one)) for one in points]
        elif kind in FIXED:
            choices = [
                Choice(code, wording((one, texts[one]) for one in self.languages if one in texts))
                for code, texts in FIXED[kind]
            ]
        else:
            choices = self._own_choices(question, number)
        other = self._other(question) if kind in LISTS else None
        return choice_list(self._list_name(question), choices, other=other)

    def _own_choices(self, question: _Question, number: str) -> list[Choice]:
        qid = question.row.get("qid", "")
        answers = self.answers.get((qid, number), {})
        shown = sorted(answers.items(), key=lambda answer: _place(answer[1].get("sortorder", "")))
        values = [row.get("assessment_value", "").strip() for _, row in shown]
        numbers = [float(value) for value in values if re.fullmatch(r"-?[0-9]{1,9}", value)]
        grow = len(numbers) == len(values) and numbers == sorted(set(numbers)) and question.kind not in LISTS
        return [
            Choice(code, self.answer_texts.get((qid, number, code), Wording()), numbers[place] if grow else None)
            for place, (code, _) in enumerate(shown)
        ]

    # --- who is asked ---

    def _show(self, question: _Question) -> None:
        group = self.groups.get(question.row.get("gid", ""), {})
        question.shown = [
            condition
            for said in (group.get("grelevance", ""), question.row.get("relevance", ""))
            for condition in self._conditions(said)
        ]
        old = question.row.get("qid", "") in self.conditions and question.row.get("relevance", "").strip() in ("", "1")
        filtered = any(self._attribute(question, name) for name in ("array_filter", "array_filter_exclude"))
        if old or filtered:
            question.shown.append(None)
        parts = {_code(row): row.get("relevance", "") for row in question.rows}
        items = []
        for item in question.items:
            more = [] if item.type == "select_multiple" else self._of_part(question, item, parts)
            items.append(replace(item, relevant=relevance([*question.shown, *more])))
        question.items = items

    def _of_part(self, question: _Question, item: Item, parts: Mapping[str, str]) -> list[Condition | None]:
        """What the subquestion of an item depends on."""
        for code, said in parts.items():
            if item.heading.startswith((f"{question.code}[{code}]", f"{question.code}[{code}_")):
                return self._conditions(said)
        return []

    def _conditions(self, said: str) -> list[Condition | None]:
        """An expression as conditions that must all hold; None stands for what is not understood."""
        said = said.strip()
        if said in ("", "1"):
            return []
        called: list[_Question] = []
        found = _Expression(said, self._variable(called)).condition()
        if found is None:
            return [None]
        needed = [condition for question in called for condition in question.shown]
        return [*needed, found]

    def _variable(self, called: list[_Question]) -> Callable[[str], tuple[Item, str] | None]:
        """Looks up what a variable stands for.

        Without ``.NAOK`` an expression fails where a question in it was not asked: what that question
        depends on is then part of the condition.
        """

        def find(word: str) -> tuple[Item, str] | None:
            name, _, suffix = word.partition(".")
            if name not in self.meant or name in self.unclear or suffix not in ("", "NAOK", "code"):
                return None
            question, item, option = self.meant[name]
            if suffix != "NAOK" and question not in called:
                called.append(question)
            return item, option

        return find


def _code(row: Row) -> str:
    return plain(row.get("title", ""))


# --- expressions -------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"[^"\\]*"|'[^'\\]*')
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_]))
      | (?P<word>[A-Za-z0-9_]+(?:\#[01])?[A-Za-z0-9_]*(?:\.[A-Za-z]+)?)
      | (?P<sign>==|!=|<=|>=|&&|\|\||[<>!(){},])
    )""",
    re.VERBOSE,
)
_SAME = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "and": "&&", "or": "||"}
_TURNED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class _NotUnderstood(Exception):
    pass


@dataclass(frozen=True)
class _Value:
    """A variable or a fixed value in an expression."""

    item: Item | None = None
    option: str = ""
    text: str = ""
    number: bool = False


class _Expression:
    """One expression of LimeSurvey, read from left to right."""

    def __init__(self, text: str, find: Callable[[str], tuple[Item, str] | None]) -> None:
        self.find = find
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0

    def condition(self) -> Condition | None:
        """The expression as XLSForm writes it; None where it is not understood."""
        try:
            found = self._either()
            return found if self._peek() == ("", "") else None
        except _NotUnderstood:
            return None

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.place] if self.place < len(self.tokens) else ("", "")

    def _next(self, *wanted: str) -> str:
        """The next sign, if it is one of those wanted; else nothing, and nothing is read."""
        kind, text = self._peek()
        if kind == "sign" and text in wanted:
            self.place += 1
            return text
        return ""

    def _need(self, sign: str) -> None:
        if not self._next(sign):
            raise _NotUnderstood

    def _either(self) -> Condition:
        parts = [self._both()]
        while self._next("||"):
            parts.append(self._both())
        return _known(any_of(parts))

    def _both(self) -> Condition:
        parts = [self._one()]
        while self._next("&&"):
            parts.append(self._one())
        return _known(all_of(parts))

    def _one(self) -> Condition:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _NotUnderstood
        try:
            if self._next("!"):
                return _known(negated(self._one()))
            if self._next("("):
                found = self._either()
                self._need(")")
                return found
            if self._peek() == ("word", "is_empty"):
                self.place += 1
                self._need("(")
                value = self._value()
                self._need(")")
                return _compared(value, "==", _Value(text=""))
            return self._comparison()
        finally:
            self.depth -= 1

    def _comparison(self) -> Condition:
        left = self._value()
        sign = self._next(*_TURNED)
        if not sign:
            raise _NotUnderstood
        right = self._value()
        if left.item is None:
            left, right, sign = right, left, _TURNED[sign]
        return _compared(left, sign, right)

    def _value(self) -> _Value:
        if self._next("("):
            value = self._value()
            self._need(")")
            return value
        kind, text = self._peek()
        self.place += 1
        if kind == "text":
            return _Value(text=text[1:-1])
        if kind == "number":
            return _Value(text=text, number=True)
        found = self.find(text) if kind == "word" else None
        if found is None:
            raise _NotUnderstood
        return _Value(item=found[0], option=found[1])


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Kinds and texts of an expression's pieces; an unknown sign is a piece that nobody understands."""
    place, text = 0, text.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            yield "unknown", text[place]
            return
        kind, place = found.lastgroup or "", found.end()
        piece = found.group(kind)
        same = _SAME.get(piece.lower()) if kind == "word" else None
        yield ("sign", same) if same else (kind, piece)


def _known(condition: Condition | None) -> Condition:
    if condition is None:
        raise _NotUnderstood
    return condition


def _compared(left: _Value, sign: str, right: _Value) -> Condition:
    """A variable beside a fixed value."""
    item = left.item
    if item is None or right.item is not None or (left.option and sign not in ("==", "!=")):
        raise _NotUnderstood
    if left.option:
        return _ticked(item, left.option, sign, right.text)
    if item.type == "select_multiple":
        raise _NotUnderstood
    name = f"${{{item.name}}}"
    equal = "=" if sign == "==" else sign
    if sign in ("==", "!="):
        if item.type in ("decimal", "integer") and right.text:
            return Condition(f"{name} {equal} {_digits(right.text)}")
        text = OTHER.name if right.text == "-oth-" and item.other else right.text
        return Condition(f"{name} {equal} {_quoted(text)}")
    coded = item.scale is None or all(is_plain_number(choice.name) for choice in item.scale.choices)
    if item.type not in ("decimal", "integer", "select_one") or not coded:
        raise _NotUnderstood
    return Condition(f"{name} {equal} {_digits(right.text)}")


def _ticked(item: Item, option: str, sign: str, text: str) -> Condition:
    """An option of a question with several answers: ``Y`` if it is ticked, else nothing."""
    if text not in ("Y", ""):
        raise _NotUnderstood
    found = Condition(f"selected(${{{item.name}}}, {_quoted(option)})")
    return found if (text == "Y") == (sign == "==") else _known(negated(found))


def _digits(text: str) -> str:
    if not is_plain_number(text):
        raise _NotUnderstood
    return text


def _quoted(text: str) -> str:
    quoted = literal(text)
    if quoted is None:
        raise _NotUnderstood
    return quoted
