"""Simulated answers: they follow their assumptions, planted differences are found again, files give the same again."""

from __future__ import annotations

import csv
from math import sqrt

import numpy as np
import pytest
from builders import HOSTILE, book, rated, responses, scale, words, write_csv
from openpyxl import load_workbook

import kiptools as kip
from kiptools.codebook import Choice, Codebook, Item, Scale
from kiptools.language import LANGUAGES, Language
from kiptools.simulation import (
    Assumption,
    Assumptions,
    _probabilities,
    _uniform,
    read_assumptions,
    simulate,
    write_answers,
    write_assumptions,
)

FULL = Assumption("*", not_applicable=0.0, left_empty=0.0, broken_off=0.0)
"""Everybody answers everything."""


def assumed(*rows: Assumption) -> Assumptions:
    return Assumptions((FULL, *rows))


def kinds(*names: str) -> Item:
    return Item(
        "kind", "select_one", words("Kind"), Scale("kind", tuple(Choice(name) for name in names)), role="profile"
    )


def near(share: float, n: int) -> object:
    """Within four standard errors of a share: of 10,000 right programs fewer than one fails."""
    return pytest.approx(share, abs=4 * sqrt(share * (1 - share) / n))


# --- shares ------------------------------------------------------------------------------------------


def test_probabilities_by_hand():
    """Half favourable with a curve of .25 widths: the middle of the curve lies at .6, where level 4 of 5 begins.

    Below .2 are Φ(-1.6) = .0548, below .4 Φ(-.8) = .2119, below .6 a half, and below .8 Φ(.8) = .7881.
    """
    found = _probabilities(rated("q"), 0.5, "usual")
    assert found == pytest.approx([0.0548, 0.1571, 0.2881, 0.2881, 0.2119], abs=1e-4)
    close = _probabilities(rated("q"), 0.5, "close")  # Φ(-.2 / .15) = Φ(-1.3333) = .0912
    assert close[0] + close[1] == pytest.approx(0.0912, abs=1e-4)


def test_two_camps_by_hand():
    """Seven tenths favourable: two thirds of them at the very end, one third beside it, and nobody in the middle."""
    assert _probabilities(rated("q"), 0.7, "split") == pytest.approx([0.2, 0.1, 0, 0.7 / 3, 1.4 / 3])
    assert _probabilities(rated("q", scale(4)), 0.6, "split") == pytest.approx([0.8 / 3, 0.4 / 3, 0.2, 0.4])
    assert _probabilities(rated("q", scale(2)), 0.6, "split") == pytest.approx([0.4, 0.6])


@pytest.mark.parametrize("levels", range(2, 12))
@pytest.mark.parametrize("spread", ["close", "usual", "split"])
@pytest.mark.parametrize("favourable", [0.02, 0.5, 0.9])
def test_probabilities_add_up_and_keep_the_share(levels, spread, favourable):
    item = rated("q", scale(levels))
    found = _probabilities(item, favourable, spread)
    assert sum(found) == pytest.approx(1) and min(found) >= 0
    assert sum(found[-len(item.favourable()) :]) == pytest.approx(favourable)


N = 20_000


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("spread", ["close", "usual", "split"])
def test_every_level_is_as_frequent_as_assumed(reverse, spread):
    item = rated("q", reverse=reverse, construct="t")
    answers = simulate(book(item), N, assumptions=assumed(Assumption("t", favourable=0.3, spread=spread)), seed=4)
    expected = _probabilities(item, 0.3, spread)[:: -1 if reverse else 1]
    counts = np.bincount(answers.column("q"), minlength=5)
    for count, share in zip(counts, expected, strict=True):
        assert count / N == near(share, N)
    assert kip.agreement(answers, "q").rows[0].share == near(0.3, N)


def test_missing_answers_of_each_kind_are_as_frequent_as_assumed():
    items = [rated(f"q{place}") for place in range(1, 13)]
    said = Assumptions((Assumption("*", not_applicable=0.1, left_empty=0.2, broken_off=0.05),))
    answers = simulate(book(*items), N, assumptions=said)
    first = answers.column("q1")
    assert (first == kip.Missing.NOT_APPLICABLE).mean() == near(0.1, N)
    assert (first == kip.Missing.LEFT_EMPTY).mean() == near(0.2, N)
    # Whoever breaks off after question k of 12 (k from 1 to 7) left the last one empty; of the others one in 5,000
    # left the last five empty by chance (0.2^5 = .0003), which a file does not tell from breaking off.
    stopped = (answers.column("q12") == kip.Missing.BROKEN_OFF).mean()
    assert stopped == pytest.approx(0.05 + 0.95 * 0.2**5, abs=0.004)
    assert (answers.column("q2") == kip.Missing.BROKEN_OFF).mean() < 0.02


