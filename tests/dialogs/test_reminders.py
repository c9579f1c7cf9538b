"""The one daily message: what it says, and to whom."""

from dataclasses import replace
from datetime import date

import pytest

from council.dates import DueDate
from council.gathering import gather
from council.language import Language
from council.ledger import RowState
from council.model import FollowUp, Record, ReportingRule, Source, State
from council.replanning import plan
from council.rules import Preferences
from dialogs import plain, reminders
from dialogs.cards import LARGEST, weight
from tests.dialogs.conversation import press, said, shared, words
from tests.dialogs.owners import (
    ADMINISTRATOR,
    COUNCILLOR,
    DAN,
    FINANCE,
    HANNA,
    KAISA,
    LAURI,
    NETWORK,
    NETWORK_ACTION,
    NEWCOMER,
    PROCESSES,
    SECRET,
    SEMINAR,
    SERVICES,
    STAFF,
    WEBSITE,
    button,
    day,
    fields,
    held,
    titles,
    town,
)

ANSWERS = ["Valmis", "Kesken", "Myöhässä / tarvitsen lisäaikaa", "Ei minun", "Muistuta myöhemmin"]


def many(number: int, **more: object) -> tuple[FollowUp, ...]:
    return tuple(
        FollowUp(
            **fields(
                f"moni-{n}",
                f"Kohta {n} valmis",
                10 + n,
                action=NETWORK_ACTION.key,
                owners=(SERVICES.key,),
                due=day(2025, 12, 5),
                **more,
            )
        )
        for n in range(number)
    )


async def test_a_single_item_is_told_with_all_that_an_owner_needs() -> None:
    place = await town()
    place.clock.to(12, 1)

    _, reply = await place.sent(KAISA)

    assert reply.text.splitlines()[0] == "Palveluverkko hyväksytty valtuustossa: 14 päivää jäljellä"
    for line in (
        "Toimenpide: Palveluverkon uudistus",
        "Määräaika: viimeistään maanantaina 15.12.2025",
        "Tavoite: Palvelut ovat lähellä",
        "Tila: suunniteltu",
        "Päättää: Valtuusto",
        "Lähde: Lehtolan kuntaohjelma, 1.9.2025, s. 7",
    ):
        assert line in reply.text.splitlines()
    assert titles(reply) == [*ANSWERS, "Avaa: Ohjelman kansio"]
    assert button(reply, "Avaa: Ohjelman kansio").url == "https://example.org/ohjelma"
    assert reply.card is not None
    assert reply.card["fallbackText"] == reply.text.splitlines()[0]


async def test_a_soft_date_keeps_its_words() -> None:
    place = await town(but=[NETWORK])
    place.clock.to(12, 29)

    _, reply = await place.sent(KAISA)

    assert "Määräaika: ”vuodenvaihteessa” (20.12.2025–10.1.2026)" in reply.text


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.FI, "Palveluverkko hyväksytty valtuustossa: erääntyy huomenna"),
        (Language.SV, "Palveluverkko hyväksytty valtuustossa: förfaller i morgon"),
        (Language.EN, "Palveluverkko hyväksytty valtuustossa: due tomorrow"),
        (None, "Palveluverkko hyväksytty valtuustossa: erääntyy huomenna"),
    ],
)
async def test_the_message_is_in_the_recipients_own_language(
    language: Language | None, expected: str
) -> None:
    due = replace(NETWORK, due=day(2025, 12, 16))
    place = await town(due, people=[replace(KAISA, language=language)])
    place.clock.to(12, 15)

    _, reply = await place.sent(KAISA)

    assert reply.text.splitlines()[0] == expected


async def test_the_most_urgent_comes_first_and_the_rest_on_the_next_page() -> None:
    place = await town(*many(7))
    place.clock.to(12, 8)

    dispatch, reply = await place.sent(KAISA)

    assert reply.text.splitlines()[0] == "8 asiaa tänään, ensin: Kohta 0 valmis, 3 päivää myöhässä"
    assert "1–5 / 8" in reply.text
    assert titles(reply).count("Vastaa") == 5
    assert NETWORK.name not in reply.text
    rest = await place.press(reply, "Loput (3)", KAISA)
    assert rest.replaces
    assert "6–8 / 8" in rest.text
    assert NETWORK.name in rest.text
    assert titles(rest).count("Vastaa") == 3
    back = await place.press(rest, "Edelliset", KAISA)
    assert "1–5 / 8" in back.text
    assert button(rest, "Edelliset").values == {"dispatch": dispatch.id, "from": 0}


