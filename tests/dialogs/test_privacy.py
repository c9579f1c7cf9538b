"""To be forgotten in a conversation: said beforehand, asked twice, in private, one's own alone."""

from dataclasses import replace
from datetime import date

import pytest

from council.access import Right
from council.people import Person
from dialogs import plain
from tests.dialogs.conversation import address, memory, press, said, shared, words
from tests.dialogs.town import ADMINISTRATOR, HOLDER, MEMBER, TOWN, town

KEEPER = Person("t/keeper", "Hoitaja")
HELD = replace(HOLDER, key="esim/hoitaja", person=KEEPER.key, deputy=False)
SURE = {"sure": True}


async def test_it_is_said_first_what_goes_and_what_stays() -> None:
    council = await town(*TOWN, HELD, people=(KEEPER,))
    for asked in ("unohda minut", "Glöm mig!", "forget me", "poista tietoni"):
        reply = await said(council, words(asked, KEEPER))
        assert reply.card is not None
        assert "privacy.forget" in {b.verb for b in plain.pressable(reply.card)}
        assert "Palvelujohtaja" in reply.text

    assert KEEPER.key in memory(council).state.people


async def test_who_presses_yes_is_gone_and_hears_it() -> None:
    council = await town(*TOWN, HELD, people=(KEEPER,))
    asked = press("privacy.forget", KEEPER, **SURE)
    asked = replace(asked, address=replace(address(asked.conversation), person=KEEPER.key))

    reply = await said(council, asked)

    assert "Olen unohtanut sinut." in reply.text
    state = memory(council).state
    assert KEEPER.key not in state.people
    assert not [one for one in state.addresses.values() if one.person == KEEPER.key]
    yesterday = date(2025, 3, 9)
    assert state.register[HELD.key] == replace(HELD, person="", until=yesterday)


async def test_who_writes_again_is_met_anew() -> None:
    council = await town(people=(KEEPER,))
    own = replace(address(f"private/{KEEPER.key}"), person=KEEPER.key)
    await said(council, replace(press("privacy.forget", KEEPER, **SURE), address=own))

    await said(council, replace(words("hei", KEEPER), address=own))

    async with council.records() as records:
        assert len(await records.people.addresses(KEEPER.key)) == 1


@pytest.mark.parametrize("sure", [None, False, "true", 1, "yes"])
async def test_only_the_button_that_says_so_does_it(sure: object) -> None:
    council = await town()

    reply = await said(council, press("privacy.forget", MEMBER, sure=sure))

    assert reply.outcome == "refused"
    assert MEMBER.key in memory(council).state.people


async def test_nobody_is_forgotten_where_others_read_along_or_by_another() -> None:
    council = await town(people=(KEEPER,))
    assert (await said(council, shared(words("unohda minut")))).outcome == "refused"
    assert (await said(council, shared(press("privacy.forget", **SURE)))).outcome == "refused"
    await said(council, press("privacy.forget", KEEPER, **SURE, person=MEMBER.key, key=MEMBER.key))

    assert MEMBER.key in memory(council).state.people


async def test_the_last_administrator_is_told_why_not() -> None:
    council = await town()
    for asked in (
        words("unohda minut", ADMINISTRATOR),
        press("privacy.forget", ADMINISTRATOR, **SURE),
    ):
        reply = await said(council, asked)
        assert "ainoa ylläpitäjä" in reply.text

    assert ADMINISTRATOR.key in memory(council).state.people
    other = Person("t/other", "Toinen", rights=frozenset({Right.ADMINISTER}))
    async with council.records() as records:
        await records.people.put(other)
    await said(council, press("privacy.forget", ADMINISTRATOR, **SURE))
    assert ADMINISTRATOR.key not in memory(council).state.people


async def test_what_the_forgotten_had_seen_is_hidden_from_then_on() -> None:
    council = await town(people=(replace(ADMINISTRATOR, key="t/second"),))
    second = replace(ADMINISTRATOR, key="t/second")
    assert (await said(council, words("tehtävät", second))).outcome == "card"

    await said(council, press("privacy.forget", second, **SURE))

    assert (await said(council, words("tehtävät", second))).outcome == "refused"
