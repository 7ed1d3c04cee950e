"""Relations: published networks, counts by hand, what is not known, and that no hidden rating can be worked out."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from itertools import combinations
from time import process_time

import networkx as nx
import pytest
from builders import HOSTILE, examples, network, partner
from hypothesis import given, settings
from hypothesis import strategies as st
from test_show import assert_nothing_overlaps, check

import kiptools as kip
from kiptools.language import Language
from kiptools.partners import Partners, Tie
from kiptools.relations import convenor_dependence, tie_levels, tie_network, trust_ratings
from kiptools.show.map import network_figure
from kiptools.show.relations import levels_figure

FLORENCE = """
    Acciaiuoli-Medici Albizzi-Ginori Albizzi-Guadagni Albizzi-Medici Barbadori-Castellani Barbadori-Medici
    Bischeri-Guadagni Bischeri-Peruzzi Bischeri-Strozzi Castellani-Peruzzi Castellani-Strozzi Guadagni-Lamberteschi
    Guadagni-Tornabuoni Medici-Ridolfi Medici-Salviati Medici-Tornabuoni Pazzi-Salviati Peruzzi-Strozzi Ridolfi-Strozzi
    Ridolfi-Tornabuoni
"""
"""Marriages among Florentine families (Padgett & Ansell 1993, as in Wasserman & Faust 1994, appendix B)."""


def mutual(*pairs: str, level: int | None = None) -> tuple[Tie, ...]:
    """Relations such as "a-b" that both sides report."""
    return tuple(
        tie
        for one, other in (pair.split("-") for pair in pairs)
        for tie in (Tie(one, other, level, one), Tie(other, one, level, other))
    )


def none(*names: str) -> tuple[Tie, ...]:
    """Reports that there is no relation at all."""
    return tuple(Tie(name, "", reporter=name) for name in names)


def people(names: str, ties: tuple[Tie, ...] = (), convenor: str = "", **fields: object) -> Partners:
    """Organisations with names of one letter or more, without a type."""
    found = (
        partner(name, status="convenor" if name == convenor else "current")
        for name in (names.split() if " " in names else names)
    )
    return network(*found, ties=ties, **fields)


@pytest.fixture(scope="module")
def golden(shared) -> dict[str, dict]:
    return {case["id"]: case for case in json.loads((shared / "golden.json").read_text(encoding="utf-8"))}


# --- published networks ------------------------------------------------------------------------------


def test_florentine_families_as_published(golden):
    case = golden["florentine16"]
    families = sorted({name for pair in FLORENCE.split() for name in pair.split("-")})
    ties = (*mutual(*FLORENCE.split()), *none("Pucci"))
    found = tie_network(people(" ".join([*families, "Pucci"]), ties))
    assert (len(found.nodes), len(found.edges), [node.name for node in found.isolates]) == (16, 20, ["Pucci"])
    values = {
        "density": found.density,
        "deg_central": found.degree_centralisation,
        "medici_betw": found.betweenness["Medici"],
    }
    assert values == pytest.approx(case["expected"], abs=case["tol"])
    fifteen = tie_network(people(" ".join(families), mutual(*FLORENCE.split())))  # the note: without the isolate
    values = (fifteen.density, fifteen.degree_centralisation, fifteen.betweenness["Medici"])
    assert values == pytest.approx((0.190476, 0.274725, 0.521978), abs=case["tol"])


def test_star_and_ring_as_published(golden):
    case = golden["freeman_star"]
    star = tie_network(people("abcdef"[: case["input"]["star"]], mutual("a-b", "a-c", "a-d", "a-e", "a-f")))
    ring = tie_network(people("abcdef"[: case["input"]["ring"]], mutual("a-b", "b-c", "c-d", "d-e", "e-f", "f-a")))
    for measure in ("degree_centralisation", "betweenness_centralisation"):
        values = [getattr(found, measure) for found in (star, ring)]
        assert values == pytest.approx(case["expected"], abs=case["tol"])


# --- counts by hand ----------------------------------------------------------------------------------


def test_counts_by_hand():
    """a-b named by both; a-c by a only; c-d by d only, who reported; b-e by b; f: reported, none; e did not report.

    Of 6 organisations 5 reported (a b c d f): 15 pairs, all with a side that reported. Related are ab, ac, cd, be.
    Between reporting sides: ab by both, ac and cd by one: 1 of 3 confirmed, 2 of 4 statements returned. Statements: a
    2, b 2, d 1 of 5 x 5. Missing is what e would say of a, c, d, f: 4 to 8 of 15 pairs.
    """
    ties = (*mutual("a-b"), Tie("a", "c", reporter="a"), Tie("c", "d", reporter="d"), Tie("b", "e", reporter="b"))
    found = tie_network(people("abcdef", (*ties, *none("c", "f"))))
    assert found.reporters == tuple("abcdf")
    assert [(edge.one + edge.other, "".join(edge.reporters)) for edge in found.edges] == [
        ("ab", "ab"),
        ("ac", "a"),
        ("be", "b"),
        ("cd", "d"),
    ]
    assert (found.possible, found.reportable, found.reported, found.density) == (15, 15, 4, 4 / 15)
    assert (found.confirmed, found.one_sided, found.statements) == (1, 2, 5)
    text = kip.Show("en").table(found).text
    for row in (
        r"Statements of those who reported +5 of 25 \(20%\)",
        r"Relations that both sides named +1 of 3 ",
        r"Statements that are returned +2 of 4 ",
    ):
        assert re.search(row, text), row
    assert found.band == (4 / 15, 8 / 15)
    assert found.degrees == {"a": 2, "b": 2, "c": 2, "d": 1, "e": 1, "f": 0}
    assert ([node.id for node in found.isolates], found.unknown) == (["f"], ())
    assert [len(part) for part in found.components] == [5, 1]
    # e-b-a-c-d is a chain: each of its three inner ones holds it together, and all four relations do.
    assert [(point.partner.id, point.pieces) for point in found.cutpoints] == [
        ("a", (2, 2)),
        ("b", (3, 1)),
        ("c", (3, 1)),
    ]
    assert [[[node.id for node in piece] for piece in found.cut_off(point)] for point in found.cutpoints] == [
        [["c", "d"]],
        [["e"]],
        [["d"]],
    ]
    assert len(found.bridges) == 4
    # Degrees 2 2 2 1 1 0: (0 + 0 + 0 + 1 + 1 + 2) / (5 x 4). On the chain a lies between 4 pairs, b and c between 3.
    assert found.degree_centralisation == 4 / 20
    assert found.betweenness == pytest.approx({"a": 0.4, "b": 0.3, "c": 0.3, "d": 0, "e": 0, "f": 0})
    assert found.betweenness_centralisation == pytest.approx((0.1 + 0.1 + 0.4 + 0.4 + 0.4) / 5)


def test_density_counts_only_pairs_of_which_a_side_reported():
    """Of 5, a and b reported: 10 pairs less the 3 among c, d, e. A third party told of c-d: known, and not counted."""
    found = tie_network(people("abcde", (*mutual("a-b"), Tie("c", "a", reporter="a"), Tie("c", "d", reporter="b"))))
    assert (len(found.edges), found.reported, found.reportable) == (3, 2, 7)
    # All is open but a-b: three relations are known, the other seven could be.
    assert found.band == (0.3, 1.0)
    assert [node.id for node in found.unknown] == ["e"]


def test_what_somebody_else_says_is_evidence_and_no_report():
    ties = (Tie("a", "b", reporter="c"), Tie("b", "c"), Tie("c", "d", 0, "a"))
    found = tie_network(people("abcd", ties))
    assert [edge.one + edge.other for edge in found.edges] == ["ab", "bc"]
    assert found.reporters == () and found.density is None and found.confirmed == found.one_sided == 0
    assert found.band == (2 / 6, 1.0)
    assert [node.id for node in found.unknown] == ["d"]
    assert "Who reported them is not recorded" in kip.Show("en").sentence(found).text


def test_relations_with_potential_and_former_partners_are_left_out_and_counted():
    """a and b work with p at 2 and 3, a no longer with f, and q with p: three relations with others, of one level 3."""
    others = (partner("p", status="potential"), partner("q", status="potential"), partner("f", status="former"))
    ties = (Tie("a", "p", 2, "a"), Tie("p", "b", 3, "b"), Tie("a", "f", 0, "a"), Tie("q", "p", reporter="q"))
    found = network(partner("a"), *others, partner("b"), partner("w", status="convenor"), ties=ties, ladder="frey")
    whole = tie_network(found)
    assert [node.id for node in whole.nodes] == ["a", "b", "w"] and not whole.edges and not whole.cutpoints
    assert (whole.reporters, whole.outside) == (("a", "b"), 3)
    assert (tie_network(found, at_least=3).outside, convenor_dependence(found).without.outside) == (1, 3)
    show, said = kip.Show("en"), "3 relations with potential or former partners are left out."
    for rendered in (show.sentence(whole), show.table(whole), show.figure(whole)):
        assert rendered.text.count(said) == 1 and "f" not in re.findall(r"\b\w\b", rendered.text.replace(said, ""))
    inside = network(*found.records, ties=(*ties, *mutual("a-b", level=1)), ladder="frey")
    assert said in show.table(tie_levels(inside)).text


def test_a_former_partner_holds_nothing_together():
    ties = mutual("a-f", "f-b", "a-c")
    found = tie_network(network(*map(partner, "abc"), partner("f", status="former"), ties=ties))
    assert (found.outside, found.cutpoints, [edge.one + edge.other for edge in found.edges]) == (2, (), ["ac"])


def test_of_several_convenors_the_first_leads_and_the_others_belong_to_the_network():
    people_of_two = (partner("v", status="convenor"), *map(partner, "ab"), partner("w", status="convenor"))
    found = convenor_dependence(network(*people_of_two, ties=mutual("v-a", "w-a", "w-b")))
    assert found.convenor.id == "v" and [node.id for node in found.whole.nodes] == ["v", "a", "b", "w"]
    assert [node.id for node in found.without.nodes] == ["a", "b", "w"]
    assert (len(found.whole.edges), len(found.without.edges)) == (3, 2)


def test_the_highest_report_counts_and_the_level_zero_is_none():
    twice = (Tie("b", "c", 4, "b"), Tie("b", "c", 1, "b"))  # for two things that they do together, say
    ties = (Tie("a", "b", 0, "a"), Tie("a", "b", 3, "b"), *twice, Tie("a", "c", None, "c"), Tie("a", "c", 1, "a"))
    found = tie_network(people("abc", ties, ladder="frey"))
    assert [(edge.level, edge.reporters) for edge in found.edges] == [(3, ("b",)), (1, ("a", "c")), (4, ("b",))]
    assert found.one_sided == 2  # a-b, of which a says no, and b-c, of which c says nothing


def test_a_relation_without_a_level_is_one_and_above_the_lowest_level_it_is_open():
    """a-b without a level, a-c at 2: from level 2 on one of three pairs is known, and a-b could be."""
    ties = (*mutual("a-b"), *mutual("a-c", level=2))
    list_of_three = people("abc", ties, ladder="frey")
    assert len(tie_network(list_of_three).edges) == 2
    found = tie_network(list_of_three, at_least=2)
    assert (len(found.edges), found.unlevelled, found.band) == (1, (("a", "b"),), (1 / 3, 2 / 3))


def test_who_stated_no_level_has_not_denied_the_relation():
    """From level 3 on: of a-b b said no level, of a-c c said 2, of b-c both said 4."""
    ties = (Tie("a", "b", 3, "a"), Tie("b", "a", None, "b"), Tie("a", "c", 3, "a"), Tie("c", "a", 2, "c"))
    list_of_three = people("abc", (*ties, *mutual("b-c", level=4)), ladder="frey")
    found = tie_network(list_of_three, at_least=3)
    assert [(edge.reporters, edge.unclear) for edge in found.edges] == [
        (("a",), ("b",)),
        (("a",), ()),
        (("b", "c"), ()),
    ]
    assert (found.confirmed, found.one_sided) == (1, 1)
    lowest = tie_network(list_of_three)  # where everything that is reported counts, both sides said of a-b that it is
    assert (lowest.confirmed, lowest.one_sided, lowest.edges[0].unclear) == (3, 0, ())


def test_a_row_that_only_rates_is_a_relation_unless_its_level_is_zero():
    """The sheet asks with whom an organisation works; a row without level or rating is one as well."""
    found = tie_network(people("abc", (Tie("a", "b", None, "a", 1), Tie("a", "c", 0, "a", 5)), ladder="frey"))
    assert [(edge.one + edge.other, edge.level) for edge in found.edges] == [("ab", None)]
    assert found.reporters == ("a",)


def test_no_level_beyond_the_ladder():
    with pytest.raises(kip.KipError, match="between 1 and 4 of the ladder; 5 is none"):
        tie_network(people("ab", ladder="vichealth"), at_least=5)
    with pytest.raises(kip.KipError, match="between 1 and 1 of the ladder; 2 is none"):
        convenor_dependence(people("ab"), at_least=2)
    with pytest.raises(kip.KipError, match="0 is none"):
        tie_network(people("ab"), at_least=0)


def test_relations_across_and_within_types():
    """Krackhardt and Stern: 2 external and 1 internal, (2 - 1) / 3; the one without a type counts on neither side."""
    types = {"a": "employer", "b": "employer", "c": "ngo", "d": ""}
    nodes = (partner(name, type=type) for name, type in types.items())
    found = tie_network(network(*nodes, ties=mutual("a-b", "a-c", "b-c", "a-d")))
    assert (found.external, found.internal, found.ei_index) == (2, 1, 1 / 3)
    assert tie_network(people("ab", mutual("a-b"))).ei_index is None


def test_what_is_cut_off_is_found_however_large_the_rest_is():
    """w works with all of a ring of eight, and p only with w."""
    ring = "abcdefgh"
    pairs = [f"{one}-{other}" for one, other in zip(ring, ring[1:] + ring[:1], strict=True)]
    found = tie_network(people("pw" + ring, mutual(*pairs, *(f"w-{name}" for name in ring), "w-p")))
    (point,) = found.cutpoints
    assert (point.partner.id, point.pieces) == ("w", (8, 1))
    assert [[node.id for node in piece] for piece in found.cut_off(point)] == [["p"]]


def test_what_is_cut_off_from_a_star_or_a_chain_in_reasonable_time():
    """Of a star of 40,000 all but one are cut off; of a chain, what is on the shorter side."""
    names = [f"p{number}" for number in range(40_001)]
    star = tie_network(network(*map(partner, names), ties=tuple(Tie("p0", name, None, "p0") for name in names[1:])))
    chain = tie_network(network(*map(partner, names), ties=tuple(map(Tie, names, names[1:]))))
    start = process_time()
    (hub,) = star.cutpoints
    assert len(star.cut_off(hub)) == 39_999
    ends = [point for point in chain.cutpoints if point.cut_off < 500]
    assert sorted(len(piece) for point in ends for piece in chain.cut_off(point)) == sorted([*range(1, 500)] * 2)
    assert (
        process_time() - start < 10
    )  # less than one; half a minute if each piece were looked up in all others, or all of the largest walked through


def test_betweenness_is_not_computed_above_a_thousand_organisations():
    thousand = [partner(f"p{number}") for number in range(1_000)]
    assert tie_network(network(*thousand, ties=none("p0"))).betweenness_centralisation == 0
    assert tie_network(network(*thousand, partner("more"), ties=none("p0"))).betweenness is None


@pytest.mark.parametrize("names", ["", "a", "ab", "abc"])
def test_small_and_empty_networks_have_no_value_rather_than_a_wrong_one(names):
    found = tie_network(people(names, none(*names)))
    assert found.confirmed == found.one_sided == 0 and found.ei_index is None
    assert found.degree_centralisation == (0 if len(names) == 3 else None)
    assert found.betweenness_centralisation == (0 if len(names) == 3 else None)
    assert found.density == (0 if len(names) > 1 else None)
    assert not found.cutpoints and not found.bridges and not found.parts
    show = kip.Show("en")
    for result in (found, convenor_dependence(people(names, none(*names))), tie_levels(people(names))):
        assert show.table(result).text and show.sentence(result).text and show.figure(result).text


# --- properties --------------------------------------------------------------------------------------

SIZES = st.integers(1, 9)


@st.composite
def full_networks(draw) -> tuple[str, tuple[Tie, ...]]:
    """Everybody reports a level from 0 to 5 about some, or that there is none."""
    names = "abcdefghi"[: draw(SIZES)]
    ties = [
        Tie(one, other, draw(st.sampled_from([0, 1, 3, 5, None])), one)
        for one in names
        for other in names
        if one != other and draw(st.integers(0, 3)) == 0
    ]
    return names, (*ties, *none(*names))


@settings(max_examples=examples(60), deadline=None)
@given(full_networks(), st.data())
def test_the_band_contains_what_all_reports_would_have_shown(drawn, data):
    names, ties = drawn
    silent = data.draw(st.sets(st.sampled_from(names)))
    at_least = data.draw(st.integers(1, 5))
    whole = tie_network(people(names, ties, ladder="frey"), at_least=at_least)
    kept = tuple(tie for tie in ties if tie.reporter not in silent)
    found = tie_network(people(names, kept, ladder="frey"), at_least=at_least)
    assert len(found.reporters) == len(names) - len(silent)
    if whole.band is not None:
        assert whole.band.low == whole.density
        assert found.band.low <= whole.band.low and found.band.high >= whole.band.high
    if not silent and not whole.unlevelled and whole.band is not None:
        assert found.band == (whole.density, whole.density)


def pieces_without(graph: nx.Graph, name: str) -> list[set[str]]:
    around = nx.node_connected_component(graph, name) - {name}
    return list(nx.connected_components(graph.subgraph(around)))


@settings(max_examples=examples(60), deadline=None)
@given(full_networks())
def test_what_falls_apart_is_what_taking_it_away_shows(drawn):
    """Brute force: without each organisation, and without each relation, the parts are counted again."""
    names, ties = drawn
    found = tie_network(people(names, ties))
    graph = nx.Graph([(edge.one, edge.other) for edge in found.edges])
    expected = {}
    for name in graph:
        pieces = sorted(map(len, pieces_without(graph, name)), reverse=True)
        if len(pieces) > 1:
            expected[name] = tuple(pieces)
    assert {point.partner.id: point.pieces for point in found.cutpoints} == expected
    for point in found.cutpoints:
        assert tuple(map(len, found.cut_off(point))) == point.pieces[1:]
        for piece in found.cut_off(point):
            assert {node.id for node in piece} in pieces_without(graph, point.partner.id)
    cut_off = [point.cut_off for point in found.cutpoints]
    assert cut_off == sorted(cut_off, reverse=True)
    parts = nx.number_connected_components(graph)
    for edge in found.edges:
        rest = graph.copy()
        rest.remove_edge(edge.one, edge.other)
        assert (nx.number_connected_components(rest) > parts) == (edge in found.bridges)


@settings(max_examples=examples(40), deadline=None)
@given(full_networks(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_tells_nothing(drawn, chance):
    names, ties = drawn
    mixed = list(ties)
    chance.shuffle(mixed)
    one, other = (people(names, rows, ladder="frey") for rows in (ties, tuple(mixed)))
    assert tie_network(one) == tie_network(other)
    assert tie_levels(one) == tie_levels(other)
    assert repr(tie_network(one)) == repr(tie_network(other)) and "0x" not in repr(tie_network(one))


# --- without the convenor ----------------------------------------------------------------------------


def hub() -> Partners:
    """w leads and works with all of a, b, c, d, e; besides, a-b and c-d."""
    ties = mutual("w-a", "w-b", "w-c", "w-d", "w-e", "a-b", "c-d")
    return people("wabcde", ties, "w")


def test_without_the_convenor_by_hand():
    found = convenor_dependence(hub())
    assert (len(found.whole.edges), len(found.without.edges)) == (7, 2)
    assert (found.whole.density, found.without.density) == (7 / 15, 2 / 10)
    assert [len(part) for part in found.without.components] == [2, 2, 1]
    assert [node.id for node in found.alone] == ["e"]
    assert [node.id for node in found.without.isolates] == ["e"]  # it reported, if only about the convenor
    assert kip.Show("en").sentence(found).text == (
        "Without the convenor (w) 2 of the 7 relations would remain. The organisations with relations would form 2 "
        "parts that have no relation with each other, instead of 1. 1 organisation works with nobody but the convenor, "
        "and would be alone: e."
    )


def test_only_who_works_with_the_convenor_can_be_left_alone_by_it():
    found = convenor_dependence(people("wabc", (*mutual("w-a", "w-b", "a-b"), *none("c")), "w"))
    assert found.alone == () and [node.id for node in found.without.isolates] == ["c"]
    assert "No organisation would lose its last relation." in kip.Show("en").sentence(found).text


def test_parts_that_are_there_with_the_convenor_too_are_not_laid_to_its_charge():
    """w-a-d and b-c: two parts with the convenor and two without."""
    text = kip.Show("en").sentence(convenor_dependence(people("wabcd", mutual("w-a", "a-d", "b-c"), "w"))).text
    assert "2 of the 3 relations would remain" in text and "parts" not in text


def test_what_the_convenor_says_of_others_stays_known_without_it():
    found = convenor_dependence(people("wab", (Tie("a", "b", reporter="w"), Tie("w", "a", reporter="w")), "w"))
    assert [edge.one + edge.other for edge in found.without.edges] == ["ab"] and not found.alone
    assert (
        kip.Show("en")
        .sentence(found)
        .text.endswith("This is by the reports of 1 of 3 organisations; the others could know of more relations.")
    )


def test_a_list_without_a_convenor_says_so():
    sentence = kip.Show("en").sentence
    assert 'status "Convenor"' in sentence(convenor_dependence(people("ab", mutual("a-b")))).text
    nothing = convenor_dependence(people("wab", (*mutual("a-b"), *none("w")), "w"))
    assert sentence(nothing).text == "No relation of w is recorded: without it nothing would change."
    assert sentence(convenor_dependence(people("wab", (), "w"))).text == (
        "The list records no relations between organisations."
    )


# --- levels ------------------------------------------------------------------------------------------


def test_levels_by_hand():
    """a-b 5 and 1, a-c 2 and 2, b-c 3 by b alone, a-d without a level, c-d 0 and 2, b-d 0 and 0: no relation.

    Highest: 5, 2, 3, 2. Both stated: gaps 4, 0, 2 (c said 0): mean 2, two of them to talk about.
    """
    ties = (
        *(Tie("a", "b", 5, "a"), Tie("a", "b", 1, "b")),
        *mutual("a-c", level=2),
        *(Tie("b", "c", 3, "b"), Tie("a", "d", None, "a"), Tie("c", "d", 0, "c"), Tie("d", "c", 2, "d")),
        *mutual("b-d", level=0),
    )
    found = tie_levels(people("abcd", ties, ladder="frey"))
    assert (found.counts, found.reached, found.without_level) == ((0, 2, 1, 0, 1), (4, 4, 2, 1, 1), 1)
    assert [(pair.one.id, pair.other.id, *pair.levels, pair.gap) for pair in found.pairs] == [
        ("a", "b", 5, 1, 4),
        ("c", "d", 0, 2, 2),
        ("a", "c", 2, 2, 0),
    ]
    assert (found.gaps, found.mean_gap, len(found.topics)) == ((1, 0, 1, 0, 1, 0), 2, 2)
    assert [network.density for network in found.networks] == [5 / 6, 4 / 6, 2 / 6, 1 / 6, 1 / 6]
    assert kip.Show("en").sentence(found).text == (
        'Most frequent level on the ladder "Frey: networking, cooperation, coordination, coalition, collaboration": 2. '
        "Cooperation (2 of 4 relations). Of the 3 pairs of which both sides stated a level, 2 see the relation two or "
        "more levels apart: topics for a conversation."
    )
    text = kip.Show("en").table(found).text
    assert re.search(r"a +5\. Collaboration +b +1\. Networking +4", text)
    assert re.search(r"c +0\. No cooperation +d +2\. Cooperation +2", text)


@pytest.mark.parametrize(("ladder", "second"), [("frey", "Cooperation"), ("vichealth", "Coordination")])
def test_a_level_is_called_by_its_place_on_the_named_ladder(ladder, second):
    found = tie_levels(people("ab", mutual("a-b", level=2), ladder=ladder))
    assert f"2. {second} " in kip.Show("en").table(found).text
    assert f": 2. {second} (1 of 1 relation)" in kip.Show("en").sentence(found).text


def test_without_a_ladder_or_levels_nothing_is_compared():
    sentence = kip.Show("en").sentence
    without = tie_levels(people("ab", mutual("a-b", level=2)))
    assert without.networks == () and "does not say which ladder" in sentence(without).text
    assert sentence(tie_levels(people("ab", mutual("a-b"), ladder="frey"))).text == (
        "The list states no level of any relation."
    )
    assert "no relations" in sentence(tie_levels(people("ab", ladder="frey"))).text


# --- trust -------------------------------------------------------------------------------------------


def rated(ratings: dict[str, str], names: str) -> Partners:
    """By the name of an organisation the ratings it was given, by the first others of the list."""
    ties = []
    for name, trusts in ratings.items():
        raters = [rater for rater in names if rater != name]
        ties += [Tie(rater, name, 2, rater, int(trust)) for rater, trust in zip(raters, trusts, strict=False)]
    return people(names, tuple(ties), ladder="frey")


def test_trust_by_hand():
    """x: 1 2 3 4 5 (mean 3, half way); y: 5 5 5 5 5 5 (all alike); z: 1 2 2, v: 3 4, u: 2 1 (few).

    All 18: three 1, four 2, two 3, two 4, seven 5; sum 3 + 8 + 6 + 8 + 35 = 60.
    """
    found = trust_ratings(rated({"x": "12345", "y": "555555", "z": "122", "v": "34", "u": "21"}, "abcdefxyzvu"))
    assert [(row.partner.id, row.counts, row.mean, row.share) for row in found.rows] == [("x", (1, 1, 1, 1, 1), 3, 0.5)]
    assert (found.counts, found.raters, found.rated) == ((3, 4, 2, 2, 7), 6, 5)
    assert (found.mean, found.share) == (pytest.approx(60 / 18), pytest.approx((60 / 18 - 1) / 4))
    show = kip.Show("en")
    assert show.sentence(found).text == (
        "On a scale from 1 (not at all) to 5 (fully), the average rating of trust is 3.3 (18 ratings by 6 organisations). Of the 5 organisations that were rated, the rating of 1 can be shown."
    )
    assert re.search(r"\nx +5 +3\.0 +–\n", show.table(found).text)  # no percentage of five


def test_it_is_the_other_side_that_is_rated():
    """However the row is written: x-a or a-x, by a, is a's trust in x."""
    rows = ["ax a1", "xb b2", "cx c3", "xd d4", "ex e5", "ya a1", "by b1", "yc c2", "dy d2", "ye e3"]
    ties = tuple(Tie(one, other, 1, rater, int(trust)) for (one, other, _, rater, trust) in rows)
    found = trust_ratings(people("abcdexy", ties))
    assert [(row.partner.id, row.counts) for row in found.rows] == [("x", (1, 1, 1, 1, 1)), ("y", (2, 2, 1, 0, 0))]


