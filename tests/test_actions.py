"""What follows from a partner list: every rule fires where it should, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from builders import HOSTILE, network, partner

import kiptools as kip
from kiptools.actions import Action, ActionList, Rules, action_list, findings
from kiptools.calendars import write_calendar
from kiptools.messages import message
from kiptools.partners import Cooperation, Partner, SameOrganisation, Tie

LANGUAGES = tuple(kip.LANGUAGES)
TODAY = date(2026, 3, 31)


NO_RULES = Rules()


def lines(partners: kip.Partners, rules: Rules = NO_RULES) -> list[tuple[str, str, str]]:
    """Until, what, who; without the records to complete, which every small example has."""
    found = action_list(partners, rules).actions
    return [
        (str(each.until), str(each.what), each.who) for each in found if "Complete the record" not in str(each.what)
    ]


def weaknesses(partners: kip.Partners, rules: Rules = NO_RULES) -> str:
    return "\n".join(map(str, findings(partners, rules).weaknesses))


# --- actions -------------------------------------------------------------------------------------------


def test_a_broken_promise_is_an_action_of_who_looks_after_the_partner():
    """Quarterly is 92 days at most: 29 December is one day too long ago on 31 March, the 30th is not."""
    late = partner("Late", contact_every="quarterly", last_contact=date(2025, 12, 28), owner="Maud")
    in_time = partner("In time", contact_every="quarterly", last_contact=date(2025, 12, 29), owner="Maud")
    never = partner("Never", contact_every="yearly", owner="Idris")
    free = partner("Free", last_contact=date(2020, 1, 1))
    assert lines(network(late, in_time, never, free)) == [
        ("2026-04-14", "Get in touch with Late", "Maud"),
        ("2026-04-14", "Find out when Never was last contacted, and write it into the list", "Idris"),
    ]


def test_without_a_rule_nobody_is_inactive():
    quiet = partner("Quiet", last_activity=date(2019, 1, 1))
    assert lines(network(quiet)) == []
    assert "nothing with you" not in weaknesses(network(*[quiet] * 6))


def test_a_quiet_partner_whose_contact_is_overdue_is_one_action():
    both = partner("Both", contact_every="monthly", last_contact=date(2025, 1, 1), last_activity=date(2024, 1, 1))
    quiet = partner("Quiet", last_activity=date(2024, 1, 1), owner="Maud")
    assert lines(network(both, quiet), Rules(inactive_after=12)) == [
        ("2026-04-14", "Get in touch with Both, and ask whether and how to go on together", ""),
        ("2026-04-30", "Agree with Quiet on something to do together, or on an end", "Maud"),
    ]


def test_documents_are_renewed_a_month_before_they_end_but_not_yesterday():
    over = partner("Over", document="charter", document_end=date(2026, 3, 1))
    soon = partner("Soon", document="agreement", document_end=date(2026, 4, 20))
    later = partner("Later", document="agreement", document_end=date(2026, 8, 31))
    far = partner("Far", document="agreement", document_end=date(2027, 8, 31))
    assert lines(network(over, soon, later, far)) == [
        ("2026-04-14", "Renew the charter with Over, or let it end", ""),
        ("2026-04-14", "Renew the agreement with Soon, or let it end", ""),
        ("2026-07-31", "Renew the agreement with Later, or let it end", ""),
    ]


def test_who_was_asked_hears_what_became_of_it():
    town = partner("Town", owner="Salomé")
    asked = Cooperation("Town", "steering", decides="after_asking", feedback=False)
    told = Cooperation("Town", "events", decides="after_asking", feedback=True)
    assert lines(network(town, cooperations=(asked, told))) == [
        ("2026-04-14", "Tell Town what became of its opinion (steering)", "Salomé")
    ]


def test_needs_that_nobody_or_one_partner_answers():
    """`childcare` can be won with Crèche; nobody has `evenings`; `housing` hangs on Town, and Foyer could help."""
    town = partner("Town", needs=("housing", "jobs"), owner="Maud")
    firm = partner("Firm", needs=("jobs",))
    creche = partner("Crèche", needs=("childcare",), status="potential")
    foyer = partner("Foyer", needs=("housing",), status="potential")
    partners = network(town, firm, creche, foyer, needs=("housing", "jobs", "childcare", "evenings"))
    assert lines(partners) == [
        ("2026-04-30", "Win Crèche as a partner", ""),
        ("2026-06-30", 'Look for a partner for "evenings"', ""),
        ("2026-06-30", 'Look for a second partner for "housing"', "Maud"),
    ]
    why = {str(each.what): str(each.why) for each in action_list(partners).actions}
    assert (
        why['Look for a second partner for "housing"'] == "Only Town answers it. Potential partners who could: Foyer."
    )


def test_organisations_that_hang_on_one_other_are_brought_together_with_more():
    """We lead A, B and M; X and Y know only M."""
    we = partner("We", status="convenor")
    members = [partner(name) for name in "ABMXY"]
    pairs = [("We", "A"), ("We", "B"), ("A", "B"), ("We", "M"), ("M", "X"), ("M", "Y"), ("X", "Y")]
    partners = network(we, *members, ties=tuple(Tie(one, other, None, one) for one, other in pairs))
    assert lines(partners) == [("2026-06-30", "Bring X, Y together with further partners", "")]
    assert "Without M, 2 organisations would lose their only connection: X, Y." in weaknesses(partners)
    assert "Without We, " not in weaknesses(partners)


def test_the_list_itself_is_work():
    one, other = partner("One", row=2, owner="Maud", type="ngo"), partner("One.", row=5)
    fault = message("{file}, row {row}: x", file="list.xlsx", row=3)
    partners = network(one, other, faults=(fault,), doubles=(SameOrganisation("One", "One.", True),))
    assert lines(partners) == [
        ("2026-04-14", "Correct the list", ""),
        ("2026-04-14", "Decide whether One and One. are one organisation", "Maud"),
    ]
    assert any("One pair" in str(line) or "1 pair" in str(line) for line in findings(partners).decisions)


def test_a_row_that_may_be_another_one_is_not_completed_before_that_is_decided():
    rows = (partner("One"), partner("Two"), partner("One."))
    found = action_list(network(*rows, doubles=(SameOrganisation("One", "One.", True),))).actions
    assert [each.partners for each in found if "Complete the record" in str(each.what)] == [rows[:2]]


def test_what_inactive_partners_have_in_common_is_told_if_it_is_most_of_them():
    old = {"last_activity": date(2020, 1, 1), "contact_every": "monthly"}
    firms = [partner(f"F{n}", type="employer", last_contact=date(2020, 1, 1), **old) for n in range(2)]
    club, school = partner("C", type="ngo", **old), partner("S", type="education", **old)
    active = [partner(f"A{n}", last_activity=TODAY) for n in range(3)]
    told = weaknesses(network(*firms, club, *active), Rules(12))
    assert (
        "Of the 3 inactive partners 2 are of the kind: Employer. With 2 of them a promised contact is overdue." in told
    )
    assert "of the kind" not in weaknesses(
        network(*firms, club, school, *active), Rules(12)
    )  # two of four are not most


def test_a_complete_list_in_order_calls_for_nothing():
    fields = {
        "type": "employer",
        "sector": "C",
        "size": "1-9",
        "territory": "Valrive",
        "level": "local",
        "status": "current",
        "partner_since": 2020,
        "found_through": "event",
        "document": "none",
        "contact_every": "yearly",
        "last_contact": date(2026, 3, 1),
        "last_activity": date(2026, 3, 1),
        "activities": 2,
        "resources": ("rooms",),
        "needs": ("jobs",),
        "owner": "Maud",
        "consent": "contract",
    }
    partners = network(*(partner(f"P{place}", **fields) for place in range(6)))
    assert action_list(partners, Rules(inactive_after=12)).actions == ()
    assert kip.Show("en").table(action_list(partners)).text == "Nothing in the list calls for action."
    found = findings(partners, Rules(inactive_after=12))
    assert found.weaknesses == () and found.decisions == ()
    assert [str(line) for line in found.strengths] == [
        "Promised contacts are kept with 6 of 6 partners.",
        "In the last 12 months 6 of 6 partners did something together with you.",
        "6 of 6 records are complete.",
    ]


def test_no_strength_is_told_that_the_list_does_not_show():
    """Contacts that are not recorded, agreements without an end, organisations without a relation, a list of names."""
    silent = [partner(f"S{n}", contact_every="yearly") for n in range(20)]
    kept = [partner(f"K{n}", contact_every="yearly", last_contact=TODAY) for n in range(5)]
    told = str(findings(network(*silent, *kept)).strengths)
    assert "kept" not in told
    assert "With 20 of 25 partners contact was promised, and none is recorded." in weaknesses(network(*silent, *kept))
    endless = [partner(f"E{n}", document="agreement", document_start=TODAY) for n in range(9)]
    assert "charters" not in str(findings(network(*endless)).strengths)
    alone = network(
        partner("We", status="convenor"),
        *map(partner, "ABC"),
        ties=(Tie("We", "A", None, "We"), Tie("A", "B", None, "A")),
    )
    assert "every organisation has" not in "".join(map(str, findings(alone).strengths))
    names = kip.Partners("names.csv", TODAY, tuple(map(partner, "ABCDEFG")), ("name",))
    assert findings(names).strengths == ()


def test_of_many_actions_of_one_kind_one_is_made():
    late = [
        partner(f"L{n}", contact_every="monthly", last_contact=date(2025, 12, 1), owner=("Maud", "Idris")[n > 10])
        for n in range(14)
    ]
    found = action_list(network(*late)).actions
    touched = [(str(each.what), each.who, len(each.partners)) for each in found if "Get in touch" in str(each.what)]
    few = action_list(network(*(replace(each, owner="Maud") for each in late[:10]))).actions
    assert sum("Get in touch with L" in str(each.what) for each in few) == 10
    assert touched[0] == ("Get in touch with 11 partners who wait for a promised contact", "Maud", 11)
    assert [each[1:] for each in touched[1:]] == [("Idris", 1)] * 3
    why = next(str(each.why) for each in found if each.who == "Maud" and "wait" in str(each.what))
    assert why == "Those who have waited longest first: L0, L1, L2, L3, L4, L5, L6, L7, L8, L9, L10."


def test_nothing_is_due_after_a_document_has_ended_nor_before_tomorrow():
    """13 April is sooner than in two weeks; read on a Friday, what ends on Sunday is due on Sunday."""
    ends = partner("Ends", document="agreement", document_end=date(2026, 4, 13))
    assert lines(network(ends)) == [("2026-04-13", "Renew the agreement with Ends, or let it end", "")]
    sunday = partner("Sunday", document="agreement", document_end=date(2026, 4, 5))
    assert lines(network(sunday, as_of=date(2026, 4, 3)))[0][0] == "2026-04-05"


def test_nothing_is_due_on_a_weekend():
    ends = partner("Ends", document="agreement", document_end=date(2026, 6, 30))  # a month before is a Saturday
    assert lines(network(ends)) == [("2026-05-29", "Renew the agreement with Ends, or let it end", "")]
    assert all(each.until.weekday() < 5 for each in action_list(kip.read_partners(), Rules(12)).actions)


def test_half_of_the_records_is_neither_strength_nor_weakness():
    full = [partner(f"F{n}", type="ngo") for n in range(3)]
    half = kip.Partners("l.csv", TODAY, (*full, *map(partner, "ABC")), ("name", "type"))
    assert "records" not in str(findings(half))
    one = kip.Partners("l.csv", TODAY, tuple(full[:1]), ("name", "type"))
    assert findings(one).strengths == ()


def test_rows_spelt_alike_are_one_thing_to_decide():
    rows = [partner(f"P{n}") for n in range(4)]
    same = tuple(SameOrganisation("P0", f"P{n}", True) for n in range(1, 4))
    assert lines(network(*rows, doubles=same)) == [
        ("2026-04-14", "Decide whether P0 and P1, P2, P3 are one organisation", "")
    ]


# --- the demo network ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo_network() -> kip.Partners:
    return kip.read_partners()


def test_the_demo_networks_story_is_told(demo_network):
    """The employers that went quiet, the gaps and the bridge that were planted (data/cite/make.py) are found."""
    from kiptools.actions import demo_rules

    found = findings(demo_network, demo_rules(demo_network))
    told = "\n".join(map(str, (*found.weaknesses, *found.decisions)))
    for part in (
        "Hôtel du Pont neuf",
        "9 of 41 partners have 80 of 120 joint activities",
        "childcare during courses, evening opening hours",
        "Mission jeunesse de Valrive",
        "Wholesale and retail trade",
        "Ended already: 1. Ending within 6 months: 2.",
    ):
        assert part in told, part


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_can_be_shown_in_every_language(demo_network, lang):
    show = kip.Show(lang)
    for result in (demo_network, findings(demo_network), action_list(demo_network, Rules(inactive_after=12))):
        for rendered in (show.table(result), show.sentence(result)):
            assert "None" not in rendered.text and "{" not in rendered.text


# --- the calendar --------------------------------------------------------------------------------------


def test_the_calendar_has_every_action_on_its_day(demo_network, tmp_path):
    from icalendar import Calendar

    actions = action_list(demo_network, Rules(inactive_after=12))
    path = write_calendar(actions, tmp_path / "a.ics", lang="en")
    entries = list(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))
    assert [(str(each["summary"]), each["dtstart"].dt) for each in entries] == [
        (str(each.what), each.until) for each in actions.actions
    ]
    assert len({str(each["uid"]) for each in entries}) == len(entries)
    assert {str(each["transp"]) for each in entries} == {"TRANSPARENT"}
    assert path.read_bytes() == write_calendar(actions, tmp_path / "b.ics").read_bytes()
    other = Calendar.from_ical(write_calendar(actions, tmp_path / "c.ics", lang="fr").read_bytes()).walk("VEVENT")
    assert [str(each["uid"]) for each in other] == [str(each["uid"]) for each in entries]


def test_a_later_list_does_not_enter_an_action_twice(tmp_path):
    from icalendar import Calendar

    def uids(day: date, name: str) -> list[str]:
        late = [
            Partner(id=f"P{n}", name="Twin", contact_every="monthly", last_contact=date(2025, 1, 1)) for n in (1, 2)
        ]
        path = write_calendar(action_list(network(*late, as_of=day)), tmp_path / name)
        entries = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        return [str(each["uid"]) for each in entries if "Get in touch" in str(each["summary"])]

    first, later = uids(TODAY, "a.ics"), uids(date(2026, 4, 7), "b.ics")
    assert first == later and len(set(first)) == 2


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_list_calls_an_organisation_stays_in_its_line(tmp_path, text):
    from icalendar import Calendar

    name = text + "\r\nBEGIN:VALARM"
    action = Action(message("Get in touch with {name}", name=name), message("Why"), name, TODAY)
    path = write_calendar(ActionList(TODAY, (action,)), tmp_path / "a.ics")
    (entry,) = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert entry.subcomponents == [] and "VALARM" in str(entry["summary"])
    html = kip.Show("en").table(ActionList(TODAY, (action,))).html
    assert "<script" not in html and "<img" not in html and "<b>" not in html


def test_a_calendar_that_cannot_be_written_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "a.ics"
    path.write_text("kept")
    broken = replace(ActionList(TODAY, ()), actions=(None,))
    with pytest.raises(AttributeError):
        write_calendar(broken, path)
    assert path.read_text() == "kept" and list(tmp_path.iterdir()) == [path]
