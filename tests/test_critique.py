"""A draft questionnaire read critically: the labelled list, one planted fault of each kind, and what must not be found."""

from __future__ import annotations

import csv
import time
from collections import Counter
from dataclasses import replace
from math import nan
from pathlib import Path

import pytest
from builders import HOSTILE, book, examples, words
from builders import rated as rated_in_two
from hypothesis import given, settings
from hypothesis import strategies as st

import kiptools.show.critique  # noqa: F401
from kiptools.codebook import Choice, Codebook, Construct, Item, Note, Scale, Wording
from kiptools.critique import Finding, review, with_minutes
from kiptools.language import Language
from kiptools.reasons import REASONS
from kiptools.show.critique import _short
from kiptools.show.sentences import sentence
from kiptools.show.tables import table
from kiptools.wording import FAULTS, LONGEST, REVIEWED, _syllables, faults_in, readability, words_of

LABELLED = Path(__file__).parent / "labelled_items.csv"
OPEN = Item("change", "text", words("Which one thing should change first?"))


def kinds(codebook):
    return [finding.kind for finding in review(codebook).findings]


def scale(count=5, *, missing=True):
    choices = [Choice(str(score), words(f"Level {score}"), float(score)) for score in range(1, count + 1)]
    return Scale("agreement", (*choices, *([Choice("na", words("Does not apply"), missing=True)] * missing)))


def rated(name, answers=None, **fields):
    return rated_in_two(name, answers or scale(), **fields)


def questionnaire(*items, **fields):
    """A small questionnaire without a fault, but for the given questions."""
    return replace(book(*items, OPEN), **fields)


# --- single rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "two", "one"),
    [
        (
            "en",
            "The letter is useful and the website is up to date.",
            "It is easy for schools and the firms that are far.",
        ),
        (
            "fr",
            "La lettre est utile et le site est à jour.",
            "C'est facile pour les écoles et les firmes qui sont loin.",
        ),
        ("it", "La lettera è utile e il sito è aggiornato.", "È facile per le scuole e le aziende che sono lontane."),
        ("hr", "Bilten je koristan i stranica je ažurna.", "Lako je školama i poslodavcima koji su daleko."),
        ("pt", "O boletim é útil e o sítio está atualizado.", "É fácil para as escolas e as empresas que estão longe."),
    ],
)
def test_two_sentences_in_one_are_two_things_and_a_clause_that_explains_is_none(language, two, one):
    assert [fault.kind for fault in faults_in(two, language)] == ["double_barrelled"]
    assert faults_in(one, language) == ()


# --- the labelled list ---------------------------------------------------------------------------------


def labelled(part):
    with LABELLED.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["part"] == part]


def hits(rows):
    """Of each language and kind: found rightly, found wrongly, overlooked.

    Whatever is found in a good item, or of another kind than the one planted, is wrong.
    """
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        found = {fault.kind for fault in faults_in(row["text"], row["language"])}
        wanted = {row["fault"]} - {""}
        for kind in found | wanted:
            said = "right" if kind in found & wanted else "wrong" if kind in found else "overlooked"
            counts.setdefault((row["language"], kind), Counter())[said] += 1
    return counts


def precision_and_recall(counts):
    total = sum(counts, Counter())
    right = total["right"]
    found, planted = right + total["wrong"], right + total["overlooked"]
    return right / found if found else nan, right / planted if planted else nan


def figures(part):
    """Rows of a table: language, kind ("" for all), right, wrong, overlooked, precision, recall."""
    counts = hits(labelled(part))
    lines = []
    for language in (*REVIEWED, ""):
        for kind in (*FAULTS, ""):
            chosen = [n for (code, of), n in counts.items() if language in ("", code) and kind in ("", of)]
            total = sum(chosen, Counter())
            lines.append(
                (
                    language,
                    kind,
                    *(total[name] for name in ("right", "wrong", "overlooked")),
                    *precision_and_recall(chosen),
                )
            )
    return lines


