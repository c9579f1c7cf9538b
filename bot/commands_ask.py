"""Asks without a running service, one question or a file of them: `luotsi ask`."""

import json
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer
from rich.progress import track

from bot.chat_client import LOCALES
from bot.chat_people import PERSONAL, Part, speaker
from bot.clock import Clock
from bot.commands import DATABASE, Url, console, run, stop
from bot.commands_chat import Role, role_of
from bot.settings import parse_moment, read_settings
from bot.wiring import council_of
from council.chamber import Council
from council.language import Language
from council.people import Closing, Opened, Opening, Person
from council.ports import DeskRecords, OpenAsk, OpenRecords, Records
from council.turns import Turns
from dialogs import router
from dialogs.turn import Happening, Reply, Turn

# What the scorers call the kinds of reply; a card with a list of records states them.
KINDS: Mapping[str, str] = {
    "answer": "answer",
    "card": "answer",
    "closest": "closest",
    "choice": "choice",
}


class UnrecordedTurns(Turns):
    """Turns of one asker, none of whom is on record: each is fresh and has no subject yet."""

    def __init__(self, records: OpenRecords, asker: Person) -> None:
        """Let everybody be this asker."""
        super().__init__(records, lambda: datetime.now(UTC))
        self._asker = asker

    async def open(self, opening: Opening) -> Opened:  # noqa: ARG002 - of any turn it knows the same
        """Return the asker as known."""
        return Opened(since=datetime.now(UTC), person=self._asker)

    async def close(self, closing: Closing) -> bool:  # noqa: ARG002 - any turn is the asker's
        """Keep nothing."""
        return True


def ask(  # noqa: PLR0913 - each is an option of the command line
    question: Annotated[str | None, typer.Argument(show_default=False)] = None,
    *,
    batch: Annotated[
        Path | None, typer.Option(help='Questions, {"id", "question"} a line.')
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the answers of a batch go.")] = None,
    role: Role = "valtuutettu",
    now: Annotated[str, typer.Option(help="The moment that it is: 2023-04-17T12:00.")] = "",
    language: Annotated[
        Language | None,
        typer.Option(help="The language of the answer. [default: the question's]"),
    ] = None,
    database: Url = DATABASE,
) -> None:
    """Answer a question as a chat would, or a file of questions."""
    if (question is None) == (batch is None):
        stop("Give one question, or --batch with a file of questions.")
    if (batch is None) != (out is None):
        stop("--batch and --out go together.")
    asking = Asking(role_of(role), LOCALES[language] if language else "")
    if batch is None or out is None:
        run(_ask_one(asking, question or "", database, now))
    else:
        rows = run(_ask_all(asking, list(questions(batch)), database, now))
        write(out, rows)
        console().print(f"{out}: {len(rows)} answers.")


def questions(file: Path) -> Iterator[tuple[str, str]]:
    """Read a file of questions as (id, question). Stops the command at a line that is none."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        stop(f"{file} cannot be read: {error}.")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield str(row["id"]), str(row["question"])
        except (ValueError, TypeError, KeyError):
            stop(f'{file}:{number}: not a question; write {{"id": "q1", "question": "…"}}.')


class Asking:
    """Who asks, and in which language of Teams."""

    def __init__(self, part: Part, locale: str) -> None:
        """Ask as `part`; an empty locale leaves the language to the question."""
        self.part = part
        self._locale = locale

    def turn(self, text: str) -> Turn:
        """Return a question in a conversation of its own."""
        conversation, writer = uuid4().hex, speaker(self.part)
        return Turn(
            id=f"ask/{conversation}/1",
            happening=Happening.WORDS,
            conversation=conversation,
            kind=self.part.kind,
            person=writer.person.key,
            name=writer.name,
            room="" if self.part.kind == PERSONAL else self.part.person.key,
            text=text,
            locale=self._locale,
        )

    async def ask(self, council: Council, text: str) -> Reply:
        """Ask through the same code as a chat."""
        return await router.answer(council, self.turn(text)) or Reply("", outcome="unknown")


@asynccontextmanager
async def council_for(asking: Asking, url: str, now: str) -> AsyncIterator[Council]:
    """Give a council in which everybody is the asker and no question is kept."""
    settings = read_settings(demo=True, database_url=url, host="", now=now)
    moment = parse_moment(now, settings.zone) if now else None
    async with council_of(settings, Clock(moment)) as (council, _):
        await council.shelf.refresh()
        records = _unnoted(council.records)
        turns = UnrecordedTurns(records, asking.part.person)
        yield replace(council, records=records, turns=turns)


async def _ask_one(asking: Asking, question: str, url: str, now: str) -> None:
    async with council_for(asking, url, now) as council:
        console().print((await asking.ask(council, question)).text)


async def _ask_all(
    asking: Asking, asked: list[tuple[str, str]], url: str, now: str
) -> list[dict[str, Any]]:
    rows = []
    async with council_for(asking, url, now) as council:
        await council.shelf.view(asking.part.asker)  # built before the first is timed
        shown = sys.stderr.isatty()
        for key, question in track(asked, "Questions", disable=not shown):
            began = time.perf_counter()
            reply = await asking.ask(council, question)
            rows.append(row(key, reply, (time.perf_counter() - began) * 1000))
    return rows


def write(out: Path, rows: list[dict[str, Any]]) -> None:
    """Write the answers, a line each."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
        out.write_text("".join(lines), "utf-8")
    except OSError as error:
        stop(f"{out} cannot be written: {error.strerror}.")


def row(key: str, reply: Reply, milliseconds: float) -> dict[str, Any]:
    """Return a reply as a line of the answers file."""
    return {
        "id": key,
        "kind": KINDS.get(reply.outcome, "unknown"),
        "text": reply.text,
        "sources": [{"document": name, "quote": words} for name, words in reply.quotes],
        "ms": round(milliseconds, 2),
    }


class _UnnotedDesk:
    """The desk, to which no question of a try-out comes."""

    def __init__(self, desk: DeskRecords) -> None:
        self._desk = desk

    async def note(self, ask: OpenAsk) -> None:
        """Keep nothing: nobody waits for an answer."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the rest is the desk's own
        return getattr(self._desk, name)


class _UnnotedRecords:
    """Everything on record, with a desk that keeps no question."""

    def __init__(self, records: Records) -> None:
        self._records = records

    @property
    def desk(self) -> _UnnotedDesk:
        return _UnnotedDesk(self._records.desk)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - the rest is the records' own
        return getattr(self._records, name)


def _unnoted(open_records: OpenRecords) -> OpenRecords:
    @asynccontextmanager
    async def records() -> AsyncIterator[Any]:
        async with open_records() as kept:
            yield _UnnotedRecords(kept)

    return records
