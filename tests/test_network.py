"""The partner list analysed: networks that can be counted by hand, and what is said where the list says nothing."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date, timedelta
from math import log

import pytest
from builders import HOSTILE, examples, network, partner
from hypothesis import given, settings
from hypothesis import strategies as st
from test_show import STATEMENT, assert_nothing_overlaps, check

import kiptools as kip
from kiptools.dates import months_after, months_before
from kiptools.fields import CADENCES, SHEETS, categories
from kiptools.language import Language
from kiptools.partners import Partners
from kiptools.show.drawing import counts_figure
from kiptools.show.network import composition_figure, concentration_figure, written_day

AS_OF = date(2026, 3, 31)
LANGUAGES = tuple(kip.LANGUAGES)


def say(result: object, lang: str = "en") -> str:
    return kip.Show(lang).sentence(result).text


def shown(result: object, lang: str = "en") -> str:
    return kip.Show(lang).table(result).text


def line(result: object, start: str) -> list[str]:
    """The cells of the table's line that starts so."""
    (found,) = (text for text in shown(result).splitlines() if text.startswith(start))
    return re.split(r" {2,}", found)


def numbered(**values: object) -> list[kip.Partner]:
    """As many partners as each list has values."""
    count = len(next(iter(values.values())))
    return [partner(f"p{place}", **{name: of[place] for name, of in values.items()}) for place in range(count)]


