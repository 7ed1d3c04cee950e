"""What a report holds, piece by piece, as read from its pages: text and pictures, no markup.

The markup of a report is written in two places only, `kiptools.show.html` and the prose of the notebooks, so that
it has few kinds of pieces. A kind that is not known here is an error, never left out in silence.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from nbformat import NotebookNode

from kiptools.publishing.signs import shown

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = [
    "Block",
    "Content",
    "Figure",
    "Folded",
    "Heading",
    "Listing",
    "Paragraph",
    "Preformatted",
    "Span",
    "Table",
    "content_of",
    "one_line",
    "parsed",
    "pieces",
    "prose",
]


@dataclass(frozen=True)
class Span:
    """Some text in one look."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False


@dataclass(frozen=True)
class Heading:
    """The heading of a part (level 2) or of a part of it (level 3 and more), and the name by which it can be found."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of text; a note stands below a table or a figure, in smaller letters."""

    spans: tuple[Span, ...]
    note: bool = False

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)

    @property
    def leads(self) -> bool:
        """Whether it announces what follows, and stays on its page."""
        return self.text.rstrip().endswith(":")


@dataclass(frozen=True)
class Listing:
    """A list, with numbers or with bullets."""

    items: tuple[tuple[Span, ...], ...]
    ordered: bool = False


@dataclass(frozen=True)
class Preformatted:
    """Text whose lines stay as they are."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row is the row's heading.

    Parameters
    ----------
    label : str
        E.g. "Table 3"; empty for one that has no number.
    number : int
        3; 0 for one that has no number.
    caption : str
    head : tuple of str
        Headings of the columns.
    rows : tuple of tuples of str
        As many cells in each as there are headings.
    left : tuple of bool
        For each column whether its texts begin at the left; numbers end at the right.
    """

    label: str
    number: int
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left: tuple[bool, ...]


@dataclass(frozen=True)
class Figure:
    """A drawing.

    Parameters
    ----------
    label : str
        E.g. "Figure 3".
    number : int
    caption : str
    alt : str
        What it shows, for those who do not see it.
    svg : bytes
    notes : tuple of Paragraph
        What stands below it.
    data_title : str
        The heading of its data.
    data : tuple of Block
        Its data: tables without numbers and their notes.
    """

    label: str
    number: int
    caption: str
    alt: str
    svg: bytes
    notes: tuple[Paragraph, ...]
    data_title: str
    data: tuple[Block, ...]


@dataclass(frozen=True)
class Folded:
    """Something long that opens on a page, and stands below its title on paper."""

    title: str
    blocks: tuple[Block, ...]


Block: TypeAlias = Heading | Paragraph | Listing | Preformatted | Table | Figure | Folded


@dataclass(frozen=True)
class Content:
    """A whole report.

    Parameters
    ----------
    lang : str
        One of `kiptools.LANGUAGES`.
    title : str
    lead : str
        What the report is about, in a sentence or two.
    facts : tuple of (str, str)
        What stands on the title page: what it is ("Data"), and the value.
    blocks : tuple of Block
        Everything after the title page, in its order.
    words : tuple of (str, str)
        What a document says by itself, by name (see `kiptools.publishing.edition.WORDS`), in the report's language.
    """

    lang: str
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    words: tuple[tuple[str, str], ...]

    @property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All of them, those in folded parts too."""
        return tuple(block for block in _all(self.blocks) if isinstance(block, Figure))

    @property
    def tables(self) -> tuple[Table, ...]:
        """All that have a number, those in folded parts too."""
        return tuple(block for block in _all(self.blocks) if isinstance(block, Table) and block.number)

    def word(self, name: str) -> str:
        return dict(self.words)[name]


def _all(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Folded):
            yield from _all(block.blocks)


def content_of(notebook: NotebookNode) -> Content:
    """The content of a report's edition (`kiptools.publishing.edition.document_edition`)."""
    about = notebook.metadata["kip"]
    blocks = [block for cell in notebook.cells for markup in pieces(cell) for block in _blocks(parsed(markup))]
    return Content(
        about["lang"],
        about["title"],
        about["lead"],
        tuple((name, value) for name, value in about["facts"]),
        tuple(blocks),
        tuple(about["words"].items()),
    )


def pieces(cell: NotebookNode) -> Iterator[str]:
    """What a reader sees of a cell, as markup."""
    if cell.cell_type == "markdown":
        yield prose(cell)
        return
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "text/html" in data:
            yield data["text/html"]
        elif "text/plain" in data or output.get("name") == "stdout":
            from html import escape

            from nbconvert.filters import strip_ansi

            yield f"<pre>{escape(strip_ansi(data.get('text/plain') or output.text))}</pre>"


