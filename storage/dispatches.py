"""Queries of the messages that go out unasked, their leases, their pace and their cards."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Executable, Table, bindparam, func, or_, select, update

from council.ledger import LONGEST_HOLD, Dispatch, DispatchState
from storage.columns import Moment
from storage.conflicts import Insert, chosen, each_dialect
from storage.ledger_models import IS_OLD, IS_OPEN, dispatches, pace
from storage.mapping import Found, from_row, to_row
from storage.transaction import Transaction

AT_ONCE = 500  # keys in one statement
_COLUMNS = dispatches.c


def _add(insert: Callable[[Table], Insert]) -> Executable:
    """Return the insert that leaves the message that is there."""
    added: Executable = (
        insert(dispatches)
        .on_conflict_do_nothing(index_elements=["recipient", "purpose", "subject"])
        .returning(dispatches.c.id)
    )
    return added


def _reserve(insert: Callable[[Table], Insert]) -> Executable:
    """Return the insert that takes moments, from the first that nobody has taken."""
    statement = insert(pace).values(one=1, free=bindparam("first", type_=Moment()))
    reserved: Executable = statement.on_conflict_do_nothing(index_elements=["one"])
    return reserved


_ADD = each_dialect(_add)
_FIRST = each_dialect(_reserve)
_FREE = select(pace.c.free).with_for_update()
_TAKE = update(pace).values(free=bindparam("after", type_=Moment()))
_ONE = (
    select(dispatches)
    .where(
        _COLUMNS.recipient == bindparam("recipient"),
        _COLUMNS.purpose == bindparam("purpose"),
        _COLUMNS.subject == bindparam("subject"),
    )
    .with_for_update()
)
_RANK = func.row_number().over(
    partition_by=_COLUMNS.recipient, order_by=(_COLUMNS.made.desc(), _COLUMNS.id.desc())
)
_RANKED = (
    select(_COLUMNS.id, _RANK.label("rank"))
    .where(
        _COLUMNS.purpose == bindparam("purpose"),
        _COLUMNS.recipient.in_(bindparam("recipients", expanding=True)),
    )
    .subquery()
)
_LATEST = (
    select(dispatches)
    .where(_COLUMNS.id.in_(select(_RANKED.c.id).where(_RANKED.c.rank == 1)))
    .order_by(_COLUMNS.id)
    .with_for_update()
)
_READY = (
    select(_COLUMNS.id)
    .where(IS_OPEN, _COLUMNS.due <= bindparam("now"))
    .order_by(_COLUMNS.due, _COLUMNS.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_WAITING = select(_COLUMNS.id).where(IS_OPEN, _COLUMNS.due <= bindparam("now")).limit(1)
_LEASE = (
    update(dispatches)
    .where(_COLUMNS.id.in_(bindparam("ids", expanding=True)))
    .values(
        state=DispatchState.LEASED,
        holder=bindparam("lessee"),
        due=bindparam("until", type_=Moment()),
        # A lease that ran out after the message was handed over: nobody knows whether it arrived.
        doubtful=or_(_COLUMNS.doubtful, _COLUMNS.posted.is_not(None)),
        posted=None,
        tries=_COLUMNS.tries + 1,
    )
    .returning(*_COLUMNS)
)
_POST = (
    update(dispatches)
    .where(
        _COLUMNS.id.in_(bindparam("ids", expanding=True)),
        _COLUMNS.holder == bindparam("lessee"),
        _COLUMNS.state == DispatchState.LEASED,
        _COLUMNS.due > bindparam("now", type_=Moment()),
    )
    .values(posted=bindparam("now", type_=Moment()), due=bindparam("until", type_=Moment()))
    .returning(_COLUMNS.id)
)
_SETTLED = ("state", "reason", "conversation", "message", "sent", "due", "doubtful", "redraw")
_SETTLE = (
    update(dispatches)
    .where(
        _COLUMNS.id == bindparam("dispatch"),
        _COLUMNS.holder == bindparam("lessee"),
        _COLUMNS.state == DispatchState.LEASED,
    )
    .values({name: bindparam(f"new_{name}", type_=_COLUMNS[name].type) for name in _SETTLED})
    .values(holder="", posted=None)
)
_HASTEN = (
    update(dispatches)
    .where(
        _COLUMNS.id == bindparam("dispatch"),
        IS_OPEN,
        _COLUMNS.due > bindparam("now", type_=Moment()),
    )
    .values(due=bindparam("now", type_=Moment()))
)
_DOUBT = update(dispatches).where(_COLUMNS.id == bindparam("dispatch")).values(doubtful=True)
_FIND = (
    select(dispatches)
    .where(_COLUMNS.id.in_(bindparam("ids", expanding=True)))
    .order_by(_COLUMNS.made, _COLUMNS.id)
)
_MADE = (
    select(dispatches)
    .where(_COLUMNS.made >= bindparam("since"))
    .order_by(_COLUMNS.made, _COLUMNS.id)
)
_OUTDATE = (
    update(dispatches)
    .where(
        _COLUMNS.id.in_(bindparam("ids", expanding=True)),
        _COLUMNS.state == DispatchState.SENT,
        _COLUMNS.message != "",
    )
    .values(redraw=bindparam("at", type_=Moment()))
)
_OUTDATED = (
    select(dispatches).where(IS_OLD).order_by(_COLUMNS.redraw, _COLUMNS.id).limit(bindparam("most"))
)
_REDRAWN = (
    update(dispatches)
    .where(
        _COLUMNS.id == bindparam("dispatch"),
        _COLUMNS.redraw == bindparam("seen", type_=Moment()),
    )
    .values(redraw=None)
)


class SqlDispatches:
    """Messages that go out unasked."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def add(self, dispatch: Dispatch) -> Dispatch:
        """Insert a message unless there is one like it; return the one that is there, locked."""
        connection = await self._transaction.writing()
        row = to_row(dispatch)
        if (await connection.execute(chosen(_ADD, connection), row)).first() is not None:
            return dispatch
        found = await connection.execute(
            _ONE, {n: row[n] for n in ("recipient", "purpose", "subject")}
        )
        return _dispatch(found.mappings().one())

    async def latest(self, purpose: str, recipients: Collection[str]) -> Mapping[str, Dispatch]:
        """Return the newest message of a purpose to each of these, locked."""
        connection = await self._transaction.writing()
        wanted, found = sorted(set(recipients)), {}
        for start in range(0, len(wanted), AT_ONCE):
            given = {"purpose": purpose, "recipients": wanted[start : start + AT_ONCE]}
            rows = (await connection.execute(_LATEST, given)).mappings()
            found.update({row["recipient"]: _dispatch(row) for row in rows})
        return found

    async def lease(
        self, now: datetime, until: datetime, holder: str, limit: int
    ) -> Sequence[Dispatch]:
        """Take messages whose time has come, or whose lease has run out, into a lease."""
        connection = await self._transaction.reading()
        if (await connection.execute(_WAITING, {"now": now})).first() is None:
            return ()
        connection = await self._transaction.writing()
        ids = (await connection.execute(_READY, {"now": now, "most": limit})).scalars().all()
        if not ids:
            return ()
        given = {"ids": list(ids), "lessee": holder, "until": until}
        rows = (await connection.execute(_LEASE, given)).mappings().all()
        order = {key: place for place, key in enumerate(ids)}
        return sorted((_dispatch(row) for row in rows), key=lambda one: order[one.id])

    async def post(
        self, ids: Collection[str], holder: str, now: datetime, until: datetime
    ) -> frozenset[str]:
        """Record that messages are about to be handed to Teams; return those still leased."""
        if not ids:
            return frozenset()
        connection = await self._transaction.writing()
        given = {"ids": sorted(ids), "lessee": holder, "now": now, "until": until}
        return frozenset((await connection.execute(_POST, given)).scalars())

    async def settle(self, dispatch: Dispatch, holder: str) -> bool:
        """Write what became of a message, and end the lease; False: somebody else holds it.

        One that was sent without a lease may have arrived twice, and says so.
        """
        connection = await self._transaction.writing()
        row = to_row(dispatch)
        given: dict[str, Any] = {f"new_{name}": row[name] for name in _SETTLED}
        done = await connection.execute(
            _SETTLE, {**given, "dispatch": dispatch.id, "lessee": holder}
        )
        if done.rowcount:
            return True
        if dispatch.state is DispatchState.SENT:
            await connection.execute(_DOUBT, {"dispatch": dispatch.id})
        return False

    async def find(self, ids: Collection[str]) -> Sequence[Dispatch]:
        """Return messages by id, the oldest first."""
        if not ids:
            return ()
        connection = await self._transaction.reading()
        rows = (await connection.execute(_FIND, {"ids": sorted(set(ids))})).mappings()
        return [_dispatch(row) for row in rows]