# --- calendar months -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "before", "after"),
    [
        (date(2026, 5, 31), 3, date(2026, 2, 28), date(2026, 8, 31)),
        (date(2024, 5, 31), 3, date(2024, 2, 29), date(2024, 8, 31)),  # a leap year
        (date(2026, 1, 31), 1, date(2025, 12, 31), date(2026, 2, 28)),
        (date(2026, 1, 15), 13, date(2024, 12, 15), date(2027, 2, 15)),
        (date(2024, 2, 29), 12, date(2023, 2, 28), date(2025, 2, 28)),
        (date(2026, 12, 31), 12, date(2025, 12, 31), date(2027, 12, 31)),
        (date(2026, 12, 30), 2, date(2026, 10, 30), date(2027, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar_and_end_on_their_last_day(day, months, before, after):
    assert (months_before(day, months), months_after(day, months)) == (before, after)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(1, 1200))
@settings(max_examples=examples(50), deadline=None)
def test_months_equal_those_of_pandas(day, months):
    """An independent implementation: pandas.DateOffset."""
    import pandas as pd

    assert months_before(day, months) == (pd.Timestamp(day) - pd.DateOffset(months=months)).date()


# --- composition ---------------------------------------------------------------------------------------


def test_shares_and_variety_by_hand():
    """3 employers, 1 NGO and 1 not stated: p = 3/4, 1/4; Blau 1 - 10/16; Shannon 3/4 ln 4/3 + 1/4 ln 4."""
    found = kip.composition(network(*numbered(type=["employer", "ngo", "employer", "", "employer"])), "type")
    (row,) = found.rows
    assert [(each.name, each.partners) for each in row.categories] == [("employer", 3), ("ngo", 1)]
    assert (row.stated, row.not_stated, row.shares) == (4, 1, (0.75, 0.25))
    assert row.blau == pytest.approx(6 / 16, rel=1e-12)
    assert row.shannon == pytest.approx(0.75 * log(4 / 3) + 0.25 * log(4), rel=1e-12)
    assert row.effective == pytest.approx(4 / 3**0.75, rel=1e-12)  # exp of the above: 4 / 3^(3/4)


@given(st.integers(1, 12), st.integers(1, 5))
@settings(max_examples=examples(20), deadline=None)
def test_equally_frequent_kinds_are_as_many_as_they_are(kinds, each):
    """Hill 1973: of k equally frequent kinds the effective number is k; Blau's index is 1 - 1/k."""
    found = kip.composition(
        network(*numbered(territory=[f"town {n % kinds}" for n in range(kinds * each)])), "territory"
    )
    assert found.rows[0].effective == pytest.approx(kinds, rel=1e-9)
    assert found.rows[0].blau == pytest.approx(1 - 1 / kinds, abs=1e-12)


@given(st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=12))
@settings(max_examples=examples(30), deadline=None)
def test_blau_is_the_chance_that_two_drawn_partners_differ(sectors):
    """Brute force: all ordered pairs, a partner with itself included."""
    (row,) = kip.composition(network(*numbered(sector=sectors)), "sector").rows
    pairs = [one != other for one in sectors for other in sectors]
    assert row.blau == pytest.approx(sum(pairs) / len(pairs), abs=1e-12)


def test_known_categories_come_in_their_order_and_own_words_by_frequency_then_alphabet():
    own = ["Bee-keeping", "zoo", "Zoo", "ZOO.", "alps", "P", "A", "p2p"]
    (row,) = kip.composition(network(*numbered(sector=own)), "sector").rows
    assert [(each.name, each.partners) for each in row.categories] == [
        ("A", 1),
        ("P", 1),
        ("zoo", 3),  # the first of the spellings, each of which occurs once
        ("alps", 1),
        ("Bee-keeping", 1),
        ("p2p", 1),
    ]


def test_the_most_frequent_spelling_names_a_kind():
    (row,) = kip.composition(network(*numbered(territory=["ORLETTE", "Orlette", "Orlette"])), "territory").rows
    assert [(each.name, each.partners) for each in row.categories] == [("Orlette", 3)]


def test_only_partners_of_today_count():
    statuses = ["current", "", "potential", "former", "convenor"]
    found = kip.composition(network(*numbered(status=statuses, type=["ngo"] * 5)), ["type"])
    assert found.partners == found.rows[0].stated == 2


def test_fields_that_the_list_lacks_or_leaves_empty_are_named():
    members = (partner("a", type="ngo"),)
    found = kip.composition(Partners("list.csv", AS_OF, members, ("name", "type", "size")))
    assert [row.field for row in found.rows] == ["type"]
    assert (found.lacking, found.empty) == (("sector", "territory", "level"), ("size",))
    said = say(found)
    assert "The list has no column for: Sector, Territory, Level." in said
    assert "The list leaves empty for all partners: Size (employees)." in said


def test_a_field_without_kinds_is_refused():
    for name in ("name", "notes", "activities", "colour", "disposition"):
        with pytest.raises(ValueError, match=f"by is '{name}'"):
            kip.composition(network(partner("a")), name)


def test_the_composition_in_words():
    types = ["employer"] * 6 + ["ngo"] * 3 + ["pes"] + [""]
    assert say(kip.composition(network(*numbered(type=types)), "type")) == (
        'Kind of organisation: most frequent is "Employer", 6 of 10 (60%); as varied as 2.5 equally frequent kinds '
        "would be."
    )  # exp(-(.6 ln .6 + .3 ln .3 + .1 ln .1)) = exp(0.898) = 2.45
    few = kip.composition(network(*numbered(type=types[:1] + types[6:7])), "type")
    assert say(few) == (
        'Kind of organisation: most frequent are "Employer" and "Association or NGO", each 1 of 2; as varied as 2.0 '
        "equally frequent kinds would be. With so few partners, one more or one less changes this picture."
    )
    alike = kip.composition(network(*numbered(type=["ngo"] * 12)), "type")
    assert say(alike) == ('Kind of organisation: "Association or NGO", for all 12 partners of which the list says it.')
    scattered = kip.composition(network(*numbered(territory=[f"town {n}" for n in range(12)])), "territory")
    assert say(scattered).startswith("Territory: most frequent are 12 kinds, each 1 of 12 (8%); as varied as 12.0 ")


def test_a_table_names_kinds_of_which_there_is_no_partner():
    table = shown(kip.composition(network(*numbered(level=["local"] * 10)), "level"))
    assert "Local  10 (100%)" in table and "No partner: Regional, National, International." in table


def test_a_long_list_is_drawn_as_the_most_frequent_and_the_others():
    """Towns 1 to 15, town n with n partners: drawn are 15 down to 4, the others are 1 + 2 + 3 = 6 in 3 towns."""
    towns = [f"town {n:02}" for n in range(1, 16) for _ in range(n)]
    result = kip.composition(network(*numbered(territory=towns)), "territory")
    drawing = composition_figure(result.rows[0], Language("en"))
    widths = [bar.get_width() for bar in drawing.axes[0].patches]
    assert widths == [*range(15, 3, -1), 6]
    texts = [text.get_text() for text in drawing.texts]
    assert "3 others" in texts and "6 (5%)" in texts
    assert "town 01" in shown(result)  # the table has them all


# --- pipeline ------------------------------------------------------------------------------------------


def test_statuses_by_kind_and_the_convenor_apart():
    records = numbered(
        status=["current", "potential", "", "former", "convenor", "current", "current"],
        type=["ngo", "ngo", "employer", "ngo", "other", "employer", ""],
    )
    found = kip.pipeline(network(*records))
    assert [(row.type, row.counts) for row in found.rows] == [
        ("employer", (0, 1, 0, 1)),
        ("ngo", (1, 1, 1, 0)),
        ("", (0, 1, 0, 0)),
    ]
    assert found.counts == (1, 3, 1, 1)
    assert [each.name for each in found.convenors] == ["p4"]
    assert line(found, "All") == ["All", "1", "3", "1", "1", "6"]
    assert say(found) == (
        "Current partners: 3; potential ones: 1; former ones: 1. Of 1 more the list does not say the status; it counts "
        "as a partner of today."
    )
    assert "Convenor, not counted: p4." in shown(found)


def test_a_list_without_status_says_so():
    found = kip.pipeline(network(*numbered(type=["ngo"] * 3)))
    assert say(found) == "The list says no status; all its 3 organisations count as partners of today."


# --- concentration -------------------------------------------------------------------------------------


def test_the_busiest_fifth_by_hand():
    """Eleven partners: a fifth is 2.2, so three; 9 + 7 + 4 = 20 of 32. The fourth has 4 as well: a tie."""
    counts = [4, 0, 9, 2, None, 4, 7, 2, 2, 0, 1, 1]
    found = kip.concentration(network(*numbered(activities=counts)))
    assert [each.name for each in found.rows][:4] == ["p2", "p6", "p0", "p5"]  # ties in the list's order
    assert (found.fifth, found.busiest, found.total, found.unstated, found.without) == (3, 20, 32, 1, 2)
    assert found.share == 20 / 32 and found.tie and found.told
    assert say(found) == (
        "Of all joint activities of the last twelve months, the busiest fifth of partners (3 of 11) had 20 of 32 (63%). "
        "2 partners had none. Of 1 partner the list does not say how many there were. Other partners did as much as "
        "the last of the busiest fifth; the list's order decided who counts."
    )
    assert line(found, "All others (8)") == ["All others (8)", "12"]


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ([], "does not say how many joint activities"),
        ([None] * 9, "does not say how many joint activities"),
        ([0] * 9, "gives no joint activity in the last twelve months for 9 partners"),
        ([3, 2, 1, 1], "of 4 partners only how many joint activities there were: too few"),
    ],
)
def test_nothing_is_shared_out_where_there_is_too_little(counts, says):
    found = kip.concentration(network(*numbered(activities=counts)) if counts else network())
    assert not found.told
    for rendered in (kip.Show("en").table(found), kip.Show("en").figure(found), kip.Show("en").sentence(found)):
        assert says in rendered.text and "<img" not in rendered.html


