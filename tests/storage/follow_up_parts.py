"""Rows, messages and short ways to put and look at them, for the tests of follow-up's records."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from council.ledger import (
    Dispatch,
    Reminder,
    Stale,
)
from council.ports import OpenRecords

NOW = datetime(2023, 4, 17, 9, 30, 15, 250_001, tzinfo=UTC)  # a Monday
TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
LETTERS = "Äänekosken työryhmä – ’lähipalvelut’ 漢字 🙂"
DAY = date(2023, 4, 28)


def row(recipient: str = "t/a", item: str = "p/x", **fields: object) -> Reminder:
    given: dict[str, Any] = {"rule": "before:7", "due": DAY, "at": NOW, "programme": "p", **fields}
    return Reminder(recipient=recipient, item=item, **given)


def dispatch(key: str = "d1", recipient: str = "t/a", **fields: object) -> Dispatch:
    given: dict[str, Any] = {"subject": "2023-04-17", "made": NOW, "due": NOW, **fields}
    return Dispatch(id=key, purpose="reminders", recipient=recipient, **given)


async def put(records: OpenRecords, *rows: Reminder) -> None:
    async with records() as r:
        await r.ledger.put(rows)


async def rows_of(records: OpenRecords, *items: str) -> list[Reminder]:
    async with records() as r:
        found = await r.ledger.rows(items or ("p/x",))
    return sorted(found, key=lambda one: one.identity)


async def add(records: OpenRecords, *several: Dispatch) -> list[Dispatch]:
    async with records() as r:
        return [await r.dispatches.add(one) for one in several]


async def lease(
    records: OpenRecords, holder: str = "h1", now: datetime = NOW, limit: int = 10
) -> list[Dispatch]:
    async with records() as r:
        return list(await r.dispatches.lease(now, now + MINUTE, holder, limit))


async def post(
    records: OpenRecords, *ids: str, holder: str = "h1", now: datetime = NOW
) -> frozenset[str]:
    async with records() as r:
        return await r.dispatches.post(ids, holder, now, now + MINUTE)


async def settle(records: OpenRecords, settled: Dispatch, holder: str = "h1") -> bool:
    async with records() as r:
        return await r.dispatches.settle(settled, holder)


async def found(records: OpenRecords, key: str = "d1") -> Dispatch:
    async with records() as r:
        (one,) = await r.dispatches.find([key])
        return one


async def stale(records: OpenRecords, limit: int = 100) -> list[Stale]:
    async with records() as r:
        return list(await r.plans.stale(limit))


async def mark(records: OpenRecords, *keys: str, at: datetime = NOW) -> None:
    async with records() as r:
        await r.plans.mark(keys, at)
