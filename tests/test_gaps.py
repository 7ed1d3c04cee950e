"""Who and what is missing: hand counts, brute force, and what is said of few partners."""

from __future__ import annotations

import time
from itertools import combinations
from math import sqrt

import pytest
from builders import HOSTILE, examples, network, partner, write_csv
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_show import STATEMENT, assert_nothing_overlaps, check

import kiptools as kip
from kiptools import gaps
from kiptools.fields import LANGS, label
from kiptools.gaps import Reference, ReferenceRow
from kiptools.language import Language
from kiptools.partners import SameOrganisation
from kiptools.show.gaps import coverage_bars, coverage_matrix, representation_figure

LANGUAGES = tuple(kip.LANGUAGES)


def read(folder, rows, by="sector", **dialect):
    return kip.read_reference(write_csv(folder / "reference.csv", rows, **dialect), by)


def faults(folder, rows, by="sector"):
    with pytest.raises(kip.KipError) as caught:
        read(folder, rows, by)
    return [str(fault) for fault in caught.value.faults]


def shares(by="sector", **values):
    return Reference("jobs.csv", by, "reference", tuple(ReferenceRow(name, value) for name, value in values.items()))


def targets(by="type", **values):
    return Reference("wanted.csv", by, "target", tuple(ReferenceRow(name, value) for name, value in values.items()))


def members(**counts):
    """So many current partners of each sector."""
    return [
        partner(f"{sector} {n}", sector=sector, status="current")
        for sector, count in counts.items()
        for n in range(count)
    ]


# --- reading the reference -----------------------------------------------------------------------------


def test_shares_and_jobs_as_people_write_them(tmp_path):
    rows = [["Secteur", "Emploi"], ["Commerce", "1 200"], ["C - Industrie", "800,5"], ["k", "12\u00a0345"], ["D", "0"]]
    found = read(tmp_path, rows, delimiter=";")
    assert [(row.category, row.value) for row in found.rows] == [("G", 1200), ("C", 800.5), ("K", 12345), ("D", 0)]
    assert (found.kind, found.source, found.total) == ("reference", "reference.csv", 14345.5)


def test_percentages_need_not_be_whole(tmp_path):
    found = read(tmp_path, [["category", "reference"], ["G", "12,5 %"], ["C", "87.5%"]])
    assert [row.value for row in found.rows] == [12.5, 87.5]


@pytest.mark.parametrize("lang", LANGS)
def test_headings_and_sectors_in_every_language(tmp_path, lang):
    head = [label("field", "category", lang), "year", label("field", "reference", lang)]
    rows = [[label("sector", letter, lang), "2025", "10"] for letter in "ACGKPU"]
    found = read(tmp_path, [head, *rows])
    assert [row.category for row in found.rows] == list("ACGKPU") and found.kind == "reference"
    head = [label("field", "target", lang), label("field", "type", lang)]
    found = read(tmp_path, [head, ["3", label("type", "ngo", lang)]], "type")
    assert (found.kind, found.rows) == ("target", (ReferenceRow("ngo", 3),))


def test_two_columns_with_other_headings_are_taken_in_their_order(tmp_path):
    found = read(tmp_path, [["NACE Rev. 2", "2024"], ["C", "3"], ["bee-keeping", "1"]])
    assert [(row.category, row.value) for row in found.rows] == [("C", 3), ("bee-keeping", 1)]


def test_a_total_at_the_bottom_is_left_out_and_said(tmp_path):
    found = read(tmp_path, [["category", "reference"], ["C", "3"], ["G", "1"], ["Ukupno", "4"]])
    assert found.total == 4
    assert (
        str(found.notes[-1]) == 'reference.csv, row 4: "Ukupno" was taken for the total of the other rows and left out.'
    )


def test_what_is_wrong_is_named_with_its_place(tmp_path):
    rows = [["category", "reference"], ["C", "many"], ["G", "-3"], ["Trade", "4"], ["", "5"], ["K", ""], ["M", "1.200"]]
    number = "is not a number that can be used; write 0 or more, such as 1200 or 12.5, without a mark for thousands."
    assert faults(tmp_path, rows) == [
        f'reference.csv, row 2, column reference: "many" {number}',
        f'reference.csv, row 3, column reference: "-3" {number}',
        'reference.csv, row 4, column category: "Trade" is the same category as in row 3; keep one of them.',
        "reference.csv, row 5, column category: the category is missing.",
        "reference.csv, row 6, column reference: the number is missing; write 0 for none.",
        f'reference.csv, row 7, column reference: "1.200" {number}',
    ]
    (fault,) = faults(tmp_path, [["category", "target"], ["C", "2.5"]])
    assert fault.endswith('"2.5" is not a number of partners; write a whole number, 0 or more.')
    (fault,) = faults(tmp_path, [["type", "share"], ["pétanque", "1"]], "type")
    assert '"pétanque" is not known; write one of Employer, Public authority,' in fault
    (fault,) = faults(tmp_path, [["category", "reference"], ["C", "0"]])
    assert fault == "reference.csv: no row has a number above 0, so there is nothing to compare with."


