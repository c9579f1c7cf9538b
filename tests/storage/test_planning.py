from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from council.ledger import Capacity, Reminder, RowState
from council.spreading import ITSELF
from storage.database import Database

NOW = datetime(2026, 11, 18, 8, tzinfo=UTC)
ROW = Reminder(
    recipient="t/a", item="p/f", rule="before:7", due=date(2026, 12, 2), at=NOW, programme="p"
)


async def test_changes_come_before_items_however_long_these_have_waited(
    database: Database,
) -> None:
    async with database.records() as records:
        await records.plans.mark([f"{ITSELF}p/b", f"{ITSELF}p/a"], NOW - timedelta(hours=1))
        await records.plans.mark(["p/z", "p/y"], NOW)
        await records.plans.mark(["p/x"], NOW + timedelta(hours=1))
    async with database.records() as records:
        stale = await records.plans.stale(10)
        assert [one.key for one in stale] == ["p/y", "p/z", "p/x", f"{ITSELF}p/a", f"{ITSELF}p/b"]
        assert [one.key for one in await records.plans.stale(2)] == ["p/y", "p/z"]


async def test_rows_are_put_and_replaced_by_their_identity(database: Database) -> None:
    other = replace(ROW, recipient="t/b", rule="overdue:1", capacity=Capacity.DEPUTY)
    moved = replace(
        ROW, at=NOW + timedelta(days=1), state=RowState.SKIPPED, reason="over", changed=NOW
    )
    async with database.records() as records:
        await records.ledger.put([ROW, other])
        await records.ledger.put([moved])
    async with database.records() as records:
        rows = await records.ledger.rows(["p/f"])
    assert sorted(rows, key=lambda row: row.recipient) == [moved, other]


async def test_who_has_waited_longest_is_named_first(database: Database) -> None:
    rows = [
        ROW,
        replace(ROW, recipient="t/b", at=NOW - timedelta(days=2)),
        replace(ROW, recipient="t/c", at=NOW + timedelta(seconds=1)),
        replace(ROW, recipient="t/a", rule="before:1", at=NOW - timedelta(days=1)),
        replace(ROW, recipient="t/d", state=RowState.SENT),
    ]
    async with database.records() as records:
        await records.ledger.put(rows)
    async with database.records() as records:
        assert await records.ledger.recipients(NOW, 10) == ["t/b", "t/a"]
        assert await records.ledger.recipients(NOW, 1) == ["t/b"]
