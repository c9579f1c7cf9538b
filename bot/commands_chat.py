"""Chats and replays conversations with a running service: `luotsi chat`."""

import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.chat import SERVICE, connected, converse, replay
from bot.chat_client import ChatError
from bot.chat_people import PARTS, Part, find_part
from bot.chat_script import ScriptError, Step, parse_script
from bot.commands import DEMO_DATABASE, Url, run, stop
from bot.commands_serve import running_demo
from council.language import Language

Role = Annotated[
    str, typer.Option("--as", help=f"Whom to be: {', '.join(part.role for part in PARTS)}.")
]


def chat(  # noqa: PLR0913 - each is an option of the command line
    *,
    role: Role = "valtuutettu",
    language: Annotated[
        Language | None,
        typer.Option(help="The language that Teams is in. [default: that of each question]"),
    ] = None,
    now: Annotated[str, typer.Option(help="Set the service's clock: 2023-04-17T12:00.")] = "",
    script: Annotated[Path | None, typer.Option(help="Play this script, print what came.")] = None,
    url: Annotated[str, typer.Option(help="Where the service answers.")] = SERVICE,
    own: Annotated[
        bool, typer.Option("--own", help="Start a service for this chat alone.")
    ] = False,
    database: Url = DEMO_DATABASE,
) -> None:
    """Chat with a running service in the terminal, or replay a script."""
    part = role_of(role)
    steps = None if script is None else _steps(script)
    run(_chat(_service("" if own else url, database), part, language or "", now, steps))


def role_of(role: str) -> Part:
    """Return the demo's part of that name, or stop."""
    try:
        return find_part(role)
    except ValueError as error:
        stop(f"{error}.")


def _steps(script: Path) -> list[Step]:
    try:
        text = sys.stdin.read() if str(script) == "-" else script.read_text("utf-8")
        return parse_script(text)
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{script} cannot be read: {error}.")
    except ScriptError as error:
        stop(f"{script} is no script:\n{error}")


async def _chat(
    service: AbstractAsyncContextManager[str],
    part: Part,
    language: str,
    now: str,
    steps: list[Step] | None,
) -> None:
    try:
        async with service as address:
            if steps is None:
                await converse(address, part, language, now)
                return
            head = parse_script(f"= {now}") if now else []
            transcript = await replay(address, [*head, *steps], part, language)
            print(transcript, end="")  # noqa: T201 - the command's answer
    except ChatError as error:
        stop(str(error))


@asynccontextmanager
async def _service(url: str, database: str) -> AsyncIterator[str]:
    """Give the address of a running service, starting one where no address is given."""
    if not url:
        async with running_demo(database, port=0) as address:
            yield address
        return
    async with connected(url, "fi") as client:
        if not await client.ready():
            stop(f"No Luotsi answers at {url}. Start it in another terminal: make demo")
    yield url