def test_columns_that_are_not_understood(tmp_path):
    (fault,) = faults(tmp_path, [["a", "b", "c"], ["1", "2", "3"]])
    assert "the columns (a, b, c) are not understood" in fault
    (fault,) = faults(tmp_path, [["sector", "share", "target"], ["C", "2", "3"]])
    assert "(share, target); keep one of them" in fault
    with pytest.raises(ValueError, match="by is 'owner'"):
        kip.read_reference(by="owner")


# --- representation ------------------------------------------------------------------------------------


def test_representation_by_hand():
    """Ten partners: 8 C, 2 G, none K; reference 25, 50, 25 %. Wilson of 8/10 is 0.490 to 0.943, of 2/10 0.057 to 0.510.

    Expected: 2.5, 5, 2.5. Ratios: 0.8 / 0.25 = 3.2, 0.2 / 0.5 = 0.4, 0. The range of G holds one half: not clear.
    """
    found = kip.representation(network(*members(C=8, G=2)), shares(C=500, G=1000, K=500))
    assert [row.partners for row in found.rows] == [8, 2, 0] and found.compared == 10
    assert [row.expected for row in found.rows] == [2.5, 5, 2.5]
    assert [row.ratio for row in found.rows] == pytest.approx([3.2, 0.4, 0])
    assert [row.verdict for row in found.rows] == ["more", "unclear", "missing"]
    assert found.rows[0].interval() == pytest.approx((0.4902, 0.9433), abs=5e-5)


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 99))
def test_a_difference_is_clear_where_the_score_test_says_so(x, y, q):
    """Wilson's range leaves out q where |x - nq| > 1.96 sqrt(nq(1 - q)): the test that it is the inverse of."""
    found = kip.representation(network(*members(C=x, G=y)), shares(C=q, G=100 - q)).rows[0]
    n, share = x + y, q / 100
    distance, limit = abs(x - n * share), 1.959964 * sqrt(n * share * (1 - share))
    if abs(distance - limit) > 1e-6 and x:
        assert (found.verdict in ("fewer", "more")) == (distance > limit and n >= 10)  # of fewer nothing is clear
    if not x:
        assert found.verdict == ("missing" if n * share >= 1 else "unclear")


def test_shares_are_of_the_categories_that_the_reference_has():
    """Three schools are in no category of the reference: C has 4 of the 8 compared, half, as in the reference."""
    found = kip.representation(network(*members(C=4, G=4, P=3), partner("silent", status="current")), shares(C=1, G=1))
    assert [row.ratio for row in found.rows] == [1, 1]
    assert (found.compared, found.others, found.not_stated) == (8, (("P", 3),), 1)
    table = kip.Show("en").table(found).text
    assert "Not in the reference, and not compared: Education (3)." in table
    assert 'Of 1 partner the list does not state "Sector".' in table


def test_only_partners_of_today_and_of_one_kind_are_compared():
    people = [
        partner("a", sector="C", type="employer", status="current"),
        partner("b", sector="C", type="employer"),  # the list does not say its status: taken for a partner
        partner("c", sector="C", type="employer", status="former"),
        partner("d", sector="C", type="education", status="current"),
        partner("e", sector="G", type="employer", status="potential"),
        partner("f", sector="G", type="ngo", status="potential"),
        partner("g", sector="G", type="employer", status="convenor"),
    ]
    found = kip.representation(network(*people), shares(C=1, G=1), among="entreprise")
    assert (found.among, [row.partners for row in found.rows]) == ("employer", [2, 0])
    assert [[one.name for one in row.potential] for row in found.rows] == [[], ["e"]]
    with pytest.raises(kip.KipError, match='"club" is no kind of organisation; write one of Employer,'):
        kip.representation(network(*people), shares(C=1), among="club")


def test_own_words_and_places_are_compared_by_plain_text():
    towns = [partner(name, territory=town) for name, town in (("a", "Évry"), ("b", "EVRY."), ("c", "Lens"))]
    found = kip.representation(network(*towns), shares("territory", evry=1, Nice=1))
    assert [row.partners for row in found.rows] == [2, 0] and found.others == (("Lens", 1),)
    found = kip.representation(
        network(partner("a", sector="Bee-keeping")), shares(**{"bee keeping": 1, "Bee-Keeping": 1})
    )
    assert [row.partners for row in found.rows] == [0, 1]


