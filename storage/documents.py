"""Queries of documents and their passages."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, insert, select

from council.model import Document, Passage, ReadDocument
from storage import models
from storage.mapping import from_row, to_row
from storage.transaction import Transaction

_ALL = select(*(column for column in models.documents.c if column.name != "text"))
_PASSAGES = select(models.passages)
_TEXT = select(models.documents.c.text).where(models.documents.c.name == bindparam("name"))
_INSERT = insert(models.documents)
_INSERT_PASSAGES = insert(models.passages)
_REMOVE = delete(models.documents).where(models.documents.c.name == bindparam("gone"))


class SqlDocuments:
    """Added documents and their passages."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def everything(self) -> Sequence[Document]:
        """Return every document, by name."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_ALL)).mappings()
        # Sorted here: databases have collations of their own.
        return sorted((from_row(Document, row) for row in rows), key=lambda found: found.name)

    async def passages(self) -> Sequence[Passage]:
        """Return every passage of every document, by document and number."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_PASSAGES)).mappings()
        found = [from_row(Passage, row) for row in rows]
        return sorted(found, key=lambda passage: (passage.document, passage.number))

    async def text(self, name: str) -> str | None:
        """Return a document's whole text, or None where there is no such document."""
        connection = await self._transaction.reading()
        found: str | None = (await connection.execute(_TEXT, {"name": name})).scalar()
        return found

    async def put(self, read: ReadDocument) -> None:
        """Insert a document with its passages, or replace the one of the same name."""
        connection = await self._transaction.writing()
        await connection.execute(_REMOVE, {"gone": read.document.name})
        await connection.execute(_INSERT, {**to_row(read.document), "text": read.text})
        if read.passages:
            rows = [to_row(passage) for passage in read.passages]
            await connection.execute(_INSERT_PASSAGES, rows)

    async def remove(self, name: str) -> bool:
        """Remove a document with its passages; tell whether there was one."""
        connection = await self._transaction.writing()
        return (await connection.execute(_REMOVE, {"gone": name})).rowcount > 0
