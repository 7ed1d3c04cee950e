"""Small words and endings, by language: what stands before nouns and verbs, joins words, counts, or begins a clause."""

from __future__ import annotations

ADVERB = {"en": ("ly",), "fr": ("ment",), "it": ("mente",), "hr": ("no", "ski", "čki"), "pt": ("mente",)}
# What stands before a noun; after it no verb can stand.
DETERMINERS = {
    "en": "the a an this these that those their its his her our your my how why what which whether each every them it",
    "fr": "le la les l un une des du ce cet cette ces leur leurs son sa ses notre nos votre vos mon ma mes chaque",
    "it": "il lo la i gli le l un uno una del dello della dei degli delle questo questa questi queste i propri loro",
    "hr": "ovaj ova ovo ove ovi taj ta te svoj svoju svoje svoja njihov njihove neki neke",
    "pt": "o a os as um uma uns umas este esta estes estas seu sua seus suas cada",
}
# What stands between an opening and the verb without a meaning of its own; auxiliary verbs too ("will have drafted").
PARTICLES = {
    "en": "to must may has have had been",
    "fr": "de d à s se y en aura auront aurez ont doit doivent",
    "it": "di a ad si da avrà avranno ha hanno",
    "hr": "da će ću ćemo ćete su je se si",
    "pt": "de a se que terá terão tem têm",
}
# Frequent short words; those of languages that are not read keep them from being taken for one that is.
FREQUENT = {
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
PRONOUNS = {"fr": frozenset(("le", "la", "les", "l")), "pt": frozenset(("lo", "la", "los", "las"))}
# Belongs to the verb that it stands before.
REFLEXIVES = {"en": "", "fr": "s se", "it": "si", "hr": "se", "pt": "se"}
# What joins a word to the next ones: no part of a sentence ends with it.
LINKS = {
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
RELATIVES = {
    "en": "that which who whom whose where",
    "fr": "qui que qu dont où",
    "it": "che cui",
    "hr": "koji koja koje kojeg kojem kojim kojima kojoj koju",
    "pt": "que cujo cuja",
}
# What is said of something, not how it is done: "clauses that are in line with the charter".
COPULAS = {
    "en": "is are was were be not",
    "fr": "est sont pas",
    "it": "è sono sia siano non",
    "hr": "je su nije nisu",
    "pt": "é são está estão não",
}
GENITIVES = "of de d du des di del dello della dell dei degli delle od do da dos das"
# How much: a degree where a number comes after it.
AMOUNTS = {
    "en": "at least|at most|no more than|not more than|no fewer than|no less than|up to|a minimum of|a maximum of",
    "fr": "au moins|au minimum|au maximum|au plus|pas plus de|plus de|jusqu'à|un minimum de|un maximum de",
    "it": "almeno|al massimo|al minimo|non più di|non meno di|più di|un massimo di|un minimo di|fino a",
    "hr": "najmanje|najviše|barem|minimalno|maksimalno|ne više od|ne manje od|više od|do najviše|od toga najmanje",
    "pt": "pelo menos|no mínimo|no máximo|não mais de|não mais do que|não menos de|mais de|um mínimo de|"
    "um máximo de|até",
}
NUMBERS = {
    "en": "one two three four five six seven eight nine ten twelve fifteen twenty thirty forty sixty ninety half a an",
    "fr": "un une deux trois quatre cinq six sept huit neuf dix douze quinze vingt trente demi demie",
    "it": "un uno una due tre quattro cinque sei sette otto nove dieci dodici quindici venti trenta mezza mezzo mezz",
    "hr": "jedan jedna jedno jednu jednoj jednom jednog dva dvije dvaju dviju tri triju četiri četiriju pet šest "
    "sedam osam devet deset dvanaest petnaest dvadeset trideset pola",
    "pt": "um uma dois duas três quatro cinco seis sete oito nove dez doze quinze vinte trinta meia meio",
}
# How fast, how short: "in ten minutes", "on half a page".
EXTENTS = {
    "en": "in on within under",
    "fr": "en sur sous dans",
    "it": "in su entro",
    "hr": "u na za unutar",
    "pt": "em num numa",
}
UNITS = {
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
WHOLE = {
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
OF_A_CLAUSE = {
    "en": "given when provided faced",
    "fr": "étant quand lorsque lorsqu",
    "it": "dato dati data date",
    "hr": "ako",
    "pt": "dado dados dada dadas",
}
# A cue that ends with a preposition is one with the article in it too.
CONTRACTED = {
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