def test_the_labelled_list_is_large_and_half_of_it_good():
    for language in REVIEWED:
        rows = [row for part in ("tune", "held_out") for row in labelled(part) if row["language"] == language]
        assert len(rows) >= 60
        assert 0.45 <= sum(not row["fault"] for row in rows) / len(rows) <= 0.55
        assert {row["fault"] for row in rows} == {"", *FAULTS}


@pytest.mark.parametrize("part", ["tune", "held_out"])
def test_precision_and_recall_on_the_labelled_list(part):
    for language, kind, right, wrong, overlooked, precision, recall in figures(part):
        print(
            f"{part:9}{language or 'all':5}{kind or 'all':22}{right:4}{wrong:4}{overlooked:4}{precision:7.2f}{recall:7.2f}"
        )
        if not kind:
            floor = FLOORS[part] if language else ALL[part]
            assert precision >= floor[0], (part, language)
            assert recall >= floor[1], (part, language)


FLOORS = {"tune": (0.95, 0.90), "held_out": (0.90, 0.75)}
"""Precision and recall at least, in each language; the list was not looked at where it says `held_out`."""
ALL = {"tune": (0.95, 0.90), "held_out": (0.95, 0.80)}
"""The same in all languages together."""


# --- the wording of one question -----------------------------------------------------------------------

FOUND = [
    ("en", "The coordinating team answers our requests and keeps its promises.", "double_barrelled"),
    ("fr", "Nous comprenons les objectifs et les partageons.", "double_barrelled"),
    ("it", "Conosciamo gli obiettivi e li condividiamo.", "double_barrelled"),
    ("hr", "Razumijemo ciljeve i podržavamo ih.", "double_barrelled"),
    ("pt", "As reuniões são curtas e úteis.", "double_barrelled"),
    ("en", "Don't you agree that the partnership has grown?", "leading"),
    ("fr", "Comme chacun sait, la coordination demande du temps.", "leading"),
    ("it", "Quanto vi è servito il nostro eccellente corso?", "leading"),
    ("hr", "Ne mislite li da su sastanci korisni?", "leading"),
    ("pt", "Como todos sabemos, a coordenação exige tempo.", "leading"),
    ("en", "We are not informed of changes.", "negated"),
    ("fr", "Nous ne recevons pas les comptes rendus.", "negated"),
    ("it", "Non riceviamo i verbali.", "negated"),
    ("hr", "Ne dobivamo zapisnike.", "negated"),
    ("pt", "Não recebemos as atas.", "negated"),
    ("en", "We cannot take part without approval.", "double_negation"),
    ("fr", "Nous ne pouvons pas décider sans l'accord de la direction.", "double_negation"),
    ("it", "Non possiamo decidere senza la direzione.", "double_negation"),
    ("hr", "Ne možemo odlučiti bez ravnatelja.", "double_negation"),
    ("pt", "Não podemos decidir sem a direção.", "double_negation"),
    ("en", "Partners always keep to the agreement.", "absolute"),
    ("fr", "Tous les partenaires tiennent leurs engagements.", "absolute"),
    ("it", "I partner rispettano sempre gli accordi.", "absolute"),
    ("hr", "Partneri se uvijek drže dogovora.", "absolute"),
    ("pt", "Os parceiros cumprem sempre os acordos.", "absolute"),
    ("en", "Overall, we are satisfied with the partnership.", "general_satisfaction"),
    ("fr", "Dans l'ensemble, nous sommes satisfaits du partenariat.", "general_satisfaction"),
    ("it", "Nel complesso siamo soddisfatti del partenariato.", "general_satisfaction"),
    ("hr", "Općenito smo zadovoljni partnerstvom.", "general_satisfaction"),
    ("pt", "De um modo geral, estamos satisfeitos com a parceria.", "general_satisfaction"),
    ("en", "The partnership creates synergies.", "jargon"),
    ("fr", "Le partenariat crée des synergies.", "jargon"),
    ("it", "Il partenariato crea sinergie.", "jargon"),
    ("hr", "Partnerstvo stvara sinergije.", "jargon"),
    ("pt", "A parceria cria sinergias.", "jargon"),
]

