"""Load records into the register: compare, put on record, and list what is still lacking."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, time

from council.access import Asker, Right
from council.dates import DateCertainty, DateKind, DueDate
from council.errors import CouncilError, NotAllowedError
from council.model import (
    Action,
    Body,
    Certainty,
    Decision,
    Event,
    FollowUp,
    Goal,
    Holder,
    Material,
    Means,
    Membership,
    Metric,
    OpenQuestion,
    Programme,
    Reading,
    Record,
    ReportingRule,
    Role,
    Target,
    Theme,
)
from council.ports import LOAD, Change, OpenRecords, Records, Task

_OWNER: tuple[type[Record], ...] = (Role, Body)
_ANYTHING: tuple[type[Record], ...] = (Record,)

LINKS: Mapping[type[Record], Mapping[str, tuple[type[Record], ...]]] = {
    Record: {"supersedes": _ANYTHING},
    Programme: {"parent": (Programme,)},
    Goal: {"parent": (Goal,)},
    Means: {"goal": (Goal,)},
    Action: {"goals": (Goal,), "owners": _OWNER},
    FollowUp: {"action": (Action,), "owners": _OWNER, "decided_by": (Body,)},
    Holder: {"role": (Role,)},
    Body: {"contact": (Role,)},
    Membership: {"body": (Body,), "role": (Role,)},
    Metric: {"theme": (Theme,), "goal": (Goal,), "owner": _OWNER},
    Target: {"metric": (Metric,)},
    Reading: {"metric": (Metric,)},
    Event: {"body": (Body,)},
    ReportingRule: {"to": (Body,), "owner": _OWNER},
    Decision: {"body": (Body,), "about": _ANYTHING},
    Material: {"about": _ANYTHING},
    OpenQuestion: {"about": _ANYTHING},
}
"""Which attributes hold keys of other records, and of which types. Keys of persons are not here."""

LINK_MISSING = "link-missing"
YEAR_MISSING = "year-missing"
OWNER_MISSING = "owner-missing"
UNCONFIRMED = "unconfirmed"
TASK_KINDS = frozenset({LINK_MISSING, YEAR_MISSING, OWNER_MISSING, UNCONFIRMED})
THROUGH = LOAD


class LinkBrokenError(CouncilError):
    """A record would point at one that is not there; facts: key, field, link."""

    code = "link-broken"


@dataclass(frozen=True, slots=True)
class Edit:
    """A record that differs from the one on record, and in which fields."""

    before: Record
    after: Record
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a load changes, or would change; each part in the order of the keys."""

    added: tuple[Record, ...] = ()
    changed: tuple[Edit, ...] = ()
    removed: tuple[Record, ...] = ()

    @property
    def none(self) -> bool:
        """Whether nothing changes."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What differs between the wanted and what is on record."""

    changes: Changes
    lacking: tuple[tuple[str, str], ...]  # kinds and keys of tasks to open
    mended: tuple[tuple[str, str], ...]  # of tasks to close

    @property
    def nothing(self) -> bool:
        return self.changes.none and not self.lacking and not self.mended


def links_of(kind: type[Record]) -> dict[str, tuple[type[Record], ...]]:
    """Return the attributes of a record type that hold keys, with the types they may point at."""
    return {**LINKS[Record], **LINKS.get(kind, {})}


def compare(
    current: Sequence[Record], wanted: Sequence[Record], programmes: Iterable[str]
) -> Changes:
    """Compare what is on record with what is wanted.

    Only records of `programmes` are ever removed, whatever else `wanted` leaves out, and of these
    none that comes from no document, nor what it replaces: it was made in Luotsi. What owners have
    told of a metric goes with the metric. A record that becomes one of another type is removed and
    added.
    """
    before = {record.key: record for record in current}
    after = {record.key: record for record in wanted}
    covered = frozenset(programmes)
    same = {key for key in before.keys() & after.keys() if type(before[key]) is type(after[key])}
    made_here = [r for r in current if not r.source.document and not _lost(r, after)]
    kept = {r.key for r in made_here} | {r.supersedes for r in made_here}
    gone = {key for key in before.keys() - after.keys() if before[key].programme in covered} - kept
    retyped = (before.keys() & after.keys()) - same
    edits = (Edit(before[key], after[key], _differences(before[key], after[key])) for key in same)
    return Changes(
        added=tuple(after[key] for key in sorted(after.keys() - same)),
        changed=tuple(sorted((edit for edit in edits if edit.fields), key=_key_of)),
        removed=tuple(before[key] for key in sorted(gone | retyped)),
    )


