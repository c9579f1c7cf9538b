"""A conversation in the terminal: what is typed goes through Luotsi's HTTP door."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from queue import SimpleQueue
from typing import Any

from aiohttp import ClientSession, ClientTimeout
from rich.console import Console
from rich.text import Text

from bot.chat_cards import Button, Field
from bot.chat_client import ChatError, Client, Said
from bot.chat_people import PARTS, Part
from bot.chat_playing import Player
from bot.chat_script import ScriptError, Sign, Step, parse_script
from bot.connector import Connector

SERVICE = "http://127.0.0.1:3978"
LEAVE = frozenset({"exit", "quit", "lopeta", "avsluta"})
WATCH = 3600.0  # seconds between looks for something that Luotsi says unasked
HINT = (
    f"Roles: {', '.join(part.role for part in PARTS)}. '@ role' changes, a number presses a "
    "button, 'exit' leaves."
)


@asynccontextmanager
async def connected(url: str, language: str) -> AsyncIterator[Client]:
    """Open a client with a connector of its own, so that replies find their way back."""
    async with (
        Connector() as connector,
        ClientSession(timeout=ClientTimeout(total=60)) as session,
    ):
        yield Client(session, connector, url, language=language)


async def replay(url: str, steps: Sequence[Step], part: Part, language: str) -> str:
    """Play a script against the service at `url` and return the transcript."""
    lines: list[str] = []
    async with connected(url, language) as client:
        await Player(client, part, lines.append).play(steps)
    return "\n".join(lines).rstrip("\n") + "\n"


class Keyboard:
    """Lines that somebody types, without holding up what else goes on."""

    def __init__(self) -> None:
        """Begin to read the standard input, a line for every prompt."""
        self._asked: SimpleQueue[tuple[str, asyncio.Future[str | None]]] = SimpleQueue()
        # A daemon: a thread that waits for a key must not keep the program from ending.
        threading.Thread(target=self._read, daemon=True).start()

    def line(self, prompt: str) -> "asyncio.Future[str | None]":
        """Ask for a line; the future holds None when there are no more."""
        future: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._asked.put((prompt, future))
        return future

    def _read(self) -> None:
        while True:
            prompt, future = self._asked.get()
            typed: str | None
            try:
                typed = input(prompt)
            except (EOFError, UnicodeDecodeError):
                typed = None
            try:
                future.get_loop().call_soon_threadsafe(_settle, future, typed)
            except RuntimeError:
                return  # The loop has ended while somebody thought of what to type.


def _settle(future: "asyncio.Future[str | None]", typed: str | None) -> None:
    if not future.done():
        future.set_result(typed)


class Terminal:
    """Somebody at a keyboard and Luotsi at the other end."""

    def __init__(self, player: Player, console: Console) -> None:
        """Talk through `player`; what Luotsi says is shown on `console`."""
        self._player = player
        self._console = console
        self._keyboard = Keyboard()

    async def talk(self) -> None:
        """Talk until somebody leaves."""
        self._show(await self._player.client.meet(self._player.part))
        while (typed := await self._typed(f"{self._player.part.role}> ")) is not None:
            line = typed.strip()
            if line.casefold() in LEAVE:
                return
            if not line:
                continue
            try:
                await self._answer(line)
            except (ChatError, ScriptError, ValueError) as error:
                self._console.print(Text(str(error), style="yellow"))

    async def _answer(self, line: str) -> None:
        player = self._player
        step = read_line(line, pressing=player.client.has_buttons(player.part))
        if step.sign is Sign.PRESS:
            button = player.client.button(player.part, step.words)
            for name, value in (await self._filled(button)).items():
                await player.do(Step(0, Sign.FILL, f"{name} = {value}"))
        self._show(await player.do(step))
        if step.sign is Sign.SWITCH:
            self._show(await player.client.meet(player.part))

    async def _filled(self, button: Button) -> dict[str, str]:
        filled: dict[str, str] = {}
        for field in button.fields if button.asks else ():
            choices = "  ".join(f"({i}) {title}" for i, (title, _) in enumerate(field.choices, 1))
            if choices:
                self._console.print(Text(choices))
            typed = await self._typed(f"{field.label}: ")
            if typed:
                filled[field.id] = chosen(field, typed)
        return filled

    async def _typed(self, prompt: str) -> str | None:
        """Wait for a line, and meanwhile show what Luotsi says unasked."""
        line = self._keyboard.line(prompt)
        while not line.done():
            unasked = asyncio.ensure_future(self._player.client.next(self._player.part, WATCH))
            either: set[asyncio.Future[Any]] = {line, unasked}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if unasked.done():
                self._show(unasked.result())
            else:
                unasked.cancel()
        return line.result()

    def _show(self, heard: Sequence[Said]) -> None:
        for said in heard:
            self._console.print(Text(said.text))
            self._console.print()


def chosen(field: Field, typed: str) -> str:
    """Return what an input sends for what was typed: a number stands for a choice."""
    if not field.choices:
        return typed
    values = []
    for word in typed.split(",") if field.several else [typed]:
        number = word.strip()
        known = number.isdecimal() and 1 <= int(number) <= len(field.choices)
        values.append(field.choices[int(number) - 1][1] if known else number)
    return ",".join(values)


def read_line(line: str, *, pressing: bool) -> Step:
    """Read what was typed: a number presses, a script's sign does its deed, the rest is said."""
    if pressing and line.isdecimal():
        return Step(0, Sign.PRESS, line)
    if line[0] in {*Sign} and line[1:2] in {" ", ""}:
        return parse_script(line)[0]
    return Step(0, Sign.SAY, line)


async def converse(
    url: str, part: Part, language: str, now: str = "", *, hint: bool = True
) -> None:
    """Chat in this terminal with the service at `url`; `hint` says first how that goes."""
    async with connected(url, language) as client:
        if now:
            await client.clock(now)
        player = Player(client, part, print)
        console = Console(file=sys.stdout, highlight=False)
        if hint:
            console.print(Text(HINT, style="dim"))
        await Terminal(player, console).talk()
