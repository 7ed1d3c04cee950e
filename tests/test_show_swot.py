"""A SWOT, shown: no text on another however long, nothing told of fewer than five, and every sentence by hand."""

from __future__ import annotations

import os
import re
from itertools import combinations, cycle, product

import pytest
from builders import HOSTILE
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.text import Text
from test_show import check

import kiptools as kip
from kiptools.language import Language
from kiptools.pairwise import PairwiseWeights, Revision
from kiptools.ranking import Concordance, Disagreements, RankedFactor, Ranking
from kiptools.show.drawing import contrast, palette, readable_on
from kiptools.show.swot import DARE_TO_SAY, OTHERS_SAY, SAY
from kiptools.show.wall import QUADRANT_NAMES, QUADRANT_TITLES, ranking_figure
from kiptools.swot import QUADRANTS, SOURCES, Factor, Rater, Rating, Swot

LANGUAGES = tuple(kip.LANGUAGES)
LONG = "Decisions take three meetings and nobody remembers afterwards who was to do what, and by when ÅČẾ"
WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 4


def factor(id, quadrant="strength", text="", **more):
    return Factor(id, quadrant, text or f"Wording of {id}", **more)


def row(factor, place, importance=(0, 0, 1, 2, 4), degree=(0, 1, 2, 3, 1), *, split=False, **more):
    """With counts of seven people; split: three of them stand low, and four high, on the degree."""
    degree = (2, 1, 0, 2, 2) if split else degree
    values = {
        "priority": 15.0,
        "quartiles": (10.0, 20.0),
        "weight": 1.0,
        "kept": 7,
    }
    return RankedFactor(factor, place, sum(importance), importance, degree, **{**values, **more})


def ranking(*rows, unranked=(), raters=7, top=5, concordance=None):
    return Ranking(tuple(rows), tuple(unranked), raters, raters, top, concordance)


def long_ranking(count, text, unranked=0, quadrants=QUADRANTS):
    """So many factors, dealt out over the quadrants; every third split, every second an opinion."""
    factors = [
        factor(f"F{n}", quadrants[n % len(quadrants)], f"{n} {text}", evidence="x" * (n % 2)) for n in range(count)
    ]
    ranked = factors[: count - unranked]
    rows = [row(each, place, split=place % 3 == 0) for place, each in enumerate(ranked, start=1)]
    return ranking(*rows, unranked=factors[count - unranked :])


def text_boxes(drawing):
    """Each text of a drawing with the box that it takes up on the page, a pixel less."""
    canvas = FigureCanvasAgg(drawing)
    renderer = canvas.get_renderer()
    found = [each for each in drawing.findobj(Text) if each.get_visible() and each.get_text().strip()]
    boxes = [(each.get_text(), each.get_window_extent(renderer)) for each in found]
    return [(text, box.shrunk(1 - 1 / max(box.width, 2), 1 - 1 / max(box.height, 2))) for text, box in boxes]


def assert_texts_are_disjoint_and_in_their_boxes(drawing):
    texts, page = text_boxes(drawing), drawing.bbox
    frames = [patch.get_window_extent() for patch in drawing.axes[0].patches if type(patch) is Rectangle]
    assert len(frames) == 8  # a band and a frame for each quadrant
    for text, box in texts:
        assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1, text
        for frame in frames:
            outside = not frame.overlaps(box)
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            assert inside or outside, text
    for (one, first), (other, second) in combinations(texts, 2):
        assert not first.overlaps(second), (one, other)
    for first, second in combinations(frames[1::2], 2):
        assert not first.overlaps(second)


# --- the page for the wall -----------------------------------------------------------------------------


FEW = zip((1, 2, 5, 13, 25, 40), cycle(LANGUAGES), strict=False)


