"""What only a real database can show: two processes, locks, pools, trouble and its words."""

import asyncio
import json
import socket
import sqlite3
from contextlib import closing as closes
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from council.access import COUNCIL, PUBLIC
from council.errors import UnavailableError
from council.language import Language
from council.model import Document, Goal, Passage, ReadDocument, Source
from council.people import Closing, Opening, Person, Topic
from council.ports import Task
from storage import models
from storage.database import Database
from storage.register_models import records as record_table

NOW = datetime(2023, 4, 17, 9, 30, tzinfo=UTC)
LONG = "c/" + "ä" * 5000
SECRET = "ei kenenkään tietoon"


async def begin(database: Database, openings: list[Opening], now: datetime = NOW) -> list[bool]:
    async with database.records() as r:
        return [opened.fresh for opened in await r.turns.open(openings, now=now)]


async def end(database: Database, closings: list[Closing]) -> list[bool]:
    async with database.records() as r:
        return list(await r.turns.close(closings, now=NOW))


async def test_a_turn_goes_to_one_of_two_processes(database: Database, second: Database) -> None:
    for number in range(20):
        openings = [Opening(f"{number}/{part}", "c", "") for part in range(8)]
        mine, theirs = await asyncio.gather(
            begin(database, openings), begin(second, openings[::-1])
        )
        assert [a + b for a, b in zip(mine, theirs[::-1], strict=True)] == [1] * 8


async def test_a_lapsed_turn_goes_to_one_of_two_processes(
    database: Database, second: Database
) -> None:
    openings = [Opening(f"t{number}", "c", "") for number in range(8)]
    assert all(await begin(database, openings))
    later = NOW + timedelta(seconds=10)
    mine, theirs = await asyncio.gather(
        begin(database, openings, later), begin(second, openings[::-1], later)
    )
    assert [a + b for a, b in zip(mine, theirs[::-1], strict=True)] == [1] * 8


async def test_a_turn_is_closed_or_taken_over_and_never_both(
    database: Database, second: Database
) -> None:
    for number in range(20):
        now = NOW + timedelta(days=number)
        openings = [Opening(f"{number}/{part}", f"c{part}", "") for part in range(8)]
        assert all(await begin(database, openings, now))
        closings = [
            Closing(one.turn, now, one.conversation, "", Language.FI, "answer", (), Topic("mine"))
            for one in openings
        ]
        ended, taken = await asyncio.gather(
            end(database, closings), begin(second, openings[::-1], now + timedelta(seconds=10))
        )
        assert [a + b for a, b in zip(ended, taken[::-1], strict=True)] == [1] * 8
        late = [replace(one, since=now + timedelta(seconds=10)) for one in closings]
        assert await end(second, late) == taken[::-1]


async def test_two_processes_write_at_once_and_lose_nothing(
    database: Database, second: Database
) -> None:
    async def work(of: Database, number: int) -> int:
        async with of.records() as r:
            await r.people.find("nobody")
            await r.people.put(Person(f"{number:03}"))
            return await r.changes.bump()

    numbers = await asyncio.gather(
        *(work((database, second)[number % 2], number) for number in range(60))
    )
    assert sorted(numbers) == list(range(1, 61))
    async with database.records() as r:
        assert len(await r.people.everybody()) == 60


async def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    async with database.records() as writer:
        await writer.changes.bump()
        readers = [database.records() for _ in range(3)]
        for reader in readers:
            async with reader as r:
                assert await r.changes.revision() == 0


async def test_a_writer_that_gives_up_waiting_leaves_no_lock_behind(
    database: Database, second: Database
) -> None:
    async def bump(of: Database) -> int:
        async with of.records() as r:
            return await r.changes.bump()

    async with second.records() as other:
        await other.changes.bump()
        waiting = asyncio.create_task(bump(database))
        async with database.records() as r:  # time enough for the other to begin waiting
            await r.changes.revision()
            await r.people.everybody()
        assert await database.migrated()
        waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await bump(second) == 2
    assert await bump(database) == 3
    assert await bump(second) == 4


async def test_a_task_is_opened_by_one_of_two_processes(
    database: Database, second: Database
) -> None:
    async def work(of: Database) -> bool:
        async with of.records() as r:
            return await r.desk.open_task(Task("link-missing", "koe/a", NOW))

    assert sorted(await asyncio.gather(work(database), work(second))) == [False, True]


async def test_an_open_task_is_unique_in_the_database_itself(
    database: Database, migrated_url: str
) -> None:
    async with database.records() as r:
        await r.desk.open_task(Task("link-missing", "koe/a", NOW))
    engine = create_async_engine(migrated_url)
    row = {"kind": "link-missing", "about": "koe/a", "opened": NOW}
    with pytest.raises(IntegrityError):
        async with engine.begin() as connection:
            await connection.execute(models.tasks.insert(), row)
    async with engine.begin() as connection:
        await connection.execute(models.tasks.insert(), {**row, "closed": NOW})
        await connection.execute(models.tasks.insert(), {**row, "closed": NOW})
    await engine.dispose()


