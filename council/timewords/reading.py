"""Finds the times that a text says, in order, in time that grows with its length alone."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from council.language import Language
from council.timewords.lengths import read_length
from council.timewords.openness import read_meeting, read_open
from council.timewords.phrase import phrase_at
from council.timewords.placing import place_phrase
from council.timewords.recurring import read_recurring, yearly_of
from council.timewords.said import NOTHING, Said
from council.timewords.scan import Scan

_START: Final = re.compile(r"(?<![\w])(?:\w|§|_|\.\.)")
_OR: Final = re.compile(r"[ \n]{1,3}(?:tai|taikka|eller|or)[ \n]{1,3}")
_CLOCK: Final = re.compile(
    r"(?:klo|kello|kl\.?|klockan)[ ]?\d{1,2}(?:[.:]\d\d)?(?:[ ]?-[ ]?\d{1,2}"
    r"(?:[.:]\d\d)?)?(?:[ ](?:alkaen|saakka|asti))?"
)


def find(text: str, ref: date | None, language: Language | None = None) -> tuple[Said, ...]:
    """Return every time that a text says, in order; none overlaps another.

    `ref` is the day on which it is said; without one nothing gets a year that is not written.
    """
    scan = Scan(text, ref, language)
    found: list[Said] = []
    place = 0
    while start := _START.search(scan.low, place):
        place = start.start()
        if clock := scan.at(_CLOCK, place):
            place = clock.end()
            continue
        said = _at(scan, place)
        if said:
            if found and _either(scan, found[-1], said):
                said = replace(said, needs_review=True)  # the other of two times
            found.append(said)
            place = max(said.span[1], place + 1)
        else:
            place += 1
    return tuple(found)


def read(text: str, ref: date | None, language: Language | None = None) -> Said:
    """Return the time that matters in a text: the first that has a day or a pace, else the first.

    A text that says none gives a `Said` of kind none.
    """
    found = find(text, ref, language)
    telling = [one for one in found if one.start or one.end or one.yearless or one.rrule]
    return (telling or list(found) or [NOTHING])[0]


def overlapping(found: tuple[Said, ...], start: int, end: int) -> Said:
    """Return the time whose words share the most with a part of the text."""
    shared = [(min(end, one.span[1]) - max(start, one.span[0]), one) for one in found]
    most = max((length for length, _ in shared), default=0)
    return next((one for length, one in shared if length == most > 0), NOTHING)


def _either(scan: Scan, before: Said, after: Said) -> bool:
    joint = scan.at(_OR, before.span[1])
    return joint is not None and joint.end() == after.span[0]


def _at(scan: Scan, place: int) -> Said | None:
    said = (
        read_recurring(scan, place)
        or read_meeting(scan, place)
        or read_open(scan, place)
        or read_length(scan, place)
    )
    if said:
        return said
    phrase = phrase_at(scan, place)
    if phrase is None:
        return None
    return yearly_of(scan, place, phrase) or place_phrase(scan, place, phrase)
