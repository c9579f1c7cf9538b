"""From rows whose time has come to one message a person and day."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.gathering import gather
from council.ledger import Dispatch, DispatchState, Reminder, RowState
from council.model import ReportingRule, State
from council.office import Office, office
from council.sorting import lost_point, sort_out, too_early
from tests.council.reminding import (
    ADMIN,
    ANNA,
    BO,
    DAYS,
    HEAD,
    Fate,
    Town,
    at,
    follow_up,
    on,
    record,
)

DAY = date(2024, 9, 16)  # a Monday
NOW = at(DAY)


def row(rule: str, **fields: object) -> Reminder:
    one = Reminder(recipient=ANNA, item="p/a", rule=rule, due=DAY, at=NOW, programme="p")
    return replace(one, **fields)  # type: ignore[arg-type]


async def known(town: Town) -> Office:
    await town.put()
    return await office(town.council)


async def town(*rows: Reminder, now: datetime = NOW, **rules: object) -> Town:
    made = Town(now)
    await made.settle_in(follow_up("a", on(2024, 9, 16)), follow_up("b", on(2024, 9, 16)))
    for name, value in rules.items():
        await made.rule(name, value)
    async with made.memory() as records:
        await records.ledger.put(rows)
    return made


async def test_rows_of_one_person_go_into_one_message() -> None:
    made = await town(row("task:0"), row("task:0", item="p/b"), row("task:0", recipient=ADMIN))
    assert await gather(made.council) == 2
    assert {r.state for r in made.rows} == {RowState.LEASED}
    assert len({r.dispatch for r in made.rows if r.recipient == ANNA}) == 1
    assert await gather(made.council) == 0


async def test_of_several_about_one_item_the_newest_alone_is_said() -> None:
    rows = [row(f"before:{n}", at=NOW - timedelta(days=n)) for n in (14, 7, 1, 0)]
    made = await town(*rows)
    await gather(made.council)
    states = {r.rule: (r.state, r.reason) for r in made.rows}
    assert states["before:0"] == (RowState.LEASED, "")
    assert {states[f"before:{n}"] for n in (14, 7, 1)} == {(RowState.SKIPPED, "later-says-same")}


async def test_each_news_of_a_change_is_said() -> None:
    made = await town(row("changed:1"), row("changed:2"), row("before:0"))
    await gather(made.council)
    assert {r.state for r in made.rows} == {RowState.LEASED}


@pytest.mark.parametrize(
    ("state", "another"),
    [
        (DispatchState.PLANNED, False),  # it is taken along
        (DispatchState.LEASED, False),  # it is on its way
        (DispatchState.SENT, False),
        (DispatchState.FAILED, True),
        (DispatchState.CANCELLED, True),
    ],
)
async def test_whoever_has_had_the_day_s_message_waits_for_the_next_day(
    state: DispatchState, *, another: bool
) -> None:
    made = await town(row("task:0"))
    today = Dispatch(
        id="d",
        purpose="reminders",
        subject=DAY.isoformat(),
        recipient=ANNA,
        made=NOW - timedelta(minutes=1),
        due=NOW,
        state=state,
        sent=NOW if state is DispatchState.SENT else None,
    )
    async with made.memory() as records:
        await records.dispatches.add(today)
    assert await gather(made.council) == int(another)
    (after,) = made.rows
    if state in {DispatchState.LEASED, DispatchState.SENT}:
        assert (after.state, after.at) == (RowState.PLANNED, at(DAY + timedelta(days=1)))
    else:
        assert after.state is RowState.LEASED
        assert (after.dispatch == "d") is (state is DispatchState.PLANNED)


async def test_yesterday_s_message_that_goes_today_is_today_s() -> None:
    made = await town(row("task:0"))
    old = Dispatch(
        id="d",
        purpose="reminders",
        subject="2024-09-13",
        recipient=ANNA,
        made=at(date(2024, 9, 13)),
        due=NOW,
        state=DispatchState.SENT,
        sent=NOW,
    )
    async with made.memory() as records:
        await records.dispatches.add(old)
    assert await gather(made.council) == 0
    assert made.rows[0].at == at(DAY + timedelta(days=1))


@pytest.mark.parametrize(
    "now",
    [at(DAY, 6, 59), at(DAY, 18), at(date(2024, 9, 14), 12), at(date(2024, 12, 24), 12)],
)
async def test_nothing_is_gathered_at_night_and_on_days_off(now: datetime) -> None:
    made = await town(row("task:0"), now=now)
    assert await gather(made.council) == 0
    assert made.rows == [row("task:0")]


async def test_nothing_is_gathered_while_all_is_paused() -> None:
    made = await town(row("task:0"), paused=True)
    assert await gather(made.council) == 0


async def test_before_a_person_s_hour_nothing_is_said_and_then_all_of_the_day() -> None:
    early, late = row("task:0", at=NOW - timedelta(days=3)), row("task:1", at=at(DAY, 10))
    made = await town(early, replace(late, item="p/b"), now=at(DAY, 7))
    assert await gather(made.council) == 0
    assert sorted(r.at for r in made.rows) == [NOW, at(DAY, 10)]
    made.clock.now = NOW
    assert await gather(made.council) == 1
    assert {r.state for r in made.rows} == {RowState.LEASED}


async def test_who_has_paused_hears_of_it_after_the_pause() -> None:
    made = await town(row("task:0"))
    await made.prefer(ANNA, paused_until=date(2024, 9, 20), hour=time(10))  # a Friday
    assert await gather(made.council) == 0
    assert made.rows[0].at == at(date(2024, 9, 23), 10)


@pytest.mark.parametrize(
    ("one", "rules", "reason"),
    [
        (row("before:0"), {}, "overdue-says-it"),
        (row("before:0"), {"overdue": (), "overdue_every": 0}, ""),
        (row("overdue:1"), {}, ""),
        (row("before:0", item="p/none"), {}, "removed"),
        (row("task:0", item="p/none"), {}, ""),
        (row("before:0", item="p/done"), {}, "not-followed"),
        (row("before:1", item="p/report"), {}, ""),  # nothing says later that a report is late
        (row("report:30", item="p/report"), {}, "overdue-says-it"),
    ],
)
async def test_what_has_lost_its_point_says_why(
    one: Reminder, rules: dict[str, object], reason: str
) -> None:
    made = await town(now=at(DAY + timedelta(days=1)), **rules)
    await made.put(
        follow_up("done", on(2024, 9, 16), state=State.DONE),
        record(ReportingRule, "report", name="R", due=(on(2024, 9, 16),), owner=HEAD.key),
    )
    assert lost_point(one, await known(made)) == reason


def told(rule: str, state: RowState, days: int = 2, **fields: object) -> Reminder:
    return row(rule, state=state, changed=NOW - timedelta(days=days), through=HEAD.key, **fields)


PLANNED, LEASED, SENT, SUPERSEDED = (
    RowState.PLANNED,
    RowState.LEASED,
    RowState.SENT,
    RowState.SUPERSEDED,
)


@pytest.mark.parametrize(
    ("rows", "waits"),
    [
        ([], False),  # nothing to wait for
        ([told("overdue:1", SENT)], False),
        ([told("overdue:1", RowState.ACKNOWLEDGED, 0)], False),
        ([told("overdue:1", SENT, 0)], True),  # in the same run
        ([told("overdue:1", PLANNED)], True),
        ([told("overdue:1", LEASED)], True),
        ([told("overdue:1", RowState.FAILED)], True),
        ([told("overdue:1", RowState.SKIPPED)], True),
        ([told("overdue:1", SUPERSEDED)], False),
        ([told("overdue:1", SENT), told("overdue:7", PLANNED)], False),
        # Whoever has it now has not been told.
        ([told("overdue:1", SENT), told("overdue:1", LEASED, recipient=BO)], True),
        # Somebody who is away hears of it later, and the administrator in their place has.
        (
            [
                told("overdue:1", RowState.UNREACHABLE),
                told("overdue:1", SENT, recipient=ADMIN),
            ],
            False,
        ),
        # Told for another owner; the own one has rows as well.
        ([told("overdue:1", PLANNED), replace(told("overdue:1", SENT), through="p/x")], True),
        # A person who answers for both is told for the other alone.
        ([replace(told("overdue:1", SENT), through="p/x")], False),
        # Nothing is said when it is late: then what was said before.
        ([told("before:0", SENT)], False),
        ([told("before:0", PLANNED)], True),
        ([told("before:0", SENT), told("overdue:1", PLANNED)], True),
        ([told("overdue:1", PLANNED, due=DAY + timedelta(days=1))], False),
        ([told("overdue:1", PLANNED, item="p/b")], False),
    ],
)
async def test_an_escalation_waits_for_the_owner_to_have_been_told(
    rows: list[Reminder], *, waits: bool
) -> None:
    one = row("escalated:7", recipient="t/head", through=HEAD.key)
    found = too_early([one], [one, *rows], await known(await town()))
    assert found == (frozenset({one.identity}) if waits else frozenset())


rules = st.sampled_from(["before:7", "before:0", "overdue:1", "changed:1", "changed:2", "task:0"])


@given(
    drawn=st.lists(
        st.tuples(rules, st.sampled_from(["p/a", "p/b", "p/none"]), st.integers(-50, 30)),
        unique_by=lambda one: one[:2],
    ),
    hour=st.integers(7, 17),
)
async def test_every_row_has_one_fate_and_every_item_a_voice(
    drawn: list[tuple[str, str, int]], hour: int
) -> None:
    rows = [row(rule, item=item, at=NOW + timedelta(hours=n)) for rule, item, n in drawn]
    made = await town(now=at(DAY, hour))
    now = made.clock()
    end = at(DAY + timedelta(days=1), 0)
    rows = [one for one in rows if one.at < end]
    sorting = sort_out(rows, await known(made))

    fates = [r.identity for r in (*sorting.now, *sorting.later, *sorting.skipped)]
    assert len(set(fates)) == len(fates)
    left = {r.identity for r in rows} - set(fates)
    due = {r.identity for r in rows if r.at <= now}
    assert not left & due
    assert all(r.at > now for r in sorting.later)
    assert not sorting.now or now >= NOW
    voices = {r.item for r in (*sorting.now, *sorting.later)}
    for one in sorting.skipped:
        assert one.reason != "later-says-same" or one.item in voices


async def test_two_that_gather_at_once_make_one_message() -> None:
    made = Town(NOW, workers=2)
    await made.settle_in()
    async with made.memory() as records:
        await records.ledger.put([row(f"task:{n}", item=f"p/{n}") for n in range(20)])
    counts = await asyncio.gather(*(gather(worker.council) for worker in made.workers * 3))
    assert sum(counts) == 1
    assert len({r.dispatch for r in made.rows}) == 1


async def test_what_became_of_a_message_stands_in_each_of_its_rows() -> None:
    made = await town(row("task:0"), row("task:1", item="p/b"))
    await made.rule("before", ())
    made.teams.fates.append(Fate.BLOCKED)
    await made.tick()
    assert {(r.state, r.reason) for r in made.rows if r.rule.startswith("task")} == {
        (RowState.UNREACHABLE, "ConversationBlockedByUser")
    }
    assert DAYS.day(made.clock()) == DAY
