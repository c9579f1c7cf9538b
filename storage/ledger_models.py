"""The tables of follow-up: the ledger, messages, the planner's memory, choices and news."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    Table,
    Time,
    UniqueConstraint,
    text,
)

from council.dates import DateCertainty, DateKind
from council.ledger import Capacity, DispatchState, RowState
from council.model import State
from council.news import ProposalKind, ProposalState
from storage.columns import Code, Moment, Numbers, Words, code, word_set, words
from storage.models import metadata

reminders = Table(
    "reminders",
    metadata,
    Column("number", Integer, primary_key=True),
    words("recipient"),
    words("item", index=True),
    words("rule"),
    Column("due", Date, nullable=False),
    Column("at", Moment(), nullable=False),
    words("programme"),
    code("capacity", Capacity),
    words("through"),
    code("state", RowState),
    words("reason"),
    words("dispatch"),
    Column("changed", Moment()),
    UniqueConstraint("recipient", "item", "rule", "due"),
)
IS_PLANNED = text("state = 'planned'")
IN_DISPATCH = text("dispatch <> ''")
Index(
    "ix_reminders_planned",
    reminders.c.at,
    reminders.c.recipient,
    sqlite_where=IS_PLANNED,
    postgresql_where=IS_PLANNED,
)
Index(
    "ix_reminders_planned_recipient",
    reminders.c.recipient,
    reminders.c.at,
    sqlite_where=IS_PLANNED,
    postgresql_where=IS_PLANNED,
)
Index(
    "ix_reminders_dispatch",
    reminders.c.dispatch,
    sqlite_where=IN_DISPATCH,
    postgresql_where=IN_DISPATCH,
)

dispatches = Table(
    "dispatches",
    metadata,
    words("id", primary_key=True),
    words("purpose"),
    words("subject"),
    words("recipient"),
    Column("made", Moment(), nullable=False, index=True),
    Column("due", Moment(), nullable=False),
    code("state", DispatchState),
    Column("tries", Integer, nullable=False),
    words("holder"),
    Column("posted", Moment()),
    Column("doubtful", Boolean, nullable=False),
    words("conversation"),
    words("message"),
    Column("sent", Moment()),
    words("reason"),
    Column("redraw", Moment()),
    UniqueConstraint("recipient", "purpose", "subject"),
)
IS_OPEN = text("state IN ('planned', 'leased')")
IS_OLD = text("redraw IS NOT NULL")
Index("ix_dispatches_open", dispatches.c.due, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
Index("ix_dispatches_redraw", dispatches.c.redraw, sqlite_where=IS_OLD, postgresql_where=IS_OLD)

pace = Table(
    "pace",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("free", Moment(), nullable=False),  # the next moment that nobody has taken
    CheckConstraint("one = 1", name="one_row"),
)

stale = Table(
    "stale",
    metadata,
    words("key", primary_key=True),
    Column("at", Moment(), nullable=False),
    words("token"),
    Column("itself", Boolean, nullable=False),  # this item alone, nothing that hangs on it
)
Index("ix_stale_first", stale.c.itself, stale.c.at, stale.c.key)

tracks = Table(
    "tracks",
    metadata,
    words("item", primary_key=True),
    Column("due", Date),
    Column("since", Moment(), nullable=False),
    Column("heard", Moment(), nullable=False),
    Column("waiting", Boolean, nullable=False),
    word_set("parts"),
    word_set("declined"),
)

settings = Table(
    "settings",
    metadata,
    words("scope", primary_key=True),
    words("name", primary_key=True),
    Column("value", JSON(none_as_null=True), nullable=False),
)

preferences = Table(
    "preferences",
    metadata,
    words("person", primary_key=True),
    Column("hour", Time),
    Column("before", Numbers()),
    Column("paused_until", Date),
    words("deputy"),
    Column("deputy_since", Date),
    Column("deputy_until", Date),
    Column("events", Boolean, nullable=False),
)

unreachable = Table(
    "unreachable",
    metadata,
    words("person", primary_key=True),
    words("reason"),
    Column("since", Moment(), nullable=False),
)

news = Table(
    "news",
    metadata,
    Column("number", Integer, primary_key=True),
    words("item", index=True),
    words("person", index=True),
    Column("at", Moment(), nullable=False),
    Column("state", Code(State)),
    Column("percent", Integer),
    words("words"),
    Column("on", Date),
    words("section"),
    words("through"),
)

proposals = Table(
    "proposals",
    metadata,
    words("id", primary_key=True),
    words("item", index=True),
    code("kind", ProposalKind),
    words("person"),
    Column("at", Moment(), nullable=False),
    Column("was", Date),
    Column("due_words", Words()),
    Column("due_start", Date),
    Column("due_end", Date),
    Column("due_certainty", Code(DateCertainty)),
    Column("due_kind", Code(DateKind)),
    Column("due_yearless", Words()),
    Column("due_at", Time),
    Column("due_originally", Date),
    Column("due_moved", Date),
    Column("due_moved_why", Words()),
    Column("state", Code(State)),
    Column("percent", Integer),
    words("why"),
    code("standing", ProposalState),
    words("decided_by"),
    Column("decided", Moment()),
)
IS_UNDECIDED = text("standing = 'open'")
Index(
    "ix_proposals_open",
    proposals.c.at,
    sqlite_where=IS_UNDECIDED,
    postgresql_where=IS_UNDECIDED,
)

follows = Table(
    "follows",
    metadata,
    words("person", primary_key=True),
    words("item", primary_key=True, index=True),
)

beats = Table(
    "beats",
    metadata,
    words("name", primary_key=True),
    Column("at", Moment(), nullable=False),
    words("note"),
)
