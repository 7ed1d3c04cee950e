"""Microsoft Forms: localised columns before the questions, grids as ``Question.Statement``, choices joined by ``;``."""

from __future__ import annotations

import re
from dataclasses import replace

from kiptools.exports.columns import runs, shared_question
from kiptools.exports.tool import NOTHING, Arranged, Clue, Sure, Tool
from kiptools.messages import message
from kiptools.tables import Heading, Sheet, fold, headed

_ID = frozenset(("id", "identifiant", "identifikator"))
_START = frozenset(
    (
        "start time",
        "heure de début",
        "ora di inizio",
        "vrijeme početka",
        "hora de início",
        "startzeit",
        "hora de inicio",
    )
)
_END = frozenset(
    ("completion time", "heure de fin", "ora di completamento", "vrijeme završetka", "vrijeme dovršetka")
    + ("hora de conclusão", "fertigstellungszeit", "hora de finalización")
)
_QUIZ = re.compile(
    r"(points|feedback|punti|commentaires|bodovi|povratne informacije|pontos|comentários|puntos|comentarios|punkte)"
    r"\s+[-–]\s+|(total points|quiz feedback|total des points|commentaires sur le questionnaire|punti totali"
    r"|feedback sul quiz|ukupno bodova|total de pontos|comentários do questionário|puntos totales|gesamtpunktzahl)\Z",
    re.I,
)
_MOST_ANSWERS = 12


def recognise(sheet: Sheet) -> Clue:
    first, start, end = ([fold(cell) for cell in sheet.row(0)[:3]] + [""] * 3)[:3]
    if start in _START and end in _END:
        return Clue(
            Sure.CERTAIN if first in _ID else Sure.LIKELY, message("its first columns are the times of answering")
        )
    return NOTHING


def arrange(sheet: Sheet) -> Arranged:
    names = sheet.row(0)
    headings = [
        Heading(name, kind="technical") if _QUIZ.match(name) else heading
        for name, heading in zip(names, shared_question(names, "."), strict=True)
    ]
    table = headed(sheet, names, headings=headings)
    # A full stop also ends sentences: only columns that share a short list of answers are a grid.
    columns = []
    for group in runs(table.columns, lambda column: column.heading.part and fold(column.heading.question)):
        answers = {value for column in group for value in column.values if value}
        grid = len(group) > 1 and len(answers) <= _MOST_ANSWERS
        columns += (
            group
            if grid
            else [replace(column, heading=replace(column.heading, question=column.name, part="")) for column in group]
        )
    return Arranged(replace(table, columns=tuple(columns), habits=replace(table.habits, options=False)))


TOOL = Tool("microsoft_forms", "Microsoft Forms", recognise, arrange)
