"""The dead-man switch: notice that reminders no longer run, and tell the administrators.

It is looked at apart from the clock that runs the jobs, by every replica: whichever lives tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_hex
from typing import Final

from council.chamber import Council
from council.dispatching import Engine, Purpose, Tally, deliver
from council.ledger import Dispatch
from council.office import staff
from council.openings import quiet_at
from council.ports import Records
from council.reminders import BEAT
from council.rules import laid, of

PURPOSE: Final = "alarm"
STUCK: Final = timedelta(minutes=15)  # without a run of any replica
BEHIND: Final = timedelta(hours=1)  # that something may wait past its time in sending hours


class Fault(StrEnum):
    """What is wrong."""

    STUCK = "stuck"  # nobody has run for too long
    UNGATHERED = "ungathered"  # reminders whose time has come have not become messages
    UNSENT = "unsent"  # messages whose time has come have not been sent


@dataclass(frozen=True, slots=True)
class Watched:
    """What was seen at one look."""

    fault: Fault | None = None
    last: datetime | None = None  # when reminders last ran


async def look(council: Council, *, since: datetime) -> Watched:
    """Look whether reminders run; `since` is when this process began to look.

    Nothing is wrong with waiting in quiet hours, on days off or while everything is paused.
    """
    now = council.now()
    async with council.records() as records:
        beats = {beat.name: beat.at for beat in await records.beats.beats()}
        last = beats.get(BEAT)
        if now - max(last or since, since) > STUCK:
            return Watched(Fault.STUCK, last)
        rules = laid(of(await records.choices.settings()))
        opened = now - BEHIND
        if rules.paused or quiet_at(now, rules, council.days):
            return Watched(last=last)
        if quiet_at(opened, rules, council.days):  # the day has only begun
            return Watched(last=last)
        if await records.ledger.recipients(opened, 1):
            return Watched(Fault.UNGATHERED, last)
        if await records.pace.waiting(opened):
            return Watched(Fault.UNSENT, last)
    return Watched(last=last)


async def alarm(council: Council, engine: Engine) -> Tally:
    """Tell every administrator once a day that reminders do not run."""
    now = council.now()
    async with council.records() as records:
        rules = laid(of(await records.choices.settings()))
        if quiet_at(now, rules, council.days):
            return Tally()
        for person in (await staff(records)).administrators:
            await records.dispatches.add(
                Dispatch(
                    id=token_hex(12),
                    purpose=PURPOSE,
                    subject=council.today.isoformat(),
                    recipient=person,
                    made=now,
                    due=now,
                )
            )
    return await deliver(council, engine)


async def settled(records: Records, several: Sequence[Dispatch], now: datetime) -> None:
    """Do nothing more: what became of an alarm stands in the message itself."""
    del records, several, now


ALARM: Final = Purpose(PURPOSE, settled)
