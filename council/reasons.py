"""Why: what owners gave as the reason for what is late."""

from dataclasses import replace
from datetime import UTC, datetime

from council.answers import Answer, Note
from council.asking import Clock, Want
from council.chamber import Council
from council.tally import Heard, heard

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # before anything was on record


async def told(council: Council, since: datetime | None = None) -> Heard:
    """Return what the history tells: all that people said, and what was loaded since a moment.

    `since` is aware; without it nothing that was loaded is looked at. The keys are of all records:
    only those of records that the asker sees may be shown.
    """
    async with council.records() as records:
        said = await records.changes.since(BEGINNING, loads=False)
        loaded = await records.changes.since(since) if since else ()
    return heard(sorted((*loaded, *said), key=lambda change: change.at), council.zone)


async def explained(council: Council, answer: Answer) -> Answer:
    """Add to an answer about what is late the reasons on record, or that nobody gave any."""
    if answer.asked.clock is not Clock.LATE or not answer.findings:
        return answer
    known = (await told(council)).reasons
    found = tuple(replace(f, reason=known.get(f.record.key)) for f in answer.findings)
    silent = Want.WHY in answer.asked.wants and not any(f.reason for f in found)
    notes = answer.notes | {Note.NO_REASON} if silent else answer.notes
    return replace(answer, findings=found, notes=notes)
