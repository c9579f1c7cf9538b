"""Everything on record, in memory: for tests that need records and no database.

`MemoryRecords()` stands where a database's `records` stands. The contract suite of tests/storage
runs against it as well as against both databases, so that a test may trust it.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from council.language import Language
from council.model import Document, Passage, ReadDocument, Record
from council.people import Address, Closing, Opened, Opening, Person, Topic
from council.ports import AUDIENCE, LOAD, AskState, Change, OpenAsk, Records, Task
from council.traces import (
    ADMISSION,
    CHOICE,
    NAMING,
    NOBODY,
    replaced,
    unsigned,
    without_person,
)
from tests.memory_ledger import (
    Followed,
    MemoryBeats,
    MemoryCards,
    MemoryChoices,
    MemoryDispatches,
    MemoryLedger,
    MemoryNews,
    MemoryPace,
    MemoryPlans,
)
from tests.memory_privacy import (
    forget_followed,
    shed_followed,
    unname_followed,
    unword_followed,
)

LEASE = timedelta(seconds=10)
MOST_CHANGES = 10_000  # told at once


@dataclass(frozen=True, slots=True)
class _Turn:
    opened: datetime
    closing: Closing | None = None


@dataclass(slots=True)
class _State:
    """What has been committed. A writer works on a copy; the values in it never change."""

    register: dict[str, Record] = field(default_factory=dict)
    documents: dict[str, ReadDocument] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    addresses: dict[str, Address] = field(default_factory=dict)
    turns: dict[str, _Turn] = field(default_factory=dict)
    topics: dict[str, tuple[datetime, Topic]] = field(default_factory=dict)
    asks: dict[tuple[str, Language], OpenAsk] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    revision: int = 0
    followed: Followed = field(default_factory=Followed)

    def copy(self) -> "_State":
        return _State(
            dict(self.register),
            dict(self.documents),
            dict(self.people),
            dict(self.addresses),
            dict(self.turns),
            dict(self.topics),
            dict(self.asks),
            list(self.tasks),
            list(self.changes),
            self.revision,
            self.followed.copy(),
        )


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone before it is stored.")
    return moment.astimezone(UTC)


class MemoryRecords:
    """Records in memory; call it to begin a transaction, as one calls a database's `records`."""

    def __init__(self) -> None:
        self.state = _State()
        self.turnstile = asyncio.Lock()

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Records]:
        transaction = _Transaction(self)
        try:
            yield _Everything(transaction)
            transaction.commit()
        finally:
            transaction.close()


class _Transaction:
    """A snapshot until the first write, a copy of what is committed from then on."""

    def __init__(self, owner: MemoryRecords) -> None:
        self._owner = owner
        self._seen: _State | None = None
        self._own: _State | None = None

    def reading(self) -> _State:
        if self._own is not None:
            return self._own
        if self._seen is None:
            self._seen = self._owner.state
        return self._seen

    async def writing(self) -> _State:
        if self._own is None:
            await self._owner.turnstile.acquire()
            self._own = self._owner.state.copy()
        return self._own

    def followed(self) -> Followed:
        return self.reading().followed

    async def following(self) -> Followed:
        return (await self.writing()).followed

    def commit(self) -> None:
        if self._own is not None:
            self._owner.state = self._own

    def close(self) -> None:
        if self._own is not None:
            self._owner.turnstile.release()


class _Part:
    def __init__(self, transaction: _Transaction) -> None:
        self._transaction = transaction


class _Register(_Part):
    async def everything(self) -> Sequence[Record]:
        return list(self._transaction.reading().register.values())

    async def find(self, keys: Sequence[str]) -> Sequence[Record]:
        register = self._transaction.reading().register
        return [register[key] for key in dict.fromkeys(keys) if key in register]

    async def put(self, records: Sequence[Record]) -> None:
        if records:
            state = await self._transaction.writing()
            state.register.update({record.key: record for record in records})

    async def remove(self, keys: Sequence[str]) -> None:
        if keys:
            state = await self._transaction.writing()
            for key in keys:
                state.register.pop(key, None)


class _Documents(_Part):
    async def everything(self) -> Sequence[Document]:
        found = [read.document for read in self._transaction.reading().documents.values()]
        return sorted(found, key=lambda document: document.name)

    async def passages(self) -> Sequence[Passage]:
        reads = self._transaction.reading().documents.values()
        found = [passage for read in reads for passage in read.passages]
        return sorted(found, key=lambda passage: (passage.document, passage.number))

    async def text(self, name: str) -> str | None:
        read = self._transaction.reading().documents.get(name)
        return None if read is None else read.text

    async def put(self, read: ReadDocument) -> None:
        state = await self._transaction.writing()
        state.documents[read.document.name] = read

    async def remove(self, name: str) -> bool:
        state = await self._transaction.writing()
        return state.documents.pop(name, None) is not None


