"""Estimates for all partners against R's survey package, the counting kernels against plain numpy."""

from __future__ import annotations

import csv
import json
import math
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from builders import HOSTILE, book, examples, rated, responses, words
from hypothesis import given, settings
from hypothesis import strategies as st

import kiptools as kip
from kiptools.counting import KINDS, count_cells, count_codes, covariance
from kiptools.sampling import Estimate, design_of

TYPES, ANSWERS = ("E", "H", "M"), ("No", "Yes")
PARTNERS = {"E": 4421, "H": 755, "M": 1018}
SCHOOLS = 6194


def one_of(name: str, answers: tuple[str, ...], role: str = "") -> kip.Item:
    choices = tuple(kip.Choice(answer, words(f"{answer} answer")) for answer in answers)
    return kip.Item(name, "select_one", words(name), kip.Scale(name, choices), role=role)


def schools(path: Path) -> kip.Responses:
    """California schools (R: data(api, package = "survey")) as answers: three questions and seven numbers."""
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    closed = [one_of("stype", TYPES), one_of("sch.wide", ANSWERS), one_of("comp.imp", ANSWERS)]
    numbers = [kip.Item(n, "decimal", words(n)) for n in ("api00", "api99", "meals", "ell", "enroll", "acs.k3", "pw")]
    codes = [[[level.name for level in item.levels].index(row[item.name]) for item in closed] for row in rows]
    values = {item.name: np.array([float(row[item.name] or "nan") for row in rows]) for item in numbers}
    return kip.Responses(
        kip.Codebook((*closed, *numbers)),
        tuple(item.name for item in closed),
        np.asfortranarray(codes, dtype=np.int8),
        values,
        source=path.name,
    )


@pytest.fixture(scope="module")
def srs(shared: Path) -> kip.Responses:
    return schools(shared / "oracle" / "apisrs.csv")


@pytest.fixture(scope="module")
def strat(shared: Path) -> kip.Responses:
    return schools(shared / "oracle" / "apistrat.csv")


@pytest.fixture(scope="module")
def oracle(shared: Path) -> dict[str, dict]:
    cases = json.loads((shared / "oracle" / "expected.json").read_text())["cases"]
    return {case["id"]: case["expected"] for case in cases}


DESIGN = {"weights": "pw", "strata": "stype", "population": PARTNERS}


def equals(found: object, expected: object) -> None:
    assert found == pytest.approx(expected, rel=1e-9)


def agrees(rows: tuple[Estimate, ...], expected: dict) -> None:
    """All that R prints of these estimates."""
    one = isinstance(expected["estimate"], float | int)
    listed = {key: [value] if one else value for key, value in expected.items() if key in ("estimate", "se", "cv")}
    equals([row.value for row in rows], listed["estimate"])
    equals([row.se for row in rows], listed["se"])
    equals([row.cv for row in rows], listed["cv"])
    assert {row.df for row in rows} == {expected["degf"]}
    if rows[0].what != "share":
        for place, end in enumerate(("lo", "hi")):
            ends = expected["ci95_t"][end]
            equals([row.interval()[place] for row in rows], [ends] if one else ends)


# --- R's survey package, to its last digits ----------------------------------------------------------


def test_means_of_a_simple_sample_equal_r(srs, oracle):
    rows = kip.estimate(srs, ["api00", "api99", "meals", "ell"], what="mean", population=SCHOOLS).rows
    agrees(rows, oracle["api.srs.mean"])
    equals([row.deff for row in rows], oracle["api.srs.mean"]["deff"])
    # With replacement, the design effect is smaller by the share of partners who are in the sample.
    equals(rows[0].deff * (1 - 200 / SCHOOLS), oracle["api.srs.mean.deff_replace"]["deff"])


def test_totals_of_a_simple_sample_equal_r(srs, oracle):
    agrees(kip.estimate(srs, "enroll", what="total", population=SCHOOLS).rows, oracle["api.srs.total"])


