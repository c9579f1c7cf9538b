"""The lines of a document, cut at page breaks, with page numbers."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_SPACE: Final = " \t\r\n\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u200e\u2028\u2029\u202f\u205f\u3000\ufeff"  # noqa: E501
_RUNNING: Final = re.compile(r"(?<!\w)([A-ZÅÄÖ]{6,40})[ \t\u00a0]{1,3}(\d{1,3})(?=\s|$)")
_NUMBER_LINE: Final = re.compile(
    r"^[ \t\u00a0]{0,80}(?:sivu|sida|page|s\.)?[ \t\u00a0]?(\d{1,3})"
    r"(?:[ \t\u00a0]?(?:/|\(|av|of)[ \t\u00a0]?\d{1,3}\)?)[ \t\u00a0]{0,80}\r?$",
    re.IGNORECASE | re.MULTILINE,
)
_REPEATS: Final = 3  # a running footer comes at least this often
_SUCCESSIONS: Final = 2  # and its number grows by one at least this often


@dataclass(frozen=True, slots=True)
class Fragment:
    """A line or a part of one, without the white space around it; an empty range is a blank."""

    start: int
    end: int
    text: str
    indent: int = 0
    page: int = 0

    @property
    def blank(self) -> bool:
        """Whether there is nothing to read here."""
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    number: int


class Pages:
    """Which page an offset is on."""

    def __init__(self, starts: Sequence[tuple[int, int]]) -> None:
        """Take (offset, page number) pairs in ascending order of offset."""
        self._offsets = [offset for offset, _ in starts]
        self._numbers = [number for _, number in starts]

    def at(self, offset: int) -> int:
        """Return the page number at an offset; 0 where there are no pages."""
        place = bisect_right(self._offsets, offset)
        return self._numbers[place - 1] if place else 0


def fragments(text: str, page_starts: Sequence[int] = ()) -> list[Fragment]:
    """Return the lines of a text in order, cut at running footers, a blank at each page break.

    `page_starts` are the offsets of page 1, 2, 3… where the format knows them; otherwise pages are
    told from form feeds, from running footers with a number, or from 'Sivu 3/12' lines.
    """
    marks: list[_Mark] = []
    if page_starts:
        pages = Pages([(offset, number) for number, offset in enumerate(page_starts, 1)])
    elif "\f" in text:
        feeds = [0, *(found.end() for found in re.finditer("\f", text))]
        pages = Pages([(offset, number) for number, offset in enumerate(feeds, 1)])
    else:
        marks = running_marks(text)
        pages = Pages(_starts(text, marks))
    return list(_cut(text, marks, pages))


def running_marks(text: str) -> list[_Mark]:
    """Find the running footers or headers of a flattened PDF: a word in capitals and a number."""
    by_word: defaultdict[str, list[_Mark]] = defaultdict(list)
    for found in _RUNNING.finditer(text):
        by_word[found[1]].append(_Mark(found.start(), found.end(), int(found[2])))
    by_word["/"] = [_Mark(m.start(), m.end(), int(m[1])) for m in _NUMBER_LINE.finditer(text)]
    fitting = [marks for marks in by_word.values() if _counts(marks)]
    return max(fitting, key=len, default=[])


def _counts(marks: list[_Mark]) -> bool:
    numbers = [mark.number for mark in marks]
    pairs = list(pairwise(numbers))
    grows = sum(second == first + 1 for first, second in pairs)
    return (
        len(marks) >= _REPEATS
        and grows >= _SUCCESSIONS
        and all(first <= second for first, second in pairs)
    )


def _starts(text: str, marks: list[_Mark]) -> list[tuple[int, int]]:
    """Return where pages begin: after each footer; at each header if the text begins with one."""
    if not marks:
        return []
    first = marks[0]
    if not any(character.isalnum() for character in text[: first.start]):
        return [(mark.start, mark.number) for mark in marks]
    starts = [(0, first.number)]
    for mark, following in pairwise(marks):
        starts.append((mark.end, following.number))
    starts.append((marks[-1].end, marks[-1].number + 1))
    return starts


def _cut(text: str, marks: list[_Mark], pages: Pages) -> Iterator[Fragment]:
    position, page, waiting = 0, pages.at(0), list(reversed(marks))
    for line in text.splitlines(keepends=True):
        end = position + len(line)
        while waiting and waiting[-1].start < end:
            mark = waiting.pop()
            if mark.start > position:
                yield _fragment(text, position, mark.start, page)
            position, page = mark.end, pages.at(mark.end)
            yield Fragment(position, position, "", page=page)
        if position < end:
            if page != (page := pages.at(position)):
                yield Fragment(position, position, "", page=page)
            yield _fragment(text, position, end, page)
        position = end


def _fragment(text: str, start: int, end: int, page: int) -> Fragment:
    raw = text[start:end]
    body = raw.lstrip(_SPACE)
    indent = len(raw) - len(body)
    body = body.rstrip(_SPACE)
    first = start + indent if body else start
    return Fragment(first, first + len(body), body, indent, page)
