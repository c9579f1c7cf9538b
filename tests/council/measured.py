"""Metrics of Esimerkkilä with owners: what the tests of readings are played on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from council.access import COUNCIL, PUBLIC, Asker, Right
from council.chamber import Council, convene
from council.dates import DueDate
from council.model import (
    Body,
    Certainty,
    Direction,
    Holder,
    Metric,
    OpenQuestion,
    Reading,
    Record,
    Target,
)
from council.people import Person
from council.ports import Outside
from tests.council.esimerkkila import BOARD_ONLY, DIRECTOR, ENGINEER, OPEN, REFORM, VISITS, own
from tests.memory import MemoryRecords
from tests.memory_council import HELSINKI, NOW, finder, stored
from tests.memory_pictures import Dots

R = TypeVar("R", bound=Record)
TODAY = date(2025, 3, 10)
SEATS = frozenset({PUBLIC, COUNCIL})

OWNER = Person("t/omistaja", "Omistaja", audiences=frozenset({COUNCIL}))
DEPUTY = Person("t/sijainen", "Sijainen", audiences=frozenset({COUNCIL}))
CONTACT = Person("t/yhteys", "Yhteys", audiences=frozenset({COUNCIL}))
MEMBER = Person("t/jasen", "Jäsen", audiences=frozenset({COUNCIL}))
HEAD = Person("t/paa", "Pää", rights=frozenset({Right.ADMINISTER}))
PEOPLE = (OWNER, DEPUTY, CONTACT, MEMBER, HEAD)


def _made(of: type[R], key: str, **fields: object) -> R:
    return of(**own(key, **fields))  # type: ignore[arg-type]


def held(key: str, role: str, person: str, **fields: object) -> Holder:
    """Return who holds a role."""
    return _made(Holder, key, role=role, person=person, name=person, **fields)


def target(key: str, metric: str, direction: Direction, **fields: object) -> Target:
    """Return a target of a metric."""
    return _made(Target, key, metric=metric, direction=direction, **fields)


PRAISE = _made(
    Metric,
    "suosittelu",
    name="Suositteluhalukkuus",
    aliases=("työpaikan suosittelu", "rekommendation", "recommendation"),
    unit="%",
    owner=DIRECTOR.key,
)
PRAISE_TARGET = target("suosittelu-taso", PRAISE.key, Direction.AT_LEAST, value="80", unit="%")
PRAISED = _made(Reading, "suosittelu-2024", metric=PRAISE.key, value="71", on=date(2024, 9, 30))
ABSENCES = _made(Metric, "poissaolot", name="Sairauspoissaolot", unit="päivää", owner=ENGINEER.key)
FEWER = target("poissaolot-taso", ABSENCES.key, Direction.FALLING, words="laskeva")
SPENDING = _made(Metric, "menot", name="Nettomenojen kasvu", owner="uudistus/ryhma")
LIKE_OTHERS = target("menot-taso", SPENDING.key, Direction.LIKE_PEERS)
REPAIRS = _made(Metric, "velka", name="Korjausvelka", owner=DIRECTOR.key)
REPAIRS_OPEN = target("velka-taso", REPAIRS.key, Direction.OPEN, value="10")
GROUP = _made(Body, "ryhma", name="Talousryhmä", contact="uudistus/yhteysrooli")
DESK_ROLE = _made(type(DIRECTOR), "yhteysrooli", name="Talouspäällikkö")
HIDDEN_METRIC = _made(Metric, "piilo", name="Piilomittari", audience=BOARD_ONLY)
CANDIDATE = _made(Metric, "ehdokas", name="Ehdokasmittari", certainty=Certainty.UNCONFIRMED)
UNSETTLED = _made(OpenQuestion, "avoin", name="Mistä velka saadaan?", about=REPAIRS.key)

BEGUN = date(2024, 1, 15)
MEASURED: tuple[Record, ...] = (
    *OPEN,
    replace(
        REFORM,
        source=replace(REFORM.source, dated=BEGUN),
        period=DueDate(start=BEGUN, end=date(2028, 12, 31)),
    ),
    PRAISE,
    PRAISE_TARGET,
    PRAISED,
    ABSENCES,
    FEWER,
    SPENDING,
    LIKE_OTHERS,
    REPAIRS,
    REPAIRS_OPEN,
    GROUP,
    DESK_ROLE,
    HIDDEN_METRIC,
    CANDIDATE,
    held("h1", DIRECTOR.key, OWNER.key),
    held("h2", DIRECTOR.key, DEPUTY.key, deputy=True),
    held("h3", DESK_ROLE.key, CONTACT.key),
    held("h4", ENGINEER.key, OWNER.key),
)
ALL_METRICS = (VISITS, PRAISE, ABSENCES, SPENDING, REPAIRS)


class Town:
    """A council whose clock the test moves."""

    def __init__(self, memory: MemoryRecords, holiday: Callable[[date], bool]) -> None:
        self.now = NOW
        self.memory = memory
        self.council: Council = convene(
            Outside(memory, finder(), lambda: self.now, HELSINKI, Dots(), holiday)
        )

    def on(self, day: date, hour: int = 10) -> None:
        """Set the clock to an hour (UTC) of a day."""
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


async def measured(*more: Record, holiday: Callable[[date], bool] = lambda day: False) -> Town:
    """Return the town with its metrics and their owners; of one key the later counts."""
    records = {record.key: record for record in (*MEASURED, *more)}
    return Town(await stored(records.values(), (), PEOPLE), holiday)


def asker(person: Person) -> Asker:
    """Return what a person may see and do."""
    return person.asker


def without_owner(metric: Metric) -> Metric:
    """Return the metric as if nobody owned it."""
    return replace(metric, owner="")
