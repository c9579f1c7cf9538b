"""Turns on record without a thread: the same transactions, locks and rollbacks as with one."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from council.language import Language
from council.people import Address, Closing, Opening, Person, Topic
from council.ports import AskState, OpenAsk, Task
from storage.database import Database
from storage.lane import CHECKPOINT

NOW = datetime(2023, 4, 17, 9, 30, tzinfo=UTC)
ASK = OpenAsk("a", "Mitä?", Language.FI, NOW, NOW, 1)


class GivenUpError(Exception):
    """The transaction is given up."""


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[tuple[Database, Database]]:
    """Give one SQLite file as two processes would open it: it has a single lock for writers."""
    url = f"sqlite:///{tmp_path / 'luotsi.sqlite'}"
    async with Database(url) as first, Database(url) as other:
        await first.migrate()
        yield first, other


async def fresh(database: Database, turn: str) -> bool:
    async with database.records() as r:
        (opened,) = await r.turns.open([Opening(turn, "c", "p")], now=NOW)
    return opened.fresh


async def test_a_turn_waits_for_the_writer_of_another_process(
    pair: tuple[Database, Database],
) -> None:
    database, second = pair
    async with second.records() as other:
        await other.changes.bump()
        waiting = asyncio.create_task(fresh(database, "t"))
        async with database.records() as r:  # time enough to begin waiting
            await r.changes.revision()
        assert not waiting.done()
    assert await waiting
    assert not await fresh(second, "t")


async def test_a_turn_that_gives_up_waiting_leaves_no_lock_behind(
    pair: tuple[Database, Database],
) -> None:
    database, second = pair
    async with second.records() as other:
        await other.changes.bump()
        waiting = asyncio.create_task(fresh(database, "t"))
        async with database.records() as r:
            await r.changes.revision()
        waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await fresh(second, "u")
    assert await fresh(database, "v")
    assert await fresh(second, "w")


async def test_what_a_turn_leaves_goes_with_its_transaction(database: Database) -> None:
    with pytest.raises(GivenUpError):  # noqa: PT012 - a transaction with all that is in it
        async with database.records() as r:
            await r.turns.open([Opening("t", "c", "p")], now=NOW)
            await r.people.reach([Address("c", "personal", "https://a", "msteams", person="p")])
            await r.desk.note(ASK)
            await r.desk.open_task(Task("link-missing", "x", NOW))
            raise GivenUpError
    async with database.records() as r:
        assert not await r.people.addresses("p")
        assert not await r.desk.asks()
        assert not await r.desk.tasks()
    assert await fresh(database, "t")


async def test_other_queries_may_follow_in_the_transaction_of_a_turn(database: Database) -> None:
    for number, error in enumerate((GivenUpError, None)):
        try:
            async with database.records() as r:
                await r.turns.open([Opening(f"{number}", "c", "p")], now=NOW)
                await r.people.put(Person("p", "Jäsen"))
                assert await r.people.find("p") == Person("p", "Jäsen")
                await r.desk.note(ASK)
                if error:
                    raise error
        except GivenUpError:
            pass
        async with database.records() as r:
            assert (await r.people.find("p") is None) is bool(error)
            assert bool(await r.desk.asks()) is not bool(error)
    assert await fresh(database, "0")
    assert not await fresh(database, "1")


async def test_a_turn_may_follow_other_queries(database: Database) -> None:
    async with database.records() as r:
        assert await r.changes.revision() == 0
        await r.changes.bump()
        (opened,) = await r.turns.open([Opening("t", "c", "p")], now=NOW)
        assert opened.fresh
        await r.desk.settle("none", AskState.NOTED, "", "")
    assert not await fresh(database, "t")


async def test_the_log_is_written_to_the_database_as_turns_go_on(tmp_path: Path) -> None:
    file = tmp_path / "luotsi.sqlite"
    async with Database(f"sqlite:///{file}") as database:
        await database.migrate()
        largest = 0
        for number in range(3 * CHECKPOINT):
            await fresh(database, f"{number}")
            async with database.records() as r:
                ending = Closing(f"{number}", NOW, "c", "p", Language.FI, "answer", (), Topic("k"))
                await r.turns.close([ending], now=NOW)
            largest = max(largest, file.with_name(f"{file.name}-wal").stat().st_size)
        assert largest < 3000 * 4096
        assert file.stat().st_size > 20 * 4096
