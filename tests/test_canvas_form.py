"""The canvas form: what a person can do, that nothing is lost, and that a report shows what the file says."""

from __future__ import annotations

import docx
import pytest
from builders import HOSTILE, write_csv
from openpyxl import load_workbook

import kiptools as kip
from kiptools import controls
from kiptools.canvas import BOX_NAMES, BOX_QUESTIONS, BOXES, EVIDENCE_TITLE, Canvas, read_canvas, write_canvas
from kiptools.canvas_panel import canvas_form
from kiptools.fielding.word import TAGS
from kiptools.language import Language
from kiptools.messages import KipError, message

pytest.importorskip("ipywidgets", reason="a form needs ipywidgets, which a report does not")

SOME = Canvas("Seven modules", (("needs", "Agreements"), ("budget", "Trainers: EUR 1,400\nRoom: EUR 250")))


@pytest.fixture
def form(tmp_path):
    return canvas_form(tmp_path / "canvas.xlsx")


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def html(form):
    return "".join(each.value for each in walk(form.controls.box) if type(each).__name__ == "HTML")


def test_what_is_typed_is_saved_and_read_again(form):
    fields = form.controls.fields
    fields["title"].value, fields["budget"].value = "Seven modules", " Trainers: EUR 1,400\nRoom: EUR 250 \n"
    fields["needs"].value = "Agreements"
    assert form.value == SOME and not form.saved and "Not saved yet." in html(form) and not form.path.exists()
    assert fields["budget"].value == "Trainers: EUR 1,400\nRoom: EUR 250"  # as it is kept
    form.controls.save.click()
    assert form.saved and "Saved in canvas.xlsx." in html(form) and read_canvas(form.path) == SOME
    again = canvas_form(form.path)
    assert (
        again.value == SOME
        and again.saved
        and again.said == ()
        and again.controls.fields["needs"].value == "Agreements"
    )


def test_each_change_can_be_undone(form):
    controls = form.controls
    assert controls.undo.disabled
    controls.fields["needs"].value = "a"
    controls.fields["needs"].value = "a "  # changes nothing
    controls.fields["content"].value = "b"
    controls.fields["needs"].value = ""
    for canvas in [(("needs", "a"), ("content", "b")), (("needs", "a"),), ()]:
        controls.undo.click()
        assert form.value.texts == canvas
    assert controls.undo.disabled and [field.value for field in controls.fields.values()] == [""] * 11


def test_a_text_that_is_too_long_is_refused_and_said(form):
    form.controls.fields["needs"].value = "a"
    form.controls.fields["needs"].value = "x" * 10_001
    assert form.value["needs"] == form.controls.fields["needs"].value == "a"
    assert "is longer than 10,000 characters" in html(form)
    assert not form.type("needs", "x" * 10_001) and form.type("needs", "b") and form.said == ()


def test_there_is_one_labelled_field_for_each_box_in_their_order(form):
    fields = [each for each in walk(form.controls.box) if type(each).__name__ in ("Text", "Textarea")]
    assert [each.description for each in fields] == ["Title", *map(str, BOX_NAMES.values())]
    assert [each.placeholder for each in fields[1:]] == [each.tooltip for each in fields[1:]]
    assert [each.placeholder for each in fields[1:]] == [str(BOX_QUESTIONS[box]) for box in BOXES]
    buttons = [each.description for each in walk(form.controls.box) if type(each).__name__ == "Button"]
    assert buttons == ["Undo the last change", "Save", "Write the document"]
    assert "Pashler" in html(form) and str(EVIDENCE_TITLE) in html(form)


def test_the_document_is_written_beside_the_file_and_never_replaced(form):
    form.type("needs", "Agreements")
    path = form.path.with_suffix(".docx")
    form.controls.document.click()
    assert "The document is in canvas.docx." in html(form) and not form.path.exists()
    assert "Agreements" in docx.Document(str(path)).tables[0].rows[1].cells[1].text
    before = path.read_bytes()
    form.type("needs", "Other")
    form.controls.document.click()
    assert path.read_bytes() == before
    assert "canvas.docx exists already and may hold somebody" in html(form) and "Rename it or move it" in html(form)
    path.unlink()
    assert form.write_document() and path.read_bytes() != before