async def test_a_card_of_forty_items_with_long_names_can_be_sent() -> None:
    long = Source("ohjelma.pdf", "Pitkä lähde " * 12, date(2025, 9, 1), "s. 7")
    found = [
        replace(one, name=f"Äänekäs <b>kohta</b> {'ö' * 140}", source=long) for one in many(40)
    ]
    place = await town(*found)
    place.clock.to(12, 8)

    _, reply = await place.sent(KAISA)

    assert reply.card is not None
    assert weight(reply.card) <= LARGEST
    assert "Loput (36)" in titles(reply)
    assert titles(reply).count("Vastaa") == 5


async def test_the_next_page_is_the_recipients_alone() -> None:
    place = await town(*many(7))
    place.clock.to(12, 8)
    _, reply = await place.sent(KAISA)
    values = button(reply, "Loput (3)").values

    for who in (LAURI, COUNCILLOR, ADMINISTRATOR):
        refused = await said(place.council, press("reminders.page", who, **values))
        assert refused.outcome == "refused"
        assert "Kohta" not in refused.text
    channel = await said(place.council, shared(press("reminders.page", KAISA, **values)))
    assert channel.outcome == "refused"


@pytest.mark.parametrize("month_day", [(12, 15), (12, 16), (12, 22)])
async def test_overdue_and_due_today_say_so(month_day: tuple[int, int]) -> None:
    place = await town()
    place.clock.to(*month_day)
    expected = {15: "erääntyy tänään", 16: "1 päivän myöhässä", 22: "7 päivää myöhässä"}

    _, reply = await place.sent(KAISA)

    first = reply.text.splitlines()[0]
    assert first == f"{NETWORK.name}: {expected[month_day[1]]}"


async def test_an_overdue_decision_is_asked_for_and_what_comes_of_silence_is_told() -> None:
    place = await town()
    place.clock.to(12, 16)

    _, reply = await place.sent(KAISA)

    assert "Onko päätös jo tehty (Valtuusto)? Kerro päivä ja pykälä." in reply.text
    said_of = "Jos emme kuule mitään ennen ma 22.12.2025, asiasta kerrotaan sijaiselle."
    assert said_of in reply.text


async def test_silence_threatens_nothing_that_is_not_planned() -> None:
    place = await town()
    async with place.council.records() as kept:
        for name in ("deputy_after", "head_after", "administrator_after"):
            await kept.choices.set("", name, 0)
        await kept.plans.mark([NETWORK.key], place.clock())
    place.clock.to(12, 16)

    _, reply = await place.sent(KAISA)

    assert "Jos emme kuule" not in reply.text


async def test_whoever_is_told_that_nobody_answered_may_answer() -> None:
    place = await town()
    place.clock.to(12, 16)
    await place.tick()
    place.clock.to(12, 22)
    out = await place.tick()

    _, reply = out[DAN.key]
    assert reply is not None
    assert "7 päivää myöhässä, eikä vastausta ole tullut" in reply.text
    assert "Saat tämän sijaisena: Palvelujohtaja" in reply.text
    assert "Vastuussa: Palvelujohtaja" in reply.text
    assert set(titles(reply)) & {*ANSWERS, "Vastaa"}


async def test_two_owners_each_see_the_other() -> None:
    place = await town()
    place.clock.to(12, 3)
    out = await place.tick()

    _, to_lauri = out[LAURI.key]
    _, to_hanna = out[HANNA.key]

    assert to_lauri is not None
    assert to_hanna is not None
    assert "Vastaavat myös: Johtoryhmä" in to_lauri.text
    assert "Vastaavat myös: Talousjohtaja" in to_hanna.text
    assert "Saat tämän toimielimen yhteyshenkilönä: Johtoryhmä" in to_hanna.text


async def test_what_is_hidden_from_an_owner_besides_their_own_item_stays_hidden() -> None:
    hidden = replace(NETWORK_ACTION, audience=frozenset({"body:lehtola/salainen"}))
    place = await town(hidden)
    place.clock.to(12, 1)

    _, reply = await place.sent(KAISA)

    assert NETWORK.name in reply.text
    assert hidden.name not in str(reply)


async def test_an_owner_is_told_of_their_own_item_that_they_cannot_look_up() -> None:
    place = await town(but=[PROCESSES])
    place.clock.to(12, 3)

    _, reply = await place.sent(HANNA)

    assert SECRET.name in reply.text


