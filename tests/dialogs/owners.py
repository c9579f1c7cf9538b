"""An invented town whose roles are held by persons: those who answer for what is followed up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from council.access import COUNCIL, PUBLIC, Right
from council.chamber import Council, convene
from council.dates import DateCertainty, DateKind, DueDate
from council.gathering import gather, settled
from council.ledger import Dispatch, DispatchState
from council.model import (
    Action,
    Body,
    Direction,
    Event,
    EventKind,
    FollowUp,
    Goal,
    Holder,
    Material,
    MaterialKind,
    Metric,
    Programme,
    ProgrammeKind,
    Record,
    Role,
    Source,
    State,
    Target,
)
from council.people import Person
from council.ports import Outside
from council.replanning import plan
from dialogs import plain, reminders
from dialogs.turn import Reply
from tests.dialogs.conversation import press, said
from tests.dialogs.town import Silent
from tests.memory import MemoryRecords
from tests.memory_pictures import Dots

NOW = datetime(2025, 11, 20, 8, 0, tzinfo=UTC)  # a Thursday, ten in the morning in the town
ALL = frozenset({PUBLIC, COUNCIL})
PLAN = Source("kuntaohjelma.pdf", "Lehtolan kuntaohjelma", date(2025, 9, 1), "s. 7")
P = "lehtola"


def key(own: str) -> str:
    return f"{P}/{own}"


def fields(own: str, name: str, order: int = 0, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - of any type a record has
    made = {"key": key(own), "programme": P, "source": PLAN, "audience": ALL, "order": order}
    return {**made, "name": name, **more}


def day(year: int, month: int, number: int, **more: Any) -> DueDate:  # noqa: ANN401 - of any type a date has
    found = date(year, month, number)
    return DueDate(start=found, end=found, **more)


PROGRAMME = Programme(
    key=P,
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Lehtolan kuntaohjelma",
    municipality="Lehtola",
    kind=ProgrammeKind.CHANGE,
    period=DueDate(start=date(2025, 1, 1), end=date(2028, 12, 31), kind=DateKind.PERIOD),
)
GOAL = Goal(**fields("lahella", "Palvelut ovat lähellä"))
SERVICES = Role(**fields("palvelujohtaja", "Palvelujohtaja"))
FINANCE = Role(**fields("talousjohtaja", "Talousjohtaja"))
OFFICE = Role(**fields("hallintojohtaja", "Hallintojohtaja"))
COUNCIL_BODY = Body(**fields("valtuusto", "Valtuusto"))
GROUP = Body(**fields("johtoryhma", "Johtoryhmä", contact=OFFICE.key))

NETWORK_ACTION = Action(
    **fields("verkko", "Palveluverkon uudistus", 1, goals=(GOAL.key,), owners=(SERVICES.key,))
)
NETWORK = FollowUp(
    **fields(
        "verkko-paatos",
        "Palveluverkko hyväksytty valtuustossa",
        1,
        action=NETWORK_ACTION.key,
        owners=(SERVICES.key,),
        due=day(2025, 12, 15),
        decided_by=COUNCIL_BODY.key,
    )
)
STAFF_ACTION = Action(**fields("vaki", "Henkilöstön mitoitus", 2, owners=(SERVICES.key,)))
STAFF = FollowUp(
    **fields(
        "vaki-suunnitelmat",
        "Henkilöstösuunnitelmat laadittu",
        2,
        action=STAFF_ACTION.key,
        owners=(SERVICES.key,),
        due=DueDate(
            words="vuodenvaihteessa",
            start=date(2025, 12, 20),
            end=date(2026, 1, 10),
            certainty=DateCertainty.FUZZY,
        ),
    )
)
PROCESS_ACTION = Action(**fields("prosessit", "Prosessien kuvaaminen", 3))
PROCESSES = FollowUp(
    **fields(
        "prosessit-alku",
        "Prosessien kuvaaminen käynnistynyt",
        3,
        action=PROCESS_ACTION.key,
        owners=(FINANCE.key, GROUP.key),
        due=day(2025, 12, 4),
    )
)
WEBSITE = Action(**fields("verkkosivut", "Verkkosivujen uusiminen", 4, owners=(FINANCE.key,)))
SECRET = FollowUp(
    **fields(
        "salattu",
        "Kiinteistökauppa valmisteltu",
        5,
        action=key("ei-ole"),
        owners=(OFFICE.key,),
        due=day(2025, 12, 4),
        audience=frozenset({"body:lehtola/johtoryhma"}),
    )
)
FOLDER = Material(
    **fields(
        "kansio",
        "Ohjelman kansio",
        kind=MaterialKind.FOLDER,
        url="https://example.org/ohjelma",
        about=P,
    )
)
SEMINAR = Event(
    **fields("seminaari", "Valtuustoseminaari", kind=EventKind.SEMINAR, when=day(2025, 12, 11))
)
VISITS = Metric(**fields("kaynnit", "Asiointikäynnit", owner=FINANCE.key))
VISITS_TARGET = Target(
    key=key("kaynnit-taso"),
    programme=P,
    source=PLAN,
    audience=ALL,
    metric=VISITS.key,
    direction=Direction.AT_LEAST,
    value="80",
    due=day(2025, 12, 31),
)

KAISA = Person("t/kaisa", "Kaisa Koivu", audiences=frozenset({COUNCIL}))
LAURI = Person("t/lauri", "Lauri Lampi", audiences=frozenset({COUNCIL}))
HANNA = Person("t/hanna", "Hanna Halme")
DAN = Person("t/dan", "Dan Dahl", audiences=frozenset({COUNCIL}))
NEWCOMER = Person("t/uusi", "Ulla Uusi", audiences=frozenset({COUNCIL}))
COUNCILLOR = Person("t/valtuutettu", "Ville Valtuutettu", audiences=frozenset({COUNCIL}))
GUEST = Person("t/vieras", "Vieras")
ADMINISTRATOR = Person("t/yllapito", "Yrjö Ylläpito", rights=frozenset({Right.ADMINISTER}))
PEOPLE = (KAISA, LAURI, HANNA, DAN, NEWCOMER, COUNCILLOR, GUEST, ADMINISTRATOR)


def held(role: Role, who: Person, number: int = 1, **more: Any) -> Holder:  # noqa: ANN401 - of any type a holder has
    own = f"{role.key}-{number}"
    since = {"since": date(2024, 1, 1), **more}
    return Holder(
        key=own, programme=P, source=PLAN, audience=ALL, role=role.key, person=who.key, **since
    )


TOWN: tuple[Record, ...] = (
    PROGRAMME,
    GOAL,
    SERVICES,
    FINANCE,
    OFFICE,
    COUNCIL_BODY,
    GROUP,
    NETWORK_ACTION,
    NETWORK,
    STAFF_ACTION,
    STAFF,
    PROCESS_ACTION,
    PROCESSES,
    WEBSITE,
    SECRET,
    FOLDER,
    VISITS,
    VISITS_TARGET,
    held(SERVICES, KAISA),
    held(SERVICES, DAN, 2, deputy=True),
    held(FINANCE, LAURI),
    held(OFFICE, HANNA),
)


@dataclass
class Clock:
    """A clock that stands until it is set."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment

    def to(self, month: int, number: int, hour: int = 8, year: int = 2025) -> None:
        self.moment = datetime(year, month, number, hour, tzinfo=UTC)

    def forward(self, **length: float) -> None:
        self.moment += timedelta(**length)


