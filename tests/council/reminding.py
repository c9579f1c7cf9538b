"""An office that writes reminders: records in memory, a clock that is set, and a Teams that fails.

`Town` plays what happens to it and remembers what was delivered, so that a test can count.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from functools import cache
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from council import reminders
from council.access import Right
from council.chamber import Council, convene
from council.dates import DueDate
from council.dispatching import Engine
from council.gathering import REMINDERS, leave_out
from council.ledger import Delivery, Dispatch, DispatchState, Reminder, RowState
from council.ledger_ports import NoCourier
from council.model import (
    Action,
    FollowUp,
    Holder,
    Programme,
    ProgrammeKind,
    Record,
    Role,
    Source,
)
from council.office import Office, office
from council.people import Person
from council.ports import Change, OpenRecords, Outside, Records
from council.rules import Preferences, RuleKind, Step
from council.sorting import lost_point
from council.spreading import EVERYTHING
from council.workdays import WorkingDays
from tests.dialogs.town import Silent
from tests.memory import MemoryRecords
from tests.memory_pictures import Dots

R = TypeVar("R", bound=Record)

HELSINKI = ZoneInfo("Europe/Helsinki")
SOURCE = Source("ohjelma.pdf", "Ohjelma", date(2024, 1, 2), "s. 3")
ADMIN, ANNA, BO, CIA = "t/0", "t/anna", "t/bo", "t/cia"
FINAL = frozenset(RowState) - {RowState.PLANNED, RowState.LEASED}


@cache
def _off(year: int) -> frozenset[date]:
    """Return a year's Finnish public holidays and the two eves that are days off."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    n = h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114
    easter = date(year, n // 31, n % 31 + 1)
    fixed = [(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)]
    moving = {easter + timedelta(days=days) for days in (-2, 1, 39)}
    midsummer = next(d for n in range(19, 26) if (d := date(year, 6, n)).weekday() == 4)
    return frozenset({date(year, *one) for one in fixed} | moving | {midsummer})


def holiday(day: date) -> bool:
    return day in _off(day.year)


DAYS = WorkingDays(HELSINKI, holiday)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """Return a moment by the town's clocks."""
    return datetime.combine(day, time(hour, minute), HELSINKI).astimezone(UTC)


def on(*parts: int, **fields: object) -> DueDate:
    """Return a single known day."""
    one = date(*parts)
    return DueDate(**{"start": one, "end": one, **fields})  # type: ignore[arg-type]


def record(kind: type[R], own_part: str, /, **fields: object) -> R:
    """Return a record of the one programme."""
    own = {"key": f"p/{own_part}", "programme": "p", "source": SOURCE}
    return kind(**{**own, **fields})  # type: ignore[arg-type]


PROGRAMME = Programme(
    key="p",
    programme="p",
    source=SOURCE,
    name="Uudistus",
    municipality="Esimerkkilä",
    kind=ProgrammeKind.CHANGE,
)
HEAD = record(Role, "johtaja", name="Kehitysjohtaja")
HELD = record(Holder, "johtaja-nyt", role=HEAD.key, person=ANNA)
ACTION = record(Action, "toimi", name="Palveluverkko", owners=(HEAD.key,))
OFFICE: tuple[Record, ...] = (PROGRAMME, HEAD, HELD, ACTION)
PEOPLE = (
    Person(ADMIN, "Pääkäyttäjä", rights=frozenset({Right.ADMINISTER})),
    *(Person(key, key) for key in (ANNA, BO, CIA)),
)


def follow_up(name: str, due: DueDate | None, **fields: object) -> FollowUp:
    given = {"name": name, "action": ACTION.key, "due": due}
    return record(FollowUp, name, **{**given, **fields})


class Clock:
    """Shows what it is set to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


class Fate(Enum):
    """What Teams, or the process, does with one message."""

    ARRIVES = auto()
    THROTTLED = auto()  # 429: everybody waits
    BUSY = auto()  # 502: not there, try again
    BLOCKED = auto()  # 403: never again
    NO_ANSWER = auto()  # it arrived; nobody told
    NO_ANSWER_NOTHING = auto()  # it did not arrive; nobody told
    FAULT = auto()  # our own fault, before anything was sent
    FAULT_AFTER = auto()  # our own fault, once it had arrived
    DIES = auto()  # killed before it was handed over
    DIES_AFTER = auto()  # killed once it had arrived
    SLOW = auto()  # arrives when the lease has run out


class Died(BaseException):
    """The process is gone."""


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody got."""

    at: datetime
    dispatch: str
    recipient: str
    rows: tuple[Reminder, ...]
    certain: bool  # Teams said so, and we heard it

    @property
    def items(self) -> frozenset[str]:
        return frozenset(row.item for row in self.rows)

    @property
    def day(self) -> date:
        return DAYS.day(self.at)


@dataclass
class Teams:
    """Takes messages and counts them; what befalls the next ones is in `fates`."""

    council: Council
    clock: Clock
    fates: deque[Fate] = field(default_factory=deque)
    messages: list[Message] = field(default_factory=list)

    async def carry(self, dispatch: Dispatch) -> Delivery:
        rows = await self._composed(dispatch)
        if not rows:
            return Delivery(DispatchState.CANCELLED)
        fate = self.fates.popleft() if self.fates else Fate.ARRIVES
        if fate is Fate.SLOW:
            await asyncio.sleep(0)
            self.clock.now += timedelta(seconds=70)
            for _ in range(20):
                await asyncio.sleep(0)
        if fate in _ARRIVING:
            known_outcome = fate in {Fate.ARRIVES, Fate.SLOW}
            self.messages.append(
                Message(self.clock(), dispatch.id, dispatch.recipient, rows, known_outcome)
            )
        return _answer(fate, len(self.messages))

    async def _composed(self, dispatch: Dispatch) -> tuple[Reminder, ...]:
        """Return the rows that a message says, as its dialog would write it now."""
        async with self.council.records() as records:
            within = await records.ledger.within([dispatch.id])
            (known,) = await records.dispatches.find([dispatch.id])
        assert known.posted is not None, "handed over without a word to the ledger"
        town = await office(self.council)
        rows = [row for row in within if row.state is RowState.LEASED]
        unsaid = [row for row in rows if _pointless(row, town)]
        await leave_out(self.council, dispatch, unsaid, town)
        return tuple(row for row in rows if row not in unsaid)

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        return Delivery(DispatchState.SENT)


def _pointless(row: Reminder, town: Office) -> bool:
    item = town.register.get(row.item)
    if not isinstance(item, FollowUp):
        return False
    moved = Step.read(row.rule).kind in {RuleKind.BEFORE, RuleKind.OVERDUE} and (
        item.due is None or item.due.last != row.due
    )
    return moved or lost_point(row, town) in {"removed", "not-followed"}


_ARRIVING = {Fate.ARRIVES, Fate.NO_ANSWER, Fate.FAULT_AFTER, Fate.DIES_AFTER, Fate.SLOW}


def _answer(fate: Fate, number: int) -> Delivery:
    match fate:
        case Fate.ARRIVES | Fate.SLOW:
            return Delivery(DispatchState.SENT, conversation="c", message=str(number))
        case Fate.THROTTLED:
            return Delivery(DispatchState.PLANNED, "429", throttled=45.0)
        case Fate.BUSY:
            return Delivery(DispatchState.PLANNED, "502", again=30.0)
        case Fate.BLOCKED:
            return Delivery(DispatchState.UNREACHABLE, "ConversationBlockedByUser")
        case Fate.NO_ANSWER | Fate.NO_ANSWER_NOTHING:
            return Delivery(DispatchState.PLANNED, "timeout", arrived_perhaps=True)
        case Fate.FAULT | Fate.FAULT_AFTER:
            raise RuntimeError("a fault of ours")
        case Fate.DIES | Fate.DIES_AFTER:
            raise Died


class Frail:
    """Records whose process may be killed before or after any transaction, and is never alone."""

    def __init__(self, records: MemoryRecords, draw: Random) -> None:
        self._records = records
        self._draw = draw
        self.dies_in = -1  # transactions from now; -1: never

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Records]:
        for _ in range(self._draw.randrange(4)):  # whoever else runs gets a turn
            await asyncio.sleep(0)
        self.dies_in -= self.dies_in >= 0
        early = self._draw.random() < 0.5
        if self.dies_in == 0 and early:
            raise Died
        async with self._records() as records:
            yield records
        if self.dies_in == 0:
            raise Died


