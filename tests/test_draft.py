"""Drafting a codebook: scales in five languages, multiple choice, and reading with one's own draft."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from builders import HOSTILE, examples, write_csv
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reading import LANGUAGES, in_words

import kiptools as kip
from kiptools.scales import recognise_scale
from kiptools.tables import fold


def drafted(path: Path) -> tuple[dict[str, kip.Item], dict]:
    book, review = kip.draft_codebook(path)
    return {item.wording.in_language("en"): item for item in book.items}, review


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_demo_export_is_understood_in_every_language(demo, tmp_path, lang):
    path = write_csv(tmp_path / "export.csv", in_words(demo, lang), delimiter=";")
    items, _ = drafted(path)
    for item in demo.codebook.items:
        found = items[" ".join(item.wording.in_language(lang).split())]
        assert found.type == item.type, item.name
        if item.role in ("experience", "importance"):
            assert found.role == item.role, item.name
            observed = {item.levels[place].wording.in_language(lang) for place in demo.column(item.name) if place >= 0}
            expected = [level.wording.in_language(lang) for level in item.levels]
            words = [level.wording.in_language("") for level in found.levels]
            assert [word for word in words if word in observed] == [word for word in expected if word in observed]
            assert len(words) == 5, item.name


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["draft.xlsx", "draft"])
def test_an_export_can_be_read_with_its_own_draft(demo, tmp_path, lang, name):
    path = write_csv(tmp_path / "export.csv", in_words(demo, lang))
    book, review = kip.draft_codebook(path)
    written = kip.write_codebook(book, tmp_path / name, review={item: "look" for item in review})
    assert kip.read_codebook(written) == book
    found = kip.read_responses(path, written)
    assert len(found) == 31
    expected = {
        " ".join(row.item.wording.in_language(lang).split()): sorted(filter(None, row.counts))
        for row in kip.distribution(demo, role="experience").rows
    }
    for row in kip.distribution(found, role="experience").rows:
        assert sorted(filter(None, row.counts)) == expected[row.item.wording.in_language("")]


@pytest.mark.parametrize(
    ("values", "scale", "levels", "unseen"),
    [
        (["Agree", "Strongly agree", "Disagree", "Strongly disagree"], "agreement_4", 4, 0),
        (["Agree", "Neither agree nor disagree", "Strongly disagree"], "agreement_5", 5, 2),
        (["Très satisfait", "Satisfait", "Insatisfait"], None, None, None),
        (["Uvijek", "Nikada", "Ponekad"], None, None, None),
        (["Sim", "Não"], "yes_no_2", 2, 0),
        (["Oui", "Non", "Ne sait pas"], "yes_no_2", 2, 0),
        (["Yes", "Oui"], "nothing", 0, 0),
        (["Paris", "Zagreb"], "nothing", 0, 0),
        (["Agree"], "nothing", 0, 0),
    ],
)
def test_known_scales_are_recognised(values, scale, levels, unseen):
    match = recognise_scale(values)
    if scale == "nothing":
        assert match is None
        return
    assert match is not None
    if scale is not None:
        assert (match.scale, len([choice for choice in match.choices if not choice.missing]), len(match.unseen)) == (
            scale,
            levels,
            unseen,
        )


def test_dont_know_is_an_answer_that_is_none():
    match = recognise_scale(["Agree", "Disagree", "Don't know", "Strongly agree"])
    assert [choice.wording.in_language("") for choice in match.choices if choice.missing] == ["Don't know"]


def test_the_dictionary_is_sound():
    """Levels grow from 1 (plain yes and no from 0), every language words every level, no word means two levels."""
    scales = defaultdict(list)
    path = Path(kip.draft_codebook.__code__.co_filename).parent / "answer_scales.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert all(row[lang].strip() for lang in LANGUAGES), row
            scales[row["scale"]].append(row)
    assert len(scales) > 30
    for name, rows in scales.items():
        if name == "not_applicable":
            continue
        first = 0 if name in ("yes_no_2", "true_false_2") else 1
        assert [row["score"] for row in rows] == [str(place) for place in range(first, first + len(rows))], name
        for lang in LANGUAGES:
            words = [fold(word) for row in rows for word in row[lang].split("|")]
            assert len(words) == len(set(words)), (name, lang)


def test_grids_share_one_list_and_one_remark(tmp_path):
    answers = ["Vital", "Nice", "No use"]
    rows = [
        ["Tools [Map]", "Tools [List]", "Tools [Calendar]"],
        *([answers[n % 3], answers[(n + 1) % 2], answers[(n * 2) % 3]] for n in range(30)),
    ]
    book, review = kip.draft_codebook(write_csv(tmp_path / "grid.csv", rows))
    assert len({item.scale for item in book.items}) == 1
    assert list(review) == ["q1"]


def test_numbers_with_words_at_the_ends_are_a_scale(tmp_path):
    values = ["1 (not at all)", "2", "3", "4", "5 (completely)"]
    rows = [["How well?", "n"], *([values[n % 5], str(n)] for n in range(30))]
    items, review = drafted(write_csv(tmp_path / "scale.csv", rows))
    scale = items["How well?"].scale
    assert [choice.wording.in_language("") for choice in scale.choices] == values and scale.ordered
    assert "q1" in review


def test_write_ins_go_to_other_and_addresses_are_ignored(tmp_path):
    media = ["Radio;Web", "Web", "Radio", "Paper;Web", "Paper"]
    rows = [
        ["Media", "Mail", "n"],
        *([media[n % 5] + (";a poster in the lift" if n == 7 else ""), f"p{n}@example.org", str(n)] for n in range(40)),
    ]
    path = write_csv(tmp_path / "media.csv", rows)
    items, review = drafted(path)
    assert items["Media"].type == "select_multiple" and items["Media"].other
    assert [choice.name for choice in items["Media"].choices][-1] == "other"
    assert "Mail" not in items
    said = list(map(str, kip.read_responses(path).notes))
    assert "1 column that can identify people was left out: Mail." in said
    assert kip.read_responses(path, keep=["mail"]).frame["Mail"][0] == "p0@example.org"
    assert any("1 answer that only one person gave" in str(remark) for remark in review[items["Media"].name])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_can_be_drafted_and_read(tmp_path, text):
    rows = [["kind", "n"], *([text if n % 2 else "Plain", str(n)] for n in range(12))]
    path = write_csv(tmp_path / "export.csv", rows)
    book, _ = kip.draft_codebook(path)
    found = kip.read_responses(path, kip.write_codebook(book, tmp_path / "draft.xlsx"))
    assert kip.distribution(found, "kind").rows[0].counts == (6, 6)


# --- real exports ------------------------------------------------------------------------------------


def test_a_real_google_forms_export(shared):
    """Dask user survey 2019: what a person sees who looks at the file."""
    path = shared / "exports" / "google_forms" / "dask_user_survey_2019.csv.gz"
    items, _ = drafted(path)
    assert len(items) == 23
    multiple = {text for text, item in items.items() if item.type == "select_multiple"}
    assert multiple == {
        "Dask APIs",
        "Interactive or Batch?",
        "Local machine or Cluster?",
        "Preferred Cloud?",
        "What Dask resources have you used for support in the last six months?",
        "If you use a cluster, how do you launch Dask?",
    }
    assert [choice.wording.in_language("") for choice in items["Preferred Cloud?"].choices[:3]] == [
        "Amazon Web Services (AWS)",
        "Google Cloud Platform (GCP)",
        "Microsoft Azure",
    ]
    grid = [item for text, item in items.items() if text.startswith("What common feature requests")]
    assert len(grid) == 10 and len({item.scale for item in grid}) == 1
    assert items["What are some other libraries that you often use with Dask?"].type == "text"
    found = kip.read_responses(path)
    assert len(found) == 259
    stable = kip.distribution(found, items["Is Dask stable enough for you?"].name).rows[0]
    assert (stable.counts, stable.answered) == ((44, 209), 253)  # No, Yes: counted in the file by hand


@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("limesurvey/ssi_rse_2017_nl_code_and_text.csv", 77),
        ("limesurvey/n2_dummy_codes.csv", 5),
        ("limesurvey/n2_dummy_code_and_text_bom.csv", 5),
        ("surveymonkey/538_comma.csv", 1129),
    ],
)
def test_other_real_exports_can_be_read_with_their_own_draft(shared, tmp_path, file, rows):
    path = shared / "exports" / file
    book, _ = kip.draft_codebook(path)
    written = kip.write_codebook(book, tmp_path / "draft.xlsx")
    assert kip.read_codebook(written) == book
    assert len(kip.read_responses(path, written)) == rows


# --- what must not be guessed ------------------------------------------------------------------------


def column(tmp_path: Path, heading: str, answers: list[str]) -> tuple[kip.Item, str]:
    """The item drafted for one column, and its remarks as one text."""
    rows = [[heading, "n"], *([answer, str(place)] for place, answer in enumerate(answers))]
    book, review = kip.draft_codebook(write_csv(tmp_path / "export.csv", rows))
    return book.items[0], " ".join(map(str, review.get(book.items[0].name, [])))


def texts(item: kip.Item) -> list[str]:
    return [choice.wording.in_language("") for choice in item.choices]


def test_one_odd_answer_among_known_levels_stays_an_answer(tmp_path):
    answers = (
        ["Tout à fait d'accord"] * 4 + ["Plutôt d'accord"] * 3 + ["Plutôt pas d'accord"] * 2 + ["Jamais de la vie"] * 6
    )
    item, said = column(tmp_path, "Utile", answers)
    assert "Jamais de la vie" in texts(item) and not any(choice.missing for choice in item.choices)
    assert item.role == "" and 'All answers but "Jamais de la vie" are levels' in said


def test_what_one_person_wrote_is_no_answer_to_choose_from(tmp_path):
    insult = "Mme Durand, directrice, nous a insultés"
    item, said = column(tmp_path, "Un commentaire ?", ["Rien à signaler"] * 11 + [insult])
    assert insult not in texts(item) and item.other and "only one person gave" in said


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        (["No"] * 28 + ["Ana is rude", "Too long"], {"No"}),
        (["Zagreb"] * 12 + ["Split"] * 6 + ["Umag"], {"Zagreb", "Split"}),
        (["Good"] * 6 + ["Bad"] * 6 + [f"Because {number}" for number in range(9)], set()),  # an open question
        (["Agree"] * 9 + ["Disagree"] * 4 + ["Strongly agree", "Ana is rude"], {"Agree", "Disagree", "Strongly agree"}),
        (["Yes"] * 29 + ["No"], {"Yes", "No"}),  # known words, whoever chose them
        (["Agree"] * 9 + ["Disagree"] * 4 + ["Strongly agree"], {"Agree", "Disagree", "Strongly agree"}),
    ],
)
def test_a_short_answer_of_one_person_is_no_answer_to_choose_from_unless_its_words_are_known(tmp_path, answers, kept):
    items, _ = drafted(write_csv(tmp_path / "short.csv", [["Your remarks"], *([answer] for answer in answers)]))
    names = set(texts(items["Your remarks"])) & {*answers}
    assert names == kept, names


def test_pieces_that_always_stand_together_are_one_option(tmp_path):
    cells = [
        "Conseil, orientation et bilan, Emploi",
        "Emploi",
        "Conseil, orientation et bilan",
        "Stage, Emploi",
        "Stage",
    ]
    item, _ = column(tmp_path, "Besoins", cells * 4)
    assert sorted(texts(item)) == ["Conseil, orientation et bilan", "Emploi", "Stage"]


def test_a_scale_of_numbers_on_which_nobody_chose_the_lowest(tmp_path):
    item, said = column(tmp_path, "Votre avis", ["3", "4", "5", "4"] * 3)
    assert item.ordered and texts(item) == ["1", "2", "3", "4", "5"] and "taken to run from 1 to 5" in said


def test_ranges_are_no_scale_of_numbers(tmp_path):
    item, _ = column(tmp_path, "Depuis quand ?", ["0 – 2 ans", "3 – 5 ans", "6 – 10 ans"] * 5)
    assert not item.ordered and len(item.choices) == 3


def test_yes_and_no_in_five_languages_are_ticks_and_write_ins_belong_to_them(tmp_path):
    rows = [
        ["Médias [Presse]", "Médias [Radio]", "Médias [Web]", "Médias [other]"],
        *([("Oui", "Non")[n % 2], ("Oui", "Non")[n % 3 > 0], "Oui", "un tract" if n == 3 else ""] for n in range(12)),
    ]
    book, _ = kip.draft_codebook(write_csv(tmp_path / "export.csv", rows))
    assert [item.type for item in book.items] == ["select_multiple"]
    assert texts(book.items[0]) == ["Presse", "Radio", "Web", "Other"]
    found = kip.read_responses(tmp_path / "export.csv", book)
    assert [text for text in found.values["q1/other_text"] if text] == ["un tract"]


def test_answers_that_differ_in_case_only_are_one(tmp_path):
    item, _ = column(tmp_path, "Kind", ["School", "school", "Firm", "other", "Other"] * 3)
    assert sorted(texts(item)) == ["Firm", "School", "other"]


def test_names_do_not_collide(tmp_path):
    rows = [["q2", "How are you?"], *([str(n % 3), ("Fine", "Bad")[n % 2]] for n in range(12))]
    path = write_csv(tmp_path / "export.csv", rows)
    book, _ = kip.draft_codebook(path)
    assert len({item.name for item in book.items}) == 2 and len(kip.read_responses(path, book)) == 12


def test_a_drafted_wording_may_be_shortened(tmp_path):
    from dataclasses import replace

    path = write_csv(
        tmp_path / "export.csv", [["How far do you agree that all is well?"], *([["Agree"], ["Disagree"]] * 6)]
    )
    book, _ = kip.draft_codebook(path)
    short = kip.Codebook((replace(book.items[0], wording=kip.Wording((("", "All is well"),))),))
    written = kip.read_codebook(kip.write_codebook(short, tmp_path / "short.xlsx"))
    assert kip.distribution(kip.read_responses(path, written)).rows[0].answered == 12


def test_taking_the_highest_level_as_favourable_is_said_once(tmp_path):
    rows = [["We often quarrel.", "We get on well."], *([("Agree", "Disagree")[n % 2]] * 2 for n in range(12))]
    _, review = kip.draft_codebook(write_csv(tmp_path / "export.csv", rows))
    said = [str(remark) for remarks in review.values() for remark in remarks if "taken as favourable" in str(remark)]
    assert len(said) == 1


@pytest.mark.parametrize("heading", ["Email", "Nom", "Adresse de messagerie", "RecipientEmail", "IP Address"])
def test_who_answered_is_not_read(tmp_path, heading):
    path = write_csv(
        tmp_path / "export.csv", [[heading, "Mood"], *([f"x{n}", ("Fine", "Bad")[n % 2]] for n in range(12))]
    )
    assert list(kip.read_responses(path).frame.columns) == ["Mood"]


CELLS = st.sampled_from(
    [
        "",
        "1",
        "2",
        "3",
        "4.0",
        "10",
        "1.200",
        "2,5",
        "-3",
        "03/04/2026",
        "31/12/2026",
        "2026-01-01",
        "12:30",
        "Agree",
        "Disagree",
        "Strongly agree",
        "Yes",
        "No",
        "Oui",
        "A;B",
        "B;A",
        "A",
        "B",
        "A, B",
        "A (x, y), B",
        "other",
        "Other",
        "a@b.c",
        "N/A",
        "1 - low",
        "5 - high",
        "0 – 2 ans",
        *HOSTILE,
    ]
)


@settings(max_examples=examples(120), deadline=None)
@given(st.lists(st.lists(CELLS, min_size=8, max_size=30), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_whatever_stands_in_a_file_it_can_be_read_with_its_own_draft(tmp_path_factory, columns, chance):
    headings = ["Do you agree?", "Tools [Map]", "Tools [List]", "media/web", "q2", "Why"]
    chance.shuffle(headings)
    height = min(map(len, columns))
    rows = [
        [*headings[: len(columns)], "n"],
        *([column[row] for column in columns] + [str(row)] for row in range(height)),
    ]
    folder = tmp_path_factory.mktemp("own")
    path = write_csv(folder / "export.csv", rows)
    book, _ = kip.draft_codebook(path)
    written = kip.read_codebook(kip.write_codebook(book, folder / "draft.xlsx"))
    assert len(kip.read_responses(path, written)) == height
