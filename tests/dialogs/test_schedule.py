"""Administrators see what goes out, send it now and pause it, in chat."""

from datetime import date, timedelta

from tests.council.ticking import ADMIN, FIRST, K, at_noon, town
from tests.dialogs.conversation import said, words
from tests.dialogs.pressing import pressed, titles

WORKDAY = at_noon(2009, 11, 18)


async def test_coming_reminders_say_who_gets_what_when_and_why() -> None:
    here = await town()
    await here.until(WORKDAY)

    reply = await said(here.council, words("tulevat muistutukset", ADMIN))

    lines = reply.text.splitlines()
    at = lines.index("to 17.12.2009")
    assert lines[at + 1 : at + 3] == [
        K.name,
        f"- {FIRST.name} (31.12.2009): määräaika lähestyy",
    ]


async def test_todays_messages_are_counted_and_named() -> None:
    here = await town()
    await here.until(at_noon(2009, 12, 17))

    reply = await said(here.council, words("tämän päivän lähetykset", ADMIN))

    assert "Lähetykset to 17.12.2009" in reply.text
    assert "lähetetty: 1" in reply.text
    assert "Kaisa Kuusi: lähetetty klo 9.00" in reply.text
    assert "Muistutukset käytiin viimeksi läpi to 17.12.2009 klo 11.00." in reply.text


async def test_a_message_that_did_not_arrive_says_why() -> None:
    here = await town()
    here.blocked.add(K.key)
    await here.until(at_noon(2009, 12, 17))

    reply = await said(here.council, words("päivän lähetykset", ADMIN))

    assert "Kaisa Kuusi: ei mennyt perille, Henkilö on estänyt Luotsin Teamsissa." in reply.text


async def test_to_send_now_is_asked_before_it_is_done() -> None:
    here = await town()
    await here.until(at_noon(2009, 12, 17) - timedelta(hours=4))
    here.now = at_noon(2009, 12, 17)
    asked = await said(here.council, words("lähetä nyt", ADMIN))
    assert titles(asked) == ["Lähetä", "Peruuta"]

    reply = await pressed(here.council, asked, "Lähetä", ADMIN)
    assert here.sent == []
    await here.tick()

    assert "1 viesti lähtee nyt." in reply.text
    assert here.days(K.key) == [date(2009, 12, 17)]


async def test_outside_the_hours_it_says_why_not_and_when() -> None:
    here = await town()
    await here.until(WORKDAY)
    here.now = WORKDAY.replace(hour=19)

    asked = await said(here.council, words("lähetä nyt", ADMIN))
    reply = await pressed(here.council, asked, "Lähetä", ADMIN)

    assert "hiljainen aika tai vapaapäivä" in reply.text
    assert "Seuraavat viestit lähtevät to 19.11.2009 klo 9.00." in reply.text


async def test_a_persons_next_message_is_sent_from_the_list_once_a_day() -> None:
    here = await town()
    await here.until(WORKDAY)
    listed = await said(here.council, words("tulevat muistutukset", ADMIN))

    first = await pressed(here.council, listed, "Lähetä nyt", ADMIN)
    await here.tick()
    second = await pressed(here.council, listed, "Lähetä nyt", ADMIN)
    await here.tick()

    assert "1 viesti lähtee nyt." in first.text
    assert "Ovat jo saaneet tämän päivän viestin: Kaisa Kuusi" in second.text
    assert here.days(K.key) == [WORKDAY.date()]


async def test_reminders_are_paused_and_resumed_by_button_alone() -> None:
    here = await town()
    await here.until(WORKDAY)
    asked = await said(here.council, words("tauota muistutukset", ADMIN))
    assert "lähtevät suunnitellusti" in asked.text

    paused = await pressed(here.council, asked, "Tauota muistutukset", ADMIN)
    assert "Muistutukset ovat tauolla." in paused.text
    await here.until(at_noon(2009, 12, 18))
    assert here.sent == []
    today = await said(here.council, words("päivän lähetykset", ADMIN))
    assert "Kaisa Kuusi: Muistutukset ovat tauolla." in today.text

    await pressed(here.council, paused, "Jatka muistutuksia", ADMIN)
    await here.tick()
    assert here.days(K.key) == [date(2009, 12, 18)]
