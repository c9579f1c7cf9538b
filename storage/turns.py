"""Queries of turns: the hot path, a few prepared statements for a whole batch."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from hashlib import blake2b
from typing import Any

from sqlalchemy import Executable, Table, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from council.people import Closing, Opened, Opening, Person, Topic
from storage.columns import Moment, storable
from storage.conflicts import Insert, chosen, each_dialect, insert_or_replace, rows_or_row
from storage.mapping import Found, from_row, to_row
from storage.models import people, topics, turns
from storage.people import to_person
from storage.prepared import Prepared
from storage.transaction import Transaction

LEASE = timedelta(seconds=10)
_LONGEST = 500  # bytes of an id; PostgreSQL's index entries end at 2,704


def _claim(insert: Callable[[Table], Insert]) -> Executable:
    """Return the insert that gives back the turns that are now ours.

    A turn that is there already is ours only if it is not closed and its lease has run out. The
    row is locked while that is looked at, so that of two claimants one gets it.
    """
    statement = insert(turns)
    claim: Executable = statement.on_conflict_do_update(
        index_elements=["id"],
        set_={"opened": statement.excluded.opened},
        where=turns.c.closed.is_(None) & (turns.c.opened <= bindparam("lapsed", type_=Moment())),
    ).returning(turns.c.id)
    return claim


_CLAIM = each_dialect(_claim)
# One query for persons and topics both, by way of the turns that have just been put there.
_ABOUT = (*people.c, *(column for column in topics.c if column.name != "conversation"))
_WITH = turns.outerjoin(people, people.c.key == turns.c.person).outerjoin(
    topics, topics.c.conversation == turns.c.conversation
)
_KNOWN = (
    select(turns.c.id, *_ABOUT)
    .select_from(_WITH)
    .where(turns.c.id.in_(bindparam("ids", expanding=True)))
)
_PUT_TOPICS = insert_or_replace(topics)
# What a claim is known by: who claims a turn later does so at another moment, 10 s after at least.
_OURS = (turns.c.id == bindparam("turn"), turns.c.opened == bindparam("since"))
_CLOSE = (
    update(turns)
    .where(*_OURS, turns.c.closed.is_(None))
    .values({name: bindparam(name) for name in ("closed", "language", "outcome", "sources")})
    .values(milliseconds=bindparam("milliseconds"))
)
# In one order everywhere, and locked: whose the turns are stays so until they are closed.
_HELD = (
    select(turns.c.id, turns.c.opened, turns.c.closed)
    .where(turns.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(turns.c.id)
    .with_for_update()
)
# The same on SQLite without a thread, row by row; see `storage.lane`.
_QUICK_CLAIM = Prepared(_CLAIM["sqlite"], ("id", "conversation", "person", "opened"))
_QUICK_KNOWN = Prepared(select(*_ABOUT).select_from(_WITH).where(turns.c.id == bindparam("turn")))
_QUICK_TOPIC = Prepared(_PUT_TOPICS["sqlite"], topics.c.keys())
_QUICK_CLOSE = Prepared(_CLOSE.returning(turns.c.id))
_QUICK_OURS = Prepared(select(turns.c.id).where(*_OURS))
_PRUNE = delete(turns).where(turns.c.opened < bindparam("before"))
_PRUNE_TOPICS = delete(topics).where(topics.c.changed < bindparam("before"))


class _End(Enum):
    """What became of a closing."""

    NOW = auto()  # the turn is closed by it
    BEFORE = auto()  # the same claim had closed it
    ANOTHERS = auto()  # the turn has been claimed by another meanwhile, or by nobody


class SqlTurns:
    """Turns: each activity answered once, whatever is redelivered and to whichever replica."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def open(self, openings: Sequence[Opening], *, now: datetime) -> Sequence[Opened]:
        """Claim turns and return, in the same order, what is known as they begin.

        `now` is an aware moment. A turn that is claimed and not closed within 10 s may be claimed
        again. Of two openings of one turn the first alone is fresh.
        """
        if not openings:
            return ()
        quick = await self._transaction.quick()
        if quick is not None:
            return [_opened(quick, opening, now) for opening in openings]
        connection = await self._transaction.writing()
        claimed = await _claimed(connection, openings, now)
        ids = [_bounded(opening.turn) for opening in openings]
        known = await _known(connection, set(ids))
        answer = []
        for turn in ids:
            answer.append(Opened(now.astimezone(UTC) if turn in claimed else None, *known[turn]))
            claimed.discard(turn)
        return answer

    async def close(self, closings: Sequence[Closing], *, now: datetime) -> Sequence[bool]:
        """Record how turns ended; tell of each, in the same order, whether its claim still held.

        `now` is an aware moment. The first ending of a claim stays, with its topic: the same
        closing may come again where nobody knew whether it had been committed.
        """
        if not closings:
            return ()
        rows = [_closing_row(closing, now) for closing in closings]
        quick = await self._transaction.quick()
        if quick is not None:
            closed = [_closed(quick, row) for row in rows]
            _QUICK_TOPIC.run_each(quick, _topic_rows(closings, closed, now))
        else:
            connection = await self._transaction.writing()
            closed = await _closed_together(connection, rows)
            if topic_rows := _topic_rows(closings, closed, now):
                await connection.execute(chosen(_PUT_TOPICS, connection), rows_or_row(topic_rows))
        return [one is not _End.ANOTHERS for one in closed]

    async def prune(self, before: datetime) -> int:
        """Remove turns that were opened before a moment, and topics as old; return how many turns.

        `before` is an aware moment.
        """
        connection = await self._transaction.writing()
        await connection.execute(_PRUNE_TOPICS, {"before": before})
        return (await connection.execute(_PRUNE, {"before": before})).rowcount


