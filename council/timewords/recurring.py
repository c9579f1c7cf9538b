"""What recurs: as a rule where the words give one, else as often as they say."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from council.timewords.days import add_days, month_end
from council.timewords.lengths import number_of
from council.timewords.lexicon import (
    ADVERB_WEEKDAY,
    OPT,
    SEASON_ADVERBS,
    WEEKDAY_STEMS,
    S,
)
from council.timewords.often_words import (
    APART,
    EVERY,
    EVERY_WEEKDAY,
    INSIDE,
    INTERVAL,
    MONTH_DAY,
    MONTH_WEEKDAY,
    NTH,
    OCCASIONS,
    PER_YEAR,
    SEASONAL,
    STEP,
    STEPS,
    TIMES,
    VAGUE,
    WORD_TIMES,
)
from council.timewords.phrase import Phrase, phrase_at
from council.timewords.placing import bound, month_end_day, relation_of
from council.timewords.said import Often, Said, SaidKind
from council.timewords.scan import Scan
from council.timewords.stretch import Stretch

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
COMMON_YEAR: Final = 2025  # any that is no leap year
_GAP: Final = rf"{OPT}[,:(]?{OPT}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How something recurs, and where the words for it end."""

    freq: str = ""
    interval: int = 1
    more: str = ""  # BY parts of the rule
    per_year: Often | None = None
    precision: str = "none"
    asked: bool = False
    end: int = 0
    every: bool = False  # each year, however often in it

    @property
    def rule(self) -> str:
        """The rule, or nothing where the words give none."""
        if not self.freq:
            return ""
        step = f";INTERVAL={self.interval}" if self.interval > 1 else ""
        return f"FREQ={self.freq}{step}{self.more}"


def read_recurring(scan: Scan, place: int) -> Said | None:
    """Read what recurs at a place, with the times in the year that go with it."""
    pace = _pace(scan, place)
    if pace is None:
        return None
    pace = _narrowed(scan, pace)
    end = pace.end
    return Said(
        kind=SaidKind.RECURRING,
        precision=pace.precision,
        rrule=pace.rule,
        per_year=pace.per_year,
        needs_review=pace.asked,
        span=(place, end),
        words=scan.text[place:end],
    )


def yearly_of(scan: Scan, start: int, phrase: Phrase) -> Said | None:
    """Read 'maaliskuussa vuosittain': a time without a year, then that it comes every year."""
    if not all(one.of for one in phrase.stretches) or not (gap := scan.at(S, phrase.end)):
        return None
    found = scan.at(STEP, gap.end())
    if not found or not found["s0"]:
        return None
    pace = Pace(freq="YEARLY", per_year=Often(1, 1), precision="year", end=found.end())
    pace = replace(_at_times(pace, phrase) or pace, end=found.end())
    return Said(
        kind=SaidKind.RECURRING,
        precision=pace.precision,
        rrule=pace.rule,
        per_year=pace.per_year,
        needs_review=pace.asked,
        span=(start, pace.end),
        words=scan.text[start : pace.end],
    )


def _pace(scan: Scan, place: int) -> Pace | None:
    for read in (_month_days, _weekdays, _times, _every, _steps, _seasonal, _vague):
        if pace := read(scan, place):
            return pace
    return None


def _steps(scan: Scan, place: int) -> Pace | None:
    found = scan.at(STEP, place)
    if not found:
        return None
    freq, interval, unit, _ = STEPS[next(n for n in range(len(STEPS)) if found[f"s{n}"])]
    number = PER_YEAR[freq] / interval
    return Pace(
        freq=freq,
        interval=interval,
        per_year=Often(number, number),
        precision=unit,
        end=found.end(),
        every=freq == "YEARLY" and not re.match("kerran|kerta|en|1|once", found[0]),
    )


