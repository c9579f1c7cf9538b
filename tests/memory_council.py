"""A council over records in memory: what the tests of the use cases are played on."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from council.access import PUBLIC
from council.chamber import Council, convene
from council.model import Document, Passage, ReadDocument, Record
from council.people import Person
from council.ports import Outside
from search import NgxFinder
from tests.memory import MemoryRecords
from tests.memory_pictures import Dots

NOW = datetime(2025, 3, 10, 10, 0, tzinfo=UTC)
HELSINKI = ZoneInfo("Europe/Helsinki")
EVERYBODY = frozenset({PUBLIC})


@cache
def finder() -> NgxFinder:
    """Return the real finder; it never changes, so one serves all tests."""
    return NgxFinder()


def read(
    name: str,
    title: str,
    *paragraphs: str,
    dated: date | None = None,
    audience: frozenset[str] = EVERYBODY,
    programme: str = "",
    municipality: str = "",
) -> ReadDocument:
    """Return a document as a reader gives it: each paragraph is a passage, an exact slice."""
    text = "\n\n".join((title, *paragraphs))
    passages = []
    for number, paragraph in enumerate(paragraphs):
        start = text.index(paragraph, len(title))
        passages.append(Passage(name, number, start, start + len(paragraph), paragraph))
    document = Document(
        name,
        title,
        dated,
        programme=programme,
        municipality=municipality,
        audience=audience,
        digest=sha256(text.encode()).hexdigest(),
    )
    return ReadDocument(document, text, tuple(passages))


async def stored(
    records: Iterable[Record] = (),
    reads: Iterable[ReadDocument] = (),
    people: Iterable[Person] = (),
) -> MemoryRecords:
    """Return records in memory that hold all these."""
    memory = MemoryRecords()
    async with memory() as kept:
        await kept.register.put(tuple(records))
        for one in reads:
            await kept.documents.put(one)
        for person in people:
            await kept.people.put(person)
        await kept.changes.bump()
    return memory


def convened(memory: MemoryRecords, now: datetime = NOW) -> Council:
    """Return a council over records in memory, with the real finder and a clock that stands."""
    return convene(Outside(memory, finder(), lambda: now, HELSINKI, Dots()))


async def sitting(
    records: Iterable[Record] = (),
    reads: Iterable[ReadDocument] = (),
    people: Iterable[Person] = (),
    now: datetime = NOW,
) -> Council:
    """Return a council that has all these on record."""
    return convened(await stored(records, reads, people), now)
