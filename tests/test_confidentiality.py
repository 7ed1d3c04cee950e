"""Nobody's answer can be recognised or worked out: attacked by a solver that knows everything shown."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from time import perf_counter

import numpy as np
import pytest
from builders import book, examples, rated, responses, scale, words, write_csv
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

import kiptools as kip
from kiptools.confidentiality import may_show_answers, safe_groups, show_groups, suppress
from kiptools.language import Language
from kiptools.show.figures import bars_figure
from kiptools.show.html import Rendered

FEW = settings(max_examples=examples(60), deadline=None)
FILES = settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Attacker:
    """Whole numbers of zero or more, of which some sums are known."""

    def __init__(self, unknowns: int) -> None:
        self.unknowns = unknowns
        self.sums: list[np.ndarray] = []
        self.low: list[float] = []
        self.high: list[float] = []

    def learn(self, places, low: float, high: float | None = None) -> None:
        """That the numbers at some places add up to something, or lie between two numbers."""
        row = np.zeros(self.unknowns)
        row[list(places)] = 1
        self.sums.append(row)
        self.low.append(low)
        self.high.append(low if high is None else high)

    def range(self, place: int) -> tuple[int, int]:
        """The smallest and the largest number that it could be."""
        aim = np.zeros(self.unknowns)
        aim[place] = 1
        known = LinearConstraint(np.array(self.sums), self.low, self.high)
        ends = []
        for sign in (1, -1):
            found = milp(sign * aim, constraints=known, bounds=Bounds(0, 1000), integrality=np.ones(self.unknowns))
            assert found.success, found.message  # else the attacker knows something that is not true
            ends.append(sign * round(found.fun))
        return ends[0], ends[1]


# --- tables of partners --------------------------------------------------------------------------------


def attack_table(table: np.ndarray, hidden: np.ndarray, fewest: int) -> Attacker:
    """Who sees a table, its totals, and knows that a line whose total is hidden is not empty if others are shown."""
    height, width = table.shape
    attacker = Attacker(table.size)
    for place in np.flatnonzero(~hidden):
        attacker.learn([place], table.flat[place])
    places = np.arange(table.size).reshape(height, width)
    for lines, totals in ((places, table.sum(axis=1)), (places.T, table.sum(axis=0))):
        shown = show_groups(totals.tolist(), fewest=fewest)
        for line, total, visible in zip(lines, totals, shown, strict=True):
            if visible:
                attacker.learn(line, total)
            else:
                attacker.learn(line, 1 if any(shown) else 0, 1000)
    attacker.learn(places.flat, table.sum())
    return attacker


TABLES = st.tuples(st.integers(1, 4), st.integers(1, 4), st.sampled_from((2, 6, 12))).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, shape[2]), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)


@FEW
@given(TABLES, st.sampled_from((3, 5, 5, 10)))
def test_no_hidden_cell_of_a_table_can_be_worked_out(rows, fewest):
    table = np.array(rows)
    assume(table.sum() >= fewest)
    hidden = suppress(rows, fewest=fewest)
    assert not ((table > 0) & (table < fewest) & ~hidden).any()
    attacker = attack_table(table, hidden, fewest)
    for place in np.flatnonzero(hidden & (table > 0)):
        low, high = attacker.range(place)
        assert low < high, (rows, hidden.astype(int).tolist(), place)


@FEW
@given(TABLES)
def test_what_is_hidden_in_a_line_of_a_table_is_together_five_or_more(rows):
    table, hidden = np.array(rows), suppress(rows)
    assume(table.sum() >= 5)
    for counts, mask in ((table, hidden), (table.T, hidden.T)):
        for line, hides, shown in zip(counts, mask, show_groups(counts.sum(axis=1).tolist()), strict=True):
            assert not shown or line[hides].sum() == 0 or line[hides].sum() >= 5


def test_a_small_cell_takes_a_rectangle_with_it():
    """Rows 12 3 10 | 25 and 8 9 7 | 24, totals 20 12 17 | 49: of the two rectangles around the 3, that with the
    smaller counts (10 + 9 + 7 = 26 partners; the other has 12 + 8 + 9 = 29)."""
    assert suppress([[12, 3, 10], [8, 9, 7]]).tolist() == [[False, True, True], [False, True, True]]


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ([[6, 7], [8, 9]], "00 00"),
        ([[6, 0], [0, 9]], "00 00"),
        # A tree: without the empty cell every count follows from the totals 12, 6 and 9, 9.
        ([[3, 9], [6, 0]], "11 11"),
        # The small row's total is hidden; alone it would be all less the other, so that is hidden as well.
        ([[2, 1, 0], [9, 8, 7], [9, 9, 9]], "111 111 000"),
        ([[3], [9], [10]], "1 1 0"),
        ([[2, 1]], "11"),  # fewer than five in all
        ([[0, 0], [0, 0]], "11 11"),
        # Five rows of one each: every one could be told, so the next larger is hidden too.
        ([[1], [1], [1], [1], [1], [7], [9]], "1 1 1 1 1 1 0"),
        ([[1] * 5] * 5, " ".join(["11111"] * 5)),
    ],
)
def test_tables_by_hand(table, hidden):
    assert [[sign == "1" for sign in row] for row in hidden.split()] == suppress(table).tolist()


def test_a_table_of_twenty_by_twenty_takes_less_than_a_second():
    table = np.random.default_rng(7).poisson(8, (20, 20))
    start = perf_counter()
    hidden = suppress(table)
    assert perf_counter() - start < 1
    small = int(((table > 0) & (table < 5)).sum())
    assert small < hidden.sum() <= 2 * small  # a rectangle each would be four times as many


def test_nothing_hidden_can_be_shown_again():
    """Each cell that is hidden only for the others' sake is needed: shown, one of them could be worked out."""
    table = np.random.default_rng(3).poisson(7, (4, 4))
    hidden = suppress(table)
    for place in np.flatnonzero(hidden & (table >= 5)):
        fewer = hidden.copy()
        fewer.flat[place] = False
        attacker = attack_table(table, fewer, 5)
        ranges = [attacker.range(cell) for cell in np.flatnonzero(fewer & (table > 0))]
        sums = [*np.where(fewer, table, 0).sum(axis=0), *np.where(fewer, table, 0).sum(axis=1)]
        assert any(low == high for low, high in ranges) or any(0 < known < 5 for known in sums)