class _People(_Part):
    async def find(self, key: str) -> Person | None:
        return self._transaction.reading().people.get(key)

    async def everybody(self) -> Sequence[Person]:
        return [person for _, person in sorted(self._transaction.reading().people.items())]

    async def put(self, person: Person) -> None:
        state = await self._transaction.writing()
        state.people[person.key] = person

    async def greet(self, key: str, name: str) -> None:
        state = await self._transaction.writing()
        state.people.setdefault(key, Person(key, name))

    async def speak(self, key: str, name: str, language: Language | None) -> Person:
        state = await self._transaction.writing()
        state.people[key] = replace(state.people.get(key, Person(key, name)), language=language)
        return state.people[key]

    async def reach(self, addresses: Sequence[Address]) -> None:
        if addresses:
            state = await self._transaction.writing()
            state.addresses.update({address.conversation: address for address in addresses})

    async def addresses(self, person: str) -> Sequence[Address]:
        found = sorted(self._transaction.reading().addresses.items())
        return [address for _, address in found if address.person == person]

    async def forget_address(self, conversation: str) -> None:
        state = await self._transaction.writing()
        state.addresses.pop(conversation, None)


class _Turns(_Part):
    async def open(self, openings: Sequence[Opening], *, now: datetime) -> Sequence[Opened]:
        if not openings:
            return ()
        state = await self._transaction.writing()
        now = _utc(now)
        answer = []
        ours = set()
        for opening in openings:
            before = state.turns.get(opening.turn)
            fresh = opening.turn not in ours and (
                before is None or (before.closing is None and before.opened <= now - LEASE)
            )
            if fresh:
                ours.add(opening.turn)
                state.turns[opening.turn] = _Turn(now)
            person = state.people.get(opening.person)
            topic = state.topics.get(opening.conversation)
            since = now if fresh else None
            answer.append(Opened(since, person, topic[1] if topic else None))
        return answer

    async def close(self, closings: Sequence[Closing], *, now: datetime) -> Sequence[bool]:
        if not closings:
            return ()
        state = await self._transaction.writing()
        now = _utc(now)
        answer = []
        for closing in closings:
            turn = state.turns.get(closing.turn)
            ours = turn is not None and turn.opened == _utc(closing.since)
            answer.append(ours)
            if turn is None or not ours or turn.closing is not None:
                continue
            state.turns[closing.turn] = replace(turn, closing=closing)
            if closing.topic is not None:
                state.topics[closing.conversation] = (now, closing.topic)
        return answer

    async def prune(self, before: datetime) -> int:
        state = await self._transaction.writing()
        before = _utc(before)
        kept = {key: turn for key, turn in state.turns.items() if turn.opened >= before}
        removed = len(state.turns) - len(kept)
        state.turns = kept
        state.topics = {key: held for key, held in state.topics.items() if held[0] >= before}
        return removed


class _Desk(_Part):
    async def note(self, ask: OpenAsk) -> None:
        state = await self._transaction.writing()
        ask = replace(ask, first_asked=_utc(ask.first_asked), last_asked=_utc(ask.last_asked))
        same = (" ".join(ask.text.casefold().split()), ask.language)
        known = state.asks.get(same)
        if known is not None:
            last = max(known.last_asked, ask.last_asked)
            ask = replace(known, times=known.times + ask.times, last_asked=last)
        state.asks[same] = ask

    async def settle(self, ask_id: str, state: AskState, asker: str, asker_name: str) -> bool:
        written = await self._transaction.writing()
        for same, ask in written.asks.items():
            if ask.id == ask_id:
                settled = replace(ask, state=state, asker=asker, asker_name=asker_name)
                written.asks[same] = settled
                return True
        return False

    async def asks(self) -> Sequence[OpenAsk]:
        found = sorted(self._transaction.reading().asks.values(), key=lambda ask: ask.id)
        return sorted(found, key=lambda ask: ask.last_asked, reverse=True)

    async def open_task(self, task: Task) -> bool:
        state = await self._transaction.writing()
        for known in state.tasks:
            if known.closed is None and (known.kind, known.about) == (task.kind, task.about):
                return False
        state.tasks.append(replace(task, opened=_utc(task.opened)))
        return True

    async def close_task(self, kind: str, about: str, at: datetime) -> None:
        state = await self._transaction.writing()
        state.tasks = [
            replace(task, closed=_utc(at))
            if task.closed is None and (task.kind, task.about) == (kind, about)
            else task
            for task in state.tasks
        ]

    async def tasks(self) -> Sequence[Task]:
        found = [task for task in self._transaction.reading().tasks if task.closed is None]
        return sorted(found, key=lambda task: task.opened)

    async def prune(self, *, asks: datetime, tasks: datetime) -> int:
        state = await self._transaction.writing()
        kept = {
            same: ask
            for same, ask in state.asks.items()
            if ask.state is not AskState.ANSWERED or ask.last_asked >= _utc(asks)
        }
        left = [t for t in state.tasks if t.closed is None or t.closed >= _utc(tasks)]
        removed = len(state.asks) - len(kept) + len(state.tasks) - len(left)
        state.asks, state.tasks = kept, left
        return removed


