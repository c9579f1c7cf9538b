"""Drives a bot over real HTTP and plays the Bot Connector that its replies go to."""

import asyncio
import json
import time
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

TENANT = "11111111-1111-4111-8111-111111111111"
PEOPLE = 1000  # Teams lets a bot send 7 messages a second to one conversation, so people take turns


@dataclass
class Counts:
    """What one run gave."""

    seconds: float = 0.0
    answered: int = 0
    failed: int = 0
    latencies: list[float] = field(default_factory=list)  # seconds, question in to reply out

    @property
    def rate(self) -> float:
        """Turns a second."""
        return self.answered / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Latency in milliseconds by nearest rank."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else 0.0


class Connector:
    """The loopback Bot Connector: takes replies and wakes who waits for them."""

    def __init__(self) -> None:
        """Wait for nothing yet."""
        self.waiting: dict[str, asyncio.Future[float]] = {}
        self.sample = ""
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(self) -> None:
        """Listen on a free port of the loopback."""
        app = web.Application(client_max_size=2**20)
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        parts = request.path.split("/")
        conversation = parts[parts.index("conversations") + 1]
        if b'"typing"' not in body[:200]:
            self.sample = body.decode()
            waiting = self.waiting.pop(conversation, None)
            if waiting and not waiting.done():
                waiting.set_result(time.perf_counter())
        return web.json_response({"id": "1"})


def object_id(person: int) -> str:
    """Return the Entra object id of one of the driver's people."""
    return f"00000000-0000-4000-8000-{person:012d}"


def activity(number: str, conversation: str, text: str, service_url: str) -> bytes:
    """Return a message as Teams sends it, as JSON."""
    person = conversation.removeprefix("c-")
    return json.dumps(
        {
            "type": "message",
            "id": f"{conversation}-{number}",
            "timestamp": "2026-01-01T09:00:00Z",
            "channelId": "msteams",
            "serviceUrl": service_url,
            "from": {
                "id": f"29:{person}",
                "name": "Valtuutettu",
                "aadObjectId": object_id(int(person)),
            },
            "conversation": {
                "id": conversation,
                "conversationType": "personal",
                "tenantId": TENANT,
            },
            "recipient": {"id": "28:bot", "name": "Luotsi"},
            "locale": "fi-FI",
            "text": text,
            "textFormat": "plain",
            "channelData": {"tenant": {"id": TENANT}},
        }
    ).encode()


async def drive(  # noqa: PLR0913 - what a run takes
    url: str,
    connector: Connector,
    questions: list[str],
    *,
    conversations: int,
    seconds: float = 0.0,
    turns: int = 0,
) -> Counts:
    """Ask in so many conversations at once for so long, and so many turns at least.

    Every turn waits for its reply. A conversation is left after each turn for that of another
    person, as in a town where everybody asks now and then.
    """
    counts = Counts()
    started = time.perf_counter()
    run = f"{started:.6f}".replace(".", "")[-9:]

    async def converse(which: int, session: aiohttp.ClientSession) -> None:
        number = 0
        while time.perf_counter() - started < seconds or number * conversations < turns:
            text = questions[(which * 37 + number) % len(questions)]
            conversation = f"c-{(which + number * conversations) % PEOPLE:04d}"
            number += 1
            reply = asyncio.get_running_loop().create_future()
            connector.waiting[conversation] = reply
            asked = time.perf_counter()
            body = activity(f"{run}-{which}-{number}", conversation, text, connector.url)
            async with session.post(
                url, data=body, headers={"Content-Type": "application/json"}
            ) as answer:
                await answer.read()
                if answer.status >= 300:
                    counts.failed += 1
                    continue
            try:
                replied = await asyncio.wait_for(reply, 10)
            except TimeoutError:
                counts.failed += 1
                continue
            counts.answered += 1
            counts.latencies.append(replied - asked)

    limit = aiohttp.TCPConnector(limit=conversations + 4)
    async with aiohttp.ClientSession(connector=limit) as session:
        await asyncio.gather(*(converse(i, session) for i in range(conversations)))
    counts.seconds = time.perf_counter() - started
    return counts
