"""What has changed between two moments, from the history: first against last, record by record.

What is told is worked out for one asker. A change of a record that they may not see, or could not
have seen when it was made, does not exist; neither does one of anything but the register.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from council.access import Asker
from council.dates import DueDate
from council.model import (
    Certainty,
    Goal,
    Metric,
    Named,
    Programme,
    Reading,
    Record,
    Source,
    Standing,
    State,
    Target,
)
from council.ports import Change
from council.recorded import HELD, TOLD, due_of, shape, state_of, value, visible
from council.register import Register

_SILENT = frozenset({"audience", "order", "source", "supersedes", "aliases", "key", "programme"})
_SPOKEN = (HELD | {"news"}) - _SILENT


class What(StrEnum):
    """What has become of a record, in the order in which it is told."""

    DONE = "done"
    NEW = "new"
    GONE = "gone"
    STATE = "state"
    MOVED = "moved"
    OWNERS = "owners"
    WORDING = "wording"
    STANDING = "standing"
    CONFIRMED = "confirmed"
    NEWS = "news"
    DETAILS = "details"  # something else, which is not told apart


Told: TypeAlias = DueDate | State | Standing | tuple[Record, ...] | str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that has become of a record."""

    key: str
    kind: type[Record]
    name: str
    what: What
    at: datetime  # UTC; of the latest change
    before: Told = None
    after: Told = None
    why: str = ""
    source: Source | None = None  # None: the record is gone
    goal: Goal | None = None
    order: int = 0


@dataclass(slots=True)
class _Life:
    """What was first and what is last of one record within the time."""

    existed: bool = True
    exists: bool = True
    first: dict[str, Any] = field(default_factory=dict)
    last: dict[str, Any] = field(default_factory=dict)
    at: dict[str, datetime] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    seen: bool = False


def differences(
    changes: Sequence[Change], register: Register, asker: Asker, programme: str, until: datetime
) -> tuple[Difference, ...]:
    """Return what has become of a programme's records, by goal and in the document's order.

    `changes` are all from the beginning of the time to now, oldest first; those after `until` are
    not told of, but tell who could see what.
    """
    open_to = [c for c in visible(changes, register, asker) if c.at < until]
    lives = _lives(open_to)
    kinds = {key: _kind(key, life, register) for key, life in lives.items()}
    found = (
        difference
        for key, life in lives.items()
        if (kind := kinds[key]) is not None and _programme(key, life, register) == programme
        for difference in _of(key, kind, life, lives, register)
    )
    return tuple(sorted(found, key=_place))


def _place(difference: Difference) -> tuple[bool, int, str, int, str, int]:
    goal = difference.goal
    return (
        goal is None,
        goal.order if goal else 0,
        goal.key if goal else "",
        difference.order,
        difference.key,
        list(What).index(difference.what),
    )


def _lives(changes: Iterable[Change]) -> dict[str, _Life]:
    lives: dict[str, _Life] = {}
    for change in changes:
        life = lives.setdefault(change.key, _Life(existed=bool(change.field or change.before)))
        for name, before, after in _parts(change):
            life.first.setdefault(name, before)
            life.last[name] = after
            life.at[name] = change.at
            if change.why:
                life.why[name] = change.why
        if not change.field:
            life.exists = bool(change.after)
    return lives


def _parts(change: Change) -> Iterator[tuple[str, Any, Any]]:
    """Return the fields that a change touches, '' for the whole record, before and after it."""
    before, after = value(change.before), value(change.after)
    if change.field:
        yield change.field, before, after
        return
    yield "", before, after
    old = before if isinstance(before, dict) else {}
    new = after if isinstance(after, dict) else {}
    for name in old.keys() | new.keys():
        yield name, old.get(name), new.get(name)


def _kind(key: str, life: _Life, register: Register) -> type[Record] | None:
    record = register.get(key)
    if record is not None and life.exists:
        return type(record) if isinstance(record, TOLD) else None
    return shape(life.first.get("", None)) if not life.exists else None


