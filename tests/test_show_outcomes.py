"""What the kit reads in outcomes, shown: levels with their shares, decisions of people, parts, reasons, and long lists."""

from __future__ import annotations

import re
from html import unescape

import pytest
from builders import HOSTILE
from matplotlib.colors import to_hex
from test_show import assert_nothing_overlaps, check
from test_show_swot import text_boxes

import kiptools as kip
from kiptools.bloom import Classification, Finding, Reading, classify
from kiptools.language import Language
from kiptools.messages import message
from kiptools.outcomes import LEVEL_NAMES, LEVELS, Outcome, Programme, Step, TrainingModule
from kiptools.phrasing import Phrasing
from kiptools.show.drawing import contrast, palette
from kiptools.show.figures import figure
from kiptools.show.outcomes import SIGN, levels_figure
from kiptools.show.sentences import sentence
from kiptools.show.tables import table

EN = Language("en")
APPLY = (0.0, 0.05, 0.63, 0.22, 0.0, 0.1)
LONG = (
    "Draft, with the partners of the network, a cooperation agreement that names who does what, by when and with what"
)
WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 4


def reading(id="O1", text="Negotiate a charter", shares=APPLY, phrasing=None, findings=(), reasons=(), **decided):
    phrasing = phrasing or Phrasing()
    return Reading(Outcome(id, text, **decided), "en", phrasing, shares, reasons, findings)


def classification(*readings):
    return Classification(Programme(tuple(each.of for each in readings)), readings)


def many(count, text="Negotiate a charter", **more):
    return classification(*(reading(f"O{n}", f"{n} {text}", **more) for n in range(1, count + 1)))


FINDING = Finding("unobservable", message("Nobody can see it."), message("Say what they do."))
PARTS = Phrasing("participants", "negotiate a charter", "with a partner", "within an hour", knowledge="procedural")
MIXED = classification(
    reading(phrasing=PARTS, reasons=(message("The verb says so."),)),
    reading("O2", "Know partners", (), findings=(FINDING,)),
    reading("O3", "Compare", level="analyse", by="T"),
    reading("O4", "Draft", (), level="create", knowledge="conceptual"),
    reading("O5", "Name", (1.0, 0.0, 0.0, 0.0, 0.0, 0.0), phrasing=Phrasing(behaviour="name")),
)


def cells(html):
    """The table's rows as texts, one table after the other."""
    return [
        [
            [re.sub("<[^>]*>", "", cell) for cell in re.findall(r"<t[hd][^>]*>.*?</t[hd]>", row)]
            for row in re.findall(r"<tr>.*?</tr>", found, re.S)[1:]
        ]
        for found in re.findall(r"<table.*?</table>", html, re.S)
    ]


# --- the table -----------------------------------------------------------------------------------------


def test_each_level_says_who_tells_it_and_how_surely():
    levels, parts, reasons = cells(table(MIXED, EN).html)
    assert [row[2] for row in levels] == [
        "Apply, about 63 of 100",
        "unclear",
        "Analyse, decided by T (the kit: Apply, about 63 of 100)",
        "Create, decided (the kit: unclear)",
        "Remember",
    ]
    assert [row[3] for row in levels] == ["Procedures", "–", "–", "Concepts", "–"]
    assert [row[4:] for row in levels] == [
        ["Nobody can see it.", "Say what they do."] if n == 1 else ["–"] * 2 for n in range(5)
    ]
    assert [row[1:] for row in parts[:2]] == [
        ["participants", "negotiate a charter", "with a partner", "within an hour"],
        ["–"] * 4,
    ]
    assert [row[1] for row in reasons] == ["The verb says so.", *["–"] * 4]
    assert [row[0] for row in levels] == ["O1", "O2", "O3", "O4", "O5"]


def test_parts_are_counted_as_information_and_reasons_are_folded():
    html = table(MIXED, EN).html
    # participants: O1; what: O1 and O5; condition and degree: O1.
    assert (
        "of 5: who 1; does what 2; under which condition 1; how well 1." in html
        and "Few outcomes need all four" in html
    )
    assert html.count("<details>") == 1 and html.index("<details>") < html.index("The verb says so.")
    assert html.index("within an hour") < html.index("<details>")


def test_notes_explain_only_what_is_there():
    sure = table(classification(reading(phrasing=PARTS, findings=(FINDING,))), EN).text
    assert "About 60 of 100" in sure and "Unclear:" not in sure and "Nothing was found" not in sure
    unsure = table(classification(reading(shares=())), EN).text
    assert "About 60 of 100" not in unsure and "Unclear:" in unsure and "Nothing was found" in unsure
    assert "Unclear:" not in table(classification(reading(shares=(), level="apply")), EN).text
    assert "Nothing was found" in table(classification(reading(phrasing=PARTS)), EN).text