@pytest.mark.parametrize(("table", "fewest"), [([1, 2], 5), ([[1, -1]], 5), ([[1, 2]], 2)])
def test_what_is_no_table_is_refused(table, fewest):
    with pytest.raises(ValueError, match="a table of counts, and fewest of 3 or more"):
        suppress(table, fewest=fewest)


# --- groups --------------------------------------------------------------------------------------------


@FEW
@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_hidden_group_size_can_be_worked_out(counts):
    assume(sum(counts) >= 5)
    shown = show_groups(counts)
    assert all(show for count, show in zip(counts, shown, strict=True) if count == 0) or not any(shown)
    attacker = Attacker(len(counts))
    attacker.learn(range(len(counts)), sum(counts))
    for place, (count, show) in enumerate(zip(counts, shown, strict=True)):
        assert not show or count == 0 or count >= 5
        attacker.learn([place], count if show else int(any(shown)), count if show else 1000)
    hidden = [count for count, show in zip(counts, shown, strict=True) if not show and count]
    assert not hidden or sum(hidden) >= 5
    if sum(count > 0 for count in counts) > 1 or 0 in counts:
        ranges = [attacker.range(place) for place, show in enumerate(shown) if not show and counts[place]]
        assert all(low < high for low, high in ranges), (counts, shown)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((10, 9, 5, 0, 2), (1, 1, 0, 1, 0)),
        ((9, 8, 3, 1), (1, 0, 0, 0)),  # two, but of four partners together
        ((9, 8, 1, 1, 1, 1, 1), (1, 0, 0, 0, 0, 0, 0)),  # five groups of five partners are one each
        ((1, 1, 1, 1, 1, 0), (0, 0, 0, 0, 0, 0)),  # shown as empty, the last would tell the others
        ((0, 7), (1, 1)),
        ((), ()),
    ],
)
def test_group_sizes_by_hand(counts, shown):
    assert show_groups(counts) == tuple(map(bool, shown))


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        ([(4, 3), (6, 5)], (1, 1)),
        ([(4, 0), (6, 5)], (0, 0)),  # four are too few, and all less the second
        ([(9, 0), (6, 5), (3, 3)], (0, 1, 0)),  # nine who said the same; the smallest other goes with them
        ([(0, 0), (6, 5), (3, 3)], (0, 1, 1)),  # nobody
        ([(4, 0), (3, 0), (6, 5), (9, 9)], (0, 0, 0, 1)),  # two groups, seven answers, but all the same
        ([(2, 0), (1, 1), (6, 5), (9, 9)], (0, 0, 0, 1)),  # two groups, but four answers
        ([(2, 1), (1, 1), (6, 5), (9, 9)], (0, 0, 1, 1)),
        ([(12, 0)], (0,)),
        ([(7, 5)], (1,)),
        ([(), ()], (0, 0)),
        ([], ()),
    ],
)
def test_groups_by_hand(groups, shown):
    assert safe_groups(groups) == tuple(map(bool, shown))


