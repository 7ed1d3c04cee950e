"""What the forms in notebooks share: one file behind them, and plain controls with their labels, in rows used again.

Controls are made once and then filled anew, so that whoever goes from one to the next by keyboard stays where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

from kiptools.language import Language
from kiptools.messages import KipError, Message, message
from kiptools.places import cannot_write
from kiptools.show.html import Rendered

__all__ = ["CLOSE", "WIDE", "Controls", "Form", "KeptFile", "entries", "note", "offer", "somebody_is_there"]

WIDE = {"width": "98%"}
CLOSE = "margin:0 0 0.4em;line-height:1.4"


_KEYS = """
const keep = () => {
  const form = element.closest(".widget-vbox");
  if (!form) return setTimeout(keep, 100);
  form.addEventListener("focusin", ({target}) => target.setAttribute("data-lm-suppress-shortcuts", "true"));
};
keep();
"""
"""Without it, JupyterLab takes arrows and letters pressed in a control for its own commands (m: this cell is text)."""


class KeptFile:
    """A file that a form edits, and what it held when the form last read or wrote it.

    Parameters
    ----------
    path : Path
        One file, or a folder of CSV files.
    sheets : sequence of str
        Names of the folder's files; empty for all CSV files in it.
    """

    def __init__(self, path: Path, sheets: Iterable[str] = ()) -> None:
        self.path, self._sheets = path, tuple(sheets)
        self._content = self._read()

    @property
    def new(self) -> bool:
        """Whether there is nothing yet."""
        return not self.path.exists() or (self.path.is_dir() and not any(self.path.iterdir()))

    @property
    def possible(self) -> bool:
        """Whether a form can be kept there: in a workbook or a folder, whether or not it exists."""
        other = self.path.is_file() or bool(self.path.suffix)
        return self.path.suffix.lower() == ".xlsx" or self.path.is_dir() or not other

    def _read(self) -> tuple[tuple[str, bytes], ...]:
        if self.path.suffix.lower() == ".xlsx":
            files = [self.path]
        else:
            files = [self.path / name for name in self._sheets] or sorted(self.path.glob("*.csv"))
        return tuple((file.name, file.read_bytes()) for file in files if file.is_file())

    def write(self, write: Callable[[], object]) -> None:
        """Write the file anew, unless somebody else has.

        Raises
        ------
        KipError
            It has been changed elsewhere, or cannot be written; it stays as it is.
        """
        try:
            if self._content and not self._read():
                self._content = ()
                raise KipError(
                    message("{file} is not there any more. Save again to write it anew.", file=self.path.name)
                )
            if self._read() != self._content:
                raise KipError(
                    message(
                        "{file} has been changed elsewhere since it was opened here, so it was not overwritten. Run "
                        "this cell again to go on from that version, or rename that file first to keep both.",
                        file=self.path.name,
                    )
                )
            write()
            self._content = self._read()
        except OSError as error:
            raise cannot_write(self.path, error) from None


def somebody_is_there() -> bool:
    """Whether the cell was run by somebody who can be asked, and not by papermill for a report."""
    try:
        import ipywidgets  # noqa: F401
        from IPython import get_ipython
    except ImportError:
        return False
    return bool(getattr(getattr(get_ipython(), "kernel", None), "_allow_stdin", False))


class Form:
    """What is edited in one file, a change at a time.

    Attributes
    ----------
    path : Path
        Where it is saved.
    state : object
        What is being edited, and how it came about.
    said : tuple of Message
        What the form answered to the last thing done.
    controls : Controls
        What a person clicks and types into; made when first looked at.
    """

    def __init__(self, kept: KeptFile, state: Any, language: Language, *, saved: bool) -> None:
        self.path, self.state, self.language = kept.path, state, language
        self.said: tuple[Message, ...] = ()
        self._kept, self._saved = kept, self.value if saved else None
        self._controls: Any = None

    @property
    def value(self) -> Any:
        """What is written to the file, as it stands."""
        raise NotImplementedError

    def _write(self, value: Any) -> None:
        raise NotImplementedError

    def _new_controls(self) -> Controls:
        raise NotImplementedError

    def summary(self) -> Rendered:
        """What can be read without controls."""
        raise NotImplementedError

    @property
    def controls(self) -> Any:
        if self._controls is None:
            self._controls = self._new_controls()
        return self._controls

    @property
    def saved(self) -> bool:
        """Whether the file holds it as it stands."""
        return self.value == self._saved

    def change(self, change: Callable[..., Any], *values: Any, **options: Any) -> bool:
        """Apply a change; what it refuses is said, and nothing changes.

        Parameters
        ----------
        change : callable
            Takes the state and the values, and gives the next state.

        Returns
        -------
        bool
            Whether it was accepted.
        """
        try:
            self.state, self.said = change(self.state, *values, **options), ()
        except KipError as error:
            self.said = error.shown
            return False
        return True

    def save(self) -> bool:
        """Write it to its file; if that fails, it is said, and the file stays as it was.

        Returns
        -------
        bool
            Whether it was written.
        """
        value = self.value
        try:
            self._kept.write(lambda: self._write(value))
        except KipError as error:
            self.said = error.shown
            return False
        self._saved, self.said = value, ()
        return True

    def status(self) -> Message:
        """Whether what is seen is in the file."""
        if self.saved:
            return message("Saved in {file}.", file=self.path.name)
        if self._saved is None:
            return message("Not saved yet.")
        return message("Not saved yet: {file} still holds the earlier version.", file=self.path.name)

    def __repr__(self) -> str:
        return self.summary().text

    def _repr_mimebundle_(self, **options: Any) -> dict[str, Any]:
        summary = self.summary()
        read: dict[str, Any] = {"text/plain": summary.text, "text/html": summary.html}
        return self.controls.box._repr_mimebundle_() | read if somebody_is_there() else read


def note(*lines: str, role: str = "note") -> str:
    """Sentences below each other."""
    return "".join(f'<p role="{role}" style="{CLOSE}">{escape(line)}</p>' for line in lines if line)


def entries(lines: Iterable[str]) -> str:
    """Sentences as a list, each once."""
    inside = "".join(f"<li>{escape(line)}</li>" for line in dict.fromkeys(lines))
    return f"<ul>{inside}</ul>" if inside else ""


def offer(dropdown: Any, options: list[tuple[str, Any]]) -> None:
    """Options to choose from; what was chosen stays chosen if it can."""
    chosen = dropdown.value
    if list(dropdown.options) != options:
        dropdown.options = options
    values = [value for _, value in options]
    dropdown.value = chosen if chosen in values else next(iter(values), None)


class Controls:
    """A form's controls: each has its label, and they are reached by keyboard in the order in which they stand.

    Parameters
    ----------
    form : Form
    undone : callable
        The change that takes the last one back.
    """

    def __init__(self, form: Any, undone: Callable[..., Any]) -> None:
        from ipywidgets import HTML

        self.form, self.language, self._filling = form, form.language, False
        self.answer, self.status = HTML(), HTML()
        self.undo = self.button(message("Undo the last change"), lambda: self.do(undone))
        self.save = self.button(message("Save"), self._save, style="primary")

    # doing

    def do(self, change: Callable[..., Any], *values: Any, **options: Any) -> bool:
        """Change what is edited and show what has become of it."""
        accepted: bool = self.form.change(change, *values, **options)
        self.fill()
        return accepted

    def _save(self) -> None:
        self.form.save()
        self.fill()
        self.answer.value = ""
        self.status.value = self.answer_of(*self.form.said, self.form.status())

    def say(self, text: Message) -> str:
        """A text of the form in its language."""
        return self.language.say(text)

    # making

    def _style(self, width: str = "11em") -> dict[str, Any]:
        from ipywidgets import Layout

        return {"style": {"description_width": width}, "layout": Layout(**WIDE)}

    def together(self, parts: Iterable[Any]) -> Any:
        """All controls below each other; whatever key is pressed in one of them is meant for it."""
        from ipywidgets import Layout, Output, VBox

        script = {"output_type": "display_data", "data": {"application/javascript": _KEYS}, "metadata": {}}
        return VBox([*parts, Output(outputs=(script,), layout=Layout(display="none"))], layout=Layout(**WIDE))

    def heading(self, text: Message) -> Any:
        """A heading between controls."""
        from ipywidgets import HTML

        return HTML(f"<h4>{escape(self.say(text))}</h4>")

    def checkbox(self, label: str, value: bool, then: Callable[[], object], hint: str = "") -> Any:
        """A box to tick."""
        from ipywidgets import Checkbox, Layout

        box = Checkbox(value=value, description=label, tooltip=hint or None, indent=False, layout=Layout(**WIDE))
        box.observe(lambda _: None if self._filling else then(), "value")
        return box

    def dropdown(
        self,
        label: Message,
        options: list[tuple[str, Any]],
        then: Callable[[Any], object] | None = None,
        *,
        value: Any = None,
        width: str = "11em",
    ) -> Any:
        """A list to choose from: arrow keys and first letters choose, and no mouse is needed."""
        from ipywidgets import Dropdown

        box = Dropdown(options=options, description=self.say(label), **self._style(width))
        if value is not None:
            box.value = value
        if then is not None:
            box.observe(lambda change: None if self._filling else then(change["new"]), "value")
        return box

    def text(
        self, label: Message, then: Callable[[str], object] | None = None, *, hint: Message | None = None, rows: int = 2
    ) -> Any:
        """A field for a text, which counts once it is left; of one line if it has one row."""
        from ipywidgets import Text, Textarea

        tooltip = self.say(hint) if hint else None
        kind, size = (Text, {}) if rows == 1 else (Textarea, {"rows": rows})
        field = kind(description=self.say(label), tooltip=tooltip, continuous_update=False, **size, **self._style())
        if hint:
            field.placeholder = self.say(hint)
        if then is not None:
            field.observe(lambda change: None if self._filling else then(change["new"]), "value")
        return field

    def button(self, label: Message, then: Callable[[], object], *, style: str = "") -> Any:
        """A button that says what it does."""
        from ipywidgets import Button, Layout

        text = self.say(label)
        button = Button(description=text, tooltip=text, button_style=style, layout=Layout(width="max-content"))
        button.on_click(lambda _: then())
        return button

    # showing

    def fill(self) -> None:
        """Put into the controls what is so now."""
        self._filling = True
        try:
            self._fill()
            self.undo.disabled = self.form.state.before is None
            self.answer.value = self.answer_of(*self.form.said)
            self.status.value = self.answer_of(self.form.status())
        finally:
            self._filling = False

    def _fill(self) -> None:
        raise NotImplementedError

    def answer_of(self, *said: Message) -> str:
        """What the form answers, for a screen reader to read out at once."""
        return note(*map(self.say, said), role="status")

    def listed(self, lines: Iterable[Message]) -> str:
        """Sentences as a list."""
        return entries(map(self.say, lines))

    def _rows(self, pool: list[Any], kind: Callable[..., Any], box: Any, wanted: int) -> list[Any]:
        """As many rows as wanted; they are used again, so that the one in use is not pulled away."""
        while len(pool) < wanted:
            pool.append(kind(self, len(pool) + 1))
        shown = tuple(row.box for row in pool[:wanted])
        if box.children != shown:
            box.children = shown
        return pool[:wanted]
