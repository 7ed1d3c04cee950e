"""What people see: tables, figures and sentences, in every language, for any answers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import combinations

import pytest
from builders import HOSTILE, book, examples, rated, responses, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text

import kiptools as kip
from kiptools.language import Language
from kiptools.show import drawing as drawing_page
from kiptools.show import figures
from kiptools.show.html import Rendered
from kiptools.show.html import table as html_table

LANGUAGES = tuple(kip.LANGUAGES)


def results(demo: kip.Responses) -> dict[str, object]:
    """One result of each kind, and the hard cases."""
    few = demo.where([place < 7 for place in range(31)])
    fewer = demo.where([place < 3 for place in range(31)])
    return {
        "responses": demo,
        "subset": few,
        "profile": kip.distribution(demo, role="profile"),
        "multiple": kip.distribution(demo, "activities"),
        "rated": kip.distribution(demo, ["trust", "results", "learning"], role="experience"),
        "one": kip.distribution(demo, "governance_3"),
        "nothing": kip.distribution(demo, []),
        "few": kip.distribution(few, "trust"),
        "fewer": kip.distribution(fewer, "trust"),
        "fewer one": kip.distribution(fewer, "organisation_type"),
        "topics": kip.agreement(demo, by="construct", population=42),
        "statements": kip.agreement(demo, "trust"),
        "one share": kip.agreement(demo, "trust_1", population=42),
        "no shares": kip.agreement(demo, []),
        "everybody": kip.agreement(demo, "trust", by="construct", population=31),
        "importance": kip.agreement(demo, role="importance", by="construct", population=42),
        "few shares": kip.agreement(few, "trust"),
        "few one": kip.agreement(few, "trust_1"),
        "fewer shares": kip.agreement(fewer, "trust"),
        "open": kip.open_answers(demo),
    }


FIGURES = (kip.Distribution, kip.Agreement)
SENTENCES = (kip.Responses, kip.Distribution, kip.Agreement)


@pytest.fixture(scope="module")
def shown(demo) -> dict[tuple[str, str, str], Rendered]:
    """Everything that can be shown: (result, kind, language) -> rendered."""
    found = {}
    for lang in LANGUAGES:
        show = kip.Show(lang)
        for name, result in results(demo).items():
            found[name, "table", lang] = show.table(result)
            if isinstance(result, FIGURES):
                found[name, "figure", lang] = show.figure(result)
            if isinstance(result, SENTENCES):
                found[name, "sentence", lang] = show.sentence(result)
    return found


TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p", "figure", "img", "details", "summary", "wbr"}


class Checker(HTMLParser):
    """Only tags of ours, that fit together, scoped headings, captions, alternative texts."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tables = self.captions = 0

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "th" and values.get("scope") not in ("col", "row"):
            self.faults.append(f"th without scope: {attrs}")
        if tag == "img" and not values.get("alt"):
            self.faults.append("img without alt")
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        if any(name.startswith("on") for name in values):
            self.faults.append(f"handler {attrs}")
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if tag not in ("img", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> does not fit")


def check(html: str) -> Checker:
    checker = Checker()
    checker.feed(html)
    checker.close()
    assert not checker.open and not checker.faults, (checker.open, checker.faults)
    assert checker.tables == checker.captions
    return checker


def test_everything_is_sound_markup(shown):
    for rendered in shown.values():
        check(rendered.html)


def test_every_language_says_it_differently_and_leaves_no_placeholder(shown):
    for (name, kind, lang), rendered in shown.items():
        assert not re.search(r"\{\w*\}", rendered.text), (name, kind, lang)
        assert not re.search(r"\b(None|nan|inf)\b", rendered.text.replace("None of these", ""))
        if lang != "en" and name not in ("nothing", "no shares") and rendered.text:
            assert rendered.text != shown[name, kind, "en"].text, (name, kind, lang)


def test_every_figure_carries_its_data_and_the_sentence_as_alternative_text(shown):
    for (name, kind, lang), rendered in shown.items():
        if kind == "figure" and "<img" in rendered.html:
            assert rendered.html.count("<figure") == rendered.html.count("<details>") == rendered.html.count("<img")
            assert rendered.html.count("<table") >= rendered.html.count("<figure"), (name, lang)
            if rendered.html.count("<figure") == 1:
                assert rendered.text.endswith(shown[name, "sentence", lang].text)


def test_the_same_result_gives_the_same_bytes(demo):
    for name in ("rated", "topics", "multiple"):
        assert kip.Show("hr").figure(results(demo)[name]).html == kip.Show("hr").figure(results(demo)[name]).html


def test_counts_stand_beside_percentages(demo):
    """31 answered, 10 employers: 32.3 percent, rounded for show only."""
    assert "10 (32%)" in kip.Show("en").table(kip.distribution(demo, role="profile")).text
    assert "10 (32\u00a0%)" in kip.Show("fr").table(kip.distribution(demo, role="profile")).text.replace(
        "\u202f", "\u00a0"
    )


def test_fewer_than_ten_answers_bear_no_percentage(demo):
    few = demo.where([place < 7 for place in range(31)])
    text = kip.Show("en").table(kip.distribution(few, "trust_1")).text + kip.Show("en").table(
        kip.agreement(few, "trust_1", population=None)
    ).text.replace("Range (95%)", "")
    assert "%" not in text
    assert "single voices" in kip.Show("en").sentence(kip.agreement(few, "trust_1")).text


def test_fewer_than_five_answers_are_not_shown(demo):
    three = demo.where([place < 3 for place in range(31)])
    for result in (
        kip.distribution(three, "trust_1"),
        kip.agreement(three, "trust_1"),
        kip.agreement(three, by="construct"),
    ):
        for rendered in (kip.Show("en").table(result), kip.Show("en").figure(result), kip.Show("en").sentence(result)):
            assert "Fewer than 5 partners answered" in rendered.html + rendered.text
            numbers = re.sub(r"data:[^\"]*|Fewer than 5|95%|Wilson", "", rendered.text)
            assert not re.search(r"[0-9]", numbers), rendered.text


@pytest.mark.parametrize("n", range(7))
def test_nothing_breaks_at_the_smallest_numbers(tmp_path, n):
    """Every n from nobody to six, all in one level, one item without any answer."""
    items = book(rated("q1", construct="c"), rated("q2", construct="c"))
    rows = [["5", ""]] * n or [["", ""]]
    found = responses(tmp_path, items, rows)
    show = kip.Show("en")
    for result in (kip.distribution(found), kip.agreement(found), kip.agreement(found, by="construct", population=8)):
        for render in (show.table, show.figure, show.sentence):
            check(render(result).html)


def test_everyone_giving_the_same_answer_is_hidden_like_too_few(tmp_path):
    """It would tell what each partner answered; the note does not say which of the two reasons it is."""
    text = "Fewer than 5 partners answered, or all gave the same answer; not shown, so that nobody can be recognised."
    for rows in ([["4"]] * 12, [["4"]] * 3 + [["5"]]):
        found = responses(tmp_path, book(rated("q1")), rows)
        for result in (kip.distribution(found, "q1"), kip.agreement(found, "q1", population=12)):
            assert kip.Show("en").sentence(result).text == kip.Show("en").figure(result).text == text
            assert text in kip.Show("en").table(result).text


def test_everybody_on_one_side_is_hidden_if_everybody_answered(tmp_path):
    """12 of 12 favourable, all 12 asked: each partner's side is known. With 20 asked, it is not."""
    found = responses(tmp_path, book(rated("q1")), [["4"]] * 6 + [["5"]] * 6)
    show = kip.Show("en")
    assert "or all gave the same answer" in show.sentence(kip.agreement(found, population=12)).text
    assert "12 of 12" in show.sentence(kip.agreement(found, population=20)).text


def test_everyone_in_one_group_is_said(tmp_path):
    """What partners are is no opinion."""
    kinds = kip.Scale("kinds", (kip.Choice("k", words("Employer")), kip.Choice("m", words("School"))))
    item = kip.Item("kind", "select_one", words("Kind?"), kinds, role="profile")
    found = kip.distribution(responses(tmp_path, book(item), [["k"]] * 12))
    assert kip.Show("en").sentence(found).text == 'All 12 partners who answered chose "Employer".'


@pytest.mark.parametrize("text", HOSTILE)
def test_no_wording_becomes_markup(tmp_path, text):
    answers = kip.Scale("s", tuple(kip.Choice(str(n), words(f"{text} {n}"), float(n)) for n in (1, 2, 3)))
    acts = kip.Item("acts", "select_multiple", words(text), answers)
    found = responses(tmp_path, book(rated("q1", answers, text=text, construct="c"), acts), [["1", "1 3"]] * 12)
    show = kip.Show("en")
    for result in (found, kip.distribution(found), kip.agreement(found)):
        for render in (show.table, show.figure, show.sentence):
            try:
                html = render(result).html
            except TypeError:
                continue  # there is no figure of the responses themselves
            check(html)


# --- figures -----------------------------------------------------------------------------------------


def texts_of(drawing) -> list[Text]:
    return [text for text in drawing.findobj(Text) if text.get_visible() and text.get_text().strip()]


def assert_nothing_overlaps(drawing) -> None:
    canvas = FigureCanvasAgg(drawing)
    canvas.draw()
    renderer = canvas.get_renderer()
    page = drawing.bbox
    # Ticks outside the axis' range are in the list but not drawn.
    low, high = drawing.axes[0].get_xlim()
    boxes = []
    for text in texts_of(drawing):
        box = text.get_window_extent(renderer)
        box = box.shrunk(1 - 1 / max(box.width, 2), 1 - 1 / max(box.height, 2))  # a pixel may touch
        axis_label = text in drawing.axes[0].get_xticklabels()
        if axis_label and not low - 1e-9 <= text.get_position()[0] <= high + 1e-9:
            continue
        boxes.append((text.get_text(), box))
    for text, box in boxes:
        assert box.x0 >= page.x0 - 1 and box.x1 <= page.x1 + 1 and box.y0 >= page.y0 - 1 and box.y1 <= page.y1 + 1, text
    for (one, first), (other, second) in combinations(boxes, 2):
        assert not first.overlaps(second), (one, other)


STATEMENT = st.text(st.sampled_from("abcdefghij klmnop qrstuv wxyz čćžšđ éàç,.-$_{}^%"), min_size=1, max_size=160)


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_two_texts_overlap_and_bars_are_as_long_as_the_table_says(tmp_path_factory, data):
    levels = data.draw(st.integers(2, 7))
    names = data.draw(st.lists(STATEMENT, min_size=levels, max_size=levels))
    answers = kip.Scale("s", tuple(kip.Choice(str(n), words(name), float(n)) for n, name in enumerate(names, start=1)))
    items = book(*(rated(f"q{n}", answers, text=data.draw(STATEMENT)) for n in range(data.draw(st.integers(1, 5)))))
    n = data.draw(st.integers(1, 40))
    rows = [
        [str(data.draw(st.integers(1, levels))) if data.draw(st.booleans()) else "" for _ in items.items]
        for _ in range(n)
    ]
    found = responses(tmp_path_factory.mktemp("figure"), items, rows)
    result = kip.distribution(found)
    drawing = figures.distribution_figure(result.rows, Language("hr"))
    assert_nothing_overlaps(drawing)
    drawn = [patch.get_width() for patch in drawing.axes[0].patches]
    shown = [row for row in result.rows if row.answered >= 5 and max(row.counts) < row.answered]
    expected = [share for row in shown for share in row.shares]
    assert drawn == pytest.approx(expected, abs=1e-12)
    assert_nothing_overlaps(figures.agreement_figure(kip.agreement(found, population=300), Language("fr")))
    assert_nothing_overlaps(figures.bars_figure(result.rows[0], Language("pt")))


@pytest.mark.parametrize(
    "text", ["WWW MMM " * 30, "A question that asks at length about what partners do with one another " * 4]
)
def test_a_long_heading_stays_on_the_page_in_bold_type(tmp_path, text):
    """Bold letters are wider than those that lines are measured by."""
    answers = responses(tmp_path, book(rated("q", text=text)), [["1"], ["2"], ["3"], ["4"], ["5"], ["5"]])
    page = figures.bars_figure(kip.distribution(answers, "q").rows[0], Language("en"))
    FigureCanvasAgg(page).draw()
    for each in page.findobj(Text):
        if each.get_weight() == "bold":
            assert each.get_window_extent().x1 <= page.bbox.x1


def test_a_bar_is_centred_on_the_middle_of_its_scale(tmp_path):
    """Five levels, 10 answers 1,2,2,3,3,3,3,4,4,5: left of the line 0.1 + 0.2 + half of 0.4."""
    found = responses(tmp_path, book(rated("q1")), [[level] for level in "1223333445"])
    drawing = figures.distribution_figure(kip.distribution(found).rows, Language("en"))
    patches = drawing.axes[0].patches
    assert patches[0].get_x() == pytest.approx(-0.5) and patches[-1].get_x() + patches[-1].get_width() == pytest.approx(
        0.5
    )
    assert {text.get_text() for text in texts_of(drawing)} >= {"n = 10", "Level 1", "Level 5", "2", "4"}


def test_figures_say_what_their_axes_are(demo):
    for result, draw in (
        (kip.distribution(demo, "trust", role="experience").rows, figures.distribution_figure),
        (kip.distribution(demo, "activities").rows[0], figures.bars_figure),
        (kip.agreement(demo, "trust"), figures.agreement_figure),
    ):
        assert draw(result, Language("fr")).axes[0].get_xlabel()


@pytest.mark.parametrize("levels", range(2, 12))
def test_colours_are_told_apart_in_grey_and_bear_their_numbers(levels):
    colours = drawing_page.palette(levels)
    grey = [0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in map(to_rgb, colours)]
    assert all(later - earlier > 0.3 / levels for earlier, later in zip(grey, grey[1:], strict=False))
    assert all(drawing_page.contrast(drawing_page.readable_on(colour), colour) >= 4.5 for colour in colours)


def test_a_dollar_sign_is_a_dollar_sign(tmp_path):
    found = responses(tmp_path, book(rated("q1", text="Is $5 worth $x_1^2$?")), [["1"]] * 6)
    drawing = figures.distribution_figure(kip.distribution(found).rows, Language("en"))
    FigureCanvasAgg(drawing).draw()
    assert any("$x_1^2$" in text.get_text() and not text.get_parse_math() for text in texts_of(drawing))


# --- sentences ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "count", "said"),
    [
        ("fr", 1, "1 partenaire a"),
        ("fr", 2, "2 partenaires ont"),
        ("en", 1, "1 partner answered"),
        ("en", 2, "2 partners answered"),
    ],
)
def test_plurals(tmp_path, lang, count, said):
    found = responses(tmp_path, book(rated("q1")), [["1"]] * count)
    assert kip.Show(lang).sentence(found).text.startswith(said)