class _Changes(_Part):
    async def revision(self) -> int:
        return self._transaction.reading().revision

    async def bump(self) -> int:
        state = await self._transaction.writing()
        state.revision += 1
        return state.revision

    async def add(self, changes: Sequence[Change]) -> None:
        if changes:
            state = await self._transaction.writing()
            state.changes.extend(replace(change, at=_utc(change.at)) for change in changes)
            keys = {change.key for change in changes}
            plans = MemoryPlans(self._transaction)
            await plans.mark(keys, min(_utc(change.at) for change in changes))

    async def history(self, key: str) -> Sequence[Change]:
        return [change for change in self._transaction.reading().changes if change.key == key]

    async def since(self, at: datetime, *, loads: bool = True) -> Sequence[Change]:
        start = _utc(at)
        found = (change for change in self._transaction.reading().changes if change.at >= start)
        kept = [c for c in found if loads or c.through != LOAD or c.field == AUDIENCE]
        return kept[-MOST_CHANGES:]

    async def walk(self, at: datetime, after: int, limit: int) -> Sequence[tuple[int, Change]]:
        numbered = enumerate(self._transaction.reading().changes, 1)
        return [(n, c) for n, c in numbered if n > after and c.at >= _utc(at)][:limit]


class _Privacy(_Part):
    async def forget(
        self, person: str, pseudonym: str, names: Collection[str], at: datetime
    ) -> int:
        state = await self._transaction.writing()
        before = repr(state)
        talks = {key: turn.closing for key, turn in state.turns.items() if turn.closing}
        own = {key for key, closing in talks.items() if closing.person == person}
        places = {talks[key].conversation for key in own}
        places |= {one.conversation for one in state.addresses.values() if one.person == person}
        state.turns = {key: turn for key, turn in state.turns.items() if key not in own}
        state.topics = {key: held for key, held in state.topics.items() if key not in places}
        state.addresses = {k: a for k, a in state.addresses.items() if a.person != person}
        state.people.pop(person, None)
        state.tasks = [task for task in state.tasks if task.about != person]
        for same, ask in state.asks.items():
            asker, signed = unsigned(ask.asker, ask.asker_name, person, names)
            state.asks[same] = replace(ask, asker=asker, asker_name=signed)
        state.changes = [
            _depersonalised(change, person, pseudonym)
            for change in state.changes
            if not (change.key == person and change.field.startswith(CHOICE))
        ]
        forget_followed(state.followed, person, pseudonym, at)
        return int(repr(state) != before)

    async def periods(self) -> Mapping[str, int]:
        found = self._transaction.followed().settings.items()
        return {n: v for (s, n), v in found if s == "retention" and isinstance(v, int)}

    async def unname(self, before: datetime) -> int:
        state = await self._transaction.writing()
        was = repr(state)
        state.changes = [
            _unnamed(change) if change.at < before else change
            for change in state.changes
            if change.at >= before
            or not (change.field == ADMISSION or change.field.startswith(CHOICE))
        ]
        unname_followed(state.followed, before)
        return int(repr(state) != was)

    async def unword(self, before: datetime) -> int:
        state = await self._transaction.writing()
        was = repr(state)
        state.changes = [replace(c, why="") if c.at < before else c for c in state.changes]
        unword_followed(state.followed, before)
        return int(repr(state) != was)

    async def shed(self, before: datetime, but: Collection[str]) -> int:
        return shed_followed(await self._transaction.following(), before, but)


def _depersonalised(change: Change, person: str, pseudonym: str) -> Change:
    return replace(
        change,
        key=pseudonym if change.key == person else change.key,
        who="" if change.who == person else change.who,
        before=replaced(change.before, person, pseudonym),
        after=replaced(change.after, person, pseudonym),
        why=replaced(change.why, person, pseudonym),
    )


def _unnamed(change: Change) -> Change:
    who = change.who if change.who == "system" else ""
    if change.field in NAMING:
        before, after = (NOBODY if value else "" for value in (change.before, change.after))
        return replace(change, who=who, before=before, after=after)
    if change.field:
        return replace(change, who=who)
    return replace(
        change,
        who=who,
        before=without_person(change.before),
        after=without_person(change.after),
    )


class _Everything:
    """Everything on record, inside one transaction."""

    def __init__(self, transaction: _Transaction) -> None:
        self.register = _Register(transaction)
        self.documents = _Documents(transaction)
        self.people = _People(transaction)
        self.turns = _Turns(transaction)
        self.desk = _Desk(transaction)
        self.changes = _Changes(transaction)
        self.ledger = MemoryLedger(transaction)
        self.dispatches = MemoryDispatches(transaction)
        self.cards = MemoryCards(transaction)
        self.pace = MemoryPace(transaction)
        self.plans = MemoryPlans(transaction)
        self.choices = MemoryChoices(transaction)
        self.news = MemoryNews(transaction)
        self.beats = MemoryBeats(transaction)
        self.privacy = _Privacy(transaction)
