"""The report on a survey design, the pack of what goes out, and ``kip questionnaire``."""

from __future__ import annotations

import os
import re
import stat
import time
from pathlib import Path

import nbformat
import openpyxl
import pytest
from builders import HOSTILE, rated, write_csv
from docx import Document
from pages import assert_stands_alone, assert_whole, words_of, write_reports

import kiptools as kip
from kiptools.editions import NOTEBOOK_ONLY
from kiptools.messages import message
from kiptools.packs import Pack, write_fielding_pack

EVERY = tuple(kip.LANGUAGES)
LANGUAGES = EVERY if os.environ.get("KIP_CAMPAIGN") else ("en",)
"""By default only English; `test_documents` has each report in another language, the long campaign all of them."""


# --- the report --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reports(tmp_path_factory) -> dict[str, str]:
    return write_reports("survey_design", tmp_path_factory.mktemp("reports"), LANGUAGES)


def test_the_report_is_one_page_that_needs_no_network(reports):
    for lang, page in reports.items():
        assert_stands_alone(page, lang)


def test_the_report_is_whole_in_every_language(reports):
    for lang, page in reports.items():
        assert_whole(page, "survey_design", lang)


def test_the_seven_steps_are_there_in_their_order(reports):
    for page in reports.values():
        numbers = re.findall(r"<h2[^>]*>\s*(\d)\.", page)
        assert numbers == list("1234567")


def test_the_report_tells_the_planted_story(reports):
    text = words_of(reports["en"])
    for part in (
        "Everything that the plan asks is decided.",
        "New online services compete for young users",
        "We adopted a working method from another partner.",  # of six experts two call it relevant
        "Work is shared fairly among the partners.",  # left empty by four of nine in the pilot
        "Nothing was found to mend",
        "Ask all 42 partners of today",
        "Nobody gave the answers below.",
    ):
        assert part in text, part


def test_what_is_for_the_notebook_only_stays_out(reports):
    notebook = nbformat.read(kip.kit_path("notebooks", "survey_design.ipynb"), as_version=4)
    hidden = [cell.source for cell in notebook.cells if NOTEBOOK_ONLY in cell.metadata.get("tags", [])]
    assert len(hidden) > 3
    assert "questionnaire_form" not in reports["en"] and "In general, we are satisfied" not in reports["en"]


def test_a_report_on_ones_own_questionnaire_shows_nothing_of_the_demo(run, tmp_path):
    kip.write_codebook(kip.draft_questionnaire(["trust"], languages=["fr"]), tmp_path / "mine.xlsx")
    code, _, err = run("report", "survey_design", "--questionnaire", "mine.xlsx", "--lang", "fr", "--out", "out")
    assert code == 0, err
    (page,) = (tmp_path / "out").iterdir()
    text = words_of(page.read_text(encoding="utf-8"))
    assert page.name == "survey_design-mine-fr.html"
    assert "Les partenaires tiennent" in text or "Confiance et respect" in text
    assert "Valrive" not in text and "Salomé" not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--survey", "x.csv"), "--survey does not belong to the report survey_design."),
        (("--columns", "x.csv"), "--columns belongs to a list of partners; give --partners as well."),
        (("--questionnaire", "x.xlsx", "--topics", "trust"), "--topics makes a draft from the item bank; with"),
        (("--topics", "love"), 'The item bank has no topic "love"'),
        (("--swot", "none.csv"), "none.csv"),
        (("--plan", "none.csv"), "none.csv"),
        (("--ratings", "none"), "none"),
        (("--pilot", "none.csv"), "none.csv"),
    ],
)
def test_what_cannot_be_is_said_before_the_notebook_runs(run, words, said):
    code, out, err = run("report", "survey_design", *words)
    assert code == 1 and said in err and "Traceback" not in err and "Running" not in err
    assert len(err.strip().splitlines()) == 1


# --- the pack ----------------------------------------------------------------------------------------


def test_a_pack_has_everything_in_every_language(tmp_path):
    pack = write_fielding_pack(kip.draft_questionnaire(["trust"]), tmp_path / "pack", kip.read_plan())
    names = {path.name for path in pack.folder.iterdir()}
    assert pack == Pack(tmp_path / "pack")
    # The demo's plan asks online only: nothing for paper.
    each = {f"{kind}-{lang}.{end}" for lang in EVERY for kind, end in (("forms", "txt"), ("letters", "docx"))}
    each |= {f"{kind}-{lang}.docx" for lang in EVERY for kind in ("privacy-notice", "data-record")}
    assert names == each | {"questionnaire.xlsx", "limesurvey.txt", "fielding.ics"}
    assert stat.S_IMODE(pack.folder.stat().st_mode) & 0o077 or os.name == "nt"  # others may open it


