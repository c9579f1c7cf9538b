"""A PDF page's words by position into lines of text: columns, headings, paragraphs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

_COLUMN_LINES: Final = 6  # lines side by side that make two columns
_GUTTER: Final = 9.0  # points; narrower gaps are spaces between words
_BIN: Final = 3.0  # points; resolution in looking for the gutter
_CROSSING: Final = 0.15  # share of lines that may cross the gutter, such as headings
_FILLED: Final = 0.55  # share of its column that a line of running text fills
_CELL_GAP: Final = 3.0  # times the type size; a wider gap parts table cells
_NEXT_LINE: Final = 0.75  # times the type size; a wider gap between lines begins a paragraph
_LARGER: Final = 1.12  # times the body size; type larger than this is a heading's
_HEADING: Final = 160  # characters
_HEADING_LEVELS: Final = 3  # by type size; bold headings stand below them
_RUNNING_SHARE: Final = 0.4  # share of pages on which a header or footer stands
_RUNNING_PAGES: Final = 3
_EDGE_LINES: Final = 2  # lines at the top and at the bottom that may be headers or footers
_FULL: Final = 0.75  # share of the column width; a shorter line ends its paragraph
_PAGE_NUMBER: Final = re.compile(r"^\d+(?:\s?[/(]\s?\d+\)?)?|\d+(?:\s?[/(]\s?\d+\)?)?$")
_BULLET: Final = re.compile(r"(?:[•▪◦‣●○·■□►➢✓*–—-]|\d{1,2}[.)]|[a-zåäö]\))\s")
_SUSPENDED: Final = re.compile(r"(?:ja|tai|sekä|eli|och|eller|samt|and|or)\b")
_LETTERS: Final = re.compile(r"[^\W\d_].*[^\W\d_].*[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page; points from the top left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass(slots=True)
class Line:
    """A line on a page, or a table row."""

    text: str
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0
    size: float = 0.0  # of its largest type; 0 for a table row
    bold: bool = False
    column: tuple[float, float] = field(default=(0.0, 0.0))  # left and right edge of its column


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Put words into lines in reading order; two columns of running text one after the other."""
    rows = _rows(words)
    gutter = _gutter(rows)
    if gutter is None:
        return _joined(rows)
    lines: list[Line] = []
    beside: list[list[Word]] = []
    for row in rows:
        if any(word.left < gutter < word.right for word in row):
            lines += [*_columns(beside, gutter), *_joined([row])]
            beside = []
        else:
            beside.append(row)
    return lines + _columns(beside, gutter)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    floor = float("-inf")
    for word in sorted(words, key=lambda word: (word.top + word.bottom) / 2):
        middle = (word.top + word.bottom) / 2
        if not rows or middle > floor:
            rows.append([])
            floor = middle + 0.45 * (word.bottom - word.top)
        rows[-1].append(word)
    return [sorted(row, key=lambda word: word.left) for row in rows]