def test_croatian_has_three_forms(tmp_path):
    texts = {
        n: re.sub(r"\d+", "#", kip.Show("hr").sentence(responses(tmp_path, book(rated("q1")), [["1"]] * n)).text)
        for n in (1, 2, 5, 11, 21, 22)
    }
    assert texts[1] == texts[21] and texts[2] == texts[22] and texts[5] == texts[11]
    assert len(set(texts.values())) == 3


def test_ties_are_all_named(tmp_path):
    found = responses(tmp_path, book(*(rated(f"q{n}") for n in range(3))), [["5", "1", "5"]] * 9 + [["1", "5", "1"]])
    said = kip.Show("en").sentence(kip.agreement(found)).text
    assert '"Statement q0 / Statement q2" (9 of 10)' in said and '"Statement q1" (1 of 10)' in said


def test_ranges_that_overlap_soften_the_sentence(tmp_path):
    close = responses(tmp_path, book(rated("q1"), rated("q2")), [["5", "5"]] * 9 + [["1", "5"]] * 2 + [["1", "1"]] * 3)
    assert "order could be different" in kip.Show("en").sentence(kip.agreement(close)).text
    far = responses(tmp_path, book(rated("q1"), rated("q2")), [["5", "1"]] * 29 + [["1", "5"]])
    assert "The two ranges do not overlap." in kip.Show("en").sentence(kip.agreement(far)).text


