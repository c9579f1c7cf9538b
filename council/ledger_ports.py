"""What follow-up needs of the outside: the ledger, the messages, what people have chosen, Teams."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from council.ledger import Delivery, Dispatch, Reminder, Stale, Track
from council.news import News, Proposal
from council.rules import Preferences, Setting


class LedgerRecords(Protocol):
    """The rows of the ledger."""

    async def rows(self, items: Collection[str], *, locked: bool = True) -> Sequence[Reminder]:
        """Return every row of these items; `locked` until the transaction ends, to change them."""
        ...

    async def put(self, rows: Sequence[Reminder]) -> None:
        """Insert rows, or replace those of the same identity."""
        ...

    async def recipients(self, now: datetime, limit: int) -> Sequence[str]:
        """Return who has planned rows whose time has come, the longest waiting first."""
        ...

    async def due(self, recipients: Collection[str], now: datetime) -> Sequence[Reminder]:
        """Return their planned rows whose time has come; rows that another has locked are left."""
        ...

    async def within(self, dispatches: Collection[str]) -> Sequence[Reminder]:
        """Return the rows in these messages, locked until the transaction ends."""
        ...

    async def upcoming(
        self, until: datetime, limit: int, recipient: str = ""
    ) -> Sequence[Reminder]:
        """Return planned rows up to a moment, soonest first: everybody's, or one person's."""
        ...


class DispatchRecords(Protocol):
    """Messages that go out unasked."""

    async def add(self, dispatch: Dispatch) -> Dispatch:
        """Insert a message unless there is one of its purpose, subject and recipient.

        Returns the one that is there, locked until the transaction ends.
        """
        ...

    async def latest(self, purpose: str, recipients: Collection[str]) -> Mapping[str, Dispatch]:
        """Return the newest message of a purpose to each of these, locked as by `add`."""
        ...

    async def lease(
        self, now: datetime, until: datetime, holder: str, limit: int
    ) -> Sequence[Dispatch]:
        """Take messages whose time has come, or whose lease has run out, into a lease.

        One that was handed to Teams before its lease ran out comes back doubtful.
        """
        ...

    async def post(
        self, ids: Collection[str], holder: str, now: datetime, until: datetime
    ) -> frozenset[str]:
        """Record that messages are about to be handed to Teams; return those still leased."""
        ...

    async def settle(self, dispatch: Dispatch, holder: str) -> bool:
        """Write what became of a message, and end the lease; False: somebody else holds it."""
        ...

    async def find(self, ids: Collection[str]) -> Sequence[Dispatch]:
        """Return messages by id, the oldest first."""
        ...


class CardRecords(Protocol):
    """Cards that have been sent and show something old."""

    async def outdate(self, ids: Collection[str], at: datetime) -> None:
        """Record that the cards of these messages have to be drawn anew."""
        ...

    async def outdated(self, limit: int) -> Sequence[Dispatch]:
        """Return messages whose cards have to be drawn anew, the longest waiting first."""
        ...

    async def redrawn(self, dispatch: Dispatch) -> None:
        """Record that a card has been drawn anew, unless it has been outdated once more."""
        ...


class PaceRecords(Protocol):
    """How fast all replicas together may send, and what they have made."""

    async def reserve(self, count: int, per_second: int, now: datetime) -> datetime:
        """Take the next `count` moments for all replicas; return the first of them.

        What is held back for longer than anybody may ask, a clock that went wrong has held back.
        """
        ...

    async def latch(self, until: datetime) -> None:
        """Hold every message of every replica back: Teams has said that it is too much."""
        ...

    async def hasten(self, dispatch: str, now: datetime) -> None:
        """Bring a message that is not over forward to now."""
        ...

    async def waiting(self, now: datetime) -> bool:
        """Tell whether the time of any message has come."""
        ...

    async def made(self, since: datetime) -> Sequence[Dispatch]:
        """Return the messages that were made since a moment, the oldest first."""
        ...


class PlanRecords(Protocol):
    """What the planner has to look at, and what it remembers."""

    async def stale(self, limit: int) -> Sequence[Stale]:
        """Return keys whose plan may no longer be true, the longest waiting first.

        What has changed comes before the items that are to be planned by themselves.
        """
        ...

    async def mark(self, keys: Collection[str], at: datetime | Mapping[str, datetime]) -> None:
        """Have the plans of these looked at, in this transaction or not at all.

        `at` is since when they may be wrong: all of them, or each.
        """
        ...

    async def claim(self, stale: Sequence[Stale]) -> frozenset[str]:
        """Remove those that have not been marked again since; return their keys.

        Whoever claims a key first alone plans it.
        """
        ...

    async def tracks(self, items: Collection[str], *, locked: bool = False) -> Sequence[Track]:
        """Return what is remembered of items; `locked` until the transaction ends, to change it."""
        ...

    async def follow(self, tracks: Sequence[Track]) -> None:
        """Remember items, or forget what was remembered of them before."""
        ...

    async def forget(self) -> None:
        """Forget everything: the clock of a demonstration has been set back."""
        ...


class ChoiceRecords(Protocol):
    """Settings of the town and its programmes, and what people have chosen for themselves."""

    async def settings(self) -> Sequence[Setting]:
        """Return every setting."""
        ...

    async def set(self, scope: str, name: str, value: object) -> None:
        """Set one setting; None goes back to what holds more widely."""
        ...

    async def preferences(self) -> Sequence[Preferences]:
        """Return what everybody has chosen."""
        ...

    async def prefer(self, preferences: Preferences) -> None:
        """Set what a person has chosen."""
        ...

    async def unreachable(self) -> Mapping[str, str]:
        """Return whom nothing reaches, with the reason's code."""
        ...

    async def reached(self, person: str, reason: str, at: datetime) -> bool:
        """Set why nothing reaches a person, '' where it does again; tell whether that changed."""
        ...


