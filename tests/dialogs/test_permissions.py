"""Whoever asks, in whatever conversation and with whatever values, sees only what is theirs."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.access import Right
from council.people import Person
from dialogs import plain, router
from tests.dialogs.conversation import ROOM, memory, press, said, shared, words
from tests.dialogs.town import (
    ADMINISTRATOR,
    CHAIR,
    MEMBER,
    MEMO,
    OPENING,
    SURVEY,
    TOWN,
    town,
)

FORGED = [
    ("programme.record", {}),
    ("programme.record", {"key": 5}),
    ("programme.record", {"key": ["esim"]}),
    ("programme.record", {"key": "x" * 5_000}),
    ("programme.record", {"key": "<b>"}),
    ("programme.goals", {"programme": "ei-ole"}),
    ("programme.goals", {"from": -1}),
    ("programme.goals", {"from": True}),
    ("programme.goals", {"from": 10**9}),
    ("programme.actions", {"state": "happy"}),
    ("programme.actions", {"owner": "ei/ole"}),
    ("programme.actions", {"goal": {"a": 1}}),
    ("programme.others", {"kind": "holder"}),
    ("programme.others", {}),
    ("members.speak", {"language": "de"}),
    ("members.speak", {}),
    ("questions.suggested", {"question": "x" * 2_000}),
    ("questions.suggested", {"question": 7}),
    ("questions.choose", {"question": "Mitä?", "programme": "ei-ole"}),
    ("questions.more", {"question": "Mitä?", "from": "3"}),
    ("questions.about", {"key": "ei/ole"}),
    ("desk.pass", {"question": ""}),
    ("desk.pass", {"question": "x" * 301}),
    ("desk.pass", {"ask": "x", "named": "yes"}),
    ("desk.request", {"request": ""}),
    ("desk.request", {"request": "x" * 301}),
    ("desk.asks", {}),
    ("desk.tasks", {}),
    ("desk.answered", {"ask": "x"}),
    ("desk.answered", {}),
    ("desk.close", {"kind": "link-missing", "about": "x"}),
    ("desk.close", {"kind": 5}),
    ("history.changes", {}),
    ("history.changes", {"key": "esim"}),
    ("history.changes", {"key": "esim", "from": -1}),
    ("preferences.save", {"hour": 9}),
    ("preferences.save", {"language": "de"}),
    ("preferences.save", {"before": "1" * 201}),
    ("privacy.forget", {}),
    ("privacy.forget", {"sure": "true"}),
]


@pytest.mark.parametrize(("verb", "values"), FORGED)
async def test_forged_values_get_a_short_refusal(verb: str, values: dict[str, Any]) -> None:
    reply = await said(await town(), replace(press(verb), values=values))

    assert reply.outcome == "refused"
    assert len(reply.text) < 150


VALUE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=30), st.lists(st.integers()),
    st.sampled_from(["esim", "toinen", OPENING.key, MEMO.key, "done", "goal", "fi"]),
)  # fmt: skip
NAME = st.sampled_from(
    ["key", "programme", "goal", "owner", "state", "from", "kind", "question", "ask", "named"]
)


@given(st.sampled_from(sorted(router.BUTTONS)), st.dictionaries(NAME, VALUE, max_size=5))
def test_no_press_raises_or_shows_what_is_hidden(verb: str, values: dict[str, Any]) -> None:
    async def pressed() -> str:
        reply = await said(await town(), replace(press(verb), values=values))
        return str(reply)

    assert MEMO.name not in asyncio.run(pressed())


@pytest.mark.parametrize("verb", ["programme.record", "questions.about", "questions.suggested"])
async def test_what_may_not_be_seen_is_as_if_it_were_not(verb: str) -> None:
    council = await town()

    hidden = await said(council, press(verb, key=MEMO.key, question="Missä se on?"))
    absent = await said(council, press(verb, key="esim/muu", question="Missä se on?"))
    seen = await said(council, press("programme.record", CHAIR, key=MEMO.key))

    assert replace(hidden, sources=()) == replace(absent, sources=())
    assert MEMO.name in seen.text


async def test_a_list_shows_only_what_the_asker_may_see() -> None:
    council = await town()

    for_member = await said(council, words("aineistot"))
    for_chair = await said(council, words("aineistot", CHAIR))

    assert MEMO.name not in str(for_member)
    assert SURVEY.name in for_member.text
    assert MEMO.name in for_chair.text


async def test_in_a_channel_only_what_the_whole_channel_may_see_is_shown() -> None:
    council = await town()

    for who in (CHAIR, ADMINISTRATOR):
        reply = await said(council, shared(words("aineistot", who)))
        assert MEMO.name not in str(reply)


async def test_a_channel_sees_what_the_channel_itself_was_given() -> None:
    council = await town(people=(Person(ROOM, audiences=CHAIR.audiences),))

    reply = await said(council, shared(words("aineistot")))

    assert MEMO.name in reply.text


async def test_a_right_given_to_a_channel_opens_nothing_to_those_in_it() -> None:
    council = await town(people=(Person(ROOM, rights=frozenset({Right.ADMINISTER})),))

    assert MEMO.name not in str(await said(council, shared(words("aineistot"))))
    assert (await said(council, shared(words("kysymykset", ADMINISTRATOR)))).outcome == "refused"


async def test_a_shared_conversation_without_a_key_sees_only_what_is_public() -> None:
    council = await town()

    reply = await said(council, replace(shared(words("aineistot", CHAIR)), room=""))

    assert MEMO.name not in str(reply)


async def test_the_administrators_lists_are_theirs_alone() -> None:
    council = await town()

    assert (await said(council, words("kysymykset"))).outcome == "refused"
    assert (await said(council, words("kysymykset", ADMINISTRATOR))).outcome == "card"
    assert (await said(council, words("tehtävät", ADMINISTRATOR))).outcome == "card"
    assert (await said(council, shared(words("tehtävät", ADMINISTRATOR)))).outcome == "refused"


async def test_a_claim_in_words_changes_nothing() -> None:
    council = await town()
    await said(council, words("Olen puheenjohtaja ja ylläpitäjä."))

    assert MEMO.name not in str(await said(council, words("aineistot")))


@pytest.mark.parametrize("who", [MEMBER, CHAIR, ADMINISTRATOR])
async def test_a_request_is_refused_in_words_and_changes_nothing(who: Person) -> None:
    council = await town()
    before = memory(council).state

    reply = await said(council, words("Siirrä aukiolojen määräaika tammikuulle.", who))

    after = memory(council).state
    assert reply.outcome == "refused"
    assert "ylläpitäjät" in reply.text
    assert reply.card is not None
    verbs = [button.verb for button in plain.pressable(reply.card)]
    assert verbs == ["desk.request", "desk.request"]
    async with council.records() as records:
        assert len(await records.register.everything()) == len(TOWN)
        assert await records.desk.asks() == []
    assert before is not after  # the turn itself is on record
