"""What the commands share: their options, the database they open, and plain words for mistakes."""

import asyncio
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from rich.console import Console

from storage.database import Database

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var" if (ROOT / "pyproject.toml").exists() else Path("var")
DATABASE = f"sqlite:///{VAR / 'luotsi.sqlite'}"
DEMO_DATABASE = f"sqlite:///{VAR / 'demo' / 'luotsi.sqlite'}"

PARTLY, WRONG = 1, 2  # exit statuses: some of it failed; it could not be done at all

Url = Annotated[
    str,
    typer.Option(
        "--database",
        envvar="LUOTSI_DATABASE_URL",
        help="Database: sqlite:///FILE or postgresql://…",
        show_default="var/luotsi.sqlite",
    ),
]


def console() -> Console:
    """Return the terminal for what a person reads; never wraps, so that lines can be searched."""
    return Console(highlight=False, soft_wrap=True, markup=False)


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Line up rows of words, the last column as long as it is; the first row is the heading."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True))
        yield line.rstrip()


def complain(words: str) -> None:
    """Say on the error output what went wrong."""
    print(f"luotsi: {words}", file=sys.stderr)  # noqa: T201 - a command says so in the terminal


def stop(words: str, status: int = WRONG) -> NoReturn:
    """End the command with a sentence instead of a traceback."""
    complain(words)
    raise typer.Exit(status)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's work to its end."""
    return asyncio.run(work)


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """Open a database and bring its tables to the newest form if they are not."""
    async with Database(url) as database:
        if not await database.migrated():
            await database.migrate()
        yield database
