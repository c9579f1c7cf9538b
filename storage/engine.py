"""The engine of each database, with its pool and how its transactions begin."""

from typing import Any, cast

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from storage.one_hop import OneHopConnection, connect
from storage.prepared import written
from storage.transaction import BEGIN, WAIT
from storage.url import sqlite_file

_ALWAYS: dict[str, Any] = {
    "hide_parameters": True,  # an error must not tell what a person wrote
    "json_serializer": written,
}
_POSTGRES: dict[str, Any] = {
    # Two replicas take at most 20 of the 100 connections that PostgreSQL gives by default.
    "pool_size": 5,
    "max_overflow": 5,
    "pool_timeout": WAIT,
    "pool_recycle": 1800,  # seconds; firewalls forget connections that are silent for longer
    "pool_pre_ping": True,  # a restart of the database costs nobody an answer
    "connect_args": {
        "timeout": 10,
        "command_timeout": 60,
        "server_settings": {
            "application_name": "luotsi",
            # A process that hangs must not hold its locks for ever; in milliseconds.
            "idle_in_transaction_session_timeout": "60000",
        },
    },
}
_SQLITE: dict[str, Any] = {
    # One is the turns' own, one writes and a few read beside them; each connection is a thread.
    "pool_size": 5,
    "max_overflow": 0,
    "pool_timeout": WAIT,
}


def make_engine(url: str) -> AsyncEngine:
    """Return the engine of a checked URL. Errors never show what was being stored."""
    if sqlite_file(url) is None:
        return create_async_engine(url, pool_use_lifo=True, **_ALWAYS, **_POSTGRES)
    return _sqlite_engine(url, WAIT, pool_use_lifo=True, **_SQLITE)


def make_single_engine(url: str, wait: float) -> AsyncEngine:
    """Return an engine without a pool; SQLite waits `wait` seconds for another process."""
    if sqlite_file(url) is None:
        return create_async_engine(url, poolclass=NullPool, **_ALWAYS)
    return _sqlite_engine(url, wait, poolclass=NullPool)


def _sqlite_engine(url: str, wait: float, **options: Any) -> AsyncEngine:  # noqa: ANN401 passed on
    """Return an engine of an SQLite file, which begins its transactions in words."""
    file = str(sqlite_file(url))

    async def creator() -> OneHopConnection:
        return await connect(file, wait)

    engine = create_async_engine(url, async_creator=creator, **_ALWAYS, **options)

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        driver = connection.connection.driver_connection
        # Without a word to the contrary a transaction is one that writes.
        words = connection.get_execution_options().get(BEGIN, "BEGIN IMMEDIATE")
        cast("OneHopConnection", driver).begin_with(words)

    return engine
