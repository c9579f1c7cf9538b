"""The composition root: every object of the service is made here, once."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

import aiohttp
from aiohttp import web

from bot import logs, signing
from bot.adapter import Adapter, TeamsAdapter
from bot.clock import Clock
from bot.courier import TeamsCourier, Words
from bot.identity import LOGIN, SCOPE, Authentication, NoTokens, Tokens
from bot.local import LocalAdapter
from bot.metrics import Metrics
from bot.pace import Pace
from bot.sending import OutboundHosts, Sender, open_session
from bot.settings import Settings
from bot.teams import Teams, Voice
from bot.watching import watched
from bot.web import Check, Door, Turned, application
from council import gathering
from council import watch as council_watch
from council.asking import Finder
from council.chamber import Council, convene
from council.language import Language
from council.ledger_ports import Courier, NoCourier
from council.ports import Outside
from council.reminders import begin_anew
from dialogs import reminders, router, watch
from dialogs.turn import Reply, Turn
from pictures import Drawing
from scheduler.holidays import is_holiday
from scheduler.jobs import REDRAW, REFRESH, REMIND, Clockwork
from scheduler.watchman import Watchman
from search.finder import NgxFinder
from storage.database import Database

log = logging.getLogger(__name__)

# Purpose of what goes out unasked → who writes it.
WORDS: Mapping[str, Words] = {
    gathering.PURPOSE: Words(reminders.compose, reminders.redrawn),
    council_watch.PURPOSE: Words(watch.compose, watch.redrawn),
}
YOUNG = 20_000  # objects made before the youngest are looked through; a turn makes about a thousand


@dataclass(frozen=True, slots=True)
class Luotsi:
    """A service that runs, and the parts of it that others ask for."""

    settings: Settings
    council: Council
    app: web.Application
    clock: Clock
    metrics: Metrics
    clockwork: Clockwork
    teams: Teams


Service = Luotsi  # its former name, which scenario tests still use


class AtOnce:
    """Has a change taken in at once that was made through this process."""

    def __init__(self) -> None:
        """Do nothing until there is a clockwork."""
        self.clockwork: Clockwork | None = None

    def __call__(self) -> None:
        """Begin to take the change in."""
        if self.clockwork is not None:
            self.clockwork.soon(REFRESH)


@asynccontextmanager
async def council_of(
    settings: Settings,
    clock: Clock,
    finder: Finder | None = None,
    changed: Callable[[], object] = lambda: None,
    courier: Courier | None = None,
) -> AsyncIterator[tuple[Council, Database]]:
    """Open the database, bring it up to date and put the council together; close it at the end.

    For whoever needs the council without the service: commands and batches. `changed` is called
    after every change to what can be asked.
    """
    async with Database(settings.database_url.get_secret_value()) as database:
        await database.migrate()
        outside = Outside(
            records=watched(database.records, changed),
            finder=finder or NgxFinder(),
            now=clock.now,
            zone=settings.zone,
            pictures=Drawing(),
            holiday=is_holiday,
            courier=courier or NoCourier(),
        )
        yield convene(outside), database


@asynccontextmanager
async def service(
    settings: Settings, voice: Voice | None = None, finder: Finder | None = None
) -> AsyncIterator[Luotsi]:
    """Run the service without its HTTP server; `voice` and `finder` replace the real ones.

    The database is migrated, the index built and the scheduler started before it is there.
    """
    clock, metrics = Clock(settings.moment), Metrics()
    at_once = AtOnce()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(open_session())
        adapter = await _adapter(settings, session, metrics)
        courier = TeamsCourier(adapter.sender, WORDS)
        council, database = await stack.enter_async_context(
            council_of(settings, clock, finder, at_once, courier)
        )
        courier.council = council
        await council.shelf.refresh()
        clockwork = Clockwork(council, stands=lambda: clock.stands)
        clockwork.start()
        at_once.clockwork = clockwork
        stack.push_async_callback(clockwork.stop)
        watchman = Watchman(council, stands=lambda: clock.stands)
        watchman.start()
        stack.push_async_callback(watchman.stop)
        teams = Teams(voice or _voice(council), adapter.sender, metrics)
        door = Door(
            adapter,
            teams,
            metrics,
            _checks(council, database, clockwork, watchman),
            settings.grace,
            clock if settings.demo else None,
            settings.zone,
            _turned(council, clockwork),
        )
        metrics.watch("index_revision", "Revision answered from.", lambda: council.shelf.revision)
        metrics.watch("turns_in_hand", "Turns not finished yet.", lambda: len(teams.hands))
        # Turns in hand need everything above, so they are finished first.
        stack.push_async_callback(teams.hands.drain, settings.grace)
        yield Luotsi(settings, council, application(door), clock, metrics, clockwork, teams)


async def serve(settings: Settings) -> None:
    """Run the service with its HTTP server until SIGTERM or SIGINT, then finish what is in hand."""
    logs.set_up(settings.log_level)
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        async with service(settings) as running:
            _settle()
            runner = web.AppRunner(running.app, access_log=None, shutdown_timeout=settings.grace)
            await runner.setup()
            try:
                await web.TCPSite(runner, settings.address, settings.port).start()
                log.info("ready", extra={"port": settings.port, "demo": settings.demo})
                await stopping.wait()
                log.info("stopping")
            finally:
                await runner.cleanup()
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


def _turned(council: Council, clockwork: Clockwork) -> Turned:
    """Return what a demonstration does when its clock is set: all that would happen by then."""

    async def turned(back: bool) -> None:  # noqa: FBT001 - its type is Turned
        if back:
            await begin_anew(council)
        # The first waits for what may be under way, the second begins at the new time.
        for job in (REMIND, REMIND, REDRAW, REDRAW):
            await clockwork.run(job)

    return turned


def _settle() -> None:
    """Keep what has been loaded out of the garbage collector's way.

    The register and the indexes live as long as the process; going through them again and again
    while turns make their short-lived cards is most of what collecting would cost.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


async def _adapter(settings: Settings, session: aiohttp.ClientSession, metrics: Metrics) -> Adapter:
    """Make the adapter that the settings ask for."""
    hosts = OutboundHosts(frozenset(settings.service_hosts), loopback=settings.demo)
    pace = Pace(settings.pace)
    if settings.demo:
        return LocalAdapter(settings, Sender(session, NoTokens(), hosts, pace, metrics), metrics)
    authentication = Authentication(settings)
    credentials = await authentication.credentials.create_credentials(
        settings.app_id,
        SCOPE,
        LOGIN,
        True,  # noqa: FBT003 - botbuilder's signature
    )
    signing.install(signing.SigningKeys(lambda: signing.read_keys(session)))
    sender = Sender(session, Tokens(credentials), hosts, pace, metrics)
    return TeamsAdapter(authentication, sender, metrics)


def _voice(council: Council) -> Voice:
    """Let the dialogs speak."""

    def sorry(turn: Turn) -> Reply:
        return router.apology(router.spoken(turn.locale) or Language.FI)

    return Voice(
        answer=lambda turn: router.answer(council, turn),
        apology=sorry,
        busy=lambda turn: replace(sorry(turn), outcome="busy"),
    )


def _checks(
    council: Council, database: Database, clockwork: Clockwork, watchman: Watchman
) -> Mapping[str, Check]:
    """Return what readiness asks."""

    async def index() -> bool:
        return council.shelf.ready

    async def scheduler() -> bool:
        return clockwork.alive()

    async def reminded() -> bool:
        return watchman.well()

    return {
        "database": database.migrated,
        "index": index,
        "scheduler": scheduler,
        "reminders": reminded,
    }
