"""The level of learning outcomes: shares and reasons, what is unclear, and what a person has decided."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from math import log
from time import perf_counter

import pytest
from builders import HOSTILE, examples
from hypothesis import given, settings
from hypothesis import strategies as st

import kiptools as kip
from kiptools.bloom import CLEARER, FINDINGS, LIKELY, LONGEST, Classification, Reading, classify
from kiptools.language import Language
from kiptools.lexicon import READ, read_lexicon
from kiptools.messages import KipError, visible
from kiptools.outcomes import LEVEL_NAMES, LEVELS, Outcome, Programme, Step
from kiptools.phrasing import Phrasing
from kiptools.validation import read_labelled

LANGUAGES = tuple(kip.LANGUAGES)


def read(text: str, **fields: str) -> Reading:
    return classify(Programme((Outcome("O1", text, **fields),))).outcomes[0]


def kinds(text: str, **fields: str) -> list[str]:
    return [finding.kind for finding in read(text, **fields).findings]


def advice(text: str, kind: str, **fields: str) -> tuple[str, str]:
    found = next(finding for finding in read(text, **fields).findings if finding.kind == kind)
    return str(found.what), str(found.how)


# --- levels --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "texts"),
    [
        (
            "en",
            "Name three partners|Summarise an agreement|Apply the data protection rules|Analyse a partnership|"
            "Evaluate a partnership with its partners|Design a survey",
        ),
        (
            "fr",
            "Nommer trois partenaires|Résumer une convention|Appliquer le RGPD|Analyser un partenariat|"
            "Juger de la qualité d'un partenariat|Concevoir une enquête",
        ),
        (
            "it",
            "Elencare tre partner|Riassumere un accordo|Applicare le regole|Analizzare un partenariato|"
            "Valutare la qualità di un partenariato|Progettare un'indagine",
        ),
        (
            "hr",
            "Nabrojiti tri partnera|Objasniti sporazum|Primijeniti pravila|Analizirati partnerstvo|"
            "Vrednovati kvalitetu partnerstva|Osmisliti anketu",
        ),
        (
            "pt",
            "Nomear três parceiros|Resumir um acordo|Aplicar as regras|Analisar uma parceria|"
            "Avaliar a qualidade de uma parceria|Conceber um questionário",
        ),
    ],
)
def test_six_plain_outcomes_are_at_the_six_levels(lang, texts):
    found = classify(texts.split("|")).outcomes
    assert [each.lang for each in found] == [lang] * 6
    assert tuple(each.level for each in found) == LEVELS
    assert [each.of.id for each in found] == ["O1", "O2", "O3", "O4", "O5", "O6"]
    assert [finding for each in found for finding in each.findings] == []


def test_the_shares_are_those_of_the_verb_made_clearer():
    """By hand for two levels with a and b: a^γ / (a^γ + b^γ)."""
    verb = next(verb for verb in read_lexicon("en").verbs if verb.verb == "demonstrate")
    found = read("Participants demonstrate how to lead a meeting").shares
    assert sum(found) == pytest.approx(1) and max(found) > max(verb.shares)
    first, second = (sorted(shares)[-1] / sorted(shares)[-2] for shares in (found, verb.shares))
    assert first == pytest.approx(second**CLEARER)
    assert [share == 0 for share in found] == [share == 0 for share in verb.shares]


def test_clearer_shares_lose_less_and_still_promise_no_more_than_they_keep():
    """On the half on which tuning is allowed: the mean logarithmic loss with both labels (a share of nothing counts as
    one in 1000) is smaller than of the verb alone, and the likeliest level is right at least as often as its share says."""
    found = [(each, read(each.text, lang=each.lang)) for each in read_labelled() if each.tuned]
    answered = [(each, one) for each, one in found if one.shares]
    assert len(answered) >= 0.85 * len(found)

    def loss(power: float) -> float:
        likely = [
            one.phrasing.verb.shares[LEVELS.index(label)] ** power / sum(s**power for s in one.phrasing.verb.shares)
            for each, one in answered
            for label in (each.first, each.second)
        ]
        return -sum(log(max(share, 0.001)) for share in likely) / len(likely)

    assert loss(CLEARER) < 0.9 * loss(1)
    right = sum((one.level == each.first) + (one.level == each.second) for each, one in answered) / 2
    assert sum(max(one.shares) for _, one in answered) <= right


def test_the_kit_does_not_answer_where_no_level_has_half():
    """Every verb of every language: an answer if and only if one level has half, alone."""
    for lang in READ:
        for verb in read_lexicon(lang).verbs:
            most = max(verb.shares)
            clear = most >= LIKELY and verb.shares.count(most) == 1
            found = read(verb.verb, lang=lang)
            assert bool(found.shares) == bool(found.read_level) == clear, verb
            assert ("unclear level" in [finding.kind for finding in found.findings]) != clear
            assert found.reasons


@pytest.mark.parametrize(
    ("shares", "level"),
    [
        ((), ""),
        ((0, 0, 0.5, 0.3, 0.2, 0), "apply"),
        ((0, 0, 0.49, 0.31, 0.2, 0), ""),
        ((0.5, 0.5, 0, 0, 0, 0), ""),
        ((0, 0, 0, 0, 0.49, 0.51), "create"),
    ],
)
def test_half_is_enough_if_no_other_level_has_as_much(shares, level):
    assert Reading(Outcome("O1", ""), "en", Phrasing(), shares).read_level == level


def test_of_several_verbs_the_first_one_counts():
    """Not the highest: "identify ... and design" is read as identify, and both are named."""
    low_first, high_first = read("Identify partners and design a survey"), read("Design a survey and identify partners")
    assert (low_first.level, high_first.level) == ("remember", "create")
    assert [finding.kind for finding in low_first.findings] == ["two outcomes"]
    assert (
        advice("Identify partners and design a survey", "two outcomes")[0]
        == "It asks for more than one thing: Identify, design."
    )


def test_what_a_person_has_decided_counts_and_is_kept():
    found = read("Identify roles in the network", level="analyse", knowledge="metacognitive", by="T.")
    assert (found.level, found.knowledge) == ("analyse", "metacognitive")
    assert (found.read_level, found.read_knowledge) == ("remember", "conceptual")
    assert found.of == Outcome(
        "O1", "Identify roles in the network", level="analyse", knowledge="metacognitive", by="T."
    )
    step = classify(Programme(steps=(Step("P1", "activity", "Name partners", level="create"),))).steps[0]
    assert (step.level, step.read_level) == ("create", "remember")


def test_a_person_who_has_decided_is_not_asked_to_decide():
    assert kinds("Frobnicate the network") == ["unknown verb"] and kinds("Frobnicate the network", level="apply") == []
    unclear = "Explore how partners see the network"
    assert "unclear level" in kinds(unclear) and "unclear level" not in kinds(unclear, level="analyse")


# --- what is found -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["no text"]),
        (" \n ", ["no text"]),
        ("👍🏽", ["no text"]),
        ("2024", ["no language"]),
        ("Zorgen maken over niets", ["no language"]),
        ("The trainer explains the SWOT analysis", ["trainer"]),
        ("The role of partners", ["no verb"]),
        ("Frobnicate the network map", ["unknown verb"]),
        ("Understand the GDPR", ["unobservable"]),
        ("Comprendre le RGPD et rédiger une convention", ["unobservable", "two outcomes"]),
        ("Explain " + "why partners leave " * 20, ["too long"]),
        ("Explain why partners leave", []),
    ],
)
def test_what_is_found(text, found):
    assert kinds(text) == found


def test_too_long_begins_after_the_longest():
    words = ["Explain", *(["why"] * (LONGEST - 1))]
    assert kinds(" ".join(words)) == [] and kinds(" ".join([*words, "why"])) == ["too long"]
    assert advice(" ".join([*words, "why"]), "too long")[0] == "It is long: 46 words."
    assert kinds("Explain partnership" + "s" * 3000) == ["too long"]


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("en", "Understand the GDPR", "unobservable"),
        ("fr", "Comprendre le rôle des partenaires", "unobservable"),
        ("it", "Comprendere il ruolo dei partner", "unobservable"),
        ("hr", "Razumjeti ulogu partnera", "unobservable"),
        ("pt", "Compreender o papel dos parceiros", "unobservable"),
        ("en", "The role of partners", "no verb"),
        ("fr", "Les types de partenariat", "no verb"),
        ("hr", "Frobnicirati mrežu partnera", "unknown verb"),
        ("pt", "A formadora apresenta o plano", "trainer"),
    ],
)
def test_advice_names_verbs_of_the_outcomes_own_language(lang, text, kind):
    what, how = advice(text, kind, lang=lang)
    verbs = {verb.verb: verb for verb in read_lexicon(lang).verbs}
    named = how.split(": ")[1].rstrip(".").split(", ")
    assert len(named) >= 2
    assert not any(verbs[verb].avoid for verb in named)
    if kind == "unobservable":
        assert {verbs[verb].level for verb in named} == {read(text, lang=lang).level} == {"understand"}


def test_reasons_name_the_verb_its_shares_and_the_noun():
    verb = next(verb for verb in read_lexicon("en").verbs if verb.verb == "compare")
    first, second = map(str, read("Participants compare two agreements").reasons)
    ranked = sorted(zip(verb.shares, LEVELS, strict=True), reverse=True)
    told = ", ".join(f"{LEVEL_NAMES[level]} {share * 100:.0f}" for share, level in ranked if share >= 0.05)
    assert first == f'Of 100 outcomes with the verb "compare", about so many are expected at each level: {told}.'
    assert second == 'The word "agreements" points to this kind of knowledge: Procedures.'
    assert '"compare" (here "Compares")' in str(read("Compares two agreements").reasons[0])
    assert read("The role of partners").shares == () and len(read("The role of partners").reasons) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_found_can_be_said_in_every_language(lang):
    say = Language(lang).say
    texts = [
        "",
        "2024",
        "The trainer explains",
        "The role of partners",
        "Frobnicate it",
        "Understand and explore trust",
    ]
    for each in classify([*texts, "Explore " * 60, *HOSTILE, *(f"Frobnicate {text}" for text in HOSTILE)]).outcomes:
        for text in (*each.reasons, *(part for finding in each.findings for part in (finding.what, finding.how))):
            said = say(text)
            assert said == visible(said) and "{" not in said.replace("{answer} {0}", "")


# --- programmes and lists ------------------------------------------------------------------------------


def test_a_text_a_list_and_a_programme_are_read_alike():
    text = "Design a survey"
    programme = Programme((Outcome("O1", text),))
    assert classify(text) == classify([text]) == classify(iter([text])) == classify(programme)
    assert classify([]) == Classification(Programme(), ())
    assert classify(Programme()) == Classification(Programme(), ())


def test_the_language_is_said_or_told():
    assert classify("Definir indicadores", lang="pt").outcomes[0].lang == "pt"
    both = Programme((Outcome("O1", "Comparer deux réseaux", lang="fr"), Outcome("O2", "Comparer deux réseaux")))
    assert [each.lang for each in classify(both, lang="en").outcomes] == ["fr", "en"]
    assert [each.lang for each in classify(both).outcomes] == ["fr", "fr"]
    assert [finding.kind for finding in read("Comparar dos redes", lang="es").findings] == ["no language"]
    with pytest.raises(KipError, match='"es" is no language'):
        classify("Comparar dos redes", lang="es")


def test_steps_are_read_without_findings_and_breaks_are_not():
    steps = (
        Step("P1", "activity", "Compare two agreements"),
        Step("P2", "assessment", "Understand the GDPR and evaluate a partnership"),
        Step("P3", "assessment", "Quiz"),
        Step("P4", "other", "Evaluate the coffee"),
    )
    found = classify(Programme(steps=steps)).steps
    assert [each.of for each in found] == list(steps)
    assert [each.level for each in found] == ["analyse", "understand", "", ""]
    assert all(each.findings == () for each in found)
    assert (found[3].phrasing, found[3].reasons) == (Phrasing(), ())


MIXED = (
    *("Design a survey", "Comprendre le rôle des partenaires", "", "Objasniti ulogu partnera", "Quiz", "2024"),
    *("Analizzare i bisogni", "Definir indicadores", "Explore trust", "x" * 3000, *HOSTILE),
)


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.one_of(st.sampled_from(MIXED), st.text(max_size=80)), max_size=8))
def test_each_outcome_is_read_on_its_own_and_any_text_gives_a_reading(texts):
    together = classify(texts).outcomes
    alone = [classify(text).outcomes[0] for text in texts]
    assert [replace(each, of=Outcome("O1", each.of.text)) for each in together] == alone
    for each in together:
        assert each.shares == () or abs(sum(each.shares) - 1) < 1e-9
        assert (each.level == "") == (each.shares == ())
        found = [finding.kind for finding in each.findings]
        assert found == sorted(found, key=FINDINGS.index) and len(found) == len(set(found))
        assert each.lang in ("", *READ)


def test_ten_thousand_outcomes_take_a_few_seconds():
    starts = ["Design a survey", "Comparer deux réseaux", "Analizzare i bisogni", "Objasniti ulogu", "Avaliar a rede"]
    texts = [f"{start} {number}, using the map {number}" for number, start in product(range(2000), starts)]
    begin = perf_counter()
    found = classify(texts).outcomes
    assert perf_counter() - begin < 15  # about 3 s on a slow machine
    assert len(found) == 10_000 and found[-1].of.id == "O10000"
