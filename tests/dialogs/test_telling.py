"""Owners tell in their own words: what is asked back, what one word records, what is refused."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from council.chamber import convene
from council.dates import DateKind, DueDate
from council.language import Language
from council.model import FollowUp, State
from council.news import News, Proposal
from council.people import Person
from council.ports import Change, Outside
from dialogs.pending import waiting
from dialogs.turn import Reply
from tests.dialogs.conversation import press, said, shared, words
from tests.dialogs.owners import (
    ADMINISTRATOR,
    COUNCILLOR,
    GUEST,
    HANNA,
    KAISA,
    LAURI,
    NETWORK,
    NETWORK_ACTION,
    PROCESSES,
    SECRET,
    STAFF,
    STAFF_ACTION,
    WEBSITE,
    Town,
    button,
    titles,
    town,
)
from tests.dialogs.town import Silent
from tests.memory_pictures import Dots

DONE = State.DONE


def at(year: int, month: int, number: int, kind: DateKind = DateKind.AT) -> DueDate:
    found = date(year, month, number)
    return DueDate(start=found, end=found, kind=kind)


async def told(place: Town, *texts: str, who: Person = KAISA) -> Reply:
    for text in texts[:-1]:
        await said(place.council, words(text, who))
    return await said(place.council, words(texts[-1], who))


async def news(place: Town) -> Sequence[News]:
    async with place.council.records() as records:
        keys = [item.key for item in (NETWORK, STAFF, PROCESSES, WEBSITE, SECRET)]
        return await records.news.of(keys)


async def proposed(place: Town) -> Sequence[Proposal]:
    async with place.council.records() as records:
        return await records.news.proposals()


async def refusals(place: Town, key: str) -> list[Change]:
    async with place.council.records() as records:
        return [one for one in await records.changes.history(key) if one.field == "refused"]


async def test_luotsi_repeats_what_it_understood_and_one_word_records_it() -> None:
    place = await town()
    text = "henkilöstösuunnitelmat hyväksyttiin hallituksessa 2.11., § 310"

    asked = await told(place, text)
    assert asked.text.splitlines() == [
        "Ymmärsinkö oikein?",
        STAFF.name,
        "Tila: valmis",
        "Päivä: su 2.11.2025",
        "Pykälä 310",
        "Vastaa ”kyllä” tai ”ei”. Mitään ei kirjata ennen sitä.",
    ]
    assert await news(place) == []
    done = await told(place, "Kyllä!")

    assert done.text.splitlines()[0] == "Kirjattu."
    assert await place.state(STAFF) is DONE
    [one] = await news(place)
    assert (one.item, one.on, one.section, one.words, one.through) == (
        STAFF.key,
        date(2025, 11, 2),
        "310",
        text,
        "words",
    )


async def test_the_button_says_the_same_as_the_word() -> None:
    place = await town()
    asked = await told(place, "palveluverkko kesken, 60 %")
    assert "Tila: käynnissä, 60 %" in asked.text

    done = await place.press(asked, "Kyllä, kirjaa", KAISA)

    assert done.replaces
    assert [(one.item, one.percent) for one in await news(place)] == [(NETWORK.key, 60)]
    again = await place.press(asked, "Kyllä, kirjaa", KAISA)
    assert again.outcome == "refused"
    assert len(await news(place)) == 1


@pytest.mark.parametrize("word", ["ei", "Ei kiitos.", "nej", "no"])
async def test_no_drops_it(word: str) -> None:
    place = await town()

    dropped = await told(place, "palveluverkko valmis", word)
    after = await told(place, "kyllä")

    assert dropped.text == "En kirjannut mitään."
    assert "Mikään ei juuri nyt odota vastaustasi." in after.text
    assert await news(place) == []


@pytest.mark.parametrize("word", ["kyllä", "joo", "ok", "ei", "ja", "yes", "vain minun osaltani"])
async def test_a_yes_or_no_to_nothing_is_answered_kindly(word: str) -> None:
    place = await town()

    for who in (KAISA, COUNCILLOR):
        reply = await told(place, word, who=who)
        assert reply.outcome == "card"
        assert "Mikään ei juuri nyt odota vastaustasi." in reply.text


async def test_after_half_an_hour_a_yes_records_nothing() -> None:
    place = await town()
    await told(place, "palveluverkko valmis")
    place.clock.forward(minutes=31)

    assert "Mikään ei juuri nyt odota" in (await told(place, "kyllä")).text
    assert await news(place) == []


async def test_what_waits_is_on_record_with_the_conversation() -> None:
    place = await town()
    await told(place, "palveluverkko valmis")

    _, topic = place.memory.state.topics[f"private/{KAISA.key}"]

    found = waiting(topic, KAISA.key, place.clock())
    assert found is not None
    assert found.item == NETWORK.key
    await told(place, "kyllä")
    _, topic = place.memory.state.topics[f"private/{KAISA.key}"]
    assert (topic.pending, topic.record) == ("", NETWORK.key)


async def test_a_moved_date_needs_a_reason_and_an_administrator() -> None:
    place = await town()

    asked = await told(place, "Palveluverkko siirtyy valtuuston kokoukseen 26.1.")
    assert asked.text.splitlines()[0] == "Miksi määräaika siirtyy? Kirjoita syy lyhyesti."
    assert "Uusi määräaika: maanantaina 26.1.2026" in asked.text
    early = await told(place, "kyllä")
    assert "Uusi määräaika tarvitsee perustelun." in early.text
    confirm = await told(place, "Siirrä vain, lausunnot ovat kesken")
    assert "Syy: Siirrä vain, lausunnot ovat kesken" in confirm.text
    assert "Määräaika nyt: viimeistään maanantaina 15.12.2025" in confirm.text
    assert await proposed(place) == []
    sent = await told(place, "kyllä")

    assert "Ehdotuksesi meni ylläpitäjälle." in sent.text
    [proposal] = await proposed(place)
    assert proposal.why == "Siirrä vain, lausunnot ovat kesken"
    assert proposal.due == at(2026, 1, 26)
    item = await place.item(NETWORK)
    assert isinstance(item, FollowUp)
    assert item.due == NETWORK.due


async def test_a_reason_in_the_same_message_is_not_asked_again() -> None:
    place = await town()

    asked = await told(place, "palveluverkko siirtyy 26.1., koska lausunnot puuttuvat")

    assert asked.text.splitlines()[0] == "Ymmärsinkö oikein?"
    assert "Syy: lausunnot puuttuvat" in asked.text


async def test_a_question_is_answered_also_while_a_reason_is_waited_for() -> None:
    place = await town()

    reply = await told(place, "palveluverkko siirtyy 26.1.", "Milloin valtuusto kokoontuu?")

    assert "Syy:" not in reply.text
    assert await proposed(place) == []


async def test_a_reason_is_a_reason_also_where_it_looks_like_a_reading() -> None:
    place = await town()
    await told(place, "Prosessit siirtyy 26.1.", who=LAURI)

    confirm = await told(place, "Asiointikäynnit 75", who=LAURI)

    assert "Syy: Asiointikäynnit 75" in confirm.text


async def test_more_time_without_a_day_opens_the_form() -> None:
    place = await town(but=[STAFF, STAFF_ACTION])

    form = await told(place, "tarvitsen lisäaikaa")

    assert form.text.splitlines()[0] == "Onko tämä myöhässä, vai tarvitsetko lisäaikaa?"
    assert not form.replaces
    sent = await place.press(form, "Lähetä", KAISA, due="2026-01-26", comment="Lausunnot")
    assert "Ehdotuksesi meni ylläpitäjälle." in sent.text


async def test_several_actions_are_asked_about_with_buttons() -> None:
    place = await town()

    which = await told(place, "valmis")
    assert which.text.splitlines()[0] == "Mitä tehtävääsi tarkoitat?"
    assert f"{NETWORK.name} (15.12.2025)" in titles(which)
    early = await told(place, "kyllä")
    assert "Valitse ensin" in early.text
    asked = await place.press(which, f"{NETWORK.name} (15.12.2025)", KAISA)
    assert asked.text.splitlines()[:3] == ["Ymmärsinkö oikein?", NETWORK.name, "Tila: valmis"]
    await told(place, "ok")

    assert await place.state(NETWORK) is DONE
    assert await place.state(STAFF) is State.PLANNED


async def test_the_choice_is_checked_like_any_button() -> None:
    place = await town()
    which = await told(place, "valmis")
    values = button(which, f"{NETWORK.name} (15.12.2025)").values

    other = await said(
        place.council, press("telling.which", KAISA, **{**values, "key": PROCESSES.key})
    )
    thief = await said(place.council, press("telling.which", LAURI, **values))

    assert other.outcome == thief.outcome == "refused"
    assert [one.who for one in await refusals(place, PROCESSES.key)] == [KAISA.key]
    assert await news(place) == []


async def test_the_only_action_and_the_one_spoken_of_are_meant() -> None:
    place = await town()
    only = await told(place, "valmis", who=HANNA)
    assert "Mitä tehtävääsi" in only.text  # two: one of her own and one of the group

    place = await town(but=[SECRET])
    only = await told(place, "kesken", who=HANNA)
    assert PROCESSES.name in only.text.splitlines()
    await said(place.council, press("followup.item", KAISA, key=STAFF.key))
    spoken_of = await told(place, "kesken, 30 %")
    assert spoken_of.text.splitlines()[:2] == ["Ymmärsinkö oikein?", STAFF.name]


async def test_words_that_name_nothing_are_asked_about_rather_than_guessed() -> None:
    place = await town(but=[STAFF])

    reply = await told(place, "Uimahalli siirtyy 26.1.")

    assert reply.text.splitlines()[0] == "Mitä tehtävääsi tarkoitat?"
    assert await proposed(place) == []


async def test_shared_work_asks_at_once_whose_part_is_done() -> None:
    place = await town()

    asked = await told(place, "Prosessit: valmis, käynnistetty 5.10.", who=LAURI)
    assert "Päivä: su 5.10.2025" in asked.text
    assert "Vastaavat myös: Johtoryhmä. Onko tämä valmis myös heidän puolestaan?" in asked.text
    own = await told(place, "Vain minun osaltani.", who=LAURI)

    assert "Oma osuutesi on kirjattu valmiiksi." in own.text
    assert await place.state(PROCESSES) is State.PLANNED
    place.clock.to(12, 3)
    out = await place.tick()
    assert HANNA.key in out
    assert LAURI.key not in out


async def test_yes_to_shared_work_is_for_everybody() -> None:
    place = await town()

    await told(place, "Prosessit valmis", "kyllä", who=LAURI)

    assert await place.state(PROCESSES) is DONE


@pytest.mark.parametrize("title", ["Kyllä, kaikkien puolesta", "Vain omalta osaltani"])
async def test_the_buttons_for_shared_work_do_what_they_say(title: str) -> None:
    place = await town()
    asked = await told(place, "Prosessit valmis", who=LAURI)

    await place.press(asked, title, LAURI)

    expected = DONE if title.startswith("Kyllä") else State.PLANNED
    assert await place.state(PROCESSES) is expected
    assert len(await news(place)) == 1


async def test_not_mine_in_words() -> None:
    place = await town(but=[STAFF, STAFF_ACTION])

    asked = await told(place, "en ole enää vastuussa tästä")
    assert "Et vastaa tästä: ylläpitäjä selvittää, kuka vastaa." in asked.text
    done = await told(place, "kyllä")

    assert "Ylläpitäjä selvittää, kenelle tämä kuuluu." in done.text
    assert "Sinulla ei ole avoimia tehtäviä." in (await told(place, "omat tehtävät")).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("palveluverkko siirtyy 31.6. kokoukseen", "31.6. ei ole päivä."),
        ("palveluverkko kesken 140 %", "Prosentti on kokonaisluku väliltä 0–100."),
        ("palveluverkko valmis 24.11.2026", "Päivä on vasta edessä."),
        ("palveluverkko siirtyy maanantaille 27.1.2026", "Viikonpäivä ja päivämäärä"),
    ],
)
async def test_what_cannot_be_is_said_at_once(text: str, expected: str) -> None:
    place = await town()

    reply = await told(place, text)

    assert reply.outcome == "refused"
    assert expected in reply.text
    assert "Mikään ei juuri nyt odota" in (await told(place, "kyllä")).text


@pytest.mark.parametrize("text", ["palveluverkko siirtyy 26.1.2024, koska x",
                                  "palveluverkko siirtyy 19.11.2025, koska x"])  # fmt: skip
async def test_a_date_that_has_passed_is_refused_when_confirmed(text: str) -> None:
    place = await town()

    reply = await told(place, text, "kyllä")

    assert reply.outcome == "refused"
    assert await proposed(place) == []


async def test_a_date_that_moved_meanwhile_makes_a_yes_outdated() -> None:
    place = await town()
    await told(place, "palveluverkko valmis")
    moved = DueDate(start=date(2026, 1, 26), end=date(2026, 1, 26))
    await place.put(replace(NETWORK, due=moved))

    reply = await told(place, "kyllä")

    assert "määräaika on muuttunut" in reply.text
    assert await news(place) == []


@pytest.mark.parametrize("who", [COUNCILLOR, GUEST, LAURI, ADMINISTRATOR])
@pytest.mark.parametrize(
    "text",
    [
        "Siirrä palveluverkon määräaika tammikuulle.",
        "palveluverkko siirtyy 25.1.",
        "Palveluverkko siirtyy valtuuston kokoukseen 25.1.",
        "Voisitko siirtää palveluverkon määräajan tammikuulle?",
    ],
)
async def test_nobody_moves_what_others_answer_for(who: Person, text: str) -> None:
    place = await town()

    reply = await told(place, text, who=who)

    assert reply.outcome == "refused"
    assert NETWORK.name not in reply.text
    assert "desk.request" in str(reply.card)
    assert await place.item(NETWORK) == NETWORK
    assert await proposed(place) == []
    on_record = [one.who for one in await refusals(place, NETWORK.key)]
    assert on_record == ([] if who is ADMINISTRATOR else [who.key])


async def test_the_owner_who_asks_to_move_their_own_is_understood() -> None:
    place = await town()

    for text in (
        "Siirrä palveluverkon määräaika tammikuulle.",
        "Voisitko siirtää palveluverkon määräajan tammikuulle?",
    ):
        reply = await told(place, text)
        assert "Uusi määräaika: tammikuu 2026" in reply.text


async def test_who_has_done_their_part_may_still_tell() -> None:
    place = await town()
    await told(place, "Prosessit valmis", "vain minun osaltani", who=LAURI)
    place.clock.forward(days=1)

    asked = await told(place, "Prosessien kuvaaminen valmis", who=LAURI)
    await told(place, "kyllä", who=LAURI)

    assert "Onko tämä valmis myös heidän puolestaan?" in asked.text
    assert await place.state(PROCESSES) is DONE


async def test_a_hidden_action_cannot_be_felt_for_by_its_name() -> None:
    hidden = replace(NETWORK_ACTION, name="Yhtiöittäminen", audience=frozenset({"body:x"}))
    place = await town(hidden)

    felt = await told(place, "yhtiöittäminen siirtyy 26.1.", who=COUNCILLOR)
    absent = await told(place, "yksityistäminen siirtyy 26.1.", who=COUNCILLOR)

    assert felt.outcome == absent.outcome
    assert felt.text.replace("yhtiöittäminen", "yksityistäminen") == absent.text


async def test_a_members_words_without_a_day_are_no_request() -> None:
    place = await town()

    reply = await told(place, "palveluverkko siirtyy", who=COUNCILLOR)

    assert reply.outcome != "refused"
    assert await refusals(place, NETWORK.key) == []


async def test_an_owner_cannot_report_for_another() -> None:
    place = await town()

    reply = await told(place, "henkilöstösuunnitelmat hyväksyttiin 2.11., § 310", who=LAURI)

    assert reply.outcome == "refused"
    assert await place.state(STAFF) is State.PLANNED
    assert [one.who for one in await refusals(place, STAFF.key)] == [LAURI.key]


@pytest.mark.parametrize("who", [COUNCILLOR, GUEST, KAISA])
async def test_an_item_that_is_hidden_is_not_told_from_one_that_is_not(who: Person) -> None:
    place = await town()

    hidden = await told(place, "Kiinteistökauppa siirtyy 26.1.", who=who)
    absent = await told(place, "Jäähallikauppa siirtyy 26.1.", who=who)

    assert hidden.outcome == absent.outcome
    assert hidden.text.replace("Kiinteistö", "Jäähalli") == absent.text
    assert SECRET.name not in str(hidden)


@pytest.mark.parametrize(
    "text", ["valmis", "kesken, 60 %", "henkilöstösuunnitelmat hyväksyttiin 2.11.", "done"]
)
async def test_a_members_words_are_a_question_as_before(text: str) -> None:
    place = await town()

    reply = await told(place, text, who=COUNCILLOR)

    assert reply.outcome in {"unknown", "answer", "closest", "choice"}
    assert await news(place) == []


async def test_a_search_of_an_owner_stays_a_search() -> None:
    place = await town()

    reply = await told(place, "hyväksytty talousarvio")

    assert reply.outcome == "unknown"


async def test_who_answers_for_nothing_is_told_so() -> None:
    place = await town()

    reply = await told(place, "en ole enää vastuussa tästä", who=COUNCILLOR)

    assert "Sinulla ei ole avoimia tehtäviä." in reply.text


async def test_nothing_is_taken_up_where_others_read_along() -> None:
    place = await town()
    for text in ("palveluverkko valmis", "kyllä"):
        await said(place.council, shared(words(text, KAISA)))
    await told(place, "palveluverkko valmis")
    other = replace(words("kyllä", LAURI), conversation=f"private/{KAISA.key}")

    assert "Mikään ei juuri nyt odota" in (await said(place.council, other)).text
    assert await news(place) == []
    assert await place.state(NETWORK) is State.PLANNED


@pytest.mark.parametrize(
    ("locale", "text", "yes", "asked", "done"),
    [
        ("sv-FI", "palveluverkko är klart", "ja", "Förstod jag rätt?", "Antecknat."),
        ("en-GB", "palveluverkko is done", "yes", "Did I understand this right?", "This is on"),
    ],
)
async def test_the_same_in_swedish_and_english(
    locale: str, text: str, yes: str, asked: str, done: str
) -> None:
    place = await town()

    first = await said(place.council, words(text, KAISA, locale=locale))
    second = await said(place.council, words(yes, KAISA, locale=locale))

    assert first.text.splitlines()[0] == asked
    assert second.text.startswith(done)
    assert await place.state(NETWORK) is DONE


@pytest.mark.parametrize("language", list(Language))
async def test_a_move_is_confirmed_in_the_owners_language(language: Language) -> None:
    place = await town(people=[replace(KAISA, language=language)])
    expected = {
        Language.FI: "maanantaina 26.1.2026",
        Language.SV: "måndag 26.1.2026",
        Language.EN: "Monday 26 January 2026",
    }

    reply = await told(place, "palveluverkko siirtyy 26.1., koska lausunnot puuttuvat")

    assert expected[language] in reply.text


@pytest.mark.parametrize("verb", ["telling.agree", "telling.drop", "telling.which"])
async def test_a_forged_press_confirms_nothing(verb: str) -> None:
    place = await town()
    asked = await told(place, "palveluverkko valmis")
    known = button(asked, "Kyllä, kirjaa").values
    forged: list[dict[str, Any]] = [
        {"id": "ei-se"},
        {"id": 5},
        {**known, "all": "yes"} if verb == "telling.agree" else {"id": "x"},
    ]

    for values in forged:
        reply = await said(place.council, replace(press(verb, KAISA), values=values))
        assert reply.outcome == "refused"
    stolen = await said(place.council, press(verb, LAURI, **known))
    assert stolen.outcome == "refused"
    assert await news(place) == []


async def test_another_replica_or_a_restart_knows_what_waits() -> None:
    place = await town()
    await told(place, "palveluverkko valmis")
    again = convene(Outside(place.memory, Silent(), place.clock, place.council.zone, Dots()))

    reply = await said(again, words("kyllä", KAISA))

    assert reply.text.splitlines()[0] == "Kirjattu."
    assert await place.state(NETWORK) is DONE


async def test_a_yes_that_comes_twice_is_recorded_once() -> None:
    place = await town()
    asked = await told(place, "palveluverkko kesken, 60 %")
    values = button(asked, "Kyllä, kirjaa").values

    replies = await asyncio.gather(
        said(place.council, replace(press("telling.agree", KAISA), values=values)),
        said(place.council, replace(press("telling.agree", KAISA), values=values)),
    )

    assert len(await news(place)) == 1
    assert "Kirjattu." in {reply.text.splitlines()[0] for reply in replies}


async def test_what_is_said_of_a_done_item_is_not_taken_for_another() -> None:
    place = await town()
    await told(place, "Palveluverkko on valmis")
    await told(place, "kyllä")
    again = await told(place, "Palveluverkko on kesken")
    assert "on jo kirjattu: valmis. Mitään ei muutettu." in again.text
    assert "kyllä" not in again.text
