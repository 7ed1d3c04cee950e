"""Columns that nobody was asked about, and what headings have in common.

Headings are compared folded (`kiptools.tables.fold`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from kiptools.cells import whole_number
from kiptools.tables import Column, Heading, fold

__all__ = ["kind_of", "plain_text", "runs", "split_brackets", "tick_texts", "unique", "with_kinds", "without_code"]

TECHNICAL = frozenset(
    # Google Forms, in the form's language
    ("timestamp", "horodateur", "informazioni cronologiche", "vremenska oznaka", "carimbo de data/hora", "score")
    # Microsoft Forms: start and completion time, last change
    + ("start time", "completion time", "last modified time", "heure de début", "heure de fin")
    + ("heure de la dernière modification", "ora di inizio", "ora di completamento", "ora dell'ultima modifica")
    + ("vrijeme početka", "vrijeme završetka", "vrijeme zadnje izmjene", "hora de início", "hora de conclusão")
    + ("hora da última modificação", "startzeit", "fertigstellungszeit", "zeitpunkt der letzten änderung")
    + ("hora de inicio", "hora de finalización", "hora de la última modificación", "total points", "quiz feedback")
    # KoboToolbox and ODK
    + ("start", "end", "today", "deviceid", "_id", "_uuid", "_submission_time", "_validation_status", "_notes")
    + ("_status", "_tags", "_index", "_parent_index", "_parent_table_name", "__version__", "_xform_id_string")
    + ("_attachments", "instanceid", "meta/instanceid", "meta/rootuuid", "meta-instanceid", "meta-instancename")
    + ("deprecatedid", "uuid", "key", "submissiondate", "deviceid", "edits", "formversion", "reviewstate")
    + ("attachmentspresent", "attachmentsexpected", "audit", "formhub/uuid")
    # LimeSurvey: by code, and in words
    + ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "interviewtime")
    + ("response id", "date submitted", "last page", "start language", "date started", "date last action", "total time")
    + ("id de la réponse", "date de soumission", "dernière page", "langue de départ", "date de lancement")
    + ("date de la dernière action", "id risposta", "data invio", "ultima pagina", "lingua iniziale", "data di inizio")
    + (
        "data dell'ultima azione",
        "id odgovora",
        "datum slanja",
        "posljednja stranica",
        "početni jezik",
        "datum početka",
    )
    + ("datum zadnje akcije", "id da resposta", "data de submissão", "última página", "idioma inicial")
    + ("língua inicial", "data de início", "data da última ação")
    # Qualtrics
    + ("enddate", "recordeddate", "progress", "duration (in seconds)", "finished", "status", "responseid")
    + ("responseset", "distributionchannel", "userlanguage", "locationaccuracy")
    # SurveyMonkey
    + ("respondentid", "respondent id", "collectorid", "collector id", "start date", "end date", "date created")
    + ("date modified",)
)
"""When and how an answer was given; never who gave it."""

PERSONAL = frozenset(
    # Google Forms and Microsoft Forms, in the form's language
    ("email address", "email", "e-mail", "username", "name", "adresse e-mail", "adresse de messagerie", "courriel")
    + ("nom", "indirizzo email", "indirizzo di posta elettronica", "posta elettronica", "nome", "adresa e-pošte")
    + (
        "e-pošta",
        "ime",
        "endereço de email",
        "endereço de e-mail",
        "correio eletrónico",
        "correo electrónico",
        "nombre",
    )
    # what forms ask for, in five languages
    + ("full name", "full_name", "your name", "nom et prénom", "nom complet", "prénom", "prénom et nom", "votre nom")
    + ("nome e cognome", "cognome", "il tuo nome", "ime i prezime", "prezime", "vaše ime", "nome completo", "apelido")
    + ("o seu nome", "phone", "phone number", "telephone", "telephone number", "telephone_number", "phone_number")
    + ("mobile", "téléphone", "numéro de téléphone", "telefono", "numero di telefono", "cellulare", "telefon")
    + ("broj telefona", "mobitel", "telefone", "número de telefone", "telemóvel")
    # KoboToolbox and ODK, LimeSurvey
    + ("_submitted_by", "phonenumber", "submitterid", "submittername", "ipaddr", "refurl", "token", "ip-address")
    + ("referrer url", "adresse ip", "indirizzo ip", "ip adresa", "endereço ip")
    # Qualtrics and SurveyMonkey
    + ("ipaddress", "ip address", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference")
    + ("externaldatareference", "emailaddress", "locationlatitude", "locationlongitude", "first name", "last name")
    + ("custom data 1", "custom data")
)
"""Columns that can tell who answered."""

_POSITION = re.compile(r"_.*_(latitude|longitude|altitude|precision)\Z")
_COORDINATES = re.compile(r"-?\d{1,2}\.\d+ -?\d{1,3}\.\d+( -?\d+(\.\d+)?){0,2}\Z")
_MAIL = re.compile(r"[^\s@=]+@[^\s@]+\.[A-Za-z]{2,}\Z")
_CODE = re.compile(r"[A-Za-z]\w*(?:\[[^\]]*\])*\.\s+(?=\S)")
_TAG = re.compile(r"<[^<>]*>")
OTHER = frozenset(("other", "autre", "altro", "drugo", "ostalo", "outro"))
TICKED = frozenset(
    ("1", "true", "yes", "y", "x", "selected", "oui", "sì", "si", "da", "sim", "vrai", "vero", "ja", "sí")
)
UNTICKED = frozenset(("0", "false", "no", "n", "not selected", "non", "ne", "não", "faux", "falso", "nein"))


ORDINARY = frozenset(
    (
        "start",
        "end",
        "today",
        "key",
        "seed",
        "status",
        "progress",
        "finished",
        "score",
        "uuid",
        "edits",
        "audit",
        "token",
    )
    + ("start date", "end date", "date created", "mobile", "phone", "telephone", "start time")
)
"""Of these, what a question may be called as well: only the tools that add them are believed to have added them."""

ADDED: dict[str, frozenset[str]] = {
    "kobo": frozenset(("start", "end", "today", "key", "uuid", "edits", "audit")),
    "limesurvey": frozenset(("seed", "token")),
    "qualtrics": frozenset(("status", "progress", "finished", "start date", "end date")),
    "surveymonkey": frozenset(("start date", "end date", "date created")),
    "microsoft_forms": frozenset(("start time",)),
    "google_forms": frozenset(("score",)),
}

_WHO = re.compile(
    r"\b(your|full|last|first|family) name\b|\bsurname\b|\bwhat is your name\b|\bphone( number)?\b|\btelephone\b|"
    r"\b(home|street|postal|e-?mail) address\b|\bdate of birth\b|\bbirth ?date\b|\blinkedin\b|"
    r"\bvotre nom\b|\bprénom\b|\btéléphone\b|\badresse (postale|personnelle|e-?mail)\b|"
    r"\bdate de naissance\b|"
    r"\bcognome\b|\b(tuo|suo|vostro) nome\b|\b(numero di )?telefono\b|\bindirizzo (e-?mail|di casa|postale)\b|"
    r"\bdata di nascita\b|\bprezime\b|\b(vaše|tvoje) ime\b|\btelefon(a|ski)?\b|\b(kućna|poštanska|e-mail) adresa\b|"
    r"\bdatum rođenja\b|\bapelido\b|\bseu nome\b|\btelefone\b|\btelemóvel\b|\b(endereço|morada)\b|"
    r"\bdata de nascimento\b",
    re.I,
)
_PHONE = re.compile(r"(\+|00|0)\d(?:[ ./()-]*\d){7,13}\Z")
_ENOUGH = 1000  # different answers to tell by what they look like
_SHORT = 60  # longer answers were not given to a question for a name or an address


def kind_of(column: Column, tool: str) -> str:
    """Whether a tool added the column ("technical"), or it can tell who answered ("personal")."""
    heading = column.heading
    asked = {fold(text) for text in (column.name, heading.code, heading.question, heading.part)} - {""}
    # What Qualtrics asked has a code of its own, whatever its wording; V1, V2 are not asked.
    coded = tool == "qualtrics" and not re.match(r"V\d+\Z", column.name)
    names = {fold(column.name)} if heading.part or coded else asked
    names = names - (ORDINARY - ADDED.get(tool, frozenset()))
    if names & PERSONAL or any(map(_POSITION.match, names)):
        return "personal"
    if names & TECHNICAL:
        return "technical"
    filled = [value for value in column.values if value]
    if not filled:
        return ""
    if any(map(_WHO.search, asked)) and max(map(len, filled)) <= _SHORT:
        rows = sum(times for value, times in column.counts().items() if value)
        if len(filled) > 0.8 * rows:  # nearly everybody wrote something else
            return "personal"
    some = filled[:_ENOUGH]
    for pattern in (_PHONE, _MAIL, _COORDINATES):
        if sum(map(bool, map(pattern.match, some))) > len(some) / 2:
            return "personal"
    return ""


def with_kinds(columns: Sequence[Column], tool: str) -> tuple[Column, ...]:
    """The columns, each with its kind where the tool's reader has not said it."""
    return tuple(
        replace(column, heading=replace(column.heading, kind=column.heading.kind or kind_of(column, tool)))
        for column in columns
    )


