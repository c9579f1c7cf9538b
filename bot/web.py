"""The HTTP door: messages, health, readiness, figures; in demo mode also the clock."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.adapter import Adapter, RefusedError
from bot.clock import Clock
from bot.local import check_loopback
from bot.metrics import Metrics
from bot.settings import parse_moment
from bot.teams import Teams

log = logging.getLogger(__name__)

# A message of 20,000 characters, each written as an escaped pair, comes twice: as text and as HTML.
LARGEST = 1024**2  # bytes of a body
FIGURES = "text/plain; version=0.0.4; charset=utf-8"

Check = Callable[[], Awaitable[bool]]
Turned = Callable[[bool], Awaitable[None]]


async def unmoved(back: bool) -> None:  # noqa: FBT001 - its type is Turned
    """Do nothing when the clock is set."""
    del back


@dataclass(frozen=True)
class Door:
    """What the HTTP side needs of the service."""

    adapter: Adapter
    teams: Teams
    metrics: Metrics
    ready: Mapping[str, Check]  # name of a part → whether it can do its work
    grace: float  # seconds that turns in hand may take when the service stops
    clock: Clock | None = None  # demo mode: the clock that may be set
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Europe/Helsinki"))
    turned: Turned = unmoved  # what happens when the clock is set; True: it was set back


def application(door: Door) -> web.Application:
    """Make the aiohttp application of a service."""
    app = web.Application(client_max_size=LARGEST)
    state = _State(door)
    app.add_routes(
        [
            web.post("/api/messages", state.messages),
            web.get("/healthz", state.health),
            web.get("/readyz", state.readiness),
            web.get("/metrics", state.figures),
        ]
    )
    if door.clock is not None:
        app.add_routes([web.post("/demo/clock", state.set_clock)])
    app.on_shutdown.append(state.finish)
    return app


class _State:
    """The door's answers."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._closing = False

    async def messages(self, request: web.Request) -> web.Response:
        """Take an activity."""
        if self._closing:
            return web.Response(
                status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "10"}
            )
        return await self._door.adapter.process(request, self._door.teams)

    async def health(self, _: web.Request) -> web.Response:
        """Tell that the process is there."""
        return web.json_response({"status": "ok"})

    async def readiness(self, _: web.Request) -> web.Response:
        """Tell whether questions can be answered, and which part is missing."""
        parts = {name: await _works(name, check) for name, check in self._door.ready.items()}
        parts["open"] = not self._closing
        ready = all(parts.values())
        status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        return web.json_response({"ready": ready, "parts": parts}, status=status)

    async def figures(self, _: web.Request) -> web.Response:
        """Give Prometheus its figures."""
        return web.Response(body=self._door.metrics.text(), headers={"Content-Type": FIGURES})

    async def set_clock(self, request: web.Request) -> web.Response:
        """Set the clock: {"now": "2023-04-17T12:00"}, or null for the real time."""
        clock = self._door.clock
        try:
            check_loopback(request)
            asked = json.loads(await request.read())["now"]
            moment = None if asked is None else parse_moment(asked, self._door.zone)
        except RefusedError as refused:
            return web.Response(status=refused.status)
        except (ValueError, TypeError, KeyError, RecursionError):
            return web.json_response({"error": "now: an ISO 8601 moment or null"}, status=400)
        if clock is not None:
            before = clock.now()
            clock.set(moment)
            await self._door.turned(clock.now() < before)
        return web.json_response({"now": None if moment is None else moment.isoformat()})

    async def finish(self, _: web.Application) -> None:
        """Take nothing more, and finish the turns in hand."""
        self._closing = True
        given_up = await self._door.teams.hands.drain(self._door.grace)
        if given_up:
            log.warning("turns given up", extra={"turns": given_up})


async def _works(name: str, check: Check) -> bool:
    try:
        return await check()
    except Exception:  # a part that cannot even be asked does not work
        log.exception("part not ready", extra={"part": name})
        return False
