"""Bringing the tables to the newest form; several processes may try at once.

Alembic takes eleven megabytes, which a service whose tables are of the newest form has no use for,
so it is imported only where there is something to upgrade.
"""

import asyncio
import sqlite3
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from storage.engine import make_single_engine
from storage.url import sqlite_file

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 7_303_014  # any number that nothing else in the database locks
_WAIT = 60  # seconds that a process waits for another one that upgrades


class NewerDatabaseError(RuntimeError):
    """The database has been upgraded by a version of Luotsi that is newer than this one."""


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at a checked URL to a revision; blocks, so call it in a thread.

    One process upgrades at a time; the others wait and find the work done. All of it is one
    transaction. Raises NewerDatabaseError when the database is ahead of this program.
    """
    file = sqlite_file(url)
    if file is not None:
        _write_ahead(file)
    asyncio.run(_upgrade(url, revision))


@cache
def newest() -> str | None:
    """Return the newest revision that this program knows: the last of the files, which count up."""
    files = (_MIGRATIONS / "versions").glob("[0-9]*_*.py")
    return max((file.name.partition("_")[0] for file in files), default=None)


def current(connection: Connection) -> str | None:
    """Return the revision that the database is at, from Alembic's table; None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


async def _upgrade(url: str, revision: str) -> None:
    """Upgrade through a connection of its own, in an event loop of its own."""
    engine = make_single_engine(url, _WAIT)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_run, revision)
    finally:
        await engine.dispose()


def _run(connection: Connection, revision: str) -> None:
    """Upgrade inside the connection's transaction."""
    # SQLite's transaction has taken the write lock as it began.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    at = current(connection)
    if revision == "head" and at == newest():
        return
    from alembic import command  # noqa: PLC0415 - see the module
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if at is not None and at not in known:
        raise NewerDatabaseError(f"The database is at {at}, which this version does not know.")
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _config() -> "Config":
    """Return Alembic's settings without a file of them."""
    from alembic.config import Config  # noqa: PLC0415 - see the module

    config = Config()
    # Alembic reads a percent sign in a setting as the beginning of a name.
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _write_ahead(file: Path) -> None:
    """Switch an SQLite file to its write-ahead log, which stays on from then.

    While another process does the same, SQLite answers 'locked' at once, without waiting.
    """
    give_up = time.monotonic() + _WAIT
    while True:
        connection = sqlite3.connect(file, timeout=_WAIT)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
