"""A report as a PDF: what a screen reader, a search and an archive find in the file, read by other libraries."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
import typst

from kiptools.messages import KipError
from kiptools.publishing.content import (
    Block,
    Content,
    Figure,
    Folded,
    Heading,
    Listing,
    Paragraph,
    Preformatted,
    Span,
    Table,
)
from kiptools.publishing.pdf import write_pdf

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="90pt"><rect width="200" height="60"/></svg>'


def plain(text: str, *, note: bool = False) -> Paragraph:
    return Paragraph((Span(text),), note=note)


REPLIES = Table(
    "Table 7",
    7,
    "Replies",
    ("Kind", "Asked", "Answered"),
    (("Firm", "14", "10"), ("School", "11", "9")),
    (True, False, False),
)
SHARES = Table("", 0, "Shares", ("Kind", "Share"), (("Firm", "71%"), ("School", "82%")), (True, False))
DRAWING = Figure(
    "Figure 5",
    5,
    "Shares",
    "Two bars: firms 71%, schools 82%.",
    SVG,
    (plain("Of those asked.", note=True),),
    "The data as a table",
    (SHARES,),
)
HOSTILE = (
    "<b>fat</b>",
    "#strong[x] *y* _z_",
    "$a^2$ @ref <label> \\ // end",
    "{{ name }}",
    "=1+1",
    "#panic()",
    '"quoted"',
)


BLOCKS: tuple[Block, ...] = (
    Heading(2, "Who answered", "who"),
    Paragraph((Span("Of 25 partners "), Span("19", strong=True), Span(" answered."))),
    REPLIES,
    plain("Counted in May.", note=True),
    Heading(3, "By kind", "kind"),
    DRAWING,
    Listing(((Span("first thing"),), (Span("second thing"),)), ordered=True),
    Preformatted("one line\n  and another"),
    Folded("All of it", (plain("Something long."),)),
)
CONTENT = Content(
    "en",
    "What partners say",
    "How it went in one year.",
    (("Organisation", "Cité des métiers"), ("Date", "27 November 2026")),
    BLOCKS,
    (("contents", "Contents"), ("data", "Data of the figures")),
)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return written(CONTENT, tmp_path)


def written(content: Content, folder: Path) -> Path:
    write_pdf(content, folder / "report.pdf")
    return folder / "report.pdf"


def texts(path: Path) -> list[str]:
    """What each page says, on one line."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages]


def elements(path: Path) -> list[tuple[str, str, str]]:
    """The tags of the document in reading order, with alternative text and what a heading of a table heads."""

    def below(element: Any) -> Iterator[tuple[str, str, str]]:
        for child in element if isinstance(element, pikepdf.Array) else [element]:
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                scope = [str(each.Scope)[1:] for each in child.get("/A", ()) if "/Scope" in each]
                yield str(child.S)[1:], str(child.get("/Alt", "")), "".join(scope)
                yield from below(child.get("/K", pikepdf.Array()))

    with pikepdf.open(path) as file:
        return list(below(file.Root.StructTreeRoot.K))


def tags(path: Path) -> list[str]:
    return [tag for tag, _, _ in elements(path)]


def test_it_is_tagged_and_says_so_with_language_and_title(pdf: Path) -> None:
    with pikepdf.open(pdf) as file:
        assert file.Root.MarkInfo.Marked is True
        assert file.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(file.Root.Lang) == "en-GB"
        assert str(file.docinfo.Title) == "What partners say"
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "What partners say"


@pytest.mark.parametrize(("lang", "tag"), [("fr", "fr-FR"), ("it", "it-IT"), ("hr", "hr-HR"), ("pt", "pt-PT")])
def test_the_language_is_told_with_its_country(lang: str, tag: str, tmp_path: Path) -> None:
    with pikepdf.open(written(replace(CONTENT, lang=lang), tmp_path)) as file:
        assert str(file.Root.Lang) == tag