def test_a_document_that_cannot_be_written_is_said(form, monkeypatch):
    def full(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.mkstemp", full)
    assert not form.write_document() and "canvas.docx cannot be written: Read-only file system." in str(form.said[0])
    form.said = ()
    form.type("needs", "a")
    assert not form.save() and "canvas.xlsx cannot be written: Read-only file system." in str(form.said[0])
    assert not form.saved and list(form.path.parent.iterdir()) == []


def test_a_document_that_is_locked_is_said(form, monkeypatch):
    def locked(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", locked)
    assert not form.write_document() and "cannot be written: Permission denied." in str(form.said[0])


def test_a_file_changed_elsewhere_is_not_overwritten(form):
    form.type("needs", "mine")
    assert form.save()
    write_canvas(SOME, form.path)
    form.type("needs", "mine again")
    assert not form.save() and "has been changed elsewhere" in str(form.said[0]) and read_canvas(form.path) == SOME


@pytest.mark.parametrize("name", ["canvas.csv", "canvas", "canvas.docx"])
def test_only_a_workbook_can_hold_the_form(tmp_path, name):
    with pytest.raises(KipError, match=r"give a name that ends in \.xlsx"):
        canvas_form(tmp_path / name)


def test_a_file_that_is_no_canvas_stays(tmp_path):
    (tmp_path / "canvas.xlsx").write_bytes(b"not a workbook")
    with pytest.raises(KipError):
        canvas_form(tmp_path / "canvas.xlsx")
    assert (tmp_path / "canvas.xlsx").read_bytes() == b"not a workbook"


def test_what_saving_would_lose_is_said_first(tmp_path):
    path = write_canvas(SOME, tmp_path / "canvas.xlsx")
    book = load_workbook(path)
    book.active["D1"], book.active["D3"] = "Who", "Ana"
    book.save(path)
    form = canvas_form(path)
    assert form.value == SOME and form.saved and "Who" in html(form)
    assert "Saving writes only what stands in this form." in html(form)


def test_another_sheet_of_the_file_is_named_before_saving_loses_it(tmp_path):
    path = write_canvas(SOME, tmp_path / "canvas.xlsx")
    book = load_workbook(path)
    book.create_sheet("Empty")
    book.create_sheet("Steering notes").append(["Decided on Monday"])
    book.save(path)
    form = canvas_form(path)
    assert form.value == SOME and form.saved
    assert "The other sheet was not read: Steering notes." in html(form)
    assert "Saving writes only what stands in this form." in html(form)


def test_the_form_reads_the_texts_of_its_language(tmp_path):
    path = write_canvas(SOME, tmp_path / "canvas.xlsx")
    book = load_workbook(path)
    sheet = book.active
    sheet["C1"], sheet["D1"], sheet["D3"] = "text::English (en)", "text::Français (fr)", "Conventions"
    book.save(path)
    assert canvas_form(path, "fr").value["needs"] == "Conventions" and canvas_form(path).value == SOME


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_type_is_no_markup(form, hostile):
    for field in form.controls.fields.values():
        field.value = hostile
    form.controls.save.click()
    pages = html(form) + form._repr_mimebundle_()["text/html"]
    assert not any(mark in pages for mark in ("<script", "<img", "<b>", "\x1b"))
    assert form.saved and canvas_form(form.path).value == form.value
    assert not any(getattr(each, "description_allow_html", False) for each in walk(form.controls.box))


def test_a_report_shows_the_canvas_and_no_control(tmp_path):
    form = canvas_form(write_canvas(SOME, tmp_path / "canvas.xlsx"))
    bundle = form._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"} and "Agreements" in bundle["text/html"]
    assert "2 of 10 boxes" in bundle["text/plain"] and "Pashler" in bundle["text/html"]
    assert form._controls is None and repr(form) == bundle["text/plain"] and form.value == SOME


def test_somebody_who_can_be_asked_gets_the_controls(form, monkeypatch):
    monkeypatch.setattr(controls, "somebody_is_there", lambda: True)
    assert "application/vnd.jupyter.widget-view+json" in form._repr_mimebundle_()


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_the_form_speaks_the_reader_s_language(tmp_path, lang):
    form = canvas_form(tmp_path / "canvas.xlsx", lang)
    say = Language(lang).say
    assert form.controls.document.description == say(message("Write the document"))
    assert form.controls.fields["access_needs"].description == say(BOX_NAMES["access_needs"])
    form.type("needs", "n")
    assert form.save() and load_workbook(form.path).active["A3"].value == say(BOX_NAMES["needs"])
    assert load_workbook(form.path).properties.language == lang
    assert form.write_document() and canvas_form(form.path, lang).value == form.value
    assert docx.Document(str(form.path.with_suffix(".docx"))).core_properties.language == TAGS[lang]


def test_a_language_that_the_kit_does_not_speak(tmp_path):
    with pytest.raises(KipError, match='"de" is not available'):
        canvas_form(tmp_path / "canvas.xlsx", "de")


def test_a_csv_file_is_read_and_kept_as_a_workbook(tmp_path):
    """The way from a table to the form: read it, write it, open it."""
    path = write_csv(tmp_path / "c.csv", [["box", "text"], ["needs", "Agreements"]])
    form = canvas_form(write_canvas(read_canvas(path), tmp_path / "canvas.xlsx"))
    assert form.value["needs"] == "Agreements" and form.saved