def test_the_one_hidden_organisation_takes_others_with_it():
    """z has 4 ratings, too few to be left alone, and with w 9, of which 4 without w: x is hidden as well."""
    found = trust_ratings(rated({"w": "12345", "x": "12345", "y": "123455", "z": "1222"}, "abcdefwxyz"))
    assert [row.partner.id for row in found.rows] == ["y"]


@pytest.mark.parametrize("given", ["1234", "33333", ""])
def test_too_few_raters_or_all_alike_show_nothing_at_all(given):
    found = trust_ratings(rated({"x": given}, "abcdex"))
    assert (found.rows, found.counts, found.mean, found.share) == ((), (), None, None)
    for rendered in (kip.Show("en").table(found), kip.Show("en").sentence(found)):
        assert not re.search(r"\b(mean|average)\b", rendered.text)


def test_four_who_rate_many_are_four():
    ratings = {name: "1234"[place:] + "1234"[:place] for place, name in enumerate("wxyz")}
    found = trust_ratings(rated(ratings, "abcdwxyz"))
    assert found.raters == 4 and found.counts == () and found.rows == ()


def test_five_ratings_by_one_organisation_are_one():
    ties = [Tie("a", "x", 1, "a", trust) for trust in (1, 2, 3, 4, 5)]
    ties += [Tie(rater, name, 1, rater, 1 + place) for name in "yz" for place, rater in enumerate("abcde")]
    found = trust_ratings(people("abcdexyz", tuple(ties)))
    assert (found.raters, found.rated, found.counts) == (5, 3, (3, 2, 2, 2, 2))  # a's first rating of x counts
    assert found.rows == ()  # x is one rating, so y and z are hidden with it


