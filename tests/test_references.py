"""Every value of golden.json and of R's expected.json: where it is tested, or why the kit has nothing to test.

A case is read by a test here (`reads`), or by another file (`ELSEWHERE`), or does not apply (`NOT_APPLICABLE`).
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from math import hypot, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from builders import words

import kiptools as kip
from kiptools.checks.audit import possible_totals
from kiptools.constructs import cronbach_alpha
from kiptools.ordinal import rank_sum_test
from kiptools.weighting import effective_size

TESTS = Path(__file__).parent

ELSEWHERE = {
    "test_constructs.py": """
        alpha_attitude alpha_attitude_std alpha_attitude_feldt alpha_attitude_drop omega_tau attitude.alpha
        bfi.alpha.agree.listwise bfi.alpha.agree.pairwise bfi.omega.agree bfi.alpha.neuroticism.listwise
        bfi.alpha.neuroticism.pairwise bfi.omega.neuroticism bfi.alpha.agree.first10 bfi.alpha.agree.first15
        bfi.alpha.agree.first30 bfi.alpha.agree.first100""",
    "test_describe.py": "srs_fpc_lohr rwg pisa24.summary.center2.5 mass.summary",
    "test_experts.py": "icvi_3_3 icvi_2_3 icvi_3_4 icvi_4_5 icvi_6_7 icvi_7_8 icvi_6_8",
    "test_intervals.py": "propdiff.newcombe10",
    "test_likert.py": "pisa24.results",
    "test_nonresponse.py": "aapor_calc",
    "test_ordinal.py": """
        kw_hollander mannwhitney.n12 mannwhitney.n30 mannwhitney.n200 kruskal.n30 friedman.n30 signedrank.n30""",
    "test_relations.py": "freeman_star florentine16",
    "test_samples.py": """
        krejcie_10 krejcie_15 krejcie_20 krejcie_25 krejcie_30 krejcie_40 krejcie_45 krejcie_50 krejcie_100 krejcie_110
        krejcie_200 krejcie_230 krejcie_240 krejcie_250 krejcie_300 krejcie_500 krejcie_1000 krejcie_1500
        krejcie_100000 cochran_infinite""",
    "test_sampling.py": """
        api.srs.mean api.srs.mean.deff_replace api.srs.total api.srs.props api.srs.ciprop.logit api.srs.ciprop.xlogit
        api.srs.by_stype api.srs.ciprop_by_stype api.srs.domain api.strat.mean api.strat.mean.deff_replace""",
}

NOT_APPLICABLE = {
    "issue 6, survey design: sample size, experts' ratings of the items": """
        cvr""",
    "the exercise on a published survey tests percentages, not means": "grim_527_43",
    "bands of other tools' scores, which the kit does not give": "vichealth_shift handshake",
    "intervals of a share are Wilson's, or exact for the finite population": """
        clopper_81_263 clopper_15_148 clopper_0_20 wilsoncc_81_263 wilsoncc_15_148 wilsoncc_1_29 rule_of_three""",
    "the interval of an estimated share is svyciprop's logit": """
        api.srs.ciprop.likelihood api.srs.ciprop.asin api.srs.ciprop.beta api.srs.ciprop.mean""",
    "agreement between raters: surveys have none (of labels: issue 8)": "icc_sf kappa krippendorff.c",
    "groups are compared by ranks, not by means (test_waves.py has Student's data)": "welch_sleep",
    "the kit reports no correlation of two questions, and resamples nothing": "law rankcor.n30",
    "the kit tests no association of two lists of answers": "chisq.n30",
    "one factor is assumed for omega; whether items suit a factor analysis is not reported": """
        bfi.kmo.agree bfi.kmo.neuroticism""",
    "design-based estimates are means, shares and totals; tests and models are left to R (issue 4)": """
        api.srs.quantile api.srs.var api.srs.chisq.F api.srs.chisq.Chisq api.srs.chisq.Wald api.srs.chisq.adjWald
        api.srs.ttest api.srs.ranktest.wilcoxon api.srs.ranktest.vanderWaerden api.srs.ranktest.median
        api.srs.ranktest.KruskalWallis api.srs.glm""",
    "clusters and stages are left to R (issue 4)": "mu284",
}

VALUES_NOT_APPLICABLE = {
    "labels, which order the others": "name method statistic_name Group levels",
    "estimates have Student's range, not the normal one": "ci95_normal",
    "only the two-sided p is reported": "greater",
    "intervals of a share are Wilson's": "wilson_cc clopper_pearson jeffreys agresti_coull wald",
    "groups are compared by ranks, not by means": "welch_t cohens_d",
    "epsilon squared is the effect size that is reported": "eta2_H",
    "z is no result; the p that follows from it is tested": "z_coin",
    "alpha has Feldt's interval": "ase duhachek",
    "reliability is told by alpha and omega of one factor": "G6 SN median_r psych_omega_tot psych_omega_h",
    "standardised alpha, tested under its other name": "psych_alpha_std",
}

HERE: list[str] = []


def reads(cases: str) -> pytest.MarkDecorator:
    """The test is run for each of these cases, and gets it as its argument `case`."""
    HERE.extend(cases.split())
    return pytest.mark.parametrize("case", cases.split(), indirect=True)


@pytest.fixture(scope="module")
def references(shared: Path) -> dict[str, dict]:
    golden = json.loads((shared / "golden.json").read_text(encoding="utf-8"))
    oracle = json.loads((shared / "oracle" / "expected.json").read_text(encoding="utf-8"))["cases"]
    assert len({case["id"] for case in (*golden, *oracle)}) == len(golden) + len(oracle)
    return {case["id"]: case for case in (*golden, *oracle)}


@pytest.fixture
def case(request: pytest.FixtureRequest, references: dict[str, dict]) -> dict:
    return references[request.param]


def near(expected: object) -> object:
    """As many digits as R gives."""
    return pytest.approx(expected, rel=1e-9, abs=1e-12)


# --- the table is complete, and true -----------------------------------------------------------------


def split(table: dict[str, str]) -> list[str]:
    return [name for names in table.values() for name in names.split()]


def is_named(case: str, text: str) -> bool:
    """Whether a text has this name, or an f-string that makes it, such as "bfi.omega.{topic}"."""
    family = re.split(r"[._]", case)[0]
    patterns = (re.escape(found) for found in re.findall(rf'f"({family}[^"]*)"', text))
    return bool(re.search(rf"(?<![\w.]){re.escape(case)}(?!\w|\.\w)", text)) or any(
        re.fullmatch(re.sub(r"\\\{.*?\\\}", ".+", pattern), case) for pattern in patterns
    )


def test_every_case_is_in_the_table_and_every_name_of_the_table_is_a_case(references):
    assert {*HERE, *split(ELSEWHERE), *split(NOT_APPLICABLE)} == set(references)


def test_no_case_both_is_tested_and_does_not_apply():
    counts = Counter([*set(HERE) | set(split(ELSEWHERE)), *split(NOT_APPLICABLE)])
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("file", ELSEWHERE)
def test_the_other_file_reads_the_case(file):
    text = (TESTS / file).read_text(encoding="utf-8")
    assert [name for name in ELSEWHERE[file].split() if not is_named(name, text)] == []


def test_every_value_of_a_case_is_named_where_it_is_tested_or_does_not_apply(references):
    """Only by its name in quotes in the file: that the file compares it is for the reader to see."""
    places = [(name, file) for file, names in ELSEWHERE.items() for name in names.split()]
    texts = dict.fromkeys({*HERE, *split(ELSEWHERE)}, "")
    for name, file in [*places, *((name, Path(__file__).name) for name in set(HERE))]:
        texts[name] += (TESTS / file).read_text(encoding="utf-8")
    values = {
        (name, value)
        for name in texts
        if isinstance(references[name]["expected"], dict)
        for value in set(references[name]["expected"]) - set(split(VALUES_NOT_APPLICABLE))
    }
    assert {(name, value) for name, value in values if f'"{value}"' not in texts[name]} == set()


# --- shares ------------------------------------------------------------------------------------------


@reads("wilson_81_263 wilson_0_20 wilson_1_29")
def test_wilson_as_printed(case):
    assert kip.wilson_interval(case["input"]["x"], case["input"]["n"]) == pytest.approx(
        case["expected"], abs=case["tol"]
    )


@reads("prop.81_263 prop.15_148 prop.0_20 prop.1_29 prop.0_10 prop.3_10 prop.10_10 prop.7_12 prop.150_300")
def test_wilson_at_two_levels_equals_r(case):
    count, n = map(int, case["id"].removeprefix("prop.").split("_"))
    expected = case["expected"]
    assert count / n == near(expected["p"])
    assert kip.wilson_interval(count, n) == near(expected["wilson"])
    assert kip.wilson_interval(count, n) == near(expected["wilson_via_prop_test"])
    assert kip.wilson_interval(count, n, level=0.9) == near(expected["wilson90"])


@reads("""
    newcombe_diff_56_70_48_80 newcombe_diff_9_10_3_10 newcombe_diff_0_10_0_20 newcombe_diff_0_10_0_10
    newcombe_diff_10_10_0_10