def _lost(record: Record, after: Mapping[str, Record]) -> bool:
    """Tell whether a record is a reading of a metric that is gone."""
    return isinstance(record, Reading) and record.metric not in after


async def load(
    records_open: OpenRecords,
    asker: Asker,
    wanted: Sequence[Record],
    *,
    now: datetime,
    apply: bool,
) -> Changes:
    """Make the register hold exactly the wanted records of their programmes.

    Everything is written in one transaction, and only if something differs. `now` is aware, UTC.
    Without `apply` nothing is written and the answer says what would be.
    Raises NotAllowedError without the right to import or administer, and LinkBrokenError where a
    record, of these programmes or of another, would point at one that is not there.
    """
    if asker.rights.isdisjoint({Right.IMPORT, Right.ADMINISTER}):
        raise NotAllowedError
    async with records_open() as records:
        seen = await _look(records, wanted)
    if not apply or seen.nothing:
        return seen.changes
    async with records_open() as records:
        if bumped := not seen.changes.none:
            # This write comes first: another load waits for it, and what is read next stays true.
            await records.changes.bump()
        seen = await _look(records, wanted)
        if not seen.changes.none and not bumped:
            await records.changes.bump()
        await _write(records, seen, who=asker.person or "system", now=now)
    return seen.changes


def lacks(record: Record) -> frozenset[str]:
    """Return the kinds of task that a record gives rise to: what it lacks or what is unsure."""
    dates = dates_of(record)
    found = set()
    if isinstance(record, Material) and not record.url:
        found.add(LINK_MISSING)
    if isinstance(record, Action | FollowUp) and not record.owners:
        found.add(OWNER_MISSING)
    # What recurs needs no year: 'keväisin' is complete without one.
    if any(
        d.certainty is DateCertainty.YEARLESS and d.kind is not DateKind.RECURRING for d in dates
    ):
        found.add(YEAR_MISSING)
    unsure = any(due.certainty is DateCertainty.UNCONFIRMED for due in dates)
    if unsure or record.certainty is Certainty.UNCONFIRMED:
        found.add(UNCONFIRMED)
    return frozenset(found)


def _differences(before: Record, after: Record) -> tuple[str, ...]:
    """Return the names of the fields in which two records of one type differ."""
    names = (field.name for field in fields(after))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _key_of(edit: Edit) -> str:
    return edit.after.key


def _check_links(current: Sequence[Record], wanted: Sequence[Record], changes: Changes) -> None:
    """Raise LinkBrokenError for the first link that the load would leave without its end."""
    gone = {record.key for record in changes.removed}
    replaced = {record.key for record in wanted}
    there = {record.key: record for record in current if record.key not in gone | replaced}
    there |= {record.key: record for record in wanted}
    new = replaced - {record.key for record in current}
    touched = gone | new | {edit.after.key for edit in changes.changed}
    for record in there.values():
        for name, link, kinds in _links(record):
            if record.key not in touched and link not in touched:
                continue  # An old fault elsewhere must not stop this load.
            if not isinstance(there.get(link), kinds):
                raise LinkBrokenError(key=record.key, field=name, link=link)


def _links(record: Record) -> Iterator[tuple[str, str, tuple[type[Record], ...]]]:
    yield "programme", record.programme, (Programme,)
    for name, kinds in links_of(type(record)).items():
        value: str | tuple[str, ...] = getattr(record, name)
        for link in (value,) if isinstance(value, str) else value:
            if link:
                yield name, link, kinds


def dates_of(record: Record) -> tuple[DueDate, ...]:
    """Return all the dates of a record."""
    found: list[DueDate] = []
    for field in fields(record):
        value = getattr(record, field.name)
        several = value if isinstance(value, tuple) else (value,)
        found += (one for one in several if isinstance(one, DueDate))
    return tuple(found)


