"""What only the clock can answer: what comes next, what is late, what falls in a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from council.dates import DueDate
from council.model import Decision, Event, FollowUp, Record, ReportingRule, State, Target
from council.register import Register


@dataclass(frozen=True, slots=True)
class Dated:
    """A record on the time line."""

    record: Record
    due: DueDate

    @property
    def last(self) -> date:
        """The last day; the end of time where no year is known."""
        return self.due.last or date.max

    @property
    def first(self) -> date:
        """The first day."""
        return self.due.start or self.last


def line(register: Register, programmes: frozenset[str]) -> tuple[Dated, ...]:
    """Return what has a date in these programmes and has not been replaced, soonest first."""
    found = (
        Dated(record, due)
        for record in register
        if record.programme in programmes and not register.successor(record.key)
        for due in _dates(record)
    )
    return tuple(sorted(found, key=lambda d: (d.last, d.record.order, d.record.key)))


def _dates(record: Record) -> Iterable[DueDate]:
    match record:
        case Event(when=DueDate() as when):
            return (when,)
        case FollowUp(due=DueDate() as due) | Target(due=DueDate() as due):
            return (due,)
        case ReportingRule(due=several):
            return several
        case Decision(on=DueDate() as on):
            return (on,)
    return ()


def known(dated: Iterable[Dated]) -> tuple[Dated, ...]:
    """Return those whose day or period is known with its year."""
    return tuple(d for d in dated if d.due.last)


def coming(dated: Iterable[Dated], today: date) -> tuple[Dated, ...]:
    """Return what has not ended, today included, soonest first; not what is done or cancelled."""
    return tuple(d for d in known(dated) if d.last >= today and not _finished(d))


def over(dated: Iterable[Dated], today: date) -> tuple[Dated, ...]:
    """Return what has ended, latest first."""
    return tuple(reversed([d for d in known(dated) if d.last < today]))


def within(dated: Iterable[Dated], between: tuple[date, date]) -> tuple[Dated, ...]:
    """Return what touches a period; both ends are inclusive."""
    first, last = between
    return tuple(d for d in known(dated) if d.first <= last and d.last >= first)


def late(dated: Iterable[Dated], today: date) -> tuple[Dated, ...]:
    """Return follow-ups whose due day is past and that nobody has said to be done, oldest first.

    What its owner has said to be late is late before its day, too. Unconfirmed dates count: the
    reply says that they are unconfirmed. A day that was past when the document itself was written
    is history that it tells, and nobody is late.
    """
    return tuple(
        d
        for d in dated
        if isinstance(d.record, FollowUp)
        and not _finished(d)
        and (d.record.state is State.LATE or (d.last < today and not _told_as_past(d)))
    )


def _finished(dated: Dated) -> bool:
    record = dated.record
    return isinstance(record, FollowUp) and record.state in {State.DONE, State.CANCELLED}


def _told_as_past(dated: Dated) -> bool:
    written = dated.record.source.dated
    return written is not None and dated.last < written
