"""Queries of news and proposals, of who follows what, and of signs of life."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Executable, Table, bindparam, delete, insert, select

from council.ledger_ports import Beat
from council.news import News, Proposal
from storage.conflicts import Insert, chosen, each_dialect, insert_or_replace
from storage.ledger_models import IS_UNDECIDED, beats, follows, news, proposals
from storage.mapping import from_row, to_row
from storage.transaction import Transaction

AT_ONCE = 500  # keys in one statement


def _follow(insert: Callable[[Table], Insert]) -> Executable:
    """Return the insert that does nothing where the person follows the item already."""
    followed: Executable = insert(follows).on_conflict_do_nothing(index_elements=["person", "item"])
    return followed


_ADD = insert(news)
_OF = (
    select(news).where(news.c.item.in_(bindparam("items", expanding=True))).order_by(news.c.number)
)
_PROPOSE = insert_or_replace(proposals)
_UNDECIDED = select(proposals).where(IS_UNDECIDED).order_by(proposals.c.at, proposals.c.id)
_PROPOSED = (
    select(proposals)
    .where(proposals.c.item.in_(bindparam("items", expanding=True)))
    .order_by(proposals.c.at, proposals.c.id)
)
_FOLLOW = each_dialect(_follow)
_UNFOLLOW = delete(follows).where(
    follows.c.person == bindparam("whom"), follows.c.item == bindparam("what")
)
_FOLLOWERS = (
    select(follows.c.item, follows.c.person)
    .where(follows.c.item.in_(bindparam("items", expanding=True)))
    .order_by(follows.c.item, follows.c.person)
)
_BEAT = insert_or_replace(beats)
_BEATS = select(beats).order_by(beats.c.name)


class SqlNews:
    """What owners have told and proposed, and who follows what."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def add(self, news: News) -> None:
        """Put news on record."""
        connection = await self._transaction.writing()
        row = to_row(news)
        del row["number"]
        await connection.execute(_ADD, row)

    async def of(self, items: Collection[str]) -> Sequence[News]:
        """Return the news of items, oldest first."""
        connection = await self._transaction.reading()
        wanted = sorted(set(items))
        found: list[News] = []
        for start in range(0, len(wanted), AT_ONCE):
            some = {"items": wanted[start : start + AT_ONCE]}
            rows = (await connection.execute(_OF, some)).mappings()
            found.extend(from_row(News, row) for row in rows)
        return sorted(found, key=lambda one: one.number)

    async def propose(self, proposal: Proposal) -> None:
        """Insert a proposal or replace the one of the same id."""
        connection = await self._transaction.writing()
        await connection.execute(chosen(_PROPOSE, connection), to_row(proposal))

    async def proposals(self, items: Collection[str] | None = None) -> Sequence[Proposal]:
        """Return the proposals of items, oldest first; None: the open ones of every item."""
        connection = await self._transaction.reading()
        if items is None:
            rows = (await connection.execute(_UNDECIDED)).mappings()
        else:
            rows = (await connection.execute(_PROPOSED, {"items": sorted(set(items))})).mappings()
        return [from_row(Proposal, row) for row in rows]

    async def follow(self, person: str, item: str, *, on: bool) -> bool:
        """Have a person follow an item, or no longer; tell whether that changed."""
        connection = await self._transaction.writing()
        if on:
            row = {"person": person, "item": item}
            return (await connection.execute(chosen(_FOLLOW, connection), row)).rowcount > 0
        given = {"whom": person, "what": item}
        return (await connection.execute(_UNFOLLOW, given)).rowcount > 0

    async def followers(self, items: Collection[str]) -> Sequence[tuple[str, str]]:
        """Return (item, person) of who follows these items."""
        connection = await self._transaction.reading()
        rows = await connection.execute(_FOLLOWERS, {"items": sorted(set(items))})
        return [(item, person) for item, person in rows.all()]


class SqlBeats:
    """Signs of life of what happens by itself, shared by all replicas."""

    def __init__(self, transaction: Transaction) -> None:
        """Keep the transaction that the queries run in."""
        self._transaction = transaction

    async def beat(self, beat: Beat) -> None:
        """Record a sign of life."""
        connection = await self._transaction.writing()
        await connection.execute(chosen(_BEAT, connection), to_row(beat))

    async def beats(self) -> Sequence[Beat]:
        """Return the last sign of life of each."""
        connection = await self._transaction.reading()
        rows = (await connection.execute(_BEATS)).mappings()
        return [from_row(Beat, row) for row in rows]