def test_a_known_population_is_named_and_its_interval_used(tmp_path):
    """18 of 24, 40 asked: 25 to 34 partners, 62.5 to 85 percent."""
    found = responses(tmp_path, book(rated("q1")), [["5"]] * 18 + [["2"]] * 6)
    said = kip.Show("en").sentence(kip.agreement(found, population=40)).text
    assert "18 of 24" in said and "75%" in said and "all 40 partners lies between 63% and 85%" in said
    assert "63% to 85%" in kip.Show("en").table(kip.agreement(found, population=40)).text


def test_an_unknown_language_is_refused_in_one_sentence():
    with pytest.raises(kip.KipError, match='The language "xx" is not available; choose one of en, fr'):
        kip.Show("xx")


@pytest.mark.parametrize(
    ("lang", "number", "percent"),
    [
        ("en", "12,345", "50%"),
        ("fr", "12\u202f345", "50 %"),
        ("hr", "12.345", "50 %"),
        ("it", "12.345", "50%"),
        ("pt", "12\u00a0345", "50%"),
    ],
)
def test_numbers_as_people_write_them(lang, number, percent):
    """CLDR's marks; French and Croatian put a no-break space before the sign."""
    language = Language(lang)
    assert language.number(12345) == number
    assert language.percent(0.5).replace("\u00a0", " ").replace("\u202f", " ") == percent
    assert language.percent(0.625).startswith("63") and language.percent(0.005).startswith("1")


