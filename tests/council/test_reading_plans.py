"""When values of metrics are asked for: at the interval that was set, and never before."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from council.dates import DueDate
from council.ledger import Reminder, RowState
from council.model import Certainty, Direction, ReportingRule
from council.ports import Change
from council.readings import read_in
from council.reminders import begin_anew
from council.replanning import plan
from tests.council.esimerkkila import day, own
from tests.council.measured import (
    HEAD,
    OWNER,
    PRAISE,
    PRAISE_TARGET,
    REPAIRS,
    TODAY,
    UNSETTLED,
    Town,
    asker,
    measured,
    target,
)

EVERY_YEAR_END = target(
    "suosittelu-2025", PRAISE.key, Direction.AT_LEAST, value="75", due=day(2025, 12, 31)
)


async def every(town: Town, months: int, scope: str = PRAISE.key) -> None:
    async with town.council.records() as records:
        await records.choices.set(scope, "reading_months", months)
    await begin_anew(town.council)
    await plan(town.council)


async def look_again(town: Town) -> None:
    async with town.council.records() as records:
        await records.plans.mark(["*"], town.now)
    await plan(town.council)


async def rows(town: Town, metric: str = PRAISE.key) -> Sequence[Reminder]:
    async with town.council.records() as records:
        found = await records.ledger.rows([metric])
    return sorted(found, key=lambda row: (row.due, row.at, row.recipient))


async def asked(town: Town, metric: str = PRAISE.key) -> list[tuple[str, str, date, date]]:
    """Return who is to be asked by which rule, for which day and when, in the town's time."""
    return [
        (row.recipient, row.rule, row.due, town.council.days.day(row.at))
        for row in await rows(town, metric)
        if row.state is RowState.PLANNED
    ]


async def test_a_value_is_asked_of_its_owner_before_on_the_day_and_when_it_is_late() -> None:
    town = await measured()
    await every(town, 6)  # the last reading is of 30.9.2024

    assert await asked(town) == [
        (OWNER.key, "reading:14", date(2025, 3, 30), date(2025, 3, 14)),  # the 16th is a Sunday
        (OWNER.key, "reading:0", date(2025, 3, 30), date(2025, 3, 28)),
        (OWNER.key, "reading-late:7", date(2025, 3, 30), date(2025, 4, 7)),
        (OWNER.key, "reading-late:30", date(2025, 3, 30), date(2025, 4, 29)),
    ]


async def test_asking_moves_off_holidays() -> None:
    days_off = {date(2025, 3, 14), date(2025, 4, 7)}
    town = await measured(holiday=days_off.__contains__)
    await every(town, 6)

    moments = [when for _, _, _, when in await asked(town)]
    assert moments == [
        date(2025, 3, 13),
        date(2025, 3, 28),
        date(2025, 4, 8),
        date(2025, 4, 29),
    ]


@pytest.mark.parametrize("metric", [PRAISE.key, "uudistus/poissaolot", "uudistus/kaynnit"])
async def test_nothing_is_asked_before_an_interval_is_set(metric: str) -> None:
    every_few = ReportingRule(**own("valit"), name="Raportointi", months=(3, 6))  # type: ignore[arg-type]
    town = await measured(every_few)
    await begin_anew(town.council)
    await plan(town.council)

    assert await rows(town, metric) == []


async def test_an_interval_of_the_whole_programme_asks_for_every_metric() -> None:
    town = await measured()
    await every(town, 3, "uudistus")

    assert {due for *_, due, _ in await asked(town, "uudistus/poissaolot")} == {date(2025, 6, 10)}


async def test_what_the_document_leaves_open_is_not_asked_until_it_is_settled() -> None:
    town = await measured(UNSETTLED)
    await every(town, 3, "uudistus")
    assert await rows(town, REPAIRS.key) == []

    settled = replace(UNSETTLED, settled="Talouden raporteista.")
    async with town.council.records() as records:
        await records.register.put([settled])
        await records.changes.bump()
        change = Change(UNSETTLED.key, "settled", "", '"…"', HEAD.key, town.now, "card")
        await records.changes.add([change])
    await plan(town.council)

    assert {due for *_, due, _ in await asked(town, REPAIRS.key)} == {date(2025, 6, 10)}