@dataclass
class Worker:
    """One replica."""

    council: Council
    frail: Frail


class Town:
    """A town whose reminders are sent by some replicas."""

    def __init__(self, now: datetime, *, workers: int = 1, seed: int = 1) -> None:
        self.clock = Clock(now)
        self.memory = MemoryRecords()
        self.teams = Teams(self._seated(self.memory), self.clock)
        self.engine = Engine({REMINDERS.name: REMINDERS}, sleep=self.clock.sleep)
        self.draw = Random(seed)  # noqa: S311 - which replica goes first is no secret
        self.deaths = 0
        self.workers = [self.begun() for _ in range(workers)]

    @property
    def council(self) -> Council:
        return self.workers[0].council

    @property
    def messages(self) -> list[Message]:
        return self.teams.messages

    @property
    def today(self) -> date:
        return DAYS.day(self.clock())

    @property
    def rows(self) -> list[Reminder]:
        return list(self.memory.state.followed.rows.values())

    @property
    def dispatches(self) -> dict[str, Dispatch]:
        return self.memory.state.followed.dispatches

    def begun(self) -> Worker:
        """Return a replica that has just been started."""
        frail = Frail(self.memory, self.draw)
        return Worker(self._seated(frail, self.teams), frail)

    def _seated(self, records: OpenRecords, *courier: Teams) -> Council:
        outside = Outside(
            records, Silent(), self.clock, HELSINKI, Dots(), holiday, *(courier or (NoCourier(),))
        )
        return convene(outside)

    async def settle_in(self, *found: Record, people: Iterable[Person] = PEOPLE) -> None:
        """Put people and records on record, the office first."""
        async with self.memory() as records:
            for person in people:
                await records.people.put(person)
        await self.put(*OFFICE, *found)

    async def put(self, *found: Record, made: datetime | None = None) -> None:
        """Put records on record as a use case does."""
        async with self.memory() as records:
            await records.register.put(found)
            await self._changed(records, [one.key for one in found], made)

    async def remove(self, *keys: str) -> None:
        async with self.memory() as records:
            await records.register.remove(keys)
            await self._changed(records, keys, None)

    async def _changed(self, records: Records, keys: Sequence[str], made: datetime | None) -> None:
        moment = made or self.clock()
        changes = [Change(key, "", "", "{}", ADMIN, moment, "card") for key in keys]
        await records.changes.add(changes)
        await records.changes.bump()

    async def get(self, key: str) -> Record:
        (found,) = [r for r in self.memory.state.register.values() if r.key == key]
        return found

    async def change(self, key: str, **fields: object) -> None:
        """Change fields of a record."""
        await self.put(replace(await self.get(key), **fields))  # type: ignore[arg-type]

    async def prefer(self, person: str, **chosen: object) -> None:
        """Let a person choose; what they chose before is forgotten."""
        async with self.memory() as records:
            await records.choices.prefer(Preferences(person=person, **chosen))  # type: ignore[arg-type]
            await records.plans.mark([person], self.clock())

    async def rule(self, name: str, value: object, scope: str = "") -> None:
        """Set a rule."""
        async with self.memory() as records:
            await records.choices.set(scope, name, value)
            await records.plans.mark([scope or EVERYTHING], self.clock())

    async def reached(self, person: str) -> None:
        """Let a person be reached again."""
        async with self.memory() as records:
            await records.choices.reached(person, "", self.clock())
            await records.plans.mark([person], self.clock())

    async def tick(self, *numbers: int) -> None:
        """Let some replicas do a tick at once; one that dies is started anew."""

        async def one(number: int) -> None:
            try:
                await reminders.run(self.workers[number].council, self.engine)
            except Died:
                self.deaths += 1
                self.workers[number] = self.begun()

        await asyncio.gather(*(one(number) for number in numbers or (0,)))

    async def until(
        self,
        end: datetime,
        *numbers: int,
        step: timedelta = timedelta(hours=1),
        nights: bool = False,
    ) -> None:
        """Let time pass, with a tick at every step; the last at the end.

        After seven in the evening the next is at six in the morning, unless nights count.
        """
        while self.clock() < end:
            await self.tick(*numbers)
            then = self.clock() + step
            if not nights and DAYS.local(then).hour >= 19:
                then = at(DAYS.day(then) + timedelta(days=1), 6)
            self.clock.now = min(end, then)
        await self.tick(*numbers)

    def told(self, person: str) -> list[tuple[str, list[str]]]:
        """Return what a person got: the local moment and the rules, by item."""
        return [
            (
                DAYS.local(message.at).strftime("%Y-%m-%d %H:%M"),
                sorted(f"{row.item.removeprefix('p/')} {row.rule}" for row in message.rows),
            )
            for message in self.messages
            if message.recipient == person
        ]

    def faults(self) -> list[str]:
        """Return how what has been delivered breaks the promises, whatever the time."""
        return [*self._sendings(), *self._days(), *self._quiet()]

    def unfinished(self) -> list[str]:
        """Return what should be over by now and is not."""
        now = self.clock()
        return [
            *(str(r) for r in self.rows if r.state is RowState.LEASED),
            *(str(r) for r in self.rows if r.state is RowState.PLANNED and r.at <= now),
            *(str(d) for d in self.dispatches.values() if d.holder or d.state in _OPEN),
            *(
                f"sent and never delivered: {row}"
                for row in self.rows
                if row.state is RowState.SENT
                and row.identity not in self._delivered()
                # Whoever may have been told is not told again, and nobody knows.
                and not self.dispatches[row.dispatch].doubtful
            ),
        ]

    def _delivered(self) -> set[tuple[str, str, str, date]]:
        return {row.identity for message in self.messages for row in message.rows}

    def _sendings(self) -> Iterable[str]:
        times = Counter(message.dispatch for message in self.messages)
        for key, count in times.items():
            if count > 1 and not self.dispatches[key].doubtful:
                yield f"{count} times and not doubtful: {self.dispatches[key]}"
        said = Counter(
            row.identity
            for dispatch in times
            for row in {
                row.identity: row
                for message in self.messages
                if message.dispatch == dispatch
                for row in message.rows
            }.values()
        )
        yield from (f"in {count} dispatches: {row}" for row, count in said.items() if count > 1)

    def _days(self) -> Iterable[str]:
        by_day: dict[tuple[str, date], set[str]] = {}
        for message in self.messages:
            by_day.setdefault((message.recipient, message.day), set()).add(message.dispatch)
        for whom, several in by_day.items():
            certain = [key for key in several if not self.dispatches[key].doubtful]
            if len(several) > 1 and len(certain) == len(several):
                yield f"{whom}: {several}"

    def _quiet(self) -> Iterable[str]:
        for message in self.messages:
            local = DAYS.local(message.at)
            if not DAYS.working(local.date()) or not time(7) <= local.time() < time(18, 2):
                yield f"in quiet hours: {local}"


_OPEN = {DispatchState.PLANNED, DispatchState.LEASED}
