"""An invented programme under the engine of reminders, on a clock that a test moves by the hour."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

from council import reminders
from council.access import COUNCIL, Right
from council.chamber import Council, convene
from council.dates import DateKind, DueDate
from council.dispatching import Engine
from council.gathering import REMINDERS
from council.ledger import Delivery, Dispatch, DispatchState, Reminder
from council.model import (
    Action,
    Event,
    EventKind,
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
from council.rules import Preferences
from tests.dialogs.town import Silent
from tests.memory import MemoryRecords
from tests.memory_pictures import Dots

FINLAND = holidays.country_holidays("FI")
HELSINKI = ZoneInfo("Europe/Helsinki")
PAPER = Source("ohjelma.pdf", "Palveluohjelma", date(2025, 5, 2), "s. 3")
BEGINNING = datetime(2025, 6, 2, 10, tzinfo=UTC)  # a Monday

ANNA = Person("t/anna", "Anna Aalto", audiences=frozenset({COUNCIL}))
BERTTA = Person("t/bertta", "Bertta Berg")
ADMIN = Person("t/admin", "Ylläpitäjä", rights=frozenset({Right.ADMINISTER}))

PROGRAMME = Programme(
    key="p",
    programme="p",
    source=PAPER,
    name="Palveluohjelma",
    municipality="Esimerkkilä",
    kind=ProgrammeKind.CHANGE,
)
HEAD = Role(key="p/johtaja", programme="p", source=PAPER, name="Palvelujohtaja")
HELD = Holder(
    key="p/haltija", programme="p", source=PAPER, role=HEAD.key, person=ANNA.key, name="A. Aalto"
)
WORK = Action(key="p/tyo", programme="p", source=PAPER, name="Aukioloajat", owners=(HEAD.key,))


def follow_up(name: str, due: date) -> FollowUp:
    """Return a follow-up that the head answers for."""
    return FollowUp(
        key=f"p/{name}",
        programme="p",
        source=PAPER,
        name=name,
        action=WORK.key,
        due=DueDate(start=due, end=due),
    )


FIRST = follow_up("kartoitus", date(2025, 6, 26))
SECOND = follow_up("ehdotus", date(2025, 7, 10))
SEMINAR = Event(
    key="p/seminaari",
    programme="p",
    source=PAPER,
    name="Seminaari",
    kind=EventKind.SEMINAR,
    when=DueDate(start=date(2025, 6, 24), end=date(2025, 6, 24), kind=DateKind.AT),
)
TOWN: tuple[Record, ...] = (PROGRAMME, HEAD, HELD, WORK, FIRST, SECOND, SEMINAR)


@dataclass(frozen=True)
class Sent:
    """A message as it went out: the local moment, to whom, with which rows."""

    at: datetime
    to: str
    rows: tuple[Reminder, ...]


@dataclass
class Town:
    """A council with its clock, and what its courier has carried."""

    memory: MemoryRecords = field(default_factory=MemoryRecords)
    now: datetime = BEGINNING
    sent: list[Sent] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Put the council together."""
        outside = Outside(
            self.memory,
            Silent(),
            lambda: self.now,
            HELSINKI,
            Dots(),
            holiday=lambda day: day in FINLAND,
            courier=self,
        )
        self.council: Council = convene(outside)

    async def carry(self, dispatch: Dispatch) -> Delivery:
        """Carry a message."""
        async with self.memory() as records:
            rows = await records.ledger.within([dispatch.id])
        self.sent.append(Sent(self.now.astimezone(HELSINKI), dispatch.recipient, tuple(rows)))
        return Delivery(DispatchState.SENT, conversation="c", message="m")

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        """Draw nothing anew."""
        return Delivery(DispatchState.SENT)

    async def until(self, *day: int) -> None:
        """Let the clock go hour by hour to the beginning of a day."""
        end = datetime(*day, tzinfo=HELSINKI).astimezone(UTC)  # type: ignore[misc,arg-type]  # year, month, day
        while self.now < end:
            await reminders.run(self.council, Engine({"reminders": REMINDERS}))
            self.now = min(end, self.now + timedelta(hours=1))

    def to(self, person: Person) -> list[Sent]:
        """Return what somebody got."""
        return [one for one in self.sent if one.to == person.key]

    def days(self, person: Person) -> list[str]:
        """Return the days on which somebody got a message, as day and month."""
        return [f"{one.at.day}.{one.at.month}." for one in self.to(person)]

    def rules(self, person: Person) -> list[str]:
        """Return the rules by which somebody was written to."""
        return [row.rule for one in self.to(person) for row in one.rows]

    async def put(self, *records_put: Record) -> None:
        """Put records into the register, as a load does."""
        async with self.memory() as records:
            await records.register.put(records_put)
            await records.changes.add(
                [Change(r.key, "", "", "{}", "system", self.now, "load") for r in records_put]
            )
            await records.changes.bump()

    async def preferences(self, person: Person) -> Preferences:
        """Return what somebody has chosen."""
        async with self.memory() as records:
            found = {one.person: one for one in await records.choices.preferences()}
        return found.get(person.key, Preferences(person=person.key))

    async def history(self, key: str) -> list[Change]:
        """Return the changes of something."""
        async with self.memory() as records:
            return list(await records.changes.history(key))

    async def tasks(self) -> list[tuple[str, str]]:
        """Return kind and subject of the open tasks."""
        async with self.memory() as records:
            return [(task.kind, task.about) for task in await records.desk.tasks()]


async def town(*records_put: Record, people: Iterable[Person] = ()) -> Town:
    """Return a town of these records, or of all, with everybody met."""
    made = Town()
    async with made.memory() as records:
        for person in (ANNA, BERTTA, ADMIN, *people):
            await records.people.put(person)
            address = Address(f"c/{person.key}", "personal", "https://x.example/", "msteams")
            await records.people.reach([replace(address, person=person.key)])
    await made.put(*(records_put or TOWN))
    return made
