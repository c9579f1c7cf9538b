"""Inserts that say what happens when the key is there already, for each database."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

# Both dialects have the same insert with the same methods, without a class in common.
Insert: TypeAlias = Any
Statements: TypeAlias = Mapping[str, Executable]


def each_dialect(build: Callable[[Callable[[Table], Insert]], Executable]) -> Statements:
    """Build a statement once for every database, by the dialect's name."""
    return {"sqlite": build(sqlite.insert), "postgresql": build(postgresql.insert)}


def insert_or_replace(table: Table) -> Statements:
    """Return the insert that replaces every other column where the primary key is there."""
    key = [column.name for column in table.primary_key]

    def build(insert: Callable[[Table], Insert]) -> Executable:
        statement = insert(table)
        others = {
            column.name: statement.excluded[column.name]
            for column in table.columns
            if column.name not in key
        }
        replaced: Executable = statement.on_conflict_do_update(index_elements=key, set_=others)
        return replaced

    return each_dialect(build)


def chosen(statements: Statements, connection: AsyncConnection) -> Executable:
    """Return the statement for the database at the other end."""
    return statements[connection.dialect.name]


def rows_or_row(rows: Sequence[dict[str, Any]]) -> Any:  # noqa: ANN401 what execute takes
    """Return a single row by itself: one row takes a shorter way through SQLAlchemy."""
    return rows[0] if len(rows) == 1 else rows