async def _look(records: Records, wanted: Sequence[Record]) -> _Seen:
    """Compare what is on record with what is wanted, records and tasks alike."""
    programmes = frozenset(record.programme for record in wanted)
    current = await records.register.everything()
    changes = await _respectful(records, compare(current, wanted, programmes))
    _check_links(current, wanted, changes)
    needed = {
        (kind, record.key) for record in _then(current, wanted, changes) for kind in lacks(record)
    }
    opened = {
        (task.kind, task.about)
        for task in await records.desk.tasks()
        if task.kind in TASK_KINDS and task.about.partition("/")[0] in programmes
    }
    return _Seen(changes, tuple(sorted(needed - opened)), tuple(sorted(opened - needed)))


def _then(
    current: Sequence[Record], wanted: Sequence[Record], changes: Changes
) -> Iterator[Record]:
    """Return the wanted records as they are after the load: what was set in Luotsi included."""
    before = {record.key: record for record in current}
    new = {record.key: record for record in changes.added}
    new |= {edit.after.key: edit.after for edit in changes.changed}
    for record in wanted:
        yield new.get(record.key) or before.get(record.key, record)


async def _respectful(records: Records, changes: Changes) -> Changes:
    """Leave out what would take back a change made in Luotsi.

    What somebody has set there since, a state or a moved date, stays as long as the document says
    what it said when it was last loaded.
    """
    edits = []
    for edit in changes.changed:
        history = await records.changes.history(edit.after.key)
        kept = {
            name: getattr(edit.before, name)
            for name in edit.fields
            if _set_since(history, name, as_json(_as_stored(edit.after, name)))
        }
        left = tuple(name for name in edit.fields if name not in kept)
        if left:
            edits.append(Edit(edit.before, replace(edit.after, **kept), left))
    return replace(changes, changed=tuple(edits))


def _as_stored(record: Record, name: str) -> object:
    return asdict(record)[name]


def _set_since(history: Sequence[Change], name: str, wanted: str) -> bool:
    """Tell whether a field was changed in Luotsi after a load that wrote this very value."""
    own = [change for change in history if change.field in {name, ""}]
    if not own or own[-1].through == THROUGH:
        return False
    loaded = [change for change in own if change.through == THROUGH]
    if not loaded:
        return False
    after = loaded[-1].after
    if not loaded[-1].field:
        after = as_json(json.loads(after).get(name)) if after else ""
    return after == wanted


async def _write(records: Records, seen: _Seen, *, who: str, now: datetime) -> None:
    """Write the changes with their history, open tasks for what lacks and close the mended."""
    changes = seen.changes
    await records.register.remove([record.key for record in changes.removed])
    await records.register.put([*changes.added, *(edit.after for edit in changes.changed)])
    await records.changes.add(list(_history(changes, who, now)))
    for kind, about in seen.mended:
        await records.desk.close_task(kind, about, now)
    for kind, about in seen.lacking:
        await records.desk.open_task(Task(kind, about, now))


def _history(changes: Changes, who: str, now: datetime) -> Iterator[Change]:
    def change(key: str, field: str, before: str, after: str) -> Change:
        return Change(key, field, before, after, who, now, THROUGH)

    for record in changes.removed:
        yield change(record.key, "", as_json(asdict(record)), "")
    for record in changes.added:
        yield change(record.key, "", "", as_json(asdict(record)))
    for edit in changes.changed:
        yield from changes_of(edit.before, edit.after, who, now, THROUGH)


def changes_of(
    before: Record, after: Record, who: str, now: datetime, through: str
) -> Iterator[Change]:
    """Yield what goes on record where a record takes another's place: one change for each field."""
    old, new = asdict(before), asdict(after)
    for name in _differences(before, after):
        yield Change(after.key, name, as_json(old[name]), as_json(new[name]), who, now, through)


def as_json(value: object) -> str:
    """Return plain values as JSON: days and times in ISO 8601, sets as sorted lists."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(type(value).__name__)
