"""Items that owners answer for: who may touch one, and what follows from whatever is told of it.

The pieces that the use cases of follow-up share. Whatever takes `records` writes in the caller's
transaction.
"""

from collections.abc import Awaitable, Callable, Collection, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import wraps
from json import dumps
from typing import Any, Final, ParamSpec, TypeAlias, TypeVar

from council.access import Asker
from council.chamber import Council
from council.errors import CouncilError, GaveWayError, NotAllowedError, NotFoundError
from council.ledger import Capacity, Reminder, RowState, Track
from council.model import Action, FollowUp, Record
from council.news import LONGEST_COMMENT, News, Proposal
from council.office import Office
from council.planning import OVER
from council.ports import Change, Records
from council.responsibility import owners_of
from council.rules import RuleKind, Step
from council.sorting import next_day

P = ParamSpec("P")
T = TypeVar("T")
Item: TypeAlias = FollowUp | Action

PROPOSED: Final = "proposal"  # task: something waits for a decision
DECLINED: Final = "declined"  # task: somebody says that it is not theirs


class BadInputError(CouncilError):
    """What was told makes no sense; facts: `what`, a code that chooses the words."""

    code = "bad-input"


class Result(StrEnum):
    """What became of something that was told."""

    DONE = "done"  # it is on record
    PART = "part"  # the owner's own part is on record; the item stays open for the others
    WAITS = "waits"  # an administrator decides
    SHARED = "shared"  # there are other owners: is it done for all?
    ALREADY = "already"  # it was so before; nothing has changed
    OUTDATED = "outdated"  # the card is of another due day; nothing has changed


@dataclass(frozen=True, slots=True)
class Minutes:
    """One sitting: who does something, through what, on what record, with what is known."""

    records: Records
    asker: Asker
    known: Office
    through: str  # card, words, load, command, job

    @property
    def now(self) -> datetime:
        """The moment of the sitting, aware, UTC."""
        return self.known.setting.now

    async def write(self, key: str, field: str, before: str, after: str, why: str = "") -> None:
        """Put one change on record; empty values say that there was or is none."""
        was, is_now = (dumps(v, ensure_ascii=False) if v else "" for v in (before, after))
        who, why = self.asker.person, why[:LONGEST_COMMENT]
        change = Change(key, field, was, is_now, who, self.now, self.through, why)
        await self.records.changes.add([change])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it, and the item as it is now."""

    result: Result
    item: Item
    others: tuple[str, ...] = ()  # keys of the other owners
    proposal: Proposal | None = None
    last: News | None = None  # the news before this


def told_of(known: Office) -> list[Item]:
    """Return every item that anything can be told of, done and called off ones too."""
    register = known.register
    alone = (action for action in register.of(Action) if not register.follow_ups(action))
    return [*register.of(FollowUp), *alone]


def open_items(known: Office) -> list[Item]:
    """Return every item that is neither done nor called off."""
    return [item for item in told_of(known) if item.state not in OVER]


def in_hand(item: Record, person: str, known: Office) -> bool:
    """Tell whether a person answers for an item today: as holder, deputy or contact."""
    return bool(person) and any(
        one.person == person and (one.capacity is not Capacity.ADMINISTRATOR)
        for owner in owners_of(known.register, item)
        for one in known.setting.answering.of((owner,), today_of(known))
    )


def stands_behind(item: Item, person: str, known: Office) -> bool:
    """Tell whether a person is told of an item when its owner is silent, and so may answer.

    These are the owner's deputies and heads, once the item is overdue.
    """
    last, today = last_day(item), today_of(known)
    if not person or last is None or last >= today:
        return False
    answering = known.setting.answering
    return any(
        person in (*answering.deputies(owner, today), *answering.heads(owner, today))
        for owner in owners_of(known.register, item)
    )


def let_go(item: Item, person: str, track: Track | None, known: Office) -> bool:
    """Tell whether a person has declined an item or done their own part of it."""
    if track is None:
        return False
    if person in track.declined:
        return True
    owners = owners_of(known.register, item)
    own = own_of(owners, Asker(person), known)
    return bool(own) and own <= track.parts


def own_of(owners: Sequence[str], asker: Asker, known: Office) -> frozenset[str]:
    """Return which of the owners the asker answers for today."""
    answering = known.setting.answering
    return frozenset(
        owner
        for owner in owners
        if any(one.person == asker.person for one in answering.of((owner,), today_of(known)))
    )


def capacity_of(item: Item, person: str, known: Office) -> Capacity:
    """Return why a person answers for an item today."""
    for one in known.setting.answering.of(owners_of(known.register, item), today_of(known)):
        if one.person == person:
            return one.capacity
    return Capacity.ADMINISTRATOR


def once_more(deed: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Have a use case done again, once, where its transaction gave way to another one."""

    @wraps(deed)
    async def done(*given: P.args, **named: P.kwargs) -> T:
        try:
            return await deed(*given, **named)
        except GaveWayError:
            return await deed(*given, **named)

    return done


