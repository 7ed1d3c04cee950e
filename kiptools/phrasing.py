"""How a learning outcome is put: who, does what, under which condition, how well; and which word is its verb.

What stands before the verb is taken off again and again (numbering, "by the end of the session", "participants",
"will be able to", "also"); the next word stands where the verb stands. It is looked up in the lexicon of its
language, as it stands and lemmatised (library simplemma); a word that the lexicon does not have stays an unknown verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Generic, NamedTuple, TypeVar
from unicodedata import combining, normalize

from kiptools.lexicon import READ, Verb, read_lexicon

__all__ = ["Phrasing", "language_of", "phrasing_of", "words_in"]

MOST_SIGNS = 1000
"""Of a longer text only the beginning is read."""
NEAR = 6
"""So many words after a cue are looked at for what makes it one."""
MOST_OF_WHO = 5
"""So many words may say who the learners are."""
FEWEST_CLUES = 1.0
"""A language is told by at least one word that no other language of the list has."""
LEAD = 1.2
"""It must have so many times as many clues as the next one."""

_WORD = re.compile(r"[^\W_]+")
_NUMBERING = re.compile(
    r"\s*(?:[^\w\s\"'«“„(\[]+\s*"  # a bullet
    r"|\(?\d{1,3}(?:\.\d{1,3})*\s*(?:[.):–—-]+\s*|\s+)"  # 1. 2) 1.3
    r"|\(?[a-z]\s?[.)]\s+"  # a)
    r"|[^\W\d_]{1,4}[ .-]?\d{1,3}(?:\.\d{1,3})*(?:\s?[.):]+\s*|\s+[–—-]+\s+)"  # LO 3: RA1 -
    r"|[A-Z]{1,4}\d{1,3}(?:\.\d{1,3})*\s+)"  # LO3
)
_ADVERB = {"en": ("ly",), "fr": ("ment",), "it": ("mente",), "hr": ("no", "ski", "čki"), "pt": ("mente",)}
_INFINITIVE = {"fr": ("er", "ir", "re"), "it": ("re", "rsi"), "hr": ("ti", "ći"), "pt": ("r",)}
_CUT_INFINITIVE = {"á": "ar", "ê": "er", "í": "ir", "ô": "or"}
_PRONOUNS = {"fr": frozenset(("le", "la", "les", "l")), "pt": frozenset(("lo", "la", "los", "las"))}
_ENCLITIC = re.compile(r"[aei]r(?:l[oaie]|ne|si|ci|vi|mi|ti)$")  # "valutarli"
_NOUN_ENDING = ("tion", "sion", "ment", "sis", "ance", "ence", "al", "ing")
_SURELY_VERB = ("ate", "ise", "ize", "yse", "yze", "ify")

# What stands before a noun; after it no verb can stand.
_DETERMINERS = {
    "en": "the a an this these that those their its his her our your my how why what which whether each every them it",
    "fr": "le la les l un une des du ce cet cette ces leur leurs son sa ses notre nos votre vos mon ma mes chaque",
    "it": "il lo la i gli le l un uno una del dello della dei degli delle questo questa questi queste i propri loro",
    "hr": "ovaj ova ovo ove ovi taj ta te svoj svoju svoje svoja njihov njihove neki neke",
    "pt": "o a os as um uma uns umas este esta estes estas seu sua seus suas cada",
}
# What stands between an opening and the verb without a meaning of its own; auxiliary verbs too ("will have drafted").
_PARTICLES = {
    "en": "to must may has have had been",
    "fr": "de d à s se y en aura auront aurez ont doit doivent",
    "it": "di a ad si da avrà avranno ha hanno",
    "hr": "da će ću ćemo ćete su je se si",
    "pt": "de a se que terá terão tem têm",
}
# Frequent short words; those of languages that are not read keep them from being taken for one that is.
_FREQUENT = {
    "en": "the a an of and to for with in on by their they is are be will can how what which from that this as at or "
    "its it your you who when why each own between into about not only",
    "fr": "le la les l un une des du de d et à au aux pour avec dans sur par leur leurs ses son sa est sont être que "
    "qui ce cette ces en ou où entre chaque ne pas plus comment pourquoi selon afin",
    "it": "il lo la i gli le l un uno una di del dello della dei degli delle e ed a al allo alla ai agli alle per con "
    "nel nella nei nelle su sul sulla sui sulle da dal dalla che come essere sono è proprio propria propri proprie tra "
    "fra perché in o",
    "hr": "i u na za s sa se od do iz o po kako koji koja koje te ili je su biti svoje svoju svoj prema među između uz "
    "kod kao da će ne što zašto što pri vlastite vlastitu",
    "pt": "o a os as um uma de do da dos das e em no na nos nas para com por pelo pela ao à aos às que seu sua seus "
    "suas ser são é como entre num numa ou porque segundo uns não mais sobre sem cada",
    "es": "el la los las un una unos unas de del y e en con por para al que su sus ser son es como entre o lo se más "
    "qué cómo según sobre desde hasta sin sobre cada este esta estos estas",
    "de": "der die das den dem des ein eine einen einem einer und oder zu zum zur im in mit von für auf bei aus nach "
    "ist sind werden können ihre ihren ihrer wie nicht über zwischen sie",
    "sl": "in je za na s z v se ki ali da lahko bodo kako med pri po od do ter kot svoje svojo njihove so",
    "nl": "de het een en van in op te met voor zijn is aan bij hun niet door over uit kan kunnen hoe naar tussen",
    "ro": "și în de la cu pe din pentru un o unei unui al ale care sunt este prin ce sau lor între",
}
_SIGNS = {
    "fr": r"[œûîë]|\b(?:qu|d|s|j)['’]|(?:eurs|eaux|eux|iques)\b",
    "it": r"[òù]|zion[ei]\b|\b(?:dell|nell|all|sull)['’]|(?:ità|ggio|ggi)\b",
    "hr": r"[čćđšž]|(?:nosti|anje|anja|enja|enje|stva|stvo)\b",
    "pt": r"[ãõ]|(?:ção|ções|agem|agens|ório|ários|ência|ências|idade|idades)\b",
    "es": r"[ñ¿¡]|(?:ción|ciones|dad|dades|miento|mientos)\b",
    "de": r"[äöüß]|(?:ung|ungen|keit|schaft|schaften)\b",
    "ro": r"[șțăş]|(?:ului|ilor|elor)\b",
    "en": r"(?:ships?|ness|ings?)\b",
}
_PLURAL_IN_S = ("en", "fr", "pt")
# Belongs to the verb that it stands before.
_REFLEXIVES = {"en": "", "fr": "s se", "it": "si", "hr": "se", "pt": "se"}
# What joins a word to the next ones: no part of a sentence ends with it.
_LINKS = {
    "en": "of in on at to for from with without within by about into onto over under before between among during "
    "through towards across against as than and or nor but then first that which who whom whose when where while "
    "whether if how why what because so via per",
    "fr": "de d du des à au aux en dans sur sous par pour avec sans chez vers entre contre selon depuis dès parmi "
    "comme et ou ni mais puis qui que qu quoi dont où quand si comment pourquoi afin abord",
    "it": "di d del dello della dell dei degli delle a ad al allo alla all ai agli alle da dal dallo dalla dall dai "
    "dagli dalle in nel nello nella nell nei negli nelle su sul sullo sulla sull sui sugli sulle con per tra fra "
    "senza verso contro come e ed o oppure ma poi prima che chi cui quale quali dove quando se perché secondo",
    "hr": "u na o s sa k ka iz od do za po pri pred među između prema bez kod kroz preko nakon prije tijekom uz radi "
    "i ili te ni a ali zatim najprije pa koji koja koje kojeg kojem kojim kojima kojoj koju što tko kako gdje kada "
    "kad ako da jer",
    "pt": "de do da dos das d em no na nos nas num numa a ao à aos às por pelo pela pelos pelas para com sem sobre "
    "entre contra desde até após durante como e ou nem mas depois primeiro que quem qual quais cujo cuja onde quando "
    "se porque segundo",
}
_RELATIVES = {
    "en": "that which who whom whose where",
    "fr": "qui que qu dont où",
    "it": "che cui",
    "hr": "koji koja koje kojeg kojem kojim kojima kojoj koju",
    "pt": "que cujo cuja",
}
# What is said of something, not how it is done: "clauses that are in line with the charter".
_COPULAS = {
    "en": "is are was were be not",
    "fr": "est sont pas",
    "it": "è sono sia siano non",
    "hr": "je su nije nisu",
    "pt": "é são está estão não",
}
# How much: a degree where a number comes after it.
_AMOUNTS = {
    "en": "at least|at most|no more than|not more than|no fewer than|no less than|up to|a minimum of|a maximum of",
    "fr": "au moins|au minimum|au maximum|au plus|pas plus de|plus de|jusqu'à|un minimum de|un maximum de",
    "it": "almeno|al massimo|al minimo|non più di|non meno di|più di|un massimo di|un minimo di|fino a",
    "hr": "najmanje|najviše|barem|minimalno|maksimalno|ne više od|ne manje od|više od|do najviše|od toga najmanje",
    "pt": "pelo menos|no mínimo|no máximo|não mais de|não mais do que|não menos de|mais de|um mínimo de|"
    "um máximo de|até",
}
_GENITIVES = "of de d du des di del dello della dell dei degli delle od do da dos das"
_NUMBERS = {
    "en": "one two three four five six seven eight nine ten twelve fifteen twenty thirty forty sixty ninety half a an",
    "fr": "un une deux trois quatre cinq six sept huit neuf dix douze quinze vingt trente demi demie",
    "it": "un uno una due tre quattro cinque sei sette otto nove dieci dodici quindici venti trenta mezza mezzo mezz",
    "hr": "jedan jedna jedno jednu jednoj jednom jednog dva dvije dvaju dviju tri triju četiri četiriju pet šest "
    "sedam osam devet deset dvanaest petnaest dvadeset trideset pola",
    "pt": "um uma dois duas três quatro cinco seis sete oito nove dez doze quinze vinte trinta meia meio",
}
# How fast, how short: "in ten minutes", "on half a page".
_EXTENTS = {
    "en": "in on within under",
    "fr": "en sur sous dans",
    "it": "in su entro",
    "hr": "u na za unutar",
    "pt": "em num numa",
}
_UNITS = {
    "en": "minute minutes hour hours day days week weeks month months page pages line lines sentence sentences word "
    "words slide slides",
    "fr": "minute minutes heure heures jour jours semaine semaines mois page pages ligne lignes phrase phrases mots",
    "it": "minuto minuti ora ore giorno giorni settimana settimane mese mesi pagina pagine riga righe frase frasi "
    "parole",
    "hr": "minuta minute minutu sat sata sati dan dana tjedan tjedna tjedana mjesec mjeseca mjeseci stranica stranice "
    "stranici stranicu redaka retka rečenica rečenice rečenici rečenicu riječi",
    "pt": "minuto minutos hora horas dia dias semana semanas mês meses página páginas linha linhas frase frases "
    "palavras",
}
# Cues that are whole as they stand; of the others what follows is a part.
_WHOLE = {
    "en": "in groups|in small groups|in pairs|individually|from memory|in plenary|without notes|without help|"
    "without error|without errors|without mistakes|in full|on time|in plain language",
    "fr": "en groupe|en groupes|en sous-groupe|en sous-groupes|en petit groupe|en petits groupes|en binôme|en binômes|"
    "individuellement|de mémoire|en plénière|à distance|en équipe|sans notes|sans aide|sans erreur|sans erreurs|"
    "sans faute|à temps|en langage courant|en langage clair|seul ou en groupe",
    "it": "a coppie|in coppia|in gruppi|in gruppo|in piccoli gruppi|individualmente|da soli|da solo|a memoria|"
    "senza appunti|senza aiuto|senza errore|senza errori|in linguaggio semplice",
    "hr": "u grupi|u skupini|u grupama|u skupinama|u malim skupinama|u manjim grupama|u parovima|u paru|u timu|"
    "napamet|bez bilješki|bez bilježaka|bez pomoći|bez grešaka|bez greške|bez pogrešaka|bez pogreške|na vrijeme|"
    "do roka|jednostavnim jezikom",
    "pt": "a pares|em pares|em grupo|em grupos|em pequeno grupo|em pequenos grupos|individualmente|sozinho|de memória|"
    "sem ajuda|sem apontamentos|sem notas|sem consulta|sem erro|sem erros|"
    "em linguagem simples|em linguagem clara",
}
# With these words a cue begins only where a clause does.
_OF_A_CLAUSE = {
    "en": "given when provided faced",
    "fr": "étant quand lorsque lorsqu",
    "it": "dato dati data date",
    "hr": "ako",
    "pt": "dado dados dada dadas",
}
# Cues that have other uses too, and beginnings of the words of which one must follow.
_MATERIALS_EN = (
    "memory list table film video data text document minutes timesheet invoice survey map case report template notes "
    "record transcript example description scenario figures file brief checklist interview recording guideline "
    "catalogue"
)
_NEEDED = {
    "en": {
        "from": _MATERIALS_EN,
        "according to": "rule standard criteri instruction guideline procedure protocol template checklist law "
        "regulation requirement charter norm gdpr specification deadline grid",
    },
    "fr": {
        "selon": "règle norme critère consigne instruction procédure protocole modèle grille loi règlement exigence "
        "charte rgpd référentiel cahier barème",
        "face à": "cas situation groupe public auditoire employeur partenaire",
    },
    "it": {
        "secondo": "regol norm criteri istruzion procedur protocoll modell griglia legge regolament requisit carta "
        "gdpr linee standard",
        "in base a": "dati elenc list tabell norm criteri istruzion modell griglia regol requisit",
        "di fronte a": "cas situazion gruppo pubblico datore partner",
    },
    "hr": {},
    "pt": {
        "segundo": "regra norma critério instruç procedimento protocolo modelo grelha lei regulamento requisito carta "
        "rgpd diretriz orientaç",
        "conforme": "regra norma critério instruç procedimento protocolo modelo grelha lei regulamento requisito",
        "de acordo com": "regra norma critério instruç procedimento protocolo modelo grelha lei regulamento requisito "
        "carta rgpd diretriz orientaç prazo",
        "perante": "caso situação grupo público auditório empregador parceiro colega júri",
        "face a": "caso situação grupo público",
        "diante de": "caso situação grupo público empregador parceiro",
    },
}
# From what something is missing or told apart, it is not made.
_APART = (
    "missing absent different differ differs distinct apart away far distinguish separate delete remove tell exclude "
    "learn"
)
# A cue that ends with a preposition is one with the article in it too.
_CONTRACTED = {
    "fr": {"de": "d du des", "à": "au aux", "que": "qu"},
    "it": {
        "di": "d del dello della dell dei degli delle",
        "a": "ad al allo alla all ai agli alle",
        "da": "dal dallo dalla dall dai dagli dalle",
        "su": "sul sullo sulla sull sui sugli sulle",
        "in": "nel nello nella nell nei negli nelle",
    },
    "pt": {"de": "d do da dos das dum duma", "a": "ao à aos às", "em": "no na nos nas num numa", "por": "pelo pela"},
}
_LANGUAGE_SIGNS = {lang: re.compile(pattern, re.IGNORECASE) for lang, pattern in _SIGNS.items()}


@dataclass(frozen=True)
class Phrasing:
    """A sentence taken apart; every part is a piece of the text as it stands there, empty if there is none.

    Parameters
    ----------
    audience, behaviour, condition, degree : str
        The four parts of Mager and of Heinich's ABCD.
    form : str
        The main verb as it stands in the text.
    verb : Verb or None
        Its entry in the lexicon.
    lemma : str
        What it is in a dictionary, whether or not the lexicon has it.
    further : tuple of (str, Verb)
        Verbs that are joined to it and ask for something else, as they stand in the text.
    trainer : str
        The words that show that it says what the trainer or the session does.
    knowledge : str
        Knowledge dimension of the noun phrase, one of `kiptools.outcomes.KNOWLEDGE`; empty if it cannot be told.
    noun : str
        The word that tells it.
    """

    audience: str = ""
    behaviour: str = ""
    condition: str = ""
    degree: str = ""
    form: str = ""
    verb: Verb | None = None
    lemma: str = ""
    further: tuple[tuple[str, Verb], ...] = ()
    trainer: str = ""
    knowledge: str = ""
    noun: str = ""


# --- words and phrases ---------------------------------------------------------------------------------


@lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    """A word without what is typed in different ways: case, and in longer words accents."""
    word = word.lower()
    return word if len(word) < 4 else _plain(word)


def _plain(word: str) -> str:
    plain = "".join(sign for sign in normalize("NFD", word) if not combining(sign))
    return plain.replace("œ", "oe").replace("đ", "d")


@lru_cache(maxsize=100_000)
def _lemma(word: str, lang: str) -> str:
    from simplemma import lemmatize

    return lemmatize(word, lang={"hr": "hbs"}.get(lang, lang))


class _Token(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return _key(self.text)


def _tokens(text: str) -> list[_Token]:
    return [_Token(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


def _whole_infinitives(text: str, tokens: Sequence[_Token], lang: str) -> list[_Token]:
    """In Portuguese a verb loses its end before a pronoun: "justificá-lo" is read as "justificar lo"."""
    if lang != "pt":
        return list(tokens)
    found = []
    for place, token in enumerate(tokens):
        joined = place + 1 < len(tokens) and _between(text, tokens, place + 1) == "-"
        ending = _CUT_INFINITIVE.get(token.text[-1]) if joined and tokens[place + 1].key in _PRONOUNS["pt"] else None
        found.append(token._replace(text=token.text[:-1] + ending) if ending else token)
    return found


def words_in(text: str) -> int:
    """How many words a text has, as `phrasing_of` counts them: what an apostrophe or a hyphen joins is two.

    Parameters
    ----------
    text : str

    Returns
    -------
    int

    Examples
    --------
    >>> words_in("Rédiger l'accord, en 2 pages !")
    6
    """
    return len(_WORD.findall(text))


What = TypeVar("What")


@dataclass(frozen=True)
class _Phrases(Generic[What]):
    """Phrases and what they mean, to be found in a row of tokens: as they are written, or (`lemmas`) lemmatised."""

    lang: str
    lemmas: bool
    written: dict[tuple[str, ...], What] = field(default_factory=dict)
    lemmatised: dict[tuple[str, ...], What] = field(default_factory=dict)

    def add(self, phrase: str, what: What) -> None:
        words = _WORD.findall(phrase)
        self.written.setdefault(tuple(map(_key, words)), what)
        if len(words) > 1:  # "A l'aide de": many leave the accent of a capital letter out
            self.written.setdefault((_plain(words[0].lower()), *map(_key, words[1:])), what)

    def add_lemmas(self, phrase: str, what: What) -> None:
        self.lemmatised.setdefault(self.lemmas_of(phrase), what)

    def lemmas_of(self, phrase: str) -> tuple[str, ...]:
        return self._lemmas(_WORD.findall(phrase))

    def _lemmas(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(_key(_lemma(word.lower(), self.lang)) for word in words)

    @property
    def longest(self) -> int:
        return max(map(len, self.written), default=0)

    def at(self, tokens: Sequence[_Token], place: int, longest: int) -> tuple[int, What] | None:
        """The longest phrase that begins at this token: how many tokens it has, and what it means."""
        here = tokens[place : place + longest]
        keys = tuple(token.key for token in here)
        lemmas = self._lemmas(token.text for token in here) if self.lemmas else keys
        for size in range(len(here), 0, -1):
            found = self.written.get(keys[:size])
            if found is None and self.lemmas:
                bent = lemmas[:1] + keys[1:size]  # "carries out": only the first word is bent
                found = self.written.get(bent) or self.written.get(lemmas[:size]) or self.lemmatised.get(lemmas[:size])
            if found is not None:
                return size, found
        return None


class _Cue(NamedTuple):
    """The beginning of a condition or a degree."""

    kind: str
    size: int
    whole: bool = False  # nothing that follows belongs to it
    amount: bool = False
    extent: bool = False  # "in one sentence"
    inside: bool = False  # of what learners do: "name at least five partners"


GAP = "…"
"""Stands in a form of a verb for a few words: "give … examples"; "/" stands between words of which one follows."""
WIDEST = 6
"""So many words at most."""


class _Grammar(NamedTuple):
    """A lexicon made ready for looking up."""

    lang: str
    verbs: _Phrases[Verb]
    heads: _Phrases[str]  # verbs that are entries only with what comes after them: "put ... into own words"
    objects: dict[str, list[tuple[tuple[str, ...], Verb]]]  # lemmas of what makes another entry of a verb
    nouns: _Phrases[str]
    cues: dict[str, _Phrases[str]]
    sizes: dict[str, int]
    bare: frozenset[tuple[str, ...]]  # verbs as a dictionary has them
    forms: frozenset[tuple[str, ...]]  # listed forms that are not so
    amounts: _Phrases[str]
    whole: frozenset[str]
    words: dict[str, frozenset[str]]

    @property
    def determiners(self) -> frozenset[str]:
        return self.words["determiners"]

    @property
    def particles(self) -> frozenset[str]:
        return self.words["particles"]

    @property
    def links(self) -> frozenset[str]:
        return self.words["links"]

    def verb(self, tokens: Sequence[_Token], place: int) -> tuple[int, Verb] | None:
        found = self.verbs.at(tokens, place, self.sizes["verb"])
        if found:
            return self._with_object(tokens, place, found[0], found[1].verb) or found
        head = self.heads.at(tokens, place, self.sizes["head"])
        return self._with_object(tokens, place, *head) if head else None

    def _with_object(self, tokens: Sequence[_Token], place: int, size: int, name: str) -> tuple[int, Verb] | None:
        """The entry that a verb makes together with what comes soon after it, with no comma or preposition between."""
        objects = self.objects.get(name)
        if not objects:
            return None
        for start in range(place + 1, min(place + size + WIDEST, len(tokens))):
            if tokens[start].start - tokens[start - 1].end > 1:
                return None
            here = tokens[start : start + max(len(words) for words, _ in objects)]
            lemmas = tuple(_key(_lemma(token.text.lower(), self.lang)) for token in here)
            keys = tuple(token.key for token in here)
            for words, verb in objects:
                if words in (lemmas[: len(words)], keys[: len(words)]) and self._is_last(tokens, start + len(words)):
                    return start + len(words) - place, verb
            if start >= place + size and tokens[start].key in self.links - self.determiners:
                return None
        return None

    def _is_last(self, tokens: Sequence[_Token], after: int) -> bool:
        """Whether the noun before this token is the last one of its row: English "needs", not "needs analysis"."""
        if self.lang != "en" or after >= len(tokens) or tokens[after].start - tokens[after - 1].end > 1:
            return True
        return tokens[after].key in self.words["frequent"] | self.links

    def noun(self, tokens: Sequence[_Token], place: int) -> tuple[int, str] | None:
        return self.nouns.at(tokens, place, self.sizes["noun"])

    def cue(self, kind: str, tokens: Sequence[_Token], place: int) -> int:
        """How many tokens the cue of this kind has that begins here; 0 if there is none."""
        found = self.cues[kind].at(tokens, place, self.sizes[kind])
        return found[0] if found else 0


_CUES = ("opening", "audience", "condition", "degree", "join", "trainer", "weak")


@cache
def _grammar(lang: str) -> _Grammar:
    lexicon = read_lexicon(lang)
    verbs: _Phrases[Verb] = _Phrases(lang, lemmas=True)
    for verb in lexicon.verbs:
        verbs.add(verb.verb, verb)
        verbs.add_lemmas(verb.verb, verb)
    for verb in lexicon.verbs:
        for form in verb.forms:
            if GAP in form:
                continue
            verbs.add(form, verb)
            if " " in form:
                verbs.add_lemmas(form, verb)
    heads: _Phrases[str] = _Phrases(lang, lemmas=True)
    objects: dict[str, list[tuple[tuple[str, ...], Verb]]] = {}
    for verb in lexicon.verbs:
        for form in verb.forms:
            if GAP in form:
                head, after = form.split(GAP)
                known = verbs.written.get(tuple(map(_key, _WORD.findall(head))))
                if known is None:
                    heads.add(head, head)
                    heads.add_lemmas(head, head)
                objects.setdefault(known.verb if known else head, []).extend(
                    (row, verb)
                    for each in after.split("/")
                    for row in {tuple(map(_key, _WORD.findall(each))), verbs.lemmas_of(each)}
                )
    nouns: _Phrases[str] = _Phrases(lang, lemmas=True)
    for noun, knowledge in lexicon.nouns.items():
        nouns.add(noun, knowledge)
        if " " in noun:  # the lemma of a single noun may be a verb: French "fait"
            nouns.add_lemmas(noun, knowledge)
    cues: dict[str, _Phrases[str]] = {}
    for kind in _CUES:
        cues[kind] = _Phrases(lang, lemmas=False)
        for text in lexicon.cues.get(kind, ()):
            if _WORD.search(text):
                cues[kind].add(text, text)
                if kind in ("condition", "degree"):
                    for contracted in _contracted(text, lang):
                        cues[kind].add(contracted, text)
    amounts: _Phrases[str] = _Phrases(lang, lemmas=False)
    for text in _AMOUNTS[lang].split("|"):
        amounts.add(text, text)
    joins = set(lexicon.cues.get("join", ()))
    before = " ".join({*_LINKS[lang].split()} - joins - {*_GENITIVES.split()})
    tables = {
        "before amounts": {lang: before},
        "determiners": _DETERMINERS,
        "particles": _PARTICLES,
        "links": _LINKS,
        "reflexives": _REFLEXIVES,
        "frequent": _FREQUENT,
        "relatives": _RELATIVES,
        "copulas": _COPULAS,
        "numbers": _NUMBERS,
        "extents": _EXTENTS,
        "units": _UNITS,
        "of a clause": _OF_A_CLAUSE,
    }
    words = {name: frozenset(map(_key, table[lang].split())) for name, table in tables.items()}
    phrases = [*cues["condition"].written, *cues["degree"].written, *amounts.written]
    words["beginnings"] = words["before amounts"] | words["extents"] | {phrase[0] for phrase in phrases}
    bare = frozenset(tuple(map(_key, _WORD.findall(verb.verb))) for verb in lexicon.verbs)
    return _Grammar(
        lang,
        verbs,
        heads,
        objects,
        nouns,
        cues,
        {
            "verb": verbs.longest,
            "head": heads.longest,
            "noun": nouns.longest,
            "amount": amounts.longest,
            **{kind: cues[kind].longest for kind in _CUES},
        },
        bare,
        frozenset(verbs.written) - bare,
        amounts,
        frozenset(_WHOLE[lang].split("|")),
        words,
    )


def _contracted(text: str, lang: str) -> Iterator[str]:
    *before, last = text.split(" ")
    for article in _CONTRACTED.get(lang, {}).get(last, "").split():
        yield " ".join([*before, article])


# --- the language ------------------------------------------------------------------------------------


@cache
def _clues() -> dict[str, dict[str, float]]:
    """Of each word the languages it is a clue to; a word of two languages is half a clue to each."""
    words: dict[str, dict[str, float]] = {}
    for lang, frequent in _FREQUENT.items():
        for word in frequent.split():
            words.setdefault(_key(word), {})[lang] = 1.0
    for lang in READ:
        lexicon = read_lexicon(lang)
        phrases = [
            *(form for verb in lexicon.verbs for form in (verb.verb, *verb.forms)),
            *lexicon.nouns,
            *(text for texts in lexicon.cues.values() for text in texts),
        ]
        known = {_key(word) for phrase in phrases for word in _WORD.findall(phrase)}
        plurals = {f"{word}s" for word in known if len(word) > 4 and lang in _PLURAL_IN_S}
        for word in known | plurals:
            if not word.isdigit():
                words.setdefault(word, {})[lang] = 1.0
    return {word: {lang: 1 / len(found) for lang in found} for word, found in words.items()}


@lru_cache(maxsize=20_000)
def language_of(text: str) -> str:
    """The language that a text is written in, one of `kiptools.LANGUAGES`; empty if it cannot be told.

    Frequent short words, the words of the lexicon, and letters and endings that only one language has are counted. A
    handful of other languages is known by their short words, so that they are not taken for their neighbours.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> language_of("Comparer deux formes de partenariat"), language_of("Usporediti dva oblika partnerstva")
    ('fr', 'hr')
    >>> language_of("Explicar los motivos de la asociación"), language_of("2024")
    ('', '')
    """
    text = normalize("NFC", text[:MOST_SIGNS])
    scores = dict.fromkeys((*READ, *_FREQUENT), 0.0)
    for token in _tokens(text):
        for lang, weight in _clues().get(token.key, {}).items():
            scores[lang] += weight
    for lang, signs in _LANGUAGE_SIGNS.items():
        scores[lang] += len(signs.findall(text))
    (best, most), (_, second) = sorted(scores.items(), key=lambda each: -each[1])[:2]
    return best if best in READ and most >= FEWEST_CLUES and most >= LEAD * second else ""


# --- the parts ---------------------------------------------------------------------------------------


@dataclass
class _Start:
    """What stands before the verb, found token by token."""

    place: int = 0
    audience: tuple[int, int] | None = None
    condition: tuple[int, int] | None = None
    degree: tuple[int, int] | None = None
    trainer: tuple[int, int] | None = None
    opened: bool = False
    article: bool = False


def phrasing_of(text: str, lang: str) -> Phrasing:
    """Take a learning outcome, an activity or a task apart.

    Parameters
    ----------
    text : str
    lang : str
        One of `kiptools.LANGUAGES`.

    Returns
    -------
    Phrasing

    Raises
    ------
    KipError
        There is no lexicon of this language.

    References
    ----------
    Heinich, R., Molenda, M. & Russell, J. D. (1989). Instructional Media and the New Technologies of Instruction.
    Macmillan (audience, behaviour, condition, degree).
    Mager, R. F. (1962). Preparing Instructional Objectives. Fearon.

    Examples
    --------
    >>> found = phrasing_of("Participants can draft an agreement, using the template, without errors.", "en")
    >>> found.audience, found.form, found.condition, found.degree
    ('Participants', 'draft', 'using the template', 'without errors')
    """
    grammar = _grammar(lang)
    text = normalize("NFC", text[:MOST_SIGNS])
    begin = 0
    while (numbering := _NUMBERING.match(text, begin)) and numbering.end() > begin:
        begin = numbering.end()
    text = text[begin:]
    tokens = _whole_infinitives(text, _tokens(text), lang)
    if not any(sign.isalpha() for sign in text):
        return Phrasing()
    start = _before_the_verb(text, tokens, grammar)
    size, verb = _main_verb(text, tokens, start, grammar)
    end = start.place + size
    condition, degree, stop = _Reader(text, tokens, grammar, start.place if size else -1, end).after_the_verb()
    condition, degree = start.condition or condition, start.degree or degree

    def piece(part: tuple[int, int] | None) -> str:
        return _piece(text, tokens, *part) if part else ""

    first = start.place
    if first and size and tokens[first - 1].key in grammar.words["reflexives"]:
        first -= 1

    words = _knowledge(tokens, start.place, end, stop, grammar)
    return Phrasing(
        audience=piece(start.audience),
        behaviour=piece((first, stop)),
        condition=piece(condition),
        degree=piece(degree),
        form=piece((start.place, end)) if size else "",
        verb=verb,
        lemma=verb.verb if verb else (_lemma(tokens[start.place].text.lower(), lang) if size else ""),
        further=tuple(
            (piece(part), each) for part, each in _further(text, tokens, start.place, size, verb, stop, grammar)
        ),
        trainer=piece(start.trainer),
        knowledge=words[1] if words else "",
        noun=piece(words[0]) if words else "",
    )


def _piece(text: str, tokens: Sequence[_Token], start: int, stop: int) -> str:
    """These tokens as they stand in the text, with a bracket that is closed after them."""
    if start >= stop:
        return ""
    end = tokens[stop - 1].end
    found = text[tokens[start].start : end]
    closed = found.count("(") > found.count(")") and text[end : end + 1] == ")"
    return f"{found})" if closed else found


def _before_the_verb(text: str, tokens: Sequence[_Token], grammar: _Grammar) -> _Start:
    start = _Start()
    _strip(text, tokens, start, grammar)
    if start.place >= len(tokens):
        return start
    if not grammar.verb(tokens, start.place) or start.article:
        _look_ahead(text, tokens, start, grammar)
    return start


def _strip(text: str, tokens: Sequence[_Token], start: _Start, grammar: _Grammar) -> None:
    """Take openings, audience, fillers and a condition off the beginning, as long as there are some."""
    while start.place < len(tokens):
        place = start.place
        verb = grammar.verb(tokens, place)
        sizes = {kind: grammar.cue(kind, tokens, place) for kind in ("trainer", "opening", "audience", "weak")}
        kind, size = max(sizes.items(), key=lambda each: each[1])
        if not start.article and _skip_condition(text, tokens, start, verb is not None or size > 0, grammar):
            continue
        if verb and verb[0] >= size:
            return
        if size:
            if kind in ("audience", "opening") and start.audience is None:
                start.audience = _audience_in(tokens, place, place + size, grammar)
            elif kind == "trainer" and start.trainer is None:
                start.trainer = (place, place + size)
            elif kind == "weak" and start.degree is None and grammar.cue("degree", tokens, place) == size:
                start.degree = (place, place + size)
            start.opened |= kind in ("opening", "audience")
            start.place += size
            start.article = False
        elif tokens[place].key in grammar.particles and place + 1 < len(tokens):
            start.place += 1
        elif tokens[place].key in grammar.determiners and place + 1 < len(tokens):
            start.place += 1
            start.article = True
        else:
            return


def _audience_in(tokens: Sequence[_Token], place: int, stop: int, grammar: _Grammar) -> tuple[int, int] | None:
    """The audience that an opening names, as in "participants will be able to"."""
    for each in range(place, stop):
        if size := grammar.cue("audience", tokens[:stop], each):
            return each, each + size
    return None


def _skip_condition(text: str, tokens: Sequence[_Token], start: _Start, otherwise: bool, grammar: _Grammar) -> bool:
    """Go over a condition at the beginning, to the comma or the audience after which a verb stands.

    Where what begins like a condition may be something `otherwise`, as a verb ("Using ..."), it needs such a place.
    """
    place = start.place
    cue = _Reader(text, tokens, grammar).cue_at(place)
    if cue is None:
        return False
    size = cue.size
    after = [
        each
        for each in range(place + size, len(tokens))
        if set(",;:") & set(_between(text, tokens, each)) or grammar.cue("audience", tokens, each)
    ]
    until = next((each for each in after if _verb_follows(tokens, each, grammar)), None)
    if until is None and not otherwise:
        near = range(place + size, min(place + size + 3, len(tokens)))
        until = next((each for each in near if _verb_follows(tokens, each, grammar)), after[0] if after else None)
    if until is None:
        return False
    if cue.kind == "condition":
        start.condition = start.condition or (place, until)
    else:
        start.degree = start.degree or (place, until)
    start.place = until
    return True


def _verb_follows(tokens: Sequence[_Token], place: int, grammar: _Grammar) -> bool:
    """Whether a verb stands here, after openings, audience and fillers if there are some."""
    while place < len(tokens):
        size = max(grammar.cue(kind, tokens, place) for kind in ("opening", "audience", "weak"))
        verb = grammar.verb(tokens, place)
        if verb and verb[0] >= size:
            return True
        if not size and tokens[place].key not in grammar.particles:
            return False
        place += size or 1
    return False


def _between(text: str, tokens: Sequence[_Token], place: int) -> str:
    """What stands between a token and the one before it."""
    return text[tokens[place - 1].end : tokens[place].start] if place else ""


def _look_ahead(text: str, tokens: Sequence[_Token], start: _Start, grammar: _Grammar) -> None:
    """Where no verb stands in its place, an opening that comes soon after shows where it is.

    As in "by the end of this two-day workshop on trust, officers of the network will be able to ...".
    """
    for place in range(start.place + 1, min(start.place + 20, len(tokens))):
        if not start.opened and grammar.cue("degree", tokens, place):
            return
        audience = grammar.cue("audience", tokens, place)
        size = grammar.cue("opening", tokens, place)
        says = [token.key for token in tokens[place : place + size] if token.key not in grammar.particles]
        if not (any(len(word) > 2 for word in says) or audience and start.opened):
            continue
        ahead = _Start(place=place)
        _strip(text, tokens, ahead, grammar)
        if ahead.place < len(tokens) and not ahead.article and grammar.verb(tokens, ahead.place):
            if start.audience is None:
                start.audience = _who(text, tokens, start, place, ahead.audience, grammar)
            start.condition = start.condition or ahead.condition
            start.trainer = start.trainer or ahead.trainer
            start.place, start.article = ahead.place, False
            return


def _who(
    text: str,
    tokens: Sequence[_Token],
    start: _Start,
    place: int,
    found: tuple[int, int] | None,
    grammar: _Grammar,
) -> tuple[int, int] | None:
    """Who is named before an opening: "finance and partnership officers will be able to"."""
    sizes = ((each, grammar.cue("audience", tokens[:place], each)) for each in range(start.place, place))
    found = found or next(((each, place) for each, size in sizes if size and each + size == place), None)
    stop = found[1] if found else place
    begin = max((each for each in range(start.place, stop) if "," in _between(text, tokens, each)), default=start.place)
    if stop - begin > MOST_OF_WHO or tokens[begin].key in grammar.links:
        return found
    if found:
        return (begin, stop) if found[0] > begin and grammar.cue("join", tokens, found[0] - 1) else found
    return (begin, stop) if begin > start.place or not start.opened else None


def _main_verb(text: str, tokens: Sequence[_Token], start: _Start, grammar: _Grammar) -> tuple[int, Verb | None]:
    """How many tokens the verb has that stands in the verb's place, and its entry; (0, None) if there is no verb."""
    place = start.place
    if place >= len(tokens) or not tokens[place].text.isalpha():
        return 0, None
    noun = grammar.noun(tokens, place)
    verb = grammar.verb(tokens, place)
    if verb:
        keys = tuple(token.key for token in tokens[place : place + verb[0]])
        longer = noun is not None and noun[0] > verb[0] and keys in grammar.bare and grammar.lang == "en"
        if not (longer or start.article and keys not in grammar.forms):
            if start.trainer and keys not in grammar.bare:  # it is the trainer who does it
                return 0, None
            return _after_modal(tokens, start, _inner(tokens, start, verb, grammar), grammar)
        return 0, None
    if start.article or start.trainer or noun:
        return 0, None
    following = grammar.verb(tokens, place + 1) if place + 1 < len(tokens) else None
    hyphen = following and _between(text, tokens, place + 1) == "-"
    if following and (hyphen or tokens[place].text.lower().endswith(_ADVERB[grammar.lang])):
        start.place += 1  # "re-evaluate", "collaboratively design"
        return following
    return 1, None


