"""Which format a file has, by its content first and its extension second."""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from documents.extract import BROKEN, ENCRYPTED, UNKNOWN_TYPE, UnfitError


class Format(StrEnum):
    """The formats that can be read, as their media types."""

    TEXT = "text/plain"
    MARKDOWN = "text/markdown"
    HTML = "text/html"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


_EXTENSIONS: Final = {
    "": Format.TEXT,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".pptx": Format.PPTX,
}
_TEXTUAL: Final = frozenset({Format.TEXT, Format.MARKDOWN, Format.HTML})
_PDF_WITHIN: Final = 1024  # bytes within which readers look for the mark (ISO 32000-1, annex H.3)
_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")  # [MS-CFB]: old Office, or encrypted new one
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4
_BINARY: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x7fELF", b"MZ", b"Rar!",
    b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"OggS", b"ID3", b"RIFF", b"{\\rtf",
)  # fmt: skip
_HTML_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,100}(?:<\?xml[^>]{0,200}>\s{0,100})?(?:<!--.{0,500}?-->\s{0,100})?"
    rb"<(?:!doctype\s{1,10}html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)


def format_of(raw: bytes, name: str) -> tuple[Format, tuple[str, ...]]:
    """Return the format of a file, and a warning where its extension says another.

    Raises UnfitError: encrypted, broken (the extension promises what the content is not) or
    unknown-type.
    """
    promised = _EXTENSIONS.get(PurePath(name).suffix.lower())
    found = _binary_format(raw)
    if found is None:
        if promised is None:
            raise UnfitError(UNKNOWN_TYPE)
        if promised not in _TEXTUAL:
            raise UnfitError(BROKEN)
        return (Format.HTML if _HTML_START.match(raw[:2000]) else promised), ()
    mislabelled = promised is not None and promised is not found and PurePath(name).suffix
    return found, ("mislabelled",) if mislabelled else ()


def _binary_format(raw: bytes) -> Format | None:
    """Return the format of a binary file, None for text. Raises UnfitError for other binaries."""
    if b"%PDF-" in raw[:_PDF_WITHIN]:
        return Format.PDF
    if raw.startswith(b"PK\x03\x04"):
        return _office_format(raw)
    if raw.startswith(_COMPOUND):
        raise UnfitError(ENCRYPTED if _ENCRYPTED_STREAM in raw else UNKNOWN_TYPE)
    plain = raw[:200].isascii() and b"\x00" not in raw[:200]
    if raw.startswith((b"{\\rtf", b"GIF8")) or (raw.startswith(_BINARY) and not plain):
        raise UnfitError(UNKNOWN_TYPE)
    return None


def _office_format(raw: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (
        zipfile.BadZipFile,
        ValueError,
        NotImplementedError,
        OSError,
        UnicodeDecodeError,
    ) as fault:
        raise UnfitError(BROKEN) from fault
    if "word/document.xml" in names:
        return Format.DOCX
    if "ppt/presentation.xml" in names:
        return Format.PPTX
    raise UnfitError(UNKNOWN_TYPE)
