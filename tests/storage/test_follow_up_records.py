"""One contract for follow-up's records: memory, SQLite and PostgreSQL keep it alike."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from council.chamber import Council, convene
from council.dates import DateCertainty, DateKind, DueDate
from council.errors import GaveWayError
from council.gathering import gather
from council.ledger import (
    LONGEST_HOLD,
    Capacity,
    Dispatch,
    DispatchState,
    Reminder,
    RowState,
    Stale,
    Track,
)
from council.ledger_ports import Beat
from council.model import State
from council.news import News, Proposal, ProposalKind, ProposalState
from council.people import Person
from council.ports import Change, OpenRecords, Outside
from council.rules import Preferences, Setting
from storage.database import Database
from tests.dialogs.town import Silent
from tests.memory import MemoryRecords
from tests.memory_pictures import Dots

NOW = datetime(2023, 4, 17, 9, 30, 15, 250_001, tzinfo=UTC)  # a Monday
TICK = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
LETTERS = "Äänekosken työryhmä – ’lähipalvelut’ 漢字 🙂"
DAY = date(2023, 4, 28)


def row(recipient: str = "t/a", item: str = "p/x", **fields: object) -> Reminder:
    given: dict[str, Any] = {"rule": "before:7", "due": DAY, "at": NOW, "programme": "p", **fields}
    return Reminder(recipient=recipient, item=item, **given)


def dispatch(key: str = "d1", recipient: str = "t/a", **fields: object) -> Dispatch:
    given: dict[str, Any] = {"subject": "2023-04-17", "made": NOW, "due": NOW, **fields}
    return Dispatch(id=key, purpose="reminders", recipient=recipient, **given)


async def put(records: OpenRecords, *rows: Reminder) -> None:
    async with records() as r:
        await r.ledger.put(rows)


async def rows_of(records: OpenRecords, *items: str) -> list[Reminder]:
    async with records() as r:
        found = await r.ledger.rows(items or ("p/x",))
    return sorted(found, key=lambda one: one.identity)


async def add(records: OpenRecords, *several: Dispatch) -> list[Dispatch]:
    async with records() as r:
        return [await r.dispatches.add(one) for one in several]


async def lease(
    records: OpenRecords, holder: str = "h1", now: datetime = NOW, limit: int = 10
) -> list[Dispatch]:
    async with records() as r:
        return list(await r.dispatches.lease(now, now + MINUTE, holder, limit))


async def post(
    records: OpenRecords, *ids: str, holder: str = "h1", now: datetime = NOW
) -> frozenset[str]:
    async with records() as r:
        return await r.dispatches.post(ids, holder, now, now + MINUTE)


async def settle(records: OpenRecords, settled: Dispatch, holder: str = "h1") -> bool:
    async with records() as r:
        return await r.dispatches.settle(settled, holder)


async def found(records: OpenRecords, key: str = "d1") -> Dispatch:
    async with records() as r:
        (one,) = await r.dispatches.find([key])
        return one


async def stale(records: OpenRecords, limit: int = 100) -> list[Stale]:
    async with records() as r:
        return list(await r.plans.stale(limit))


async def mark(records: OpenRecords, *keys: str, at: datetime = NOW) -> None:
    async with records() as r:
        await r.plans.mark(keys, at)


class Contract:
    """What holds wherever follow-up is kept."""

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

    async def test_each_key_may_be_marked_since_a_moment_of_its_own(
        self, records: OpenRecords
    ) -> None:
        await mark(records, "b", at=NOW)
        async with records() as r:
            await r.plans.mark(["a", "b"], {"a": NOW, "b": NOW + MINUTE})
        assert {one.key: one.at for one in await stale(records)} == {"a": NOW, "b": NOW}

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

    # The ledger

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

    # Messages

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

    # The pace

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

    # Plans

    async def test_marks_are_told_the_longest_waiting_first_and_keep_their_first_moment(
        self, records: OpenRecords
    ) -> None:
        await mark(records, "a", "b", at=NOW)
        await mark(records, "c", at=NOW - TICK)
        before = {one.key: one for one in await stale(records)}
        await mark(records, "a", at=NOW + MINUTE)
        await mark(records, "b", at=NOW - MINUTE)
        after = {one.key: one for one in await stale(records)}
        assert list(after) == ["b", "c", "a"]
        assert [one.key for one in await stale(records, 2)] == ["b", "c"]
        assert after["a"].at == NOW
        assert after["b"].at == NOW - MINUTE
        assert after["c"] == before["c"]
        assert all(after[key].token != before[key].token for key in "ab")

    async def test_a_key_is_claimed_once(self, records: OpenRecords) -> None:
        await mark(records, "a", "b")
        seen = await stale(records)
        async with records() as r:
            assert await r.plans.claim(seen) == {"a", "b"}
        async with records() as r:
            assert await r.plans.claim(seen) == frozenset()
        assert await stale(records) == []

    async def test_a_key_that_is_marked_again_between_reading_and_claiming_is_not_claimed(
        self, records: OpenRecords
    ) -> None:
        await mark(records, "a", "b")
        seen = await stale(records)
        await mark(records, "a")
        async with records() as r:
            assert await r.plans.claim(seen) == {"b"}
        (left,) = await stale(records)
        assert left.key == "a"

    async def test_a_key_that_was_claimed_and_marked_again_is_another_mark(
        self, records: OpenRecords
    ) -> None:
        await mark(records, "a")
        seen = await stale(records)
        async with records() as r:
            await r.plans.claim(seen)
            await r.plans.mark(["a"], NOW + MINUTE)
        async with records() as r:
            assert await r.plans.claim(seen) == frozenset()
        assert [(one.key, one.at) for one in await stale(records)] == [("a", NOW + MINUTE)]

    async def test_a_claim_that_fails_leaves_the_mark(self, records: OpenRecords) -> None:
        await mark(records, "a")
        seen = await stale(records)

        async def interrupted() -> None:
            async with records() as r:
                assert await r.plans.claim(seen) == {"a"}
                raise RuntimeError("stop")

        with pytest.raises(RuntimeError, match="stop"):
            await interrupted()
        assert await stale(records) == seen

    async def test_a_change_marks_its_key_in_its_own_transaction(
        self, records: OpenRecords
    ) -> None:
        change = Change("koe/a", "due", "", "{}", "t/1", NOW + MINUTE, "card")
        async with records() as r:
            await r.changes.add([change, replace(change, key="koe/b", at=NOW)])
        assert [(one.key, one.at) for one in await stale(records)] == [
            ("koe/a", NOW),
            ("koe/b", NOW),
        ]

        async def interrupted() -> None:
            async with records() as r:
                await r.changes.add([replace(change, key="koe/c")])
                raise RuntimeError("stop")

        with pytest.raises(RuntimeError, match="stop"):
            await interrupted()
        assert [one.key for one in await stale(records)] == ["koe/a", "koe/b"]

    async def test_items_are_remembered_and_everything_is_forgotten(
        self, records: OpenRecords
    ) -> None:
        track = Track("p/x", DAY, NOW + TICK, NOW - TICK, waiting=True)
        second = Track(
            "p/y", None, NOW, NOW, parts=frozenset({"p/a"}), declined=frozenset({"t/a", "t/ä"})
        )
        async with records() as r:
            await r.plans.follow([replace(track, due=None), second])
        async with records() as r:
            await r.plans.follow([track])
            await r.ledger.put([row()])
            await r.dispatches.add(dispatch())
        async with records() as r:
            known = {one.item: one for one in await r.plans.tracks(["p/x", "p/y", "p/z"])}
            assert known == {"p/x": track, "p/y": second}
            await r.plans.mark(["p/x"], NOW)
            await r.plans.forget()
        async with records() as r:
            assert list(await r.plans.tracks(["p/x", "p/y"])) == []
        assert await rows_of(records) == []
        assert await lease(records) == []
        assert [one.key for one in await stale(records)] == ["p/x"]

    # Choices

    async def test_settings_come_back_as_they_were_set(self, records: OpenRecords) -> None:
        wanted = [
            Setting("", "before", (30, 7)),
            Setting("", "hour", time(8, 30)),
            Setting("", "july_off", value=True),
            Setting("p", "no_news", 90),
            Setting("p/x", "before", ()),
        ]
        async with records() as r:
            await r.choices.set("p", "no_news", 10)
            for one in reversed(wanted):
                await r.choices.set(one.scope, one.name, one.value)
        async with records() as r:
            assert list(await r.choices.settings()) == wanted
            await r.choices.set("p", "no_news", None)
        async with records() as r:
            assert [one.scope for one in await r.choices.settings()] == ["", "", "", "p/x"]

    async def test_what_a_person_has_chosen_comes_back_whole(self, records: OpenRecords) -> None:
        whole = Preferences(
            person="t/ä",
            hour=time(8, 15),
            before=(30, 3),
            paused_until=DAY,
            deputy="t/b",
            deputy_since=DAY,
            deputy_until=DAY,
            events=False,
        )
        bare, none = Preferences(person="t/b"), Preferences(person="t/c", before=())
        async with records() as r:
            for one in (replace(whole, before=None), bare, none, whole):
                await r.choices.prefer(one)
        async with records() as r:
            known = {one.person: one for one in await r.choices.preferences()}
        assert known == {one.person: one for one in (whole, bare, none)}

    async def test_it_is_told_when_somebody_gets_out_of_reach_and_back(
        self, records: OpenRecords
    ) -> None:
        async with records() as r:
            assert await r.choices.reached("t/a", "blocked", NOW)
        async with records() as r:
            assert not await r.choices.reached("t/a", "other", NOW)
            assert dict(await r.choices.unreachable()) == {"t/a": "blocked"}
        async with records() as r:
            assert await r.choices.reached("t/a", "", NOW)
            assert not await r.choices.reached("t/a", "", NOW)
        async with records() as r:
            assert dict(await r.choices.unreachable()) == {}

    # News and signs of life

    async def test_news_are_kept_in_their_order(self, records: OpenRecords) -> None:
        whole = News(
            item="p/x",
            person="t/a",
            at=NOW + TICK,
            state=State.STARTED,
            percent=40,
            words=LETTERS,
            on=DAY,
            section="310",
            through="chat",
        )
        earlier = News(item="p/y", person="", at=NOW - MINUTE)
        async with records() as r:
            await r.news.add(whole)
            await r.news.add(earlier)
            await r.news.add(replace(whole, item="p/z"))
        async with records() as r:
            told = await r.news.of(["p/y", "p/x"])
        assert [replace(one, number=0) for one in told] == [whole, earlier]
        assert 0 < told[0].number < told[1].number

    async def test_proposals_are_replaced_and_the_open_ones_told(
        self, records: OpenRecords
    ) -> None:
        due = DueDate(
            words="loppuvuodesta",
            start=DAY,
            end=DAY + timedelta(days=9),
            certainty=DateCertainty.FUZZY,
            kind=DateKind.PERIOD,
            at=time(12),
            originally=DAY,
            moved=DAY,
            moved_why=LETTERS,
        )
        whole = Proposal(
            id="k1",
            item="p/x",
            kind=ProposalKind.DATE,
            person="t/a",
            at=NOW + TICK,
            was=DAY,
            due=due,
            why=LETTERS,
        )
        state = Proposal(
            id="k2",
            item="p/y",
            kind=ProposalKind.STATE,
            person="t/b",
            at=NOW,
            state=State.DONE,
            percent=100,
        )
        async with records() as r:
            for one in (whole, state):
                await r.news.propose(one)
        async with records() as r:
            assert list(await r.news.proposals()) == [state, whole]
            decided = replace(
                whole, standing=ProposalState.APPROVED, decided_by="t/0", decided=NOW + MINUTE
            )
            await r.news.propose(decided)
        async with records() as r:
            assert list(await r.news.proposals()) == [state]
            assert list(await r.news.proposals(["p/x", "p/z"])) == [decided]

    async def test_people_follow_items(self, records: OpenRecords) -> None:
        async with records() as r:
            assert await r.news.follow("t/b", "p/x", on=True)
            assert await r.news.follow("t/a", "p/x", on=True)
            assert await r.news.follow("t/a", "p/y", on=True)
        async with records() as r:
            assert not await r.news.follow("t/a", "p/x", on=True)
            assert await r.news.follow("t/a", "p/y", on=False)
        async with records() as r:
            followers = list(await r.news.followers(["p/x", "p/y"]))
            assert followers == [("p/x", "t/a"), ("p/x", "t/b")]

    async def test_the_last_sign_of_life_is_kept(self, records: OpenRecords) -> None:
        async with records() as r:
            await r.beats.beat(Beat("b", NOW, "old"))
            await r.beats.beat(Beat("a", NOW + TICK))
        async with records() as r:
            await r.beats.beat(Beat("b", NOW + MINUTE, LETTERS))
        async with records() as r:
            assert list(await r.beats.beats()) == [
                Beat("a", NOW + TICK),
                Beat("b", NOW + MINUTE, LETTERS),
            ]


class TestMemory(Contract):
    @pytest.fixture
    def records(self) -> OpenRecords:
        return MemoryRecords()


class TestDatabase(Contract):
    @pytest.fixture
    def records(self, database: Database) -> OpenRecords:
        return database.records


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
