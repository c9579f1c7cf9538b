"""Periods that a question names, as days: 'ensi kuussa', 'i april', '2010', 'syksyllä 2009'."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

Days = tuple[date, date]

_MONTHS: Final = (
    ("tammiku", "januari", "january"),
    ("helmiku", "februari", "february"),
    ("maalisku", "mars", "march"),
    ("huhtiku", "april"),
    ("toukoku", "maj", "may"),
    ("kesaku", "juni", "june"),
    ("heinaku", "juli", "july"),
    ("eloku", "augusti", "august"),
    ("syysku", "september"),
    ("lokaku", "oktober", "october"),
    ("marrasku", "november"),
    ("jouluku", "december"),
)
_FINNISH: Final = re.compile(
    r"(?:tammi|helmi|maalis|huhti|touko|kesa|heina|elo|syys|loka|marras|joulu)kuu(?:n|ssa|s|lla|l|ta)?"
)
# Seasons as the first month and the number of months; winter begins in December.
_SEASONS: Final = (
    (re.compile(r"kevat\w*|kevaa\w*|kevai\w*|varen|var|spring"), 3),
    (re.compile(r"kesalla|kesa|kesan|kesana|sommaren|sommar|summer"), 6),
    (re.compile(r"syksy\w*|hosten|host|autumn|fall"), 9),
    (re.compile(r"talvi|talvella|talven|talvena|vintern|vinter|winter"), 12),
)
_UNITS: Final = {
    "day": frozenset("paivana paivaa dag day".split()),
    "week": frozenset("viikolla viikko viikon vecka veckan week viikol".split()),
    "month": frozenset(
        "kuussa kuun kuukautena kuukaudessa kuukausi kuulla manad manaden month".split()
    ),
    "year": frozenset("vuonna vuoden vuosi ar aret year".split()),
}
_STEPS: Final = {
    **dict.fromkeys("ensi tuleva tulevana seuraava seuraavana seuraavassa nasta next".split(), 1),
    **dict.fromkeys("tana talla tassa kuluva kuluvana i denna detta this taman".split(), 0),
    **dict.fromkeys("viime edellinen edellisena edellisessa forra last previous".split(), -1),
}
_DAYS: Final = {
    **dict.fromkeys("tanaan idag today".split(), 0),
    **dict.fromkeys("huomenna imorgon tomorrow huomen".split(), 1),
    "ylihuomenna": 2,
    **dict.fromkeys("eilen igar yesterday".split(), -1),
}
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_DATE: Final = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?")
_NOT_A_YEAR: Final = re.compile(r"luvu|luku|luvulla|htv|kpl|euro|henk")


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a question names, and the words that name them."""

    days: Days
    words: range


def period(folds: Sequence[str], today: date) -> Period | None:
    """Find the first period that the folded words of a question name, seen from `today`.

    A month or season without a year is the current or else the nearest coming one.
    """
    for at in range(len(folds)):
        for reader in (_relative, _day, _month, _season, _year):
            found = reader(folds, at, today)
            if found:
                return found
    return None


def _year_after(folds: Sequence[str], at: int) -> int | None:
    """Give the year that stands at a place."""
    for place in (at, at + 1):
        if place < len(folds) and _YEAR.fullmatch(folds[place]):
            return int(folds[place])
        if place < len(folds) and folds[place] not in {"vuonna", "vuoden", "ar", "of", "in"}:
            return None
    return None


def _relative(folds: Sequence[str], at: int, today: date) -> Period | None:
    """Read 'ensi kuussa', 'denna vecka', 'last year', 'i år'."""
    step = _STEPS.get(folds[at])
    if step is None or at + 1 >= len(folds):
        return None
    unit = next((name for name, forms in _UNITS.items() if folds[at + 1] in forms), None)
    if unit is None or (folds[at] == "i" and folds[at + 1] != "ar"):
        return None
    if unit == "day" and step != 0:
        return None
    return Period(_stepped(unit, step, today), range(at, at + 2))


def _stepped(unit: str, step: int, today: date) -> Days:
    """Give the unit of time that lies so many steps from today's."""
    if unit == "day":
        return today, today
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        months = today.year * 12 + today.month - 1 + step
        return _months(months // 12, months % 12 + 1, 1)
    return date(today.year + step, 1, 1), date(today.year + step, 12, 31)


def _months(year: int, first: int, count: int) -> Days:
    """Give the days of so many months from a month on."""
    last = first + count - 1
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return date(year, first, 1), date(
        end_year, end_month, calendar.monthrange(end_year, end_month)[1]
    )


def _day(folds: Sequence[str], at: int, today: date) -> Period | None:
    """Read 'huomenna', 'i morgon' and '16.5.2022'."""
    if folds[at] in _DAYS:
        day = today + timedelta(days=_DAYS[folds[at]])
        return Period((day, day), range(at, at + 1))
    if folds[at] == "i" and at + 1 < len(folds) and folds[at + 1] in {"dag", "morgon"}:
        day = today + timedelta(days=folds[at + 1] == "morgon")
        return Period((day, day), range(at, at + 2))
    found = _DATE.fullmatch(folds[at])
    if not found or not found[3]:
        return None
    try:
        day = date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
    return Period((day, day), range(at, at + 1))


@lru_cache(maxsize=1 << 13)
def _month_number(fold: str) -> int | None:
    """Give the number of the month that a word names."""
    for number, names in enumerate(_MONTHS, start=1):
        if fold in names[1:] or (_FINNISH.fullmatch(fold) and fold.startswith(names[0])):
            return number
    return None


def _month(folds: Sequence[str], at: int, today: date) -> Period | None:
    """Read 'huhtikuussa 2023', 'in April'; 'may' and 'mars' need a preposition before them."""
    number = _month_number(folds[at])
    before = folds[at - 1] if at else ""
    if number is None or (folds[at] in {"may", "march", "mars"} and before not in {"in", "i"}):
        return None
    year = _year_after(folds, at + 1)
    if year is None:
        shift = _STEPS.get(before)
        year = today.year + (number < today.month)
        if shift == -1 and before != "i":
            year = today.year - (number >= today.month)
    return Period(_months(year, number, 1), range(at, at + 1))


def _season(folds: Sequence[str], at: int, today: date) -> Period | None:
    """Read 'syksyllä 2009', 'våren', 'next spring'."""
    first = next((month for pattern, month in _SEASONS if pattern.fullmatch(folds[at])), None)
    if first is None or folds[at] in {"var", "fall", "host", "kesa", "talvi"} - {""}:
        return None
    year = _year_after(folds, at + 1)
    if year is None:
        # Winter that began last December is still the current one in January and February.
        year = next(
            one
            for one in range(today.year - 1, today.year + 2)
            if _months(one, first, 3)[1] >= today
        )
        if _STEPS.get(folds[at - 1] if at else "") == -1:
            year -= 1
    return Period(_months(year, first, 3), range(at, at + 1))


def _year(folds: Sequence[str], at: int, today: date) -> Period | None:
    """Read '2010', '2010-2013', 'vuoden 2020 lopussa'; not '2010-luvun'."""
    del today
    if not _YEAR.fullmatch(folds[at]):
        return None
    after = folds[at + 1] if at + 1 < len(folds) else ""
    if _NOT_A_YEAR.match(after):
        return None
    first = last = int(folds[at])
    if _YEAR.fullmatch(after) and int(after) > first:
        last = int(after)
        return Period((date(first, 1, 1), date(last, 12, 31)), range(at, at + 2))
    return Period((date(first, 1, 1), date(last, 12, 31)), range(at, at + 1))
