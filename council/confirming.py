"""Administrators mend what the register lacks: they confirm, give years, owners and new dates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Final, TypeVar

from council.access import Asker
from council.addresses import LONGEST_ADDRESS, https
from council.chamber import Council
from council.dates import DateCertainty, DateKind, DueDate
from council.errors import NotFoundError
from council.followup import Report, report
from council.items import (
    DECLINED,
    PROPOSED,
    BadInputError,
    Item,
    Minutes,
    Outcome,
    Result,
    fresh,
    tell,
    track_of,
)
from council.ledger import RowState
from council.loading import OWNER_MISSING, TASK_KINDS, changes_of, dates_of, lacks
from council.model import Body, Certainty, Material, Record, Role, State
from council.office import office
from council.permission import administrators_only
from council.ports import Records
from council.proposals import decide, propose
from council.reading_days import MONTHS_A_YEAR
from council.replanning import DATE_PAST
from council.rules import RuleKind

FIRST_YEAR, LAST_YEAR = 1990, 2100

R = TypeVar("R", bound=Record)
YEARLESS: Final = DateCertainty.YEARLESS


@dataclass(frozen=True, slots=True)
class Undated:
    """A record with a date that has no year."""

    record: Record
    dates: tuple[DueDate, ...]


async def confirm(council: Council, asker: Asker, key: str, *, through: str) -> Record:
    """Take a record and its days for certain; return it as it is now.

    Raises NotAllowedError unless the asker administers, and NotFoundError.
    """
    administrators_only(asker)

    def sure(record: Record) -> Record:
        dated = with_dates(record, _sure)
        return replace(dated, certainty=Certainty.CERTAIN)

    async with council.records() as records:
        return await _mend(council, asker, records, key, sure, through)


async def give_years(
    council: Council, asker: Asker, years: Mapping[str, int], *, through: str
) -> tuple[Record, ...]:
    """Give records' yearless dates their years, all or none; return the records as they are now.

    The year is that in which a period begins. Raises NotAllowedError unless the asker administers,
    NotFoundError, and BadInputError.
    """
    administrators_only(asker)
    if not years or not all(FIRST_YEAR <= year <= LAST_YEAR for year in years.values()):
        raise BadInputError(what="year-range")
    mended = []
    async with council.records() as records:
        await records.changes.bump()
        for key, year in years.items():

            def dated(record: Record, year: int = year) -> Record:
                return with_dates(record, lambda due: in_year(due, year))

            mended.append(await _mend(council, asker, records, key, dated, through))
    return tuple(mended)


async def give_year(council: Council, asker: Asker, key: str, year: int, *, through: str) -> Record:
    """Give one record's yearless dates their year. Raises as `give_years` does."""
    [record] = await give_years(council, asker, {key: year}, through=through)
    return record


async def material(council: Council, asker: Asker, key: str) -> Material:
    """Return a material, with or without a link. Raises NotAllowedError, NotFoundError."""
    administrators_only(asker)
    return _material((await council.shelf.whole()).get(key))


async def set_link(council: Council, asker: Asker, key: str, url: str, *, through: str) -> Material:
    """Say where a material is; whoever may see it sees the link. Return it as it is now.

    Raises NotAllowedError unless the asker administers, NotFoundError, and BadInputError unless
    the address is a clean https one.
    """
    administrators_only(asker)
    if len(url) > LONGEST_ADDRESS or not https(url):
        raise BadInputError(what="link")

    def linked(record: Record) -> Record:
        return replace(_material(record), url=url)

    async with council.records() as records:
        return _material(await _mend(council, asker, records, key, linked, through))


def _material(record: Record | None) -> Material:
    if not isinstance(record, Material):
        raise NotFoundError(what="record")
    return record


async def undated(council: Council, asker: Asker, programme: str) -> tuple[Undated, ...]:
    """Return a programme's records whose dates lack a year. Raises NotAllowedError."""
    administrators_only(asker)
    register = await council.shelf.whole()
    found = (Undated(r, tuple(filter(_lacks_year, dates_of(r)))) for r in register)
    return tuple(one for one in found if one.dates and one.record.programme == programme)


async def owners(council: Council, asker: Asker, key: str) -> tuple[Record, tuple[Record, ...]]:
    """Return an item and the roles and bodies of its programme. Raises NotAllowedError."""
    administrators_only(asker)
    register = await council.shelf.whole()
    item = register.get(key)
    if item is None:
        raise NotFoundError(what="record")
    kinds: tuple[type[Record], ...] = (Role, Body)
    return item, tuple(r for kind in kinds for r in register.of(kind, item.programme))


async def declined_by(council: Council, asker: Asker, key: str) -> tuple[str, ...]:
    """Return the keys of those who say that an item is not theirs. Raises NotAllowedError."""
    administrators_only(asker)
    async with council.records() as records:
        found = await records.plans.tracks([key])
    return tuple(sorted(found[0].declined)) if found else ()


