"""Keep the ledger true: whatever is marked as stale gets its reminders planned anew.

A mark is written in the transaction of the change itself. Planning reads the mark first and the
register after it, and writes only where nobody has marked the key again or planned it meanwhile.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from council.chamber import Council
from council.gathering import HOLDER_MISSING
from council.ledger import Capacity, Reminder, Stale, Track
from council.model import Event, FollowUp, Record
from council.office import Office, office
from council.planning import due_days, followed, wanted, why_gone
from council.ports import Records, Task
from council.revising import brought_back, revised
from council.spreading import ITSELF, Spreading

log = logging.getLogger(__name__)

LOOK: Final = 10_000  # keys that are looked up at once
CHUNK: Final = 500  # items in one transaction: as many as the ledger locks in one order
DATE_PAST: Final = "date-past"  # the due day was past when Luotsi learnt of it
SOON: Final = timedelta(days=31)  # ahead of which a missing holder is told of


async def plan(council: Council) -> int:
    """Plan what is stale until nothing is; return how many items were planned."""
    planned = 0
    while True:
        async with council.records() as records:
            stale = await records.plans.stale(LOOK)
        if not stale:
            return planned
        known = await office(council)
        changes = [one for one in stale if not one.key.startswith(ITSELF)]
        if changes:  # all of them first, so that no item is planned once for each
            async with council.records() as records:
                await _spread(records, changes, known)
            continue
        for start in range(0, len(stale), CHUNK):
            async with council.records() as records:
                planned += await _plan(records, stale[start : start + CHUNK], known)


async def _spread(records: Records, changes: Sequence[Stale], known: Office) -> None:
    """Mark the items that hang on what has changed."""
    claimed = await records.plans.claim(changes)
    spreading = Spreading(known.register, known.staff)
    first: dict[str, datetime] = {}
    for change in changes:
        for key in spreading.over(change.key) if change.key in claimed else ():
            first[key] = min(first.get(key, change.at), change.at)
    # All at once, so that they are locked in one order whatever the moments are.
    marks = {ITSELF + key: at for key, at in first.items()}
    await records.plans.mark(marks, marks)


async def _plan(records: Records, stale: Sequence[Stale], known: Office) -> int:
    """Plan items; return how many."""
    claimed = await records.plans.claim(stale)
    at = {one.key.removeprefix(ITSELF): one.at for one in stale if one.key in claimed}
    # First what is remembered, then the rows: as whoever answers a card locks them.
    tracks = {track.item: track for track in await records.plans.tracks(at, locked=True)}
    rows: dict[str, list[Reminder]] = {}
    for row in await records.ledger.rows(at):
        rows.setdefault(row.item, []).append(row)
    put: list[Reminder] = []
    needs: dict[tuple[str, str], bool] = {}
    for key, since in at.items():
        item = known.register.get(key)
        want: tuple[Reminder, ...] = ()
        if item is not None:
            try:
                track = tracked(item, tracks.get(key), since, known)
                own, so_far = known.for_item(item), rows.get(key, ())
                want = wanted(item, own, track, so_far, known.setting, since)
            except Exception:  # a fault of ours: its rows stay as they are, and the others go on
                log.exception("item not planned", extra={"item": key})
                continue
            tracks[key] = track
            needs.update(_tasks(item, track, want, known))
        revision = revised(
            rows.get(key, ()), want, reason=why_gone(item, known.register), now=known.setting.now
        )
        put += (*revision.put, *revision.superseded)
        if item is not None:
            rules = known.for_item(item).rules
            put += brought_back(rows.get(key, ()), rules, known.setting)
    await records.ledger.put(put)
    await records.plans.follow([tracks[key] for key in at if key in tracks])
    await _see_to(records, needs, known.setting.now)
    return len(at)


def tracked(item: Record, before: Track | None, since: datetime, known: Office) -> Track:
    """Return what is remembered of an item from here on; `since` is when its change was made."""
    calendar = known.setting.days
    came, today = calendar.day(before.since if before else since), calendar.day(known.setting.now)
    days = due_days(item, known.register, known.for_item(item).rules, came, today)
    due = days[-1] if days else None
    if before is None:
        return Track(item.key, due, since, since)
    if before.due != due and isinstance(item, FollowUp | Event):
        return replace(before, due=due, since=since)
    return replace(before, due=due)


def _tasks(
    item: Record, track: Track, want: Iterable[Reminder], known: Office
) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield what keeps reminders from being planned, or whom they lack, and whether it still does.

    Each is the kind of a task and what it is about.
    """
    now = known.setting.now
    if isinstance(item, FollowUp):
        past = (
            followed(item, known.register)
            and track.due is not None
            and track.due < known.setting.days.day(track.since)
        )
        yield (DATE_PAST, item.key), past
    soon = [row for row in want if row.through and now <= row.at <= now + SOON]
    missing = {row.through for row in soon if row.capacity is Capacity.ADMINISTRATOR}
    for owner in sorted({row.through for row in soon}):
        yield (HOLDER_MISSING, owner), owner in missing


async def _see_to(records: Records, needs: Mapping[tuple[str, str], bool], now: datetime) -> None:
    """Give the administrators the tasks that are needed, and close those that no longer are."""
    there = {(task.kind, task.about) for task in await records.desk.tasks()} if needs else set()
    for (kind, about), needed in sorted(needs.items()):
        if needed and (kind, about) not in there:
            await records.desk.open_task(Task(kind, about, now))
        elif (kind, about) in there and not needed:
            await records.desk.close_task(kind, about, now)
