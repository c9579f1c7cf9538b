"""Luotsi itself as the benchmark runs it: demo mode on the loopback, the pace lifted."""

import asyncio
import sys
from pathlib import Path

from benchmarks.turns.driver import PEOPLE, TENANT, object_id
from bot import logs, wiring
from bot.settings import read_settings
from council.access import COUNCIL
from council.people import Person
from storage.database import Database

ROOT = Path(__file__).resolve().parents[2]


async def furnish(url: str, documents: Path | None) -> None:
    """Load the demo programmes, documents, and as many council members as the driver has people."""
    # Commands, which the service that is measured does not import.
    from bot.commands_documents import Particulars, add_file, found  # noqa: PLC0415
    from bot.commands_load import put, read  # noqa: PLC0415
    from bot.commands_people import assembled  # noqa: PLC0415

    async with Database(url) as database:
        await database.migrate()
        form = await read(sorted((ROOT / "demo").glob("*.yaml")), database.records)
        await put(form, database.records, apply=True)
        async with database.records() as records:
            for number in range(PEOPLE):
                key = f"{TENANT}/{object_id(number)}"
                await records.people.put(Person(key, audiences=frozenset({COUNCIL})))
        if documents is not None:
            council = assembled(database)
            for file in found([documents]):
                await add_file(council, file, Particulars())


async def main(port: int, url: str) -> None:
    """Serve until told to stop."""
    logs.set_up("WARNING")
    settings = read_settings(demo=True, database_url=url, host="", port=port, pace=100_000)
    await wiring.serve(settings)


if __name__ == "__main__":
    if sys.argv[1] == "furnish":
        asyncio.run(furnish(sys.argv[2], Path(sys.argv[3]) if sys.argv[3:] else None))
    else:
        asyncio.run(main(int(sys.argv[2]), sys.argv[1]))
