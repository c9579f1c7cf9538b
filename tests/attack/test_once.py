"""Nothing is answered twice and nothing is lost, whatever dies, blocks or comes again."""

import asyncio
import json
import sqlite3
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.chat_people import TENANT, find_part
from bot.once import PEOPLE, Allowances
from council.errors import UnavailableError
from council.people import Closing
from search.finder import NgxFinder
from tests.attack.siege import DEMO, Town, replica, town
from tests.bot.parties import StubConnector

MEMBER = find_part("valtuutettu")
LEASE = timedelta(seconds=10)
ROOT = DEMO.parent


def alone(place: Town, name: str, text: str = "apua", **changes: object) -> dict[str, Any]:
    """Return words in a conversation of their own, answered by way of the connector."""
    there = {"id": f"a:{name}", "conversationType": "personal", "tenantId": TENANT}
    return place.wire(MEMBER, text=text, conversation=there, deliveryMode=None, **changes)


def replies(stub: StubConnector) -> Counter[str]:
    return Counter(message["conversation"]["id"] for message in stub.messages)


@pytest.fixture
async def replicas(
    database_url: str, stub: StubConnector, finder: NgxFinder
) -> AsyncIterator[tuple[Town, Town]]:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(town(database_url, stub, finder))
        yield first, await stack.enter_async_context(replica(database_url, stub, finder))


@asynccontextmanager
async def doomed(url: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """Run a replica that never closes a turn; give it and its door."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.attack.doomed",
        url,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        assert process.stdout is not None
        port = int(await asyncio.wait_for(process.stdout.readline(), 60))
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_what_comes_to_two_replicas_at_once_a_hundred_times_is_answered_once_each(
    replicas: tuple[Town, Town], stub: StubConnector
) -> None:
    first, second = replicas

    async def twice_each(number: int) -> set[int]:
        body = alone(first, str(number))
        told = await asyncio.gather(*(place.post(body) for place in (first, second) * 2))
        return {status for status, _ in told}

    statuses = await asyncio.gather(*(twice_each(number) for number in range(100)))
    assert set().union(*statuses) == {201}
    assert replies(stub) == {f"a:{number}": 1 for number in range(100)}


async def test_a_turn_of_a_killed_replica_is_answered_once_by_another(
    database_url: str, stub: StubConnector, finder: NgxFinder
) -> None:
    async with town(database_url, stub, finder) as other:
        body = alone(other, "killed")
        async with doomed(database_url) as (process, door):
            posting = asyncio.create_task(other.http.post(f"{door}/api/messages", json=body))
            assert process.stdout is not None
            assert await asyncio.wait_for(process.stdout.readline(), 60) == b"claimed\n"
            process.kill()
            with pytest.raises(aiohttp.ClientError):
                await posting

        await other.post(body)  # within the lease the one that has claimed it may yet answer
        assert replies(stub) == {}
        other.running.clock.set(datetime.now(UTC) + LEASE + timedelta(seconds=1))
        for _ in range(3):
            assert (await other.post(body))[0] == 201
        assert replies(stub) == {"a:killed": 1}


async def test_a_replica_that_was_only_slow_does_not_answer_after_another_one_has(
    replicas: tuple[Town, Town], stub: StubConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, other = replicas
    closing, may_close = asyncio.Event(), asyncio.Event()
    turns = slow.running.council.turns
    close = turns.close

    async def late(ending: Closing) -> bool:
        closing.set()
        await may_close.wait()
        return await close(ending)

    monkeypatch.setattr(turns, "close", late)
    body = alone(slow, "slow")
    posting = asyncio.create_task(slow.post(body))
    await closing.wait()
    other.running.clock.set(datetime.now(UTC) + LEASE + timedelta(seconds=1))
    assert (await other.post(body))[0] == 201
    assert replies(stub) == {"a:slow": 1}
    may_close.set()
    assert (await posting)[0] == 201
    for place in replicas:  # and neither does one that is asked again
        assert (await place.post(body))[0] == 201
    assert replies(stub) == {"a:slow": 1}


def test_a_crowd_of_newcomers_is_looked_through_now_and_then_and_forgotten_in_the_end() -> None:
    looks = []
    now = {"at": 0.0}

    class Watched(Allowances):
        def __setattr__(self, name: str, value: object) -> None:
            if name == "_left":
                looks.append(value)
            super().__setattr__(name, value)

    allowances = Watched(clock=lambda: now["at"])
    for number in range(50_000):
        allowances.take(str(number))
    assert len(looks) < 10  # and not once for every one of them
    now["at"] = 100.0
    for number in range(50_000, 150_000):
        now["at"] += 1
        allowances.take(str(number))
    assert len(allowances._left) <= 2 * PEOPLE


async def test_a_locked_database_makes_answers_late_and_loses_none(
    tmp_path: Path, stub: StubConnector, finder: NgxFinder
) -> None:
    file = tmp_path / "luotsi.sqlite"
    async with town(f"sqlite:///{file}", stub, finder) as place:
        blocking = sqlite3.connect(file, isolation_level=None)
        blocking.execute("BEGIN IMMEDIATE")
        posting = [
            asyncio.create_task(place.post(alone(place, str(number)))) for number in range(5)
        ]
        done, _ = await asyncio.wait(posting, timeout=0.5)
        # The event loop is free meanwhile.
        async with place.http.get(f"{place.url}/healthz") as health:
            assert health.status == 200
        assert (done, replies(stub)) == (set(), {})
        blocking.execute("COMMIT")
        blocking.close()
        assert {(await post)[0] for post in posting} == {201}
        assert replies(stub) == {f"a:{number}": 1 for number in range(5)}


async def test_a_database_that_is_away_is_apologised_for_and_leaves_nothing_half_done(
    guarded: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.transaction import Transaction  # noqa: PLC0415 - only here it is broken

    away = {"now": True}
    commit = Transaction.commit

    async def broken(self: Transaction) -> None:
        if away["now"]:
            raise UnavailableError
        await commit(self)

    monkeypatch.setattr(Transaction, "commit", broken)
    body = guarded.wire(MEMBER, text="mitkä ovat tavoitteet")
    status, told = await guarded.post(body)
    assert status == 200
    (apology,) = json.loads(told)["activities"]
    assert "Yritä hetken päästä uudelleen" in apology["summary"]
    away["now"] = False
    body |= {"id": f"{body['id']}-again"}
    _, told = await guarded.post(body)
    (reply,) = json.loads(told)["activities"]
    assert "Tavoitteet" in reply["summary"]
