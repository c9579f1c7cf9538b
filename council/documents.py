"""Documents: add, list, remove; what they are about is worked out from their own words."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime

from council.access import Asker, Right
from council.asking import Finder
from council.chamber import Council
from council.errors import NotAllowedError, NotFoundError
from council.loading import as_json
from council.model import Document, Programme, ReadDocument, Record
from council.ports import Change
from council.register import Register


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
            _changes(before, document, who=asker.person, at=council.now(), through=through)
        )
        await records.changes.bump()
    return True


async def remove(council: Council, asker: Asker, name: str, *, through: str) -> None:
    """Take a document and its passages off the record.

    Raises NotAllowedError unless the asker may import, NotFoundError where there is none.
    """
    _importers_only(asker)
    async with council.records() as records:
        present = {d.name: d for d in await records.documents.everything()}
        if not await records.documents.remove(name) or name not in present:
            raise NotFoundError(what=name)
        gone = as_json(asdict(present[name]))
        await records.changes.add(
            [Change(name, "", gone, "", asker.person, council.now(), through)]
        )
        await records.changes.bump()


async def everything(council: Council, asker: Asker) -> Sequence[Document]:
    """Return the documents that the asker may see, by name.

    A programme that is not there for the asker is not named with them.
    """
    async with council.records() as records:
        register = Register(await records.register.everything()).seen_by(asker)
        present = await records.documents.everything()
    return [
        d if register.find(Programme, d.programme) else replace(d, programme="")
        for d in present
        if asker.may_see(d.audience)
    ]


def about(read: ReadDocument, register: Sequence[Record], finder: Finder) -> Document:
    """Return a document with its programme and municipality, as far as they can be told.

    What was given stays. A programme that names the document as its source claims it, the first by
    key where there are several; otherwise the municipality is the one that the document's own
    passages name.
    """
    document = read.document
    programmes = sorted((p for p in register if isinstance(p, Programme)), key=lambda p: p.key)
    for programme in programmes:
        claims = not document.programme and programme.source.document == document.name
        if claims or document.programme == programme.key:
            document = replace(
                document,
                programme=programme.key,
                municipality=document.municipality or programme.municipality,
            )
    if not document.municipality:
        texts = [document.title, *(p.text for p in read.passages)]
        document = replace(document, municipality=finder.place_of(texts))
    return document


def _changes(
    before: Document | None, after: Document, *, who: str, at: datetime, through: str
) -> list[Change]:
    """Return what goes on record: a new document whole, a replaced one by its fields."""
    if before is None:
        return [Change(after.name, "", "", as_json(asdict(after)), who, at, through)]
    pairs = ((f.name, getattr(before, f.name), getattr(after, f.name)) for f in fields(after))
    return [
        Change(after.name, name, as_json(old), as_json(new), who, at, through)
        for name, old, new in pairs
        if old != new
    ]


def _importers_only(asker: Asker) -> None:
    if not (asker.administers or Right.IMPORT in asker.rights):
        raise NotAllowedError(who=asker.person)
