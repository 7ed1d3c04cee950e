"""One run of a report as page, Word document and PDF: the same numbers, and nothing of a machine or a person.

Each file is read by a reader of its own: lxml, python-docx, pikepdf and PDFium.
"""

from __future__ import annotations

import getpass
import os
import platform
import re
import shutil
import zipfile
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from builders import write_csv
from pages import assert_stands_alone, assert_whole

import kiptools as kip
from kiptools.jobs import OPTIONS
from kiptools.language import Language
from kiptools.messages import FOR_LACK_OF_DATA, message
from kiptools.places import file_name
from kiptools.publishing.edition import TitlePage

PAIRS = dict(zip(OPTIONS, ("fr", "hr", "en", "pt", "it"), strict=True))
"""By default each report in one language, so that every language is run once; the campaign has all of both."""
CASES = (
    [(name, lang) for name in OPTIONS for lang in kip.LANGUAGES]
    if os.environ.get("KIP_CAMPAIGN")
    else list(PAIRS.items())
)
NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
ENDINGS = ("html", "docx", "pdf")


@pytest.fixture(scope="module", params=CASES, ids=lambda case: "-".join(case))
def written(request, tmp_path_factory) -> dict[str, Path]:
    """The files of one run."""
    name, lang = request.param
    folder = tmp_path_factory.mktemp(name)
    files = {ending: folder / f"report.{ending}" for ending in ENDINGS}
    kip.write_report(name, list(files.values()), {"lang": lang}, front=TitlePage("Réseau 7", date(2026, 3, 31)))
    return files


def numbers(texts: list[str]) -> Counter[str]:
    return Counter(found for text in texts for found in NUMBER.findall(text))


def page_texts(path: Path) -> list[str]:
    """What a page says: title page, prose, tables, alternative texts; not its code and contents."""
    from lxml import html

    page = html.fromstring(path.read_text(encoding="utf-8"))
    for part in [*page.iter("nav", "style", "title"), *page.find_class("kip-code"), *page.find_class("kip-switch")]:
        part.getparent().remove(part)
    read = page.iter("h1", "h2", "h3", "p", "li", "dt", "dd", "caption", "figcaption", "summary", "th", "td", "pre")
    return [*(part.text_content() for part in read), *(image.get("alt") for image in page.iter("img"))]


def word_texts(path: Path) -> list[str]:
    """The same of a Word document, from its markup: paragraphs (but the contents) and alternative texts."""
    from docx import Document
    from docx.oxml.ns import qn

    body = Document(str(path)).element.body
    texts = []
    for paragraph in body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is None or not str(style.get(qn("w:val"))).startswith("TOC"):
            texts.append("".join(text.text or "" for text in paragraph.iter(qn("w:t"))))
    return [*texts, *(drawing.get("descr") for drawing in body.iter(qn("wp:docPr")))]


def letters(text: str) -> str:
    """Only what cannot move at the end of a line."""
    return re.sub(r"[\W_]+", "", text)


@cache
def pdf_texts(path: Path) -> tuple[list[str], list[str]]:
    """Pages of a PDF, and its alternative texts."""
    import pikepdf
    import pypdfium2

    with pikepdf.open(path) as file:
        alts = [str(part["/Alt"]) for part in file.objects if isinstance(part, pikepdf.Dictionary) and "/Alt" in part]
    with pypdfium2.PdfDocument(path) as file:
        return [page.get_textpage().get_text_range() for page in file], alts


def test_page_and_word_have_the_same_numbers(written):
    """Every number of the page's prose, tables and alternative texts, as often; figures' captions twice in Word."""
    from lxml import html

    page, word = numbers(page_texts(written["html"])), numbers(word_texts(written["docx"]))
    captions = html.fromstring(written["html"].read_text(encoding="utf-8")).iter("figcaption")
    again = numbers([caption.text_content() for caption in captions])
    assert sum(page.values()) > 150
    assert not page - word, "numbers of the page that the Word document lacks"
    assert not word - page - again, "numbers of the Word document that the page lacks"


def test_every_number_and_every_caption_of_the_page_is_in_the_pdf(written):
    """As often, at least: the PDF has the numbers of its pages too."""
    from lxml import html

    pages, alts = pdf_texts(written["pdf"])
    assert numbers(page_texts(written["html"])) - numbers([*pages, *alts]) == Counter()
    page, text = html.fromstring(written["html"].read_text(encoding="utf-8")), letters("".join(pages))
    told = [letters(part.text_content()) for part in page.iter("caption", "figcaption", "h2", "th")]
    assert [each for each in told if each not in text] == []


