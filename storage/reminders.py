"""Queries of the ledger."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Executable, Table, bindparam, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from council.ledger import Reminder
from storage.conflicts import Insert, each_dialect
from storage.ledger_models import IS_PLANNED, reminders
from storage.mapping import from_row, to_row
from storage.prepared import PreparedRows
from storage.transaction import Transaction

AT_ONCE = 500  # keys in one statement; both databases take 32,000 parameters
_IDENTITY = ("recipient", "item", "rule", "due")


def _put(insert: Callable[[Table], Insert]) -> Executable:
    """Return the insert that replaces the row of the same identity."""
    statement = insert(reminders)
    others = {
        column.name: statement.excluded[column.name]
        for column in reminders.columns
        if column.name not in {*_IDENTITY, "number"}
    }
    put: Executable = statement.on_conflict_do_update(index_elements=_IDENTITY, set_=others)
    return put


_PUT = PreparedRows(
    each_dialect(_put), [column.name for column in reminders.columns if column.name != "number"]
)
# Always in one order: two transactions that lock the same rows never wait in a ring.
_ROWS = (
    select(reminders)
    .where(reminders.c.item.in_(bindparam("items", expanding=True)))
    .order_by(reminders.c.number)
)
_ROWS_LOCKED = _ROWS.with_for_update()
_WITHIN = (
    select(reminders)
    .where(
        reminders.c.dispatch.in_(bindparam("dispatches", expanding=True)),
        reminders.c.dispatch != "",
    )
    .order_by(reminders.c.number)
    .with_for_update()
)
# An expression, so that what is due is found by its moment: SQLite would rather go through the
# index of everybody's planned rows, which is in the order of recipients.
_RECIPIENT = reminders.c.recipient.concat(literal("", literal_execute=True))
_RECIPIENTS = (
    select(_RECIPIENT)
    .where(IS_PLANNED, reminders.c.at <= bindparam("now"))
    .group_by(_RECIPIENT)
    .order_by(func.min(reminders.c.at), _RECIPIENT)
    .limit(bindparam("most"))
)
_DUE = (
    select(reminders)
    .where(
        IS_PLANNED,
        reminders.c.recipient.in_(bindparam("recipients", expanding=True)),
        reminders.c.at <= bindparam("now"),
    )
    .order_by(reminders.c.number)
    .with_for_update(skip_locked=True)
)
_UPCOMING = (
    select(reminders)
    .where(IS_PLANNED, reminders.c.at <= bindparam("until"))
    .order_by(reminders.c.at, reminders.c.number)
    .limit(bindparam("most"))
)
_ONES_OWN = _UPCOMING.where(reminders.c.recipient == bindparam("recipient"))


class SqlLedger:
    """The rows of the ledger."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def rows(self, items: Collection[str], *, locked: bool = True) -> Sequence[Reminder]:
        """Return every row of these items; `locked` until the transaction ends, to change them."""
        transaction, query = self._transaction, _ROWS_LOCKED if locked else _ROWS
        connection = await (transaction.writing() if locked else transaction.reading())
        return await _each(connection, query, "items", items)

    async def put(self, rows: Sequence[Reminder]) -> None:
        """Insert rows, or replace those of the same identity."""
        if rows:
            connection = await self._transaction.writing()
            latest = {row.identity: row for row in rows}
            await _PUT.run(connection, map(to_row, latest.values()))

    async def recipients(self, now: datetime, limit: int) -> Sequence[str]:
        """Return who has planned rows whose time has come, the longest waiting first."""
        connection = await self._transaction.reading()
        found = await connection.execute(_RECIPIENTS, {"now": now, "most": limit})
        return list(found.scalars())

    async def due(self, recipients: Collection[str], now: datetime) -> Sequence[Reminder]:
        """Return their planned rows whose time has come; rows that another has locked are left."""
        connection = await self._transaction.writing()
        return await _each(connection, _DUE, "recipients", recipients, now=now)

    async def within(self, dispatches: Collection[str]) -> Sequence[Reminder]:
        """Return the rows in these messages, locked until the transaction ends."""
        connection = await self._transaction.writing()
        return await _each(connection, _WITHIN, "dispatches", dispatches)

    async def upcoming(
        self, until: datetime, limit: int, recipient: str = ""
    ) -> Sequence[Reminder]:
        """Return planned rows up to a moment, soonest first: everybody's, or one person's."""
        connection = await self._transaction.reading()
        query = _ONES_OWN if recipient else _UPCOMING
        given = {"until": until, "most": limit} | ({"recipient": recipient} if recipient else {})
        rows = (await connection.execute(query, given)).mappings()
        return [from_row(Reminder, row) for row in rows]


async def _each(
    connection: AsyncConnection,
    query: Executable,
    name: str,
    keys: Iterable[str],
    **given: object,
) -> list[Reminder]:
    """Run a query for some keys at a time, in their order."""
    wanted = sorted(set(keys))
    found: list[Reminder] = []
    for start in range(0, len(wanted), AT_ONCE):
        some = {name: wanted[start : start + AT_ONCE], **given}
        rows = (await connection.execute(query, some)).mappings()
        found.extend(from_row(Reminder, row) for row in rows)
    return found
