"""An SQLite connection that crosses to its thread once for a statement, instead of five times.

A crossing costs some 40 µs, more than most of the statements do.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, Self

import aiosqlite


class OneHopConnection(aiosqlite.Connection):
    """A connection whose cursors run a statement and fetch all its rows in one go."""

    def cursor(self) -> "OneHopCursor":  # type: ignore[override]
        """Return a cursor; nothing happens before it runs a statement."""
        return OneHopCursor(self)

    _beginning = ""  # the words of a transaction whose first statement is still to come
    _abandoned = False  # whether a statement may still run that nobody waits for any more

    @property
    def now(self) -> sqlite3.Connection:
        """SQLite's own connection, for what is done at once while nothing runs in the thread."""
        return self._conn

    @property
    def unsettled(self) -> bool:
        """Whether there is something to roll back."""
        return self._abandoned or self.in_transaction

    def begin_with(self, words: str) -> None:
        """Begin a transaction together with its first statement, unless one is under way."""
        self._beginning = "" if self.in_transaction else words

    async def commit(self) -> None:
        """Commit, if there is anything to commit."""
        self._beginning = ""
        if self.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Roll back, if there is anything to roll back."""
        self._beginning = ""
        if self.unsettled:
            await super().rollback()
            self._abandoned = False

    async def run(self, call: Callable[[sqlite3.Connection], None]) -> None:
        """Call a function with the connection, in its thread."""
        beginning, self._beginning = self._beginning, ""

        def in_thread() -> None:
            if beginning:
                self._conn.execute(beginning)
            call(self._conn)

        try:
            await self._execute(in_thread)  # type: ignore[no-untyped-call]
        except asyncio.CancelledError:
            # The thread goes on, and may begin a transaction after we have looked for one.
            self._abandoned = True
            raise


class OneHopCursor:
    """A cursor with as much of the interface as SQLAlchemy's adapter uses."""

    def __init__(self, connection: OneHopConnection) -> None:
        """Keep the connection."""
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        """Return the cursor, which is ready."""
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement and fetch its rows."""
        return await self._run(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Run a statement for every row of parameters."""
        return await self._run(lambda cursor: cursor.executemany(statement, parameters))

    async def fetchall(self) -> list[Any]:
        """Return the rows."""
        return self._rows

    async def close(self) -> None:
        """Do nothing: SQLite's own cursor was closed when the rows were fetched."""

    async def _run(self, start: Callable[[sqlite3.Cursor], object]) -> Self:
        """Run a statement in the connection's thread and keep what came of it."""

        def in_thread(connection: sqlite3.Connection) -> None:
            cursor = connection.cursor()
            try:
                start(cursor)
                self.description = cursor.description
                self._rows = cursor.fetchall() if cursor.description else []
                self.rowcount = cursor.rowcount
                self.lastrowid = cursor.lastrowid
            finally:
                cursor.close()

        await self._connection.run(in_thread)
        return self


async def connect(file: str, wait: float) -> OneHopConnection:
    """Open an SQLite file. `wait` is for a writer of another process, in seconds."""

    def opened() -> sqlite3.Connection:
        # Python's own way of beginning leaves reads and table changes outside the transaction.
        connection = sqlite3.connect(
            file, timeout=wait, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            # With the write-ahead log a power cut may cost the last answers, never the database.
            connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    connection = OneHopConnection(opened, iter_chunk_size=64)
    # A process that ends without closing its database must not wait for this thread.
    connection._thread.daemon = True  # noqa: SLF001 as SQLAlchemy does for its own
    try:
        await connection
    except BaseException:
        # The thread ends at once; its last word must not come to a loop that has ended.
        connection._thread.join(1.0)  # noqa: SLF001
        raise
    return connection
