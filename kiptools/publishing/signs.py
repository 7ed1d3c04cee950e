"""Signs that no report shows."""

from __future__ import annotations

import re

__all__ = ["shown"]

_NOT_SHOWN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    r"\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]"
)
"""What the formats cannot hold, and signs that would turn the direction of the text around them."""


def shown(text: str) -> str:
    """A text with a blank for each sign that cannot be shown.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> shown("a\\x07b\\u202ec")
    'a b c'
    """
    return _NOT_SHOWN.sub(" ", text)
