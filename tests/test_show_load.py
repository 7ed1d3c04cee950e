"""Who carries how much, shown: what figures, tables and sentences say, by hand; no two texts intersect."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import HOSTILE, examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_hex
from test_show import LANGUAGES, STATEMENT, assert_nothing_overlaps, check
from test_show_tasks import COUNTS, EN, MONDAY, cells, said, written

import kiptools as kip
from kiptools.language import Language
from kiptools.show import load as shown
from kiptools.show.drawing import contrast
from kiptools.show.load import MOST_PEOPLE, load_figure
from kiptools.show.tasks import parts
from kiptools.tasks import Load, LoadRow

LOAD = Load(
    (MONDAY, MONDAY + timedelta(7)),
    "week",
    (LoadRow("Ana", (7, 5)), LoadRow("Ivo", (0, 4)), LoadRow("", (9, 0))),
    (5, 5),
)


def test_the_sentence_tells_who_carries_most_and_too_much():
    """12 + 4 + 9 = 25 task days; Ana has 7 in a week of 5, and what nobody has taken on overburdens nobody."""
    assert said(LOAD) == (
        "Ana carries most: 12 of 25 task days (a shared task counts for each who shares it). More task days than there are working days: "
        "Ana (week from 6 April 2026; task days: 7, working days: 5). 9 task days stand with nobody yet."
    )


def test_the_sentence_in_other_cases():
    week = (MONDAY,)
    assert said(Load(week, "week", (LoadRow("Ana", (3,)),), (5,))) == (
        "Ana carries all task days: 3. Nobody has more task days than there are working days in any week."
    )
    even = said(Load(week, "week", (LoadRow("Ana", (3,)), LoadRow("Ivo", (3,))), (5,)))
    assert even.startswith(
        "Ana and Ivo carry most: each 3 of 6 task days (a shared task counts for each who shares it)."
    )
    assert said(Load(week, "week", (LoadRow("", (1,)),), (5,))) == (
        "Nobody has taken on a task yet. 1 task day stands with nobody yet."
    )
    months = Load((date(2026, 4, 1), date(2026, 5, 1)), "month", (LoadRow("Ana", (23, 30)),), (22, 21))
    assert "Ana (May 2026; task days: 30, working days: 21)" in said(months), "where it is worst"
    calm = replace(months, rows=(LoadRow("Ana", (22, 21)),))
    assert said(calm).endswith("Nobody has more task days than there are working days in any month.")
    many = Load(week, "week", tuple(LoadRow(f"P{n}", (10 - n,)) for n in range(5)), (5,))
    assert "P2 (week from 6 April 2026; task days: 8, working days: 5), and 2 more." in said(many)


def test_who_has_most_too_much_is_told_first():
    """Ana carries most, but has 1 day too many, Ivo 4 and Eva 2."""
    rows = (LoadRow("Ana", (6, 5)), LoadRow("Ivo", (9, 0)), LoadRow("Eva", (0, 7)))
    cases = re.findall(r"(\w+) \(week from (.*?);", said(replace(LOAD, rows=rows)))
    assert cases == [("Ivo", "6 April 2026"), ("Eva", "13 April 2026"), ("Ana", "6 April 2026")]


def test_the_table_of_the_load():
    assert cells(kip.Show("en").table(LOAD).html) == [
        ["Week from", "Working days", "Ana", "Ivo", "Nobody yet"],
        ["6 Apr 2026", "5", "7 !", "0", "9"],
        ["13 Apr 2026", "5", "5", "4", "0"],
        ["All together", "10", "12", "4", "9"],
    ]
    assert "! More task days than there are working days." in kip.Show("en").table(LOAD).text
    crowd = replace(LOAD, rows=tuple(LoadRow(f"P{n}", (1, 1)) for n in range(9)))
    shown = kip.Show("en").table(crowd)
    assert [len(row) - 2 for row in cells(shown.html)] == [5] * 4 + [4] * 4
    assert "!" not in shown.text


def test_each_cell_holds_its_number_and_can_be_read_on_its_colour():
    axes = load_figure(LOAD, EN).axes[0]
    numbers = [(text.get_text(), to_hex(text.get_color())) for text in axes.texts]
    boxes = [patch for patch in axes.patches if patch.get_label() != "over"]
    assert [number for number, _ in numbers] == ["7", "5", "0", "4", "9", "0"]
    shades = [to_hex(box.get_facecolor()) for box in boxes]
    assert all(contrast(ink, shade) >= 4.5 for (_, ink), shade in zip(numbers, shades, strict=True))
    assert shades[2] == shades[5] == "#ffffff"
    light = [contrast(shade, "#000000") for shade in shades]
    assert light[2] > light[3] > light[0] >= light[4], "0, 4, 7, 9: the more, the darker"
    over = [patch.get_xy() for patch in axes.patches if patch.get_label() == "over"]
    assert len(over) == 1 and max(x for x, _ in over[0]) == 1, "only Ana's first week"
    assert "More task days than there are working days" in written(load_figure(LOAD, EN))
    calm = replace(LOAD, working=(7, 7))
    assert "More task days than there are working days" not in written(load_figure(calm, EN))


def test_many_people_and_weeks_are_drawn_as_several_figures():
    """21 people: 11 and 10; 40 weeks, of which less than twenty have room beside each other: 14, 14 and 12."""
    weeks = tuple(MONDAY + timedelta(7 * n) for n in range(40))
    crowd = Load(weeks[:1], "week", tuple(LoadRow(f"P{n}", (n,)) for n in range(21)), (5,))
    assert kip.Show("en").figure(crowd).html.count("<img") == 2
    long = Load(weeks, "week", (LoadRow("P3", (3,) * 40), LoadRow("P4", (4,) * 40)), (5,) * 40)
    assert kip.Show("en").figure(long).html.count("<img") == 3
    part = load_figure(long, EN, people=slice(1, 2), periods=slice(14, 16))
    assert [text.get_text() for text in part.axes[0].texts] == ["4", "4"]
    assert {"13 Jul 2026", "20 Jul 2026", "P4", "160"} <= set(written(part))
    assert "P3" not in written(part)


def test_several_figures_are_told_apart_in_heading_and_alternative_text(monkeypatch):
    """40 weeks: 14, 14 and 12. 21 people: 11 and 10. 40 months of 21 people: both."""
    drawn, draw = [], shown.load_figure
    monkeypatch.setattr(shown, "load_figure", lambda *a, **k: drawn.append(draw(*a, **k)) or drawn[-1])

    def named(by: str, people: int, periods: int) -> list[str]:
        days = tuple(MONDAY + timedelta(7 * n) for n in range(periods))
        rows = tuple(LoadRow(f"P{n}", (1,) * periods) for n in range(people))
        drawn.clear()
        html = kip.Show("en").figure(Load(days, by, rows, (5,) * periods)).html
        names = [
            re.match(r"(?:(?:Rows|Weeks|Months) \d+ to \d+ of \d+(?: – )?)*", alt)[0].removesuffix(" – ")
            for alt in re.findall(r'alt="([^"]*)"', html)
        ]
        assert all(not name or name in written(drawing) for name, drawing in zip(names, drawn, strict=True))
        return names

    assert named("week", 3, 2) == [""]
    assert named("week", 3, 40) == ["Weeks 1 to 14 of 40", "Weeks 15 to 28 of 40", "Weeks 29 to 40 of 40"]
    assert named("week", 21, 1) == ["Rows 1 to 11 of 21", "Rows 12 to 21 of 21"]
    both = named("month", 21, 30)
    assert both[0] == "Rows 1 to 11 of 21 – Months 1 to 15 of 30" and len(set(both)) == len(both) == 4


def test_a_part_of_the_load_shows_its_own_numbers():
    """Ana's second week only: 8 task days in 5, the first and only cell of that figure."""
    axes = load_figure(replace(LOAD, rows=(LoadRow("Ana", (2, 8)),)), EN, periods=slice(1, 2)).axes[0]
    assert [text.get_text() for text in axes.texts] == ["8"]
    assert [max(x for x, _ in patch.get_xy()) for patch in axes.patches if patch.get_label() == "over"] == [1]


