"""Values of a real programme: asked for once somebody has set how often, its gaps left out."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from council.access import Right
from council.chamber import Council
from council.people import Person
from council.reminders import begin_anew
from council.replanning import plan
from documents.form import load_files
from tests.dialogs.conversation import press, said, words
from tests.memory_council import convened, stored

DEMO = sorted((Path(__file__).parents[2] / "demo").glob("*.yaml"))
PROGRAMME = "heinola-resurssi"
HEAD = Person("t/paa", "Pää", rights=frozenset({Right.ADMINISTER}))
NOW = datetime(2020, 3, 31, 9, tzinfo=UTC)


async def asked(months: int) -> dict[str, set[date]]:
    """Return the metrics whose values are asked for and the days of them."""
    records = load_files(DEMO).records
    council = convened(await stored(records, (), [HEAD]), NOW)
    async with council.records() as kept:
        await kept.choices.set(PROGRAMME, "reading_months", months)
    await begin_anew(council)
    await plan(council)
    async with council.records() as kept:
        rows = await kept.ledger.rows([record.key for record in records])
    found: dict[str, set[date]] = {}
    for row in rows:
        if row.rule.startswith("reading"):
            found.setdefault(row.item.partition("/")[2], set()).add(row.due)
    return found


async def test_before_anybody_has_set_how_often_only_a_targets_own_day_is_asked_for() -> None:
    assert await asked(0) == {"kayttoonottoaste": {date(2020, 12, 31)}}


@pytest.mark.parametrize(("months", "day"), [(3, date(2020, 6, 30)), (6, date(2020, 9, 30))])
async def test_what_the_document_leaves_open_is_not_asked_for(months: int, day: date) -> None:
    assert await asked(months) == {
        "suositus": {day},
        "kayttoonottoaste": {day, date(2020, 12, 31)},
        "nettomenot": {day},
        "yksikkokustannus": {day},
    }


async def enter(council: Council, metric: str, value: str, **more: str) -> str:
    await council.shelf.refresh()
    key = f"{PROGRAMME}/{metric}"
    return (
        await said(council, press("readings.enter", HEAD, metric=key, value=value, **more))
    ).text


async def test_verdicts_are_given_only_where_the_programme_says_what_to_reach() -> None:
    council = convened(await stored(load_files(DEMO).records, (), [HEAD]), NOW)

    assert "saavutettu" not in await enter(council, "suositus", "82 %")  # no direction is given
    assert "saavutettu" not in await enter(council, "rekrytoinnit", "90")  # left open
    assert "saavutettu" not in await enter(council, "nettomenot", "1,2 %")  # no value of peers
    assert "– saavutettu" in await enter(council, "nettomenot", "1,1 %", peers="1,2 %")
    used = await enter(council, "kayttoonottoaste", "64 %")
    assert used.count("saavutettu") == used.count("ei vielä saavutettu") == 1
    await council.shelf.refresh()
    listed = (await said(council, words("mittarit", HEAD))).text
    assert "4/7 mittarilla tuore lukema." in listed