@pytest.mark.parametrize(("count", "folded"), [(60, 1), (61, 4)])
def test_rows_beyond_sixty_are_folded(count, folded):
    html = table(many(count), EN).html
    assert html.count("<details>") == folded  # the reasons, and inside and beside them the rest of each table
    assert [len(rows) for rows in cells(html)] == [60] * 3 if count == 60 else [60, 1] * 3
    check(html)


def test_a_share_that_is_almost_all_is_not_called_all():
    level = cells(table(classification(reading(shares=(0.0, 0.0, 0.996, 0.004, 0.0, 0.0))), EN).html)[0][0][2]
    assert level == "Apply, about 99 of 100"


# --- in words ------------------------------------------------------------------------------------------


def test_the_sentence_counts_what_was_read_decided_and_found():
    assert sentence(MIXED, EN) == (
        "5 outcomes were read. The kit tells a level for 3 outcomes. For 2 the kit cannot tell the level, and does not guess. For 2 "
        "a person has decided the level. What the kit tells is a proposal; a person who knows the training decides. In 1 "
        "outcome there is something to look at. So few outcomes are better talked over one by one than counted."
    )
    assert sentence(many(10), EN) == (
        "10 outcomes were read. The kit tells a level for 10 outcomes. What the kit tells is a proposal; a person who "
        "knows the training decides. Nothing was found to look at; a colleague may still see more."
    )
    assert sentence(classification(), EN) == table(classification(), EN).text == "There is no outcome to read."
    assert "proposal" not in sentence(many(10, level="apply"), EN)
    assert "proposal" not in sentence(many(10, shares=()), EN)


# --- the figure ----------------------------------------------------------------------------------------


def bars(drawing):
    """Width, left edge and colour of each bar."""
    return [
        (round(patch.get_width(), 9), round(patch.get_x(), 9), to_hex(patch.get_facecolor()))
        for patch in drawing.axes[0].patches
    ]


def texts(drawing):
    return [text for text, _ in text_boxes(drawing)]


def test_bars_are_the_shares_in_the_order_of_the_levels():
    colours = palette(6)
    drawing = levels_figure(classification(reading()).outcomes, EN)
    # 5, 63, 22 and 10 of 100; levels without a share have no bar.
    assert bars(drawing) == [
        (0.05, 0.0, colours[1]),
        (0.63, 0.05, colours[2]),
        (0.22, 0.68, colours[3]),
        (0.1, 0.9, colours[5]),
    ]
    assert {"63%", "22%", "Apply", "O1: Negotiate a charter"} <= set(texts(drawing))
    assert all(str(LEVEL_NAMES[level]) in texts(drawing) for level in LEVELS)
    assert "5%" not in texts(drawing)  # there is no room


def test_what_a_person_decided_is_marked_at_its_part_and_named():
    drawing = levels_figure((MIXED.outcomes[2],), EN)
    (mark,) = drawing.axes[0].lines
    assert mark.get_xdata()[0] == pytest.approx(0.68 + 0.22 / 2)
    assert {f"{SIGN} Analyse", f"{SIGN} decided by a person"} <= set(texts(drawing))
    assert not levels_figure((MIXED.outcomes[0],), EN).axes[0].lines
    assert not any(SIGN in text for text in texts(levels_figure((MIXED.outcomes[0],), EN)))


def test_an_unclear_level_is_an_empty_bar_and_said():
    drawing = levels_figure((MIXED.outcomes[1],), EN)
    assert bars(drawing) == [(1.0, 0.0, "#ffffff")] and "unclear" in texts(drawing)
    assert "An empty bar" in figure(MIXED, EN).html and "An empty bar" not in figure(many(2), EN).html


def test_a_long_text_is_cut_beside_its_bar():
    said = texts(levels_figure((reading(text="word " * 600),), EN))
    assert any(text.endswith("…") for text in said) and len(" ".join(said)) < 300


def test_colours_run_in_one_direction_of_light():
    against_white = [contrast(colour, "#ffffff") for colour in palette(6)]
    assert against_white == sorted(against_white, reverse=True)


@pytest.mark.parametrize("lang", kip.LANGUAGES)
@pytest.mark.parametrize("text", [LONG * 3, WORD, ""])
def test_no_text_meets_another_and_none_leaves_the_page(lang, text):
    readings = [reading(f"O{n}", text, level=LEVELS[n % 6] if n % 2 else "") for n in range(1, 12)]
    assert_nothing_overlaps(levels_figure([*readings, MIXED.outcomes[1]], Language(lang), heading=LONG))


def test_long_lists_are_drawn_in_parts_and_very_long_ones_only_at_their_beginning():
    assert figure(many(20), EN).html.count("<img") == 1
    both = figure(many(40), EN)
    assert both.html.count("<img") == 2 and "Outcomes 21 to 40 of 40" in both.text and "Only the first" not in both.html
    long = figure(many(300), EN)
    assert long.html.count("<img") == 2 and long.html.count("Only the first 40 of 300 outcomes are drawn") == 2
    assert "Outcomes 21 to 40 of 300" in long.text
    assert [len(rows) for rows in cells(long.html)] == [20, 20]
    check(long.html)


