"""A person's own settings: what can be chosen, and that the engine keeps every one of them."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council import preferences
from council.access import ANYONE
from council.errors import NotAllowedError
from council.items import BadInputError
from council.language import Language
from council.ledger import Capacity, RowState
from council.people import Person
from council.preferences import Choice
from council.rules import Preferences
from tests.council.hourly import ADMIN, ANNA, BEGINNING, BERTTA, HEAD, SECOND, Town, town

TODAY = date(2025, 6, 2)
USUAL = ["12.6.", "19.6.", "25.6.", "26.6.", "27.6.", "3.7.", "9.7.", "10.7."]


def wish(person: Person = ANNA, **fields: Any) -> Choice:  # noqa: ANN401 - of any type a setting has
    return Choice(Preferences(person=person.key, **fields), name=person.name)


async def chosen(made: Town, person: Person = ANNA, **fields: Any) -> None:  # noqa: ANN401 - of any type a setting has
    await preferences.choose(made.council, person.asker, wish(person, **fields), through="card")


async def wrong(made: Town, **fields: Any) -> str:  # noqa: ANN401 - of any type a setting has
    with pytest.raises(BadInputError) as told:
        await chosen(made, **fields)
    assert await made.preferences(ANNA) == Preferences(person=ANNA.key)
    return told.value.facts["what"]


async def test_what_is_chosen_is_kept_and_shown() -> None:
    made = await town()
    fields: dict[str, Any] = {
        "hour": time(10, 30),
        "before": (30, 3),
        "paused_until": date(2025, 6, 20),
        "deputy": BERTTA.key,
        "deputy_since": date(2025, 6, 9),
        "deputy_until": date(2025, 6, 20),
        "events": False,
    }
    wanted = replace(wish(**fields), language=Language.SV)

    told = await preferences.choose(made.council, ANNA.asker, wanted, through="card")

    own = await preferences.own(made.council, ANNA.asker)
    assert own == told
    assert own.choice == replace(wanted, name=ANNA.name)
    assert (own.responsible, own.deputy) == (True, BERTTA)
    assert [one.name for one in own.candidates] == ["Bertta Berg", "Ylläpitäjä"]


async def test_every_choice_is_on_record_with_what_was_before() -> None:
    made = await town()
    await chosen(made, hour=time(10))
    await chosen(made, hour=time(11), events=False)

    told = [(c.field, c.before, c.after, c.who) for c in await made.history(ANNA.key)]
    assert told == [
        ("choice:hour", "", '"10:00:00"', ANNA.key),
        ("choice:hour", '"10:00:00"', '"11:00:00"', ANNA.key),
        ("choice:events", "true", "false", ANNA.key),
    ]


async def test_saving_what_holds_already_puts_nothing_on_record() -> None:
    made = await town()
    await chosen(made, hour=time(10))
    await chosen(made, hour=time(10))

    assert len(await made.history(ANNA.key)) == 1


async def test_defaults_come_back_and_the_language_stays() -> None:
    made = await town()
    wanted = replace(wish(hour=time(10), before=()), language=Language.SV)
    await preferences.choose(made.council, ANNA.asker, wanted, through="card")

    own = await preferences.reset(made.council, ANNA.asker, through="card")

    assert own.choice.preferences == Preferences(person=ANNA.key)
    assert own.choice.language is Language.SV


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"hour": time(6, 59)}, "quiet-hour"),
        ({"hour": time(18)}, "quiet-hour"),
        ({"before": (366,)}, "days"),
        ({"before": tuple(range(11))}, "days"),
        ({"before": (-1,)}, "days"),
        ({"paused_until": TODAY - timedelta(days=1)}, "pause-past"),
        ({"paused_until": TODAY + timedelta(days=91)}, "pause-long"),
        ({"deputy": ANNA.key, "deputy_until": TODAY}, "deputy-self"),
        ({"deputy": "t/nobody", "deputy_until": TODAY}, "deputy-unknown"),
        ({"deputy": BERTTA.key}, "deputy-until"),
        (
            {
                "deputy": BERTTA.key,
                "deputy_since": date(2025, 7, 2),
                "deputy_until": date(2025, 7, 1),
            },
            "deputy-days",
        ),
        (
            {
                "deputy": BERTTA.key,
                "deputy_since": date(2025, 5, 1),
                "deputy_until": date(2025, 6, 1),
            },
            "deputy-past",
        ),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(
    fields: dict[str, Any], what: str
) -> None:
    assert await wrong(await town(), **fields) == what


async def test_the_bounds_themselves_are_good() -> None:
    made = await town()
    await chosen(made, hour=time(7), paused_until=TODAY, before=(365, 0))
    await chosen(made, hour=time(17, 59), paused_until=TODAY + timedelta(days=90))


async def test_the_quiet_hours_are_the_towns_own() -> None:
    made = await town()
    async with made.memory() as records:
        await records.choices.set("", "quiet_until", time(10))

    assert await wrong(made, hour=time(9)) == "quiet-hour"


async def test_only_who_has_written_to_luotsi_may_stand_in() -> None:
    silent = Person("t/silent", "Hiljainen")
    made = await town()
    async with made.memory() as records:
        await records.people.put(silent)

    assert await wrong(made, deputy=silent.key, deputy_until=TODAY) == "deputy-unknown"


async def test_who_holds_no_role_is_shown_nobody() -> None:
    made = await town()

    own = await preferences.own(made.council, BERTTA.asker)

    assert (own.responsible, own.candidates) == (False, ())


async def test_nobody_chooses_for_another_or_for_nobody() -> None:
    made = await town()
    for asker in (BERTTA.asker, ADMIN.asker, ANYONE):
        with pytest.raises(NotAllowedError):
            await preferences.choose(made.council, asker, wish(hour=time(10)), through="card")
    with pytest.raises(NotAllowedError):
        await preferences.own(made.council, ANYONE)

    assert await made.preferences(ANNA) == Preferences(person=ANNA.key)


async def test_without_a_choice_everything_goes_as_the_programme_has_it() -> None:
    made = await town()
    await made.until_day(2025, 7, 11)

    assert [day for day in made.day_names(ANNA) if day != "17.6."] == USUAL
    assert {one.at.hour for one in made.to(ANNA)} == {9}
    assert "event:7" in made.rules(ANNA)


async def test_reminders_come_at_the_chosen_hour() -> None:
    made = await town()
    await made.until_day(2025, 6, 10)  # planned for nine o'clock before
    await chosen(made, hour=time(14))
    await made.until_day(2025, 7, 11)

    assert {one.at.hour for one in made.to(ANNA)} == {14}
    assert [day for day in made.day_names(ANNA) if day != "17.6."] == USUAL


async def test_reminders_come_on_the_chosen_days() -> None:
    made = await town()
    await chosen(made, before=(21, 2))
    await made.until_day(2025, 6, 26)

    before = {rule for rule in made.rules(ANNA) if rule.startswith("before:")}
    assert before == {"before:21", "before:2"}
    assert "5.6." in made.day_names(ANNA)  # three weeks before the first
    assert "12.6." not in made.day_names(ANNA)


async def test_no_days_before_means_none() -> None:
    made = await town()
    await chosen(made, before=())
    await made.until_day(2025, 7, 11)

    assert {rule.split(":")[0] for rule in made.rules(ANNA)} <= {"overdue", "event", "no-news"}


async def test_days_that_are_set_for_an_item_itself_count_over_a_persons_own() -> None:
    made = await town()
    async with made.memory() as records:
        await records.choices.set(SECOND.key, "before", (5,))
        await records.plans.mark([SECOND.key], made.now)
    await chosen(made, before=())
    await made.until_day(2025, 7, 11)

    rows = [row for one in made.to(ANNA) for row in one.rows if row.item == SECOND.key]
    assert "before:5" in {row.rule for row in rows}


async def test_during_a_pause_nothing_comes_and_after_it_one_message() -> None:
    made = await town()
    await made.until_day(2025, 6, 17)
    await chosen(made, paused_until=date(2025, 7, 6))  # a Sunday
    await made.until_day(2025, 7, 9)

    assert made.day_names(ANNA) == ["12.6.", "7.7."]
    caught_up = [row.item for row in made.to(ANNA)[-1].rows]
    assert len(caught_up) == len(set(caught_up))  # each item once


async def test_nothing_is_lost_by_a_pause() -> None:
    made = await town()
    await chosen(made, paused_until=date(2025, 7, 6))
    await made.until_day(2025, 7, 8)

    rows = made.to(ANNA)[-1].rows
    assert {"p/kartoitus", "p/ehdotus"} <= {row.item for row in rows}
    async with made.memory() as records:
        states = {row.state for row in await records.ledger.rows(["p/kartoitus", "p/ehdotus"])}
    assert states <= {RowState.PLANNED, RowState.SENT, RowState.SKIPPED}


async def test_a_pause_that_is_taken_back_has_reminders_come_again() -> None:
    made = await town()
    await chosen(made, paused_until=date(2025, 7, 31))
    await made.until_day(2025, 6, 18)
    assert made.day_names(ANNA) == []

    await chosen(made)
    await made.until_day(2025, 6, 20)

    assert made.day_names(ANNA)[0] == "18.6."
    assert "19.6." in made.day_names(ANNA)


async def test_who_stands_in_gets_the_reminders_of_those_days_and_nobody_else() -> None:
    made = await town()
    await made.until_day(2025, 6, 13)
    await chosen(
        made,
        deputy=BERTTA.key,
        deputy_since=date(2025, 6, 16),
        deputy_until=date(2025, 7, 4),
        events=False,
    )
    await made.until_day(2025, 7, 11)

    assert made.day_names(BERTTA) == ["19.6.", "25.6.", "26.6.", "27.6.", "3.7."]
    assert made.day_names(ANNA) == ["12.6.", "9.7.", "10.7."]
    capacities = {row.capacity for one in made.to(BERTTA) for row in one.rows}
    assert capacities == {Capacity.DEPUTY}
    assert {row.through for one in made.to(BERTTA) for row in one.rows} == {HEAD.key}


async def test_who_stands_in_during_a_pause_hears_what_the_paused_does_not() -> None:
    made = await town()
    days: dict[str, Any] = {"deputy_since": TODAY, "deputy_until": date(2025, 7, 6)}
    await chosen(made, paused_until=date(2025, 7, 6), deputy=BERTTA.key, **days)
    await made.until_day(2025, 7, 7)

    assert made.day_names(ANNA) == []
    assert made.day_names(BERTTA) == ["12.6.", "19.6.", "25.6.", "26.6.", "27.6.", "3.7."]


async def test_the_hour_of_who_stands_in_is_their_own() -> None:
    made = await town()
    await chosen(made, deputy=BERTTA.key, deputy_until=date(2025, 7, 6))
    await chosen(made, BERTTA, hour=time(12))
    await made.until_day(2025, 6, 20)

    assert {one.at.hour for one in made.to(BERTTA)} == {12}


async def test_coming_events_are_left_out_where_nobody_wants_them() -> None:
    made = await town()
    await chosen(made, events=False)
    await made.until_day(2025, 6, 26)

    assert not [rule for rule in made.rules(ANNA) if rule.startswith("event:")]


@given(
    st.builds(
        Preferences,
        person=st.just(ANNA.key),
        hour=st.none() | st.times(),
        before=st.none() | st.lists(st.integers(-5, 400), max_size=12).map(tuple),
        paused_until=st.none() | st.dates(date(2025, 4, 1), date(2025, 12, 1)),
        deputy=st.sampled_from(["", ANNA.key, BERTTA.key, "t/nobody"]),
        deputy_since=st.none() | st.dates(date(2025, 4, 1), date(2025, 12, 1)),
        deputy_until=st.none() | st.dates(date(2025, 4, 1), date(2025, 12, 1)),
        events=st.booleans(),
    )
)
async def test_whatever_is_put_on_record_keeps_the_bounds(wanted: Preferences) -> None:
    made = await town()
    try:
        own = await preferences.choose(made.council, ANNA.asker, Choice(wanted), through="card")
    except BadInputError:
        assert await made.preferences(ANNA) == Preferences(person=ANNA.key)
        return
    kept = own.choice.preferences
    assert kept == await made.preferences(ANNA)
    assert kept.hour is None or time(7) <= kept.hour < time(18)
    assert kept.deputy in {"", BERTTA.key}
    assert bool(kept.deputy) is (kept.deputy_since is not None and kept.deputy_until is not None)
    assert kept.before is None or list(kept.before) == sorted(set(kept.before), reverse=True)
    assert kept.paused_until is None or (kept.paused_until - TODAY).days in range(91)
    assert BEGINNING.date() == TODAY
