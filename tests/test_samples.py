"""Whom to ask: coverage, the size of a sample, the draw, and an analysis that knows whom the drawn stand for."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations
from random import Random

import numpy as np
import openpyxl
import pytest
from builders import HOSTILE, book, network, partner, rated, responses, words, write_csv
from test_sampling import PARTNERS, schools
from test_show import assert_nothing_overlaps, check

import kiptools as kip
import kiptools.show.samples
from kiptools.language import Language
from kiptools.partners import Partners, SameOrganisation
from kiptools.precision import compare_effort, expected_precision, precision_by_response, sample_size
from kiptools.register import Attribute, Disposition, Register
from kiptools.samples import Sample, coverage, draw_sample
from kiptools.show.samples import precision_figure
from kiptools.weighting import design_from_register
from kiptools.workbook import write_survey_frame

FIRM, SCHOOL = "employer", "education"


def partners_of(**sizes: int) -> Partners:
    """So many partners of each type, with ids that are no numbers."""
    return network(*(partner(f"{kind} {n:03}", type=kind) for kind, size in sizes.items() for n in range(size)))


def kinds_of(sample: Sample) -> dict[str, tuple[int, int]]:
    return {kind.name: (len(kind.drawn), kind.partners) for kind in sample.kinds}


# --- coverage ------------------------------------------------------------------------------------------

SMALL = network(
    partner("Bakery", type=FIRM, size="1-9", owner="Ana"),
    partner("Mill", type=FIRM, size="1-9", status="current"),
    partner("School", type=SCHOOL, owner="Ana"),
    partner("Club", owner="Ana"),
    partner("Hoped for", type=FIRM, status="potential"),
    partner("Gone", type=FIRM, status="former"),
    partner("Gone too", type=FIRM, status="former"),
    partner("We", type="public_authority", status="convenor"),
    doubles=(SameOrganisation("Bakery", "Mill", False), SameOrganisation("Bakery", "Gone", False)),
)


def test_coverage_of_a_small_list_counted_by_hand():
    found = coverage(SMALL)
    assert found.asked == 4 and found.not_asked == (("potential", 1), ("former", 2), ("convenor", 1))
    types, sizes = found.rows
    assert [(kind.name, kind.partners) for kind in types.kinds] == [(FIRM, 2), (SCHOOL, 1), ("", 1)]
    assert [(kind.name, kind.partners) for kind in sizes.kinds] == [("1-9", 2), ("", 2)]
    assert [(each.field, [one.name for one in each.partners]) for each in found.incomplete] == [
        ("type", ["Club"]),
        ("size", ["School", "Club"]),
        ("owner", ["Mill"]),
    ]
    assert found.lacking == ("territory",)
    assert [(pair.first, pair.second) for pair in found.doubles] == [("Bakery", "Mill")]  # the other one is gone
    assert [kind.name for kind in types.thin] == [FIRM, SCHOOL]  # "not stated" is no kind


def test_a_kind_of_four_is_thin_and_one_of_five_is_not():
    (row,) = coverage(partners_of(employer=5, education=4, ngo=10)).rows
    assert [(kind.name, kind.thin, kind.allows(5), kind.allows(10)) for kind in row.kinds] == [
        (FIRM, False, True, False),
        (SCHOOL, True, False, False),
        ("ngo", False, True, True),
    ]


def test_coverage_says_to_ask_everyone_and_names_the_thin_kinds():
    text = kip.Show("en").sentence(coverage(partners_of(employer=14, education=4))).text
    assert text.startswith("Ask all 18 partners of today") and "by themselves: Education and training." in text
    shown = kip.Show("en").table(coverage(partners_of(employer=14, education=4))).text
    assert "5 of 14" in shown and "10 of 14" in shown and "5 of 4" not in shown
    assert (
        "one more or one less" not in text and "one more or one less" in kip.Show("en").sentence(coverage(SMALL)).text
    )


def test_a_list_without_partners_of_today_says_so():
    found = coverage(network(partner("Gone", status="former")))
    assert (found.asked, found.rows, found.lacking) == (0, (), ())
    for kind in ("table", "sentence", "figure"):
        assert getattr(kip.Show("en"), kind)(found).text == "The list has no partners of today."


# --- the size of a sample ------------------------------------------------------------------------------

TABLE = [f"krejcie_{n}" for n in (10, 15, 20, 25, 30, 40, 45, 50, 100, 110, 200, 230, 240, 250, 300, 500, 1000, 1500)]


@pytest.fixture(scope="module")
def golden(shared) -> dict[str, dict]:
    return {case["id"]: case for case in json.loads((shared / "golden.json").read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", TABLE)
def test_krejcie_and_morgan_as_printed(golden, name):
    assert sample_size(golden[name]["input"]["N"]).answers == golden[name]["expected"]


def test_the_formulas_unrounded(golden):
    large, infinite = golden["krejcie_100000"], golden["cochran_infinite"]
    assert sample_size(large["input"]["N"]).exact == pytest.approx(large["expected"], abs=large["tol"])
    assert sample_size(None).exact == pytest.approx(infinite["expected"], abs=infinite["tol"])
    assert sample_size(None).answers == 385


def test_invitations_by_hand():
    """169 answers at 60 %: 281.67, so 282 invitations; at 30 % more than the 300 there are."""
    assert sample_size(300, response=0.6).invitations == 282
    few = sample_size(300, response=0.3)
    assert (few.invitations, few.enough, few.everyone) == (300, False, True)
    assert sample_size(300, response=0.7).invitations == 242  # 241.4
    assert sample_size(100, margin=0.1, response=0.7).invitations == 70  # 49 answers: no 71 from a last digit of 0.7


def test_ask_everyone_where_at_most_one_in_five_would_be_left_out():
    """Krejcie and Morgan: 80 of 100, and 86 of 110 (78 %)."""
    assert sample_size(100).everyone and not sample_size(110).everyone
    say = kip.Show("en").sentence
    assert say(sample_size(100)).text == "Ask all 100 partners: a sample for this precision would take 80 of them."
    assert "24 partners would not be asked" in say(sample_size(110)).text
    assert "even so, fewer will answer than this precision takes (169)" in say(sample_size(300, response=0.3)).text


@pytest.mark.parametrize("wrong", [{"margin": 0}, {"share": 1}, {"level": 1}, {"response": 0}, {"response": 1.1}])
def test_impossible_wishes_for_a_sample_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        sample_size(100, **wrong)
    with pytest.raises(ValueError, match="population"):
        sample_size(0)


# --- the draw ------------------------------------------------------------------------------------------


def test_the_allocation_is_the_one_of_the_textbook_example():
    """53, 24 and 23 of 100, seven to give (the usual example of Sainte-Laguë's method: 3, 2, 2).

    Largest remainders make 4, 2, 1 of it: quotas 3.71, 1.68, 1.61.
    """
    found = draw_sample(partners_of(employer=53, education=24, ngo=23), 7, seed=1, at_least=1)
    assert kinds_of(found) == {FIRM: (3, 53), SCHOOL: (2, 24), "ngo": (2, 23)}


def test_proportional_allocation_by_hand():
    """10 of 42, one of each at first. Six more by N / (2n + 1): firms 4.67, schools 3.67, clubs 3.33, firms 2.8, unions
    2.33, schools 2.2. With two of each at first, two more: firms 2.8, schools 2.2; with eight, one more: firms 14/17.
    """
    four = partners_of(employer=14, education=11, ngo=10, social_partner=7)
    one = kinds_of(draw_sample(four, 10, seed=1, at_least=1))
    assert one == {FIRM: (3, 14), SCHOOL: (3, 11), "ngo": (2, 10), "social_partner": (2, 7)}
    two = kinds_of(draw_sample(four, 10, seed=1))
    assert two == {FIRM: (3, 14), SCHOOL: (3, 11), "ngo": (2, 10), "social_partner": (2, 7)}
    eight = kinds_of(draw_sample(four, 32, seed=1, at_least=8))
    assert eight == {FIRM: (9, 14), SCHOOL: (8, 11), "ngo": (8, 10), "social_partner": (7, 7)}


def test_small_kinds_are_asked_as_a_whole():
    found = draw_sample(partners_of(employer=30, education=2, ngo=1), 8, seed=3)
    assert kinds_of(found) == {FIRM: (5, 30), SCHOOL: (2, 2), "ngo": (1, 1)}
    assert found.probabilities["ngo 000"] == 1 and found.probabilities["education 001"] == 1
    assert {found.probabilities[one] for one in found.kinds[0].drawn} == {Fraction(1, 6)}


def test_allocation_keeps_every_promise():
    random = Random(5)
    for _ in range(60):
        sizes = {f"t{n}": random.randint(1, 40) for n in range(random.randint(1, 7))}
        at_least = random.randint(1, 6)
        total, fewest = sum(sizes.values()), sum(min(size, at_least) for size in sizes.values())
        n = random.randint(fewest, total)
        asked = network(*(partner(f"{t} {k}", territory=t) for t, size in sizes.items() for k in range(size)))
        found = draw_sample(asked, n, by="territory", seed=random.randint(0, 99), at_least=at_least)
        assert len(found) == n == len(found.probabilities) and found.population == total
        for kind in found.kinds:
            assert min(at_least, kind.partners) <= len(kind.drawn) <= kind.partners == sizes[kind.name]
        for one, other in combinations(found.kinds, 2):
            if one.partners >= other.partners:
                assert len(one.drawn) >= len(other.drawn)
        assert sum(1 / share for share in found.probabilities.values()) == total  # exact


def test_the_same_seed_draws_the_same_partners_whatever_the_order_of_the_list():
    sample = draw_sample(partners_of(employer=20, education=9), 10, seed=42)
    shuffled = list(partners_of(employer=20, education=9).records)
    Random(1).shuffle(shuffled)
    again = draw_sample(network(*shuffled), 10, seed=42)
    assert again.probabilities == sample.probabilities
    assert draw_sample(partners_of(employer=20, education=9), 10, seed=43).probabilities != sample.probabilities


def test_a_list_without_codes_is_drawn_by_names_in_any_order():
    """The kit numbers such rows, so their ids change with the order."""

    def drawn(names: list[str]) -> set[str]:
        rows = [kip.Partner(id=str(n), name=name) for n, name in enumerate(names)]
        asked = Partners("list.xlsx", date(2026, 1, 1), tuple(rows), ("name",))
        return {asked.by_id[one].name for one in draw_sample(asked, 5, seed=9).probabilities}

    names = [f"Firm {n}" for n in range(20)]
    assert drawn(names) == drawn(names[::-1])
    assert len(draw_sample(network(*(partner(text) for text in HOSTILE)), 5, seed=1)) == 5


def test_the_draw_is_the_same_on_every_computer():
    """Worked out with sha256sum: printf '1\\na\\n1' | sha256sum, and so for b to f; the three lowest are drawn."""
    lots = {"a": "fe1a", "b": "3ee2", "c": "9c4d", "d": "eb66", "e": "51e2", "f": "54a7"}
    found = draw_sample(network(*map(partner, lots)), 3, seed=1)
    assert set(found.probabilities) == set(sorted(lots, key=lots.get)[:3]) == {"b", "e", "f"}


def assert_each_holds_the_smaller_one(asked: Partners, by: str, at_least: int) -> None:
    sizes = Counter(getattr(partner, by) for partner in asked.members).values()
    fewest, total = sum(min(size, at_least) for size in sizes), len(asked.members)
    drawn = [
        set(draw_sample(asked, n, by=by, seed=7, at_least=at_least).probabilities) for n in range(fewest, total + 1)
    ]
    assert all(smaller < larger for smaller, larger in zip(drawn, drawn[1:], strict=False)) and len(drawn[-1]) == total


@pytest.mark.parametrize("by", ["type", "size", "level", "territory", "sector"])
def test_a_larger_sample_holds_the_smaller_one_in_the_demo_network(by):
    assert_each_holds_the_smaller_one(kip.read_partners(), by, 2)


def test_a_larger_sample_holds_the_smaller_one_whatever_the_sizes_of_the_kinds():
    """The first is Alabama's: by largest remainders the third kind has 2 of 10 drawn, and 1 of 11."""
    random = Random(3)
    vectors = [[6, 6, 2], *([random.randint(1, 25) for _ in range(random.randint(2, 6))] for _ in range(15))]
    for sizes in vectors:
        names = (partner(f"{t} {k}", territory=f"t{t}") for t, size in enumerate(sizes) for k in range(size))
        assert_each_holds_the_smaller_one(network(*names), "territory", random.randint(1, 3))


def test_over_many_seeds_each_partner_is_drawn_as_often_as_promised():
    """3 of 12 in 2000 draws: 500 each, standard deviation sqrt(2000 * 3/16) = 19.4; five of these is 97."""
    asked = partners_of(employer=12)
    counts = Counter(one for seed in range(2000) for one in draw_sample(asked, 3, seed=seed).probabilities)
    assert len(counts) == 12 and all(abs(count - 500) < 97 for count in counts.values())
    together = Counter(
        pair for seed in range(500) for pair in combinations(draw_sample(asked, 6, seed=seed).probabilities, 2)
    )  # each of 66 pairs in 500 * 6*5 / (12*11) = 113.6, standard deviation 9.4
    assert len(together) == 66 and all(abs(count - 113.6) < 47 for count in together.values())


@pytest.mark.parametrize("n", [-1, 0, 3, 12])
def test_a_number_that_cannot_be_drawn_is_refused_with_what_can(n):
    with pytest.raises(kip.KipError) as refused:
        draw_sample(partners_of(employer=8, education=3), n, seed=1)
    assert str(refused.value).startswith(f"list.xlsx: {n} partners cannot be drawn; give a number from 4")
    assert "to 11, which is everyone" in str(refused.value)
    with pytest.raises(kip.KipError, match="nobody to ask"):
        draw_sample(network(partner("Gone", status="former")), 1, seed=1)
    with pytest.raises(ValueError, match="by is 'owner'"):
        draw_sample(partners_of(employer=8), 3, seed=1, by="owner")


def test_former_and_potential_partners_are_never_drawn():
    found = draw_sample(SMALL, 4, seed=1, at_least=1)
    assert set(found.probabilities) == {"Bakery", "Mill", "School", "Club"}
    assert kip.Show("en").sentence(found).text == "All partners are asked (4): nothing was drawn."


def test_the_sample_says_that_its_answers_have_to_be_weighted():
    even, uneven = partners_of(employer=20, education=10), partners_of(employer=20, education=11)
    assert "weighted" not in kip.Show("en").sentence(draw_sample(even, 15, seed=1)).text
    text = kip.Show("en").sentence(draw_sample(uneven, 15, seed=1)).text
    assert text.startswith("15 of 31 partners were drawn by lot.") and 'asks for "Kind of organisation"' in text


# --- the frame and the register ------------------------------------------------------------------------

SIZES = {FIRM: 24, SCHOOL: 7, "ngo": 3}
TYPE = kip.Item(
    "kind",
    "select_one",
    words("What are you?"),
    kip.Scale("kind", tuple(kip.Choice(name, words(name)) for name in SIZES)),
    role="profile",
)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_the_frame_of_a_sample_has_the_drawn_and_the_register_knows_whom_they_stand_for(ending, lang, tmp_path):
    asked = partners_of(**SIZES)
    sample = draw_sample(asked, 11, seed=4)  # two of three by the minimum; 9 / 31 of 24 and 7: 7 and 2
    path = write_survey_frame(asked, tmp_path / f"frame{ending}", lang=lang, sample=sample)
    register = kip.read_register(path)
    assert len(register) == register.eligible == 11
    assert sorted(register.probabilities) == sorted(sample.probabilities.values())  # fractions, exactly
    assert register.population == 34
    totals = Counter()
    for stratum, number in zip(register.strata, register.stands_for, strict=True):
        totals[stratum] += number
    assert sorted(totals.values()) == [3, 7, 24]
    assert {attribute.name for attribute in register.attributes}.isdisjoint({"stratum", "inclusion_probability"})
    assert len(kip.read_partners(path).members) == 11


def test_a_frame_of_everyone_is_as_before(tmp_path):
    asked = partners_of(**SIZES)
    path = write_survey_frame(asked, tmp_path / "frame.csv")
    assert "inclusion_probability" not in path.read_text("utf-8-sig")
    register = kip.read_register(path)
    assert (register.probabilities, register.strata, register.population) == (None, None, register.eligible)


def test_the_frame_of_a_sample_is_the_same_bytes_and_its_columns_explain_themselves(tmp_path):
    asked = partners_of(**SIZES)
    one, other = (
        write_survey_frame(asked, tmp_path / name, sample=draw_sample(asked, 11, seed=4))
        for name in ("1.xlsx", "2.xlsx")
    )
    assert one.read_bytes() == other.read_bytes()
    heads = {cell.value: cell for cell in openpyxl.load_workbook(one).worksheets[0][1]}
    assert "How likely this partner was to be drawn" in heads["inclusion_probability"].comment.text


def test_a_sample_of_other_partners_is_refused_and_nothing_is_written(tmp_path):
    sample = draw_sample(partners_of(employer=10), 4, seed=1)
    moved = network(*(partner(f"employer {n:03}", type=SCHOOL if n == 3 else FIRM) for n in range(10)))
    first = sample.kinds[0].drawn[0]  # from here on a school, and another one a firm instead: as many of each as before
    mixed = draw_sample(partners_of(employer=10, education=5), 6, seed=1)
    swapped = network(
        *(
            replace(each, type={first: SCHOOL, "education 000": FIRM}.get(each.id, each.type))
            for each in partners_of(employer=10, education=5).records
        )
    )
    assert first in mixed.probabilities
    with pytest.raises(kip.KipError, match="other partners of today than when the sample was drawn"):
        write_survey_frame(swapped, tmp_path / "frame.csv", sample=mixed)
    for other in (partners_of(employer=11), partners_of(ngo=10), moved):
        with pytest.raises(kip.KipError, match="other partners of today than when the sample was drawn"):
            write_survey_frame(other, tmp_path / "frame.csv", sample=sample)
    assert not [*tmp_path.iterdir()]


def test_hostile_kinds_stay_text_and_keep_their_probabilities(tmp_path):
    asked = network(*(partner(f"{n} {text}", territory=text) for text in HOSTILE for n in range(4)))
    sample = draw_sample(asked, 2 * len(HOSTILE), by="territory", seed=2)
    for ending in (".csv", ".xlsx"):
        path = write_survey_frame(asked, tmp_path / f"frame{ending}", sample=sample)
        assert kip.read_register(path).population == 4 * len(HOSTILE)
    sheet = openpyxl.load_workbook(tmp_path / "frame.xlsx").worksheets[0]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def drawn_register(tmp_path, cells: list[str]) -> Register:
    rows = [[f"p{n}", "ab"[n % 2], cell] for n, cell in enumerate(cells)]
    return kip.read_register(write_csv(tmp_path / "r.csv", [["name", "kind", "inclusion_probability"], *rows]))


def test_probabilities_are_read_as_people_leave_them(tmp_path):
    """A spreadsheet keeps 15 digits and may write a comma; of 3 of 7 is always made 3 of 7."""
    found = drawn_register(
        tmp_path, ["0.42857142857142855", "0.428571428571429", "0,428571428571429", "3/7", "1", "1.0"]
    )
    assert found.probabilities == (Fraction(3, 7),) * 4 + (Fraction(1),) * 2
    assert found.population == 11  # 4 * 7/3 + 2 = 11.33
    assert drawn_register(tmp_path, ["0.3", "0.3"]).population == 7  # 6.67
    assert drawn_register(tmp_path, ["", "", "", ""]).probabilities is None


@pytest.mark.parametrize("wrong", ["0", "1.2", "-0.5", "half", "50%", "1/0", "1e-9999999", "", "nan", "9" * 5000])
def test_a_probability_that_is_none_is_named_with_its_row(wrong, tmp_path):
    with pytest.raises(kip.KipError) as refused:
        drawn_register(tmp_path, ["0.5", wrong, "1"])
    assert str(refused.value).startswith("r.csv, row 3, column inclusion_probability: ")
    assert "above 0 and at most 1" in str(refused.value) and len(str(refused.value)) < 400


def test_who_turned_out_to_be_no_partner_stands_for_none(tmp_path):
    """Two of four drawn at 1/5: the other two stand for ten."""
    rows = [["a", "0.2", "not eligible"], ["b", "0.2", "complete"], ["c", "0.2", "NE"], ["d", "0.2", "no"]]
    path = write_csv(tmp_path / "r.csv", [["name", "inclusion_probability", "disposition"], *rows])
    register = kip.read_register(path)
    assert register.stands_for == (0, 5, 0, 5) and (register.population, register.eligible) == (10, 2)


# --- the analysis --------------------------------------------------------------------------------------


def register_of(drawn: dict[str, tuple[int, int]]) -> Register:
    """So many drawn, of so many, of each kind."""
    kinds = tuple(kind for kind, (n, _) in drawn.items() for _ in range(n))
    shares = tuple(Fraction(*drawn[kind]) for kind in kinds)
    return Register("frame.csv", (Attribute("type", kinds),), None, len(kinds), shares, kinds)


def test_weighted_shares_by_hand(tmp_path):
    """20 firms drawn of 100, 8 favourable; 10 schools of 20, 9 favourable: all answer.

    Design-based: (100 * 8/20 + 20 * 9/10) / 120 = 58/120; unweighted 17/30.
    """
    answers = responses(
        tmp_path,
        book(TYPE, rated("q")),
        [[FIRM, "5"]] * 8 + [[FIRM, "1"]] * 12 + [[SCHOOL, "5"]] * 9 + [[SCHOOL, "1"]],
    )
    register = register_of({FIRM: (20, 100), SCHOOL: (10, 20)})
    weighting = kip.weight_to_register(answers, register)
    assert (weighting.population, weighting.leaning) == (120, False)
    assert weighting.weights.tolist() == pytest.approx([5.0] * 20 + [2.0] * 10)
    design = design_from_register(answers, register)
    assert design == {"strata": "kind", "population": {FIRM: 100, SCHOOL: 20, "ngo": 0}}
    (row,) = kip.estimate(answers, "q", **design).rows
    assert (row.value, row.unweighted) == (pytest.approx(58 / 120), pytest.approx(17 / 30))
    # Cochran (1977), chapter 5: sum of W^2 (1 - f) p q / (n - 1)
    variance = (100 / 120) ** 2 * 0.8 * 0.24 / 19 + (20 / 120) ** 2 * 0.5 * 0.09 / 9
    assert row.se == pytest.approx(math.sqrt(variance))
    (same,) = kip.estimate(answers, "q", weights=weighting.weights, population=120).rows
    assert same.value == pytest.approx(58 / 120)


def test_silence_within_a_kind_is_weighted_for_as_well(tmp_path):
    """Of 20 firms of 100 only 10 answer: each stands for 10, not for 5."""
    answers = responses(tmp_path, book(TYPE, rated("q")), [[FIRM, "5"]] * 10 + [[SCHOOL, "1"]] * 10)
    weighting = kip.weight_to_register(answers, register_of({FIRM: (20, 100), SCHOOL: (10, 20)}))
    assert weighting.weights.tolist() == pytest.approx([10.0] * 10 + [2.0] * 10)


def test_merged_kinds_keep_the_weights_of_the_draw(tmp_path):
    """3 clubs of 3 and 10 schools of 20 are put together: 23 partners; draw weights 1 and 2 add up to 23 as they are."""
    rows = [[FIRM, "5"]] * 20 + [[SCHOOL, "1"]] * 10 + [["ngo", "5"]] * 3
    answers = responses(tmp_path, book(TYPE, rated("q")), rows)
    weighting = kip.weight_to_register(answers, register_of({FIRM: (20, 100), SCHOOL: (10, 20), "ngo": (3, 3)}))
    assert [[kind.name for kind in stratum.kinds] for stratum in weighting.merged] == [[SCHOOL, "ngo"]]
    assert weighting.weights.tolist() == pytest.approx([5.0] * 20 + [2.0] * 10 + [1.0] * 3)


def test_who_answered_counts_those_who_were_drawn_and_hides_kinds_that_all_answered(tmp_path):
    rows = [[FIRM, "5"]] * 14 + [[SCHOOL, "1"]] * 7 + [["ngo", "1"]] * 10
    answers = responses(tmp_path, book(TYPE, rated("q")), rows)
    register = register_of({FIRM: (20, 100), SCHOOL: (10, 20), "ngo": (10, 90)})
    found = kip.who_answered(answers, register)
    assert (found.asked, found.answered) == (40, 31)
    assert [(kind.asked, kind.answered) for kind in found.rows[0].categories] == [(20, 14), (10, 7), (10, 10)]
    shown = [kind.shown for kind in found.rows[0].categories]
    assert not shown[2]  # all ten who were asked
    (margin,) = kip.weight_to_register(answers, register).margins
    assert [stratum.shown for stratum in margin.strata] == shown  # a weight would tell it as well


def test_where_strata_do_not_fit_the_weights_stand_for_them(tmp_path):
    register = register_of({FIRM: (20, 100), SCHOOL: (10, 20)})
    unsaid = responses(tmp_path, book(TYPE, rated("q")), [[FIRM, "5"]] * 12 + [[SCHOOL, "1"]] * 6 + [["", "1"]] * 2)
    design = design_from_register(unsaid, register)
    assert set(design) == {"weights", "population"} and design["weights"].sum() == pytest.approx(120)
    single = responses(tmp_path, book(TYPE, rated("q")), [[FIRM, "5"]] * 12 + [[SCHOOL, "1"]])
    assert set(design_from_register(single, register)) == {"weights", "population"}
    assert design_from_register(kip.read_responses(), kip.read_register()) == {"population": 42}
    assert design_from_register(unsaid.where([False] * 20), register) == {"population": 120}
    with pytest.raises(kip.KipError, match="not fewer than"):
        design_from_register(responses(tmp_path, book(TYPE, rated("q")), [[FIRM, "5"]] * 31), register)


def test_of_an_even_draw_the_answers_stand_for_all_partners(tmp_path):
    """10 of 30 firms and 8 of 24 schools, of whom twelve answer: each was drawn at 1/3."""
    answers = responses(tmp_path, book(TYPE, rated("q")), [[FIRM, "5"]] * 7 + [[SCHOOL, "1"]] * 5)
    found = kip.with_population(answers, register_of({FIRM: (10, 30), SCHOOL: (8, 24)}))
    assert (found.population, found.asked) == (54, 18)
    said = kip.Show("en").sentence(found).text
    assert said == ("12 of the 18 partners who were drawn and asked answered (67%); they stand for all 54 partners.")
    everyone = kip.with_population(answers, register_of({FIRM: (10, 10), SCHOOL: (8, 8)}))
    assert (everyone.population, everyone.asked) == (18, None)
    # Whoever turned out to be no partner stands for none, which makes no draw uneven.
    gone = replace(register_of({FIRM: (10, 30), SCHOOL: (8, 24)}), dispositions=GONE)
    assert (kip.with_population(answers, gone).population, kip.with_population(answers, gone).asked) == (51, 17)


GONE = (Disposition.NOT_ELIGIBLE, *[Disposition.COMPLETE] * 17)


def test_of_an_uneven_draw_no_range_for_all_partners_is_given_without_weights(tmp_path):
    """20 of 100 firms and 10 of 20 schools: schools count two and a half times as much as they should."""
    rows = [[FIRM, "5"]] * 14 + [[FIRM, "1"]] * 4 + [[SCHOOL, "1"]] * 9
    answers = responses(tmp_path, book(TYPE, rated("q")), rows)
    found = kip.with_population(answers, register_of({FIRM: (20, 100), SCHOOL: (10, 20)}))
    assert (found.population, found.asked) == (None, 30)
    said = kip.Show("en").sentence(found).text
    assert said.startswith("27 of the 30 partners who were drawn and asked answered (90%). Some kinds of partners were")
    assert "lean towards these" in said and '"How sure we are"' in said and "120" not in said
    assert kip.with_population(found, register_of({FIRM: (20, 100), SCHOOL: (10, 20)})).asked == 30


def test_a_draw_by_what_the_survey_does_not_ask_is_said_to_lean(tmp_path):
    """Ten of 100 small towns' partners and ten of 20 of the large one; the survey asks for the kind only."""
    places = ("small",) * 10 + ("large",) * 10
    shares = (Fraction(1, 10),) * 10 + (Fraction(1, 2),) * 10
    columns = (Attribute("territory", places), Attribute("type", (FIRM, SCHOOL) * 10))
    register = Register("frame.csv", columns, None, 20, shares, places)
    answers = responses(tmp_path, book(TYPE, rated("q")), [[FIRM, "5"]] * 8 + [[SCHOOL, "1"]] * 6)
    weighting = kip.weight_to_register(answers, register)
    assert weighting.leaning and [margin.item.name for margin in weighting.margins] == ["kind"]
    leans = "Partners were drawn unevenly, by kinds that no question of the survey asks for. These weights do not set"
    assert leans in kip.Show("en").sentence(weighting).text
    assert leans not in kip.Show("en").sentence(replace(weighting, leaning=False)).text
    with pytest.raises(kip.KipError) as refused:
        design_from_register(answers, register)
    assert str(refused.value).startswith("frame.csv: the partners were drawn unevenly, by kinds that no question")
    unasked = responses(tmp_path, book(rated("q")), [["5"]] * 12)
    with pytest.raises(kip.KipError, match="drawn unevenly"):
        design_from_register(unasked, register_of({FIRM: (20, 100), SCHOOL: (10, 20)}))
    even = replace(register, probabilities=(Fraction(1, 6),) * 20)  # whoever was drawn by, nothing leans
    assert not kip.weight_to_register(answers, even).leaning
    assert design_from_register(answers, even) == {"population": 120}


def test_what_was_drawn_by_is_weighted_by_to_the_last(tmp_path):
    """Small ones are firms and large ones schools by the answers, but not in the register: one question is dropped."""
    size = kip.Item(
        "size", "select_one", scale=kip.Scale("s", (kip.Choice("small"), kip.Choice("large"))), role="profile"
    )
    drawn = register_of({FIRM: (20, 100), SCHOOL: (10, 20)})
    register = replace(drawn, attributes=(*drawn.attributes, Attribute("size", ("small", "large") * 15)))
    answers = responses(
        tmp_path, book(TYPE, size, rated("q")), [[FIRM, "small", "5"]] * 9 + [[SCHOOL, "large", "1"]] * 6
    )
    for items in (book(TYPE, size, rated("q")), book(size, TYPE, rated("q"))):
        found = kip.weight_to_register(replace(answers, codebook=items), register)
        assert [margin.item.name for margin in found.margins] == ["kind"] and not found.leaning
        assert found.weights.tolist() == pytest.approx([100 / 9] * 9 + [20 / 6] * 6)


def test_only_the_column_that_was_drawn_by_makes_strata(tmp_path):
    """Equal probabilities: the size fits as well as the kind, and the column stratum tells which it was."""
    size = kip.Item(
        "size",
        "select_one",
        words("How large?"),
        kip.Scale("s", (kip.Choice("small"), kip.Choice("large"))),
        role="profile",
    )
    kinds, sizes = (FIRM,) * 20 + (SCHOOL,) * 10, ("small", "large", "large") * 10
    columns = (Attribute("size", sizes), Attribute("type", kinds))
    register = Register("frame.csv", columns, None, 30, (Fraction(1, 3),) * 30, kinds)
    rows = [["small", FIRM, "5"]] * 9 + [["large", SCHOOL, "1"]] * 6
    answers = responses(tmp_path, book(size, TYPE, rated("q")), rows)
    assert design_from_register(answers, register) == {"strata": "kind", "population": {FIRM: 60, SCHOOL: 30, "ngo": 0}}


def test_a_stratified_sample_equals_r(shared):
    """R: svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc), from the probabilities.

    R's column pw has seven digits, 44.2099991 for 4421 / 100; with that very column test_sampling.py is exact.
    """
    expected = next(
        case["expected"]
        for case in json.loads((shared / "oracle" / "expected.json").read_text())["cases"]
        if case["id"] == "api.strat.mean"
    )
    sampled = schools(shared / "oracle" / "apistrat.csv")
    items = tuple(replace(item, role="profile" * (item.name == "stype")) for item in sampled.codebook.items)
    sampled = replace(sampled, codebook=replace(sampled.codebook, items=items))
    register = register_of({"E": (100, PARTNERS["E"]), "H": (50, PARTNERS["H"]), "M": (50, PARTNERS["M"])})
    design = design_from_register(sampled, register)
    assert design == {"strata": "stype", "population": PARTNERS}
    rows = kip.estimate(sampled, ["api00", "api99", "meals", "ell"], what="mean", **design).rows
    assert [row.value for row in rows] == pytest.approx(expected["estimate"], rel=5e-8)
    assert [row.se for row in rows] == pytest.approx(expected["se"], rel=5e-8)
    weights = kip.weight_to_register(sampled, register).weights
    assert weights == pytest.approx(sampled.values["pw"], rel=1e-6)


def test_over_many_draws_the_weighted_share_is_that_of_all_partners_and_the_plain_one_is_not(tmp_path):
    """200 firms (30 % favourable), 20 schools (90 %); 20 of each drawn or nearly so, of whom all answer.

    All: (60 + 18) / 220 = 0.3545. Plain: about (20 * 0.3 + 10 * 0.9) / 30 = 0.5 with 20 and 10 drawn.
    """
    asked = partners_of(employer=200, education=20)
    favourable = {f"employer {n:03}" for n in range(60)} | {f"education {n:03}" for n in range(18)}
    pattern = responses(tmp_path, book(TYPE, rated("q")), [[FIRM, "5"], [FIRM, "1"], [SCHOOL, "5"], [SCHOOL, "1"]])
    weighted, plain = [], []
    for seed in range(200):
        sample = draw_sample(asked, 30, seed=seed, at_least=10)
        assert kinds_of(sample) == {FIRM: (20, 200), SCHOOL: (10, 20)}
        of_all = [2 * (kind.name == SCHOOL) + (one not in favourable) for kind in sample.kinds for one in kind.drawn]
        answers = kip.Responses(
            pattern.codebook,
            pattern.columns,
            np.asfortranarray(pattern.codes[of_all]),
            {name: values[of_all] for name, values in pattern.values.items()},
        )
        register = register_of(kinds_of(sample))
        (row,) = kip.estimate(answers, "q", **design_from_register(answers, register)).rows
        weighted.append(row.value)
        plain.append(row.unweighted)
        weights = kip.weight_to_register(answers, register).weights
        assert row.value == pytest.approx(weights[[code % 2 == 0 for code in of_all]].sum() / 220)
    truth, error = 78 / 220, np.std(weighted) / math.sqrt(200)
    assert abs(np.mean(weighted) - truth) < 3 * error < 0.025
    assert abs(np.mean(plain) - truth) > 20 * error


# --- precision -----------------------------------------------------------------------------------------


def test_precision_of_a_census_by_hand():
    """domain.md: 18 of 24 answers, N = 40, between 25 and 34 partners; the 16 silent ones leave 18 to 34."""
    found = expected_precision(40, 40, 0.6, share=0.75)
    assert (found.answers, found.favourable, found.silent) == (24, 18, 16)
    assert (found.alike, found.worst) == ((25, 34), (18, 34))
    assert (found.half_width(), found.points(worst=True)) == (4.5, 8 / 40)


def test_precision_of_a_sample_by_enumeration():
    """30 of 60 asked, 18 answer, 9 favourable. Each end is a number of partners M that chance leaves, by all C(60, 30)."""

    def tail(total: int, n: int, counts: range) -> float:
        return sum(math.comb(total, i) * math.comb(60 - total, n - i) for i in counts) / math.comb(60, n)

    found = expected_precision(60, 30, 0.6)
    assert (found.answers, found.favourable, found.silent) == (18, 9, 12)
    alike = [m for m in range(61) if tail(m, 18, range(9, 19)) > 0.025 and tail(m, 18, range(10)) > 0.025]
    low = [m for m in range(61) if tail(m, 30, range(9, 31)) > 0.025]
    high = [m for m in range(61) if tail(m, 30, range(22)) > 0.025]
    assert found.alike == (alike[0], alike[-1]) and found.worst == (low[0], high[-1])


def test_everybody_answers_and_nothing_is_left_open():
    found = expected_precision(42, 42, 1.0)
    assert found.alike == found.worst == (21, 21) and found.half_width() == 0
    assert "known exactly" in kip.Show("en").sentence(found).text
    nobody = expected_precision(42, 42, 0.01)
    assert nobody.answers == 0 and nobody.alike == nobody.worst == (0, 42)
    assert kip.Show("en").sentence(nobody).text == "If nobody answers, nothing is known."


def test_a_range_never_widens_with_more_answers_and_the_worst_case_holds_the_other():
    curve = precision_by_response(60, responses=np.linspace(0.1, 1, 10).round(2).tolist())
    for (_, one), (_, more) in zip(curve.rows, curve.rows[1:], strict=False):
        assert more.half_width(worst=True) <= one.half_width(worst=True)
        assert more.half_width() <= one.half_width()
    assert all(row.worst.low <= row.alike.low and row.alike.high <= row.worst.high for _, row in curve.rows)


def test_reminders_help_more_than_a_larger_sample():
    """150 of 300 asked, 60 % answer: 90. Reminders to 80 %: 120 answers; or 200 invitations for as many."""
    found = compare_effort(300, 150, 0.6, reminded=0.8)
    assert (found.now.answers, found.reminders.answers) == (90, 120)
    assert (found.larger.sampled, found.larger.answers) == (200, 120)
    assert found.reminders.alike == found.larger.alike  # as many answers
    assert (
        found.reminders.half_width(worst=True) < found.larger.half_width(worst=True) < found.now.half_width(worst=True)
    )
    text = kip.Show("en").sentence(found).text
    assert text.endswith("Reminders help more than a larger sample.")
    census = compare_effort(42, 42, 0.6, reminded=0.8)
    assert census.larger is None and "everyone is asked" in kip.Show("en").sentence(census).text
    with pytest.raises(ValueError, match="reminded"):
        compare_effort(42, 42, 0.6, reminded=0.5)


@pytest.mark.parametrize("wrong", [(42, 43, 0.5), (42, 0, 0.5), (0, 0, 0.5), (42, 42, 0), (42, 42, 1.5)])
def test_impossible_plans_are_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        expected_precision(*wrong)


# --- shown ---------------------------------------------------------------------------------------------

HOSTILE_LIST = network(*(partner(text, type=FIRM, territory=text) for text in HOSTILE), partner("No owner", owner=""))
RESULTS = [
    coverage(SMALL),
    coverage(HOSTILE_LIST),
    coverage(network(partner("Gone", status="former"))),
    sample_size(None),
    sample_size(1),
    sample_size(110, margin=0.025),
    draw_sample(HOSTILE_LIST, 12, by="territory", seed=1),
    draw_sample(SMALL, 3, seed=1, at_least=1),
    expected_precision(42, 42, 0.6),
    expected_precision(8, 8, 0.5),
    precision_by_response(42),
    precision_by_response(8, 5, responses=[0.01, 0.4]),
    precision_by_response(8, responses=[]),
    compare_effort(300, 150, 0.6, reminded=0.8),
    compare_effort(42, 42, 0.6, reminded=0.8),
]


@pytest.mark.parametrize("result", RESULTS, ids=lambda result: type(result).__name__)
def test_everything_is_shown_as_sound_markup(result):
    show = kip.Show("hr")
    for rendered in (show.table(result), show.sentence(result)):
        check(rendered.html)
        assert (
            "<script" not in rendered.html
            and "nan" not in rendered.text
            and "{" not in rendered.text.replace(HOSTILE[6], "")
        )


def test_fewer_than_ten_partners_bear_no_percentages():
    assert "%" not in kip.Show("en").table(expected_precision(8, 8, 0.5)).text
    assert "percentage" not in kip.Show("en").table(expected_precision(8, 8, 0.5)).text
    assert "percentage points" in kip.Show("en").table(expected_precision(10, 10, 0.5)).text


@pytest.mark.parametrize("population", [5, 42, 300])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_figure_is_drawn_from_the_result_and_nothing_overlaps(population, lang):
    curve = precision_by_response(population)
    drawing = precision_figure(curve, Language(lang))
    assert_nothing_overlaps(drawing)
    worst, alike = drawing.axes[0].get_lines()
    told = [(response, row) for response, row in curve.rows if row.answers]
    assert worst.get_ydata() == pytest.approx([row.half_width(worst=True) for _, row in told])
    assert alike.get_ydata() == pytest.approx([row.half_width() for _, row in told])
    assert alike.get_xdata() == pytest.approx([response for response, _ in told])
    assert (worst.get_linestyle(), worst.get_marker()) != (alike.get_linestyle(), alike.get_marker())


def test_figures_carry_their_data():
    for result in (coverage(SMALL), precision_by_response(42)):
        shown = kip.Show("en").figure(result)
        check(shown.html)
        assert "<img" in shown.html and "<table" in shown.html
        assert shown == kip.Show("en").figure(result)
