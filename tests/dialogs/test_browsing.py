"""Lists can be narrowed and turned, each item with its source, each record with all its sides."""

from dataclasses import replace
from datetime import date

import pytest

from council.dates import DueDate
from council.model import Action, Goal, Record
from dialogs import plain
from dialogs.turn import Reply
from tests.dialogs.conversation import press, said, words
from tests.dialogs.town import (
    APPROVAL,
    BOARD,
    HEAD,
    LATER,
    LIBRARY,
    MEETING,
    OPENING,
    OTHER,
    PAVING,
    PLAN,
    PROGRAMME,
    REPORT,
    ROADS,
    SEMINAR,
    TOWN,
    WORKSHOP,
    P,
    town,
)


def buttons(reply: Reply) -> list[plain.Button]:
    assert reply.card is not None
    return plain.pressable(reply.card)


def shown(reply: Reply, *records: Record) -> list[bool]:
    return [record.key in reply.sources for record in records]


@pytest.mark.parametrize(
    ("values", "seen"),
    [
        ({}, [True, True]),
        ({"goal": LIBRARY.key}, [True, False]),
        ({"goal": ROADS.key}, [False, True]),
        ({"owner": BOARD.key}, [True, False]),
        ({"state": "started"}, [True, False]),
        ({"state": "planned"}, [False, True]),
        ({"state": "done"}, [False, False]),
        ({"programme": P, "owner": HEAD.key, "state": "started"}, [True, False]),
        ({"programme": OTHER.key}, [False, False]),
    ],
)
async def test_actions_are_narrowed_to_goal_owner_and_state(
    values: dict[str, str], seen: list[bool]
) -> None:
    reply = await said(await town(), press("programme.actions", **values))

    assert shown(reply, OPENING, PAVING) == seen
    assert reply.replaces is bool(values)


async def test_an_empty_list_says_so() -> None:
    reply = await said(await town(), press("programme.actions", state="done"))

    assert "Tällaisia toimenpiteitä ei ole." in reply.text


async def test_a_list_is_turned_with_buttons_and_nothing_is_lost() -> None:
    goals = [
        Goal(
            key=f"{P}/g{n:02}", programme=P, source=PLAN, audience=PROGRAMME.audience, name=f"T{n}"
        )
        for n in range(19)
    ]
    council = await town(PROGRAMME, *goals)
    reply = await said(council, words("tavoitteet"))
    seen = list(reply.sources)

    while turned := [b for b in buttons(reply) if b.title == "Seuraavat"]:
        reply = await said(council, press(turned[0].verb, **turned[0].values))
        assert reply.replaces
        seen += reply.sources
    [back] = [b for b in buttons(reply) if b.title == "Edelliset"]

    assert seen == [goal.key for goal in goals]
    assert "17–19 / 19" in reply.text
    assert back.values["from"] == 8


async def test_a_list_that_has_become_shorter_says_that_there_is_no_more() -> None:
    reply = await said(await town(), press("programme.goals", start=16))

    assert "Enempää näytettävää ei ole." in reply.text


@pytest.mark.parametrize(
    "word",
    ["ohjelmat", "tavoitteet", "toimenpiteet", "mittarit", "tapahtumat", "toimielimet",
     "aineistot", "yhteystiedot", "raportointi", "avoimet kysymykset"],
)  # fmt: skip
async def test_each_item_has_its_source_and_can_be_asked_about(word: str) -> None:
    reply = await said(await town(), words(word))

    asked = [b for b in buttons(reply) if b.verb == "questions.about"]
    assert reply.sources
    assert reply.text.count("Lähde: ") == len(reply.sources)
    assert [b.values["key"] for b in asked] == list(reply.sources)


async def test_what_comes_next_is_first_and_what_was_held_is_last() -> None:
    reply = await said(await town(), words("mitä seuraavaksi"))

    assert reply.sources == (SEMINAR.key, MEETING.key, WORKSHOP.key)
    assert "Tulossa on 1 tapahtuma." in reply.text