def test_a_pack_for_paper_has_paper_and_no_days_without_an_opening(tmp_path):
    plan = kip.Plan((("mode", "paper"), ("controller", "Casa Verde")))
    pack = write_fielding_pack(kip.draft_questionnaire(["trust"]), tmp_path / "pack", plan, languages=["it"]).folder
    assert {path.name for path in pack.iterdir()} == {
        *("questionnaire.xlsx", "questionnaire-it.docx", "data-entry-it.xlsx"),
        *("privacy-notice-it.docx", "data-record-it.docx", "letters-it.docx"),
    }
    form = Document(str(pack / "questionnaire-it.docx"))
    assert any("Casa Verde" in paragraph.text for paragraph in form.paragraphs)
    assert kip.read_codebook(pack / "questionnaire.xlsx").languages == ("it",)


def test_what_the_letters_say_of_the_time_is_what_was_given(tmp_path):
    pack = write_fielding_pack(
        kip.draft_questionnaire(["trust"], languages=["en"]), tmp_path / "pack", minutes=37, languages=["en"]
    )
    text = " ".join(paragraph.text for paragraph in Document(str(pack.folder / "letters-en.docx")).paragraphs)
    assert "37 minutes" in text


def test_a_pack_leaves_out_what_limesurvey_cannot_follow_and_says_so(tmp_path):
    asked_in = kip.Item("when", "text", kip.Wording((("en", "When?"),)), relevant="pulldata('a', 'b') = 1")
    questionnaire = kip.Codebook((rated("q1"), asked_in))
    pack = write_fielding_pack(questionnaire, tmp_path / "pack", languages=["en"])
    first, why = map(str, pack.left_out)
    assert "no limesurvey.txt" in first and why.startswith('when: the condition "pulldata(')
    names = {path.name for path in pack.folder.iterdir()}
    assert "limesurvey.txt" not in names and {"questionnaire.xlsx", "forms-en.txt", "letters-en.docx"} <= names
    on_paper = write_fielding_pack(questionnaire, tmp_path / "paper", kip.Plan((("mode", "paper"),)))
    assert on_paper.left_out == ()  # nobody misses it there


def test_nothing_is_left_of_a_pack_that_fails(tmp_path, monkeypatch):
    def full(*_, **__):
        raise kip.KipError(message("no room"))

    monkeypatch.setattr("kiptools.packs.write_invitations", full)
    with pytest.raises(kip.KipError, match="no room"):
        write_fielding_pack(kip.draft_questionnaire(["trust"]), tmp_path / "pack", languages=["en"])
    assert list(tmp_path.iterdir()) == []


def test_equal_questionnaires_give_equal_packs(tmp_path, monkeypatch):
    plan = kip.Plan((*(pair for pair in kip.read_plan().answers if pair[0] != "mode"), ("mode", "both")))
    found = []
    for place in ("a", "b"):
        pack = write_fielding_pack(kip.draft_questionnaire(["trust"]), tmp_path / place, plan, languages=["en", "hr"])
        found.append({path.name: path.read_bytes() for path in pack.folder.iterdir()})
        time.sleep(1.1)
        a_day = time.time() + 86400
        monkeypatch.setattr(time, "time", lambda now=a_day: now)
    first, second = found
    assert len(first) == 15 and [name for name in first if first[name] != second.get(name)] == []


def test_the_notice_of_a_pack_knows_whether_the_form_insists_on_answers(tmp_path):
    said = []
    for required in (False, True):
        asked = kip.Codebook((kip.Item("q1", "text", kip.Wording((("en", "Why?"),)), required=required),))
        pack = write_fielding_pack(asked, tmp_path / str(required), kip.Plan((("controller", "Casa Verde"),)))
        notice = Document(str(pack.folder / "privacy-notice-en.docx"))
        said.append([cell.text for table in notice.tables for row in table.rows for cell in row.cells])
    assert any("leave out questions" in text for text in said[0])
    assert not any("leave out questions" in text for text in said[1])


def test_a_pack_replaces_nothing(tmp_path):
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "letters-en.docx").write_text("mine")
    with pytest.raises(kip.KipError, match="exists already"):
        write_fielding_pack(kip.draft_questionnaire(["trust"]), tmp_path / "pack")
    assert (tmp_path / "pack" / "letters-en.docx").read_text() == "mine"


def test_a_questionnaire_in_no_known_language_is_refused_with_the_way_on(tmp_path):
    questionnaire = kip.Codebook((kip.Item("q1", "text", kip.Wording((("", "Why?"),))),))
    with pytest.raises(kip.KipError, match='name its columns like "label::English'):
        write_fielding_pack(questionnaire, tmp_path / "pack")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_pack_takes_any_text(text, tmp_path):
    questionnaire = kip.Codebook(
        (kip.Item("q1", "text", kip.Wording((("en", text),))),), title=kip.Wording((("en", text),))
    )
    pack = write_fielding_pack(questionnaire, tmp_path / "pack", kip.Plan((("controller", text),)))
    assert len(list(pack.folder.iterdir())) == 8


# --- the command line --------------------------------------------------------------------------------


