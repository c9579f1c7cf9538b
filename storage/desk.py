"""Queries of what administrators see to: unanswered questions and tasks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Executable, Table, bindparam, case, delete, select, update

from council.ports import AskState, OpenAsk, Task
from storage.columns import storable
from storage.conflicts import Insert, chosen, each_dialect
from storage.mapping import from_row, to_row
from storage.models import OPEN_TASK, asks, tasks
from storage.prepared import Prepared
from storage.transaction import Transaction


def _note(insert: Callable[[Table], Insert]) -> Executable:
    """Return the insert that adds to a question that is there already."""
    statement = insert(asks)
    later = statement.excluded.last_asked
    noted: Executable = statement.on_conflict_do_update(
        index_elements=["folded", "language"],
        set_={
            "times": asks.c.times + statement.excluded.times,
            "last_asked": case((later > asks.c.last_asked, later), else_=asks.c.last_asked),
        },
    )
    return noted


def _open(insert: Callable[[Table], Insert]) -> Executable:
    """Return the insert that does nothing where the same task is open."""
    opened: Executable = (
        insert(tasks)
        .on_conflict_do_nothing(index_elements=["kind", "about"], index_where=OPEN_TASK)
        .returning(tasks.c.number)
    )
    return opened


_NOTE = each_dialect(_note)
_OPEN = each_dialect(_open)
_QUICK_NOTE = Prepared(_NOTE["sqlite"], asks.c.keys())
_QUICK_OPEN = Prepared(_OPEN["sqlite"], ("kind", "about", "opened", "closed"))
_ASKS = select(asks).order_by(asks.c.last_asked.desc(), asks.c.id)
_SETTLE = (
    update(asks)
    .where(asks.c.id == bindparam("ask"))
    .values({name: bindparam(name) for name in ("state", "asker", "asker_name")})
)
_TASKS = select(tasks).where(OPEN_TASK).order_by(tasks.c.opened, tasks.c.number)
_CLOSE = (
    update(tasks)
    .where(tasks.c.kind == bindparam("task"), tasks.c.about == bindparam("subject"), OPEN_TASK)
    .values(closed=bindparam("at"))
)
_PRUNE_ASKS = delete(asks).where(
    asks.c.state == AskState.ANSWERED, asks.c.last_asked < bindparam("before")
)
_PRUNE_TASKS = delete(tasks).where(tasks.c.closed < bindparam("before"))


class SqlDesk:
    """What administrators see to: unanswered questions and tasks."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def note(self, ask: OpenAsk) -> None:
        """Keep an unanswered question; the same text again adds to `times` and `last_asked`.

        The same is what folds to the same in the same language; the first id and text stay.
        """
        row = {**to_row(ask), "folded": _folded(storable(ask.text))}
        quick = await self._transaction.quick()
        if quick is not None:
            _QUICK_NOTE.run(quick, row)
            return
        connection = await self._transaction.writing()
        await connection.execute(chosen(_NOTE, connection), row)

    async def settle(self, ask_id: str, state: AskState, asker: str, asker_name: str) -> bool:
        """Set a question's state, and its asker if they agreed; tell whether it exists."""
        connection = await self._transaction.writing()
        values = {"ask": ask_id, "state": state, "asker": asker, "asker_name": asker_name}
        return (await connection.execute(_SETTLE, values)).rowcount > 0

    async def asks(self) -> Sequence[OpenAsk]:
        """Return the kept questions, newest first."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_ASKS)).mappings()
        return [from_row(OpenAsk, row) for row in rows]

    async def open_task(self, task: Task) -> bool:
        """Add a task unless the same is open already; tell whether it was added."""
        quick = await self._transaction.quick()
        if quick is not None:
            return bool(_QUICK_OPEN.run(quick, to_row(task)))
        connection = await self._transaction.writing()
        added = await connection.execute(chosen(_OPEN, connection), to_row(task))
        return added.first() is not None

    async def close_task(self, kind: str, about: str, at: datetime) -> None:
        """Close a task if it is open. `at` is an aware moment."""
        connection = await self._transaction.writing()
        await connection.execute(_CLOSE, {"task": kind, "subject": about, "at": at})

    async def tasks(self) -> Sequence[Task]:
        """Return the open tasks, oldest first."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_TASKS)).mappings()
        return [from_row(Task, row) for row in rows]

    async def prune(self, *, asks: datetime, tasks: datetime) -> int:
        """Remove answered questions last asked before `asks` and tasks closed before `tasks`.

        Both are aware moments. Returns how many; what nobody has seen to stays however old it is.
        """
        connection = await self._transaction.writing()
        gone = [
            await connection.execute(statement, {"before": before})
            for statement, before in ((_PRUNE_ASKS, asks), (_PRUNE_TASKS, tasks))
        ]
        return sum(result.rowcount for result in gone)


def _folded(text: str) -> str:
    """Return a digest that is the same for texts that differ in case or spaces alone."""
    return sha256(" ".join(text.casefold().split()).encode()).hexdigest()