async def test_where_nothing_is_coming_that_is_said() -> None:
    reply = await said(await town(PROGRAMME, WORKSHOP), words("tapahtumat"))

    assert "Tulevia tapahtumia ei ole tiedossa." in reply.text
    assert "Tämä on jo pidetty." in reply.text


async def test_a_programme_leads_to_all_that_is_in_it() -> None:
    council = await town()
    page = await said(council, press("programme.record", key=P))

    for button in buttons(page):
        reply = await said(council, press(button.verb, **button.values))
        assert reply.outcome == "card", button.title
        assert reply.sources, button.title


@pytest.mark.parametrize("record", TOWN)
async def test_every_record_that_may_be_seen_has_a_page(record: Record) -> None:
    council = await town(*(replace(r, audience=PROGRAMME.audience) for r in TOWN))

    reply = await said(council, press("programme.record", key=record.key))

    assert reply.outcome == "card"
    assert f"Lähde: {record.source.title}" in reply.text


async def test_an_actions_page_has_state_owners_days_goals_and_the_way_on() -> None:
    reply = await said(await town(), press("programme.record", key=OPENING.key))

    assert "Tila: käynnissä" in reply.text
    assert "Vastuussa: Palvelujohtaja ja Palvelulautakunta" in reply.text
    assert "Aukioloajat hyväksytty: viimeistään maanantaina 2.6.2025 (alun perin" in reply.text
    assert "Tavoite: Kirjasto on auki joka päivä (luonnos)" in reply.text
    assert "Ohjelma: Palvelusuunnitelma 2025–2028, Esimerkkilä" in reply.text
    assert APPROVAL.key in [b.values.get("key") for b in buttons(reply)]


async def test_the_exact_words_of_a_source_are_shown_where_they_are_at_hand() -> None:
    source = replace(PLAN, words="Kadut kuntoon vuoteen 2028 mennessä.")
    council = await town(PROGRAMME, replace(ROADS, source=source))

    reply = await said(council, press("programme.record", key=ROADS.key))

    assert "”Kadut kuntoon vuoteen 2028 mennessä.”" in reply.text
    assert reply.quotes == ((PLAN.document, source.words),)


async def test_a_report_with_days_but_no_rhythm_tells_its_days() -> None:
    rule = replace(REPORT, per_year=None, due=(DueDate(end=date(2026, 1, 30)),))

    reply = await said(await town(PROGRAMME, BOARD, rule), words("raportointi"))

    assert "Raportoidaan: viimeistään perjantaina 30.1.2026" in reply.text
    assert "kuinka usein" not in reply.text


async def test_a_welcome_offers_questions_that_the_material_can_answer() -> None:
    reply = await said(await town(), words("moi"))

    tried = [b for b in buttons(reply) if b.verb == "questions.suggested"]
    assert [b.values["key"] for b in tried] == [P, SEMINAR.key, OPENING.key]
    assert [b.title for b in tried] == [
        "Mitkä ovat tavoitteet?",
        "Milloin on Valtuuston seminaari?",
        "Kuka vastaa: Aukioloajat uusiksi?",
    ]


async def test_a_welcome_offers_no_question_that_the_material_leaves_open() -> None:
    left = [r for r in TOWN if r.key not in {OPENING.key, APPROVAL.key, LATER.key}]

    reply = await said(await town(*left), words("moi"))

    assert not [b for b in buttons(reply) if b.title.startswith("Kuka vastaa")]


async def test_the_owners_of_hidden_actions_are_not_offered() -> None:
    hidden = replace(OPENING, audience=frozenset({"body:x"}))
    kept = [r for r in TOWN if r.key not in {OPENING.key, APPROVAL.key} and r is not hidden]
    left = [r for r in kept if not (isinstance(r, Action) and r.owners)]

    reply = await said(await town(hidden, *left), words("toimenpiteet"))

    assert HEAD.name not in str(reply.card)
