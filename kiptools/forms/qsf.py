"""Qualtrics: a survey's own definition (.qsf, JSON) as a codebook.

Items are called what the export's first row calls the columns: the question's export tag, with the
statement's number (``Q5_1``) or the statement's own tag in a matrix. Answers are coded as the export
codes them: by the recode value, else by the choice's number.

Who is asked comes from display logic, from the branches of the survey flow and from skip logic.
What rests on embedded data, quotas, randomisation or on whether a question was shown is not
understood and is said to be `UNKNOWN`. Blocks that are looped are left out: their columns
(``1_Q5``) repeat within a respondent.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

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

__all__ = ["read_qsf"]

MULTIPLE = frozenset(("MAVR", "MAHR", "MACOL", "MSB"))
MOST_DEPTH = 100
# One number for each statement: the answers of these questions are no list.
NUMBERED = {"Slider": "decimal", "CS": "decimal", "RO": "integer"}
COMPARISONS = {
    "EqualTo": "=",
    "NotEqualTo": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
}
CONJUNCTIONS = {"and": "and", "or": "or", "andif": "and", "orif": "or", "elseif": "or"}
_LOCATOR = re.compile(r"q://(QID[^/]+)/(.*)\Z", re.DOTALL)

Wanted = Sequence[Condition | None]


@dataclass
class _Asked:
    """A question's items, and what conditions may call on: choices by number, statements by number."""

    items: list[Item] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    shown: list[Condition | None] = field(default_factory=list)


def read_qsf(data: bytes, file: str) -> Codebook:
    """A codebook from a Qualtrics survey file.

    Parameters
    ----------
    data : bytes
        What the .qsf file holds.
    file : str
        What messages call it.

    Returns
    -------
    Codebook

    Raises
    ------
    KipError
        It is no Qualtrics survey, it is damaged, or it asks nothing that can be analysed.
    """
    survey = _record(_parsed(data, file))
    elements = [_record(element) for element in _array(survey.get("SurveyElements"))]
    questions = {
        qid: payload
        for element in elements
        if element.get("Element") == "SQ"
        and (payload := _record(element.get("Payload")))
        and (qid := _said(payload.get("QuestionID")) or _said(element.get("PrimaryAttribute")))
    }
    if not questions:
        raise _refused(file, message("it has no questions"))
    entry = _record(survey.get("SurveyEntry"))
    blocks = {_said(block.get("ID")): block for block in _blocks(elements)}
    flow = next((_record(element.get("Payload")) for element in elements if element.get("Element") == "FL"), {})
    language = _language(_said(entry.get("SurveyLanguage"))) or "en"
    reader = _Reader(questions, blocks, language)
    reader.ask(flow)
    items = tuple(item for asked in reader.asked.values() for item in asked.items)
    if not items:
        raise _refused(file, message("it asks no question that can be analysed"))
    name = plain(_said(entry.get("SurveyName")))
    return in_one_order(Codebook(items, title=Wording(((language, name),)) if name else Wording()))


def _parsed(data: bytes, file: str) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _refused(file, message("its text is damaged")) from None
    except json.JSONDecodeError as error:
        raise _refused(file, message("it breaks off or is damaged in line {row}", row=error.lineno)) from None
    except (ValueError, RecursionError):
        raise _refused(file, message("it is damaged")) from None


def _refused(file: str, reason: Message) -> KipError:
    return KipError(
        message(
            "{file} is no Qualtrics survey that can be read: {reason}; export it again in Qualtrics under "
            '"Tools", "Import/Export", "Export survey".',
            file=cut(file),
            reason=reason,
        )
    )


# --- what the file holds, whatever it holds ----------------------------------------------------------