def test_ratings_of_unknown_raters_are_left_out_and_counted():
    """Nobody named as the rater, or a third party, of whom it is not clear which of the two it trusts."""
    ties = (Tie("a", "b", 1, "", 5), Tie("a", "b", 1, "c", 5), Tie("b", "a", 1, "a", 3), Tie("a", "a", 1, "a", 1))
    found = trust_ratings(people("abc", ties))
    assert (found.unclear, found.raters, found.rated) == (2, 1, 1)  # the third is a's rating of b


Given = dict[tuple[str, str], int]
"""By rater and rated organisation what was given."""


def by_pair(*rows: tuple[str, str, str]) -> Given:
    """From raters, the organisation, and the rating of each of them."""
    return {
        (rater, name): int(trust) for raters, name, trusts in rows for rater, trust in zip(raters, trusts, strict=True)
    }


def rating_each_other(given: Given) -> Partners:
    names = sorted({name for pair in given for name in pair})
    ties = tuple(Tie(*pair, 1, pair[0], trust) for pair, trust in given.items())
    return network(*map(partner, names), ties=ties, ladder="frey")


def attack(given: Given) -> list[str]:
    """What follows from all that is shown, for somebody who knows who rated whom, and the counts behind each mean.

    That is more than is shown (a rounded mean, and how many gave it). What is taken away from all ratings together
    leaves those of the hidden organisations, of which it is not known who gave which to whom: so k of them have a sum
    between that of the k lowest and of the k highest. Too much is known if there is but one sum, or if k are so many
    that the others, fewer than five or fewer than they, hardly blur it.
    """
    found = trust_ratings(rating_each_other(given))
    shown = {row.partner.id: row.counts for row in found.rows}
    learned = []
    for name, counts in shown.items():
        mine = [trust for (_, rated), trust in given.items() if rated == name]
        assert counts == tuple(mine.count(level) for level in range(1, 6))
        if len(mine) < 5 or len(set(mine)) == 1:
            learned.append(f"{name} itself")
    if not found.counts:
        assert not shown
        return learned
    left = [all - sum(counts[level] for counts in shown.values()) for level, all in enumerate(found.counts)]
    pool = [level for level, count in enumerate(left, start=1) for _ in range(count)]
    hidden = [pair for pair in given if pair[1] not in shown]
    assert len(hidden) == len(pool)
    whole = Counter(rater for rater, _ in given)
    if hidden and len({rater for rater, _ in hidden}) < 5 or len(whole) < 5:
        learned.append("what fewer than five gave")
    targets = [*((f"what {rater} gave", count) for rater, count in Counter(rater for rater, _ in hidden).items())]
    targets += [(f"what {name} received", count) for name, count in Counter(name for _, name in hidden).items()]
    for target, k in targets:
        others = len(pool) - k
        if sum(pool[:k]) == sum(pool[-k:]) or others < 5 or others < k:
            learned.append(target)
    for target, k in (*whole.items(), *Counter(name for _, name in given).items()):
        if len(given) - k < 5:
            learned.append(f"all of {target}, from all ratings")
    return learned


