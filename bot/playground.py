"""Runs Microsoft's Agents Playground against the demo, kept from the network where that can be."""

import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from bot.chat_people import PARTS, PERSONAL, TENANT, Part, find_part
from bot.playground_relay import LOOPBACK, file_to_port, port_to_file

PACKAGE = "@microsoft/m365agentsplayground"
VERSION = "0.2.28"
PORT = 56150
BOT_ID = "28:7c0e5a1e-0000-4000-8000-0000000000b0"
ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30.0  # seconds for the Playground to answer after it was started

Write = Callable[[str], None]


class PlaygroundError(Exception):
    """The Playground cannot run; says why and what to do."""


def node() -> str:
    """Return the path of Node. Raises PlaygroundError where it or npm is missing."""
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        raise PlaygroundError(
            "The Agents Playground needs Node.js 18 or newer with npm, and there is none here. "
            "Install it, or chat in the terminal: luotsi chat"
        )
    return found


async def install(folder: Path, write: Write) -> Path:
    """Return the Playground's program, installing it with npm when it is missing."""
    package = folder / "node_modules" / PACKAGE
    program = package / "cli.js"
    if await asyncio.to_thread(_version, package) == VERSION:
        return program
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    write(f"Installing {PACKAGE} {VERSION} into {folder} …")
    process = await asyncio.create_subprocess_exec(
        *(str(shutil.which("npm")), "install", "--prefix", str(folder)),
        *("--no-save", "--no-audit", "--no-fund", "--ignore-scripts", f"{PACKAGE}@{VERSION}"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    if process.returncode:
        raise PlaygroundError(f"npm could not install it:\n{told.decode(errors='replace')[-800:]}")
    return program


def _version(package: Path) -> str:
    try:
        return str(json.loads((package / "package.json").read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError):
        return ""


def configuration() -> dict[str, Any]:
    """Return the Playground's configuration with the demo's people; JSON is YAML too."""
    people = [part for part in PARTS if part.kind == PERSONAL]
    channel, group = find_part("kanava"), find_part("ryhma")
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": BOT_ID, "name": "Luotsi"},
        "currentUser": _user(people[0]),
        "users": [_user(part) for part in people[1:6]],
        "personalChat": {"id": people[0].conversation},
        "groupChat": {"id": group.conversation, "name": group.name},
        "team": {
            "id": channel.conversation,
            "name": "Valtuusto",
            "aadGroupId": channel.object_id,
            "channels": [{"id": "19:ilmoitukset@thread.tacv2", "name": "Ilmoitukset"}],
        },
    }


def _user(part: Part) -> dict[str, str]:
    address = f"{part.role}@luotsi.example"
    return {
        "id": part.user_id,
        "name": part.name,
        "userPrincipleName": address,  # spelt so by the Playground
        "aadObjectId": part.object_id,
        "givenName": part.name,
        "surname": "Demo",
        "email": address,
    }


def environment(folder: Path) -> dict[str, str]:
    """Return the variables for Node: no telemetry, no browser, and nothing of ours."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "APPLICATION_INSIGHTS_NO_STATSBEAT": "1",  # telemetry that --dt leaves on
        "TEAMSAPPTESTER_BROWSER": "none",
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(folder / ".m365agentsplayground.yml"),
        "M365_AGENTS_PLAYGROUND_LOGFILE": str(folder / "playground.log"),
    }


async def can_isolate() -> bool:
    """Tell whether a process may be given a network of its own here."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    process = await asyncio.create_subprocess_exec(
        *("unshare", "--map-root-user", "--net", "true"),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await process.wait() == 0


@asynccontextmanager
async def playing(
    folder: Path, bot_port: int, write: Write, *, port: int = PORT
) -> AsyncIterator[str]:
    """Run the Playground and give the address of its page; it is stopped at the end."""
    command = [node(), str(await install(folder, write)), *_options(bot_port, port)]
    (folder / ".m365agentsplayground.yml").write_text(
        json.dumps(configuration(), ensure_ascii=False, indent=2), "utf-8"
    )
    async with AsyncExitStack() as stack:
        if await can_isolate():
            sockets = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="luotsi-")))
            # A door out for the bot's answers, and one in for the browser; nothing else passes.
            doors = [
                await _taken(port_to_file(port, sockets / "page"), port),
                await file_to_port(sockets / "bot", bot_port),
            ]
            for door in doors:
                stack.callback(door.close)
            inner = (sys.executable, "-m", "bot.playground_relay", str(sockets))
            doors_at = (str(port), str(bot_port))
            command = ["unshare", "--map-root-user", "--net", *inner, *doors_at, *command]
            write("The Playground has a network of its own and reaches only Luotsi.")
        else:
            write(
                "The Playground's telemetry is off, but its network cannot be closed here "
                "(that takes Linux with 'unshare'): its page asks for fonts from the network."
            )
        await stack.enter_async_context(_running(command, folder))
        await _answers(port)
        yield f"http://{LOOPBACK}:{port}"


def _options(bot_port: int, port: int) -> tuple[str, ...]:
    return (
        *("-e", f"http://{LOOPBACK}:{bot_port}/api/messages"),
        *("-c", "msteams", "-p", str(port), "--dt"),
    )


async def _taken(opening: Any, port: int) -> asyncio.Server:  # noqa: ANN401 - a coroutine of a server
    try:
        server: asyncio.Server = await opening
    except OSError as error:
        raise PlaygroundError(
            f"Port {port} is taken: does a Playground run already? Stop it, or open it at "
            f"http://{LOOPBACK}:{port}"
        ) from error
    return server


@asynccontextmanager
async def _running(command: list[str], folder: Path) -> AsyncIterator[None]:
    with (folder / "output.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=ROOT,
            env=environment(folder),
        )
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def _answers(port: int) -> None:
    """Wait until the Playground answers. Raises PlaygroundError when it does not in time."""
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while asyncio.get_running_loop().time() < deadline:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(LOOPBACK, port)
            writer.write(b"GET /_debug/ping HTTP/1.0\r\nHost: localhost\r\n\r\n")
            answer = await reader.read()
            writer.close()
            if b"pong" in answer:
                return
        await asyncio.sleep(0.3)
    raise PlaygroundError(f"The Playground did not start within {PATIENCE:.0f} seconds.")
