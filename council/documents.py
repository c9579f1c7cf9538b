"""Added documents: put them on record, and take them off."""

from council.access import Asker, Right
from council.chamber import Council
from council.errors import NotAllowedError, NotFoundError
from council.loading import as_json
from council.model import Document, ReadDocument
from council.ports import Change


async def add(council: Council, asker: Asker, read: ReadDocument, *, through: str) -> bool:
    """Put a document on record, or replace the one of its name; tell whether anything changed.

    The same bytes with the same particulars change nothing. Raises NotAllowedError without the
    right to import or administer.
    """
    _may_import(asker)
    async with council.records() as records:
        known = {document.name: document for document in await records.documents.everything()}
        before = known.get(read.document.name)
        if before == read.document:
            return False
        await records.documents.put(read)
        change = _change(council, asker, before, read.document, through)
        await records.changes.add([change])
        await records.changes.bump()
    return True


async def remove(council: Council, asker: Asker, name: str, *, through: str) -> None:
    """Take a document off the record. Raises NotFoundError, or NotAllowedError as `add` does."""
    _may_import(asker)
    async with council.records() as records:
        known = {document.name: document for document in await records.documents.everything()}
        before = known.get(name)
        if before is None or not await records.documents.remove(name):
            raise NotFoundError(what="document", name=name)
        await records.changes.add([_change(council, asker, before, None, through)])
        await records.changes.bump()


def _may_import(asker: Asker) -> None:
    if asker.rights.isdisjoint({Right.IMPORT, Right.ADMINISTER}):
        raise NotAllowedError(who=asker.person)


def _change(
    council: Council, asker: Asker, before: Document | None, after: Document | None, through: str
) -> Change:
    some = after or before
    return Change(
        key=some.name if some else "",
        field="",
        before=_json(before),
        after=_json(after),
        who=asker.person,
        at=council.now(),
        through=through,
    )


def _json(document: Document | None) -> str:
    if document is None:
        return ""
    kept = ("title", "dated", "programme", "municipality", "audience", "language", "digest")
    return as_json({name: getattr(document, name) for name in kept})