@given(st.lists(st.integers(0, 30), min_size=5, max_size=40).filter(any))
@settings(max_examples=examples(30), deadline=None)
def test_no_other_fifth_is_busier(counts):
    """Brute force: the sum of the k largest; and the list's order does not change it."""
    found = kip.concentration(network(*numbered(activities=counts)))
    k = next(k for k in range(1, len(counts) + 1) if 5 * k >= len(counts))
    assert (found.fifth, found.busiest) == (k, sum(sorted(counts)[-k:]))
    assert found.busiest == kip.concentration(network(*numbered(activities=counts[::-1]))).busiest
    assert found.tie == (sorted(counts)[-k] == sorted(counts)[-k - 1])


# --- contact debt --------------------------------------------------------------------------------------


def test_contact_is_overdue_from_the_day_after_the_longest_span_that_was_promised():
    """A quarter has 92 days at most: of a contact 92 days ago the next one is due today."""
    days = [AS_OF - timedelta(92), AS_OF - timedelta(93)]
    found = kip.contact_debt(network(*numbered(contact_every=["quarterly"] * 2, last_contact=days)))
    assert [(row.partner.name, row.since, row.overdue) for row in found.rows] == [("p1", 93, 1), ("p0", 92, 0)]
    assert [row.due for row in found.rows] == [AS_OF - timedelta(1), AS_OF]
    assert [row.partner.name for row in found.overdue] == ["p1"]


