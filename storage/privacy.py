"""Queries that take persons out of the record: on their wish, or when the time is up."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Column, Executable, Table, and_, case, delete, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from council.ledger import DispatchState, RowState
from council.news import ProposalState
from council.traces import (
    ADMISSION,
    CHOICE,
    NAMING,
    NOBODY,
    replaced,
    unsigned,
    without_person,
)
from storage.ledger_models import (
    dispatches,
    follows,
    news,
    preferences,
    proposals,
    reminders,
    settings,
    stale,
    tracks,
    unreachable,
)
from storage.models import addresses, asks, changes, people, tasks, topics, turns
from storage.transaction import Transaction

SCOPE = "retention"  # of the settings that are retention times
FORGOTTEN = "forgotten"  # why a reminder or a message was called off
AT_ONCE = 500  # keys in one statement
OPEN_ROWS = (RowState.PLANNED, RowState.LEASED)
OPEN_DISPATCHES = (DispatchState.PLANNED, DispatchState.LEASED)
TEXTS = ("before", "after", "why")  # of a change


class SqlPrivacy:
    """Personal data, wherever on record they are."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def forget(
        self, person: str, pseudonym: str, names: Collection[str], at: datetime
    ) -> int:
        """Remove a person from everything but the register; return how many rows that touched."""
        connection = await self._transaction.writing()
        touched = await _forget_talk(connection, person)
        touched += await _unsign(connection, person, names)
        touched += await _run(connection, *_ledger(person, pseudonym, at), *_told(person))
        touched += await _undecline(connection, person)
        touched += await _run(connection, *_own_changes(person, pseudonym))
        within = or_(*(changes.c[name].contains(person, autoescape=True) for name in TEXTS))
        instead = partial(replaced, person=person, instead=pseudonym)
        touched += await _reword(connection, within, TEXTS, instead)
        return touched

    async def periods(self) -> Mapping[str, int]:
        """Return the retention times that have been set, in days, by the class of data."""
        connection = await self._transaction.reading()
        rows = await connection.execute(
            select(settings.c.name, settings.c.value).where(settings.c.scope == SCOPE)
        )
        return {name: value for name, value in rows.all() if isinstance(value, int)}

    async def unname(self, before: datetime) -> int:
        """Remove who did what from what is older than a moment; return how many rows changed."""
        connection = await self._transaction.writing()
        old = changes.c.at < before
        done = await _run(
            connection,
            delete(changes).where(
                old, or_(changes.c.field == ADMISSION, changes.c.field.startswith(CHOICE))
            ),
            update(changes).where(old, changes.c.who.not_in(["", "system"])).values(who=""),
            *(_blanked(old, name) for name in ("before", "after")),
            update(news).where(news.c.at < before, news.c.person != "").values(person=""),
            update(proposals)
            .where(
                proposals.c.at < before,
                proposals.c.standing != ProposalState.OPEN,
                or_(proposals.c.person != "", proposals.c.decided_by != ""),
            )
            .values(person="", decided_by=""),
        )
        whole = ("before", "after")
        persons = or_(*(changes.c[name].contains('"person"') for name in whole))
        within = and_(old, changes.c.field == "", persons)
        return done + await _reword(connection, within, whole, without_person)

    async def unword(self, before: datetime) -> int:
        """Remove reasons and comments that are older than a moment; return how many changed."""
        connection = await self._transaction.writing()
        return await _run(
            connection,
            update(changes).where(changes.c.at < before, changes.c.why != "").values(why=""),
            update(news).where(news.c.at < before, news.c.words != "").values(words=""),
            update(proposals)
            .where(
                proposals.c.at < before,
                proposals.c.standing != ProposalState.OPEN,
                proposals.c.why != "",
            )
            .values(why=""),
        )

    async def shed(self, before: datetime, but: Collection[str]) -> int:
        """Remove reminders and messages that were over before a moment; return how many."""
        connection = await self._transaction.writing()
        over = and_(reminders.c.at < before, reminders.c.state.not_in(OPEN_ROWS))
        found = await connection.execute(select(reminders.c.item).where(over).distinct())
        items = sorted(set(found.scalars()) - set(but))
        gone = await _run(
            connection,
            delete(dispatches).where(
                dispatches.c.made < before, dispatches.c.state.not_in(OPEN_DISPATCHES)
            ),
        )
        for start in range(0, len(items), AT_ONCE):
            some = reminders.c.item.in_(items[start : start + AT_ONCE])
            gone += await _run(connection, delete(reminders).where(over, some))
        return gone


async def _run(connection: AsyncConnection, *statements: Executable) -> int:
    """Run statements one after another; return how many rows they touched."""
    touched = 0
    for statement in statements:
        touched += (await connection.execute(statement)).rowcount
    return touched