CLEAN = [
    ("en", "Whether or not a meeting takes place is announced two days before."),
    ("en", "The pros and cons of a merger were discussed with us."),
    ("en", "Meetings start and end on time."),
    ("en", "The partnership drops activities that no longer serve its goals."),
    ("en", "How often do you meet (always, often, rarely, never)?"),
    ("en", "Public and private employers take part in equal numbers."),
    ("en", 'The sign "Open to everyone, always" hangs at the door.'),
    ("en", "How satisfied are you with the time that it takes to get an answer?"),
    ("en", "The three schools and the two companies meet once a month."),
    ("fr", "Les décisions sont annoncées avant que nous ne soyons consultés."),
    ("fr", "Il n'y a que deux réunions par an."),
    ("fr", "Une personne de notre équipe est chargée des relations avec le partenariat."),
    ("it", "Le attività di educazione non formale sono descritte in un catalogo."),
    ("it", "Scambiamo offerte di lavoro e di tirocinio con gli altri partner."),
    ("hr", "Sastanci počinju i završavaju na vrijeme."),
    ("hr", "U sporazumu piše što svaki partner ulaže."),
    ("pt", "A educação não formal tem lugar na nossa oferta."),
    ("pt", "As três escolas e as duas empresas reúnem-se uma vez por mês."),
]


@pytest.mark.parametrize("language, text, kind", FOUND)
def test_one_fault_of_each_kind_in_each_language(language, text, kind):
    assert [fault.kind for fault in faults_in(text, language)] == [kind]


@pytest.mark.parametrize("language, text", CLEAN)
def test_words_that_only_look_like_a_fault(language, text):
    assert faults_in(text, language) == ()


@pytest.mark.parametrize("language", REVIEWED)
def test_a_sentence_is_long_from_one_word_more(language):
    longest = LONGEST[language]
    assert faults_in(" ".join(["riba"] * longest) + ".", language) == ()
    assert [fault.kind for fault in faults_in(" ".join(["riba"] * (longest + 1)) + ".", language)] == ["long"]
    two = " ".join(["riba"] * longest) + ". " + "Riba riba."
    assert faults_in(two, language) == ()


def test_the_words_that_give_a_fault_away_are_the_respondents_words():
    fault = faults_in("The pros and cons are clear and  useful.", "en")[0]
    assert fault.words == "are clear and useful"
    assert faults_in("Les réunions sont\u00a0courtes et utiles\u202f!", "fr")[0].words == "sont courtes et utiles"
    assert faults_in("L’équipe n’est pas informée.", "fr")[0].kind == "negated"


def test_an_abbreviation_is_jargon_until_it_is_explained():
    assert [fault.words for fault in faults_in("We use the CRDT form.", "en")] == ["CRDT"]
    assert faults_in("We use the form for clients without a job (CRDT).", "en") == ()
    assert faults_in("The GDPR applies.", "en") == ()
    assert faults_in("WE USE THE CRDT FORM", "en") == ()


def test_a_language_that_is_not_read_has_no_faults():
    assert faults_in("Wir sind immer zufrieden und glücklich.", "de") == ()


@settings(max_examples=examples(40), deadline=None)
@given(st.text(max_size=300), st.sampled_from(REVIEWED))
def test_no_text_makes_it_fail(text, language):
    faults = faults_in(text, language)
    assert [fault.kind for fault in faults] == [kind for kind in FAULTS if any(f.kind == kind for f in faults)]
    readability([text], language)


@pytest.mark.parametrize("text", [*HOSTILE, "", " ", "?", "and " * 5000, "not " * 5000, "a, " * 5000])
def test_hostile_and_endless_texts(text):
    before = time.perf_counter()
    for language in REVIEWED:
        faults_in(text, language)
    assert time.perf_counter() - before < 1


# --- how easily it reads -------------------------------------------------------------------------------


