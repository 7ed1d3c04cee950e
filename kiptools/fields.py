"""The partner record: its fields, and the words by which people head and fill them, in five languages.

The words stand in ``partner_words.csv``: of each heading and category first what the kit writes, then what it also
understands. What a field means is said here. The fields are those that the evaluation sheet asks of a partner
database, and little more; a list that has only names is a list.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from unicodedata import combining, normalize

from kiptools.messages import Message, message
from kiptools.tables import fold

__all__ = [
    "CADENCES",
    "INVOLVEMENT",
    "Category",
    "LADDERS",
    "SHEETS",
    "Field",
    "categories",
    "heading_meaning",
    "label",
    "labels",
    "meaning",
    "names_people",
    "own_or_known",
    "plain",
    "vocabulary",
]

LANGS = ("en", "fr", "it", "hr", "pt")


@dataclass(frozen=True)
class Field:
    """One column of a sheet.

    Parameters
    ----------
    name : str
        What the kit calls it.
    kind : {"text", "choice", "open choice", "date", "year", "count", "list", "yes or no", "partner", "rating"}
        What may stand in it. An open choice has the usual words, and accepts others.
    says : Message
        What it means, for whoever fills it in.
    words : str
        The list in ``partner_words.csv`` with its categories; empty where it has none.
    required : bool
        Whether a row without it is no row.
    """

    name: str
    kind: str
    says: Message
    words: str = ""
    required: bool = False


SHEETS: dict[str, tuple[Field, ...]] = {
    "partners": (
        Field("id", "text", message("A short code of your own. If it is empty, the kit numbers the partners.")),
        Field(
            "name", "text", message("The organisation's name. The only field that must be filled in."), required=True
        ),
        Field("type", "choice", message("What kind of organisation it is."), "type"),
        Field(
            "sector",
            "open choice",
            message("Its sector of activity: the sections of the European classification NACE, or words of your own."),
            "sector",
        ),
        Field("size", "choice", message("How many people it employs: a number, or one of the classes."), "size"),
        Field(
            "territory",
            "text",
            message("Where it works: town, district or region (or a NUTS code). Use one kind of place throughout."),
        ),
        Field("level", "choice", message("On which geographical level it acts."), "level"),
        Field(
            "status",
            "choice",
            message(
                "Potential: you would like to have it. Current: it is a partner now. Former: it was one. Convenor: the "
                "organisation that leads the partnership (yours)."
            ),
            "status",
        ),
        Field("partner_since", "year", message("The year in which it became a partner.")),
        Field("found_through", "choice", message("How you came into contact."), "found_through"),
        Field(
            "document",
            "choice",
            message("What was signed. A charter states common principles; an agreement binds."),
            "document",
        ),
        Field("document_start", "date", message("The day from which the document is valid.")),
        Field("document_end", "date", message("The last day on which the document is valid.")),
        Field(
            "contact_every",
            "choice",
            message("How often you have promised to be in touch. Leave it empty where nothing was promised."),
            "contact_every",
        ),
        Field("last_contact", "date", message("The day of the last conversation, visit, call or personal message.")),
        Field("last_activity", "date", message("The last day on which you did something together.")),
        Field("activities", "count", message("How many things you did together in the last twelve months.")),
        Field(
            "resources",
            "list",
            message("What it brings in, separated by semicolons: rooms, expertise, placements, money."),
        ),
        Field(
            "needs",
            "list",
            message("Which needs of your users it answers, separated by semicolons, worded as on the sheet of needs."),
        ),
        Field("owner", "text", message("Who in your team looks after the relation.")),
        Field("consent", "choice", message("On which legal basis you keep its contact data."), "consent"),
        Field(
            "disposition",
            "text",
            message("What became of the last survey's invitation."),
        ),
        Field("same_as", "text", message("If two rows are the same organisation: the name or code of the other row.")),
        Field("notes", "text", message("Whatever else you want to keep. No report shows it.")),
    ),
    "relations": (
        Field(
            "one",
            "partner",
            message("An organisation of the list, by its name or code. Empty: the one that reports."),
        ),
        Field("other", "partner", message("The organisation that it works with. Empty: it reported no relation.")),
        Field(
            "strength",
            "rung",
            message("How closely they work together: a level of the ladder, by its name or number; 0 is not at all."),
            "rung",
        ),
        Field("reported_by", "partner", message("Who said so.")),
        Field(
            "ladder",
            "choice",
            message(
                "Whose ladder the levels belong to, the same in all rows. Ladders order the same words differently, so "
                "a level means nothing without it."
            ),
            "ladder",
        ),
        Field(
            "trust",
            "rating",
            message(
                "How far the one who reports trusts the other, from 1 (not at all) to 5 (fully). Never shown "
                "of fewer than five."
            ),
        ),
    ),
    "cooperation": (
        Field("partner", "partner", message("An organisation of the list, by its name or code."), required=True),
        Field("function", "text", message("What you do together, one row for each: events, referral, training.")),
        Field("initiates", "choice", message("Who takes the first step."), "initiates"),
        Field("decides", "choice", message("Who decides in the end."), "decides"),
        Field("feedback", "yes or no", message("Whether those who were asked hear what became of their opinion.")),
        Field("commitment", "yes or no", message("Whether what was promised is written down.")),
        Field("pooled", "yes or no", message("Whether both sides put in money, staff, rooms or data.")),
        Field("shared", "yes or no", message("Whether both sides answer for the result.")),
    ),
    "needs": (
        Field(
            "need",
            "text",
            message("One need of your users in each row, also those that nobody answers yet."),
            required=True,
        ),
    ),
}
"""The sheets of a partner workbook and their columns."""

CADENCES = {"weekly": 7, "monthly": 31, "two_monthly": 62, "quarterly": 92, "half_yearly": 184, "yearly": 366}
"""Days after which a promised contact is overdue: the longest span that the words can mean."""

LADDERS: dict[str, tuple[str, ...]] = {
    "frey": ("networking", "cooperation", "coordination", "coalition", "collaboration"),
    "vichealth": ("networking", "coordination", "cooperation", "collaboration"),
    "involvement": ("information", "consultation", "concertation", "contribution"),
}
"""Ladders of cooperation, lowest rung first; the level 0 is no cooperation.

