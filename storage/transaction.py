"""One transaction: a snapshot while it only reads, a writing transaction from its first write."""

import asyncio
import sqlite3
from enum import Enum

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from council.errors import UnavailableError
from storage.lane import Lane

BEGIN = "luotsi_begin"  # execution option: the words that begin a transaction on SQLite
WAIT = 30.0  # seconds that a writer waits for the other writers of this process


class _Phase(Enum):
    """What a transaction has done so far."""

    NOTHING = 0
    READING = 1
    WRITING = 2


class Transaction:
    """Lends its connection to the queries, begun in the way that each of them needs.

    What is read before the first write is one snapshot on both databases. The first write ends the
    snapshot and begins anew, in SQLite with the write lock taken at once: a lock that is taken
    later fails when somebody else has written in between. So two transactions never wait for each
    other in a ring, and a reader neither waits for a writer nor stops one.
    """

    def __init__(
        self, engine: AsyncEngine, turnstile: asyncio.Lock | None, lane: Lane | None = None
    ) -> None:
        """Keep the engine; `turnstile` lets the writers of this process in one by one.

        `lane` is SQLite's connection for turns; there is none for PostgreSQL.
        """
        self._engine = engine
        self._turnstile = turnstile
        self._lane = lane
        self._in_lane = False
        self._held = False
        self._phase = _Phase.NOTHING
        self._connection: AsyncConnection | None = None

    async def reading(self) -> AsyncConnection:
        """Return the connection for a query that only reads."""
        connection = await self._connected()
        if self._phase is _Phase.NOTHING:
            await self._options(connection, reading=True)
            self._phase = _Phase.READING
        return connection

    async def writing(self) -> AsyncConnection:
        """Return the connection for a query that writes."""
        if self._phase is _Phase.WRITING:
            return await self._connected()
        await self._enter()
        connection = await self._connected()
        if self._phase is _Phase.READING:
            await connection.commit()
        await self._options(connection, reading=False)
        self._phase = _Phase.WRITING
        return connection

    async def quick(self) -> sqlite3.Connection | None:
        """Return SQLite's own connection in a writing transaction, for statements of turns.

        None on PostgreSQL, and where the transaction has begun in the ordinary way. Other queries
        of the same transaction may follow in the ordinary way.
        """
        if self._lane is None:
            return None
        if self._in_lane:
            return self._lane.now
        if self._phase is not _Phase.NOTHING:
            return None
        await self._enter()
        self._in_lane = True
        try:
            connection = await self._lane.begin()
        except (OSError, TimeoutError, PoolTimeoutError, DBAPIError) as error:
            raise UnavailableError from error
        self._connection, self._phase = self._lane.connection, _Phase.WRITING
        return connection

    async def commit(self) -> None:
        """Commit what has been written."""
        if self._connection is not None and self._connection.in_transaction():
            await self._connection.commit()
        if self._lane is not None and self._in_lane:
            await self._lane.commit()

    async def close(self) -> None:
        """Give the connection back; what has not been committed is rolled back."""
        if self._lane is not None and self._in_lane and not self._lane.unsettled:
            self._open_turnstile()  # nothing to wait for
            return
        # A cancelled turn must not leave a transaction open or the turnstile shut.
        await asyncio.shield(asyncio.ensure_future(self._leave()))

    async def _connected(self) -> AsyncConnection:
        """Return the connection, taking one from the pool first. Raises UnavailableError."""
        if self._connection is None:
            try:
                self._connection = await self._engine.connect()
            except (OSError, TimeoutError, PoolTimeoutError, DBAPIError) as error:
                raise UnavailableError from error
        return self._connection

    async def _options(self, connection: AsyncConnection, *, reading: bool) -> None:
        """Choose how the connection's next transaction begins."""
        if connection.dialect.name == "sqlite":
            begin = "BEGIN" if reading else "BEGIN IMMEDIATE"
            await connection.execution_options(**{BEGIN: begin})
        elif reading:
            await connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        elif self._phase is _Phase.READING:
            await connection.execution_options(
                isolation_level="READ COMMITTED", postgresql_readonly=False
            )

    async def _enter(self) -> None:
        """Wait for this process's turn to write. Raises UnavailableError after `WAIT` seconds."""
        if self._turnstile is None or self._held:
            return
        try:
            async with asyncio.timeout(WAIT):
                await self._turnstile.acquire()
        except TimeoutError as error:
            raise UnavailableError from error
        self._held = True

    async def _leave(self) -> None:
        """Close the connection and let the next writer in."""
        try:
            if self._lane is not None and self._in_lane:
                await self._lane.rollback()
            elif self._connection is not None:
                await self._connection.close()
        finally:
            self._open_turnstile()

    def _open_turnstile(self) -> None:
        """Let the next writer in."""
        if self._turnstile is not None and self._held:
            self._held = False
            self._turnstile.release()
