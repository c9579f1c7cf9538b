"""Days that lie months apart, and those on which a metric's value is due."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from council.dates import DateCertainty, DueDate
from council.model import Certainty, Metric, OpenQuestion
from council.register import Register
from council.rules import Rules

RELIABLE: Final = frozenset({DateCertainty.CERTAIN, DateCertainty.FUZZY})
MONTHS_A_YEAR: Final = 12


def reliable(due: DueDate | None) -> date | None:
    """Return the last day of a date that may be relied on, or None."""
    return due.last if due is not None and due.certainty in RELIABLE else None


def last_of(year: int, month: int, day: int) -> date | None:
    """Return a day; with day 0 the month's last one. None where there is no such day."""
    try:
        if day:
            return date(year, month, day)
        return date(year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1) - timedelta(days=1)
    except ValueError:  # 29 February in most years
        return None


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or that month's last day."""
    month = day.month - 1 + months
    year, month = day.year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1
    last = last_of(year, month, 0)
    assert last is not None  # noqa: S101 - every month has a last day
    return min(last, last.replace(day=min(day.day, last.day)))


def asked_by_targets(metric: Metric, register: Register, rules: Rules) -> Iterator[date | None]:
    """Yield the days of a metric's targets for which nobody has told a value yet.

    A value told since it was first asked for is the answer. What a target's own day is worth has
    to be confirmed before anybody is asked.
    """
    readings = register.readings(metric)
    lead = timedelta(days=max((*rules.reading, *rules.before), default=0))
    for target in register.targets(metric):
        day = reliable(target.due) if target.certainty is not Certainty.UNCONFIRMED else None
        if day is not None and not (readings and readings[-1].on >= day - lead):
            yield day


def asked_at_intervals(
    metric: Metric, register: Register, rules: Rules, between: tuple[date, date]
) -> Iterator[date]:
    """Yield the last day at which a value was due, if it is past, and the next.

    Days go on from the last reading, else from when Luotsi learnt of the metric. As long as the
    document leaves something of the metric open, nobody can tell its value.
    """
    since, today = between
    every = rules.reading_months
    open_questions = register.of(OpenQuestion, metric.programme)
    if not every or any(q.about == metric.key and not q.settled for q in open_questions):
        return
    readings = register.readings(metric)
    base = readings[-1].on if readings else since
    gone = (today.year - base.year) * MONTHS_A_YEAR + today.month - base.month
    number = max(1, gone // every)
    while months_after(base, number * every) < today:
        number += 1
    for times in range(max(1, number - 1), number + 1):
        yield months_after(base, times * every)
