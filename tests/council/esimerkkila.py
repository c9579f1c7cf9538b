"""Esimerkkilä, an invented town: its programmes, what some may not see, and its documents."""

from datetime import date, time
from typing import TypeVar

from council.access import COUNCIL, PUBLIC, Asker, Right
from council.dates import DateCertainty, DateKind, DueDate
from council.model import (
    Action,
    Body,
    Certainty,
    Contact,
    Direction,
    Event,
    EventKind,
    FollowUp,
    Goal,
    Material,
    Means,
    Metric,
    Programme,
    ProgrammeKind,
    Record,
    ReportingRule,
    Role,
    Source,
    Standing,
    State,
    Target,
    Theme,
    Value,
)
from tests.memory_council import EVERYBODY, read

R = TypeVar("R", bound=Record)

TOWN = "Esimerkkilä"
BOARD_ONLY = frozenset({"body:uudistus/johtoryhma"})
NOBODY: frozenset[str] = frozenset()
PLAN = Source("uudistusohjelma.txt", "Uudistusohjelma", date(2025, 1, 15), "s. 2")
STRATEGY = Source("strategia.txt", "Strategia 2022", date(2022, 5, 2))
NEWS = Source("tiedote.txt", "Tiedote seminaarista")
MINUTES = Source("muistio.txt", "Johtoryhmän muistio", date(2025, 2, 20))

MEMBER = Asker("t/jasen", frozenset({PUBLIC, COUNCIL}))
BOARD_MEMBER = Asker("t/johtoryhma", frozenset({PUBLIC, COUNCIL}) | BOARD_ONLY)
ADMINISTRATOR = Asker("t/paa", frozenset({PUBLIC}), frozenset({Right.ADMINISTER}))


def day(*parts: int, **fields: object) -> DueDate:
    """Return a single known day."""
    on = date(*parts)
    return DueDate(**{"start": on, "end": on, **fields})  # type: ignore[arg-type]


REFORM = Programme(
    key="uudistus",
    programme="uudistus",
    source=PLAN,
    audience=EVERYBODY,
    name="Palveluiden muutosohjelma",
    municipality=TOWN,
    kind=ProgrammeKind.CHANGE,
    aliases=("uudistusohjelma",),
    period=DueDate(start=date(2025, 1, 1), end=date(2028, 12, 31), kind=DateKind.PERIOD),
    standing=Standing.DRAFT,
)
TOWN_STRATEGY = Programme(
    key="strategia",
    programme="strategia",
    source=STRATEGY,
    audience=EVERYBODY,
    name="Lähellä oleva kaupunki",
    municipality=TOWN,
    kind=ProgrammeKind.STRATEGY,
)
SECRET = Programme(
    key="saneeraus",
    programme="saneeraus",
    source=MINUTES,
    audience=BOARD_ONLY,
    name="Saneerausohjelma",
    municipality="Kaskinen",
    kind=ProgrammeKind.RESOURCE,
)


def own(key: str, programme: str = "uudistus", /, **fields: object) -> dict[str, object]:
    """Return the fields that every record of a programme has."""
    source = {"uudistus": PLAN, "strategia": STRATEGY, "saneeraus": MINUTES}[programme]
    return {
        "key": f"{programme}/{key}",
        "programme": programme,
        "source": source,
        "audience": EVERYBODY,
        **fields,
    }


def _made(of: type[R], key: str, programme: str = "uudistus", /, **fields: object) -> R:
    return of(**own(key, programme, **fields))  # type: ignore[arg-type]


