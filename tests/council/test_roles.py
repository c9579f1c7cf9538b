"""Roles change hands: what is owned stays with the role, and the past stays as it was."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from council.access import ANYONE, Asker, Right
from council.errors import NotAllowedError, NotFoundError
from council.followup import Report, mine, report
from council.items import BadInputError
from council.ledger import Capacity
from council.loading import load
from council.members import SYSTEM
from council.model import Holder, State
from council.people import Person
from council.roles import (
    Tenure,
    appoint,
    everybody,
    foresee,
    foresee_vacant,
    named,
    seats,
    vacate,
)
from tests.council.ticking import (
    ADMIN,
    CHIEF,
    FIRST,
    HEAD,
    HELD,
    MEMBER,
    SECOND,
    TOWN,
    K,
    L,
    Town,
    at_noon,
    town,
)

FEBRUARY = date(2010, 2, 1)
LAST = date(2010, 1, 31)
SUCCESSION = Tenure(role=HEAD.key, person=L.key, since=FEBRUARY)
MAY_NOT = [
    ANYONE,
    MEMBER.asker,
    K.asker,
    Asker("t/g", rights=frozenset({Right.IMPORT, Right.ANNOUNCE})),
    Asker(ADMIN.key, ADMIN.asker.audiences),  # an administrator in a shared conversation
]


async def holders(here: Town) -> list[Holder]:
    async with here.memory() as records:
        return [r for r in await records.register.everything() if isinstance(r, Holder)]


async def test_an_owner_leaves_and_is_replaced() -> None:
    here = await town()
    await here.until(at_noon(2009, 12, 21))
    told = Report(state=State.DONE)
    await report(here.council, K.asker, FIRST.key, told, through="card")
    await here.until(at_noon(2010, 1, 20))
    await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")

    await here.until(at_noon(2010, 2, 28))

    assert here.days(L.key) == [date(2010, 2, 15), date(2010, 2, 22), date(2010, 2, 26)]
    assert max(here.days(K.key)) <= LAST
    assert here.days(ADMIN.key) == []
    assert {row.item for one in here.sent if one.to == L.key for row in one.rows} == {SECOND.key}


async def test_what_was_done_still_shows_who_did_it() -> None:
    here = await town()
    await report(here.council, K.asker, FIRST.key, Report(state=State.DONE), through="card")
    before = await here.history(FIRST.key)
    await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")

    await here.until(at_noon(2010, 2, 3))

    assert await here.history(FIRST.key) == before
    assert [change.who for change in before if change.field == "state"] == [K.key]
    async with here.memory() as records:
        assert {news.person for news in await records.news.of([FIRST.key])} == {K.key}


async def test_who_has_left_may_not_answer_any_more() -> None:
    here = await town()
    await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")
    here.now = at_noon(2010, 1, 31)
    assert [item.key for item in await mine(here.council, K.asker)] == [FIRST.key, SECOND.key]
    assert await mine(here.council, L.asker) == ()

    here.now = at_noon(2010, 2, 1)

    assert await mine(here.council, K.asker) == ()
    assert [item.key for item in await mine(here.council, L.asker)] == [FIRST.key, SECOND.key]
    for told in (Report(state=State.DONE), Report(comment="vielä tämä")):
        with pytest.raises((NotAllowedError, NotFoundError)):
            await report(here.council, K.asker, SECOND.key, told, through="card")


async def test_the_change_is_on_record_with_before_and_after() -> None:
    here = await town()

    found = await appoint(here.council, ADMIN.asker, SUCCESSION, through="words")

    [on_role] = [c for c in await here.history(HEAD.key) if c.field]
    [on_holder] = [c for c in await here.history(HELD.key) if c.field]
    assert found.came is not None
    [came] = await here.history(found.came.key)
    assert (on_role.field, on_role.before, on_role.after) == ("holder", '"t/K"', '"t/L"')
    assert (on_holder.field, on_holder.before, on_holder.after) == ("until", "", '"2010-01-31"')
    assert (came.before, L.key in came.after) == ("", True)
    assert {(c.who, c.through, c.at) for c in (on_role, on_holder, came)} == {
        (ADMIN.key, "words", here.now)
    }


async def test_the_replaced_holder_keeps_the_record_with_a_last_day() -> None:
    here = await town()
    await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")

    kept = {holder.person: holder for holder in await holders(here)}

    assert kept[K.key] == replace(HELD, until=LAST)
    assert (kept[L.key].since, kept[L.key].until, kept[L.key].deputy) == (FEBRUARY, None, False)


async def test_what_would_change_is_told_before_anything_does() -> None:
    here = await town()
    await here.tick()
    before = await holders(here)

    seen = await foresee(here.council, ADMIN.asker, SUCCESSION)
    done = await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")

    assert before != await holders(here)
    assert (seen.items, [h.person for h in seen.left]) == (2, [K.key])
    assert seen.reminders > 0
    assert (done.items, done.reminders, done.left) == (seen.items, seen.reminders, seen.left)


async def test_looking_ahead_changes_nothing() -> None:
    here = await town()
    before = here.memory.state

    await foresee(here.council, ADMIN.asker, SUCCESSION)
    await foresee_vacant(here.council, ADMIN.asker, HEAD.key, LAST)

    assert here.memory.state is before


async def test_to_appoint_twice_is_to_appoint_once() -> None:
    here = await town()
    await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")
    before = await holders(here)

    again = await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")

    assert again.already
    assert await holders(here) == before


async def test_without_a_successor_the_deputy_is_reminded() -> None:
    deputy = Holder(
        key="p/s", programme="p", source=HELD.source, role=HEAD.key, person=L.key, deputy=True
    )
    here = await town(*TOWN, deputy)
    await vacate(here.council, ADMIN.asker, HEAD.key, LAST, through="card")

    await here.until(at_noon(2010, 2, 16))

    assert date(2010, 2, 15) in here.days(L.key)
    assert max(here.days(K.key)) <= LAST


async def test_without_a_successor_or_a_deputy_the_administrator_is_reminded_and_told() -> None:
    here = await town()
    await vacate(here.council, ADMIN.asker, HEAD.key, LAST, through="card")

    await here.until(at_noon(2010, 2, 16))

    assert ("holder-missing", HEAD.key) in await here.tasks()
    rows = [row for one in here.sent if one.to == ADMIN.key for row in one.rows]
    assert any(row.item == SECOND.key and row.capacity is Capacity.ADMINISTRATOR for row in rows)
    assert max(here.days(K.key)) <= LAST


async def test_a_successor_ends_the_task_that_nobody_answers() -> None:
    here = await town()
    await vacate(here.council, ADMIN.asker, HEAD.key, LAST, through="card")
    await here.until(at_noon(2010, 2, 16))

    tenure = Tenure(role=HEAD.key, person=L.key, since=date(2010, 2, 16))
    await appoint(here.council, ADMIN.asker, tenure, through="card")
    await here.tick()

    assert ("holder-missing", HEAD.key) not in await here.tasks()


async def test_a_blocked_delivery_makes_a_task_the_same_day() -> None:
    here = await town()
    here.blocked.add(K.key)

    await here.until(at_noon(2009, 12, 17) + timedelta(hours=1))

    assert ("undeliverable", K.key) in await here.tasks()
    assert here.days(K.key) == []


async def test_a_deputy_stands_in_beside_the_holder() -> None:
    here = await town()
    tenure = Tenure(role=HEAD.key, person=L.key, since=date(2009, 12, 1), deputy=True)

    found = await appoint(here.council, ADMIN.asker, tenure, through="card")

    assert found.left == ()
    assert HELD in await holders(here)


async def test_who_was_to_begin_later_does_not_once_another_is_named() -> None:
    here = await town()
    await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")
    other = Tenure(role=HEAD.key, person=MEMBER.key, since=FEBRUARY)

    found = await appoint(here.council, ADMIN.asker, other, through="card")

    assert [holder.person for holder in found.withdrawn] == [L.key]
    assert sorted(h.person for h in await holders(here)) == [K.key, MEMBER.key]
    [_, gone] = await here.history(found.withdrawn[0].key)
    assert (bool(gone.before), gone.after) == (True, "")


@pytest.mark.parametrize(
    ("tenure", "what"),
    [
        (replace(SUCCESSION, person="t/tuntematon"), "person"),
        (replace(SUCCESSION, until=date(2010, 1, 31)), "ends-before"),
        (replace(SUCCESSION, person=K.key), "holds-already"),
    ],
)
async def test_what_cannot_be_is_refused(tenure: Tenure, what: str) -> None:
    here = await town()
    before = await holders(here)
    with pytest.raises(BadInputError) as caught:
        await appoint(here.council, ADMIN.asker, tenure, through="card")
    assert caught.value.facts["what"] == what
    assert await holders(here) == before


async def test_a_tenure_that_has_begun_is_not_written_over() -> None:
    here = await town()
    await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")
    here.now = at_noon(2010, 3, 1)
    earlier = Tenure(role=HEAD.key, person=MEMBER.key, since=date(2010, 1, 10))
    with pytest.raises(BadInputError) as caught:
        await appoint(here.council, ADMIN.asker, earlier, through="card")
    assert caught.value.facts["what"] == "overlaps"


async def test_nobody_can_leave_a_role_that_nobody_holds() -> None:
    here = await town()
    with pytest.raises(BadInputError) as caught:
        await vacate(here.council, ADMIN.asker, CHIEF.key, LAST, through="card")
    assert caught.value.facts["what"] == "vacant"


async def test_a_role_that_is_not_there_cannot_be_filled() -> None:
    here = await town()
    for key in ("p/ei-ole", SECOND.key):
        tenure = replace(SUCCESSION, role=key)
        with pytest.raises(NotFoundError):
            await appoint(here.council, ADMIN.asker, tenure, through="card")


@pytest.mark.parametrize("who", MAY_NOT)
async def test_only_administrators_see_and_change_who_holds_what(who: Asker) -> None:
    here = await town()
    before = here.memory.state
    for tried in (
        appoint(here.council, who, SUCCESSION, through="card"),
        foresee(here.council, who, SUCCESSION),
        vacate(here.council, who, HEAD.key, LAST, through="card"),
        foresee_vacant(here.council, who, HEAD.key, LAST),
        seats(here.council, who),
        named(here.council, who, "Liisa Lehto"),
        everybody(here.council, who),
    ):
        with pytest.raises(NotAllowedError):
            await tried
    assert here.memory.state is before


async def test_the_list_tells_who_is_missing() -> None:
    here = await town()

    found = {seat.role.key: seat for seat in await seats(here.council, ADMIN.asker)}

    assert (found[HEAD.key].missing, found[HEAD.key].items) == (False, 2)
    assert (found[CHIEF.key].missing, found[CHIEF.key].items) == (True, 0)


async def test_a_person_is_found_by_name_whole_or_by_its_beginning() -> None:
    here = await town(people=(Person("t/L2", "liisa lehto"), Person("t/x", "Liisankatu")))

    async def keys(name: str) -> list[str]:
        return [person.key for person in await named(here.council, ADMIN.asker, name)]

    assert await keys(" LIISA   lehto ") == [L.key, "t/L2"]
    assert await keys("Kaisa") == [K.key]
    assert await keys("") == []
    assert await keys("aisa") == []


async def test_who_was_appointed_stays_so_when_the_document_is_loaded_again() -> None:
    here = await town()
    await load(here.memory, SYSTEM, TOWN, now=here.now, apply=True)
    await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")
    before = await holders(here)

    changes = await load(here.memory, SYSTEM, TOWN, now=here.now, apply=True)

    assert changes.none
    assert await holders(here) == before


async def test_members_do_not_see_who_has_been_appointed() -> None:
    here = await town()
    await appoint(here.council, ADMIN.asker, SUCCESSION, through="card")

    view = await here.council.shelf.view(MEMBER.asker)

    assert L.key not in {holder.person for holder in view.register.of(Holder, former=True)}


async def test_a_deputy_may_answer_for_what_is_overdue_and_not_before() -> None:
    here = await town()
    named_deputy = Tenure(
        role=HEAD.key, person=MEMBER.key, since=at_noon(2009, 1, 1).date(), deputy=True
    )
    await appoint(here.council, ADMIN.asker, named_deputy, through="card")
    told = Report(state=State.STARTED)
    with pytest.raises(NotAllowedError):
        await report(here.council, MEMBER.asker, FIRST.key, told, through="card")
    assert FIRST.due is not None
    assert FIRST.due.last is not None
    here.now = at_noon(*(FIRST.due.last + timedelta(days=8)).timetuple()[:3])
    outcome = await report(here.council, MEMBER.asker, FIRST.key, told, through="card")
    assert outcome.item.state is State.STARTED
