"""The tables of the register: what every record has in `records`, its own in a table a kind."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, Table, Time

from council import model
from council.dates import DateCertainty, DateKind
from council.language import Language
from council.model import Certainty, Record, Standing, State
from storage.columns import Code, DueDates, Words, code, word_list, word_set, words
from storage.models import metadata

records = Table(
    "records",
    metadata,
    words("key", primary_key=True),
    words("record_kind"),
    words("programme", index=True),
    words("source_document"),
    words("source_title"),
    Column("source_dated", Date),
    words("source_place"),
    words("source_words"),
    code("certainty", Certainty),
    word_set("audience"),
    words("supersedes"),
    Column("order", Integer, nullable=False),
)


def _kind(name: str, *columns: Column[Any]) -> Table:
    """Return the table of one kind of record."""
    key = ForeignKey("records.key", ondelete="CASCADE")
    return Table(name, metadata, Column("key", Words(), key, primary_key=True), *columns)


def _named(name: str, *columns: Column[Any]) -> Table:
    """Return the table of a kind of record that has a name and a description."""
    return _kind(name, words("name"), words("description"), word_list("aliases"), *columns)


def _due(prefix: str) -> tuple[Column[Any], ...]:
    """Return the columns of a day or period; its certainty is null where there is none."""
    return (
        Column(f"{prefix}_words", Words()),
        Column(f"{prefix}_start", Date),
        Column(f"{prefix}_end", Date),
        Column(f"{prefix}_certainty", Code(DateCertainty)),
        Column(f"{prefix}_kind", Code(DateKind)),
        Column(f"{prefix}_yearless", Words()),
        Column(f"{prefix}_at", Time),
        Column(f"{prefix}_originally", Date),
        Column(f"{prefix}_moved", Date),
        Column(f"{prefix}_moved_why", Words()),
    )


def _flag(name: str) -> Column[bool]:
    """Return a column of yes or no."""
    return Column(name, Boolean, nullable=False)


programmes = _kind(
    "programmes",
    words("name"),
    words("municipality"),
    code("kind", model.ProgrammeKind),
    word_list("aliases"),
    words("parent"),
    *_due("period"),
    words("version"),
    code("standing", Standing),
    words("summary"),
    code("language", Language),
)
perspectives = _named("perspectives")
themes = _named("themes")
town_values = _named("town_values")
target_groups = _named("target_groups")
goals = _named("goals", code("standing", Standing), words("parent"), _flag("main"))
means = _named("means", words("goal"))
actions = _named("actions", word_list("goals"), word_list("owners"), code("state", State))
follow_ups = _named(
    "follow_ups",
    words("action"),
    word_list("owners"),
    *_due("due"),
    words("decided_by"),
    code("state", State),
)
roles = _named("roles", words("unit"))
holders = _kind(
    "holders",
    words("role"),
    words("person"),
    words("name"),
    Column("since", Date),
    Column("until", Date),
    _flag("deputy"),
)
bodies = _named("bodies", words("task"), _flag("steers"), words("contact"), words("composition"))
memberships = _kind(
    "memberships",
    words("body"),
    words("person"),
    words("role"),
    words("duty"),
    Column("since", Date),
    Column("until", Date),
)
metrics = _named(
    "metrics",
    words("unit"),
    words("theme"),
    words("goal"),
    words("owner"),
    words("data_source"),
)
targets = _kind(
    "targets",
    words("metric"),
    code("direction", model.Direction),
    words("value"),
    words("unit"),
    words("words"),
    *_due("due"),
)
readings = _kind(
    "readings",
    words("metric"),
    words("value"),
    Column("on", Date, nullable=False),
    words("note"),
    words("peers"),
)
events = _named(
    "events",
    code("kind", model.EventKind),
    *_due("when"),
    words("place"),
    words("for_whom"),
    word_list("topics"),
    words("lead"),
    words("body"),
)
reporting_rules = _named(
    "reporting_rules",
    word_list("to"),
    Column("per_year", Integer),
    Column("months_shortest", Integer),
    Column("months_longest", Integer),
    words("frequency"),
    Column("due", DueDates(), nullable=False),
    words("owner"),
)
decisions = _named("decisions", words("body"), *_due("on"), words("section"), words("about"))
materials = _named(
    "materials",
    code("kind", model.MaterialKind),
    words("place"),
    words("url"),
    code("standing", Standing),
    words("about"),
)
contacts = _named(
    "contacts",
    words("title"),
    words("organisation"),
    words("email"),
    words("phone"),
    _flag("placeholder"),
)
partners = _named("partners", words("part"), words("state"))
open_questions = _named("open_questions", words("about"), words("settled"))

KINDS: dict[type[Record], Table] = {
    model.Programme: programmes,
    model.Perspective: perspectives,
    model.Theme: themes,
    model.Value: town_values,
    model.TargetGroup: target_groups,
    model.Goal: goals,
    model.Means: means,
    model.Action: actions,
    model.FollowUp: follow_ups,
    model.Role: roles,
    model.Holder: holders,
    model.Body: bodies,
    model.Membership: memberships,
    model.Metric: metrics,
    model.Target: targets,
    model.Reading: readings,
    model.Event: events,
    model.ReportingRule: reporting_rules,
    model.Decision: decisions,
    model.Material: materials,
    model.Contact: contacts,
    model.Partner: partners,
    model.OpenQuestion: open_questions,
}
