"""The ledger: who is to be told what, when, and what became of it.

A reminder is one row: one recipient, one item, one rule, one due day. A dispatch is one message to
one person that goes out unasked; what is in it is the business of its purpose. All moments are
aware, UTC.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

LONGEST_HOLD: Final = timedelta(hours=1)  # that all messages together may be held back


class RowState(StrEnum):
    """How far a reminder is."""

    PLANNED = "planned"
    LEASED = "leased"  # in a dispatch
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"  # answered
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    SUPERSEDED = "superseded"  # the date moved, the owner changed, the item is done…
    SKIPPED = "skipped-stale"  # it had lost its point when its time came


class Capacity(StrEnum):
    """Why somebody receives something."""

    OWNER = "owner"
    DEPUTY = "deputy"
    CONTACT = "contact"  # of the body that owns it
    HEAD = "head"
    ADMINISTRATOR = "administrator"
    FOLLOWER = "follower"
    AUDIENCE = "audience"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A row of the ledger; unique by recipient, item, rule and due day."""

    recipient: str  # key of the person
    item: str  # key of the record
    rule: str  # a Step: 'before:14'
    due: date  # the due day that the row was planned for
    at: datetime  # when it is to go out
    programme: str
    capacity: Capacity = Capacity.OWNER
    through: str = ""  # key of the role or body that the recipient answers for
    state: RowState = RowState.PLANNED
    reason: str = ""  # a code: why it is in this state
    dispatch: str = ""  # id of the message that it is in
    changed: datetime | None = None

    @property
    def identity(self) -> tuple[str, str, str, date]:
        """What makes the row one of a kind."""
        return self.recipient, self.item, self.rule, self.due


class DispatchState(StrEnum):
    """How far a message is."""

    PLANNED = "planned"
    LEASED = "leased"
    SENT = "sent"
    FAILED = "failed"
    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"  # nothing was left to say, or somebody called it off


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """A message to one person that goes out unasked."""

    id: str
    purpose: str  # what made it: 'reminders'…
    subject: str  # unique with the purpose and the recipient: a day, an announcement…
    recipient: str  # key of the person
    made: datetime
    due: datetime  # not to be sent before; while it is leased, when the lease ends
    state: DispatchState = DispatchState.PLANNED
    tries: int = 0
    holder: str = ""  # the lease's token
    posted: datetime | None = None  # when it was last handed to Teams without a known outcome
    doubtful: bool = False  # it may have arrived twice
    conversation: str = ""
    message: str = ""  # Teams' id
    sent: datetime | None = None
    reason: str = ""  # a code: 'ConversationBlockedByUser', 'no-address'…
    redraw: datetime | None = None  # since when its card shows something old


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one try to send.

    `state` PLANNED asks for another try after `again` seconds.
    """

    state: DispatchState
    reason: str = ""
    conversation: str = ""
    message: str = ""
    again: float = 0.0  # seconds
    arrived_perhaps: bool = False  # the message may be there in spite of the failure
    throttled: float = 0.0  # seconds that Teams asks everybody to wait


@dataclass(frozen=True, slots=True)
class Track:
    """What the planner remembers of an item."""

    item: str
    due: date | None  # the due day that rows are planned for
    since: datetime  # when Luotsi learnt of that due day
    heard: datetime  # when somebody last told how it goes; at first, when it came
    waiting: bool = False  # a proposed new date waits for an administrator
    parts: frozenset[str] = frozenset()  # keys of owners who have done their own part
    declined: frozenset[str] = frozenset()  # keys of persons who have said that it is not theirs


@dataclass(frozen=True, slots=True)
class Stale:
    """Something whose plan may no longer be true: an item, or whatever items hang on."""

    key: str
    at: datetime  # since when
    token: str  # another one with every change of it