def test_from_a_draft_to_a_pack(run, tmp_path):
    code, out, err = run(
        "questionnaire", "--draft", "q.xlsx", "--topics", "trust, communication", "--languages", "hr,en"
    )
    assert code == 0 and "q.xlsx is ready to edit, with 20 questions." in out
    code, out, _ = run("questionnaire", "--plan", "plan.csv", "--lang", "hr")
    assert code == 0 and (tmp_path / "plan.csv").is_file()
    code, out, err = run("questionnaire", "q.xlsx", "--plan", "plan.csv", "--out", "pack")
    assert code == 0 and "Nothing was found to mend" in out, err
    assert {path.suffix for path in (tmp_path / "pack").iterdir()} == {".xlsx", ".txt", ".docx"}
    assert kip.read_codebook(tmp_path / "pack" / "questionnaire.xlsx") == kip.read_codebook(tmp_path / "q.xlsx")


def test_a_review_names_what_is_wrong(run, tmp_path):
    workbook = openpyxl.load_workbook(kip.write_codebook(kip.draft_questionnaire(["trust"]), tmp_path / "q.xlsx"))
    sheet = workbook["survey"]
    heads = [cell.value for cell in sheet[1]]
    (row,) = [row for row in sheet.iter_rows() if row[heads.index("name")].value == "trust_1"]
    row[heads.index("label::English (en)")].value = "Meetings are always well prepared."
    workbook.save(tmp_path / "q.xlsx")
    code, out, _ = run("questionnaire", "q.xlsx")
    assert code == 0 and '"always"' in out and "trust_1" in out


def test_experts_and_rehearsal_on_the_command_line(run, tmp_path):
    kip.write_codebook(kip.draft_questionnaire(["trust"], languages=["en"]), tmp_path / "q.xlsx")
    code, out, _ = run("questionnaire", "q.xlsx", "--rating-sheet", "sheet.xlsx")
    assert code == 0 and (tmp_path / "sheet.xlsx").is_file()
    rows = [["item", "expert", "relevance"], *([f"trust_{n}", who, "4"] for n in (1, 2, 3, 4) for who in "ABC")]
    write_csv(tmp_path / "ratings.csv", rows)
    code, out, _ = run("questionnaire", "q.xlsx", "--ratings", "ratings.csv")
    assert code == 0 and "3 experts" in out
    code, out, _ = run("questionnaire", "q.xlsx", "--assumptions", "assumed.csv")
    assert code == 0 and (tmp_path / "assumed.csv").is_file()
    code, out, _ = run(
        *("questionnaire", "q.xlsx", "--rehearse", "simulated.csv", "--assumptions", "assumed.csv"),
        *("--respondents", "12", "--seed", "4"),
    )
    assert code == 0 and "12 respondents; nobody gave them" in out
    assert len(kip.read_responses(tmp_path / "simulated.csv", tmp_path / "q.xlsx")) == 12


def test_what_the_plan_knows_need_not_be_told_again(run, tmp_path):
    plan = str(kip.kit_path("data", "cite", "design", "plan.csv"))
    code, _, err = run("facts", "--out", "facts.csv", "--plan", plan)
    assert code == 0, err
    assert kip.read_facts(tmp_path / "facts.csv") == kip.facts_of(kip.read_plan())
    assert "An online form on a server of the region" in kip.facts_of(kip.read_plan()).values()


def test_a_sample_on_the_command_line(run, tmp_path):
    partners = str(kip.kit_path("data", "cite", "network"))
    code, out, err = run("partners", partners, "--frame", "ask.csv", "--sample", "20", "--seed", "3")
    assert code == 0, err
    register = kip.read_register(tmp_path / "ask.csv")
    assert len(register) == 20 and register.population == 42


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Give your questionnaire, or --draft FILE for a first one from the item bank."),
        (("q.xlsx", "--draft", "d.xlsx"), "--draft writes a first questionnaire; to review yours, leave it out."),
        (("q.xlsx", "--topics", "trust"), "--topics belongs to --draft FILE."),
        (("--draft", "d.docx"), "give a name that ends in .xlsx, or a folder for CSV files."),
        (("--draft", "d.xlsx", "--topics", "love"), 'The item bank has no topic "love"'),
        (("--draft", "d.xlsx", "--languages", "de"), 'The questionnaire is not in the language "de"'),
        (("none.xlsx",), "none.xlsx"),
        (("--draft", "d.xlsx", "--out", "pack"), "--out needs your questionnaire; give its file as well."),
        (("--draft", "d.xlsx", "--rehearse", "s.csv"), "--rehearse needs your questionnaire; give its file as well."),
        (("q.xlsx", "--seed", "3"), "--seed belongs to --rehearse FILE."),
    ],
)
def test_what_cannot_be_is_one_sentence(run, words, said):
    code, _, err = run("questionnaire", *words)
    assert code == 1 and said in err and "Traceback" not in err


def test_a_draft_replaces_nothing(run, tmp_path):
    (tmp_path / "q.xlsx").write_text("mine")
    code, _, err = run("questionnaire", "--draft", "q.xlsx")
    assert code == 1 and "exists already" in err and (tmp_path / "q.xlsx").read_text() == "mine"


@pytest.mark.parametrize("words", [("--sample", "5"), ("--frame", "f.csv", "--sample", "5"), ("--seed", "5")])
def test_a_draw_needs_a_list_to_write_and_a_seed(run, words):
    code, _, err = run("partners", str(Path("x.csv")), *words)
    assert code == 1 and ("--frame FILE" in err or "belong together" in err)
