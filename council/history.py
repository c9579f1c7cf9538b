"""On record: every change of an item, who made it and why; for administrators alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.errors import NotFoundError
from council.model import Named, Programme, Record
from council.permission import administrators_only
from council.ports import Change, Records
from council.register import Register
from council.words import fold

REFUSED: Final = "refused"  # the field of an attempt that was not allowed; after: what was tried
BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)  # before anything was on record
AT_ONCE: Final = 5_000  # changes in one query
MOST: Final = 10  # records of a like name that are told


@dataclass(frozen=True, slots=True)
class History:
    """Changes, newest first, with all that is needed to tell them in words."""

    changes: tuple[Change, ...]
    names: dict[str, str]  # display names of the persons that Luotsi knows, by key
    register: Register  # as it is now, for everybody's eyes
    record: Record | None = None  # that it is of; None: of many, or of one that is gone
    key: str = ""


async def of(council: Council, asker: Asker, key: str) -> History:
    """Return the history of one record, or of whatever else has a key on record.

    Raises NotAllowedError unless the asker administers, NotFoundError where nothing is known.
    """
    administrators_only(asker)
    register = await council.shelf.whole()
    async with council.records() as records:
        changes = await records.changes.history(key)
        names = await _names(records)
    record = register.get(key)
    if record is None and not changes:
        raise NotFoundError(what="record")
    return History(tuple(reversed(changes)), names, register, record, key)


async def everything(council: Council, asker: Asker, since: datetime | None = None) -> History:
    """Return the changes of everything since a moment (aware).

    Raises NotAllowedError unless the asker administers.
    """
    administrators_only(asker)
    register = await council.shelf.whole()
    found: list[Change] = []
    number = 0
    async with council.records() as records:
        names = await _names(records)
        while page := await records.changes.walk(since or BEGINNING, number, AT_ONCE):
            found.extend(change for _, change in page)
            number = page[-1][0]
    return History(tuple(reversed(found)), names, register)


async def named(council: Council, asker: Asker, name: str) -> Sequence[Record]:
    """Return the records that a name may mean: of that very name, else those that hold its words.

    Raises NotAllowedError unless the asker administers.
    """
    administrators_only(asker)
    wanted = fold(name)
    register = await council.shelf.whole()
    called = [(fold(r.name), r) for r in register if isinstance(r, Named | Programme)]
    exact = [r for known, r in called if known == wanted]
    if exact or not wanted:
        return exact[:MOST]
    return sorted(
        (r for known, r in called if wanted in known), key=lambda r: (r.programme, r.order, r.key)
    )[:MOST]


async def _names(records: Records) -> dict[str, str]:
    return {one.key: one.name for one in await records.people.everybody()}
