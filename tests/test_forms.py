"""Survey tools' own form definitions: small forms in the layouts of Qualtrics and LimeSurvey, invented throughout."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from builders import HOSTILE, examples

from kiptools import Codebook, KipError, Wording
from kiptools.codebook import write_codebook
from kiptools.forms import UNKNOWN, read_codebook, read_lss, read_qsf

# --- Qualtrics ---------------------------------------------------------------------------------------


def condition(locator: str, operator: str = "Selected", *, word: str = "", right: str = "") -> dict[str, object]:
    found: dict[str, object] = {
        "LogicType": "Question",
        "QuestionID": locator.split("/")[2],
        "ChoiceLocator": locator,
        "LeftOperand": locator,
        "Operator": operator,
        "Type": "Expression",
    }
    if word:
        found["Conjuction"] = word
    if right:
        found["RightOperand"] = right
    return found


def logic(*parts: dict[str, object]) -> dict[str, object]:
    numbered: dict[str, object] = {str(place): part for place, part in enumerate(parts)}
    return {"0": {**numbered, "Type": "If"}, "Type": "BooleanExpression", "inPage": False}


def question(qid: str, tag: str, kind: str, text: str, **more: object) -> dict[str, object]:
    payload = {"QuestionID": qid, "DataExportTag": tag, "QuestionType": kind, "QuestionText": text, "Language": []}
    return {"Element": "SQ", "PrimaryAttribute": qid, "Payload": {**payload, **more}}


def shown(*texts: str) -> dict[str, dict[str, str]]:
    return {str(place): {"Display": text} for place, text in enumerate(texts, start=1)}


def qsf(*questions: dict[str, object], blocks: object = None, flow: object = None) -> bytes:
    ids = [one["PrimaryAttribute"] for one in questions]
    one_block = [
        {"ID": "BL_1", "Type": "Default", "BlockElements": [{"Type": "Question", "QuestionID": q} for q in ids]}
    ]
    steps = [{"ID": "BL_1", "Type": "Block"}] if flow is None else flow
    survey = {
        "SurveyEntry": {"SurveyName": "Ferry users", "SurveyLanguage": "EN-GB"},
        "SurveyElements": [
            {"Element": "BL", "Payload": one_block if blocks is None else blocks},
            {"Element": "FL", "Payload": {"Flow": steps, "Type": "Root"}},
            {"Element": "SO", "Payload": {"BackButton": "false"}},
            *questions,
        ],
    }
    return json.dumps(survey).encode()


USED = question(
    "QID1",
    "used",
    "MC",
    "Did you take the <b>ferry</b> this&nbsp;year?",
    Selector="SAVR",
    Choices={"1": {"Display": "Yes"}, "2": {"Display": "No"}, "4": {"Display": "Something else:", "TextEntry": "true"}},
    ChoiceOrder=["2", 1, "4"],
)
LINES = question(
    "QID2",
    "Q2",
    "MC",
    "Which lines?",
    Selector="MAVR",
    Choices=shown("North", "South", "None"),
    ChoiceOrder=[1, 2, 3],
    RecodeValues={"1": "10", "2": "20", "3": "-1"},
    DisplayLogic=logic(condition("q://QID1/SelectableChoice/1")),
)
RATED = question(
    "QID3",
    "Q3",
    "Matrix",
    "How content are you?<div><br></div><script>alert(1)</script>",
    Selector="Likert",
    SubSelector="SingleAnswer",
    Choices={"1": {"Display": "Price"}, "3": {"Display": "Crew"}, "4": {"Display": "And with:", "TextEntry": "true"}},
    ChoiceOrder=[3, 1, 4],
    ChoiceDataExportTags=False,
    Answers=shown("Very", "Fairly", "Not at all", "Cannot say"),
    AnswerOrder=[1, 2, 3, 4],
    RecodeValues={"1": "3", "2": "2", "3": "1", "4": "-9"},
    Language={
        "FR": {
            "QuestionText": "Êtes-vous satisfait ?",
            "Choices": {"1": {"Display": "Prix"}, "3": {"Display": "Équipage"}, "4": {"Display": "Et de :"}},
            "Answers": shown("Très", "Assez", "Pas du tout", "Sans avis"),
        }
    },
)
AGE = question(
    "QID4",
    "age",
    "TE",
    "How old are you?",
    Selector="SL",
    Validation={"Settings": {"ContentType": "ValidNumber", "ValidNumber": {"Min": "0", "NumDecimals": "0"}}},
)
WISH = question("QID5", "wish", "TE", "What is missing?", Selector="ML")
NOTE = question("QID6", "note", "DB", "Thank you.", Selector="TB")
SLIDER = question("QID7", "share", "Slider", "Share of", Selector="HSLIDER", Choices=shown("Work", "Leisure"))
SIDES = question(
    "QID8",
    "Q8",
    "SBS",
    "Each ship",
    Selector="SBSMatrix",
    Choices=shown("Old", "New"),
    ChoiceOrder=[1, 2],
    AdditionalQuestions={
        "1": {
            "QuestionText": "Speed",
            "Selector": "Likert",
            "SubSelector": "SingleAnswer",
            "Choices": shown("Old", "New"),
            "Answers": shown("Slow", "Fast"),
            "DataExportTag": "Q8#1",
        },
        "2": {
            "QuestionText": "Seats",
            "Selector": "Likert",
            "SubSelector": "MultipleAnswer",
            "Choices": shown("Old", "New"),
            "Answers": shown("Soft", "Clean"),
            "DataExportTag": "Q8#2",
            "AnswerDataExportTag": "3",
            "ChoiceDataExportTags": {"1": "Q8_old", "2": "Q8_new"},
        },
    },
)
TICKED = question(
    "QID9",
    "Q9",
    "Matrix",
    "Where and when?",
    Selector="Likert",
    SubSelector="MultipleAnswer",
    Choices=shown("Bar", "Deck"),
    ChoiceDataExportTags={"1": "bar", "2": "deck"},
    Answers=shown("Day", "Night"),
)
ALL = (USED, LINES, RATED, AGE, WISH, NOTE, SLIDER, SIDES, TICKED)


def test_qualtrics_names_are_the_columns_of_the_export():
    codebook = read_qsf(qsf(*ALL), "ferry.qsf")
    assert [(item.name, item.type, item.heading) for item in codebook.items] == [
        ("used", "select_one", ""),
        ("Q2", "select_multiple", ""),
        ("Q3_3", "select_one", ""),
        ("Q3_1", "select_one", ""),
        ("Q3_4", "select_one", ""),
        ("Q3_4_TEXT", "text", ""),
        ("age", "integer", ""),
        ("wish", "text", ""),
        ("share_1", "decimal", ""),
        ("share_2", "decimal", ""),
        ("Q8_1_1", "select_one", "Q8#1_1"),
        ("Q8_1_2", "select_one", "Q8#1_2"),
        ("Q8_2_old_3", "select_multiple", "Q8#2_old_3"),
        ("Q8_2_new_3", "select_multiple", "Q8#2_new_3"),
        ("bar", "select_multiple", "Q9_bar"),
        ("deck", "select_multiple", "Q9_deck"),
    ]
    assert codebook.title.in_language("en") == "Ferry users"
    assert {item.role for item in codebook.items} == {""} == {item.construct for item in codebook.items}


def test_qualtrics_wordings_are_plain_and_in_every_language():
    codebook = read_qsf(qsf(*ALL), "ferry.qsf")
    assert codebook["used"].wording == Wording((("en", "Did you take the ferry this year?"),))
    assert codebook["Q3_1"].wording.texts == (
        ("en", "How content are you? [Price]"),
        ("fr", "Êtes-vous satisfait ? [Prix]"),
    )
    assert codebook["Q8_2_new_3"].wording.texts == (("en", "Each ship Seats [New]"),)
    assert codebook["Q3_1"].choices[0].wording.texts == (("en", "Not at all"), ("fr", "Pas du tout"))


def test_qualtrics_answers_have_the_codes_of_the_export():
    codebook = read_qsf(qsf(*ALL), "ferry.qsf")
    assert [(one.name, one.score) for one in codebook["used"].choices] == [
        ("2", None),
        ("1", None),
        ("other", None),  # code 4, beside which one can write
    ]
    assert codebook["used"].other
    assert codebook["used"].choices[-1].wording.in_language("en") == "Something else:"
    assert [(one.name, one.missing) for one in codebook["Q2"].choices] == [("10", False), ("20", False), ("-1", True)]
    # The list was shown from "Very" down; the scores of a codebook grow.
    assert [(one.name, one.score, one.missing) for one in codebook["Q3_1"].choices] == [
        ("1", 1.0, False),
        ("2", 2.0, False),
        ("3", 3.0, False),
        ("-9", None, True),
    ]
    assert codebook["Q3_1"].scale is codebook["Q3_4"].scale


def test_recode_values_without_an_order_give_no_scores():
    matrix = json.loads(json.dumps(RATED))
    matrix["Payload"]["RecodeValues"] = {"1": "1", "2": "3", "3": "2", "4": "4"}
    assert not read_qsf(qsf(matrix), "x.qsf")["Q3_1"].ordered
    matrix["Payload"]["RecodeValues"] = {"1": "1", "2": "16753920", "3": "16776961", "4": "-"}
    assert not read_qsf(qsf(matrix), "x.qsf")["Q3_1"].ordered
    matrix["Payload"]["RecodeValues"] = {"1": "1", "2": "2", "3": "10", "4": "99"}
    matrix["Payload"]["AnalyzeChoices"] = {"1": "Yes", "2": "Yes", "3": "Yes", "4": "No"}
    scale = read_qsf(qsf(matrix), "x.qsf")["Q3_1"].scale
    assert scale is not None and scale.scores == (1.0, 2.0, 10.0)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([condition("q://QID1/SelectableChoice/1")], "selected(${used}, '1')"),
        ([condition("q://QID1/SelectableChoice/1", "NotSelected")], "not(selected(${used}, '1'))"),
        ([condition("q://QID2/SelectableChoice/2")], "selected(${Q2}, '20')"),
        ([condition("q://QID3/SelectableChoice/1/2")], "selected(${Q3_1}, '2')"),
        ([condition("q://QID4/ChoiceTextEntryValue", "GreaterThan", right="17")], "${age} > 17"),
        ([condition("q://QID5/ChoiceTextEntryValue", "NotEmpty")], "${wish} != ''"),
        ([condition("q://QID7/ChoiceNumericEntryValue/2", "LessThanOrEqual", right="5.5")], "${share_2} <= 5.5"),
        ([condition("q://QID2/SelectedChoicesCount", "EqualTo", right="2")], "count-selected(${Q2}) = 2"),
        (
            [
                condition("q://QID1/SelectableChoice/1"),
                condition("q://QID2/SelectableChoice/1", word="And"),
                condition("q://QID1/SelectableChoice/2", word="Or"),
            ],
            "selected(${used}, '1') and selected(${Q2}, '10') or selected(${used}, '2')",
        ),
        ([condition("q://QID1/QuestionDisplayed", "Displayed")], UNKNOWN),
        ([condition("q://QID3/SelectableAnswer/2")], UNKNOWN),
        ([condition("q://QID99/SelectableChoice/2")], UNKNOWN),
        ([condition("q://QID5/ChoiceTextEntryValue", "MatchesRegex", right=".*")], UNKNOWN),
        ([{"LogicType": "EmbeddedField", "LeftOperand": "group", "Operator": "EqualTo", "RightOperand": "A"}], UNKNOWN),
        ([condition("q://QID1/SelectableChoice/1"), {"LogicType": "Quota", "Conjuction": "Or"}], UNKNOWN),
    ],
)
def test_display_logic(parts: list[dict[str, object]], expected: str):
    last = question("QID20", "last", "TE", "And?", Selector="SL", DisplayLogic=logic(*parts))
    assert read_qsf(qsf(*ALL, last), "x.qsf")["last"].relevant == expected


def test_display_logic_in_sets():
    both = {**logic(condition("q://QID1/SelectableChoice/1"), condition("q://QID1/SelectableChoice/2", word="Or"))}
    both["1"] = {"0": condition("q://QID4/ChoiceTextEntryValue", "LessThan", right="9"), "Type": "AndIf"}
    last = question("QID20", "last", "TE", "And?", Selector="SL", DisplayLogic=both)
    assert read_qsf(qsf(*ALL, last), "x.qsf")["last"].relevant == (
        "(selected(${used}, '1') or selected(${used}, '2')) and ${age} < 9"
    )


def block(number: int, *elements: object, kind: str = "Standard", **more: object) -> dict[str, object]:
    return {"ID": f"BL_{number}", "Type": kind, "BlockElements": list(elements), **more}


def element(qid: str, **skip: str) -> dict[str, object]:
    found: dict[str, object] = {"Type": "Question", "QuestionID": qid}
    if skip:
        locator = f"q://{qid}/{skip['what']}"
        found["SkipLogic"] = [
            {
                "ChoiceLocator": locator,
                "Locator": locator,
                "Condition": skip.get("condition", "Selected"),
                "SkipToDestination": skip["to"],
                "QuestionID": qid,
            }
        ]
    return found


def relevant(data: bytes) -> dict[str, str]:
    return {item.name: item.relevant for item in read_qsf(data, "x.qsf").items}


def test_the_survey_flow_decides_who_is_asked():
    blocks = {
        "0": block(1, element("QID1"), kind="Default"),
        "1": block(2, element("QID4"), {"Type": "Page Break"}),
        "2": block(3, element("QID5")),
        "3": block(4, element("QID6"), element("QID9"), kind="Trash"),
        "4": block(5, element("QID7"), Options={"Looping": "Question"}),
        "5": block(6, element("QID2")),
    }
    no = logic(condition("q://QID1/SelectableChoice/2"))
    flow = [
        {"Type": "EmbeddedData", "EmbeddedData": []},
        {"Type": "Standard", "ID": "BL_1"},
        {"Type": "Branch", "BranchLogic": no, "Flow": [{"Type": "Block", "ID": "BL_2"}, {"Type": "EndSurvey"}]},
        {"Type": "BlockRandomizer", "SubSet": "1", "Flow": [{"Type": "Standard", "ID": "BL_3"}, {"Type": "Group"}]},
        {"Type": "Standard", "ID": "BL_5"},
        {"Type": "Standard", "ID": "BL_6"},
        {"Type": "Standard", "ID": "BL_1"},
    ]
    assert relevant(qsf(*ALL, blocks=blocks, flow=flow)) == {
        "used": "",
        "age": "selected(${used}, '2')",
        "wish": UNKNOWN,
        "Q2": "not(selected(${used}, '2')) and selected(${used}, '1')",
    }


def test_skip_logic_leaves_out_what_follows():
    blocks = [
        block(1, element("QID1", what="SelectableChoice/2", to="QID5"), element("QID4"), element("QID5")),
        block(2, element("QID7", what="QuestionDisplayed", to="ENDOFBLOCK", condition="Displayed"), element("QID9")),
        block(3, element("QID2", what="SelectableChoice/1", to="ENDOFSURVEY")),
        block(4, element("QID8")),
    ]
    flow = [{"Type": "Block", "ID": f"BL_{number}"} for number in (1, 2, 3, 4)]
    found = relevant(qsf(*ALL, blocks=blocks, flow=flow))
    assert found["age"] == "not(selected(${used}, '2'))"
    assert found["wish"] == found["share_1"] == ""
    assert found["bar"] == UNKNOWN
    assert found["Q2"] == "selected(${used}, '1')"
    assert found["Q8_1_1"] == "not(selected(${Q2}, '10'))"


def test_not_having_been_asked_is_no_reason_to_be_skipped():
    blocks = [
        block(
            1,
            element("QID1"),
            element("QID2", what="SelectableChoice/1", to="ENDOFBLOCK", condition="NotSelected"),
            element("QID4"),
        )
    ]
    assert relevant(qsf(*ALL, blocks=blocks))["age"] == ("not(selected(${used}, '1') and not(selected(${Q2}, '10')))")


def test_skips_upon_skips_stay_short():
    many = [
        question(f"QID{n}", f"q{n}", "MC", f"Question {n}", Selector="SAVR", Choices=shown("a", "b")) for n in range(80)
    ]
    chain = [
        element(f"QID{n}", what="SelectableChoice/1", to="ENDOFSURVEY", condition="NotSelected") for n in range(80)
    ]
    codebook = read_qsf(qsf(*many, blocks=[block(1, *chain)]), "x.qsf")
    assert codebook["q1"].relevant == "not(not(selected(${q0}, '1')))"
    assert max(len(item.relevant) for item in codebook.items) < 5000
    assert codebook["q79"].relevant == UNKNOWN


def test_names_that_clash_or_are_none_get_a_heading():
    data = qsf(
        question("QID1", "Q1", "TE", "One"),
        question("QID2", "Q1", "TE", "Two"),
        question("QID3", "2nd place?", "TE", "Three"),
    )
    assert [(item.name, item.heading) for item in read_qsf(data, "x.qsf").items] == [
        ("Q1", ""),
        ("Q1_2", "Q1"),
        ("_2nd_place_", "2nd place?"),
    ]


# --- LimeSurvey --------------------------------------------------------------------------------------


def table(name: str, *rows: dict[str, object]) -> str:
    def cell(key: str, value: object) -> str:
        return f"<{key}/>" if value == "" else f"<{key}><![CDATA[{value}]]></{key}>"

    body = "".join("<row>" + "".join(cell(key, value) for key, value in row.items()) + "</row>" for row in rows)
    return f"<{name}><fields><fieldname>x</fieldname></fields><rows>{body}</rows></{name}>"


GROUPS = [(1, 0, ""), (2, 1, '((used.NAOK == "Y"))'), (3, 2, "1")]  # number, place, for whom
# number, group, type, code, place, own answers, for whom, English, French
QUESTIONS = [
    (13, 2, "F", "rate", 2, "N", "1", "How good is it?", "Est-ce bien ?"),
    (11, 1, "Y", "used", 1, "N", "1", "Did you take <em>the</em> ferry?", "Avez-vous pris le ferry ?"),
    (12, 2, "M", "line", 1, "Y", "1", "Which lines?", "Quelles lignes ?"),
    (14, 2, "L", "port", 3, "Y", "", "Which port?", "Quel port ?"),
    (15, 2, "O", "ship", 4, "N", '((line_SQ1.NAOK == "Y"))', "Which ship?", "Quel navire ?"),
    (16, 2, "N", "age", 5, "N", "1", "How old are you?", "Quel âge avez-vous ?"),
    (17, 2, "A", "five", 6, "N", "1", "From 1 to 5", "De 1 à 5"),
    (18, 2, "1", "dual", 7, "N", "1", "Now and then", "Ici et là"),
    (19, 2, "X", "note", 8, "N", "1", "Thank you.", "Merci."),
    (20, 2, "P", "meal", 9, "N", "1", "Meals", "Repas"),
    (21, 2, ";", "grid", 10, "N", "1", "Write", "Écrire"),
    (22, 2, "R", "rank", 11, "N", "1", "Best first", "Le mieux d'abord"),
    (23, 2, "T", "more", 12, "N", "age.NAOK > 17 && !is_empty(port)", "More?", "Encore ?"),
]
# number, question, scale, code, place, for whom, English, French
PARTS = [
    (31, 13, 0, "SQ2", 2, "1", "Crew", "Équipage"),
    (32, 13, 0, "SQ1", 1, '(line_SQ1 == "Y")', "Price", "Prix"),
    (33, 12, 0, "SQ1", 1, "1", "North", "Nord"),
    (34, 12, 0, "SQ2", 2, "1", "South", "Sud"),
    (35, 17, 0, "SQ1", 1, "1", "Speed", "Vitesse"),
    (36, 18, 0, "SQ1", 1, "1", "Seats", "Sièges"),
    (37, 20, 0, "SQ1", 1, "1", "Soup", "Soupe"),
    (38, 21, 0, "Y1", 1, "1", "Bar", "Bar"),
    (39, 21, 1, "X1", 1, "", "Day", "Jour"),
]
# number, question, scale, code, place, value, English, French
ANSWERS = [
    (41, 13, 0, "A2", 2, 2, "Fair", "Moyen"),
    (42, 13, 0, "A1", 1, 1, "Poor", "Mauvais"),
    (43, 13, 0, "A3", 3, 3, "Good", "Bon"),
    (44, 14, 0, "A1", 1, 0, "Old port", "Vieux port"),
    (45, 15, 0, "A1", 1, 0, "Grey", "Gris"),
    (46, 18, 0, "A1", 1, 0, "Rare", "Rare"),
    (47, 18, 1, "B1", 1, 0, "Late", "Tard"),
    (48, 22, 0, "A1", 1, 0, "Sun", "Soleil"),
    (49, 22, 0, "A2", 2, 0, "Wind", "Vent"),
]
LANGUAGES = ("en", "fr-informal")
ATTRIBUTES = [
    {"qid": 14, "attribute": "other_replace_text", "value": "Elsewhere", "language": "en"},
    {"qid": 14, "attribute": "other_replace_text", "value": "Ailleurs", "language": "fr-informal"},
    {"qid": 16, "attribute": "num_value_int_only", "value": "1", "language": ""},
]
SETTINGS = [
    table("surveys", {"sid": 777, "language": "en", "additional_languages": "fr-informal"}),
    table("surveys_languagesettings", {"surveyls_language": "en", "surveyls_title": "Ferry <i>users</i>"}),
    table("question_attributes", *ATTRIBUTES),
]


def lss(*tables: str, kind: str = "Survey") -> bytes:
    languages = "<languages><language>fr-informal</language><language>en</language></languages>"
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<document><LimeSurveyDocType>{kind}</LimeSurveyDocType>'
    return f"{head}<DBVersion>1</DBVersion>{languages}{''.join(tables)}</document>".encode()


def main_row(number, group, kind, code, place, other, relevance) -> dict[str, object]:
    return {
        "qid": number,
        "parent_qid": 0,
        "gid": group,
        "type": kind,
        "title": code,
        "question_order": place,
        "other": other,
        "scale_id": 0,
        "relevance": relevance,
    }


def part_row(number, parent, scale, code, place, relevance) -> dict[str, object]:
    return {**main_row(number, 1, "T", code, place, "N", relevance), "parent_qid": parent, "scale_id": scale}


def answer_row(number, qid, scale, code, place, value) -> dict[str, object]:
    return {"qid": qid, "code": code, "sortorder": place, "assessment_value": value, "scale_id": scale}


def old_layout(questions=QUESTIONS) -> bytes:
    """Version 3: every row once for each language, with its text."""

    def each(make, rows, column):
        return [
            {**make(*row[:-2]), column: row[place - 2], "language": language}
            for place, language in enumerate(LANGUAGES)
            for row in rows
        ]

    groups = [
        {"gid": gid, "group_order": place, "language": language, "grelevance": relevance}
        for language in LANGUAGES
        for gid, place, relevance in GROUPS
    ]
    return lss(
        table("answers", *each(answer_row, ANSWERS, "answer")),
        table("groups", *groups),
        table("questions", *each(main_row, questions, "question")),
        table("subquestions", *each(part_row, PARTS, "question")),
        *SETTINGS,
    )


def new_layout(questions=QUESTIONS) -> bytes:
    """Versions 4 to 6: rows without texts, and the texts of every language in tables of their own."""

    def texts(rows, key, column):
        return [
            {"id": 1, key: row[0], column: row[place - 2], "language": language}
            for row in rows
            for place, language in enumerate(LANGUAGES)
        ]

    return lss(
        table("answers", *({"aid": row[0], **answer_row(*row[:-2])} for row in ANSWERS)),
        table("answer_l10ns", *texts(ANSWERS, "aid", "answer")),
        table("groups", *({"gid": gid, "group_order": place, "grelevance": said} for gid, place, said in GROUPS)),
        table("questions", *(main_row(*row[:-2]) for row in questions)),
        table("subquestions", *(part_row(*row[:-2]) for row in PARTS)),
        table("question_l10ns", *texts([*questions, *PARTS], "qid", "question")),
        *SETTINGS,
    )


def test_both_layouts_of_limesurvey_say_the_same():
    assert read_lss(old_layout(), "old.lss") == read_lss(new_layout(), "new.lss")


def test_limesurvey_headings_are_the_columns_of_the_export():
    codebook = read_lss(new_layout(), "ferry.lss")
    assert [(item.name, item.type, item.heading) for item in codebook.items] == [
        ("used", "select_one", ""),
        ("line", "select_multiple", ""),
        ("rate_SQ1", "select_one", "rate[SQ1]"),
        ("rate_SQ2", "select_one", "rate[SQ2]"),
        ("port", "select_one", ""),
        ("ship", "select_one", ""),
        ("ship_comment", "text", "ship[comment]"),
        ("age", "integer", ""),
        ("five_SQ1", "select_one", "five[SQ1]"),
        ("dual_SQ1_0", "select_one", "dual[SQ1][1]"),
        ("dual_SQ1_1", "select_one", "dual[SQ1][2]"),
        ("meal", "select_multiple", ""),
        ("meal_SQ1comment", "text", "meal[SQ1comment]"),
        ("grid_Y1_X1", "text", "grid[Y1_X1]"),
        ("rank_1", "text", "rank[1]"),
        ("rank_2", "text", "rank[2]"),
        ("more", "text", ""),
    ]
    assert codebook.title.in_language("en") == "Ferry users"


def test_limesurvey_wordings_and_answers():
    codebook = read_lss(old_layout(), "ferry.lss")
    assert codebook["used"].wording.texts == (
        ("en", "Did you take the ferry?"),
        ("fr", "Avez-vous pris le ferry ?"),
    )
    assert [(one.name, one.wording.in_language("fr")) for one in codebook["used"].choices] == [
        ("Y", "Oui"),
        ("N", "Non"),
    ]
    assert codebook["rate_SQ2"].wording.texts == (("en", "How good is it? [Crew]"), ("fr", "Est-ce bien ? [Équipage]"))
    assert codebook["grid_Y1_X1"].wording.in_language("en") == "Write [Bar] [Day]"
    assert [(one.name, one.score) for one in codebook["rate_SQ1"].choices] == [("A1", 1.0), ("A2", 2.0), ("A3", 3.0)]
    assert codebook["five_SQ1"].ordered and not codebook["dual_SQ1_0"].ordered
    assert [one.name for one in codebook["dual_SQ1_1"].choices] == ["B1"]
    assert codebook["line"].other and [one.name for one in codebook["line"].choices] == ["SQ1", "SQ2", "other"]
    assert codebook["port"].other and codebook["port"].choices[-1].wording.texts == (
        ("en", "Elsewhere"),
        ("fr", "Ailleurs"),
    )


def test_limesurvey_groups_questions_and_subquestions_decide_who_is_asked():
    codebook = read_lss(new_layout(), "ferry.lss")
    used = "${used} = 'Y'"
    assert codebook["used"].relevant == ""
    assert codebook["line"].relevant == codebook["rate_SQ2"].relevant == used
    assert codebook["rate_SQ1"].relevant == f"{used} and selected(${{line}}, 'SQ1')"
    assert codebook["ship"].relevant == codebook["ship_comment"].relevant == f"{used} and selected(${{line}}, 'SQ1')"
    assert codebook["more"].relevant == f"{used} and (${{age}} > 17 and not(${{port}} = ''))"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1", ""),
        ("", ""),
        ('used.NAOK == "Y"', "${used} = 'Y'"),
        ("((used.NAOK eq 'Y'))", "${used} = 'Y'"),
        ('"Y" == used.NAOK', "${used} = 'Y'"),
        ('used.NAOK != "Y" or age.NAOK <= 3', "${used} != 'Y' or ${age} <= 3"),
        ("30 > age.NAOK", "${age} < 30"),
        ("age.NAOK == 3", "${age} = 3"),
        ("five_SQ1.NAOK >= 4", "${five_SQ1} >= 4"),
        ('line_SQ2.NAOK != "Y"', "not(selected(${line}, 'SQ2'))"),
        ('line_SQ2.NAOK == ""', "not(selected(${line}, 'SQ2'))"),
        ("is_empty(line_SQ2.NAOK)", "not(selected(${line}, 'SQ2'))"),
        ('port.NAOK == "-oth-"', "${port} = 'other'"),
        ('777X1X11.NAOK == "Y"', "${used} = 'Y'"),
        ('777X2X12SQ1.NAOK == "Y"', "selected(${line}, 'SQ1')"),
        ('777X2X18SQ1#1.NAOK == "B1"', "${dual_SQ1_1} = 'B1'"),
        (
            '!(used.NAOK == "Y" && (age.NAOK < 9 || age.NAOK > 90))',
            "not(${used} = 'Y' and (${age} < 9 or ${age} > 90))",
        ),
        # Without NAOK, nobody is asked for whom "line" was not shown.
        ('line_SQ1 == "Y"', "${used} = 'Y' and selected(${line}, 'SQ1')"),
        ("0", UNKNOWN),
        ("age.NAOK > port.NAOK", UNKNOWN),
        ("port.NAOK > 3", UNKNOWN),
        ("count(line_SQ1, line_SQ2) > 1", UNKNOWN),
        ('TOKEN:ATTRIBUTE_1 == "x"', UNKNOWN),
        ("age.NAOK + 1 > 3", UNKNOWN),
        ('nobody == "Y"', UNKNOWN),
        ('used.shown == "Yes"', UNKNOWN),
        ('used.NAOK == "Y" used.NAOK', UNKNOWN),
        ("(" * 500 + 'used.NAOK == "Y"' + ")" * 500, UNKNOWN),
    ],
)
def test_expressions(expression: str, expected: str):
    last = (90, 3, "S", "last", 99, "N", expression, "And?", "Et ?")
    assert read_lss(new_layout([*QUESTIONS, last]), "x.lss")["last"].relevant == expected


def test_filtered_rows_and_conditions_of_old_files_are_not_understood():
    filtered = {"qid": 13, "attribute": "array_filter", "value": "line", "language": ""}
    data = new_layout().replace(b"</rows></question_attributes>", b"", 1)
    row = "".join(f"<{key}>{value}</{key}>" for key, value in filtered.items())
    old = table("conditions", {"cid": 1, "qid": 16, "cqid": 11, "method": "==", "value": "Y"})
    data = data.replace(b"</document>", f"<row>{row}</row></rows></question_attributes>{old}</document>".encode())
    codebook = read_lss(data, "x.lss")
    assert codebook["rate_SQ2"].relevant == codebook["age"].relevant == UNKNOWN


# --- both --------------------------------------------------------------------------------------------

FORMS = {"ferry.qsf": qsf(*ALL), "old.lss": old_layout(), "new.lss": new_layout()}


def read(name: str, data: bytes) -> Codebook:
    return read_qsf(data, name) if name.endswith("qsf") else read_lss(data, name)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("place", ["book", "book.xlsx"])
def test_a_form_survives_as_an_xlsform(name: str, place: str, tmp_path: Path):
    codebook = read(name, FORMS[name])
    write_codebook(codebook, tmp_path / place)
    assert read_codebook(tmp_path / place) == codebook


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_known_by_what_the_file_holds(name: str, tmp_path: Path):
    path = tmp_path / "form.txt"
    path.write_bytes(b"\xef\xbb\xbf" + FORMS[name])
    assert read_codebook(path) == read(name, FORMS[name])


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"PK\x03\x04", b"{}", b"<html></html>", b"[1]"])
def test_anything_else_is_taken_for_an_xlsform_and_said_to_be_none(data: bytes, tmp_path: Path):
    path = tmp_path / "form"
    path.write_bytes(data)
    for other in (path, tmp_path, tmp_path / "nothing"):
        with pytest.raises(KipError):
            read_codebook(other)


BOMB = b'<?xml version="1.0"?><!-- <document> --><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><document>&b;</document>'


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.qsf", FORMS["ferry.qsf"][:-40], "breaks off or is damaged in line 1"),
        ("x.qsf", b"[]", "has no questions"),
        ("x.qsf", b"null", "has no questions"),
        ("x.qsf", b'{"SurveyElements": 3}', "has no questions"),
        ("x.qsf", qsf(NOTE), "asks no question that can be analysed"),
        ("x.qsf", b'"\xff"', "its text is damaged"),
        ("x.qsf", b"[" * 100_000, "is damaged"),
        ("x.qsf", b"9" * 10_000, "is damaged"),
        ("x.lss", FORMS["new.lss"][:-40], "breaks off or is damaged in line 2"),
        ("x.lss", b"", "breaks off or is damaged in line 1"),
        ("x.lss", lss(), "asks no question that can be analysed"),
        ("x.lss", lss(kind="Group"), 'holds "Group" and not "Survey"'),
        ("x.lss", b"<document/>", 'holds "" and not "Survey"'),
        ("x.lss", b"<a>" * 100_000, "breaks off"),
        ("x.lss", b"<a>" * 100_000 + b"</a>" * 100_000, "not"),
        ("x.lss", BOMB, "holds instructions that such files never have"),
        (
            "x.lss",
            b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><document/>',
            "holds instructions that such files never have",
        ),
        ("x.lss", BOMB.decode().encode("utf-16"), "its text is damaged"),
    ],
)
def test_what_is_no_form_is_refused_in_one_sentence(name: str, data: bytes, reason: str):
    with pytest.raises(KipError) as refused:
        read(name, data)
    assert len(refused.value.faults) == 1
    text = str(refused.value)
    assert text.startswith(name) and reason in text and "export it again" in text and text.count("\n") == 0


def test_texts_stay_texts(tmp_path: Path):
    for number, text in enumerate(HOSTILE):
        hostile = question(
            "QID1", text, "MC", text, Selector="SAVR", Choices=shown(text, text), RecodeValues={"1": text}
        )
        rows = [(14, 1, "L", "a", 1, "Y", text, text, text)]
        data = new_layout(rows).replace(b"\x1b", b" ").replace(b"Old port", b"=x")
        for codebook in (read_qsf(qsf(hostile), "x.qsf"), read_lss(data, "x.lss")):
            write_codebook(codebook, tmp_path / str(number))
            assert read_codebook(tmp_path / str(number)) == codebook


def damaged(data: bytes, chance: random.Random) -> bytes:
    where = chance.randrange(len(data))
    other = chance.randrange(len(data))
    how = chance.randrange(4)
    if how == 0:
        return data[:where]
    if how == 1:
        return data[:where] + bytes([chance.randrange(256)]) + data[where + 1 :]
    if how == 2:
        return data[:where] + data[other : other + chance.randrange(60)] + data[where:]
    return data[:where] + data[where + chance.randrange(60) :]


def rearranged(value: object, chance: random.Random) -> object:
    """The same record with some of its values exchanged for others of other kinds."""
    if chance.random() < 0.02:
        return chance.choice([None, True, -1, 1.5, "", "Q", [], {}, "\ud800", ["1"], {"1": {"Display": "\x00=1"}}])
    if isinstance(value, dict):
        return {key: rearranged(one, chance) for key, one in value.items()}
    return [rearranged(one, chance) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(examples(60)))
@pytest.mark.parametrize("name", FORMS)
def test_damaged_forms_end_in_a_codebook_or_one_sentence(name: str, seed: int, tmp_path: Path):
    chance = random.Random(seed)
    data = FORMS[name]
    if name.endswith("qsf") and seed % 2:
        data = json.dumps(rearranged(json.loads(data), chance)).encode()
    else:
        for _ in range(chance.randrange(1, 4)):
            data = damaged(data, chance)
            data = data or b" "
    try:
        codebook = read(name, data)
    except KipError as refused:
        assert len(refused.faults) == 1
        return
    write_codebook(codebook, tmp_path / "book")
    assert read_codebook(tmp_path / "book") == codebook
