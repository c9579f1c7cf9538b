"""What is kept has its time: it goes when that is up, and what is needed stays."""

from datetime import date, timedelta

import pytest

from council import retention
from council.errors import NotAllowedError
from council.followup import Report, report
from council.items import BadInputError
from council.language import Language
from council.ledger import RowState
from council.model import State
from council.people import Opening
from council.ports import AskState, OpenAsk, Task
from council.retention import DEFAULTS, Kept
from tests.council.hourly import ADMIN, ANNA, FIRST, TOWN, follow_up, town

OLD = follow_up("vanha", date(2025, 6, 5))


async def test_every_class_is_kept_as_long_as_it_says() -> None:
    made = await town()
    await retention.keep(made.council, ADMIN.asker, Kept.QUESTIONS, 10, through="command")
    async with made.memory() as records:
        for name, age in (("young", 9), ("old", 11)):
            at = made.now - timedelta(days=age)
            await records.turns.open([Opening(name, "c", "p")], now=at)
            await records.desk.note(OpenAsk(name, name, Language.FI, at, at, 1))
            await records.desk.settle(name, AskState.ANSWERED, "", "")
            await records.desk.open_task(Task("unconfirmed", name, at))
            await records.desk.close_task("unconfirmed", name, at)

    assert await retention.prune(made.council) == 1
    assert [ask.text for ask in made.memory.state.asks.values()] == ["young"]
    made.now += timedelta(days=25)
    await retention.prune(made.council)
    assert list(made.memory.state.turns) == []
    assert len(made.memory.state.tasks) >= 2


async def test_names_and_words_go_after_years_and_the_facts_stay() -> None:
    made = await town()
    told = Report(state=State.STARTED, comment="Alkoi.")
    await report(made.council, ANNA.asker, FIRST.key, told, through="card")
    made.now += timedelta(days=DEFAULTS[Kept.NAMES].days + 1)

    assert await retention.prune(made.council) > 0

    [change] = [c for c in await made.history(FIRST.key) if c.field == "state"]
    assert (change.before, change.after) == ('"planned"', '"started"')
    assert (change.who, change.why) == ("", "")
    async with made.memory() as records:
        [news] = await records.news.of([FIRST.key])
    assert (news.person, news.words, news.state) == ("", "", State.STARTED)


async def test_an_old_reminder_of_an_open_item_is_not_sent_anew() -> None:
    made = await town(*TOWN, OLD)
    await made.until_day(2025, 6, 28)
    async with made.memory() as records:
        sent = [r for r in await records.ledger.rows([OLD.key]) if r.state is RowState.SENT]
    assert sent
    made.now += timedelta(days=DEFAULTS[Kept.LEDGER].days + 1)

    await retention.prune(made.council)

    async with made.memory() as records:
        kept = await records.ledger.rows([OLD.key])
    assert {row.identity for row in sent} <= {row.identity for row in kept}


async def test_an_old_reminder_of_what_is_done_goes() -> None:
    made = await town(*TOWN, OLD)
    await made.until_day(2025, 6, 10)
    done = Report(state=State.DONE, for_all=True)
    await report(made.council, ANNA.asker, OLD.key, done, through="card")
    await made.until_day(2025, 6, 11)
    made.now += timedelta(days=DEFAULTS[Kept.LEDGER].days + 60)

    assert await retention.prune(made.council) > 0

    async with made.memory() as records:
        assert not await records.ledger.rows([OLD.key])


async def test_a_time_that_is_set_is_on_record_and_can_be_taken_back() -> None:
    made = await town()
    asker = ADMIN.asker
    assert (await retention.periods(made.council, asker))[Kept.TURNS] == 30

    await retention.keep(made.council, asker, Kept.TURNS, 14, through="command")
    await retention.keep(made.council, asker, Kept.TURNS, 14, through="command")
    assert (await retention.periods(made.council, asker))[Kept.TURNS] == 14
    await retention.keep(made.council, asker, Kept.TURNS, None, through="command")

    assert (await retention.periods(made.council, asker))[Kept.TURNS] == 30
    told = [(c.field, c.before, c.after) for c in await made.history("retention")]
    assert told == [("turns", "30", "14"), ("turns", "14", "30")]


@pytest.mark.parametrize("days", [-1, 0, 1, 36_501])
async def test_no_time_is_so_short_that_redelivered_messages_are_answered_twice(days: int) -> None:
    made = await town()
    with pytest.raises(BadInputError):
        await retention.keep(made.council, ADMIN.asker, Kept.TURNS, days, through="command")


async def test_only_administrators_see_and_set_them() -> None:
    made = await town()
    with pytest.raises(NotAllowedError):
        await retention.periods(made.council, ANNA.asker)
    with pytest.raises(NotAllowedError):
        await retention.keep(made.council, ANNA.asker, Kept.TURNS, 14, through="card")
    assert set(DEFAULTS) == set(Kept)
