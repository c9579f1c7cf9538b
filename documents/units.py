"""A document as units in order: headings, bullets, table rows and sentences, with exact offsets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from documents.fragments import Fragment, fragments
from documents.lines import (
    LABEL_LEVEL,
    PLACE_LEVEL,
    Looks,
    label_of,
    letter_bullets,
    level,
    level_by_place,
    looks,
    plain_words,
)
from documents.sentences import sentences

_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,300}>")
_UNDERLINE: Final = re.compile(r"(?:={3,}|-{3,})$")
FARTHEST: Final = 600
"""Characters within which a bullet and what is nested in it may stay together."""

_NAME: Final = re.compile(r"[A-ZÅÄÖ][^\W\d_]+(?: [A-ZÅÄÖ][^\W\d_]+)+$")  # a person's, not a list's
_SHORT_HEADER: Final = 120  # characters of a table's header row
_VALUES: Final = 3  # short lines in a row make a list
_LEADING_BLANKS: Final = 2  # empty lines that a run of short lines may have between two of them


class Kind(Enum):
    """The kinds of unit."""

    HEADING = auto()
    BULLET = auto()
    ROW = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Unit:
    """The smallest stretch that is not cut: text[start:end]."""

    kind: Kind
    start: int
    end: int
    page: int = 0
    level: int = 0  # of a heading
    label: str = ""  # of a heading: its words; of a row: the header row of its table
    indent: int = 0  # of a bullet
    fresh: bool = False  # an empty line stands before it
    reach: int = 0  # offset up to which it had better stay together with what follows


@dataclass(slots=True)
class _Line:
    """A line with the verdict on it."""

    at: Fragment
    looks: Looks
    level: int = 0
    fresh: bool = False


def units(text: str, page_starts: Sequence[int] = ()) -> list[Unit]:
    """Return the units of a text in order; what holds nothing to quote is left out."""
    lines = _judged(fragments(text, page_starts))
    _mark_values(lines)
    return _with_reach(text, list(_units(text, [line for line in lines if not _empty(line)])))


def _empty(line: _Line) -> bool:
    return line.looks in (Looks.BLANK, Looks.DROPPED)


def _judged(found: list[Fragment]) -> list[_Line]:
    letters = letter_bullets(found)
    lines = [_Line(at, Looks.BLANK if at.blank else looks(at, letters)) for at in found]
    for index, line in enumerate(lines):
        before = lines[index - 1].at if index else None
        after = lines[index + 1].at if index + 1 < len(lines) else None
        line.fresh = before is None or before.blank
        if line.looks is Looks.HEADING:
            line.level = level(line.at.text)
        elif line.looks is Looks.TEXT or (line.looks is Looks.BULLET and line.at.text[0].isdigit()):
            line.level = _guessed(before, line, after)
            line.looks = Looks.HEADING if line.level else line.looks
    return lines


def _guessed(before: Fragment | None, line: _Line, after: Fragment | None) -> int:
    if line.looks is Looks.TEXT and after is not None and _UNDERLINE.match(after.text):
        return 1 if after.text[0] == "=" else 2
    guess = level_by_place(before, line.at, after)
    # '1. Jotain' in a list is a bullet; as a chapter's heading it has several numbers.
    if line.looks is Looks.BULLET and not line.at.text[1:4].lstrip("0123456789").startswith("."):
        return 0
    return guess if line.looks is Looks.TEXT or "." in line.at.text.split()[0].rstrip(".") else 0


def _mark_values(lines: list[_Line]) -> None:
    """Tell short lists from rows of headings: 'Arvot' and three short lines are a list."""
    for run, end in _runs(lines):
        head, *items = run
        if head.level == PLACE_LEVEL:
            following = (lines[place] for place in range(end, len(lines)))
            body = next((line for line in following if not _empty(line)), None)
            if body is not None and body.looks is not Looks.HEADING and not _touching(items):
                items.pop()  # the last short line is the heading of what follows
                if len(items) < _VALUES - 1:
                    continue
        elif len(items) < _VALUES or _NAME.match(head.at.text):
            continue
        head.looks, head.level = Looks.HEADING, LABEL_LEVEL
        for item in items:
            item.looks, item.level = Looks.BULLET, 0


def _runs(lines: list[_Line]) -> Iterator[tuple[list[_Line], int]]:
    """Yield runs of at least three short plain lines, and the index of the line after each.

    The lines of a run are either headings by their place or touching lines of text.
    """
    run: list[_Line] = []
    blanks = 0
    for index, line in enumerate([*lines, _Line(Fragment(0, 0, ""), Looks.DROPPED)]):
        if line.looks is Looks.BLANK:
            blanks += 1
            continue
        fits = _may_be_value(line) and blanks <= _LEADING_BLANKS
        if run and not (
            fits
            and line.level == run[-1].level
            and line.at.page == run[-1].at.page
            and (line.level or not blanks)
        ):
            if len(run) >= _VALUES:
                yield run, index
            run = []
        if _may_be_value(line) and (run or line.fresh):
            run.append(line)
        blanks = 0


def _may_be_value(line: _Line) -> bool:
    if line.looks is Looks.HEADING:
        return line.level == PLACE_LEVEL and plain_words(line.at.text)
    return line.looks is Looks.TEXT and plain_words(line.at.text)


def _touching(items: list[_Line]) -> bool:
    return any(not item.fresh for item in items)


def _units(text: str, lines: list[_Line]) -> Iterator[Unit]:
    header, index = "", 0
    while index < len(lines):
        line, at = lines[index], lines[index].at
        follows = index > 0 and lines[index - 1].looks is Looks.ROW and not line.fresh
        if line.looks is Looks.HEADING:
            label = label_of(at.text)
            yield Unit(Kind.HEADING, at.start, at.end, at.page, line.level, label, fresh=line.fresh)
        elif line.looks is Looks.ROW:
            header = header if follows else _header(at.text)
            yield Unit(Kind.ROW, at.start, at.end, at.page, label=header if follows else "")
        elif line.looks is Looks.BULLET:
            end, index = _wrapped(lines, index, at.indent)
            yield Unit(Kind.BULLET, at.start, end, at.page, indent=at.indent, fresh=line.fresh)
        else:
            end, index = _wrapped(lines, index, None)
            yield from _text_units(text, line, end)
        index += 1


def _header(text: str) -> str:
    """Return a table's first row if it can be its header: short and without figures."""
    if len(text) > _SHORT_HEADER or any(character.isdigit() for character in text):
        return ""
    return " | ".join(cell.strip() for cell in text.strip("| ").split("|"))


