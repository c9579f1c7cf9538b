"""A document's text into passages: short enough to quote, long enough to answer.

The method and its 300 characters are those measured for this service on municipal documents:
every quote of the question set fits into one passage, and a citation is two to four lines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from council.model import Passage
from documents.lines import LABEL_LEVEL, PLACE_LEVEL
from documents.units import FARTHEST, Kind, Unit, units

TARGET: Final = 300
"""Characters that a passage is filled to."""

UNPUNCTUATED: Final = 660
"""Characters; a longer unit (2.2 times the target) is table text without sentences."""

WINDOW: Final = 37
"""Words in a window over such text: an eighth of the target, at some eight characters a word."""

_STEP: Final = WINDOW // 2
_WORD: Final = re.compile(r"\S{1,80}")  # a longer run of signs is no word
_CLOSING_SLIDE: Final = re.compile(
    r"\W*\d{0,3}\W*(?:kiitos|kiitokset|kiitoksia|kiitän|tack|thank you|thanks|kysymyksiä"
    r"|kysyttävää)(?:\s(?:mielenkiinnosta(?:nne|si)?|ajasta(?:nne|si)?|kaikille|huomiosta(?:nne|si)?"
    r"|så mycket|för uppmärksamheten|for your attention))?\W*\d{0,3}\W*$",
    re.IGNORECASE,
)
_TELLING_WORDS: Final = 4  # a lone short line with this many words says something


@dataclass(slots=True)
class _Packer:
    """Fills passages with units."""

    text: str
    title: str
    stack: list[Unit] = field(default_factory=list)  # the headings in force, outermost first
    parts: list[Unit] = field(default_factory=list)
    path: tuple[str, ...] = ()  # the headings in force where the running passage's body begins
    headings_only: bool = True  # nothing but headings in the running passage
    listed: bool = False  # bullets have come since the last 'X:' heading

    def pack(self, found: Sequence[Unit]) -> Iterator[tuple[int, int, tuple[str, ...], int]]:
        """Yield (start, end, headings, page) of each passage."""
        for unit in found:
            if self.parts and self._parts_from(unit):
                yield from self._close()
            if unit.kind is Kind.HEADING:
                self._enter(unit)
            elif unit.kind is Kind.BULLET:
                self.listed = True
            if self.headings_only:
                self.path = self._path_to(unit)
            if unit.end - unit.start > UNPUNCTUATED:
                yield from self._windows(unit)
            else:
                self.parts.append(unit)
                self.headings_only = self.headings_only and unit.kind is Kind.HEADING
        yield from self._close()

    def _parts_from(self, unit: Unit) -> bool:
        """Tell whether a unit begins a new passage. May leave an 'X:' heading."""
        first = self.parts[0]
        if unit.page != first.page:
            return True
        if unit.kind is Kind.HEADING:
            return not self.headings_only or unit.end - first.start > TARGET
        if self.headings_only:
            return False
        if unit.kind is Kind.TEXT and unit.fresh and self.listed and self._leaves_label():
            return True
        nested = unit.kind is Kind.BULLET and any(
            part.kind is Kind.BULLET and part.indent < unit.indent for part in self.parts
        )
        room = FARTHEST if nested else TARGET
        needed = unit.end if nested else max(unit.end, min(unit.reach, unit.start + FARTHEST))
        return needed - first.start > room

    def _leaves_label(self) -> bool:
        self.listed = False
        leaves = bool(self.stack) and self.stack[-1].level == LABEL_LEVEL
        if leaves:
            self.stack.pop()
        return leaves

    def _enter(self, heading: Unit) -> None:
        while self.stack and self.stack[-1].level >= heading.level:
            self.stack.pop()
        self.stack.append(heading)
        self.listed = False

    def _path_to(self, unit: Unit) -> tuple[str, ...]:
        """Return the headings over a unit; over a later row of a table its header row as well."""
        labels = [heading.label for heading in self.stack]
        if unit.kind is Kind.ROW:
            labels.append(unit.label)
        path = dict.fromkeys(label for label in labels if label)
        return tuple(label for label in path if _folded(label) != _folded(self.title))

    def _close(self) -> Iterator[tuple[int, int, tuple[str, ...], int]]:
        parts, self.parts = self.parts, []
        headings_only, self.headings_only = self.headings_only, True
        if not parts:
            return
        start, end = parts[0].start, parts[-1].end
        if headings_only and not any(self._telling(part) for part in parts):
            return
        if not _CLOSING_SLIDE.match(self.text[start:end]):
            yield start, end, self.path, parts[0].page

    def _telling(self, heading: Unit) -> bool:
        """Tell whether a short line without text below it says something by itself."""
        words = heading.label.split()
        figures = any(character.isdigit() for character in heading.label)
        return heading.level == PLACE_LEVEL and (len(words) >= _TELLING_WORDS or figures)

    def _windows(self, unit: Unit) -> Iterator[tuple[int, int, tuple[str, ...], int]]:
        """Yield overlapping windows over a unit without sentences; a heading joins the first."""
        if not self.headings_only:
            yield from self._close()
            self.path = self._path_to(unit)
        start = self.parts[0].start if self.parts else unit.start
        self.parts = []
        words = [found.span() for found in _WORD.finditer(self.text, unit.start, unit.end)]
        for first in range(0, max(len(words) - _STEP, 1), _STEP):
            window = words[first : first + WINDOW]
            yield (start if first == 0 else window[0][0]), window[-1][1], self.path, unit.page


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def split(
    text: str, *, document: str, title: str = "", page_starts: Sequence[int] = ()
) -> tuple[Passage, ...]:
    """Split a text into passages in order, each the exact slice [start, end) of it.

    `page_starts` are the offsets of page 1, 2, 3… where the format knows them; in flattened text
    page numbers come from running footers. Passages overlap only where unpunctuated text is cut
    into windows. Left out: lines of contents with leaders, navigation, headings with nothing below
    them, closing slides.
    """
    packed = _Packer(text, title).pack(units(text, page_starts))
    return tuple(
        Passage(document, number, start, end, text[start:end], headings, page)
        for number, (start, end, headings, page) in enumerate(packed)
    )