async def permitted(council: Council, asker: Asker, key: str, known: Office, deed: str) -> Item:
    """Return the item if the asker may do this to it; a refusal is put on record.

    What the asker may not see does not exist, unless it is theirs.
    """
    item = known.register.get(key)
    if not isinstance(item, FollowUp | Action):
        raise NotFoundError(what="record")
    own = in_hand(item, asker.person, known) or stands_behind(item, asker.person, known)
    if asker.administers or own:
        return item
    view = await council.shelf.view(asker)
    async with council.records() as records:
        await Minutes(records, asker, known, "words").write(key, "refused", "", deed)
    if view.register.get(key) is None:
        raise NotFoundError(what="record")
    raise NotAllowedError(who=asker.person)


def check_period(day: date, item: Record, known: Office) -> None:
    """Refuse a day from before the year in which the programme, or its document, begins."""
    programme = known.register.programme(item)
    period = programme.period if programme else None
    begun = period.start if period else None
    written = programme.source.dated if programme else None
    first = min((d for d in (begun, written) if d is not None), default=None)
    if first is not None and day < first.replace(month=1, day=1):
        raise BadInputError(what="before-programme", first=iso(first))


async def fresh(records: Records, key: str) -> Item:
    """Return an item as it is on record now."""
    found: Sequence[Record] = await records.register.find([key])
    if not found or not isinstance(found[0], FollowUp | Action):
        raise NotFoundError(what="record")
    return found[0]


async def track_of(m: Minutes, item: Item) -> Track:
    """Return what is remembered of an item, to be changed before the sitting ends."""
    found = await m.records.plans.tracks([item.key], locked=True)
    return found[0] if found else Track(item.key, None, m.now, m.now)


async def heard(m: Minutes, item: Item, news: News) -> None:
    """Put news on record, and what follows from having heard."""
    await m.records.news.add(news)
    track = await track_of(m, item)
    await m.records.plans.follow([replace(track, heard=m.now)])
    await m.records.plans.mark([item.key], m.now)
    await acknowledge(m, item.key, news.person)


async def acknowledge(m: Minutes, key: str, person: str) -> None:
    """Mark what was sent as answered, and have every card that shows the item drawn anew."""
    rows = await m.records.ledger.rows([key])
    await m.records.ledger.put(
        [
            replace(row, state=RowState.ACKNOWLEDGED, changed=m.now)
            for row in rows
            if row.recipient == person and row.state is RowState.SENT
        ]
    )
    await m.records.cards.outdate({row.dispatch for row in rows if row.dispatch}, m.now)


async def alert(m: Minutes, item: Item) -> None:
    """Have the administrators hear of an item in their message of today, or the next."""
    step = Step(RuleKind.TASK, 0)
    whom = dict.fromkeys(m.known.staff.administrators, Capacity.ADMINISTRATOR)
    await m.records.ledger.put([_notice(m, item, step, *one, m.now) for one in whom.items()])


async def tell(m: Minutes, item: Item, *, also: Collection[str] = ()) -> None:
    """Have owners, followers and `also` hear of a change in their next daily message."""
    answering, owners = m.known.setting.answering, owners_of(m.known.register, item)
    told = {
        person: Capacity.FOLLOWER
        for _, person in await m.records.news.followers([item.key])
        if _may_see(item, person, m.known)
    }
    told |= dict.fromkeys(also, Capacity.OWNER)
    told |= {
        one.person: one.capacity
        for one in answering.of(owners, today_of(m.known))
        if one.capacity is not Capacity.ADMINISTRATOR
    }
    told.pop(m.asker.person, None)
    step = Step(RuleKind.CHANGED, len(await m.records.changes.history(item.key)))
    await m.records.ledger.put(
        [_notice(m, item, step, *one, next_day(one[0], m.known)) for one in sorted(told.items())]
    )
    rows = await m.records.ledger.rows([item.key])
    await m.records.cards.outdate({row.dispatch for row in rows if row.dispatch}, m.now)


def _notice(  # noqa: PLR0913, PLR0917 - a row
    m: Minutes, item: Item, step: Step, person: str, capacity: Capacity, at: datetime
) -> Reminder:
    return Reminder(
        recipient=person,
        item=item.key,
        rule=str(step),
        due=today_of(m.known),
        at=at,
        programme=item.programme,
        capacity=capacity,
        changed=m.now,
    )


def _may_see(item: Item, person: str, known: Office) -> bool:
    somebody = known.staff.people.get(person)
    return somebody is not None and somebody.asker.may_see(item.audience)


def today_of(known: Office) -> date:
    """Return the calendar day in the municipality."""
    return known.setting.days.day(known.setting.now)


def last_day(item: Item) -> date | None:
    """Return the last day of an item's date, or None."""
    return item.due.last if isinstance(item, FollowUp) and item.due else None


def iso(day: date | None) -> str:
    """Return a day in ISO 8601, or ''."""
    return day.isoformat() if day else ""
