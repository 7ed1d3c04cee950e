"""Experts' ratings: indices as published, sheets written and read back, remarks as data, faults in one sentence."""

from __future__ import annotations

import math
import shutil
from zipfile import ZipFile

import pytest
from builders import HOSTILE, book, rated, words, write_csv
from openpyxl import load_workbook

import kiptools as kip
import kiptools.show.experts  # noqa: F401
from kiptools.codebook import Codebook, Construct, Item
from kiptools.experts import (
    ContentValidity,
    ItemValidity,
    Rating,
    Ratings,
    TopicValidity,
    Verdict,
    content_validity,
    modified_kappa,
    statements,
)
from kiptools.language import LANGUAGES, Language
from kiptools.rating_sheets import read_ratings, write_rating_sheet
from kiptools.show.sentences import sentence
from kiptools.show.tables import table


def validity(*ratings: int) -> ItemValidity:
    return ItemValidity(Item("q", "select_one"), tuple(ratings.count(level) for level in (1, 2, 3, 4)))


def ratings(*rows: tuple[str, str, int | None]) -> Ratings:
    return Ratings(tuple(Rating(item, expert, given) for item, expert, given in rows))


# --- figures -----------------------------------------------------------------------------------------

PUBLISHED = ["icvi_3_3", "icvi_2_3", "icvi_3_4", "icvi_4_5", "icvi_6_7", "icvi_7_8", "icvi_6_8"]


@pytest.mark.parametrize("name", PUBLISHED)
def test_index_and_kappa_are_those_of_polit_beck_and_owen(shared, name):
    import json

    case = {each["id"]: each for each in json.loads((shared / "golden.json").read_text("utf-8"))}[name]
    agree, experts = case["input"]["agree"], case["input"]["experts"]
    row = validity(*[4] * agree, *[2] * (experts - agree))
    assert row.index == pytest.approx(case["expected"]["icvi"], abs=case["tol"])
    assert row.kappa == pytest.approx(case["expected"]["kappa_star"], abs=case["tol"])


def test_kappa_by_hand():
    """4 of 5: chance is 5 · 0.5^5 = 0.15625, so (0.8 - 0.15625) / (1 - 0.15625) = 0.762963."""
    assert modified_kappa(4, 5) == pytest.approx(0.64375 / 0.84375, rel=1e-12)
    assert modified_kappa(2, 4) == pytest.approx((0.5 - 0.375) / 0.625, rel=1e-12)  # 6 · 0.0625
    assert modified_kappa(0, 3) == pytest.approx(-0.125 / 0.875, rel=1e-12)


@pytest.mark.parametrize(
    ("agree", "experts", "verdict", "accepted"),
    [
        (3, 3, Verdict.EXCELLENT, True),
        (2, 3, Verdict.FAIR, False),  # kappa .467
        (3, 4, Verdict.GOOD, False),  # .667
        (4, 5, Verdict.EXCELLENT, False),  # .763, but Lynn asks five experts to agree
        (5, 6, Verdict.EXCELLENT, True),  # I-CVI .83, kappa .816
        (4, 6, Verdict.FAIR, False),  # .565
        (2, 6, Verdict.POOR, False),  # .33; (1/3 - 15/64) / (49/64) = .129
        (6, 8, Verdict.GOOD, False),  # .719
        (7, 9, Verdict.EXCELLENT, True),  # .7778, which Lynn's table prints as .78; kappa .761
        (7, 10, Verdict.GOOD, False),  # .70; kappa .660
        (8, 10, Verdict.EXCELLENT, True),
    ],
)
def test_verdicts_by_the_published_bands(agree, experts, verdict, accepted):
    row = validity(*[3] * agree, *[1] * (experts - agree))
    assert (row.verdict, row.accepted) == (verdict, accepted)


def test_three_and_four_are_relevant_and_one_and_two_are_not():
    row = validity(1, 2, 3, 4)
    assert (row.agree, row.experts, row.index) == (2, 4, 0.5)


def test_fewer_than_three_experts_have_no_index():
    row = validity(4, 4)
    assert (row.experts, row.agree) == (2, 2)
    assert (row.index, row.kappa, row.verdict, row.accepted) == (None,) * 4
    assert validity(4, 4, 4).index == 1


