"""Which of a person's rows are said now, which wait, and which have lost their point."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

from council.ledger import Reminder, RowState
from council.model import FollowUp, Record
from council.office import Office
from council.openings import next_opening, quiet_at, sending_hour
from council.planning import followed
from council.rules import Preferences, RuleKind, Rules, Step

MISSED: Final = "missed"  # reason of a planned row: nothing ran at its hour on an earlier day
Identity: TypeAlias = tuple[str, str, str, date]
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


def sort_out(rows: Iterable[Reminder], known: Office, early: Collection[Identity] = ()) -> Sorting:
    """Sort a person's rows that are due, with those that come later today.

    Before the person's own hour nothing is said; then everything of the day, and of several rows
    about one item the last alone. What an outage kept back on an earlier day waits for the town's
    hour at most. `early` are those to be said on a later day.
    """
    now = known.setting.now
    keep: list[Reminder] = []
    skipped: list[Reminder] = []
    later: list[Reminder] = []
    opens: list[Reminder] = []  # the hour has not come
    ready = False
    for row in rows:
        rules, chosen = known.rules(row.programme, row.item), known.staff.chosen(row.recipient)
        missed = _missed(row, rules, known)
        opening = _opening(chosen, rules, known, missed=missed)
        if waiting := _waiting_until(row, rules, chosen, known):
            later += [replace(row, at=waiting, changed=now)] if row.at <= now else []
        elif reason := lost_point(row, known):
            skipped.append(_skipped(row, reason, now))
        elif row.identity in early:
            opening = next_day(row.recipient, known)
            later += [replace(row, at=opening, changed=now)] if row.at <= now else []
        else:
            keep.append(row)
            ready = ready or max(row.at, opening) <= now
            if row.at <= now < opening:
                reason = MISSED if missed else row.reason
                opens.append(replace(row, at=opening, reason=reason, changed=now))
    if not ready:
        return Sorting((), (*later, *opens), tuple(skipped))
    once = _each_once(keep)
    same = (_skipped(row, "later-says-same", now) for row in keep if row.identity not in once)
    return Sorting(tuple(once.values()), tuple(later), (*skipped, *same))


def escalations(rows: Iterable[Reminder]) -> list[Reminder]:
    """Return the rows that tell somebody that an owner says nothing."""
    return [row for row in rows if _kind(row) is RuleKind.ESCALATED]


def too_early(
    escalated: Iterable[Reminder], every: Iterable[Reminder], known: Office
) -> frozenset[Identity]:
    """Return which of these go out on a later day: their owner has not been told before today.

    `every` are the rows of their items. Nobody is spoken of as silent who has not heard, whatever
    kept the owner's own message back.
    """
    by_day: dict[tuple[str, date], list[Reminder]] = {}
    for row in every:
        by_day.setdefault((row.item, row.due), []).append(row)
    return frozenset(
        row.identity
        for row in escalated
        if _owner_not_told(row, by_day.get((row.item, row.due), []), known)
    )


def _owner_not_told(row: Reminder, same_day: Sequence[Reminder], known: Office) -> bool:
    there = [one for one in same_day if one.state is not RowState.SUPERSEDED]
    late = [one for one in there if _kind(one) is RuleKind.OVERDUE]
    late = late or [one for one in there if _kind(one) is RuleKind.BEFORE]
    # A person who answers in several ways is told in the first of them alone.
    late = [one for one in late if one.through == row.through] or late
    told = {one.recipient for one in late if _told_before(one, known)}
    now = known.setting.now
    on_its_way = {
        one.recipient
        for one in late
        if one.state in {RowState.LEASED, RowState.SENT}
        or (one.state is RowState.PLANNED and one.at <= now)
    }
    return bool(late) and (not told or not on_its_way <= told)


def _told_before(row: Reminder, known: Office) -> bool:
    """Tell whether a row has been said before today, or answered."""
    if row.state is not RowState.SENT or row.changed is None:
        return row.state in {RowState.SENT, RowState.ACKNOWLEDGED}
    days = known.setting.days
    return days.day(row.changed) < days.day(known.setting.now)


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
