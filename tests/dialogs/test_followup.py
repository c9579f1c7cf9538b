"""Owners answer with buttons: what is recorded, and how it is said."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from council.answers import Aspect, Finding
from council.language import Language
from council.model import FollowUp, State
from council.news import News
from council.people import Person
from council.ports import Change
from dialogs import findings, plain
from dialogs.cards import LARGEST, weight
from dialogs.texts import texts
from dialogs.turn import Reply
from tests.dialogs.conversation import press, said, shared, words
from tests.dialogs.owners import (
    ADMINISTRATOR,
    COUNCILLOR,
    HANNA,
    KAISA,
    LAURI,
    NETWORK,
    PROCESSES,
    STAFF,
    WEBSITE,
    Town,
    button,
    day,
    titles,
    town,
)

DUE = "2025-12-15"
MINE = {"key": NETWORK.key, "seen": DUE}


async def news(place: Town) -> list[News]:
    async with place.council.records() as kept:
        return list(await kept.news.of([NETWORK.key, STAFF.key, PROCESSES.key, WEBSITE.key]))


async def changes(place: Town, key: str, field: str) -> list[Change]:
    async with place.council.records() as kept:
        return [one for one in await kept.changes.history(key) if one.field == field]


async def opened(place: Town, who: Person, name: str = NETWORK.name) -> Reply:
    """Open an item's card from the owner's own list."""
    mine = await said(place.council, words("omat tehtävät", who))
    assert name in mine.text
    found = next(t for t in mine.text.split("\n\n") if t.startswith(name))
    number = mine.text.split("\n\n").index(found) - 1
    assert mine.card is not None
    answers = [b for b in _buttons(mine) if b[0] == "Vastaa"]
    _, verb, values = answers[number]
    return await said(place.council, press(verb, who, **values))


def _buttons(reply: Reply) -> list[tuple[str, str, dict[str, Any]]]:
    assert reply.card is not None
    return [(b.title, b.verb, b.values) for b in plain.pressable(reply.card)]


async def test_done_with_day_and_section_is_on_record_and_reminders_end() -> None:
    place = await town()
    card = await opened(place, KAISA)
    form = await place.press(card, "Valmis", KAISA)
    assert form.replaces
    assert "Päätöksen päivä, jos tiedät sen" in str(form.card)

    done = await place.press(
        form, "Kirjaa valmiiksi", KAISA, on="2025-11-17", section="§ 88", comment="Äänin 20–7"
    )

    assert done.replaces
    assert done.text.splitlines() == [
        "Kirjattu.",
        NETWORK.name,
        "Tila: valmis",
        "Päivä: ma 17.11.2025",
        "Pykälä 88",
        "”Äänin 20–7”",
        "En muistuta sinua tästä enää.",
    ]
    assert await place.state(NETWORK) is State.DONE
    [told] = await news(place)
    assert (told.person, told.on, told.section, told.through) == (
        KAISA.key,
        date(2025, 11, 17),
        "88",
        "card",
    )
    place.clock.to(12, 15)
    assert KAISA.key not in await place.tick()


async def test_under_way_keeps_the_reminders_and_says_when_the_next_comes() -> None:
    place = await town()
    place.clock.to(12, 1)
    _, reminder = await place.sent(KAISA)
    form = await place.press(reminder, "Kesken", KAISA)

    result = await place.press(form, "Kirjaa", KAISA, percent=60, comment="")

    assert "Tila: käynnissä, 60 %" in result.text
    assert "Seuraava muistutus tulee ma 8.12.2025." in result.text
    place.clock.to(12, 8)
    _, later = await place.sent(KAISA)
    assert later.text.startswith(f"{NETWORK.name}: 7 päivää jäljellä")
    assert "Tila: käynnissä, 60 %" in later.text


@pytest.mark.parametrize("typed", [60, 60.0, "60", "60 %", " 60%", "60 prosenttia", "60 procent"])
async def test_a_percentage_is_understood_as_people_type_it(typed: object) -> None:
    place = await town()

    await said(place.council, press("followup.going", KAISA, **MINE, percent=typed))

    assert [one.percent for one in await news(place)] == [60]


@pytest.mark.parametrize("typed", [140, -1, "140 %", "paljon", "50,5", 50.5, True, [50], "5000000"])
async def test_a_percentage_that_is_none_is_said_to_be_so(typed: object) -> None:
    place = await town()

    reply = await said(place.council, press("followup.going", KAISA, **MINE, percent=typed))

    assert reply.outcome == "refused"
    assert reply.text == "Prosentti on kokonaisluku väliltä 0–100. Korjaa se."
    assert not reply.replaces
    assert await news(place) == []


@pytest.mark.parametrize(
    ("verb", "values", "expected"),
    [
        ("followup.done", {"on": "2025-11-21"}, "Päivä on vasta edessä."),
        ("followup.done", {"on": "2024-12-31"}, "ajalta ennen ohjelmaa (ke 1.1.2025)"),
        ("followup.done", {"on": "2025-02-30"}, "2025-02-30 ei ole päivä."),
        ("followup.done", {"on": "31.6.2025"}, "31.6.2025 ei ole päivä."),
        ("followup.done", {"on": "joskus"}, "En ymmärtänyt päivää."),
        ("followup.done", {"on": "keväällä"}, "En ymmärtänyt päivää."),
        ("followup.done", {"comment": "x" * 2_001}, "enintään 2 000 merkkiä"),
        ("followup.late", {"due": "2026-01-26"}, "Uusi määräaika tarvitsee perustelun."),
        ("followup.late", {"due": "2025-11-19", "comment": "x"}, "Uusi määräaika on jo mennyt."),
        ("followup.late", {"due": "2024-11-19", "comment": "x"}, "ajalta ennen ohjelmaa"),
        ("followup.snooze", {"until": "2025-11-20"}, "Valitse päivä huomisesta alkaen"),
        ("followup.snooze", {"until": "2026-06-01"}, "Valitse päivä huomisesta alkaen"),
        ("followup.snooze", {}, "Valitse päivä huomisesta alkaen"),
        ("followup.snooze", {"until": "2025-12-16"}, "Määräaika on ma 15.12.2025."),
        ("followup.decline", {"comment": "x" * 2_001}, "enintään 2 000 merkkiä"),
    ],
)
async def test_what_makes_no_sense_is_said_in_plain_words_and_changes_nothing(
    verb: str, values: dict[str, str], expected: str
) -> None:
    place = await town()
    before = await place.item(NETWORK)

    reply = await said(place.council, press(verb, KAISA, **MINE, **values))

    assert reply.outcome == "refused"
    assert expected in reply.text
    assert not reply.replaces
    assert await place.item(NETWORK) == before
    assert await news(place) == []


async def test_what_has_no_date_cannot_be_moved_but_can_be_late() -> None:
    place = await town()
    card = await opened(place, LAURI, WEBSITE.name)
    form = await place.press(card, "Myöhässä / tarvitsen lisäaikaa", LAURI)
    assert "Uusi määräaika" not in str(form.card)

    moved = press("followup.late", LAURI, key=WEBSITE.key, due="2026-01-26", comment="x")
    assert "ei ole määräaikaa" in (await said(place.council, moved)).text
    late = await place.press(form, "Lähetä", LAURI, comment="Toimittaja myöhästyi")

    assert "Tila: myöhässä" in late.text
    assert await place.state(WEBSITE) is State.LATE


async def test_shared_work_is_asked_about_before_it_is_closed_for_others() -> None:
    place = await town()
    card = await opened(place, LAURI, PROCESSES.name)
    form = await place.press(card, "Valmis", LAURI)

    asked = await place.press(form, "Kirjaa valmiiksi", LAURI, on="2025-10-06", comment="Alkoi")

    assert "valmis kaikkien puolesta vai vain omalta osaltasi?" in asked.text
    assert "Vastaavat myös: Johtoryhmä" in asked.text
    assert await place.state(PROCESSES) is State.PLANNED
    assert await news(place) == []

    own = await place.press(asked, "Vain omalta osaltani", LAURI)
    assert "Oma osuutesi on kirjattu valmiiksi." in own.text
    assert "Yhä kesken: Johtoryhmä" in own.text
    assert await place.state(PROCESSES) is State.PLANNED
    [told] = await news(place)
    assert (told.on, told.words) == (date(2025, 10, 6), "Alkoi")
    place.clock.to(12, 3)
    out = await place.tick()
    assert HANNA.key in out
    assert LAURI.key not in out


async def test_shared_work_is_closed_for_all_when_that_is_what_is_said() -> None:
    place = await town()
    asked = await said(place.council, press("followup.done", LAURI, key=PROCESSES.key))

    done = await place.press(asked, "Valmis kaikkien puolesta", LAURI)

    assert "Tila: valmis" in done.text
    assert await place.state(PROCESSES) is State.DONE
    place.clock.to(11, 21)
    told = (await place.tick())[HANNA.key][1]
    assert told is not None
    assert "Tila: suunniteltu → valmis" in told.text


async def test_an_old_card_changes_nothing_and_explains_the_new_date() -> None:
    place = await town()
    place.clock.to(12, 1)
    _, reminder = await place.sent(KAISA)
    form = await place.press(reminder, "Kesken", KAISA)
    await place.put(replace(NETWORK, due=day(2026, 1, 26)))

    for reply in (
        await place.press(reminder, "Valmis", KAISA),
        await place.press(form, "Kirjaa", KAISA, percent=60),
        await said(
            place.council, press("followup.late", KAISA, **MINE, due="2026-02-02", comment="x")
        ),
    ):
        assert reply.text.splitlines()[0] == "Tämä kortti on vanha: määräaika on muuttunut."
        assert "Määräaika: viimeistään maanantaina 26.1.2026" in reply.text
        fresh = button(reply, "Vastaa")
        assert fresh.values["seen"] == "2026-01-26"
    assert await news(place) == []


async def test_pressing_twice_or_after_another_says_who_told_it_and_when() -> None:
    place = await town()
    card = press("followup.done", KAISA, **MINE)
    await said(place.council, card)

    again = await said(place.council, press("followup.done", KAISA, **MINE))
    by_administrator = await said(place.council, press("followup.done", ADMINISTRATOR, **MINE))

    assert again.text.splitlines()[0] == "Tämä oli jo tiedossa."
    assert "Sinä, to 20.11.2025: valmis" in again.text
    assert "Palvelujohtaja, to 20.11.2025: valmis" in by_administrator.text
    assert len(await news(place)) == 1


async def test_two_owners_who_answer_at_once_are_both_heard() -> None:
    place = await town()
    values = {"key": PROCESSES.key, "all": True}

    replies = await asyncio.gather(
        said(place.council, press("followup.done", LAURI, **values)),
        said(place.council, press("followup.done", HANNA, **values)),
    )

    firsts = sorted(reply.text.splitlines()[0] for reply in replies)
    assert firsts == ["Kirjattu.", "Tämä oli jo tiedossa."]
    assert len(await news(place)) == 1
    assert len(await changes(place, PROCESSES.key, "state")) == 1


async def test_a_new_date_waits_for_the_administrator_and_is_told_when_decided() -> None:
    place = await town()
    card = await opened(place, KAISA)
    form = await place.press(card, "Myöhässä / tarvitsen lisäaikaa", KAISA)

    sent = await place.press(form, "Lähetä", KAISA, due="2026-01-26", comment="Lausunnot puuttuvat")

    assert sent.text.splitlines() == [
        "Ehdotuksesi meni ylläpitäjälle.",
        NETWORK.name,
        "Ehdotettu määräaika: viimeistään maanantaina 26.1.2026",
        "Määräaika siihen asti: viimeistään maanantaina 15.12.2025",
        "Syy: Lausunnot puuttuvat",
        "Ylläpitäjä päättää. Kerron sinulle ratkaisun.",
    ]
    listed = await said(place.council, words("ehdotukset", ADMINISTRATOR))
    card = await place.press(listed, "Katso ja päätä", ADMINISTRATOR)
    assert "Määräaika: ma 15.12.2025 → viimeistään maanantaina 26.1.2026" in card.text
    assert "Ehdottaja: Palvelujohtaja, to 20.11.2025" in card.text
    decided = await place.press(card, "Hyväksy", ADMINISTRATOR)
    assert decided.replaces
    assert "Ehdotus on hyväksytty." in decided.text
    assert "(alun perin ma 15.12.2025)" in decided.text
    again = await place.press(card, "Hylkää", ADMINISTRATOR, comment="Ei")
    assert "Tämä on jo ratkaistu." in again.text
    assert "Ratkaisu: hyväksytty, sinä, to 20.11.2025" in again.text

    place.clock.to(11, 21)
    told = (await place.tick())[KAISA.key][1]
    assert told is not None
    line = "Muuttunut: Uusi määräaika: ma 26.1.2026 (ennen ma 15.12.2025). Syy: Lausunnot puuttuvat"
    assert line in told.text


async def test_a_rejected_date_is_told_with_its_reason() -> None:
    place = await town()
    values = {**MINE, "due": "2026-01-26", "comment": "Lausunnot puuttuvat"}
    await said(place.council, press("followup.late", KAISA, **values))
    listed = await said(place.council, words("förslag", ADMINISTRATOR))
    card = await place.press(listed, "Katso ja päätä", ADMINISTRATOR)

    decided = await place.press(card, "Hylkää", ADMINISTRATOR, comment="Valtuusto odottaa")

    assert "Ehdotus on hylätty." in decided.text
    item = await place.item(NETWORK)
    assert isinstance(item, FollowUp)
    assert item.due == NETWORK.due
    place.clock.to(11, 21)
    told = (await place.tick())[KAISA.key][1]
    assert told is not None
    expected = "Muuttunut: Ehdotusta ei hyväksytty: ma 26.1.2026. Syy: Valtuusto odottaa"
    assert expected in told.text


async def test_a_state_that_needs_approval_waits_for_it() -> None:
    place = await town()
    async with place.council.records() as kept:
        await kept.choices.set("", "approval", True)  # noqa: FBT003 - the value of a setting

    reply = await said(place.council, press("followup.done", KAISA, **MINE))

    assert "Ylläpitäjä päättää tästä tilasta: valmis." in reply.text
    assert await place.state(NETWORK) is State.PLANNED
    listed = await said(place.council, words("ehdotukset", ADMINISTRATOR))
    assert "Tila: suunniteltu → valmis" in listed.text
    card = await place.press(listed, "Katso ja päätä", ADMINISTRATOR)
    await place.press(card, "Hyväksy", ADMINISTRATOR)
    assert await place.state(NETWORK) is State.DONE
    assert (
        "Yhtään ehdotusta" in (await said(place.council, words("ehdotukset", ADMINISTRATOR))).text
    )


async def test_not_mine_ends_the_reminders_and_is_said_once() -> None:
    place = await town()
    card = await opened(place, KAISA)
    form = await place.press(card, "Ei minun", KAISA)

    gone = await place.press(form, "Tämä ei ole minun", KAISA, comment="Kuuluu taloudelle")
    again = await place.press(form, "Tämä ei ole minun", KAISA)

    assert "Ylläpitäjä selvittää, kenelle tämä kuuluu." in gone.text
    assert "Vastaa" not in titles(gone) + titles(again)
    assert "Olet jo ilmoittanut" in again.text
    mine = await said(place.council, words("omat tehtävät", KAISA))
    assert NETWORK.name not in mine.text
    [change] = await changes(place, NETWORK.key, "declined")
    assert change.why == "Kuuluu taloudelle"


async def test_a_reminder_is_put_off_to_a_day_that_is_offered() -> None:
    place = await town()
    card = await opened(place, KAISA)
    form = await place.press(card, "Muistuta myöhemmin", KAISA)
    assert button(form, "Huomenna").values["until"] == "2025-11-21"
    assert button(form, "Ensi viikolla").values["until"] == "2025-11-24"

    later = await place.press(form, "Muistuta silloin", KAISA, until="2025-11-29")

    assert "Muistutan sinua uudelleen ma 1.12.2025." in later.text
    assert "la 29.11.2025 on vapaapäivä." in later.text


async def test_only_possible_days_are_offered_for_later() -> None:
    place = await town()
    place.clock.to(12, 14)

    form = await said(place.council, press("followup.whenlater", KAISA, **MINE))

    assert "Huomenna" in titles(form)
    assert "Ensi viikolla" in titles(form)  # Monday is tomorrow, and the due day
    place.clock.to(12, 12)
    friday = await said(place.council, press("followup.whenlater", KAISA, **MINE))
    assert button(friday, "Ensi viikolla").values["until"] == DUE
    place.clock.to(12, 8)
    monday = await said(place.council, press("followup.whenlater", KAISA, **MINE))
    assert button(monday, "Ensi viikolla").values["until"] == DUE
    place.clock.to(12, 9)
    await place.put(replace(NETWORK, due=day(2025, 12, 11)))
    values = {"key": NETWORK.key, "seen": "2025-12-11"}
    near = await said(place.council, press("followup.whenlater", KAISA, **values))
    assert "Ensi viikolla" not in titles(near)


async def test_following_is_offered_on_an_items_page_and_taken_back() -> None:
    place = await town()
    page = await said(place.council, press("programme.record", COUNCILLOR, key=NETWORK.key))
    followed = await place.press(page, "Seuraa", COUNCILLOR)
    assert followed.text == f"Kerron sinulle, kun tämä muuttuu: {NETWORK.name}"

    page = await said(place.council, press("programme.record", COUNCILLOR, key=NETWORK.key))
    stopped = await place.press(page, "Älä seuraa", COUNCILLOR)

    assert stopped.text == f"En kerro sinulle enää muutoksista: {NETWORK.name}"
    page = await said(place.council, press("programme.record", COUNCILLOR, key=NETWORK.key))
    assert "Seuraa" in titles(page)
    channel = await said(
        place.council, shared(press("programme.record", COUNCILLOR, key=WEBSITE.key))
    )
    assert "Seuraa" not in titles(channel)


async def test_an_owner_with_forty_items_pages_through_them() -> None:
    long = "Hyvin pitkä kohdan nimi " * 6
    more = [
        FollowUp(
            key=f"lehtola/iso-{n}",
            programme="lehtola",
            source=NETWORK.source,
            audience=NETWORK.audience,
            name=f"{n} {long}",
            action=NETWORK.action,
            owners=NETWORK.owners,
            due=day(2025, 12, 1),
        )
        for n in range(40)
    ]
    place = await town(*more)

    reply = await said(place.council, words("omat tehtävät", KAISA))
    seen = 0
    while True:
        assert reply.card is not None
        assert weight(reply.card) <= LARGEST
        seen += titles(reply).count("Vastaa")
        if "Seuraavat" not in titles(reply):
            break
        reply = await place.press(reply, "Seuraavat", KAISA)

    assert seen == 42


async def test_a_long_comment_travels_with_the_question_whose_part_it_is() -> None:
    place = await town()
    values = {"key": PROCESSES.key, "comment": "ä" * 2_000}

    asked = await said(place.council, press("followup.done", LAURI, **values))

    assert asked.card is not None
    assert weight(asked.card) <= LARGEST
    assert "Vastaavat myös: Johtoryhmä" in asked.text
    await place.press(asked, "Vain omalta osaltani", LAURI)
    [told] = await news(place)
    assert told.words == "ä" * 2_000


@pytest.mark.parametrize(
    ("language", "first"),
    [
        (Language.FI, "Kirjattu."),
        (Language.SV, "Antecknat."),
        (Language.EN, "This is on record now."),
    ],
)
async def test_results_are_in_the_owners_language(language: Language, first: str) -> None:
    place = await town(people=[replace(KAISA, language=language)])

    reply = await said(place.council, press("followup.going", KAISA, **MINE, percent=10))

    assert reply.text.splitlines()[0] == first


def test_an_answer_about_a_done_item_says_that_it_is_done() -> None:
    before = findings.lines(Finding(NETWORK, Aspect.DUE), texts(Language.FI))
    done = findings.lines(
        Finding(replace(NETWORK, state=State.DONE), Aspect.DUE), texts(Language.FI)
    )
    assert set(done) - set(before) == {"Tila: valmis"}
