"""What a record says to a question: which side of it answers, and what has to be said with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from council.answers import Aspect, Finding, Note
from council.asking import Asked, Kind, Want
from council.dates import DateCertainty, DueDate
from council.model import (
    Action,
    Body,
    Certainty,
    Contact,
    Decision,
    Direction,
    Event,
    FollowUp,
    Goal,
    Material,
    Means,
    Metric,
    Named,
    OpenQuestion,
    Partner,
    Perspective,
    Programme,
    Record,
    ReportingRule,
    Role,
    Standing,
    TargetGroup,
    Theme,
    Value,
)
from council.register import Register
from council.verdicts import verdict

TYPES: dict[Kind, tuple[type[Record], ...]] = {
    Kind.PROGRAMME: (Programme,),
    Kind.PERSPECTIVE: (Perspective,),
    Kind.THEME: (Theme,),
    Kind.VALUE: (Value,),
    Kind.TARGET_GROUP: (TargetGroup,),
    Kind.GOAL: (Goal,),
    Kind.MEANS: (Means,),
    Kind.ACTION: (Action,),
    Kind.FOLLOW_UP: (FollowUp,),
    Kind.ROLE: (Role,),
    Kind.BODY: (Body,),
    Kind.METRIC: (Metric,),
    Kind.EVENT: (Event,),
    Kind.REPORTING: (ReportingRule,),
    Kind.DECISION: (Decision,),
    Kind.MATERIAL: (Material,),
    Kind.CONTACT: (Contact,),
    Kind.PARTNER: (Partner,),
    Kind.OPEN_QUESTION: (OpenQuestion,),
}

KIND_OF: dict[type[Record], Kind] = {t: kind for kind, types in TYPES.items() for t in types}

# For each want, the side of each type of record that answers it. A type that is not named for a
# want does not answer it at all.
SIDES: dict[Want, dict[type[Record], Aspect]] = {
    Want.WHO: {
        Action: Aspect.OWNERS,
        FollowUp: Aspect.OWNERS,
        Role: Aspect.HOLDER,
        Body: Aspect.TASK,
        Contact: Aspect.CONTACT,
        Event: Aspect.LED,
        Partner: Aspect.WHOLE,
        Metric: Aspect.OWNERS,
    },
    Want.WHEN: {
        FollowUp: Aspect.DUE,
        Action: Aspect.DUE,
        Event: Aspect.WHEN,
        Decision: Aspect.WHEN,
        ReportingRule: Aspect.DUE,
        Metric: Aspect.TARGET,
        Programme: Aspect.WHEN,
    },
    Want.WHERE: {Material: Aspect.WHERE, Event: Aspect.WHERE},
    Want.HOW_OFTEN: {ReportingRule: Aspect.FREQUENCY},
    Want.TARGET: {Metric: Aspect.TARGET},
    Want.PERCENT: {Metric: Aspect.TARGET},
    Want.EMAIL: {Contact: Aspect.CONTACT},
    Want.PHONE: {Contact: Aspect.CONTACT},
}


# The side that a question without any want is answered with, where it is not the whole.
PLAIN: dict[type[Record], Aspect] = {
    Body: Aspect.TASK,
    Material: Aspect.WHERE,
    Metric: Aspect.TARGET,
    Contact: Aspect.CONTACT,
    ReportingRule: Aspect.FREQUENCY,
}


def side(record: Record, asked: Asked) -> Aspect | None:
    """Return the side of a record that answers, or None where the record does not answer at all."""
    for want, sides in SIDES.items():
        if want in asked.wants:
            return sides.get(type(record))
    if asked.wants:  # money, a time of day, a number, a name: no record holds these
        return None
    if isinstance(record, Action | FollowUp) and Kind.GOAL in asked.kinds:
        return Aspect.GOALS
    return PLAIN.get(type(record), Aspect.WHOLE)


def finding(record: Record, aspect: Aspect, register: Register, today: date) -> Finding | None:
    """Return what a record says on a side, or None where it lacks just that."""
    tell = _TELL.get(aspect)
    found = tell(record, register, today) if tell else Finding(record, aspect)
    if found is None:
        return None
    notes = found.notes | _standing_notes(record, register)
    goals: tuple[Goal, ...] = ()
    if isinstance(record, Action | FollowUp) and aspect in {Aspect.OWNERS, Aspect.DUE}:
        goals = register.goals(record)
    return replace(found, goals=goals, source=record.source, notes=frozenset(notes))


# What a programme says shall be: a draft as long as the programme is one. What has taken place, who
# answers and whom to ask are facts all the same.
PLANNED = (Perspective, Theme, Value, TargetGroup, Goal, Means, Action, FollowUp, Metric)


def _standing_notes(record: Record, register: Register) -> set[Note]:
    notes: set[Note] = set()
    programme = register.programme(record)
    standing = record.standing if isinstance(record, Goal | Material | Programme) else None
    if programme and isinstance(record, PLANNED):
        standing = standing if standing is Standing.DRAFT else programme.standing
    if standing is Standing.DRAFT:
        notes.add(Note.DRAFT)
    if record.certainty is Certainty.UNCONFIRMED:
        notes.add(Note.UNCONFIRMED)
    replaced = register.successor(record.key) or register.successor(record.programme)
    if replaced or (programme and programme.standing is Standing.FORMER):
        notes.add(Note.FORMER)
    if record.source.dated is None:
        notes.add(Note.UNDATED)
    return notes


def date_notes(due: DueDate | None) -> set[Note]:
    """Return what has to be said with a date."""
    if due is None:
        return {Note.NO_DUE}
    notes: set[Note] = set()
    match due.certainty:
        case DateCertainty.FUZZY:
            notes.add(Note.FUZZY)
        case DateCertainty.UNCONFIRMED:
            notes.add(Note.UNCONFIRMED)
        case DateCertainty.YEARLESS:
            notes.add(Note.YEARLESS)
    if due.originally and due.originally != due.last:
        notes.add(Note.MOVED)
    return notes


def _owners(record: Record, register: Register, today: date) -> Finding | None:
    if isinstance(record, Metric):
        owner = register.get(record.owner)
        return Finding(record, Aspect.OWNERS, (owner,)) if owner else None
    if not isinstance(record, Action | FollowUp):
        return None
    owners = register.owners(record)
    if not owners and isinstance(record, Action):  # its follow-ups may have their own
        several = [o for f in register.follow_ups(record) for o in register.owners(f)]
        owners = tuple(dict.fromkeys(several))
    notes = {Note.NO_OWNER} if not owners else set()
    action = register.find(Action, record.action) if isinstance(record, FollowUp) else None
    return Finding(record, Aspect.OWNERS, owners, action, notes=frozenset(notes))


def _due(record: Record, register: Register, today: date) -> Finding | None:
    if isinstance(record, FollowUp):
        action = register.find(Action, record.action)
        notes = date_notes(record.due)
        related = register.owners(record)
        return Finding(record, Aspect.DUE, related, action, notes=frozenset(notes))
    if isinstance(record, Action):
        dated = tuple(f for f in register.follow_ups(record) if f.due)
        if not dated:
            return None
        notes = set().union(*(date_notes(f.due) for f in dated))
        return Finding(record, Aspect.DUE, dated, notes=frozenset(notes))
    if isinstance(record, ReportingRule):
        if not record.due:
            return _frequency(record, register, today)
        notes = set().union(*(date_notes(d) for d in record.due))
        related = register.all(Body, record.to)
        return Finding(record, Aspect.DUE, related, notes=frozenset(notes))
    return None


def _when(record: Record, register: Register, today: date) -> Finding | None:
    match record:
        case Event():
            due = record.when
        case Decision():
            due = record.on
        case Programme():
            due = record.period
        case _:
            return None
    if due is None:
        return None
    notes = date_notes(due)
    if isinstance(record, Event):
        if due.last and due.last < today:
            notes.add(Note.HELD)
        else:
            notes |= {Note.NO_TIME} if due.at is None else set()
            notes |= {Note.NO_PLACE} if not record.place else set()
    return Finding(record, Aspect.WHEN, notes=frozenset(notes))


def _where(record: Record, register: Register, today: date) -> Finding | None:
    if isinstance(record, Material):
        notes = {Note.NO_LINK} if not record.url else set()
        return Finding(record, Aspect.WHERE, notes=frozenset(notes))
    if isinstance(record, Event) and record.place:
        return Finding(record, Aspect.WHERE)
    return None


def _target(record: Record, register: Register, today: date) -> Finding | None:
    if not isinstance(record, Metric):
        return None
    targets = register.targets(record)
    settled = [t for t in targets if t.direction is not Direction.OPEN]
    notes = set() if settled else {Note.NO_TARGET}
    for target in settled:
        notes |= date_notes(target.due) - {Note.NO_DUE}
        notes |= {Note.UNCONFIRMED} if target.certainty is Certainty.UNCONFIRMED else set()
    readings = register.readings(record)
    related: tuple[Record, ...] = (*targets, *readings[-1:])
    verdicts = tuple(
        (target.key, said)
        for target in targets
        if (said := verdict(record, target, readings, today)) is not None
    )
    return Finding(record, Aspect.TARGET, related, notes=frozenset(notes), verdicts=verdicts)


def _frequency(record: Record, register: Register, today: date) -> Finding | None:
    if not isinstance(record, ReportingRule) or not (
        record.frequency or record.per_year or record.months
    ):
        return None
    return Finding(record, Aspect.FREQUENCY, register.all(Body, record.to))


def _goals(record: Record, register: Register, today: date) -> Finding | None:
    if not isinstance(record, Action | FollowUp):
        return None
    goals = register.goals(record)
    return Finding(record, Aspect.GOALS, goals) if goals else None


def _holder(record: Record, register: Register, today: date) -> Finding | None:
    if not isinstance(record, Role):
        return None
    holders = tuple(h for h in register.holders(record, today) if h.name)
    return Finding(record, Aspect.HOLDER, holders) if holders else None


def _task(record: Record, register: Register, today: date) -> Finding | None:
    if isinstance(record, Body) and (record.task or record.description):
        return Finding(record, Aspect.TASK)
    return None


def _contact(record: Record, register: Register, today: date) -> Finding | None:
    return Finding(record, Aspect.CONTACT) if isinstance(record, Contact) else None


def _led(record: Record, register: Register, today: date) -> Finding | None:
    """Tell who leads an event; what nobody is named to lead does not answer 'who'."""
    if not isinstance(record, Event) or not (record.lead or record.for_whom):
        return None
    return _when(record, register, today) or Finding(record, Aspect.WHOLE)


def _whole(record: Record, register: Register, today: date) -> Finding | None:
    if isinstance(record, Event):
        return _when(record, register, today) or Finding(record, Aspect.WHOLE)
    return Finding(record, Aspect.WHOLE)


_TELL: dict[Aspect, Callable[[Record, Register, date], Finding | None]] = {
    Aspect.OWNERS: _owners,
    Aspect.DUE: _due,
    Aspect.WHEN: _when,
    Aspect.WHERE: _where,
    Aspect.TARGET: _target,
    Aspect.FREQUENCY: _frequency,
    Aspect.GOALS: _goals,
    Aspect.HOLDER: _holder,
    Aspect.TASK: _task,
    Aspect.CONTACT: _contact,
    Aspect.WHOLE: _whole,
    Aspect.LED: _led,
}


def name_of(record: Record) -> str:
    """Return what a record is called; empty for a link between others."""
    if isinstance(record, Named | Programme):
        return record.name
    return ""