def test_the_longest_wait_is_measured_by_the_promise():
    """Weekly, 28 days ago: 4 times the promise. Yearly, 732 days ago: twice, though 366 days overdue."""
    found = kip.contact_debt(
        network(
            partner("year", contact_every="yearly", last_contact=AS_OF - timedelta(732), owner="Maud"),
            partner("week", contact_every="weekly", last_contact=AS_OF - timedelta(28)),
            partner("same", contact_every="yearly", last_contact=AS_OF - timedelta(732)),
            partner("in time", contact_every="monthly", last_contact=AS_OF),
            partner("ahead", contact_every="weekly", last_contact=AS_OF + timedelta(5)),
            partner("never", contact_every="weekly", owner="Idris"),
            partner("no promise", last_contact=AS_OF),
            partner("nothing"),
            partner("gone", status="former", contact_every="weekly", last_contact=date(2000, 1, 1)),
        )
    )
    assert [row.partner.name for row in found.overdue] == ["week", "year", "same"]
    assert [row.overdue for row in found.overdue] == [21, 366, 366]
    assert [each.name for each in found.never] == ["never"]
    assert (found.promised, found.unpromised, found.neither, found.partners) == (6, 1, 1, 8)
    assert say(found) == (
        "On 31 March 2026, contact is overdue for 3 of the 6 partners to whom it was promised. The longest wait in "
        'relation to the promise: "week", 21 days overdue. 1 partner was promised contact, but none is recorded. '
        "1 partner has a contact recorded, but no promise."
    )
    assert line(found, "year") == ["year", "Once a year", "29 March 2024", "30 March 2025", "366", "Maud"]
    assert line(found, "never") == ["never", "Weekly", "Idris"]


def test_where_nothing_is_promised_or_nothing_overdue_that_is_said():
    assert say(kip.contact_debt(network(partner("a", last_contact=AS_OF)))) == (
        "Of no partner the list says how often contact was promised. 1 partner has a contact recorded, but no promise."
    )
    kept = kip.contact_debt(network(*numbered(contact_every=["weekly"] * 2, last_contact=[AS_OF] * 2)))
    assert say(kept) == "No contact is overdue: all 2 partners with a promise and a last contact are in time."
    assert shown(kept) == say(kept)


def test_every_promise_that_a_list_can_hold_has_its_days():
    assert set(CADENCES) == set(categories("contact_every"))


# --- inactivity ----------------------------------------------------------------------------------------


def names(members: tuple[kip.Partner, ...]) -> list[str]:
    return [each.name for each in members]


def test_the_rule_by_hand():
    """Six months before 31 March 2026 is 30 September 2025; that day still counts."""
    found = kip.inactivity(
        network(
            partner("on the day", type="ngo", last_activity=date(2025, 9, 30)),
            partner("a day before", type="ngo", last_activity=date(2025, 9, 29)),
            partner("long ago", type="employer", last_activity=date(2020, 1, 1), last_contact=AS_OF),
            partner("no day", type="employer"),
            partner("to come", last_activity=date(2026, 5, 1)),
            partner("gone", status="former", last_activity=date(2020, 1, 1)),
        ),
        6,
    )
    assert found.since == date(2025, 9, 30)
    assert names(found.active) == ["on the day", "to come"]
    assert names(found.inactive) == ["long ago", "a day before"]  # longest first
    assert names(found.unknown) == ["no day"]
    assert [(row.type, row.active, row.inactive, row.unknown) for row in found.by_type] == [
        ("employer", 0, 1, 1),
        ("ngo", 1, 1, 0),
        ("", 1, 0, 0),
    ]
    assert (found.partners, found.told) == (5, 4)
    assert found.inactive[0].last_activity == date(2020, 1, 1)
    assert say(found) == (
        "Inactive means here: no joint activity since 30 September 2025, 6 months before 31 March 2026. Inactive by "
        "this rule: 2 of 4. Of 1 more it cannot be told: the list does not say when. With so few partners, one more or "
        "one less changes this picture."
    )


