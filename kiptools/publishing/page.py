"""An executed notebook as one HTML page: nothing fetched, no script, code shown only to those who switch it on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbformat import NotebookNode

from kiptools.publishing.content import one_line, parsed, prose

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from nbconvert import HTMLExporter

__all__ = ["to_html"]

TEMPLATES = Path(__file__).parents[1] / "templates"


def to_html(notebook: NotebookNode, lang: str = "en", template: str = "index") -> str:
    """An executed notebook's prose and results as one HTML page.

    Parameters
    ----------
    notebook : NotebookNode
        Executed; for the template ``report`` its edition (`kiptools.publishing.edition.document_edition`).
    lang : str
        Language of what it says.
    template : str
        One of ``kiptools/templates/kip``: ``index``, ``report`` or ``slides``.

    Returns
    -------
    str
        The page.

    Examples
    --------
    >>> from nbformat.v4 import new_markdown_cell, new_notebook
    >>> page = to_html(new_notebook(cells=[new_markdown_cell("# Who answered")]), "en")
    >>> "<title>Who answered</title>" in page, "<script" in page
    (True, False)
    """
    exporter = _exporter()(
        template_name="kip",
        template_file=f"{template}.html.j2",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_input=True,
        exclude_anchor_links=True,
        language_code=lang,
        filters={"prose": prose, "nested": _nested, "boxed": _boxes()},
    )
    title = notebook.metadata["kip"]["title"] if template == "report" else _title(notebook)
    page, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"title": title, "name": title}})
    return str(page)


@cache
def _exporter() -> type[HTMLExporter]:
    from nbconvert import HTMLExporter

    class Exporter(HTMLExporter):
        """Without a second look at the page: it would read all of it again to mend pictures, which ours need not."""

        def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **options: Any) -> Any:
            return super(HTMLExporter, self).from_notebook_node(nb, resources, **options)

    return Exporter


def _title(notebook: NotebookNode) -> str:
    lines = (line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.split("\n"))
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), "Report")


def _nested(headings: Iterable[tuple[int, str, str]]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Anchor and text of each part, with those of its own parts.

    Examples
    --------
    >>> _nested([(2, "who", "Who answered"), (3, "how", "How many"), (2, "why", "Why")])
    [('who', 'Who answered', [('how', 'How many')]), ('why', 'Why', [])]
    """
    parts: list[tuple[str, str, list[tuple[str, str]]]] = []
    for level, anchor, text in headings:
        if level > 2 and parts:
            parts[-1][2].append((anchor, text))
        else:
            parts.append((anchor, text, []))
    return parts


def _boxes() -> Callable[[str], str]:
    """What puts each table of a page into a box with a name that scrolls if the table is too wide.

    Who has no mouse scrolls it with the arrow keys; therefore it can be reached with the Tab key.
    """
    from lxml.html import builder, tostring

    given: Counter[str] = Counter()

    def boxed(markup: str) -> str:
        if "<table" not in markup:
            return markup
        parent = parsed(markup)
        for table in list(parent.iter("table")):
            _head(table)
            name = _name(table)
            given[name] += 1
            label = name if given[name] == 1 else f"{name} ({given[name]})"
            box = builder.E.section({"class": "kip-box", "role": "group", "tabindex": "0", "aria-label": label})
            box.tail, table.tail = table.tail, None
            table.getparent().replace(table, box)
            box.append(table)
        return "".join(tostring(each, encoding="unicode") for each in parent)

    return boxed


def _name(table: HtmlElement) -> str:
    """Label and caption of the table, or those of its figure and its own; without any, its first row."""
    label = (each for figure in table.iterancestors("figure") for each in figure.find_class("kip-label"))
    named = [*label, *table.iterchildren("caption")] or list(next(table.iter("tr")))
    return one_line(" ".join(each.text_content() for each in named)).strip()


def _head(table: HtmlElement) -> None:
    """Say of each heading what it heads: tables of pandas do not, and leave some empty."""
    for cell in table.iter("th"):
        if not cell.text_content().strip():
            cell.tag = "td"
        elif not cell.get("scope"):
            cell.set("scope", "col" if any(each.tag == "thead" for each in cell.iterancestors()) else "row")
