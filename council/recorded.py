"""What a change on record holds: values from their JSON, and who may know of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, time
from typing import Any

from council.access import Asker
from council.dates import DateCertainty, DateKind, DueDate
from council.model import (
    Action,
    Body,
    Decision,
    Event,
    FollowUp,
    Goal,
    Material,
    Means,
    Metric,
    OpenQuestion,
    Perspective,
    Programme,
    Reading,
    Record,
    ReportingRule,
    State,
    Target,
    TargetGroup,
    Theme,
    Value,
)
from council.ports import AUDIENCE, Change
from council.register import Register

# What a programme is made of; persons, their roles and how to reach them are not told of.
TOLD: tuple[type[Record], ...] = (
    *(Programme, Perspective, Theme, Value, TargetGroup, Goal, Means, Action, FollowUp, Metric),
    *(Target, Reading, Event, ReportingRule, Decision, Material, OpenQuestion, Body),
)

# What a record itself holds; what else is on record of it, such as who put it off, is not told.
HELD: frozenset[str] = frozenset(field.name for kind in TOLD for field in fields(kind))


def visible(changes: Sequence[Change], register: Register, asker: Asker) -> list[Change]:
    """Return the changes of records that the asker sees, and saw when they were changed.

    The audience of a record, and of its programme, is followed backwards from what it is now.
    """
    now: dict[str, frozenset[str] | None] = {}
    kept = []
    for change in reversed(changes):
        key = change.key
        if key not in now:
            record = register.get(key)
            now[key] = record.audience if record else None
        if change.field == AUDIENCE:
            now[key] = _audience(value(change.before))
            continue
        if not change.field and not change.after:
            now[key] = _gone_audience(value(change.before))
        if _may_see(key, now, register, asker):
            kept.append(change)
        if not change.field and not change.before:
            now[key] = None  # what was before, if anything, was another record
    return kept[::-1]


def _may_see(
    key: str, now: Mapping[str, frozenset[str] | None], register: Register, asker: Asker
) -> bool:
    own, parent = now.get(key), key.partition("/")[0]
    programme = register.find(Programme, parent)
    above = now.get(parent, programme.audience if programme else None)
    seen = programme is not None and above is not None and asker.may_see(above)
    return seen and own is not None and asker.may_see(own)


def _audience(labels: object) -> frozenset[str] | None:
    if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
        return None
    return frozenset(labels)


def _gone_audience(content: object) -> frozenset[str] | None:
    """Return the audience of a whole record that is gone; None where it was no record."""
    if not isinstance(content, dict) or shape(content) is None:
        return None
    return _audience(content.get("audience"))


def shape(content: object) -> type[Record] | None:
    """Return the type that a whole record in JSON is of, by its fields.

    Of those that have the same fields it is the first: a theme that is gone reads as a perspective.
    """
    if not isinstance(content, dict):
        return None
    names = content.keys()
    return next((kind for kind in TOLD if {f.name for f in fields(kind)} == names), None)


def value(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return what a change's JSON holds; None where there was nothing or it cannot be read."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def state_of(content: object) -> State | None:
    """Return a state from its JSON."""
    known = {state.value: state for state in State}
    return known.get(content) if isinstance(content, str) else None


def due_of(content: object) -> DueDate | None:
    """Return a day or period from its JSON, or from a bare day; None where there is none."""
    try:
        if isinstance(content, str):
            day = date.fromisoformat(content)
            return DueDate(start=day, end=day)
        if not isinstance(content, dict):
            return None
        at = content.get("at")
        return DueDate(
            words=str(content.get("words") or ""),
            start=_day(content.get("start")),
            end=_day(content.get("end")),
            certainty=DateCertainty(content.get("certainty") or DateCertainty.CERTAIN),
            kind=DateKind(content.get("kind") or DateKind.BY),
            yearless=str(content.get("yearless") or ""),
            at=time.fromisoformat(at) if at else None,
        )
    except (TypeError, ValueError):
        return None


def _day(content: Any) -> date | None:  # noqa: ANN401 - JSON
    return date.fromisoformat(content) if content else None
