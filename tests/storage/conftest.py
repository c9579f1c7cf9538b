"""An open database with its tables made, and the same once more as another process has it."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        await opened.migrate()
        yield opened


@pytest.fixture
async def second(database: Database, database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        yield opened