# --- any texts ---------------------------------------------------------------------------------------


def any_load(names: list[str], seed: int) -> Load:
    rng = random.Random(seed)
    count, most = rng.randrange(1, 16), rng.choice((1, 9, 40))
    rows = tuple(LoadRow(name, tuple(rng.randrange(most + 1) for _ in range(count))) for name in (*names, ""))
    return Load(tuple(MONDAY + timedelta(7 * n) for n in range(count)), "week", rows, (5,) * count)


@settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STATEMENT, min_size=1, max_size=8, unique=True), st.integers(0, 999), st.sampled_from(LANGUAGES))
def test_no_two_texts_intersect(names, seed, lang):
    assert_nothing_overlaps(load_figure(any_load(names, seed), Language(lang), heading=names[0]))


@pytest.mark.parametrize(("count", "lang"), COUNTS)
def test_long_names_do_not_intersect(count, lang):
    load = any_load([f"{n} {'Zajednica sportskih udruga i saveza ' * (n % 4)}" for n in range(count)], 7)
    for people in parts(count + 1, MOST_PEOPLE):
        assert_nothing_overlaps(load_figure(load, Language(lang), people=people))


def test_texts_that_people_typed_never_become_markup():
    for kind in ("table", "figure", "sentence"):
        html = getattr(kip.Show("hr"), kind)(any_load(list(HOSTILE), 3)).html
        check(html)
        assert "<script>" not in html and "\x1b" not in html


def test_long_translations_do_not_intersect(monkeypatch):
    say = Language.say
    monkeypatch.setattr(Language, "say", lambda self, text: f"{say(self, text)} / {say(self, text)}")
    assert_nothing_overlaps(load_figure(LOAD, EN, heading="A heading " * 12))