@pytest.mark.parametrize(
    ("activities", "months", "state"),
    [
        (0, 6, "inactive"),  # none in twelve months is none in six
        (0, 12, "inactive"),
        (0, 13, "unknown"),  # there may have been one in the month before
        (2, 12, "active"),
        (2, 24, "active"),
        (2, 11, "unknown"),  # both may have been in the first of the twelve
        (None, 12, "unknown"),
    ],
)
def test_without_a_day_the_number_in_twelve_months_decides_what_it_can(activities, months, state):
    assert kip.inactivity(network(partner("a", activities=activities)), months).states == {"a": state}
    dated = network(partner("a", activities=activities, last_activity=AS_OF))
    assert kip.inactivity(dated, months).states == {"a": "active"}  # a day is more than a number


def test_who_is_inactive_without_a_day_comes_last():
    members = network(partner("never", activities=0), partner("once", last_activity=date(2020, 1, 1)))
    assert names(kip.inactivity(members, 12).inactive) == ["once", "never"]


def test_no_months_are_presumed_and_impossible_ones_refused():
    with pytest.raises(TypeError):
        kip.inactivity(network(partner("a")))
    for months in (0, -6, 1201):
        with pytest.raises(kip.KipError, match=f"{months} is no number of months"):
            kip.inactivity(network(partner("a")), months)
        with pytest.raises(kip.KipError, match="give 1 to 1200"):
            kip.documents(network(partner("a")), months)


def test_the_rule_is_said_in_words():
    members = network(*numbered(last_activity=[AS_OF] * 2))
    assert say(kip.inactivity(members, 1)) == (
        "Inactive means here: no joint activity since 28 February 2026, 1 month before 31 March 2026. By this rule all 2 "
        "partners of which it can be told are active. With so few partners, one more or one less changes this picture."
    )
    assert say(kip.inactivity(network(partner("a")), 3)).endswith(
        "It cannot be told of any partner: the list does not say when."
    )


def test_the_kind_with_most_inactive_partners_is_named_only_if_there_is_one():
    def of(*types: str) -> str:
        days = [date(2024, 1, 1)] * len(types) + [AS_OF]
        return say(kip.inactivity(network(*numbered(type=[*types, "ngo"], last_activity=days)), 12))

    assert 'The kind with most inactive partners: "Association or NGO", 2 of 3.' in of("ngo", "ngo", "pes")
    for types in (("ngo",), ("pes",), ("ngo", "pes"), ("ngo", "ngo"), ("", "", "pes"), ("ngo", "ngo", "pes", "pes")):
        assert "The kind with most" not in of(*types), types


@given(st.lists(st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2027, 1, 1))), max_size=20), st.integers(1, 119))
@settings(max_examples=examples(30), deadline=None)
def test_a_longer_rule_makes_nobody_inactive(days, months):
    members = network(*(partner(f"p{place}", last_activity=day) for place, day in enumerate(days)))
    short, long = kip.inactivity(members, months), kip.inactivity(members, months + 1)
    assert set(long.inactive) <= set(short.inactive) and short.unknown == long.unknown
    assert sorted(names((*short.active, *short.inactive, *short.unknown))) == sorted(names(members.members))


# --- completeness --------------------------------------------------------------------------------------


def test_gaps_by_hand():
    """Of five columns that count, a has all; b lacks owner and needs; c, with an agreement, lacks its end: 6 of 7."""
    fields = (
        "id",
        "name",
        "type",
        "document",
        "document_start",
        "document_end",
        "needs",
        "activities",
        "owner",
        "notes",
    )
    shared = {"type": "ngo", "needs": ("x",), "activities": 0, "owner": "Maud"}
    found = kip.completeness(
        Partners(
            "list.csv",
            AS_OF,
            (
                partner("a", document="none", **shared),
                partner("b", document="none", type="ngo", activities=3),
                partner("c", document="agreement", document_start=AS_OF, **shared),
                partner("gone", status="former"),
                partner("for good", document="charter", document_start=AS_OF, **shared),
            ),
            fields,
        )
    )
    assert [(record.partner.name, record.expected, record.missing) for record in found.records] == [
        ("a", 5, ()),
        ("b", 5, ("needs", "owner")),
        ("c", 7, ("document_end",)),
        ("for good", 6, ()),
    ]
    assert [record.share for record in found.records] == pytest.approx([1, 3 / 5, 6 / 7, 1])
    assert [(each.field, each.filled, each.expected) for each in found.fields] == [
        ("type", 4, 4),
        ("document", 4, 4),
        ("document_start", 2, 2),
        ("document_end", 0, 1),
        ("activities", 4, 4),  # none at all is a number
        ("needs", 3, 4),
        ("owner", 3, 4),
    ]
    assert (found.complete, found.filled, found.expected) == (2, 20, 23)
    assert names(tuple(record.partner for record in found.gaps)) == ["b", "c"]
    assert say(found) == (
        "Complete records: 2 of 4. Most often empty: Valid until (1 of 1), Needs covered (1 of 4), Looked after by "
        "(1 of 4)."
    )


