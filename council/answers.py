"""An answer as a value: what was found, where it stands, and what has to be said with it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from council.asking import Asked
from council.model import Contact, Document, Goal, Passage, Programme, Record, Source
from council.people import Topic
from council.verdicts import Verdict


class AnswerKind(StrEnum):
    """The four kinds of reply."""

    ANSWER = "answer"  # stated, with its source
    CLOSEST = "closest"  # the nearest passage, said to be just that
    CHOICE = "choice"  # which one is meant?
    UNKNOWN = "unknown"  # the data has no answer; whom to ask


class Aspect(StrEnum):
    """What it is about a record that answers the question."""

    WHOLE = "whole"  # name and description
    OWNERS = "owners"
    DUE = "due"
    WHEN = "when"
    WHERE = "where"
    GOALS = "goals"
    ACTIONS = "actions"
    TARGET = "target"
    FREQUENCY = "frequency"
    DECIDER = "decider"
    TASK = "task"  # what a body does in the programme
    HOLDER = "holder"  # who holds a role
    CONTACT = "contact"
    STATE = "state"
    LED = "led"  # who leads an event, or for whom it is
    OPEN = "open"  # left open by the document


class Note(StrEnum):
    """What has to be said with an answer, so that nobody relies on more than there is."""

    DRAFT = "draft"  # from a working paper
    FORMER = "former"  # replaced by a later version
    FUZZY = "fuzzy"  # a date with soft edges
    UNCONFIRMED = "unconfirmed"  # read from an ambiguous place, not confirmed
    YEARLESS = "yearless"  # the source gives no year
    UNDATED = "undated"  # the source bears no date
    MOVED = "moved"  # the due day was another one at first
    NO_TIME = "no-time"  # the source gives no time of day
    NO_PLACE = "no-place"
    NO_LINK = "no-link"  # the material's link has not been set
    NO_OWNER = "no-owner"
    NO_DUE = "no-due"
    NO_TARGET = "no-target"
    HELD = "held"  # the event is over
    NONE_COMING = "none-coming"  # no later event is known
    NOTHING_LATE = "nothing-late"
    NO_REASON = "no-reason"  # nobody has given a reason for what is late
    CHOSEN = "chosen"  # several programmes fit; this one was taken and others can be asked for
    SEVERAL = "several"  # more than is shown
    RESTRICTED = "restricted"  # nothing that is open to the asker; looks the same where nothing is


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document, word for word."""

    document: Document
    passage: Passage
    text: str  # an exact slice of the passage's text


@dataclass(frozen=True, slots=True)
class Reason:
    """What an owner gave as the reason, and when."""

    text: str
    on: date  # the municipality's


@dataclass(frozen=True, slots=True)
class Finding:
    """One record that answers, and which side of it."""

    record: Record
    aspect: Aspect
    related: tuple[Record, ...] = ()  # links resolved for this aspect: owners, goals, targets…
    action: Record | None = None  # the action of a follow-up, the metric of a target
    goals: tuple[Goal, ...] = ()  # that an action or a follow-up serves
    source: Source | None = None  # with `words` where the document is at hand
    quote: Quote | None = None
    notes: frozenset[Note] = frozenset()
    reason: Reason | None = None  # why it is late, where its owner gave one
    verdicts: tuple[tuple[str, Verdict], ...] = ()  # of a metric's targets, by their keys


class Why(StrEnum):
    """Why there is no answer."""

    NOTHING_FOUND = "nothing found"
    OTHER_TOWN = "other town"  # about a municipality that Luotsi has nothing on
    LACKS = "lacks"  # the subject is there, but not what was asked of it
    EMPTY = "empty"  # nothing has been loaded yet
    NOT_A_QUESTION = "not a question"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class Answer:
    """What Luotsi has to say to a question."""

    kind: AnswerKind
    asked: Asked
    findings: tuple[Finding, ...] = ()
    quotes: tuple[Quote, ...] = ()  # passages that answer, or are closest
    choices: tuple[Programme, ...] = ()  # with kind choice to choose from, else others that fit
    programme: Programme | None = None  # named in the reply
    listing: bool = False  # the findings are a list of one kind, complete
    also: tuple[Source, ...] = ()  # further sources that say the same
    notes: frozenset[Note] = frozenset()  # of the answer as a whole
    why: Why | None = None
    contacts: tuple[Contact, ...] = ()  # whom to ask
    ask: str = ""  # id of the kept question, to pass on
    topic: Topic | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of what the answer rests on, for the record."""
        passages = (f"{q.document.name}#{q.passage.number}" for q in self.quotes)
        return (*(f.record.key for f in self.findings), *passages)