def test_without_a_total_nothing_is_worked_out_by_subtraction():
    assert safe_groups([(4, 0), (6, 5)], total_shown=False) == (False, True)


@FEW
@given(st.integers(2, 4), st.integers(1, 5), st.data())
def test_no_hidden_group_s_answers_can_be_worked_out(levels, number, data):
    """Not even by somebody who knows how many of each group answered."""
    answers = st.lists(st.integers(0, 5), min_size=levels, max_size=levels)
    groups = data.draw(st.lists(answers, min_size=number, max_size=number))
    assume(may_show_answers([sum(level) for level in zip(*groups, strict=True)]))  # else the total is not shown
    table, shown = np.array(groups), np.array(safe_groups(groups))
    hidden = table[~shown]
    assert all(row.sum() >= 5 and row.max() < row.sum() for row in table[shown])
    if not hidden.sum():
        return
    assert hidden.sum() >= 5 and (hidden.sum(axis=1) > 0).sum() >= 2 and hidden.sum(axis=0).max() < hidden.sum()
    places = np.arange(hidden.size).reshape(hidden.shape)
    attacker = Attacker(hidden.size)
    for line, total in [*zip(places, hidden.sum(axis=1), strict=True), *zip(places.T, hidden.sum(axis=0), strict=True)]:
        attacker.learn(line, total)
    for place in np.flatnonzero(hidden):
        low, high = attacker.range(place)
        assert low < high, (groups, shown)


# --- what is really shown ------------------------------------------------------------------------------


def numbers(rendered: Rendered) -> dict[str, list[int | None]]:
    """For each row of the tables the first number of each cell; None for a dash or an empty cell."""
    found = {}
    for row in re.findall(r'<tr><th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', rendered.html):
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row[1])
        found[row[0]] = [int(match[0]) if (match := re.match(r"\d+", cell)) else None for cell in cells]
    return found


KINDS = kip.Scale("kinds", tuple(kip.Choice(f"k{n}", words(f"Kind {n}")) for n in range(4)))
KIND = kip.Item("kind", "select_one", words("Kind?"), KINDS, role="profile")
LEVELS = 3
SURVEY = book(rated("q1", scale(LEVELS), construct="c"), rated("q2", scale(LEVELS), construct="d"), KIND)


def survey(folder, data) -> kip.Responses:
    size = data.draw(st.integers(4, 14))
    # Some levels are drawn rarely or never, so that answers are often all the same.
    one, two = (data.draw(st.sampled_from((("3",), ("3", "2"), ("3", "3", "1", ""), ("", "na", "2")))) for _ in "ab")
    kinds = data.draw(st.sampled_from((("k0",), ("k0", "k1"), ("k0", "k0", "k0", "k1", "k2", ""))))
    cell = st.tuples(*map(st.sampled_from, (one, two, kinds)))
    return responses(folder, SURVEY, data.draw(st.lists(cell, min_size=size, max_size=size)))