async def test_a_deputy_and_an_administrator_are_told_why_they_get_it() -> None:
    place = await town(held(FINANCE, LAURI, until=date(2025, 11, 30)), but=[held(SERVICES, DAN, 2)])
    async with place.council.records() as kept:
        await kept.choices.prefer(
            Preferences(person=KAISA.key, deputy=NEWCOMER.key, deputy_since=date(2025, 12, 1))
        )
        await kept.plans.mark([KAISA.key, NETWORK.key], place.clock())
    place.clock.to(12, 3)
    await place.tick()
    place.clock.to(12, 8)
    out = await place.tick()

    _, deputy = out[NEWCOMER.key]
    _, administrator = out[ADMINISTRATOR.key]

    assert KAISA.key not in out
    assert deputy is not None
    assert "Saat tämän sijaisena: Palvelujohtaja" in deputy.text
    assert administrator is not None
    assert "Vastuuhenkilö puuttuu: tämä tulee ylläpitäjälle." in administrator.text


async def test_a_newcomer_gets_a_handover_note_once() -> None:
    changed = (
        held(SERVICES, KAISA, until=date(2025, 11, 30)),
        held(SERVICES, NEWCOMER, 3, since=date(2025, 12, 1)),
    )
    place = await town(*changed)
    place.clock.to(12, 1)
    _, first = await place.sent(NEWCOMER)
    place.clock.to(12, 8)
    out = await place.tick()
    _, second = out[NEWCOMER.key]

    note = "Tämä siirtyi sinulle tehtävän mukana: Palvelujohtaja, ma 1.12.2025 alkaen."
    assert note in first.text
    assert second is not None
    assert "Tämä siirtyi sinulle" not in second.text
    assert KAISA.key not in out


async def test_who_has_always_held_the_office_gets_no_note() -> None:
    place = await town()
    place.clock.to(12, 1)

    assert "Tämä siirtyi sinulle" not in (await place.sent(KAISA))[1].text


async def test_what_is_done_is_not_told_again() -> None:
    place = await town()
    place.clock.to(12, 15)
    _, reply = await place.sent(KAISA)
    form = await place.press(reply, "Valmis", KAISA)
    await place.press(form, "Kirjaa valmiiksi", KAISA)
    place.clock.to(12, 16)

    assert KAISA.key not in await place.tick()


@pytest.mark.parametrize(
    "meanwhile",
    [
        replace(NETWORK, state=State.DONE),
        replace(NETWORK, due=day(2026, 1, 26)),
        replace(NETWORK, owners=(FINANCE.key,)),
    ],
)
async def test_what_lost_its_point_between_gathering_and_sending_is_left_out(
    meanwhile: Record,
) -> None:
    place = await town()
    place.clock.to(12, 1)
    dispatch, reply = await place.sent(KAISA)
    await place.put(meanwhile)

    assert NETWORK.name in reply.text
    assert await reminders.compose(place.council, dispatch) is None


async def test_a_moved_date_is_not_told_by_the_old_one_beside_the_news_of_its_move() -> None:
    place = await town()
    place.clock.to(12, 1)
    await plan(place.council)
    await gather(place.council)
    async with place.council.records() as records:
        (before,) = [
            row
            for row in await records.ledger.rows([NETWORK.key])
            if row.recipient == KAISA.key and row.state is RowState.LEASED
        ]
        await records.ledger.put([replace(before, rule="changed:1")])
    await place.put(replace(NETWORK, due=day(2026, 1, 26)))

    dispatch, reply = await place.sent(KAISA)

    assert NETWORK.name in reply.text
    assert "26.1.2026" in reply.text
    async with place.council.records() as records:
        rows = await records.ledger.rows([NETWORK.key])
        (after,) = [row for row in rows if row.identity == before.identity]
        (news,) = [row for row in rows if row.rule == "changed:1"]
    assert (after.state, after.reason, after.dispatch) == (RowState.SUPERSEDED, "changed", "")
    assert (news.state, news.dispatch) == (RowState.SENT, dispatch.id)


async def test_a_moved_date_tells_the_first_one_and_the_reason() -> None:
    moved = DueDate(
        start=date(2025, 12, 15),
        end=date(2025, 12, 15),
        originally=date(2025, 11, 28),
        moved=date(2025, 11, 3),
        moved_why="Lausunnot puuttuvat",
    )
    place = await town(replace(NETWORK, due=moved))
    place.clock.to(12, 1)

    _, reply = await place.sent(KAISA)

    assert "(alun perin pe 28.11.2025), muutettu 3.11.2025: Lausunnot puuttuvat" in reply.text