def test_the_figures_data_are_what_is_drawn():
    (rows,) = cells(figure(MIXED, EN).html)
    assert rows[0] == ["O1", "0%", "5%", "63%", "22%", "0%", "10%", "–"]
    assert rows[1] == ["O2", *["–"] * 7]
    assert rows[3] == ["O4", *["–"] * 6, "Create"]
    assert figure(MIXED, EN).text == sentence(MIXED, EN)


def test_small_shares_are_said_to_be_small_and_the_shares_add_up_to_about_a_hundred():
    """0.09, 0.1, 0.2, 0.4 and 0.5 of 100, and what is left: only the half rounds up to 1."""
    (row,) = cells(figure(classification(reading(shares=(0.0009, 0.001, 0.002, 0.004, 0.005, 0.9871))), EN).html)[0]
    assert row[1:7] == [*["&lt; 1%"] * 4, "1%", "99%"]
    (row,) = cells(figure(classification(reading(shares=(0.0, 0.0049, 0.0, 0.9951, 0.0, 0.0))), Language("fr")).html)[0]
    assert [unescape(cell) for cell in row[1:7]] == [
        *["0\xa0%", "< 1\xa0%", "0\xa0%", "99\xa0%"],
        *["0\xa0%"] * 2,
    ]


def test_where_no_level_is_known_there_is_no_drawing():
    assert "<img" not in figure(many(3, shares=()), EN).html
    assert "<img" not in figure(classification(), EN).html


# --- the programme -------------------------------------------------------------------------------------


PROGRAMME = Programme(
    (Outcome("O1", "a", "A"), Outcome("O2", "b", "A"), Outcome("O3", "c", "elsewhere")),
    (TrainingModule("A", "Partners", 90), TrainingModule("B", "Money")),
    (Step("P1", "activity", "x", "A", 20), Step("P2", "assessment", "y", "A"), Step("P3", "other", "z", "B", 5)),
    "Seven modules",
    (message("One empty row was passed over."),),
)


def test_a_programme_by_modules_and_in_a_sentence():
    shown = table(PROGRAMME, EN)
    assert cells(shown.html) == [[["Partners", "2", "1", "1", "90"], ["Money", "0", "0", "0", "–"]]]
    assert "1 outcome belongs to no module." in shown.text and "is not said" in shown.text
    assert sentence(PROGRAMME, EN) == (
        '"Seven modules": 2 modules, 3 outcomes, 1 activity, 1 assessment, and 90 minutes. One empty row was passed over.'
    )
    plain = Programme((Outcome("O1", "a"),))
    assert table(plain, EN).text == sentence(plain, EN) == "The programme: 1 outcome."
    assert sentence(Programme((), (), (Step("P1", "other", "z"),)), EN) == "There is no outcome to read."
    full = Programme((Outcome("O1", "a", "A"),), (TrainingModule("A", "Partners", 90),))
    assert "is not said" not in table(full, EN).text and "belongs" not in table(full, EN).text


# --- whoever wrote it ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_nothing_that_an_author_wrote_becomes_markup_or_a_placeholder(lang):
    language = Language(lang)
    readings = [
        reading(
            text,
            text,
            phrasing=Phrasing(text, text, text, text),
            level="apply",
            by=text,
            findings=(Finding("no verb", message("{text}", text=text), message("{text}", text=text)),),
            reasons=(message("{text}", text=text),),
        )
        for text in HOSTILE
    ]
    modules = tuple(TrainingModule(text, text, 5) for text in HOSTILE)
    programme = Programme(tuple(each.of for each in readings), modules, title=HOSTILE[0])
    for shown in (
        table(classification(*readings), language),
        figure(classification(*readings), language),
        table(programme, language),
    ):
        check(shown.html)
        for bad in ("<script", "<b>", "onerror=alert(1)>"):
            assert bad not in shown.html
        assert "\x1b" not in shown.html + shown.text
    assert "{answer} {0} %s $x^2$" in table(classification(*readings), language).text
    assert "<script>" in sentence(programme, language)  # text, which `Show.sentence` escapes
    assert "<script" not in kip.Show(lang).sentence(programme).html


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_every_language_shows_everything_without_placeholders(lang):
    language = Language(lang)
    for result in (MIXED, many(61), PROGRAMME):
        for shown in (table(result, language).text, sentence(result, language)):
            assert not re.search(r"\{\w*\}|\bNone\b|\bnan\b", shown)


def test_ten_thousand_outcomes_are_shown_and_what_is_read_is_shown_as_read():
    found = classify(["Evaluate a network with its partners.", "x " * 1500, ""] + ["Agreements"] * 9997)
    shown, drawn = table(found, EN), figure(found, EN)
    assert drawn.html.count("<img") == 2 and len(drawn.html) < 1_000_000
    assert sum(map(len, cells(shown.html))) == 3 * 10_000
    assert "x " * 200 not in shown.text and "Evaluate, about" in shown.text
