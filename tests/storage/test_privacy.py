"""Persons leave the record: on their wish and when the time is up, in memory and in databases."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from council.access import Right
from council.language import Language
from council.ledger import Dispatch, DispatchState, Reminder, RowState, Track
from council.model import State
from council.news import News, Proposal, ProposalKind, ProposalState
from council.people import Address, Closing, Opening, Person, Topic
from council.ports import AskState, Change, OpenAsk, OpenRecords, Task
from council.rules import Preferences
from storage.database import Database
from storage.models import metadata
from tests.memory import MemoryRecords

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DUE = date(2026, 3, 16)
GONE, OTHER = "town/9f3a-anna", "town/9f3a-anna-liisa"  # the one key begins the other
NAMES = {GONE: "Anna Aalto", OTHER: "Anna-Liisa Aalto"}
PSEUDONYM = "forgotten/5f2d"
OLD, LIMIT = NOW - timedelta(days=2), NOW - timedelta(days=1)

# Every table is dealt with in storage/privacy.py, or holds no person that is not in the register.
# Who adds one decides: columns with a person, a conversation or somebody's words belong there.
WITHOUT_PERSONS = {"documents", "passages", "revision", "pace", "settings", "beats", "records"}
WITH_PERSONS = {
    *("people", "addresses", "turns", "topics", "asks", "tasks", "changes", "reminders"),
    *("dispatches", "stale", "tracks", "preferences", "unreachable", "news", "proposals"),
    "follows",
}
OF_REGISTER = {table.name for table in metadata.tables.values() if table.foreign_keys}


@dataclass
class Place:
    """Where records are kept, and a way to look at all of it at once."""

    open: OpenRecords
    dump: Callable[[], Awaitable[str]]


def row(person: str, rule: str, state: RowState = RowState.PLANNED, dispatch: str = "") -> Reminder:
    return Reminder(
        recipient=person,
        item="p/item",
        rule=rule,
        due=DUE,
        at=NOW,
        programme="p",
        state=state,
        dispatch=dispatch,
        changed=NOW,
    )


def message(person: str, name: str, state: DispatchState) -> Dispatch:
    return Dispatch(
        id=f"{name} {person[-3:]}",
        purpose="reminders",
        subject=name,
        recipient=person,
        made=NOW,
        due=NOW,
        state=state,
        conversation=f"talk {person}",
        message="m1",
    )


def change(key: str, field: str, after: str, who: str, at: datetime = NOW) -> Change:
    return Change(key, field, "", after, who, at, "card", "Kiire.")


async def lived(place: OpenRecords, person: str, at: datetime = NOW) -> None:
    """Put on record whatever a person leaves behind."""
    talk = f"talk {person}"
    async with place() as r:
        rights = frozenset({Right.IMPORT})
        await r.people.put(Person(person, NAMES[person], Language.SV, frozenset({"x"}), rights))
        await r.people.reach([Address(talk, "personal", "https://x", "msteams", person=person)])
        [opened] = await r.turns.open([Opening(f"t {person}", talk, person)], now=at)
        assert opened.since is not None
        closing = Closing(
            f"t {person}",
            opened.since,
            talk,
            person,
            Language.FI,
            "answer",
            (),
            Topic(record="p/a"),
        )
        await r.turns.close([closing], now=at)
        ask = OpenAsk(f"ask {person[-3:]}", f"Kuka {person[-3:]}?", Language.FI, at, at, 1)
        await r.desk.note(ask)
        await r.desk.settle(ask.id, AskState.PASSED_ON, person, NAMES[person])
        await r.desk.open_task(Task("undeliverable", person, at))
        await r.choices.prefer(Preferences(person=person, deputy="town/x"))
        await r.choices.reached(person, "blocked", at)
        await r.news.follow(person, "p/item", on=True)
        await r.news.add(News(item="p/item", person=person, at=at, words="Odottaa."))
        for name, standing in (("open", ProposalState.OPEN), ("old", ProposalState.APPROVED)):
            proposal = Proposal(
                id=f"{name} {person[-3:]}",
                item="p/item",
                kind=ProposalKind.STATE,
                person=person,
                at=at,
                state=State.DONE,
                why="Syy.",
                standing=standing,
                decided_by=person if standing is ProposalState.APPROVED else "",
            )
            await r.news.propose(proposal)
        await r.ledger.put(
            [
                replace(row(person, "before:14"), at=at),
                replace(
                    row(
                        person,
                        "before:7",
                        RowState.LEASED,
                        message(person, "a", DispatchState.PLANNED).id,
                    ),
                    at=at,
                ),
                replace(
                    row(
                        person,
                        "before:30",
                        RowState.SENT,
                        message(person, "b", DispatchState.SENT).id,
                    ),
                    at=at,
                ),
            ]
        )
        for name, state in (("a", DispatchState.PLANNED), ("b", DispatchState.SENT)):
            await r.dispatches.add(replace(message(person, name, state), made=at))
        await r.changes.add(
            [
                change("p/item", "state", '"done"', person, at),
                change("p/item", "declined", f'"town/x, {person}"', "system", at),
                change("p/holder", "", f'{{"person": "{person}", "name": "A"}}', "system", at),
                change(person, "admission", '{"rights": ["import"]}', "system", at),
                change(person, "choice:hour", '"10:00"', person, at),
            ]
        )


async def both(place: OpenRecords, at: datetime = NOW) -> None:
    for person in (GONE, OTHER):
        await lived(place, person, at)
    async with place() as r:
        track = Track("p/item", DUE, at, at, declined=frozenset({GONE, OTHER}))
        await r.plans.follow([track])


async def forgotten(place: OpenRecords) -> int:
    async with place() as r:
        return await r.privacy.forget(GONE, PSEUDONYM, {NAMES[GONE]}, NOW)


class Contract:
    """What holds wherever the records are kept."""

    async def test_nothing_of_the_forgotten_is_left_anywhere(self, place: Place) -> None:
        await both(place.open)
        assert GONE in await place.dump()

        assert await forgotten(place.open) > 0

        left = (await place.dump()).replace(OTHER, "").replace(NAMES[OTHER], "")
        assert GONE not in left
        assert NAMES[GONE] not in left

    async def test_nothing_of_anybody_else_is_touched(self, place: Place) -> None:
        await both(place.open)
        await forgotten(place.open)

        async with place.open() as r:
            assert (await r.people.find(OTHER)) is not None
            assert len(await r.people.addresses(OTHER)) == 1
            assert [p.person for p in await r.choices.preferences()] == [OTHER]
            assert list(await r.choices.unreachable()) == [OTHER]
            assert list(await r.news.followers(["p/item"])) == [("p/item", OTHER)]
            assert [t.about for t in await r.desk.tasks()] == [OTHER]
            assert {(a.asker, a.asker_name) for a in await r.desk.asks()} == {
                ("", ""),
                (OTHER, NAMES[OTHER]),
            }
            [track] = await r.plans.tracks(["p/item"])
            assert track.declined == {OTHER}
            rows = [one for one in await r.ledger.rows(["p/item"]) if one.recipient == OTHER]
            assert {one.state for one in rows} == {RowState.PLANNED, RowState.LEASED, RowState.SENT}
            assert len(await r.changes.history(OTHER)) == 2

    async def test_what_was_done_and_when_stays(self, place: Place) -> None:
        await both(place.open)
        async with place.open() as r:
            before = [(c.key, c.field, c.at) for c in await r.changes.history("p/item")]
        await forgotten(place.open)

        async with place.open() as r:
            after = await r.changes.history("p/item")
            assert [(c.key, c.field, c.at) for c in after] == before
            assert [c.who for c in after if c.field == "state"] == ["", OTHER]
            assert after[1].after == f'"town/x, {PSEUDONYM}"'
            told = await r.news.of(["p/item"])
            assert [(one.person, one.words) for one in told] == [
                ("", "Odottaa."),
                (OTHER, "Odottaa."),
            ]
            assert [c.field for c in await r.changes.history(PSEUDONYM)] == ["admission"]
            decided = {(p.person, p.decided_by) for p in await r.news.proposals(["p/item"])}
            assert decided == {("", ""), (OTHER, ""), (OTHER, OTHER)}

    async def test_what_was_sent_stays_and_what_was_not_is_called_off(self, place: Place) -> None:
        await both(place.open)
        await forgotten(place.open)

        async with place.open() as r:
            rows = await r.ledger.rows(["p/item"])
            own = {one.rule: (one.state, one.reason) for one in rows if one.recipient == PSEUDONYM}
            assert own == {
                "before:14": (RowState.SUPERSEDED, "forgotten"),
                "before:7": (RowState.SUPERSEDED, "forgotten"),
                "before:30": (RowState.SENT, ""),
            }
            found = await r.dispatches.find([f"a {GONE[-3:]}", f"b {GONE[-3:]}"])
            assert {(d.recipient, d.state, d.conversation, d.message) for d in found} == {
                (PSEUDONYM, DispatchState.CANCELLED, "", ""),
                (PSEUDONYM, DispatchState.SENT, "", ""),
            }
            leased = await r.dispatches.lease(NOW, NOW + timedelta(minutes=1), "h", 10)
            assert {one.recipient for one in leased} == {OTHER}

    async def test_forgetting_twice_or_a_stranger_changes_nothing(self, place: Place) -> None:
        await both(place.open)
        await forgotten(place.open)
        before = await place.dump()

        assert await forgotten(place.open) == 0

        assert await place.dump() == before

    async def test_the_same_person_may_come_back_and_be_forgotten_again(self, place: Place) -> None:
        await lived(place.open, GONE)
        await forgotten(place.open)
        async with place.open() as r:
            await r.people.put(Person(GONE, NAMES[GONE]))
            await r.ledger.put([row(GONE, "before:14")])
        async with place.open() as r:
            assert await r.privacy.forget(GONE, "forgotten/2", {NAMES[GONE]}, NOW) > 0
            rows = await r.ledger.rows(["p/item"])
        assert {one.recipient for one in rows} == {PSEUDONYM, "forgotten/2"}

    async def test_a_turn_that_is_under_way_can_still_be_closed(self, place: Place) -> None:
        await lived(place.open, GONE)
        async with place.open() as r:
            [opened] = await r.turns.open([Opening("now", "talk", GONE)], now=NOW)
            assert opened.since is not None
        await forgotten(place.open)
        async with place.open() as r:
            closing = Closing("now", opened.since, "talk", "", Language.FI, "card")
            assert list(await r.turns.close([closing], now=NOW)) == [True]

    async def test_a_name_among_others_is_taken_off_a_question(self, place: Place) -> None:
        async with place.open() as r:
            await r.desk.note(OpenAsk("q", "Kuka?", Language.FI, NOW, NOW, 2))
            await r.desk.settle("q", AskState.PASSED_ON, OTHER, f"{NAMES[OTHER]}, {NAMES[GONE]}")
        await forgotten(place.open)
        async with place.open() as r:
            [ask] = await r.desk.asks()
        assert (ask.asker, ask.asker_name) == (OTHER, NAMES[OTHER])

    async def test_old_deeds_lose_their_doers_and_young_ones_keep_them(self, place: Place) -> None:
        await lived(place.open, GONE, OLD)
        await lived(place.open, OTHER, NOW)
        async with place.open() as r:
            assert await r.privacy.unname(LIMIT) > 0
        async with place.open() as r:
            history = await r.changes.history("p/item")
            assert [(c.field, c.who, c.after) for c in history] == [
                ("state", "", '"done"'),
                ("declined", "system", '""'),
                ("state", OTHER, '"done"'),
                ("declined", "system", f'"town/x, {OTHER}"'),
            ]
            whole = [c.after for c in await r.changes.history("p/holder")]
            assert GONE not in whole[0]
            assert '"name": "A"' in whole[0]
            assert OTHER in whole[1]
            assert list(await r.changes.history(GONE)) == []
            assert [one.person for one in await r.news.of(["p/item"])] == ["", OTHER]
            people = {p.id: (p.person, p.decided_by) for p in await r.news.proposals(["p/item"])}
            assert people[f"open {GONE[-3:]}"] == (GONE, "")  # it waits for a decision
            assert people[f"old {GONE[-3:]}"] == ("", "")
            assert await r.privacy.unname(LIMIT) == 0

    async def test_old_reasons_and_comments_lose_their_words(self, place: Place) -> None:
        await lived(place.open, GONE, OLD)
        await lived(place.open, OTHER, NOW)
        async with place.open() as r:
            assert await r.privacy.unword(LIMIT) > 0
        async with place.open() as r:
            assert [c.why for c in await r.changes.history("p/item")] == [
                "",
                "",
                "Kiire.",
                "Kiire.",
            ]
            assert [one.words for one in await r.news.of(["p/item"])] == ["", "Odottaa."]
            why = {p.id: p.why for p in await r.news.proposals(["p/item"])}
            assert why[f"open {GONE[-3:]}"] == "Syy."
            assert why[f"old {GONE[-3:]}"] == ""
            assert await r.privacy.unword(LIMIT) == 0

    async def test_old_reminders_go_but_for_open_ones_and_items_still_followed(
        self, place: Place
    ) -> None:
        await lived(place.open, GONE, OLD)
        await lived(place.open, OTHER, NOW)
        async with place.open() as r:
            assert await r.privacy.shed(LIMIT, {"p/item"}) == 1  # the message alone
            assert await r.privacy.shed(LIMIT, {"p/other"}) == 1
            assert await r.privacy.shed(LIMIT, set()) == 0
        async with place.open() as r:
            left = [(o.recipient, o.state) for o in await r.ledger.rows(["p/item"])]
            assert sorted(left) == sorted(
                [
                    (GONE, RowState.PLANNED),
                    (GONE, RowState.LEASED),
                    (OTHER, RowState.PLANNED),
                    (OTHER, RowState.LEASED),
                    (OTHER, RowState.SENT),
                ]
            )

    async def test_retention_times_are_told_apart_from_the_rules(self, place: Place) -> None:
        async with place.open() as r:
            assert await r.privacy.periods() == {}
            await r.choices.set("retention", "turns", 14)
            await r.choices.set("p", "overdue_every", 20)
        async with place.open() as r:
            assert await r.privacy.periods() == {"turns": 14}
            await r.choices.set("retention", "turns", None)
            assert await r.privacy.periods() == {}


class TestMemory(Contract):
    @pytest.fixture
    def place(self) -> Place:
        memory = MemoryRecords()

        async def dump() -> str:
            return repr(replace(memory.state, turns={}))

        return Place(memory, dump)


class TestDatabase(Contract):
    @pytest.fixture
    def place(self, database: Database) -> Place:
        async def dump() -> str:
            async with database._opened().connect() as connection:
                found = []
                for table in metadata.sorted_tables:
                    rows = (await connection.execute(select(table))).all()
                    found.append((table.name, sorted(str(one) for one in rows)))
                return str(found)

        return Place(database.records, dump)


def test_every_table_has_been_thought_of() -> None:
    names = {table.name for table in metadata.tables.values()}

    assert names - OF_REGISTER == (WITH_PERSONS | WITHOUT_PERSONS) - OF_REGISTER
