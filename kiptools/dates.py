"""Days as people write them in five languages: ``31/03/2026``, ``31.3.2026.``, ``31 mars 2026``, ``March 2026``.

And the same day in another month.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta

from kiptools.fields import meaning, plain

__all__ = ["day_of", "month_stands_first", "months_after", "months_before", "workday_until"]

_TIME = r"(?:[T ]\d{1,2}[:.]\d\d\S*(?: [ap]\.?m)?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}\Z", re.I)
_NUMBERS = re.compile(rf"(\d{{1,2}})[./-](\d{{1,2}})[./-](\d{{4}}|\d{{2}}){_TIME}\Z", re.I)
_MONTH = re.compile(r"(?:(\d{1,2})[./-](\d{4})|(\d{4})-(\d{1,2}))\Z")
_EXCEL_DAY_0 = date(1899, 12, 30)
_EXCEL_DAYS = range(29_221, 65_746)  # 1980 to 2079; other numbers of five figures are postcodes
_CENTURY_TURNS = 70  # 69 is 2069, 70 is 1970


def day_of(text: str, *, month_first: bool = False, last: bool = False) -> date | None:
    """The day that a text means; None if there is no such day, or the text is none.

    Parameters
    ----------
    text : str
        Day, month and year, or month and year, in figures or with the month's name in one of the kit's languages; or
        the number that a spreadsheet shows for a day whose cell has lost its format.
    month_first : bool
        Whether in ``03/04/2026`` the month stands first.
    last : bool
        Whether a month without a day means its last day instead of its first.

    Examples
    --------
    >>> day_of("15. siječnja 2026."), day_of("31/02/2025")
    (datetime.date(2026, 1, 15), None)
    >>> day_of("mars 2026"), day_of("mars 2026", last=True)
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 31))
    """
    text = re.sub(r"\b1(?:\.?[°º]|er\b)", "1", text)  # the first of a month
    bare = re.sub(r"(?<=\d)\. (?=\d)", ".", plain(text)).strip(". ")
    before, _, rest = bare.partition(" ")
    if rest and (before.strip(",") in ("le", "il", "dana", "em", "on") or meaning("weekday", before.strip(","))):
        bare = rest.removeprefix("le ")
    if re.fullmatch(r"(?:19|20)\d{6}", bare):
        bare = f"{bare[:4]}-{bare[4:6]}-{bare[6:]}"
    if found := _ISO.match(bare):
        return _day(*map(int, found.groups()))
    if found := _NUMBERS.match(bare):
        first, second, year = map(int, found.groups())
        if len(found[3]) == 2:
            year = _century(year)
        return _day(year, first, second) if month_first else _day(year, second, first)
    if found := _MONTH.match(bare):
        year, month = int(found[2] or found[3]), int(found[1] or found[4])
        return _in_month(year, month, last)
    if bare.isdecimal() and int(bare[:6]) in _EXCEL_DAYS and len(bare) == 5:
        return _EXCEL_DAY_0 + timedelta(int(bare))
    return _with_month_name(bare, last)


def _with_month_name(bare: str, last: bool) -> date | None:
    words = [re.sub(r"(?<=\d)(er|st|nd|rd|th|o|º)\Z", "", word) for word in re.split(r"[ .,/-]+", bare)]
    words = [word for word in words if word not in ("de", "of", "the", "le", "il", "g", "god", "godine")]
    months = [int(found) for word in words if not word.isdecimal() and (found := meaning("month", word))]
    figures = [word for word in words if word.isdecimal()]
    if len(months) != 1 or len(months) + len(figures) != len(words) or not 1 <= len(figures) <= 2:
        return None
    years = [word for word in figures if len(word) == 4]
    if not years and len(figures) == 2 and len(figures[1]) == 2:  # 12 Mar 26
        years = [str(_century(int(figures.pop())))]
    if len(years) != 1:
        return None
    days = [int(word) for word in figures if word not in years]
    return _day(int(years[0]), months[0], days[0]) if days else _in_month(int(years[0]), months[0], last)


def _century(year: int) -> int:
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day)
    return None


def _in_month(year: int, month: int, last: bool) -> date | None:
    if not (1 <= month <= 12 and year >= 1):
        return None
    return date(year, month, monthrange(year, month)[1] if last else 1)


def month_stands_first(texts: Iterable[str]) -> bool | None:
    """Whether in a list's ``03/04/2026`` the month stands first: None if nothing tells, or days tell both.

    Told by days above the twelfth. Where nothing tells, take it that the day stands first, as it does in all languages
    of the kit.

    Examples
    --------
    >>> month_stands_first(["03/04/2026", "03/14/2026"]), month_stands_first(["03/04/2026"])
    (True, None)
    """
    first = second = ambiguous = False
    for text in texts:
        if found := _NUMBERS.match(plain(text)):
            first |= int(found[1]) > 12
            second |= int(found[2]) > 12
            ambiguous |= int(found[1]) <= 12 and int(found[2]) <= 12 and found[1] != found[2]
    if first != second:
        return second
    return None if ambiguous else False


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later, or that month's last day if it is shorter.

    Examples
    --------
    >>> months_after(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_before(day: date, months: int) -> date:
    """The same day so many calendar months earlier, or that month's last day if it is shorter.

    Examples
    --------
    >>> months_before(date(2026, 5, 31), 3)
    datetime.date(2026, 2, 28)
    """
    return months_after(day, -months)


def workday_until(day: date) -> date:
    """The day itself, or the Friday before a day of the weekend.

    Examples
    --------
    >>> workday_until(date(2026, 3, 15)), workday_until(date(2026, 3, 16))
    (datetime.date(2026, 3, 13), datetime.date(2026, 3, 16))
    """
    return day - timedelta(max(0, day.weekday() - 4))