# As spoken; English after the CMU Pronouncing Dictionary 0.7b, the others after school grammars' division.
SPOKEN = {
    "en": "1 we the through takes asked shared | 2 people client useful sometimes | 3 idea area important "
    "| 4 experience priorities | 5 coordinating evaluations",
    "fr": "1 que autre quelques grâce | 2 école année réseau partage voyons | 3 oublier réunion énoncer poésie "
    "| 4 européenne | 5 coordination organisation",
    "pt": "1 são que mais | 2 água muito sempre | 3 saída reuniões serviço ainda | 4 parceria informação "
    "| 5 cooperação experiências",
}


@pytest.mark.parametrize("language", SPOKEN)
def test_syllables_as_spoken(language):
    for line in SPOKEN[language].split(" | "):
        number, *several = line.split()
        for word in several:
            assert _syllables(word, language) == int(number), word


def test_readability_in_french_by_hand():
    # Nous(1) pou-vons(2) é-non-cer(3) en(1) quelques(1) mots(1) les(1) ob-jec-tifs(3) com-muns(2): 9 words, 15 syllables.
    text = "Nous pouvons énoncer en quelques mots les objectifs communs."
    assert readability([text], "fr") == pytest.approx(207 - 1.015 * 9 - 73.6 * 15 / 9)


def test_readability_in_italian_counts_letters():
    # 43 letters, 8 words: 89 + (300 - 430) / 8. The full stop as a letter, as textstat counts, would give 71.5.
    text = "Sappiamo dire in poche parole gli obiettivi comuni."
    assert readability([text], "it") == 72.75
    assert 89 + (300 - 10 * 44) / 8 == 71.5


def test_readability_by_hand():
    # The(1) part-ner-ship(3) drops(1) old(1) forms(1): 5 words, 7 syllables, and 1 sentence.
    assert readability(["The partnership drops old forms."], "en") == pytest.approx(206.835 - 1.015 * 5 - 84.6 * 7 / 5)
    # A(1) par-ce-ri-a(4) cum-pre(2): 3 words, 7 syllables.
    assert readability(["A parceria cumpre."], "pt") == pytest.approx(248.835 - 1.015 * 3 - 84.6 * 7 / 3)
    assert readability(["Ciljevi su jasni."], "hr") is None
    assert readability(["…"], "en") is None


# --- the questionnaire ---------------------------------------------------------------------------------


def test_the_demo_questionnaire_is_clean_in_five_languages(codebook):
    found = review(codebook)
    assert found.languages == REVIEWED and found.questions == len(codebook.items) == 68
    assert found.findings == ()


def test_a_statement_asked_twice_for_its_importance_is_told_once():
    text = "Partners always answer."
    asked = rated("q1", text=text, construct="trust")
    again = rated("q1_importance", text=f"How important is it? {text}", role="importance", construct="trust")
    other = rated("q2", text="Partners answer within a week.", construct="trust")
    found = review(questionnaire(asked, again, other))
    assert found.findings == (Finding("absolute", ("q1", "q1_importance"), "en", "always"),)


def test_an_open_question_may_name_two_qualities():
    text = "Tell us about meetings that are short and useful."
    assert kinds(book(Item("q", "text", words(text)))) == []
    assert kinds(questionnaire(rated("q", text=text))) == ["double_barrelled"]


def test_a_word_that_the_questionnaire_explains_is_no_jargon():
    asked = rated("q", text="The ecosystem is described on one page.")
    assert kinds(questionnaire(asked)) == ["jargon"]
    note = Note("n", words("By ecosystem we mean everybody who helps people to choose a job."), "q")
    assert kinds(questionnaire(asked, notes=(note,))) == []
    assert kinds(questionnaire(replace(asked, hint=words("Ecosystem: all who help.")))) == []


def levels(*labels, missing=True):
    choices = [Choice(str(n), words(label), float(n)) for n, label in enumerate(labels, 1)]
    return Scale("s", (*choices, *([Choice("na", words("Does not apply"), missing=True)] * missing)))


