"""Days in words: '28. päivänä huhtikuuta', 'den 15 juni', 'ensi viikon perjantaina'."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from council.timewords.days import add_days, add_months, months, week_of
from council.timewords.lexicon import (
    DASH,
    END,
    FULL_WEEKDAY,
    MONTH_STEMS,
    NAMED,
    NAMED_MONTHS,
    OPT,
    STEM,
    WEEKDAY_STEMS,
    S,
)
from council.timewords.numeric import Found, calendar_day
from council.timewords.scan import Scan
from council.timewords.stretch import Stretch
from council.timewords.years import steer, year_days

_FREE: Final = r"(?<!\w)(?<!\d[.,])"
_DAY_WORD: Final = r"(?:päivä(?:nä|än|stä|n|ksi|lle|ä)?|p:nä|pnä|p\.)"
_FI_DAY: Final = re.compile(
    rf"(?P<d>\d{{1,2}})\.?{OPT}(?:-{OPT}(?P<d2>\d{{1,2}})\.?{OPT})?"
    rf"(?:{_DAY_WORD}{S})?{STEM}kuu(?:ta|n|ssa)?{END}"
)
_FI_MONTH_DAY: Final = re.compile(
    rf"{STEM}kuun{S}(?P<d>\d{{1,2}})(?:\.{DASH}(?P<d2>\d{{1,2}}))?(?:\.|:s)?(?!\d"
    rf"|[.,]\d)(?:{OPT}{_DAY_WORD}{END})?"
)
_NAMED_DAY: Final = re.compile(
    rf"(?:(?:den|the){S})?(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th|:e|:a)?(?:{DASH}"
    rf"(?P<d2>\d{{1,2}})(?:\.|st|nd|rd|th|:e)?)?{S}(?:of{S})?(?P<name>{NAMED}){END}"
)
_NAMED_FIRST: Final = re.compile(
    rf"(?P<name>{NAMED})\.?{S}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:{DASH}"
    rf"(?P<d2>\d{{1,2}}))?(?![\w:%]|[.,]\d)"
)
_CLOSE: Final = {
    0: r"tänään|idag|i[ ]dag|today|tänä[ ]iltana|tästä[ ]päivästä",
    1: r"huomi(?:seen|sesta)|huomen(?:na|een)?|imorgon|i[ ]morgon|tomorrow",
    2: r"ylihuomen(?:na|een)?|i[ ]?övermorgon|the[ ]day[ ]after[ ]tomorrow",
    -1: r"eilen|eilisestä|igår|i[ ]går|yesterday",
    -2: r"toissa[ ]?päivänä|i[ ]?förrgår|the[ ]day[ ]before[ ]yesterday",
}
_CLOSE_DAY: Final = re.compile(
    "(?:"
    + "|".join(f"(?P<c{n + 2}>{words})" for n, words in sorted(_CLOSE.items(), reverse=True))
    + rf"){END}"
)
_UNIT: Final = re.compile(
    r"(?:(?P<week>viikolla|viikon|viikko|viikkoon|viikosta|viikoksi|viikkona|veckan?s?|week)"
    r"|(?P<month>kuussa|kuun|kuuhun|kuusta|kuukauden|kuukautena|kuukaudessa"
    r"|kuukausi|kuukauteen|kuukaudesta|kuukaudelle|kuulla|kuuksi|kuukaudeksi|månad"
    r"(?:en|ens)?|month)"
    r"|(?P<quarter>neljännekse(?:llä|n|stä)|vuosineljännekse(?:llä|n)|neljännes"
    r"|kvartaali(?:lla|n)|kvartal(?:et)?|quarter)"
    rf"|(?P<year>vuonna|vuoden|vuosi|vuoteen|vuodesta|vuodelle|vuodeksi|vuotena|år"
    rf"(?:ets?)?|year)){END}"
)
_PLAIN_UNIT: Final = re.compile(
    r"(?:(?P<week>viikon|veckans?)|(?P<year>vuoden|årets?|(?:the[ ])?year))"
    r"(?=[ ](?:loppu(?:un|puolella)?|lopus(?:sa|ta)|alu(?:sta|ssa)|alkuun"
    r"|puoliväli\w{0,3}|puolivälissä|aikana|lopulla|alkupuolella|viimei\w{1,6}"
    r"|ensimmäi\w{1,6})(?!\w)|'s[ ]end)"
)
_CURRENT: Final = re.compile(
    rf"(?:(?P<year>året|kalenderåret|year)|(?P<month>månaden|month)|(?P<week>veckan"
    rf"|week)|(?P<quarter>kvartalet|quarter)){END}"
)
_I_YEAR: Final = re.compile(
    rf"(?:(?P<this>i[ ]år)|(?P<last>i[ ]fjol)|(?P<early>i[ ]våras)|"
    rf"(?P<summer>i[ ]somras)|(?P<fall>i[ ]höstas)|(?P<winter>i[ ]vintras)|"
    rf"(?P<lastyear>ifjol)){END}"
)
_CASES: Final = (
    (("lla", "llä", "ssa", "ssä", "na", "nä"), "in"),
    (("sta", "stä"), "from"),
    (("hun", "oon", "teen", "lle", "ksi"), "to"),
    (("n",), "of"),
)


def _case(word: str) -> str:
    return next((case for endings, case in _CASES if word.endswith(endings)), "")


def _of_days(first: int, last: int, month: int) -> Stretch:
    if first == last:
        return Stretch(precision="day", of=calendar_day(first, month))
    return Stretch(
        precision="day",
        kind="range",
        of=lambda year: (date(year, month, first), date(year, month, last)),
    )


def worded_day(scan: Scan, place: int) -> Found | None:
    """Read a day whose month is a word."""
    if not scan.at(_FREE, place):
        return None
    for pattern in (_FI_DAY, _FI_MONTH_DAY, _NAMED_DAY, _NAMED_FIRST):
        if not (found := scan.at(pattern, place)):
            continue
        part = found.groupdict()
        month = (
            MONTH_STEMS.index(part["stem"]) + 1 if part.get("stem") else NAMED_MONTHS[part["name"]]
        )
        first, last = int(part["d"]), int(part["d2"] or part["d"])
        if not first or max(first, last) > 39:  # noqa: PLR2004 - '45 may apply' is no day
            continue
        end = found.end()
        return _of_days(first, last, month), end
    return None


def close_day(scan: Scan, place: int) -> Found | None:
    """Read 'tänään', 'i morgon', 'yesterday'."""
    found = scan.at(_CLOSE_DAY, place)
    if not found:
        return None
    if scan.ref is None:
        return Stretch(precision="day", asked=True), found.end()
    number = next(n for n in _CLOSE if found[f"c{n + 2}"])
    day = add_days(scan.ref, number)
    return Stretch(precision="day", days=(day, day)), found.end()


def relative_unit(scan: Scan, place: int) -> Found | None:
    """Read 'ensi viikolla', 'viime vuonna', 'kuluvan kuun', and 'vuoden' before its parts."""
    which, start = steer(scan, place)
    found = scan.at(_UNIT, start) if which else scan.at(_PLAIN_UNIT, place)
    if not found:
        return _swedish_year(scan, place)
    unit, word = str(found.lastgroup), found[0]
    stretch = Stretch(precision=unit, case=_case(word), steer=which, years=unit == "year")
    if not which and unit == "year":
        return replace(stretch, of=year_days), found.end()
    if scan.ref is None:
        return replace(stretch, asked=True), found.end()
    step = {"next": 1, "last": -1, "before last": -2}.get(which, 0)
    try:
        days = _moved(scan.ref, unit, step)
    except ValueError:  # Outside the calendar.
        return None
    return replace(stretch, days=days), found.end()


def _moved(ref: date, unit: str, step: int) -> tuple[date, date]:
    if unit == "week":
        return week_of(add_days(ref, 7 * step))
    if unit == "year":
        return year_days(ref.year + step)
    size = 3 if unit == "quarter" else 1
    there = add_months(ref, size * step)
    first = (there.month - 1) // size * size + 1
    return months(there.year, first, first + size - 1)


def current_unit(scan: Scan, place: int) -> Found | None:
    """Read the unit after 'the end of': 'året', 'the month'; the year may be any that fits."""
    found = scan.at(_CURRENT, place)
    if not found:
        return None
    if found["year"]:
        return Stretch(precision="year", of=year_days, years=True), found.end()
    unit = str(found.lastgroup)
    days = _moved(scan.ref, unit, 0) if scan.ref else None
    return Stretch(precision=unit, days=days, asked=days is None, implied=True), found.end()


def _swedish_year(scan: Scan, place: int) -> Found | None:
    found = scan.at(_I_YEAR, place)
    if not found:
        return None
    kind = str(found.lastgroup)
    if kind in {"this", "last", "lastyear"}:
        days = (
            year_days(scan.ref.year - (kind != "this")) if scan.ref and scan.ref.year > 1 else None
        )
        return Stretch(precision="year", days=days, asked=days is None, years=True), found.end()
    first, last = {"early": (3, 5), "summer": (6, 8), "fall": (9, 11), "winter": (12, 2)}[kind]
    return Stretch(
        precision="season", of=lambda year: months(year, first, last), steer="last"
    ), found.end()


def weekday(scan: Scan, place: int) -> Found | None:
    """Read a weekday by itself: the next one, or as 'ensi', 'förra' and a week before it say."""
    which, start = steer(scan, place)
    base = None
    if which and (unit := scan.at(rf"(?:viikon|veckas?){S}", start)):
        base = {"next": 1, "last": -1}.get(which, 0)
        start = unit.end()
    found = scan.at(FULL_WEEKDAY, start)
    if not found or (not which and not _as_time(scan, place, found)):
        return None
    name = found["w"] or found["sv"] or found["en"]
    number = next(n for n, stems in enumerate(WEEKDAY_STEMS) if name in stems)
    case = _case(found["fi"] or "")
    if after := scan.at(rf"{S}(?P<w>nästa|next){S}(?:vecka|week){END}", found.end()):
        base, end = 1, after.end()
    else:
        end = found.end()
    if scan.ref is None:
        return Stretch(precision="day", asked=True, case=case), end
    if base is not None:
        day = add_days(week_of(add_days(scan.ref, 7 * base))[0], number)
        return Stretch(precision="day", days=(day, day), case=case), end
    step = (number - scan.ref.weekday()) % 7
    if which == "last":
        step = -((scan.ref.weekday() - number) % 7 or 7)
    elif which == "next":
        step = step or 7
    day = add_days(scan.ref, step)
    asked = which == "next" and week_of(day) == week_of(scan.ref)  # the coming one, or next week's?
    return Stretch(
        precision="day", days=(day, day), case=case, asked=asked, steer=which or "near"
    ), end


def _as_time(scan: Scan, place: int, found: re.Match[str]) -> bool:
    """Whether a weekday stands as a time, not as a name ('keskiviikko', 'Friday deploys')."""
    if found["fi"]:
        return found["fi"].endswith(("na", "hin", "ihin", "sta", "oon", "kona"))
    before = scan.before(place, 14)
    if found["sv"]:
        return bool(
            re.search(r"(?:\bpå|senast(?: på)?|före|efter|till|i|den)[ ]$", before)
        ) or found[0].endswith("en")
    return bool(found["en"] and re.search(r"\b(?:on|by|before|after|until|from|this)[ ]$", before))