def without_code(heading: str) -> str:
    """A heading without the question's code before it (LimeSurvey's "code & text").

    Examples
    --------
    >>> without_code("edu1[SQ2]. Which courses? [Law]")
    'Which courses? [Law]'
    """
    match = _CODE.match(heading)
    return heading[match.end() :] if match else heading


def split_brackets(text: str) -> tuple[str, str]:
    """A heading that ends in brackets, as question and part; the part is empty if it does not.

    Examples
    --------
    >>> split_brackets("How satisfied are you? [Your current [main] job]")
    ('How satisfied are you?', 'Your current [main] job')
    """
    if not text.endswith("]"):
        return text, ""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == "]") - (text[place] == "[")
        if depth == 0:
            return text[:place].strip(), text[place + 1 : -1].strip()
    return text, ""


def plain_text(text: str) -> str:
    """A wording without the markup that some tools leave in it.

    Examples
    --------
    >>> plain_text("Lottery&nbsp;A: 50 %<br>Lottery B: 90 %")
    'Lottery A: 50 % Lottery B: 90 %'
    """
    return " ".join(html.unescape(_TAG.sub(" ", text)).split()) if "<" in text or "&" in text else text


def tick_texts(column: Column) -> set[str]:
    """What a column says where its option is ticked; nothing if it is no column of ticks."""
    texts = {fold(value) for value in column.values if value and value not in column.missing}
    ticks = texts - UNTICKED
    if len(ticks) <= 1 and ticks <= TICKED | {fold(column.heading.part)} - {""}:
        return ticks or {"1"}
    return set()


