"""The register: what a programme document says, as frozen values.

Keys are stable, human-readable and unique in the whole register: '<programme>/<own part>', e.g.
'jarvenpaa-muutos/palveluverkko'; a programme's own key has no slash. Every link is a key.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from council.access import COUNCIL
from council.dates import DueDate
from council.language import Language


class Certainty(StrEnum):
    """How far a record may be relied on."""

    CERTAIN = "certain"
    UNCONFIRMED = "unconfirmed"  # read from an ambiguous place; an administrator has not confirmed


class Standing(StrEnum):
    """Whether a text is in force."""

    DRAFT = "draft"
    APPROVED = "approved"
    FORMER = "former"  # replaced by a later version


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands."""

    document: str  # file name, e.g. 'ohjelma.pdf': the key of a document if that has been added
    title: str = ""
    dated: date | None = None  # the document's date; None: the document bears no date
    place: str = ""  # page or section, as a person would look it up: 's. 6', '§ 310'
    words: str = ""  # the exact words; empty while the document itself has not been added

    @property
    def told(self) -> bool:
        """Whether somebody told it to Luotsi, and no document says it.

        `dated` is then the day on which it was told, `place` the role or body that it was told for;
        empty: an administrator told it.
        """
        return not self.document and not self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has."""

    key: str
    programme: str  # key of its programme; for a programme its own
    source: Source
    certainty: Certainty = Certainty.CERTAIN
    audience: frozenset[str] = frozenset({COUNCIL})
    supersedes: str = ""  # key of the record that this one replaces
    order: int = 0  # the document's own order


class ProgrammeKind(StrEnum):
    """What sort of programme it is."""

    STRATEGY = "strategy"
    CHANGE = "change"  # muutosohjelma
    RESOURCE = "resource"  # resurssiohjelma
    IMPLEMENTATION = "implementation"  # toteuttamisohjelma


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme(Record):
    """A strategy or a programme."""

    name: str
    municipality: str  # nominative Finnish name: 'Heinola'
    kind: ProgrammeKind
    aliases: tuple[str, ...] = ()  # other names that people use
    parent: str = ""
    period: DueDate | None = None
    version: str = ""
    standing: Standing = Standing.APPROVED
    summary: str = ""
    language: Language = Language.FI


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Record):
    """What has a name and, if the source gives one, a description."""

    name: str
    description: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Perspective(Named):
    """Why the programme is made (näkökulma)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Named):
    """A theme or focus (kärkiteema, painopiste)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value(Named):
    """A value of the town (arvo)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetGroup(Named):
    """For whom the programme is (kohderyhmä)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal(Named):
    """What is to be reached (tavoite, päämäärä)."""

    standing: Standing = Standing.APPROVED
    parent: str = ""
    main: bool = False  # the programme's own overall goal, not one of its list


@dataclass(frozen=True, slots=True, kw_only=True)
class Means(Named):
    """An offered way (keino); not an action until somebody owns it."""

    goal: str = ""


class State(StrEnum):
    """How far an action or a follow-up is."""

    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"
    LATE = "late"  # said to be late; lateness by the clock is computed, not stored
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Named):
    """What is done, for goals, by owners (toimenpide)."""

    goals: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()  # keys of roles and bodies
    state: State = State.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Named):
    """How one sees that an action is done (seurantatapa); `name` is the criterion."""

    action: str
    owners: tuple[str, ...] = ()
    due: DueDate | None = None
    decided_by: str = ""  # key of the body whose decision fulfils it
    state: State = State.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Named):
    """An office that persons hold for a time (rooli, virka)."""

    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder(Record):
    """Who holds a role, from when to when; both ends inclusive, None is open."""

    role: str
    person: str = ""  # key of a person known to Luotsi
    name: str = ""  # the name as the source gives it
    since: date | None = None
    until: date | None = None
    deputy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Named):
    """A council, board, committee or group (toimielin)."""

    task: str = ""  # its role in the programme
    steers: bool = False  # whether it steers the programme (ohjausryhmä)
    contact: str = ""  # key of the role that answers for it
    composition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Record):
    """Who sits in a body."""

    body: str
    person: str = ""
    role: str = ""
    duty: str = ""  # e.g. 'puheenjohtaja'
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric(Named):
    """What is measured (mittari)."""

    unit: str = ""
    theme: str = ""
    goal: str = ""
    owner: str = ""
    data_source: str = ""


class Direction(StrEnum):
    """Which way a target points."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    EXACTLY = "exactly"
    FALLING = "falling"
    RISING = "rising"
    LIKE_PEERS = "like peers or lower"
    UNSTATED = "unstated"  # the source gives a level but not its direction
    OPEN = "open"  # the source leaves the target open: no verdict is ever given


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Record):
    """The level that a metric should reach (tavoitetaso)."""

    metric: str
    direction: Direction
    value: str = ""  # the number as the source writes it: '80'
    unit: str = ""
    words: str = ""
    due: DueDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Record):
    """What a metric showed on a day (lukema)."""

    metric: str
    value: str
    on: date
    note: str = ""
    peers: str = ""  # what comparable municipalities showed, for a target relative to them


