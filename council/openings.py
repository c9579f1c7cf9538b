"""When something may be sent: the quiet hours, the days off, and the hour of each person."""

from datetime import datetime, time, timedelta

from council.rules import Preferences, Rules
from council.workdays import WorkingDays


def quiet_at(moment: datetime, rules: Rules, days: WorkingDays) -> bool:
    """Tell whether nothing may be sent at a moment: a day off, or the quiet hours."""
    local = days.local(moment)
    if not days.working(local.date(), july_off=rules.july_off):
        return True
    return _quiet(local.time(), rules)


def _quiet(at: time, rules: Rules) -> bool:
    """Tell of a time of day; quiet hours from midnight on have no midnight between their ends."""
    begin, end = rules.quiet_from, rules.quiet_until
    return begin <= at < end if begin <= end else not end <= at < begin


def sending_hour(chosen: Preferences, rules: Rules) -> time:
    """Return when a person is written to on a day; for an hour in the quiet ones, their end."""
    hour = chosen.hour or rules.hour
    return rules.quiet_until if _quiet(hour, rules) else hour


def next_opening(moment: datetime, rules: Rules, days: WorkingDays, hour: time) -> datetime:
    """Return the first sending hour of a working day after a moment."""
    day = days.day(moment)
    for _ in range(2):
        day = days.forth(day, july_off=rules.july_off)
        opening = days.moment(day, hour)
        if opening > moment:
            return opening
        day += timedelta(days=1)
    return days.moment(days.forth(day, july_off=rules.july_off), hour)