def test_the_page_stands_alone_and_is_whole_in_its_language(written, request):
    name, lang = request.node.callspec.params["written"]
    page = written["html"].read_text(encoding="utf-8")
    assert_stands_alone(page, lang)
    assert_whole(page, name, lang)


def test_alternative_texts_are_the_same_everywhere(written):
    from docx import Document
    from docx.oxml.ns import qn
    from lxml import html

    page = [image.get("alt") for image in html.fromstring(written["html"].read_text(encoding="utf-8")).iter("img")]
    word = [each.get("descr") for each in Document(str(written["docx"])).element.body.iter(qn("wp:docPr"))]
    assert page == word and Counter(page) == Counter(pdf_texts(written["pdf"])[1])


def test_the_title_page_says_whose_when_and_of_what(written):
    for texts in (page_texts(written["html"]), word_texts(written["docx"]), pdf_texts(written["pdf"])[0][:1]):
        text = " ".join(texts)
        assert "Réseau 7" in text and "2026" in text and "KIP kit" in text


def test_no_caption_says_the_same_twice(written):
    """French puts a no-break space before a question mark; with another space it would be another caption."""
    from lxml import html

    page = html.fromstring(written["html"].read_text(encoding="utf-8"))
    captions = [part.text_content() for part in page.iter("figcaption", "caption")]
    halves = [re.fullmatch(r"(?:\D+ \d+)?(?P<caption>.+?)\((?P<title>.+)\)", caption, re.S) for caption in captions]
    assert len(captions) > 5
    assert [each for each in halves if each and letters(each["caption"]) == letters(each["title"])] == []


def test_no_break_spaces_stay_where_they_were(written, request):
    """Between a number and its sign, on the title page as well."""
    name, lang = request.node.callspec.params["written"]
    texts = [*page_texts(written["html"]), *word_texts(written["docx"])]
    if lang == "fr":
        if name == "evaluation":
            assert any(re.search("\\d[\u00a0\u202f]%", text) for text in texts[:12])
        assert [text for text in texts if re.search("\\d %|[^ .\\d] [;:?!]( |$)", text)] == []


def test_answers_that_nobody_gave_are_called_so_wherever_they_are_shown(written, request):
    """In the rehearsal of a survey: in its caption, its data and its alternative text, in each format."""
    name, lang = request.node.callspec.params["written"]
    said = f"({Language(lang).say(message('made-up answers'))})"
    page = page_texts(written["html"])
    expected = 3 if name == "survey_design" else 0
    assert sum(text.strip().endswith(said) for text in page) == expected
    assert sum(text.endswith(said) for text in word_texts(written["docx"])) == expected
    pages, alts = pdf_texts(written["pdf"])
    told = re.sub(r"\s", "", "".join(pages)).count(re.sub(r"\s", "", said))
    assert told + sum(alt.endswith(said) for alt in alts) == expected


# --- parts for which there are no data -------------------------------------------------------------------


def headings(page: Path) -> list[str]:
    from lxml import html

    tree = html.fromstring(page.read_text(encoding="utf-8"))
    return [part.text_content() for part in tree.iter("h2") if part.getparent().tag != "nav"]


def left_out(texts: list[str], language: Language) -> list[str]:
    """What the title page names, after the words that say so."""
    label = language.say(message("Left out (no data)"))
    found = [text for before, text in zip(texts, texts[1:], strict=False) if before == label]
    return found[0].split("\u00a0· ") if found else []


def test_the_demo_reports_leave_nothing_out(written, request):
    _, lang = request.node.callspec.params["written"]
    assert left_out(page_texts(written["html"]), Language(lang)) == []


