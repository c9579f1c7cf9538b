"""What goes out: what is to come, what went out today, what goes out now, and what is held back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from json import dumps
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.choices import set_rule
from council.errors import NotFoundError
from council.gathering import PURPOSE, UNDELIVERABLE, gather
from council.ledger import Dispatch, DispatchState, Reminder, RowState
from council.model import Record
from council.office import Office, office
from council.openings import next_opening, quiet_at, sending_hour
from council.people import Person
from council.permission import administrators_only
from council.ports import Change, Records
from council.reminders import BEAT, MOST, upcoming
from council.replanning import plan
from council.rules import TOWN, RuleKind, Step
from council.sorting import ANYBODY, end_of_day

AHEAD: Final = timedelta(days=91)
FAR_AHEAD: Final = timedelta(days=3 * 365)

PAUSED, QUIET, EARLY, HAD_TODAYS, NOTHING = "paused", "quiet", "early", "had-todays", "nothing"
_LATE = frozenset({RuleKind.OVERDUE, RuleKind.ESCALATED, RuleKind.READING_LATE})
_LOST = frozenset({RowState.FAILED, RowState.UNREACHABLE})


@dataclass(frozen=True, slots=True)
class Line:
    """A reminder with the record it is about; None where that has been removed."""

    row: Reminder
    record: Record | None


@dataclass(frozen=True, slots=True)
class Coming:
    """What one person gets on one day."""

    day: date
    person: Person
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """A message of today and whom it is for."""

    dispatch: Dispatch
    person: Person


@dataclass(frozen=True, slots=True)
class Without:
    """Somebody whose reminder has been due and who has got no message today; `why` is a code."""

    person: Person
    why: str


@dataclass(frozen=True, slots=True)
class Today:
    """The day's messages and what keeps others from going out."""

    day: date
    messages: tuple[Gone, ...]
    without: tuple[Without, ...]
    ran: datetime | None  # when the engine last did a tick
    paused: bool
    quiet: bool
    opens: datetime  # when it may next write, where it may not now


@dataclass(frozen=True, slots=True)
class Sending:
    """What came of asking to send now."""

    why: str = ""  # a code: why nothing goes out
    made: int = 0  # messages that go out at the engine's next tick
    held: tuple[Person, ...] = ()  # have had today's message already
    opens: datetime | None = None


async def coming(council: Council, asker: Asker, *, ahead: timedelta = AHEAD) -> tuple[Coming, ...]:
    """Return what goes out in the time ahead, by day and person. Raises NotAllowedError."""
    rows = await upcoming(council, asker, council.now() + ahead)
    known = await office(council)
    days = known.setting.days
    by: dict[tuple[date, str], list[Line]] = {}
    for row in rows:
        day = max(days.day(row.at), council.today)
        line = Line(row, known.register.get(row.item))
        by.setdefault((day, row.recipient), []).append(line)
    found = (Coming(day, _person(who, known), tuple(own)) for (day, who), own in by.items())
    return tuple(sorted(found, key=lambda c: (c.day, c.person.name.casefold(), c.person.key)))


async def today(council: Council, asker: Asker) -> Today:
    """Return what went out today, what did not and why. Raises NotAllowedError."""
    administrators_only(asker)
    known = await office(council)
    days, now, rules = known.setting.days, council.now(), known.rules()
    async with council.records() as records:
        made = await records.pace.made(days.moment(council.today, time(0)))
        due = await records.ledger.upcoming(now, MOST)
        beats = {beat.name: beat.at for beat in await records.beats.beats()}
    quiet = quiet_at(now, rules, days)
    return Today(
        council.today,
        tuple(Gone(one, _person(one.recipient, known)) for one in made),
        tuple(_without(due, made, known)),
        beats.get(BEAT),
        rules.paused,
        quiet,
        next_opening(now, rules, days, sending_hour(ANYBODY, rules)) if quiet else now,
    )


async def send_now(
    council: Council, asker: Asker, *, person: str = "", item: str = "", through: str
) -> Sending:
    """Make the messages that are due, or a person's or an item's next one, go out at the next tick.

    Quiet hours, days off, pauses and the one message a day hold. Raises NotAllowedError.
    """
    administrators_only(asker)
    known = await office(council)
    rules, days, now = known.rules(), known.setting.days, council.now()
    if rules.paused:
        return Sending(PAUSED)
    if quiet_at(now, rules, days):
        return Sending(QUIET, opens=next_opening(now, rules, days, sending_hour(ANYBODY, rules)))
    await plan(council)
    held: tuple[str, ...] = ()
    if person or item:
        async with council.records() as records:
            held = await _bring_forward(records, asker, person, item, known, through)
    made = await gather(council)
    persons = tuple(_person(who, known) for who in held)
    if made:
        return Sending(made=made, held=persons)
    if held:
        return Sending(HAD_TODAYS, held=persons)
    opens = await _opens(council, person, item, known)
    return Sending(EARLY, opens=opens) if opens else Sending(NOTHING)


async def pause(council: Council, asker: Asker, *, on: bool, through: str) -> bool:
    """Hold every reminder back, or let them go on; tell if that changed. Raises NotAllowedError."""
    return await set_rule(council, asker, TOWN, "paused", on or None, through=through)


