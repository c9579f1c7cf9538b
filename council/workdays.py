"""Days on which a municipality works, and the moments at which something may be sent.

Days are calendar days in the municipality's zone; moments are aware, UTC.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

FARTHEST: Final = 120  # days that are looked through for a working day; July is the longest pause
_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_JULY: Final = 7


def no_holidays(day: date) -> bool:
    """Tell that a day is no holiday: for those who have no calendar of holidays."""
    del day
    return False


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of a municipality: not Saturdays, Sundays, public holidays or their eves."""

    zone: ZoneInfo
    holiday: Callable[[date], bool] = no_holidays  # public holidays and the eves that are days off

    def working(self, day: date, *, july_off: bool = False) -> bool:
        """Tell whether it is a working day; `july_off`: nobody works in July."""
        if day.weekday() >= _SATURDAY or (july_off and day.month == _JULY):
            return False
        return not self.holiday(day)

    def back(self, day: date, *, july_off: bool = False) -> date:
        """Return the day itself or the last working day before it."""
        return self._nearest(day, -_DAY, july_off=july_off)

    def forth(self, day: date, *, july_off: bool = False) -> date:
        """Return the day itself or the first working day after it."""
        return self._nearest(day, _DAY, july_off=july_off)

    def _nearest(self, day: date, step: timedelta, *, july_off: bool) -> date:
        for _ in range(FARTHEST):
            if self.working(day, july_off=july_off):
                return day
            day += step
        raise ValueError("the calendar of holidays leaves no working day")

    def moment(self, day: date, at: time) -> datetime:
        """Return the moment of a time of day in the municipality.

        A time that the clocks leap over is that much later; of one that comes twice, the first.
        """
        local = datetime.combine(day, at, self.zone)
        return local.astimezone(UTC)

    def local(self, moment: datetime) -> datetime:
        """Return a moment as the municipality's clocks show it."""
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> date:
        """Return the calendar day of a moment."""
        return self.local(moment).date()
