"""Reminders: one tick of the engine, what goes out when, and what would go out at a moment.

`run` plans what has changed, gathers what is due and hands it to the sending engine. Each step is a
transaction of its own, may be done by any number of processes at once, and begins where another one
died.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from json import dumps
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.dispatching import Engine, Tally, deliver
from council.errors import NotAllowedError
from council.gathering import gather
from council.ledger import Reminder
from council.ledger_ports import Beat
from council.office import office
from council.openings import quiet_at
from council.replanning import plan
from council.spreading import EVERYTHING

BEAT: Final = "reminders"
LOOKED: Final = "reminders looked through"
MOST: Final = 100_000  # rows of one list


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one run did."""

    planned: int = 0  # items
    gathered: int = 0  # messages made
    sent: int = 0
    failed: int = 0
    unreachable: int = 0
    again: int = 0  # to be tried again


async def run(council: Council, engine: Engine) -> Receipt:
    """Do one tick; return what came of it. Where nothing is due, it costs next to nothing."""
    await _new_day(council)
    planned = await plan(council)
    gathered = await gather(council)
    tally = await send(council, engine)
    receipt = Receipt(planned, gathered, tally.sent, tally.failed, tally.unreachable, tally.again)
    async with council.records() as records:
        await records.beats.beat(Beat(BEAT, council.now(), dumps(asdict(receipt))))
    return receipt


async def _new_day(council: Council) -> None:
    """Once a day, whenever the day's first tick comes, have every plan looked at again.

    What repeats is planned one ahead; and should a plan ever have gone wrong, it is mended here.
    """
    today = council.today.isoformat()
    async with council.records() as records:
        looked = {beat.name: beat.note for beat in await records.beats.beats()}
        if looked.get(LOOKED) != today:
            await records.beats.beat(Beat(LOOKED, council.now(), today))
            await records.plans.mark([EVERYTHING], council.now())


async def send(council: Council, engine: Engine) -> Tally:
    """Send what is due, unless this is a day off or a quiet hour, or everything is paused."""
    async with council.records() as records:
        waiting = await records.pace.waiting(council.now())
    if not waiting:
        return Tally()
    rules = (await office(council)).rules()

    def closed() -> bool:
        return rules.paused or quiet_at(council.now(), rules, council.days)

    return Tally() if closed() else await deliver(council, engine, closed=closed)


async def upcoming(
    council: Council, asker: Asker, until: datetime, *, person: str = ""
) -> Sequence[Reminder]:
    """Return what goes out up to a moment, soonest first: everybody's, or one person's.

    Raises NotAllowedError for somebody else's, unless the asker administers.
    """
    if not asker.administers and (not person or person != asker.person):
        raise NotAllowedError(who=asker.person)
    async with council.records() as records:
        return await records.ledger.upcoming(until, MOST, person)


async def begin_anew(council: Council) -> None:
    """Forget the whole ledger and plan from now on: a demonstration's clock has been set back."""
    async with council.records() as records:
        await records.plans.forget()
        await records.plans.mark([EVERYTHING], council.now())