def test_what_is_no_gap_is_not_counted():
    """Empty where nothing was promised, or for the office's own use."""
    found = kip.completeness(network(partner("a")))
    never = {"id", "name", "contact_every", "disposition", "same_as", "notes", "document_start", "document_end"}
    assert {each.field for each in found.fields} == {field.name for field in SHEETS["partners"]} - never
    bare = kip.completeness(Partners("list.csv", AS_OF, (partner("a"),), ("name",)))
    assert say(bare) == "The list has no columns that could be incomplete."


def test_completeness_is_crossed_with_activity():
    members = network(
        partner("a", last_activity=AS_OF, owner="x"),
        partner("b", last_activity=AS_OF),
        partner("c", last_activity=date(2020, 1, 1)),
        partner("d", owner="x"),
    )
    members = replace(members, fields=("name", "owner"))
    rule = kip.inactivity(members, 12)
    crossed = kip.completeness(members).crossed(rule)
    assert (crossed.complete, crossed.incomplete) == ((1, 0, 1), (1, 1, 0))
    assert line(crossed, "All") == ["All", "2", "1", "1", "4"]
    assert say(crossed) == (
        "2 records are incomplete; of active partners: 1, of inactive ones: 1, of those of which it cannot be told: 0. "
        "A gap in a record is the list's, not the partner's."
    )
    other = kip.inactivity(network(partner("z")), 12)
    with pytest.raises(ValueError, match="other partners"):
        kip.completeness(members).crossed(other)
    with pytest.raises(ValueError, match="other partners"):
        kip.by_source(members, other)


# --- sources -------------------------------------------------------------------------------------------


def test_sources_by_hand():
    members = network(
        partner("a", found_through="web", activities=4, last_activity=AS_OF),
        partner("b", found_through="event", activities=1, last_activity=date(2020, 1, 1)),
        partner("c", found_through="event", activities=6, last_activity=AS_OF),
        partner("d", found_through="event"),
        partner("e", activities=2),
    )
    found = kip.by_source(members, kip.inactivity(members, 6))
    assert [(row.source, row.partners, row.activities, row.states) for row in found.rows] == [
        ("event", 3, (1, 6), (1, 1, 1)),
        ("web", 1, (4,), (1, 0, 0)),
        ("", 1, (2,), (0, 0, 1)),
    ]
    assert [(row.total, row.median) for row in found.rows] == [(7, 3.5), (4, 4), (2, 2)]
    assert line(found, "Event") == ["Event", "3", "2", "7", "3.5", "1", "1", "1"]
    assert say(found) == (
        'Most frequent way in which partners were found: "Event", 3 of 4. Of 1 partner the list does not say it. How a '
        "partner was found need not be why much or little is done with it. Few partners stand behind some of these "
        "numbers."
    )
    plain = kip.by_source(members)
    assert [row.states for row in plain.rows] == [(), (), ()] and line(plain, "Web") == ["Web", "1", "1", "4", "4"]
    assert say(kip.by_source(network(partner("a")))) == "Of no partner the list says how it was found."


# --- documents -----------------------------------------------------------------------------------------


