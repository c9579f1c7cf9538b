"""Progress: where a programme stands, what has changed in it, how a metric has gone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from council.access import Asker
from council.answers import Aspect, Finding
from council.asking import Asked
from council.chamber import Council
from council.dates import DateCertainty, DueDate
from council.errors import NotFoundError
from council.facts import finding
from council.figures import Point
from council.language import Language
from council.model import (
    Body,
    Decision,
    Direction,
    Event,
    EventKind,
    FollowUp,
    Metric,
    Programme,
    Reading,
    Target,
)
from council.people import Topic
from council.planning import OVER
from council.questions import question_of
from council.reasons import told
from council.register import Register
from council.scope import Scope
from council.since import Difference, differences
from council.tally import Item, Status, Tally, items_of, tally
from council.verdicts import amount_of, comparable
from council.words import fold

NO_NEWS_AFTER = 180  # days without news after which an item is said to have none
SAME_WORD = 5  # first letters by which inflected words are the same
MOST_CHANGES = 10_000  # that the history tells at once
COUNCILS = frozenset(
    fold(name)
    for name in (
        *("valtuusto", "kaupunginvaltuusto", "kunnanvaltuusto"),
        *("fullmäktige", "stadsfullmäktige", "kommunfullmäktige"),
        *("council", "city council", "municipal council"),
    )
)


@dataclass(frozen=True, slots=True)
class Meant:
    """The programme that somebody means, or those between which they have to choose."""

    programme: Programme | None = None
    choices: tuple[Programme, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the council that has been held."""

    record: Event | Decision
    on: date
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """What has changed in a programme."""

    programme: Programme
    first: date  # both inclusive
    last: date
    differences: tuple[Difference, ...]
    brought: date | None = None  # when the whole programme was, within the time
    clipped: bool = False  # there is more on record than was looked at


@dataclass(frozen=True, slots=True)
class Course:
    """What a metric has shown; `points` are those whose values are numbers."""

    metric: Metric
    readings: tuple[Reading, ...]  # oldest first
    targets: tuple[Target, ...]
    points: tuple[Point, ...]
    level: float | None  # that the target names, where it names one number with a direction


async def meant(
    council: Council, asker: Asker, programme: str, topic: Topic | None, text: str = ""
) -> Meant:
    """Return the programme of a button, of the words, of the talk, or the only one with anything.

    Raises NotFoundError where the button names a programme that is not there for the asker.
    """
    view = await council.shelf.view(asker)
    register = view.register
    if programme:
        return Meant(_programme(register, programme))
    scope = Scope(register.of(Programme))
    if text:
        asked = council.finder.read(text, today=council.today, language=None)
        scope = question_of(council, asked, view, None, "").scope
    if scope.one and scope.named:
        return Meant(scope.one)
    spoken_of = register.find(Programme, topic.programme) if topic else None
    if spoken_of and spoken_of.key in scope.keys and not scope.by_name:
        return Meant(spoken_of)
    followed = tuple(p for p in scope.programmes if items_of(register, p.key))
    fitting = followed or scope.programmes
    return Meant(fitting[0]) if len(fitting) == 1 else Meant(choices=fitting)


async def unread(council: Council, asker: Asker, text: str, language: Language) -> Asked:
    """Return words as they are understood: what they leave in `rest` is about something else.

    Words of the programmes' own names do not.
    """
    view = await council.shelf.view(asker)
    asked = council.finder.read(text, today=council.today, language=language)
    asked = question_of(council, asked, view, None, "").asked
    names = (name for p in view.register.of(Programme) for name in (p.name, *p.aliases))
    own = {word[:SAME_WORD] for name in names for word in fold(name).split()}
    return replace(asked, rest=tuple(w for w in asked.rest if fold(w)[:SAME_WORD] not in own))


async def standing(
    council: Council, asker: Asker, programme: str, days: int = NO_NEWS_AFTER
) -> Tally:
    """Return where a programme stands today. Raises NotFoundError for one that is not there."""
    register = (await council.shelf.view(asker)).register
    found = _programme(register, programme)
    silent = council.now() - timedelta(days=days)
    still = (r.key for r in items_of(register, programme) if r.state not in OVER)
    known = await told(council, asker, silent, tuple(still))
    return tally(register, found, known, council.today, (days, silent))


async def items(
    council: Council, asker: Asker, programme: str, status: Status
) -> tuple[tuple[Item, Finding], ...]:
    """Return the items of a class, each with what a list says of it; the latest due first.

    Raises NotFoundError for a programme that is not there.
    """
    register = (await council.shelf.view(asker)).register
    found = await standing(council, asker, programme)
    of_class = [item for item in found.whole.items if item.status is status]
    of_class.sort(key=lambda item: -item.days_late)
    return tuple((item, _listed(item, register, council.today)) for item in of_class)