def test_a_reference_of_nought_has_no_ratio():
    (row, _) = kip.representation(network(*members(C=5, G=7)), shares(C=0, G=1)).rows
    assert (row.ratio, row.expected, row.verdict) == (None, 0, "more")


def test_targets_by_hand():
    people = [partner("a", type="ngo"), partner("b", type="ngo"), partner("c", type="employer")]
    found = kip.representation(network(*people), targets(ngo=1, employer=3, pes=1))
    assert [(row.gap, row.verdict) for row in found.rows] == [(-1, "reached"), (2, "fewer"), (1, "missing")]
    said = kip.Show("en").sentence(found).text
    assert said == (
        '3 partners are compared with wanted.csv. Fewer than wanted: "Employer" (1 of 3), "Public employment service" '
        "(0 of 1)."
    )
    assert "None yet, 1 wanted" in kip.Show("en").table(found).text


def test_the_sentence_softens_and_few_partners_have_no_percentage():
    few = kip.representation(
        network(*members(C=5, G=2), partner("x", sector="K", status="potential")), shares(C=1, K=1)
    )
    assert kip.Show("en").sentence(few).text == (
        '5 partners are compared with jobs.csv. No partner, though at least one would be expected: "Finance and '
        'insurance" (0, expected 2.5). With '
        "fewer than 30 partners only large differences stand out, and a category may be without partners by chance. "
        "Potential partners on the list who would help: x."
    )
    table = kip.Show("en").table(few).text
    assert "– No ratio and no percentage of fewer than 10 partners." in table and "100%" not in table
    assert "<img" not in kip.Show("en").figure(few).html
    many = kip.representation(network(*members(C=20, G=20)), shares(C=1, G=1))
    assert kip.Show("en").sentence(many).text == (
        "40 partners are compared with jobs.csv. No category differs clearly from the reference."
    )
    assert "20 (50%)" in kip.Show("en").table(many).text and "<img" in kip.Show("en").figure(many).html


@pytest.mark.parametrize(
    ("people", "reference", "said"),
    [
        ([partner("a")], shares(C=1), 'Of no partner does the list state "Sector", so nothing is compared.'),
        ([partner("a", status="former")], shares(C=1), "There is no partner of this kind to compare."),
        (members(P=3), shares(C=1), "No partner is of a category that the reference has, so nothing is compared."),
        (
            [],
            targets(ngo=2),
            '0 partners are compared with wanted.csv. Fewer than wanted: "Association or NGO" (0 of 2).',
        ),
    ],
)
def test_where_nothing_can_be_compared_one_sentence_says_why(people, reference, said):
    found = kip.representation(network(*people), reference)
    assert kip.Show("en").sentence(found).text == said
    if found.kind == "reference":
        assert kip.Show("en").table(found).text == kip.Show("en").figure(found).text == said


# --- needs and who answers them ------------------------------------------------------------------------


def test_coverage_by_hand():
    """Advice: two; housing: one, whose resource is worded otherwise; childcare: none, two potential; nights: nobody."""
    people = [
        partner("School", status="current", needs=("advice",), resources=("rooms",)),
        partner("Town", needs=("Advice ",), resources=("HOUSING",)),
        partner("Nursery", status="potential", needs=("childcare",)),
        partner("Landlord", status="potential", resources=("housing",), needs=("childcare",)),
        partner("Night school", status="former", needs=("nights",)),
    ]
    found = kip.needs_coverage(network(*people, needs=("advice", "housing", "childcare", "Nights")))
    assert [(row.need, len(row.partners), len(row.potential), len(row.former)) for row in found.rows] == [
        ("advice", 2, 0, 0),
        ("housing", 1, 1, 0),
        ("childcare", 0, 2, 0),
        ("Nights", 0, 0, 1),
    ]
    assert [row.need for row in found.out_of_reach] == ["Nights"]
    assert [(one.partner.name, one.needs) for one in found.closing] == [("Nursery", ("childcare",))]
    assert kip.Show("en").sentence(found).text == (
        'Nobody answers 2 of 4 needs: "childcare" and "Nights". 1 need depends on one partner alone: "housing" (Town). A '
        'potential partner could be the second for "housing". With 1 potential partner, these needs would be answered '
        'too: "childcare" (Nursery). No potential partner on the list would answer "Nights": a partner is still to be '
        "found."
    )
    table = kip.Show("en").table(found).html
    assert "Former partners who did" in table and "Night school" in table


