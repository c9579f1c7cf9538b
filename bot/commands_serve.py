"""Runs the service: `luotsi serve`, `demo`, `migrate` and `playground`."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer
from aiohttp import web

from bot import logs, wiring
from bot.chat import connected, converse
from bot.chat_people import demo_people, find_part
from bot.commands import (
    DATABASE,
    DEMO_DATABASE,
    PARTLY,
    ROOT,
    VAR,
    Url,
    complain,
    console,
    opened,
    run,
    stop,
)
from bot.commands_load import put, read
from bot.commands_people import assembled
from bot.playground import PlaygroundError, playing
from bot.settings import Settings, read_settings
from council.members import SYSTEM, admit
from documents.form import explain
from storage.database import Database

DEMO_FILES = ROOT / "demo"
PORT = 3978
HERE = "In this terminal: type a question, or 'help'; '@ vieras' makes you a guest, 'exit' ends"
NO_KEYBOARD = "In this terminal: nobody can type here; start it in a terminal to chat"

Port = Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)]


def serve(*, database: Url = DATABASE) -> None:
    """Run the service with the settings of the environment."""
    settings = read_settings(database_url=database)
    try:
        run(wiring.serve(settings))
    except OSError as error:
        stop(f"It cannot listen on {settings.address}:{settings.port}: {error.strerror or error}.")


def migrate(*, database: Url = DATABASE) -> None:
    """Bring the database's tables to the newest form."""

    async def work() -> None:
        async with Database(database) as kept:
            await kept.migrate()

    run(work())
    console().print("The tables are of the newest form.")


def demo(*, port: Port = PORT, database: Url = DEMO_DATABASE) -> None:
    """Load the demo municipalities, start the service and chat with it."""
    run(_demo(port, database))


def playground(*, port: Port = PORT, database: Url = DEMO_DATABASE) -> None:
    """Chat with the demo in Microsoft's Agents Playground (needs Node)."""
    run(_playground(port, database))


@asynccontextmanager
async def running_demo(database: str, *, port: int) -> AsyncIterator[str]:
    """Run the demo's service and give its address; port 0 takes a free one."""
    await furnish(database)
    settings = read_settings(demo=True, database_url=database, host="", port=port)
    async with wiring.service(settings) as service, listening(service.app, settings) as address:
        yield address


@asynccontextmanager
async def listening(app: web.Application, settings: Settings) -> AsyncIterator[str]:
    """Serve an application over HTTP and give its address."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=settings.grace)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, settings.address, settings.port).start()
        except OSError:
            stop(
                f"Port {settings.port} is taken. If Luotsi runs there already, chat with it: "
                "luotsi chat; otherwise choose another with --port."
            )
        yield f"http://{settings.address}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def furnish(url: str) -> None:
    """Load the demo's programmes and people; what is there already stays as it is."""
    files = sorted(DEMO_FILES.glob("*.yaml"))
    async with opened(url) as database:
        form = await read(files, database.records)
        for fault in form.faults:
            complain(explain(fault))
        if form.faults:
            stop("The demo's programmes have faults; nothing has been loaded.", PARTLY)
        await put(form, database.records, apply=True)
        council = assembled(database)
        async with database.records() as records:
            known = {person.key: person for person in await records.people.everybody()}
        for person in demo_people():
            if person.key not in known:
                await admit(council, SYSTEM, person, through="demo")


def how_to_chat(port: int, *, typed: bool) -> tuple[str, str, str]:
    """Return the three ways to chat with a demo; `typed`: somebody is at the keyboard."""
    usual = port == PORT
    chat = "" if usual else f" --url http://127.0.0.1:{port}"
    playground = "make playground" if usual else f".venv/bin/luotsi playground --port {port}"
    return (
        HERE if typed else NO_KEYBOARD,
        f"In another terminal: .venv/bin/luotsi chat{chat}",
        f"In Microsoft's Agents Playground, if Node is there: {playground}",
    )


async def _demo(port: int, database: str) -> None:
    log = VAR / "demo" / "luotsi.log"
    await asyncio.to_thread(log.parent.mkdir, parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as lines:
        logs.set_up("INFO", lines)
        async with running_demo(database, port=port) as address:
            typed = sys.stdin.isatty()
            for line in how_to_chat(port, typed=typed):
                console().print(line)
            if typed:
                await converse(address, find_part("valtuutettu"), "", hint=False)
            else:
                await _told_to_stop()


async def _playground(port: int, database: str) -> None:
    address = f"http://127.0.0.1:{port}"
    async with connected(address, "fi") as client:
        runs = await client.ready()
    folder = VAR / "playground"
    write = console().print
    try:
        if runs:
            write(f"Luotsi runs already at {address}.")
            await _open_playground(folder, port)
            return
        logs.set_up("WARNING")
        async with running_demo(database, port=port):
            await _open_playground(folder, port)
    except PlaygroundError as error:
        stop(str(error))


async def _open_playground(folder: Path, port: int) -> None:
    async with playing(folder, port, console().print) as page:
        console().print(f"Open {page} in a browser. Ctrl+C ends it.")
        await _told_to_stop()


async def _told_to_stop() -> None:
    """Wait for the signal to stop."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    await stopping.wait()