def test_documents_by_hand():
    """Six months after 31 March 2026 is 30 September 2026; on its last day a document is valid."""
    found = kip.documents(
        network(
            partner("b", document="charter", document_end=date(2026, 9, 30), owner="Maud"),
            partner("a", document="agreement", document_end=date(2026, 3, 31)),
            partner("over", document="agreement", document_end=date(2026, 3, 30), owner="Idris"),
            partner("long over", document="charter", document_end=date(2020, 1, 1)),
            partner("later", document="charter", document_end=date(2026, 10, 1)),
            partner("open", document="charter"),
            partner("only a day", document_end=date(2026, 10, 1)),
            partner("only a start", document_start=date(2026, 1, 1)),
            partner("none", document="none"),
            partner("?"),
            partner("gone", status="former", document="charter", document_end=date(2026, 4, 1)),
        ),
        6,
    )
    assert found.until == date(2026, 9, 30)
    assert names(found.expired) == ["long over", "over"] and names(found.ending) == ["a", "b"]
    assert names(found.later) == ["later", "only a day"] and names(found.open_ended) == ["open", "only a start"]
    assert names(found.none) == ["none"] and names(found.unstated) == ["?"]
    assert (found.signed, found.partners) == (8, 10)
    assert say(found) == (
        "The list has 8 charters or agreements. Expired: 2; ending by 30 September 2026: 2; ending later: 2; without "
        "an end, or none recorded: 2. 1 partner has no document. Of 1 partner the list does not say whether there is "
        "one."
    )
    assert line(found, "over") == ["over", "Agreement", "30 March 2026", "Expired", "Idris"]
    assert line(found, "a")[2:4] == ["31 March 2026", "Ends soon"]
    assert line(found, "b") == ["b", "Charter", "30 September 2026", "Ends soon", "Maud"]
    with pytest.raises(TypeError):
        kip.documents(network(partner("a")))


# --- shown -------------------------------------------------------------------------------------------


def everything(members: Partners) -> list[object]:
    rule = kip.inactivity(members, 12)
    return [
        kip.composition(members, ("type", "sector", "size", "territory", "level", "owner", "consent")),
        kip.pipeline(members),
        kip.concentration(members),
        kip.contact_debt(members),
        rule,
        kip.completeness(members),
        kip.completeness(members).crossed(rule),
        kip.by_source(members),
        kip.by_source(members, rule),
        kip.documents(members, 6),
    ]