def test_shares_of_a_simple_sample_equal_r(srs, oracle):
    rows = kip.estimate(srs, ["stype", "sch.wide"], population=SCHOOLS).rows
    agrees(rows, oracle["api.srs.props"])
    assert [row.answer.name for row in rows] == ["E", "H", "M", "No", "Yes"]
    equals(rows[-1].value, oracle["api.srs.ciprop.logit"]["estimate"])
    equals(rows[-1].interval(), oracle["api.srs.ciprop.logit"]["ci"])
    equals(rows[-1].interval(), oracle["api.srs.ciprop.xlogit"]["ci"])


def test_groups_are_domains_as_in_r(srs, oracle):
    rows = kip.estimate(srs, "api00", what="mean", by="stype", population=SCHOOLS).rows
    expected = oracle["api.srs.by_stype"]
    equals([row.value for row in rows], expected["mean"])
    equals([row.se for row in rows], expected["se"])
    assert [row.group.name for row in rows] == expected["group"]
    agrees(
        kip.estimate(srs, "api00", what="mean", by="comp.imp", population=SCHOOLS).rows[1:], oracle["api.srs.domain"]
    )
    rows = kip.estimate(srs, "sch.wide", by="stype", population=SCHOOLS).rows[1::2]
    expected = oracle["api.srs.ciprop_by_stype"]
    equals([row.value for row in rows], expected["p"])
    equals([row.interval().low for row in rows], expected["lo"])
    equals([row.interval().high for row in rows], expected["hi"])


def test_means_of_a_stratified_sample_equal_r(strat, oracle):
    rows = kip.estimate(strat, ["api00", "api99", "meals", "ell"], what="mean", **DESIGN).rows
    agrees(rows, oracle["api.strat.mean"])
    equals([row.deff for row in rows], oracle["api.strat.mean"]["deff"])
    assert (round(rows[0].value, 2), round(rows[0].se, 4)) == (662.29, 9.4089)  # as the package's vignette prints
    equals(rows[0].deff * (1 - 200 / SCHOOLS), oracle["api.strat.mean.deff_replace"]["deff"])


def test_weights_follow_from_the_numbers_of_partners(strat):
    """The weights in the file are these to seven digits."""
    plain = kip.estimate(strat, "api00", what="mean", strata="stype", population=PARTNERS)
    given = kip.estimate(strat, "api00", what="mean", **DESIGN)
    assert plain.weighted and plain.population == SCHOOLS
    assert plain.rows[0].value == pytest.approx(given.rows[0].value, rel=1e-7)
    assert plain.rows[0].se == pytest.approx(given.rows[0].se, rel=1e-7)


def test_missing_answers_keep_their_place_in_the_sample(strat):
    """R 4.2.2, survey 4.1.1: svymean(~acs.k3, design, na.rm = TRUE, deff = TRUE); 97 of 200 have an answer."""
    row = kip.estimate(strat, "acs.k3", what="mean", **DESIGN).rows[0]
    assert row.answered == 97
    equals((row.value, row.se, row.deff), (19.1649484536082, 0.122647242838342, 0.999687598104847))


def test_groups_of_a_stratified_sample_equal_r(strat):
    """R 4.2.2, survey 4.1.1: svyby(~api00, ~sch.wide, design, svymean, deff = TRUE), the same with svytotal of enroll,
    svytotal(~enroll, deff = TRUE), svytotal(~I(comp.imp == "Yes")), svyciprop(..., method = "xlogit") by subset.
    """
    rows = kip.estimate(strat, "api00", what="mean", by="sch.wide", **DESIGN).rows
    equals([row.value for row in rows], [593.746858214589, 676.530443656777])
    equals([row.se for row in rows], [18.6191675056143, 10.5203892001006])
    equals([row.deff for row in rows], [1.3122575871523, 1.19815719301614])
    rows = kip.estimate(strat, "enroll", what="total", by="sch.wide", **DESIGN).rows
    equals([row.value for row in rows], [1013067.41931152, 2674110.11312676])
    equals([row.se for row in rows], [133475.233015853, 128645.68846719])
    equals([row.deff for row in rows], [1.56989003115503, 0.968214734215781])
    row = kip.estimate(strat, "enroll", what="total", **DESIGN).rows[0]
    equals((row.value, row.se, row.deff), (3687177.53243828, 114641.71610078, 0.362018122363404))
    row = kip.estimate(strat, "comp.imp", what="total", **DESIGN).rows[1]
    equals((row.value, row.se), (4061.08995246888, 208.895719559424))
    row = kip.estimate(strat, "comp.imp", by="sch.wide", **DESIGN).rows[1]
    equals(row.interval(), (0.0291626600124577, 0.278164847234181))
    assert row.df == 45


