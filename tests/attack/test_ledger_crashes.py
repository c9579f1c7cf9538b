"""Replicas that send reminders are killed anywhere, a hundred times: nothing is lost.

The parent is the clock and Teams. Its clock stands while anybody works, so that a lease runs out
for the dead alone. LUOTSI_TEST_CRASHES=1000 kills more often; figures are printed with -s.
"""

import asyncio
import json
import os
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from random import Random
from typing import Any

import pytest

from council.access import Right
from council.dates import DueDate
from council.ledger import Dispatch, DispatchState, Reminder, RowState
from council.model import (
    Action,
    FollowUp,
    Holder,
    Programme,
    ProgrammeKind,
    Record,
    Role,
    Source,
)
from council.people import Person
from council.ports import Change
from council.workdays import WorkingDays
from storage.database import Database
from tests.attack.doomed_sender import ASK, AT_ONCE, DELIVER, HELSINKI, main

KILLS = int(os.environ.get("LUOTSI_TEST_CRASHES", "100"))
ROUND = 100  # kills on one database
FIRST = date(2024, 1, 8)  # a Monday
TIMES = (time(9), time(9, 3), time(9, 6), time(13))  # of a working day's ticks
OWNERS = 5
EVERY = 3  # days between two due days of one owner
LEADS = (14, 7, 1, 0)
LATER = (1, 7)
DAYS = WorkingDays(HELSINKI)
PROCESSES = get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.attack.doomed_sender"])


@dataclass(frozen=True, slots=True)
class Delivered:
    at: datetime
    dispatch: str
    recipient: str
    rows: tuple[tuple[str, ...], ...]


