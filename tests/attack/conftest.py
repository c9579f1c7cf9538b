"""A town with secrets on each database, and logging as it was before."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from search.finder import NgxFinder
from tests.attack.siege import Town, town
from tests.bot.parties import StubConnector, connector


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Put logging back as pytest has it, whatever a test has set up."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def finder() -> NgxFinder:
    return NgxFinder()


@pytest.fixture
async def stub() -> AsyncIterator[StubConnector]:
    async with connector() as stub:
        yield stub


@pytest.fixture
async def guarded(database_url: str, stub: StubConnector, finder: NgxFinder) -> AsyncIterator[Town]:
    """Give a town that keeps secrets, on a database of each kind."""
    async with town(database_url, stub, finder, secrets=True) as made:
        yield made


@pytest.fixture
async def here(tmp_path: Path, stub: StubConnector, finder: NgxFinder) -> AsyncIterator[Town]:
    """Give a town that keeps secrets, where the kind of database is of no consequence."""
    async with town(f"sqlite:///{tmp_path / 'luotsi.sqlite'}", stub, finder, secrets=True) as made:
        yield made
