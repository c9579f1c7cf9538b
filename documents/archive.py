"""The parts of a docx or pptx, unpacked no further than the limits allow."""

import io
import zipfile
import zlib
from typing import Final

from documents.extract import BROKEN, ENCRYPTED, TOO_LARGE, UnfitError
from documents.limits import LARGEST_UNPACKED, LARGEST_XML, MOST_PARTS

_ENCRYPTED_FLAG: Final = 0x1  # general purpose bit 0 (PKWARE APPNOTE 4.4.4)
_CHUNK: Final = 1 << 20
_XML: Final = (".xml", ".rels")


def checked(raw: bytes) -> io.BytesIO:
    """Return an office file ready to open, once it is known to unpack within the limits.

    Declared sizes are checked first, then what the parts really unpack to, since a declaration can
    lie; document type declarations, which entities need, are refused. Raises UnfitError: encrypted,
    broken or too-large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & _ENCRYPTED_FLAG for part in parts):
                raise UnfitError(ENCRYPTED)
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise UnfitError(TOO_LARGE)
            _unpack(archive, parts)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as fault:
        raise UnfitError(BROKEN) from fault
    except (NotImplementedError, RuntimeError, UnicodeDecodeError) as fault:  # unknown compression
        raise UnfitError(BROKEN) from fault
    return io.BytesIO(raw)


def _unpack(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Read every part to its end, counting."""
    unpacked = xml = 0
    for part in parts:
        textual = part.filename.lower().endswith(_XML)
        with archive.open(part) as stream:
            first = True
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                xml += len(chunk) if textual else 0
                if unpacked > LARGEST_UNPACKED or xml > LARGEST_XML:
                    raise UnfitError(TOO_LARGE)
                if textual and first and b"<!DOCTYPE" in chunk.upper():
                    raise UnfitError(BROKEN)
                first = False
