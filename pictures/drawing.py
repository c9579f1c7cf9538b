"""The two pictures: bars of parts, and a line through what was measured."""

from collections.abc import Sequence
from functools import lru_cache

from council.figures import Bar, Level, Part, Point
from pictures.paper import BLUE, GREY, INK, PLAIN, SMALL, WHITE, WIDTH, Paper, cut, pattern, width

EDGE = 12  # pixels around everything
LINE = 34  # from one line of text to the next
THICK = 34  # of a bar
ROW = LINE + THICK + 16  # from one bar to the next
SWATCH = 26  # of the legend
MOST_ROWS = 12

HIGH = 360  # of a line chart
LOWEST_ROOM = 0.12  # of the chart's height left free above and below


class Drawing:
    """Draws with Pillow; pictures that have been drawn lately are kept."""

    def bars(self, rows: Sequence[Bar]) -> bytes:
        """Draw bars below each other, with a legend; b'' where there is nothing to draw."""
        shown = tuple(rows[:MOST_ROWS])
        if not any(part.number for row in shown for part in row.parts):
            return b""
        return _bars(shown)

    def course(self, points: Sequence[Point], target: Level | None) -> bytes:
        """Draw a line through points, oldest first, and its target; b'' for less than two."""
        if len({point.on for point in points}) < 2:  # noqa: PLR2004 - a line has two ends
            return b""
        return _course(tuple(points), target)


@lru_cache(maxsize=32)
def _bars(rows: tuple[Bar, ...]) -> bytes:
    legend = _legend(rows[0].parts)
    paper = Paper(2 * EDGE + len(legend) * LINE + len(rows) * ROW)
    for number, line in enumerate(legend):
        _draw_legend(paper, line, EDGE + number * LINE)
    top = EDGE + len(legend) * LINE + EDGE
    for number, row in enumerate(rows):
        _draw_bar(paper, row, top + number * ROW)
    return paper.png()


def _total(row: Bar) -> int:
    return sum(part.number for part in row.parts)


def _legend(parts: Sequence[Part]) -> list[list[tuple[int, str]]]:
    """Return the lines of the legend: numbers of patterns with their names."""
    lines: list[list[tuple[int, str]]] = [[]]
    left = EDGE
    for number, part in enumerate(parts):
        wide = SWATCH + 8 + width(part.name, SMALL) + 20
        if lines[-1] and left + wide > WIDTH - EDGE:
            lines.append([])
            left = EDGE
        lines[-1].append((number, part.name))
        left += wide
    return lines


def _draw_legend(paper: Paper, line: Sequence[tuple[int, str]], top: int) -> None:
    left = EDGE
    for number, name in line:
        paper.pasted((left, top, left + SWATCH, top + SWATCH), pattern(number))
        paper.text((left + SWATCH + 8, top), name, SMALL)
        left += SWATCH + 8 + width(name, SMALL) + 20


def _draw_bar(paper: Paper, row: Bar, top: int) -> None:
    total = str(_total(row))
    room = WIDTH - 2 * EDGE
    paper.text((EDGE, top), cut(row.label, room - width(total) - EDGE), PLAIN)
    paper.text((WIDTH - EDGE - width(total), top), total, PLAIN)
    top += LINE
    for number, (left, right) in enumerate(_shares(row.parts, room)):
        if left < right:
            box = (EDGE + left, top, EDGE + right, top + THICK)
            paper.pasted(box, pattern(number))
            _draw_number(paper, str(row.parts[number].number), box)


def _shares(parts: Sequence[Part], room: int) -> list[tuple[int, int]]:
    """Return where each part begins and ends, so that the parts of every bar fill the room.

    Whatever there is has room for its number.
    """
    present = [part for part in parts if part.number]
    least = {part: width(str(part.number), SMALL) + 14 for part in present}
    spare = room - sum(least.values())
    total = sum(part.number for part in present)
    ends, before, seen = [], 0, 0
    given = 0
    for part in parts:
        seen += part.number
        given += least.get(part, 0)
        end = given + (spare * seen // total if total else 0)
        ends.append((before, end))
        before = end
    return ends


def _draw_number(paper: Paper, number: str, box: tuple[int, int, int, int]) -> None:
    """Write a number on a clear ground in the middle of its part."""
    left, top, right, bottom = box
    wide = width(number, SMALL)
    x, y = (left + right - wide) // 2, top + (bottom - top - SMALL) // 2 - 2
    paper.draw.rectangle((x - 4, top + 4, x + wide + 4, bottom - 5), fill=WHITE)
    paper.text((x, y), number, SMALL)


@lru_cache(maxsize=32)
def _course(points: tuple[Point, ...], target: Level | None) -> bytes:
    paper = Paper(HIGH)
    values = [point.value for point in points] + ([target.value] if target else [])
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) or 1.0
    low, high = low - LOWEST_ROOM * spread, high + 2 * LOWEST_ROOM * spread
    first, days = points[0].on, (points[-1].on - points[0].on).days

    def place(point: Point) -> tuple[int, int]:
        across = (point.on - first).days / days
        return round(EDGE + 40 + across * (WIDTH - 2 * EDGE - 100)), _height(point.value, low, high)

    paper.draw.line((EDGE, HIGH - 50, WIDTH - EDGE, HIGH - 50), fill=GREY, width=2)
    if target:
        _draw_target(paper, target, _height(target.value, low, high))
    places = [place(point) for point in points]
    paper.draw.line(places, fill=BLUE, width=4, joint="curve")
    _draw_points(paper, points, places)
    return paper.png()


def _height(value: float, low: float, high: float) -> int:
    """Return how far down a value stands."""
    top, bottom = EDGE + 10, HIGH - 60
    return round(bottom - (value - low) / (high - low) * (bottom - top))


def _draw_target(paper: Paper, target: Level, y: int) -> None:
    for x in range(EDGE, WIDTH - EDGE, 20):
        paper.draw.line((x, y, min(x + 12, WIDTH - EDGE), y), fill=INK, width=3)
    label = cut(target.label, WIDTH // 2, SMALL)
    paper.text((WIDTH - EDGE - width(label, SMALL), y - SMALL - 8), label, SMALL)


def _draw_points(paper: Paper, points: Sequence[Point], places: Sequence[tuple[int, int]]) -> None:
    """Mark the points and write their values, as far as they do not run into each other."""
    free = 0
    for number, (point, (x, y)) in enumerate(zip(points, places, strict=True)):
        paper.draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=BLUE)
        wide = width(point.label, SMALL)
        left = max(EDGE, min(x - wide // 2, WIDTH - EDGE - wide))
        if left < free and number != len(points) - 1:
            continue
        paper.text((left, y - SMALL - 16), point.label, SMALL)
        day = f"{point.on.day}.{point.on.month}.{point.on.year}"
        if number in {0, len(points) - 1}:
            at = max(EDGE, min(x - width(day, SMALL) // 2, WIDTH - EDGE - width(day, SMALL)))
            paper.text((at, HIGH - 42), day, SMALL)
        free = left + wide + 10