class EventKind(StrEnum):
    """What sort of event it is."""

    WORKSHOP = "workshop"
    SEMINAR = "seminar"
    MEETING = "meeting"
    SURVEY = "survey"
    BRIEFING = "briefing"
    INTERVIEWS = "interviews"
    TRAINING = "training"
    SPEECH = "speech"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Named):
    """What takes or took place (tapahtuma)."""

    kind: EventKind
    when: DueDate | None = None
    place: str = ""
    for_whom: str = ""
    topics: tuple[str, ...] = ()
    lead: str = ""  # in words
    body: str = ""  # key of the body that meets


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingRule(Named):
    """What is reported to whom and how often (raportointi)."""

    to: tuple[str, ...] = ()  # keys of bodies
    per_year: int | None = None  # only where the source gives it
    months: tuple[int, int] | None = None  # interval in months, shortest and longest
    frequency: str = ""  # in the source's own short phrase
    due: tuple[DueDate, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Named):
    """What a body decided (päätös)."""

    body: str = ""
    on: DueDate | None = None
    section: str = ""
    about: str = ""  # key of what it concerns


class MaterialKind(StrEnum):
    """What sort of material it is."""

    FOLDER = "folder"
    FILE = "file"
    PLAN = "plan"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material(Named):
    """A file or folder, where it is and who may see it (aineisto)."""

    kind: MaterialKind = MaterialKind.FILE
    place: str = ""  # in words: 'Teams-työtila, oma kansio'
    url: str = ""  # https only; empty: the link is missing and says so
    standing: Standing = Standing.APPROVED
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Named):
    """Whom to ask (yhteyshenkilö); `name` is the role's title or the person's name."""

    title: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    placeholder: bool = False  # address stands in for one that only the source document gives


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner(Named):
    """An outside organisation that takes part (kumppani)."""

    part: str = ""  # what it does in the programme
    state: str = ""  # e.g. 'haettu'


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion(Named):
    """What the document itself leaves open; `name` is the question."""

    about: str = ""
    settled: str = ""  # the answer, once there is one


@dataclass(frozen=True, slots=True)
class Document:
    """A document that has been added, without its passages."""

    name: str  # file name; unique
    title: str
    dated: date | None = None
    programme: str = ""  # key; empty when it belongs to none in the register
    municipality: str = ""
    audience: frozenset[str] = frozenset({COUNCIL})
    language: Language = Language.FI
    media_type: str = "text/plain"
    digest: str = ""  # SHA-256 of the bytes, hex
    pages: int = 0  # 0: the format has none


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotable stretch of a document: `text` is the exact slice [start, end) of its text."""

    document: str
    number: int  # 0, 1, 2… in the document
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()  # from the outermost in; the title is not repeated here
    page: int = 0  # 1…; 0: the format has no pages


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What a reader got out of a file."""

    document: Document
    text: str
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...] = field(
        default=()
    )  # codes of what was left out: 'page-without-text:7'
