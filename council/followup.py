"""Follow-up: owners tell how it goes, put it off, or say that it is not theirs.

Every use case checks for itself who may do it. A refusal is put on record, and so is every change
with what was before. Two people who answer at once are put one after the other by the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from secrets import token_hex
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.errors import NotFoundError
from council.gathering import PURPOSE
from council.items import (
    DECLINED,
    BadInputError,
    Item,
    Minutes,
    Outcome,
    Result,
    acknowledge,
    alert,
    capacity_of,
    check_period,
    fresh,
    heard,
    in_hand,
    iso,
    last_day,
    let_go,
    once_more,
    open_items,
    own_of,
    permitted,
    tell,
    today_of,
    track_of,
)
from council.ledger import Reminder, RowState
from council.model import Action, FollowUp, State
from council.news import LONGEST_COMMENT, News, Proposal, ProposalKind
from council.office import Office, office
from council.permission import administrators_only
from council.planning import OVER
from council.ports import Task
from council.proposals import put_forward
from council.responsibility import owners_of
from council.rules import RuleKind, Step

FARTHEST_SNOOZE: Final = 90  # days
FULL: Final = 100  # per cent


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an owner tells."""

    state: State | None = None
    percent: int | None = None
    comment: str = ""
    on: date | None = None
    section: str = ""
    for_all: bool | None = None  # done for all owners, or only for one's own part; None: not said
    seen: date | None = None  # the due day on the card that was answered; None: words


async def mine(council: Council, asker: Asker) -> tuple[Item, ...]:
    """Return the open items that the asker answers for today, by due day; undated last."""
    known = await office(council)
    async with council.records() as records:
        items = [item for item in open_items(known) if in_hand(item, asker.person, known)]
        tracks = {t.item: t for t in await records.plans.tracks([item.key for item in items])}
    own = [item for item in items if not let_go(item, asker.person, tracks.get(item.key), known)]
    return tuple(sorted(own, key=lambda item: (last_day(item) or date.max, item.order, item.key)))


async def reminded_today(council: Council, asker: Asker) -> frozenset[str]:
    """Return the keys of the items in the asker's message of today, if it has gone out."""
    async with council.records() as records:
        latest = (await records.dispatches.latest(PURPOSE, [asker.person])).get(asker.person)
        if latest is None or latest.sent is None or council.days.day(latest.sent) != council.today:
            return frozenset()
        return frozenset(row.item for row in await records.ledger.within([latest.id]))


@once_more
async def report(
    council: Council, asker: Asker, key: str, told: Report, *, through: str
) -> Outcome:
    """Put on record how an item goes.

    Raises NotFoundError, NotAllowedError unless the asker answers for the item or administers, and
    BadInputError.
    """
    known = await office(council)
    item = await permitted(council, asker, key, known, "report")
    _check(told, item, known)
    async with council.records() as records:
        await records.changes.bump()  # whoever answers at the same time waits here
        m = Minutes(records, asker, known, through)
        item = await fresh(records, key)
        before = await records.news.of([key])
        last = before[-1] if before else None
        if told.seen is not None and last_day(item) != told.seen:
            return Outcome(Result.OUTDATED, item, last=last)
        if item.state in OVER or _said(told, last, asker, known):
            return Outcome(Result.ALREADY, item, last=last)
        others = await _others(m, item)
        asked = told.state is State.DONE and told.for_all is None and not asker.administers
        if asked and others:
            return Outcome(Result.SHARED, item, others, last=last)
        outcome = await _reported(m, item, told, others)
        await heard(m, item, _news(told, m, item))
        return replace(outcome, last=last)


async def _others(m: Minutes, item: Item) -> tuple[str, ...]:
    """Return the other owners whose part is not done."""
    owners = owners_of(m.known.register, item)
    track = await track_of(m, item)
    out = own_of(owners, m.asker, m.known) | track.parts
    return tuple(owner for owner in owners if owner not in out)


async def _reported(m: Minutes, item: Item, told: Report, others: tuple[str, ...]) -> Outcome:
    """Write what a report changes in the item."""
    if told.state is State.DONE and others and told.for_all is False:
        return await _own_part(m, item, others)
    if told.state is None or told.state is item.state:
        return Outcome(Result.DONE, item, others)
    if m.known.rules(item.programme, item.key).approval and not m.asker.administers:
        proposal = _awaiting(m, item, told)
        await put_forward(m, proposal)
        return Outcome(Result.WAITS, item, others, proposal)
    changed = replace(item, state=told.state)
    await m.records.register.put([changed])
    await m.write(item.key, "state", item.state.value, told.state.value, told.comment)
    await tell(m, changed)
    return Outcome(Result.DONE, changed, others)


async def _own_part(m: Minutes, item: Item, others: tuple[str, ...]) -> Outcome:
    """Write that the asker's own part is done; the others keep their reminders."""
    track = await track_of(m, item)
    own = own_of(owners_of(m.known.register, item), m.asker, m.known)
    await m.records.plans.follow([replace(track, parts=track.parts | own)])
    await m.write(item.key, "part", "", ", ".join(sorted(own)))
    return Outcome(Result.PART, item, others)


def _awaiting(m: Minutes, item: Item, told: Report) -> Proposal:
    """Return the proposal of a state that needs approval."""
    return Proposal(
        id=token_hex(8),
        item=item.key,
        kind=ProposalKind.STATE,
        person=m.asker.person,
        at=m.now,
        was=last_day(item),
        state=told.state,
        percent=told.percent,
        why=told.comment.strip(),
    )


