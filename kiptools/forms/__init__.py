"""What a survey tool itself says of a survey: its own form definition, read into a codebook."""

from __future__ import annotations

from pathlib import Path

from kiptools.codebook import Codebook
from kiptools.forms.lss import read_lss
from kiptools.forms.parts import UNKNOWN
from kiptools.forms.qsf import read_qsf

__all__ = ["UNKNOWN", "read_form", "read_lss", "read_qsf"]


def read_form(path: str | Path) -> Codebook | None:
    """A codebook from a survey tool's own form definition, told by what the file holds.

    Parameters
    ----------
    path : str or Path
        A Qualtrics survey (.qsf) or a LimeSurvey structure (.lss).

    Returns
    -------
    Codebook or None
        None if it is neither, or cannot be opened: what it is then, another reader finds out.

    Raises
    ------
    KipError
        It is one of these and cannot be read.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError:
        return None
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"{" and b'"SurveyElements"' in data:
        return read_qsf(data, path.name)
    if start == b"<" and b"<LimeSurveyDocType>" in data:
        return read_lss(data, path.name)
    return None
