"""A questionnaire goes into LimeSurvey, Google Forms, Microsoft Forms, KoboToolbox, and its answers come back."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from builders import HOSTILE, book, rated, scale, words, write_csv
from layouts import Export, google_forms, microsoft_forms
from limesurvey_double import OWN, exported, imported, plain

from kiptools import Choice, Codebook, Construct, Item, KipError, Responses, Scale, Wording, kit_path
from kiptools.codebook import Note, read_xlsform, write_codebook
from kiptools.exports.limesurvey import answer_codes, limesurvey_codes
from kiptools.fielding.checks import check_xlsform, not_carried
from kiptools.fielding.limesurvey import PRIVACY, limesurvey_condition, not_for_limesurvey, write_limesurvey
from kiptools.fielding.paste import paste_text, write_paste_text
from kiptools.reading import read_responses
from kiptools.relevance import NotUnderstood, shown

LANGUAGES = ("en", "fr", "it", "hr", "pt")
DEMO = read_xlsform(kit_path("data", "cite", "codebook"))


def everywhere(text: str) -> Wording:
    return Wording(tuple((code, f"{text} ({code})") for code in LANGUAGES))


def choices(*names: str, **none: str) -> tuple[Choice, ...]:
    """Answers by name; those named in `none` are no answers."""
    return tuple(Choice(name, everywhere(f"Answer {name}")) for name in names) + tuple(
        Choice(name, everywhere(text), missing=True) for name, text in none.items()
    )


SECTORS = Scale("sector", choices("employers_small", "employers_large", "employment", "1", "ngo-local"))
PLACES = Scale("places", choices("city_centre_or_suburb_north", "city_centre_or_suburb_south", "time", none="None"))
AGREE = Scale("agreement", tuple(Choice(f"level_{n}", everywhere(f"Level {n}"), float(n)) for n in (1, 2, 3)))
AGREE = replace(AGREE, choices=(*AGREE.choices, Choice("does_not_apply", everywhere("Does not apply"), missing=True)))
IMPORTANT = Scale("importance", tuple(Choice(str(n), everywhere(f"Weight {n}"), float(n)) for n in (1, 2, 3)))


def statements(topic: str, answers: Scale, role: str, end: str = "") -> tuple[Item, ...]:
    return tuple(
        Item(f"{topic}_{n}{end}", "select_one", everywhere(f"{role} of {topic} {n}"), answers, topic, role)
        for n in (1, 2)
    )


WIDE = Codebook(
    (
        Item("sector_of_your_organisation", "select_one", everywhere("Sector?"), SECTORS, role="profile"),
        Item("where_", "select_multiple", everywhere("Where?"), PLACES),
        Item("id", "text", everywhere("Which number?")),
        Item("meetingTime", "integer", everywhere("How many hours?")),
        Item(
            "how", "select_one", everywhere("How?"), Scale("how", (*choices("by_letter", "by_phone"), OWN)), other=True
        ),
        Item("what", "select_multiple", everywhere("What?"), Scale("what", (*choices("a_1", "a1"), OWN)), other=True),
        *statements("the_exchange_of_information", AGREE, "experience"),
        *statements("the_exchange_of_information", IMPORTANT, "importance", "_importance"),
        *statements("trust", AGREE, "experience"),
        Item("trust", "text", everywhere("Why?"), construct="trust"),
        Item("when", "date", everywhere("Since when?")),
    ),
    (Construct("the_exchange_of_information", everywhere("Exchange")), Construct("trust", everywhere("Trust"))),
    everywhere("Partner survey"),
    (
        Note("hello", everywhere("Welcome"), "sector_of_your_organisation"),
        Note("why_trust", everywhere("Now about trust"), "trust_1"),
        Note("bye", everywhere("Thank you")),
    ),
)


# --- and its export of the answers ----------------------------------------------------------------------


def drawn(codebook: Codebook, rows: int, seed: int) -> list[dict[str, object]]:
    """Answers as people would give them: a choice, several, a text, or nothing."""
    draw = random.Random(seed)
    found = []
    for row in range(rows):
        answers: dict[str, object] = {}
        for item in codebook.items:
            if item.type == "select_one":
                answers[item.name] = draw.choice([*item.choices, None])
            elif item.type == "select_multiple":
                levels = draw.sample(item.levels, draw.randint(0, len(item.levels)))
                alone = [choice for choice in item.choices if choice.missing]
                answers[item.name] = alone if alone and draw.random() < 0.2 else levels
            elif item.type == "integer":
                answers[item.name] = str(draw.randint(0, 40))
            elif item.type == "date":
                answers[item.name] = f"20{row % 10 + 14}-03-{draw.randint(13, 28)}"
            else:
                answers[item.name] = draw.choice(["", f"Because {row}"])
        found.append(answers)
    return found


def in_plain_words(path: Path, codebook: Codebook, given: list[dict[str, object]]) -> Path:
    """The same answers as a plain table in the codebook's own names."""
    heads: list[str] = []
    table: list[list[str]] = [[] for _ in given]
    for item in codebook.items:
        if item.type == "select_multiple":
            heads += [f"{item.name}/{choice.name}" for choice in item.choices]
        else:
            heads.append(item.name)
        for cells, answers in zip(table, given, strict=True):
            answer = answers[item.name]
            if item.type == "select_multiple":
                assert isinstance(answer, list)
                cells += ["1" if choice in answer else "0" for choice in item.choices]
            else:
                cells.append(answer.name if isinstance(answer, Choice) else str(answer or ""))
    return write_csv(path, [heads, *table])


