"""What goes out: seen before and after, sent now within the rules, held back as a whole."""

from collections.abc import Awaitable
from datetime import UTC, date, datetime, timedelta

import pytest

from council.access import Asker
from council.errors import NotAllowedError, NotFoundError
from council.ledger import DispatchState
from council.reminders import upcoming
from council.schedule import (
    EARLY,
    HAD_TODAYS,
    NOTHING,
    PAUSED,
    QUIET,
    coming,
    pause,
    reach_again,
    send_now,
    today,
    why_unreachable,
)
from tests.council.test_roles import MAY_NOT
from tests.council.ticking import (
    ADMIN,
    FIRST,
    SECOND,
    K,
    Town,
    at_noon,
    town,
)

WORKDAY = at_noon(2009, 11, 18)
SATURDAY = at_noon(2009, 11, 21)


async def planned(now: datetime = WORKDAY) -> Town:
    here = await town()
    await here.until(now)
    return here


async def test_what_is_to_come_is_by_day_and_person_with_what_it_is_about() -> None:
    here = await planned()

    [first, *_] = await coming(here.council, ADMIN.asker)

    assert (first.day, first.person) == (date(2009, 12, 17), K)
    assert [line.record for line in first.lines] == [FIRST]


async def test_todays_messages_are_told_with_their_outcome() -> None:
    here = await planned(at_noon(2009, 12, 17))

    found = await today(here.council, ADMIN.asker)

    assert [(one.person, one.dispatch.state) for one in found.messages] == [(K, DispatchState.SENT)]
    assert (found.without, found.paused, found.quiet) == ((), False, False)
    assert found.ran is not None


async def test_a_message_that_did_not_arrive_is_told_with_its_reason() -> None:
    here = await town()
    here.blocked.add(K.key)
    await here.until(at_noon(2009, 12, 17))

    found = await today(here.council, ADMIN.asker)

    failed = [one for one in found.messages if one.dispatch.state is DispatchState.UNREACHABLE]
    assert [(one.person, one.dispatch.reason) for one in failed] == [
        (K, "ConversationBlockedByUser")
    ]
    reasons = await why_unreachable(here.council, ADMIN.asker, [K.key])
    assert reasons == {K.key: "ConversationBlockedByUser"}


async def test_who_waits_while_everything_is_paused_is_told() -> None:
    here = await planned()
    await pause(here.council, ADMIN.asker, on=True, through="card")
    await here.until(at_noon(2009, 12, 17))

    found = await today(here.council, ADMIN.asker)

    assert (found.messages, found.paused) == ((), True)
    assert [(one.person, one.why) for one in found.without] == [(K, PAUSED)]
    assert here.sent == []


async def test_nothing_is_lost_by_a_pause() -> None:
    here = await planned()
    await pause(here.council, ADMIN.asker, on=True, through="card")
    await here.until(at_noon(2009, 12, 17))
    await pause(here.council, ADMIN.asker, on=False, through="card")

    await here.tick()

    assert here.days(K.key) == [date(2009, 12, 17)]
    changes = [c for c in await here.history("settings") if c.field == "paused"]
    assert [(c.before, c.after, c.who) for c in changes] == [
        ("", "true", ADMIN.key),
        ("true", "", ADMIN.key),
    ]


async def test_a_persons_next_reminder_goes_out_now_and_not_once_more() -> None:
    here = await planned()

    sending = await send_now(here.council, ADMIN.asker, person=K.key, through="card")
    await here.tick()
    await here.until(at_noon(2009, 12, 18))

    assert (sending.made, sending.why) == (1, "")
    assert here.days(K.key) == [WORKDAY.date()]
    assert [row.rule for one in here.sent for row in one.rows] == ["before:14"]


async def test_an_items_next_reminder_goes_out_now() -> None:
    here = await planned()

    await send_now(here.council, ADMIN.asker, item=SECOND.key, through="card")
    await here.tick()

    assert [row.item for one in here.sent for row in one.rows] == [SECOND.key]
    assert [c.field for c in await here.history(SECOND.key) if c.field] == ["sent-now"]


async def test_nobody_is_told_that_an_item_is_late_before_it_is() -> None:
    here = await planned()
    rows = await upcoming(here.council, ADMIN.asker, here.now + timedelta(days=300))
    assert ADMIN.key in {row.recipient for row in rows}

    sending = await send_now(here.council, ADMIN.asker, person=ADMIN.key, through="card")

    assert (sending.made, sending.why) == (0, NOTHING)


