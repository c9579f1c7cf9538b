"""Follow-up in memory: the ledger, messages, plans, choices and news of `tests.memory`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Protocol, Self

from council.ledger import (
    LONGEST_HOLD,
    Dispatch,
    DispatchState,
    Reminder,
    RowState,
    Stale,
    Track,
)
from council.ledger_ports import Beat
from council.news import News, Proposal, ProposalState
from council.rules import Preferences, Setting
from council.spreading import ITSELF

OPEN = {DispatchState.PLANNED, DispatchState.LEASED}
Identity = tuple[str, str, str, object]


@dataclass(slots=True)
class Followed:
    """What has been committed of follow-up; the values in it never change."""

    rows: dict[Identity, Reminder] = field(default_factory=dict)
    dispatches: dict[str, Dispatch] = field(default_factory=dict)
    free: dict[int, datetime] = field(default_factory=dict)
    stale: dict[str, Stale] = field(default_factory=dict)
    tracks: dict[str, Track] = field(default_factory=dict)
    settings: dict[tuple[str, str], object] = field(default_factory=dict)
    preferences: dict[str, Preferences] = field(default_factory=dict)
    unreachable: dict[str, str] = field(default_factory=dict)
    news: list[News] = field(default_factory=list)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    follows: set[tuple[str, str]] = field(default_factory=set)
    beats: dict[str, Beat] = field(default_factory=dict)

    def copy(self) -> Self:
        return type(self)(**{f.name: getattr(self, f.name).copy() for f in fields(self)})


class Transaction(Protocol):
    def followed(self) -> Followed: ...

    async def following(self) -> Followed: ...


class _Part:
    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction


class MemoryLedger(_Part):
    async def rows(self, items: Collection[str], *, locked: bool = True) -> Sequence[Reminder]:
        followed = self._transaction.followed
        state = await self._transaction.following() if locked else followed()
        return [row for row in state.rows.values() if row.item in items]

    async def put(self, rows: Sequence[Reminder]) -> None:
        if rows:
            state = await self._transaction.following()
            state.rows.update({row.identity: row for row in rows})

    async def recipients(self, now: datetime, limit: int) -> Sequence[str]:
        first: dict[str, datetime] = {}
        for row in self._planned(self._transaction.followed(), now):
            first[row.recipient] = min(first.get(row.recipient, row.at), row.at)
        return sorted(first, key=lambda who: (first[who], who))[:limit]

    async def due(self, recipients: Collection[str], now: datetime) -> Sequence[Reminder]:
        state = await self._transaction.following()
        return [row for row in self._planned(state, now) if row.recipient in recipients]

    async def within(self, dispatches: Collection[str]) -> Sequence[Reminder]:
        state = await self._transaction.following()
        wanted = set(dispatches) - {""}
        return [row for row in state.rows.values() if row.dispatch in wanted]

    async def upcoming(
        self, until: datetime, limit: int, recipient: str = ""
    ) -> Sequence[Reminder]:
        found = [
            row
            for row in self._planned(self._transaction.followed(), until)
            if recipient in {"", row.recipient}
        ]
        return sorted(found, key=lambda row: row.at)[:limit]

    def _planned(self, state: Followed, now: datetime) -> list[Reminder]:
        return [r for r in state.rows.values() if r.state is RowState.PLANNED and r.at <= now]


class MemoryDispatches(_Part):
    async def add(self, dispatch: Dispatch) -> Dispatch:
        state = await self._transaction.following()
        for known in state.dispatches.values():
            if _alike(known) == _alike(dispatch):
                return known
        state.dispatches[dispatch.id] = dispatch
        return dispatch

    async def latest(self, purpose: str, recipients: Collection[str]) -> Mapping[str, Dispatch]:
        state = await self._transaction.following()
        found = sorted(state.dispatches.values(), key=lambda one: (one.made, one.id))
        return {d.recipient: d for d in found if d.purpose == purpose and d.recipient in recipients}

    async def lease(
        self, now: datetime, until: datetime, holder: str, limit: int
    ) -> Sequence[Dispatch]:
        state = await self._transaction.following()
        ready = [d for d in state.dispatches.values() if d.state in OPEN and d.due <= now]
        ready = sorted(ready, key=lambda one: (one.due, one.id))[:limit]
        leased = [
            replace(
                one,
                state=DispatchState.LEASED,
                holder=holder,
                due=until,
                doubtful=one.doubtful or one.posted is not None,
                posted=None,
                tries=one.tries + 1,
            )
            for one in ready
        ]
        state.dispatches.update({one.id: one for one in leased})
        return leased

    async def post(
        self, ids: Collection[str], holder: str, now: datetime, until: datetime
    ) -> frozenset[str]:
        state = await self._transaction.following()
        ours = [d for d in state.dispatches.values() if d.id in ids and _held(d, holder)]
        ours = [one for one in ours if one.due > now]
        state.dispatches.update({one.id: replace(one, posted=now, due=until) for one in ours})
        return frozenset(one.id for one in ours)

    async def settle(self, dispatch: Dispatch, holder: str) -> bool:
        state = await self._transaction.following()
        known = state.dispatches.get(dispatch.id)
        if known is not None and _held(known, holder):
            state.dispatches[dispatch.id] = replace(
                dispatch, holder="", posted=None, tries=known.tries
            )
            return True
        if known is not None and dispatch.state is DispatchState.SENT:
            state.dispatches[dispatch.id] = replace(known, doubtful=True)
        return False

    async def find(self, ids: Collection[str]) -> Sequence[Dispatch]:
        found = [d for d in self._transaction.followed().dispatches.values() if d.id in ids]
        return sorted(found, key=lambda one: (one.made, one.id))


class MemoryCards(_Part):
    async def outdate(self, ids: Collection[str], at: datetime) -> None:
        state = await self._transaction.following()
        for one in list(state.dispatches.values()):
            if one.id in ids and one.state is DispatchState.SENT and one.message:
                state.dispatches[one.id] = replace(one, redraw=at)

    async def outdated(self, limit: int) -> Sequence[Dispatch]:
        found = [(d.redraw, d.id, d) for d in self._transaction.followed().dispatches.values()]
        old = sorted((at, key, one) for at, key, one in found if at is not None)
        return [one for _, _, one in old][:limit]

    async def redrawn(self, dispatch: Dispatch) -> None:
        state = await self._transaction.following()
        known = state.dispatches.get(dispatch.id)
        if known is not None and known.redraw == dispatch.redraw:
            state.dispatches[dispatch.id] = replace(known, redraw=None)


class MemoryPace(_Part):
    async def reserve(self, count: int, per_second: int, now: datetime) -> datetime:
        state = await self._transaction.following()
        free = max(state.free.get(1, now), now)
        if free > now + LONGEST_HOLD:
            free = now
        state.free[1] = free + timedelta(seconds=count / per_second)
        return free

    async def latch(self, until: datetime) -> None:
        state = await self._transaction.following()
        state.free[1] = max(state.free.get(1, until), until)

    async def hasten(self, dispatch: str, now: datetime) -> None:
        state = await self._transaction.following()
        known = state.dispatches.get(dispatch)
        if known is not None and known.state in OPEN and known.due > now:
            state.dispatches[dispatch] = replace(known, due=now)

    async def waiting(self, now: datetime) -> bool:
        found = self._transaction.followed().dispatches.values()
        return any(one.state in OPEN and one.due <= now for one in found)

    async def made(self, since: datetime) -> Sequence[Dispatch]:
        found = [d for d in self._transaction.followed().dispatches.values() if d.made >= since]
        return sorted(found, key=lambda one: (one.made, one.id))


class MemoryPlans(_Part):
    async def stale(self, limit: int) -> Sequence[Stale]:
        found = self._transaction.followed().stale.values()
        return sorted(found, key=lambda one: (one.key.startswith(ITSELF), one.at, one.key))[:limit]

    async def mark(self, keys: Collection[str], at: datetime | Mapping[str, datetime]) -> None:
        state = await self._transaction.following()
        for key in keys:
            since = at if isinstance(at, datetime) else at[key]
            first = min(since, state.stale[key].at) if key in state.stale else since
            state.stale[key] = Stale(key, first, token_hex(8))

    async def claim(self, stale: Sequence[Stale]) -> frozenset[str]:
        state = await self._transaction.following()
        ours = [
            s.key for s in stale if s.key in state.stale and state.stale[s.key].token == s.token
        ]
        for key in ours:
            del state.stale[key]
        return frozenset(ours)

    async def tracks(self, items: Collection[str], *, locked: bool = False) -> Sequence[Track]:
        followed = await self._transaction.following() if locked else self._transaction.followed()
        return [track for track in followed.tracks.values() if track.item in items]

    async def follow(self, tracks: Sequence[Track]) -> None:
        state = await self._transaction.following()
        state.tracks.update({track.item: track for track in tracks})

    async def forget(self) -> None:
        state = await self._transaction.following()
        state.rows.clear()
        state.dispatches.clear()
        state.tracks.clear()


class MemoryChoices(_Part):
    async def settings(self) -> Sequence[Setting]:
        found = sorted(self._transaction.followed().settings.items(), key=lambda one: one[0])
        return [Setting(scope, name, value) for (scope, name), value in found]

    async def set(self, scope: str, name: str, value: object) -> None:
        state = await self._transaction.following()
        if value is None:
            state.settings.pop((scope, name), None)
        else:
            state.settings[scope, name] = value

    async def preferences(self) -> Sequence[Preferences]:
        return list(self._transaction.followed().preferences.values())

    async def prefer(self, preferences: Preferences) -> None:
        state = await self._transaction.following()
        state.preferences[preferences.person] = preferences

    async def unreachable(self) -> Mapping[str, str]:
        return dict(self._transaction.followed().unreachable)

    async def reached(self, person: str, reason: str, at: datetime) -> bool:
        state = await self._transaction.following()
        if (person in state.unreachable) is bool(reason):
            return False
        if reason:
            state.unreachable[person] = reason
        else:
            del state.unreachable[person]
        return True


class MemoryNews(_Part):
    async def add(self, news: News) -> None:
        state = await self._transaction.following()
        state.news.append(replace(news, number=len(state.news) + 1))

    async def of(self, items: Collection[str]) -> Sequence[News]:
        return [news for news in self._transaction.followed().news if news.item in items]

    async def propose(self, proposal: Proposal) -> None:
        state = await self._transaction.following()
        state.proposals[proposal.id] = proposal

    async def proposals(self, items: Collection[str] | None = None) -> Sequence[Proposal]:
        found = sorted(self._transaction.followed().proposals.values(), key=lambda p: (p.at, p.id))
        if items is None:
            return [one for one in found if one.standing is ProposalState.OPEN]
        return [one for one in found if one.item in items]

    async def follow(self, person: str, item: str, *, on: bool) -> bool:
        state = await self._transaction.following()
        if ((person, item) in state.follows) is on:
            return False
        if on:
            state.follows.add((person, item))
        else:
            state.follows.discard((person, item))
        return True

    async def followers(self, items: Collection[str]) -> Sequence[tuple[str, str]]:
        found = self._transaction.followed().follows
        return sorted((item, person) for person, item in found if item in items)


class MemoryBeats(_Part):
    async def beat(self, beat: Beat) -> None:
        state = await self._transaction.following()
        state.beats[beat.name] = beat

    async def beats(self) -> Sequence[Beat]:
        return sorted(self._transaction.followed().beats.values(), key=lambda beat: beat.name)


def _alike(dispatch: Dispatch) -> tuple[str, str, str]:
    return dispatch.purpose, dispatch.subject, dispatch.recipient


def _held(dispatch: Dispatch, holder: str) -> bool:
    return dispatch.holder == holder and dispatch.state is DispatchState.LEASED
