"""The daily message as it looks later: who answered what, and what followers hear."""

from dataclasses import replace

from council.model import State
from council.people import Person
from dialogs import reminders
from dialogs.turn import Reply
from tests.dialogs.conversation import press, said
from tests.dialogs.owners import (
    COUNCILLOR,
    HANNA,
    KAISA,
    LAURI,
    NETWORK,
    SECRET,
    Town,
    titles,
    town,
)

ANSWERS = ["Valmis", "Kesken", "Myöhässä / tarvitsen lisäaikaa", "Ei minun", "Muistuta myöhemmin"]


async def answered(place: Town, reply: Reply, who: Person) -> Reply:
    form = await place.press(reply, "Kesken", who)
    return await place.press(form, "Kirjaa", who, percent=40, comment="Puolessa välissä")


async def test_an_answered_item_shows_the_answer_in_place_of_its_buttons() -> None:
    place = await town()
    place.clock.to(12, 1)
    dispatch, reply = await place.sent(KAISA)
    before = await reminders.redrawn(place.council, dispatch)
    assert before is not None
    assert titles(before) == titles(reply)

    await answered(place, reply, KAISA)
    now = await reminders.redrawn(place.council, dispatch)

    assert now is not None
    assert now.text.splitlines()[0] == f"{NETWORK.name}: vastattu"
    assert "Sinä, ma 1.12.2025: käynnissä, 40 % – ”Puolessa välissä”" in now.text
    assert not set(titles(now)) & {*ANSWERS, "Vastaa"}


async def test_what_another_owner_answered_names_the_office_and_leaves_ones_own_buttons() -> None:
    place = await town(but=[SECRET])
    place.clock.to(12, 3)
    out = await place.tick()
    _, to_lauri = out[LAURI.key]
    dispatch, _ = out[HANNA.key]
    assert to_lauri is not None

    await answered(place, to_lauri, LAURI)
    now = await reminders.redrawn(place.council, dispatch)

    assert now is not None
    assert "Talousjohtaja, ke 3.12.2025: käynnissä, 40 % – ”Puolessa välissä”" in now.text
    assert LAURI.name not in str(now)
    assert set(ANSWERS) <= set(titles(now))


async def test_a_proposal_a_later_reminder_and_not_mine_show_on_the_card() -> None:
    place = await town()
    place.clock.to(12, 1)
    dispatch, reply = await place.sent(KAISA)
    form = await place.press(reply, "Myöhässä / tarvitsen lisäaikaa", KAISA)
    await place.press(form, "Lähetä", KAISA, due="2026-01-26", comment="Lausunnot puuttuvat")
    form = await place.press(reply, "Muistuta myöhemmin", KAISA)
    await place.press(form, "Huomenna", KAISA)

    now = await reminders.redrawn(place.council, dispatch)
    assert now is not None
    assert "Odottaa ylläpitäjän päätöstä: uusi määräaika viimeistään maanantaina 26.1." in now.text
    assert "Muistutan sinua uudelleen ti 2.12.2025." in now.text

    form = await place.press(reply, "Ei minun", KAISA)
    await place.press(form, "Tämä ei ole minun", KAISA)
    last = await reminders.redrawn(place.council, dispatch)
    assert last is not None
    assert "Ilmoitit, ettei tämä ole sinun." in last.text
    assert not set(titles(last)) & set(ANSWERS)


async def test_a_follower_hears_of_a_change_without_names_and_can_stop_following() -> None:
    place = await town()
    await said(place.council, press("followup.follow", COUNCILLOR, key=NETWORK.key, on=True))
    place.clock.to(12, 1)
    _, reply = await place.sent(KAISA)
    await answered(place, reply, KAISA)
    place.clock.to(12, 2)

    dispatch, told = await place.sent(COUNCILLOR)
    assert "Muuttunut: Tila: suunniteltu → käynnissä" in told.text
    assert "Saat tämän, koska seuraat asiaa." in told.text
    assert "Älä seuraa" in titles(told)
    assert not set(titles(told)) & set(ANSWERS)
    again = await reminders.redrawn(place.council, dispatch)
    for shown in (told, again):
        assert shown is not None
        assert "Kaisa" not in str(shown)


async def test_a_follower_who_may_no_longer_see_an_item_hears_nothing() -> None:
    place = await town()
    await said(place.council, press("followup.follow", COUNCILLOR, key=NETWORK.key, on=True))
    place.clock.to(12, 1)
    _, reply = await place.sent(KAISA)
    await answered(place, reply, KAISA)
    await place.put(replace(NETWORK, state=State.STARTED, audience=frozenset({"body:x"})))
    place.clock.to(12, 2)

    out = await place.tick()

    assert out[COUNCILLOR.key][1] is None