TWELVE = "abcdefghijkl"
ATTACKS: dict[str, Given] = {
    # The first three are a reviewer's. All less a's is what x gave: four 1 and a 2.
    "one rater": by_pair(("xpqrs", "a", "43454"), *(("x", name, "1") for name in "bcde"), ("x", "f", "2")),
    # "1: 12 of 13" is what m received.
    "one rated": by_pair((TWELVE, "m", "1" * 12), ("a", "n", "5")),
    # 20 of 24 ratings are x's.
    "one rater of all": by_pair(
        *(("x", f"o{place}", "11111111112"[place % 11]) for place in range(20)), ("pqrs", "m", "4444")
    ),
    # All less m's is what x and y gave, five each: x, who knows its own, would know y's.
    "two raters": by_pair(("xpqrs", "m", "43454"), *(("xy", name, "12") for name in "bcdef")),
    # m, of which all said 5, is hidden: 12 of 18 that are left when n is taken away.
    "one of two": by_pair(
        (TWELVE, "m", "5" * 12), (TWELVE, "n", "123451234512"), ("abcd", "o", "1212"), ("ef", "p", "12")
    ),
    # Nobody but one is rated: all ratings together are its own.
    "one alone": by_pair(("abcdef", "m", "123451")),
    "nobody rates": {},
    "all alike": by_pair((TWELVE, "m", "5" * 12), (TWELVE, "n", "5" * 12)),
}


