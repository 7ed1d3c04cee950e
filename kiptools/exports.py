"""What survey tools add to the answers: columns that nobody was asked about, codes before the wording.

Headings are compared folded (`kiptools.tables.fold`).
"""

from __future__ import annotations

import re

__all__ = ["PERSONAL", "TECHNICAL", "without_code"]

TECHNICAL = frozenset(
    # Google Forms, in the form's language
    ("timestamp", "horodateur", "informazioni cronologiche", "vremenska oznaka", "carimbo de data/hora")
    # Microsoft Forms: start and completion time, last change
    + ("start time", "completion time", "last modified time", "heure de début", "heure de fin")
    + ("heure de la dernière modification", "ora di inizio", "ora di completamento", "ora dell'ultima modifica")
    + ("vrijeme početka", "vrijeme završetka", "vrijeme zadnje izmjene", "hora de início", "hora de conclusão")
    + ("hora da última modificação",)
    # KoboToolbox and ODK
    + ("start", "end", "today", "deviceid", "_id", "_uuid", "_submission_time", "_validation_status", "_notes")
    + ("_status", "_tags", "_index", "__version__", "meta/instanceid", "meta/rootuuid", "instanceid", "key")
    # LimeSurvey
    + ("id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "id. response id")
    # Qualtrics
    + ("enddate", "recordeddate", "progress", "duration (in seconds)", "finished", "responseid", "distributionchannel")
    + ("userlanguage",)
    # SurveyMonkey
    + ("respondentid", "respondent id", "collectorid", "collector id", "start date", "end date")
)
"""When and how an answer was given; never who gave it."""

PERSONAL = frozenset(
    # Google Forms and Microsoft Forms, in the form's language
    ("email address", "email", "username", "name", "adresse e-mail", "adresse de messagerie", "nom")
    + ("indirizzo email", "indirizzo di posta elettronica", "posta elettronica", "nome", "adresa e-pošte", "e-pošta")
    + ("ime", "endereço de email", "endereço de e-mail", "correio eletrónico")
    # KoboToolbox and ODK, LimeSurvey
    + ("_submitted_by", "phonenumber", "ipaddr", "refurl", "token")
    # Qualtrics and SurveyMonkey
    + ("ipaddress", "ip address", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference")
    + ("externaldatareference", "locationlatitude", "locationlongitude", "first name", "last name", "custom data 1")
)
"""Columns that can tell who answered: not read unless the codebook names them."""

_CODE = re.compile(r"[A-Za-z]\w*(?:\[[^\]]*\])*\.\s+(?=\S)")


def without_code(heading: str) -> str:
    """A heading without the question's code before it (LimeSurvey's "code & text").

    Examples
    --------
    >>> without_code("edu1[SQ2]. Which courses? [Law]")
    'Which courses? [Law]'
    """
    match = _CODE.match(heading)
    return heading[match.end() :] if match else heading