def test_weights_that_differ_within_strata_equal_r(strat):
    """R as above, no population; weights pw * (1 + (row %% 7) / 10); svymean(..., deff = "replace")."""
    weights = strat.values["pw"] * (1 + np.arange(1, 201) % 7 / 10)
    design = {"weights": weights, "strata": "stype"}
    row = kip.estimate(strat, "api00", what="mean", **design).rows[0]
    equals((row.value, row.se, row.deff), (663.085104739325, 9.79050627173943, 1.25104489911786))
    rows = kip.estimate(strat, "api00", what="mean", by="sch.wide", **design).rows
    equals([row.se for row in rows], [18.7651891877188, 10.8913266686229])
    equals([row.deff for row in rows], [1.27774564599201, 1.23536777863143])
    rows = kip.estimate(strat, "comp.imp", by="sch.wide", **design).rows
    values = [0.88833691875568, 0.11166308124432, 0.224061902708048, 0.775938097291952]
    equals([row.value for row in rows], values)


def test_the_textbook_s_standard_error_with_a_finite_population():
    """Lohr, Sampling, agsrs: s = 344551.9, n = 300 of N = 3078 counties: SE 18898.43, 260706 to 335088.

    Numbers with that mean and variance: half lie d below the mean, half above, d = s sqrt(299/300).
    """
    reach = 344551.9 * math.sqrt(299 / 300)
    answers = numbers_of([297897 - reach] * 150 + [297897 + reach] * 150)
    row = kip.estimate(answers, "x", what="mean", population=3078).rows[0]
    assert row.se == pytest.approx(18898.43, abs=1)
    assert row.interval() == pytest.approx((260706, 335088), abs=1)


def test_kish_s_effective_number_of_answers():
    """Kish 1965: weights 1, 1, 2, 2, 4: 10^2 / 26 = 3.846154 (golden.json: kish)."""
    answers = numbers_of([1.0, 2.0, 3.0, 4.0, 5.0])
    assert kip.estimate(answers, what="mean", weights=[1, 1, 2, 2, 4]).rows[0].effective == pytest.approx(100 / 26)


# --- what is counted ---------------------------------------------------------------------------------


def numbers_of(values: list[float], **others: np.ndarray) -> kip.Responses:
    items = (kip.Item("x", "decimal", words("How many?")), *(kip.Item(name, "decimal") for name in others))
    columns = {"x": np.array(values, dtype=float), **others}
    return kip.Responses(kip.Codebook(items), (), np.empty((len(values), 0), dtype=np.int8), columns, source="a.csv")


def survey(n: int = 40, seed: int = 1) -> kip.Responses:
    """Two rated questions, a list, ticks and a number, by two groups of partners."""
    draw = np.random.default_rng(seed)
    acts = kip.Item("acts", "select_multiple", words("What do you do?"), scale=one_of("acts", ("a", "b")).scale)
    codebook = kip.Codebook(
        (
            one_of("size", ("small", "large"), role="profile"),
            rated("q1"),
            rated("q2", role="importance"),
            one_of("plan", ("yes", "no")),
            acts,
            kip.Item("hours", "integer", words("Hours?")),
        )
    )
    codes = np.column_stack(
        [np.arange(n) % 2, *draw.integers(-1, 5, (2, n)), draw.integers(0, 2, n), *draw.integers(0, 2, (2, n))]
    )
    columns = ("size", "q1", "q2", "plan", "acts/a", "acts/b")
    hours = {"hours": draw.integers(0, 40, n).astype(float)}
    return kip.Responses(codebook, columns, np.asfortranarray(codes, dtype=np.int8), hours, source="a.csv")


