"""Random answers in the layout of each survey tool: they come back, drafts never fail, damage ends in a sentence."""

from __future__ import annotations

import csv
import random
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from builders import HOSTILE, examples
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import LANGUAGES, LAYOUTS, Variant

import kiptools as kip
from kiptools import Choice, Codebook, Construct, Item, Missing, Responses, Scale, Wording
from kiptools.codebook import OTHER
from kiptools.tables import unguarded

STEM = ("How much do you agree?", "Êtes-vous d’accord ?", "Quanto è d'accordo?", "Koliko se slažete?", "Concorda?")
ROW = (
    "Meeting no. {} is useful",
    "La réunion n° {} est utile, n'est-ce pas",
    "La riunione n. {} è utile",
    "Sastanak {}. je koristan",
    'A "reunião" n.º {} é útil',
)
MEDIA = ("Which media - if any?", "Quels médias ?", "Quali media?", "Koje medije koristite?", "Que meios usa?")
WHY = ("Why?", "Pourquoi ?", "Perché?", "Zašto?", "Porquê?")
YEARS = ("Years, all in all", "Années (en tout)", "Anni, in tutto", "Godine, ukupno", "Anos: ao todo")
NONE = ("None", "Aucun", "Nessuno", "Nijedan", "Nenhum")
OPTIONS = (
    "Radio",
    "Mixed (talks, workshops, etc.)",
    'The "Echo" – daily',
    "Métro, boulot",
    "Radio/TV",
    "E-mail [lists]",
    "Face to face - at work",
    "Books & co.",
)
LETTERS = "abc éàçù €–’ABC123.,;:\"'()[]/-=+@|\n\t"
BEYOND = "čšž\u00a0\u2028\u200b\ufeffΩж好👍🏽שלום\ufffd"


# --- random answers ----------------------------------------------------------------------------------


def words(texts: Sequence[str], *insert: object) -> Wording:
    return Wording(tuple((lang, text.format(*insert)) for lang, text in zip(LANGUAGES, texts, strict=True)))