def same(read: Responses, wanted: Responses) -> None:
    """The same answers, whatever is said of why others are missing."""
    for item in wanted.codebook.items:
        if item.type == "select_multiple":
            assert read.options(item).tolist() == wanted.options(item).tolist(), item.name
        elif item.type == "select_one":
            assert read.column(item.name).tolist() == wanted.column(item.name).tolist(), item.name
        else:
            assert np.array_equal(read.values[item.name], wanted.values[item.name]), item.name


WAYS = [(WIDE, *way) for way in product(LANGUAGES, ("code", "text", "both"), (False, True))]
WAYS += [(DEMO, "en", "code", False), (DEMO, "fr", "text", True), (DEMO, "hr", "both", False)]


@pytest.mark.parametrize(("codebook", "lang", "heads", "in_words"), WAYS)
def test_limesurvey_and_back(tmp_path: Path, codebook: Codebook, lang: str, heads: str, in_words: bool) -> None:
    found = imported(write_limesurvey(codebook, tmp_path / "survey.txt"))
    given = drawn(codebook, 12, LANGUAGES.index(lang))
    form = write_codebook(codebook, tmp_path / "form.xlsx")
    export = exported(tmp_path / "export.csv", found, codebook, given, lang, heads, in_words)
    wanted = read_responses(in_plain_words(tmp_path / "answers.csv", codebook, given), codebook)
    read = read_responses(export, form)
    same(read, wanted)
    if codebook is WIDE:
        assert [text for text in read.values["how/other_text"] if text] == ["By boat"] * sum(
            answers["how"] == OWN for answers in given
        )


def test_codes_are_readable_and_keep_to_limesurveys_rules() -> None:
    codes = limesurvey_codes(WIDE)
    assert codes.places == {
        "sector_of_your_organisation": ("sectorofyourorganisa", ""),
        "where_": ("where", ""),
        "id": ("id2", ""),  # LimeSurvey has a column id
        "meetingTime": ("meetingTime2", ""),  # how long a question took, to LimeSurvey
        "how": ("how", ""),
        "what": ("what", ""),
        "the_exchange_of_information_1": ("theexchangeofinforma", "theexchangeofinforma"),
        "the_exchange_of_information_2": ("theexchangeofinforma", "theexchangeofinform2"),
        "the_exchange_of_information_1_importance": ("theexchangeofinform2", "theexchangeofinforma"),
        "the_exchange_of_information_2_importance": ("theexchangeofinform2", "theexchangeofinform2"),
        "trust_1": ("trust2", "trust1"),  # an item has the name trust already
        "trust_2": ("trust2", "trust2"),
        "trust": ("trust", ""),
        "when": ("when", ""),
    }
    assert [(note.name, code) for note, code in codes.notes] == [("why_trust", "whytrust")]
    assert [code for _, code in answer_codes(WIDE["sector_of_your_organisation"])] == [
        "emplo",
        "empl2",
        "empl3",
        "1",
        "ngolo",
    ]
    assert [code for _, code in answer_codes(WIDE["where_"])] == [
        "citycentreorsuburbno",
        "citycentreorsuburbso",
        "time2",
        "none",
    ]
    assert [code for _, code in answer_codes(WIDE["what"])] == ["a12", "a1", "other"]
    assert [code for _, code in answer_codes(WIDE["how"])] == ["bylet", "bypho", "-oth-"]


def test_a_code_is_nothing_that_another_answer_is_called() -> None:
    answers = Scale("list", (Choice("steady", words("Steady")), Choice("x", words("Stead")), Choice("-1"), Choice("1")))
    item = Item("pace", "select_one", words("Pace?"), answers)
    assert [code for _, code in answer_codes(item)] == ["stea2", "x", "a", "1"][:1] + ["x", "12", "1"]
    codes = limesurvey_codes(Codebook((Item("sec_tor", "text", words("S")), Item("s2", "text", words("Sector")))))
    assert codes.places["sec_tor"] == ("sector2", "")


