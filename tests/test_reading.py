"""From files to coded answers: dialects, languages, faults."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from builders import HOSTILE, book, examples, rated, responses, scale, words, write_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kiptools as kip
from kiptools.exports import read_export
from kiptools.reading import code

LANGUAGES = ("en", "fr", "it", "hr", "pt")


def in_words(demo: kip.Responses, lang: str) -> list[list[str]]:
    """The demo answers as a tool that exports labels in that language would write them."""
    book = demo.codebook
    rows = [[item.wording.in_language(lang) for item in book.items]]
    for respondent in range(len(demo)):
        row = []
        for item in book.items:
            if item.type == "select_one":
                place = demo.column(item.name)[respondent]
                none = next((choice for choice in item.choices if choice.missing), None)
                row.append(
                    item.levels[place].wording.in_language(lang)
                    if place >= 0
                    else none.wording.in_language(lang)
                    if none and place == kip.Missing.NOT_APPLICABLE
                    else ""
                )
            elif item.type == "select_multiple":
                ticked = demo.options(item)[respondent]
                row.append(
                    ";".join(
                        level.wording.in_language(lang)
                        for level, tick in zip(item.levels, ticked, strict=True)
                        if tick == 1
                    )
                )
            else:
                row.append(demo.values[item.name][respondent] or "")
        rows.append(row)
    return rows


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("encoding", "delimiter", "end"),
    [
        ("utf-8", ",", "\n"),
        ("utf-8-sig", ";", "\r\n"),
        ("cp1252", ";", "\r\n"),
        ("mac_roman", ",", "\r"),
        ("cp1250", ";", "\r\n"),
        ("utf-16", "\t", "\r\n"),
    ],
)
def test_every_dialect_in_every_language_reads_the_same(demo, tmp_path, lang, encoding, delimiter, end):
    rows = in_words(demo, lang)
    try:
        path = write_csv(tmp_path / "export.csv", rows, delimiter=delimiter, encoding=encoding, end=end)
    except UnicodeEncodeError:
        assert (lang, encoding) in {
            ("hr", "cp1252"),
            ("hr", "mac_roman"),
            ("pt", "cp1250"),
            ("it", "cp1250"),
            ("fr", "cp1250"),
        }
        return  # that encoding has no letters for that language: no such file can exist
    assert kip.read_responses(path, demo.codebook, population=42) == demo


def test_a_workbook_reads_the_same(demo, tmp_path):
    workbook = openpyxl.Workbook()
    for row in in_words(demo, "hr"):
        workbook.active.append(row)
    workbook.create_sheet("notes").append(["mine"])
    workbook.save(tmp_path / "export.xlsx")
    found = kip.read_responses(tmp_path / "export.xlsx", demo.codebook, population=42)
    assert found == demo
    assert any("other sheet was not read: notes" in str(note) for note in found.notes)


def test_the_dirty_copy_has_its_slips_found_in_one_go():
    with pytest.raises(kip.KipError) as refused:
        kip.read_responses(kip.kit_path("data", "cite", "answers_dirty.csv"), kip.kit_path("data", "cite", "codebook"))
    said = [str(fault) for fault in refused.value.faults]
    assert len(said) == 3
    assert "lacks the item learning_2 of the codebook; did you mean its column" in said[0]
    assert (
        'row 8, column "Les objectifs' in said[1] and '"6" is not accepted; give 1 (Pas du tout d\'accord)' in said[1]
    )
    assert 'row 13, column "Les partenaires respectent' in said[2] and '"Plutôt d\'acord" is not accepted' in said[2]


def test_the_dirty_copy_reads_as_the_clean_one_once_put_right(demo, tmp_path):
    data = kip.kit_path("data", "cite", "answers_dirty.csv").read_bytes().decode("cp1252")
    data = data.replace("évaluations nous sont;", "évaluations nous sont présentés.;").replace("d'acord", "d'accord")
    lines = data.split("\r\n")
    lines[7] = lines[7].replace(";6;", ";" + "Plutôt d'accord" + ";", 1)
    path = tmp_path / "repaired.csv"
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    repaired = kip.read_responses(path, demo.codebook)
    different = {(int(row), demo.columns[column]) for row, column in np.argwhere(repaired.codes != demo.codes)}
    assert different <= {(6, "purpose_2"), (11, "trust_3")}  # typed over: what stood there is not known


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "empty.csv is empty: it has no heading row."),
        ("blank.csv", b"\n\n \n", "blank.csv is empty: it has no heading row."),
        (
            "photo.csv",
            b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
            "photo.csv is not a table that can be read (PNG picture); export the answers as CSV or XLSX.",
        ),
        ("header.csv", b"q1,q2\n", "header.csv has a heading but no answers: there is no row below it."),
        (
            "twice.csv",
            b"q1,q2,Q1\n1,2,3\n",
            'the heading "q1" stands in columns A, C; every heading must be different.',
        ),
        ("ragged.csv", b"q1,q2\n1,2\n1,2,3\n1\n", "ragged.csv, row 3: 3 cells, but the heading has 2"),
        ("noise.csv", random.Random(1).randbytes(4000), "noise.csv is not readable as text"),
        ("broken.xlsx", b"PK\x03\x04 nothing of a workbook", "broken.xlsx is no Excel workbook that can be opened"),
        ("nameless.csv", b"q1,,q2\n1,yes,2\n1,no,2\n", "nameless.csv: column B has no heading; give it one."),
        ("broken.csv.gz", b"\x1f\x8b\x08 no gzip", "broken.csv.gz is a damaged gzip file."),
    ],
)
def test_a_bad_file_gets_one_clear_sentence(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(kip.KipError) as refused:
        kip.read_responses(path, book(rated("q1"), rated("q2")))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value) or name == "ragged.csv"


def test_no_such_file_and_a_folder(tmp_path):
    with pytest.raises(kip.KipError, match="There is no file .*nothing.csv"):
        kip.read_responses(tmp_path / "nothing.csv")
    with pytest.raises(kip.KipError, match="is a folder; give a CSV or XLSX file"):
        kip.read_responses(tmp_path)


def test_a_table_of_results_is_not_a_table_of_answers(tmp_path):
    banner = [
        ["", "", "Democrat", "", "", "Republican", "", ""],
        ["Team", "Total", "Asian", "Black", "Total", "Asian", "Black", "GOP%"],
        *([f"Team {n}", str(100 + n), "2", "7", "20", "4", "5", "29%"] for n in range(9)),
    ]
    with pytest.raises(kip.KipError, match="looks like a table of results .* one row per respondent"):
        kip.read_responses(write_csv(tmp_path / "banner.csv", banner))


def test_the_real_aggregated_banner_is_refused(shared):
    with pytest.raises(kip.KipError, match="looks like a table of results"):
        kip.read_responses(shared / "exports" / "surveymonkey" / "538_nfl_aggregated_banner.csv")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [["q1", "q2"], ["7", "1"], ["7", "2"], ["8", "2"]],
            'answers.csv, row 2 and further rows (2 in all), column "q1": "7" is not accepted; give 1 (Level 1)',
        ),
        ([["q1"], ["1"]], 'answers.csv lacks the item q2 ("Statement q2") of the codebook'),
        ([["q1", "q2", "shoe size"], ["1", "1", "38"]], 'column "shoe size": the codebook has no such item'),
        ([["q1", "Statement q2.", "q2"], ["1", "1", "1"]], 'column "q2": the item q2 has a column already'),
    ],
)
def test_whatever_is_not_understood_is_named(tmp_path, rows, said):
    with pytest.raises(kip.KipError) as refused:
        kip.read_responses(write_csv(tmp_path / "answers.csv", rows), book(rated("q1"), rated("q2")))
    assert said in str(refused.value)


def test_no_more_than_ten_faults_are_shown(tmp_path):
    rows = [["q1", "q2"], *([str(100 + n), "1"] for n in range(25))]
    with pytest.raises(kip.KipError) as refused:
        kip.read_responses(write_csv(tmp_path / "answers.csv", rows), book(rated("q1"), rated("q2")))
    assert len(refused.value.faults) == 25 and len(str(refused.value).split("\n")) == 11


def test_the_population_cannot_be_smaller_than_the_respondents(tmp_path):
    path = write_csv(tmp_path / "answers.csv", [["q1", "q2"], *([["1", "1"]] * 8)])
    with pytest.raises(kip.KipError, match="population is 7, smaller than the 8 respondents in answers.csv"):
        kip.read_responses(path, book(rated("q1"), rated("q2")), population=7)


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_respondents_can_be_read(tmp_path, n):
    path = write_csv(tmp_path / "answers.csv", [["q1", "q2"], *([["1", "5"]] * n)])
    assert len(kip.read_responses(path, book(rated("q1"), rated("q2")))) == n


def test_everyone_answering_the_same_is_said(tmp_path):
    path = write_csv(tmp_path / "answers.csv", [["q1", "q2"], *([["1", "5"]] * 6)])
    found = kip.read_responses(path, book(rated("q1"), rated("q2")))
    assert "The answers of all 6 respondents are identical." in map(str, found.notes)


# --- cells -------------------------------------------------------------------------------------------


def test_codes_that_a_data_tool_turned_into_decimals(tmp_path):
    found = responses(tmp_path, book(rated("q1")), [["4.0"], ["1.0"], ["na"]])
    assert found.column("q1").tolist() == [3, 0, kip.Missing.NOT_APPLICABLE]


def test_decimal_comma_and_point(tmp_path):
    items = book(kip.Item("cost", "decimal"), kip.Item("hours", "decimal"))
    found = responses(tmp_path, items, [["2,5", "2.5"], ["10", "3"], ["", "1"]])
    assert found.values["cost"].tolist()[:2] == [2.5, 10.0] and np.isnan(found.values["cost"][2])
    with pytest.raises(kip.KipError, match='column "cost": "1,5" is not accepted'):
        responses(tmp_path, items, [["1,5", "1"], ["2.5", "1"]])


def test_dates_have_one_format_for_the_whole_column(tmp_path):
    since = book(kip.Item("since", "date"))
    found = responses(tmp_path, since, [["03/04/2026"], ["13/04/2026"]])
    assert found.values["since"].astype(str).tolist() == ["2026-04-03T00:00:00", "2026-04-13T00:00:00"]
    unclear = responses(tmp_path, since, [["03/04/2026"], ["05/06/2026"]])
    assert unclear.values["since"].tolist() == ["03/04/2026", "05/06/2026"]
    assert "day and month cannot be told apart" in str(unclear.to_decide[0])
    with pytest.raises(kip.KipError, match='row 3, column "since": "31/02/2026" is not accepted; give 2026-03-31'):
        responses(tmp_path, since, [["28/02/2026"], ["31/02/2026"]])


@pytest.mark.parametrize(
    ("cell", "ticked"),
    [
        ("Mixed (talks, events, etc.), Online", [1, 0, 1]),
        ("online;Mixed (talks, events, etc.);", [1, 0, 1]),
        ("Radio", [0, 1, 0]),
        ("3 1", [1, 0, 1]),
        ("Online\nRadio", [0, 1, 1]),
    ],
)
def test_several_answers_in_one_cell(tmp_path, cell, ticked):
    options = kip.Scale(
        "media",
        (
            kip.Choice("1", words("Mixed (talks, events, etc.)")),
            kip.Choice("2", words("Radio")),
            kip.Choice("3", words("Online")),
        ),
    )
    found = responses(tmp_path, book(kip.Item("media", "select_multiple", words("Media?"), options)), [[cell]])
    assert found.options(found.codebook["media"])[0].tolist() == ticked


@pytest.mark.parametrize("heading", ["media/{}", "media[{}]", "Media? [{}]"])
@pytest.mark.parametrize("tick", ["1", "TRUE", "Yes", "x", None])
def test_one_column_for_each_option(tmp_path, heading, tick):
    options = kip.Scale("media", (kip.Choice("tv", words("TV")), kip.Choice("radio", words("Radio"))))
    item = kip.Item("media", "select_multiple", words("Media?"), options)
    rows = [
        [heading.format("Radio"), heading.format("TV"), "n"],
        [tick or "Radio", "", "1"],
        ["", "", "2"],
        ["", tick or "TV", "3"],
    ]
    path = write_csv(tmp_path / "answers.csv", rows)
    found = code(read_export(path), book(item, kip.Item("n", "integer")))
    empty = int(kip.Missing.LEFT_EMPTY)
    assert found.options(item).tolist() == [[0, 1], [empty, empty], [1, 0]]


def test_answers_of_their_own_are_kept_apart(tmp_path):
    form = tmp_path / "form"
    form.mkdir()
    write_csv(
        form / "survey.csv",
        [["type", "name", "label"], ["select_one kinds or_other", "kind", "Kind?"], ["integer", "n", "N"]],
    )
    write_csv(form / "choices.csv", [["list_name", "name", "label"], ["kinds", "a", "School"], ["kinds", "b", "Firm"]])
    path = write_csv(
        tmp_path / "answers.csv", [["kind", "n"], ["School", "1"], ["A circus", "2"], ["other", "3"], ["", "4"]]
    )
    found = kip.read_responses(path, form)
    assert found.column("kind").tolist() == [0, 2, 2, kip.Missing.LEFT_EMPTY]
    assert found.values["kind/other_text"].tolist() == [None, "A circus", None, None]
    assert kip.distribution(found, "kind").rows[0].counts == (1, 0, 2)


def test_technical_and_personal_columns_are_left_out_and_named(tmp_path):
    rows = [["Horodateur", "Adresse e-mail", "q1"], ["2026-01-01", "a@b.c", "1"], ["2026-01-02", "d@e.f", "2"]]
    found = kip.read_responses(write_csv(tmp_path / "answers.csv", rows), book(rated("q1")))
    said = " ".join(map(str, found.notes))
    assert "1 technical column was left out: Horodateur." in said
    assert "1 column that can identify people was left out: Adresse e-mail." in said
    assert list(found.frame.columns) == ["q1"]


def test_stopping_early_is_told_from_leaving_a_question_out(tmp_path):
    items = book(*(rated(f"q{n}") for n in range(8)))
    found = responses(
        tmp_path, items, [["1", "", "2", "", "", "", "", ""], ["1", "2", "3", "4", "", "", "", ""], ["1"] * 8]
    )
    stopped, empty = int(kip.Missing.BROKEN_OFF), int(kip.Missing.LEFT_EMPTY)
    assert found.codes[0].tolist() == [0, empty, 1, *[stopped] * 5]
    assert found.codes[1].tolist()[4:] == [empty] * 4  # four empty answers at the end may have been left out one by one


@pytest.mark.parametrize("text", HOSTILE)
def test_open_answers_come_back_as_written_and_are_shown_as_text(tmp_path, text):
    items = book(kip.Item("why", "text", words("Why?")), rated("q1"))
    path = write_csv(tmp_path / "answers.csv", [["why", "q1"], [text, "1"]])
    found = kip.read_responses(path, items)
    assert found.values["why"][0] == text.strip()
    shown = found.frame._repr_html_()
    assert "<script" not in shown and "<img" not in shown


# --- properties --------------------------------------------------------------------------------------

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=30)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_answers_written_in_any_dialect_come_back(tmp_path_factory, data):
    """Random scales and answers, as codes or labels, any delimiter, open answers with anything in them."""
    levels = data.draw(st.integers(2, 7))
    answers = scale(levels, missing=data.draw(st.booleans()))
    items = book(
        rated("q1", answers), rated("q2", answers), kip.Item("why", "text", words("Why?")), kip.Item("n", "integer")
    )
    n = data.draw(st.integers(1, 12))
    codes = [[data.draw(st.integers(-1, len(answers.choices) - 1)) for _ in range(2)] for _ in range(n)]
    texts = [data.draw(TEXT) for _ in range(n)]
    labels = data.draw(st.sampled_from(["name", "en", "fr"]))

    def written(place: int) -> str:
        if place < 0:
            return ""
        choice = answers.choices[place]
        return choice.name if labels == "name" else choice.wording.in_language(labels)

    rows = [
        ["q1", "q2", "why", "n"],
        *([*map(written, row), text, str(number)] for number, (row, text) in enumerate(zip(codes, texts, strict=True))),
    ]
    folder = Path(tmp_path_factory.mktemp("any"))
    path = write_csv(
        folder / "answers.csv",
        rows,
        delimiter=data.draw(st.sampled_from(",;\t|")),
        encoding=data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])),
        end=data.draw(st.sampled_from(["\n", "\r\n"])),
    )
    found = kip.read_responses(path, items)
    expected = [
        [
            kip.Missing.LEFT_EMPTY
            if place < 0
            else kip.Missing.NOT_APPLICABLE
            if answers.choices[place].missing
            else place
            for place in row
        ]
        for row in codes
    ]
    assert found.codes.tolist() == expected
    # A leading apostrophe before a formula sign is a spreadsheet's guard, outer blanks are nobody's answer.
    from kiptools.tables import unguarded

    assert [text or "" for text in found.values["why"]] == [unguarded(text.strip()) for text in texts]


@settings(max_examples=examples(150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_files_end_in_responses_or_in_a_sentence(tmp_path_factory, demo, data):
    """Truncated, with bytes changed, or spliced: never a traceback, never an answer in another column."""
    content = bytearray(kip.kit_path("data", "cite", "answers_dirty.csv").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(1, len(content))) :]
    path = Path(tmp_path_factory.mktemp("damaged")) / "answers.csv"
    path.write_bytes(bytes(content))
    try:
        kip.read_responses(path, demo.codebook)
    except kip.KipError as refused:
        assert all(str(fault) for fault in refused.faults)


# --- what people's files are really like -------------------------------------------------------------


def read_text(tmp_path: Path, text: str | bytes, *items: kip.Item, name: str = "answers.csv") -> kip.Responses:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return code(read_export(path), book(*items))


WHY = kip.Item("why", "text", words("Why?"))


@pytest.mark.parametrize(
    "text", ['q1,why\n1,"oh no\n2,fine\n3,ok\n', 'q1,why\n1,"oh no\n2,fine\n3,he said "hi"\n4,well\n']
)
def test_a_quotation_mark_that_is_not_closed_swallows_nobody(tmp_path, text):
    with pytest.raises(kip.KipError, match="answers.csv: from row 2 on the cells cannot be told apart"):
        read_text(tmp_path, text, rated("q1"), WHY)


def test_line_breaks_and_doubled_quotes_within_cells_are_fine(tmp_path):
    found = read_text(tmp_path, 'q1,why\n1,"one ""big""\nline, two"\n2,ok\n', rated("q1"), WHY)
    assert found.values["why"].tolist() == ['one "big"\nline, two', "ok"]


def test_the_line_that_tells_excel_the_delimiter(tmp_path):
    found = read_text(tmp_path, "sep=;\r\nq1;why\r\n1;a,b\r\n", rated("q1"), WHY)
    assert found.values["why"].tolist() == ["a,b"]
    with pytest.raises(kip.KipError, match='row 4, column "q1": "9"'):
        read_text(tmp_path, "sep=;\nq1;why\n1;a\n9;b\n", rated("q1"), WHY)


def test_a_title_above_the_headings(tmp_path):
    with pytest.raises(kip.KipError, match=r"its first row \(Survey 2026\) looks like a title; delete"):
        read_text(tmp_path, "Survey 2026\nq1,why\n1,a\n2,b\n", rated("q1"), WHY)


@pytest.mark.parametrize(
    "text",
    [
        'StartDate,q1,why\nStart Date,How?,Why?\n"{""ImportId"":""startDate""}","{""ImportId"":""QID1""}",x\n2026,1,a\n',
        "RespondentID,q1,why\n,Response,Open-Ended Response\n1,1,a\n",
        "V1,q1,why\nResponseID,How?,Why?\nR_1,1,a\n",
    ],
)
def test_a_second_heading_row_is_no_respondent(tmp_path, text):
    found = read_text(tmp_path, text, rated("q1"), WHY)
    assert len(found) == 1 and found.column("q1").tolist() == [0] and found.values["why"].tolist() == ["a"]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1250", "Uopće se ne slažem, često, već"),
        ("cp1250", "Koliko često? Uvijek važno"),
        ("cp1250", "Neću, već sam odlučio"),
        ("mac_roman", "Métier Santé"),
        ("mac_roman", "Être là, déjà"),
        ("cp1252", "Métier Santé"),
        ("cp1252", "È già così, perché è più"),
        ("cp1252", "Não há só opções"),
        ("cp1252", "l’équipe – “œuvre” à 5 €"),
    ],
)
def test_encodings_without_a_mark(tmp_path, encoding, text):
    found = read_text(tmp_path, f"q1;why\n1;{text}\n2;{text}\n".encode(encoding), rated("q1"), WHY)
    assert found.values["why"].tolist() == [text, text]


def test_codes_that_are_other_answers_wordings(tmp_path):
    """Codes 1 to 4 worded "0", "1", "2", "3 or more": a column of words is read as words, one that could be both is refused."""
    visits = kip.Scale(
        "visits",
        tuple(
            kip.Choice(str(n), words(text), float(n)) for n, text in enumerate(("0", "1", "2", "3 or more"), start=1)
        ),
    )
    found = responses(tmp_path, book(rated("q1", visits)), [["0"], ["1"], ["2"], ["3 or more"]])
    assert found.column("q1").tolist() == [0, 1, 2, 3]
    assert responses(tmp_path, book(rated("q1", visits)), [["1"], ["4"]]).column("q1").tolist() == [0, 3]
    with pytest.raises(kip.KipError, match='"1" is the code of one answer and the wording of another'):
        responses(tmp_path, book(rated("q1", visits)), [["1"], ["2"]])


@pytest.mark.parametrize("cell", ["1,200", "1.200", "2.5"])
def test_whole_numbers_are_whole(tmp_path, cell):
    with pytest.raises(kip.KipError, match='column "n": "[0-9.,]+" is not accepted; give 3, 42'):
        responses(tmp_path, book(kip.Item("n", "integer")), [[cell], ["350"]])


def test_none_of_these_in_a_multiple_choice(tmp_path):
    options = kip.Scale(
        "acts", (kip.Choice("a"), kip.Choice("b"), kip.Choice("none", missing=True), kip.Choice("other"))
    )
    item = kip.Item("acts", "select_multiple", scale=options, other=True)
    found = responses(tmp_path, book(item), [["none"], ["a;none"], ["none;my own"], ["b"]])
    row = kip.distribution(found, "acts").rows[0]
    assert (row.counts, row.answered, row.count_missing(kip.Missing.NOT_APPLICABLE)) == ((1, 1, 1), 3, 1)
    assert max(row.shares) <= 1
    assert found.frame["acts/other"].tolist()[2] and found.frame["acts/other_text"].tolist()[2] == "my own"


def test_none_of_these_in_a_column_of_its_own(tmp_path):
    options = kip.Scale("acts", (kip.Choice("a"), kip.Choice("dk", missing=True)))
    item = kip.Item("acts", "select_multiple", scale=options)
    found = read_text(tmp_path, "acts/a,acts/dk,n\n0,1,1\n,1,2\n1,0,3\n,,4\n0,0,5\n", item, kip.Item("n", "integer"))
    none, empty = int(kip.Missing.NOT_APPLICABLE), int(kip.Missing.LEFT_EMPTY)
    assert found.options(item)[:, 0].tolist() == [none, none, 1, empty, empty]  # nothing ticked: left empty


def test_one_skipped_multiple_choice_is_not_broken_off(tmp_path):
    options = kip.Scale("acts", tuple(kip.Choice(name) for name in "abcdef"))
    items = (rated("q1"), rated("q2"), kip.Item("acts", "select_multiple", scale=options), WHY)
    found = responses(tmp_path, book(*items), [["1", "2", "", "I wrote this"], ["1", "2", "", ""], ["1", "2", "a", ""]])
    assert not (found.codes == kip.Missing.BROKEN_OFF).any()


def test_letters_composed_in_another_way_are_the_same(tmp_path):
    answers = kip.Scale("s", (kip.Choice("1", words("Faible"), 1.0), kip.Choice("2", words("E\u0301leve\u0301"), 2.0)))
    assert responses(tmp_path, book(rated("q1", answers)), [["\u00c9lev\u00e9"]]).column("q1").tolist() == [1]


def test_scores_in_unequal_steps_are_noted(tmp_path):
    uneven = kip.Scale("uneven", tuple(kip.Choice(str(n), score=float(n)) for n in (1, 2, 3, 5)))
    found = responses(tmp_path, book(rated("q1", uneven)), [["1"]])
    assert any('list "uneven" do not go in equal steps: 1, 2, 3, 5' in str(note) for note in found.notes)


def test_the_exports_own_heading_lets_wordings_be_shortened(tmp_path):
    form = tmp_path / "form"
    form.mkdir()
    write_csv(
        form / "survey.csv",
        [["type", "name", "label", "heading"], ["integer", "n", "Visits", "How often did you visit us?"]],
    )
    write_csv(form / "choices.csv", [["list_name", "name"]])
    path = write_csv(tmp_path / "answers.csv", [["How often did you visit us?"], ["3"]])
    assert kip.read_responses(path, form).values["n"].tolist() == [3.0]


def test_without_a_codebook_the_notes_say_what_was_taken_for_granted(tmp_path):
    rows = [["Mood"], *[[("fine", "so so", "awful")[n % 3]] for n in range(12)]]
    found = kip.read_responses(write_csv(tmp_path / "answers.csv", rows))
    assert any("There was no codebook" in str(note) for note in found.notes)
    assert [str(remark).partition(".")[0] for remark in found.to_decide] == [
        '"Mood": The order of the answers is not known'
    ]


# --- workbooks ---------------------------------------------------------------------------------------


def workbook(path: Path, sheets: dict[str, list[list[object]]], hidden: str = "") -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title == hidden:
            sheet.sheet_state = "hidden"
    made.save(path)
    return path


def test_a_hidden_sheet_is_not_the_survey(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", {"Params": [["key", "value"], ["x", 1]], "Answers": [["q1", "why"], [1, "a"]]}, "Params"
    )
    assert kip.read_responses(path, book(rated("q1"), WHY)).values["why"].tolist() == ["a"]


def test_sheets_that_are_not_read_may_hold_anything(tmp_path):
    pivot = [["x", "x"], [1, 2, 3]]
    path = workbook(tmp_path / "a.xlsx", {"Answers": [["q1", "why"], [1, "a"]], "Pivot": pivot})
    assert len(kip.read_responses(path, book(rated("q1"), WHY))) == 1
    form = workbook(
        tmp_path / "form.xlsx", {"survey": [["type", "name", "label"], ["text", "why", "Why?"]], "my notes": pivot}
    )
    assert kip.read_codebook(form).items[0].name == "why"


def test_a_formula_without_a_result_is_no_empty_answer(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"Answers": [["q1", "why"], [1, "a"], ["=1+1", "b"]]})
    with pytest.raises(
        kip.KipError, match="a.xlsx, cell A3: a formula without a result; open the file in a spreadsheet"
    ):
        kip.read_responses(path, book(rated("q1"), WHY))


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.99])
def test_a_damaged_workbook_gets_one_sentence(tmp_path, keep):
    data = workbook(tmp_path / "a.xlsx", {"Answers": [["q1", "why"], *[[1, f"a{n}"] for n in range(300)]]}).read_bytes()
    damaged = bytearray(data)
    damaged[int(keep * len(data) * 0.6)] ^= 0xFF
    (tmp_path / "b.xlsx").write_bytes(bytes(damaged))
    try:
        kip.read_responses(tmp_path / "b.xlsx", book(rated("q1"), WHY))
    except kip.KipError as refused:
        assert "b.xlsx" in str(refused)
    (tmp_path / "c.xlsx").write_bytes(data[: int(keep * len(data))])
    with pytest.raises(kip.KipError, match="c.xlsx is no Excel workbook that can be opened"):
        kip.read_responses(tmp_path / "c.xlsx", book(rated("q1"), WHY))


def test_a_damaged_gzip_file(tmp_path):
    import gzip

    data = bytearray(gzip.compress(b"q1,why\n" + b"1,a\n" * 500))
    data[30] ^= 0xFF
    (tmp_path / "a.csv.gz").write_bytes(bytes(data))
    with pytest.raises(kip.KipError, match="a.csv.gz is a damaged gzip file"):
        kip.read_responses(tmp_path / "a.csv.gz")