def test_missing_ratings_count_per_statement_and_topics_are_put_together():
    items = [rated(name, construct="trust") for name in ("a", "b")] + [rated("c", construct="goals")]
    found = content_validity(
        ratings(
            *[("a", expert, 4) for expert in "ABCD"],
            *[("b", expert, given) for expert, given in zip("ABCD", (4, 4, 1, None), strict=True)],
            *[("c", expert, 3) for expert in "AB"],
        ),
        book(*items),
    )
    assert [(row.agree, row.experts) for row in found.rows] == [(4, 4), (2, 3), (2, 2)]
    trust, goals = found.topics
    assert trust.average == pytest.approx((1 + 2 / 3) / 2) and trust.universal == 0.5
    assert goals.average is None and goals.universal is None  # two experts
    assert found.experts == 4 and [row.item.name for row in found.to_look_at] == ["b"]
    half_known = TopicValidity(Construct("x"), (1.0, None))
    assert half_known.average is None and half_known.universal is None


def test_each_statement_is_asked_once_and_others_not_at_all(codebook):
    assert len(statements(codebook)) == 32
    assert all(item.role == "experience" for item in statements(codebook))
    only = book(rated("a", role="importance"), Item("b", "text"))
    assert [item.name for item in statements(only)] == ["a"]


def test_a_rating_of_no_statement_is_named(codebook, tmp_path):
    path = write_csv(tmp_path / "ana.csv", [["item", "relevance"], ["trust_1", "4"], ["trust_9", "3"]])
    with pytest.raises(kip.KipError) as caught:
        content_validity(read_ratings(path), codebook)
    (said,) = map(str, caught.value.faults)
    assert said.startswith('ana.csv, row 3: "trust_9" is no statement of the questionnaire; give trust_')
    importance = ratings(("trust_1_importance", "A", 4))
    with pytest.raises(kip.KipError, match="is no statement"):
        content_validity(importance, codebook)


# --- sheets ------------------------------------------------------------------------------------------


def filled(path, answers: dict[str, tuple[object, str]]):
    workbook = load_workbook(path)
    sheet = workbook.worksheets[0]
    head = [cell.value for cell in sheet[1]]
    for row in range(2, sheet.max_row + 1):
        name = sheet.cell(row, 1).value
        if name in answers:
            sheet.cell(row, len(head) - 1).value, sheet.cell(row, len(head)).value = answers[name]
    workbook.save(path)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_comes_back_as_it_was_filled_in(codebook, tmp_path, lang):
    path = write_rating_sheet(codebook, tmp_path / "sheet.xlsx", lang=lang)
    for expert, given in (("one", 4), ("two", 2)):
        filled(
            shutil.copy(path, tmp_path / f"{expert}.xlsx"), {"trust_1": (given, "Which talks?"), "trust_2": (3, None)}
        )
    path.unlink()
    found = read_ratings(tmp_path)
    assert found.ratings == (
        Rating("trust_1", "one", 4, "Which talks?"),
        Rating("trust_2", "one", 3),
        Rating("trust_1", "two", 2, "Which talks?"),
        Rating("trust_2", "two", 3),
    )
    assert found.ratings[0].file.startswith("one.xlsx") and found.ratings[0].row > 1
    assert read_ratings([tmp_path / "one.xlsx", tmp_path / "two.xlsx"]) == found


def test_the_sheet_shows_statement_topic_and_definition_and_only_two_columns_are_free(tmp_path):
    topic = Construct("trust", words("Trust", fr="Confiance"), words("Keeping one's word.", fr="Tenir parole."))
    asked = Codebook(
        (Item("t1", "select_one", words("We trust.", fr="Confiants."), rated("x").scale, "trust", "experience"),),
        (topic,),
    )
    path = write_rating_sheet(asked, tmp_path / "sheet.xlsx", lang="fr")
    sheet = load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[2]][:4] == ["t1", "Confiance", "Tenir parole.", "Confiants."]
    assert [cell.protection.locked for cell in sheet[2]] == [True] * 4 + [False] * 2
    assert sheet.protection.sheet
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, str(rule.sqref)) == ("list", '"1,2,3,4"', "E2")
    assert len(rule.prompt) <= 255 and "4" in rule.prompt


def test_equal_questionnaires_give_equal_bytes_and_tell_nobody(codebook, tmp_path):
    one, two = (write_rating_sheet(codebook, tmp_path / f"{name}.xlsx") for name in "ab")
    assert one.read_bytes() == two.read_bytes()
    core = ZipFile(one).read("docProps/core.xml").decode()
    assert "openpyxl" not in core and str(tmp_path) not in core


def test_nothing_is_overwritten_and_other_names_are_refused(codebook, tmp_path):
    path = write_rating_sheet(codebook, tmp_path / "sheet.xlsx")
    before = path.read_bytes()
    with pytest.raises(kip.KipError, match="exists already"):
        write_rating_sheet(codebook, path)
    assert path.read_bytes() == before
    with pytest.raises(kip.KipError, match="ends in .xlsx"):
        write_rating_sheet(codebook, tmp_path / "sheet.docx")
    with pytest.raises(kip.KipError, match="no statement that is rated"):
        write_rating_sheet(book(Item("why", "text")), tmp_path / "other.xlsx")
    assert [each.name for each in tmp_path.iterdir()] == ["sheet.xlsx"]