def test_what_limesurvey_is_told_of_privacy_and_texts(tmp_path: Path) -> None:
    found = imported(write_limesurvey(WIDE, tmp_path / "survey.txt", languages=("fr", "hr")))
    assert (found.settings["language"], found.settings["additional_languages"]) == ("fr", "hr")
    kept = {"anonymized": "Y", "ipaddr": "N", "refurl": "N", "datestamp": "N", "savetimings": "N"}
    assert {name: found.settings[name] for name in kept} == kept
    assert found.settings["format"] == "G"  # a page for each topic
    assert found.texts["hr"]["surveyls_welcometext"] == "<p>Welcome (hr)</p>"
    assert found.texts["fr"]["surveyls_endtext"] == "<p>Thank you (fr)</p>"
    assert found.texts["fr"]["surveyls_title"] == "Partner survey (fr)"
    kinds = [(title, rows["fr"]["type/scale"]) for (_, title), rows in found.questions.items()]
    assert [kind for _, kind in kinds] == [*"LMTNLM", *"FF", *"XFT", "D"]
    grid = found.questions["G2", "theexchangeofinforma"], found.questions["G2", "theexchangeofinform2"]
    assert [rows["hr"]["text"] for rows in grid] == ["Exchange (hr)", "Exchange (hr) (2)"]
    hours = found.questions["G1", "meetingTime2"]
    assert (hours["fr"]["num_value_int_only"], hours["hr"]["num_value_int_only"]) == ("1", "")
    assert found.questions["G1", "where"]["fr"]["exclude_all_others"] == "none"
    assert found.questions["G1", "how"]["hr"]["other_replace_text"] == "Drugo"
    assert list(found.groups) == ["G1", "G2", "G3", "G4"]


def test_why_stands_beside_each_setting(tmp_path: Path) -> None:
    text = write_limesurvey(DEMO, tmp_path / "survey.txt").read_text("utf-8-sig")
    assert PRIVACY and all(f"\t{name}\t\t{value}\t{why}\t" in text for name, value, why in PRIVACY)


def test_required_hints_and_conditions_break_a_grid_only_where_they_differ(tmp_path: Path) -> None:
    answers = scale(3)
    items = [rated(f"s{n}", answers, construct="topic") for n in range(6)]
    items[2] = replace(items[2], required=True, hint=words("Look <here>"))
    items[3] = replace(items[3], required=True, hint=words("Look <here>"))
    items[5] = replace(items[5], required=True)
    found = imported(write_limesurvey(book(*items), tmp_path / "survey.txt"))
    rows = {title: rows["en"] for (_, title), rows in found.questions.items()}
    assert [(row["type/scale"], row["mandatory"], row["help"]) for row in rows.values()] == [
        ("F", "N", ""),
        ("F", "Y", "Look &lt;here&gt;"),
        ("L", "N", ""),
        ("L", "Y", ""),
    ]
    assert list(rows) == ["topic", "topicagreement", "s4", "s5"]


def test_statements_for_different_respondents_are_no_grid(tmp_path: Path) -> None:
    items = [rated(f"s{n}", scale(3), construct="topic") for n in range(4)]
    asked = Item("why", "text", words("Why?"))
    items[2:] = [replace(item, relevant="${why} != ''") for item in items[2:]]
    found = imported(write_limesurvey(book(asked, *items), tmp_path / "survey.txt"))
    rows = [(row["en"]["type/scale"], row["en"]["relevance"]) for row in found.questions.values()]
    assert rows == [("T", "1"), ("F", "1"), ("F", "!(is_empty(why.NAOK))")]


def test_notes_for_some_stand_between_questions_with_their_condition(tmp_path: Path) -> None:
    only = "${why} = ''"
    notes = (
        Note("hello", words("Welcome"), "why", hint=words("Take your time")),
        Note("first", words("First"), "why", "true()"),
        Note("bye", words("Thanks")),
        Note("last", words("A pity"), "", only, words("Come <back>")),
    )
    asked = Codebook((Item("why", "text", words("Why?")),), notes=notes)
    found = imported(write_limesurvey(asked, tmp_path / "survey.txt"))
    assert found.texts["en"]["surveyls_welcometext"] == "<p>Welcome</p><p>Take your time</p>"
    assert found.texts["en"]["surveyls_endtext"] == "<p>Thanks</p>"
    rows = [(title, row["en"]["type/scale"], row["en"]["relevance"]) for (_, title), row in found.questions.items()]
    assert rows == [("first", "X", "1"), ("why", "T", "1"), ("last", "X", "is_empty(why.NAOK)")]
    assert found.questions["G1", "last"]["en"]["help"] == "Come &lt;back&gt;"
    text = paste_text(asked, "en")
    assert lists(text, "Description of the form:") == [["Welcome", "Take your time"]]
    assert lists(text, "Text without a question:") == [["First", "(Show this text only if true().)"]]
    assert lists(text, "Text after the last answer:") == [
        ["Thanks", "A pity", "Come <back>", f"(Show this text only if {only}.)"]
    ]
    broken = replace(asked, notes=(replace(notes[3], relevant="${gone} = 1"),))
    assert [str(fault).split(":")[0] for fault in not_for_limesurvey(broken)] == ["last"]


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    everything = tuple(
        Item(
            f"q{place}",
            "select_one",
            Wording((("en", text),)),
            Scale(f"l{place}", (Choice("a", words(text)), Choice("b"))),
        )
        for place, text in enumerate(HOSTILE)
    )
    codebook = Codebook(everything, title=words("{x}" * 200), notes=(Note("n", words("<b>{TOKEN}</b>\nline"), "q0"),))
    path = write_limesurvey(codebook, tmp_path / "survey.txt")
    found = imported(path)
    assert found.texts["en"]["surveyls_welcometext"] == "<p>&lt;b&gt;&#123;TOKEN&#125;&lt;/b&gt;<br />line</p>"
    text = path.read_text("utf-8-sig")
    assert not {"{", "}", "\\", "\x1b"} & set(text)
    assert set(re.findall("<[^>]*>", text)) == {"<p>", "</p>", "<br />"}
    assert not re.search(r"\t[=+@]", text)
    for place, hostile in enumerate(HOSTILE):
        shown_text = plain(found.questions["G1", f"q{place}"]["en"]["text"])
        assert " ".join(shown_text.split()) == " ".join(re.sub(r"[\x00-\x1f]", " ", hostile).split())


