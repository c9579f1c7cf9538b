"""Days, periods and dates without a year as people write them in a form."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, time
from typing import TypeVar

from council.dates import DateCertainty, DateKind, DueDate
from documents.form_faults import FaultList, nearest
from documents.form_yaml import Broken, Listing, Mapping, Node, Text

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_FINNISH = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d{2})|(\d{1,2})/(\d{4})")
_YEARS = re.compile(r"(\d{4})(?:\s*[-\u2013]\s*(\d{4}))?")
_YEARLESS = re.compile(r"--(\d{2})(?:-(\d{2}))?(?:/--(\d{2})(?:-(\d{2}))?)?")
_TIME = re.compile(r"(?:klo\s*)?(\d{1,2})[.:](\d{2})")
_WEEKDAYS = (
    ("monday", "maanantai", "mandag", "måndag", "ma", "mon", "mån"),
    ("tuesday", "tiistai", "tisdag", "ti", "tue", "tis"),
    ("wednesday", "keskiviikko", "onsdag", "ke", "wed", "ons"),
    ("thursday", "torstai", "torsdag", "to", "thu", "tors"),
    ("friday", "perjantai", "fredag", "pe", "fri", "fre"),
    ("saturday", "lauantai", "lördag", "la", "sat", "lör"),
    ("sunday", "sunnuntai", "söndag", "su", "sun", "sön"),
)
WHEN_KEYS = (
    "words",
    "day",
    "start",
    "end",
    "yearless",
    "certainty",
    "kind",
    "at",
    "originally",
)
_Choice = TypeVar("_Choice", DateCertainty, DateKind)
LEAP_YEAR = 2024  # A year in which every day without a year exists.


@dataclass(frozen=True, slots=True)
class _Period:
    start: date
    end: date


def read_day(node: Node, faults: FaultList) -> date | None:
    """Read one day, with or without its weekday; None with a fault noted."""
    if isinstance(node, Broken):
        return None
    if not isinstance(node, Text):
        faults.add("date-unclear", node.line, value="…")
        return None
    period = _period(node, faults)
    if period is not None and period.start != period.end:
        faults.add("date-unclear", node.line, value=node.value)
        return None
    return period.start if period else None


def read_when(node: Node, kind: DateKind, faults: FaultList) -> DueDate | None:
    """Read a date: a day, month, year or years, or a mapping of WHEN_KEYS.

    `kind` is what the date says of its subject unless the form tells otherwise. None with a fault
    noted.
    """
    if isinstance(node, Text):
        period = _period(node, faults)
        return None if period is None else DueDate(start=period.start, end=period.end, kind=kind)
    if isinstance(node, Mapping):
        return _WhenReading(node, kind, faults).result()
    if isinstance(node, Listing):
        faults.add("date-unclear", node.line, value="[…]")
    return None


def _period(node: Text, faults: FaultList) -> _Period | None:
    words = node.value.strip()
    said, rest = _weekday(words)
    try:
        period = _parse(rest)
    except ValueError:
        faults.add("date-impossible", node.line, value=rest[:40])
        return None
    if period is None or (said is not None and period.start != period.end):
        faults.add("date-unclear", node.line, value=words[:40])
        return None
    if said is not None and period.start.weekday() != said:
        actual = _WEEKDAYS[period.start.weekday()][0].capitalize()
        wrong = _WEEKDAYS[said][0].capitalize()
        faults.add("weekday-wrong", node.line, value=rest, actual=actual, said=wrong)
        return None
    return period


def _weekday(words: str) -> tuple[int | None, str]:
    """Split a leading weekday off: 'ma 14.12.2009', 'maanantaina 14.12.2009', 'Monday, …'."""
    first, _, rest = words.partition(" ")
    name = first.rstrip(".,").lower().removesuffix("na")
    for number, names in enumerate(_WEEKDAYS):
        if name in names:
            return number, rest.strip()
    return None, words


def _parse(words: str) -> _Period | None:
    """Read a period; None where the shape is unknown, ValueError where it does not exist."""
    if match := _ISO.fullmatch(words):
        day = date(*map(int, match.groups()))
        return _Period(day, day)
    if match := _FINNISH.fullmatch(words):
        day = date(int(match[3]), int(match[2]), int(match[1]))
        return _Period(day, day)
    if match := _MONTH.fullmatch(words):
        year, month = int(match[1] or match[4]), int(match[2] or match[3])
        first = date(year, month, 1)
        return _Period(first, first.replace(day=calendar.monthrange(year, month)[1]))
    if match := _YEARS.fullmatch(words):
        since, until = int(match[1]), int(match[2] or match[1])
        if until < since:
            raise ValueError(words)
        return _Period(date(since, 1, 1), date(until, 12, 31))
    return None


class _WhenReading:
    """Reads one mapping of a date."""

    def __init__(self, node: Mapping, kind: DateKind, faults: FaultList) -> None:
        self._node = node
        self._kind = kind
        self._faults = faults
        self._before = len(faults.found)

    def result(self) -> DueDate | None:
        """Return the date, or None with faults noted."""
        for key, entry in self._node.entries.items():
            if key not in WHEN_KEYS:
                close = nearest(key, WHEN_KEYS)
                self._fault("unknown-key", entry.line, key=key, where="a date", nearest=close)
        start, end = self._days()
        yearless = self._text("yearless")
        certainty = self._choice("certainty", DateCertainty, self._usual_certainty(yearless))
        kind = self._choice("kind", DateKind, self._kind)
        words = self._text("words")
        self._check(certainty, words, yearless, start, end)
        at, originally = self._time(), self._day("originally")
        if len(self._faults.found) > self._before:
            return None
        return DueDate(
            words=words,
            start=start,
            end=end,
            certainty=certainty,
            kind=kind,
            yearless=yearless,
            at=at,
            originally=originally,
        )

    @staticmethod
    def _usual_certainty(yearless: str) -> DateCertainty:
        return DateCertainty.YEARLESS if yearless else DateCertainty.CERTAIN

    def _days(self) -> tuple[date | None, date | None]:
        day, start, end = self._day("day"), self._day("start"), self._day("end")
        entries = self._node.entries
        if "day" in entries and ("start" in entries or "end" in entries):
            self._fault("day-and-period", entries["day"].line)
        if start and end and end < start:
            line = entries["end"].line
            self._fault("end-before-start", line, key="end", start=f"{start}", end=f"{end}")
        return day or start, day or end

    def _check(
        self,
        certainty: DateCertainty,
        words: str,
        yearless: str,
        start: date | None,
        end: date | None,
    ) -> None:
        line = self._node.line
        has_days = any(key in self._node.entries for key in ("day", "start", "end"))
        if yearless:
            at = self._node.entries["yearless"].line
            self._check_yearless(yearless, at)
            if has_days or certainty is not DateCertainty.YEARLESS:
                self._fault("yearless-with-days", at)
        elif certainty is DateCertainty.YEARLESS:
            self._fault("yearless-missing", line)
        elif not has_days and start is None and end is None:
            self._fault("date-missing", line)
        if certainty in {DateCertainty.FUZZY, DateCertainty.YEARLESS} and not words:
            self._fault("words-missing", line, certainty=certainty.value)

    def _check_yearless(self, value: str, line: int) -> None:
        match = _YEARLESS.fullmatch(value)
        if match is None:
            self._fault("yearless-unclear", line, value=value[:40])
            return
        for month, day in ((match[1], match[2]), (match[3], match[4])):
            try:
                date(LEAP_YEAR, int(month or 1), int(day or 1))
            except ValueError:
                self._fault("date-impossible", line, value=value)

    def _text(self, key: str) -> str:
        entry = self._node.entries.get(key)
        if entry is None or isinstance(entry.value, Broken):
            return ""
        if isinstance(entry.value, Text):
            return entry.value.value.strip()
        self._fault("wrong-type", entry.line, key=key, expected="text", found="a list or mapping")
        return ""

    def _day(self, key: str) -> date | None:
        entry = self._node.entries.get(key)
        return read_day(entry.value, self._faults) if entry else None

    def _time(self) -> time | None:
        words = self._text("at")
        if not words:
            return None
        match = _TIME.fullmatch(words)
        try:
            if match:
                return time(int(match[1]), int(match[2]))
        except ValueError:  # Told below, like any other time that is none.
            pass
        self._fault("time-unclear", self._node.entries["at"].line, value=words[:40])
        return None

    def _choice(self, key: str, choices: type[_Choice], usual: _Choice) -> _Choice:
        word = self._text(key)
        if not word:
            return usual
        try:
            return choices(word)
        except ValueError:
            known = [choice.value for choice in choices]
            line = self._node.entries[key].line
            self._fault(
                "unknown-choice",
                line,
                value=word[:40],
                key=key,
                nearest=nearest(word, known),
                choices=", ".join(known),
            )
            return usual

    def _fault(self, code: str, line: int, **facts: str) -> None:
        self._faults.add(code, line, **facts)
