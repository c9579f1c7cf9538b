"""Whoever is forgotten is nowhere left, the register stays true, and the reminders find others."""

from dataclasses import replace
from datetime import date

import pytest

from council import preferences, privacy
from council.access import ANYONE, Right
from council.dates import DueDate
from council.errors import NotAllowedError
from council.followup import Report, report
from council.ledger import Capacity, RowState
from council.model import Body, FollowUp, Holder, Membership, State
from council.people import Person
from council.preferences import Choice
from council.privacy import LastAdministratorError
from council.proposals import decide, propose
from council.replanning import plan
from council.rules import Preferences
from tests.council.hourly import (
    ADMIN,
    ANNA,
    BERTTA,
    FIRST,
    HEAD,
    HELD,
    PAPER,
    TOWN,
    Town,
    town,
)


async def forget(made: Town, person: Person, by: Person | None = None) -> privacy.Forgotten:
    asker = (by or person).asker
    return await privacy.forget(made.council, asker, person.key, through="card")


async def found(made: Town, key: str) -> Holder | Membership:
    async with made.memory() as records:
        [record] = await records.register.find([key])
    assert isinstance(record, Holder | Membership)
    return record


async def test_the_role_is_vacant_from_the_day_before_and_its_name_stays() -> None:
    made = await town()

    told = await forget(made, ANNA)

    assert told == privacy.Forgotten(known=True, vacant=(HEAD.key,))
    assert await found(made, HELD.key) == replace(HELD, person="", until=date(2025, 6, 1))
    assert ("role-vacant", HEAD.key) in await made.tasks()


@pytest.mark.parametrize(
    ("since", "until", "ended"),
    [
        (None, date(2025, 3, 1), date(2025, 3, 1)),
        (date(2025, 5, 1), date(2025, 12, 31), date(2025, 6, 1)),
        (date(2025, 6, 2), None, date(2025, 6, 2)),
        (date(2025, 9, 1), None, date(2025, 9, 1)),
    ],
)
async def test_no_role_ends_before_it_began(
    since: date | None, until: date | None, ended: date
) -> None:
    made = await town()
    await made.put(replace(HELD, since=since, until=until))
    await forget(made, ANNA)

    assert (await found(made, HELD.key)).until == ended


async def test_a_seat_in_a_body_is_left_too() -> None:
    body = Body(key="p/ryhma", programme="p", source=PAPER, name="Työryhmä")
    seat = Membership(key="p/s", programme="p", source=PAPER, body=body.key, person=ANNA.key)
    made = await town(*TOWN, body, seat)
    await forget(made, ANNA)

    assert (await found(made, seat.key)).person == ""


async def test_the_next_in_the_chain_gets_the_reminders() -> None:
    made = await town()
    await made.until_day(2025, 6, 13)
    await forget(made, ANNA)
    await made.until_day(2025, 7, 11)

    assert made.day_names(ANNA) == ["12.6."]
    rows = [row for one in made.to(ADMIN) for row in one.rows]
    assert {row.capacity for row in rows} == {Capacity.ADMINISTRATOR}
    assert {row.item for row in rows} == {"p/kartoitus", "p/ehdotus"}
    async with made.memory() as records:
        ledger = await records.ledger.rows(["p/kartoitus", "p/ehdotus", "p/seminaari"])
    assert not [row for row in ledger if row.recipient == ANNA.key]
    gone = {row.state for row in ledger if row.recipient.startswith("forgotten/")}
    assert gone == {RowState.SENT, RowState.SUPERSEDED}


async def test_what_was_done_and_when_stays_without_a_name() -> None:
    made = await town()
    told = Report(state=State.STARTED, comment="Alkoi.")
    await report(made.council, ANNA.asker, FIRST.key, told, through="card")
    await forget(made, ANNA)

    [change] = [c for c in await made.history(FIRST.key) if c.field == "state"]
    assert (change.after, change.who, change.why) == ('"started"', "", "Alkoi.")
    async with made.memory() as records:
        [news] = await records.news.of([FIRST.key])
        [item] = await records.register.find([FIRST.key])
    assert (news.person, news.words) == ("", "Alkoi.")
    assert item == replace(FIRST, state=State.STARTED)


async def test_what_the_person_proposed_can_still_be_decided_and_nobody_is_written_to() -> None:
    made = await town()
    later = DueDate(start=date(2025, 9, 1), end=date(2025, 9, 1))
    told = await propose(
        made.council, ANNA.asker, FIRST.key, later, "Kesä välissä.", through="card"
    )
    assert told.proposal is not None
    await forget(made, ANNA)

    await decide(
        made.council, ADMIN.asker, FIRST.key, told.proposal.id, approve=True, through="card"
    )

    async with made.memory() as records:
        [item] = await records.register.find([FIRST.key])
        rows = await records.ledger.rows([FIRST.key])
    assert isinstance(item, FollowUp)
    assert item.due is not None
    assert item.due.last == date(2025, 9, 1)
    assert "" not in {row.recipient for row in rows}