@pytest.mark.parametrize("case", ATTACKS)
def test_an_attack_tells_nothing(case):
    assert attack(ATTACKS[case]) == []
    assert trust_ratings(rating_each_other(ATTACKS[case])).rows == ()


def test_where_everything_may_be_shown_it_is_and_nothing_follows():
    """Three by six each, with nothing left to work out; and three more, of two, of whom enough is left together."""
    shown = [("abcdef", name, trusts) for name, trusts in zip("uvw", ("123451", "554433", "111112"), strict=True)]
    more = [("ab", "x", "12"), ("bcde", "y", "1345"), ("cdef", "z", "2345")]
    for rows in (shown, [*shown, *more]):
        given = by_pair(*rows)
        assert attack(given) == []
        assert [row.partner.id for row in trust_ratings(rating_each_other(given)).rows] == ["u", "v", "w"]


def drawn_ratings(chance: random.Random) -> Given:
    """Some organisations, rated by few or many; at times one of them rates, or is rated by, nearly all."""
    raters = [f"r{number}" for number in range(chance.randint(4, 14))]
    names = [f"o{number}" for number in range(chance.randint(1, 12))]
    often = chance.random()
    given = {}
    for name in names:
        likely, levels = chance.choice([0.1, 0.3, often, 0.9]), chance.choice(["12345", "45", "3", "1112"])
        for rater in raters:
            if chance.random() < likely:
                given[rater, name] = int(chance.choice(levels))
    if chance.random() < 0.3:
        given |= {(raters[0], name): 1 + (chance.random() < 0.1) for name in names}
    if chance.random() < 0.3:
        given |= {(rater, names[0]): 5 - (chance.random() < 0.1) for rater in raters}
    return given