def test_faults_name_file_row_and_value(tmp_path):
    rows = [["item", "expert", "relevance", "remark"]]
    rows += [
        ["a", "1", "5", ""],
        ["a", "2", "good", "x"],
        ["b", "1", "2.5", ""],
        ["c", "1", "3", ""],
        ["c", "1", "4", ""],
    ]
    path = write_csv(tmp_path / "all.csv", rows)
    with pytest.raises(kip.KipError) as caught:
        read_ratings(path)
    said = [*map(str, caught.value.faults)]
    assert said[0].startswith('all.csv, row 2: the relevance of a is "5"; give a whole number from 1')
    assert ["row 3" in said[1], "row 4" in said[2]] == [True, True]
    assert said[3] == "all.csv, row 6: the same expert rated c already (all.csv, row 5); keep one of them."
    assert len(said) == 4
    with pytest.raises(kip.KipError, match=r"all.csv has no column Relevance \(1 to 4\) \(found: item, mark\)"):
        read_ratings(write_csv(tmp_path / "all.csv", [["item", "mark"], ["a", "3"]]))
    with pytest.raises(kip.KipError, match="holds no rating and no remark"):
        read_ratings(write_csv(tmp_path / "all.csv", [["item", "relevance", "remark"], ["a", "", ""]]))
    (tmp_path / "empty").mkdir()
    with pytest.raises(kip.KipError, match="has no filled-in rating sheet"):
        read_ratings(tmp_path / "empty")
    with pytest.raises(kip.KipError, match="no rating sheet to read"):
        read_ratings([])
    with pytest.raises(kip.KipError, match="There is no file"):
        read_ratings(tmp_path / "none.csv")


def test_an_expert_may_remark_without_rating(tmp_path):
    path = write_csv(tmp_path / "ana.csv", [["item", "relevance", "remark"], ["a", "", "Two things at once."]])
    assert read_ratings(path).ratings == (Rating("a", "ana", None, "Two things at once."),)


# --- the demo, and what is shown -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def reviewed(codebook) -> ContentValidity:
    return content_validity(read_ratings(kip.kit_path("data", "cite", "design", "ratings.csv")), codebook)


def test_what_was_planted_is_found(reviewed):
    assert reviewed.experts == 6 and len(reviewed.rows) == 32
    (row,) = reviewed.to_look_at
    assert (row.item.name, row.agree, row.experts, row.verdict) == ("learning_4", 2, 6, Verdict.POOR)
    assert math.isclose(row.index, 1 / 3)
    remarked = {row.item.name: len(row.remarks) for row in reviewed.rows if row.remarks}
    assert remarked == {"leadership_3": 3}
    assert {row.item.name for row in reviewed.rows if row.experts == 5} == {"results_4"}
    learning = next(topic for topic in reviewed.topics if topic.construct.name == "learning")
    assert learning.average == pytest.approx((3 + 1 / 3) / 4) and learning.universal == 0.75


def test_the_sentence_counts(reviewed):
    said = sentence(reviewed, Language("en"))
    assert said.startswith("6 experts gave their opinion on the statements. Too few of them call 1 of 32 statements")
    assert "(2 of 6)" in said and said.endswith("On 1 statement there are remarks to read.")
    few = content_validity(ratings(("a", "A", 4), ("a", "B", 4)), book(rated("a")))
    assert "No statement was rated by 3 experts or more" in sentence(few, Language("en"))
    good = content_validity(ratings(*[("a", expert, 4) for expert in "ABC"]), book(rated("a")))
    assert "With so few experts one opinion changes the result" in sentence(good, Language("en"))
    assert "–" in table(few, Language("en")).text and "1.00" in table(good, Language("en")).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_remarks_are_the_experts_own_words_and_nothing_else(lang):
    said = Ratings(tuple(Rating("a", str(place), 4, text) for place, text in enumerate(HOSTILE)))
    found = content_validity(said, book(rated("a", text=HOSTILE[0])))
    shown = table(found, Language(lang))
    assert "<script" not in shown.html and "<img" not in shown.html and "<b>" not in shown.html
    assert "{answer} {0} %s $x^2$" in shown.text and "👍🏽" in shown.html
    assert "<script>" in sentence(found, Language(lang)) or "11" in sentence(found, Language(lang))


def test_nothing_rated_shows_nothing():
    found = content_validity(Ratings(()), book(Item("why", "text")))
    assert sentence(found, Language("en")) == "" and "<table" not in table(found, Language("en")).html