def _inner(tokens: Sequence[_Token], start: _Start, verb: tuple[int, Verb], grammar: _Grammar) -> tuple[int, Verb]:
    """The entry that begins within one that cannot be observed and goes on after it: "savoir faire la différence"."""
    for place in range(start.place + 1, start.place + verb[0]) if verb[1].avoid else ():
        inner = grammar.verb(tokens, place)
        if inner and place + inner[0] > start.place + verb[0]:
            start.place = place
            return inner
    return verb


def _after_modal(
    tokens: Sequence[_Token], start: _Start, verb: tuple[int, Verb], grammar: _Grammar
) -> tuple[int, Verb]:
    """The infinitive after a verb that cannot be observed is the main one: "savoir rédiger", "learn to draft"."""
    place = after = start.place + verb[0]
    while after < len(tokens) and tokens[after].key in grammar.particles:
        after += 1
    second = grammar.verb(tokens, after) if verb[1].avoid and after < len(tokens) else None
    apart = after > place or grammar.lang != "en"
    if second and apart and _shape(tokens[after : after + second[0]], grammar.lang) in ("infinitive", "bare"):
        start.place = after
        return second
    return verb


class _Part(NamedTuple):
    """A condition or a degree: its cue, and where it begins and ends."""

    cue: _Cue
    start: int
    until: int