def test_limesurvey_refuses_what_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(KipError, match="ends in .txt, not survey.lss"):
        write_limesurvey(DEMO, tmp_path / "survey.lss")
    with pytest.raises(KipError, match='is not in the language "de"; it has en, fr, it, hr, pt'):
        write_limesurvey(DEMO, tmp_path / "survey.txt", languages=["de"])
    named = Codebook((Item("a", "text", Wording((("Français", "Pourquoi ?"),))),))
    with pytest.raises(KipError, match='code of the language "Français"'):
        write_limesurvey(named, tmp_path / "survey.txt")
    (tmp_path / "mine.txt").write_text("work")
    with pytest.raises(KipError, match="exists already"):
        write_limesurvey(DEMO, tmp_path / "mine.txt")
    assert (tmp_path / "mine.txt").read_text() == "work" and len(list(tmp_path.iterdir())) == 1


def test_equal_questionnaires_give_equal_files(tmp_path: Path) -> None:
    first, second = (write_limesurvey(WIDE, tmp_path / name).read_bytes() for name in ("a.txt", "b.txt"))
    assert first == second


@pytest.mark.parametrize("pad", range(4))
def test_the_first_thousand_bytes_end_with_a_letter(tmp_path: Path, pad: int) -> None:
    title = Wording((("hr", "x" * pad + "č" * 150),))
    path = write_limesurvey(
        Codebook((Item("a", "text", Wording((("hr", "č" * 2000),))),), title=title), tmp_path / "s.txt"
    )
    assert path.read_bytes()[:1000].decode("utf-8-sig")
    assert imported(path).questions


# --- conditions -------------------------------------------------------------------------------------------

ASKED = Codebook(
    (
        Item(
            "kind_of",
            "select_one",
            words("K"),
            Scale("kind", (Choice("employer"), Choice("ngo"), Choice("other"))),
            other=True,
        ),
        Item(
            "tick",
            "select_multiple",
            words("T"),
            Scale("tick", (Choice("meet_ings"), Choice("events"), Choice("other"))),
            other=True,
        ),
        Item("num", "integer", words("N")),
        Item("why", "text", words("W")),
        rated("s_1", scale(3), construct="s"),
        rated("s_2", scale(3), construct="s"),
    )
)


def evaluated(expression: str, answers: dict[str, str]) -> bool:
    """LimeSurvey's expression by its documented meaning: variables, is_empty, count, ==, and, or, !."""
    python = re.sub(r"!(?!=)", " not ", expression)
    python = re.sub(r"([A-Za-z]\w*)\.NAOK", lambda found: f"value({found[1]!r})", python)
    scope = {
        "value": lambda name: Value(answers.get(name, "")),
        "is_empty": lambda value: value.text == "",
        "count": lambda *values: sum(value.text != "" for value in values),
    }
    return bool(eval(python, {"__builtins__": {}}, scope))


@dataclass(frozen=True)
class Value:
    text: str

    def __eq__(self, other: object) -> bool:
        return self.text == other if isinstance(other, str) else self.text != "" and float(self.text) == other

    def __lt__(self, other: float) -> bool:
        return float(self.text) < other

    def __gt__(self, other: float) -> bool:
        return float(self.text) > other

    def __le__(self, other: float) -> bool:
        return float(self.text) <= other

    def __ge__(self, other: float) -> bool:
        return float(self.text) >= other


CONDITIONS = (
    "${kind_of} = 'employer'",
    "${kind_of} != 'ngo' and ${num} > 3",
    "selected(${tick}, 'meet_ings') or selected(${kind_of}, 'other')",
    "selected(${tick}, 'other') and not(selected(${tick}, 'events'))",
    "${num} < 3 or ${num} >= 10",
    "3 < ${num}",
    "2 <= ${num}",
    "2 >= ${num}",
    "11 > ${num}",
    "3 >= ${s_1}",
    "3 <= ${s_1}",
    "${num} = 0",
    "${num} != 0",
    "${why} = ''",
    "${why} != '' and ${why} != 'so'",
    "(${kind_of} = 'ngo' or ${num} = 11) and ${s_1} > 1",
    "${s_2} <= 2",
    "${s_1} > 9",
    "count-selected(${tick}) >= 2",
    "${tick} = ''",
    "${kind_of} = 'ngo' or ${num} = 11 and ${s_1} = '3'",
    "not(true()) or false()",
    "",
)


