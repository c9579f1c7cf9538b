"""Gather what is due into one message a person and day, and follow what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from secrets import token_hex
from typing import Final

from council.chamber import Council
from council.dispatching import Purpose
from council.ledger import Dispatch, DispatchState, Reminder, RowState
from council.office import Office, office
from council.openings import quiet_at
from council.planning import why_gone
from council.ports import Records, Task
from council.responsibility import NOBODY
from council.revising import ASTRAY
from council.rules import DEFAULTS, laid, of
from council.sorting import (
    Identity,
    end_of_day,
    escalations,
    next_day,
    sort_out,
    too_early,
)

PURPOSE: Final = "reminders"
PERSONS: Final = 200  # persons in one transaction
HOLDER_MISSING: Final = "holder-missing"  # task: a role or body that nobody answers for
UNDELIVERABLE: Final = "undeliverable"  # task: nothing reaches a person
NEW_ID: Final = 12  # bytes of a message's id


async def gather(council: Council) -> int:
    """Put rows whose time has come into messages; return how many messages were made.

    Nothing is gathered on days off, in the quiet hours or while everything is paused. A row that
    has lost its point is skipped and says so. A message takes along what would come later that day.
    Whoever has had today's message waits for the next working day.
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
    rows = by_person(await records.ledger.due(recipients, end_of_day(known)), now)
    if not rows:
        return None
    latest = await records.dispatches.latest(PURPOSE, rows)
    early = await escalated_early(records, chain.from_iterable(rows.values()), known)
    put: list[Reminder] = []
    made = 0
    for recipient in sorted(rows):
        sorting = sort_out(rows[recipient], known, early)
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


async def escalated_early(
    records: Records, rows: Iterable[Reminder], known: Office
) -> frozenset[Identity]:
    """Return which of these rows speak of an owner's silence who has not been told before today."""
    escalated = escalations(rows)
    if not escalated:
        return frozenset()
    # Unlocked: whoever has just been told counts as not told before today in any case.
    every = await records.ledger.rows({row.item for row in escalated}, locked=False)
    return too_early(escalated, every, known)


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
        if latest.due > now + ASTRAY:
            await records.pace.hasten(latest.id, now)
        if latest.state is DispatchState.PLANNED:
            return latest
        gone = latest.sent or latest.made
        if gone > now + ASTRAY:  # not a message of today
            gone = now - ASTRAY
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


def by_person(rows: Iterable[Reminder], now: datetime) -> dict[str, list[Reminder]]:
    """Return rows by recipient, of those who have one whose time has come."""
    found: dict[str, list[Reminder]] = {}
    for row in rows:
        found.setdefault(row.recipient, []).append(row)
    return {who: own for who, own in found.items() if any(row.at <= now for row in own)}


async def leave_out(
    council: Council, dispatch: Dispatch, rows: Iterable[Reminder], known: Office
) -> None:
    """Supersede rows that a message does not say when it is handed over, some time after `gather`.

    Their items are planned once more: one of them may have got its point back meanwhile. Where the
    message may have arrived before, they may have been said, and stay as they are.
    """
    unsaid = {row.identity for row in rows}
    if not unsaid or dispatch.doubtful:
        return
    now = council.now()
    async with council.records() as records:
        gone = [
            replace(
                row,
                state=RowState.SUPERSEDED,
                reason=why_gone(known.register.get(row.item), known.register),
                dispatch="",
                changed=now,
            )
            for row in await records.ledger.within([dispatch.id])
            if row.identity in unsaid and row.state is RowState.LEASED
        ]
        await records.ledger.put(gone)
        await records.plans.mark({row.item for row in gone}, now)


async def settled(records: Records, several: Sequence[Dispatch], now: datetime) -> None:
    """Write into the ledger what became of messages; called with their outcomes.

    What could not reach its recipient goes to whoever comes next in the chain, by planning anew.
    """
    over = {one.id: one for one in several if one.state is not DispatchState.PLANNED}
    rows = await records.ledger.within(over) if over else ()
    await records.ledger.put(
        [
            replace(
                row,
                state=_STATES.get(over[row.dispatch].state, RowState.FAILED),
                reason=over[row.dispatch].reason,
                changed=now,
            )
            for row in rows
            if row.state is RowState.LEASED
        ]
    )
    for one in over.values():
        if one.state in {DispatchState.UNREACHABLE, DispatchState.FAILED}:
            await records.desk.open_task(Task(UNDELIVERABLE, one.recipient, now))
        if one.state is DispatchState.UNREACHABLE:
            await records.choices.reached(one.recipient, one.reason or "unknown", now)
            items = {row.item for row in rows if row.dispatch == one.id}
            await records.plans.mark(items | {one.recipient}, now)


_STATES: Mapping[DispatchState, RowState] = {
    DispatchState.SENT: RowState.SENT,
    DispatchState.UNREACHABLE: RowState.UNREACHABLE,
    DispatchState.CANCELLED: RowState.SKIPPED,
    DispatchState.FAILED: RowState.FAILED,
}

REMINDERS: Final = Purpose(PURPOSE, settled)
