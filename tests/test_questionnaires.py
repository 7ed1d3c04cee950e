"""The item bank, what is drafted from it, and what a SWOT and a partner list call for."""

from __future__ import annotations

import pytest
from builders import HOSTILE, network, partner

import kiptools as kip
from kiptools.codebook import OTHER
from kiptools.concerns import topics_to_ask
from kiptools.questionnaires import IMPORTANCE_NOTE, draft_questionnaire, item_bank, only_languages
from kiptools.swot import Factor, Swot
from kiptools.swot_reading import read_swot

LANGUAGES = tuple(kip.LANGUAGES)


def texts_of(codebook: kip.Codebook) -> list[kip.Wording]:
    """Every wording that a respondent reads, and the definitions that experts read."""
    found = [item.wording for item in codebook.items] + [note.wording for note in codebook.notes] + [codebook.title]
    found += [text for topic in codebook.constructs for text in (topic.wording, topic.definition)]
    return found + [choice.wording for item in codebook.items for choice in item.choices if choice != OTHER]


# --- the bank ----------------------------------------------------------------------------------------


def test_the_bank_has_eight_topics_of_four_statements_each_asked_about_twice():
    bank = item_bank()
    assert len(bank.constructs) == 8
    for topic in bank.constructs:
        for role in ("experience", "importance"):
            assert len(bank.select(topic.name, role=role)) == 4, (topic.name, role)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_of_the_bank_is_there_in_every_language(lang):
    for wording in texts_of(item_bank()):
        assert dict(wording.texts).get(lang, "").strip(), (wording, lang)


def test_no_long_text_of_the_bank_is_the_same_in_two_languages():
    for wording in texts_of(item_bank()):
        texts = [text for _, text in wording.texts if len(text) > 15]
        assert len(set(texts)) == len(texts), texts


def test_importance_is_asked_of_the_same_statement():
    """Of a reversed statement in positive words; of every other by its own words after a question."""
    bank = item_bank()
    for item in bank.select(role="experience"):
        twin = bank[f"{item.name}_importance"]
        assert twin.role == "importance" and twin.construct == item.construct
        for lang in LANGUAGES:
            same = twin.wording.in_language(lang).endswith(item.wording.in_language(lang))
            assert same or item.reverse, (item.name, lang)


def test_the_demo_questionnaire_is_the_draft_of_the_whole_bank(codebook):
    assert draft_questionnaire().items == codebook.items
    assert [topic.name for topic in codebook.constructs] == [topic.name for topic in item_bank().constructs]


def test_every_statement_of_the_bank_passes_the_review_in_every_language():
    found = kip.review(draft_questionnaire())
    assert found.languages == LANGUAGES and found.findings == ()


# --- drafting ----------------------------------------------------------------------------------------


def test_a_draft_has_the_chosen_topics_in_the_chosen_order_between_the_other_questions():
    draft = draft_questionnaire(["trust", "purpose"])
    assert [topic.name for topic in draft.constructs] == ["trust", "purpose"]
    names = [item.name for item in draft.items]
    assert names[:2] == ["organisation_type", "activities"] and names[-2:] == ["keep", "change"]
    assert names[2:6] == ["trust_1", "trust_2", "trust_3", "trust_4"] and names[10] == "purpose_1"
    assert len(names) == 2 + 2 * 8 + 2


def test_without_importance_nothing_says_that_statements_come_twice():
    draft = draft_questionnaire(["trust"], importance=False)
    assert {item.role for item in draft.items} == {"profile", "", "experience"}
    assert IMPORTANCE_NOTE not in [note.name for note in draft.notes]
    assert IMPORTANCE_NOTE in [note.name for note in draft_questionnaire(["trust"]).notes]


def test_no_note_of_a_draft_stands_before_a_question_that_it_does_not_have():
    for chosen in (None, ["results"], ["trust", "purpose"]):
        draft = draft_questionnaire(chosen)
        assert {note.before for note in draft.notes} <= {item.name for item in draft.items} | {""}


def test_a_draft_in_some_languages_has_only_those(tmp_path):
    draft = draft_questionnaire(["trust"], languages=["hr", "en"])
    assert draft.languages == ("hr", "en")
    for wording in texts_of(draft):
        assert [code for code, _ in wording.texts] == ["hr", "en"]
    assert kip.read_codebook(kip.write_codebook(draft, tmp_path / "form.xlsx")) == draft


def test_texts_in_no_language_stay():
    """The commonest form has a title in one cell, without a language."""
    title = kip.Wording((("", "Our survey"),))
    draft = only_languages(
        kip.Codebook((kip.Item("q", "text", kip.Wording((("en", "A"), ("fr", "B")))),), title=title), ["fr"]
    )
    assert draft.title == title and draft.languages == ("fr",)