async def test_one_message_a_day_holds() -> None:
    here = await planned(at_noon(2009, 12, 17))
    assert here.days(K.key) == [date(2009, 12, 17)]

    sending = await send_now(here.council, ADMIN.asker, item=SECOND.key, through="card")
    await here.tick()

    assert (sending.why, sending.held) == (HAD_TODAYS, (K,))
    assert len(here.days(K.key)) == 1


async def test_what_was_held_back_still_goes_out_on_its_own_day() -> None:
    here = await planned(at_noon(2009, 12, 17))
    await send_now(here.council, ADMIN.asker, item=SECOND.key, through="card")

    await here.until(at_noon(2010, 2, 16))

    assert date(2010, 2, 15) in here.days(K.key)


@pytest.mark.parametrize(
    "moment", [SATURDAY, WORKDAY.replace(hour=20), datetime(2009, 12, 6, 10, tzinfo=UTC)]
)
async def test_quiet_hours_and_days_off_hold(moment: datetime) -> None:
    here = await planned()
    here.now = moment

    sending = await send_now(here.council, ADMIN.asker, person=K.key, through="card")
    await here.tick()

    assert (sending.made, sending.why) == (0, QUIET)
    assert sending.opens is not None
    assert sending.opens > moment
    assert here.sent == []


async def test_nobody_is_written_to_before_their_own_hour() -> None:
    here = await planned()
    here.now = WORKDAY.replace(hour=6)  # eight in Finland

    sending = await send_now(here.council, ADMIN.asker, person=K.key, through="card")
    await here.tick()

    assert (sending.made, sending.why) == (0, EARLY)
    assert sending.opens == WORKDAY.replace(hour=7)
    await here.until(at_noon(2009, 12, 18))
    assert here.days(K.key) == [date(2009, 12, 17)]


async def test_a_pause_holds() -> None:
    here = await planned()
    await pause(here.council, ADMIN.asker, on=True, through="card")
    sending = await send_now(here.council, ADMIN.asker, person=K.key, through="card")
    assert (sending.made, sending.why) == (0, PAUSED)


async def test_where_nothing_is_due_nothing_is_made() -> None:
    here = await planned()
    sending = await send_now(here.council, ADMIN.asker, through="card")
    assert (sending.made, sending.why) == (0, NOTHING)


async def test_who_could_not_be_reached_gets_what_was_lost_once_they_can_be() -> None:
    here = await town()
    here.blocked.add(K.key)
    await here.until(at_noon(2009, 12, 17))
    assert ("undeliverable", K.key) in await here.tasks()
    here.blocked.clear()

    again = await reach_again(here.council, ADMIN.asker, K.key, through="card")
    await here.tick()
    await here.tick()

    assert again == 1
    assert here.days(K.key) == [date(2009, 12, 17)]
    assert ("undeliverable", K.key) not in await here.tasks()
    [change] = [c for c in await here.history(K.key) if c.field == "unreachable"]
    assert (change.before, change.after) == ('"ConversationBlockedByUser"', "")
    await here.until(at_noon(2009, 12, 17) + timedelta(days=8))
    assert date(2009, 12, 23) in here.days(K.key) or date(2009, 12, 24) in here.days(K.key)


async def test_nobody_is_tried_again_who_is_not_known() -> None:
    here = await town()
    with pytest.raises(NotFoundError):
        await reach_again(here.council, ADMIN.asker, "t/ei-ole", through="card")


@pytest.mark.parametrize("who", MAY_NOT)
async def test_only_administrators_see_and_steer_what_goes_out(who: Asker) -> None:
    here = await planned()
    before = here.memory.state
    tried: tuple[Awaitable[object], ...] = (
        coming(here.council, who),
        today(here.council, who),
        send_now(here.council, who, through="card"),
        send_now(here.council, who, person=K.key, through="card"),
        pause(here.council, who, on=True, through="card"),
        reach_again(here.council, who, K.key, through="card"),
        why_unreachable(here.council, who, [K.key]),
    )
    for one in tried:
        with pytest.raises(NotAllowedError):
            await one
    assert here.memory.state is before