def made(count: int, *texts: str) -> Partners:
    """Partners with something of everything, holes included."""

    def pick(words: str, place: int) -> str:
        names = ("", *categories(words))
        return names[place % len(names)]

    def text(place: int) -> str:
        return texts[place % len(texts)] if texts else "Partner"

    return network(
        *(
            kip.Partner(
                id=str(n),
                name=f"{text(n)} {n}",
                type=pick("type", n),
                sector=pick("sector", n * 5) if n % 3 else text(n // 3),
                size=pick("size", n),
                territory=("", "Pula", text(n // 3))[n % 3],
                level=pick("level", n // 2),
                status=("", "current", "current", "potential", "former")[n % 5] if n != 7 else "convenor",
                found_through=pick("found_through", n),
                document=pick("document", n),
                document_end=AS_OF + timedelta(40 * (n % 20) - 300) if n % 2 else None,
                contact_every=pick("contact_every", n),
                last_contact=AS_OF - timedelta(n * 11 % 900) if n % 4 else None,
                last_activity=AS_OF - timedelta(n * 17 % 900) if n % 6 else None,
                activities=None if n % 5 == 4 else n * n % 7,
                resources=(text(n),) * (n % 2),
                needs=(text(n),) * (n % 3),
                owner=("", "Maud", text(n // 3))[n % 3],
                consent=pick("consent", n),
                disposition="refused to answer",
                notes="a secret note",
            )
            for n in range(count)
        )
    )


def renderings(result: object, lang: str):
    show = kip.Show(lang)
    yield show.table(result)
    yield show.sentence(result)
    try:
        yield show.figure(result)
    except TypeError:
        assert type(result).__name__ in ("ContactDebt", "CompletenessByActivity", "Sources", "Documents")


@pytest.mark.parametrize(
    ("lang", "count"), [*((lang, 40) for lang in LANGUAGES), *(("en", count) for count in (0, 1, 2, 4, 5, 11))]
)
def test_everything_can_be_shown_of_any_number_in_every_language(lang, count):
    for result in everything(made(count)):
        for rendered in renderings(result, lang):
            check(rendered.html)
            assert rendered.text.strip(), result
            assert not re.search(r"\b(None|nan|inf)\b|\{\w*\}", rendered.text.replace("None recorded", "")), (
                rendered.text
            )
            assert "a secret note" not in rendered.html and "refused to answer" not in rendered.html


def test_no_text_of_a_list_becomes_markup():
    for result in everything(made(40, *HOSTILE)):
        for rendered in renderings(result, "en"):
            check(rendered.html)


def test_percentages_have_ten_or_more_behind_them():
    for result in everything(made(11)):  # seven partners of today
        for rendered in renderings(result, "en"):
            assert "%" not in re.sub(r"base64,[^\"]*|style=\"[^\"]*\"", "", rendered.html + rendered.text), result


def test_long_lists_say_how_many_they_leave_out():
    members = network(
        *numbered(contact_every=["weekly"] * 120, last_contact=[date(2020, 1, 1)] * 60 + [None] * 60, owner=["x"] * 120)
    )
    text = shown(kip.contact_debt(members))
    assert len(re.findall(r"^p\d+ ", text, re.M)) == 100
    assert text.count("10 more are not listed.") == 2


def test_consent_and_notes_are_never_shown_by_partner():
    """How many, yes; whose, no."""
    for result in everything(made(60))[1:]:
        assert "Legitimate interest" not in shown(result)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_drawings_do_not_overlap(lang):
    language = Language(lang)
    members = made(200, "An organisation with a name that takes more than one line of the drawing")
    for row in kip.composition(members, ("type", "sector", "territory", "size")).rows:
        assert_nothing_overlaps(composition_figure(row, language))
    assert_nothing_overlaps(concentration_figure(kip.concentration(members), language))
    assert_nothing_overlaps(concentration_figure(kip.concentration(network(*numbered(activities=[1] * 5))), language))


@settings(max_examples=examples(15), deadline=None)
@given(st.data())
def test_bars_are_as_long_as_their_counts_and_no_texts_overlap(data):
    kinds = data.draw(st.integers(1, 4))
    count = st.integers(0, 10 ** data.draw(st.integers(0, 5)))
    bars = data.draw(
        st.lists(st.tuples(STATEMENT, st.lists(count, min_size=kinds, max_size=kinds)), min_size=1, max_size=12)
    )
    names_of_kinds = data.draw(st.lists(STATEMENT, min_size=kinds, max_size=kinds)) if kinds > 1 else []
    heading = data.draw(STATEMENT)
    texts = [str(sum(counts)) for _, counts in bars]
    drawing = counts_figure(bars, texts, Language("fr"), "Partners", names=names_of_kinds, heading=heading)
    assert_nothing_overlaps(drawing)
    drawn = [bar.get_width() for bar in drawing.axes[0].patches]
    assert drawn == pytest.approx([count for _, counts in bars for count in counts])


@given(st.lists(st.integers(0, 10_000), min_size=5, max_size=60).filter(any), st.sampled_from(LANGUAGES))
@settings(max_examples=examples(15), deadline=None)
def test_the_curve_ends_at_all_activities_and_no_texts_overlap(counts, lang):
    result = kip.concentration(network(*numbered(activities=counts)))
    drawing = concentration_figure(result, Language(lang))
    assert_nothing_overlaps(drawing)
    curve = list(drawing.axes[0].lines[1].get_ydata())
    assert curve[0] == 0 and curve[-1] == sum(counts) and curve[result.fifth] == result.busiest


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en", "1 March 2026"),
        ("fr", "1er mars 2026"),
        ("it", "1º marzo 2026"),
        ("hr", "1. ožujka 2026."),
        ("pt", "1 de março de 2026"),
    ],
)
def test_days_are_written_as_people_write_them(lang, written):
    assert written_day(date(2026, 3, 1), Language(lang)) == written


def test_equal_lists_give_equal_results_and_equal_bytes():
    for one, other in zip(everything(made(60)), everything(made(60)), strict=True):
        assert one == other and "0x" not in repr(one)
        assert [each.html for each in renderings(one, "fr")] == [each.html for each in renderings(other, "fr")]


def test_a_list_of_twenty_thousand_is_analysed_and_shown_in_seconds():
    members = made(20_000)
    begin = time.perf_counter()
    results = everything(members)
    analysed = time.perf_counter()
    for result in results:
        list(renderings(result, "en"))
    assert analysed - begin < 4  # twelve results; a fraction of a second each
    assert time.perf_counter() - analysed < 20