def test_each_kind_of_question_has_its_estimates():
    answers = survey()
    named = [(row.item.name, row.answer and row.answer.name) for row in kip.estimate(answers).rows]
    assert named == [("q1", None), ("q2", None), ("plan", "yes"), ("plan", "no"), ("acts", "a"), ("acts", "b")]
    assert [row.item.name for row in kip.estimate(answers, what="mean").rows] == ["q1", "q2", "hours"]
    assert len(kip.estimate(answers, what="total", population=80).rows) == 7
    assert kip.estimate(answers, []).rows == ()


def test_a_favourable_share_by_hand(tmp_path):
    """Weights 1, 1, 2, 4; favourable are the first and the last of three answers: (1 + 4) / (1 + 2 + 4)."""
    answers = responses(tmp_path, book(rated("q1")), [["5"], [""], ["2"], ["4"]])
    row = kip.estimate(answers, weights=[1, 1, 2, 4]).rows[0]
    assert (row.value, row.answered, row.df) == (5 / 7, 3, 2)
    assert row.unweighted == 2 / 3
    total = kip.estimate(answers, what="total", weights=[1, 1, 2, 4]).rows[0]
    assert (total.value, total.unweighted) == (5.0, 2.0)


@settings(max_examples=examples(30), deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["share", "mean", "total"]), st.booleans(), st.booleans())
def test_the_numbers_equal_those_of_the_formula_row_by_row(seed, what, stratified, grouped):
    """The variance from one number per respondent: sum over strata of (1 - n/N) n/(n - 1) times squared deviations."""
    answers, draw = survey(30, seed), np.random.default_rng(seed)
    weights = draw.uniform(0.5, 3, 30)
    population = {"small": 40, "large": 25} if stratified else 50
    by, item = ("plan", "q1") if grouped else (None, "q1")
    result = kip.estimate(
        answers, item, what=what, by=by, weights=weights, strata="size" if stratified else None, population=population
    )
    codes, strata = answers.column("q1"), answers.column("size") * stratified
    y = (codes + 1.0) if what == "mean" else (codes > 2) * 1.0
    for place, row in enumerate(result.rows):
        inside = (codes >= 0) & ((answers.column("plan") == place) if grouped else True)
        d = np.where(inside, weights, 0.0)
        value = (d * y).sum() / (1 if what == "total" else d.sum())
        assert row.value == pytest.approx(value, rel=1e-12)
        u = d * y if what == "total" else d * (y - value) / d.sum()
        variance = 0.0
        for stratum in set(strata):
            part, n = u[strata == stratum], (strata == stratum).sum()
            N = list(population.values())[stratum] if stratified else population
            variance += (1 - n / N) * n / (n - 1) * ((part - part.mean()) ** 2).sum()
        if row.df:
            assert row.se == pytest.approx(math.sqrt(variance), rel=1e-9, abs=1e-12)
        else:  # no more answers of the group than strata
            assert math.isnan(row.se) and inside.sum() <= len(set(strata[inside]))


def test_equal_inputs_give_equal_results_and_do_not_change():
    answers = survey()
    before, weights = answers.codes.copy(), np.linspace(1, 2, 40)
    one, other = (kip.estimate(survey(), what="mean", weights=weights, by="size") for _ in range(2))
    assert one == other and repr(one) == repr(other) and hash(one) == hash(other)
    assert weights.flags.writeable and np.array_equal(answers.codes, before)
    nobody = [kip.estimate(numbers_of([math.nan] * 5), what="mean") for _ in range(2)]
    assert nobody[0] == nobody[1]


# --- degenerate cases --------------------------------------------------------------------------------


