"""The methods appendix: nothing is left out of it, and nothing is claimed that the kit does not know."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from itertools import product

import numpy as np
import openpyxl
import pytest
from builders import HOSTILE, book, rated, responses, words, write_csv

import kiptools as kip
from kiptools.exports.tool import Origin
from kiptools.formulas import METHODS, methods_used
from kiptools.language import Language
from kiptools.methods import LISTS, QUESTIONS, fingerprint, methods_appendix

LANGUAGES = tuple(kip.LANGUAGES)
KEYS = [question.key for question in QUESTIONS]

# The items of Eysenbach's checklist (2004, table 1; JMIR 6(3), e34), and which question here is on the same matter.
CHERRIES_ITEMS = {
    "describe survey design": "design",
    "IRB approval": "approval",
    "informed consent": "consent",
    "data protection": "data_protection",
    "development and testing": "development",
    "open survey versus closed survey": "access",
    "contact mode": "contact",
    "advertising the survey": "contact",
    "web/e-mail": "mode",
    "context": "mode",
    "mandatory/voluntary": "voluntary",
    "incentives": "incentives",
    "time/date": "dates",
    "randomization of items": "order",
    "adaptive questioning": "adaptive",
    "number of items": "questions",
    "number of screens": "pages",
    "completeness check": "completeness",
    "review step": "review",
    "unique site visitor": "visitors",
    "view rate": "visitors",
    "participation rate": "respondents",
    "completion rate": "completion",
    "cookies used": "duplicates",
    "IP check": "duplicates",
    "log file analysis": "duplicates",
    "registration": "duplicates",
    "handling of incomplete questionnaires": "missing",
    "questionnaires with an atypical timestamp": "timing",
    "statistical correction": "weighting",
}
# The items of disclosure in section III.A of AAPOR's code (April 2021), in its order.
AAPOR_ITEMS = [
    ("data collection strategy", ["design"]),
    ("who sponsored it and who conducted it", ["sponsor", "conductor"]),
    ("measurement tools", ["wording"]),
    ("population under study", ["design", "population"]),
    ("method used to generate and recruit the sample", ["frame", "contact", "incentives"]),
    ("methods and modes of data collection", ["mode", "tool", "languages"]),
    ("dates", ["dates"]),
    ("sample sizes and precision", ["respondents", "precision"]),
    ("weighting", ["weighting"]),
    ("processing and quality", ["processing"]),
    ("limitations", ["limitations"]),
]
# Public functions that read, write or show, or that count without a formula.
NO_STATISTIC = {
    "answer_form",
    "exercise",
    "hand_in",
    "prepare_folder",
    "read_class",
    "read_progress",
    "write_workshop",
    "canvas_form",
    "read_canvas",
    "read_needs",
    "read_outcomes",
    "write_canvas",
    "write_needs_template",
    "write_canvas_document",
    "write_outcomes",
    "write_outcomes_template",
    "repairs_of",
    "session_plans",
    "swot_form",
    "write_swot_template",
    "write_swot",
    "due_days",
    "comparisons_of",
    "with_proposals",
    "propose",
    "action_list",
    "check_xlsform",
    "compare_effort",
    "demo_rules",
    "design_from_register",
    "draft_codebook",
    "draft_questionnaire",
    "export_design",
    "facts_of",
    "fielding_calendar",
    "findings",
    "formulas_of",
    "item_bank",
    "kit_path",
    "look_over",
    "methods_appendix",
    "open_answers",
    "overlaps",
    "precision_by_response",
    "questionnaire_form",
    "read_assumptions",
    "read_codebook",
    "read_facts",
    "read_partners",
    "read_plan",
    "read_ratings",
    "read_reference",
    "read_register",
    "read_responses",
    "read_swot",
    "review",
    "review_statements",
    "topics_to_ask",
    "weight_to_register",
    "with_population",
    "write_answers",
    "write_assumptions",
    "write_calendar",
    "write_codebook",
    "write_data_record",
    "write_entry_sheet",
    "write_facts",
    "write_fielding_pack",
    "write_invitations",
    "write_limesurvey",
    "write_paper_form",
    "write_partner_template",
    "write_partners",
    "write_paste_text",
    "write_plan",
    "write_privacy_notice",
    "write_rating_sheet",
    "write_report",
    "write_survey_frame",
}


def told(appendix: kip.MethodsAppendix, key: str):
    return next(each for each in appendix.told if each.question.key == key)


def said(appendix: kip.MethodsAppendix, key: str) -> list[str]:
    return [str(message) for message in told(appendix, key).known]


def test_a_sample_is_told_as_one(demo):
    from dataclasses import replace

    appendix = kip.methods_appendix(replace(demo, population=300, asked=60))
    assert said(appendix, "population") == ["60 partners were drawn by lot and asked."]
    assert said(appendix, "respondents") == ["31 of the 60 partners who were drawn and asked answered (31/60)."]


# --- the questions -----------------------------------------------------------------------------------


def test_every_item_of_both_lists_is_asked_or_answered():
    by_key = {question.key: question for question in QUESTIONS}
    assert len(KEYS) == len(set(KEYS))
    for key in CHERRIES_ITEMS.values():
        assert "CHERRIES" in by_key[key].lists, key
    for _, keys in AAPOR_ITEMS:
        for key in keys:
            assert "AAPOR" in by_key[key].lists, key
    assert {key for key in KEYS if "AAPOR" in by_key[key].lists} == {key for _, keys in AAPOR_ITEMS for key in keys}
    assert {key for key in KEYS if "CHERRIES" in by_key[key].lists} - set(CHERRIES_ITEMS.values()) == {
        "frame",  # part of the survey's design there
        "confidentiality",  # part of data protection there
    }


def test_the_kit_says_of_the_demo_what_it_knows_and_asks_for_the_rest(demo):
    appendix = kip.methods_appendix(demo, used=["agreement"])
    assert said(appendix, "population") == ["42 partners were asked."]
    assert said(appendix, "respondents") == ["31 of the 42 partners who were asked answered (31/42)."]
    assert said(appendix, "questions") == ["68 questions."]
    assert said(appendix, "languages") == ["The codebook has the questions in: en, fr, it, hr, pt."]
    assert said(appendix, "tool") == ["Probably Google Forms, by the look of the file."]
    assert said(appendix, "completion")[0] == "1 of the 31 partners who answered."
    assert said(appendix, "weighting") == ["No, every answer counts the same."]
    assert {each.question.key for each in appendix.asked} >= {"sponsor", "consent", "duplicates", "pages", "adaptive"}
    assert len(appendix.answered) + len(appendix.asked) == len(QUESTIONS)
    shown = kip.Show("en").table(appendix).text
    assert "31 of the 42 partners who were asked answered (74%)." in shown


def test_what_is_always_known_is_never_asked(demo):
    for answers in (demo, demo.where([False] * 31)):
        asked = {each.question.key for each in methods_appendix(answers).asked}
        assert not asked & {question.key for question in QUESTIONS if question.kit}


def test_nothing_is_claimed_that_the_files_do_not_tell(tmp_path):
    """No wordings, no conditions, no population, a plain file, no analysis named: all that stays open."""
    bare = book(kip.Item("q1", "select_one", scale=rated("q").scale))
    appendix = methods_appendix(responses(tmp_path, bare, [["5"], ["4"]]))
    for key in ("wording", "languages", "adaptive", "population", "tool", "weighting"):
        assert told(appendix, key).state == "asked", key
    assert said(appendix, "respondents") == ["2 partners answered. How many were asked is not known."]
    assert said(appendix, "precision")[0].startswith("They treat those who answered as if chance")


def test_conditions_and_tools_that_are_known_are_told(tmp_path):
    items = book(rated("q1"), replace(rated("q2"), relevant="${q1} > 3"), replace(rated("q3"), relevant="${q1} > 3"))
    answers = responses(tmp_path, items, [["5", "1", "1"], ["2", "", ""]])
    appendix = methods_appendix(replace_origin(answers, Origin("kobo", "KoboToolbox")))
    assert said(appendix, "adaptive") == ["2 questions were asked only of some partners; the codebook says of whom."]
    assert said(appendix, "tool") == ["KoboToolbox."]
    assert said(appendix, "questions") == ["3 questions."]


def replace_origin(answers: kip.Responses, origin: Origin) -> kip.Responses:
    return kip.Responses(answers.codebook, answers.columns, answers.codes, answers.values, origin=origin)


def test_weights_are_told_of_only_where_it_is_certain(demo):
    assert said(methods_appendix(demo, used=["rake"]), "weighting")[0].startswith("Yes")
    assert said(methods_appendix(demo, used=["estimate", "rake"]), "weighting")[0].startswith("Yes")
    assert told(methods_appendix(demo, used=["estimate"]), "weighting").state == "asked"  # of its own weights
    assert told(methods_appendix(demo), "weighting").state == "asked"


def test_what_people_say_stands_beside_what_the_kit_knows(demo):
    appendix = methods_appendix(demo, {"voluntary": "Yes.\n\n  Nobody was pressed.", "respondents": "Two by post."})
    assert told(appendix, "voluntary").given == ("Yes.", "Nobody was pressed.")
    assert (told(appendix, "voluntary").state, told(appendix, "respondents").state) == ("given", "known")
    assert "(74%). Two by post." in kip.Show("en").table(appendix).text
    assert told(methods_appendix(demo, {"voluntary": " \n "}), "voluntary").state == "asked"


def test_mistakes_of_programs_are_refused(demo, tmp_path):
    with pytest.raises(ValueError, match="facts has 'sponser'"):
        methods_appendix(demo, {"sponser": "us"})
    with pytest.raises(ValueError, match="facts has 'sponser'"):
        kip.write_facts(tmp_path / "facts.csv", {"sponser": "us"})
    assert not (tmp_path / "facts.csv").exists()
    with pytest.raises(ValueError, match="'agrement' is no analysis"):
        methods_appendix(demo, used=["agrement"])
    with pytest.raises(kip.KipError, match="population is 20, smaller than the 31"):
        methods_appendix(demo, population=20)
    with pytest.raises(kip.KipError, match="There is no file nowhere.csv"):
        methods_appendix(demo, files=["nowhere.csv"])


def test_nobody_and_nothing_asked_is_no_fault(demo, tmp_path):
    nobody = methods_appendix(demo.where([False] * 31))
    assert said(nobody, "respondents") == ["0 partners answered. How many were asked is not known."]
    nothing = methods_appendix(kip.Responses(book(), (), np.zeros((3, 0), dtype=np.int8), {}), population=3)
    assert said(nothing, "questions") == ["0 questions."] and told(nothing, "wording").state == "asked"
    assert nobody.provenance.fingerprint is nothing.provenance.fingerprint is None
    empty = methods_appendix(demo.where([False] * 31), population=0)
    assert "(0%)" in kip.Show("en").table(empty).text


def test_of_a_part_that_leaves_a_few_over_nothing_is_counted(demo):
    """28 of the 31: with both numbers and both sets of tables, the answers of three partners could be worked out."""
    part = demo.where([place > 2 for place in range(31)])
    shown = kip.Show("en").table(methods_appendix(part)).html
    assert part.withheld and "28" not in shown and shown.count("this would tell what a few of them answered") == 2
    assert methods_appendix(part).provenance.fingerprint is None


# --- the file of facts -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["facts.csv", "facts.xlsx"])
def test_answers_survive_writing_and_reading(tmp_path, name):
    given = dict(zip(KEYS, HOSTILE, strict=False)) | {"sponsor": "First line\nSecond line, =1+1 \u00e9\u010d"}
    path = kip.write_facts(tmp_path / name, given, lang="hr")
    found = kip.read_facts(path)
    assert found.keys() == given.keys()
    for key, text in given.items():
        assert found[key] == text.replace("\x1b", "" if name.endswith("xlsx") else "\x1b"), key


def test_no_answer_becomes_a_formula(tmp_path):
    given = {"sponsor": "=cmd|' /C calc'!A0", "conductor": "@SUM(1)", "dates": "-1+1", "pages": "+1"}
    text = kip.write_facts(tmp_path / "facts.csv", given).read_text(encoding="utf-8-sig")
    assert not re.search(r'(^|,)"?[=+@-]', text, re.M)
    book = openpyxl.load_workbook(kip.write_facts(tmp_path / "facts.xlsx", given))
    assert {cell.data_type for row in book.active for cell in row if cell.value} <= {"s", "inlineStr"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_asks_in_the_readers_language_for_what_the_kit_cannot_know(tmp_path, lang):
    kip.write_facts(tmp_path / "facts.xlsx", lang=lang)
    head, *rows = openpyxl.load_workbook(tmp_path / "facts.xlsx").active.values
    assert head == ("key", "question", "answer")
    asked = [question for question in QUESTIONS if not question.kit]
    assert rows == [(question.key, Language(lang).say(question.text), None) for question in asked]
    assert kip.read_facts(tmp_path / "facts.xlsx") == {}


def test_a_file_with_somebodys_work_is_not_replaced(tmp_path):
    path = kip.write_facts(tmp_path / "facts.csv")
    before = path.read_bytes()
    with pytest.raises(kip.KipError, match="exists already and may hold somebody's work"):
        kip.write_facts(path)
    assert path.read_bytes() == before
    with pytest.raises(kip.KipError, match=r"give a name that ends in .csv or .xlsx"):
        kip.write_facts(tmp_path / "facts.docx")


def test_faults_in_the_file_are_named_with_their_place(tmp_path):
    rows = [["key", "answer"], ["sponser", "us"], ["dates", "May"], ["dates", "June"], ["colour", "blue"]]
    with pytest.raises(kip.KipError) as error:
        kip.read_facts(write_csv(tmp_path / "facts.csv", rows))
    first, second, third = map(str, error.value.faults)
    assert first == 'facts.csv, row 2, column key: "sponser" is not accepted; give sponsor.'
    assert second == 'facts.csv, row 4: the key "dates" stands in row 3 already; keep one of them.'
    assert third.startswith('facts.csv, row 5, column key: "colour" is not accepted; give design, sponsor,')
    with pytest.raises(kip.KipError, match=r"facts.csv has no column answer \(found: key, reply\)"):
        kip.read_facts(write_csv(tmp_path / "facts.csv", [["key", "reply"], ["dates", "May"]]))
    with pytest.raises(kip.KipError, match="There is no file"):
        kip.read_facts(tmp_path / "none.csv")


# --- formulas and sources ----------------------------------------------------------------------------


def test_every_public_analysis_has_its_method():
    names = {method.name for method in METHODS}
    assert len(names) == len(METHODS)
    functions = {
        name for name in kip.__all__ if callable(getattr(kip, name)) and not isinstance(getattr(kip, name), type)
    }
    assert functions - NO_STATISTIC <= names, "an analysis without formula and source"
    assert not names & NO_STATISTIC


def test_every_method_is_complete_and_cited():
    own_rule = {"distribution", "conversation_agenda"}  # plain counting; the kit's own
    own_rule |= {"pipeline", "concentration", "contact_debt", "inactivity", "completeness", "by_source", "documents"}
    own_rule |= {"classify_cooperation", "workload", "match_peers"}
    names = {method.name for method in METHODS}
    for method in METHODS:
        assert method.formulas and set(method.needs) <= names
        assert bool(method.sources) == (method.name not in own_rule)
        for source in method.sources:
            assert re.search(r"\(\d{4}\)\. .+\.$", source), source
        assert not {"observed", "over", "where", "of"} & set(" ".join(method.formulas).split()), "formulas are signs"


def test_what_an_analysis_rests_on_comes_with_it():
    found = [method.name for method in methods_used(["compare", "agreement"], population_known=True)]
    assert found == ["agreement", "compare", "wilson_interval", "finite_population_interval", "newcombe_interval"]
    found = [method.name for method in methods_used(["agreement"], population_known=False)]
    assert found == ["agreement", "wilson_interval"]
    assert methods_used([], population_known=True) == ()


# --- the same numbers again --------------------------------------------------------------------------


def test_the_fingerprint_is_that_of_the_answers_and_nothing_else(demo):
    mark = fingerprint(demo)
    assert re.fullmatch("[0-9a-f]{64}", mark) and mark == fingerprint(kip.read_responses())
    assert mark == fingerprint(demo.where([True] * 31))  # another object, no population
    for changed in (with_code(demo, (3, 5)), with_text(demo), with_wording(demo), reordered(demo)):
        assert fingerprint(changed) not in (mark, None)
    assert mark == fingerprint(replace_origin(demo, Origin("plain", "x")))


def with_code(answers: kip.Responses, place: tuple[int, int]) -> kip.Responses:
    codes = answers.codes.copy(order="F")
    codes[place] = (codes[place] + 1) % 2
    return kip.Responses(answers.codebook, answers.columns, codes, answers.values)


def with_text(answers: kip.Responses) -> kip.Responses:
    texts = {name: column.copy() for name, column in answers.values.items()}
    texts["keep"][0] = "another"
    return kip.Responses(answers.codebook, answers.columns, answers.codes, texts)


def with_wording(answers: kip.Responses) -> kip.Responses:
    first, *rest = answers.codebook.items
    items = (replace(first, wording=words("Another?")), *rest)
    return kip.Responses(replace(answers.codebook, items=items), answers.columns, answers.codes, answers.values)


def reordered(answers: kip.Responses) -> kip.Responses:
    return kip.Responses(
        answers.codebook, answers.columns, answers.codes[::-1], {k: v[::-1] for k, v in answers.values.items()}
    )


def test_numbers_that_are_equal_have_one_fingerprint(demo):
    """-0.0 equals 0.0, and a missing number is missing however it is written in bits."""
    plain, odd = np.zeros(31), np.full(31, -0.0)
    plain[1], odd[1] = np.nan, np.array([0xFFF8000000000001], dtype=np.uint64).view(np.float64)[0]
    dates = np.array(["2026-03-01"] * 30 + ["NaT"], dtype="datetime64[D]")
    marks = {
        fingerprint(kip.Responses(demo.codebook, demo.columns, demo.codes, {"n": numbers, "d": dates.astype(unit)}))
        for numbers, unit in ((plain, "datetime64[D]"), (odd, "datetime64[s]"))
    }
    assert len(marks) == 1


def test_a_small_survey_has_no_checksum_because_its_answers_could_be_found_by_trying(tmp_path):
    """Five partners and one question: 5^5 = 3,125 possible files, so a checksum of the file tells the answers.

    Bits by hand: of one column with two and three answers alike log2(5!/(2! 3!)) = 3.3, far below 256. The demo's
    68 questions and 31 partners have far more than that.
    """
    answers = responses(tmp_path, book(rated("q1")), [["5"], ["4"], ["5"], ["4"], ["4"]])
    path = tmp_path / "five.csv"
    path.write_text("q1\n" + "\n".join("54544"))
    mark = sha256(path.read_bytes()).hexdigest()
    tried = (
        guess
        for guess in product("12345", repeat=5)
        if sha256(("q1\n" + "\n".join(guess)).encode()).hexdigest() == mark
    )
    assert "".join(next(tried)) == "54544"  # the attack that the rule is against
    appendix = methods_appendix(answers, files=[path])
    assert appendix.provenance.fingerprint is None and appendix.provenance.files == (("five.csv", None),)
    shown = kip.Show("en").table(appendix.provenance)
    assert mark not in shown.html and "SHA-256" not in shown.html and "No checksum of so few answers" in shown.text


def test_bits_are_those_of_sharing_out_the_answers():
    """4 answers, two of each of two kinds: 6 ways, log2(6); all the same: one way, 0."""
    from kiptools.methods import _bits

    assert _bits(np.array([0, 1, 1, 0], dtype=np.int8)) == pytest.approx(np.log2(6), rel=1e-12)
    assert _bits(np.array([-2] * 9, dtype=np.int8)) == pytest.approx(0, abs=1e-12)
    assert _bits(np.array([], dtype=np.int8)) == 0


def test_checksums_of_files_are_what_other_programs_give(demo, tmp_path):
    """SHA-256 of "abc": FIPS 180-2, appendix B.1."""
    (tmp_path / "abc.txt").write_bytes(b"abc")
    found = methods_appendix(demo, files=[tmp_path / "abc.txt", kip.kit_path("data", "cite", "codebook")]).provenance
    assert found.files[0] == ("abc.txt", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    assert [name for name, _ in found.files[1:]] == ["choices.csv", "settings.csv", "survey.csv"]


def test_parameters_tell_no_folder_and_nothing_that_was_not_given(demo, tmp_path):
    parameters = {
        "survey": str(tmp_path / "a.csv"),
        "codebook": "C:\\Users\\anna\\book.xlsx",
        "form": tmp_path / "f.qsf",
        "keep": ["tests", str(tmp_path / "b.csv")],
        "tool": None,
        "extra": [],
        "population": 42,
    }
    found = methods_appendix(demo, parameters=parameters, seed=7).provenance
    assert found.parameters == (
        ("codebook", "book.xlsx"),
        ("form", "f.qsf"),
        ("keep", "tests, b.csv"),
        ("population", "42"),
        ("survey", "a.csv"),
    )
    assert found.seed == 7
    assert dict(found.versions).keys() == {"Python", "kiptools", "numpy", "pandas", "scipy"}


def test_equal_inputs_give_equal_appendices_and_stay_as_they_are(demo):
    facts, used = {"dates": "March 2026"}, ["agreement"]
    one, other = (methods_appendix(answers, facts, used=used, seed=1) for answers in (demo, kip.read_responses()))
    assert one == other and repr(one) == repr(other) and "0x" not in repr(one)
    assert hash(one) == hash(other) and facts == {"dates": "March 2026"}


# --- shown -------------------------------------------------------------------------------------------


def appendices(demo: kip.Responses) -> dict[str, kip.MethodsAppendix]:
    everything = {method.name for method in METHODS}
    return {
        "full": methods_appendix(
            demo, dict(zip(KEYS, HOSTILE, strict=False)), used=everything, parameters={"lang": "<b>"}, seed=1
        ),
        "bare": methods_appendix(demo),
        "answered": methods_appendix(demo, dict.fromkeys(KEYS, "Told.")),
        "nobody": methods_appendix(demo.where([False] * 31), files=[kip.kit_path("data", "README.md")]),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_can_be_shown_in_every_language(demo, lang):
    show = kip.Show(lang)
    for name, appendix in appendices(demo).items():
        for result in (appendix, appendix.provenance):
            for rendered in (show.table(result), show.sentence(result)):
                plain = rendered.text.replace("{answer} {0} %s $x^2$", "")  # what somebody wrote
                assert not re.search(r"\{\w*\}", plain), name
                assert not re.search(r"\b(None|nan|inf)\b", rendered.text), name
                assert "<script" not in rendered.html and "<img" not in rendered.html and "<b>" not in rendered.html
            with pytest.raises(TypeError, match="there is no figure"):
                show.figure(result)


def test_the_parts_stand_in_tables_of_their_own_and_versions_apart(demo):
    found = appendices(demo)
    captions = {
        name: re.findall(r"<caption[^>]*>([^<]*)", kip.Show("en").table(appendix).html)
        for name, appendix in found.items()
    }
    assert captions["full"] == ["What was done", "What you should still tell the reader", "Formulas", "Sources"]
    assert captions["bare"] == captions["nobody"] == captions["full"][:2]
    assert captions["answered"] == ["What was done"]
    for version in dict(found["full"].provenance.versions).values():
        assert f">{version}<" not in kip.Show("en").table(found["full"]).html
    html = kip.Show("en").table(found["full"]).html
    assert all(source.split(" ")[0] in html for method in METHODS for source in method.sources)
    assert all(title.split("(")[0] in kip.Show("fr").table(found["bare"]).text for title in LISTS.values())


def test_the_sentence_counts_what_is_open(demo):
    sentence = kip.Show("en").sentence
    assert sentence(methods_appendix(demo, used=["agreement"])).text == (
        "Of 35 questions that a reader may have about how a survey was done, 12 are answered here; 23 are open."
    )
    but_one = dict.fromkeys(KEYS[1:], "Told.")
    assert sentence(methods_appendix(demo, but_one)).text.endswith("34 are answered here; 1 is open.")
