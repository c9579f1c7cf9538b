"""One daily message: its items, what is on record of them, and what of it still has a point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from council.chamber import Council
from council.items import in_hand, last_day, let_go
from council.language import Language
from council.ledger import Capacity, Dispatch, Reminder, Track
from council.model import Action, Event, FollowUp, Metric, Record, ReportingRule
from council.news import News, Proposal
from council.office import office
from council.people import Person
from council.ports import Change, Task
from council.responsibility import owners_of
from council.rules import RuleKind, Step
from council.sorting import lost_point
from dialogs import items, why
from dialogs.items import Reader
from dialogs.texts import texts

OWNED = frozenset({Capacity.OWNER, Capacity.DEPUTY, Capacity.CONTACT})
HEARD = frozenset({Capacity.FOLLOWER, Capacity.AUDIENCE})  # who do not answer for it themselves
DATED = frozenset({RuleKind.BEFORE, RuleKind.OVERDUE, RuleKind.ESCALATED})


@dataclass(frozen=True, slots=True)
class Past:
    """What is on record of the items of one message."""

    rows: Sequence[Reminder] = ()
    news: Sequence[News] = ()
    proposals: Sequence[Proposal] = ()
    tracks: Mapping[str, Track] = field(default_factory=dict)
    history: Mapping[str, Sequence[Change]] = field(default_factory=dict)
    tasks: Sequence[Task] = ()

    def rows_of(self, item: str) -> list[Reminder]:
        """Return every row of an item, also those to others."""
        return [row for row in self.rows if row.item == item]


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a message with the rows that tell of it, the most urgent first."""

    rows: tuple[Reminder, ...]
    item: Record | None

    @property
    def row(self) -> Reminder:
        """The most urgent row."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is to be written: for whom, of what."""

    dispatch: Dispatch
    who: Reader
    entries: tuple[Entry, ...]
    past: Past

    def track(self, entry: Entry) -> Track | None:
        """Return what the planner remembers of an entry's item."""
        return self.past.tracks.get(entry.row.item)

    def news(self, entry: Entry) -> list[News]:
        """Return what has been told of an entry's item, oldest first."""
        return [one for one in self.past.news if one.item == entry.row.item]


async def gathered(council: Council, dispatch: Dispatch) -> Message:
    """Gather what a message tells of, as it is now."""
    async with council.records() as records:  # apart: its locks are held no longer than they must
        rows = await records.ledger.within([dispatch.id])
    known = await office(council)
    person = known.staff.people.get(dispatch.recipient) or Person(dispatch.recipient)
    who = await items.reader(council, person.asker, texts(person.language or Language.FI), known)
    keys = sorted({row.item for row in rows})
    changed = {r.item for r in rows if Step.read(r.rule).kind is RuleKind.CHANGED}
    async with council.records() as records:
        past = Past(
            await records.ledger.rows(keys),
            await records.news.of(keys),
            await records.news.proposals(keys),
            {track.item: track for track in await records.plans.tracks(keys)},
            {key: await records.changes.history(key) for key in sorted(changed)},
            await records.desk.tasks() if person.asker.administers else (),
        )
    return Message(dispatch, who, _entries(rows, who), past)


def _entries(rows: Sequence[Reminder], who: Reader) -> tuple[Entry, ...]:
    """Put rows together by item, the most urgent item first."""
    by_item: dict[str, list[Reminder]] = {}
    for row in sorted(rows, key=_urgency):
        by_item.setdefault(row.item, []).append(row)
    found = ((tuple(own), who.known.register.get(key)) for key, own in by_item.items())
    return tuple(
        Entry(own, item)
        for own, item in found
        if item is None or any(may_hear(row, item, who) for row in own)
    )


def _urgency(row: Reminder) -> tuple[int, date, str, str]:
    """Sort overdue first, then by the due day; what is only to be known comes last."""
    kind = Step.read(row.rule).kind
    rank = 2 if kind is RuleKind.CHANGED else 1 if kind is RuleKind.NO_NEWS else 0
    return rank, row.due, row.item, row.rule


def may_hear(row: Reminder, item: Record, who: Reader) -> bool:
    """Tell whether a row's recipient may be told of its item as things are now."""
    if who.asker.administers or who.seen.get(item.key) is not None:
        return True
    return row.capacity not in HEARD and not isinstance(item, ReportingRule)


def pointed(entry: Entry, message: Message) -> tuple[Reminder, ...]:
    """Return the rows of an item that still have something to say."""
    return tuple(row for row in entry.rows if _row_has_point(row, entry, message))


def _row_has_point(row: Reminder, entry: Entry, message: Message) -> bool:
    """Tell whether a row still has something to say, some moments after it was gathered."""
    who, item, kind = message.who, entry.item, Step.read(row.rule).kind
    lost = item is None or lost_point(row, who.known) in {"removed", "not-followed", "over"}
    if item is None or lost or not may_hear(row, item, who):
        return False
    if kind is RuleKind.TASK:
        return bool(why.task(row.item, message.past.tasks, who.t))
    return kind is RuleKind.CHANGED or _still_theirs(row, item, message.track(entry), who)


def _still_theirs(row: Reminder, item: Record, track: Track | None, who: Reader) -> bool:
    """Tell whether a row is of the day that its item is due, and of what its recipient owns."""
    kind = Step.read(row.rule).kind
    if isinstance(item, Event):
        return item.when is not None and item.when.last == row.due
    # Who is told that nobody has answered need not answer for it themselves.
    owned = row.capacity in OWNED and kind is not RuleKind.ESCALATED
    if isinstance(item, Action | FollowUp):
        moved = kind in DATED and last_day(item) != row.due
        if moved or not owned:
            return not moved
        person = row.recipient
        return in_hand(item, person, who.known) and not let_go(item, person, track, who.known)
    if isinstance(item, Metric) and owned:
        answering = who.known.setting.answering.of(owners_of(who.known.register, item), who.today)
        return any(one.person == row.recipient for one in answering)
    return True
