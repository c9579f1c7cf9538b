import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from council.chamber import Council, convene
from council.dispatching import Engine, Purpose, deliver
from council.errors import GaveWayError
from council.items import once_more
from council.ledger import Delivery, Dispatch, DispatchState
from council.ports import Outside, Records
from tests.dialogs.town import Silent
from tests.memory import MemoryRecords
from tests.memory_pictures import Dots

NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)
PEOPLE = ("t/a", "t/b", "t/c")


class Slow:
    """A courier whose messages to some arrive only when they are let go."""

    def __init__(self, held: Sequence[str] = ()) -> None:
        self.held = held
        self.let_go = asyncio.Event()

    async def carry(self, dispatch: Dispatch) -> Delivery:
        if dispatch.recipient in self.held:
            await self.let_go.wait()
        return Delivery(DispatchState.SENT, message="m", conversation="c")

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        raise AssertionError


async def town(records: MemoryRecords, courier: Slow) -> Council:
    async with records() as opened:
        for person in PEOPLE:
            await opened.dispatches.add(
                Dispatch(id=person, purpose="p", subject="s", recipient=person, made=NOW, due=NOW)
            )
    zone = ZoneInfo("Europe/Helsinki")
    return convene(Outside(records, Silent(), lambda: NOW, zone, Dots(), courier=courier))


async def states(records: MemoryRecords) -> list[DispatchState]:
    async with records() as opened:
        return [one.state for one in await opened.dispatches.find(PEOPLE)]


async def nothing(records: Records, several: Sequence[Dispatch], now: datetime) -> None:
    pass


async def test_what_has_arrived_is_on_record_while_other_messages_are_still_on_their_way() -> None:
    records, courier = MemoryRecords(), Slow(held=["t/b"])
    council = await town(records, courier)
    delivering = asyncio.create_task(deliver(council, Engine({"p": Purpose("p", nothing)})))
    for _ in range(100):  # as far as the loop gets without what is held back
        await asyncio.sleep(0)
    assert await states(records) == [DispatchState.SENT, DispatchState.LEASED, DispatchState.SENT]
    courier.let_go.set()
    tally = await delivering
    assert tally.sent == 3
    assert await states(records) == [DispatchState.SENT] * 3


async def test_an_outcome_that_cannot_be_written_takes_no_other_with_it() -> None:
    records = MemoryRecords()
    council = await town(records, Slow())

    async def faulty(records: Records, several: Sequence[Dispatch], now: datetime) -> None:
        if any(one.recipient == "t/b" for one in several):
            raise LookupError("t/b")

    tally = await deliver(council, Engine({"p": Purpose("p", faulty)}))
    assert tally.sent == 3
    assert await states(records) == [DispatchState.SENT] * 3
    async with records() as r:
        assert [task.about for task in await r.desk.tasks()] == ["t/b"]


async def test_a_deed_that_had_to_give_way_is_done_once_more_and_no_oftener() -> None:
    tried: list[str] = []

    @once_more
    async def deed(key: str, *, times: int) -> str:
        tried.append(key)
        if len(tried) <= times:
            raise GaveWayError
        return key

    assert await deed("a", times=1) == "a"
    assert tried == ["a", "a"]
    tried.clear()
    with pytest.raises(GaveWayError):
        await deed("a", times=2)