@once_more
async def snooze(council: Council, asker: Asker, key: str, until: date, *, through: str) -> Outcome:
    """Remind the asker of an item on another day, and not before.

    Raises as `report` does; BadInputError where the day is not ahead, or after the due day.
    """
    known = await office(council)
    item = await permitted(council, asker, key, known, "snooze")
    today, last = today_of(known), last_day(item)
    if until <= today or (until - today).days > FARTHEST_SNOOZE:
        raise BadInputError(what="snooze")
    if last is not None and today < last < until:
        raise BadInputError(what="snooze-after-due", due=iso(last))
    async with council.records() as records:
        m = Minutes(records, asker, known, through)
        rows = await records.ledger.rows([key])
        gone = [
            replace(r, state=RowState.SUPERSEDED, reason="snoozed", changed=m.now)
            for r in rows
            if _snoozed(r, asker.person)
        ]
        await records.ledger.put([*gone, _later(m, item, until)])
        await acknowledge(m, key, asker.person)
        await m.write(key, "snoozed", "", iso(until))
    return Outcome(Result.DONE, item)


def _later(m: Minutes, item: Item, until: date) -> Reminder:
    """Return the row that reminds the asker again."""
    known = m.known
    rules = known.rules(item.programme, item.key)
    day = known.setting.days.forth(until, july_off=rules.july_off)
    hour = known.staff.chosen(m.asker.person).hour or rules.hour
    return Reminder(
        recipient=m.asker.person,
        item=item.key,
        rule=str(Step(RuleKind.SNOOZED, (until - today_of(known)).days)),
        due=until,
        at=known.setting.days.moment(day, hour),
        programme=item.programme,
        capacity=capacity_of(item, m.asker.person, known),
        changed=m.now,
    )


@once_more
async def decline(council: Council, asker: Asker, key: str, why: str, *, through: str) -> Outcome:
    """Say that an item is not the asker's: whoever comes next hears of it, and administrators do.

    Raises as `report` does.
    """
    known = await office(council)
    item = await permitted(council, asker, key, known, "decline")
    if len(why) > LONGEST_COMMENT:
        raise BadInputError(what="comment")
    async with council.records() as records:
        m = Minutes(records, asker, known, through)
        track = await track_of(m, item)
        if asker.person in track.declined:
            return Outcome(Result.ALREADY, item)
        await records.plans.follow([replace(track, declined=track.declined | {asker.person})])
        await records.desk.open_task(Task(DECLINED, key, m.now))
        await acknowledge(m, key, asker.person)
        await m.write(key, "declined", "", asker.person, why)
        await alert(m, item)
    return Outcome(Result.DONE, item)


@once_more
async def return_to_owner(council: Council, asker: Asker, key: str, *, through: str) -> Outcome:
    """Give an item back to those who have declined it. Raises NotAllowedError, NotFoundError."""
    administrators_only(asker)
    known = await office(council)
    async with council.records() as records:
        m = Minutes(records, asker, known, through)
        item = await fresh(records, key)
        track = await track_of(m, item)
        await records.plans.follow([replace(track, declined=frozenset())])
        await records.desk.close_task(DECLINED, key, m.now)
        await m.write(key, "declined", ", ".join(sorted(track.declined)), "")
    return Outcome(Result.DONE, item)


async def follow(council: Council, asker: Asker, key: str, *, on: bool) -> bool:
    """Have the asker hear when an item changes, or no longer; tell whether that changed.

    Raises NotFoundError where there is no such item for the asker.
    """
    view = await council.shelf.view(asker)
    if not isinstance(view.register.get(key), FollowUp | Action):
        raise NotFoundError(what="record")
    async with council.records() as records:
        return await records.news.follow(asker.person, key, on=on)


async def news_of(council: Council, asker: Asker, key: str) -> Sequence[News]:
    """Return what owners have told about an item, oldest first.

    Raises NotFoundError, and NotAllowedError unless the asker answers for it or administers.
    """
    known = await office(council)
    await permitted(council, asker, key, known, "news")
    async with council.records() as records:
        return await records.news.of([key])


def _news(told: Report, m: Minutes, item: Item) -> News:
    return News(
        item=item.key,
        person=m.asker.person,
        at=m.now,
        state=told.state,
        percent=told.percent,
        words=told.comment.strip(),
        on=told.on,
        section=told.section,
        through=m.through,
    )


def _said(told: Report, last: News | None, asker: Asker, known: Office) -> bool:
    """Tell whether the same person told the very same today: a button pressed twice."""
    if last is None or last.person != asker.person:
        return False
    same = (last.state, last.percent, last.words) == (
        told.state,
        told.percent,
        told.comment.strip(),
    )
    return same and known.setting.days.day(last.at) == today_of(known)


def _check(told: Report, item: Item, known: Office) -> None:
    if told.percent is not None and not 0 <= told.percent <= FULL:
        raise BadInputError(what="percent")
    if len(told.comment) > LONGEST_COMMENT:
        raise BadInputError(what="comment")
    if told.on is not None:
        if told.on > today_of(known):
            raise BadInputError(what="not-yet")
        check_period(told.on, item, known)


def _snoozed(row: Reminder, person: str) -> bool:
    own = row.recipient == person and row.state is RowState.PLANNED
    return own and row.rule.startswith(f"{RuleKind.SNOOZED.value}:")