@dataclass
class Parent:
    """The clock, Teams and the murderer."""

    url: str
    replicas: int
    kills: int
    draw: Random
    children: dict[int, ForkServerProcess] = field(default_factory=dict)
    waiting: dict[int, asyncio.Future[str]] = field(default_factory=dict)
    delivered: list[Delivered] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)
    ticks: int = 0
    last: int | None = None  # the tick after which it is over
    port: int = 0
    begun: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def now(self) -> datetime:
        day, number = divmod(self.ticks, len(TIMES))
        weeks, weekday = divmod(day, 5)
        on = FIRST + timedelta(days=7 * weeks + weekday)
        return datetime.combine(on, TIMES[number], HELSINKI).astimezone(UTC)

    def begin(self) -> None:
        """Start replicas until there are enough."""
        while len(self.children) < self.replicas:
            self.begun += 1
            child = PROCESSES.Process(target=main, args=(self.url, self.port, self.begun))
            child.start()
            self.children[self.begun] = child

    def may_kill(self, chance: float) -> bool:
        return self.killed.total() < self.kills and self.draw.random() < chance

    def kill(self, name: int, where: str) -> None:
        """Kill a replica and start another one in its place."""
        if name not in self.children or self.killed.total() == self.kills:
            return
        child = self.children.pop(name)
        child.kill()
        child.join()
        self.killed[where] += 1
        if told := self.waiting.pop(name, None):
            told.set_result("")  # nobody hears it
        if self.killed.total() == self.kills:
            self.last = self.ticks + len(TIMES) * 9
        self.begin()
        self.move_on()

    def move_on(self) -> None:
        """Let it become later, once nobody works."""
        if self.waiting.keys() != self.children.keys():
            return
        if over := self.ticks == self.last:
            self.over.set()
        else:
            self.ticks += 1
        waiting, self.waiting = self.waiting, {}
        for name, told in waiting.items():
            if not told.done():
                told.set_result("" if over else self.now.isoformat())
            if not over and self.may_kill(0.25):
                self.soon(name)

    def soon(self, name: int) -> None:
        """Kill a replica somewhere in its work: the one place where chance is the point."""
        delay = self.draw.random() ** 2 * 0.12
        asyncio.get_running_loop().call_later(delay, self.kill, name, "at work")

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one question of a replica."""
        try:
            asked: dict[str, Any] = json.loads(await reader.readline() or "{}")
            if asked.get("name") in self.children:
                told = await (self.tick(asked) if asked["kind"] == ASK else self.deliver(asked))
                writer.write(json.dumps(told).encode() + b"\n")
        except (ConnectionError, json.JSONDecodeError, asyncio.CancelledError):
            pass  # whoever asked is dead
        finally:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def tick(self, asked: dict[str, Any]) -> str:
        told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.waiting[asked["name"]] = told
        self.move_on()
        return await told

    async def deliver(self, asked: dict[str, Any]) -> str:
        assert asked["kind"] == DELIVER
        if self.may_kill(0.06):
            self.kill(asked["name"], "before Teams had it")
            raise ConnectionError
        rows = tuple(tuple(row) for row in asked["rows"])
        self.delivered.append(Delivered(self.now, asked["dispatch"], asked["recipient"], rows))
        if self.may_kill(0.1):
            self.kill(asked["name"], "before Teams answered")
            raise ConnectionError
        if self.may_kill(0.08):
            self.soon(asked["name"])
        return str(len(self.delivered))


@asynccontextmanager
async def chaos(url: str, replicas: int, kills: int, seed: int) -> AsyncIterator[Parent]:
    parent = Parent(url, replicas, kills, Random(seed))  # noqa: S311 - no secret
    async with await asyncio.start_server(parent.answer, "127.0.0.1", 0) as server:
        parent.port = server.sockets[0].getsockname()[1]
        parent.begin()
        try:
            yield parent
        finally:
            for child in parent.children.values():
                child.join(20)
                if child.is_alive():
                    child.kill()
                    child.join()


def records(days: int) -> list[Record]:
    """Return owners with something due every third day."""
    own: dict[str, Any] = {"programme": "p", "source": Source("ohjelma.pdf")}
    found: list[Record] = [
        Programme(key="p", name="P", municipality="Esimerkkilä", kind=ProgrammeKind.CHANGE, **own)
    ]
    for number in range(OWNERS):
        role = Role(key=f"p/r{number}", name=f"R{number}", **own)
        action = Action(key=f"p/a{number}", name="A", owners=(role.key,), **own)
        holder = Holder(key=f"p/h{number}", role=role.key, person=f"t/{number}", **own)
        found += [role, action, holder]
        for day in range(number % EVERY, days, EVERY):
            due = FIRST + timedelta(days=day)
            found.append(
                FollowUp(
                    key=f"p/f{number}-{day}",
                    name="F",
                    action=action.key,
                    due=DueDate(start=due, end=due),
                    **own,
                )
            )
    return found


async def fill(database: Database, days: int) -> None:
    found = records(days)
    before = datetime.combine(FIRST - timedelta(days=30), time(9), UTC)
    async with database.records() as r:
        await r.people.put(Person("t/admin", rights=frozenset({Right.ADMINISTER})))
        for number in range(OWNERS):
            await r.people.put(Person(f"t/{number}"))
        await r.register.put(found)
        await r.choices.set("", "overdue_every", 0)
        await r.choices.set("", "administrator_after", 0)
        await r.changes.add(
            [Change(one.key, "", "", "{}", "system", before, "load") for one in found]
        )
        await r.changes.bump()


@dataclass(frozen=True, slots=True)
class Found:
    """What the ledger says in the end."""

    rows: dict[tuple[str, ...], Reminder]
    dispatches: dict[str, Dispatch]


async def look(database: Database) -> Found:
    async with database.records() as r:
        keys = [one.key for one in await r.register.everything()]
        rows = await r.ledger.rows(keys)
        dispatches = await r.pace.made(datetime(2000, 1, 1, tzinfo=UTC))
    return Found(
        {(r.recipient, r.item, r.rule, r.due.isoformat()): r for r in rows},
        {one.id: one for one in dispatches},
    )


def owed(parent: Parent, days: int) -> set[tuple[str, ...]]:
    """Return what every owner has to have heard by now, by our own reckoning."""
    found: set[tuple[str, ...]] = set()
    began = datetime.combine(FIRST, TIMES[0], HELSINKI)
    until = parent.now - timedelta(days=5)
    for number in range(OWNERS):
        for day in range(number % EVERY, days, EVERY):
            due = FIRST + timedelta(days=day)
            rules = [(f"before:{n}", DAYS.back(due - timedelta(days=n))) for n in LEADS]
            rules += [(f"overdue:{n}", DAYS.forth(due + timedelta(days=n))) for n in LATER]
            for rule, on in rules:
                if began <= datetime.combine(on, TIMES[0], HELSINKI) <= until:
                    found.add((f"t/{number}", f"p/f{number}-{day}", rule, due.isoformat()))
    return found


def judge(parent: Parent, found: Found, days: int) -> dict[str, int]:
    """Count what was sent, lost, doubled and marked; assert that every promise is kept."""
    arrived = {row for message in parent.delivered for row in message.rows}
    told = owed(parent, days)
    lost = [
        row
        for row in told
        if row not in arrived
        and (row not in found.rows or found.rows[row].state is not RowState.SKIPPED)
    ]
    for row in told - arrived:  # where another one says it, it has arrived
        same = [one for one in arrived if one[:2] == row[:2]]
        lost += [] if same else [row]
    times = Counter(message.dispatch for message in parent.delivered)
    doubled = {key for key, count in times.items() if count > 1}
    marked = {key for key, one in found.dispatches.items() if one.doubtful}
    by_day: dict[tuple[str, date], set[str]] = {}
    for message in parent.delivered:
        day = DAYS.day(message.at)
        by_day.setdefault((message.recipient, day), set()).add(message.dispatch)
    twice = [one for one, several in by_day.items() if len(several - marked) > 1]
    repeated = Counter(row for key in times for row in _rows_of(parent, key))
    unfinished = [
        row
        for row in found.rows.values()
        if row.state is RowState.LEASED or (row.state is RowState.PLANNED and row.at <= parent.now)
    ]

    assert lost == []
    assert doubled <= marked
    # A death costs each message that was on its way at most once more.
    assert [key for key, count in times.items() if count > found.dispatches[key].tries] == []
    assert sum(times.values()) - len(times) <= parent.kills * AT_ONCE * parent.replicas
    assert twice == []
    assert [row for row, count in repeated.items() if count > 1] == []
    assert unfinished == []
    assert {one.state for one in found.dispatches.values()} == {DispatchState.SENT}
    assert times.keys() == found.dispatches.keys()
    return {
        "killed": parent.killed.total(),
        "sent": len(times),
        "rows": len(arrived),
        "lost": len(lost),
        "doubled": len(doubled),
        "marked": len(marked),
        "days": parent.ticks // len(TIMES),
    } | dict(parent.killed)


def _rows_of(parent: Parent, dispatch: str) -> set[tuple[str, ...]]:
    return {row for m in parent.delivered if m.dispatch == dispatch for row in m.rows}


async def killed_again_and_again(
    url: str, replicas: int, kills: int, seed: int = 1
) -> dict[str, int]:
    days = 60 + 3 * kills // 2
    async with Database(url) as database:
        await database.migrate()
        await fill(database, days)
        async with chaos(url, replicas, kills, seed) as parent:
            await asyncio.wait_for(parent.over.wait(), 60 + 3 * kills)
        return judge(parent, await look(database), days)


async def test_a_replica_that_is_killed_anywhere_loses_nothing_and_says_what_it_doubled(
    database_url: str,
) -> None:
    if database_url.startswith("sqlite"):
        rounds = [min(ROUND, KILLS - done) for done in range(0, KILLS, ROUND)]
    else:
        rounds = [ROUND // 8]
    total: Counter[str] = Counter()
    for number, kills in enumerate(rounds):
        url = database_url.replace(".sqlite", f"-{number}.sqlite")
        total.update(await killed_again_and_again(url, 1, kills, number))
        print(dict(total), flush=True)  # noqa: T201 - for those who ask with -s
    assert total["killed"] == sum(rounds)


@pytest.mark.parametrize("replicas", [2, 4])
async def test_so_do_several_at_once(database_url: str, replicas: int) -> None:
    if database_url.startswith("sqlite"):
        pytest.skip("SQLite is for one process")
    figures = await killed_again_and_again(database_url, replicas, ROUND // 8)
    print(figures)  # noqa: T201 - for those who ask with -s
    assert figures["killed"] == ROUND // 8