def prose(cell: NotebookNode) -> str:
    """The prose of a cell as markup; its headings are called after the cell, so in every language alike."""
    from nbconvert.filters.markdown import markdown2html

    names = iter((cell.id, *(f"{cell.id}-{place}" for place in range(2, 100))))
    markup = re.sub(r"<a class=\"anchor-link\".*?</a>", "", str(markdown2html(cell.source)))
    return re.sub(r"<(h[1-6])[^>]*>", lambda found: f'<{found[1]} id="{next(names)}">', markup)


def parsed(markup: str) -> HtmlElement:
    """Markup as elements, in one that holds them all."""
    from lxml.html import HTMLParser, fragment_fromstring

    return fragment_fromstring(shown(markup), create_parent="div", parser=HTMLParser(huge_tree=True))


def _blocks(parent: HtmlElement) -> Iterator[Block]:
    if parent.text and parent.text.strip():
        raise ValueError(f"text outside of a paragraph: {parent.text.strip()[:60]}")
    for element in parent:
        yield from _block(element)
        if element.tail and element.tail.strip():
            raise ValueError(f"text outside of a paragraph: {element.tail.strip()[:60]}")


def _block(element: HtmlElement) -> Iterator[Block]:
    kind, classes = element.tag, element.get("class", "").split()
    if kind == "p":
        yield Paragraph(tuple(_spans(element)), note="kip-note" in classes)
    elif re.fullmatch("h[1-6]", kind):
        yield Heading(int(kind[1]), _text(element), element.get("id", ""))
    elif kind in ("ul", "ol"):
        yield Listing(tuple(tuple(_spans(item)) for item in element.iterchildren("li")), ordered=kind == "ol")
    elif kind == "pre":
        yield Preformatted(element.text_content().strip("\n"))
    elif kind == "table":
        yield _table(element)
    elif kind == "figure":
        yield _figure(element)
    elif kind == "details":
        yield _folded(element)
    elif kind in ("div", "section"):
        yield from _blocks(element)
    else:
        raise ValueError(f"a report cannot hold <{kind}>")


def _spans(element: HtmlElement, **look: bool) -> Iterator[Span]:
    if element.text:
        yield Span(one_line(element.text), **look)
    for child in element:
        inner = {"strong": "strong", "b": "strong", "em": "emphasis", "i": "emphasis", "code": "code"}.get(child.tag)
        if inner:
            yield from _spans(child, **{**look, inner: True})
        elif child.tag in ("p", "a", "span", "wbr"):
            yield from _spans(child, **look)
        elif child.tag == "br":
            yield Span(" ", **look)
        else:
            raise ValueError(f"a paragraph cannot hold <{child.tag}>")
        if child.tail:
            yield Span(one_line(child.tail), **look)


def _table(element: HtmlElement) -> Table:
    caption = element.find("caption")
    label = caption.find("span[@class='kip-label']") if caption is not None else None
    head, *rows = [tuple(row) for row in element.iter("tr")]
    return Table(
        _text(label) if label is not None else "",
        int(label.get("data-number")) if label is not None else 0,
        _captioned(caption),
        tuple(map(_text, head)),
        tuple(tuple(map(_text, row)) for row in rows),
        tuple("left" in cell.get("style", "") for cell in (rows[0] if rows else head)),
    )


def _figure(element: HtmlElement) -> Figure:
    image, caption, details = (element.find(name) for name in ("img", "figcaption", "details"))
    label = caption.find("span[@class='kip-label']")
    folded = _folded(details)
    return Figure(
        _text(label),
        int(label.get("data-number")),
        _captioned(caption),
        image.get("alt"),
        base64.b64decode(image.get("src").removeprefix("data:image/svg+xml;base64,")),
        tuple(Paragraph(tuple(_spans(each)), note=True) for each in element.iterchildren("p")),
        folded.title,
        folded.blocks,
    )


def _folded(element: HtmlElement) -> Folded:
    summary, *rest = element
    return Folded(_text(summary), tuple(block for each in rest for block in _block(each)))


def _captioned(caption: HtmlElement | None) -> str:
    """The caption without its label."""
    if caption is None:
        return ""
    label = caption.find("span[@class='kip-label']")
    return one_line((label.tail or "") if label is not None else caption.text_content()).strip()


def _text(element: HtmlElement) -> str:
    return one_line(element.text_content()).strip()


def one_line(text: str) -> str:
    """The text as a page shows it: line ends and many blanks are one blank; no-break spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", text)
