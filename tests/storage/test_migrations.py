"""The tables can be made from nothing and from every earlier form, and are what the code says."""

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from council.people import Person
from storage.database import Database
from storage.models import metadata
from storage.register_models import KINDS
from storage.upgrading import NewerDatabaseError, newest, upgrade

MIGRATIONS = Path(__file__).parents[2] / "storage" / "migrations"
REVISIONS = [one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


async def works(database: Database) -> bool:
    async with database.records() as on_record:
        await on_record.people.put(Person("p1"))
    async with database.records() as on_record:
        return await on_record.people.find("p1") == Person("p1")


async def command(url: str, words: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text(words))
    await engine.dispose()


async def test_an_empty_database_is_upgraded(database_url: str) -> None:
    async with Database(database_url) as database:
        assert not await database.migrated()
        await database.migrate()
        assert await database.migrated()
        assert await works(database)


@pytest.mark.parametrize("revision", REVISIONS)
async def test_every_earlier_form_is_upgraded(database_url: str, revision: str) -> None:
    await asyncio.to_thread(upgrade, database_url, revision)
    async with Database(database_url) as database:
        assert await database.migrated() == (revision == newest())
        await database.migrate()
        assert await database.migrated()
        assert await works(database)


async def test_tables_are_what_the_code_says(database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(
            compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        )

    assert set(KINDS.values()) <= set(metadata.tables.values())
    await asyncio.to_thread(upgrade, database_url)
    engine = create_async_engine(database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_processes_that_start_together_upgrade_once(database_url: str) -> None:
    async with Database(database_url) as first, Database(database_url) as second:
        await asyncio.gather(first.migrate(), second.migrate(), first.migrate(), second.migrate())
        assert await first.migrated()
        assert await second.migrated()
        assert await works(second)


async def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    async with Database(database_url) as database:
        await database.migrate()
        assert await works(database)
        await database.migrate()
        async with database.records() as on_record:
            assert await on_record.people.find("p1") == Person("p1")


async def test_a_database_of_a_newer_version_is_left_alone(database_url: str) -> None:
    async with Database(database_url) as database:
        await database.migrate()
        await command(database_url, "UPDATE alembic_version SET version_num = '9999'")
        with pytest.raises(NewerDatabaseError, match="9999"):
            await database.migrate()
        assert not await database.migrated()
