"""Browse: programmes and what is in them, as the asker may see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from council.access import Asker
from council.answers import Aspect, Finding
from council.asking import Kind
from council.chamber import Council
from council.errors import NotFoundError
from council.facts import KIND_OF, TYPES, finding
from council.model import (
    Action,
    Body,
    Contact,
    Decision,
    Event,
    FollowUp,
    Goal,
    Material,
    Means,
    Metric,
    Programme,
    Record,
    ReportingRule,
    Role,
    State,
)
from council.register import Register

# Which side of a record a list shows first; the others are on its own page.
MAIN: dict[type[Record], Aspect] = {
    Action: Aspect.OWNERS,
    FollowUp: Aspect.DUE,
    Metric: Aspect.TARGET,
    Event: Aspect.WHEN,
    Body: Aspect.TASK,
    Role: Aspect.HOLDER,
    Material: Aspect.WHERE,
    ReportingRule: Aspect.FREQUENCY,
    Decision: Aspect.WHEN,
    Contact: Aspect.CONTACT,
}

SIDES: dict[type[Record], tuple[Aspect, ...]] = {
    Action: (Aspect.WHOLE, Aspect.STATE, Aspect.OWNERS, Aspect.DUE, Aspect.GOALS),
    FollowUp: (Aspect.WHOLE, Aspect.STATE, Aspect.OWNERS, Aspect.DUE, Aspect.GOALS),
    Metric: (Aspect.WHOLE, Aspect.TARGET, Aspect.OWNERS),
    Role: (Aspect.WHOLE, Aspect.HOLDER),
    ReportingRule: (Aspect.WHOLE, Aspect.DUE),
    Event: (Aspect.WHEN,),
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; an empty field does not narrow."""

    programme: str = ""
    goal: str = ""
    owner: str = ""
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on one record: its sides, its programme and what hangs on it."""

    record: Record
    findings: tuple[Finding, ...]
    programme: Programme | None
    related: tuple[Record, ...] = ()  # for a goal its actions, for an action its follow-ups…
    counts: tuple[tuple[Kind, int], ...] = ()  # of a programme: how many of each kind there are


@dataclass(frozen=True, slots=True)
class Agenda:
    """Events by whether they are over."""

    coming: tuple[Finding, ...]  # soonest first
    undated: tuple[Finding, ...]  # without a known day
    held: tuple[Finding, ...]  # latest first


def kind_of(record: Record) -> Kind | None:
    """Return the kind that people call a record by; None for links between records."""
    return KIND_OF.get(type(record))


async def programmes(council: Council, asker: Asker) -> tuple[Programme, ...]:
    """Return the programmes that the asker may see."""
    return (await _register(council, asker)).of(Programme)


async def record(council: Council, asker: Asker, key: str) -> Record:
    """Return a record. Raises NotFoundError where there is none for the asker."""
    found = (await _register(council, asker)).get(key)
    if found is None:
        raise NotFoundError(what="record")
    return found


async def town(council: Council, asker: Asker, of: Record) -> str:
    """Return the municipality of a record's programme, or ''."""
    programme = (await _register(council, asker)).programme(of)
    return programme.municipality if programme else ""


async def listed(
    council: Council, asker: Asker, kinds: Sequence[Kind], within: Filter
) -> tuple[Finding, ...]:
    """Return the records of some kinds, each with the side that a list shows.

    Raises NotFoundError where the filter names something that is not there for the asker.
    """
    register = await _register(council, asker)
    for key in (within.programme, within.goal, within.owner):
        if key and register.get(key) is None:
            raise NotFoundError(what="record")
    found = [
        record
        for kind in kinds
        for kept in TYPES[kind]
        for record in register.of(kept, within.programme)
        if _kept(record, within, register)
    ]
    return tuple(_main(record, register, council.today) for record in found)


async def owners(council: Council, asker: Asker, programme: str = "") -> tuple[Record, ...]:
    """Return the roles and bodies that own something, each once."""
    register = await _register(council, asker)
    actions, follow_ups = register.of(Action, programme), register.of(FollowUp, programme)
    owned: tuple[Action | FollowUp, ...] = (*actions, *follow_ups)
    return tuple(dict.fromkeys(owner for record in owned for owner in register.owners(record)))