@pytest.mark.parametrize("condition", CONDITIONS)
def test_conditions_mean_the_same_in_limesurvey(condition: str) -> None:
    codes = limesurvey_codes(ASKED)
    written = limesurvey_condition(condition, ASKED, codes)
    assert '"' not in written
    ticks = ([], ["meet_ings"], ["events", "other"], ["meet_ings", "events"])
    cases = list(
        product(("", "employer", "ngo", "other"), ticks, ("", "0", "2", "11"), ("", "so"), ("", "1", "3"), ("", "2"))
    )
    names = ("kind_of", "tick", "num", "why", "s_1", "s_2")
    theirs = {"": "", "employer": "emplo", "ngo": "ngo", "other": "-oth-"}
    texts = [[" ".join(value) if isinstance(value, list) else value for value in case] for case in cases]
    ours = {name: (np.arange(len(cases)), tuple(text[place] for text in texts)) for place, name in enumerate(names)}
    wanted = shown(condition, ours, len(cases)).tolist()
    for case, result in zip(cases, wanted, strict=True):
        kind, ticked, number, why, first, second = case
        answers = {"kindof": theirs[kind], "num": number, "why": why, "s_s1": first, "s_s2": second}
        answers |= {"tick_meetings": "Y" * ("meet_ings" in ticked), "tick_events": "Y" * ("events" in ticked)}
        answers |= {"tick_other": "by boat" * ("other" in ticked)}
        assert evaluated(written, answers) == result, (written, case)


@pytest.mark.parametrize(
    ("condition", "part"),
    [
        ("${kind_of} = 'bank'", "bank"),
        ("${gone} = 1", "gone"),
        ("${num} + 1 > 2", "+"),
        ("regex(${why}, '.*')", "regex"),
        ("${kind_of} = ${why}", "why"),
        ("${kind_of} = 'employer' and", "and"),
        ("${why} = '{TOKEN}'", "TOKEN"),
        ("${kind_of} > 2", "kind_of"),
        ("(${num} = 1", "num"),
        ("${tick} = 'events'", "tick"),
        ("today() > 3", "today"),
    ],
)
def test_conditions_that_limesurvey_cannot_follow_are_named(tmp_path: Path, condition: str, part: str) -> None:
    with pytest.raises(NotUnderstood):
        limesurvey_condition(condition, ASKED, limesurvey_codes(ASKED))
    codebook = replace(ASKED, items=(*ASKED.items, Item("more", "text", words("More?"), relevant=condition)))
    with pytest.raises(KipError) as error:
        write_limesurvey(codebook, tmp_path / "survey.txt")
    (fault,) = error.value.faults
    assert str(fault).startswith("more: the condition") and part in str(fault)
    assert not_for_limesurvey(codebook) == (fault,)
    assert not list(tmp_path.iterdir())


# --- reading back: only LimeSurvey's exports --------------------------------------------------------------


def test_codes_of_limesurvey_mean_nothing_in_other_exports(tmp_path: Path) -> None:
    codebook = Codebook(
        (Item("kind_of", "select_one", words("Kind?"), Scale("kind", (Choice("employer"), Choice("ngo")))),)
    )
    rows = [["kindof"], ["emplo"], ["ngo"]]
    with pytest.raises(KipError, match="kind_of"):
        read_responses(write_csv(tmp_path / "plain.csv", rows), codebook)
    rows = [["id", "submitdate", "lastpage", "startlanguage", "kindof"], ["1", "1980-01-01", "1", "en", "emplo"]]
    rows.append(["2", "1980-01-01", "1", "en", "ngo"])
    assert read_responses(write_csv(tmp_path / "lime.csv", rows), codebook).column("kind_of").tolist() == [0, 1]
    rows[1][-1] = "bank"
    with pytest.raises(KipError, match='"bank" is not accepted; give employer, ngo'):
        read_responses(write_csv(tmp_path / "lime.csv", rows), codebook)


def test_names_and_wordings_go_before_the_codes_of_limesurvey(tmp_path: Path) -> None:
    kinds = Scale("kind", (Choice("employer"), Choice("emplo")))
    codebook = Codebook((Item("kind_of", "select_one", words("Kind?"), kinds), Item("kindof", "text", words("Other?"))))
    rows = [["id", "submitdate", "lastpage", "startlanguage", "kind_of", "kindof"]]
    rows.append(["1", "1980-01-01", "1", "en", "emplo", "text"])
    read = read_responses(write_csv(tmp_path / "lime.csv", rows), codebook)
    assert read.column("kind_of").tolist() == [1] and read.values["kindof"].tolist() == ["text"]


LIME = ["id", "submitdate", "lastpage", "startlanguage"]
SENT = ["1", "1980-01-01", "1", "en"]


