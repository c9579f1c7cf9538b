"""The text being read, with every pattern tried at a place and never further."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from council.language import Language

# Kinds of dash and space become one of each, a character for a character.
_SAME: Final = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict.fromkeys(map(ord, "\t\r\u00a0\u2007\u2009\u202f"), " "),
    ord("\u2019"): "'",
}


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern once."""
    return re.compile(pattern)


def _lower(text: str) -> str:
    low = text.lower()
    return (
        low
        if len(low) == len(text)
        else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    )


@dataclass(slots=True)
class Scan:
    """A text, the day on which it is said (None where nobody knows), and its language."""

    text: str
    ref: date | None
    language: Language | None = None
    low: str = field(init=False)

    def __post_init__(self) -> None:
        """Fold the text, a character for a character."""
        self.low = _lower(self.text.translate(_SAME))

    def at(self, pattern: str | re.Pattern[str], place: int) -> re.Match[str] | None:
        """Match a pattern at a place."""
        if isinstance(pattern, str):
            pattern = compiled(pattern)
        return pattern.match(self.low, place)

    def before(self, place: int, length: int = 40) -> str:
        """Return what stands before a place."""
        return self.low[max(0, place - length) : place]