def _every(scan: Scan, place: int) -> Pace | None:
    found = scan.at(EVERY, place) or scan.at(APART, place) or scan.at(INTERVAL, place)
    if not found:
        return None
    part = found.groupdict()
    code = next(code for code in "YMWD" if part[code])
    freq = {"Y": "YEARLY", "M": "MONTHLY", "W": "WEEKLY", "D": "DAILY"}[code]
    if part.get("nth") or part.get("in"):
        number = NTH[part["nth"]] if part["nth"] else INSIDE[part["in"]]
    else:
        number = 2 if part.get("two") else number_of(part["n"])
    unit = {"Y": "year", "M": "month", "W": "week", "D": "day"}[code]
    if number < 1:
        return None
    if part.get("n2"):
        longest = number_of(part["n2"])
        if longest < number:
            return None
        pace = Often(_whole(PER_YEAR[freq] / longest), _whole(PER_YEAR[freq] / number))
        return Pace(per_year=pace, precision=unit, asked=True, end=found.end())
    rate = _whole(PER_YEAR[freq] / number)
    return Pace(
        freq=freq,
        interval=number,
        per_year=Often(rate, rate),
        precision=unit,
        asked=code == "Y" and number > 1,
        end=found.end(),
    )


def _whole(number: float) -> float:
    return round(number, 4)


def _times(scan: Scan, place: int) -> Pace | None:
    found = scan.at(TIMES, place)
    if not found:
        return None
    part = found.groupdict()
    unit = next(code for code in "YMWT" if part[code])
    scale = {"Y": 1, "M": 12, "W": 52, "T": 0.25}[unit]
    few = number_of(part["n"]) if part["n"] else WORD_TIMES[part["word"]]
    many = number_of(part["n2"] or part["n3"]) if part["n2"] or part["n3"] else few
    if part["least"] or part["most"]:
        least = few * scale if part["least"] else None
        return Pace(
            per_year=Often(least, None if part["least"] else many * scale),
            asked=True,
            end=found.end(),
        )
    if few == many == 1 and unit != "T":
        freq = {"Y": "YEARLY", "M": "MONTHLY", "W": "WEEKLY"}[unit]
        name = {"Y": "year", "M": "month", "W": "week"}[unit]
        return Pace(freq=freq, per_year=Often(scale, scale), precision=name, end=found.end())
    return Pace(per_year=Often(few * scale, many * scale), asked=True, end=found.end())


def _number(found: re.Match[str], letters: str, count: int) -> int | None:
    part = found.groupdict()
    return next((n for n in range(count) for c in letters if part.get(f"{c}{n}")), None)


def _month_days(scan: Scan, place: int) -> Pace | None:
    if found := scan.at(MONTH_WEEKDAY, place):
        nth, day = _number(found, "oq", 5), _number(found, "wv", 7)
        more = f";BYDAY={nth or -1}{_DAYS[day or 0]}"
    elif found := scan.at(MONTH_DAY, place):
        day = int(found["d"] or found["d2"] or found["d3"] or -1)
        if not (day == -1 or 1 <= day <= 31):  # noqa: PLR2004 - days of a month
            return None
        more = f";BYMONTHDAY={day}"
    else:
        return None
    return Pace(freq="MONTHLY", more=more, per_year=Often(12, 12), precision="day", end=found.end())


def _weekdays(scan: Scan, place: int) -> Pace | None:
    days: list[str] = []
    end = place
    while found := scan.at(EVERY_WEEKDAY, end):
        number = (
            ADVERB_WEEKDAY.index(found["adverb"])
            if found["adverb"]
            else _number(found, "w", len(WEEKDAY_STEMS))
        )
        days.append(_DAYS[number or 0])
        last, joint = found.end(), scan.at(rf"(?:,|{S}(?:ja|sekä|och|and)){S}", found.end())
        if not joint or not scan.at(EVERY_WEEKDAY, joint.end()) or len(days) > 6:  # noqa: PLR2004
            end = last
            break
        end = joint.end()
    if not days:
        return None
    rate = 52 * len(days)
    return Pace(
        freq="WEEKLY",
        more=f";BYDAY={','.join(days)}",
        per_year=Often(rate, rate),
        precision="day",
        end=end,
    )


def _seasonal(scan: Scan, place: int) -> Pace | None:
    """Read 'keväisin', 'joka syksy': once in each window, by its last day."""
    ends: list[int] = []
    end = place
    while found := scan.at(SEASONAL, end):
        number = next(n for n in range(len(SEASON_ADVERBS)) if found[f"s{n}"])
        ends.append(SEASON_ADVERBS[number][1])
        end = found.end()
        joint = scan.at(rf"(?:,|{S}(?:ja|sekä|och|and)){S}", end)
        if not joint or not scan.at(SEASONAL, joint.end()) or len(ends) > 3:  # noqa: PLR2004
            break
        end = joint.end()
    if not ends:
        return None
    return Pace(
        freq="YEARLY",
        more=_by_month_ends(ends),
        per_year=Often(len(ends), len(ends)),
        precision="season",
        end=end,
    )


