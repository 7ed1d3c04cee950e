"""The instrument out of a file: a codebook or XLSForm, or a survey tool's own form definition."""

from __future__ import annotations

import os
from pathlib import Path

from kiptools.codebook import Codebook, read_xlsform
from kiptools.files import open_file
from kiptools.forms.lss import read_lss
from kiptools.forms.parts import UNKNOWN
from kiptools.forms.qsf import read_qsf

__all__ = ["UNKNOWN", "read_codebook", "read_lss", "read_qsf"]


def read_codebook(path: str | Path) -> Codebook:
    """A codebook from a file, told by what the file holds.

    Parameters
    ----------
    path : str or Path
        A codebook of the kit or any other XLSForm: a workbook with the sheets `survey` and `choices`, or a
        folder with ``survey.csv`` and ``choices.csv``. Or a Qualtrics survey (``.qsf``), or a LimeSurvey structure
        (``.lss``).

    Returns
    -------
    Codebook

    Raises
    ------
    KipError
        Everything that is wrong with it, each with its place, value and what is accepted.

    Examples
    --------
    >>> from kiptools import kit_path
    >>> len(read_codebook(kit_path("data", "cite", "codebook")).items)
    68
    """
    path = Path(path)
    data = b"" if os.path.isdir(path) else open_file(path)
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    ending = path.suffix.lower() if data else ""
    if ending == ".qsf" or (start == b"{" and b'"SurveyElements"' in data):
        return read_qsf(data, path.name)
    if ending == ".lss" or (start == b"<" and b"<LimeSurveyDocType>" in data):
        return read_lss(data, path.name)
    return read_xlsform(path)
