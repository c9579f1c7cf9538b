"""Gather what is due into one message a person and day, and follow what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from secrets import token_hex
from typing import Final

from council.chamber import Council
from council.dispatching import Purpose
from council.ledger import Dispatch, DispatchState, Reminder, RowState
from council.office import Office, office
from council.planning import followed, next_opening, quiet_at
from council.ports import Records, Task
from council.responsibility import NOBODY
from council.rules import DEFAULTS, Preferences, RuleKind, Step, laid, of

PURPOSE: Final = "reminders"
PERSONS: Final = 200  # persons in one transaction
HOLDER_MISSING: Final = "holder-missing"  # task: a role or body that nobody answers for
UNDELIVERABLE: Final = "undeliverable"  # task: nothing reaches a person
NEW_ID: Final = 12  # bytes of a message's id


async def gather(council: Council) -> int:
    """Put rows whose time has come into messages; return how many messages were made.

    Nothing is gathered on days off, in the quiet hours or while everything is paused. A row that
    has lost its point is skipped and says so. Whoever has had today's message waits for the next
    working day.
    """
    made = 0
    while True:
        now = council.now()
        async with council.records() as records:
            recipients = await records.ledger.recipients(now, PERSONS)
            rules = laid(of(await records.choices.settings())) if recipients else DEFAULTS
        if not recipients or rules.paused or quiet_at(now, rules, council.days):
            return made
        known = await office(council)
        async with council.records() as records:
            some = await _gather(records, recipients, known)
        if some is None:  # another process has them
            return made
        made += some


async def _gather(records: Records, recipients: Sequence[str], known: Office) -> int | None:
    """Gather for some persons; None where nothing was left to take."""
    now = known.setting.now
    rows: dict[str, list[Reminder]] = {}
    for row in await records.ledger.due(recipients, now):
        rows.setdefault(row.recipient, []).append(row)
    if not rows:
        return None
    latest = await records.dispatches.latest(PURPOSE, rows)
    put: list[Reminder] = []
    made = 0
    for recipient in sorted(rows):
        sorting = sort_out(rows[recipient], known)
        put += sorting.skipped
        put += sorting.later
        if not sorting.now:
            continue
        if recipient == NOBODY:
            put += await _unheard(records, sorting.now, now)
            continue
        message = await _message(records, recipient, latest.get(recipient), known)
        if message is None:
            opening = next_day(recipient, known)
            put += [replace(row, at=opening, changed=now) for row in sorting.now]
            continue
        made += message.made == now
        put += [
            replace(row, state=RowState.LEASED, dispatch=message.id, changed=now)
            for row in sorting.now
        ]
    await records.ledger.put(put)
    return made


async def _unheard(records: Records, rows: Sequence[Reminder], now: datetime) -> list[Reminder]:
    """Return rows that there is nobody to tell, and make a task of it."""
    for row in rows:
        await records.desk.open_task(Task(HOLDER_MISSING, row.through or row.item, now))
    return [replace(row, state=RowState.UNREACHABLE, reason="nobody", changed=now) for row in rows]


async def _message(
    records: Records, recipient: str, latest: Dispatch | None, known: Office
) -> Dispatch | None:
    """Return the message that rows go into now; None where today's has gone already."""
    now, days = known.setting.now, known.setting.days
    today = days.day(now)
    if latest is not None:
        if latest.state is DispatchState.PLANNED:
            return latest
        gone = latest.sent or latest.made
        if latest.state is DispatchState.LEASED or (
            latest.state is DispatchState.SENT and days.day(gone) >= today
        ):
            return None
    subject = today.isoformat()
    if latest is not None and latest.subject.startswith(subject):
        subject = latest.subject + "+"  # today's first was called off or could not be sent
    made = await records.dispatches.add(
        Dispatch(
            id=token_hex(NEW_ID),
            purpose=PURPOSE,
            subject=subject,
            recipient=recipient,
            made=now,
            due=now,
        )
    )
    return made if made.state is DispatchState.PLANNED else None


