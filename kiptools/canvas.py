"""The programme canvas: everything that has to be thought of before a training, on one page.

Ten boxes, each with questions that help to fill it. Where other canvases ask for learning styles, this one asks what
people know already and what they need in order to take part; `EVIDENCE` says why. One frozen value; the spreadsheet is
the same on disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kiptools.language import Language
from kiptools.messages import KipError, Message, cut, message, some, visible
from kiptools.places import kit_path
from kiptools.rows import Once, Row, Vocabulary, in_order, rows_of, said_words, sheets_of
from kiptools.sheets import (
    FormBook,
    FormColumn,
    FormSheet,
    add_sheet,
    needed_height,
    new_file,
    new_workbook,
    save_workbook,
    sheet_columns,
)
from kiptools.tables import unguarded

if TYPE_CHECKING:
    from openpyxl.worksheet.dimensions import RowDimension
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "BOXES",
    "BOX_NAMES",
    "BOX_QUESTIONS",
    "CANVAS",
    "EVIDENCE",
    "EVIDENCE_TITLE",
    "PLANNED",
    "SOURCES",
    "TITLE",
    "TITLE_QUESTION",
    "Canvas",
    "read_canvas",
    "with_text",
    "write_canvas",
]

BOXES = (
    "needs",
    "outcomes",
    "audience",
    "prior_knowledge",
    "access_needs",
    "delivery",
    "content",
    "communication",
    "budget",
    "evaluation",
)
TITLE = "title"
"""What the row of the canvas's own title is called."""
LONGEST = 10_000
"""A text of more characters is refused: it would be no canvas any more."""

CANVAS = message("Programme canvas")
PLANNED = message("What we plan")
BOX_NAMES: dict[str, Message] = {
    "needs": message("Needs"),
    "outcomes": message("Learning outcomes"),
    "audience": message("Target audience"),
    "prior_knowledge": message("Prior knowledge"),
    "access_needs": message("Access needs"),
    "delivery": message("Delivery"),
    "content": message("Content"),
    "communication": message("Communication"),
    "budget": message("Budget"),
    "evaluation": message("Evaluation"),
}
BOX_QUESTIONS: dict[str, Message] = {
    "needs": message("What can people not do yet that their work requires? How do we know?"),
    "outcomes": message("What will learners be able to do afterwards, so that somebody can see it?"),
    "audience": message("Whom is it for, and how many? In which organisations do they work, and as what?"),
    "prior_knowledge": message("What do learners know and do already? How do we find out before the first session?"),
    "access_needs": message(
        "What does each learner need in order to take part: times, place, language, help with seeing, hearing or "
        "moving, devices? How can they tell us in confidence?"
    ),
    "delivery": message("Is it in a room, online, or both? On which days, for how long, and with which trainers?"),
    "content": message("Which topics and exercises does each learning outcome need? What can be left out?"),
    "communication": message("How do people hear of it and sign up? Who answers questions before, during and after?"),
    "budget": message(
        "What do trainers, room, travel, material and access cost, and who pays? How much working time does it take?"
    ),
    "evaluation": message(
        "How will we see whether the learning outcomes are reached, and months later what is done differently? What "
        "will we do with the answers?"
    ),
}
TITLE_QUESTION = message("What is the training called?")

EVIDENCE_TITLE = message("Why there is no box for learning styles")
EVIDENCE = (
    message(
        "Matching teaching to learning styles, for instance pictures for some learners and spoken words for others, "
        "has not been shown to help. People do say how they like to be taught. But a review found next to no evidence "
        "that they learn more if taught so: few studies could test it at all, and several of these speak against it "
        "(Pashler and others 2008)."
    ),
    message(
        "Many believe in it nevertheless: in 37 studies with {educators} educators from {countries} countries, about "
        "nine in ten did (Newton & Salvi 2020).",
        educators=15_405,
        countries=18,
    ),
    message(
        "Ask instead what learners know and do already, and what each needs in order to take part. Choose words, "
        "pictures or practice by what is to be learned, and offer them to everybody."
    ),
)
"""What is known of learning styles, and what to ask instead."""
SOURCES = (
    "Pashler, H., McDaniel, M., Rohrer, D. & Bjork, R. (2008). Learning styles: Concepts and evidence. Psychological "
    "Science in the Public Interest 9, 105–119. doi:10.1111/j.1539-6053.2009.01038.x",
    "Newton, P. M. & Salvi, A. (2020). How common is belief in the learning styles neuromyth, and does it matter? "
    "A pragmatic systematic review. Frontiers in Education 5, 602451. doi:10.3389/feduc.2020.602451",
)

