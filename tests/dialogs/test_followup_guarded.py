"""Whoever presses an owner's buttons, with whatever values: what is not theirs stays as it is."""

from dataclasses import replace
from typing import Any

import pytest

from council.ledger import RowState
from council.news import News
from council.people import Person
from council.ports import Change
from tests.dialogs.conversation import press, said, shared, words
from tests.dialogs.owners import (
    ADMINISTRATOR,
    COUNCILLOR,
    GUEST,
    KAISA,
    LAURI,
    NETWORK,
    PROCESSES,
    SECRET,
    STAFF,
    WEBSITE,
    Town,
    button,
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


FORMS = ["whendone", "howfar", "whylate", "whose", "whenlater", "item"]
DEEDS: list[tuple[str, dict[str, Any]]] = [
    ("done", {}),
    ("done", {"all": True}),
    ("going", {"percent": 10}),
    ("late", {"comment": "x"}),
    ("late", {"due": "2026-01-26", "comment": "x"}),
    ("decline", {}),
    ("snooze", {"until": "2025-11-21"}),
]


@pytest.mark.parametrize("who", [LAURI, COUNCILLOR, GUEST])
@pytest.mark.parametrize(("deed", "values"), [*DEEDS, *((form, {}) for form in FORMS)])
async def test_another_persons_press_is_refused_and_on_record(
    who: Person, deed: str, values: dict[str, Any]
) -> None:
    place = await town()
    before = await place.item(NETWORK)

    reply = await said(place.council, press(f"followup.{deed}", who, **MINE, **values))

    assert reply.outcome == "refused"
    assert NETWORK.name not in reply.text
    assert await place.item(NETWORK) == before
    assert await news(place) == []
    [refusal] = await changes(place, NETWORK.key, "refused")
    assert refusal.who == who.key
    async with place.council.records() as kept:
        rows = await kept.ledger.rows([NETWORK.key])
    assert {row.state for row in rows} == {RowState.PLANNED}


@pytest.mark.parametrize("deed", [*FORMS, "done", "going", "decline"])
async def test_what_may_not_be_seen_looks_like_what_is_not_there(deed: str) -> None:
    place = await town()

    hidden = await said(place.council, press(f"followup.{deed}", KAISA, key=SECRET.key))
    absent = await said(place.council, press(f"followup.{deed}", KAISA, key="lehtola/ei-ole"))

    assert hidden.text == absent.text
    assert hidden.card == absent.card


@pytest.mark.parametrize("deed", [*FORMS, "done", "going", "late", "decline", "snooze", "follow"])
async def test_nothing_is_answered_where_others_read_along(deed: str) -> None:
    place = await town()
    values = {**MINE, "until": "2025-11-21", "on": True} if deed != "done" else MINE

    reply = await said(place.council, shared(press(f"followup.{deed}", KAISA, **values)))

    assert reply.outcome == "refused"
    assert NETWORK.name not in str(reply)
    assert await news(place) == []


FORGED: list[tuple[str, dict[str, Any]]] = [
    ("followup.done", {**MINE, "seen": "eilen"}),
    ("followup.done", {**MINE, "seen": 5}),
    ("followup.done", {**MINE, "all": "yes"}),
    ("followup.done", {**MINE, "on": 5}),
    ("followup.done", {**MINE, "on": "x" * 100}),
    ("followup.done", {**MINE, "section": "x" * 100}),
    ("followup.done", {**MINE, "comment": ["x"]}),
    ("followup.done", {**MINE, "comment": "x" * 30_000}),
    ("followup.done", {"key": ["a"]}),
    ("followup.done", {}),
    ("followup.going", {"key": "<b>"}),
    ("followup.late", {**MINE, "due": {"a": 1}}),
    ("followup.snooze", {**MINE, "until": 5}),
    ("followup.follow", {"key": NETWORK.key}),
    ("followup.follow", {"key": NETWORK.key, "on": 1}),
    ("followup.follow", {"key": "lehtola/ei-ole", "on": True}),
    ("followup.mine", {"from": -1}),
    ("reminders.page", {}),
    ("reminders.page", {"dispatch": 5}),
    ("reminders.page", {"dispatch": "ei-ole"}),
    ("reminders.upcoming", {"from": "x"}),
    ("followup.decide", {"key": NETWORK.key, "id": "x"}),
    ("followup.decide", {"key": NETWORK.key, "id": "x", "approve": True}),
    ("followup.proposal", {"key": NETWORK.key, "id": "x"}),
    ("followup.proposals", {"from": -1}),
    ("telling.which", {"id": "x", "key": NETWORK.key}),
    ("telling.which", {}),
    ("telling.agree", {"id": "x"}),
    ("telling.drop", {"id": "x"}),
]


@pytest.mark.parametrize(("verb", "values"), FORGED)
@pytest.mark.parametrize("who", [KAISA, ADMINISTRATOR])
async def test_forged_values_are_refused_and_change_nothing(
    verb: str, values: dict[str, Any], who: Person
) -> None:
    place = await town()
    before = await place.item(NETWORK)

    reply = await said(place.council, replace(press(verb, who), values=values))

    assert reply.outcome == "refused"
    assert len(reply.text) < 200
    assert await place.item(NETWORK) == before
    assert await news(place) == []


@pytest.mark.parametrize("who", [KAISA, COUNCILLOR])
async def test_only_administrators_see_and_decide_proposals(who: Person) -> None:
    place = await town()
    values = {**MINE, "due": "2026-01-26", "comment": "Lausunnot"}
    await said(place.council, press("followup.late", KAISA, **values))
    listed = await said(place.council, words("ehdotukset", ADMINISTRATOR))
    known = button(listed, "Katso ja päätä").values

    for asked in (
        words("ehdotukset", who),
        press("followup.proposal", who, **known),
        press("followup.decide", who, **known, approve=True),
        shared(press("followup.decide", ADMINISTRATOR, **known, approve=True)),
    ):
        assert (await said(place.council, asked)).outcome == "refused"
    assert await place.item(NETWORK) == NETWORK
