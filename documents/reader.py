"""The one way in: a file of any known format into quotable text."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from council.access import COUNCIL
from council.errors import UnreadableDocumentError
from council.model import Document, ReadDocument
from documents.dating import document_date
from documents.decoding import decoded
from documents.extract import BROKEN, EMPTY, TOO_LARGE, Extract, UnfitError
from documents.formats import Format, format_of
from documents.language import language_of
from documents.limits import LARGEST_FILE, LARGEST_TEXT
from documents.pdf import Progress, read_pdf
from documents.slides import read_pptx
from documents.split import split
from documents.titles import shortened, title_of
from documents.units import units
from documents.webpage import read_html
from documents.word import read_docx

_TITLE_WITHIN: Final = 20_000  # characters; what comes later is no title
_READERS: Final[dict[Format, Callable[[bytes], Extract]]] = {
    Format.HTML: read_html,
    Format.DOCX: read_docx,
    Format.PPTX: read_pptx,
}


def read(  # noqa: PLR0913 (what a person gives beside a file)
    source: Path | str | bytes,
    *,
    name: str,
    title: str | None = None,
    dated: date | None = None,
    programme: str = "",
    municipality: str = "",
    audience: frozenset[str] = frozenset({COUNCIL}),
    progress: Progress | None = None,
) -> ReadDocument:
    """Read a file, given as its path or its bytes, into text and passages.

    Takes CPU time, up to minutes for a thick PDF: call it in a worker thread, never on the event
    loop. `progress` is called from that thread with pages read and pages in all (PDF only). Title
    and date are looked for in the document where they are not given. The text of txt and md files
    is the decoded file unchanged. Raises UnreadableDocumentError and nothing else, with `reason`
    encrypted, broken, empty, too-large, too-slow or unknown-type; what `progress` raises passes.
    """
    try:
        raw = source if isinstance(source, bytes) else _bytes(Path(source))
        kind, extract = _extracted(raw, name, progress)
    except UnfitError as fault:
        raise fault.named(name) from fault
    text = extract.text
    beginning = units(text[:_TITLE_WITHIN])
    heading = shortened(title or "") or title_of(text, beginning, extract.title)
    passages = split(text, document=name, title=heading, page_starts=extract.page_starts)
    if not passages:
        raise UnreadableDocumentError(name=name, reason=EMPTY)
    document = Document(
        name=name,
        title=heading or name,
        dated=dated or document_date(text),
        programme=programme,
        municipality=municipality,
        audience=audience,
        language=language_of(text),
        media_type=kind.value,
        digest=hashlib.sha256(raw).hexdigest(),
        pages=len(extract.page_starts) or max(passage.page for passage in passages),
    )
    return ReadDocument(document, text, passages, extract.warnings)


def _bytes(path: Path) -> bytes:
    """Read a file, but no more than the limit. Raises UnfitError (too-large, broken)."""
    try:
        if not path.is_file():
            raise UnfitError(BROKEN)
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as fault:
        raise UnfitError(BROKEN) from fault


def _extracted(raw: bytes, name: str, progress: Progress | None) -> tuple[Format, Extract]:
    """Return a file's format and text. Raises UnfitError."""
    if len(raw) > LARGEST_FILE:
        raise UnfitError(TOO_LARGE)
    if not raw.strip():
        raise UnfitError(EMPTY)
    kind, warnings = format_of(raw, name)
    extract = _extract(raw, kind, progress)
    if not any(character.isalpha() for character in extract.text):
        raise UnfitError(EMPTY)
    return kind, replace(extract, warnings=(*warnings, *extract.warnings))


def _extract(raw: bytes, kind: Format, progress: Progress | None) -> Extract:
    if kind is Format.PDF:
        return read_pdf(raw, progress)
    if reader := _READERS.get(kind):
        return reader(raw)
    text, warnings = decoded(raw)
    if len(text) > LARGEST_TEXT:
        raise UnfitError(TOO_LARGE)
    return Extract(text, warnings=warnings)