@pytest.mark.parametrize("lang", kip.LANGUAGES if os.environ.get("KIP_CAMPAIGN") else ("hr",))
def test_what_there_are_no_data_for_is_named_on_the_title_page_and_nowhere_else(tmp_path, lang):
    """A survey of two closed questions: no statement, no topic, no register, no earlier survey."""
    rows = [(("Good", "Bad", "Open")[n % 3], ("A", "B")[n % 2]) for n in range(24)]
    survey = write_csv(tmp_path / "short.csv", [("How is it?", "Which one?"), *rows])
    files = [tmp_path / f"report.{ending}" for ending in ENDINGS]
    kip.write_report("evaluation", files, {"lang": lang, "survey": str(survey)})
    kip.write_report("evaluation", tmp_path / "whole.html", {"lang": lang})
    language, texts = Language(lang), page_texts(files[0])
    missing = left_out(texts, language)
    kept = [each for each in headings(tmp_path / "whole.html") if each not in missing]
    assert len(missing) > 5 and headings(files[0]) == kept
    for said in FOR_LACK_OF_DATA:
        assert language.say(said) not in texts
    word = " ".join(word_texts(files[1]))
    assert "\u00a0· ".join(missing) in word and all(word.count(each) == 1 for each in missing)
    assert letters("\u00a0· ".join(missing)) in letters(pdf_texts(files[2])[0][0])


# --- nothing of a machine or a person ------------------------------------------------------------------


def everything_in(path: Path) -> str:
    """All that a file holds, unpacked, drawings left out."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as parts:
            return "\n".join(
                parts.read(name).decode("utf-8") for name in parts.namelist() if name.endswith((".xml", ".rels"))
            )
    if path.suffix == ".pdf":
        import pikepdf

        with pikepdf.open(path) as file:
            unpacked = path.with_suffix(".unpacked")
            file.save(unpacked, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
        pages, alts = pdf_texts(path)
        plain = re.sub(rb"[^\n\x20-\x7e]+", b" ", unpacked.read_bytes()).decode("ascii")  # letters' shapes are no words
        return "\n".join([*re.findall(r"[\w@.:/<>= -]{12,}", plain), *pages, *alts])
    return re.sub(r"base64,[^\"']*", "", path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def own(tmp_path_factory) -> dict[str, Path]:
    """The report on somebody's own survey, in a folder that tells of them."""
    folder = tmp_path_factory.mktemp("jane.doe@home")
    demo = kip.kit_path("data", "cite")
    shutil.copy(demo / "answers.csv", folder / "answers.csv")
    shutil.copytree(demo / "codebook", folder / "codebook")
    files = {ending: folder / f"report.{ending}" for ending in ENDINGS}
    relative = Path(os.path.relpath(folder / "codebook"))
    parameters = {"survey": str(folder / "answers.csv"), "codebook": str(relative), "population": 42}
    kip.write_report("evaluation", list(files.values()), parameters)
    return files


