"""Proposals: owners propose new dates, administrators decide, and the history stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from secrets import token_hex
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.dates import DueDate
from council.errors import NotFoundError
from council.items import (
    PROPOSED,
    BadInputError,
    Item,
    Minutes,
    Outcome,
    Result,
    alert,
    check_period,
    fresh,
    heard,
    iso,
    last_day,
    once_more,
    permitted,
    tell,
    today_of,
    track_of,
)
from council.model import Action, FollowUp, State
from council.news import LONGEST_COMMENT, News, Proposal, ProposalKind, ProposalState
from council.office import Office, office
from council.permission import administrators_only
from council.planning import OVER
from council.ports import Records, Task

FARTHEST: Final = 30  # years ahead that a due day may be moved to


@once_more
async def propose(  # noqa: PLR0913 - what a proposal is
    council: Council,
    asker: Asker,
    key: str,
    due: DueDate,
    why: str,
    *,
    through: str,
    seen: date | None = None,
) -> Outcome:
    """Propose a new due day, for an administrator to decide; the date stays until then.

    `seen` is the due day on the card that was answered. Raises NotFoundError, NotAllowedError
    unless the asker answers for the item or administers, and BadInputError, also where no reason
    is given.
    """
    known = await office(council)
    item = await permitted(council, asker, key, known, "propose")
    _check_due(due, why, item, known)
    async with council.records() as records:
        await records.changes.bump()  # whoever answers at the same time waits here
        m = Minutes(records, asker, known, through)
        item = await fresh(records, key)
        if seen is not None and last_day(item) != seen:
            return Outcome(Result.OUTDATED, item)
        if item.state in OVER or last_day(item) == due.last:
            return Outcome(Result.ALREADY, item)
        await _withdraw(m, key)
        proposal = _proposed(m, item, due, why.strip())
        await put_forward(m, proposal)
        await m.write(key, "proposed", iso(last_day(item)), iso(due.last), why)
        await records.plans.follow([replace(await track_of(m, item), waiting=True)])
        told = News(item=key, person=asker.person, at=m.now, words=why.strip(), through=through)
        await heard(m, item, told)
        return Outcome(Result.WAITS, item, proposal=proposal)


def _proposed(m: Minutes, item: Item, due: DueDate, why: str) -> Proposal:
    return Proposal(
        id=token_hex(8),
        item=item.key,
        kind=ProposalKind.DATE,
        person=m.asker.person,
        at=m.now,
        was=last_day(item),
        due=due,
        why=why,
    )


async def _withdraw(m: Minutes, key: str) -> None:
    """Take back the date that was proposed before: the newest counts."""
    for earlier in await m.records.news.proposals([key]):
        if earlier.standing is ProposalState.OPEN and earlier.kind is ProposalKind.DATE:
            withdrawn = replace(earlier, standing=ProposalState.WITHDRAWN, decided=m.now)
            await m.records.news.propose(withdrawn)


async def put_forward(m: Minutes, proposal: Proposal) -> None:
    """Put a proposal before the administrators."""
    await m.records.news.propose(proposal)
    await m.records.desk.open_task(Task(PROPOSED, proposal.item, proposal.at))
    item = m.known.register.get(proposal.item)
    if isinstance(item, FollowUp | Action):
        await alert(m, item)


@once_more
async def decide(  # noqa: PLR0913 - what a decision is
    council: Council,
    asker: Asker,
    key: str,
    proposal_id: str,
    *,
    approve: bool,
    through: str,
    why: str = "",
) -> Outcome:
    """Approve or reject a proposal for an item; one that has been decided stays as it is.

    Raises NotAllowedError unless the asker administers, and NotFoundError.
    """
    administrators_only(asker)
    known = await office(council)
    async with council.records() as records:
        await records.changes.bump()
        m = Minutes(records, asker, known, through)
        item = await fresh(records, key)
        proposal = await _proposal(records, key, proposal_id)
        if proposal.standing is not ProposalState.OPEN:
            return Outcome(Result.ALREADY, item, proposal=proposal)
        standing = ProposalState.APPROVED if approve else ProposalState.REJECTED
        decided = replace(proposal, standing=standing, decided_by=asker.person, decided=m.now)
        await records.news.propose(decided)
        if approve:
            item = await _approved(m, item, decided)
        else:
            await m.write(key, "rejected", "", _value(decided), why)
        if decided.kind is ProposalKind.DATE:
            await records.plans.follow([replace(await track_of(m, item), waiting=False)])
        left = await records.news.proposals([key])
        if not any(one.standing is ProposalState.OPEN for one in left):
            await records.desk.close_task(PROPOSED, key, m.now)
        await tell(m, item, also={proposal.person} - {""})  # who has been forgotten
        return Outcome(Result.DONE, item, proposal=decided)


async def _approved(m: Minutes, item: Item, proposal: Proposal) -> Item:
    """Write what a proposal asked for; the first due day stays known."""
    if proposal.kind is ProposalKind.STATE and proposal.state is not None:
        changed: Item = replace(item, state=proposal.state)
        told = ("state", item.state.value, proposal.state.value)
    elif isinstance(item, FollowUp) and proposal.due is not None:
        was, today = item.due, m.known.setting.days.day(m.now)
        first = (was.originally or was.last) if was else None
        due = replace(proposal.due, originally=first, moved=today, moved_why=proposal.why)
        late = item.state is State.LATE  # a new day ends what was said of the old one
        changed = replace(item, due=due, state=State.STARTED if late else item.state)
        told = ("due", iso(last_day(item)), iso(due.last))
    else:
        return item
    await m.records.register.put([changed])
    await m.write(item.key, *told, proposal.why)
    return changed


async def proposals(council: Council, asker: Asker) -> Sequence[Proposal]:
    """Return what waits for a decision, oldest first. Raises NotAllowedError."""
    administrators_only(asker)
    async with council.records() as records:
        return await records.news.proposals()


def _check_due(due: DueDate, why: str, item: Item, known: Office) -> None:
    if not isinstance(item, FollowUp):
        raise BadInputError(what="no-date")
    if due.last is None:
        raise BadInputError(what="year")
    if len(why) > LONGEST_COMMENT:
        raise BadInputError(what="comment")
    check_period(due.last, item, known)
    if due.last < today_of(known):
        raise BadInputError(what="past")
    if due.last.year > today_of(known).year + FARTHEST:
        raise BadInputError(what="too-far")
    if not why.strip():
        raise BadInputError(what="reason")


async def _proposal(records: Records, key: str, proposal_id: str) -> Proposal:
    for one in await records.news.proposals([key]):
        if one.id == proposal_id:
            return one
    raise NotFoundError(what="proposal")


def _value(proposal: Proposal) -> str:
    if proposal.due is not None:
        return iso(proposal.due.last)
    return proposal.state.value if proposal.state else ""
