"""Queries of the register."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from council.model import Record
from storage.mapping import Row, from_row, to_row
from storage.register_models import KINDS, records
from storage.transaction import Transaction

_AT_ONCE = 500  # keys in one statement; both databases take 32,000 parameters

_KINDS_BY_NAME = {table.name: kind for kind, table in KINDS.items()}
_SHARED = frozenset(records.c.keys()) - {"record_kind"}
_PRESENT = select(records.c.record_kind).distinct()
_REMOVE = delete(records).where(records.c.key.in_(bindparam("keys", expanding=True)))
_INSERT = insert(records)
_INSERT_KIND = {kind: insert(table) for kind, table in KINDS.items()}


def _select(kind: type[Record]) -> Select[Any]:
    """Return the query for every record of one kind."""
    table = KINDS[kind]
    own = [column for column in table.columns if column.name != "key"]
    return select(records, *own).join(table, table.c.key == records.c.key)


_SELECT_KIND = {kind: _select(kind) for kind in KINDS}
_THESE = records.c.key.in_(bindparam("keys", expanding=True))
_PRESENT_OF = select(records.c.record_kind).where(_THESE).distinct()
_SELECT_OF = {kind: query.where(_THESE) for kind, query in _SELECT_KIND.items()}


class SqlRegister:
    """The register on record."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def everything(self) -> Sequence[Record]:
        """Return every record, in no particular order."""
        connection = await self._transaction.reading()
        names = (await connection.execute(_PRESENT)).scalars().all()
        found: list[Record] = []
        for kind in (_KINDS_BY_NAME[name] for name in names):
            rows = (await connection.execute(_SELECT_KIND[kind])).mappings()
            found.extend(from_row(kind, row) for row in rows)
        return found

    async def find(self, keys: Sequence[str]) -> Sequence[Record]:
        """Return the records with these keys, in no particular order."""
        connection = await self._transaction.reading()
        found: list[Record] = []
        for start in range(0, len(keys), _AT_ONCE):
            some = {"keys": list(keys[start : start + _AT_ONCE])}
            names = (await connection.execute(_PRESENT_OF, some)).scalars().all()
            for kind in (_KINDS_BY_NAME[name] for name in names):
                rows = (await connection.execute(_SELECT_OF[kind], some)).mappings()
                found.extend(from_row(kind, row) for row in rows)
        return found

    async def put(self, records: Sequence[Record]) -> None:
        """Insert the records, or replace those with the same keys; the last of a key counts."""
        latest = {record.key: record for record in records}
        if not latest:
            return
        connection = await self._transaction.writing()
        await _remove(connection, list(latest))
        shared, own = _rows(latest.values())
        await connection.execute(_INSERT, shared)
        for kind, rows in own.items():
            await connection.execute(_INSERT_KIND[kind], rows)

    async def remove(self, keys: Sequence[str]) -> None:
        """Remove the records with these keys."""
        if keys:
            await _remove(await self._transaction.writing(), keys)


def _rows(
    values: Iterable[Record],
) -> tuple[list[Row], dict[type[Record], list[Row]]]:
    """Return the rows of `records`, and those of each kind's own table."""
    shared: list[Row] = []
    own: dict[type[Record], list[Row]] = {}
    for value in values:
        row = to_row(value)
        common = {name: row.pop(name) for name in _SHARED}
        shared.append({**common, "record_kind": KINDS[type(value)].name})
        own.setdefault(type(value), []).append({**row, "key": value.key})
    return shared, own


async def _remove(connection: AsyncConnection, keys: Sequence[str]) -> None:
    """Remove records; their own tables' rows go with them."""
    for start in range(0, len(keys), _AT_ONCE):
        await connection.execute(_REMOVE, {"keys": list(keys[start : start + _AT_ONCE])})