@dataclass
class Town:
    """A council with its clock, and what was sent."""

    council: Council
    clock: Clock

    @property
    def memory(self) -> MemoryRecords:
        return cast("MemoryRecords", self.council.records)

    async def put(self, *records: Record) -> None:
        async with self.council.records() as kept:
            await kept.register.put(records)
            await kept.changes.bump()
            await kept.plans.mark([record.key for record in records], self.clock())

    async def tick(self) -> dict[str, tuple[Dispatch, Reply | None]]:
        """Plan, gather, compose and send; return what went out now, by recipient."""
        await plan(self.council)
        await gather(self.council)
        now = self.clock()
        async with self.council.records() as kept:
            leased = await kept.dispatches.lease(now, now + timedelta(minutes=1), "test", 100)
        out: dict[str, tuple[Dispatch, Reply | None]] = {}
        for one in leased:
            reply = await reminders.compose(self.council, one)
            state = DispatchState.SENT if reply else DispatchState.CANCELLED
            done = replace(one, state=state, sent=now if reply else None)
            async with self.council.records() as kept:
                assert await kept.dispatches.settle(done, "test")
                await settled(kept, [done], now)
            out[one.recipient] = (one, reply)
        return out

    async def sent(self, who: Person) -> tuple[Dispatch, Reply]:
        """Send what is due now to everybody; return one person's message."""
        dispatch, reply = (await self.tick())[who.key]
        assert reply is not None
        return dispatch, reply

    async def press(self, reply: Reply, title: str, who: Person, **values: Any) -> Reply:  # noqa: ANN401 - whatever a field may carry
        """Press the button with this title, with these fields filled in."""
        found = button(reply, title)
        assert reply.card is not None
        filled = {e["id"]: e["value"] for e in reply.card["body"] if "id" in e and "value" in e}
        made = {**found.values, **filled, **values}
        return await said(self.council, replace(press(found.verb, who), values=made))

    async def item(self, wanted: Record) -> Record:
        async with self.council.records() as kept:
            [found] = await kept.register.find([wanted.key])
        return found

    async def state(self, wanted: Record) -> State:
        return cast("FollowUp", await self.item(wanted)).state


def button(reply: Reply, title: str) -> plain.Button:
    assert reply.card is not None
    found = [one for one in plain.pressable(reply.card) if one.title == title]
    assert found, [one.title for one in plain.pressable(reply.card)]
    return found[0]


def titles(reply: Reply) -> list[str]:
    assert reply.card is not None
    return [one.title for one in plain.pressable(reply.card)]


async def town(*more: Record, but: Sequence[Record] = (), people: Sequence[Person] = ()) -> Town:
    """Return the town with more records, or without some, planned once."""
    memory, clock = MemoryRecords(), Clock()
    gone = {record.key for record in but}
    records = {record.key: record for record in (*TOWN, *more) if record.key not in gone}
    async with memory() as kept:
        await kept.register.put(tuple(records.values()))
        for person in {one.key: one for one in (*PEOPLE, *people)}.values():
            await kept.people.put(person)
        await kept.changes.bump()
        await kept.plans.mark(list(records), clock())
    council = convene(Outside(memory, Silent(), clock, ZoneInfo("Europe/Helsinki"), Dots()))
    made = Town(council, clock)
    await plan(council)
    return made
