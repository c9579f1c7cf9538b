"""The line format of conversations that can be replayed.

    # a comment                    = 2023-04-17T12:00   sets the service's clock; '=' alone frees it
    @ valtuutettu   who writes     + valtuutettu        who writes, and adds Luotsi first
    > Words         says           ! 2  or  ! Label     presses a button
    ~ id = value    fills an input before the next press

A transcript is the script with what Luotsi said, two blanks in; read as a script it is the script
again, because such lines are passed over.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.chat_people import find_part


class Sign(StrEnum):
    """What a line does: its first character."""

    COMMENT = "#"
    CLOCK = "="
    SWITCH = "@"
    ARRIVE = "+"
    SAY = ">"
    PRESS = "!"
    FILL = "~"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a script."""

    line: int
    sign: Sign
    words: str

    def __str__(self) -> str:
        """Return the line as it is written."""
        return f"{self.sign} {self.words}".rstrip()


class ScriptError(ValueError):
    """A script cannot be read; says which lines and why."""


def parse_script(text: str) -> list[Step]:
    """Read a script. Raises ScriptError with every fault, by line."""
    steps: list[Step] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("  "):
            continue
        if line[0] not in set(Sign):
            faults.append(f"line {number}: begins with none of {' '.join(Sign)}")
            continue
        step = Step(number, Sign(line[0]), line[1:].strip())
        faults.extend(f"line {number}: {fault}" for fault in _faults(step))
        steps.append(step)
    if faults:
        raise ScriptError("\n".join(faults))
    return steps


def _faults(step: Step) -> Iterator[str]:
    if step.sign in (Sign.SWITCH, Sign.ARRIVE):
        try:
            find_part(step.words)
        except ValueError as error:
            yield str(error)
    elif step.sign is Sign.FILL and "=" not in step.words:
        yield "an input is filled as '~ id = value'"
    elif step.sign is Sign.PRESS and not step.words:
        yield "'!' needs a button's number or label"
