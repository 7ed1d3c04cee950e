"""What survey tools add to the answers: columns that nobody was asked about, codes before the wording.

Headings are compared folded (`kiptools.tables.fold`).
"""

from __future__ import annotations

import re

__all__ = ["PERSONAL", "TECHNICAL", "without_code"]

TECHNICAL = frozenset(
    (
        # Google Forms, in the form's language
        "timestamp",
        "horodateur",
        "informazioni cronologiche",
        "vremenska oznaka",
        "carimbo de data/hora",
        # KoboToolbox and ODK
        "start",
        "end",
        "today",
        "deviceid",
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_notes",
        "_status",
        "_tags",
        "_index",
        "__version__",
        "meta/instanceid",
        "meta/rootuuid",
        "instanceid",
        "key",
        # LimeSurvey
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "startdate",
        "datestamp",
    )
)
"""When and how an answer was given; never who gave it."""

PERSONAL = frozenset(
    (
        # Google Forms, in the form's language
        "email address",
        "username",
        "adresse e-mail",
        "indirizzo email",
        "adresa e-pošte",
        "endereço de email",
        # KoboToolbox and ODK, LimeSurvey
        "_submitted_by",
        "phonenumber",
        "ipaddr",
        "refurl",
        "token",
    )
)
"""Columns that can tell who answered: not read."""

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