# --- what a mutation of the code must not get away with ------------------------------------------------


@pytest.mark.parametrize(
    ("n", "counts", "percents"), [(4, False, False), (5, True, False), (9, True, False), (10, True, True)]
)
def test_thresholds_are_five_and_ten(tmp_path, n, counts, percents):
    found = responses(tmp_path, book(rated("q1")), [["5"]] * (n - 1) + [["1"]])
    text = kip.Show("en").table(kip.distribution(found)).text
    assert (f"  {n - 1}" in text) == counts and ("%" in text) == percents
    agreement = kip.Show("en").table(kip.agreement(found)).text.replace("Range (95%)", "").split("Range:")[0]
    assert (f"  {n - 1}" in agreement) == counts and ("%" in agreement) == percents


def test_no_sentence_or_alternative_text_tells_what_the_table_hides(tmp_path):
    found = responses(tmp_path, book(rated("q1"), rated("q2")), [["5", "5"]] * 3 + [["5", ""]] * 10)
    show = kip.Show("en")
    for rendered in (
        show.sentence(kip.distribution(found)),
        show.figure(kip.distribution(found)),
        show.sentence(kip.agreement(found)),
        show.figure(kip.agreement(found)),
    ):
        said = re.sub(r"base64,[^\"]*|Level \d", "", rendered.html + rendered.text)
        assert not re.search(r"\b3\b", said), said


