"""The form's schema: its sections and their keys, drawn from the council's own record types."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from enum import Enum, StrEnum
from typing import Union, get_args, get_origin, get_type_hints

from council.dates import DateKind, DueDate
from council.loading import links_of
from council.model import (
    Action,
    Body,
    Contact,
    Decision,
    Event,
    FollowUp,
    Goal,
    Holder,
    Material,
    Means,
    Membership,
    Metric,
    OpenQuestion,
    Partner,
    Perspective,
    Programme,
    Reading,
    Record,
    ReportingRule,
    Role,
    Target,
    TargetGroup,
    Theme,
    Value,
)

VERSION = "1"


class Shape(Enum):
    """How a key's value is written, and how a fault names that."""

    TEXT = "text"
    TEXTS = "a text or a list of texts"
    FLAG = "true or false"
    NUMBER = "a whole number"
    MONTHS = "a number of months or [shortest, longest]"
    DAY = "a day"
    WHEN = "a date"
    WHENS = "a date or a list of dates"
    CHOICE = "one word of a list"
    LINK = "an id"
    LINKS = "an id or a list of ids"
    ADDRESS = "an https address"
    EMAIL = "an e-mail address"


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a section: the record's attribute of the same name."""

    key: str
    shape: Shape
    required: bool = False
    choices: type[StrEnum] | None = None
    points_at: tuple[type[Record], ...] = ()
    kind: DateKind = DateKind.BY


@dataclass(frozen=True, slots=True)
class Section:
    """A list of records of one type; `nested` are the lists inside each of them."""

    key: str
    record: type[Record]
    nested: tuple["Section", ...] = ()
    within: str = ""  # the attribute that takes the key of the record around it
    own: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        """Draw the keys from the record type."""
        object.__setattr__(self, "own", _fields_of(self.record, self.within))

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that may stand in an item of this section."""
        return ("id", *self.own, *SHARED_KEYS, *(section.key for section in self.nested))


SHARED_KEYS = ("source", "audience")  # inherited: from the record around, then from the file
DOCUMENT_KEYS = ("file", "title", "date")
SOURCE_KEYS = ("document", "place", "words")
_ELSEWHERE = frozenset({"key", "programme", "source", "audience", "order"})
_KINDS: Mapping[tuple[type[Record], str], DateKind] = {
    (Programme, "period"): DateKind.PERIOD,
    (Event, "when"): DateKind.AT,
    (Decision, "on"): DateKind.AT,
}
_SHAPES: Mapping[object, Shape] = {
    str: Shape.TEXT,
    bool: Shape.FLAG,
    int: Shape.NUMBER,
    date: Shape.DAY,
    DueDate: Shape.WHEN,
    tuple[str, ...]: Shape.TEXTS,
    tuple[DueDate, ...]: Shape.WHENS,
    tuple[int, int]: Shape.MONTHS,
}
_LINK_SHAPES = {Shape.TEXT: Shape.LINK, Shape.TEXTS: Shape.LINKS}
_SPECIAL = {"url": Shape.ADDRESS, "email": Shape.EMAIL}


def _fields_of(record: type[Record], within: str) -> dict[str, Field]:
    hints = get_type_hints(record)
    links = links_of(record)
    found: dict[str, Field] = {}
    for attribute in fields(record):
        name = attribute.name
        if name in _ELSEWHERE or name == within:
            continue
        hint = _without_none(hints[name])
        choices = hint if isinstance(hint, type) and issubclass(hint, StrEnum) else None
        shape = Shape.CHOICE if choices else _SPECIAL.get(name, _SHAPES.get(hint, Shape.TEXT))
        if name in links:
            shape = _LINK_SHAPES[shape]
        found[name] = Field(
            key=name,
            shape=shape,
            required=attribute.default is MISSING and attribute.default_factory is MISSING,
            choices=choices,
            points_at=links.get(name, ()),
            kind=_KINDS.get((record, name), DateKind.BY),
        )
    return found


def _without_none(hint: object) -> object:
    if get_origin(hint) in {Union, types.UnionType}:
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


PROGRAMME = Section("programme", Programme)
SECTIONS: tuple[Section, ...] = (
    Section("roles", Role, (Section("holders", Holder, within="role"),)),
    Section("bodies", Body, (Section("members", Membership, within="body"),)),
    Section("perspectives", Perspective),
    Section("themes", Theme),
    Section("values", Value),
    Section("target_groups", TargetGroup),
    Section("goals", Goal, (Section("means", Means, within="goal"),)),
    Section("means", Means),
    Section("actions", Action, (Section("follow_ups", FollowUp, within="action"),)),
    Section(
        "metrics",
        Metric,
        (
            Section("targets", Target, within="metric"),
            Section("readings", Reading, within="metric"),
        ),
    ),
    Section("events", Event),
    Section("reporting", ReportingRule),
    Section("decisions", Decision),
    Section("materials", Material),
    Section("contacts", Contact),
    Section("partners", Partner),
    Section("questions", OpenQuestion),
)
ROOT_KEYS = (
    "luotsi",
    "documents",
    "source",
    "audience",
    "programme",
    *(section.key for section in SECTIONS),
)