_STYLES = "learning_styles"
_ACCEPTED = (message("Title"), *BOX_NAMES.values())
_SHEET = FormSheet(
    CANVAS,
    {
        "box": FormColumn(message("Box"), 22, required=True),
        "question": FormColumn(message("Questions that help"), 48, remark=True),
        "text": FormColumn(PLANNED, 80, required=True, languages=True),
    },
    (),
    ready=("box",),
)
_BOOK = FormBook({"canvas": _SHEET}, "canvas")
_ROOM, _HIGHEST = 90, 400  # points: six lines to write in; spreadsheets know no higher row


@dataclass(frozen=True)
class Canvas:
    """A programme canvas.

    Parameters
    ----------
    title : str
    texts : tuple of (str, str)
        What stands in each box, by the keys of `BOXES`; empty boxes are left out.
    notes : tuple of Message
        What was decided in reading it.

    Raises
    ------
    KipError
        A text is too long.
    ValueError
        There is no such box, or it is there twice.

    Examples
    --------
    >>> canvas = Canvas("Seven modules", (("budget", "EUR 2,400"),))
    >>> canvas["budget"], canvas["needs"], canvas.filled, len(canvas.empty)
    ('EUR 2,400', '', ('budget',), 9)
    """

    title: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    notes: tuple[Message, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        keys = [key for key, _ in self.texts]
        if len(set(keys)) < len(keys) or not set(keys) <= set(BOXES):
            raise ValueError(f"the canvas has {keys}; each must be one of {list(BOXES)}, and be there once")
        for text in (self.title, *(text for _, text in self.texts)):
            if len(text) > LONGEST:
                raise KipError(
                    message('"{text}" is longer than {most} characters; say it in fewer.', text=cut(text), most=LONGEST)
                )

    def __getitem__(self, box: str) -> str:
        """What stands in a box; empty if nothing does."""
        return dict(self.texts).get(BOXES[BOXES.index(box)], "")

    @property
    def filled(self) -> tuple[str, ...]:
        """The boxes in which something stands, in the order of `BOXES`."""
        return tuple(box for box in BOXES if self[box])

    @property
    def empty(self) -> tuple[str, ...]:
        """The boxes in which nothing stands yet."""
        return tuple(box for box in BOXES if not self[box])


def with_text(canvas: Canvas, box: str, text: str) -> Canvas:
    """The canvas with another text in one of its boxes, or with another title.

    Parameters
    ----------
    canvas : Canvas
    box : str
        One of `BOXES`, or ``"title"``.
    text : str
        Its lines are kept, without blanks around them and control characters; empty to empty the box.

    Returns
    -------
    Canvas

    Raises
    ------
    KipError
        The text is too long.

    Examples
    --------
    >>> with_text(Canvas(), "budget", " EUR 2,400 \\n").texts
    (('budget', 'EUR 2,400'),)
    """
    if box == TITLE:
        return replace(canvas, title=_tidy(visible(text)))
    texts = {**dict(canvas.texts), box: _tidy(text)}
    return replace(canvas, texts=tuple((key, texts[key]) for key in sorted(texts, key=BOXES.index) if texts[key]))


def _tidy(text: str) -> str:
    """As every file can keep it and reads it again."""
    return unguarded("\n".join(map(visible, text.splitlines())).strip())


# --- files ---------------------------------------------------------------------------------------------


def read_canvas(path: str | Path | None = None, *, lang: str = "") -> Canvas:
    """Read a programme canvas.

    Parameters
    ----------
    path : str or Path or None
        XLSX, as `write_canvas` writes it, or CSV, with the columns ``box`` and ``text``; None for that of the demo
        programme. Headings and names of boxes may be in any of the five languages.
    lang : str
        Which texts are read where there are several columns, as ``text::English (en)`` and ``text::Français (fr)``;
        English if it is not given. A box that has no text in that language is read in the first that it has.

    Returns
    -------
    Canvas
        Boxes that the file does not have are empty.

    Raises
    ------
    KipError
        A box is not known, or stands there twice, or its text is too long; each with its row and column.

    Examples
    --------
    >>> read_canvas().title
    'Seven modules for partnership officers'
    """
    path = kit_path("data", "programme", "canvas.csv") if path is None else Path(path)
    faults, notes = list[Message](), list[Message]()
    (sheet,) = sheets_of(path, _BOOK, notes).values()
    rows = list(rows_of(sheet, _SHEET, faults, notes))
    texts, once = dict[str, str](), Once(faults)
    for row in rows:
        box = _box(row, faults)
        faults += _too_long(row)
        if box and once(row, box, row["box"]):
            texts[box] = row.wording("text").in_language(lang or "en")
    if faults:
        raise KipError(in_order(faults))
    columns = dict.fromkeys(key for row in rows for key, text in row.cells.items() if text and _holds_text(key))
    if len(columns) > 1:
        notes.append(
            message(
                "{file} has several columns of texts: {columns}. For each box one of them is read.",
                file=path.name,
                columns=some([cut(rows[0].headings[key]) for key in columns]),
            )
        )
    canvas = Canvas(notes=tuple(notes))
    for box, text in texts.items():
        canvas = with_text(canvas, box, text)
    return canvas


@cache
def _words() -> Vocabulary:
    """What the boxes may be called; not made before it is needed, since all catalogues are read for it."""
    return said_words(
        {TITLE: message("Title"), **BOX_NAMES, _STYLES: message("Learning styles")},
        {  # as the dimensions of a programme are called in KEEP IN PACT
            "needs": "needs assessment",
            "audience": "audience",
            "delivery": "delivery mode",
            "content": "content development",
            "communication": "communication style",
        },
    )


def _box(row: Row, faults: list[Message]) -> str:
    """Which box a row is about; empty if that is not known, which is a fault."""
    found = _words().meaning(row["box"])
    if found == _STYLES:
        faults.append(
            message(
                "{file}, row {row}: the canvas has no box for learning styles, because teaching to them has not been "
                "shown to help; write into {boxes} instead what learners know and what they need.",
                file=row.file,
                row=row.number,
                boxes=(BOX_NAMES["prior_knowledge"], BOX_NAMES["access_needs"]),
            )
        )
        return ""
    if found is None:
        faults.append(row.fault("box", _ACCEPTED))
    return found or ""


def _too_long(row: Row) -> Iterator[Message]:
    for key, text in row.cells.items():
        if _holds_text(key) and len(text) > LONGEST:
            yield row.wrong(key, message("at most {most} characters", most=LONGEST))


def _holds_text(key: str) -> bool:
    """Whether a column holds what stands in the boxes, in whatever language."""
    return key.partition("::")[0] == "text"


def write_canvas(canvas: Canvas, path: str | Path, *, lang: str = "en") -> Path:
    """Write a programme canvas as a workbook to fill in; what was there under that name is replaced.

    Parameters
    ----------
    canvas : Canvas
        An empty one makes a template: each box with its questions.
    path : str or Path
        ``something.xlsx``.
    lang : str
        The language of its headings, boxes and questions, one of `kiptools.LANGUAGES`.

    Returns
    -------
    Path
        From which `read_canvas` reads the same.

    Raises
    ------
    KipError
        Its name ends otherwise, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> canvas = Canvas("Sept modules", (("needs", "Négocier"), ("budget", "2400 EUR")))
    >>> with TemporaryDirectory() as folder:
    ...     read_canvas(write_canvas(canvas, f"{folder}/canvas.xlsx", lang="fr")) == canvas
    True
    """
    path, language = Path(path), Language(lang)
    if path.suffix.lower() != ".xlsx":
        raise KipError(message("{file}: give a name that ends in .xlsx.", file=str(path)))
    say = language.say
    rows = [
        {"box": say(message("Title")), "question": say(TITLE_QUESTION), "text": canvas.title},
        *({"box": say(BOX_NAMES[box]), "question": say(BOX_QUESTIONS[box]), "text": canvas[box]} for box in BOXES),
    ]
    columns = [replace(column, required=False) for column in sheet_columns(_SHEET, {}, language)]
    workbook = new_workbook(CANVAS, language)
    sheet = add_sheet(workbook, say(_SHEET.title), columns, rows, last=len(rows) + 1)
    for number, row in enumerate(rows, start=2):
        heights = [
            sum(needed_height([(line, column.width)]) for line in row[column.key].split("\n")) for column in columns
        ]
        sheet.row_dimensions[number] = _growing(sheet, number, min(_HIGHEST, max(_ROOM, *heights)))
    with new_file(path) as new:
        save_workbook(workbook, new)
    return path


def _growing(sheet: Worksheet, number: int, height: float) -> RowDimension:
    """A row of that height as long as nobody types in it: spreadsheets then fit it, as its height is not fixed."""
    from openpyxl.worksheet.dimensions import RowDimension

    # With a custom height, which openpyxl takes every height for, spreadsheets keep it and cut what is typed.
    growing = type("Growing", (RowDimension,), {"customHeight": False})
    return growing(sheet, index=number, height=height)
