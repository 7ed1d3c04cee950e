"""The full circle: a questionnaire is designed, deployed, answered and evaluated, and what was assumed is found."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest
from layouts import LAYOUTS, Export
from limesurvey_double import Given, exported, imported

import kiptools as kip
from kiptools.missing import Missing
from kiptools.simulation import Assumption, Assumptions

TOPICS = ("governance", "communication", "resources")
LANGUAGES = ("fr", "hr", "en", "it", "pt")
RESPONDENTS = 75
ASSUMED = Assumptions(
    (
        Assumption("*", favourable=0.7, together=0.3, not_applicable=0.02, left_empty=0.02, broken_off=0.0),
        Assumption("resources", role="experience", among="organisation_type=employer", favourable=0.25),
        Assumption("governance_3", favourable=0.5, spread="split"),
        Assumption("communication_2", favourable=0.9),  # disagreeing is favourable
        *(Assumption(f"organisation_type/{kind}", share=15) for kind in ("employer", "education", "public", "ngo")),
        Assumption("organisation_type/social", share=15),
    )
)


@pytest.fixture(scope="module")
def form(tmp_path_factory) -> Path:
    """What the pack hands out: designed, written, and taken by pyxform."""
    folder = tmp_path_factory.mktemp("circle") / "pack"
    kip.write_fielding_pack(kip.draft_questionnaire(TOPICS), folder)
    return folder


@pytest.fixture(scope="module")
def given(form: Path) -> kip.Responses:
    questionnaire = kip.read_codebook(form / "questionnaire.xlsx")
    assert kip.check_xlsform(form / "questionnaire.xlsx") == ()
    return kip.simulate(questionnaire, RESPONDENTS, assumptions=ASSUMED, seed=7)


def as_given(responses: kip.Responses) -> list[Given]:
    """Each respondent's answers as choices and texts."""
    found: list[dict[str, object]] = [{} for _ in range(len(responses))]
    for item in responses.codebook.items:
        for row, answers in enumerate(found):
            if item.type == "select_multiple":
                ticks = responses.options(item)[row]
                answers[item.name] = [level for level, tick in zip(item.levels, ticks, strict=True) if tick == 1]
            elif item.type == "select_one":
                code = int(responses.column(item.name)[row])
                none = [choice for choice in item.choices if choice.missing]
                answers[item.name] = (
                    item.levels[code] if code >= 0 else none[0] if code == Missing.NOT_APPLICABLE else None
                )
            else:
                answers[item.name] = responses.values[item.name][row] or ""
    return found


def export(tool: str, form: Path, given: kip.Responses, lang: str, folder: Path) -> Path:
    """What the tool would give for these answers."""
    if tool == "limesurvey":
        structure = imported(form / "limesurvey.txt")
        return exported(folder / "export.csv", structure, given.codebook, as_given(given), lang, "code", False)
    name = {"kobo": "labels", "google_forms": "download"}[tool]
    (variant,) = [each for each in LAYOUTS[tool] if each.name == name]
    to = Export(folder / f"export{variant.suffix}", given, random.Random(3), lang)
    return variant.writer(to, **variant.options)


def truths(responses: kip.Responses) -> None:
    """What was assumed, as the evaluation finds it."""
    found = {
        (subject.subject.name, contrast.group.name, contrast.verdict)
        for subject in kip.compare(responses, by="organisation_type", on="construct").rows
        for contrast in subject.told
        if contrast.verdict != "no clear difference"
    }
    assert found == {("resources", "employer", "lower")}
    split = kip.describe(responses, role="experience").rows
    widest = max(split, key=lambda row: row.polarisation or 0)
    assert widest.item.name == "governance_3"
    by_item = {row.subject.name: row for row in kip.agreement(responses).rows}
    assert by_item["communication_2"].share > 0.8  # those who disagree
    assert 0.3 < by_item["governance_3"].share < 0.7


@pytest.mark.parametrize("lang", LANGUAGES if os.environ.get("KIP_CAMPAIGN") else LANGUAGES[:2])
@pytest.mark.parametrize("tool", ["kobo", "limesurvey", "google_forms"])
def test_what_is_designed_is_what_is_read_back(tool, lang, form, given, tmp_path):
    read = kip.read_responses(export(tool, form, given, lang, tmp_path), form / "questionnaire.xlsx")
    assert len(read) == RESPONDENTS
    for item in given.codebook.items:
        if item.type == "select_one":
            assert read.column(item.name).tolist() == given.column(item.name).tolist(), item.name
        elif item.type == "select_multiple":
            assert (read.options(item) == 1).tolist() == (given.options(item) == 1).tolist()
        else:
            assert read.values[item.name].tolist() == given.values[item.name].tolist()
    truths(read)


def test_the_rehearsal_finds_what_was_assumed(given):
    truths(given)


def test_the_evaluation_report_tells_it(form, given, tmp_path):
    path = export("kobo", form, given, "hr", tmp_path)
    parameters = {"survey": str(path), "codebook": str(form / "questionnaire.xlsx"), "population": 100, "lang": "en"}
    page = kip.write_report("evaluation", tmp_path / "report.html", parameters).read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", re.sub(r"base64,[^\"]*", "", page)))
    assert "75 of the 100 partners who were asked answered (75%)" in text
    assert "Employer" in text and "Giving and gaining" in text
    assert "Decisions that concern us are discussed with us before they are taken." in text
