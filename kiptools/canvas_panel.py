"""A programme canvas filled in in a notebook: a form over one file, with a box for each thing to think of.

The form writes the canvas's workbook and, when asked, a document beside it; a notebook that reads the file runs the
same whether or not anybody touched the form.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from kiptools.canvas import (
    BOX_NAMES,
    BOX_QUESTIONS,
    CANVAS,
    TITLE,
    TITLE_QUESTION,
    Canvas,
    read_canvas,
    with_text,
    write_canvas,
)
from kiptools.canvas_document import write_canvas_document
from kiptools.controls import Controls, Form, KeptFile
from kiptools.language import Language
from kiptools.messages import KipError, message
from kiptools.places import cannot_write
from kiptools.show import Show
from kiptools.show.canvas import evidence
from kiptools.show.html import Rendered, join

__all__ = ["CanvasForm", "canvas_form"]

_ROWS = 4


@dataclass(frozen=True)
class Drafted:
    """A canvas, and what it was before the last change."""

    canvas: Canvas
    before: Drafted | None = field(default=None, compare=False, repr=False)


def _typed(drafted: Drafted, box: str, text: str) -> Drafted:
    canvas = with_text(drafted.canvas, box, text)
    return drafted if canvas == drafted.canvas else Drafted(canvas, drafted)


def _undone(drafted: Drafted) -> Drafted:
    return drafted.before or drafted


def canvas_form(path: str | Path, lang: str = "en") -> CanvasForm:
    """A form in which a programme canvas is filled in.

    Parameters
    ----------
    path : str or Path
        The canvas: ``something.xlsx``. If there is none, it is written when it is saved first.
    lang : str
        The language of the form and of the file that it writes, one of `kiptools.LANGUAGES`.

    Returns
    -------
    CanvasForm
        The last line of a cell shows it.

    Raises
    ------
    KipError
        There is a file that is no canvas (it stays as it is), or its name ends otherwise.

    Examples
    --------
    >>> form = canvas_form("no-such-file.xlsx")
    >>> form.type("budget", "EUR 2,400"), form.value["budget"], form.saved
    (True, 'EUR 2,400', False)
    """
    kept, language = KeptFile(Path(path)), Language(lang)
    if kept.path.suffix.lower() != ".xlsx":
        raise KipError(message("{file}: give a name that ends in .xlsx.", file=str(path)))
    canvas = Canvas() if kept.new else read_canvas(path, lang=lang)
    form = CanvasForm(kept, Drafted(canvas), language, saved=not kept.new)
    if canvas.notes:
        form.said = (*canvas.notes, message("Saving writes only what stands in this form."))
    return form


class CanvasForm(Form):
    """A form over one programme canvas (made by `canvas_form`).

    Attributes
    ----------
    value : Canvas
        The canvas as it stands.
    controls : CanvasControls
    """

    @property
    def value(self) -> Canvas:
        """The canvas as it stands."""
        canvas: Canvas = self.state.canvas
        return canvas

    def _write(self, value: Canvas) -> None:
        write_canvas(value, self.path, lang=self.language.code)

    def _new_controls(self) -> CanvasControls:
        return CanvasControls(self)

    def type(self, box: str, text: str) -> bool:
        """Write into a box, or the title.

        Parameters
        ----------
        box : str
            One of `kiptools.canvas.BOXES`, or ``"title"``.
        text : str

        Returns
        -------
        bool
            Whether it was accepted.
        """
        return self.change(_typed, box, text)

    def write_document(self) -> bool:
        """Write the canvas as it stands as a document beside its file; one that is there already stays.

        Returns
        -------
        bool
            Whether it was written; what happened is said.
        """
        path = self.path.with_suffix(".docx")
        if path.exists():
            self.said = (
                message(
                    "{file} exists already and may hold somebody's work, so it was not replaced. Rename it or move it, "
                    "then press the button again.",
                    file=path.name,
                ),
            )
            return False
        try:
            write_canvas_document(self.value, path, lang=self.language.code)
        except KipError as error:
            self.said = error.shown
        except OSError as error:
            self.said = cannot_write(path, error).shown
        else:
            self.said = (message("The document is in {file}.", file=path.name),)
            return True
        return False

    def summary(self) -> Rendered:
        """The canvas, to be read only."""
        show = Show(self.language.code)
        return join([show.sentence(self.value), show.table(self.value), evidence(self.language)])


class CanvasControls(Controls):
    """The form's controls: the title, and one field for each box, with its questions.

    Parameters
    ----------
    form : CanvasForm
    """

    def __init__(self, form: CanvasForm) -> None:
        from ipywidgets import HTML

        super().__init__(form, _undone)
        self.fields = {
            TITLE: self.text(message("Title"), self._type(TITLE), hint=TITLE_QUESTION, rows=1),
            **{
                box: self.text(name, self._type(box), hint=BOX_QUESTIONS[box], rows=_ROWS)
                for box, name in BOX_NAMES.items()
            },
        }
        for each in self.fields.values():
            each.style.description_width = "15em"  # the names of the boxes are longer in other languages
        self.document = self.button(message("Write the document"), self._write_document)
        self.box = self.together(
            [
                self.heading(CANVAS),
                *self.fields.values(),
                self.answer,
                self.undo,
                self.save,
                self.document,
                self.status,
                HTML(evidence(self.language).html),
            ]
        )
        self.fill()

    def _type(self, box: str) -> Callable[[str], object]:
        return lambda text: self.do(_typed, box, text)

    def _write_document(self) -> None:
        self.form.write_document()
        self.fill()

    def _fill(self) -> None:
        canvas: Canvas = self.form.value
        for box, each in self.fields.items():
            each.value = canvas.title if box == TITLE else canvas[box]
