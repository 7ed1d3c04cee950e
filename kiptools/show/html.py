"""Markup: every text that comes in is escaped here, and only here markup is written."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from unicodedata import east_asian_width

from kiptools.messages import visible

SHORT = 4
"""A first column with nothing longer than this is narrow."""

LONGEST_WORD = 30
"""After so many signs without a blank a word in a table may be broken, so that a long address does not widen it."""

__all__ = ["Rendered", "figure", "folded", "join", "paragraph", "table"]


@dataclass(frozen=True, repr=False)
class Rendered:
    """Something to look at, as HTML and as plain text; the last line of a cell shows it.

    Parameters
    ----------
    html : str
        Markup, safe to put into a page.
    text : str
        The same for a terminal.
    """

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def join(parts: Sequence[Rendered]) -> Rendered:
    """Several things below each other."""
    return Rendered("\n".join(part.html for part in parts), "\n\n".join(part.text for part in parts))


def paragraph(text: str) -> Rendered:
    """A paragraph of text; nothing for an empty one."""
    return Rendered(f"<p>{escape(text)}</p>" if text else "", text)


def table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], note: str = "", *, words: bool = False
) -> Rendered:
    """A table whose first column heads its rows.

    Parameters
    ----------
    caption : str
    head : sequence of str
        Headings of the columns.
    rows : sequence of sequence of str
        Cells; the first of each row is the row's heading.
    note : str
        A line below the table.
    words : bool
        Whether the cells hold sentences, not numbers.
    """
    # Alignment stands in each cell, because a notebook has no style sheet of ours.
    left, side = ' style="text-align:left"', ' style="text-align:left"' if words else ""
    lines = ['<table class="kip">', f"<caption{left}>{escape(caption)}</caption>", "<thead><tr>"]
    numbered = all(first.isdecimal() or len(first) <= SHORT for first, *_ in rows)
    narrow = ' style="text-align:left;min-width:0;width:2.5em"' if numbered else left
    sides = [narrow, *(side or left * _is_text(column) for column in list(zip(*rows, strict=True))[1:])] if rows else []
    sides += [side] * (len(head) - len(sides))
    lines += [f'<th scope="col"{each}>{escape(text)}</th>' for each, text in zip(sides, head, strict=True)]
    lines.append("</tr></thead>\n<tbody>")
    for first, *cells in rows:
        data = "".join(f"<td{each}>{_breakable(cell)}</td>" for each, cell in zip(sides[1:], cells, strict=True))
        lines.append(f'<tr><th scope="row"{narrow}>{_breakable(first)}</th>{data}</tr>')
    lines.append("</tbody></table>")
    if note:
        lines.append(f'<p class="kip-note">{escape(note)}</p>')
    text = _text_lines(caption, rows, note) if words else _text_table(caption, head, rows, note)
    return Rendered("\n".join(lines), text)


def _breakable(text: str) -> str:
    """The text as markup, with places to break in very long words."""
    starts = range(0, max(map(len, text.split()), default=0), LONGEST_WORD)
    if len(starts) < 2:
        return escape(text)
    pieces = re.split(r"(\s+)", text)
    return "".join("<wbr>".join(escape(each[at : at + LONGEST_WORD]) for at in starts if each[at:]) for each in pieces)


def _is_text(cells: Sequence[str]) -> bool:
    """Whether a column holds words, which begin at the left, and not numbers."""
    return sum(cell[:1].isalpha() for cell in cells) > len(cells) / 2


def folded(title: str, inside: Rendered) -> Rendered:
    """Something long behind a heading that opens; in a terminal all of it."""
    html = f"<details><summary>{escape(title)}</summary>\n{inside.html}\n</details>"
    return Rendered(html, inside.text)


def figure(svg: bytes, alt: str, data: Rendered, data_title: str, note: str = "", title: str = "") -> Rendered:
    """A drawing with its alternative text, a line below it, and its data behind a heading that opens.

    The title, if the drawing has one, goes before the alternative text, and is kept for captions of a report.
    """
    alt = " – ".join(filter(None, (title, alt)))
    named = f' data-title="{escape(title)}"' if title else ""
    below = f'<p class="kip-note">{escape(note)}</p>\n' if note else ""
    source = base64.b64encode(svg).decode("ascii")
    html = (
        f'<figure class="kip"{named}><img src="data:image/svg+xml;base64,{source}" alt="{escape(alt)}">\n'
        f"{below}{folded(data_title, data).html}</figure>"
    )
    return Rendered(html, alt)


def _text_table(caption: str, head: Sequence[str], rows: Sequence[Sequence[str]], note: str) -> str:
    head, rows = [visible(cell) for cell in head], [[visible(cell) for cell in cells] for cells in rows]
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    lines = [visible(caption)]
    for cells in (head, *rows):
        first, *rest = (
            cell + " " * (width - _width(cell)) if index == 0 else " " * (width - _width(cell)) + cell
            for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        lines.append("  ".join([first, *rest]).rstrip())
    return "\n".join([*lines, visible(note)] if note else lines)


def _text_lines(caption: str, rows: Sequence[Sequence[str]], note: str) -> str:
    """Rows of sentences: each is a paragraph."""
    lines = [visible(caption)]
    for cells in rows:
        text = "  ".join(map(visible, cells))
        lines += wrap(text, 100, initial_indent="  ", subsequent_indent="     ", break_on_hyphens=False)
    return "\n".join([*lines, visible(note)] if note else lines)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "FW" else 1 for sign in text)
