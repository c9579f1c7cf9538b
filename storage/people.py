"""Queries of persons and addresses."""

from collections.abc import Callable, Sequence

from sqlalchemy import Executable, Table, bindparam, delete, select

from council.access import Right
from council.language import Language
from council.people import Address, Person
from storage import models
from storage.conflicts import Insert, chosen, each_dialect, insert_or_replace
from storage.mapping import Found, from_row, to_row
from storage.prepared import Prepared
from storage.transaction import Transaction

_FIND = select(models.people).where(models.people.c.key == bindparam("key"))
_EVERYBODY = select(models.people)
_PUT = insert_or_replace(models.people)


def _speak(insert: Callable[[Table], Insert]) -> Executable:
    """Return the insert that leaves a person who is there all but the language.

    It is one statement: what is read first and written back would give rights back to somebody
    who has lost them in between.
    """
    statement = insert(models.people)
    spoken: Executable = statement.on_conflict_do_update(
        index_elements=["key"], set_={"language": statement.excluded.language}
    )
    return spoken


def _greet(insert: Callable[[Table], Insert]) -> Executable:
    """Return the insert that leaves a person who is there."""
    greeted: Executable = insert(models.people).on_conflict_do_nothing(index_elements=["key"])
    return greeted


_GREET = each_dialect(_greet)
_SPEAK = each_dialect(_speak)
_REACH = insert_or_replace(models.addresses)
_QUICK_REACH = Prepared(_REACH["sqlite"], models.addresses.c.keys())
_ADDRESSES = select(models.addresses).where(models.addresses.c.person == bindparam("person"))
_FORGET = delete(models.addresses).where(models.addresses.c.conversation == bindparam("gone"))


def to_person(row: Found) -> Person:
    """Return the person of a row."""
    rights = frozenset(Right(right) for right in row["rights"])
    return Person(row["key"], row["name"], row["language"], row["audiences"], rights)


class SqlPeople:
    """Persons and addresses."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def find(self, key: str) -> Person | None:
        """Return a person."""
        connection = await self._transaction.reading()
        row = (await connection.execute(_FIND, {"key": key})).mappings().first()
        return None if row is None else to_person(row)

    async def everybody(self) -> Sequence[Person]:
        """Return every person, by key."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_EVERYBODY)).mappings()
        return sorted((to_person(row) for row in rows), key=lambda person: person.key)

    async def put(self, person: Person) -> None:
        """Insert a person or replace the one with the same key."""
        connection = await self._transaction.writing()
        await connection.execute(chosen(_PUT, connection), to_row(person))

    async def greet(self, key: str, name: str) -> None:
        """Insert a person without any right; one who is there stays as they are."""
        connection = await self._transaction.writing()
        await connection.execute(chosen(_GREET, connection), to_row(Person(key, name)))

    async def speak(self, key: str, name: str, language: Language | None) -> Person:
        """Set a person's own language and nothing else; insert whom there is none of."""
        connection = await self._transaction.writing()
        row = to_row(Person(key, name, language))
        await connection.execute(chosen(_SPEAK, connection), row)
        found = (await connection.execute(_FIND, {"key": key})).mappings().one()
        return to_person(found)

    async def reach(self, addresses: Sequence[Address]) -> None:
        """Insert addresses or replace those of the same conversations; the last of each counts."""
        latest = {address.conversation: address for address in addresses}
        if not latest:
            return
        # In one order everywhere: two replicas that lock the same rows never wait in a ring.
        rows = [to_row(latest[conversation]) for conversation in sorted(latest)]
        quick = await self._transaction.quick()
        if quick is not None:
            _QUICK_REACH.run_each(quick, rows)
            return
        connection = await self._transaction.writing()
        await connection.execute(chosen(_REACH, connection), rows)

    async def addresses(self, person: str) -> Sequence[Address]:
        """Return where a person can be reached, by conversation."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_ADDRESSES, {"person": person})).mappings()
        found = [from_row(Address, row) for row in rows]
        return sorted(found, key=lambda address: address.conversation)

    async def forget_address(self, conversation: str) -> None:
        """Remove the address of a conversation: the app was uninstalled there."""
        connection = await self._transaction.writing()
        await connection.execute(_FORGET, {"gone": conversation})
