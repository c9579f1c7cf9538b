"""Reminders from end to end: the day, the hour, once, and never nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council import reminders
from council.access import Asker, Right
from council.dates import DateCertainty, DueDate
from council.errors import NotAllowedError
from council.ledger import Reminder, RowState
from council.model import Action, Holder, Role, State
from council.rehearsal import rehearse
from tests.council.reminding import (
    ADMIN,
    ANNA,
    BO,
    DAYS,
    HEAD,
    HELD,
    OFFICE,
    Fate,
    Town,
    at,
    follow_up,
    holiday,
    on,
    record,
)

MORNING = at(date(2024, 9, 2))  # a Monday


@pytest.mark.parametrize("year", range(2005, 2031))
def test_our_calendar_is_the_one_of_the_library(year: int) -> None:
    finland = holidays.country_holidays("FI", years=year)
    day = date(year, 1, 1)
    while day.year == year:
        if day.weekday() < 5:
            assert holiday(day) is (day in finland), day
        day += timedelta(days=1)


# Days that precede a holiday or a weekend, as they fall in real programmes.
@pytest.mark.parametrize(
    ("due", "lead", "sent"),
    [
        (date(2009, 12, 31), 7, date(2009, 12, 23)),
        (date(2009, 12, 31), 1, date(2009, 12, 30)),
        (date(2009, 12, 14), 1, date(2009, 12, 11)),
        (date(2010, 3, 1), 1, date(2010, 2, 26)),
        (date(2010, 12, 31), 7, date(2010, 12, 23)),
        (date(2020, 12, 31), 7, date(2020, 12, 23)),
        (date(2019, 12, 26), 0, date(2019, 12, 23)),
    ],
)
async def test_a_reminder_moves_to_the_working_day_before_and_tells_the_real_due_day(
    due: date, lead: int, sent: date
) -> None:
    town = Town(at(due - timedelta(days=40)))
    await town.settle_in(follow_up("a", on(due.year, due.month, due.day)))
    await town.until(at(due, 23))
    told = {message.day: [(row.rule, row.due) for row in message.rows] for message in town.messages}
    assert told[sent] == [(f"before:{lead}", due)]
    assert all(DAYS.local(message.at).time() == time(9) for message in town.messages)


@pytest.mark.parametrize("hour", [time(3, 30), time(9), time(20, 15)])
@pytest.mark.parametrize("change", [date(2024, 3, 31), date(2024, 10, 27)])
async def test_the_hour_holds_when_the_clocks_are_changed(change: date, hour: time) -> None:
    due = change + timedelta(days=2)
    town = Town(at(change - timedelta(days=9)))
    await town.settle_in(follow_up("a", on(due.year, due.month, due.day)))
    await town.rule("hour", hour)
    await town.until(at(due + timedelta(days=2)), step=timedelta(minutes=15))
    opening = time(9) if hour == time(9) else time(7)  # an hour in the quiet ones is their end
    days = [due - timedelta(days=7), due - timedelta(days=1), due, due + timedelta(days=1)]
    assert [DAYS.local(message.at) for message in town.messages] == [
        datetime.combine(day, opening, DAYS.zone) for day in map(DAYS.back, days)
    ]
    assert town.faults() == []


@pytest.mark.parametrize(
    ("clock", "utc"),
    [
        ((date(2024, 3, 31), time(3, 30)), datetime(2024, 3, 31, 1, 30, tzinfo=UTC)),  # leapt over
        ((date(2024, 10, 27), time(3, 30)), datetime(2024, 10, 27, 0, 30, tzinfo=UTC)),  # twice
        ((date(2024, 3, 30), time(3, 30)), datetime(2024, 3, 30, 1, 30, tzinfo=UTC)),
        ((date(2024, 4, 1), time(3, 30)), datetime(2024, 4, 1, 0, 30, tzinfo=UTC)),
    ],
)
def test_every_time_of_day_has_one_moment(clock: tuple[date, time], utc: datetime) -> None:
    assert DAYS.moment(*clock) == utc


async def test_sending_at_half_past_three_is_possible_where_there_is_no_quiet() -> None:
    town = Town(at(date(2024, 10, 21)))
    await town.settle_in(follow_up("a", on(2024, 10, 28)))
    for name, value in (("hour", time(3, 30)), ("quiet_from", time(0)), ("quiet_until", time(0))):
        await town.rule(name, value)
    await town.until(at(date(2024, 10, 28), 12), step=timedelta(minutes=30), nights=True)
    assert [moment for moment, _ in town.told(ANNA)] == ["2024-10-25 03:30", "2024-10-28 03:30"]


@pytest.mark.parametrize("item", ["yearless", "unconfirmed", "past", "none"])
async def test_what_has_no_reliable_day_to_come_plans_nothing(item: str) -> None:
    day = date(2024, 10, 1)
    due = {
        "yearless": DueDate(yearless="--10-01", certainty=DateCertainty.YEARLESS),
        "unconfirmed": DueDate(start=day, end=day, certainty=DateCertainty.UNCONFIRMED),
        "past": on(2024, 8, 30),
        "none": None,
    }[item]
    town = Town(MORNING)
    await town.settle_in(follow_up("a", due))
    await town.rule("no_news", 0)
    await town.until(MORNING + timedelta(days=60), step=timedelta(hours=6))
    assert town.rows == []
    assert town.messages == []
    async with town.memory() as records:
        tasks = [(task.kind, task.about) for task in await records.desk.tasks()]
    assert tasks == ([("date-past", "p/a")] if item == "past" else [])


async def test_a_confirmed_date_is_planned_for_from_there_on() -> None:
    day = date(2024, 9, 20)
    due = DueDate(start=day, end=day, certainty=DateCertainty.UNCONFIRMED)
    town = Town(MORNING)
    await town.settle_in(follow_up("a", due))
    await town.until(at(date(2024, 9, 16), 12))
    await town.change("p/a", due=on(2024, 9, 20))
    await town.until(at(day, 12))
    assert town.told(ANNA) == [
        ("2024-09-19 09:00", ["a before:1"]),
        ("2024-09-20 09:00", ["a before:0"]),
    ]


async def test_the_last_day_of_a_fuzzy_period_counts() -> None:
    autumn = DueDate(
        words="syksyllä",
        start=date(2024, 9, 1),
        end=date(2024, 11, 30),  # a Saturday
        certainty=DateCertainty.FUZZY,
    )
    town = Town(MORNING)
    await town.settle_in(follow_up("a", autumn))
    await town.until(at(date(2024, 12, 2), 12))
    assert [moment for moment, _ in town.told(ANNA)] == [
        "2024-11-15 09:00",
        "2024-11-22 09:00",
        "2024-11-29 09:00",
        "2024-12-02 09:00",
    ]


@given(
    due=st.dates(date(2020, 2, 1), date(2031, 12, 31)),
    ahead=st.integers(0, 40),
    hour=st.integers(7, 17),
    start=st.integers(0, 23),
)
@settings(max_examples=20)
async def test_without_mishap_everything_comes_on_its_very_day(
    due: date, ahead: int, hour: int, start: int
) -> None:
    began = at(due - timedelta(days=ahead), start, 30)
    town = Town(began)
    await town.settle_in(follow_up("a", on(due.year, due.month, due.day)))
    await town.rule("hour", time(hour))
    await town.until(at(due + timedelta(days=12), 23), step=timedelta(hours=1))

    days = {DAYS.back(due - timedelta(days=lead)) for lead in (14, 7, 1, 0)}
    days |= {DAYS.forth(due + timedelta(days=late)) for late in (1, 7)}
    expected = sorted(day for day in days if at(day, hour) >= began)
    assert [message.day for message in town.messages if message.recipient == ANNA] == expected
    assert {row.due for row in town.rows} == {due}
    assert town.faults() == []


async def test_a_moved_date_supersedes_and_plans_anew() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)))
    await town.until(at(date(2024, 9, 10), 12))
    await town.change("p/a", due=on(2024, 10, 18))
    await town.until(at(date(2024, 10, 4), 12))
    assert town.told(ANNA) == [
        ("2024-09-06 09:00", ["a before:14"]),
        ("2024-10-04 09:00", ["a before:14"]),
    ]
    states = {(row.due.day, row.rule): row.state for row in town.rows if row.recipient == ANNA}
    old = {rule: state for (day, rule), state in states.items() if day == 20}
    assert old["before:14"] is RowState.SENT
    assert {state for rule, state in old.items() if rule != "before:14"} == {RowState.SUPERSEDED}


async def test_a_new_owner_gets_what_is_open_and_the_old_one_nothing_more() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)))
    await town.until(at(date(2024, 9, 16), 12))
    await town.change(HELD.key, person=BO)
    await town.until(at(date(2024, 9, 19), 12))
    assert [moment for moment, _ in town.told(ANNA)] == ["2024-09-06 09:00", "2024-09-13 09:00"]
    assert town.told(BO) == [
        ("2024-09-16 12:00", ["a before:7"]),
        ("2024-09-19 09:00", ["a before:1"]),
    ]


@pytest.mark.parametrize("state", [State.DONE, State.CANCELLED])
async def test_what_is_over_is_spoken_of_no_more(state: State) -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)), follow_up("b", on(2024, 9, 20)))
    await town.until(at(date(2024, 9, 10)))
    await town.change("p/a", state=state)
    await town.remove("p/b")
    await town.until(at(date(2024, 11, 1)), step=timedelta(hours=6))
    assert [moment for moment, _ in town.told(ANNA)] == ["2024-09-06 09:00"]
    assert {row.state for row in town.rows} <= {
        RowState.SENT,
        RowState.SUPERSEDED,
        RowState.SKIPPED,
    }


@pytest.mark.parametrize(
    ("meanwhile", "state", "reason"),
    [
        ({"state": State.DONE}, RowState.SUPERSEDED, "done"),
        ({"state": State.CANCELLED}, RowState.SUPERSEDED, "cancelled"),
        ({"due": on(2024, 11, 1)}, RowState.SUPERSEDED, "changed"),
        ({"name": "Toinen nimi"}, RowState.SENT, ""),
    ],
)
async def test_what_a_message_that_had_to_wait_says_no_more_was_not_sent(
    meanwhile: dict[str, object], state: RowState, reason: str
) -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 16)), follow_up("b", on(2024, 9, 16)))
    town.teams.fates.append(Fate.BUSY)
    await town.tick()
    await town.change("p/a", **meanwhile)
    await town.until(MORNING + timedelta(hours=1), step=timedelta(minutes=5))
    rows = {row.item: row for row in town.rows if row.rule == "before:14" and row.due.month == 9}
    assert (rows["p/a"].state, rows["p/a"].reason) == (state, reason)
    assert rows["p/b"].state is RowState.SENT
    assert len(town.messages) == 1
    assert (rows["p/a"].state is RowState.SENT) is ("p/a" in town.messages[0].items)


async def test_a_date_that_comes_back_while_its_message_waits_is_told_in_the_end() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 16)), follow_up("b", on(2024, 9, 16)))
    town.teams.fates.extend([Fate.BUSY, Fate.BUSY])
    await town.tick()
    await town.change("p/a", state=State.DONE)
    town.clock.now += timedelta(minutes=2)
    await town.tick()
    await town.change("p/a", state=State.STARTED)
    await town.until(at(date(2024, 9, 3), 12), step=timedelta(minutes=5))
    told = [row.rule for message in town.messages for row in message.rows if row.item == "p/a"]
    assert told == ["before:14"]
    assert town.faults() == []
    assert town.unfinished() == []


async def test_what_may_have_been_said_already_is_not_taken_back() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 16)))
    town.teams.fates.append(Fate.NO_ANSWER)
    await town.tick()
    await town.change("p/a", state=State.DONE)
    town.clock.now += timedelta(minutes=2)
    await town.tick()
    await town.change("p/a", state=State.STARTED)
    await town.until(at(date(2024, 9, 6), 12))
    assert town.told(ANNA) == [("2024-09-02 09:00", ["a before:14"])]


@pytest.mark.parametrize("fate", [Fate.ARRIVES, Fate.BUSY, Fate.DIES, Fate.THROTTLED])
@pytest.mark.parametrize("ahead", [30, 400])
async def test_a_clock_that_was_far_ahead_keeps_nobody_waiting(ahead: int, fate: Fate) -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)), follow_up("b", on(2024, 9, 30)))
    await town.until(at(date(2024, 9, 6), 12))
    before = len(town.messages)
    town.clock.now = at(DAYS.forth(date(2024, 9, 6) + timedelta(days=ahead)), 9)
    town.teams.fates.append(fate)
    await town.tick()
    town.clock.now = at(date(2024, 9, 9), 8)
    await town.put(follow_up("c", on(2024, 9, 23)))
    await town.until(at(date(2024, 9, 17), 12))
    told = [message for message in town.messages[before:] if "p/c" in message.items]
    first = 10 if fate is Fate.DIES else 9  # what is on its way comes first
    assert [(message.day.day, message.recipient) for message in told] == [(first, ANNA), (16, ANNA)]
    assert town.unfinished() == []


async def test_what_a_clock_far_ahead_has_put_off_comes_back() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)))
    await town.tick()
    wrong = MORNING + timedelta(days=200)
    rows = [
        Reminder(
            recipient=ANNA,
            item="p/a",
            rule=rule,
            due=due,
            at=wrong + timedelta(days=1),
            programme="p",
            changed=changed,
        )
        for rule, due, changed in (
            ("task:0", MORNING.date(), wrong),
            ("snoozed:3", date(2024, 9, 5), wrong),
            ("snoozed:9", date(2024, 9, 11), MORNING),  # put off by nothing of the kind
        )
    ]
    async with town.memory() as records:
        await records.ledger.put(rows)
    town.clock.now = at(date(2024, 9, 3), 7)
    await town.tick()
    moments = {row.rule: row.at for row in town.rows if row.rule in {r.rule for r in rows}}
    assert moments == {
        "task:0": at(date(2024, 9, 3)),
        "snoozed:3": at(date(2024, 9, 5)),
        "snoozed:9": wrong + timedelta(days=1),
    }


async def test_seventy_two_hours_away_cost_one_message_a_person() -> None:
    town = Town(MORNING)
    many = [follow_up(f"a{n}", on(2024, 9, 16 + n)) for n in range(15)]
    await town.settle_in(*many)
    await town.until(at(date(2024, 9, 16), 8))
    before = len(town.messages)
    town.clock.now = at(date(2024, 9, 19), 8)
    await town.until(at(date(2024, 9, 19), 23))
    assert [(m.recipient, DAYS.local(m.at).hour) for m in town.messages[before:]] == [(ANNA, 9)]
    assert town.messages[-1].items == {f"p/a{n}" for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 14)}
    assert town.unfinished() == []
    skipped = [row for row in town.rows if row.state is RowState.SKIPPED]
    assert {row.reason for row in skipped} <= {"later-says-same", "overdue-says-it"}
    assert skipped


@pytest.mark.parametrize(
    ("down", "told"),
    [
        ((at(date(2024, 9, 16), 17), at(date(2024, 9, 16), 17, 50)), "2024-09-16 17:50"),
        ((at(date(2024, 9, 16), 17), at(date(2024, 9, 16), 18, 10)), "2024-09-17 09:00"),
        ((at(date(2024, 9, 16), 17), at(date(2024, 9, 17), 12, 0)), "2024-09-17 12:00"),
    ],
)
async def test_an_outage_at_an_hour_close_to_the_quiet_ones_costs_no_whole_day(
    down: tuple[datetime, datetime], told: str
) -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 23)), follow_up("b", on(2024, 9, 18)))
    await town.prefer(ANNA, hour=time(17, 30))
    await town.until(down[0], step=timedelta(minutes=30))
    before = len(town.messages)
    town.clock.now = down[1]
    await town.until(at(date(2024, 9, 17), 17), step=timedelta(minutes=10))
    # What would come later that day is taken along.
    whole = ["a before:7"] if "-16 " in told else ["a before:7", "b before:1"]
    assert town.told(ANNA)[before:] == [(told, whole)]
    assert town.faults() == []


DEPUTY = record(Holder, "johtajan-sijainen", role=HEAD.key, person=BO, deputy=True)


@pytest.mark.parametrize(
    ("back", "owner", "deputy"),
    [
        (None, "2024-09-17 09:00", "2024-09-23 09:00"),
        (at(date(2024, 9, 23), 8), "2024-09-23 09:00", "2024-09-24 09:00"),
        (at(date(2024, 9, 27), 10), "2024-09-27 10:00", "2024-09-30 09:00"),
    ],
)
async def test_nobody_hears_of_an_owner_s_silence_before_the_owner_was_told(
    back: datetime | None, owner: str, deputy: str
) -> None:
    town = Town(MORNING)
    await town.settle_in(DEPUTY, follow_up("a", on(2024, 9, 16)))
    await town.until(at(date(2024, 9, 16), 12))
    town.clock.now = back or town.clock.now
    await town.until(at(date(2024, 10, 1), 12))
    late = [moment for moment, rules in town.told(ANNA) if any("overdue" in r for r in rules)]
    assert late[0] == owner
    assert town.told(BO) == [(deputy, ["a escalated:7"])]
    assert town.unfinished() == []


async def test_an_owner_s_message_that_does_not_get_through_holds_the_escalation_back() -> None:
    town = Town(MORNING)
    await town.settle_in(DEPUTY, follow_up("a", on(2024, 9, 16)))
    await town.until(at(date(2024, 9, 16), 12))
    town.clock.now = at(date(2024, 9, 23), 9)
    town.teams.fates.extend([Fate.BUSY] * 18)
    await town.until(at(date(2024, 9, 26), 12), step=timedelta(minutes=30))
    assert [moment[:10] for moment, _ in town.told(ANNA)[-1:]] == ["2024-09-24"]
    assert [moment for moment, _ in town.told(BO)] == ["2024-09-25 09:00"]


async def test_what_comes_up_at_night_waits_for_a_person_s_own_hour() -> None:
    town = Town(MORNING)
    await town.settle_in()
    await town.prefer(ANNA, hour=time(17))
    town.clock.now = at(date(2024, 9, 3), 20)
    async with town.memory() as records:
        night = Reminder(
            recipient=ANNA,
            item="p/toimi",
            rule="task:0",
            due=town.today,
            at=town.clock(),
            programme="p",
        )
        await records.ledger.put([night])
    await town.until(at(date(2024, 9, 4), 17, 30), step=timedelta(minutes=30))
    assert town.told(ANNA) == [("2024-09-04 17:00", ["toimi task:0"])]


async def test_after_an_outage_the_day_s_own_come_in_the_same_message() -> None:
    """A catch-up at seven must not push what comes at nine to the next day."""
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 17)), follow_up("b", on(2024, 9, 18)))
    await town.until(at(date(2024, 9, 16), 12))
    town.clock.now = at(date(2024, 9, 18), 7)  # the seventeenth is missed
    await town.until(at(date(2024, 9, 19), 12), step=timedelta(minutes=30))
    assert town.told(ANNA)[-2:] == [
        ("2024-09-18 09:00", ["a overdue:1", "b before:0"]),
        ("2024-09-19 09:00", ["b overdue:1"]),
    ]


async def test_what_is_carried_over_does_not_push_the_next_day_s_away() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 17)), follow_up("b", on(2024, 9, 17)))
    await town.until(at(date(2024, 9, 17), 10))
    # Learnt of once today's message has gone: it is owed since the morning.
    await town.put(follow_up("c", on(2024, 9, 18)), made=at(date(2024, 9, 17), 8))
    await town.until(at(date(2024, 9, 18), 12), step=timedelta(minutes=30))
    assert town.told(ANNA)[-2:] == [
        ("2024-09-17 09:00", ["a before:0", "b before:0"]),
        ("2024-09-18 09:00", ["a overdue:1", "b overdue:1", "c before:0"]),
    ]


async def test_programmes_with_hours_of_their_own_starve_nobody() -> None:
    town = Town(MORNING)
    early = [follow_up(f"e{n}", on(2024, 9, 9 + n)) for n in range(12)]
    await town.settle_in(*early, follow_up("late", on(2024, 9, 18)))
    for one in early:
        await town.rule("hour", time(8), scope=one.key)
    await town.until(at(date(2024, 9, 18), 16))
    assert any(
        "late before:0" in rules for day, rules in town.told(ANNA) if day == "2024-09-18 08:00"
    )
    assert town.faults() == []


async def test_a_snoozed_reminder_is_not_followed_by_the_ones_that_it_stood_for() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)))
    await town.rule("before", (14, 10))
    await town.until(at(date(2024, 9, 6), 12))
    (row,) = [r for r in town.rows if r.rule == "before:14" and r.recipient == ANNA]
    snoozed = at(date(2024, 9, 12))
    async with town.memory() as records:
        put_off = replace(row, rule="snoozed:6", at=snoozed, state=RowState.PLANNED, dispatch="")
        await records.ledger.put([put_off])
        await records.plans.mark(["p/a"], town.clock())
    await town.until(at(date(2024, 9, 20), 16))
    assert town.told(ANNA) == [
        ("2024-09-06 09:00", ["a before:14"]),
        ("2024-09-12 09:00", ["a snoozed:6"]),
    ]


async def test_nothing_goes_out_while_everything_is_paused_and_then_one_message() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 16)), follow_up("b", on(2024, 9, 24)))
    await town.until(at(date(2024, 9, 3), 12))
    await town.rule("paused", value=True)
    await town.until(at(date(2024, 9, 12), 12))
    assert len(town.messages) == 1  # the fourteen days before the first
    await town.rule("paused", value=False)
    await town.until(at(date(2024, 9, 12), 23))
    assert town.told(ANNA)[1:] == [("2024-09-12 12:00", ["a before:7", "b before:14"])]


async def test_a_paused_programme_waits_and_loses_nothing() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 24)))
    await town.rule("paused", True, scope="p")  # noqa: FBT003 - a value
    await town.until(at(date(2024, 9, 12), 12))
    assert town.messages == []
    await town.rule("paused", None, scope="p")
    await town.until(at(date(2024, 9, 13), 12))
    assert town.told(ANNA) == [("2024-09-12 12:00", ["a before:14"])]


@pytest.mark.parametrize("before", [(14, 7, 1, 0), (7, 1)])
@pytest.mark.parametrize("who", ["town", "programme", "person"])
async def test_a_rule_that_is_added_speaks_of_no_day_that_has_passed(
    before: tuple[int, ...], who: str
) -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 10, 14)))
    await town.rule("before", before)
    await town.until(at(date(2024, 9, 26), 12))  # 18 days ahead
    more = tuple(sorted({*before, 30, 21, 16}, reverse=True))
    if who == "person":
        await town.prefer(ANNA, before=more)
    else:
        await town.rule("before", more, scope="p" if who == "programme" else "")
    await town.until(at(date(2024, 9, 28), 12))
    # What comes up after the change is said; 16 days before is a Saturday.
    assert town.told(ANNA) == [("2024-09-27 09:00", ["a before:16"])]
    assert not {row.rule for row in town.rows} & {"before:30", "before:21"}
    assert town.unfinished() == []


async def test_what_an_added_rule_says_after_the_change_survives_an_outage() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 10, 14)))
    await town.until(at(date(2024, 9, 17), 12))
    await town.rule("before", (30, 21, 14, 7, 1, 0))
    town.clock.now = at(date(2024, 9, 27), 8)  # nothing has planned it yet
    await town.until(at(date(2024, 9, 27), 12))
    assert town.told(ANNA) == [("2024-09-27 09:00", ["a before:21"])]


async def test_who_takes_an_item_over_hears_what_is_open_by_their_own_days() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)))
    await town.prefer(BO, before=(10, 2))
    await town.until(at(date(2024, 9, 16), 12))
    await town.change(HELD.key, person=BO)
    await town.until(at(date(2024, 9, 18), 12))
    assert town.told(BO) == [
        ("2024-09-16 12:00", ["a before:10"]),
        ("2024-09-18 09:00", ["a before:2"]),
    ]


async def test_an_absent_person_s_reminders_go_to_the_deputy() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)))
    await town.prefer(
        ANNA, deputy=BO, deputy_since=date(2024, 9, 9), deputy_until=date(2024, 9, 18)
    )
    await town.until(at(date(2024, 9, 20), 12))
    assert [(m.recipient, m.day.day) for m in town.messages] == [
        (ANNA, 6),
        (BO, 13),
        (ANNA, 19),
        (ANNA, 20),
    ]
    # Back again, and the deputy is taken out of the settings: nothing old is said once more.
    await town.prefer(ANNA)
    await town.until(at(date(2024, 9, 20), 23))
    assert len(town.messages) == 4
    await town.until(at(date(2024, 9, 23), 12))
    assert town.told(ANNA)[-1] == ("2024-09-23 09:00", ["a overdue:1"])


async def test_who_blocks_luotsi_gives_way_to_the_next_in_the_chain() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)))
    town.teams.fates.append(Fate.BLOCKED)
    await town.until(at(date(2024, 9, 9), 12))
    assert [(m.recipient, m.day.day) for m in town.messages] == [(ADMIN, 6)]
    async with town.memory() as records:
        assert {task.kind for task in await records.desk.tasks()} == {
            "undeliverable",
            "holder-missing",
        }
    await town.reached(ANNA)
    await town.until(at(date(2024, 9, 13), 12))
    assert [m.day.day for m in town.messages if m.recipient == ANNA] == [13]
    assert town.faults() == []


async def test_one_item_that_cannot_be_planned_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    town = Town(MORNING)
    last = on(9999, 12, 31)
    await town.settle_in(follow_up("a", last), follow_up("b", on(2024, 9, 16)))
    await town.until(at(date(2024, 9, 3), 12))
    assert town.told(ANNA) == [("2024-09-02 09:00", ["b before:14"])]
    assert "item not planned" in caplog.text


async def test_two_owners_who_are_asked_for_news_are_both_asked() -> None:
    """One has been asked at nine; something changes; the other's hour is two."""
    town = Town(MORNING)
    second = record(Role, "toinen", name="Talousjohtaja")
    shared = record(Action, "yhteinen", name="Yhteinen", owners=(HEAD.key, second.key))
    await town.settle_in(second, record(Holder, "toinen-nyt", role=second.key, person=BO), shared)
    await town.rule("no_news", 7)
    await town.prefer(BO, hour=time(14))
    await town.until(at(date(2024, 9, 9), 12))
    await town.put(shared)
    await town.until(at(date(2024, 9, 17), 12))
    asked = [(m.recipient, m.day.day) for m in town.messages if shared.key in m.items]
    assert asked == [(ANNA, 9), (BO, 9), (ANNA, 16), (BO, 16)]


