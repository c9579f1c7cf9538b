"""The child process that reads a PDF: a hostile file can hang or crash it, but not the service.

It takes the file's bytes from standard input and writes JSON lines: {"page": 3, "of": 200} as it
goes on, and {"title", "pages", "warnings"} or {"error"} at the end.
"""

import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from typing import Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from documents.extract import BROKEN, ENCRYPTED, TOO_LARGE
from documents.limits import LARGEST_MEMORY, LONGEST_PAGE, LONGEST_SECONDS, MOST_PAGES
from documents.pdf_layout import Line, Word, lines_of, written

_UNMAPPED: Final = re.compile(r"\(cid:\d{1,6}\)")  # glyphs of which the file gives no letter
_CONTROLS: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_BOLD: Final = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_BULLETS: Final = str.maketrans("\uf0b7\uf0a7\uf0d8\uf0fc", "•▪➢✓")  # of the Symbol fonts
_LOCKED: Final = (PDFPasswordIncorrect, PDFEncryptionError)
_CUT_WORD: Final = re.compile(
    r"(?<=[^\W\d_])-\n(?=[a-zåäö])(?!(?:ja|tai|sekä|eli|och|eller|samt)\b)"
)
_RULES: Final = 4  # lines or boxes on a page from which on tables are looked for
_MOST_RULES: Final = 3000  # beyond that it is a drawing; looking for tables would take minutes


def main() -> None:
    """Read a PDF from standard input."""
    _limit()
    logging.disable(logging.CRITICAL)
    raw = sys.stdin.buffer.read()
    try:
        result = _read(raw)
    except Exception as fault:  # noqa: BLE001 (pdfminer raises whatever a wrong file leads to)
        result = {"error": _reason(fault)}
    _say(result)


def _reason(fault: Exception) -> str:
    """Return the reason in a fault, which pdfplumber may have wrapped in one of its own."""
    causes = (fault, *fault.args) if isinstance(fault, PdfminerException) else (fault,)
    if any(isinstance(cause, MemoryError) for cause in causes):
        return TOO_LARGE
    return ENCRYPTED if any(isinstance(cause, _LOCKED) for cause in causes) else BROKEN


def _limit() -> None:
    """Hold memory and time, where the operating system can."""
    try:
        import resource  # noqa: PLC0415 (Unix only)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (LARGEST_MEMORY, LARGEST_MEMORY))
    seconds = int(LONGEST_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _read(raw: bytes) -> dict[str, Any]:
    with pdfplumber.open(io.BytesIO(raw), pages=list(range(1, MOST_PAGES + 2))) as pdf:
        tree = resolve1(pdf.doc.catalog.get("Pages"))
        declared = resolve1(tree.get("Count")) if isinstance(tree, dict) else 0
        if (isinstance(declared, int) and declared > MOST_PAGES) or len(pdf.pages) > MOST_PAGES:
            return {"error": TOO_LARGE}
        title = _clean(str(pdf.metadata.get("Title") or ""))
        pages, warnings, total = [], [], len(pdf.pages)
        for number, page in enumerate(pdf.pages, 1):
            try:
                lines = list(_lines(page))
            except Exception as fault:  # noqa: BLE001 (one broken page does not spoil the others)
                if (reason := _reason(fault)) != BROKEN:
                    return {"error": reason}
                lines = []
                warnings.append(f"page-broken:{number}")
            else:
                warnings += [f"page-without-text:{number}"] if not lines else []
            page.close()
            pages.append(lines)
            _say({"page": number, "of": total})
    return {"title": title, "pages": written(pages), "warnings": warnings}


def _lines(page: Page) -> Iterator[Line]:
    """Yield a page's lines from the top: running text, and tables row by row in their place."""
    if len(page.chars) > LONGEST_PAGE:
        raise MemoryError
    words = [
        _word(found)
        for found in page.extract_words(
            x_tolerance_ratio=0.15, extra_attrs=["size", "fontname"], keep_blank_chars=False
        )
        if found["upright"]
    ]
    words = [word for word in words if word.text]
    for rows, (left, top, right, bottom) in _tables(page):
        inside = [w for w in words if left <= (w.left + w.right) / 2 <= right]
        inside = [w for w in inside if top <= (w.top + w.bottom) / 2 <= bottom]
        above = [w for w in words if (w.top + w.bottom) / 2 < top]
        yield from lines_of(above)
        gone = {id(word) for word in (*inside, *above)}
        words = [word for word in words if id(word) not in gone]
        yield from (Line(row) for row in rows)
    yield from lines_of(words)


def _word(found: dict[str, Any]) -> Word:
    text = _clean(found["text"])
    bold = bool(_BOLD.search(str(found["fontname"])))
    left, right, top, bottom, size = (
        float(found[edge]) for edge in ("x0", "x1", "top", "bottom", "size")
    )
    return Word(text, left, right, top, bottom, size, bold)


def _tables(page: Page) -> Iterator[tuple[list[str], tuple[float, float, float, float]]]:
    """Yield the ruled tables from the top: rows as text and the box around them."""
    rules = len(page.lines) + len(page.rects) + len(page.curves)
    if not _RULES <= rules <= _MOST_RULES:
        return
    for table in sorted(page.find_tables(), key=lambda table: table.bbox[1]):
        rows = [[_cell(cell) for cell in row] for row in table.extract(x_tolerance_ratio=0.15)]
        rows = [row for row in rows if any(row)]
        if len(rows) > 1 and max(sum(bool(cell) for cell in row) for row in rows) > 1:
            yield [" | ".join(row) for row in rows], table.bbox


def _cell(text: str | None) -> str:
    """Return a cell's words on one line, words parted at a line's end made whole."""
    whole = _CUT_WORD.sub("", text or "")
    return " ".join(_clean(whole).split())


def _clean(text: str) -> str:
    """Take out what no letter stands for, control characters and halves of surrogate pairs."""
    known = _UNMAPPED.sub("", text).translate(_BULLETS)
    whole = known.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return _CONTROLS.sub("", whole)


if __name__ == "__main__":
    main()
