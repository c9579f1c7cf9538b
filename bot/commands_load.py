"""Loads programmes from their forms: `luotsi load`."""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import DATABASE, PARTLY, Url, console, opened, run, stop
from council.errors import CouncilError
from council.loading import Changes, LinkBrokenError, load
from council.members import SYSTEM
from council.model import Programme, Record
from council.ports import OpenRecords
from documents.form import Form, explain, load_files

Files = Annotated[list[Path], typer.Argument(help="Programme files (YAML).", show_default=False)]


def load_command(
    files: Files,
    *,
    apply: Annotated[
        bool | None,
        typer.Option("--apply/--dry-run", help="Load without asking / only show what would be."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Load without asking.")] = False,
    database: Url = DATABASE,
) -> None:
    """Load programmes: show what changes, ask, and load all of it or nothing."""
    run(_load(files, database, sure=yes or bool(apply), dry=apply is False))


async def _load(files: list[Path], url: str, *, sure: bool, dry: bool) -> None:
    async with opened(url) as database:
        form = await read(files, database.records)
        if form.faults:
            for fault in form.faults:
                print(explain(fault), file=sys.stderr)  # noqa: T201 - the command's answer
            stop(f"{len(form.faults)} faults; nothing has been loaded.", PARTLY)
        changes = await put(form, database.records, apply=False)
        for line in describe(changes):
            console().print(line)
        if changes.none or dry:
            return
        if not sure and not _agreed():
            stop("Nothing has been loaded.", PARTLY)
        await put(form, database.records, apply=True)
        console().print("Loaded.")


async def read(files: list[Path], records: OpenRecords) -> Form:
    """Read the forms, off the event loop; links may lead to what is on record."""
    async with records() as open_records:
        known = await open_records.register.everything()
    return await asyncio.to_thread(load_files, files, known)


async def put(form: Form, records: OpenRecords, *, apply: bool) -> Changes:
    """Load a form without faults, or tell what loading would change."""
    try:
        return await load(records, SYSTEM, form.records, now=datetime.now(UTC), apply=apply)
    except LinkBrokenError as error:
        facts = error.facts
        stop(
            f"{facts['key']} would point at {facts['link']} ({facts['field']}), which would not be "
            "there; load the programmes that belong together at once.",
            PARTLY,
        )
    except CouncilError as error:
        stop(f"The database refused: {error.code}.", PARTLY)


def describe(changes: Changes) -> Iterator[str]:
    """Tell a person what a load changes, a line for each thing; a new programme in one line."""
    new = {record.key for record in changes.added if isinstance(record, Programme)}
    for programme in sorted(new):
        yield f"+ {programme}: {_counted(r for r in changes.added if r.programme == programme)}"
    for record in changes.added:
        if record.programme not in new:
            yield f"+ {record.key}: {_said(record)}"
    for edit in changes.changed:
        for field in edit.fields:
            before, after = getattr(edit.before, field), getattr(edit.after, field)
            yield f"~ {edit.after.key}: {field}: {_brief(before)} → {_brief(after)}"
    for record in changes.removed:
        yield f"- {record.key}: {_said(record)}"
    if changes.none:
        yield "Nothing changes: all of it is on record already."


def _agreed() -> bool:
    if not sys.stdin.isatty():
        stop("Nobody is there to ask; give --yes to load, --dry-run only to look.", PARTLY)
    return typer.confirm("Load this?")


def _counted(records: Iterator[Record]) -> str:
    counts = Counter(type(record).__name__ for record in records)
    return ", ".join(f"{kind} {number}" for kind, number in sorted(counts.items()))


def _said(record: Record) -> str:
    named = [f.name for f in fields(record) if f.name in ("name", "words", "person", "value")]
    said = next((str(getattr(record, name)) for name in named if getattr(record, name)), "")
    return f"{type(record).__name__} {said}".strip()


def _brief(value: object) -> str:
    said = str(value)
    return said if len(said) <= 80 else f"{said[:79]}…"  # noqa: PLR2004 - a line of a terminal