def test_nothing_tells_of_a_machine_or_a_person(own):
    telling = [str(own["html"].parent), "jane.doe", str(Path.home()), str(kip.kit_path()), os.sep + "tmp" + os.sep]
    telling += [name for name in (getpass.getuser(), platform.node()) if len(name) > 4]
    for path in own.values():
        text = everything_in(path)
        assert [each for each in telling if each in text] == [], path.suffix
        addresses = re.findall(r"[\w.+-]+@[\w-]+\.\w{2,}", text)
        assert addresses == [], path.suffix
        kernels = re.findall(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", text)
        # A PDF names itself by what it holds; nothing else may look like a kernel's or a session's name.
        assert path.suffix == ".pdf" or kernels == []


def test_the_files_say_nothing_of_their_making(own):
    import pikepdf
    from docx import Document

    about = Document(str(own["docx"])).core_properties
    assert (about.author, about.last_modified_by, about.comments, about.keywords) == ("", "", "", "")
    with pikepdf.open(own["pdf"]) as file:
        assert set(file.docinfo) <= {"/Title", "/Creator", "/Producer"}
        assert not any("/" in str(value) for value in file.docinfo.values())


def test_open_answers_are_in_no_format(own):
    written = [text for name in ("keep", "change") for text in kip.read_responses().values[name] if text]
    assert len(written) > 10
    for path in own.values():
        text = everything_in(path)
        assert [answer for answer in written if answer in text or answer.replace("'", "&#x27;") in text] == []


def test_files_are_told_by_name(own):
    for texts in (page_texts(own["html"]), word_texts(own["docx"]), pdf_texts(own["pdf"])[0]):
        assert "answers.csv" in " ".join(texts)


@pytest.mark.parametrize(
    "path", ["a.csv", "./a.csv", "clients/ana/a.csv", "C:\\surveys\\ana\\a.csv", "/surveys/ana/a.csv"]
)
def test_of_a_file_only_the_name_is_told(path):
    assert file_name(path) == "a.csv"


# --- what cannot be -----------------------------------------------------------------------------------


def test_a_format_that_there_is_not_is_refused(tmp_path):
    with pytest.raises(kip.KipError, match="report.odt: give a name that ends in .html, .docx or .pdf."):
        kip.write_report("swot", tmp_path / "report.odt")
    assert list(tmp_path.iterdir()) == []


def test_a_template_is_for_word_documents(tmp_path):
    with pytest.raises(kip.KipError, match="A template is for Word documents"):
        kip.write_report("swot", tmp_path / "report.html", template=tmp_path / "house.docx")


def test_signs_that_no_document_can_hold_become_blanks(tmp_path):
    """A soft line end of a word processor in a question, and worse."""
    labels = ["How is\x0bit?", "Which\x07\x1f\ufffe one?"]
    survey = write_csv(tmp_path / "odd.csv", [labels, *([("Good", "Bad")[n % 2], "ABC"[n % 3]] for n in range(24))])
    files = [tmp_path / f"report.{ending}" for ending in ENDINGS]
    kip.write_report("evaluation", files, {"survey": str(survey)})
    assert all(path.stat().st_size > 10_000 for path in files)
    assert not re.search("[\x07\x0b\x1f]", files[0].read_text(encoding="utf-8"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_whatever_a_file_is_called_the_report_is_whole(tmp_path):
    """A name of an old archive that is not UTF-8, and one with a sign that turns the text around."""
    labels = ["How is it?", "Which one?"]
    rows = [labels, *([("Good", "Bad")[n % 2], "ABC"[n % 3]] for n in range(24))]
    for name in (b"r\xe9ponses.csv", "a\u202egnp.csv".encode()):
        survey = tmp_path / os.fsdecode(name)
        write_csv(tmp_path / "plain.csv", rows).rename(survey)
        files = [tmp_path / f"report.{ending}" for ending in ENDINGS]
        kip.write_report("evaluation", files, {"survey": str(survey)})
        page = files[0].read_text(encoding="utf-8")
        assert "\u202e" not in page and ("r ponses.csv" in page or "a gnp.csv" in page)


def test_a_short_answer_of_one_person_is_in_no_format(tmp_path):
    rows = [["How is it?", "Your remarks"], *([("Good", "Bad")[n % 2], "No"] for n in range(28))]
    survey = write_csv(tmp_path / "own.csv", [*rows, ["Good", "Ana is rude"], ["Bad", "Zagreb is far"]])
    files = [tmp_path / f"report.{ending}" for ending in ENDINGS]
    kip.write_report("evaluation", files, {"survey": str(survey)})
    for path in files:
        assert not re.search("Ana is rude|Zagreb is far", everything_in(path)), path.suffix


def test_what_is_read_is_not_written_over(tmp_path):
    own = Path(shutil.copy(kip.kit_path("data", "cite", "answers.csv"), tmp_path / "report.docx"))
    for more in ({"template": own}, {"parameters": {"swot": str(tmp_path / "." / "report.docx")}}):
        with pytest.raises(kip.KipError, match="report.docx is read for this report; give the report another name."):
            kip.write_report("swot", own, **more)
    assert own.read_bytes() == kip.kit_path("data", "cite", "answers.csv").read_bytes()


def test_a_language_that_the_kit_does_not_speak_is_refused_before_anything_runs(tmp_path):
    with pytest.raises(kip.KipError) as refused:
        kip.write_report("swot", tmp_path / "report.html", {"lang": "de"})
    assert "Cell" not in str(refused.value) and "de" in str(refused.value)


def test_a_canvas_that_is_no_workbook_is_read_for_a_report_too(tmp_path):
    canvas = kip.kit_path("data", "programme", "canvas.csv")
    kip.write_report("learning_outcomes", tmp_path / "report.html", {"canvas": str(canvas)})
    assert (tmp_path / "report.html").stat().st_size > 10_000


def test_all_formats_or_none(tmp_path):
    """A template that cannot be read stops the Word document; the page that was there stays as it was."""
    (tmp_path / "report.html").write_text("the old page")
    (tmp_path / "house.docx").write_text("not a document")
    outs = [tmp_path / "report.html", tmp_path / "report.docx"]
    with pytest.raises(kip.KipError, match="house.docx"):
        kip.write_report("swot", outs, template=tmp_path / "house.docx")
    assert (tmp_path / "report.html").read_text() == "the old page"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["house.docx", "report.html"]