def _listed(item: Item, register: Register, today: date) -> Finding:
    record = item.record
    aspect = Aspect.DUE if isinstance(record, FollowUp) else Aspect.OWNERS
    told_of = finding(record, aspect, register, today) or Finding(record, Aspect.WHOLE)
    return replace(told_of, reason=item.reason)


async def changed(
    council: Council, asker: Asker, programme: str, between: tuple[date, date]
) -> Changed:
    """Return what has changed in a programme from one day to another, both inclusive.

    Days are those of the municipality. Raises NotFoundError for a programme that is not there.
    """
    register = (await council.shelf.view(asker)).register
    found = _programme(register, programme)
    first, last = between
    async with council.records() as records:
        changes = await records.changes.since(_beginning(council, first))
    until = _beginning(council, last + timedelta(days=1))
    born = next((c.at for c in changes if c.key == programme and not c.field and c.after), None)
    # What came with the programme itself is no change of it; what became of that later is.
    later = [c for c in changes if c.field or c.at != born]
    return Changed(
        found,
        first,
        last,
        differences(later, register, asker, programme, until),
        born.astimezone(council.zone).date() if born and born < until else None,
        clipped=len(changes) >= MOST_CHANGES,
    )


async def last_meeting(council: Council, asker: Asker, programme: str) -> Meeting | None:
    """Return the council's latest meeting before today that the register knows of.

    It is looked for in every programme of the same municipality. Raises NotFoundError for a
    programme that is not there.
    """
    register = (await council.shelf.view(asker)).register
    town = _programme(register, programme).municipality
    keys = {p.key for p in register.of(Programme, former=True) if p.municipality == town}
    bodies = {b.key for b in register.of(Body) if b.programme in keys and fold(b.name) in COUNCILS}
    events = (e for e in register.of(Event) if e.kind is EventKind.MEETING and e.body in bodies)
    decisions = (d for d in register.of(Decision) if d.body in bodies)
    held: list[tuple[Event | Decision, date]] = [
        *((e, day) for e in events if (day := _day(e.when))),
        *((d, day) for d in decisions if (day := _day(d.on))),
    ]
    past = [(record, day) for record, day in held if day < council.today]
    if not past:
        return None
    record, day = max(past, key=lambda pair: pair[1])
    due = record.when if isinstance(record, Event) else record.on
    unsure = due is not None and due.certainty is DateCertainty.UNCONFIRMED
    return Meeting(record, day, unsure)


async def course(council: Council, asker: Asker, key: str) -> Course:
    """Return what a metric has shown. Raises NotFoundError where there is no such metric."""
    register = (await council.shelf.view(asker)).register
    metric = register.find(Metric, key)
    if metric is None:
        raise NotFoundError(what="record")
    readings, targets = register.readings(metric), register.targets(metric)
    return Course(metric, readings, targets, _points(metric, readings), _level(targets))


def _points(metric: Metric, readings: Sequence[Reading]) -> tuple[Point, ...]:
    """Return the readings that are numbers in the unit of the latest of them."""
    known = [(r, amount) for r in readings if (amount := amount_of(r)) is not None]
    return tuple(
        Point(reading.on, float(amount.number), reading.value)
        for reading, amount in known
        if comparable(amount, known[-1][1], metric)
    )


def number_of(text: str) -> float | None:
    """Return the number that a value is, in Finnish or English writing; None for anything else."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace("−", "-").replace(",", ".")
    try:
        number = float(plain.removesuffix("%"))
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _level(targets: Sequence[Target]) -> float | None:
    pointed = [t for t in targets if t.direction in _LEVELS and t.value]
    return number_of(pointed[0].value) if len(pointed) == 1 else None


_LEVELS = frozenset({Direction.AT_LEAST, Direction.AT_MOST, Direction.EXACTLY, Direction.UNSTATED})


def _programme(register: Register, key: str) -> Programme:
    found = register.find(Programme, key)
    if found is None:
        raise NotFoundError(what="record")
    return found


def _day(due: DueDate | None) -> date | None:
    """Return a known single day; a soft or yearless one is no meeting's."""
    firm = due is not None and due.certainty in {DateCertainty.CERTAIN, DateCertainty.UNCONFIRMED}
    return due.last if due is not None and firm and due.one_day else None


def _beginning(council: Council, day: date) -> datetime:
    return datetime.combine(day, time(), council.zone).astimezone(UTC)
