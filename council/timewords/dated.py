"""One stretch of time in any words: unit, year and part put together."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from council.timewords import numeric, units, worded, years
from council.timewords.days import Days, add_months, months, week_of
from council.timewords.lexicon import DASH, END, OPT, WEEKDAY, WEEKDAYS, YEAR, S
from council.timewords.numeric import Found, joined_days
from council.timewords.scan import Scan
from council.timewords.stretch import Stretch, in_year, parted
from council.timewords.years import year_days

Reader = Callable[[Scan, int], Found | None]

_FIGURES: Final[tuple[Reader, ...]] = (
    numeric.iso,
    numeric.day_range,
    numeric.one_day,
    worded.worded_day,
    numeric.month_slash,
)
_STEERED: Final[tuple[Reader, ...]] = (
    units.half_season,
    units.month,
    units.season,
    units.division,
    units.holiday,
    units.leave,
)
_UNITS: Final[tuple[Reader, ...]] = (
    years.term,
    years.school_year,
    years.other_period,
    units.week,
    units.division,
    units.half_season,
    units.month,
    units.holiday,
    units.leave,
    units.turn_of_year,
    units.season,
    units.this_month,
    years.decade,
    worded.weekday,
    worded.close_day,
    worded.relative_unit,
    years.years,
    years.one_year,
)
_FRAMED: Final[tuple[Reader, ...]] = (
    units.division,
    units.half_season,
    units.holiday,
    units.leave,
    worded.worded_day,
    units.month,
    units.season,
    units.week,
)

_YEAR_AFTER: Final = re.compile(
    rf"(?:/|{OPT},?{OPT}\(?(?:(?:vuonna|vuoden|vuosi|v\.|år|of|in){OPT})?){YEAR}\)?(?!-\d|[ ]?%)"
)
_YEARS_AFTER: Final = re.compile(rf"{OPT}(?P<a>20\d\d)(?:{DASH}|/)(?P<b>20\d\d|\d\d)(?!\d)")
_UNITS_AFTER: Final = re.compile(
    r"[ ](?:milj|mrd|euro|asuk|henk|kpl|€|%|htv|invånare|people|residents)"
)
_PLAIN_YEAR: Final = re.compile(rf"(?:vuoden|årets|(?:the[ ])?year's){S}")
_PART: Final = re.compile(
    rf"{S}(?:(?P<start>alu(?P<s_in>ssa)|alu(?P<s_from>sta)|alkuun|alkaessa|aluksi)"
    r"|(?P<first_half>alkupuol\w{1,9})"
    r"|(?P<mid>puoliväli(?P<m_in>ssä)|puoliväli(?P<m_from>stä)|puoliväliin"
    r"|puolivälin|keskivaiheilla|puolessa[ ]välissä)"
    r"|(?P<end>lopu(?P<e_in>ssa|lla)|lopu(?P<e_from>sta)|loppuun|lopuksi|loppua)"
    r"|(?P<second_half>loppupuol\w{1,9}|jälkipuol\w{1,9})"
    r"|(?P<last_day>viimei\w{2,4}[ ]päivä\w{1,3})|(?P<first_day>ensimmäi\w{2,4}[ ]päivä\w{1,3})"
    r"|(?P<first_week>ensimmäi\w{2,5}[ ]viik\w{2,4})|(?P<last_week>viimei\w{2,5}[ ]viik\w{2,4})"
    rf"|(?P<turn>vaihtee(?P<t_in>ssa)|vaihtee(?P<t_from>sta)|vaihteeseen|vaihdetta|vaihteen)){END}"
)
_LEADING_PART: Final = re.compile(
    rf"(?:(?:i[ ]|in[ ]|at[ ]|vid[ ])?(?:the[ ])?(?:(?P<start>början|inledningen"
    rf"|beginning|start)|(?P<mid>mitten|middle)|(?P<end>slutet|utgången|end)){S}"
    rf"(?:av|of){S}(?:the[ ])?(?:år(?:et)?[ ](?=\d))?"
    r"|(?:in[ ])?(?:(?P<start2>early|tidigt)|(?P<mid2>mid|halva|medlet[ ]av)|"
    r"(?P<end2>late|sent))[ -](?:i[ ])?)"
)
_COMPOUND: Final = re.compile(
    rf"(?P<part>alku|loppu|keski)(?:(?P<year>vuo(?:si|den|nna|desta|teen|tta|della"
    rf"|delle|tena))|(?P<month>kuu(?:n|ssa|sta|hun|kausi|kauden|lla))|(?P<week>viik"
    rf"(?:on|olla|osta|koon|ko))){END}"
)
_YEAR_EDGE: Final = re.compile(
    rf"(?:årets[ ](?:(?P<end>slut|utgång)|(?P<start>början|ingång))|(?:the[ ])?"
    rf"(?P<yearend>year-?[ ]?end)){END}"
)
_PARTS: Final = {"alku": "start", "loppu": "end", "keski": "mid"}
_PART_NAMES: Final = (
    "start",
    "first_half",
    "mid",
    "end",
    "second_half",
    "turn",
    "last_day",
    "first_day",
    "first_week",
    "last_week",
)
_TO_WEEKDAY: Final = re.compile(rf"-{OPT}{WEEKDAY.pattern}")
_LAST_DAY: Final = frozenset({"year", "quarter", "half-year", "third-of-year"})


def stretch_at(scan: Scan, place: int) -> Found | None:
    """Read one stretch of time at a place."""
    return _with_weekday(scan, place) or _in_figures(scan, place) or _in_words(scan, place)


def _with_weekday(scan: Scan, place: int) -> Found | None:
    found = scan.at(WEEKDAY, place)
    if not found:
        return None
    start = found.end()
    if pair := scan.at(_TO_WEEKDAY, start):  # 'la-su 5.-6.4.': the first is checked
        start = pair.end()
    if filler := scan.at(r"(?:den|the)[ ]", start):
        start = filler.end()
    day = _in_figures(scan, start)
    if not day or day[0].precision != "day":
        return None
    number = next(n for n in range(len(WEEKDAYS)) if found[f"d{n}"])
    return replace(day[0], weekday=number), day[1]


def _in_figures(scan: Scan, place: int) -> Found | None:
    for read in _FIGURES:
        if found := read(scan, place):
            stretch, end = _joined(scan, found) if read is not numeric.day_range else found
            return _dated(scan, stretch, end)
    return None


def _dated(scan: Scan, stretch: Stretch, end: int) -> Found:
    """Give days without a year the year that follows them."""
    after = scan.at(_YEAR_AFTER, end)
    if (
        stretch.of
        and after
        and not scan.at(_UNITS_AFTER, after.end())
        and not scan.at(_YEARS_AFTER, end)
    ):
        return in_year(stretch, int(after["year"])), after.end()
    return stretch, end


def _joined(scan: Scan, first: Found) -> Found:
    """Join days in words by a dash: '1 March – 31 May 2025'."""
    dash = scan.at(DASH, first[1])
    if not dash or first[0].kind == "range":
        return first
    for read in (worded.worded_day, numeric.iso, numeric.month_slash):
        if read is numeric.month_slash and first[0].precision != "month":
            continue
        if last := read(scan, dash.end()):
            stretch, end = _dated(scan, *last)
            return joined_days(first[0], stretch), end
    return first


def _in_words(scan: Scan, place: int) -> Found | None:
    return (
        _leading_part(scan, place)
        or _framed(scan, place)
        or _compound(scan, place)
        or _steered(scan, place)
        or _plain(scan, place)
    )


def _plain(scan: Scan, place: int) -> Found | None:
    for read in _UNITS:
        if found := read(scan, place):
            return _finish(scan, *_joined_units(scan, read, found))
    return None


def _joined_units(scan: Scan, read: Reader, first: Found) -> Found:
    """Join two months, seasons or quarters by a dash or by their cases."""
    if read not in {units.month, units.season, units.division} or first[0].of is None:
        return first
    start, end = first
    dash = scan.at(DASH, end) or (scan.at(S, end) if start.case == "from" else None)
    last = read(scan, dash.end()) if dash else None
    if not last or not last[0].of or (start.case == "from" and last[0].case != "to"):
        return first
    kind = "range" if start.case == "from" else ""
    return replace(joined_days(start, last[0]), case="", kind=kind), last[1]


def _steered(scan: Scan, place: int) -> Found | None:
    which, start = years.steer(scan, place)
    if not which:
        return None
    for read in _STEERED:
        if (found := read(scan, start)) and found[0].of:
            return _finish(scan, replace(found[0], steer=which), found[1])
    return None


def _framed(scan: Scan, place: int) -> Found | None:
    """Read a unit after its year: 'vuoden 2026 helmikuussa', 'ensi vuoden syksyllä'."""
    frame = years.one_year(scan, place) or worded.relative_unit(scan, place)
    plain = scan.at(_PLAIN_YEAR, place)
    year = frame[0].days[0].year if frame and frame[0].years and frame[0].days else None
    if frame and year:
        gap = scan.at(S, frame[1])
        start = gap.end() if gap else None
    else:
        start = plain.end() if plain else None
    if start is None:
        return None
    for read in _FRAMED:
        if (found := read(scan, start)) and found[0].of:
            if year is None:
                return _finish(scan, *found) if read is units.division else None
            joined = _joined_units(scan, read, found)
            return _part_after(scan, in_year(joined[0], year), joined[1])
    return None


def _compound(scan: Scan, place: int) -> Found | None:
    """Read 'loppuvuodesta', 'alkuviikosta', 'keskikuussa'."""
    if edge := scan.at(_YEAR_EDGE, place):
        whole = Stretch(precision="year", of=year_days)
        return parted(whole, "start" if edge["start"] else "last_day"), edge.end()
    found = scan.at(_COMPOUND, place)
    if not found:
        return None
    part = _PARTS[found["part"]]
    if found["year"]:
        whole = Stretch(precision="year", of=year_days)
        return _finish(scan, parted(whole, part), found.end())
    if scan.ref is None:
        return Stretch(precision="month", asked=True, part=part), found.end()
    month = months(scan.ref.year, scan.ref.month, scan.ref.month)
    days = month if found["month"] else week_of(scan.ref)
    whole = Stretch(precision="month" if found["month"] else "week", days=days, implied=True)
    return parted(whole, part), found.end()


def _leading_part(scan: Scan, place: int) -> Found | None:
    """Read a part named before its unit: 'i slutet av', 'the end of', 'mid-May'."""
    found = scan.at(_LEADING_PART, place)
    if not found:
        return None
    part = str(found.lastgroup).rstrip("2")
    inner = (
        _framed(scan, found.end())
        or _steered(scan, found.end())
        or _plain(scan, found.end())
        or worded.current_unit(scan, found.end())
    )
    if not inner or inner[0].precision == "day":
        return None
    last_day = part == "end" and found["end"] == "end" and inner[0].precision in _LAST_DAY
    return parted(inner[0], "last_day" if last_day else part), inner[1]


def _finish(scan: Scan, stretch: Stretch, end: int) -> Found:
    """Read the year after a unit, its part, and the year after that."""
    stretch, end = _year_after(scan, stretch, end)
    stretch, end = _part_after(scan, stretch, end)
    return _year_after(scan, stretch, end)


def _year_after(scan: Scan, stretch: Stretch, end: int) -> Found:
    if stretch.of is None or stretch.steer:
        return stretch, end
    if (both := scan.at(_YEARS_AFTER, end)) and _crosses(stretch):
        return in_year(stretch, int(both["a"])), both.end()
    after = scan.at(_YEAR_AFTER, end)
    if not after or scan.at(_UNITS_AFTER, after.end()) or scan.at(_YEARS_AFTER, end):
        return stretch, end
    return in_year(stretch, int(after["year"])), after.end()


def _crosses(stretch: Stretch) -> bool:
    try:
        days = stretch.of(2001) if stretch.of else None
    except ValueError:
        return False
    return bool(days and days[0].year != days[1].year)


def _part_after(scan: Scan, stretch: Stretch, end: int) -> Found:
    found = scan.at(_PART, end)
    if not found or stretch.precision == "day":
        return stretch, end
    part = next(p for p in _PART_NAMES if found[p])
    word = found[0].strip()
    case = (
        "from"
        if word.endswith(("sta", "stä"))
        else "in"
        if word.endswith(("ssa", "ssä", "lla", "llä"))
        else "to"
    )
    if word == "loppua":
        case = "of"
    if not stretch.days and not stretch.of:
        return replace(stretch, case=case, part=part), found.end()
    stretch = replace(stretch, case="", kind="")
    if word == "lopussa" and stretch.precision in _LAST_DAY:
        return replace(parted(stretch, "last_day"), part="end", case=case), found.end()
    if part == "turn" and stretch.precision == "month":
        return replace(_turn(stretch), case=case), found.end()
    if part in {"mid", "end"} and case == "to":
        return replace(stretch, case="to_" + part, part=part), found.end()
    return replace(parted(stretch, part), case=case), found.end()


def _turn(stretch: Stretch) -> Stretch:
    """Return the days around the turn of two months: the last third and the first ten days."""
    of, days = stretch.of, stretch.days

    def around(whole: Days) -> Days:
        last = whole[1].replace(day=1)
        if (whole[0].year, whole[0].month) == (last.year, last.month):
            return whole[1].replace(day=21), add_months(last, 1).replace(day=10)
        return add_months(last, -1).replace(day=21), last.replace(day=10)

    return replace(
        stretch,
        days=around(days) if days else None,
        of=(lambda year: around(of(year))) if of else None,
        part="turn",
        fuzzy=True,
    )