@FILES
@given(st.data())
def test_what_the_tables_hide_cannot_be_worked_out_from_what_they_show(tmp_path_factory, data):
    """Distribution, shares per statement and per topic of one statement, and the profile, seen together."""
    found = survey(tmp_path_factory.mktemp("survey"), data)
    population = data.draw(st.sampled_from((None, 30)))
    show = kip.Show("en")
    rows = numbers(show.table(kip.distribution(found)))
    shares = numbers(show.table(kip.agreement(found, population=population)))
    shares |= numbers(show.table(kip.agreement(found, by="construct", population=population)))
    for name, topic in (("q1", "C"), ("q2", "D")):
        counts = kip.distribution(found, name).rows[0].counts
        hidden = sum(counts) < 5 or max(counts) == sum(counts)
        assert (rows[f"Statement {name}"][0] is None) == hidden
        attacker = Attacker(LEVELS + 1)  # how often each level was chosen, and how often none
        attacker.learn(range(LEVELS + 1), len(found))
        for row in (shares[f"Statement {name}"], shares[topic]):
            if row[0] is not None:
                attacker.learn([LEVELS - 1], row[0])
                attacker.learn(range(LEVELS), row[1])
        if hidden:
            assert all(low < high for low, high in map(attacker.range, range(LEVELS)))
    kinds = kip.distribution(found, "kind").rows[0]
    attacker = Attacker(4)
    attacker.learn(range(4), rows["Answered"][0] if "Answered" in rows else 0, rows.get("Answered", [1000])[0])
    cells = [rows.get(f"Kind {n}", [None])[0] for n in range(4)]
    for place, cell in enumerate(cells):
        attacker.learn([place], int(any(map(bool, cells))) if cell is None else cell, 1000 if cell is None else cell)
    for place, count in enumerate(kinds.counts):
        low, high = attacker.range(place)
        assert count == 0 or count >= 5 or low < high, kinds.counts


@FILES
@given(st.data())
def test_a_part_beside_the_whole_tells_nothing_of_the_few_who_were_left_out(tmp_path_factory, data):
    """Wherever both are shown, the difference is of nobody, or of five or more who did not all say the same."""
    whole = survey(tmp_path_factory.mktemp("survey"), data)
    part = whole.where(data.draw(st.lists(st.booleans(), min_size=len(whole), max_size=len(whole))))
    show = kip.Show("en")
    first, second = (numbers(show.table(kip.distribution(each, ["q1", "q2"]))) for each in (whole, part))
    for name in first:
        if first[name][0] is not None and second[name][0] is not None:
            rest = [one - other for one, other in zip(first[name], second[name], strict=False)][:LEVELS]
            assert sum(rest) == 0 or (sum(rest) >= 5 and max(rest) < sum(rest)), (name, rest)
    first, second = (numbers(show.table(kip.agreement(each, by="construct"))) for each in (whole, part))
    for name in first:
        if first[name][0] is not None and second[name][0] is not None:
            assert first[name][1] - second[name][1] not in range(1, 5)
    first, second = (numbers(show.table(kip.distribution(each, "kind"))) for each in (whole, part))
    for name in first.keys() & second.keys() - {"Left empty", "No answer"}:
        if first[name][0] is not None and second[name][0] is not None:
            assert first[name][0] - second[name][0] not in range(1, 5), name


# --- parts of a survey ---------------------------------------------------------------------------------


def part(whole: kip.Responses, size: int) -> kip.Responses:
    return whole.where([place < size for place in range(len(whole))])


def test_a_part_that_leaves_out_one_to_four_is_withheld(demo):
    assert [part(demo, size).withheld for size in (31, 30, 27, 26, 5)] == [False, True, True, False, False]
    # Of a part of a part, too; but a part that is withheld itself is shown to nobody and gives nothing away.
    assert part(part(demo, 20), 18).withheld and not part(part(demo, 28), 25).withheld
    assert part(part(demo, 28), 27).withheld  # four of all


def test_what_is_withheld_is_shown_nowhere(demo):
    fewer = part(demo, 28)
    for lang in kip.LANGUAGES:
        show = kip.Show(lang)
        said = [show.table(fewer), show.sentence(fewer), show.table(kip.open_answers(fewer))]
        for result in (kip.distribution(fewer, ["trust", "organisation_type"]), kip.agreement(fewer, "trust")):
            said += [show.table(result), show.figure(result), show.sentence(result)]
        for rendered in said:
            assert not re.search(r"\{\w*\}|\b(None|nan|inf)\b", rendered.text)
            assert not any(cell for row in numbers(rendered).values() for cell in row)
            assert "<img" not in rendered.html
        assert len(re.findall("<table", show.table(kip.look_over(fewer)).html)) == 3  # none of missing answers
    text = "With the answers of all partners, this would tell what a few of them answered"
    assert text in kip.Show("en").sentence(kip.distribution(fewer, "trust_1")).text
    assert text in kip.Show("en").table(kip.agreement(fewer, "trust")).text


