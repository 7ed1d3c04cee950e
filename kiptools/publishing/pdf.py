"""A report as a PDF for everybody: tagged (PDF/UA-1), searchable, and the same bytes each time.

The look stands in ``kiptools/templates/report.typ``, which gets the report as data: nothing that a person typed is
ever code. Without an alternative text of a figure, or without a title, typst refuses to write.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiptools.fielding.word import TAGS
from kiptools.places import replacing
from kiptools.publishing.content import Block, Content, Figure, Folded, Paragraph
from kiptools.publishing.signs import shown

if TYPE_CHECKING:
    from typst import Fonts

__all__ = ["write_pdf"]

_TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "report.typ"


def write_pdf(content: Content, path: Path) -> None:
    """Write a report as a PDF.

    Parameters
    ----------
    content : Content
    path : Path
        If anything fails, a file that was there stays as it was.

    Raises
    ------
    KipError
        The file cannot be written.
    """
    with replacing(path) as new:
        new.write_bytes(_pdf(content))


def _pdf(content: Content) -> bytes:
    import typst

    return typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=_fonts(),
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"report": json.dumps(_data(content), ensure_ascii=False)},
    )


@cache
def _fonts() -> Fonts:
    """Those that come with typst and matplotlib, so that a report looks the same on each computer."""
    import matplotlib
    from typst import Fonts

    return Fonts(include_system_fonts=False, font_paths=[str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")])


def _data(content: Content) -> dict[str, Any]:
    return _all_shown(
        {
            "lang": content.lang,
            "region": TAGS[content.lang].partition("-")[2],
            "title": content.title,
            "lead": content.lead,
            "facts": content.facts,
            "words": dict(content.words),
            "blocks": [_block(each) for each in content.blocks],
            "figures": [_block(each) for each in content.figures if each.data],
        }
    )


def _block(block: Block) -> dict[str, Any]:
    found = asdict(block) | {"kind": type(block).__name__}
    if isinstance(block, Figure):
        found |= {"svg": block.svg.decode(), "data": [_block(each) for each in block.data]}
    if isinstance(block, Paragraph):
        found["leads"] = block.leads
    if isinstance(block, Folded):
        found["blocks"] = [_block(each) for each in block.blocks]
    return found


def _all_shown(value: Any) -> Any:
    """The same with a blank for each sign that cannot be shown."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {name: _all_shown(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_all_shown(each) for each in value]
    return value
