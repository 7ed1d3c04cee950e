"""The reader's language: sentences from the catalogues, numbers and lists by Babel.

The catalogues are the ``.po`` files in ``kiptools/locale``; there is nothing to compile. A sentence
without a translation is shown in English; the tests see to it that no released language lacks one.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from kiptools.messages import KipError, Message, Word, message, visible

__all__ = ["LANGUAGES", "Language"]

LANGUAGES = {"en": "English", "fr": "français", "it": "italiano", "hr": "hrvatski", "pt": "português"}
"""The languages in which the kit speaks. The instrument's own wording may have others."""

_CATALOGUES = Path(__file__).resolve().parent / "locale"
_BABEL_NAMES = {"pt": "pt_PT"}  # plain `pt` means Brazil there


@dataclass(frozen=True)
class Language:
    """One language in which the kit can speak.

    Parameters
    ----------
    code : str
        Two letters, one of `LANGUAGES`.

    Raises
    ------
    KipError
        The kit does not speak that language.

    Examples
    --------
    >>> Language("fr").percent(0.5), Language("hr").percent(0.125)
    ('50\\xa0%', '13\\xa0%')
    """

    code: str = "en"

    def __post_init__(self) -> None:
        if self.code not in LANGUAGES:
            raise KipError(
                message(
                    'The language "{code}" is not available; choose one of {codes}.',
                    code=str(self.code),
                    codes=tuple(LANGUAGES),
                )
            )

    @property
    def locale(self) -> str:
        """Babel's name of the language."""
        return _BABEL_NAMES.get(self.code, self.code)

    def say(self, text: Message) -> str:
        """The message in this language, its numbers written as people there write them."""
        catalogue = _catalogue(self.code)
        if text.plural is None:
            template = catalogue.gettext(text.template)
        else:
            template = catalogue.ngettext(text.template, text.plural, text.count)
        return text.fill(template, self._write)

    def _write(self, value: object) -> str:
        if isinstance(value, Message):
            return self.say(value)
        if isinstance(value, Word):
            return visible(value.in_language(self.code))
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Decimal):  # its places are meant
            return self.number(value, max(0, -int(value.as_tuple().exponent)))
        return self.number(value)

    def number(self, value: object, decimals: int = 0) -> str:
        """A number with this language's marks, to at most `decimals` places."""
        from babel.numbers import format_decimal

        places = "." + "0" * decimals if decimals else ""
        return format_decimal(str(value), format="#,##0" + places, locale=self.locale)

    def percent(self, share: float) -> str:
        """A share between 0 and 1 as a whole percentage; 0 % means nobody, and 100 % everybody."""
        from babel.numbers import format_percent

        whole = int(share * 100 + 0.5 + 1e-9)  # half a percent goes up; Babel would round half to even
        if 0 < share < 1:
            whole = min(max(whole, 1), 99)
        return format_percent(whole / 100, format=None, locale=self.locale)

    def day(self, value: date) -> str:
        """A day with the month's name: "31 March 2026"."""
        from babel.dates import format_date

        text = format_date(value, "long", locale="en_GB" if self.code == "en" else self.locale)
        first = {"fr": "1er ", "it": "1º "}.get(self.code)  # as one writes the first of a month there
        return re.sub(r"\A1 ", first, text) if first else text

    def list(self, parts: Iterable[str]) -> str:
        """The parts as one list: "a, b and c"."""
        from babel.lists import format_list

        return format_list(list(parts), locale=self.locale)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return read_catalogue(_CATALOGUES / f"{code}.po")


def read_catalogue(path: Path) -> gettext.NullTranslations:
    """The translations of one ``.po`` file, fuzzy ones left out; empty if there is no such file."""
    if not path.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