async def test_a_metric_and_an_event_are_told_as_what_they_are() -> None:
    place = await town(SEMINAR, but=[PROCESSES])
    place.clock.to(12, 4)
    _, event = await place.sent(COUNCILLOR)
    place.clock.to(12, 17)

    _, reply = await place.sent(LAURI)

    assert event.text.startswith("Valtuustoseminaari: tapahtuma on 7 päivän päästä")
    assert "Aika: viimeistään torstaina 11.12.2025" in event.text
    assert reply.text.startswith("Asiointikäynnit: mittarin lukema: 14 päivää jäljellä")
    assert "Tavoitetaso: vähintään 80" in reply.text
    assert not set(titles(reply)) & {*ANSWERS, "Vastaa"}


async def test_long_silence_is_asked_about() -> None:
    place = await town()
    place.clock.to(5, 19, year=2026)

    _, reply = await place.sent(LAURI)

    told = reply.text.split("\n\n")
    [website] = [one for one in told if one.startswith(WEBSITE.name)]
    assert "Ei uutisia 180 päivään" in website


async def test_a_report_asks_owners_for_the_state_of_their_actions() -> None:
    report = ReportingRule(**fields("raportti", "Väliraportti", due=(day(2026, 1, 30),)))
    place = await town(report, but=[NETWORK])
    place.clock.to(12, 31)

    _, reply = await place.sent(KAISA)

    told = next(one for one in reply.text.split("\n\n") if one.startswith("Väliraportti"))
    assert "Raporttia varten: 30 päivää jäljellä" in told
    assert "Määräaika: perjantaina 30.1.2026" in told
    assert titles(reply)[-2:] == ["Omat tehtävät", "Lue lisää"]


async def test_an_administrator_hears_of_a_proposal_and_gets_to_it() -> None:
    place = await town()
    card = await said(place.council, press("followup.whylate", KAISA, key=NETWORK.key))
    await place.press(card, "Lähetä", KAISA, due="2026-01-26", comment="Lausunnot puuttuvat")

    dispatch, reply = await place.sent(ADMINISTRATOR)

    assert "Ylläpitäjän tehtävä: ehdotus odottaa päätöstäsi" in reply.text
    shown = await place.press(reply, "Katso ehdotus", ADMINISTRATOR)
    assert "Määräaika: ma 15.12.2025 → viimeistään maanantaina 26.1.2026" in shown.text
    await place.press(shown, "Hyväksy", ADMINISTRATOR)
    now = await reminders.redrawn(place.council, dispatch)
    assert now is not None
    assert "Katso ehdotus" not in titles(now)


async def test_the_owners_own_list_and_reminders_to_come() -> None:
    place = await town()

    mine = await said(place.council, words("Mitä minulla on?", KAISA))
    coming = await said(place.council, words("näytä muistutukset", KAISA))

    assert mine.text.index(NETWORK.name) < mine.text.index(STAFF.name)
    assert "ma 1.12.2025" in coming.text
    assert f"{NETWORK.name}: 14 päivää jäljellä" in coming.text
    assert f"{NETWORK.name}: erääntyy tänään" in coming.text
    assert PROCESSES.name not in coming.text
    for asked, empty in (("omat tehtävät", "Sinulla ei ole avoimia tehtäviä."),
                         ("muistutukset", "Sinulle ei ole tulossa muistutuksia.")):  # fmt: skip
        assert empty in (await said(place.council, words(asked, COUNCILLOR))).text


@pytest.mark.parametrize(
    ("asked", "locale", "title"),
    [
        ("vad har jag?", "sv-FI", "Mina uppgifter"),
        ("visa påminnelser", "sv-FI", "Dina påminnelser"),
        ("my actions", "en-GB", "My actions"),
        ("show reminders", "en-GB", "Your reminders"),
    ],
)
async def test_the_lists_open_in_every_language(asked: str, locale: str, title: str) -> None:
    place = await town()

    reply = await said(place.council, replace(words(asked, KAISA), locale=locale))

    assert reply.text.splitlines()[0] == title


async def test_the_lists_stay_out_of_shared_conversations() -> None:
    place = await town()

    for asked in ("mitä minulla on", "muistutukset"):
        reply = await said(place.council, shared(words(asked, KAISA)))
        assert reply.outcome == "refused"
        assert "kahden kesken" in reply.text
        assert NETWORK.name not in str(reply)


async def test_names_are_shown_as_they_are_and_never_as_markup() -> None:
    place = await town(replace(NETWORK, name="[Paina](https://paha.example) **heti**"))
    place.clock.to(12, 1)

    _, reply = await place.sent(KAISA)

    assert reply.card is not None
    assert "[Paina](https://paha.example) **heti**" in plain.text(reply.card)
    assert "[Paina](" not in str(reply.card)