@pytest.mark.parametrize(
    "labels, unbalanced",
    [
        (("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"), False),
        (("Disagree", "Somewhat agree", "Agree", "Strongly agree"), True),
        (("Poor", "Fair", "Good", "Very good", "Excellent"), True),
        (("Very dissatisfied", "Dissatisfied", "Satisfied", "Very satisfied"), False),
        (("Dissatisfied", "Satisfied", "Very satisfied", "Completely satisfied"), True),
        (("Not important", "Slightly important", "Important", "Very important"), False),
        (("Never", "Rarely", "Sometimes", "Often", "Always"), False),
        (("Red", "Green", "Blue"), False),
    ],
)
def test_a_list_of_answers_leans_to_one_side(labels, unbalanced):
    assert kinds(questionnaire(rated("q", levels(*labels)))) == ["unbalanced_scale"] * unbalanced


def test_levels_without_words():
    assert kinds(questionnaire(rated("q", levels("Not at all", "2", "3", "4", "Completely")))) == ["unlabelled_scale"]


def test_an_answer_for_those_whom_it_does_not_concern():
    without = scale(missing=False)
    assert kinds(questionnaire(rated("q", without))) == ["no_way_out"]
    assert kinds(questionnaire(rated("q", without, role="importance"))) == []
    assert kinds(questionnaire(replace(rated("q", without), required=True))) == ["forced_answer"]
    assert kinds(questionnaire(replace(rated("q"), required=True))) == []


def test_topics_directions_and_open_questions():
    six = [rated(f"q{n}", construct="trust") for n in range(6)]
    assert kinds(book(*six)) == ["no_open_question", "one_direction"]
    assert kinds(questionnaire(*six[:5])) == []
    assert kinds(questionnaire(*six[:5], replace(six[5], reverse=True))) == []
    alone = questionnaire(rated("q1", construct="trust"), rated("i", construct="trust", role="importance"))
    assert [(f.kind, f.items, f.words) for f in review(alone).findings] == [("single_statement", ("q1",), "Trust")]


def two(en, fr):
    return Wording((("en", en), ("fr", fr)))


def bilingual(*items, **fields):
    opened = Item("change", "text", two("What should change?", "Que faut-il changer ?"))
    return Codebook((*items, opened), **fields)


def test_translations():
    def asked(en, fr):
        return replace(rated_in_two("q"), wording=two(en, fr))

    assert kinds(bilingual(asked("Partners meet.", "Les partenaires se voient."))) == []
    lacking = replace(rated_in_two("q"), wording=words("Partners meet."))
    found = review(bilingual(lacking)).findings
    assert [(f.kind, f.language, f.items) for f in found] == [("missing_translation", "fr", ("q",))]
    numbers = asked("We met in the last 6 months.", "Nous nous sommes vus ces 12 derniers mois.")
    assert kinds(bilingual(numbers)) == ["other_numbers"]
    blanks = asked("We know the goals of ${name}.", "Nous connaissons ces objectifs.")
    assert kinds(bilingual(blanks)) == ["other_blanks"]
    assert kinds(bilingual(asked("Do partners meet?", "Les partenaires se voient."))) == ["question_and_statement"]
    assert kinds(bilingual(asked("Partners meet each month.", "Partners meet each month."))) == [
        "same_in_two_languages"
    ]
    assert kinds(bilingual(asked("Network", "Network"))) == []
    topic = Construct("trust", words("Trust"))
    assert kinds(bilingual(asked("Partners meet.", "Les partenaires se voient."), constructs=(topic,))) == [
        "missing_translation"
    ]
    assert (
        kinds(bilingual(asked("Partners meet.", "Les partenaires se voient."), title=Wording((("", "Survey"),)))) == []
    )
    double = Scale("s", tuple(Choice(n, two(en, "Niveau"), float(n)) for n, en in (("1", "Low"), ("2", "High"))))
    double = replace(double, choices=(*double.choices, Choice("na", two("Does not apply", "Sans objet"), missing=True)))
    assert kinds(
        bilingual(replace(rated_in_two("q", double), wording=two("Partners meet.", "Les partenaires se voient.")))
    ) == ["same_answer_twice"]


