"""An executed notebook as readers get it: numbered, with what belongs on its title page, and nothing of a machine.

A pure function from notebook to notebook, after `kiptools.editions.report_edition`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from kiptools.editions import report_edition, with_parameters, without_empty_parts
from kiptools.language import Language
from kiptools.messages import FOR_LACK_OF_DATA, Message, message
from kiptools.places import FILE_PARAMETERS, file_name
from kiptools.publishing.content import one_line, parsed, pieces
from kiptools.publishing.signs import shown

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["TITLE_PAGE", "TitlePage", "document_edition"]

TITLE_PAGE = "title-page"
"""Tag of the cell whose sentence tells on the title page what the report rests on."""

MADE_UP = "made-up"
"""Tag of cells that show answers which nobody gave; each of their captions says so."""

NO_DATA = ("codebook", "columns", "facts", "reaction_codebook")
"""Parameters that name a file which only explains another."""

WORDS: dict[str, Message] = {
    "contents": message("Contents"),
    "skip": message("Skip to the report"),
    "code": message("Show the code"),
    "data": message("Data of the figures"),
}
"""What a document says by itself."""


@dataclass(frozen=True)
class TitlePage:
    """What stands on the title page and only people know.

    Parameters
    ----------
    organisation : str
        Whose report it is.
    day : date, optional
        Of the report; today if it is not given.
    """

    organisation: str = ""
    day: date | None = None


def document_edition(
    notebook: NotebookNode, lang: str, front: TitlePage, parameters: Mapping[str, object] | None = None
) -> NotebookNode:
    """The executed notebook as readers get it.

    Parameters
    ----------
    notebook : NotebookNode
        Executed, in its language.
    lang : str
    front : TitlePage
    parameters : mapping of str to object, optional
        With what it was run. Of files the name is told and no folder; if none of them holds data, the demo network is.

    Returns
    -------
    NotebookNode
        A new notebook. Its figures and tables have numbers; parts for which there are no data are left out;
        ``metadata.kip`` holds what stands on the title page, with the headings of these.
    """
    language = Language(lang)
    new = _without_places(report_edition(notebook), parameters or {})
    new, left_out = without_empty_parts(new, list(map(language.say, FOR_LACK_OF_DATA)))
    title, lead = _opening(new)
    facts = _facts(front, parameters or {}, list(_rests_on(new)), left_out, language)
    _number(new, language)
    new.metadata["kip"] = {
        "lang": lang,
        "title": title,
        "lead": lead,
        "facts": [[language.say(name), shown(value)] for name, value in facts],
        "headings": [[level, anchor, text] for level, anchor, text in _headings(new)],
        "words": {name: language.say(text) for name, text in WORDS.items()},
    }
    return new


def _facts(
    front: TitlePage,
    parameters: Mapping[str, object],
    rests_on: Iterable[str],
    left_out: Sequence[str],
    language: Language,
) -> Iterator[tuple[Message, str]]:
    if front.organisation.strip():
        yield message("Organisation"), front.organisation.strip()
    yield message("Date"), language.day(front.day or date.today())
    data = [file_name(parameters[name]) for name in FILE_PARAMETERS if name not in NO_DATA and parameters.get(name)]
    if data:
        yield message("Data"), language.list(data)
    elif not any(value for name, value in parameters.items() if name != "lang"):
        yield message("Data"), language.say(message("the demo network (fictional)"))
    for text in rests_on:
        yield message("What it rests on"), text
    if left_out:
        yield message("Left out (no data)"), "\u00a0· ".join(left_out)
    yield message("Made with"), f"KIP kit {version('kiptools')}"


def _opening(notebook: NotebookNode) -> tuple[str, str]:
    """Title and lead, which leave the first cell: they stand on the title page."""
    first = notebook.cells[0]
    title, _, rest = first.source.partition("\n")
    lead, _, first.source = rest.strip().partition("\n\n")
    if not first.source.strip():
        del notebook.cells[0]
    return title.removeprefix("# ").strip(), one_line(lead)


def _rests_on(notebook: NotebookNode) -> Iterator[str]:
    """The sentences for the title page; what stands before the first part stands there only."""
    opening = True
    for cell in list(notebook.cells):
        opening = opening and not (cell.cell_type == "markdown" and re.search("^## ", cell.source, re.M))
        if TITLE_PAGE in cell.metadata.get("tags", []):
            for markup in pieces(cell):
                yield one_line(parsed(markup).text_content()).strip()
            if opening:
                cell.outputs = []


def _headings(notebook: NotebookNode) -> Iterator[tuple[int, str, str]]:
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for markup in pieces(cell):
                for element in parsed(markup).iter("h2", "h3"):
                    yield int(element.tag[1]), element.get("id"), one_line(element.text_content()).strip()


# --- numbers ------------------------------------------------------------------------------------------


def _number(notebook: NotebookNode, language: Language) -> None:
    """Give each figure and each table outside of a figure its number."""
    from lxml.html import tostring

    counts = {"figure": 0, "table": 0}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            markup = shown(output.get("data", {}).get("text/html", ""))
            if markup:
                output["data"]["text/html"] = markup
            if "<figure" in markup or "<table" in markup:
                parent = parsed(markup)
                if MADE_UP in cell.metadata.get("tags", []):
                    _say_made_up(parent, language.say(message("made-up answers")))
                for element in list(parent.iter("figure", "table")):
                    if element.tag == "figure":
                        counts["figure"] += 1
                        _number_figure(element, counts["figure"], language)
                    elif not _in_figure(element) and element.find("caption") is not None:
                        counts["table"] += 1
                        _number_table(element, counts["table"], language)
                output["data"]["text/html"] = "".join(tostring(each, encoding="unicode") for each in parent)


def _say_made_up(parent: HtmlElement, words: str) -> None:
    """Also to those who see nothing but the caption, or hear nothing but the alternative text."""
    for caption in parent.iter("caption"):
        caption.text = f"{(caption.text or '').strip()} ({words})"
    for element in parent.iter("figure", "img"):
        name = "alt" if element.tag == "img" else "data-title"
        if element.get(name):
            element.set(name, f"{element.get(name)} ({words})")


def _number_figure(element: HtmlElement, number: int, language: Language) -> None:
    from lxml.html import builder

    caption = builder.E.figcaption(f" {_figure_caption(element)}")
    element.set("id", f"figure-{number}")
    element.insert(0, caption)  # where a page may have it
    _label(caption, message("Figure {number}", number=number), number, language)


def _figure_caption(element: HtmlElement) -> str:
    """The caption of its data, and which of several drawings it is."""
    captions = {one_line(each.text_content()).strip(): None for each in element.iter("caption")}
    title = element.get("data-title", "")
    if len(captions) != 1:
        return title or next(iter(captions), "")
    (caption,) = captions
    return caption if title in ("", caption) else f"{caption} ({title})"


def _in_figure(element: HtmlElement) -> bool:
    return any(each.tag == "figure" for each in element.iterancestors())


def _number_table(element: HtmlElement, number: int, language: Language) -> None:
    caption = element.find("caption")
    element.set("id", f"table-{number}")
    caption.text = f" {(caption.text or '').strip()}"
    _label(caption, message("Table {number}", number=number), number, language)


def _label(caption: HtmlElement, text: Message, number: int, language: Language) -> None:
    from lxml.html import builder

    label = builder.SPAN(language.say(text), {"class": "kip-label", "data-number": str(number)})
    label.tail, caption.text = caption.text, None
    caption.insert(0, label)


# --- nothing of a machine -----------------------------------------------------------------------------


def _without_places(notebook: NotebookNode, parameters: Mapping[str, object]) -> NotebookNode:
    """The parameters with which it was run, in their own cell, files by their name."""
    named = {
        name: file_name(value) if name in FILE_PARAMETERS and value else value for name, value in parameters.items()
    }
    new = with_parameters(notebook, **named)
    new.cells = [cell for cell in new.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    new.metadata = NotebookNode()
    for cell in new.cells:
        cell.metadata = {name: value for name, value in cell.metadata.items() if name == "tags"}
        if cell.cell_type == "code":
            cell.source, cell.execution_count = shown(cell.source), None
    return new
