"""Giving a phrase its days: which year is meant, and what 'mennessä' or 'after' makes of them."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from council.timewords.days import Days, add_days, add_months
from council.timewords.lexicon import S
from council.timewords.phrase import Phrase
from council.timewords.said import Said, SaidKind
from council.timewords.scan import Scan
from council.timewords.stretch import Stretch, parted, yearless
from council.timewords.tense import FUTURE, PAST, tense

_YEARS_ABOUT: Final = 9  # years either way in which 29.2. or week 53 comes round
_OR: Final = re.compile(
    rf"{S}(?:tai|taikka|eller|or){S}(?:\d|q\d|(?:viikolla|vko|vuonna|vecka|week"
    rf"|ensi|next)\b|\w{{3,7}}kuu)"
)
# Words that put the limit inside the time that they name.
_SURELY: Final = frozenset(
    {"viimeistään", "senast", "senast i", "senast under", "latest", "no later than"}
)
_PARTS: Final = {
    "last_day": "end",
    "last_week": "end",
    "first_day": "start",
    "first_week": "start",
}
_KINDS: Final = {
    "by": SaidKind.BY,
    "eve": SaidKind.BY,
    "before": SaidKind.BY,
    "until": SaidKind.UNTIL,
    "from": SaidKind.FROM,
    "after": SaidKind.AFTER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A stretch with its days, or with what it lacks."""

    days: Days | None = None
    yearless: str = ""
    asked: bool = False
    error: str = ""


def place_phrase(scan: Scan, start: int, phrase: Phrase) -> Said:
    """Return what a phrase says, seen from the day on which it is said."""
    span = (start, phrase.end)
    when = tense(scan.text, scan.low, *span)
    parts = [_one(scan.ref, when, phrase, each) for each in phrase.stretches]
    said = parts[0] if len(parts) == 1 else _several(parts)
    if scan.at(_OR, phrase.end):
        said = replace(said, needs_review=True)  # one of two times, and nobody knows which
    return replace(
        said, span=span, words=scan.text[slice(*span)], at=phrase.at, until_time=phrase.until_time
    )


def _several(parts: list[Said]) -> Said:
    first, last = parts[0], parts[-1]
    bad = next((one for one in parts if one.kind is SaidKind.INVALID), None)
    if bad:
        return replace(bad, multi=tuple(parts))
    start, end = first.start, last.end
    if start and end and end < start:
        start, end = (
            min(filter(None, (one.start for one in parts))),
            max(filter(None, (one.end for one in parts))),
        )
    return replace(
        first,
        start=start,
        end=end,
        yearless="" if start or end else first.yearless,
        multi=tuple(parts),
        needs_review=any(one.needs_review for one in parts),
        fuzzy=any(one.fuzzy for one in parts),
    )


def _one(ref: date | None, when: str, phrase: Phrase, stretch: Stretch) -> Said:
    relation = relation_of(phrase, stretch)
    bounded = bound(stretch)
    placed = settle(bounded, ref, PAST if when == PAST and relation != "eve" else FUTURE)
    if placed.error and placed.error != "weekday_mismatch":
        return Said(
            kind=SaidKind.INVALID,
            precision=stretch.precision,
            error=placed.error,
            needs_review=True,
        )
    start, end = _limits(relation, placed.days, stretch) if placed.days else (None, None)
    soft = stretch.precision == "season" or relation == "about"
    return Said(
        kind=_kind(relation, stretch),
        start=start,
        end=end,
        precision=bounded.precision,
        part=_PARTS.get(bounded.part, bounded.part),
        yearless=placed.yearless,
        error=placed.error,
        needs_review=placed.asked
        or bounded.asked
        or _vague_year(phrase, stretch, relation)
        or _over(bounded, placed, ref, when),
        fuzzy=soft or _soft_edge(bounded, relation) or _vague_year(phrase, stretch, relation),
    )


def relation_of(phrase: Phrase, stretch: Stretch) -> str:
    """Return how the stretch bounds its subject: by its marker, else by the noun's case."""
    whole_year = stretch.precision == "year" and stretch.years and not stretch.part
    if whole_year and phrase.marker.removeprefix("fram ") in {"till", "till år"}:
        return "by"  # Swedish 'till år 2030' is what Finnish says as 'vuoteen 2030 mennessä'
    if phrase.relation not in {"", "at"}:
        return phrase.relation
    if phrase.relation == "at" and phrase.marker != "jo":
        return "at"
    if stretch.case == "from" and not (stretch.part and stretch.part != "start"):
        return "from"
    if stretch.case == "to_end":
        return "until"
    return ""


def bound(stretch: Stretch) -> Stretch:
    """Return a stretch up to its middle, where 'puoliväliin' makes that a limit."""
    if stretch.case != "to_mid":
        return stretch
    return parted(replace(stretch, part=""), "mid", by=True)


