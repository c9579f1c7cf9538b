"""An invented programme under the engine of reminders, on a clock that a test moves by the hour."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from council.access import COUNCIL, Right
from council.dates import DateKind, DueDate
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
from council.rules import Preferences
from tests.council import ticking
from tests.council.ticking import HELSINKI, Sent

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


class Town(ticking.Town):
    """A town whose clock goes by whole days, and what each of its people got."""

    async def until_day(self, *day: int) -> None:
        """Let the clock go hour by hour to the beginning of a day."""
        await self.until(datetime(*day, tzinfo=HELSINKI).astimezone(UTC))  # type: ignore[misc,arg-type]  # year, month, day

    def to(self, person: Person) -> list[Sent]:
        """Return what somebody got."""
        return [one for one in self.sent if one.to == person.key]

    def day_names(self, person: Person) -> list[str]:
        """Return the days on which somebody got a message, as day and month."""
        return [f"{one.at.day}.{one.at.month}." for one in self.to(person)]

    def rules(self, person: Person) -> list[str]:
        """Return the rules by which somebody was written to."""
        return [row.rule for one in self.to(person) for row in one.rows]

    async def preferences(self, person: Person) -> Preferences:
        """Return what somebody has chosen."""
        async with self.memory() as records:
            found = {one.person: one for one in await records.choices.preferences()}
        return found.get(person.key, Preferences(person=person.key))


async def town(*records_put: Record, people: Iterable[Person] = ()) -> Town:
    """Return a town of these records, or of all, with everybody met."""
    made = Town(now=BEGINNING)
    async with made.memory() as records:
        for person in (ANNA, BERTTA, ADMIN, *people):
            await records.people.put(person)
            address = Address(f"c/{person.key}", "personal", "https://x.example/", "msteams")
            await records.people.reach([replace(address, person=person.key)])
    await made.put(*(records_put or TOWN))
    return made
