"""What owners tell: how an item goes, and the new dates that they propose. Moments are UTC."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from council.dates import DueDate
from council.model import State

LONGEST_COMMENT = 2_000  # characters of a comment or a reason


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What somebody told about an item."""

    item: str
    person: str  # key; empty once the person has asked to be forgotten
    at: datetime
    state: State | None = None  # None: only a comment
    percent: int | None = None  # 0 to 100
    words: str = ""
    on: date | None = None  # the day that it happened, where told
    section: str = ""  # of the decision: '310'
    through: str = "card"
    number: int = 0  # on record, in order; 0: not yet there


class ProposalKind(StrEnum):
    """What is proposed."""

    DATE = "date"  # a new due day
    STATE = "state"  # a new state, where states need approval


class ProposalState(StrEnum):
    """How far a proposal is."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # another one has taken its place, or it has lost its point


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change that an owner proposes and an administrator decides."""

    id: str
    item: str
    kind: ProposalKind
    person: str
    at: datetime
    was: date | None = None  # the due day when it was made
    due: DueDate | None = None
    state: State | None = None
    percent: int | None = None
    why: str = ""
    standing: ProposalState = ProposalState.OPEN
    decided_by: str = ""
    decided: datetime | None = None
