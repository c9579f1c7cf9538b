"""Plays years of a town's reminders while everything goes wrong, and counts what was promised.

Run: python -m benchmarks.chaos [YEARS [SEED]]
The use cases are the real ones, over records in memory; time, Teams and the deaths of two replicas
are simulated with a fixed seed. On every working day the replicas tick side by side, Teams fails in
nine ways, replicas are killed between and inside their transactions, dates are moved, owners
change, items are done, the clock jumps and nobody runs for up to three days. A model that knows
nothing of the ledger says who had to hear of what. Printed: one table.
"""

import asyncio
import logging
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from council.dates import DueDate
from council.model import Holder, Role, State
from council.people import Person
from tests.council.reminding import (
    DAYS,
    PEOPLE,
    Fate,
    Town,
    at,
    follow_up,
    record,
)

BEGIN = date(2024, 1, 2)
OWNERS, SPARE, ITEMS = 8, 4, 30
TICKS = ((7, 30), (9, 0), (9, 2), (9, 4), (9, 10), (10, 0), (13, 0), (17, 30))
SERVICE_HOURS = 11  # of a working day, between the quiet hours
MISHAPS = sorted(set(Fate) - {Fate.ARRIVES, Fate.BLOCKED}, key=lambda fate: fate.value)
LEADS, LATER = (14, 7, 1, 0), (1, 7, 30)
GRACE = timedelta(days=10)  # within which all that has gone wrong must have been made good


@dataclass(slots=True)
class Owed:
    """What the model knows of an item."""

    role: str
    due: date
    since: datetime  # from when this day and this owner have held


