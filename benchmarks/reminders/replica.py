"""One replica: says when it is ready, waits for a word, delivers, and tells what it has sent."""

import asyncio
import json
import sys
import time

from benchmarks.reminders.town import Prompt, council_of, unhurried
from council.dispatching import deliver
from storage.database import Database


async def main(url: str) -> None:
    """Deliver what is due."""
    async with Database(url) as database:
        courier = Prompt()
        council = council_of(database.records, courier)
        async with council.records() as records:
            await records.pace.waiting(council.now())
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        started = time.perf_counter()
        await deliver(council, unhurried())
        print(json.dumps([time.perf_counter() - started, courier.carried]), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
