"""An empty workbook for what partners say they need and can, in the reader's language."""

from __future__ import annotations

from pathlib import Path

from kiptools.fields import labels
from kiptools.language import Language
from kiptools.messages import message
from kiptools.needs import FORM, NEED_LEVELS
from kiptools.places import refuse_but_new_workbook
from kiptools.sheets import (
    HELP,
    Value,
    add_explanation,
    add_lists,
    add_sheet,
    list_ranges,
    new_file,
    new_workbook,
    save_workbook,
    sheet_columns,
)

__all__ = ["write_needs_template"]

LAST_ROW = 501
"""How far down the drop-downs reach: ten partners with fifty competences, or fifty with ten."""


def write_needs_template(path: str | Path, *, lang: str = "en") -> Path:
    """Write a workbook in which partners' training needs are filled in: headings, drop-downs, and how to fill it in.

    Parameters
    ----------
    path : str or Path
        ``something.xlsx``.
    lang : str
        The language of headings and words, one of `kiptools.LANGUAGES`.

    Returns
    -------
    Path
        From which `read_needs` reads what was filled in.

    Raises
    ------
    KipError
        There is such a file already, its name ends otherwise, or it cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_needs_template(f"{folder}/needs.xlsx", lang="it").name
    'needs.xlsx'
    """
    path, language = Path(path), Language(lang)
    refuse_but_new_workbook(path)
    lists: dict[str, tuple[Value, ...]] = {"level": NEED_LEVELS, "yes_no": labels("yes_no", lang)}
    first = message("Fill in the sheet of training needs; the columns with a star are needed.")
    free = message("The headings are protected, without a password. Rows can be added, deleted, sorted and filtered.")
    workbook = new_workbook(FORM.title, language)
    add_explanation(workbook, HELP, first, [FORM], [free], language.say)
    columns = sheet_columns(FORM, list_ranges(lists), language)
    add_sheet(workbook, language.say(FORM.title), columns, [], last=LAST_ROW)
    add_lists(workbook, lists)
    with new_file(path) as new:
        save_workbook(workbook, new)
    return path
