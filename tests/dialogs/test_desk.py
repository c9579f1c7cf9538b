"""The administrators' desk: what is seen to leaves the list, and only administrators can say so."""

import pytest

from council.chamber import Council
from council.people import Person
from council.ports import AskState, Task
from dialogs import plain
from dialogs.turn import Reply
from tests.dialogs.conversation import press, said, shared, words
from tests.dialogs.town import ADMINISTRATOR, CHAIR, MEMBER, NOW, SLIDES, town


async def prepared() -> Council:
    council = await town()
    await said(council, words("Paljonko kaikki maksaa?"))
    await council.turns.task(Task("link-missing", SLIDES.key, NOW))
    return council


def button(reply: Reply, verb: str) -> plain.Button:
    assert reply.card is not None
    [found] = [b for b in plain.pressable(reply.card) if b.verb == verb]
    return found


async def states(council: Council) -> list[AskState]:
    async with council.records() as records:
        return [ask.state for ask in await records.desk.asks()]


async def open_tasks(council: Council) -> list[str]:
    async with council.records() as records:
        return [task.about for task in await records.desk.tasks()]


async def test_a_question_is_marked_answered_from_its_card() -> None:
    council = await prepared()
    desk = await said(council, words("kysymykset", ADMINISTRATOR))
    pressed = button(desk, "desk.answered")

    reply = await said(council, press(pressed.verb, ADMINISTRATOR, **pressed.values))

    assert reply.replaces
    assert "Kaikkiin kysymyksiin on vastattu." in reply.text
    assert "vastattu" in reply.text.splitlines()[-1]
    assert await states(council) == [AskState.ANSWERED]
    assert reply.card is not None
    assert not [b for b in plain.pressable(reply.card) if b.verb == "desk.answered"]


async def test_a_task_is_closed_from_its_card() -> None:
    council = await prepared()
    desk = await said(council, words("tehtävät", ADMINISTRATOR))
    assert "Linkki puuttuu: 1" in desk.text
    opened = button(desk, "tasks.kind")
    listed = await said(council, press(opened.verb, ADMINISTRATOR, **opened.values))
    assert "Pajan kalvot" in listed.text
    pressed = button(listed, "desk.close")

    reply = await said(council, press(pressed.verb, ADMINISTRATOR, **pressed.values))

    assert reply.replaces
    assert "Tällaisia avoimia tehtäviä ei ole." in reply.text
    assert await open_tasks(council) == []


@pytest.mark.parametrize("who", [MEMBER, CHAIR])
async def test_a_forged_press_changes_nothing(who: Person) -> None:
    council = await prepared()
    desk = await said(council, words("kysymykset", ADMINISTRATOR))
    answer = button(desk, "desk.answered").values
    close = {"kind": "link-missing", "about": SLIDES.key}

    for verb, values in (("desk.answered", answer), ("desk.close", close)):
        reply = await said(council, press(verb, who, **values))
        assert reply.outcome == "refused"

    assert await states(council) == [AskState.NOTED]
    assert await open_tasks(council) == [SLIDES.key]


async def test_the_desk_is_not_opened_where_others_read_along() -> None:
    council = await prepared()
    close = press("desk.close", ADMINISTRATOR, kind="link-missing", about=SLIDES.key)

    reply = await said(council, shared(close))

    assert reply.outcome == "refused"
    assert await open_tasks(council) == [SLIDES.key]
