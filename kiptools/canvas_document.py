"""The programme canvas as a document: to read, to print, and to fill in by hand where a box is still empty."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.canvas import (
    BOX_NAMES,
    BOX_QUESTIONS,
    BOXES,
    CANVAS,
    EVIDENCE,
    EVIDENCE_TITLE,
    PLANNED,
    SOURCES,
    TITLE_QUESTION,
    Canvas,
)
from kiptools.fielding.word import WIDTH, document, new_file, paragraph, save, table, write
from kiptools.language import Language
from kiptools.messages import Message, counted, message
from kiptools.outcomes import Programme

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Row

__all__ = ["write_canvas_document"]

MOST_OUTCOMES = 30
"""So many outcomes of a programme have room in their box."""
_NAMES = 3.8  # centimetres
_TO_WRITE = 2.5  # centimetres: the least height of an empty box
_PLAIN, _SMALL = 10, 9.5  # points
_LONG = 1_000
"""A box with more signs may go over to the next page; it would leave much of a page empty."""
_NO_GAPS = {ord("⟦"): "[", ord("⟧"): "]"}  # what people wrote is no gap


def write_canvas_document(
    canvas: Canvas, path: str | Path, *, lang: str = "en", programme: Programme | None = None
) -> Path:
    """Write a programme canvas as a document of one or two pages.

    Parameters
    ----------
    canvas : Canvas
        Empty boxes get their questions and room to write by hand.
    path : str or Path
        A name that ends in ``.docx``.
    lang : str
        The language of the document, one of `kiptools.LANGUAGES`; what stands in the boxes stays as it was written.
    programme : Programme, optional
        Its learning outcomes are listed if their box is empty; its title stands if the canvas has none.

    Returns
    -------
    Path

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    References
    ----------
    Pashler, H., McDaniel, M., Rohrer, D. & Bjork, R. (2008). Learning styles: Concepts and evidence. Psychological
    Science in the Public Interest 9, 105-119.
    Newton, P. M. & Salvi, A. (2020). How common is belief in the learning styles neuromyth, and does it matter? A
    pragmatic systematic review. Frontiers in Education 5, 602451.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_canvas_document(Canvas("Seven modules"), f"{folder}/canvas.docx", lang="it").name
    'canvas.docx'
    """
    path, language = new_file(path), Language(lang)
    say, title = language.say, canvas.title or (programme.title if programme else "")
    made = document(title.translate(_NO_GAPS) or say(CANVAS), language, subject=say(CANVAS))
    if title:
        paragraph(made, say(CANVAS), "Heading 1")
    else:
        paragraph(made, f"⟦{say(TITLE_QUESTION)}⟧", "Subtitle")
    texts = {box: canvas[box].split("\n") for box in canvas.filled}
    if programme and programme.outcomes and not canvas["outcomes"]:
        texts["outcomes"] = _outcomes(programme, language)
    if len(texts) < len(BOXES):
        paragraph(made, say(message("Empty boxes have questions that help; write the answers below them.")))
    grid = table(
        made,
        [say(message("Box")), say(PLANNED)],
        [(say(BOX_NAMES[box]), "") for box in BOXES],
        widths=[_NAMES, WIDTH - _NAMES],
        title=say(CANVAS),
        description=say(message("Each row is a box of the canvas: its name, and what is planned.")),
    )
    _fill(grid, texts, language)
    _add_evidence(made, language)
    save(made, path)
    return path


def _outcomes(programme: Programme, language: Language) -> list[str]:
    outcomes, rest = programme.outcomes[:MOST_OUTCOMES], len(programme.outcomes) - MOST_OUTCOMES
    said: list[Message] = [message("{id}: {text}", id=each.id, text=each.text) for each in outcomes]
    if rest > 0:
        said.append(counted("… and {count} more.", "… and {count} more.", rest))
    return [language.say(each) for each in said]


def _fill(grid: Table, texts: dict[str, list[str]], language: Language) -> None:
    for row, box in zip(grid.rows[1:], BOXES, strict=True):
        for run in row.cells[0].paragraphs[0].runs:
            run.bold = True
        if box in texts:
            _write_lines(row, [line.translate(_NO_GAPS) for line in texts[box]])
        else:
            _leave_room(row, language.say(BOX_QUESTIONS[box]))


def _write_lines(row: _Row, lines: Sequence[str]) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    cell = row.cells[1]
    write(cell.paragraphs[0], lines[0])
    for line in lines[1:]:
        paragraph(cell, line)
    for each in cell.paragraphs:
        each.paragraph_format.space_after, each.paragraph_format.line_spacing = Pt(0), 1
        for run in each.runs:
            run.font.size = Pt(_PLAIN)
    if sum(map(len, lines)) > _LONG:
        for rule in row._tr.get_or_add_trPr().findall(qn("w:cantSplit")):
            rule.getparent().remove(rule)


def _leave_room(row: _Row, question: str) -> None:
    """The question of an empty box, and below it room to write by hand."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Cm, Pt

    row.height, row.height_rule = Cm(_TO_WRITE), WD_ROW_HEIGHT_RULE.AT_LEAST
    for run in write(row.cells[1].paragraphs[0], question).runs:
        run.italic, run.font.size = True, Pt(_SMALL)


def _add_evidence(made: Document, language: Language) -> None:
    """What is known of learning styles, with its sources, on one page."""
    from docx.shared import Pt

    paragraph(made, language.say(EVIDENCE_TITLE), "Heading 1")
    parts = [paragraph(made, language.say(text)) for text in EVIDENCE]
    for source in SOURCES:
        parts.append(paragraph(made, source, "List Bullet"))
        for run in parts[-1].runs:
            run.font.size = Pt(_SMALL)
    for part in parts[:-1]:
        part.paragraph_format.keep_with_next = True
