"""A stretch of time before its year is known: what of it the words give."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from council.timewords.days import Days, add_days, add_months, month_end

OfYear = Callable[[int], Days]
"""The days in a year; raises ValueError where that year has none (29.2., week 53)."""

LEAP: Final = 2024  # a year in which every day without a year exists


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A unit of time: with its days, or with what gives them once the year is known."""

    precision: str
    days: Days | None = None
    of: OfYear | None = None
    case: str = ""  # of the Finnish noun: in, from, to, of
    part: str = ""
    steer: str = ""  # next, last, this: which one, where no year is given
    kind: str = ""  # of a stretch that is a period or a range by itself
    fuzzy: bool = False
    asked: bool = False
    error: str = ""
    weekday: int | None = None
    implied: bool = False  # its days are those around the day of speaking
    years: bool = False  # a year or several, of which a part may be named
    listed: tuple["Stretch", ...] = ()


def in_year(stretch: Stretch, year: int) -> Stretch:
    """Give a stretch its year; an impossible day is an error of its own."""
    if stretch.of is None:
        return stretch
    try:
        days = stretch.of(year)
    except ValueError:
        return replace(stretch, of=None, error="no_such_date")
    return replace(stretch, days=days, of=None)


def yearless(stretch: Stretch) -> str:
    """Return the XML Schema form of a stretch without a year."""
    if stretch.of is None:
        return ""
    try:
        start, end = stretch.of(LEAP)
    except ValueError:
        return ""
    if stretch.precision == "week":
        return ""
    if start == end:
        return f"--{start:%m-%d}"
    if start.day != 1 or end != month_end(end.year, end.month):
        return f"--{start:%m-%d}/--{end:%m-%d}"
    same = (start.year, start.month) == (end.year, end.month)
    return f"--{start:%m}" if same else f"--{start:%m}/--{end:%m}"


def parted(stretch: Stretch, part: str, *, by: bool = False) -> Stretch:
    """Return a part of a stretch; `by` as the end of a deadline, where the middle is one day."""

    def days(whole: Days) -> Days:
        return _cut(whole, stretch.precision, part, by=by)

    asked = stretch.asked or (part == "mid" and stretch.precision == "council-term")
    asked = asked or (part in {"start", "mid"} and stretch.precision == "decade")
    whole, of = stretch.days, stretch.of
    exact = part.endswith("_day") or (by and part == "end")
    return replace(
        stretch,
        days=days(whole) if whole else None,
        of=(lambda year: days(of(year))) if of else None,
        part=part,
        fuzzy=stretch.fuzzy or not exact,
        asked=asked,
        precision="half-decade"
        if stretch.precision == "decade" and part == "mid"
        else stretch.precision,
    )


def _cut(whole: Days, precision: str, part: str, *, by: bool) -> Days:
    start, end = whole
    edges = {
        "last_day": (end, end),
        "last_week": (add_days(end, -6), end),
        "first_day": (start, start),
        "first_week": (start, add_days(start, 6)),
    }
    if part in edges:
        return edges[part]
    if precision == "month":
        return _of_month(whole, part, by=by)
    if precision in {"council-term", "decade"}:
        return _of_years(whole, precision, part, by=by)
    if precision in {"week", "day"}:
        return _of_week(whole, part)
    return _of_months(whole, part)


def _of_week(whole: Days, part: str) -> Days:
    """Cut a week: its first two days, its Wednesday, its last three."""
    start, end = whole
    middle = add_days(start, 2)
    days = {"start": (start, add_days(start, 1)), "end": (add_days(end, -2), end)}
    return days.get(part, (middle, middle))


def _of_month(whole: Days, part: str, *, by: bool) -> Days:
    """Cut a month into thirds (1 to 10, 11 to 20, the rest) or halves."""
    start, end = whole
    last = end.replace(day=1)
    return {
        "start": (start, start.replace(day=10)),
        "first_half": (start, start.replace(day=15)),
        "mid": (last.replace(day=11), last.replace(day=15 if by else 20)),
        "second_half": (last.replace(day=16), end),
        "end": (last.replace(day=21), end),
        "turn": (last.replace(day=21), add_days(end, 10)),
    }[part]


def _of_months(whole: Days, part: str) -> Days:
    """Cut a season, quarter, half or whole year into months."""
    start, end = whole
    length = (end.year - start.year) * 12 + end.month - start.month + 1
    edge = max(1, length // 4)
    middle = add_months(start, length // 2)
    if part == "mid" and length <= 3:  # noqa: PLR2004 - the second month of a season
        middle = add_months(start, 2)
        return add_months(start, 1), add_days(middle, -1)
    return {
        "start": (start, add_days(add_months(start, edge), -1)),
        "first_half": (start, add_days(middle, -1)),
        "mid": (add_months(middle, -1), add_days(middle, -1)),
        "second_half": (middle, end),
        "end": (add_months(start, length - edge), end),
        "turn": (add_days(end, -10), add_days(end, 10)),
    }[part]


def _of_years(whole: Days, precision: str, part: str, *, by: bool) -> Days:
    """Cut a council term or a decade into years."""
    start, end = whole
    if precision == "decade":
        first, last = date(start.year + 4, 1, 1), date(start.year + 5, 12, 31)
        return {
            "start": (start, date(start.year + 4, 12, 31)),
            "first_half": (start, date(start.year + 4, 12, 31)),
            "mid": (first, last if by else date(start.year + 6, 12, 31)),
            "second_half": (date(start.year + 5, 1, 1), end),
            "end": (date(end.year, 1, 1), end),
            "turn": (date(end.year, 1, 1), date(end.year + 1, 12, 31)),
        }[part]
    middle = start + (end - start) / 2
    turn = middle.replace(day=1)
    return {
        "start": (start, date(start.year, 12, 31)),
        "first_half": (start, middle),
        "mid": (add_months(turn, -1), month_end(turn.year, turn.month)),
        "second_half": (middle, end),
        "end": (date(end.year, 1, 1), end),
        "turn": (add_days(end, -30), add_days(end, 30)),
    }[part]
