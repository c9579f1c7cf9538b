"""Plays a script against a running service and writes the transcript down."""

from collections.abc import Callable, Sequence
from textwrap import indent

from bot.chat_client import Client, Said
from bot.chat_people import Part, find_part
from bot.chat_script import Sign, Step

Write = Callable[[str], None]

MARGIN = "  "  # what Luotsi said stands this far in


class Player:
    """One play-through of a script, or of what somebody types: the lines are the same."""

    def __init__(self, client: Client, part: Part, write: Write) -> None:
        """Begin as `part`; every line of the transcript goes to `write`."""
        self.client = client
        self.part = part
        self._write = write
        self._filled: dict[str, str] = {}

    async def play(self, steps: Sequence[Step]) -> None:
        """Play all steps. Raises ChatError with the line where it cannot go on."""
        for step in steps:
            self._write(str(step))
            self.tell(await self.do(step))

    async def do(self, step: Step) -> list[Said]:
        """Do one step and return what Luotsi said to it."""
        match step.sign:
            case Sign.CLOCK:
                return await self.client.clock(step.words)
            case Sign.SWITCH:
                self.part = find_part(step.words)
            case Sign.ARRIVE:
                self.part = find_part(step.words)
                return await self.client.arrive(self.part)
            case Sign.SAY:
                return await self.client.say(self.part, step.words)
            case Sign.FILL:
                name, _, value = step.words.partition("=")
                self._filled[name.strip()] = value.strip()
            case Sign.PRESS:
                filled, self._filled = self._filled, {}
                return await self.client.press(self.part, step.words, filled)
            case Sign.COMMENT:
                pass
        return []

    def tell(self, heard: Sequence[Said]) -> None:
        """Write down what Luotsi said."""
        for said in heard:
            self._write(indent(said.text, MARGIN))
        if heard:
            self._write("")
