"""Who was asked and who answered: AAPOR's rates, participation, bounds, early and late answers."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from builders import HOSTILE, book, examples, rated, responses, words, write_csv
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from scipy.optimize import Bounds, LinearConstraint, milp
from test_show import assert_nothing_overlaps, check

import kiptools as kip
from kiptools.language import Language
from kiptools.nonresponse import ResponseRates, matched
from kiptools.register import Attribute, Disposition
from kiptools.show.nonresponse import participation_figure

KINDS = kip.Scale(
    "kind",
    tuple(
        kip.Choice(code, words(text, fr=f"{text} fr"))
        for code, text in zip("fsa", ("Firm", "School", "Club"), strict=True)
    ),
)
KIND = kip.Item("kind", "select_one", words("What are you?"), KINDS, role="profile")


@pytest.fixture(scope="module")
def register() -> kip.Register:
    return kip.read_register()


@pytest.fixture(scope="module")
def participation(demo, register) -> kip.Participation:
    return kip.who_answered(demo, register)


def frame(tmp_path, *rows: str, heading: str = "name,kind,disposition") -> kip.Register:
    return kip.read_register(
        write_csv(tmp_path / "register.csv", [heading.split(","), *(row.split(",") for row in rows)])
    )


# --- rates -------------------------------------------------------------------------------------------


def test_rates_equal_a_published_worked_example(shared):
    """golden.json: I 650, P 50, R 150, NC 100, O 30, U 20."""
    cases = json.loads((shared / "golden.json").read_text())
    golden = next(case for case in cases if case["id"] == "aapor_calc")["expected"]
    rates = ResponseRates(650, 50, 150, 100, 30, 20)
    assert rates.response_rate(1) == pytest.approx(golden["RR1"], abs=1e-9)
    assert rates.response_rate(2) == pytest.approx(golden["RR2"], abs=1e-9)
    assert rates.refusal_rate(1) == pytest.approx(golden["REF1"], abs=1e-9)
    assert rates.cooperation_rate(1) == pytest.approx(golden["COOP1"], abs=1e-6)
    assert rates.cooperation_rate(3) == pytest.approx(golden["COOP3"], abs=1e-6)


def test_every_other_rate_by_hand():
    """I 6, P 2, R 3, NC 4, O 1, U 10, not eligible 4: e = 16/20 = 0.8, so 8 of the 10 unknown are taken for partners."""
    rates = ResponseRates(6, 2, 3, 4, 1, 10, 4)
    assert rates.eligible_share == 0.8
    assert [rates.response_rate(kind) for kind in (1, 2, 3, 4, 5, 6)] == pytest.approx(
        [6 / 26, 8 / 26, 6 / 24, 8 / 24, 6 / 16, 8 / 16]
    )
    assert [rates.cooperation_rate(kind) for kind in (1, 2, 3, 4)] == pytest.approx([6 / 12, 8 / 12, 6 / 11, 8 / 11])
    assert [rates.refusal_rate(kind) for kind in (1, 2, 3)] == pytest.approx([3 / 26, 3 / 24, 3 / 16])
    assert [rates.contact_rate(kind) for kind in (1, 2, 3)] == pytest.approx([12 / 26, 12 / 24, 12 / 16])


def test_the_demo_register_agrees_with_its_answers(register, demo):
    rates = kip.response_rates(register)
    assert (len(register), register.eligible, rates.asked) == (42, 42, 42)
    assert (rates.complete, rates.partial, rates.answered) == (30, 1, len(demo))


def test_dispositions_are_read_in_five_languages(tmp_path):
    rows = ("a,f,answered", "b,f,Refusé", "c,s,nessuna risposta", "d,s,djelomično", "e,s,já não é parceiro", "f,f,")
    rates = kip.response_rates(frame(tmp_path, *rows))
    assert rates == ResponseRates(1, 1, 1, 1, 0, 1, 1)


def test_an_unknown_disposition_is_named_with_its_row(tmp_path):
    with pytest.raises(kip.KipError) as refused:
        frame(tmp_path, "a,f,complete", "b,f,on holiday")
    assert str(refused.value).startswith('register.csv, row 3, column disposition: "on holiday" is not known')
    assert "refused" in str(refused.value)


def test_a_register_without_partners_or_dispositions_is_refused_where_needed(tmp_path):
    with pytest.raises(kip.KipError, match="has no partner in it"):
        frame(tmp_path)
    without = frame(tmp_path, "a,f", "b,s", "c,f", "d,s", heading="name,kind")
    with pytest.raises(kip.KipError, match="does not tell who answered; add a column disposition"):
        kip.response_rates(without)


def test_columns_that_tell_one_partner_from_the_others_or_name_people_are_no_attributes(register, tmp_path):
    assert [attribute.name for attribute in register.attributes] == ["type", "size", "town"]
    rows = [f"p{n},{'AB'[n % 2]},{'CD'[n % 2]},{'xy'[n % 2]}@kip.eu,{['1-9', '10+'][n % 2]}" for n in range(12)]
    found = frame(tmp_path, *rows, heading="name,contact_person,Référente,mail,personnel")
    assert [attribute.name for attribute in found.attributes] == ["personnel"]


def test_kinds_stand_in_numeric_order(participation):
    sizes = next(row for row in participation.rows if row.subject == "size")
    assert [each.label for each in sizes.categories] == ["1-9", "10-49", "50-249", "250+"]


def test_the_register_tells_how_many_were_asked_where_nobody_else_does(demo, register, tmp_path):
    bare = replace(demo, population=None)
    assert kip.with_population(bare, register).population == 42
    assert kip.with_population(replace(demo, population=50), register).population == 50
    assert kip.with_population(bare, None).population is None
    few = frame(tmp_path, *(f"p{n},x,complete" for n in range(30)))  # 31 answered: the register is not the frame
    assert kip.with_population(bare, few).population is None


# --- participation -----------------------------------------------------------------------------------


def kinds_register(tmp_path, f: int, s: int, a: int = 0, column=lambda code: code) -> kip.Register:
    rows = [f"p{n},{column(code)}" for n, code in enumerate("f" * f + "s" * s + "a" * a)]
    return frame(tmp_path, *rows, heading="name,kind")


def test_the_survey_is_matched_to_the_register_by_codes_or_words(tmp_path):
    answers = responses(tmp_path, book(KIND, rated("q")), [["f", "4"]] * 6)
    names = {"f": "Firm fr", "s": "school", "a": "CLUB"}
    register = kinds_register(tmp_path, 10, 8, 2, names.get)
    ((item, attribute),) = matched(answers, register)
    assert (item.name, attribute.name) == ("kind", "kind")
    (row,) = kip.who_answered(answers, register).rows
    assert [(each.asked, each.answered) for each in row.categories] == [(10, 6), (8, 0), (2, 0)]
    other = kinds_register(tmp_path, 10, 8, 2, {"f": "Firm", "s": "Laboratory", "a": "Club"}.get)
    assert matched(answers, other) == []
    assert "no property in common" in kip.Show("en").sentence(kip.who_answered(answers, other)).text


def test_partners_who_see_themselves_otherwise_than_the_register_does_are_no_fault(tmp_path):
    """6 say that they are firms, of which the register has 5: not shown, because then all firms answered."""
    answers = responses(tmp_path, book(KIND, rated("q")), [["f", "4"]] * 6 + [["s", "4"]] * 5 + [["a", "2"]] * 6)
    result = kip.who_answered(answers, kinds_register(tmp_path, 5, 18, 10))
    assert [category.shown for category in result.rows[0].categories] == [False, True, False]
    text = kip.Show("en").table(result).text
    assert "6 of 5" not in text and "Some partners count themselves among another kind" in text


def test_yes_and_no_numbers_and_two_columns_that_fit_are_not_matched(tmp_path):
    def item(name, *texts, codes=""):
        choices = (kip.Choice(code, words(text)) for code, text in zip(codes or texts, texts, strict=True))
        return kip.Item(name, "select_one", words(name), kip.Scale(name, tuple(choices)), role="profile")

    items = (
        item("board", "Yes", "No"),
        item("size", "one to nine", "more", codes="12"),
        item("sector", "Public", "Private"),
        item("legal", "Club", "Firm"),
    )
    answers = responses(tmp_path, book(*items), [["Yes", "1", "Public", "Club"]] * 6)
    rows = [
        f"p{n},{('yes', 'no')[n % 2]},{1 + n % 2},{('public', 'private')[n % 2]},{('club', 'firm')[n % 3 // 2]}"
        for n in range(12)
    ]
    once = frame(tmp_path, *rows, heading="name,fee paid,class,sector,form")
    assert [(item.name, attribute.name) for item, attribute in matched(answers, once)] == [
        ("sector", "sector"),
        ("legal", "form"),
    ]
    twice = frame(tmp_path, *(f"{row},{row.split(',')[3]}" for row in rows), heading="name,fee,class,sector,form,again")
    assert [item.name for item, _ in matched(answers, twice)] == ["legal"]


def test_partners_who_are_none_any_more_were_not_asked(tmp_path):
    answers = responses(tmp_path, book(KIND, rated("q")), [["f", "4"]] * 6 + [["s", "4"]] * 7)
    rows = [
        f"p{n},{'fs'[n % 2]},{('complete', 'refused', 'not eligible')[n // 13 if n < 26 else 2]}" for n in range(36)
    ]
    result = kip.who_answered(answers, frame(tmp_path, *rows))
    assert [(each.asked, each.answered) for each in result.rows[0].categories] == [(13, 6), (13, 7), (0, 0)]
    assert result.asked == 26


def test_partners_without_a_kind_are_protected_too(tmp_path):
    """31 of 44 answered, and all 4 partners of no kind: that would follow from 27 of 40, so one kind is hidden."""
    told = ["complete"] * 13 + ["refused"] * 7
    rows = [f"p{n},{'fs'[n // 20]},{told[n % 20]}" for n in range(40)]
    answers = responses(tmp_path, book(rated("q")), [["4"]] * 30)
    (row,) = kip.who_answered(answers, frame(tmp_path, *rows)).rows
    assert [each.shown for each in row.categories] == [True, True]
    (row,) = kip.who_answered(answers, frame(tmp_path, *rows, *(f"x{n},,complete" for n in range(4)))).rows
    assert [each.shown for each in row.categories] == [False, True]


def test_a_column_that_gives_a_few_partners_away_beside_another_is_left_out(tmp_path):
    """The north is the firms and one school more: 11 of 21 less 10 of 20 would tell that this school answered."""
    told = ["complete", "refused"] * 10
    rows = [f"p{n},{'fs'[n // 20]},{'north' if n < 21 else 'south'},{told[n % 20]}" for n in range(40)]
    answers = responses(tmp_path, book(rated("q")), [["4"]] * 20)
    result = kip.who_answered(answers, frame(tmp_path, *rows, heading="name,kind,region,disposition"))
    assert [row.subject for row in result.rows] == ["kind"]
    rows = [f"p{n},{'fs'[n // 20]},{('north', 'south')[n // 2 % 2]},{told[n % 20]}" for n in range(40)]
    result = kip.who_answered(answers, frame(tmp_path, *rows, heading="name,kind,region,disposition"))
    assert [row.subject for row in result.rows] == ["kind", "region"]


def test_kinds_of_which_all_answered_are_hidden_with_what_gives_them_away(tmp_path):
    """All 6 firms answered: that tells each of them. With 18 of 31 known in all, one more kind must be hidden."""
    answers = responses(tmp_path, book(KIND, rated("q")), [["f", "4"]] * 6 + [["s", "4"]] * 7 + [["a", "3"]] * 5)
    result = kip.who_answered(answers, kinds_register(tmp_path, 6, 15, 10))
    text = kip.Show("en").table(result).text
    assert "6 of 6" not in text and "5 of 10" not in text and "7 of 15" in text


def test_what_the_surveys_own_table_hides_is_not_told_by_the_register(tmp_path):
    """The table of answers hides the 2 clubs and the 5 firms; were the firms shown here, the clubs would follow."""
    answers = responses(tmp_path, book(KIND, rated("q")), [["f", "4"]] * 5 + [["s", "4"]] * 9 + [["a", "3"]] * 2)
    hidden = kip.distribution(answers, "kind").rows[0].showable_counts
    result = kip.who_answered(answers, kinds_register(tmp_path, 20, 12, 10))
    assert hidden == tuple(each.shown for each in result.rows[0].categories) == (False, True, False)


def test_a_small_difference_is_said_to_be_chance_and_a_large_one_is_not(participation, tmp_path):
    assert kip.Show("en").sentence(participation).text.endswith("So small a difference can be chance.")
    answers = responses(tmp_path, book(KIND, rated("q")), [["f", "4"]] * 5 + [["s", "4"]] * 27)
    said = kip.Show("en").sentence(kip.who_answered(answers, kinds_register(tmp_path, 30, 30))).text
    assert said == (
        'Of the kinds of partners shown, "School" answered most often (27 of 30), "Firm" least often (5 of 30).'
    )


@settings(max_examples=examples(12), deadline=None)
@given(st.data())
def test_nobody_can_work_out_who_answered(demo, data):
    """Registers of few partners whose columns nearly repeat each other, attacked with whole numbers partner by partner."""
    rows = data.draw(st.lists(st.tuples(*[st.integers(0, 2)] * 4, st.integers(0, 9)), min_size=12, max_size=24))
    columns = [
        ("one", [a for a, *_ in rows]),
        ("two", [b for _, b, *_ in rows]),
        ("three", [a if repeats else c for a, _, c, _, repeats in rows]),
    ]
    replied = np.array([d > 0 for *_, d, _ in rows])
    attributes = tuple(Attribute(name, tuple(f"k{kind}" for kind in column)) for name, column in columns)
    told = tuple(Disposition.COMPLETE if one else Disposition.REFUSED for one in replied)
    register = kip.Register("register", attributes, told, len(rows))
    found = kip.who_answered(demo.where([place < replied.sum() for place in range(31)]), register)
    numbers = [(np.ones(len(rows)), replied.sum())]
    for row in found.rows:
        kinds = next(each.values for each in attributes if each.name == row.subject)
        numbers += [(np.array(kinds) == kind.label, kind.answered) for kind in row.categories if kind.shown]
    if len(numbers) == 1:
        return
    known = LinearConstraint(np.array([who for who, _ in numbers], float), *[[count for _, count in numbers]] * 2)
    for one in np.eye(len(rows)):
        ends = [
            milp(sign * one, constraints=known, bounds=Bounds(0, 1), integrality=np.ones(len(rows))).fun
            for sign in (1, -1)
        ]
        assert np.round(ends).tolist() == [0, -1]


def test_a_register_that_contradicts_the_survey_is_told(tmp_path):
    answers = responses(tmp_path, book(KIND, rated("q")), [["f", "4"]] * 6)
    register = frame(tmp_path, *(f"p{n},f,complete" for n in range(8)), *(f"s{n},s,refused" for n in range(8)))
    said = kip.Show("en").sentence(kip.who_answered(answers, register)).text
    assert said.startswith("By the register 8 partners answered, but the survey has 6 respondents")


# --- bounds ------------------------------------------------------------------------------------------


def test_bounds_by_hand(tmp_path):
    """12 of 20 answered, 8 favourable: 8 to 16 of 20; whoever says that it does not apply is not concerned."""
    rows = [["5"]] * 8 + [["2"]] * 4 + [["na"]] * 3
    found = kip.bounds(responses(tmp_path, book(rated("q1", construct="c")), rows), population=23)
    assert found.counts(found.rows[0]) == (8, 16, 20)
    assert "8 (40%)" in kip.Show("en").table(found).text and "16 (80%)" in kip.Show("en").table(found).text


def test_bounds_say_which_majorities_are_firm(tmp_path):
    """Of 20: 11 of 12 favourable is a majority whatever the others think; 6 of 12 is not."""
    rows = [["5", ("5", "1")[n % 2]] for n in range(11)] + [["1", "1"]]
    found = kip.bounds(responses(tmp_path, book(rated("a"), rated("b")), rows), by="item", population=20)
    assert "for 1 of 2 topics or statements it is certain" in kip.Show("en").sentence(found).text


def test_if_everybody_answered_bounds_are_the_counts(tmp_path):
    found = kip.bounds(responses(tmp_path, book(rated("a")), [["5"]] * 8 + [["1"]] * 4), by="item", population=12)
    assert found.counts(found.rows[0]) == (8, 8, 12)


# --- early and late ----------------------------------------------------------------------------------


def test_halves_are_those_of_the_files_order(tmp_path):
    answers = responses(tmp_path, book(rated("q", construct="c")), [["1"]] * 16 + [["2"]] * 2 + [["5"]] * 17)
    (row,) = kip.early_late(answers).comparison.rows
    early, late = row.contrasts
    assert (early.answered, late.answered) == (18, 17)
    assert (early.favourable, late.favourable) == (0, 17)


def test_a_clear_turn_is_told_and_none_is_not(tmp_path, demo):
    rows = [["4"], *([("1", "2")[n % 2]] for n in range(19))] + [["2"], *([("4", "5")[n % 2]] for n in range(19))]
    found = kip.early_late(responses(tmp_path, book(rated("q", construct="c")), rows))
    assert kip.Show("en").sentence(found).text.startswith("The second half of the answers clearly differs")
    assert "higher" in kip.Show("en").table(found).text
    assert "does not clearly differ" in kip.Show("en").sentence(kip.early_late(demo)).text


# --- shown -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_everything_can_be_shown(demo, register, participation, lang):
    show = kip.Show(lang)
    few = demo.where([place < 7 for place in range(31)])
    for result in (
        kip.response_rates(register),
        ResponseRates(0),
        participation,
        kip.bounds(demo, population=42),
        kip.bounds(demo, [], population=42),
        kip.bounds(few, population=42),
        kip.early_late(demo),
        kip.early_late(few),
    ):
        for rendered in (show.table(result), show.sentence(result)):
            check(rendered.html)
            assert not re.search(r"\b(nan|None|inf)\b|\{\w*\}", rendered.text)
    check(show.figure(participation).html)
    for row in participation.rows:
        drawing = participation_figure(row, Language(lang))
        FigureCanvasAgg(drawing).draw()
        assert_nothing_overlaps(drawing)


def test_what_stands_in_the_register_never_becomes_markup(tmp_path):
    rows = [[f"p{n}", HOSTILE[n % 4], ("complete", "refused")[n % 3 == 0]] for n in range(40)]
    path = write_csv(tmp_path / "register.csv", [["name", "<b>kind</b>", "disposition"], *rows])
    answers = responses(tmp_path, book(rated("q")), [["4"]] * 26)
    result = kip.who_answered(answers, kip.read_register(path))
    check(kip.Show("en").table(result).html)
    check(kip.Show("en").figure(result).html)
