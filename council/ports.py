"""The outside as the council sees it."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from council.asking import Finder
from council.figures import Bar, Level, Point
from council.language import Language
from council.ledger_ports import (
    BeatRecords,
    CardRecords,
    ChoiceRecords,
    Courier,
    DispatchRecords,
    LedgerRecords,
    NewsRecords,
    NoCourier,
    PaceRecords,
    PlanRecords,
)
from council.model import Document, Passage, ReadDocument, Record
from council.people import Address, Closing, Opened, Opening, Person
from council.privacy_ports import PrivacyRecords
from council.workdays import no_holidays

AUDIENCE = "audience"  # a change's `field` where it is who may see the record
LOAD = "load"  # a change's `through` where a programme form was loaded


@dataclass(frozen=True, slots=True)
class Change:
    """One change on record: who, when, what, from, to, why, through what."""

    key: str  # of the record, document or person
    field: str  # empty when the whole thing came or went
    before: str  # JSON; empty: there was none
    after: str  # JSON; empty: there is none any more
    who: str  # key of the person, or 'system'
    at: datetime  # UTC
    through: str  # card, words, load, command, job
    why: str = ""


class AskState(StrEnum):
    """How far a question without an answer is."""

    NOTED = "noted"
    PASSED_ON = "passed on"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class OpenAsk:
    """A question that the data had no answer to."""

    id: str
    text: str
    language: Language
    first_asked: datetime  # UTC
    last_asked: datetime  # UTC
    times: int
    state: AskState = AskState.NOTED
    asker: str = ""  # key of the person, only if they agreed; otherwise empty
    asker_name: str = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that an administrator has to see to; unique by kind and subject."""

    kind: str  # 'link-missing', 'year-missing', 'owner-missing', 'unconfirmed'…
    about: str  # key of the record
    opened: datetime  # UTC
    closed: datetime | None = None


class RegisterRecords(Protocol):
    """The register on record."""

    async def everything(self) -> Sequence[Record]:
        """Return every record, in no particular order."""
        ...

    async def find(self, keys: Sequence[str]) -> Sequence[Record]:
        """Return the records with these keys, in no particular order."""
        ...

    async def put(self, records: Sequence[Record]) -> None:
        """Insert the records, or replace those with the same keys."""
        ...

    async def remove(self, keys: Sequence[str]) -> None:
        """Remove the records with these keys."""
        ...


class DocumentRecords(Protocol):
    """Added documents and their passages."""

    async def everything(self) -> Sequence[Document]:
        """Return every document, by name."""
        ...

    async def passages(self) -> Sequence[Passage]:
        """Return every passage of every document, by document and number."""
        ...

    async def text(self, name: str) -> str | None:
        """Return a document's whole text, or None where there is no such document."""
        ...

    async def put(self, read: ReadDocument) -> None:
        """Insert a document with its passages, or replace the one of the same name."""
        ...

    async def remove(self, name: str) -> bool:
        """Remove a document with its passages; tell whether there was one."""
        ...


class PeopleRecords(Protocol):
    """Persons and addresses."""

    async def find(self, key: str) -> Person | None:
        """Return a person."""
        ...

    async def everybody(self) -> Sequence[Person]:
        """Return every person, by key."""
        ...

    async def put(self, person: Person) -> None:
        """Insert a person or replace the one with the same key."""
        ...

    async def greet(self, key: str, name: str) -> None:
        """Insert a person without any right; one who is there stays as they are."""
        ...

    async def speak(self, key: str, name: str, language: Language | None) -> Person:
        """Set a person's own language and nothing else; insert whom there is none of.

        Returns the person as they are now. Somebody else may be changing their rights meanwhile.
        """
        ...

    async def reach(self, addresses: Sequence[Address]) -> None:
        """Insert addresses or replace those of the same conversations."""
        ...

    async def addresses(self, person: str) -> Sequence[Address]:
        """Return where a person can be reached."""
        ...

    async def forget_address(self, conversation: str) -> None:
        """Remove the address of a conversation: the app was uninstalled there."""
        ...


class TurnRecords(Protocol):
    """Turns: each activity answered once, whatever Teams redelivers and to whichever replica."""

    async def open(self, openings: Sequence[Opening], *, now: datetime) -> Sequence[Opened]:
        """Claim turns and return, in the same order, what is known as they begin.

        A turn that is claimed and not closed within 10 s may be claimed again: its process died,
        or is so slow that the turn is taken away from it.
        """
        ...

    async def close(self, closings: Sequence[Closing], *, now: datetime) -> Sequence[bool]:
        """Record how turns ended; tell of each, in the same order, whether its claim still held.

        Where it did not, nothing is recorded. The first ending of a claim stays; to close by the
        same claim once more changes nothing and is told as the first was.
        """
        ...

    async def prune(self, before: datetime) -> int:
        """Remove turns that were opened before a moment; return how many."""
        ...