async def assign(
    council: Council, asker: Asker, key: str, owner_keys: Sequence[str], *, through: str
) -> Item:
    """Have roles or bodies of its programme own an item; whoever declined it is asked anew.

    Raises NotAllowedError unless the asker administers, NotFoundError, and BadInputError.
    """
    administrators_only(asker)
    known = await office(council)
    chosen = tuple(dict.fromkeys(owner_keys))
    async with council.records() as records:
        await records.changes.bump()
        item = await fresh(records, key)
        found = {r.key: r for r in await records.register.find(chosen)}
        good = (
            isinstance(r, Role | Body) and r.programme == item.programme for r in found.values()
        )
        if not chosen or len(found) != len(chosen) or not all(good):
            raise BadInputError(what="owner")
        m = Minutes(records, asker, known, through)
        changed = replace(item, owners=chosen)
        await records.register.put([changed])
        await records.changes.add(list(changes_of(item, changed, asker.person, m.now, through)))
        track = await track_of(m, item)
        parts = track.parts & frozenset(chosen)
        await records.plans.follow([replace(track, declined=frozenset(), parts=parts)])
        for kind in (OWNER_MISSING, DECLINED):
            await records.desk.close_task(kind, key, m.now)
        await tell(m, changed)
        return changed


async def settle(
    council: Council, asker: Asker, key: str, state: State, *, through: str
) -> Outcome:
    """Say how an item went whose day was past when Luotsi learnt of it; raises as `move` does."""
    administrators_only(asker)
    outcome = await report(council, asker, key, Report(state=state), through=through)
    async with council.records() as records:
        await records.desk.close_task(DATE_PAST, key, council.now())
    return outcome


async def move(  # noqa: PLR0913 - what a move is
    council: Council, asker: Asker, key: str, due: DueDate, why: str, *, through: str
) -> Outcome:
    """Move an item's due day as an administrator: proposed and decided at once, on record as both.

    Raises NotAllowedError unless the asker administers, NotFoundError, and BadInputError.
    """
    administrators_only(asker)
    proposed = await propose(council, asker, key, due, why, through=through)
    if proposed.result is not Result.WAITS or proposed.proposal is None:
        return proposed
    decided = await decide(
        council, asker, key, proposed.proposal.id, approve=True, through=through, why=why
    )
    async with council.records() as records:
        await records.desk.close_task(DATE_PAST, key, council.now())
        if not any((t.kind, t.about) == (PROPOSED, key) for t in await records.desk.tasks()):
            await _hush(council, records, key)
    return decided


async def _hush(council: Council, records: Records, key: str) -> None:
    """Take back the word to administrators that something waits, now that nothing does."""
    now = council.now()
    task = f"{RuleKind.TASK.value}:"
    await records.ledger.put(
        [
            replace(row, state=RowState.SUPERSEDED, reason="decided", changed=now)
            for row in await records.ledger.rows([key])
            if row.state is RowState.PLANNED and row.rule.startswith(task)
        ]
    )


async def _mend(  # noqa: PLR0913, PLR0917 - one piece of three use cases
    council: Council,
    asker: Asker,
    records: Records,
    key: str,
    change: Callable[[Record], Record],
    through: str,
) -> Record:
    """Change a record, put it on record, and close the tasks that it no longer gives rise to."""
    await records.changes.bump()
    found = await records.register.find([key])
    if not found:
        raise NotFoundError(what="record")
    before, now = found[0], council.now()
    after = change(before)
    if after != before:
        await records.register.put([after])
        await records.changes.add(list(changes_of(before, after, asker.person, now, through)))
    for kind in TASK_KINDS - lacks(after):
        await records.desk.close_task(kind, key, now)
    return after


def with_dates(record: R, change: Callable[[DueDate], DueDate]) -> R:
    """Return a record with each of its dates changed."""

    def changed(value: object) -> object:
        if isinstance(value, DueDate):
            return change(value)
        return tuple(changed(one) for one in value) if isinstance(value, tuple) else value

    values = {field.name: getattr(record, field.name) for field in fields(record)}
    dated = {name: changed(value) for name, value in values.items() if _dated(value)}
    return replace(record, **dated)  # type: ignore[arg-type]  # each of the field's own type


def _dated(value: object) -> bool:
    several = value if isinstance(value, tuple) else (value,)
    return any(isinstance(one, DueDate) for one in several)


def _sure(due: DueDate) -> DueDate:
    """Take a day for certain; what has no day stays as it is."""
    if due.certainty is DateCertainty.UNCONFIRMED and due.last is not None:
        return replace(due, certainty=DateCertainty.CERTAIN)
    return due


def _lacks_year(due: DueDate) -> bool:
    return due.certainty is YEARLESS and due.kind is not DateKind.RECURRING


def in_year(due: DueDate, year: int) -> DueDate:
    """Return a yearless date in a year; any other stays as it is.

    '--05-16' is a day, '--02' a month; '--09/--11' goes to the end of November, and '--12/--02' to
    that of the next February. What the document says in words with soft edges stays soft. Raises
    BadInputError for a day that the year does not have.
    """
    if not _lacks_year(due):
        return due
    first, _, last = due.yearless.partition("/")
    try:
        start, end = _days(first, year)
        if last:
            end = _days(last, year)[1]
            end = end if end >= start else _days(last, year + 1)[1]
    except ValueError as error:
        raise BadInputError(what="no-such-day-that-year") from error
    soft = bool(last) and bool(due.words)
    certainty = DateCertainty.FUZZY if soft else DateCertainty.CERTAIN
    return replace(due, start=start, end=end, yearless="", certainty=certainty)


def _days(form: str, year: int) -> tuple[date, date]:
    """Return the first and last day of '--02' or '--05-16' in a year. Raises ValueError."""
    month, _, day = form.removeprefix("--").partition("-")
    if day:
        only = date(year, int(month), int(day))
        return only, only
    start = date(year, int(month), 1)
    following = date(year + int(month) // MONTHS_A_YEAR, int(month) % MONTHS_A_YEAR + 1, 1)
    return start, following - timedelta(days=1)