@cache
def usual_scales() -> dict[str, list[Wording]]:
    """The scales that the kit knows, of 2 to 7 levels; under "not_applicable" the answers that are none."""
    scales: dict[str, list[Wording]] = {}
    with (Path(kip.__file__).parent / "answer_scales.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            scales.setdefault(row["scale"], []).append(words([row[lang].split("|")[0] for lang in LANGUAGES]))
    return {name: levels for name, levels in scales.items() if len(levels) <= 7}


def codes_for(count: int, letter: str, draw: random.Random) -> list[str]:
    """Codes as forms have them: numbers with gaps, or letters and numbers."""
    return (
        [f"{letter}{n:02}" for n in range(count)] if letter else [*map(str, sorted(draw.sample(range(1, 12), count)))]
    )


def questionnaire(draw: random.Random, variant: Variant) -> Codebook:
    """The rows of a grid on one scale, a multiple choice, an open question, a number."""
    numeric, usual = variant.numeric or draw.random() < 0.5, usual_scales()
    levels = usual[draw.choice([name for name in usual if name != "not_applicable"])]
    codes = codes_for(len(levels), "" if numeric else "A", draw)
    answers = [Choice(code, text, float(n)) for n, (code, text) in enumerate(zip(codes, levels, strict=True))]
    if draw.random() < 0.5:
        answers.append(Choice("99" if numeric else "na", draw.choice(usual["not_applicable"]), missing=True))
    rows = range(1, draw.randint(2, 4) + 1)
    grid = [Item(f"agree_{n}", "select_one", words(ROW, n), Scale("answers", tuple(answers)), "agree") for n in rows]
    marks = ("", " (à côté)", " già", " što", " não")
    texts = [words([text + mark for mark in marks]) for text in draw.sample(OPTIONS, draw.randint(2, 5))]
    options = [*map(Choice, codes_for(len(texts), "" if numeric else "SQ", draw), texts)]
    if draw.random() < 0.25:
        options.append(Choice("88" if numeric else "none", words(NONE), missing=True))
    other = variant.other and draw.random() < 0.5
    media = Scale("media", (*options, OTHER) if other else tuple(options))
    items = [
        *grid,
        Item("media", "select_multiple", words(MEDIA), media, other=other),
        Item("why", "text", words(WHY)),
        Item("years", "integer", words(YEARS)),
    ]
    return Codebook(tuple(items), (Construct("agree", words(STEM)),))


def any_responses(draw: random.Random, variant: Variant) -> Responses:
    """Random answers, of the kinds that the layout can tell apart; the last question is always answered."""
    book = questionnaire(draw, variant)
    people = range(draw.randint(1, 9))  # too few to infer from their answers of whom a question was not asked
    columns: dict[str, Sequence[int]] = {}
    values: dict[str, np.ndarray] = {}

    def texts(found: Sequence[str]) -> np.ndarray:
        return np.array([text or None for text in found], dtype=object)

    for item in book.items:
        why = [Missing.LEFT_EMPTY] + [Missing.NOT_SHOWN] * (item.type in variant.not_shown)
        why += [Missing.NOT_APPLICABLE] * any(choice.missing for choice in item.choices)
        kinds = [int(draw.choice(why)) if draw.random() < 0.3 else 0 for _ in people]
        if Missing.LEFT_EMPTY not in kinds:  # only by how it writes these does a tool tell what was not shown
            kinds = [int(Missing.LEFT_EMPTY) if kind == Missing.NOT_SHOWN else kind for kind in kinds]
        if item.type == "select_one":
            columns[item.name] = [kind or draw.randrange(len(item.levels)) for kind in kinds]
        elif item.type == "select_multiple":
            places = range(len(item.levels))
            chosen = [draw.sample(places, draw.randint(1, len(places))) for _ in people]
            ticks = [
                [kind or int(place in ticked) for place in places] for kind, ticked in zip(kinds, chosen, strict=True)
            ]
            for level, column in zip(item.levels, zip(*ticks, strict=True), strict=True):
                columns[f"{item.name}/{level.name}"] = column
            if item.other:
                signs = "abé (ç)" if variant.western else "abč (好)"
                own = ["own " + "".join(draw.choices(signs, k=4)) if row[-1] == 1 else "" for row in ticks]
                values[f"{item.name}/other_text"] = texts([text.strip() for text in own])
        elif item.type == "text":
            signs = LETTERS if variant.western else LETTERS + BEYOND
            open_ended = ["".join(draw.choices(signs, k=draw.randint(0, 20))) for _ in people]
            if not variant.western and draw.random() < 0.3:
                open_ended[0] = draw.choice([text for text in HOSTILE if text.isprintable() or "\n" in text])
            values[item.name] = texts([unguarded(text.strip()) for text in open_ended])
        else:
            values[item.name] = np.array([draw.randint(0, 2000) for _ in people], dtype=float)
    matrix = np.asfortranarray(np.array([*columns.values()], dtype=np.int8).T)
    return Responses(book, tuple(columns), matrix, values)


# --- there and back ----------------------------------------------------------------------------------

VARIANTS = [pytest.param(tool, variant, id=f"{tool}: {variant.name}") for tool in LAYOUTS for variant in LAYOUTS[tool]]
chance = st.randoms(use_true_random=False)
in_many_cases = settings(max_examples=examples(12), deadline=None)


@pytest.mark.parametrize(("tool", "variant"), VARIANTS)
@in_many_cases
@given(draw=chance)
def test_any_answers_come_back(tool, variant, draw):
    answers = any_responses(draw, variant)
    with tempfile.TemporaryDirectory() as folder:
        found = kip.read_responses(variant.write(Path(folder), answers, draw), answers.codebook)
    assert found.origin.tool == tool
    assert found.columns == answers.columns and found.codes.tolist() == answers.codes.tolist()
    assert {name: values.tolist() for name, values in found.values.items()} == {
        name: values.tolist() for name, values in answers.values.items()
    }


@pytest.mark.parametrize(("tool", "variant"), VARIANTS)
@in_many_cases
@given(draw=chance)
def test_a_file_can_be_read_with_its_own_draft(tool, variant, draw):
    answers = any_responses(draw, variant)
    with tempfile.TemporaryDirectory() as folder:
        path = variant.write(Path(folder), answers, draw)
        drafted, _ = kip.draft_codebook(path)
        found = kip.read_responses(path, drafted)
        again = kip.read_responses(path, kip.read_codebook(kip.write_codebook(drafted, Path(folder) / "form")))
    assert len(found) == len(answers) and found.origin.tool == tool
    assert again.codes.tolist() == found.codes.tolist()


# --- damage ------------------------------------------------------------------------------------------


def damaged(data: bytes, draw: random.Random, other: bytes) -> bytes:
    """Cut off, spliced with another file, with a slice twice or missing, with bits flipped."""
    start, end = sorted(draw.randrange(len(data) + 1) for _ in range(2))
    flipped = bytearray(data)
    for _ in range(draw.randint(1, 8) if data else 0):
        flipped[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    spliced = data[:end] + other[draw.randrange(len(other) + 1) :]
    return draw.choice((data[:end], spliced, data[:end] + data[start:], data[:start] + data[end:], bytes(flipped)))


def damage(path: Path, draw: random.Random, other: bytes) -> None:
    """Damage a file; of an archive more often one of its parts, so that it can still be opened."""
    if not zipfile.is_zipfile(path) or draw.random() < 0.3:
        path.write_bytes(damaged(path.read_bytes(), draw, other))
        return
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = draw.choice([name for name in parts if "sheet" in name or name.endswith(".csv")] * 4 + [*parts])
    parts[name] = damaged(parts[name], draw, parts[draw.choice([*parts])])
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


@pytest.mark.parametrize("tool", LAYOUTS)
def test_damaged_files_end_in_responses_or_in_a_sentence(tool, tmp_path):
    few = 10 if tool == "spss" and examples(1) == 1 else examples(80)  # SPSS files are slow to write
    for number in range(few):
        draw = random.Random(f"{tool} {number}")
        one, two = (draw.choice(LAYOUTS[tool]) for _ in range(2))
        other = two.write(tmp_path, any_responses(draw, two), draw).read_bytes()
        path = one.write(tmp_path, any_responses(draw, one), draw)
        damage(path, draw, other)
        try:
            assert isinstance(kip.read_responses(path), Responses)
        except kip.KipError as refused:
            assert refused.faults and all(map(str, refused.faults))
        except Exception as error:
            raise AssertionError(f"{one.name}, case {number}: {type(error).__name__} {error}") from error


@pytest.mark.parametrize(("tool", "variant"), [each for each in VARIANTS if each.values[1].suffix in (".csv", ".tsv")])
def test_a_file_that_was_cut_off_shifts_no_answers(tool, variant, tmp_path):
    """What can be read of it are the answers of those who stand before the cut."""
    for number in range(examples(20)):
        draw = random.Random(f"{tool} {number}")
        answers = any_responses(draw, variant)
        path = variant.write(tmp_path, answers, draw)
        data = path.read_bytes()
        place = draw.randrange(len(data) // 2, len(data))
        place += draw.choice((0, max(0, data.find(b"\n", place) + 1 - place)))  # as often after a line
        path.write_bytes(data[:place])
        try:
            found = kip.read_responses(path, answers.codebook)
        except kip.KipError:
            continue
        # What was not shown can be told from what was left empty only if something was left empty.
        codes, expected = (
            np.where(each.codes == Missing.NOT_SHOWN, Missing.LEFT_EMPTY, each.codes) for each in (found, answers)
        )
        assert codes.tolist() == expected[: len(found)].tolist(), number