def test_a_question_that_few_of_those_left_out_answered_is_withheld(tmp_path):
    """12 partners, 6 of them left out; of these, 2 answered the first question, 6 the second, 6 the same the third."""
    rows = [["1", "1", "1"], ["2", "2", "2"]] * 3 + [["3", "3", "3"], ["2", "2", "3"]] + [["", "1", "3"]] * 4
    whole = responses(tmp_path, book(*map(rated, ("q1", "q2", "q3"))), rows)
    six = part(whole, 6)
    assert [row.withheld for row in kip.distribution(six).rows] == [True, False, True]
    assert [row.withheld for row in kip.agreement(six).rows] == [True, False, True]
    assert not any(row.withheld for row in kip.distribution(whole).rows)


def test_a_part_s_profile_is_withheld_if_it_tells_a_small_group_of_those_left_out(tmp_path):
    """All: 9 and 8. The part: 6 and 5; left out 3 and 3. The part of all nine of one kind leaves out eight."""
    rows = [["k0"], ["k1"]] * 5 + [["k0"]] * 4 + [["k1"]] * 3
    whole = responses(tmp_path, book(KIND), rows)
    assert kip.distribution(part(whole, 11)).rows[0].withheld
    employers = whole.where([row == ["k0"] for row in rows])
    assert not kip.distribution(employers).rows[0].withheld


def test_a_part_is_equal_to_the_same_answers_without_a_history(tmp_path):
    rows = [["1"], ["2"]] * 6
    whole = responses(tmp_path, book(rated("q1")), rows)
    assert part(whole, 6) == responses(tmp_path, book(rated("q1")), rows[:6])
    assert repr(kip.distribution(part(whole, 9))) == repr(
        kip.distribution(responses(tmp_path, book(rated("q1")), rows[:9]))
    )


def test_two_parts_that_differ_by_a_few_must_not_be_shown_both(demo):
    """20 and 18 partners: the difference is two. One exchanged for another: both of them follow."""
    first = [place < 20 for place in range(31)]
    swapped = [place < 19 or place == 25 for place in range(31)]
    parts = [demo.where(mask) for mask in (first, swapped)] + [part(demo, 18), part(demo, 10), part(demo, 20)]
    assert kip.overlaps(*parts) == ((0, 1), (0, 2), (1, 2), (1, 4), (2, 4))
    assert kip.overlaps() == kip.overlaps(demo) == ()
    with pytest.raises(ValueError, match="not cut from the same responses"):
        kip.overlaps(demo, part(part(kip.read_responses(), 20), 10))


# --- group disclosure ----------------------------------------------------------------------------------


def test_a_topic_with_a_statement_that_all_answered_alike_is_hidden(tmp_path):
    """Two statements; the first is "5" for all: the topic is favourable where the second is above "1"."""
    items = book(rated("q1", construct="c"), rated("q2", construct="c"))
    found = responses(tmp_path, items, [["5", str(1 + n % 5)] for n in range(12)])
    assert numbers(kip.Show("en").table(kip.agreement(found, by="construct")))["C"] == [None] * 4


def test_few_answers_that_are_alike_do_not_hide_their_topic(tmp_path):
    items = book(*(rated(name, construct="c") for name in ("q1", "q2", "q3")))
    found = responses(tmp_path, items, [["1", "2", "5"]] + [[str(1 + n % 5), "4", ""] for n in range(11)])
    assert numbers(kip.Show("en").table(kip.agreement(found, by="construct")))["C"][1] == 12


def test_the_only_share_that_can_be_shown_is_said(tmp_path):
    found = responses(tmp_path, book(rated("q1"), rated("q2")), [["5", "4"]] * 7 + [["5", "2"]] * 5)
    assert kip.Show("en").sentence(kip.agreement(found)).text.startswith('"Statement q2": 7 of 12 partners')


@pytest.mark.parametrize(("counts", "shown"), [((12, 4), False), ((3, 3, 3, 3), False), ((9, 7, 2, 1), True)])
def test_no_sentence_figure_or_axis_tells_a_hidden_group(tmp_path, counts, shown):
    """Of 12 and 4 both are hidden; a sentence or axis that names the 12 tells the 4."""
    item = replace(KIND, scale=kip.Scale("kinds", KINDS.choices[: len(counts)]))
    rows = [[f"k{n}"] for n, count in enumerate(counts) for _ in range(count)]
    result = kip.distribution(responses(tmp_path, book(item), rows))
    said = kip.Show("en").sentence(result).text
    assert ("Kind 0" in said) == shown
    assert shown or not re.search(rf"\b({'|'.join(map(str, counts))})\b", said + kip.Show("en").figure(result).text)
    assert ("<img" in kip.Show("en").figure(result).html) == shown


