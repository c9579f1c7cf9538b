"""Every activity once, and nobody too often: what is decided before a turn is answered."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from enum import Enum, auto
from typing import Generic, TypeVar

T = TypeVar("T")

REMEMBERED = 8192  # turns; the database remembers the older ones, and those of other replicas
# As many as Teams lets us answer in one conversation, 60 in half a minute: who waits for each reply
# never comes to the end of it.
BURST = 60.0  # turns that one person may take at once
A_SECOND = 2.0  # turns a second that a person regains
PEOPLE = 4096  # remembered before those with a full allowance are forgotten


class Once(Generic[T]):
    """Remembers turns of this process that are being answered or have been."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        """Remember so many that are over."""
        self._remembered = remembered
        self._running: dict[str, asyncio.Task[T]] = {}
        self._over: OrderedDict[str, None] = OrderedDict()

    def running(self, turn: str) -> "asyncio.Task[T] | None":
        """Return the answering of a turn that is under way."""
        return self._running.get(turn)

    def over(self, turn: str) -> bool:
        """Tell whether a turn has been answered."""
        return turn in self._over

    def begin(self, turn: str, answering: "asyncio.Task[T]") -> None:
        """Remember a turn from now on."""
        self._running[turn] = answering
        answering.add_done_callback(lambda _: self._end(turn))

    def forget(self, turn: str) -> None:
        """Remember a turn no more that this process has not answered: the database knows better."""
        self._over.pop(turn, None)

    def _end(self, turn: str) -> None:
        self._running.pop(turn, None)
        self._over[turn] = None
        if len(self._over) > self._remembered:
            self._over.popitem(last=False)


class Verdict(Enum):
    """Whether a turn is within its person's allowance."""

    WITHIN = auto()
    FIRST_OVER = auto()  # say so, once
    OVER = auto()


class Allowances:
    """Lets everybody take turns at a human pace, so that one cannot take everybody's."""

    def __init__(
        self,
        burst: float = BURST,
        a_second: float = A_SECOND,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Allow bursts of so many, and then so many a second."""
        self._burst = burst
        self._a_second = a_second
        self._clock = clock
        self._left: dict[str, tuple[float, float, bool]] = {}  # left, at that moment, told
        self._most = PEOPLE  # remembered before those with a full allowance are looked for

    def take(self, person: str) -> Verdict:
        """Take one turn of a person's allowance, if there is one left."""
        now = self._clock()
        left, then, told = self._left.get(person, (self._burst, now, False))
        left = min(self._burst, left + (now - then) * self._a_second)
        if left >= 1:
            # Told again only after a quiet while, not at every drop that falls into the bucket.
            calm = left >= self._burst / 2
            self._keep(person, (left - 1, now, told and not calm), now)
            return Verdict.WITHIN
        self._keep(person, (left, now, True), now)
        return Verdict.OVER if told else Verdict.FIRST_OVER

    def _keep(self, person: str, state: tuple[float, float, bool], now: float) -> None:
        if person not in self._left and len(self._left) >= self._most:
            full = self._burst / self._a_second
            self._left = {p: s for p, s in self._left.items() if now - s[1] < full}
            # Not at every newcomer: a whole town that writes at once would wait for the looking.
            self._most = max(PEOPLE, 2 * len(self._left))
        self._left[person] = state
