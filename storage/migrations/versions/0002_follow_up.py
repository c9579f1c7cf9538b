"""Follow-up: the ledger, messages, the planner's memory, choices, news; when somebody was met."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")

MOVABLE = {
    "programmes": "period",
    "follow_ups": "due",
    "targets": "due",
    "events": "when",
    "decisions": "on",
}


def upgrade() -> None:
    op.add_column("addresses", _moment("met", nullable=True))
    for table, prefix in MOVABLE.items():
        op.add_column(table, sa.Column(f"{prefix}_moved", sa.Date()))
        op.add_column(table, sa.Column(f"{prefix}_moved_why", sa.Text()))
    op.add_column("readings", sa.Column("peers", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("readings") as readings:
        readings.alter_column("peers", server_default=None)
    _ledger()
    _dispatches()
    _plans()
    _choices()
    _told()


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _lists(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, JSON, nullable=False) for name in names]


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), primary_key=True) for name in names]


def _index(table: str, name: str, *columns: str, where: str = "") -> None:
    condition = sa.text(where) if where else None
    op.create_index(
        op.f(f"ix_{table}_{name}"),
        table,
        list(columns),
        sqlite_where=condition,
        postgresql_where=condition,
    )


def _ledger() -> None:
    op.create_table(
        "reminders",
        sa.Column("number", sa.Integer(), primary_key=True),
        *_texts("recipient", "item", "rule"),
        sa.Column("due", sa.Date(), nullable=False),
        _moment("at"),
        *_texts("programme", "capacity", "through", "state", "reason", "dispatch"),
        _moment("changed", nullable=True),
        sa.UniqueConstraint(
            "recipient", "item", "rule", "due", name=op.f("uq_reminders_recipient")
        ),
    )
    _index("reminders", "item", "item")
    _index("reminders", "planned", "at", "recipient", where="state = 'planned'")
    _index("reminders", "planned_recipient", "recipient", "at", where="state = 'planned'")
    _index("reminders", "dispatch", "dispatch", where="dispatch <> ''")


def _dispatches() -> None:
    op.create_table(
        "dispatches",
        *_key("id"),
        *_texts("purpose", "subject", "recipient"),
        _moment("made"),
        _moment("due"),
        *_texts("state"),
        sa.Column("tries", sa.Integer(), nullable=False),
        *_texts("holder"),
        _moment("posted", nullable=True),
        _flag("doubtful"),
        *_texts("conversation", "message"),
        _moment("sent", nullable=True),
        *_texts("reason"),
        _moment("redraw", nullable=True),
        sa.UniqueConstraint(
            "recipient", "purpose", "subject", name=op.f("uq_dispatches_recipient")
        ),
    )
    _index("dispatches", "made", "made")
    _index("dispatches", "open", "due", where="state IN ('planned', 'leased')")
    _index("dispatches", "redraw", "redraw", where="redraw IS NOT NULL")
    op.create_table(
        "pace",
        sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False),
        _moment("free"),
        sa.CheckConstraint("one = 1", name=op.f("ck_pace_one_row")),
    )


def _plans() -> None:
    op.create_table("stale", *_key("key"), _moment("at"), *_texts("token"), _flag("itself"))
    _index("stale", "first", "itself", "at", "key")
    op.create_table(
        "tracks",
        *_key("item"),
        sa.Column("due", sa.Date()),
        _moment("since"),
        _moment("heard"),
        _flag("waiting"),
        *_lists("parts", "declined"),
    )


def _choices() -> None:
    op.create_table(
        "settings", *_key("scope", "name"), sa.Column("value", sa.JSON(), nullable=False)
    )
    op.create_table(
        "preferences",
        *_key("person"),
        sa.Column("hour", sa.Time()),
        sa.Column("before", JSON),
        sa.Column("paused_until", sa.Date()),
        *_texts("deputy"),
        sa.Column("deputy_since", sa.Date()),
        sa.Column("deputy_until", sa.Date()),
        _flag("events"),
    )
    op.create_table("unreachable", *_key("person"), *_texts("reason"), _moment("since"))


def _told() -> None:
    op.create_table(
        "news",
        sa.Column("number", sa.Integer(), primary_key=True),
        *_texts("item", "person"),
        _moment("at"),
        sa.Column("state", sa.Text()),
        sa.Column("percent", sa.Integer()),
        *_texts("words"),
        sa.Column("on", sa.Date()),
        *_texts("section", "through"),
    )
    _index("news", "item", "item")
    _index("news", "person", "person")
    op.create_table(
        "proposals",
        *_key("id"),
        *_texts("item", "kind", "person"),
        _moment("at"),
        sa.Column("was", sa.Date()),
        sa.Column("due_words", sa.Text()),
        sa.Column("due_start", sa.Date()),
        sa.Column("due_end", sa.Date()),
        sa.Column("due_certainty", sa.Text()),
        sa.Column("due_kind", sa.Text()),
        sa.Column("due_yearless", sa.Text()),
        sa.Column("due_at", sa.Time()),
        sa.Column("due_originally", sa.Date()),
        sa.Column("due_moved", sa.Date()),
        sa.Column("due_moved_why", sa.Text()),
        sa.Column("state", sa.Text()),
        sa.Column("percent", sa.Integer()),
        *_texts("why", "standing", "decided_by"),
        _moment("decided", nullable=True),
    )
    _index("proposals", "item", "item")
    _index("proposals", "open", "at", where="standing = 'open'")
    op.create_table("follows", *_key("person", "item"))
    _index("follows", "item", "item")
    op.create_table("beats", *_key("name"), _moment("at"), *_texts("note"))