def test_the_headings_of_the_codebook_go_before_the_codes_of_limesurvey(tmp_path: Path) -> None:
    """The grid's row ``s[s1]`` may be called ``s_s1`` in LimeSurvey; here an item has that name."""
    items = [rated(name, scale(3), construct="s") for name in ("s1", "s2")]
    codebook = book(*items, Item("s_s1", "text", words("Why?")))
    assert limesurvey_codes(codebook).places["s1"] == ("s", "s1")
    rows = [[*LIME, "s1", "s2", "s_s1"], [*SENT, "1", "2", "so"]]
    read = read_responses(write_csv(tmp_path / "names.csv", rows), codebook)
    assert read.values["s_s1"].tolist() == ["so"] and read.column("s1").tolist() == [0]
    assert not any("form for LimeSurvey" in str(note) for note in read.notes)
    rows = [[*LIME, "s[s1]", "s[s2]", "s_s1"], [*SENT, "1", "2", "so"]]
    read = read_responses(write_csv(tmp_path / "codes.csv", rows), codebook)
    assert read.values["s_s1"].tolist() == ["so"] and read.column("s1").tolist() == [0]


def test_the_codes_of_limesurvey_are_used_only_for_headings_that_are_missing_and_this_is_said(tmp_path: Path) -> None:
    codebook = Codebook((Item("q1_1", "text", words("First?")), Item("q1_2", "text", words("Second?"))))
    assert limesurvey_codes(codebook).places == {"q1_1": ("q11", ""), "q1_2": ("q12", "")}
    rows = [[*LIME, "q11", "q1_2"], [*SENT, "one", "two"]]
    read = read_responses(write_csv(tmp_path / "ours.csv", rows), codebook)
    assert [read.values[name].tolist() for name in ("q1_1", "q1_2")] == [["one"], ["two"]]
    (said,) = [str(note) for note in read.notes if "form for LimeSurvey" in str(note)]
    assert said == "1 column was recognised by the code that its question has in the kit's form for LimeSurvey: q11."
    rows = [[*LIME, "q1_1", "q11", "q1_2"], [*SENT, "one", "eleven", "two"]]
    with pytest.raises(KipError) as error:
        read_responses(write_csv(tmp_path / "foreign.csv", rows), codebook)
    (fault,) = map(str, error.value.faults)
    assert 'column "q11": the codebook has no such item' in fault
    more = replace(codebook, items=(*codebook.items, Item("q11", "text", words("Eleventh?"))))
    read = read_responses(write_csv(tmp_path / "foreign.csv", rows), more)
    assert [read.values[name].tolist() for name in ("q1_1", "q1_2", "q11")] == [["one"], ["two"], ["eleven"]]


@pytest.mark.parametrize(
    ("kind", "own"), [("select_one", False), ("select_multiple", False), ("select_multiple", True)]
)
def test_answers_that_differ_by_capitals_only_stay_apart(tmp_path: Path, kind: str, own: bool) -> None:
    last = OWN if own else Choice("other", words("One more"))
    item = Item("q", kind, words("Which?"), Scale("list", (Choice("Other", words("The other")), last)), other=own)
    codebook = Codebook((item, Item("end", "text", words("Why?"))))
    codes = [code.lower() for _, code in answer_codes(item)]
    assert len(set(codes)) == 2
    found = imported(write_limesurvey(codebook, tmp_path / "survey.txt"))
    answers = [item.choices[0], item.choices[1]]
    given: list[dict[str, object]] = [
        {"q": answer if kind == "select_one" else [answer], "end": "x"} for answer in answers
    ]
    read = read_responses(exported(tmp_path / "export.csv", found, codebook, given, "en", "code", False), codebook)
    if kind == "select_one":
        assert read.column("q").tolist() == [0, 1]
    else:
        assert read.options(codebook["q"]).tolist() == [[1, 0], [0, 1]]


def test_answers_whose_codes_differ_by_capitals_only_are_read_from_any_file(tmp_path: Path) -> None:
    item = Item("q", "select_one", words("Which?"), Scale("list", (Choice("Other", words("A")), Choice("other"))))
    read = read_responses(write_csv(tmp_path / "plain.csv", [["q"], ["Other"], ["other"]]), Codebook((item,)))
    assert read.column("q").tolist() == [0, 1]


# --- Google Forms and Microsoft Forms ----------------------------------------------------------------------


def lists(text: str, title: str) -> list[list[str]]:
    """What stands below each heading of that name, up to an empty line."""
    return [block.split("\n")[1:] for block in text.rstrip().split("\n\n") if block.split("\n")[0] == title]


def test_the_text_to_paste_has_everything_that_the_form_needs() -> None:
    text = paste_text(WIDE, "en")
    assert lists(text, "Title of the form:") == [["Partner survey (en)"]]
    assert lists(text, "Description of the form:") == [["Welcome (en)"]]
    assert lists(text, "Text after the last answer:") == [["Thank you (en)"]]
    assert lists(text, "New section, with the title:") == [["Exchange (en)"], ["Trust (en)"]]
    assert lists(text, "Text without a question:") == [["Now about trust (en)"]]
    assert lists(text, "Question:") == [
        [f"{line} (en)"] if line else ["Exchange (en) (2)"]
        for line in (
            "Sector?",
            "Where?",
            "Which number?",
            "How many hours?",
            "How?",
            "What?",
            "Exchange",
            "",
            "Trust",
            "Why?",
            "Since when?",
        )
    ]
    assert lists(text, "Rows:")[1] == [f"importance of the_exchange_of_information {n} (en)" for n in (1, 2)]
    assert lists(text, "Columns:")[0] == ["Level 1 (en)", "Level 2 (en)", "Level 3 (en)", "Does not apply (en)"]
    assert lists(text, "Answers:")[2] == ["Answer by_letter (en)", "Answer by_phone (en)"]
    assert text.count("Then add “Other”") == 2 and text.count("Required: no") == 11
    assert "do not collect email addresses" in text and "do not record names" in text


