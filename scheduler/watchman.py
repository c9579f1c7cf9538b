"""Looks after the clock from beside it: a loop of its own, so that it stops with nothing else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from council.chamber import Council
from council.watch import Watched, alarm, look
from scheduler.jobs import ENGINE

log = logging.getLogger(__name__)

EVERY = 60.0  # seconds between two looks


class Watchman:
    """Looks every minute whether reminders run, and tells the administrators when they do not."""

    def __init__(
        self,
        council: Council,
        *,
        stands: Callable[[], bool] = lambda: False,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Watch for a council; while `stands`, a demonstration's clock stands still."""
        self._council = council
        self._stands = stands
        self._sleep = sleep
        self._since = council.now()
        self._task: asyncio.Task[None] | None = None
        self.seen = Watched()

    def start(self) -> None:
        """Begin to watch; call it on the running loop."""
        self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop watching."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def well(self) -> bool:
        """Tell whether nothing was wrong at the last look."""
        return self.seen.fault is None

    async def look(self) -> None:
        """Look once, and tell the administrators what is wrong."""
        self.seen = await look(self._council, since=self._since)
        if self.seen.fault is not None:
            log.error("reminders do not run", extra={"fault": self.seen.fault.value})
            await alarm(self._council, ENGINE)

    async def _watch(self) -> None:
        while True:
            await self._sleep(EVERY)
            if self._stands():
                self._since = self._council.now()
                continue
            try:
                await self.look()
            except Exception:  # the next look may be better
                log.exception("could not look after reminders")
