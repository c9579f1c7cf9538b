"""Days and periods as documents give them: certain, fuzzy, unconfirmed or without a year.

All days are calendar days in the municipality's own time zone.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class DateCertainty(StrEnum):
    """How far a date may be relied on."""

    CERTAIN = "certain"  # a day or period that the source states
    FUZZY = "fuzzy"  # a period with soft edges: always shown with its original words
    UNCONFIRMED = "unconfirmed"  # read or inferred, not confirmed by an administrator
    YEARLESS = "yearless"  # the source gives no year and nobody has confirmed one


class DateKind(StrEnum):
    """What a date says about its subject."""

    BY = "by"  # no later than `end`
    AT = "at"  # takes or took place
    PERIOD = "period"  # in force from `start` to `end`
    RECURRING = "recurring"


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDate:
    """A day or a period with its original words.

    `start` and `end` are inclusive; both are None when `certainty` is yearless, where `yearless`
    then holds the XML Schema form: '--05-16', '--02' or '--09/--11'.
    """

    words: str = ""  # as the source puts it; empty when only the day itself is known
    start: date | None = None
    end: date | None = None
    certainty: DateCertainty = DateCertainty.CERTAIN
    kind: DateKind = DateKind.BY
    yearless: str = ""
    at: time | None = None  # local time of day; None where the source gives none
    originally: date | None = None  # the first due day, when it has been moved
    moved: date | None = None  # the day on which it was last moved in Luotsi
    moved_why: str = ""  # why, as whoever proposed it wrote

    @property
    def last(self) -> date | None:
        """The last day of the period: what an engine works towards and a list is sorted by."""
        return self.end or self.start

    @property
    def one_day(self) -> bool:
        """Whether this is a single known day."""
        return self.last is not None and (self.start is None or self.start == self.last)
