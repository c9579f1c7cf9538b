"""Tests of the shelf: views hold what their askers may see, and are made once and in time."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from council.access import ANYONE, PUBLIC, Asker, Right
from council.asking import Asked, Entry
from council.language import Language
from council.model import Programme, ReadDocument, Record
from council.ports import Records
from council.shelf import VIEWS, Shelf
from search import NgxFinder, NgxIndex
from tests.council.esimerkkila import (
    ADMINISTRATOR,
    BOARD_MEMBER,
    HIDDEN,
    MEMBER,
    OPEN,
    OPEN_READS,
    REFORM,
)
from tests.memory import MemoryRecords
from tests.memory_council import finder, stored


class Watched(NgxFinder):
    """The real finder, which counts the indexes that it builds and waits when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.builds = 0
        self.may_build = threading.Event()
        self.may_build.set()
        self.building = threading.Event()

    def build(self, entries: Sequence[Entry]) -> NgxIndex:
        self.builds += 1
        self.building.set()
        self.may_build.wait()
        return super().build(entries)


class UnreachableError(Exception):
    """The database does not answer."""


class Fickle:
    """Records in memory that can be out of reach."""

    def __init__(self, memory: MemoryRecords) -> None:
        self.memory = memory
        self.reachable = True

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Records]:
        if not self.reachable:
            raise UnreachableError
        async with self.memory() as kept:
            yield kept


async def changed(
    memory: MemoryRecords, *records: Record, reads: Sequence[ReadDocument] = ()
) -> None:
    async with memory() as kept:
        await kept.register.put(records)
        for one in reads:
            await kept.documents.put(one)
        await kept.changes.bump()


async def test_askers_who_see_the_same_share_a_view() -> None:
    shelf = Shelf(await stored((*OPEN, *HIDDEN)), finder())
    view = await shelf.view(MEMBER)
    assert await shelf.view(ANYONE) is view
    assert await shelf.view(Asker("t/muu", frozenset({PUBLIC, "body:muualla"}))) is view
    assert await shelf.view(BOARD_MEMBER) is not view
    importer = replace(BOARD_MEMBER, rights=frozenset({Right.IMPORT}))
    assert await shelf.view(importer) is await shelf.view(BOARD_MEMBER)


async def test_concurrent_askers_build_a_view_once() -> None:
    watched = Watched()
    shelf = Shelf(await stored(OPEN, OPEN_READS), watched)
    views = await asyncio.gather(*(shelf.view(MEMBER) for _ in range(20)))
    assert watched.builds == 2  # the records' index and the passages'
    assert all(view is views[0] for view in views)


async def test_an_asker_who_goes_away_leaves_the_view_to_the_others() -> None:
    watched = Watched()
    shelf = Shelf(await stored(OPEN), watched)
    await shelf.refresh()
    watched.may_build.clear()
    waiting = [asyncio.create_task(shelf.view(MEMBER)) for _ in range(3)]
    await asyncio.to_thread(watched.building.wait)
    waiting[0].cancel()
    await asyncio.sleep(0)
    watched.may_build.set()
    gone, *views = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(gone, asyncio.CancelledError)
    assert views[0] is views[1] is await shelf.view(MEMBER)
    assert watched.builds == 2


async def test_an_empty_register_gives_an_empty_view() -> None:
    shelf = Shelf(MemoryRecords(), finder())
    assert not shelf.ready
    assert shelf.revision == -1
    view = await shelf.view(ANYONE)
    assert view.empty
    assert view.places == frozenset()
    assert shelf.ready
    assert shelf.revision == 0
    assert view.records_index.rank(Asked("koulu", Language.FI, words=("koulu",))).hits == ()


async def test_refreshing_tells_whether_something_had_changed() -> None:
    memory = await stored(OPEN)
    shelf = Shelf(memory, finder())
    assert await shelf.refresh()
    assert not await shelf.refresh()
    await changed(memory, replace(REFORM, name="Toinen nimi"))
    assert await shelf.refresh()
    found = (await shelf.view(ANYONE)).register.find(Programme, REFORM.key)
    assert found
    assert found.name == "Toinen nimi"


