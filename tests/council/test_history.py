"""The history of an item: all of it, newest first, and for administrators alone."""

from datetime import timedelta

import pytest

from council import history
from council.access import ANYONE
from council.errors import NotAllowedError, NotFoundError
from council.followup import Report, report
from council.model import State
from council.ports import Change
from tests.council.hourly import ADMIN, ANNA, BERTTA, FIRST, WORK, Town, town


async def told(made: Town) -> None:
    started = Report(state=State.STARTED, comment="Alkoi.")
    await report(made.council, ANNA.asker, FIRST.key, started, through="card")
    made.now += timedelta(days=1)
    await report(made.council, ANNA.asker, FIRST.key, Report(state=State.DONE), through="words")


async def test_every_change_is_told_newest_first_with_names() -> None:
    made = await town()
    await told(made)
    with pytest.raises(NotFoundError):  # she does not see it
        await report(made.council, BERTTA.asker, FIRST.key, Report(), through="card")

    found = await history.of(made.council, ADMIN.asker, FIRST.key)

    assert [(c.field, c.after, c.through) for c in found.changes if c.field == "state"] == [
        ("state", '"done"', "words"),
        ("state", '"started"', "card"),
    ]
    assert (found.changes[0].field, found.changes[0].who) == (history.REFUSED, BERTTA.key)
    assert found.changes[-1].field == ""  # how it came
    assert found.names[ANNA.key] == ANNA.name
    assert found.record is not None
    assert found.record.key == FIRST.key


async def test_the_whole_history_is_read_however_long_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = await town()
    monkeypatch.setattr(history, "AT_ONCE", 3)
    async with made.memory() as records:
        many = [Change(f"p/{n}", "name", "", '"x"', "system", made.now, "job") for n in range(10)]
        await records.changes.add(many)

    everything = await history.everything(made.council, ADMIN.asker)
    later = await history.everything(made.council, ADMIN.asker, made.now + timedelta(seconds=1))

    assert len(everything.changes) == len(made.memory.state.changes)
    assert everything.changes[0].key == "p/9"
    assert later.changes == ()


async def test_a_record_is_found_by_its_name_or_by_words_of_it() -> None:
    made = await town()

    assert list(await history.named(made.council, ADMIN.asker, "aukioloajat")) == [WORK]
    assert list(await history.named(made.council, ADMIN.asker, "aukiolo")) == [WORK]
    assert list(await history.named(made.council, ADMIN.asker, "uimahalli")) == []
    assert list(await history.named(made.council, ADMIN.asker, "  ")) == []


async def test_what_is_gone_keeps_its_history_and_what_never_was_has_none() -> None:
    made = await town()
    async with made.memory() as records:
        await records.register.remove([FIRST.key])
        await records.changes.bump()

    found = await history.of(made.council, ADMIN.asker, FIRST.key)

    assert found.record is None
    assert len(found.changes) == 1
    with pytest.raises(NotFoundError):
        await history.of(made.council, ADMIN.asker, "p/muu")


async def test_the_history_is_for_administrators_alone() -> None:
    made = await town()
    for asker in (ANNA.asker, BERTTA.asker, ANYONE):
        with pytest.raises(NotAllowedError):
            await history.of(made.council, asker, FIRST.key)
        with pytest.raises(NotAllowedError):
            await history.everything(made.council, asker)
        with pytest.raises(NotAllowedError):
            await history.named(made.council, asker, "aukioloajat")
