"""What happens by itself: THE table of jobs, and the clock that starts them."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from council.chamber import Council
from council.dispatching import Engine, redraw
from council.gathering import REMINDERS
from council.reminders import Receipt, run
from council.watch import ALARM

log = logging.getLogger(__name__)

KEPT = timedelta(days=30)  # that a turn stays on record, without what was written in it
KEPT_AT_DESK = timedelta(days=365)  # that an answered question and a closed task stay
LIFE = 30.0  # seconds without a sign of life after which the clock counts as stopped


@dataclass(frozen=True, slots=True)
class Job:
    """One thing that happens by itself."""

    name: str
    work: Callable[[Council], Awaitable[object]]
    when: Callable[[ZoneInfo], BaseTrigger]  # in the municipality's zone
    by_calendar: bool = False  # waits where a demonstration's clock stands still


def every(seconds: int) -> Callable[[ZoneInfo], BaseTrigger]:
    """Return the trigger of something that happens every so many seconds."""
    return lambda zone: IntervalTrigger(seconds=seconds, timezone=zone)


def daily(hour: int, minute: int) -> Callable[[ZoneInfo], BaseTrigger]:
    """Return the trigger of something that happens once a day, by the municipality's clocks."""
    return lambda zone: CronTrigger(hour=hour, minute=minute, timezone=zone)


async def refresh(council: Council) -> bool:
    """Take in what has been changed, through this process or another one."""
    return await council.shelf.refresh()


async def prune(council: Council) -> int:
    """Forget turns, answered questions and closed tasks whose time is up; return how many.

    No redelivery of a turn comes that late. That something was answered or closed stays on record
    among the changes.
    """
    now = council.now()
    async with council.records() as records:
        turns = await records.turns.prune(now - KEPT)
        return turns + await records.desk.prune(now - KEPT_AT_DESK)


# Whatever goes out unasked has its purpose here; each process serves all of them.
PURPOSES = {REMINDERS.name: REMINDERS, ALARM.name: ALARM}
ENGINE = Engine(PURPOSES)


async def remind(council: Council) -> Receipt:
    """Plan what has changed, gather what is due and send it."""
    return await run(council, ENGINE)


REFRESH = Job("refresh", refresh, every(2))
REMIND = Job("reminders", remind, every(20), by_calendar=True)
REDRAW = Job("cards", redraw, every(3), by_calendar=True)

JOBS: tuple[Job, ...] = (
    REFRESH,
    REMIND,
    REDRAW,
    Job("prune", prune, daily(3, 20)),
)


class Clockwork:
    """Runs the jobs of a table, each at its time and never twice at once."""

    def __init__(
        self,
        council: Council,
        jobs: tuple[Job, ...] = JOBS,
        *,
        clock: Callable[[], float] = time.monotonic,
        stands: Callable[[], bool] = lambda: False,
    ) -> None:
        """Run jobs for a council; `clock` counts seconds.

        While `stands` says that the calendar stands still, jobs by the calendar are left to `run`.
        """
        self._council = council
        self._jobs = jobs
        self._clock = clock
        self._stands = stands
        self._scheduler = AsyncIOScheduler(timezone=council.zone)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._sign_of_life = float("-inf")

    def start(self) -> None:
        """Start the clock; call it on the running loop."""
        for job in self._jobs:
            self._scheduler.add_job(
                self._tick,
                job.when(self._council.zone),
                args=[job],
                id=job.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=60,
            )
        self._scheduler.start()
        self._sign_of_life = self._clock()

    def alive(self) -> bool:
        """Tell whether the clock goes and has started something lately."""
        lately = self._clock() - self._sign_of_life < LIFE
        return bool(self._scheduler.running) and lately

    async def _tick(self, job: Job) -> None:
        self._sign_of_life = self._clock()
        if not (job.by_calendar and self._stands()):
            await self.run(job)

    async def run(self, job: Job) -> None:
        """Do a job now, unless it is being done; a failure is logged and leaves the clock going."""
        self._sign_of_life = self._clock()
        await asyncio.shield(self._running.get(job.name) or self._begin(job))

    def soon(self, job: Job) -> None:
        """Begin a job now; where it is being done, do it once more after that."""
        if job.name in self._running:
            self._again.add(job.name)
        else:
            self._begin(job)

    def _begin(self, job: Job) -> "asyncio.Task[None]":
        task = self._running[job.name] = asyncio.create_task(self._work(job))
        return task

    async def stop(self) -> None:
        """Stop the clock and wait for what is being done."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._running:
            await asyncio.wait(set(self._running.values()))

    async def _work(self, job: Job) -> None:
        try:
            while True:
                self._again.discard(job.name)
                try:
                    await job.work(self._council)
                except Exception:  # the next time may be better
                    log.exception("job failed", extra={"job": job.name})
                if job.name not in self._again:
                    return
        finally:
            self._running.pop(job.name, None)
