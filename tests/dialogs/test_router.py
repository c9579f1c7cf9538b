"""Every turn gets one clear reply, is on record, and shows nothing that is not for the asker."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from council.access import Asker
from council.answers import Answer, AnswerKind
from council.asking import Asked
from council.chamber import Council
from council.errors import UnavailableError
from council.language import Language
from council.people import Person, Topic
from council.turns import Turns
from dialogs import plain, router
from dialogs.turn import Happening, Reply, Turn
from tests.dialogs.conversation import address, memory, press, said, shared, turn, words
from tests.dialogs.town import (
    ADMINISTRATOR,
    CHAIR,
    MEMBER,
    NOW,
    OPENING,
    PROGRAMME,
    town,
)

COMMANDS = [
    word for _, *languages in router.WORDS for words_of_one in languages for word in words_of_one
]


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


@pytest.mark.parametrize("happening", [Happening.ARRIVED, Happening.WORDS])
async def test_who_is_new_in_a_personal_conversation_is_remembered_by_name(
    happening: Happening,
) -> None:
    council = await town()
    new = Person("t/uusi", "Ulla Uusi")
    await said(council, turn(happening, new, address=address("private/t/uusi"), text="apua"))
    room = turn(happening, Person("t/muu", "Muu"), address=address("channel/1"), text="apua")
    await said(council, shared(room))
    await said(council, turn(happening, CHAIR, name="Joku", address=address("private/chair")))
    people = memory(council).state.people
    assert people[new.key] == new
    assert people[CHAIR.key] == CHAIR
    assert "t/muu" not in people


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


class _Replicas:
    """Two replicas on one record; the first stays with its question until it may go on."""

    def __init__(self, council: Council, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = NOW
        records = council.records
        self.slow, self.quick = (
            replace(council, turns=Turns(records, lambda: self.now)) for _ in range(2)
        )
        self.asked, self.may_go_on = asyncio.Event(), asyncio.Event()
        self.error: Exception | None = None
        monkeypatch.setattr("council.questions.ask", self._ask)

    async def _ask(self, council: Council, asker: Asker, text: str, **_: object) -> Answer:
        if council is self.slow:
            self.asked.set()
            await self.may_go_on.wait()
            if self.error:
                raise self.error
        topic = Topic("slow" if council is self.slow else "quick")
        return Answer(AnswerKind.UNKNOWN, Asked(text, Language.FI), topic=topic)

    async def both(self, asked: Turn, seconds: float) -> list[Reply | BaseException | None]:
        """Answer a turn with the first, and so many seconds later with the other as well."""
        slow = asyncio.create_task(router.answer(self.slow, asked))
        await self.asked.wait()
        self.now += timedelta(seconds=seconds)
        quick = await router.answer(self.quick, asked)
        self.may_go_on.set()
        return [*await asyncio.gather(slow, return_exceptions=True), quick]


@pytest.mark.parametrize(("seconds", "who"), [(9.9, "slow"), (12, "quick")])
async def test_who_outlasts_the_lease_says_nothing_once_another_has_claimed_the_turn(
    seconds: float, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    council, asked = await town(), words("Mikä?")
    replies = await _Replicas(council, monkeypatch).both(asked, seconds)

    assert [isinstance(reply, Reply) for reply in replies] == [who == "slow", who == "quick"]
    assert replies.count(None) == 1
    assert memory(council).state.topics[asked.conversation][1] == Topic(who)


async def test_who_outlasts_the_lease_alone_answers_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    replicas = _Replicas(await town(), monkeypatch)
    slow = asyncio.create_task(router.answer(replicas.slow, words("Mikä?")))
    await replicas.asked.wait()
    replicas.now += timedelta(minutes=1)
    replicas.may_go_on.set()

    assert await slow is not None


@pytest.mark.parametrize("seconds", [9.9, 12])
async def test_a_failure_is_told_only_by_the_one_whose_turn_it_is(
    seconds: float, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    council, asked = await town(), words("Mikä?")
    replicas = _Replicas(council, monkeypatch)
    replicas.error = ZeroDivisionError()
    slow, quick = await replicas.both(asked, seconds)

    taken_over = seconds > 10
    assert (slow is None, quick is None) == (taken_over, not taken_over)
    assert isinstance(slow, ZeroDivisionError) is not taken_over
    # Whoever is silent about a failure has written it down.
    assert [record.exc_info is not None for record in caplog.records] == [True] * taken_over
    assert ("failed" in repr(memory(council).state.turns[asked.id])) is not taken_over


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