def test_an_own_answer_keeps_its_wording_in_all_languages():
    kinds = kip.Scale("kinds", (kip.Choice("a", kip.Wording((("en", "A"), ("fr", "Un")))), OTHER))
    item = kip.Item("kind", "select_one", kip.Wording((("en", "Kind?"), ("fr", "Type ?"))), kinds, other=True)
    assert only_languages(kip.Codebook((item,)), ["fr"]).items[0].choices[-1] is OTHER


@pytest.mark.parametrize(
    "words, said",
    [
        ({"constructs": ["trust", "love"]}, 'The item bank has no topic "love"; it has purpose, governance,'),
        ({"languages": ["de"]}, 'The questionnaire is not in the language "de"; it has en, fr, it, hr, pt.'),
    ],
)
def test_what_the_bank_does_not_have_is_refused(words, said):
    with pytest.raises(kip.KipError) as refused:
        draft_questionnaire(**words)
    assert str(refused.value).startswith(said)


# --- what to ask about -------------------------------------------------------------------------------


def test_factors_call_for_their_topics_in_the_order_of_the_swot():
    """By hand: trust twice, learning once; a proposal is nobody's concern yet, and a strength needs no topic."""
    swot = Swot(
        (
            Factor("W1", "weakness", "They keep quiet", topics=("learning", "trust")),
            Factor("S1", "strength", "We meet"),
            Factor("T1", "threat", "The law changes"),
            Factor("W2", "weakness", "Too far away"),
            Factor("O1", "opportunity", "A new school", topics=("trust",)),
            Factor("W3", "weakness", "Late news", topics=("communication",), proposed=True),
            Factor("T2", "threat", "Proposed", proposed=True),
        )
    )
    found = topics_to_ask(swot)
    concerns = {topic.name: [(each.quadrant, each.text) for each in calls] for topic, calls in found.topics}
    assert found.called_for == ("trust", "learning") and len(concerns) == 8
    assert concerns["trust"] == [("weakness", "They keep quiet"), ("opportunity", "A new school")]
    assert [factor.id for factor in found.open] == ["T1", "W2"]


def test_the_demo_swot_and_list_call_for_the_topics_that_their_weaknesses_are_about():
    """By hand: the SWOT sets communication beside one factor, and the list has two weaknesses of contacts.

    Its two weaknesses of relations call for leadership and for trust, each of which one factor calls for, too.
    """
    partners = kip.read_partners()
    found = topics_to_ask(read_swot(), partners, kip.demo_rules(partners))
    concerns = {topic.name: concerns for topic, concerns in found.topics}
    assert [concern.quadrant for concern in concerns["communication"]] == ["weakness", "", ""]
    assert [concern.quadrant for concern in concerns["leadership"]] == ["weakness", "", ""]
    assert [concern.quadrant for concern in concerns["trust"]] == ["threat", "", ""]
    assert set(found.called_for) == set(concerns) == {topic.name for topic in item_bank().constructs}
    assert [len(concerns) for _, concerns in found.topics] == sorted(map(len, concerns.values()), reverse=True)
    assert [factor.text for factor in found.open] == ["New online services compete for young users"]


def test_a_list_without_weaknesses_calls_for_nothing():
    assert topics_to_ask(Swot(), network(partner("A"), partner("B"))).called_for == ()
    assert topics_to_ask().called_for == topics_to_ask().open == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_concerns_and_drafts_are_shown_in_every_language(lang):
    show = kip.Show(lang)
    concerns, draft = topics_to_ask(read_swot()), draft_questionnaire(["trust"])
    for result in (concerns, draft):
        assert show.table(result).html.count("<table") >= 1 and show.sentence(result).text
    assert item_bank().constructs[4].wording.in_language(lang) in show.table(draft).text


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_swot_says_stays_text(text):
    swot = Swot((Factor("T1", "threat", text, topics=("trust",)), Factor("T2", "threat", text)))
    html = kip.Show("en").table(topics_to_ask(swot)).html
    assert "<script" not in html and "<img" not in html and "<b>" not in html


def test_without_roles_no_statements_are_counted():
    """As a form of another tool is read."""
    items = tuple(kip.Item(name, "text", kip.Wording((("en", name),))) for name in "ab")
    assert kip.Show("en").sentence(kip.Codebook(items)).text == "The questionnaire has 2 questions."


def test_a_draft_counts_its_questions_by_hand():
    """Two on the respondent, eight statements asked twice, two open questions; two topics."""
    assert kip.Show("en").sentence(draft_questionnaire(["trust", "purpose"])).text == (
        "The questionnaire has 20 questions: 8 statements on 2 topics to be rated, each twice; 2 to be answered in "
        "words of one's own. It is written in 5 languages."
    )
