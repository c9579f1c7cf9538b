"""Queries of what the planner has to look at and what it remembers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from secrets import token_hex

from sqlalchemy import Executable, Table, bindparam, case, collate, delete, select

from council.ledger import Stale, Track
from council.spreading import ITSELF
from storage.conflicts import Insert, chosen, each_dialect, insert_or_replace
from storage.ledger_models import dispatches, reminders, stale, tracks
from storage.mapping import from_row, to_row
from storage.transaction import Transaction

AT_ONCE = 500  # keys in one statement
MARKS = 10_000  # in one statement, which may take a minute at most


def _mark(insert: Callable[[Table], Insert]) -> Executable:
    """Return the insert that gives a key that is there another token; the earlier moment stays."""
    statement = insert(stale)
    at = statement.excluded.at
    marked: Executable = statement.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "token": statement.excluded.token,
            "at": case((at < stale.c.at, at), else_=stale.c.at),
        },
    )
    return marked


_MARK = each_dialect(_mark)
_STALE = select(stale).order_by(stale.c.itself, stale.c.at, stale.c.key).limit(bindparam("most"))
_THESE = (
    select(stale.c.key, stale.c.token)
    .where(stale.c.key.in_(bindparam("keys", expanding=True)))
    .with_for_update()
)
# In the order in which they are marked, Python's: whoever marks and whoever claims never wait for
# each other in a ring.
_MARKED = {
    "sqlite": _THESE.order_by(stale.c.key),
    "postgresql": _THESE.order_by(collate(stale.c.key, "C")),
}
_UNMARK = delete(stale).where(stale.c.key.in_(bindparam("keys", expanding=True)))
_TRACKS = select(tracks).where(tracks.c.item.in_(bindparam("items", expanding=True)))
_TRACKS_LOCKED = _TRACKS.order_by(tracks.c.item).with_for_update()
_FOLLOW = insert_or_replace(tracks)


def _since(key: str, at: datetime | Mapping[str, datetime]) -> datetime:
    return at if isinstance(at, datetime) else at[key]


class SqlPlans:
    """What the planner has to look at, and what it remembers."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def stale(self, limit: int) -> Sequence[Stale]:
        """Return keys whose plan may no longer be true: changes, then items; the oldest first."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_STALE, {"most": limit})).mappings()
        return [from_row(Stale, row) for row in rows]

    async def mark(self, keys: Collection[str], at: datetime | Mapping[str, datetime]) -> None:
        """Have the plans of these looked at, in this transaction or not at all."""
        if keys:
            connection = await self._transaction.writing()
            rows = [
                {
                    "key": key,
                    "at": _since(key, at),
                    "token": token_hex(8),
                    "itself": key.startswith(ITSELF),
                }
                for key in sorted(set(keys))
            ]
            for start in range(0, len(rows), MARKS):
                await connection.execute(chosen(_MARK, connection), rows[start : start + MARKS])

    async def claim(self, stale: Sequence[Stale]) -> frozenset[str]:
        """Remove those that have not been marked again since; return their keys."""
        connection = await self._transaction.writing()
        tokens = {one.key: one.token for one in stale}
        keys, claimed = sorted(tokens), []
        for start in range(0, len(keys), AT_ONCE):
            rows = await connection.execute(
                chosen(_MARKED, connection), {"keys": keys[start : start + AT_ONCE]}
            )
            ours = [key for key, token in rows.all() if tokens[key] == token]
            if ours:
                await connection.execute(_UNMARK, {"keys": ours})
            claimed.extend(ours)
        return frozenset(claimed)

    async def tracks(self, items: Collection[str], *, locked: bool = False) -> Sequence[Track]:
        """Return what is remembered of items; `locked` until the transaction ends, to change it."""
        transaction, query = self._transaction, _TRACKS_LOCKED if locked else _TRACKS
        connection = await (transaction.writing() if locked else transaction.reading())
        wanted = sorted(set(items))
        found: list[Track] = []
        for start in range(0, len(wanted), AT_ONCE):
            some = {"items": wanted[start : start + AT_ONCE]}
            rows = (await connection.execute(query, some)).mappings()
            found.extend(from_row(Track, row) for row in rows)
        return found

    async def follow(self, tracks: Sequence[Track]) -> None:
        """Remember items, or forget what was remembered of them before."""
        if tracks:
            connection = await self._transaction.writing()
            rows = [to_row(track) for track in tracks]
            await connection.execute(chosen(_FOLLOW, connection), rows)

    async def forget(self) -> None:
        """Forget everything: the clock of a demonstration has been set back."""
        connection = await self._transaction.writing()
        for table in (reminders, dispatches, tracks):
            await connection.execute(delete(table))
