"""Tests of batches: order kept, faults apart, every waiter its own result."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.errors import UnavailableError
from council.language import Language
from council.people import Address, Closing, Opened, Opening, Person, Topic
from council.ports import OpenAsk, Records, Task
from council.turns import LARGEST, Batch, Turns
from tests.memory import MemoryRecords
from tests.memory_council import NOW


class PoisonedError(Exception):
    """Some item cannot be written."""


class Book:
    """Writes numbers to a list, all of a batch or none; some numbers are poison."""

    def __init__(self, poison: frozenset[int] = frozenset()) -> None:
        self.poison = poison
        self.written: list[int] = []
        self.batches: list[list[int]] = []
        self.held: list[int] | None = None  # the batch that waits for `may_write`; None: each
        self.may_write = asyncio.Event()
        self.may_write.set()
        self.entered = asyncio.Event()

    async def write(self, batch: Sequence[int]) -> Sequence[str]:
        self.batches.append(list(batch))
        if self.held in (None, list(batch)):
            self.entered.set()
            await self.may_write.wait()
        if self.poison & set(batch):
            raise PoisonedError(sorted(self.poison & set(batch)))
        self.written += batch
        return [f"result {item}" for item in batch]


async def added(batch: Batch[int, str], items: Sequence[int]) -> list[str | BaseException]:
    return await asyncio.gather(*(batch.add(item) for item in items), return_exceptions=True)


@given(
    st.lists(st.integers(0, 300), max_size=150, unique=True),
    st.frozensets(st.integers(0, 300), max_size=5),
)
async def test_every_waiter_gets_its_own_result_and_only_the_poisoned_fail(
    items: list[int], poison: frozenset[int]
) -> None:
    book = Book(poison)
    results = await added(Batch(book.write), items)
    assert book.written == [item for item in items if item not in poison]
    for item, result in zip(items, results, strict=True):
        if item in poison:
            assert isinstance(result, PoisonedError)
        else:
            assert result == f"result {item}"


async def test_what_comes_while_a_batch_is_written_shares_the_next_one() -> None:
    book = Book()
    book.may_write.clear()
    batch = Batch(book.write)
    first = asyncio.create_task(batch.add(0))
    await book.entered.wait()
    others = [asyncio.create_task(batch.add(item)) for item in range(1, LARGEST + 5)]
    await asyncio.sleep(0)
    book.may_write.set()
    await asyncio.gather(first, *others)
    assert [len(one) for one in book.batches] == [1, LARGEST, 4]
    assert book.written == list(range(LARGEST + 5))


async def test_a_fault_among_many_reaches_its_own_waiter_only() -> None:
    book = Book(frozenset({2}))
    results = await added(Batch(book.write), [1, 2, 3])
    assert results[0] == "result 1"
    assert isinstance(results[1], PoisonedError)
    assert results[1].args == ([2],)
    assert results[2] == "result 3"


async def test_a_lone_fault_is_not_tried_twice() -> None:
    book = Book(frozenset({1}))
    with pytest.raises(PoisonedError):
        await Batch(book.write).add(1)
    assert book.batches == [[1]]


async def test_after_a_fault_the_next_items_are_written() -> None:
    book = Book(frozenset({1}))
    batch = Batch(book.write)
    with pytest.raises(PoisonedError):
        await batch.add(1)
    assert await batch.add(2) == "result 2"


@given(st.integers(2, 12), st.data())
async def test_a_waiter_that_goes_away_takes_nobody_with_it(
    count: int, data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.integers(0, count - 1), min_size=1))
    poison = data.draw(st.frozensets(st.integers(0, count - 1), max_size=2))
    book = Book(poison)
    book.may_write.clear()
    batch = Batch(book.write)
    waiting = [asyncio.create_task(batch.add(item)) for item in range(count)]
    await book.entered.wait()
    for item in gone:
        waiting[item].cancel()
    await asyncio.sleep(0)
    book.may_write.set()
    async with asyncio.timeout(60):  # a lost waiter would wait for ever
        results = await asyncio.gather(*waiting, return_exceptions=True)
    for item, result in enumerate(results):
        if item in gone:
            assert isinstance(result, asyncio.CancelledError)
        elif item in poison:
            assert isinstance(result, PoisonedError)
        else:
            assert result == f"result {item}"
            assert item in book.written
    assert await batch.add(count) == f"result {count}"


@pytest.mark.parametrize("poison", [frozenset({0}), frozenset({0, 1})])
async def test_a_waiter_may_go_away_while_its_item_is_written_alone(poison: frozenset[int]) -> None:
    book = Book(poison)
    book.held = [1]
    book.may_write.clear()
    batch = Batch(book.write)
    waiting = [asyncio.create_task(batch.add(item)) for item in range(3)]
    await book.entered.wait()
    waiting[1].cancel()
    await asyncio.sleep(0)
    book.may_write.set()
    async with asyncio.timeout(60):  # a lost waiter would wait for ever
        results = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(results[0], PoisonedError)
    assert isinstance(results[1], asyncio.CancelledError)
    assert results[2] == "result 2"


class Brittle:
    """Records in memory that cannot put down what has a poisonous id."""

    def __init__(self) -> None:
        self.memory = MemoryRecords()
        self.transactions = 0

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Records]:
        self.transactions += 1
        async with self.memory() as kept:
            yield kept
            for ask in await kept.desk.asks():
                if ask.id == "poison":
                    raise PoisonedError


def turns(memory: MemoryRecords | Brittle) -> Turns:
    return Turns(memory, lambda: NOW)


def opening(turn: str, person: str = "t/a", conversation: str = "c") -> Opening:
    return Opening(turn, conversation, person)


def closing(turn: str, topic: Topic | None = None, conversation: str = "c") -> Closing:
    return Closing(turn, NOW, conversation, "t/a", Language.FI, "answer", topic=topic)


def question(ask_id: str) -> OpenAsk:
    return OpenAsk(ask_id, ask_id, Language.FI, NOW, NOW, 1)


async def test_concurrent_openings_of_one_turn_are_fresh_once() -> None:
    sitting = turns(MemoryRecords())
    opened = await asyncio.gather(*(sitting.open(opening("same")) for _ in range(200)))
    assert [one.fresh for one in opened].count(True) == 1
    assert opened[0].fresh


async def test_two_replicas_open_one_turn_once() -> None:
    memory = MemoryRecords()
    replicas = (turns(memory), turns(memory))
    opened = await asyncio.gather(*(r.open(opening(f"{n}")) for n in range(50) for r in replicas))
    for one, other in zip(opened[::2], opened[1::2], strict=True):
        assert one.fresh is not other.fresh


async def test_a_closed_turn_is_never_fresh_again() -> None:
    moment = [NOW]
    sitting = Turns(MemoryRecords(), lambda: moment[0])
    assert (await sitting.open(opening("one"))).fresh
    assert await sitting.close(closing("one"))
    moment[0] = datetime(2030, 1, 1, tzinfo=UTC)
    assert not (await sitting.open(opening("one"))).fresh


async def test_closings_of_a_batch_are_told_apart_from_each_other_and_from_the_rest() -> None:
    moment = [NOW]
    memory = MemoryRecords()
    slow, other = (Turns(memory, lambda: moment[0]) for _ in range(2))
    await asyncio.gather(*(slow.open(opening(f"{n}")) for n in range(6)))
    moment[0] = NOW + timedelta(seconds=12)
    await asyncio.gather(*(other.open(opening(f"{n}")) for n in (1, 4)))
    told = await asyncio.gather(
        *(slow.close(closing(f"{n}")) for n in range(3)),
        slow.keep(question("a")),
        slow.open(opening("next")),
        *(slow.close(closing(f"{n}")) for n in range(3, 6)),
    )
    assert told == [True, False, True, None, Opened(moment[0]), True, False, True]


class Ambiguous:
    """Records in memory that sometimes commit and then say that they have not."""

    def __init__(self) -> None:
        self.memory = MemoryRecords()
        self.breaks = False

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Records]:
        async with self.memory() as kept:
            yield kept
        if self.breaks:
            self.breaks = False
            raise UnavailableError


async def test_a_closing_whose_commit_nobody_heard_of_is_ours_when_it_is_tried_again() -> None:
    records = Ambiguous()
    sitting = Turns(records, lambda: NOW)
    await asyncio.gather(*(sitting.open(opening(f"{n}")) for n in range(3)))
    records.breaks = True
    told = await asyncio.gather(*(sitting.close(closing(f"{n}")) for n in range(3)))
    assert not records.breaks
    assert told == [True, True, True]


async def test_an_opening_knows_its_own_person_and_conversation() -> None:
    memory = MemoryRecords()
    async with memory() as kept:
        for number in range(90):
            await kept.people.put(Person(f"t/{number}", f"Jäsen {number}"))
    sitting = turns(memory)
    await asyncio.gather(*(sitting.open(opening(f"old {n}")) for n in range(90)))
    await asyncio.gather(
        *(sitting.close(closing(f"old {n}", Topic(f"p{n}"), f"c{n}")) for n in range(90))
    )
    opened = await asyncio.gather(
        *(sitting.open(opening(f"new {n}", f"t/{n}", f"c{n}")) for n in range(90))
    )
    for number, one in enumerate(opened):
        assert one.person == Person(f"t/{number}", f"Jäsen {number}")
        assert one.topic == Topic(f"p{number}")


async def test_the_last_topic_and_the_last_address_of_a_batch_stay() -> None:
    memory = MemoryRecords()
    sitting = turns(memory)
    await asyncio.gather(*(sitting.open(opening(f"{n}")) for n in range(5)))
    await asyncio.gather(
        *(sitting.close(closing(f"{n}", Topic(f"p{n}"))) for n in range(5)),
        *(
            sitting.reach(Address("c", "personal", f"https://{n}.example", "msteams", person="t/a"))
            for n in range(5)
        ),
    )
    async with memory() as kept:
        (address,) = await kept.people.addresses("t/a")
    assert address.service_url == "https://4.example"
    assert (await sitting.open(opening("next"))).topic == Topic("p4")


async def test_everything_that_comes_at_once_shares_a_transaction_and_is_put_down() -> None:
    records = Brittle()
    sitting = turns(records)
    await asyncio.gather(
        sitting.open(opening("one")),
        sitting.close(closing("one")),
        sitting.keep(question("a")),
        sitting.keep(question("a")),
        sitting.task(Task("link-missing", "x", NOW)),
        sitting.task(Task("link-missing", "x", NOW)),
    )
    assert records.transactions == 1
    async with records.memory() as kept:
        assert [ask.times for ask in await kept.desk.asks()] == [2]
        assert len(await kept.desk.tasks()) == 1


async def test_one_poisoned_thing_fails_alone_and_the_others_are_on_record() -> None:
    records = Brittle()
    sitting = turns(records)
    results = await asyncio.gather(
        sitting.open(opening("one")),
        sitting.keep(question("poison")),
        sitting.keep(question("good")),
        sitting.open(opening("one")),
        return_exceptions=True,
    )
    first, poisoned, kept_well, second = results
    assert isinstance(poisoned, PoisonedError)
    assert kept_well is None
    assert not isinstance(first, BaseException)
    assert not isinstance(second, BaseException)
    assert first is not None
    assert second is not None
    assert (first.fresh, second.fresh) == (True, False)
    async with records.memory() as kept:
        assert [ask.id for ask in await kept.desk.asks()] == ["good"]
