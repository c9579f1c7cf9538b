"""Dry runs: who would be written to at a moment and why, with nothing written or sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.gathering import by_person, escalated_early
from council.ledger import Reminder, RowState, Track
from council.office import Office, office
from council.openings import quiet_at
from council.permission import administrators_only
from council.planning import wanted
from council.ports import Records
from council.replanning import tracked
from council.revising import revised
from council.sorting import end_of_day, sort_out
from council.spreading import EVERYTHING, ITSELF, Spreading

MOST: Final = 1_000_000  # rows


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a run would do at a moment."""

    known: Office
    quiet: bool  # nothing goes out then: a day off or a quiet hour, or everything is paused
    messages: tuple[tuple[str, tuple[Reminder, ...]], ...]  # recipient, rows
    skipped: tuple[Reminder, ...] = ()


async def rehearse(council: Council, asker: Asker, *, anew: bool = False) -> Rehearsed:
    """Return what a run at the council's moment would send, and to whom.

    `anew` looks as if the programmes had been loaded that morning, whatever the ledger says: for
    moments of the past. Raises NotAllowedError unless the asker administers.
    """
    administrators_only(asker)
    known = await office(council)
    async with council.records() as records:
        rows = by_person(await _rows(records, known, anew=anew), known.setting.now)
        every = () if anew else chain.from_iterable(rows.values())
        early = await escalated_early(records, every, known)
    sorted_out = [(person, sort_out(own, known, early)) for person, own in sorted(rows.items())]
    rules = known.rules()
    quiet = rules.paused or quiet_at(council.now(), rules, council.days)
    # In a quiet hour everything waits: then that is what is shown.
    told = [(who, (*s.now, *s.later) if quiet else s.now) for who, s in sorted_out]
    return Rehearsed(
        known,
        quiet,
        tuple((person, rows) for person, rows in told if rows),
        tuple(row for _, sorting in sorted_out for row in sorting.skipped),
    )


async def _rows(records: Records, known: Office, *, anew: bool) -> list[Reminder]:
    """Return the rows of up to the end of today, those of stale items as they would be planned."""
    now, until = known.setting.now, end_of_day(known)
    midnight = known.setting.days.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if anew:
        items = dict.fromkeys(Spreading(known.register, known.staff).over(EVERYTHING), midnight)
        planned: list[Reminder] = []
    else:
        items = await _stale(records, known)
        due = await records.ledger.upcoming(until, MOST)
        planned = [row for row in due if row.item not in items]
    before = [] if anew else await records.ledger.rows(items)
    tracks = {} if anew else {t.item: t for t in await records.plans.tracks(items)}
    for key, since in items.items():
        own = [row for row in before if row.item == key]
        planned += _replanned(key, tracks.get(key), since, own, known)
    return [row for row in planned if row.at <= until]


async def _stale(records: Records, known: Office) -> dict[str, datetime]:
    """Return the items whose plan may no longer be true, with since when."""
    spreading = Spreading(known.register, known.staff)
    found: dict[str, datetime] = {}
    for one in await records.plans.stale(MOST):
        alone = one.key.startswith(ITSELF)
        over: Iterable[str] = [one.key.removeprefix(ITSELF)] if alone else spreading.over(one.key)
        for key in over:
            found[key] = min(found.get(key, one.at), one.at)
    return found


def _replanned(
    key: str, before: Track | None, since: datetime, rows: list[Reminder], known: Office
) -> list[Reminder]:
    item = known.register.get(key)
    if item is None:
        return []
    track = tracked(item, before, since, known)
    want = wanted(item, known.for_item(item), track, rows, known.setting, since)
    revision = revised(rows, want, reason="changed", now=known.setting.now)
    after = {row.identity: row for row in rows}
    after |= {row.identity: row for row in (*revision.put, *revision.superseded)}
    return [row for row in after.values() if row.state is RowState.PLANNED]