@pytest.mark.parametrize(
    ("count", "lang"), [*(product(range(1, 41), LANGUAGES) if os.environ.get("KIP_CAMPAIGN") else FEW)]
)
def test_no_two_texts_meet_on_the_page_for_the_wall(count, lang):
    result = long_ranking(count, LONG * 2 if count % 2 else WORD, count // 4)
    assert_texts_are_disjoint_and_in_their_boxes(ranking_figure(result, Language(lang)))


@pytest.mark.parametrize(("count", "text", "unranked"), [(5, WORD, 5), (40, "short", 0), (4, "", 0)])
def test_no_two_texts_meet_without_places_and_with_short_texts_and_none(count, text, unranked):
    assert_texts_are_disjoint_and_in_their_boxes(ranking_figure(long_ranking(count, text, unranked), Language("en")))


def test_no_two_texts_meet_if_all_factors_stand_in_one_quadrant_or_headings_are_long(monkeypatch):
    assert_texts_are_disjoint_and_in_their_boxes(ranking_figure(long_ranking(40, LONG, 5, ("threat",)), Language("hr")))
    monkeypatch.setattr(Language, "say", lambda self, text: str(text) + " little will still fill it" * 8)
    assert_texts_are_disjoint_and_in_their_boxes(ranking_figure(long_ranking(5, LONG, 1), Language("en")))


def test_more_than_a_hundred_places_fit_their_badges():
    assert_texts_are_disjoint_and_in_their_boxes(ranking_figure(long_ranking(112, "short"), Language("en")))


def test_the_checker_sees_texts_that_meet():
    drawing = ranking_figure(long_ranking(4, LONG), Language("en"))
    drawing.text(0.5, 0.5, LONG)
    with pytest.raises(AssertionError):
        assert_texts_are_disjoint_and_in_their_boxes(drawing)


def test_each_factor_stands_in_its_quadrant_the_highest_priority_first_then_those_without_a_place():
    """Places 1 and 3 are strengths, 2 a threat; one strength has no place, weaknesses and opportunities are empty."""
    result = ranking(
        row(factor("S1"), 1),
        row(factor("T1", "threat"), 2),
        row(factor("S2"), 3),
        unranked=[factor("S3")],
    )
    boxes = dict(text_boxes(ranking_figure(result, Language("en"))))
    names = ["Strengths", "Wording of S1", "Wording of S2", "Wording of S3", "Threats", "Wording of T1"]
    down = [boxes[name].y0 for name in names]
    assert down == sorted(down, reverse=True)
    assert boxes["Strengths"].x1 < boxes["Weaknesses"].x0 and boxes["Opportunities"].x1 < boxes["Threats"].x0
    assert boxes["Wording of S1"].x1 < boxes["Weaknesses"].x0 < boxes["Wording of T1"].x0
    assert boxes["1"].y0 == pytest.approx(boxes["Wording of S1"].y0, abs=3) and "3" in boxes and "4" not in boxes
    assert boxes["2"].x0 > boxes["Strengths"].x1


def test_marks_are_told_by_shape_and_only_those_that_occur_stand_in_the_legend():
    plain = ranking(row(factor("S1", evidence="survey"), 1))
    marked = ranking(row(factor("S1"), 1, split=True), unranked=[factor("T1", "threat", evidence="x")])
    texts = [[text for text, _ in text_boxes(ranking_figure(each, Language("en")))] for each in (plain, marked)]
    legend = ["The room is split", "Opinion: no evidence", "No place yet: rated by fewer than 5 people"]
    assert not set(legend) & set(texts[0]) and "Place by priority" in texts[0]
    assert set(legend) <= set(texts[1])
    assert texts[0].count("?") == 0 and texts[1].count("?") == 2  # in the legend and beside S1
    shapes = [line.get_marker() for line in ranking_figure(marked, Language("en")).axes[0].lines]
    assert shapes.count("<") == shapes.count(">") == 2


def test_marks_and_badges_stand_beside_what_they_say():
    """S1 has a place and is split; T1 is an opinion without a place. The legend explains each of the four signs."""
    split = row(factor("S1", evidence="survey"), 1, split=True)
    drawing = ranking_figure(ranking(split, unranked=[factor("T1", "threat")]), Language("en"))
    axes, (width, height) = drawing.axes[0], drawing.get_size_inches()
    places = {text.get_text(): text.get_position() for text in drawing.texts}

    def beside(name, things):
        """Those on the line of some words: left of them in the legend, on either side in a box."""
        x, y = places[name][0] * width, places[name][1] * height
        near = [thing for at, thing in things if abs(at[1] - y) < 0.05 and -0.6 < at[0] - x < 3.3]
        return (
            near
            if name.startswith("Wording")
            else [thing for at, thing in things if abs(at[1] - y) < 0.05 and -0.35 < at[0] - x < 0]
        )

    signs = [
        ((line.get_xdata()[0], line.get_ydata()[0]), line.get_marker())
        for line in axes.lines
        if len(line.get_xdata()) == 1
    ]
    signs += [(text.get_position(), text.get_text()) for text in axes.texts]
    badges = [
        ((badge.get_x(), badge.get_y() + badge.get_height() / 2), to_hex(badge.get_facecolor()) == "#ffffff")
        for badge in axes.patches
        if isinstance(badge, FancyBboxPatch)
    ]
    assert [sorted(beside(name, signs)) for name in ("The room is split", "Wording of S1")] == [
        ["<", ">"],
        ["1", "<", ">"],
    ]
    assert [sorted(beside(name, signs)) for name in ("Opinion: no evidence", "Wording of T1")] == [["?", "o"]] * 2
    assert [beside(name, badges) for name in ("Place by priority", "Wording of S1")] == [[False]] * 2
    no_place = "No place yet: rated by fewer than 5 people"
    assert [beside(name, badges) for name in (no_place, "Wording of T1")] == [[True]] * 2
    assert beside("Place by priority", signs) == ["1"] and beside(no_place, signs) == []


def test_the_arrows_of_a_split_room_point_away_from_each_other():
    drawing = ranking_figure(ranking(row(factor("S1"), 1, split=True)), Language("en"))
    arrows = [
        (line.get_ydata()[0], line.get_xdata()[0], line.get_marker())
        for line in drawing.axes[0].lines
        if line.get_marker() in ("<", ">")
    ]
    assert [marker for _, _, marker in sorted(arrows)] == ["<", ">"] * 2, (
        "from left to right, in a factor and the legend"
    )


def test_colours_are_read_well_in_bands_and_badges():
    assert all(contrast(colour, readable_on(colour)) >= 4.5 for colour in palette(2))


def test_the_page_carries_its_data_and_sentence_and_is_the_same_every_time():
    result, show = long_ranking(13, LONG, 3), kip.Show("en")
    rendered = show.figure(result)
    check(rendered.html)
    assert rendered.text == show.sentence(result).text
    assert rendered.html.count("<table") == 2 and "Factors without a place" in rendered.html
    assert show.figure(result).html == rendered.html
    assert show.figure(ranking(raters=0)).text == "Nothing is named yet."


# --- the ranking in words and numbers ------------------------------------------------------------------


def cells(rendered):
    """The rows of all tables, without their markup."""
    rows = re.findall(r"<tr><th scope=\"row\".*?</tr>", rendered.html)
    return [re.findall(r">([^<>]+)</t[hd]>", each) for each in rows]


def test_the_table_counts_low_middle_and_high():
    """(1, 1, 1, 2, 2): two low, one middle, four high."""
    one = row(factor("S1", evidence="trust_1: 24 of 31", source="survey"), 1, (1, 1, 1, 2, 2), (0, 0, 6, 1, 0), kept=6)
    result = ranking(one, unranked=[factor("T1", "threat")])
    assert cells(kip.Show("en").table(result)) == [
        ["1", "Wording of S1", "Strength", "15", "2 · 1 · 4", "0 · 6 · 1", "6 of 7", "Survey"],
        ["Wording of T1", "Threat", "Opinion: no evidence"],
    ]


def test_where_evidence_comes_from_is_told_in_a_word():
    rows = [row(factor(f"S{n}", evidence="x", source=source), n) for n, source in enumerate(SOURCES, start=1)]
    told = [each[-1] for each in cells(kip.Show("en").table(ranking(*rows)))]
    assert told == ["Survey", "Partner list", "Document"]


def test_what_all_rated_alike_is_not_shown():
    """Seven times 5: who sees it knows what everybody said; the place remains. A 4 among them is enough."""
    rows = [
        row(factor("A", evidence="x"), 1, (0, 0, 0, 0, 7), (0, 0, 0, 0, 7), priority=25.0),
        row(factor("B", evidence="x"), 2, (0, 0, 0, 1, 6), (7, 0, 0, 0, 0), priority=4.9),
        row(factor("C", evidence="x"), 3, (0, 0, 0, 1, 6), (6, 1, 0, 0, 0), priority=4.8),
    ]
    shown = kip.Show("en").table(ranking(*rows))
    assert [each[3:6] for each in cells(shown)] == [
        ["–", "–", "–"],
        ["–", "0 · 0 · 7", "–"],
        ["5", "0 · 0 · 7", "7 · 0 · 0"],
    ]
    assert "Not shown, because all gave the same rating." in shown.text
    assert "Not shown" not in kip.Show("en").table(ranking(rows[2])).text
    assert "25" not in shown.text.split("Priority:")[0]


def test_while_people_are_rating_nothing_is_said():
    going_on = Ranking((), (factor("S1"),), 6, 0, 5, None, unfinished=1)
    assert kip.Show("en").sentence(going_on).text.startswith("People are still rating.")
    assert "People are still rating." in kip.Show("en").table(going_on).text


def test_a_spread_is_told_only_of_ten_people_and_more():
    nine, ten = (row(factor("S1"), 1, (0, 0, 0, 1, n), (0, 0, 0, 1, n)) for n in (8, 9))
    assert cells(kip.Show("en").table(ranking(nine)))[0][3] == "15"
    assert cells(kip.Show("en").table(ranking(ten)))[0][3] == "15 (10 to 20)"
    assert "middle half" not in kip.Show("en").table(ranking(nine)).text
    weighted = row(factor("S1"), 1, (0, 0, 0, 1, 9), (0, 0, 0, 1, 9), weight=0.5, priority=7.5, quartiles=(5.0, 10.0))
    assert cells(kip.Show("en").table(ranking(weighted)))[0][3] == "8 (5 to 10)"
    assert "times a weight" in kip.Show("en").table(ranking(weighted)).text
    assert "25 at most" not in kip.Show("en").table(ranking(weighted)).text


def test_nothing_is_said_of_ratings_that_too_few_have_given():
    few = ranking(unranked=[factor("S1")], raters=4)
    assert kip.Show("en").sentence(few).text == (
        "No factor has a place yet: that takes 5 people who rate both how important it is and how well we do or how "
        "likely it is; 4 people have rated something."
    )
    assert cells(kip.Show("en").table(few)) == [["Wording of S1", "Strength", "Opinion: no evidence"]]


def test_the_headline_names_the_first_and_how_many_hang_on_single_persons():
    rows = [row(factor(f"S{n}", evidence="x"), n, kept=7 - (n == 2) - (n == 3)) for n in range(1, 4)]
    said = kip.Show("en").sentence(ranking(*rows, top=2)).text
    assert said.startswith('First of 3 factors by priority: "Wording of S1". 7 people have rated: take it')
    # The second is on top and leaves it in a recount, in which the third comes up.
    assert "For each of 2 factors a single person decides whether it is among the first 2." in said
    assert "depends on no single person" in kip.Show("en").sentence(ranking(rows[0], row(factor("B"), 2), top=1)).text
    assert "single person" not in kip.Show("en").sentence(ranking(*rows, top=3)).text  # all are on top
    alone = kip.Show("en").sentence(ranking(rows[0])).text
    assert alone.startswith('The only factor with a place is "Wording of S1".')
    shared = kip.Show("en").sentence(ranking(row(factor("A"), 1), row(factor("B"), 1), raters=12)).text
    assert '"Wording of A" and "Wording of B". 12 people have rated.' in shared


def test_an_agreed_opinion_is_to_be_checked_first():
    rows = [
        row(factor("A"), 1),
        row(factor("B"), 2, split=True),
        row(factor("C", evidence="x"), 3),
        row(factor("D"), 6),
    ]
    said = kip.Show("en").sentence(ranking(*rows, top=3)).text
    assert said.endswith(
        '"Wording of A" is among the first 3 and the room is not split over it, but it rests on no evidence: check it '
        "before acting on it."
    )


@pytest.mark.parametrize(
    ("w", "p", "said"),
    [
        (0.9, 0.0004, "agree largely on the order; chance alone would bring about as much agreement in at most 1 of"),
        (0.7, 0.011, "agree largely on the order; chance alone would bring about as much agreement in at most 2 of"),
        (0.69, 0.01, "agree to some extent on the order"),
        (0.3, 0.049, "agree little on the order; chance alone would bring about as much agreement in at most 5 of"),
        (0.9, 0.05, "no more agreement than chance may bring about: as much comes about in 5 of 100"),
    ],
)
def test_agreement_is_told_in_words_and_chance_in_cases(w, p, said):
    result = Concordance(7, 4, w, p, True)
    text = kip.Show("en").sentence(result).text
    assert said in text and "7 people" in text and str(w) not in text
    assert text in kip.Show("en").sentence(ranking(row(factor("A"), 1), concordance=result)).text


def test_w_and_p_stand_in_the_table():
    exact, part = (kip.Show("fr").table(Concordance(7, 4, 0.523, 0.0004, exact)) for exact in (True, False))
    assert [each[1] for each in cells(exact)] == ["7", "4", "0,52", "&lt; 0,001"]
    assert exact.text != part.text
    assert "all orders counted" in kip.Show("en").table(Concordance(7, 4, 0.5, 0.2, True)).text


# --- where the room is split ---------------------------------------------------------------------------


def disagreements():
    """Importance 3 low, 4 high; likelihood 3 low, 1 middle, 3 high, importance agreed; performance likewise."""
    return Disagreements(
        (
            row(factor("S1"), 1, (2, 1, 0, 2, 2), (0, 0, 7, 0, 0)),
            row(factor("T1", "threat"), 2, (0, 0, 0, 3, 4), (2, 1, 1, 1, 2)),
            row(factor("W1", "weakness"), 3, (0, 0, 0, 3, 4), (2, 1, 1, 1, 2)),
            row(factor("S2"), 4, (2, 1, 0, 2, 2), (0, 0, 7, 0, 0)),
        ),
        9,
    )


def test_the_card_tells_what_is_split_and_has_different_prompts_for_rows_below_each_other():
    rows = cells(kip.Show("en").table(disagreements()))
    assert [each[1] for each in rows] == [
        "importance: 3 low, 0 middle, 4 high",
        "how likely it is: 3 low, 1 middle, 3 high",
        "how well we do: 3 low, 1 middle, 3 high",
        "importance: 3 low, 0 middle, 4 high",
    ]
    for one, next_one in zip(rows, rows[1:], strict=False):
        assert all(first != second for first, second in zip(one[2:], next_one[2:], strict=True))


def test_prompts_differ_also_within_one_kind():
    for prompts in (*OTHERS_SAY.values(), DARE_TO_SAY, SAY):
        assert len(set(prompts)) == len(prompts) >= 3


def test_disagreement_in_a_sentence():
    said = kip.Show("en").sentence
    assert said(disagreements()).text.startswith(
        'The room is split on 4 of 9 ranked factors, most clearly on "Wording of S1" (importance: 3 low, 0 middle, '
    )
    assert said(Disagreements((), 9)).text == "The room is split on none of the 9 ranked factors."
    assert said(Disagreements((), 0)).text == ("Where the room is split can be told once 5 people have rated a factor.")


def test_the_figure_of_disagreements_has_a_bar_for_each_and_the_table_behind_it():
    rendered = kip.Show("en").figure(disagreements())
    check(rendered.html)
    assert rendered.html.count("<img") == rendered.html.count("<table") == 1
    assert "<img" not in kip.Show("en").figure(Disagreements((), 9)).html


def test_the_bars_are_low_middle_and_high_of_what_is_split(monkeypatch):
    seen = []
    from kiptools.show import swot as shown

    drawn = shown.counts_figure
    monkeypatch.setattr(
        shown, "counts_figure", lambda bars, *args, **more: seen.extend(bars) or drawn(bars, *args, **more)
    )
    kip.Show("en").figure(disagreements())
    assert seen[:2] == [("Wording of S1 (importance)", (3, 0, 4)), ("Wording of T1 (how likely it is)", (3, 1, 3))]


# --- the SWOT itself -----------------------------------------------------------------------------------


def swot():
    return Swot(
        (
            factor("S1", evidence="trust_1", source="survey"),
            factor("S2"),
            factor("T1", "threat", evidence="7 of 40", source="partners"),
            factor("W1", "weakness", evidence="x", proposed=True),
        ),
        (Rater("A", "employer"), Rater("B", "club"), Rater("C"), Rater("D", "employer")),
        (Rating("A", "S1", 5, 4),),
    )


def test_a_swot_is_four_tables_and_proposals_stand_apart():
    rendered = kip.Show("en").table(swot())
    assert cells(rendered) == [
        ["S1", "Wording of S1", "Survey: trust_1"],
        ["S2", "Wording of S2", "Opinion: no evidence"],
        ["T1", "Wording of T1", "Partner list: 7 of 40"],
        ["W1", "Wording of W1", "Weakness", "Evidence: x"],
    ]
    assert re.findall(r"<caption[^>]*>([^<]*)", rendered.html) == [
        "Strengths",
        "Threats",
        "Proposals that the group has not taken up yet",
    ]
    assert kip.Show("en").table(Swot()).text == "Nothing is named yet."


def test_a_swot_in_sentences():
    assert kip.Show("en").sentence(swot()).text == (
        "Named so far: 2 strengths and 1 threat. Nothing stands under: Weaknesses and Opportunities. 1 of them is an "
        "opinion: it rests on no evidence. 1 proposal waits for the group to take it up or leave it. 4 people rate. "
        "They come from 2 kinds of organisations: Employer and club."
    )
    assert kip.Show("en").sentence(Swot()).text == "Nothing is named yet. Nobody has come in to rate yet."
    sure = Swot((factor("S1", evidence="x"),), (Rater("A"),))
    assert "Each of them rests on evidence. 1 person rates." in kip.Show("en").sentence(sure).text
    assert "They speak" not in kip.Show("en").sentence(sure).text


def test_nobody_is_named():
    people = Swot((factor("S1"),), (Rater("Zdenka", "employer"),), (Rating("Zdenka", "S1", 5, 5),))
    for rendered in (kip.Show("en").table(people), kip.Show("en").sentence(people)):
        assert "Zdenka" not in rendered.html


# --- weights -------------------------------------------------------------------------------------------


def test_weights_and_the_comparison_to_talk_about_again():
    """Judged 1/3 from the first: the second counts 3 times; implied 0.8 turned round is 1.25."""
    result = PairwiseWeights(
        ("strength", "weakness", "S1"), (0.2, 0.5, 0.3), 3.2, 0.172, (), Revision("strength", "weakness", 1 / 3, 0.8, 0)
    )
    assert kip.Show("en").sentence(result).text == (
        "Most weight has: Weaknesses (50%). The comparisons contradict each other more than they should. Talk about "
        'one comparison again: "Weaknesses" was said to count 3 times as much as "Strengths"; all comparisons together '
        "say 1.2 times."
    )
    assert cells(kip.Show("en").table(result)) == [["Weaknesses", "50%"], ["S1", "30%"], ["Strengths", "20%"]]
    assert "Consistency ratio: 0.17" in kip.Show("en").table(result).text


def test_weights_that_agree_that_are_missing_and_that_are_equal():
    said = kip.Show("en").sentence
    assert said(PairwiseWeights(("A", "B", "C"), (0.5, 0.3, 0.2), 3.0, 0.1)).text == (
        "Most weight has: A (50%). The comparisons contradict each other little."
    )
    assert said(PairwiseWeights(("A", "B"), (0.5, 0.5), 2.0, 0.0)).text == "All count the same."
    missing = PairwiseWeights(("A", "B", "C"), (), 0.0, 0.0, (("A", "C"), ("B", "C")))
    assert said(missing).text == "There are no weights yet; 2 comparisons are missing: A with C, B with C."
    assert kip.Show("en").table(missing).text == said(missing).text
    assert said(PairwiseWeights((), (), 0.0, 0.0)).text == "Nothing has been compared yet."


# --- what people typed, and languages ------------------------------------------------------------------


def hostile():
    factors = [
        Factor(f"F{n}", quadrant, text, "document", text)
        for n, (text, quadrant) in enumerate(zip(HOSTILE, QUADRANTS * 3, strict=False))
    ]
    rows = [row(each, n, (2, 1, 0, 2, 2)) for n, each in enumerate(factors, start=1)]
    result = ranking(*rows, unranked=[factor("X", text=HOSTILE[0] * 4)])
    raters = tuple(Rater(text, text) for text in HOSTILE)
    return [
        Swot(tuple(factors), raters),
        Swot((Factor(HOSTILE[0], "threat", "", proposed=True),)),
        result,
        result.disagreements,
        PairwiseWeights(HOSTILE[:3], (0.5, 0.3, 0.2), 3.0, 0.2, (), Revision(*HOSTILE[:2], 3.0, 0.4, 0.0)),
        PairwiseWeights(HOSTILE[:3], (), 3.0, 0.2, ((HOSTILE[0], HOSTILE[1]),)),
    ]


@pytest.mark.filterwarnings("ignore:Glyph")
def test_what_people_typed_is_never_markup():
    show = kip.Show("en")
    for result, kind in product(hostile(), ("table", "sentence")):
        check(getattr(show, kind)(result).html)
    for result in hostile()[2:4]:
        check(show.figure(result).html)
    assert_texts_are_disjoint_and_in_their_boxes(ranking_figure(hostile()[2], Language("fr")))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_is_said_in_every_language_without_a_gap(lang):
    show = kip.Show(lang)
    for result in (swot(), long_ranking(6, "x", 1), disagreements(), Concordance(7, 4, 0.5, 0.01, True)):
        for text in (show.table(result).text, show.sentence(result).text):
            assert text and not re.search(r"\{\w*\}|\bNone\b|\bnan\b", text)


def test_every_quadrant_has_a_name_and_a_title():
    assert tuple(QUADRANT_NAMES) == tuple(QUADRANT_TITLES) == QUADRANTS