class NewsRecords(Protocol):
    """What owners have told and proposed, and who follows what."""

    async def add(self, news: News) -> None:
        """Put news on record."""
        ...

    async def of(self, items: Collection[str]) -> Sequence[News]:
        """Return the news of items, oldest first."""
        ...

    async def propose(self, proposal: Proposal) -> None:
        """Insert a proposal or replace the one of the same id."""
        ...

    async def proposals(self, items: Collection[str] | None = None) -> Sequence[Proposal]:
        """Return the proposals of items, oldest first; None: the open ones of every item."""
        ...

    async def follow(self, person: str, item: str, *, on: bool) -> bool:
        """Have a person follow an item, or no longer; tell whether that changed."""
        ...

    async def followers(self, items: Collection[str]) -> Sequence[tuple[str, str]]:
        """Return (item, person) of who follows these items."""
        ...


@dataclass(frozen=True, slots=True)
class Beat:
    """When something that happens by itself last did."""

    name: str
    at: datetime
    note: str = ""  # figures of the run, as JSON


class BeatRecords(Protocol):
    """Signs of life of what happens by itself, shared by all replicas."""

    async def beat(self, beat: Beat) -> None:
        """Record a sign of life."""
        ...

    async def beats(self) -> Sequence[Beat]:
        """Return the last sign of life of each."""
        ...


class Courier(Protocol):
    """Carries messages to people and says what became of them; never raises for what Teams says."""

    async def carry(self, dispatch: Dispatch) -> Delivery:
        """Write a message now and hand it to Teams once."""
        ...

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        """Put the card of a sent message in the place of the one that is there."""
        ...


class NoCourier:
    """Carries nothing: for commands and tests that send nothing."""

    async def carry(self, dispatch: Dispatch) -> Delivery:
        """Refuse."""
        raise RuntimeError(f"nothing carries {dispatch.purpose} here")

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        """Refuse."""
        raise RuntimeError(f"nothing redraws {dispatch.purpose} here")