def _record(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _array(value: object) -> Sequence[Any]:
    """A list; Qualtrics also writes lists as records with numbers for keys."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _said(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _language(code: str) -> str:
    """``EN`` -> en, ``FR-CA`` -> fr; nothing where it is no language's code."""
    code = code.replace("_", "-").split("-")[0].lower()
    return code if re.fullmatch(r"[a-z]{2,3}", code) else ""


def _blocks(elements: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for element in elements:
        if element.get("Element") == "BL":
            yield from (_record(block) for block in _array(element.get("Payload")))


def _ordered(entries: object, order: object) -> list[tuple[str, Mapping[str, Any]]]:
    """Choices, statements or answers by number, in the order in which they are shown."""
    found = {str(key): _record(entry) for key, entry in _record(entries).items()}
    if isinstance(entries, list):  # numbers that run from 0 on come as a list
        found = {str(place): _record(entry) for place, entry in enumerate(entries)}
    shown = [key for key in map(_said, _array(order)) if key in found]
    return [(key, found[key]) for key in dict.fromkeys([*shown, *found])]


# --- questions ---------------------------------------------------------------------------------------


class _Question:
    """One question's definition, and what its items are made of."""

    def __init__(self, payload: Mapping[str, Any], language: str, names: Names, lists: Names) -> None:
        self.payload, self.language, self.names, self.lists = payload, language, names, lists
        self.kind = _said(payload.get("QuestionType"))
        self.selector = _said(payload.get("Selector"))
        self.sub_selector = _said(payload.get("SubSelector"))
        self.tag = _said(payload.get("DataExportTag")) or _said(payload.get("QuestionID"))
        self.choices = _ordered(payload.get("Choices"), payload.get("ChoiceOrder"))
        self.answers = _ordered(payload.get("Answers"), payload.get("AnswerOrder"))
        self.recodes = _record(payload.get("RecodeValues"))
        self.analysed = _record(payload.get("AnalyzeChoices"))
        self.tags = _record(payload.get("ChoiceDataExportTags"))
        self.translated = {
            code: _record(block)
            for key, block in _record(payload.get("Language")).items()
            if (code := _language(str(key))) and code != language
        }

    def text(self, *statements: tuple[str, str]) -> Wording:
        """The question, with a statement of it in square brackets: (where it stands, its number)."""
        texts = []
        for code, source in [(self.language, self.payload), *self.translated.items()]:
            question = plain(_said(source.get("QuestionText")))
            parts = [
                plain(_said(_record(_record(source.get(part)).get(key)).get("Display"))) for part, key in statements
            ]
            if question and all(parts):
                texts.append((code, " ".join([question, *(f"[{part}]" for part in parts)])))
        if not texts and statements:
            return self.text()
        return wording(texts)

    def code(self, key: str) -> str:
        """What the export writes for a choice."""
        return plain(_said(self.recodes.get(key))) or key

    def list_of(self, part: str, *, ordered: bool) -> Scale | None:
        entries = self.choices if part == "Choices" else self.answers
        own = [key for key, entry in entries if part == "Choices" and _said(entry.get("TextEntry")) == "true"]
        choices = {key: self._choice(part, key, entry, ordered=ordered) for key, entry in entries}
        # One answer to write beside is "other" itself, in the form's words; of several, none is.
        other = choices.pop(own[0]).wording if len(own) == 1 and len(choices) > 1 else Wording() if own else None
        return choice_list(self.lists.give(self.tag)[0], list(choices.values()), other=other)

    def codes(self, entries: Sequence[tuple[str, object]]) -> dict[str, str]:
        """The codes of the choices that conditions can tell apart, by number."""
        times = Counter(self.code(key) for key, _ in entries)
        return {key: code for key, _ in entries if times[code := self.code(key)] == 1 and " " not in code}

    def _choice(self, part: str, key: str, entry: Mapping[str, Any], *, ordered: bool) -> Choice:
        code = self.code(key)
        number = float(code) if is_plain_number(code) else None
        missing = (number is not None and number < 0) or _said(self.analysed.get(key)).lower() == "no"
        texts = [(self.language, _said(entry.get("Display")))]
        texts += [
            (language, _said(_record(_record(block.get(part)).get(key)).get("Display")))
            for language, block in self.translated.items()
        ]
        fits = number is not None and isfinite(number)
        return Choice(code, wording(texts), number if ordered and fits else None, missing)

    def row(self, key: str) -> str:
        """The column of a statement."""
        return plain(_said(self.tags.get(key))) or f"{self.tag}_{key}"

    def item(self, column: str, kind: str, text: Wording, scale: Scale | None = None, *, heading: str = "") -> Item:
        other = scale is not None and any(choice.name == OTHER.name for choice in scale.choices)
        return item_of(self.names, column, kind, text, scale, heading=heading, other=other)

    def asked(self) -> _Asked:
        """Its items, and what conditions may call on."""
        if self.kind == "MC":
            return self._multiple_choice()
        if self.kind == "Matrix":
            return self._matrix()
        if self.kind == "SBS":
            return self._side_by_side()
        if self.kind == "TE" and self.selector != "FORM":
            return _Asked([self.item(self.tag, self._open_type(), self.text())])
        if self.kind == "TE":
            return self._statements("text")
        if self.kind in NUMBERED:
            decimals = _said(_record(self.payload.get("Configuration")).get("NumDecimals"))
            return self._statements("integer" if decimals == "0" else NUMBERED[self.kind])
        return _Asked()

    def _open_type(self) -> str:
        settings = _record(_record(self.payload.get("Validation")).get("Settings"))
        if _said(settings.get("ContentType")) != "ValidNumber":
            return "text"
        decimals = _said(_record(settings.get("ValidNumber")).get("NumDecimals"))
        return "integer" if decimals == "0" else "decimal"

    def _multiple_choice(self) -> _Asked:
        scale = self.list_of("Choices", ordered=self.selector == "NPS")
        kind = "select_multiple" if self.selector in MULTIPLE else "select_one"
        item = self.item(self.tag, kind, self.text(), scale)
        return _Asked([item], self.codes(self.choices))

    def _statements(self, kind: str) -> _Asked:
        asked = _Asked()
        for key, _ in self.choices:
            item = self.item(self.row(key), kind, self.text(("Choices", key)))
            asked.items.append(item)
            asked.rows[key] = item.name
        return asked

    def _matrix(self, number: str = "") -> _Asked:
        """One item for each statement, and one for each cell where cells are written in.

        `number` is that of a part of a side-by-side question, whose columns read ``Q7#1_2``.
        """
        if self.selector not in ("Likert", "Bipolar"):
            return self._cells({"TE": "text", "CS": "decimal", "RO": "integer"}.get(self.selector, ""), number)
        scale = self.list_of("Answers", ordered=self.sub_selector != "MultipleAnswer")
        kind = "select_multiple" if self.sub_selector == "MultipleAnswer" else "select_one"
        asked = _Asked(codes=self.codes(self.answers))
        for key, entry in self.choices:
            column, heading = self._column(key, number)
            item = self.item(column, kind, self.text(("Choices", key)), scale, heading=heading)
            asked.items.append(item)
            asked.rows[key] = item.name
            if _said(entry.get("TextEntry")) == "true":
                written = f"{heading}_TEXT" if heading else ""
                text = self.text(("Choices", key))
                asked.items.append(self.item(f"{column}_TEXT", "text", text, heading=written))
        return asked

    def _cells(self, kind: str, number: str) -> _Asked:
        asked = _Asked()
        ending = "_TEXT" if self.selector == "TE" else ""
        for key, entry in self.choices if kind else ():
            name, heading = self._column(key, number)
            wanted: list[tuple[str, str, tuple[tuple[str, str], ...]]]
            wanted = [(f"_{column}{ending}", kind, (("Answers", column),)) for column, _ in self.answers]
            wanted += [("_TEXT", "text", ())] if _said(entry.get("TextEntry")) == "true" else []
            for end, kind_of_cell, cell in wanted:
                text = self.text(("Choices", key), *cell)
                more = heading + end if heading else ""
                asked.items.append(self.item(name + end, kind_of_cell, text, heading=more))
        return asked

    def _column(self, key: str, number: str) -> tuple[str, str]:
        """A statement's name, and its heading in the export where that is another.

        A statement's own tag stands there alone in some exports, after the question's in others.
        """
        if not number:
            own = plain(_said(self.tags.get(key)))
            return self.row(key), f"{self.tag}_{own}" if own else ""
        start = self.tag.partition("#")[0]
        label = plain(_said(self.tags.get(key))).removeprefix(f"{start}_") or key
        answer = plain(_said(self.payload.get("AnswerDataExportTag")))
        label += f"_{answer}" if answer else ""
        return f"{start}_{number}_{label}", f"{start}#{number}_{label}"

    def _side_by_side(self) -> _Asked:
        whole = _Asked()
        title = _said(self.payload.get("QuestionText"))
        for number, part in _ordered(self.payload.get("AdditionalQuestions"), ()):
            payload = {
                **part,
                "QuestionText": f"{title} {_said(part.get('QuestionText'))}",
                "DataExportTag": f"{self.tag}#{number}",
                "ChoiceOrder": part.get("ChoiceOrder") or self.payload.get("ChoiceOrder"),
            }
            whole.items += _Question(payload, self.language, self.names, self.lists)._matrix(number).items
        return whole


# --- who is asked ------------------------------------------------------------------------------------


class _Reader:
    """Walks through the survey flow and keeps what every question depends on."""

    def __init__(
        self, questions: Mapping[str, Mapping[str, Any]], blocks: Mapping[str, Mapping[str, Any]], language: str
    ) -> None:
        self.questions, self.blocks, self.language = questions, blocks, language
        self.asked: dict[str, _Asked] = {}
        self.placed: set[str] = set()
        self.skips: list[Condition | None] = []

    def ask(self, flow: Mapping[str, Any]) -> None:
        """Find every question's items, then what each depends on."""
        names, lists = Names(), Names()
        for qid in self._sequence(flow):
            self.asked[qid] = _Question(self.questions[qid], self.language, names, lists).asked()
        if self.blocks:
            steps = _array(flow.get("Flow")) or [{"Type": "Block", "ID": block} for block in self.blocks]
            self._walk(steps, (), 0)
        else:
            for qid in self.asked:
                self._show(qid, ())

    def _sequence(self, flow: Mapping[str, Any]) -> list[str]:
        """The questions in the order in which they come up."""
        if not self.blocks:
            return list(self.questions)
        wanted = list(_block_ids(flow, 0)) if _array(flow.get("Flow")) else list(self.blocks)
        elements = [element for block in wanted for element in self._elements(block)]
        return list(dict.fromkeys(qid for qid, _ in elements))

    def _elements(self, block_id: str) -> list[tuple[str, Mapping[str, Any]]]:
        block = self.blocks.get(block_id, {})
        if block.get("Type") == "Trash" or _said(_record(block.get("Options")).get("Looping")) not in ("", "None"):
            return []
        found = [_record(element) for element in _array(block.get("BlockElements"))]
        return [(qid, one) for one in found if (qid := _said(one.get("QuestionID"))) in self.questions]

    def _walk(self, steps: Sequence[Any], within: Wanted, depth: int) -> None:
        if depth > MOST_DEPTH:
            return
        for step in map(_record, steps):
            kind, inner = step.get("Type"), _array(step.get("Flow"))
            if kind in ("Block", "Standard"):
                self._block(_said(step.get("ID")), within)
            elif kind == "Branch":
                self._walk(inner, (*within, self._logic(step.get("BranchLogic"))), depth + 1)
            elif kind == "EndSurvey" and within:
                self.skips.append(negated(all_of(within)))
            elif kind in ("BlockRandomizer", "Randomizer"):
                some = _number(step.get("SubSet"), len(inner)) < len(inner)
                self._walk(inner, (*within, None) if some else within, depth + 1)
            else:
                self._walk(inner, within, depth + 1)

    def _block(self, block_id: str, within: Wanted) -> None:
        jumps: list[tuple[str, Condition | None]] = []  # up to which question, if the jump is not made
        for qid, element in self._elements(block_id):
            jumps = [(target, stays) for target, stays in jumps if target != qid]
            own = (*within, *(stays for _, stays in jumps))
            self._show(qid, own)
            for skip in map(_record, _array(element.get("SkipLogic"))):
                stays = self._stays(qid, skip)
                target = _said(skip.get("SkipToDestination"))
                if target.upper() == "ENDOFSURVEY":
                    self.skips.append(stays)
                else:
                    jumps.append((target, stays))

    def _stays(self, qid: str, skip: Mapping[str, Any]) -> Condition | None:
        """Holds for those who are not skipped on; whoever was not asked is not."""
        operator = _said(skip.get("Condition"))
        found = self._expression({**skip, "LogicType": "Question", "Operator": operator})
        if operator != "Selected" and found is not None:
            found = all_of([*self.asked[qid].shown, found])
        return negated(found)

    def _show(self, qid: str, within: Wanted) -> None:
        if qid in self.placed:
            return  # it stands in two places; the first counts
        self.placed.add(qid)
        asked = self.asked[qid]
        logic = self.questions[qid].get("DisplayLogic")
        asked.shown = [*within, *self.skips, *([self._logic(logic)] if logic else [])]
        said = relevance(asked.shown)
        asked.items = [replace(item, relevant=said) for item in asked.items]

    # --- conditions ---

    def _logic(self, logic: object) -> Condition | None:
        """A logic of several sets, each of several conditions."""
        sets: list[tuple[str, Condition | None]] = []
        for key, one in _record(logic).items():
            if key.isdigit():
                one = _record(one)
                parts = [
                    (_conjunction(_record(part)), self._expression(_record(part)))
                    for number, part in one.items()
                    if number.isdigit()
                ]
                kind = _said(one.get("Type")).lower()
                sets.append((CONJUNCTIONS.get(kind, "" if kind != "if" or sets else "or"), _chained(parts)))
        if len({word for word, _ in sets[1:]}) > 1:
            return None  # which of several sets belong together is not written down
        return _chained(sets)

    def _expression(self, part: Mapping[str, Any]) -> Condition | None:
        """One condition: a question, what of it, and an operator."""
        operator = _said(part.get("Operator"))
        locator = _LOCATOR.match(
            _said(part.get("LeftOperand")) or _said(part.get("ChoiceLocator")) or _said(part.get("Locator"))
        )
        if part.get("LogicType") != "Question" or locator is None or locator.group(1) not in self.asked:
            return None
        asked = self.asked[locator.group(1)]
        what, *keys = locator.group(2).split("/")
        if not asked.items:
            return None
        if what in ("SelectableChoice", "SelectableAnswer"):
            return _selected(asked, keys, operator)
        if what == "SelectedChoicesCount" and asked.items[0].type == "select_multiple" and not asked.rows:
            return _compared(f"count-selected(${{{asked.items[0].name}}})", operator, part, number=True)
        numeric = asked.items[0].type in ("integer", "decimal")
        if what == "ChoiceTextEntryValue" and not keys and not asked.rows and asked.items[0].scale is None:
            return _compared(f"${{{asked.items[0].name}}}", operator, part, number=numeric)
        if what == "ChoiceNumericEntryValue" and keys and keys[0] in asked.rows and numeric:
            return _compared(f"${{{asked.rows[keys[0]]}}}", operator, part, number=True)
        return None


def _block_ids(step: Mapping[str, Any], depth: int) -> Iterator[str]:
    if depth > MOST_DEPTH:
        return
    for inner in map(_record, _array(step.get("Flow"))):
        if inner.get("Type") in ("Block", "Standard"):
            yield _said(inner.get("ID"))
        yield from _block_ids(inner, depth + 1)


def _number(value: object, default: int) -> int:
    text = _said(value)
    return int(text) if text.isdecimal() and len(text) < 9 else default


def _conjunction(part: Mapping[str, Any]) -> str:
    """And, or, nothing; the key is misspelt in the files."""
    word = _said(part.get("Conjuction")) or _said(part.get("Conjunction"))
    return CONJUNCTIONS.get(word.lower(), "")


def _chained(parts: Sequence[tuple[str, Condition | None]]) -> Condition | None:
    """Conditions joined by and, or; what and joins holds together more tightly."""
    groups: list[list[Condition | None]] = []
    for place, (word, part) in enumerate(parts):
        if place and word == "and":
            groups[-1].append(part)
        elif place and word != "or":
            return None
        else:
            groups.append([part])
    joined = [all_of(group) for group in groups]
    known = [group for group in joined if group is not None]
    return any_of(known) if known and len(known) == len(joined) else None


def _selected(asked: _Asked, keys: Sequence[str], operator: str) -> Condition | None:
    """``SelectableChoice/CHOICE``, or ``SelectableChoice/STATEMENT/ANSWER`` in a matrix."""
    name = asked.items[0].name
    if asked.rows:
        if len(keys) != 2 or keys[0] not in asked.rows:
            return None
        name = asked.rows[keys[0]]
    elif len(keys) != 1:
        return None
    code = literal(asked.codes[keys[-1]]) if keys[-1] in asked.codes else None
    if code is None or operator not in ("Selected", "NotSelected"):
        return None
    found = Condition(f"selected(${{{name}}}, {code})")
    return found if operator == "Selected" else negated(found)


def _compared(left: str, operator: str, part: Mapping[str, Any], *, number: bool) -> Condition | None:
    if operator in ("Empty", "NotEmpty"):
        return Condition(f"{left} {'=' if operator == 'Empty' else '!='} ''")
    right = _said(part.get("RightOperand"))
    if operator not in COMPARISONS:
        return None
    if number or COMPARISONS[operator] not in ("=", "!="):
        return Condition(f"{left} {COMPARISONS[operator]} {right}") if is_plain_number(right) else None
    if part.get("IgnoreCase") and right.lower() != right.upper():
        return None  # a condition compares small and capital letters as they are
    quoted = literal(right)
    return None if quoted is None else Condition(f"{left} {COMPARISONS[operator]} {quoted}")
