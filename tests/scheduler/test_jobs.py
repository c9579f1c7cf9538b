"""Jobs: each at its time, never twice at once, and a failure stops nothing."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

import pytest

from council.chamber import Council
from council.people import Opening
from council.register import Register
from scheduler.jobs import (
    JOBS,
    LIFE,
    Clockwork,
    Job,
    daily,
    every,
    prune,
    refresh,
)
from tests.memory import MemoryRecords

ZONE = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


class Whole:
    async def whole(self) -> Register:
        return Register(())


class Shelf:
    def __init__(self) -> None:
        self.looks = 0

    async def refresh(self) -> bool:
        self.looks += 1
        return True


def council(shelf: Shelf | None = None) -> Council:
    return cast("Council", SimpleNamespace(zone=ZONE, shelf=shelf, now=lambda: NOW))


async def test_the_shelf_is_refreshed() -> None:
    shelf = Shelf()
    assert await refresh(council(shelf)) is True
    assert shelf.looks == 1


async def test_what_is_old_is_forgotten_at_night() -> None:
    memory = MemoryRecords()
    async with memory() as records:
        for turn, at in (("old", NOW - timedelta(days=31)), ("young", NOW - timedelta(days=29))):
            await records.turns.open([Opening(turn, "c", "p")], now=at)
    within = SimpleNamespace(zone=ZONE, records=memory, shelf=Whole(), now=lambda: NOW)

    assert await prune(cast("Council", within)) == 1
    assert list(memory.state.turns) == ["young"]


def test_the_table_names_every_job_once_and_reads_the_municipality_s_clocks() -> None:
    names = [job.name for job in JOBS]
    assert len(set(names)) == len(names)
    trigger = daily(3, 20)(ZONE)
    evening = datetime(2026, 3, 28, 22, tzinfo=ZONE)  # the night in which summer time begins
    due = trigger.get_next_fire_time(None, evening)
    assert due.isoformat() == "2026-03-29T04:00:00+03:00" or due.hour in {3, 4}
    soon = every(2)(ZONE).get_next_fire_time(evening, evening)
    assert soon == evening + timedelta(seconds=2)


async def test_the_clock_is_alive_while_it_goes_and_something_happens() -> None:
    now = {"at": 100.0}
    job = Job("look", refresh, every(3600))
    clockwork = Clockwork(council(Shelf()), (job,), clock=lambda: now["at"])
    assert not clockwork.alive()
    clockwork.start()
    assert clockwork.alive()
    now["at"] += LIFE + 1
    assert not clockwork.alive()
    await clockwork.run(job)
    assert clockwork.alive()
    await clockwork.stop()
    await asyncio.sleep(0)
    assert not clockwork.alive()


async def test_a_job_runs_at_its_time() -> None:
    done = asyncio.Event()

    async def work(_: Council) -> None:
        done.set()

    clockwork = Clockwork(council(), (Job("soon", work, every(1)),))
    clockwork.start()
    clockwork._scheduler.get_job("soon").modify(next_run_time=datetime.now(UTC))
    await asyncio.wait_for(done.wait(), 10)
    await clockwork.stop()


async def test_a_job_is_not_done_twice_at_once() -> None:
    gate, begun = asyncio.Event(), []

    async def work(_: Council) -> None:
        begun.append(1)
        await gate.wait()

    job = Job("slow", work, every(3600))
    clockwork = Clockwork(council(), (job,))
    first, second = (asyncio.create_task(clockwork.run(job)) for _ in range(2))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(first, second)
    assert len(begun) == 1


async def test_a_change_in_the_middle_of_a_job_has_it_done_once_more() -> None:
    gate, begun = asyncio.Event(), []

    async def work(_: Council) -> None:
        begun.append(1)
        await gate.wait()

    job = Job("slow", work, every(3600))
    clockwork = Clockwork(council(), (job,))
    clockwork.soon(job)
    await asyncio.sleep(0)
    clockwork.soon(job)
    clockwork.soon(job)
    gate.set()
    await clockwork.stop()
    assert len(begun) == 2


async def test_a_failure_is_logged_without_its_words_and_the_next_time_comes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shelf = Shelf()

    async def work(it: Council) -> None:
        await it.shelf.refresh()
        raise RuntimeError("secret")

    job = Job("fragile", work, every(3600))
    clockwork = Clockwork(council(shelf), (job,))
    await clockwork.run(job)
    await clockwork.run(job)
    assert shelf.looks == 2
    assert [record.getMessage() for record in caplog.records] == ["job failed"] * 2
