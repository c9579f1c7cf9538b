"""Settings of the town, its programmes and items: seen with their origin, honoured once changed."""

from datetime import date, time

import pytest

from council.access import Asker
from council.choices import FOR, names, set_rule, sheet
from council.errors import NotAllowedError, NotFoundError
from council.items import BadInputError
from council.model import Event, Metric
from council.rules import NAMES, TOWN
from tests.council.test_roles import MAY_NOT
from tests.council.ticking import ADMIN, FIRST, HEAD, SECOND, K, Town, at_noon, town


async def held(here: Town, scope: str, name: str) -> tuple[object, str | None]:
    found = await sheet(here.council, ADMIN.asker, scope)
    [one] = [one for one in found.held if one.name == name]
    return one.value, one.scope


async def put(here: Town, scope: str, name: str, value: object) -> bool:
    return await set_rule(here.council, ADMIN.asker, scope, name, value, through="card")


async def test_a_value_comes_from_the_narrowest_scope_that_sets_it() -> None:
    here = await town()
    assert await held(here, FIRST.key, "before") == ((14, 7, 1, 0), None)

    await put(here, TOWN, "before", (10,))
    assert await held(here, FIRST.key, "before") == ((10,), TOWN)
    await put(here, "p", "before", (9,))
    assert await held(here, FIRST.key, "before") == ((9,), "p")
    await put(here, FIRST.key, "before", (8,))
    assert await held(here, FIRST.key, "before") == ((8,), FIRST.key)
    assert await held(here, SECOND.key, "before") == ((9,), "p")
    await put(here, FIRST.key, "before", None)
    assert await held(here, FIRST.key, "before") == ((9,), "p")


@pytest.mark.parametrize("scope", [TOWN, "p", FIRST.key])
async def test_changed_days_move_the_reminders(scope: str) -> None:
    here = await town()
    await here.tick()

    await put(here, scope, "before", (3,))
    await here.until(at_noon(2010, 1, 1))

    assert here.days(K.key) == [date(2009, 12, 28)]


async def test_a_changed_hour_holds() -> None:
    here = await town()
    await here.tick()
    await put(here, TOWN, "hour", time(13))
    await here.until(at_noon(2009, 12, 18))
    assert [one.at.hour for one in here.sent] == [13]


async def test_a_change_is_on_record_once() -> None:
    here = await town()
    assert await put(here, TOWN, "overdue", (2,))
    assert not await put(here, TOWN, "overdue", (2,))
    assert await put(here, "p", "overdue", (3,))

    [town_wide] = await here.history("settings")
    [of_programme] = [c for c in await here.history("p") if c.field]

    assert (town_wide.field, town_wide.before, town_wide.after) == ("overdue", "", "[2]")
    assert (of_programme.field, of_programme.after) == ("overdue", "[3]")
    assert {town_wide.who, of_programme.who} == {ADMIN.key}


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("before", (400,), "rule"),
        ("before", (-1,), "rule"),
        ("before", 7, "rule"),
        ("before", tuple(range(11)), "rule"),
        ("overdue_every", -1, "rule"),
        ("overdue_every", True, "rule"),
        ("hour", "9", "rule"),
        ("paused", "kyllä", "rule"),
        ("quiet_from", time(8), "hour-quiet"),
        ("quiet_until", time(17), "hour-quiet"),
        ("hour", time(20), "hour-quiet"),
        ("hour", time(18), "hour-quiet"),
        ("quiet_until", time(10), "hour-quiet"),
    ],
)
async def test_what_would_silence_or_confuse_the_engine_is_refused(
    name: str, value: object, what: str
) -> None:
    here = await town()
    with pytest.raises(BadInputError) as caught:
        await put(here, TOWN, name, value)
    assert caught.value.facts["what"] == what
    assert await here.history("settings") == []


async def test_the_towns_quiet_hours_leave_room_for_a_programmes_own_hour() -> None:
    here = await town()
    await put(here, "p", "hour", time(7, 30))
    with pytest.raises(BadInputError):
        await put(here, TOWN, "quiet_until", time(8))


@pytest.mark.parametrize(
    ("scope", "name"),
    [
        (HEAD.key, "before"),
        ("p/ei-ole", "before"),
        (FIRST.key, "event"),
        ("p", "quiet_from"),
        (TOWN, "olematon"),
        (TOWN, "__class__"),
    ],
)
async def test_a_scope_has_only_the_settings_that_the_engine_looks_at(
    scope: str, name: str
) -> None:
    here = await town()
    with pytest.raises(NotFoundError):
        await put(here, scope, name, (1,))


def test_every_setting_is_shown_somewhere() -> None:
    assert set(names(None)) == NAMES
    assert {name for several in FOR.values() for name in several} <= NAMES
    assert "event" in FOR[Event]
    assert "reading" in FOR[Metric]


@pytest.mark.parametrize("who", MAY_NOT)
async def test_only_administrators_see_and_change_the_rules(who: Asker) -> None:
    here = await town()
    before = here.memory.state
    for scope in (TOWN, "p", FIRST.key, "p/ei-ole"):
        with pytest.raises(NotAllowedError):
            await sheet(here.council, who, scope)
        with pytest.raises(NotAllowedError):
            await set_rule(here.council, who, scope, "before", (3,), through="card")
    assert here.memory.state is before
