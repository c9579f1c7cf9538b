"""Statements compiled once for SQLite, to be run without the long way through SQLAlchemy.

The way through an engine costs five times what SQLite itself does for a turn. Both ways share the
same statements and column types, so that they cannot drift apart.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import Dialect, Executable, Select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

Processor: TypeAlias = Callable[[Any], Any]


def written(value: object) -> str:
    """Return a value as the JSON that is stored."""
    return json.dumps(value, ensure_ascii=False)


_DIALECT = sqlite.dialect(json_serializer=written)
_POSTGRESQL: Dialect = asyncpg.dialect(json_serializer=written)  # type: ignore[no-untyped-call]


class Prepared:
    """One statement for SQLite: its words, its parameters in order, the columns of its rows."""

    def __init__(self, statement: Executable, keys: Iterable[str] | None = None) -> None:
        """Compile a statement; `keys` are the columns that an insert is given."""
        compiled = statement.compile(  # type: ignore[attr-defined]
            dialect=_DIALECT, column_keys=None if keys is None else list(keys)
        )
        self._words = str(compiled)
        self._given: list[tuple[str, Processor | None]] = [
            (name, _in(compiled.binds[name].type)) for name in compiled.positiontup or ()
        ]
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self._columns = [(column.name, _out(column.type)) for column in columns]

    def run(self, connection: sqlite3.Connection, row: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Run the statement with a row of parameters; return what comes back, as it is stored."""
        given = [
            row[name] if process is None else process(row[name]) for name, process in self._given
        ]
        return connection.execute(self._words, given).fetchall()

    def run_each(self, connection: sqlite3.Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run the statement with every row of parameters."""
        for row in rows:
            self.run(connection, row)

    def read(self, stored: Sequence[Any]) -> dict[str, Any]:
        """Return a stored row of a query by its columns, as SQLAlchemy would."""
        return {
            name: value if process is None else process(value)
            for (name, process), value in zip(self._columns, stored, strict=True)
        }


class PreparedRows:
    """An insert of many rows, compiled once for each database."""

    def __init__(self, statements: Mapping[str, Executable], keys: Iterable[str]) -> None:
        """Compile the statement of each dialect; `keys` are the columns that it is given."""
        columns = list(keys)
        self._each = {
            dialect.name: _compiled(statements[dialect.name], columns, dialect)
            for dialect in (_DIALECT, _POSTGRESQL)
        }

    async def run(self, connection: AsyncConnection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run the statement with every row of parameters; no two may be of one key.

        PostgreSQL gets them column by column in a single statement, which costs it half as much.
        """
        words, given = self._each[connection.dialect.name]
        stored = [
            tuple(row[name] if process is None else process(row[name]) for name, process in given)
            for row in rows
        ]
        if connection.dialect.name == "postgresql":
            columns = tuple(list(column) for column in zip(*stored, strict=True))
            await connection.exec_driver_sql(_unnested(words), columns)
        else:
            await connection.exec_driver_sql(words, stored)


_VALUES = re.compile(r"VALUES \(([^)]*)\)")


@lru_cache
def _unnested(words: str) -> str:
    """Return an insert of one row as one that takes an array for every column."""

    def arrays(found: re.Match[str]) -> str:
        columns = ", ".join(f"{part.strip()}[]" for part in found[1].split(","))
        return f"SELECT * FROM unnest({columns})"  # noqa: S608 - our own statement

    return _VALUES.sub(arrays, words, count=1)


def _compiled(
    statement: Executable, columns: list[str], dialect: Dialect
) -> tuple[str, list[tuple[str, Processor | None]]]:
    """Return a statement's words, and its parameters in order with what happens to each."""
    compiled = statement.compile(  # type: ignore[attr-defined]
        dialect=dialect, column_keys=columns, for_executemany=True
    )
    order = compiled.positiontup or ()
    return str(compiled), [(name, _in(compiled.binds[name].type, dialect)) for name in order]


def _in(kind: TypeEngine[Any], dialect: Dialect = _DIALECT) -> Processor | None:
    """Return what a type does to a value on its way in."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _out(kind: TypeEngine[Any]) -> Processor | None:
    """Return what a type does to a value on its way out."""
    return kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