async def _forget_talk(connection: AsyncConnection, person: str) -> int:
    """Remove who somebody is, where they can be reached and what they talked about."""
    places = select(addresses.c.conversation).where(addresses.c.person == person)
    talks = select(turns.c.conversation).where(turns.c.person == person)
    own: tuple[tuple[Table, str], ...] = (
        (addresses, "person"),
        (people, "key"),
        (preferences, "person"),
        (follows, "person"),
        (unreachable, "person"),
        (stale, "key"),
        (tasks, "about"),
    )
    return await _run(
        connection,
        delete(topics).where(
            or_(topics.c.conversation.in_(places), topics.c.conversation.in_(talks))
        ),
        delete(turns).where(turns.c.person == person, turns.c.closed.is_not(None)),
        # A turn that is under way is known by its id; it goes with the others of its day.
        update(turns).where(turns.c.person == person).values(person=""),
        *(delete(table).where(table.c[name] == person) for table, name in own),
    )


async def _unsign(connection: AsyncConnection, person: str, names: Collection[str]) -> int:
    """Take a person's name off the questions that were passed on in it."""
    signed = select(asks.c.id, asks.c.asker, asks.c.asker_name).where(
        or_(asks.c.asker == person, asks.c.asker_name != "")
    )
    touched = 0
    for key, asker, written in (await connection.execute(signed)).all():
        left = unsigned(asker, written, person, names)
        if left != (asker, written):
            named = {"asker": left[0], "asker_name": left[1]}
            touched += await _run(connection, update(asks).where(asks.c.id == key).values(named))
    return touched


def _ledger(person: str, pseudonym: str, at: datetime) -> tuple[Executable, ...]:
    """Return the statements that keep what was sent, to nobody, and call off what was not."""
    row, sent = reminders.c, dispatches.c
    waiting, leaving = row.state.in_(OPEN_ROWS), sent.state.in_(OPEN_DISPATCHES)
    return (
        update(reminders)
        .where(row.recipient == person)
        .values(
            recipient=pseudonym,
            state=_where(waiting, RowState.SUPERSEDED, row.state),
            reason=_where(waiting, FORGOTTEN, row.reason),
            changed=_where(waiting, at, row.changed),
        ),
        update(dispatches)
        .where(sent.recipient == person)
        .values(
            recipient=pseudonym,
            state=_where(leaving, DispatchState.CANCELLED, sent.state),
            reason=_where(leaving, FORGOTTEN, sent.reason),
            holder="",
            conversation="",
            message="",
            redraw=None,
        ),
    )


def _where(condition: Any, value: object, column: Column[Any]) -> Any:  # noqa: ANN401 - SQL
    """Return a value where a condition holds, else what the column has."""
    return case((condition, literal(value, column.type)), else_=column)


def _told(person: str) -> tuple[Executable, ...]:
    """Return the statements that keep what was told, by nobody."""
    return (
        update(news).where(news.c.person == person).values(person=""),
        update(proposals).where(proposals.c.person == person).values(person=""),
        update(proposals).where(proposals.c.decided_by == person).values(decided_by=""),
        update(changes).where(changes.c.who == person).values(who=""),
    )


async def _undecline(connection: AsyncConnection, person: str) -> int:
    """Take a person out of those who have said of an item that it is not theirs."""
    touched = 0
    for item, declined in (
        await connection.execute(select(tracks.c.item, tracks.c.declined))
    ).all():
        if person in declined:
            left = update(tracks).where(tracks.c.item == item).values(declined=declined - {person})
            touched += await _run(connection, left)
    return touched


def _own_changes(person: str, pseudonym: str) -> tuple[Executable, ...]:
    """Return the statements for the changes of the person: what they chose goes, rights stay."""
    own = changes.c.key == person
    return (
        delete(changes).where(own, changes.c.field.startswith(CHOICE)),
        update(changes).where(own).values(key=pseudonym),
    )


def _blanked(old: Any, name: str) -> Executable:  # noqa: ANN401 - a condition
    column = changes.c[name]
    named = changes.c.field.in_(sorted(NAMING))
    return update(changes).where(old, named, column.not_in(["", NOBODY])).values({name: NOBODY})


async def _reword(
    connection: AsyncConnection,
    within: Any,  # noqa: ANN401 - a condition
    names: Collection[str],
    write: Callable[[str], str],
) -> int:
    """Write texts of changes anew where that makes a difference."""
    wanted = select(changes.c.number, *(changes.c[name] for name in names)).where(within)
    touched = 0
    for number, *texts in (await connection.execute(wanted)).all():
        new = {name: write(text) for name, text in zip(names, texts, strict=True)}
        if list(new.values()) != texts:
            touched += await _run(
                connection, update(changes).where(changes.c.number == number).values(new)
            )
    return touched