async def test_views_in_use_are_rebuilt_before_they_are_shown() -> None:
    memory, watched = await stored(OPEN), Watched()
    shelf = Shelf(memory, watched)
    old = await shelf.view(MEMBER)
    await shelf.view(ADMINISTRATOR)
    await changed(memory, replace(REFORM, name="Toinen nimi"))
    watched.building.clear()
    watched.may_build.clear()
    refreshing = asyncio.create_task(shelf.refresh())
    await asyncio.to_thread(watched.building.wait)
    assert await shelf.view(MEMBER) is old  # nobody waits, and nobody sees a half
    assert shelf.revision == old.revision
    watched.may_build.set()
    assert await refreshing
    built = watched.builds
    assert (await shelf.view(MEMBER)).revision == shelf.revision == old.revision + 1
    await shelf.view(ADMINISTRATOR)
    assert watched.builds == built


async def test_a_view_that_is_built_while_the_record_changes_is_not_kept() -> None:
    memory, watched = await stored((*OPEN, *HIDDEN)), Watched()
    shelf = Shelf(memory, watched)
    await shelf.refresh()
    watched.may_build.clear()
    early = asyncio.create_task(shelf.view(MEMBER))
    await asyncio.to_thread(watched.building.wait)
    await changed(memory, replace(REFORM, audience=frozenset({"body:uudistus/johtoryhma"})))
    await shelf.refresh()
    late = asyncio.create_task(shelf.view(MEMBER))
    await asyncio.sleep(0)
    watched.may_build.set()
    assert (await early).register.get(REFORM.key)
    fresh = await late
    assert fresh.register.get(REFORM.key) is None
    assert await shelf.view(MEMBER) is fresh


async def test_what_is_taken_from_an_audience_is_gone_after_the_refresh() -> None:
    memory = await stored(OPEN, OPEN_READS)
    shelf = Shelf(memory, finder())
    assert not (await shelf.view(ANYONE)).empty
    closed = [replace(r, audience=frozenset({"body:x"})) for r in OPEN]
    shut = [replace(r, document=replace(r.document, audience=frozenset())) for r in OPEN_READS]
    await changed(memory, *closed, reads=shut)
    await shelf.refresh()
    assert (await shelf.view(ANYONE)).empty
    assert not (await shelf.view(ADMINISTRATOR)).empty


async def test_a_refresh_that_fails_leaves_the_old_stock() -> None:
    records = Fickle(await stored(OPEN))
    shelf = Shelf(records, finder())
    view = await shelf.view(ANYONE)
    records.reachable = False
    with pytest.raises(UnreachableError):
        await shelf.refresh()
    assert await shelf.view(ANYONE) is view
    records.reachable = True
    await changed(records.memory, replace(REFORM, name="Toinen nimi"))
    assert await shelf.refresh()
    assert await shelf.view(ANYONE) is not view


async def test_who_asks_before_the_records_can_be_read_gets_the_fault_and_may_try_again() -> None:
    records = Fickle(await stored(OPEN))
    records.reachable = False
    shelf = Shelf(records, finder())
    with pytest.raises(UnreachableError):
        await shelf.view(ANYONE)
    assert not shelf.ready
    records.reachable = True
    assert not (await shelf.view(ANYONE)).empty


class Broken(Watched):
    """A finder whose first index cannot be built."""

    def build(self, entries: Sequence[Entry]) -> NgxIndex:
        if self.builds == 0:
            self.builds = 1
            raise UnreachableError
        return super().build(entries)


async def test_a_view_that_could_not_be_built_is_built_for_the_next_asker() -> None:
    shelf = Shelf(await stored(OPEN), Broken())
    with pytest.raises(UnreachableError):
        await shelf.view(ANYONE)
    assert not (await shelf.view(ANYONE)).empty


async def test_only_so_many_views_are_kept_and_those_in_use_stay() -> None:
    labels = [f"body:{n}" for n in range(VIEWS + 3)]
    goals = [replace(REFORM, key=f"p{n}", programme=f"p{n}", audience=frozenset({label}))
             for n, label in enumerate(labels)]  # fmt: skip
    shelf = Shelf(await stored(goals), finder())
    used = await shelf.view(ADMINISTRATOR)
    for label in labels:
        await shelf.view(Asker("t/a", frozenset({label})))
        assert await shelf.view(ADMINISTRATOR) is used
    assert len(shelf._views) == VIEWS
