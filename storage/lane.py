"""The connection that turns are put on record with on SQLite: on the event loop, without a thread.

A turn's statements take some ten microseconds each; handing one over to a thread and waiting for
the interpreter's lock costs many times that, up to 5 ms a statement under load. Nothing here waits:
the write-ahead log is not synced at a commit, its checkpoint is left to the thread, and where
another process holds the write lock, the thread waits for it.
"""

import sqlite3
from typing import cast

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.one_hop import OneHopConnection

CHECKPOINT = 250  # transactions after which the log is written to the database, some 1,500 pages
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class Lane:
    """A writing connection of its own; one transaction at a time, as the turnstile sees to."""

    def __init__(self, engine: AsyncEngine, wait: float) -> None:
        """Open nothing yet; `wait` is for a writer of another process, in seconds."""
        self._engine = engine
        self._wait = round(wait * 1000)
        self._since = 0
        self._driver: OneHopConnection | None = None
        self.connection: AsyncConnection | None = None  # the same one, as SQLAlchemy has it

    @property
    def now(self) -> sqlite3.Connection | None:
        """SQLite's own connection, once it is open."""
        return None if self._driver is None else self._driver.now

    @property
    def unsettled(self) -> bool:
        """Whether there is something to roll back."""
        if self.connection is not None and self.connection.in_transaction():
            return True
        return self._driver is not None and self._driver.unsettled

    async def begin(self) -> sqlite3.Connection:
        """Begin a writing transaction and return its connection."""
        driver = self._driver or await self._opened()
        try:
            driver.now.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _LOCKED:
                raise
            await driver.run(self._begin_patiently)
        return driver.now

    async def commit(self) -> None:
        """Commit; now and then the log's checkpoint follows, before anybody else writes."""
        driver = self._driver
        if driver is None or not driver.in_transaction:
            return
        driver.now.execute("COMMIT")
        self._since += 1
        if self._since >= CHECKPOINT:
            self._since = 0
            await driver.run(_checkpoint)

    async def rollback(self) -> None:
        """Roll back what has not been committed."""
        if self.connection is not None:
            await self.connection.rollback()
        if self._driver is not None:
            await self._driver.rollback()

    async def close(self) -> None:
        """Close the connection."""
        if self.connection is not None:
            await self.connection.close()
        self.connection = self._driver = None

    async def _opened(self) -> OneHopConnection:
        """Open the connection for good."""
        connection = await self._engine.connect()
        raw = await connection.get_raw_connection()
        driver = cast("OneHopConnection", raw.driver_connection)
        driver.now.execute("PRAGMA busy_timeout = 0")
        driver.now.execute("PRAGMA wal_autocheckpoint = 0")
        self.connection, self._driver = connection, driver
        return driver

    def _begin_patiently(self, connection: sqlite3.Connection) -> None:
        """Begin in the connection's thread, which may wait."""
        connection.execute(f"PRAGMA busy_timeout = {self._wait}")
        try:
            connection.execute("BEGIN IMMEDIATE")
        finally:
            connection.execute("PRAGMA busy_timeout = 0")


def _checkpoint(connection: sqlite3.Connection) -> None:
    """Write the log to the database as far as no reader needs it; another time will do as well."""
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
