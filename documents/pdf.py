"""PDF files as text with pages, read in a child process that can be stopped."""

import json
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any, Final

from documents.extract import BROKEN, EMPTY, TOO_SLOW, Extract, TextBuilder, UnfitError
from documents.limits import LONGEST_SECONDS

Progress = Callable[[int, int], None]
"""Called with the pages read so far and the pages in all."""

_PACKAGE: Final = Path(__file__).resolve().parent
_COMMAND: Final = (sys.executable, "-m", f"{_PACKAGE.name}.pdf_pages")


def read_pdf(raw: bytes, progress: Progress | None = None) -> Extract:
    """Return the text of a PDF. Raises UnfitError.

    Headings get '#' marks by their type, rows of ruled tables are lines with cells parted by ' | ',
    running headers and footers are left out. Pages without a text layer, such as scanned ones, are
    named in the warnings; where no page has text, the reason is 'empty'.
    """
    result = _run(raw, progress)
    builder = TextBuilder()
    for page in result["pages"]:
        builder.page()
        for line in page:
            builder.line(line) if line else builder.blank()
    if not any(line for page in result["pages"] for line in page):
        broken = any(code.startswith("page-broken") for code in result["warnings"])
        raise UnfitError(BROKEN if broken else EMPTY)
    return builder.extract(title=result["title"], warnings=tuple(result["warnings"]))


def _run(raw: bytes, progress: Progress | None) -> dict[str, Any]:
    # The command is our own module; only its input comes from outside.
    process = subprocess.Popen(  # noqa: S603
        _COMMAND,
        cwd=_PACKAGE.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    stopped: list[bool] = []

    def stop() -> None:
        stopped.append(True)
        process.kill()

    timer = Timer(LONGEST_SECONDS, stop)
    timer.start()
    try:
        result = _converse(process, raw, progress)
    finally:
        timer.cancel()
        _end(process)
    if result is None:
        raise UnfitError(TOO_SLOW if stopped else BROKEN)
    if "error" in result:
        raise UnfitError(result["error"])
    return result


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Stop the child, whatever it does, and leave nothing of it behind."""
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()
    process.wait()


def _converse(
    process: "subprocess.Popen[bytes]", raw: bytes, progress: Progress | None
) -> dict[str, Any] | None:
    """Give the file to the child and return its last word; None if it died before that."""
    if process.stdin is None or process.stdout is None:
        return None
    try:
        process.stdin.write(raw)
        process.stdin.close()
    except BrokenPipeError:
        return None
    for line in process.stdout:
        try:
            message: dict[str, Any] = json.loads(line)
        except ValueError:  # cut short as the child died
            return None
        if "page" not in message:
            return message
        if progress is not None:
            progress(message["page"], message["of"])
    return None
