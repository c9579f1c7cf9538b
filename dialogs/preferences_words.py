"""Settings that are asked for in words: 'tauko 31.7. asti', 'sijaiseni on Anna Aalto 1.–31.7.'."""

import re
from dataclasses import dataclass
from datetime import date

from council.timewords import read

LONGEST = 200  # characters of a message that can be one

_PAUSE = re.compile(r"\s*(?:tauko|tauolla|paus|pause)(?!\w)\s*:?\s*(?P<when>.+)", re.IGNORECASE)
_DEPUTY = re.compile(
    r"\s*(?:sijaiseni on|sijaisenani on|min ersättare är|my deputy is)\s+"
    r"(?P<who>[^\d,;:]{2,80}?),?\s+(?P<when>(?:ajalla |från |from )?\d.*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for; it is put on a card and holds once that is saved."""

    last: date
    first: date | None = None
    deputy: str = ""  # a name as it was written; empty: a pause


def begins(text: str) -> bool:
    """Tell whether a message may ask for a pause or name who stands in."""
    short = len(text) <= LONGEST
    return short and (_PAUSE.fullmatch(text) or _DEPUTY.fullmatch(text)) is not None


def wish(text: str, today: date) -> Wish | None:
    """Return what a message asks for, or None where it is something else."""
    paused, stands_in = _PAUSE.fullmatch(text), _DEPUTY.fullmatch(text)
    found = paused or stands_in
    if found is None:
        return None
    when = found["when"].strip(" .!?")
    said = read(found["when"].strip(" !?"), today)
    start, end = said.span
    if said.end is None or said.error or said.needs_review or end - start < len(when) - 1:
        return None
    if stands_in:
        return Wish(said.end, said.start or today, stands_in["who"].strip())
    return Wish(said.end)