def test_who_answers_is_shared_out_exactly():
    asked = book(kinds("a", "b", "c"), rated("q"))
    said = assumed(*(Assumption(f"kind/{name}", share=count) for name, count in zip("abc", (14, 11, 5), strict=True)))
    assert np.bincount(simulate(asked, 30, assumptions=said).column("kind")).tolist() == [14, 11, 5]
    shares = assumed(Assumption("kind/a", share=0.5), Assumption("kind/b", share=0.5))  # c: nobody
    assert np.bincount(simulate(asked, 31, assumptions=shares).column("kind"), minlength=3).tolist() == [16, 15, 0]
    assert np.bincount(simulate(asked, 30).column("kind")).tolist() == [10, 10, 10]


def test_options_and_open_questions():
    several = Item("many", "select_multiple", words("Which?"), Scale("many", tuple(Choice(name) for name in "xyz")))
    said = assumed(Assumption("many/x", share=0.9), Assumption("many/y", share=0.1), Assumption("why", share=0.25))
    answers = simulate(book(several, Item("why", "text"), Item("size", "integer")), N, assumptions=said)
    ticked = answers.options(several)
    somebody = ticked[:, 0] >= 0  # nothing ticked is left empty: .1 · .9 · .6 = .054
    assert (~somebody).mean() == near(0.054, N)
    assert (ticked[:, 0] == 1).mean() == near(0.9, N) and (ticked[:, 1] == 1).mean() == near(0.1, N)
    assert (ticked[:, 2] == 1).mean() == near(0.4, N)
    assert set(answers.values["why"]) == {None, "(simulated answer)"}
    assert (answers.values["why"] != np.array(None)).mean() == near(0.25, N)
    assert np.isnan(answers.values["size"]).all()


@pytest.mark.parametrize("together", [0.0, 0.5, 0.8])
def test_statements_of_a_topic_go_together_as_assumed(together):
    """With half favourable on two levels, the correlation is 2 / π · arcsin ρ (Sheppard 1899)."""
    items = [rated(name, scale(2), construct="t") for name in "ab"] + [rated("c", scale(2), construct="u")]
    answers = simulate(book(*items), N, assumptions=assumed(Assumption("*", favourable=0.5, together=together)))
    a, b, c = (answers.column(name) for name in "abc")
    assert np.corrcoef(a, b)[0, 1] == pytest.approx(2 / np.pi * np.arcsin(together), abs=4 / sqrt(N))
    assert np.corrcoef(a, c)[0, 1] == pytest.approx(0, abs=4 / sqrt(N))


def test_a_reversed_statement_goes_with_its_topic_once_it_is_turned():
    items = [rated("a", construct="t"), rated("b", construct="t", reverse=True)]
    answers = simulate(book(*items), 2000, assumptions=assumed(Assumption("t", together=0.7)))
    assert np.corrcoef(answers.column("a"), answers.column("b"))[0, 1] < -0.5
    assert kip.reliability(answers).rows[0].alpha > 0.6


