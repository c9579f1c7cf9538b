"""A made-up town with as many open items as are asked for, and a council with a fixed clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from council.access import COUNCIL, Right
from council.chamber import Council, convene
from council.dates import DueDate
from council.dispatching import Engine
from council.gathering import REMINDERS
from council.ledger import Delivery, Dispatch, DispatchState
from council.model import Action, FollowUp, Holder, Programme, ProgrammeKind, Record, Role, Source
from council.people import Person
from council.ports import Change, OpenRecords, Outside
from pictures import Drawing
from scheduler.holidays import is_holiday
from search import NgxFinder

MARKED = datetime(2026, 11, 18, 5, tzinfo=UTC)  # a Wednesday, before the hour of reminders
NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)  # after it
DUE = date(2026, 12, 2)  # a fortnight later
FOLLOW_UPS = 5  # of one role
FINDER = NgxFinder()  # reads its lists of words, which takes longer than a tick
SOURCE = Source("made-up.pdf", "Made up", date(2026, 1, 1))


class Prompt:
    """A courier that answers at once."""

    def __init__(self) -> None:
        """Begin with nothing carried."""
        self.carried: list[str] = []

    async def carry(self, dispatch: Dispatch) -> Delivery:
        """Say that it has arrived."""
        self.carried.append(dispatch.id)
        return Delivery(DispatchState.SENT, message="m", conversation="c")

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        """Say that it has been done."""
        del dispatch
        return Delivery(DispatchState.SENT)


async def at_once(seconds: float) -> None:
    """Do not wait."""
    del seconds


def council_of(
    records: OpenRecords, courier: Prompt, *, later: timedelta = timedelta(0)
) -> Council:
    """Return a council whose clock stands still."""
    outside = Outside(
        records,
        FINDER,
        lambda: NOW + later,
        ZoneInfo("Europe/Helsinki"),
        Drawing(),
        holiday=is_holiday,
        courier=courier,
    )
    return convene(outside)


def unhurried() -> Engine:
    """Return the engine without its pace, which would be the only thing measured."""
    return Engine({REMINDERS.name: REMINDERS}, per_second=1_000_000, sleep=at_once)


def town(people: int) -> Iterator[Record]:
    """Yield a programme with a role for each person, and follow-ups that are due in a fortnight."""
    kind = ProgrammeKind.CHANGE
    yield Programme(key="p", programme="p", source=SOURCE, name="P", municipality="T", kind=kind)
    for number in range(people):
        role, action = f"p/r{number}", f"p/a{number}"
        yield Role(key=role, programme="p", source=SOURCE, name=role)
        yield Holder(
            key=f"p/h{number}", programme="p", source=SOURCE, role=role, person=key(number)
        )
        yield Action(key=action, programme="p", source=SOURCE, name=action, owners=(role,))
        for part in range(FOLLOW_UPS):
            yield FollowUp(
                key=f"p/f{number}-{part}",
                name=f"f{number}-{part}",
                action=action,
                due=DueDate(start=DUE, end=DUE),
                programme="p",
                source=SOURCE,
            )


def key(number: int) -> str:
    """Return a person's key."""
    return f"t/{number}"


async def furnish(records_open: OpenRecords, people: int) -> list[Change]:
    """Put the town on record; return the changes, which are still to be put there."""
    town_records = list(town(people))
    async with records_open() as records:
        await records.register.put(town_records)
        for number in range(people):
            await records.people.put(Person(key(number), audiences=frozenset({COUNCIL})))
        await records.people.put(Person("t/admin", rights=frozenset({Right.ADMINISTER})))
        await records.changes.bump()
    return [Change(one.key, "", "", "{}", "system", MARKED, "load") for one in town_records]
