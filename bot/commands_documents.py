"""Adds, lists and removes documents: `luotsi documents`."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from bot.commands import DATABASE, PARTLY, Url, columns, complain, console, opened, run, stop
from bot.commands_people import assembled
from council.access import COUNCIL
from council.chamber import Council
from council.documents import add, remove
from council.errors import NotFoundError, UnreadableDocumentError
from council.language import Language
from council.members import SYSTEM
from council.model import ReadDocument

documents = typer.Typer(no_args_is_help=True, help="Documents that questions are answered from.")

THROUGH = "command"
SOON = 1.0  # seconds: what takes longer shows how far it is
REASONS = {
    "encrypted": "it is encrypted; save it without a password",
    "broken": "it cannot be opened, or is broken; save it again in its own program",
    "empty": "there is no text in it; if it was scanned, make its text searchable first",
    "too-large": "it is too large; split it",
    "too-slow": "it takes too long to read; split it or save it anew",
    "unknown-type": "this type of file is not read; use txt, md, html, pdf, docx or pptx",
}
LEFT_OUT = "what could not be read was left out"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is told about documents beside their files; empty: looked for in the document."""

    title: str = ""
    dated: date | None = None
    programme: str = ""
    municipality: str = ""
    audience: frozenset[str] = frozenset({COUNCIL})
    language: Language | None = None


@documents.command("add")
def add_documents(  # noqa: PLR0913 - each is an option of the command line
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.", show_default=False)],
    *,
    programme: Annotated[str, typer.Option(help="Key of the programme they are about.")] = "",
    municipality: Annotated[str, typer.Option(help="The municipality: Heinola.")] = "",
    dated: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d", "%d.%m.%Y"])
    ] = None,
    title: Annotated[str, typer.Option(help="The title, of a single document.")] = "",
    audience: Annotated[
        list[str] | None,
        typer.Option(help="council, public, administrators, body:<key>. [default: council]"),
    ] = None,
    language: Annotated[Language | None, typer.Option(help="The language of the text.")] = None,
    database: Url = DATABASE,
) -> None:
    """Add documents, or replace those of the same name."""
    files = list(found(paths))
    if not files:
        stop("There is no file at " + ", ".join(str(path) for path in paths) + ".")
    if title and len(files) > 1:
        stop(f"--title is for a single document, and these are {len(files)}.")
    told = Particulars(
        title,
        dated.date() if dated else None,
        programme,
        municipality,
        frozenset(audience or {COUNCIL}),
        language,
    )
    failed = run(_add(files, told, database))
    if failed:
        stop(f"{failed} of {len(files)} could not be added.", PARTLY)


@documents.command("list")
def list_documents(database: Url = DATABASE) -> None:
    """List the documents."""

    async def work() -> None:
        async with opened(database) as kept, kept.records() as records:
            everything = await records.documents.everything()
        rows = [("name", "date", "programme", "audience", "title")]
        for one in everything:
            seen = ", ".join(sorted(one.audience))
            rows.append((one.name, day(one.dated), one.programme, seen, one.title))
        for line in columns(rows):
            console().print(line)

    run(work())


@documents.command("remove")
def remove_document(
    name: Annotated[str, typer.Argument(help="As the list shows it.")], database: Url = DATABASE
) -> None:
    """Remove a document with all that was read from it."""

    async def work() -> None:
        async with opened(database) as kept:
            try:
                await remove(assembled(kept), SYSTEM, name, through=THROUGH)
            except NotFoundError:
                stop(f"There is no document '{name}'; 'luotsi documents list' shows them.")

    run(work())
    console().print(f"{name}: removed.")


def day(dated: date | None) -> str:
    """Return a document's date as people write it here."""
    return f"{dated.day}.{dated.month}.{dated.year}" if dated else "undated"


def found(paths: list[Path]) -> Iterator[Path]:
    """Return the files that are named or lie in the folders named, hidden ones left out."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for inner in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
            if inner.is_file() and not hidden:
                yield inner


async def _add(files: list[Path], told: Particulars, url: str) -> int:
    """Add the files one by one and return how many failed."""
    failed = 0
    seen: dict[str, Path] = {}
    async with opened(url) as database:
        council = assembled(database)
        for file in files:
            twin = seen.setdefault(file.name, file)
            fault = (
                f"a file of this name is among these already ({twin}); rename it"
                if twin is not file
                else await _fault(council, file, told)
            )
            if fault:
                complain(f"{file}: {fault}.")
                failed += 1
    return failed


async def _fault(council: Council, file: Path, told: Particulars) -> str:
    """Add a file and say what came of it; return what was wrong with it, or ''."""
    try:
        console().print(f"{file.name}: {await add_file(council, file, told)}")
    except UnreadableDocumentError as error:
        if not await asyncio.to_thread(file.exists):
            return "there is no such file"
        return REASONS.get(error.facts.get("reason", ""), "it cannot be read")
    return ""


async def add_file(council: Council, file: Path, told: Particulars) -> str:
    """Read a file off the event loop, put it on record, and tell what came of it."""
    known = await asyncio.to_thread(_read, file, told)
    changed = await add(council, SYSTEM, known, through=THROUGH)
    what = f"{len(known.passages)} passages, {day(known.document.dated)}"
    what = what if changed else "on record already, unchanged"
    left = f"; {LEFT_OUT}: {', '.join(known.warnings)}" if known.warnings else ""
    return what + left


def _read(file: Path, told: Particulars) -> ReadDocument:
    """Read a file; for a worker thread."""
    # The readers of all formats take 16 MB, which the service has no use for.
    from documents.reader import read  # noqa: PLC0415

    pages = Pages(file.name)
    try:
        known = read(
            file,
            name=file.name,
            title=told.title or None,
            dated=told.dated,
            programme=told.programme,
            municipality=told.municipality,
            audience=told.audience,
            progress=pages.turned,
        )
    finally:
        pages.close()
    if told.language is None:
        return known
    return replace(known, document=replace(known.document, language=told.language))


class Pages:
    """Shows how far a document has been read, once that has taken a second."""

    def __init__(self, name: str) -> None:
        """Begin to count the time."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(name, total=None)
        self._began = monotonic()
        self._shown = False

    def turned(self, done: int, total: int) -> None:
        """Show that `done` of `total` pages have been read."""
        if not self._shown and monotonic() - self._began > SOON:
            self._shown = True
            self._bar.start()
        self._bar.update(self._task, completed=done, total=total)

    def close(self) -> None:
        """Take the bar away."""
        if self._shown:
            self._bar.stop()
