"""The dead-man switch: what it takes for wrong, whom it tells, and what it lets be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from council.access import Right
from council.chamber import Council, convene
from council.ledger import Delivery, Dispatch, DispatchState, Reminder
from council.ledger_ports import Beat
from council.people import Person
from council.ports import Outside
from council.reminders import BEAT
from council.watch import Fault, look
from pictures import Drawing
from scheduler.watchman import Watchman
from tests.dialogs.town import Silent
from tests.memory import MemoryRecords

MONDAY = datetime(2025, 3, 10, 9, 0, tzinfo=UTC)  # 11.00 in Helsinki
SUNDAY = MONDAY - timedelta(days=1)
ADMIN = Person("t/admin", "Ylläpitäjä", rights=frozenset({Right.ADMINISTER}))


@dataclass
class Post:
    now: datetime = MONDAY
    carried: list[str] = field(default_factory=list)

    async def carry(self, dispatch: Dispatch) -> Delivery:
        self.carried.append(f"{dispatch.purpose} {dispatch.recipient}")
        return Delivery(DispatchState.SENT, message="m", conversation="c")

    async def redraw(self, dispatch: Dispatch) -> Delivery:
        raise AssertionError(dispatch)


async def sitting(post: Post, *beats: Beat, rows: Sequence[Reminder] = ()) -> Council:
    memory = MemoryRecords()
    async with memory() as records:
        await records.people.put(ADMIN)
        await records.people.put(Person("t/member"))
        await records.ledger.put(rows)
        for beat in beats:
            await records.beats.beat(beat)
    zone = ZoneInfo("Europe/Helsinki")
    return convene(Outside(memory, Silent(), lambda: post.now, zone, Drawing(), courier=post))


def lately(now: datetime = MONDAY) -> Beat:
    return Beat(BEAT, now - timedelta(seconds=20))


def waiting(since: datetime) -> Reminder:
    return Reminder(
        recipient="t/member",
        item="p/x",
        rule="before:1",
        due=date(2025, 3, 11),
        at=since,
        programme="p",
    )


LONG_AGO = MONDAY - timedelta(days=1)


async def test_all_is_well_while_reminders_run() -> None:
    council = await sitting(Post(), lately())
    assert (await look(council, since=LONG_AGO)).fault is None


async def test_a_process_that_has_just_begun_has_time_to_run_for_the_first_time() -> None:
    council = await sitting(Post())
    assert (await look(council, since=MONDAY - timedelta(minutes=14))).fault is None
    assert (await look(council, since=MONDAY - timedelta(minutes=16))).fault is Fault.STUCK


async def test_a_clock_that_nobody_runs_any_more_is_noticed() -> None:
    council = await sitting(Post(), Beat(BEAT, MONDAY - timedelta(minutes=16)))
    assert (await look(council, since=LONG_AGO)).fault is Fault.STUCK


async def test_what_has_waited_for_an_hour_in_sending_hours_is_noticed() -> None:
    late = await sitting(Post(), lately(), rows=[waiting(MONDAY - timedelta(minutes=61))])
    fresh = await sitting(Post(), lately(), rows=[waiting(MONDAY - timedelta(minutes=59))])
    assert (await look(late, since=LONG_AGO)).fault is Fault.UNGATHERED
    assert (await look(fresh, since=LONG_AGO)).fault is None


async def test_an_unsent_message_is_noticed() -> None:
    council = await sitting(Post(), lately())
    made = MONDAY - timedelta(minutes=90)
    async with council.records() as records:
        await records.dispatches.add(
            Dispatch(id="d", purpose="reminders", subject="s", recipient="t/m", made=made, due=made)
        )
    assert (await look(council, since=LONG_AGO)).fault is Fault.UNSENT


@pytest.mark.parametrize("now", [SUNDAY, MONDAY.replace(hour=2), MONDAY.replace(hour=5, minute=30)])
async def test_waiting_is_no_fault_on_days_off_in_quiet_hours_or_as_the_day_begins(
    now: datetime,
) -> None:
    post = Post(now)
    council = await sitting(post, lately(now), rows=[waiting(now - timedelta(hours=9))])
    assert (await look(council, since=now - timedelta(days=1))).fault is None


async def test_waiting_is_no_fault_while_everything_is_paused() -> None:
    council = await sitting(Post(), lately(), rows=[waiting(LONG_AGO)])
    async with council.records() as records:
        await records.choices.set("", "paused", value=True)
    assert (await look(council, since=LONG_AGO)).fault is None


async def test_administrators_are_told_once_a_day_and_readiness_shows_it() -> None:
    post = Post()
    council = await sitting(post, Beat(BEAT, LONG_AGO))
    watchman = Watchman(council)
    watchman._since = LONG_AGO
    assert watchman.well()
    for _ in range(3):
        await watchman.look()
    assert not watchman.well()
    assert post.carried == ["alarm t/admin"]
    post.now += timedelta(days=1)
    await watchman.look()
    assert post.carried == ["alarm t/admin"] * 2


async def test_nobody_is_woken_at_night_and_the_next_look_may_be_well() -> None:
    post = Post(MONDAY.replace(hour=1))
    council = await sitting(post, Beat(BEAT, LONG_AGO - timedelta(days=1)))
    watchman = Watchman(council)
    watchman._since = LONG_AGO - timedelta(days=1)
    await watchman.look()
    assert (watchman.well(), post.carried) == (False, [])
    async with council.records() as records:
        await records.beats.beat(lately(post.now))
    await watchman.look()
    assert watchman.well()
