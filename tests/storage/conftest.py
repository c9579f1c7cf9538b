"""An open database with its tables made, and the same once more as another process has it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from storage.database import Database
from storage.models import metadata
from storage.upgrading import upgrade


@pytest.fixture(scope="session")
def postgres_tables(postgres_url: str) -> Iterator[str]:
    """Give the URL of a PostgreSQL database whose tables are made once for the whole run."""
    name = f"luotsi_{uuid4().hex}"
    url = postgres_url.replace("/postgres?", f"/{name}?")
    with ThreadPoolExecutor(1) as thread:  # a loop of its own, beside the tests' loops

        def run(work: Coroutine[Any, Any, None]) -> None:
            thread.submit(asyncio.run, work).result()

        run(command(postgres_url, f"CREATE DATABASE {name}"))
        thread.submit(upgrade, url).result()
        yield url
        run(command(postgres_url, f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of a database with all tables, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'luotsi.sqlite'}"
    url: str = request.getfixturevalue("postgres_tables")
    return url


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """Give an open database with empty tables."""
    if migrated_url.startswith("postgresql"):
        tables = reversed(metadata.sorted_tables)
        deletions = (f'DELETE FROM "{table.name}"' for table in tables)  # noqa: S608 - our own names
        await command(migrated_url, "; ".join(deletions))
    async with Database(migrated_url) as opened:
        await opened.migrate()
        yield opened


@pytest.fixture
async def second(database: Database, migrated_url: str) -> AsyncIterator[Database]:
    """Give the same database once more, as another process would open it."""
    del database  # its tables have to be there first
    async with Database(migrated_url) as opened:
        yield opened


async def command(url: str, words: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        await connection.execute(words)
    finally:
        await connection.close()