def test_no_attack_tells_what_one_gave_or_one_that_is_not_shown_received():
    chance = random.Random(4)
    some_shown = 0
    for _ in range(examples(1_500)):
        given = drawn_ratings(chance)
        assert attack(given) == [], given
        found = trust_ratings(rating_each_other(given))
        if 0 < len(found.rows) < found.rated:
            some_shown += 1
    assert some_shown > examples(300)  # it is not kept safe by showing nothing


def test_nothing_but_what_is_kept_is_shown():
    """The page names no hidden organisation, and has no mean but those of the rows and of all."""
    chance, show = random.Random(5), kip.Show("en")
    for _ in range(100):
        given = drawn_ratings(chance)
        found = trust_ratings(rating_each_other(given))
        text = show.table(found).text + show.sentence(found).text
        assert set(re.findall(r"\bo\d+\b", text)) == {row.partner.id for row in found.rows}
        means = {Language("en").number(row.mean, 1) for row in (*found.rows, *([found] if found.counts else []))}
        assert set(re.findall(r"\b\d\.\d\b", text)) == means


# --- shown -------------------------------------------------------------------------------------------


def shown_networks() -> dict[str, Partners]:
    types = ("employer", "ngo", "", "education", "pes")
    chance = random.Random(1)
    named = [partner(f"{text} {place}", type=types[place % 5]) for place, text in enumerate(HOSTILE)]
    ids = [one.id for one in named]
    pairs = [pair for pair in combinations(ids, 2) if chance.random() < 0.4]
    hostile = [Tie(*pair, chance.randint(0, 5), chance.choice(pair), chance.randint(1, 5)) for pair in pairs]
    return {
        "hub": hub(),
        "nothing": people("ab"),
        "nobody": people(""),
        "all silent": people("abc", (Tie("a", "b"),)),
        "no relation": people("abc", none(*"abc")),
        "hostile": network(*named, partner("we", status="convenor"), ties=tuple(hostile), ladder="frey"),
        "trust": rated({"x": "12345123451", "y": "55555", "z": "122", "v": "34"}, "abcdefghijklxyzv"),
    }


