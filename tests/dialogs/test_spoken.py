"""Owners tell in their own words: what is understood, what is asked, what one word records."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.chamber import convene
from council.dates import DateCertainty, DateKind, DueDate
from council.language import Language
from council.model import FollowUp, State
from council.news import News, Proposal
from council.people import Person, Topic
from council.ports import Change, Outside
from dialogs.pending import LONGEST, Pending, Step, kept, waiting
from dialogs.spoken import Deed, Statement, asks, statement, understood
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

TODAY = date(2025, 11, 20)
DONE, STARTED, LATE = State.DONE, State.STARTED, State.LATE


def at(year: int, month: int, number: int, kind: DateKind = DateKind.AT) -> DueDate:
    found = date(year, month, number)
    return DueDate(start=found, end=found, kind=kind)


@pytest.mark.parametrize(
    ("text", "state", "percent", "on", "section"),
    [
        ("valmis", DONE, None, None, ""),
        ("Valmis!", DONE, None, None, ""),
        ("Saatiin valmiiksi eilen", DONE, None, date(2025, 11, 19), ""),
        ("Valmis, käynnistetty 5.10.", DONE, None, date(2025, 10, 5), ""),
        (
            "henkilöstösuunnitelmat hyväksyttiin hallituksessa 2.11., § 310",
            DONE,
            None,
            date(2025, 11, 2),
            "310",
        ),
        ("Hyväksytty 24.11.", DONE, None, date(2024, 11, 24), ""),
        ("Päätettiin 3.11.2025 pykälässä 12", DONE, None, date(2025, 11, 3), "12"),
        ("kesken, 60 %", STARTED, 60, None, ""),
        ("60 prosenttia", STARTED, 60, None, ""),
        ("Palveluverkko ei ole vielä valmis", STARTED, None, None, ""),
        ("melkein valmis", STARTED, None, None, ""),
        ("kesken, valmistuu 31.3.", STARTED, None, None, ""),
        ("Prosessit myöhässä", LATE, None, None, ""),
        ("klart", DONE, None, None, ""),
        ("Klart, godkändes 2.11 § 310", DONE, None, date(2025, 11, 2), "310"),
        ("inte klart, 40 procent", STARTED, 40, None, ""),
        ("servicenätet är försenat", LATE, None, None, ""),
        ("done", DONE, None, None, ""),
        ("Done, approved on 2 November, section 310", DONE, None, date(2025, 11, 2), "310"),
        ("not done, 40 percent", STARTED, 40, None, ""),
        ("the network is in progress", STARTED, None, None, ""),
    ],
)
def test_a_report_is_understood(
    text: str, state: State, percent: int | None, on: date | None, section: str
) -> None:
    told = understood(text, TODAY)

    assert told is not None
    assert told.deed is Deed.REPORT
    assert (told.state, told.percent, told.on, told.section) == (state, percent, on, section)
    assert told.error == ""


@pytest.mark.parametrize(
    ("text", "due", "why"),
    [
        ("palveluverkko siirtyy 25.1. kokoukseen", at(2026, 1, 25), ""),
        ("Palveluverkko siirtyy valtuuston kokoukseen 25.1.", at(2026, 1, 25), ""),
        ("Palveluverkko siirrettiin 25.1.", at(2026, 1, 25), ""),
        ("tarvitsen lisäaikaa 31.3. asti", at(2026, 3, 31, DateKind.BY), ""),
        ("siirtyy 24.11.", at(2025, 11, 24), ""),
        ("siirtyy 20.11.2026, koska sihteeri vaihtui", at(2026, 11, 20), "sihteeri vaihtui"),
        ("siirtyy tammikuun loppuun", at(2026, 1, 31, DateKind.BY), ""),
        ("Siirrä palveluverkon määräaika 2.2.2026", at(2026, 2, 2), ""),
        ("servicenätet flyttas till 25.1", at(2026, 1, 25, DateKind.BY), ""),
        (
            "Jag behöver mer tid till 31.3 eftersom utlåtanden saknas",
            at(2026, 3, 31, DateKind.BY),
            "utlåtanden saknas",
        ),
        ("The network moves to 25 January", at(2026, 1, 25), ""),
        (
            "postponed until 31 March 2026 because of the audit",
            at(2026, 3, 31, DateKind.BY),
            "of the audit",
        ),
    ],
)
def test_a_new_date_is_understood_with_its_year(text: str, due: DueDate, why: str) -> None:
    told = understood(text, TODAY)

    assert told is not None
    assert told.deed is Deed.MOVE
    assert (told.due, told.why) == (due, why)
    assert told.sure


def test_a_soft_new_date_keeps_its_words() -> None:
    told = understood("tarvitsen lisäaikaa kevääseen", TODAY)

    assert told is not None
    assert told.due is not None
    assert told.due.certainty is DateCertainty.FUZZY
    assert (told.due.words, told.due.last) == ("kevääseen", date(2026, 5, 31))


@pytest.mark.parametrize(
    "text",
    [
        "en ole enää vastuussa tästä",
        "En vastaa enää tästä",
        "tämä ei ole minun",
        "ei kuulu minulle",
        "jag är inte längre ansvarig",
        "det är inte min uppgift",
        "I am no longer responsible for this",
        "this is not mine",
    ],
)
def test_not_mine_is_understood(text: str) -> None:
    told = understood(text, TODAY)

    assert told is not None
    assert told.deed is Deed.DECLINE


@pytest.mark.parametrize(
    "text",
    [
        "Onko palveluverkko valmis?",
        "onko palveluverkko valmis",
        "Milloin palveluverkko siirtyy?",
        "milloin palveluverkko siirtyy",
        "Siirtyykö palveluverkko 25.1.",
        "Hyväksyttiinkö henkilöstösuunnitelmat 2.11.",
        "Mitkä toimenpiteet ovat valmiina",
        "Kuka hyväksyi suunnitelman",
        "Näytä valmiit",
        "mikä on myöhässä",
        "paljonko on 60 % budjetista",
        "Palveluverkko siirtyy 25.1.?",
        "är servicenätet klart",
        "när flyttas servicenätet",
        "is the network done",
        "when was it approved",
        "what is late",
        "Palveluverkon tavoitteet",
        "kiitos",
        "",
        "x" * 700 + " valmis",
    ],
)
def test_questions_stay_questions(text: str) -> None:
    assert understood(text, TODAY) is None
    assert not statement(text)


@pytest.mark.parametrize(
    ("text", "error", "wrong"),
    [
        ("palveluverkko siirtyy 31.6. kokoukseen", "no-such-day", "31.6."),
        ("Valmis 30.2.", "no-such-day", "30.2."),
        ("valmis 24.11.2026", "not-yet", "24.11.2026"),
        ("valmis viimeistään 31.3.", "not-yet", "viimeistään 31.3."),
        ("valmis ensi viikolla", "not-yet", "ensi viikolla"),
        ("siirtyy maanantaille 27.1.2026", "weekday", "maanantaille 27.1.2026"),
    ],
)
def test_days_that_cannot_be_are_reported(text: str, error: str, wrong: str) -> None:
    told = understood(text, TODAY)

    assert told is not None
    assert (told.error, told.wrong) == (error, wrong)


@given(st.text(max_size=700))
def test_any_text_is_read_without_complaint(text: str) -> None:
    told = understood(text, TODAY)

    assert told is None or not asks(text)


@given(
    st.lists(
        st.sampled_from(
            "valmis siirtyy 25.1. 31.6. § 310 60 % ei koska kesken klar flyttas till done moved to "
            "2.11., palveluverkko lisäaikaa 2026 en ole vastuussa 30.2.2026".split()
        ),
        max_size=12,
    ).map(" ".join)
)
def test_whatever_is_understood_can_wait_for_a_word(text: str) -> None:
    told = understood(text, TODAY)
    if told is None or told.error:
        return
    now = datetime(2025, 11, 20, tzinfo=UTC)
    asked = Pending(id="ab", at=now, person="t/x", step=Step.CONFIRM, told=told, item="a/b")

    found = waiting(Topic(pending=kept(asked)), "t/x", now)

    assert found is not None
    sent = replace(told, sure=False, words=(), beside=())
    assert found == replace(asked, told=sent)


NOW = datetime(2025, 11, 20, 8, tzinfo=UTC)
SAID = Statement(deed=Deed.REPORT, text="valmis", state=DONE)
WAITS = Pending(
    id="ab12", at=NOW, person="t/x", step=Step.CONFIRM, told=SAID, item="a/b", seen=TODAY
)


def test_what_waits_is_its_askers_alone_and_not_for_long() -> None:
    topic = Topic(pending=kept(WAITS))

    assert waiting(topic, "t/x", NOW + LONGEST) == WAITS
    assert waiting(topic, "t/x", NOW + LONGEST + timedelta(seconds=1)) is None
    assert waiting(topic, "t/x", NOW - timedelta(minutes=1)) is None
    assert waiting(topic, "t/y", NOW) is None
    assert waiting(Topic(), "t/x", NOW) is None
    assert waiting(None, "t/x", NOW) is None


FIELDS = sorted(json.loads(kept(WAITS)))
ODD: list[object] = [None, 5, True, "x", [], {}, {"words": 5}, "2025-13-01", -1]


@pytest.mark.parametrize("field", FIELDS)
def test_what_is_not_of_its_form_does_not_wait(field: str) -> None:
    made = json.loads(kept(WAITS))
    for value in ODD:
        made[field] = value
        found = waiting(Topic(pending=json.dumps(made)), "t/x", NOW)
        assert found is None or isinstance(found.told.state, State | None)
    del made[field]
    assert waiting(Topic(pending=json.dumps(made)), "t/x", NOW) is None


@pytest.mark.parametrize("stored", ["{", "[]", "5", "null", '"x"', "[" * 50_000])
def test_what_is_no_json_of_ours_does_not_wait(stored: str) -> None:
    assert waiting(Topic(pending=stored), "t/x", NOW) is None


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