def test_the_convenor_answers_needs_too_and_needs_without_a_sheet_are_found():
    people = [partner("We", status="convenor", needs=("b",)), partner("They", needs=("a", "B."))]
    found = kip.needs_coverage(network(*people))
    assert [(row.need, len(row.partners)) for row in found.rows] == [("b", 2), ("a", 1)]


def test_two_rows_of_perhaps_one_organisation_are_no_safe_cover():
    people = [partner("Univ.", needs=("a",)), partner("University", needs=("a",)), partner("Town", needs=("b",))]
    pair = SameOrganisation("Univ.", "University", False)
    found = kip.needs_coverage(network(*people, doubles=(pair,)))
    assert [row.doubtful for row in found.rows] == [True, False]
    said = kip.Show("en").sentence(found).text
    assert 'Two partners answer "a", but they may be the same organisation.' in said
    three = kip.needs_coverage(network(*people, partner("third", needs=("a",)), doubles=(pair,)))
    assert not three.rows[0].doubtful


def smallest_cover(sets, gaps_left):
    """By trying all choices, of the smallest that with the smallest sum of places."""
    for size in range(len(sets) + 1):
        covers = [
            some for some in combinations(range(len(sets)), size) if set().union(*(sets[n] for n in some)) >= gaps_left
        ]
        if covers:
            return size, min(map(sum, covers))
    raise AssertionError


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(st.sets(st.integers(0, 7)), max_size=9))
def test_the_fewest_new_partners_equal_brute_force(sets):
    needs = tuple(f"need {n}" for n in range(8))
    people = [
        partner(f"p{n}", status="potential", needs=tuple(needs[one] for one in some)) for n, some in enumerate(sets)
    ]
    found = kip.needs_coverage(network(*people, needs=needs))
    closable = set().union(*sets)
    distinct = list(dict.fromkeys(frozenset(some) for some in sets if some))
    size, places = smallest_cover(distinct, closable)
    chosen = [int(one.partner.name[1:]) for one in found.closing]
    assert (len(chosen), found.fewest) == (size, True)
    assert sum(distinct.index(frozenset(sets[n])) for n in chosen) == places
    assert {need for one in found.closing for need in one.needs} == {needs[n] for n in closable}
    assert sum(len(one.needs) for one in found.closing) == len(closable)  # each gap is closed once
    news = [len(one.needs) for one in found.closing]
    assert news == sorted(news, reverse=True)  # whoever closes most first
    assert len(found.out_of_reach) == 8 - len(closable)


def test_greedy_would_need_three_where_two_do():
    """The best known trap: the widest first (1 2 3 4) leaves 5 and 6 to two others; (1 2 5) and (3 4 6) suffice."""
    people = [
        partner(name, status="potential", needs=tuple(needs))
        for name, needs in (("wide", "1234"), ("left", "125"), ("right", "346"))
    ]
    found = kip.needs_coverage(network(*people))
    assert [one.partner.name for one in found.closing] == ["left", "right"]


def test_of_those_who_close_the_same_the_list_decides():
    people = [partner(name, status="potential", needs=("a",)) for name in ("zoe", "adam")]
    assert [one.partner.name for one in kip.needs_coverage(network(*people)).closing] == ["zoe"]


def test_a_list_too_long_for_certainty_says_so(monkeypatch):
    monkeypatch.setattr(gaps, "MOST_CELLS", 5)
    people = [
        partner(name, status="potential", needs=tuple(needs))
        for name, needs in (("wide", "1234"), ("left", "125"), ("right", "346"))
    ]
    found = kip.needs_coverage(network(*people))
    assert [one.partner.name for one in found.closing] == ["wide", "left", "right"] and not found.fewest
    assert "too long to be sure" in kip.Show("en").table(found).text


def test_without_needs_one_sentence_says_why():
    found = kip.needs_coverage(network(partner("a")))
    for kind in ("table", "figure", "sentence"):
        assert getattr(kip.Show("en"), kind)(found).text.startswith("The list names no needs of users")


def test_twenty_thousand_partners_take_no_time():
    needs = tuple(f"need {n}" for n in range(30))
    people = [
        partner(
            str(n),
            sector="CGKP"[n % 4],
            status=("current", "potential")[n % 4 == 3],
            needs=(needs[n % 15 + 15 * (n % 4 == 3)],),
        )
        for n in range(20_000)
    ]
    start = time.perf_counter()
    whole = network(*people, needs=needs)
    found = kip.needs_coverage(whole)
    kip.representation(whole, shares(C=1, G=1))
    assert time.perf_counter() - start < 5
    assert len(found.uncovered) == len(found.closing) == 15


