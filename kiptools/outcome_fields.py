"""The sheets of a training programme, their columns, and the words that stand in them, in five languages."""

from __future__ import annotations

import re
from functools import cache

from kiptools.language import LANGUAGES, Language
from kiptools.messages import Message, message
from kiptools.outcomes import KNOWLEDGE_NAMES, LEVEL_NAMES, STEP_NAMES
from kiptools.rows import Vocabulary, said_words
from kiptools.sheets import FormBook, FormColumn, FormSheet
from kiptools.tables import fold

__all__ = [
    "ABOUT_ALL",
    "BOOK",
    "CANVAS",
    "FIRST",
    "SHEETS",
    "WORDS",
    "canvas_instead",
    "earlier_level",
    "minutes_of",
    "vocabulary",
    "word",
]

_CODE = FormColumn(message("Code"), 9, also="no|nr|n°|number|numéro|numero|broj|rb|r. br|número")
_MODULE = FormColumn(
    message("Module"), 12, also="modules|unit|session|séance|unité|unità|sessione|cjelina|radionica|unidade|sessão"
)
_LEVEL = FormColumn(message("Level"), 15, "level", also="bloom|bloom level|bloom's level|level of bloom|taxonomy level")
_LANG = FormColumn(message("Language"), 12, "lang", also="lang")
_MINUTES = FormColumn(message("Minutes"), 10, style="number", also="min|duration|durée|durata|trajanje|duração")

_OUTCOMES = (
    "learning outcomes|outcome|outcomes|lo|los|ilo|ilos|intended learning outcome|"
    "intended learning outcomes|objective|objectives|learning objective|learning objectives|"
    "acquis|acquis d'apprentissage|résultat d'apprentissage|résultats d'apprentissage|objectif|objectifs|"
    "objectif pédagogique|objectifs pédagogiques|objectif d'apprentissage|objectifs d'apprentissage|"
    "risultato di apprendimento|risultati di apprendimento|risultati dell'apprendimento|risultati attesi|"
    "obiettivo|obiettivi|obiettivo formativo|obiettivi formativi|obiettivo di apprendimento|"
    "obiettivi di apprendimento|ishod|ishodi|ishod učenja|ishodi učenja|cilj učenja|ciljevi učenja|iu|"
    "resultado de aprendizagem|resultados de aprendizagem|resultados da aprendizagem|objetivo|objetivos|"
    "objetivo de aprendizagem|objetivos de aprendizagem|ra"
)
"""What people call a column of learning outcomes."""

SHEETS: dict[str, FormSheet] = {
    "programme": FormSheet(
        message("Programme"),
        {"title": FormColumn(message("Title"), 80, languages=True)},
        (message("The title of the programme, if it has one."),),
    ),
    "modules": FormSheet(
        message("Modules"),
        {"id": _CODE, "title": FormColumn(message("Title"), 60, required=True, languages=True), "minutes": _MINUTES},
        (
            message("Write each part of the programme that has a time of its own in one row."),
            message("Minutes are how long it may take."),
        ),
    ),
    "outcomes": FormSheet(
        message("Outcomes"),
        {
            "id": _CODE,
            "module": _MODULE,
            "outcome": FormColumn(
                message("Learning outcome"),
                70,
                required=True,
                languages=True,
                also=_OUTCOMES,
            ),
            "level": _LEVEL,
            "knowledge": FormColumn(message("Kind of knowledge"), 18, "knowledge"),
            "by": FormColumn(message("Decided by"), 12),
            "lang": _LANG,
            "reads": FormColumn(message("What the kit reads"), 16, remark=True),
            "why": FormColumn(message("Why"), 60, remark=True),
        },
        (
            message("Write in each row one thing that learners can do afterwards, with one verb."),
            message("Level and kind of knowledge are what you decide; leave them empty, and the kit reads them."),
            message("Say by a letter who has decided."),
            message("Language is only needed where the kit cannot tell it from the text."),
        ),
        ready=("id",),
    ),
    "plan": FormSheet(
        message("Session plan"),
        {
            "id": _CODE,
            "module": _MODULE,
            "kind": FormColumn(message("Kind"), 18, "kind", required=True),
            "what": FormColumn(message("What learners do"), 60, required=True, languages=True),
            "minutes": _MINUTES,
            "outcomes": FormColumn(message("Codes of outcomes"), 18, also=_OUTCOMES),
            "level": _LEVEL,
            "lang": _LANG,
        },
        (
            message("Write what happens in each module, in this order."),
            message("Name the outcomes that it practises or assesses by their codes, with semicolons between them."),
            message(
                "Leave the minutes empty only for an assessment that is done later; write 0 for any other step that "
                "takes none of the session."
            ),
        ),
        ready=("id",),
    ),
}
"""What the sheets and CSV files are, in the order in which they are filled in."""
BOOK = FormBook(SHEETS, "outcomes", beside=("canvas",))

CANVAS = FormSheet(
    message("Programme canvas"),
    {
        "box": FormColumn(message("Box"), required=True),
        "text": FormColumn(message("What we plan"), required=True, languages=True),
    },
    (),
)
"""By which a canvas is told from a list of outcomes."""

FIRST = message("Only the sheet of outcomes is needed, and on it the column with a star. The rest may stay empty.")
ABOUT_ALL = (
    message(
        "The levels are those of the revised taxonomy of 2001, in this order: {levels}. In that of 1956 the last two "
        "stood the other way round. Write them as words, not as numbers.",
        levels=tuple(LEVEL_NAMES.values()),
    ),
    message("Leave a code empty where you add a row, and the kit gives one."),
    message("The headings are protected, without a password. Rows can be added, deleted, sorted and filtered."),
)

