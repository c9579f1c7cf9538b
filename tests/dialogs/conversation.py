"""Turns of a conversation, as short as a test can write them."""

from dataclasses import replace
from itertools import count
from typing import Any, cast

from council.chamber import Council
from council.people import Address, Person
from dialogs import router
from dialogs.turn import Happening, Reply, Turn
from tests.dialogs.town import MEMBER
from tests.memory import MemoryRecords

_numbers = count(1)

ROOM = "t/room"


def memory(council: Council) -> MemoryRecords:
    """Return the records behind a council of the tests."""
    return cast("MemoryRecords", council.records)


def turn(happening: Happening, who: Person = MEMBER, **fields: Any) -> Turn:  # noqa: ANN401 - of any type a turn has
    """Return a turn with an id of its own, in the person's private conversation."""
    known = Turn(
        f"test/{next(_numbers)}",
        happening,
        conversation=f"private/{who.key}",
        kind="personal",
        person=who.key,
        name=who.name,
        locale="fi-FI",
    )
    return replace(known, **fields)


def words(text: str, who: Person = MEMBER, **fields: Any) -> Turn:  # noqa: ANN401 - of any type a turn has
    """Return what somebody writes."""
    return turn(Happening.WORDS, who, text=text, **fields)


def press(verb: str, who: Person = MEMBER, /, **values: Any) -> Turn:  # noqa: ANN401 - whatever a button may carry
    """Return the press of a button; a value named `start` is sent as 'from'."""
    if "start" in values:
        values["from"] = values.pop("start")
    return turn(Happening.PRESS, who, verb=verb, values=values)


def shared(asked: Turn) -> Turn:
    """Return the same turn in a channel."""
    return replace(asked, conversation="channel/1", kind="channel", room=ROOM)


def address(conversation: str, service_url: str = "https://smba.example/") -> Address:
    """Return where a conversation can be reached."""
    return Address(conversation, "personal", service_url, "msteams")


async def said(council: Council, asked: Turn) -> Reply:
    """Return the reply to a turn that has one."""
    reply = await router.answer(council, asked)
    assert reply is not None
    return reply
