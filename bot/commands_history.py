"""What has been changed, by whom and why, as a table: `luotsi history`."""

import csv
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import DATABASE, Url, console, opened, run, stop
from bot.commands_people import assembled
from council import history
from council.errors import NotFoundError
from council.history import History
from council.language import Language
from council.members import SYSTEM
from dialogs.history import table

FORMULA = ("=", "+", "-", "@")  # what a table program would take for the beginning of a formula


def history_command(
    csv_file: Annotated[
        Path, typer.Option("--csv", help="Where the table goes.", show_default=False)
    ],
    item: Annotated[str, typer.Option(help="Key of one item; all when left out.")] = "",
    since: Annotated[str, typer.Option(help="First day, e.g. 2026-01-31.")] = "",
    language: Annotated[Language, typer.Option(help="Language of the table.")] = Language.FI,
    database: Url = DATABASE,
) -> None:
    """Write every change with who made it, when and why into a table, newest first."""
    first = _day(since) if since else None
    rows = run(_rows(item, first, language, database))
    write(csv_file, rows)
    console().print(f"{csv_file}: {len(rows) - 1} changes.")


def safe(cell: str) -> str:
    """Return a cell that no table program takes for a formula."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA) else cell


def write(out: Path, rows: Iterable[list[str]]) -> None:
    """Write a table as Finnish Excel opens it: semicolons, UTF-8 with a byte order mark."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerows([safe(cell) for cell in row] for row in rows)
    except OSError as error:
        stop(f"{out} cannot be written: {error.strerror}.")


async def _rows(item: str, first: date | None, language: Language, url: str) -> list[list[str]]:
    async with opened(url) as database:
        council = assembled(database)
        moment = datetime.combine(first, time(), council.zone) if first else None
        try:
            if not item:
                found = await history.everything(council, SYSTEM, moment)
            else:
                found = _later(await history.of(council, SYSTEM, item), moment)
        except NotFoundError:
            stop(f"Nothing with the key '{item}' is on record.")
        return list(table(found, council.zone, language))


def _later(found: History, moment: datetime | None) -> History:
    kept = tuple(c for c in found.changes if moment is None or c.at >= moment)
    return History(kept, found.names, found.register, found.record, found.key)


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        stop(f"'{words}' is no day: write it like 2026-01-31.")