def test_few_answers_are_defined():
    for values in ([], [math.nan] * 4):
        row = kip.estimate(numbers_of(values), what="mean").rows[0]
        assert row.answered == row.df == 0
        assert all(math.isnan(number) for number in (row.value, row.se, row.deff, *row.interval()))
    one = kip.estimate(numbers_of([3.0]), what="mean").rows[0]
    assert (one.value, one.df) == (3.0, 0) and math.isnan(one.se) and math.isnan(one.interval().low)
    # 1 and 3: variance 2, so the error is 1; t with one degree of freedom at 97.5 % is 12.7062.
    two = kip.estimate(numbers_of([1.0, 3.0]), what="mean").rows[0]
    assert (two.value, two.se, two.df) == (2.0, 1.0, 1)
    assert two.interval() == pytest.approx((2 - 12.7062, 2 + 12.7062), abs=1e-4)
    # 1, 2, 6 of six partners: variance 7, error sqrt(7/3 * 1/2).
    three = kip.estimate(numbers_of([1.0, 2.0, 6.0]), what="mean", population=6).rows[0]
    assert three.se == pytest.approx(math.sqrt(7 / 6))


def test_a_share_without_answers_can_be_anything(tmp_path):
    answers = responses(tmp_path, book(rated("q1")), [[""], [""]])
    row = kip.estimate(answers).rows[0]
    assert math.isnan(row.value) and row.interval() == (0.0, 1.0)


def test_without_variance_the_error_is_zero_and_a_share_of_all_has_a_range(tmp_path):
    """A share of 10 in 10 by Wilson: 0.7225 to 1 (expected.json: prop.10_10)."""
    row = kip.estimate(numbers_of([0.1] * 10), what="mean", weights=np.linspace(1, 2, 10)).rows[0]
    assert (row.se, row.interval()) == (0.0, (row.value, row.value))
    assert row.value == pytest.approx(0.1, rel=1e-15)
    all_of_them = kip.estimate(responses(tmp_path, book(rated("q1")), [["5"]] * 10)).rows[0]
    assert (all_of_them.value, all_of_them.se) == (1.0, 0.0)
    assert all_of_them.interval() == pytest.approx((0.722467, 1.0), abs=1e-6)


def test_if_all_partners_answered_nothing_is_estimated():
    for row in kip.estimate(survey(), what="mean", population=40).rows:
        assert row.se == 0.0 and row.interval() == (row.value, row.value)
    known = kip.estimate(survey(), strata="size", population={"small": 20, "large": 20})
    assert all(row.complete for row in known.rows) and not known.weighted


def test_a_group_that_nobody_belongs_to_has_no_estimate():
    answers = survey()
    nobody = answers.where(answers.column("plan") == 0)
    rows = kip.estimate(nobody, "q1", by="plan").rows
    assert rows[0].answered > 0 and rows[1].answered == 0 and math.isnan(rows[1].value)


def test_a_stratum_with_one_respondent_is_refused_by_name():
    answers = survey(9)
    alone = answers.where([place % 2 == 0 or place == 1 for place in range(9)])
    with pytest.raises(kip.KipError, match='1 respondent is of the stratum "large"; a stratum needs two'):
        kip.estimate(alone, strata="size")
    # The only partner of a stratum stands for itself.
    only = kip.estimate(alone, "q1", strata="size", population={"small": 9, "large": 1})
    assert only.rows[0].se > 0