WORDS: dict[str, dict[str, Message]] = {"level": LEVEL_NAMES, "knowledge": KNOWLEDGE_NAMES, "kind": STEP_NAMES}
_ALSO = {
    "level": {
        "remember": "remembering|recall|recalling|se souvenir|se rappeler|mémoriser|mémorisation|ricordare|ricordo|"
        "memorizzare|zapamtiti|pamtiti|pamćenje|prisjetiti se|dosjetiti se|sjetiti se|lembrar|recordar|memorizar|"
        "memorização",
        "understand": "understanding|comprendre|comprendere|capire|razumjeti|razumijevanje|compreender|entender",
        "apply": "applying|application|appliquer|applicare|applicazione|primijeniti|primjenjivati|primjena|aplicar|"
        "aplicação",
        "analyse": "analyze|analysing|analyzing|analysis|analyser|analizzare|analisi|analizirati|analiza|analisar|"
        "análise",
        "evaluate": "evaluating|evaluation|évaluer|évaluation|valutare|valutazione|vrednovati|vrednovanje|evaluirati|"
        "evaluacija|avaliar|avaliação",
        "create": "creating|creation|créer|création|creare|creazione|stvoriti|stvarati|stvaranje|kreirati|criar|"
        "criação",
    },
    "knowledge": {
        "factual": "fact|factuel|factuelle|faits|fattuale|fatti|činjenično|činjenice|factos",
        "conceptual": "concept|conceptuel|conceptuelle|concettuale|concetti|konceptualno|pojmovi|concetual|conceitos",
        "procedural": "procedure|procédural|procédurale|procédures|procedurale|proceduralno|postupci|procedimental|"
        "procedimentos",
        "metacognitive": "metacognition|métacognitif|métacognitive|metacognitiva|metacognitivo|metakognitivno",
    },
    "kind": {
        "activity": "activities|exercise|activité|exercice|attività|esercizio|aktivnost|vježba|atividade|exercício",
        "assessment": "assessments|test|évaluation|valutazione|verifica|vrednovanje|provjera|avaliação",
        "other": "welcome|break|pause|accueil|autre|accoglienza|pausa|altro|uvod|stanka|drugo|ostalo|acolhimento|"
        "intervalo|outro",
    },
}
"""What else people write. Nouns of levels are understood where they name the same level in both taxonomies."""
_LANGUAGES = {
    "en": "anglais|inglese|engleski|inglês",
    "fr": "french|francese|francuski|francês",
    "it": "italian|italien|talijanski",
    "hr": "croatian|croate|croato|croata",
    "pt": "portuguese|portugais|portoghese|portugalski",
}
_OF_1956 = {
    "remember": "knowledge|connaissance|connaissances|conoscenza|conoscenze|znanje|conhecimento|conhecimentos",
    "understand": "comprehension|compréhension|comprensione|shvaćanje|compreensão",
    "create": "synthesis|synthesise|synthesize|synthèse|synthétiser|sintesi|sintetizzare|sinteza|sintetizirati|"
    "síntese|sintetizar",
}
"""Levels that only the taxonomy of 1956 calls so, by those of 2001 that took their place."""


@cache
def vocabulary(words: str) -> Vocabulary:
    """A list of words, by its name, as people write and the kit offers them."""
    if words == "lang":
        called = {code: f"{code}|{name}|{name} ({code})|{_LANGUAGES[code]}" for code, name in LANGUAGES.items()}
        known = {fold(text): code for code, texts in called.items() for text in texts.split("|")}
        return Vocabulary(lambda text: known.get(fold(text)), tuple(LANGUAGES.values()))
    return said_words(WORDS[words], _ALSO[words])


_HOURS = r"(?:h|hrs?|hours?|heures?|or[ae]|sat[ai]?|horas?)\.?"
_SHORT = r"(?:['’′]|m|mn|mins?|minut(?:es?|[aeio]|os?)?)\.?"
_DURATIONS = (
    re.compile(rf"(?P<minutes>[0-9]{{1,6}})\s*(?:{_SHORT})?"),
    re.compile(rf"(?P<hours>[0-9]{{1,3}})\s*{_HOURS}(?:\s*(?P<minutes>[0-5]?[0-9])\s*(?:{_SHORT})?)?", re.I),
    re.compile(r"(?P<hours>[01]?[0-9]|2[0-3]):(?P<minutes>[0-5][0-9])(?::00)?"),  # as times stand in spreadsheets
)


def minutes_of(text: str) -> int | None:
    """The minutes that a duration means; None if it is none.

    Examples
    --------
    >>> [minutes_of(text) for text in ("90", "90 min", "1h30", "1:30", "long")]
    [90, 90, 90, 90, None]
    """
    for form in _DURATIONS:
        if found := form.fullmatch(text.casefold()):
            parts = {"hours": "0", **found.groupdict()}
            return 60 * int(parts["hours"]) + int(parts["minutes"] or 0)
    return None


def word(words: str, key: str, language: Language | None) -> str:
    """A key in the reader's language; the key itself without one. Languages are called as they call themselves."""
    if language is None or not key:
        return key
    return LANGUAGES.get(key, key) if words == "lang" else language.say(WORDS[words][key])


def earlier_level(text: str) -> str:
    """The level of 2001 that took the place of one of 1956, by a word for that one; empty if it is none.

    Examples
    --------
    >>> earlier_level("Synthèse"), earlier_level("Analysis")
    ('create', '')
    """
    return next((key for key, texts in _OF_1956.items() if fold(text) in texts.split("|")), "")


def canvas_instead(file: str) -> Message:
    """That a file is a canvas."""
    return message(
        "{file} is a programme canvas by its headings, and no list of outcomes; give the file that lists them.",
        file=file,
    )