class SqlCards:
    """Cards that have been sent and show something old."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def outdate(self, ids: Collection[str], at: datetime) -> None:
        """Record that the cards of these messages have to be drawn anew."""
        if ids:
            connection = await self._transaction.writing()
            await connection.execute(_OUTDATE, {"ids": sorted(set(ids)), "at": at})

    async def outdated(self, limit: int) -> Sequence[Dispatch]:
        """Return messages whose cards have to be drawn anew, the longest waiting first."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_OUTDATED, {"most": limit})).mappings()
        return [_dispatch(row) for row in rows]

    async def redrawn(self, dispatch: Dispatch) -> None:
        """Record that a card has been drawn anew, unless it has been outdated once more."""
        connection = await self._transaction.writing()
        await connection.execute(_REDRAWN, {"dispatch": dispatch.id, "seen": dispatch.redraw})


class SqlPace:
    """How fast all replicas together may send."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def reserve(self, count: int, per_second: int, now: datetime) -> datetime:
        """Take the next `count` moments for all replicas; return the first of them.

        What is held back for longer than anybody may ask, a clock that went wrong has held back.
        """
        free = max(await self._free(now), now)
        if free > now + LONGEST_HOLD:
            free = now
        await self._take(free + timedelta(seconds=count / per_second))
        return free

    async def latch(self, until: datetime) -> None:
        """Hold every message of every replica back until a moment."""
        free = await self._free(until)
        if until > free:
            await self._take(until)

    async def hasten(self, dispatch: str, now: datetime) -> None:
        """Bring a message that is not over forward to now."""
        connection = await self._transaction.writing()
        await connection.execute(_HASTEN, {"dispatch": dispatch, "now": now})

    async def waiting(self, now: datetime) -> bool:
        """Tell whether the time of any message has come."""
        connection = await self._transaction.reading()
        return (await connection.execute(_WAITING, {"now": now})).first() is not None

    async def made(self, since: datetime) -> Sequence[Dispatch]:
        """Return the messages that were made since a moment, the oldest first."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_MADE, {"since": since})).mappings()
        return [_dispatch(row) for row in rows]

    async def _free(self, first: datetime) -> datetime:
        """Return the next moment that nobody has taken, locked until the transaction ends."""
        connection = await self._transaction.writing()
        await connection.execute(chosen(_FIRST, connection), {"first": first})
        free: datetime = (await connection.execute(_FREE)).scalar_one()
        return free

    async def _take(self, after: datetime) -> None:
        connection = await self._transaction.writing()
        await connection.execute(_TAKE, {"after": after})


def _dispatch(row: Found) -> Dispatch:
    return from_row(Dispatch, row)