@dataclass(frozen=True)
class _Reader:
    """A sentence whose verb is known, to find conditions and degrees in."""

    text: str
    tokens: Sequence[_Token]
    grammar: _Grammar
    verb: int = -1
    end: int = -1  # of the verb

    def after_the_verb(self) -> tuple[tuple[int, int] | None, tuple[int, int] | None, int]:
        """Condition and degree after the verb, and where what learners do comes to its end."""
        parts = list(self._parts())
        stop = len(self.tokens)
        for part in reversed(parts):
            if not part.cue.inside and (part.until >= stop or not self._goes_on(part)):
                stop = part.start
        first = {part.cue.kind: (part.start, part.until) for part in reversed(parts)}
        return first.get("condition"), first.get("degree"), self.without_links(self.end, stop)

    def _parts(self) -> Iterator[_Part]:
        place = self.end
        while place < len(self.tokens):
            cue = self.cue_at(place)
            if cue:
                part = _Part(cue, place, self._until(place, cue))
                yield part
                place = max(part.until, place + cue.size)
            else:
                place += 1

    def without_links(self, start: int, stop: int) -> int:
        """The end of a piece without the words at its end that join it to what follows."""
        loose = self.grammar.links | self.grammar.determiners
        while stop > start and self.tokens[stop - 1].key in loose:
            stop -= 1
        return stop

    # --- where a part begins

    def cue_at(self, place: int) -> _Cue | None:
        """The beginning of a condition or a degree at this token."""
        key, words = self.tokens[place].key, self.grammar.words
        if key not in words["beginnings"]:
            return None
        new_clause = not place or bool(set(",;:") & set(_between(self.text, self.tokens, place)))
        if not new_clause and self.tokens[place - 1].key in words["copulas"]:
            return None
        if amount := self._amount_at(place):
            return _Cue("degree", amount, amount=True, inside=not new_clause)
        if key in words["before amounts"] and (amount := self._amount_at(place + 1)):
            return _Cue("degree", 1 + amount, amount=True)
        if extent := self._extent_at(place):
            return _Cue("degree", extent, whole=True, extent=True)
        size, kind = max((self.grammar.cue(kind, self.tokens, place), kind) for kind in ("degree", "condition"))
        after = place + size
        if not size or not new_clause and key in words["of a clause"]:
            return None
        if amount := self._amount_at(after):
            return _Cue("degree", size + amount, amount=True)
        cue = self.grammar.cues[kind].at(self.tokens, place, size)
        text = cue[1] if cue else ""
        alone = size == 1 and (text in self.grammar.whole or key.endswith(_ADVERB[self.grammar.lang]))
        if alone and place != self.end and not self._closes(after):
            return None
        if size == 1 and after >= len(self.tokens) and not alone:
            return None
        return _Cue(kind, size, alone or text in self.grammar.whole) if self._has_its_words(place, size, text) else None

    def _amount_at(self, place: int) -> int:
        """How many tokens "at least" and the like have here, if a number follows soon; else 0."""
        found = self.grammar.amounts.at(self.tokens, place, self.grammar.sizes["amount"])
        after = place + found[0] if found else place
        return after - place if any(self._is_number(token) for token in self.tokens[after : after + 2]) else 0

    def _extent_at(self, place: int) -> int:
        """How many tokens "in ten minutes" and the like have here; 0 if there is nothing like it."""
        key, words = self.tokens[place].key, self.grammar.words
        after = place + 1
        while after < len(self.tokens) and self._is_number(self.tokens[after]):
            after += 1
        counted = after > place + 1 or key in ("num", "numa")
        if (
            key in words["extents"]
            and counted
            and after < len(self.tokens)
            and self.tokens[after].key in words["units"]
        ):
            return after + 1 - place
        return 0

    def _is_number(self, token: _Token) -> bool:
        return token.text.isdigit() or token.key in self.grammar.words["numbers"]

    def _closes(self, place: int) -> bool:
        """Whether what stands before this token is at its end."""
        if place >= len(self.tokens) or set(",;.:") & set(_between(self.text, self.tokens, place)):
            return True
        return self.tokens[place].key in self.grammar.links

    def _has_its_words(self, place: int, size: int, cue: str) -> bool:
        """Whether words stand near a cue without which it may be something else."""
        needed = _NEEDED[self.grammar.lang]
        beginnings = next((words.split() for start, words in needed.items() if cue.startswith(start)), None)
        if beginnings is None:
            return True
        near = [token.key for token in self.tokens[place + 1 : place + size + NEAR]]
        before = {token.key for token in self.tokens[:place]}
        apart = cue == "from" and ("to" in near or before & {*_APART.split()})
        return not apart and any(word.startswith(_key(each)) for word in near for each in beginnings)

    # --- where it ends

    def _until(self, place: int, cue: _Cue) -> int:
        after = place + cue.size
        if cue.whole and not (cue.extent and self._is(after, "relatives")):
            return after + 1 if place > self.end and self._is_last_word(after) else after
        while after < len(self.tokens):
            signs = set(_between(self.text, self.tokens, after))
            other = self.cue_at(after)
            if (
                set(";.:?!()–—") & signs
                or "," in signs
                and not self._lists_on(place, after)
                or cue.amount
                and self._is(after, "relatives")
                or other
                and not other.inside
                or self._joins_a_verb(after)
            ):
                break
            after += 1
        return self.without_links(place + cue.size, after)

    def _is(self, place: int, words: str) -> bool:
        return place < len(self.tokens) and self.tokens[place].key in self.grammar.words[words]

    def _is_last_word(self, place: int) -> bool:
        """Whether this token is the only one before the end or the next sign, as in "without formal errors"."""
        if place >= len(self.tokens) or self._closes(place):
            return False
        return place + 1 == len(self.tokens) or bool(set(",;.:") & set(_between(self.text, self.tokens, place + 1)))

    def _lists_on(self, start: int, place: int) -> bool:
        """Whether after a comma a list goes on: "from timesheets, invoices and contracts"."""
        if start == self.end or self._is(place, "relatives"):
            return False
        for each in range(place, len(self.tokens)):
            if set(";.:?!()–—") & set(_between(self.text, self.tokens, each)) or self.cue_at(each):
                return False
            if self.grammar.cue("join", self.tokens, each):
                return not self._joins_a_verb(each)
        return False

    def _goes_on(self, part: _Part) -> bool:
        """Whether after a part there is more of what learners do."""
        if part.until >= len(self.tokens):
            return False
        apart = bool(set(",;.:") & set(_between(self.text, self.tokens, part.until)))
        return part.start == self.end or part.cue.whole and not apart or self._joins_a_verb(part.until)

    def _joins_a_verb(self, place: int) -> bool:
        """Whether a verb that is bent like the main one is joined on here."""
        size = self.grammar.cue("join", self.tokens, place)
        if self.verb < 0 or not size and "," not in _between(self.text, self.tokens, place):
            return False
        after = _over_fillers(self.tokens, place + size, len(self.tokens), self.grammar)
        verb = self.grammar.verb(self.tokens, after) if after < len(self.tokens) else None
        shape = _shape(self.tokens[self.verb : self.end], self.grammar.lang)
        return verb is not None and _in_verb_place(self.tokens, after, verb, shape, False, self.grammar)