def _gutter(rows: list[list[Word]]) -> float | None:
    """Return where two columns of running text part, or None where there is one column."""
    if len(rows) < _COLUMN_LINES:
        return None
    left = min(row[0].left for row in rows)
    right = max(word.right for row in rows for word in row)
    bins = int((right - left) / _BIN) + 1
    covered = [0] * bins
    for row in rows:
        for word in row:
            for place in range(int((word.left - left) / _BIN), int((word.right - left) / _BIN) + 1):
                covered[place] += 1
    quiet = [count <= _CROSSING * len(rows) for count in covered]
    best = max(
        _stretches(quiet, bins // 4, bins * 3 // 4), key=lambda run: run[1] - run[0], default=None
    )
    if best is None or (best[1] - best[0]) * _BIN < _GUTTER:
        return None
    gutter = left + (best[0] + best[1]) / 2 * _BIN
    return gutter if _running(rows, left, gutter, right) else None


def _stretches(quiet: list[bool], start: int, end: int) -> Iterator[tuple[int, int]]:
    first = None
    for place in range(start, end + 1):
        if place < end and quiet[place]:
            first = place if first is None else first
        elif first is not None:
            yield first, place
            first = None


def _running(rows: list[list[Word]], left: float, gutter: float, right: float) -> bool:
    """Tell whether both sides are filled like running text, unlike the cells of a table."""
    for edge, far, side in ((left, gutter, 0), (gutter, right, 1)):
        parts = [[w for w in row if (w.left >= gutter) is bool(side)] for row in rows]
        filled = [part[-1].right - part[0].left for part in parts if part]
        full = sum(width > _FILLED * (far - edge) for width in filled)
        if len(filled) < _COLUMN_LINES or full < _FULL * len(filled):
            return False
    return True


def _columns(rows: list[list[Word]], gutter: float) -> list[Line]:
    first = [[word for word in row if word.left < gutter] for row in rows]
    second = [[word for word in row if word.left >= gutter] for row in rows]
    return _joined([row for row in first if row]) + _joined([row for row in second if row])


def _joined(rows: list[list[Word]]) -> list[Line]:
    if not rows:
        return []
    column = (min(row[0].left for row in rows), max(row[-1].right for row in rows))
    return [_line(row, column) for row in rows]


def _line(row: list[Word], column: tuple[float, float]) -> Line:
    parts = [row[0].text]
    for before, word in pairwise(row):
        gap = word.left - before.right
        parts.append(" | " if gap > _CELL_GAP * max(word.size, before.size) else " ")
        parts.append(word.text)
    text = re.sub(r"^([•▪◦‣●○·■□►➢✓–-]) \| ", r"\1 ", "".join(parts))
    letters = sum(len(word.text) for word in row)
    return Line(
        text,
        row[0].left,
        row[-1].right,
        min(word.top for word in row),
        max(word.bottom for word in row),
        max(word.size for word in row),
        2 * sum(len(word.text) for word in row if word.bold) > letters,
        column,
    )


def written(pages: Sequence[Sequence[Line]]) -> list[list[str]]:
    """Return each page's lines of canonical text, '' for an empty line.

    Running headers and footers go; larger or bold type becomes '#' headings; the lines of a
    paragraph are joined and words hyphenated at a line's end made whole.
    """
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    for line in (line for page in pages for line in page if line.size):
        sizes[_half(line.size)] += len(line.text)
        bold[line.bold] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted((size for size in sizes if size > _LARGER * body), reverse=True)
    levels = {size: min(place, _HEADING_LEVELS) for place, size in enumerate(larger, 1)}
    mostly_bold = bold[True] > bold[False]
    running = _running_lines(pages, body)
    return [
        _page(
            [line for line in page if _place(line) not in running],
            levels,
            bold_counts=not mostly_bold,
        )
        for page in pages
    ]


def _half(size: float) -> float:
    """Round a type size to half a point: PDF programs scale type by odd factors."""
    return round(size * 2) / 2


def _place(line: Line) -> tuple[str, int]:
    """Return what makes a line the same on another page: its words but page number, its height."""
    return _PAGE_NUMBER.sub("", line.text).strip(), round(line.top / 4)


def _running_lines(pages: Sequence[Sequence[Line]], body: float) -> set[tuple[str, int]]:
    """Find headers and footers. A title that comes on many slides is larger than they are."""
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        edges = [*page[:_EDGE_LINES], *page[-_EDGE_LINES:]]
        counts.update({_place(line) for line in edges if 0 < line.size <= _LARGER * body})
    enough = max(_RUNNING_PAGES, _RUNNING_SHARE * len(pages))
    return {place for place, times in counts.items() if times >= enough}


def _level(line: Line, levels: dict[float, int], *, bold_counts: bool) -> int:
    if not line.size or len(line.text) > _HEADING or not _LETTERS.search(line.text):
        return 0
    if _BULLET.match(line.text) and not line.text[0].isdigit():
        return 0
    if level := levels.get(_half(line.size), 0):
        return level
    short = len(line.text) <= _HEADING // 2 and line.text[-1] not in ".,;" and "|" not in line.text
    return _HEADING_LEVELS + 1 if bold_counts and line.bold and short else 0


def _page(lines: Sequence[Line], levels: dict[float, int], *, bold_counts: bool) -> list[str]:
    out: list[str] = []
    before: Line | None = None
    before_level = 0
    for line in lines:
        level = _level(line, levels, bold_counts=bold_counts)
        near = before is not None and _near(before, line)
        if level and near and level == before_level and len(out[-1]) + len(line.text) < _HEADING:
            out[-1] += " " + line.text
        elif level:
            out += ["", "#" * level + " " + line.text]
        elif near and not before_level and before is not None and _goes_on(before, line):
            out[-1] = _glued(out[-1], line.text)
        else:
            out += [line.text] if near and not before_level else ["", line.text]
        before, before_level = line, level
    return out[1:] if out and not out[0] else out


def _near(before: Line, line: Line) -> bool:
    """Tell whether no empty space parts two lines. Rows of one table are near each other."""
    if not before.size or not line.size:
        return not before.size and not line.size
    gap = line.top - before.bottom
    return -0.5 * line.size < gap < _NEXT_LINE * line.size


def _goes_on(before: Line, line: Line) -> bool:
    """Tell whether a line continues the paragraph of the line before."""
    if not line.size or _BULLET.match(line.text) or " | " in line.text or " | " in before.text:
        return False
    left, right = before.column
    full = before.right - left > _FULL * (right - left)
    return full or line.text[0].islower()


def _glued(before: str, text: str) -> str:
    """Join two lines of a paragraph; a hyphen before a conjunction stands for a word's rest."""
    if before.endswith("\u00ad"):
        return before[:-1] + text
    if before.endswith("-") and before[-2:-1].isalpha() and text[0].islower():
        return before + " " + text if _SUSPENDED.match(text) else before[:-1] + text
    return before + " " + text