def test_shares_of_few_answers_are_not_compared(tmp_path):
    found = responses(tmp_path, book(rated("q1"), rated("q2")), [["5", "1"]] * 6 + [["4", "2"], ["5", ""]])
    assert kip.Show("en").sentence(kip.agreement(found)).text == "So few answers are single voices, not a share."


def test_dots_lines_and_bars_stand_where_the_numbers_say(tmp_path):
    """9 of 12 favourable; Wilson 95 %: 0.4677 to 0.9111 (Newcombe 1998, method 3, computed by hand)."""
    found = responses(tmp_path, book(rated("q1")), [["5"]] * 9 + [["1"]] * 3)
    line, dot = figures.agreement_figure(kip.agreement(found), Language("en")).axes[0].lines
    assert dot.get_xdata() == [0.75] and line.get_xdata() == pytest.approx([0.4677, 0.9111], abs=5e-5)
    acts = kip.Scale("acts", tuple(kip.Choice(name, words(name)) for name in ("meet", "refer")))
    item = kip.Item("acts", "select_multiple", words("Acts?"), acts)
    row = kip.distribution(responses(tmp_path, book(item), [["meet refer"]] * 7 + [["refer"]] * 4), "acts").rows[0]
    assert [patch.get_width() for patch in figures.bars_figure(row, Language("en")).axes[0].patches] == [7, 11]


