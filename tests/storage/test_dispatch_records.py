"""Messages, their cards and their pace: memory, SQLite and PostgreSQL keep one contract."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from council.ledger import (
    LONGEST_HOLD,
    DispatchState,
)
from council.ports import OpenRecords
from storage.database import Database
from tests.memory import MemoryRecords
from tests.storage.follow_up_parts import (
    LETTERS,
    MINUTE,
    NOW,
    TICK,
    add,
    dispatch,
    found,
    lease,
    post,
    settle,
)


class Contract:
    """What holds wherever messages are kept."""

    @pytest.mark.parametrize(
        ("state", "due", "after"),
        [
            (DispatchState.PLANNED, NOW + timedelta(days=9), NOW),
            (DispatchState.PLANNED, NOW - MINUTE, NOW - MINUTE),
            (DispatchState.LEASED, NOW + timedelta(days=9), NOW),
            (DispatchState.SENT, NOW + timedelta(days=9), NOW + timedelta(days=9)),
        ],
    )
    async def test_a_message_that_waits_is_brought_forward(
        self, records: OpenRecords, state: DispatchState, due: datetime, after: datetime
    ) -> None:
        other = dispatch("d2", "t/b", due=NOW + timedelta(days=9))
        await add(records, dispatch(state=state, due=due), other)
        async with records() as r:
            await r.pace.hasten("d1", NOW)
        assert (await found(records)).due == after
        assert await found(records, "d2") == other

    async def test_a_message_is_made_once_and_the_first_stays(self, records: OpenRecords) -> None:
        first = dispatch()
        again = dispatch("d2", made=NOW + MINUTE)
        other = dispatch("d3", subject="2023-04-18")
        assert await add(records, first, again, other) == [first, first, other]
        assert await add(records, again) == [first]
        async with records() as r:
            assert [one.id for one in await r.dispatches.find(["d3", "d2", "d1"])] == ["d1", "d3"]

    async def test_a_message_comes_back_whole(self, records: OpenRecords) -> None:
        whole = dispatch(
            state=DispatchState.SENT,
            tries=3,
            holder="h",
            posted=NOW + TICK,
            doubtful=True,
            conversation=LETTERS,
            message="1681723815250",
            sent=NOW + 2 * TICK,
            reason=LETTERS,
            redraw=NOW + 3 * TICK,
        )
        await add(records, whole)
        assert await found(records) == whole

    async def test_the_newest_of_a_purpose_is_told_for_each(self, records: OpenRecords) -> None:
        old, new = dispatch("d1"), dispatch("d2", subject="2", made=NOW + TICK)
        newest_of_another = replace(
            dispatch("d3", subject="3", made=NOW + MINUTE), purpose="announcement"
        )
        others = dispatch("d4", "t/b")
        await add(records, new, old, newest_of_another, others)
        async with records() as r:
            assert dict(await r.dispatches.latest("reminders", ["t/a", "t/b", "t/c"])) == {
                "t/a": new,
                "t/b": others,
            }

    async def test_a_lease_takes_what_is_due_in_its_order(self, records: OpenRecords) -> None:
        several = [
            dispatch("d1", due=NOW, subject="1"),
            dispatch("d2", due=NOW - MINUTE, subject="2"),
            dispatch("d3", due=NOW + TICK, subject="3"),
            *(
                dispatch(state, due=NOW - MINUTE, subject=state, state=state)
                for state in set(DispatchState) - {DispatchState.PLANNED, DispatchState.LEASED}
            ),
        ]
        await add(records, *several)
        (only,) = await lease(records, limit=1)
        assert only == replace(
            several[1], state=DispatchState.LEASED, holder="h1", due=NOW + MINUTE, tries=1
        )
        assert [one.id for one in await lease(records, "h2")] == ["d1"]
        assert await lease(records, "h3") == []
        assert await found(records, "d2") == only

    async def test_a_lease_that_has_run_out_is_taken_by_another_without_doubt(
        self, records: OpenRecords
    ) -> None:
        await add(records, dispatch())
        await lease(records)
        assert await lease(records, "h2", NOW + MINUTE - TICK) == []
        (taken,) = await lease(records, "h2", NOW + MINUTE)
        assert (taken.holder, taken.tries, taken.doubtful) == ("h2", 2, False)
        assert await post(records, "d1", now=NOW + MINUTE) == frozenset()
        assert await post(records, "d1", holder="h2", now=NOW + MINUTE) == {"d1"}

    async def test_what_was_handed_over_and_never_settled_comes_back_doubtful(
        self, records: OpenRecords
    ) -> None:
        await add(records, dispatch())
        await lease(records)
        later = NOW + MINUTE - TICK
        assert await post(records, "d1", "none", now=later) == {"d1"}
        posted = await found(records)
        assert (posted.posted, posted.due) == (later, later + MINUTE)
        assert await lease(records, "h2", NOW + MINUTE) == []  # the posting has a time of its own
        (taken,) = await lease(records, "h2", later + MINUTE)
        assert (taken.doubtful, taken.posted) == (True, None)
        (again,) = await lease(records, "h3", later + 2 * MINUTE)
        assert again.doubtful  # once doubtful, always doubtful

    async def test_nothing_is_handed_over_once_the_lease_has_run_out(
        self, records: OpenRecords
    ) -> None:
        await add(records, dispatch())
        await lease(records)
        assert await post(records, "d1", now=NOW + MINUTE) == frozenset()
        assert (await found(records)).posted is None

    async def test_settling_ends_the_lease(self, records: OpenRecords) -> None:
        await add(records, dispatch())
        (leased,) = await lease(records)
        await post(records, "d1")
        sent = replace(
            leased,
            state=DispatchState.SENT,
            sent=NOW + TICK,
            message="m",
            conversation="c",
            reason="r",
        )
        assert await settle(records, sent)
        assert await found(records) == replace(sent, holder="")
        assert not await settle(records, sent)
        assert await lease(records, "h2", NOW + timedelta(days=9)) == []

    async def test_a_message_put_off_waits_for_its_time(self, records: OpenRecords) -> None:
        await add(records, dispatch())
        (leased,) = await lease(records)
        await post(records, "d1")
        put_off = replace(
            leased, state=DispatchState.PLANNED, due=NOW + 3 * MINUTE, reason="throttled"
        )
        assert await settle(records, put_off)
        assert await lease(records, "h2", NOW + 3 * MINUTE - TICK) == []
        (again,) = await lease(records, "h2", NOW + 3 * MINUTE)
        assert (again.tries, again.doubtful) == (2, False)  # its outcome was known

    async def test_a_stranger_settles_nothing_and_leaves_a_doubt_where_it_has_sent(
        self, records: OpenRecords
    ) -> None:
        await add(records, dispatch())
        (leased,) = await lease(records)
        (taken,) = await lease(records, "h2", NOW + MINUTE)
        failed = replace(leased, state=DispatchState.FAILED)
        assert not await settle(records, failed)
        assert await found(records) == taken
        assert not await settle(records, replace(leased, state=DispatchState.SENT, message="m"))
        assert await found(records) == replace(taken, doubtful=True)

    async def test_cards_are_drawn_anew_until_they_show_the_newest(
        self, records: OpenRecords
    ) -> None:
        sent = dispatch(state=DispatchState.SENT, message="m")
        second = dispatch("d2", "t/b", state=DispatchState.SENT, message="m")
        unsent = dispatch("d3", "t/c")
        nowhere = dispatch("d4", "t/d", state=DispatchState.SENT)
        await add(records, sent, second, unsent, nowhere)
        async with records() as r:
            await r.cards.outdate(["d2"], NOW)
            await r.cards.outdate(["d1", "d3", "d4"], NOW + TICK)
        async with records() as r:
            old = list(await r.cards.outdated(10))
            assert old == [replace(second, redraw=NOW), replace(sent, redraw=NOW + TICK)]
            assert list(await r.cards.outdated(1)) == old[:1]
        async with records() as r:
            await r.cards.outdate(["d1"], NOW + 2 * TICK)  # outdated once more meanwhile
        async with records() as r:
            for one in old:
                await r.cards.redrawn(one)
        async with records() as r:
            assert [one.id for one in await r.cards.outdated(10)] == ["d1"]

    async def test_moments_are_taken_one_after_another(self, records: OpenRecords) -> None:
        async with records() as r:
            assert await r.pace.reserve(30, 30, NOW) == NOW
        async with records() as r:
            assert await r.pace.reserve(15, 30, NOW) == NOW + timedelta(seconds=1)
            assert await r.pace.reserve(1, 30, NOW) == NOW + timedelta(seconds=1.5)
            later = NOW + MINUTE
            assert await r.pace.reserve(1, 30, later) == later

    async def test_a_latch_holds_everybody_back_and_a_shorter_one_changes_nothing(
        self, records: OpenRecords
    ) -> None:
        async with records() as r:
            await r.pace.latch(NOW + MINUTE)
        async with records() as r:
            await r.pace.latch(NOW + MINUTE / 2)
            assert await r.pace.reserve(1, 30, NOW) == NOW + MINUTE

    async def test_a_clock_that_was_a_year_ahead_holds_nobody_back(
        self, records: OpenRecords
    ) -> None:
        async with records() as r:
            await r.pace.reserve(1, 30, NOW + timedelta(days=365))
        async with records() as r:
            assert await r.pace.reserve(1, 30, NOW) == NOW
        async with records() as r:
            await r.pace.latch(NOW + LONGEST_HOLD)
            assert await r.pace.reserve(1, 30, NOW) == NOW + LONGEST_HOLD

    async def test_what_waits_and_what_was_made_is_told(self, records: OpenRecords) -> None:
        await add(
            records,
            dispatch("d1", due=NOW + TICK),
            dispatch("d2", "t/b", made=NOW - TICK, state=DispatchState.SENT),
        )
        async with records() as r:
            assert not await r.pace.waiting(NOW)
            assert await r.pace.waiting(NOW + TICK)
            assert [one.id for one in await r.pace.made(NOW - TICK)] == ["d2", "d1"]
            assert [one.id for one in await r.pace.made(NOW)] == ["d1"]
        await lease(records, now=NOW + TICK)
        async with records() as r:
            assert not await r.pace.waiting(NOW + TICK)
            assert await r.pace.waiting(NOW + TICK + MINUTE)  # its lease has run out


class TestMemory(Contract):
    @pytest.fixture
    def records(self) -> OpenRecords:
        return MemoryRecords()


class TestDatabase(Contract):
    @pytest.fixture
    def records(self, database: Database) -> OpenRecords:
        return database.records
