"""Records that tell when something has been changed through them."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from council.ledger_ports import (
    BeatRecords,
    CardRecords,
    ChoiceRecords,
    DispatchRecords,
    LedgerRecords,
    NewsRecords,
    PaceRecords,
    PlanRecords,
)
from council.ports import (
    Change,
    ChangeRecords,
    DeskRecords,
    DocumentRecords,
    OpenRecords,
    PeopleRecords,
    Records,
    RegisterRecords,
    TurnRecords,
)


class WatchedChanges:
    """The history of changes, which remembers whether the revision has grown."""

    def __init__(self, changes: ChangeRecords) -> None:
        """Pass everything on."""
        self._changes = changes
        self.bumped = False

    async def revision(self) -> int:
        """Return the number that grows with every change."""
        return await self._changes.revision()

    async def bump(self) -> int:
        """Make the number grow; return the new one."""
        self.bumped = True
        return await self._changes.bump()

    async def add(self, changes: Sequence[Change]) -> None:
        """Put changes on record."""
        await self._changes.add(changes)

    async def history(self, key: str) -> Sequence[Change]:
        """Return the changes of one record, oldest first."""
        return await self._changes.history(key)

    async def since(self, at: datetime, *, loads: bool = True) -> Sequence[Change]:
        """Return the changes from a moment (aware) on, oldest first."""
        return await self._changes.since(at, loads=loads)


@dataclass(frozen=True, slots=True)
class WatchedRecords:
    """Everything on record, with watched changes."""

    register: RegisterRecords
    documents: DocumentRecords
    people: PeopleRecords
    turns: TurnRecords
    desk: DeskRecords
    changes: WatchedChanges
    ledger: LedgerRecords
    dispatches: DispatchRecords
    cards: CardRecords
    pace: PaceRecords
    plans: PlanRecords
    choices: ChoiceRecords
    news: NewsRecords
    beats: BeatRecords


def watched(records: OpenRecords, changed: Callable[[], object]) -> OpenRecords:
    """Return the same records; `changed` is called once a change has been committed."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Records]:
        async with records() as within:
            changes = WatchedChanges(within.changes)
            yield WatchedRecords(
                within.register,
                within.documents,
                within.people,
                within.turns,
                within.desk,
                changes,
                within.ledger,
                within.dispatches,
                within.cards,
                within.pace,
                within.plans,
                within.choices,
                within.news,
                within.beats,
            )
        if changes.bumped:
            changed()

    return opened