def test_the_text_to_paste_says_what_is_required_explained_or_conditional() -> None:
    item = Item("a", "text", words("A?"), hint=words("In a word"), required=True, relevant="${b} = 'x'")
    text = paste_text(Codebook((item,)), "en")
    assert "Required: yes" in text and lists(text, "Description:") == [["In a word"]]
    assert "Asked only if ${b} = 'x'" in text
    hostile = paste_text(Codebook((Item("a", "text", words("two\nlines\x1b[31m")),)), "en")
    assert lists(hostile, "Question:") == [["two lines [31m"]]


def test_the_text_to_paste_is_written_once(tmp_path: Path) -> None:
    path = write_paste_text(DEMO, tmp_path / "form.txt", "fr")
    assert path.read_text("utf-8-sig") == paste_text(DEMO, "fr")
    with pytest.raises(KipError, match="exists already"):
        write_paste_text(DEMO, path, "fr")
    with pytest.raises(KipError, match='is not in the language "de"; it has en'):
        paste_text(DEMO, "de")
    assert "(en)" not in paste_text(WIDE, "hr")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("tool", ["google", "microsoft"])
def test_the_form_made_of_the_text_reads_back(tmp_path: Path, lang: str, tool: str) -> None:
    """An export whose headings are the text's titles and rows."""
    text = paste_text(DEMO, lang)
    form = write_codebook(DEMO, tmp_path / "form.xlsx")
    given = drawn(DEMO, 12, LANGUAGES.index(lang))
    wanted = read_responses(in_plain_words(tmp_path / "answers.csv", DEMO, given), DEMO)
    writer, suffix = (google_forms, ".csv") if tool == "google" else (microsoft_forms, ".xlsx")
    questions = titles_of(text)
    to = Titled(
        tmp_path / f"export{suffix}",
        wanted,
        random.Random(3),
        lang,
        dict(zip((i.name for i in DEMO.items), questions, strict=True)),
    )
    read = read_responses(writer(to), form)
    same(read, wanted)


def titles_of(text: str) -> list[tuple[str, str]]:
    """The title and row under which each item stands in the form that the text describes."""
    found: list[tuple[str, str]] = []
    for block in re.split(r"-{72}\n", text)[1:]:
        _, (_, title), *parts = [part.split("\n") for part in re.split("={72}", block)[0].strip().split("\n\n")]
        rows = parts[0][1:] if len(parts) == 2 else []  # rows and columns; else answers, or nothing
        found += [(title, row) for row in rows] or [(title, "")]
    return found


@dataclass(frozen=True)
class Titled(Export):
    """An export under the titles of the text to paste."""

    titles: dict[str, tuple[str, str]] = field(default_factory=dict)

    def question(self, item: Item, grid: str, lang: str = "") -> str:
        title, row = self.titles[item.name]
        between = "{} [{}]" if self.path.suffix == ".csv" else "{}.{}"
        return between.format(title, row) if row else title


# --- KoboToolbox and ODK -------------------------------------------------------------------------------------


def form(path: Path, survey: Sequence[Sequence[str]], **sheets: Sequence[Sequence[str]]) -> Path:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in {"survey": survey, **sheets}.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


HEAD = ["type", "name", "label", "relevant"]


def test_forms_that_can_be_deployed_are_passed_in_silence(tmp_path: Path) -> None:
    assert check_xlsform(DEMO) == ()
    (warning,) = check_xlsform(WIDE)
    assert "take this form, but warn" in str(warning) and "or_other" in str(warning)
    assert check_xlsform(kit_path("data", "cite", "codebook")) == ()
    assert check_xlsform(write_codebook(DEMO, tmp_path / "form.xlsx")) == ()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["text", "a", "A", "${b} = 1"]], "form.xlsx, sheet survey, row 2: .*refuse this form: .*'b'"),
        ([["text", "a", "A", ""], ["text", "a", "B", ""]], "form.xlsx, sheet survey, row 3: .*name"),
        ([["select_one z", "a", "A", ""]], "form.xlsx.*choices"),
        ([["begin group", "a", "A", ""], ["text", "b", "B", ""]], "row 2: .*end_group"),
        ([["quiz", "a", "A", ""]], "Unknown question type 'quiz'"),
    ],
)
def test_what_kobo_would_refuse_is_said_with_its_row(tmp_path: Path, rows: list[list[str]], said: str) -> None:
    (found,) = check_xlsform(form(tmp_path / "form.xlsx", [HEAD, *rows]))
    assert re.search(said, str(found)) and "Traceback" not in str(found)
    folder = tmp_path / "folder"
    folder.mkdir()
    write_csv(folder / "survey.csv", [HEAD, *rows])
    (found,) = check_xlsform(folder)
    assert re.search(said.replace("form.xlsx", "folder"), str(found))