async def test_audiences_can_be_queried(database: Database, migrated_url: str) -> None:
    source = Source("a.pdf")
    public = Goal(key="a", programme="k", source=source, name="A", audience=frozenset({PUBLIC}))
    closed = Goal(key="b", programme="k", source=source, name="B", audience=frozenset({COUNCIL}))
    async with database.records() as r:
        await r.register.put([public, closed])
    engine = create_async_engine(migrated_url)
    words = {
        "sqlite": "SELECT records.key FROM records, json_each(audience) WHERE value = :label",
        "postgresql": "SELECT key FROM records WHERE jsonb_exists(audience, :label)",
    }
    async with engine.connect() as connection:
        query = text(words[engine.dialect.name])
        assert (await connection.execute(query, {"label": PUBLIC})).scalars().all() == ["a"]
    await engine.dispose()


async def test_turns_with_ids_that_cannot_be_stored_fail_nobody(database: Database) -> None:
    odd = [
        Opening("\0", "c\ud800", "p\0"),
        Opening(LONG, LONG, LONG),
        Opening("t", "c", "p"),
    ]
    assert await begin(database, odd) == [True, True, True]
    async with database.records() as r:
        closings = [
            Closing(
                one.turn,
                NOW,
                one.conversation,
                one.person,
                Language.FI,
                "x\0",
                ("\0",),
                Topic("k\0"),
            )
            for one in odd
        ]
        assert list(await r.turns.close(closings, now=NOW)) == [True, True, True]
    later = NOW + timedelta(days=1)
    assert await begin(database, odd, later) == [False, False, False]
    async with database.records() as r:
        opened = await r.turns.open([Opening("u", LONG, "")], now=NOW)
    assert opened[0].topic == Topic("k\ufffd")


async def test_the_answer_on_record_can_be_read(database: Database, migrated_url: str) -> None:
    await begin(database, [Opening("t", "c", "p")])
    ending = Closing("t", NOW, "c", "p", Language.SV, "answer", ("koe/a", "a.txt#3"), None, 41)
    async with database.records() as r:
        await r.turns.close([ending], now=NOW + timedelta(seconds=1))
    engine = create_async_engine(migrated_url)
    async with engine.connect() as connection:
        row = (await connection.execute(models.turns.select())).one()
    await engine.dispose()
    assert row._asdict() == {
        "id": "t",
        "conversation": "c",
        "person": "p",
        "opened": NOW,
        "closed": NOW + timedelta(seconds=1),
        "language": Language.SV,
        "outcome": "answer",
        "sources": ("koe/a", "a.txt#3"),
        "milliseconds": 41,
    }


async def test_errors_do_not_tell_what_was_being_stored(database: Database) -> None:
    stray = Passage("other.txt", 0, 0, len(SECRET), SECRET)
    with pytest.raises(IntegrityError) as failed:
        async with database.records() as r:
            await r.documents.put(ReadDocument(Document("a.txt", SECRET), SECRET, (stray,)))
    assert SECRET not in str(failed.value)


async def test_a_server_out_of_reach_is_unavailable_and_its_password_untold() -> None:
    with closes(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        port = taken.getsockname()[1]
        async with Database(f"postgresql://u:hunter2@127.0.0.1:{port}/d") as database:
            assert not await database.migrated()
            with pytest.raises(UnavailableError) as failed:
                async with database.records() as r:
                    await r.changes.revision()
    assert "hunter2" not in f"{failed.value!r} {failed.value.__cause__!r}"


async def test_a_closed_database_says_so(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with pytest.raises(RuntimeError, match="not open"):
        async with database.records():
            pass
    with pytest.raises(RuntimeError, match="not open"):
        await database.migrate()
    await database.close()


async def test_an_sqlite_file_gets_its_folder_and_a_write_ahead_log(tmp_path: Path) -> None:
    file = tmp_path / "not yet" / "there" / "ä% luotsi.sqlite"
    async with Database(f"sqlite:///{file}") as database:
        await database.migrate()
        async with database.records() as r:
            await r.changes.bump()
    with closes(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT number FROM revision").fetchone() == (1,)


async def test_lists_are_readable_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "luotsi.sqlite"
    async with Database(f"sqlite:///{file}") as database:
        await database.migrate()
        async with database.records() as r:
            await r.people.put(Person("p", audiences=frozenset({"body:ä", COUNCIL})))
    with closes(sqlite3.connect(file)) as connection:
        stored = connection.execute("SELECT audiences FROM people").fetchone()[0]
    assert json.loads(stored) == ["body:ä", "council"]
    assert "ä" in stored


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    file = tmp_path / "luotsi.sqlite"
    file.write_bytes(b"this is something else altogether" * 100)
    async with Database(f"sqlite:///{file}") as database:
        assert not await database.migrated()
        with pytest.raises(UnavailableError):
            async with database.records() as r:
                await r.changes.bump()


def test_every_record_has_its_source_in_the_table_of_records() -> None:
    columns = {column.name for column in record_table.c}
    assert {name for name in columns if name.startswith("source_")} == {
        "source_document",
        "source_title",
        "source_dated",
        "source_place",
        "source_words",
    }