def test_the_same_question_twice():
    found = review(questionnaire(rated("a", text="Partners meet."), rated("b", text="partners  meet"))).findings
    assert [(f.kind, f.items) for f in found] == [("same_question_twice", ("a", "b"))]
    assert kinds(questionnaire(rated("a", text="Partners meet."), rated("b", scale(4), text="Partners meet."))) == []


@pytest.mark.parametrize(
    "text, language",
    [
        ("What is your name?", "en"),
        ("E-mail address", "en"),
        ("Votre numéro de téléphone", "fr"),
        ("Data di nascita", "it"),
        ("Vaše ime i prezime", "hr"),
        ("O seu nome", "pt"),
        ("What is your exact job title?", "en"),
    ],
)
def test_personal_data(text, language):
    assert "personal_data" in kinds(Codebook((Item("q", "text", Wording(((language, text),))),)))


def test_questions_about_the_respondent_taken_together():
    def profile(name, size):
        return Item(
            name,
            "select_one",
            words(f"Which {name}?"),
            Scale(name, tuple(Choice(str(n), words(f"{name} {n}")) for n in range(size))),
            role="profile",
        )

    # 5 of 300 partners on average: 60 combinations are just enough.
    assert kinds(questionnaire(profile("kind", 6), profile("town", 10))) == []
    found = review(questionnaire(profile("kind", 6), profile("town", 11))).findings
    assert [(f.kind, f.words) for f in found] == [("identifying_profile", "66")]


def test_minutes_by_hand():
    # A statement has 12 words; its list 2 levels of 2 and 3 ("Does not apply"); the open question 6.
    asked = replace(rated("q", scale(2)), wording=words("word " * 12))
    asked = replace(
        asked, scale=Scale("s", tuple(replace(c, wording=words(c.wording.in_language("en"))) for c in asked.choices))
    )
    many = Codebook((*(replace(asked, name=f"q{n}") for n in range(40)), OPEN))
    # 40 x 12 + 7 + 6 = 493 words; 493/300 + (40 x 3 + 45)/60 = 4.39; 493/175 + (40 x 6 + 90)/60 = 8.32.
    assert review(many).minutes == (4, 8)
    assert review(many).minutes.high == 8
    noted = replace(many, notes=(Note("intro", words("About {minutes} minutes for {name}."), "q0"),))
    assert with_minutes(noted).notes[0].wording == words("About 8 minutes for {name}.")
    assert with_minutes(many) == many
    # 8 words more are 2 seconds: still 4 to 8 minutes. From 4 to one and a half times 8 a promise is kept.
    for said, fits in ((3, False), (4, True), (12, True), (13, False)):
        promised = replace(
            many, notes=(Note("intro", words(f"Answering takes you about {said} minutes, we think."), "q0"),)
        )
        assert ("other_minutes" not in kinds(promised)) == fits, said


def test_languages_that_are_not_read_are_named():
    asked = replace(
        rated("q", levels("No", "Yes")), wording=Wording((("de", "Immer."), ("en", "Partners always meet.")))
    )
    found = review(Codebook((asked,)))
    assert (found.languages, found.not_read) == (("en",), ("de",))
    nameless = Codebook((Item("q", "text", Wording((("", "Partners always meet."),))),))
    assert review(nameless).findings == ()


def test_every_kind_of_finding_says_why_and_what_to_do():
    assert set(FAULTS) < set(REASONS)
    for kind, reason in REASONS.items():
        assert reason.severity in ("mend", "look")
        assert len(str(Finding(kind, words="x").what)) > 20 and "{" not in str(Finding(kind, words="x").what)
        for text in (reason.why, reason.pattern):
            assert text.template.endswith((".", "?")), kind
        assert not reason.source or _short(reason.source) != reason.source, kind