def _opened(connection: sqlite3.Connection, opening: Opening, now: datetime) -> Opened:
    """Claim one turn on SQLite and return what is known as it begins."""
    row = _opening_row(opening, now)
    fresh = bool(_QUICK_CLAIM.run(connection, row))
    (found,) = _QUICK_KNOWN.run(connection, {"turn": row["id"]})
    since = now.astimezone(UTC) if fresh else None
    return Opened(since, *_parties(_QUICK_KNOWN.read(found)))


def _closed(connection: sqlite3.Connection, row: dict[str, Any]) -> _End:
    """Close one turn on SQLite, if it is still ours."""
    if _QUICK_CLOSE.run(connection, row):
        return _End.NOW
    return _End.BEFORE if _QUICK_OURS.run(connection, row) else _End.ANOTHERS


async def _closed_together(
    connection: AsyncConnection, rows: Sequence[dict[str, Any]]
) -> list[_End]:
    """Close the turns that are still ours."""
    ids = sorted({row["turn"] for row in rows})
    held = {turn.id: turn for turn in await connection.execute(_HELD, {"ids": ids})}
    ends, closing = [], {}
    for row in rows:
        turn = held.get(row["turn"])
        if turn is None or turn.opened != row["since"]:
            ends.append(_End.ANOTHERS)
        elif turn.closed is not None or turn.id in closing:
            ends.append(_End.BEFORE)
        else:
            closing[turn.id] = row
            ends.append(_End.NOW)
    if closing:
        await connection.execute(_CLOSE, rows_or_row(list(closing.values())))
    return ends


async def _claimed(
    connection: AsyncConnection, openings: Sequence[Opening], now: datetime
) -> set[str]:
    """Return the turns that are now ours."""
    rows: dict[str, dict[str, Any]] = {}
    for opening in openings:
        row = _opening_row(opening, now)
        rows.setdefault(row["id"], row)
    # In one order everywhere: two replicas that lock the same rows never wait in a ring.
    ordered = [rows[turn] for turn in sorted(rows)]
    found = await connection.execute(chosen(_CLAIM, connection), rows_or_row(ordered))
    return set(found.scalars())


async def _known(
    connection: AsyncConnection, ids: set[str]
) -> dict[str, tuple[Person | None, Topic | None]]:
    """Return the person and the topic of each turn, as far as they are known."""
    rows = (await connection.execute(_KNOWN, {"ids": list(ids)})).mappings()
    return {row["id"]: _parties(row) for row in rows}


def _parties(row: Found) -> tuple[Person | None, Topic | None]:
    """Return the person and the topic of a row, as far as they are known."""
    return (
        None if row["key"] is None else to_person(row),
        None if row["changed"] is None else from_row(Topic, row),
    )


def _opening_row(opening: Opening, now: datetime) -> dict[str, Any]:
    """Return the parameters that claim a turn."""
    return {
        "id": _bounded(opening.turn),
        "conversation": _bounded(opening.conversation),
        "person": opening.person,
        "opened": now,
        "lapsed": now - LEASE,
    }


def _closing_row(closing: Closing, now: datetime) -> dict[str, Any]:
    """Return the parameters that close a turn."""
    return {
        "turn": _bounded(closing.turn),
        "since": closing.since,
        "closed": now,
        "language": closing.language,
        "outcome": closing.outcome,
        "sources": closing.sources,
        "milliseconds": closing.milliseconds,
    }


def _topic_rows(
    closings: Sequence[Closing], closed: Sequence[_End], now: datetime
) -> list[dict[str, Any]]:
    """Return the last topic of each conversation, of the turns that have just been closed."""
    latest = {
        _bounded(closing.conversation): closing.topic
        for closing, end in zip(closings, closed, strict=True)
        if closing.topic is not None and end is _End.NOW
    }
    return [
        {**to_row(latest[conversation]), "conversation": conversation, "changed": now}
        for conversation in sorted(latest)
    ]


def _bounded(given: str) -> str:
    """Return an id as it is, or a digest of one that is too long for an index.

    Ids come from outside; one that cannot be stored must not fail the batch that it is in.
    """
    stored = storable(given)
    raw = stored.encode()
    return stored if len(raw) <= _LONGEST else f"blake2b:{blake2b(raw, digest_size=32).hexdigest()}"
