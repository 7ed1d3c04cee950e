"""Who was asked and who answered: AAPOR's rates, participation, bounds, early and late answers."""

from __future__ import annotations

import json
import re

import pytest
from builders import HOSTILE, book, rated, responses, words, write_csv
from matplotlib.backends.backend_agg import FigureCanvasAgg
from test_show import assert_nothing_overlaps, check

import kiptools as kip
from kiptools.language import Language
from kiptools.nonresponse import ResponseRates, matched
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


def test_columns_that_tell_one_partner_from_the_others_are_no_attributes(register):
    assert [attribute.name for attribute in register.attributes] == ["type", "size", "town"]


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
    other = kinds_register(tmp_path, 10, 8, 2, {"f": "Firm", "s": "University", "a": "Club"}.get)
    assert matched(answers, other) == []
    assert "no property in common" in kip.Show("en").sentence(kip.who_answered(answers, other)).text


def test_more_answers_than_partners_are_refused(tmp_path):
    answers = responses(tmp_path, book(KIND, rated("q")), [["f", "4"]] * 6)
    with pytest.raises(kip.KipError, match='6 partners answered as "f", but the register has 5'):
        kip.who_answered(answers, kinds_register(tmp_path, 5, 8))


def test_kinds_of_which_all_answered_are_hidden_with_what_gives_them_away(tmp_path):
    """All 6 firms answered: that tells each of them. With 10 of 31 known in all, one more kind must be hidden."""
    answers = responses(tmp_path, book(KIND, rated("q")), [["f", "4"]] * 6 + [["s", "4"]] * 4 + [["a", "3"]] * 5)
    result = kip.who_answered(answers, kinds_register(tmp_path, 6, 15, 10))
    text = kip.Show("en").table(result).text
    assert "6 of 6" not in text and "5 of 10" not in text and "4 of 15" in text


def test_a_small_difference_is_said_to_be_chance_and_a_large_one_is_not(demo, register, tmp_path):
    assert (
        kip.Show("en").sentence(kip.who_answered(demo, register)).text.endswith("So small a difference can be chance.")
    )
    answers = responses(tmp_path, book(KIND, rated("q")), [["f", "4"]] * 5 + [["s", "4"]] * 27)
    said = kip.Show("en").sentence(kip.who_answered(answers, kinds_register(tmp_path, 30, 30))).text
    assert said == (
        'Of the kinds of partners shown, "School" answered most often (27 of 30), "Firm" least often (5 of 30).'
    )


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
    assert kip.Show("en").sentence(found).text.startswith("Whatever the silent partners think, 1 of 2 keeps")


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
    rows = [[("1", "2")[n % 2]] for n in range(20)] + [[("4", "5")[n % 2]] for n in range(20)]
    found = kip.early_late(responses(tmp_path, book(rated("q", construct="c")), rows))
    assert kip.Show("en").sentence(found).text.startswith("The second half of the answers clearly differs")
    assert "higher" in kip.Show("en").table(found).text
    assert "does not clearly differ" in kip.Show("en").sentence(kip.early_late(demo)).text


# --- shown -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_everything_can_be_shown(demo, register, tmp_path, lang):
    show = kip.Show(lang)
    few = demo.where([place < 7 for place in range(31)])
    for result in (
        kip.response_rates(register),
        ResponseRates(0),
        kip.who_answered(demo, register),
        kip.bounds(demo, population=42),
        kip.bounds(demo, [], population=42),
        kip.bounds(few, population=42),
        kip.early_late(demo),
        kip.early_late(few),
    ):
        for rendered in (show.table(result), show.sentence(result)):
            check(rendered.html)
            assert not re.search(r"\b(nan|None|inf)\b|\{\w*\}", rendered.text)
    check(show.figure(kip.who_answered(demo, register)).html)
    for row in kip.who_answered(demo, register).rows:
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