def _by_month_ends(ends: list[int]) -> str:
    last = {5: 31, 8: 31, 11: 30}.get(ends[0], -1) if len(ends) == 1 else -1
    return f";BYMONTH={','.join(map(str, sorted(ends)))};BYMONTHDAY={last}"


def _vague(scan: Scan, place: int) -> Pace | None:
    found = scan.at(VAGUE, place) or scan.at(OCCASIONS, place)
    return Pace(asked=True, end=found.end()) if found else None


def _narrowed(scan: Scan, pace: Pace) -> Pace:
    """Take in the times in the year that follow: 'keväisin', '31.3. mennessä'."""
    yearly = pace.per_year is None or pace.per_year.exactly is not None
    of_year = pace.freq in {"YEARLY", ""} or (pace.freq == "MONTHLY" and pace.interval > 1)
    gap = scan.at(_GAP, pace.end)
    if pace.more or not of_year or not yearly or not gap or gap.end() == pace.end:
        return pace
    if season := _seasonal(scan, gap.end()):
        return _agreed(pace, season) or pace
    phrase = phrase_at(scan, gap.end())
    if not phrase:
        return pace
    end = phrase.end + scan.low.startswith(")", phrase.end)
    if until := _until(pace, phrase):
        return replace(until, end=end)
    times = _at_times(_each(pace), phrase)
    times = _agreed(pace, times) if times else None
    return replace(times, end=end) if times else pace


def _each(pace: Pace) -> Pace:
    """Return every second year as a pace whose years may each have one time."""
    return replace(pace, every=True) if pace.freq == "YEARLY" and pace.interval > 1 else pace


def _agreed(pace: Pace, times: Pace) -> Pace | None:
    """Return the times where they are as many as 'n times a year' says."""
    if pace.freq == "YEARLY" and pace.interval > 1:
        once = times.per_year == Often(1, 1) and times.freq == "YEARLY"
        return replace(pace, more=times.more, end=times.end) if once else None
    if pace.per_year and times.per_year and pace.per_year != times.per_year and not pace.every:
        return None
    return times


def _until(pace: Pace, phrase: Phrase) -> Pace | None:
    """Return the rule with the last day of the years that it holds for."""
    one = phrase.stretches[0]
    if not one.days or not pace.freq or one.precision not in {"year", "council-term"}:
        return None
    if phrase.relation not in {"", "at", "until"} and one.kind != "period":
        return None
    return replace(pace, more=f"{pace.more};UNTIL={one.days[1]:%Y%m%d}")


def _at_times(pace: Pace, phrase: Phrase) -> Pace | None:
    """Return the rule of the times in a year, where one rule can say them all."""
    first = phrase.stretches[0]
    relation = relation_of(phrase, first)
    days = [_last_day(one, relation) for one in phrase.stretches]
    ends = sorted(day for day in days if day)
    count = len(ends)
    if count < len(days) or (pace.per_year and pace.per_year.exactly != count and not pace.every):
        return None
    more = f";BYMONTH={','.join(str(day.month) for day in ends)}"
    if first.precision != "month" or relation in {"by", "before", "until"}:
        if (day := _one_day(ends)) is None:
            return replace(pace, asked=True, freq="", per_year=Often(count, count))
        more += f";BYMONTHDAY={day}"
    return Pace(
        freq="YEARLY",
        more=more,
        per_year=Often(count, count),
        precision=first.precision,
        end=phrase.end,
    )


def _one_day(ends: list[date]) -> int | None:
    """Return the day of the month that all have in common; -1 where it is the last of each."""
    february = ends[0] == month_end(ends[0].year, 2)
    if all(month_end_day(day) for day in ends) and (len(ends) > 1 or february):
        return -1
    return ends[0].day if len({day.day for day in ends}) == 1 else None


def _last_day(one: Stretch, relation: str) -> date | None:
    """Return the last day that is meant in some year; None where the year is said."""
    cut = bound(one)
    try:
        days = cut.of(COMMON_YEAR) if cut.of and not one.steer else None
    except ValueError:
        return None
    if days and relation == "before" and one.part not in {"end", "last_day"}:
        return add_days(days[0], -1)
    return days[1] if days else None