def next_day(recipient: str, known: Office) -> datetime:
    """Return when a person can be written to on the next working day."""
    now, days = known.setting.now, known.setting.days
    rules = known.rules()
    midnight = days.moment(days.day(now) + timedelta(days=1), rules.quiet_until)
    hour = known.staff.chosen(recipient).hour or rules.hour
    return next_opening(midnight - timedelta(seconds=1), rules, days, hour)


@dataclass(frozen=True, slots=True)
class Sorting:
    """What becomes of a person's rows that are due."""

    now: tuple[Reminder, ...] = ()
    later: tuple[Reminder, ...] = ()  # with their new moment
    skipped: tuple[Reminder, ...] = ()


def sort_out(rows: Iterable[Reminder], known: Office) -> Sorting:
    """Sort a person's due rows: of several about one item the last alone has a point."""
    now, today = known.setting.now, known.setting.days.day(known.setting.now)
    keep: list[Reminder] = []
    skipped: list[Reminder] = []
    later: list[Reminder] = []

    def skip(row: Reminder, reason: str) -> None:
        skipped.append(replace(row, state=RowState.SKIPPED, reason=reason, changed=now))

    last: dict[str, Reminder] = {}
    for row in sorted(rows, key=_newest):
        paused = known.rules(row.programme, row.item)
        chosen = known.staff.chosen(row.recipient)
        if _waits(chosen, today):
            later.append(replace(row, at=_after_pause(chosen, known), changed=now))
        elif paused.paused or quiet_at(now, paused, known.setting.days):
            later.append(replace(row, at=next_day(row.recipient, known), changed=now))
        elif reason := lost_point(row, known):
            skip(row, reason)
        elif _kind(row) is RuleKind.CHANGED:  # each tells of another change
            keep.append(row)
        elif row.item in last:
            skip(row, "later-says-same")
        else:
            last[row.item] = row
            keep.append(row)
    return Sorting(tuple(keep), tuple(later), tuple(skipped))


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
    return days.moment(first, chosen.hour or rules.hour)


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
    return (
        "overdue-says-it"
        if ahead and today > row.due and _spoken_of_later(kind, row, known)
        else ""
    )


def _spoken_of_later(kind: RuleKind, row: Reminder, known: Office) -> bool:
    rules = known.rules(row.programme, row.item)
    if kind is RuleKind.READING:
        return bool(rules.reading_late)
    return kind is RuleKind.REPORT or bool(rules.overdue or rules.overdue_every)


async def settled(records: Records, dispatch: Dispatch, now: datetime) -> None:
    """Write into the ledger what became of a message; called with its outcome.

    What could not reach its recipient goes to whoever comes next in the chain, by planning anew.
    """
    if dispatch.state is DispatchState.PLANNED:
        return
    rows = await records.ledger.within([dispatch.id])
    state = _STATES.get(dispatch.state, RowState.FAILED)
    await records.ledger.put(
        [
            replace(row, state=state, reason=dispatch.reason, changed=now)
            for row in rows
            if row.state is RowState.LEASED
        ]
    )
    if dispatch.state in {DispatchState.UNREACHABLE, DispatchState.FAILED}:
        await records.desk.open_task(Task(UNDELIVERABLE, dispatch.recipient, now))
    if dispatch.state is DispatchState.UNREACHABLE:
        await records.choices.reached(dispatch.recipient, dispatch.reason or "unknown", now)
        await records.plans.mark({row.item for row in rows} | {dispatch.recipient}, now)


_STATES: Mapping[DispatchState, RowState] = {
    DispatchState.SENT: RowState.SENT,
    DispatchState.UNREACHABLE: RowState.UNREACHABLE,
    DispatchState.CANCELLED: RowState.SKIPPED,
    DispatchState.FAILED: RowState.FAILED,
}

REMINDERS: Final = Purpose(PURPOSE, settled)
