"""Documents: add, list, remove; what they are about is worked out from their own words."""

from collections.abc import Sequence
from dataclasses import replace

from council.access import Asker, Right
from council.asking import Finder
from council.chamber import Council
from council.errors import NotAllowedError, NotFoundError
from council.model import Document, Programme, ReadDocument, Record
from council.ports import Change


async def add(council: Council, asker: Asker, read: ReadDocument, *, through: str) -> bool:
    """Put a document with its passages on record; tell whether that changed anything.

    The same bytes with the same particulars change nothing. A document of the same name is
    replaced. Raises NotAllowedError unless the asker may import.
    """
    _importers_only(asker)
    async with council.records() as records:
        register = await records.register.everything()
        document = about(read, register, council.finder)
        present = {d.name: d for d in await records.documents.everything()}
        before = present.get(document.name)
        if before == document:
            return False
        await records.documents.put(replace(read, document=document))
        await records.changes.add(
            [
                Change(
                    document.name,
                    "" if before is None else "digest",
                    before.digest if before else "",
                    document.digest,
                    asker.person,
                    council.now(),
                    through,
                )
            ]
        )
        await records.changes.bump()
    return True


async def remove(council: Council, asker: Asker, name: str, *, through: str) -> None:
    """Take a document and its passages off the record.

    Raises NotAllowedError unless the asker may import, NotFoundError where there is none.
    """
    _importers_only(asker)
    async with council.records() as records:
        if not await records.documents.remove(name):
            raise NotFoundError(what=name)
        await records.changes.add(
            [Change(name, "", name, "", asker.person, council.now(), through)]
        )
        await records.changes.bump()


async def everything(council: Council, asker: Asker) -> Sequence[Document]:
    """Return the documents that the asker may see, by name."""
    async with council.records() as records:
        return [d for d in await records.documents.everything() if asker.may_see(d.audience)]


def about(read: ReadDocument, register: Sequence[Record], finder: Finder) -> Document:
    """Return a document with its programme and municipality, as far as they can be told.

    What was given stays. A programme that names the document as its source claims it; otherwise
    the municipality is the one that the document's own passages name.
    """
    document = read.document
    for programme in register:
        if (
            isinstance(programme, Programme)
            and not document.programme
            and programme.source.document == document.name
        ):
            document = replace(
                document,
                programme=programme.key,
                municipality=document.municipality or programme.municipality,
            )
    if not document.municipality:
        texts = [document.title, *(p.text for p in read.passages)]
        document = replace(document, municipality=finder.place_of(texts))
    return document


def _importers_only(asker: Asker) -> None:
    if not (asker.administers or Right.IMPORT in asker.rights):
        raise NotAllowedError(who=asker.person)
