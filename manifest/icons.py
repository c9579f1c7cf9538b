# ruff: noqa: INP001, PLR2004 - no package but a folder that is zipped; a drawing is made of figures
"""Draws the app's icons: a pilot vessel's flag, white and red ("I have a pilot on board").

Run `python manifest/icons.py` after a change; the pictures are committed. Sizes are Teams' own:
color.png 192 x 192 with the picture inside its middle 120, outline.png 32 x 32, white on nothing.
"""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int, int]
Paint: TypeAlias = Callable[[float, float], Colour]

NAVY = (16, 52, 92, 255)
WHITE = (255, 255, 255, 255)
RED = (200, 28, 46, 255)
NOTHING = (255, 255, 255, 0)
FINE = 4  # samples across and down in each pixel, for smooth edges


def color(x: float, y: float) -> Colour:
    """Return the colour of a point of the large icon; 0…1 across and down."""
    if _mast(x, y):
        return WHITE
    if 0.35 <= x <= 0.79 and 0.22 <= y - _wave(x) <= 0.54:
        return WHITE if x < 0.57 else RED
    if 0.72 <= y + 0.02 * _swell(x) <= 0.77:
        return WHITE
    return NAVY


def outline(x: float, y: float) -> Colour:
    """Return the colour of a point of the outline icon; 0…1 across and down."""
    inside = 0.30 <= x <= 0.90 and 0.14 <= y <= 0.58
    hollow = 0.36 <= x <= 0.60 and 0.20 <= y <= 0.52
    mast = 0.18 <= x <= 0.26 and 0.10 <= y <= 0.90
    sea = 0.06 <= x <= 0.94 and 0.80 <= y <= 0.88
    return WHITE if mast or sea or (inside and not hollow) else NOTHING


def _mast(x: float, y: float) -> bool:
    return 0.29 <= x <= 0.33 and 0.17 <= y <= 0.72


def _wave(x: float) -> float:
    bend = (x - 0.35) / 0.44
    return 0.05 * bend * (1 - bend) * (1 - 2 * bend) * 4


def _swell(x: float) -> float:
    turn = (x * 5) % 1
    return 4 * turn * (1 - turn)


def png(size: int, paint: Paint) -> bytes:
    """Return a square PNG of that many pixels (RGBA, 8 bits)."""
    rows = b"".join(
        b"\0" + b"".join(bytes(_pixel(paint, size, x, y)) for x in range(size)) for y in range(size)
    )
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in chunks)


def _pixel(paint: Paint, size: int, x: int, y: int) -> Colour:
    steps = [(i + 0.5) / FINE for i in range(FINE)]
    seen = [paint((x + right) / size, (y + down) / size) for down in steps for right in steps]
    alpha = sum(c[3] for c in seen)
    if not alpha:
        return NOTHING
    red, green, blue = (round(sum(c[i] * c[3] for c in seen) / alpha) for i in range(3))
    return red, green, blue, round(alpha / len(seen))


def _chunk(kind: bytes, body: bytes) -> bytes:
    check = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


def main() -> None:
    """Write both icons beside this file."""
    here = Path(__file__).parent
    (here / "color.png").write_bytes(png(192, color))
    (here / "outline.png").write_bytes(png(32, outline))


if __name__ == "__main__":
    main()
