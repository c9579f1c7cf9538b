"""Pictures that are always the same single dot: for tests that need one and no drawing library."""

import struct
import zlib
from collections.abc import Sequence

from council.figures import Bar, Level, Point


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


# One grey pixel. Its content is stored as it is: a compressor's output may differ by version.
_ROW = b"\x00\x80"
_STORED = b"\x78\x01\x01" + struct.pack("<HH", len(_ROW), 0xFFFF ^ len(_ROW)) + _ROW
DOT = b"".join(
    (
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        _chunk(b"IDAT", _STORED + struct.pack(">I", zlib.adler32(_ROW))),
        _chunk(b"IEND", b""),
    )
)


class Dots:
    """Draws a dot where a real drawing would show something."""

    def bars(self, rows: Sequence[Bar]) -> bytes:
        return DOT if any(part.number for row in rows for part in row.parts) else b""

    def course(self, points: Sequence[Point], target: Level | None) -> bytes:
        return DOT if len({point.on for point in points}) > 1 else b""
