"""How fast Luotsi may send: Teams' limits for each conversation, and one for all together."""

import asyncio
import time
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

# (messages, seconds) for one bot in one conversation. Source: Microsoft's page "Optimize your bot
# with rate limiting in Teams" (rate-limit.md), as kept in the project's research of 2026.
THREAD = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
SECOND = 1.0
KEPT = 10_000  # conversations remembered before those of the past hour are looked through


class Slots:
    """Moments given out in one conversation, never more than its limits allow."""

    __slots__ = ("_limits", "_taken")

    def __init__(self, limits: Iterable[tuple[int, float]] = THREAD) -> None:
        """Keep to limits of messages in so many seconds."""
        self._limits = tuple(limits)
        self._taken: deque[float] = deque(maxlen=max(count for count, _ in self._limits))

    @property
    def last(self) -> float:
        """The latest moment given out."""
        return self._taken[-1] if self._taken else float("-inf")

    def earliest(self, now: float) -> float:
        """Return the first moment from now on that keeps to the limits and to the order."""
        taken = self._taken
        moment = max(now, self.last)
        for count, seconds in self._limits:
            if len(taken) >= count:
                moment = max(moment, taken[-count] + seconds)
        return moment

    def take(self, moment: float) -> None:
        """Give a moment out."""
        self._taken.append(moment)


class Together:
    """Moments given out to all conversations, in any order."""

    def __init__(self, count: int) -> None:
        """Allow so many in any one second."""
        self._count = count
        self._taken: list[float] = []

    def earliest(self, moment: float) -> float:
        """Return the first moment from `moment` on that has room."""
        while True:
            at = bisect_left(self._taken, moment)
            later = self._crowded(at, moment)
            if later is None:
                return moment
            moment = later

    def take(self, moment: float, now: float) -> None:
        """Give a moment out and forget those that no longer matter."""
        insort(self._taken, moment)
        if len(self._taken) > 4 * self._count:
            del self._taken[: bisect_left(self._taken, now - SECOND)]

    def _crowded(self, at: int, moment: float) -> float | None:
        """Return when to look again if one more at `moment` would be too many in some second."""
        taken, count = self._taken, self._count
        if at == len(taken):  # the usual case: nothing has been given out for later
            crowded = at >= count and moment - taken[-count] < SECOND
            return max(taken[-count] + SECOND, moment + 1e-6) if crowded else None
        for first in range(max(0, at - count), at + 1):
            end = first + count - 1  # with the new one between, `count + 1` within one second
            if end >= len(taken):
                break
            start = min(taken[first], moment)
            if max(taken[end], moment) - start < SECOND:
                return max(taken[first] + SECOND, moment + 1e-6)
        return None


class Pace:
    """Gives every message its moment; `latch` holds all of them back."""

    def __init__(
        self,
        together: int = 30,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Allow so many messages a second in all conversations together."""
        self._together = Together(together)
        self._threads: dict[str, Slots] = {}
        self._latched = float("-inf")
        self._clock = clock
        self._sleep = sleep

    async def turn(self, conversation: str) -> None:
        """Wait until a message may go to a conversation."""
        while True:
            moment = self.reserve(conversation)
            delay = moment - self._clock()
            if delay > 0:
                await self._sleep(delay)
            if moment >= self._latched:  # otherwise Teams has said stop in the meantime
                return

    def delay(self, conversation: str) -> float:
        """Return in how many seconds a message could go to a conversation; takes no moment."""
        now = self._clock()
        slots = self._threads.get(conversation)
        start = max(now, self._latched)
        return (start if slots is None else slots.earliest(start)) - now

    def reserve(self, conversation: str) -> float:
        """Give out the next moment of a conversation, on the clock's scale."""
        now = self._clock()
        slots = self._threads.get(conversation)
        if slots is None:
            self._forget(now)
            slots = self._threads[conversation] = Slots()
        moment = slots.earliest(max(now, self._latched))
        moment = self._together.earliest(moment)
        slots.take(moment)
        self._together.take(moment, now)
        return moment

    def latch(self, seconds: float) -> None:
        """Hold every message back for so many seconds: Teams has said that it is too much."""
        self._latched = max(self._latched, self._clock() + seconds)

    def _forget(self, now: float) -> None:
        if len(self._threads) < KEPT:
            return
        longest = max(seconds for _, seconds in THREAD)
        for name in [name for name, slots in self._threads.items() if slots.last < now - longest]:
            del self._threads[name]