async def agenda(council: Council, asker: Asker, programme: str = "") -> Agenda:
    """Return the events by whether they are over. Raises NotFoundError for an unknown programme."""
    register = await _register(council, asker)
    if programme and register.find(Programme, programme) is None:
        raise NotFoundError(what="record")
    today = council.today
    coming: list[Finding] = []
    undated: list[Finding] = []
    held: list[Finding] = []
    for event in register.events(programme):
        last = event.when.last if event.when else None
        place = undated if last is None else held if last < today else coming
        place.append(_main(event, register, today))
    return Agenda(tuple(coming), tuple(undated), tuple(reversed(held)))


async def page(council: Council, asker: Asker, key: str) -> Page:
    """Return everything on one record. Raises NotFoundError where there is none for the asker."""
    register = await _register(council, asker)
    found = register.get(key)
    if found is None:
        raise NotFoundError(what="record")
    sides = SIDES.get(type(found), (MAIN.get(type(found), Aspect.WHOLE),))
    told = (finding(found, side, register, council.today) for side in sides)
    findings = tuple(f for f in told if f is not None) or (_bare(found),)
    counts = _counts(found, register) if isinstance(found, Programme) else ()
    return Page(found, findings, register.programme(found), _related(found, register), counts)


async def _register(council: Council, asker: Asker) -> Register:
    return (await council.shelf.view(asker)).register


def _kept(record: Record, within: Filter, register: Register) -> bool:
    if within.goal and not _serves(record, within.goal, register):
        return False
    if within.owner and not _owned(record, within.owner, register):
        return False
    return within.state is None or getattr(record, "state", None) is within.state


def _serves(record: Record, goal: str, register: Register) -> bool:
    if isinstance(record, Means | Metric):
        return record.goal == goal
    if isinstance(record, Action | FollowUp):
        return any(g.key == goal for g in register.goals(record))
    return False


def _owned(record: Record, owner: str, register: Register) -> bool:
    if isinstance(record, Action):
        parts: tuple[Action | FollowUp, ...] = (record, *register.follow_ups(record))
        return any(o.key == owner for part in parts for o in register.owners(part))
    if isinstance(record, FollowUp):
        return any(o.key == owner for o in register.owners(record))
    return isinstance(record, Metric) and record.owner == owner


def _main(record: Record, register: Register, today: date) -> Finding:
    told = finding(record, MAIN.get(type(record), Aspect.WHOLE), register, today)
    return told or finding(record, Aspect.WHOLE, register, today) or _bare(record)


def _bare(record: Record) -> Finding:
    return replace(Finding(record, Aspect.WHOLE), source=record.source)


def _counts(programme: Programme, register: Register) -> tuple[tuple[Kind, int], ...]:
    counted = (
        (kind, sum(len(register.of(t, programme.key)) for t in TYPES[kind])) for kind in Kind
    )
    return tuple((kind, n) for kind, n in counted if n and kind is not Kind.PROGRAMME)


def _related(record: Record, register: Register) -> tuple[Record, ...]:
    tell = RELATED.get(type(record))
    return tell(record, register) if tell else ()


def _of_goal(record: Record, register: Register) -> tuple[Record, ...]:
    if not isinstance(record, Goal):
        return ()
    means = (m for m in register.of(Means, record.programme) if m.goal == record.key)
    metrics = (m for m in register.of(Metric, record.programme) if m.goal == record.key)
    return (*register.actions_for(record), *metrics, *means)


def _of_action(record: Record, register: Register) -> tuple[Record, ...]:
    return register.follow_ups(record) if isinstance(record, Action) else ()


def _of_owner(record: Record, register: Register) -> tuple[Record, ...]:
    return register.owned_by(record)


def _of_programme(record: Record, register: Register) -> tuple[Record, ...]:
    return tuple(
        p for p in register.of(Programme) if p.key != record.key and p.parent == record.key
    )


RELATED: dict[type[Record], Callable[[Record, Register], tuple[Record, ...]]] = {
    Goal: _of_goal,
    Action: _of_action,
    Role: _of_owner,
    Body: _of_owner,
    Programme: _of_programme,
}