DAYCARE = _made(
    Goal, "paivahoito", name="Päivähoito lähellä kotia", standing=Standing.DRAFT, order=1
)
PATHS = _made(Goal, "reitit", name="Pyöräreitit kuntoon", order=2)
COMPANIES = _made(Goal, "yritykset", "strategia", name="Yritykset kasvavat", order=1)
VALUES = tuple(
    _made(Value, name.casefold(), "strategia", name=name, order=at)
    for at, name in enumerate(("Avoimuus", "Luottamus", "Reiluus"))
)
THEMES = tuple(
    _made(Theme, name.casefold(), "strategia", name=name, order=at)
    for at, name in enumerate(("Vireä keskusta", "Puhdas järvi"))
)
DIRECTOR = _made(Role, "sivistysjohtaja", name="Sivistysjohtaja")
ENGINEER = _made(Role, "yhdyskuntajohtaja", name="Yhdyskuntajohtaja")
TOWN_BOARD = _made(Body, "hallitus", name="Kunnanhallitus", task="Ohjaa valmistelua.", steers=True)
NETWORK = _made(
    Action,
    "verkko",
    name="Päiväkotiverkon tiivistäminen",
    goals=("uudistus/paivahoito",),
    owners=("uudistus/sivistysjohtaja",),
    order=1,
)
LIGHTS = _made(
    Action,
    "valaistus",
    name="Pyöräteiden valaistus",
    goals=("uudistus/reitit",),
    owners=("uudistus/yhdyskuntajohtaja",),
    certainty=Certainty.UNCONFIRMED,
    order=2,
)
NETWORK_DECIDED = _made(
    FollowUp,
    "verkko-paatos",
    name="Päiväkotiverkko hyväksytty valtuustossa",
    action="uudistus/verkko",
    due=day(2025, 6, 16),
)
LIGHTS_PLANNED = _made(
    FollowUp,
    "valaistus-suunnitelma",
    name="Valaistussuunnitelma valmis",
    action="uudistus/valaistus",
    due=DueDate(
        words="loppukeväästä",
        start=date(2025, 4, 15),
        end=date(2025, 5, 31),
        certainty=DateCertainty.FUZZY,
    ),
)
LATE_SURVEY = _made(
    FollowUp,
    "kartoitus",
    name="Tilakartoitus tehty",
    action="uudistus/verkko",
    due=day(2025, 2, 28, certainty=DateCertainty.UNCONFIRMED),
)
OLD_REPORT = _made(
    FollowUp,
    "esiselvitys",
    name="Esiselvitys annettu",
    action="uudistus/verkko",
    due=day(2024, 11, 1),
    state=State.PLANNED,
)
SEMINAR = _made(
    Event,
    "seminaari",
    source=NEWS,
    name="Valtuuston seminaari",
    kind=EventKind.SEMINAR,
    when=day(2025, 4, 11, kind=DateKind.AT),
    topics=("päiväkotiverkko",),
)
EVENING = _made(
    Event,
    "asukasilta",
    name="Asukasilta",
    kind=EventKind.BRIEFING,
    when=day(2025, 2, 3, kind=DateKind.AT, at=time(18, 0)),
    place="Koulun sali",
)
INTERVIEWS = _made(
    Event,
    "haastattelut",
    name="Puheenjohtajien haastattelut",
    kind=EventKind.INTERVIEWS,
    when=DueDate(
        words="tammikuussa",
        start=date(2025, 1, 1),
        end=date(2025, 1, 31),
        certainty=DateCertainty.FUZZY,
        kind=DateKind.AT,
    ),
)
VOTE = _made(
    Event,
    "kokous",
    name="Kouluverkon käsittely valtuustossa",
    kind=EventKind.MEETING,
    when=DueDate(
        words="12.5. kokouksessa",
        certainty=DateCertainty.YEARLESS,
        yearless="--05-12",
        kind=DateKind.AT,
    ),
)
RESULTS = _made(
    Material,
    "kysely",
    name="Asukaskyselyn tulokset",
    place="Valtuuston työtila",
    url="https://example.org/kysely",
)
SLIDES = _made(Material, "kalvot", name="Asukasillan kalvot", place="Oma kansio työtilassa")
MEMO = _made(
    Material,
    "muistio",
    source=MINUTES,
    audience=BOARD_ONLY,
    name="Puheenjohtajien haastattelujen muistio",
    url="https://example.org/muistio",
)
DESK = _made(
    Contact,
    "yhteys",
    name="Kehittämispäällikkö",
    organisation="Esimerkkilän kunta",
    email="kehitys@example.org",
    phone="+358 00 000 0000",
)
VISITS = _made(Metric, "kaynnit", name="Uimahallin kävijät", unit="kpl")
VISITS_TARGET = _made(
    Target,
    "kaynnit-taso",
    metric="uudistus/kaynnit",
    direction=Direction.AT_LEAST,
    value="4000",
    unit="kpl",
)
REPORT = _made(
    ReportingRule,
    "raportti",
    name="Väliraportti",
    to=("uudistus/hallitus",),
    per_year=2,
    frequency="kahdesti vuodessa",
)
SECRET_GOAL = _made(Goal, "tontit", "saneeraus", name="Kaavoitetaan Satuniemen tontit")
SECRET_MEANS = _made(Means, "luokat", audience=BOARD_ONLY, name="Laajennetaan Keksilän koulu")
UNSEEN_VALUE = _made(Value, "hiljaisuus", "strategia", audience=NOBODY, name="Hiljaisuus", order=9)

OPEN: tuple[Record, ...] = (
    REFORM,
    TOWN_STRATEGY,
    DAYCARE,
    PATHS,
    COMPANIES,
    *VALUES,
    *THEMES,
    DIRECTOR,
    ENGINEER,
    TOWN_BOARD,
    NETWORK,
    LIGHTS,
    NETWORK_DECIDED,
    LIGHTS_PLANNED,
    LATE_SURVEY,
    OLD_REPORT,
    SEMINAR,
    EVENING,
    INTERVIEWS,
    VOTE,
    RESULTS,
    SLIDES,
    DESK,
    VISITS,
    VISITS_TARGET,
    REPORT,
)
HIDDEN: tuple[Record, ...] = (SECRET, SECRET_GOAL, SECRET_MEANS, MEMO, UNSEEN_VALUE)

OPEN_READS = (
    read(
        PLAN.document,
        PLAN.title,
        "Tavoitteemme ovat: päivähoito lähellä kotia ja pyöräreitit kuntoon.",
        "Päiväkotiverkko hyväksytty valtuustossa 16.6.2025. Siitä vastaa sivistysjohtaja.",
        "Asukasillassa jaetut kalvot ovat työtilan omassa kansiossa, katso [kansio](#).",
        "Uimahallin remontin aikana vuorot siirtyvät jäähallin kuntosalille iltaisin.",
        dated=PLAN.dated,
    ),
    read(
        STRATEGY.document,
        STRATEGY.title,
        "Arvomme ovat avoimuus, luottamus ja reiluus.",
        "Kärkiteemat: vireä keskusta ja puhdas järvi.",
        dated=STRATEGY.dated,
    ),
    read(NEWS.document, NEWS.title, "Valtuuston seminaari järjestetään 11.4.2025."),
)
HIDDEN_READS = (
    read(
        MINUTES.document,
        MINUTES.title,
        "Satuniemen tontit kaavoitetaan ja Keksilän koulu laajennetaan.",
        "Puheenjohtajien haastattelujen muistio on johtoryhmän kansiossa.",
        dated=MINUTES.dated,
        audience=BOARD_ONLY,
    ),
    read("luonnos.txt", "Luonnos", "Uimahalli suljetaan kesällä.", audience=NOBODY),
)
SECRET_WORDS = ("Satuniem", "Keksilä", "Saneeraus", "muistio.txt", "Hiljaisuus", "Luonnos")