def by_words(columns: Sequence[Column]) -> bool:
    """Whether options are ticked by words such as yes and 1, not by their own texts: one may be called "No"."""
    return any(
        fold(whole_number(value)) in TICKED | UNTICKED
        and fold(value) not in (fold(column.heading.part), fold(column.heading.part_code))
        for column in columns
        for value in column.values
        if value not in column.missing
    )


def is_ticked(value: str, own: Collection[str], words: bool) -> bool | None:
    """Whether a cell ticks its option; None if it says neither.

    Parameters
    ----------
    value : str
    own : collection of str
        The option's own texts, folded.
    words : bool
        See `by_words`.
    """
    text = fold(whole_number(value))
    if text in own and not (words and text in UNTICKED):
        return True
    if text in TICKED:
        return True
    return False if not text or text in UNTICKED else None


def runs(columns: Sequence[Column], key: Callable[[Column], object]) -> list[list[Column]]:
    """Neighbouring columns with the same key; a column whose key is None or empty stands alone."""
    found: list[list[Column]] = []
    last: object = None
    for column in columns:
        this = key(column)
        if found and this and this == last:
            found[-1].append(column)
        else:
            found.append([column])
        last = this
    return found


def unique(names: Sequence[str]) -> list[str]:
    """The names, with a number behind those that stand there already; nothing stays nothing.

    Examples
    --------
    >>> unique(["Q1", "Q2", "Q1", ""])
    ['Q1', 'Q2', 'Q1 (2)', '']
    """
    seen: set[str] = set()
    different = []
    for name in names:
        number, new = 1, name
        while new and fold(new) in seen:
            number += 1
            new = f"{name} ({number})"
        seen.add(fold(new))
        different.append(new)
    return different


def shared_question(names: Sequence[str], separator: str) -> list[Heading]:
    """Question and part of each name, where neighbours begin alike up to a separator with no blank behind it.

    Examples
    --------
    >>> [heading.part for heading in shared_question(["Age", "Meetings.Length", "Meetings.Place"], ".")]
    ['', 'Length', 'Place']
    """
    headings = [Heading(name) for name in names]
    ends = [
        [
            place
            for place in range(1, len(name) - len(separator))
            if name.startswith(separator, place) and name[place + len(separator)] != " "
        ]
        for name in names
    ]
    for place, name in enumerate(names):
        beside = [names[other] for other in (place - 1, place + 1) if 0 <= other < len(names)]
        shared = [
            (name[end - 1] in "?:!", not name[end + len(separator)].islower(), end)
            for end in ends[place]
            for stem in [name[: end + len(separator)]]
            if any(other.startswith(stem) and len(other) > len(stem) for other in beside)
        ]
        if shared:  # best after a question mark, then before a capital, then as far on as neighbours agree
            end = max(shared)[2]
            headings[place] = Heading(name[:end].strip(), name[end + len(separator) :].strip())
    return headings
