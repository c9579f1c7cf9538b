"""Plans, choices and news: memory, SQLite and PostgreSQL keep one contract."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from council.dates import DateCertainty, DateKind, DueDate
from council.ledger import (
    Track,
)
from council.ledger_ports import Beat
from council.model import State
from council.news import News, Proposal, ProposalKind, ProposalState
from council.ports import Change, OpenRecords
from council.rules import Preferences, Setting
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
    mark,
    row,
    rows_of,
    stale,
)


class Contract:
    """What holds wherever plans, choices and news are kept."""

    async def test_each_key_may_be_marked_since_a_moment_of_its_own(
        self, records: OpenRecords
    ) -> None:
        await mark(records, "b", at=NOW)
        async with records() as r:
            await r.plans.mark(["a", "b"], {"a": NOW, "b": NOW + MINUTE})
        assert {one.key: one.at for one in await stale(records)} == {"a": NOW, "b": NOW}

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
