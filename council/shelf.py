"""What can be asked now: register, documents and indexes of one moment, in memory.

The database is the truth; this is its copy for reading, made anew in the background after a change.
For every set of audiences there is a view of its own, with its own index: what a person may not see
is not even in the statistics that rank what they may.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from council.access import Asker, Right
from council.asking import Entry, Finder, Index, Want
from council.entries import own_words, passage_entries, record_entries
from council.model import Document, Passage, Programme, Record
from council.ports import OpenRecords
from council.register import Register
from council.words import fold, laid_out, stem

log = logging.getLogger(__name__)

VIEWS = 64  # distinct sets of audiences kept; a municipality has about ten


@dataclass(frozen=True)
class View:
    """Everything as one set of audiences sees it."""

    register: Register
    documents: dict[str, Document]
    passages: dict[str, Passage]  # by 'document#number'
    records_index: Index
    passages_index: Index
    revision: int
    holds: Callable[[str], frozenset[Want]]

    @cached_property
    def places(self) -> frozenset[str]:
        """Municipalities that something here is about."""
        named = {d.municipality for d in self.documents.values() if d.municipality}
        return frozenset(named | set(self.register.municipalities()))

    @cached_property
    def place_stems(self) -> tuple[tuple[str, str], ...]:
        """Those municipalities, each with the beginning that its inflected forms share."""
        return tuple((place, stem(fold(place))) for place in sorted(self.places))

    @cached_property
    def _laid(self) -> dict[str, str]:
        return {}

    def laid_out(self, key: str) -> str:
        """Return the words of a record or a passage laid out for comparing; kept once made."""
        laid = self._laid.get(key)
        if laid is None:
            passage, record = self.passages.get(key), self.register.get(key)
            text = passage.text if passage else own_words(record) if record else ""
            laid = self._laid[key] = laid_out(text)
        return laid

    @property
    def empty(self) -> bool:
        """Whether there is nothing to ask about."""
        return not self.passages and not len(self.register)


def passage_key(passage: Passage) -> str:
    """Return the key of a passage in an index."""
    return f"{passage.document}#{passage.number}"


@dataclass(frozen=True, slots=True)
class Stock:
    """All that is on record at one revision, for everybody's eyes."""

    register: Register
    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    labels: frozenset[str]  # audiences that occur on anything
    revision: int


class Shelf:
    """Holds the present stock and the views of it."""

    def __init__(self, records: OpenRecords, finder: Finder) -> None:
        """Start empty; `refresh` fills."""
        self._records = records
        self._finder = finder
        self._stock: Stock | None = None
        self._views: OrderedDict[tuple[bool, frozenset[str]], View] = OrderedDict()
        self._refreshing = asyncio.Lock()
        self._building: dict[tuple[bool, frozenset[str]], asyncio.Task[View]] = {}

    @property
    def ready(self) -> bool:
        """Whether there is something to ask."""
        return self._stock is not None

    @property
    def revision(self) -> int:
        """The revision that answers come from; -1 before the first."""
        return -1 if self._stock is None else self._stock.revision

    async def whole(self) -> Register:
        """Return the register for everybody's eyes, as it is on record now.

        For what Luotsi does by itself; what a person is shown comes from `view`.
        """
        await self.refresh()
        stock = self._stock
        assert stock is not None  # noqa: S101 - refresh either fills it or raises
        return stock.register

    async def refresh(self) -> bool:
        """Look whether the record has changed and take it in; tell whether it had.

        Views that are in use are built before they are shown, so nobody waits for an index.
        """
        async with self._refreshing:
            async with self._records() as records:
                revision = await records.changes.revision()
                if revision == self.revision:
                    return False
                register = await records.register.everything()
                documents = await records.documents.everything()
                passages = await records.documents.passages()
            stock = await asyncio.to_thread(_stock, register, documents, passages, revision)
            wanted = {_key(stock.labels, administers, held) for administers, held in self._views}
            views = {
                key: await asyncio.to_thread(_view, stock, key, self._finder) for key in wanted
            }
            self._stock, self._views = stock, OrderedDict(views)
            self._building.clear()
            log.info("shelf refreshed", extra={"revision": revision, "passages": len(passages)})
            return True

    async def view(self, asker: Asker) -> View:
        """Return what the asker sees, built first where nobody with the same sight has asked."""
        if self._stock is None:
            await self.refresh()
        stock = self._stock
        assert stock is not None  # noqa: S101 - refresh either fills it or raises
        key = _key(stock.labels, asker.administers, asker.audiences)
        view = self._views.get(key)
        if view is not None:
            self._views.move_to_end(key)
            return view
        task = self._building.get(key)
        if task is None:
            task = asyncio.create_task(asyncio.to_thread(_view, stock, key, self._finder))
            self._building[key] = task
        try:
            view = await asyncio.shield(task)
        finally:
            # A refresh may have put another task in its place.
            if task.done() and self._building.get(key) is task:
                del self._building[key]
        if self._stock is stock:
            self._views[key] = view
            while len(self._views) > VIEWS:
                self._views.popitem(last=False)
        return view


def _key(
    labels: frozenset[str],
    administers: bool,  # noqa: FBT001 - it is part of the key
    audiences: frozenset[str],
) -> tuple[bool, frozenset[str]]:
    """Askers who see the same share a view, whatever else they hold."""
    return (True, frozenset()) if administers else (False, audiences & labels)


def _stock(
    register: Sequence[Record],
    documents: Sequence[Document],
    passages: Sequence[Passage],
    revision: int,
) -> Stock:
    labels: set[str] = set()
    for record in register:
        labels |= record.audience
    for document in documents:
        labels |= document.audience
    return Stock(Register(register), tuple(documents), tuple(passages), frozenset(labels), revision)


def _view(stock: Stock, key: tuple[bool, frozenset[str]], finder: Finder) -> View:
    administers, held = key
    # Who holds every label still does not see what bears none: that is for administrators alone.
    asker = Asker(audiences=held, rights=frozenset({Right.ADMINISTER} if administers else ()))
    register = stock.register if administers else stock.register.seen_by(asker)
    documents = {d.name: _placed(d, register) for d in stock.documents if asker.may_see(d.audience)}
    passages = {passage_key(p): p for p in stock.passages if p.document in documents}
    entries: Iterable[Entry] = passage_entries(passages, documents)
    return View(
        register,
        documents,
        passages,
        finder.build(record_entries(register)),
        finder.build(list(entries)),
        stock.revision,
        lru_cache(maxsize=4096)(finder.holds),
    )


def _placed(document: Document, register: Register) -> Document:
    """Give a document the programme, town and title of the records that name it as their source.

    A programme that is not in the register, or not for these eyes, is not named either.
    """
    own = register.find(Programme, document.programme)
    named = (p for p in register.of(Programme, former=True) if p.source.document == document.name)
    programme = own or next(named, None)
    if programme is None:
        return replace(document, programme="")
    title = programme.source.title if programme.source.document == document.name else ""
    return replace(
        document,
        programme=programme.key,
        municipality=document.municipality or programme.municipality,
        title=title or document.title,
    )
