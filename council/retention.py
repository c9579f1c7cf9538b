"""How long what is on record is kept, by class of data; whose time is up is forgotten every night.

The register and what has changed in it stay: after its time a change does not tell who made it any
more, and later still not why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from json import dumps
from typing import Final

from council.access import Asker
from council.chamber import Council
from council.items import BadInputError
from council.permission import administrators_only
from council.planning import followed
from council.ports import Change, Records

SCOPE: Final = "retention"  # of the settings, and the key of their changes
LONGEST: Final = 36_500  # days
YEAR: Final = 365


class Kept(StrEnum):
    """A class of data with a retention time of its own."""

    TURNS = "turns"  # that somebody wrote and what kind of answer came; never what was written
    QUESTIONS = "questions"  # answered ones, since they were last asked
    TASKS = "tasks"  # closed ones
    LEDGER = "ledger"  # reminders and messages that are over
    NAMES = "names"  # who told, changed or decided something
    COMMENTS = "comments"  # the words that people gave as a reason or a comment


@dataclass(frozen=True, slots=True)
class Period:
    """How long a class of data is kept, in days."""

    days: int
    shortest: int  # what may be set at the least


# A redelivered message must find its turn; a yearly report must find its year.
DEFAULTS: Final[Mapping[Kept, Period]] = {
    Kept.TURNS: Period(30, 2),
    Kept.QUESTIONS: Period(YEAR, 1),
    Kept.TASKS: Period(YEAR, 1),
    Kept.LEDGER: Period(2 * YEAR, 100),
    Kept.NAMES: Period(6 * YEAR, 100),
    Kept.COMMENTS: Period(6 * YEAR, 100),
}


async def prune(council: Council) -> int:
    """Forget whatever has been kept for as long as it may be; return how many rows that touched.

    Reminders of items that are still followed stay however old: without them they would be sent
    anew. What waits to be sent, seen to or decided stays too.
    """
    register = await council.shelf.whole()
    planned = frozenset(record.key for record in register if followed(record, register))
    now = council.now()
    async with council.records() as records:
        days = await _days(records)
        limit = {kept: _before(now, number) for kept, number in days.items()}
        done = await records.turns.prune(limit[Kept.TURNS])
        done += await records.desk.prune(asks=limit[Kept.QUESTIONS], tasks=limit[Kept.TASKS])
        done += await records.privacy.shed(limit[Kept.LEDGER], planned)
        done += await records.privacy.unname(limit[Kept.NAMES])
        return done + await records.privacy.unword(limit[Kept.COMMENTS])


async def periods(council: Council, asker: Asker) -> Mapping[Kept, int]:
    """Return how many days each class is kept. Raises NotAllowedError but for administrators."""
    administrators_only(asker)
    async with council.records() as records:
        return await _days(records)


async def keep(
    council: Council, asker: Asker, kept: Kept, days: int | None, *, through: str
) -> None:
    """Set how many days a class is kept, None: as by default; put it on record.

    Raises NotAllowedError unless the asker administers, BadInputError for too few or too many.
    """
    administrators_only(asker)
    if days is not None and not DEFAULTS[kept].shortest <= days <= LONGEST:
        raise BadInputError(what="retention", shortest=str(DEFAULTS[kept].shortest))
    async with council.records() as records:
        await records.changes.bump()  # who sets it at the same time waits here
        before = (await _days(records))[kept]
        await records.choices.set(SCOPE, kept.value, days)
        after = (await _days(records))[kept]
        if before != after:
            change = Change(
                SCOPE,
                kept.value,
                dumps(before),
                dumps(after),
                asker.person,
                council.now(),
                through,
            )
            await records.changes.add([change])


async def _days(records: Records) -> Mapping[Kept, int]:
    chosen = await records.privacy.periods()
    return {kept: chosen.get(kept.value, period.days) for kept, period in DEFAULTS.items()}


def _before(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)