async def test_nothing_that_is_kept_names_the_person() -> None:
    made = await town()
    wanted = Choice(Preferences(person=BERTTA.key), name=BERTTA.name)
    await preferences.choose(made.council, BERTTA.asker, wanted, through="card")
    await made.until_day(2025, 6, 20)
    await report(made.council, ANNA.asker, FIRST.key, Report(comment="Etenee."), through="card")
    await forget(made, ANNA)
    await made.until_day(2025, 7, 20)

    assert ANNA.key not in repr(made.memory.state)
    assert ANNA.name not in repr(made.memory.state)


async def test_who_had_chosen_the_person_to_stand_in_answers_alone_again() -> None:
    made = await town()
    wanted = Preferences(person=ANNA.key, deputy=BERTTA.key, deputy_until=date(2025, 7, 31))
    await preferences.choose(made.council, ANNA.asker, Choice(wanted), through="card")
    await made.until_day(2025, 6, 13)
    await forget(made, BERTTA)
    await made.until_day(2025, 6, 20)

    assert made.day_names(BERTTA) == ["12.6."]
    assert "19.6." in made.day_names(ANNA)
    assert await made.preferences(ANNA) == Preferences(person=ANNA.key)


async def test_the_next_ones_are_planned_for_at_once_and_not_only_the_next_day() -> None:
    made = await town()
    wanted = Preferences(person=ANNA.key, deputy=BERTTA.key, deputy_until=date(2025, 7, 31))
    await preferences.choose(made.council, ANNA.asker, Choice(wanted), through="card")
    await made.until_day(2025, 6, 3)

    await forget(made, BERTTA)
    await plan(made.council)
    assert await planned_for(made) == {ANNA.key}
    await forget(made, ANNA)
    await plan(made.council)
    assert await planned_for(made) == {ADMIN.key}


async def planned_for(made: Town) -> set[str]:
    async with made.memory() as records:
        rows = await records.ledger.rows([FIRST.key])
    planned = [row for row in rows if row.state is RowState.PLANNED]
    return {row.recipient for row in planned if row.rule == "before:14"}


async def test_the_last_administrator_stays() -> None:
    made = await town()
    before = repr(made.memory.state)
    with pytest.raises(LastAdministratorError):
        await forget(made, ADMIN)
    with pytest.raises(LastAdministratorError):
        await privacy.held(made.council, ADMIN.asker)

    assert repr(made.memory.state) == before


async def test_of_two_administrators_one_may_go_and_the_other_hears_what_they_heard() -> None:
    second = Person("t/second", "Toinen", rights=frozenset({Right.ADMINISTER}))
    made = await town(people=[second])
    await forget(made, ANNA)
    await made.until_day(2025, 6, 13)
    assert {"12.6."} <= set(made.day_names(second)) & set(made.day_names(ADMIN))

    await forget(made, ADMIN)
    await made.until_day(2025, 7, 1)
    with pytest.raises(LastAdministratorError):
        await forget(made, second)

    assert made.day_names(ADMIN)[-1] < "13.6."
    assert "26.6." in made.day_names(second)


async def test_an_administrator_forgets_somebody_who_has_asked_for_it() -> None:
    made = await town()

    assert (await forget(made, ANNA, by=ADMIN)).known
    assert not (await forget(made, ANNA, by=ADMIN)).known
    [key] = {c.key for c in made.memory.state.changes if c.field == "forgotten"}
    [change] = await made.history(key)
    assert change.who == ADMIN.key


async def test_nobody_else_can_have_a_person_forgotten() -> None:
    made = await town()
    before = repr(made.memory.state)
    for asker in (BERTTA.asker, ANYONE):
        with pytest.raises(NotAllowedError):
            await privacy.forget(made.council, asker, ANNA.key, through="card")
    with pytest.raises(NotAllowedError):
        await privacy.forget(made.council, ANYONE, "", through="card")

    assert repr(made.memory.state) == before


async def test_a_stranger_leaves_no_trace() -> None:
    made = await town()

    told = await privacy.forget(made.council, ADMIN.asker, "t/stranger", through="command")

    assert not told.known
    assert not [c for c in made.memory.state.changes if c.field == "forgotten"]


async def test_it_is_told_beforehand_which_roles_become_vacant() -> None:
    made = await town()

    assert await privacy.held(made.council, ANNA.asker) == [HEAD]
    assert await privacy.held(made.council, BERTTA.asker) == []
