"""The loopback connector keeps what a bot writes, as Teams' own would."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from bot.connector import Arrival, Connector, Deed


@pytest.fixture
async def connector() -> AsyncIterator[Connector]:
    async with Connector() as opened:
        yield opened


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


async def test_messages_are_kept_by_conversation(
    connector: Connector, session: ClientSession
) -> None:
    where = f"{connector.url}v3/conversations/a:1/activities"
    async with session.post(where, json={"type": "message", "text": "hei"}) as response:
        first = (await response.json())["id"]
    async with session.post(f"{where}/x", json={"type": "message", "text": "vastaus"}) as response:
        second = (await response.json())["id"]

    assert [a.activity["text"] for a in connector.waiting("a:1")] == ["hei", "vastaus"]
    assert connector.waiting("a:1") == connector.waiting("a:2") == []
    assert first != second


async def test_updates_and_deletions_name_their_message(
    connector: Connector, session: ClientSession
) -> None:
    where = f"{connector.url}v3/conversations/19:x@thread.tacv2;messageid=1/activities/m1"
    await session.put(where, json={"type": "message", "text": "uusi"})
    await session.delete(where)

    arrived = connector.waiting("19:x@thread.tacv2;messageid=1")
    assert [(a.deed, a.id) for a in arrived] == [(Deed.UPDATE, "m1"), (Deed.DELETE, "m1")]


async def test_a_conversation_can_be_begun_with_its_first_message(
    connector: Connector, session: ClientSession
) -> None:
    begun = {"members": [{"id": "29:u"}], "activity": {"type": "message", "text": "hei"}}
    async with session.post(f"{connector.url}v3/conversations", json=begun) as response:
        conversation = (await response.json())["id"]

    arrival = await connector.next(conversation, 1)
    assert arrival == Arrival(Deed.CREATE, "luotsi-1", begun["activity"])  # type: ignore[arg-type]


async def test_typing_is_not_a_message(connector: Connector, session: ClientSession) -> None:
    await session.post(f"{connector.url}v3/conversations/a/activities", json={"type": "typing"})

    assert await connector.next("a", 0) is None
