"""Which of a person's rows are said now, which wait, and which have lost their point."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from council.ledger import Reminder, RowState
from council.model import FollowUp, Record
from council.office import Office
from council.openings import next_opening, quiet_at, sending_hour
from council.planning import followed
from council.rules import Preferences, RuleKind, Rules, Step

MISSED: Final = "missed"  # reason of a planned row: nothing ran at its hour on an earlier day
ANYBODY: Final = Preferences(person="")


def end_of_day(known: Office) -> datetime:
    """Return the last moment of today."""
    now, days = known.setting.now, known.setting.days
    midnight = days.moment(days.day(now) + timedelta(days=1), time(0))
    return midnight - timedelta(microseconds=1)


def next_day(recipient: str, known: Office) -> datetime:
    """Return when a person can be written to on the next working day."""
    rules = known.rules()
    hour = sending_hour(known.staff.chosen(recipient), rules)
    return next_opening(end_of_day(known), rules, known.setting.days, hour)


@dataclass(frozen=True, slots=True)
class Sorting:
    """What becomes of a person's rows that are due."""

    now: tuple[Reminder, ...] = ()
    later: tuple[Reminder, ...] = ()  # with their new moment
    skipped: tuple[Reminder, ...] = ()


def sort_out(rows: Iterable[Reminder], known: Office) -> Sorting:
    """Sort a person's rows that are due, with those that come later today.

    Before the person's own hour nothing is said; then everything of the day, and of several rows
    about one item the last alone. What an outage kept back on an earlier day waits for the town's
    hour at most.
    """
    now = known.setting.now
    keep: list[Reminder] = []
    skipped: list[Reminder] = []
    later: list[Reminder] = []
    early: list[Reminder] = []  # the hour has not come
    ready = False
    for row in rows:
        rules, chosen = known.rules(row.programme, row.item), known.staff.chosen(row.recipient)
        missed = _missed(row, rules, known)
        opening = _opening(chosen, rules, known, missed=missed)
        if waiting := _waiting_until(row, rules, chosen, known):
            later += [replace(row, at=waiting, changed=now)] if row.at <= now else []
        elif reason := lost_point(row, known):
            skipped.append(_skipped(row, reason, now))
        else:
            keep.append(row)
            ready = ready or max(row.at, opening) <= now
            if row.at <= now < opening:
                reason = MISSED if missed else row.reason
                early.append(replace(row, at=opening, reason=reason, changed=now))
    if not ready:
        return Sorting((), (*later, *early), tuple(skipped))
    once = _each_once(keep)
    same = (_skipped(row, "later-says-same", now) for row in keep if row.identity not in once)
    return Sorting(tuple(once.values()), tuple(later), (*skipped, *same))


def _missed(row: Reminder, rules: Rules, known: Office) -> bool:
    """Tell whether a row could have been said on an earlier day, had anything run."""
    days = known.setting.days
    past = days.day(row.at) < days.day(known.setting.now)
    return row.reason == MISSED or (past and not quiet_at(row.at, rules, days))


def _opening(chosen: Preferences, rules: Rules, known: Office, *, missed: bool) -> datetime:
    """Return the moment of today before which a person is told nothing."""
    days = known.setting.days
    own = sending_hour(chosen, rules)
    hour = min(own, sending_hour(ANYBODY, rules)) if missed else own
    return days.moment(days.day(known.setting.now), hour)


def _waiting_until(
    row: Reminder, rules: Rules, chosen: Preferences, known: Office
) -> datetime | None:
    """Return when a row may be said, where its recipient or its programme wants nothing now."""
    now, days = known.setting.now, known.setting.days
    if _waits(chosen, days.day(now)):
        return _after_pause(chosen, known)
    if rules.paused or quiet_at(now, rules, days):
        return next_day(row.recipient, known)
    return None


def _each_once(rows: Iterable[Reminder]) -> dict[tuple[str, str, str, date], Reminder]:
    """Return the newest row of each item; what tells of a change is never told by another."""
    items: set[str] = set()
    once = {}
    for row in sorted(rows, key=_newest):
        if _kind(row) is RuleKind.CHANGED or row.item not in items:
            once[row.identity] = row
        if _kind(row) is not RuleKind.CHANGED:
            items.add(row.item)
    return once


def _skipped(row: Reminder, reason: str, now: datetime) -> Reminder:
    return replace(row, state=RowState.SKIPPED, reason=reason, changed=now)


def _newest(row: Reminder) -> tuple[float, int]:
    """Sort the newest first; of two at one moment the one nearer to its due day."""
    kind = _kind(row)
    before = kind in {RuleKind.BEFORE, RuleKind.READING, RuleKind.EVENT, RuleKind.REPORT}
    days = Step.read(row.rule).days
    return -row.at.timestamp(), days if before else -days


def _kind(row: Reminder) -> RuleKind:
    return Step.read(row.rule).kind


def _waits(chosen: Preferences, today: date) -> bool:
    return chosen.paused_until is not None and today <= chosen.paused_until


def _after_pause(chosen: Preferences, known: Office) -> datetime:
    rules, days = known.rules(), known.setting.days
    until = chosen.paused_until or days.day(known.setting.now)
    first = days.forth(until + timedelta(days=1), july_off=rules.july_off)
    return days.moment(first, sending_hour(chosen, rules))


def lost_point(row: Reminder, known: Office) -> str:
    """Return why a row has lost its point by now, or ''."""
    today = known.setting.days.day(known.setting.now)
    kind = _kind(row)
    if kind in {RuleKind.TASK, RuleKind.CHANGED}:
        return ""
    item = known.register.get(row.item)
    if item is None:
        return "removed"
    if not followed(item, known.register):
        return "not-followed"
    if kind is RuleKind.EVENT and today > row.due:
        return "over"
    ahead = kind in {RuleKind.BEFORE, RuleKind.READING, RuleKind.REPORT}
    # Only where something else will speak of it: else late is better than never.
    if ahead and today > row.due and _spoken_of_later(kind, item, known):
        return "overdue-says-it"
    return ""


def _spoken_of_later(kind: RuleKind, item: Record, known: Office) -> bool:
    rules = known.rules(item.programme, item.key)
    if kind is RuleKind.READING:
        return bool(rules.reading_late)
    if kind is RuleKind.REPORT:  # the report has been given without them
        return True
    return isinstance(item, FollowUp) and bool(rules.overdue or rules.overdue_every)
