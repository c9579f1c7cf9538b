"""The first tables: register, documents, people, turns, the administrators' desk, changes."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    _documents()
    _people()
    _turns()
    _desk()
    _changes()
    _register()


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _lists(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, JSON, nullable=False) for name in names]


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _number(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), primary_key=True)


def _due(prefix: str) -> list[sa.Column[Any]]:
    return [
        sa.Column(f"{prefix}_words", sa.Text()),
        sa.Column(f"{prefix}_start", sa.Date()),
        sa.Column(f"{prefix}_end", sa.Date()),
        sa.Column(f"{prefix}_certainty", sa.Text()),
        sa.Column(f"{prefix}_kind", sa.Text()),
        sa.Column(f"{prefix}_yearless", sa.Text()),
        sa.Column(f"{prefix}_at", sa.Time()),
        sa.Column(f"{prefix}_originally", sa.Date()),
    ]


def _documents() -> None:
    op.create_table(
        "documents",
        _key("name"),
        *_texts("title"),
        sa.Column("dated", sa.Date()),
        *_texts("programme", "municipality"),
        *_lists("audience"),
        *_texts("language", "media_type", "digest"),
        _number("pages"),
        *_texts("text"),
    )
    op.create_table(
        "passages",
        sa.Column(
            "document",
            sa.Text(),
            sa.ForeignKey("documents.name", name=op.f("fk_passages_document"), ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        _number("start"),
        _number("end"),
        *_texts("text"),
        *_lists("headings"),
        _number("page"),
    )


def _people() -> None:
    op.create_table(
        "people",
        _key("key"),
        *_texts("name"),
        sa.Column("language", sa.Text()),
        *_lists("audiences", "rights"),
    )
    op.create_table(
        "addresses",
        _key("conversation"),
        *_texts("kind", "service_url", "channel", "tenant", "bot", "user", "person"),
    )
    op.create_index(op.f("ix_addresses_person"), "addresses", ["person"])


def _turns() -> None:
    op.create_table(
        "turns",
        _key("id"),
        *_texts("conversation", "person"),
        _moment("opened"),
        _moment("closed", nullable=True),
        sa.Column("language", sa.Text()),
        sa.Column("outcome", sa.Text()),
        sa.Column("sources", JSON),
        sa.Column("milliseconds", sa.Integer()),
    )
    op.create_table(
        "topics",
        _key("conversation"),
        *_texts("programme", "municipality", "record", "kind"),
        *_lists("wants"),
        _moment("changed"),
    )


def _desk() -> None:
    op.create_table(
        "asks",
        _key("id"),
        *_texts("folded", "language", "text"),
        _moment("first_asked"),
        _moment("last_asked"),
        _number("times"),
        *_texts("state", "asker", "asker_name", "programme"),
        sa.UniqueConstraint("folded", "language", name=op.f("uq_asks_folded")),
    )
    op.create_table(
        "tasks",
        sa.Column("number", sa.Integer(), primary_key=True),
        *_texts("kind", "about"),
        _moment("opened"),
        _moment("closed", nullable=True),
    )
    still_open = sa.text("closed IS NULL")
    op.create_index(
        op.f("uq_tasks_open"),
        "tasks",
        ["kind", "about"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer(), primary_key=True),
        *_texts("key", "field", "before", "after", "who"),
        _moment("at"),
        *_texts("through", "why"),
    )
    op.create_index(op.f("ix_changes_key"), "changes", ["key"])
    op.create_table(
        "revision",
        sa.Column("one", sa.Integer(), primary_key=True, autoincrement=False),
        _number("number"),
        sa.CheckConstraint("one = 1", name=op.f("ck_revision_one_row")),
    )


def _register() -> None:
    op.create_table(
        "records",
        _key("key"),
        *_texts("record_kind", "programme", "source_document", "source_title"),
        sa.Column("source_dated", sa.Date()),
        *_texts("source_place", "source_words", "certainty"),
        *_lists("audience"),
        *_texts("supersedes"),
        _number("order"),
    )
    op.create_index(op.f("ix_records_programme"), "records", ["programme"])
    for name, columns in {**_programme_kinds(), **_people_kinds(), **_other_kinds()}.items():
        _kind(name, columns)


def _kind(name: str, columns: list[sa.Column[Any]]) -> None:
    foreign = sa.ForeignKey("records.key", name=op.f(f"fk_{name}_key"), ondelete="CASCADE")
    op.create_table(name, sa.Column("key", sa.Text(), foreign, primary_key=True), *columns)


def _named(*columns: sa.Column[Any]) -> list[sa.Column[Any]]:
    return [*_texts("name", "description"), *_lists("aliases"), *columns]


def _programme_kinds() -> dict[str, list[sa.Column[Any]]]:
    return {
        "programmes": [
            *_texts("name", "municipality", "kind"),
            *_lists("aliases"),
            *_texts("parent"),
            *_due("period"),
            *_texts("version", "standing", "summary", "language"),
        ],
        "perspectives": _named(),
        "themes": _named(),
        "town_values": _named(),
        "target_groups": _named(),
        "goals": _named(*_texts("standing", "parent"), _flag("main")),
        "means": _named(*_texts("goal")),
        "actions": _named(*_lists("goals", "owners"), *_texts("state")),
        "follow_ups": _named(
            *_texts("action"), *_lists("owners"), *_due("due"), *_texts("decided_by", "state")
        ),
    }


def _people_kinds() -> dict[str, list[sa.Column[Any]]]:
    def term() -> list[sa.Column[Any]]:
        return [sa.Column("since", sa.Date()), sa.Column("until", sa.Date())]

    return {
        "roles": _named(*_texts("unit")),
        "holders": [*_texts("role", "person", "name"), *term(), _flag("deputy")],
        "bodies": _named(*_texts("task"), _flag("steers"), *_texts("contact", "composition")),
        "memberships": [*_texts("body", "person", "role", "duty"), *term()],
        "contacts": _named(
            *_texts("title", "organisation", "email", "phone"), _flag("placeholder")
        ),
        "partners": _named(*_texts("part", "state")),
    }


def _other_kinds() -> dict[str, list[sa.Column[Any]]]:
    return {
        "metrics": _named(*_texts("unit", "theme", "goal", "owner", "data_source")),
        "targets": [*_texts("metric", "direction", "value", "unit", "words"), *_due("due")],
        "readings": [
            *_texts("metric", "value"),
            sa.Column("on", sa.Date(), nullable=False),
            *_texts("note"),
        ],
        "events": _named(
            *_texts("kind"),
            *_due("when"),
            *_texts("place", "for_whom"),
            *_lists("topics"),
            *_texts("lead", "body"),
        ),
        "reporting_rules": _named(
            *_lists("to"),
            sa.Column("per_year", sa.Integer()),
            sa.Column("months_shortest", sa.Integer()),
            sa.Column("months_longest", sa.Integer()),
            *_texts("frequency"),
            *_lists("due"),
            *_texts("owner"),
        ),
        "decisions": _named(*_texts("body"), *_due("on"), *_texts("section", "about")),
        "materials": _named(*_texts("kind", "place", "url", "standing", "about")),
        "open_questions": _named(*_texts("about", "settled")),
    }
