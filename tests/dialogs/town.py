"""An invented town with a little of everything: the register behind the tests of the dialogs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from council.access import PUBLIC, Right
from council.asking import Asked, Index, Ranking, Want
from council.chamber import Council, convene
from council.dates import DateCertainty, DateKind, DueDate
from council.language import Language
from council.model import (
    Action,
    Body,
    Certainty,
    Contact,
    Decision,
    Direction,
    Event,
    EventKind,
    FollowUp,
    Goal,
    Holder,
    Material,
    MaterialKind,
    Metric,
    OpenQuestion,
    Partner,
    Programme,
    ProgrammeKind,
    Reading,
    Record,
    ReportingRule,
    Role,
    Source,
    Standing,
    State,
    Target,
    Value,
)
from council.people import Person
from council.ports import Outside
from tests.memory import MemoryRecords
from tests.memory_pictures import Dots

NOW = datetime(2025, 3, 10, 10, 0, tzinfo=UTC)
ALL = frozenset({PUBLIC})
SECRET = frozenset({"body:esim/johto"})
PLAN = Source("suunnitelma.pdf", "Esimerkkilän palvelusuunnitelma", date(2025, 1, 15), "s. 4")
NEWS = Source("uutinen.txt", "Seminaariuutinen")
P = "esim"


def key(own: str) -> str:
    return f"{P}/{own}"


PROGRAMME = Programme(
    key=P,
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Palvelusuunnitelma 2025–2028",
    municipality="Esimerkkilä",
    kind=ProgrammeKind.CHANGE,
    period=DueDate(start=date(2025, 1, 1), end=date(2028, 12, 31), kind=DateKind.PERIOD),
    summary="Miten palvelut järjestetään neljän vuoden aikana.",
)
OTHER = Programme(
    key="toinen",
    programme="toinen",
    source=Source("hyvinvointi.pdf", "Hyvinvointiohjelma", date(2024, 5, 2)),
    audience=ALL,
    name="Hyvinvointiohjelma",
    municipality="Toisela",
    kind=ProgrammeKind.STRATEGY,
    standing=Standing.DRAFT,
)
LIBRARY = Goal(
    key=key("kirjasto"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Kirjasto on auki joka päivä",
    description="Asukas pääsee kirjastoon myös sunnuntaina.",
    standing=Standing.DRAFT,
    order=1,
)
ROADS = Goal(
    key=key("tiet"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Kadut ovat kunnossa",
    order=2,
)
HEAD = Role(key=key("johtaja"), programme=P, source=PLAN, audience=ALL, name="Palvelujohtaja")
HOLDER = Holder(
    key=key("haltija"),
    programme=P,
    source=PLAN,
    audience=ALL,
    role=HEAD.key,
    name="Palvelujohtajan viransijainen",
    since=date(2025, 1, 1),
    deputy=True,
)
BOARD = Body(
    key=key("lautakunta"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Palvelulautakunta",
    task="Seuraa suunnitelmaa.",
    steers=True,
    composition="yhdeksän jäsentä",
)
OPENING = Action(
    key=key("aukiolo"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Aukioloajat uusiksi",
    goals=(LIBRARY.key,),
    owners=(HEAD.key, BOARD.key),
    state=State.STARTED,
    order=1,
)
PAVING = Action(
    key=key("paallyste"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Katujen päällystys",
    goals=(ROADS.key,),
    certainty=Certainty.UNCONFIRMED,
    order=2,
)
APPROVAL = FollowUp(
    key=key("hyvaksynta"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Aukioloajat hyväksytty",
    action=OPENING.key,
    due=DueDate(
        start=date(2025, 6, 2),
        end=date(2025, 6, 2),
        certainty=DateCertainty.CERTAIN,
        originally=date(2025, 5, 5),
    ),
    decided_by=BOARD.key,
)
LATER = FollowUp(
    key=key("syksy"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Kokeilu käynnissä",
    action=OPENING.key,
    due=DueDate(
        words="alkusyksystä",
        start=date(2025, 8, 15),
        end=date(2025, 9, 30),
        certainty=DateCertainty.FUZZY,
    ),
    order=2,
)
VISITS = Metric(
    key=key("kaynnit"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Kirjastokäynnit",
    unit="%",
    goal=LIBRARY.key,
)
VISITS_TARGET = Target(
    key=key("kaynnit-taso"),
    programme=P,
    source=PLAN,
    audience=ALL,
    metric=VISITS.key,
    direction=Direction.AT_LEAST,
    value="80",
    unit="%",
    due=DueDate(start=date(2026, 12, 31), end=date(2026, 12, 31)),
)
VISITS_READING = Reading(
    key=key("kaynnit-2025"),
    programme=P,
    source=PLAN,
    audience=ALL,
    metric=VISITS.key,
    value="71",
    on=date(2025, 2, 1),
)
SEMINAR = Event(
    key=key("seminaari"),
    programme=P,
    source=NEWS,
    audience=ALL,
    name="Valtuuston seminaari",
    kind=EventKind.SEMINAR,
    when=DueDate(start=date(2025, 4, 11), end=date(2025, 4, 11), kind=DateKind.AT),
    topics=("kirjasto", "kadut"),
)
WORKSHOP = Event(
    key=key("paja"),
    programme=P,
    source=NEWS,
    audience=ALL,
    name="Asukaspaja",
    kind=EventKind.WORKSHOP,
    when=DueDate(start=date(2025, 2, 3), end=date(2025, 2, 3), kind=DateKind.AT, at=time(17, 30)),
    place="kirjasto",
)
MEETING = Event(
    key=key("kokous"),
    programme=P,
    source=NEWS,
    audience=ALL,
    name="Suunnitelma valtuustossa",
    kind=EventKind.MEETING,
    when=DueDate(
        words="16.5. pidettävään kokoukseen",
        certainty=DateCertainty.YEARLESS,
        yearless="--05-16",
        kind=DateKind.AT,
    ),
)
SURVEY = Material(
    key=key("kysely"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Kyselyn tulokset",
    kind=MaterialKind.FOLDER,
    place="Teams-työtila",
    url="https://example.org/kysely",
)
SLIDES = Material(
    key=key("kalvot"),
    programme=P,
    source=NEWS,
    audience=ALL,
    name="Pajan kalvot",
    place="oma kansio",
    order=2,
)
MEMO = Material(
    key=key("muistio"),
    programme=P,
    source=PLAN,
    audience=SECRET,
    name="Luottamuksellinen muistio",
    url="https://example.org/muistio",
)
DESK = Contact(
    key=key("yhteys"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Suunnittelupäällikkö",
    organisation="Esimerkkilän kunta",
    email="suunnittelu@example.org",
    phone="+358 00 000 0000",
    placeholder=True,
)
REPORT = ReportingRule(
    key=key("raportti"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Seurantaraportti",
    to=(BOARD.key,),
    per_year=2,
)
DECISION = Decision(
    key=key("paatos"),
    programme=P,
    source=PLAN,
    audience=ALL,
    name="Suunnitelma hyväksyttiin",
    body=BOARD.key,
    on=DueDate(start=date(2025, 1, 15), end=date(2025, 1, 15), kind=DateKind.AT),
    section="12",
)
PARTNER = Partner(
    key=key("kumppani"), programme=P, source=PLAN, audience=ALL, name="Naapurikunta", part="Lainaa."
)
QUESTION = OpenQuestion(
    key=key("avoin"), programme=P, source=PLAN, audience=ALL, name="Kuka maksaa sunnuntain?"
)
WORTH = Value(key=key("arvo"), programme=P, source=PLAN, audience=ALL, name="Avoimuus")

TOWN: tuple[Record, ...] = (
    PROGRAMME,
    OTHER,
    LIBRARY,
    ROADS,
    HEAD,
    HOLDER,
    BOARD,
    OPENING,
    PAVING,
    APPROVAL,
    LATER,
    VISITS,
    VISITS_TARGET,
    VISITS_READING,
    SEMINAR,
    WORKSHOP,
    MEETING,
    SURVEY,
    SLIDES,
    MEMO,
    DESK,
    REPORT,
    DECISION,
    PARTNER,
    QUESTION,
    WORTH,
)

MEMBER = Person("t/member", "Jäsen")
CHAIR = Person("t/chair", "Puheenjohtaja", audiences=SECRET)
ADMINISTRATOR = Person("t/admin", "Ylläpitäjä", rights=frozenset({Right.ADMINISTER}))


class Silent:
    """A finder that reads Swedish where it sees 'är' or 'vilka', else Finnish; it finds nothing."""

    def read(self, text: str, *, today: date, language: Language | None) -> Asked:
        swedish = {"är", "vilka"} & set(text.casefold().split())
        return Asked(text, language or (Language.SV if swedish else Language.FI))

    def place_of(self, texts: Sequence[str]) -> str:
        return ""

    def holds(self, text: str) -> frozenset[Want]:
        return frozenset()

    def build(self, entries: object) -> Index:
        return _Nothing()


class _Nothing:
    def rank(
        self, asked: Asked, *, limit: int = 10, groups: frozenset[str] | None = None
    ) -> Ranking:
        return Ranking()


async def town(*records: Record, people: tuple[Person, ...] = ()) -> Council:
    """Return a council with these records, or with the whole town, and people."""
    memory = MemoryRecords()
    async with memory() as kept:
        await kept.register.put(records or TOWN)
        for person in (MEMBER, CHAIR, ADMINISTRATOR, *people):
            await kept.people.put(person)
        await kept.changes.bump()
    return convene(Outside(memory, Silent(), lambda: NOW, ZoneInfo("Europe/Helsinki"), Dots()))
