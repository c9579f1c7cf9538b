"""Queries of settings, of what people have chosen, and of whom nothing reaches."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from sqlalchemy import bindparam, delete, select

from council.rules import DEFAULTS, Preferences, Setting
from storage.conflicts import chosen, insert_or_replace
from storage.ledger_models import preferences, settings, unreachable
from storage.mapping import from_row, to_row
from storage.transaction import Transaction

_SETTINGS = select(settings).order_by(settings.c.scope, settings.c.name)
_SET = insert_or_replace(settings)
_UNSET = delete(settings).where(
    settings.c.scope == bindparam("of"), settings.c.name == bindparam("named")
)
_PREFERENCES = select(preferences)
_PREFER = insert_or_replace(preferences)
_UNREACHABLE = select(unreachable)
_LOSE = insert_or_replace(unreachable)
_REACHED = delete(unreachable).where(unreachable.c.person == bindparam("whom"))


class SqlChoices:
    """Settings of the town and its programmes, and what people have chosen for themselves."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def settings(self) -> Sequence[Setting]:
        """Return every setting, by scope and name."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_SETTINGS)).mappings()
        return [
            Setting(row["scope"], row["name"], _read(row["name"], row["value"]))
            for row in rows
            if hasattr(DEFAULTS, row["name"])
        ]

    async def set(self, scope: str, name: str, value: object) -> None:
        """Set one setting; None goes back to what holds more widely."""
        connection = await self._transaction.writing()
        if value is None:
            await connection.execute(_UNSET, {"of": scope, "named": name})
            return
        row = {"scope": scope, "name": name, "value": _written(value)}
        await connection.execute(chosen(_SET, connection), row)

    async def preferences(self) -> Sequence[Preferences]:
        """Return what everybody has chosen."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_PREFERENCES)).mappings()
        return [from_row(Preferences, row) for row in rows]

    async def prefer(self, preferences: Preferences) -> None:
        """Set what a person has chosen."""
        connection = await self._transaction.writing()
        await connection.execute(chosen(_PREFER, connection), to_row(preferences))

    async def unreachable(self) -> Mapping[str, str]:
        """Return whom nothing reaches, with the reason's code."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_UNREACHABLE)).mappings()
        return {row["person"]: row["reason"] for row in rows}

    async def reached(self, person: str, reason: str, at: datetime) -> bool:
        """Set why nothing reaches a person, '' where it does again; tell whether that changed."""
        before = await self.unreachable()
        if (person in before) is bool(reason):
            return False
        connection = await self._transaction.writing()
        if not reason:
            return (await connection.execute(_REACHED, {"whom": person})).rowcount > 0
        row = {"person": person, "reason": reason, "since": at}
        await connection.execute(chosen(_LOSE, connection), row)
        return True


def _written(value: object) -> object:
    """Return a setting's value as JSON can hold it."""
    return value.isoformat() if isinstance(value, time) else value


def _read(name: str, stored: object) -> object:
    """Return a setting's value from what JSON held."""
    default = getattr(DEFAULTS, name)
    if isinstance(default, time):
        return time.fromisoformat(str(stored))
    return tuple(stored) if isinstance(default, tuple) and isinstance(stored, list) else stored
