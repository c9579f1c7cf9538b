"""Questions about two things at once: 'mistä löydän A:n ja B:n'."""

import re
from typing import Final

_AND: Final = re.compile(r"\s+(?:ja|sekä|och|samt|and)\s+", re.IGNORECASE)
_END: Final = " ?.!,;:"


def parts(text: str) -> tuple[str, ...]:
    """Split a question at its conjunctions; empty where there is nothing to split."""
    found = tuple(part for raw in _AND.split(text) if (part := raw.strip(_END)))
    return found if len(found) > 1 else ()
