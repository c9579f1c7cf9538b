"""Many items due at once: planned, gathered into one message a person, handed over."""

import gc
import time
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar

from benchmarks.reminders.databases import fresh
from benchmarks.reminders.town import (
    FOLLOW_UPS,
    MARKED,
    NOW,
    Prompt,
    council_of,
    furnish,
    unhurried,
)
from bot.wiring import YOUNG
from council.chamber import Council
from council.gathering import gather
from council.reminders import send
from council.replanning import plan
from council.spreading import EVERYTHING

ROWS = 8  # of one item: four before its day, three after it, one to the administrator
T = TypeVar("T")
Figures = dict[str, tuple[float, float]]  # seconds by the clock, and of this process


async def due(url: str, people: int) -> Figures:
    """Measure each step for so many people, with five items each."""
    figures: Figures = {}

    async def timed(name: str, work: Awaitable[T]) -> T:
        started, busy = time.perf_counter(), time.process_time()
        result = await work
        figures[name] = time.perf_counter() - started, time.process_time() - busy
        return result

    async with fresh(url) as (database, _):
        changes = await furnish(database.records, people)
        courier = Prompt()
        council = council_of(database.records, courier)
        async with council.records() as records:
            await timed(f"{len(changes):,} changes recorded", records.changes.add(changes))
            keys = {change.key for change in changes}
            await timed("of that, marking", records.plans.mark(keys, MARKED))
        await timed("register read", council.shelf.refresh())
        _settle()
        await timed("planned", plan(council))
        assert await _rows(council) == people * FOLLOW_UPS * ROWS
        gathered = await timed("gathered", gather(council))
        tally = await timed("leased and delivered", send(council, unhurried()))
        assert gathered == tally.sent == len(set(courier.carried)) == people
        async with council.records() as records:
            await records.plans.mark([EVERYTHING], council.now())
        await timed("everything looked at again", plan(council))
        assert await _rows(council) == people * FOLLOW_UPS * (ROWS - 1)
    return figures


def _settle() -> None:
    """Do as the service does once it has read the register."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


async def _rows(council: Council) -> int:
    """Count what is planned."""
    async with council.records() as records:
        return len(await records.ledger.upcoming(NOW + timedelta(days=3650), 10_000_000))
