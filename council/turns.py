"""What turns put on record, in batches: many conversations, one transaction.

Every turn is claimed before it is answered and recorded before its reply goes out. What comes while
a transaction is under way shares the next one, so the price of the record hardly grows with the
number of people who write at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Generic, TypeAlias, TypeVar

from council.people import Address, Closing, Opened, Opening
from council.ports import OpenAsk, OpenRecords, Records, Task

T = TypeVar("T")
U = TypeVar("U")

LARGEST = 64  # things in one transaction

Entry: TypeAlias = Opening | Closing | Address | OpenAsk | Task


class Batch(Generic[T, U]):
    """Collects what comes while the last batch is written, and writes it together."""

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[Sequence[U]]]) -> None:
        """Write batches with `write`, which returns one result for each, in order."""
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[U]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def add(self, item: T) -> U:
        """Have an item written with others; return its result when it is on record."""
        future: asyncio.Future[U] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._drain())
        return await future

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:LARGEST], self._waiting[LARGEST:]
            try:
                results = await self._write([item for item, _ in batch])
            except Exception as error:  # noqa: BLE001 - whatever it is, the others must not suffer
                await self._one_by_one(batch, error)
                continue
            for (_, future), result in zip(batch, results, strict=True):
                if not future.done():
                    future.set_result(result)

    async def _one_by_one(
        self, batch: Sequence[tuple[T, asyncio.Future[U]]], error: Exception
    ) -> None:
        """Write each item of a failed batch by itself, so that only a faulty one fails."""
        for item, future in batch:
            if future.done():
                continue
            try:
                if len(batch) == 1:
                    raise error  # noqa: TRY301 - handled like what a second try would raise
                (result,) = await self._write([item])
            except Exception as own:  # noqa: BLE001 - the turn that waits gets it as its own
                if not future.done():  # who waited may have gone in the meantime
                    future.set_exception(own)
            else:
                if not future.done():
                    future.set_result(result)


class Turns:
    """Puts on record how turns begin and end, and what they leave behind."""

    def __init__(self, records: OpenRecords, now: Callable[[], datetime]) -> None:
        """Write through `records`; `now` gives aware UTC moments."""
        self._records = records
        self._now = now
        self.lost: frozenset[str] = frozenset()  # persons who could not be reached so far
        self._batch: Batch[Entry, Opened | bool | None] = Batch(self._write)

    async def open(self, opening: Opening) -> Opened:
        """Claim a turn and return what is known as it begins."""
        opened = await self._batch.add(opening)
        return opened if isinstance(opened, Opened) else Opened(since=None)

    async def close(self, closing: Closing) -> bool:
        """Put on record how a turn ended; tell whether it was still ours to end.

        It was not where another replica has claimed it meanwhile: then nothing may be said.
        """
        return await self._batch.add(closing) is True

    async def reach(self, address: Address) -> None:
        """Remember where a conversation can be reached, and that its person can be."""
        await self._batch.add(replace(address, met=self._now()))
        if address.person in self.lost:
            async with self._records() as records:
                if await records.choices.reached(address.person, "", self._now()):
                    await records.plans.mark([address.person], self._now())
            self.lost -= {address.person}

    async def keep(self, ask: OpenAsk) -> None:
        """Keep a question without an answer for the administrators."""
        await self._batch.add(ask)

    async def task(self, task: Task) -> None:
        """Give the administrators a task, unless they have it already."""
        await self._batch.add(task)

    async def _write(self, batch: Sequence[Entry]) -> Sequence[Opened | bool | None]:
        openings = [entry for entry in batch if isinstance(entry, Opening)]
        closings = [entry for entry in batch if isinstance(entry, Closing)]
        async with self._records() as records:
            now = self._now()
            await _leave(records, batch)
            closed = iter(await records.turns.close(closings, now=now) if closings else ())
            opened = iter(await records.turns.open(openings, now=now) if openings else ())
        return [_result(entry, opened, closed) for entry in batch]


def _result(entry: Entry, opened: Iterator[Opened], closed: Iterator[bool]) -> Opened | bool | None:
    """Return the next result of an entry's kind."""
    if isinstance(entry, Opening):
        return next(opened)
    return next(closed) if isinstance(entry, Closing) else None


async def _leave(records: Records, batch: Sequence[Entry]) -> None:
    """Record what turns of a batch leave behind."""
    addresses = {entry.conversation: entry for entry in batch if isinstance(entry, Address)}
    if addresses:
        await records.people.reach(list(addresses.values()))
    for entry in batch:
        if isinstance(entry, OpenAsk):
            await records.desk.note(entry)
        elif isinstance(entry, Task):
            await records.desk.open_task(entry)