def test_what_does_not_fit_is_refused():
    answers = survey(40)
    refused = [
        ({"population": 30}, "population is 30, smaller than the 40 respondents"),
        ({"strata": "size", "population": {"small": 40}}, "do not fit the strata small, large: look at large"),
        ({"strata": "size", "population": {"small": 40, "large": 19}}, '20 respondents are of the stratum "large"'),
        ({"weights": [1.0] * 39 + [0.0]}, "the weight of respondent 40 is 0.0; a weight is a number above zero"),
        ({"weights": [math.nan] + [1.0] * 39}, "the weight of respondent 1 is -;"),
        ({"by": "nobody"}, 'There is no item "nobody"'),
    ]
    for options, said in refused:
        with pytest.raises(kip.KipError, match=re.escape(said)):
            kip.estimate(answers, **options)
    nobody = answers.where(answers.column("size") == 0)
    with pytest.raises(kip.KipError, match='0 respondents are of the stratum "large"'):
        kip.estimate(nobody, strata="size", population={"small": 40, "large": 40})
    codes = answers.codes.copy()
    codes[0, 0] = -2
    unknown = kip.Responses(answers.codebook, answers.columns, np.asfortranarray(codes), answers.values, "a.csv")
    with pytest.raises(kip.KipError, match='1 respondent has no answer to "size"'):
        kip.estimate(unknown, strata="size")
    mistakes = [
        {"what": "median"}, {"what": "total"}, {"by": "hours"}, {"strata": "size", "population": 50},
        {"population": {"small": 40}}, {"weights": [1.0]}, {"weights": "q1"},
    ]  # fmt: skip
    for options in mistakes:
        with pytest.raises(ValueError):
            kip.estimate(answers, **options)
    with pytest.raises(ValueError, match="level is 1"):
        kip.estimate(answers, "q1").rows[0].interval(1.0)


# --- kernels -----------------------------------------------------------------------------------------


@settings(max_examples=examples(40), deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 40), st.sampled_from([np.int8, np.int16]), st.integers(0, 300))
def test_fast_counts_equal_plain_counting(seed, levels, kind, n):
    codes = np.random.default_rng(seed).integers(-KINDS, levels, n).astype(kind)
    found = count_codes(codes, levels)
    assert found.tolist() == [(codes == code).sum() for code in range(-KINDS, levels)]


def test_weighted_counts_by_cell_equal_plain_sums():
    draw = np.random.default_rng(5)
    codes, cells, weights = draw.integers(-KINDS, 3, 500).astype(np.int8), draw.integers(0, 4, 500), draw.random(500)
    counts, sums = count_cells(codes, cells * (KINDS + 3), (4, KINDS + 3), [None, weights])
    for cell in range(4):
        for code in range(-KINDS, 3):
            here = (cells == cell) & (codes == code)
            assert counts[cell, code + KINDS] == here.sum()
            assert sums[cell, code + KINDS] == pytest.approx(weights[here].sum(), rel=1e-12)