RESULTS = (tie_network, convenor_dependence, tie_levels, trust_ratings)


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_everything_can_be_shown_in_every_language(lang):
    show = kip.Show(lang)
    for name, partners in shown_networks().items():
        for analysis in RESULTS:
            kinds = ("table", "sentence") if analysis is trust_ratings else ("table", "sentence", "figure")
            for kind in kinds:
                rendered = getattr(show, kind)(analysis(partners))
                check(rendered.html)
                assert rendered.text
                if name != "hostile":
                    assert not re.search(r"\{\w*\}|\b(None|nan|inf)\b", rendered.text), (name, kind)


def test_the_network_in_words():
    show = kip.Show("en")
    assert show.sentence(tie_network(people("ab"))).text == "The list records no relations between organisations."
    assert show.sentence(tie_network(hub())).text == (
        "All 6 organisations reported with whom they work. Of the 15 pairs of organisations, 7 (47%) work together. "
        "Between organisations that both reported, both sides named each of the 7 relations. No organisation that "
        "reported is without a relation. If w left, the network would split. 1 relation is the only way between "
        "the organisations on its two sides."
    )
    few = tie_network(people("abcdef", (*none("f"), Tie("a", "b", reporter="a"))))
    assert show.sentence(few).text == (
        "2 of 6 organisations reported with whom they work. Of the 9 pairs of which at least one side reported, 1 works "
        "together. If all had reported, it could be between 7% and 93% of all 15 pairs. Fewer than half have reported: "
        "what follows can change with every further report. 1 organisation that reported has no relation: f. Of 3 "
        "organisations nothing is known, because they did not report and nobody named them: c, d, and e. There is no "
        "organisation without which the network would split. 1 relation is the only way between the organisations on "
        "its two sides."
    )