def test_the_item_goes_before_its_topic_and_the_group_before_everybody():
    asked = book(kinds("x", "y"), rated("a", construct="t"), rated("b", construct="t"), rated("c"))
    said = assumed(
        Assumption("a", favourable=0.9),
        Assumption("t", favourable=0.2),
        Assumption("t", among="kind=x", favourable=0.5),
    )
    answers = simulate(asked, N, assumptions=said)
    x = answers.column("kind") == 0
    shares = {
        (name, group): kip.agreement(answers.where(members), name).rows[0].share
        for name in "abc"
        for group, members in (("x", x), ("y", ~x))
    }
    expected = {("a", "x"): 0.9, ("a", "y"): 0.9, ("b", "x"): 0.5, ("b", "y"): 0.2, ("c", "x"): 0.6, ("c", "y"): 0.6}
    assert {key: near(share, N // 2) for key, share in expected.items()} == shares


def test_the_role_goes_before_the_whole_topic_wherever_it_stands():
    asked = book(rated("a", construct="t"), rated("a_importance", construct="t", role="importance"))
    said = assumed(Assumption("t", "experience", favourable=0.2), Assumption("t", favourable=0.9))
    answers = simulate(asked, N, assumptions=said)
    assert kip.agreement(answers, role="experience").rows[0].share == near(0.2, N)
    assert kip.agreement(answers, role="importance").rows[0].share == near(0.9, N)


def test_a_question_that_makes_the_groups_may_stand_after_what_they_answer():
    said = assumed(Assumption("a", favourable=0.9), Assumption("a", among="kind=x", favourable=0.2))
    answers = simulate(book(rated("a"), kinds("x", "y")), N, assumptions=said)
    x = answers.column("kind") == 0
    assert kip.agreement(answers.where(x), "a").rows[0].share == near(0.2, N // 2)
    assert kip.agreement(answers.where(~x), "a").rows[0].share == near(0.9, N // 2)


def listed(name: str, kind: str = "select_one") -> Item:
    return Item(name, kind, words(name), Scale(name, (Choice("u"), Choice("v"))), role="profile")


def test_options_are_ticked_as_often_as_assumed_of_each_group():
    many = listed("many", "select_multiple")
    said = assumed(Assumption("many/u", share=0.8), Assumption("many/u", among="kind=x", share=0.1))
    answers = simulate(book(many, kinds("x", "y")), N, assumptions=said)
    ticked, x = answers.options(many)[:, 0] == 1, answers.column("kind") == 0
    assert ticked[x].mean() == near(0.1, N // 2) and ticked[~x].mean() == near(0.8, N // 2)


def test_a_list_is_left_empty_as_often_as_assumed_of_each_group():
    said = assumed(Assumption("size", among="kind=x", left_empty=0.5), Assumption("size", left_empty=0.1))
    answers = simulate(book(listed("size"), kinds("x", "y")), N, assumptions=said)
    empty, x = answers.column("size") == kip.Missing.LEFT_EMPTY, answers.column("kind") == 0
    assert empty[x].mean() == near(0.5, N // 2) and empty[~x].mean() == near(0.1, N // 2)


def test_experience_and_importance_of_a_topic_are_told_apart():
    asked = book(rated("a", construct="t"), rated("a_importance", construct="t", role="importance"))
    said = assumed(Assumption("t", "experience", favourable=0.2), Assumption("t", "importance", favourable=0.9))
    answers = simulate(asked, N, assumptions=said)
    assert kip.agreement(answers, role="experience").rows[0].share == near(0.2, N)
    assert kip.agreement(answers, role="importance").rows[0].share == near(0.9, N)
    alike = simulate(asked, N, assumptions=assumed(Assumption("*", together=0.9)))
    assert abs(np.corrcoef(alike.column("a"), alike.column("a_importance"))[0, 1]) < 4 / sqrt(N)


# --- the whole analysis --------------------------------------------------------------------------------


def test_a_planted_difference_is_found_again(codebook):
    said = Assumptions(
        (
            *(Assumption(f"organisation_type/{kind}", share=1) for kind in ("employer", "education", "public")),
            Assumption("resources", "experience", "organisation_type=employer", favourable=0.1),
            Assumption("resources", "experience", favourable=0.8),
            Assumption("trust", "experience", favourable=0.9),
        )
    )
    answers = simulate(codebook, 90, assumptions=said, seed=3)
    found = kip.compare(answers, "resources", by="organisation_type")
    employers = next(row for row in found.rows[0].contrasts if row.group.name == "employer")
    assert employers.verdict == "lower" and employers.answered >= 25
    shares = {row.subject.name: row.share for row in kip.agreement(answers, by="construct").rows}
    assert max(shares, key=shares.__getitem__) == "trust"


def test_a_question_that_is_not_shown_has_no_answer():
    asked = Codebook(
        (kinds("x", "y"), Item("q", "select_one", words("Q"), scale(), role="experience", relevant="${kind} = 'x'"))
    )
    answers = simulate(asked, 100, assumptions=assumed())
    hidden = answers.column("kind") == 1
    assert (answers.column("q")[hidden] == kip.Missing.NOT_SHOWN).all() and (answers.column("q")[~hidden] >= 0).all()


def test_it_is_said_that_nobody_gave_these_answers(codebook):
    answers = simulate(codebook, 20, seed=17)
    assert answers.source == "simulated.csv" and answers.origin.tool == "simulated"
    said = str(answers.notes[0])
    assert "simulated" in said and "nobody gave them" in said and "seed 17" in said
    assert "nobody gave them" in kip.Show("en").table(answers).html


# --- the same again ------------------------------------------------------------------------------------


def test_it_is_said_of_the_file_too(codebook, tmp_path, demo):
    answers = kip.read_responses(write_answers(simulate(codebook, 12, seed=4), tmp_path / "answers.csv"), codebook)
    assert answers.simulated and not demo.simulated
    assert any("nobody gave them" in str(note) for note in answers.notes)
    assert answers.codebook == codebook  # the mark is no question
    assert kip.Show("en").sentence(answers).text.startswith("Nobody gave these answers: they are made up")
    assert kip.item_analysis(answers).simulated
    assert not kip.read_responses(write_answers(demo, tmp_path / "real.csv"), codebook).simulated


def test_chance_is_the_same_for_ever():
    """Frozen when this was written: whoever rehearsed with a seed gets the same answers from every later version."""
    assert _uniform(1, "abcde", 3).tolist() == [0.6539747839488218, 0.43125788223843664, 0.9607940051945915]
    assert simulate(book(rated("q")), 8, seed=1).column("q").tolist() == [3, 3, -2, 4, 1, 2, 3, 4]


def test_the_same_seed_gives_the_same_answers_and_a_further_question_changes_no_other(codebook):
    one, again, other = (simulate(codebook, 30, seed=seed) for seed in (5, 5, 6))
    assert one == again and one != other
    fewer = Codebook(codebook.items[:40], codebook.constructs, codebook.title)
    part = simulate(fewer, 30, assumptions=assumed(), seed=5)
    whole = simulate(codebook, 30, assumptions=assumed(), seed=5)
    assert all((part.column(name) == whole.column(name)).all() for name in part.columns)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_written_is_read_again(codebook, tmp_path, seed):
    answers = simulate(codebook, 40, seed=seed)
    path = write_answers(answers, tmp_path / "simulated.csv")
    assert kip.read_responses(path, codebook) == answers
    again = write_answers(answers, tmp_path / "again.csv")
    assert again.read_bytes() == path.read_bytes()


def test_respondents_who_leave_everything_empty_are_no_empty_rows(tmp_path):
    asked = book(rated("q"), Item("why", "text"))
    answers = simulate(asked, 50, assumptions=Assumptions((Assumption("*", left_empty=0.9, not_applicable=0),)))
    assert len(kip.read_responses(write_answers(answers, tmp_path / "a.csv"), asked)) == 50


def test_real_answers_are_written_and_read_again_too(demo, tmp_path):
    again = kip.read_responses(write_answers(demo, tmp_path / "a.csv"), demo.codebook, population=42)
    assert again == demo


def test_words_of_respondents_are_no_formulas(tmp_path):
    asked = book(Item("why", "text"))
    answers = responses(tmp_path, asked, [[text] for text in HOSTILE])
    path = write_answers(answers, tmp_path / "out.csv")
    assert "'=cmd" in path.read_text("utf-8") and "'@SUM" in path.read_text("utf-8")
    assert list(kip.read_responses(path, answers.codebook).values["why"]) == list(answers.values["why"])


def test_wordings_are_no_formulas_in_the_table_of_assumptions(tmp_path):
    asked = book(*(Item(f"why{place}", "text", words(text)) for place, text in enumerate(HOSTILE)))
    text = write_assumptions(asked, tmp_path / "assumed.csv").read_text("utf-8-sig")
    assert "'=cmd" in text and "'@SUM" in text


def test_the_mark_counts_wherever_it_stands(codebook, tmp_path):
    path = write_answers(simulate(codebook, 12), tmp_path / "answers.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [[*cells, mark] for mark, *cells in csv.reader(file)]
    write_csv(path, rows)
    assert kip.read_responses(path, codebook).simulated


def test_nothing_is_overwritten(codebook, tmp_path):
    (tmp_path / "a.csv").write_text("mine")
    for write in (
        lambda: write_answers(simulate(codebook, 2), tmp_path / "a.csv"),
        lambda: write_assumptions(codebook, tmp_path / "a.csv"),
    ):
        with pytest.raises(kip.KipError, match="exists already"):
            write()
    with pytest.raises(kip.KipError, match=r"ends in \.csv"):
        write_answers(simulate(codebook, 2), tmp_path / "a.xlsx")
    assert (tmp_path / "a.csv").read_text() == "mine"


# --- assumptions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_of_assumptions_says_what_is_assumed_without_it(codebook, tmp_path, lang, kind):
    path = write_assumptions(codebook, tmp_path / f"assumed.{kind}", lang=lang)
    read = read_assumptions(path)
    assert simulate(codebook, 60, assumptions=read, seed=2) == simulate(codebook, 60, seed=2)
    assert {row.name for row in read.rows} >= {"*", "trust", "organisation_type/employer", "keep"}
    if kind == "xlsx":
        sheet = load_workbook(path).active
        assert sheet["D2"].value == 0.6 and sheet.cell(1, 1).comment is not None
        assert load_workbook(path).properties.language == Language(lang).code


def test_shares_are_read_as_people_write_them(tmp_path):
    rows = [["name", "favourable", "among"], ["trust", "25 %", "kind = x"], ["goals", "0,8", ""], ["*", "0.5", ""]]
    path = write_csv(tmp_path / "a.csv", rows, delimiter=";")
    found = read_assumptions(path)
    assert [row.favourable for row in found.rows] == [0.25, 0.8, 0.5]
    assert found.rows[0].among == "kind=x" and found.rows[0].row == 2


IMPOSSIBLE = [
    (dict(name="nothing"), '"nothing" is no question, topic or choice'),
    (dict(name="kind/z", share=1.0), '"kind/z" is no question, topic or choice'),
    (dict(name="t", favourable=1.2), 'column favourable: "1.2" is not accepted; give a share from 0 to 1'),
    (dict(name="t", favourable=1.0), "give a share above 0 and below 1"),
    (dict(name="t", favourable=0.0), "give a share above 0 and below 1"),
    (dict(name="t", together=1.0), "give a share below 1"),
    (dict(name="t", left_empty=-0.1), 'column left_empty: "-0.1"'),
    (dict(name="kind/x", share=-1.0), "a share or a number, 0 or more"),
    (dict(name="many/u", share=3.0), "a share from 0 to 1"),
    (dict(name="t", spread="wide"), "give close, usual, split"),
    (dict(name="t", role="profile"), "give experience, importance"),
    (dict(name="t", among="kind=q"), 'column among: "kind=q" is not accepted; give kind=x, kind=y'),
    (dict(name="t", among="a=1"), "give kind=x, kind=y"),
    (dict(name="kind", left_empty=0.1, among="kind=y"), "the shares of kind are the same for everybody"),
    (dict(name="kind/x", share=2.0, among="kind=y"), "the shares of kind are the same for everybody"),
    (dict(name="t", broken_off=0.1), "write it in the row *"),
    (dict(name="kind", not_applicable=0.1), 'kind has no answer such as "does not apply"'),
]


@pytest.mark.parametrize(("fields", "said"), IMPOSSIBLE)
def test_what_is_impossible_is_refused_with_its_row(fields, said):
    many = Item("many", "select_multiple", words("M"), Scale("many", (Choice("u"), Choice("v"))))
    asked = book(kinds("x", "y"), many, rated("a", construct="t"))
    with pytest.raises(kip.KipError) as caught:
        simulate(asked, 10, assumptions=Assumptions((Assumption(**fields, row=7),), "mine.xlsx"))
    (text,) = map(str, caught.value.faults)
    assert text.startswith("mine.xlsx, row 7") and said in text


def test_what_is_impossible_together_is_refused():
    asked = book(kinds("x", "y"), rated("a", construct="t"))
    said = Assumptions((Assumption("t", not_applicable=0.6), Assumption("a", left_empty=0.5)), "mine.xlsx")
    with pytest.raises(kip.KipError, match=r"mine.xlsx: a is assumed .* together 1.1 times all"):
        simulate(asked, 10, assumptions=said)
    nobody = Assumptions((Assumption("kind/x", share=0.0),))
    with pytest.raises(kip.KipError, match="no answer to kind is assumed to be given"):
        simulate(asked, 10, assumptions=nobody)
    with pytest.raises(ValueError, match="give 1 or more"):
        simulate(asked, 0)


def test_faults_in_the_file_are_named(tmp_path):
    path = write_csv(tmp_path / "a.csv", [["name", "share"], ["x", "half"]])
    with pytest.raises(kip.KipError, match='a.csv, row 2, column share: "half" is not accepted; give a number such as'):
        read_assumptions(path)
    with pytest.raises(kip.KipError, match=r"a.csv has no column name \(found: what, share\)"):
        read_assumptions(write_csv(tmp_path / "a.csv", [["what", "share"], ["x", "1"]]))
