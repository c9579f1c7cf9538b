"""Conversations by their buttons: what a person reads on a card is what the test presses."""

from typing import Any

from council.chamber import Council
from council.people import Person
from dialogs import plain
from dialogs.turn import Reply
from tests.dialogs.conversation import press, said


def titles(reply: Reply) -> list[str]:
    """Return what stands on the buttons of a card."""
    assert reply.card is not None
    return [button.title for button in plain.pressable(reply.card)]


def find(reply: Reply, title: str, nth: int = 0) -> plain.Button:
    """Return the button with this title; of several, the nth."""
    assert reply.card is not None
    found = [button for button in plain.pressable(reply.card) if button.title == title]
    assert len(found) > nth, f"{title} is not among {titles(reply)}"
    return found[nth]


async def pressed(
    council: Council,
    reply: Reply,
    title: str,
    who: Person,
    nth: int = 0,
    /,
    **filled: Any,  # noqa: ANN401 - whatever the inputs hold
) -> Reply:
    """Return the reply to the button with this title, with the inputs filled in."""
    button = find(reply, title, nth)
    return await said(council, press(button.verb, who, **{**button.values, **filled}))
