"""The tables of documents, people, turns, the administrators' desk and changes."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from council.language import Language
from council.ports import AskState
from storage.columns import Code, Moment, WordList, Words, code, word_list, word_set, words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

documents = Table(
    "documents",
    metadata,
    words("name", primary_key=True),
    words("title"),
    Column("dated", Date),
    words("programme"),
    words("municipality"),
    word_set("audience"),
    code("language", Language),
    words("media_type"),
    words("digest"),
    Column("pages", Integer, nullable=False),
    # Last, so that SQLite reads the other columns without walking through a long text.
    words("text"),
)

passages = Table(
    "passages",
    metadata,
    Column(
        "document",
        Words(),
        ForeignKey("documents.name", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    words("text"),
    word_list("headings"),
    Column("page", Integer, nullable=False),
)

people = Table(
    "people",
    metadata,
    words("key", primary_key=True),
    words("name"),
    Column("language", Code(Language)),
    word_set("audiences"),
    word_set("rights"),
)

addresses = Table(
    "addresses",
    metadata,
    words("conversation", primary_key=True),
    words("kind"),
    words("service_url"),
    words("channel"),
    words("tenant"),
    words("bot"),
    words("user"),
    words("person", index=True),
    Column("met", Moment()),
)

turns = Table(
    "turns",
    metadata,
    words("id", primary_key=True),
    words("conversation"),
    words("person"),
    Column("opened", Moment(), nullable=False),
    Column("closed", Moment()),
    Column("language", Code(Language)),
    Column("outcome", Words()),
    Column("sources", WordList()),
    Column("milliseconds", Integer),
)

topics = Table(
    "topics",
    metadata,
    words("conversation", primary_key=True),
    words("programme"),
    words("municipality"),
    words("record"),
    words("kind"),
    word_list("wants"),
    words("pending", server_default=text("''")),
    Column("changed", Moment(), nullable=False),
)

asks = Table(
    "asks",
    metadata,
    words("id", primary_key=True),
    # SHA-256 of the folded text: a question may be longer than an index entry can be.
    words("folded"),
    code("language", Language),
    words("text"),
    Column("first_asked", Moment(), nullable=False),
    Column("last_asked", Moment(), nullable=False),
    Column("times", Integer, nullable=False),
    code("state", AskState),
    words("asker"),
    words("asker_name"),
    words("programme"),
    UniqueConstraint("folded", "language"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("number", Integer, primary_key=True),
    words("kind"),
    words("about"),
    Column("opened", Moment(), nullable=False),
    Column("closed", Moment()),
)

OPEN_TASK = text("closed IS NULL")

Index(
    "uq_tasks_open",
    tasks.c.kind,
    tasks.c.about,
    unique=True,
    sqlite_where=OPEN_TASK,
    postgresql_where=OPEN_TASK,
)

changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True),
    words("key", index=True),
    words("field"),
    words("before"),
    words("after"),
    words("who"),
    Column("at", Moment(), nullable=False),
    words("through"),
    words("why"),
)

revision = Table(
    "revision",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    CheckConstraint("one = 1", name="one_row"),
)