def test_each_figure_has_its_alternative_text(pdf: Path) -> None:
    assert [alt for tag, alt, _ in elements(pdf) if tag == "Figure"] == [DRAWING.alt]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (replace(CONTENT, title=""), "missing document title"),
        (replace(CONTENT, blocks=(replace(DRAWING, alt=""),)), "missing alt text"),
    ],
)
def test_without_title_or_alternative_text_nothing_is_written(content: Content, reason: str, tmp_path: Path) -> None:
    with pytest.raises(typst.TypstError, match=reason):
        written(content, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_first_row_of_a_table_heads_its_columns(pdf: Path) -> None:
    found = tags(pdf)
    assert (found.count("Table"), found.count("TR")) == (2, 6)
    assert [scope for tag, _, scope in elements(pdf) if tag == "TH"] == ["Column"] * (3 + 2)
    assert found.count("TD") == 2 * 3 + 2 * 2
    assert found.count("Caption") == 3


def test_headings_are_headings_and_lists_are_lists(pdf: Path) -> None:
    found = tags(pdf)
    assert (found.count("Title"), found.count("H1"), found.count("H2")) == (1, 3, 1)  # "Contents" is one of them
    assert found.count("LI") == len(CONTENT.facts) + 2


def test_the_outline_holds_all_headings(pdf: Path) -> None:
    def titles(entries: Any, depth: int = 1) -> Iterator[tuple[int, str]]:
        for each in entries:
            if isinstance(each, list):
                yield from titles(each, depth + 1)
            else:
                yield depth, each.title

    expected = [(1, "Who answered"), (2, "By kind"), (1, "Data of the figures")]
    assert list(titles(pypdf.PdfReader(pdf).outline)) == expected


def test_every_sentence_and_every_cell_can_be_found(pdf: Path) -> None:
    title, contents, *rest = texts(pdf)
    said = " ".join(rest)
    for words in (CONTENT.title, CONTENT.lead, *(word for fact in CONTENT.facts for word in fact)):
        assert words in title
    assert "Contents Who answered" in contents
    for words in (
        "Of 25 partners 19 answered.",
        "Table 7 – Replies Kind Asked Answered Firm 14 10 School 11 9 Counted in May.",
        "Figure 5 – Shares Of those asked. The data as a table",
        "1. first thing 2. second thing",
        "one line and another",
        "All of it Something long.",
        "Data of the figures Figure 5 – Shares Kind Share Firm 71% School 82%",
    ):
        assert words in said


def test_the_foot_tells_the_title_and_the_page(pdf: Path) -> None:
    pages = texts(pdf)
    assert "/ 4" not in pages[0]
    assert [text.endswith(f"What partners say {page} / 4") for page, text in enumerate(pages[1:], 2)] == [True] * 3


def test_a_figure_leads_to_its_data_and_back(pdf: Path) -> None:
    reader = pypdf.PdfReader(pdf)
    numbers = {page.indirect_reference.idnum: place for place, page in enumerate(reader.pages)}
    leads = {
        (place, numbers[link.get_object()["/Dest"][0].idnum])
        for place, page in enumerate(reader.pages)
        for link in page.get("/Annots", ())
    }
    assert {(2, 3), (3, 2)} <= leads


def test_what_somebody_typed_appears_as_it_was_typed(tmp_path: Path) -> None:
    for words in HOSTILE:
        blocks = (
            Heading(2, words, "a"),
            plain(words),
            Paragraph((Span(words, code=True),)),
            Listing(((Span(words),),)),
            Preformatted(words),
            replace(REPLIES, caption=words, head=(words, "b", "c"), rows=((words, "1", "2"),)),
            replace(DRAWING, caption=words, alt=words, data_title=words),
            Folded(words, (plain(words),)),
        )
        path = written(replace(CONTENT, title=words, lead=words, facts=((words, words),), blocks=blocks), tmp_path)
        title, contents, said, *rest = texts(path)
        assert title.count(words) == 4
        assert words in contents
        assert said.count(words) == 13  # and the foot
        assert f"Figure 5 – {words}" in rest[0]
        assert [alt for tag, alt, _ in elements(path) if tag == "Figure"] == [words]


def test_a_minus_stays_a_minus_in_a_text_of_long_words(tmp_path: Path) -> None:
    words = "responsibilities and representatives by e-mail -0.36 " * 40
    assert words.strip() in texts(written(replace(CONTENT, blocks=(plain(words),)), tmp_path))[2]


def test_signs_of_any_script_are_kept_and_what_is_no_sign_is_a_blank(tmp_path: Path) -> None:
    words = "čćšžđ 😀 中 ≤ ½ ⚠"
    hidden = "bell\x07here nothing\x00there half\ud800pair mark\ufeffmark none\ufffenone"
    said = texts(written(replace(CONTENT, blocks=(plain(words), plain(hidden))), tmp_path))[2]
    assert words in said
    assert "bell here nothing there half pair mark mark none none" in said


def test_a_table_that_runs_on_repeats_its_head_on_each_page(tmp_path: Path) -> None:
    rows = tuple((f"row {number}", str(number), "x") for number in range(150))
    path = written(replace(CONTENT, blocks=(replace(REPLIES, rows=rows),)), tmp_path)
    pages = [text for text in texts(path)[2:] if "row" in text]
    assert len(pages) > 2
    assert all("Kind Asked Answered" in text for text in pages)
    assert tags(path).count("TH") == 3  # those who listen hear it once


measured = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext measures where words stand")


@measured
def test_a_row_higher_than_a_page_goes_on_on_the_next(tmp_path: Path) -> None:
    path = written(replace(CONTENT, blocks=(replace(REPLIES, rows=(("word " * 3000 + "end", "1", "2"),)),)), tmp_path)
    page, height, *_ = next(each for each in boxes(path) if each[-1] == "end")
    assert page > 3
    assert max(height for _, height, *_ in boxes(path)) < 842 - 36


@measured
def test_numbers_end_below_each_other_and_words_begin_there(tmp_path: Path) -> None:
    table = replace(REPLIES, rows=(("Enterprise", "1000", "yes"), ("Shop", "7", "hardly")), left=(True, False, True))
    places = {
        word: (left, right) for *_, left, right, word in boxes(written(replace(CONTENT, blocks=(table,)), tmp_path))
    }
    assert places["Enterprise"][0] == pytest.approx(places["Shop"][0], abs=0.1)
    assert places["1000"][1] == pytest.approx(places["7"][1], abs=0.1)
    assert places["yes"][0] == pytest.approx(places["hardly"][0], abs=0.1)


@measured
def test_no_word_leaves_the_page_or_runs_into_the_next_column(tmp_path: Path) -> None:
    head = tuple(f"Organisational{number}" for number in range(12))
    rows = tuple(
        (f"responsibilities{row}", *(f"{row * column}.{column:09}" for column in range(11))) for row in range(5)
    )
    wide = Table("Table 1", 1, "Wide", head, rows, (True,) + (False,) * 11)
    long = "W" * 400
    blocks = (Heading(2, long, "a"), plain(long), Paragraph((Span(long, code=True),)), Preformatted(long), wide)
    words = sorted(boxes(written(replace(CONTENT, blocks=blocks), tmp_path)))
    assert max(right for *_, right, _ in words) < 595 - 50
    for (page, top, _, right, _), (next_page, next_top, left, *_) in zip(words, words[1:], strict=False):
        assert (page, top) != (next_page, next_top) or right < left + 1
    assert long in " ".join(texts(tmp_path / "report.pdf")).replace(" ", "")


def boxes(path: Path) -> Iterator[tuple[int, int, float, float, str]]:
    """Page, height, left and right end of each word, and the word."""
    told = subprocess.run(
        ["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True, timeout=60
    )
    for page, words in enumerate(told.stdout.split("<page ")):
        for left, top, right, word in re.findall(
            r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)".*?>(.*?)</word>', words
        ):
            yield page, round(float(top)), float(left), float(right), word


def test_the_same_report_is_the_same_bytes_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = written(CONTENT, tmp_path).read_bytes()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    for name, value in {"SOURCE_DATE_EPOCH": "86400", "TZ": "Asia/Tokyo", "HOME": str(tmp_path), "USER": "ana"}.items():
        monkeypatch.setenv(name, value)
    assert written(CONTENT, Path("deeper")).read_bytes() == here


def test_the_file_names_nobody_no_day_and_no_folder(pdf: Path) -> None:
    with pikepdf.open(pdf) as file:
        assert set(file.docinfo) == {"/Title", "/Creator"}
        assert str(file.docinfo.Creator).startswith("Typst ")
        metadata = file.Root.Metadata.read_bytes().decode()
        assert not re.search("Date|creator>|Author", metadata)
        streams = b"".join(
            each.read_bytes() for each in file.objects if isinstance(each, pikepdf.Stream) and "/Filter" in each
        )
    for place in (str(Path.home()), str(pdf.parent), "site-packages", "templates"):
        assert place.encode() not in pdf.read_bytes() + streams + metadata.encode()


def test_only_fonts_that_every_computer_has_are_used(pdf: Path) -> None:
    with pikepdf.open(pdf) as file:
        names = {
            str(each.BaseFont) for each in file.objects if isinstance(each, pikepdf.Dictionary) and "/BaseFont" in each
        }
    assert {re.sub(r"/[A-Z]+\+(DejaVu|Libertinus).*", r"\1", name) for name in names} == {"DejaVu", "Libertinus"}


@pytest.mark.parametrize("block", [REPLIES, replace(DRAWING, data=())])
def test_where_no_figure_has_data_there_is_no_appendix(block: Block, tmp_path: Path) -> None:
    assert "Data of the figures" not in " ".join(texts(written(replace(CONTENT, blocks=(block,)), tmp_path)))


def test_data_in_words_only_are_told_too(tmp_path: Path) -> None:
    said = texts(written(replace(CONTENT, blocks=(replace(DRAWING, data=(plain("Nobody was asked."),)),)), tmp_path))
    assert "Data of the figures Figure 5 – Shares Nobody was asked." in said[3]


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KipError, match=r"report\.pdf cannot be written"):
        write_pdf(CONTENT, tmp_path / "file" / "report.pdf")


