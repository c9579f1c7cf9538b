"""One contract for everything on record: memory, SQLite and PostgreSQL keep it alike."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from council.access import COUNCIL, PUBLIC, Right
from council.dates import DateCertainty, DateKind, DueDate
from council.language import Language
from council.model import (
    Document,
    FollowUp,
    Goal,
    Holder,
    Means,
    Passage,
    ReadDocument,
    Record,
    ReportingRule,
    Source,
)
from council.people import Address, Closing, Opened, Opening, Person, Topic
from council.ports import AskState, Change, OpenAsk, OpenRecords, Task
from storage.database import Database
from tests.memory import MemoryRecords

NOW = datetime(2023, 4, 17, 9, 30, 15, 250_000, tzinfo=UTC)
HELSINKI = timezone(timedelta(hours=3))
SOURCE = Source("ohjelma.pdf", "Muutosohjelma", date(2022, 11, 14), "s. 6")
GOAL = Goal(key="koe/sujuvuus", programme="koe", source=SOURCE, name="Sujuvat palvelut")
ALL_LETTERS = "Äänekosken työryhmä – ’lähipalvelut’ 漢字 🙂 e\u0301 \u00a0|"


def passage(number: int, text: str = "Kokous pidetään.", document: str = "a.txt") -> Passage:
    return Passage(document, number, 0, len(text), text)


def read(name: str = "a.txt", *texts: str) -> ReadDocument:
    passages = tuple(passage(number, text, name) for number, text in enumerate(texts))
    return ReadDocument(Document(name, name.upper()), "\n".join(texts), passages)


def opening(turn: str = "t1", conversation: str = "c1", person: str = "p1") -> Opening:
    return Opening(turn, conversation, person)


def closing(
    turn: str = "t1", conversation: str = "c1", topic: Topic | None = None, since: datetime = NOW
) -> Closing:
    sources = ("koe/sujuvuus", "a.txt#0")
    return Closing(turn, since, conversation, "p1", Language.FI, "answer", sources, topic, 12)


def ask(text: str = "Kuka vastaa?", **other: object) -> OpenAsk:
    values = {
        "id": text,
        "language": Language.FI,
        "first_asked": NOW,
        "last_asked": NOW,
        "times": 1,
    }
    return OpenAsk(text=text, **{**values, **other})  # type: ignore[arg-type]


async def put(records: OpenRecords, *found: Record) -> None:
    async with records() as on_record:
        await on_record.register.put(found)


async def everything(records: OpenRecords) -> dict[str, Record]:
    async with records() as on_record:
        return {record.key: record for record in await on_record.register.everything()}


async def begin(records: OpenRecords, *openings: Opening, now: datetime = NOW) -> list[bool]:
    return [opened.fresh for opened in await begun(records, *openings, now=now)]


async def begun(records: OpenRecords, *openings: Opening, now: datetime = NOW) -> Sequence[Opened]:
    async with records() as on_record:
        return await on_record.turns.open(openings, now=now)


async def end(records: OpenRecords, *closings: Closing, now: datetime = NOW) -> list[bool]:
    async with records() as on_record:
        return list(await on_record.turns.close(closings, now=now))


class Contract:
    """What holds for records wherever they are kept."""

    async def test_an_empty_place_answers_every_question(self, records: OpenRecords) -> None:
        async with records() as r:
            assert list(await r.register.everything()) == []
            assert list(await r.documents.everything()) == []
            assert list(await r.documents.passages()) == []
            assert await r.documents.text("a.txt") is None
            assert await r.people.find("p1") is None
            assert list(await r.people.everybody()) == []
            assert list(await r.people.addresses("p1")) == []
            assert list(await r.desk.asks()) == []
            assert list(await r.desk.tasks()) == []
            assert list(await r.changes.history("koe")) == []
            assert await r.changes.revision() == 0

    async def test_nothing_to_do_is_done_without_ado(self, records: OpenRecords) -> None:
        async with records() as r:
            await r.register.put([])
            await r.register.remove([])
            await r.people.reach([])
            await r.changes.add([])
            assert list(await r.turns.close([], now=NOW)) == []
            assert list(await r.turns.open([], now=NOW)) == []
            assert await r.turns.prune(NOW) == 0
            assert await r.desk.prune(asks=NOW, tasks=NOW) == 0
            assert not await r.documents.remove("a.txt")
            assert not await r.desk.settle("none", AskState.ANSWERED, "", "")
            await r.desk.close_task("link-missing", "koe", NOW)
            await r.people.forget_address("c1")

    async def test_a_clean_exit_commits_and_an_exception_rolls_back(
        self, records: OpenRecords
    ) -> None:
        await put(records, GOAL)

        async def fail() -> None:
            async with records() as r:
                await r.register.put([replace(GOAL, name="Muu")])
                await r.documents.put(read("a.txt", "Teksti."))
                await r.people.put(Person("p1"))
                await r.turns.open([opening()], now=NOW)
                await r.desk.note(ask())
                await r.desk.open_task(Task("link-missing", "koe", NOW))
                await r.changes.bump()
                raise RuntimeError("half way")

        with pytest.raises(RuntimeError, match="half way"):
            await fail()
        assert await everything(records) == {GOAL.key: GOAL}
        async with records() as r:
            assert list(await r.documents.everything()) == []
            assert await r.people.find("p1") is None
            assert list(await r.desk.asks()) == []
            assert list(await r.desk.tasks()) == []
            assert await r.changes.revision() == 0
        assert await begin(records, opening()) == [True]

    async def test_a_transaction_reads_what_it_has_written(self, records: OpenRecords) -> None:
        async with records() as r:
            assert await r.people.find("p1") is None
            await r.people.put(Person("p1", "Kaupunginsihteeri"))
            assert await r.people.find("p1") == Person("p1", "Kaupunginsihteeri")

    async def test_reads_before_the_first_write_are_one_snapshot(
        self, records: OpenRecords
    ) -> None:
        async with records() as r:
            assert await r.changes.revision() == 0
            await put(records, GOAL)
            async with records() as other:
                await other.changes.bump()
            assert await r.changes.revision() == 0
            assert list(await r.register.everything()) == []
            # The first write begins anew and sees what has been committed.
            assert await r.changes.bump() == 2
            assert list(await r.register.everything()) == [GOAL]

    async def test_many_writers_lose_nothing(self, records: OpenRecords) -> None:
        async def work(number: int) -> int:
            async with records() as r:
                await r.changes.revision()
                await r.people.put(Person(f"p{number:02}"))
                return await r.changes.bump()

        numbers = await asyncio.gather(*(work(number) for number in range(40)))

        assert sorted(numbers) == list(range(1, 41))
        async with records() as r:
            assert len(await r.people.everybody()) == 40

    async def test_a_cancelled_writer_lets_the_next_one_in(self, records: OpenRecords) -> None:
        inside = asyncio.Event()

        async def stuck() -> None:
            async with records() as r:
                await r.changes.bump()
                inside.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(stuck())
        await inside.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with records() as r:
            assert await r.changes.bump() == 1

    async def test_records_come_back_as_they_went_in(self, records: OpenRecords) -> None:
        due = DueDate(
            words="syksyllä",
            start=date(2023, 9, 1),
            end=date(2023, 11, 30),
            certainty=DateCertainty.FUZZY,
            at=time(17, 30),
            originally=date(2023, 6, 30),
        )
        yearless = DueDate(
            words="16.5.", certainty=DateCertainty.YEARLESS, kind=DateKind.AT, yearless="--05-16"
        )
        found = [
            replace(GOAL, description=ALL_LETTERS, aliases=("b", "a"), audience=frozenset()),
            FollowUp(
                key="koe/seuranta",
                programme="koe",
                source=replace(SOURCE, dated=None, words=ALL_LETTERS),
                name="Päätös",
                action="koe/toimi",
                owners=("koe/z", "koe/a"),
                due=due,
                audience=frozenset({PUBLIC, COUNCIL, "body:koe/johtoryhma"}),
                order=-3,
            ),
            ReportingRule(
                key="koe/raportointi",
                programme="koe",
                source=SOURCE,
                name="Raportointi",
                to=("koe/hallitus", "koe/valtuusto"),
                per_year=3,
                months=(3, 4),
                due=(yearless, due),
            ),
            Holder(key="koe/haltija", programme="koe", source=SOURCE, role="r", deputy=True),
        ]
        await put(records, *found)

        assert await everything(records) == {record.key: record for record in found}

    async def test_a_record_replaces_the_one_of_its_key(self, records: OpenRecords) -> None:
        means = Means(key=GOAL.key, programme="koe", source=SOURCE, name="Nyt keino")
        later = replace(GOAL, key="koe/toinen", name="Myöhempi")
        await put(records, GOAL, replace(later, name="Aiempi"))
        await put(records, means, replace(later, name="Ohitettu"), later)

        assert await everything(records) == {means.key: means, later.key: later}

    async def test_removed_records_are_gone(self, records: OpenRecords) -> None:
        goals = [replace(GOAL, key=f"koe/{number}", order=number) for number in range(1200)]
        await put(records, *goals)
        async with records() as r:
            await r.register.remove([*(goal.key for goal in goals[1:]), "koe/none"])

        assert await everything(records) == {goals[0].key: goals[0]}

    async def test_documents_come_back_by_name_with_their_text(self, records: OpenRecords) -> None:
        document = Document(
            "ö.pdf",
            "Ohjelma",
            date(2022, 11, 14),
            "koe",
            "Heinola",
            frozenset({PUBLIC}),
            Language.SV,
            "application/pdf",
            "ab" * 32,
            7,
        )
        piece = Passage("ö.pdf", 0, 3, 9, ALL_LETTERS, ("Luku", "Kohta"), 2)
        async with records() as r:
            await r.documents.put(ReadDocument(document, "abc" + ALL_LETTERS, (piece,)))
            await r.documents.put(read("B.txt"))
            await r.documents.put(read("a.txt", "yksi", "kaksi"))
        async with records() as r:
            names = [found.name for found in await r.documents.everything()]
            assert names == ["B.txt", "a.txt", "ö.pdf"]
            assert (await r.documents.everything())[2] == document
            assert await r.documents.text("ö.pdf") == "abc" + ALL_LETTERS
            assert await r.documents.text("B.txt") == ""
            assert list(await r.documents.passages()) == [
                passage(0, "yksi"),
                passage(1, "kaksi"),
                piece,
            ]

    async def test_a_document_replaces_the_one_of_its_name(self, records: OpenRecords) -> None:
        async with records() as r:
            await r.documents.put(read("a.txt", "yksi", "kaksi", "kolme"))
            await r.documents.put(read("a.txt", "uusi"))
        async with records() as r:
            assert list(await r.documents.passages()) == [passage(0, "uusi")]
            assert await r.documents.text("a.txt") == "uusi"

    async def test_a_removed_document_takes_its_passages_along(self, records: OpenRecords) -> None:
        async with records() as r:
            await r.documents.put(read("a.txt", "yksi"))
            await r.documents.put(read("b.txt", "kaksi"))
        async with records() as r:
            assert await r.documents.remove("a.txt")
            assert not await r.documents.remove("a.txt")
        async with records() as r:
            assert list(await r.documents.passages()) == [passage(0, "kaksi", "b.txt")]

    async def test_five_thousand_passages_go_in_at_once(self, records: OpenRecords) -> None:
        long = read("pitkä.txt", *(f"Kappale {number}." for number in range(5000)))
        async with records() as r:
            await r.documents.put(long)
        async with records() as r:
            assert tuple(await r.documents.passages()) == long.passages

    async def test_who_is_greeted_is_known_and_nobody_known_changes(
        self, records: OpenRecords
    ) -> None:
        chair = Person(
            "t/1", "Pj", Language.SV, frozenset({"council"}), frozenset({Right.ANNOUNCE})
        )
        async with records() as r:
            await r.people.put(chair)
        async with records() as r:
            await r.people.greet("t/1", "Joku Muu")
            await r.people.greet("t/2", "Uusi")
            await r.people.greet("t/2", "Toinen nimi")
        async with records() as r:
            assert list(await r.people.everybody()) == [chair, Person("t/2", "Uusi")]

    async def test_persons_are_kept_whole_and_replaced_whole(self, records: OpenRecords) -> None:
        person = Person(
            "t/1",
            "Kehitysjohtaja",
            Language.SV,
            frozenset({COUNCIL, "body:koe/hallitus"}),
            frozenset({Right.IMPORT, Right.ADMINISTER}),
        )
        async with records() as r:
            await r.people.put(person)
            await r.people.put(Person("t/0", "Aiempi", rights=frozenset({Right.ANNOUNCE})))
            await r.people.put(Person("t/0"))
        async with records() as r:
            assert await r.people.find("t/1") == person
            assert list(await r.people.everybody()) == [Person("t/0"), person]

    async def test_a_person_is_reached_where_they_were_last(self, records: OpenRecords) -> None:
        first = Address("c2", "personal", "https://a.example", "msteams", person="p1")
        moved = replace(first, service_url="https://b.example", tenant="t", bot="28:b", user="29:u")
        other = replace(first, conversation="c1")
        channel = Address("c3", "channel", "https://a.example", "msteams")
        async with records() as r:
            await r.people.reach([first, channel])
            await r.people.reach([first, moved, other])
        async with records() as r:
            assert list(await r.people.addresses("p1")) == [other, moved]
            await r.people.forget_address("c2")
        async with records() as r:
            assert list(await r.people.addresses("p1")) == [other]
            assert list(await r.people.addresses("")) == [channel]

    async def test_a_turn_is_claimed_once(self, records: OpenRecords) -> None:
        assert await begin(records, opening("t1"), opening("t2"), opening("t1")) == [
            True,
            True,
            False,
        ]
        assert await begin(records, opening("t2"), opening("t3")) == [False, True]

    async def test_sixty_four_turns_open_and_close_together(self, records: OpenRecords) -> None:
        openings = [opening(f"t{number}", f"c{number}") for number in range(64)]
        assert await begin(records, *openings) == [True] * 64
        closings = [closing(one.turn, one.conversation, Topic("koe")) for one in openings]
        assert await end(records, *reversed(closings)) == [True] * 64
        again = await begun(records, *reversed(openings), now=NOW + timedelta(days=1))
        assert again == [Opened(since=None, topic=Topic("koe"))] * 64

    async def test_a_turn_that_was_not_closed_is_claimed_again_after_ten_seconds(
        self, records: OpenRecords
    ) -> None:
        await begin(records, opening())
        nearly = NOW + timedelta(seconds=10) - timedelta(microseconds=1)
        assert await begin(records, opening(), now=nearly) == [False]
        lapsed = NOW + timedelta(seconds=10)
        assert await begin(records, opening(), opening(), now=lapsed) == [True, False]
        assert await begin(records, opening(), now=lapsed + timedelta(seconds=9)) == [False]

    async def test_a_closed_turn_is_never_claimed_again(self, records: OpenRecords) -> None:
        await begin(records, opening())
        closings = (closing(), closing(), closing("never opened"))
        assert await end(records, *closings) == [True, True, False]
        assert await begin(records, opening(), now=NOW + timedelta(days=1)) == [False]
        assert await begin(records, opening("never opened")) == [True]

    async def test_a_claim_is_known_by_its_moment_to_the_microsecond_in_any_zone(
        self, records: OpenRecords
    ) -> None:
        moment = NOW.replace(microsecond=123_457).astimezone(HELSINKI)
        for number, off in enumerate((-1, 1, 0)):
            first, second = f"{number}/1", f"{number}/2"
            [opened, *_] = await begun(records, opening(first), opening(second), now=moment)
            assert opened.since == moment
            assert opened.since.utcoffset() == timedelta(0)
            since = opened.since + timedelta(microseconds=off)
            alone = await end(records, closing(first, since=since))
            together = await end(records, closing(first), closing(second, since=since))
            assert (alone, together) == ([off == 0], [False, off == 0])

    async def test_a_turn_that_another_has_claimed_is_closed_by_that_one_alone(
        self, records: OpenRecords
    ) -> None:
        later = NOW + timedelta(seconds=10)
        old, new = closing(topic=Topic("vanha")), closing(topic=Topic("uusi"), since=later)
        await begin(records, opening(), opening("t2", "c2"))
        await begin(records, opening(), now=later)

        assert await end(records, old) == [False]
        assert await end(records, closing("t2", "c2"), new, old) == [True, True, False]
        assert await end(records, old, now=later + timedelta(days=1)) == [False]
        assert await begun(records, opening("t3", "c1", ""), now=later) == [
            Opened(later, topic=Topic("uusi"))
        ]
        assert await begin(records, opening(), now=later + timedelta(days=1)) == [False]

    async def test_the_late_one_s_closing_keeps_nothing_while_the_turn_is_open(
        self, records: OpenRecords
    ) -> None:
        later = NOW + timedelta(seconds=10)
        await begin(records, opening())
        await begin(records, opening(), now=later)
        assert await end(records, closing(topic=Topic("vanha"))) == [False]

        lapsed = later + timedelta(seconds=10)
        assert await begun(records, opening(person=""), now=lapsed) == [Opened(lapsed)]

    async def test_closing_again_by_the_same_claim_is_ours_and_changes_nothing(
        self, records: OpenRecords
    ) -> None:
        first = closing(topic=Topic("ensin"))
        await begin(records, opening(), opening("t2"))
        assert await end(records, first) == [True]
        assert await end(records, closing("t2", topic=Topic("sitten"))) == [True]

        assert await end(records, first) == [True]
        assert await end(records, first, replace(first, topic=Topic("muu"))) == [True, True]
        await begin(records, opening("t4", "c4"))
        twice = [closing("t4", "c4", Topic(name)) for name in ("ensin", "muu")]
        assert await end(records, *twice) == [True, True]
        assert (await begun(records, opening("t5", "c4", "")))[0].topic == Topic("ensin")
        assert await begun(records, opening("t3", person="")) == [
            Opened(NOW, topic=Topic("sitten"))
        ]

    async def test_an_opened_turn_knows_the_person_and_the_topic(
        self, records: OpenRecords
    ) -> None:
        person = Person("p1", "Valtuutettu", Language.FI, frozenset({COUNCIL}))
        topic = Topic("koe", "Heinola", "koe/sujuvuus", "goal", ("who", "when"), '{"deed": "koe"}')
        async with records() as r:
            await r.people.put(person)
        await begin(records, opening("t1", "c1"), opening("t2", "c1"), opening("t3", "c1"))
        await end(records, closing("t1", "c1", Topic("muu")), closing("t2", "c1", topic))
        await end(records, closing("t3", "c1", None))

        assert await begun(
            records, opening("t4", "c1", "p1"), opening("t5", "c2", "p2"), opening("t6", "c1", "")
        ) == [
            Opened(NOW, person=person, topic=topic),
            Opened(NOW, person=None, topic=None),
            Opened(NOW, person=None, topic=topic),
        ]

    async def test_old_turns_and_topics_are_pruned(self, records: OpenRecords) -> None:
        later = NOW + timedelta(days=1)
        await begin(records, opening("old", "c1"), opening("older", "c1"))
        await end(records, closing("old", "c1", Topic("vanha")))
        await begin(records, opening("new", "c2"), now=later)
        await end(records, closing("new", "c2", Topic("uusi"), later), now=later)
        async with records() as r:
            assert await r.turns.prune(later) == 2
        assert await begun(
            records, opening("old", "c1", ""), opening("new", "c2", ""), now=later
        ) == [Opened(later), Opened(None, topic=Topic("uusi"))]

    async def test_the_same_question_is_kept_once_and_counted(self, records: OpenRecords) -> None:
        later = NOW + timedelta(hours=2)
        async with records() as r:
            await r.desk.note(ask("Kuka vastaa ÄLYSTÄ?", programme="koe"))
            await r.desk.note(ask(" kuka  vastaa älystä?\n", last_asked=later))
            await r.desk.note(ask("kuka vastaa älystä?", last_asked=NOW - timedelta(days=1)))
            await r.desk.note(ask("Kuka vastaa älystä? ", language=Language.SV, id="sv"))
        async with records() as r:
            assert list(await r.desk.asks()) == [
                ask("Kuka vastaa ÄLYSTÄ?", programme="koe", last_asked=later, times=3),
                ask("Kuka vastaa älystä? ", language=Language.SV, id="sv"),
            ]

    async def test_a_very_long_question_is_kept(self, records: OpenRecords) -> None:
        async with records() as r:
            await r.desk.note(ask("ä1 " * 7000, id="long"))
            await r.desk.note(ask("ä1 " * 7000, id="long"))
            assert [(kept.id, kept.times) for kept in await r.desk.asks()] == [("long", 2)]

    async def test_a_question_is_settled_with_its_asker_if_they_agreed(
        self, records: OpenRecords
    ) -> None:
        async with records() as r:
            await r.desk.note(ask(id="a"))
            assert await r.desk.settle("a", AskState.PASSED_ON, "t/1", "Valtuutettu")
            assert list(await r.desk.asks()) == [
                ask(id="a", state=AskState.PASSED_ON, asker="t/1", asker_name="Valtuutettu")
            ]

    async def test_a_task_is_open_once(self, records: OpenRecords) -> None:
        first = Task("link-missing", "koe/a", NOW)
        earlier = Task("year-missing", "koe/a", NOW - timedelta(days=1))
        async with records() as r:
            assert await r.desk.open_task(first)
            assert not await r.desk.open_task(replace(first, opened=NOW + timedelta(days=1)))
            assert await r.desk.open_task(earlier)
            assert list(await r.desk.tasks()) == [earlier, first]
            await r.desk.close_task("link-missing", "koe/a", NOW)
            assert list(await r.desk.tasks()) == [earlier]
            again = replace(first, opened=NOW + timedelta(days=2))
            assert await r.desk.open_task(again)
            assert list(await r.desk.tasks()) == [earlier, again]

    async def test_what_was_seen_to_long_ago_is_pruned_and_what_waits_is_kept(
        self, records: OpenRecords
    ) -> None:
        old, limit = NOW - timedelta(days=400), NOW - timedelta(days=365)
        before = limit - timedelta(microseconds=1)
        waits = Task("year-missing", "waits", old)
        async with records() as r:
            for name, last, state in (
                ("noted", old, AskState.NOTED),
                ("passed on", old, AskState.PASSED_ON),
                ("answered", before, AskState.ANSWERED),
                ("just in time", limit, AskState.ANSWERED),
            ):
                await r.desk.note(ask(name, first_asked=old, last_asked=last))
                await r.desk.settle(name, state, "", "")
            for about, closed in (("gone", before), ("kept", limit)):
                await r.desk.open_task(Task("year-missing", about, old))
                await r.desk.close_task("year-missing", about, closed)
            await r.desk.open_task(waits)
        async with records() as r:
            local = limit.astimezone(HELSINKI)
            assert await r.desk.prune(asks=local, tasks=local) == 2
        async with records() as r:
            assert {kept.text for kept in await r.desk.asks()} == {
                "noted",
                "passed on",
                "just in time",
            }
            assert list(await r.desk.tasks()) == [waits]
            assert await r.desk.prune(asks=limit, tasks=limit) == 0
            later = limit + timedelta(microseconds=1)
            assert await r.desk.prune(asks=later, tasks=later) == 2

    async def test_a_long_history_is_read_some_at_a_time(self, records: OpenRecords) -> None:
        early = Change("koe/a", "name", '"x"', '"y"', "t/1", NOW - timedelta(days=9), "card")
        later = [replace(early, key=f"koe/{number}", at=NOW) for number in range(5)]
        async with records() as r:
            await r.changes.add([early, *later])
        found: list[Change] = []
        async with records() as r:
            number = 0
            while page := await r.changes.walk(NOW.astimezone(HELSINKI), number, 2):
                assert len(page) <= 2
                found.extend(change for _, change in page)
                number = page[-1][0]
        assert found == later

    async def test_changes_are_told_in_their_order(self, records: OpenRecords) -> None:
        first = Change("koe/a", "name", '"x"', f'"{ALL_LETTERS}"', "t/1", NOW, "load", "virhe")
        second = Change("koe/a", "", "", "{}", "system", NOW - timedelta(days=1), "job")
        async with records() as r:
            await r.changes.add([first, replace(first, key="koe/b"), second])
            await r.changes.add([first])
        async with records() as r:
            assert list(await r.changes.history("koe/a")) == [first, second, first]

    async def test_changes_since_a_moment_are_told_in_their_order(
        self, records: OpenRecords
    ) -> None:
        day = timedelta(days=1)
        loaded = Change("koe/a", "", "", "{}", "system", NOW, "load")
        said = Change("koe/a", "state", '"planned"', '"done"', "t/1", NOW + day, "card", "valmis")
        moved = replace(said, key="koe/b", field="due", at=NOW + 2 * day)
        shown = replace(loaded, field="audience", at=NOW - day)
        async with records() as r:
            await r.changes.add([replace(loaded, at=NOW - day), shown, loaded, moved, said])
        async with records() as r:
            assert list(await r.changes.since(NOW)) == [loaded, moved, said]
            assert list(await r.changes.since(NOW + day, loads=False)) == [moved, said]
            assert list(await r.changes.since(NOW - day, loads=False)) == [shown, moved, said]
            summer = (NOW + day).astimezone(HELSINKI)
            assert list(await r.changes.since(summer)) == [moved, said]
            assert list(await r.changes.since(NOW + 3 * day)) == []

    async def test_of_very_many_changes_the_latest_are_told(self, records: OpenRecords) -> None:
        many = [
            Change("koe/a", "name", "", f'"{number}"', "system", NOW, "card")
            for number in range(10_001)
        ]
        async with records() as r:
            await r.changes.add(many)
        async with records() as r:
            found = list(await r.changes.since(NOW))
        assert (len(found), found[0], found[-1]) == (10_000, many[1], many[-1])

    async def test_moments_come_back_in_utc(self, records: OpenRecords) -> None:
        summer = datetime(2023, 7, 1, 0, 30, tzinfo=HELSINKI)
        async with records() as r:
            await r.desk.open_task(Task("year-missing", "koe", summer))
        async with records() as r:
            (task,) = await r.desk.tasks()
        assert task.opened == datetime(2023, 6, 30, 21, 30, tzinfo=UTC)
        assert task.opened.utcoffset() == timedelta(0)

    async def test_a_moment_without_a_time_zone_is_refused(self, records: OpenRecords) -> None:
        naive = NOW.replace(tzinfo=None)
        with pytest.raises(ValueError, match="time zone"):
            await begin(records, opening(), now=naive)
        with pytest.raises(ValueError, match="time zone"):
            async with records() as r:
                await r.desk.open_task(Task("year-missing", "koe", naive))
        async with records() as r:
            assert list(await r.desk.tasks()) == []


class TestMemory(Contract):
    @pytest.fixture
    def records(self) -> OpenRecords:
        return MemoryRecords()


class TestDatabase(Contract):
    @pytest.fixture
    def records(self, database: Database) -> OpenRecords:
        return database.records
