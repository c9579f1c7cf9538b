"""Turns in batches: many conversations, one transaction.

Every turn is claimed before it is answered and recorded before its reply goes out. Turns that come
while a transaction is under way share the next one, so the price of the record hardly grows with
the number of people who write at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from council.people import Closing, Opened, Opening
from council.ports import OpenRecords

T = TypeVar("T")
U = TypeVar("U")

LARGEST = 64  # turns in one transaction


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
            except Exception as error:  # noqa: BLE001 - each waiting turn gets it as its own
                for _, future in batch:
                    if not future.done():
                        future.set_exception(error)
                continue
            for (_, future), result in zip(batch, results, strict=True):
                if not future.done():
                    future.set_result(result)


class Turns:
    """Opens and closes turns on record."""

    def __init__(self, records: OpenRecords, now: Callable[[], datetime]) -> None:
        """Write through `records`; `now` gives aware UTC moments."""
        self._records = records
        self._now = now
        self._opening: Batch[Opening, Opened] = Batch(self._open)
        self._closing: Batch[Closing, None] = Batch(self._close)

    async def open(self, opening: Opening) -> Opened:
        """Claim a turn and return what is known as it begins."""
        return await self._opening.add(opening)

    async def close(self, closing: Closing) -> None:
        """Put on record how a turn ended."""
        await self._closing.add(closing)

    async def _open(self, batch: Sequence[Opening]) -> Sequence[Opened]:
        async with self._records() as records:
            return await records.turns.open(batch, now=self._now())

    async def _close(self, batch: Sequence[Closing]) -> Sequence[None]:
        async with self._records() as records:
            await records.turns.close(batch, now=self._now())
        return [None] * len(batch)