async def reach_again(council: Council, asker: Asker, person: str, *, through: str) -> int:
    """Try a person again whom nothing reached; return how many reminders are sent once more.

    Raises NotAllowedError, and NotFoundError where there is no such person.
    """
    administrators_only(asker)
    now = council.now()
    async with council.records() as records:
        if await records.people.find(person) is None:
            raise NotFoundError(what="person")
        why = (await records.choices.unreachable()).get(person, "")
        await records.choices.reached(person, "", now)
        latest = (await records.dispatches.latest(PURPOSE, [person])).get(person)
        lost = await records.ledger.within([latest.id]) if latest else ()
        again = [
            replace(r, state=RowState.PLANNED, dispatch="", reason="again", at=now, changed=now)
            for r in lost
            if r.recipient == person and r.state in _LOST
        ]
        await records.ledger.put(again)
        await records.desk.close_task(UNDELIVERABLE, person, now)
        was = dumps(why or "failed")
        change = Change(person, "unreachable", was, "", asker.person, now, through)
        await records.changes.add([change])
        await records.plans.mark([person], now)
    return len(again)


async def why_unreachable(council: Council, asker: Asker, persons: Iterable[str]) -> dict[str, str]:
    """Return the code of why nothing reached each of these. Raises NotAllowedError."""
    administrators_only(asker)
    async with council.records() as records:
        lost = await records.choices.unreachable()
        latest = await records.dispatches.latest(PURPOSE, tuple(persons))
    failed = {who: one.reason for who, one in latest.items()}
    return {who: lost.get(who) or failed.get(who, "") for who in persons}


async def _bring_forward(  # noqa: PLR0913, PLR0917 - a piece of `send_now`
    records: Records, asker: Asker, person: str, item: str, known: Office, through: str
) -> tuple[str, ...]:
    """Bring the next rows of a person or an item forward to now; return who had today's message."""
    now = known.setting.now
    rows = await records.ledger.upcoming(now + FAR_AHEAD, MOST, person)
    wanted = _next([row for row in rows if not item or row.item == item], known)
    latest = await records.dispatches.latest(PURPOSE, {row.recipient for row in wanted})
    had = {who for who, one in latest.items() if _has_todays(one, known)}
    moved = [
        replace(row, at=now, reason="sent-now", changed=now)
        for row in wanted
        if row.recipient not in had and row.at > now >= _hour(row, known)
    ]
    await records.ledger.put(moved)
    told = dumps(now.isoformat())
    items = sorted({row.item for row in moved})
    await records.changes.add(
        [Change(key, "sent-now", "", told, asker.person, now, through) for key in items]
    )
    return tuple(sorted(had))


async def _opens(council: Council, person: str, item: str, known: Office) -> datetime | None:
    """Return when, later today, somebody's own hour comes for whom something waits."""
    now = council.now()
    ahead = now + FAR_AHEAD if person or item else end_of_day(known)
    async with council.records() as records:
        rows = await records.ledger.upcoming(ahead, MOST, person)
    found = _next([row for row in rows if not item or row.item == item], known)
    hours = (_hour(row, known) for row in found)
    return min((hour for hour in hours if hour > now), default=None)


def _hour(row: Reminder, known: Office) -> datetime:
    """Return the moment of today before which a row's recipient is told nothing."""
    rules, chosen = known.rules(row.programme, row.item), known.staff.chosen(row.recipient)
    days = known.setting.days
    return days.moment(days.day(known.setting.now), sending_hour(chosen, rules))


def _next(rows: Sequence[Reminder], known: Office) -> list[Reminder]:
    """Return the rows of the first day that has any whose words would be true today."""
    days, today_is = known.setting.days, known.setting.days.day(known.setting.now)
    true = [row for row in rows if _is_true(row, today_is, known)]
    first = min((days.day(row.at) for row in true), default=None)
    return [row for row in true if days.day(row.at) == first]


def _is_true(row: Reminder, today_is: date, known: Office) -> bool:
    """Tell whether a reminder may be brought forward: none says that it is late before it is."""
    kind = Step.read(row.rule).kind
    if kind in _LATE:
        return row.due < today_is
    return kind is not RuleKind.NO_NEWS or row.at <= known.setting.now


def _has_todays(dispatch: Dispatch, known: Office) -> bool:
    """Tell whether a person's newest message is today's, gone or on its way."""
    days, today = known.setting.days, known.setting.days.day(known.setting.now)
    if dispatch.state is DispatchState.LEASED:
        return True
    gone = dispatch.sent or dispatch.made
    return dispatch.state is DispatchState.SENT and days.day(gone) >= today


def _without(due: Iterable[Reminder], made: Iterable[Dispatch], known: Office) -> Iterable[Without]:
    """Yield whose reminders are due and who has got nothing today."""
    rules = known.rules()
    quiet = quiet_at(known.setting.now, rules, known.setting.days)
    told = {one.recipient for one in made}
    for who in dict.fromkeys(row.recipient for row in due):
        if who in told:
            continue
        why = PAUSED if rules.paused else QUIET if quiet else "waiting"
        yield Without(_person(who, known), why)


def _person(key: str, known: Office) -> Person:
    return known.staff.people.get(key) or Person(key)
