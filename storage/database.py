"""The database behind the council's Records: open, one transaction at a time, close."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from council.errors import GaveWayError, UnavailableError
from council.ports import Records
from storage.changes import SqlChanges
from storage.choices import SqlChoices
from storage.desk import SqlDesk
from storage.dispatches import SqlCards, SqlDispatches, SqlPace
from storage.documents import SqlDocuments
from storage.engine import make_engine
from storage.followup import SqlBeats, SqlNews
from storage.lane import Lane
from storage.people import SqlPeople
from storage.planning import SqlPlans
from storage.privacy import SqlPrivacy
from storage.register import SqlRegister
from storage.reminders import SqlLedger
from storage.transaction import WAIT, Transaction
from storage.turns import SqlTurns
from storage.upgrading import current, newest, upgrade
from storage.url import check_url, sqlite_file

__all__ = ["Database", "SqlRecords", "check_url"]


class SqlRecords:
    """Everything on record, inside one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        """Give every part the same transaction."""
        self.register = SqlRegister(transaction)
        self.documents = SqlDocuments(transaction)
        self.people = SqlPeople(transaction)
        self.turns = SqlTurns(transaction)
        self.desk = SqlDesk(transaction)
        self.changes = SqlChanges(transaction)
        self.ledger = SqlLedger(transaction)
        self.dispatches = SqlDispatches(transaction)
        self.cards = SqlCards(transaction)
        self.pace = SqlPace(transaction)
        self.plans = SqlPlans(transaction)
        self.choices = SqlChoices(transaction)
        self.news = SqlNews(transaction)
        self.beats = SqlBeats(transaction)
        self.privacy = SqlPrivacy(transaction)


class Database:
    """A database that is open between `open` and `close`, or inside `async with`."""

    def __init__(self, url: str) -> None:
        """Keep the URL. Raises ValueError when it cannot be used, see `check_url`."""
        self._url = check_url(url)
        self._engine: AsyncEngine | None = None
        self._turnstile: asyncio.Lock | None = None
        self._lane: Lane | None = None

    async def __aenter__(self) -> Self:
        """Open the database."""
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the database."""
        await self.close()

    async def open(self) -> None:
        """Make the engine, and the folder of an SQLite file; connects to nothing yet."""
        file = sqlite_file(self._url)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            # SQLite lets one write at a time. In turn is quicker than by its own trying again.
            self._turnstile = asyncio.Lock()
        self._engine = make_engine(self._url)
        self._lane = None if file is None else Lane(self._engine, WAIT)

    async def close(self) -> None:
        """Close every connection."""
        if self._lane is not None:
            await self._lane.close()
            self._lane = None
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None

    @asynccontextmanager
    async def records(self) -> AsyncIterator[Records]:
        """Begin a transaction: it commits on a clean exit and rolls back on an exception.

        What is read before the first write is one snapshot; the first write begins anew and sees
        what others have committed. A task must not open one inside another. Raises
        UnavailableError when the database is out of reach or too busy, and GaveWayError for one of
        two that waited for each other.
        """
        transaction = Transaction(self._opened(), self._turnstile, self._lane)
        try:
            yield SqlRecords(transaction)
            await transaction.commit()
        except (OperationalError, InterfaceError, TimeoutError, sqlite3.OperationalError) as error:
            raise UnavailableError from error
        except DBAPIError as error:
            if _in_the_way(error):
                raise GaveWayError from error
            if error.connection_invalidated:
                raise UnavailableError from error
            raise
        finally:
            await transaction.close()

    async def migrate(self) -> None:
        """Bring the tables to the newest form, see `upgrading.upgrade`."""
        self._opened()
        await asyncio.to_thread(upgrade, self._url)

    async def migrated(self) -> bool:
        """Tell whether the database can be reached and its tables are of the newest form."""
        transaction = Transaction(self._opened(), self._turnstile)
        try:
            connection = await transaction.reading()
            return await connection.run_sync(current) == newest()
        except (UnavailableError, TimeoutError, DBAPIError):
            return False
        finally:
            await transaction.close()

    def _opened(self) -> AsyncEngine:
        """Return the engine."""
        if self._engine is None:
            raise RuntimeError("The database is not open.")
        return self._engine


def _in_the_way(error: DBAPIError) -> bool:
    """Tell whether PostgreSQL has given one of two transactions up that waited for each other."""
    return getattr(error.orig, "sqlstate", "") in {"40001", "40P01"}
