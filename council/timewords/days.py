"""Days of the calendar: months, ISO weeks, holidays, council terms."""

import calendar
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Final

Days = tuple[date, date]
"""The first and the last day of a time, both included."""

DAY: Final = timedelta(days=1)

# Municipal elections moved from autumn to spring in 2017, and in 2021 the old term ran on to July.
COUNCIL_TERMS: Final[tuple[Days, ...]] = (
    (date(2009, 1, 1), date(2012, 12, 31)),
    (date(2013, 1, 1), date(2017, 5, 31)),
    (date(2017, 6, 1), date(2021, 7, 31)),
    (date(2021, 8, 1), date(2025, 5, 31)),
    (date(2025, 6, 1), date(2029, 5, 31)),
    (date(2029, 6, 1), date(2033, 5, 31)),
)
"""The terms of Finnish municipal councils: before 2009 none is known here."""


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, first: int, last: int) -> Days:
    """Return the days from a month to a month; into the next year where the last is earlier."""
    return date(year, first, 1), month_end(year + (last < first), last)


def add_months(day: date, number: int) -> date:
    """Move a day by months, to the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    year = min(max(year, MINYEAR), MAXYEAR)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: date, number: int) -> date:
    """Move a day, no further than the calendar goes."""
    return date.fromordinal(min(max(day.toordinal() + number, 1), date.max.toordinal()))


def weeks(year: int, first: int, last: int) -> Days:
    """Return the days of ISO weeks. Raises ValueError where the year has no such week."""
    after = year + (last < first)
    return date.fromisocalendar(year, first, 1), date.fromisocalendar(after, last, 7)


def week_of(day: date) -> Days:
    """Return the Monday and the Sunday of a day's week."""
    monday = add_days(day, -day.weekday())
    return monday, add_days(monday, 6)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def midsummer(year: int) -> Days:
    """Return Midsummer in Finland: the eve, a Friday from 19 to 25 June, to the Sunday."""
    eve = date(year, 6, 19)
    eve += DAY * ((4 - eve.weekday()) % 7)
    return eve, eve + 2 * DAY


def _easter_days(year: int) -> Days:
    return easter(year) - 2 * DAY, easter(year) + DAY


def _all_saints(year: int) -> Days:
    first = date(year, 10, 31)
    day = first + DAY * ((5 - first.weekday()) % 7)
    return day, day


def _fixed(month: int, first: int, last: int = 0) -> Callable[[int], Days]:
    return lambda year: (date(year, month, first), date(year, month, last or first))


HOLIDAYS: Final[Mapping[str, Callable[[int], Days]]] = {
    "christmas": _fixed(12, 24, 26),
    "christmas eve": _fixed(12, 24),
    "new year": lambda year: (date(year, 1, 1), date(year, 1, 1)),
    "new years eve": _fixed(12, 31),
    "epiphany": _fixed(1, 6),
    "may day": _fixed(5, 1),
    "easter": _easter_days,
    "ascension": lambda year: (easter(year) + 39 * DAY, easter(year) + 39 * DAY),
    "midsummer": midsummer,
    "all saints": _all_saints,
    "independence": _fixed(12, 6),
}


def term_of(day: date) -> Days | None:
    """Return the council term of a day."""
    return next((term for term in COUNCIL_TERMS if term[0] <= day <= term[1]), None)


def term_between(first: int, last: int) -> Days | None:
    """Return the council term that begins and ends in these years, as papers name it."""
    for start, end in COUNCIL_TERMS:
        if start.year == first and end.year == last:
            return start, end
    return None


def term_after(day: date) -> Days | None:
    """Return the first council term that begins after a day."""
    return next((term for term in COUNCIL_TERMS if term[0] > day), None)


def term_before(day: date) -> Days | None:
    """Return the last council term that ended before a day."""
    return next((term for term in reversed(COUNCIL_TERMS) if term[1] < day), None)