def test_no_file_breaks_the_check(tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "zip.xlsx").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "form.docx").write_bytes(b"PK")
    (tmp_path / "folder").mkdir()
    for name in ("bad.xlsx", "empty.xlsx", "zip.xlsx", "form.docx", "folder", "gone.xlsx"):
        (found,) = check_xlsform(tmp_path / name)
        assert name in str(found)
    titles = [["form_title::English (en)", "form_id"], ["A", "a"]]
    (found,) = check_xlsform(form(tmp_path / "form.xlsx", [HEAD, ["text", "a", "A", ""]], settings=titles))
    assert "column form_title::English (en)" in str(found) and "call the column form_title" in str(found)


def test_whatever_breaks_the_check_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise AttributeError("nodeType")

    monkeypatch.setattr("pyxform.xls2xform.convert", broken)
    (found,) = check_xlsform(form(tmp_path / "form.xlsx", [HEAD, ["text", "a", "A", ""]]))
    assert "cannot read this form" in str(found) and "nodeType" not in str(found)


def test_hostile_forms_are_named_not_run(tmp_path: Path) -> None:
    for text in HOSTILE:
        rows = [
            HEAD,
            ["text", "a", "A", re.sub(r"[\x00-\x1f]", " ", text)],
            [re.sub(r"[\x00-\x1f]", " ", text), "b", "B", ""],
        ]
        for found in check_xlsform(form(tmp_path / "form.xlsx", rows)):
            assert "\n" not in str(found) and "\x1b" not in str(found)


def test_groups_versions_and_media_that_a_codebook_does_not_carry_are_named(tmp_path: Path) -> None:
    head = ["type", "name", "label", "relevant", "construct", "media::image", "hint"]
    rows = [
        ["text", "a", "A", "", "", "", ""],
        ["begin group", "page", "A page", "", "", "", ""],
        ["begin_group", "trust", "Trust", "${a} = 'x'", "", "", ""],
        ["text", "b", "B", "", "Trust", "b.png", "Look"],
        ["end_group", "", "", "", "", "", ""],
        ["end group", "", "", "", "", "", ""],
        ["begin group", "bare", "", "", "", "", ""],
        ["note", "n", "N", "${a} = 'x'", "", "", "Look"],
        ["end group", "", "", "", "", "", ""],
        ["begin group", "some", "", "${a} = 'x'", "", "", ""],
        ["text", "c", "C", "", "", "", ""],
        ["end group", "", "", "", "", "", ""],
    ]
    settings = [["form_title", "form_id", "version", "style"], ["T", "t", "7", "pages"]]
    path = form(tmp_path / "form.xlsx", [head, *rows], settings=settings)
    said = list(map(str, not_carried(path)))
    assert len(said) == 4
    for part in (
        "column media::image",
        "row 3, 11: a codebook does not carry a group",
        "column version",
        "column style",
    ):
        assert sum(part in each for each in said) == 1, part
    written = write_codebook(read_xlsform(path), tmp_path / "own.xlsx")  # what is not named is still there
    again = read_xlsform(written)
    assert again == read_xlsform(path)
    assert [(item.name, item.relevant) for item in again.items] == [("a", ""), ("b", "${a} = 'x'"), ("c", "${a} = 'x'")]
    assert (again.notes[0].relevant, again.notes[0].hint.in_language("en")) == ("${a} = 'x'", "Look")
    assert not_carried(written) == ()


def test_what_a_codebook_does_not_carry_is_named(tmp_path: Path) -> None:
    head = ["type", "name", "label", "constraint", "appearance", "required", "choice_filter"]
    rows = [
        ["integer", "n", "N", ". > 0", "", "yes", ""],
        ["integer", "m", "M", ". < 9", "", "${n} = 1", ""],
        ["calculate", "c", "", "", "", "", ""],
        ["begin repeat", "r", "R", "", "", "", ""],
        ["text", "inside", "I", "", "", "", ""],
        ["end repeat", "", "", "", "", "", ""],
        ["select_one l", "s", "S", "", "minimal", "", ""],
    ]
    lists_ = [["list_name", "name", "label", "image"], ["l", "a", "A", "a.png"]]
    path = form(
        tmp_path / "form.xlsx", [head, *rows], choices=lists_, settings=[["form_title", "style"], ["T", "pages"]]
    )
    said = list(map(str, not_carried(path)))
    assert len(said) == 7
    for part in (
        "column constraint: it is filled in 2 rows",
        "column appearance: it is filled in 1 row",
        "row 4: a codebook does not carry what is of the type calculate",
        "row 5, 6, 7: a codebook does not carry what is of the type repeat",
        "row 3, column required",
        "column image",
        "column style",
    ):
        assert sum(part in each for each in said) == 1, part
    assert not_carried(kit_path("data", "cite", "codebook")) == ()
    assert not_carried(write_codebook(WIDE, tmp_path / "own.xlsx")) == ()
