"""Several processes deliver the same messages from one database, none of them twice."""

import asyncio
import json
import sys
import time
from pathlib import Path

from sqlalchemy import text

from benchmarks.reminders.databases import fresh, run_all, writing
from benchmarks.reminders.town import Prompt, council_of, furnish
from council.gathering import gather
from council.replanning import plan

ROOT = Path(__file__).resolve().parents[2]
AGAIN = [  # as it was before anything had been sent
    "UPDATE dispatches SET state = 'planned', due = made, tries = 0, sent = NULL",
    "UPDATE reminders SET state = 'leased' WHERE state = 'sent'",
    "DELETE FROM pace",
]
LEFT = (
    "SELECT (SELECT count(*) FROM dispatches WHERE state <> 'sent' OR tries <> 1 OR doubtful),"
    " (SELECT count(*) FROM reminders WHERE state = 'leased')"
)


async def replicas(url: str, people: int, counts: tuple[int, ...]) -> list[tuple[float, list[int]]]:
    """Return, for each number of processes, the seconds until all was sent and what each sent."""
    found = []
    async with fresh(url) as (database, own):
        changes = await furnish(database.records, people)
        council = council_of(database.records, Prompt())
        async with council.records() as records:
            await records.changes.add(changes)
        await plan(council)
        assert await gather(council) == people
        for count in counts:
            await run_all(own, AGAIN)
            seconds, sent = await _raced(own, count)
            every = [key for keys in sent for key in keys]
            assert len(every) == len(set(every)) == people, "a message was doubled or lost"
            async with writing(own) as connection:
                assert tuple((await connection.execute(text(LEFT))).one()) == (0, 0)
            found.append((seconds, [len(keys) for keys in sent]))
    return found


async def _raced(url: str, count: int) -> tuple[float, list[list[str]]]:
    """Start so many processes, then let them all begin at once."""
    command = (sys.executable, "-m", "benchmarks.reminders.replica", url)
    pipe = asyncio.subprocess.PIPE
    started = [
        await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, cwd=ROOT, limit=1_000_000
        )
        for _ in range(count)
    ]
    for process in started:
        assert process.stdout is not None
        assert (await process.stdout.readline()).strip() == b"ready"
    begun = time.perf_counter()
    told = await asyncio.gather(*(process.communicate(b"\n") for process in started))
    lasted = max(json.loads(out)[0] for out, _ in told)
    assert lasted <= time.perf_counter() - begun
    return lasted, [json.loads(out)[1] for out, _ in told]
