"""Where a programme stands: every follow-up in exactly one class, by goal, with what was heard."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from json import loads
from zoneinfo import ZoneInfo

from council.answers import Reason
from council.calendar import Dated, late
from council.dates import DateCertainty
from council.model import (
    Action,
    Certainty,
    FollowUp,
    Goal,
    Programme,
    Record,
    Standing,
    State,
)
from council.ports import LOAD, Change
from council.recorded import HELD
from council.register import Register

NEWS = "news"  # a change's field where an owner told how it goes and the state stayed
_STATE = "state"
_REASONED = HELD | {NEWS}  # changes whose reason is for everybody who sees the record
_HEARD = _REASONED | {"", "part", "proposed"}  # a part that is done, a date that was proposed


class Status(StrEnum):
    """How an item is doing, in the order in which it is told."""

    DONE = "done"
    ON_TIME = "on time"
    LATE = "late"  # the due day is past, or the owner has said that it will be late
    NO_NEWS = "no news"  # open, not late, and nothing heard of it for long
    NO_DATE = "no date"  # open, without a day and a year to be late from


@dataclass(frozen=True, slots=True)
class Heard:
    """What the history tells of records, by key."""

    last: Mapping[str, datetime]  # when news came
    begun: Mapping[str, datetime]  # when it was loaded
    reasons: Mapping[str, Reason]


@dataclass(frozen=True, slots=True)
class Item:
    """A follow-up, or an action that has none."""

    record: Action | FollowUp
    status: Status
    days_late: int  # 0: not late, or only said to be
    heard: datetime | None  # UTC; None: nothing since it was loaded
    reason: Reason | None
    owners: tuple[Record, ...]
    goals: tuple[Goal, ...]
    action: Action | None  # of a follow-up
    unconfirmed: bool  # the record or its date


@dataclass(frozen=True, slots=True)
class Group:
    """The items of a goal, or with None those that serve none."""

    goal: Goal | None
    items: tuple[Item, ...]
    cancelled: int = 0

    def number(self, status: Status) -> int:
        """Count the items of a class."""
        return sum(item.status is status for item in self.items)

    @property
    def unconfirmed(self) -> int:
        """Count the items that nobody has confirmed; they are in their classes as well."""
        return sum(item.unconfirmed for item in self.items)


@dataclass(frozen=True, slots=True)
class Tally:
    """Where a programme stands on a day."""

    programme: Programme
    on: date
    days: int  # after how many days without news an item is said to have none
    whole: Group  # each item once
    groups: tuple[Group, ...] = field(default=())  # by goal; under each that an item serves
    bare: tuple[Goal, ...] = ()  # goals with nothing to follow
    draft: bool = False

    @property
    def shared(self) -> bool:
        """Whether an item stands under several goals."""
        return sum(len(group.items) for group in self.groups) > len(self.whole.items)


def heard(changes: Iterable[Change], zone: ZoneInfo) -> Heard:
    """Return what changes tell, given oldest first.

    News is what people changed or told of the matter, and a state that was loaded; that somebody
    put a reminder off is none. The latest reason counts: what was said with a change, else the
    words of the news themselves. Why somebody declined, or proposed what nobody has decided on, is
    not told.
    """
    last: dict[str, datetime] = {}
    begun: dict[str, datetime] = {}
    reasons: dict[str, Reason] = {}
    for change in changes:
        loaded = change.through == LOAD
        if change.field not in _HEARD:
            continue
        if not loaded or change.field in {_STATE, NEWS}:
            last[change.key] = change.at
        elif not change.field and change.after:
            begun[change.key] = change.at
        if loaded or change.field not in _REASONED:
            continue
        if text := change.why.strip() or _told(change):
            reasons[change.key] = Reason(text, change.at.astimezone(zone).date())
    return Heard(last, begun, reasons)


def _told(change: Change) -> str:
    """Return the words of news, which are a JSON string."""
    if change.field != NEWS:
        return ""
    try:
        words = loads(change.after)
    except ValueError:
        return ""
    return words.strip() if isinstance(words, str) else ""


def items_of(register: Register, programme: str) -> tuple[Action | FollowUp, ...]:
    """Return what is followed: the follow-ups, and actions that have none."""
    follow_ups = register.of(FollowUp, programme)
    followed = {follow_up.action for follow_up in follow_ups}
    bare = (a for a in register.of(Action, programme) if a.key not in followed)
    return (*follow_ups, *bare)


def tally(
    register: Register, programme: Programme, told: Heard, on: date, silence: tuple[int, datetime]
) -> Tally:
    """Count where a programme stands on a day.

    `silence` is after how many days without news an item is said to have none, and since when.
    """
    days, silent = silence
    records = items_of(register, programme.key)
    kept = [r for r in records if r.state is not State.CANCELLED]
    cancelled = [r for r in records if r.state is State.CANCELLED]
    served = {action.key: register.goals(action) for action in register.of(Action, programme.key)}
    items = tuple(_item(record, register, served, told, (on, silent)) for record in kept)
    groups = _groups(register, programme.key, items, cancelled)
    return Tally(
        programme,
        on,
        days,
        Group(None, items, len(cancelled)),
        tuple(group for group in groups if group.items or group.cancelled),
        tuple(g.goal for g in groups if g.goal and not (g.items or g.cancelled)),
        draft=programme.standing is Standing.DRAFT,
    )


def _groups(
    register: Register,
    programme: str,
    items: Sequence[Item],
    cancelled: Sequence[Action | FollowUp],
) -> list[Group]:
    goals = register.of(Goal, programme)
    by_goal: dict[str, list[Item]] = {goal.key: [] for goal in goals}
    gone = dict.fromkeys(by_goal, 0)
    loose: list[Item] = []
    for item in items:
        own = [g.key for g in item.goals if g.key in by_goal]
        for key in own:
            by_goal[key].append(item)
        if not own:
            loose.append(item)
    nowhere = 0
    for record in cancelled:
        own = [g.key for g in register.goals(record) if g.key in gone]
        for key in own:
            gone[key] += 1
        nowhere += not own
    found = [Group(goal, tuple(by_goal[goal.key]), gone[goal.key]) for goal in goals]
    return [*found, Group(None, tuple(loose), nowhere)]


def _item(
    record: Action | FollowUp,
    register: Register,
    served: Mapping[str, tuple[Goal, ...]],
    told: Heard,
    moment: tuple[date, datetime],
) -> Item:
    due = record.due if isinstance(record, FollowUp) else None
    action = register.find(Action, record.action) if isinstance(record, FollowUp) else None
    status = _status(record, told, *moment)
    past = (moment[0] - due.last).days if due and due.last else 0
    unsure = due is not None and due.certainty is DateCertainty.UNCONFIRMED
    return Item(
        record,
        status,
        max(0, past) if status is Status.LATE else 0,
        told.last.get(record.key),
        told.reasons.get(record.key),
        register.owners(record),
        served.get((action or record).key, ()),
        action,
        unconfirmed=unsure or record.certainty is Certainty.UNCONFIRMED,
    )


def _status(record: Action | FollowUp, told: Heard, on: date, silent: datetime) -> Status:
    """Return the class of an item; the first that fits.

    Nobody knows whether that is done which was past when the document was written: no news.
    """
    if record.state is State.DONE:
        return Status.DONE
    if record.state is State.LATE:
        return Status.LATE
    due = record.due if isinstance(record, FollowUp) else None
    if due is None or due.last is None:
        return Status.NO_DATE
    if due.last < on:  # what is past and yet not late was past when the document was written
        return Status.LATE if late([Dated(record, due)], on) else Status.NO_NEWS
    return Status.ON_TIME if _lately(record, told, silent) else Status.NO_NEWS


def _lately(record: Record, told: Heard, silent: datetime) -> bool:
    """Tell whether something was heard of a record lately, or it was loaded lately.

    Where the history does not reach, the day of the document counts.
    """
    moment = told.last.get(record.key) or told.begun.get(record.key)
    if moment is not None:
        return moment >= silent
    written = record.source.dated
    return written is not None and written >= silent.date()
