"""The questionnaire form: what can be edited, that nothing is lost, and that it works without a mouse or a kernel."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace

import pytest
from builders import HOSTILE, book, rated, scale, words
from openpyxl import load_workbook

import kiptools as kip
from kiptools import controls, drafting
from kiptools.codebook import Item, Note, Wording
from kiptools.critique import review
from kiptools.drafting import open_draft
from kiptools.language import Language
from kiptools.messages import Message, message
from kiptools.panels import questionnaire_form

pytest.importorskip("ipywidgets", reason="a form needs ipywidgets, which a report does not")


@dataclass(frozen=True)
class Fault:
    """A finding as `review` gives them."""

    items: tuple[str, ...]
    what: Message
    language: str = ""
    pattern: Message = message("Say how many.")


@pytest.fixture(scope="module")
def bank() -> kip.Codebook:
    """Eight topics with four statements each, asked twice, in five languages; two notes."""
    book = kip.read_codebook(kip.kit_path("data", "cite", "codebook"))
    own = words("How important is it? We are told about changes.", fr="Est-ce important ? On nous le dit.")
    items = tuple(replace(i, wording=own) if i.name == "communication_2_importance" else i for i in book.items)
    book = replace(book, items=items)
    notes = (
        Note("intro", words("Thank you for taking part.", fr="Merci de participer."), "purpose_1"),
        Note("twice", words("Each statement comes twice.", fr="Chaque phrase vient deux fois."), "purpose_1"),
        Note("thanks", words("Done.", fr="Fini."), ""),
    )
    return replace(book, notes=notes)


@pytest.fixture
def draft(bank):
    return open_draft(bank, bank)


@pytest.fixture
def form(tmp_path, bank):
    return questionnaire_form(tmp_path / "survey.xlsx", bank=bank, check=lambda codebook: ())


def names(codebook, role="experience"):
    return [item.name for item in codebook.select(role=role)]


def text(codebook, name, language="en"):
    return dict(codebook[name].wording.texts).get(language, "")


# --- the draft -----------------------------------------------------------------------------------------


def test_an_untouched_draft_is_the_questionnaire(draft, bank):
    assert draft.codebook == bank
    assert drafting.undone(draft) is draft


def test_what_changes_nothing_is_no_step_to_undo(draft):
    assert drafting.with_importance(draft, True) is draft
    assert drafting.with_constructs(draft, reversed(draft.topics)) is draft
    assert drafting.with_wording(draft, "trust_1", "en", " Partners keep the commitments that they make. ") is draft


def test_topics_come_and_go_in_the_order_of_the_bank(draft):
    few = drafting.with_constructs(draft, ["results", "trust"])
    assert [construct.name for construct in few.codebook.constructs] == ["trust", "results"]
    assert len(few.codebook.items) == 2 + 16 + 2
    assert drafting.with_constructs(few, [c.name for c in draft.whole.constructs]).codebook == draft.codebook
    with pytest.raises(kip.KipError, match='no topic "money"'):
        drafting.with_constructs(draft, ["money"])


def test_a_topic_that_comes_back_is_as_it_was_left(draft):
    cut = drafting.without(draft, "trust_2")
    away = drafting.with_constructs(cut, ["purpose"])
    back = drafting.with_constructs(away, draft.topics)
    assert back.codebook == cut.codebook


def test_a_statement_goes_with_its_question_on_importance_and_comes_back_to_its_place(draft):
    cut = drafting.without(draft, "trust_2")
    assert len(cut.codebook.items) == len(draft.codebook.items) - 2
    assert [item.name for item in cut.left_out("trust")] == ["trust_2"]
    assert drafting.restored(cut, "trust_2").codebook == draft.codebook
    assert drafting.undone(cut) is draft


def test_a_note_stays_before_the_first_question_that_is_left(draft):
    cut = drafting.with_constructs(draft, ["trust"])
    assert [(note.name, note.before) for note in cut.codebook.notes] == [
        ("intro", "trust_1"),
        ("twice", "trust_1"),
        ("thanks", ""),
    ]


def test_importance_is_asked_or_not(draft):
    once = drafting.with_importance(draft, False)
    assert len(once.codebook.items) == 68 - 32
    assert [note.name for note in once.codebook.notes] == ["intro", "thanks"]
    assert drafting.with_importance(once, True).codebook == draft.codebook


def test_the_question_on_importance_follows_its_statement(draft):
    new = drafting.with_wording(draft, "trust_1", "fr", "Les partenaires tiennent parole.")
    assert text(new.codebook, "trust_1", "fr") == "Les partenaires tiennent parole."
    frame = text(draft.codebook, "trust_1_importance", "fr").removesuffix(text(draft.codebook, "trust_1", "fr"))
    assert text(new.codebook, "trust_1_importance", "fr") == frame + "Les partenaires tiennent parole."
    assert text(new.codebook, "trust_1") == "Partners keep the commitments that they make."
    assert drafting.undone(new) is draft


def test_a_question_on_importance_with_words_of_its_own_stays(draft):
    own = "How important is it? We are told about changes."
    assert not draft.follows("communication_2", "en")
    new = drafting.with_wording(draft, "communication_2", "en", "We hear of changes by chance.")
    assert text(new.codebook, "communication_2_importance") == own


def test_frames_are_those_of_the_instrument(draft, bank):
    assert draft.frames["en"] == "How important is it? " and draft.frames["hr"] == "Koliko je važno? "
    for code in bank.languages:
        assert draft.frames[code] + text(bank, "trust_1", code) == text(bank, "trust_1_importance", code)


def test_statements_change_places_and_their_questions_on_importance_too(draft):
    new = drafting.moved(draft, "purpose_2", -1)
    assert names(new.codebook)[:4] == ["purpose_2", "purpose_1", "purpose_3", "purpose_4"]
    assert names(new.codebook, "importance")[:2] == ["purpose_2_importance", "purpose_1_importance"]
    assert [note.before for note in new.codebook.notes] == ["purpose_2", "purpose_2", ""]
    assert drafting.moved(draft, "purpose_1", -1) is draft and drafting.moved(draft, "purpose_4", 1) is draft
    assert drafting.moved(new, "purpose_2", 1).codebook == draft.codebook


def test_moving_jumps_over_what_is_left_out(draft):
    new = drafting.moved(drafting.without(draft, "purpose_2"), "purpose_3", -1)
    assert [item.name for item in new.statements("purpose")] == ["purpose_3", "purpose_1", "purpose_4"]


def test_a_statement_of_ones_own(draft):
    new = drafting.with_statement(draft, "trust", "hr", "  Vjerujemo jedni\ndrugima. ")
    item, twin = new.codebook["trust_5"], new.codebook["trust_5_importance"]
    order = [item.name for item in new.codebook.items if item.construct == "trust"]
    assert order[3:6] == ["trust_4", "trust_5", "trust_1_importance"] and order[-1] == "trust_5_importance"
    assert (item.construct, item.role, item.reverse) == ("trust", "experience", False)
    assert item.scale == draft.codebook["trust_1"].scale and twin.scale == draft.codebook["trust_1_importance"].scale
    assert item.wording.texts == (("hr", "Vjerujemo jedni drugima."),)
    assert twin.wording.texts == (("hr", "Koliko je važno? Vjerujemo jedni drugima."),)
    both = drafting.with_wording(new, "trust_5", "en", "We trust each other.")
    assert text(both.codebook, "trust_5_importance") == "How important is it? We trust each other."


def test_an_unfavourable_statement_needs_the_words_of_its_importance(draft):
    alone = drafting.with_statement(draft, "trust", "en", "Nobody tells us.", reverse=True)
    assert alone.codebook["trust_5"].reverse and "trust_5" not in alone.twins
    both = drafting.with_statement(draft, "trust", "en", "Nobody tells us.", reverse=True, importance="We are told.")
    assert text(both.codebook, "trust_5_importance") == "How important is it? We are told."


@pytest.mark.parametrize(
    "said, why", [(" \n ", "Write the statement"), ("We know which tasks the partnership expects from us.", "already")]
)
def test_a_statement_that_says_nothing_new_is_refused(draft, said, why):
    with pytest.raises(kip.KipError, match=why):
        drafting.with_statement(draft, "trust", "en", said)


def test_a_wording_can_go_from_one_language_but_not_from_all(draft):
    one = drafting.with_languages(draft, ["en"])
    with pytest.raises(kip.KipError, match="one language at least"):
        drafting.with_wording(one, "trust_1", "en", "  ")
    less = drafting.with_wording(draft, "trust_1", "it", "")
    assert not text(less.codebook, "trust_1", "it") and not text(less.codebook, "trust_1_importance", "it")


def test_languages_are_left_out_and_taken_in_again(draft, bank):
    few = drafting.with_languages(draft, ["hr", "en"])
    assert few.codebook.languages == ("en", "hr")
    assert drafting.with_languages(few, bank.languages).codebook == bank
    for codes, why in (([], "one language at least"), (["de"], 'no wording in "de"')):
        with pytest.raises(kip.KipError, match=why):
            drafting.with_languages(draft, codes)


def test_a_wording_in_a_language_not_asked_in_does_not_outlive_its_original(draft):
    few = drafting.with_languages(draft, ["en"])
    new = drafting.with_wording(few, "trust_1", "en", "Promises are kept.")
    again = drafting.with_languages(new, ["en", "fr"])
    assert not text(again.codebook, "trust_1", "fr") and text(again.codebook, "trust_2", "fr")


def test_what_was_left_out_of_a_file_can_be_had_from_the_bank(draft, bank):
    few = drafting.with_languages(drafting.with_constructs(drafting.without(draft, "trust_2"), ["trust"]), ["fr"])
    again = open_draft(few.codebook, bank)
    assert again.codebook == few.codebook
    assert [item.name for item in again.left_out("trust")] == ["trust_2"]
    more = drafting.with_languages(
        drafting.with_constructs(drafting.restored(again, "trust_2"), draft.topics), ["fr", "en"]
    )
    assert sorted(item.name for item in more.codebook.items) == sorted(item.name for item in bank.items)
    assert all(dict(item.wording.texts)["en"] == text(bank, item.name) for item in more.codebook.items)
    assert [note.before for note in more.codebook.notes] == ["purpose_1", "purpose_1", ""]


def test_importance_can_be_had_by_a_file_without_it(draft, bank):
    once = drafting.with_importance(draft, False)
    again = open_draft(once.codebook, bank)
    assert again.codebook == once.codebook
    both = drafting.with_importance(again, True).codebook
    assert sorted(names(both, "importance")) == sorted(names(bank, "importance"))
    assert sorted(note.name for note in both.notes) == ["intro", "thanks", "twice"]


def test_the_answers_of_the_file_are_kept_when_the_bank_has_others_of_the_same_name(bank):
    own = book(rated("q1", scale(4, "agreement"), construct="own"))
    draft = open_draft(own, bank)
    assert draft.codebook == own
    new = drafting.with_constructs(draft, ["own", "trust"]).codebook
    assert new["q1"].scale == own["q1"].scale
    assert new["trust_1"].scale.name == "agreement_2" and len(new["trust_1"].levels) == 5


def test_a_file_in_a_language_that_the_bank_has_not_is_edited_alone(bank):
    item = Item("q1", "text", Wording((("de", "Wir wissen es."),)), construct="own")
    german = kip.Codebook((item,), (kip.Construct("own", Wording((("de", "Eigenes"),))),))
    draft = open_draft(german, bank)
    assert draft.whole == german
    assert (
        text(drafting.with_wording(draft, "q1", "de", "Wir sind im Bilde.").codebook, "q1", "de")
        == "Wir sind im Bilde."
    )


def test_the_kit_s_own_bank_is_the_default(tmp_path):
    form = questionnaire_form(tmp_path / "q.xlsx", check=lambda codebook: ())
    assert form.draft.codebook == kip.draft_questionnaire() == kip.read_codebook(tmp_path / "q.xlsx")
    assert not form.said and "Partners know the goals" in form.controls.topics["purpose"].tooltip


# --- the form ------------------------------------------------------------------------------------------


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def test_a_new_form_has_its_file(form, bank):
    assert kip.read_codebook(form.path) == bank == form.draft.codebook
    assert form.saved and "Saved in survey.xlsx" in form.controls.status.value


def test_click_type_save_and_open_again(form, bank):
    controls = form.controls
    controls.topics["trust"].value = False
    controls.languages["hr"].value = False
    controls.topic.value = "results"
    controls.rows[0].wording.value = "Users find the right service."
    controls.rows[1].remove.click()
    controls.rows[0].down.click()
    controls.new.value, controls.shown.value = "Les usagers reviennent.", "fr"
    controls.add.click()
    assert not form.saved and "Not saved yet" in controls.status.value
    assert "trust_1" in [item.name for item in kip.read_codebook(form.path).items]
    controls.save.click()
    assert form.saved and "Saved in" in controls.status.value
    again = questionnaire_form(form.path, bank=bank, check=lambda codebook: ())
    assert again.draft.codebook == form.draft.codebook == kip.read_codebook(form.path)
    assert names(again.draft.codebook)[-4:] == ["results_3", "results_1", "results_4", "results_5"]
    assert text(again.draft.codebook, "results_1_importance") == "How important is it? Users find the right service."
    assert again.draft.codebook.languages == ("en", "fr", "it", "pt")
    assert controls.new.value == ""


def test_undo_goes_back_to_the_start(form, bank):
    controls = form.controls
    assert controls.undo.disabled
    controls.importance.value = False
    controls.rows[0].wording.value = "Other words."
    controls.topics["results"].value = False
    for _ in range(3):
        controls.undo.click()
    assert form.draft.codebook == bank and form.saved and controls.undo.disabled
    assert controls.importance.value and controls.topics["results"].value
    assert controls.rows[0].wording.value == text(bank, "purpose_1")


def test_remove_and_restore(form, bank):
    controls = form.controls
    controls.rows[3].remove.click()
    assert len(controls.statements.children) == 3 and len(controls.left_out.children) == 1
    controls.gone[0].back.click()
    assert len(controls.statements.children) == 4 and not controls.left_out.children
    assert form.draft.codebook == bank


def test_the_words_of_importance_are_a_field_only_where_they_differ(form):
    controls = form.controls
    controls.topic.value = "communication"
    assert [row.importance.layout.display for row in controls.rows] == ["none", None, "none", "none"]
    controls.rows[1].importance.value = "How important is it? We hear of changes."
    assert text(form.draft.codebook, "communication_2_importance") == "How important is it? We hear of changes."
    controls.rows[1].wording.value = "We hear of changes by chance."
    assert any("words of its own" in str(said) for said in form.said)


def test_other_languages_are_called_to_mind(form):
    form.controls.rows[0].wording.value = "We know the goals."
    assert "Français (fr), Italiano (it)" in form.controls.answer.value


def test_what_is_refused_is_said_and_undone_in_the_form(form):
    controls = form.controls
    for box in controls.languages.values():
        box.value = False
    assert "one language at least" in controls.answer.value
    assert [code for code, box in controls.languages.items() if box.value] == ["pt"]
    controls.add.click()
    assert "Write the statement first" in controls.answer.value


def test_findings_stand_beside_their_statement(tmp_path, bank):
    def check(codebook):
        for item in codebook.items:
            if "always" in text(codebook, item.name):
                yield Fault((item.name,), message('"{word}" is absolute.', word="always"), "en")
        yield Fault((), message("There is <no> end."))

    form = questionnaire_form(tmp_path / "q.xlsx", bank=bank, check=lambda codebook: tuple(check(codebook)))
    controls = form.controls
    controls.rows[1].wording.value = "Goals are always shared."
    assert [row.findings.value.count("<li>") for row in controls.rows] == [0, 2, 0, 0]
    assert "&quot;always&quot; is absolute." in controls.rows[1].findings.value
    assert (
        controls.whole.value
        == "<ul><li>Shared purpose: 1 point to look at.</li><li>There is &lt;no&gt; end.</li><li>Say how many.</li></ul>"
    )
    controls.shown.value = "fr"
    assert not controls.rows[1].findings.value
    assert "English (en): 2 points to look at." in controls.whole.value and "Shared" not in controls.whole.value


def test_what_is_about_many_statements_is_said_once(tmp_path, bank):
    all_of_them = Fault(tuple(item.name for item in bank.select(role="experience")), message("The scale lacks words."))
    form = questionnaire_form(tmp_path / "q.xlsx", bank=bank, check=lambda codebook: (all_of_them,))
    assert not any(row.findings.value for row in form.controls.rows)
    assert "The scale lacks words." in form.controls.whole.value


def test_the_kit_s_own_review_is_the_default(tmp_path, bank):
    form = questionnaire_form(tmp_path / "q.xlsx", bank=bank)
    low, high = review(form.draft.codebook).minutes
    assert f"It takes {low} to {high} minutes." in form.controls.facts.value
    form.controls.rows[0].wording.value = "The partnership always has goals."
    assert "&quot;always&quot;" in form.controls.rows[0].findings.value
    form.controls.undo.click()
    assert not form.controls.rows[0].findings.value


def test_minutes_come_from_the_review(tmp_path, bank):
    @dataclass
    class Result:
        findings: tuple = ()
        minutes: tuple = (9.6, 14.2)

    form = questionnaire_form(tmp_path / "q.xlsx", bank=bank, check=lambda codebook: Result())
    assert "68 questions" in form.controls.facts.value and "10 to 14 minutes" in form.controls.facts.value


def test_every_control_has_its_own_label(form):
    form.controls.rows[0].remove.click()
    found = [each for each in walk(form.controls.box) if hasattr(each, "disabled")]
    labels = [each.description for each in found]
    assert len(found) > 25 and all(labels) and len(set(labels)) == len(labels)
    for button in (each for each in found if type(each).__name__ == "Button"):
        assert button.tooltip


def test_one_topic_at_a_time_and_controls_are_used_again(form):
    count = len(list(walk(form.controls.box)))
    before = form.controls.rows[0].wording
    for name in form.draft.topics:
        form.controls.topic.value = name
    assert len(list(walk(form.controls.box))) == count < 120
    assert form.controls.rows[0].wording is before and before.value == text(form.draft.codebook, "results_1")


def test_no_topic_at_all(form):
    controls = form.controls
    for box in controls.topics.values():
        box.value = False
    assert controls.topic.value is None and not controls.statements.children and controls.add.disabled
    assert names(form.draft.codebook) == [] and "4 questions" in controls.facts.value
    controls.save.click()
    again = questionnaire_form(form.path, bank=form.draft.whole, check=lambda codebook: ())
    assert again.draft.codebook == form.draft.codebook
    again.controls.topics["trust"].value = True
    assert [item.name for item in again.draft.codebook.items][:3] == ["organisation_type", "activities", "trust_1"]


def test_a_questionnaire_without_any_question_is_not_saved(tmp_path):
    bank = book(rated("q1", construct="own"))
    form = questionnaire_form(tmp_path / "q.xlsx", bank=bank, check=lambda codebook: ())
    form.controls.topics["own"].value = False
    before = form.path.read_bytes()
    form.controls.save.click()
    assert "no question to save" in form.controls.status.value and form.path.read_bytes() == before


@pytest.mark.parametrize("place", ["q.xlsx", "folder"])
def test_hostile_words_stay_words(tmp_path, bank, place):
    def check(codebook):
        return [Fault((item.name,), message("{text}", text=text(codebook, item.name))) for item in codebook.items]

    small = drafting.with_constructs(open_draft(bank, bank), ["trust"]).codebook
    form = questionnaire_form(tmp_path / place, bank=small, check=check)
    controls = form.controls
    for row, hostile in zip(controls.rows, HOSTILE, strict=False):
        row.wording.value = hostile
    for hostile in HOSTILE:
        controls.new.value = hostile + " again"
        controls.add.click()
    controls.rows[0].remove.click()
    assert len(controls.statements.children) == 3 + len(HOSTILE)
    shown = [form.summary().html, *(each.value for each in walk(controls.box) if type(each).__name__ == "HTML")]
    assert not any(mark in html for html in shown for mark in ("<script", "<img", "<b>", "\x1b"))
    assert any("&lt;script&gt;" in html for html in shown)
    controls.save.click()
    assert form.saved and kip.read_codebook(form.path) == form.draft.codebook
    if place == "q.xlsx":
        cells = [cell for row in load_workbook(form.path)["survey"].iter_rows() for cell in row if cell.value]
        assert all(cell.data_type == "s" for cell in cells)
    assert [path.name for path in tmp_path.iterdir()] == [place]


def test_a_topic_and_a_left_out_statement_with_markup(tmp_path):
    bank = book(rated("q1", construct="own", text="<b>One</b>"), rated("q2", construct="own", text="Two"))
    topic = replace(bank.constructs[0], wording=words("<i>Own</i>"), definition=words("<script>x</script>"))
    form = questionnaire_form(tmp_path / "q.xlsx", bank=replace(bank, constructs=(topic,)), check=lambda codebook: ())
    form.controls.rows[0].remove.click()
    shown = "".join(each.value for each in walk(form.controls.box) if type(each).__name__ == "HTML")
    assert "&lt;b&gt;One" in shown and "&lt;script&gt;" in shown and "<b>" not in shown and "<script" not in shown
    assert not form.controls.topics["own"].description_allow_html


def test_a_place_that_cannot_be_written_to(tmp_path, bank):
    (tmp_path / "file").write_text("x")
    with pytest.raises(kip.KipError, match="cannot be written"):
        questionnaire_form(tmp_path / "file" / "q.xlsx", bank=bank)


def test_a_first_file_that_cannot_be_written_is_said(tmp_path, bank, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiptools.codebook.save_texts", full)
    with pytest.raises(kip.KipError, match="q.xlsx cannot be written: No space left on device"):
        questionnaire_form(tmp_path / "q.xlsx", bank=bank)
    assert not any(tmp_path.iterdir())


def test_a_save_that_fails_is_said_and_the_file_stays(form, monkeypatch):
    before = form.path.read_bytes()
    form.controls.rows[0].wording.value = "New words."

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiptools.codebook.save_texts", full)
    form.controls.save.click()
    assert "cannot be written: No space left on device" in form.controls.status.value
    assert "Not saved yet" in form.controls.status.value and not form.saved
    assert form.path.read_bytes() == before
    monkeypatch.undo()
    form.controls.save.click()
    assert form.saved and text(kip.read_codebook(form.path), "purpose_1") == "New words."


def test_saving_again_and_again(form):
    for words_ in ("First words.", "Second words.", "Third words."):
        form.controls.rows[0].wording.value = words_
        form.controls.save.click()
        assert form.saved and text(kip.read_codebook(form.path), "purpose_1") == words_


def test_a_language_that_the_kit_does_not_speak_leaves_no_file(tmp_path):
    with pytest.raises(kip.KipError, match='"de" is not available'):
        questionnaire_form(tmp_path / "q.xlsx", lang="de")
    assert not any(tmp_path.iterdir())


def test_what_was_changed_elsewhere_is_not_overwritten(form, bank):
    form.controls.rows[0].wording.value = "New words."
    kip.write_codebook(drafting.with_wording(open_draft(bank, bank), "trust_1", "en", "Theirs.").codebook, form.path)
    before = form.path.read_bytes()
    form.controls.save.click()
    assert "changed elsewhere" in form.controls.status.value and form.path.read_bytes() == before and not form.saved


def test_a_file_that_is_gone_is_not_written_anew_without_a_word(form):
    form.path.unlink()
    form.controls.rows[0].wording.value = "New words."
    form.controls.save.click()
    assert "not there any more" in form.controls.status.value and not form.path.exists()
    form.controls.save.click()
    assert form.saved and form.path.exists()


def test_a_faulty_file_is_left_alone(tmp_path, bank):
    path = tmp_path / "q.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(kip.KipError):
        questionnaire_form(path, bank=bank)
    assert path.read_bytes() == b"not a workbook"
    folder = shutil.copytree(kip.kit_path("data", "cite", "codebook"), tmp_path / "folder")
    survey = (
        (folder / "survey.csv").read_text(encoding="utf-8").replace("select_one agreement", "select_one agrement", 1)
    )
    (folder / "survey.csv").write_text(survey, encoding="utf-8")
    with pytest.raises(kip.KipError, match='list "agrement" does not exist'):
        questionnaire_form(folder, bank=bank)
    assert (folder / "survey.csv").read_text(encoding="utf-8") == survey


@pytest.mark.parametrize("name", ["form.qsf", "answers.csv", "form.lss", "form.ods"])
def test_other_kinds_of_files_are_refused_by_name(tmp_path, bank, name):
    with pytest.raises(kip.KipError, match="ends in .xlsx, or a folder"):
        questionnaire_form(tmp_path / name, bank=bank)
    assert not (tmp_path / name).exists()


def test_what_the_form_does_not_keep_is_said_before_it_is_lost(tmp_path, bank):
    folder = shutil.copytree(kip.kit_path("data", "cite", "codebook"), tmp_path / "folder")
    lines = (folder / "survey.csv").read_text(encoding="utf-8").splitlines()
    lines = [lines[0] + ",appearance", *(line + "," for line in lines[1:]), "calculate,now" + "," * lines[0].count(",")]
    lines[1] = lines[1] + "minimal"
    (folder / "survey.csv").write_text("\n".join(lines), encoding="utf-8")
    form = questionnaire_form(folder, bank=bank, check=lambda codebook: ())
    assert "appearance" in form.controls.answer.value and "calculate" in form.controls.answer.value


def test_everything_the_questionnaire_carries_is_carried_through(tmp_path, bank):
    full = Item(
        "why", "text", words("Why?"), hint=words("Shortly."), required=True, relevant="${keep} != ''", heading="Q7"
    )
    rich = replace(bank, items=(*bank.items, full), title=words("Ours", de="Unsere"))
    path = kip.write_codebook(rich, tmp_path / "q.xlsx")
    form = questionnaire_form(path, bank=bank, check=lambda codebook: ())
    assert not form.said
    form.controls.rows[0].wording.value = "New words."
    form.controls.save.click()
    again = kip.read_codebook(path)
    assert again["why"] == full and again.title == rich.title
    assert again.items[3:] == tuple(i if i.name != "purpose_1_importance" else again[i.name] for i in rich.items[3:])


def test_equal_questionnaires_are_equal_forms(form, bank, tmp_path):
    other = questionnaire_form(tmp_path / "other.xlsx", bank=bank, check=lambda codebook: ())
    assert repr(other) == repr(form) and "32  Results for users" in repr(form)


def test_a_report_shows_what_is_asked(form):
    bundle = form._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert bundle["text/html"].count('<th scope="row"') == 32 and "68 questions" in bundle["text/html"]
    assert form._controls is None


def test_somebody_who_can_be_asked_gets_the_controls(form, monkeypatch):
    monkeypatch.setattr(controls, "somebody_is_there", lambda: True)
    bundle = form._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle and bundle["text/html"] == form.summary().html


@pytest.mark.parametrize("lang", kip.LANGUAGES)
def test_the_form_speaks_the_reader_s_language_and_shows_the_wording_in_it(tmp_path, bank, lang):
    form = questionnaire_form(tmp_path / "q.xlsx", lang=lang, bank=bank, check=lambda codebook: ())
    assert form.controls.shown.value == lang
    assert form.controls.rows[0].wording.value == text(bank, "purpose_1", lang)
    assert form.controls.save.description == Language(lang).say(message("Save"))


def test_keys_pressed_in_the_form_are_kept_from_the_notebook(form):
    """Tried in JupyterLab: without it, x in a dropdown cuts the cell, and m makes it text."""
    (script,) = [each for each in form.controls.box.children if type(each).__name__ == "Output"]
    (said,) = script.outputs
    code = said["data"]["application/javascript"]
    assert '"focusin"' in code and '"data-lm-suppress-shortcuts"' in code and script.layout.display == "none"