def test_the_legend_names_each_colour(tmp_path):
    found = responses(tmp_path, book(rated("q1")), [[level] for level in "1223334455"])
    drawing = figures.distribution_figure(kip.distribution(found).rows, Language("en"))
    bars = [patch.get_facecolor() for patch in drawing.axes[0].patches]
    keys = [artist.get_facecolor() for artist in drawing.artists]
    assert bars == keys and len(set(keys)) == 5
    names = [text.get_text() for text in sorted(drawing.texts, key=lambda text: text.get_position()[0])]
    assert [name for name in names if name.startswith("Level")] == [f"Level {n}" for n in range(1, 6)]


def test_the_line_stands_where_the_analysis_has_its_middle(tmp_path):
    """Scores 1, 2, 3, 10: the middle is 5.5, ten answers "2" and "3" are unfavourable, left of the line."""
    uneven = kip.Scale("uneven", tuple(kip.Choice(str(n), words(str(n)), float(n)) for n in (1, 2, 3, 10)))
    found = responses(tmp_path, book(rated("q1", uneven)), [["2"]] + [["3"]] * 9)
    patch = figures.distribution_figure(kip.distribution(found).rows, Language("en")).axes[0].patches[2]
    assert (patch.get_x(), patch.get_x() + patch.get_width()) == pytest.approx((-0.9, 0.0))


def test_of_very_many_answers_those_given_most_often_are_drawn_in_their_order(tmp_path):
    """Of 40 answers the first 31 are given by 5 to 35 people each, each one more than before; the others by nobody."""
    codes = [f"c{number}" for number in range(40)]
    answers = kip.Scale("many", tuple(kip.Choice(code, words(f"Option {code}")) for code in codes))
    item = kip.Item("q", "select_one", words("Which?"), answers)
    rows = [[code] for number, code in enumerate(codes[:31]) for _ in range(number + 5)]
    result = kip.distribution(responses(tmp_path, book(item), rows))
    bars = figures.bars_figure(result.rows[0], Language("en")).axes[0].patches
    assert [bar.get_width() for bar in bars] == list(range(6, 36))
    drawn = kip.Show("en").figure(result)
    assert "Drawn are the 30 of 40 answers that were given most often; the table has all of them." in drawn.html
    assert all(f">Option {code}</th>" in drawn.html for code in codes)


