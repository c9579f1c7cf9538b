"""What a text says of a time, and what a reminder may make of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from council.dates import DateCertainty, DateKind, DueDate


class SaidKind(StrEnum):
    """What an expression says of its subject."""

    AT = "at"  # takes or took place
    RANGE = "range"  # from a day to a day
    PERIOD = "period"  # in force over years
    DEADLINE = "deadline"  # due, though only its place says so
    BY = "by"  # no later than `end`
    UNTIL = "until"
    FROM = "from"
    AFTER = "after"
    RECURRING = "recurring"
    ONGOING = "ongoing"
    ON_DEMAND = "on_demand"
    DURATION = "duration"  # counted from an event whose day is not said
    INVALID = "invalid"  # a day that does not exist
    UNKNOWN = "unknown"  # said to be open
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Often:
    """How often a year, at the least and at the most; None where that end is open."""

    least: float | None
    most: float | None

    @property
    def exactly(self) -> float | None:
        """The number, where both ends are the same."""
        return self.least if self.least == self.most else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A time as it is said.

    Days are calendar days, `end` is included. `by` and `until` have no start, `from` and `after`
    no end; what nobody can tell from the words and the day they were said on is None. `rrule` is
    an RFC 5545 rule without DTSTART, `duration` an ISO 8601 length, `yearless` the XML Schema form
    ('--05-16', '--02', '--09/--11') of what has no year. `span` is [start, end) in the text.
    """

    kind: SaidKind
    start: date | None = None
    end: date | None = None
    precision: str = "none"  # the unit that the words name, as in 'council-term'
    part: str = ""  # start, first_half, mid, second_half, end or turn of that unit
    rrule: str = ""
    per_year: Often | None = None
    yearless: str = ""
    duration: str = ""
    error: str = ""  # no_such_date, weekday_mismatch or end_before_start
    needs_review: bool = False  # a person has to be asked before this is relied on
    fuzzy: bool = False  # soft edges: always shown with its words
    at: time | None = None
    until_time: time | None = None
    span: tuple[int, int] = (0, 0)
    words: str = ""
    multi: tuple["Said", ...] = ()


NOTHING: Final = Said(kind=SaidKind.NONE)

_DUE_KINDS: Final[Mapping[SaidKind, DateKind]] = {
    SaidKind.AT: DateKind.AT,
    SaidKind.RANGE: DateKind.PERIOD,
    SaidKind.PERIOD: DateKind.PERIOD,
    SaidKind.FROM: DateKind.AT,
    SaidKind.AFTER: DateKind.AT,
    SaidKind.BY: DateKind.BY,
    SaidKind.DEADLINE: DateKind.BY,
    SaidKind.UNTIL: DateKind.PERIOD,
}


def due(said: Said) -> DueDate | None:
    """Return it as a date on record, with its own words; None where it is no day or period.

    What needs review, or names several days, is unconfirmed; what has no year stays yearless. What
    recurs has no one day: its rule has to be confirmed by a person first.
    """
    kind = _DUE_KINDS.get(said.kind)
    if kind is None or not (said.start or said.end or said.yearless):
        return None
    if said.yearless and not (said.start or said.end):
        certainty = DateCertainty.YEARLESS
    elif said.needs_review or said.multi:
        certainty = DateCertainty.UNCONFIRMED
    else:
        certainty = DateCertainty.FUZZY if said.fuzzy else DateCertainty.CERTAIN
    return DueDate(
        words=said.words,
        start=said.start,
        end=said.end,
        certainty=certainty,
        kind=kind,
        yearless=said.yearless if certainty is DateCertainty.YEARLESS else "",
        at=said.at,
    )
