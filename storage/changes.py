"""Queries of the history and of the number that tells replicas to look again."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Executable, Table, bindparam, insert, or_, select

from council.ports import AUDIENCE, LOAD, Change
from storage.conflicts import Insert, chosen, each_dialect
from storage.mapping import from_row, to_row
from storage.models import changes, revision
from storage.planning import SqlPlans
from storage.transaction import Transaction


def _bump(insert: Callable[[Table], Insert]) -> Executable:
    """Return the statement that makes the number grow, from 0 where there is none."""
    bumped: Executable = (
        insert(revision)
        .values(one=1, number=1)
        .on_conflict_do_update(index_elements=["one"], set_={"number": revision.c.number + 1})
        .returning(revision.c.number)
    )
    return bumped


_BUMP = each_dialect(_bump)
_NUMBER = select(revision.c.number)
_ADD = insert(changes)
_HISTORY = select(changes).where(changes.c.key == bindparam("key")).order_by(changes.c.number)
_MOST = 10_000  # changes that are told at once
_SINCE = (
    select(changes)
    .where(changes.c.at >= bindparam("at"))
    .order_by(changes.c.number.desc())
    .limit(_MOST)
)
_SINCE_BESIDES_LOADS = _SINCE.where(or_(changes.c.through != LOAD, changes.c.field == AUDIENCE))


class SqlChanges:
    """The history of every change, and the number that tells replicas to look again."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def revision(self) -> int:
        """Return the number that grows with every change to the register or the documents."""
        connection = await self._transaction.reading()
        return (await connection.execute(_NUMBER)).scalar() or 0

    async def bump(self) -> int:
        """Make the number grow; return the new one.

        The row stays locked to the end: who bumps first and reads then, reads what nobody else
        changes meanwhile.
        """
        connection = await self._transaction.writing()
        number: int = (await connection.execute(chosen(_BUMP, connection))).scalar_one()
        return number

    async def add(self, changes: Sequence[Change]) -> None:
        """Put changes on record, and have the plans of what they concern looked at.

        Their moments are aware. The plan is marked in the same transaction, so that no process
        can die between the two.
        """
        if changes:
            connection = await self._transaction.writing()
            await connection.execute(_ADD, [to_row(change) for change in changes])
            keys = {change.key for change in changes}
            await SqlPlans(self._transaction).mark(keys, min(change.at for change in changes))

    async def history(self, key: str) -> Sequence[Change]:
        """Return the changes of one record, oldest first."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_HISTORY, {"key": key})).mappings()
        return [from_row(Change, row) for row in rows]

    async def since(self, at: datetime, *, loads: bool = True) -> Sequence[Change]:
        """Return the changes from a moment (aware) on, oldest first: at most the latest 10,000.

        Without `loads` what a load changed is left out, but for who may see it.
        """
        connection = await self._transaction.reading()
        wanted = _SINCE if loads else _SINCE_BESIDES_LOADS
        rows = (await connection.execute(wanted, {"at": at})).mappings().all()
        return [from_row(Change, row) for row in reversed(rows)]