class DeskRecords(Protocol):
    """What administrators see to: unanswered questions and tasks."""

    async def note(self, ask: OpenAsk) -> None:
        """Keep an unanswered question; the same text again adds to `times` and `last_asked`."""
        ...

    async def settle(self, ask_id: str, state: AskState, asker: str, asker_name: str) -> bool:
        """Set the state of a kept question and its asker, if they agreed; tell if it exists."""
        ...

    async def asks(self) -> Sequence[OpenAsk]:
        """Return the kept questions, newest first."""
        ...

    async def open_task(self, task: Task) -> bool:
        """Add a task unless the same is open already; tell whether it was added."""
        ...

    async def close_task(self, kind: str, about: str, at: datetime) -> None:
        """Close a task if it is open."""
        ...

    async def tasks(self) -> Sequence[Task]:
        """Return the open tasks, oldest first."""
        ...

    async def prune(self, *, asks: datetime, tasks: datetime) -> int:
        """Remove answered questions last asked before `asks` and tasks closed before `tasks`.

        Returns how many.
        """
        ...


class ChangeRecords(Protocol):
    """The history of every change, and the number that tells replicas to look again."""

    async def revision(self) -> int:
        """Return the number that grows with every change to the register or the documents."""
        ...

    async def bump(self) -> int:
        """Make the number grow; return the new one."""
        ...

    async def add(self, changes: Sequence[Change]) -> None:
        """Put changes on record, and have the plans of what they concern looked at."""
        ...

    async def history(self, key: str) -> Sequence[Change]:
        """Return the changes of one record, oldest first."""
        ...

    async def since(self, at: datetime, *, loads: bool = True) -> Sequence[Change]:
        """Return the changes from a moment (aware) on, oldest first: at most the latest 10,000.

        Without `loads` what a load changed is left out, but for who may see it.
        """
        ...

    async def walk(self, at: datetime, after: int, limit: int) -> Sequence[tuple[int, Change]]:
        """Return changes from a moment (aware) on with their numbers, oldest first.

        It goes on after a number: so all of a long history can be read, some at a time.
        """
        ...


class Records(Protocol):
    """Everything on record, inside one transaction."""

    @property
    def register(self) -> RegisterRecords:
        """The programmes."""
        ...

    @property
    def documents(self) -> DocumentRecords:
        """The documents."""
        ...

    @property
    def people(self) -> PeopleRecords:
        """The persons and addresses."""
        ...

    @property
    def turns(self) -> TurnRecords:
        """The turns."""
        ...

    @property
    def desk(self) -> DeskRecords:
        """What administrators see to."""
        ...

    @property
    def changes(self) -> ChangeRecords:
        """The history."""
        ...

    @property
    def ledger(self) -> LedgerRecords:
        """The reminders."""
        ...

    @property
    def dispatches(self) -> DispatchRecords:
        """The messages that go out unasked."""
        ...

    @property
    def cards(self) -> CardRecords:
        """The cards that show something old."""
        ...

    @property
    def pace(self) -> PaceRecords:
        """The pace of all replicas together."""
        ...

    @property
    def plans(self) -> PlanRecords:
        """What the planner looks at and remembers."""
        ...

    @property
    def choices(self) -> ChoiceRecords:
        """The settings, and what people have chosen."""
        ...

    @property
    def news(self) -> NewsRecords:
        """What owners have told."""
        ...

    @property
    def beats(self) -> BeatRecords:
        """The signs of life."""
        ...

    @property
    def privacy(self) -> PrivacyRecords:
        """The personal data."""
        ...


class Pictures(Protocol):
    """Draws figures as PNG pictures; takes CPU time: call it off the event loop."""

    def bars(self, rows: Sequence[Bar]) -> bytes:
        """Draw bars below each other, with a legend; b'' where there is nothing to draw."""
        ...

    def course(self, points: Sequence[Point], target: Level | None) -> bytes:
        """Draw a line through points, oldest first, and its target; b'' for less than two."""
        ...


OpenRecords = Callable[[], AbstractAsyncContextManager[Records]]


@dataclass(frozen=True, slots=True)
class Outside:
    """What wiring gives to the council."""

    records: OpenRecords  # one transaction: commits on a clean exit, rolls back on an exception
    finder: Finder
    now: Callable[[], datetime]  # aware, UTC
    zone: ZoneInfo  # the municipality's
    pictures: Pictures
    holiday: Callable[[date], bool] = no_holidays  # public holidays and the eves that are days off
    courier: Courier = field(default_factory=NoCourier)
