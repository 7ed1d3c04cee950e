"""Drawings as pictures, for word processors that know no SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

__all__ = ["PPI", "to_png"]

PPI = 200
"""Dots per inch, as the drawing gives its size: sharp on paper, and small enough to send."""


def to_png(svgs: Sequence[bytes], *, ppi: int = PPI) -> list[bytes]:
    """Each drawing as a picture of its size; equal drawings make equal pictures.

    Parameters
    ----------
    svgs : sequence of bytes
        Whole SVG files; letters in them must be shapes.
    ppi : int
        Dots per inch.

    Returns
    -------
    list of bytes
        PNG files, in the order of the drawings.

    Examples
    --------
    >>> inch = b'<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36"/>'
    >>> [picture[:4] for picture in to_png([inch, inch], ppi=10)]
    [b'\\x89PNG', b'\\x89PNG']
    >>> to_png([])
    []
    """
    if not svgs:
        return []
    import typst

    pages = "#pagebreak()\n".join(f'#image("{place}.svg")\n' for place in range(len(svgs)))
    files: Any = {f"{place}.svg": svg for place, svg in enumerate(svgs)}
    files["main.typ"] = f"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n{pages}".encode()
    made: Any = typst.compile(files, format="png", ppi=ppi, ignore_system_fonts=True)
    return made if isinstance(made, list) else [made]
