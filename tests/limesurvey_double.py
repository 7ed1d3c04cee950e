"""What LimeSurvey makes of a survey structure, and how it exports the answers: its rules, written again for tests."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kiptools import Choice, Codebook, Item
from kiptools.codebook import OTHER as OWN

Given = Mapping[str, object]
"""A respondent's answers by item: a choice, several, a text, or nothing."""

# --- LimeSurvey's import, after TSVImportSurvey and the rules of its models ------------------------------


@dataclass
class Imported:
    """What LimeSurvey would have after the import; texts by language."""

    settings: dict[str, str] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    groups: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: dict[tuple[str, str], dict[str, dict[str, str]]] = field(default_factory=dict)
    parts: dict[tuple[str, str], dict[str, dict[str, dict[str, str]]]] = field(default_factory=dict)
    answers: dict[tuple[str, str], dict[str, dict[str, str]]] = field(default_factory=dict)


def imported(path: Path) -> Imported:
    data = path.read_bytes()
    assert data[:1000].decode("utf-8-sig")  # the bytes by which it guesses the encoding end with a letter
    text = data.decode("utf-8")
    assert '"' not in text  # so that PHP's fgetcsv cuts at tabs only
    heads, *lines = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    heads = [re.sub(r"^\W+", "", heads[0]).strip(), *map(str.strip, heads[1:])]
    rows = [dict(zip(heads, line, strict=True)) for line in lines]
    found, group, question = Imported(), "", ("", "")
    for row in rows:
        language = row["language"]
        match row["class"]:
            case "S":
                found.settings[row["name"]] = row["text"]
            case "SL":
                found.texts.setdefault(language, {})[row["name"]] = row["text"]
            case "G":
                group = row["type/scale"]
                found.groups.setdefault(group, {})[language] = row["name"]
            case "Q":
                question = (group, row["name"])
                assert language not in found.questions.setdefault(question, {})
                found.questions[question][language] = row
            case "SQ":
                parts = found.parts.setdefault(question, {}).setdefault(row["name"], {})
                assert language not in parts
                parts[language] = row
            case "A":
                answers = found.answers.setdefault(question, {}).setdefault(row["name"], {})
                assert language not in answers
                answers[language] = row["text"]
            case other:
                raise AssertionError(other)
    accepted(found)
    return found


def accepted(found: Imported) -> None:
    """The rules of Question.php, Answer.php and of the tables; everything in every language."""
    languages = [found.settings["language"], *found.settings.get("additional_languages", "").split()]
    assert list(found.texts) == languages
    assert all(0 < len(texts["surveyls_title"]) <= 200 for texts in found.texts.values())
    complete = [*found.groups.values(), *found.questions.values()]
    complete += [each for parts in (*found.parts.values(), *found.answers.values()) for each in parts.values()]
    assert all(list(texts) == languages and all(texts.values()) for texts in complete)
    titles = [title for _, title in found.questions]
    assert max(Counter(map(str.lower, titles)).values()) == 1
    for title in titles:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,19}", title)
        assert title not in ("LANG", "SID", "SAVEDID", "TOKEN", "QID", "GID", "SGQ", "self", "that", "this")
    for question, rows in found.questions.items():
        kinds = {(row["type/scale"], row["relevance"], row["mandatory"], row["other"]) for row in rows.values()}
        ((kind, relevance, mandatory, other),) = kinds
        assert kind in "FLMNDTSX" and relevance and mandatory in ("Y", "N") and other in ("Y", "N")
        assert other == "N" or kind in "LM"
        assert (question in found.parts) == (kind in "FM") and (question in found.answers) == (kind in "FL")
        parts, answers = list(found.parts.get(question, ())), list(found.answers.get(question, ()))
        for codes, longest in ((parts, 20), (answers, 5)):
            assert len({code.lower() for code in codes}) == len(codes)
            assert all(re.fullmatch(rf"[A-Za-z0-9]{{1,{longest}}}", code) for code in codes)
        assert not {"time", "other"} & {code.lower() for code in parts}


# --- its export of the answers ---------------------------------------------------------------------------


def plain(text: str) -> str:
    return html.unescape(re.sub("<[^>]*>", " ", text))


def exported(
    path: Path, found: Imported, codebook: Codebook, given: list[dict[str, object]], lang: str, heads: str, words: bool
) -> Path:
    """As LimeSurvey's CsvWriter: the columns in the structure's order, whatever the questionnaire's codes."""
    columns: list[tuple[str, list[str]]] = []

    def add(code: str, text: str, cells: Sequence[str]) -> None:
        columns.append(({"code": code, "text": text, "both": f"{code}. {text}"}[heads], list(cells)))

    add("id", "Response ID", [str(row + 7) for row in range(len(given))])
    add("submitdate", "Date submitted", ["1980-01-01 00:00:00"] * len(given))
    add("lastpage", "Last page", ["4"] * len(given))
    add("startlanguage", "Start language", [lang] * len(given))
    items = iter(codebook.items)
    for question, rows in found.questions.items():
        code, row = question[1], rows[lang]
        text, kind = plain(row["text"]), row["type/scale"]
        if kind == "X":
            add(code, text, [""] * len(given))
            continue
        if kind == "F":
            for part, texts in found.parts[question].items():
                item = next(items)
                cells = [one(found, question, item, answers, lang, words) for answers in given]
                add(f"{code}[{part}]", f"{text} [{plain(texts[lang]['text'])}]", cells)
            continue
        item = next(items)
        if kind == "M":
            yes = {"en": "Yes", "fr": "Oui", "it": "Sì", "hr": "Da", "pt": "Sim"}[lang] if words else "Y"
            options = [choice for choice in item.choices if not (item.other and choice.name == "other")]
            for choice, (part, texts) in zip(options, found.parts[question].items(), strict=True):
                cells = [yes if choice in answers[item.name] else "" for answers in given]  # type: ignore[operator]
                add(f"{code}[{part}]", f"{text} [{plain(texts[lang]['text'])}]", cells)
            if item.other:
                cells = ["By boat" if OWN in answers[item.name] else "" for answers in given]  # type: ignore[operator]
                add(f"{code}[other]", f"{text} [{OWN.wording.in_language(lang)}]", cells)
            continue
        if kind == "L":
            add(code, text, [one(found, question, item, answers, lang, words) for answers in given])
            if item.other:
                cells = ["By boat" if answers[item.name] == OWN else "" for answers in given]
                add(f"{code}[other]", f"{text} [{OWN.wording.in_language(lang)}]", cells)
            continue
        time = " 00:00:00" if kind == "D" else ""
        add(code, text, [f"{answers[item.name]}{time}" for answers in given])
    table = [[head for head, _ in columns], *zip(*(cells for _, cells in columns), strict=True)]
    text_io = io.StringIO()
    csv.writer(text_io, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(table)
    path.write_bytes(text_io.getvalue().encode("utf-8-sig"))
    return path


def one(
    found: Imported, question: tuple[str, str], item: Item, answers: dict[str, object], lang: str, words: bool
) -> str:
    answer = answers[item.name]
    if answer is None:
        return ""
    assert isinstance(answer, Choice)
    if item.other and answer.name == "other":
        return OWN.wording.in_language(lang) if words else "-oth-"
    codes = found.answers[question]
    (code,) = [code for code, texts in codes.items() if plain(texts["en"]) == answer.wording.in_language("en")]
    return plain(codes[code][lang]) if words else code
