"""Two processes on one database of each kind: they share the work and lose nothing."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from council.chamber import Council, convene
from council.errors import GaveWayError
from council.gathering import gather
from council.ledger import (
    RowState,
    Track,
)
from council.people import Person
from council.ports import OpenRecords, Outside
from storage.database import Database
from tests.dialogs.town import Silent
from tests.memory_pictures import Dots
from tests.storage.follow_up_parts import (
    DAY,
    MINUTE,
    NOW,
    TICK,
    add,
    dispatch,
    lease,
    mark,
    put,
    row,
    stale,
)


async def test_two_leases_at_once_share_without_overlap(
    database: Database, second: Database
) -> None:
    await add(database.records, *(dispatch(f"d{n:03}", f"t/{n}") for n in range(200)))

    async def worker(place: Database, holder: str) -> list[str]:
        got: list[str] = []
        while some := await lease(place.records, holder, limit=7):
            got += [one.id for one in some]
            assert {one.holder for one in some} == {holder}
        return got

    shares = await asyncio.gather(
        worker(database, "a"), worker(second, "b"), worker(database, "c"), worker(second, "d")
    )
    taken = [key for share in shares for key in share]
    assert len(taken) == len(set(taken)) == 200


async def test_what_one_is_taking_the_other_leaves_without_waiting(
    database: Database, second: Database, migrated_url: str
) -> None:
    if not migrated_url.startswith("postgresql"):
        pytest.skip("SQLite lets one write at a time")
    await add(database.records, *(dispatch(f"d{n}", f"t/{n}") for n in range(4)))
    await put(database.records, row("t/a"), row("t/b"))
    async with database.records() as r:
        assert len(await r.dispatches.lease(NOW, NOW + MINUTE, "h1", 3)) == 3
        assert len(await r.ledger.due(["t/a"], NOW)) == 1
        async with asyncio.timeout(20):
            assert [one.id for one in await lease(second.records, "h2")] == ["d3"]
            async with second.records() as other:
                due = await other.ledger.due(["t/a", "t/b"], NOW)
                assert [one.recipient for one in due] == ["t/b"]


async def test_a_key_is_claimed_by_one_of_two(database: Database, second: Database) -> None:
    await mark(database.records, *(f"k{n}" for n in range(50)))
    seen = await stale(database.records)

    async def claim(place: Database) -> frozenset[str]:
        async with place.records() as r:
            return await r.plans.claim(seen)

    shares = await asyncio.gather(*(claim(place) for place in (database, second) * 2))
    assert sorted(key for share in shares for key in share) == sorted(one.key for one in seen)


async def test_those_who_mark_and_claim_the_same_keys_never_wait_in_a_ring(
    database: Database, second: Database
) -> None:
    keys = [f"{sort}{letter}{n}" for n in range(60) for letter in "aBÄ_" for sort in "=p"]
    await mark(database.records, *keys)
    moments = {key: NOW + timedelta(seconds=n * 37 % 101) for n, key in enumerate(keys)}

    async def marked(place: Database, given: list[str]) -> None:
        async with place.records() as r:
            await r.plans.mark(given, moments)

    async def claimed(place: Database) -> None:
        seen = await stale(place.records, 10_000)
        async with place.records() as r:
            await r.plans.claim(seen)

    for _ in range(5):
        await asyncio.gather(
            marked(database, keys), marked(second, keys[::-1]), claimed(database), claimed(second)
        )
    await marked(database, keys)
    assert {one.key: one.at for one in await stale(database.records, 10_000)}.keys() == set(keys)


async def test_what_two_remember_of_an_item_at_once_is_all_kept(
    database: Database, second: Database
) -> None:
    async with database.records() as r:
        await r.plans.follow([Track("p/x", None, NOW, NOW)])

    async def remember(place: Database, **changes: object) -> None:
        async with place.records() as r:
            (track,) = await r.plans.tracks(["p/x"], locked=True)
            await asyncio.sleep(0)
            await r.plans.follow([replace(track, **changes)])  # type: ignore[arg-type]

    planned, told = NOW + MINUTE, NOW + 2 * MINUTE
    await asyncio.gather(
        remember(database, due=DAY),
        remember(second, heard=told),
        remember(database, since=planned),
        remember(second, waiting=True),
    )
    async with database.records() as r:
        assert list(await r.plans.tracks(["p/x"])) == [Track("p/x", DAY, planned, told, True)]  # noqa: FBT003


async def test_marks_of_two_at_once_are_all_kept(database: Database, second: Database) -> None:
    keys = [f"k{n}" for n in range(40)]
    await asyncio.gather(
        *(
            mark(place.records, *keys, at=NOW + n * TICK)
            for n, place in enumerate((database, second) * 5)
        )
    )
    assert {(one.key, one.at) for one in await stale(database.records)} == {
        (key, NOW) for key in keys
    }


async def test_the_pace_is_one_for_two(database: Database, second: Database) -> None:
    async def reserve(place: Database) -> datetime:
        async with place.records() as r:
            return await r.pace.reserve(3, 30, NOW)

    moments = await asyncio.gather(*(reserve(place) for place in (database, second) * 10))
    assert sorted(moments) == [NOW + n * timedelta(seconds=0.1) for n in range(20)]


async def test_two_that_gather_at_once_make_one_message_a_person(
    database: Database, second: Database
) -> None:
    people = [f"t/{n}" for n in range(40)]
    async with database.records() as r:
        for person in people:
            await r.people.put(Person(person, person))
        await r.ledger.put(
            [
                row(person, item=f"p/{n}", rule="task:0", at=NOW - n * MINUTE)
                for person in people
                for n in range(5)
            ]
        )
        await r.changes.bump()
    councils = [council(place.records) for place in (database, second, database, second)]
    assert sum(await asyncio.gather(*(gather(one) for one in councils))) == len(people)
    while await gather(councils[0]):
        raise AssertionError("somebody was left out")
    async with database.records() as r:
        made = await r.pace.made(NOW)
        inside = await r.ledger.within([one.id for one in made])
    assert sorted(one.recipient for one in made) == sorted(people)
    assert len(inside) == 200
    assert {one.state for one in inside} == {RowState.LEASED}


def council(records: OpenRecords, now: Callable[[], datetime] = lambda: NOW) -> Council:
    return convene(Outside(records, Silent(), now, ZoneInfo("Europe/Helsinki"), Dots()))


async def test_two_transactions_that_wait_for_each_other_are_told_to_try_again(
    database: Database, second: Database, migrated_url: str
) -> None:
    if not migrated_url.startswith("postgresql"):
        pytest.skip("SQLite lets one write at a time")
    await mark(database.records, "a", "b")
    first_holds, second_holds = asyncio.Event(), asyncio.Event()

    async def crossing(
        place: Database, one: str, other: str, mine: asyncio.Event, theirs: asyncio.Event
    ) -> None:
        async with place.records() as r:
            await r.plans.mark([one], NOW)
            mine.set()
            await theirs.wait()
            await r.plans.mark([other], NOW)

    outcomes = await asyncio.gather(
        crossing(database, "a", "b", first_holds, second_holds),
        crossing(second, "b", "a", second_holds, first_holds),
        return_exceptions=True,
    )
    assert {type(one) for one in outcomes} == {type(None), GaveWayError}