async def test_only_oneself_and_administrators_see_what_is_coming() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)))
    await town.tick()
    until = MORNING + timedelta(days=10)
    anna, admin = Asker(ANNA), Asker(ADMIN, rights=frozenset({Right.ADMINISTER}))
    assert len(await reminders.upcoming(town.council, anna, until, person=ANNA)) == 1
    assert len(await reminders.upcoming(town.council, admin, until)) == 1
    for person in ("", BO):
        with pytest.raises(NotAllowedError):
            await reminders.upcoming(town.council, anna, until, person=person)
    with pytest.raises(NotAllowedError):
        await rehearse(town.council, anna)
    town.clock.now = at(date(2024, 9, 6), 9)
    rehearsed = await rehearse(town.council, admin)
    assert [(who, [r.rule for r in rows]) for who, rows in rehearsed.messages] == [
        (ANNA, ["before:14"])
    ]
    assert town.messages == []
    assert all(row.state is RowState.PLANNED for row in town.rows)


async def test_a_clock_that_is_set_back_begins_anew_where_it_is_told_to() -> None:
    town = Town(MORNING)
    await town.settle_in(follow_up("a", on(2024, 9, 20)))
    await town.until(at(date(2024, 9, 19), 12))
    town.clock.now = MORNING
    await reminders.begin_anew(town.council)
    assert town.rows == []
    await town.until(at(date(2024, 9, 6), 12))
    assert town.told(ANNA)[-1] == ("2024-09-06 09:00", ["a before:14"])
    assert len(OFFICE) == 4
