"""What survey tools write: real exports, and small files with the quirks of each layout."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
import pytest
from builders import book, rated, responses, scale, words, write_csv

import kiptools as kip
from kiptools import files
from kiptools.codebook import OTHER
from kiptools.exports import TOOLS, Sure, read_export
from kiptools.overview import look_over

NOT_SHOWN, EMPTY, NONE, BROKEN = (
    int(kind)
    for kind in (
        kip.Missing.NOT_SHOWN,
        kip.Missing.LEFT_EMPTY,
        kip.Missing.NOT_APPLICABLE,
        kip.Missing.BROKEN_OFF,
    )
)


def write_text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


def read(tmp_path: Path, text: str, **options: object) -> kip.Responses:
    return kip.read_responses(write_text(tmp_path / "export.csv", text), **options)


def said(found: kip.Responses) -> str:
    return "\n".join(map(str, found.notes + found.to_decide))


def counts(found: kip.Responses, name: str) -> dict[str, int]:
    """How often each answer was given, by its words."""
    row = kip.distribution(found, name).rows[0]
    texts = [level.wording.in_language("") or level.name for level in row.item.levels]
    return dict(zip(texts, row.counts, strict=True))


def missing(found: kip.Responses, name: str) -> dict[str, int]:
    return {kind.name: count for kind, count in kip.distribution(found, name).rows[0].missing if count}


# --- real exports ------------------------------------------------------------------------------------
# Every number below was counted in the file itself, with the csv module and a Counter, before the reader existed.

REAL = {
    "google_forms/dask_user_survey_2019.csv.gz": ("google_forms", Sure.LIKELY, 259, "UTF-8", "comma"),
    "kobo/cleaningtools_raw_data_from_rda.csv": ("kobo", Sure.CERTAIN, 632, "UTF-8", "comma"),
    "kobo/robotoolbox_select_multiple_from_rda.csv": ("kobo", Sure.CERTAIN, 5, "UTF-8", "comma"),
    "kobo/robotoolbox_select_multiple_label_from_rda.csv": ("kobo", Sure.CERTAIN, 5, "UTF-8", "comma"),
    "limesurvey/n2_dummy_code_and_text_bom.csv": ("limesurvey", Sure.CERTAIN, 5, "UTF-8", "comma"),
    "limesurvey/n2_dummy_codes.csv": ("limesurvey", Sure.CERTAIN, 5, "UTF-8", "comma"),
    "limesurvey/ssi_rse_2017_nl_code_and_text.csv": ("limesurvey", Sure.LIKELY, 77, "UTF-8", "comma"),
    "qualtrics/qualtRics_sample_legacy_2header_bom.csv": ("qualtrics", Sure.CERTAIN, 1, "UTF-8", "comma"),
    "qualtrics/tufts_many_types_insights.csv": ("qualtrics", Sure.CERTAIN, 5, "UTF-8", "comma"),
    "qualtrics/tufts_many_types_legacy.csv": ("qualtrics", Sure.CERTAIN, 5, "UTF-8", "comma"),
    "qualtrics/tufts_no_basis_insights.csv": ("qualtrics", Sure.CERTAIN, 15, "UTF-8", "comma"),
    "qualtrics/tufts_survey_logic.csv": ("qualtrics", Sure.CERTAIN, 10, "UTF-8", "comma"),
    "spss/haven_datetime.sav": ("spss", Sure.CERTAIN, 2, "windows-1252", ""),
    "spss/haven_labelled_num_user_na.sav": ("spss", Sure.CERTAIN, 2, "UTF-8", ""),
    "spss/haven_labelled_str.sav": ("spss", Sure.CERTAIN, 2, "UTF-8", ""),
    "spss/haven_umlauts.sav": ("spss", Sure.CERTAIN, 4, "UTF-8", ""),
    "spss/pyreadstat_multiple_response_sets.sav": ("spss", Sure.CERTAIN, 6, "windows-1252", ""),
    "spss/pyreadstat_sample.sav": ("spss", Sure.CERTAIN, 5, "windows-1252", ""),
    "spss/pyreadstat_sample.zsav": ("spss", Sure.CERTAIN, 5, "windows-1252", ""),
    "spss/pyreadstat_sample_user_missing.sav": ("spss", Sure.CERTAIN, 7, "windows-1252", ""),
    "surveymonkey/538_comma.csv": ("surveymonkey", Sure.LIKELY, 1129, "UTF-8", "comma"),
    "surveymonkey/538_starwars_2header.csv": ("surveymonkey", Sure.CERTAIN, 1186, "cp1252", "comma"),
    "surveymonkey/538_steak_2header.csv": ("surveymonkey", Sure.CERTAIN, 550, "UTF-8", "comma"),
}
REFUSED = {
    "surveymonkey/538_nfl_aggregated_banner.csv": "looks like a table of results .* one row per respondent",
    "kobo/cleaningtools_survey_sheet_from_rda.csv": "is the definition of a form, not answers",
    "kobo/cleaningtools_choices_sheet_from_rda.csv": "is the definition of a form, not answers",
}


def test_every_real_export_has_its_expectations(shared):
    files = {str(path.relative_to(shared / "exports")) for path in (shared / "exports").glob("*/*")}
    assert files == set(REAL) | set(REFUSED)


@pytest.mark.parametrize("file", REAL)
def test_a_real_export_is_recognised_and_reads_with_its_own_draft(shared, tmp_path, file):
    tool, sure, rows, encoding, delimiter = REAL[file]
    path = shared / "exports" / file
    found = kip.read_responses(path)
    assert (found.origin.tool, found.origin.sure, len(found)) == (tool, sure, rows)
    assert encoding in str(found.notes[0]) and delimiter in str(found.notes[0])
    drafted, _ = kip.draft_codebook(path)
    for place in (tmp_path / "draft", tmp_path / "draft.xlsx"):
        written = kip.write_codebook(drafted, place)
        assert kip.read_codebook(written) == drafted
        assert kip.read_responses(path, written) == found


@pytest.mark.parametrize("file", REFUSED)
def test_what_is_no_answers_is_refused_with_a_way_on(shared, file):
    with pytest.raises(kip.KipError, match=REFUSED[file]):
        kip.read_responses(shared / "exports" / file)


def test_real_surveymonkey(shared):
    found = kip.read_responses(shared / "exports/surveymonkey/538_starwars_2header.csv")
    films = next(item for item in found.codebook.items if item.type == "select_multiple")
    assert films.wording.in_language("").startswith("Which of the following Star Wars films have you seen?")
    assert list(counts(found, films.name).values()) == [673, 571, 550, 607, 758, 738]
    assert missing(found, "q2")["NOT_SHOWN"] == 250  # who has seen none; 100 more left before it
    assert missing(found, "q31")["NOT_SHOWN"] == 615 + 250 and {"q2", "q31"} <= found.inferred
    ranks = found.codebook["q9"]
    assert ranks.ordered and [level.name for level in ranks.levels] == list("123456")
    assert ranks.wording.in_language("").endswith("[Star Wars: Episode I The Phantom Menace]")
    assert "it was read as cp1252, and some letters may be wrong" in said(found)
    steak = kip.read_responses(shared / "exports/surveymonkey/538_steak_2header.csv")
    assert "<br>" not in steak.codebook.items[0].wording.in_language("")
    assert counts(steak, "q8") == {"No": 109, "Yes": 430} and missing(steak, "q9")["NOT_SHOWN"] == 109
    comma = kip.read_responses(shared / "exports/surveymonkey/538_comma.csv")
    assert list(counts(comma, "q7").values()) == [5, 7, 26, 333, 688]  # importance, recognised in its order


def test_real_qualtrics(shared):
    found = kip.read_responses(shared / "exports/qualtrics/tufts_no_basis_insights.csv")
    assert counts(found, "Q1") == {"1": 3, "2": 3, "3": 7, "4": 0, "5": 0} and missing(found, "Q1") == {
        "NOT_APPLICABLE": 2
    }
    assert counts(found, "Q2") == {
        "Squash are great": 9,
        "Squash are tolerable": 10,
        "Squash cause me anguish": 9,
        "No basis for evaluation": 10,
        "I've never had squash": 8,
    }
    assert missing(found, "Q3_1") == {"NOT_APPLICABLE": 5}
    assert "All 15 answers are marked as tests or previews; they were kept" in said(found)
    logic = kip.read_responses(shared / "exports/qualtrics/tufts_survey_logic.csv")
    assert counts(logic, "Q2") == {"2": 7, "1": 3} and np.isnan(logic.values["Q4"]).sum() == 4
    both = [
        kip.read_responses(shared / "exports/qualtrics" / name)
        for name in ("tufts_many_types_insights.csv", "tufts_many_types_legacy.csv")
    ]
    for many in both:
        assert counts(many, "Q2") == {"Oranges": 5, "Blueberries": 4, "Strawberries": 5}
        kinds = Counter(item.type for item in many.codebook.items if item.role != "ignore")
        assert kinds == {"integer": 52, "select_multiple": 28, "text": 28}
    lone = kip.read_responses(shared / "exports/qualtrics/qualtRics_sample_legacy_2header_bom.csv")
    assert lone.values["Q2"].tolist() == ["Hello World!"] and lone.values["Q1"].tolist() == [2.0]
    assert "IPAddress" not in lone.frame.columns and "V6" in said(lone)


def test_real_limesurvey(shared):
    for name in ("n2_dummy_codes.csv", "n2_dummy_code_and_text_bom.csv"):
        path = shared / "exports/limesurvey" / name
        found = kip.read_responses(path)
        assert "7 unfinished answers were left out" in said(found)
        assert len(kip.read_responses(path, keep=["unfinished"])) == 12
        assert list(counts(found, "A8").values())[:6] == [3, 0, 2, 1, 1, 0] and len(found.codebook["A8"].levels) == 11
        assert found.codebook["B4"].other and list(counts(found, "B4").values()) == [1, 1, 3, 0, 0, 0]
        years = [text for text in found.values["A4/other_text"] if text and text.isdecimal()]
        assert sorted(years) == ["1988", "1991", "1993", "1993"]
        assert "117 technical columns" in said(found)
    ssi = kip.read_responses(shared / "exports/limesurvey/ssi_rse_2017_nl_code_and_text.csv")
    assert list(counts(ssi, "proj4can").values()) == [17, 65, 8, 43]
    assert missing(ssi, "proj4can") == {"NOT_SHOWN": 2} and "proj4can" not in ssi.inferred  # No is written out
    assert missing(ssi, "open1can_SQ001") == {"NOT_SHOWN": 11, "BROKEN_OFF": 2} and "open1can_SQ001" in ssi.inferred
    assert len(ssi.codebook["currentEmp13"].levels) == 65


def test_real_kobo(shared, tmp_path):
    path = shared / "exports/kobo/cleaningtools_raw_data_from_rda.csv"
    form = tmp_path / "form"
    form.mkdir()
    for sheet in ("survey", "choices"):
        source = shared / f"exports/kobo/cleaningtools_{sheet}_sheet_from_rda.csv"
        (form / f"{sheet}.csv").write_bytes(source.read_bytes())
    drafted, review = kip.draft_codebook(path, form)
    found = kip.read_responses(path, kip.write_codebook(drafted, tmp_path / "draft.xlsx"))
    assert not found.inferred  # the form tells to whom each question was shown
    assert missing(found, "type_employment") == {"NOT_SHOWN": 245}
    assert missing(found, "treat_drink_water_how") == {"NOT_SHOWN": 205}
    assert found.codebook["trust_water_office"].wording.in_language("en").endswith("?")
    assert "73 questions of the form have no column" in str(review[""][0])
    water = kip.distribution(found, "water_sources").rows[0]
    ticked = {level.name: count for level, count in zip(water.item.levels, water.counts, strict=True)}
    assert (ticked["piped"], ticked["tap"], ticked["borehole"]) == (566, 9, 73)
    assert sum(item.type == "select_multiple" for item in found.codebook.items) == 19
    for name in ("select_multiple", "select_multiple_label"):
        pets = kip.read_responses(shared / f"exports/kobo/robotoolbox_{name}_from_rda.csv")
        assert list(counts(pets, "pet_type").values()) == [0, 0, 2, 3, 2]
        assert missing(pets, "pet_type") == {"LEFT_EMPTY": 1}
        assert "full_name" not in pets.frame and "2 columns that can identify people" in said(pets)


def test_real_spss(shared):
    folder = shared / "exports/spss"
    sets = kip.read_responses(folder / "pyreadstat_multiple_response_sets.sav")
    assert counts(sets, "mymrset") == {"Response #1": 3, "Response #2": 4, "Response #3": 0}
    assert missing(sets, "x") == {"NOT_APPLICABLE": 1}  # 8 is user-missing, 9 is not
    assert [value for value in sets.values["z"] if value == value] == [1.234, 3.14159]  # -9 and 999 are user-missing
    gaps = kip.read_responses(folder / "pyreadstat_sample_user_missing.sav")
    assert gaps.codebook["myord"].ordered and gaps.column("myord").tolist() == [0, 1, 2, 0, 0, EMPTY, NONE]
    assert gaps.column("mylabl").tolist() == [0, 1, 0, 1, 0, NONE, EMPTY]
    assert np.isnan(gaps.values["mynum"]).tolist() == [False] * 5 + [True] * 2
    plain, packed = (kip.read_responses(folder / f"pyreadstat_sample.{end}") for end in ("sav", "zsav"))
    assert plain == packed
    assert str(plain.values["mydate"][1]).startswith("1880-05-06")
    umlauts = kip.read_responses(folder / "haven_umlauts.sav")
    assert counts(umlauts, "var1") == {"the ä umlaut": 2, "the ü umlaut": 1, "the ö umlaut": 1}
    assert kip.read_responses(folder / "haven_datetime.sav").values["date"].dtype.kind == "M"


# --- recognition -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "second", "tool"),
    [
        ("Timestamp,How?", "2026/03/01 9:56:41 AM GMT+3,Good", "google_forms"),
        ("Horodateur,Comment ?", "01/03/2026 10:00:00,Bien", "google_forms"),
        ("Timestamp,How?", "yesterday,Good", "plain"),
        ("ID,Start time,Completion time,Email,Name,How?", "1,7/2/20 11:00:22,7/2/20 11:04:01,anonymous,,Good", ""),
        ("Id;Startzeit;Fertigstellungszeit;E-Mail;Name;Wie?", "1;a;b;anonymous;;Gut", "microsoft_forms"),
        ("Id,Vrijeme početka,Vrijeme završetka,E-pošta,Kako?", "1,a,b,anonymous,Dobro", "microsoft_forms"),
        ("id,submitdate,lastpage,Q1", "1,2026-01-01 00:00:00,3,A1", "limesurvey"),
        ("Date de soumission,Dernière page,Question ?", "2026-01-01 00:00:00,3,Oui", "limesurvey"),
        ("Q1[SQ001],Q1[SQ002],Q2", "Y,,A1", "limesurvey"),
        ("q1;_uuid;_submission_time", "good;x;2026-01-01T00:00:00", "kobo"),
        ("SubmissionDate,meta-instanceID,q1,KEY", "2026,uuid:1,good,uuid:1", "kobo"),
        ("Respondent ID,How?", "1,Good", "surveymonkey"),
        ("StartDate,EndDate,ResponseId,Q1", "2026,2026,R_1,1", "qualtrics"),
        ("How?,Why?", "Good,because", "plain"),
    ],
)
def test_the_tool_is_known_by_its_marks(tmp_path, heading, second, tool):
    found = read_export(write_text(tmp_path / "export.csv", f"{heading}\n{second}\n"))
    assert found.origin.tool == (tool or "microsoft_forms")


def test_a_person_may_say_which_tool_it_is(tmp_path):
    path = write_text(tmp_path / "export.csv", "When,Why\n1,a\n2,b\n")
    found = kip.read_responses(path, tool="google_forms")
    assert found.origin.tool == "google_forms" and "Read as it was told: Google Forms." in said(found)
    with pytest.raises(kip.KipError, match='There is no tool "typeform"; give one of qualtrics, surveymonkey'):
        kip.read_responses(path, tool="typeform")
    with pytest.raises(kip.KipError, match="export.csv is no SPSS file"):
        kip.read_responses(path, tool="spss")


def test_the_command_names_the_tools_that_there_are():
    from kiptools.cli import TOOLS as named

    assert named.split(", ") == list(TOOLS)


# --- what is left out, and kept ----------------------------------------------------------------------

QUALTRICS = (
    "StartDate,Status,Finished,IPAddress,Q1,Q2_1,Q2_2,Q2_2_TEXT,Q3\n"
    "Start Date,Response Type,Finished,IP Address,How?,Which? - Web,Which? - Other,Which? - Other - Text,Why?\n"
    "{i:start},{i:status},{i:finished},{i:ip},{i:QID1},{i:QID2-1},{i:QID2-2},{i:QID2-2-TEXT},{i:QID3-TEXT}\n"
    "2026-01-01,IP Address,True,1.2.3.4,Good,1,,,well\n"
    "2026-01-01,Survey Preview,True,1.2.3.4,Bad,1,,,test\n"
    "2026-01-01,IP Address,False,1.2.3.4,Good,,,,\n"
    "2026-01-01,IP Address,True,1.2.3.4,Bad,,1,a radio,so\n"
    "2026-01-01,IP Address,True,1.2.3.4,Good,-99,-99,-99,-99\n"
)


def qualtrics(text: str = QUALTRICS, quote: str = '"') -> str:
    """The three heading rows, in one of the two dialects of the third."""
    lines = text.split("\n")
    ids = [cell.strip("{}").removeprefix("i:") for cell in lines[2].split(",")]
    cells = ['"' + f"{{{quote}ImportId{quote}: {quote}{each}{quote}}}".replace('"', '""') + '"' for each in ids]
    return "\n".join([*lines[:2], ",".join(cells), *lines[3:]])


@pytest.mark.parametrize("quote", ['"', "'"])
def test_qualtrics_previews_and_unfinished_answers_are_left_out(tmp_path, quote):
    found = read(tmp_path, qualtrics(quote=quote))
    assert len(found) == 3
    assert "1 test or preview was left out" in said(found) and "1 unfinished answer was left out" in said(found)
    assert found.values["Q3"].tolist() == ["well", "so", None]
    q2 = found.codebook["Q2"]
    assert (q2.type, q2.other, q2.wording.in_language("")) == ("select_multiple", True, "Which?")
    assert found.options(q2).tolist() == [[1, 0], [0, 1], [EMPTY, EMPTY]]
    assert found.values["Q2/other_text"].tolist() == [None, "a radio", None]
    every = read(tmp_path, qualtrics(quote=quote), keep=["tests", "unfinished", "IPAddress"])
    assert len(every) == 5 and every.frame["IPAddress"].unique().tolist() == ["1.2.3.4"]


def test_qualtrics_tells_seen_from_not_shown_if_asked_to(tmp_path):
    text = qualtrics(QUALTRICS.replace("Good,,,,\n", "Good,1,,,x\n").replace("False", "True"))
    found = read(tmp_path, text.replace("Bad,,1,a radio,so", ",,,,"))
    assert found.column("Q1").tolist()[2] == NOT_SHOWN and "Q1" not in found.inferred
    assert found.options(found.codebook["Q2"])[2:].tolist() == [[NOT_SHOWN, NOT_SHOWN], [EMPTY, EMPTY]]


def test_what_cannot_be_kept_is_named(tmp_path):
    with pytest.raises(
        kip.KipError, match='has no column "Phone" to keep; give "tests", "unfinished" or one of StartDate, Status'
    ):
        read(tmp_path, qualtrics(), keep=["Phone"])


@pytest.mark.parametrize(
    "column",
    [
        ("Adresse e-mail", "a@b.org"),
        ("Vaše ime", "Ana"),
        ("Numero di telefono", "1234"),
        ("Write to me at", "someone@example.org"),
        ("_where_latitude", "45.8"),
        ("Where do you live?", "45.81 15.98 120 4.5"),
    ],
)
def test_columns_that_tell_who_answered_are_left_out(tmp_path, column):
    heading, value = column
    found = read(tmp_path, f"{heading},n\n{value},1\n{value},2\n")
    assert list(found.frame.columns) == ["n"]
    assert f"1 column that can identify people was left out: {heading}." in said(found)
    asked = book(kip.Item("who", "text", words(heading)), kip.Item("n", "integer"))
    assert list(read(tmp_path, f"{heading},n\n{value},1\n", codebook=asked).frame.columns) == ["n"]
    assert read(tmp_path, f"{heading},n\n{value},1\n", codebook=asked, keep=[heading]).values["who"][0] == value


# --- layouts -----------------------------------------------------------------------------------------


def test_surveymonkey_one_heading_row(tmp_path):
    rows = [
        ["Respondent ID", "Media - TV", "Media - Web", "Media - Other (please specify)", "Age - in years"],
        ["1", "TV", "Not selected", "", "30"],
        ["2", "Not selected", "Web", "a radio", "40"],
        ["3", "Not selected", "Not selected", "", "50"],
    ]
    found = kip.read_responses(write_csv(tmp_path / "export.csv", rows))
    media = found.codebook.items[0]
    assert (media.type, media.other, len(found.codebook.items)) == ("select_multiple", True, 2)
    assert found.options(media).tolist() == [[1, 0, 0], [0, 1, 1], [EMPTY] * 3]
    assert found.codebook.items[1].wording.in_language("") == "Age - in years"


def test_microsoft_grids_and_sentences_with_full_stops(tmp_path):
    rows = [
        ["ID", "Start time", "Completion time", "Email", "Name", "Rate.Meetings", "Rate.Letters", "Well. And now?"],
        *([str(n), "1", "2", "anonymous", "", ("Good", "Bad")[n % 2], "Good", f"text {n}."] for n in range(8)),
    ]
    rows[0].append("Well. And then?")
    for number, row in enumerate(rows[1:]):
        row.append(f"other {number}, with words of its own that no grid has")
    found = kip.read_responses(write_csv(tmp_path / "export.csv", rows))
    wordings = [item.wording.in_language("") for item in found.codebook.items]
    assert wordings == ["Rate [Meetings]", "Rate [Letters]", "Well. And now?", "Well. And then?"]
    assert found.codebook.items[0].scale == found.codebook.items[1].scale


def test_kobo_tags_groups_and_repeats(tmp_path):
    workbook = openpyxl.Workbook()
    rows = [
        ["start", "team/size", "team/media", "team/media/tv", "team/media/web", "_uuid", "_submission_time", "_index"],
        ["", "#n", "#media", "", "", "", "", ""],
        ["2026", 3, "tv web", 1, 1, "a", "2026", 1],
        ["2026", 4, None, None, None, "b", "2026", 2],
        ["2026", 5, "web", 0, 1, "c", "2026", 3],
    ]
    for row in rows:
        workbook.active.append(row)
    repeat = workbook.create_sheet("children")
    for row in (["name", "_parent_index"], ["x", 1], ["y", 1], ["z", 3]):
        repeat.append(row)
    workbook.save(tmp_path / "export.xlsx")
    found = kip.read_responses(tmp_path / "export.xlsx")
    assert [item.name for item in found.codebook.items] == ["size", "media"] and len(found) == 3
    assert found.options(found.codebook["media"]).tolist() == [[1, 1], [EMPTY, EMPTY], [0, 1]]
    assert 'The sheet "children" was not read: a respondent may have several rows there (3 in all).' in said(found)


def test_limesurvey_comments_timings_and_two_readings_of_an_empty_cell(tmp_path):
    heading = "id,submitdate,lastpage,M[a],M[b],M[other],F[x],F[y],L,L[comment],interviewtime,LTime"
    ticks = "1,2026-01-01,3,{},N,,A1,,A2,why not,60,5\n2,2026-01-01,3,N,N,a radio,A2,A1,A1,,60,5\n3,,1,Y,N,,,,,,1,1\n"
    told = read(tmp_path, f"{heading}\n" + ticks.format("Y") + "4,2026-01-02,3,,,,A1,A2,A1,,9,9\n")
    assert [item.name for item in told.codebook.items] == ["M", "F_x", "F_y", "L", "L_comment"] and len(told) == 3
    assert told.options(told.codebook["M"]).tolist() == [[1, 0, 0], [0, 0, 1], [NOT_SHOWN] * 3]
    untold = read(tmp_path, f"{heading}\n" + ticks.format("Y").replace(",N", ","))
    assert untold.options(untold.codebook["M"]).tolist() == [[1, 0, 0], [0, 0, 1]]


def test_an_option_called_no_is_ticked_by_yes(tmp_path):
    text = "id,submitdate,lastpage," + ",".join(
        f"B[{n}]. Ever? [{label}]" for n, label in enumerate(["Yes", "No", "So"])
    )
    found = read(tmp_path, f"{text}\n1,x,1,No,Yes,No\n2,x,1,Yes,No,No\n")
    assert found.options(found.codebook["B"]).tolist() == [[0, 1, 0], [1, 0, 0]]


def test_one_csv_in_a_zip_and_odk_central(tmp_path):
    def packed(**files: str) -> Path:
        with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
            for name, text in files.items():
                archive.writestr(name + ".csv", text)
        return tmp_path / "export.zip"

    assert len(kip.read_responses(packed(form="Timestamp,n\n2026-01-01,1\n2026-01-02,2\n"))) == 2
    central = "SubmissionDate,meta-instanceID,n,KEY\n2026,uuid:1,1,uuid:1\n"
    found = kip.read_responses(packed(form=central, **{"form-children": "name,PARENT_KEY,KEY\nx,uuid:1,a\n"}))
    assert found.origin.tool == "kobo" and found.values["n"].tolist() == [1.0]
    with pytest.raises(kip.KipError, match="holds one.csv, two.csv; unpack it and give the one with the answers"):
        kip.read_responses(packed(one="a,b\n1,2\n", two="a,b\n1,2\n"))


def test_spss_text_labels_dates_and_kinds_of_missing(tmp_path):
    frame = pd.DataFrame(
        {
            "q1": [1.0, 5.0, 98.0, 97.0, 99.0, np.nan],
            "when": pd.to_datetime(["2026-03-31"] * 6),
            "cost": [1.234, 2.0, 3.0, -1.0, 5.0, 6.0],
            "Größe": ["M", "S", "M", "S", "M", ""],
        }
    )
    labels = {1: "Low", 5: "High", 97: "Not asked", 98: "Don't know", 99: "No answer"}
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "export.sav"),
        column_labels={"q1": "How well?"},
        variable_value_labels={"q1": labels, "Größe": {"M": "medium", "S": "small"}},
        missing_ranges={"q1": [{"lo": 97, "hi": 99}], "cost": [{"lo": -1, "hi": -1}]},
        variable_measure={"q1": "ordinal"},
    )
    found = kip.read_responses(tmp_path / "export.sav")
    assert found.column("q1").tolist() == [0, 4, NONE, NOT_SHOWN, EMPTY, EMPTY]  # only the ends have labels
    assert found.codebook["q1"].ordered and found.codebook["q1"].wording.in_language("") == "How well?"
    assert found.values["cost"][0] == 1.234 and np.isnan(found.values["cost"][3])
    assert str(found.values["when"][0]).startswith("2026-03-31")
    size = next(item for item in found.codebook.items if item.heading == "Größe")
    assert counts(found, size.name) == {"medium": 3, "small": 2}


# --- why answers are missing -------------------------------------------------------------------------


def test_the_forms_own_condition_tells_what_was_not_asked(tmp_path):
    asked = book(
        rated("q1"),
        kip.Item("why", "text", words("Why?"), relevant="${q1} < 3"),
        rated("q2", scale(5)),
    )
    asked = kip.Codebook((*asked.items[:2], kip.Item("q2", "select_one", words("Q2"), scale(5), relevant="${q1} >= 3")))
    found = responses(tmp_path, asked, [["1", "bad", ""], ["4", "", "2"], ["5", "", ""], ["2", "", "3"]])
    assert found.column("q2").tolist() == [NOT_SHOWN, 1, EMPTY, 2] and not found.inferred
    assert "1 question was answered by somebody to whom the form does not show it: q2." in said(found)
    shrunk = kip.agreement(found, "q1", population=9).rows[0]
    assert shrunk.population == 9
    unclear = kip.Codebook(
        (asked.items[0], kip.Item("q2", "select_one", words("Q2"), scale(5), relevant="today() > 3"))
    )
    found = responses(tmp_path, unclear, [["1", ""], ["2", "2"]])
    assert "For whom the form shows 1 question could not be worked out: q2." in said(found)
    assert found.column("q2").tolist() == [EMPTY, 1] and "q2" in found.inferred


def test_a_groups_condition_holds_for_its_questions(tmp_path):
    form = tmp_path / "form"
    form.mkdir()
    write_csv(
        form / "survey.csv",
        [
            ["type", "name", "label", "relevant"],
            ["integer", "age", "Age", ""],
            ["begin group", "work", "Work", "${age} > 15"],
            ["select_one yn", "job", "Job?", ""],
            ["select_one yn", "two", "Two?", "${job} = 'y'"],
            ["end group", "", "", ""],
            ["begin repeat", "child", "Child", ""],
            ["text", "name", "Name", ""],
            ["end repeat", "", "", ""],
        ],
    )
    write_csv(form / "choices.csv", [["list_name", "name", "label"], ["yn", "y", "Yes"], ["yn", "n", "No"]])
    asked = kip.read_codebook(form)
    assert [item.relevant for item in asked.items] == ["", "${age} > 15", "(${age} > 15) and (${job} = 'y')"]
    assert kip.read_codebook(kip.write_codebook(asked, tmp_path / "again")) == asked
    found = read(tmp_path, "age,job,two\n10,,\n20,y,n\n30,n,\n40,,\n", codebook=asked)
    assert found.column("two").tolist() == [NOT_SHOWN, 1, NOT_SHOWN, NOT_SHOWN]
    assert found.column("job").tolist() == [NOT_SHOWN, 0, 1, EMPTY]


def test_a_condition_is_inferred_only_where_chance_would_hardly_have_it_so(tmp_path):
    few = book(rated("q1", scale(2)), rated("q2"))
    routed = [["1", ""]] * 8 + [["2", str(n % 5 + 1)] for n in range(20)]
    found = responses(tmp_path, few, routed)
    assert missing(found, "q2") == {"NOT_SHOWN": 8} and found.inferred == {"q2"}
    assert 'not asked of those who answered "Level 1" to "Statement q1"' in said(found)
    # Five of five empty, but eight of twenty of the others too: by chance once in hundred and more.
    loose = [["1", ""]] * 5 + [["2", "" if n < 8 else "3"] for n in range(20)]
    assert missing(responses(tmp_path, few, loose), "q2") == {"LEFT_EMPTY": 13}
    # One answer among those eight is enough against it.
    contrary = [["1", "4"], *routed[1:]]
    assert missing(responses(tmp_path, few, contrary), "q2") == {"LEFT_EMPTY": 7}


def test_the_tool_says_who_broke_off(tmp_path):
    text = "id,submitdate,lastpage,Q1,Q2,Q3\n1,2026,2,A1,A1,A1\n2,,1,A1,,\n3,2026,2,A1,,\n"
    asked = book(*(rated(f"Q{n}", kip.Scale("s", (kip.Choice("A1"),)), role="") for n in (1, 2, 3)))
    found = read(tmp_path, text, codebook=asked, keep=["unfinished"])
    assert found.codes.tolist() == [[0, 0, 0], [0, BROKEN, BROKEN], [0, EMPTY, EMPTY]]


# --- dates -------------------------------------------------------------------------------------------


def test_day_and_month_are_asked_for_and_never_flipped(tmp_path):
    text = "since,n\n03/04/2026,1\n05/06/2026,2\n"
    drafted, _ = kip.draft_codebook(write_text(tmp_path / "export.csv", text))
    found = read(tmp_path, text, codebook=drafted)
    assert found.values["since"].tolist() == ["03/04/2026", "05/06/2026"]
    assert "write DD/MM/YYYY or MM/DD/YYYY into the column format of the codebook" in said(found)
    for order, month in (("DD/MM/YYYY", "04"), ("MM/DD/YYYY", "03")):
        told = kip.Codebook((kip.Item("since", "date", format=order), kip.Item("n", "integer")))
        told = kip.read_codebook(kip.write_codebook(told, tmp_path / order[:2]))
        assert str(read(tmp_path, text, codebook=told).values["since"][0])[5:7] == month
    with pytest.raises(kip.KipError, match='row 2, column "since": "13/04/2026" is not accepted; give MM/DD/YYYY'):
        read(tmp_path, "since,n\n13/04/2026,1\n", codebook=told)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021/05/16 9:56:41 AM GMT+3", "2021-05-16T09:56:41"),
        ("4/22/2016 19:57:50", "2016-04-22T19:57:50"),
        ("7/22/20 11:00:22", "2020-07-22T11:00:22"),
        ("2021-07-05T10:58:34.147+03:00", "2021-07-05T10:58:34"),
    ],
)
def test_times_as_survey_tools_write_them(tmp_path, text, date):
    found = read(tmp_path, f"when,n\n{text},1\n", codebook=book(kip.Item("when", "datetime"), kip.Item("n", "integer")))
    assert str(found.values["when"][0]) == date


# --- files that are large or strange -----------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_large_file_reads_like_a_small_one(tmp_path, monkeypatch, end):
    pytest.importorskip("pyarrow", reason="without pyarrow there is one way to read CSV")
    rows = [
        ["n", "q1", "why"],
        *([str(n), str(n % 5 + 1), ('a "b", c', "", "  x\ny ", "'=1")[n % 4]] for n in range(99)),
    ]
    path = write_csv(tmp_path / "export.csv", rows, end=end)
    items = book(kip.Item("n", "integer"), rated("q1"), kip.Item("why", "text"))
    slow = kip.read_responses(path, items)
    monkeypatch.setattr(files, "LARGE", 0)
    reads = []
    by_arrow = files._by_arrow
    monkeypatch.setattr(files, "_by_arrow", lambda *each: reads.append(by_arrow(*each)) or reads[-1])
    assert kip.read_responses(path, items) == slow and reads[0] is not None
    for damaged in ('1,2,"open\n', '1,2,a"b"\n', "1,2\n", "\n1,2,x\n", '1,2,"a"b\n', "1,2,\0\n"):
        path.write_text("n,q1,why\n" + damaged, newline="")
        results = []
        for large in (0, 10**9):
            monkeypatch.setattr(files, "LARGE", large)
            try:
                results.append(kip.read_responses(path, items).frame.to_json())
            except kip.KipError as error:
                results.append(str(error))
        assert results[0] == results[1]


def test_five_thousand_columns_and_a_cell_of_a_megabyte(tmp_path):
    wide = [[f"c{n}" for n in range(5000)], *([str(n % 3) for n in range(5000)] for _ in range(3))]
    assert len(read_export(write_csv(tmp_path / "wide.csv", wide)).table.columns) == 5000
    long = "x" * 1_000_000
    found = kip.read_responses(write_csv(tmp_path / "long.csv", [["why", "n"], [long, "1"]]))
    assert found.values["why"][0] == long


def test_bombs_are_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 100_000)
    monkeypatch.setattr(files, "LARGEST_WORKBOOK", 100_000)
    import gzip

    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 100_000))
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("answers.csv", b"a,b\n" + b"1,2\n" * 100_000)
    workbook = openpyxl.Workbook()
    workbook.save(tmp_path / "bomb.xlsx")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", b" " * 1_000_000)
    for name in ("bomb.csv.gz", "bomb.zip", "bomb.xlsx"):
        with pytest.raises(kip.KipError, match=f"{name} is larger than a survey export can be"):
            kip.read_responses(tmp_path / name)


def test_merged_cells_and_links_to_other_files(tmp_path):
    workbook = openpyxl.Workbook()
    for row in (["q1", "n"], ["1", 1], ["2", 2], ["3", 3]):
        workbook.active.append(row)
    workbook.active.merge_cells("A2:A3")
    made = io.BytesIO()
    workbook.save(made)
    with zipfile.ZipFile(tmp_path / "export.xlsx", "w") as new, zipfile.ZipFile(made) as old:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    found = kip.read_responses(tmp_path / "export.xlsx", book(rated("q1"), kip.Item("n", "integer")))
    assert found.column("q1").tolist() == [0, EMPTY, 2]  # only the first of merged cells holds the value


# --- what people are told ----------------------------------------------------------------------------


def test_the_overview_counts_what_there_is(tmp_path, demo):
    found = look_over(demo)
    kinds = dict(found.kinds)
    assert sum(kinds.values()) == len(demo.codebook.items) and found.respondents == 31
    below = {kind: int((demo.codes == kind).sum()) for kind in kip.Missing}
    # Every closed item of the demo but one has one column; that one is a multiple choice.
    multiple = [item for item in demo.codebook.items if item.type == "select_multiple"]
    extra = {
        kind: sum(int((demo.options(item) == kind).sum()) * (1 - 1 / len(item.levels)) for item in multiple)
        for kind in below
    }
    assert {each.kind: each.answers for each in found.missing} == {
        kind: count - round(extra[kind]) for kind, count in below.items() if count
    }
    assert all(each.questions <= found.closed for each in found.missing)


def test_a_multiple_choice_has_shares_of_respondents_and_of_answers(tmp_path):
    rows = ["media/tv,media/web,n", *["1,1,1"] * 5, *["1,0,2"] * 3, *["0,1,3"] * 2, *["0,0,4"] * 2, *[",,5"] * 3]
    found = read(tmp_path, "\n".join(rows) + "\n")
    row = kip.distribution(found).rows[0]
    # 8 and 7 of the 10 who ticked something; 8 and 7 of the 15 ticks. Nothing ticked is left empty.
    assert (row.answered, row.shares, row.shares_of_answers) == (10, (0.8, 0.7), (8 / 15, 7 / 15))
    text = kip.Show("en").table(kip.distribution(found)).text
    assert "8 (80%)" in text and "53%" in text and "7 (70%)" in text and "47%" in text
    assert missing(found, row.item.name) == {"LEFT_EMPTY": 5}


def test_inspect_says_it_in_the_readers_language(tmp_path, capsys):
    from kiptools.cli import main

    path = write_text(tmp_path / "export.csv", qualtrics())
    assert main(["inspect", str(path), "--lang", "hr", "--keep", "tests"]) == 0
    out = capsys.readouterr().out
    assert "Qualtrics" in out and "ImportId" not in out and "1.2.3.4" not in out and "a radio" not in out
    assert main(["inspect", str(path), "--tool", "nothing"]) == 1
    assert 'There is no tool "nothing"' in capsys.readouterr().err


def test_a_draft_with_the_forms_own_words(tmp_path):
    form = tmp_path / "form"
    form.mkdir()
    write_csv(
        form / "survey.csv",
        [["type", "name", "label"], ["select_one mood", "q1", "How is the mood?"], ["integer", "gone", "No column"]],
    )
    moods = [["mood", "1", "Very bad"], ["mood", "2", "Bad"], ["mood", "3", "Good"], ["mood", "4", "Very good"]]
    write_csv(form / "choices.csv", [["list_name", "name", "label"], *moods])
    path = write_csv(
        tmp_path / "export.csv", [["q1", "n"], *([str(n % 4 + 1), str(n)] for n in range(12)), ["fine", "9"]]
    )
    drafted, review = kip.draft_codebook(path, form)
    assert [item.name for item in drafted.items] == ["q1", "n"]
    assert drafted["q1"].wording.in_language("") == "How is the mood?" and drafted["q1"].other
    assert 'does not have 1 of the answers; it was taken as written under "other"' in str(review["q1"][0])
    assert "1 question of the form has no column in the export: gone." in str(review[""][0])
    assert kip.read_responses(path, drafted).values["q1/other_text"][-1] == "fine"


def test_the_forms_list_gets_the_scores_of_a_usual_scale(tmp_path):
    form = tmp_path / "form"
    form.mkdir()
    write_csv(
        form / "survey.csv", [["type", "name", "label"], ["select_one a", "q1", "Useful?"], ["integer", "n", "N"]]
    )
    answers = ["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree", "Don't know"]
    rows = [["a", f"c{place}", text] for place, text in enumerate(answers)]
    write_csv(form / "choices.csv", [["list_name", "name", "label"], *rows])
    path = write_csv(tmp_path / "export.csv", [["q1", "n"], ["c0", "1"], ["c4", "2"], ["c5", "3"]])
    item = kip.draft_codebook(path, form)[0]["q1"]
    assert [(level.name, level.score) for level in item.levels] == [
        ("c4", 1),
        ("c3", 2),
        ("c2", 3),
        ("c1", 4),
        ("c0", 5),
    ]
    assert [choice.name for choice in item.choices if choice.missing] == ["c5"]


# --- what a tester found -----------------------------------------------------------------------------


def drafted(tmp_path: Path, text: str, name: str = "export.csv") -> dict[str, kip.Item]:
    book, _ = kip.draft_codebook(write_text(tmp_path / name, text))
    assert kip.read_responses(tmp_path / name, book)  # with its own draft, always
    return {item.wording.in_language(""): item for item in book.items}


def levels(item: kip.Item) -> list[str]:
    return [level.wording.in_language("") for level in item.levels]


def test_several_codes_between_commas_are_no_decimals(tmp_path):
    cells = ['"1,3"', "3", "1", '"1,2"', '"2,3"', ""] * 5
    text = "Topics,n\n" + "".join(f"{cell},{n}\n" for n, cell in enumerate(cells))
    item = drafted(tmp_path, text)["Topics"]
    assert item.type == "select_multiple" and sorted(levels(item)) == ["1", "2", "3"]
    semicolons = "Hours;n\n" + "".join(f"{cell};{n}\n" for n, cell in enumerate(["1,5", "2,5", "3,25", "4"] * 6))
    assert drafted(tmp_path, semicolons)["Hours"].type == "decimal"


def test_choices_joined_by_commas_without_blanks(tmp_path):
    cells = ['"Art,Music"', "Music", "Art", '"Art,Sport"', "Sport"] * 5
    item = drafted(tmp_path, "Topics,n\n" + "".join(f"{cell},{n}\n" for n, cell in enumerate(cells)))["Topics"]
    assert item.type == "select_multiple" and sorted(levels(item)) == ["Art", "Music", "Sport"]


def test_kobo_joins_by_blanks_and_others_do_not(tmp_path):
    cells = ["legal housing", "housing", "legal", "legal housing health", "health"] * 5
    rows = "".join(f"{cell},{n},u{n},2026\n" for n, cell in enumerate(cells))
    item = drafted(tmp_path, "serv,n,_uuid,_submission_time\n" + rows)["serv"]
    assert item.type == "select_multiple" and sorted(levels(item)) == ["health", "housing", "legal"]
    words = "".join(f"{cell},{n}\n" for n, cell in enumerate(["very good", "good", "very bad"] * 5))
    assert drafted(tmp_path, "Mood?,n\n" + words)["Mood?"].type == "select_one"


def test_google_forms_never_spreads_boxes_over_columns(tmp_path):
    heading = "Timestamp,Do you have? [A car],Do you have? [A bike],Do you have? [A boat]\n"
    text = heading + "".join(f"2026-01-0{n},Yes,No,No\n2026-02-0{n},No,,Yes\n" for n in range(1, 6))
    found = read(tmp_path, text)
    assert [item.type for item in found.codebook.items] == ["select_one"] * 3
    assert found.column("q2").tolist()[:2] == [0, EMPTY]


def test_answers_that_are_none_stay_so_beside_an_unknown_level(tmp_path):
    answers = ["Satisfied", "N/A", "Dissatisfied", "-", "Very satisfied", "Very dissatisfied"] * 4
    item = drafted(tmp_path, "Sat,n\n" + "".join(f"{each},{n}\n" for n, each in enumerate(answers)))["Sat"]
    assert "N/A" not in levels(item) and [c.wording.in_language("") for c in item.choices if c.missing] == ["N/A"]


def test_identical_answers_are_said_only_of_identical_answers(tmp_path):
    assert "identical" not in said(read(tmp_path, "Role,Comment\nA,yes I like\nA,not at all\nA,other\nA,xx\n"))
    assert "identical" in said(read(tmp_path, "Role,Comment\nA,x\nA,x\nA,x\nA,x\n"))


@pytest.mark.parametrize("name", ["Status", "Progress", "Score", "Seed", "Today", "Key"])
def test_a_questions_name_is_no_tools_column_where_there_is_no_such_tool(tmp_path, name):
    assert name in drafted(tmp_path, f"{name},n\nOne,1\nTwo,2\nOne,3\nTwo,4\n")


@pytest.mark.parametrize(
    "heading",
    [
        "What is your name?",
        "Surname",
        "Your phone number:",
        "Date of birth",
        "Qual é o seu nome?",
        "Qual è il tuo nome?",
        "Vaše prezime",
    ],
)
def test_names_and_addresses_asked_for_in_a_sentence_are_left_out(tmp_path, heading):
    rows = "".join(f"Person {'abcdefgh'[n]},{n}\n" for n in range(8))
    assert "1 column that can identify people was left out" in said(read(tmp_path, f"{heading},n\n{rows}"))
    chosen = "".join(f"{('Yes', 'No')[n % 2]},{n}\n" for n in range(8))
    assert "identify" not in said(read(tmp_path, f"{heading},n\n{chosen}"))


def test_a_write_in_without_a_tick_counts_as_other(tmp_path):
    text = (
        "id,submitdate,lastpage,role,role[other]\n"
        + "1,x,1,Teacher,\n2,x,1,,Volunteer\n3,x,1,Parent,\n4,x,1,Parent,\n" * 3
    )
    found = read(tmp_path, text)
    assert counts(found, "role") == {"Parent": 6, "Teacher": 3, "Other": 3}


@pytest.mark.parametrize("heading", ["Satisfied with food/drink?", "Speed (km/h)", "He/she likes it?"])
def test_a_slash_within_a_question_does_not_cut_it(tmp_path, heading):
    assert heading in drafted(tmp_path, f"{heading},n\n{'a,1' + chr(10)}b,2\na,3\nb,4\n")


def test_limesurvey_codes_joined_by_a_line(tmp_path):
    text = "id,submitdate,lastpage,Q01_SQ001,Q01_SQ002,Q01_other\n1,x,1,Y,,\n2,x,1,,Y,\n3,x,1,,,a radio\n"
    found = read(tmp_path, text)
    assert found.options(found.codebook["Q01"]).tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_microsoft_forms_ends_every_choice_with_a_semicolon(tmp_path):
    rows = "".join(f"{n},1,2,anonymous,,{each}\n" for n, each in enumerate(["Art;", "Music;", "Sport;", "Art;"] * 3))
    item = drafted(tmp_path, "ID,Start time,Completion time,Email,Name,Topics\n" + rows)["Topics"]
    assert item.type == "select_multiple" and sorted(levels(item)) == ["Art", "Music", "Sport"]


def test_totals_and_repeated_headings_are_no_respondents(tmp_path):
    text = "Role;Sat;Hours\nA;1;5\nB;2;7\nRole;Sat;Hours\nA;1;9\nTotal;;21\n"
    found = read(tmp_path, text)
    assert len(found) == 3
    assert "The last row was left out: it holds totals (Total)." in said(found)
    assert "1 row was left out: it repeats the headings." in said(found)


def test_codes_beside_a_write_in_are_no_scale(tmp_path):
    text = qualtrics(
        "StartDate,Q1,Q1_3_TEXT\nStart,Role?,Role? - Other - Text\n{i:start},{i:QID1},{i:QID1-3-TEXT}\n"
        + "2026,1,\n2026,3,a friend\n2026,2,\n2026,1,\n" * 3
    )
    found = read(tmp_path, text)
    item = found.codebook["Q1"]
    assert item.other and not item.ordered and counts(found, "Q1") == {"1": 6, "2": 3, "Other": 3}
    assert found.values["Q1/other_text"].tolist()[1] == "a friend"


def test_qualtrics_two_options_to_write_beside(tmp_path):
    heading = "StartDate,Q1,Q1_3_TEXT,Q1_4_TEXT\nStart,Role?,Role? - Other - Text,Role? - Else - Text\n"
    text = heading + "{i:start},{i:QID1},{i:QID1-3-TEXT},{i:QID1-4-TEXT}\n" + "2026,1,,\n2026,3,x,\n2026,4,,y\n" * 3
    found = read(tmp_path, qualtrics(text))
    assert found.values["Q1_4_TEXT"].tolist()[2] == "y" and found.values["Q1/other_text"].tolist()[1] == "x"


def test_numbers_beyond_all_bounds(tmp_path):
    assert len(read(tmp_path, "A,B\n" + "9" * 5000 + ",x\n1,y\n")) == 2
    with pytest.raises(kip.KipError, match='"1e999" is not accepted'):
        read(tmp_path, "n,m\n1e999,1\n", codebook=book(kip.Item("n", "decimal"), kip.Item("m", "integer")))


def test_a_file_with_no_question_left_is_refused(tmp_path):
    with pytest.raises(kip.KipError, match="has no column left that can be a question: Name, Email are left out"):
        read(tmp_path, "Name,Email\nx,a@b.de\ny,c@d.de\n")


def test_a_title_row_filled_up_by_a_spreadsheet(tmp_path):
    with pytest.raises(kip.KipError, match=r"its first row \(Survey 2026\) looks like a title"):
        read(tmp_path, "Survey 2026,,\n,,\nRole,Sat,Hours\nA,1,2\n")


def test_a_form_of_another_survey_is_noticed(tmp_path):
    form = tmp_path / "form"
    form.mkdir()
    write_csv(form / "survey.csv", [["type", "name", "label"], ["select_one a", "Q1", "What is your role here?"]])
    write_csv(form / "choices.csv", [["list_name", "name", "label"], ["a", "1", "Teacher"], ["a", "2", "Parent"]])
    text = qualtrics(
        "StartDate,Q1\nStart,In which country do you live?\n{i:start},{i:QID1}\n" + "2026,IT\n2026,HR\n" * 3
    )
    _, review = kip.draft_codebook(write_text(tmp_path / "export.csv", text), form)
    assert 'The export asks "In which country do you live?", the form "What is your role here?"' in str(review["Q1"][0])


# --- what a reviewer found ---------------------------------------------------------------------------


def test_a_row_of_a_grid_with_one_number_only_keeps_it(tmp_path):
    text = "Respondent ID,Rate,,\n,Speed,Quality,Price\n" + "".join(
        f"{n},4,{n % 5 + 1},{n % 4 + 1}\n" for n in range(12)
    )
    found = read(tmp_path, text)
    assert counts(found, found.codebook.items[0].name)["4"] == 12
    numbers = "Respondent ID,Help with,,\n,Legal,Housing,Work\n" + "1,1,,\n2,,2,3\n3,1,2,\n" * 3
    item = read(tmp_path, numbers).codebook.items[0]
    assert item.type == "select_multiple" and levels(item) == ["Legal", "Housing", "Work"]


def test_kobo_questions_named_after_another_are_not_its_options(tmp_path):
    text = "work,work_a,work_b,_uuid,_submission_time\n" + "employed,1,0,u,2026\nself,0,0,u,2026\nnone,1,1,u,2026\n" * 3
    assert "work" in [item.name for item in read(tmp_path, text).codebook.items]


def test_a_code_that_stands_in_two_places_names_two_items(tmp_path):
    text = "id,submitdate,lastpage,A[1],A[2],B,A[3],A[4]\n" + "1,x,1,Y,,k,,Y\n2,x,1,,Y,l,Y,\n" * 4
    drafted(tmp_path, text)
    found = read(tmp_path, text)
    assert [item.name for item in found.codebook.items] == ["A", "B", "A_"]
    assert found.options(found.codebook["A_"])[0].tolist() == [0, 1]


def test_a_condition_on_other_holds_for_what_was_written(tmp_path):
    jobs = kip.Scale("jobs", (kip.Choice("a", words("Cook")), kip.Choice("b", words("Nurse")), OTHER))
    more = kip.Item("more", "select_one", words("More?"), scale(2), relevant="${job} = 'other'")
    asked = book(kip.Item("job", "select_one", words("Job?"), jobs, other=True), more)
    found = read(tmp_path, "job,more\na,\nPilot,1\n-oth-,2\nPainter,\n", codebook=asked)
    assert found.column("more").tolist() == [NOT_SHOWN, 0, 1, EMPTY]
    several = kip.Item("job", "select_multiple", words("Job?"), jobs, other=True)
    found = read(tmp_path, "job,more\na,\na; Pilot,1\n", codebook=book(several, more))
    assert found.column("more").tolist() == [NOT_SHOWN, 0]


def test_breaking_off_does_not_make_the_forms_routing_doubtful(tmp_path):
    items = [
        rated("q1", scale(2)),
        *(kip.Item(f"r{n}", "select_one", words(f"R{n}"), scale(2), role="experience") for n in range(7)),
    ]
    routed = replace(items[1], relevant="${q1} = 1")
    asked = book(items[0], routed, *items[2:])
    rows = [["1"] * 8] * 9 + [["2", "", *["1"] * 6]] * 6 + [["1"] * 2 + [""] * 6]
    found = responses(tmp_path, asked, rows)
    assert "r0" not in found.inferred and (found.codes == BROKEN).any()
    assert kip.agreement(found, "r0", population=40).rows[0].population == 34


@pytest.mark.parametrize(("status", "kept"), [("16", 4), ("48", 4), ("1", 3), ("256", 3), ("Survey Test", 3)])
def test_qualtrics_statuses(tmp_path, status, kept):
    head = "StartDate,Status,Q1\nStart,Response Type,How?\n{i:start},{i:status},{i:QID1}\n"
    assert len(read(tmp_path, qualtrics(head + "2026,0,1\n2026,0,2\n2026,0,1\n" + f"2026,{status},2\n"))) == kept


def test_a_question_called_status_is_no_status(tmp_path):
    head = "StartDate,Q1\nStart,Status\n{i:start},{i:QID1}\n"
    assert len(read(tmp_path, qualtrics(head + "2026,1\n2026,2\n2026,3\n" * 3))) == 9


def test_spss_questions_side_by_side_are_no_options(tmp_path):
    frame = pd.DataFrame(
        {"a_1": [1.0, 0, 1, 0], "a_2": [0.0, 0, 1, 1], "smoker_now": [1.0, 0, 0, 1], "smoker_past": [0.0] * 4}
    )
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "export.sav"),
        column_labels={"a_1": "Do you rent?", "a_2": "Do you own a car?"},
        variable_value_labels={name: {0: "No", 1: "Yes"} for name in ("a_1", "a_2")},
    )
    found = kip.read_responses(tmp_path / "export.sav")
    assert "select_multiple" not in {item.type for item in found.codebook.items}


def test_an_unlisted_text_in_spss_is_not_shown_as_an_answer(tmp_path):
    frame = pd.DataFrame({"role": ["t", "p", "t", "p", "Ivan H., director", "t"]})
    labels = {"role": {"t": "Teacher", "p": "Parent"}}
    pyreadstat.write_sav(frame, str(tmp_path / "export.sav"), variable_value_labels=labels)
    found = kip.read_responses(tmp_path / "export.sav")
    assert levels(found.codebook["role"]) == ["Parent", "Teacher", "Other"]
    assert "Ivan" not in kip.Show("en").table(found).text


def test_a_row_called_other_of_a_grid_is_a_row(tmp_path):
    heading = "How satisfied? [Meetings],How satisfied? [Letters],How satisfied? [Other]\n"
    found = read(tmp_path, heading + "Satisfied,Dissatisfied,Satisfied\nDissatisfied,Satisfied,Dissatisfied\n" * 5)
    assert [item.type for item in found.codebook.items] == ["select_one"] * 3


def test_few_who_were_not_asked_are_not_told_apart(tmp_path):
    asked = book(rated("q1", scale(2)), kip.Item("q2", "select_one", words("Q2"), scale(2), relevant="${q1} = 1"))
    found = responses(tmp_path, asked, [["1", "1"]] * 20 + [["2", ""]] * 2 + [["1", ""]] * 4)
    text = kip.Show("en").table(kip.distribution(found, "q2")).text
    assert "Not asked" not in text and "No answer" in text
    rows = [line.split() for line in kip.Show("en").table(found).text.splitlines() if line.startswith("Not asked")]
    assert rows == [["Not", "asked", "–", "–"]]


def test_an_inspection_of_few_shows_no_answers(tmp_path, capsys):
    from kiptools.cli import main

    path = write_text(tmp_path / "export.csv", "Mood,n\nfine,1\nawful,2\nfine,3\nfine,4\n")
    assert main(["inspect", str(path)]) == 0
    assert "awful" not in capsys.readouterr().out
    assert main(["report", "evaluation", "--survey", str(path)]) == 1
    assert "awful" not in capsys.readouterr().out


def test_surveyctos_relevance_and_a_line_of_blanks(tmp_path):
    form = tmp_path / "form"
    form.mkdir()
    rows = [["type", "name", "label", "relevance"], ["integer", "a", "A", ""], ["integer", "b", "B", "${a} > 1"]]
    write_csv(form / "survey.csv", rows)
    assert kip.read_codebook(form)["b"].relevant == "${a} > 1"
    assert len(read(tmp_path, "a,b\n1,\n   \n2,3\n")) == 2


def test_no_file_can_have_such_a_name():
    for read_it in (kip.read_responses, kip.read_codebook):
        with pytest.raises(kip.KipError, match="cannot be opened|no codebook"):
            read_it("no\0such.csv")


def test_a_telephone_number_asked_for_in_qualtrics_is_left_out(tmp_path):
    head = "StartDate,Q1,Q2\nStart,What is your phone number?,How?\n{i:start},{i:QID1-TEXT},{i:QID2}\n"
    found = read(tmp_path, qualtrics(head + "".join(f"2026,555 12{n},{n % 2}\n" for n in range(8))))
    assert [item.name for item in found.codebook.items] == ["Q2"]


def test_told_the_tool_its_sheet_is_found(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["remarks"])
    sheet = workbook.create_sheet("data")
    for row in (["Respondent ID", "How?"], [1, "Good"], [2, "Bad"]):
        sheet.append(row)
    workbook.save(tmp_path / "export.xlsx")
    assert len(kip.read_responses(tmp_path / "export.xlsx", tool="surveymonkey")) == 2


def test_two_columns_for_one_name_are_both_left_out(tmp_path):
    asked = book(kip.Item("who", "text", words("Your name")), kip.Item("n", "integer"))
    found = read(tmp_path, "who,Your name,n\nAna Kos,Ana K,1\nIvo Lim,Ivo L,2\n", codebook=asked)
    assert list(found.frame.columns) == ["n"]