def test_several_drawings_are_told_apart_by_their_questions(tmp_path):
    three, four = (
        kip.Scale(f"s{n}", tuple(kip.Choice(str(k), words(f"Level {k}"), float(k)) for k in range(n))) for n in (3, 4)
    )
    items = [rated("a", three, text="Trust?"), rated("b", three, text="Time?"), rated("c", four, text="Money?")]
    found = responses(tmp_path, book(*items), [["1", "2", "3"], ["0", "1", "2"]] * 8)
    drawn = kip.Show("en").figure(kip.distribution(found)).html
    assert re.findall('data-title="([^"]*)"', drawn) == ["Trust? – Time?", "Money?"]
    alone = kip.Show("en").figure(kip.distribution(found, ["a", "b"])).html
    assert "<figure" in alone and "data-title" not in alone


@pytest.mark.parametrize("text", HOSTILE)
def test_cells_captions_and_notes_are_escaped(text):
    from kiptools.show import html

    rendered = html.table(text, [text, text], [[text, text]], text, words=True)
    check(rendered.html)
    assert "\x1b" not in rendered.text


def test_an_emoji_warns_nobody(tmp_path, recwarn):
    found = responses(tmp_path, book(rated("q1", text="Good? 👍🏽 好")), [["5"]] * 11 + [["4"]])
    figure = kip.Show("en").figure(kip.distribution(found))
    assert "👍🏽" in figure.html and not recwarn.list


def test_one_hundred_percent_is_everybody_and_zero_nobody():
    """299 of 300 is 99.67 percent, 1 of 300 is 0.33 percent."""
    assert [Language("en").percent(share) for share in (299 / 300, 1 / 300, 0.0, 1.0)] == ["99%", "1%", "0%", "100%"]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((10, 9, 5, 5, 2), (1, 1, 0, 1, 0)),
        ((10, 3, 2), (1, 0, 0)),
        ((10, 9, 0), (1, 1, 1)),
        ((12, 4), (0, 0)),
        ((3,), (0,)),
    ],
)
def test_small_groups_of_respondents_are_not_shown_nor_worked_out(tmp_path, counts, shown):
    """By hand: groups of one to four are hidden; a lone hidden one takes the smallest other with it."""
    score = float if len(counts) == 5 else lambda n: None  # of ordered groups (sizes of organisations) too
    kinds = kip.Scale("kinds", tuple(kip.Choice(f"k{n}", words(f"Kind {n}"), score(n)) for n in range(len(counts))))
    item = kip.Item("kind", "select_one", words("Kind?"), kinds, role="profile")
    rows = [[f"k{n}"] for n, count in enumerate(counts) for _ in range(count)] or [[""]]
    row = kip.distribution(responses(tmp_path, book(item), rows)).rows[0]
    if row.answered < 5:
        assert "Fewer than 5" in kip.Show("en").table(kip.Distribution((row,), 3)).text
        return
    lines = kip.Show("en").table(kip.Distribution((row,), sum(counts))).text.split("\n")[2 : 2 + len(counts)]
    assert [not line.endswith("–") for line in lines] == [bool(one) for one in shown]
    drawn = kip.Show("en").figure(kip.Distribution((row,), sum(counts))).html.split("<details>")[0]
    assert ("Groups of fewer than 5 partners are not shown" in drawn) == (0 in shown)
    bars = [patch.get_width() for patch in figures.bars_figure(row, Language("en")).axes[0].patches]
    assert bars == [count if one else 0 for count, one in zip(counts, shown, strict=True)]


def test_only_a_very_long_word_may_be_broken_in_a_table():
    """Between the thirtieth sign and the next, outside of markup: an address of 35 signs becomes two pieces."""
    address = "https://example.org/" + 14 * "a" + "&"
    page = html_table("C", ["H"], [["row"], [f"see {address} <b>"], [30 * "w"]]).html
    assert f"see https://example.org/{10 * 'a'}<wbr>aaaa&amp; &lt;b&gt;" in page
    assert page.count("<wbr>") == 1 and 30 * "w" in page
