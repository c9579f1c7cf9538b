"""An invented programme with a clock that a test moves: the engine ticks hour by hour."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

from council import reminders
from council.access import COUNCIL, Right
from council.chamber import Council, convene
from council.dates import DueDate
from council.dispatching import Engine
from council.gathering import REMINDERS
from council.ledger import Delivery, Dispatch, DispatchState, Reminder
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
from council.people import Address, Person
from council.ports import Change, Outside
from tests.dialogs.town import Silent
from tests.memory import MemoryRecords
from tests.memory_pictures import Dots

FINLAND = holidays.country_holidays("FI")
HELSINKI = ZoneInfo("Europe/Helsinki")
PAPER = Source("ohjelma.pdf", "Palveluohjelma", date(2009, 11, 16), "s. 3")
BEGINNING = datetime(2009, 11, 16, 10, tzinfo=UTC)

K = Person("t/K", "Kaisa Kuusi")
L = Person("t/L", "Liisa Lehto")
ADMIN = Person("t/admin", "Ylläpitäjä", rights=frozenset({Right.ADMINISTER}))
MEMBER = Person("t/member", "Jäsen", audiences=frozenset({COUNCIL}))


def at_noon(*parts: int) -> datetime:
    """Return a moment in the middle of a Finnish day."""
    return datetime(*parts, 10, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year, month, day


PROGRAMME = Programme(
    key="p",
    programme="p",
    source=PAPER,
    name="Palveluohjelma",
    municipality="Esimerkkilä",
    kind=ProgrammeKind.CHANGE,
)
HEAD = Role(key="p/kj", programme="p", source=PAPER, name="Kehitysjohtaja")
CHIEF = Role(key="p/tj", programme="p", source=PAPER, name="Tekninen johtaja")
HELD = Holder(key="p/h", programme="p", source=PAPER, role=HEAD.key, person=K.key)
WORK = Action(key="p/a", programme="p", source=PAPER, name="Prosessit", owners=(HEAD.key,))


def follow_up(name: str, on: date, /, **fields: object) -> FollowUp:
    """Return a follow-up that the head answers for."""
    made = FollowUp(
        key=f"p/{name.casefold().replace(' ', '-')}",
        programme="p",
        source=PAPER,
        name=name,
        action=WORK.key,
        due=DueDate(start=on, end=on),
    )
    return replace(made, **fields)  # type: ignore[arg-type]  # fields of FollowUp by name


FIRST = follow_up("kuvaus", date(2009, 12, 31))
SECOND = follow_up("kartta", date(2010, 3, 1))
TOWN: tuple[Record, ...] = (PROGRAMME, HEAD, CHIEF, HELD, WORK, FIRST, SECOND)


@dataclass(frozen=True)
class Sent:
    """A message as it went out: the local moment, to whom, with which rows."""

    at: datetime
    to: str
    rows: tuple[Reminder, ...]


@dataclass
class Town:
    """A council with its clock, its courier and what the courier has carried."""

    memory: MemoryRecords = field(default_factory=MemoryRecords)
    now: datetime = BEGINNING
    sent: list[Sent] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Put the council together."""
        self.council: Council = convene(
            Outside(
                self.memory,
                Silent(),
                lambda: self.now,
                HELSINKI,
                Dots(),
                holiday=lambda day: day in FINLAND,
                courier=self,
            )
        )
        self.engine = Engine({"reminders": REMINDERS})

    async def carry(self, dispatch: Dispatch) -> Delivery:
        """Carry a message, unless its recipient has blocked Luotsi."""
        if dispatch.recipient in self.blocked:
            return Delivery(DispatchState.UNREACHABLE, "ConversationBlockedByUser")
        async with self.memory() as records:
            rows = await records.ledger.within([dispatch.id])
        self.sent.append(Sent(self.now.astimezone(HELSINKI), dispatch.recipient, tuple(rows)))
        return Delivery(DispatchState.SENT, conversation="c", message="m")

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        """Draw nothing anew."""
        return Delivery(DispatchState.SENT)

    async def until(self, end: datetime) -> None:
        """Let the clock go hour by hour, with a tick of the engine each hour."""
        while self.now < end:
            await reminders.run(self.council, self.engine)
            self.now = min(end, self.now + timedelta(hours=1))

    async def tick(self) -> None:
        """Do one tick of the engine now."""
        await reminders.run(self.council, self.engine)

    def days(self, to: str) -> list[date]:
        """Return the days on which somebody got a message."""
        return [one.at.date() for one in self.sent if one.to == to]

    async def history(self, key: str) -> list[Change]:
        """Return the changes of a record."""
        async with self.memory() as records:
            return list(await records.changes.history(key))

    async def tasks(self) -> list[tuple[str, str]]:
        """Return kind and subject of the open tasks."""
        async with self.memory() as records:
            return [(task.kind, task.about) for task in await records.desk.tasks()]

    async def put(self, *records_put: Record) -> None:
        """Put records into the register, as a load does."""
        async with self.memory() as records:
            await records.register.put(records_put)
            await records.changes.add(
                [Change(r.key, "", "", "{}", "system", self.now, "load") for r in records_put]
            )
            await records.changes.bump()


async def town(
    *records_put: Record, people: Iterable[Person] = (), now: datetime = BEGINNING
) -> Town:
    """Return a town of these records, or of all, with everybody met."""
    made = Town(now=now)
    async with made.memory() as records:
        for person in (K, L, ADMIN, MEMBER, *people):
            await records.people.put(person)
            address = Address(f"c/{person.key}", "personal", "https://x.example/", "msteams")
            await records.people.reach([replace(address, person=person.key)])
    await made.put(*(records_put or TOWN))
    return made
