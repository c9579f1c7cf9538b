"""Persons taken out of follow-up in memory; see `tests.memory`."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from council.ledger import Dispatch, DispatchState, Reminder, RowState
from council.news import Proposal, ProposalState
from tests.memory_ledger import OPEN, Followed

OPEN_ROWS = {RowState.PLANNED, RowState.LEASED}


def forget_followed(state: Followed, person: str, pseudonym: str, at: datetime) -> None:
    rows = [_row(row, person, pseudonym, at) for row in state.rows.values()]
    state.rows = {row.identity: row for row in rows}
    state.dispatches = {
        key: _dispatch(one, pseudonym) if one.recipient == person else one
        for key, one in state.dispatches.items()
    }
    state.stale.pop(person, None)
    state.preferences.pop(person, None)
    state.unreachable.pop(person, None)
    state.follows = {pair for pair in state.follows if pair[0] != person}
    state.news = [replace(one, person="") if one.person == person else one for one in state.news]
    state.proposals = {
        key: replace(
            one,
            person="" if one.person == person else one.person,
            decided_by="" if one.decided_by == person else one.decided_by,
        )
        for key, one in state.proposals.items()
    }
    state.tracks = {
        key: replace(track, declined=track.declined - {person})
        for key, track in state.tracks.items()
    }


def _row(row: Reminder, person: str, pseudonym: str, at: datetime) -> Reminder:
    if row.recipient != person:
        return row
    if row.state not in OPEN_ROWS:
        return replace(row, recipient=pseudonym)
    return replace(
        row,
        recipient=pseudonym,
        state=RowState.SUPERSEDED,
        reason="forgotten",
        changed=at,
    )


def _dispatch(one: Dispatch, pseudonym: str) -> Dispatch:
    if one.state in OPEN:
        one = replace(one, state=DispatchState.CANCELLED, reason="forgotten")
    return replace(one, recipient=pseudonym, holder="", conversation="", message="", redraw=None)


def unname_followed(state: Followed, before: datetime) -> None:
    state.news = [replace(one, person="") if one.at < before else one for one in state.news]
    state.proposals = {
        key: replace(one, person="", decided_by="") if _settled(one, before) else one
        for key, one in state.proposals.items()
    }


def unword_followed(state: Followed, before: datetime) -> None:
    state.news = [replace(one, words="") if one.at < before else one for one in state.news]
    state.proposals = {
        key: replace(one, why="") if _settled(one, before) else one
        for key, one in state.proposals.items()
    }


def shed_followed(state: Followed, before: datetime, but: Collection[str]) -> int:
    rows = {
        key: row
        for key, row in state.rows.items()
        if row.at >= before or row.state in OPEN_ROWS or row.item in but
    }
    dispatches = {
        key: one for key, one in state.dispatches.items() if one.made >= before or one.state in OPEN
    }
    gone = len(state.rows) - len(rows) + len(state.dispatches) - len(dispatches)
    state.rows, state.dispatches = rows, dispatches
    return gone


def _settled(one: Proposal, before: datetime) -> bool:
    return one.at < before and one.standing is not ProposalState.OPEN
