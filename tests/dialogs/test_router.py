"""Every turn gets one clear reply, is on record, and shows nothing that is not for the asker."""

import asyncio
from dataclasses import replace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.access import Asker, Right
from council.answers import Answer, AnswerKind
from council.asking import Asked
from council.chamber import Council
from council.errors import UnavailableError
from council.language import Language
from council.people import Person, Topic
from dialogs import plain, router
from dialogs.turn import Happening
from tests.dialogs.conversation import ROOM, address, press, said, shared, turn, words
from tests.dialogs.town import (
    ADMINISTRATOR,
    CHAIR,
    MEMBER,
    MEMO,
    OPENING,
    PROGRAMME,
    SURVEY,
    TOWN,
    town,
)
from tests.memory import MemoryRecords

COMMANDS = [
    word for _, *languages in router.WORDS for words_of_one in languages for word in words_of_one
]


def memory(council: Council) -> MemoryRecords:
    return cast("MemoryRecords", council.records)


async def test_the_same_turn_is_answered_once() -> None:
    council = await town()
    asked = words("apua")

    replies = [await router.answer(council, asked), await router.answer(council, asked)]

    assert [reply is None for reply in replies] == [False, True]


@pytest.mark.parametrize("word", COMMANDS)
async def test_every_command_word_opens_its_list_however_it_is_typed(word: str) -> None:
    council = await town()

    plainly = await said(council, words(word, ADMINISTRATOR))
    loudly = await said(council, words(f"  {word.upper()}! ", ADMINISTRATOR))

    assert plainly.outcome == "card"
    assert plainly.text == loudly.text


async def test_anything_else_is_a_question() -> None:
    reply = await said(await town(), words("tavoitteet ja toimenpiteet"))

    assert reply.outcome == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t ",
        "👍👍",
        "?!",
        "12345",
        "<b>lihava</b>",
        "<script>alert(1)</script>",
        '{"type": "AdaptiveCard", "body": []}',
        '{"type":"AdaptiveCard","body":[',
        "[1, 2, 3]",
        "[" * 900,
        "\u202e\u200b",
    ],
)
async def test_a_message_without_a_question_gets_a_short_reply(text: str) -> None:
    reply = await said(await town(), words(text))

    assert reply.outcome == "unknown"
    assert len(reply.text) < 260
    assert "AdaptiveCard" not in reply.text


@pytest.mark.parametrize("text", ["a" * 1_001, "ä " * 10_000, "lähetä " * 3_000])
async def test_a_message_that_is_too_long_is_told_the_limit(text: str) -> None:
    reply = await said(await town(), words(text))

    assert "1\u00a0000" in reply.text or "1 000" in reply.text
    assert len(reply.text) < 200


@pytest.mark.parametrize("verb", ["", "nope", "programme", "__class__", "members.welcome.x"])
async def test_an_unknown_button_gets_a_short_reply(verb: str) -> None:
    reply = await said(await town(), press(verb))

    assert reply.outcome == "refused"


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


async def test_a_request_is_passed_on_without_a_name_unless_the_person_gives_it() -> None:
    council = await town()

    await said(council, press("desk.request", request="Peru seminaari"))
    async with council.records() as records:
        [first] = await records.desk.asks()
    await said(council, press("desk.request", request="Peru seminaari", named=True))
    async with council.records() as records:
        [second] = await records.desk.asks()

    assert (first.text, first.asker, first.asker_name) == ("Peru seminaari", "", "")
    assert (second.asker, second.asker_name) == (MEMBER.key, MEMBER.name)


async def test_an_unanswered_question_can_be_passed_on_with_one_tap() -> None:
    council = await town()
    unknown = await said(council, words("Paljonko kaikki maksaa?"))
    assert unknown.card is not None
    passing = next(b for b in plain.pressable(unknown.card) if b.verb == "desk.pass")

    reply = await said(council, press(passing.verb, **passing.values))

    assert reply.replaces
    async with council.records() as records:
        [ask] = await records.desk.asks()
    assert (ask.state.value, ask.asker) == ("passed on", "")


@pytest.mark.parametrize(
    ("locale", "text", "language"),
    [
        ("sv-FI", "Mitkä ovat tavoitteet?", Language.SV),
        ("en-GB", "Mitkä ovat tavoitteet?", Language.EN),
        ("fi", "Vilka är målen?", Language.FI),
        ("", "Vilka är målen?", Language.SV),
        ("nb-NO", "Vilka är målen?", Language.SV),
        ("", "Mitkä ovat tavoitteet?", Language.FI),
    ],
)
async def test_the_language_is_that_of_teams_else_that_of_the_question(
    locale: str, text: str, language: Language
) -> None:
    reply = await said(await town(), replace(words(text), locale=locale))

    assert reply.card is not None
    assert reply.card["lang"] == language