Frey, B. B. et al. (2006), American Journal of Evaluation 27, 383-392, after Hogue (1993); VicHealth (2011), The
Partnerships Analysis Tool; the four levels of involvement of the Thames Valley partnership typology. The first two
have "cooperation" and "coordination" in opposite order.
"""


INVOLVEMENT: dict[str, Message] = {
    "information": message(
        "One side lets the other know what it does. Nothing is promised and little is exchanged; what grows is a "
        "common culture."
    ),
    "consultation": message(
        "One side asks for a reasoned opinion before it changes something, and then decides. It need not follow the "
        "opinion, but it says what became of it. Nothing formal is promised."
    ),
    "concertation": message(
        "Both sides look for a solution and decide together; each carries out its part with its own means."
    ),
    "contribution": message(
        "Both sides decide together, put in money, staff, rooms or data, and answer for the result together."
    ),
}
"""What the rungs of the last ladder mean; of the first two in the sense of their typology, in our own words."""


@cache
def _words() -> dict[str, dict[str, dict[str, tuple[str, ...]]]]:
    """By list and name the wordings in each language, the kit's own first."""
    found: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    path = Path(__file__).with_name("partner_words.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            wordings = {lang: tuple(row[lang].split("|")) for lang in LANGS}
            found.setdefault(row["list"], {})[row["name"]] = wordings
    return found


@cache
def vocabulary(words: str) -> dict[str, str]:
    """Every understood wording of a list, made plain, with the category that it means."""
    found: dict[str, str] = {}
    for name, wordings in _words()[words].items():
        for text in (name, *(text for texts in wordings.values() for text in texts)):
            found.setdefault(plain(text), name)
    return found


def categories(words: str) -> tuple[str, ...]:
    """The names of a list's categories, in order.

    Examples
    --------
    >>> categories("status")
    ('potential', 'current', 'former', 'convenor')
    """
    return tuple(_words()[words])


def meaning(words: str, text: str) -> str | None:
    """The category of a list that a text means, in any of the languages; None if it is none.

    Examples
    --------
    >>> meaning("type", "Tvrtka"), meaning("type", "ASSOCIATION "), meaning("type", "club")
    ('employer', 'ngo', None)
    """
    return vocabulary(words).get(plain(text))


_CODE = re.compile(r"([A-Z])(?:\Z| ?\d{1,2}(?:[. ]\d{1,2}){0,2}\Z| [-–] |: ?|\. |\) ?)")


def own_or_known(words: str, text: str) -> str:
    """The category that a text means, or the text itself with its blanks made one.

    A code of one letter may stand before other words ("F - Building of houses") or before a class ("F 41.2").

    Examples
    --------
    >>> [own_or_known("sector", text) for text in ("F 41.2", "C: Making of things", "E-Learning")]
    ['F', 'C', 'E-Learning']
    """
    found, code = meaning(words, text), _CODE.match(text)
    if found is None and code and code[1] in categories(words):
        return code[1]
    return found or " ".join(text.split())


def label(words: str, name: str, lang: str) -> str:
    """What the kit calls a category or a heading in a language; the name itself if it is none of the list.

    Examples
    --------
    >>> label("status", "former", "hr"), label("sector", "Bee-keeping", "fr")
    ('Bivši', 'Bee-keeping')
    """
    wordings = _words()[words].get(name)
    return wordings[lang][0] if wordings else name


@dataclass(frozen=True)
class Category:
    """A word of a list, which a message can show in the reader's language.

    Parameters
    ----------
    words, name : str
    """

    words: str
    name: str

    def in_language(self, lang: str) -> str:
        return label(self.words, self.name, lang)

    def __str__(self) -> str:
        return self.in_language("en")


def labels(words: str, lang: str) -> tuple[str, ...]:
    """What the kit calls all categories of a list in a language."""
    return tuple(label(words, name, lang) for name in categories(words))


def heading_meaning(sheet: str, text: str) -> str | None:
    """The field of a sheet that a heading names, in any of the languages.

    Examples
    --------
    >>> heading_meaning("partners", "Zadnji kontakt :"), heading_meaning("partners", "Date du dernier contact (visite)")
    ('last_contact', 'last_contact')
    >>> heading_meaning("partners", "Nom de la structure *"), heading_meaning("partners", "Favourite colour")
    ('name', None)
    """
    known = _headings(sheet)
    bare = plain(re.sub(r"\([^)]*\)|[*?]", " ", text))
    undated = re.sub(r"\A(date|data|datum) (?:(?:de|du|di|do|da) |d')?(?:la |le |l')?|(?: date| datum)\Z", "", bare)
    named = re.sub(
        r"\A(?:nom|nome|naziv|name) (?:(?:de|d|of|do|da|di|dell) ?)?(?:la |le |l |the |l'|d')*",
        "",
        bare.replace("'", " "),
    )
    found = known.get(plain(text)) or known.get(bare) or known.get(undated)
    return found or ("name" if known.get(named) == "name" else None)


def is_heading(field: str, text: str) -> bool:
    """Whether a heading names a field, in any of the languages; also of fields that no sheet has.

    Examples
    --------
    >>> is_heading("reference", "Emploi"), is_heading("target", "Emploi")
    (True, False)
    """
    return plain(text) in {
        plain(field),
        *(plain(text) for texts in _words()["field"][field].values() for text in texts),
    }


@cache
def _headings(sheet: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    names = [field.name for field in SHEETS[sheet]]
    for place in range(max(len(texts) for name in names for texts in _words()["field"][name].values())):
        for name in names:  # the kit's own words first, then synonyms in their order
            for texts in _words()["field"][name].values():
                for text in texts[place : place + 1]:
                    found.setdefault(plain(text), name)
    for name in names:
        found.setdefault(plain(name), name)
    return found


_PEOPLE = re.compile(
    r"\b(contacts?|kontakt|contatto|contacto|person|personne|persona|osoba|pessoa|responsable|responsabile|responsável|"
    r"référente?|referente?|directeur|directrice|director|direttore|direttrice|direktoric?a?|ravnatelj(?:ica)?|diretora?|"
    r"interlocuteur|interlocutrice|interlocutora?|présidente?|presidente|president|predsjedni(?:k|ca)|manager|"
    r"tel|phone|téléphone|telefon[oe]?|telemóvel|mobile|portable|cellulare|mobitel|e-?mail|courriel|mail|"
    r"pošta|adresse?|address|indirizzo|adresa|morada|first name|last name|surname|prénom|nom de famille|cognome|"
    r"prezime)\b",
    re.I,
)


def names_people(heading: str) -> bool:
    """Whether in a column with this heading people stand: who looks after a partner may repeat as a kind does.

    Examples
    --------
    >>> names_people("Contact_person"), names_people("Directrice"), names_people("Ville")
    (True, True, False)
    """
    return _PEOPLE.search(heading.replace("_", " ")) is not None


@lru_cache(maxsize=50_000)
def plain(text: str) -> str:
    """A text without case, accents, punctuation at its ends, underscores and doubled blanks.

    Examples
    --------
    >>> plain("Dernière_activité :") == plain("derniere activite")
    True
    """
    letters = normalize("NFD", fold(text.replace("_", " ")).replace("đ", "d"))
    bare = "".join(sign for sign in letters if not combining(sign))
    return re.sub(r"\s+", " ", bare).strip(" .:;,()[]") or fold(text)
