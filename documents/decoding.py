"""Bytes of a text file into text, whatever encoding it was saved in."""

import codecs
import re
from typing import Final

from documents.extract import UNKNOWN_TYPE, UnfitError

ENCODING_GUESSED: Final = "encoding-guessed"
ENCODING_BROKEN: Final = "encoding-broken"

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1a]")
_MOST_CONTROLS: Final = 0.01  # share of control characters beyond which a file is not text
_UNKNOWN: Final = "\ufffd"


def decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text, its line breaks and spaces unchanged, and warnings about the encoding.

    Without a byte order mark it is UTF-8; if it is not, 'encoding-guessed' is UTF-16 or
    Windows-1252 and 'encoding-broken' UTF-8 with unreadable bytes in it. A NUL becomes U+FFFD,
    since databases do not keep it. Raises UnfitError (unknown-type) for what is no text at all.
    """
    text, warnings = _decoded(raw)
    controls = len(_CONTROLS.findall(text))
    if controls > max(_MOST_CONTROLS * len(text), 1):
        raise UnfitError(UNKNOWN_TYPE)
    if controls:
        warnings = (*warnings, ENCODING_BROKEN) if ENCODING_BROKEN not in warnings else warnings
    return text.replace("\x00", _UNKNOWN), warnings


def _decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _marked(raw, encoding)
    if encoding := _utf_16_without_mark(raw):
        return raw.decode(encoding, "replace"), (ENCODING_GUESSED,)
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _legacy(raw)


def _marked(raw: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        return raw.decode(encoding), ()
    except UnicodeDecodeError:
        return raw.decode(encoding, "replace"), (ENCODING_BROKEN,)


def _utf_16_without_mark(raw: bytes) -> str:
    """Tell UTF-16 without a mark by the zero bytes of its western letters."""
    beginning = raw[:2000]
    half = len(beginning) // 2
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = beginning[offset::2].count(0)
        if half > 1 and zeros > 0.6 * half and not beginning[1 - offset :: 2].count(0):
            return encoding
    return ""


def _legacy(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Choose between UTF-8 with a few broken bytes and the western encoding of older Windows."""
    text = raw.decode("utf-8", "replace")
    broken = text.count(_UNKNOWN)
    whole = sum(character > "\x7f" for character in text) - broken
    if whole > broken:
        return text, (ENCODING_BROKEN,)
    try:
        return raw.decode("cp1252"), (ENCODING_GUESSED,)
    except UnicodeDecodeError:
        return raw.decode("latin-1"), (ENCODING_GUESSED,)
