"""A service in demo mode on the loopback, with an echo in the place of the dialogs."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
import structlog

from bot.settings import read_settings
from bot.wiring import service
from storage.database import Database
from tests.bot.parties import Deaf, Echo, Party, StubConnector, connector, listening


@pytest.fixture
async def stub() -> AsyncIterator[StubConnector]:
    async with connector() as stub:
        yield stub


@pytest.fixture
async def echo() -> Echo:
    return Echo()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database that has been migrated once, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "luotsi.sqlite"

    async def migrate() -> None:
        async with Database(f"sqlite:///{file}") as database:
            await database.migrate()

    asyncio.run(migrate())
    return file


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Put logging back as pytest has it, whatever a test has set up."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def database_file(tmp_path: Path, migrated: Path) -> Path:
    return Path(shutil.copy(migrated, tmp_path / "luotsi.sqlite"))


@pytest.fixture
async def party(database_file: Path, stub: StubConnector, echo: Echo) -> AsyncIterator[Party]:
    settings = read_settings(
        demo=True, database_url=f"sqlite:///{database_file}", pace=100_000, grace=5
    )
    async with (
        service(settings, echo.voice, Deaf()) as running,
        listening(running.app) as url,
        aiohttp.ClientSession() as http,
    ):
        yield Party(running, url, http, stub, echo, running.teams)