# --- the demo network ----------------------------------------------------------------------------------


def test_the_planted_gaps_are_found():
    partners = kip.read_partners()
    found = kip.representation(partners, kip.read_reference(), among="employer")
    assert "G" in [row.category for row in found.rows if row.verdict == "missing"]
    needs = kip.needs_coverage(partners)
    assert (len(needs.rows), len(needs.uncovered), len(needs.single), len(needs.out_of_reach)) == (12, 2, 3, 1)
    assert [one.needs for one in needs.closing] == [("childcare during courses",)]


# --- shown ---------------------------------------------------------------------------------------------


def results(names):
    """Results of every kind, with these names in every place that a file fills."""
    people = [partner(f"m{n}", sector=name, status="current", needs=(name,)) for n, name in enumerate(names)]
    people += [partner(name, status="potential", sector=name, needs=(name, f"more {name}")) for name in names[:1]]
    people += members(C=8, G=12)
    whole = network(*people, needs=(*names, "nobody"))
    reference = Reference(names[0], "sector", "reference", (*(ReferenceRow(n, 1) for n in names), ReferenceRow("K", 9)))
    wanted = Reference(names[0], "sector", "target", reference.rows)
    return [kip.representation(whole, reference), kip.representation(whole, wanted), kip.needs_coverage(whole)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_sound_markup_whatever_the_names(lang):
    show = kip.Show(lang)
    for found in results(HOSTILE):
        for kind in ("table", "figure", "sentence"):
            html = getattr(show, kind)(found).html
            check(html)
            assert "<script>" not in html


@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STATEMENT, min_size=1, max_size=6, unique_by=str.casefold))
def test_no_two_texts_overlap(names):
    shown, wanted, needs = results(names)
    assert_nothing_overlaps(representation_figure(shown, Language("fr")))
    assert_nothing_overlaps(representation_figure(wanted, Language("hr")))
    assert_nothing_overlaps(coverage_bars(needs.rows, Language("pt")))
    if (matrix := coverage_matrix(needs, Language("it"))) is not None:
        assert_nothing_overlaps(matrix)


def test_the_matrix_shows_each_who_answers_and_gives_way_to_bars():
    people = [partner(f"p{n}", needs=("a", "b")[: n % 2 + 1]) for n in range(40)]
    few = kip.needs_coverage(network(*people))
    matrix = coverage_matrix(few, Language("en"))
    assert sum(line.get_marker() == "s" for line in matrix.axes[0].get_lines()) == 40 + 20
    many = kip.needs_coverage(network(*people, partner("one more", needs=("a",))))
    assert coverage_matrix(many, Language("en")) is None
    bars = coverage_bars(many.rows, Language("en"))
    assert [patch.get_width() for patch in bars.axes[0].patches] == [41, 20]


def test_the_matrix_shows_potential_partners_where_they_would_help():
    people = [
        partner("a", needs=("safe", "single")),
        partner("b", needs=("safe",)),
        partner("second", status="potential", needs=("single",)),
        partner("not needed", status="potential", needs=("safe",)),
    ]
    lines = coverage_matrix(kip.needs_coverage(network(*people)), Language("en")).axes[0].get_lines()
    assert [line.get_xdata()[0] for line in lines if line.get_marker() == "D"] == [1.5]
    assert [line.get_xdata()[0] for line in lines if line.get_marker() == "s"] == [0.5, 0.5, 1.5]


@pytest.mark.parametrize(("needs", "words", "drawn"), [(10, 4, True), (10, 12, False), (22, 1, True), (30, 1, False)])
def test_needs_that_cannot_be_read_side_by_side_are_drawn_as_bars(needs, words, drawn):
    named = tuple(f"{'guidance ' * words}{n}" for n in range(needs))
    matrix = coverage_matrix(kip.needs_coverage(network(partner("a", needs=named))), Language("en"))
    assert (matrix is not None) == drawn
    if matrix is not None:
        assert_nothing_overlaps(matrix)


def test_the_figure_draws_the_shares_and_the_reference():
    found = kip.representation(network(*members(C=8, G=2)), shares(C=500, G=1000, K=500))
    lines = representation_figure(found, Language("en")).axes[0].get_lines()
    dots = [line.get_xdata()[0] for line in lines if line.get_marker() == "o"]
    marks = [line.get_xdata()[0] for line in lines if line.get_marker() == "|"]
    assert dots == [0.8, 0.2, 0] and marks == [0.25, 0.5, 0.25]
