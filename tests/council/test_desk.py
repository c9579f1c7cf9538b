"""Tests of the desk: what nobody could answer, and what administrators have to see to."""

import pytest

from council.access import ANYONE, Asker, Right
from council.chamber import Council
from council.desk import answer_ask, asks, close_task, pass_on, request, tasks
from council.errors import NotAllowedError, NotFoundError
from council.language import Language
from council.ports import AskState, OpenAsk, Task
from tests.council.esimerkkila import ADMINISTRATOR, BOARD_MEMBER, MEMBER, OPEN
from tests.memory_council import NOW, sitting

IMPORTER = Asker("t/tuoja", rights=frozenset({Right.IMPORT, Right.ANNOUNCE}))


WELL = "Missä on kaivo?"


async def kept(text: str = WELL, ask_id: str = "x") -> Council:
    council = await sitting(OPEN)
    await council.turns.keep(OpenAsk(ask_id, text, Language.FI, NOW, NOW, 1))
    return council


async def the_only_ask(council: Council) -> OpenAsk:
    (ask,) = await asks(council, ADMINISTRATOR)
    return ask


async def test_a_kept_question_is_without_its_asker() -> None:
    ask = await the_only_ask(await kept())
    assert (ask.state, ask.asker, ask.asker_name) == (AskState.NOTED, "", "")


async def test_a_question_is_passed_on_without_a_name() -> None:
    council = await kept()
    await pass_on(council, MEMBER, WELL, Language.FI)
    ask = await the_only_ask(council)
    assert (ask.state, ask.asker, ask.asker_name) == (AskState.PASSED_ON, "", "")


async def test_a_question_is_passed_on_in_the_askers_name_if_they_give_it() -> None:
    council = await kept()
    await pass_on(council, MEMBER, WELL, Language.FI, name="Jäsen")
    ask = await the_only_ask(council)
    assert (ask.asker, ask.asker_name) == (MEMBER.person, "Jäsen")


async def test_a_name_that_was_given_is_not_lost_when_another_asks_the_same_unnamed() -> None:
    council = await kept()
    await pass_on(council, MEMBER, WELL, Language.FI, name="Jäsen")
    await pass_on(council, BOARD_MEMBER, WELL, Language.FI)
    assert (await the_only_ask(council)).asker == MEMBER.person


async def test_two_who_give_their_names_are_both_named() -> None:
    council = await kept()
    await pass_on(council, MEMBER, WELL, Language.FI, name="Jäsen")
    await pass_on(council, BOARD_MEMBER, WELL, Language.FI, name="Toinen")
    ask = await the_only_ask(council)
    assert (ask.asker, ask.asker_name, ask.times) == (MEMBER.person, "Jäsen, Toinen", 1)


async def test_passing_on_tells_nobody_whether_others_have_asked() -> None:
    council = await kept()
    await pass_on(council, MEMBER, "Missä on lähde?", Language.FI)  # as silently as the kept one
    assert {ask.state for ask in await asks(council, ADMINISTRATOR)} == {
        AskState.NOTED,
        AskState.PASSED_ON,
    }


async def test_a_request_is_kept_once_however_often_it_is_made() -> None:
    council = await sitting(OPEN)
    for text in ("Siirtäkää seminaari", "  siirtäkää   SEMINAARI "):
        await request(council, MEMBER, text, Language.FI)
    ask = await the_only_ask(council)
    assert (ask.text, ask.times, ask.state) == ("Siirtäkää seminaari", 2, AskState.PASSED_ON)
    assert (ask.asker, ask.asker_name) == ("", "")


async def test_a_request_bears_a_name_only_if_it_is_given() -> None:
    council = await sitting(OPEN)
    await request(council, MEMBER, "Siirtäkää seminaari", Language.FI, name="Jäsen")
    await request(council, BOARD_MEMBER, "Siirtäkää seminaari", Language.FI)
    ask = await the_only_ask(council)
    assert (ask.asker, ask.asker_name) == (MEMBER.person, "Jäsen")


async def test_requests_in_two_languages_are_two() -> None:
    council = await sitting(OPEN)
    for language in (Language.FI, Language.SV):
        await request(council, MEMBER, "Seminarium", language)
    assert len(await asks(council, ADMINISTRATOR)) == 2


@pytest.mark.parametrize("asker", [ANYONE, MEMBER, BOARD_MEMBER, IMPORTER])
async def test_the_desk_is_for_administrators_alone(asker: Asker) -> None:
    empty, full = await sitting(), await kept()
    await full.turns.task(Task("link-missing", "uudistus/kalvot", NOW))
    refused = []
    for council in (empty, full):
        for use_case in (asks, tasks):
            with pytest.raises(NotAllowedError) as caught:
                await use_case(council, asker)
            refused.append((caught.value.code, caught.value.facts))
    assert all(one == refused[0] for one in refused)


async def test_administrators_see_open_tasks_oldest_first() -> None:
    council = await sitting(OPEN)
    for about in ("b", "a", "b"):
        await council.turns.task(Task("link-missing", about, NOW))
    assert [task.about for task in await tasks(council, ADMINISTRATOR)] == ["b", "a"]


async def test_an_answered_question_keeps_its_asker_and_the_change_is_on_record() -> None:
    council = await kept()
    await pass_on(council, MEMBER, WELL, Language.FI, name="Jäsen")
    for _ in range(2):
        await answer_ask(council, ADMINISTRATOR, "x", through="card")
    ask = await the_only_ask(council)
    assert (ask.state, ask.asker, ask.asker_name) == (AskState.ANSWERED, MEMBER.person, "Jäsen")
    async with council.records() as records:
        (change,) = await records.changes.history("ask:x")
    assert (change.before, change.after, change.who, change.through) == (
        '"passed on"',
        '"answered"',
        ADMINISTRATOR.person,
        "card",
    )


async def test_a_question_that_is_not_kept_cannot_be_answered() -> None:
    with pytest.raises(NotFoundError):
        await answer_ask(await kept(), ADMINISTRATOR, "y", through="card")


async def test_a_closed_task_is_gone_and_the_change_is_on_record_once() -> None:
    council = await sitting(OPEN)
    for about in ("a", "b"):
        await council.turns.task(Task("link-missing", about, NOW))
    for _ in range(2):
        await close_task(council, ADMINISTRATOR, "link-missing", "a", through="card")
    assert [task.about for task in await tasks(council, ADMINISTRATOR)] == ["b"]
    async with council.records() as records:
        (change,) = await records.changes.history("a")
    assert (change.field, change.who) == ("task:link-missing", ADMINISTRATOR.person)


@pytest.mark.parametrize("asker", [ANYONE, MEMBER, BOARD_MEMBER, IMPORTER])
async def test_only_administrators_say_what_is_done(asker: Asker) -> None:
    council = await kept()
    await council.turns.task(Task("link-missing", "a", NOW))
    for ask_id in ("x", "y"):
        with pytest.raises(NotAllowedError):
            await answer_ask(council, asker, ask_id, through="card")
    with pytest.raises(NotAllowedError):
        await close_task(council, asker, "link-missing", "a", through="card")
    assert (await the_only_ask(council)).state is AskState.NOTED
    assert len(await tasks(council, ADMINISTRATOR)) == 1