def _wrapped(lines: list[_Line], index: int, indent: int | None) -> tuple[int, int]:
    """Return where a wrapped line ends, and the index of its last line.

    A line that goes on starts in lower case after one that does not end a sentence, or is indented
    below its bullet.
    """
    while index + 1 < len(lines):
        line, following = lines[index], lines[index + 1]
        if following.looks is not Looks.TEXT or following.fresh:
            break
        if following.at.page != line.at.page:
            break
        inside = indent is not None and following.at.indent > indent
        if not inside and not _goes_on(line.at.text, following.at.text):
            break
        index += 1
    return lines[index].at.end, index


def _goes_on(first: str, second: str) -> bool:
    return first[-1] not in ".!?:;" and second[0].islower() and "@" not in second


def _text_units(text: str, line: _Line, end: int) -> Iterator[Unit]:
    fresh = line.fresh
    for start, stop in _between_tags(text, line.at.start, end):
        for first, last in sentences(text, start, stop):
            if any(character.isalnum() for character in text[first:last]):
                yield Unit(Kind.TEXT, first, last, line.at.page, fresh=fresh)
                fresh = False


def _between_tags(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for tag in _TAG.finditer(text, start, end):
        yield start, tag.start()
        start = tag.end()
    yield start, end


def _with_reach(text: str, found: list[Unit]) -> list[Unit]:
    """Mark which units had better not be parted from what follows them."""
    for index, unit in enumerate(found):
        if unit.kind is Kind.BULLET:
            last = index
            farthest = unit.start + FARTHEST
            while last + 1 < len(found) and _nested(found[last + 1], unit, farthest):
                last += 1
            found[index] = replace(unit, reach=found[last].end)
        elif unit.kind is Kind.TEXT and text[unit.end - 1] == ":" and index + 1 < len(found):
            following = found[index + 1]
            if following.kind is not Kind.HEADING:
                found[index] = replace(unit, reach=following.end)
    return found


def _nested(unit: Unit, parent: Unit, farthest: int) -> bool:
    inside = unit.kind is Kind.BULLET and unit.indent > parent.indent
    return inside and unit.page == parent.page and unit.start < farthest
