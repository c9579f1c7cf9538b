"""The sending engine: one message, one outcome, whatever Teams and the database do."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.chamber import convene
from council.dispatching import (
    AT_ONCE,
    GIVEN_UP,
    LEAST_TRIES,
    LONGEST,
    REWRITES,
    SHORTEST,
    UNSETTLED,
    Engine,
    Purpose,
    deliver,
    outcome,
    redraw,
)
from council.errors import NotFoundError, UnavailableError
from council.ledger import LONGEST_HOLD, Delivery, Dispatch, DispatchState
from council.ports import Outside, Records, Task
from tests.council.reminding import HELSINKI, Clock
from tests.dialogs.town import Silent
from tests.memory import MemoryRecords
from tests.memory_pictures import Dots

NOW = datetime(2024, 9, 2, 6, tzinfo=UTC)
SENT = Delivery(DispatchState.SENT, conversation="c", message="m")


def dispatch(number: int = 1, **fields: object) -> Dispatch:
    one = Dispatch(
        id=f"d{number:03}",
        purpose="test",
        subject="s",
        recipient=f"t/{number}",
        made=NOW,
        due=NOW,
    )
    return replace(one, **fields)  # type: ignore[arg-type]


class Carrier:
    """Answers what it is told to."""

    def __init__(self, *answers: Delivery | Exception) -> None:
        self.answers = list(answers)
        self.carried: list[str] = []
        self.drawn: list[str] = []

    async def carry(self, dispatch: Dispatch) -> Delivery:
        self.carried.append(dispatch.id)
        return self._answer()

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        self.drawn.append(dispatch.id)
        return self._answer()

    def _answer(self) -> Delivery:
        answer = self.answers.pop(0) if self.answers else SENT
        if isinstance(answer, Exception):
            raise answer
        return answer


class Office:
    """An engine with its records, clock and carrier."""

    def __init__(self, *answers: Delivery | Exception) -> None:
        self.memory = MemoryRecords()
        self.clock = Clock(NOW)
        self.carrier = Carrier(*answers)
        self.settled: list[tuple[str, DispatchState]] = []
        self.away = 0  # transactions for which the database is away
        outside = Outside(
            self.records, Silent(), self.clock, HELSINKI, Dots(), courier=self.carrier
        )
        self.council = convene(outside)
        self.engine = Engine({"test": Purpose("test", self._settled)}, sleep=self.clock.sleep)

    async def _settled(self, records: Records, several: Sequence[Dispatch], now: datetime) -> None:
        self.settled += [(one.id, one.state) for one in several]

    @asynccontextmanager
    async def records(self) -> AsyncIterator[Records]:
        if self.carrier.carried and self.away:
            self.away -= 1
            raise UnavailableError
        async with self.memory() as records:
            yield records

    async def add(self, *several: Dispatch) -> None:
        async with self.memory() as records:
            for one in several:
                await records.dispatches.add(one)

    def one(self, number: int = 1) -> Dispatch:
        return self.memory.state.followed.dispatches[f"d{number:03}"]


async def test_a_message_is_sent_once_and_its_outcome_written() -> None:
    office = Office()
    await office.add(dispatch())
    assert (await deliver(office.council, office.engine)).sent == 1
    assert (await deliver(office.council, office.engine)).sent == 0
    assert office.carrier.carried == ["d001"]
    assert office.settled == [("d001", DispatchState.SENT)]
    assert (office.one().state, office.one().sent, office.one().message) == (
        DispatchState.SENT,
        NOW,
        "m",
    )


@pytest.mark.parametrize(
    "state", [DispatchState.FAILED, DispatchState.UNREACHABLE, DispatchState.CANCELLED]
)
async def test_what_teams_refuses_is_over(state: DispatchState) -> None:
    office = Office(Delivery(state, "why"))
    await office.add(dispatch())
    tally = await deliver(office.council, office.engine)
    assert getattr(tally, state.value) == 1
    office.clock.now += timedelta(days=9)
    await deliver(office.council, office.engine)
    assert office.carrier.carried == ["d001"]
    assert (office.one().state, office.one().reason) == (state, "why")


async def test_an_unknown_outcome_is_tried_again_and_says_that_it_may_be_there_twice() -> None:
    office = Office(Delivery(DispatchState.PLANNED, "timeout", arrived_perhaps=True))
    await office.add(dispatch())
    assert (await deliver(office.council, office.engine)).again == 1
    office.clock.now += timedelta(seconds=SHORTEST) - timedelta(microseconds=1)
    assert (await deliver(office.council, office.engine)).sent == 0
    office.clock.now += timedelta(microseconds=1)
    assert (await deliver(office.council, office.engine)).sent == 1
    assert office.one().doubtful


async def test_a_fault_of_ours_stops_nobody_else_and_leaves_a_doubt(
    caplog: pytest.LogCaptureFixture,
) -> None:
    office = Office(RuntimeError("after it had arrived?"))
    await office.add(dispatch(1), dispatch(2))
    tally = await deliver(office.council, office.engine)
    assert (tally.sent, tally.again) == (1, 1)
    assert (office.one(1).doubtful, office.one(2).doubtful) == (True, False)
    assert "message not carried" in caplog.text


async def test_a_throttled_message_holds_everybody_back_for_as_long() -> None:
    office = Office(Delivery(DispatchState.PLANNED, "429", throttled=600.0))
    await office.add(*(dispatch(number) for number in range(AT_ONCE * 3)))
    tally = await deliver(office.council, office.engine)
    assert tally.sent == AT_ONCE - 1  # those that were on their way already
    assert office.clock() == NOW
    office.clock.now = NOW + timedelta(seconds=500)
    assert (await deliver(office.council, office.engine)).sent == 0
    office.clock.now = NOW + timedelta(seconds=610)
    assert (await deliver(office.council, office.engine)).sent == AT_ONCE * 2 + 1
    assert len(set(office.carrier.carried)) == AT_ONCE * 3


async def test_nobody_may_hold_everybody_back_for_days() -> None:
    office = Office(Delivery(DispatchState.PLANNED, "429", throttled=1e6))
    await office.add(dispatch(1), dispatch(2, due=NOW + timedelta(seconds=1)))
    await deliver(office.council, office.engine)
    office.clock.now = NOW + LONGEST_HOLD
    assert (await deliver(office.council, office.engine)).sent == 1


async def test_all_together_keep_to_the_pace() -> None:
    office = Office()
    await office.add(*(dispatch(number) for number in range(100)))
    await asyncio.gather(*(deliver(office.council, office.engine) for _ in range(3)))
    assert sorted(office.carrier.carried) == [f"d{number:03}" for number in range(100)]
    assert office.clock() - NOW >= timedelta(seconds=70 / 30)


async def test_nothing_more_is_sent_once_it_is_closed() -> None:
    office = Office()
    await office.add(*(dispatch(number) for number in range(AT_ONCE * 2)))
    tally = await deliver(
        office.council, office.engine, closed=lambda: len(office.carrier.carried) >= AT_ONCE
    )
    assert tally.sent == AT_ONCE


async def test_an_outcome_is_written_again_until_the_database_is_there() -> None:
    office = Office()
    office.away = REWRITES - 1
    await office.add(dispatch())
    assert (await deliver(office.council, office.engine)).sent == 1
    assert (office.one().state, office.one().doubtful) == (DispatchState.SENT, False)


async def test_an_outcome_that_could_not_be_written_leaves_a_doubt() -> None:
    office = Office()
    office.away = REWRITES
    await office.add(dispatch())
    with pytest.raises(UnavailableError):
        await deliver(office.council, office.engine)
    office.clock.now += timedelta(minutes=5)
    assert (await deliver(office.council, office.engine)).sent == 1
    assert office.one().doubtful


@pytest.mark.parametrize("fault", [RuntimeError("ours"), NotFoundError(what="record")])
@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (SENT, DispatchState.SENT),
        (Delivery(DispatchState.UNREACHABLE, "blocked"), DispatchState.UNREACHABLE),
    ],
)
async def test_a_purpose_that_cannot_write_never_has_its_message_sent_again(
    fault: Exception, answer: Delivery, state: DispatchState, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(answer, SENT)

    async def settled(records: Records, several: Sequence[Dispatch], now: datetime) -> None:
        await records.desk.open_task(Task("half", "done", now))
        if "t/1" in {one.recipient for one in several}:
            raise fault

    office.engine = replace(office.engine, purposes={"test": Purpose("test", settled)})
    await office.add(dispatch(1), dispatch(2))
    tally = await deliver(office.council, office.engine)
    assert (tally.sent, tally.unreachable) == ((2, 0) if state is DispatchState.SENT else (1, 1))
    assert (office.one(1).state, office.one(2).state) == (state, DispatchState.SENT)
    office.clock.now += timedelta(days=1)
    await deliver(office.council, office.engine)
    assert sorted(office.carrier.carried) == ["d001", "d002"]
    async with office.memory() as records:
        tasks = {(task.kind, task.about) for task in await records.desk.tasks()}
    assert tasks == {(UNSETTLED, "t/1"), ("half", "done")}
    assert "outcome not settled" in caplog.text


async def test_a_stop_waits_for_the_outcome_of_what_is_on_its_way() -> None:
    office = Office()
    written = asyncio.Event()

    async def settled(records: Records, several: Sequence[Dispatch], now: datetime) -> None:
        running.cancel()
        await asyncio.sleep(0)
        written.set()

    office.engine = replace(office.engine, purposes={"test": Purpose("test", settled)})
    await office.add(dispatch())
    running = asyncio.create_task(deliver(office.council, office.engine))
    with pytest.raises(asyncio.CancelledError):
        await running
    await written.wait()
    await asyncio.sleep(0)
    assert office.one().state is DispatchState.SENT


async def test_a_purpose_of_a_newer_version_is_left_to_it() -> None:
    office = Office()
    await office.add(dispatch(purpose="newer"))
    assert (await deliver(office.council, office.engine)).again == 1
    assert office.carrier.carried == []
    assert (office.one().state, office.one().doubtful) == (DispatchState.PLANNED, False)


@given(
    tries=st.integers(0, 400),
    age=st.timedeltas(timedelta(0), timedelta(days=30)),
    again=st.floats(0, 1e5),
    throttled=st.sampled_from([0.0, 0.5, 30.0, 7200.0]),
)
def test_a_message_is_given_up_after_days_and_many_tries_not_before(
    tries: int, age: timedelta, again: float, throttled: float
) -> None:
    delivery = Delivery(DispatchState.PLANNED, "502", again=again, throttled=throttled)
    after = outcome(dispatch(tries=tries), delivery, NOW + age)
    given_up = age > GIVEN_UP and tries >= LEAST_TRIES
    assert after.state is (DispatchState.FAILED if given_up else DispatchState.PLANNED)
    if not given_up:
        wait = (after.due - NOW - age).total_seconds()
        assert wait > 0
        assert throttled or SHORTEST <= wait <= max(LONGEST, again) + 1


async def test_old_cards_are_drawn_anew_and_wait_where_teams_asks_to() -> None:
    wait = Delivery(DispatchState.PLANNED, "429")
    office = Office(SENT, RuntimeError("no"), wait)
    await office.add(
        *(dispatch(n, state=DispatchState.SENT, message="m", redraw=NOW) for n in range(3))
    )
    assert await redraw(office.council) == 1
    assert office.carrier.drawn == ["d000", "d001", "d002"]
    assert [office.one(n).redraw for n in range(3)] == [None, None, NOW]