class Chaos:
    """A town, its model and its bad luck."""

    def __init__(self, seed: int) -> None:
        """Begin on the first working day."""
        self.draw = Random(seed)  # noqa: S311 - no secret
        self.town = Town(at(BEGIN, 7), workers=2, seed=seed)
        self.holders: dict[str, str] = {}
        self.items: dict[str, Owed] = {}
        self.made = 0
        self.ticks = 0
        self.working_days = 0
        self.lost: list[str] = []
        self.happened: Counter[str] = Counter()

    def chance(self, likely: float) -> bool:
        """Tell whether something happens."""
        return self.draw.random() < likely

    async def settle_in(self) -> None:
        """Put roles, their holders and the first items on record."""
        persons = [Person(f"t/p{number}") for number in range(OWNERS + SPARE)]
        await self.town.settle_in(people=(*PEOPLE, *persons))
        for number in range(OWNERS):
            await self.town.put(record(Role, f"r{number}", name=f"R{number}"))
            await self.holds(f"p/r{number}", f"t/p{number}")
        while len(self.items) < ITEMS:
            await self.new_item()

    async def holds(self, role: str, person: str) -> None:
        """Let a person hold a role from now on."""
        key = f"{role.removeprefix('p/')}-nyt"
        for name in [name for name, owed in self.items.items() if owed.role == role]:
            self.reckon(name)
            self.items[name].since = self.town.clock()
        self.holders[role] = person
        await self.town.put(record(Holder, key, role=role, person=person))

    async def new_item(self) -> None:
        """Give somebody something to do."""
        self.made += 1
        role = f"p/r{self.draw.randrange(OWNERS)}"
        due = self.town.today + timedelta(days=self.draw.randrange(45))
        await self.dated(f"f{self.made}", role, due)

    async def dated(self, name: str, role: str, due: date) -> None:
        """Set an item's due day."""
        self.items[name] = Owed(role, due, self.town.clock())
        await self.town.put(follow_up(name, DueDate(start=due, end=due), owners=(role,)))

    async def done(self, name: str) -> None:
        """Let an item be done, and put another in its place."""
        self.reckon(name)
        owed = self.items.pop(name)
        due = DueDate(start=owed.due, end=owed.due)
        state = State.DONE
        await self.town.put(follow_up(name, due, owners=(owed.role,), state=state))
        await self.new_item()

    def reckon(self, name: str) -> None:
        """Count what the owner of an item should have heard of long ago and has not."""
        owed = self.items[name]
        if owed.due < DAYS.day(owed.since):
            return
        days = [DAYS.back(owed.due - timedelta(days=lead)) for lead in LEADS]
        days += [DAYS.forth(owed.due + timedelta(days=late)) for late in LATER]
        person = self.holders[owed.role]
        heard = [m.at for m in self.town.messages if m.recipient == person]
        items = [m.items for m in self.town.messages if m.recipient == person]
        told = [moment for moment, on in zip(heard, items, strict=True) if f"p/{name}" in on]
        for moment in map(at, days):
            due = owed.since <= moment <= self.town.clock() - GRACE
            if due and not any(moment <= one for one in told):
                self.lost.append(f"{name} {person} {moment}")

    async def people(self) -> None:
        """Let people change something."""
        names = sorted(self.items)
        if self.chance(0.4):
            name = self.draw.choice(names)
            self.reckon(name)
            due = self.town.today + timedelta(days=self.draw.randrange(30))
            await self.dated(name, self.items[name].role, due)
            self.happened["dates moved"] += 1
        if self.chance(0.3):
            await self.done(self.draw.choice(sorted(self.items)))
            self.happened["items done"] += 1
        if self.chance(0.05):
            role = self.draw.choice(sorted(self.holders))
            free = {f"t/p{n}" for n in range(OWNERS + SPARE)} - set(self.holders.values())
            await self.holds(role, self.draw.choice(sorted(free)))
            self.happened["owners changed"] += 1
        for name in [n for n, o in self.items.items() if o.due < self.town.today - 2 * GRACE]:
            if self.chance(0.1):
                await self.done(name)
        for person in sorted(self.town.memory.state.followed.unreachable):
            await self.town.reached(person)
            for role, holder in self.holders.items():
                if holder == person:
                    await self.holds(role, person)

    def machines(self) -> None:
        """Let machines and Teams fail."""
        if self.chance(0.5):
            count = self.draw.randint(1, 3)
            self.town.teams.fates.extend(self.draw.choice(MISHAPS) for _ in range(count))
        if self.chance(0.02):
            self.town.teams.fates.append(Fate.BLOCKED)
            self.happened["people out of reach"] += 1
        for worker in self.town.workers:
            if self.chance(0.3):
                worker.frail.dies_in = self.draw.randint(1, 12)

    async def day(self) -> None:
        """Play one day, or skip some."""
        if self.chance(0.04):
            away = self.draw.randint(1, 72)
            self.town.clock.now += timedelta(hours=away)
            self.happened["outages"] += 1
        today = self.town.today
        working = DAYS.working(today)
        self.working_days += working
        for moment in TICKS if working else TICKS[-1:]:
            self.town.clock.now = max(self.town.clock(), at(today, *moment))
            if self.chance(0.02):
                self.town.clock.now -= timedelta(minutes=self.draw.randint(1, 90))
                self.happened["clock set back"] += 1
            self.machines()
            await self.town.tick(0, 1)
            self.ticks += 2
            if self.chance(0.5):
                await self.people() if working else None
        self.town.clock.now = max(self.town.clock(), at(today + timedelta(days=1), 6))

    async def calm(self) -> None:
        """Let all be well for some weeks and reckon everything up."""
        self.town.teams.fates.clear()
        for worker in self.town.workers:
            worker.frail.dies_in = -1
        for person in sorted(self.town.memory.state.followed.unreachable):
            await self.town.reached(person)
            for role, holder in self.holders.items():
                if holder == person:
                    await self.holds(role, person)
        await self.town.until(self.town.clock() + timedelta(days=40), 0, 1)
        for name in self.items:
            self.reckon(name)

    def table(self, seconds: float) -> dict[str, object]:
        """Return the figures."""
        town = self.town
        times = Counter(message.dispatch for message in town.messages)
        doubled = [key for key, count in times.items() if count > 1]
        marked = {key for key, one in town.dispatches.items() if one.doubtful}
        return {
            "simulated days": (town.today - BEGIN).days,
            "simulated service hours": self.working_days * SERVICE_HOURS,
            "ticks of a replica": self.ticks,
            "replicas killed": town.deaths,
            **self.happened,
            "rows": len(town.rows),
            "messages": len(times),
            "deliveries": sum(times.values()),
            "lost": len(self.lost),
            "doubled": len(doubled),
            "marked as doubtful": len(marked),
            "doubled and not marked": len(set(doubled) - marked),
            "broken promises": len(town.faults()),
            "unfinished": len(town.unfinished()),
            "real seconds": round(seconds),
        }


async def play(years: float, seed: int) -> None:
    """Play and print."""
    started = time.perf_counter()
    chaos = Chaos(seed)
    await chaos.settle_in()
    end = BEGIN + timedelta(days=round(365 * years))
    while chaos.town.today < end:
        await chaos.day()
    await chaos.calm()
    for name, value in chaos.table(time.perf_counter() - started).items():
        print(f"{name:26} {value:>8}")
    for problem in (*chaos.lost, *chaos.town.faults(), *chaos.town.unfinished())[:20]:
        print(problem)


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)  # every fault that is played would be told
    given = [float(word) for word in sys.argv[1:]]
    asyncio.run(play(given[0] if given else 3.0, int(given[1]) if given[1:] else 1))