@pytest.mark.parametrize("scores", [(1, 2, 3, 4, 5), (1, 2, 3, 10, 11), (0, 0.25, 0.5, 0.75, 1), (5, 4, 3, 2, 1)])
@pytest.mark.parametrize("n", [2, 50, 70_000])
def test_covariances_equal_numpy_s_on_complete_rows(scores, n):
    """70,000 rows are more than two blocks."""
    draw = np.random.default_rng(n)
    codes = np.asfortranarray(draw.integers(0, 5, (n, 4)), dtype=np.int8)
    codes[n // 2 + 1 :: 7, 2] = -3
    complete = (codes >= 0).all(axis=1)
    found, matrix = covariance(codes, [scores] * 4)
    assert found == complete.sum()
    expected = np.cov(np.array(scores, dtype=float)[codes[complete]].T)
    assert matrix == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_covariances_of_fewer_than_two_are_unknown():
    for codes in (np.zeros((0, 2), np.int8), np.zeros((1, 2), np.int8), np.full((9, 2), -1, np.int8)):
        complete, matrix = covariance(codes, [(1, 2)] * 2)
        assert complete < 2 and np.isnan(matrix).all()


def test_alpha_from_these_covariances_equals_r_on_2709_answers(shared, oracle):
    """psych::alpha on A1-A5 of bfi, A1 turned, listwise."""
    with (shared / "oracle" / "bfi.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    codes = np.array([[int(row[f"A{n}"] or 0) - 1 for n in range(1, 6)] for row in rows], dtype=np.int8)
    forward = (1, 2, 3, 4, 5, 6)
    complete, matrix = covariance(np.asfortranarray(codes), [forward[::-1], *[forward] * 4])
    expected = oracle["bfi.alpha.agree.listwise"]
    alpha = 5 / 4 * (1 - np.trace(matrix) / matrix.sum())
    assert complete == 2709
    equals(alpha, expected["raw_alpha"])


# --- for other programs ------------------------------------------------------------------------------


def test_exported_answers_are_codes_without_words_of_respondents(tmp_path):
    hostile = kip.Scale("said", tuple(kip.Choice(f"={text}" if text[0] != "=" else text) for text in HOSTILE[:4]))
    items = (
        one_of("size", ("small", "+large"), role="profile"),
        kip.Item("sector", "select_one", scale=one_of("sector", ("a", "b")).scale, role="profile"),
        rated("q1"),
        kip.Item("said", "select_one", scale=hostile),
        kip.Item("why", "text"),
    )
    codes = np.asfortranarray([[1, 0, 4, 0], [1, 1, -2, 1], [0, 1, 0, -1], [0, 0, 2, 3]], dtype=np.int8)
    why = {"why": np.array(["=SECRET()", "no", None, "yes"], dtype=object)}
    answers = kip.Responses(kip.Codebook(items), ("size", "sector", "q1", "said"), codes, why, "a.csv")
    kip.export_design(answers, tmp_path / "out", strata="size", population={"small": 4, "+large": 6})
    with (tmp_path / "out" / "answers.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["q1", "said", "kip_weight", "kip_stratum", "kip_population"]
    assert [row[0] for row in rows[1:]] == ["5", "", "1", "3"]
    assert [row[2:] for row in rows[1:3]] == [["3.0", "'+large", "6"]] * 2
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    everything = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir())
    assert "SECRET" not in everything and "sector" not in everything
    assert "not for publishing" in (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")


def test_an_item_named_as_a_column_of_the_design_is_refused(tmp_path):
    with pytest.raises(ValueError, match="kip_weight"):
        kip.export_design(numbers_of([1.0, 2.0], kip_weight=np.ones(2)), tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(kip.KipError, match="cannot be written"):
        kip.export_design(survey(), tmp_path / "file" / "folder")


@pytest.mark.parametrize("program", ["Rscript means.R", "python means.py"])
def test_the_exported_scripts_give_the_same_means(tmp_path, strat, program):
    command, script = program.split()
    if command == "Rscript" and not shutil.which("Rscript"):
        pytest.skip("R is not installed")
    if command == "python":
        pytest.importorskip("svy")
        import sys

        command = sys.executable
    kip.export_design(strat, tmp_path, **DESIGN)
    done = subprocess.run([command, script], cwd=tmp_path, capture_output=True, text=True, check=True)
    found = {row["item"]: row for row in csv.DictReader(done.stdout.splitlines())}
    for row in kip.estimate(strat, what="mean", **DESIGN).rows:
        values = float(found[row.item.name]["mean"]), float(found[row.item.name]["se"])
        assert values == pytest.approx((row.value, row.se), rel=1e-9, abs=1e-9)


# --- what people see ---------------------------------------------------------------------------------


def shown_results() -> dict[str, kip.Estimates]:
    answers, few = survey(60), survey(9)
    weights = np.linspace(1, 3, 60)
    return {
        "shares": kip.estimate(answers, weights=weights),
        "rated": kip.estimate(answers, ["q1", "q2"], population=80),
        "one": kip.estimate(answers, "q1", weights=weights),
        "important": kip.estimate(answers, "q2", population=80),
        "mean": kip.estimate(answers, "hours", what="mean", strata="size", population={"small": 40, "large": 70}),
        "total": kip.estimate(answers, "hours", what="total", population=80),
        "groups": kip.estimate(answers, ["q1", "plan"], by="size", weights=weights),
        "sums": kip.estimate(answers, "hours", what="total", by="size", population=80),
        "census": kip.estimate(answers, "q1", population=60),
        "few": kip.estimate(few, what="mean", weights=np.linspace(1, 3, 9)),
        "few groups": kip.estimate(few, "q1", by="size"),
        "fewer": kip.estimate(survey(4), what="mean"),
        "part": kip.estimate(answers.where(np.arange(60) > 2), "q1"),
        "nobody": kip.estimate(numbers_of([math.nan] * 12), what="mean"),
        "nothing": kip.estimate(answers, []),
    }


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_everything_can_be_shown_in_every_language(lang):
    show = kip.Show(lang)
    for name, result in shown_results().items():
        for rendered in (show.table(result), show.sentence(result)):
            assert not re.search(r"\{\w*\}", rendered.text), name
            assert not re.search(r"\b(None|nan|inf)\b", rendered.text), (name, rendered.text)
        assert show.sentence(result).text or name == "nothing"


def test_an_estimate_reads_as_it_should():
    answers = numbers_of([float(n % 10) for n in range(40)])
    said = kip.Show().sentence(kip.estimate(answers, "x", what="mean", population=50)).text
    assert said == (
        '"How many?": the mean among all partners is about 4.5, plausibly between 4.1 and 4.9 (estimated from 40 answers).'
    )
    weighted = kip.Show().table(kip.estimate(survey(20), "q1", weights=np.linspace(1, 3, 20)))
    assert "Without weights" in weighted.text and "Fewer than 30 partners answered" in weighted.text
    assert "Without weights" not in kip.Show().table(kip.estimate(survey(20), "q1")).text


def test_hidden_numbers_are_nowhere_in_the_markup():
    """Of nine partners no mean, of four nothing at all; what a group of four said could be worked out from the other."""
    few = numbers_of([7.123, 8.5, 9.5, 7.5, 8.25, 7.75, 9.25, 8.75, 9.0])
    html = kip.Show().table(kip.estimate(few, "x", what="mean")).html
    assert "8." not in html and ">9<" in html
    answers = survey(34)
    codes = answers.codes.copy()
    codes[:, 0] = np.arange(34) < 4
    small = kip.Responses(answers.codebook, answers.columns, np.asfortranarray(codes), answers.values, "a.csv")
    rendered = kip.Show().table(kip.estimate(small, "hours", what="mean", by="size"))
    assert not re.search(r"<td>\d", rendered.html) and "could be worked out" in rendered.text
    same = numbers_of([4.0] * 20)
    assert "4.0" not in kip.Show().table(kip.estimate(same, "x", what="mean")).html
    part = numbers_of([float(n) for n in range(20)]).where(np.arange(20) > 2)
    assert not re.search(r"<td>\d", kip.Show().table(kip.estimate(part, "x", what="mean")).html)


def test_groups_without_a_difference_are_rarely_said_to_differ():
    """Answers drawn alike for four groups of fifteen: at most one in twenty such claims, and a large one is told."""
    draw, claims, runs = np.random.default_rng(11), 0, examples(40)
    levels = one_of("kind", ("a", "b", "c", "d"), role="profile")
    for _ in range(runs):
        codes = np.column_stack([np.arange(60) % 4, draw.integers(0, 5, 60)])
        answers = kip.Responses(
            kip.Codebook((levels, rated("q1"))), ("kind", "q1"), np.asfortranarray(codes, np.int8), {}
        )
        claims += "higher" in kip.Show().sentence(kip.estimate(answers, "q1", what="mean", by="kind")).text
    assert claims <= max(2, 0.05 * runs)
    codes[:, 1] = np.where(codes[:, 0] == 0, draw.integers(3, 5, 60), draw.integers(0, 2, 60))
    clear = kip.Responses(kip.Codebook((levels, rated("q1"))), ("kind", "q1"), np.asfortranarray(codes, np.int8), {})
    said = kip.Show().sentence(kip.estimate(clear, "q1", what="mean", by="kind")).text
    assert 'higher in the group "a answer"' in said and "the ranges do not overlap" in said


def test_the_design_is_read_only():
    design = design_of(survey(), population=80)
    assert design.sizes == (40,) and not design.weights.flags.writeable
    assert design.factors.tolist() == [0.5 * 40 / 39]