""")
def test_newcombe_as_printed(case):
    found = kip.newcombe_interval(*(case["input"][name] for name in "ambn"))
    assert found == pytest.approx(case["expected"], abs=case["tol"])


@reads("hyper_18_24_40 hyper_10_20_100")
def test_the_exact_interval_for_a_finite_population(case):
    found = kip.finite_population_interval(*(case["input"][name] for name in "xnN"))
    assert list(found) == case["expected"]


@reads("grim_kip61")
def test_totals_for_which_a_whole_percentage_is_possible(case):
    """The exercise on a published survey (`kiptools.checks.audit`)."""
    assert possible_totals(61, 48) == case["expected"]


# --- ranks -------------------------------------------------------------------------------------------


@reads("fisher_tea")
def test_for_yes_and_no_the_exact_rank_test_is_fishers(case):
    """Three of four cups right, and one of four: as ranks of 1 and 0."""
    assert rank_sum_test([1, 1, 1, 0], [1, 0, 0, 0]).p == pytest.approx(case["expected"]["two"], abs=case["tol"])


@reads("mannwhitney.n12 mannwhitney.n30 mannwhitney.n200")
def test_the_other_names_of_cliffs_delta(case, shared):
    with (shared / "oracle" / case["data"]).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["A2"] and row["gender"]]
    found = rank_sum_test(*([float(row["A2"]) for row in rows if row["gender"] == sex] for sex in "12"))
    assert found.statistic / found.pairs.pairs == near(case["expected"]["prob_superiority"])
    assert found.pairs.delta == near(case["expected"]["rank_biserial"])


# --- answers on scales -------------------------------------------------------------------------------


def moments(counts: Sequence[int]) -> tuple[float, float]:
    """Mean and standard deviation of the levels 1, 2, 3 ..."""
    levels = np.repeat(np.arange(1, len(counts) + 1), counts)
    return float(levels.mean()), float(levels.std(ddof=1))


@pytest.fixture(scope="module")
def pupils(shared: Path) -> kip.Responses:
    return kip.read_responses(shared / "oracle" / "pisa_st24.csv.gz")


@reads("pisa24.summary.center1.5 pisa24.summary.center2")
def test_low_neutral_and_high_around_other_centres_equal_r(case, pupils):
    """R counts as neutral the level at the centre, which here is not the middle of the scale."""
    expected, centre = case["expected"], float(case["id"].partition("center")[2])
    rows = {row.item.name: row for row in kip.describe(pupils).rows}
    for place, name in enumerate(expected["Item"]):
        shares = dict(enumerate(rows[name].distribution.shares, start=1))
        for part, of_part in {
            "low": [share for level, share in shares.items() if level < centre],
            "neutral": [share for level, share in shares.items() if level == centre],
            "high": [share for level, share in shares.items() if level > centre],
        }.items():
            assert 100 * sum(of_part) == near(expected[part][place])
        assert rows[name].mean == near(expected["mean"][place])
        assert sqrt(rows[name].variance) == near(expected["sd"][place])


@reads("pisa24.group")
def test_groups_of_pupils_equal_r(case, pupils):
    check_groups(pupils, "CNT", case["expected"])


@reads("mass.group")
def test_groups_of_twenty_students_equal_r(case, shared):
    check_groups(kip.read_responses(shared / "oracle" / "likert_mass.csv"), "Gender", case["expected"])


def check_groups(answers: kip.Responses, by: str, expected: dict) -> None:
    """R: summary(likert(items, grouping = by)), against the part of each group and its side of the comparison."""
    item = answers.codebook[by]
    compared = {
        (contrast.group.wording.in_language("en"), wording(row.subject)): contrast
        for row in kip.compare(answers, by=by).rows
        for contrast in row.contrasts
    }
    parts = {
        (level.wording.in_language("en"), wording(row.item)): row
        for place, level in enumerate(item.levels)
        for row in kip.describe(answers.where(answers.column(by) == place)).rows
    }
    assert len(parts) == len(compared) == len(expected["Item"])
    for place, (group, name) in enumerate(zip(expected["Group"], expected["Item"], strict=True)):
        row, contrast = parts[group, name.rstrip(".")], compared[group, name.rstrip(".")]
        low, high = (100 * box / row.answered for box in (row.bottom_box, row.top_box))
        found = (low, 100 - low - high, high, row.mean, sqrt(row.variance))
        assert found == near(tuple(expected[part][place] for part in ("low", "neutral", "high", "mean", "sd")))
        assert contrast.counts == row.distribution.counts
        assert 100 * contrast.favourable / contrast.answered == near(expected["high"][place])


def wording(item: kip.Item) -> str:
    return (item.wording.in_language("en") or item.name).rstrip(".")


# --- reliability -------------------------------------------------------------------------------------


@reads("spearman_brown")
def test_alpha_of_equally_correlated_items_is_spearman_and_browns(case):
    items, correlation = case["input"]["k"], case["input"]["r"]
    matrix = np.full((items, items), correlation) + (1 - correlation) * np.eye(items)
    assert cronbach_alpha(matrix) == pytest.approx(case["expected"], abs=case["tol"])


@reads("bfi.alpha.agree.pairwise bfi.alpha.neuroticism.pairwise")
def test_what_pairwise_covariances_give_besides_equals_r(case, shared):
    expected = case["expected"]
    answers = pd.read_csv(shared / "oracle" / case["data"])[expected["item"]["name"]]
    answers = answers.assign(A1=7 - answers["A1"]) if "A1" in answers else answers
    covariance = answers.cov().to_numpy()
    spread = np.sqrt(covariance.diagonal())
    for place, alpha in enumerate(expected["alpha_if_dropped"].values()):
        assert cronbach_alpha(np.delete(np.delete(covariance, place, 0), place, 1)) == near(alpha)
    assert (covariance / np.outer(spread, spread))[np.triu_indices(5, 1)].mean() == near(expected["average_r"])


# --- estimates ---------------------------------------------------------------------------------------


def numbers(values: Sequence[float]) -> kip.Responses:
    """One number per respondent."""
    question = kip.Item("x", "decimal", words("How many?"))
    return kip.Responses(kip.Codebook((question,)), (), np.empty((len(values), 0), np.int8), {"x": np.array(values)})


@reads("kish")
def test_kishs_effective_number_and_design_effect(case):
    weights = case["input"]["w"]
    found = {"neff": effective_size(weights), "deff": len(weights) / effective_size(weights)}
    assert found == pytest.approx(case["expected"], abs=case["tol"])


@reads("api.srs.ratio")
def test_a_ratio_is_a_mean_of_ratios_weighted_by_what_is_below(case, shared):
    """Sum of a / sum of b = mean of a/b with weights b; the linearised error is the same, finite population too."""
    schools = pd.read_csv(shared / "oracle" / case["data"])
    answers = numbers((schools["api.stu"] / schools["enroll"]).tolist())
    row = kip.estimate(answers, what="mean", weights=schools["enroll"].to_numpy(), population=6194).rows[0]
    assert (row.value, row.se) == near((case["expected"]["ratio"], case["expected"]["se"]))


@reads("mouse")
def test_two_means_and_the_error_of_their_difference(case):
    """Efron and Tibshirani: independent groups, so the squares of the errors add up."""
    x, y = (kip.estimate(numbers([*map(float, case["input"][name])]), what="mean").rows[0] for name in "xy")
    found = {"mx": x.value, "my": y.value, "diff": x.value - y.value, "se": hypot(x.se, y.se)}
    assert found == pytest.approx(case["expected"], abs=case["tol"])