def test_an_activity_that_all_but_a_few_ticked_is_hidden_in_the_profile(tmp_path):
    """11 of 14 ticked the first: three did not. The second is 6 and 8. The third all, the fourth nobody."""
    item = replace(KIND, type="select_multiple")
    rows = [["k0 k1 k2"]] * 6 + [["k0 k2"]] * 5 + [["k2"]] * 3
    shown = numbers(kip.Show("en").table(kip.distribution(responses(tmp_path, book(item), rows))))
    assert [shown[f"Kind {n}"] for n in range(4)] == [[None], [6], [14], [0]]
    row = kip.distribution(responses(tmp_path, book(item), [["k0 k1"]] * 6 + [["k0"]] * 5 + [["k2"]] * 3)).rows[0]
    assert bars_figure(row, Language("en")).axes[0].get_xlim()[1] < 11  # 11 would be the longest bar


def test_a_list_of_one_answer_is_not_listed(tmp_path):
    """Drafted from the answers, such a list is what everybody answered."""
    path = write_csv(
        tmp_path / "a.csv", [["We trust each other", "Meetings help"], *[["Agree", "Yes"], ["Agree", "No"]] * 6]
    )
    text = kip.Show("en").table(kip.read_responses(path)).text
    assert "Yes" in text and "Agree" not in text


def test_which_question_is_hidden_is_said(tmp_path):
    found = responses(tmp_path, book(replace(KIND, role=""), replace(KIND, name="k2", role="")), [["k1", "k2"]] * 3)
    assert kip.Show("en").figure(kip.distribution(found)).text.count("Kind? – Fewer than 5 partners") == 2


def test_shown_questions_with_equally_many_answers_are_said_to_have_that_many(tmp_path):
    found = responses(tmp_path, book(rated("q1"), rated("q2")), [["5", "1"]] * 6 + [["5", "2"]])
    assert kip.Show("en").sentence(kip.distribution(found)).text == "Every question shown was answered by 7 partners."


def test_few_who_were_not_asked_are_not_counted_in_the_overview(demo):
    """Eight answers of partners who were not asked, in four questions: two partners, who are a group."""
    asked = kip.look_over(demo)
    for answers, questions, shown in ((8, 4, False), (20, 4, True), (5, 1, True), (4, 1, False)):
        missing = type(asked.missing[0])(kip.Missing.NOT_SHOWN, answers, questions, 0)
        text = kip.Show("en").table(replace(asked, missing=(missing,))).html
        assert (f">{answers}</td>" in text.split("Why")[1]) == shown


# --- what respondents wrote ----------------------------------------------------------------------------

CANARY = "zq-canary-wrote-this"


def test_no_renderer_of_any_result_shows_what_somebody_wrote(tmp_path):
    items = book(
        *(
            rated(f"{role}_{n}", construct="c", role=role)
            for role, n in product(("experience", "importance"), range(3))
        ),
        KIND,
        replace(KIND, name="acts", type="select_multiple", role=""),
        kip.Item("said", "text", words("What else?")),
    )
    rows = [[*(str(1 + (row * (n + 2)) % 5) for n in range(6)), f"k{row % 3}", "k1 k2", CANARY] for row in range(24)]
    found = responses(tmp_path, items, rows)
    found = replace(found, values={**found.values, "acts/other_text": np.array([CANARY] * 24, dtype=object)})
    assert CANARY in found.frame.to_csv() and CANARY in found.frame["acts/other_text"].tolist()
    results = [found, kip.distribution(found), kip.agreement(found), kip.agreement(found, by="construct")]
    results += [kip.open_answers(found), kip.look_over(found)]
    results += [kip.describe(found), kip.score(found), kip.reliability(found)]
    shown = 0
    for result in results:
        assert CANARY not in repr(result)
        for render in (kip.Show("en").table, kip.Show("en").figure, kip.Show("en").sentence):
            try:
                rendered = render(result)
            except TypeError:
                continue  # not every result has a figure or a sentence
            shown += 1
            assert CANARY not in rendered.html + rendered.text
    assert shown > 15
