"""Why: what owners gave as the reason for what is late."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime

from council.access import Asker
from council.answers import Answer, Note
from council.asking import Clock, Want
from council.chamber import Council
from council.ports import AUDIENCE, LOAD
from council.recorded import visible
from council.tally import Heard, heard

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # before anything was on record


async def told(
    council: Council,
    asker: Asker,
    since: datetime | None = None,
    items: Collection[str] = (),
) -> Heard:
    """Return what the history tells an asker: all that people said, and what was loaded lately.

    `since` (aware) is from when on loads are looked at; without it they are not. What was said of a
    record while the asker could not have seen it is left out. Of `items` owners' news count too,
    but only that there were some: their words are for whoever answers for the item.
    """
    register = (await council.shelf.view(asker)).register
    async with council.records() as records:
        said = await records.changes.since(BEGINNING, loads=False)
        recent = await records.changes.since(since) if since else ()
        news = await records.news.of(items) if items else ()
    loaded = (c for c in recent if c.through == LOAD and c.field != AUDIENCE)
    changes = sorted((*loaded, *said), key=lambda change: change.at)
    known = heard(visible(changes, register, asker), council.zone)
    last = dict(known.last)
    for one in news:
        last[one.item] = max(one.at, last.get(one.item, one.at))
    return replace(known, last=last)


async def explained(council: Council, asker: Asker, answer: Answer) -> Answer:
    """Add to an answer about what is late the reasons on record, or that nobody gave any."""
    if answer.asked.clock is not Clock.LATE or not answer.findings:
        return answer
    known = (await told(council, asker)).reasons
    found = tuple(replace(f, reason=known.get(f.record.key)) for f in answer.findings)
    silent = Want.WHY in answer.asked.wants and not any(f.reason for f in found)
    notes = answer.notes | {Note.NO_REASON} if silent else answer.notes
    return replace(answer, findings=found, notes=notes)
