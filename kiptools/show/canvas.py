"""The programme canvas, shown: what stands in each box, what is still empty, and why none is for learning styles."""

from __future__ import annotations

from kiptools.canvas import (
    BOX_NAMES,
    BOX_QUESTIONS,
    BOXES,
    CANVAS,
    EVIDENCE,
    EVIDENCE_TITLE,
    PLANNED,
    SOURCES,
    Canvas,
)
from kiptools.language import Language
from kiptools.messages import counted, message, visible
from kiptools.show.html import Rendered, folded, join, paragraph
from kiptools.show.html import table as html_table
from kiptools.show.sentences import sentence
from kiptools.show.tables import table

__all__ = ["evidence"]


@table.register
def _(result: Canvas, language: Language) -> Rendered:
    caption = message("Programme canvas: {title}", title=result.title) if result.title else CANVAS
    return html_table(
        language.say(caption),
        [language.say(message("Box")), language.say(PLANNED)],
        [[language.say(BOX_NAMES[box]), _content(result, box, language)] for box in BOXES],
        words=True,
    )


def _content(canvas: Canvas, box: str, language: Language) -> str:
    """What stands in a box, its lines in one; of an empty one its questions."""
    if not canvas[box]:
        return language.say(message("Still empty. {questions}", questions=BOX_QUESTIONS[box]))
    return " · ".join(filter(None, map(visible, canvas[box].splitlines())))


@sentence.register
def _(result: Canvas, language: Language) -> str:
    if not result.filled:
        return language.say(message("All {all} boxes of the programme canvas are still empty.", all=len(BOXES)))
    if not result.empty:
        return language.say(message("All {all} boxes of the programme canvas are filled in.", all=len(BOXES)))
    said = (
        counted(
            "{count} of {all} boxes of the programme canvas is filled in.",
            "{count} of {all} boxes of the programme canvas are filled in.",
            len(result.filled),
            all=len(BOXES),
        ),
        message("Still empty: {names}.", names=tuple(BOX_NAMES[box] for box in result.empty)),
    )
    return " ".join(map(language.say, said))


def evidence(language: Language) -> Rendered:
    """Why there is no box for learning styles, behind a heading that opens.

    Parameters
    ----------
    language : Language

    Returns
    -------
    Rendered
    """
    parts = [*(paragraph(language.say(text)) for text in EVIDENCE), *map(paragraph, SOURCES)]
    return folded(language.say(EVIDENCE_TITLE), join(parts))
