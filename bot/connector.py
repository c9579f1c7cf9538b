"""A Bot Connector of our own on the loopback: receives what Luotsi writes, as Teams would."""

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import count
from types import TracebackType
from typing import Any, Self, TypeAlias

from aiohttp import web

Activity: TypeAlias = dict[str, Any]  # as it travels: JSON of the Bot Framework

LOOPBACK = "127.0.0.1"
SILENT = frozenset({"typing", "trace", "endOfConversation"})


class Deed(StrEnum):
    """What Luotsi did to a message."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One thing that reached the connector."""

    deed: Deed
    id: str  # of the message, unique in this connector
    activity: Activity  # empty when deleted


class Connector:
    """Plays Teams' side of the conversation: `async with Connector() as connector`."""

    def __init__(self, port: int = 0) -> None:
        """Listen on a loopback port; 0 takes a free one."""
        self._port = port
        self._ids = count(1)
        self._arrivals: defaultdict[str, asyncio.Queue[Arrival]] = defaultdict(asyncio.Queue)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The service URL that activities have to carry, with its closing slash."""
        return f"http://{LOOPBACK}:{self._port}/"

    async def __aenter__(self) -> Self:
        """Start listening."""
        application = web.Application(client_max_size=4 * 1024**2)
        activities = "/v3/conversations/{conversation}/activities"
        application.add_routes(
            [
                web.post("/v3/conversations", self._create_conversation),
                web.post(activities, self._create),
                web.post(activities + "/{activity}", self._create),
                web.put(activities + "/{activity}", self._update),
                web.delete(activities + "/{activity}", self._delete),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    def waiting(self, conversation: str) -> list[Arrival]:
        """Take what has arrived in a conversation and has not been taken yet."""
        queue = self._arrivals[conversation]
        return [queue.get_nowait() for _ in range(queue.qsize())]

    async def next(self, conversation: str, seconds: float) -> Arrival | None:
        """Take the next arrival of a conversation; None if none comes in that many seconds."""
        try:
            return await asyncio.wait_for(self._arrivals[conversation].get(), seconds)
        except TimeoutError:
            return None

    async def _create_conversation(self, request: web.Request) -> web.Response:
        asked: Activity = await request.json()
        members: list[Activity] = asked.get("members") or [{}]
        conversation = f"a:{members[0].get('id', 'unknown')}"
        if activity := asked.get("activity"):
            self._keep(conversation, Deed.CREATE, activity)
        return web.json_response({"id": conversation, "serviceUrl": self.url}, status=201)

    async def _create(self, request: web.Request) -> web.Response:
        activity = self._keep(_of(request, "conversation"), Deed.CREATE, await request.json())
        return web.json_response({"id": activity}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        activity = _of(request, "activity")
        self._keep(_of(request, "conversation"), Deed.UPDATE, await request.json(), activity)
        return web.json_response({"id": activity})

    async def _delete(self, request: web.Request) -> web.Response:
        self._keep(_of(request, "conversation"), Deed.DELETE, {}, _of(request, "activity"))
        return web.Response(status=200)

    def _keep(self, conversation: str, deed: Deed, activity: Activity, of: str = "") -> str:
        key = of or f"luotsi-{next(self._ids)}"
        if activity.get("type") not in SILENT:
            self._arrivals[conversation].put_nowait(Arrival(deed, key, activity))
        return key


def _of(request: web.Request, name: str) -> str:
    return request.match_info[name]