def test_percentages_only_of_ten_or_more():
    text = kip.Show("en").table(tie_network(people("abcd", mutual("a-b", "b-c")))).text
    assert "%" not in text and "2 of 6" in text


def test_the_table_names_who_did_not_report_and_what_falls_apart():
    ties = (*mutual("w-a", "a-b"), Tie("b", "c", reporter="b"))
    text = kip.Show("en").table(tie_network(people("wabcd", ties, "w"))).text
    assert re.search(r"\nc +1 +0 +0\.00 +Has not reported\n", text)
    assert re.search(r"\nb +2 +1 +0\.33 +The network would split without it\n", text)
    assert re.search(r"\nw +1 +1 +0\.00 +Convenor\n", text)
    # Without a: w alone, and b with c; without b: c alone, and a with w.
    assert re.search(r"\na +2 +2 +w\n", text) and re.search(r"\nb +2 +2 +c$", text)


def test_the_map_says_how_many_reported_and_has_a_mark_for_each():
    show, found = kip.Show("en"), tie_network(hub())
    html = show.figure(found).html
    assert "6 of 6 organisations reported" in html and show.sentence(found).text in html
    axes = network_figure(found, Language("en")).axes[0]
    marks = Counter(line.get_marker() for line in axes.lines if line.get_zorder() == 3)
    assert marks == {"o": 5, "s": 1}
    of_the_convenor, others = ([line for line in axes.lines if line.get_zorder() == order] for order in (0, 1))
    assert (len(of_the_convenor), len(others)) == (5, 2)  # the convenor's are pale, below the others
    chain = network_figure(tie_network(people("abc", mutual("a-b", "b-c"))), Language("en")).axes[0]
    assert Counter(line.get_marker() for line in chain.lines if line.get_zorder() == 3) == {"o": 2, "D": 1}


NAME = st.text(st.sampled_from("abcdefghij klmnop WM čćžšđ éàç,.-$_{}^%"), min_size=1, max_size=90)


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(NAME, min_size=2, max_size=14, unique=True), st.data())
def test_no_names_overlap_on_the_map(names, data):
    named = [partner(name, type=data.draw(st.sampled_from(["", "employer", "ngo"]))) for name in names]
    pairs = data.draw(st.lists(st.sampled_from(list(combinations(names, 2)))))
    ties = tuple(Tie(*pair, data.draw(st.integers(0, 5)), pair[0]) for pair in pairs)
    convenor = partner("we", status="convenor")
    found = network(convenor, *named, ties=(*ties, *none("we")), ladder="frey")
    assert_nothing_overlaps(network_figure(tie_network(found), Language("hr")))
    if ties:
        assert_nothing_overlaps(levels_figure(tie_levels(found), Language("hr")))


@pytest.mark.parametrize("n", [1, 2, 3, 80, 81])
def test_a_map_of_up_to_eighty_shows_all_and_of_more_the_sixty_best_connected(n):
    names = [f"Organisation with number {number}" for number in range(n)]
    ties = tuple(Tie(names[0], name, 1, names[0]) for name in names[1 : n - 5])
    found = tie_network(network(*map(partner, names), ties=(*ties, *none(names[0])), ladder="frey"))
    drawing = network_figure(found, Language("en"))
    assert_nothing_overlaps(drawing)
    assert len([line for line in drawing.axes[0].lines if line.get_zorder() == 3]) == (n if n <= 80 else 60)
    if n > 80:
        assert "Shown are the 60 of 81 organisations that have most relations." in kip.Show("en").figure(found).html


# --- large networks ----------------------------------------------------------------------------------


def test_a_dense_network_of_three_hundred_is_measured_in_seconds():
    names = [f"p{number}" for number in range(300)]
    ties = tuple(Tie(one, other, 1, one) for one in names for other in names if one != other)
    partners = network(*map(partner, names), ties=ties, ladder="frey")
    start = process_time()
    found = tie_network(partners)
    assert found.betweenness_centralisation == 0 and found.density == 1 and found.confirmed == 44_850
    assert not found.cutpoints and not found.bridges and len(found.components) == 1
    assert process_time() - start < 10  # about two; other machines may need more


def test_a_list_of_twenty_thousand_is_measured_without_betweenness_which_is_said():
    chance = random.Random(5)
    names = [f"p{number}" for number in range(20_000)]
    pairs = {tuple(sorted(chance.sample(names, 2))) for _ in range(60_000)}
    ties = tuple(Tie(*pair, chance.randint(1, 5), pair[0]) for pair in sorted(pairs))
    partners = network(*map(partner, names), ties=ties, ladder="frey")
    start = process_time()
    found = tie_network(partners)
    text = kip.Show("en").table(found).text
    assert found.betweenness is None and found.betweenness_centralisation is None
    assert process_time() - start < 10  # about two
    assert "Not computed for a network of this size." in text
    assert "Shown are the 100 of 20,000 organisations that have most relations." in text
    assert len(tie_levels(partners).networks) == 5
