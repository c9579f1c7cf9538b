"""The other parties of a conversation, small and real: a connector, a token issuer, a voice."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import aiohttp
import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.hands import Hands
from bot.teams import Teams, Voice
from bot.wiring import Luotsi
from council.asking import Asked, Entry, Index, Ranking, Want
from council.language import Language
from dialogs.turn import Citation, Reply, Turn

APP_ID = "11111111-2222-4333-8444-555555555555"
TENANT = "aaaaaaaa-0000-4000-8000-00000000000a"
BOT = "28:luotsi"
CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "lang": "fi",
    "fallbackText": "Vastaus",
    "body": [{"type": "TextBlock", "text": "Vastaus [1]", "wrap": True}],
}


@dataclass
class Got:
    """One request that reached the connector."""

    method: str
    path: str  # as on the wire, quoted
    body: dict[str, Any]
    authorization: str


@dataclass
class StubConnector:
    """A Bot Connector on the loopback that can refuse, throttle and hang up as it is told."""

    url: str = ""
    got: list[Got] = field(default_factory=list)
    script: deque[int | str | tuple[int, dict[str, str]]] = field(default_factory=deque)
    ids: "count[int]" = field(default_factory=lambda: count(1))
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [got.body for got in self.got if got.body.get("type") == "message"]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        text = await request.text()
        self.got.append(
            Got(
                request.method,
                request.raw_path,
                json.loads(text) if text else {},
                request.headers.get("Authorization", ""),
            )
        )
        self.arrived.set()
        step = self.script.popleft() if self.script else 201
        if step == "drop":
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if step == "html":
            return web.Response(status=502, text="<html>Bad gateway</html>")
        status, headers = step if isinstance(step, tuple) else (int(step), {})
        if status < 300:
            return web.json_response({"id": f"sent-{next(self.ids)}"}, status=status)
        error = {"error": {"code": f"Code{status}", "message": "secret words of the connector"}}
        return web.json_response(error, status=status, headers=headers)


@asynccontextmanager
async def connector() -> AsyncIterator[StubConnector]:
    stub = StubConnector()
    app = web.Application(client_max_size=4 * 1024**2)
    app.router.add_route("*", "/{rest:.*}", stub.answer)
    async with listening(app) as url:
        stub.url = url + "/"
        yield stub


@asynccontextmanager
async def listening(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


class Issuer:
    """Signs tokens as the Bot Connector does, and publishes its keys."""

    def __init__(self) -> None:
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.endorsements: dict[str, list[str] | None] = {}
        self.down = False
        self.reads = 0
        self.new_key("key-1")

    def new_key(self, kid: str, endorsements: list[str] | None = None) -> None:
        self.keys[kid] = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.endorsements[kid] = ["msteams"] if endorsements is None else endorsements

    def published(self) -> list[dict[str, Any]]:
        keys = []
        for kid, key in self.keys.items():
            made = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
            keys.append(made | {"kid": kid, "endorsements": self.endorsements[kid]})
        return keys

    def claims(self, service_url: str, **changes: object) -> dict[str, Any]:
        now = int(time.time())
        made: dict[str, object] = {
            "iss": "https://api.botframework.com",
            "aud": APP_ID,
            "serviceurl": service_url,
            "nbf": now - 60,
            "exp": now + 3600,
        }
        made |= changes
        return {name: value for name, value in made.items() if value is not None}

    def token(self, service_url: str, *, kid: str | None = "key-1", **changes: object) -> str:
        headers = {"kid": kid} if kid else {}
        signed_with = self.keys[kid or "key-1"]
        return jwt.encode(self.claims(service_url, **changes), signed_with, "RS256", headers)

    async def metadata(self, request: web.Request) -> web.Response:
        self.reads += 1
        if self.down:
            return web.Response(status=500)
        return web.json_response({"jwks_uri": str(request.url.with_path("/keys"))})

    async def jwks(self, request: web.Request) -> web.Response:
        return web.json_response({"keys": self.published()})

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.get("/metadata", self.metadata), web.get("/keys", self.jwks)])
        return app


class Deaf:
    """A finder that finds nothing and takes no time to make."""

    def read(self, text: str, *, today: date, language: Language | None) -> Asked:
        return Asked(text, language or Language.FI)

    def place_of(self, texts: Sequence[str]) -> str:
        return ""

    def holds(self, text: str) -> frozenset[Want]:
        return frozenset()

    def build(self, entries: Sequence[Entry]) -> Index:
        return self

    def rank(
        self, asked: Asked, *, limit: int = 10, groups: frozenset[str] | None = None
    ) -> Ranking:
        return Ranking()


@dataclass
class Echo:
    """A voice that says back what it heard, and can be made to wait or to fail."""

    turns: list[Turn] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    error: Exception | None = None
    reply: Reply | None = None
    silent: bool = False
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def answer(self, turn: Turn) -> Reply | None:
        self.turns.append(turn)
        self.heard.set()
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        if self.silent:
            return None
        return self.reply or Reply(f"kuulin: {turn.text}", outcome="answer")

    def apology(self, turn: Turn) -> Reply:
        return Reply("anteeksi", outcome="failed")

    def busy(self, turn: Turn) -> Reply:
        return Reply("hetki", outcome="busy")

    @property
    def voice(self) -> Voice:
        return Voice(self.answer, self.apology, self.busy)


@dataclass
class Party:
    """A running service with its door on the loopback, and somebody at it."""

    service: Luotsi
    url: str
    http: aiohttp.ClientSession
    stub: StubConnector
    echo: Echo
    teams: Teams
    ids: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def hands(self) -> Hands:
        return self.teams.hands

    def activity(self, text: str | None = "hei", **changes: object) -> dict[str, Any]:
        made: dict[str, Any] = {
            "type": "message",
            "id": f"activity-{next(self.ids)}",
            "timestamp": "2026-05-04T09:00:00Z",
            "serviceUrl": self.stub.url,
            "channelId": "msteams",
            "from": {"id": "29:anna", "name": "Anna Esimerkki", "aadObjectId": "entra-anna"},
            "conversation": {
                "id": "a:anna",
                "conversationType": "personal",
                "tenantId": TENANT,
            },
            "recipient": {"id": BOT, "name": "Luotsi"},
            "text": text,
            "textFormat": "plain",
            "locale": "fi-FI",
            "channelData": {"tenant": {"id": TENANT}},
        }
        made |= changes
        return {name: value for name, value in made.items() if value is not None}

    def press(
        self, verb: str, data: dict[str, Any] | None = None, **more: object
    ) -> dict[str, Any]:
        action = {"type": "Action.Execute", "verb": verb, "data": data or {}}
        value = {"action": action, "trigger": "manual"}
        base = {"type": "invoke", "name": "adaptiveCard/action", "value": value}
        return self.activity(None, **(base | more))

    def stranger(self, text: str | None = "hei", **changes: object) -> dict[str, Any]:
        """Return an activity of somebody new in a conversation of their own."""
        number = next(self.ids)
        fresh: dict[str, object] = {
            "from": {"id": f"29:{number}", "aadObjectId": f"entra-{number}"},
            "conversation": {"id": f"a:{number}", "conversationType": "personal", "tenantId": "t"},
        }
        return self.activity(text, **(fresh | changes))

    async def post(self, body: object, **headers: str) -> tuple[int, Any]:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = {"Content-Type": "application/json"}
        async with self.http.post(
            f"{self.url}/api/messages", data=raw, headers=kind | headers
        ) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text.startswith(("{", "[")) else text

    async def get(self, path: str) -> tuple[int, str]:
        async with self.http.get(self.url + path) as answer:
            return answer.status, await answer.text()


ANSWER = Reply(
    "Kehitysjohtaja vastaa.\n\nLähde: Ohjelma",
    CARD,
    (Citation("Muutosohjelma", "Luku 3", "https://example.org/ohjelma"),),
    outcome="answer",
    beside="Lähde [1]",
)
