"""Days in figures: 1.–15.3.2025, 31.1., 2025-06-12, 06/05/2025, 5/2025."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from council.timewords.days import Days, add_months, months
from council.timewords.lexicon import DASH
from council.timewords.scan import Scan
from council.timewords.stretch import Stretch, in_year

_LONG: Final = 330  # days; a range without a year that is longer may be a slip of the pen

Found = tuple[Stretch, int]
"""A stretch and where its words end."""

_FREE: Final = re.compile(r"(?<![\w§/:])(?<![\d][.,-])")
_DAY: Final = r"(?P<d>\d{1,2})\.[ ]?(?P<m>\d{1,2})"
_YEAR: Final = r"(?:\.[ ]?(?P<y>(?:19|20)\d\d)(?!\d|\w)|\.(?P<yy>\d\d)(?![\w]|[.,]\d|[ ]?%))"
_FULL: Final = re.compile(rf"{_DAY}{_YEAR}(?!-?[a-zåäö])")
_SHORT: Final = re.compile(rf"{_DAY}(?P<dot>\.?)(?![\w%/:]|\.\d|,\d)")
_FIRST: Final = re.compile(rf"(?P<d>\d{{1,2}})\.?{DASH}(?=\d{{1,2}}\.[ ]?\d{{1,2}}(?!\d))")
_SPLIT: Final = re.compile(DASH)
_ISO: Final = re.compile(r"(?<![\w-])((?:19|20)\d\d)([-/])(\d{1,2})\2(\d{1,2})(?![\w-])(?!\.\d)")
_ISO_MONTH: Final = re.compile(r"(?<![\w-])((?:19|20)\d\d)[-/](0[1-9]|1[0-2])(?![\w-])")
_SLASH: Final = re.compile(r"(?<![\w/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\w/])")
_MONTH: Final = re.compile(
    r"(?<![\w/.,:§-])(?:(?P<first>\d{1,2})[ ]?-[ ]?)?(?P<m>\d{1,2})/(?:(?P<y>20\d\d)|(?P<yy>\d\d))"
    r"(?![\w/%]|-?[a-zåäö]|,\d|\.\d)"
)
_OPEN_DAY: Final = re.compile(
    r"(?:xx?|pp?|dd|__?|\.{2})\.[ ]?(?:xx?|kk?|mm|__?|\.{2})\.[ ]?((?:19|20)\d\d"
    r"|vvvv)?"
)

_MONEY: Final = (
    r"milj|mrd|m€|€|eur|%|‰|pros|procent|per[ ]?cent|kpl|km|kg|ha\b|htv|m2|m²|kertaa|krt|x\b|st\b|"
    r"tuhat|tuhatta|miljo|mn\b|tn\b|t€|k€|asuk|henk|oppil|pistet|yksik|opintop"
    r"|op\b|tuntia|h\b|kwh|mwh"
)
_UNIT: Final = re.compile(rf"[ \n]{{0,2}}(?:{_MONEY})")
_LABEL: Final = re.compile(
    r"(?:§|\b(?:kohda[nt]|kohdas\w{2}|kohta\w{0,2}|luvu\w{1,4}|luku|liit\w{1,7}"
    r"|taulukko|taulukon|taulukos\w{2}|kuv[ai]\w{0,4}"
    r"|kuvio\w{0,4}|sivu\w{0,4}|s\.|versio\w{0,4}|ver\.?|nro|n:o|numero\w{0,4}"
    r"|mom\w{0,6}|pykäl\w{1,5}|kappal\w{1,6}|osio\w{0,4}"
    r"|bilaga|punkt\w{0,2}|tabell|kapitel|avsnitt|sida|paragraf\w{0,2}|version"
    r"|section|chapter|table|figure"
    r"|appendix|annex|page|item|clause|klo|kello|kl|klockan|at|python|windows"
    r"|hinta\w{0,4}|noin|arvo\w{0,3}"
    r"|keskiarvo\w{0,3}|indeksi|tyytyväisyys|asteikolla|huone\w{0,4}|tila|rum|room"
    r"|ip|osoite|teams))\.?[ \n(]{0,2}$"
)
_NUMBERED: Final = re.compile(
    r"\b(?:toimenpi(?:de|teen|teessä|teet)|tavoi(?:te|tteen|tteessa|tteet)|mittari"
    r"|keino|painopiste|åtgärd|mål|action|goal|objective|measure)[ ]$"
)
_SERIAL: Final = re.compile(
    r"\b(?:dnro|diaari\w{0,8}|nro|n:o|nr|no|numero|pöytäkirj\w{1,4}"
    r"|esityslist\w{1,3}|lak[ii]\w{0,3}|lain|laissa|asetu\w{1,5}"
    r"|kokou\w{1,5}|protokoll\w{0,3}|föredragningslist\w{0,3}|lag|lagen"
    r"|förordning\w{0,3}|minutes|act|asia|tehtävä|"
    r"direktiiv\w{1,3}|numer\w{1,4}|hd|hel|ärende\w{0,2}|möte\w{0,2}"
    r"|julkaisu\w{0,3}|raportti)\.?:?[ \n(]{0,2}$"
)
MARKED: Final = re.compile(
    r"(?:viimeistään|ennen|senast|före|efter|den|från|till|fr\.?o\.?m\.?"
    r"|t\.?o\.?m\.?|by|before|after|"
    r"until|from|m\.|alkaen|ma|ti|ke|to|pe|la|su|pvm|päiväys|mån|tis|ons|tors|fre|lör|sön)\.?:?[ ]$"
)
_MARKED_AFTER: Final = re.compile(
    r"[ \n]{1,2}(?:menn|asti|saakka|alkaen|lähtien|lukien|jälkeen|klo|kl\.|kello"
    r"|välis|ja[ ]\d|-[ ]?\d)|-\d{1,2}\.\d{1,2}"
)


def calendar_day(day: int, month: int) -> Callable[[int], Days]:
    """Return what gives the day in a year."""

    def of(year: int) -> Days:
        one = date(year, month, day)
        return one, one

    return of


def _day(match: re.Match[str]) -> Stretch | None:
    """Return a day in figures; None where its month is no month and no year makes it a date."""
    part = match.groupdict()
    day, month = int(part["d"]), int(part["m"])
    year = part.get("y") or part.get("yy")
    if not year and not (1 <= day <= 31 and 1 <= month <= 12):  # noqa: PLR2004 - of a calendar
        return None
    stretch = Stretch(precision="day", of=calendar_day(day, month), asked=bool(part.get("yy")))
    return in_year(stretch, int(year) if len(year) > 2 else 2000 + int(year)) if year else stretch  # noqa: PLR2004


def _noise(scan: Scan, start: int, end: int) -> bool:
    return bool(_UNIT.match(scan.low, end) or _LABEL.search(scan.before(start)))


def one_day(scan: Scan, place: int) -> Found | None:
    """Read 12.6.2023, 12.6. or, beside a word of time, 12.6."""
    return _one_day(scan, place) if scan.at(_FREE, place) else None


def _one_day(scan: Scan, place: int) -> Found | None:
    if found := scan.at(_FULL, place):
        day = _day(found)
        numbered = found["yy"] and (
            _LABEL.search(scan.before(place)) or _UNIT.match(scan.low, found.end())
        )
        versioned = _LABEL.search(scan.before(place)) and re.search(
            r"(?:versi\w{1,4}|ver\.?)[ ]$", scan.before(place)
        )
        return (day, found.end()) if day and not numbered and not versioned else None
    found = scan.at(_SHORT, place)
    if not found or _noise(scan, place, found.end()):
        return None
    if _NUMBERED.search(scan.before(place)) and not _MARKED_AFTER.match(scan.low, found.end()):
        return None
    marked = MARKED.search(scan.before(place, 20)) or _MARKED_AFTER.match(scan.low, found.end())
    if not found["dot"] and not marked:
        return None
    day = _day(found)
    return (day, found.end()) if day else None


def iso(scan: Scan, place: int) -> Found | None:
    """Read 2025-06-12, 06/05/2025 (flagged where the order is anyone's guess) and 2025-06."""
    if found := scan.at(_ISO, place):
        year, month, day = (int(found[n]) for n in (1, 3, 4))
        return in_year(Stretch(precision="day", of=calendar_day(day, month)), year), found.end()
    if found := scan.at(_SLASH, place):
        day, month, year = map(int, found.groups())
        american = month > 12 >= day  # noqa: PLR2004 - months of a year
        both = max(day, month) <= 12 and day != month  # noqa: PLR2004
        if american:
            day, month = month, day
        stretch = Stretch(precision="day", of=calendar_day(day, month), asked=both or american)
        return in_year(stretch, year), found.end()
    if found := scan.at(_ISO_MONTH, place):
        first = date(int(found[1]), int(found[2]), 1)
        return Stretch(
            precision="month", days=months(first.year, first.month, first.month)
        ), found.end()
    return None


def month_slash(scan: Scan, place: int) -> Found | None:
    """Read 5/2025, 3-5/2026 and, to be asked about, 09/25."""
    found = scan.at(_MONTH, place)
    if not found or _SERIAL.search(scan.before(place)) or _noise(scan, place, found.end()):
        return None
    last, first = int(found["m"]), int(found["first"] or found["m"])
    if not (1 <= first <= 12 and 1 <= last <= 12):  # noqa: PLR2004 - months of a year
        return None
    year = int(found["y"] or 2000 + int(found["yy"]))
    if not found["y"] and (found["yy"] == "00" or int(found["yy"]) < 10):  # noqa: PLR2004 - 1/2
        return None
    start, end = months(year, first, last)
    if last < first:
        start, end = add_months(start, -12), add_months(end, -12)
    return Stretch(precision="month", days=(start, end), asked=not found["y"]), found.end()


def open_day(scan: Scan, place: int) -> int | None:
    """Return the end of a place that was left for a date: XX.XX.2025, pp.kk.2025."""
    found = scan.at(_OPEN_DAY, place)
    return found.end() if found else None


def day_range(scan: Scan, place: int) -> Found | None:
    """Read 1.–15.3.2025, 28.2.–1.3.2025 and 15.12.–15.1."""
    if not scan.at(_FREE, place):
        return None
    if found := scan.at(_FIRST, place):
        last = _one_day(scan, found.end()) or _bare(scan, found.end())
        if last and (last[0].of or last[0].days or last[0].error):
            if _LABEL.search(scan.before(place)) or _UNIT.match(scan.low, last[1]):
                return None
            joined = _same_month(int(found["d"]), last[0])
            return joined, last[1]
    first = one_day(scan, place) or _bare(scan, place)
    dash = first and scan.at(_SPLIT, first[1])
    if not first or not dash:
        return None
    last = _one_day(scan, dash.end()) or _bare(scan, dash.end())
    if not last or (_LABEL.search(scan.before(place))) or _UNIT.match(scan.low, last[1]):
        return None
    return joined_days(first[0], last[0]), last[1]


def _bare(scan: Scan, place: int) -> Found | None:
    """Read a side of a range, which needs no last dot: 1.3-15.4."""
    found = re.compile(rf"{_DAY}\.?(?![\w%/:]|\.?\d|,\d)").match(scan.low, place)
    day = _day(found) if found else None
    return (day, found.end()) if day and found else None


def _same_month(day: int, last: Stretch) -> Stretch:
    def of(days: Days) -> Days:
        if day > days[1].day:
            raise ValueError(day)
        return days[1].replace(day=day), days[1]

    return _ranged(last, of)


def _ranged(last: Stretch, to: Callable[[Days], Days]) -> Stretch:
    """Make a range of its last day; what does not exist is an error, never another day."""
    if last.error:
        return last
    if last.days:
        try:
            start, end = to(last.days)
        except ValueError:
            return Stretch(precision="day", error="no_such_date")
        return _ordered(start, end, last)
    inner = last.of

    def of(year: int) -> Days:
        if inner is None:
            raise ValueError(year)
        return to(inner(year))

    return Stretch(precision=last.precision, of=of, kind="range", asked=last.asked)


def _ordered(start: date, end: date, like: Stretch) -> Stretch:
    error = "end_before_start" if end < start else ""
    days = None if error else (start, end)
    return Stretch(precision=like.precision, days=days, kind="range", asked=like.asked, error=error)


def joined_days(first: Stretch, last: Stretch) -> Stretch:
    """Return from a stretch to a stretch: they share a year that only one of them names."""
    if first.error or last.error:
        return first if first.error else last
    if first.days and last.days:
        return _ordered(first.days[0], last.days[1], last)
    if first.days and last.of:
        start = first.days[0]
        try:
            end = last.of(start.year)[1]
            end = end if end >= start else last.of(start.year + 1)[1]
        except ValueError:
            return Stretch(precision="day", error="no_such_date")
        return _ordered(start, end, last)
    starts = first.of

    def to(days: Days) -> Days:
        if starts is None:
            raise ValueError(days)
        start = starts(days[1].year)[0]
        return (start if start <= days[1] else starts(days[1].year - 1)[0]), days[1]

    joined = _ranged(last, to)
    long = bool(joined.days and (joined.days[1] - joined.days[0]).days > _LONG)
    return replace(joined, asked=joined.asked or long)
