"""The rows of the ledger: memory, SQLite and PostgreSQL keep one contract."""

from datetime import timedelta

import pytest

from council.ledger import (
    Capacity,
    RowState,
    Stale,
)
from council.ports import OpenRecords
from storage.database import Database
from tests.memory import MemoryRecords
from tests.storage.follow_up_parts import (
    DAY,
    LETTERS,
    MINUTE,
    NOW,
    TICK,
    dispatch,
    lease,
    put,
    row,
    rows_of,
)


class Contract:
    """What holds wherever the ledger is kept."""

    async def test_rows_can_be_looked_at_without_being_locked(self, records: OpenRecords) -> None:
        await put(records, row(), row(item="p/y"))
        async with records() as one, records() as other:
            assert list(await one.ledger.rows(["p/x"], locked=False)) == [row()]
            assert list(await other.ledger.rows(["p/x"], locked=False)) == [row()]

    async def test_an_empty_place_answers_every_question(self, records: OpenRecords) -> None:
        async with records() as r:
            assert list(await r.ledger.rows(["p/x"])) == []
            assert list(await r.ledger.recipients(NOW, 5)) == []
            assert list(await r.ledger.due(["t/a"], NOW)) == []
            assert list(await r.ledger.within(["d1"])) == []
            assert list(await r.ledger.upcoming(NOW, 5)) == []
            assert dict(await r.dispatches.latest("reminders", ["t/a"])) == {}
            assert list(await r.dispatches.lease(NOW, NOW + MINUTE, "h", 5)) == []
            assert await r.dispatches.post(["d1"], "h", NOW, NOW + MINUTE) == frozenset()
            assert not await r.dispatches.settle(dispatch(), "h")
            assert list(await r.dispatches.find(["d1"])) == []
            assert list(await r.cards.outdated(5)) == []
            assert not await r.pace.waiting(NOW)
            assert list(await r.pace.made(NOW)) == []
            assert list(await r.plans.stale(5)) == []
            assert await r.plans.claim([Stale("p/x", NOW, "token")]) == frozenset()
            assert list(await r.plans.tracks(["p/x"])) == []
            assert list(await r.choices.settings()) == []
            assert list(await r.choices.preferences()) == []
            assert dict(await r.choices.unreachable()) == {}
            assert list(await r.news.of(["p/x"])) == []
            assert list(await r.news.proposals()) == []
            assert list(await r.news.proposals(["p/x"])) == []
            assert list(await r.news.followers(["p/x"])) == []
            assert list(await r.beats.beats()) == []

    async def test_nothing_to_do_is_done_without_ado(self, records: OpenRecords) -> None:
        async with records() as r:
            await r.ledger.put([])
            assert list(await r.ledger.rows([])) == []
            assert list(await r.ledger.due([], NOW)) == []
            assert list(await r.ledger.within([])) == []
            assert dict(await r.dispatches.latest("reminders", [])) == {}
            assert await r.dispatches.post([], "h", NOW, NOW) == frozenset()
            assert list(await r.dispatches.find([])) == []
            await r.cards.outdate([], NOW)
            await r.cards.redrawn(dispatch())
            await r.plans.mark([], NOW)
            assert await r.plans.claim([]) == frozenset()
            assert list(await r.plans.tracks([])) == []
            await r.plans.follow([])
            await r.plans.forget()
            await r.choices.set("", "hour", None)
            assert not await r.choices.reached("t/a", "", NOW)
            assert list(await r.news.of([])) == []
            assert list(await r.news.proposals([])) == []
            assert not await r.news.follow("t/a", "p/x", on=False)
            assert list(await r.news.followers([])) == []

    async def test_a_row_comes_back_whole(self, records: OpenRecords) -> None:
        whole = row(
            item=f"p/{LETTERS}",
            at=NOW + TICK,
            capacity=Capacity.DEPUTY,
            through="p/johtaja",
            state=RowState.LEASED,
            reason=LETTERS,
            dispatch="d1",
            changed=NOW - TICK,
        )
        bare = row(item="p/y", rule="overdue:30")
        await put(records, whole, bare)
        assert await rows_of(records, whole.item, "p/y") == [bare, whole]

    async def test_there_is_one_row_for_a_recipient_an_item_a_rule_and_a_due_day(
        self, records: OpenRecords
    ) -> None:
        others = [
            row("t/b"),
            row(item="p/y"),
            row(rule="before:1"),
            row(due=DAY + timedelta(days=1)),
        ]
        await put(records, row(), *others)
        sent = row(state=RowState.SENT, at=NOW + MINUTE, dispatch="d1", changed=NOW)
        await put(records, sent)
        assert await rows_of(records, "p/x", "p/y") == sorted(
            [sent, *others], key=lambda one: one.identity
        )

    async def test_a_failed_transaction_leaves_no_row(self, records: OpenRecords) -> None:
        async def interrupted() -> None:
            async with records() as r:
                await r.ledger.put([row()])
                await r.dispatches.add(dispatch())
                raise RuntimeError("stop")

        with pytest.raises(RuntimeError, match="stop"):
            await interrupted()
        assert await rows_of(records) == []
        assert await lease(records) == []

    async def test_whose_time_has_come_is_told_to_the_microsecond_the_longest_waiting_first(
        self, records: OpenRecords
    ) -> None:
        await put(
            records,
            row("t/c", at=NOW),
            row("t/b", at=NOW - MINUTE),
            row("t/b", item="p/y", at=NOW - 3 * MINUTE),
            row("t/a", at=NOW - 2 * MINUTE),
            row("t/later", at=NOW + TICK),
            *(row(f"t/{state}", at=NOW, state=state) for state in set(RowState) - {"planned"}),
        )
        async with records() as r:
            assert list(await r.ledger.recipients(NOW, 10)) == ["t/b", "t/a", "t/c"]
            assert list(await r.ledger.recipients(NOW, 2)) == ["t/b", "t/a"]
            assert list(await r.ledger.recipients(NOW - TICK, 10)) == ["t/b", "t/a"]
            due = await r.ledger.due(["t/b", "t/c", "t/later", "t/sent"], NOW)
            assert sorted((one.recipient, one.item) for one in due) == [
                ("t/b", "p/x"),
                ("t/b", "p/y"),
                ("t/c", "p/x"),
            ]

    async def test_only_rows_in_a_message_are_within_it(self, records: OpenRecords) -> None:
        inside = [row(item=f"p/{n}", dispatch="d1", state=RowState.LEASED) for n in range(3)]
        await put(records, *inside, row(dispatch="d2"), row("t/b"))
        async with records() as r:
            within = await r.ledger.within(["d1"])
            assert sorted(one.item for one in within) == ["p/0", "p/1", "p/2"]
            assert list(await r.ledger.within([""])) == []
            assert len(await r.ledger.within(["d1", "d2", ""])) == 4

    async def test_what_is_coming_is_told_soonest_first(self, records: OpenRecords) -> None:
        soon, later = row(at=NOW + MINUTE), row("t/b", at=NOW + 2 * MINUTE)
        await put(records, later, soon, row("t/c", at=NOW + MINUTE, state=RowState.SENT))
        until = NOW + timedelta(days=1)
        async with records() as r:
            assert list(await r.ledger.upcoming(until, 10)) == [soon, later]
            assert list(await r.ledger.upcoming(until, 1)) == [soon]
            assert list(await r.ledger.upcoming(until, 10, "t/b")) == [later]
            assert list(await r.ledger.upcoming(NOW + MINUTE, 10)) == [soon]
            assert list(await r.ledger.upcoming(NOW + MINUTE - TICK, 10)) == []

    async def test_many_rows_at_once_are_no_matter(self, records: OpenRecords) -> None:
        many = [row(f"t/{n}", item=f"p/{n}", dispatch=f"d{n}") for n in range(1203)]
        await put(records, *many)
        keys = range(1203)
        async with records() as r:
            assert len(await r.ledger.rows([f"p/{n}" for n in keys])) == 1203
            assert len(await r.ledger.due([f"t/{n}" for n in keys], NOW)) == 1203
            assert len(await r.ledger.within([f"d{n}" for n in keys])) == 1203
            await r.plans.mark([f"k{n}" for n in keys], NOW)
            known = await r.plans.stale(5000)
            assert len(await r.plans.claim(known)) == 1203

    async def test_a_row_without_a_time_zone_is_refused(self, records: OpenRecords) -> None:
        if isinstance(records, MemoryRecords):
            pytest.skip("memory keeps what it is given")
        with pytest.raises(ValueError, match="time zone"):
            await put(records, row(at=NOW.replace(tzinfo=None)))


class TestMemory(Contract):
    @pytest.fixture
    def records(self) -> OpenRecords:
        return MemoryRecords()


class TestDatabase(Contract):
    @pytest.fixture
    def records(self, database: Database) -> OpenRecords:
        return database.records