def test_a_questionnaire_of_three_hundred_items_takes_less_than_a_second(codebook):
    statements = [item for item in codebook.items if item.role == "experience"]
    many = [
        replace(
            item, name=f"q{n}", wording=Wording(tuple((code, f"{text[:-1]} {n}.") for code, text in item.wording.texts))
        )
        for n in range(300)
        for item in [statements[n % len(statements)]]
    ]
    faults_in("warm", "en")
    before = time.perf_counter()
    found = review(Codebook(tuple(many), codebook.constructs))
    assert time.perf_counter() - before < 2  # under one second alone; two cores may be shared
    assert found.questions == 300


# --- shown ---------------------------------------------------------------------------------------------


def test_the_table_names_question_reason_and_rewording():
    found = review(questionnaire(rated("q", text="Partners always meet."), rated("r", scale(missing=False))))
    shown = table(found, Language("en")).html
    for text in (
        "q: Partners always meet.",
        "To look at",
        "English: The words leave no exception",
        "Dillman, Smyth &amp; Christian 2014",
    ):
        assert text in shown, text
    assert "Sources: Dillman, D. A." in shown and 'scope="row"' in shown
    assert sentence(found, Language("en")) == (
        "The questionnaire has 3 questions. It takes about 1 to 2 minutes. 1 finding is to be mended. 1 finding is worth a "
        "look."
    )


def test_nothing_found_is_said_without_praise(codebook):
    said = sentence(review(codebook), Language("en"))
    assert said.endswith("Nothing was found to mend; a try-out with a few partners will still show more.")
    assert "There is no formula" in table(review(codebook), Language("en")).html


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_typed_is_never_markup(text):
    found = review(questionnaire(rated("q", text=f"{text} We are always met and always heard.")))
    shown = table(found, Language("en")).html
    assert "<script>" not in shown and "<img" not in shown and "<b>" not in shown
    assert any(f.kind == "absolute" for f in found.findings)


def test_findings_of_one_question_in_several_languages_stand_together():
    item = replace(rated_in_two("q"), wording=two("Partners always meet.", "Les partenaires se voient toujours."))
    shown = table(review(bilingual(item)), Language("en")).html
    assert shown.count("The words leave no exception") == 2 and shown.count("Leave the word out") == 1


def test_words_are_counted_as_people_count_them():
    assert words_of("The follow-up of L'équipe: 2 things!") == ["The", "follow-up", "of", "L'équipe", "2", "things"]


def test_an_answer_that_says_nothing_is_no_level():
    """In a spreadsheet its score became a number: it would be the best level of all."""
    answers = scale(missing=False)
    none = Choice("na", words("Does not apply", fr="Ne sais pas"), 6.0)
    found = review(questionnaire(rated("q1", replace(answers, choices=(*answers.choices, none))), rated("q2")))
    told = [(finding.kind, finding.items, finding.words) for finding in found.findings]
    assert ("counted_as_level", ("q1",), "Does not apply") in told
    assert not any(kind == "no_way_out" for kind, *_ in told)


def test_statements_that_would_drop_out_of_the_results_are_named():
    apart = rated("own")
    plain_ = replace(rated("seen", text="How often did we meet?"), role="")
    told = {
        finding.kind: finding.items
        for finding in review(questionnaire(rated("q1", construct="a"), apart, plain_)).findings
    }
    assert told["no_topic"] == ("own",) and told["no_role"] == ("seen",)
    assert "no_topic" not in kinds(questionnaire(rated("q1"), rated("q2")))  # where there are no topics at all


def test_a_code_in_place_of_words_is_no_copied_translation():
    """A real form labels its places ``al_kefah_al_shimaly`` in both languages."""
    place = Scale(
        "places", (Choice("a", words("al_kefah_al_shimaly", fr="al_kefah_al_shimaly")), Choice("b", words("B", fr="B")))
    )
    where = Item("where", "select_one", words("Where do you work?", fr="Où travaillez-vous ?"), place)
    assert "same_in_two_languages" not in kinds(questionnaire(where))