def _knowledge(
    tokens: Sequence[_Token], place: int, end: int, stop: int, grammar: _Grammar
) -> tuple[tuple[int, int], str] | None:
    """The noun that tells the kind of knowledge: one's own thinking and acting first, else the first one."""
    found = [
        *(_nouns(tokens, end, stop, grammar) or _nouns(tokens, end, len(tokens), grammar)),
        *_nouns(tokens, place + 1, end, grammar),  # "analyser sa pratique" is one entry
    ]
    for each in found:
        if each[1] == "metacognitive":
            return each
    if not found:
        return None
    head = found[0]
    for each in found[1:]:  # in English the last one of a row is the head: "partnership agreement"
        if grammar.lang == "en" and each[0][0] == head[0][1]:
            head = each
    return head


def _nouns(tokens: Sequence[_Token], place: int, stop: int, grammar: _Grammar) -> list[tuple[tuple[int, int], str]]:
    found = []
    while place < stop:
        noun = grammar.noun(tokens[:stop], place)
        if noun:
            found.append(((place, place + noun[0]), noun[1]))
        place += noun[0] if noun else 1
    return found


# --- two outcomes in one -----------------------------------------------------------------------------


def _further(
    text: str,
    tokens: Sequence[_Token],
    place: int,
    size: int,
    main: Verb | None,
    stop: int,
    grammar: _Grammar,
) -> Iterator[tuple[tuple[int, int], Verb]]:
    """Verbs joined to the main one that are at another level, or have something else as their object."""
    if main is None:
        return
    shape = _shape(tokens[place : place + size], grammar.lang)
    seen = {main}
    last = end = place + size
    while end < stop:
        comma = "," in _between(text, tokens, end)
        joined = grammar.cue("join", tokens, end)
        if not joined and not comma:
            end += 1
            continue
        adjacent = end == last
        after = _over_fillers(tokens, end + joined, stop, grammar)
        verb = grammar.verb(tokens[:stop], after) if after < stop else None
        if verb is None or not _in_verb_place(tokens[:stop], after, verb, shape, adjacent, grammar):
            end = max(after if joined else 0, end + 1)
            continue
        last = end = after + verb[0]
        if verb[1] not in seen and not (adjacent and verb[1].level == main.level):
            yield (after, end), verb[1]
        seen.add(verb[1])