def _kind(relation: str, stretch: Stretch) -> SaidKind:
    if relation == "after" and stretch.precision == "season" and stretch.asked:
        return SaidKind.FROM  # after the holidays: from the day when work begins again
    if relation in _KINDS:
        return _KINDS[relation]
    return SaidKind(stretch.kind) if stretch.kind else SaidKind.AT


def _limits(relation: str, days: Days, stretch: Stretch) -> tuple[date | None, date | None]:
    """Return the first and the last day that the relation leaves of a time."""
    start, end = days
    night = stretch.part == "turn" and stretch.precision == "year"
    last, first = date(start.year, 12, 31), date(end.year, 1, 1)
    at_end = stretch.part in {"end", "last_day"} and stretch.precision != "day"
    match relation:
        case "by" | "until":
            return None, last if night else end
        case "before" if night or at_end:
            return None, last if night else end
        case "before" | "eve":
            return None, add_days(start, -1)
        case "from":
            return first if night else start, None
        case "after":
            return first if night else add_days(end, 1), None
    return start, end


def _vague_year(phrase: Phrase, stretch: Stretch, relation: str) -> bool:
    """Whether 'vuoteen 2030 mennessä' leaves open if that time itself still counts."""
    whole = stretch.precision == "year" and not stretch.part and stretch.years
    vague = whole and relation == "by" and phrase.marker not in _SURELY
    short = stretch.precision in {"month", "week", "season"}
    early = relation == "by" and stretch.part == "start" and not short
    # 'kesään mennessä' may as well be before the summer.
    season = stretch.precision == "season" and not stretch.part and phrase.marker not in _SURELY
    return (vague and not stretch.steer) or early or (season and relation == "by")


def _soft_edge(stretch: Stretch, relation: str) -> bool:
    """Whether the part named has no sharp edge; a limit at the very end of a unit has."""
    limit = relation in {"by", "until", "before"} and stretch.part in {"end", "last_day"}
    beginning = relation == "from" and stretch.part == "start"
    return stretch.fuzzy and not (limit or beginning)


def _over(stretch: Stretch, placed: Placed, ref: date | None, when: str) -> bool:
    """Whether 'kauden alussa' is over already, though nothing says that it is past."""
    return bool(stretch.implied and placed.days and ref and placed.days[1] < ref and when != PAST)


def settle(stretch: Stretch, ref: date | None, when: str) -> Placed:
    """Find the year that is meant: the one said, or the latest past or next coming one."""
    if stretch.error:
        return Placed(error=stretch.error)
    if stretch.days:
        return _checked(_near(stretch, ref, when), stretch)
    possible = _around(stretch, ref)
    if stretch.of and not possible:
        return Placed(error="no_such_date")
    days = _chosen(possible, stretch, ref, when) if ref else None
    if days is None or ref is None:
        return Placed(yearless=yearless(stretch), asked=True)
    far = abs(days[0].year - ref.year) > 1  # 29.2.: perhaps not what was meant
    placed = _checked(days, stretch)
    return replace(placed, asked=placed.asked or far)


def _around(stretch: Stretch, ref: date | None) -> list[Days]:
    """List the days of the years around, in order."""
    year = ref.year if ref else 2024
    found = []
    for near in range(year - _YEARS_ABOUT, year + _YEARS_ABOUT):
        try:
            found.append(stretch.of(near) if stretch.of else None)
        except (ValueError, OverflowError):
            continue
    return [days for days in found if days]


def _chosen(possible: list[Days], stretch: Stretch, ref: date, when: str) -> Days | None:
    past = [days for days in possible if days[0] <= ref]
    coming = [days for days in possible if days[1] >= ref]
    match stretch.steer:
        case "next":
            return next((days for days in possible if days[0] > ref), None)
        case "last":
            return next((days for days in reversed(possible) if days[1] < ref), None)
        case "this":
            now = [days for days in possible if ref.year in {days[0].year, days[1].year}]
            return next((days for days in now if days[1] >= ref), now[-1] if now else None)
    choices = [*past[-1:], *coming[:1]] if when == PAST else [*coming[:1], *past[-1:]]
    if stretch.weekday is not None:
        fitting = [days for days in choices if days[0].weekday() == stretch.weekday]
        choices = fitting or choices
    return choices[0] if choices else None


def _near(stretch: Stretch, ref: date | None, when: str) -> Days:
    """Move a bare weekday back by a week where the words speak of the past."""
    days = stretch.days or (date.min, date.min)
    if stretch.steer == "near" and ref and when == PAST and days[0] > ref:
        return add_days(days[0], -7), add_days(days[1], -7)
    return days


def _checked(days: Days, stretch: Stretch) -> Placed:
    wrong = stretch.weekday is not None and days[0].weekday() != stretch.weekday
    return Placed(days=days, asked=wrong, error="weekday_mismatch" if wrong else "")


def month_end_day(day: date) -> bool:
    """Whether a day is the last of its month."""
    return add_days(day, 1).day == 1 and add_months(day, 0) == day
