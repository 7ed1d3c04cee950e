"""The survey plan, its days, the privacy notice and the letters: what is decided stands there, the rest is a gap."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from zipfile import ZipFile

import pytest
from builders import HOSTILE, write_csv
from docx import Document

import kiptools as kip
from kiptools.calendars import write_calendar
from kiptools.fielding.letters import (
    DEAR,
    GAPS,
    NOT_ADVICE,
    POINTS,
    THANKS,
    write_data_record,
    write_invitations,
    write_privacy_notice,
)
from kiptools.language import Language
from kiptools.messages import message, visible
from kiptools.methods import check_facts
from kiptools.plan import MODES, PLAN_QUESTIONS, Plan, facts_of, read_plan, write_plan
from kiptools.schedule import fielding_calendar

LANGUAGES = tuple(kip.LANGUAGES)
DEMO = kip.kit_path("data", "cite", "design", "plan.csv")
TEXTS = [question.key for question in PLAN_QUESTIONS if question.kind == "text"]


def plan(**answers: str) -> Plan:
    return Plan(tuple(answers.items()))


def changed(**answers: str) -> Plan:
    """The demo plan with other answers."""
    return Plan(tuple((dict(read_plan().answers) | answers).items()))


def days(made: Plan) -> list[tuple[str, str]]:
    return [(str(action.until), str(action.what)) for action in fielding_calendar(made).actions]


def gaps(path) -> list[str]:
    """What stands in the highlighted gaps of a document, in tables and outside."""
    document = Document(path)
    return [run.text for text in paragraphs(document) for run in text.runs if run.style.name == "Blank"]


def paragraphs(document):
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def text_of(path) -> str:
    return "\n".join(text.text for text in paragraphs(Document(path)))


def letters(path) -> dict[str, str]:
    """By heading the text below it."""
    found: dict[str, list[str]] = {}
    for text in Document(path).paragraphs:
        if text.style.name == "Heading 1":
            found[text.text] = []
        elif found:
            found[list(found)[-1]].append(text.text)
    return {name: "\n".join(lines) for name, lines in found.items()}


# --- the plan ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plan.csv", "plan.xlsx"])
def test_a_plan_survives_writing_and_reading(tmp_path, name):
    hostile = dict(zip(TEXTS, HOSTILE[:9] + HOSTILE[9:], strict=False)) | {
        "opening": "15. siječnja 2026.",
        "key": "Non",
    }
    made = Plan(tuple(hostile.items()))
    found = read_plan(write_plan(tmp_path / name, made, lang="it"))
    for key, text in hostile.items():
        assert found[key] == text.replace("\x1b", "" if name.endswith("xlsx") else "\x1b"), key
    assert found.day("opening") == date(2026, 1, 15) and found.traceable is False


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plan_asks_in_the_readers_language(tmp_path, lang):
    with write_plan(tmp_path / "plan.csv", lang=lang).open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert head == ["key", "question", "answer"]
    assert rows == [[question.key, Language(lang).say(question.text), ""] for question in PLAN_QUESTIONS]
    assert read_plan(tmp_path / "plan.csv") == Plan()
    with pytest.raises(kip.KipError, match="exists already and may hold somebody's work"):
        write_plan(tmp_path / "plan.csv")


def test_the_demo_plan_fits_the_demo_survey(demo):
    made = read_plan()
    with DEMO.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    assert [row[:2] for row in rows] == [[question.key, str(question.text)] for question in PLAN_QUESTIONS]
    with kip.kit_path("data", "cite", "answers.csv").open(encoding="utf-8", newline="") as file:
        sent = [date.fromisoformat(row["Timestamp"][:10]) for row in csv.DictReader(file)]
    assert made.day("opening") <= min(sent) and max(sent) <= made.day("closing")
    assert set(made.constructs) == {construct.name for construct in demo.codebook.constructs}
    assert made.undecided == () and made.traceable is False and made.mode == "online" and "42" in made["asked"]


@pytest.mark.parametrize(
    ("text", "mode", "traceable"),
    [("les deux", "both", None), ("Papir.", "paper", None), ("Em linha", "online", None), ("", None, None)],
)
def test_how_to_answer_is_understood_in_five_languages(text, mode, traceable):
    assert (plan(mode=text).mode, plan(mode=text).traceable) == (mode, traceable)


@pytest.mark.parametrize("place", range(len(LANGUAGES)))
def test_every_word_for_how_to_answer_is_understood(place):
    assert [plan(mode=words[place].upper()).mode for words in MODES.values()] == list(MODES)


@pytest.mark.parametrize("text", ["Yes", "oui", "Sì", "da", "sim."])
def test_yes_is_understood_in_five_languages(text):
    assert plan(key=text).traceable is True


@pytest.mark.parametrize(
    ("key", "text", "accepted"),
    [
        ("opening", "31/02/2026", "a day, such as 2026-03-31"),
        ("closing", "March 2026", "a day, such as 2026-03-31"),
        ("reminders", "2026-03-09, 2026-03-12", "days separated by semicolons, such as 2026-03-31; 2026-04-07"),
        ("reminders", "2026-03-09; soon", "days separated by semicolons, such as 2026-03-31; 2026-04-07"),
        ("key", "perhaps", "Yes, No"),
        ("mode", "by telephone", "online, paper, both"),
    ],
)
def test_what_is_not_understood_is_named_with_its_row(tmp_path, key, text, accepted):
    path = write_csv(tmp_path / "plan.csv", [["key", "answer"], ["decision", "x"], [key, text]])
    with pytest.raises(kip.KipError) as error:
        read_plan(path)
    assert str(error.value) == f'plan.csv, row 3, column answer: "{text}" is not accepted; give {accepted}.'
    with pytest.raises(kip.KipError, match=f"The plan's answer to {key} is not accepted"):
        plan(**{key: text})


@pytest.mark.parametrize(
    ("rows", "row", "accepted"),
    [
        ({"opening": "2026-03-02", "closing": "2026-03-02"}, 3, "a day after 2026-03-02 (opening)"),
        ({"reminders": "2026-03-02", "opening": "2026-03-02"}, 2, "a day after 2026-03-02 (opening)"),
        ({"reminders": "2026-03-12; 2026-03-09"}, 2, "a day after 2026-03-12 (reminders)"),
        ({"closing": "2026-03-12", "reminders": "9.3.2026; 12.3.2026"}, 3, "a day before 2026-03-12 (closing)"),
        ({"closing": "2026-03-15", "decision_day": "2026-03-14"}, 3, "2026-03-15 (closing) or a later day"),
        ({"closing": "2026-03-15", "results": "2026-03-14"}, 3, "2026-03-15 (closing) or a later day"),
        ({"opening": "2026-03-15", "retention": "2026-03-14"}, 3, "2026-03-15 (opening) or a later day"),
    ],
)
def test_days_in_the_wrong_order_are_refused_with_their_row(tmp_path, rows, row, accepted):
    path = write_csv(tmp_path / "plan.csv", [["key", "answer"], *map(list, rows.items())])
    with pytest.raises(kip.KipError) as error:
        read_plan(path)
    (fault,) = map(str, error.value.faults)
    assert fault.startswith(f'plan.csv, row {row}, column answer: "') and fault.endswith(f"give {accepted}.")


def test_the_decision_may_fall_on_the_last_day_to_answer():
    assert plan(closing="2026-03-15", decision_day="2026-03-15").day("decision_day") == date(2026, 3, 15)


def test_a_question_that_the_plan_does_not_have_is_refused(tmp_path):
    path = write_csv(tmp_path / "plan.csv", [["key", "answer"], ["openning", "2026-03-02"]])
    with pytest.raises(kip.KipError, match=r'row 2, column key: "openning" is not accepted; give opening\.'):
        read_plan(path)
    with pytest.raises(ValueError, match="openning"):
        plan(openning="2026-03-02")


def test_what_needs_no_answer_is_not_undecided():
    asked = {question.key for question in plan(mode="paper").undecided}
    assert not asked & {"incentive", "tool", "reasons", "link", "mode"} and {"retention", "key", "dpo"} <= asked
    assert "link" in {question.key for question in plan(mode="both").undecided}
    assert plan(users=" ").undecided == Plan().undecided


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_plan_answers_questions_of_the_methods_appendix(tmp_path, lang):
    told = facts_of(read_plan(), lang=lang)
    check_facts(told)
    assert told["tool"] == read_plan()["tool"] and "incentives" not in told
    assert Language(lang).day(date(2026, 3, 15)) in told["dates"]
    assert told["data_protection"].splitlines()[0] == read_plan()["recipients"]
    assert kip.read_facts(kip.write_facts(tmp_path / "facts.csv", told, lang=lang)) == told
    assert facts_of(Plan()) == {}


# --- the days ------------------------------------------------------------------------------------------


def test_days_of_the_plan_are_kept_even_on_a_weekend():
    """15 March 2026 is a Sunday. 2 March, a Monday, less three weeks is Monday, 9 February."""
    assert days(read_plan()) == [
        ("2026-02-09", "Start the pilot with a few partners"),
        ("2026-03-02", "Open the survey and send the invitations"),
        ("2026-03-09", "Send reminder 1 of 2"),
        ("2026-03-12", "Send reminder 2 of 2"),
        ("2026-03-15", "Last day to answer: close the survey in the evening"),
        ("2026-04-14", "Send the results to all partners who were asked"),
        ("2026-04-28", "Take the decision that the survey was made for"),
        ("2026-12-31", "Delete the answers of single respondents"),
    ]


def test_from_the_opening_alone_days_are_proposed_and_none_is_on_a_weekend():
    """Saturday, 7 March 2026: what would fall on Saturdays moves to Mondays; the plan is settled before the pilot.

    Pilot 14 February -> 16, the plan on Friday, the 13th; reminders 14 and 21 March -> 16 and 23; end 28 March, but a week after the last
    reminder -> 30; results three weeks later, on Monday, 20 April.
    """
    found = days(plan(opening="2026-03-07"))
    assert [day for day, _ in found] == [
        *("2026-02-13", "2026-02-16", "2026-03-07", "2026-03-16", "2026-03-23", "2026-03-30", "2026-04-20")
    ]
    assert found[0][1] == "Decide what the survey plan leaves open"
    assert not any("Delete" in what or "decision that" in what for _, what in found)


def test_proposed_days_stay_before_the_decision():
    """Opening on Monday, 2 March; decided on Sunday, 15 March: one reminder on the 9th, and the end on Friday, the 13th."""
    found = days(plan(opening="2026-03-02", decision_day="2026-03-15"))
    assert ("2026-03-09", "Send reminder 1 of 1") in found
    assert ("2026-03-13", "Last day to answer: close the survey in the evening") in found


def why(made: Plan) -> list[tuple[str, str]]:
    return [(str(action.what).split()[0], str(action.why)) for action in fielding_calendar(made).actions]


def test_proposed_days_leave_time_for_the_results():
    """Opening on Monday, 2 March, results on Tuesday, the 10th: no reminder on the 16th, and the end on Monday, the 9th.

    With results on Friday, the 13th: a reminder on the 9th, and the end on Thursday, the 12th. 28 March is a Saturday:
    both reminders, and the end on Monday, the 23rd, as without results.
    """
    last, results = (
        "Last day to answer: close the survey in the evening",
        "Send the results to all partners who were asked",
    )
    found = days(plan(opening="2026-03-02", results="2026-03-10"))
    assert found[2:] == [
        ("2026-03-02", "Open the survey and send the invitations"),
        ("2026-03-09", last),
        ("2026-03-10", results),
    ]
    found = days(plan(opening="2026-03-02", results="2026-03-13"))
    assert found[3:] == [("2026-03-09", "Send reminder 1 of 1"), ("2026-03-12", last), ("2026-03-13", results)]
    found = days(plan(opening="2026-03-02", results="2026-03-28"))
    assert [day for day, _ in found[3:]] == ["2026-03-09", "2026-03-16", "2026-03-23", "2026-03-28"]
    assert days(plan(opening="2026-03-02", results="2026-03-02"))[-2:] == [
        ("2026-03-02", last),
        ("2026-03-02", results),
    ]


def test_results_are_proposed_before_the_answers_are_deleted():
    """The end on Monday, 23 March: not on 13 April, three weeks later, but on Friday, the 10th; or all is shorter."""
    assert [day for day, _ in days(plan(opening="2026-03-02", retention="2026-04-13"))[-3:]] == [
        *("2026-03-23", "2026-04-10", "2026-04-13")
    ]
    assert [day for day, _ in days(plan(opening="2026-03-02", retention="2026-03-11"))[3:]] == [
        *("2026-03-09", "2026-03-10", "2026-03-10", "2026-03-11")
    ]


def test_why_a_day_is_proposed_is_true():
    open_ = {"opening": "2026-03-02"}
    some, short = (
        "Proposed: some days after the last reminder",
        "Proposed: as late as the other days of the plan allow.",
    )
    assert dict(why(plan(**open_)))["Last"] == f"{some}."
    assert dict(why(plan(**open_, results="2026-04-10")))["Last"] == f"{some}."
    assert dict(why(plan(**open_, decision_day="2026-04-28")))["Last"] == f"{some}, before the decision."
    assert dict(why(plan(**open_, results="2026-03-10")))["Last"] == short
    assert dict(why(plan(**open_, decision_day="2026-03-20")))["Last"] == short
    sent = [text for what, text in why(plan(**open_, retention="2026-04-13")) if what == "Send"]
    assert sent == ["Proposed: 1 week after the opening.", "Proposed: 2 weeks after the opening.", short]
    assert [text for what, text in why(plan(**open_)) if what == "Send"][-1] == "Proposed: 3 weeks after the end."


def test_after_late_reminders_the_end_is_proposed_a_week_later():
    """Monday, 30 March, and a week: Monday, 6 April (which happens to be Easter Monday: holidays are not known)."""
    found = days(plan(opening="2026-03-02", reminders="2026-03-30"))
    assert ("2026-04-06", "Last day to answer: close the survey in the evening") in found


def test_the_answers_are_deleted_before_a_weekend_and_never_later():
    """31 January 2027 is a Sunday: Friday, the 29th."""
    assert days(changed(retention="2027-01-31"))[-1] == ("2027-01-29", "Delete the answers of single respondents")
    assert days(changed(retention="2027-01-29"))[-1][0] == "2027-01-29"


@pytest.mark.parametrize("day", range(1, 29))
def test_no_proposed_day_is_on_a_weekend_and_all_are_in_order(day):
    found = fielding_calendar(plan(opening=f"2026-02-{day}"))
    proposed = [action.until for action in found.actions if "stands in the plan" not in str(action.why)]
    assert proposed and all(each.weekday() < 5 for each in proposed)
    names = [str(action.what).split()[0] for action in found.actions]
    assert (
        names == ["Decide", "Start", "Open", "Send", "Send", "Last", "Send"] and found.as_of == found.actions[0].until
    )


def test_without_an_opening_there_are_no_days():
    with pytest.raises(kip.KipError, match=r"does not say from which day partners can answer \(opening\)"):
        fielding_calendar(plan(closing="2026-03-15"))


def test_the_days_become_a_calendar_file(tmp_path):
    path = write_calendar(fielding_calendar(read_plan()), tmp_path / "days.ics")
    text = path.read_text(encoding="utf-8")
    assert text.count("BEGIN:VEVENT") == 8 and "DTSTART;VALUE=DATE:20260312" in text
    assert len({line for line in text.splitlines() if line.startswith("UID")}) == 8


# --- the privacy notice --------------------------------------------------------------------------------


def test_the_notice_has_every_point_of_article_13(tmp_path):
    """Regulation (EU) 2016/679, Article 13(1)(a) to (f) and 13(2)(a) to (f)."""
    asked = {f"{number}{letter}" for number in "12" for letter in "abcdef"}
    assert {article for point in POINTS for article in point.articles} == asked
    (notice,) = Document(write_privacy_notice(read_plan(), tmp_path / "n.docx")).tables
    (record,) = Document(write_data_record(read_plan(), tmp_path / "r.docx")).tables
    assert [row.cells[0].text for row in notice.rows[1:]] == [str(point.heading) for point in POINTS]
    answers = {row.cells[0].text: row.cells[1].text for row in notice.rows[1:]}
    for point in POINTS:
        assert answers[str(point.heading)].strip(), point
    made = read_plan()
    where = {
        "controller": "Who is responsible?",
        "address": "Who is responsible?",
        "contact": "Who is responsible?",
        "dpo": "Data protection officer",
        "purposes": "What for?",
        "legal_basis": "On which legal basis?",
        "recipients": "Who sees the answers?",
        "processor": "Who sees the answers?",
        "transfer": "Do they leave the European Union?",
    }
    for key, heading in where.items():
        assert made[key] in answers[heading], key
    assert "31 December 2026" in answers["Until when are they kept?"]
    assert "fewer than 5 partners" in answers["Can I be recognised?"]
    assert len(record.rows) == 4 and [
        made[key] in record.rows[1].cells[place].text for key, place in (("processor", 1), ("recipients", 2))
    ] == [True, True]


def test_a_survey_is_anonymous_only_where_the_plan_says_that_nothing_can_be_traced(tmp_path):
    texts = {}
    for answer in ("no", "yes", ""):
        notice = write_privacy_notice(changed(key=answer), tmp_path / f"n{answer}.docx")
        sent = write_invitations(changed(key=answer), tmp_path / f"i{answer}.docx", minutes=10)
        texts[answer] = [text_of(notice), text_of(sent)]
        record = write_data_record(changed(key=answer), tmp_path / f"r{answer}.docx")
        assert len(Document(record).tables[0].rows) == (4 if answer == "no" else 5)
    assert all("is anonymous" in text and "confidential" not in text for text in texts["no"])
    assert "confidential, but not anonymous" in texts["yes"][0]
    assert "confidentially" in texts["yes"][1] and "anonymous" not in texts["yes"][1]
    assert all("is anonymous" not in text and "[anonymous if" in text for text in texts[""])


def test_questions_can_be_left_out_only_where_none_requires_an_answer(tmp_path):
    free = text_of(write_privacy_notice(read_plan(), tmp_path / "free.docx"))
    bound = text_of(write_privacy_notice(read_plan(), tmp_path / "bound.docx", required=True))
    assert "You can leave out questions" in free and "require an answer" not in free
    assert "leave out questions" not in bound and "Some questions require an answer, but you can stop" in bound


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_plan_leaves_gaps_and_a_full_one_none(tmp_path, lang):
    """By hand: in the notice each once, but the contact twice; in the record those who keep, see and delete twice."""
    say = Language(lang).say
    empty = write_privacy_notice(Plan(), tmp_path / "empty.docx", lang)
    found = gaps(empty)
    once = ("address", "dpo", "purposes", "legal_basis", "transfer", "collected", "key", "controller")
    expected = dict.fromkeys(once, 1) | {"contact": 2, "recipients": 1, "processor": 1, "retention": 1}
    assert {key: found.count(f"[{say(GAPS[key])}]") for key in expected} == expected
    assert len(found) == sum(expected.values()) == 13
    kept = gaps(write_data_record(Plan(), tmp_path / "record.docx", lang))
    expected = {"users": 1, "controller": 1, "contact": 1, "recipients": 2, "processor": 2, "retention": 2}
    assert {key: kept.count(f"[{say(GAPS[key])}]") for key in expected} == expected and len(kept) == 9
    for write in (write_privacy_notice, write_data_record):
        assert gaps(write(read_plan(), tmp_path / f"{write.__name__}.docx", lang)) == []
    document = Document(empty)
    assert document.core_properties.language.startswith(lang)
    assert document.paragraphs[1].runs[0].bold and document.paragraphs[1].text == say(NOT_ADVICE)


def test_a_notice_with_a_key_has_no_gap_either(tmp_path):
    assert gaps(write_privacy_notice(changed(key="yes"), tmp_path / "n.docx")) == []


# --- the letters ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_four_letters_say_what_partners_need(tmp_path, lang):
    made, say = read_plan(), Language(lang)
    found = list(letters(write_invitations(made, tmp_path / "l.docx", lang, minutes=12, questions=68)).values())
    assert len(found) == 4 and gaps(tmp_path / "l.docx") == []
    closing, results = say.day(made.day("closing")), say.day(made.day("results"))
    for text in found[:3]:
        assert closing in text and made["link"] in text and "12" in text and text.count(made["contact"]) == 1
    assert "68" in found[0] and results in found[0] and made["decision"] in found[0]
    assert say.day(made.day("opening")) in found[1]
    assert all(text.splitlines()[1] == say.say(DEAR) for text in found)
    assert [say.say(THANKS) in text for text in found] == [True, True, True, False]
    voluntary = say.say(message("Answering is voluntary, and the survey is anonymous."))
    assert [voluntary in text for text in found] == [True, True, True, False]
    assert results in found[3] and made["link"] not in found[3]
    assert all(text.endswith(f"\n{made['controller']}") for text in found)


def test_letters_from_an_empty_plan_have_gaps(tmp_path):
    """By hand. Invitation: day twice, controller twice, decision, minutes, place, key, results, contact.
    First reminder: opening, minutes, day, place, key, contact, controller. Last: day twice, minutes, place,
    key, contact, controller. Thanks: results, decision, contact, controller."""
    assert len(gaps(write_invitations(Plan(), tmp_path / "l.docx"))) == 10 + 7 + 7 + 4


def test_what_could_be_two_days_is_refused():
    for text in ("03/04/2026", "3-4-2026"):
        with pytest.raises(kip.KipError, match="give a day, such as"):
            plan(opening=text)
    assert plan(opening="3.4.2026").day("opening") == plan(opening="13/04/2026").day("opening") - timedelta(10)


def test_each_wrong_reminder_is_named_by_itself():
    with pytest.raises(kip.KipError) as refused:
        plan(opening="2026-03-01", reminders="2026-02-01; 2026-03-10; 2026-03-10; 2026-04-20", closing="2026-03-31")
    said = [str(fault) for fault in refused.value.faults]
    assert ['"2026-02-01"' in said[0], '"2026-03-10"' in said[1], '"2026-04-20"' in said[2], len(said)] == [1, 1, 1, 3]


def test_a_gift_is_named_only_if_there_is_one(tmp_path):
    none = text_of(write_invitations(read_plan(), tmp_path / "none.docx"))
    some = text_of(write_invitations(changed(incentive="Breakfast on 20 May."), tmp_path / "some.docx"))
    assert "thank-you:" not in none and some.count("As a thank-you: Breakfast on 20 May.\n") == 1


def test_on_paper_there_is_an_address_and_no_link(tmp_path):
    paper = text_of(write_invitations(changed(mode="paper"), tmp_path / "p.docx"))
    both = text_of(write_invitations(changed(mode="both"), tmp_path / "b.docx"))
    link, address = read_plan()["link"], f"to this address: {read_plan()['address']}"
    assert link not in paper and paper.count(address) == 3
    assert both.count(link) == both.count(address) == 3


def test_who_has_answered_is_known_only_where_answers_can_be_traced(tmp_path):
    anonymous = text_of(write_invitations(read_plan(), tmp_path / "a.docx"))
    traced = text_of(write_invitations(changed(key="yes"), tmp_path / "t.docx"))
    assert anonymous.count("we cannot see who has") == 2 and "cannot see" not in traced


def test_one_minute_is_one(tmp_path):
    text = text_of(write_invitations(read_plan(), tmp_path / "l.docx", minutes=1, questions=1))
    assert "takes about 1 minute." in text and "has 1 question." in text


# --- both ----------------------------------------------------------------------------------------------

WRITERS = [write_privacy_notice, write_invitations]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("hostile", [*HOSTILE, "⟦no gap⟧ {controller}"])
def test_what_the_plan_says_stays_text(tmp_path, write, hostile):
    made = changed(**dict.fromkeys(TEXTS, hostile))
    path = write(made, tmp_path / "x.docx", "hr", **({"minutes": 5} if write is write_invitations else {}))
    shown = visible(hostile).replace("⟦", "[").replace("⟧", "]").rstrip(" .")
    assert text_of(path).count(shown) >= 8 and gaps(path) == []
    body = ZipFile(path).read("word/document.xml").decode()
    assert "<script" not in body and "<img" not in body and "instrText" not in body and "hyperlink" not in body


@pytest.mark.parametrize("write", WRITERS)
def test_equal_plans_make_equal_files_and_nobodys_work_is_replaced(tmp_path, write):
    one, other = (write(read_plan(), tmp_path / f"{name}.docx", "fr") for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    with pytest.raises(kip.KipError, match="exists already and may hold somebody's work"):
        write(Plan(), one)
    with pytest.raises(kip.KipError, match=r"give a name that ends in \.docx"):
        write(Plan(), tmp_path / "notice.pdf")
    with pytest.raises(kip.KipError, match='language "de" is not available'):
        write(Plan(), tmp_path / "new.docx", "de")
    assert one.read_bytes() == other.read_bytes() and sorted(p.name for p in tmp_path.iterdir()) == [
        "one.docx",
        "other.docx",
    ]