def _over_fillers(tokens: Sequence[_Token], place: int, stop: int, grammar: _Grammar) -> int:
    """The place of a joined verb, after particles and fillers: "and then critically evaluate", "et le justifier"."""
    if grammar.lang == "fr" and place + 1 < stop and tokens[place].key in _PRONOUNS["fr"]:
        return place + 1 if _shape(tokens[place + 1 : place + 2], "fr") == "infinitive" else place
    while place < stop and (
        tokens[place].key in grammar.particles or not grammar.verb(tokens, place) and grammar.cue("weak", tokens, place)
    ):
        place += max(1, grammar.cue("weak", tokens, place))
    return place


def _shape(tokens: Sequence[_Token], lang: str) -> str:
    """How a verb is bent: only verbs that are bent alike are joined."""
    words = [token.text.lower() for token in tokens]
    if lang != "en":
        bare = any(
            word.endswith(_INFINITIVE[lang])
            and not (lang == "fr" and word.endswith("re") and _lemma(word, lang) != word)
            or lang == "it"
            and _ENCLITIC.search(word)
            for word in words
        )
        return "infinitive" if bare else "other"
    word = next((word for word in words if not word.endswith(_ADVERB["en"])), words[0])
    if word.endswith("ing"):
        return "ing"
    return "s" if word.endswith("s") and _lemma(word, lang) != word else "bare"


def _in_verb_place(
    tokens: Sequence[_Token], place: int, verb: tuple[int, Verb], shape: str, adjacent: bool, grammar: _Grammar
) -> bool:
    """Whether a word after "and" is a verb like the main one, and not a noun as in "plans and budgets"."""
    after = place + verb[0]
    if _shape(tokens[place:after], grammar.lang) != shape:
        return False
    word = tokens[place].text.lower()
    determined = after < len(tokens) and tokens[after].key in grammar.determiners
    if grammar.lang != "en":
        if shape == "infinitive":
            return True
        bent = _lemma(word, grammar.lang).endswith(_INFINITIVE[grammar.lang])
        return bent and (determined or adjacent or grammar.lang == "hr")
    keys = tuple(each.key for each in tokens[place:after])
    if keys in grammar.forms and word.endswith(_NOUN_ENDING) and shape != "ing":
        return False
    return determined or adjacent or word.endswith(_SURELY_VERB)