async def test_what_is_not_confirmed_is_not_asked() -> None:
    town = await measured(replace(PRAISE, certainty=Certainty.UNCONFIRMED))
    await every(town, 6)

    assert await rows(town) == []


async def test_a_reading_supersedes_the_rest_and_plans_the_next_interval() -> None:
    town = await measured()
    await every(town, 6)
    town.on(date(2025, 3, 20))

    await read_in(town.council, asker(OWNER), PRAISE.key, "76", date(2025, 3, 20), through="card")
    await plan(town.council)

    states = {row.due: set[RowState]() for row in await rows(town)}
    for row in await rows(town):
        states[row.due].add(row.state)
    assert states == {
        date(2025, 3, 30): {RowState.SUPERSEDED},
        date(2025, 9, 20): {RowState.PLANNED},
    }


async def test_what_was_sent_is_acknowledged_and_what_is_late_is_not_asked_any_more() -> None:
    town = await measured()
    await every(town, 6)
    async with town.council.records() as records:
        first = next(r for r in await records.ledger.rows([PRAISE.key]) if r.rule == "reading:14")
        await records.ledger.put([replace(first, state=RowState.SENT, dispatch="d1")])
    town.on(date(2025, 4, 2))

    await read_in(town.council, asker(OWNER), PRAISE.key, "76", date(2025, 3, 30), through="card")
    await plan(town.council)

    found = {row.rule: row.state for row in await rows(town) if row.due == date(2025, 3, 30)}
    assert found["reading:14"] is RowState.ACKNOWLEDGED
    assert found["reading-late:7"] is RowState.SUPERSEDED
    assert {due for *_, due, _ in await asked(town)} == {date(2025, 9, 30)}


async def test_who_does_not_answer_is_asked_again_at_the_next_interval() -> None:
    town = await measured()
    await every(town, 6)
    town.on(date(2025, 5, 20))
    await look_again(town)

    planned = await asked(town)
    assert {due for *_, due, _ in planned} == {date(2025, 3, 30), date(2025, 9, 30)}
    town.on(date(2025, 10, 20))
    await look_again(town)
    assert {due for *_, due, _ in await asked(town)} == {date(2025, 9, 30), date(2026, 3, 30)}


async def test_an_interval_that_is_set_late_asks_for_nothing_that_is_past() -> None:
    town = await measured()
    await every(town, 3)  # readings would have been due on 30.12.2024 already

    assert {due for *_, due, _ in await asked(town)} == {date(2025, 3, 30)}


@pytest.mark.parametrize(("months", "last", "due"), [
    (1, date(2025, 1, 31), date(2025, 3, 31)),
    (3, date(2024, 11, 30), date(2025, 5, 30)),
    (12, date(2024, 2, 29), date(2026, 2, 28)),
])  # fmt: skip
async def test_intervals_end_on_a_day_that_there_is(months: int, last: date, due: date) -> None:
    town = await measured()
    async with town.council.records() as records:
        found = await records.register.find(["uudistus/suosittelu-2024"])
        await records.register.put([replace(found[0], on=last)])  # type: ignore[call-arg]
        await records.changes.bump()
    await every(town, months)

    assert {due for *_, due, _ in await asked(town)} == {due}


async def test_a_targets_own_day_asks_for_a_value_until_one_is_told() -> None:
    town = await measured(EVERY_YEAR_END)
    await begin_anew(town.council)
    await plan(town.council)
    rules = [rule for _, rule, _, _ in await asked(town)]
    assert rules == [
        *("reading:14", "reading:7", "reading:1", "reading:0"),
        *("reading-late:7", "reading-late:30"),
    ]

    town.on(date(2025, 12, 22))
    await read_in(town.council, asker(OWNER), PRAISE.key, "76", date(2025, 12, 22), through="card")
    await plan(town.council)

    assert await asked(town) == []


@pytest.mark.parametrize("certainty", list(Certainty))
async def test_a_target_that_is_not_confirmed_asks_for_nothing(certainty: Certainty) -> None:
    due = DueDate(start=TODAY, end=TODAY + timedelta(days=60))
    town = await measured(replace(PRAISE_TARGET, due=due, certainty=certainty))
    await begin_anew(town.council)
    await plan(town.council)

    assert bool(await asked(town)) is (certainty is Certainty.CERTAIN)