async def test_a_persons_own_choice_of_language_comes_first_everywhere() -> None:
    council = await town()

    chosen = await said(council, shared(press("members.speak", language="sv")))
    alone = await said(council, words("apua"))
    together = await said(council, shared(words("apua")))
    others = await said(council, shared(words("apua", CHAIR)))
    await said(council, press("members.speak", language="teams"))
    again = await said(council, words("apua"))

    cards = [reply.card for reply in (chosen, alone, together, others, again)]
    assert [card and card["lang"] for card in cards] == ["sv", "sv", "sv", "fi", "fi"]


@pytest.mark.parametrize(
    ("asked", "language"),
    [("På svenska, tack!", "sv"), ("In English", "en"), ("Suomeksi kiitos.", "fi")],
)
async def test_a_language_can_be_asked_for_in_words(asked: str, language: str) -> None:
    council = await town()

    chosen = await said(council, words(asked))
    again = await said(council, words("apua"))

    cards = [reply.card for reply in (chosen, again)]
    assert [card and card["lang"] for card in cards] == [language, language]


async def test_arriving_is_a_welcome_and_leaving_is_silent() -> None:
    council = await town()
    home = f"private/{MEMBER.key}"

    welcome = await said(council, turn(Happening.ARRIVED, address=address(home)))
    assert "Luotsi" in welcome.text
    assert home in memory(council).state.addresses
    left = await router.answer(council, turn(Happening.LEFT))

    assert left is None
    assert home not in memory(council).state.addresses


async def test_an_address_is_saved_when_it_changes_and_only_then() -> None:
    council = await town()
    home = f"private/{MEMBER.key}"
    saved = []

    async def write(place: str) -> None:
        await said(council, words("apua", address=address(home, place)))
        saved.append(memory(council).state.addresses[home])

    await write("https://one.example/")
    async with council.records() as records:
        await records.people.forget_address(home)
    await said(council, words("apua", address=address(home, "https://one.example/")))
    assert home not in memory(council).state.addresses
    await write("https://two.example/")

    assert [kept.service_url for kept in saved] == ["https://one.example/", "https://two.example/"]


async def test_an_empty_register_says_who_can_help() -> None:
    council = await town(replace(PROGRAMME, audience=frozenset({"body:x"})))

    for_member = await said(council, turn(Happening.ARRIVED))
    for_word = await said(council, words("ohjelmat"))

    assert "Ylläpitäjän" in for_member.text
    assert "Ylläpitäjän" in for_word.text


async def test_a_known_error_becomes_words(monkeypatch: pytest.MonkeyPatch) -> None:
    async def out_of_reach(*_: object, **__: object) -> Answer:
        raise UnavailableError

    monkeypatch.setattr("council.questions.ask", out_of_reach)

    reply = await said(await town(), words("Mikä?"))

    assert reply.outcome == "failed"
    assert "Yritä" in reply.text


async def test_an_unforeseen_error_is_on_record_and_comes_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def broken(*_: object, **__: object) -> Answer:
        raise ZeroDivisionError

    monkeypatch.setattr("council.questions.ask", broken)
    council, asked = await town(), words("Mikä?")

    with pytest.raises(ZeroDivisionError):
        await router.answer(council, asked)

    assert "failed" in repr(memory(council).state.turns[asked.id])
    assert await router.answer(council, asked) is None


@pytest.mark.parametrize("language", list(Language))
def test_there_is_a_sentence_for_every_mishap(language: Language) -> None:
    for reply in (router.apology(language), router.busy(language), router.still_coming(language)):
        assert reply.card is not None
        assert reply.text
        assert reply.card["lang"] == language


async def test_asking_about_a_record_makes_it_the_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Topic | None] = []

    async def ask(
        _: Council, asker: Asker, text: str, *, topic: Topic | None = None, **__: object
    ) -> Answer:
        seen.append(topic)
        return Answer(AnswerKind.UNKNOWN, Asked(text, Language.FI))

    monkeypatch.setattr("council.questions.ask", ask)
    council = await town()

    await said(council, press("questions.about", key=OPENING.key))
    await said(council, words("Kuka siitä vastaa?"))

    assert seen == [Topic("esim", "Esimerkkilä", OPENING.key, "action")]


async def test_a_chosen_programme_is_asked_about_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    async def ask(
        _: Council, asker: Asker, text: str, *, programme: str = "", **__: object
    ) -> Answer:
        asked.append((text, programme))
        return Answer(AnswerKind.UNKNOWN, Asked(text, Language.FI))

    monkeypatch.setattr("council.questions.ask", ask)

    reply = await said(
        await town(), press("questions.choose", question="Mitkä tavoitteet?", programme="toinen")
    )

    assert asked == [("Mitkä tavoitteet?", "toinen")]
    assert reply.replaces


def test_no_two_dialogs_share_a_command_word() -> None:
    assert len(router.COMMANDS) == len(COMMANDS)