def _programme(key: str, life: _Life, register: Register) -> str:
    record = register.get(key)
    return record.programme if record else str(life.first.get("programme", ""))


def _of(
    key: str, kind: type[Record], life: _Life, lives: Mapping[str, _Life], register: Register
) -> Iterator[Difference]:
    record = register.get(key)
    name = name_of(record, register) if record else str(life.first.get("name", ""))
    order = record.order if record else _number(life.first.get("order"))

    def told(what: What, of: str, before: Told = None, after: Told = None) -> Difference:
        return Difference(
            key,
            kind,
            name,
            what,
            life.at[of],
            before,
            after,
            life.why.get(of, ""),
            record.source if record else None,
            _goal(key, lives, register),
            order,
        )

    if not life.existed or not life.exists:
        if life.existed != life.exists:
            yield told(What.GONE if life.existed else What.NEW, "")
        return
    details = ""
    for of, last in life.last.items():
        first = life.first[of]
        if of not in _SPOKEN or first == last:
            continue
        what = _FIELDS.get(of, What.DETAILS)
        if what is What.DETAILS:
            details = of if not details or life.at[of] > life.at[details] else details
        elif made := _values(what, first, last, register):
            yield told(made[0], of, made[1], made[2])
    if details:
        yield told(What.DETAILS, details)


_FIELDS: Mapping[str, What] = {
    "state": What.STATE,
    "due": What.MOVED,
    "when": What.MOVED,
    "on": What.MOVED,
    "owners": What.OWNERS,
    "name": What.WORDING,
    "standing": What.STANDING,
    "certainty": What.CONFIRMED,
    "news": What.NEWS,
}


def _values(
    what: What, first: object, last: object, register: Register
) -> tuple[What, Told, Told] | None:
    """Return what a field's change is told as, with its values; None where it is not told."""
    match what:
        case What.STATE:
            before, after = state_of(first), state_of(last)
            return (What.DONE if after is State.DONE else what, before, after) if after else None
        case What.MOVED:
            days = due_of(first), due_of(last)
            return (what, *days) if days[0] != days[1] else None
        case What.OWNERS:
            return what, _records(first, register), _records(last, register)
        case What.STANDING:
            known = {standing.value: standing for standing in Standing}
            return (what, None, known[last]) if isinstance(last, str) and last in known else None
        case What.CONFIRMED:
            return (what, None, None) if last == Certainty.CERTAIN else None
        case _:
            return what, _words(first), _words(last)


def _records(keys: object, register: Register) -> tuple[Record, ...]:
    listed = keys if isinstance(keys, list) else []
    return tuple(r for key in listed if isinstance(key, str) and (r := register.get(key)))


def _words(text: object) -> str:
    return text if isinstance(text, str) else ""


def _number(count: object) -> int:
    return count if isinstance(count, int) else 0


def name_of(record: Record, register: Register) -> str:
    """Return what a record is called; a target or a reading by its metric."""
    if isinstance(record, Target | Reading):
        metric = register.find(Metric, record.metric)
        return metric.name if metric else ""
    return record.name if isinstance(record, Named | Programme) else ""


def _goal(key: str, lives: Mapping[str, _Life], register: Register) -> Goal | None:
    """Return the first goal that a record serves, as far as the asker sees."""
    if found := register.find(Goal, key):
        return found
    for link in ("action", "goals", "goal", "metric"):
        for linked in _links(key, link, lives, register):
            if linked != key and (found := _goal(linked, lives, register)):
                return found
    return None


def _links(key: str, link: str, lives: Mapping[str, _Life], register: Register) -> tuple[str, ...]:
    record = register.get(key)
    held = getattr(record, link, None) if record else None
    if record is None and key in lives:
        held = lives[key].first.get(link)
    many = held if isinstance(held, list | tuple) else (held,)
    return tuple(one for one in many if isinstance(one, str) and one)