def test_data_with_captions_of_their_own_keep_them(tmp_path: Path) -> None:
    """Several tables of one figure: the figure's caption above, and each table's."""
    tables = tuple(Table("", 0, name, ("Kind", "n"), (("a", "1"),), (True, False)) for name in ("Goal one", "Goal two"))
    figure = Figure("Figure 1", 1, "Tasks", "Tasks in time.", SVG, (), "Data", tables)
    told = " ".join(texts(written(replace(CONTENT, blocks=(figure,)), tmp_path))).rpartition("Data of the figures")[2]
    assert re.search("Figure 1 – Tasks.*Goal one.*Goal two", told)


def test_words_before_a_table_stand_below_the_caption_of_the_figure(tmp_path: Path) -> None:
    said = appendix((plain("In words."), SHARES, replace(SHARES, caption="By size")), tmp_path)
    assert re.fullmatch(r" Figure 5 – Shares In words\. Kind Share .*82% By size Kind .*", said)


def test_only_data_called_like_the_figure_have_no_caption_of_their_own(tmp_path: Path) -> None:
    said = appendix((SHARES, replace(SHARES, caption="By size"), SHARES), tmp_path)
    assert re.fullmatch(r" Figure 5 – Shares Kind .*82% By size Kind .*82% Kind Share .*", said)
    assert said.count("Shares") == 1


def appendix(data: tuple[Block, ...], folder: Path) -> str:
    said = " ".join(texts(written(replace(CONTENT, blocks=(replace(DRAWING, data=data),)), folder)))
    return said.rpartition("Data of the figures")[2]


def test_signs_that_turn_the_direction_of_text_are_left_out(tmp_path: Path) -> None:
    said = texts(written(replace(CONTENT, blocks=(plain("safe\u202egpj.exe a\u2066b\u2069c"),)), tmp_path))[2]
    assert "safe gpj.exe a b c" in said


def test_what_announces_a_table_stays_on_its_page(tmp_path):
    """However many paragraphs stand before it."""
    parted = 0
    for before in range(24, 48):
        filler = [plain(f"Paragraph {number}.") for number in range(before)]
        blocks = (Heading(2, "Who", "who"), *filler, plain("How many of each kind:"), REPLIES)
        pages = texts(written(replace(CONTENT, blocks=blocks), tmp_path))
        (place,) = (number for number, page in enumerate(pages) if "How many of each kind:" in page)
        assert "Table 7" in pages[place], before
        parted += "Paragraph" not in pages[place]
    assert parted, "in one of these the table goes to the next page, and takes the sentence with it"
