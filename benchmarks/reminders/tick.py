"""A tick at which nothing is stale and nothing due, with few and with many open items on record."""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from statistics import median
from typing import Any

from sqlalchemy import Engine as SyncEngine
from sqlalchemy import event

from benchmarks.reminders.bulk import RULES, statements
from benchmarks.reminders.databases import command, fresh, run_all, writing
from benchmarks.reminders.town import NOW, Prompt, council_of, unhurried
from council.ledger_ports import Beat
from council.reminders import LOOKED, run
from storage.database import Database

TICKS = 200
LARGE = ("records", "follow_ups", "tracks", "reminders", "dispatches")
INDEX = re.compile(r"USING (?:COVERING )?INDEX (\w+)|(?:using|Index Scan on) (\w+)")
WALK = re.compile(rf"(?:Seq Scan on|SCAN) ({'|'.join(LARGE)})\b")  # with an index or without
Statements = list[tuple[str, Any]]


async def tick(url: str, sizes: Sequence[int]) -> tuple[list[float], list[str]]:
    """Return milliseconds a tick for each size, in turns, and the plans at the largest."""
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(fresh(url)) for _ in sizes]
        for size, (database, own) in zip(sizes, opened, strict=True):
            await _fill(database, own, size)
        taken = await _measured([database for database, _ in opened])
        database, own = opened[-1]
        with _heard() as heard:
            await _tick(database)
            await _look(database)
        plans = await _plans(own, heard)
    return [median(times) for times in taken], plans


async def _measured(databases: Sequence[Database]) -> list[list[float]]:
    taken: list[list[float]] = [[] for _ in databases]
    for number in range(TICKS + TICKS // 10):
        for times, database in zip(taken, databases, strict=True):
            lasted = await _tick(database)
            if number >= TICKS // 10:  # the first fill the caches
                times.append(lasted * 1000)
    return taken


async def _tick(database: Database) -> float:
    """Do one tick that finds nothing to do; return its seconds."""
    council = council_of(database.records, Prompt())
    started = time.perf_counter()
    receipt = await run(council, unhurried())
    lasted = time.perf_counter() - started
    assert not receipt.planned
    assert not receipt.gathered
    assert not council.shelf.ready, "a tick that finds nothing to do has no need of the register"
    return lasted


async def _look(database: Database) -> None:
    """Ask what is asked where something is due or stale, a key or two at a time."""
    async with database.records() as records:
        await records.ledger.due(["t/1", "t/2"], NOW)
        assert len(await records.ledger.rows(["p/f1"])) == len(RULES)
        await records.ledger.within(["d1"])
        await records.ledger.upcoming(NOW, 10)
        await records.ledger.upcoming(NOW, 10, "t/1")
        await records.dispatches.latest("reminders", ["t/1"])
        await records.cards.outdated(10)
        await records.plans.tracks(["p/f1"])


async def _fill(database: Database, url: str, size: int) -> None:
    """Put items on record, what is remembered of them, six rows of each and a past of messages."""
    await run_all(url, list(statements(size, sqlite=url.startswith("sqlite"))))
    today = council_of(database.records, Prompt()).today.isoformat()
    async with database.records() as records:  # the day's first tick looks at every plan anew
        await records.beats.beat(Beat(LOOKED, NOW, today))
    if not url.startswith("sqlite"):  # PostgreSQL does so by itself, SQLite never
        await command(url, "ANALYZE")


@contextmanager
def _heard() -> Iterator[Statements]:
    """Collect the statements that any engine is given."""
    heard: Statements = []

    def hear(*given: Any) -> None:  # noqa: ANN401 - connection, cursor, words, parameters…
        heard.append((given[2], given[3]))

    event.listen(SyncEngine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        event.remove(SyncEngine, "before_cursor_execute", hear)


async def _plans(url: str, heard: Statements) -> list[str]:
    """Return how the database finds the rows of each statement; nothing may be walked through."""
    how = "EXPLAIN QUERY PLAN" if url.startswith("sqlite") else "EXPLAIN"
    found: list[str] = []
    async with writing(url) as connection:
        for words, given in heard:
            rows = (await connection.exec_driver_sql(f"{how} {words}", given)).all()
            plan = " ".join(str(row[-1]) for row in rows)
            assert not WALK.search(plan), plan
            if any(table in words for table in LARGE):
                read = re.search(r"FROM (\w+)", " ".join(words.split()))
                used = dict.fromkeys(a or b for a, b in INDEX.findall(plan))
                found.append(f"{read[1] if read else ''}: {', '.join(used)}")
    return found
